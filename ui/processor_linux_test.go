package ui

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// processorTime is how long the present thread has been computing.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		t.Fatal(err)
	}
	return time.Duration(ts.Nano())
}

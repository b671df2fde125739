//go:build !windows

package ui

import (
	"syscall"
	"time"
)

// spent is the processor's time that the tests have taken so far: what else the machine does
// counts for nothing in it.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package content

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // as main does: a third of the time went into collecting
	os.Exit(m.Run())
}

// The shipped content passes its own gate.
func TestShippedContentIsSound(t *testing.T) {
	if _, err := Load(Shipped()); err != nil {
		t.Fatal(err)
	}
}

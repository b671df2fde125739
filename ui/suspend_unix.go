//go:build unix

package ui

import (
	"os"

	"golang.org/x/sys/unix"
)

// canSuspend reports whether a shell is there to wake the program again: one that
// leads its own session, as under `ssh -t host twopaths`, would sleep for ever.
func canSuspend() bool {
	sid, err := unix.Getsid(0)
	return err == nil && sid != os.Getpid()
}

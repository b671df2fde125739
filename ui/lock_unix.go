//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package ui

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// openLock opens the file of a lock, and makes it where there is none. A link that somebody
// laid there is not followed, and a pipe is not waited for.
func openLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR|unix.O_NOFOLLOW|unix.O_NONBLOCK, lockMode)
}

// readLock opens the file of a lock that another user made. To lock it, reading is enough,
// but for shares over a network.
func readLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
}

// lockFile locks an open file until it is closed, or says errLocked.
func lockFile(f *os.File) error {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return errLocked
		default:
			return err
		}
	}
}

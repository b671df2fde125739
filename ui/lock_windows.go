package ui

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// openLock opens the file of a lock, and makes it where there is none.
func openLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, lockMode)
}

// readLock opens the file of a lock that another user made.
func readLock(path string) (*os.File, error) { return os.Open(path) }

// lockFile locks an open file until it is closed, or says errLocked. Windows keeps others
// from reading what is locked, so that it is a byte far behind what the file says.
func lockFile(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1 << 20})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errLocked
	}
	return err
}

//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package ui

import (
	"errors"
	"os"
)

// openLock says that there are no locks here.
func openLock(string) (*os.File, error) { return nil, errors.ErrUnsupported }

// readLock is never reached.
func readLock(string) (*os.File, error) { return nil, errors.ErrUnsupported }

// lockFile is never reached.
func lockFile(*os.File) error { return errors.ErrUnsupported }

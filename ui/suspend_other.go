//go:build !unix

package ui

// canSuspend reports whether the program can be put to sleep: not here.
func canSuspend() bool { return false }

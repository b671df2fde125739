//go:build windows

package ui

import "time"

var begun = time.Now()

// spent is the time since the tests began.
func spent() time.Duration { return time.Since(begun) }

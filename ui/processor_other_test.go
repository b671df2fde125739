//go:build !linux

package ui

import (
	"testing"
	"time"
)

var processBegan = time.Now()

// processorTime is the time by the clock, where there is no other.
func processorTime(*testing.T) time.Duration { return time.Since(processBegan) }

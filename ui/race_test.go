//go:build race

package ui

// raced says that the race detector is on. Everything is some ten times slower then,
// and what it looks for is not in the hundredth size of a window: sweeps are thinned.
const raced = true

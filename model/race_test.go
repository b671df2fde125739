//go:build race

package model_test

// raced says that the race detector is on. Everything is some ten times slower then, and
// this package starts nothing that runs at the same time: what is tried is thinned.
const raced = true

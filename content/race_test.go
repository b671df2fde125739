//go:build race

package content_test

// raced says that the race detector is on. Everything is some ten times slower then, and
// nothing in this package runs at the same time as itself: the rules are thinned.
const raced = true

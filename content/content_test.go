package content

import (
	"testing"
)

// The shipped content passes its own gate.
func TestShippedContentIsSound(t *testing.T) {
	if _, err := Load(Shipped()); err != nil {
		t.Fatal(err)
	}
}

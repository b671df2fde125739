package ui

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"pgregory.net/rapid"
)

// The cursor of a field of several lines stays in sight, however the window's width changes
// and wherever in the text it is.
func TestCursorOfAFieldStaysInSight(t *testing.T) {
	th := newTheme(Dark, nil)
	rapid.Check(t, func(t *rapid.T) {
		f := newAreaField(4000, noteHeight, key.NewBinding(key.WithKeys("enter")))
		f.in.Focus()
		f.in.SetValue(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"", "word", "two words", "宽字", strings.Repeat("a long line of a note ", 12), strings.Repeat("x", 130),
		}), 0, 30).Draw(t, "lines"), "\n"))
		f.in.MoveToEnd()
		for range 12 {
			if rapid.Bool().Draw(t, "resize") {
				f.width = 0 // as if it had been another
				f.view(th, rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(1, noteHeight).Draw(t, "height"))
			} else {
				f.update(pressed(rapid.SampledFrom([]string{"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "ctrl+home", "x", "enter", "backspace"}).Draw(t, "key")))
			}
			if view := f.view(th, max(4, f.width), noteHeight); !reversed.MatchString(view) {
				t.Fatalf("no cursor in\n%s", view)
			}
		}
	})
}

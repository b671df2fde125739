package ui

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"pgregory.net/rapid"
)

// The cursor of a field of several lines stays in sight, however the window's width changes
// wherever in the text it is, and however the text grows and shrinks. A paragraph that fits is
// seen whole.
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
				f.update(pressed(rapid.SampledFrom([]string{"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "ctrl+home", "x", "enter", "backspace", "ctrl+u", "ctrl+w"}).Draw(t, "key")))
			}
			view := f.view(th, max(4, f.width), noteHeight)
			if text := strings.Join(view, "\n"); !reversed.MatchString(text) {
				t.Fatalf("no cursor in\n%s", text)
			}
			if len(view) != noteHeight {
				t.Fatalf("%d lines are drawn, not %d:\n%q", len(view), noteHeight, view)
			}
			for _, line := range view {
				if width(line) != f.width {
					t.Fatalf("a line is %d cells wide, not %d: %q", width(line), f.width, line)
				}
			}
			if f.in.LineCount() == 1 && f.in.LineInfo().Height <= noteHeight && f.in.ScrollYOffset() > 0 {
				t.Fatalf("a text of %d lines is scrolled by %d", f.in.LineInfo().Height, f.in.ScrollYOffset())
			}
		}
	})
}

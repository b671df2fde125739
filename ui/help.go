package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// keyLine is the foot of every screen: the keys that work now, as many as fit,
// eight at most, three on a projector; the way to the menu is always the last of them.
func (t *theme) keyLine(bindings []key.Binding, help key.Binding, w int) string {
	most := 8
	if t.projector {
		most = 3
	}
	show := func(b key.Binding) string {
		return t.soft.Bold(true).Render(b.Help().Key) + " " + t.faint.Render(b.Help().Desc)
	}
	last := show(help)
	room := w - width(last)
	var line string
	for i, b := range bindings {
		if i == most-1 || sameKey(b, help) {
			break
		}
		next := line + show(b) + "   "
		if width(next) > room {
			break
		}
		line = next
	}
	return line + last
}

// shareKey reports whether a key belongs to both bindings.
func shareKey(a, b key.Binding) bool {
	return slices.ContainsFunc(a.Keys(), func(k string) bool { return slices.Contains(b.Keys(), k) })
}

func sameKey(a, b key.Binding) bool { return a.Help().Key == b.Help().Key }

package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// mostKeys is how many keys the foot of a screen names.
const mostKeys = 8

// keyLine is the foot of every screen: the keys that work now, as many as fit,
// mostKeys at most, three on a projector; the way to the menu is always the last of them.
func (t *theme) keyLine(bindings []key.Binding, help key.Binding, w int) string {
	most := mostKeys
	if t.projector {
		most = 3
	}
	show := func(b key.Binding) string {
		return t.soft.Bold(true).Render(b.Help().Key) + " " + t.faint.Render(b.Help().Desc)
	}
	last := show(help)
	room := w - width(last)
	var line strings.Builder
	for i, b := range bindings {
		if i == most-1 || sameKey(b, help) {
			break
		}
		next := show(b) + "   "
		if room -= width(next); room < 0 {
			break
		}
		line.WriteString(next)
	}
	return line.String() + last
}

// shareKey reports whether a key belongs to both bindings.
func shareKey(a, b key.Binding) bool {
	return slices.ContainsFunc(a.Keys(), func(k string) bool { return slices.Contains(b.Keys(), k) })
}

func sameKey(a, b key.Binding) bool { return a.Help().Key == b.Help().Key }

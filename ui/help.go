package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"
)

// keyLine is the foot of every screen: the keys that work now, as many as fit,
// eight at most, three on a projector; help is always the last of them.
func (t *theme) keyLine(bindings []key.Binding, help key.Binding, w int) string {
	most := 8
	if t.projector {
		most = 3
	}
	show := func(b key.Binding) string {
		return t.soft.Bold(true).Render(b.Help().Key) + " " + t.faint.Render(b.Help().Desc)
	}
	last := show(help)
	room := w - ansi.StringWidth(last)
	var line string
	for i, b := range bindings {
		if i == most-1 || sameKey(b, help) {
			break
		}
		next := line + show(b) + "   "
		if ansi.StringWidth(next) > room {
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

// helpPage lists every key that works now, in two columns where they fit.
func (t *theme) helpPage(title string, here, everywhere []key.Binding, w, h int) []string {
	lines := []string{t.title.Render("Keys"), ""}
	list := func(heading string, bindings []key.Binding) []string {
		out := []string{t.faint.Render(heading)}
		for _, b := range bindings {
			out = append(out, t.strong.Render(fit(strings.Join(names(b), " "), 18))+t.text.Render(b.Help().Desc))
		}
		return out
	}
	a, b := list(title, here), list("everywhere", everywhere)
	if w >= 76 {
		left := block(a, w/2-1, max(len(a), len(b)))
		for i := range left {
			right := ""
			if i < len(b) {
				right = b[i]
			}
			lines = append(lines, left[i]+" "+right)
		}
		return lines
	}
	lines = append(lines, a...)
	if len(lines)+1+len(b) <= h {
		lines = append(lines, "")
	}
	return append(lines, b...)
}

// names is a binding's keys as they are printed on a keyboard.
func names(b key.Binding) []string {
	signs := map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn"}
	keys := b.Keys()
	if len(keys) == 9 && keys[0] == "1" {
		return []string{"1-9"}
	}
	var out []string
	for _, k := range keys {
		if s, ok := signs[k]; ok {
			k = s
		}
		out = append(out, k)
	}
	return out
}

package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// noteField is a note that is shown as text and edited in place.
type noteField struct {
	*env
	area areaField
	open bool

	column int // where the text begins, to stand below its neighbours
}

// noteHeight is how many lines the open field takes.
const noteHeight = 3

func newNoteField(e *env, column int) noteField {
	return noteField{env: e, area: newAreaField(e.keys.newline), column: column}
}

// edit opens the field with the note as it is.
func (n *noteField) edit(text string) {
	n.area.set(text)
	n.open = true
}

// close ends editing. What was typed is in the assessment already.
func (n *noteField) close() { n.open = false }

// update takes a message while the field is open. changed reports a new text.
func (n *noteField) update(msg tea.Msg) (text string, changed bool, cmd tea.Cmd) {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && key.Matches(k, n.keys.done):
		n.close()
		return "", false, nil
	case isKey && key.Matches(k, n.area.keys.CopySelection):
		if n.area.selecting {
			cmd = n.toClipboard(n.area.between(n.area.selected()), "what is selected", "Select less")
		}
		return "", false, cmd
	}
	changed, cut := n.area.update(msg)
	n.sayCut(cut, n.area.limit)
	if changed {
		text = n.area.value()
	}
	return text, changed, nil
}

// height is how many lines a note takes below other things: two, or where there is room all
// that one types in.
func (n *noteField) height(room bool) int {
	if n.open && room {
		return noteHeight
	}
	return 2
}

// view is the note in at most h lines: the open field, the text, or a hint.
func (n *noteField) view(text string, w, h int) []string {
	t, column := n.theme, n.column
	if n.open {
		lines := n.area.view(t, w-column, min(noteHeight, h))
		for i, line := range lines {
			label := ""
			if i == 0 {
				label = t.strong.Render("Note")
			}
			lines[i] = fit(label, column-2) + t.bar.Render("▌") + " " + line
		}
		return lines
	}
	if text == "" {
		return []string{fit(t.faint.Render("Note"), column) + t.faint.Render(n.keys.note.Help().Key+" to write one")}
	}
	lines := labelled("Note", text, w, column, t.faint, t.text)
	if h = max(1, h); len(lines) > h {
		lines = lines[:h]
		lines[h-1] = fit(lines[h-1], w-1) + t.faint.Render("…")
	}
	return lines
}

package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// noteField is a note that is shown as text and edited in place.
type noteField struct {
	*env
	area textarea.Model
	open bool
	cut  int // characters that a paste lost to the limit

	column int // where the text begins, to stand below its neighbours
}

// noteHeight is how many lines the open field takes.
const noteHeight = 3

func newNoteField(e *env, column int) noteField {
	n := noteField{env: e, area: textarea.New(), column: column}
	n.area.CharLimit = model.MaxField
	n.area.MaxHeight = 0
	n.area.SetHeight(noteHeight)
	return n
}

// edit opens the field with the note as it is. A note longer than can be typed,
// from a file, is left whole: it can be read here and changed there.
func (n *noteField) edit(text string) tea.Cmd {
	if _, over := model.Cut(text, model.MaxField); over > 0 {
		n.tell("This note is longer than " + plural(model.MaxField, "character", "characters") + "; change it in the file.")
		return nil
	}
	n.theme.styleArea(&n.area)
	n.area.SetValue(text)
	n.area.MoveToEnd()
	n.open, n.cut = true, 0
	return n.area.Focus()
}

// close ends editing. What was typed is in the assessment already.
func (n *noteField) close() {
	n.open = false
	n.area.Blur()
}

// update takes a message while the field is open. changed reports a new text.
func (n *noteField) update(msg tea.Msg) (text string, changed bool, cmd tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, n.keys.done) {
		n.close()
		return "", false, nil
	}
	before := n.area.Value()
	msg, cut := clean(msg, true, model.MaxField-n.area.Length())
	if cut > 0 {
		n.cut = cut
		n.tell("The paste was cut: " + plural(cut, "character", "characters") + " did not fit into a note of " + plural(model.MaxField, "character", "characters") + ".")
	}
	n.area, cmd = n.area.Update(msg)
	after := model.Clean(n.area.Value())
	return after, after != before, cmd
}

// view is the note in at most h lines: the open field, the text, or a hint.
func (n *noteField) view(text string, w, h int) []string {
	t, column := n.theme, n.column
	if n.open {
		n.area.SetWidth(max(4, w-column))
		n.area.SetHeight(max(1, min(noteHeight, h)))
		lines := strings.Split(n.area.View(), "\n")
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

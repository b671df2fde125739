package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"twopaths/model"
)

// The fields that take text. They are the input edge of the screens: whatever is
// typed or pasted is cleaned, counted as a reader counts it, and cut at the limit
// with the number said. A longer text from a file is kept whole; it can only get
// shorter. No field reads the clipboard by itself.

// lineField is a field of one line.
type lineField struct {
	in    textinput.Model
	limit int
	width int // as last drawn
}

func newLineField(limit int) lineField {
	f := lineField{in: textinput.New(), limit: limit}
	f.in.KeyMap.Paste = key.NewBinding()
	f.in.KeyMap.DeleteWordForward = key.NewBinding() // it panics at the end of the text
	still := f.in.Styles()
	still.Cursor.Blink = false
	f.in.SetStyles(still)
	return f
}

// update takes a message. cut is how many characters of it did not fit.
func (f *lineField) update(msg tea.Msg) (changed bool, cut int, cmd tea.Cmd) {
	before := f.in.Value()
	msg, cut = admit(msg, false, f.limit-uniseg.GraphemeClusterCount(before))
	if msg == nil {
		return false, cut, nil
	}
	f.in, cmd = f.in.Update(msg)
	return f.in.Value() != before, cut, cmd
}

// view draws the field w cells wide. With a new width the part of a long text that is shown
// has to find the cursor again.
func (f *lineField) view(t *theme, w int) string {
	t.styleInput(&f.in)
	if f.in.SetWidth(max(4, w)); f.in.Width() != f.width {
		f.width = f.in.Width()
		f.in.SetCursor(f.in.Position())
	}
	return fit(f.in.View(), max(4, w)+1)
}

// set puts a text into the field and the cursor at its end.
func (f *lineField) set(text string) {
	f.in.SetValue(text)
	f.in.CursorEnd()
}

// areaField is a field of several lines.
type areaField struct {
	in    textarea.Model
	limit int
	width int
}

func newAreaField(limit, height int, newline key.Binding) areaField {
	f := areaField{in: textarea.New(), limit: limit}
	f.in.CharLimit, f.in.MaxHeight, f.in.MaxWidth = 0, 0, 0
	f.in.SetHeight(height)
	f.in.KeyMap.Paste = key.NewBinding()
	f.in.KeyMap.InsertNewline = newline
	still := f.in.Styles()
	still.Cursor.Blink = false
	f.in.SetStyles(still)
	return f
}

func (f *areaField) update(msg tea.Msg) (changed bool, cut int, cmd tea.Cmd) {
	before := f.in.Value()
	room := f.limit - uniseg.GraphemeClusterCount(before)
	if k, ok := msg.(tea.KeyPressMsg); ok && room <= 0 && key.Matches(k, f.in.KeyMap.InsertNewline) {
		return false, 1, nil
	}
	msg, cut = admit(msg, true, room)
	if msg == nil {
		return false, cut, nil
	}
	f.in, cmd = f.in.Update(msg)
	return f.in.Value() != before, cut, cmd
}

// farLine is from which line on the window of a field of several lines is not moved from the
// top to the cursor: the library goes from line to line, and thousands would take seconds.
const farLine = 100

// view draws the field, h lines high. The library draws each line of a field twice for a key,
// the empty ones too: a text of one paragraph has no more lines there than it takes, and the
// empty ones are added here.
//
// A new width wraps the text anew, and then, as in a field that has grown, the window in it has
// to find the cursor again: from the top, and it stands as it stood once the size is what it was.
func (f *areaField) view(t *theme, w, h int) []string {
	t.styleArea(&f.in)
	w, h = max(4, w), max(1, h)
	wider := w != f.width
	if wider {
		f.in.SetWidth(w)
		f.width = w
	}
	need, scrolled := h, false
	if f.in.LineCount() == 1 {
		if n := f.in.LineInfo().Height; n <= h {
			need, scrolled = max(1, n), f.in.ScrollYOffset() > 0
		}
	}
	grown := need > f.in.Height()
	if need != f.in.Height() {
		f.in.SetHeight(need)
	}
	if wider || grown || scrolled {
		f.showCursor()
	}
	lines := strings.Split(f.in.View(), "\n")
	for len(lines) < h {
		lines = append(lines, spaces(w))
	}
	return lines
}

// showCursor moves the window in the text to the cursor, from the top.
func (f *areaField) showCursor() {
	switch line, column := f.in.Line(), f.in.Column(); {
	case line == f.in.LineCount()-1:
		f.in.MoveToBegin()
		f.in.MoveToEnd()
		f.in.SetCursorColumn(column)
	case line < farLine:
		f.in.MoveToBegin()
		for f.in.Line() < line {
			f.in.CursorEnd()
			f.in.CursorDown()
		}
		f.in.SetCursorColumn(column)
	}
	f.in, _ = f.in.Update(nil) // moves its window
}

// admit cleans what a message would put into a field with room for so many more
// characters; nil means that nothing is left of it.
func admit(msg tea.Msg, multiline bool, room int) (tea.Msg, int) {
	var text string
	switch msg := msg.(type) {
	case tea.PasteMsg:
		text = msg.Content
	case tea.KeyPressMsg:
		if text = msg.Text; text == "" {
			return msg, 0
		}
		if room > 0 && model.Clean(text) == text {
			return msg, 0
		}
	default:
		return msg, 0
	}
	text = model.Clean(text)
	if !multiline {
		text = model.CleanLine(text)
	}
	if text == "" {
		return nil, 0
	}
	if room <= 0 {
		return nil, uniseg.GraphemeClusterCount(text)
	}
	kept, cut := model.Cut(text, room)
	return tea.PasteMsg{Content: kept}, cut
}

// sayCut tells how much of a text did not fit.
func (e *env) sayCut(cut, limit int) {
	if cut > 0 {
		e.tell("Cut: " + plural(cut, "character", "characters") + " did not fit; " +
			plural(limit, "character is", "characters are") + " the most.")
	}
}

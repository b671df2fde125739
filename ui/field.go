package ui

import (
	"charm.land/bubbles/v2/key"
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
	msg, cut = admit(msg, false, func(int) int { return f.limit - uniseg.GraphemeClusterCount(before) })
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

// admit cleans what a message would put into a field; nil means that nothing is left of it.
// room says for how many characters there is room, or at least for how many are needed.
func admit(msg tea.Msg, multiline bool, room func(need int) int) (tea.Msg, int) {
	var text string
	switch msg := msg.(type) {
	case tea.PasteMsg:
		text = msg.Content
	case tea.KeyPressMsg:
		if text = msg.Text; text == "" {
			return msg, 0
		}
	default:
		return msg, 0
	}
	k, typed := msg.(tea.KeyPressMsg)
	if typed = typed && model.Clean(text) == text; !typed {
		if text = model.Clean(text); !multiline {
			text = model.CleanLine(text)
		}
	}
	if text == "" {
		return nil, 0
	}
	most := room(len(text))
	if most <= 0 {
		return nil, uniseg.GraphemeClusterCount(text)
	}
	kept, cut := model.Cut(text, most)
	if typed && kept == text {
		return k, 0
	}
	return tea.PasteMsg{Content: kept}, cut
}

// copyMost is how many bytes go to the clipboard at most: terminals drop what is longer.
const copyMost = 8 << 10

// toClipboard has the terminal copy a text, and says what it is. One that is too long is
// refused, with what to do instead.
func (e *env) toClipboard(text, what, instead string) tea.Cmd {
	if len(text) > copyMost {
		e.tell("That is larger than a clipboard takes. " + instead + ".")
		return nil
	}
	e.tell("Copied, if the terminal allows it: " + what + ".")
	return tea.SetClipboard(text)
}

// sayCut tells how much of a text did not fit.
func (e *env) sayCut(cut, limit int) {
	if cut > 0 {
		e.tell("Cut: " + plural(cut, "character", "characters") + " did not fit; " +
			plural(limit, "character is", "characters are") + " the most.")
	}
}

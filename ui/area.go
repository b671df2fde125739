package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"twopaths/model"
)

// areaField is a field of several lines, with the keys of the library's text area but for those
// that change the case of words and swap letters. It is our own because that one wraps and draws
// all of its text twice for a key, whatever is seen of it, and takes what a reader sees as one
// character apart: here a key costs what is seen, and moves by whole characters.
type areaField struct {
	keys  textarea.KeyMap
	limit int // characters that can be typed; a longer text that was set is kept

	paragraphs []paragraph // never none
	size       int         // bytes of the text
	cursor     textPlace
	selecting  bool
	anchor     textPlace // the other end of what is selected
	goal       int       // the cells that moving up and down keeps to, or noGoal

	w, h int // as last drawn
}

// textPlace is a place in a text: a byte of a paragraph at which a character begins, or the
// end of it.
type textPlace struct{ line, col int }

func (p textPlace) before(q textPlace) bool {
	return p.line < q.line || p.line == q.line && p.col < q.col
}

const noGoal = -1

func newAreaField(newline key.Binding) areaField {
	f := areaField{keys: textarea.DefaultKeyMap(), limit: model.MaxField, w: 80, h: 1}
	f.keys.InsertNewline = newline
	f.set("")
	return f
}

// set puts a text into the field and the cursor at its end.
func (f *areaField) set(text string) {
	text = model.Clean(text)
	f.size = len(text)
	f.paragraphs = paragraphsOf(text)
	f.selecting, f.goal = false, noGoal
	f.cursor = f.end()
}

// value is the text.
func (f *areaField) value() string {
	var b strings.Builder
	b.Grow(f.size)
	for i := range f.paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.paragraphs[i].text)
	}
	return b.String()
}

func (f *areaField) end() textPlace {
	last := len(f.paragraphs) - 1
	return textPlace{last, len(f.paragraphs[last].text)}
}

// update takes a message. changed reports another text; cut is how many characters of the
// message did not fit.
func (f *areaField) update(msg tea.Msg) (changed bool, cut int) {
	if k, isKey := msg.(tea.KeyPressMsg); isKey {
		switch from, to, deletes := f.deletion(k); {
		case key.Matches(k, f.keys.InsertNewline):
			msg = tea.PasteMsg{Content: "\n"}
		case deletes:
			return f.replace(from, to, ""), 0
		case f.move(k):
			return false, 0
		}
	}
	from, to := f.cursor, f.cursor
	if f.selecting {
		from, to = f.selected()
	}
	msg, cut = admit(msg, true, func(need int) int { return f.room(from, to, need) })
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.replace(from, to, msg.Content), cut
	case tea.KeyPressMsg:
		if msg.Text != "" {
			return f.replace(from, to, msg.Text), cut
		}
	}
	return false, cut
}

// room is for how many characters there is room where a part of the text is replaced, or at
// least for need; in a text that is too long, for as many as are replaced. The characters of
// a text are counted where its bytes alone do not tell.
func (f *areaField) room(from, to textPlace, need int) int {
	if room := f.limit - f.size; room >= need {
		return room
	}
	old := f.between(from, to)
	runes := len(f.paragraphs) - 1 - utf8.RuneCountInString(old)
	for i := range f.paragraphs {
		runes += utf8.RuneCountInString(f.paragraphs[i].text)
	}
	if room := f.limit - runes; room >= need {
		return room
	}
	replaced := uniseg.GraphemeClusterCount(old)
	return replaced + max(0, f.limit-uniseg.GraphemeClusterCount(f.value()))
}

// between is the text from one place to another.
func (f *areaField) between(from, to textPlace) string {
	if from.line == to.line {
		return f.paragraphs[from.line].text[from.col:to.col]
	}
	parts := []string{f.paragraphs[from.line].text[from.col:]}
	for i := from.line + 1; i < to.line; i++ {
		parts = append(parts, f.paragraphs[i].text)
	}
	return strings.Join(append(parts, f.paragraphs[to.line].text[:to.col]), "\n")
}

// selected is the two ends of what is selected.
func (f *areaField) selected() (from, to textPlace) {
	if f.anchor.before(f.cursor) {
		return f.anchor, f.cursor
	}
	return f.cursor, f.anchor
}

// replace puts a clean text in place of what is between two places, and the cursor behind it.
// The characters on both sides are cleaned with it: marks could gather on one of them.
func (f *areaField) replace(from, to textPlace, text string) (changed bool) {
	f.selecting, f.goal = false, noGoal
	old := f.between(from, to)
	first, last := &f.paragraphs[from.line], &f.paragraphs[to.line]
	kept := first.text[:first.back(from.col, f.textWidth())]
	rest := last.text[last.forth(to.col):]
	head, tail := first.text[len(kept):from.col], last.text[to.col:len(last.text)-len(rest)]
	was := head + old + tail
	head = model.Clean(head + text)
	now := model.Clean(head + tail)

	f.size += len(now) - len(was)
	added := paragraphsOf(kept + now + rest)
	added[0].keepRows(first, len(kept))
	f.cursor = textPlace{from.line, len(kept) + len(head)}
	if breaks := strings.Count(head, "\n"); breaks > 0 {
		f.cursor = textPlace{from.line + breaks, len(head) - strings.LastIndexByte(head, '\n') - 1}
	}
	f.paragraphs = slices.Replace(f.paragraphs, from.line, to.line+1, added...)
	here := &f.paragraphs[f.cursor.line]
	f.cursor.col = here.boundary(f.cursor.col, f.textWidth())
	return now != was
}

// deletion is what a key deletes, if it is one that deletes.
func (f *areaField) deletion(k tea.KeyPressMsg) (from, to textPlace, deletes bool) {
	here, keys := f.cursor, &f.keys
	if f.selecting && key.Matches(k, keys.DeleteCharacterBackward, keys.DeleteCharacterForward, keys.DeleteWordBackward,
		keys.DeleteWordForward, keys.DeleteBeforeCursor, keys.DeleteAfterCursor) {
		from, to = f.selected()
		return from, to, true
	}
	start, end := textPlace{here.line, 0}, textPlace{here.line, len(f.paragraphs[here.line].text)}
	from, to = here, here
	switch {
	case key.Matches(k, keys.DeleteCharacterBackward):
		from = f.left(here)
	case key.Matches(k, keys.DeleteCharacterForward):
		to = f.right(here)
	case key.Matches(k, keys.DeleteWordBackward):
		if from = f.left(here); here.col > 0 {
			from = latest(start, f.wordLeft(here))
		}
	case key.Matches(k, keys.DeleteWordForward):
		if to = f.right(here); here.col < end.col {
			to = earliest(end, f.wordRight(here))
		}
	case key.Matches(k, keys.DeleteBeforeCursor):
		if from = start; here == start {
			from = f.left(here)
		}
	case key.Matches(k, keys.DeleteAfterCursor):
		if to = end; here == end {
			to = f.right(here)
		}
	default:
		return here, here, false
	}
	return from, to, true
}

func earliest(p, q textPlace) textPlace {
	if p.before(q) {
		return p
	}
	return q
}

func latest(p, q textPlace) textPlace {
	if p.before(q) {
		return q
	}
	return p
}

// move takes a key that moves the cursor or selects.
func (f *areaField) move(k tea.KeyPressMsg) (moves bool) {
	to, goal, selects := f.cursor, noGoal, true
	switch {
	case key.Matches(k, f.keys.SelectCharacterBackward):
		to = f.left(to)
	case key.Matches(k, f.keys.SelectCharacterForward):
		to = f.right(to)
	case key.Matches(k, f.keys.SelectWordBackward):
		to = f.wordLeft(to)
	case key.Matches(k, f.keys.SelectWordForward):
		to = f.wordRight(to)
	case key.Matches(k, f.keys.SelectLineUp):
		to, goal = f.vertical(-1)
	case key.Matches(k, f.keys.SelectLineDown):
		to, goal = f.vertical(1)
	case key.Matches(k, f.keys.SelectAll):
		f.anchor, f.selecting = textPlace{}, true
		to = f.end()
	default:
		selects = false
	}
	if !selects {
		switch {
		case key.Matches(k, f.keys.CharacterBackward):
			to = f.left(to)
		case key.Matches(k, f.keys.CharacterForward):
			to = f.right(to)
		case key.Matches(k, f.keys.WordBackward):
			to = f.wordLeft(to)
		case key.Matches(k, f.keys.WordForward):
			to = f.wordRight(to)
		case key.Matches(k, f.keys.LinePrevious):
			to, goal = f.vertical(-1)
		case key.Matches(k, f.keys.LineNext):
			to, goal = f.vertical(1)
		case key.Matches(k, f.keys.PageUp):
			to, goal = f.vertical(-f.h)
		case key.Matches(k, f.keys.PageDown):
			to, goal = f.vertical(f.h)
		case key.Matches(k, f.keys.LineStart):
			to.col = 0
		case key.Matches(k, f.keys.LineEnd):
			to.col = len(f.paragraphs[to.line].text)
		case key.Matches(k, f.keys.InputBegin):
			to = textPlace{}
		case key.Matches(k, f.keys.InputEnd):
			to = f.end()
		default:
			return false
		}
	}
	if selects && !f.selecting {
		f.anchor = f.cursor
	}
	f.cursor, f.goal = to, goal
	f.selecting = selects && f.anchor != to
	return true
}

func (f *areaField) left(p textPlace) textPlace {
	switch {
	case p.col > 0:
		return textPlace{p.line, f.paragraphs[p.line].back(p.col, f.textWidth())}
	case p.line > 0:
		return textPlace{p.line - 1, len(f.paragraphs[p.line-1].text)}
	}
	return p
}

func (f *areaField) right(p textPlace) textPlace {
	switch here := &f.paragraphs[p.line]; {
	case p.col < len(here.text):
		return textPlace{p.line, here.forth(p.col)}
	case p.line+1 < len(f.paragraphs):
		return textPlace{p.line + 1, 0}
	}
	return p
}

// wordLeft is the beginning of the word before a place.
func (f *areaField) wordLeft(p textPlace) textPlace {
	for {
		begin, found := f.paragraphs[p.line].wordBefore(p.col, f.textWidth())
		if found || p.line == 0 {
			return textPlace{p.line, begin}
		}
		p.line--
		p.col = len(f.paragraphs[p.line].text)
	}
}

// wordRight is the end of the word behind a place.
func (f *areaField) wordRight(p textPlace) textPlace {
	for p != f.end() && f.paragraphs[p.line].isGap(p.col) {
		p = f.right(p)
	}
	for !f.paragraphs[p.line].isGap(p.col) {
		p = f.right(p)
	}
	return p
}

// vertical is the place so many rows below the cursor, or above it, as near as can be to where
// the moving began, and how many cells from the left that is.
func (f *areaField) vertical(rows int) (textPlace, int) {
	at := f.rowOf(f.cursor)
	if f.goal == noGoal {
		from, _ := f.span(at)
		f.goal = width(f.paragraphs[at.line].text[from:f.cursor.col])
	}
	moved := false
	for ; rows < 0 && f.above(&at); rows++ {
		moved = true
	}
	for ; rows > 0 && f.below(&at); rows-- {
		moved = true
	}
	if !moved {
		return f.cursor, f.goal
	}
	from, to := f.span(at)
	text := f.paragraphs[at.line].text
	col, cells := from, 0
	for col < to {
		n, w := firstCharacter(text[col:])
		if cells+w > f.goal || col+n == to && to < len(text) { // the end of a row is the next one's beginning
			break
		}
		col, cells = col+n, cells+w
	}
	return textPlace{at.line, col}, f.goal
}

// textRow is a row of a text as it is wrapped.
type textRow struct{ line, row int }

// textWidth is how many cells of a row the text takes: the last one is the cursor's.
func (f *areaField) textWidth() int { return f.w - 1 }

func (f *areaField) rowOf(p textPlace) textRow {
	row, _ := f.paragraphs[p.line].rowOf(p.col, f.textWidth())
	return textRow{p.line, row}
}

// above goes to the row before, if there is one.
func (f *areaField) above(at *textRow) bool {
	switch {
	case at.row > 0:
		at.row--
	case at.line > 0:
		at.line--
		*at = f.rowOf(textPlace{at.line, len(f.paragraphs[at.line].text)})
	default:
		return false
	}
	return true
}

// below goes to the row behind, if there is one.
func (f *areaField) below(at *textRow) bool {
	switch _, to := f.span(*at); {
	case to < len(f.paragraphs[at.line].text):
		at.row++
	case at.line+1 < len(f.paragraphs):
		*at = textRow{at.line + 1, 0}
	default:
		return false
	}
	return true
}

// span is where in its paragraph a row begins and ends.
func (f *areaField) span(at textRow) (from, to int) {
	return f.paragraphs[at.line].span(at.row, f.textWidth())
}

// view draws h rows of w cells around the cursor, as many above it as below where the text has
// them. What is seen follows from the text, the cursor and the size alone: a window that is
// made smaller and larger again shows what it showed.
func (f *areaField) view(t *theme, w, h int) []string {
	f.w, f.h = max(4, w), max(1, h)
	rows := []textRow{f.rowOf(f.cursor)}
	for at := rows[0]; len(rows) < f.h && f.below(&at); {
		rows = append(rows, at)
	}
	behind := len(rows) - 1
	for at := rows[0]; (len(rows) < f.h || behind > (f.h-1)/2) && f.above(&at); {
		if rows = slices.Insert(rows, 0, at); len(rows) > f.h {
			rows, behind = rows[:f.h], behind-1
		}
	}
	lines := make([]string, 0, f.h)
	for _, at := range rows {
		lines = append(lines, f.row(t, at))
	}
	for len(lines) < f.h {
		lines = append(lines, spaces(f.w))
	}
	return lines
}

// row draws one row: what is selected of it, or the cursor if it is there, in reverse.
func (f *areaField) row(t *theme, at textRow) string {
	from, to := f.span(at)
	text := f.paragraphs[at.line].text
	trailing := to - from - len(strings.TrimRight(text[from:to], " "))
	to -= min(trailing, max(0, width(text[from:to])-f.textWidth())) // of a row, only spaces are beyond its edge
	if f.selecting {
		first, last := f.selected()
		end := textPlace{at.line, to}
		chosen := ""
		if to == len(text) && !end.before(first) && end.before(last) {
			chosen = " " // for the line break
		}
		first, last = latest(first, textPlace{at.line, from}), earliest(last, end)
		if first.before(last) || chosen != "" {
			chosen = text[first.col:last.col] + chosen
			return fit(t.text.Render(text[from:first.col])+t.selected.Render(chosen)+t.text.Render(text[last.col:to]), f.w)
		}
	}
	if f.rowOf(f.cursor) != at {
		return fit(t.text.Render(text[from:to]), f.w)
	}
	before, under, behind := text[from:min(f.cursor.col, to)], " ", ""
	if f.cursor.col < to {
		n, cells := firstCharacter(text[f.cursor.col:])
		if under, behind = text[f.cursor.col:f.cursor.col+n], text[f.cursor.col+n:to]; cells == 0 {
			under = " " // a mark alone has no cell to be seen in
		}
	}
	return fit(t.text.Render(before)+t.cursor.Render(under)+t.text.Render(behind), f.w)
}

package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// paragraph is a line of a text, and the rows in which it is shown, as far as they were needed.
type paragraph struct {
	text string
	w    int   // the cells of its rows
	rows []int // where the first rows begin; the first is 0
	all  bool  // there are no more rows
}

// paragraphsOf takes a text apart.
func paragraphsOf(text string) []paragraph {
	out := make([]paragraph, 0, 1+strings.Count(text, "\n"))
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, paragraph{text: line})
	}
	return out
}

// keepRows takes the rows over from what the paragraph was, before its text changed at col.
// Where a row ends follows from the word that the next one begins with: the row before the
// changed one may end elsewhere, and at the beginning of a row, the one before that too.
func (p *paragraph) keepRows(was *paragraph, col int) {
	at, found := slices.BinarySearch(was.rows, col)
	if !found {
		at-- // the row that it is in
	}
	if at > 1 {
		p.w, p.rows = was.w, was.rows[:at-1:at-1]
	}
}

// setWidth makes the rows those of a width.
func (p *paragraph) setWidth(w int) {
	if p.w != w || len(p.rows) == 0 {
		p.w, p.rows, p.all = w, []int{0}, false
	}
}

// wrapNext finds the row behind those that are known, or that there is none.
func (p *paragraph) wrapNext() {
	next := nextRow(p.text, p.rows[len(p.rows)-1], p.w)
	if p.all = next == len(p.text); !p.all {
		p.rows = append(p.rows, next)
	}
}

// rowOf is the row in which a place is shown, and where that row begins.
func (p *paragraph) rowOf(col, w int) (row, from int) {
	p.setWidth(w)
	for !p.all && p.rows[len(p.rows)-1] <= col {
		p.wrapNext()
	}
	row, found := slices.BinarySearch(p.rows, col)
	if !found {
		row--
	}
	return row, p.rows[row]
}

// span is where a row that there is begins and ends.
func (p *paragraph) span(row, w int) (from, to int) {
	p.setWidth(w)
	for !p.all && len(p.rows) <= row+1 {
		p.wrapNext()
	}
	if row+1 < len(p.rows) {
		return p.rows[row], p.rows[row+1]
	}
	return p.rows[row], len(p.text)
}

// back is where the character before a place begins. Characters can only be told apart from
// where one begins, such as the beginning of a row.
func (p *paragraph) back(col, w int) int {
	if col == 0 {
		return 0
	}
	_, at := p.rowOf(col-1, w)
	for next := p.forth(at); next < col; next = p.forth(at) {
		at = next
	}
	return at
}

// wordBefore is where the word begins that ends at a place or before it; 0 where there is none.
// It goes back row by row, as back would take each row apart again for each of its characters.
func (p *paragraph) wordBefore(col, w int) (begin int, found bool) {
	type character struct {
		at  int
		gap bool
	}
	var row []character
	for begin = col; begin > 0; {
		_, from := p.rowOf(begin-1, w)
		row = row[:0]
		for at := from; at < begin; {
			end := p.forth(at)
			row = append(row, character{at, strings.TrimSpace(p.text[at:end]) == ""})
			at = end
		}
		for _, c := range slices.Backward(row) {
			if c.gap && found {
				return begin, true
			}
			found = found || !c.gap
			begin = c.at
		}
	}
	return 0, found
}

// isGap reports whether no word is at a place: a space, or the end.
func (p *paragraph) isGap(col int) bool { return strings.TrimSpace(p.text[col:p.forth(col)]) == "" }

// boundary is the first place from col on at which a character begins or the paragraph ends.
func (p *paragraph) boundary(col, w int) int {
	_, at := p.rowOf(col, w)
	for at < col {
		at = p.forth(at)
	}
	return at
}

// forth is where the character at a place ends.
func (p *paragraph) forth(col int) int {
	if col == len(p.text) {
		return col
	}
	n, _ := firstCharacter(p.text[col:])
	return col + n
}

// nextRow is where the row ends that begins at from: before the first word that takes more
// than w cells, behind the spaces before it, or within a word that no row has room for.
func nextRow(text string, from, w int) int {
	cells, gap := 0, from
	for at := from; at < len(text); {
		n, c := firstCharacter(text[at:])
		if text[at:at+n] == " " {
			at += n
			cells, gap = cells+1, at
			continue
		}
		if cells+c > w && at > from {
			if gap > from {
				return gap
			}
			return at
		}
		at, cells = at+n, cells+c
	}
	return len(text)
}

// firstCharacter is the length in bytes of what a reader takes for the first character of a
// text, and how many cells it takes.
func firstCharacter(s string) (n, cells int) {
	r, size := utf8.DecodeRuneInString(s)
	if cells = aloneCells(r); cells > 0 {
		if next, _ := utf8.DecodeRuneInString(s[size:]); size == len(s) || aloneCells(next) > 0 {
			return size, cells
		}
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}

// aloneCells is how many cells a character takes that joins none of its kind: letters of Europe,
// and of China, Japan and Korea. Of any other it is 0.
func aloneCells(r rune) int {
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa, r >= 0xac00 && r <= 0xd7a3:
		return 2
	case r >= 0x20 && r < 0x7f || isSingle(r):
		return 1
	}
	return 0
}

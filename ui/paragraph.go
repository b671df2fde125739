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
// Where a row ends follows from the word that the next one begins with, so the row before the
// changed one may end elsewhere, and one more is left out for characters that join.
func (p *paragraph) keepRows(was *paragraph, col int) {
	at, found := slices.BinarySearch(was.rows, col)
	if !found {
		at-- // the row that it is in
	}
	if at > 1 {
		p.w, p.rows = was.w, was.rows[:at-1:at-1]
	}
}

// wrapAt makes the rows those of a width.
func (p *paragraph) wrapAt(w int) {
	if p.w != w || len(p.rows) == 0 {
		p.w, p.rows = w, []int{0}
	}
}

// wrapNext finds the row behind those that are known, if there is one.
func (p *paragraph) wrapNext() (more bool) {
	next := nextRow(p.text, p.rows[len(p.rows)-1], p.w)
	if more = next < len(p.text); more {
		p.rows = append(p.rows, next)
	}
	return more
}

// rowOf is the row in which a place is shown, and where that row begins.
func (p *paragraph) rowOf(col, w int) (row, from int) {
	p.wrapAt(w)
	for more := true; more && p.rows[len(p.rows)-1] <= col; {
		more = p.wrapNext()
	}
	row, found := slices.BinarySearch(p.rows, col)
	if !found {
		row--
	}
	return row, p.rows[row]
}

// span is where a row that there is begins and ends.
func (p *paragraph) span(row, w int) (from, to int) {
	p.wrapAt(w)
	for more := true; more && len(p.rows) <= row+1; {
		more = p.wrapNext()
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
	if isAlone(r) {
		if next, _ := utf8.DecodeRuneInString(s[size:]); size == len(s) || isAlone(next) {
			return size, 1
		}
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}

// isAlone reports whether a character is one cell wide and joins none of its kind.
func isAlone(r rune) bool { return r >= 0x20 && r < 0x7f || isSingle(r) }

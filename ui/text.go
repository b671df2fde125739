package ui

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// wrap breaks text into lines of at most w cells, at words where it can.
func wrap(s string, w int) []string {
	if w < 1 {
		return nil
	}
	s = strings.TrimSpace(s)
	if len(s) <= w && !strings.ContainsAny(s, "\n\t\x1b") {
		return []string{apartAgain(s)} // no text takes more cells than bytes
	}
	return strings.Split(apartAgain(ansi.Wrap(together(s), w, "")), "\n")
}

// What a line must not end within: Art. 21, 1.4 %, ISO 27001.
var joined = strings.NewReplacer("Article ", "Article\u00a0", "Articles ", "Articles\u00a0", "Art. ", "Art.\u00a0", "Arts. ", "Arts.\u00a0",
	"Cl. ", "Cl.\u00a0", "clause ", "clause\u00a0", "clauses ", "clauses\u00a0", "recital ", "recital\u00a0", "recitals ", "recitals\u00a0",
	"Annex I", "Annex\u00a0I", "Annex A", "Annex\u00a0A", "Annexes ", "Annexes\u00a0", "ISO 27001", "ISO\u00a027001", " %", "\u00a0%", " million", "\u00a0million")

// together joins what belongs together by spaces at which no line is broken;
// apartAgain makes them ordinary ones, for what is shown is searched and copied.
func together(s string) string   { return joined.Replace(s) }
func apartAgain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// styled wraps text and gives each line a style.
func styled(s string, w int, style ink) []string {
	lines := wrap(s, w)
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	return lines
}

// width is how many cells a text takes. Nearly all is ASCII with styles, European letters and
// the signs that screens are drawn with: those are counted without taking letters together,
// which takes long. Anything else could join one of them, and then all is counted that way.
func width(s string) int {
	n, _ := measure(s)
	return n
}

// measure is the width of a text, and whether all of it is counted sign by sign.
func measure(s string) (n int, plain bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0x20 && c < 0x7f:
			n++
			i++
		case c == 0x1b:
			style := sgr(s[i:])
			if style == 0 {
				return ansi.StringWidth(s), false
			}
			i += style
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !isSingle(r) {
				return ansi.StringWidth(s), false
			}
			n++
			i += size
		}
	}
	return n, true
}

// isSingle reports whether a character is one cell wide by itself: European letters and
// signs, lines and blocks, and what screens and reports are written with besides.
func isSingle(r rune) bool {
	return r >= 0xa1 && r <= 0x24f && r != 0xad || r >= 0x2500 && r <= 0x259f || strings.ContainsRune(singles, r)
}

const singles = "–—‘’“”…·‹›↻€−→←↑↓≤≥●○◆◔◐◑✓▪■"

// fit makes a line exactly w cells wide: cut with an ellipsis or filled up.
func fit(line string, w int) string {
	line, _ = fitted(line, w)
	return line
}

// fitted is fit; plain says that no sign of the line can join what stands beside it.
func fitted(line string, w int) (out string, plain bool) {
	if w <= 0 {
		return "", true
	}
	if strings.Contains(line, "\n") {
		line = strings.ReplaceAll(line, "\n", " ") // one line stays one
	}
	n, plain := measure(line)
	if n > w {
		cut := ansi.Truncate(line, w, "…")
		// Of some signs the library cuts less than it measures.
		for k := w - 1; width(cut) > w && k >= 0; k-- {
			cut = ansi.Truncate(line, k, "…")
		}
		line, n = cut, width(cut)
	}
	line += spaces(w - n)
	if !plain {
		line += spaces(w - width(line)) // a sign at the end joins the space behind it
	}
	return line, plain
}

// blank is as long as nearly every gap that is asked for.
const blank = "                                                                                                    " +
	"                                                                                                    "

// spaces is n spaces. A frame has hundreds of gaps, and most of what it takes would be theirs.
func spaces(n int) string {
	if n <= len(blank) {
		return blank[:max(0, n)]
	}
	return strings.Repeat(" ", n)
}

// block makes lines exactly w wide and h high.
func block(lines []string, w, h int) []string { return newColumn(lines, w, h).rows }

// column is a block that others may stand beside.
type column struct {
	rows  []string
	plain []bool // of each row, that no sign of it can join one of the next column
	w     int
}

func newColumn(lines []string, w, h int) column {
	c := column{make([]string, h), make([]bool, h), w}
	for i := range c.rows {
		if i < len(lines) {
			c.rows[i], c.plain[i] = fitted(lines[i], w)
		} else {
			c.rows[i], c.plain[i] = spaces(w), true
		}
	}
	return c
}

// apart puts two texts at the ends of a line of w cells.
func apart(left, right string, w int) string {
	gap := w - width(left) - width(right)
	if gap < 1 {
		return left
	}
	return left + spaces(gap) + right
}

// indent puts n spaces before each line.
func indent(lines []string, n int) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = spaces(n) + line
	}
	return out
}

// labelled puts a label left of wrapped text, in a column of its own.
func labelled(label, text string, w, column int, labelStyle, textStyle ink) []string {
	lines := styled(text, max(1, w-column), textStyle)
	for i := range lines {
		if i == 0 {
			lines[i] = fit(labelStyle.Render(label), column) + lines[i]
		} else {
			lines[i] = spaces(column) + lines[i]
		}
	}
	return lines
}

// scroller shows a part of many lines and keeps what is in focus in sight. A
// focus taller than the window is read bit by bit: further says whether there is
// more of it, and scrolls.
type scroller struct {
	offset       int
	inside       int // lines of the focus scrolled past
	above, below int // lines of the focus out of sight
	height       int
	elsewhere    map[int]int // the offsets at other heights, to come back to
}

// show is the h lines to draw when the lines from (included) and to (excluded)
// bound what is in focus.
func (s *scroller) show(lines []string, from, to, h int) []string {
	first, last := s.window(len(lines), from, to, h)
	return lines[first:last]
}

// draw is show for a list of n lines that may be long: only those that are shown are drawn.
func (s *scroller) draw(n int, line func(int) string, from, to, h int) []string {
	var out []string
	first, last := s.window(n, from, to, h)
	for i := first; i < last; i++ {
		out = append(out, line(i))
	}
	return out
}

// window is which of n lines are shown.
func (s *scroller) window(n, from, to, h int) (top, end int) {
	if h <= 0 {
		return 0, 0
	}
	if h != s.height {
		if s.elsewhere == nil {
			s.elsewhere = map[int]int{}
		}
		s.elsewhere[s.height] = s.offset
		if at, known := s.elsewhere[h]; known {
			s.offset = at
		}
		s.height = h
	}
	s.inside = max(0, min(s.inside, to-from-h))
	first, last := from+s.inside, min(to, from+s.inside+h)
	if last > s.offset+h {
		s.offset = last - h
	}
	if first < s.offset {
		s.offset = first
	}
	s.offset = max(0, min(s.offset, n-h))
	s.above, s.below = max(0, s.offset-from), max(0, to-s.offset-h)
	return s.offset, min(n, s.offset+h)
}

// walk takes the keys that lead through a list of rows whose one in focus may be open. It
// scrolls within that row as long as there is more of it, and else says where the focus
// goes. Of other keys it says that they are none of its own.
func (s *scroller) walk(k tea.KeyPressMsg, keys *keyMap, focus, rows int) (to int, own bool) {
	var lines, step int
	switch {
	case key.Matches(k, keys.up):
		lines, step = -1, -1
	case key.Matches(k, keys.down):
		lines, step = 1, 1
	case key.Matches(k, keys.pageUp):
		lines, step = -max(1, s.height-1), -5
	case key.Matches(k, keys.pageDown):
		lines, step = max(1, s.height-1), 5
	case key.Matches(k, keys.top):
		s.leave()
		return 0, true
	case key.Matches(k, keys.bottom):
		s.leave()
		return rows - 1, true
	default:
		return focus, false
	}
	if s.further(lines) {
		return focus, true
	}
	return max(0, min(rows-1, focus+step)), true
}

// further scrolls within the focus by n lines and reports whether there was more
// of it on that side; else the focus should move.
func (s *scroller) further(n int) bool {
	if (n > 0 && s.below == 0) || (n < 0 && s.above == 0) {
		return false
	}
	s.inside += n
	return true
}

// leave forgets what was scrolled within a focus.
func (s *scroller) leave() { s.inside, s.above, s.below = 0, 0, 0 }

// onlyStyles is the output edge: it lets printable text, line breaks and colour
// sequences through and nothing else, whatever got into the text before.
func onlyStyles(s string) string {
	var b strings.Builder
	kept := 0 // everything before is written, or left out
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7f || c >= 0xc3 { // as nearly all are
			i++
			continue
		}
		var out int // how many bytes are left out here
		switch c := s[i]; {
		case c == 0x1b:
			if n := sgr(s[i:]); n > 0 {
				i += n
				continue
			}
			out = 1
		case (c < 0x20 && c != '\n') || c == 0x7f:
			out = 1
		case c == 0xc2 && i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] <= 0x9f:
			out = 2 // a C1 control
		default:
			i++
			continue
		}
		b.WriteString(s[kept:i])
		i += out
		kept = i
	}
	if kept == 0 {
		return s
	}
	b.WriteString(s[kept:])
	return b.String()
}

// sgr is the length of the colour sequence that s begins with, or 0.
func sgr(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case (c < '0' || c > '9') && c != ';' && c != ':':
			return 0
		}
	}
	return 0
}

// plural is a number with its word: 1 question, 3 questions.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// sentence makes a sentence of the text of an error.
func sentence(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}

// small writes a label with a small first letter, to stand within a sentence.
func small(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

package ui

import (
	"strings"
)

// A verdict in letters that the back of a room can read, three rows high, drawn in
// half blocks:
//
//	█▄ █ █ ▄▀▀ ▀▀▄
//	█ ▀█ █ ▄▄▀ █▄▄
//
// Each path's name has its hue. It only repeats what the title below it says, so
// nothing is lost where there is no room for it.

// glyphs is the letters, five pixels high.
var glyphs = map[rune][5]string{
	'A': {" # ", "# #", "###", "# #", "# #"}, 'B': {"## ", "# #", "## ", "# #", "## "}, 'C': {"###", "#  ", "#  ", "#  ", "###"},
	'D': {"## ", "# #", "# #", "# #", "## "}, 'E': {"###", "#  ", "## ", "#  ", "###"}, 'F': {"###", "#  ", "## ", "#  ", "#  "},
	'G': {"###", "#  ", "# #", "# #", "###"}, 'H': {"# #", "# #", "###", "# #", "# #"}, 'I': {"#", "#", "#", "#", "#"},
	'J': {"  #", "  #", "  #", "# #", "###"}, 'K': {"# #", "# #", "## ", "# #", "# #"}, 'L': {"#  ", "#  ", "#  ", "#  ", "###"},
	'M': {"#   #", "## ##", "# # #", "#   #", "#   #"}, 'N': {"#  #", "## #", "# ##", "#  #", "#  #"}, 'O': {"###", "# #", "# #", "# #", "###"},
	'P': {"###", "# #", "###", "#  ", "#  "}, 'Q': {"###", "# #", "# #", "###", "  #"}, 'R': {"## ", "# #", "## ", "# #", "# #"},
	'S': {"###", "#  ", "###", "  #", "###"}, 'T': {"###", " # ", " # ", " # ", " # "}, 'U': {"# #", "# #", "# #", "# #", "###"},
	'V': {"# #", "# #", "# #", "# #", " # "}, 'W': {"#   #", "#   #", "# # #", "## ##", "#   #"}, 'X': {"# #", "# #", " # ", "# #", "# #"},
	'Y': {"# #", "# #", " # ", " # ", " # "}, 'Z': {"###", "  #", " # ", "#  ", "###"},
	'0': {"###", "# #", "# #", "# #", "###"}, '1': {"## ", " # ", " # ", " # ", "###"}, '2': {"###", "  #", "###", "#  ", "###"},
	'3': {"###", "  #", "###", "  #", "###"}, '4': {"# #", "# #", "###", "  #", "  #"}, '5': {"###", "#  ", "###", "  #", "###"},
	'6': {"###", "#  ", "###", "# #", "###"}, '7': {"###", "  #", "  #", "  #", "  #"}, '8': {"###", "# #", "###", "# #", "###"},
	'9': {"###", "# #", "###", "  #", "###"},
	',': {"  ", "  ", "  ", " #", "# "}, ';': {"  ", " #", "  ", " #", "# "}, '_': {" ", " ", " ", " ", " "}, '.': {" ", " ", " ", " ", "#"}, '-': {"   ", "   ", "###", "   ", "   "},
}

// standard is the name that stays on one line, as one word.
const standard = "ISO 27001"

const glyphRows = 3 // two pixels a row; the half row left over parts the lines

// banner draws a text in large letters, at most w cells wide, or gives nothing where
// a letter is unknown or a word too long.
func (t *theme) banner(text string, w int) []string {
	words := strings.Fields(strings.ReplaceAll(strings.ToUpper(text), standard, "ISO_27001")) // never on two lines
	for _, word := range words {
		if n := glyphWidth(word); n == 0 || n > w {
			return nil
		}
	}
	lines := wordLines(words, w)
	for narrower := w - 1; narrower > 0; narrower-- { // as even as so many lines can be
		next := wordLines(words, narrower)
		if len(next) > len(lines) {
			break
		}
		lines = next
	}
	var out []string
	for _, line := range lines {
		rows := make([]string, glyphRows)
		for i, word := range line {
			for r := range rows {
				if i > 0 {
					rows[r] += "   "
				}
				rows[r] += t.wordHue(word).Render(glyphRow(word, r))
			}
		}
		out = append(out, rows...)
	}
	return out
}

// wordHue is the style of a word: the hue of the path that it names.
func (t *theme) wordHue(word string) ink {
	switch strings.Trim(word, ",;.") {
	case "NIS2":
		return t.nis2
	case "ISO_27001", "ISO":
		return t.iso
	}
	return t.strong
}

// wordLines puts words into lines of at most w cells; a word that is wider has one
// of its own.
func wordLines(words []string, w int) [][]string {
	var lines [][]string
	used := 0
	for _, word := range words {
		n := glyphWidth(word)
		if len(lines) == 0 || used+3+n > w {
			lines, used = append(lines, nil), -3
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], word)
		used += 3 + n
	}
	return lines
}

// glyphWidth is how many cells a word takes, or 0 where a letter is unknown.
func glyphWidth(word string) int {
	n := -1
	for _, r := range word {
		g, known := glyphs[r]
		if !known {
			return 0
		}
		n += len(g[0]) + 1
	}
	return n
}

// glyphRow is one of the rows of a word.
func glyphRow(word string, row int) string {
	var b strings.Builder
	for i, r := range word {
		if i > 0 {
			b.WriteByte(' ')
		}
		g := glyphs[r]
		for x := range len(g[0]) {
			upper := g[2*row][x] == '#'
			lower := 2*row+1 < len(g) && g[2*row+1][x] == '#'
			switch {
			case upper && lower:
				b.WriteRune('█')
			case upper:
				b.WriteRune('▀')
			case lower:
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

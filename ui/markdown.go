package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	glam "charm.land/glamour/v2"
	gansi "charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"
)

// bareEntity is what Glamour takes for a character, with the semicolon that Markdown asks for
// or without it.
var bareEntity = regexp.MustCompile(`&#?[0-9A-Za-z]+;?`)

// renderMarkdown renders a document for a width, in the theme's colours. What
// would be broken into rubble, drawings and wide tables, keeps its own width and can be
// scrolled to. It takes some tens of milliseconds: it is called in commands only.
func renderMarkdown(t *theme, text string, w int) ([]string, error) {
	// Glamour reads entities a second time, behind the parser: what stands escaped
	// in the document would come out as the character, control characters too.
	text = bareEntity.ReplaceAllStringFunc(strings.ReplaceAll(text, `\&`, `&amp;`), func(e string) string {
		if strings.HasSuffix(e, ";") {
			return e
		}
		return "&amp;" + e[1:]
	})
	text, apart := takeOut(text)
	lines, err := t.glamour(text, max(1, w-hanging))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, line := range hang(lines) {
		i, ok := takenOut(xansi.Strip(line))
		if !ok {
			out = append(out, line)
			continue
		}
		part := apart[i]
		if part.table {
			rendered, err := t.table(part, w)
			if err != nil {
				return nil, err
			}
			out = append(out, rendered...)
			continue
		}
		for _, line := range part.lines {
			out = append(out, t.soft.Render(line))
		}
	}
	for i, line := range out {
		out[i] = apartAgain(release.Replace(line))
	}
	return out, nil
}

// table renders a table for a width. One that is a little wider gets cells of several lines;
// one that would have to be much narrower keeps its own width, and so does one of which the
// library would cut something off.
func (t *theme) table(part wide, w int) ([]string, error) {
	own := part.width()
	whole, err := t.glamour(strings.Join(part.lines, "\n"), max(w, own))
	if err != nil || w >= own || w < own*3/4 {
		return whole, err
	}
	narrow, err := t.glamour(strings.Join(part.held(), "\n"), w)
	if err != nil || lettersOf(narrow) != lettersOf(whole) {
		return whole, err
	}
	return narrow, nil
}

// lettersOf is how many signs lines hold, without spaces and rules.
func lettersOf(lines []string) int {
	n := 0
	for _, r := range xansi.Strip(strings.Join(lines, "")) {
		if !unicode.IsSpace(r) && r != '─' {
			n++
		}
	}
	return n
}

// glamour renders Markdown and trims what it fills up with.
func (t *theme) glamour(text string, w int) ([]string, error) {
	r, err := glam.NewTermRenderer(
		glam.WithStyles(t.markdown()),
		glam.WithWordWrap(w),
		glam.WithTableWrap(true),
		// The formatter for 256 colours picks its colours by chance.
		glam.WithChromaFormatter("terminal16m"),
	)
	if err != nil {
		return nil, fmt.Errorf("preparing the Markdown renderer: %w", err)
	}
	out, err := r.Render(hold(together(text)))
	if err != nil {
		return nil, fmt.Errorf("rendering the document: %w", err)
	}
	lines := strings.Split(strings.Trim(links.ReplaceAllString(out, ""), "\n"), "\n")
	for i, line := range lines {
		lines[i] = trimEnd(line)
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return lines, nil
}

// links is what makes a text a link that a terminal opens. Its address stands beside the
// text already, and a frame holds no such sequence.
var links = regexp.MustCompile(`\x1b\]8;[^\x07\x1b]*(\x07|\x1b\\)`)

// wide is a part of a document that must not be wrapped.
type wide struct {
	table bool
	lines []string
}

// held is the lines of a table with its cells as wide as their headings: narrower columns are
// the ones whose headings are cut, and not those whose text could go on in a second line.
func (p wide) held() []string {
	var headings []int
	out := slices.Clone(p.lines)
	for i, line := range p.lines {
		cells := cellsOf(line)
		for j, cell := range cells {
			switch {
			case i == 0:
				headings = append(headings, xansi.StringWidth(cell))
			case i > 1 && j < len(headings):
				cells[j] = cell + strings.Repeat("\u00a0", max(0, headings[j]-xansi.StringWidth(cell)))
			}
		}
		if i != 1 {
			out[i] = "| " + strings.Join(cells, " | ") + " |"
		}
	}
	return out
}

// cellsOf is the cells of a line of a table.
func cellsOf(line string) []string {
	cells := strings.Split(strings.Trim(line, "|"), " | ")
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	return cells
}

// width is how wide a table has to be for every cell to stay on one line.
func (p wide) width() int {
	var columns []int
	for _, line := range p.lines {
		for i, cell := range cellsOf(line) {
			if i == len(columns) {
				columns = append(columns, 0)
			}
			columns[i] = max(columns[i], xansi.StringWidth(cell))
		}
	}
	sum := 0
	for _, c := range columns {
		sum += c + 3
	}
	return sum
}

// takeOut replaces fenced blocks and tables by a line each that stands for them.
func takeOut(text string) (string, []wide) {
	var out []string
	var parts []wide
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		switch {
		case strings.HasPrefix(lines[i], "```"):
			part := wide{}
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
				part.lines = append(part.lines, lines[i])
			}
			parts = append(parts, part)
			out = append(out, standIn(len(parts)-1))
		case strings.HasPrefix(lines[i], "|"):
			part := wide{table: true}
			for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
				part.lines = append(part.lines, lines[i])
			}
			i--
			parts = append(parts, part)
			out = append(out, standIn(len(parts)-1))
		default:
			out = append(out, lines[i])
		}
	}
	return strings.Join(out, "\n"), parts
}

// standIn is a word that no document holds otherwise: private characters.
func standIn(i int) string { return "\ue000" + strconv.Itoa(i) + "\ue001" }

func takenOut(line string) (int, bool) {
	n, found := strings.CutPrefix(strings.TrimSpace(line), "\ue000")
	n, closed := strings.CutSuffix(n, "\ue001")
	i, err := strconv.Atoi(n)
	return i, found && closed && err == nil
}

// Glamour ends lines behind these signs too, in the middle of 6.1.3, +1.0 and 5.24-5.28.
// Letters that no document holds stand for them until the lines are there.
const heldFrom = '\ue010'

var (
	held    = []rune{'.', ',', '+', '-'}
	release = strings.NewReplacer("\ue010", ".", "\ue011", ",", "\ue012", "+", "\ue013", "-")
)

// hold puts letters in the place of the signs within words: of a stop and a comma with
// something behind them, of a sign before a number, of a hyphen between numbers.
func hold(text string) string {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	space := func(r rune) bool { return r == ' ' || r == '\n' }
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		at := slices.Index(held, runes[i])
		if at < 0 {
			continue
		}
		before, after := runes[i-1], runes[i+1]
		mark := at < 2 && !space(before) && before != '\\' && !space(after)
		sign := at >= 2 && (before == ' ' || before == '(') && digit(after)
		between := runes[i] == '-' && (digit(before) || before == ')') && (digit(after) || after == '(')
		if mark || sign || between {
			runes[i] = heldFrom + rune(at)
		}
	}
	return string(runes)
}

// hanging is the room that is kept for indenting wrapped list items.
const hanging = 3

// The signs that begin a list item. The space behind them does not break, so that
// no other line can begin like one.
const (
	bullet = "·\u00a0"
	number = ".\u00a0"
)

var item = regexp.MustCompile(`^( *)(·|\d+\.)\x{a0}`)

// hang indents the wrapped lines of list items below their text; Glamour begins
// them at the margin.
func hang(lines []string) []string {
	indent := ""
	for i, line := range lines {
		plain := xansi.Strip(line)
		switch m := item.FindStringSubmatch(plain); {
		case m != nil:
			indent = strings.Repeat(" ", min(hanging, xansi.StringWidth(m[2])+1))
		case strings.TrimSpace(plain) == "":
			indent = ""
		default:
			lines[i] = indent + line
		}
	}
	return lines
}

// padding is the spaces, each styled for itself, with which Glamour fills every
// line. They cost a quarter of all bytes sent and show nothing.
var padding = regexp.MustCompile(`(?:\x1b\[[0-9;]*m|[ \t\x{a0}])+$`)

func trimEnd(line string) string {
	line = padding.ReplaceAllString(line, "")
	if strings.Contains(line, "\x1b[") {
		line += "\x1b[m"
	}
	return line
}

// markdown is the theme as a Glamour style.
func (t *theme) markdown() gansi.StyleConfig {
	color := func(c string) *string {
		if c == "" {
			return nil
		}
		return &c
	}
	yes, margin := true, uint(0)
	two := uint(2)
	bar := "│ "
	block := func(c string, bold bool) gansi.StyleBlock {
		b := gansi.StyleBlock{}
		b.Color = color(c)
		if bold {
			b.Bold = &yes
		}
		return b
	}
	p := t.palette
	s := gansi.StyleConfig{
		Document:   block(p.text, false),
		Heading:    block(p.strong, true),
		H1:         block(p.strong, true),
		H2:         block(p.strong, true),
		H3:         block(p.text, true),
		H4:         block(p.text, true),
		BlockQuote: block(p.soft, false),
		Emph:       gansi.StylePrimitive{Color: color(p.soft)},
		Strong:     gansi.StylePrimitive{Bold: &yes, Color: color(p.strong)},
		Item:       gansi.StylePrimitive{BlockPrefix: bullet},
		Enumeration: gansi.StylePrimitive{
			BlockPrefix: number, Color: color(p.soft),
		},
		HorizontalRule: gansi.StylePrimitive{Format: "\n"},
		Code:           block(p.text, false),
		CodeBlock:      gansi.StyleCodeBlock{StyleBlock: block(p.soft, false)},
		Link:           gansi.StylePrimitive{Color: color(p.soft)},
		LinkText:       gansi.StylePrimitive{Color: color(p.text)},
	}
	s.Document.Margin = &margin
	s.H1.BlockSuffix = "\n"
	s.H2.BlockSuffix = "\n"
	s.H3.BlockSuffix = "\n"
	s.BlockQuote.Indent = new(uint)
	*s.BlockQuote.Indent = 1
	s.BlockQuote.IndentToken = &bar
	s.List.LevelIndent = two
	s.CodeBlock.Margin = &margin
	// No boxes: a rule under the head is all that a table needs.
	space, rule := " ", "─"
	s.Table.ColumnSeparator, s.Table.CenterSeparator, s.Table.RowSeparator = &space, &rule, &rule
	return s
}

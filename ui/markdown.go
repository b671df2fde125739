package ui

import (
	"fmt"
	"regexp"
	"strings"

	glam "charm.land/glamour/v2"
	gansi "charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"
)

// renderMarkdown renders a document for a width, in the theme's colours. It takes
// some tens of milliseconds: it is called in commands only.
func renderMarkdown(t *theme, text string, w int) ([]string, error) {
	r, err := glam.NewTermRenderer(
		glam.WithStyles(t.markdown()),
		glam.WithWordWrap(max(1, w-hanging)),
		glam.WithTableWrap(true),
		// The formatter for 256 colours picks its colours by chance.
		glam.WithChromaFormatter("terminal16m"),
	)
	if err != nil {
		return nil, fmt.Errorf("preparing the Markdown renderer: %w", err)
	}
	out, err := r.Render(text)
	if err != nil {
		return nil, fmt.Errorf("rendering the document: %w", err)
	}
	lines := strings.Split(strings.Trim(out, "\n"), "\n")
	for i, line := range lines {
		lines[i] = trimEnd(line)
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return hang(lines), nil
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
var padding = regexp.MustCompile(`(?:\x1b\[[0-9;]*m|[ \t])+$`)

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

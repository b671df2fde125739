package ui

import (
	"bufio"
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	goldmarks "github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"twopaths/model"
)

// plainSection is a section of a document in plain text: a heading and what stands below it.
type plainSection struct {
	title string
	paras []plainPara
}

// plainPara is a paragraph, a line of a list, or a row of a table as a sentence.
type plainPara struct {
	text  string
	hang  int  // cells that its further lines begin in
	close bool // it follows the one before without a gap
}

// plainMarkdown makes a document of Markdown plain: headings as lines, lists with hyphens or
// numbers, tables as rows of "Heading: cell". Drawings become their words; charts are left
// out, for the document says the same in words.
func plainMarkdown(source string) []plainSection {
	d := plainWriter{source: []byte(source)}
	doc := goldmark.New(goldmark.WithExtensions(goldmarks.Table)).Parser().Parse(text.NewReader(d.source))
	if d.splits = 2; countHeadings(doc, d.splits) < 2 {
		d.splits = 3
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		d.block(n, 0)
	}
	return d.sections
}

// plainWriter walks a document.
type plainWriter struct {
	source   []byte
	splits   int // the level of headings down to which one begins a section
	sections []plainSection
}

// countHeadings counts the headings of a level and those above it.
func countHeadings(doc ast.Node, level int) int {
	n := 0
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		if h, ok := c.(*ast.Heading); ok && h.Level <= level {
			n++
		}
	}
	return n
}

// spoken puts words in the place of signs that are spelled out, or left out, when read aloud.
var spoken = strings.NewReplacer(" · ", ", ", " → ", ", then ")

func (d *plainWriter) add(p plainPara) {
	p.text = spoken.Replace(p.text)
	if strings.TrimSpace(p.text) == "" {
		return
	}
	if len(d.sections) == 0 {
		d.sections = []plainSection{{}}
	}
	last := &d.sections[len(d.sections)-1]
	last.paras = append(last.paras, p)
}

// block adds a block that is so many lists deep.
func (d *plainWriter) block(n ast.Node, deep int) {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level <= d.splits {
			d.sections = append(d.sections, plainSection{title: d.inline(n)})
		} else {
			d.add(plainPara{text: stopped(d.inline(n))})
		}
	case *ast.List:
		d.list(n, deep)
	case *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			d.add(plainPara{text: "Note: " + d.inline(c)})
		}
	case *ast.FencedCodeBlock:
		if string(n.Language(d.source)) != "mermaid" {
			d.add(plainPara{text: stopped(model.DrawingWords(string(n.Lines().Value(d.source))))})
		}
	case *ast.CodeBlock:
		d.add(plainPara{text: string(n.Lines().Value(d.source))})
	case *ast.HTMLBlock:
		d.add(plainPara{text: string(n.Lines().Value(d.source))})
	case *tables.Table:
		d.table(n)
	case *ast.ThematicBreak:
	default:
		d.add(plainPara{text: d.inline(n)})
	}
}

func (d *plainWriter) list(l *ast.List, deep int) {
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if l.IsOrdered() {
			mark = strconv.Itoa(number) + ". "
			number++
		}
		lead := strings.Repeat("  ", deep)
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if c == item.FirstChild() && c.Kind() != ast.KindList {
				d.add(plainPara{lead + mark + d.inline(c), len(lead + mark), item != l.FirstChild() || deep > 0})
				continue
			}
			d.block(c, deep+1)
		}
	}
}

// table adds a line for each row: the name of each column and what stands there.
func (d *plainWriter) table(t *tables.Table) {
	var names []string
	first := true
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, strings.TrimSpace(d.inline(c)))
		}
		if row.Kind() == tables.KindTableHeader {
			names = cells
			continue
		}
		var words []string
		for i, cell := range cells {
			switch {
			case cell == "":
			case i < len(names) && names[i] != "":
				words = append(words, stopped(names[i]+": "+cell))
			default:
				words = append(words, stopped(cell))
			}
		}
		d.add(plainPara{strings.Join(words, " "), 0, !first})
		first = false
	}
}

// inline is the text of a node as a reader sees it.
func (d *plainWriter) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := string(c.Segment.Value(d.source))
			if !c.IsRaw() && n.Kind() != ast.KindCodeSpan {
				value = unescaped(value)
			}
			b.WriteString(value)
			switch {
			case c.HardLineBreak():
				b.WriteByte('\n')
			case c.SoftLineBreak():
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(d.source))
		case *ast.RawHTML:
			b.Write(c.Segments.Value(d.source))
		case *ast.Link:
			words, to := d.inline(c), string(c.Destination)
			b.WriteString(words)
			if to != words {
				b.WriteString(" (" + to + ")")
			}
		default:
			b.WriteString(d.inline(c))
		}
	}
	return b.String()
}

// unescaped resolves what stands escaped in Markdown, in one pass as its renderers do: what
// is escaped itself does not become a character of another kind.
func unescaped(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	markup.DefaultWriter.Write(w, []byte(s))
	_ = w.Flush()
	return html.UnescapeString(b.String())
}

// document says sections from one on, before another.
func (p *plain) document(sections []plainSection) {
	for _, s := range sections {
		p.gap()
		if s.title != "" {
			p.line(stopped(s.title))
		}
		for _, para := range s.paras {
			if !para.close {
				p.gap()
			}
			p.hang(para.text, para.hang)
		}
	}
	p.gap()
}

package model

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's frame and its style
	"encoding/base64"
	"errors"
	"fmt"
	stdhtml "html"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The report as a web page: one file that asks for nothing else, to be read on a screen,
// light or dark, and to be printed. It is the Markdown of the report, and where that holds
// a chart for Mermaid, the page holds the drawing. The Markdown has every text from
// outside escaped already; the page besides knows neither raw HTML nor links.

//go:embed html.css
var pageStyle string

//go:embed html.tmpl
var pageFrame string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageFrame))
})

// HTML is the report as a web page of one file. The assessment is not in it, so that it is
// no save file. An error is one of the report's template.
func (r *Report) HTML() ([]byte, error) {
	source, err := r.pageMarkdown()
	if err != nil {
		return nil, err
	}
	p := &pageWriter{report: r, source: source, signing: r.headingOf("decision")}
	p.markdown = goldmark.New(
		goldmark.WithExtensions(extension.Table),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.PrioritizedValue{Value: p, Priority: 1})), // before goldmark's own
	)
	doc := p.markdown.Parser().Parse(text.NewReader(source))
	data := pageData{
		Style: template.CSS(pageStyle), Policy: contentPolicy(pageStyle), Verdict: string(r.outcome.Verdict),
		Version: r.Version(), AsOf: r.AsOf(),
	}
	data.Title = p.takeHead(doc, &data.Head)
	if name := CleanLine(r.assessment.Organisation); name != "" {
		data.Title += " – " + name
	}
	levelHeadings(doc)
	data.Contents, data.Body = p.sections(doc)
	if p.err != nil {
		return nil, fmt.Errorf("writing the page: %w", p.err)
	}
	var b bytes.Buffer
	if err := pageTemplate().Execute(&b, data); err != nil {
		return nil, fmt.Errorf("writing the page: %w", err)
	}
	return b.Bytes(), nil
}

// pageData is what the frame of the page shows.
type pageData struct {
	Title, Policy, Verdict string
	Version, AsOf          string
	Style                  template.CSS
	Head                   template.HTML // the verdict, and for whom it is
	Contents               []pageLink
	Body                   template.HTML
}

// pageLink is an entry of the contents.
type pageLink struct{ ID, Text string }

// contentPolicy allows the page its own style and nothing else: no script, no picture, no
// request.
func contentPolicy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// pageReport is a report whose template leaves a place for the chart also where no start
// is given: the page can draw numbered months, and Mermaid cannot.
type pageReport struct{ *Report }

// Gantt is not empty where there is something to draw.
func (r pageReport) Gantt() string {
	if len(r.chosen().Bars) == 0 {
		return ""
	}
	return "gantt"
}

// pageMarkdown is the report with a place for the chart in it.
func (r *Report) pageMarkdown() ([]byte, error) {
	var b strings.Builder
	r.cited = map[string]bool{}
	if err := r.content.Report.ExecuteTemplate(&b, "report", pageReport{r}); err != nil {
		return nil, fmt.Errorf("writing the report part %q: %w", "report", err)
	}
	return []byte(tidy(b.String())), nil
}

// headingOf is the heading with which a part of the report begins, without its marks;
// nothing where there is no such part.
func (r *Report) headingOf(part string) string {
	if r.content.Report.Lookup(part) == nil {
		return ""
	}
	s, err := r.part(part)
	if err != nil {
		return "" // the whole report has it too, and says so
	}
	first, _, _ := strings.Cut(s, "\n")
	if !strings.HasPrefix(first, "#") {
		return ""
	}
	return strings.TrimSpace(strings.TrimLeft(first, "#"))
}

// pageWriter writes the nodes of a report as HTML that are not written as goldmark does.
type pageWriter struct {
	report   *Report
	markdown goldmark.Markdown
	source   []byte
	signing  string         // the heading of the page to sign
	heading  string         // the last one, to name what has no name
	named    map[string]int // how often each name was given
	drawn    bool           // the chart is on the page
	err      error
}

// takeHead takes the first heading of the first level out of the document and, from below
// it, for whom and by whom the report is; it returns the heading's text. Without such a
// heading the verdict is it.
func (p *pageWriter) takeHead(doc ast.Node, head *template.HTML) string {
	var first ast.Node
	for n := doc.FirstChild(); n != nil && first == nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			first = n
		}
	}
	if first == nil {
		title := p.report.Verdict().Title
		*head = template.HTML("<h1>" + stdhtml.EscapeString(title) + "</h1>\n")
		return title
	}
	lines := b2i(p.report.HasName() || p.report.Date() != "") + b2i(len(p.report.Participants()) > 0)
	var b strings.Builder
	b.WriteString(p.render(first))
	for n := first.NextSibling(); n != nil && n.Kind() == ast.KindParagraph && lines > 0; lines-- {
		b.WriteString(p.render(n))
		next := n.NextSibling()
		doc.RemoveChild(doc, n)
		n = next
	}
	title := p.plain(first)
	doc.RemoveChild(doc, first)
	*head = template.HTML(b.String())
	return title
}

// levelHeadings sees to it that no other heading is of the first level and that none skips
// a level, whatever an edited template says.
func levelHeadings(doc ast.Node) {
	last := 1
	for _, h := range headings(doc) {
		h.Level = max(2, min(h.Level, last+1))
		last = h.Level
	}
}

func headings(n ast.Node) []*ast.Heading {
	var out []*ast.Heading
	if h, ok := n.(*ast.Heading); ok {
		out = append(out, h)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, headings(c)...)
	}
	return out
}

// sections is the document with a section around each part, and the table of contents.
func (p *pageWriter) sections(doc ast.Node) ([]pageLink, template.HTML) {
	var links []pageLink
	var b strings.Builder
	open := false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			link := pageLink{ID: headingID(h), Text: p.plain(h)}
			links = append(links, link)
			if open {
				b.WriteString("</section>\n")
			}
			open = true
			if link.Text == p.signing {
				b.WriteString("<section class=\"signing\">\n")
			} else {
				b.WriteString("<section>\n")
			}
		}
		b.WriteString(p.render(n))
	}
	if open {
		b.WriteString("</section>\n")
	}
	return links, template.HTML(b.String())
}

func headingID(h *ast.Heading) string {
	id, _ := h.AttributeString("id")
	name, _ := id.([]byte)
	return string(name)
}

// render is a node as HTML.
func (p *pageWriter) render(n ast.Node) string {
	var b bytes.Buffer
	if err := p.markdown.Renderer().Render(&b, p.source, n); err != nil {
		p.err = errors.Join(p.err, err)
	}
	return b.String()
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// plain is the text of a node as a reader sees it.
func (p *pageWriter) plain(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(p.render(c))
	}
	return CleanLine(stdhtml.UnescapeString(anyTag.ReplaceAllString(b.String(), "")))
}

// name is a name for a region below the last heading that no other region has.
func (p *pageWriter) name(what string) string {
	if p.heading != "" {
		what += ": " + p.heading
	}
	if p.named == nil {
		p.named = map[string]int{}
	}
	p.named[what]++
	if n := p.named[what]; n > 1 {
		what += " (" + strconv.Itoa(n) + ")"
	}
	return stdhtml.EscapeString(what)
}

// RegisterFuncs says which nodes are written here.
func (p *pageWriter) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, p.writeHeading)
	reg.Register(ast.KindFencedCodeBlock, p.writeBlock)
	reg.Register(tables.KindTable, p.writeTable)
	reg.Register(tables.KindTableCell, p.writeCell)
	reg.Register(ast.KindHTMLBlock, p.writeRawBlock)
	reg.Register(ast.KindRawHTML, p.writeRaw)
	reg.Register(ast.KindAutoLink, p.writeAddress)
	nothing := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkContinue, nil }
	reg.Register(ast.KindLink, nothing) // what stands in them is text
	reg.Register(ast.KindImage, nothing)
}

func (p *pageWriter) writeHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	if !entering {
		fmt.Fprintf(w, "</h%d>\n", h.Level)
		return ast.WalkContinue, nil
	}
	p.heading = p.plain(h)
	fmt.Fprintf(w, "<h%d id=\"%s\">", h.Level, stdhtml.EscapeString(headingID(h)))
	return ast.WalkContinue, nil
}

// writeBlock writes the chart in the place of the one for Mermaid, and every other block
// as a picture in letters that is named by its words.
func (p *pageWriter) writeBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.FencedCodeBlock)
	if string(block.Language(source)) == "mermaid" && !p.drawn {
		p.drawn = true
		fmt.Fprintf(w, "<figure class=\"scroll chart\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n", p.name("Chart"))
		_, err := w.WriteString(p.report.chart() + "</figure>\n")
		return ast.WalkSkipChildren, err
	}
	drawing := string(block.Lines().Value(source))
	fmt.Fprintf(w, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><pre role=\"img\" aria-label=\"%s\">%s</pre></div>\n",
		p.name("Drawing"), stdhtml.EscapeString(DrawingWords(drawing)), stdhtml.EscapeString(drawing))
	return ast.WalkSkipChildren, nil
}

var strokes = regexp.MustCompile(`[─-▟■-◿·]+(?:\s*[─-▟■-◿·]+)*`)

// DrawingWords is the words of a drawing in letters, line by line, without its strokes.
func DrawingWords(drawing string) string {
	var out []string
	for line := range strings.Lines(drawing) {
		parts := slices.DeleteFunc(strokes.Split(strings.TrimSpace(line), -1), func(s string) bool { return strings.TrimSpace(s) == "" })
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if len(parts) > 0 {
			out = append(out, strings.Join(parts, " – "))
		}
	}
	return strings.Join(out, ". ")
}

func (p *pageWriter) writeTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		fmt.Fprintf(w, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table>\n", p.name("Table"))
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// writeCell writes a cell: the first row is the heads of the columns, and the first cell
// of each row is the head of that row.
func (p *pageWriter) writeCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	top := n.Parent().Kind() == tables.KindTableHeader
	tag := "td"
	if (top || n.PreviousSibling() == nil) && n.HasChildren() {
		tag = "th"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	open := "<" + tag
	switch {
	case tag == "th" && top:
		open += ` scope="col"`
	case tag == "th":
		open += ` scope="row"`
	}
	if n.PreviousSibling() != nil && p.figures(n) {
		open += ` class="figure"`
	}
	_, _ = w.WriteString(open + ">")
	return ast.WalkContinue, nil
}

var isFigure = regexp.MustCompile(`^(\d+(\.\d+)?|[–-])$`)

// figures reports whether all of a cell's column but its head is figures.
func (p *pageWriter) figures(cell ast.Node) bool {
	column := 0
	for c := cell.PreviousSibling(); c != nil; c = c.PreviousSibling() {
		column++
	}
	some := false
	for row := cell.Parent().Parent().FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == tables.KindTableHeader {
			continue
		}
		c := row.FirstChild()
		for i := 0; i < column && c != nil; i++ {
			c = c.NextSibling()
		}
		if c == nil || !isFigure.MatchString(p.plain(c)) {
			return false
		}
		some = true
	}
	return some
}

// writeRawBlock writes what would be HTML as the text that it is.
func (p *pageWriter) writeRawBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.HTMLBlock)
	raw := string(block.Lines().Value(source))
	if block.HasClosure() {
		raw += string(block.ClosureLine.Value(source))
	}
	_, _ = w.WriteString("<p>" + stdhtml.EscapeString(strings.TrimSpace(raw)) + "</p>\n")
	return ast.WalkSkipChildren, nil
}

func (p *pageWriter) writeRaw(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(stdhtml.EscapeString(string(n.(*ast.RawHTML).Segments.Value(source))))
	}
	return ast.WalkSkipChildren, nil
}

func (p *pageWriter) writeAddress(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(stdhtml.EscapeString(string(n.(*ast.AutoLink).Label(source))))
	}
	return ast.WalkContinue, nil
}

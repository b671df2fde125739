package ui

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// documentScreen shows a part of the report, rendered from the very Markdown
// that the export writes. Working it out and rendering it happen in a command,
// one at a time; what comes back for an older state is shown until the newer is
// ready. Beside it, where there is room, stands the outline to jump in:
//
//	NIS2 now, ISO 27001 as the second step          Outline
//	━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
//	                                              ▌ The verdict
//	Nordlicht GmbH has to meet NIS2 now …           Why
//	                                                What speaks against it
type documentScreen struct {
	*env
	at      place
	part    documentPart
	port    viewport.Model
	shown   docKey // what the viewport holds
	wanted  docKey // what it should hold
	running bool
	doc     document
	err     error

	elsewhere map[int]int // what was on top at other heights

	search    lineField
	searching bool
	query     string // what is marked; empty: nothing
}

type documentPart int

const (
	recommendationPart documentPart = iota
	roadmapPart
	scopePart
	comparePart
)

// write makes the Markdown of a part; base is the assessment as it was, in a what-if.
func (p documentPart) write(c *model.Content, a model.Assessment, base *model.Assessment, notes bool) (string, error) {
	if p == comparePart && base != nil {
		return model.CompareMarkdown(c, *base, a, "As it was", "What if")
	}
	r := model.NewReport(c, a)
	if !notes {
		r.HideNotes()
	}
	switch p {
	case roadmapPart:
		return r.RoadmapPart()
	case scopePart:
		return r.ScopePart()
	}
	return r.Recommendation()
}

// docKey is everything a rendered document depends on.
type docKey struct {
	version int
	width   int
	theme   *theme
	banner  bool // the verdict in large letters on top
}

// document is a rendered part of the report.
type document struct {
	source   []string // Markdown, by line
	lines    []string // rendered
	width    int      // of the widest line
	headings []heading
}

// heading is where a section begins, in the source and as rendered.
type heading struct {
	title        string
	level        int
	source, line int
}

// docMsg is a rendered document.
type docMsg struct {
	by   *session // whose report it is
	part documentPart
	key  docKey
	doc  document
	err  error
}

const (
	documentWidth = 80 // how wide running text gets at most
	outlineWidth  = 28 // the column beside it
	outlineWide   = 44 // where the running text has all its width besides
	bannerFrom    = 28 // lines of a window that has room for a verdict in large letters
	sideStep      = 8  // columns that one key scrolls sideways
)

func newDocumentScreen(e *env, at place, part documentPart) *documentScreen {
	s := &documentScreen{env: e, at: at, part: part, port: viewport.New(), search: newLineField(model.MaxLine)}
	s.port.KeyMap = viewport.KeyMap{} // keys are ours
	return s
}

func (s *documentScreen) enter()       { s.searching = false }
func (s *documentScreen) typing() bool { return s.searching }

func (s *documentScreen) sideWidth(window int) int {
	if window >= 156 {
		return outlineWide
	}
	return outlineWidth
}

func (s *documentScreen) keys() []key.Binding {
	k := s.env.keys
	if s.searching {
		return []key.Binding{as(k.next, "search"), as(k.back, "cancel")}
	}
	return append(s.reading(as(k.next, "next"), as(k.nextSection, "section"), k.search, k.export, k.copy), k.overview)
}

// reading is the keys that work in a document, with what comes first of them.
func (s *documentScreen) reading(first ...key.Binding) []key.Binding {
	k := s.env.keys
	back := k.back
	var out []key.Binding
	if s.query != "" {
		out = []key.Binding{k.nextMatch, k.prevMatch}
		back = as(k.back, "end the search")
	}
	out = append(append(append(out, both(k.up, k.down, "scroll")), first...), back)
	if s.tooWide() {
		out = append(out, both(k.left, k.right, "sideways"))
	}
	return append(out, k.prevSection, k.readOn, k.pageUp, k.top, k.bottom)
}

// refresh starts rendering when what is shown is not what should be.
func (s *documentScreen) refresh(b box) tea.Cmd {
	s.resize(b)
	s.wanted = docKey{s.version, min(b.w, documentWidth), s.theme, s.part == recommendationPart && s.theme.large(b)}
	if s.running || s.shown == s.wanted {
		return nil
	}
	s.running = true
	by, k, part, c, a, base, t := s.session, s.wanted, s.part, s.content, s.a, s.base, s.theme
	return func() tea.Msg {
		text, err := part.write(c, a, base, !t.projector)
		if err != nil {
			return docMsg{by: by, part: part, key: k, err: err}
		}
		lines, err := renderMarkdown(t, text, k.width)
		doc := newDocument(text, lines)
		if part == recommendationPart {
			o := model.Decide(c, a)
			doc.underline(t.rule(o.Verdict, k.width))
			if rows := t.banner(c.VerdictWords(o).Short, k.width); k.banner && len(rows) <= b.h {
				doc.crown(rows)
			}
		}
		return docMsg{by, part, k, doc, err}
	}
}

// resize gives the document another window. What was on top at a height comes back
// with that height.
func (s *documentScreen) resize(b box) {
	h := max(1, b.h)
	s.port.SetWidth(b.w)
	if h == s.port.Height() {
		return
	}
	if s.elsewhere == nil {
		s.elsewhere = map[int]int{}
	}
	s.elsewhere[s.port.Height()] = s.port.YOffset()
	s.port.SetHeight(h)
	if at, known := s.elsewhere[h]; known {
		s.port.SetYOffset(at)
	}
}

// newDocument finds the headings of the source among the rendered lines.
func newDocument(text string, lines []string) document {
	d := document{source: strings.Split(text, "\n"), lines: lines}
	for _, line := range lines {
		d.width = max(d.width, width(line))
	}
	at, fenced := 0, false
	for i, line := range d.source {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		mark, title, isHeading := strings.Cut(line, " ")
		if fenced || !isHeading || strings.Trim(mark, "#") != "" || mark == "" {
			continue
		}
		for j := at; j < len(lines); j++ {
			// A long heading is wrapped: its first line is how it begins.
			shown := strings.TrimSpace(ansi.Strip(lines[j]))
			if shown == title || (len(shown) > 8 && strings.HasPrefix(title, shown)) {
				d.headings = append(d.headings, heading{title, len(mark), i, j})
				at = j + 1
				break
			}
		}
	}
	return d
}

// underline draws a rule under the first heading.
func (d *document) underline(rule string) {
	if len(d.headings) == 0 || rule == "" {
		return
	}
	at := d.headings[0].line + 1
	for at < len(d.lines) && strings.TrimSpace(ansi.Strip(d.lines[at])) != "" {
		at++ // the heading's further lines
	}
	d.lines = slices.Insert(d.lines, at, rule)
	for i := range d.headings[1:] {
		d.headings[i+1].line++
	}
}

// crown puts a banner above the first heading.
func (d *document) crown(banner []string) {
	if len(d.headings) == 0 || len(banner) == 0 {
		return
	}
	banner = append(banner, "")
	d.lines = slices.Insert(d.lines, 0, banner...)
	for i := range d.headings[1:] {
		d.headings[i+1].line += len(banner)
	}
}

func (s *documentScreen) receive(msg docMsg) {
	if msg.part != s.part {
		return
	}
	s.running = false
	s.shown = msg.key
	if s.err = msg.err; s.err == nil {
		at := s.port.YOffset()
		s.doc = msg.doc
		s.port.SetContentLines(msg.doc.lines)
		s.port.SetYOffset(at)
	}
}

func (s *documentScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if s.searching {
		return stay, s.type_(msg)
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := s.env.keys
	switch {
	case key.Matches(k, keys.up):
		s.port.ScrollUp(1)
	case key.Matches(k, keys.down):
		s.port.ScrollDown(1)
	case key.Matches(k, keys.pageUp):
		s.port.PageUp()
	case key.Matches(k, keys.readOn):
		s.port.PageDown()
	case key.Matches(k, keys.top):
		s.port.GotoTop()
	case key.Matches(k, keys.bottom):
		s.port.GotoBottom()
	case key.Matches(k, keys.nextSection):
		s.section(1)
	case key.Matches(k, keys.prevSection):
		s.section(-1)
	case key.Matches(k, keys.left):
		s.port.SetXOffset(max(0, s.port.XOffset()-sideStep))
	case key.Matches(k, keys.right):
		s.port.SetXOffset(s.port.XOffset() + sideStep)
	case key.Matches(k, keys.search):
		s.searching = true
		s.search.set(s.query)
		return stay, s.search.in.Focus()
	case key.Matches(k, keys.nextMatch):
		s.match(1)
	case key.Matches(k, keys.prevMatch):
		s.match(-1)
	case key.Matches(k, keys.copy):
		return stay, s.copySection()
	case key.Matches(k, keys.back):
		s.query = ""
	case key.Matches(k, keys.next):
		return forward, nil
	}
	return stay, nil
}

// claims reports whether the screen takes a key that otherwise leads elsewhere.
func (s *documentScreen) claims(k tea.KeyPressMsg) bool {
	keys := s.env.keys
	return (s.tooWide() && key.Matches(k, keys.left, keys.right)) ||
		(s.query != "" && key.Matches(k, keys.back)) // it ends the search before it leads back
}

// visible is the lines in sight. The library's own view wraps and measures each of them in
// every frame; these fit already.
func (s *documentScreen) visible(h int) []string {
	at, from := s.port.YOffset(), s.port.XOffset()
	lines := slices.Clone(s.doc.lines[min(at, len(s.doc.lines)):min(at+h, len(s.doc.lines))])
	if s.tooWide() {
		for i, line := range lines {
			lines[i] = ansi.Cut(line, from, from+s.port.Width())
		}
	}
	return lines
}

// tooWide reports whether a line does not fit and can be scrolled to.
func (s *documentScreen) tooWide() bool { return s.doc.width > s.port.Width() }

// current is the heading that what is on top of the window belongs to.
func (s *documentScreen) current() int {
	at := -1
	for i, h := range s.doc.headings {
		if h.line <= s.port.YOffset() {
			at = i
		}
	}
	return at
}

func (s *documentScreen) section(n int) {
	i := s.current() + n
	if n < 0 && s.current() >= 0 && s.doc.headings[s.current()].line < s.port.YOffset() {
		i++ // first back to where this section begins
	}
	if len(s.doc.headings) > 0 {
		s.port.SetYOffset(s.doc.headings[max(0, min(i, len(s.doc.headings)-1))].line)
	}
}

func (s *documentScreen) type_(msg tea.Msg) tea.Cmd {
	keys := s.env.keys
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.back):
			s.searching = false
			return nil
		case key.Matches(k, keys.next):
			s.searching = false
			s.query = model.CleanLine(s.search.in.Value())
			if s.query != "" {
				s.match(0)
			}
			return nil
		}
	}
	_, cut, cmd := s.search.update(msg)
	s.sayCut(cut, s.search.limit)
	return cmd
}

// match goes to the next or previous line that holds the query, around the end;
// 0 also takes the line on top.
func (s *documentScreen) match(n int) {
	var found []int
	pattern := s.pattern()
	for i, line := range s.doc.lines {
		if pattern.MatchString(ansi.Strip(line)) {
			found = append(found, i)
		}
	}
	if s.query == "" || len(found) == 0 {
		s.tell("Nothing found for " + strconv.Quote(s.query) + ".")
		return
	}
	top := s.port.YOffset()
	i := slices.IndexFunc(found, func(line int) bool { return line > top || (n == 0 && line == top) })
	if i < 0 {
		i = 0
	}
	if n < 0 {
		i = slices.IndexFunc(found, func(line int) bool { return line >= top }) - 1
		if i < 0 {
			i = len(found) - 1
		}
	}
	s.port.SetYOffset(found[i])
	s.tell("Match " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(found)) + ".")
}

// copySection puts the Markdown of the section on top onto the clipboard.
func (s *documentScreen) copySection() tea.Cmd {
	if len(s.doc.headings) == 0 {
		return nil
	}
	at := max(0, s.current())
	h := s.doc.headings[at]
	to := len(s.doc.source)
	for _, next := range s.doc.headings[at+1:] {
		if next.level <= h.level {
			to = next.source
			break
		}
	}
	if at == 0 && len(s.doc.headings) > 1 {
		to = s.doc.headings[1].source // the verdict alone, not the whole document
	}
	text := strings.TrimSpace(strings.Join(s.doc.source[h.source:to], "\n")) + "\n"
	return s.toClipboard(text, h.title, "Export it instead: "+s.env.keys.export.Help().Key)
}

func (s *documentScreen) view(b box) []string {
	t := s.theme
	switch {
	case s.err != nil:
		return styled("The document could not be written: "+model.Clean(s.err.Error())+
			". Your answers are kept. Check the content with `twopaths content check`.", b.w, t.bad)
	case s.shown.width == 0:
		return []string{t.soft.Render("Writing …")}
	}
	lines := s.visible(min(b.h, s.port.Height()))
	if s.query != "" {
		pattern := s.pattern()
		for i, line := range lines {
			lines[i] = t.marked(line, pattern)
		}
	}
	if s.searching && len(lines) > 0 {
		lines[len(lines)-1] = t.strong.Render("Search  ") + s.search.view(t, b.w-10)
	}
	return lines
}

// marked shows where in a line the query stands.
func (t *theme) marked(line string, query *regexp.Regexp) string {
	plain := ansi.Strip(line)
	at := query.FindStringIndex(plain)
	if at == nil {
		return line
	}
	return t.text.Render(plain[:at[0]]) + t.strong.Reverse(true).Render(plain[at[0]:at[1]]) + t.text.Render(plain[at[1]:])
}

// pattern finds the query whatever its case. Only an expression can say where:
// letters may change their length with their case.
func (s *documentScreen) pattern() *regexp.Regexp {
	return regexp.MustCompile("(?i)" + regexp.QuoteMeta(s.query))
}

// side is the outline.
func (s *documentScreen) side(b box) []string {
	t := s.theme
	lines := []string{t.faint.Render("Outline"), ""}
	at := s.current()
	deepest := 3
	var rows []string
	focus := 0
	for i, h := range s.doc.headings {
		if h.level > deepest {
			continue
		}
		bar, style := "  ", t.soft
		// A deeper section belongs to the last heading that the outline shows.
		if i == at || (i < at && !slices.ContainsFunc(s.doc.headings[i+1:at+1], func(x heading) bool { return x.level <= deepest })) {
			bar, style = t.bar.Render("▌")+" ", t.strong
			focus = len(rows)
		}
		title := h.title
		if i == 0 && s.part == recommendationPart {
			title = "The verdict"
		}
		rows = append(rows, bar+style.Render(ansi.Truncate(spaces(max(0, h.level-2))+title, b.w-2, "…")))
	}
	room := b.h - len(lines)
	from := max(0, min(focus-room/2, len(rows)-room))
	return append(lines, rows[from:min(len(rows), from+room)]...)
}

// progress is how far one has read, for the head line.
func (s *documentScreen) progress() string {
	if s.shown.width == 0 || s.port.TotalLineCount() <= s.port.Height() {
		return ""
	}
	return strconv.Itoa(int(s.port.ScrollPercent()*100)) + " %"
}

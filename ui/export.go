package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The export, its name and its format on top:
//
//	▌ File        acme-2026-11-23.md
//	              in /home/jane/reports
//	  Format      ● md    html    json    ics    csv
//	              The report. twopaths FILE opens it again.
//
//	  + Sections  all 8
//	  + Profile   Jane Doe; Example Consulting
//
// Enter on the first row writes it. Where a file stands already it asks, and only the
// letter y overwrites: no key held down does. The other two rows open in place, one at a
// time.
type exportScreen struct {
	*env
	at      place
	focus   exportRow
	opened  exportPart // exportSections or exportProfile; exportFile: nothing is open
	scroll  scroller
	path    lineField
	format  string // what the proposed name ends in
	edited  bool   // the proposed name was changed by hand
	editing bool   // the field of the name is open
	asking  string // the path that would be overwritten
	byHand  bool   // what stands there was changed by hand
	written string // the path that was written last
	err     error
	running bool

	line       lineField
	lineOpen   bool     // a line of the profile is being typed
	lines      []string // the profile's lines since the first of them was opened
	usual      model.Profile
	usualErr   error // why the default profile cannot be used
	usualAsked bool  // the default profile is being read, or was

	settings model.ReportSettings // as this screen knows them; others come from undo
}

// exportPart is a part of the export screen, and the kinds of its rows.
type exportPart int

const (
	exportFile     exportPart = iota // the name and the format
	exportSections                   // what the report shows
	exportSection                    // one of that
	exportProfile                    // who sends the report
	exportLine                       // one line of that
)

// exportRow is a row that can be in focus: the n-th of its kind.
type exportRow struct {
	kind exportPart
	n    int
}

// exportLabel is the column behind the rows' labels; profileLabel is that of the profile's lines.
const (
	exportLabel  = 12
	profileLabel = 17
)

// exportWords is what each format is.
var exportWords = map[string]string{
	"md":   "The report. twopaths FILE opens it again.",
	"html": "The report as a page to read or to print.",
	"json": "What the report says, for other programs.",
	"ics":  "The plan's days, for a calendar.",
	"csv":  "The plan's steps, for a spreadsheet.",
}

// sectionWords is what each section of the report is called, as in its headings.
var sectionWords = map[string]string{
	"management": "On one page",
	"reasons":    "Why, what speaks against it, what is open",
	"scope":      "Does NIS2 apply?",
	"gap":        "What is missing",
	"roadmap":    "Roadmap",
	"chart":      "The plan as a chart",
	"decision":   "Decision page for signing",
	"appendix":   "Appendix: duties, weights, notes, sources",
}

// profileLines is the lines of a profile.
var profileLines = []struct {
	label string
	of    func(*model.Profile) *string
}{
	{"Consultant", func(p *model.Profile) *string { return &p.Consultant }},
	{"Firm", func(p *model.Profile) *string { return &p.Firm }},
	{"Client", func(p *model.Profile) *string { return &p.Client }},
	{"Confidentiality", func(p *model.Profile) *string { return &p.Confidentiality }},
}

// exportedMsg is the end of an export.
type exportedMsg struct {
	by     *session // whose report it is
	path   string
	exists bool
	edited bool // what exists is a report that a hand changed
	err    error
}

// usualProfileMsg is the default profile, as it was read; it may be missing.
type usualProfileMsg struct {
	profile model.Profile
	err     error
}

func newExportScreen(e *env, at place) *exportScreen {
	return &exportScreen{env: e, at: at, path: newLineField(model.MaxField), line: newLineField(model.MaxLine),
		format: "md", settings: e.a.Report}
}

func (s *exportScreen) enter() {
	if !s.edited {
		s.path.set(withEnding(proposedName(s.a), s.format))
	}
	s.asking, s.usualAsked = "", false
	s.closeFields()
	s.unsay()
	s.scroll.leave()
	s.focus, s.opened = exportRow{}, exportFile
	if !s.a.Report.Equal(s.settings) {
		s.reveal(s.settings, s.a.Report)
	}
	s.settings = s.a.Report
}

// reveal opens and focuses what an undo has changed.
func (s *exportScreen) reveal(before, after model.ReportSettings) {
	for i, id := range model.Sections() {
		if hasSection(before, id) != hasSection(after, id) {
			s.opened, s.focus = exportSections, exportRow{exportSection, i}
			return
		}
	}
	for i, l := range profileLines {
		if *l.of(&before.Profile) != *l.of(&after.Profile) {
			s.opened, s.focus = exportProfile, exportRow{exportLine, i}
			return
		}
	}
}

// refresh reads the default profile once each time the screen comes up.
func (s *exportScreen) refresh(box) tea.Cmd {
	path := s.opts.Profile
	if s.usualAsked || path == "" {
		return nil
	}
	s.usualAsked = true
	return func() tea.Msg {
		p, err := ReadProfile(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return usualProfileMsg{p, err}
	}
}

// closeFields ends typing. What was typed into the profile is in the assessment already.
func (s *exportScreen) closeFields() {
	s.editing, s.lineOpen = false, false
	s.path.in.Blur()
	s.line.in.Blur()
}

// unsay forgets how the last export ended: what would be written is another now.
func (s *exportScreen) unsay() { s.written, s.err = "", nil }

// proposedName is the organisation and the day, as a Markdown file in the folder
// in which the program was started.
func proposedName(a model.Assessment) string {
	name := slug(a.Organisation)
	if name == "" {
		name = "twopaths-report"
	}
	if !a.Date.IsZero() {
		name += "-" + a.Date.String()
	}
	return name + ".md"
}

func (s *exportScreen) typing() bool { return s.editing || s.lineOpen || s.asking != "" }

// inside reports whether what is in focus is, or belongs to, what is open.
func (s *exportScreen) inside() bool { return s.opened != exportFile && s.focus.kind != exportFile }

// claims the arrows for the format, and Esc for closing what is open.
func (s *exportScreen) claims(k tea.KeyPressMsg) bool {
	keys := s.env.keys
	return key.Matches(k, keys.left, keys.right) || key.Matches(k, keys.back) && s.inside()
}

func (s *exportScreen) keys() []key.Binding {
	k := s.env.keys
	switch {
	case s.asking != "":
		return []key.Binding{as(k.yes, "overwrite"), as(k.no, "keep the old file")}
	case s.editing:
		return []key.Binding{as(k.next, "write it"), as(k.done, "done")}
	case s.lineOpen && s.focus.n == len(profileLines)-1:
		return []key.Binding{as(k.next, "take it"), as(k.walk, "line"), as(k.back, "done")}
	case s.lineOpen:
		return []key.Binding{as(k.next, "next line"), as(k.walk, "line"), as(k.back, "done")}
	}
	format, row := both(k.left, k.right, "format"), both(k.up, k.down, "row")
	rest := []key.Binding{as(k.top, "to the file"), as(k.note, "change the name"), k.overview, k.format, k.start, k.quit, k.bottom}
	var own []key.Binding
	switch {
	case s.focus.kind == exportFile && s.written != "":
		return []key.Binding{k.quit, k.start, as(k.note, "another name"), format, row, k.back, k.overview, k.format, as(k.top, "to the file"), k.bottom}
	case s.focus.kind == exportFile:
		own = []key.Binding{as(k.next, "write it"), format, row, as(k.note, "change the name")}
	case s.focus.kind == exportSection:
		own = []key.Binding{as(k.take, "in or out"), row, format}
		rest = append(rest, as(k.next, "in or out"))
	case s.focus.kind == exportLine:
		own = []key.Binding{as(k.next, "change"), row, format}
	case s.focus.kind == s.opened:
		own = []key.Binding{as(k.next, "close"), row, format}
	default:
		own = []key.Binding{as(k.next, "open"), row, format}
	}
	back := k.back
	if s.inside() {
		back = as(k.back, "close")
	}
	own = append(own, back)
	for _, b := range rest {
		if !slices.ContainsFunc(own, func(o key.Binding) bool { return shareKey(o, b) }) {
			own = append(own, b)
		}
	}
	return own
}

func (s *exportScreen) update(msg tea.Msg) (move, tea.Cmd) {
	switch msg := msg.(type) {
	case exportedMsg:
		s.running = false
		switch {
		case msg.exists:
			s.asking, s.byHand = msg.path, msg.edited
		case msg.err != nil:
			s.err = msg.err
		default:
			s.written, s.err = msg.path, nil
			if s.focus.kind != exportFile {
				s.tell("Written: " + ending(model.CleanLine(msg.path), saidRoom-len("Written: ")))
			}
		}
		return stay, nil
	case usualProfileMsg:
		s.usual, s.usualErr = msg.profile, msg.err
		return stay, nil
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	switch {
	case s.editing:
		return stay, s.edit(msg)
	case s.lineOpen:
		return stay, s.editLine(msg)
	}
	return stay, nil
}

func (s *exportScreen) press(k tea.KeyPressMsg) (move, tea.Cmd) {
	keys := s.env.keys
	switch {
	case s.asking != "":
		path := s.asking
		if key.Matches(k, keys.yes) {
			s.asking = ""
			return stay, s.write(path, true)
		}
		if key.Matches(k, keys.no) {
			s.asking = ""
			s.tell("The old file was kept.")
		}
	case s.editing:
		return stay, s.pressName(k)
	case s.lineOpen:
		return stay, s.pressLine(k)
	case key.Matches(k, keys.next):
		return stay, s.act()
	case key.Matches(k, keys.take) && s.focus.kind == exportSection:
		return stay, s.toggle(model.Sections()[s.focus.n])
	case key.Matches(k, keys.back):
		s.open(s.opened)
	case key.Matches(k, keys.up):
		s.moveBy(-1)
	case key.Matches(k, keys.down):
		s.moveBy(1)
	case key.Matches(k, keys.top):
		s.moveBy(-len(s.rows()))
	case key.Matches(k, keys.bottom):
		s.moveBy(len(s.rows()))
	case key.Matches(k, keys.left):
		s.turnFormat(-1)
	case key.Matches(k, keys.right):
		s.turnFormat(1)
	case key.Matches(k, keys.format):
		if n, _ := strconv.Atoi(k.String()); n <= len(model.Formats()) {
			s.setFormat(model.Formats()[n-1])
		}
	case key.Matches(k, keys.note):
		s.focus, s.editing = exportRow{}, true
		s.unsay()
		s.path.in.CursorEnd()
		return stay, s.path.in.Focus()
	case key.Matches(k, keys.start):
		return toStart, nil
	}
	return stay, nil
}

// rows is the rows from top to bottom.
func (s *exportScreen) rows() []exportRow {
	rows := []exportRow{{exportFile, 0}, {exportSections, 0}}
	if s.opened == exportSections {
		for i := range model.Sections() {
			rows = append(rows, exportRow{exportSection, i})
		}
	}
	rows = append(rows, exportRow{exportProfile, 0})
	if s.opened == exportProfile {
		for i := range profileLines {
			rows = append(rows, exportRow{exportLine, i})
		}
	}
	return rows
}

func (s *exportScreen) moveBy(n int) {
	rows := s.rows()
	s.focus = rows[max(0, min(len(rows)-1, slices.Index(rows, s.focus)+n))]
}

// act is what Enter does on the row in focus.
func (s *exportScreen) act() tea.Cmd {
	switch s.focus.kind {
	case exportSections, exportProfile:
		s.open(s.focus.kind)
	case exportSection:
		return s.toggle(model.Sections()[s.focus.n])
	case exportLine:
		return s.openLine(s.focus.n)
	default:
		if s.written != "" {
			s.tell("It is written already. Press " + s.env.keys.note.Help().Key + " for another name.")
			return nil
		}
		return s.write(s.path.in.Value(), false)
	}
	return nil
}

// open opens a part, or closes it where it is open, and goes to its heading.
func (s *exportScreen) open(part exportPart) {
	s.focus = exportRow{part, 0}
	if s.opened == part {
		part = exportFile
	}
	s.opened = part
	s.scroll.leave()
}

// hasSection reports whether a report with these settings shows a section.
func hasSection(r model.ReportSettings, id string) bool {
	return len(r.Sections) == 0 || slices.Contains(r.Sections, id)
}

// toggle takes a section out of the report or brings it back. One at least stays.
func (s *exportScreen) toggle(id string) tea.Cmd {
	var kept []string
	for _, other := range model.Sections() {
		if hasSection(s.a.Report, other) != (other == id) {
			kept = append(kept, other)
		}
	}
	switch len(kept) {
	case 0:
		s.tell("One section at least stays in the report.")
		return nil
	case len(model.Sections()):
		kept = nil // all: those too that a later version may have
	}
	next := s.a
	next.Report.Sections = kept
	s.unsay()
	cmd := s.do(next, "the section "+sectionWords[id], s.at)
	s.settings = s.a.Report
	return cmd
}

// profile is who sends the report: the assessment's lines, or those of the default profile.
func (s *exportScreen) profile() (p model.Profile, usual bool) {
	if own := s.a.Report.Profile; own != (model.Profile{}) {
		return own, false
	}
	return s.usual, s.usual != model.Profile{}
}

// openLine opens a line of the profile. Lines of the default profile are a beginning: once
// one of them is changed, all are the assessment's own.
func (s *exportScreen) openLine(n int) tea.Cmd {
	if !s.lineOpen {
		s.takeLines()
	}
	s.lineOpen, s.focus = true, exportRow{exportLine, n}
	s.unsay()
	s.line.set(s.lines[n])
	return s.line.in.Focus()
}

// takeLines begins with the profile's lines as they are.
func (s *exportScreen) takeLines() {
	p, _ := s.profile()
	s.lines = nil
	for _, l := range profileLines {
		s.lines = append(s.lines, *l.of(&p))
	}
}

// withLine is the assessment with another text in a line of its profile.
func (s *exportScreen) withLine(n int, text string) model.Assessment {
	s.lines[n] = text
	next := s.a
	for i, l := range profileLines {
		*l.of(&next.Report.Profile) = s.lines[i]
	}
	return next
}

// lineName is what a line of the profile is called in an undo.
func lineName(n int) string { return "the line " + profileLines[n].label }

func (s *exportScreen) pressLine(k tea.KeyPressMsg) tea.Cmd {
	keys, n := s.env.keys, s.focus.n
	switch {
	case key.Matches(k, keys.back), key.Matches(k, keys.next) && n == len(profileLines)-1:
		s.closeFields()
	case key.Matches(k, keys.next, keys.nextField):
		return s.openLine(min(len(profileLines)-1, n+1))
	case key.Matches(k, keys.prevField):
		return s.openLine(max(0, n-1))
	default:
		return s.editLine(k)
	}
	return nil
}

func (s *exportScreen) editLine(msg tea.Msg) tea.Cmd {
	changed, cut, cmd := s.line.update(msg)
	s.sayCut(cut, s.line.limit)
	if !changed {
		return cmd
	}
	n := s.focus.n
	cmd = tea.Batch(cmd, s.typed(s.withLine(n, model.CleanLine(s.line.in.Value())), lineName(n), s.at))
	s.settings = s.a.Report
	return cmd
}

func (s *exportScreen) pressName(k tea.KeyPressMsg) tea.Cmd {
	keys := s.env.keys
	switch {
	case key.Matches(k, keys.next):
		s.closeFields()
		return s.write(s.path.in.Value(), false)
	case key.Matches(k, keys.done):
		s.closeFields()
		return nil
	}
	return s.edit(k)
}

func (s *exportScreen) edit(msg tea.Msg) tea.Cmd {
	changed, cut, cmd := s.path.update(msg)
	s.sayCut(cut, s.path.limit)
	if changed {
		s.edited = true
		s.unsay()
	}
	return cmd
}

// turnFormat goes to the next format or the one before.
func (s *exportScreen) turnFormat(by int) {
	all := model.Formats()
	at := slices.Index(all, formatOf(s.path.in.Value()))
	if at < 0 && by < 0 {
		at = 0
	}
	s.setFormat(all[(at+by+len(all))%len(all)])
}

// setFormat changes the ending of the file's name.
func (s *exportScreen) setFormat(format string) {
	if model.CleanLine(s.path.in.Value()) == "" {
		s.path.set(proposedName(s.a))
		s.edited = false
	}
	s.format = format
	s.path.set(withEnding(s.path.in.Value(), format))
	s.unsay()
}

// write makes the report and writes it, off the event loop.
func (s *exportScreen) write(name string, overwrite bool) tea.Cmd {
	if s.running {
		return nil
	}
	path, err := exportPath(name)
	if err != nil {
		s.err = err
		return nil
	}
	s.running, s.err, s.written = true, nil, ""
	by, c, a, profile, program := s.session, s.content, s.whole(), s.opts.Profile, s.opts.Program
	return func() tea.Msg {
		a, err := WithProfile(a, profile)
		if err != nil {
			return exportedMsg{by: by, path: path, err: err}
		}
		r := model.NewReport(c, a)
		r.By(program)
		data, err := r.Write(exportFormat(path))
		if err == nil {
			err = WriteFile(path, data, overwrite)
		}
		exists := errors.Is(err, fs.ErrExist)
		return exportedMsg{by, path, exists, exists && EditedByHand(path), err}
	}
}

// hasEnding reports whether a name has an ending; behind the dot of "Acme Inc. of Texas"
// there is none.
func hasEnding(name string) bool {
	ext := filepath.Ext(name)
	return ext != "" && !strings.ContainsAny(ext, " /\\")
}

// withEnding is a name with the ending of a format in the place of its own.
func withEnding(name, format string) string {
	if hasEnding(name) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	return name + "." + format
}

// formatOf is the format that an export of a name would have; empty where its ending is
// none of a format.
func formatOf(name string) string {
	name = model.CleanLine(name)
	switch format := exportFormat(name); {
	case !hasEnding(name):
		return "md"
	case slices.Contains(model.Formats(), format):
		return format
	}
	return ""
}

// exportFormat is the format that a path's ending names.
func exportFormat(path string) string {
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
}

// exportPath is where an export goes: an absolute path that ends in the name of a format.
func exportPath(name string) (string, error) {
	name = model.CleanLine(name)
	if name == "" {
		return "", errors.New("the file needs a name")
	}
	switch {
	case !hasEnding(name):
		name += ".md"
	case formatOf(name) == "":
		return "", fmt.Errorf("%q is no kind of export; end the name in .md or .html for the report, .json for programs, .ics or .csv for the plan", filepath.Ext(name))
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the folder for %s: %w", name, err)
	}
	return path, nil
}

func (s *exportScreen) view(b box) []string {
	t, w := s.theme, min(b.w, 76)
	var lines []string
	from, to := 0, 0
	for _, row := range s.rows()[1:] {
		if row == s.focus {
			from, to = len(lines), len(lines)+1
		}
		lines = append(lines, fit(s.row(row, w), w))
	}
	status := s.status(w)
	if b.h >= 10 {
		status = append([]string{""}, status...)
	}
	var head []string
	for spare := 2; spare >= 0; spare-- {
		if head = s.head(w, spare); len(head)+len(lines)+len(status) <= b.h {
			break
		}
	}
	room := b.h - len(head) - len(status)
	if s.focus.kind != exportFile {
		room = max(1, room) // what is in focus stays in sight
	}
	if t.projector {
		room = min(room, projectorLines-t.lines(head)-t.lines(status))
	}
	return slices.Concat(head, s.scroll.show(lines, from, to, room), status)
}

// head is the title, the name and the format, which stay where they are. With room to
// spare (1) there is space below the title, and with more (2) what explains them.
func (s *exportScreen) head(w, spare int) []string {
	t := s.theme
	lines := styled("Export the report", w, t.title)
	if spare == 2 && s.base != nil {
		lines = append(lines, styled("The report is on the assessment as it was; the what-if is a section of it.", w, t.strong)...)
	}
	if spare > 0 {
		lines = append(lines, "")
	}
	bar, label := s.bar(exportRow{})
	name := s.path.in.Value()
	if s.editing {
		name = s.path.view(t, w-exportLabel-3)
	} else {
		name = label.Render(ending(model.CleanLine(name), w-exportLabel-2))
	}
	lines = append(lines, bar+label.Render(fit("File", exportLabel))+name)
	if path, err := exportPath(s.path.in.Value()); err == nil && spare == 2 {
		lines = append(lines, s.below("in "+model.CleanLine(filepath.Dir(path)), w)...)
	}
	format := formatOf(s.path.in.Value())
	lines = append(lines, "  "+t.soft.Render(fit("Format", exportLabel))+s.formats(format, w-exportLabel-2))
	if spare == 2 {
		words := exportWords[format]
		if s.lacksStart(format) {
			words += " It needs a first day: " + s.env.keys.planning.Help().Key + " on the roadmap sets one."
		}
		lines = append(append(lines, s.below(words, w)...), "")
	}
	return lines
}

// lacksStart reports whether a format needs a first day of the plan and there is none.
func (s *exportScreen) lacksStart(format string) bool { return format == "ics" && s.start().IsZero() }

// start is the first day of the plan that would be exported.
func (s *exportScreen) start() model.Date {
	if s.base != nil {
		return s.base.Plan.Start
	}
	return s.a.Plan.Start
}

// bar is the mark before a row and the style of its name.
func (s *exportScreen) bar(row exportRow) (mark string, name ink) {
	if row == s.focus {
		return s.theme.bar.Render("▌") + " ", s.theme.strong
	}
	return "  ", s.theme.soft
}

// below is what is said under a label's value; an empty text is no line.
func (s *exportScreen) below(text string, w int) []string {
	if text == "" {
		return nil
	}
	return indent(styled(text, w-exportLabel-2, s.theme.faint), exportLabel+2)
}

// formats is the formats on a line, with a mark at the one that is chosen.
func (s *exportScreen) formats(chosen string, w int) string {
	t := s.theme
	mark, none, gap := "● ", "  ", "  "
	if w < 40 {
		mark, none, gap = "●", "", " "
	}
	var out []string
	for _, f := range model.Formats() {
		if f == chosen {
			out = append(out, t.strong.Render(mark+f))
		} else {
			out = append(out, none+t.soft.Render(f))
		}
	}
	return strings.Join(out, gap)
}

// row draws a row below the head.
func (s *exportScreen) row(row exportRow, w int) string {
	t := s.theme
	bar, name := s.bar(row)
	sign := "+ "
	if row.kind == s.opened {
		sign = "- "
	}
	switch row.kind {
	case exportSections:
		return bar + name.Render(fit(sign+"Sections", exportLabel)) + s.sectionsLine()
	case exportSection:
		id := model.Sections()[row.n]
		if hasSection(s.a.Report, id) {
			if row != s.focus {
				name = t.text
			}
			return bar + "  " + t.good.Render("✓ ") + name.Render(sectionWords[id])
		}
		if row != s.focus {
			name = t.faint
		}
		return bar + "  " + t.faint.Render("– ") + name.Render(sectionWords[id]) + t.faint.Render(", left out")
	case exportProfile:
		return bar + name.Render(fit(sign+"Profile", exportLabel)) + s.profileLine()
	}
	line := bar + "  " + name.Render(fit(profileLines[row.n].label, profileLabel))
	p, usual := s.profile()
	value := *profileLines[row.n].of(&p)
	if s.lineOpen {
		usual, value = false, s.lines[row.n]
	}
	switch {
	case s.lineOpen && row == s.focus:
		return line + s.line.view(t, w-profileLabel-5)
	case value == "":
		return line + t.faint.Render("–")
	case usual:
		return line + t.faint.Render(model.CleanLine(value))
	}
	return line + t.text.Render(model.CleanLine(value))
}

// sectionsLine is the sections in a few words.
func (s *exportScreen) sectionsLine() string {
	t, all := s.theme, len(model.Sections())
	if format := formatOf(s.path.in.Value()); format != "" && format != "md" && format != "html" {
		return t.faint.Render("only md and html have them")
	}
	if n := len(s.a.Report.Sections); n > 0 && n < all {
		return t.text.Render(strconv.Itoa(n) + " of " + strconv.Itoa(all))
	}
	return t.text.Render("all " + strconv.Itoa(all))
}

// profileLine is the profile in a line, and whose it is.
func (s *exportScreen) profileLine() string {
	t := s.theme
	p, usual := s.profile()
	var parts []string
	for _, l := range profileLines {
		if text := *l.of(&p); text != "" {
			parts = append(parts, text)
		}
	}
	text := model.CleanLine(strings.Join(parts, "; "))
	switch {
	case text == "" && s.usualErr != nil:
		return t.bad.Render(s.usualName() + " cannot be used")
	case text == "":
		return t.faint.Render("nobody named")
	case usual:
		return t.faint.Render("from " + s.usualName() + ": " + text)
	}
	return t.text.Render(text)
}

// usualName is the default profile's file without its folder.
func (s *exportScreen) usualName() string { return model.CleanLine(filepath.Base(s.opts.Profile)) }

// status is the line at the foot: the question, how the export ended, or what the row in
// focus is for.
func (s *exportScreen) status(w int) []string {
	t, k := s.theme, s.env.keys
	switch {
	case s.asking != "":
		there := "There is a file of this name already."
		if s.byHand {
			there = "There is a report of this name already, and somebody changed it by hand."
		}
		return append(styled(there, w, t.bad), styled(k.yes.Help().Key+" overwrites it; "+orKeys(k.no)+" keeps it.", w, t.text)...)
	case s.err != nil:
		kept := "Your answers are kept. Press " + k.note.Help().Key + " for another name."
		if errors.Is(s.err, model.ErrNoStart) || errors.Is(s.err, model.ErrNoEvents) || errors.Is(s.err, model.ErrYears) {
			kept = "Your answers are kept. " + k.left.Help().Key + " and " + k.right.Help().Key + " choose another format."
		}
		return append(styled("Not exported: "+model.Clean(s.err.Error()), w, t.bad), styled(kept, w, t.text)...)
	case s.written != "" && s.focus.kind == exportFile:
		lines := append(styled("✓ Written", w, t.good), styled(model.Clean(s.written), w, t.strong)...)
		return append(append(lines, ""), styled("Press "+k.quit.Help().Key+" to leave, or "+k.start.Help().Key+" for the start screen.", w, t.text)...)
	case s.running:
		return []string{t.soft.Render("Writing …")}
	}
	return styled(s.hint(), w, t.soft)
}

// hint is what the row in focus is for.
func (s *exportScreen) hint() string {
	_, usual := s.profile()
	switch s.focus.kind {
	case exportSections, exportSection:
		return "Sections are for Markdown and HTML. The verdict is always shown."
	case exportProfile, exportLine:
		switch {
		case s.usualErr != nil && s.a.Report.Profile == (model.Profile{}):
			return "Nothing is exported with it: " + model.CleanLine(s.usualErr.Error())
		case usual && !s.lineOpen:
			return "From " + s.usualName() + ", until a line is changed here."
		}
		return "It goes on the first page of md and html."
	}
	return "Press " + s.env.keys.next.Help().Key + " to write it."
}

// ending is the end of a text that has no room: of a path, what is the file's own.
func ending(text string, w int) string {
	if n := width(text); n > w {
		return "…" + ansi.TruncateLeft(text, n-w+1, "")
	}
	return text
}

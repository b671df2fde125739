package ui

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The start: the fork, what one can do, and what is saved.
//
//	twopaths
//	Two paths across. Find yours, and the way along it.
//
//	              ╭────────────● NIS2
//	●─────────────┤
//	              ╰────────────● NIS2 and ISO 27001
//
//	▌ New assessment
//	  Open a file or a report
//	  Try the sample
//
//	  Example GmbH                     14 of 19 · 22 Nov 2026
//	  broken.yaml                      cannot be read: line 3 …
//
//	Nothing leaves this machine.   Content of November 2026.
type startScreen struct {
	keys  *keyMap
	theme *theme
	opts  *Options
	store Store

	saved  []Saved
	reads  int // how often the list was read
	loaded bool
	listed []startRow // the rows, and what they were made for
	made   rowsFor
	err    error // why the list, or what was chosen, could not be read
	focus  int
	scroll scroller

	prompt  startPrompt
	held    *taken // an assessment that another wizard has open, and what to do about it
	input   lineField
	opening bool           // an assessment was asked for and has not come yet
	query   string         // what the saved assessments are filtered by
	content *model.Content // nil until it is loaded
}

type startPrompt int

const (
	noPrompt startPrompt = iota
	askName
	askPath
	askFilter
)

// listMsg is the saved assessments.
type listMsg struct {
	saved []Saved
	err   error
}

// triedMsg is what came of trying the content.
type triedMsg struct{ err error }

// contentMsg is the content, when it is loaded.
type contentMsg struct{ content *model.Content }

// openedMsg is an assessment that was asked for.
type openedMsg struct {
	file   *File
	a      model.Assessment
	isNew  bool   // not on disk yet
	named  bool   // on the command line
	held   *taken // another wizard has it open: without looking, there is no more than this
	looks  bool   // it is only looked at
	notice string // one line to say
	err    error
}

func newStartScreen(keys *keyMap, t *theme, opts *Options) *startScreen {
	s := &startScreen{keys: keys, theme: t, opts: opts, store: opts.Store, content: opts.Content, input: newLineField(model.MaxLine)}
	return s
}

// load reads the list, off the event loop.
func (s *startScreen) load() tea.Cmd {
	if s.opts.NoSave {
		s.loaded = true
		return nil
	}
	store := s.store
	return func() tea.Msg {
		saved, err := store.List()
		return listMsg{saved, err}
	}
}

func (s *startScreen) receive(msg listMsg) {
	s.saved, s.loaded = msg.saved, true
	s.reads++
	if msg.err != nil {
		s.err = msg.err
	}
	s.focus = 0
}

// startRow is one line to choose.
type startRow struct {
	label, detail string
	saved         *Saved          // a saved assessment, whose detail is worked out where it is shown
	overall       *model.Progress // how far it is; nil as long as nobody has seen it
	broken        bool
	act           func() tea.Cmd
}

// rowsFor is what the rows depend on.
type rowsFor struct {
	reads                int
	query                string
	filtering, projector bool
}

// rows is the lines to choose from. There may be thousands, and each key asks for them.
func (s *startScreen) rows() []startRow {
	if now := (rowsFor{s.reads, s.query, s.filtering(), s.theme.projector}); s.listed == nil || s.made != now {
		s.listed, s.made = s.makeRows(), now
	}
	return s.listed
}

func (s *startScreen) makeRows() []startRow {
	rows := []startRow{}
	if len(s.saved) > 0 && s.saved[0].Err == nil {
		last := &s.saved[0]
		label := "Continue  " + title(*last)
		if s.theme.projector {
			label = "Continue the last assessment"
		}
		rows = append(rows, startRow{label: label, saved: last, act: func() tea.Cmd { return s.open(last.Path) }})
	}
	rows = append(rows,
		startRow{label: "New assessment", act: func() tea.Cmd { return s.ask(askName) }},
		startRow{label: "Open a file or a report", act: func() tea.Cmd { return s.ask(askPath) }},
		startRow{label: "Try the sample", detail: "a machine builder; nothing is saved", act: s.sample})
	if s.theme.projector {
		return rows // other clients' names are not for the room
	}
	if s.filtering() {
		rows = rows[:0]
	}
	query := strings.ToLower(s.query)
	for i := range s.saved {
		saved := &s.saved[i]
		if i == 0 && saved.Err == nil && !s.filtering() {
			continue
		}
		if !strings.Contains(strings.ToLower(title(*saved)+" "+saved.Name), query) {
			continue
		}
		row := startRow{label: title(*saved), saved: saved, act: func() tea.Cmd { return s.open(saved.Path) }}
		if saved.Err != nil {
			row = startRow{label: model.CleanLine(saved.Name) + extension, detail: "cannot be read", broken: true, act: row.act}
		}
		rows = append(rows, row)
	}
	return rows
}

// filtering reports whether only matching saved assessments are shown.
func (s *startScreen) filtering() bool { return s.prompt == askFilter || s.query != "" }

// fixedRows is how many rows are not saved assessments.
func (s *startScreen) fixedRows() int {
	if s.filtering() {
		return 0
	}
	if len(s.saved) > 0 && s.saved[0].Err == nil {
		return 4
	}
	return 3
}

func title(saved Saved) string {
	if name := saved.Assessment.Organisation; name != "" {
		return name
	}
	return model.CleanLine(saved.Name)
}

// detailOf is how far an assessment is, and how old.
func (s *startScreen) detailOf(r *startRow) string {
	if r.saved == nil {
		return r.detail
	}
	if r.overall == nil {
		if s.content == nil {
			return "" // it comes in a moment
		}
		p := s.content.Overall(r.saved.Assessment)
		r.overall = &p
	}
	return strconv.Itoa(r.overall.Done) + " of " + strconv.Itoa(r.overall.Total) + " · " + day(r.saved.Modified, s.opts.Now())
}

// day words a time as one does: today, yesterday, or the date.
func day(t, now time.Time) string {
	t, date := t.In(now.Location()), model.DateOf(t.In(now.Location()))
	switch date {
	case model.DateOf(now):
		return "today"
	case model.DateOf(now.AddDate(0, 0, -1)):
		return "yesterday"
	}
	return t.Format("2 Jan 2006")
}

func (s *startScreen) typing() bool { return s.prompt != noPrompt }

func (s *startScreen) bindings() []key.Binding {
	k := s.keys
	if s.prompt == askFilter {
		return []key.Binding{k.walk, as(k.next, "open"), as(k.back, "all")}
	}
	if s.typing() {
		return []key.Binding{as(k.next, "go on"), as(k.back, "cancel")}
	}
	if s.held != nil {
		out := []key.Binding{both(with(k.up, k.prevStat), with(k.down, k.nextStation), "choose"), k.back, k.quit, k.glossary, k.top, k.bottom, k.pageDown, k.pageUp}
		if s.held.focus < 0 {
			return out
		}
		return slices.Insert(out, 1, as(k.next, "go"))
	}
	out := []key.Binding{both(with(k.up, k.prevStat), with(k.down, k.nextStation), "choose"), as(k.next, "go")}
	if len(s.saved) > 1 && !s.theme.projector {
		out = append(out, k.filter)
	}
	return append(out, k.quit, k.glossary, k.top, k.bottom, k.pageDown, k.pageUp)
}

func (s *startScreen) update(msg tea.Msg) (move, tea.Cmd) {
	k, isKey := msg.(tea.KeyPressMsg)
	if s.opening {
		return stay, nil // what is typed now is meant for what is about to open
	}
	if s.typing() {
		switch {
		case s.prompt == askFilter && isKey && key.Matches(k, s.keys.prevField):
			return stay, s.walk(pressOf(s.keys.up))
		case s.prompt == askFilter && isKey && key.Matches(k, s.keys.nextField):
			return stay, s.walk(pressOf(s.keys.down))
		case isKey && key.Matches(k, s.keys.back):
			s.prompt, s.query, s.focus = noPrompt, "", 0
			return stay, nil
		case isKey && key.Matches(k, s.keys.next):
			return stay, s.answer()
		}
		_, _, cmd := s.input.update(msg)
		if s.prompt == askFilter {
			s.query, s.focus = model.CleanLine(s.input.in.Value()), 0
		}
		return stay, cmd
	}
	if !isKey {
		return stay, nil
	}
	if key.Matches(k, s.keys.quit) {
		return leave, nil
	}
	if s.held != nil {
		return stay, s.pressHeld(k)
	}
	if key.Matches(k, s.keys.filter) && len(s.saved) > 1 && !s.theme.projector {
		return stay, s.ask(askFilter)
	}
	return stay, s.walk(k)
}

// walk moves among the rows, and acts on one.
func (s *startScreen) walk(k tea.KeyPressMsg) tea.Cmd {
	rows := s.rows()
	if len(rows) == 0 {
		return nil
	}
	s.focus = min(s.focus, len(rows)-1)
	to, moves := s.moved(k, s.focus, len(rows))
	s.focus = to
	if !moves && key.Matches(k, s.keys.next) {
		s.err = nil
		return rows[s.focus].act()
	}
	return nil
}

// moved is where a key leads from the focus among so many rows, and whether it leads anywhere.
func (s *startScreen) moved(k tea.KeyPressMsg, focus, rows int) (to int, moves bool) {
	page := max(1, s.scroll.height-1)
	switch {
	case key.Matches(k, s.keys.up, s.keys.prevStat):
		focus--
	case key.Matches(k, s.keys.down, s.keys.nextStation):
		focus++
	case key.Matches(k, s.keys.pageUp):
		focus -= page
	case key.Matches(k, s.keys.pageDown):
		focus += page
	case key.Matches(k, s.keys.top):
		focus = 0
	case key.Matches(k, s.keys.bottom):
		focus = rows - 1
	default:
		return focus, false
	}
	return max(0, min(rows-1, focus)), true
}

func (s *startScreen) ask(p startPrompt) tea.Cmd {
	s.prompt = p
	s.input.limit = model.MaxLine
	s.input.set("")
	s.input.in.Placeholder = "may stay empty"
	switch p {
	case askFilter:
		s.input.in.Placeholder = "part of a name"
	case askPath:
		s.input.limit = model.MaxField
		s.input.in.Placeholder = "a .yaml assessment or an exported .md report"
	}
	return s.input.in.Focus()
}

func (s *startScreen) answer() tea.Cmd {
	text := model.CleanLine(s.input.in.Value())
	prompt := s.prompt
	if prompt == askFilter {
		return s.walk(pressOf(s.keys.next))
	}
	s.prompt = noPrompt
	if prompt == askPath {
		if text == "" {
			return nil
		}
		return s.open(text)
	}
	s.opening = true
	a := model.Assessment{Organisation: text, Date: model.DateOf(s.opts.Now())}
	opts := s.opts
	return func() tea.Msg { return begin(opts, a) }
}

// begin makes a new assessment with a file of its own.
func begin(opts *Options, a model.Assessment) openedMsg {
	if opts.NoSave {
		return openedMsg{a: a, isNew: true}
	}
	opts.letGo()
	file, err := opts.Store.Begin(a.Organisation, a.Date, opts.Now())
	return openedMsg{file: file, a: a, isNew: true, err: err}
}

func (s *startScreen) sample() tea.Cmd {
	s.opening = true
	opts := s.opts
	return func() tea.Msg {
		opts.letGo()
		return openSample(opts.known())
	}
}

// openSample opens the sample, which is saved nowhere.
func openSample(c *model.Content) openedMsg {
	return openedMsg{a: c.Sample.Clone(), notice: "This is the sample. Change what you like: nothing is saved."}
}

func (s *startScreen) open(path string) tea.Cmd {
	s.opening = true
	opts := s.opts
	return func() tea.Msg { return openPath(opts, path) }
}

// openPath opens an assessment in place, or a report as a new assessment: the
// report itself stays as it is. Where another wizard has the assessment open it
// only says so.
func openPath(opts *Options, path string) openedMsg {
	opts.letGo() // of what was open until now: it may be the same
	if opts.NoSave || strings.EqualFold(extOf(path), ".md") {
		a, notice, err := readFor(opts, path)
		switch {
		case err != nil:
			return openedMsg{err: err}
		case opts.NoSave:
			return openedMsg{a: a, notice: notice}
		}
		msg := begin(opts, a)
		msg.notice = strings.TrimSpace("Opened from the report; the report stays as it is. " + notice)
		return msg
	}
	file, a, err := OpenToSave(path, opts.Now())
	var by *HeldError
	if errors.As(err, &by) {
		return openedMsg{held: newTaken(path, by.By)}
	}
	if err != nil {
		return openedMsg{err: err}
	}
	a, notice, err := carried(opts, path, a)
	if err != nil {
		file.Release()
		return openedMsg{err: err}
	}
	return openedMsg{file: file, a: a, notice: notice}
}

// readFor reads an assessment as the present content knows it, with what there is to say
// about that.
func readFor(opts *Options, path string) (model.Assessment, string, error) {
	a, err := ReadAssessment(path)
	if err != nil {
		return a, "", err
	}
	return carried(opts, path, a)
}

// carried is an assessment that was read from a file, as the present content knows it.
func carried(opts *Options, path string, a model.Assessment) (model.Assessment, string, error) {
	if err := Refuse(opts.known(), a, path, nil); err != nil {
		return a, "", err
	}
	notice := ""
	a, renamed := opts.known().Carry(a)
	if n := len(renamed); n > 0 {
		notice = plural(n, "part of the file has", "parts of the file have") + " a new name now. "
	}
	if n := len(opts.known().Notices(a)); n > 0 {
		notice += plural(n, "part of the file is", "parts of the file are") + " not known to this content; kept and set aside."
	}
	return a, strings.TrimSpace(notice + " " + opts.known().ChangeSummary(a)), nil
}

func extOf(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[i:]
	}
	return ""
}

func (s *startScreen) view(b box) []string {
	t := s.theme
	w := min(b.w, 66)
	var lines []string
	if !t.projector {
		lines = append(lines, t.title.Render("twopaths"), "")
		lines = append(lines, styled("Two paths across. Find yours, and the way along it.", w, t.text)...)
		lines = append(lines, "")
	}
	if b.h >= 17 {
		lines = append(lines, s.fork(w)...)
		lines = append(lines, "")
	}
	words := "Nothing leaves this machine."
	if s.content != nil {
		words += " Content of " + s.content.AsOf.MonthYear() + "."
	}
	foot := styled(words, w, t.faint)
	if s.err != nil {
		foot = append(styled(model.Clean(s.err.Error()), w, t.bad),
			styled("Nothing was changed. Check the name, or choose another line above.", w, t.text)...)
	}
	if s.held != nil {
		return append(lines, s.viewHeld(w)...)
	}
	if s.prompt == askFilter {
		lines = append(lines, t.strong.Render("Filter  ")+s.input.view(t, w-10), "")
		if len(s.rows()) == 0 {
			lines = append(lines, t.soft.Render("No saved assessment has this in its name."))
		}
	} else if s.prompt != noPrompt {
		label := "Which organisation is it about?"
		if s.prompt == askPath {
			label = "Which file?"
		}
		lines = append(lines, t.bar.Render("▌")+" "+t.strong.Render(label), t.bar.Render("▌")+" "+s.input.view(t, w-5), "")
		return append(lines, foot...)
	}
	rows, gap := s.rows(), s.fixedRows() // before what is saved stands a blank line
	n, from := len(rows), s.focus
	if gap < len(rows) {
		n++
		if from >= gap {
			from++
		}
	}
	draw := func(i int) string {
		switch {
		case i == gap && gap < len(rows):
			return ""
		case i > gap:
			i--
		}
		return s.drawRow(&rows[i], i == s.focus, w)
	}
	room := max(1, b.h-len(lines)-len(foot)-1)
	lines = append(lines, s.scroll.draw(n, draw, from, from+1, room)...)
	lines = append(lines, "")
	return append(lines, foot...)
}

func (s *startScreen) drawRow(r *startRow, focused bool, w int) string {
	t, words := s.theme, s.detailOf(r)
	bar, label, detail := "  ", t.soft, t.faint
	if focused {
		bar, label, detail = t.bar.Render("▌")+" ", t.strong, t.soft
	}
	if r.broken {
		detail = t.bad
	}
	room := w - 3 - width(words)
	return apart(bar+label.Render(ansi.Truncate(r.label, max(8, room), "…")), detail.Render(words), w)
}

// fork draws the two paths, in their hues.
func (s *startScreen) fork(w int) []string {
	t := s.theme
	n := max(4, min(14, (w-24)/2))
	line := func(k int) string { return strings.Repeat("─", k) }
	return []string{
		spaces(n+1) + t.nis2.Render("╭"+line(n+4)+"● NIS2"),
		t.text.Render("●"+line(n)) + t.text.Render("┤"),
		spaces(n+1) + t.iso.Render("╰"+line(n+4)+"● NIS2 and ISO 27001"),
	}
}

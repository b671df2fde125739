package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The gap check, a list whose rows open in place:
//
//	What NIS2 asks for, and what is there
//	9 of 21 looked at · 5 proposed · 3 nothing yet · 2 partly · 4 in place
//	1 ○ nothing yet   2 ◔ partly   3 ● in place   0 ? not sure   (●) proposed
//
//	 The Directive
//	▌ ●   Art. 20(1)      Approval and oversight at the top         in place  +
//	 (◔)  Art. 20(2)      Training of the management body    partly, proposed
//	  ·   Art. 21(1)      Measures that fit the risk
//
// A digit says how far it is and goes on to the next row, so that a first look is quick.
// In an open row it stays. A proposal stands in brackets until it is confirmed. Holders of
// a certificate are first asked how far it reaches, because proposals follow from that.
type obligationsScreen struct {
	*env
	at     place
	focus  int
	opened string // id of the open row, or empty
	note   noteField
	scroll scroller

	path    lineField
	asking  bool           // for the path of a Statement of Applicability
	reading bool           // one is being read
	refused *controlsMsg   // the one that was not taken, as long as it is shown why
	why     scroller       // over its faults
	whyAt   int            // how far they are scrolled
	known   int            // the version of the state that the rows are of
	cached  []model.Duty   //
	counts  model.GapCount //
}

// controlsMsg is a Statement of Applicability that was read.
type controlsMsg struct {
	by     *session // whose it is to be
	asked  bool     // whether it was asked for within a what-if
	path   string
	states map[string]model.ControlState
	counts model.ControlCounts
	err    error
}

// The row before the duties, for holders of a certificate.
const reachRow = "certificate"

// Where the columns of the list and the texts of an open row stand.
const (
	dutyLead    = 5  // the bar, the sign and a gap
	dutyColumn  = 16 // of the article, where there is room for one, and of what stands below it
	articleFrom = 64 // the width from which there is
)

func newObligationsScreen(e *env, at place) *obligationsScreen {
	s := &obligationsScreen{env: e, at: at, note: newNoteField(e, dutyColumn), path: newLineField(model.MaxField)}
	s.path.in.Placeholder = "a .csv file with columns for control and state"
	if s.holds() && s.a.Certificate.Covers == "" {
		s.opened = reachRow
	}
	return s
}

func (s *obligationsScreen) enter() {
	s.note.close()
	s.stopAsking()
	s.scroll.leave()
}

func (s *obligationsScreen) typing() bool      { return s.note.open || s.asking }
func (s *obligationsScreen) sideWidth(int) int { return 0 }

// claims Esc while it closes the list of what is wrong with a file.
func (s *obligationsScreen) claims(k tea.KeyPressMsg) bool {
	return s.refused != nil && key.Matches(k, s.env.keys.back)
}

// duties is what is asked for, with its states.
func (s *obligationsScreen) duties() []model.Duty {
	if s.known != s.version {
		s.cached, s.known = s.content.Duties(s.a), s.version
		s.counts = model.CountGap(s.cached)
	}
	return s.cached
}

// holds reports whether a certificate is held, so that its reach is asked for.
func (s *obligationsScreen) holds() bool { return s.outcome.Holder }

// first is the row of the first duty.
func (s *obligationsScreen) first() int {
	if s.holds() {
		return 1
	}
	return 0
}

func (s *obligationsScreen) rows() int { return s.first() + len(s.duties()) }

// current is the duty in focus; ok is false on the row of the certificate, and where
// nothing is asked for.
func (s *obligationsScreen) current() (d model.Duty, ok bool) {
	s.focus = max(0, min(s.focus, s.rows()-1)) // the scope may have changed elsewhere
	i := s.focus - s.first()
	if i < 0 || i >= len(s.duties()) {
		return model.Duty{}, false
	}
	return s.duties()[i], true
}

// onReach reports whether the row of the certificate is in focus.
func (s *obligationsScreen) onReach() bool {
	_, ok := s.current()
	return !ok && s.holds()
}

// here is the id of the row in focus.
func (s *obligationsScreen) here() string {
	if d, ok := s.current(); ok {
		return d.ID
	}
	return reachRow
}

func (s *obligationsScreen) keys() []key.Binding {
	k := s.env.keys
	switch {
	case s.note.open:
		return []key.Binding{k.done, k.newline}
	case s.asking:
		return []key.Binding{as(k.next, "read it"), as(k.done, "do not")}
	case s.refused != nil:
		return []key.Binding{both(k.up, k.down, "scroll"), as(k.readIn, "another file"), with(as(k.next, "close"), k.back), k.pageDown, k.pageUp}
	}
	open := as(k.next, "open")
	if s.opened == s.here() {
		open = as(k.next, "close")
	}
	d, _ := s.current()
	out := []key.Binding{both(k.up, k.down, "row"), k.state}
	if !s.theme.projector { // which shows one row, with nothing to open
		out = append(out, open)
	}
	if d.Proposal.State != "" {
		out = append(out, k.confirm)
	}
	if s.counts.Proposed > 0 {
		out = append(out, k.confirmAll)
	}
	if s.onReach() {
		out = append(out, k.readIn, k.note)
	} else {
		out = append(out, k.note, k.readIn)
	}
	out = append(out, as(k.right, "next station"), k.back)
	if s.removable() {
		out = append(out, as(k.remove, "take it away"))
	}
	return append(out, as(k.take, "next state"), k.overview, k.pageDown, k.pageUp, k.top, k.bottom)
}

// removable reports whether the row in focus has a state of its own.
func (s *obligationsScreen) removable() bool {
	if s.onReach() {
		return s.a.Certificate.Covers != ""
	}
	return s.a.Gap[s.here()].State != ""
}

func (s *obligationsScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if read, ok := msg.(controlsMsg); ok {
		return stay, s.receive(read)
	}
	if s.note.open {
		text, changed, cmd := s.note.update(msg)
		if changed {
			cmd = tea.Batch(cmd, s.typed(s.withNote(text), "the note on "+s.topic(), s.at))
		}
		return stay, cmd
	}
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case s.asking:
		return stay, s.answerPath(msg)
	case !isKey:
		return stay, nil
	case s.refused != nil:
		return stay, s.pressOnRefused(k)
	}
	keys := s.env.keys
	if to, own := s.scroll.walk(k, keys, s.focus, s.rows()); own {
		if to != s.focus {
			s.moveTo(to)
		}
		return stay, nil
	}
	switch {
	case key.Matches(k, keys.state):
		return stay, s.set(k.String())
	case key.Matches(k, keys.take):
		return stay, s.turn()
	case key.Matches(k, keys.confirm):
		return stay, s.confirm()
	case key.Matches(k, keys.confirmAll):
		return stay, s.confirmAll()
	case key.Matches(k, keys.remove):
		return stay, s.remove()
	case key.Matches(k, keys.readIn):
		return stay, s.askPath()
	case key.Matches(k, keys.note):
		s.opened = s.here()
		s.note.edit(s.noteText())
	case key.Matches(k, keys.next) && !s.theme.projector:
		s.scroll.leave()
		if s.opened == s.here() {
			s.opened = ""
		} else {
			s.opened = s.here()
		}
	}
	return stay, nil
}

func (s *obligationsScreen) moveTo(row int) {
	s.focus = max(0, min(s.rows()-1, row))
	s.scroll.leave()
	if s.opened == reachRow && !s.onReach() {
		s.opened = ""
	}
}

// goOn moves to the next row after an answer, unless somebody is reading this one.
func (s *obligationsScreen) goOn() {
	switch {
	case s.opened == s.here():
	case s.focus == s.rows()-1:
		s.tell("That was the last one. " + s.env.keys.right.Help().Key + " goes on.")
	default:
		s.moveTo(s.focus + 1)
	}
}

// levels is the state that each digit stands for.
var levels = map[string]model.GapLevel{"1": model.GapNone, "2": model.GapPartial, "3": model.GapInPlace, "0": model.GapNotSure}

// reaches is the same for the row of the certificate.
var reaches = map[string]model.Reach{"1": model.ReachWhole, "2": model.ReachPart, "0": model.ReachNotSure}

// set gives the row in focus the state of a digit, and goes on.
func (s *obligationsScreen) set(digit string) tea.Cmd {
	ok, cmd := s.setState(digit)
	switch {
	case !ok && s.onReach():
		s.tell("Answer with 1, 2 or 0.")
		return nil
	case !ok:
		return nil
	case s.onReach():
		s.opened = ""
	}
	s.goOn()
	return cmd
}

// setState gives the row in focus the state of a digit; ok is false where it is none.
func (s *obligationsScreen) setState(digit string) (ok bool, cmd tea.Cmd) {
	if d, isDuty := s.current(); isDuty {
		level, ok := levels[digit]
		if !ok {
			return false, nil
		}
		return true, s.do(s.a.WithGap(d.ID, model.Gap{State: level, Note: d.Gap.Note}), "the state of "+s.topic(), s.at)
	}
	reach, ok := reaches[digit]
	if !ok || !s.onReach() {
		return false, nil
	}
	next := s.a
	next.Certificate.Covers = reach
	return true, s.do(next, s.topic(), s.at)
}

// turn gives the row in focus the next state, and stays there: for those who go by arrows.
func (s *obligationsScreen) turn() tea.Cmd {
	d, ok := s.current()
	switch {
	case ok:
		order := []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}
		state := order[(slices.Index(order, d.Gap.State)+1)%len(order)]
		return s.do(s.a.WithGap(d.ID, model.Gap{State: state, Note: d.Gap.Note}), "the state of "+s.topic(), s.at)
	case !s.onReach():
		return nil
	}
	order := []model.Reach{model.ReachWhole, model.ReachPart, model.ReachNotSure}
	next := s.a
	next.Certificate.Covers = order[(slices.Index(order, s.a.Certificate.Covers)+1)%len(order)]
	return s.do(next, s.topic(), s.at)
}

// remove takes the state of the row in focus away. Its note stays.
func (s *obligationsScreen) remove() tea.Cmd {
	switch {
	case !s.removable():
		return nil
	case s.onReach():
		next := s.a
		next.Certificate.Covers = ""
		return s.do(next, s.topic(), s.at)
	}
	id := s.here()
	return s.do(s.a.WithGap(id, model.Gap{Note: s.a.Gap[id].Note}), "the state of "+s.topic(), s.at)
}

func (s *obligationsScreen) confirm() tea.Cmd {
	d, _ := s.current()
	if d.Proposal.State == "" {
		s.tell("Nothing is proposed here.")
		return nil
	}
	cmd := s.confirmOne(d)
	s.goOn()
	return cmd
}

// confirmOne makes what is proposed for a duty its state.
func (s *obligationsScreen) confirmOne(d model.Duty) tea.Cmd {
	return s.do(s.content.Confirm(s.a, d.ID), "the state of "+s.topic(), s.at)
}

func (s *obligationsScreen) confirmAll() tea.Cmd {
	what, cmd := s.confirmEvery()
	if what == "" {
		s.tell("Nothing is proposed.")
		return nil
	}
	s.tell("Confirmed " + what + ". " + s.env.keys.undo.Help().Key + " takes that back.")
	return cmd
}

// confirmEvery makes all that is proposed the state, and names how much that was; nothing
// is proposed where that is empty.
func (s *obligationsScreen) confirmEvery() (what string, cmd tea.Cmd) {
	n := s.content.Proposed(s.a)
	if n == 0 {
		return "", nil
	}
	what = plural(n, "proposal", "proposals")
	return what, s.do(s.content.Confirm(s.a), "confirming "+what, s.at)
}

// topic names the row in focus in a sentence.
func (s *obligationsScreen) topic() string {
	if d, ok := s.current(); ok {
		return inSentence(d.Short)
	}
	return "the reach of the certificate"
}

// inSentence is a label within a sentence: its first letter is small, unless it begins
// with an abbreviation.
func inSentence(label string) string {
	if len(label) > 1 && label[1] >= 'A' && label[1] <= 'Z' {
		return label
	}
	return strings.ToLower(label[:min(1, len(label))]) + label[min(1, len(label)):]
}

func (s *obligationsScreen) noteText() string {
	if d, ok := s.current(); ok {
		return d.Gap.Note
	}
	return s.a.Certificate.Note
}

// withNote is the assessment with another note on the row in focus.
func (s *obligationsScreen) withNote(text string) model.Assessment {
	if d, ok := s.current(); ok {
		return s.a.WithGap(d.ID, model.Gap{State: s.a.Gap[d.ID].State, Note: text})
	}
	next := s.a
	next.Certificate.Note = text
	return next
}

// askPath opens the field for the path of a Statement of Applicability.
func (s *obligationsScreen) askPath() tea.Cmd {
	if s.reading {
		s.tell("A file is still being read.")
		return nil
	}
	s.refused, s.asking = nil, true
	s.path.in.CursorEnd()
	return s.path.in.Focus()
}

func (s *obligationsScreen) stopAsking() {
	s.asking = false
	s.path.in.Blur()
}

func (s *obligationsScreen) answerPath(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch keys := s.env.keys; {
		case key.Matches(k, keys.done):
			s.stopAsking()
			return nil
		case key.Matches(k, keys.next):
			s.stopAsking()
			return s.read(model.CleanLine(s.path.in.Value()))
		}
	}
	_, cut, cmd := s.path.update(msg)
	s.sayCut(cut, s.path.limit)
	return cmd
}

// read reads a Statement of Applicability, off the event loop.
func (s *obligationsScreen) read(path string) tea.Cmd {
	if path == "" {
		return nil
	}
	s.reading = true
	msg := controlsMsg{by: s.session, asked: s.base != nil, path: path}
	c := s.content
	return func() tea.Msg {
		data, err := readStatement(path)
		if err == nil {
			msg.states, msg.counts, err = model.ParseControls(c, path, data)
		}
		msg.err = err
		return msg
	}
}

// readStatement reads a file, if it is an ordinary one: a pipe may never end.
func readStatement(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("opening %s: this is no ordinary file; name a .csv file", path)
	}
	return ReadFile(path)
}

// receive takes what was read, as one step for undo; with a fault, nothing of it. What
// the file does not name stays as it is, and so does a note for which it has none.
func (s *obligationsScreen) receive(msg controlsMsg) tea.Cmd {
	s.reading = false
	name := filepath.Base(msg.path)
	switch {
	case msg.asked != (s.base != nil):
		s.tell("Nothing was taken: a what-if began or ended meanwhile. Read the file again.")
		return nil
	case msg.err != nil:
		s.refused, s.whyAt = &msg, 0
		s.tell("Nothing was taken from " + name + ".")
		return nil
	}
	cmd := s.do(s.a.WithControls(msg.states), "reading "+name, s.at)
	s.tell(readWords(msg.counts))
	return cmd
}

// readWords says what a Statement of Applicability holds.
func readWords(n model.ControlCounts) string {
	var states []string
	for _, x := range []struct {
		n     int
		words string
	}{{n.InPlace, "in place"}, {n.Partial, "partly"}, {n.None, "not"}, {n.Excluded, "left out"}, {n.Unstated, "unsaid"}} {
		if x.n > 0 {
			states = append(states, strconv.Itoa(x.n)+" "+x.words)
		}
	}
	read := n.Controls + n.Clauses
	if read == 0 {
		return "The file says nothing of the state of any control."
	}
	return "Read " + plural(read, "control", "controls") + ": " + strings.Join(states, ", ") + "."
}

func (s *obligationsScreen) pressOnRefused(k tea.KeyPressMsg) tea.Cmd {
	keys := s.env.keys
	switch {
	case key.Matches(k, keys.readIn):
		return s.askPath()
	case key.Matches(k, keys.next), key.Matches(k, keys.back):
		s.refused = nil
	case key.Matches(k, keys.up):
		s.whyAt--
	case key.Matches(k, keys.down):
		s.whyAt++
	case key.Matches(k, keys.pageUp):
		s.whyAt -= max(1, s.why.height-1)
	case key.Matches(k, keys.pageDown):
		s.whyAt += max(1, s.why.height-1)
	}
	return nil
}

func (s *obligationsScreen) view(b box) []string {
	w := min(b.w, 96)
	s.current() // keeps the focus on a row
	foot := s.foot(w, b.h)
	if s.refused != nil {
		return s.refusal(box{w, b.h})
	}
	if s.theme.projector {
		if foot != nil {
			return foot
		}
		return s.slide(w)
	}
	head := s.head(box{w, b.h})
	var lines []string
	from, to := 0, 1
	group := ""
	for i := range s.rows() {
		start := len(lines)
		if i >= s.first() {
			if title := groupTitle(s.duties()[i-s.first()]); title != group {
				if n := len(lines); n > 0 && lines[n-1] != "" {
					lines = append(lines, "")
				}
				start = len(lines)
				lines = append(lines, fit(" "+s.theme.nis2.Render(title), w))
				group = title
			}
		}
		detail, note := s.row(i, w)
		note += len(lines)
		lines = append(lines, detail...)
		switch {
		case i != s.focus:
		case s.note.open:
			from, to = note, note+noteHeight // what is being typed
		default:
			from, to = start, len(lines)
		}
	}
	if s.rows() == 0 {
		lines = styled("Nothing is asked for here.", w, s.theme.soft)
	}
	return append(append(head, s.scroll.show(lines, from, to, b.h-len(head)-len(foot))...), foot...)
}

// head is the title, the counts and what the signs mean, as far as there is room.
func (s *obligationsScreen) head(b box) []string {
	t := s.theme
	lines := []string{fit(t.title.Render("What NIS2 asks for, and what is there"), b.w)}
	if b.h >= 24 {
		lines = append(lines, styled(s.lead(), b.w, t.soft)...)
	}
	lines = append(lines, t.text.Render(s.countWords(b.w)))
	if b.h >= 14 {
		lines = append(lines, t.faint.Render(s.legend(b.w)))
	}
	if b.h >= 12 {
		lines = append(lines, "")
	}
	return lines
}

// lead says what the gap check is good for now.
func (s *obligationsScreen) lead() string {
	s.duties()
	switch n := len(s.a.Controls); {
	case n > 0:
		return "Proposals follow from the " + plural(n, "control", "controls") + " of your Statement of Applicability."
	case s.counts.Said() > 0:
		return "The roadmap leaves out what is in place."
	}
	return "May be skipped: the roadmap then assumes a start from little."
}

// legend is what the keys set and the signs mean.
func (s *obligationsScreen) legend(w int) string {
	var parts []string
	for _, digit := range []string{"1", "2", "3", "0"} {
		parts = append(parts, digit+" "+levelSign(levels[digit])+" "+s.levelWords(levels[digit]))
	}
	return fitting(append(parts, "(●) proposed"), "   ", w)
}

// countWords is the counts in a line.
func (s *obligationsScreen) countWords(w int) string {
	parts := s.countParts()
	if width(strings.Join(parts, " · ")) > w {
		parts[0] = strings.TrimSuffix(parts[0], " looked at")
	}
	return fitting(parts, " · ", w)
}

// countParts is how many duties are looked at, and how many of each state there are.
func (s *obligationsScreen) countParts() []string {
	n := s.counts
	parts := []string{strconv.Itoa(n.Said()) + " of " + strconv.Itoa(n.Total()) + " looked at"}
	for _, x := range []struct {
		n     int
		words string
	}{{n.Proposed, "proposed"}, {n.None, s.levelWords(model.GapNone)}, {n.Partial, s.levelWords(model.GapPartial)},
		{n.InPlace, s.levelWords(model.GapInPlace)}, {n.NotSure, s.levelWords(model.GapNotSure)}} {
		if x.n > 0 {
			parts = append(parts, strconv.Itoa(x.n)+" "+x.words)
		}
	}
	return parts
}

// fitting joins as many parts as a line has room for.
func fitting(parts []string, between string, w int) string {
	line := ""
	for i, p := range parts {
		next := line
		if i > 0 {
			next += between
		}
		if next += p; i > 0 && width(next) > w {
			break
		}
		line = next
	}
	return line
}

// levelWords is a state as the report writes it.
func (s *obligationsScreen) levelWords(level model.GapLevel) string {
	if level == "" {
		return s.content.Phrases["gap-unsaid"]
	}
	return s.content.Phrases["gap-"+string(level)]
}

// groupTitle is where a duty stands: the Directive, or the act that its article names.
func groupTitle(d model.Duty) string {
	if act, _, found := strings.Cut(d.Article, ", "); found {
		return act
	}
	return "The Directive"
}

// articleWords is the article of a duty below the title of its group.
func articleWords(d model.Duty) string {
	if _, within, found := strings.Cut(d.Article, ", "); found {
		return strings.ReplaceAll(within, ",", "")
	}
	return d.Article
}

// partlySign is a part that is filled. More fonts have it than the circle half filled.
const partlySign = "◔"

// levelSign is a state in one cell, readable without a colour.
func levelSign(level model.GapLevel) string {
	switch level {
	case model.GapInPlace:
		return "●"
	case model.GapPartial:
		return partlySign
	case model.GapNone:
		return "○"
	case model.GapNotSure:
		return "?"
	}
	return "·"
}

// levelStyle is the colour of a state's sign.
func (s *obligationsScreen) levelStyle(level model.GapLevel) ink {
	switch level {
	case model.GapInPlace:
		return s.theme.good
	case model.GapNone:
		return s.theme.bad
	case "":
		return s.theme.faint
	}
	return s.theme.text
}

// row is a row of the list, with what it shows while it is open, and the line at which
// its note begins.
func (s *obligationsScreen) row(i, w int) (lines []string, note int) {
	t := s.theme
	bar, name := " ", t.text
	if i == s.focus && !s.asking {
		bar, name = t.bar.Render("▌"), t.strong
	}
	if i < s.first() {
		return s.reachLines(i == s.focus, w)
	}
	all := s.duties()
	d := all[i-s.first()]
	sign, right := s.stateWords(d)
	if d.Gap.State != "" && i != s.focus {
		name = t.soft // what is open stands out
	}
	left := bar + fit(sign, dutyLead-1)
	if w >= articleFrom {
		article := ""
		if i == s.focus || i == s.first() || all[i-s.first()-1].Article != d.Article {
			article = articleWords(d)
		}
		left += fit(t.faint.Render(article), dutyColumn)
	} else {
		right = ""
	}
	right += " " + t.soft.Render(noteMark(d.Gap.Note))
	lines = []string{apart(fit(left+name.Render(d.Short), w-width(right)-1), right, w)}
	if s.opened != d.ID {
		return lines, 0
	}
	detail, note := s.detail(d, i == s.focus, w-dutyLead)
	lines = append(append(append(lines, ""), indent(detail, dutyLead)...), "")
	return lines, note + 2
}

// stateWords is the sign of a duty and the words for it; brackets and a word mark a proposal.
func (s *obligationsScreen) stateWords(d model.Duty) (sign, words string) {
	t := s.theme
	if p := d.Proposal.State; p != "" {
		return t.faint.Render("(" + levelSign(p) + ")"), t.faint.Render(s.levelWords(p) + ", proposed")
	}
	sign = " " + s.levelStyle(d.Gap.State).Render(levelSign(d.Gap.State))
	if d.Gap.State == "" {
		return sign, ""
	}
	return sign, t.soft.Render(s.levelWords(d.Gap.State))
}

// reachOptions is what can be said of a certificate, in the order of the keys.
func (s *obligationsScreen) reachOptions() []string {
	words := s.content.Phrases
	return []string{"1 " + words["reach-whole"], "2 " + words["reach-part"], "0 " + words["reach-not-sure"]}
}

// reachLines is the row that asks how far a certificate reaches.
func (s *obligationsScreen) reachLines(focused bool, w int) (lines []string, note int) {
	t := s.theme
	bar, name := " ", t.text
	if focused && !s.asking {
		bar, name = t.bar.Render("▌"), t.strong
	}
	covers := s.a.Certificate.Covers
	level := map[model.Reach]model.GapLevel{
		model.ReachWhole: model.GapInPlace, model.ReachPart: model.GapPartial, model.ReachNotSure: model.GapNotSure}[covers]
	right := ""
	if covers != "" && w >= articleFrom {
		right = t.soft.Render(s.content.Phrases["reach-"+string(covers)])
	}
	right += " " + t.soft.Render(noteMark(s.a.Certificate.Note))
	left := bar + fit(" "+s.levelStyle(level).Render(levelSign(level)), dutyLead-1) + name.Render("What does the certificate cover?")
	lines = []string{apart(fit(left, w-width(right)-1), right, w)}
	if !focused && s.opened != reachRow {
		return lines, 0
	}
	inner := w - dutyLead
	lines = append(lines, indent(styled(strings.Join(s.reachOptions(), "   "), inner, t.text), dutyLead)...)
	if s.opened != reachRow {
		return lines, 0
	}
	lines = append(lines, "")
	if d, ok := s.content.Difference("scope"); ok {
		lines = append(lines, indent(styled(d.NIS2.Full+" What is proposed below follows from your answer.", inner, t.soft), dutyLead)...)
	}
	lines = append(lines, "")
	note = len(lines)
	lines = append(lines, indent(s.noteLines(s.a.Certificate.Note, focused, inner), dutyLead)...)
	return append(lines, ""), note
}

// noteLines is the note on a row, in focus or not.
func (s *obligationsScreen) noteLines(text string, focused bool, w int) []string {
	switch {
	case focused:
		return s.note.view(text, w, 6)
	case text == "":
		return nil
	}
	return labelled("Note", text, w, dutyColumn, s.theme.faint, s.theme.text)
}

// detail is what an open row shows, and the line at which its note begins.
func (s *obligationsScreen) detail(d model.Duty, focused bool, w int) (lines []string, note int) {
	t := s.theme
	column := dutyColumn
	if w < 55 {
		column = 0
	}
	add := func(label, text string, style ink) {
		if column == 0 {
			if label != "" {
				lines = append(lines, t.faint.Render(label))
			}
			lines = append(lines, styled(text, w, style)...)
		} else {
			lines = append(lines, labelled(label, text, w, column, t.faint, style)...)
		}
		lines = append(lines, "")
	}
	add("Asked", d.Ask, t.strong)
	add("Shown by", sentence(d.Evidence), t.text)
	if d.Proposal.State != "" {
		add("Proposed", s.proposalWords(d)+" "+s.env.keys.confirm.Help().Key+" confirms it.", t.text)
	}
	note = len(lines)
	if written := s.noteLines(d.Gap.Note, focused, w); len(written) > 0 {
		lines = append(append(lines, written...), "")
	}
	add("The duty", d.Label+" ("+d.Article+").", t.soft)
	add("Beyond ISO", d.BeyondISO, t.soft)
	if len(d.Links) == 0 {
		add("Controls", s.content.Phrases["named-none"], t.soft)
		return lines[:len(lines)-1], note
	}
	label, enisa := "Controls", false
	for _, naming := range []model.Naming{model.NamedByThree, model.NamedByTwo, model.NamedByENISA} {
		var links []string
		for _, l := range d.Links {
			if l.Naming == naming {
				links = append(links, s.linkLine(l, w-column))
				enisa = enisa || l.ENISA
			}
		}
		if links == nil {
			continue
		}
		add(label, s.content.Phrases["named-"+string(naming)], t.soft)
		label = ""
		lines = append(append(lines[:len(lines)-1], indent(links, column)...), "")
	}
	if source, ok := s.content.Source("enisa"); ok && enisa && source.Credit != "" {
		add("Credit", source.Credit, t.faint)
	}
	return lines[:len(lines)-1], note
}

// linkLine is a control in an open row, with its state where one is known.
func (s *obligationsScreen) linkLine(l model.Link, w int) string {
	t := s.theme
	k, _ := s.content.Control(l.Control)
	said := ""
	if state := s.a.Controls[l.Control].State; state != "" && w >= 40 {
		said = "  " + s.content.Phrases["control-"+string(state)]
		if state == model.ControlExcluded {
			said = "  left out" // it is clear of which statement
		}
	}
	credit := ""
	if l.ENISA && l.Naming != model.NamedByENISA {
		credit = " · ENISA"
	}
	label := ansi.Truncate(k.Label, max(1, w-10-width(credit+said)), "…")
	return apart(t.iso.Render(fit(l.Control, 10))+t.text.Render(label)+t.faint.Render(credit), t.soft.Render(said), w)
}

// proposalWords says what is proposed and what it rests on.
func (s *obligationsScreen) proposalWords(d model.Duty) string {
	return sentence(s.levelWords(d.Proposal.State)) + " " + s.content.ProposalReason(s.a, d)
}

// foot is the lines below the list while a file is asked for or read.
func (s *obligationsScreen) foot(w, h int) []string {
	t := s.theme
	var lines []string
	switch {
	case s.asking:
		lines = []string{
			t.bar.Render("▌") + " " + t.strong.Render(fit("Which Statement of Applicability?", w-2)),
			t.bar.Render("▌") + " " + s.path.view(t, w-5),
		}
	case s.reading:
		lines = []string{t.soft.Render("Reading …")}
	}
	if len(lines) > 0 && h >= 12 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

// refusal is what is wrong with a file that was not taken.
func (s *obligationsScreen) refusal(b box) []string {
	t := s.theme
	head := []string{fit(t.bad.Render("Not taken: "+filepath.Base(s.refused.path)), b.w)}
	head = append(head, styled("Nothing was changed. Mend the file, or choose another with "+s.env.keys.readIn.Help().Key+".", b.w, t.text)...)
	if b.h >= 12 {
		head = append(head, "")
	}
	var lines []string
	for _, f := range faultLines(s.refused.err) {
		if f.label == "" {
			lines = append(lines, styled(f.text, b.w, t.text)...)
			continue
		}
		lines = append(lines, labelled(f.label, f.text, b.w, 10, t.strong, t.text)...)
	}
	h := max(1, b.h-len(head))
	s.whyAt = max(0, min(s.whyAt, len(lines)-h))
	return append(head, s.why.show(lines, s.whyAt, s.whyAt+h, h)...)
}

// faultLine is a fault of a file and where it stands; without a label it is about all of it.
type faultLine struct{ label, text string }

// faultLines is what is wrong with a file that was not taken.
func faultLines(err error) []faultLine {
	var faults model.Faults
	if !errors.As(err, &faults) {
		return []faultLine{{"", sentence(model.CleanLine(err.Error()))}}
	}
	var out []faultLine
	for _, f := range faults {
		label := "file"
		if f.Line > 0 {
			label = "line " + strconv.Itoa(f.Line)
		}
		out = append(out, faultLine{label, sentence(model.CleanLine(f.Problem))})
	}
	return out
}

// slide is one duty for a projector: what is asked, and how it stands.
func (s *obligationsScreen) slide(w int) []string {
	t := s.theme
	d, ok := s.current()
	if !ok {
		lines := styled("What does the certificate cover?", w, t.title)
		for _, o := range s.reachOptions() {
			lines = append(lines, styled(o, w, t.text)...)
		}
		if now := s.a.Certificate.Covers; now != "" {
			lines = append(lines, styled("● "+s.content.Phrases["reach-"+string(now)], w, t.strong)...)
		}
		return lines
	}
	sign, words := s.stateWords(d)
	state := strings.TrimSpace(sign) + " " + words
	lines := []string{apart(t.title.Render(d.Short), state, w)}
	if width(d.Short)+width(state) >= w {
		lines = append(styled(d.Short, w, t.title), state)
	}
	lines = append(lines, styled(d.Ask, w, t.strong)...)
	return append(lines, t.soft.Render(s.legend(w)), t.soft.Render(s.countWords(w)))
}

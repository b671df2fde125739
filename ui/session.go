package ui

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// session is the assessment that the wizard works on: its present state, what
// follows from it, what was before, and how far it is on disk. Screens read it
// and change it through its methods alone.
type session struct {
	content   *model.Content
	a         model.Assessment // what the screens show: the assessment, or the scenario of a what-if
	outcome   model.Outcome
	concluded *model.Assessment // what the outcome was concluded from
	stations  []model.Station

	moved model.Hundredths // what the last change moved the balance by

	counted    int                       // the version since which only texts have changed, which count nowhere
	progressOf map[string]model.Progress // of stations, by id, and of all under no id; nil until it is asked for

	base   *model.Assessment // in a what-if: the assessment as it was; else nil
	before model.Outcome     // in a what-if: what follows from that

	past, future []step // undo and redo
	typing       string // the text that is being typed: its letters are one step
	said         string // one line about what just happened

	version int // grows with each change; names a state in results that come late
	saves   saves
	last    *lastState
}

// step is a state to go back to, and what was done to leave it.
type step struct {
	before model.Assessment
	base   *model.Assessment
	what   string
	where  place
}

// name tells one text from another.
func (st step) name() string { return st.where.station + " " + st.what }

// saidRoom is how wide the line about what just happened may be: at 80 columns it is not cut.
const saidRoom = 76

// undoDepth is how many changes can be taken back.
const undoDepth = 100

// lastState is the newest state, for whoever has to save it when the event loop
// cannot: after a signal, a lost terminal or a panic.
type lastState struct {
	mu   sync.Mutex
	file *File
	seq  int
	a    model.Assessment
}

func (l *lastState) set(file *File, seq int, a model.Assessment) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.file, l.seq, l.a = file, seq, a
}

// flush saves the newest state at once. It may be called from any goroutine.
func (l *lastState) flush() (path string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil || l.seq == 0 {
		return "", nil
	}
	data, err := l.a.Encode()
	if err != nil {
		return l.file.Path, err
	}
	return l.file.Path, l.file.Save(l.seq, data)
}

// release lets go of the file.
func (l *lastState) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Release()
	}
}

// saves is how far the assessment is on disk. One save is under way at most;
// what changed meanwhile is saved by the next.
type saves struct {
	file    *File  // nil: nothing is saved
	looking *taken // who has the assessment open, where it is only looked at
	done    int    // newest version on disk
	running bool
	waiting bool // a short wait for more typing is under way
	err     error
}

// savedMsg is the end of a save.
type savedMsg struct {
	file *File
	seq  int
	err  error
}

// saveNowMsg ends the wait for more typing.
type saveNowMsg struct{ file *File }

// typingPause is how long typing may rest before it is saved.
const typingPause = 300 * time.Millisecond

func newSession(c *model.Content, a model.Assessment, file *File) *session {
	s := &session{content: c, stations: c.Stations(), last: &lastState{}}
	s.open(a, file)
	return s
}

// open begins with another assessment.
func (s *session) open(a model.Assessment, file *File) {
	s.a, s.base = a, nil
	s.saves = saves{file: file}
	s.past, s.future, s.said, s.typing = nil, nil, "", ""
	s.version++
	s.saves.done = s.version // what was just read is on disk
	s.keep(0)
	s.settle()
	s.moved = 0
}

// progress is how far a station is. It is asked for in every frame, and worked out once for
// each state.
func (s *session) progress(st model.Station) model.Progress {
	return s.count(st.ID, func() model.Progress { return s.content.Progress(st, s.a) })
}

// overall is how far all stations are.
func (s *session) overall() model.Progress {
	return s.count("", func() model.Progress { return s.content.Overall(s.a) })
}

func (s *session) count(id string, work func() model.Progress) model.Progress {
	p, known := s.progressOf[id]
	if !known {
		if s.progressOf == nil {
			s.progressOf = map[string]model.Progress{}
		}
		p = work()
		s.progressOf[id] = p
	}
	return p
}

// settle works out what follows from the present state.
func (s *session) settle() {
	before := s.outcome.Balance
	if s.concluded == nil || !s.concluded.ConcludesAs(s.a) {
		s.outcome = model.Decide(s.content, s.a)
	}
	a := s.a
	s.concluded = &a
	s.moved = s.outcome.Balance - before
	s.counted, s.progressOf = s.version, nil
}

// do changes the assessment and saves it. what names the change in an undo.
func (s *session) do(next model.Assessment, what string, where place) tea.Cmd {
	if same(s.a, next) {
		return nil
	}
	s.remember(step{s.a, s.base, what, where})
	s.put(next)
	s.changed()
	s.settle()
	return s.save()
}

// put makes a state the present one. Who it is about is no part of a what-if: that is
// changed in the assessment too.
func (s *session) put(next model.Assessment) {
	s.a = next
	if s.base == nil {
		return
	}
	base := *s.base
	base.Organisation, base.Date, base.Participants, base.Report = next.Organisation, next.Date, next.Participants, next.Report
	s.base = &base
}

// whole is the assessment as it is kept: a scenario stands beside it.
func (s *session) whole() model.Assessment {
	if s.base != nil {
		return s.base.WithWhatIf(s.a)
	}
	return s.a
}

// decided is what follows from the assessment itself, whatever is tried in a what-if.
func (s *session) decided() model.Outcome {
	if s.base != nil {
		return s.before
	}
	return s.outcome
}

// wonder begins a what-if, or goes on with the one that is kept.
func (s *session) wonder(where place) tea.Cmd {
	base := s.a.WithoutWhatIf()
	scenario, kept := s.a.Scenario()
	if !kept {
		scenario = base.Clone()
	}
	return s.turn(scenario, &base, "the what-if", where)
}

// settleBase works out what follows from the assessment that a what-if leaves as it was.
func (s *session) settleBase() {
	if s.base != nil {
		s.before = model.Decide(s.content, *s.base)
	}
}

// keepScenario makes the scenario the assessment.
func (s *session) keepScenario(where place) tea.Cmd {
	return s.turn(s.a, nil, "keeping the what-if", where)
}

// dropScenario goes back to the assessment as it was.
func (s *session) dropScenario(where place) tea.Cmd {
	return s.turn(*s.base, nil, "dropping the what-if", where)
}

// turn goes between the assessment and a what-if, as one step for undo.
func (s *session) turn(a model.Assessment, base *model.Assessment, what string, where place) tea.Cmd {
	s.remember(step{s.a, s.base, what, where})
	s.a, s.base = a, base
	s.settleBase()
	s.changed()
	s.settle()
	s.moved = 0
	return s.save()
}

// typed changes a text while it is being typed. It is saved after a short rest,
// and the whole text is one step for undo.
func (s *session) typed(next model.Assessment, what string, where place) tea.Cmd {
	if same(s.a, next) {
		return nil
	}
	if text := (step{what: what, where: where}); s.typing != text.name() {
		s.remember(step{s.a, s.base, what, where})
		s.typing = text.name()
	}
	s.future = nil
	s.put(next)
	s.changed()
	if s.saves.file == nil || s.saves.waiting {
		return nil
	}
	s.saves.waiting = true
	file := s.saves.file
	return tea.Tick(typingPause, func(time.Time) tea.Msg { return saveNowMsg{file} })
}

func (s *session) remember(st step) {
	s.past = append(s.past, st)
	s.past = s.past[max(0, len(s.past)-undoDepth):]
	s.future = nil
	s.typing = ""
}

func (s *session) changed() {
	s.version++
	s.keep(s.version)
}

// keep makes the present state the one that a flush would save, as number seq.
func (s *session) keep(seq int) {
	a := s.whole()
	a.Content = s.content.Version
	s.last.set(s.saves.file, seq, a)
}

// undo takes the last change back and tells where it was made.
func (s *session) undo() (where place, ok bool, cmd tea.Cmd) {
	return s.travel(&s.past, &s.future, "Took back: ", "There is nothing to take back.")
}

// redo makes the change again that was taken back last.
func (s *session) redo() (where place, ok bool, cmd tea.Cmd) {
	return s.travel(&s.future, &s.past, "Did again: ", "There is nothing to do again.")
}

func (s *session) travel(from, to *[]step, said, nothing string) (place, bool, tea.Cmd) {
	n := len(*from)
	if n == 0 {
		s.said = nothing
		return place{}, false, nil
	}
	s.typing = ""
	st := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, step{s.a, s.base, st.what, st.where})
	s.a, s.base = st.before, st.base
	s.settleBase()
	s.changed()
	s.said = said + st.what + "."
	s.settle()
	return st.where, true, s.save()
}

// save writes the present state unless a save is under way; its end starts the next.
func (s *session) save() tea.Cmd {
	if s.saves.file == nil || s.saves.running || s.saves.done == s.version {
		return nil
	}
	s.saves.running = true
	file, seq, a, content := s.saves.file, s.version, s.whole(), s.content.Version
	return func() tea.Msg {
		a.Content = content
		data, err := a.Encode()
		if err == nil {
			err = file.Save(seq, data)
		}
		return savedMsg{file, seq, err}
	}
}

// update takes the messages about saving.
func (s *session) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case saveNowMsg:
		if msg.file != s.saves.file {
			return nil
		}
		s.saves.waiting = false
		return s.save()
	case savedMsg:
		if msg.file != s.saves.file {
			return nil // of an assessment that was left meanwhile
		}
		s.saves.running = false
		s.saves.err = msg.err
		if msg.err == nil {
			s.saves.done = max(s.saves.done, msg.seq)
			return s.save()
		}
	}
	return nil
}

// goOn makes another file the assessment's from now on. It holds version seq already.
func (s *session) goOn(file *File, seq int) tea.Cmd {
	old := s.saves.file
	s.saves = saves{file: file, done: seq}
	s.keep(s.version)
	cmd := s.save()
	if old == nil || old == file {
		return cmd
	}
	return tea.Batch(cmd, func() tea.Msg {
		old.Release()
		return nil
	})
}

// saveState is what the head line says about saving.
func (s *session) saveState() (text string, good bool) {
	switch {
	case s.saves.looking != nil:
		return "looking: nothing is saved", true
	case s.saves.file == nil:
		return "not saved", true
	case errors.Is(s.saves.err, ErrChanged):
		return "not saved: changed elsewhere", false
	case errors.Is(s.saves.err, ErrFolderGone):
		return "not saved: the folder is gone", false
	case s.saves.err != nil:
		return "not saved: " + shortError(s.saves.err), false
	case s.saves.done == s.version:
		return "saved ✓", true
	}
	return "saving", true
}

// shortError is the last, most telling part of an error: what happened, without what to
// try.
func shortError(err error) string {
	var plain plainError
	if errors.As(err, &plain) {
		words, _, _ := strings.Cut(plain.words, ";")
		return words
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			words, _, _ := strings.Cut(model.CleanLine(err.Error()), ";")
			return words
		}
		err = inner
	}
}

func same(a, b model.Assessment) bool {
	return a.Content == b.Content && a.Organisation == b.Organisation && a.Date == b.Date && a.Scope.Equal(b.Scope) && a.Plan == b.Plan &&
		slices.Equal(a.Participants, b.Participants) && maps.Equal(a.Answers, b.Answers) &&
		maps.Equal(a.Differences, b.Differences) && maps.Equal(a.Gap, b.Gap) && maps.Equal(a.Weights, b.Weights) &&
		a.Certificate == b.Certificate && maps.Equal(a.Controls, b.Controls) && maps.Equal(a.Steps, b.Steps) &&
		a.BreakEven == b.BreakEven && a.Report.Equal(b.Report) && sameScenario(a.WhatIf, b.WhatIf)
}

// sameScenario reports whether two scenarios are the same; none and one in which nothing
// is said are two things.
func sameScenario(a, b *model.Assessment) bool {
	if a == nil || b == nil {
		return a == b
	}
	return same(*a, *b)
}

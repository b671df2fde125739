package ui

import (
	"image/color"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// app is the root: it owns the window, the session and the way through, hands
// each message to one screen, and draws the frame. It handles size, leaving,
// help, undo and going from place to place, and nothing else.
type app struct {
	*env
	background color.Color
	size       box
	start      *startScreen

	journey
	screens     map[place]screen
	overview    *overviewScreen
	overviewing bool
	menu        *menu              // over everything, where it is open
	over        func(box) []string // a page over everything: the glossary
	overAt      int                // how far it is scrolled

	glossary     []string // its lines, as of glossaryMade
	glossaryMade glossaryKey
	frameBytes   int      // how long the last frame was
	railLines    []string // as of railMade
	railMade     railKey

	hidden bool // the balance
	blank  bool // the whole screen, for a projector
	warned int  // the version that could not be saved when somebody tried to leave, and was told; 0: none

	early []tea.Msg // keys and pastes that wait for the screen

	leaving  bool // the save with which somebody leaves is under way
	quitting bool // it is the program that is left then, and not only the assessment

	ended   func() // asks the program to end, from wherever a panic was caught
	crashed atomic.Pointer[string]
}

func newApp(opts *Options) *app {
	keys, t := newKeys(), newTheme(opts.Theme, nil)
	keys.bind(opts.Keys)
	a := &app{
		env:   &env{keys: keys, theme: t, store: opts.Store, opts: opts},
		start: newStartScreen(keys, t, opts),
		ended: func() {},
	}
	a.env.jump = func(p place) { a.goTo(p, true) }
	a.env.tell = func(line string) {
		if a.session != nil {
			a.said = line
		}
	}
	return a
}

// station finds a station by its id.
func (e *env) station(id string) model.Station {
	for _, st := range e.stations {
		if st.ID == id {
			return st
		}
	}
	return model.Station{}
}

// Init asks for the background and opens what was named on the command line.
func (a *app) Init() tea.Cmd {
	var cmds []tea.Cmd
	if opts := a.opts; opts.Content == nil {
		cmds = append(cmds, func() tea.Msg { return contentMsg{opts.known()} })
	}
	if try := a.opts.Try; try != nil {
		cmds = append(cmds, func() tea.Msg { return triedMsg{try()} })
	}
	if a.opts.Theme == Auto {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if path := a.opts.Path; path != "" {
		a.start.opening = true // what is typed meanwhile opens nothing else
		opts := a.opts
		cmds = append(cmds, func() tea.Msg {
			msg := openPath(opts, path)
			msg.named = true
			return msg
		})
	} else {
		cmds = append(cmds, a.start.load())
	}
	return a.guard(tea.Batch(cmds...))
}

// Update routes one message. A panic below ends the program in good order.
func (a *app) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			a.crash()
			m, cmd = a, tea.Quit
		}
	}()
	if a.crashed.Load() != nil {
		return a, tea.Quit
	}
	cmd = tea.Batch(a.route(msg), a.refresh())
	for len(a.early) > 0 && !a.waits() {
		first := a.early[0]
		a.early = a.early[1:]
		cmd = tea.Batch(cmd, a.route(first), a.refresh())
	}
	return a, a.guard(cmd)
}

// refresh lets the present screen begin with what it needs beside the loop.
func (a *app) refresh() tea.Cmd {
	if a.session == nil || a.size.w < minWidth || a.size.h < minHeight {
		return nil
	}
	if r, ok := a.current().(interface{ refresh(box) tea.Cmd }); ok {
		return r.refresh(a.layout().body)
	}
	return nil
}

// waits reports whether the present screen cannot take keys before a result has come that it
// waits for. They are kept in their order until then.
func (a *app) waits() bool {
	if a.session == nil {
		return false
	}
	w, ok := a.current().(interface{ waits() bool })
	return ok && w.waits()
}

// View draws the frame. Whatever text got into it, only printable characters and
// colours leave.
func (a *app) View() (v tea.View) {
	defer func() {
		if r := recover(); r != nil {
			a.crash()
			go a.ended()
			v = tea.NewView("")
		}
		v.AltScreen = true
		v.WindowTitle = "twopaths"
		if a.opts.Mouse {
			v.MouseMode = tea.MouseModeCellMotion
		}
	}()
	return tea.NewView(onlyStyles(a.frame()))
}

// crashMsg is a panic that was caught in a command.
type crashMsg struct{}

// guard catches panics in commands: the library would print the panic's value,
// and with it answers, onto the terminal.
func (a *app) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				a.crash()
				msg = crashMsg{}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, c := range batch {
				batch[i] = a.guard(c)
			}
		}
		return msg
	}
}

// crash notes where a panic happened.
func (a *app) crash() {
	where := crashSite()
	a.crashed.CompareAndSwap(nil, &where)
}

// crashSite is where the panic happened that is being recovered: the file and line alone,
// no value, because a value can hold an answer.
func crashSite() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers)])
	for {
		f, more := frames.Next()
		if name, ours := strings.CutPrefix(f.Function, "twopaths/"); ours && !strings.Contains(name, ".guard.") {
			file := f.File[strings.LastIndexAny(f.File, `/\`)+1:]
			return file + ":" + strconv.Itoa(f.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

func (a *app) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case crashMsg:
		return tea.Quit
	case tea.WindowSizeMsg:
		a.size = box{max(0, msg.Width), max(0, msg.Height)}
		return nil
	case tea.BackgroundColorMsg:
		a.background = msg.Color
		a.retheme()
		return nil
	case contentMsg:
		a.start.content = msg.content
		return nil
	case triedMsg:
		if msg.err == nil {
			return nil
		}
		a.opts.result.Refused = msg.err
		return tea.Quit
	case listMsg:
		a.start.receive(msg)
		return nil
	case openedMsg:
		return a.opened(msg)
	case savedMsg, saveNowMsg:
		if a.session != nil {
			return a.saved(msg)
		}
		return nil
	case leftMsg:
		return a.left(msg)
	case elsewhereMsg:
		return a.savedElsewhere(msg)
	case docMsg:
		if msg.by != a.session {
			return nil // of an assessment that was left meanwhile
		}
		for _, s := range a.screens {
			if d, ok := s.(interface{ receive(docMsg) }); ok {
				d.receive(msg)
			}
		}
		return nil
	case weightsMsg:
		if s, ok := a.screens[weightsPlace].(*weightsScreen); ok && msg.by == a.session {
			s.receive(msg)
		}
		return nil
	case planMsg:
		if msg.by != a.session {
			return nil // of an assessment that was left meanwhile
		}
		for _, s := range a.screens {
			if c, ok := s.(*chartScreen); ok {
				c.receive(msg)
			}
		}
		return nil
	case exportedMsg:
		if msg.err == nil {
			a.opts.result.Exported = msg.path
		}
		if msg.by != a.session {
			return nil
		}
		for _, s := range a.screens {
			if x, ok := s.(*exportScreen); ok {
				x.update(msg)
			}
		}
		return nil
	case controlsMsg:
		if msg.by != a.session {
			return nil // of an assessment that was left meanwhile
		}
		for _, s := range a.screens {
			if o, ok := s.(*obligationsScreen); ok {
				return o.receive(msg)
			}
		}
		return nil
	case tea.MouseWheelMsg:
		up, down := a.keys.up, a.keys.down
		if a.typing() && a.menu == nil && a.over == nil {
			up, down = a.keys.prevField, a.keys.nextField
		}
		if msg.Button == tea.MouseWheelUp {
			return a.press(pressOf(up))
		}
		return a.press(pressOf(down))
	case tea.KeyPressMsg:
		return a.press(msg)
	}
	if _, paste := msg.(tea.PasteMsg); paste && a.waits() {
		a.early = append(a.early, msg)
		return nil
	}
	return a.handOver(msg)
}

// retheme makes the styles anew. The theme's value is replaced, not its pointer:
// screens hold the pointer. Documents see the change by their key.
func (a *app) retheme() {
	t := newTheme(a.opts.Theme, a.background)
	a.theme = t
	a.start.theme = t
}

// press takes a key: what works everywhere first, unless it is text.
func (a *app) press(k tea.KeyPressMsg) tea.Cmd {
	keys := a.keys
	if key.Matches(k, keys.leave) {
		return tea.Quit
	}
	if key.Matches(k, keys.suspend) {
		if !canSuspend() {
			a.tell("This terminal cannot suspend the program; " + keys.leave.Help().Key + " leaves it.")
			return nil
		}
		opts := a.opts
		return a.guard(func() tea.Msg {
			_, _ = opts.flush() // asleep, nothing would be saved
			return tea.Suspend()
		})
	}
	if a.blank {
		a.blank = false
		return nil
	}
	if a.menu != nil {
		chosen, closed := a.menu.press(k, keys)
		if closed {
			a.menu = nil
		}
		if chosen != nil {
			return a.press(pressOf(*chosen))
		}
		return nil
	}
	if a.over != nil {
		switch {
		case key.Matches(k, keys.down):
			a.overAt++
		case key.Matches(k, keys.up):
			a.overAt = max(0, a.overAt-1)
		case key.Matches(k, keys.pageDown):
			a.overAt += max(1, a.size.h-8)
		case key.Matches(k, keys.pageUp):
			a.overAt = max(0, a.overAt-max(1, a.size.h-8))
		default:
			a.over = nil
		}
		return nil
	}
	if a.waits() {
		a.early = append(a.early, k)
		return nil
	}
	typing := a.typing()
	switch {
	case key.Matches(k, keys.helpTyping) && typing, key.Matches(k, keys.help) && !typing:
		a.menu = a.newMenu()
		return nil
	case key.Matches(k, keys.glossary) && !typing:
		a.over, a.overAt = a.glossaryPage, 0
		return nil
	case key.Matches(k, keys.blank) && !typing && a.theme.projector:
		a.blank = true
		return nil
	}
	if a.session == nil || typing {
		return a.handOver(k)
	}
	a.said = ""
	if c, ok := a.current().(interface{ claims(tea.KeyPressMsg) bool }); ok && c.claims(k) {
		return a.handOver(k)
	}
	switch {
	case key.Matches(k, keys.quit):
		return a.leave(true)
	case key.Matches(k, keys.elsewhere) && !a.opts.NoSave:
		a.goTo(elsewherePlace, true)
	case key.Matches(k, keys.undo):
		return a.travelled(a.session.undo())
	case key.Matches(k, keys.redo):
		return a.travelled(a.session.redo())
	case key.Matches(k, keys.balance):
		a.hidden = !a.hidden
		if a.hidden {
			a.said = "The balance is hidden; " + keys.balance.Help().Key + " shows it again."
		}
	case key.Matches(k, keys.overview) && !a.overviewing:
		a.overviewing = true
		a.overview.show(a.at)
	case key.Matches(k, keys.overview), a.overviewing && key.Matches(k, keys.back):
		a.overviewing = false
	case key.Matches(k, keys.wonder) && a.shown() != whatIfPlace:
		return a.wonder()
	case key.Matches(k, keys.weights) && a.shown() != weightsPlace:
		a.goTo(weightsPlace, true)
	case key.Matches(k, keys.breakEven) && a.shown() != breakEvenPlace:
		a.goTo(breakEvenPlace, true)
	case key.Matches(k, keys.export):
		a.goTo(a.lastPlace(), true)
	case key.Matches(k, keys.nextStation):
		a.toStation(1)
	case key.Matches(k, keys.prevStat):
		a.toStation(-1)
	case key.Matches(k, keys.back):
		return a.back()
	case key.Matches(k, keys.right):
		a.step(1)
	case key.Matches(k, keys.left):
		a.step(-1)
	default:
		return a.handOver(k)
	}
	return nil
}

// wonder begins a what-if; within one it compares it with the assessment.
func (a *app) wonder() tea.Cmd {
	if a.base != nil {
		a.goTo(whatIfPlace, true)
		return nil
	}
	kept := a.a.WhatIf != nil
	cmd := a.session.wonder(a.at)
	a.said = a.wonderWords("What if: change what you like.")
	if kept {
		a.said = a.wonderWords("Back in the what-if.")
	}
	return cmd
}

// wonderWords says how a what-if that has begun comes to an end.
func (e *env) wonderWords(begun string) string {
	return begun + " " + e.keys.wonder.Help().Key + " compares it, and keeps or drops it."
}

func (a *app) typing() bool {
	if a.session == nil {
		return a.start.typing()
	}
	return a.current().typing()
}

// handOver gives a message to the present screen and goes where it says.
func (a *app) handOver(msg tea.Msg) tea.Cmd {
	if a.session == nil {
		where, cmd := a.start.update(msg)
		if where == leave {
			return tea.Quit
		}
		return cmd
	}
	if _, ok := msg.(tea.KeyPressMsg); ok {
		a.said = ""
	}
	where, cmd := a.current().update(msg)
	switch where {
	case forward:
		a.step(1)
	case backward:
		said := a.said // what the screen that is left has to say
		cmd = tea.Batch(cmd, a.back())
		if a.session != nil && said != "" {
			a.said = said
		}
		return cmd
	case toStart:
		return tea.Batch(cmd, a.leave(false))
	case leave:
		return tea.Batch(cmd, a.leave(true))
	}
	return cmd
}

// opened begins work on an assessment.
func (a *app) opened(msg openedMsg) tea.Cmd {
	a.start.opening, a.start.prompt, a.start.query = false, noPrompt, ""
	a.menu = nil
	if msg.err != nil && msg.named {
		a.opts.result.Refused = msg.err // whoever named it reads it where it was named
		return tea.Quit
	}
	if msg.err != nil {
		a.start.err = msg.err
		return a.start.load()
	}
	if msg.held != nil && !msg.looks {
		a.start.held = msg.held
		return a.start.load()
	}
	begun, save := a.opts.beginSession(msg)
	a.session, a.warned = begun, 0
	a.leaving, a.quitting = false, false
	a.early = nil
	a.screens = map[place]screen{}
	a.depart(a.way())
	a.overview = newOverviewScreen(a.env)
	a.overviewing = false
	a.goTo(a.resume(), false)
	a.said = msg.notice
	return save
}

// leftMsg is the end of the save with which somebody leaves.
type leftMsg struct {
	savedMsg
	by *session
}

// leave goes to the start screen, or ends the program. What is not on the disk is saved
// first: it may be what was typed just now, or stand behind a save that is under way. Where
// that fails one stays, and leaves by leaving again. Keys that are pressed before the save has
// ended are no second time: nobody has been told yet.
func (a *app) leave(quit bool) tea.Cmd {
	a.quitting = a.leaving && a.quitting || quit
	if a.leaving || a.unsaved() {
		return nil
	}
	by, last := a.session, a.session.last
	if a.saves.file != nil && a.saves.err == nil && a.saves.done != a.version {
		saved := savedMsg{file: a.saves.file, seq: a.version}
		a.leaving = true
		return func() tea.Msg {
			_, saved.err = last.flush()
			return leftMsg{saved, by}
		}
	}
	if quit {
		return tea.Quit
	}
	a.opts.finish(a.session)
	a.session, a.menu = nil, nil
	a.start.theme = a.theme
	load := a.start.load()
	return func() tea.Msg {
		if _, err := last.flush(); err == nil {
			last.release()
		}
		if load == nil {
			return nil
		}
		return load()
	}
}

// left goes on with leaving, unless the save failed.
func (a *app) left(msg leftMsg) tea.Cmd {
	if msg.by != a.session {
		return nil // it was left meanwhile
	}
	a.leaving = false
	return tea.Batch(a.saved(msg.savedMsg), a.leave(a.quitting))
}

func (a *app) travelled(where place, ok bool, cmd tea.Cmd) tea.Cmd {
	said := a.said
	if ok {
		a.goTo(where, true)
	}
	a.said = said
	return cmd
}

// shown is the place in sight: none, where the overview is.
func (a *app) shown() place {
	if a.overviewing {
		return place{}
	}
	return a.at
}

// current is the screen of the present place.
func (a *app) current() screen {
	if a.overviewing {
		return a.overview
	}
	if s, ok := a.screens[a.at]; ok {
		return s
	}
	s := a.make(a.at)
	a.screens[a.at] = s
	return s
}

func (a *app) make(p place) screen {
	switch p {
	case weightsPlace:
		return newWeightsScreen(a.env, p)
	case whatIfPlace:
		return newWhatIfScreen(a.env, p)
	case breakEvenPlace:
		return newBreakEvenScreen(a.env, p)
	case elsewherePlace:
		return newElsewhereScreen(a.env, p)
	}
	switch a.station(p.station).Kind {
	case model.ProfileStation:
		if p.item == 0 {
			return newProfileScreen(a.env, p)
		}
	case model.DifferencesStation:
		return newDifferencesScreen(a.env, p)
	case model.ScopeStation:
		if p.item == 0 {
			return newScopeScreen(a.env, p)
		}
		return newDocumentScreen(a.env, p, scopePart)
	case model.RecommendationStation:
		return newDocumentScreen(a.env, p, recommendationPart)
	case model.ObligationsStation:
		return newObligationsScreen(a.env, p)
	case model.RoadmapStation:
		if p.item == 0 {
			return newChartScreen(a.env, p)
		}
		return newDocumentScreen(a.env, p, roadmapPart)
	case model.ExportStation:
		return newExportScreen(a.env, p)
	}
	return newChoiceScreen(a.env, p)
}

// goTo shows a place; with remember, Esc leads back to the present one.
func (a *app) goTo(p place, remember bool) {
	if p == whatIfPlace && a.base == nil {
		p = a.places[a.index()] // the what-if is over
	}
	if remember {
		a.towards(p)
	}
	a.at, a.overviewing = p, false
	a.menu, a.said = nil, ""
	a.current().enter()
}

// step goes along the way.
func (a *app) step(n int) {
	if a.overviewing {
		return
	}
	if i := a.index() + n; i >= 0 && i < len(a.places) {
		a.goTo(a.places[i], true)
	}
}

func (a *app) lastPlace() place { return a.places[len(a.places)-1] }

// toStation goes to the first place of the next or previous station.
func (a *app) toStation(n int) {
	here := a.places[a.index()].station
	for i, st := range a.stations {
		if st.ID == here {
			if j := i + n; j >= 0 && j < len(a.stations) {
				a.goTo(place{a.stations[j].ID, 0}, true)
			}
			return
		}
	}
}

// back goes where one came from, or to the start screen.
func (a *app) back() tea.Cmd {
	if p, ok := a.cameFrom(); ok {
		a.goTo(p, false)
		return nil
	}
	return a.leave(false)
}

// layout is how the window is divided for the present screen.
func (a *app) layout() layout {
	if a.theme.projector {
		return layout{body: box{min(projectorWidth, a.size.w-2), min(projectorLines, a.size.h-4)}}
	}
	side, foot := sideWidth, true
	if s, ok := a.current().(interface{ sideWidth(window int) int }); ok {
		side, foot = s.sideWidth(a.size.w), false
	}
	return divide(a.size.w, a.size.h, side, foot)
}

// newMenu is every action that works now.
func (a *app) newMenu() *menu {
	if a.session == nil {
		return newMenu("at the start", a.start.bindings(), a.everywhere(), a.keys)
	}
	return newMenu(a.menuTitle(), a.current().keys(), a.everywhere(), a.keys)
}

// glossaryPage explains the words that are used.
func (a *app) glossaryPage(b box) []string {
	w := min(b.w, 84)
	if made := (glossaryKey{a.theme, w}); a.glossaryMade != made {
		a.glossaryMade, a.glossary = made, a.glossaryLines(w)
	}
	return a.glossary
}

// glossaryKey is what the lines of the glossary depend on.
type glossaryKey struct {
	theme *theme
	w     int
}

func (a *app) glossaryLines(w int) []string {
	lines := []string{a.theme.title.Render("Glossary"), ""}
	for _, term := range a.opts.known().Glossary {
		if w < 60 {
			lines = append(lines, styled(term.Term, w, a.theme.strong)...)
			lines = append(lines, styled(term.Text, w, a.theme.text)...)
		} else {
			lines = append(lines, labelled(term.Term, term.Text, w, 28, a.theme.strong, a.theme.text)...)
		}
		lines = append(lines, "")
	}
	return lines
}

// everywhere is the keys that work on every station.
func (a *app) everywhere() []key.Binding {
	k := a.keys
	leaving := []key.Binding{k.suspend, k.leave}
	if a.typing() {
		return append([]key.Binding{k.helpTyping}, leaving...)
	}
	if a.theme.projector {
		leaving = append(leaving, k.blank)
	}
	if a.session == nil {
		return append([]key.Binding{k.glossary, k.help}, leaving...)
	}
	wonder := k.wonder
	if a.base != nil {
		wonder = as(k.wonder, "compare")
	}
	balance := k.balance
	if a.hidden {
		balance = as(k.balance, "show balance")
	}
	overview := k.overview
	if a.overviewing {
		overview = as(k.overview, "close the overview")
	}
	all := append([]key.Binding{balance, k.nextStation, k.prevStat, k.left, k.right, overview, wonder, k.weights, k.breakEven, k.export,
		k.elsewhere, k.undo, k.redo, k.glossary, k.back, k.help, k.quit}, leaving...)
	claims := func(tea.KeyPressMsg) bool { return false }
	if c, ok := a.current().(interface{ claims(tea.KeyPressMsg) bool }); ok {
		claims = c.claims
	}
	own := a.current().keys()
	var idle []key.Binding // they would lead to where one is, or nowhere
	if a.opts.NoSave {
		idle = append(idle, k.elsewhere)
	}
	switch {
	case a.overviewing:
		idle = append(idle, k.left, k.right)
	case a.at == whatIfPlace:
		idle = append(idle, k.wonder)
	case a.at == weightsPlace:
		idle = append(idle, k.weights)
	case a.at == breakEvenPlace:
		idle = append(idle, k.breakEven)
	}
	return slices.DeleteFunc(all, func(b key.Binding) bool {
		if slices.ContainsFunc(idle, func(i key.Binding) bool { return sameKey(i, b) }) {
			return true
		}
		return claims(pressOf(b)) || slices.ContainsFunc(own, func(o key.Binding) bool { return shareKey(o, b) })
	})
}

// menuTitle says where the present screen's own keys work.
func (a *app) menuTitle() string {
	if a.overviewing {
		return "in the overview"
	}
	return "at " + strings.ToLower(a.title())
}

// title is what the present place is called.
func (a *app) title() string {
	switch a.at {
	case weightsPlace:
		return "What counts"
	case whatIfPlace:
		return "Comparison"
	case breakEvenPlace:
		return "Break-even"
	case elsewherePlace:
		return "Save elsewhere"
	}
	return a.station(a.at.station).Title
}

package ui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"

	"twopaths/model"
)

// The wizard line by line, for screen readers, pipes, slow lines and terminals that cannot
// move a cursor. A line comes in, lines go out, nothing that was said is changed:
//
//	Question 4 of 19. Market, 1 of 6.
//	How do tenders treat a certificate?
//	Why we ask: A certificate that wins tenders pays for itself.
//	1. We are excluded without one. The tender names ISO 27001 as a condition.
//	2. It scores points. Certified bidders get a better mark.
//	0. Not sure. It stays on the list of open points.
//
// It works on the same session as the screens and asks model for the way. A place on the
// way is a part; it gets the lines that are no command. Where a screen knows what can be
// chosen, and what a choice does, its part asks the screen, and draws nothing of it.
type plain struct {
	*env
	journey
	parts map[place]plainPart
	begin *plainStart

	ask     *plainAsk     // what the next line answers, whatever it is
	writing *plainWriting // the note that lines go into
	hidden  bool          // the balance
	told    string        // the last sentence on what decides
	over    bool          // quit was said
	warned  int           // the version that could not be saved when somebody tried to leave, and was told; 0: none
	handed  bool          // the last line wrote an export

	out    strings.Builder // what was said and is not written yet
	spoken bool            // whether anything was written
	broken error           // why nothing more can be written
}

// plainPart is one place of the wizard line by line.
type plainPart interface {
	// say tells where one is, what is asked and what can be chosen.
	say(p *plain)
	// brief repeats in a line or two what can be chosen.
	brief(p *plain)
	// take takes a line that is no command. It is false for one that means nothing here.
	take(p *plain, line string) bool
	// commands is what works here and not everywhere.
	commands() []plainCommand
}

// plainNoted is a part that a note can be written at.
type plainNoted interface {
	// noted is the note of what is spoken of now; ok is false where nothing is.
	noted() (n plainNote, ok bool)
}

// plainNote is a note and how to change it.
type plainNote struct {
	text string
	what string // names the change in an undo: the note on tenders
	set  func(text string) model.Assessment
}

// plainCommand is a word that does something.
type plainCommand struct {
	word  string
	also  string // another word for it
	args  string // what may follow it, in capitals; empty: nothing may
	does  string // one sentence
	start bool   // it works without an assessment too
	run   func(p *plain, rest string)
}

// plainAsk is a question whose answer is the next line.
type plainAsk struct {
	text string
	take func(line string)
}

// plainWriting is a note while its lines come in.
type plainWriting struct {
	plainNote
	at    place
	begun bool // a line has come
}

// ErrInputEnded says that the lines ended before somebody said quit.
var ErrInputEnded = errors.New("the input ended before `quit`")

// RunPlain leads through the wizard line by line until it is left, by quit, by the end of
// the input or by a signal. Whatever ends it, what whole lines said has been saved.
func RunPlain(opts *Options) (Result, error) {
	p := newPlain(opts)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	// Without this, a reader that goes away ends the process before it has tidied up.
	pipes := make(chan os.Signal, 1)
	signal.Notify(pipes, syscall.SIGPIPE)
	defer signal.Stop(pipes)

	done := make(chan struct{})
	defer close(done)
	lines := make(chan plainInput)
	got := make(chan os.Signal, 1)
	go readLines(opts.In, lines, done)
	go p.heed(signals, got, done)

	err := p.converse(lines, got)
	err = opts.end(p.session, err)
	return opts.result, err
}

// heed passes a signal on, and ends the process where nobody takes it: what reads its lines
// may have stopped reading.
func (p *plain) heed(signals <-chan os.Signal, got chan<- os.Signal, done <-chan struct{}) {
	select {
	case <-done:
	case sig := <-signals:
		got <- sig
		select {
		case <-done:
		case <-time.After(patience):
			code := ExitSignal(sig)
			if _, err := p.opts.flush(); err != nil {
				code = 3
			}
			p.opts.Die(code)
		}
	}
}

func newPlain(opts *Options) *plain {
	keys, t := newKeys(), newTheme(Plain, nil)
	p := &plain{env: &env{keys: keys, theme: t, store: opts.Store, opts: opts}}
	p.env.jump = func(to place) { p.goTo(to, true) }
	p.env.tell = func(line string) { p.line(line) }
	p.begin = &plainStart{}
	return p
}

// converse takes lines until it is over. A panic ends it in good order.
func (p *plain) converse(lines <-chan plainInput, signals <-chan os.Signal) (err error) {
	r := &p.opts.result
	defer func() {
		if recover() != nil {
			r.Crash, err = crashSite(), nil
		}
	}()
	if try := p.opts.Try; try != nil {
		if err := try(); err != nil {
			r.Refused = err
			return nil
		}
	}
	if p.opts.Path != "" {
		msg := openPath(p.opts, p.opts.Path)
		if msg.err != nil {
			r.Refused = msg.err
			return nil
		}
		p.opened(msg)
	} else {
		p.begin.say(p)
	}
	p.flush()
	for !p.over && p.broken == nil {
		select {
		case sig := <-signals:
			r.Signal = sig
			p.out.WriteString("\n") // behind what a terminal shows of the key
			p.flush()
			return nil
		case l := <-lines:
			if l.ended {
				return p.end(l)
			}
			p.handed = false
			p.handle(l)
			p.flush()
		}
	}
	if p.broken != nil {
		if errors.Is(p.broken, syscall.EPIPE) || errors.Is(p.broken, io.ErrClosedPipe) {
			r.Signal = syscall.SIGPIPE
			return nil
		}
		return fmt.Errorf("writing what is said: %w", plainly(p.broken))
	}
	return nil
}

// end is what the end of the input comes to. Right behind an export it is as good as quit.
func (p *plain) end(l plainInput) error {
	switch {
	case l.problem != nil:
		return fmt.Errorf("reading the next line: %w", plainly(l.problem))
	case l.cut:
		return fmt.Errorf("%w, in the middle of a line; that piece was not taken. End each line, and the last one with `quit`", ErrInputEnded)
	case p.handed:
		return nil
	}
	return fmt.Errorf("%w; what whole lines said was taken", ErrInputEnded)
}

// handle takes one line.
func (p *plain) handle(l plainInput) {
	if l.tooLong() {
		p.linef("This line has %d bytes; at most %d are read. Nothing was done with it.", l.bytes, maxPlainLine)
		p.again()
		return
	}
	switch {
	case p.writing != nil:
		p.write(strings.TrimSuffix(model.Clean(l.text), "\n"))
	case p.ask != nil:
		p.answer(model.CleanLine(l.text))
	default:
		p.obey(model.CleanLine(l.text))
	}
	p.sayHeld()
}

// obey takes a line that is a command or a choice.
func (p *plain) obey(line string) {
	part := p.part()
	if line == "" {
		p.line("Nothing was chosen.")
		part.brief(p)
		return
	}
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if c, ok := p.command(word); ok && (rest == "" || c.args != "") {
		c.run(p, rest)
		return
	}
	if part.take(p, line) {
		return
	}
	p.line(quoted(line) + " is no choice and no command here. Nothing was changed.")
	part.brief(p)
}

// quoted is a line within quotation marks, cut where it is long.
func quoted(line string) string {
	kept, cut := model.Cut(line, 60)
	if cut > 0 {
		kept += "..."
	}
	return "“" + kept + "”"
}

// question asks something whose answer is the next line, whatever it is.
func (p *plain) question(text string, take func(line string)) {
	p.ask = &plainAsk{text, take}
	p.line(text)
}

// answer takes the answer to what was asked. Nothing is no answer.
func (p *plain) answer(line string) {
	asked := p.ask
	switch {
	case line == "":
		p.line("Nothing was typed. " + asked.text + " Or cancel.")
	case strings.EqualFold(line, "cancel"):
		p.ask = nil
		p.line("Cancelled. Nothing was changed.")
		p.part().brief(p)
	default:
		p.ask = nil
		asked.take(line)
	}
}

// again repeats what is waited for.
func (p *plain) again() {
	switch {
	case p.writing != nil:
		p.line("The note goes on. A line with a single full stop ends it.")
	case p.ask != nil:
		p.line(p.ask.text)
	default:
		p.part().brief(p)
	}
}

// sayHeld says what the session has to say about what just happened.
func (p *plain) sayHeld() {
	if p.session != nil && p.said != "" {
		p.line(p.said)
		p.said = ""
	}
}

// fits reports whether a text may have its length, and says it where not.
func (p *plain) fits(text, what string, most int) bool {
	n := uniseg.GraphemeClusterCount(text)
	if n <= most {
		return true
	}
	p.linef("%s would have %d characters; %d are the most. Nothing was changed.", what, n, most)
	return false
}

// do changes the assessment and saves it; on return it is on the disk, or it was said that
// it is not. what names the change in an undo.
func (p *plain) do(next model.Assessment, what string) { p.run(p.session.do(next, what, p.at)) }

// run runs a command of a screen or of the session to its end. What the session has no use
// for comes back.
func (p *plain) run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	var out []tea.Msg
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			out = append(out, p.run(c)...)
		}
	case savedMsg:
		if p.session == nil {
			return nil
		}
		next := p.session.update(msg)
		if msg.err == nil {
			p.warned = 0
		} else {
			p.line("Not saved: " + stopped(msg.err.Error()) + " Your answers are kept as long as this runs. Each change tries it again, and so does save; save and the name of another file saves them there.")
		}
		return p.run(next)
	case saveNowMsg:
		if p.session != nil {
			return p.run(p.session.update(msg))
		}
	default:
		out = append(out, msg)
	}
	return out
}

// text changes a text that is made of several lines: all of them are one step for undo.
func (p *plain) text(next model.Assessment, what string, where place) {
	_ = p.typed(next, what, where) // it would wait for more typing; a line is whole
	p.saves.waiting = false
	p.settle()
	p.run(p.save())
}

// write takes a line of a note.
func (p *plain) write(line string) {
	w := p.writing
	if strings.TrimSpace(line) == "." {
		p.writing = nil
		p.typing = ""
		if !w.begun {
			p.line("The note was left as it was.")
			return
		}
		p.line("Noted.")
		return
	}
	text := line
	if w.begun {
		text = w.text + "\n" + line
	}
	if !p.fits(text, "The note", model.MaxField) {
		p.again()
		return
	}
	w.text, w.begun = text, true
	p.text(w.set(text), w.what, w.at)
}

// part is the present place.
func (p *plain) part() plainPart {
	if p.session == nil {
		return p.begin
	}
	return p.partAt(p.at)
}

// partAt is a place; it is made once.
func (p *plain) partAt(at place) plainPart {
	if part, ok := p.parts[at]; ok {
		return part
	}
	part := p.make(at)
	p.parts[at] = part
	return part
}

func (p *plain) make(at place) plainPart {
	switch at {
	case weightsPlace:
		return newPlainWeights(p, at)
	case whatIfPlace:
		return newPlainWhatIf()
	case breakEvenPlace:
		return newPlainBreakEven(p, at)
	}
	switch p.station(at.station).Kind {
	case model.ProfileStation:
		if at.item == 0 {
			return newPlainProfile(p, at)
		}
	case model.DifferencesStation:
		return newPlainDifferences(p, at)
	case model.ScopeStation:
		if at.item == 0 {
			return newPlainScope(p, at)
		}
		return newPlainDocument(scopePart)
	case model.ObligationsStation:
		return newPlainGap(p, at)
	case model.RecommendationStation:
		return newPlainDocument(recommendationPart)
	case model.RoadmapStation:
		if at.item == 0 {
			return newPlainRoadmap(p, at)
		}
		return newPlainDocument(roadmapPart)
	case model.ExportStation:
		return newPlainExport(p, at)
	}
	return newPlainQuestion(p, at)
}

// opened begins work on an assessment.
func (p *plain) opened(msg openedMsg) {
	if msg.err != nil {
		p.line("Not opened: " + stopped(msg.err.Error()) + " Nothing was changed.")
		p.begin.brief(p)
		return
	}
	if msg.held != nil && !msg.looks {
		p.taken(msg.held)
		return
	}
	begun, save := p.opts.beginSession(msg)
	p.session, p.warned = begun, 0
	p.depart(p.way())
	p.parts, p.told = map[place]plainPart{}, ""
	p.run(save)
	p.line(p.whose() + " " + msg.notice)
	p.goTo(p.resume(), false)
}

// taken says who has an assessment open, and asks what to do about it.
func (p *plain) taken(h *taken) {
	p.line(h.name() + " is open in another wizard. " + h.who(p.opts.Now()))
	rows := h.rows()
	for i, r := range rows {
		p.option(strconv.Itoa(i+1), r.label, sentence(r.detail))
	}
	p.question("Which? Type its number.", func(line string) {
		n, err := strconv.Atoi(line)
		switch {
		case err != nil || n < 1 || n > len(rows):
			p.line(quoted(line) + " is none of these. Nothing was opened.")
			p.taken(h)
		case rows[n-1].act == nil:
			p.begin.brief(p)
		default:
			p.opened(rows[n-1].act(p.opts, h))
		}
	})
}

// whose says which assessment is open, and where it is kept.
func (p *plain) whose() string {
	name := p.a.Organisation
	if name == "" {
		name = "an organisation without a name yet"
	}
	words := "This is about " + name
	if p.base != nil {
		words += ", in a what-if"
	}
	switch kept := p.keptWords(); {
	case p.saves.looking != nil:
		return words + ". You are looking: " + kept + "."
	case kept != everythingKept:
		return words + ". " + sentence(kept)
	}
	return words + ". Saved in " + p.saves.file.Path + "."
}

const everythingKept = "everything is saved"

// keptWords says what of the assessment is on the disk.
func (p *plain) keptWords() string {
	switch {
	case p.saves.file == nil:
		return "nothing is saved"
	case p.saves.err != nil || p.saves.done != p.version:
		return "the last change is not saved"
	}
	return everythingKept
}

// leaveAssessment goes back to the start, by a word.
func (p *plain) leaveAssessment(word string) {
	last := p.session.last
	if !p.mayLeave(word) {
		return
	}
	p.opts.finish(p.session)
	p.session = nil
	if _, err := last.flush(); err == nil {
		last.release()
	}
	p.begin.say(p)
}

// mayLeave reports whether the assessment can be left, by a word. What cannot be saved is
// left only when somebody leaves again, with nothing changed in between.
func (p *plain) mayLeave(word string) bool {
	_, err := p.session.last.flush()
	p.saves.err = err
	if err == nil || p.warned == p.version {
		return true
	}
	p.warned = p.version
	p.line("Not saved: " + stopped(err.Error()) + " To keep it, write save and the name of another file. To leave without it, write " + word + " again.")
	return false
}

// goTo goes to a place and says it; with remember, back leads to the present one.
func (p *plain) goTo(to place, remember bool) {
	p.sayHeld()
	if to == whatIfPlace && p.base == nil {
		to = p.places[p.index()] // the what-if is over
	}
	if !remember {
		p.at = place{}
	}
	p.leadTo(to)
	p.part().say(p)
}

// leadTo goes to a place without saying it; back leads to the present one.
func (p *plain) leadTo(to place) {
	p.towards(to)
	p.at = to
	p.gap()
	if part, ok := p.part().(interface{ enter(*plain) }); ok {
		part.enter(p)
	}
}

// step goes along the way.
func (p *plain) step(n int) {
	i := p.index() + n
	if i >= len(p.places) {
		p.line("This is the last station. Export writes the report; quit leaves.")
		return
	}
	p.goTo(p.places[max(0, i)], true)
}

// back goes where one came from, or to the start.
func (p *plain) back() {
	if to, ok := p.cameFrom(); ok {
		p.goTo(to, false)
		return
	}
	p.leaveAssessment("back")
}

// counted is the places that count as questions, in order: the questions, and the scope.
func (p *plain) counted() []place {
	var out []place
	for _, st := range p.stations {
		if st.Kind == model.ScopeStation {
			out = append(out, place{st.ID, 0})
		}
		for i := range st.Questions {
			out = append(out, questionPlace(st, i))
		}
	}
	return out
}

// heading says which place this is: "Question 4 of 19. Market, 1 of 6."
func (p *plain) heading() {
	st := p.station(p.at.station)
	where := st.Title
	all := p.counted()
	i := slices.Index(all, p.at)
	if n := len(st.Questions); n > 1 && i >= 0 {
		where += ", " + strconv.Itoa(p.at.item+1-questionPlace(st, 0).item) + " of " + strconv.Itoa(n)
	}
	switch {
	case i >= 0:
		p.linef("Question %d of %d. %s.", i+1, len(all), where)
	case st.ID != "":
		at := slices.IndexFunc(p.stations, func(o model.Station) bool { return o.ID == st.ID })
		p.linef("Station %d of %d. %s.", at+1, len(p.stations), where)
	}
}

// effect says what a change did to the balance, unless it is hidden.
func (p *plain) effect() {
	if p.hidden {
		return
	}
	o := p.outcome
	alone, iso := p.content.Sides(o)
	var words []string
	switch {
	case p.moved > 0:
		words = append(words, "The balance moved by "+p.moved.Signed()+" towards "+iso+", to "+o.Balance.Signed()+".")
	case p.moved < 0:
		words = append(words, "The balance moved by "+p.moved.Signed()+" towards "+alone+", to "+o.Balance.Signed()+".")
	default:
		words = append(words, "The balance stays at "+o.Balance.Signed()+".")
	}
	if o.Balance != 0 || len(o.Gates) > 0 {
		words = append(words, p.standingWords())
	}
	if told := p.content.Say(p.content.BalancePhrase(o)); told != p.told {
		p.told = told
		words = append(words, told)
	}
	p.line(strings.Join(words, " "))
}

// standingWords is the verdict as it stands.
func (p *plain) standingWords() string {
	words := "As it stands: " + p.content.VerdictWords(p.outcome).Short
	if p.outcome.Leaning != "" {
		words += ", leaning to " + p.short(p.outcome.Leaning)
	}
	words += "."
	if p.base != nil {
		words = "As it was: " + p.content.VerdictWords(p.before).Short + ", " + p.before.Balance.Signed() + ". What if: " + strings.TrimPrefix(words, "As it stands: ")
	}
	return words
}

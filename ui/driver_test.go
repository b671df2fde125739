package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/template"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"go.uber.org/goleak"

	"twopaths/content"
	"twopaths/model"
)

// What the tests of this package share: a driver that plays the person in front of
// the wizard and the loop behind it, and the scenes that most tests look at.
//
// The driver runs each command to its end before the next message, so a test sees
// the same order each time. Two things are under the test's control: commands can be
// held back, and the pause after typing is a call of the test and takes no time.

// A failing property prints its seed; the file that could be replayed instead would
// only lie about in the tree.
// -rapid.checks asks for more tries than these.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // as main does: a third of the time went into collecting
	checks := "20"
	if raced {
		checks = "5"
	}
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.checks": checks, "rapid.shrinktime": "3s"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	before := filesHere()
	code := m.Run()
	if left := slices.DeleteFunc(filesHere(), func(name string) bool { return slices.Contains(before, name) }); len(left) > 0 {
		fmt.Fprintln(os.Stderr, "a test left files in the package:", left)
		code = 1
	}
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, "when all tests have ended,", err)
			code = 1
		}
	}
	os.Exit(code)
}

// filesHere is the names in the folder of the package: a test that exports without a folder of its
// own writes there.
func filesHere() []string {
	entries, err := os.ReadDir(".")
	if err != nil {
		panic(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// failer is what helpers need of a test; *testing.T, *testing.B and *rapid.T have it.
type failer interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

var loadShipped = sync.OnceValues(func() (*model.Content, error) { return content.Load(content.Shipped()) })

// shipped is the content that comes with the program, loaded once.
func shipped(t failer) *model.Content {
	t.Helper()
	c, err := loadShipped()
	if err != nil {
		t.Fatalf("the shipped content does not load:\n%v", err)
	}
	return c
}

// now is the time of every test.
func now() time.Time { return time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC) }

// driver plays the person and the event loop.
type driver struct {
	t    failer
	app  *app
	opts *Options

	blind   bool   // nothing is drawn until somebody looks: quick, for what is no test itself
	drawn   string // the frame after the last message, if it was drawn
	hold    bool   // commands wait for release
	held    []tea.Cmd
	resting *File // file of the typing that the pause has not ended yet
	typed   bool  // whether there is such a typing
	quit    bool
	suspend bool // the program has gone into the background
	presses int  // keys pressed so far
}

// newDriver starts a wizard of 80 by 24 with an empty store in dir; change adapts
// its options before.
func newDriver(t failer, dir string, change ...func(*Options)) *driver {
	t.Helper()
	opts := &Options{Content: shipped(t), Store: Store{Dir: filepath.Join(dir, "store")}, Theme: Dark, Now: now}
	for _, c := range change {
		c(opts)
	}
	d := &driver{t: t, app: newApp(opts), opts: opts, blind: true}
	d.resize(80, 24)
	d.run(d.app.Init())
	d.blind = false
	return d
}

// noSave keeps a wizard from writing.
func noSave(o *Options) { o.NoSave = true }

// quickDocuments gives a wizard documents that are long but quick to draw, for tests
// that do not look at what stands in them.
func quickDocuments(o *Options) {
	c := *o.Content
	part := "# Title\n\n" + strings.Repeat("## Part\n\nOne line.\n\nAnother line.\n\n", 15)
	c.Report = template.Must(template.New("").Parse(
		`{{define "recommendation"}}` + part + `{{end}}{{define "roadmap"}}` + part + `{{end}}{{define "scope"}}` + part + `{{end}}{{define "comparison"}}` + part + `{{end}}{{define "report"}}` + part + `{{end}}`))
	o.Content = &c
}

// send gives one message to the wizard as its loop does: update, draw, command.
func (d *driver) send(msg tea.Msg) {
	d.t.Helper()
	waiting := d.waiting()
	_, cmd := d.app.Update(msg)
	d.drawn = ""
	if !d.blind {
		d.drawn = d.app.View().Content
	}
	if !waiting && d.waiting() {
		// The command is the pause after typing. The test ends it, not the clock.
		d.typed, d.resting = true, d.app.session.saves.file
		return
	}
	if d.hold {
		if cmd != nil {
			d.held = append(d.held, cmd)
		}
		return
	}
	d.run(cmd)
}

func (d *driver) waiting() bool { return d.app.session != nil && d.app.saves.waiting }

// run executes a command and gives back what comes of it.
func (d *driver) run(cmd tea.Cmd) {
	d.t.Helper()
	for _, msg := range d.execute(cmd) {
		d.send(msg)
	}
}

// execute runs a command, batches included, and returns its messages unsent. It
// notes the end of the program.
func (d *driver) execute(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var out []tea.Msg
		for _, c := range msg {
			out = append(out, d.execute(c)...)
		}
		return out
	case tea.QuitMsg:
		d.quit = true
		return nil
	case tea.SuspendMsg:
		d.suspend = true
		return []tea.Msg{tea.ResumeMsg{}}
	default:
		if strings.Contains(fmt.Sprintf("%T", msg), "link") { // it would never come to an end
			d.t.Fatalf("something blinks: %T", msg)
		}
		return []tea.Msg{msg}
	}
}

// release runs the held commands in the order in which they were given, and what
// follows from them.
func (d *driver) release() {
	d.t.Helper()
	held := d.held
	d.hold, d.held = false, nil
	for _, cmd := range held {
		d.run(cmd)
	}
}

// pause lets the short rest after typing pass.
func (d *driver) pause() {
	d.t.Helper()
	if d.typed {
		d.typed = false
		d.send(saveNowMsg{d.resting})
	}
}

// press presses keys by their names: "enter", "ctrl+r", "shift+tab", "G", "space".
func (d *driver) press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.presses++
		d.send(pressed(name))
	}
}

// write types a text letter by letter.
func (d *driver) write(text string) {
	d.t.Helper()
	for _, r := range text {
		switch r {
		case '\n':
			d.press("enter")
		case ' ':
			d.press("space")
		default:
			d.press(string(r))
		}
	}
}

func (d *driver) paste(text string) { d.t.Helper(); d.send(tea.PasteMsg{Content: text}) }

func (d *driver) resize(w, h int) { d.t.Helper(); d.send(tea.WindowSizeMsg{Width: w, Height: h}) }

// named is the keys that have names.
var named = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5,
	"f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9,
}

// pressed is the message of one key, as the library makes it.
func pressed(name string) tea.KeyPressMsg {
	var k tea.Key
	for _, m := range []struct {
		prefix string
		mod    tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} { // in the order in which the library writes them
		if rest, ok := strings.CutPrefix(name, m.prefix); ok && rest != "" {
			name = rest
			k.Mod |= m.mod
		}
	}
	if code, ok := named[name]; ok {
		k.Code = code
		if name == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	r := []rune(name)
	k.Code = unicode.ToLower(r[0])
	if len(r) > 1 {
		k.Code = tea.KeyExtended
	}
	if k.Mod == 0 {
		k.Text = name
		if k.Code != r[0] {
			k.Mod, k.ShiftedCode = tea.ModShift, r[0]
		}
	}
	return tea.KeyPressMsg(k)
}

// terminal is a virtual terminal with the present frame on it.
func (d *driver) terminal() *vt.Emulator {
	d.t.Helper()
	w, h := max(1, d.app.size.w), max(1, d.app.size.h)
	e := vt.NewEmulator(w, h)
	// Mode 2027: letters are counted as readers do, as the wizard counts them.
	if _, err := e.WriteString("\x1b[?2027h" + strings.ReplaceAll(d.frame(), "\n", "\r\n")); err != nil {
		d.t.Fatalf("the virtual terminal does not take the frame: %v", err)
	}
	return e
}

// frame is what the wizard gives to the library to draw.
func (d *driver) frame() string {
	if d.drawn == "" {
		d.drawn = d.app.View().Content
	}
	return d.drawn
}

// screen is the text on the screen, line by line, without the space at their ends.
func (d *driver) screen() []string {
	d.t.Helper()
	e := d.terminal()
	return cells(e, func(c *uv.Cell) string { return c.Content })
}

// text is the screen as one string.
func (d *driver) text() string { d.t.Helper(); return strings.Join(d.screen(), "\n") }

// styledScreen is the screen with each run of cells marked by its style.
func (d *driver) styledScreen() []string {
	d.t.Helper()
	e := d.terminal()
	last := ""
	lines := cells(e, func(c *uv.Cell) string {
		mark := styleMark(c.Style)
		if c.Content == " " {
			mark = last // spaces look alike in all foregrounds
		}
		out := c.Content
		if mark != last {
			out = "‹" + mark + "›" + out
		}
		last = mark
		return out
	})
	return lines
}

// styleMark names a cell's style: hue, bold, reverse.
func styleMark(s uv.Style) string {
	var words []string
	if s.Fg != nil {
		r, g, b, _ := s.Fg.RGBA()
		words = append(words, fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8))
	}
	if s.Attrs&uv.AttrBold != 0 {
		words = append(words, "bold")
	}
	if s.Attrs&uv.AttrReverse != 0 {
		words = append(words, "reverse")
	}
	if s.Bg != nil {
		words = append(words, "background")
	}
	return strings.Join(words, " ")
}

// cells puts the cells of a terminal together, line by line.
func cells(e *vt.Emulator, show func(*uv.Cell) string) []string {
	lines := make([]string, e.Height())
	for y := range lines {
		var b strings.Builder
		for x := 0; x < e.Width(); x++ {
			c := e.CellAt(x, y)
			switch {
			case c == nil || c.Content == "":
				b.WriteByte(' ')
			default:
				b.WriteString(show(c))
				x += max(0, c.Width-1)
			}
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// shows fails unless every text is on the screen.
func (d *driver) shows(texts ...string) {
	d.t.Helper()
	screen := d.text()
	flat := strings.Join(strings.Fields(screen), " ")
	for _, text := range texts {
		if !strings.Contains(flat, strings.Join(strings.Fields(text), " ")) {
			d.t.Errorf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// hides fails if one of the texts is on the screen.
func (d *driver) hides(texts ...string) {
	d.t.Helper()
	screen := d.text()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Errorf("the screen shows %q:\n%s", text, screen)
		}
	}
}

// at fails unless the wizard is at a place.
func (d *driver) at(station string, item int) {
	d.t.Helper()
	if d.app.session == nil {
		d.t.Fatalf("the wizard is at the start screen, not at %s %d", station, item)
	}
	if want := (place{station, item}); d.app.at != want {
		d.t.Fatalf("the wizard is at %v, not at %v", d.app.at, want)
	}
}

// begin opens an assessment without a file, at its first station. Where it is complete
// the wizard would begin at the recommendation, and drawing that takes long.
func (d *driver) begin(a model.Assessment) {
	d.t.Helper()
	hold, held, blind := d.hold, d.held, d.blind
	d.hold, d.blind = true, true
	d.send(openedMsg{a: a})
	d.app.screens = map[place]screen{}
	d.app.goTo(d.app.places[0], false)
	d.hold, d.held, d.blind = hold, held, blind
	d.resize(d.app.size.w, d.app.size.h)
}

// beginSaved opens an assessment that a file of its own holds.
func (d *driver) beginSaved(a model.Assessment) *File {
	d.t.Helper()
	path := filepath.Join(d.opts.Store.Dir, "acme.yaml")
	save(d.t, path, a)
	file, a, err := Open(path)
	if err != nil {
		d.t.Fatalf("opening what was just written: %v", err)
	}
	d.send(openedMsg{file: file, a: a})
	return file
}

// exported brings the end of an export of the open assessment.
func (d *driver) exported(msg exportedMsg) {
	d.t.Helper()
	msg.by = d.app.session
	d.send(msg)
}

// jump goes to a place from anywhere.
func (d *driver) jump(station string, item int) {
	d.t.Helper()
	d.app.goTo(place{station, item}, true)
	d.resize(d.app.size.w, d.app.size.h)
}

// assessment is what the wizard holds, as a file would.
func (d *driver) assessment() string { d.t.Helper(); return encoded(d.t, d.app.a) }

func encoded(t failer, a model.Assessment) string {
	t.Helper()
	a.Content = "" // filled when it is saved
	data, err := a.Encode()
	if err != nil {
		t.Fatalf("writing the assessment: %v", err)
	}
	return string(data)
}

// difference is the first line in which two texts are not the same.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "nothing", "nothing"
		if i < len(g) {
			a = strconv.Quote(g[i])
		}
		if i < len(w) {
			b = strconv.Quote(w[i])
		}
		if a != b {
			return fmt.Sprintf("line %d is %s, not %s", i+1, a, b)
		}
	}
	return "no difference"
}

// save writes an assessment as a file.
func save(t failer, path string, a model.Assessment) {
	t.Helper()
	data, err := a.Encode()
	if err != nil {
		t.Fatalf("writing the assessment: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatalf("making the folder: %v", err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatalf("writing the file: %v", err)
	}
}

// fresh is an assessment in which nothing is answered.
func fresh() model.Assessment {
	return model.Assessment{Organisation: "Acme", Date: model.DateOf(now())}
}

// sample is the assessment that the content brings along.
func sample(t failer) model.Assessment { t.Helper(); return shipped(t).Sample.Clone() }

// everywhereAnswered is the sample with nothing left open.
func everywhereAnswered(t failer) model.Assessment {
	t.Helper()
	a := sample(t)
	for _, q := range shipped(t).Questions {
		if !a.Answers[q.ID].Answered() {
			a = a.WithAnswer(q.ID, model.Answer{Option: q.Options[0].ID})
		}
	}
	return a
}

// paying is the sample with numbers for the break-even.
func paying(t failer) model.Assessment {
	t.Helper()
	return sample(t).WithBreakEven(model.BreakEven{
		DayRate: model.Exactly(64000), DealMargin: model.Exactly(900000), TendersLost: model.Exactly(200),
		AuditDays: model.Between(1000, 1400), AuditDayRate: model.Exactly(140000),
	})
}

// inAGroup is the sample as a part of a group that makes it large.
func inAGroup(t failer) model.Assessment {
	t.Helper()
	a := sample(t)
	a.Scope.Facts = model.Facts{
		State: "FR", Established: model.Inside, Sector: "energy", Subsector: "electricity", Type: "producer",
		Figures: model.Figures{Headcount: model.Exactly(4900), Turnover: model.Exactly(980), Balance: model.Exactly(800)},
		Group: []model.Member{
			{Relation: model.Linked, Figures: model.Figures{Headcount: model.Exactly(500000), Turnover: model.Exactly(90000)}},
			{Relation: model.Partner, Share: model.Exactly(3000), Figures: model.Figures{Headcount: model.Exactly(10000)}},
		},
	}
	return a
}

// scene is a state of the wizard that tests look at.
type scene struct {
	name  string
	shows string          // words that stand on the screen in this state and in no other like it
	play  func(d *driver) // on a new driver
}

// firstQuestion is the first question of a station that only asks.
func firstQuestion(t failer) (station string, q model.Question) {
	t.Helper()
	for _, st := range shipped(t).Stations() {
		if st.Kind == model.QuestionsStation && len(st.Questions) > 0 {
			return st.ID, st.Questions[0]
		}
	}
	t.Fatalf("the content asks nothing")
	return "", model.Question{}
}

// halfWay is the sample with a first gap check, a start, a capacity and changed steps.
func halfWay(t failer) model.Assessment {
	t.Helper()
	a := sample(t)
	a.Plan.Start, a.Plan.Capacity = model.Date{Year: 2027, Month: 1, Day: 4}, 36
	for id, g := range map[string]model.Gap{
		"3.4": {State: model.GapNone}, "20.1": {State: model.GapPartial}, "20.2": {State: model.GapNone}, "21.1": {State: model.GapNotSure},
		"21.2.c.backup": {State: model.GapInPlace, Note: "Restored in October"}, "21.2.g": {State: model.GapInPlace}, "21.2.j": {State: model.GapNone},
	} {
		a = a.WithGap(id, g)
	}
	a = a.WithStep("S19", model.StepChange{Excluded: true})
	return a.WithStep("S10", model.StepChange{From: model.Date{Year: 2027, Month: 3, Day: 1}})
}

// certified is the sample as a holder of a certificate for a part.
func certified(t failer) model.Assessment {
	t.Helper()
	a := sample(t).WithAnswer(model.CertificateQuestion, model.Answer{Option: "certified", Firmness: model.Fact})
	a.Certificate = model.Certificate{Covers: model.ReachPart, Note: "Office IT only"}
	return a
}

// scenes is every station, in every state that looks different. Those of the
// documents are slow to draw and come last.
func scenes(t failer) []scene {
	t.Helper()
	ask, _ := firstQuestion(t)
	at := func(station string, item int, a func(failer) model.Assessment, keys ...string) func(*driver) {
		return func(d *driver) {
			d.begin(a(d.t))
			d.jump(station, item)
			d.press(keys...)
		}
	}
	unanswered := func(failer) model.Assessment { return fresh() }
	export := func(a func(failer) model.Assessment, then func(*driver)) func(*driver) {
		return func(d *driver) {
			at("export", 0, a)(d)
			then(d)
		}
	}
	elsewhere := func(end elsewhereMsg) func(*driver) {
		return func(d *driver) {
			at(ask, 0, sample)(d)
			d.jump(elsewherePlace.station, 0)
			// A key more, and it is written: within the test's own folder.
			path := filepath.Join(filepath.Dir(d.opts.Store.Dir), "saved", "nordlicht-2.yaml")
			d.send(proposedMsg{d.app.session, path})
			if end != (elsewhereMsg{}) {
				end.by, end.path = d.app.session, path
				d.send(end)
			}
		}
	}
	return []scene{
		{"start-empty", "New assessment", func(*driver) {}},
		{"start-saved", "Continue", func(d *driver) { d.send(listMsg{saved: savedList(d.t)}) }},
		{"start-name", "Which organisation is it about?", func(d *driver) { d.press("enter"); d.write("Acme Ltd") }},
		{"start-path", "Which file?", func(d *driver) { d.press("down", "enter") }},
		{"start-error", "nowhere.yaml", func(d *driver) { d.press("down", "enter"); d.write("nowhere.yaml"); d.press("enter") }},
		{"start-filter", "Filter a", func(d *driver) { d.send(listMsg{saved: savedList(d.t)}); d.press("/", "a") }},
		{"start-held", "is open in another wizard", func(d *driver) { d.send(openedMsg{held: jane()}) }},
		{"start-held-copy", "▌ Work on a copy", func(d *driver) { d.send(openedMsg{held: jane()}); d.press("down", "down") }},
		{"start-help", "Menu", func(d *driver) { d.press("?") }},
		{"profile", "Who is this about?", at("profile", 0, unanswered)},
		{"profile-size", "● Medium", at("profile", 0, sample, "tab", "tab")},
		{"certificate", "Where do you stand today", at("profile", 1, unanswered)},
		{"differences", "Audit frequency", at("differences", 0, sample)},
		{"differences-open", "Ask the room", at("differences", 0, sample, "down", "down", "enter")},
		{"differences-full", "NIS2 is EU law, and an", at("differences", 0, sample, "t")},
		{"differences-note", "Note ▌", at("differences", 0, sample, "down", "n")},
		{"differences-brings", "- What the two give together", at("differences", 0, sample, "G", "enter")},
		{"scope", "Does NIS2 apply to you", at("scope", 0, unanswered)},
		{"scope-known", "Yes, as an important entity", at("scope", 0, sample)},
		{"scope-type", "Data centre provider", at("scope", 0, unanswered, "enter", "h", "o", "s", "t")},
		{"scope-people", "How many people", at("scope", 0, sample, "home", "down", "down", "enter")},
		{"scope-group", "Add a linked company", at("scope", 0, inAGroup, "home", "down", "down", "down", "down", "down", "enter")},
		{"scope-special", "None of these", at("scope", 0, sample, "end", "up", "up", "enter")},
		{"scope-stated", "No, NIS2 does not apply to us", at("scope", 0, sample, "end", "up", "enter")},
		{"scope-means", "> section", at("scope", 1, sample)},
		{"weights", "How much each reason counts", at(ask, 0, sample, "c")},
		{"weights-changed", "●●●●● 5", at(ask, 0, sample, "c", "end", "5")},
		{"break-even", "When the certificate pays", at(ask, 0, paying, "p")},
		{"break-even-asked", "Ask: ", at(ask, 0, paying, "p", "enter")},
		{"what-if", "What if", at("market", 3, sample, "w", "1")},
		{"what-if-compared", "change more", at("maturity", 4, sample, "w", "1", "w")},
		{"question", "Not sure", at(ask, 0, unanswered)},
		{"question-focus", "▌ 2", at(ask, 0, unanswered, "down", "down")},
		{"question-answered", "● for", at(ask, 0, sample)},
		{"question-note", "Note ▌", at(ask, 0, sample, "n")},
		{"question-room", "Ask them", at(ask, 0, sample, "r")},
		{"question-hidden-balance", "The balance is hidden", at(ask, 0, sample, "v")},
		{"looking", "looking: nothing is saved", func(d *driver) {
			d.send(openedMsg{a: fresh(), held: jane(), looks: true})
			d.jump(ask, 0)
		}},
		{"elsewhere", "Press enter to save it there", elsewhere(elsewhereMsg{})},
		{"elsewhere-asking", "There is a file of this name already", elsewhere(elsewhereMsg{ask: toOverwrite})},
		{"elsewhere-folder-asking", "y makes it", elsewhere(elsewhereMsg{ask: toFolder})},
		{"elsewhere-error", "The disk is full", elsewhere(elsewhereMsg{err: plainly(syscall.ENOSPC)})},
		{"question-help", "Menu", at(ask, 0, sample, "?")},
		{"overview", "Overview", at(ask, 0, sample, "o")},
		{"overview-open", "Overview: open", at(ask, 0, unanswered, "o", "f")},
		{"overview-none", "None", at(ask, 0, everywhereAnswered, "o", "f")},
		{"glossary", "Glossary", at(ask, 0, sample, "g")},
		{"export", "Press enter to write it", at("export", 0, sample)},
		{"export-name", "esc done", at("export", 0, sample, "n")},
		{"export-calendar", "needs a first day", at("export", 0, sample, "4")},
		{"export-sections", "Roadmap, left out", at("export", 0, sample, "down", "enter", "down", "down", "down", "down", "down", "space")},
		{"export-profile", "Jane Doe", export(sample, func(d *driver) {
			d.press("end", "enter", "down", "enter")
			d.write("Jane Doe")
			d.press("enter")
			d.write("Example Consulting")
			d.press("esc")
		})},
		{"export-profile-line", "▌   Confidentiality", export(sample, func(d *driver) {
			d.press("end", "enter", "end", "enter")
			d.write("Confidential, for ")
		})},
		{"export-asking", "There is a file of this name already", export(sample, func(d *driver) {
			d.exported(exportedMsg{path: "/reports/nordlicht-maschinenbau-gmbh-2026-11-23.md", exists: true})
		})},
		{"export-written", "✓ Written", export(sample, func(d *driver) {
			d.exported(exportedMsg{path: "/reports/nordlicht-maschinenbau-gmbh-2026-11-23.md"})
		})},
		{"export-error", "Not exported: ", export(sample, func(d *driver) {
			d.exported(exportedMsg{path: "/reports/x.md", err: fmt.Errorf("writing /reports/x.md: %w", os.ErrPermission)})
		})},
		{"obligations", "What NIS2 asks for", at("obligations", 0, sample)},
		{"obligations-half", "3 nothing yet", at("obligations", 0, halfWay)},
		{"obligations-open", "Ask", at("obligations", 0, halfWay, "down", "down", "enter")},
		{"obligations-holder", "What does the certificate cover", at("obligations", 0, certified)},
		{"obligations-note", "Note ▌", at("obligations", 0, halfWay, "down", "n")},
		{"obligations-file", "Which Statement of Applicability?", at("obligations", 0, sample, "i")},
		{"roadmap", "Law first", at("roadmap", 0, halfWay)},
		{"roadmap-detail", "Why then", at("roadmap", 0, halfWay, "down", "down", "enter")},
		{"roadmap-form", "capacity", at("roadmap", 0, halfWay, "d")},
		{"roadmap-monthly", "month 1", at("roadmap", 0, sample)},
		{"recommendation", "", at("recommendation", 0, sample)},
		{"recommendation-end", "", at("recommendation", 0, sample, "G")},
		{"recommendation-search", "Search", at("recommendation", 0, sample, "/", "o", "n", "e")},
		{"recommendation-found", "Match 1 of", at("recommendation", 0, sample, "/", "o", "n", "e", "enter")},
		{"roadmap-words", "", at("roadmap", 1, halfWay)},
	}
}

// unraced leaves out a test under the race detector: it takes long, has one goroutine,
// and others go the same ways.
func unraced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("without the race detector")
	}
}

// few is all items, or every fifth under the race detector.
func few[T any](items []T) []T {
	if !raced {
		return items
	}
	var out []T
	for i := 0; i < len(items); i += 5 {
		out = append(out, items[i])
	}
	return out
}

// document reports whether a scene shows a document, which takes long to draw.
func (s scene) document() bool {
	return strings.HasPrefix(s.name, "recommendation") || s.name == "roadmap-words"
}

// over reports whether a page lies over the scene, which any key closes.
func (s scene) over() bool { return strings.HasSuffix(s.name, "help") || s.name == "glossary" }

// start is a driver in a scene.
func (s scene) start(t failer, dir string, change ...func(*Options)) *driver {
	t.Helper()
	d := newDriver(t, dir, change...)
	d.blind = true
	s.play(d)
	d.blind = false
	return d
}

// jane has an assessment open.
func jane() *taken {
	return &taken{path: "/saved/nordlicht.yaml", by: Holder{Process: 4711, Host: "projector", User: "jane", Since: now().Add(-time.Hour)},
		copy: "nordlicht-2.yaml", focus: -1}
}

// savedList is three saved assessments, one of them broken.
func savedList(t failer) []Saved {
	t.Helper()
	_, err := model.ParseAssessment("broken.yaml", []byte("twopaths: 1\nanswers: [\n"))
	return []Saved{
		{Name: "nordlicht", Path: "/saved/nordlicht.yaml", Modified: now().Add(-time.Hour), Assessment: sample(t)},
		{Name: "acme", Path: "/saved/acme.yaml", Modified: now().Add(-26 * time.Hour), Assessment: fresh()},
		{Name: "broken", Path: "/saved/broken.yaml", Modified: now().AddDate(0, -1, 0), Err: err},
	}
}

// TestScenes guards the scenes: each is what its name says.
func TestScenes(t *testing.T) {
	for _, s := range scenes(t) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		d.shows(s.shows)
	}
}

// TestNamesOfKeys guards the driver itself: a key by its name is the key that the
// bindings know by that name.
func TestNamesOfKeys(t *testing.T) {
	bindings := reflect.ValueOf(newKeys()).Elem()
	for i := range bindings.NumField() {
		keys := bindings.Field(i).FieldByName("keys")
		for j := range keys.Len() {
			name := keys.Index(j).String()
			if got := pressed(name).String(); got != name {
				t.Errorf("the key %q arrives as %q", name, got)
			}
		}
	}
}

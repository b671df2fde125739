package ui

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"twopaths/model"
)

// The soak: anything that can reach the wizard, in any order, for as long as one likes.
//
// It is cut into runs, each a wizard of its own that begins somewhere and takes some
// thousand messages. A run depends on its seed alone: the run after it has the next
// seed, so that a soak can be shared out, stopped and taken up again, and a run that
// fails can be had back by its number.

// runLength is the messages of a run, frameEvery how many of them go by between two frames
// that are looked at, undoEvery between two undos that are done again.
const (
	runLength  = 5000
	frameEvery = 10
	undoEvery  = 97
)

// TestManyMessages sends some thousand random messages. More, and from a seed on:
//
//	TWOPATHS_MESSAGES=10000000 TWOPATHS_SEED=1 go test ./ui -run ManyMessages -v -timeout 0
func TestManyMessages(t *testing.T) {
	messages, first := 4*runLength, uint64(time.Now().UnixNano()/1e6%1e9)
	if raced {
		messages = 200
	}
	if said := os.Getenv("TWOPATHS_MESSAGES"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 {
			t.Fatalf("TWOPATHS_MESSAGES is %q, and no number of messages", said)
		}
		messages = n
	}
	if said := os.Getenv("TWOPATHS_SEED"); said != "" {
		n, err := strconv.ParseUint(said, 10, 64)
		if err != nil {
			t.Fatalf("TWOPATHS_SEED is %q, and no number", said)
		}
		first = n
	}
	dir := t.TempDir()
	t.Chdir(dir)
	before := goleak.IgnoreCurrent()

	runs := (messages + runLength - 1) / runLength
	var mu sync.Mutex
	var workers sync.WaitGroup
	var frames int
	done := make([]bool, runs)
	next, behind, failed := 0, 0, 0 // behind: all before this one are done
	began, told := time.Now(), time.Now()
	for range min(runs, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				stop := i >= runs || failed >= 5
				mu.Unlock()
				if stop {
					return
				}
				seed, length := first+uint64(i), min(runLength, messages-i*runLength)
				drawn, fault := soakRun(dir, seed, draw(seed, length))
				if fault != "" {
					t.Errorf("run %d: %s\nTo see it again: TWOPATHS_SEED=%d TWOPATHS_MESSAGES=%d go test ./ui -run ManyMessages\n%s",
						i, fault, seed, length, shrunk(dir, seed, length))
				}
				mu.Lock()
				frames += drawn
				done[i] = true
				if fault != "" {
					failed++
				}
				for behind < runs && done[behind] {
					behind++
				}
				if time.Since(told) > 30*time.Second {
					told = time.Now()
					t.Logf("%d of %d runs; to go on from here: TWOPATHS_SEED=%d TWOPATHS_MESSAGES=%d",
						behind, runs, first+uint64(behind), messages-behind*runLength)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	goleak.VerifyNone(t, before)
	took := time.Since(began)
	t.Logf("%d messages from seed %d, %d frames looked at, in %v: %.0f a second",
		messages, first, frames, took.Round(time.Millisecond), float64(messages)/took.Seconds())
}

// event is one thing that happens: a message, the end of work that is under way, or a result
// that has been on its way for a while.
type event struct {
	msg     tea.Msg
	run     int // the command that ends, counted round and round; -1: none
	deliver int // the result that arrives, likewise
	rest    bool
	undo    bool
}

func (e event) String() string {
	switch {
	case e.run >= 0:
		return fmt.Sprint("command ", e.run, " ends")
	case e.deliver >= 0:
		return fmt.Sprint("result ", e.deliver, " arrives")
	case e.rest:
		return "typing rests"
	case e.undo:
		return "undo and redo"
	}
	return fmt.Sprintf("%T %q", e.msg, fmt.Sprint(e.msg))
}

// soaker is a run under way.
type soaker struct {
	*driver
	dir  string
	late []tea.Msg // results that nobody has had yet
}

// halted ends a run that failed; its value says why.
type halted struct{ fault string }

// strict is the test of one run: the first fault ends it.
type strict struct{}

func (strict) Helper()                           {}
func (strict) Logf(string, ...any)               {}
func (strict) Errorf(format string, args ...any) { panic(halted{fmt.Sprintf(format, args...)}) }
func (strict) Fatalf(format string, args ...any) { panic(halted{fmt.Sprintf(format, args...)}) }

// soakRun lets a wizard have events, from a beginning that the seed chooses. It tells the
// frames it looked at and what went wrong, if anything.
func soakRun(parent string, seed uint64, events []event) (frames int, fault string) {
	dir, err := os.MkdirTemp(parent, "run")
	if err != nil {
		return 0, err.Error()
	}
	defer os.RemoveAll(dir)
	at := -1
	defer func() {
		if r := recover(); r != nil {
			s, ours := r.(halted)
			if !ours {
				panic(r)
			}
			fault = fmt.Sprintf("event %d: %s", at, s.fault)
		}
	}()
	s := beginSoak(dir, seed)
	var event event
	for at, event = range events {
		s.take(event)
		if where := s.app.crashed.Load(); where != nil {
			s.t.Fatalf("a panic at %s", *where)
		}
		if at%frameEvery == 0 {
			s.checkBox(event.String())
			frames++
			if where := s.app.crashed.Load(); where != nil {
				s.t.Fatalf("a panic at %s while the frame was drawn", *where)
			}
		}
	}
	s.settle()
	return frames, ""
}

// beginSoak is a wizard in one of the states that one can come to.
func beginSoak(dir string, seed uint64) *soaker {
	rng := rand.New(rand.NewPCG(seed, 1))
	t := strict{}
	themes := []ThemeName{Dark, Light, Projector, Plain}
	change := []func(*Options){
		quickDocuments,
		func(o *Options) { o.Theme = themes[rng.IntN(len(themes))]; o.Mouse = rng.IntN(2) == 0 },
	}
	start := rng.IntN(10)
	if start < 5 {
		change = append(change, noSave)
	}
	if start == 9 { // opened from a report
		path := filepath.Join(dir, "report.md")
		data, err := model.NewReport(shipped(t), halfWay(t)).File()
		if err == nil {
			err = os.WriteFile(path, data, 0o600)
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
		change = append(change, func(o *Options) { o.Path = path })
	}
	d := newDriver(t, dir, change...)
	d.blind = true
	switch {
	case start < 5:
		all := scenes(t)
		all[rng.IntN(len(all))].play(d)
	case start < 8:
		d.beginSaved(soakState(rng))
	}
	d.hold, d.drawn = true, ""
	return &soaker{driver: d, dir: dir}
}

// soakState is one of the assessments that a run goes on with.
func soakState(rng *rand.Rand) model.Assessment {
	t := strict{}
	states := []func(failer) model.Assessment{
		func(failer) model.Assessment { return fresh() },
		sample, halfWay, certified, inAGroup, paying, everywhereAnswered,
		func(t failer) model.Assessment { return halfWay(t).WithWhatIf(certified(t)) },
		func(t failer) model.Assessment { return reread(t, filledWith(t, hostile[rng.IntN(len(hostile))])) },
	}
	return states[rng.IntN(len(states))](t)
}

// take lets one event happen.
func (s *soaker) take(e event) {
	if len(s.held) > 30 { // a machine is never that far behind
		e = event{deliver: -1}
	}
	switch {
	case e.run >= 0:
		if n := len(s.held); n > 0 {
			cmd := s.held[e.run%n]
			s.held = slices.Delete(s.held, e.run%n, e.run%n+1)
			s.late = append(s.late, s.execute(cmd)...)
		}
	case e.deliver >= 0:
		if n := len(s.late); n > 0 {
			msg := s.late[e.deliver%n]
			s.late = slices.Delete(s.late, e.deliver%n, e.deliver%n+1)
			s.send(msg)
		}
	case e.rest:
		s.pause()
	case e.undo:
		s.undoAndRedo()
	default:
		if _, opens := e.msg.(openedMsg); opens && (s.app.session != nil || s.app.start.opening) {
			return // nobody has asked for it
		}
		s.stayInFolder(e.msg)
		s.send(e.msg)
	}
}

// stayInFolder keeps a field that names a file within the run's own folder: what is typed at
// random is a file of this machine in the end.
func (s *soaker) stayInFolder(msg tea.Msg) {
	if k, ok := msg.(tea.KeyPressMsg); !ok || (k.Code != tea.KeyEnter && k.Text != "y") {
		return
	}
	within := func(f *lineField) {
		if path, err := filepath.Abs(model.CleanLine(f.in.Value())); err != nil || !strings.HasPrefix(path, s.dir+"/") {
			f.set(filepath.Join(s.dir, filepath.Base(path)))
		}
	}
	if s.app.session == nil {
		if s.app.start.prompt == askPath {
			within(&s.app.start.input)
		}
		return
	}
	switch x := s.app.current().(type) {
	case *exportScreen:
		within(&x.path)
		if x.asking != "" {
			x.asking = filepath.Join(s.dir, filepath.Base(x.asking))
		}
	case *elsewhereScreen:
		within(&x.path)
		if x.target != "" {
			x.target = filepath.Join(s.dir, filepath.Base(x.target))
		}
	case *obligationsScreen:
		if x.asking {
			within(&x.path)
		}
	}
}

// undoAndRedo takes the last change back and makes it again: nothing has changed.
func (s *soaker) undoAndRedo() {
	if s.app.session == nil || len(s.app.past) == 0 {
		return
	}
	before, past, future := s.app.whole(), len(s.app.past), len(s.app.future)
	_, _, cmd := s.app.session.undo()
	_, ok, again := s.app.session.redo()
	for _, cmd := range []tea.Cmd{cmd, again} {
		if cmd != nil {
			s.held = append(s.held, s.app.guard(cmd))
		}
	}
	if !ok || !same(before, s.app.whole()) || len(s.app.past) != past || len(s.app.future) != future {
		s.t.Fatalf("taken back and done again it is not the same: %s", difference(encoded(s.t, s.app.whole()), encoded(s.t, before)))
	}
}

// settle lets everything come to its end: nothing goes on by itself, and what is on the disk
// is what the wizard holds.
func (s *soaker) settle() {
	for round := 0; len(s.held)+len(s.late) > 0 || s.typed; round++ {
		if round > 1000 {
			s.t.Fatalf("it goes on by itself")
		}
		s.pause()
		if len(s.held) > 0 {
			s.take(event{run: 0, deliver: -1})
		} else {
			s.take(event{run: -1, deliver: 0})
		}
	}
	s.checkBox("at the end")
	if s.app.session == nil || s.app.saves.file == nil {
		return
	}
	path, err := s.opts.flush()
	if err != nil {
		s.t.Fatalf("saving at the end: %v", err)
	}
	if path == "" {
		path = s.app.saves.file.Path // nothing was changed
	} else if words, good := s.app.saveState(); !good {
		s.t.Fatalf("at the end the head says %q", words)
	}
	kept, err := ReadAssessment(path)
	if err != nil {
		s.t.Fatalf("what was saved cannot be read: %v", err)
	}
	want := s.app.whole()
	want.Organisation = model.CleanLine(want.Organisation) // a space at its end may go
	if got, want := encoded(s.t, kept), encoded(s.t, want); got != want {
		s.t.Fatalf("on the disk is something else: %s", difference(got, want))
	}
}

// shrunk is the events of a run that fails, without those that it fails without, as far as
// half a minute goes.
func shrunk(dir string, seed uint64, length int) string {
	events := draw(seed, length)
	_, fault := soakRun(dir, seed, events)
	if fault == "" {
		return "A second time it does not happen."
	}
	until := time.Now().Add(30 * time.Second)
	for size := len(events) / 2; size > 0; size /= 2 {
		for from := 0; from < len(events) && time.Now().Before(until); {
			fewer := slices.Delete(slices.Clone(events), from, min(from+size, len(events)))
			if _, f := soakRun(dir, seed, fewer); f != "" {
				events, fault = fewer, f
			} else {
				from += size
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "It is so with %d of these events alone: %s\n", len(events), fault)
	for i, e := range events {
		if i == 60 {
			b.WriteString("and more\n")
			break
		}
		fmt.Fprintf(&b, "  %s\n", e)
	}
	return b.String()
}

// draw is the events of a run.
func draw(seed uint64, n int) []event {
	rng := rand.New(rand.NewPCG(seed, 2))
	out := make([]event, n)
	for i := range out {
		out[i] = drawEvent(rng)
		if i%undoEvery == undoEvery-1 {
			out[i] = event{run: -1, deliver: -1, undo: true}
		}
	}
	return out
}

func drawEvent(rng *rand.Rand) event {
	e := event{run: -1, deliver: -1}
	switch n := rng.IntN(1000); {
	case n < 50:
		e.run = rng.IntN(100)
	case n < 120:
		e.deliver = rng.IntN(100)
	case n < 130:
		e.rest = true
	case n < 160:
		e.msg = drawSize(rng)
	case n < 175:
		e.msg = tea.PasteMsg{Content: drawPaste(rng)}
	case n < 195:
		e.msg = drawMouse(rng)
	case n < 225:
		e.msg = drawReply(rng)
	case n < 235:
		e.msg = openedMsg{a: soakState(rng)}
	default:
		e.msg = drawKey(rng)
	}
	return e
}

func drawSize(rng *rand.Rand) tea.Msg {
	odd := []box{{0, 0}, {1, 1}, {300, 100}, {500, 200}, {40, 12}, {39, 12}, {40, 11}, {80, 24}, {112, 24}, {0, 24}, {80, 0}, {-1, -1}}
	size := box{rng.IntN(161), rng.IntN(51)}
	switch rng.IntN(8) {
	case 0:
		size = odd[rng.IntN(len(odd))]
	case 1:
		size = box{1 + rng.IntN(300), 1 + rng.IntN(100)}
	case 2, 3:
		size = box{80, 24} // where most of it can be seen
	}
	return tea.WindowSizeMsg{Width: size.w, Height: size.h}
}

func drawPaste(rng *rand.Rand) string {
	switch rng.IntN(6) {
	case 0:
		return strings.Repeat(string(drawLetter(rng)), 1+rng.IntN(300))
	case 1:
		return hostilePaste
	case 2:
		if rng.IntN(10) == 0 {
			return strings.Repeat("a line of a long text\r\n", 400)
		}
		return "one\r\ntwo\rthree\n\n"
	case 3:
		var b strings.Builder
		for range rng.IntN(60) {
			b.WriteRune(drawLetter(rng))
		}
		return b.String()
	}
	return hostile[rng.IntN(len(hostile))]
}

func drawMouse(rng *rand.Rand) tea.Msg {
	m := tea.Mouse{X: rng.IntN(200), Y: rng.IntN(70), Button: tea.MouseButton(rng.IntN(12)), Mod: tea.KeyMod(rng.IntN(8))}
	switch rng.IntN(5) {
	case 0:
		return tea.MouseClickMsg(m)
	case 1:
		return tea.MouseReleaseMsg(m)
	case 2:
		return tea.MouseMotionMsg(m)
	}
	return tea.MouseWheelMsg(m)
}

// drawReply is what a terminal and the library tell besides keys.
func drawReply(rng *rand.Rand) tea.Msg {
	shade := color.RGBA{uint8(rng.IntN(256)), uint8(rng.IntN(256)), uint8(rng.IntN(256)), 255}
	text := hostile[rng.IntN(len(hostile))]
	replies := []tea.Msg{
		tea.FocusMsg{}, tea.BlurMsg{}, tea.FocusMsg{}, tea.BlurMsg{},
		tea.BackgroundColorMsg{Color: shade}, tea.ForegroundColorMsg{Color: shade}, tea.CursorColorMsg{Color: shade}, tea.BackgroundColorMsg{},
		tea.ResumeMsg{}, tea.PasteStartMsg{}, tea.PasteEndMsg{}, tea.KeyReleaseMsg{Code: 'x', Text: "x"},
		tea.ClipboardMsg{Content: text}, tea.CapabilityMsg{Content: text}, tea.TerminalVersionMsg{Name: text},
		tea.CursorPositionMsg{X: 7, Y: 7}, tea.KeyboardEnhancementsMsg{}, tea.EnvMsg{"TERM=" + text},
		struct{}{}, nil, text, saveNowMsg{}, savedMsg{},
	}
	return replies[rng.IntN(len(replies))]
}

func drawKey(rng *rand.Rand) tea.Msg {
	switch n := rng.IntN(100); {
	case n < 45:
		return boundKeys()[rng.IntN(len(boundKeys()))]
	case n < 60:
		often := []string{"enter", "down", "up", "right", "left", "tab", "shift+tab", "space", "esc", "n", "1", "2"}
		return pressed(often[rng.IntN(len(often))])
	case n < 75:
		r := rune(' ' + rng.IntN(95))
		return pressed(map[bool]string{true: "space", false: string(r)}[r == ' '])
	case n < 83:
		r := drawLetter(rng)
		return tea.KeyPressMsg{Code: r, Text: string(r), IsRepeat: rng.IntN(2) == 0}
	case n < 92: // what edits a field, and what no terminal sends
		codes := []rune{tea.KeyBackspace, tea.KeyDelete, tea.KeyLeft, tea.KeyRight, tea.KeyUp, tea.KeyDown, tea.KeyHome, tea.KeyEnd,
			tea.KeyPgUp, tea.KeyPgDown, tea.KeyEnter, tea.KeySpace, tea.KeyInsert, tea.KeyTab, tea.KeyF12, tea.KeyEscape}
		mods := []tea.KeyMod{0, 0, 0, tea.ModCtrl, tea.ModAlt, tea.ModShift, tea.ModCtrl | tea.ModShift, tea.ModSuper, tea.ModMeta}
		return tea.KeyPressMsg{Code: codes[rng.IntN(len(codes))], Mod: mods[rng.IntN(len(mods))]}
	case n < 97:
		mods := []tea.KeyMod{tea.ModCtrl, tea.ModAlt, tea.ModCtrl | tea.ModAlt, tea.ModShift, tea.ModHyper}
		return tea.KeyPressMsg{Code: rune('a' + rng.IntN(26)), Mod: mods[rng.IntN(len(mods))]}
	case n < 99:
		return tea.KeyPressMsg{Code: rune(rng.IntN(0x110000)), Mod: tea.KeyMod(rng.IntN(256))}
	}
	return tea.KeyPressMsg{Code: tea.KeyExtended, Text: hostile[rng.IntN(len(hostile))]}
}

// boundKeys is every key that the wizard knows.
var boundKeys = sync.OnceValue(func() []tea.KeyPressMsg {
	var out []tea.KeyPressMsg
	bindings := reflect.ValueOf(newKeys()).Elem()
	for i := range bindings.NumField() {
		keys := bindings.Field(i).FieldByName("keys")
		for j := range keys.Len() {
			out = append(out, pressed(keys.Index(j).String()))
		}
	}
	return out
})

// scripts is the names of all scripts, in their order.
var scripts = sync.OnceValue(func() []string {
	var out []string
	for name := range unicode.Scripts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
})

// drawLetter is a letter of any script.
func drawLetter(rng *rand.Rand) rune {
	table := unicode.Scripts[scripts()[rng.IntN(len(scripts()))]]
	if n := len(table.R16); n > 0 && (len(table.R32) == 0 || rng.IntN(2) == 0) {
		r := table.R16[rng.IntN(n)]
		return rune(r.Lo) + rune(r.Stride)*rune(rng.IntN(int((r.Hi-r.Lo)/r.Stride)+1))
	}
	r := table.R32[rng.IntN(len(table.R32))]
	return rune(r.Lo) + rune(r.Stride)*rune(rng.IntN(int((r.Hi-r.Lo)/r.Stride)+1))
}

// TestSoakStaysInItsFolder: whatever path a field holds, what a key then writes lies in the
// run's own folder.
func TestSoakStaysInItsFolder(t *testing.T) {
	for _, agreed := range []agreement{toNothing, toOverwrite, toFolder} {
		d, _, _ := saver(t)
		s := &soaker{driver: d, dir: t.TempDir()}
		away := filepath.Join(t.TempDir(), "away", "acme.yaml")
		d.press("S")
		x := d.app.screens[elsewherePlace].(*elsewhereScreen)
		x.path.set(away)
		key := "enter"
		if agreed != toNothing {
			x.asking, x.target, key = agreed, away, "y"
		}
		s.take(event{msg: pressed(key), run: -1, deliver: -1})
		d.shows("saved ✓", "Work goes on in ")
		if path := d.app.saves.file.Path; filepath.Dir(path) != s.dir {
			t.Errorf("it writes %s", path)
		}
	}
}

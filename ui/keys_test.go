package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"twopaths/model"
)

// bindings is every binding that a screen names: its own, and those that work
// everywhere.
func (d *driver) bindings() (own, everywhere []key.Binding) {
	if d.app.session == nil {
		return d.app.start.bindings(), d.app.everywhere()
	}
	return slices.Clone(d.app.current().keys()), d.app.everywhere()
}

// state is everything that a key can change, as far as a person would notice.
func (d *driver) state() string {
	d.t.Helper()
	s := d.frame() + fmt.Sprint("\nquit: ", d.quit, " background: ", d.suspend)
	if d.app.session != nil {
		s += fmt.Sprint("\nat: ", d.app.at, "\n") + d.assessment()
	}
	return s
}

// moves is the keys that move or scroll. They may do nothing where there is nothing
// further that way.
func moves(b key.Binding) bool {
	for _, k := range b.Keys() {
		switch k {
		case "up", "down", "pgup", "pgdown", "home", "end":
			return true
		}
	}
	return strings.HasPrefix(b.Help().Desc, "section")
}

// atTheEnd reports whether a binding leads off the end of the way.
func (d *driver) atTheEnd(b key.Binding) bool {
	if d.app.session == nil {
		return false
	}
	keys, at := d.app.keys, d.app.index()
	same := func(other key.Binding) bool { return slices.Equal(b.Keys(), other.Keys()) }
	first, last := at == 0, at == len(d.app.places)-1
	firstStation := d.app.at.station == d.app.places[0].station
	return (first && same(keys.left)) || (firstStation && same(keys.prevStat)) ||
		(last && (same(keys.right) || same(keys.nextStation) || same(keys.export)))
}

// TestListedKeysWork presses every key that a screen names: it does something, does
// the same as the other keys of its binding, and ends the program only if it says so.
func TestListedKeysWork(t *testing.T) {
	unraced(t)
	global := map[string]bool{"start-saved": true, "profile": true, "differences": true, "question-answered": true, "overview": true, "recommendation": true, "export": true}
	for _, s := range few(scenes(t)) {
		if s.over() || s.name == "recommendation-end" {
			continue // any key closes it
		}
		t.Run(s.name, func(t *testing.T) {
			dir := t.TempDir()
			if strings.HasPrefix(s.name, "export") {
				t.Chdir(dir) // it writes here
			} else {
				t.Parallel()
			}
			first := s.start(t, dir, noSave, quickDocuments)
			before := first.state()
			bindings, everywhere := first.bindings()
			if global[s.name] {
				bindings = append(bindings, everywhere...)
			}
			for _, b := range bindings {
				var done []string
				works := false
				for _, name := range b.Keys() {
					d := s.start(t, dir, noSave, quickDocuments)
					d.press(name)
					after := d.state()
					done = append(done, after)
					works = works || after != before
					if says := b.Help().Desc; d.quit != strings.HasPrefix(says, "leave") {
						t.Errorf("%q is named %q; quit is %v", name, says, d.quit)
					}
				}
				if !works && !moves(b) && !first.atTheEnd(b) {
					t.Errorf("%q, named %q, does nothing", b.Keys(), b.Help().Desc)
				}
				joined := strings.ContainsAny(b.Help().Key, "↑←-") && len(b.Keys()) > 3
				if !joined && slices.ContainsFunc(done, func(s string) bool { return s != done[0] }) {
					t.Errorf("%q, named %q, do not all do the same", b.Keys(), b.Help().Desc)
				}
			}
		})
	}
}

// TestNoKeyIsListedTwice: a key that is listed with two meanings has only one of them.
func TestNoKeyIsListedTwice(t *testing.T) {
	for _, s := range scenes(t) {
		if s.over() {
			continue
		}
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		own, everywhere := d.bindings()
		means := map[string]string{}
		for _, b := range append(own, everywhere...) {
			for _, name := range b.Keys() {
				says := b.Help().Desc
				if other, ok := means[name]; ok && other != says {
					t.Errorf("%s: %q is listed as %q and as %q", s.name, name, other, says)
				}
				means[name] = says
			}
		}
	}
}

// TestEveryActionHasAKeyWithoutLetters: layouts differ, and in a field letters are text. The
// menu itself has one.
func TestEveryActionHasAKeyWithoutLetters(t *testing.T) {
	letters := func(name string) bool { return len(name) == 1 || strings.HasPrefix(name, "ctrl+") }
	exempt := map[string]string{
		"g":      "the menu leads there",
		">":      "the menu leads there, and arrows scroll there",
		"<":      "the menu leads there, and arrows scroll there",
		"N":      "the menu leads there, and so does the next match",
		"K":      "the menu leads there",
		"A":      "the menu leads there",
		"i":      "the menu leads there",
		"S":      "the menu leads there",
		"y":      "overwriting takes a deliberate letter",
		"ctrl+c": "works everywhere, as in every terminal program",
		"ctrl+z": "works everywhere, as in every terminal program",
		"q":      "ctrl+c does the same",
		"r":      "the same words are in the report",
		"b":      "for a projector, by whoever leads; it hides and changes nothing",
		"0":      "arrows reach the row",
		"1":      "arrows reach the row",
		"w":      "the overview leads there",
		"c":      "the overview leads there",
		"p":      "the overview leads there",
	}
	bindings := reflect.ValueOf(newKeys()).Elem()
	for i := range bindings.NumField() {
		keys := bindings.Field(i).FieldByName("keys")
		var names []string
		for j := range keys.Len() {
			names = append(names, keys.Index(j).String())
		}
		if !slices.ContainsFunc(names, func(n string) bool { return !letters(n) }) && exempt[names[0]] == "" {
			t.Errorf("%v can be pressed by letters only", names)
		}
	}
}

// TestTabLeadsFromStationToStation: from every screen of the way, a document too, and back.
func TestTabLeadsFromStationToStation(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t))
	stations := d.app.stations
	at := func(st model.Station) int {
		return slices.IndexFunc(stations, func(x model.Station) bool { return x.ID == st.ID })
	}
	for _, from := range slices.Clone(d.app.places) {
		if d.app.station(from.station).Kind == model.ProfileStation {
			continue // in a form it goes from field to field
		}
		i := at(d.app.station(from.station))
		for key, to := range map[string]int{"tab": i + 1, "shift+tab": i - 1} {
			d.jump(from.station, from.item)
			d.press(key)
			if to < len(stations) && d.app.at.station != stations[to].ID {
				t.Errorf("%s on %v leads to %v", key, from, d.app.at)
			}
		}
	}
}

// TestSectionsOfADocument: on to the next one, back to where this one begins, and then to the one before.
func TestSectionsOfADocument(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t))
	d.jump("recommendation", 0)
	s := d.app.current().(*documentScreen)
	lines := []int{s.port.YOffset()}
	for range 4 {
		d.press(">")
		lines = append(lines, s.port.YOffset())
		if s.doc.headings[s.current()].line != s.port.YOffset() {
			t.Errorf("line %d is on top, which begins no section", s.port.YOffset())
		}
	}
	if !slices.IsSorted(lines) || len(slices.Compact(slices.Clone(lines))) != len(lines) {
		t.Fatalf("sections began at lines %v", lines)
	}
	d.press("down", "<")
	for i := len(lines) - 1; i >= 0; i-- {
		if s.port.YOffset() != lines[i] {
			t.Errorf("back to line %d, not %d", s.port.YOffset(), lines[i])
		}
		d.press("<")
	}
}

// TestBothTablesNameTheKeyBetweenThem: whoever has opened the full table of differences
// reads how it is closed, in the smallest usual window and with a row open too.
func TestBothTablesNameTheKeyBetweenThem(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(sample(t))
	d.jump("differences", 0)
	d.shows("t full table")
	d.press("enter")
	d.shows("t full table")
	d.press("t")
	d.shows("t short table")
	d.press("enter")
	d.shows("t short table")
	d.press("t")
	d.shows("t full table")
}

func TestHelpClosesOnAnyKey(t *testing.T) {
	keys := []string{"esc", "q", "n", "x", "?", "f1", "e", "1"} // enter does what is chosen
	for i, s := range few(scenes(t)) {
		if s.over() {
			continue
		}
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		before := d.state()
		d.press("f1")
		if d.state() == before {
			t.Errorf("%s: F1 shows no help", s.name)
		}
		name := keys[i%len(keys)]
		d.press(name)
		if after := d.state(); after != before {
			t.Errorf("%s: %q in help does more than close it:\n%s\nbefore:\n%s", s.name, name, after, before)
		}
	}
}

func TestEscNeverQuits(t *testing.T) {
	t.Parallel()
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		d.blind = true
		for range 60 {
			d.press("esc")
		}
		if d.quit {
			t.Errorf("%s: Esc ends the program", s.name)
		}
		if d.app.session != nil {
			t.Errorf("%s: Esc, pressed 60 times, does not lead to the start screen but to %v", s.name, d.app.at)
		}
	}
}

func TestQuitKeyIsTextInFields(t *testing.T) {
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		if s.over() {
			continue
		}
		typing := d.app.typing()
		d.press("q")
		if d.quit == typing {
			t.Errorf("%s: typing is %v and q quits is %v", s.name, typing, d.quit)
		}
		if typing && !strings.HasSuffix(s.name, "-asking") {
			d.shows("q")
		}
	}
}

func TestCtrlCAlwaysLeaves(t *testing.T) {
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		d.blind = true
		d.press("ctrl+c")
		if !d.quit {
			t.Errorf("%s: Ctrl+C does not leave", s.name)
		}
	}
}

func TestEnterHeldAnswersNothing(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave)
	d.blind = true
	d.begin(fresh())
	before := d.assessment()
	for range 100 {
		d.press("enter")
	}
	d.at("profile", 1)
	if after := d.assessment(); after != before {
		t.Errorf("Enter held down changed the assessment to\n%s", after)
	}
	d.shows("Choose with")

	// From any question on it stops at the next that is open, and answers none.
	a := everywhereAnswered(t)
	open := []place{}
	for _, st := range shipped(t).Stations() {
		if st.Kind == model.QuestionsStation {
			last := len(st.Questions) - 1
			a = a.WithAnswer(st.Questions[last].ID, model.Answer{})
			open = append(open, place{st.ID, last})
		}
	}
	for _, p := range open {
		d.begin(a)
		d.jump(p.station, 0)
		before := d.assessment()
		for range 100 {
			d.press("enter")
		}
		d.at(p.station, p.item)
		if d.assessment() != before {
			t.Errorf("Enter held down changed the assessment at %v", p)
		}
	}
}

// TestEnterHeldAtTheStart holds Enter while the disk is slow: one assessment begins,
// and later presses do not begin it anew.
func TestEnterHeldAtTheStart(t *testing.T) {
	for name, saved := range map[string]bool{"new": false, "continue": true} {
		t.Run(name, func(t *testing.T) {
			d := newDriver(t, t.TempDir())
			if saved {
				save(t, d.opts.Store.Dir+"/acme.yaml", fresh())
				d.run(d.app.start.load())
			}
			d.hold = true
			d.press("enter", "enter", "enter", "enter")
			opened := 0
			for len(d.held) > 0 {
				cmd := d.held[0]
				d.held = d.held[1:]
				for _, msg := range d.execute(cmd) {
					if m, ok := msg.(openedMsg); ok && m.err == nil {
						opened++
					}
					d.send(msg)
					if opened == 1 && d.app.session != nil && d.app.a.Organisation != "typed meanwhile" {
						next := d.app.a
						next.Organisation = "typed meanwhile"
						d.app.do(next, "the name", d.app.at)
					}
				}
			}
			if opened != 1 {
				t.Errorf("four Enters open %d assessments", opened)
			}
			if d.app.session == nil {
				t.Fatal("four Enters open nothing")
			}
			if d.app.a.Organisation != "typed meanwhile" {
				t.Errorf("what was typed after the assessment had opened is gone: the name is %q", d.app.a.Organisation)
			}
			if state, good := d.app.saveState(); !good {
				t.Errorf("the head line says %q", state)
			}
		})
	}
}

// TestQuickEntersMoveOneEach: four Enters in a burst, before any command has ended,
// are four steps and not two on one screen.
func TestQuickEntersMoveOneEach(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(everywhereAnswered(t))
	opens := func(p place) bool {
		return slices.Contains([]string{"differences", "obligations", "export"}, p.station) || p == place{"roadmap", 0}
	}
	for i := range d.app.places {
		if opens(d.app.places[i]) || d.app.places[i] == (place{"profile", 0}) {
			continue // Enter opens a row, writes a file, goes to the next field
		}
		d.jump(d.app.places[i].station, d.app.places[i].item)
		d.hold = true
		for n := range 4 {
			before := d.app.index()
			if opens(d.app.at) {
				break
			}
			d.press("enter")
			if after := d.app.index(); after != before+1 {
				t.Fatalf("Enter number %d moves from %v to %v", n+1, d.app.places[before], d.app.at)
			}
		}
		d.release()
	}
}

func TestDigitsChoose(t *testing.T) {
	unraced(t)
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave)
	d.blind = true
	d.begin(fresh())
	for _, p := range d.app.places {
		d.jump(p.station, p.item)
		s, ok := d.app.current().(*choiceScreen)
		if !ok {
			continue
		}
		for i, row := range s.describe().rows {
			d.press(row.digit)
			d.at(p.station, p.item)
			if got := s.describe().chosen; got != i {
				t.Errorf("%v: %s chooses row %d, not %d", p, row.digit, got, i)
			}
		}
		before := d.assessment()
		d.press("9")
		if d.assessment() != before {
			t.Errorf("%v: 9, which no row has, changes the answer", p)
		}
	}
}

// answerAll goes through a fresh assessment with one way of choosing and checks that
// it answers everything and ends at the recommendation. It returns the number of keys
// and of questions.
func answerAll(t *testing.T, d *driver, choose func(d *driver, rows, want int)) (keys, questions int) {
	t.Helper()
	d.blind = true
	d.begin(fresh())
	d.at("profile", 0)
	wanted := map[string]string{}
	for step := 0; d.app.station(d.app.at.station).Kind != model.RecommendationStation; step++ {
		if step > 200 {
			t.Fatalf("there is no end: at %v", d.app.at)
		}
		start := d.presses
		switch d.app.current().(type) {
		case *profileScreen:
			d.press("enter", "enter", "enter")
			continue
		case *differencesScreen, *obligationsScreen:
			d.press("right")
			continue
		}
		if d.app.station(d.app.at.station).Kind == model.ScopeStation {
			throughScope(d)
			continue
		}
		topic, option := throughChoice(d, choose, step)
		wanted[topic] = option
		keys += d.presses - start
		questions++
	}
	if p := d.app.overall(); p.Done != p.Total {
		t.Errorf("%d of %d are answered", p.Done, p.Total)
	}
	for _, q := range shipped(t).Questions {
		if got := d.app.a.Answers[q.ID].Option; got != wanted[q.Topic] {
			t.Errorf("%s is answered with %q, not %q", q.Topic, got, wanted[q.Topic])
		}
	}
	if got := d.app.a.Scope.Facts.Type; got != "nace-c28-manufacturer" {
		t.Errorf("the type is %q", got)
	}
	return keys, questions
}

// TestWaysToAnswerEverything answers everything by numbers, with arrows alone, and
// with the letters of vi, and counts the keys.
func TestWaysToAnswerEverything(t *testing.T) {
	ways := []struct {
		name   string
		choose func(d *driver, rows, want int)
		most   float64 // keys per question
	}{
		{"numbers", numbers, 2},
		{"arrows", nearest("up", "down"), 3},
		{"vi", nearest("k", "j"), 3},
		{"vi, space and on", func(d *driver, _, want int) {
			for range want + 1 {
				d.press("j")
			}
			d.press("space", "l")
		}, 6},
		{"number and guess", func(d *driver, rows, want int) {
			if want == rows-1 {
				d.press("0", "right")
				return
			}
			d.press(strconv.Itoa(want+1), "f", "enter")
		}, 3},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			d := newDriver(t, t.TempDir(), noSave, quickDocuments)
			keys, questions := answerAll(t, d, way.choose)
			per := float64(keys) / float64(questions)
			t.Logf("%d keys for %d questions: %.1f each", keys, questions, per)
			if per > way.most {
				t.Errorf("%.1f keys per question; at most %.0f", per, way.most)
			}
		})
	}
}

// TestKeysOfEveryAnswer gives every answer to every question and counts the keys: on
// average three by arrows, the shorter way round, and always two by numbers.
func TestKeysOfEveryAnswer(t *testing.T) {
	unraced(t)
	for _, way := range []struct {
		name   string
		choose func(d *driver, rows, want int)
		most   float64
	}{{"arrows", nearest("up", "down"), 3}, {"numbers", numbers, 2}} {
		t.Run(way.name, func(t *testing.T) {
			d := newDriver(t, t.TempDir(), noSave, quickDocuments)
			d.blind = true
			d.begin(fresh())
			keys, answers, longest := 0, 0, 0
			each := func(p place, rows int, answer func(want int) string, given func() string) {
				for want := range rows {
					d.begin(fresh())
					d.jump(p.station, p.item)
					before := d.presses
					if option := answer(want); given() != option {
						t.Errorf("%v: row %d answers %q, not %q", p, want, given(), option)
					}
					keys, answers, longest = keys+d.presses-before, answers+1, max(longest, d.presses-before)
				}
			}
			for _, st := range shipped(t).Stations() {
				for i, q := range st.Questions {
					if st.Kind == model.ProfileStation {
						i++ // behind the form
					}
					each(place{st.ID, i}, len(q.Options)+1, func(want int) string {
						_, option := throughChoice(d, way.choose, want)
						return option
					}, func() string { return d.app.a.Answers[q.ID].Option })
				}
			}
			per := float64(keys) / float64(answers)
			t.Logf("%d keys for %d answers: %.2f each, at most %d", keys, answers, per, longest)
			if per > way.most {
				t.Errorf("%.2f keys per answer; at most %.0f", per, way.most)
			}
		})
	}
}

// TestArrowsAlone goes from the start screen to the recommendation without a letter,
// a number or tab: arrows and Enter.
func TestArrowsAlone(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.blind = true
	d.press("enter", "enter") // new, no name
	d.at("profile", 0)
	for range 200 {
		switch d.app.current().(type) {
		case *choiceScreen:
			d.press("down", "down", "enter")
		case *profileScreen:
			d.press("down", "down", "right", "enter")
		case *scopeScreen:
			d.press("enter", "down", "enter") // asks a fact; takes the first choice
		case *documentScreen:
			if d.app.at.station == "scope" {
				d.press("enter")
				continue
			}
			if p := d.app.overall(); p.Done != p.Total {
				t.Errorf("%d of %d are answered", p.Done, p.Total)
			}
			return
		default:
			d.press("right")
		}
	}
	t.Fatalf("there is no end: at %v", d.app.at)
}

// TestBackLosesNothing answers and notes everywhere, goes back all the way, and comes
// again.
func TestBackLosesNothing(t *testing.T) {
	d := newDriver(t, t.TempDir(), quickDocuments)
	d.blind = true
	d.beginSaved(fresh())
	d.write(" und Söhne")
	d.press("tab")
	d.write("head of IT, lawyer")
	for _, p := range d.app.places[1:] {
		d.jump(p.station, p.item)
		switch d.app.current().(type) {
		case *choiceScreen:
			d.press("down", "space", "n")
			d.write("note at " + p.station)
			d.press("esc")
		case *differencesScreen:
			d.press("down", "m", "n")
			d.write("a note\non two lines")
			d.press("esc")
		}
	}
	want := d.assessment()
	for range 300 {
		if d.app.session == nil {
			break
		}
		if got := d.assessment(); got != want {
			t.Fatalf("at %v back has changed the assessment to\n%s", d.app.at, got)
		}
		d.press("esc")
	}
	if d.app.session != nil {
		t.Fatalf("back does not lead to the start screen but to %v", d.app.at)
	}
	d.shows("Continue", "Acme und Söhne")
	d.press("enter")
	if got := d.assessment(); got != want {
		t.Errorf("opened again, the assessment is\n%s\nand was\n%s", got, want)
	}
}

// hostilePaste holds what would be commands if it were keys.
const hostilePaste = "q y\x1b\x1b[A\x03e\r\nsecond line\r\nthird\tq\x00\x7f"

func TestPasteIsText(t *testing.T) {
	ask, q := firstQuestion(t)
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(fresh())
	d.jump(ask, 0)
	before := d.assessment()
	d.paste(hostilePaste)
	if d.quit || d.assessment() != before || d.app.typing() {
		t.Errorf("a paste where nothing is typed does something:\n%s", d.text())
	}
	d.press("n")
	d.paste(hostilePaste)
	d.at(ask, 0)
	if got, want := d.app.a.Answers[q.ID].Note, "q y[Ae\nsecond line\nthird    q"; got != want {
		t.Errorf("the note is %q, not %q", got, want)
	}
	d.jump("profile", 0)
	d.paste(hostilePaste)
	d.at("profile", 0)
	if got, want := d.app.a.Organisation, "Acmeq y[Ae second line third    q"; got != want {
		t.Errorf("the name is %q, not %q", got, want)
	}
	if d.quit {
		t.Error("the paste ends the program")
	}
}

// TestPasteIsCut pastes more than a field holds: it is cut at the limit, between
// letters as readers see them, and the number that was cut is said.
func TestPasteIsCut(t *testing.T) {
	unraced(t)
	t.Parallel()
	ask, q := firstQuestion(t)
	diff := shipped(t).Differences[0].ID
	note := func(d *driver) string { return d.app.a.Answers[q.ID].Note }
	fields := []struct {
		name  string
		open  func(*driver)
		value func(*driver) string
		limit int
	}{
		{"note", func(d *driver) { d.jump(ask, 0); d.press("n") }, note, model.MaxField},
		{"difference", func(d *driver) { d.jump("differences", 0); d.press("n") },
			func(d *driver) string { return d.app.a.Differences[diff].Note }, model.MaxField},
		{"organisation", func(*driver) {}, func(d *driver) string { return d.app.a.Organisation }, model.MaxLine},
		{"participants", func(d *driver) { d.press("tab") },
			func(d *driver) string { return strings.Join(d.app.a.Participants, ", ") }, model.MaxLine},
	}
	texts := []struct{ name, letter string }{
		{"1 MB", "x"}, {"wide", "東"}, {"family", "👩‍👩‍👧‍👦"}, {"combining", "e\u0301\u0323"},
	}
	for _, f := range fields {
		for _, text := range texts {
			t.Run(f.name+" "+text.name, func(t *testing.T) {
				n := f.limit + 1000
				if text.letter == "x" {
					n = 1 << 20
				}
				d := newDriver(t, t.TempDir(), noSave)
				d.begin(model.Assessment{Date: model.DateOf(now())})
				f.open(d)
				d.paste(strings.Repeat(text.letter, n))
				got := f.value(d)
				if kept := uniseg.GraphemeClusterCount(got); kept != f.limit {
					t.Errorf("%d characters are kept, not %d", kept, f.limit)
				}
				if strings.Trim(got, text.letter) != "" {
					t.Errorf("a letter is cut through: it ends in %q", got[max(0, len(got)-30):])
				}
				if cut := strconv.Itoa(n - f.limit); !strings.Contains(strings.ReplaceAll(d.text(), ",", ""), cut) {
					t.Errorf("the screen does not say that %s characters were cut", cut)
				}
				d.press("z")
				if strings.Contains(f.value(d), "z") {
					t.Error("a full field takes another letter")
				}
			})
		}
	}
}

// TestNotesCountCharacters: the limit is in characters, for scripts of wide letters too.
func TestNotesCountCharacters(t *testing.T) {
	ask, q := firstQuestion(t)
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(fresh())
	d.jump(ask, 0)
	d.press("n")
	d.paste(strings.Repeat("東", 3000))
	d.press("京")
	if note := d.app.a.Answers[q.ID].Note; uniseg.GraphemeClusterCount(note) != 3001 {
		t.Errorf("a note of 3,000 wide letters takes no more: it has %d", uniseg.GraphemeClusterCount(note))
	}
}

// TestFieldsReadNoClipboard: what comes out of the clipboard by a key of the field
// itself passes no filter, and reading it asks other programs.
func TestFieldsReadNoClipboard(t *testing.T) {
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		d.blind = true
		if !d.app.typing() {
			continue
		}
		d.hold = true
		d.press("ctrl+v", "ctrl+shift+v", "ctrl+y")
		if len(d.held) > 0 {
			t.Errorf("%s: Ctrl+V starts a command that reads the clipboard", s.name)
		}
	}
}

// TestLongFieldsFromAFileStayWhole: what is longer than can be typed is shown cut and
// kept whole, whatever key is pressed beside typing.
func TestLongFieldsFromAFileStayWhole(t *testing.T) {
	ask, q := firstQuestion(t)
	a := fresh()
	a.Organisation = strings.Repeat("A long name ", 30) + "end"
	a.Participants = []string{"Meier, Hans (CEO)", strings.Repeat("a long role ", 30) + "end", "lawyer"}
	a = a.WithAnswer(q.ID, model.Answer{Option: q.Options[0].ID, Note: strings.Repeat("A long note. ", 400) + "end"})
	a = a.WithMark(shipped(t).Differences[0].ID, model.Mark{Note: strings.Repeat("A long note. ", 400) + "end"})
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(reread(t, a))
	want := d.assessment()
	unchanged := func(what string) {
		t.Helper()
		if got := d.assessment(); got != want {
			t.Errorf("%s changes the assessment: the name has %d characters of %d, the participants are %q", what,
				len(d.app.a.Organisation), len(a.Organisation), d.app.a.Participants)
			d.begin(reread(t, a))
		}
	}
	unchanged("reading")
	d.send(tea.FocusMsg{})
	unchanged("a message that is no key")
	d.jump("profile", 0)
	d.press("left", "right", "home", "end")
	unchanged("moving in the name")
	d.jump("profile", 0)
	d.press("tab", "left", "right", "home", "end")
	unchanged("moving in the participants")
	d.jump("profile", 0)
	d.press("tab", "tab", "shift+tab", "shift+tab")
	unchanged("going through the fields")
	d.jump(ask, 0)
	d.press("n", "x", "esc", "enter")
	unchanged("a note that is too long")
	d.jump("differences", 0)
	d.press("n", "x", "enter", "esc")
	unchanged("a difference's note that is too long")
}

// history is what undo and redo should do: the states one after the other, and the
// present one among them. What is typed into one field in one go is one state.
type history struct {
	states []string
	field  []string // the field that made each state by typing; empty: no typing
	at     int
	moved  bool // back or forth since the last change: what is typed next is a state of its own
}

func (h *history) did(state, field string) {
	if state == h.states[h.at] {
		return
	}
	defer func() { h.moved = false }()
	h.states, h.field = h.states[:h.at+1], h.field[:h.at+1]
	if field != "" && h.field[h.at] == field && !h.moved {
		h.states[h.at] = state
		return
	}
	h.states, h.field = append(h.states, state), append(h.field, field)
	h.at++
}

// moveTo takes back or does again, if there is something.
func (h *history) moveTo(at int) {
	if at >= 0 && at < len(h.states) {
		h.at, h.moved = at, true
	}
}

// TestUndoAndRedo takes random ways through the stations, changing, taking back and
// doing again, and compares with the history.
func TestUndoAndRedo(t *testing.T) {
	unraced(t)
	t.Parallel()
	dir := t.TempDir()
	actions := []string{"answer", "note", "note", "firmness", "mark", "difference's note", "name", "size", "scope", "undo", "undo", "undo", "redo", "look"}
	rapid.Check(t, func(rt *rapid.T) {
		d := newDriver(rt, dir, noSave)
		d.blind = true
		d.begin(fresh())
		h := &history{states: []string{d.assessment()}, field: []string{""}}
		ask := []place{}
		for _, p := range d.app.places {
			if k := d.app.station(p.station).Kind; k == model.QuestionsStation {
				ask = append(ask, p)
			}
		}
		ask = ask[:2] // few, so that actions meet
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			action := rapid.SampledFrom(actions).Draw(rt, "action")
			p := rapid.SampledFrom(ask).Draw(rt, "place")
			letter := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "letter")
			n := rapid.IntRange(0, 3).Draw(rt, "number")
			switch action {
			case "undo", "redo":
				d.jump("export", 0) // where both are keys
				if action == "undo" {
					d.press("u")
					h.moveTo(h.at - 1)
				} else {
					d.press("ctrl+r")
					h.moveTo(h.at + 1)
				}
			case "answer":
				d.jump(p.station, p.item)
				d.press(strconv.Itoa(n))
				h.did(d.assessment(), "")
			case "firmness":
				d.jump(p.station, p.item)
				d.press("f")
				h.did(d.assessment(), "")
			case "note":
				d.jump(p.station, p.item)
				d.press("n", letter, letter, "esc")
				h.did(d.assessment(), fmt.Sprint("note", p))
			case "scope":
				d.jump("scope", 0)
				d.press(strconv.Itoa(n))
				h.did(d.assessment(), "")
			case "mark":
				d.jump("differences", 0)
				d.press("home")
				for range n {
					d.press("down")
				}
				d.press("m")
				h.did(d.assessment(), "")
			case "difference's note":
				d.jump("differences", 0)
				d.press("home", "n", letter, "esc")
				h.did(d.assessment(), action)
			case "name":
				d.jump("profile", 0)
				d.press(letter)
				h.did(d.assessment(), action)
			case "size":
				d.jump("profile", 0)
				d.press("tab", "tab", strconv.Itoa(n))
				h.did(d.assessment(), "")
			case "look":
				d.jump("export", 0)
				d.press("o", "down", "esc", "shift+tab", "G", "tab", "left", "right")
			}
			if got := d.assessment(); got != h.states[h.at] {
				rt.Fatalf("after %s the assessment is wrong: %s", action, difference(got, h.states[h.at]))
			}
			if back, again := len(d.app.past), len(d.app.future); back != h.at || again != len(h.states)-1-h.at {
				rt.Fatalf("after %s %d changes can be taken back and %d done again; it should be %d and %d",
					action, back, again, h.at, len(h.states)-1-h.at)
			}
		}
		// All the way back and all the way again.
		d.jump("export", 0)
		for h.at > 0 {
			d.press("u")
			h.at--
			if got := d.assessment(); got != h.states[h.at] {
				rt.Fatalf("taken back, the assessment is wrong: %s", difference(got, h.states[h.at]))
			}
			d.jump("export", 0)
		}
		for range len(h.states) - h.at { // once more than there is
			d.press("ctrl+r")
			h.at = min(len(h.states)-1, h.at+1)
			if got := d.assessment(); got != h.states[h.at] {
				rt.Fatalf("done again, the assessment is wrong: %s", difference(got, h.states[h.at]))
			}
			d.jump("export", 0)
		}
	})
}

// TestTypingForgetsWhatCouldBeDoneAgain: whoever types after taking back has begun a
// new history, and doing again must not take the new text away.
func TestTypingForgetsWhatCouldBeDoneAgain(t *testing.T) {
	ask, q := firstQuestion(t)
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(fresh())
	d.jump(ask, 0)
	d.press("n", "a", "esc", "1", "u", "n", "b", "esc")
	if got := d.app.a.Answers[q.ID].Note; got != "ab" {
		t.Fatalf("the note is %q", got)
	}
	d.press("ctrl+r")
	if got := d.app.a.Answers[q.ID].Note; got != "ab" {
		t.Errorf("doing again turns the note %q into %q", "ab", got)
	}
}

// TestUndoGoesWhereItWas: a change that is taken back is shown, with a line that names it.
func TestUndoGoesWhereItWas(t *testing.T) {
	ask, q := firstQuestion(t)
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(fresh())
	d.jump(ask, 0)
	d.press("1", "enter", "2", "n")
	d.write("abc")
	d.press("esc")
	d.jump("export", 0)
	d.press("u")
	d.at(ask, 1)
	d.shows("Took back: the note on")
	d.press("u")
	d.shows("Took back: the answer on")
	d.press("u")
	d.at(ask, 0)
	if d.app.a.Answers[q.ID].Option != "" {
		t.Error("the first answer is still there")
	}
	d.press("u")
	d.shows("There is nothing to take back.")
	d.press("ctrl+r", "ctrl+r", "ctrl+r")
	d.at(ask, 1)
	d.shows("Did again: the note on", "abc")
	d.press("ctrl+r")
	d.shows("There is nothing to do again.")
}

// TestEditingKeysDoNotPanic presses every key that the library's fields know, with the
// cursor at every place of several texts.
func TestEditingKeysDoNotPanic(t *testing.T) {
	unraced(t)
	t.Parallel()
	ask, _ := firstQuestion(t)
	press := func(s screen, name, what string) {
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%q %s: a panic: %v", name, what, r)
			}
		}()
		s.update(pressed(name))
	}
	fields := map[string]struct {
		keyMap any
		open   func(d *driver, text string) screen
	}{
		"one line": {textinput.DefaultKeyMap(), func(d *driver, text string) screen {
			s := d.app.current().(*profileScreen)
			s.name.set(text)
			return s
		}},
		"note": {textarea.DefaultKeyMap(), func(d *driver, text string) screen {
			d.jump(ask, 0)
			s := d.app.current().(*choiceScreen)
			s.note.edit(text)
			return s
		}},
	}
	for field, f := range fields {
		bindings := reflect.ValueOf(f.keyMap)
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(fresh())
		d.blind = true
		for i := range bindings.NumField() {
			for _, name := range bindings.Field(i).Interface().(key.Binding).Keys() {
				if name == "tab" || name == "esc" || name == "ctrl+v" { // ctrl+v runs other programs, if anything
					continue
				}
				for _, text := range []string{"", "a", "two words", " a  b ", "東京 👩‍👩‍👧"} {
					for back := range len([]rune(text)) + 1 {
						s := f.open(d, text)
						for range back {
							press(s, "left", "in "+field)
						}
						press(s, name, fmt.Sprintf("in the field of %s, %d from the end of %q", field, back, text))
					}
				}
			}
		}
	}
}

// TestAnyInput sends anything in any order: nothing panics, the frame fills the window,
// and what is on the screen can be saved and read again.
func TestAnyInput(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir) // exports go here
	var names []string
	bindings := reflect.ValueOf(newKeys()).Elem()
	for i := range bindings.NumField() {
		keys := bindings.Field(i).FieldByName("keys")
		for j := range keys.Len() {
			if name := keys.Index(j).String(); name != "ctrl+c" {
				names = append(names, name)
			}
		}
	}
	names = append(names, "a", "ü", "東", "👍🏽", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+t", "shift+up", "\u0301", "\u202e")
	rapid.Check(t, func(rt *rapid.T) {
		d := newDriver(rt, dir, noSave, quickDocuments)
		if rapid.IntRange(0, 4).Draw(rt, "start") > 0 {
			d.begin(filledWith(rt, rapid.SampledFrom(hostile).Draw(rt, "text")))
			d.begin(reread(rt, d.app.a))
		}
		for range rapid.IntRange(1, 50).Draw(rt, "events") {
			switch rapid.IntRange(0, 11).Draw(rt, "kind") {
			case 0:
				d.resize(rapid.IntRange(0, 130).Draw(rt, "width"), rapid.IntRange(0, 45).Draw(rt, "height"))
			case 1:
				d.paste(rapid.SampledFrom(hostile).Draw(rt, "paste"))
			case 2:
				if d.app.session == nil {
					d.begin(sample(rt))
				} else {
					p := rapid.SampledFrom(d.app.places).Draw(rt, "place")
					d.jump(p.station, p.item)
				}
			case 3:
				d.send(tea.BackgroundColorMsg{})
			case 4:
				d.pause()
			default:
				d.press(rapid.SampledFrom(names).Draw(rt, "key"))
			}
			if where := d.app.crashed.Load(); where != nil {
				rt.Fatalf("a panic at %s", *where)
			}
		}
		d.checkBox("after any input")
		if d.app.session != nil {
			shown := d.app.a
			shown.Organisation = model.CleanLine(shown.Organisation) // a space at its end may go
			if got, want := encoded(rt, reread(rt, d.app.a)), encoded(rt, shown); got != want {
				rt.Errorf("saved and read again it is not the same: %s", difference(got, want))
			}
		}
	})
}

package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"twopaths/model"
)

// The wizard walked as a person walks it, from the start screen to the export and back.

// way is the keys with which somebody goes, besides Enter and Esc.
type way struct {
	name                  string
	up, down, left, right string
	onward                string // to the next station or section
	mark                  string // what matters
}

// nearest moves to a row the shorter way round and takes it.
func nearest(up, down string) func(d *driver, rows, want int) {
	return func(d *driver, rows, want int) {
		d.t.Helper()
		key, n := down, want+1
		if rows-want < n {
			key, n = up, rows-want
		}
		for range n {
			d.press(key)
		}
		d.press("enter")
	}
}

// numbers chooses by the digit before the row; the last row, "not sure", has the 0.
func numbers(d *driver, rows, want int) {
	d.t.Helper()
	digit := strconv.Itoa(want + 1)
	if want == rows-1 {
		digit = "0"
	}
	d.press(digit, "enter")
}

// throughChoice answers the question of the present screen, which leads on.
func throughChoice(d *driver, choose func(d *driver, rows, want int), step int) (topic, option string) {
	d.t.Helper()
	s, ok := d.app.current().(*choiceScreen)
	if !ok {
		d.t.Fatalf("at %v nothing is asked:\n%s", d.app.at, d.text())
	}
	v, before := s.describe(), d.app.at
	want := step % len(v.rows)
	choose(d, len(v.rows), want)
	if d.app.at == before {
		d.t.Fatalf("at %v after choosing:\n%s", before, d.text())
	}
	return v.topic, v.rows[want].option
}

// throughScope answers the scope fact by fact, and goes on past what it means. It returns
// how many letters that took besides the keys.
func throughScope(d *driver) (letters int) {
	d.t.Helper()
	d.answerScope()
	d.press("enter") // what it means
	d.at("scope", 1)
	d.press("enter")
	return scopeLetters
}

// walker goes one way through the wizard, and no key that is not of it is pressed.
type walker struct {
	*driver
	way
	letters int // typed into fields of text
}

// key presses keys of the way, and looks at each frame.
func (w *walker) key(names ...string) {
	w.t.Helper()
	for _, name := range names {
		if !slices.Contains([]string{w.up, w.down, w.left, w.right, w.onward, w.mark, "enter", "esc"}, name) {
			w.t.Fatalf("%q is no key of this way", name)
		}
		w.press(name)
		w.checkBox("at " + w.app.at.station)
	}
}

// text types into a field.
func (w *walker) text(text string) {
	w.t.Helper()
	if !w.app.typing() {
		w.t.Fatalf("%q is typed where nothing is:\n%s", text, w.driver.text())
	}
	w.write(text)
	w.letters += len(text)
	w.pause()
}

// choose takes a row that is an answer; "not sure", the last, is none.
func (w *walker) choose(_ *driver, rows, want int) {
	w.t.Helper()
	nearest(w.up, w.down)(w.driver, rows, want%(rows-1))
}

func (w *walker) begin(name string) {
	w.t.Helper()
	w.shows("New assessment")
	w.key("enter")
	w.text(name)
	w.key("enter")
}

func (w *walker) profile() {
	w.t.Helper()
	w.at("profile", 0)
	w.key("enter")
	w.text("managing director, head of IT")
	w.key("enter", w.right, w.right, w.left, w.right)
	w.shows("● " + shipped(w.t).Sizes[1].Label)
	w.key("enter")
	w.at("profile", 1)
	throughChoice(w.driver, w.choose, 0)
}

func (w *walker) differences() {
	w.t.Helper()
	w.at("differences", 0)
	w.key(w.down, w.down, w.up, w.mark, "enter")
	w.shows("◆ "+shipped(w.t).Differences[1].Aspect, "In practice")
	w.key(w.onward)
}

func (w *walker) questions(st model.Station) {
	w.t.Helper()
	for i := range st.Questions {
		w.at(st.ID, i)
		throughChoice(w.driver, w.choose, i)
	}
}

func (w *walker) obligations() {
	w.t.Helper()
	w.at("obligations", 0)
	duty := shipped(w.t).Duties(w.app.a)[0]
	if w.mark == "space" {
		w.key("space", w.down, "space", "space", "space", w.up, "enter")
	} else {
		w.press("1", "3", w.up, w.up, "enter")
	}
	w.shows(duty.Short, "1 nothing yet", "1 in place")
	w.key("enter", w.right)
}

func (w *walker) chart() {
	w.t.Helper()
	w.at("roadmap", 0)
	w.key(w.down, "enter")
	w.shows("Why then")
	w.key("esc")
	w.press("t")
}

func (w *walker) document(st model.Station, item int) {
	w.t.Helper()
	w.at(st.ID, item)
	top := w.driver.text()
	w.key(w.down, w.down)
	if w.driver.text() == top {
		w.t.Errorf("%s does not scroll:\n%s", st.ID, top)
	}
	w.key(w.up, "enter")
}

func (w *walker) export() {
	w.t.Helper()
	w.at("export", 0)
	w.key("enter")
	w.shows("✓ Written")
}

func (w *walker) backToTheStart() {
	w.t.Helper()
	for range 2 * len(w.app.places) {
		if w.app.session == nil {
			return
		}
		w.key("esc")
	}
	w.t.Fatalf("Esc does not lead to the start but to %v", w.app.at)
}

// TestWholeWizard goes the whole way with few keys: with arrows and Tab, and with those
// of vi. Both need one more key, for the mark.
func TestWholeWizard(t *testing.T) {
	for _, way := range []way{
		{name: "arrows", up: "up", down: "down", left: "left", right: "right", onward: "tab", mark: "space"},
		{name: "vi", up: "k", down: "j", left: "h", right: "l", onward: "l", mark: "m"},
	} {
		t.Run(way.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir) // the export is written here
			w := &walker{driver: newDriver(t, dir), way: way}
			w.driver.run(w.app.start.load())
			w.begin("Acme Tools")
			for _, st := range w.app.stations {
				switch st.Kind {
				case model.ProfileStation:
					w.profile()
				case model.DifferencesStation:
					w.differences()
				case model.ScopeStation:
					w.letters += throughScope(w.driver)
				case model.QuestionsStation:
					w.questions(st)
				case model.ObligationsStation:
					w.obligations()
				case model.RecommendationStation:
					w.document(st, 0)
				case model.RoadmapStation:
					w.chart()
					w.document(st, 1)
				case model.ExportStation:
					w.export()
				}
			}
			t.Logf("%d keys, of which %d letters of text", w.presses, w.letters)
			shown := w.app.a
			report := w.opts.result.Exported
			w.backToTheStart()
			w.shows("Continue Acme Tools", "19 of 19")

			// What is on the disk is what was on the screen: the saved file and the report.
			for what, path := range map[string]string{"saved": filepath.Join(w.opts.Store.Dir, "acme-tools.yaml"), "exported": report} {
				a, err := ReadAssessment(path)
				if err != nil {
					t.Fatalf("reading what was %s: %v", what, err)
				}
				if got, want := encoded(t, a), encoded(t, shown); got != want {
					t.Errorf("what was %s is not what was on the screen: %s", what, difference(got, want))
				}
				for _, q := range shipped(t).Questions {
					if !a.Answers[q.ID].Answered() {
						t.Errorf("%s: the question on %s has no answer", what, q.Topic)
					}
				}
				if !a.Scope.Answered() || a.Scope.Stated == model.NotSure {
					t.Errorf("%s: the scope is %q", what, a.Scope.Stated)
				}
				if !a.Differences[shipped(t).Differences[1].ID].Matters {
					t.Errorf("%s: the mark is gone", what)
				}
				if len(a.Participants) != 2 || a.Plan.Size != shipped(t).Sizes[1].ID {
					t.Errorf("%s: the profile is %q, %q", what, a.Participants, a.Plan.Size)
				}
			}
			if filepath.Dir(report) != dir {
				t.Errorf("the report is at %s, not in %s", report, dir)
			}
			if data, _ := os.ReadFile(report); !strings.Contains(string(data), "Acme Tools") {
				t.Error("the report does not name the organisation")
			}
		})
	}
}

// TestKeysOfANewcomer counts the keys of the shortest whole assessment, from the start
// screen to the written export: no text, and an answer to everything.
func TestKeysOfANewcomer(t *testing.T) {
	for _, way := range []struct {
		name   string
		choose func(d *driver, rows, want int)
		most   int
	}{
		{"numbers", numbers, 55},
		{"arrows", nearest("up", "down"), 70},
	} {
		t.Run(way.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			d := newDriver(t, dir, quickDocuments)
			d.blind = true
			d.press("enter", "enter")
			step, letters := 0, 0
			for range 200 {
				if d.opts.result.Exported != "" {
					break
				}
				switch d.app.current().(type) {
				case *profileScreen:
					d.press("enter", "enter", "enter")
				case *differencesScreen, *obligationsScreen:
					d.press("right")
				case *chartScreen:
					d.press("tab")
				case *documentScreen, *exportScreen:
					d.press("enter")
				default:
					if d.app.station(d.app.at.station).Kind == model.ScopeStation {
						letters += throughScope(d)
					} else {
						throughChoice(d, way.choose, step)
					}
					step++
				}
			}
			if !Exists(d.opts.result.Exported) {
				t.Fatalf("nothing is exported; at %v:\n%s", d.app.at, d.text())
			}
			if p := d.app.overall(); p.Done != p.Total {
				t.Errorf("%d of %d are answered", p.Done, p.Total)
			}
			t.Logf("%d keys and %d letters for %d answers and the export", d.presses-letters, letters, d.app.overall().Done)
			if n := d.presses - letters; n > way.most {
				t.Errorf("%d keys; at most %d", n, way.most)
			}
		})
	}
}

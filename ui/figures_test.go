package ui

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.yaml.in/yaml/v4"

	"twopaths/content"
	"twopaths/model"
)

// TestKeyFigures measures our share of a keystroke, taking it and drawing the frame, on a
// large window on every screen, and what a large content costs. TWOPATHS_FIGURES=1 measures;
// `.ci/figures` compares the figures with their limits.
func TestKeyFigures(t *testing.T) {
	if os.Getenv("TWOPATHS_FIGURES") == "" {
		t.Skip("TWOPATHS_FIGURES=1 measures")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program does
	worst := slowest(t, func(*Options) {})
	figureKeys("a key at 200×60", worst)
	figurePlan(t, "both routes planned anew, beside the loop", func(*Options) {})

	folder := bigContent(t, 1000, 2000)
	var big *model.Content
	var loads, alone []time.Duration
	for range 7 {
		began := time.Now()
		c, err := content.Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		big, loads = c, append(loads, time.Since(began))
		began = time.Now()
		decodeAlone(t, folder)
		alone = append(alone, time.Since(began))
	}
	slices.Sort(loads)
	slices.Sort(alone)
	figure("loading 1,000 questions and 2,000 steps", "%.0f ms", float64(loads[3])/1e6, 200)
	figure("the same, times what the YAML library takes for their two files, side by side", "%.2f", float64(loads[3])/float64(alone[3]), 0)
	worst = slowest(t, func(o *Options) { o.Content = big })
	figureKeys("a key with them", worst)
	figurePlan(t, "both routes of them planned anew, beside the loop", func(o *Options) { o.Content = big })
}

func figureKeys(what string, worst timed) {
	what = fmt.Sprintf("%s, 99th percentile, on the slowest screen (%s)", what, worst.name)
	figure(what+", of the processor", "%.2f ms", worst.ms(), 1)
	figure(what+", by the clock", "%.2f ms", float64(worst.clock)/1e6, 0)
}

// decodeAlone has the library decode the two large files of a folder, and nothing else.
func decodeAlone(t *testing.T, folder fs.FS) {
	var questions struct {
		Groups    any              `yaml:"groups"`
		Questions []model.Question `yaml:"questions"`
	}
	var roadmap struct {
		Steps []model.Step   `yaml:"steps"`
		Rest  map[string]any `yaml:",inline"`
	}
	var both sync.WaitGroup
	for name, into := range map[string]any{"questions.yaml": &questions, "roadmap.yaml": &roadmap} {
		both.Go(func() {
			data, err := fs.ReadFile(folder, name)
			if err == nil {
				err = yaml.Unmarshal(data, into)
			}
			if err != nil {
				t.Errorf("decoding %s alone: %v", name, err)
			}
		})
	}
	both.Wait()
	if len(questions.Questions) < 1000 || len(roadmap.Steps) < 2000 {
		t.Errorf("%d questions and %d steps were decoded", len(questions.Questions), len(roadmap.Steps))
	}
}

// figurePlan measures how long a changed plan takes: no key waits for it.
func figurePlan(t *testing.T, what string, change func(*Options)) {
	d := newDriver(t, t.TempDir(), noSave, change)
	d.begin(sample(t))
	d.jump("roadmap", 0)
	work := d.app.current().(*chartScreen).planning()
	var took []time.Duration
	for range 20 {
		began := time.Now()
		work()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	figure(what, "%.1f ms", float64(took[len(took)/2])/1e6, 0)
}

// figure prints one figure as a row of a table; a limit of 0 is none.
func figure(what, format string, value, limit float64) {
	if limit == 0 {
		fmt.Printf("| %s | "+format+" | |\n", what, value)
		return
	}
	verdict := "at most"
	if value > limit {
		verdict = "over"
	}
	fmt.Printf("| %s | "+format+" | %s "+format+" |\n", what, value, verdict, limit)
}

// timed is what keys take on one screen: of the processor, and by the clock.
type timed struct {
	name       string
	p99, clock time.Duration
}

func (t timed) ms() float64 { return float64(t.p99) / 1e6 }

// slowest is the screen on which keys take longest.
func slowest(t *testing.T, change func(*Options)) timed {
	ask, _ := firstQuestion(t)
	all := []timed{startKeys(t, change)}
	for _, at := range []struct {
		name, station string
		item          int
		before, keys  []string
	}{
		{"profile", "profile", 0, nil, []string{"x", "backspace"}},
		{"question", ask, 0, nil, []string{"down", "up"}},
		{"answer", ask, 0, nil, []string{"1", "2"}},
		{"note", ask, 0, []string{"n"}, []string{"x", "backspace"}},
		{"a full note", ask, 1, []string{"n"}, []string{"x", "backspace"}},
		{"a full note of wide signs", ask, 2, []string{"n"}, []string{"宽", "backspace"}},
		{"in the midst of it", ask, 2, []string{"n", "pgup", "pgup", "pgup", "pgup"}, []string{"宽", "backspace"}},
		{"words of a note", ask, 1, []string{"n"}, []string{"alt+left", "alt+right"}},
		{"a note that is one word", ask, 2, []string{"n"}, []string{"alt+left", "alt+right"}},
		{"a note of 2,000 lines", ask, 3, []string{"n"}, []string{"x", "backspace"}},
		{"in the midst of a note", ask, 3, []string{"n", "pgup", "pgup", "pgup"}, []string{"enter", "backspace", "down", "up"}},
		{"differences", "differences", 0, []string{"enter"}, []string{"down", "up"}},
		{"all differences", "differences", 0, []string{"t"}, []string{"down", "up"}},
		{"scope", "scope", 0, nil, []string{"down", "up"}},
		{"obligations", "obligations", 0, nil, []string{"down", "up"}},
		{"a state", "obligations", 0, nil, []string{"1", "2"}},
		{"recommendation", "recommendation", 0, nil, []string{"down", "up"}},
		{"roadmap", "roadmap", 0, nil, []string{"down", "up"}},
		{"step", "roadmap", 0, []string{"enter"}, []string{"down", "up"}},
		{"a step left out", "roadmap", 0, []string{"enter"}, []string{"x"}},
		{"a step's note", "roadmap", 0, []string{"enter", "n"}, []string{"x", "backspace"}},
		{"roadmap in words", "roadmap", 1, nil, []string{"down", "up"}},
		{"export", "export", 0, nil, []string{"down", "up"}},
		{"overview", ask, 0, []string{"o"}, []string{"down", "up"}},
		{"what counts", ask, 0, []string{"c"}, []string{"down", "up"}},
		{"break-even", ask, 0, []string{"p"}, []string{"down", "up"}},
		{"what-if", ask, 0, []string{"w", "1", "w"}, []string{"down", "up"}},
		{"menu", ask, 0, []string{"?"}, []string{"down", "up"}},
		{"glossary", ask, 0, []string{"g"}, []string{"down", "up"}},
	} {
		d := newDriver(t, t.TempDir(), noSave, change)
		d.resize(200, 60)
		d.begin(withFullNotes(t, d.app.start.content))
		d.jump(at.station, at.item)
		d.press(at.before...)
		if at.station == ask && at.item > 0 {
			if text, _, open := d.openField(); !open || len(text) < model.MaxField*9/10 {
				t.Fatalf("%s: the field is open: %v, with %d bytes", at.name, open, len(text))
			}
		}
		all = append(all, timeKeys(t, d, at.name, at.keys...))
	}
	return slices.MaxFunc(all, func(a, b timed) int { return cmp.Compare(a.p99, b.p99) })
}

// withFullNotes is the sample with notes to the second, third and fourth question that are as
// long as they may be: a paragraph, one in which no word ends, and one of many lines.
func withFullNotes(t *testing.T, c *model.Content) model.Assessment {
	t.Helper()
	a := sample(t)
	first := slices.IndexFunc(c.Stations(), func(st model.Station) bool { return st.Kind == model.QuestionsStation })
	asked := c.Stations()[first].Questions
	for i, note := range []string{
		strings.Repeat("words of a note ", model.MaxField/16-1),
		strings.Repeat("宽", model.MaxField-10),
		strings.Repeat("x\n", model.MaxField/2-5),
	} {
		id := asked[i+1].ID
		answer := a.Answers[id]
		answer.Note = note
		a = a.WithAnswer(id, answer)
	}
	return a
}

// startKeys times the start screen with as many saved assessments as it lists.
func startKeys(t *testing.T, change func(*Options)) timed {
	dir := t.TempDir()
	for i := range 2000 {
		save(t, filepath.Join(dir, "store", fmt.Sprintf("client-%04d.yaml", i)), sample(t))
	}
	d := newDriver(t, dir, change)
	d.resize(200, 60)
	return timeKeys(t, d, "start, 2,000 saved", "down", "up")
}

// timeKeys presses keys in turn, and times what they take, and what the results take that come
// of them: our share, which is what the loop's thread gets of the processor. The clock counts
// what others do meanwhile too, on a machine that is shared. The work beside the loop is done,
// and not timed. Of three rounds the middle one counts.
func timeKeys(t *testing.T, d *driver, name string, keys ...string) timed {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const rounds, presses = 3, 300
	var shares, p99, clock []time.Duration
	for range rounds {
		var share, took []time.Duration
		take := func(msg tea.Msg) tea.Cmd {
			began, used := time.Now(), processorTime(t)
			_, cmd := d.app.Update(msg)
			d.app.View()
			share, took = append(share, processorTime(t)-used), append(took, time.Since(began))
			return cmd
		}
		for i := range presses {
			for results := d.execute(take(pressed(keys[i%len(keys)]))); len(results) > 0; results = results[1:] {
				results = append(results, d.execute(take(results[0]))...)
			}
		}
		slices.Sort(share)
		slices.Sort(took)
		p99, clock = append(p99, share[len(share)*99/100]), append(clock, took[len(took)*99/100])
		shares = append(shares, share...)
	}
	slices.Sort(shares)
	slices.Sort(p99)
	slices.Sort(clock)
	one := timed{name, p99[rounds/2], clock[rounds/2]}
	t.Logf("%s: median %v, 99th percentile %v, by the clock %v", one.name, shares[len(shares)/2], one.p99, one.clock)
	return one
}

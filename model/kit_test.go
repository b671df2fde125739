package model_test

import (
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twopaths/content"
	"twopaths/model"
)

// What the tests of this package share: the shipped content, short ways to write
// assessments, the worked cases, and generators of random assessments.

// A failing property prints its seed; the file that could be replayed instead
// would only lie about in the tree.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // as main does: a third of the time went into collecting
	// Enough for each run of the suite; -rapid.checks=10000 is the long one.
	set := map[string]string{"rapid.nofailfile": "true", "rapid.checks": "50"}
	if raced {
		set["rapid.checks"] = "15"
	}
	for name, value := range set {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// unraced leaves a long test out under the race detector: this package starts no goroutine,
// and what tests share is read in many shorter ones.
func unraced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("without the race detector")
	}
}

// failer is what helpers need of a test; *testing.T, *testing.B and *rapid.T have it.
type failer interface {
	Helper()
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

// only is the content reduced to some questions, small enough to try everything.
func only(c *model.Content, questions ...string) *model.Content {
	small := *c
	small.Questions = nil
	for _, q := range c.Questions {
		if slices.Contains(questions, q.ID) {
			small.Questions = append(small.Questions, q)
		}
	}
	return &small
}

// say is an assessment with a stated scope and answers written "question=option".
func say(scope string, answers ...string) model.Assessment {
	a := model.Assessment{Scope: model.Scope{Stated: scope}}
	return and(a, answers...)
}

// and is the assessment with further or other answers.
func and(a model.Assessment, answers ...string) model.Assessment {
	for _, s := range answers {
		question, option, _ := strings.Cut(s, "=")
		answer := a.Answers[question]
		answer.Option = option
		a = a.WithAnswer(question, answer)
	}
	return a
}

// weigh is the assessment with some weights changed, written "criterion=2".
func weigh(a model.Assessment, weights map[string]int) model.Assessment {
	a = a.Clone()
	a.Weights = weights
	return a
}

// newReport is model.NewReport with a watchdog: a search that never ends is
// reported with its assessment, and does not take all other tests with it. The
// time is generous; no result depends on it.
func newReport(t failer, c *model.Content, a model.Assessment) *model.Report {
	t.Helper()
	done := make(chan *model.Report, 1)
	go func() { done <- model.NewReport(c, a) }()
	select {
	case r := <-done:
		return r
	case <-time.After(watchdog):
		t.Fatalf("the report is not ready after %s; scope %q, answers %v, weights %v", watchdog, a.Scope.Stated, a.Answers, a.Weights)
		return nil
	}
}

const watchdog = 20 * time.Second

// markdown is the report's document.
func markdown(t failer, c *model.Content, a model.Assessment) string {
	t.Helper()
	s, err := newReport(t, c, a).Markdown()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return s
}

// exported is the report of an assessment as a file.
func exported(t failer, c *model.Content, a model.Assessment) []byte {
	t.Helper()
	return fileOf(t, newReport(t, c, a))
}

// fileOf is a report as a file.
func fileOf(t failer, r *model.Report) []byte {
	t.Helper()
	data, err := r.File()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// jsonOf is a report for other programs.
func jsonOf(t failer, r *model.Report) []byte {
	t.Helper()
	data, err := r.JSON()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// encode is the assessment as a file.
func encode(t failer, a model.Assessment) []byte {
	t.Helper()
	data, err := a.Encode()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// parse reads an assessment that must be sound.
func parse(t failer, file string, data []byte) model.Assessment {
	t.Helper()
	a, err := model.ParseAssessment(file, data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return a
}

// workedCase is one file of testdata/cases.
type workedCase struct {
	name       string
	assessment model.Assessment
	expect     map[string]string // from the lines "# expect: verdict=both balance=3.4"
}

// workedCases reads all worked cases, in the order of their names.
func workedCases(t failer) []workedCase {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no worked cases found: %v", err)
	}
	var out []workedCase
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v", err)
		}
		x := workedCase{strings.TrimSuffix(filepath.Base(file), ".yaml"), parse(t, file, data), map[string]string{}}
		for line := range strings.Lines(string(data)) {
			pairs, found := strings.CutPrefix(line, "# expect:")
			if !found {
				continue
			}
			for _, pair := range strings.Fields(pairs) {
				key, value, _ := strings.Cut(pair, "=")
				x.expect[key] = value
			}
		}
		out = append(out, x)
	}
	return out
}

// workedCaseNamed is one worked case.
func workedCaseNamed(t failer, name string) model.Assessment {
	t.Helper()
	for _, x := range workedCases(t) {
		if x.name == name {
			return x.assessment
		}
	}
	t.Fatalf("there is no worked case %q", name)
	return model.Assessment{}
}

// drawn is how a random assessment is drawn.
type drawn struct {
	content *model.Content
	scopes  []string // stated words to choose from; nil: all, none, and one that nobody knows
	maxOpen int      // at most so many questions stay open
	written bool     // for a report: fewer holders of a certificate, whose reports take long
}

// draw makes a random assessment: answers, firmness, weights and scope.
func (d drawn) draw(t *rapid.T) model.Assessment {
	a := model.Assessment{Answers: map[string]model.Answer{}}
	scopes := d.scopes
	if scopes == nil {
		scopes = []string{"", "no-such-class"}
		for _, s := range d.content.Scopes {
			scopes = append(scopes, s.Stated)
		}
	}
	a.Scope.Stated = rapid.SampledFrom(scopes).Draw(t, "scope")
	n := rapid.IntRange(0, min(d.maxOpen, len(d.content.Questions))).Draw(t, "so many open")
	open := rapid.Permutation(d.content.Questions).Draw(t, "open first")[:n]
	for _, q := range d.content.Questions {
		choices := make([]string, 0, len(q.Options))
		for _, o := range q.Options {
			choices = append(choices, o.ID)
		}
		if d.written && q.ID == model.CertificateQuestion && rapid.IntRange(0, 3).Draw(t, "no holder") > 0 {
			choices = slices.DeleteFunc(choices, func(o string) bool { return o == "certified" })
		}
		if slices.ContainsFunc(open, func(o model.Question) bool { return o.ID == q.ID }) {
			choices = []string{"", model.NotSure, "no-such-option"}
		}
		answer := model.Answer{Option: rapid.SampledFrom(choices).Draw(t, q.ID)}
		if answer.Option == "" {
			continue
		}
		answer.Firmness = rapid.SampledFrom([]model.Firmness{"", model.Fact, model.Estimate, model.Guess}).Draw(t, "firmness")
		a.Answers[q.ID] = answer
	}
	a.Weights = d.weights(t)
	return a
}

// weights changes none, some or all weights.
func (d drawn) weights(t *rapid.T) map[string]int {
	weights := map[string]int{}
	for range rapid.SampledFrom([]int{0, 3, 22}).Draw(t, "weights changed") {
		k := rapid.SampledFrom(d.content.Criteria).Draw(t, "criterion")
		weights[k.ID] = rapid.IntRange(0, model.MaxWeight).Draw(t, "weight")
	}
	return weights
}

// options is every way to leave or answer a question: open, not sure, each option.
func options(q model.Question) []string {
	out := []string{"", model.NotSure}
	for _, o := range q.Options {
		out = append(out, o.ID)
	}
	return out
}

// unanswered reports whether a question counts as open in an assessment.
func unanswered(q model.Question, a model.Assessment) bool {
	_, known := q.Option(a.Answers[q.ID].Option)
	return !known
}

// mentions reports whether some line of a text holds all the parts.
func mentions(text string, parts ...string) bool {
	for line := range strings.Lines(text) {
		if !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(line, p) }) {
			return true
		}
	}
	return false
}

// verdicts lists the verdicts, the open one last.
var verdicts = []model.VerdictID{model.Both, model.NIS2ThenISO, model.NIS2Alone, model.ISOAlone, model.Neither, model.Undetermined}

package model_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// compared is two assessments side by side as a document.
func compared(t failer, c *model.Content, a, b model.Assessment) string {
	t.Helper()
	s, err := model.CompareMarkdown(c, a, b, "one.yaml", "two.yaml")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return s
}

// A comparison as a whole: the golden of one organisation a quarter later, and of two.
// -update writes them anew, to be read in the diff.
func TestGoldenComparisons(t *testing.T) {
	c := shipped(t)
	before := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	later := and(before.Clone(), "timing=within-a-year", "resources=both-sustained", "customer-demand=contract-requires", "growth="+model.NotSure)
	later = later.WithWeight("external-validation", 3).WithAnswer("guidance", model.Answer{Option: "some-help", Firmness: model.Fact})
	later.Date = model.Date{Year: 2027, Month: 2, Day: 22}
	later.Participants = later.Participants[:2]
	later.Gap["23.4"] = model.Gap{State: model.GapInPlace, Note: "On the wall in the office"}
	for name, x := range map[string][2]model.Assessment{
		"compare-a-quarter-later":   {before, later},
		"compare-two-organisations": {workedCaseNamed(t, "undetermined-registrar"), workedCaseNamed(t, "iso-alone-bank-dora")},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "golden", name+".md")
			got := []byte(compared(t, c, x[0], x[1]))
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the comparison differs from %s; run with -update and read the diff.\n%s", file, firstDifference(got, want))
			}
		})
	}
}

// What the changes moved adds up to the difference of the balances, exactly, whatever the
// two are; and a change gives alone what the whole reckoning says it does.
func TestComparisonAddsUp(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		draw := func() model.Assessment {
			a := drawn{content: c, maxOpen: rapid.SampledFrom([]int{0, 3, 18}).Draw(t, "open")}.draw(t)
			if rapid.Bool().Draw(t, "facts") {
				a.Scope.Facts = anyFacts(c, drawing(t))
			}
			return a
		}
		a, b := draw(), draw()
		if rapid.Bool().Draw(t, "nearly the same") {
			b = a.Clone()
			for range rapid.IntRange(0, 3).Draw(t, "answers") {
				q := rapid.SampledFrom(c.Questions).Draw(t, "question")
				b = and(b, q.ID+"="+rapid.SampledFrom(options(q)).Draw(t, "option"))
			}
		}
		first, second := a.Clone(), b.Clone()
		x := model.Compare(c, a, b)
		if !reflect.DeepEqual(a, first) || !reflect.DeepEqual(b, second) {
			t.Fatal("comparing changed what is compared")
		}
		from, to := model.Decide(c, a), model.Decide(c, b)
		if x.A.Ruling() != from.Ruling() || x.B.Ruling() != to.Ruling() {
			t.Fatalf("the sides are %v and %v, want %v and %v", x.A.Ruling(), x.B.Ruling(), from.Ruling(), to.Ruling())
		}
		var sum model.Hundredths
		for _, ch := range x.Changes {
			sum += ch.Moved
			if ch.Moved != 0 && !ch.Kind.Weighs() {
				t.Fatalf("%+v moves the balance", ch)
			}
			if ch.Kind != model.NoteChange && ch.FromWords == ch.ToWords && ch.FirmFrom == ch.FirmTo {
				t.Fatalf("%+v says the same twice", ch)
			}
			want, possible := madeAlone(c, a, b, ch)
			if !possible || want == from.Ruling() {
				want = model.Ruling{}
			}
			if ch.Alone != want || (ch.AloneWord == "") != (want == model.Ruling{}) {
				t.Fatalf("%s %s alone gives %+v (%q), want %+v", ch.Kind, ch.ID, ch.Alone, ch.AloneWord, want)
			}
		}
		if sum != to.Balance-from.Balance || x.Moved() != sum {
			t.Fatalf("the changes moved %s, the balance went from %s to %s", sum, from.Balance, to.Balance)
		}
		if len(x.Changes) == 0 && from.Ruling() != to.Ruling() {
			t.Fatalf("nothing changed, and %v became %v", from.Ruling(), to.Ruling())
		}
		if n := rapid.IntRange(0, 4).Draw(t, "a document too"); n == 0 {
			compared(t, c, a, b)
		}
	})
}

// madeAlone is what one change gives, made on a as it is; possible is whether it can be.
func madeAlone(c *model.Content, a, b model.Assessment, ch model.ChangeSeen) (r model.Ruling, possible bool) {
	a = a.Clone()
	f, g := &a.Scope.Facts, b.Scope.Facts
	switch ch.Kind {
	case model.AnswerChange:
		a = a.WithAnswer(ch.ID, b.Answers[ch.ID])
	case model.WeightChange:
		a.Weights = put(a.Weights, ch.ID, b.Weight(ch.ID))
	case model.ScopeChange:
		switch ch.ID {
		case "stated":
			a.Scope.Stated = b.Scope.Stated
		case model.FactType:
			f.Sector, f.Subsector, f.Type = g.Sector, g.Subsector, g.Type
		case model.FactState:
			f.State, f.Established = g.State, g.Established
		case model.FactOffers:
			f.Offers = g.Offers
		case model.FactHeadcount:
			f.Headcount = g.Headcount
		case model.FactTurnover:
			f.Turnover = g.Turnover
		case model.FactBalance:
			f.Balance = g.Balance
		case model.FactGroup:
			f.Group = g.Group
		case model.FactIndependent:
			f.Independent = g.Independent
		case model.FactSpecial:
			f.Special = g.Special
		}
		if len(c.CheckScope(*f)) > 0 {
			return model.Ruling{}, false
		}
	default:
		return model.Ruling{}, false
	}
	return model.Decide(c, a).Ruling(), true
}

// Every single change of an assessment is one line of the comparison, and of its own
// kind; what says the same is none.
func TestComparisonSeesEveryChange(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	for _, name := range []string{"nis2-then-iso-machine-builder", "undetermined-registrar"} {
		base := workedCaseNamed(t, name)
		named := map[string]bool{}
		for _, ch := range slices.Concat(answerChanges(c, base), smallChanges(c, base)) {
			if ch.name == "date" || ch.name == "organisation" {
				continue // they stand at the head of each side
			}
			x := model.Compare(c, base, ch.to)
			want := 1
			if sayTheSame(c, base, ch.to) {
				want = 0
			}
			if len(x.Changes) != want {
				t.Errorf("%s, %s: %d changes are seen, want %d: %+v", name, ch.name, len(x.Changes), want, x.Changes)
				continue
			}
			if want == 0 {
				continue
			}
			// The words of the change are in the document; one document a topic shows it.
			seen := x.Changes[0]
			if named[seen.Topic] {
				continue
			}
			named[seen.Topic] = true
			if text := compared(t, c, base, ch.to); !strings.Contains(text, seen.Topic) {
				t.Errorf("%s, %s: the document does not name %q", name, ch.name, seen.Topic)
			}
		}
	}
}

// sayTheSame reports whether two assessments say the same in other words: a weight of one
// that is written out, a firmness of what is open, or the one that counts anyway.
func sayTheSame(c *model.Content, a, b model.Assessment) bool {
	plain := func(a model.Assessment) model.Assessment {
		a = normal(a)
		for id, w := range a.Weights {
			if w == model.DefaultWeight {
				delete(a.Weights, id)
			}
		}
		for _, q := range c.Questions {
			x, said := a.Answers[q.ID]
			switch {
			case said && unanswered(q, a):
				x.Firmness = ""
			case said && x.Firmness == "":
				x.Firmness = model.Estimate
			}
			a = a.WithAnswer(q.ID, x)
		}
		return a
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

// Every field of the facts belongs to a fact that a comparison shows, also a field that is
// added one day; and the words before and after are never the same.
func TestComparisonSeesEveryFact(t *testing.T) {
	c := shipped(t)
	facts := map[string][2]model.Facts{
		"State":       {{State: "DE"}, {State: "FR"}},
		"Established": {{State: "DE", Established: model.Inside}, {State: "DE", Established: model.Outside}},
		"Offers":      {{Offers: model.Yes}, {}},
		"Sector":      {{Sector: "energy"}, {Sector: "transport"}},
		"Subsector":   {{Sector: "energy", Subsector: "gas"}, {Sector: "energy", Subsector: "oil"}},
		"Type":        {{Type: "air-carrier"}, {}},
		"Figures":     {{Figures: model.Figures{Headcount: model.Exactly(1)}}, {Figures: model.Figures{Headcount: model.Exactly(0)}}},
		"Group": {{Group: []model.Member{{Relation: model.Linked, Figures: model.Figures{Headcount: model.Exactly(100)}}}},
			{Group: []model.Member{{Relation: model.Linked}}}},
		"Independent": {{Independent: model.No}, {Independent: model.Yes}},
		"Special":     {{Special: []string{}}, {}},
	}
	for i := range reflect.TypeFor[model.Facts]().NumField() {
		name := reflect.TypeFor[model.Facts]().Field(i).Name
		pair, ok := facts[name]
		if !ok {
			t.Errorf("no example of a changed %s", name)
			continue
		}
		x := model.Compare(c, model.Assessment{Scope: model.Scope{Facts: pair[0]}}, model.Assessment{Scope: model.Scope{Facts: pair[1]}})
		if len(x.Changes) != 1 || x.Changes[0].Kind != model.ScopeChange || x.Changes[0].FromWords == x.Changes[0].ToWords || x.Changes[0].Topic == "" {
			t.Errorf("a changed %s is seen as %+v", name, x.Changes)
		}
	}
	// The same with ids that nobody knows.
	x := model.Compare(c, model.Assessment{Scope: model.Scope{Facts: model.Facts{Sector: "a"}}}, model.Assessment{Scope: model.Scope{Facts: model.Facts{Sector: "b"}}})
	if len(x.Changes) != 1 || x.Changes[0].FromWords == x.Changes[0].ToWords {
		t.Errorf("got %+v", x.Changes)
	}
}

// Every field of an assessment that may change is seen, also one that is added one day.
func TestComparisonKnowsEveryField(t *testing.T) {
	c := shipped(t)
	kinds := map[string]func(*model.Assessment){
		"Participants": func(a *model.Assessment) { a.Participants = []string{"x"} },
		"Scope":        func(a *model.Assessment) { a.Scope.Note = "x" },
		"Answers":      func(a *model.Assessment) { *a = and(*a, "growth=stable") },
		"Differences":  func(a *model.Assessment) { *a = a.WithMark("penalties", model.Mark{Matters: true}) },
		"Gap":          func(a *model.Assessment) { a.Gap = put(a.Gap, "23.1", model.Gap{State: model.GapNone}) },
		"Certificate":  func(a *model.Assessment) { a.Certificate.Covers = model.ReachPart },
		"Controls": func(a *model.Assessment) {
			a.Controls = put(a.Controls, "A.8.13", model.ControlState{State: model.ControlNone})
		},
		"Steps":     func(a *model.Assessment) { a.Steps = put(a.Steps, "S14", model.StepChange{Excluded: true}) },
		"Plan":      func(a *model.Assessment) { a.Plan.Capacity = 3 },
		"Weights":   func(a *model.Assessment) { a.Weights = put(a.Weights, "eu-only", 2) },
		"Report":    func(a *model.Assessment) { a.Report.Sections = []string{"roadmap"} },
		"WhatIf":    func(a *model.Assessment) { *a = a.WithWhatIf(model.Assessment{}) },
		"BreakEven": func(a *model.Assessment) { a.BreakEven.TendersLost = model.Exactly(100) },
	}
	elsewhere := []string{"Content", "Organisation", "Date"} // at the head of each side
	for i := range reflect.TypeFor[model.Assessment]().NumField() {
		name := reflect.TypeFor[model.Assessment]().Field(i).Name
		if slices.Contains(elsewhere, name) {
			continue
		}
		set, ok := kinds[name]
		if !ok {
			t.Errorf("no example of a changed %s: a comparison has to show it", name)
			continue
		}
		var b model.Assessment
		set(&b)
		if x := model.Compare(c, model.Assessment{}, b); len(x.Changes) != 1 {
			t.Errorf("a changed %s is seen as %+v", name, x.Changes)
		}
	}
}

// Two organisations are said to be two; a file without a name may be either's.
func TestComparisonOfTwoOrganisations(t *testing.T) {
	c := shipped(t)
	const said = "These are two organisations."
	for _, x := range []struct {
		a, b string
		two  bool
	}{{"A", "B", true}, {"A", "A", false}, {"A", "", false}, {"", "", false}} {
		a, b := neutral("important"), weak("important")
		a.Organisation, b.Organisation = x.a, x.b
		if text := compared(t, c, a, b); strings.Contains(text, said) != x.two {
			t.Errorf("%q and %q are called two organisations: %v", x.a, x.b, !x.two)
		}
	}
}

// What notes say is told only to who asks for it.
func TestComparisonKeepsNotesBack(t *testing.T) {
	c := shipped(t)
	a := noted(neutral("important"), "growth", "the old secret")
	b := noted(a, "growth", "the new secret")
	b.Scope.Note = "another secret"
	b = b.WithMark("penalties", model.Mark{Note: "a third secret"})
	b.Gap = put(nil, "23.1", model.Gap{Note: "a fourth secret"})
	x := model.Compare(c, a, b)
	text, err := x.Markdown()
	if err != nil {
		t.Fatal(err)
	}
	data, err := x.JSON()
	if err != nil {
		t.Fatal(err)
	}
	whole := fmt.Sprintf("%+v", x.Changes)
	if strings.Contains(text, "secret") || bytes.Contains(data, []byte("secret")) {
		t.Errorf("a note is told:\n%s\n%s", text, whole)
	}
	if !strings.Contains(text, "- Notes changed: Scope; Growth; Penalties; Art. 23(1)\n") || len(x.Changes) != 4 {
		t.Errorf("seen is %+v\n%s", x.Changes, text)
	}
	for _, id := range []string{"scope.note", "answers.growth.note", "differences.penalties.note", "gap.23.1.note"} {
		if !slices.ContainsFunc(x.Changes, func(ch model.ChangeSeen) bool { return ch.ID == id }) {
			t.Errorf("%s is not named", id)
		}
	}
	x.ShowNotes()
	if text, err = x.Markdown(); err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"> the old secret", "> the new secret", "> another secret", "> a third secret", "> a fourth secret"} {
		if !strings.Contains(text, note) {
			t.Errorf("asked for, %q is not told", note)
		}
	}
}

// Hostile text in either side, or as the name of a file, leaves the structure alone.
func TestHostileComparison(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	document := func(s string) string {
		a, b := in("all", base, "before "+s), in("all", and(base, "growth=stable"), s)
		a.Organisation, b.Organisation = "A "+s, "B "+s
		x := model.Compare(c, a, b)
		x.A.Name, x.B.Name = s, "b "+s
		x.ShowNotes()
		text, err := x.Markdown()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	want := shapeOf(document("harmless"))
	want.Headings = nil
	for name, s := range hostileTexts {
		text := document(s)
		got := shapeOf(text)
		for _, h := range got.Headings {
			if strings.Contains(h, "Big") || h == "" {
				t.Errorf("%s: the heading %q", name, h)
			}
		}
		got.Headings = nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s\n%s", name, shapeDifference(got, want), text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && model.Clean(string(r)) != string(r) }); i >= 0 {
			t.Errorf("%s: holds %q", name, text[i:min(i+8, len(text))])
		}
	}
}

// No heading stands above nothing, and nothing that a template leaves behind.
func TestComparisonHasNoEmptySections(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	cases := append(workedCases(t), workedCase{name: "nothing answered"})
	for i, x := range cases {
		for _, y := range []workedCase{x, cases[(i+1)%len(cases)], cases[(i+7)%len(cases)]} {
			text := compared(t, c, x.assessment, y.assessment)
			headings := strings.Split(text, "\n#")
			for _, part := range headings {
				if strings.TrimSpace(part[strings.IndexByte(part+"\n", '\n'):]) == "" {
					t.Errorf("%s and %s: nothing stands below %q", x.name, y.name, part)
				}
			}
			if strings.Contains(text, "<no value>") || strings.Contains(text, "** ") && strings.Contains(text, "****") {
				t.Errorf("%s and %s:\n%s", x.name, y.name, text)
			}
			if x.name == y.name && !strings.Contains(text, "Nothing of what was said differs.") {
				t.Errorf("%s and itself:\n%s", x.name, text)
			}
		}
	}
}

// For other programs the keys are there, and the same two give the same bytes.
func TestCompareJSON(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	cases := workedCases(t)
	for i, x := range cases {
		y := cases[(i+5)%len(cases)]
		data, err := model.Compare(c, x.assessment, y.assessment).JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, _ := model.Compare(c, x.assessment.Clone(), y.assessment.Clone()).JSON()
		if !bytes.Equal(data, again) {
			t.Errorf("%s and %s: two comparisons differ: %s", x.name, y.name, firstDifference(data, again))
		}
		var r any
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"a.verdict", "a.balance", "a.confidence", "a.steps", "a.effort_days.low", "a.yearly_effort_days.high", "a.binds",
			"b.organisation", "b.date", "b.scope", "two_organisations", "moved", "changes.0.kind", "changes.0.id", "changes.0.topic",
			"changes.0.from", "changes.0.to", "changes.0.moved", "roadmap.only_a", "roadmap.only_b", "content.version"} {
			if _, found := at(r, key); !found {
				t.Errorf("%s and %s: the key %s is missing", x.name, y.name, key)
			}
		}
		for path, v := range leaves("", r) {
			if v == nil {
				t.Errorf("%s and %s: %s is null", x.name, y.name, path)
			}
		}
	}
}

// The steps that one roadmap lacks are those, and the efforts are those of the plan.
func TestComparisonOfRoadmaps(t *testing.T) {
	c := shipped(t)
	a, b := strong("important"), weak("important")
	x := model.Compare(c, a, b)
	ids := func(a model.Assessment) (ids []string) {
		for _, s := range model.PlanRoadmap(c, a, model.Decide(c, a)).Routes[0].Steps {
			ids = append(ids, s.ID)
		}
		slices.Sort(ids)
		return ids
	}
	of := func(steps []model.PlannedStep) (ids []string) {
		for _, s := range steps {
			ids = append(ids, s.ID)
		}
		return ids
	}
	all := slices.Sorted(slices.Values(slices.Concat(ids(b), of(x.OnlyA))))
	if len(x.OnlyA) == 0 || x.A.Steps != len(ids(a)) || x.B.Steps != len(ids(b)) {
		t.Fatalf("%d and %d steps, %v only in the first", x.A.Steps, x.B.Steps, of(x.OnlyA))
	}
	all = slices.DeleteFunc(all, func(id string) bool { return slices.Contains(of(x.OnlyB), id) })
	if !slices.Equal(all, ids(a)) {
		t.Errorf("the steps of the second, with %v and without %v, are %v; the first has %v", of(x.OnlyA), of(x.OnlyB), all, ids(a))
	}
	if x.A.Effort.High <= x.B.Effort.High || x.A.Yearly.IsZero() {
		t.Errorf("efforts %v and %v, yearly %v", x.A.Effort, x.B.Effort, x.A.Yearly)
	}
}

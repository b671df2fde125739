package model_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

const scenarioFile = `twopaths: 1
organisation: Example GmbH
participants: [head of IT]
scope: {stated: important}
answers:
  growth: {option: stable}
what_if:
  scope: {stated: essential, note: "If we buy the plant"}
  answers:
    growth: {option: growing-fast, firmness: guess}
  differences:
    penalties: {matters: true}
  gap:
    21.2.b: {state: partial}
  plan: {size: large}
  weights: {eu-only: 0}
`

// A scenario stands beside an assessment, is read and written again, and decides nothing.
func TestScenarioInAFile(t *testing.T) {
	c := shipped(t)
	a := parse(t, "a.yaml", []byte(scenarioFile))
	want := model.Assessment{
		Scope:       model.Scope{Stated: "essential", Note: "If we buy the plant"},
		Answers:     map[string]model.Answer{"growth": {Option: "growing-fast", Firmness: model.Guess}},
		Differences: map[string]model.Mark{"penalties": {Matters: true}},
		Gap:         map[string]model.Gap{"21.2.b": {State: model.GapPartial}},
		Controls:    map[string]model.ControlState{},
		Steps:       map[string]model.StepChange{},
		Plan:        model.Planning{Size: "large"},
		Weights:     map[string]int{"eu-only": 0},
	}
	if a.WhatIf == nil || !reflect.DeepEqual(*a.WhatIf, want) {
		t.Fatalf("got %+v", a.WhatIf)
	}
	again := parse(t, "a.yaml", encode(t, a))
	if !reflect.DeepEqual(again, a) || !bytes.Equal(encode(t, again), encode(t, a)) {
		t.Errorf("written and read again: %s", encode(t, a))
	}
	if got, want := model.Decide(c, a), model.Decide(c, a.WithoutWhatIf()); !reflect.DeepEqual(got, want) {
		t.Error("the scenario decides something")
	}
	s, ok := a.Scenario()
	if !ok || s.Organisation != "Example GmbH" || len(s.Participants) != 1 || s.WhatIf != nil || s.Answers["growth"].Option != "growing-fast" {
		t.Errorf("the scenario is %+v", s)
	}
	// None, and one in which nothing is said, are two things.
	if _, ok := a.WithoutWhatIf().Scenario(); ok {
		t.Error("there is a scenario where there is none")
	}
	empty := model.Assessment{}.WithWhatIf(model.Assessment{Organisation: "X"})
	if got := string(encode(t, empty)); got != "twopaths: 1\nwhat_if: {}\n" {
		t.Errorf("an empty scenario is written as %q", got)
	}
	if again := parse(t, "a.yaml", encode(t, empty)); again.WhatIf == nil {
		t.Error("an empty scenario is lost")
	}
}

// What a scenario leaves out is as in the assessment: each key, and each answer by its
// question. What it takes away stands there empty.
func TestPartialScenario(t *testing.T) {
	const base = `twopaths: 1
scope: {stated: important, note: Asked}
answers:
  growth: {option: stable}
  tender-effect: {option: no-tenders, firmness: fact}
differences: {penalties: {matters: true}}
gap: {21.2.b: {state: partial}}
plan: {capacity_days_per_month: 12, size: medium}
weights: {eu-only: 2}
break_even: {day_rate: 640}
what_if:`
	a := parse(t, "a.yaml", []byte(base+" {}\n"))
	whole := a.WithoutWhatIf()
	changed := func(f func(*model.Assessment)) model.Assessment {
		s := whole.Clone()
		f(&s)
		return s
	}
	for _, tt := range []struct {
		name, data string
		want       model.Assessment
	}{
		{"nothing", " {}\n", whole},
		{"the answer of the README", "\n  answers: {tender-effect: {option: excluded-without}}\n",
			whole.WithAnswer("tender-effect", model.Answer{Option: "excluded-without"})},
		{"an answer taken away", "\n  answers: {growth: {}}\n", whole.WithAnswer("growth", model.Answer{})},
		{"another answer", "\n  answers: {resources: {option: both-sustained}}\n",
			whole.WithAnswer("resources", model.Answer{Option: "both-sustained"})},
		{"a key", "\n  scope: {stated: essential}\n", changed(func(s *model.Assessment) { s.Scope = model.Scope{Stated: "essential"} })},
		{"keys taken away", "\n  scope: {}\n  differences: {}\n  gap: {}\n  plan: {}\n  weights: {}\n  break_even: {}\n",
			model.Assessment{Answers: whole.Answers}},
		{"a key without a value", "\n  gap:\n  scope:\n  answers:\n", whole},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := parse(t, "a.yaml", []byte(base+tt.data))
			if !reflect.DeepEqual(normal(*a.WhatIf), normal(tt.want)) {
				t.Errorf("got\n%+v\nwant\n%+v", *a.WhatIf, tt.want)
			}
			if !reflect.DeepEqual(normal(a.WithoutWhatIf()), normal(whole)) {
				t.Errorf("the scenario changes the assessment: %+v", a)
			}
			if again := parse(t, "a.yaml", encode(t, a)); !reflect.DeepEqual(again, a) {
				t.Errorf("written as\n%s\nit is read as %+v", encode(t, a), again.WhatIf)
			}
		})
	}
}

// What could move the balance and does not is one sentence.
func TestScenarioThatMovesNothing(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	for id, answer := range base.Answers {
		if answer.Firmness != model.Fact && answer.Answered() {
			answer.Firmness = model.Fact
			text := markdown(t, c, base.WithWhatIf(base.WithAnswer(id, answer)))
			if _, section, _ := strings.Cut(text, "\n## What if\n"); !strings.Contains(section, "\nMoves nothing: ") || strings.Contains(section, "**0.0**") {
				t.Errorf("got\n%s", section[:min(len(section), 900)])
			}
			return
		}
	}
	t.Fatal("every answer of the case is a fact")
}

// Whoever makes a scenario from a whole assessment keeps what was said, and no scenario
// of a scenario; a copy is its own.
func TestWithWhatIf(t *testing.T) {
	whole := parse(t, "a.yaml", []byte(scenarioFile))
	a := model.Assessment{}.WithWhatIf(whole)
	s := *a.WhatIf
	if s.WhatIf != nil || s.Organisation != "" || s.Participants != nil || s.Content != "" || !s.Date.IsZero() || s.Answers["growth"].Option != "stable" {
		t.Errorf("kept is %+v", s)
	}
	b := a.Clone()
	b.WhatIf.Answers["growth"] = model.Answer{Option: "changing"}
	if a.WhatIf.Answers["growth"].Option != "stable" {
		t.Error("a change of the copy changed the original")
	}
}

// A scenario is read as strictly as the rest, with its whole path.
func TestScenarioFaults(t *testing.T) {
	const head = "twopaths: 1\nwhat_if:\n"
	for _, tt := range []struct {
		name, data string
		line       int
		field      string
		problem    string
	}{
		{"an organisation", head + "  organisation: X\n", 3, "what_if.organisation", "not known here"},
		{"a format", head + "  twopaths: 1\n", 3, "what_if.twopaths", "not known here"},
		{"a content", head + "  content: X\n", 3, "what_if.content", "not known here"},
		{"a date", head + "  date: 2026-11-23\n", 3, "what_if.date", "not known here"},
		{"participants", head + "  participants: [X]\n", 3, "what_if.participants", "not known here"},
		{"a scenario of its own", head + "  what_if: {}\n", 3, "what_if.what_if", "not known here"},
		{"unknown key", head + "  answers:\n    growth: {opton: a}\n", 4, "what_if.answers.growth.opton", "not known here"},
		{"firmness", head + "  answers:\n    growth: {firmness: sure}\n", 4, "what_if.answers.growth.firmness", "write fact, estimate or guess"},
		{"weight", head + "  weights:\n    eu-only: 9\n", 4, "what_if.weights.eu-only", "from 0 to 5"},
		{"gap", head + "  gap: {21.2.b: {state: half}}\n", 3, "what_if.gap.21.2.b.state", "write none, partial"},
		{"established", head + "  scope:\n    established: here\n", 4, "what_if.scope.established", "write eu or non-eu"},
		{"empty list", head + "  scope:\n    sector: energy\n    special:\n", 5, "what_if.scope.special", "nothing stands here"},
		{"twins", head + "  weights: {a: 1, \"a\\e\": 2}\n", 3, "what_if.weights.a", "twice"},
		{"nothing", head, 2, "what_if", "nothing stands here; write {}"},
		{"a text", "twopaths: 1\nwhat_if: later\n", 2, "what_if", "later is not a group of keys"},
		{"a list", "twopaths: 1\nwhat_if: [a]\n", 2, "what_if", "a list is not a group of keys"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, form := range []struct {
				file, before, after string
				offset              int
			}{{"a.yaml", "", "", 0}, {"a.md", "---\n", "---\n# Report\n", 1}} {
				_, err := model.ParseAssessment(form.file, []byte(form.before+tt.data+form.after))
				f := onlyFault(t, err)
				if f.Line != tt.line+form.offset || f.Field != tt.field || !strings.Contains(f.Problem, tt.problem) {
					t.Errorf("%s: got line %d, field %q, problem %q", form.file, f.Line, f.Field, f.Problem)
				}
			}
		})
	}
}

// What the content does not know is named where it stands; facts that cannot be are
// refused there as well.
func TestScenarioNotices(t *testing.T) {
	c := shipped(t)
	data := []byte("twopaths: 1\nanswers: {luck: {option: a}}\nwhat_if:\n  answers: {luck: {option: b}}\n  weights: {luck: 2}\n  scope:\n    sector: gardening\n")
	a := parse(t, "a.yaml", data)
	var fields []string
	for _, n := range c.Notices(a) {
		fields = append(fields, n.Field())
	}
	if want := []string{"answers.luck", "what_if.scope.sector", "what_if.answers.luck", "what_if.weights.luck"}; !reflect.DeepEqual(fields, want) {
		t.Errorf("notices on %v, want %v", fields, want)
	}
	f := onlyFault(t, model.Locate("a.yaml", data, c.Refused(a)).AsError())
	if f.Line != 7 || f.Field != "what_if.scope.sector" {
		t.Errorf("got line %d, field %q", f.Line, f.Field)
	}
	if wrong := c.Refused(a.WithoutWhatIf()); len(wrong) > 0 {
		t.Errorf("without the scenario %v is refused", wrong)
	}
}

// Whatever scenario stands beside whatever assessment, a report brings both back.
func TestScenarioRoundTrip(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := hostileAssessment(t, c, 3).WithWhatIf(hostileAssessment(t, c, 18))
		again := parse(t, "a.yaml", encode(t, a))
		if !reflect.DeepEqual(normal(*again.WhatIf), normal(*a.WhatIf)) {
			t.Fatalf("got\n%#v\nwant\n%#v", again.WhatIf, a.WhatIf)
		}
		if rapid.IntRange(0, 3).Draw(t, "a report too") == 0 {
			file := exported(t, c, a)
			if second := exported(t, c, parse(t, "report.md", file)); !bytes.Equal(second, file) {
				t.Fatalf("exported again, the report differs: %s", firstDifference(second, file))
			}
		}
	})
}

// The report says what a scenario would change, and nothing where there is none.
func TestReportOfAScenario(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	if text := markdown(t, c, base); strings.Contains(text, "What if") {
		t.Error("there is no scenario, and the report has one")
	}
	scenario := and(base, "timing=within-a-year", "resources=both-sustained")
	scenario.Gap = put(scenario.Clone().Gap, "23.4", model.Gap{State: model.GapPartial, Note: "a secret"})
	a := base.WithWhatIf(scenario)
	text := markdown(t, c, a)
	_, section, found := strings.Cut(text, "\n## What if\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, want := range []string{"From **NIS2 now, ISO 27001 later** to **NIS2 with ISO 27001**", "| Balance | +4.9 | +6.6 |",
		"**+1.1** Resources", "+4.9 to +6.6, which is +1.7", "No change alone gives another verdict. It takes several together."} {
		if !found || !strings.Contains(section, want) {
			t.Errorf("%q is missing in\n%s", want, section)
		}
	}
	if strings.Contains(section, "secret") || strings.Contains(section, "\n#") {
		t.Errorf("the section is\n%s", section)
	}

	var r any
	if err := json.Unmarshal(jsonOf(t, newReport(t, c, a)), &r); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"what_if.verdict", "what_if.balance", "what_if.changes.0.kind", "weights.0.criterion", "weights.0.weight", "weights.0.low", "weights.0.high"} {
		if _, ok := at(r, key); !ok {
			t.Errorf("the key %s is missing", key)
		}
	}
	if v, _ := at(r, "what_if.verdict"); v != string(model.Both) {
		t.Errorf("the scenario gives %v", v)
	}
	var plain any
	if err := json.Unmarshal(jsonOf(t, newReport(t, c, base)), &plain); err != nil {
		t.Fatal(err)
	}
	if _, ok := at(plain, "what_if"); ok {
		t.Error("there is no scenario, and the JSON report has one")
	}
	if list, _ := at(plain, "weights"); len(list.([]any)) != len(c.Criteria) {
		t.Errorf("%d weights for %d criteria", len(list.([]any)), len(c.Criteria))
	}
}

// A scenario that says the same is said to, in a report too.
func TestReportOfAScenarioWithoutChange(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	base := neutral("important")
	text := markdown(t, c, base.WithWhatIf(base))
	if !strings.Contains(text, "## What if\n\nBoth come to **NIS2 now, ISO 27001 later**. Nothing of what was said differs.") {
		t.Error("got no section on it")
	}
}

// Hostile text in a scenario leaves the structure of the report alone.
func TestHostileScenario(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	want := shapeOf(markdown(t, c, base.WithWhatIf(in("all", base, "harmless"))))
	for name, s := range hostileTexts {
		if got := shapeOf(markdown(t, c, base.WithWhatIf(in("all", base, s)))); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s", name, shapeDifference(got, want))
		}
	}
}

// Where weights were changed, the appendix says how far each may move.
func TestReportOfChangedWeights(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	one := and(neutral("not"), "customer-demand=never-asked", "tender-effect=excluded-without")
	if strings.Contains(markdown(t, c, one), "### Changed weights") {
		t.Error("no weight was changed, and the appendix has a section on it")
	}
	text := markdown(t, c, one.WithWeight("procurement-rewards", 2).WithWeight("due-diligence", 0).WithWeight("eu-only", 1))
	for _, want := range []string{
		"- **Tenders reward a certificate** counts 2 instead of 1. From 1 to 5 the verdict stays; at 0 it is Neither is needed now.",
		"- **Must show due diligence** counts 0 instead of 1. No weight from 0 to 5 gives another verdict.",
	} {
		if !strings.Contains(text, want+"\n") {
			_, section, _ := strings.Cut(text, "### Changed weights")
			t.Errorf("%q is missing in\n%s", want, section[:min(len(section), 600)])
		}
	}
}

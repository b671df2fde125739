package content_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twopaths/content"
	"twopaths/model"
)

// What the product must say and ask, by the ids of the project's page of facts.
// Each id must be in the content, and each must do something: a criterion moves
// the balance in its own direction and is named, all else is shown to somebody.

var missionDifferences = []string{ // always in this order
	"nature", "applicability", "scope", "flexibility", "certification", "incident-reporting", "penalties",
	"management-liability", "supply-chain", "governance", "audit-frequency",
}

var missionBenefits = map[string][]string{
	"iso":      {"proven-framework", "recognition", "risk-method", "third-party-validation", "procurement-advantage", "customer-trust"},
	"nis2":     {"legal-compliance", "mandatory-reporting", "supply-chain-rules", "supervision", "sector-coordination", "management-accountability"},
	"together": {"requirements-satisfied", "evidence-of-measures", "shared-documentation", "one-framework", "lower-burden"},
}

var missionCriteria = []struct {
	id, group string
	side      model.Lean
}{
	{"customers-require", "market", model.ForISO},
	{"procurement-rewards", "market", model.ForISO},
	{"competitive-advantage", "market", model.ForISO},
	{"multiple-jurisdictions", "market", model.ForISO},
	{"wants-guidance", "maturity", model.ForISO},
	{"prefers-validation", "maturity", model.ForISO},
	{"values-improvement", "maturity", model.ForISO},
	{"has-resources", "maturity", model.ForISO},
	{"defence-in-depth", "risk", model.ForISO},
	{"external-validation", "risk", model.ForISO},
	{"structured-growth", "risk", model.ForISO},
	{"due-diligence", "risk", model.ForISO},
	{"eu-only", "requirements", model.ForAlone},
	{"no-customer-expects", "requirements", model.ForAlone},
	{"budget-limits", "requirements", model.ForAlone},
	{"legal-focus", "requirements", model.ForAlone},
	{"effective-isms", "programme", model.ForAlone},
	{"controls-exceed", "programme", model.ForAlone},
	{"security-first", "priorities", model.ForAlone},
	{"value-unclear", "priorities", model.ForAlone},
	{"avoid-audits", "priorities", model.ForAlone},
	{"certify-later", "priorities", model.ForAlone},
}

var (
	missionFoundations = []string{"single-isms", "common-risk-assessment", "unified-policies", "combined-documentation"}
	missionStages      = []string{"nis2-measures", "annex-a", "certify", "maintain"} // in this order
	missionOverlaps    = []string{"art21-annex-a", "reporting-unique", "supply-chain-firmer", "governance-overlap", "gap-analysis"}
	missionQuestions   = []string{
		"certificate-status", "customer-demand", "tender-effect", "competitors", "jurisdictions", "programme-aim", "certificate-value",
		"guidance", "controls-level", "validation", "improvement", "resources", "defence-layers", "blind-spots", "growth",
		"accountability", "next-euro", "timing",
	}
	missionSteps = []string{
		"S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S13", "S14", "S15",
		"S16", "S17", "S18", "S19", "S20", "S21", "S22", "S23", "S24", "S25", "S26", "S27", "S28", "S29", "S30",
		"S31", "S32", "S33", "S34", "S35", "S36", "S37", "S38", "S39", "S40", "S41", "S42", "S43", "S44", "S45",
	}
)

// witness is an assessment and the report of it.
type witness struct {
	name       string
	assessment model.Assessment
	outcome    model.Outcome
	report     string
}

// witnesses is the worked cases of package model with their reports.
func witnesses(t *testing.T, c *model.Content) []witness {
	t.Helper()
	files, err := filepath.Glob("../model/testdata/cases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no worked cases found: %v", err)
	}
	var out []witness
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := model.ParseAssessment(file, data)
		if err != nil {
			t.Fatal(err)
		}
		report, err := model.NewReport(c, a).Markdown()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, witness{filepath.Base(file), a, model.Decide(c, a), report})
	}
	return out
}

// shown reports whether one and the same report holds all the texts.
func shown(ws []witness, texts ...string) bool {
	return slices.ContainsFunc(ws, func(w witness) bool {
		return !slices.ContainsFunc(texts, func(s string) bool { return !strings.Contains(w.report, strings.TrimSpace(s)) })
	})
}

func TestMission(t *testing.T) {
	c, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	ws := witnesses(t, c)

	t.Run("differences", func(t *testing.T) {
		sameIDs(t, missionDifferences, c.Differences, func(d model.Difference) string { return d.ID })
		for _, d := range c.Differences {
			mustShow(t, ws, d.ID, d.Aspect, d.ISO.Full, d.NIS2.Full, d.Practice, d.Rule)
		}
	})
	t.Run("benefits", func(t *testing.T) {
		for _, from := range []string{"iso", "nis2", "together"} {
			mine := slices.DeleteFunc(slices.Clone(c.Benefits), func(b model.Benefit) bool { return b.From != from })
			sameIDs(t, missionBenefits[from], mine, func(b model.Benefit) string { return b.ID })
			for _, b := range mine {
				mustShow(t, ws, b.ID, b.Label, b.Text)
			}
		}
	})
	t.Run("criteria", func(t *testing.T) {
		if len(c.Criteria) != len(missionCriteria) {
			t.Errorf("there are %d criteria, want %d", len(c.Criteria), len(missionCriteria))
		}
		for _, want := range missionCriteria {
			k, found := c.Criterion(want.id)
			if !found || k.Side != want.side || k.Group != want.group {
				t.Errorf("%s is %+v, want side %s and group %s", want.id, k, want.side, want.group)
				continue
			}
			if !slices.ContainsFunc(ws, func(w witness) bool { return moves(c, w, k) }) {
				t.Errorf("%s: in no worked case does it move the balance its way and stand in the report as %q", k.ID, k.Label)
			}
		}
	})
	t.Run("foundations", func(t *testing.T) {
		sameIDs(t, missionFoundations, c.Foundations, func(n model.Insight) string { return n.ID })
		for _, n := range c.Foundations {
			mustShow(t, ws, n.ID, n.Label, n.Text)
		}
	})
	t.Run("overlaps", func(t *testing.T) {
		sameIDs(t, missionOverlaps, c.Overlaps, func(n model.Insight) string { return n.ID })
		for _, n := range c.Overlaps {
			mustShow(t, ws, n.ID, n.Label, n.Text)
		}
	})
	t.Run("stages", func(t *testing.T) {
		sameIDs(t, missionStages, c.Stages, func(s model.Stage) string { return s.ID })
		for i, s := range c.Stages {
			mustShow(t, ws, s.ID, s.Title, s.Aim)
			for _, later := range c.Stages[i+1:] {
				for _, w := range ws {
					a, b := strings.Index(w.report, ". "+s.Title+"\n"), strings.Index(w.report, ". "+later.Title+"\n")
					if a >= 0 && b >= 0 && a > b {
						t.Errorf("%s: stage %s stands behind %s", w.name, s.ID, later.ID)
					}
				}
			}
		}
	})
	t.Run("questions", func(t *testing.T) {
		sameIDs(t, missionQuestions, c.Questions, func(q model.Question) string { return q.ID })
		for _, q := range c.Questions {
			mustShow(t, ws, q.ID, "| "+q.Topic+" |")
			for _, o := range q.Options {
				if !answered(c, q.ID, o) {
					t.Errorf("%s=%s: no report tells what was answered", q.ID, o.ID)
				}
			}
		}
	})
	t.Run("steps", func(t *testing.T) {
		sameIDs(t, missionSteps, c.Steps, func(s model.Step) string { return s.ID })
		for _, s := range c.Steps {
			mustShow(t, ws, s.ID, s.ID+" "+s.Name, s.Text)
			for _, d := range s.Deliverables {
				mustShow(t, ws, s.ID, d)
			}
		}
	})
	t.Run("the gate before certification", func(t *testing.T) {
		for _, condition := range c.Gate {
			mustShow(t, ws, "gate", condition)
		}
	})
}

// sameIDs demands that the content has exactly these ids, in this order.
func sameIDs[T any](t *testing.T, want []string, items []T, id func(T) string) {
	t.Helper()
	var got []string
	for _, x := range items {
		got = append(got, id(x))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func mustShow(t *testing.T, ws []witness, id string, texts ...string) {
	t.Helper()
	if !shown(ws, texts...) {
		t.Errorf("%s: no report of a worked case shows %q", id, texts)
	}
}

// moves reports whether a criterion moved a witness's balance its own way, seen by
// taking the answer back, and is named in the report with what it added.
func moves(c *model.Content, w witness, k model.Criterion) bool {
	return slices.ContainsFunc(w.outcome.Contributions, func(x model.Contribution) bool {
		if x.Criterion != k.ID {
			return false
		}
		without := w.assessment.WithAnswer(x.Question, model.Answer{})
		moved := w.outcome.Balance - model.Decide(c, without).Balance
		alone := slices.Equal(w.outcome.Contributions, slices.DeleteFunc(slices.Clone(w.outcome.Contributions), func(y model.Contribution) bool {
			return y.Question == x.Question && y.Criterion != x.Criterion
		}))
		ownWay := (moved > 0) == (k.Side == model.ForISO)
		named := slices.ContainsFunc(strings.Split(w.report, "\n"), func(line string) bool {
			return strings.Contains(line, k.Label) && strings.Contains(line, x.Signed().Signed())
		})
		return ownWay && named && alone
	})
}

// answered reports whether the report of an assessment that chose the option says so.
func answered(c *model.Content, question string, o model.Option) bool {
	a := model.Assessment{Scope: model.Scope{Stated: "important"}}
	for _, q := range c.Questions { // all but one answered: the search for turns stays short
		a = a.WithAnswer(q.ID, model.Answer{Option: q.Options[0].ID})
	}
	a = a.WithAnswer(question, model.Answer{Option: o.ID})
	report, err := model.NewReport(c, a).Markdown()
	return err == nil && strings.Contains(report, "| "+o.Label+" |")
}

// The figures that the page of facts names stand in their rows.
func TestMissionFigures(t *testing.T) {
	c, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for id, parts := range map[string][]string{
		"incident-reporting": {"24 h", "72 h", "month"},
		"penalties":          {"€10", "2 %"},
		"flexibility":        {"Article 21", "Annex A"},
		"audit-frequency":    {"year", "three"},
	} {
		d, _ := c.Difference(id)
		row := strings.Join([]string{d.ISO.Brief, d.ISO.Full, d.NIS2.Brief, d.NIS2.Full}, "\n")
		for _, part := range parts {
			if !strings.Contains(row, part) {
				t.Errorf("the row %s does not say %q:\n%s", id, part, row)
			}
		}
	}
}

// No published source backs a percentage of overlap, so none is given.
func TestNoOverlapPercentages(t *testing.T) {
	c, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, b := range c.Benefits {
		texts[b.ID] = b.Label + b.Text
	}
	for _, n := range append(slices.Clone(c.Foundations), c.Overlaps...) {
		texts[n.ID] = n.Label + n.Text
	}
	for id, s := range texts {
		if strings.Contains(s, "%") || strings.Contains(s, "percent") || strings.Contains(s, "per cent") {
			t.Errorf("%s gives a percentage: %s", id, s)
		}
	}
}

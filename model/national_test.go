package model_test

import (
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// inGroup is a small company, independent of its large group, under the law of a state.
func inGroup(state string) model.Assessment {
	return listed("food", "industrial-food-producer", people(30), moneyFigures(5, 5), of(state), func(f *model.Facts) {
		f.Group = []model.Member{{Relation: model.Linked, Figures: model.Figures{Headcount: euro(300), Turnover: euro(60), Balance: euro(50)}}}
		f.Independent = model.Yes
	})
}

// abroad is a cloud provider from outside the Union that works in it.
func abroad(f *model.Facts) { f.Established, f.Offers = model.Outside, model.Yes }

// What depends on the law of a state, or on there being none yet, is said in the report
// where it counts, and nowhere else.
func TestNationalLawInTheReport(t *testing.T) {
	c := shipped(t)
	bill := "had no NIS2 law in force in the newest material read. The Directive binds through such a law only"
	representative := "No state is responsible alone until a representative is named"
	group := "Does the law of the Netherlands leave the figures of a group out"
	hospital := func(state string) model.Assessment {
		return listed("health", "healthcare-provider", people(300), of(state))
	}
	cloud := func(changes ...func(*model.Facts)) model.Assessment {
		return listed("digital-infrastructure", "cloud-computing-service-provider", append(changes, people(640))...)
	}
	tests := []struct {
		name     string
		a        model.Assessment
		sections []string // where it is said
		text     string
		not      string // what is said nowhere
	}{
		{"a bill", hospital("FR"), []string{"Does NIS2 apply?", "Decision page for signing"}, "France " + bill, ""},
		{"a law", hospital("DE"), nil, "", bill},
		{"a bill, and nothing binds", listed("none", "other", people(300), of("FR")), nil, "", bill},
		{"a bill, and the scope is open", listed("food", "industrial-food-producer", of("IE")), []string{"What is open"}, "before it is passed, no authority in Ireland can say", "The authority or a lawyer can say"},
		{"a law, and the scope is open", listed("food", "industrial-food-producer", of("DE")), []string{"What is open"}, "Ask: the authority, or a lawyer.", "Follow the bill"},
		{"from outside", cloud(abroad), []string{"Does NIS2 apply?", "Decision page for signing"}, representative, "The member state is not stated"},
		{"from outside, with a representative", cloud(abroad, of("DE")), nil, "", representative},
		{"from inside", cloud(), []string{"Does NIS2 apply?"}, "The member state is not stated", representative},
		{"independent of its group", inGroup("NL"), []string{"Does NIS2 apply?", "What is open"}, group, "Ask: the authority, or a lawyer."},
		{"independent of its group, where that is known", inGroup("DE"), nil, "", "leave the figures of a group out"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := markdown(t, c, tt.a)
			for _, section := range tt.sections {
				if text := sectionOf(report, section); !strings.Contains(text, tt.text) {
					t.Errorf("%q is not said under %q\n%s", tt.text, section, text)
				}
			}
			if tt.not != "" && strings.Contains(report, tt.not) {
				t.Errorf("%q is said", tt.not)
			}
		})
	}
	if text := c.ScopeText(hospital("FR")); !strings.Contains(strings.Join(strings.Fields(text), " "), "France "+bill) {
		t.Errorf("a bill is no news in\n%s", text)
	}
}

// That no group counts is presumed where a group could lift the class, and not elsewhere.
func TestPresumedGroup(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		name  string
		facts model.Facts
		want  bool
	}{
		{"medium-sized", listed("health", "healthcare-provider", people(60)).Scope.Facts, true},
		{"large by itself", listed("health", "healthcare-provider", people(300)).Scope.Facts, false},
		{"held by public bodies", listed("health", "healthcare-provider", people(60), func(f *model.Facts) { f.Special = []string{model.PubliclyOwned} }).Scope.Facts, false},
		{"important whatever larger size", listed("food", "industrial-food-producer", people(60)).Scope.Facts, false},
		{"any size", listed("digital-infrastructure", "dns-service-provider", people(6)).Scope.Facts, false},
	}
	for _, tt := range tests {
		tt.facts.Group = nil
		if got := slices.Contains(c.ClassifyScope(tt.facts).Presumed, model.FactGroup); got != tt.want {
			t.Errorf("%s: presumed %v, want %v", tt.name, got, tt.want)
		}
	}
}

// An answer that cannot come true turns nothing: no company from outside works inside the
// Union only, and no public body moves to another country.
func TestTurnsThatCannotBe(t *testing.T) {
	c := only(shipped(t), "jurisdictions", "tender-effect", "customer-demand")
	c.Prepare()
	changed := func(a model.Assessment) (to []string) {
		for _, turn := range model.Turns(c, a) {
			for _, ch := range turn.Changes {
				if ch.Question == "jurisdictions" {
					to = append(to, ch.To)
				}
			}
		}
		return to
	}
	answered := func(a model.Assessment, answers ...string) model.Assessment {
		return and(a, append([]string{"tender-effect=scores-points", "customer-demand=often-asked"}, answers...)...)
	}
	cloud := listed("digital-infrastructure", "cloud-computing-service-provider", people(640))
	if to := changed(answered(cloud, "jurisdictions=beyond-eu")); !slices.Contains(to, "one-member-state") {
		t.Fatalf("the answers show nothing: %v", to)
	}
	outside := listed("digital-infrastructure", "cloud-computing-service-provider", people(640), abroad)
	for _, a := range []model.Assessment{answered(outside, "jurisdictions=beyond-eu"), answered(outside)} {
		if to := changed(a); slices.Contains(to, "one-member-state") || slices.Contains(to, "several-member-states") {
			t.Errorf("from outside the Union: %v", to)
		}
	}
	ministry := listed("public-administration", "central-government-entity")
	if to := changed(answered(ministry, "jurisdictions=one-member-state")); len(to) > 0 {
		t.Errorf("of a ministry: %v", to)
	}
	if to := changed(answered(cloud, "jurisdictions=beyond-eu")); !slices.Contains(to, "one-member-state") {
		t.Errorf("of the first again, what only others cannot answer is gone: %v", to)
	}
}

// The days of the law that are still ahead are drawn with the plan's milestones, in Mermaid
// and on the page.
func TestDaysOfTheLawAreDrawn(t *testing.T) {
	c := shipped(t)
	a := c.Sample.Clone()
	a.Scope.Facts.State = "AT"
	a.Plan.Start, a.Plan.Capacity = model.Date{Year: 2026, Month: 12, Day: 1}, 36
	r := newReport(t, c, a)
	for _, line := range []string{"Registration due by law :milestone, 2026-12-31, 2026-12-31", "Another duty due by law :milestone, 2027-09-30, 2027-09-30"} {
		if !strings.Contains(r.Gantt(), line+"\n") && !strings.HasSuffix(r.Gantt(), line) {
			t.Errorf("the chart lacks %q:\n%s", line, r.Gantt())
		}
	}
	page, err := r.HTML()
	if err != nil || !strings.Contains(string(page), `data-milestone="law-2026-12-31"`) {
		t.Errorf("the page lacks the day of the law: %v", err)
	}
	a.Plan.Start = model.Date{Year: 2027, Month: 2, Day: 1}
	if chart := newReport(t, c, a).Gantt(); strings.Contains(chart, "2026-12-31") || !strings.Contains(chart, "2027-09-30") {
		t.Errorf("a day before the start is drawn, or a later one is not:\n%s", chart)
	}
}

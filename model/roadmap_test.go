package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// stepTable is the project's table of steps: step, quick win, whom it serves, what
// it needs on route law-first, person-days for small, medium and large, the
// obligations and the clauses and controls it meets; of 21.2.c, which has parts, the part.
const stepTable = `
S01 * nis2 - 1-2 2-5 5-15 3.4,27 A.5.31
S02 * nis2 S01 0.5-1 1-2 2-4 3.4,27 A.5.5
S03 * both S01 1-2 2-4 4-8 20.1 5.1,5.3,7.1,A.5.2,A.5.4
S04 * both S03 1-2 2-4 4-8 20.2 A.6.3,7.2
S05 - both S01,S03 1-2 3-6 8-15 21.1 4.1,4.2,4.3
S06 - both S05 2-4 5-10 15-30 21.1 4.4
S07 - both S05 3-6 10-20 30-60 21.2.i,ir.12 A.5.9,A.5.12,A.8.1
S08 - both S05 1-2 3-5 5-10 21.2.a,ir.2 6.1.1,6.1.2
S09 - both S07,S08 3-6 10-20 30-60 21.1,21.2.a,ir.2 6.1.3,8.2,8.3,A.5.7
S10 - both S03,S08 3-5 8-15 15-30 21.2.a,ir.1 5.2,A.5.1,A.5.10,A.5.36
S11 - both S04,S09,S10 0.5-1 1-2 2-4 20.1,21.2.a 5.1,A.5.4
S12 - both S03 2-4 6-12 15-30 21.2.b,ir.3 A.5.24,A.5.25,A.5.26,A.5.27,A.5.28,A.6.8
S13 * nis2 S02,S12 1-2 3-6 6-12 23.1,23.2,23.3,23.4 A.5.5,A.5.24,A.5.26
S14 * both S05 2-5 8-15 25-60 21.2.j,ir.11 A.8.5,A.5.17,A.8.2
S15 - both S07,S10 2-4 8-15 25-50 21.2.i,ir.11 A.5.15,A.5.16,A.5.18,A.8.3,A.5.3,A.8.18,A.5.11
S16 * both S07 2-4 5-10 15-30 21.2.c.backup,ir.4 A.8.13
S17 - both S09,S16 3-6 10-20 30-60 21.2.c.continuity,ir.4 A.5.29,A.5.30,A.8.14
S18 - nis2 S12,S17 1-3 4-8 10-20 21.2.c.crisis,21.2.c.exercises,21.2.j,ir.4 A.5.14,A.5.29
S19 - both S07 1-3 4-8 12-25 21.2.d,21.3,ir.5 A.5.19,A.5.22
S20 - both S09,S19 3-6 10-25 40-90 21.2.d,21.3,ir.5 A.5.20,A.5.21,A.5.23,A.8.30
S21 - both S07 2-5 8-15 25-50 21.2.e,21.2.g,ir.6 A.8.7,A.8.8,A.8.19
S22 - both S07,S10 2-5 8-15 20-50 21.2.e,ir.6 A.8.9,A.8.32,A.7.13
S23 - both S07,S09 2-5 10-25 40-90 21.2.e,ir.6 A.8.20,A.8.21,A.8.22
S24 - both S09,S10 1-4 6-15 20-60 21.2.e,21.3,ir.6 A.8.25,A.8.27,A.8.28,A.8.29,A.8.31
S25 - both S07,S12 2-5 8-20 30-80 21.2.b,ir.3 A.8.15,A.8.16,A.8.17
S26 - both S09 1-2 3-6 8-20 21.2.h,ir.9 A.8.24
S27 * both S10 1-3 5-10 15-40 21.2.g,ir.8 A.6.3,7.2,7.3
S28 - both S10 1-2 3-6 8-15 21.2.i,ir.10 A.6.1,A.6.2,A.6.4,A.6.5
S29 - both S09 1-2 3-8 10-30 21.2.c.continuity,21.2.e,21.2.i,ir.13 A.7.1,A.7.2,A.7.3,A.7.4,A.7.5,A.7.7,A.7.10,A.7.11
S30 - both S11,S13 2-4 5-10 12-25 21.2.f,21.4,20.1,ir.7,ir.2 9.1,10.1,10.2,A.5.35,A.5.36
S31 - iso S05,S30 1-2 2-5 5-10 - 4.1,4.2,4.3,6.2,6.3,7.4
S32 - iso S09,S31 2-3 4-8 8-15 - 6.1.3
S33 - iso S31 1-2 3-6 6-12 - 7.5,A.5.33,A.5.37
S34 - iso S32 2-4 5-10 12-25 - A.5.6,A.5.8,A.5.32,A.5.34
S35 - iso S32 3-6 10-20 30-60 - A.8.4,A.8.6,A.8.10,A.8.11,A.8.12,A.8.23,A.8.26,A.8.33,A.8.34
S36 - iso S32 2-4 5-10 12-25 - A.5.13,A.6.6,A.6.7,A.7.6,A.7.8,A.7.9,A.7.12,A.7.14
S37 - both S32,S33,S34,S35,S36 3-6 8-15 20-40 21.2.f 8.1,9.1
S38 - iso S31 0.5-1 1-2 2-4 - -
S39 - both S37 2-4 5-10 12-25 21.2.f 9.2,A.5.35,A.8.34
S40 - both S39 0.5-1 1-2 2-4 20.1,21.2.f 9.3
S41 - iso S38,S40 2-3 4-7 8-12 - -
S42 - iso S41 3-5 8-15 20-35 21.4 10.2
S43 - both S30 8-20 25-50 70-150 20.1,20.2,21.2.f,21.4,3.4 8.2,9.2,9.3,10.1
S44 - both S13,S18 2-4 5-12 15-35 21.2.b,21.2.c.exercises,23.4 A.5.27,A.5.30
S45 - iso S42 2-4 5-8 8-15 - 9.2,10.2
`

// tableStep is one row of the table.
type tableStep struct {
	id                           string
	quickWin                     bool
	serves                       string
	needs, obligations, controls []string
	days                         map[string]model.Effort
}

func tableSteps() []tableStep {
	var out []tableStep
	for line := range strings.Lines(strings.TrimSpace(stepTable)) {
		f := strings.Fields(line)
		s := tableStep{id: f[0], quickWin: f[1] == "*", serves: f[2], needs: commas(f[3]), obligations: commas(f[7])}
		for _, id := range commas(f[8]) {
			if !strings.HasPrefix(id, "A.") {
				id = "Cl." + id // the table writes clauses as plain numbers
			}
			s.controls = append(s.controls, id)
		}
		if s.id == "S44" {
			// Where no law binds S13 and S18 fall away, and exercises would wait for nothing.
			s.needs = append(s.needs, "S12", "S17")
		}
		s.days = map[string]model.Effort{"small": daysOf(f[4]), "medium": daysOf(f[5]), "large": daysOf(f[6])}
		out = append(out, s)
	}
	return out
}

// commas is the parts of a list, none for "-".
func commas(s string) []string {
	if s == "-" {
		return nil
	}
	return strings.Split(s, ",")
}

// daysOf reads "0.5-1".
func daysOf(s string) model.Effort {
	var low, high float64
	if _, err := fmt.Sscanf(strings.Replace(s, "-", " ", 1), "%g %g", &low, &high); err != nil {
		panic(err)
	}
	return model.Effort{Low: model.HalfDays(low * 2), High: model.HalfDays(high * 2)}
}

// The shipped steps are those of the table: prerequisites, efforts, what they meet.
func TestStepsFollowTheTable(t *testing.T) {
	c := shipped(t)
	want := tableSteps()
	if len(want) != 45 || len(c.Steps) != 45 {
		t.Fatalf("45 steps are wanted; the table has %d, the content %d", len(want), len(c.Steps))
	}
	for i, w := range want {
		s := c.Steps[i]
		var needs []string
		for _, e := range s.Needs {
			if len(e.Routes) == 0 || slices.Contains(e.Routes, "law-first") {
				needs = append(needs, e.Step)
			}
		}
		got := tableStep{s.ID, s.QuickWin, s.Serves, needs, slices.Clone(s.Obligations), slices.Clone(s.Controls), s.Effort}
		for _, list := range [][]string{got.needs, w.needs, got.obligations, w.obligations, got.controls, w.controls} {
			slices.Sort(list)
		}
		if g, w := fmt.Sprint(got), fmt.Sprint(w); g != w {
			t.Errorf("got  %s\nwant %s", g, w)
		}
	}
}

// steps writes the ids of steps "S01-S30 S43" out.
func steps(ranges string) []string {
	var out []string
	for _, r := range strings.Fields(ranges) {
		var from, to int
		if n, _ := fmt.Sscanf(r, "S%d-S%d", &from, &to); n == 1 {
			to = from
		}
		for i := from; i <= to; i++ {
			out = append(out, fmt.Sprintf("S%02d", i))
		}
	}
	return out
}

// Which steps belong to which verdict, class and certificate status.
func TestMembership(t *testing.T) {
	const (
		all          = "S01-S45"
		alone        = "S01-S30 S43 S44"
		isoAlone     = "S01 S03-S12 S14-S17 S19-S45"
		neither      = "S01 S03-S12 S14-S30"
		registerISO  = "S01-S12 S14-S17 S19-S45"
		register     = "S01-S12 S14-S30"
		holder       = "S01 S02 S04 S11 S13 S14 S18-S20 S43-S45"
		upkeep       = "S43-S45"
		sharedByFree = "S01 S03-S12 S14-S17 S19-S30" // by iso-alone and neither
	)
	c := shipped(t)
	tests := []struct {
		name string
		o    model.Outcome
		want string
	}{
		{"both", outcome(c, "essential", model.Both, ""), all},
		{"both, a project under way", outcome(c, "important", model.Both, "in-progress"), all},
		{"both, a system without certificate", outcome(c, "important", model.Both, "isms-uncertified"), all},
		{"nis2-then-iso", outcome(c, "important", model.NIS2ThenISO, ""), all},
		{"nis2-alone", outcome(c, "essential", model.NIS2Alone, ""), alone},
		{"nis2-alone, a project under way", outcome(c, "essential", model.NIS2Alone, "in-progress"), alone},
		{"iso-alone", outcome(c, "out", model.ISOAlone, ""), isoAlone},
		{"neither", outcome(c, "out", model.Neither, ""), neither},
		{"below the size limits, iso-alone", outcome(c, "out-but-voluntary", model.ISOAlone, ""), isoAlone},
		{"below the size limits, neither", outcome(c, "out-but-voluntary", model.Neither, ""), neither},
		{"DORA, iso-alone", outcome(c, "lex-specialis-dora", model.ISOAlone, ""), isoAlone},
		{"DORA, neither", outcome(c, "lex-specialis-dora", model.Neither, ""), neither},
		{"registrar, iso-alone", outcome(c, "registration-only", model.ISOAlone, ""), registerISO},
		{"registrar, neither", outcome(c, "registration-only", model.Neither, ""), register},
		{"holder", outcome(c, "essential", model.Both, "certified"), holder},
		{"holder where NIS2 does not bind", outcome(c, "out", model.ISOAlone, "certified"), upkeep},
		{"holder under DORA", outcome(c, "lex-specialis-dora", model.ISOAlone, "certified"), upkeep},
		{"holder and registrar", outcome(c, "registration-only", model.ISOAlone, "certified"), "S01 S02 " + upkeep},

		{"open between all three", outcome(c, "important", model.Undetermined, "", model.NIS2Alone, model.NIS2ThenISO, model.Both), alone},
		{"open between both and alone, holder possible", outcome(c, "important", model.Undetermined, "", model.NIS2Alone, model.Both), alone},
		{"open where NIS2 does not bind", outcome(c, "out", model.Undetermined, "", model.Neither, model.ISOAlone), sharedByFree},
		{"open for a registrar", outcome(c, "registration-only", model.Undetermined, "", model.Neither, model.ISOAlone), "S01-S12 S14-S17 S19-S30"},
		{"unknown scope, all open", outcome(c, "undetermined", model.Undetermined, "", verdicts[:5]...), sharedByFree},
		{"unknown scope, wanted either way", outcome(c, "undetermined", model.Undetermined, "", model.Both, model.ISOAlone), isoAlone},
		{"unknown scope, wanted neither way", outcome(c, "undetermined", model.Undetermined, "", model.NIS2Alone, model.Neither), "S01 S03-S12 S14-S30"},
		{"unknown scope, holder", outcome(c, "undetermined", model.Undetermined, "certified", model.Both, model.ISOAlone), upkeep},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := model.PlanRoadmap(c, model.Assessment{}, tt.o)
			for _, route := range r.Routes {
				got := idsOf(route.Steps)
				slices.Sort(got)
				if want := steps(tt.want); !slices.Equal(got, want) {
					t.Errorf("route %s: too many %v, missing %v", route.ID, minus(got, want), minus(want, got))
				}
			}
			var staged []string
			for _, s := range r.Stages {
				staged = append(staged, idsOf(s.Steps)...)
			}
			if !slices.Equal(staged, steps(tt.want)) {
				t.Errorf("the stages hold %v", staged)
			}
			if r.Plan.Verdict != tt.o.Verdict || r.Plan.Note == "" {
				t.Errorf("the plan is %q for %s, its note %q", r.Plan.ID, r.Plan.Verdict, r.Plan.Note)
			}
		})
	}
}

// outcome is a verdict for a scope class and a certificate status, whatever the
// answers behind it.
func outcome(c *model.Content, class string, v model.VerdictID, certificate string, possible ...model.VerdictID) model.Outcome {
	i := slices.IndexFunc(c.Scopes, func(s model.ScopeClass) bool { return s.ID == class })
	o := model.Outcome{Scope: c.Scopes[i], Certificate: certificate, Holder: certificate == "certified"}
	o.Verdict, o.Possible = v, possible
	return o
}

func idsOf(steps []model.PlannedStep) []string {
	var out []string
	for _, s := range steps {
		out = append(out, s.ID)
	}
	return out
}

// minus is what stands in a and not in b.
func minus(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// The outcomes that real assessments come to have the steps of the table too.
func TestMembershipOfWorkedCases(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		o := model.Decide(c, x.assessment)
		r := model.PlanRoadmap(c, x.assessment, o)
		if want := model.PlanRoadmap(c, x.assessment, outcome(c, o.Scope.ID, o.Verdict, o.Certificate, o.Possible...)); fmt.Sprint(r.Stages) != fmt.Sprint(want.Stages) {
			t.Errorf("%s: the steps depend on more than verdict, class and certificate", x.name)
		}
		for _, s := range r.Routes[0].Steps {
			if s.Remark != "" && s.Remark != s.WhenDecided && !(o.Holder && s.ForHolder != "") {
				t.Errorf("%s: %s has the remark %q", x.name, s.ID, s.Remark)
			}
		}
	}
}

// On both routes each step stands behind all that it needs, and needs nothing that
// is not in the plan; both routes hold the same steps.
func TestRoutesAreInOrder(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 6}.draw(t)
		r := model.PlanRoadmap(c, a, model.Decide(c, a))
		if len(r.Routes) != 2 || r.Routes[0].ID != model.LawFirst || r.Routes[1].ID != model.ISOSpine {
			t.Fatalf("the routes are %v", r.Routes)
		}
		for _, route := range r.Routes {
			inOrder(t, string(route.ID), route.Steps)
		}
		law, spine := idsOf(r.Routes[0].Steps), idsOf(r.Routes[1].Steps)
		slices.Sort(law)
		slices.Sort(spine)
		if !slices.Equal(law, spine) {
			t.Fatalf("law-first has %v, iso-spine %v", law, spine)
		}
	})
}

func inOrder(t failer, name string, steps []model.PlannedStep) {
	t.Helper()
	done := map[string]bool{}
	for _, s := range steps {
		for _, id := range s.After {
			if !done[id] {
				t.Fatalf("%s: %s stands before %s, which it needs", name, s.ID, id)
			}
		}
		if done[s.ID] {
			t.Fatalf("%s: %s stands there twice", name, s.ID)
		}
		done[s.ID] = true
	}
}

// Route law-first is the order of the table. Route iso-spine drops the edge from
// S30 to S31, adds one from S30 to S37, and begins the management system early.
func TestRoutesOfBoth(t *testing.T) {
	c := shipped(t)
	r := model.PlanRoadmap(c, model.Assessment{}, outcome(c, "important", model.Both, ""))
	law, spine := r.Routes[0], r.Routes[1]
	if got := idsOf(law.Steps); !slices.Equal(got, steps("S01-S45")) {
		t.Errorf("law-first is %v", got)
	}
	want := map[string][]string{}
	for _, s := range tableSteps() {
		want[s.id] = s.needs
	}
	edges(t, law, want)
	want["S31"] = []string{"S05"}
	want["S37"] = []string{"S30", "S32", "S33", "S34", "S35", "S36"}
	edges(t, spine, want)

	at := func(id string) int { return slices.Index(idsOf(spine.Steps), id) }
	for _, early := range []string{"S31", "S32"} {
		if at(early) > at("S30") {
			t.Errorf("iso-spine does %s behind S30: %v", early, idsOf(spine.Steps))
		}
	}
}

func edges(t *testing.T, r model.Route, want map[string][]string) {
	t.Helper()
	for _, s := range r.Steps {
		got := slices.Sorted(slices.Values(s.After))
		if w := slices.Sorted(slices.Values(want[s.ID])); !slices.Equal(got, w) {
			t.Errorf("%s: %s needs %v, want %v", r.ID, s.ID, got, w)
		}
	}
}

// Where NIS2 does not bind, S01 is a note that nothing waits for: its edges to S03
// and S05 vanish, and so does the one from S13 to S30.
func TestEdgesOfISOAlone(t *testing.T) {
	c := shipped(t)
	r := model.PlanRoadmap(c, model.Assessment{}, outcome(c, "out", model.ISOAlone, ""))
	for id, want := range map[string][]string{"S03": nil, "S05": {"S03"}, "S30": {"S11"}, "S44": {"S12", "S17"}} {
		s, ok := r.Step(id)
		if !ok || !slices.Equal(s.After, want) {
			t.Errorf("%s needs %v, want %v", id, s.After, want)
		}
	}
}

// The sums of the stages, by size, as the project's page reckons them.
func TestSumsOfStages(t *testing.T) {
	c := shipped(t)
	want := map[string][]string{
		"small":  {"49–107", "11–21", "11–20", "12–28"},
		"medium": {"164–342", "29–59", "27–51", "35–70"},
		"large":  {"486–1081", "73–147", "64–120", "93–200"},
	}
	for size, sums := range want {
		r := model.PlanRoadmap(c, model.Assessment{Plan: model.Planning{Size: size}}, outcome(c, "important", model.Both, ""))
		if r.Size.ID != size || len(r.Stages) != len(sums) {
			t.Fatalf("%s: the size is %s, with %d stages", size, r.Size.ID, len(r.Stages))
		}
		for i, s := range r.Stages {
			if s.Effort.String() != sums[i] {
				t.Errorf("%s: stage %s takes %s, want %s", size, s.Stage.ID, s.Effort, sums[i])
			}
		}
	}
	for _, size := range []string{"", "no-such-size"} {
		r := model.PlanRoadmap(c, model.Assessment{Plan: model.Planning{Size: size}}, outcome(c, "important", model.Both, ""))
		if r.Size.ID != "medium" {
			t.Errorf("without a known size the efforts are for %s", r.Size.ID)
		}
	}
}

// The longest chain to the certificate, by the work in it, is the one that the
// project's page names, for every size; and none has more steps.
func TestLongestChain(t *testing.T) {
	const want = "S01 S03 S05 S07 S09 S11 S30 S31 S32 S35 S37 S39 S40 S41 S42"
	c := shipped(t)
	for _, size := range []string{"small", "medium", "large"} {
		r := model.PlanRoadmap(c, model.Assessment{Plan: model.Planning{Size: size}}, outcome(c, "important", model.Both, ""))
		chain := longestChain(r.Routes[0].Steps, "S42", func(s model.PlannedStep) int { return int(s.Days.High) })
		if got := strings.Join(chain, " "); got != want {
			t.Errorf("%s: the longest chain is %s", size, got)
		}
		byCount := longestChain(r.Routes[0].Steps, "S42", func(model.PlannedStep) int { return 1 })
		if len(byCount) != len(strings.Fields(want)) {
			t.Errorf("%s: a chain of %d steps is longer: %v", size, len(byCount), byCount)
		}
	}
}

// longestChain is the heaviest chain of steps that need each other, ending at one
// step. The steps are in order.
func longestChain(steps []model.PlannedStep, end string, weight func(model.PlannedStep) int) []string {
	chains, weights := map[string][]string{}, map[string]int{}
	for _, s := range steps {
		var longest string
		for _, id := range s.After {
			if longest == "" || weights[id] > weights[longest] {
				longest = id
			}
		}
		chains[s.ID] = append(slices.Clone(chains[longest]), s.ID)
		weights[s.ID] = weights[longest] + weight(s)
	}
	return chains[end]
}

// An open verdict's plan is what the plans of all verdicts still possible share.
func TestUndeterminedIsTheIntersection(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 18}.draw(t)
		o := model.Decide(c, a)
		if o.Verdict != model.Undetermined {
			t.Skip("decided")
		}
		shared := steps("S01-S45")
		for _, v := range o.Possible {
			r := model.PlanRoadmap(c, a, outcome(c, o.Scope.ID, v, o.Certificate))
			ids := idsOf(r.Routes[0].Steps)
			shared = slices.DeleteFunc(shared, func(id string) bool { return !slices.Contains(ids, id) })
		}
		r := model.PlanRoadmap(c, a, o)
		if got := idsOf(r.Routes[0].Steps); !slices.Equal(slices.Sorted(slices.Values(got)), shared) {
			t.Fatalf("possible %v: the plan is %v, shared are %v", o.Possible, got, shared)
		}
	})
}

// cloudFromOutside is a digital provider from outside the Union, with a certification
// project under way.
func cloudFromOutside() model.Assessment {
	a := listed("digital-infrastructure", "cloud-computing-service-provider", people(120), moneyFigures(20, 10))
	a.Scope.Facts.Established, a.Scope.Facts.Offers = model.Outside, model.Yes
	return and(a, model.CertificateQuestion+"=in-progress", "timing=within-a-year")
}

// provider is an important entity of a state, by its facts, of which all speaks for a certificate.
func provider(state string) model.Assessment {
	a := strong("")
	a.Scope = listed("ict-service-management", "managed-service-provider", people(180), moneyFigures(26, 12), of(state)).Scope
	return a
}

// A step is called and told as it is for those who take it.
func TestStepsInOtherWords(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	stated := neutral("important")
	for _, tt := range []struct {
		name, step, want string
		a                model.Assessment
	}{
		{"a representative is chosen", "S01", "Choose the state of your representative", cloudFromOutside()},
		{"and named", "S02", "Name a representative, and register there", cloudFromOutside()},
		{"the audit is ordered", "S38", "Check the audit contract and its dates", and(strong("important"), model.CertificateQuestion+"=in-progress")},
		{"no audit is ordered", "S38", "Pick an accredited certification body", strong("important")},
		{"the class is decided", "S01", "Check and sign how NIS2 binds you", provider("DE")},
		{"the class is stated", "S01", "Settle whether and how NIS2 binds you", stated},
		{"the law is in force", "S02", "Register, and keep the entry true", provider("DE")},
		{"the law is a bill", "S02", "Prepare the registration", provider("IE")},
	} {
		s, ok := model.PlanRoadmap(c, tt.a, model.Decide(c, tt.a)).Step(tt.step)
		if !ok || s.Name != tt.want {
			t.Errorf("%s: %s is called %q, want %q", tt.name, tt.step, s.Name, tt.want)
		}
	}
	if page := part(t, cloudFromOutside(), "On one page"); !strings.Contains(page, "1. Choose the state of your representative: ") {
		t.Errorf("the representative is not the first thing to do:\n%s", page)
	}
	for _, d := range c.Duties(cloudFromOutside()) {
		if d.ID == "3.4" && !strings.Contains(d.Ask, "representative") {
			t.Errorf("the gap check does not ask for the representative: %s", d.Ask)
		}
	}
}

// Where the law is a bill, no plan names a day of registration.
func TestNoDayOfRegistrationWithoutALaw(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for state, want := range map[string]bool{"DE": true, "IE": false} {
		_, lines := timelines(c, provider(state))
		for _, line := range lines {
			if _, got := line.Milestone(model.MilestoneRegistered); got != want {
				t.Errorf("%s, %s: a day of registration: %v", state, line.Route, got)
			}
		}
	}
	says(t, part(t, provider("IE"), "On one page"), "Registered with the authority: when the law of Ireland is in force")
}

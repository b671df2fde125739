package model_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"twopaths/model"
)

// heads is an assessment with a headcount.
func heads(a model.Assessment, n model.Hundredths) model.Assessment {
	a = a.Clone()
	a.Scope.Facts.Headcount = model.Exactly(n * 100)
	return a
}

// Where no size was said, the headcount gives it, and the report says so.
func TestSizeByHeadcount(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	said := neutral("important")
	said.Plan.Size = "large"
	for _, tt := range []struct {
		name  string
		a     model.Assessment
		size  string
		basis model.SizeBasis
		words string
	}{
		{"nothing", neutral("important"), "medium", model.SizeAssumed, "for a medium organisation, since no size was given, starting"},
		{"49", heads(neutral("important"), 49), "small", model.SizeByHeadcount, "for a small organisation, by its headcount, starting"},
		{"50", heads(neutral("important"), 50), "medium", model.SizeByHeadcount, "for a medium organisation, by its headcount, starting"},
		{"249", heads(neutral("important"), 249), "medium", model.SizeByHeadcount, "by its headcount"},
		{"250", heads(neutral("important"), 250), "large", model.SizeByHeadcount, "for a large organisation, by its headcount, starting"},
		{"said", heads(said, 10), "large", model.SizeSaid, "for a large organisation, starting"},
	} {
		r := model.PlanRoadmap(c, tt.a, model.Decide(c, tt.a))
		if r.Size.ID != tt.size || r.Basis != tt.basis {
			t.Errorf("%s: got %s by %s", tt.name, r.Size.ID, r.Basis)
		}
		if text := markdown(t, c, tt.a); len(r.Stages) > 0 && !strings.Contains(text, tt.words) {
			t.Errorf("%s: %q is missing", tt.name, tt.words)
		}
	}
}

// What the certificate has done of a step is not said against the gap check.
func TestRemarksFollowTheGapCheck(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	holder := and(neutral("important"), model.CertificateQuestion+"=certified")
	step, _ := c.Step("S02")
	remark := func(states map[string]model.GapLevel) string {
		a := holder.Clone()
		a.Gap = map[string]model.Gap{}
		for id, s := range states {
			a.Gap[id] = model.Gap{State: s}
		}
		s, ok := model.PlanRoadmap(c, a, model.Decide(c, a)).Step(step.ID)
		if !ok {
			t.Fatal("the step is missing")
		}
		return s.Remark
	}
	for _, tt := range []struct {
		name   string
		states map[string]model.GapLevel
		want   string
	}{
		{"nothing said", nil, step.ForHolder},
		{"not sure", map[string]model.GapLevel{"3.4": model.GapNotSure}, step.ForHolder},
		{"one in place", map[string]model.GapLevel{"3.4": model.GapInPlace}, step.ForHolder},
		{"one partial", map[string]model.GapLevel{"3.4": model.GapPartial, "27": model.GapInPlace}, ""},
		{"one none", map[string]model.GapLevel{"3.4": model.GapNone, "27": model.GapInPlace}, ""},
	} {
		if got := remark(tt.states); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The registry of the digital list is a duty of those on it, and of those of whom that is
// not known.
func TestRegistryOfTheDigitalList(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	typed := func(kind string, special ...string) model.Facts { return model.Facts{Type: kind, Special: special} }
	for _, tt := range []struct {
		facts model.Facts
		want  bool
	}{
		{model.Facts{}, true},
		{typed("cloud-computing-service-provider"), true},
		{typed("producer"), false},
		{typed("producer", "domain-registration"), true},
	} {
		a := neutral("important")
		a.Scope.Facts = tt.facts
		got := slices.ContainsFunc(c.Duties(a), func(d model.Duty) bool { return d.ID == "27" })
		if got != tt.want {
			t.Errorf("%+v: %v", tt.facts, got)
		}
	}
	producer := neutral("important")
	if text := markdown(t, c, producer); !strings.Contains(text, "- **Art. 27**: ") {
		t.Error("where the type is not known, the duty of the digital list is not shown")
	}
	producer.Scope.Facts = typed("producer")
	if text := markdown(t, c, producer); strings.Contains(text, "- **Art. 27**: ") || strings.Contains(text, "Art. 3(4), Art. 27") {
		t.Error("a producer of electricity has the duty of the digital list")
	}
}

// What the Implementing Regulation asks for beyond ISO 27001 is told to those whom it binds, and
// that it may ask for more to those of whom that is not known.
func TestWhatTheRegulationAddsIsToldToThoseItBinds(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	typed := func(kind string, heads model.Hundredths) model.Facts {
		return model.Facts{Type: kind, Established: model.Inside, Group: []model.Member{}, Special: []string{},
			Figures: model.Figures{Headcount: model.Exactly(heads), Turnover: model.Exactly(heads), Balance: model.Exactly(heads)}}
	}
	open := func(o model.Obligation) string {
		return o.BeyondISO + " Implementing Regulation 2024/2690, where it binds, asks for more."
	}
	for name, tt := range map[string]struct {
		scope model.Scope
		want  func(model.Obligation) string
	}{
		"a cloud provider":       {model.Scope{Facts: typed("cloud-computing-service-provider", 90_00)}, func(o model.Obligation) string { return o.BeyondISOIR }},
		"a small cloud provider": {model.Scope{Facts: typed("cloud-computing-service-provider", 9_00)}, func(o model.Obligation) string { return o.BeyondISO }},
		"a waterworks":           {model.Scope{Facts: typed("water-supplier-distributor", 90_00)}, func(o model.Obligation) string { return o.BeyondISO }},
		"a class without facts":  {model.Scope{Stated: "important"}, open},
		"facts without a type":   {model.Scope{Stated: "important", Facts: model.Facts{State: "DE"}}, open},
		"not bound, no facts":    {model.Scope{Stated: "not"}, func(o model.Obligation) string { return o.BeyondISO }},
	} {
		checked := 0
		for _, d := range c.Duties(model.Assessment{Scope: tt.scope}) {
			i := slices.IndexFunc(c.Obligations, func(o model.Obligation) bool { return o.ID == d.ID && o.BeyondISOIR != "" })
			if i < 0 {
				continue
			}
			o := c.Obligations[i]
			checked++
			if got, want := d.BeyondISO, tt.want(o); got != want {
				t.Errorf("%s, %s: it is told %q, want %q", name, d.ID, got, want)
			}
		}
		if checked == 0 {
			t.Errorf("%s: no duty has words for those whom the Regulation binds", name)
		}
	}
}

// The step that registers names what is known of the registration in the state, and that it
// was not verified where it was not.
func TestRegistrationOfTheState(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	unverified := 0
	for _, state := range c.States {
		a := neutral("important")
		a.Scope.Facts.State = state.Code
		s, ok := model.PlanRoadmap(c, a, model.Decide(c, a)).Step("S02")
		if !ok {
			t.Fatalf("%s: nobody registers", state.Code)
		}
		_, words, said := strings.Cut(s.Text, " In "+state.Running())
		switch {
		case said != (state.Registration != ""):
			t.Errorf("%s: the step says %q", state.Code, s.Text)
		case said && !strings.HasSuffix(words, strings.TrimSpace(state.Registration)[1:]):
			t.Errorf("%s: the step says %q, of %q", state.Code, words, state.Registration)
		case said && slices.Contains(state.Unverified, "registration"):
			if unverified++; !strings.HasPrefix(words, " (not verified): ") {
				t.Errorf("%s: the step does not say that it is not verified: %q", state.Code, words)
			}
		}
	}
	if unverified == 0 {
		t.Error("no state has a registration that was not verified")
	}
	plain, _ := model.PlanRoadmap(c, neutral("important"), model.Decide(c, neutral("important"))).Step("S02")
	if strings.Contains(plain.Text, " In ") {
		t.Errorf("without a state the step says %q", plain.Text)
	}
}

// A step is said to wait for what it waits for on the route that the report follows.
func TestStepsWaitAsOnTheirRoute(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	differ := 0
	for _, x := range workedCases(t) {
		roadmap := model.PlanRoadmap(c, x.assessment, model.Decide(c, x.assessment))
		said := map[model.RouteID]string{}
		for _, route := range roadmap.Routes {
			a := x.assessment.Clone()
			a.Plan.Route = route.ID
			after := map[string][]string{}
			for _, s := range route.Steps {
				after[s.ID] = s.After
			}
			for _, stage := range newReport(t, c, a).Stages() {
				for _, s := range stage.Steps {
					if !s.Done && !s.Excluded && !slices.Equal(s.After, after[s.ID]) {
						t.Errorf("%s by %s: %s is after %v, and waits for %v", x.name, route.ID, s.ID, s.After, after[s.ID])
					}
					said[route.ID] += fmt.Sprint(s.ID, s.After)
				}
			}
		}
		if said[model.LawFirst] != said[model.ISOSpine] {
			differ++
		}
	}
	if differ == 0 {
		t.Error("no case waits otherwise on the other route")
	}
}

// The capacity that is named to stay within the usual span is enough, and a day less is not;
// where none is, the plan says that.
func TestCapacityThatIsNamedIsEnough(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	number := regexp.MustCompile(`With ([0-9]+) person-days a month it would stay within that`)
	named, never := 0, 0
	for _, x := range workedCases(t) {
		for _, capacity := range []model.HalfDays{1, 2, 3, 10, 26, 60, 400} {
			a := x.assessment.Clone()
			a.Plan.Capacity = capacity
			at := func(capacity model.HalfDays) string {
				a.Plan.Capacity = capacity
				return strings.Join(newReport(t, c, a).PlanTime(), "\n")
			}
			text := at(capacity)
			if strings.Contains(text, "more people alone do not bring it") {
				if never++; !strings.Contains(at(2000), "more people alone do not bring it") {
					t.Errorf("%s at %s: more people bring it within the span", x.name, capacity)
				}
				continue
			}
			m := number.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			named++
			days, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			if enough := at(model.HalfDays(2 * days)); strings.Contains(enough, "is through after up to") {
				t.Errorf("%s at %s: %d days are named, and then %q", x.name, capacity, days, enough)
			}
			if model.HalfDays(2*days-2) >= capacity && !strings.Contains(at(model.HalfDays(2*days-2)), "is through after up to") {
				t.Errorf("%s at %s: %d days are named, and a day less is enough", x.name, capacity, days)
			}
		}
	}
	if named == 0 || never == 0 {
		t.Errorf("a capacity is named in %d plans, none is enough in %d", named, never)
	}
}

// Where more people are named as a help the certificate comes in time with them, and with a day
// less it does not; where none help, it is said.
func TestMorePeopleAreSaidToHelpWhereTheyDo(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	number := regexp.MustCompile(`With ([0-9]+) person-days a month the certificate`)
	helped, not := 0, 0
	for _, x := range workedCases(t) {
		for _, capacity := range []model.HalfDays{1, 6, 12, 20, 28, 40} {
			a := x.assessment.Clone()
			a.Plan.Size, a.Plan.Start = "small", model.Date{}
			if capacity < 20 { // and all that the law asks for is there
				for _, d := range c.Duties(a) {
					a = a.WithGap(d.ID, model.Gap{State: model.GapInPlace})
				}
			}
			at := func(capacity model.HalfDays) string {
				a.Plan.Capacity = capacity
				return strings.Join(newReport(t, c, a).Misses(), "\n")
			}
			text := at(capacity)
			if text == "" {
				continue
			}
			m := number.FindStringSubmatch(text)
			if never := strings.Contains(text, "more people alone do not bring the certificate in time"); never || m == nil {
				if not++; !never || at(2000) == "" {
					t.Errorf("%s at %s: %q, and with people without end: %q", x.name, capacity, text, at(2000))
				}
				continue
			}
			helped++
			days, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			if still := at(model.HalfDays(2 * days)); still != "" {
				t.Errorf("%s at %s: %d days are named, and then %q", x.name, capacity, days, still)
			}
			if model.HalfDays(2*days-2) >= capacity && at(model.HalfDays(2*days-2)) == "" {
				t.Errorf("%s at %s: %d days are named, and a day less is enough", x.name, capacity, days)
			}
		}
	}
	if helped == 0 || not == 0 {
		t.Errorf("more people help in %d plans, and not in %d", helped, not)
	}
}

// A load that is the same in all months but the last is a sentence; else it is a table.
func TestEvenLoad(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	sentences, tables := 0, 0
	for _, capacity := range []model.HalfDays{8, 12, 16, 24, 40, 80, 200} {
		a := workedCaseNamed(t, "nis2-alone-municipal-utility")
		a.Plan.Capacity = capacity
		text := markdown(t, c, a)
		r := newReport(t, c, a)
		var months []string
		for _, half := range r.Load() {
			for _, x := range half.Months {
				if x != "–" {
					months = append(months, x)
				}
			}
		}
		said := r.EvenLoad()
		if said == "" {
			if len(months) > 0 && strings.Contains(text, "| "+strings.Join(r.LoadHead(), " | ")+" |") {
				tables++
			}
			continue
		}
		sentences++
		if !strings.Contains(text, said) || strings.Contains(text, "| "+strings.Join(r.LoadHead(), " | ")+" |") {
			t.Errorf("at %s the report does not say %q alone", capacity, said)
		}
		if len(months) == 0 {
			continue // too many for a table
		}
		for _, x := range months[:len(months)-1] {
			if x != months[0] || !strings.Contains(said, " "+x+" ") {
				t.Errorf("at %s it is said that %q, and the months are %v", capacity, said, months)
				break
			}
		}
	}
	if sentences == 0 || tables == 0 {
		t.Errorf("%d sentences, %d tables", sentences, tables)
	}
}

// Where facts decide the class, the step that settles it says that this is done.
func TestStepOfADecidedScope(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	step, _ := c.Step("S01")
	decided := neutral("important")
	decided.Scope = model.Scope{Facts: model.Facts{Sector: "energy", Subsector: "electricity", Type: "producer", Group: []model.Member{}, Special: []string{},
		Figures: model.Figures{Headcount: model.Exactly(180_00), Turnover: model.Exactly(30_00), Balance: model.Exactly(20_00)}}}
	open := decided.Clone()
	open.Scope.Stated, open.Scope.Facts.Figures = "important", model.Figures{}
	for _, tt := range []struct {
		a    model.Assessment
		want string
	}{{decided, step.WhenDecided}, {open, ""}, {neutral("important"), ""}} {
		s, ok := model.PlanRoadmap(c, tt.a, model.Decide(c, tt.a)).Step(step.ID)
		if !ok || s.Remark != tt.want || step.WhenDecided == "" {
			t.Errorf("got %q, want %q", s.Remark, tt.want)
		}
	}
}

// Each plan of a registrar names Art. 28; that of an open scope says what is voluntary.
func TestPlansOfRegistrarsAndOfAnOpenScope(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, verdict := range []model.VerdictID{model.Neither, model.ISOAlone, model.Undetermined} {
		for _, certificate := range []string{"", "certified"} {
			o := outcome(c, "registration-only", verdict, certificate, model.Neither, model.ISOAlone)
			if note := model.PlanRoadmap(c, model.Assessment{}, o).Plan.Note; !strings.Contains(strings.Join(strings.Fields(note), " "), "Art. 28 on the data of domain holders binds you too and needs a plan of its own") {
				t.Errorf("%s, %q: %s", verdict, certificate, note)
			}
		}
	}
	const voluntary = "If NIS2 turns out not to bind, they are voluntary: begin with the quick wins."
	for stated, want := range map[string]bool{"not-sure": true, "essential": false} {
		a := say(stated)
		if o := model.Decide(c, a); o.Verdict != model.Undetermined {
			t.Fatalf("%s: the verdict is %s", stated, o.Verdict)
		}
		if got := strings.Contains(markdown(t, c, a), voluntary); got != want {
			t.Errorf("%s: it says what is voluntary: %v", stated, got)
		}
	}
}

// The plan is held against time: the usual span, the day of the certificate, the law. The
// page for management says all of it, the page to sign that a day is missed.
func TestPlanAgainstTime(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	both := and(neutral("essential"), "timing=within-a-year")
	both.Plan.Size = "medium"
	with := func(a model.Assessment, days model.HalfDays) model.Assessment {
		a.Plan.Capacity = days * 2
		return a
	}
	law := both.Clone()
	law.Scope.Facts.State = "DE"
	early := law.Clone()
	early.Date, _ = model.ParseDate("2025-11-01")
	bill := both.Clone()
	for _, s := range c.States {
		if s.Status == "bill" {
			bill.Scope.Facts.State = s.Code
		}
	}
	holder := and(both, model.CertificateQuestion+"=certified")
	span, miss, due := "is through after up to", "the plan is longer than the answer on timing", "due already"
	for _, tt := range []struct {
		name string
		a    model.Assessment
		want []string
	}{
		{"no capacity", both, []string{span, miss}}, // what is assumed for a size is not always enough
		{"little capacity", with(both, 2), []string{span, miss}},
		{"much capacity", with(both, 400), []string{miss}}, // the records alone take longer than a year,
		{"a holder", with(holder, 2), []string{span}},
		{"a later day", with(and(both, "timing=after-compliance"), 2), []string{span}},
		{"law in force", with(law, 400), []string{miss, due}},
		{"law not yet in force", with(early, 400), []string{miss}},
		{"a bill", with(bill, 400), []string{miss}},
	} {
		text := strings.ToLower(strings.Join(newReport(t, c, tt.a).PlanTime(), "\n"))
		for _, s := range []string{span, miss, due} {
			if strings.Contains(text, s) != slices.Contains(tt.want, s) {
				t.Errorf("%s: got %q, want %q", tt.name, text, tt.want)
			}
		}
		whole := strings.ToLower(markdown(t, c, tt.a))
		for _, line := range strings.Split(text, "\n") {
			if n := strings.Count(whole, line); line != "" && n < 2 {
				t.Errorf("%s: the report says it %d times: %q", tt.name, n, line)
			}
		}
		if page := sectionOf(whole, "decision page for signing"); strings.Contains(page, miss) != slices.Contains(tt.want, miss) {
			t.Errorf("%s: the page to sign: %s", tt.name, page)
		}
	}
}

// Before a place in a source stands a name after which it reads well.
func TestCitationsReadWell(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for cite, want := range map[model.Cite]string{
		{Source: "nis2", At: "Art. 20"}:                         "NIS2 Art. 20",
		{Source: "iso-practice", At: "certification cycle"}:     "Certification practice: certification cycle",
		{Source: "national", At: "registration"}:                "National register: registration",
		{Source: "article", At: "integrating the two"}:          "Comparison: integrating the two",
		{Source: "proposals", At: "COM(2026) 13"}:               "Proposal COM(2026) 13",
		{Source: "effort", At: "proof that serves both"}:        "Effort estimates: proof that serves both",
		{Source: "group-independence", At: "Germany and Italy"}: "Independence rules: Germany and Italy",
	} {
		if got := c.Cites([]model.Cite{cite}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twopaths/model"
)

// drawnPlan is an assessment with a drawn gap check, Statement of Applicability, changed
// steps, start and capacity.
func drawnPlan(c *model.Content) *rapid.Generator[model.Assessment] {
	return rapid.Custom(func(t *rapid.T) model.Assessment {
		a := drawn{content: c, scopes: []string{"essential", "important", "not", "not-sure"}, maxOpen: 4}.draw(t)
		if rapid.Bool().Draw(t, "start?") {
			a.Plan.Start = model.Date{Year: 2027, Month: 1, Day: 1}
			a.Plan.Start.Day = rapid.IntRange(1, 31).Draw(t, "day")
		}
		a.Plan.Capacity = rapid.SampledFrom([]model.HalfDays{0, 1, 7, 24, 60, 400}).Draw(t, "capacity")
		a.Plan.Size = rapid.SampledFrom([]string{"", "small", "medium", "large"}).Draw(t, "size")
		a.Plan.Route = rapid.SampledFrom(append(model.RouteIDs(), "")).Draw(t, "route")
		a.Certificate.Covers = rapid.SampledFrom([]model.Reach{"", model.ReachWhole, model.ReachPart, model.ReachNotSure}).Draw(t, "reach")
		states := []model.GapLevel{"", model.GapNone, model.GapPartial, model.GapInPlace, model.GapInPlace, model.GapNotSure}
		for _, d := range c.Duties(a) {
			if state := rapid.SampledFrom(states).Draw(t, d.ID); state != "" {
				a = a.WithGap(d.ID, model.Gap{State: state, Note: "seen in " + d.ID})
			}
		}
		for _, k := range c.Controls {
			if rapid.IntRange(0, 3).Draw(t, k.ID) == 0 {
				state := rapid.SampledFrom([]model.ControlLevel{model.ControlInPlace, model.ControlPartial, model.ControlNone, model.ControlExcluded}).Draw(t, "state")
				a = withControl(a, k.ID, model.ControlState{State: state})
			}
		}
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(c.Steps), 0, 5).Draw(t, "steps") {
			a = a.WithStep(s.ID, rapid.SampledFrom([]model.StepChange{
				{Excluded: true}, {From: model.Date{Year: 2027, Month: 8, Day: 2}}, {Effort: model.Effort{Low: 3, High: 30}},
			}).Draw(t, "change"))
		}
		return a
	})
}

// timelines is the plan of an assessment and its two routes on the calendar.
func timelines(c *model.Content, a model.Assessment) (model.Roadmap, []model.Timeline) {
	r := model.PlanRoadmap(c, a, model.Decide(c, a))
	return r, c.Timelines(a, r)
}

// A plan keeps to what waits for what, to the days given by hand and to the capacity. What
// is in place or left out is in none; everything else is in it once.
func TestTimelinesKeepTheRules(t *testing.T) {
	unraced(t)
	c := shipped(t)
	gen := drawnPlan(c)
	rapid.Check(t, func(t *rapid.T) {
		a := gen.Draw(t, "a")
		r, lines := timelines(c, a)
		for i, line := range lines {
			bars := map[string]model.Bar{}
			for _, b := range line.Bars {
				if _, twice := bars[b.Step.ID]; twice {
					t.Fatalf("%s is in the plan twice", b.Step.ID)
				}
				bars[b.Step.ID] = b
			}
			end := 0
			for _, s := range r.Routes[i].Steps {
				b, in := bars[s.ID]
				if in == (s.Left.Done || a.Steps[s.ID].Excluded) {
					t.Fatalf("%s: in the plan: %v, done: %v, left out: %v", s.ID, in, s.Left.Done, a.Steps[s.ID].Excluded)
				}
				if !in {
					continue
				}
				for _, id := range s.After {
					before := bars[id]
					late := before.Promise.Finish > b.Promise.Start || (!b.Yearly && before.Possible.Finish > b.Possible.Finish)
					if before.Step.ID != id || (!before.Yearly && late) {
						t.Fatalf("%s begins at %v, before %s is done at %v", s.ID, b.Promise, id, before.Promise)
					}
				}
				if b.Yearly {
					continue
				}
				if b.Possible.Start > b.Promise.Start || b.Possible.Finish > b.Promise.Finish || b.Promise.Finish < b.Promise.Start {
					t.Fatalf("%s: possible %v, promise %v", s.ID, b.Possible, b.Promise)
				}
				if from := a.Steps[s.ID].From; !from.IsZero() && !line.Start.IsZero() && line.Day(b.Promise.Start).Before(from) {
					t.Fatalf("%s begins on %s, before %s", s.ID, line.Day(b.Promise.Start), from)
				}
				end = max(end, b.Promise.Finish)
			}
			if end != line.End.Finish || line.End.Start > line.End.Finish || line.Least > line.End.Finish {
				t.Fatalf("the last step ends at %d; the plan says %v, and at least %d", end, line.End, line.Least)
			}
			var load, work model.HalfDays
			for _, m := range line.Load {
				if load += m; m > line.Capacity {
					t.Fatalf("a month of %s with a capacity of %s", m, line.Capacity)
				}
			}
			for _, b := range line.Bars {
				if !b.Yearly {
					work += b.Step.Days.High
				}
			}
			if load != work {
				t.Fatalf("the months add up to %s, the steps to %s", load, work)
			}
			for _, m := range line.Milestones {
				for _, s := range r.Routes[i].Steps {
					b, in := bars[s.ID]
					if in && slices.Contains(m.Steps, s.ID) && (m.Done || m.Promise < b.Promise.Finish || m.Possible < b.Possible.Finish) {
						t.Fatalf("%s is reached at %d, %s is done at %v", m.ID, m.Promise, s.ID, b.Promise)
					}
				}
			}
		}
	})
}

// More capacity never makes a plan end later, nor does something in place against nothing
// in place. On no day has a done step a bar.
func TestPlansNeverEndLater(t *testing.T) {
	unraced(t)
	c := shipped(t)
	gen := drawnPlan(c)
	rapid.Check(t, func(t *rapid.T) {
		a := gen.Draw(t, "a")
		a.Steps = nil // a day given by hand holds back whatever else comes earlier
		_, lines := timelines(c, a)
		more := a.Clone()
		more.Plan.Capacity = lines[0].Capacity + model.HalfDays(rapid.IntRange(1, 9).Draw(t, "more"))
		_, quicker := timelines(c, more)
		nothing := a.Clone()
		for id := range nothing.Gap {
			nothing = nothing.WithGap(id, model.Gap{})
		}
		nothing.Controls = nil
		plan, slower := timelines(c, nothing)
		wider := model.Decide(c, a).Holder // what is found lacking adds steps to a holder's plan
		for i := range lines {
			if quicker[i].End.Finish > lines[i].End.Finish || quicker[i].End.Start > lines[i].End.Start {
				t.Fatalf("%s: %s a month end at %v, %s at %v", lines[i].Route, lines[i].Capacity, lines[i].End, more.Plan.Capacity, quicker[i].End)
			}
			if !wider && (lines[i].End.Finish > slower[i].End.Finish || lines[i].End.Start > slower[i].End.Finish) {
				t.Fatalf("%s: with something in place it ends at %v, with nothing at %v, of %d steps", lines[i].Route, lines[i].End, slower[i].End, len(plan.Routes[i].Steps))
			}
		}
	})
}

// A state of the gap check changes what tells of the gap, the work and the time, and
// nothing else of the report.
func TestAGapStateChangesItsPartsOnly(t *testing.T) {
	unraced(t)
	c := shipped(t)
	cases := workedCases(t)
	sections := []string{"On one page", "What is missing", "Roadmap", "What no certificate gives", "What ISO 27001 asks for beyond NIS2, or more firmly",
		"Duties and controls", "Decision page for signing", "On record, and of no weight here", "What if",
		"Sources"} // the mappings are cited once the gap check was begun
	states := []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}
	for i, x := range cases {
		a := x.assessment
		duties := c.Duties(a)
		duty, state := duties[i%len(duties)], states[i%len(states)]
		if duty.Gap.State == state {
			state = states[(i+1)%len(states)]
		}
		before, after := bySection(markdown(t, c, a)), bySection(markdown(t, c, a.WithGap(duty.ID, model.Gap{State: state})))
		if before["What is missing"] == after["What is missing"] {
			t.Errorf("%s: %s is %s: the gap section stays as it was", x.name, duty.ID, state)
		}
		for title, text := range before {
			if after[title] != text && !slices.Contains(sections, title) {
				t.Errorf("%s: %s is %s: the section %q changes:\n%s", x.name, duty.ID, state, title, firstDifference([]byte(after[title]), []byte(text)))
			}
		}
	}
}

// bySection is a document by its headings of the second level, and of the third level in
// the appendix.
func bySection(text string) map[string]string {
	out := map[string]string{}
	title, appendix := "", false
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			title = strings.TrimSpace(rest)
			appendix = title == "Appendix"
		} else if rest, ok := strings.CutPrefix(line, "### "); ok && appendix {
			title = strings.TrimSpace(rest)
		}
		out[title] += line
	}
	return out
}

// What is in place for the law leaves of the first stage only what nothing can show; and
// with it no milestone of the law is still to come but those of such steps.
func TestAllInPlaceLeavesNoMeasure(t *testing.T) {
	c := shipped(t)
	for _, scope := range []string{"essential", "important"} {
		for _, verdict := range []string{"none", "certified"} {
			a := say(scope, model.CertificateQuestion+"="+verdict)
			a.Certificate.Covers = model.ReachWhole
			for _, d := range c.Duties(a) {
				a = a.WithGap(d.ID, model.Gap{State: model.GapInPlace, Note: "here"})
			}
			_, lines := timelines(c, a)
			for _, line := range lines {
				for _, b := range line.Bars {
					if b.Step.Stage == "nis2-measures" {
						t.Errorf("%s, %s: %s is still to do", scope, verdict, b.Step.ID)
					}
				}
			}
		}
	}
}

// A holder's plan for all that the law binds holds what NIS2 adds and the upkeep, and
// nothing that ISO 27001 asks for by itself.
func TestAHoldersPlanIsWhatNIS2Adds(t *testing.T) {
	c := shipped(t)
	a := say("essential", model.CertificateQuestion+"=certified")
	a.Certificate.Covers = model.ReachWhole
	r, _ := timelines(c, a)
	for _, stage := range r.Stages {
		for _, s := range stage.Steps {
			if stage.Stage.ID == model.MaintainStage {
				continue
			}
			beyond := slices.ContainsFunc(c.Duties(a), func(d model.Duty) bool {
				return d.Relation != "covered" && slices.Contains(s.Obligations, d.ID)
			})
			if s.Serves == "iso" || !beyond {
				t.Errorf("%s serves %s and works towards %v, which a certificate covers", s.ID, s.Serves, s.Obligations)
			}
		}
	}
}

// What the law has set a deadline for, with all that it waits for, and what people at the top
// answer for: nothing else begins while it could.
func TestUrgentStepsComeFirst(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	urgent := []string{"S01", "S02", "S03", "S12", "S13", "S04", "S11"}
	for _, size := range []string{"small", "medium", "large"} {
		for _, capacity := range []model.HalfDays{8, 16, 30, 100} {
			a := neutral("important")
			a.Plan.Size, a.Plan.Capacity = size, capacity
			_, lines := timelines(c, a)
			for _, line := range lines {
				for _, id := range urgent {
					step, ok := line.Bar(id)
					if !ok {
						t.Fatalf("%s is not in the plan", id)
					}
					ready := 0
					for _, before := range step.Step.After {
						b, _ := line.Bar(before)
						ready = max(ready, b.Promise.Finish)
					}
					for _, b := range line.Bars {
						if !b.Yearly && !slices.Contains(urgent, b.Step.ID) && ready <= b.Promise.Start && b.Promise.Start < step.Promise.Start {
							t.Errorf("%s, %s a month, %s: %s could begin at %d and does at %d, after %s at %d",
								size, capacity, line.Route, id, ready, step.Promise.Start, b.Step.ID, b.Promise.Start)
						}
					}
				}
			}
		}
	}
}

// lookedAt is an assessment in which every duty is said to be in place.
func lookedAt(c *model.Content, a model.Assessment) model.Assessment {
	for _, d := range c.Duties(a) {
		a = a.WithGap(d.ID, model.Gap{State: model.GapInPlace})
	}
	return a
}

// A milestone says which of its steps are left out by hand: it is reached without them. One
// that is in place anyway is no gap.
func TestMilestonesWithoutStepsLeftOut(t *testing.T) {
	t.Parallel()
	a := provider("DE")
	a.Plan.Start = model.Date{Year: 2027, Month: 1, Day: 11}
	out := a.WithStep("S20", model.StepChange{Excluded: true}).WithStep("S24", model.StepChange{Excluded: true})
	for _, tt := range []struct {
		name string
		a    model.Assessment
		says string
	}{
		{"none", a, "- Article 21 measures in place: between"},
		{"one", a.WithStep("S20", model.StepChange{Excluded: true}), "- Article 21 measures in place, but for S20, which is left out: between"},
		{"two", out, "- Article 21 measures in place, but for S20 and S24, which are left out: between"},
		{"done already", lookedAt(shipped(t), out), "- Article 21 measures in place: done"},
	} {
		t.Run(tt.name, func(t *testing.T) { says(t, part(t, tt.a, "On one page"), tt.says) })
	}
}

// The page for management names the days of national law that are still ahead, whatever the
// plan has of them.
func TestManagementPageNamesDaysOfLaw(t *testing.T) {
	t.Parallel()
	a := provider("IT")
	a.Plan.Start = model.Date{Year: 2027, Month: 1, Day: 11}
	says(t, part(t, a, "On one page"), "- By law in Italy, 28 February 2027: Yearly registration")
}

// The law comes first as long as a duty is not in place, or not known to be, and says which of
// the two; unless there is no law yet. What that costs and gains stands in a sentence.
func TestRouteWords(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	german := provider("DE")
	for _, tt := range []struct {
		name string
		a    model.Assessment
		want model.RouteID
		says string
	}{
		{"nothing was looked at", german, model.LawFirst, "because nobody has yet said of"},
		{"a duty is not in place", german.WithGap("21.2.f", model.Gap{State: model.GapNone}), model.LawFirst, "because one duty is not in place, or only in part; of 36 nobody has said yet."},
		{"and all else was looked at", lookedAt(c, german).WithGap("21.2.f", model.Gap{State: model.GapNone}), model.LawFirst, "because one duty is not in place, or only in part."},
		{"no law yet", provider("IE"), model.ISOSpine, "because Ireland had no NIS2 law in force"},
		{"a project under way", and(german, model.CertificateQuestion+"=in-progress"), model.LawFirst, "The certification project goes on by either route."},
	} {
		_, lines := timelines(c, tt.a)
		if got := c.ChooseRoute(tt.a, model.Decide(c, tt.a), lines).Chosen; got != tt.want {
			t.Errorf("%s: %s is chosen", tt.name, got)
		}
		says(t, part(t, tt.a, "Roadmap"), tt.says, "Against the other route, the certificate comes ")
	}
}

// The yearly work that begins before the plan ends is named beside its days; an end that
// another order could bring forward, in words for one day and for more.
func TestWordsBesideThePlan(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	says(t, part(t, strong("important"), "Roadmap"), "Not counted in this is the yearly work that begins before: S43 (", "days a year from month ", "without the yearly work named above",
		"What drives the end most: S37 (run it for months and collect the records); ", "At the soonest is where")
	for n, want := range map[int]string{1: "end one working day sooner", 3: "end 3 working days sooner"} {
		p := model.Phrase{ID: "plan-above-bound", N: n, Inserts: []model.Insert{{Name: "days", Text: "3"}, {Name: "chain", Text: "9.5"}, {Name: "volume", Text: "39"}}}
		says(t, c.Say(p), want)
	}
}

// No day of a plan is of a weekend, whatever the start; a step ends on the day on which it
// begins or later, and what waits for it begins no earlier than that.
func TestDaysOfAPlanAreWorkingDays(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	for start := range 7 {
		a.Plan.Start = model.Date{Year: 2027, Month: time.January, Day: 1 + start}
		roadmap := model.PlanRoadmap(c, a, model.Decide(c, a))
		for _, line := range c.Timelines(a, roadmap) {
			working := func(what string, d model.Date) {
				if day := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday(); day == time.Saturday || day == time.Sunday {
					t.Errorf("%s from %s: %s on %s, a %s", line.Route, a.Plan.Start, what, d, day)
				}
			}
			for _, b := range line.Bars {
				first, last := line.Day(b.Promise.Start), line.LastDay(b.Promise.Finish)
				working(b.Step.ID+" begins", first)
				if b.Yearly {
					continue
				}
				working(b.Step.ID+" ends", last)
				working(b.Step.ID+" ends at the earliest", line.LastDay(b.Possible.Finish))
				if last.Before(first) && b.Promise.Finish > b.Promise.Start {
					t.Errorf("%s begins on %s and ends on %s", b.Step.ID, first, last)
				}
				for _, id := range b.Step.After {
					if before, ok := line.Bar(id); ok && first.Before(line.LastDay(before.Promise.Finish)) {
						t.Errorf("%s begins on %s, and %s ends on %s", b.Step.ID, first, id, line.LastDay(before.Promise.Finish))
					}
				}
			}
			for _, m := range line.Milestones {
				if !m.Done && m.On.IsZero() {
					working(m.ID, line.LastDay(m.Promise))
				}
			}
		}
	}
}

// A day that the law has set stays where it is, also on a Sunday; a plan that is to start on a
// weekend is said to start on the day on which its first step does.
func TestDaysOfTheLawStayWhereTheyAre(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	a.Scope.Facts.State = "IT"
	a.Date = model.Date{Year: 2026, Month: time.November, Day: 23}
	a.Plan.Start = model.Date{Year: 2027, Month: time.January, Day: 2} // a Saturday
	r := newReport(t, c, a)
	if gantt := r.Gantt(); !strings.Contains(gantt, ":milestone, 2027-02-28, 2027-02-28") || strings.Contains(gantt, "2027-03-01, 2027-03-01") {
		t.Errorf("the chart has the Sunday of the law elsewhere:\n%s", gantt)
	}
	page := string(pageOf(t, c, a))
	if !strings.Contains(page, ">28 February 2027<") {
		t.Error("the page has the Sunday of the law elsewhere")
	}
	if text := markdown(t, c, a); !strings.Contains(text, "It starts on 4 January 2027 ") {
		t.Error("the plan does not start on the Monday")
	}
}

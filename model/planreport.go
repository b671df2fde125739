package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The roadmap on the calendar, in the report's words. A day is named where a start was
// given, else the month of the plan in which something is done.

// chosen is the route that the report plans by.
func (r *Report) chosen() Timeline {
	return r.lines[max(0, slices.IndexFunc(r.lines, func(t Timeline) bool { return t.Route == r.choice.Chosen }))]
}

// by is when something is done that is over at a tick.
func (t Timeline) by(tick int) string {
	if t.Start.IsZero() {
		return "month " + strconv.Itoa(max(0, tick-1)/MonthTicks+1)
	}
	return t.LastDay(tick).Long()
}

// from is when something begins.
func (t Timeline) from(tick int) string {
	if t.Start.IsZero() {
		return "month " + strconv.Itoa(tick/MonthTicks+1)
	}
	return t.Day(tick).Long()
}

// inMonths is a number of ticks in months, rounded up.
func inMonths(ticks int) int { return (ticks + MonthTicks - 1) / MonthTicks }

// Planned reports whether any step of the plan is to be done that has an end.
func (r *Report) Planned() bool { return r.chosen().End.Finish > 0 }

// CapacityIs is the person-days a month that the plan reckons with.
func (r *Report) CapacityIs() string { return r.chosen().Capacity.String() }

// CapacityAssumed reports whether that was not given.
func (r *Report) CapacityAssumed() bool { return r.chosen().Assumed }

// Fills is how many months the plan takes, at least and at most.
func (r *Report) Fills() string {
	end := r.chosen().End
	low, high := inMonths(end.Start), inMonths(end.Finish)
	switch {
	case low != high:
		return strconv.Itoa(low) + " to " + strconv.Itoa(high) + " months"
	case high > 1:
		return strconv.Itoa(high) + " months"
	}
	return "one month"
}

// MilestoneWords is a milestone with when it is reached. Both are empty where it is done.
type MilestoneWords struct{ Label, Possible, Promise string }

// Span is both days in a line.
func (w MilestoneWords) Span() string {
	if w.Possible == w.Promise {
		return w.Promise
	}
	return "between " + w.Possible + " and " + w.Promise
}

// Milestones is the milestones of the plan in the order of their days.
func (r *Report) Milestones() []MilestoneWords {
	t := r.chosen()
	days := slices.Clone(t.Milestones)
	slices.SortStableFunc(days, func(a, b MilestoneDay) int { return a.Promise - b.Promise })
	var out []MilestoneWords
	for _, m := range days {
		w := MilestoneWords{Label: m.Label}
		if len(m.LeftOut) > 0 {
			w.Label = r.content.Say(Phrase{ID: "plan-without", N: len(m.LeftOut), Inserts: []Insert{{"milestone", m.Label}, {"steps", List(m.LeftOut)}}})
		}
		if !m.Done {
			w.Possible, w.Promise = t.by(m.Possible), t.by(m.Promise)
		}
		out = append(out, w)
	}
	if r.roadmap.NoLaw {
		if m, ok := find(r.content.Milestones, func(m Milestone) bool { return m.ID == MilestoneRegistered }); ok && r.roadmap.Has(m.Steps) {
			state, _ := r.content.State(r.assessment.Scope.Facts.State)
			when := r.content.Say(Phrase{ID: "plan-register-when", Inserts: []Insert{{"state", state.Running()}}})
			out = append(out, MilestoneWords{m.Label, when, when})
		}
	}
	return out
}

// EndWords is when the last step but upkeep is done.
func (r *Report) EndWords() MilestoneWords {
	t := r.chosen()
	return MilestoneWords{Possible: t.by(t.End.Start), Promise: t.by(t.End.Finish)}
}

// RouteRow is a line of the two routes side by side, law first in front.
type RouteRow struct{ Label, Law, ISO string }

// RouteRows is the two routes side by side: when each reaches what, by the promise, and
// what it opens twice. It is empty where no step leads to a certificate: both then hold the same
// work.
func (r *Report) RouteRows() []RouteRow {
	if r.choice.Reason.ID == "route-same" {
		return nil
	}
	law, iso := r.lines[0], r.lines[1]
	var out []RouteRow
	for _, m := range law.Milestones {
		other, _ := iso.Milestone(m.ID)
		if !m.Done {
			out = append(out, RouteRow{m.Label, law.by(m.Promise), iso.by(other.Promise)})
		}
	}
	return append(out, RouteRow{r.content.Phrases["route-twice"], strconv.Itoa(len(law.Twice)), strconv.Itoa(len(iso.Twice))})
}

// RouteName is what the route is called that the report plans by.
func (r *Report) RouteName() string { return r.content.Phrases["route-name-"+string(r.choice.Chosen)] }

// RouteReason is why a route is recommended.
func (r *Report) RouteReason() string { return r.content.Say(r.choice.Reason) }

// RouteTrade is what the chosen route costs and gains against the other, as a sentence, where
// a step leads to a certificate.
func (r *Report) RouteTrade() string {
	if r.choice.Reason.ID == "route-same" {
		return ""
	}
	t, other := r.chosen(), r.lines[1]
	if t.Route == ISOSpine {
		other = r.lines[0]
	}
	by := func(id string) string {
		mine, _ := t.Milestone(id)
		theirs, _ := other.Milestone(id)
		p := Phrase{ID: "route-as-soon"}
		switch d := mine.Promise - theirs.Promise; {
		case d > 0:
			p = Phrase{ID: "route-later", Inserts: []Insert{{"months", monthsWord(d)}}}
		case d < 0:
			p = Phrase{ID: "route-sooner", Inserts: []Insert{{"months", monthsWord(-d)}}}
		}
		return r.content.Say(p)
	}
	if m, ok := t.Milestone(MilestoneMeasures); !ok || m.Done {
		return ""
	}
	out := r.content.Say(Phrase{ID: "route-trade", Inserts: []Insert{{"certificate", by(MilestoneCertificate)}, {"measures", by(MilestoneMeasures)}}})
	if r.InProgress() {
		out += " " + r.content.Phrases["route-project"]
	}
	return out
}

// RouteSaid reports whether a route was chosen by hand.
func (r *Report) RouteSaid() bool { return r.assessment.Plan.Route != "" }

// OwnRoute reports whether another route was chosen than the recommended one.
func (r *Report) OwnRoute() bool { return r.choice.Chosen != r.choice.Recommended }

// TwiceWords is the steps that a later one opens again.
type TwiceWords struct {
	By    string
	Steps []string // ids
}

// Twice is what the chosen route opens again, by what opens it.
func (r *Report) Twice() []TwiceWords {
	var out []TwiceWords
	for _, x := range r.chosen().Twice {
		by := r.called(x.By)
		i := slices.IndexFunc(out, func(w TwiceWords) bool { return w.By == by })
		if i < 0 {
			i = len(out)
			out = append(out, TwiceWords{By: by})
		}
		out[i].Steps = append(out[i].Steps, x.Step)
	}
	return out
}

// called is a step's id and name.
func (r *Report) called(id string) string {
	s, _ := r.roadmap.Step(id)
	return id + " (" + lowerFirst(s.Name) + ")"
}

// ChainWords is the steps that drive the end.
type ChainWords struct {
	Longest []string // those that take longest, by id and name, the longest first
	Rest    []string // ids of the others, first to last; none where Most says it
	Most    string   // in their place a sentence, where the chain is most of the plan
	People  string   // a sentence on those that wait for people, and not for what comes before
}

// longestNamed is how many of the steps that drive the end are named.
const longestNamed = 4

// Chain is the steps that drive the end; nothing where there is just one.
func (r *Report) Chain() ChainWords {
	var w ChainWords
	var chain []Bar
	people := 0
	for _, b := range r.chosen().Bars {
		if b.Drives {
			chain = append(chain, b)
			people += b2i(b.Cause.Kind == CauseCapacity)
		}
	}
	long := slices.Clone(chain)
	slices.SortStableFunc(long, func(a, b Bar) int {
		return (b.Promise.Finish - b.Promise.Start) - (a.Promise.Finish - a.Promise.Start)
	})
	long = long[:min(longestNamed, len(long))]
	for _, b := range long {
		w.Longest = append(w.Longest, r.called(b.Step.ID))
	}
	for _, b := range chain {
		if !slices.ContainsFunc(long, func(x Bar) bool { return x.Step.ID == b.Step.ID }) {
			w.Rest = append(w.Rest, b.Step.ID)
		}
	}
	if n := len(r.chosen().Bars); len(chain) > longestNamed && 2*len(chain) > n {
		w.Rest, w.Most = nil, r.content.Say(Phrase{ID: "plan-most-drive", N: len(chain)})
	}
	if people > 0 {
		w.People = r.content.Say(Phrase{ID: "plan-people", N: people})
	}
	if len(chain) < 2 {
		return ChainWords{}
	}
	return w
}

// Slack is how the end stands to what cannot be undercut.
func (r *Report) Slack() string {
	t := r.chosen()
	p := Phrase{ID: "plan-at-bound"}
	if t.End.Finish > t.Least {
		days := HalfDays(t.End.Finish - t.Least)
		p = Phrase{ID: "plan-above-bound", N: int(days+1) / 2, Inserts: []Insert{{"days", days.String()}}}
	}
	p.Inserts = append(p.Inserts, Insert{"chain", monthsWord(t.Chain)}, Insert{"volume", monthsWord(t.Volume)})
	return r.content.Say(p)
}

// LoadHalf is the person-days of half a year, month by month; a dash where it has none.
type LoadHalf struct {
	Half   string
	Months []string
}

// maxLoadMonths is how many months a table of the load shows. Whoever plans for longer has
// too little capacity, and the report says so elsewhere.
const maxLoadMonths = 72

// Load is the person-days by month, by the promise; nothing where that would be a very long
// table. Six months in a row still read well in 80 columns.
func (r *Report) Load() []LoadHalf {
	t := r.chosen()
	if len(t.Load) > maxLoadMonths {
		return nil
	}
	first := 0 // of the months of the half in which the plan begins
	if !t.Start.IsZero() {
		first = int(t.Start.Month-1) % 6
	}
	var out []LoadHalf
	for i, load := range t.Load {
		if at := (first + i) % 6; at == 0 || i == 0 {
			name := fmt.Sprintf("months %d to %d", i+1, i+6)
			if !t.Start.IsZero() {
				name = "Jan to Jun"
				from := t.Start.addMonths(i)
				if from.Month > 6 {
					name = "Jul to Dec"
				}
				name += " " + strconv.Itoa(from.Year)
			}
			out = append(out, LoadHalf{name, slices.Repeat([]string{"–"}, 6)})
		}
		out[len(out)-1].Months[(first+i)%6] = load.String()
	}
	return out
}

// evenMonths is from how many months on a load that is the same in all but the last is told in
// a sentence; a table would say one number over and over.
const evenMonths = 4

// EvenLoad is the person-days by month in a sentence, where every month but the last takes the
// same; else nothing.
func (r *Report) EvenLoad() string {
	load := r.chosen().Load
	last := len(load) - 1
	if len(load) < evenMonths || slices.ContainsFunc(load[:last], func(x HalfDays) bool { return x != load[0] }) {
		return ""
	}
	p := Phrase{ID: "plan-load-even", N: len(load), Inserts: []Insert{{"days", personDays(load[0])}, {"rest", load[last].String()}}}
	if load[last] == load[0] {
		p.ID = "plan-load-same"
	}
	return r.content.Say(p)
}

// LoadHead is the names of the months in the table of the load.
func (r *Report) LoadHead() []string {
	if r.chosen().Start.IsZero() {
		return []string{"1st", "2nd", "3rd", "4th", "5th", "6th"}
	}
	return []string{"Jan, Jul", "Feb, Aug", "Mar, Sep", "Apr, Oct", "May, Nov", "Jun, Dec"}
}

// NationalWords is a day that national law has set.
type NationalWords struct {
	Day, What      string
	Passed, Missed bool
	Verified       bool
}

// Upkeep is the yearly work that begins before the plan ends, as a sentence; the plan and
// its load do not count it.
func (r *Report) Upkeep() string {
	t := r.chosen()
	var list []string
	for _, b := range t.Bars {
		if b.Yearly && b.Promise.Start < t.End.Finish {
			list = append(list, r.content.Say(Phrase{ID: "plan-upkeep-step", Inserts: []Insert{
				{"step", r.called(b.Step.ID)}, {"days", b.Step.Days.String()}, {"from", t.from(b.Promise.Start)}}}))
		}
	}
	if list == nil {
		return ""
	}
	return r.content.Say(Phrase{ID: "plan-upkeep", N: len(list), Inserts: []Insert{{"steps", strings.Join(list, "; ")}}})
}

// Once is the person-days of all steps but upkeep, and Yearly those of upkeep; empty for none.
func (r *Report) Once() string { return r.effortOf(false) }

// Yearly is the person-days of upkeep a year.
func (r *Report) Yearly() string { return r.effortOf(true) }

func (r *Report) effortOf(yearly bool) string {
	var sum Effort
	for _, s := range r.roadmap.Stages {
		if (s.Stage.ID == MaintainStage) == yearly {
			sum = sum.Add(s.Effort)
		}
	}
	if sum.High == 0 {
		return ""
	}
	return sum.String()
}

// National is the days of the state's law that may concern the organisation.
func (r *Report) National() []NationalWords {
	var out []NationalWords
	for _, d := range r.content.NationalDays(r.assessment, r.outcome, r.chosen()) {
		out = append(out, NationalWords{d.On.Long(), d.What, d.Passed, d.Missed, d.Verified})
	}
	if len(out) > 0 {
		r.cites([]Cite{{Source: "national"}})
	}
	return out
}

// Missed is a sentence on the registration that comes later than national law wants it.
func (r *Report) Missed() string {
	for _, d := range r.content.NationalDays(r.assessment, r.outcome, r.chosen()) {
		if d.Missed {
			return r.content.Say(Phrase{ID: "plan-registers-late", Inserts: []Insert{{"day", d.On.Long()}}})
		}
	}
	return ""
}

// State is the name of the state whose law counts.
func (r *Report) State() string {
	s, _ := r.content.State(r.assessment.Scope.Facts.State)
	return s.Name
}

// when is the days of a step, by the promise.
func (t Timeline) when(b Bar) string {
	switch {
	case b.Yearly:
		return "yearly from " + t.from(b.Promise.Start)
	case t.Start.IsZero():
		from, to := t.from(b.Promise.Start), t.by(b.Promise.Finish)
		if from == to {
			return from
		}
		return strings.Replace(from, "month", "months", 1) + " to " + strings.TrimPrefix(to, "month ")
	}
	return t.from(b.Promise.Start) + " to " + t.by(b.Promise.Finish)
}

// done is what shows that a step, or part of it, is done.
func (r *Report) done(p PlannedStep) []string {
	if len(p.Left.InPlace)+len(p.Left.Partial) == 0 {
		return nil
	}
	if p.Settled == ByGapCheck {
		return []string{r.content.Say(Phrase{ID: "step-checked", Inserts: []Insert{{"some", strconv.Itoa(len(p.Left.InPlace))}, {"all", strconv.Itoa(p.Left.Of)}}})}
	}
	var out []string
	for _, part := range []struct {
		phrase string
		list   []Settled
	}{{"step-in-place", p.Left.InPlace}, {"step-partly", p.Left.Partial}} {
		if len(part.list) > 0 {
			out = append(out, r.content.Say(Phrase{ID: part.phrase, Inserts: []Insert{{"what", strings.Join(r.settled(part.list), "; ")}}}))
		}
	}
	return out
}

func (r *Report) settled(list []Settled) []string {
	var out []string
	for _, x := range list {
		out = append(out, lowerFirst(x.Short)+r.bracketed(x.Note))
	}
	return out
}

// changed is what was changed of a step by hand, in words; nothing where it was left alone.
func (r *Report) changed(p PlannedStep) []string {
	var out []string
	if p.Change.Excluded {
		out = append(out, r.content.Phrases["compare-excluded"])
	}
	if !p.Change.From.IsZero() {
		out = append(out, r.content.Say(Phrase{ID: "step-not-before", Inserts: []Insert{{"day", p.Change.From.Long()}}}))
	}
	if !p.Change.Effort.IsZero() {
		out = append(out, r.content.Say(Phrase{ID: "step-effort-own",
			Inserts: []Insert{{"days", p.Change.Effort.String()}, {"estimate", p.Effort[r.roadmap.Size.ID].String()}}}))
	}
	return out
}

// Gantt is the plan as a Mermaid chart; nothing where no start was given.
func (r *Report) Gantt() string {
	t := r.chosen()
	if t.Start.IsZero() || t.End.Finish == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("gantt\n    dateFormat YYYY-MM-DD\n    axisFormat %b %Y\n    inclusiveEndDates\n")
	for _, stage := range r.roadmap.Stages {
		headed := false
		for _, s := range stage.Steps {
			bar, ok := t.Bar(s.ID)
			if !ok || bar.Yearly {
				continue
			}
			if !headed {
				headed = true
				b.WriteString("    section " + ganttName(stage.Stage.Title) + "\n")
			}
			b.WriteString("    " + ganttName(s.ID+" "+s.Name) + " :")
			if bar.Drives {
				b.WriteString("crit, ")
			}
			b.WriteString(t.Day(bar.Promise.Start).String() + ", " + t.LastDay(bar.Promise.Finish).String() + "\n")
		}
	}
	headed := false
	for _, m := range r.drawn(t) {
		if !headed {
			headed = true
			b.WriteString("    section " + ganttName(r.content.Phrases["plan-milestones"]) + "\n")
		}
		day := t.MilestoneDay(m).String()
		b.WriteString("    " + ganttName(m.Label) + " :milestone, " + day + ", " + day + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// drawn is the milestones that a chart shows: those still to reach, and the days of the law
// that lie within its time.
func (r *Report) drawn(t Timeline) []MilestoneDay {
	out := slices.DeleteFunc(slices.Clone(t.Milestones), func(m MilestoneDay) bool { return m.Done })
	for _, m := range r.content.LawAhead(r.assessment, r.outcome, t) {
		if m.Promise > 0 {
			out = append(out, m)
		}
	}
	return out
}

// ganttName is a name without what Mermaid takes for its own syntax.
func ganttName(s string) string {
	s = strings.NewReplacer(":", " -", ";", ",", "#", "No. ", "%%", "%", "`", "'", "\n", " ").Replace(Clean(s))
	return strings.Join(strings.Fields(s), " ")
}

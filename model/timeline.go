package model

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"
)

// A roadmap on the calendar.
//
// Each route is levelled twice: with the smaller numbers of every range, which gives the
// days that are possible, and with the larger ones, which gives the days to promise. Both
// keep to the capacity and to what waits for what. Upkeep, which never ends, is no part of
// that: it stands in the plan from the day on which it can begin.

// Timeline is one route on the calendar, or in numbered months where no start was given.
type Timeline struct {
	Route      RouteID
	Start      Date     // zero: no start was given
	Capacity   HalfDays // person-days a month
	Assumed    bool     // the capacity was not given
	Bars       []Bar    // in the order in which they begin by the promise, upkeep last; none for what is out
	Milestones []MilestoneDay
	Load       []HalfDays // person-days a month by the promise, from the first month on
	End        Span       // when the last step but upkeep is done: Finish alone counts
	Least      int        // ticks: no plan of these steps ends earlier by the promise
	Chain      int        // ticks: the longest chain of steps that wait for each other
	Volume     int        // ticks: all work at full capacity
	Twice      []Reopening

	barOf map[string]int // the places of the bars, by their steps
}

// Span is when something is done, in ticks (half working days, MonthTicks to a month) from
// the start. Finish is the first tick after it.
type Span struct{ Start, Finish int }

// Bar is a step on the calendar.
type Bar struct {
	Step     PlannedStep
	Possible Span // by the smaller numbers
	Promise  Span // by the larger ones
	Cause    BarCause
	Drives   bool // it is of the chain that drives the end
	Yearly   bool // upkeep: its Finish means nothing
	Late     bool // it was to begin on a day that cannot be kept
}

// BarCause is why a bar does not begin earlier, by the promise.
type BarCause struct {
	Kind CauseKind
	Step string // the step that had to be finished first, where one had to
}

// MilestoneDay is when a milestone is reached.
type MilestoneDay struct {
	Milestone
	Possible, Promise int      // ticks: the first after all its steps
	Done              bool     // all of its steps are done already
	LeftOut           []string // its steps that are left out by hand and not done: it is reached without them
	On                Date     // of a day that the law has set: that day; zero for what the plan reaches
}

// Reopening is a step that has to be opened again because a later one changes it.
type Reopening struct{ Step, By string }

// Timelines is both routes on the calendar.
func (c *Content) Timelines(a Assessment, r Roadmap) []Timeline {
	var out []Timeline
	for _, route := range r.Routes {
		out = append(out, c.timeline(a, r, route, levelLeft))
	}
	return out
}

// CapacityOf is the person-days a month that a roadmap is planned with, and whether they
// were assumed.
func (c *Content) CapacityOf(a Assessment, r Roadmap) (capacity HalfDays, assumed bool) {
	if a.Plan.Capacity > 0 {
		return a.Plan.Capacity, false
	}
	return c.Pace.Capacity[r.Size.ID], true
}

func (c *Content) timeline(a Assessment, r Roadmap, route Route, level leveller) Timeline {
	t := Timeline{Route: route.ID, Start: a.Plan.Start}
	t.Capacity, t.Assumed = c.CapacityOf(a, r)

	// Steps that are done stand among the tasks, with no work: what is left is levelled
	// from the plan in which nothing is done, so that it never ends later than that.
	var steps, upkeep []PlannedStep
	for _, s := range route.Steps {
		switch {
		case s.Change.Excluded, s.Stage == MaintainStage && s.Left.Done:
		case s.Stage == MaintainStage:
			upkeep = append(upkeep, s)
		default:
			steps = append(steps, s)
		}
	}
	index := map[string]int{}
	for i, s := range steps {
		index[s.ID] = i
	}
	urgent := c.urgent(r, route)
	tasks := func(task func(PlannedStep) (Task, []string)) []Task {
		out := make([]Task, len(steps))
		for i, s := range steps {
			x, after := task(s)
			x.Rank = c.rank(route.ID, s, urgent)
			if !s.Left.Done {
				x.From = t.tick(s.Change.From)
			}
			for _, id := range after {
				if j, ok := index[id]; ok {
					x.After = append(x.After, j)
				}
			}
			out[i] = x
		}
		return out
	}
	left := func(s PlannedStep, work HalfDays, months Hundredths) (Task, []string) {
		if s.Left.Done {
			return Task{}, nil
		}
		return Task{Work: work, Least: ticksOf(months)}, s.After
	}
	high, low := level(
		tasks(func(s PlannedStep) (Task, []string) {
			return Task{Work: s.Whole.High, Least: ticksOf(s.Months.High)}, s.anew
		}),
		tasks(func(s PlannedStep) (Task, []string) { return left(s, s.Days.High, s.Months.High) }),
		tasks(func(s PlannedStep) (Task, []string) { return left(s, s.Days.Low, s.Months.Low) }),
		Pace{t.Capacity, c.Pace.Step})

	t.End, t.Least, t.Chain, t.Volume = Span{low.End, high.End}, high.Bound(), high.Chain, high.Volume
	for month := 0; month*MonthTicks < high.End; month++ {
		t.Load = append(t.Load, high.LoadOf(month))
	}
	drives := map[int]bool{}
	for _, i := range high.Critical() {
		drives[i] = true
	}
	finish := map[string]Span{}
	for i, s := range steps {
		x, y := low.Slots[i], high.Slots[i]
		if s.Left.Done {
			continue
		}
		b := Bar{Step: s, Possible: Span{min(x.Start, y.Start), min(x.Finish, y.Finish)}, Promise: Span{y.Start, y.Finish}, Drives: drives[i]}
		cause := y.Cause
		for cause.Task >= 0 && steps[cause.Task].Left.Done {
			cause = high.Slots[cause.Task].Cause
		}
		b.Cause = BarCause{Kind: cause.Kind}
		if cause.Task >= 0 {
			b.Cause.Step = steps[cause.Task].ID
		}
		b.Late = !t.Start.IsZero() && !s.Change.From.IsZero() && y.Start > t.tick(s.Change.From)
		finish[s.ID] = Span{b.Possible.Finish, b.Promise.Finish}
		t.Bars = append(t.Bars, b)
	}
	slices.SortStableFunc(t.Bars, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(a.Promise.Start, b.Promise.Start), cmp.Compare(a.Promise.Finish, b.Promise.Finish))
	})
	for _, s := range upkeep {
		b := Bar{Step: s, Yearly: true, Cause: BarCause{Kind: CauseStart}}
		for _, id := range s.After {
			f := finish[id] // upkeep waits for no upkeep
			b.Possible.Start = max(b.Possible.Start, f.Start)
			if f.Finish >= b.Promise.Start {
				b.Promise.Start, b.Cause = f.Finish, BarCause{CauseAfter, id}
			}
		}
		t.Bars = append(t.Bars, b)
	}
	t.barOf = make(map[string]int, len(t.Bars))
	for i := range t.Bars {
		t.barOf[t.Bars[i].Step.ID] = i
	}
	t.reach(c, r, finish)
	t.reopen(finish)
	return t
}

// levelLeft levels what is left of a plan by the larger and by the smaller numbers. It
// tries each capacity up to the one of the pace that can still end earlier, as Level does,
// so that neither ends later with more capacity, nor with something done than with nothing,
// and the smaller numbers end no later than the larger ones.
//
// With less capacity a fresh plan ends no earlier than with all of it. Only one that is kept
// from another plan can, and there is another only below the capacity of the last.
func levelLeft(anew, high, low []Task, p Pace) (promise, possible Levelled) {
	a, l := newTrials(anew, p), newTrials(low, p)
	a.whole = true
	promise = a.level(p.Capacity)
	h := a
	if !slices.EqualFunc(anew, high, Task.equal) { // else the shorter plan is the same one
		h = newTrials(high, p)
		h.whole = true
		promise = promise.shorten(high, p, h.level(p.Capacity))
	}
	possible = promise.shorten(low, p, l.level(p.Capacity))
	for first, fresh := a.best(p.Capacity), h.best(p.Capacity); ; {
		c := HalfDays(max(first.capacity, fresh.capacity)) - 1
		if (h == a || h.least(c) >= promise.End) && l.least(c) >= possible.End {
			return promise, possible
		}
		first, fresh = a.best(c), h.best(c)
		hands := first
		if h != a {
			kept, ok := first.follow(high)
			if promise = promise.sooner(kept, ok); !ok || kept.End >= fresh.end {
				hands = fresh
			}
		}
		possible = possible.sooner(hands.follow(low))
	}
}

// leveller is levelLeft, or the level of promises in its place.
type leveller func(anew, high, low []Task, p Pace) (promise, possible Levelled)

// promises levels for whom the promise is enough. It keeps what it has levelled: companies
// of a group have much the same steps to do, and differ in how many people there are. It is
// not for several goroutines at once.
type promises struct {
	kept map[string]*trials // by the tasks and the most that one may get
}

// keptTrials is how many levellings of tasks are kept: each may have one for every capacity.
const keptTrials = 64

// trials is the levellings of tasks, new ones or those that are kept.
func (m *promises) trials(tasks []Task, p Pace) *trials {
	key := make([]byte, 0, 16*len(tasks))
	for _, t := range tasks {
		for _, n := range []int{int(t.Work), t.Least, t.From, t.Rank, len(t.After)} {
			key = binary.AppendVarint(key, int64(n))
		}
		for _, n := range t.After {
			key = binary.AppendVarint(key, int64(n))
		}
	}
	key = binary.AppendVarint(key, int64(p.Task))
	if v, known := m.kept[string(key)]; known {
		return v
	}
	if m.kept == nil || len(m.kept) >= keptTrials {
		m.kept = map[string]*trials{}
	}
	v := newTrials(tasks, p)
	m.kept[string(key)] = v
	return v
}

// level is levelLeft, and the promise stands for what is possible too.
func (m *promises) level(anew, high, _ []Task, p Pace) (promise, possible Levelled) {
	a := m.trials(anew, p)
	promise = a.level(p.Capacity)
	if slices.EqualFunc(anew, high, Task.equal) {
		return promise, promise // all capacities below are tried
	}
	h := newTrials(high, p) // what is done already differs from company to company
	promise = promise.shorten(high, p, h.level(p.Capacity))
	for last := a.best(p.Capacity); h.least(HalfDays(last.capacity)-1) < promise.End; {
		last = a.best(HalfDays(last.capacity) - 1)
		promise = promise.sooner(last.follow(high))
	}
	return promise, promise
}

// equal reports whether two tasks are the same.
func (t Task) equal(o Task) bool {
	return t.Work == o.Work && t.Least == o.Least && t.From == o.From && t.Rank == o.Rank && slices.Equal(t.After, o.After)
}

// urgent is the steps that do not wait behind others where the law binds, or may, by how
// soon they come: those with a deadline of law, in the order of the milestones that they
// lead to, and then those for which people at the top answer. What a milestone waits for is
// as urgent as the milestone.
func (c *Content) urgent(r Roadmap, route Route) map[string]int {
	out := map[string]int{}
	if !r.Law {
		return out
	}
	after := map[string][]string{}
	for _, s := range route.Steps {
		after[s.ID] = s.anew
	}
	level := 0
	var mark func(id string)
	mark = func(id string) {
		needed, in := after[id]
		if _, known := out[id]; known || !in {
			return
		}
		out[id] = level
		for _, before := range needed {
			mark(before)
		}
	}
	for _, m := range c.Milestones {
		if !m.Law || len(m.Steps) == 0 {
			continue
		}
		for _, id := range m.Steps {
			mark(id)
		}
		level++
	}
	for _, s := range route.Steps {
		if _, known := out[s.ID]; s.Liability && !known {
			out[s.ID] = level
		}
	}
	return out
}

// rank orders steps that could begin. What was given a day by hand comes first on that
// day, then what is urgent by law, then quick wins and the gap check, which tells what the
// others have left to do, on both routes. Then, law first, the stages in their order; on
// the spine of ISO 27001 what it alone asks for, then what serves both.
func (c *Content) rank(route RouteID, s PlannedStep, urgent map[string]int) int {
	level, isUrgent := urgent[s.ID]
	first := len(c.Milestones) + 1 // of what is not urgent
	switch {
	case !s.Change.From.IsZero():
		return -1
	case isUrgent:
		return level
	case s.QuickWin, s.Settled == ByGapCheck:
		return first
	case route == LawFirst:
		return first + 1 + slices.IndexFunc(c.Stages, func(x Stage) bool { return x.ID == s.Stage })
	}
	return first + 1 + slices.Index([]string{"iso", "both", "nis2"}, s.Serves)
}

// reach works out the milestones of a timeline: of those of which the roadmap has a step,
// and those of the law only where it binds or may.
func (t *Timeline) reach(c *Content, r Roadmap, finish map[string]Span) {
	for _, m := range c.Milestones {
		if m.Law && !r.Law || m.ID == MilestoneRegistered && r.NoLaw {
			continue
		}
		day := MilestoneDay{Milestone: m, Done: true}
		some := false
		for _, stage := range r.Stages {
			for _, s := range stage.Steps {
				if !slices.Contains(m.Steps, s.ID) && (m.Stage != s.Stage || s.Serves == "iso") {
					continue
				}
				if s.Change.Excluded {
					if !s.Left.Done {
						day.LeftOut = append(day.LeftOut, s.ID)
					}
					continue
				}
				some = true
				if f, planned := finish[s.ID]; planned {
					day.Done = false
					day.Possible, day.Promise = max(day.Possible, f.Start), max(day.Promise, f.Finish)
				}
			}
		}
		if some {
			t.Milestones = append(t.Milestones, day)
		}
	}
}

// reopen finds the steps that are finished before one begins that opens them again.
func (t *Timeline) reopen(finish map[string]Span) {
	starts := map[string]int{}
	for _, b := range t.Bars {
		starts[b.Step.ID] = b.Promise.Start
	}
	for _, b := range t.Bars {
		for _, by := range b.Step.Reopened {
			if start, in := starts[by]; in && !b.Yearly && finish[b.Step.ID].Finish <= start {
				t.Twice = append(t.Twice, Reopening{b.Step.ID, by})
				break
			}
		}
	}
}

// Milestone finds a milestone of the timeline.
func (t Timeline) Milestone(id string) (MilestoneDay, bool) {
	return find(t.Milestones, func(m MilestoneDay) bool { return m.ID == id })
}

// Bar finds the bar of a step.
func (t Timeline) Bar(step string) (Bar, bool) {
	i, planned := t.barOf[step]
	if !planned {
		return Bar{}, false
	}
	return t.Bars[i], true
}

// ticksOf is a number of months in ticks, rounded up.
func ticksOf(months Hundredths) int { return (int(months)*MonthTicks + 99) / 100 }

// Day is the working day on which a tick falls; zero where no start was given. A month of ticks
// is a month of the calendar, from the day of the start to the same day of the next month. A
// tick of a weekend falls on the Monday behind it: nobody signs or audits on a Sunday.
func (t Timeline) Day(tick int) Date {
	d := t.calendarDay(tick)
	if d.IsZero() {
		return d
	}
	switch d.weekday() {
	case time.Saturday:
		return d.addDays(2)
	case time.Sunday:
		return d.addDays(1)
	}
	return d
}

// calendarDay is the day on which a tick falls, be it of a weekend.
func (t Timeline) calendarDay(tick int) Date {
	if t.Start.IsZero() {
		return Date{}
	}
	from := t.Start.addMonths(tick / MonthTicks)
	length := from.daysUntil(t.Start.addMonths(tick/MonthTicks + 1))
	return from.addDays(tick % MonthTicks * length / MonthTicks)
}

// LastDay is the working day by which something is over that ends at a tick.
func (t Timeline) LastDay(finish int) Date { return t.Day(max(0, finish-1)) }

// MilestoneDay is the day of a milestone: the one that the law has set, or the last of what it
// waits for, by the promise.
func (t Timeline) MilestoneDay(m MilestoneDay) Date {
	if !m.On.IsZero() {
		return m.On
	}
	return t.LastDay(m.Promise)
}

// tick is the first tick that falls on a day of the calendar or after it; 0 without a start,
// and for days before it.
func (t Timeline) tick(d Date) int {
	if d.IsZero() || t.Start.IsZero() || !t.Start.Before(d) {
		return 0
	}
	month := (d.Year-t.Start.Year)*12 + int(d.Month-t.Start.Month)
	tick := max(0, month-1) * MonthTicks
	for t.calendarDay(tick).Before(d) {
		tick++
	}
	return tick
}

// Before reports whether a day comes before another.
func (d Date) Before(other Date) bool {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day)) < 0
}

// addMonths is the same day of a later month, or its last day where it has no such day.
func (d Date) addMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

func (d Date) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

func (d Date) addDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

func (d Date) daysUntil(other Date) int {
	day := func(d Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
	return int(day(other).Sub(day(d)) / (24 * time.Hour))
}

// RouteChoice is which of the two routes a plan follows, and why.
type RouteChoice struct {
	Recommended RouteID
	Reason      Phrase
	Chosen      RouteID // the one that was chosen by hand, or the recommended one
}

// ChooseRoute recommends a route. As long as a duty of the law is not in place, or not known to
// be, the law comes first, unless its state has no law in force yet. Else the route that reaches the
// certificate earlier by the promise is the better one, then the one that opens fewer steps
// again, then the law.
func (c *Content) ChooseRoute(a Assessment, o Outcome, lines []Timeline) RouteChoice {
	choice := RouteChoice{Recommended: LawFirst}
	law, iso := lines[0], lines[1]
	certificate, _ := law.Milestone(MilestoneCertificate)
	other, _ := iso.Milestone(MilestoneCertificate)
	reason, byLaw := c.lawFirst(a, o, law)
	months := func(ticks int) Insert { return Insert{"months", monthsWord(ticks)} }
	switch {
	case byLaw:
		choice.Reason = reason
	case other.Promise < certificate.Promise:
		choice.Recommended = ISOSpine
		choice.Reason = Phrase{ID: "route-iso-earlier", Inserts: []Insert{months(certificate.Promise - other.Promise)}}
		if reason.N > 0 { // the law comes first but for want of a law
			state, _ := c.State(a.Scope.Facts.State)
			choice.Reason.ID, choice.Reason.Inserts = "route-iso-bill", append(choice.Reason.Inserts, Insert{"state", state.Running()})
		}
	case other.Promise > certificate.Promise:
		choice.Reason = Phrase{ID: "route-law-earlier", Inserts: []Insert{months(other.Promise - certificate.Promise)}}
	case len(iso.Twice) < len(law.Twice):
		choice.Recommended = ISOSpine
		choice.Reason = Phrase{ID: "route-iso-fewer", N: len(law.Twice) - len(iso.Twice)}
	default:
		choice.Reason = Phrase{ID: "route-alike"}
	}
	if choice.Chosen = a.Plan.Route; choice.Chosen == "" {
		choice.Chosen = choice.Recommended
	}
	return choice
}

// lawFirst reports whether the law comes first whatever the other route would take, and why:
// both reach the same, or a duty of the law is not in place, or not known to be.
func (c *Content) lawFirst(a Assessment, o Outcome, law Timeline) (Phrase, bool) {
	certificate, planned := law.Milestone(MilestoneCertificate)
	if !planned || certificate.Done {
		return Phrase{ID: "route-same"}, true
	}
	lacking, unlooked := 0, 0
	if o.Scope.Binds != DoesNotBind {
		for _, d := range c.dutiesOf(a, false) {
			lacking += b2i(d.Gap.State == GapNone || d.Gap.State == GapPartial)
			unlooked += b2i(d.Gap.State == "" || d.Gap.State == GapNotSure)
		}
	}
	state, _ := c.State(a.Scope.Facts.State)
	reason := Phrase{ID: "route-law-open", N: lacking}
	switch {
	case lacking == 0:
		reason = Phrase{ID: "route-law-unlooked", N: unlooked}
	case unlooked > 0:
		reason = Phrase{ID: "route-law-both", N: lacking, Inserts: []Insert{{"unlooked", numberWord(unlooked)}}}
	}
	return reason, reason.N > 0 && !state.NoLaw()
}

// ChosenPromise is the one of Timelines that ChooseRoute chooses, by the promise alone: all
// that is possible in it is what is promised. It takes a fraction of the time, as the other
// route mostly need not be worked out for the choice.
func (c *Content) ChosenPromise(a Assessment, o Outcome, r Roadmap) Timeline {
	return c.chosenPromise(a, o, r, &promises{})
}

func (c *Content) chosenPromise(a Assessment, o Outcome, r Roadmap, m *promises) Timeline {
	if at := slices.Index(RouteIDs(), a.Plan.Route); at >= 0 {
		return c.timeline(a, r, r.Routes[at], m.level)
	}
	law := c.timeline(a, r, r.Routes[0], m.level)
	if _, byLaw := c.lawFirst(a, o, law); byLaw {
		return law
	}
	lines := []Timeline{law, c.timeline(a, r, r.Routes[1], m.level)}
	return lines[max(0, slices.Index(RouteIDs(), c.ChooseRoute(a, o, lines).Chosen))]
}

// monthsWord is a number of ticks in months, in steps of half a month, at least half.
func monthsWord(ticks int) string {
	halves := max(1, (ticks*2+MonthTicks/2)/MonthTicks)
	return HalfDays(halves).String()
}

// NationalDay is a day that the law of the state has set, as it stands to a plan.
type NationalDay struct {
	StateDate
	Passed bool // before the day of the assessment
	Missed bool // it is of the registration, and the plan registers later than that, by the promise
}

// LawAhead is the days that national law has set and that are still to come, as milestones
// beside those of the plan. Their ticks are those of their day on the calendar; 0 for days
// before the start, and without one.
func (c *Content) LawAhead(a Assessment, o Outcome, t Timeline) []MilestoneDay {
	var out []MilestoneDay
	for _, d := range c.NationalDays(a, o, t) {
		if d.Passed {
			continue
		}
		m := MilestoneDay{On: d.On, Milestone: Milestone{ID: "law-" + d.On.String(), Law: true,
			Label: c.Phrases["law-due-"+d.Kind], Short: c.Phrases["law-due-short"]}}
		if !t.Start.IsZero() && !d.On.Before(t.Start) {
			m.Possible = t.tick(d.On) + 1
			m.Promise = m.Possible
		}
		out = append(out, m)
	}
	return out
}

// NationalDays is the days of the law of the organisation's state that may be its own,
// where NIS2 asks something of it or may do so, in their order.
func (c *Content) NationalDays(a Assessment, o Outcome, t Timeline) []NationalDay {
	state, known := c.State(a.Scope.Facts.State)
	if !known || (o.Scope.Binds == DoesNotBind && !slices.ContainsFunc(c.dutiesOf(a, false), func(d Duty) bool { return d.Bound })) {
		return nil
	}
	today := a.Date
	if today.IsZero() {
		today = c.AsOf
	}
	var out []NationalDay
	for _, d := range state.Dates {
		if !c.mayHold(d.When, a.Scope.Facts) {
			continue
		}
		day := NationalDay{StateDate: d, Passed: d.On.Before(today)}
		if m, ok := t.Milestone(MilestoneRegistered); ok && !m.Done && d.Kind == "registration" && !t.Start.IsZero() {
			day.Missed = d.On.Before(t.LastDay(m.Promise))
		}
		out = append(out, day)
	}
	slices.SortStableFunc(out, func(a, b NationalDay) int { return cmp.Compare(a.On.String(), b.On.String()) })
	return out
}

// Satisfies is what a step works towards on both sides, by article, heading and number: of
// the law, what it asks of this organisation.
func (c *Content) Satisfies(a Assessment, o Outcome, s Step) string {
	return c.satisfies(s, c.dutiesOf(a, false), o.Scope.Binds != DoesNotBind)
}

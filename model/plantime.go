package model

import (
	"sort"
	"strconv"
)

// PlanTime is the plan against time: against the law, against the usual span of its first
// stage, and against the day by which a certificate is wanted, with what would help there.
func (r *Report) PlanTime() []string { return r.planTime() }

// Misses is that the certificate comes later than an answer allows, with what would help;
// nothing where it comes in time.
func (r *Report) Misses() []string { return r.misses() }

func (r *Report) workOutPlanTime() []string {
	var out []string
	say := func(id string, inserts ...Insert) {
		out = append(out, r.content.Say(Phrase{ID: id, Inserts: inserts}))
	}
	t := r.chosen()
	if s, ok := r.content.State(r.assessment.Scope.Facts.State); ok && r.Binds() && s.Status != "bill" && !s.InForce.IsZero() {
		day := r.assessment.Date
		if day.IsZero() {
			day = r.content.AsOf
		}
		if day.String() >= s.InForce.String() {
			say("plan-law-due", Insert{"date", s.InForce.Long()})
		}
	}
	if r.roadmap.Law && len(r.roadmap.Stages) > 0 {
		size, first := r.roadmap.Size.ID, r.roadmap.Stages[0]
		months, most := t.monthsOf(first), first.Stage.MostMonths[size]
		if most > 0 && months > most {
			id, inserts := "plan-beyond-span-anyway", []Insert{{"stage", first.Stage.Title}, {"months", strconv.Itoa(months)},
				{"now", personDays(t.Capacity)}, {"span", first.Stage.Span[size]}}
			if needed := r.capacityFor(func(t Timeline) bool { return t.monthsOf(first) <= most }); needed > 0 {
				id, inserts = "plan-beyond-span", append(inserts, Insert{"capacity", personDays(needed)})
			}
			say(id, inserts...)
		}
	}
	return append(out, r.Misses()...)
}

// monthsOf is how many months pass until a stage is through, by the promise.
func (t Timeline) monthsOf(stage StagePlan) int {
	end := 0
	for _, step := range stage.Steps {
		if b, ok := t.Bar(step.ID); ok && !b.Yearly {
			end = max(end, b.Promise.Finish)
		}
	}
	return inMonths(end)
}

// capacityFor is a number of whole person-days a month, no fewer than the plan has, with which
// the promise of the plan is quick enough: the least, as far as more people make it quicker. It
// is 0 where none that a plan may have is.
func (r *Report) capacityFor(enough func(Timeline) bool) HalfDays {
	const day = HalfDays(2)
	var kept promises // the tasks are the same each time
	at := func(days int) bool { return enough(r.withCapacity(HalfDays(days)*day, kept.level)) }
	route := r.chosenRoute()
	// With so many nothing waits for people.
	most := int(min(MostDays*day, HalfDays(len(route.Steps)+1)*r.content.Pace.Step) / day)
	days := max(1, ceil(int(r.chosen().Capacity), int(day)))
	below := days - 1
	for step := 1; !at(days); step *= 2 {
		if days >= most {
			return 0
		}
		below, days = days, min(most, days+step)
	}
	return HalfDays(below+1+sort.Search(days-below-1, func(n int) bool { return at(below + 1 + n) })) * day
}

// withCapacity is the chosen route with other person-days a month.
func (r *Report) withCapacity(capacity HalfDays, level leveller) Timeline {
	a := r.assessment.Clone()
	a.Plan.Capacity = capacity
	return r.content.timeline(a, r.roadmap, r.chosenRoute(), level)
}

func (r *Report) chosenRoute() Route {
	route, _ := find(r.roadmap.Routes, func(x Route) bool { return x.ID == r.choice.Chosen })
	return route
}

func (r *Report) workOutMisses() []string {
	t := r.chosen()
	certificate, planned := t.Milestone(MilestoneCertificate)
	if !planned || certificate.Done {
		return nil
	}
	var out []string
	within := 0 // months, by the strictest answer
	for _, q := range r.content.Questions {
		o, ok := q.Option(r.assessment.Answers[q.ID].Option)
		if !ok || o.WithinMonths == 0 || !r.later(t, certificate.Promise, o.WithinMonths) {
			continue
		}
		if within == 0 || o.WithinMonths < within {
			within = o.WithinMonths
		}
		id := "plan-may-miss"
		if r.later(t, certificate.Possible, o.WithinMonths) {
			id = "plan-misses"
		}
		out = append(out, r.content.Say(Phrase{ID: id, Inserts: []Insert{{"topic", lowerFirst(q.Topic)}, {"option", o.Label}}}))
	}
	if len(out) == 0 {
		return nil
	}
	help := func(t Timeline, m MilestoneDay) string {
		return r.content.Say(Phrase{ID: "plan-help-capacity", Inserts: []Insert{{"capacity", personDays(t.Capacity)}, {"by", t.within(m.Promise)}}})
	}
	if needed := r.capacityFor(func(t Timeline) bool {
		m, _ := t.Milestone(MilestoneCertificate)
		return !r.later(t, m.Promise, within)
	}); needed > 0 {
		line := r.withCapacity(needed, levelLeft)
		m, _ := line.Milestone(MilestoneCertificate)
		out = append(out, help(line, m))
	} else {
		out = append(out, r.content.Phrases["plan-help-capacity-not"])
		if twice := r.withCapacity(2*t.Capacity, levelLeft); twice.Capacity <= 2*MostDays {
			if m, _ := twice.Milestone(MilestoneCertificate); m.Promise < certificate.Promise {
				out = append(out, help(twice, m))
			}
		}
	}
	for _, line := range r.lines {
		if x, ok := line.Milestone(MilestoneCertificate); ok && line.Route != t.Route && x.Promise < certificate.Promise {
			out = append(out, r.content.Say(Phrase{ID: "plan-help-route", Inserts: []Insert{{"by", line.within(x.Promise)}}}))
		}
	}
	return out
}

// within is by when something is done, after a verb.
func (t Timeline) within(tick int) string {
	if t.Start.IsZero() {
		return "in " + t.by(tick)
	}
	return "by " + t.by(tick)
}

// later reports whether something that is over at a tick comes later than so many months
// from the day of the assessment or, without one or without a start, of the plan.
func (r *Report) later(t Timeline, tick, months int) bool {
	if t.Start.IsZero() || r.assessment.Date.IsZero() {
		return tick > months*MonthTicks
	}
	return r.assessment.Date.addMonths(months).Before(t.LastDay(tick))
}

// personDays is a number of person-days with its noun.
func personDays(n HalfDays) string {
	if n == 2 {
		return "1 person-day"
	}
	return n.String() + " person-days"
}

package model

import "strconv"

// PlanTime is the plan against time: against the usual span of its first stage, against
// the day by which a certificate is wanted, and against the law. A holder has done part of
// the work, so it is held against the law alone.
func (r *Report) PlanTime() []string {
	var out []string
	say := func(id string, inserts ...Insert) {
		out = append(out, r.content.Say(Phrase{ID: id, Inserts: inserts}))
	}
	t := r.chosen()
	if !r.outcome.Holder && len(r.roadmap.Stages) > 0 {
		size, first := r.roadmap.Size.ID, r.roadmap.Stages[0]
		end := 0
		for _, step := range first.Steps {
			if b, ok := t.Bar(step.ID); ok && !b.Yearly {
				end = max(end, b.Promise.Finish)
			}
		}
		if most := first.Stage.MostMonths[size]; !t.Assumed && most > 0 && inMonths(end) > most {
			say("plan-beyond-span", Insert{"stage", first.Stage.Title}, Insert{"months", strconv.Itoa(inMonths(end))},
				Insert{"span", first.Stage.Span[size]},
				Insert{"capacity", ((first.Effort.High + HalfDays(most) - 1) / HalfDays(most)).String()})
		}
		certificate, planned := t.Milestone(MilestoneCertificate)
		for _, q := range r.content.Questions {
			o, ok := q.Option(r.assessment.Answers[q.ID].Option)
			if !planned || certificate.Done || !ok || o.WithinMonths == 0 || !r.later(t, certificate.Promise, o.WithinMonths) {
				continue
			}
			id := "plan-may-miss"
			if r.later(t, certificate.Possible, o.WithinMonths) {
				id = "plan-misses"
			}
			say(id, Insert{"topic", lowerFirst(q.Topic)}, Insert{"option", o.Label})
		}
	}
	if s, ok := r.content.State(r.assessment.Scope.Facts.State); ok && r.Binds() && s.Status != "bill" && !s.InForce.IsZero() {
		day := r.assessment.Date
		if day.IsZero() {
			day = r.content.AsOf
		}
		if day.String() >= s.InForce.String() {
			say("plan-law-due", Insert{"date", s.InForce.Long()})
		}
	}
	return out
}

// later reports whether something that is over at a tick comes later than so many months
// from the day of the assessment or, without one or without a start, of the plan.
func (r *Report) later(t Timeline, tick, months int) bool {
	if t.Start.IsZero() || r.assessment.Date.IsZero() {
		return tick > months*MonthTicks
	}
	return r.assessment.Date.addMonths(months).Before(t.LastDay(tick))
}

package model

import "strconv"

// PlanTime is the plan against time: against the law, against the usual span of its first
// stage, and against the day by which a certificate is wanted, with what would help there.
func (r *Report) PlanTime() []string {
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
	if len(r.roadmap.Stages) > 0 {
		size, first := r.roadmap.Size.ID, r.roadmap.Stages[0]
		end := 0
		for _, step := range first.Steps {
			if b, ok := t.Bar(step.ID); ok && !b.Yearly {
				end = max(end, b.Promise.Finish)
			}
		}
		if most := HalfDays(first.Stage.MostMonths[size]); !t.Assumed && most > 0 && inMonths(end) > int(most) {
			if needed := (first.Effort.High + most - 1) / most; needed > t.Capacity {
				say("plan-beyond-span", Insert{"stage", first.Stage.Title}, Insert{"months", strconv.Itoa(inMonths(end))},
					Insert{"now", t.Capacity.String()}, Insert{"span", first.Stage.Span[size]}, Insert{"capacity", needed.String()})
			}
		}
	}
	return append(out, r.Misses()...)
}

// Misses is that the certificate comes later than an answer allows, with what would help;
// nothing where it comes in time.
func (r *Report) Misses() []string {
	t := r.chosen()
	certificate, planned := t.Milestone(MilestoneCertificate)
	if !planned || certificate.Done {
		return nil
	}
	var out []string
	for _, q := range r.content.Questions {
		o, ok := q.Option(r.assessment.Answers[q.ID].Option)
		if !ok || o.WithinMonths == 0 || !r.later(t, certificate.Promise, o.WithinMonths) {
			continue
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
	more := r.assessment.Clone()
	more.Plan.Capacity = 2 * t.Capacity
	route, _ := find(r.roadmap.Routes, func(x Route) bool { return x.ID == t.Route })
	twice := r.content.timeline(more, r.roadmap, route, levelLeft)
	if x, _ := twice.Milestone(MilestoneCertificate); x.Promise < certificate.Promise {
		out = append(out, r.content.Say(Phrase{ID: "plan-help-capacity", Inserts: []Insert{{"capacity", twice.Capacity.String()}, {"by", twice.within(x.Promise)}}}))
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

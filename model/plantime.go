package model

import (
	"slices"
	"strconv"
)

// months is how many months of a capacity some work fills, rounded up.
func months(work, capacity HalfDays) int { return max(1, int((work+capacity-1)/capacity)) }

// upTo is the work of a roadmap before the yearly upkeep.
func (r Roadmap) upTo() Effort {
	var sum Effort
	for _, s := range r.Stages {
		if s.Stage.ID != MaintainStage {
			sum = sum.Add(s.Effort)
		}
	}
	return sum
}

// PlanTime is the plan against time: against the usual span of its first stage, against
// the day by which a certificate is wanted, and against the law. A holder has done part of
// the work, so it is held against the law alone.
func (r *Report) PlanTime() []string {
	var out []string
	say := func(id string, inserts ...Insert) {
		out = append(out, r.content.Say(Phrase{ID: id, Inserts: inserts}))
	}
	capacity := r.assessment.Plan.Capacity
	if capacity > 0 && !r.outcome.Holder && len(r.roadmap.Stages) > 0 {
		size, first := r.roadmap.Size.ID, r.roadmap.Stages[0]
		if most := first.Stage.MostMonths[size]; most > 0 && months(first.Effort.High, capacity) > most {
			say("plan-beyond-span", Insert{"stage", first.Stage.Title}, Insert{"months", strconv.Itoa(months(first.Effort.High, capacity))},
				Insert{"span", first.Stage.Span[size]},
				Insert{"capacity", ((first.Effort.High + HalfDays(most) - 1) / HalfDays(most)).String()})
		}
		work := r.roadmap.upTo()
		certify := slices.ContainsFunc(r.roadmap.Stages, func(s StagePlan) bool { return s.Stage.ID == CertifyStage })
		for _, q := range r.content.Questions {
			o, ok := q.Option(r.assessment.Answers[q.ID].Option)
			if !certify || !ok || o.WithinMonths == 0 || months(work.High, capacity) <= o.WithinMonths {
				continue
			}
			id := "plan-may-miss"
			if months(work.Low, capacity) > o.WithinMonths {
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

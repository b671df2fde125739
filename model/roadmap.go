package model

import (
	"cmp"
	"slices"
)

// RouteID names one of the two ways to order the steps.
type RouteID string

// The routes.
const (
	LawFirst RouteID = "law-first" // the legal duties first, the certificate behind them
	ISOSpine RouteID = "iso-spine" // the management system early, the duties hung on it
)

// CertifyStage is the stage behind the gate of Content.Gate.
const CertifyStage = "certify"

// MaintainStage is the stage whose efforts are per year.
const MaintainStage = "maintain"

// Roadmap is the work that belongs to an outcome.
type Roadmap struct {
	Plan   Plan
	Size   Size // the size that the efforts are for
	Stages []StagePlan
	Routes []Route
}

// StagePlan is one stage with its steps.
type StagePlan struct {
	Stage  Stage
	Steps  []PlannedStep
	Effort Effort // the sum; for stage "maintain" per year
}

// Route is the steps in one order.
type Route struct {
	ID    RouteID
	Steps []PlannedStep
}

// PlannedStep is a step as it belongs to one roadmap.
type PlannedStep struct {
	Step
	After  []string // prerequisites within this roadmap
	Days   Effort   // for the roadmap's size
	Remark string   // what is left of it for a certificate holder, or empty
}

// PlanRoadmap picks the steps that belong to an outcome. For an undetermined
// verdict they are the steps that all verdicts still possible share.
func PlanRoadmap(c *Content, a Assessment, o Outcome) Roadmap {
	r := Roadmap{Size: c.assumedSize(a)}
	var member map[string]bool
	r.Plan, member = c.membership(o)

	steps := func(route RouteID) []PlannedStep {
		var out []PlannedStep
		for _, s := range c.Steps {
			if !member[s.ID] {
				continue
			}
			p := PlannedStep{Step: s, Days: s.Effort[r.Size.ID]}
			for _, e := range s.Needs {
				if member[e.Step] && !slices.Contains(r.Plan.AsNote, e.Step) && (len(e.Routes) == 0 || slices.Contains(e.Routes, string(route))) {
					p.After = append(p.After, e.Step)
				}
			}
			if o.Holder {
				p.Remark = s.ForHolder
			}
			out = append(out, p)
		}
		return out
	}

	law := steps(LawFirst)
	for _, stage := range c.Stages {
		sp := StagePlan{Stage: stage}
		for _, s := range law {
			if s.Stage == stage.ID {
				sp.Steps = append(sp.Steps, s)
				sp.Effort = sp.Effort.Add(s.Days)
			}
		}
		if len(sp.Steps) > 0 {
			r.Stages = append(r.Stages, sp)
		}
	}
	r.Routes = []Route{
		{LawFirst, sequence(law, func(PlannedStep) int { return 0 })},
		{ISOSpine, sequence(steps(ISOSpine), func(s PlannedStep) int { return b2i(s.Serves != "iso") })},
	}
	return r
}

// Step finds a step of the roadmap.
func (r Roadmap) Step(id string) (PlannedStep, bool) {
	for _, s := range r.Stages {
		if p, ok := find(s.Steps, func(p PlannedStep) bool { return p.ID == id }); ok {
			return p, true
		}
	}
	return PlannedStep{}, false
}

// Has reports whether any of the steps belongs to the roadmap.
func (r Roadmap) Has(steps []string) bool {
	return slices.ContainsFunc(steps, func(id string) bool { _, ok := r.Step(id); return ok })
}

// Next is the first steps of the law-first route that can begin at once or
// follow one another, quick wins first; at most n.
func (r Roadmap) Next(n int) []PlannedStep {
	if len(r.Routes) == 0 {
		return nil
	}
	quick := sequence(r.Routes[0].Steps, func(s PlannedStep) int { return b2i(!s.QuickWin) })
	return quick[:min(n, len(quick))]
}

// assumedSize is the size that was said, or the middle one.
func (c *Content) assumedSize(a Assessment) Size {
	if s, ok := c.Size(a.Plan.Size); ok {
		return s
	}
	return c.Sizes[len(c.Sizes)/2]
}

// membership is the plan of an outcome and the ids of its steps.
func (c *Content) membership(o Outcome) (Plan, map[string]bool) {
	verdicts := []VerdictID{o.Verdict}
	if o.Verdict == Undetermined {
		verdicts = o.Possible
	}
	var plan Plan
	var shared map[string]bool
	for i, v := range verdicts {
		p := c.planFor(v, o)
		steps := c.stepsOf(p)
		if i == 0 {
			plan, shared = p, steps
			continue
		}
		for id := range shared {
			if !steps[id] {
				delete(shared, id)
			}
		}
	}
	if o.Verdict == Undetermined {
		plan, _ = find(c.Plans, func(p Plan) bool { return p.Verdict == Undetermined })
	}
	return plan, shared
}

func (c *Content) planFor(v VerdictID, o Outcome) Plan {
	p, _ := find(c.Plans, func(p Plan) bool {
		return p.Verdict == v &&
			(p.Scope == "" || p.Scope == o.Scope.ID) &&
			(p.Certificate == "" || p.Certificate == o.Certificate)
	})
	return p
}

func (c *Content) stepsOf(p Plan) map[string]bool {
	member := map[string]bool{}
	for _, s := range c.Steps {
		if (slices.Contains(p.Stages, s.Stage) || slices.Contains(p.Also, s.ID)) && !slices.Contains(p.Without, s.ID) {
			member[s.ID] = true
		}
	}
	return member
}

// sequence orders steps so that each stands behind what it needs; among steps
// that could stand next, the one with the smallest priority, then the first.
func sequence(steps []PlannedStep, priority func(PlannedStep) int) []PlannedStep {
	left := slices.Clone(steps)
	slices.SortStableFunc(left, func(a, b PlannedStep) int { return cmp.Compare(priority(a), priority(b)) })
	done := map[string]bool{}
	out := make([]PlannedStep, 0, len(left))
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(s PlannedStep) bool {
			return !slices.ContainsFunc(s.After, func(id string) bool { return !done[id] })
		})
		if i < 0 {
			return append(out, left...) // a circle; the content gate refuses those
		}
		done[left[i].ID] = true
		out = append(out, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return out
}

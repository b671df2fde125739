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
	Basis  SizeBasis
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
	r := Roadmap{}
	r.Size, r.Basis = c.assumedSize(a)
	decided := c.factsDecide(a.Scope.Facts)
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
			p.Remark = c.remark(s, a, o, decided)
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

// SizeBasis is where the size of a roadmap comes from.
type SizeBasis string

// The bases.
const (
	SizeSaid        SizeBasis = "said"
	SizeByHeadcount SizeBasis = "headcount"
	SizeAssumed     SizeBasis = "assumed"
)

// assumedSize is the size that was said, or else the one of the headcount, or else the
// middle one.
func (c *Content) assumedSize(a Assessment) (Size, SizeBasis) {
	if s, ok := c.Size(a.Plan.Size); ok {
		return s, SizeSaid
	}
	size, basis := c.Sizes[len(c.Sizes)/2], SizeAssumed
	if heads := a.Scope.Facts.Headcount; heads.Known {
		for _, test := range c.ScopeRules.Sizes {
			if s, ok := c.Size(test.ID); ok && heads.Amount >= test.Headcount {
				size, basis = s, SizeByHeadcount
			}
		}
	}
	return size, basis
}

// factsDecide reports whether facts by themselves leave one class.
func (c *Content) factsDecide(f Facts) bool {
	if f.IsZero() {
		return false
	}
	possible := c.possible(f)
	return len(possible) == 1 && possible[0].Binds != BindingIsOpen
}

// remark is what is left of a step that is done already, as far as that is known: by the
// gap check, by the facts of the scope, or by the certificate that is held.
func (c *Content) remark(s Step, a Assessment, o Outcome, decided bool) string {
	if decided && s.WhenDecided != "" {
		return s.WhenDecided
	}
	if !o.Holder || s.ForHolder == "" {
		return ""
	}
	switch lacks, inPlace := c.gapOf(s, a); {
	case lacks:
		return ""
	case inPlace:
		return c.Phrases["step-in-place"]
	}
	return s.ForHolder
}

// gapOf is what the gap check says of the obligations of a step: that one is not met, or
// not wholly; or that each is in place.
func (c *Content) gapOf(s Step, a Assessment) (lacks, inPlace bool) {
	some, all := false, true
	for _, id := range s.Obligations {
		ob, _ := c.Obligation(id)
		said := false
		for _, key := range sortedKeys(a.Gap) {
			state := a.Gap[key].State
			if found, ok := c.gapObligation(key); !ok || found.ID != id || state == "" {
				continue
			}
			said = true
			lacks = lacks || state == GapNone || state == GapPartial
			all = all && state == GapInPlace
		}
		some = some || said
		all = all && (said || ob.Kind != "directive" || !c.Applies(ob, a.Scope.Facts))
	}
	return lacks, some && all
}

// Applies reports whether an obligation may be one of an organisation of these facts:
// that of the digital list is none of a type that is not on it.
func (c *Content) Applies(o Obligation, f Facts) bool {
	if !o.Digital || f.IsZero() {
		return true
	}
	in := c.inquire(&f)
	return slices.ContainsFunc(in.cells, func(x cell) bool { return in.units[x.unit].traits&isDigital != 0 })
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
		plan = c.planFor(Undetermined, o.asPlanned())
	}
	return plan, shared
}

// asPlanned is an outcome of which the plan of an open verdict tells: the scope class is
// "undetermined" wherever it is open whether NIS2 binds, and none where only the class is.
func (o Outcome) asPlanned() Outcome {
	switch {
	case o.Readings != nil:
		o.Scope.ID = UndeterminedScope
	case o.Scope.ID == UndeterminedScope:
		o.Scope.ID = ""
	}
	return o
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

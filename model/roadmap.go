package model

import (
	"cmp"
	"slices"
	"strings"
)

// RouteID names one of the two ways to order the steps.
type RouteID string

// The routes.
const (
	LawFirst RouteID = "law-first" // the legal duties first, the certificate behind them
	ISOSpine RouteID = "iso-spine" // the management system early, the duties hung on it
)

// RouteIDs lists the routes.
func RouteIDs() []RouteID { return []RouteID{LawFirst, ISOSpine} }

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
	Law    bool // the law binds, or may
	NoLaw  bool // its state has no law in force yet, so that there is nowhere to register
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
	After  []string   // the steps of this roadmap that it waits for: none that is out
	Whole  Effort     // with nothing in place: the content's for the roadmap's size, or the one given by hand
	Days   Effort     // what is left of it; zero where it is out
	Left   Left       // what is in place of it already
	Change StepChange // what was changed by hand
	Remark string     // what is left of it for a certificate holder, or empty

	anew []string // After, were nothing done yet
}

// Out reports whether nobody will work on the step: it is done, or left out by hand.
func (p PlannedStep) Out() bool { return p.Left.Done || p.Change.Excluded }

// Left is how far a step is done already.
type Left struct {
	Done    bool      // nothing is left
	InPlace []Settled // what of it is in place
	Partial []Settled // what is partly so
	Of      int       // of so many things; 0: nothing shows whether it is done
}

// Some reports whether part of the step is done.
func (l Left) Some() bool { return !l.Done && len(l.InPlace)+len(l.Partial) > 0 }

// Settled is something in place that shows that a step, or a part of it, is done.
type Settled struct {
	ID    string // of the duty or the control
	Short string // its few words
	Note  string // the evidence, as it was noted
}

// PlanRoadmap picks the steps that belong to an outcome, and says what of them is done
// already. For an undetermined verdict they are the steps that all verdicts still possible
// share. A step that is done or left out stands in the plan, and nothing waits for it.
func PlanRoadmap(c *Content, a Assessment, o Outcome) Roadmap {
	r := Roadmap{Law: o.Scope.Binds != DoesNotBind}
	state, _ := c.State(a.Scope.Facts.State)
	r.NoLaw = r.Law && state.NoLaw()
	r.Size, r.Basis = c.assumedSize(a)
	var member map[string]bool
	r.Plan, member = c.membership(o)
	if o.Holder {
		r.Plan.Note = byReach(a.Certificate.Covers, r.Plan.Note, r.Plan.NotePart, r.Plan.NoteWhole)
	}
	p := planner{content: c, assessment: a, outcome: o, size: r.Size.ID, wants: o.Verdict.Wants(),
		decided: c.factsDecide(a.Scope.Facts), duties: c.dutiesOf(a, false), member: member}
	if o.Holder {
		p.addForHolder()
	}
	out := map[string]PlannedStep{}
	for _, s := range c.Steps {
		if member[s.ID] {
			out[s.ID] = p.plan(s)
		}
	}
	steps := func(route RouteID) []PlannedStep {
		list := make([]PlannedStep, 0, len(out))
		for i := range c.Steps {
			if planned, ok := out[c.Steps[i].ID]; ok {
				planned.After, planned.anew = p.after(c.Steps[i], route, out, r.Plan.AsNote)
				list = append(list, planned)
			}
		}
		return list
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
		{LawFirst, sequence(law, func(*PlannedStep) int { return 0 })},
		{ISOSpine, sequence(steps(ISOSpine), func(s *PlannedStep) int { return b2i(s.Serves != "iso") })},
	}
	return r
}

// planner is what is needed to plan a step.
type planner struct {
	content    *Content
	assessment Assessment
	outcome    Outcome
	size       string
	wants      bool // the verdict asks for the certificate
	decided    bool // the facts leave one scope class
	duties     []Duty
	member     map[string]bool
}

// addForHolder adds to the plan of a certificate holder, which holds what NIS2 adds to any
// certificate, what it adds to this one: the steps for whatever the gap check finds
// wanting, and those for the systems that the certificate does not reach.
func (p *planner) addForHolder() {
	if p.outcome.Scope.Binds == DoesNotBind {
		return
	}
	for _, s := range p.content.Steps {
		if s.Serves == "iso" || p.settledBy(s) != ByObligations {
			continue
		}
		if p.lacks(s) || (s.ForPart != "" && p.assessment.Certificate.Covers == ReachPart) {
			p.member[s.ID] = true
		}
	}
}

// inCase is a step in the words of the first of its cases that fits.
func (p *planner) inCase(s Step) Step {
	for _, x := range s.Cases {
		if !p.fits(x.When) {
			continue
		}
		s.Name, s.Text = cmp.Or(x.Name, s.Name), cmp.Or(x.Text, s.Text)
		if len(x.Deliverables) > 0 {
			s.Deliverables = x.Deliverables
		}
		break
	}
	if s.National {
		s.Text = strings.TrimSpace(strings.TrimSpace(s.Text) + " " + p.content.registrationWords(p.assessment.Scope.Facts.State))
	}
	return s
}

// registrationWords is what is known of how entities register in a state, as a sentence;
// empty where nothing is.
func (c *Content) registrationWords(code string) string {
	state, ok := c.State(code)
	if !ok || state.Registration == "" {
		return ""
	}
	p := Phrase{ID: "step-registration", Inserts: []Insert{{"state", state.Running()}, {"value", lowerFirst(strings.TrimSpace(state.Registration))}}}
	if slices.Contains(state.Unverified, "registration") {
		p.ID = "step-registration-unverified"
	}
	return c.Say(p)
}

// fits reports whether a condition of a case describes the organisation.
func (p *planner) fits(w StepWhen) bool {
	facts := &p.assessment.Scope.Facts
	state, _ := p.content.State(facts.State)
	return (w.Note == "" || slices.ContainsFunc(p.content.inquire(facts).notesFor(p.outcome.Scope.ID), func(n *ScopeNote) bool { return n.ID == w.Note })) &&
		one(w.Law, state.Status) &&
		(w.Certificate == "" || w.Certificate == p.outcome.Certificate) &&
		(!w.Decided || p.decided && p.outcome.Scope.Binds == Binds)
}

// plan is a step with what is left of it.
func (p *planner) plan(s Step) PlannedStep {
	out := PlannedStep{Step: p.inCase(s), Whole: s.Effort[p.size], Change: p.assessment.Steps[s.ID], Left: p.left(s), Remark: p.remark(s)}
	if !out.Change.Effort.IsZero() {
		out.Whole = out.Change.Effort
	}
	if !out.Out() {
		out.Days = out.Left.of(out.Whole)
	}
	return out
}

// after is what a step waits for on a route, and what it would wait for were nothing done
// yet. What is done is waited for no longer; what was left out by hand hands on what it
// waited for itself.
func (p *planner) after(s Step, route RouteID, plan map[string]PlannedStep, asNote []string) (open, anew []string) {
	seen := map[string]bool{}
	var walk func(s Step)
	walk = func(s Step) {
		for _, e := range s.Needs {
			needed, in := plan[e.Step]
			if !in || seen[e.Step] || slices.Contains(asNote, e.Step) || (len(e.Routes) > 0 && !slices.Contains(e.Routes, string(route))) {
				continue
			}
			seen[e.Step] = true
			if needed.Change.Excluded {
				walk(needed.Step)
				continue
			}
			anew = append(anew, e.Step)
			if !needed.Left.Done {
				open = append(open, e.Step)
			}
		}
	}
	walk(s)
	return open, anew
}

// settledBy is what shows that a step is done.
func (p *planner) settledBy(s Step) Settles {
	if s.Settled != "" {
		return s.Settled
	}
	stage, _ := find(p.content.Stages, func(x Stage) bool { return x.ID == s.Stage })
	return stage.Settled
}

// left is how far a step is done: by the duties that it works towards, as far as the gap
// check asks for them; by its controls; or by the gap check itself. Where the certificate
// is wanted, controls that are known to be lacking keep a step open whose duties are in
// place.
func (p *planner) left(s Step) Left {
	var l Left
	take := func(state GapLevel, x Settled) {
		l.Of++
		switch state {
		case GapInPlace:
			l.InPlace = append(l.InPlace, x)
		case GapPartial:
			l.Partial = append(l.Partial, x)
		}
	}
	control := func(id string) {
		k, _ := p.content.Control(id)
		state := p.assessment.Controls[id]
		take(map[ControlLevel]GapLevel{ControlInPlace: GapInPlace, ControlPartial: GapPartial}[state.State], Settled{id, k.Label, state.Note})
	}
	switch p.settledBy(s) {
	case ByObligations:
		for _, d := range p.duties {
			if slices.Contains(s.Obligations, d.ID) {
				take(d.Gap.State, Settled{d.ID, d.Short, d.Gap.Note})
			}
		}
		if l.Of == 0 || !p.wants {
			break
		}
		for _, id := range s.Controls {
			if state := p.assessment.Controls[id].State; state == ControlNone || state == ControlPartial {
				control(id)
			}
		}
	case ByControls:
		for _, id := range s.Controls {
			control(id)
		}
	case ByGapCheck:
		for _, d := range p.duties {
			l.Of++
			if d.Gap.State != "" && d.Gap.State != GapNotSure {
				l.InPlace = append(l.InPlace, Settled{ID: d.ID, Short: d.Short})
			}
		}
	}
	l.Done = l.Of > 0 && len(l.InPlace) == l.Of
	return l
}

// of is what is left of an effort. What is in place counts as done, what is partly so as
// a quarter to three quarters done, so that the range grows with what is not known
// exactly; each end is rounded up to half a day.
func (l Left) of(e Effort) Effort {
	if !l.Some() {
		return e
	}
	of := 4 * l.Of
	rest := func(d HalfDays, partial int) HalfDays {
		return (d*HalfDays(of-4*len(l.InPlace)-partial*len(l.Partial)) + HalfDays(of) - 1) / HalfDays(of)
	}
	return Effort{rest(e.Low, 3), rest(e.High, 1)}
}

// Step finds a step of the roadmap.
func (r Roadmap) Step(id string) (PlannedStep, bool) {
	for _, s := range r.Stages {
		for i := range s.Steps { // by place: a step is large, and there may be thousands
			if s.Steps[i].ID == id {
				return s.Steps[i], true
			}
		}
	}
	return PlannedStep{}, false
}

// Has reports whether any of the steps belongs to the roadmap.
func (r Roadmap) Has(steps []string) bool {
	return slices.ContainsFunc(steps, func(id string) bool { _, ok := r.Step(id); return ok })
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
func (p *planner) remark(s Step) string {
	if p.decided && s.WhenDecided != "" {
		return s.WhenDecided
	}
	if !p.outcome.Holder {
		return ""
	}
	if s.ForPart != "" && p.assessment.Certificate.Covers == ReachPart {
		return s.ForPart
	}
	if p.lacks(s) {
		return ""
	}
	return s.ForHolder
}

// lacks reports whether the gap check found one of the duties of a step not met, or not
// wholly.
func (p *planner) lacks(s Step) bool {
	return slices.ContainsFunc(p.duties, func(d Duty) bool {
		return slices.Contains(s.Obligations, d.ID) && (d.Gap.State == GapNone || d.Gap.State == GapPartial)
	})
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
func sequence(steps []PlannedStep, priority func(*PlannedStep) int) []PlannedStep {
	// Steps are large, and moved once only: what moves is where they stand.
	order := make([]int, len(steps))
	for i := range steps {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(priority(&steps[i]), priority(&steps[j])) })
	done := map[string]bool{}
	out := make([]PlannedStep, 0, len(steps))
	for len(order) > 0 {
		next := slices.IndexFunc(order, func(i int) bool {
			return !slices.ContainsFunc(steps[i].After, func(id string) bool { return !done[id] })
		})
		if next < 0 { // a circle; the content gate refuses those
			for _, i := range order {
				out = append(out, steps[i])
			}
			return out
		}
		i := order[next]
		done[steps[i].ID] = true
		out = append(out, steps[i])
		order = slices.Delete(order, next, next+1)
	}
	return out
}

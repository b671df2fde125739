// Package model thinks: from an assessment and the content it concludes a
// verdict, its reasons, what would turn it, the roadmap and the report. It knows
// no terminal, no file, no clock and no chance: the same assessment and the same
// content give the same bytes.
package model

import (
	"maps"
	"slices"
	"strings"
)

// NotSure is the answer to a question that the room cannot answer. It counts for
// neither side, stays on the list of open points and lowers the confidence.
const NotSure = "not-sure"

// Assessment is everything one organisation has said: it is what a file holds,
// what the screens change and what the report is made of. It is a plain value;
// Clone before changing one that somebody else may still read.
type Assessment struct {
	Content      string                  // version of the content it was last saved with
	Organisation string                  // may be empty
	Date         Date                    // the day of the assessment
	Participants []string                // names or roles
	Scope        Scope                   //
	Answers      map[string]Answer       // by question id
	Differences  map[string]Mark         // by difference id
	Gap          map[string]Gap          // by obligation id, or the id of a part of one
	Certificate  Certificate             // how far a certificate that is held reaches
	Controls     map[string]ControlState // by control id: a Statement of Applicability, as far as it is known
	Plan         Planning                //
	Steps        map[string]StepChange   // by step id, only where something was changed
	Weights      map[string]int          // by criterion id, only where changed; 0 to 5
	BreakEven    BreakEven               // what a certificate costs and brings, as far as it is known
	Report       ReportSettings          // what the report shows

	// WhatIf is a scenario kept beside the assessment: what was said, with something
	// else in some places. It decides nothing here; nil: none. It is never changed in
	// place, so that copies of an assessment may share it, and it has no organisation,
	// date, participants or scenario of its own: WithWhatIf and Scenario see to that.
	WhatIf *Assessment
}

// Scope is what is known of whether NIS2 applies.
type Scope struct {
	Stated string // one of Content.Scopes' stated words; empty: not answered
	Note   string
	Facts  Facts
}

// Answer is one answered question.
type Answer struct {
	Option   string // an option id, NotSure, or empty where only a note was left
	Firmness Firmness
	Note     string
}

// Mark is what the room said about one difference.
type Mark struct {
	Matters bool
	Note    string
}

// GapLevel is how far an obligation is met.
type GapLevel string

// The levels.
const (
	GapNone    GapLevel = "none"
	GapPartial GapLevel = "partial"
	GapInPlace GapLevel = "in-place"
	GapNotSure GapLevel = "not-sure"
)

// Gap is the state of one obligation.
type Gap struct {
	State GapLevel
	Note  string
}

// Reach is how far a certificate reaches.
type Reach string

// The reaches. What the law binds is every system behind the operations and services.
const (
	ReachWhole   Reach = "whole"    // all that the law binds
	ReachPart    Reach = "part"     // less than that
	ReachNotSure Reach = "not-sure" //
)

// Certificate is what is known of the scope of a certificate that is held.
type Certificate struct {
	Covers Reach // empty: not said
	Note   string
}

// ControlLevel is how far a control is in place.
type ControlLevel string

// The levels. What was left out of a Statement of Applicability does not count as in
// place: the law has no such exclusion.
const (
	ControlInPlace  ControlLevel = "in-place"
	ControlPartial  ControlLevel = "partial"
	ControlNone     ControlLevel = "none"
	ControlExcluded ControlLevel = "excluded"
)

// ControlLevels lists the levels.
func ControlLevels() []ControlLevel {
	return []ControlLevel{ControlInPlace, ControlPartial, ControlNone, ControlExcluded}
}

// ControlState is the state of one control or clause.
type ControlState struct {
	State ControlLevel
	Note  string
}

// Planning is what the roadmap is planned with.
type Planning struct {
	Start    Date     // zero: not set
	Capacity HalfDays // person-days a month; 0: not set
	Size     string   // small, medium, large; empty: not said
	Route    RouteID  // the route that was chosen; empty: the one that is recommended
}

// StepChange is what was changed of a step by hand.
type StepChange struct {
	Excluded bool
	From     Date   // it begins no earlier; zero: whenever it can
	Effort   Effort // in place of the content's; zero: the content's
	Note     string
}

// DefaultWeight is the weight of a criterion that nobody changed; weights are
// whole numbers from 0 to MaxWeight.
const (
	DefaultWeight = 1
	MaxWeight     = 5
)

// Clone copies an assessment so that changing one leaves the other alone.
func (a Assessment) Clone() Assessment {
	a.Participants = slices.Clone(a.Participants)
	a.Scope.Facts = a.Scope.Facts.Clone()
	a.Answers = maps.Clone(a.Answers)
	a.Differences = maps.Clone(a.Differences)
	a.Gap = maps.Clone(a.Gap)
	a.Controls = maps.Clone(a.Controls)
	a.Steps = maps.Clone(a.Steps)
	a.Weights = maps.Clone(a.Weights)
	a.Report.Sections = slices.Clone(a.Report.Sections)
	if a.WhatIf != nil {
		scenario := a.WhatIf.Clone()
		a.WhatIf = &scenario
	}
	return a
}

// WithWhatIf is the assessment with a scenario kept beside it. Of the scenario only what
// was said is kept.
func (a Assessment) WithWhatIf(scenario Assessment) Assessment {
	scenario.Content, scenario.Organisation, scenario.Date, scenario.Participants = "", "", Date{}, nil
	scenario.Report = ReportSettings{}
	scenario.WhatIf = nil
	a.WhatIf = &scenario
	return a
}

// WithoutWhatIf is the assessment without a scenario beside it.
func (a Assessment) WithoutWhatIf() Assessment {
	a.WhatIf = nil
	return a
}

// Scenario is the scenario beside the assessment as an assessment of its own: of the
// same organisation, by the same people, on the same day.
func (a Assessment) Scenario() (Assessment, bool) {
	if a.WhatIf == nil {
		return Assessment{}, false
	}
	s := *a.WhatIf
	s.Content, s.Organisation, s.Date, s.Participants = a.Content, a.Organisation, a.Date, a.Participants
	s.Report = a.Report
	s.WhatIf = nil
	return s, true
}

// Weight is the weight of a criterion in this assessment.
func (a Assessment) Weight(criterion string) int {
	if w, ok := a.Weights[criterion]; ok {
		return w
	}
	return DefaultWeight
}

// WithAnswer is the assessment with one answer set; an empty answer removes it.
func (a Assessment) WithAnswer(question string, answer Answer) Assessment {
	a.Answers = with(a.Answers, question, answer)
	return a
}

// WithMark is the assessment with one difference marked; an empty mark removes it.
func (a Assessment) WithMark(difference string, mark Mark) Assessment {
	a.Differences = with(a.Differences, difference, mark)
	return a
}

// WithWeight is the assessment with one weight set; the default removes it.
func (a Assessment) WithWeight(criterion string, weight int) Assessment {
	next := maps.Clone(a.Weights)
	if next == nil {
		next = map[string]int{}
	}
	if next[criterion] = weight; weight == DefaultWeight {
		delete(next, criterion)
	}
	a.Weights = next
	return a
}

// WithGap is the assessment with the state of one obligation set; an empty one removes it.
func (a Assessment) WithGap(obligation string, gap Gap) Assessment {
	a.Gap = with(a.Gap, obligation, gap)
	return a
}

// WithStep is the assessment with a step changed; an empty change takes it back.
func (a Assessment) WithStep(step string, change StepChange) Assessment {
	a.Steps = with(a.Steps, step, change)
	return a
}

// WithControls is the assessment with the states of some controls set, as a Statement of
// Applicability gives them. The others stay as they are, and so does a note where there is
// no new one.
func (a Assessment) WithControls(states map[string]ControlState) Assessment {
	next := maps.Clone(a.Controls)
	if next == nil {
		next = map[string]ControlState{}
	}
	for id, state := range states {
		if state.Note == "" {
			state.Note = next[id].Note
		}
		next[id] = state
	}
	a.Controls = next
	return a
}

// with is m with one entry set, or removed where it is zero. m stays as it was.
func with[V comparable](m map[string]V, key string, value V) map[string]V {
	next := maps.Clone(m)
	if next == nil {
		next = map[string]V{}
	}
	var zero V
	if value == zero {
		delete(next, key)
	} else {
		next[key] = value
	}
	return next
}

// Answered reports whether an answer decides something: an option is chosen.
func (a Answer) Answered() bool { return a.Option != "" && a.Option != NotSure }

// Difference finds a difference by its id.
func (c *Content) Difference(id string) (Difference, bool) {
	return find(c.Differences, func(d Difference) bool { return d.ID == id })
}

// Criterion finds a criterion by its id.
func (c *Content) Criterion(id string) (Criterion, bool) {
	return find(c.Criteria, func(k Criterion) bool { return k.ID == id })
}

// Obligation finds an obligation by its id.
func (c *Content) Obligation(id string) (Obligation, bool) {
	return find(c.Obligations, func(o Obligation) bool { return o.ID == id })
}

// Control finds a control or clause by its id.
func (c *Content) Control(id string) (Control, bool) {
	return find(c.Controls, func(k Control) bool { return k.ID == id })
}

// Source finds a source by its id.
func (c *Content) Source(id string) (Source, bool) {
	return find(c.Sources, func(s Source) bool { return s.ID == id })
}

// Role finds a role by its id.
func (c *Content) Role(id string) (Role, bool) {
	return find(c.Roles, func(r Role) bool { return r.ID == id })
}

// Size finds a size class by its id.
func (c *Content) Size(id string) (Size, bool) {
	return find(c.Sizes, func(s Size) bool { return s.ID == id })
}

// ScopeClass is the class of a scope. Facts win where they decide whether NIS2 binds;
// a stated class counts where they leave that, or which binding class it is, open.
// Without either it is the class "undetermined", which every content has. Where facts
// leave several classes of which all bind, or none does, that much is decided: the
// class is "undetermined", in words of its own, and binds or does not.
func (c *Content) ScopeClass(s Scope) ScopeClass {
	stated, said := c.statedClass(s)
	if s.Facts.IsZero() {
		if said {
			return stated
		}
		return c.scopeClass(UndeterminedScope)
	}
	possible := c.possible(s.Facts)
	binds := possible[0].Binds
	for _, class := range possible {
		if class.Binds != binds {
			binds = BindingIsOpen
		}
	}
	switch {
	case len(possible) == 1 && binds != BindingIsOpen:
		return possible[0]
	case said && stated.Binds != BindingIsOpen && allowed(stated, possible):
		return stated
	case len(possible) == 1 && possible[0].ID != UndeterminedScope:
		return possible[0]
	}
	class := c.scopeClass(UndeterminedScope)
	class.Binds = binds
	class.Shifts = slices.ContainsFunc(possible, func(p ScopeClass) bool { return p.Shifts })
	words := map[Binding]string{Binds: "scope-bound", DoesNotBind: "scope-free", BindingIsOpen: "scope-open"}[binds]
	class.Label, class.Means = c.Phrases[words+"-label"], c.Phrases[words+"-means"]
	return class
}

// allowed reports whether a stated class is one of those possible. The word for a class
// also stands for those like it that have no word of their own; and where the Directive
// leaves the answer open, only whoever knows more can give one.
func allowed(stated ScopeClass, possible []ScopeClass) bool {
	return slices.ContainsFunc(possible, func(p ScopeClass) bool {
		return p.ID == stated.ID || p.Binds == BindingIsOpen || (p.Stated == "" && p.Binds == stated.Binds)
	})
}

// ScopeClash says where a stated class and the facts contradict each other. The facts
// then win.
func (c *Content) ScopeClash(s Scope) (Phrase, bool) {
	stated, said := c.statedClass(s)
	if !said || stated.Binds == BindingIsOpen || s.Facts.IsZero() {
		return Phrase{}, false
	}
	possible := c.possible(s.Facts)
	if allowed(stated, possible) {
		return Phrase{}, false
	}
	labels := make([]string, len(possible))
	for i, p := range possible {
		labels[i] = p.Label
	}
	return Phrase{ID: "scope-clash", Inserts: []Insert{{"stated", stated.Label}, {"facts", strings.Join(labels, " / ")}}}, true
}

// statedClass is the class that is stated in words, if it is one that is known.
func (c *Content) statedClass(s Scope) (ScopeClass, bool) {
	return find(c.Scopes, func(k ScopeClass) bool { return s.Stated != "" && k.Stated == s.Stated })
}

// scopeClass finds a class by its id; without a known one it is "undetermined".
func (c *Content) scopeClass(id string) ScopeClass {
	class, ok := find(c.Scopes, func(k ScopeClass) bool { return k.ID == id })
	if !ok {
		class, _ = find(c.Scopes, func(k ScopeClass) bool { return k.ID == UndeterminedScope })
	}
	return class
}

// possible is the classes that facts leave possible, the highest first.
func (c *Content) possible(f Facts) []ScopeClass {
	var out []ScopeClass
	for _, id := range c.inquire(&f).classIDs() {
		out = append(out, c.scopeClass(id))
	}
	return out
}

// UndeterminedScope is the class of a scope of which too little is known.
const UndeterminedScope = "undetermined"

// Option finds one of the question's options by its id.
func (q Question) Option(id string) (Option, bool) {
	return find(q.Options, func(o Option) bool { return o.ID == id })
}

// HasGate reports whether choosing the option opens the gate.
func (o Option) HasGate(g Gate) bool { return slices.Contains(o.Gates, g) }

func find[T any](items []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(items, is); i >= 0 {
		return items[i], true
	}
	var none T
	return none, false
}

// Package model thinks: from an assessment and the content it concludes a
// verdict, its reasons, what would turn it, the roadmap and the report. It knows
// no terminal, no file, no clock and no chance: the same assessment and the same
// content give the same bytes.
package model

import (
	"maps"
	"slices"
)

// NotSure is the answer to a question that the room cannot answer. It counts for
// neither side, stays on the list of open points and lowers the confidence.
const NotSure = "not-sure"

// Assessment is everything one organisation has said: it is what a file holds,
// what the screens change and what the report is made of. It is a plain value;
// Clone before changing one that somebody else may still read.
type Assessment struct {
	Content      string            // version of the content it was last saved with
	Organisation string            // may be empty
	Date         Date              // the day of the assessment
	Participants []string          // names or roles
	Scope        Scope             //
	Answers      map[string]Answer // by question id
	Differences  map[string]Mark   // by difference id
	Gap          map[string]Gap    // by obligation id
	Plan         Planning          //
	Weights      map[string]int    // by criterion id, only where changed; 0 to 5
}

// Scope is what is known of whether NIS2 applies.
type Scope struct {
	Stated string // one of Content.Scopes' stated words; empty: not answered
	Note   string
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

// Planning is what the roadmap is planned with.
type Planning struct {
	Start    Date     // zero: not set
	Capacity HalfDays // person-days a month; 0: not set
	Size     string   // small, medium, large; empty: not said
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
	a.Answers = maps.Clone(a.Answers)
	a.Differences = maps.Clone(a.Differences)
	a.Gap = maps.Clone(a.Gap)
	a.Weights = maps.Clone(a.Weights)
	return a
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

// Question finds a question by its id.
func (c *Content) Question(id string) (Question, bool) {
	return find(c.Questions, func(q Question) bool { return q.ID == id })
}

// Difference finds a difference by its id.
func (c *Content) Difference(id string) (Difference, bool) {
	return find(c.Differences, func(d Difference) bool { return d.ID == id })
}

// Criterion finds a criterion by its id.
func (c *Content) Criterion(id string) (Criterion, bool) {
	return find(c.Criteria, func(k Criterion) bool { return k.ID == id })
}

// Step finds a step by its id.
func (c *Content) Step(id string) (Step, bool) {
	return find(c.Steps, func(s Step) bool { return s.ID == id })
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

// ScopeClass is the class that a scope gives; without a known one it is the
// class "undetermined", which every content has.
func (c *Content) ScopeClass(s Scope) ScopeClass {
	if s.Stated != "" {
		if class, ok := find(c.Scopes, func(k ScopeClass) bool { return k.Stated == s.Stated }); ok {
			return class
		}
	}
	class, _ := find(c.Scopes, func(k ScopeClass) bool { return k.ID == UndeterminedScope })
	return class
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

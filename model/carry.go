package model

import (
	"strconv"
	"strings"
)

// An assessment of an older content is carried over: what has another id now gets it, what
// the content no longer knows is kept and set aside, and the rest stays as it is.

// RenamedKind is what sort of id was renamed.
type RenamedKind string

// The kinds. An option is named behind its question: "customer-demand/often".
const (
	RenamedQuestion   RenamedKind = "question"
	RenamedOption     RenamedKind = "option"
	RenamedDifference RenamedKind = "difference"
	RenamedObligation RenamedKind = "obligation"
	RenamedControl    RenamedKind = "control"
	RenamedStep       RenamedKind = "step"
	RenamedCriterion  RenamedKind = "criterion"
	RenamedScope      RenamedKind = "scope"
)

// RenamedKinds lists the kinds.
func RenamedKinds() []RenamedKind {
	return []RenamedKind{RenamedQuestion, RenamedOption, RenamedDifference, RenamedObligation, RenamedControl, RenamedStep, RenamedCriterion, RenamedScope}
}

// Renaming is an id that has another name since a version of the content.
type Renaming struct {
	Kind RenamedKind `yaml:"kind"`
	From string      `yaml:"from"`
	To   string      `yaml:"to"`
}

// Known reports whether the content has an id of a kind.
func (c *Content) Known(kind RenamedKind, id string) bool {
	known := false
	switch kind {
	case RenamedQuestion:
		_, known = c.Question(id)
	case RenamedOption:
		question, option, _ := strings.Cut(id, "/")
		if q, ok := c.Question(question); ok {
			_, known = q.Option(option)
		}
	case RenamedDifference:
		_, known = c.Difference(id)
	case RenamedObligation:
		_, known = c.gapObligation(id)
	case RenamedControl:
		_, known = c.Control(id)
	case RenamedStep:
		_, known = c.Step(id)
	case RenamedCriterion:
		_, known = c.Criterion(id)
	case RenamedScope:
		_, known = find(c.Scopes, func(s ScopeClass) bool { return s.Stated == id })
	}
	return known
}

// Carry is an assessment with the ids that the content knows now, and what was renamed.
// Where something stands under the new id already, the old one stays and is set aside.
func (c *Content) Carry(a Assessment) (Assessment, []Notice) {
	if len(c.Renamed) == 0 {
		return a, nil
	}
	a = a.Clone()
	notices := c.carry(&a)
	if a.WhatIf != nil {
		notices = append(notices, inScenario(c.carry(a.WhatIf))...)
	}
	return a, notices
}

func (c *Content) carry(a *Assessment) []Notice {
	var out []Notice
	for _, r := range c.Renamed {
		var moved bool
		path := []any{keyScope, "stated"}
		switch r.Kind {
		case RenamedQuestion:
			moved, path = rename(a.Answers, r.From, r.To), []any{"answers", r.To}
		case RenamedOption:
			question, from, _ := strings.Cut(r.From, "/")
			_, to, _ := strings.Cut(r.To, "/")
			if answer, said := a.Answers[question]; said && answer.Option == from {
				answer.Option = to
				a.Answers[question] = answer
				moved, path = true, []any{"answers", question, "option"}
			}
		case RenamedDifference:
			moved, path = rename(a.Differences, r.From, r.To), []any{"differences", r.To}
		case RenamedObligation:
			moved, path = rename(a.Gap, r.From, r.To), []any{"gap", r.To}
		case RenamedControl:
			moved, path = rename(a.Controls, r.From, r.To), []any{"controls", r.To}
		case RenamedStep:
			moved, path = rename(a.Steps, r.From, r.To), []any{"steps", r.To}
		case RenamedCriterion:
			moved, path = rename(a.Weights, r.From, r.To), []any{"weights", r.To}
		case RenamedScope:
			if moved = a.Scope.Stated == r.From; moved {
				a.Scope.Stated = r.To
			}
		}
		if moved {
			out = append(out, Notice{path, c.Say(Phrase{ID: "changes-renamed", Inserts: []Insert{{"from", CleanLine(r.From)}, {"to", r.To}}})})
		}
	}
	return out
}

// rename gives an entry another key, unless that is taken.
func rename[V any](m map[string]V, from, to string) bool {
	v, there := m[from]
	if _, taken := m[to]; !there || taken {
		return false
	}
	delete(m, from)
	m[to] = v
	return true
}

// carried is how much of an assessment the content knows, in words.
func (c *Content) carried(a Assessment) string {
	var parts []string
	count := func(phrase string, ids []string, kind RenamedKind) {
		n := 0
		for _, id := range ids {
			n += b2i(c.Known(kind, id))
		}
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+c.Say(Phrase{ID: phrase, N: n}))
		}
	}
	count("carried-answers", sortedKeys(a.Answers), RenamedQuestion)
	count("carried-marks", sortedKeys(a.Differences), RenamedDifference)
	count("carried-states", sortedKeys(a.Gap), RenamedObligation)
	count("carried-controls", sortedKeys(a.Controls), RenamedControl)
	count("carried-steps", sortedKeys(a.Steps), RenamedStep)
	count("carried-weights", sortedKeys(a.Weights), RenamedCriterion)
	return List(parts)
}

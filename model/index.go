package model

import (
	"cmp"
	"slices"
	"sync/atomic"
)

// index is what is worked out once for a content, because each key asks for it: where a
// question or a step stands, and what each option does.
type index struct {
	questions []Question // what it was made of
	criteria  []Criterion
	steps     []Step

	question, step map[string]int // their places by id
	options        [][]effect     // of each question, of each of its options

	priced [2]atomic.Pointer[pricing] // the last ones, where NIS2 does not bind and where it does
}

// effect is what an option does to a verdict, whatever the weights.
type effect struct {
	gates gateSet
	feeds []feed
}

// feed is what an option adds to a criterion, by the criterion's place.
type feed struct {
	criterion int
	strength  Hundredths
}

// Prepare works out what is asked of a content again and again. Whoever makes a content
// calls it once when it is complete; without it, or where its lists are others since, it is
// worked out each time.
func (c *Content) Prepare() {
	c.ScopeRules.index = newScopeIndex(c)
	c.index = newIndex(c)
}

func newIndex(c *Content) *index {
	x := newPrices(c)
	x.steps, x.step = c.Steps, make(map[string]int, len(c.Steps))
	for i := range c.Steps {
		x.step[c.Steps[i].ID] = i
	}
	return x
}

// newPrices is the part of an index that prices need.
func newPrices(c *Content) *index {
	x := &index{questions: c.Questions, criteria: c.Criteria, question: make(map[string]int, len(c.Questions)), options: effects(c)}
	for i := range c.Questions {
		x.question[c.Questions[i].ID] = i
	}
	return x
}

// effects is what the options of a content's questions do.
func effects(c *Content) [][]effect {
	out := make([][]effect, len(c.Questions))
	for i := range c.Questions {
		options := c.Questions[i].Options
		out[i] = make([]effect, len(options))
		for j := range options {
			e := effect{gates: gatesOf(options[j])}
			for k := range c.Criteria {
				if strength, feeds := options[j].Feeds[c.Criteria[k].ID]; feeds {
					e.feeds = append(e.feeds, feed{k, strength})
				}
			}
			out[i][j] = e
		}
	}
	return out
}

// pricing is the questions reduced to their choices under weights. An assessment only marks
// its answers in it; nearly every one has the same weights.
type pricing struct {
	weights []Hundredths
	places  map[string]int // of the questions, by id
	polls   []poll         // as if nothing were answered
	bySwing []int          // the polls without gates, the smallest swing first
	byPull  []int          // all polls, first those that can move the balance furthest
}

// price is the pricing under weights.
func (c *Content) price(weights []Hundredths, binds bool) *pricing {
	x := c.index
	if x == nil || !isSame(x.questions, c.Questions) || !isSame(x.criteria, c.Criteria) {
		x = newPrices(c)
	}
	last := &x.priced[b2i(binds)]
	if p := last.Load(); p != nil && slices.Equal(p.weights, weights) {
		return p
	}
	p := x.price(weights)
	last.Store(p)
	return p
}

func (x *index) price(weights []Hundredths) *pricing {
	p := &pricing{weights: weights, places: x.question, polls: make([]poll, len(x.options))}
	pull := make([]Hundredths, len(x.options)) // a gate counts as much as one full criterion
	for i, options := range x.options {
		q := &ballot{question: x.questions[i].ID, choices: make([]choice, len(options))}
		low, high := Hundredths(0), Hundredths(0)
		for j := range options {
			k := &q.choices[j]
			k.gates = options[j].gates
			for _, f := range options[j].feeds {
				k.delta += weights[f.criterion] * f.strength
			}
			q.gates |= k.gates
			if j == 0 {
				low, high = k.delta, k.delta
			}
			low, high = min(low, k.delta), max(high, k.delta)
			if k.compare(q.choices[q.lowest]) < 0 {
				q.lowest = j
			}
			if k.compare(q.choices[q.best]) > 0 {
				q.best = j
			}
		}
		if len(options) > 0 {
			q.swing = q.choices[q.best].delta - q.choices[q.lowest].delta
		}
		pull[i] = high - low
		if q.gated() {
			pull[i] += 100
		} else {
			p.bySwing = append(p.bySwing, i)
		}
		p.byPull = append(p.byPull, i)
		p.polls[i] = poll{ballot: q, chosen: -1}
	}
	slices.SortStableFunc(p.bySwing, func(i, j int) int { return cmp.Compare(p.polls[i].swing, p.polls[j].swing) })
	slices.SortStableFunc(p.byPull, func(i, j int) int { return cmp.Compare(pull[j], pull[i]) })
	return p
}

// isSame reports whether two lists are one.
func isSame[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// Question finds a question by its id.
func (c *Content) Question(id string) (Question, bool) {
	if x := c.index; x != nil && isSame(x.questions, c.Questions) {
		return at(c.Questions, x.question, id)
	}
	return find(c.Questions, func(q Question) bool { return q.ID == id })
}

// Step finds a step by its id.
func (c *Content) Step(id string) (Step, bool) {
	if x := c.index; x != nil && isSame(x.steps, c.Steps) {
		return at(c.Steps, x.step, id)
	}
	return find(c.Steps, func(s Step) bool { return s.ID == id })
}

// at is the item of a list that stands at the place of an id.
func at[T any](list []T, places map[string]int, id string) (item T, ok bool) {
	i, ok := places[id]
	if ok {
		item = list[i]
	}
	return item, ok
}

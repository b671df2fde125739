package model

// index is what is worked out once for a content, because each key asks for it: where a
// question or a step stands, and what each option does.
type index struct {
	questions []Question // what it was made of
	criteria  []Criterion
	steps     []Step

	question, step map[string]int // their places by id
	options        [][]effect     // of each question, of each of its options
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
	x := &index{questions: c.Questions, criteria: c.Criteria, steps: c.Steps,
		question: make(map[string]int, len(c.Questions)), step: make(map[string]int, len(c.Steps))}
	for i := range c.Steps {
		x.step[c.Steps[i].ID] = i
	}
	for i := range c.Questions {
		x.question[c.Questions[i].ID] = i
	}
	x.options = effects(c)
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

// effects is what the options of the questions do.
func (c *Content) effects() [][]effect {
	if x := c.index; x != nil && isSame(x.questions, c.Questions) && isSame(x.criteria, c.Criteria) {
		return x.options
	}
	return effects(c)
}

// isSame reports whether two lists are one.
func isSame[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// Question finds a question by its id.
func (c *Content) Question(id string) (Question, bool) {
	if x := c.index; x != nil && isSame(x.questions, c.Questions) {
		if i, ok := x.question[id]; ok {
			return c.Questions[i], true
		}
		return Question{}, false
	}
	return find(c.Questions, func(q Question) bool { return q.ID == id })
}

// Step finds a step by its id.
func (c *Content) Step(id string) (Step, bool) {
	if x := c.index; x != nil && isSame(x.steps, c.Steps) {
		if i, ok := x.step[id]; ok {
			return c.Steps[i], true
		}
		return Step{}, false
	}
	return find(c.Steps, func(s Step) bool { return s.ID == id })
}

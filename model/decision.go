package model

import (
	"cmp"
	"slices"
)

// What a verdict rests on without being a fact, and the page on which it is signed.

// SoftWords is an answer that the verdict rests on and that is no fact.
type SoftWords struct {
	Topic    string
	Firmness Firmness
	Ask      string // who would know
	Alone    bool   // another answer to it alone could turn the verdict
}

// softNamed is how many soft answers are named with whom to ask, unless more of them
// could turn the verdict alone.
const softNamed = 5

// Soft is the guesses and estimates that the verdict rests on and that matter most: first
// those that could turn it alone, then guesses before estimates, then by what they moved.
func (r *Report) Soft() []SoftWords { named, _ := r.softest(); return named }

// Softer is the topics of the others.
func (r *Report) Softer() []string {
	_, rest := r.softest()
	var out []string
	for _, s := range rest {
		out = append(out, lowerFirst(s.Topic))
	}
	return out
}

func (r *Report) softest() (named, rest []SoftWords) {
	all := r.soft()
	n := min(softNamed, len(all))
	for n < len(all) && all[n].Alone {
		n++
	}
	return all[:n], all[n:]
}

// soft is every guess and estimate that the verdict rests on: that spoke for it, that
// decided by its gate, or that could turn it alone.
func (r *Report) soft() []SoftWords {
	rests, weight := r.restsOn()
	type softAnswer struct {
		SoftWords
		weight Hundredths
	}
	var all []softAnswer
	for _, q := range r.content.Questions {
		f := r.firmness(q.ID)
		if _, answered := q.Option(r.assessment.Answers[q.ID].Option); !answered || f == Fact {
			continue
		}
		alone := r.turnsAlone(q.ID)
		if alone || slices.Contains(rests, q.ID) {
			all = append(all, softAnswer{SoftWords{q.Topic, f, q.Ask, alone}, weight[q.ID]})
		}
	}
	slices.SortStableFunc(all, func(a, b softAnswer) int {
		return cmp.Or(cmp.Compare(b2i(b.Alone), b2i(a.Alone)), cmp.Compare(b.Firmness.softness(), a.Firmness.softness()),
			cmp.Compare(b.weight, a.weight))
	})
	out := make([]SoftWords, len(all))
	for i, s := range all {
		out[i] = s.SoftWords
	}
	return out
}

// restsOn is the questions whose answers the verdict rests on, the strongest first, with what
// they moved towards it: those that decide by their gates, and what spoke for the verdict,
// unless no balance would give another.
func (r *Report) restsOn() (questions []string, weight map[string]Hundredths) {
	for _, q := range r.content.Questions {
		o, ok := q.Option(r.assessment.Answers[q.ID].Option)
		if ok && slices.ContainsFunc(o.Gates, func(g Gate) bool { return r.outcome.Decisive(g) || r.outcome.Fixed && g != CannotSustain }) {
			questions = append(questions, q.ID)
		}
	}
	weight = map[string]Hundredths{}
	if r.outcome.Fixed {
		return questions, weight
	}
	for _, k := range r.outcome.Contributions {
		if r.Between() || (k.Side == ForISO) == (r.verdictRank() == 2) {
			questions = append(questions, k.Question)
			weight[k.Question] += k.Value
		}
	}
	return questions, weight
}

// turnsAlone reports whether another answer to a question could give a verdict that is not
// possible as it is answered. Where the scope is open, either reading counts.
func (r *Report) turnsAlone(question string) bool {
	readings := []Reading{r.outcome.Reading}
	if x := r.outcome.Readings; x != nil {
		readings = []Reading{x.Binding, x.NotBinding}
	}
	return slices.ContainsFunc(readings, func(x Reading) bool {
		return len(possibleWithout(r.content, r.assessment, x.Binds, []string{question})) > len(x.Possible)
	})
}

// Recheck is the strongest answer that the verdict rests on, where all of them are facts,
// with who could confirm it; nil where none was given.
func (r *Report) Recheck() *SoftWords {
	questions, _ := r.restsOn()
	if len(questions) == 0 {
		for _, k := range r.outcome.Contributions {
			questions = append(questions, k.Question)
		}
	}
	if len(questions) == 0 {
		return nil
	}
	q, _ := r.content.Question(questions[0])
	return &SoftWords{Topic: q.Topic, Firmness: Fact, Ask: q.Ask}
}

// SoftScope is what of the scope is taken to be so without being stated or worked out, as a
// sentence, or nothing.
func (r *Report) SoftScope() string {
	c, s := r.content, r.assessment.Scope
	if r.ScopeOpen() {
		return "" // it is asked for as an open point
	}
	if s.Facts.IsZero() {
		if s.Stated == "" {
			return ""
		}
		return c.Phrases["soft-scope-stated"]
	}
	if slices.Contains(c.ExplainScope(s).Result.Presumed, FactGroup) {
		return c.Phrases["soft-scope-group"]
	}
	return ""
}

// Signatures is a line to sign for each participant, or two without a name.
func (r *Report) Signatures() []string {
	if names := r.Participants(); len(names) > 0 {
		return names
	}
	return []string{"", ""}
}

// OpenTopics is the topics of the open questions that can still change the verdict, or of
// those that cannot.
func (r *Report) OpenTopics(deciding bool) []string {
	var out []string
	for _, p := range r.outcome.Open {
		if q, ok := r.content.Question(p.Question); ok && p.Decides == deciding {
			out = append(out, lowerFirst(q.Topic))
		}
	}
	return out
}

// SoftTopics is the topics of all guesses and estimates that the verdict rests on.
func (r *Report) SoftTopics() []string {
	var out []string
	for _, s := range r.soft() {
		out = append(out, lowerFirst(s.Topic))
	}
	return out
}

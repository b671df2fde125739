package model

import "slices"

// Confidence is how far a verdict can be trusted, and why.
type Confidence struct {
	Level   ConfidenceLevel
	Reasons []Phrase // what lowers or supports it
	Raise   []Phrase // what would raise it
	Guessed []string // guessed answers that could change the verdict, all taken together
}

// ConfidenceLevel is low, medium or high.
type ConfidenceLevel string

// The levels.
const (
	Low    ConfidenceLevel = "low"
	Medium ConfidenceLevel = "medium"
	High   ConfidenceLevel = "high"
)

// confidence weighs three things: what is open, how firm the answers are, and
// how far the balance is from the next verdict.
//
//   - low: the verdict is undetermined, or the guesses alone, answered
//     otherwise, could give the opposite verdict;
//   - high: neither the open questions nor the guesses can change the verdict, no
//     answer that is said to be an estimate could turn it alone, the balance is at least one full criterion away from the next one, no changed
//     weight makes the verdict, and no certificate is kept against the answers;
//   - medium: everything between.
//
// l is the ledger of the outcome; nil where the scope is open.
func confidence(c *Content, a Assessment, o Outcome, l *ledger) Confidence {
	if o.Readings != nil {
		return Confidence{Level: Low,
			Reasons: []Phrase{{ID: "confidence-scope-open"}},
			Raise:   []Phrase{raiseScope(c, a)}}
	}

	var out Confidence
	deciding := o.Deciding()
	switch {
	case len(o.Open) == 0:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-all-answered"})
	case len(deciding) == 0:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-open-harmless", N: len(o.Open)})
	case len(deciding) > manyTopics:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-open-decides-many", N: len(deciding)})
		out.Raise = append(out.Raise, raise("raise-open", deciding))
	default:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-open-decides", N: len(deciding), Questions: deciding})
		out.Raise = append(out.Raise, raise("raise-open", deciding))
	}

	if others := otherVerdicts(c, o); len(deciding) > 0 && len(others) > 0 {
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-open-to", N: len(others), Inserts: []Insert{{"verdicts", List(others)}}})
	}

	guesses := l.withFirmness(Guess)
	shaken := o.Possible
	if len(guesses) > 0 {
		shaken = l.possibleWithout(guesses...)
	}
	guessFlips, guessMoves := false, len(shaken) > len(o.Possible)
	for _, v := range shaken {
		guessFlips = guessFlips || v.Opposite(o.Verdict)
	}
	switch {
	case len(guesses) == 0:
	case guessMoves:
		out.Guessed = guesses
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-guesses-decide", N: len(guesses), Questions: guesses})
		out.Raise = append(out.Raise, raise("raise-guesses", guesses))
	default:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-guesses-harmless", N: len(guesses)})
	}

	near := !o.Fixed && o.Margin < 100
	switch {
	case o.HolderDoubt():
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-holder-doubt"})
	case o.Holder:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-holder"})
	case o.Fixed:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-gated"})
	case near:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-near", Amount: o.Margin})
	default:
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-far", Amount: o.Margin})
	}

	turning := l.turning(l.withFirmness(Estimate), o)
	alone, withOpen := l.alone(turning, o.Verdict)
	if len(alone) > 0 {
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-estimates-turn", N: len(alone), Questions: alone})
	}
	if len(withOpen) > 0 {
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-estimates-turn-open", N: len(withOpen), Questions: withOpen})
	}
	if len(turning) > 0 {
		out.Raise = append(out.Raise, raise("raise-estimates", turning))
	}

	_, weighted := evenWeights(c, a, o)
	if weighted {
		out.Reasons = append(out.Reasons, Phrase{ID: "confidence-weights"})
	}

	switch {
	case o.Verdict == Undetermined || guessFlips:
		out.Level = Low
	case o.Settled() && !guessMoves && len(turning) == 0 && !near && !weighted && !o.HolderDoubt():
		out.Level = High
	default:
		out.Level = Medium
	}
	return out
}

// Above manyTopics questions, what would raise the confidence names only the first few.
const (
	manyTopics = 4
	firstFew   = 3
)

// raise is what to do about questions, the most decisive of which stand first.
func raise(id string, questions []string) Phrase {
	p := Phrase{ID: id, N: len(questions), Questions: questions}
	if len(questions) > manyTopics {
		p.ID, p.Questions = id+"-many", questions[:firstFew]
	}
	return p
}

// withFirmness lists the answered questions whose answer has this firmness.
func (l *ledger) withFirmness(f Firmness) []string {
	var ids []string
	for i := range l.polls {
		if p := &l.polls[i]; p.chosen >= 0 && p.firmness == f {
			ids = append(ids, p.question)
		}
	}
	return ids
}

// otherVerdicts is the verdicts that are still possible beside a decided one, in words.
func otherVerdicts(c *Content, o Outcome) []string {
	var out []string
	for _, v := range o.Possible {
		short := "“" + c.shortOf(o, o.Reading, v) + "”"
		if o.Verdict != Undetermined && v != o.Verdict && !slices.Contains(out, short) {
			out = append(out, short)
		}
	}
	return out
}

// turning is those of some answers of which another one could give a verdict that is not
// possible as it stands, whatever comes of the questions that are open.
func (l *ledger) turning(questions []string, o Outcome) []string {
	return slices.DeleteFunc(questions, func(id string) bool { return len(l.possibleWithout(id)) <= len(o.Possible) })
}

// alone divides such answers into those of which another one gives another verdict with all
// else as it stands, and those that take what is open to it as well.
func (l *ledger) alone(turning []string, now VerdictID) (alone, withOpen []string) {
	for _, id := range turning {
		i := l.pricing.places[id]
		chosen, turns := l.polls[i].chosen, false
		for j := range l.polls[i].choices {
			l.choose(i, j)
			v, _ := l.verdict()
			turns = turns || v != now && v != Undetermined
		}
		l.choose(i, chosen)
		if turns {
			alone = append(alone, id)
		} else {
			withOpen = append(withOpen, id)
		}
	}
	return alone, withOpen
}

// possibleWithout is the verdicts that remain possible when these answers are open.
func (l *ledger) possibleWithout(questions ...string) []VerdictID {
	given := map[int]int{}
	for _, id := range questions {
		if i, ok := l.pricing.places[id]; ok {
			given[i] = l.polls[i].chosen
			l.choose(i, -1)
		}
	}
	possible := l.possible()
	for i, chosen := range given {
		l.choose(i, chosen)
	}
	return possible
}

// raiseScope is what would settle whether NIS2 binds.
func raiseScope(c *Content, a Assessment) Phrase {
	x := c.ExplainScope(a.Scope)
	p := Phrase{ID: "raise-scope", Inserts: []Insert{{"state", x.State.Running()}}}
	switch {
	case x.State.NoLaw():
		p.ID = "raise-scope-bill"
	case x.Result.GroupLaw && len(x.Result.Missing) == 0:
		p.ID = "raise-scope-group"
	}
	return p
}

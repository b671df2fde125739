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
	Turns    Turning
}

// Alone reports whether another answer to it alone could turn the verdict.
func (s SoftWords) Alone() bool { return s.Turns == TurnsAlone }

// Turning is whether another answer to a question could give a verdict that is not possible
// as it is answered.
type Turning int

// The ways in which it could.
const (
	TurnsNothing  Turning = iota
	TurnsWithOpen         // together with answers to what is open
	TurnsAlone            // with all else as it stands
)

// softNamed is how many soft answers are named with whom to ask, unless more of them
// could turn the verdict alone.
const softNamed = 5

// Soft is the guesses and estimates that the verdict rests on and that matter most: first
// those that could turn it, then guesses before estimates, then by what they moved.
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
	for n < len(all) && all[n].Turns != TurnsNothing {
		n++
	}
	return all[:n], all[n:]
}

// soft is every guess and estimate that the verdict rests on: that spoke for it, that
// decided by its gate, or that could turn it.
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
		turns := r.turning(q.ID)
		if turns != TurnsNothing || slices.Contains(rests, q.ID) {
			all = append(all, softAnswer{SoftWords{q.Topic, f, q.Ask, turns}, weight[q.ID]})
		}
	}
	slices.SortStableFunc(all, func(a, b softAnswer) int {
		return cmp.Or(cmp.Compare(b.Turns, a.Turns), cmp.Compare(b.Firmness.softness(), a.Firmness.softness()),
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

// turning is how another answer to a question could turn the verdict. Where the scope is open,
// either reading counts.
func (r *Report) turning(question string) Turning {
	readings := []Reading{r.outcome.Reading}
	if x := r.outcome.Readings; x != nil {
		readings = []Reading{x.Binding, x.NotBinding}
	}
	out := TurnsNothing
	for _, x := range readings {
		l := newLedger(r.content, r.assessment, x.Binds)
		if len(l.possibleWithout(question)) <= len(x.Possible) {
			continue
		}
		out = max(out, TurnsWithOpen)
		if alone, _ := l.alone([]string{question}, x.Verdict); len(alone) > 0 {
			out = TurnsAlone
		}
	}
	return out
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

// SoftAnswers is all guesses and estimates that the verdict rests on, with what was answered.
func (r *Report) SoftAnswers() []AnswerWords {
	var out []AnswerWords
	for _, s := range r.soft() {
		x, _ := find(r.Answers(), func(x AnswerWords) bool { return x.Topic == s.Topic })
		x.Topic, x.Firmness = upperFirst(x.Topic), string(s.Firmness)
		out = append(out, x)
	}
	return out
}

// Bill says that no law of the state is in force by which NIS2 could bind, or nothing.
func (r *Report) Bill() string {
	return r.content.billWords(r.content.ExplainScope(r.assessment.Scope))
}

// Before is what stands in place of the law of a state on the page to sign, or nothing.
func (r *Report) Before() string { return r.content.ExplainScope(r.assessment.Scope).lawBefore() }

// OpenScope is the open point of the scope: what is asked, and who can say.
func (r *Report) OpenScope() OpenWords {
	c := r.content
	x := c.ExplainScope(r.assessment.Scope)
	out := OpenWords{Text: c.Phrases["scope-ask"], Ask: c.Phrases["scope-ask-whom"]}
	if x.Result.GroupLaw && len(x.Result.Missing) == 0 {
		out.Text, out.Ask = c.groupLawWords(x), c.inState("scope-ask-group-whom", x)
	}
	if x.State.NoLaw() {
		out.Ask = c.inState("scope-ask-bill", x)
	}
	return out
}

// FindOutWords is what an undetermined verdict waits for, and who would know.
type FindOutWords struct {
	Topic, Ask string
	Scope      bool // it is the scope; Ask is then a sentence
}

// FindOut is what is to be found out where the verdict is open: the scope, and then the open
// questions that decide, the most decisive first.
func (r *Report) FindOut() []FindOutWords {
	var out []FindOutWords
	if r.ScopeOpen() {
		s := r.OpenScope()
		out = append(out, FindOutWords{s.Text, s.Ask, true})
	}
	for _, p := range r.outcome.Open {
		if q, ok := r.content.Question(p.Question); ok && p.Decides {
			out = append(out, FindOutWords{upperFirst(q.Topic), q.Ask, false})
		}
	}
	return out
}

// NoneAlone reports whether nothing that is not certain could turn the verdict alone.
func (r *Report) NoneAlone() bool { return len(r.Shaky()) == 0 && r.SoftScope() == "" }

// Shaky is the topics of the answers that are no facts and could turn the verdict, or a
// reading, alone.
func (r *Report) Shaky() []string {
	var out []string
	for _, s := range r.soft() {
		if s.Alone() {
			out = append(out, lowerFirst(s.Topic))
		}
	}
	return out
}

// MoneyAgainst says that the break-even speaks against a verdict for the certificate, or nothing.
func (r *Report) MoneyAgainst() string {
	if b := r.BreakEven(); b != nil {
		return b.Against
	}
	return ""
}

// shortTurn is how many changes a turn may take to be named on the page to sign.
const shortTurn = 2

// ShortTurns is the turns that take few changes.
func (r *Report) ShortTurns() []TurnWords {
	return slices.DeleteFunc(r.Turns(), func(t TurnWords) bool { return len(t.Changes) > shortTurn })
}

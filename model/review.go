package model

import (
	"cmp"
	"slices"
	"strings"
)

// When to decide again.
//
// A verdict rests on the world as it is. First comes what would turn it and is not in
// the organisation's hands: worked out, answer by answer. Then the open questions that
// decide. Then the conditions of the content that are true for this organisation, in
// the order in which the content has them. The last is a day, whatever happens.

// Review is a condition under which to decide again, for those whom `when` describes.
type Review struct {
	ID    string     `yaml:"id"`
	About []string   `yaml:"about"` // what it speaks of, mostly a question: of each thing the list speaks once
	When  ReviewWhen `yaml:"when"`
	Text  string     `yaml:"text"` // may hold {today}, {state} and {facts}; without a value for the last two it is left out
	Cites []Cite     `yaml:"cites"`
}

// ReviewWhen describes an organisation. Every part that is given must hold; a list holds
// where one of its entries does.
type ReviewWhen struct {
	Classes  []string            `yaml:"classes"`      // scope classes
	Binds    []Binding           `yaml:"binds"`        // whether NIS2 binds
	Facts    *bool               `yaml:"facts"`        // facts stand behind the scope, and not a stated class alone
	Notes    []string            `yaml:"notes"`        // what follows from the scope, by the ids of its notes
	Law      []string            `yaml:"law"`          // the status of its state's law, or UnknownLaw
	Group    []string            `yaml:"group"`        // none, some or unsaid: its group, where that counts
	Sized    *bool               `yaml:"sized"`        // another size would give another class
	GroupLaw *bool               `yaml:"group_law"`    // the law of its state on independent entities decides, and is not known
	Verdicts []VerdictID         `yaml:"verdicts"`     //
	Options  map[string][]string `yaml:"options"`      // by question: options, NotSure, or Unanswered
	Holder   *bool               `yaml:"holder"`       // a certificate is held
	Lost     *bool               `yaml:"tenders_lost"` // the break-even names tenders lost for want of it
}

// SizeCeiling is a limit on size from above: fewer people, and one of the two money
// figures at most as high.
type SizeCeiling struct {
	Headcount Hundredths `yaml:"headcount"`
	Turnover  Hundredths `yaml:"turnover"` // EUR million
	Balance   Hundredths `yaml:"balance"`  // EUR million
}

// Unanswered stands for a question that is left open, in the conditions of reviews.
const Unanswered = "open"

// UnknownLaw stands for the status of the law where the state is not known.
const UnknownLaw = "unsaid"

// ReviewGroups lists what a review may ask of a group.
func ReviewGroups() []string { return []string{"none", "some", "unsaid"} }

// ReviewGaps lists what the text of a review may leave to be filled in.
func ReviewGaps() []string { return []string{"today", "state", "facts"} }

// The most conditions that are shown, and how many of them are worked out.
const (
	MaxReviews   = 8
	maxTurnsSeen = 3
)

// ReviewPoint is a condition that is true for one organisation.
type ReviewPoint struct {
	ID    string
	Text  string
	Cites []Cite
}

// Reviews lists when an organisation should decide again, the most decisive first and a
// day at the end. turns is what would turn the verdict with the certificate as it is.
func Reviews(c *Content, a Assessment, o Outcome, turns []Turn) []ReviewPoint {
	out, told := worldTurns(c, a, o, turns)
	w := watcher{content: c, assessment: a, outcome: o, scope: c.ExplainScope(a.Scope), in: c.inquire(&a.Scope.Facts)}
	var rest []ReviewPoint
	for _, review := range c.Reviews {
		text, ok := w.words(review)
		if !ok || slices.ContainsFunc(review.About, func(id string) bool { return slices.Contains(told, id) }) {
			continue
		}
		told = append(told, review.About...)
		rest = append(rest, ReviewPoint{review.ID, text, review.Cites})
	}
	if point, ok := openReview(c, o, told); ok {
		out = append(out, point)
	}
	out = append(out, rest...)
	return append(out[:min(len(out), MaxReviews-1)], reviewDay(c, a))
}

// ReviewDay is a year after the assessment, or the zero Date where that has no date.
func ReviewDay(a Assessment) Date {
	d := a.Date
	if d.IsZero() {
		return d
	}
	d.Year++
	if _, err := ParseDate(d.String()); err != nil && d.Year <= 9999 {
		d.Day-- // the 29th of February
	}
	return d
}

func reviewDay(c *Content, a Assessment) ReviewPoint {
	if day := ReviewDay(a); !day.IsZero() {
		return ReviewPoint{"day", c.Say(Phrase{ID: "review-day", Inserts: []Insert{{"date", day.Long()}}}), nil}
	}
	return ReviewPoint{"day", c.Phrases["review-day-undated"], nil}
}

// openReview is the open questions that decide, but for those that a condition of the
// content already speaks of.
func openReview(c *Content, o Outcome, told []string) (ReviewPoint, bool) {
	deciding := slices.DeleteFunc(o.Deciding(), func(id string) bool { return slices.Contains(told, id) })
	if len(deciding) == 0 {
		return ReviewPoint{}, false
	}
	const named = 4
	p := Phrase{ID: "review-open", N: len(deciding), Questions: deciding}
	if len(deciding) > named {
		p.ID, p.Questions = "review-open-many", deciding[:named]
	}
	if len(deciding) < len(o.Deciding()) {
		p.ID = strings.Replace(p.ID, "open", "open-other", 1)
	}
	return ReviewPoint{"open", c.Say(p), nil}, true
}

// --- what would turn the verdict

// worldTurns is what is not in the organisation's hands and would turn the verdict: each
// such answer by itself, in either direction the nearest that does, and then the turns
// that need several of them together. told is the questions that this speaks of.
//
// Answers that are still open are no events: they are found out.
func worldTurns(c *Content, a Assessment, o Outcome, turns []Turn) (points []ReviewPoint, told []string) {
	if o.Readings != nil {
		return nil, nil // whatever is answered, the scope keeps the verdict open
	}
	type event struct {
		changes  []Change
		distance Hundredths
	}
	var events []event
	l := newLedger(c, a, o.Binds)
	l.bar(c.inquire(&a.Scope.Facts))
	for i := range l.polls {
		p := &l.polls[i]
		if c.Questions[i].Lever != "world" || p.chosen < 0 {
			continue
		}
		now := p.chosen
		nearest := map[int]event{} // by direction
		for j, x := range p.choices {
			l.choose(i, j)
			if v, _ := l.verdict(); j == now || x.barred || v == o.Verdict || v == Undetermined {
				continue
			}
			way, distance := x.compare(p.choices[now]), (x.delta - p.choices[now].delta).Abs()
			if e, taken := nearest[way]; !taken || distance < e.distance {
				nearest[way] = event{[]Change{{p.question, l.option(i, now), l.option(i, j)}}, distance}
			}
		}
		l.choose(i, now)
		for _, way := range []int{1, -1} {
			if e, ok := nearest[way]; ok {
				events = append(events, e)
			}
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.distance, b.distance) })
	single := func(question string) bool {
		return slices.ContainsFunc(events, func(e event) bool { return e.changes[0].Question == question })
	}
	var together []event
	for _, t := range turns {
		if len(t.Changes) > 1 && !slices.ContainsFunc(t.Changes, func(ch Change) bool {
			q, _ := c.Question(ch.Question)
			return q.Lever != "world" || ch.From == "" || ch.From == NotSure || single(ch.Question)
		}) {
			together = append(together, event{changes: t.Changes})
		}
	}
	events = append(events, together...)
	for _, e := range events[:min(maxTurnsSeen, len(events))] {
		points = append(points, c.turnPoint(a, e.changes))
		for _, ch := range e.changes {
			told = append(told, ch.Question)
		}
	}
	return points, told
}

// turnPoint words changes that turn the verdict, and what it would be.
func (c *Content) turnPoint(a Assessment, changes []Change) ReviewPoint {
	id := "turn"
	var swaps []string
	for _, ch := range changes {
		swaps = append(swaps, c.swap(ch))
		id += "-" + ch.Question + "-" + ch.To
	}
	p := Phrase{ID: "review-turn", N: len(changes), Inserts: []Insert{
		{"changes", strings.Join(swaps, " ")}, {"verdict", c.VerdictWords(Decide(c, a.with(changes))).Short}}}
	return ReviewPoint{id, c.Say(p), nil}
}

// swap words one changed answer by its topic, with what was answered and what then would be.
func (c *Content) swap(ch Change) string {
	q, _ := c.Question(ch.Question)
	to, _ := q.Option(ch.To)
	p := Phrase{ID: "review-change-open", Inserts: []Insert{{"topic", upperFirst(q.Topic)}, {"to", to.Label}}}
	if from, answered := q.Option(ch.From); answered {
		p.ID, p.Inserts = "review-change", append(p.Inserts, Insert{"from", from.Label})
	}
	return c.Say(p)
}

// with is the assessment after some changes.
func (a Assessment) with(changes []Change) Assessment {
	for _, ch := range changes {
		if ch.Question == ScopeQuestion {
			a = a.Clone()
			a.Scope = Scope{Stated: ch.To}
			continue
		}
		answer := a.Answers[ch.Question]
		answer.Option = ch.To
		a = a.WithAnswer(ch.Question, answer)
	}
	return a
}

// --- the conditions of the content

// watcher is what the conditions of reviews ask about.
type watcher struct {
	content    *Content
	assessment Assessment
	outcome    Outcome
	scope      ScopeReport
	in         *inquiry
}

// words is the text of a review, if it is true for the organisation and can be said.
func (w *watcher) words(r Review) (string, bool) {
	if !w.holds(r.When) {
		return "", false
	}
	sayable := true
	text := fill(strings.TrimSpace(r.Text), func(name string) (string, bool) {
		switch name {
		case "today":
			return w.today(), true
		case "state":
			sayable = sayable && w.scope.State.Name != ""
			return w.scope.State.Running(), true
		case "facts":
			sayable = sayable && len(w.scope.Result.Missing) > 0
			return w.facts(), true
		}
		return "", false
	})
	return upperFirst(text), sayable
}

// today is the headcount that counts, in brackets, or nothing where it is not known.
func (w *watcher) today() string {
	m := &w.in.figures
	if len(m.counts) != 1 {
		return ""
	}
	people := m.sums(m.counts[0].own)[heads]
	if !people.known() || people.lo%grain != 0 {
		return ""
	}
	return w.content.amountWords("review-today", Exactly(Hundredths(people.lo/grain)))
}

// facts is what would settle the scope, or the first that can change it.
func (w *watcher) facts() string {
	r := w.scope.Result
	n := r.Settles
	if n == 0 {
		n = min(2, len(r.Missing))
	}
	labels := make([]string, n)
	for i, id := range r.Missing[:n] {
		f, _ := w.content.ScopeFact(id)
		labels[i] = lowerFirst(f.Label)
	}
	return List(labels)
}

func (w *watcher) holds(k ReviewWhen) bool {
	o := w.outcome
	flag := func(want *bool, is bool) bool { return want == nil || *want == is }
	return one(k.Classes, o.Scope.ID) && one(k.Binds, o.Scope.Binds) && one(k.Verdicts, o.Verdict) &&
		flag(k.Facts, !w.assessment.Scope.Facts.IsZero()) && flag(k.Holder, o.Holder) && flag(k.Sized, w.sized()) &&
		flag(k.Lost, w.assessment.BreakEven.TendersLost.Known && w.assessment.BreakEven.TendersLost.Amount > 0) &&
		one(k.Law, cmp.Or(w.scope.State.Status, UnknownLaw)) && one(k.Group, w.group()) && w.noted(k.Notes) && flag(k.GroupLaw, w.scope.Result.GroupLaw) && w.answered(k.Options)
}

// one reports whether a list names something, or nothing at all.
func one[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

func (w *watcher) noted(ids []string) bool {
	return len(ids) == 0 || slices.ContainsFunc(w.scope.Result.Notes, func(n *ScopeNote) bool { return slices.Contains(ids, n.ID) })
}

// sized reports whether another size would give another class, of those that facts decide.
func (w *watcher) sized() bool {
	return !w.assessment.Scope.Facts.IsZero() && w.in.sizeMatters
}

// group is what is known of the group; it is no word of ReviewGroups where a group does
// not count.
func (w *watcher) group() string {
	switch f := w.assessment.Scope.Facts; {
	case f.Has(PubliclyOwned):
		return "apart"
	case f.Group == nil:
		return "unsaid"
	case len(f.Group) == 0:
		return "none"
	}
	return "some"
}

// below reports whether, by what is known, the figures may lie below a ceiling.
func (m *figures) below(ceiling *SizeCeiling) bool {
	if ceiling == nil {
		return true
	}
	return slices.ContainsFunc(m.counts, func(k count) bool {
		sums := m.sums(k.own)
		return sums[heads].lo < int64(ceiling.Headcount)*grain &&
			(sums[turnover].lo <= int64(ceiling.Turnover)*grain || sums[balance].lo <= int64(ceiling.Balance)*grain)
	})
}

// answered reports whether each question is answered by one of its options.
func (w *watcher) answered(options map[string][]string) bool {
	for id, asked := range options {
		q, _ := w.content.Question(id)
		option := w.assessment.Answers[id].Option
		if _, known := q.Option(option); !known && option != NotSure {
			option = Unanswered
		}
		if !slices.Contains(asked, option) {
			return false
		}
	}
	return true
}

// --- in the report

// Reviews is when to decide again.
func (r *Report) Reviews() []CitedText {
	var out []CitedText
	for _, p := range r.reviews() {
		out = append(out, CitedText{p.Text, r.cites(p.Cites)})
	}
	return out
}

func (r *Report) reviews() []ReviewPoint {
	return Reviews(r.content, r.assessment, r.outcome, r.others)
}

// ReviewDay is the day on which to decide again at the latest, in words, or nothing.
func (r *Report) ReviewDay() string { return ReviewDay(r.assessment).Long() }

// reviewJSON is a condition for other programs.
type reviewJSON struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

func (r *Report) reviewJSON() []reviewJSON {
	out := []reviewJSON{}
	for _, p := range r.reviews() {
		out = append(out, reviewJSON{p.ID, p.Text, r.content.citeList(p.Cites)})
	}
	return out
}

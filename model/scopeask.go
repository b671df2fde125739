package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// How the scope is asked, fact by fact, and answered in a few lines. The screens and
// whatever else asks take the order, the words and the answers from here.

// ScopeFact finds a fact by its id.
func (c *Content) ScopeFact(id string) (ScopeFact, bool) {
	return find(c.ScopeRules.Facts, func(f ScopeFact) bool { return f.ID == id })
}

// StatedClass finds the class that a word in an assessment file stands for.
func (c *Content) StatedClass(word string) (ScopeClass, bool) {
	return c.statedClass(Scope{Stated: word})
}

// ParseFigure reads a number as people type it: 180, 9.8 or 9,8. Nothing is a figure that
// is not known. A percentage is the share of a partner, from 25 to 50. The error says what
// is allowed.
func ParseFigure(s string, percentage bool) (Figure, error) {
	text := strings.ReplaceAll(strings.TrimSpace(s), ",", ".")
	if text == "" {
		return Figure{}, nil
	}
	low, high := Hundredths(0), MaxFigure
	if percentage {
		low, high = MinPartnerShare, MaxPartnerShare
	}
	whole, part, _ := strings.Cut(text, ".")
	if plainNumber.MatchString(text) && len(part) <= 2 {
		n, err := strconv.Atoi(whole + (part + "00")[:2])
		if amount := Hundredths(n); err == nil && amount >= low && amount <= high {
			return Exactly(amount), nil
		}
	}
	if percentage {
		return Figure{}, fmt.Errorf("give the share as a number from %s to %s; more than half is a linked company", low, high)
	}
	return Figure{}, fmt.Errorf("give a number from 0 to %s, such as 9.8, or leave it empty", high)
}

// FactWords is what is known of a fact, in words, or nothing where it was not said.
func (c *Content) FactWords(f Facts, id string) string {
	yes := map[YesNo]string{Yes: c.Phrases["scope-yes"], No: c.Phrases["scope-no"]}
	say := func(id string, gaps ...Insert) string { return c.Say(Phrase{ID: id, Inserts: gaps}) }
	switch id {
	case FactType:
		if t, ok := c.TypeOf(f); ok {
			return t.Label
		}
		if s, ok := c.Sector(f.Sector); ok {
			return s.Label
		}
	case FactState:
		if s, ok := c.State(f.State); ok {
			return s.Name
		}
		if f.Established == Outside {
			return say("scope-outside")
		}
		if f.State == AnyState {
			return say("scope-any-state")
		}
	case FactOffers:
		return yes[f.Offers]
	case FactIndependent:
		return yes[f.Independent]
	case FactHeadcount:
		return c.amountWords("scope-people", f.Headcount)
	case FactTurnover:
		return c.amountWords("scope-million", f.Turnover)
	case FactBalance:
		return c.amountWords("scope-million", f.Balance)
	case FactGroup:
		if f.Group == nil {
			return ""
		}
		linked, partners := 0, 0
		for _, m := range f.Group {
			if m.Relation == Partner {
				partners++
			} else {
				linked++
			}
		}
		var parts []string
		if linked > 0 {
			parts = append(parts, c.Say(Phrase{ID: "scope-linked", N: linked}))
		}
		if partners > 0 {
			parts = append(parts, c.Say(Phrase{ID: "scope-partners", N: partners}))
		}
		if len(parts) == 0 {
			return say("scope-alone")
		}
		return List(parts)
	case FactSpecial:
		if f.Special == nil {
			return ""
		}
		var labels []string
		for _, id := range f.Special {
			if s, ok := c.Special(id); ok {
				labels = append(labels, s.Label)
			}
		}
		if len(labels) == 0 {
			return say("scope-none")
		}
		return strings.Join(labels, "; ")
	}
	return ""
}

func (c *Content) amountWords(phrase string, f Figure) string {
	if !f.Known {
		return ""
	}
	return c.Say(Phrase{ID: phrase, Inserts: []Insert{{"figure", f.Amount.String()}}})
}

// MemberWords is a member of the group in a line.
func (c *Content) MemberWords(m Member) string {
	parts := []string{c.Phrases["scope-member-"+m.Relation]}
	if m.Share.Known {
		parts = append(parts, m.Share.Amount.String()+" %")
	}
	for _, x := range []struct {
		phrase string
		figure Figure
	}{{"scope-people", m.Headcount}, {"scope-turnover", m.Turnover}, {"scope-balance", m.Balance}} {
		if words := c.amountWords(x.phrase, x.figure); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, ", ")
}

// ScopeAnswer is the class of a scope in a few lines.
type ScopeAnswer struct {
	Title  string // the class, or those that remain
	Reason string // what it rests on
	Next   string // what would settle it; empty: nothing is open
	Clash  string // how the facts contradict what was stated; empty: they do not
}

// AnswerScope words the class of a scope, why it is that, and what would settle it.
func (c *Content) AnswerScope(s Scope) ScopeAnswer {
	x := c.ExplainScope(s)
	out := ScopeAnswer{Title: x.Class.Label, Reason: strings.TrimSpace(x.Class.Means)}
	if clash, ok := c.ScopeClash(s); ok {
		out.Clash = c.Say(clash)
	}
	if s.Facts.IsZero() {
		if s.Stated == "" {
			return ScopeAnswer{Title: c.Phrases["scope-unasked"], Reason: c.Phrases["scope-begin"]}
		}
		return out
	}
	if n := len(x.Result.Possible); n > 1 && n <= 3 {
		labels := make([]string, n)
		for i, id := range x.Result.Possible {
			labels[i] = c.scopeClass(id).Label
		}
		out.Title = strings.Join(labels, " / ")
	}
	if len(x.Result.Possible) == 1 {
		// The rule is the last step but for what was presumed.
		for _, step := range slices.Backward(x.Result.Steps) {
			if len(step.Cites) > 0 {
				out.Reason = c.withCites(step.Text, step.Cites)
				break
			}
		}
	}
	if n := x.Result.Settles; n > 0 {
		var labels []string
		for _, id := range x.Result.Missing[:n] {
			f, _ := c.ScopeFact(id)
			labels = append(labels, lowerFirst(f.Label))
		}
		out.Next = c.Say(Phrase{ID: "scope-settled-by", N: n, Inserts: []Insert{{"facts", List(labels)}}})
	}
	if out.Next == "" && x.Result.GroupLaw {
		out.Next = c.groupLawWords(x)
	}
	return out
}

// ScopeWords is the scope for the report: the reasons for its class and what follows.
type ScopeWords struct {
	Label, Means string
	Bill         string // that no law of the state is in force
	Clash        string // how the facts contradict what was stated
	Steps        []CitedText
	Settling     []string // the questions whose answers settle the class
	Others       []string // further questions that can change it
	Topics       []ScopeTopic
	Law          string // heading of what is known of the law of the state
	LawLines     []string
}

// CitedText is a sentence with what it rests on.
type CitedText struct{ Text, Cites string }

// ScopeTopic is what follows from a class in one respect.
type ScopeTopic struct {
	Label string
	Notes []CitedText
}

// Scope is whether NIS2 applies, and as what, with the reasons.
func (r *Report) Scope() ScopeWords {
	c, s := r.content, r.assessment.Scope
	x := c.ExplainScope(s)
	out := ScopeWords{Label: x.Class.Label, Means: strings.TrimSpace(x.Class.Means), Bill: c.billWords(x)}
	if clash, ok := c.ScopeClash(s); ok {
		out.Clash = c.Say(clash)
	}
	cited := func(text string, cites []Cite) CitedText {
		return CitedText{strings.TrimSpace(text), r.cites(cites)}
	}
	for _, step := range x.Result.Steps {
		if out.Clash == "" || step.Text != out.Clash {
			out.Steps = append(out.Steps, cited(step.Text, step.Cites))
		}
	}
	for i, id := range x.Result.Missing {
		f, _ := c.ScopeFact(id)
		if i < x.Result.Settles {
			out.Settling = append(out.Settling, f.Text)
		} else {
			out.Others = append(out.Others, f.Text)
		}
	}
	if x.Result.GroupLaw {
		if len(x.Result.Missing) == 0 {
			out.Settling = append(out.Settling, c.groupLawWords(x))
		} else {
			out.Others = append(out.Others, c.groupLawWords(x))
		}
	}
	for _, topic := range ScopeTopics() {
		t := ScopeTopic{Label: c.Phrases["scope-topic-"+topic]}
		for _, n := range x.Result.Notes {
			if n.Topic == topic {
				t.Notes = append(t.Notes, cited(n.Text, n.Cites))
			}
		}
		if len(t.Notes) > 0 {
			out.Topics = append(out.Topics, t)
		}
	}
	out.Law, out.LawLines = c.lawLines(x)
	return out
}

// Reconcile is facts without the special cases that can no longer be with the rest of
// them, as when the type was changed, and which those are. Facts that are sound stay as
// they are.
func (c *Content) Reconcile(f Facts) (sound Facts, dropped []string) {
	if len(f.Special) == 0 || len(c.CheckScope(f)) == 0 {
		return f, nil
	}
	sound = f
	sound.Special = []string{}
	for _, id := range f.Special {
		with := sound
		with.Special = append(slices.Clone(sound.Special), id)
		if len(c.CheckScope(with)) > 0 {
			dropped = append(dropped, id)
		} else {
			sound = with
		}
	}
	return sound, dropped
}

package model

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Phrase is a sentence of the content with what fills its gaps.
type Phrase struct {
	ID        string
	N         int
	Amount    Hundredths
	Questions []string
	Inserts   []Insert // what fills the other gaps
}

// Insert is what stands in a gap of a sentence, which is written {name}.
type Insert struct{ Name, Text string }

// Phrases lists the ids of all sentences that the program says by itself. The
// content must have each, and no other.
func Phrases() []string {
	return []string{
		"balance-settled", "balance-decide", "balance-one-decides", "balance-scope-open", "balance-nothing-answered",
		"confidence-scope-open", "confidence-all-answered", "confidence-open-harmless", "confidence-open-decides",
		"confidence-guesses-decide", "confidence-guesses-harmless", "confidence-holder", "confidence-gated",
		"confidence-open-decides-many", "confidence-holder-doubt", "confidence-weights",
		"confidence-near", "confidence-far", "confidence-estimates-turn", "confidence-estimates-turn-open", "raise-estimates", "raise-estimates-many",
		"raise-scope", "raise-scope-bill", "raise-scope-group", "raise-open", "raise-open-many", "raise-guesses", "raise-guesses-many",
		"side-alone", "side-without", "side-iso",
		"benefits-iso", "benefits-nis2", "benefits-together",
		"gap-none", "gap-partial", "gap-in-place", "gap-not-sure", "gap-unsaid",
		"prepared-by", "prepared-for", "prepared-by-for", "plan-registers-late", "plan-without", "plan-most-drive", "plan-load-even", "plan-load-same",
		"proposal-controls", "proposal-in-place", "proposal-lacking", "proposal-unsaid", "proposal-certificate", "proposal-certificate-open",
		"proposal-nothing-asked", "proposal-law-asks-more", "named-three", "named-two", "named-enisa", "named-none",
		"gap-summary", "unused-duty", "unused-whole", "unused-certificate", "unused-step", "gap-count-in-place", "gap-count-partial", "gap-count-none", "gap-count-not-sure", "gap-count-unsaid",
		"answer-open", "answer-not-sure", "answer-unknown", "nameless",
		"disclaimer", "satisfies-implementing", "plan-beyond-span", "plan-beyond-span-anyway", "plan-help-capacity-not", "plan-misses", "plan-may-miss", "plan-law-due", "plan-help-capacity", "plan-help-route", "plan-register-when", "scope-bill-implementing",

		"scope-bill", "scope-ask", "scope-ask-whom", "scope-ask-bill", "scope-ask-group-law", "scope-ask-group-whom",
		"scope-stated", "scope-stated-counts", "scope-clash",
		"scope-bound-label", "scope-bound-means", "scope-free-label", "scope-free-means", "scope-open-label", "scope-open-means",
		"scope-type-listed", "scope-type-unlisted", "scope-type-either", "scope-type-open", "scope-type-open-sector", "scope-type-no-matter",
		"scope-any-type", "scope-special-stated", "scope-special-open",
		"scope-inside", "scope-outside-offers", "scope-outside-quiet", "scope-outside-open", "scope-established-open",
		"scope-group-none", "scope-group-public", "scope-group-owned", "scope-group-counts", "scope-group-kept", "scope-group-unsaid",
		"scope-group-independent", "scope-group-law", "scope-group-state",
		"scope-figures-own", "scope-figures-group", "scope-figure-unknown", "scope-figure-least", "scope-figure-between",
		"scope-size-no-matter", "scope-size-by-heads", "scope-size-by-money", "scope-size-turnover-alone", "scope-size-balance-alone",
		"scope-size-either", "scope-size-open", "scope-several", "scope-possible",
		"scope-presumed", "scope-presumed-type", "scope-presumed-offers", "scope-presumed-group", "scope-presumed-special",
		"scope-heading-why", "scope-heading-missing", "scope-missing-settles", "scope-missing-more", "scope-missing-none",
		"scope-heading-notes", "scope-topic-duties", "scope-topic-supervision", "scope-topic-fines", "scope-topic-implementing",
		"scope-topic-jurisdiction", "scope-topic-growth", "scope-topic-supply", "scope-topic-caution",
		"scope-heading-law", "scope-law-unstated", "scope-law-in-force", "scope-law-in-force-by-statute", "scope-law-bill",
		"scope-law-undated", "scope-law-authority", "scope-law-csirt", "scope-law-registration", "scope-law-as-of", "scope-law-unverified",
		"scope-yes", "scope-no", "scope-outside", "scope-any-state", "scope-people", "scope-million", "scope-turnover", "scope-balance",
		"scope-linked", "scope-partners", "scope-alone", "scope-none", "scope-member-linked", "scope-member-partner",
		"scope-unasked", "scope-begin", "scope-settled-by",
		"scope-field-status", "scope-field-law", "scope-field-in-force", "scope-field-authority", "scope-field-csirt", "scope-field-registration",

		"review-turn", "review-change", "review-change-open", "review-open", "review-open-many", "review-open-other", "review-open-other-many", "left-none", "left-partial", "left-unknown", "plan-upkeep", "plan-upkeep-step", "confidence-open-to", "review-today", "review-day", "review-day-undated",
		"breakeven-yours", "breakeven-estimate", "breakeven-missing", "breakeven-cost", "breakeven-saving", "breakeven-saving-unknown",
		"breakeven-free", "breakeven-free-or", "breakeven-free-or-never", "breakeven-never", "breakeven-deals", "breakeven-deals-range",
		"breakeven-tenders-none", "breakeven-tenders-extra", "breakeven-tenders-enough", "breakeven-tenders-between", "breakeven-tenders-short",
		"breakeven-against", "breakeven-contract",
		"breakeven-work-beyond", "breakeven-work-all", "breakeven-work-either",
		"soft-scope-stated", "soft-scope-group",
		"changes-renamed", "changes-carried", "carried-answers", "carried-marks", "carried-states", "carried-controls", "carried-steps", "carried-weights",
		"changes-touch", "changes-besides", "changes-none", "changes-newer", "changes-unknown", "changes-summary", "changes-summary-none",

		"compare-readings", "compare-leaning", "compare-otherwise", "compare-inside", "compare-stated", "compare-scope",
		"compare-matters", "compare-matters-not", "compare-start", "compare-capacity", "compare-size", "compare-participants",
		"route-same", "route-law-open", "route-law-both", "route-law-unlooked", "route-iso-bill", "route-trade", "route-project", "route-later", "route-sooner", "route-as-soon", "route-iso-earlier", "route-law-earlier", "route-iso-fewer", "route-alike",
		"route-name-law-first", "route-name-iso-spine", "route-twice",
		"plan-at-bound", "plan-above-bound", "plan-milestones", "law-due-registration", "law-due-measures", "law-due-reporting", "law-due-other", "law-due-short", "plan-people", "beyond-iso-open", "step-registration", "step-registration-unverified", "step-not-before", "step-effort-own", "step-checked", "step-noted", "step-in-place", "step-partly",
		"compare-certificate", "compare-route", "compare-excluded", "compare-sections", "compare-all-sections", "compare-profile", "compare-step", "compare-step-from", "compare-step-effort",
		"reach-whole", "reach-part", "reach-not-sure", "control-in-place", "control-partial", "control-none", "control-excluded",
		"compare-as-is", "compare-what-if", "compare-scenario-kept", "compare-scenario-other",
	}
}

// Say words a phrase. A content text may hold {n}, {amount}, {topics} and the gaps
// that the phrase brings; a text of two parts divided by " | " gives the words for one and for more than one.
func (c *Content) Say(p Phrase) string {
	text := c.Phrases[p.ID]
	if one, many, both := strings.Cut(text, " | "); both {
		if text = many; p.N == 1 {
			text = one
		}
	}
	if rest, leads := strings.CutPrefix(text, "{n}"); leads {
		n := numberWord(p.N)
		text = strings.ToUpper(n[:1]) + n[1:] + rest
	}
	return fill(text, func(name string) (string, bool) {
		switch name {
		case "n":
			return numberWord(p.N), true
		case "amount":
			return p.Amount.String(), true
		case "topics":
			return List(c.topics(p.Questions)), true
		}
		i, ok := find(p.Inserts, func(i Insert) bool { return i.Name == name })
		return i.Text, ok
	})
}

func (c *Content) topics(questions []string) []string {
	topics := make([]string, 0, len(questions))
	for _, id := range questions {
		if q, ok := c.Question(id); ok {
			topics = append(topics, lowerFirst(q.Topic))
		}
	}
	return topics
}

// fill puts values into the gaps of a text. A gap of a name that has no value stays.
func fill(text string, value func(name string) (string, bool)) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 64)
	for {
		before, rest, found := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		v, known := "", false
		if closed {
			v, known = value(name)
		}
		if known {
			b.WriteString(v)
			text = after
		} else {
			b.WriteByte('{')
			text = rest
		}
	}
}

// numberWord writes small numbers as words, as running text does.
func numberWord(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// List joins words as a sentence does: a, b and c.
func List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// upperFirst writes the first letter large, for what begins a line.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// lowerFirst writes the first letter small, unless the word is an abbreviation
// or a name that has a second capital or a digit.
func lowerFirst(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if len(word) < 2 || strings.ToLower(word[1:]) != word[1:] || strings.ContainsAny(word, "0123456789") {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// BalancePhrase is the sentence under the balance: what still decides, or that
// nothing does.
func (c *Content) BalancePhrase(o Outcome) Phrase {
	deciding := o.Deciding()
	switch {
	case len(o.Contributions) == 0 && len(o.Gates) == 0 && len(o.Open) == len(c.Questions):
		return Phrase{ID: "balance-nothing-answered"}
	case o.Readings != nil:
		return Phrase{ID: "balance-scope-open"}
	case o.Settled():
		return Phrase{ID: "balance-settled"}
	case len(deciding) == 1:
		return Phrase{ID: "balance-one-decides", N: 1, Questions: deciding}
	}
	return Phrase{ID: "balance-decide", N: len(deciding), Questions: deciding[:min(3, len(deciding))]}
}

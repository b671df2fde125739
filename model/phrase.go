package model

import (
	"strconv"
	"strings"
)

// Phrase is a sentence of the content with what fills its gaps.
type Phrase struct {
	ID        string
	N         int
	Amount    Hundredths
	Questions []string
}

// Phrases lists the ids of all sentences that the program says by itself. The
// content must have each, and no other.
func Phrases() []string {
	return []string{
		"balance-settled", "balance-decide", "balance-one-decides", "balance-scope-open", "balance-nothing-answered",
		"confidence-scope-open", "confidence-all-answered", "confidence-open-harmless", "confidence-open-decides",
		"confidence-guesses-decide", "confidence-guesses-harmless", "confidence-holder", "confidence-gated",
		"confidence-near", "confidence-far",
		"raise-scope", "raise-open", "raise-guesses",
		"side-alone", "side-without", "side-iso",
		"benefits-iso", "benefits-nis2", "benefits-together",
		"gap-none", "gap-partial", "gap-in-place", "gap-not-sure", "gap-unsaid",
		"answer-open", "answer-not-sure", "answer-unknown", "nameless",
		"disclaimer",
	}
}

// Say words a phrase. A content text may hold {n}, {amount} and {topics}; a text
// of two parts divided by " | " gives the words for one and for more than one.
func (c *Content) Say(p Phrase) string {
	text := c.Phrases[p.ID]
	if one, many, both := strings.Cut(text, " | "); both {
		if text = many; p.N == 1 {
			text = one
		}
	}
	topics := make([]string, 0, len(p.Questions))
	for _, id := range p.Questions {
		if q, ok := c.Question(id); ok {
			topics = append(topics, lowerFirst(q.Topic))
		}
	}
	if rest, leads := strings.CutPrefix(text, "{n}"); leads {
		n := numberWord(p.N)
		text = strings.ToUpper(n[:1]) + n[1:] + rest
	}
	return strings.NewReplacer(
		"{n}", numberWord(p.N),
		"{amount}", p.Amount.String(),
		"{topics}", List(topics),
	).Replace(text)
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

// lowerFirst writes the first letter small, unless the word is an abbreviation
// or a name that has a second capital or a digit.
func lowerFirst(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if len(word) < 2 || strings.ToLower(word[1:]) != word[1:] || strings.ContainsAny(word, "0123456789") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
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

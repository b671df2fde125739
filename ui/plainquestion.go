package ui

import (
	"strconv"
	"strings"

	"twopaths/model"
)

// plainQuestion is a question of the weighing.
type plainQuestion struct {
	s *choiceScreen // what is asked, and what an answer changes
}

func newPlainQuestion(p *plain, at place) *plainQuestion {
	return &plainQuestion{newChoiceScreen(p.env, at)}
}

func (q *plainQuestion) say(p *plain) {
	v := q.s.describe()
	p.heading()
	p.line(v.text)
	p.line(v.hint)
	p.labelled("Why we ask", v.why)
	for _, r := range v.rows {
		p.option(r.digit, r.label, r.hint)
	}
	if v.chosen >= 0 {
		p.line("Answered: " + joinSentences(v.rows[v.chosen].digit+", "+v.rows[v.chosen].label, firmWords(v)))
	} else {
		p.line("No answer yet.")
	}
	p.labelled("Note", v.note)
	q.brief(p)
}

// firmWords says how firm an answer is, where that was said.
func firmWords(v choiceView) string {
	if !v.hasFirmness || v.firmness == "" {
		return ""
	}
	return "How firm: " + string(v.firmness)
}

func (q *plainQuestion) brief(p *plain) {
	v := q.s.describe()
	n := len(v.rows) - 1
	words := "Choose 1 to " + strconv.Itoa(n) + ", or 0 for not sure; next leaves it as it is."
	if v.chosen < 0 {
		words = "Choose 1 to " + strconv.Itoa(n) + ", or 0 for not sure; next leaves it open."
	}
	p.line(words)
}

// take takes an answer, "2" or its id, and with it how firm it is: "2 fact".
func (q *plainQuestion) take(p *plain, line string) bool {
	v := q.s.describe()
	choice, how, said := strings.Cut(line, " ")
	firm, known := firmnessOf(strings.TrimSpace(how))
	switch {
	case said && !known:
		return false
	case !said:
		firm = v.firmness
	}
	for i, r := range v.rows {
		if choice != r.digit && !strings.EqualFold(choice, r.option) {
			continue
		}
		p.run(q.s.choose(v, i, firm))
		words := joinSentences("Noted: "+r.label, firmWords(q.s.describe()))
		if !p.hidden {
			words += q.leanWords(r)
		}
		p.line(words)
		p.effect()
		p.step(1)
		return true
	}
	return false
}

// leanWords says what an answer speaks for.
func (q *plainQuestion) leanWords(r choiceRow) string {
	alone, iso := q.s.content.Sides(q.s.outcome)
	switch {
	case r.lean == model.ForISO:
		return " It speaks for " + iso + "."
	case r.lean == model.ForAlone:
		return " It speaks for " + alone + "."
	case r.leans:
		return " It speaks for neither."
	}
	return ""
}

func (q *plainQuestion) noted() (plainNote, bool) {
	v := q.s.describe()
	return plainNote{v.note, "the note on " + v.topic, q.s.withNote}, true
}

func (q *plainQuestion) commands() []plainCommand {
	return []plainCommand{
		{word: "sure", args: "fact, estimate or guess", does: "how firm the answer is; 2 fact answers and says it at once", run: q.sure},
		{word: "why", does: "why we ask", run: func(p *plain, _ string) { p.labelled("Why we ask", q.s.describe().why) }},
		{word: "room", does: "what to ask the room", run: func(p *plain, _ string) { p.labelled("Ask the room", q.s.describe().room) }},
	}
}

func (q *plainQuestion) sure(p *plain, how string) {
	v := q.s.describe()
	if !v.hasFirmness {
		p.line("There is no answer yet that could be firm. Choose one first.")
		return
	}
	f, known := firmnessOf(how)
	if !known {
		p.line("Say sure fact, sure estimate or sure guess. " + joinSentences(firmWords(v)))
		return
	}
	p.run(q.s.firm(v, f))
	p.line("Noted: " + string(f) + ".")
}

// firmnessOf is the firmness with a name.
func firmnessOf(name string) (model.Firmness, bool) {
	for _, f := range model.Firmnesses() {
		if strings.EqualFold(name, string(f)) {
			return f, true
		}
	}
	return "", false
}

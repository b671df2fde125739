package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// plainScope is whether NIS2 applies, and as what: the facts by number, and each of them as
// a question of its own. Behind an answered one comes the next that is still open.
type plainScope struct {
	s *scopeScreen // what is known, what is asked, and what an answer changes
}

// plainFound is how many of what a search found are told.
const plainFound = 12

func newPlainScope(p *plain, at place) *plainScope {
	return &plainScope{newScopeScreen(p.env, at)}
}

func (x *plainScope) say(p *plain) {
	p.heading()
	if x.s.asking != "" {
		x.sayFact(p)
		return
	}
	ask := p.station(x.s.at.station).Ask
	p.line(ask.Text)
	p.line(ask.Hint)
	p.labelled("Why we ask", ask.Why)
	for i, row := range x.facts() {
		p.option(strconv.Itoa(i+1), row.label+": "+factState(row), "")
	}
	x.result(p)
	p.labelled("Note", p.a.Scope.Note)
	x.brief(p)
}

// factState is what is known of a fact.
func factState(row factRow) string {
	switch {
	case row.value != "":
		return row.value
	case row.open:
		return "open"
	}
	return "not said"
}

// facts is the rows of the screen but the result.
func (x *plainScope) facts() []factRow {
	rows := x.s.rows()
	return rows[:len(rows)-1]
}

// result is the class and how it came about.
func (x *plainScope) result(p *plain) {
	answer := p.content.AnswerScope(p.a.Scope)
	p.line("So far: " + joinSentences(answer.Title, answer.Clash, answer.Reason, answer.Next))
}

func (x *plainScope) brief(p *plain) {
	n := len(x.s.choices())
	switch {
	case x.s.asking == "":
		p.linef("Choose a fact, 1 to %d; ask asks one after the other what is open; next goes on.", len(x.facts()))
	case x.takesFigure():
		p.line("Type a number, or unknown; next leaves it as it is; facts leads back to the list.")
	case x.searches():
		p.line("Type words for it, or the number of one that was found; next leaves it as it is; facts leads back to the list.")
	case x.s.asking == model.FactSpecial:
		p.linef("Choose 1 to %d, as many as hold; next goes on; facts leads back to the list.", n)
	case x.s.asking == model.FactGroup:
		p.linef("Choose 1 to %d; remove and a number takes a company away; next leaves it as it is; facts leads back to the list.", n)
	default:
		p.linef("Choose 1 to %d; next leaves it as it is; facts leads back to the list.", n)
	}
}

// takesFigure reports whether a number is asked for.
func (x *plainScope) takesFigure() bool { return x.s.types() && !x.searches() }

// searches reports whether one of many is asked for, by words.
func (x *plainScope) searches() bool {
	return !x.s.member.open && (x.s.asking == model.FactType || x.s.asking == model.FactState)
}

// sayFact says the fact that is asked.
func (x *plainScope) sayFact(p *plain) {
	if x.s.member.open {
		p.line(joinSentences(p.content.MemberWords(model.Member{Relation: x.s.member.member.Relation}), memberFields[x.s.member.field].label+"?"))
		p.labelled("So far", figureText(*x.s.memberFigure()))
		x.brief(p)
		return
	}
	f := x.s.fact()
	p.line(joinSentences(f.Label, f.Text, f.Hint))
	p.labelled("Why we ask", f.Why)
	if words := x.words(x.s.asking); words != "" {
		p.line("Answered: " + stopped(words))
	}
	if !x.takesFigure() && (x.s.asking != model.FactType || x.s.input.in.Value() != "") {
		x.sayChoices(p)
	}
	x.brief(p)
}

// words is what is known of a fact.
func (x *plainScope) words(id string) string {
	if id != factStated {
		return x.s.content.FactWords(x.s.facts(), id)
	}
	class, _ := x.s.content.StatedClass(x.s.a.Scope.Stated)
	return class.Label
}

// sayChoices says what can be chosen; of what a search found, the first.
func (x *plainScope) sayChoices(p *plain) {
	choices := x.s.choices()
	if len(choices) == 0 {
		p.line("Nothing has this name. Try another word for it.")
		return
	}
	shown := choices
	if x.s.asking == model.FactType {
		shown = choices[:min(plainFound, len(choices))]
	}
	for i, c := range shown {
		label := c.label
		if c.right != "" {
			label += ", " + c.right
		}
		if c.chosen {
			label += ", chosen"
		}
		hint := c.hint
		if x.s.asking == model.FactState {
			hint = "" // the law of the state: it is told with the result
		}
		p.option(strconv.Itoa(i+1), label, hint)
	}
	if n := len(choices) - len(shown); n > 0 {
		p.line("And " + plural(n, "more", "more") + ". More words find fewer.")
	}
}

func (x *plainScope) take(p *plain, line string) bool {
	switch {
	case x.s.asking == "":
		rows := x.facts()
		i := slices.IndexFunc(rows, func(r factRow) bool { return strings.EqualFold(r.id, line) || strings.EqualFold(r.label, line) })
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(rows) {
			i = n - 1
		}
		if i < 0 {
			return false
		}
		p.run(x.s.ask(rows[i].id))
		x.sayFact(p)
		return true
	case x.takesFigure():
		if strings.EqualFold(line, "unknown") {
			line = ""
		}
		if !p.fits(line, "The number", model.MaxLine) {
			return true
		}
		x.s.input.set(line)
		return x.change(p, x.s.enterFigure)
	}
	choices := x.s.choices()
	if n, err := strconv.Atoi(line); err == nil {
		if n < 1 || n > len(choices) || x.s.asking == model.FactType && x.s.input.in.Value() == "" {
			return false
		}
		return x.change(p, choices[n-1].pick)
	}
	if x.searches() {
		if !p.fits(line, "What is looked for", model.MaxLine) {
			return true
		}
		x.s.input.set(line)
		choices = x.s.choices()
	}
	for _, c := range choices {
		if strings.EqualFold(c.label, line) {
			return x.change(p, c.pick)
		}
	}
	if x.searches() {
		x.sayChoices(p)
		return true
	}
	return false
}

// change makes a change and says what came of it: what was noted, and what is asked next.
func (x *plainScope) change(p *plain, act func() tea.Cmd) bool {
	asked, member, before := x.s.asking, x.s.member, p.version
	label := x.s.fact().Label
	p.run(act())
	if p.version != before || x.s.asking != asked && member == (memberEntry{}) {
		p.line("Noted: " + label + ": " + orNone(x.words(asked), "not known"))
		p.line("So far: " + stopped(p.content.AnswerScope(p.a.Scope).Title))
		if p.moved != 0 {
			p.effect()
		}
	} else if x.s.asking == asked && x.s.member == member {
		return true // it was refused, and that was said
	}
	switch {
	case x.s.asking == "":
		p.gap()
		x.say(p)
	case asked == model.FactSpecial && x.s.asking == asked:
		x.brief(p) // the list is long, and known
	default:
		p.gap()
		x.sayFact(p)
	}
	return true
}

// enter leaves a fact that was asked: one comes to the list.
func (x *plainScope) enter(*plain) { x.s.leaveFact() }

func (x *plainScope) noted() (plainNote, bool) {
	return plainNote{x.s.a.Scope.Note, noteOnScope, x.s.withNote}, true
}

func (x *plainScope) commands() []plainCommand {
	room := plainCommand{word: "room", does: "what to ask the room", run: func(p *plain, _ string) {
		p.labelled("Ask the room", p.station(x.s.at.station).Ask.Room)
	}}
	if x.s.asking == "" {
		return []plainCommand{
			{word: "ask", does: "be asked what is open, one after the other", run: x.ask},
			{word: "result", does: "the class, and how it came about", run: func(p *plain, _ string) { x.result(p) }},
			room,
		}
	}
	out := []plainCommand{
		{word: "facts", also: "back", does: "the list of facts", run: func(p *plain, _ string) {
			x.s.leaveFact()
			x.say(p)
		}},
		{word: "next", also: "skip", does: "the next open fact; this one stays as it is", run: func(p *plain, _ string) {
			x.s.member = memberEntry{}
			p.run(x.s.onward(x.s.asking))
			x.say(p)
		}},
		{word: "why", does: "why we ask", run: func(p *plain, _ string) {
			f := x.s.fact()
			p.labelled("Why we ask", f.Why+" ("+p.content.Cites(f.Cites)+")")
		}},
		room,
	}
	if x.s.asking == model.FactGroup {
		out = append(out, plainCommand{word: "remove", args: "NUMBER", does: "take a company of the group away", run: x.remove})
	}
	return out
}

// ask asks the first open fact.
func (x *plainScope) ask(p *plain, _ string) {
	open := p.content.OpenFacts(x.s.facts())
	if len(open) == 0 {
		p.line("Nothing that is open can change the class.")
		return
	}
	p.run(x.s.ask(open[0]))
	x.sayFact(p)
}

// remove takes a company of the group away.
func (x *plainScope) remove(p *plain, which string) {
	choices := x.s.choices()
	n, err := strconv.Atoi(which)
	if x.s.member.open || err != nil || n < 1 || n > len(choices) || choices[n-1].remove == nil {
		p.line("Which one? Say remove and the number of a company of the group.")
		return
	}
	x.change(p, choices[n-1].remove)
}

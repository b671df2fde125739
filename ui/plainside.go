package ui

import (
	"strconv"
	"strings"

	"twopaths/model"
)

// The places beside the way: the weights, the what-if, the break-even.

// plainWeights is how much each reason counts, and over which weights the verdict stays.
type plainWeights struct{ s *weightsScreen }

func newPlainWeights(p *plain, at place) *plainWeights {
	return &plainWeights{newWeightsScreen(p.env, at)}
}

// workOut works out the ranges where the state is another one.
func (w *plainWeights) workOut(p *plain) {
	for _, msg := range p.run(w.s.refresh(box{})) {
		if m, ok := msg.(weightsMsg); ok {
			w.s.receive(m)
		}
	}
}

func (w *plainWeights) say(p *plain) {
	p.line("How much each reason counts. Everything counts 1 unless you change it. Behind each stands over which weights the verdict stays what it is.")
	w.workOut(p)
	alone, iso := p.content.Sides(p.outcome)
	side := model.Lean("")
	for i, k := range w.s.criteria() {
		if k.Side != side {
			side = k.Side
			p.line("For " + map[model.Lean]string{model.ForISO: iso, model.ForAlone: alone}[side] + ":")
		}
		p.option(strconv.Itoa(i+1), k.Label+": "+strconv.Itoa(p.a.Weight(k.ID))+"; the same "+w.s.reach(i), "")
	}
	w.brief(p)
}

func (w *plainWeights) brief(p *plain) {
	p.linef("Say a number, 1 to %d, and the weight, 0 to %d: 3 2. The number alone tells more; reset makes all 1 again; back leads back.", len(w.s.criteria()), model.MaxWeight)
}

func (w *plainWeights) take(p *plain, line string) bool {
	number, weight, said := strings.Cut(line, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(w.s.criteria()) {
		return false
	}
	k := w.s.criteria()[n-1]
	if !said {
		w.workOut(p)
		p.line(joinSentences(k.Label, k.Claim, "It counts "+strconv.Itoa(p.a.Weight(k.ID)), "The verdict is the same "+w.s.reach(n-1)) + " " + strings.Join(w.s.beyond(n-1), " "))
		return true
	}
	to, err := strconv.Atoi(strings.TrimSpace(weight))
	if err != nil {
		to = -1
	}
	before := p.version
	if p.run(w.s.set(k, to)); to >= 0 && to <= model.MaxWeight {
		p.line("Noted: " + k.Label + " counts " + strconv.Itoa(to) + ".")
	}
	if p.version != before {
		p.effect()
	}
	return true
}

func (w *plainWeights) commands() []plainCommand {
	return []plainCommand{{word: "reset", does: "every weight is 1 again", run: func(p *plain, _ string) {
		if len(p.a.Weights) == 0 {
			p.line("Every weight is 1.")
			return
		}
		p.run(w.s.reset())
		p.line("Noted: every weight is 1.")
		p.effect()
	}}}
}

// whatIfCommands is the words around a what-if.
func whatIfCommands() []plainCommand {
	return []plainCommand{
		{word: "whatif", does: "try other answers; the assessment stays as it was until keep", run: func(p *plain, _ string) { p.wonder() }},
		{word: "compare", does: "the what-if and the assessment side by side", run: func(p *plain, _ string) {
			if p.inWhatIf() {
				p.goTo(whatIfPlace, true)
			}
		}},
		{word: "keep", does: "make the what-if the assessment", run: func(p *plain, _ string) {
			if p.inWhatIf() {
				p.run(p.keepScenario(recommendationPlace))
				p.line("Kept. undo takes it back.")
				p.goTo(recommendationPlace, true)
			}
		}},
		{word: "drop", does: "end the what-if; the assessment is as it was", run: func(p *plain, _ string) {
			if p.inWhatIf() {
				p.run(p.dropScenario(recommendationPlace))
				p.line("Dropped: the assessment is as it was. undo brings the what-if back.")
				p.goTo(recommendationPlace, true)
			}
		}},
	}
}

// inWhatIf reports whether a what-if is under way, and says it where none is.
func (p *plain) inWhatIf() bool {
	if p.base == nil {
		p.line("No what-if is under way. whatif begins one.")
	}
	return p.base != nil
}

// wonder begins a what-if, or goes on with the one that is kept.
func (p *plain) wonder() {
	if p.base != nil {
		p.line("You are in a what-if already. compare tells both side by side; keep or drop ends it.")
		return
	}
	words := "What if: change what you like."
	if p.a.WhatIf != nil {
		words = "Back in the what-if."
	}
	p.run(p.session.wonder(p.at))
	p.line(words + " The assessment stays as it was. compare tells both side by side; keep or drop ends it.")
	p.part().brief(p)
}

// plainWhatIf is the what-if and the assessment side by side.
type plainWhatIf struct{ *plainDocument }

func newPlainWhatIf() *plainWhatIf { return &plainWhatIf{newPlainDocument(comparePart)} }

func (w *plainWhatIf) say(p *plain) {
	w.write(p)
	p.document(w.sections)
	w.brief(p)
}

func (w *plainWhatIf) brief(p *plain) {
	p.line("keep makes the what-if the assessment, drop ends it; back leads back, to change more.")
}

// plainBreakEven is when the certificate pays, in the organisation's own numbers.
type plainBreakEven struct{ s *breakEvenScreen }

func newPlainBreakEven(p *plain, at place) *plainBreakEven {
	return &plainBreakEven{newBreakEvenScreen(p.env, at)}
}

func (b *plainBreakEven) say(p *plain) {
	p.line("When the certificate pays. No number here moves the verdict.")
	words := model.WordBreakEven(p.content, p.a, p.outcome)
	for i, row := range words.Inputs {
		value := row.Value
		switch {
		case value == "":
			value = "not known"
		case !p.a.BreakEven.Input(p.content.BreakEven.Inputs[i].ID).Known:
			value += ", " + row.Whose
		}
		p.option(strconv.Itoa(i+1), row.Label+": "+value, "")
	}
	b.result(p)
	b.brief(p)
}

// result is what the numbers come to.
func (b *plainBreakEven) result(p *plain) {
	words := model.WordBreakEven(p.content, p.a, p.outcome)
	for _, line := range words.Lines {
		p.line(line)
	}
	if missing := missingInputs(words); missing != "" {
		p.line(missing)
	}
	p.labelled("The estimates", words.Estimate)
}

func (b *plainBreakEven) brief(p *plain) {
	p.linef("Say a row, 1 to %d, and the number: 1 640, or a range, 5 18-23; unknown takes it away: 1 unknown. The row alone tells what is meant; back leads back.",
		len(p.content.BreakEven.Inputs))
}

func (b *plainBreakEven) take(p *plain, line string) bool {
	row, value, said := strings.Cut(line, " ")
	n, err := strconv.Atoi(row)
	inputs := p.content.BreakEven.Inputs
	if err != nil || n < 1 || n > len(inputs) {
		return false
	}
	b.s.focus = n - 1
	id := inputs[n-1].ID
	if !said {
		words := model.WordBreakEven(p.content, p.a, p.outcome).Inputs[n-1]
		p.line(joinSentences(words.Label, words.Text, "Ask: "+words.Ask))
		return true
	}
	if strings.EqualFold(strings.TrimSpace(value), "unknown") {
		value = ""
	}
	r, err := p.a.BreakEven.ParseInput(id, value)
	if err != nil {
		p.line(sentence(err.Error()))
		return true
	}
	p.run(b.s.set(r))
	p.line("Noted: " + inputs[n-1].Label + ": " + orNone(r.Text(), "not known"))
	b.result(p)
	return true
}

func (b *plainBreakEven) commands() []plainCommand { return nil }

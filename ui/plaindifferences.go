package ui

import (
	"strconv"
	"strings"

	"twopaths/model"
)

// plainDifferences is the differences, row by row: first what both sides say in short, then,
// of the row that is chosen, all of it.
type plainDifferences struct {
	s   *differencesScreen
	row int // the one that is spoken of, or -1
}

func newPlainDifferences(p *plain, at place) *plainDifferences {
	return &plainDifferences{newDifferencesScreen(p.env, at), -1}
}

func (s *plainDifferences) say(p *plain) {
	p.heading()
	p.line("How the two paths differ. Each row has what ISO 27001 says and what NIS2 says.")
	for i, d := range p.content.Differences {
		words := "Topic: " + d.Aspect + ". ISO 27001: " + stopped(d.ISO.Brief) + " NIS2: " + stopped(d.NIS2.Brief)
		m := p.a.Differences[d.ID]
		if m.Matters {
			words += " It matters to you."
		}
		if m.Note != "" {
			words += " It has a note."
		}
		p.option(strconv.Itoa(i+1), words, "")
	}
	for i, from := range bringing {
		p.option(strconv.Itoa(len(p.content.Differences)+i+1), s.s.bringingTitle(from), "")
	}
	s.brief(p)
}

func (s *plainDifferences) brief(p *plain) {
	words := "Choose a row, 1 to " + strconv.Itoa(s.s.rows()) + ", to hear all of it; next goes on."
	if s.s.onTable(s.row) && s.row >= 0 {
		words = "At row " + strconv.Itoa(s.row+1) + ". matters says that it matters to you, note writes a note on it. " + words
	}
	p.line(words)
}

func (s *plainDifferences) take(p *plain, line string) bool {
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= s.s.rows() {
		s.open(p, n-1)
		return true
	}
	for i, d := range p.content.Differences {
		if strings.EqualFold(line, d.ID) || strings.EqualFold(line, d.Aspect) {
			s.open(p, i)
			return true
		}
	}
	return false
}

// open tells all of a row.
func (s *plainDifferences) open(p *plain, row int) {
	s.row = row
	if !s.s.onTable(row) {
		from := bringing[row-len(p.content.Differences)]
		p.line("Row " + strconv.Itoa(row+1) + ". " + stopped(s.s.bringingTitle(from)))
		for _, b := range p.content.Benefits {
			if b.From == from {
				p.hang("- "+joinSentences(b.Label, b.Text), 2)
			}
		}
		return
	}
	d := p.content.Differences[row]
	m := p.a.Differences[d.ID]
	p.line("Row " + strconv.Itoa(row+1) + ". " + stopped(d.Aspect))
	p.labelled("ISO 27001", d.ISO.Full)
	p.labelled("NIS2", d.NIS2.Full)
	p.labelled("In practice", d.Practice)
	p.labelled("Ask the room", d.Room)
	p.labelled("For you", d.ForClass[p.outcome.Scope.ID])
	p.labelled("The rule", strings.TrimSpace(d.Rule)+" ("+p.content.Cites(d.Cites)+")")
	if m.Matters {
		p.line("It matters to you.")
	}
	p.labelled("Note", m.Note)
	s.brief(p)
}

func (s *plainDifferences) noted() (plainNote, bool) {
	if s.row < 0 || !s.s.onTable(s.row) {
		return plainNote{}, false
	}
	d := s.s.content.Differences[s.row]
	set := func(text string) model.Assessment { return s.s.withNote(d, text) }
	return plainNote{s.s.a.Differences[d.ID].Note, s.s.noteName(d), set}, true
}

func (s *plainDifferences) commands() []plainCommand {
	return []plainCommand{
		{word: "matters", args: "NUMBER", does: "this row matters to you, or does not any more", run: s.matters},
		{word: "room", args: "NUMBER", does: "what to ask the room", run: func(p *plain, which string) {
			if s.choose(p, which) {
				p.labelled("Ask the room", p.content.Differences[s.row].Room)
			}
		}},
	}
}

// choose makes the row with a number the one that is spoken of; without a number it stays.
func (s *plainDifferences) choose(p *plain, which string) bool {
	if n, err := strconv.Atoi(which); err == nil {
		if n < 1 || !s.s.onTable(n-1) {
			p.linef("The rows that can be marked are 1 to %d.", len(p.content.Differences))
			return false
		}
		s.row = n - 1
	} else if which != "" || s.row < 0 || !s.s.onTable(s.row) {
		p.line("Which row? Say its number first.")
		return false
	}
	return true
}

func (s *plainDifferences) matters(p *plain, which string) {
	if !s.choose(p, which) {
		return
	}
	d := p.content.Differences[s.row]
	p.run(s.s.toggle(d))
	if p.a.Differences[d.ID].Matters {
		p.line("Noted: " + d.Aspect + " matters to you.")
	} else {
		p.line("Noted: " + d.Aspect + " does not matter to you.")
	}
}

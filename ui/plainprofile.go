package ui

import (
	"strconv"
	"strings"

	"twopaths/model"
)

// plainProfile is who the assessment is about, who takes part, and how large it is.
type plainProfile struct{ s *profileScreen }

func newPlainProfile(p *plain, at place) *plainProfile {
	return &plainProfile{newProfileScreen(p.env, at)}
}

func (s *plainProfile) say(p *plain) {
	p.heading()
	p.line("Who is this about? It goes on the report's first page. Nothing leaves this machine.")
	p.line("Organisation: " + orNone(p.a.Organisation, "no name yet"))
	p.line("Who takes part: " + orNone(peopleLine(p.a.Participants), "nobody named yet"))
	p.line("How large, for the roadmap's effort:")
	for i, z := range p.content.Sizes {
		label := z.Label
		if z.ID == p.a.Plan.Size {
			label += ", chosen"
		}
		p.option(strconv.Itoa(i+1), label, z.Hint)
	}
	s.brief(p)
}

// orNone is a text, or what to say where there is none.
func orNone(text, none string) string {
	if text == "" {
		text = none
	}
	return stopped(text)
}

func (s *plainProfile) brief(p *plain) {
	p.linef("Choose a size, 1 to %d; say name and the organisation's name, or people and who takes part; next goes on.", len(p.content.Sizes))
}

func (s *plainProfile) take(p *plain, line string) bool {
	for i, z := range p.content.Sizes {
		if line == strconv.Itoa(i+1) || strings.EqualFold(line, z.ID) {
			p.run(s.s.setSize(i))
			p.line("Noted: the size is " + stopped(z.Label))
			s.brief(p)
			return true
		}
	}
	return false
}

func (s *plainProfile) commands() []plainCommand {
	return []plainCommand{
		{word: "name", args: "TEXT", does: "what the organisation is called; none takes the name away", run: s.name},
		{word: "people", args: "NAMES", does: "who takes part, with commas between them; none takes them away", run: s.people},
	}
}

func (s *plainProfile) name(p *plain, text string) {
	switch {
	case text == "":
		p.line("Organisation: " + orNone(p.a.Organisation, "no name yet") + " name and a name changes it.")
		return
	case strings.EqualFold(text, "none"):
		text = ""
	case !p.fits(text, "The name", model.MaxLine):
		return
	}
	p.run(s.s.setName(text, s.s.do))
	p.line("Noted: " + orNone(text, "no name"))
}

func (s *plainProfile) people(p *plain, text string) {
	switch {
	case text == "":
		p.line("Who takes part: " + orNone(peopleLine(p.a.Participants), "nobody named yet") + " people and names changes it.")
		return
	case strings.EqualFold(text, "none"):
		text = ""
	case !p.fits(text, "The names", model.MaxLine):
		return
	}
	p.run(s.s.setPeople(text, s.s.do))
	p.line("Noted: " + orNone(peopleLine(p.a.Participants), "nobody named"))
}

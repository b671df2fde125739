package ui

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"twopaths/model"
)

// plainGap is the gap check: the duties by number, and each of them as a question of its
// own. Behind an answered one comes the next.
type plainGap struct {
	s  *obligationsScreen // the duties, and what an answer changes
	in bool               // the row in focus is asked
}

func newPlainGap(p *plain, at place) *plainGap {
	return &plainGap{s: newObligationsScreen(p.env, at)}
}

// enter comes to the list.
func (g *plainGap) enter(*plain) { g.in = false }

func (g *plainGap) say(p *plain) {
	p.heading()
	if g.in {
		g.sayRow(p)
		return
	}
	p.line("What NIS2 asks for, and what is there. " + g.s.lead())
	if g.s.rows() == 0 {
		p.line("Nothing is asked for here.")
		g.brief(p)
		return
	}
	p.line(stopped(strings.Join(g.s.countParts(), ", ")))
	if g.s.holds() {
		p.option("1", "What does the certificate cover? "+g.reachWords(), "")
	}
	group := ""
	for i, d := range g.s.duties() {
		if title := groupTitle(d); title != group {
			group = title
			p.line(group + ":")
		}
		words := articleWords(d) + ". " + d.Short + ": " + g.stateWords(d)
		if d.Gap.Note != "" {
			words += ", with a note"
		}
		p.option(strconv.Itoa(g.s.first()+i+1), words, "")
	}
	g.brief(p)
}

// stateWords is how a duty stands.
func (g *plainGap) stateWords(d model.Duty) string {
	if proposed := d.Proposal.State; proposed != "" {
		return g.s.levelWords(proposed) + ", proposed"
	}
	return g.s.levelWords(d.Gap.State)
}

// reachWords is what was said of the certificate.
func (g *plainGap) reachWords() string {
	if covers := g.s.a.Certificate.Covers; covers != "" {
		return g.s.content.Phrases["reach-"+string(covers)]
	}
	return "not said"
}

func (g *plainGap) brief(p *plain) {
	switch {
	case g.s.rows() == 0:
		p.line("next goes on.")
	case g.in && g.s.onReach():
		p.line("Choose 1, 2 or 0; next leaves it as it is; rows leads back to the list.")
	case g.in:
		p.line("Choose 1 to 3, or 0 for not sure; next leaves it as it is; rows leads back to the list.")
	default:
		p.linef("Choose a row, 1 to %d; check asks one after the other; soa and a file reads a Statement of Applicability; next goes on.", g.s.rows())
	}
}

// sayRow asks for the row in focus.
func (g *plainGap) sayRow(p *plain) {
	d, ok := g.s.current()
	p.linef("Row %d of %d.", g.s.focus+1, g.s.rows())
	if !ok {
		p.line("What does the certificate cover?")
		if scope, known := p.content.Difference("scope"); known {
			p.line(scope.NIS2.Full + " What is proposed for the duties follows from your answer.")
		}
		for _, o := range g.s.reachOptions() {
			number, label, _ := strings.Cut(o, " ")
			p.option(number, label, "")
		}
		p.line("Answered: " + stopped(g.reachWords()))
		p.labelled("Note", p.a.Certificate.Note)
		g.brief(p)
		return
	}
	p.line(articleWords(d) + ". " + stopped(d.Short))
	p.line(d.Ask)
	p.labelled("Shown by", sentence(d.Evidence))
	for _, digit := range []string{"1", "2", "3", "0"} {
		p.option(digit, sentence(g.s.levelWords(levels[digit])), "")
	}
	if d.Proposal.State != "" {
		p.line("Proposed: " + stopped(g.s.proposalWords(d)) + " confirm takes it.")
	} else {
		p.line("Answered: " + stopped(g.s.levelWords(d.Gap.State)))
	}
	p.labelled("Note", d.Gap.Note)
	g.brief(p)
}

func (g *plainGap) take(p *plain, line string) bool {
	if !g.in {
		n, err := strconv.Atoi(line)
		row := n - 1
		if err != nil {
			row = slices.IndexFunc(g.s.duties(), func(d model.Duty) bool { return strings.EqualFold(d.ID, line) })
			if row >= 0 {
				row += g.s.first()
			}
		}
		if row < 0 || row >= g.s.rows() {
			return false
		}
		g.open(p, row)
		return true
	}
	digit := line
	for d, level := range levels {
		if _, isDuty := g.s.current(); isDuty && strings.EqualFold(line, string(level)) {
			digit = d
		}
	}
	ok, cmd := g.s.setState(digit)
	if p.run(cmd); !ok {
		return false
	}
	g.taken(p)
	return true
}

// open asks for a row.
func (g *plainGap) open(p *plain, row int) {
	g.in = true
	g.s.focus = row
	g.sayRow(p)
}

// taken says what was answered, and asks for the next row.
func (g *plainGap) taken(p *plain) {
	if d, ok := g.s.current(); ok {
		p.line("Noted: " + d.Short + ": " + stopped(g.s.levelWords(d.Gap.State)))
	} else {
		p.line("Noted: " + stopped(g.reachWords()))
	}
	g.onward(p)
}

// onward asks for the next row, and behind the last comes back to the list.
func (g *plainGap) onward(p *plain) {
	if g.s.focus >= g.s.rows()-1 {
		g.in = false
		p.line("That was the last one. " + stopped(strings.Join(g.s.countParts(), ", ")))
		g.brief(p)
		return
	}
	p.gap()
	g.open(p, g.s.focus+1)
}

func (g *plainGap) noted() (plainNote, bool) {
	if !g.in {
		return plainNote{}, false
	}
	return plainNote{g.s.noteText(), "the note on " + g.s.topic(), g.s.withNote}, true
}

func (g *plainGap) commands() []plainCommand {
	if g.s.rows() == 0 {
		return nil
	}
	out := []plainCommand{
		{word: "confirmall", does: "confirm all that is proposed", run: g.confirmAll},
		{word: "soa", args: "FILE", does: "read a Statement of Applicability from a .csv file", run: g.read},
	}
	if !g.in {
		return append([]plainCommand{{word: "check", does: "be asked for one duty after the other, from the first that nobody looked at", run: g.check}}, out...)
	}
	return append([]plainCommand{
		{word: "rows", also: "back", does: "the list of duties", run: func(p *plain, _ string) {
			g.in = false
			g.say(p)
		}},
		{word: "next", also: "skip", does: "the next duty; this one stays as it is", run: func(p *plain, _ string) { g.onward(p) }},
		{word: "confirm", does: "confirm what is proposed here", run: g.confirm},
		{word: "remove", does: "take the state of this away; its note stays", run: g.remove},
		{word: "more", does: "the duty in full, and the controls that work towards it", run: g.more},
	}, out...)
}

// check asks from the first duty on that nobody looked at.
func (g *plainGap) check(p *plain, _ string) {
	row := slices.IndexFunc(g.s.duties(), func(d model.Duty) bool { return d.Gap.State == "" })
	switch {
	case g.s.holds() && p.a.Certificate.Covers == "":
		g.open(p, 0)
	case row < 0:
		p.line("Every duty was looked at.")
	default:
		g.open(p, g.s.first()+row)
	}
}

func (g *plainGap) confirm(p *plain, _ string) {
	d, ok := g.s.current()
	if !ok || d.Proposal.State == "" {
		p.line("Nothing is proposed here.")
		return
	}
	p.run(g.s.confirmOne(d))
	g.taken(p)
}

func (g *plainGap) confirmAll(p *plain, _ string) {
	what, cmd := g.s.confirmEvery()
	if what == "" {
		p.line("Nothing is proposed.")
		return
	}
	p.run(cmd)
	p.line("Confirmed " + what + ". undo takes that back.")
}

func (g *plainGap) remove(p *plain, _ string) {
	if !g.s.removable() {
		p.line("Nothing was said here that could be taken away.")
		return
	}
	p.run(g.s.remove())
	p.line("Noted: nothing is said here any more.")
}

// more tells what else is known of a duty.
func (g *plainGap) more(p *plain, _ string) {
	d, ok := g.s.current()
	if !ok {
		g.sayRow(p)
		return
	}
	p.line("The duty: " + d.Label + " (" + d.Article + ").")
	p.labelled("Beyond ISO", d.BeyondISO)
	if len(d.Links) == 0 {
		p.labelled("Controls", p.content.Phrases["named-none"])
		return
	}
	enisa := false
	for _, naming := range []model.Naming{model.NamedByThree, model.NamedByTwo, model.NamedByENISA} {
		first := true
		for _, l := range d.Links {
			if l.Naming != naming {
				continue
			}
			if first {
				p.line("Controls, " + inSentence(p.content.Phrases["named-"+string(naming)]) + ":")
				first = false
			}
			enisa = enisa || l.ENISA
			k, _ := p.content.Control(l.Control)
			words := l.Control + " " + k.Label
			if l.ENISA && naming != model.NamedByENISA {
				words += ", ENISA too"
			}
			if state := p.a.Controls[l.Control].State; state != "" {
				words += ", " + p.content.Phrases["control-"+string(state)]
			}
			p.line("- " + words)
		}
	}
	if source, known := p.content.Source("enisa"); known && enisa {
		p.labelled("Credit", source.Credit)
	}
}

// read takes a Statement of Applicability, or says all that is wrong with it.
func (g *plainGap) read(p *plain, path string) {
	if path == "" {
		p.line("Which file? Say soa and the name of a .csv file with columns for control and state.")
		return
	}
	for _, msg := range p.run(g.s.read(path)) {
		if read, ok := msg.(controlsMsg); ok {
			p.run(g.s.receive(read))
		}
	}
	refused := g.s.refused
	if refused == nil {
		if n := p.content.Proposed(p.a); n > 0 {
			p.line(plural(n, "duty has", "duties have") + " a proposal now; confirm counts one, confirmall all.")
		}
		return
	}
	g.s.refused = nil
	for _, line := range faultLines(refused.err) {
		p.line("- " + strings.TrimPrefix(line.label+": "+line.text, ": "))
	}
	p.line("Nothing was changed. Mend " + filepath.Base(refused.path) + ", or name another file.")
}

package ui

import (
	"slices"
	"strconv"
	"strings"

	"twopaths/model"
)

// plainStart is where one begins: a new assessment, a saved one, a file, or the sample.
type plainStart struct {
	saved []Saved
	err   error // why they cannot be listed
}

// plainListed is how many saved assessments are told unasked.
const plainListed = 20

// load reads the saved assessments.
func (s *plainStart) load(p *plain) {
	if !p.opts.NoSave {
		s.saved, s.err = p.store.List()
	}
}

func (s *plainStart) say(p *plain) {
	s.load(p)
	c := p.opts.known()
	p.gap()
	p.line("twopaths. Two paths across: NIS2 alone, or NIS2 with ISO 27001. Find yours, and the way along it.")
	p.line("Nothing leaves this machine. Content of " + c.AsOf.MonthYear() + ".")
	if s.err != nil {
		p.line("The saved assessments cannot be listed: " + stopped(s.err.Error()))
	}
	p.line("1. New assessment.")
	p.line("2. Open a file or a report.")
	p.line("3. Try the sample. A machine builder; nothing is saved.")
	s.sayList(p, plainListed)
	s.brief(p)
}

// sayList tells the saved assessments, at most so many.
func (s *plainStart) sayList(p *plain, most int) {
	for i, saved := range s.saved[:min(most, len(s.saved))] {
		p.option(strconv.Itoa(i+4), s.title(saved), s.detail(p, saved))
	}
	if n := len(s.saved) - most; n > 0 {
		p.line("And " + plural(n, "older one", "older ones") + "; list tells all.")
	}
}

func (s *plainStart) title(saved Saved) string {
	if saved.Err != nil {
		return saved.Name + extension
	}
	return "Continue " + title(saved)
}

func (s *plainStart) detail(p *plain, saved Saved) string {
	if saved.Err != nil {
		return "It cannot be read."
	}
	n := p.opts.known().Overall(saved.Assessment)
	return strconv.Itoa(n.Done) + " of " + strconv.Itoa(n.Total) + " answered, " + day(saved.Modified, p.opts.Now())
}

func (s *plainStart) brief(p *plain) {
	p.linef("Choose by number, 1 to %d, or say new, open, sample, continue or delete. help tells every word.", len(s.saved)+3)
}

func (s *plainStart) take(p *plain, line string) bool {
	n, err := strconv.Atoi(line)
	switch {
	case err != nil || n < 1 || n > len(s.saved)+3:
		return false
	case n == 1:
		s.create(p, "")
	case n == 2:
		s.open(p, "")
	case n == 3:
		s.sample(p, "")
	default:
		p.opened(openPath(p.opts, s.saved[n-4].Path))
	}
	return true
}

func (s *plainStart) commands() []plainCommand {
	return []plainCommand{
		{word: "new", args: "NAME", does: "begin an assessment of the organisation with this name", run: s.create},
		{word: "continue", args: "NUMBER or NAME", does: "go on with a saved assessment; alone, with the last", run: s.resume},
		{word: "open", args: "FILE", does: "open an assessment, or what an exported report carries", run: s.open},
		{word: "sample", does: "try the sample; nothing is saved", run: s.sample},
		{word: "list", does: "every saved assessment", run: func(p *plain, _ string) {
			s.load(p)
			s.sayList(p, len(s.saved))
			p.linef("%d saved in %s.", len(s.saved), p.store.Dir)
		}},
		{word: "delete", args: "NUMBER or NAME", does: "delete a saved assessment, after asking for its name", run: s.delete},
	}
}

// create begins a new assessment; without a name it asks for one.
func (s *plainStart) create(p *plain, name string) {
	if name == "" {
		p.question("Which organisation is it about? Type its name, or none.", func(line string) {
			if strings.EqualFold(line, "none") {
				line = ""
			}
			s.named(p, line)
		})
		return
	}
	s.named(p, name)
}

func (s *plainStart) named(p *plain, name string) {
	if p.fits(name, "The name", model.MaxLine) {
		p.opened(begin(p.opts, model.Assessment{Organisation: name, Date: model.DateOf(p.opts.Now())}))
	}
}

func (s *plainStart) open(p *plain, path string) {
	if path == "" {
		p.question("Which file? Type the name of an assessment (.yaml) or of an exported report (.md).", func(line string) { s.open(p, line) })
		return
	}
	p.opened(openPath(p.opts, path))
}

func (s *plainStart) sample(p *plain, _ string) {
	p.opts.letGo()
	p.opened(openSample(p.opts.known()))
}

// pick finds a saved assessment by its number in the list, its name or its organisation.
func (s *plainStart) pick(p *plain, which string) (Saved, bool) {
	s.load(p)
	if n, err := strconv.Atoi(which); err == nil && n >= 4 && n < len(s.saved)+4 {
		return s.saved[n-4], true
	}
	if i := slices.IndexFunc(s.saved, func(saved Saved) bool { return saved.Name == which }); i >= 0 {
		return s.saved[i], true
	}
	var found []Saved
	for _, saved := range s.saved {
		if strings.EqualFold(title(saved), which) {
			found = append(found, saved)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	if len(found) > 1 {
		p.line("More than one has this name. Choose by number; list tells them.")
	} else {
		p.line("There is no saved assessment " + quoted(which) + ". list tells them.")
	}
	return Saved{}, false
}

func (s *plainStart) resume(p *plain, which string) {
	if which == "" {
		s.load(p)
		i := slices.IndexFunc(s.saved, func(saved Saved) bool { return saved.Err == nil })
		if i < 0 {
			p.line("Nothing is saved yet. new begins an assessment.")
			return
		}
		p.opened(openPath(p.opts, s.saved[i].Path))
		return
	}
	if saved, ok := s.pick(p, which); ok {
		p.opened(openPath(p.opts, saved.Path))
	}
}

// delete removes a saved assessment once its name was typed.
func (s *plainStart) delete(p *plain, which string) {
	if which == "" {
		p.line("Which one? Say delete and its number or name.")
		return
	}
	saved, ok := s.pick(p, which)
	if !ok {
		return
	}
	name := model.CleanLine(saved.Name)
	p.question("This deletes "+name+" for good. Type its name to go on.", func(line string) {
		if line != saved.Name {
			p.line("Not deleted.")
			return
		}
		if err := p.store.Delete(saved.Name, p.opts.Now()); err != nil {
			p.line(sentence(err.Error()))
			return
		}
		p.line("Deleted.")
		s.load(p)
		s.brief(p)
	})
}

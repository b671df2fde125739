package ui

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"twopaths/model"
)

// plainExport is what is exported, and where to.
type plainExport struct {
	s *exportScreen // what is exported, and how
}

func newPlainExport(p *plain, at place) *plainExport {
	return &plainExport{newExportScreen(p.env, at)}
}

// enter takes note of what has changed since: the name that is proposed, the usual profile.
func (x *plainExport) enter(p *plain) {
	x.s.enter()
	for _, msg := range p.run(x.s.refresh(box{})) {
		x.s.update(msg)
	}
}

func (x *plainExport) say(p *plain) {
	name := x.s.path.in.Value()
	p.heading()
	p.line("Export the report.")
	if p.base != nil {
		p.line("The report is on the assessment as it was; the what-if is a section of it.")
	}
	p.line("File: " + name)
	if path, err := exportPath(name); err == nil {
		p.line("In: " + filepath.Dir(path))
	}
	p.line("Format: " + joinSentences(formatOf(name), x.formatWords(formatOf(name))))
	x.saySections(p, false)
	x.sayProfile(p)
	x.brief(p)
}

// formatWords says what a format is, and what it lacks.
func (x *plainExport) formatWords(format string) string {
	words := exportWords[format]
	if x.s.lacksStart(format) {
		words += " It needs a first day, which is set at the roadmap."
	}
	return words
}

// saySections tells what the report shows; with all, each section by number.
func (x *plainExport) saySections(p *plain, all bool) {
	ids := model.Sections()
	shown := 0
	for i, id := range ids {
		state := "left out"
		if hasSection(p.a.Report, id) {
			state = "shown"
			shown++
		}
		if all {
			p.option(strconv.Itoa(i+1), sectionWords[id]+", "+state, "")
		}
	}
	if !all {
		p.linef("Sections: %d of %d are shown; sections tells them. Only Markdown (md) and HTML (html) have them.", shown, len(ids))
	}
}

// sayProfile tells who sends the report.
func (x *plainExport) sayProfile(p *plain) {
	from, usual := x.s.profile()
	var words []string
	for _, l := range profileLines {
		if text := *l.of(&from); text != "" {
			words = append(words, l.label+": "+text)
		}
	}
	switch {
	case len(words) == 0 && x.s.usualErr != nil:
		p.line("Profile: " + x.s.usualName() + " cannot be used, and nothing is exported with it: " + stopped(x.s.usualErr.Error()))
	case len(words) == 0:
		p.line("Profile: nobody named.")
	case usual:
		p.line("Profile, from " + x.s.usualName() + " until a line is changed here: " + stopped(strings.Join(words, "; ")))
	default:
		p.line("Profile: " + stopped(strings.Join(words, "; ")))
	}
}

func (x *plainExport) brief(p *plain) {
	p.line("export writes it; export FILE gives it another name. Choose a format, 1 to " + strconv.Itoa(len(model.Formats())) +
		": " + strings.Join(model.Formats(), ", ") + ".")
}

func (x *plainExport) take(p *plain, line string) bool {
	for i, format := range model.Formats() {
		if line == strconv.Itoa(i+1) || strings.EqualFold(line, format) {
			x.s.setFormat(format)
			p.line("Noted: " + joinSentences(x.s.path.in.Value(), x.formatWords(format)))
			return true
		}
	}
	return false
}

func (x *plainExport) commands() []plainCommand {
	out := []plainCommand{
		{word: "sections", does: "what the report shows, by number", run: func(p *plain, _ string) {
			x.saySections(p, true)
			p.line("section and a number takes one out or brings it back. The verdict is always shown.")
		}},
		{word: "section", args: "NUMBER", does: "take a section out of the report, or bring it back", run: x.section},
	}
	for n, l := range profileLines {
		out = append(out, plainCommand{word: strings.ToLower(l.label), args: "TEXT", does: "a line of the report's first page; none takes it away",
			run: func(p *plain, text string) { x.line(p, n, text) }})
	}
	return out
}

// section takes a section out or brings it back.
func (x *plainExport) section(p *plain, which string) {
	ids := model.Sections()
	i := slices.Index(ids, which)
	if n, err := strconv.Atoi(which); err == nil && n >= 1 && n <= len(ids) {
		i = n - 1
	}
	if i < 0 {
		p.line("Which one? Say section and a number; sections tells them.")
		return
	}
	before := p.version
	p.run(x.s.toggle(ids[i]))
	switch {
	case p.version == before: // it is the last, and that was said
	case hasSection(p.a.Report, ids[i]):
		p.line("Noted: " + sectionWords[ids[i]] + ", shown.")
	default:
		p.line("Noted: " + sectionWords[ids[i]] + ", left out.")
	}
}

// line changes a line of the profile.
func (x *plainExport) line(p *plain, n int, text string) {
	label := profileLines[n].label
	if text == "" {
		from, _ := x.s.profile()
		p.line(label + ": " + orNone(*profileLines[n].of(&from), "nothing"))
		return
	}
	if strings.EqualFold(text, "none") {
		text = ""
	}
	if !p.fits(text, "The line", model.MaxLine) {
		return
	}
	x.s.takeLines()
	p.do(x.s.withLine(n, text), lineName(n))
	p.line("Noted: " + label + ": " + orNone(text, "nothing"))
}

// export writes the report, from wherever one is, under a name or the one proposed.
func (p *plain) export(name string) {
	x := p.partAt(p.kind(model.ExportStation)).(*plainExport)
	x.enter(p)
	if name == "" {
		name = x.s.path.in.Value()
	}
	x.write(p, name, false)
}

func (x *plainExport) write(p *plain, name string, overwrite bool) {
	x.s.focus = exportRow{} // of the rows, only this one is spoken of
	for _, msg := range p.run(x.s.write(name, overwrite)) {
		if done, ok := msg.(exportedMsg); ok && done.err == nil {
			p.opts.result.Exported = done.path
		}
		x.s.update(msg)
	}
	switch {
	case x.s.asking != "":
		path := x.s.asking
		x.s.asking = ""
		there := "There is a file of this name already: "
		if x.s.byHand {
			there = "There is a report of this name already, and somebody changed it by hand: "
		}
		p.question(there+stopped(path)+" Type yes to overwrite it; no keeps it.", func(line string) {
			if !strings.EqualFold(line, "yes") {
				p.line("The old file was kept.")
				return
			}
			x.write(p, path, true)
		})
	case x.s.err != nil:
		p.line("Not exported: " + stopped(x.s.err.Error()) + " Your answers are kept. Choose another name or another format.")
	default:
		p.line("Written: " + x.s.written)
		p.handed = true
	}
}

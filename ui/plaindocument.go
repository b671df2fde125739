package ui

import (
	"strconv"
	"strings"
)

// plainDocument is a part of the report, made of the very Markdown that the export writes:
// its first section, and the others by number.
type plainDocument struct {
	part documentPart

	version  int // the one that sections are of; 0: none
	sections []plainSection
	err      error
}

func newPlainDocument(part documentPart) *plainDocument { return &plainDocument{part: part} }

// write makes the document where something has changed.
func (d *plainDocument) write(p *plain) {
	if d.version == p.version {
		return
	}
	var text string
	d.version = p.version
	text, d.err = d.part.write(p.content, p.a, p.base, true)
	d.sections = plainMarkdown(text)
}

func (d *plainDocument) say(p *plain) {
	d.write(p)
	p.heading()
	if d.err != nil {
		p.line("The document could not be written: " + stopped(d.err.Error()) + " Your answers are kept. Check the content with `twopaths content check`.")
		return
	}
	if len(d.sections) > 0 {
		p.document(d.sections[:1])
	}
	d.outline(p)
	d.brief(p)
}

// outline tells the sections.
func (d *plainDocument) outline(p *plain) {
	if len(d.sections) < 2 {
		return
	}
	p.line("Sections:")
	for i, s := range d.sections {
		title := s.title
		if i == 0 && d.part == recommendationPart {
			title = "The verdict"
		}
		p.option(strconv.Itoa(i+1), title, "")
	}
}

func (d *plainDocument) brief(p *plain) {
	d.write(p)
	if n := len(d.sections); n > 1 {
		p.linef("Choose a section, 1 to %d; all tells everything; next goes on.", n)
		return
	}
	p.line("next goes on.")
}

func (d *plainDocument) take(p *plain, line string) bool {
	d.write(p)
	n, err := strconv.Atoi(line)
	if err != nil || n < 1 || n > len(d.sections) {
		return false
	}
	p.document(d.sections[n-1 : n])
	d.brief(p)
	return true
}

func (d *plainDocument) commands() []plainCommand {
	return []plainCommand{
		{word: "all", does: "the whole document", run: func(p *plain, _ string) {
			d.write(p)
			p.document(d.sections)
			d.brief(p)
		}},
		{word: "sections", does: "the sections, by number", run: func(p *plain, _ string) {
			d.write(p)
			d.outline(p)
			d.brief(p)
		}},
		{word: "search", args: "TEXT", does: "where a text stands in it", run: d.search},
	}
}

// search tells what holds a text, each with its section.
func (d *plainDocument) search(p *plain, query string) {
	d.write(p)
	if query == "" {
		p.line("What for? Say search and a text.")
		return
	}
	found := 0
	for i, s := range d.sections {
		for _, para := range s.paras {
			if strings.Contains(strings.ToLower(para.text), strings.ToLower(query)) {
				p.line("Section " + strconv.Itoa(i+1) + ", " + s.title + ": " + stopped(strings.TrimSpace(para.text)))
				found++
			}
		}
	}
	if found == 0 {
		p.line("Nothing found for " + quoted(query) + ".")
		return
	}
	p.line(plural(found, "place", "places") + " found.")
}

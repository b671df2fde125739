package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// ScopeReport is what is to be said of a scope: the class that counts, and the reasons.
type ScopeReport struct {
	Class  ScopeClass
	Result ScopeResult // as the facts give it; with a stated class, that is added
	State  State       // the member state, if one is stated and known
}

// ExplainScope works out the class of a scope and the reasons for it. A class that was
// stated outright has no others than that.
func (c *Content) ExplainScope(s Scope) ScopeReport {
	class := c.ScopeClass(s)
	out := ScopeReport{Class: class}
	out.State, _ = c.State(s.Facts.State)
	stated, said := c.statedClass(s)
	say := func(id string) {
		out.Result.Steps = append(out.Result.Steps, ScopeStep{c.Say(Phrase{ID: id, Inserts: []Insert{{"class", stated.Label}}}), stated.Cites})
	}
	if s.Facts.IsZero() && said && stated.Binds != BindingIsOpen {
		out.Result.Class, out.Result.Possible, out.Result.Basis = class.ID, []string{class.ID}, class.Cites
		out.Result.Notes = c.inquire(&s.Facts).notesFor(class.ID)
		say("scope-stated")
	} else {
		out.Result = c.ClassifyScope(s.Facts)
		switch clash, clashes := c.ScopeClash(s); {
		case clashes:
			out.Result.Steps = append(out.Result.Steps, ScopeStep{Text: c.Say(clash)})
		case said && class.ID == stated.ID && class.ID != out.Result.Class:
			out.Result.Class, out.Result.Possible = class.ID, []string{class.ID}
			out.Result.Basis = slices.Concat(class.Cites, out.Result.Basis)
			out.Result.Missing, out.Result.Settles, out.Result.GroupLaw = nil, 0, false
			out.Result.Notes = c.inquire(&s.Facts).notesFor(class.ID)
			say("scope-stated-counts")
		}
	}
	return out
}

// scopeJSON is a scope for other programs.
type scopeJSON struct {
	Result   string          `json:"result"`
	Binds    Binding         `json:"binds"`
	Basis    []string        `json:"basis"`
	Steps    []scopeStepJSON `json:"steps"`
	Possible []string        `json:"possible"`
	Missing  []string        `json:"missing"`
	Settles  int             `json:"settles"` // so many of missing, the first, settle it
	Presumed []string        `json:"presumed"`
}

type scopeStepJSON struct {
	Text  string   `json:"text"`
	Basis []string `json:"basis"`
}

func (c *Content) scopeJSON(s Scope) scopeJSON {
	x := c.ExplainScope(s)
	out := scopeJSON{
		Result: x.Class.ID, Binds: x.Class.Binds, Basis: c.citeList(x.Result.Basis), Steps: []scopeStepJSON{},
		Possible: present(x.Result.Possible), Missing: present(x.Result.Missing), Settles: x.Result.Settles,
		Presumed: present(x.Result.Presumed),
	}
	for _, step := range x.Result.Steps {
		out.Steps = append(out.Steps, scopeStepJSON{step.Text, c.citeList(step.Cites)})
	}
	return out
}

// citeList is citations in words, one each.
func (c *Content) citeList(cites []Cite) []string {
	out := make([]string, len(cites))
	for i := range cites {
		out[i] = c.Cites(cites[i : i+1])
	}
	return out
}

// ScopeJSON is the scope of an assessment for other programs.
func (c *Content) ScopeJSON(a Assessment) ([]byte, error) { return indented(c.scopeJSON(a.Scope)) }

// indented writes a value as JSON for people and programs.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("writing JSON: %w", err)
	}
	return b.Bytes(), nil
}

// ScopeText is the scope of an assessment as plain text, for a terminal or a mail.
func (c *Content) ScopeText(a Assessment) string {
	x := c.ExplainScope(a.Scope)
	p := &page{content: c}
	if a.Organisation != "" {
		p.line(0, "", a.Organisation)
	}
	p.line(0, "", x.Class.Label)
	p.line(0, "", strings.TrimSpace(x.Class.Means))
	if bill := c.billWords(x); bill != "" {
		p.line(0, "", bill)
	}

	p.head("scope-heading-why")
	for i, step := range x.Result.Steps {
		p.line(0, strconv.Itoa(i+1)+". ", c.withCites(step.Text, step.Cites))
	}
	p.missing(x)
	if len(x.Result.Notes) > 0 {
		p.head("scope-heading-notes")
	}
	for _, topic := range ScopeTopics() {
		first := true
		for _, n := range x.Result.Notes {
			if n.Topic != topic {
				continue
			}
			if first {
				p.line(0, "", c.Phrases["scope-topic-"+topic])
				first = false
			}
			p.line(2, "- ", c.withCites(strings.TrimSpace(n.Text), n.Cites))
		}
	}
	p.law(x)
	p.b.WriteByte('\n')
	p.line(0, "", c.Phrases["disclaimer"])
	return p.b.String()
}

// ScopeTopics lists what the notes on a scope are about, in the order in which they are
// shown.
func ScopeTopics() []string {
	return []string{"duties", "supervision", "fines", "implementing", "jurisdiction", "growth", "supply", "caution"}
}

// withCites is a text with what it rests on in brackets.
func (c *Content) withCites(text string, cites []Cite) string {
	if len(cites) == 0 {
		return text
	}
	return text + " (" + c.Cites(cites) + ")"
}

// page is plain text of a width that every terminal and mail has.
type page struct {
	content *Content
	b       strings.Builder
}

const pageWidth = 78

// line writes a paragraph, indented, with a mark before its first line.
func (p *page) line(indent int, mark, text string) {
	lead := strings.Repeat(" ", indent) + mark
	hang := strings.Repeat(" ", uniseg.StringWidth(lead))
	width := 0
	for i, word := range strings.Fields(text) {
		w := uniseg.StringWidth(word)
		switch {
		case i == 0:
			p.b.WriteString(lead + word)
			width = len(hang) + w
		case width+1+w > pageWidth:
			p.b.WriteString("\n" + hang + word)
			width = len(hang) + w
		default:
			p.b.WriteString(" " + word)
			width += 1 + w
		}
	}
	p.b.WriteByte('\n')
}

// head writes a heading with a line of space before it.
func (p *page) head(id string, inserts ...Insert) {
	p.b.WriteByte('\n')
	p.line(0, "", p.content.Say(Phrase{ID: id, Inserts: inserts}))
}

// missing writes what is still to find out: what settles it, then the rest.
func (p *page) missing(x ScopeReport) {
	r := x.Result
	if len(r.Missing) == 0 && !r.GroupLaw {
		return
	}
	p.head("scope-heading-missing")
	if r.GroupLaw {
		p.line(0, "", p.content.groupLawWords(x))
	}
	if r.Settles > 0 {
		p.line(0, "", p.content.Say(Phrase{ID: "scope-missing-settles", N: r.Settles}))
		p.asked(r.Missing[:r.Settles])
	}
	if rest := r.Missing[r.Settles:]; len(rest) > 0 {
		id := "scope-missing-none"
		if r.Settles > 0 {
			id = "scope-missing-more"
		}
		p.line(0, "", p.content.Say(Phrase{ID: id, N: len(rest)}))
		p.asked(rest)
	}
}

// asked writes the questions for some facts, each with its key in an assessment file.
func (p *page) asked(facts []string) {
	for _, id := range facts {
		f, _ := find(p.content.ScopeRules.Facts, func(f ScopeFact) bool { return f.ID == id })
		p.line(2, "- ", strings.TrimSpace(f.Text)+" "+strings.TrimSpace(f.Hint)+" ("+keyScope+"."+f.Field+")")
	}
}

// law writes what is known of the law of the member state, how old that is, and what of
// it was not verified.
func (p *page) law(x ScopeReport) {
	heading, lines := p.content.lawLines(x)
	p.b.WriteByte('\n')
	p.line(0, "", heading)
	for _, line := range lines {
		p.line(2, "", line)
	}
}

// lawLines is a heading for the law of a member state, and what is known of it.
func (c *Content) lawLines(x ScopeReport) (heading string, lines []string) {
	s := x.State
	if s.Code == "" {
		if law := x.lawBefore(); law != "" {
			return law, nil
		}
		return c.Phrases["scope-law-unstated"], nil
	}
	heading = c.Say(Phrase{ID: "scope-heading-law", Inserts: []Insert{{"state", s.Name}}})
	add := func(line string) { lines = append(lines, strings.TrimSpace(line)) }
	add(s.Law)
	status := "scope-law-" + s.Status
	if s.InForce.IsZero() && s.Status != "bill" {
		status = "scope-law-undated"
	}
	add(c.Say(Phrase{ID: status, Inserts: []Insert{{"date", s.InForce.Long()}}}))
	for _, row := range [][2]string{{"authority", s.Authority}, {"csirt", s.CSIRT}, {"registration", s.Registration}} {
		if row[1] != "" {
			add(c.Say(Phrase{ID: "scope-law-" + row[0], Inserts: []Insert{{"value", strings.TrimSpace(row[1])}}}))
		}
	}
	if s.Notes != "" {
		add(s.Notes)
	}
	add(c.Say(Phrase{ID: "scope-law-as-of", Inserts: []Insert{{"date", s.AsOf}}}))
	if len(s.Unverified) > 0 {
		words := make([]string, len(s.Unverified))
		for i, field := range s.Unverified {
			words[i] = c.Phrases["scope-field-"+strings.ReplaceAll(field, "_", "-")]
		}
		add(c.Say(Phrase{ID: "scope-law-unverified", Inserts: []Insert{{"fields", List(words)}}}))
	}
	return heading, lines
}

// lawBefore is what stands in place of the law of a state, where none is stated and the
// notes say so.
func (x ScopeReport) lawBefore() string {
	if x.State.Code != "" {
		return ""
	}
	n, _ := find(x.Result.Notes, func(n *ScopeNote) bool { return n.Law != "" })
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.Law)
}

// billWords says that the Directive binds through no law yet, where it may bind and the
// state has no law in force; else nothing. A regulation that fills it in needs no such law.
func (c *Content) billWords(x ScopeReport) string {
	if !x.State.NoLaw() || x.Class.Binds == DoesNotBind {
		return ""
	}
	if slices.ContainsFunc(x.Result.Notes, func(n *ScopeNote) bool { return n.When.Implementing != nil && *n.When.Implementing }) {
		return c.inState("scope-bill-implementing", x)
	}
	return c.inState("scope-bill", x)
}

// groupLawWords asks what the law of the state does with the group of an independent
// entity.
func (c *Content) groupLawWords(x ScopeReport) string { return c.inState("scope-ask-group-law", x) }

// inState says a phrase of the state of a scope.
func (c *Content) inState(id string, x ScopeReport) string {
	return upperFirst(c.Say(Phrase{ID: id, Inserts: []Insert{{"state", x.State.Running()}}}))
}

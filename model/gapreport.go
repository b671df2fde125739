package model

import (
	"slices"
	"strconv"
	"strings"
)

// The gap check in the report.

// GapSection is the duties of one state, in the report's words.
type GapSection struct {
	State  GapLevel // empty: not looked at
	Duties []DutyWords
}

// Bare is the duties of the section without a note, by their few words and articles.
func (s GapSection) Bare() []string {
	var out []string
	for _, d := range s.Duties {
		if d.Note == "" {
			short := d.Short
			if len(out) > 0 {
				short = lowerFirst(short)
			}
			out = append(out, short+" ("+d.Article+")")
		}
	}
	return out
}

// DutyWords is a duty in words. Everything that was typed is escaped.
type DutyWords struct {
	Article, Label, Short string
	Evidence              string // what would show that it is in place
	Note                  string // what was noted, as a block quote
	Beyond                string // what ISO 27001 does not give
	Relation              string // covered, partial or none
	Controls              []NamingWords
}

// NamingWords is the controls of a duty that so many mappings name.
type NamingWords struct {
	Naming   Naming
	Controls []string
}

// GapSections is the duties by their states: first what is missing, last what nobody
// looked at and of which there is no proposal, unless there is a note. States without a duty are left out.
func (r *Report) GapSections() []GapSection {
	var out []GapSection
	for _, state := range []GapLevel{GapNone, GapPartial, GapNotSure, GapInPlace, ""} {
		section := GapSection{State: state}
		for _, d := range r.duties {
			if d.Gap.State == state && (d.Proposal.State == "" || d.Gap.Note != "") {
				section.Duties = append(section.Duties, r.dutyWords(d))
			}
		}
		if len(section.Duties) > 0 {
			out = append(out, section)
		}
	}
	return out
}

func (r *Report) dutyWords(d Duty) DutyWords {
	w := DutyWords{Article: d.Article, Label: d.Label, Short: d.Short, Evidence: strings.TrimSpace(d.Evidence),
		Note: r.note(d.Gap.Note), Beyond: strings.TrimSpace(d.BeyondISO), Relation: d.Relation}
	for _, l := range d.Links {
		if n := len(w.Controls); n == 0 || w.Controls[n-1].Naming != l.Naming {
			w.Controls = append(w.Controls, NamingWords{Naming: l.Naming})
		}
		last := &w.Controls[len(w.Controls)-1]
		last.Controls = append(last.Controls, l.Control)
	}
	return w
}

// GapSummary is how many duties are in each state, in a sentence.
func (r *Report) GapSummary() string {
	n := r.GapCount()
	var parts []string
	for _, x := range []struct {
		n     int
		state string
	}{{n.InPlace, "in-place"}, {n.Partial, "partial"}, {n.None, "none"}, {n.NotSure, "not-sure"}, {n.Open, "unsaid"}} {
		if x.n > 0 {
			parts = append(parts, strconv.Itoa(x.n)+" "+r.content.Phrases["gap-count-"+x.state])
		}
	}
	return r.content.Say(Phrase{ID: "gap-summary", Inserts: []Insert{{"all", strconv.Itoa(n.Total())}, {"states", strings.Join(parts, ", ")}}})
}

// GapCount is how many duties are in each state.
func (r *Report) GapCount() GapCount { return CountGap(r.duties) }

// Checked reports whether the gap check was begun: a duty has a state or a note, the
// controls or the reach of a certificate were given.
func (r *Report) Checked() bool {
	return len(r.assessment.Gap)+len(r.assessment.Controls) > 0 || r.assessment.Certificate != Certificate{}
}

// AskedOfLaw reports whether there are duties to check because the law binds, or may.
func (r *Report) AskedOfLaw() bool { return r.outcome.Scope.Binds != DoesNotBind }

// Reach is how far the certificate that is held reaches, in words; empty where it was not
// said or none is held.
func (r *Report) Reach() string {
	if !r.outcome.Holder || r.assessment.Certificate.Covers == "" {
		return ""
	}
	return r.content.Phrases["reach-"+string(r.assessment.Certificate.Covers)]
}

// ReachWhole reports whether it reaches all that the law binds.
func (r *Report) ReachWhole() bool { return r.assessment.Certificate.Covers == ReachWhole }

// ReachNote is what was noted on that.
func (r *Report) ReachNote() string {
	if !r.outcome.Holder {
		return ""
	}
	return r.note(r.assessment.Certificate.Note)
}

// ProposalWords is the duties for which one state is proposed.
type ProposalWords struct {
	State  GapLevel
	Duties []string // by article and few words
}

// Proposals is what is proposed and not confirmed, the best first, for one source.
func (r *Report) Proposals(from string) []ProposalWords {
	var out []ProposalWords
	for _, state := range []GapLevel{GapInPlace, GapPartial, GapNone} {
		w := ProposalWords{State: state}
		for _, d := range r.duties {
			if d.Proposal.State == state && d.Proposal.From == ProposalSource(from) {
				w.Duties = append(w.Duties, lowerFirst(d.Short)+" ("+d.Article+")")
			}
		}
		if len(w.Duties) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// Links is the duties with the controls that work towards them, those without any last.
func (r *Report) Links() []DutyWords {
	r.cites([]Cite{{Source: "enisa"}})
	var out []DutyWords
	for _, d := range r.duties {
		out = append(out, r.dutyWords(d))
	}
	slices.SortStableFunc(out, func(a, b DutyWords) int { return b2i(len(a.Controls) == 0) - b2i(len(b.Controls) == 0) })
	return out
}

// ControlWords is the controls that the Statement of Applicability gives one state, with
// what was noted on them.
type ControlWords struct {
	State    string
	Controls []string
}

// ControlsOnRecord is the controls of which a state is on record.
func (r *Report) ControlsOnRecord() []ControlWords {
	var out []ControlWords
	for _, level := range []ControlLevel{ControlInPlace, ControlPartial, ControlNone, ControlExcluded} {
		w := ControlWords{State: upperFirst(r.content.Phrases["control-"+string(level)])}
		for _, k := range r.content.Controls {
			if x := r.assessment.Controls[k.ID]; x.State == level {
				w.Controls = append(w.Controls, k.ID+r.bracketed(x.Note))
			}
		}
		if len(w.Controls) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// bracketed is a note on one line in brackets, or nothing.
func (r *Report) bracketed(note string) string {
	if note = inline(note); note == "" || r.noNotes {
		return ""
	}
	return " (" + note + ")"
}

// Unused is what is on record and counts nothing here: states of duties that are not asked
// of this organisation, the reach of a certificate that nobody holds, and changes to steps
// that are not in the plan.
func (r *Report) Unused() []string {
	c, a := r.content, r.assessment
	var out []string
	say := func(id string, note string, inserts ...Insert) {
		out = append(out, c.Say(Phrase{ID: id, Inserts: inserts})+r.bracketed(note))
	}
	asked := map[string]bool{}
	for _, d := range r.duties {
		asked[d.ID] = true
		if _, own := a.Gap[d.ID]; !own {
			asked[d.Obligation] = true // a state of the whole counts for the parts without one
		}
	}
	for _, o := range c.Obligations {
		things := []ObligationPart{{ID: o.ID, Short: o.Short}}
		for _, p := range append(things, o.Parts...) {
			if g, said := a.Gap[p.ID]; said && !asked[p.ID] {
				id := "unused-duty"
				if p.ID == o.ID && len(o.Parts) > 0 && asked[o.Parts[0].ID] {
					id = "unused-whole"
				}
				say(id, g.Note, Insert{"article", o.Article}, Insert{"duty", lowerFirst(p.Short)}, Insert{"state", c.gapWords(g.State)})
			}
		}
	}
	if x := a.Certificate; x != (Certificate{}) && !r.outcome.Holder {
		reach := ReachNotSure
		if x.Covers != "" {
			reach = x.Covers
		}
		say("unused-certificate", x.Note, Insert{"reach", c.Phrases["reach-"+string(reach)]})
	}
	for _, s := range c.Steps {
		change, said := a.Steps[s.ID]
		if _, planned := r.roadmap.Step(s.ID); !said || planned {
			continue
		}
		words := r.changed(PlannedStep{Step: s, Change: change})
		if len(words) == 0 {
			words = []string{c.Phrases["step-noted"]}
		}
		say("unused-step", change.Note, Insert{"step", s.ID}, Insert{"change", strings.Join(words, "; ")})
	}
	return out
}

package model

import (
	"cmp"
	"math/bits"
	"slices"
)

// How the scope is decided.
//
// The law is a ladder: exclusions first, then DORA, then everything that makes an
// entity essential, then important, and so on down to "out". ScopeRules.Rules holds
// the rungs as data, in that order, and the first one whose conditions hold for
// complete facts gives the class. Where facts are missing, every completion of them is
// tried: types, size classes, and the few facts that a rule asks for. The set of
// classes found is exact. Numbers enter the rules as a size class only, so intervals
// of headcount, turnover and balance sheet are enough to know which size classes are
// still possible.
//
// Left out facts are unknown, but for those that are exceptions by nature: without a
// word on them an entity is established in the Union, belongs to no group, and is none
// of the special cases. The result says so (Presumed) until they are stated.

// ScopeRules is the law of Articles 2 to 4 as dated data, with the words that the scope
// station asks and explains it with.
type ScopeRules struct {
	Sizes    []SizeTest    `yaml:"sizes"` // ascending; the first is below every limit
	Rules    []ScopeRule   `yaml:"rules"` // the first that holds gives the class
	Notes    []ScopeNote   `yaml:"notes"`
	Facts    []ScopeFact   `yaml:"facts"` // in the order in which they are asked, cheapest to find first
	Specials []SpecialCase `yaml:"specials"`

	index *scopeIndex // made by Prepare
}

// SizeTest is a size class and what reaches it: so many people, or both money figures
// above theirs. A figure at a money ceiling does not exceed it.
type SizeTest struct {
	ID        string     `yaml:"id"` // small, medium, large
	Label     string     `yaml:"label"`
	Headcount Hundredths `yaml:"headcount"` // annual work units that reach the class
	Turnover  Hundredths `yaml:"turnover"`  // EUR million that must be exceeded
	Balance   Hundredths `yaml:"balance"`   // EUR million that must be exceeded
	Reached   string     `yaml:"reached"`   // what it means, as a sentence of the reasoning
	Cites     []Cite     `yaml:"cites"`
}

// ScopeWhen is a condition on complete facts. Every part that is given must hold; a
// list holds where one of its entries does.
type ScopeWhen struct {
	Annex        []string `yaml:"annex"`        // I, II or none
	Sectors      []string `yaml:"sectors"`      // sector ids
	Types        []string `yaml:"types"`        // type ids
	Sizes        []string `yaml:"sizes"`        // size ids
	Any          []string `yaml:"any"`          // one of these special cases, stated or implied by the type
	All          []string `yaml:"all"`          // all of these special cases
	None         []string `yaml:"none"`         // none of these special cases
	Outside      *bool    `yaml:"outside"`      // established outside the Union
	Offers       *bool    `yaml:"offers"`       // offers services in the Union (asked only of those outside)
	Digital      *bool    `yaml:"digital"`      // on the list of Art. 26(1)(b), by type or special case
	Implementing *bool    `yaml:"implementing"` // covered by Implementing Regulation (EU) 2024/2690
	Classes      []string `yaml:"classes"`      // notes only: the result is one of these classes
}

// ScopeRule is a rung of the ladder.
type ScopeRule struct {
	ID    string    `yaml:"id"`
	When  ScopeWhen `yaml:"when"`
	Class string    `yaml:"class"`
	Text  string    `yaml:"text"` // the step of the reasoning, as a sentence; may hold {type}
	Cites []Cite    `yaml:"cites"`
}

// ScopeNote is something that follows for those whom its condition describes.
type ScopeNote struct {
	ID    string    `yaml:"id"`
	Topic string    `yaml:"topic"` // duties, supervision, fines, implementing, jurisdiction, growth, supply or caution
	When  ScopeWhen `yaml:"when"`
	Text  string    `yaml:"text"`
	Cites []Cite    `yaml:"cites"`

	Open  bool         `yaml:"open"`  // only where more than one of its classes remains
	Below *SizeCeiling `yaml:"below"` // by the figures it may be below; nil: any size
	Law   string       `yaml:"law"`   // what stands in place of the law of a state, where none is stated
}

// ScopeFact is a fact that the station asks for: type, state, offers, headcount,
// turnover, balance, group, independent, special.
type ScopeFact struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"` // at most 18 cells, for the list of facts
	Text  string `yaml:"text"`  // the question
	Hint  string `yaml:"hint"`  // what to count, where to find it
	Why   string `yaml:"why"`
	Field string `yaml:"field"` // its key in an assessment file
	Cites []Cite `yaml:"cites"`
}

// SpecialCase is a circumstance that decides whatever the size, or an exception.
type SpecialCase struct {
	ID           string    `yaml:"id"`
	Label        string    `yaml:"label"`   // at most 46 cells, for the list to tick
	Hint         string    `yaml:"hint"`    // at most 64 cells
	For          ScopeWhen `yaml:"for"`     // whom it is offered to
	Clashes      []string  `yaml:"clashes"` // special cases that cannot hold with it
	Only         []string  `yaml:"only"`    // the types that alone can be it; empty: any
	Needs        []string  `yaml:"needs"`   // special cases of which one holds with it; empty: none is needed
	Digital      bool      `yaml:"digital"`
	Implementing bool      `yaml:"implementing"`
	Cites        []Cite    `yaml:"cites"`
}

// Sector is a sector of Annex I or II with its types, or the group of those in neither.
type Sector struct {
	ID         string       `yaml:"id"`
	Label      string       `yaml:"label"`
	Annex      string       `yaml:"annex"`  // I, II or none
	Number     string       `yaml:"number"` // its number in the Annex
	Types      []EntityType `yaml:"types"`
	Subsectors []Subsector  `yaml:"subsectors"`
	Cites      []Cite       `yaml:"cites"`
}

// Subsector is a part of a sector.
type Subsector struct {
	ID    string       `yaml:"id"`
	Label string       `yaml:"label"`
	Types []EntityType `yaml:"types"`
}

// EntityType is a type of entity of an Annex: what an organisation does.
type EntityType struct {
	ID           string   `yaml:"id"`
	Label        string   `yaml:"label"`   // at most 46 cells
	Hint         string   `yaml:"hint"`    // at most 64 cells: what falls under it, or does not
	Words        []string `yaml:"words"`   // what people say instead: "we host servers", "MSP"
	Implies      []string `yaml:"implies"` // special cases that the type is by itself
	OneOf        []string `yaml:"one_of"`  // special cases of which exactly one holds: unknown until one is stated
	Digital      bool     `yaml:"digital"`
	Implementing bool     `yaml:"implementing"`
}

// State is a member state and its law.
type State struct {
	Code         string      `yaml:"code"` // ISO 3166
	Name         string      `yaml:"name"`
	InText       string      `yaml:"in_text"` // its name within a sentence, where that is another one
	Status       string      `yaml:"status"`  // in-force, in-force-by-statute, bill
	Law          string      `yaml:"law"`
	InForce      Date        `yaml:"in_force"`
	Authority    string      `yaml:"authority"`
	CSIRT        string      `yaml:"csirt"`
	Registration string      `yaml:"registration"`
	Notes        string      `yaml:"notes"`
	AsOf         string      `yaml:"as_of"`
	Verified     bool        `yaml:"verified"`
	Unverified   []string    `yaml:"unverified"`   // fields that were not verified
	Dates        []StateDate `yaml:"dates"`        // days of its law that are known
	Independence string      `yaml:"independence"` // "yes" where the state lets an independent entity leave its group's figures out; empty: not known
}

// StateDate is a day that the law of a state, or its authority, has set.
type StateDate struct {
	On       Date      `yaml:"on"`
	What     string    `yaml:"what"`     // what is due then, beginning with a capital letter, without a full stop
	Kind     string    `yaml:"kind"`     // registration, measures, reporting or other
	When     ScopeWhen `yaml:"when"`     // for whom
	Verified bool      `yaml:"verified"` // read in the act, on an authority's page or in two independent sources
}

// ScopeResult is what facts say of the scope.
type ScopeResult struct {
	Class    string       // a class id; UndeterminedScope where several remain
	Possible []string     // the classes that remain, the highest first
	Basis    []Cite       // what the class, or each that remains, rests on
	Steps    []ScopeStep  // the reasoning
	Missing  []string     // facts that can still change the class: first the fewest that settle it, then the cheapest to find
	Settles  int          // so many of Missing, the first, settle it whatever they turn out to be; 0: no one and no two do
	GroupLaw bool         // what its state does with the group of an independent entity is not known, and can change the class
	Presumed []string     // facts that were not stated and are taken to be as they mostly are
	Notes    []*ScopeNote // what follows, whatever is still open
}

// ScopeStep is a sentence of the reasoning with what it rests on.
type ScopeStep struct {
	Text  string
	Cites []Cite
}

// ClassifyScope says as what NIS2 applies, if it does, on the facts given. Facts that
// contradict each other, or that this content does not know, are for CheckScope; here
// they count as far as they go.
func (c *Content) ClassifyScope(f Facts) ScopeResult {
	in := c.inquire(&f)
	r := ScopeResult{Class: UndeterminedScope, Possible: in.classIDs(), Presumed: in.presumed()}
	if len(r.Possible) == 1 {
		r.Class = r.Possible[0]
	} else {
		r.Missing, r.Settles = in.missing()
		r.GroupLaw = in.groupLaw()
	}
	r.Steps, r.Basis = in.reasoning(r)
	r.Notes = in.notesFor("")
	return r
}

// notesFor is the notes that hold in every completion. Where a class was stated that the
// facts do not decide, it is every completion that gives this class; and where none
// does, the class counts as given.
func (in *inquiry) notesFor(stated string) []*ScopeNote {
	at := slices.Index(in.classes, stated)
	gives := at >= 0 && in.possible>>at&1 != 0
	out := make([]*ScopeNote, 0, 8)
notes:
	for i := range in.notes {
		note := &in.notes[i]
		if !in.figures.below(in.content.ScopeRules.Notes[i].Below) {
			continue
		}
		if left := in.possible & note.classes; in.content.ScopeRules.Notes[i].Open && (gives || left&(left-1) == 0) {
			continue
		}
		named := note.classes == 0 || at >= 0 && !gives && note.classes>>at&1 != 0
		for j := range in.cells {
			x := &in.cells[j]
			if gives && int(x.class) != at {
				continue
			}
			if !in.holds(note, x) || !named && note.classes>>x.class&1 == 0 {
				continue notes
			}
		}
		out = append(out, &in.content.ScopeRules.Notes[i])
	}
	return out
}

// presumed is the facts that were not stated and are taken to be as they mostly are.
func (in *inquiry) presumed() []string {
	f := in.facts
	var out []string
	if p := &in.placements[in.units[0].place]; f.Type == "" && f.Sector == p.sector && p.of.Number != "" {
		out = append(out, FactType)
	}
	if f.Established == "" && len(in.lands) == 1 && in.lands[0] == here {
		out = append(out, FactOffers)
	}
	if f.Group == nil && in.groupMatters() {
		out = append(out, FactGroup)
	}
	if f.Special == nil {
		out = append(out, FactSpecial)
	}
	return out
}

// groupMatters reports whether figures of a group could change the class. They can only
// add to its own, and those of a publicly owned entity stand alone.
func (in *inquiry) groupMatters() bool {
	if in.stated&in.special[PubliclyOwned] != 0 {
		return false
	}
	least := bits.TrailingZeros8(in.figures.sizes)
	for at := 0; at < len(in.found); at += in.scale.sizes {
		for size := least; size < in.scale.sizes; size++ {
			if in.class(in.found[at+size]) != in.class(in.found[at+least]) {
				return true
			}
		}
	}
	return false
}

// groupLaw reports whether the law of the state decides, by leaving the group of an
// independent entity out or counting it, and what it does is not known.
func (in *inquiry) groupLaw() bool {
	state, known := in.content.State(in.facts.State)
	if !known || state.Independence != "" || in.facts.Independent == No || len(in.figures.counts) < 2 {
		return false
	}
	var with, alone uint32 // the classes that remain, as bits
	for _, k := range in.figures.counts {
		sizes := in.figures.sizeRange(in.figures.sums(k.own))
		for i, rule := range in.found {
			if sizes>>(i%in.scale.sizes)&1 == 0 {
				continue
			}
			if k.own {
				alone |= 1 << in.class(rule)
			} else {
				with |= 1 << in.class(rule)
			}
		}
	}
	return with != alone
}

// Running is the name of the state within a sentence.
func (s State) Running() string { return cmp.Or(s.InText, s.Name) }

// NoLaw reports whether the state has no law in force that the Directive could bind by.
func (s State) NoLaw() bool { return s.Status == "bill" }

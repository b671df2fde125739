package model

import (
	"math"
	"math/bits"
	"slices"
)

// How facts are classified.
//
// What a rule asks about is turned into numbers once, when the content is loaded: a
// special case is a bit, a size class and a rule are places in their lists. Facts
// become the completions that they leave open, along four axes that do not depend on
// each other:
//
//   - units: each type that the facts allow, with each choice of the special cases of
//     which exactly one holds;
//   - lands: inside the Union, or outside with or without an offer in it;
//   - size classes, from the figures (figures.go).
//
// The first rule that holds is found for each unit, land and size class, possible or
// not: what is not possible tells whether size makes a difference at all.

// Limits of the numbers that conditions are turned into.
const (
	MaxSpecials = 64 // special cases of a content
	MaxSizes    = 8  // size classes of a content
)

// bitset is a set of special cases.
type bitset = uint64

// scopeIndex is the scope rules of a content in numbers. It never changes.
type scopeIndex struct {
	content    *Content
	classes    []string // in the order of their height
	special    map[string]bitset
	specials   []specialBits
	placements []placement
	rules      []rung
	notes      []condition
	facts      []factSet // in the order of the content
	scale      scale
	allSizes   uint8
	digital    bitset // special cases that are digital
	implements bitset // special cases that the implementing regulation covers
}

// specialBits is a special case and what cannot, or must, hold with it.
type specialBits struct {
	clashes, needs bitset
	only           []bool // by placement; nil: any
}

// placement is a type of entity where it stands: the same type may stand in two places.
type placement struct {
	kind              EntityType
	sector, subsector string
	annex             string
	of                *Sector
	label, place      string // as words within a sentence: what it does, and where it is listed
	implied           bitset
	oneOf             bitset
	rules             []uint16 // those that may hold for the type
}

// within reports whether the placement lies in the sector and subsector of the facts,
// as far as they are said.
func (p *placement) within(f *Facts) bool {
	return (f.Sector == "" || f.Sector == p.sector) && (f.Subsector == "" || f.Subsector == p.subsector)
}

// condition is a ScopeWhen in numbers.
type condition struct {
	places         []bool // by placement: annex, sector and type are as asked
	sizes          uint8  // none: it can never hold
	any, all, none bitset // any is empty where it was not asked for
	asks, want     traits // the traits asked for, and those of them that must be
	classes        uint32 // as bits of places in classes; 0: any
}

// traits are what is simply so or not.
type traits uint8

const (
	isOutside traits = 1 << iota
	hasOffers
	isDigital
	isImplementing
)

// rung is a rule in numbers.
type rung struct {
	condition
	class uint8
}

// unit is a type with its special cases.
type unit struct {
	place   uint16
	choice  uint8 // of the special cases of which one must hold; 0: there is none to make
	traits  traits
	special bitset
}

// Lands: inside the Union, outside with an offer in it, outside without.
const (
	here     = hasOffers
	offering = isOutside | hasOffers
	quiet    = isOutside
)

// heights are the classes from the highest to the lowest. The last two stand outside
// the order.
var heights = [...]string{"essential", "important", "depends-national", "registration-only", "out-but-voluntary", "out",
	"lex-specialis-dora", UndeterminedScope}

// scopeIndex is the numbers that classifying facts needs: those that Prepare worked out, or
// its own.
func (c *Content) scopeIndex() *scopeIndex {
	if c.ScopeRules.index != nil {
		return c.ScopeRules.index
	}
	return newScopeIndex(c)
}

func newScopeIndex(c *Content) *scopeIndex {
	r := &c.ScopeRules
	ix := &scopeIndex{content: c, special: map[string]bitset{}, scale: newScale(r.Sizes)}
	ix.allSizes = uint8(1<<min(len(r.Sizes), MaxSizes) - 1)
	for i, s := range r.Specials[:min(len(r.Specials), MaxSpecials)] {
		bit := bitset(1) << i
		ix.special[s.ID] = bit
		if s.Digital {
			ix.digital |= bit
		}
		if s.Implementing {
			ix.implements |= bit
		}
	}
	for i := range c.Sectors {
		s := &c.Sectors[i]
		for _, t := range s.Types {
			ix.place(s, nil, t)
		}
		for j := range s.Subsectors {
			for _, t := range s.Subsectors[j].Types {
				ix.place(s, &s.Subsectors[j], t)
			}
		}
	}
	for _, s := range r.Specials {
		x := specialBits{clashes: ix.bits(s.Clashes...), needs: ix.bits(s.Needs...)}
		if len(s.Only) > 0 {
			x.only = ix.where(func(p *placement) bool { return slices.Contains(s.Only, p.kind.ID) })
		}
		ix.specials = append(ix.specials, x)
	}
	ix.classes = append(ix.classes, heights[:]...)
	for _, rule := range r.Rules {
		if !slices.Contains(ix.classes, rule.Class) {
			ix.classes = append(ix.classes, rule.Class)
		}
		ix.rules = append(ix.rules, rung{ix.compile(rule.When), uint8(slices.Index(ix.classes, rule.Class))})
	}
	for i := range ix.placements {
		for j := range ix.rules {
			if ix.rules[j].places[i] {
				ix.placements[i].rules = append(ix.placements[i].rules, uint16(j))
			}
		}
	}
	for _, n := range r.Notes {
		ix.notes = append(ix.notes, ix.compile(n.When))
	}
	for _, f := range r.Facts {
		ix.facts = append(ix.facts, factNamed[f.ID])
	}
	return ix
}

func (ix *scopeIndex) place(s *Sector, part *Subsector, t EntityType) {
	p := placement{kind: t, sector: s.ID, annex: s.Annex, of: s, label: lowerFirst(t.Label), place: s.Label,
		implied: ix.bits(t.Implies...), oneOf: ix.bits(t.OneOf...)}
	if part != nil {
		p.subsector, p.place = part.ID, s.Label+", "+lowerFirst(part.Label)
	}
	ix.placements = append(ix.placements, p)
}

// bits is the set of some special cases; unknown ones are left out.
func (ix *scopeIndex) bits(ids ...string) bitset {
	var set bitset
	for _, id := range ids {
		set |= ix.special[id]
	}
	return set
}

// where is, by placement, whether something holds.
func (ix *scopeIndex) where(is func(p *placement) bool) []bool {
	out := make([]bool, len(ix.placements))
	for i := range ix.placements {
		out[i] = is(&ix.placements[i])
	}
	return out
}

func (ix *scopeIndex) compile(w ScopeWhen) condition {
	k := condition{any: ix.bits(w.Any...), all: ix.bits(w.All...), none: ix.bits(w.None...), sizes: ix.allSizes}
	for i, asked := range []*bool{w.Outside, w.Offers, w.Digital, w.Implementing} {
		if asked != nil {
			k.asks |= 1 << i
			if *asked {
				k.want |= 1 << i
			}
		}
	}
	one := func(asked []string, id string) bool { return len(asked) == 0 || slices.Contains(asked, id) }
	k.places = ix.where(func(p *placement) bool {
		return one(w.Annex, p.annex) && one(w.Sectors, p.sector) && one(w.Types, p.kind.ID)
	})
	for i, id := range ix.classes {
		if slices.Contains(w.Classes, id) {
			k.classes |= 1 << i
		}
	}
	if len(w.Sizes) > 0 {
		k.sizes = 0
		for i, s := range ix.content.ScopeRules.Sizes {
			if slices.Contains(w.Sizes, s.ID) {
				k.sizes |= 1 << i
			}
		}
	}
	if (len(w.Any) > 0 && k.any == 0) || bits.OnesCount64(k.all) < len(w.All) {
		k.sizes = 0 // it asks for what this content does not have
	}
	return k
}

// holds reports whether the condition holds at a place where it may, whatever the class.
func (k *condition) holds(u *unit, land traits, size int) bool {
	return k.sizes>>size&1 != 0 && (k.any == 0 || u.special&k.any != 0) &&
		u.special&k.all == k.all && u.special&k.none == 0 && (u.traits|land)&k.asks == k.want
}

// noRule stands for the rule where none holds. The content gate lets no such content in.
const noRule = math.MaxUint16

// rule is the first rule that holds for complete facts.
func (ix *scopeIndex) rule(u *unit, land traits, size int) uint16 {
	for _, i := range ix.placements[u.place].rules {
		if ix.rules[i].holds(u, land, size) {
			return i
		}
	}
	return noRule
}

// class is the class that a rule gives, as a place in classes.
func (ix *scopeIndex) class(rule uint16) uint8 {
	if rule == noRule {
		return uint8(slices.Index(ix.classes, UndeterminedScope))
	}
	return ix.rules[rule].class
}

// stated is the set of special cases that the facts state.
func (ix *scopeIndex) stated(f *Facts) bitset { return ix.bits(f.Special...) }

// clashes is what cannot hold with some special cases.
func (ix *scopeIndex) clashes(set bitset) bitset {
	var out bitset
	for i, x := range ix.specials {
		if set>>i&1 != 0 {
			out |= x.clashes
		}
		if x.clashes&set != 0 {
			out |= 1 << i
		}
	}
	return out
}

// fits reports whether an entity of the type at a place can be these special cases.
// needed is what else is stated of it.
func (ix *scopeIndex) fits(place uint16, set, needed bitset) bool {
	if set == 0 {
		return true
	}
	p := &ix.placements[place]
	if ix.clashes(set)&p.implied != 0 {
		return false
	}
	for rest := set; rest != 0; rest &= rest - 1 {
		x := &ix.specials[bits.TrailingZeros64(rest)]
		if x.only != nil && !x.only[place] {
			return false
		}
		if x.needs != 0 && x.needs&(p.implied|p.oneOf|needed) == 0 {
			return false
		}
	}
	return true
}

// candidates is the placements that sector, subsector and type leave possible: all
// where nothing is said, or nothing that this content knows.
func (ix *scopeIndex) candidates(f *Facts, out []uint16) []uint16 {
	for i := range ix.placements {
		p := &ix.placements[i]
		if (f.Type == "" || f.Type == p.kind.ID) && p.within(f) {
			out = append(out, uint16(i))
		}
	}
	return out
}

// inquiry is facts reduced to what a class depends on: the completions that they leave
// open, and the rule that holds for each.
type inquiry struct {
	*scopeIndex
	facts       *Facts
	stated      bitset
	figures     figures
	units       []unit
	lands       []traits
	choices     int      // so many choices of special cases, the resolved one included
	found       []uint16 // rules, by unit, land and size class
	cells       []cell   // the completions
	possible    uint32   // the classes that remain, as bits of places in classes
	sizeMatters bool     // some size class, possible or not, would change the class

	unitBuf [2]unit
	landBuf [2]traits
	ruleBuf [6]uint16
	cellBuf [3]cell
}

// cell is a completion with the rule that holds for it and the class that this gives.
type cell struct {
	rule        uint16
	class       uint8
	unit        uint16
	land, sized uint8
}

// inquire finds the completions of facts and their rules.
func (c *Content) inquire(f *Facts) *inquiry {
	ix := c.scopeIndex()
	in := &inquiry{scopeIndex: ix, facts: f, stated: ix.stated(f)}
	in.findUnits()
	in.findLands()
	in.figures = ix.scale.measure(c, f, in.stated&ix.special[PubliclyOwned] != 0)
	in.found, in.cells = in.ruleBuf[:0], in.cellBuf[:0]
	for i := range in.units {
		for j, l := range in.lands {
			for size := range ix.scale.sizes {
				rule := ix.rule(&in.units[i], l, size)
				class := ix.class(rule)
				in.found = append(in.found, rule)
				in.sizeMatters = in.sizeMatters || class != ix.class(in.found[len(in.found)-1-size])
				if in.figures.sizes>>size&1 != 0 {
					in.possible |= 1 << class
					in.cells = append(in.cells, cell{rule, class, uint16(i), uint8(j), uint8(size)})
				}
			}
		}
	}
	return in
}

// holds reports whether a condition holds in a completion, whatever the class.
func (in *inquiry) holds(k *condition, x *cell) bool {
	u := &in.units[x.unit]
	return k.places[u.place] && k.holds(u, in.lands[x.land], int(x.sized))
}

// findUnits combines the types that the facts allow with the special cases. Facts that
// contradict each other leave all types that sector and type name.
func (in *inquiry) findUnits() {
	var buf [128]uint16
	places := in.candidates(in.facts, buf[:0])
	if len(places) == 0 {
		places = in.candidates(&Facts{}, buf[:0])
	}
	fitting := func(place uint16) bool { return in.fits(place, in.stated, in.stated) }
	contradiction := !slices.ContainsFunc(places, fitting)
	in.units, in.choices = in.unitBuf[:0], 1
	for _, place := range places {
		if !contradiction && !fitting(place) {
			continue
		}
		p := &in.placements[place]
		special := in.stated | p.implied
		if open := p.oneOf; open == 0 || special&open != 0 {
			in.add(place, 0, special)
		} else {
			for n := uint8(1); open != 0; n++ {
				in.add(place, n, special|open&-open)
				open &= open - 1
				in.choices = max(in.choices, int(n)+1)
			}
		}
	}
}

func (in *inquiry) add(place uint16, choice uint8, special bitset) {
	kind := &in.placements[place].kind
	u := unit{place: place, choice: choice, special: special}
	if kind.Digital || special&in.digital != 0 {
		u.traits |= isDigital
	}
	if kind.Implementing || special&in.implements != 0 {
		u.traits |= isImplementing
	}
	in.units = append(in.units, u)
}

// findLands is where the organisation may be. Without a word on it, it is inside; that
// it offers nothing in the Union is a word on it.
func (in *inquiry) findLands() {
	f := in.facts
	in.lands = in.landBuf[:0]
	switch {
	case in.stated&in.special[NoOfferInEU] != 0:
		in.lands = append(in.lands, quiet)
	case f.Established == Outside && f.Offers == Yes:
		in.lands = append(in.lands, offering)
	case f.Established == Outside && f.Offers == No:
		in.lands = append(in.lands, quiet)
	case f.Established == Outside:
		in.lands = append(in.lands, offering, quiet)
	case f.Established != Inside && f.Offers == No:
		in.lands = append(in.lands, here, quiet)
	default:
		in.lands = append(in.lands, here)
	}
}

// classIDs is the classes that remain, the highest first.
func (in *inquiry) classIDs() []string {
	ids := make([]string, 0, bits.OnesCount32(in.possible))
	for set := in.possible; set != 0; set &= set - 1 {
		ids = append(ids, in.classes[bits.TrailingZeros32(set)])
	}
	return ids
}

// offered reports whether a special case is offered to an organisation of which these
// facts are known.
func (c *Content) offered(s SpecialCase, f Facts) bool { return c.mayHold(s.For, f) }

// mayHold reports whether some completion of facts is what a condition describes.
func (c *Content) mayHold(w ScopeWhen, f Facts) bool {
	in := c.inquire(&f)
	whom := in.compile(w)
	return slices.ContainsFunc(in.cells, func(x cell) bool { return in.holds(&whom, &x) })
}

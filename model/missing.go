package model

import (
	"math/bits"
	"slices"
)

// What is missing.
//
// A fact can still change the class where two completions that differ in it alone give
// different classes: where all others are known and the class is not settled. Facts
// settle the class where, whatever they turn out to be, all completions left agree. Both
// are asked of settled, which goes through enough ways for figures to turn out that no
// other can give anything new.

// factSet is a set of facts.
type factSet uint16

const (
	factType factSet = 1 << iota
	factOffers
	factSpecial
	factState
	factHeadcount
	factTurnover
	factBalance
	factGroup
	factIndependent
	factLaw // what the law of a state says on independence: nothing that can be stated
)

// factsApart are the facts that have nothing to do with size; there are eight sets of them.
const factsApart = factType | factOffers | factSpecial

// factNamed is the facts by the names that the content asks for them with.
var factNamed = map[string]factSet{
	FactType: factType, FactState: factState, FactOffers: factOffers,
	FactHeadcount: factHeadcount, FactTurnover: factTurnover, FactBalance: factBalance,
	FactGroup: factGroup, FactIndependent: factIndependent, FactSpecial: factSpecial,
}

// ScopeFactIDs lists the facts that a content may ask for.
func ScopeFactIDs() []string { return sortedKeys(factNamed) }

// ofFigure is the fact that an own figure is.
var ofFigure = [dimensions]factSet{factHeadcount, factTurnover, factBalance}

// open is the facts that are not known.
func (in *inquiry) open() factSet {
	set := in.figures.open()
	if in.choices > 1 {
		set |= factSpecial
	}
	if len(in.lands) > 1 {
		set |= factOffers
	}
	if slices.ContainsFunc(in.units, func(u unit) bool { return u.place != in.units[0].place }) {
		set |= factType
	}
	return set
}

// missing is the facts that can still change the class, in the order in which they are
// asked for, after the fewest that always settle it (settles of them; at most two are
// tried).
func (in *inquiry) missing() (ids []string, settles int) {
	open := in.open()
	s := in.search()
	var relevant []int // places in the content's list
	for i, fact := range in.scopeIndex.facts {
		if open&fact != 0 && !s.settled(open&^fact|factLaw) {
			relevant = append(relevant, i)
		}
	}
	first := s.fewest(relevant)
	facts := in.content.ScopeRules.Facts
	for _, i := range first {
		ids = append(ids, facts[i].ID)
	}
	for _, i := range relevant {
		if !slices.Contains(first, i) {
			ids = append(ids, facts[i].ID)
		}
	}
	return ids, len(first)
}

// search is what settled needs again and again.
type search struct {
	*inquiry
	points [dimensions][]point
	left   []uint8                // scratch: the size classes left, for each way the known facts turn out
	seen   []uint8                // scratch: the class for each way the known facts apart turn out
	split  [8][1 << MaxSizes]once // by facts apart and size classes: whether classes differ
}

// once is a yes or no that is worked out once.
type once uint8

const (
	no once = iota + 1
	yes
)

func (in *inquiry) search() *search {
	s := &search{inquiry: in}
	radix := 1
	for d := range dimensions {
		s.points[d] = in.figures.points(d)
		radix *= s.radix(d)
	}
	s.left = make([]uint8, radix*ways)
	s.seen = make([]uint8, len(in.placements)*in.choices*len(in.lands))
	return s
}

// radix is how many ways there are for the own figure times those for the group's.
func (s *search) radix(d int) int {
	last := s.points[d][len(s.points[d])-1]
	return int(last.own+1) * int(last.group+1)
}

// fewest is the first fact, or else the first two facts, that always settle the class.
func (s *search) fewest(relevant []int) []int {
	facts := s.scopeIndex.facts
	for _, i := range relevant {
		if s.settled(facts[i]) {
			return []int{i}
		}
	}
	for n, i := range relevant {
		for _, j := range relevant[n+1:] {
			if s.settled(facts[i] | facts[j]) {
				return []int{i, j}
			}
		}
	}
	return nil
}

// settled reports whether one class is left as soon as these facts are known, whatever
// they turn out to be.
func (s *search) settled(known factSet) bool {
	clear(s.left)
	for _, h := range s.points[heads] {
		for _, t := range s.points[turnover] {
			for _, b := range s.points[balance] {
				key := 0
				for d, p := range [dimensions]point{h, t, b} {
					key *= s.radix(d)
					if known&ofFigure[d] != 0 {
						key += int(p.own)
					}
					if known&factGroup != 0 {
						key += int(p.group) * int(s.points[d][len(s.points[d])-1].own+1)
					}
				}
				for _, k := range s.figures.counts {
					levels := [dimensions]uint8{h.with, t.with, b.with}
					if k.own {
						levels = [dimensions]uint8{h.alone, t.alone, b.alone}
					}
					left := &s.left[key*ways+k.way(known)]
					if *left |= 1 << size(levels); s.differ(known, *left) {
						return false
					}
				}
			}
		}
	}
	return true
}

// differ reports whether, with the facts apart from size that are known, different
// classes are possible for some size classes.
func (s *search) differ(known factSet, sizes uint8) bool {
	v := &s.split[known&factsApart][sizes]
	if *v == 0 {
		if *v = no; s.differs(known, sizes) {
			*v = yes
		}
	}
	return *v == yes
}

func (s *search) differs(known factSet, sizes uint8) bool {
	clear(s.seen)
	at := 0
	for i := range s.units {
		u := &s.units[i]
		place, from, to := 0, 0, 1
		if known&factType != 0 {
			place = int(u.place)
		}
		if known&factSpecial != 0 && s.choices > 1 {
			// A type that is asked for no choice stands beside each of them.
			if from, to = int(u.choice), int(u.choice)+1; u.choice == 0 {
				from, to = 1, s.choices
			}
		}
		for l := range s.lands {
			land := 0
			if known&factOffers != 0 {
				land = l
			}
			for choice := from; choice < to; choice++ {
				seen := &s.seen[(place*s.choices+choice)*len(s.lands)+land]
				for rest := sizes; rest != 0; rest &= rest - 1 {
					class := s.class(s.found[at+bits.TrailingZeros8(rest)]) + 1
					if *seen == 0 {
						*seen = class
					}
					if *seen != class {
						return true
					}
				}
			}
			at += s.scale.sizes
		}
	}
	return false
}

package model

import (
	"math"
	"slices"
)

// How figures give a size class.
//
// An enterprise reaches a size class by its headcount, or by turnover and balance sheet
// both being above their limits. So its class is the higher of two levels: that of its
// headcount, and the lower one of those of its two money figures. A figure that is not
// known can be anything from nothing upwards.
//
// Sums are exact: they are kept in ten-thousandths of a hundredth, because a share of a
// partner has two decimal places of a per cent.

// The figures, as places in arrays.
const (
	heads = iota
	turnover
	balance
	dimensions
)

const (
	grain   = 10_000            // parts of a hundredth
	endless = math.MaxInt64 / 4 // the upper end of what is not known
)

// span is what a sum can be.
type span struct{ lo, hi int64 }

func (s span) plus(o span) span { return span{s.lo + o.lo, min(s.hi+o.hi, endless)} }

func (s span) known() bool { return s.lo == s.hi }

// scale is the limits of the size classes.
type scale struct {
	sizes  int
	limits [dimensions][]int64 // the smallest sum that reaches each class above the first
}

func newScale(tests []SizeTest) scale {
	sc := scale{sizes: max(1, min(len(tests), MaxSizes))}
	for i, t := range tests[:min(len(tests), MaxSizes)] {
		if i == 0 {
			continue // the first is below every limit
		}
		sc.limits[heads] = append(sc.limits[heads], int64(t.Headcount)*grain)
		sc.limits[turnover] = append(sc.limits[turnover], int64(t.Turnover)*grain+1)
		sc.limits[balance] = append(sc.limits[balance], int64(t.Balance)*grain+1)
	}
	return sc
}

// level is how many limits a sum reaches.
func (sc *scale) level(dimension int, sum int64) uint8 {
	n := uint8(0)
	for _, limit := range sc.limits[dimension] {
		if sum >= limit {
			n++
		}
	}
	return n
}

// size is the size class of the levels of the three figures.
func size(levels [dimensions]uint8) uint8 {
	return max(levels[heads], min(levels[turnover], levels[balance]))
}

// sizeRange is the size classes that three sums can have: all between the lowest and the
// highest.
func (sc *scale) sizeRange(sums [dimensions]span) uint8 {
	var lo, hi [dimensions]uint8
	for d, s := range sums {
		lo[d], hi[d] = sc.level(d, s.lo), sc.level(d, s.hi)
	}
	return uint8(1<<(size(hi)+1) - 1<<size(lo))
}

// count is a way in which the group may count.
type count struct {
	own                     bool // the figures of the group are left out
	state, independent, law uint8
}

// figures is all that facts say on size.
type figures struct {
	*scale
	own    [dimensions]span
	group  [dimensions]span // what the members add
	counts []count
	sizes  uint8 // the size classes that remain
	asks   factSet

	linked, partners int
}

// measure reads the figures of facts. A publicly owned entity is measured by its own
// figures; so is an independent one where its state lets it.
func (sc *scale) measure(c *Content, f *Facts, public bool) figures {
	m := figures{scale: sc, own: spans(f.Figures, grain, grain)}
	for _, member := range f.Group {
		share, most := int64(grain), int64(grain)
		if member.Relation == Partner {
			m.partners++
			share, most = int64(MinPartnerShare), int64(MaxPartnerShare)
			if member.Share.Known {
				share, most = int64(member.Share.Amount), int64(member.Share.Amount)
			}
		} else {
			m.linked++
		}
		for d, s := range spans(member.Figures, share, most) {
			m.group[d] = m.group[d].plus(s)
		}
	}
	m.counts, m.asks = countings(c, f, public)
	for _, k := range m.counts {
		m.sizes |= sc.sizeRange(m.sums(k.own))
	}
	return m
}

// sums is what the figures come to, with the group or without it.
func (m *figures) sums(own bool) [dimensions]span {
	sums := m.own
	if !own {
		for d := range sums {
			sums[d] = sums[d].plus(m.group[d])
		}
	}
	return sums
}

func spans(f Figures, least, most int64) [dimensions]span {
	var out [dimensions]span
	for d, x := range [dimensions]Figure{f.Headcount, f.Turnover, f.Balance} {
		out[d] = span{0, endless}
		if x.Known {
			out[d] = span{int64(x.Amount) * least, int64(x.Amount) * most}
		}
	}
	return out
}

// countings is the ways in which the group may count, and whether state and
// independence are open. Where it is not known what a state does, its law may be either.
func countings(c *Content, f *Facts, public bool) ([]count, factSet) {
	if len(f.Group) == 0 || public {
		return []count{{own: true}}, 0
	}
	state, known := c.State(f.State)
	if f.Independent == No || state.keepsGroup() {
		return []count{{}}, 0
	}
	var asks factSet
	independent, states := []uint8{1}, []uint8{leaves}
	if f.Independent == Unsaid {
		asks, independent = factIndependent, []uint8{0, 1}
	}
	if !known {
		asks, states = asks|factState, []uint8{silent, leaves}
	} else if state.Independence == "" {
		states = []uint8{silent}
	}
	var out []count
	for _, i := range independent {
		for _, s := range states {
			for law := range uint8(2) {
				out = append(out, count{own: i == 1 && (s == leaves || law == 1), independent: i, state: s, law: law})
			}
		}
	}
	return out, asks
}

// What a state is known to do with the group of an independent entity.
const (
	silent uint8 = iota
	leaves       // it leaves the group out
)

// keepsGroup reports whether a state is known to count the group whatever its entity is.
func (s State) keepsGroup() bool { return s.Independence == string(No) }

// open is the facts on size that are not known.
func (m *figures) open() factSet {
	set := m.asks
	for d, fact := range [dimensions]factSet{factHeadcount, factTurnover, factBalance} {
		if !m.own[d].known() {
			set |= fact
		}
		if !m.group[d].known() && slices.ContainsFunc(m.counts, func(k count) bool { return !k.own }) {
			set |= factGroup
		}
	}
	return set
}

// ways is how many ways a count can be known in: by state, independence and law.
const ways = 8

// way is the way in which this count is known, where some facts are.
func (k count) way(known factSet) int {
	way := 0
	if known&factState != 0 {
		way += int(k.state)
	}
	if known&factIndependent != 0 {
		way += int(k.independent) * 2
	}
	if known&factLaw != 0 {
		way += int(k.law) * 4
	}
	return way
}

// point is one way a figure can turn out: which of the values worth trying its own part
// and that of its group have, and the levels that this gives.
type point struct{ own, group, alone, with uint8 }

// points is enough values of a figure for all that can follow from it: those at which a
// level changes, with the group or without it.
func (m *figures) points(d int) []point {
	own, group := m.own[d], m.group[d]
	owns, groups := []int64{own.lo}, []int64{group.lo}
	if !group.known() && group.hi < endless {
		groups = append(groups, group.hi)
	}
	for _, limit := range m.limits[d] {
		if !own.known() {
			owns = append(owns, limit, limit-group.lo, limit-group.hi)
		}
		if !group.known() {
			groups = append(groups, limit, limit-own.lo)
		}
	}
	var out []point
	for i, o := range trimmed(owns, own) {
		for j, g := range trimmed(groups, group) {
			out = append(out, point{uint8(i), uint8(j), m.level(d, o), m.level(d, min(o+g, endless))})
		}
	}
	return out
}

// trimmed is the values that lie in a span, each once and in order.
func trimmed(values []int64, within span) []int64 {
	values = slices.DeleteFunc(values, func(v int64) bool { return v < within.lo || v > within.hi })
	slices.Sort(values)
	return slices.Compact(values)
}

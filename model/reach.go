package model

import (
	"cmp"
	"math/big"
	"slices"
)

// reach is every state that some completion of the open questions comes to,
// exactly: for each set of gates the reachable sums, as the bits of a number.
type reach struct {
	base Hundredths // the sum that bit 0 stands for
	sums [8]*big.Int
}

// completions is the reach of all questions but one (none with skip = -1).
func (l *ledger) completions(skip int) reach {
	var r reach
	r.sums[0] = big.NewInt(1)
	for i := range l.polls {
		if i == skip {
			continue
		}
		p := &l.polls[i]
		choices := p.choices
		if p.chosen >= 0 {
			choices = choices[p.chosen : p.chosen+1]
		}
		floor := choices[0].delta
		for _, x := range choices {
			floor = min(floor, x.delta)
		}
		var next [8]*big.Int
		for gates, sums := range r.sums {
			if sums == nil {
				continue
			}
			for _, x := range choices {
				g := gateSet(gates) | x.gates
				shifted := new(big.Int).Lsh(sums, uint(x.delta-floor))
				if next[g] == nil {
					next[g] = shifted
				} else {
					next[g].Or(next[g], shifted)
				}
			}
		}
		r.base += floor
		r.sums = next
	}
	return r
}

// possible is all verdicts over the completions, lowest first.
func (l *ledger) possible() []VerdictID {
	found := map[VerdictID]bool{}
	l.completions(-1).each(func(s state) { found[l.judge(s)] = true })
	var out []VerdictID
	for _, v := range []VerdictID{NIS2Alone, Neither, NIS2ThenISO, Both, ISOAlone} {
		if found[v] {
			out = append(out, v)
		}
	}
	return out
}

// each calls f with every reachable state.
func (r reach) each(f func(state)) {
	for gates, sums := range r.sums {
		if sums == nil {
			continue
		}
		for bit := range sums.BitLen() {
			if sums.Bit(bit) == 1 {
				f(state{gateSet(gates), r.base + Hundredths(bit)})
			}
		}
	}
}

// open lists the open questions, most decisive first: those that can change the
// verdict of some completion before those that cannot, and within by how far
// they can move the balance; a gate counts as much as one full criterion.
func (l *ledger) open() []OpenPoint {
	var out []OpenPoint
	pull := map[string]Hundredths{}
	for i := range l.polls {
		p := &l.polls[i]
		if p.chosen >= 0 {
			continue
		}
		out = append(out, OpenPoint{Question: p.question, NotSure: p.notSure, Decides: l.decides(i)})
		low, high, gated := p.choices[0].delta, p.choices[0].delta, Hundredths(0)
		for _, x := range p.choices {
			low, high = min(low, x.delta), max(high, x.delta)
			if x.gates != 0 {
				gated = 100
			}
		}
		pull[p.question] = high - low + gated
	}
	slices.SortStableFunc(out, func(x, y OpenPoint) int {
		return cmp.Or(cmp.Compare(b2i(y.Decides), b2i(x.Decides)), cmp.Compare(pull[y.Question], pull[x.Question]))
	})
	return out
}

// decides reports whether two options of question i give two verdicts, all else
// the same, in some completion of the others.
func (l *ledger) decides(i int) bool {
	choices := l.polls[i].choices
	differs := false
	l.completions(i).each(func(s state) {
		if differs {
			return
		}
		first := l.judge(s.plus(choices[0]))
		for _, x := range choices[1:] {
			if l.judge(s.plus(x)) != first {
				differs = true
				return
			}
		}
	})
	return differs
}

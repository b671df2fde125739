package model

import (
	"cmp"
	"math/big"
	"slices"
	"sort"
)

// What the open questions can still come to.
//
// Two questions are asked of their completions: which verdicts they give, and whether an
// open question decides, that is, whether two of its options give two verdicts in some
// completion of the others. By monotony (verdict.go) it is enough to look at the lowest and
// the best option.
//
// Nearly always a walk tells: from where every open question stands at its lowest option it
// goes to where each stands at its best, one after the other, and crosses a limit between two
// verdicts in steps as small as there are. What is met on it is possible. Where a walk steps
// over what is looked for, the sums of all completions are worked out exactly: that takes far
// longer where much is open.

// walk is a way through completions of some polls, from low ones to high ones. Polls with
// gates stand still, if they can at a choice without one: a gate can take away the very
// limits that are looked for.
type walk struct {
	states []state
	moves  map[int]int // for a poll without gates, the last state before it moves
}

// walk leads through all polls but one (none with skip = -1) and crosses a limit in small
// steps.
func (l *ledger) walk(skip int, limit Hundredths) walk {
	var movable []int
	var s state
	for i := range l.polls {
		p := &l.polls[i]
		switch {
		case i == skip:
		case p.chosen >= 0:
			s = s.plus(p.choices[p.chosen])
		case p.gated():
			s = s.plus(p.choices[max(0, slices.IndexFunc(p.choices, func(x choice) bool { return x.gates == 0 }))])
		default:
			movable = append(movable, i)
			s = s.plus(p.choices[p.lowest])
		}
	}
	bySwing := func(i, j int) int { return cmp.Compare(l.polls[i].swing(), l.polls[j].swing()) }
	slices.SortStableFunc(movable, bySwing)
	w := walk{states: []state{s}, moves: map[int]int{}}
	move := func(i int) {
		w.moves[i] = len(w.states) - 1
		s.sum += l.polls[i].swing()
		w.states = append(w.states, s)
	}
	// Large steps up to the limit, and the smallest across it.
	kept := min(len(movable), acrossLimit)
	across := slices.Clone(movable[:kept])
	for _, i := range slices.Backward(movable[kept:]) {
		if s.sum+l.polls[i].swing() < limit {
			move(i)
		} else {
			across = append(across, i)
		}
	}
	slices.SortStableFunc(across, bySwing)
	for _, i := range across {
		move(i)
	}
	return w
}

// acrossLimit is how many of the smallest steps a walk keeps for crossing a limit.
const acrossLimit = 4

// limits is where the balance changes the verdict.
func (l *ledger) limits() []Hundredths {
	if l.binds {
		return []Hundredths{l.rules.Alone, l.rules.Both}
	}
	return []Hundredths{l.rules.ISO}
}

// swing is how far a poll moves the balance from its lowest to its best choice.
func (p *poll) swing() Hundredths { return p.choices[p.best].delta - p.choices[p.lowest].delta }

// gated reports whether some choice opens a gate.
func (p *poll) gated() bool {
	return slices.ContainsFunc(p.choices, func(x choice) bool { return x.gates != 0 })
}

// possible is all verdicts over the completions, lowest first.
func (l *ledger) possible() []VerdictID {
	_, low, high := l.bounds()
	first, last := l.judge(low), l.judge(high)
	switch {
	case first == last:
		return []VerdictID{first}
	case !first.Opposite(last) || !l.binds:
		return []VerdictID{first, last}
	}
	isBetween := func(s state) bool { return l.judge(s) == NIS2ThenISO }
	for _, limit := range l.limits() {
		if slices.ContainsFunc(l.walk(-1, limit).states, isBetween) {
			return []VerdictID{first, NIS2ThenISO, last}
		}
	}
	if slices.ContainsFunc(l.completions(-1), func(sums []state) bool { return slices.ContainsFunc(sums, isBetween) }) {
		return []VerdictID{first, NIS2ThenISO, last}
	}
	return []VerdictID{first, last}
}

// open lists the open questions, most decisive first: those that can change the
// verdict of some completion before those that cannot, and within by how far
// they can move the balance; a gate counts as much as one full criterion.
func (l *ledger) open() []OpenPoint {
	type weighed struct {
		OpenPoint
		pull Hundredths
	}
	var points []weighed
	deciding := l.deciding()
	for i := range l.polls {
		p := &l.polls[i]
		if p.chosen >= 0 {
			continue
		}
		low, high, gated := p.choices[0].delta, p.choices[0].delta, Hundredths(0)
		for _, x := range p.choices {
			low, high = min(low, x.delta), max(high, x.delta)
			if x.gates != 0 {
				gated = 100
			}
		}
		points = append(points, weighed{OpenPoint{Question: p.question, NotSure: p.notSure, Decides: deciding[i]}, high - low + gated})
	}
	slices.SortStableFunc(points, func(x, y weighed) int {
		return cmp.Or(cmp.Compare(b2i(y.Decides), b2i(x.Decides)), cmp.Compare(y.pull, x.pull))
	})
	var out []OpenPoint
	for _, p := range points {
		out = append(out, p.OpenPoint)
	}
	return out
}

// deciding tells of each poll whether it decides. One that was answered does not.
func (l *ledger) deciding() []bool {
	out := make([]bool, len(l.polls))
	if _, low, high := l.bounds(); l.judge(low) == l.judge(high) {
		return out
	}
	limits := l.limits()
	walks := make([]walk, len(limits))
	for n, limit := range limits {
		walks[n] = l.walk(-1, limit)
	}
	for i := range l.polls {
		p := &l.polls[i]
		if p.chosen >= 0 || p.choices[p.lowest].gates == p.choices[p.best].gates && p.swing() == 0 {
			continue
		}
		for n, w := range walks {
			states := w.without(p, w.moves[i])
			if p.gated() {
				w = l.walk(i, limits[n])
				states = func(n int) state { return w.states[n] }
			}
			out[i] = out[i] || l.differ(i, len(w.states), states)
		}
		out[i] = out[i] || slices.ContainsFunc(l.completions(i), func(sums []state) bool {
			return l.differ(i, len(sums), func(n int) state { return sums[n] })
		})
	}
	return out
}

// without is the states of a walk less what one poll without gates adds to them.
func (w walk) without(p *poll, before int) func(n int) state {
	return func(n int) state {
		s := w.states[n]
		if n <= before {
			s.sum -= p.choices[p.lowest].delta
		} else {
			s.sum -= p.choices[p.best].delta
		}
		return s
	}
}

// differ reports whether the lowest and the best choice of a poll give two verdicts in one
// of n states of the others. From state to state both verdicts may only rise, so it is enough
// to look where one does.
func (l *ledger) differ(poll, n int, at func(int) state) bool {
	p := &l.polls[poll]
	low, best := p.choices[p.lowest], p.choices[p.best]
	verdicts := func(i int) [2]VerdictID { return [2]VerdictID{l.judge(at(i).plus(low)), l.judge(at(i).plus(best))} }
	for i := 0; i < n; {
		now := verdicts(i)
		if now[0] != now[1] {
			return true
		}
		i += sort.Search(n-i, func(k int) bool { return verdicts(i+k) != now })
	}
	return false
}

// completions is every state that some completion of all polls but one (none with skip = -1)
// comes to, exactly: for each set of gates the sums, rising.
func (l *ledger) completions(skip int) [][]state {
	step := l.step()
	base := Hundredths(0)
	sums := [8]*big.Int{big.NewInt(1)} // for each set of gates the sums, as bits: so many steps from base
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
		for gates, bits := range sums {
			if bits == nil {
				continue
			}
			for _, x := range choices {
				g := gateSet(gates) | x.gates
				shifted := new(big.Int).Lsh(bits, uint((x.delta-floor)/step))
				if next[g] == nil {
					next[g] = shifted
				} else {
					next[g].Or(next[g], shifted)
				}
			}
		}
		base += floor
		sums = next
	}
	var out [][]state
	for gates, bits := range sums {
		if bits == nil {
			continue
		}
		var states []state
		for bit := range bits.BitLen() {
			if bits.Bit(bit) == 1 {
				states = append(states, state{gateSet(gates), base + Hundredths(bit)*step})
			}
		}
		out = append(out, states)
	}
	return out
}

// step is the largest number that all differences between the choices of a poll are
// multiples of.
func (l *ledger) step() Hundredths {
	var step Hundredths
	for i := range l.polls {
		p := &l.polls[i]
		for _, x := range p.choices {
			for rest := (x.delta - p.choices[0].delta).Abs(); rest != 0; {
				step, rest = rest, step%rest
			}
		}
	}
	return max(step, 1)
}

package model

import (
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
	gates gateSet      // of every state on it
	sums  []Hundredths // rising
	moves []int        // for each poll that moves, the last state before it does; else -1
}

// movable is the polls that a walk moves, the smallest swing first.
func (l *ledger) movable() []int {
	out := make([]int, 0, len(l.pricing.bySwing))
	for _, i := range l.pricing.bySwing {
		if l.polls[i].chosen < 0 {
			out = append(out, i)
		}
	}
	return out
}

// walk leads through all polls but one (none with skip = -1) and crosses a limit in small
// steps. The room of a walk that is done with is used again.
func (l *ledger) walk(movable []int, skip int, limit Hundredths, done walk) walk {
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
			s = s.plus(p.choices[p.lowest])
		}
	}
	w := walk{gates: s.gates, sums: append(slices.Grow(done.sums[:0], len(movable)+1), s.sum), moves: slices.Grow(done.moves[:0], len(l.polls))}
	for range l.polls {
		w.moves = append(w.moves, -1)
	}
	move := func(i int) {
		if i == skip {
			return
		}
		w.moves[i] = len(w.sums) - 1
		s.sum += l.polls[i].swing
		w.sums = append(w.sums, s.sum)
	}
	// Large steps up to the limit, and the smallest across it.
	kept := min(len(movable), acrossLimit)
	for _, i := range slices.Backward(movable[kept:]) {
		if s.sum+l.polls[i].swing < limit {
			move(i)
		}
	}
	for _, i := range movable[:kept] {
		move(i)
	}
	for _, i := range movable[kept:] { // those too large to stay below it
		if w.moves[i] < 0 {
			move(i)
		}
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

// gated reports whether some choice opens a gate.
func (p *ballot) gated() bool { return p.gates != 0 }

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
	movable := l.movable()
	var w walk
	for _, limit := range l.limits() {
		w = l.walk(movable, -1, limit, w)
		if slices.ContainsFunc(w.sums, func(sum Hundredths) bool { return isBetween(state{w.gates, sum}) }) {
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
	deciding := l.deciding()
	n := 0
	for i := range l.polls {
		n += b2i(l.polls[i].chosen < 0)
	}
	out := slices.Grow([]OpenPoint(nil), n)
	for _, decides := range []bool{true, false} {
		for _, i := range l.pricing.byPull {
			if p := &l.polls[i]; p.chosen < 0 && deciding[i] == decides {
				out = append(out, OpenPoint{Question: p.question, NotSure: p.notSure, Decides: decides})
			}
		}
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
	movable := l.movable()
	walks := make([]walk, len(limits))
	crossings := make([][]crossing, len(limits))
	for n, limit := range limits {
		walks[n] = l.walk(movable, -1, limit, walk{})
		crossings[n] = l.crossings(walks[n])
	}
	var spare walk
	for i := range l.polls {
		p := &l.polls[i]
		if p.chosen >= 0 || p.choices[p.lowest].gates == p.choices[p.best].gates && p.swing == 0 {
			continue
		}
		for n, w := range walks {
			if p.gated() {
				spare = l.walk(movable, i, limits[n], spare)
				w = spare
				out[i] = out[i] || l.differ(i, len(w.sums), func(n int) state { return state{w.gates, w.sums[n]} })
			} else {
				out[i] = out[i] || w.crosses(crossings[n], w.moves[i], p.swing)
			}
		}
		out[i] = out[i] || slices.ContainsFunc(l.completions(i), func(sums []state) bool {
			return l.differ(i, len(sums), func(n int) state { return sums[n] })
		})
	}
	return out
}

// crossing is where a walk comes to another verdict.
type crossing struct {
	limit Hundredths // the lowest sum with the higher verdict
	above int        // the first state with it
}

// crossings is every place where more would give another verdict under the gates of a walk.
func (l *ledger) crossings(w walk) []crossing {
	var out []crossing
	for _, limit := range l.limits() {
		for _, sum := range []Hundredths{limit, limit + 1} { // a limit belongs to one side or to the other
			if l.judge(state{w.gates, sum - 1}) != l.judge(state{w.gates, sum}) {
				above, _ := slices.BinarySearch(w.sums, sum)
				out = append(out, crossing{sum, above})
			}
		}
	}
	return out
}

// crosses reports whether a poll of this swing, standing low and standing high, gives two
// verdicts in some state of the others on this walk. The walk moves it after a state; it is
// taken out of the way by looking at the states before that, where it stands low, and at those
// behind, where it stands high. The state next to the limit tells.
func (w walk) crosses(crossings []crossing, before int, swing Hundredths) bool {
	for _, x := range crossings {
		if low := min(before, x.above-1); low >= 0 && w.sums[low]+swing >= x.limit {
			return true
		}
		if high := max(before+1, x.above); high < len(w.sums) && w.sums[high]-swing < x.limit {
			return true
		}
	}
	return false
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

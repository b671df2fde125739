package model

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Turn is the fewest changes that give another verdict.
type Turn struct {
	Verdict VerdictID `json:"verdict"`
	Changes []Change  `json:"changes"`
}

// Change sets one question, or the scope, to an option.
type Change struct {
	Question string `json:"question"` // a question's id, or ScopeQuestion
	From     string `json:"from"`     // an option id, NotSure, or empty where unanswered
	To       string `json:"to"`
}

// ScopeQuestion is the name of the scope in changes; its options are the stated
// words of the scope classes.
const ScopeQuestion = "scope"

// Turns finds, for every verdict but Undetermined and the present one, the
// fewest changes that give it; a verdict that no changes give is left out, and one that
// would take more than mostChanges.
// Questions named in keep are not changed. The search is exact.
func Turns(c *Content, a Assessment, keep ...string) []Turn {
	class := c.ScopeClass(a.Scope)
	now := Decide(c, a).Verdict
	in := c.inquire(&a.Scope.Facts)
	var out []Turn
	for _, target := range []VerdictID{Both, NIS2ThenISO, NIS2Alone, ISOAlone, Neither} {
		if target == now {
			continue
		}
		binds := target != ISOAlone && target != Neither
		wanted := DoesNotBind
		if binds {
			wanted = Binds
		}
		var first []Change
		if class.Binds != wanted {
			// Facts that decide are not changed by stating another class.
			to, ok := find(c.Scopes, func(s ScopeClass) bool {
				return s.Binds == wanted && s.Stated != "" && c.ScopeClass(Scope{Stated: s.Stated, Facts: a.Scope.Facts}).Binds == wanted
			})
			if !ok || slices.Contains(keep, ScopeQuestion) {
				continue
			}
			first = []Change{{ScopeQuestion, a.Scope.Stated, to.Stated}}
		}
		l := newLedger(c, a, binds)
		l.bar(in)
		if rest, ok := l.fewest(target, keep); ok {
			out = append(out, Turn{target, append(first, rest...)})
		}
	}
	return out
}

// The search for the fewest changes.
//
// As the balance stands it lies between its lowest and its highest completion
// (content rule "options on both sides of nothing"). Rule 5 then says: a verdict
// at either end is given when the balance as it stands gives it and the completion
// at the other end does not give its opposite; the verdict between is given when
// the balance as it stands gives it and not both ends give theirs.
//
// Few questions carry gates. Every way of changing those is tried. The others only
// add to sums, so for them it is enough to know, for each number of changes and
// each sum as it stands, the best sum at the end that matters: a table like that of
// the knapsack problem, made once for all ways of changing the gates.

// move is one change: a poll set to a choice.
type move struct{ poll, choice int }

// end is the completion that has to be kept from giving the opposite verdict.
type end int

const (
	lowEnd  end = iota // keep the lowest completion high
	highEnd            // keep the highest completion low
)

// tally is the sums of some polls, as they stand and at one end.
type tally struct {
	asIs, end state
	stubborn  int // how hard the changes are to make, to prefer the softer
	moves     []move
}

// fewest is the smallest set of changes under which the verdict is target; among
// those of the same size one that changes softer answers: first what is open,
// then guesses, estimates, facts.
func (l *ledger) fewest(target VerdictID, keep []string) ([]Change, bool) {
	if v, _ := l.verdict(); v == target {
		return nil, true
	}
	ends := []end{lowEnd, highEnd}
	switch target.Rank() {
	case 2:
		ends = ends[:1]
	case 0:
		ends = ends[1:]
	}
	var plain, gated []int
	for i := range l.polls {
		if l.polls[i].gated() {
			gated = append(gated, i)
		} else {
			plain = append(plain, i)
		}
	}
	n := min(len(l.polls), mostChanges)
	for limit := min(2, n); ; limit = min(2*limit, n) {
		best, found := tally{}, false
		for _, e := range ends {
			sets := l.combinations(gated, target, keep, e, limit)
			far := l.furthest(plain, target, keep, e, limit)
			sets = slices.DeleteFunc(sets, func(gates tally) bool { return !l.mayGive(gates, far, target, e) })
			if len(sets) == 0 {
				continue
			}
			table := l.table(plain, target, keep, e, limit)
			for _, gates := range sets {
				for _, sums := range table {
					for _, t := range sums {
						all := t.with(gates)
						if len(all.moves) <= limit && l.gives(all, target, e) && (!found || all.better(best)) {
							best, found = all, true
						}
					}
				}
			}
		}
		if found {
			return l.changes(best.moves), true
		}
		if limit >= n {
			return nil, false
		}
	}
}

// mostChanges is how many changes a turn may take. Nobody changes more at once, and the
// search would take long where there are hundreds of questions.
const mostChanges = 24

// extent is how far so many changes of polls without gates can move the sums: the lowest and
// the highest as it stands, and the best at one end, each by changes of its own.
type extent struct{ low, high, end Hundredths }

// furthest is the extent of limit changes.
func (l *ledger) furthest(polls []int, target VerdictID, keep []string, e end, limit int) extent {
	var at extent
	var lower, higher, atEnd []Hundredths // what each poll can do
	for _, i := range polls {
		options := l.options(i, target, keep, e)
		stays := options[0]
		var down, up, end Hundredths
		for _, o := range options[1:] {
			moved := o.asIs.sum - stays.asIs.sum
			down, up = min(down, moved), max(up, moved)
			if moved := o.end.sum - stays.end.sum; e == lowEnd {
				end = max(end, moved)
			} else {
				end = min(end, moved)
			}
		}
		at.low, at.high, at.end = at.low+stays.asIs.sum, at.high+stays.asIs.sum, at.end+stays.end.sum
		lower, higher, atEnd = append(lower, down), append(higher, up), append(atEnd, end)
	}
	most := func(moves []Hundredths) (sum Hundredths) {
		slices.SortFunc(moves, func(x, y Hundredths) int { return cmp.Compare(y.Abs(), x.Abs()) })
		for _, x := range moves[:min(len(moves), limit)] {
			sum += x
		}
		return sum
	}
	return extent{at.low + most(lower), at.high + most(higher), at.end + most(atEnd)}
}

// mayGive reports whether a way of changing the gates could give the target together with
// changes of the other polls: what fails here fails in the whole search.
func (l *ledger) mayGive(gates tally, far extent, target VerdictID, e end) bool {
	low := l.judge(state{gates.asIs.gates, gates.asIs.sum + far.low}).Rank()
	high := l.judge(state{gates.asIs.gates, gates.asIs.sum + far.high}).Rank()
	end := l.judge(state{gates.end.gates, gates.end.sum + far.end}).Rank()
	return low <= target.Rank() && target.Rank() <= high && (e == lowEnd && end > 0 || e == highEnd && end < 2)
}

// better prefers fewer changes, then softer ones.
func (t tally) better(o tally) bool {
	return cmp.Or(cmp.Compare(len(t.moves), len(o.moves)), cmp.Compare(t.stubborn, o.stubborn)) < 0
}

// with adds what other polls come to.
func (t tally) with(o tally) tally {
	return tally{
		asIs:     state{t.asIs.gates | o.asIs.gates, t.asIs.sum + o.asIs.sum},
		end:      state{t.end.gates | o.end.gates, t.end.sum + o.end.sum},
		stubborn: t.stubborn + o.stubborn,
		moves:    slices.Concat(t.moves, o.moves),
	}
}

// gives reports whether a whole tally gives the target, seen from one end.
func (l *ledger) gives(t tally, target VerdictID, e end) bool {
	if l.judge(t.asIs) != target {
		return false
	}
	rank := l.judge(t.end).Rank()
	return (e == lowEnd && rank > 0) || (e == highEnd && rank < 2)
}

// options is what may become of a poll: it stays, or it is set to a choice. For
// the highest and lowest verdict only the highest or lowest choice is worth trying.
func (l *ledger) options(i int, target VerdictID, keep []string, e end) []tally {
	p := &l.polls[i]
	at := func(j int) state { return state{}.plus(p.choices[j]) }
	var out []tally
	switch {
	case p.chosen >= 0:
		out = append(out, tally{asIs: at(p.chosen), end: at(p.chosen)})
	case e == lowEnd:
		out = append(out, tally{end: at(p.lowest)})
	default:
		out = append(out, tally{end: at(p.best)})
	}
	if slices.Contains(keep, p.question) {
		return out
	}
	low, high := p.reach()
	for j := range p.choices {
		if j == p.chosen || p.choices[j].barred || (target.Rank() == 2 && j != high) || (target.Rank() == 0 && j != low) {
			continue
		}
		out = append(out, tally{at(j), at(j), p.stubborn(), []move{{i, j}}})
	}
	return out
}

// reach is the lowest and the highest choice that can come true.
func (p *ballot) reach() (low, high int) {
	low, high = -1, -1
	for j, x := range p.choices {
		if x.barred {
			continue
		}
		if low < 0 || x.compare(p.choices[low]) < 0 {
			low = j
		}
		if high < 0 || x.compare(p.choices[high]) > 0 {
			high = j
		}
	}
	return low, high
}

// bar marks the choices that cannot come true for an organisation of these facts: those
// that it can never give, and all others where an answer that was given is fixed.
func (l *ledger) bar(in *inquiry) {
	for i := range l.content.Questions {
		q, p := &l.content.Questions[i], &l.polls[i]
		fixed := p.chosen >= 0 && in.are(q.Fixed)
		own := false // the ballot is that of the pricing
		for j, o := range q.Options {
			if !fixed && !in.are(o.Never) {
				continue
			}
			if !own {
				b := *p.ballot
				b.choices = slices.Clone(b.choices)
				p.ballot, own = &b, true
			}
			p.choices[j].barred = true
		}
	}
}

// are reports whether the facts are what a condition asks for, whatever is still open.
func (in *inquiry) are(w *ScopeWhen) bool {
	if w == nil || in.facts.IsZero() {
		return false
	}
	k := in.compile(*w)
	return !slices.ContainsFunc(in.cells, func(x cell) bool { return !in.holds(&k, &x) })
}

// combinations is every way of changing at most limit of the polls with gates.
func (l *ledger) combinations(polls []int, target VerdictID, keep []string, e end, limit int) []tally {
	all := []tally{{}}
	for _, i := range polls {
		var next []tally
		for _, t := range all {
			for _, o := range l.options(i, target, keep, e) {
				if len(t.moves)+len(o.moves) <= limit {
					next = append(next, t.with(o))
				}
			}
		}
		all = next
	}
	return all
}

// table is, for each number of changes up to limit, the sums as they stand that
// the polls without gates can come to, each with the best sum at the end.
func (l *ledger) table(polls []int, target VerdictID, keep []string, e end, limit int) [][]tally {
	best := make([]map[Hundredths]tally, limit+1)
	options := make(map[int][]tally, len(polls))
	for _, i := range polls {
		options[i] = l.options(i, target, keep, e)
	}
	polls, still := l.thin(polls, options, limit)
	best[0] = map[Hundredths]tally{still.asIs.sum: still}
	for _, i := range polls {
		next := make([]map[Hundredths]tally, limit+1)
		for count, sums := range best {
			for _, t := range sums {
				for _, o := range options[i] {
					n := count + len(o.moves)
					if n > limit {
						continue
					}
					if next[n] == nil {
						next[n] = map[Hundredths]tally{}
					}
					sum := t.asIs.sum + o.asIs.sum
					old, taken := next[n][sum]
					if !taken || e.prefers(t, o, old) {
						next[n][sum] = t.with(o)
					}
				}
			}
		}
		best = next
	}
	out := make([][]tally, len(best))
	for count, sums := range best {
		for _, sum := range slices.Sorted(maps.Keys(sums)) {
			out[count] = append(out[count], sums[sum])
		}
	}
	return out
}

// thin leaves polls out that the smallest set of changes does not need, and tells what they
// come to unchanged. Where the changes of polls do the same, only how hard they are to make
// and their order tell one from another: of such polls no more than limit are needed.
func (l *ledger) thin(polls []int, options map[int][]tally, limit int) (needed []int, still tally) {
	if len(polls) <= limit {
		return polls, still
	}
	softFirst := slices.SortedStableFunc(slices.Values(polls), func(i, j int) int {
		return cmp.Compare(l.polls[i].stubborn(), l.polls[j].stubborn())
	})
	alike := map[string]int{}
	for _, i := range softFirst {
		stays := options[i][0]
		var does []byte
		for _, o := range options[i][1:] {
			does = strconv.AppendInt(append(does, ' '), int64(o.asIs.sum-stays.asIs.sum), 10)
			does = strconv.AppendInt(append(does, '/'), int64(o.end.sum-stays.end.sum), 10)
		}
		if alike[string(does)] == limit || len(does) == 0 {
			still = still.with(stays)
			continue
		}
		alike[string(does)]++
		needed = append(needed, i)
	}
	slices.Sort(needed)
	return needed, still
}

// prefers reports whether t with o is better than old: the end further from the
// opposite verdict, then softer changes, then the earlier polls, so that the
// result does not depend on the order of a map.
func (e end) prefers(t, o, old tally) bool {
	sum := t.end.sum + o.end.sum
	by := cmp.Compare(sum, old.end.sum)
	if e == highEnd {
		by = -by
	}
	if by != 0 {
		return by > 0
	}
	if by := cmp.Compare(t.stubborn+o.stubborn, old.stubborn); by != 0 {
		return by < 0
	}
	order := func(a, b move) int { return cmp.Or(cmp.Compare(a.poll, b.poll), cmp.Compare(a.choice, b.choice)) }
	return slices.CompareFunc(slices.Concat(t.moves, o.moves), old.moves, order) < 0
}

// stubborn is how hard an answer is to change: open ones least, then guesses,
// estimates, facts.
func (p *poll) stubborn() int {
	if p.chosen < 0 {
		return 0
	}
	return 3 - p.firmness.softness()
}

// changes words moves as changes of answers, in the order of the questions.
func (l *ledger) changes(moves []move) []Change {
	slices.SortFunc(moves, func(a, b move) int { return cmp.Compare(a.poll, b.poll) })
	out := make([]Change, len(moves))
	for i, m := range moves {
		p := &l.polls[m.poll]
		from := ""
		switch {
		case p.chosen >= 0:
			from = l.option(m.poll, p.chosen)
		case p.notSure:
			from = NotSure
		}
		out[i] = Change{p.question, from, l.option(m.poll, m.choice)}
	}
	return out
}

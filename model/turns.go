package model

import (
	"cmp"
	"slices"
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
// fewest changes that give it; a verdict that no changes give is left out.
// Questions named in keep are not changed. The search is exact.
//
// For the highest and the lowest verdict it is enough to try, for each question,
// its highest or lowest choice: by monotony (verdict.go) no other choice does
// more. For the verdict between, all choices are tried.
func Turns(c *Content, a Assessment, keep ...string) []Turn {
	class := c.ScopeClass(a.Scope)
	now := Decide(c, a).Verdict
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
			to, ok := find(c.Scopes, func(s ScopeClass) bool { return s.Binds == wanted && s.Stated != "" })
			if !ok || slices.Contains(keep, ScopeQuestion) {
				continue
			}
			first = []Change{{ScopeQuestion, a.Scope.Stated, to.Stated}}
		}
		if rest, ok := newLedger(c, a, binds).fewest(target, keep); ok {
			out = append(out, Turn{target, append(first, rest...)})
		}
	}
	return out
}

// move is one change that the search may make.
type move struct {
	poll   int
	choice int
	gain   Hundredths // how far it moves the balance as it stands towards the target
}

// fewest is the smallest set of changes under which the verdict is target. Among
// sets of the same size those come first that answer what is open, then those
// that change a guess, an estimate, a fact.
func (l *ledger) fewest(target VerdictID, keep []string) ([]Change, bool) {
	moves := l.moves(target, keep)
	for size := 0; size <= len(l.polls); size++ {
		s := search{ledger: l, target: target, moves: moves}
		if s.from(0, size) {
			return s.changes(), true
		}
	}
	return nil, false
}

func (l *ledger) moves(target VerdictID, keep []string) []move {
	var out []move
	for i := range l.polls {
		p := &l.polls[i]
		if slices.Contains(keep, p.question) {
			continue
		}
		var current Hundredths
		if p.chosen >= 0 {
			current = p.choices[p.chosen].delta
		}
		for j, x := range p.choices {
			if j == p.chosen ||
				(target.Rank() == 2 && j != p.best) ||
				(target.Rank() == 0 && j != p.lowest) {
				continue
			}
			gain := x.delta - current
			if target.Rank() == 0 {
				gain = -gain
			}
			out = append(out, move{i, j, gain})
		}
	}
	slices.SortStableFunc(out, func(a, b move) int {
		return cmp.Or(
			cmp.Compare(l.polls[a.poll].stubborn(), l.polls[b.poll].stubborn()),
			cmp.Compare(b.gain, a.gain),
			cmp.Compare(a.poll, b.poll))
	})
	return out
}

// stubborn orders answers by how hard they are to change: open ones, then
// guesses, estimates, facts.
func (p *poll) stubborn() int {
	switch {
	case p.chosen < 0:
		return 0
	case p.firmness == Guess:
		return 1
	case p.firmness == Fact:
		return 3
	}
	return 2
}

// search walks the sets of moves of one size, depth first.
type search struct {
	*ledger
	target VerdictID
	moves  []move
	taken  []move
}

func (s *search) from(start, left int) bool {
	if left == 0 {
		return s.reached()
	}
	if !s.canReach(start, left) {
		return false
	}
	for i := start; i <= len(s.moves)-left; i++ {
		m := s.moves[i]
		p := &s.polls[m.poll]
		if slices.ContainsFunc(s.taken, func(t move) bool { return t.poll == m.poll }) {
			continue
		}
		before := p.chosen
		p.chosen = m.choice
		s.taken = append(s.taken, m)
		found := s.from(i+1, left-1)
		p.chosen = before
		if found {
			return true
		}
		s.taken = s.taken[:len(s.taken)-1]
	}
	return false
}

func (s *search) reached() bool {
	v, _ := s.verdict()
	return v == s.target
}

// canReach is the bound that keeps the search short. It applies to the highest
// and lowest verdict, where the balance as it stands has to cross a threshold
// unless a gate decides: if not even the largest remaining gains carry it there,
// no set does.
func (s *search) canReach(start, left int) bool {
	if s.target.Rank() == 1 {
		return true
	}
	gates := gateHolder | gateRequired
	if s.target.Rank() == 0 {
		gates = 0
	}
	for _, p := range s.polls {
		// An open question whose every choice pulls the target's way can carry a
		// completion where the balance as it stands is not.
		if p.chosen < 0 && (s.target.Rank() == 2 && p.choices[p.lowest].delta > 0 ||
			s.target.Rank() == 0 && p.choices[p.best].delta < 0) {
			return true
		}
	}
	asIs, _, _ := s.bounds()
	gains := make([]Hundredths, 0, len(s.moves)-start)
	for _, m := range s.moves[start:] {
		if s.polls[m.poll].choices[m.choice].gates&gates != 0 {
			return true
		}
		gains = append(gains, m.gain)
	}
	if asIs.gates&gates != 0 {
		return true
	}
	slices.SortFunc(gains, func(a, b Hundredths) int { return cmp.Compare(b, a) })
	var reach Hundredths
	for _, g := range gains[:min(left, len(gains))] {
		reach += g
	}
	if s.target.Rank() == 0 {
		return s.byBalance(asIs.sum-reach) == s.target
	}
	return s.byBalance(asIs.sum+reach) == s.target
}

func (s *search) changes() []Change {
	out := make([]Change, len(s.taken))
	for i, m := range s.taken {
		p := s.polls[m.poll]
		from := ""
		switch {
		case p.chosen >= 0:
			from = p.choices[p.chosen].option
		case p.notSure:
			from = NotSure
		}
		out[i] = Change{p.question, from, p.choices[m.choice].option}
	}
	return out
}

package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// handMade is a content of two criteria and the questions given, with the
// shipped thresholds, for what the shipped strengths cannot reach exactly.
func handMade(questions ...Question) *Content {
	return &Content{
		Thresholds: Thresholds{Both: 300, Alone: -100, ISO: 0},
		Criteria:   []Criterion{{ID: "for", Side: ForISO}, {ID: "against", Side: ForAlone}},
		Scopes: []ScopeClass{
			{ID: "important", Stated: "important", Binds: Binds},
			{ID: "out", Stated: "not", Binds: DoesNotBind},
			{ID: UndeterminedScope, Stated: "not-sure", Binds: BindingIsOpen},
		},
		Questions: questions,
	}
}

// weighing is a question whose options each move the balance by so much.
func weighing(id string, deltas ...Hundredths) Question {
	q := Question{ID: id}
	for _, d := range deltas {
		o := Option{ID: d.Signed(), Feeds: map[string]Hundredths{}}
		if d > 0 {
			o.Feeds["for"] = d
		} else if d < 0 {
			o.Feeds["against"] = -d
		}
		q.Options = append(q.Options, o)
	}
	return q
}

// chose is an assessment that chose one option per question, or "" to leave it open.
func chose(scope string, c *Content, options ...string) Assessment {
	a := Assessment{Scope: Scope{Stated: scope}}
	for i, o := range options {
		a = a.WithAnswer(c.Questions[i].ID, Answer{Option: o})
	}
	return a
}

// The thresholds, to the hundredth, and how far the balance is from the next limit.
func TestThresholdsExactly(t *testing.T) {
	tests := []struct {
		scope   string
		balance Hundredths
		want    VerdictID
		margin  Hundredths
	}{
		{"important", 301, Both, 1},
		{"important", 300, Both, 0},
		{"important", 299, NIS2ThenISO, 1},
		{"important", 100, NIS2ThenISO, 200}, // the middle: as far from either
		{"important", -99, NIS2ThenISO, 1},
		{"important", -100, NIS2Alone, 0},
		{"important", -101, NIS2Alone, 1},
		{"not", 1, ISOAlone, 1},
		{"not", 0, Neither, 0},
		{"not", -1, Neither, 1},
	}
	for _, tt := range tests {
		c := handMade(weighing("q", tt.balance, 0))
		o := Decide(c, chose(tt.scope, c, tt.balance.Signed()))
		if o.Verdict != tt.want || o.Balance != tt.balance || o.Margin != tt.margin || o.Fixed {
			t.Errorf("%s at %s: got %s at %s with margin %s (fixed: %v), want %s with margin %s",
				tt.scope, tt.balance, o.Verdict, o.Balance, o.Margin, o.Fixed, tt.want, tt.margin)
		}
	}
}

// Gates take limits away: what no balance changes has no margin.
func TestMarginBehindGates(t *testing.T) {
	tests := []struct {
		gates  gateSet
		binds  bool
		sum    Hundredths
		margin Hundredths
		fixed  bool
	}{
		{0, true, 500, 200, false},
		{gateCaps, true, 500, 600, false},      // "both" is out of reach; -1 is the limit
		{gateRequired, true, -500, 800, false}, // "nis2-alone" is; +3 is
		{gateCaps | gateRequired, true, 500, 0, true},
		{gateHolder, true, -500, 0, true},
		{0, false, 500, 500, false},
		{gateCaps, false, -200, 200, false},
		{gateRequired, false, -500, 0, true},
		{gateHolder, false, -500, 0, true},
	}
	for _, tt := range tests {
		l := newLedger(handMade(), Assessment{}, tt.binds)
		if margin, fixed := l.margin(state{tt.gates, tt.sum}); margin != tt.margin || fixed != tt.fixed {
			t.Errorf("gates %03b, binds %v, balance %s: got margin %s, fixed %v, want %s, %v",
				tt.gates, tt.binds, tt.sum, margin, fixed, tt.margin, tt.fixed)
		}
	}
}

// Rule 5 where every answer to an open question moves the balance one way, so
// that the balance as it stands may give a verdict that no completion gives.
func TestSettle(t *testing.T) {
	tests := []struct {
		name             string
		answered         Hundredths
		open             []Hundredths
		verdict, leaning VerdictID
		possible         []VerdictID
	}{
		{"every completion is both, the balance as it stands is not", 200, []Hundredths{100, 200}, Both, "", []VerdictID{Both}},
		{"every completion is nis2-alone, the balance as it stands is not", 0, []Hundredths{-100, -200}, NIS2Alone, "", []VerdictID{NIS2Alone}},
		{"stands at nis2-alone, which no completion gives", -100, []Hundredths{100, 400}, NIS2ThenISO, "", []VerdictID{NIS2ThenISO, Both}},
		{"stands at both, which no completion gives", 300, []Hundredths{-100, -400}, NIS2ThenISO, "", []VerdictID{NIS2Alone, NIS2ThenISO}},
		{"stands at both, which some completions give", 300, []Hundredths{100, -100}, Both, "", []VerdictID{NIS2ThenISO, Both}},
		{"opposites without the verdict between them", 0, []Hundredths{-100, 300}, Undetermined, NIS2ThenISO, []VerdictID{NIS2Alone, Both}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := handMade(weighing("answered", tt.answered, 0), weighing("open", tt.open...))
			o := Decide(c, chose("important", c, tt.answered.Signed(), ""))
			if o.Verdict != tt.verdict || o.Leaning != tt.leaning || !slices.Equal(o.Possible, tt.possible) {
				t.Errorf("got %s leaning %q of %v, want %s leaning %q of %v",
					o.Verdict, o.Leaning, o.Possible, tt.verdict, tt.leaning, tt.possible)
			}
		})
	}
}

// Rank and opposites, as the page on the rules states them.
func TestRankAndOpposites(t *testing.T) {
	rank := map[VerdictID]int{NIS2Alone: 0, Neither: 0, NIS2ThenISO: 1, Undetermined: 1, Both: 2, ISOAlone: 2}
	wants := map[VerdictID]bool{Both: true, NIS2ThenISO: true, ISOAlone: true}
	opposite := map[[2]VerdictID]bool{
		{Both, NIS2Alone}: true, {NIS2Alone, Both}: true, {ISOAlone, Neither}: true, {Neither, ISOAlone}: true,
	}
	for v, r := range rank {
		if v.Rank() != r || v.Wants() != wants[v] {
			t.Errorf("%s: rank %d, wants %v", v, v.Rank(), v.Wants())
		}
		for w := range rank {
			// Verdicts of different readings are never compared.
			if got := v.Opposite(w); got != opposite[[2]VerdictID{v, w}] && sameReading(v, w) {
				t.Errorf("%s and %s: opposite is %v", v, w, got)
			}
		}
	}
}

// sameReading reports whether two verdicts can come up under one assumption on
// whether NIS2 binds.
func sameReading(v, w VerdictID) bool {
	free := func(x VerdictID) bool { return x == ISOAlone || x == Neither }
	return v == Undetermined || w == Undetermined || free(v) == free(w)
}

// A gate decides before any threshold, and a contract never lowers a verdict.
func TestJudgeGates(t *testing.T) {
	tests := []struct {
		gates gateSet
		binds bool
		sum   Hundredths
		want  VerdictID
	}{
		{0, true, 1000, Both},
		{gateCaps, true, 1000, NIS2ThenISO},
		{gateCaps, true, 0, NIS2ThenISO},
		{gateCaps, true, -1000, NIS2Alone},
		{gateRequired, true, -1000, NIS2ThenISO},
		{gateRequired, true, 1000, Both},
		{gateRequired | gateCaps, true, 1000, NIS2ThenISO},
		{gateRequired | gateCaps, true, -1000, NIS2ThenISO},
		{gateHolder, true, -1000, Both},
		{gateHolder | gateCaps | gateRequired, true, -1000, Both},
		{0, false, 1, ISOAlone},
		{gateCaps, false, 1, ISOAlone},
		{gateCaps, false, 0, Neither},
		{gateRequired, false, -1000, ISOAlone},
		{gateRequired | gateCaps, false, -1000, ISOAlone},
		{gateHolder, false, -1000, ISOAlone},
		{gateHolder | gateCaps, false, -1000, ISOAlone},
	}
	for _, tt := range tests {
		l := newLedger(handMade(), Assessment{}, tt.binds)
		if got := l.judge(state{tt.gates, tt.sum}); got != tt.want {
			t.Errorf("gates %03b, binds %v, balance %s: got %s, want %s", tt.gates, tt.binds, tt.sum, got, tt.want)
		}
	}
}

// What the walks and the exact sums say of random questions, with and without gates, is what
// trying every completion says.
func TestReachAgainstEveryCompletion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{1, 25, 100}).Draw(t, "grain")
		var questions []Question
		for i := range rapid.IntRange(1, 6).Draw(t, "questions") {
			var deltas []Hundredths
			for range rapid.IntRange(1, 4).Draw(t, "options") {
				deltas = append(deltas, Hundredths(size*rapid.IntRange(-400/size, 400/size).Draw(t, "delta")))
			}
			q := weighing(string(rune('a'+i)), deltas...)
			for j := range q.Options {
				q.Options[j].ID = string(rune('a' + j))
			}
			// A better gate never stands beside a smaller contribution: the gate of the content.
			switch rapid.IntRange(0, 5).Draw(t, "gate") {
			case 0:
				i := slices.Index(deltas, slices.Max(deltas))
				q.Options[i].Gates = []Gate{rapid.SampledFrom([]Gate{HoldsCertificate, CertificateRequired}).Draw(t, "high")}
			case 1:
				i := slices.Index(deltas, slices.Min(deltas))
				q.Options[i].Gates = []Gate{Caps}
			}
			questions = append(questions, q)
		}
		c := handMade(questions...)
		a := Assessment{}
		for _, q := range questions {
			if rapid.IntRange(0, 3).Draw(t, "answered") == 0 {
				a = a.WithAnswer(q.ID, Answer{Option: rapid.SampledFrom(q.Options).Draw(t, "answer").ID})
			}
		}
		l := newLedger(c, a, rapid.Bool().Draw(t, "binds"))
		verdicts := map[VerdictID]bool{}
		deciding := make([]bool, len(questions))
		var try func(i int, s state, chosen []int)
		try = func(i int, s state, chosen []int) {
			if i == len(l.polls) {
				verdicts[l.judge(s)] = true
				for k := range l.polls {
					if l.polls[k].chosen >= 0 {
						continue
					}
					for other := range l.polls[k].choices {
						var twin state
						for m, n := range chosen {
							if m == k {
								n = other
							}
							twin = twin.plus(l.polls[m].choices[n])
						}
						deciding[k] = deciding[k] || l.judge(twin) != l.judge(s)
					}
				}
				return
			}
			for j, x := range l.polls[i].choices {
				if at := l.polls[i].chosen; at < 0 || at == j {
					try(i+1, s.plus(x), append(slices.Clone(chosen), j))
				}
			}
		}
		try(0, state{}, nil)
		possible := l.possible()
		if len(possible) != len(verdicts) || slices.ContainsFunc(possible, func(v VerdictID) bool { return !verdicts[v] }) {
			t.Errorf("possible is %v, every completion gives %v", possible, verdicts)
		}
		if got := l.deciding(); !slices.Equal(got, deciding) {
			t.Errorf("deciding is %v, every completion gives %v", got, deciding)
		}

		// Whatever is chosen instead, the bounds are those of a fresh sum.
		for range rapid.IntRange(0, 8).Draw(t, "changes") {
			i := rapid.IntRange(0, len(l.polls)-1).Draw(t, "poll")
			l.choose(i, rapid.IntRange(-1, len(l.polls[i].choices)-1).Draw(t, "choice"))
			asIs, low, high := l.bounds()
			fresh := *l
			fresh.summed = false
			if asIsNow, lowNow, highNow := fresh.bounds(); asIs != asIsNow || low != lowNow || high != highNow {
				t.Fatalf("the bounds are %v, %v, %v, summed up anew %v, %v, %v", asIs, low, high, asIsNow, lowNow, highNow)
			}
		}
	})
}

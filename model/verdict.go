package model

import (
	"cmp"
	"maps"
	"slices"
)

// How an assessment becomes a verdict.
//
// Every question is reduced to its choices: what each adds to the balance and
// which gate it opens. A verdict is judged from the sum and the open gates.
//
// Why the six properties hold:
//
//   - Monotone. The choices of a question stand in one order: by gate (the
//     certificate highest, then a contract that requires it, then no gate, and
//     what caps the verdict lowest), and by contribution within. judge never
//     falls when a choice moves up in this order: the content gate refuses a
//     question in which an option with a better gate could have a smaller
//     contribution under some weights (content rule "gates and strengths agree").
//   - Therefore the lowest and the highest completion of the open questions
//     bound all others, and rule 5 needs only these two and the balance as it
//     stands. Opening an answer can only widen the two bounds, which is why a
//     verdict never flips to its opposite by an answer becoming "not sure".
//   - Traceable. The balance is not stored: it is the sum of the contributions.
//   - Order does not matter: answers are kept by id and summed as whole numbers.
//
// The rest (complete, fewest) is shown by tests.

// Thresholds is where the balance changes the verdict, with the reasons for it.
type Thresholds struct {
	Both   Hundredths `yaml:"both"`    // binding: at least this much is Both
	Alone  Hundredths `yaml:"alone"`   // binding: at most this much is NIS2Alone
	ISO    Hundredths `yaml:"iso"`     // not binding: more than this is ISOAlone
	Why    string     `yaml:"why"`     // why Both and Alone lie where they do
	WhyISO string     `yaml:"why_iso"` // why ISO lies where it does
}

// Contribution is what one answer adds to one side through one criterion.
type Contribution struct {
	Criterion string     `json:"criterion"`
	Question  string     `json:"question"`
	Option    string     `json:"option"`
	Side      Lean       `json:"side"`
	Value     Hundredths `json:"value"` // 0 or more
}

// Signed is the contribution as it moves the balance.
func (c Contribution) Signed() Hundredths {
	if c.Side == ForAlone {
		return -c.Value
	}
	return c.Value
}

// Reading is the reckoning under one assumption on whether NIS2 binds.
type Reading struct {
	Binds         bool
	Verdict       VerdictID
	Leaning       VerdictID // the verdict of the balance as it stands; set where Verdict is Undetermined
	Balance       Hundredths
	Contributions []Contribution // strongest first; they add up to Balance
	SetAside      []Contribution // count nothing because NIS2 does not bind
	Possible      []VerdictID    // all verdicts over the completions of the open questions
	Open          []OpenPoint    // most decisive first
	Ungated       VerdictID      // what the balance as it stands says without any gate
	Gates         []Gate         // open gates
	Margin        Hundredths     // how far the balance is from the limit to the next verdict
	Fixed         bool           // no balance would give another verdict; Margin is then 0
}

// OpenPoint is an unanswered question, or one answered "not sure".
type OpenPoint struct {
	Question string `json:"question"`
	NotSure  bool   `json:"not_sure"`
	Decides  bool   `json:"decides"` // some answer to it changes the verdict of some completion
}

// Outcome is everything the tool concludes from an assessment.
type Outcome struct {
	Scope ScopeClass
	Reading
	// Readings holds both assumptions where it is open whether NIS2 binds. The
	// embedded Reading is then the binding one, except for Verdict and Leaning.
	Readings    *Readings
	Holder      bool // a certificate is held
	InProgress  bool // set by the certificate question's option of that id
	Clash       bool // a contract requires what the organisation cannot sustain
	Certificate string
	Confidence  Confidence
}

// Readings is the outcome under both assumptions on the scope.
type Readings struct {
	Binding    Reading
	NotBinding Reading
}

// Wants reports whether a verdict asks for the certificate, now or later.
func (v VerdictID) Wants() bool { return v == Both || v == NIS2ThenISO || v == ISOAlone }

// Rank orders verdicts towards ISO 27001: 0 lowest, 2 highest.
func (v VerdictID) Rank() int {
	switch v {
	case Both, ISOAlone:
		return 2
	case NIS2Alone, Neither:
		return 0
	}
	return 1
}

// Opposite reports whether the two verdicts contradict each other.
func (v VerdictID) Opposite(o VerdictID) bool {
	return v.Rank()+o.Rank() == 2 && v.Rank() != 1
}

// Decide concludes from an assessment. It is pure and quick: some tenths of a
// millisecond for the shipped content, a few where all is open, because what each
// open question can decide is worked out exactly. Turns is the slow part and separate.
func Decide(c *Content, a Assessment) Outcome {
	class := c.ScopeClass(a.Scope)
	out := Outcome{Scope: class, Certificate: a.Answers[CertificateQuestion].Option}
	var l *ledger // where it is known whether NIS2 binds
	switch class.Binds {
	case Binds, DoesNotBind:
		l = newLedger(c, a, class.Binds == Binds)
		out.Reading = l.reading()
	default:
		r := Readings{newLedger(c, a, true).reading(), newLedger(c, a, false).reading()}
		out.Readings, out.Reading = &r, r.Binding
		out.Verdict, out.Leaning = Undetermined, ""
		out.Open = mergeOpen(r.Binding.Open, r.NotBinding.Open)
		for _, v := range r.NotBinding.Possible {
			out.Possible = append(slices.Clone(out.Possible), v)
		}
	}
	out.Holder = slices.Contains(out.Gates, HoldsCertificate)
	out.InProgress = out.Certificate == CertificateInProgress
	out.Clash = slices.Contains(out.Gates, CertificateRequired) && slices.Contains(out.Gates, CannotSustain)
	out.Confidence = confidence(c, a, out, l)
	return out
}

// ConcludesAs reports whether Decide has nothing to conclude anew: two assessments are alike
// in all that it looks at. They may differ in the gap check, in the plan and in every text
// that belongs to no answer.
func (a Assessment) ConcludesAs(b Assessment) bool {
	return a.Scope.Equal(b.Scope) && maps.Equal(a.Answers, b.Answers) && maps.Equal(a.Weights, b.Weights)
}

// CertificateQuestion is the question whose answer says where an organisation
// stands with a certificate; texts and plans have variants by its options.
const (
	CertificateQuestion   = "certificate-status"
	CertificateInProgress = "in-progress"
)

// Settled reports whether nothing that is still open can change the verdict.
func (o Outcome) Settled() bool { return o.Readings == nil && len(o.Possible) == 1 }

// Deciding lists the open questions that can still change the verdict.
func (o Outcome) Deciding() []string {
	n := 0
	for n < len(o.Open) && o.Open[n].Decides { // those that decide stand first
		n++
	}
	ids := slices.Grow([]string(nil), n)
	for _, p := range o.Open[:n] {
		ids = append(ids, p.Question)
	}
	return ids
}

// For is the strongest contributions of one side, at most n.
func (r Reading) For(side Lean, n int) []Contribution {
	var out []Contribution
	for _, k := range r.Contributions {
		if k.Side == side && len(out) < n {
			out = append(out, k)
		}
	}
	return out
}

// mergeOpen joins the open points of both readings: one decides where it
// decides in either.
func mergeOpen(a, b []OpenPoint) []OpenPoint {
	out := slices.Clone(a)
	for i := range out {
		j := slices.IndexFunc(b, func(p OpenPoint) bool { return p.Question == out[i].Question })
		out[i].Decides = out[i].Decides || b[j].Decides
	}
	slices.SortStableFunc(out, func(x, y OpenPoint) int { return cmp.Compare(b2i(y.Decides), b2i(x.Decides)) })
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// gateSet is a set of gates, for judging.
type gateSet uint8

const (
	gateHolder gateSet = 1 << iota
	gateRequired
	gateCaps
)

func gatesOf(o Option) gateSet {
	var set gateSet
	for _, g := range o.Gates {
		switch g {
		case HoldsCertificate:
			set |= gateHolder
		case CertificateRequired:
			set |= gateRequired
		case Caps:
			set |= gateCaps
		}
	}
	return set
}

// order is where a choice with these gates stands among a question's choices.
func (g gateSet) order() int {
	switch {
	case g&gateHolder != 0:
		return 3
	case g&gateRequired != 0:
		return 2
	case g&gateCaps != 0:
		return 0
	}
	return 1
}

// choice is an option reduced to what a verdict depends on.
type choice struct {
	delta  Hundredths // what it adds to the balance
	gates  gateSet
	barred bool // it cannot come true for this organisation
}

func (x choice) compare(y choice) int {
	if x.gates == y.gates { // as nearly always
		return cmp.Compare(x.delta, y.delta)
	}
	return cmp.Or(cmp.Compare(x.gates.order(), y.gates.order()), cmp.Compare(x.delta, y.delta))
}

// poll is a question reduced to its choices.
type poll struct {
	*ballot
	chosen   int // index, or -1 where open
	notSure  bool
	firmness Firmness
}

// ballot is what of a poll is the same for every assessment of the same weights.
type ballot struct {
	question     string
	choices      []choice
	lowest, best int
	gates        gateSet    // all that some choice opens
	swing        Hundredths // how far it moves the balance from its lowest to its best choice
}

// state is what a set of choices comes to.
type state struct {
	gates gateSet
	sum   Hundredths
}

func (s state) plus(x choice) state { return state{s.gates | x.gates, s.sum + x.delta} }

// ledger is an assessment reduced to what a verdict depends on, under one
// assumption on whether NIS2 binds.
type ledger struct {
	content *Content
	answers map[string]Answer
	weights []Hundredths // of the criteria, as they move the balance
	rules   Thresholds
	binds   bool
	pricing *pricing
	polls   []poll // those of the pricing, with the answers; their choices are not to be written to

	asIs, low, high state // as bounds gives them, as long as summed
	summed          bool
}

func newLedger(c *Content, a Assessment, binds bool) *ledger {
	l := &ledger{content: c, answers: a.Answers, rules: c.Thresholds, binds: binds}
	for k := range c.Criteria {
		w := Hundredths(a.Weight(c.Criteria[k].ID))
		if c.Criteria[k].BindingOnly && !binds {
			w = 0
		}
		if c.Criteria[k].Side == ForAlone {
			w = -w
		}
		l.weights = append(l.weights, w)
	}
	l.pricing = c.price(l.weights, binds)
	l.polls = slices.Clone(l.pricing.polls)
	for id, answer := range a.Answers { // in any order: each has a poll of its own
		i, ok := l.pricing.places[id]
		if !ok {
			continue
		}
		p := &l.polls[i]
		p.notSure, p.firmness = answer.Option == NotSure, answer.Firmness
		p.chosen = slices.IndexFunc(c.Questions[i].Options, func(o Option) bool { return o.ID == answer.Option })
	}
	return l
}

// option is the id of a poll's choice.
func (l *ledger) option(poll, choice int) string { return l.content.Questions[poll].Options[choice].ID }

// judge is rules 3 and 4: thresholds first, then gates.
func (l *ledger) judge(s state) VerdictID {
	v := l.byBalance(s.sum)
	switch {
	case s.gates&gateHolder != 0 && l.binds:
		return Both
	case s.gates&gateHolder != 0:
		return ISOAlone
	case v == Both && s.gates&gateCaps != 0:
		return NIS2ThenISO
	case v == NIS2Alone && s.gates&gateRequired != 0:
		return NIS2ThenISO
	case v == Neither && s.gates&gateRequired != 0:
		return ISOAlone
	}
	return v
}

func (l *ledger) byBalance(sum Hundredths) VerdictID {
	switch {
	case l.binds && sum >= l.rules.Both:
		return Both
	case l.binds && sum <= l.rules.Alone:
		return NIS2Alone
	case l.binds:
		return NIS2ThenISO
	case sum > l.rules.ISO:
		return ISOAlone
	}
	return Neither
}

// bounds is the state as it stands and its lowest and highest completion.
func (l *ledger) bounds() (asIs, low, high state) {
	if !l.summed {
		l.asIs, l.low, l.high, l.summed = state{}, state{}, state{}, true
		for i := range l.polls {
			asIs, low, high := l.polls[i].bounds()
			l.asIs, l.low, l.high = l.asIs.plus(asIs), l.low.plus(low), l.high.plus(high)
		}
	}
	return l.asIs, l.low, l.high
}

// bounds is what a poll adds to the state as it stands, to the lowest and to the highest.
func (p *poll) bounds() (asIs, low, high choice) {
	if p.chosen >= 0 {
		x := p.choices[p.chosen]
		return x, x, x
	}
	return choice{}, p.choices[p.lowest], p.choices[p.best]
}

// choose answers a poll otherwise, or opens it with -1. The bounds follow; where gates come or
// go they are summed up anew, for a gate may have been opened twice.
func (l *ledger) choose(poll, chosen int) {
	p := &l.polls[poll]
	asIs, low, high := p.bounds()
	p.chosen = chosen
	asIsNow, lowNow, highNow := p.bounds()
	if asIs.gates|low.gates|high.gates|asIsNow.gates|lowNow.gates|highNow.gates != 0 {
		l.summed = false
	}
	l.asIs.sum += asIsNow.delta - asIs.delta
	l.low.sum += lowNow.delta - low.delta
	l.high.sum += highNow.delta - high.delta
}

// verdict is rule 5. By monotony the verdicts of the lowest and of the highest
// completion are the lowest and the highest of all.
func (l *ledger) verdict() (verdict, leaning VerdictID) {
	asIs, low, high := l.bounds()
	return l.settle(l.judge(asIs), l.judge(low), l.judge(high))
}

func (l *ledger) settle(stands, lowest, highest VerdictID) (verdict, leaning VerdictID) {
	switch {
	case lowest == highest:
		return lowest, ""
	case lowest.Opposite(highest):
		return Undetermined, stands
	case stands == lowest || stands == highest:
		return stands, ""
	}
	return NIS2ThenISO, ""
}

func (l *ledger) reading() Reading {
	r := Reading{Binds: l.binds}
	r.Verdict, r.Leaning = l.verdict()
	asIs, _, _ := l.bounds()
	r.Balance = asIs.sum
	r.Ungated = l.byBalance(asIs.sum)
	r.Contributions, r.SetAside = l.contributions()
	r.Gates = l.openGates()
	r.Possible = l.possible()
	r.Open = l.open()
	r.Margin, r.Fixed = l.margin(asIs)
	return r
}

// openGates is the gates that the answers open.
func (l *ledger) openGates() []Gate {
	var out []Gate
	for i := range l.polls {
		if p := &l.polls[i]; p.chosen >= 0 {
			out = append(out, l.content.Questions[i].Options[p.chosen].Gates...)
		}
	}
	return out
}

func (l *ledger) contributions() (counted, aside []Contribution) {
	for i := range l.polls {
		p := &l.polls[i]
		if p.chosen < 0 {
			continue
		}
		o := &l.content.Questions[i].Options[p.chosen]
		for n := range l.content.Criteria { // in the order of the content, not of a map
			k := &l.content.Criteria[n]
			strength, feeds := o.Feeds[k.ID]
			if !feeds {
				continue
			}
			x := Contribution{Criterion: k.ID, Question: p.question, Option: o.ID, Side: k.Side,
				Value: (l.weights[n] * strength).Abs()}
			switch {
			case x.Value > 0:
				counted = append(counted, x)
			case k.BindingOnly && !l.binds && strength > 0:
				x.Value = strength
				aside = append(aside, x)
			}
		}
	}
	// Strongest first; among equals, what is known before what is guessed.
	slices.SortStableFunc(counted, func(x, y Contribution) int {
		return cmp.Or(cmp.Compare(y.Value, x.Value),
			cmp.Compare(l.answers[x.Question].Firmness.softness(), l.answers[y.Question].Firmness.softness()))
	})
	return counted, aside
}

// margin is how far the balance as it stands is from the nearest limit behind
// which it gives another verdict; fixed says that there is none.
func (l *ledger) margin(s state) (margin Hundredths, fixed bool) {
	now := l.judge(s)
	fixed = true
	for _, limit := range []Hundredths{l.rules.Both, l.rules.Alone, l.rules.ISO} {
		if l.judge(state{s.gates, limit - 1}) == now && l.judge(state{s.gates, limit}) == now && l.judge(state{s.gates, limit + 1}) == now {
			continue // the gates, or the scope, make this limit none
		}
		if d := (limit - s.sum).Abs(); fixed || d < margin {
			margin, fixed = d, false
		}
	}
	return margin, fixed
}

// Leans is the side that an option speaks for, by its gates and strengths with
// default weights, or empty where it speaks for neither.
func (c *Content) Leans(o Option) Lean {
	switch gatesOf(o).order() {
	case 2, 3:
		return ForISO
	case 0:
		return ForAlone
	}
	var sum Hundredths
	for _, k := range c.Criteria {
		sum += Contribution{Side: k.Side, Value: o.Feeds[k.ID]}.Signed()
	}
	switch {
	case sum > 0:
		return ForISO
	case sum < 0:
		return ForAlone
	}
	return ""
}

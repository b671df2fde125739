package model

// How much a weight may change before the verdict does.

// WeightRange is how far one weight may move, all else equal, before the verdict is
// another one.
type WeightRange struct {
	Criterion string
	Weight    int    // as it is
	Low, High int    // every whole weight from Low to High gives what the present one gives
	Below     Ruling // what Low-1 gives; none where Low is 0
	Above     Ruling // what High+1 gives; none where High is MaxWeight
}

// Everywhere reports whether no weight at all gives another verdict.
func (w WeightRange) Everywhere() bool { return w.Low <= 0 && w.High >= MaxWeight }

// Ruling is what an assessment comes to in short: its verdict and, where it is open
// whether NIS2 binds, the verdict of both readings. Two rulings can be compared.
type Ruling struct {
	Verdict    VerdictID `json:"verdict"`
	Binding    VerdictID `json:"binding,omitempty"`     // set where the scope is open
	NotBinding VerdictID `json:"not_binding,omitempty"` // set where the scope is open
}

// Ruling is the outcome in short.
func (o Outcome) Ruling() Ruling {
	if o.Readings == nil {
		return Ruling{Verdict: o.Verdict}
	}
	return Ruling{o.Verdict, o.Readings.Binding.Verdict, o.Readings.NotBinding.Verdict}
}

// ruling is Decide for whoever needs no more than the verdict. It takes some hundredths
// of a millisecond, since it looks neither for what is still possible nor for what is
// decisive.
func ruling(c *Content, a Assessment, binds Binding) Ruling {
	if binds != BindingIsOpen {
		v, _ := newLedger(c, a, binds == Binds).verdict()
		return Ruling{Verdict: v}
	}
	yes, _ := newLedger(c, a, true).verdict()
	no, _ := newLedger(c, a, false).verdict()
	return Ruling{Undetermined, yes, no}
}

// rulingWords is what an assessment comes to in a few words, for its class.
func (c *Content) rulingWords(a Assessment, class ScopeClass, x Ruling) string {
	if x.Binding != "" {
		return c.Say(Phrase{ID: "compare-readings", Inserts: []Insert{
			{"binding", c.verdictShort(x.Binding)}, {"free", c.verdictShort(x.NotBinding)}}})
	}
	l := newLedger(c, a, class.Binds == Binds)
	asIs, _, _ := l.bounds()
	o := Outcome{Scope: class, Certificate: a.Answers[CertificateQuestion].Option}
	o.Verdict, o.Gates, o.Ungated = x.Verdict, l.openGates(), l.byBalance(asIs.sum)
	return c.VerdictWords(o).Short
}

// evenWeights is the assessment with every weight as it is by default, and whether
// changed weights make the verdict, or that of a reading, what it is.
func evenWeights(c *Content, a Assessment, o Outcome) (Assessment, bool) {
	changed := false
	for _, k := range c.Criteria {
		changed = changed || a.Weight(k.ID) != DefaultWeight
	}
	if !changed {
		return a, false
	}
	a.Weights = nil
	return a, ruling(c, a, o.Scope.Binds) != o.Ruling()
}

// EvenWords is what all weights at 1 would come to.
type EvenWords struct {
	Balance string
	Quoted  string // the verdict in quotation marks, or those of both readings
}

// Even is what all weights at 1 would come to, where that is another verdict, else nil.
func (r *Report) Even() *EvenWords {
	even, differs := evenWeights(r.content, r.assessment, r.outcome)
	if !differs {
		return nil
	}
	o := Decide(r.content, even)
	verdict := r.content.rulingWords(even, o.Scope, o.Ruling())
	if o.Readings == nil {
		verdict = "“" + verdict + "”"
	}
	return &EvenWords{o.Balance.Signed(), verdict}
}

// WeightRanges finds for every criterion, in the order of the content, exactly over which
// weights around its present one the verdict stays, all else equal. Where it is open
// whether NIS2 binds, the verdicts of both readings have to stay.
//
// It tries whole weights outwards from the present one and stops behind the first that
// gives another verdict. That is at most MaxWeight rulings a criterion, whatever is
// answered, and a few milliseconds for the shipped content (BenchmarkWeightRanges): for
// a command or a report, not for every frame.
func WeightRanges(c *Content, a Assessment) []WeightRange {
	binds := c.ScopeClass(a.Scope).Binds
	now := ruling(c, a, binds)
	out := make([]WeightRange, len(c.Criteria))
	for i, k := range c.Criteria {
		out[i] = weightRange(c, a, k, binds, now)
	}
	return out
}

func weightRange(c *Content, a Assessment, k Criterion, binds Binding, now Ruling) WeightRange {
	at := a.Weight(k.ID)
	r := WeightRange{Criterion: k.ID, Weight: at, Low: at, High: at}
	// One copy of the weights is changed again and again: nobody else holds it.
	a = a.WithWeight(k.ID, at)
	under := func(weight int) Ruling {
		a.Weights[k.ID] = weight
		return ruling(c, a, binds)
	}
	for r.Low > 0 {
		if r.Below = under(r.Low - 1); r.Below != now {
			break
		}
		r.Below = Ruling{}
		r.Low--
	}
	for r.High < MaxWeight {
		if r.Above = under(r.High + 1); r.Above != now {
			break
		}
		r.Above = Ruling{}
		r.High++
	}
	return r
}

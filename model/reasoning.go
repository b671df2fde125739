package model

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// reasoning is the way from the facts to the class as sentences: what the organisation
// does, what else it is, where it is, how large it is and by which figures, the rule,
// and what was presumed. Beside it comes what the result rests on.
type reasoning struct {
	*inquiry
	result ScopeResult
	steps  []ScopeStep
	basis  []Cite
}

func (in *inquiry) reasoning(result ScopeResult) ([]ScopeStep, []Cite) {
	r := &reasoning{inquiry: in, result: result, steps: make([]ScopeStep, 0, 8), basis: make([]Cite, 0, 6)}
	r.activity()
	r.specialCases()
	r.place()
	r.size()
	r.rules()
	r.presumptions()
	return r.steps, r.basis
}

// say adds a phrase as a step.
func (r *reasoning) say(cites []Cite, id string, gaps ...Insert) {
	r.steps = append(r.steps, ScopeStep{r.content.Say(Phrase{ID: id, Inserts: gaps}), cites})
}

// factCites is what a question about a fact rests on.
func (r *reasoning) factCites(id string) []Cite {
	for i := range r.content.ScopeRules.Facts {
		if f := &r.content.ScopeRules.Facts[i]; f.ID == id {
			return f.Cites
		}
	}
	return nil
}

// only is the placement of the type where it is known, else nil.
func (r *reasoning) only() *placement {
	for _, u := range r.units {
		if u.place != r.units[0].place {
			return nil
		}
	}
	return &r.placements[r.units[0].place]
}

// kinds is the types that remain where the facts name one: the same id may stand in two
// places.
func (r *reasoning) kinds() []string {
	var labels []string
	for _, u := range r.units {
		p := &r.placements[u.place]
		if p.kind.ID == r.facts.Type && !slices.Contains(labels, p.label) {
			labels = append(labels, p.label)
		}
	}
	return labels
}

// activity says what the organisation does and where the law lists it.
func (r *reasoning) activity() {
	p := r.only()
	switch {
	case p == nil && len(r.kinds()) > 0:
		r.say(r.placements[r.units[0].place].of.Cites, "scope-type-either", Insert{"types", alternatives(r.kinds())})
	case p == nil && len(r.result.Possible) == 1:
		r.say(nil, "scope-type-no-matter")
	case p == nil && r.facts.Sector != "":
		r.say(nil, "scope-type-open-sector", Insert{"sector", r.placements[r.units[0].place].of.Label})
	case p == nil:
		r.say(nil, "scope-type-open")
	case p.of.Number == "":
		r.say(p.of.Cites, "scope-type-unlisted", Insert{"type", p.label})
	default:
		r.say(p.of.Cites, "scope-type-listed", Insert{"type", p.label}, Insert{"annex", p.annex},
			Insert{"number", p.of.Number}, Insert{"sector", p.place})
	}
}

// specialCases names the special cases that were stated, and those of which one must
// hold. What the type is by itself is said by the rules.
func (r *reasoning) specialCases() {
	specials := r.content.ScopeRules.Specials
	if p := r.only(); p != nil && r.choices > 1 {
		var labels []string
		for set := p.oneOf; set != 0; set &= set - 1 {
			labels = append(labels, lowerFirst(specials[bits.TrailingZeros64(set)].Label))
		}
		r.say(r.factCites(FactSpecial), "scope-special-open", Insert{"specials", alternatives(labels)})
	}
	for set := r.stated; set != 0; set &= set - 1 {
		s := specials[bits.TrailingZeros64(set)]
		r.say(s.Cites, "scope-special-stated", Insert{"special", lowerFirst(s.Label)})
	}
}

// place says where the organisation is established, where that was stated.
func (r *reasoning) place() {
	id := ""
	switch {
	case r.stated&r.special[NoOfferInEU] != 0: // it is a special case, and named there
	case len(r.lands) == 2 && r.facts.Established == Outside:
		id = "scope-outside-open"
	case len(r.lands) == 2:
		id = "scope-established-open"
	case r.lands[0] == offering:
		id = "scope-outside-offers"
	case r.lands[0] == quiet:
		id = "scope-outside-quiet"
	case r.facts.Established == Inside:
		id = "scope-inside"
	}
	if id != "" {
		r.say(r.factCites(FactOffers), id)
	}
}

// size says what the size is, by whose figures, and which test decided.
func (r *reasoning) size() {
	if !r.sizeMatters {
		r.say(nil, "scope-size-no-matter")
		return
	}
	r.group()
	m := &r.figures
	own := slices.ContainsFunc(m.counts, func(k count) bool { return k.own })
	with := slices.ContainsFunc(m.counts, func(k count) bool { return !k.own })
	if own {
		r.counted("scope-figures-own", m.sums(true))
	}
	if with {
		r.counted("scope-figures-group", m.sums(false))
	}
	tests := r.content.ScopeRules.Sizes
	if len(tests) == 0 {
		return
	}
	if bits.OnesCount8(m.sizes) == 1 {
		at := bits.TrailingZeros8(m.sizes)
		text := tests[at].Reached
		if why := r.why(at, m.sums(own)); why != "" {
			text = why + " " + text
		}
		r.steps = append(r.steps, ScopeStep{strings.TrimSpace(text), tests[at].Cites})
		return
	}
	if own && with {
		r.say(nil, "scope-size-either", Insert{"own", r.sizes(m.sizeRange(m.sums(true)))}, Insert{"group", r.sizes(m.sizeRange(m.sums(false)))})
		return
	}
	r.say(tests[0].Cites, "scope-size-open", Insert{"sizes", r.sizes(m.sizes)})
}

// sizes words a set of size classes.
func (r *reasoning) sizes(set uint8) string {
	var labels []string
	for i, t := range r.content.ScopeRules.Sizes {
		if set>>i&1 != 0 {
			labels = append(labels, lowerFirst(t.Label))
		}
	}
	return alternatives(labels)
}

// group says whether the figures of the group count, and why.
func (r *reasoning) group() {
	f, m := r.facts, &r.figures
	state, _ := r.content.State(f.State)
	switch {
	case f.Group == nil:
	case len(f.Group) == 0:
		r.say(nil, "scope-group-none")
		if public, _ := r.content.Special(PubliclyOwned); f.Has(PubliclyOwned) {
			r.say(public.Cites, "scope-group-owned")
		}
	case len(m.counts) == 1 && m.counts[0].own:
		public, _ := r.content.Special(PubliclyOwned)
		r.say(public.Cites, "scope-group-public")
	case f.Independent == No:
		r.say(r.factCites(FactGroup), "scope-group-counts", Insert{"linked", strconv.Itoa(m.linked)}, Insert{"partners", strconv.Itoa(m.partners)})
	case state.keepsGroup():
		r.say(r.factCites(FactIndependent), "scope-group-kept", Insert{"state", state.Running()})
	case f.Independent == Unsaid:
		r.say(r.factCites(FactIndependent), "scope-group-unsaid")
	case state.Independence == string(Yes):
		r.say(r.factCites(FactIndependent), "scope-group-independent", Insert{"state", state.Running()})
	case state.Name != "":
		r.say(r.factCites(FactIndependent), "scope-group-law", Insert{"state", state.Running()})
	default:
		r.say(r.factCites(FactIndependent), "scope-group-state")
	}
}

// counted names the figures that were used.
func (r *reasoning) counted(id string, sums [dimensions]span) {
	if sums == [dimensions]span{{0, endless}, {0, endless}, {0, endless}} {
		return
	}
	r.say(r.factCites(FactHeadcount), id, Insert{"headcount", r.sum(sums[heads])},
		Insert{"turnover", r.sum(sums[turnover])}, Insert{"balance", r.sum(sums[balance])})
}

// sum words what a sum can be.
func (r *reasoning) sum(s span) string {
	switch {
	case s.known():
		return exact(s.lo)
	case s.hi < endless:
		return r.content.Say(Phrase{ID: "scope-figure-between", Inserts: []Insert{{"least", exact(s.lo)}, {"most", exact(s.hi)}}})
	case s.lo > 0:
		return r.content.Say(Phrase{ID: "scope-figure-least", Inserts: []Insert{{"least", exact(s.lo)}}})
	}
	return r.content.Phrases["scope-figure-unknown"]
}

// exact writes a sum with all its decimal places.
func exact(sum int64) string {
	s := strconv.FormatInt(sum/(100*grain), 10)
	if rest := sum % (100 * grain); rest != 0 {
		decimals := strconv.FormatInt(100*grain+rest, 10)[1:]
		s += "." + strings.TrimRight(decimals, "0")
	}
	return s
}

// why says which test gave the size class, or, where one high figure did not, that.
func (r *reasoning) why(at int, sums [dimensions]span) string {
	m, tests := &r.figures, r.content.ScopeRules.Sizes
	level := func(d int) int { return int(m.level(d, sums[d].lo)) }
	money := min(level(turnover), level(balance))
	say := func(id string, inserts ...Insert) string {
		return r.content.Say(Phrase{ID: id, Inserts: inserts})
	}
	switch {
	case at > 0 && level(heads) >= at:
		return say("scope-size-by-heads", Insert{"headcount", exact(sums[heads].lo)}, Insert{"people", tests[at].Headcount.String()})
	case at > 0 && money >= at:
		return say("scope-size-by-money", Insert{"turnover", tests[at].Turnover.String()}, Insert{"balance", tests[at].Balance.String()})
	case at+1 < len(tests) && level(turnover) > at && sums[balance].hi < m.limits[balance][at]:
		return say("scope-size-turnover-alone", Insert{"balance", tests[at+1].Balance.String()})
	case at+1 < len(tests) && level(balance) > at && sums[turnover].hi < m.limits[turnover][at]:
		return say("scope-size-balance-alone", Insert{"turnover", tests[at+1].Turnover.String()})
	}
	return ""
}

// rules gives the rules that decided. Where several classes remain, it is for each the
// one that would decide in most completions.
func (r *reasoning) rules() {
	often := make([]int, len(r.inquiry.rules))
	for _, x := range r.cells {
		if x.rule != noRule {
			often[x.rule]++
		}
	}
	best := func(class string) int {
		most := -1
		for i, n := range often {
			if n > 0 && r.content.ScopeRules.Rules[i].Class == class && (most < 0 || n > often[most]) {
				most = i
			}
		}
		return most
	}
	if len(r.result.Possible) == 1 {
		for i, n := range often {
			if n > 0 {
				r.rests(&r.content.ScopeRules.Rules[i], "")
			}
		}
	} else {
		r.say(nil, "scope-several")
		for _, class := range r.result.Possible {
			if i := best(class); i >= 0 {
				r.rests(&r.content.ScopeRules.Rules[i], r.content.scopeClass(class).Label)
			}
		}
	}
	if p := r.only(); p != nil {
		r.based(p.of.Cites)
	}
	if len(r.basis) == 0 {
		r.based(r.content.scopeClass(r.result.Class).Cites)
	}
}

// rests adds a rule to the reasoning; label is the class that it would give where
// several remain.
func (r *reasoning) rests(rule *ScopeRule, label string) {
	kind := r.content.Phrases["scope-any-type"]
	if p := r.only(); p != nil {
		kind = p.label
	}
	text := fill(strings.TrimSpace(rule.Text), func(name string) (string, bool) { return kind, name == "type" })
	if label != "" {
		text = r.content.Say(Phrase{ID: "scope-possible", Inserts: []Insert{{"class", label}, {"rule", text}}})
	}
	r.steps = append(r.steps, ScopeStep{text, rule.Cites})
	r.based(rule.Cites)
}

// based adds citations to the basis, each once.
func (r *reasoning) based(cites []Cite) {
	for _, cite := range cites {
		if !slices.Contains(r.basis, cite) {
			r.basis = append(r.basis, cite)
		}
	}
}

// presumptions says what was presumed.
func (r *reasoning) presumptions() {
	if len(r.result.Presumed) == 0 {
		return
	}
	words := make([]string, len(r.result.Presumed))
	for i, fact := range r.result.Presumed {
		words[i] = r.content.Phrases["scope-presumed-"+fact]
	}
	r.say(nil, "scope-presumed", Insert{"facts", List(words)})
}

// alternatives joins words as a sentence does: a, b or c.
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

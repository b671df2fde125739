package model_test

import (
	"cmp"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// What must hold for all facts of a scope. The law is written a second time here, in
// another way: for complete facts only, with its own tables, and without the content.

// picker chooses one of n; rapid and a plain random source both can.
type picker func(n int) int

func pick[T any](p picker, of ...T) T { return of[p(len(of))] }

func drawing(t *rapid.T) picker {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
}

// anyFacts draws facts that may be, more or less complete.
func anyFacts(c *model.Content, p picker) model.Facts {
	f := model.Facts{
		State:       pick(p, "", model.AnyState, "DE", "IT", "FR", "BE"),
		Established: pick(p, "", "", model.Inside, model.Outside),
		Offers:      pick(p, model.Unsaid, model.Unsaid, model.Yes, model.No),
		Figures:     anyFigures(p),
		Independent: pick(p, model.Unsaid, model.Yes, model.No),
	}
	types := c.Types()
	switch t := types[p(len(types))]; p(10) {
	case 0:
	case 1:
		f.Sector = t.Sector
	case 2:
		f.Type = t.ID
	default:
		f = t.Set(f)
	}
	if p(3) > 0 {
		f.Group = []model.Member{}
		for range pick(p, 0, 1, 1, 2) {
			m := model.Member{Relation: pick(p, model.Linked, model.Partner), Figures: anyFigures(p)}
			if m.Relation == model.Partner && p(4) > 0 {
				m.Share = model.Exactly(pick[model.Hundredths](p, 25_00, 30_00, 33_33, 50_00))
			}
			f.Group = append(f.Group, m)
		}
	}
	if p(3) > 0 {
		f.Special = []string{}
		for range pick(p, 0, 0, 1, 1, 2, 3) {
			id := c.ScopeRules.Specials[p(len(c.ScopeRules.Specials))].ID
			with := f.Clone()
			if with.Special = append(with.Special, id); !f.Has(id) && len(c.CheckScope(with)) == 0 {
				f = with
			}
		}
	}
	return f
}

// figures at, around and away from every limit.
func anyFigures(p picker) model.Figures {
	amount := func(values ...model.Hundredths) model.Figure {
		if p(5) == 0 {
			return model.Figure{}
		}
		return model.Exactly(values[p(len(values))])
	}
	return model.Figures{
		Headcount: amount(0, 1_00, 12_00, 40_00, 49_00, 49_99, 50_00, 51_00, 120_00, 249_00, 249_99, 250_00, 5000_00),
		Turnover:  amount(0, 1_00, 5_00, 9_80, 10_00, 10_01, 30_00, 50_00, 50_01, 900_00),
		Balance:   amount(0, 1_00, 5_00, 8_00, 10_00, 10_01, 30_00, 43_00, 43_01, 700_00),
	}
}

// whole is complete facts, with what the law of the state says on independence where the
// content does not know it.
type whole struct {
	model.Facts
	leaves bool
}

// completed fills in at random what facts leave open.
func completed(t failer, c *model.Content, f model.Facts, p picker) whole {
	f = f.Clone()
	if f.Special == nil {
		f.Special = []string{}
	}
	candidates := slices.DeleteFunc(c.Types(), func(x model.TypeChoice) bool {
		return (f.Type != "" && f.Type != x.ID) || (f.Sector != "" && f.Sector != x.Sector) ||
			(f.Subsector != "" && f.Subsector != x.Subsector) || len(c.CheckScope(x.Set(f))) > 0
	})
	if len(candidates) == 0 {
		t.Fatalf("no type fits %+v", f)
	}
	f = candidates[p(len(candidates))].Set(f)
	if f.Type == "trust-service-provider" && !f.Has("qualified-tsp") && !f.Has("non-qualified-tsp") {
		f.Special = append(f.Special, pick(p, "qualified-tsp", "non-qualified-tsp"))
	}
	switch {
	case f.Has(model.NoOfferInEU):
		f.Established, f.Offers = model.Outside, model.No
	case f.Established == "" && f.Offers == model.No:
		f.Established = pick(p, model.Inside, model.Outside)
	case f.Established == model.Outside && f.Offers == model.Unsaid:
		f.Offers = pick(p, model.Yes, model.No)
	case f.Established == "":
		f.Established = model.Inside
	}
	fill := func(f *model.Figures) {
		for _, x := range []*model.Figure{&f.Headcount, &f.Turnover, &f.Balance} {
			if !x.Known {
				*x = model.Exactly(pick[model.Hundredths](p, 0, 5_00, 10_00, 10_01, 20_00, 43_01, 49_99, 50_00, 50_01, 249_99, 250_00, model.MaxFigure))
			}
		}
	}
	fill(&f.Figures)
	for i := range f.Group {
		fill(&f.Group[i].Figures)
		if m := &f.Group[i]; m.Relation == model.Partner && !m.Share.Known {
			m.Share = model.Exactly(pick[model.Hundredths](p, 25_00, 37_50, 50_00))
		}
	}
	if f.Independent == model.Unsaid {
		f.Independent = pick(p, model.Yes, model.No)
	}
	w := whole{Facts: f}
	switch f.State {
	case "DE", "IT":
		w.leaves = true
	default:
		w.leaves = p(2) == 0
	}
	return w
}

// size is small, medium or large: headcount, or both money figures.
func (w whole) size() string {
	counts := len(w.Group) > 0 && !w.Has(model.PubliclyOwned) && !(w.Independent == model.Yes && w.leaves)
	sum := func(of func(model.Figures) model.Figure) int64 { // in ten-thousandths of a hundredth
		total := int64(of(w.Figures).Amount) * 100_00
		if counts {
			for _, m := range w.Group {
				share := model.Hundredths(100_00)
				if m.Relation == model.Partner {
					share = m.Share.Amount
				}
				total += int64(of(m.Figures).Amount) * int64(share)
			}
		}
		return total
	}
	const one = 100 * 100_00
	people := sum(func(f model.Figures) model.Figure { return f.Headcount })
	turnover := sum(func(f model.Figures) model.Figure { return f.Turnover })
	balance := sum(func(f model.Figures) model.Figure { return f.Balance })
	switch {
	case people >= 250*one || (turnover > 50*one && balance > 43*one):
		return "large"
	case people >= 50*one || (turnover > 10*one && balance > 10*one):
		return "medium"
	}
	return "small"
}

var lawAnnex = map[string]string{
	"energy": "I", "transport": "I", "banking": "I", "financial-market-infrastructures": "I", "health": "I", "drinking-water": "I",
	"waste-water": "I", "digital-infrastructure": "I", "ict-service-management": "I", "public-administration": "I", "space": "I",
	"postal-courier": "II", "waste-management": "II", "chemicals": "II", "food": "II", "manufacturing": "II", "digital-providers": "II", "research": "II",
}

var lawImplies = map[string]string{
	"credit-institution": "dora-financial-entity", "trading-venue-operator": "dora-financial-entity", "central-counterparty": "dora-financial-entity",
	"dns-service-provider": "dns-provider", "tld-name-registry": "tld-registry", "public-ecn-provider": "public-ecn", "public-ecs-provider": "public-ecs",
	"central-government-entity": "central-government", "regional-government-entity": "regional-government", "local-government-entity": "local-government",
	"domain-name-registration-service": "domain-registration", "educational-institution": "educational-institution",
	"public-health-emergency-critical-device-manufacturer": "on-phe-critical-devices-list",
}

// The list of Art. 26(1)(b).
var lawDigital = []string{"dns-service-provider", "tld-name-registry", "domain-name-registration-service", "cloud-computing-service-provider",
	"data-centre-service-provider", "cdn-provider", "managed-service-provider", "managed-security-service-provider",
	"online-marketplace", "online-search-engine", "social-network"}

// law is the class of complete facts by Articles 2 to 4.
func (w whole) law() string {
	is := func(cases ...string) bool {
		return slices.ContainsFunc(cases, func(s string) bool { return w.Has(s) || lawImplies[w.Type] == s })
	}
	size, annex := w.size(), lawAnnex[w.Sector]
	tsp := is("qualified-tsp", "non-qualified-tsp")
	public := is("central-government", "regional-government", "local-government")
	outside := w.Established == model.Outside
	digital := slices.Contains(lawDigital, w.Type) || is("dns-provider", "tld-registry", "domain-registration")
	telecom := is("public-ecn", "public-ecs")
	school := is("educational-institution")
	aside := (w.Type == "data-centre-service-provider" && is("in-house-data-centre-only")) ||
		(slices.Contains([]string{"waste-management-undertaking", "water-supplier-distributor", "waste-water-undertaking"}, w.Type) && is("not-principal-economic-activity"))
	// An activity that Annex I or II lists, so far as size may bring it in.
	first := (annex == "I" && w.Sector != "public-administration" && !aside && w.Type != "trust-service-provider") || telecom || is("non-qualified-tsp", "on-phe-critical-devices-list")
	second := annex == "II" && !aside && !(w.Sector == "research" && school)
	listed := annex != "" || telecom || tsp || is("on-phe-critical-devices-list", "regional-government")

	switch {
	case public && is("national-security-defence-law-enforcement") && !tsp:
		return "out" // 2(7), 2(9)
	case outside && w.Offers == model.No:
		return "out" // 2(1)
	case is("dora-financial-entity"):
		return "lex-specialis-dora" // 4
	case is("cer-critical-entity"):
		return "essential" // 3(1)(f)
	case outside && !digital && (annex != "" || telecom || tsp || is("on-phe-critical-devices-list")):
		return "undetermined" // 26
	case is("qualified-tsp", "tld-registry", "dns-provider", "central-government"),
		is("nis1-oes-before-2023-01-16") && is("member-state-uses-art-3-1-g"),
		is("identified-essential") && (listed || is("local-government") || school),
		telecom && size != "small", first && size == "large":
		return "essential" // 3(1)
	case is("identified-important") && (listed || is("local-government") || school),
		telecom || is("non-qualified-tsp"),
		is("regional-government") && !is("risk-assessment-unknown", "risk-assessment-negative"),
		first && size == "medium", second && size != "small":
		return "important" // 3(2)
	case is("regional-government") && is("risk-assessment-unknown"), is("local-government"), school:
		return "depends-national" // 2(2)(f)(ii), 2(5)
	case aside && !is("domain-registration"):
		return "out" // the wording of the Annexes
	case annex != "" && !aside && is("sole-provider", "not-yet-identified"),
		annex != "" && is("sole-provider", "not-yet-identified"),
		annex == "" && is("identified-essential", "identified-important"):
		return "depends-national" // 2(2)(b)-(e), 5
	case is("domain-registration"):
		return "registration-only" // 2(4)
	case is("regional-government"):
		return "out" // 2(2)(f)(ii)
	case first || second:
		return "out-but-voluntary" // 2(1), 30
	}
	return "out" // 2(1)
}

// A great many facts: whatever completes them, the class by law is among those that are
// possible, and complete facts give exactly it. TWOPATHS_FACTS says how many.
func TestScopeAgainstTheLaw(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	n := 6000
	if raced {
		n = 1000
	}
	if s := os.Getenv("TWOPATHS_FACTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	seed := rand.Uint64()
	if s := os.Getenv("TWOPATHS_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	p := rand.New(rand.NewPCG(seed, 0)).IntN
	reached := map[string]int{}
	for i := range n {
		f := anyFacts(c, p)
		r := c.ClassifyScope(f)
		soundResult(t, c, r)
		reached[r.Class]++
		for range 2 {
			w := completed(t, c, f, p)
			if want := w.law(); !slices.Contains(r.Possible, want) {
				t.Fatalf("TWOPATHS_SEED=%d, facts number %d: possible are %v\n%s\nbut this completion is %s\n%s", seed, i, r.Possible, shown(t, f), want, shown(t, w.Facts))
			}
			open := len(w.Group) > 0 && w.Independent == model.Yes && w.State != "DE" && w.State != "IT"
			if got := c.ClassifyScope(w.Facts); !open && got.Class != w.law() {
				t.Fatalf("TWOPATHS_SEED=%d, facts number %d: it is %s, by law %s\n%s", seed, i, got.Class, w.law(), shown(t, w.Facts))
			}
		}
	}
	t.Log(reached)
	for _, class := range c.Scopes {
		if n >= 6000 && reached[class.ID] == 0 {
			t.Errorf("TWOPATHS_SEED=%d: of %d facts none is %s", seed, n, class.ID)
		}
	}
}

// shown is facts as they stand in a file.
func shown(t failer, f model.Facts) string {
	return string(encode(t, model.Assessment{Scope: model.Scope{Facts: f}}))
}

// What remains, and what is missing, is exactly what trying every completion finds: no
// class too many, no fact too many, and the fewest that settle it.
func TestScopeByTryingEverything(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(c, drawing(t))
		tried, ok := everyCompletion(c, f)
		if !ok {
			t.Skip("too many")
		}
		r := c.ClassifyScope(f)
		classes := map[string]bool{}
		for _, x := range tried {
			classes[x.class] = true
		}
		for _, id := range r.Possible {
			if !classes[id] {
				t.Fatalf("%s is possible, but no completion gives it\n%s", id, shown(t, f))
			}
			delete(classes, id)
		}
		if len(classes) > 0 {
			t.Fatalf("%v are left out of %v\n%s", classes, r.Possible, shown(t, f))
		}

		settled := func(known ...int) bool {
			one := map[[facts]uint32]string{}
			for _, x := range tried {
				var key [facts]uint32
				for _, fact := range known {
					key[fact] = x.ways[fact]
				}
				if one[key] == "" {
					one[key] = x.class
				}
				if one[key] != x.class {
					return false
				}
			}
			return true
		}
		var relevant, first, want []int
		if len(r.Possible) > 1 {
			for fact := range law {
				others := slices.DeleteFunc(slices.Collect(upTo(facts)), func(o int) bool { return o == fact })
				if !settled(others...) {
					relevant = append(relevant, fact)
				}
			}
		}
		for _, a := range relevant {
			if first == nil && settled(a) {
				first = []int{a}
			}
		}
		for i, a := range relevant {
			for _, b := range relevant[i+1:] {
				if first == nil && settled(a, b) {
					first = []int{a, b}
				}
			}
		}
		want = append(slices.Clone(first), slices.DeleteFunc(relevant, func(fact int) bool { return slices.Contains(first, fact) })...)
		names := []string{}
		for _, fact := range want {
			names = append(names, c.ScopeRules.Facts[fact].ID)
		}
		if !slices.Equal(r.Missing, names) || r.Settles != len(first) {
			t.Fatalf("missing are %v, of which %d settle it; want %v, of which %d do\n%s", r.Missing, r.Settles, names, len(first), shown(t, f))
		}
	})
}

func upTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// The facts by their place in the content, and what only the law of a state says.
const (
	law   = 9
	facts = law + 1
)

// tryOut is one completion: what each fact turned out to be, and the class.
type tryOut struct {
	ways  [facts]uint32
	class string
}

// everyCompletion is enough completions that no other gives anything new; ok is false
// where they are too many to try.
func everyCompletion(c *model.Content, f model.Facts) (tried []tryOut, ok bool) {
	open := []whole{{Facts: f.Clone()}}
	ways := [][facts]uint32{{}}
	tooMany := false
	// split replaces every completion so far by one for each way a fact can turn out.
	split := func(id string, of func(w whole) []whole) {
		fact := slices.IndexFunc(c.ScopeRules.Facts, func(f model.ScopeFact) bool { return f.ID == id })
		if fact < 0 {
			fact = law
		}
		var nextOpen []whole
		var nextWays [][facts]uint32
		for i, w := range open {
			if tooMany = tooMany || len(nextOpen) > 20_000; tooMany {
				return
			}
			for n, x := range of(w) {
				m := ways[i]
				m[fact] = m[fact]*100 + uint32(n)
				nextOpen, nextWays = append(nextOpen, x), append(nextWays, m)
			}
		}
		open, ways = nextOpen, nextWays
	}
	set := func(change func(w *whole)) func(whole) whole {
		return func(w whole) whole {
			w.Facts = w.Clone()
			change(&w)
			return w
		}
	}
	split(model.FactType, func(w whole) []whole {
		var out []whole
		for _, x := range c.Types() {
			if (w.Type == "" || w.Type == x.ID) && (w.Sector == "" || w.Sector == x.Sector) && (w.Subsector == "" || w.Subsector == x.Subsector) && len(c.CheckScope(x.Set(w.Facts))) == 0 {
				out = append(out, whole{Facts: x.Set(w.Facts)})
			}
		}
		return out
	})
	split(model.FactSpecial, func(w whole) []whole {
		if w.Type != "trust-service-provider" || w.Has("qualified-tsp") || w.Has("non-qualified-tsp") {
			return []whole{w, w} // the kind of trust service is nothing to it
		}
		var out []whole
		for _, id := range []string{"qualified-tsp", "non-qualified-tsp"} {
			out = append(out, set(func(w *whole) { w.Special = append(w.Special, id) })(w))
		}
		return out
	})
	split(model.FactOffers, func(w whole) []whole {
		here := set(func(w *whole) { w.Established = model.Inside })(w)
		offering := set(func(w *whole) { w.Established, w.Offers = model.Outside, model.Yes })(w)
		quiet := set(func(w *whole) { w.Established, w.Offers = model.Outside, model.No })(w)
		switch {
		case w.Has(model.NoOfferInEU):
			return []whole{quiet}
		case w.Established == model.Outside && w.Offers == model.Unsaid:
			return []whole{offering, quiet}
		case w.Established == model.Outside:
			return []whole{w}
		case w.Established == "" && w.Offers == model.No:
			return []whole{here, quiet}
		}
		return []whole{here}
	})
	limits := [3][]model.Hundredths{{50_00, 250_00}, {10_01, 50_01}, {10_01, 43_01}}
	figures := func(f *model.Figures) [3]*model.Figure {
		return [3]*model.Figure{&f.Headcount, &f.Turnover, &f.Balance}
	}
	grouped := len(f.Group) > 0 && !f.Has(model.PubliclyOwned)
	for d, fact := range []string{model.FactHeadcount, model.FactTurnover, model.FactBalance} {
		// What is worth trying: nothing, each limit, what is missing to it with the known
		// figures of the group at the shares that are possible, and far above.
		values := []model.Hundredths{0, model.MaxFigure}
		for _, limit := range limits[d] {
			values = append(values, limit)
			for _, share := range []model.Hundredths{25_00, 50_00} {
				rest := limit
				for _, m := range f.Group {
					s := cmp.Or(m.Share.Amount, share)
					if m.Relation == model.Linked {
						s = 100_00
					}
					rest -= (figures(&m.Figures)[d].Amount*s + 0) / 100_00
				}
				values = append(values, rest)
			}
		}
		values = slices.DeleteFunc(values, func(v model.Hundredths) bool { return v < 0 })
		slices.Sort(values)
		values = slices.Compact(values)
		split(fact, func(w whole) []whole {
			if figures(&w.Figures)[d].Known {
				return []whole{w}
			}
			var out []whole
			for _, v := range values {
				out = append(out, set(func(w *whole) { *figures(&w.Figures)[d] = model.Exactly(v) })(w))
			}
			return out
		})
		for i := range f.Group {
			split(model.FactGroup, func(w whole) []whole {
				if !grouped || figures(&w.Group[i].Figures)[d].Known {
					return []whole{w}
				}
				var out []whole
				for _, v := range []model.Hundredths{0, limits[d][0], 4 * limits[d][0], model.MaxFigure} {
					out = append(out, set(func(w *whole) { *figures(&w.Group[i].Figures)[d] = model.Exactly(v) })(w))
				}
				return out
			})
		}
	}
	for i := range f.Group {
		split(model.FactGroup, func(w whole) []whole {
			if !grouped || w.Group[i].Share.Known || w.Group[i].Relation == model.Linked {
				return []whole{w}
			}
			var out []whole
			for _, share := range []model.Hundredths{25_00, 50_00} {
				out = append(out, set(func(w *whole) { w.Group[i].Share = model.Exactly(share) })(w))
			}
			return out
		})
	}
	if grouped {
		split(model.FactIndependent, func(w whole) []whole {
			if w.Independent != model.Unsaid {
				return []whole{w}
			}
			return []whole{set(func(w *whole) { w.Independent = model.Yes })(w), set(func(w *whole) { w.Independent = model.No })(w)}
		})
		split(model.FactState, func(w whole) []whole {
			if w.State != "" && w.State != model.AnyState {
				return []whole{w}
			}
			return []whole{set(func(w *whole) { w.State = "DE" })(w), set(func(w *whole) { w.State = "FR" })(w)}
		})
		split("law", func(w whole) []whole {
			leaves := set(func(w *whole) { w.leaves = true })(w)
			if w.State == "DE" || w.State == "IT" {
				return []whole{leaves, leaves}
			}
			return []whole{leaves, set(func(w *whole) { w.leaves = false })(w)}
		})
	}
	for i, w := range open {
		if tooMany {
			return nil, false
		}
		tried = append(tried, tryOut{ways[i], w.law()})
	}
	return tried, true
}

// heightOf orders the classes for what growing may do; those outside the order are -1.
func heightOf(class string) int {
	return slices.Index([]string{"out", "out-but-voluntary", "registration-only", "depends-national", "important", "essential"}, class)
}

// Growing never lowers the class, by whichever figure, its own or a member's.
func TestScopeGrowing(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawing(t)
		f := anyFacts(c, p)
		before := c.ClassifyScope(f)
		figures := []*model.Figure{&f.Headcount, &f.Turnover, &f.Balance}
		for i := range f.Group {
			m := &f.Group[i]
			figures = append(figures, &m.Headcount, &m.Turnover, &m.Balance)
		}
		grown := figures[p(len(figures))]
		if !grown.Known {
			t.Skip("not known")
		}
		grown.Amount += pick[model.Hundredths](p, 1, 1_00, 50_00, 1000_00)
		after := c.ClassifyScope(f)
		for i, ends := range [][2]string{{before.Possible[0], after.Possible[0]},
			{before.Possible[len(before.Possible)-1], after.Possible[len(after.Possible)-1]}} {
			if heightOf(ends[1]) < heightOf(ends[0]) {
				t.Fatalf("it grew, and the class fell from %s to %s (end %d)\n%s", ends[0], ends[1], i, shown(t, f))
			}
		}
	})
}

// Taking a fact away leaves every class possible that was, so no class that is then
// decided contradicts what was known.
func TestScopeForgetting(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawing(t)
		f := anyFacts(c, p)
		less := f.Clone()
		switch p(9) {
		case 0:
			less.Type = ""
		case 1:
			less.Sector, less.Subsector, less.Type = "", "", ""
		case 2:
			less.Headcount = model.Figure{}
		case 3:
			less.Turnover = model.Figure{}
		case 4:
			less.Balance = model.Figure{}
		case 5:
			less.Independent = model.Unsaid
		case 6:
			less.State = ""
		case 7:
			if f.Established == "" && f.Offers == model.No {
				t.Skip("where it is established is then presumed")
			}
			less.Offers = model.Unsaid
		default:
			if len(less.Group) == 0 {
				t.Skip("no group")
			}
			m := &less.Group[p(len(less.Group))]
			*pick(p, &m.Headcount, &m.Turnover, &m.Balance, &m.Share) = model.Figure{}
		}
		before, after := c.ClassifyScope(f), c.ClassifyScope(less)
		for _, id := range before.Possible {
			if !slices.Contains(after.Possible, id) {
				t.Fatalf("knowing less leaves %v, which lacks %s\n%s\nless\n%s", after.Possible, id, shown(t, f), shown(t, less))
			}
		}
		for _, note := range after.Notes {
			if after.Class == before.Class && !slices.Contains(before.Notes, note) {
				t.Fatalf("knowing less adds the note %s\n%s", note.ID, shown(t, less))
			}
		}
	})
}

// What settles it does: any way of knowing these facts leaves one class.
func TestScopeSettles(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawing(t)
		f := anyFacts(c, p)
		r := c.ClassifyScope(f)
		if r.Settles == 0 {
			t.Skip("nothing does")
		}
		w := completed(t, c, f, p)
		for _, fact := range r.Missing[:r.Settles] {
			switch fact {
			case model.FactType:
				f.Sector, f.Subsector, f.Type = w.Sector, w.Subsector, w.Type
			case model.FactState:
				f.State = pick(p, "DE", "FR")
			case model.FactOffers:
				f.Established, f.Offers = w.Established, w.Offers
			case model.FactHeadcount:
				f.Headcount = w.Headcount
			case model.FactTurnover:
				f.Turnover = w.Turnover
			case model.FactBalance:
				f.Balance = w.Balance
			case model.FactGroup:
				f.Group = w.Group
			case model.FactIndependent:
				f.Independent = w.Independent
			case model.FactSpecial:
				f.Special = w.Special
			}
		}
		if f.Type != w.Type && slices.Contains(r.Missing[:r.Settles], model.FactSpecial) {
			t.Skip("the kind of trust service is known before the type")
		}
		if after := c.ClassifyScope(f); len(after.Possible) != 1 {
			t.Fatalf("%v should settle it, but %v are left\n%s", r.Missing[:r.Settles], after.Possible, shown(t, f))
		}
	})
}

// Neither the order of special cases nor that of a group's members matters.
func TestScopeOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(c, drawing(t))
		other := f.Clone()
		if len(f.Special) > 0 {
			other.Special = rapid.Permutation(f.Special).Draw(t, "special")
		}
		if len(f.Group) > 0 {
			other.Group = rapid.Permutation(f.Group).Draw(t, "group")
		}
		if a, b := c.ClassifyScope(f), c.ClassifyScope(other); !reflect.DeepEqual(a, b) {
			t.Fatalf("the order shows:\n%+v\n%+v", a, b)
		}
	})
}

// Nothing known leaves it open, and says what to find out first.
func TestScopeOfNothing(t *testing.T) {
	c := shipped(t)
	r := c.ClassifyScope(model.Facts{})
	if r.Class != model.UndeterminedScope || len(r.Possible) < 7 || len(r.Missing) == 0 || r.Missing[0] != model.FactType {
		t.Errorf("got %s of %v, missing %v", r.Class, r.Possible, r.Missing)
	}
	if want := []string{model.FactOffers, model.FactGroup, model.FactSpecial}; !slices.Equal(r.Presumed, want) {
		t.Errorf("presumed are %v, want %v", r.Presumed, want)
	}
	soundResult(t, c, r)
}

// The classes are those of the rules: with other words in the content, others come out.
func TestScopeClassesComeFromTheContent(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	other := *c
	other.ScopeRules.Rules = slices.Clone(c.ScopeRules.Rules)
	for i := range other.ScopeRules.Rules {
		other.ScopeRules.Rules[i].Class = "other-" + other.ScopeRules.Rules[i].Class
	}
	other.Prepare()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(c, drawing(t))
		var got []string
		for _, id := range other.ClassifyScope(f).Possible {
			if !strings.HasPrefix(id, "other-") {
				t.Fatalf("the class %q is in no rule", id)
			}
			got = append(got, strings.TrimPrefix(id, "other-"))
		}
		want := c.ClassifyScope(f).Possible
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// A size class more is data: with one in the content, it is found.
func TestScopeSizesComeFromTheContent(t *testing.T) {
	c := shipped(t)
	other := *c
	other.ScopeRules.Sizes = slices.Insert(slices.Clone(c.ScopeRules.Sizes), 2, model.SizeTest{ID: "mid-cap", Label: "A mid-cap",
		Headcount: 250_00, Turnover: 50_00, Balance: 43_00, Reached: "It is a mid-cap.", Cites: c.ScopeRules.Sizes[2].Cites})
	other.ScopeRules.Sizes[3].Headcount, other.ScopeRules.Sizes[3].Turnover, other.ScopeRules.Sizes[3].Balance = 750_00, 150_00, 129_00
	other.ScopeRules.Rules = append([]model.ScopeRule{{ID: "mid-cap", Class: "important", Text: "It is a mid-cap.",
		When: model.ScopeWhen{Sizes: []string{"mid-cap"}, Sectors: []string{"space"}}, Cites: c.ScopeRules.Rules[0].Cites}}, c.ScopeRules.Rules...)
	other.Prepare()
	for headcount, want := range map[model.Hundredths]string{249_00: "important", 250_00: "important", 749_00: "important", 750_00: "essential"} {
		f := model.Facts{Sector: "space", Figures: model.Figures{Headcount: model.Exactly(headcount), Turnover: model.Exactly(1_00)}}
		if got := other.ClassifyScope(f).Class; got != want {
			t.Errorf("%s people: %s, want %s", headcount, got, want)
		}
	}
}

// Many goroutines share one content.
func TestScopeIsShared(t *testing.T) {
	c := shipped(t)
	want := c.ClassifyScope(usualFacts())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				if got := c.ClassifyScope(usualFacts()); !reflect.DeepEqual(got, want) {
					t.Errorf("got %+v", got)
				}
			}
		})
	}
	wait.Wait()
}

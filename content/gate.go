package content

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// gate collects everything wrong with a content folder.
type gate struct {
	docs   map[string]model.Document
	faults model.Faults
}

func (g *gate) add(faults ...model.Fault) { g.faults = append(g.faults, faults...) }

// at begins a fault about what stands at path in a file.
func (g *gate) at(file string, path ...any) place { return place{g: g, file: file}.to(path...) }

// place is where in which file something stands. It is asked of everything there is, and hardly
// ever told: it makes no garbage.
type place struct {
	g     *gate
	file  string
	path  [deepest]any // keys and positions
	depth int
}

// deepest is more than a path of any file has.
const deepest = 12

func (p place) to(path ...any) place {
	p.depth += copy(p.path[p.depth:], path)
	return p
}

func (p place) fault(format string, args ...any) {
	p.g.add(p.g.docs[p.file].Fault(fmt.Sprintf(format, args...), p.path[:p.depth]...))
}

// text demands a text that is not empty and at most limit cells wide (0: any).
func (p place) text(key, s string, limit int) {
	if strings.TrimSpace(s) == "" {
		p.to(key).fault("a text is missing here")
	}
	if limit == 0 || len(s) <= limit { // no text has more cells than bytes
		return
	}
	if w := ansi.StringWidth(s); w > limit {
		p.to(key).fault("the text is %d characters wide; at most %d fit", w, limit)
	}
}

// oneOf demands one of a few words.
func (p place) oneOf(key, s string, allowed ...string) {
	if !slices.Contains(allowed, s) {
		p.to(key).fault("%q is not allowed; write %s", s, orList(allowed))
	}
}

// refs demands that every id of a list is known.
func (p place) refs(key, what string, ids []string, known map[string]bool) {
	for i, id := range ids {
		if !known[id] {
			p.to(key, i).ref(what, id, known)
		}
	}
}

func (p place) ref(what, id string, known map[string]bool) {
	if !known[id] {
		p.fault("there is no %s %q", what, id)
	}
}

// cites demands at least so many citations of known sources.
func (p place) cites(cites []model.Cite, atLeast int, sources map[string]bool) {
	if len(cites) < atLeast {
		p.to("cites").fault("a source is missing; what is said about law or standard carries one")
	}
	for i, cite := range cites {
		p.to("cites", i, "source").ref("source", cite.Source, sources)
		p.to("cites", i).text("at", cite.At, 60)
	}
}

// isID reports whether an id is letters and digits, with single dots and hyphens between them.
func isID(s string) bool {
	between := true // nothing but a letter or a digit may come next
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			between = false
		case (c == '.' || c == '-') && !between:
			between = true
		default:
			return false
		}
	}
	return !between
}

// ids demands well-formed ids, each once, and gives them as a set.
func ids[T any](at func(i int) place, items []T, id func(T) string) map[string]bool {
	known := map[string]bool{}
	for i, item := range items {
		switch s := id(item); {
		case s == "":
			at(i).to("id").fault("an id is missing here")
		case !isID(s):
			at(i).to("id").fault("the id %q is not allowed; use letters, digits, dots and hyphens", s)
		case known[s]:
			at(i).to("id").fault("the id %q is used twice", s)
		default:
			known[s] = true
		}
	}
	return known
}

// each is ids for a list under a key of a file, with a check of every item.
func each[T any](g *gate, file, key string, items []T, id func(T) string, check func(p place, item T)) map[string]bool {
	at := func(i int) place { return g.at(file, key, i) }
	if len(items) == 0 {
		g.at(file, key).fault("the list is empty")
	}
	known := ids(at, items, id)
	for i, item := range items {
		check(at(i), item)
	}
	return known
}

// Widths that the screens have room for, in cells.
const (
	aspectWidth = 18
	briefWidth  = 26
	labelWidth  = 30
	topicWidth  = 20
	optionWidth = 46
	hintWidth   = 64
	askWidth    = 92
	stepWidth   = 48
	termWidth   = 27

	shortWidth     = 34  // an obligation in a list
	gapAskWidth    = 140 // two lines of 72
	evidenceWidth  = 90
	milestoneWidth = 14
)

// check holds the rules that bind the files together.
func (g *gate) check(c *model.Content) {
	g.checkMain(c)
	sources := each(g, sourcesFile, "sources", c.Sources, func(s model.Source) string { return s.ID }, func(p place, s model.Source) {
		p.text("title", s.Title, 0)
		p.text("short", s.Short, labelWidth)
		p.text("checked", s.Checked, 0)
	})
	scopes := g.checkScopes(c, sources)
	g.checkStates(c, g.checkScopeRules(c, sources, scopes))
	criteria := each(g, criteriaFile, "criteria", c.Criteria, func(k model.Criterion) string { return k.ID }, func(p place, k model.Criterion) {
		p.oneOf("side", string(k.Side), string(model.ForISO), string(model.ForAlone))
		p.text("group", k.Group, labelWidth)
		p.text("label", k.Label, labelWidth)
		p.text("claim", k.Claim, 0)
	})
	g.checkQuestions(c, criteria)
	g.checkDifferences(c, sources, scopes)
	steps := g.checkRoadmap(c, scopes)
	g.checkIntegration(c, sources, criteria, steps)
	g.checkVerdicts(c, scopes)
	g.checkPlans(c, scopes, steps)
	g.checkReviews(c, sources, scopes)
	g.checkBreakEven(c, scopes)
	g.checkChanges(c, criteria, scopes, steps)
	for i, t := range c.Glossary {
		p := g.at(glossaryFile, "glossary", i)
		p.text("term", t.Term, termWidth)
		p.text("text", t.Text, 0)
	}
}

func (g *gate) checkMain(c *model.Content) {
	p := g.at(mainFile)
	p.text("version", c.Version, 20)
	if c.AsOf.IsZero() {
		p.to("as_of").fault("the day on which the facts were last checked is missing, as 2026-11-23")
	}
	t := c.Thresholds
	p.to("thresholds").text("why", t.Why, 0)
	p.to("thresholds").text("why_iso", t.WhyISO, 0)
	if t.Alone >= t.Both {
		p.to("thresholds", "alone").fault("it must be smaller than \"both\" (%s), or the verdict between them could not be reached", t.Both)
	}
	said := model.Phrases()
	for _, id := range said {
		p.to("phrases").text(id, c.Phrases[id], 0)
	}
	for _, id := range slices.Sorted(maps.Keys(c.Phrases)) {
		if !slices.Contains(said, id) {
			p.to("phrases", id).fault("the program says no such phrase; remove it")
		}
	}
}

func (g *gate) checkScopes(c *model.Content, sources map[string]bool) map[string]bool {
	seen := map[model.Binding]bool{}
	known := each(g, scopesFile, "scopes", c.Scopes, func(s model.ScopeClass) string { return s.ID }, func(p place, s model.ScopeClass) {
		p.text("label", s.Label, optionWidth)
		p.text("hint", s.Hint, hintWidth)
		p.text("means", s.Means, 0)
		p.oneOf("binds", string(s.Binds), string(model.Binds), string(model.DoesNotBind), string(model.BindingIsOpen))
		p.cites(s.Cites, 1, sources)
		if s.Stated != "" {
			seen[s.Binds] = true
		}
	})
	for _, b := range []model.Binding{model.Binds, model.DoesNotBind, model.BindingIsOpen} {
		if !seen[b] {
			g.at(scopesFile, "scopes").fault("no class with binds %q can be stated", b)
		}
	}
	ask := g.at(scopesFile, "ask")
	ask.text("text", c.ScopePrompt.Text, askWidth)
	ask.text("hint", c.ScopePrompt.Hint, askWidth)
	ask.text("why", c.ScopePrompt.Why, 0)
	ask.text("room", c.ScopePrompt.Room, 0)
	if !known[model.UndeterminedScope] {
		g.at(scopesFile, "scopes").fault("the class %q is missing", model.UndeterminedScope)
	}
	return known
}

// scopeIDs is what the conditions of the scope's rules may name.
type scopeIDs struct {
	sectors, types, sizes, specials, classes map[string]bool
}

// checkScopeRules holds what the ladder of the scope rests on: every set of facts
// meets a rule, every rule can be met, and all that they name exists. It gives what
// conditions may name.
func (g *gate) checkScopeRules(c *model.Content, sources, classes map[string]bool) scopeIDs {
	rules := c.ScopeRules
	known := scopeIDs{types: map[string]bool{}, classes: classes}
	known.specials = each(g, scopeFile, "specials", rules.Specials, func(s model.SpecialCase) string { return s.ID }, func(p place, s model.SpecialCase) {
		p.text("label", s.Label, optionWidth)
		p.text("hint", s.Hint, hintWidth)
		p.cites(s.Cites, 1, sources)
		if slices.Contains(s.Clashes, s.ID) {
			p.to("clashes").fault("a special case cannot clash with itself")
		}
	})
	if n := len(rules.Specials); n > model.MaxSpecials {
		g.at(scopeFile, "specials").fault("at most %d special cases are possible; %d stand here", model.MaxSpecials, n)
	}
	for _, id := range []string{model.NoOfferInEU, model.PubliclyOwned} {
		if !known.specials[id] {
			g.at(scopeFile, "specials").fault("the special case %q is missing", id)
		}
	}
	known.sectors = g.checkSectors(c, sources, known)
	known.sizes = each(g, scopeFile, "sizes", rules.Sizes, func(s model.SizeTest) string { return s.ID }, func(p place, s model.SizeTest) {
		p.text("label", s.Label, topicWidth)
		p.text("reached", s.Reached, 0)
		p.cites(s.Cites, 1, sources)
	})
	if n := len(rules.Sizes); n > model.MaxSizes {
		g.at(scopeFile, "sizes").fault("at most %d sizes are possible; %d stand here", model.MaxSizes, n)
	}
	for i, size := range rules.Sizes {
		p := g.at(scopeFile, "sizes", i)
		switch {
		case i == 0 && (size.Headcount != 0 || size.Turnover != 0 || size.Balance != 0):
			p.fault("the first size is below every limit, so its three limits are 0")
		case i > 0 && (size.Headcount <= rules.Sizes[i-1].Headcount || size.Turnover <= rules.Sizes[i-1].Turnover || size.Balance <= rules.Sizes[i-1].Balance):
			p.fault("each limit must be higher than that of the size before")
		}
	}
	for i, s := range rules.Specials {
		p := g.at(scopeFile, "specials", i)
		p.refs("clashes", "special case", s.Clashes, known.specials)
		p.refs("only", "type", s.Only, known.types)
		p.refs("needs", "special case", s.Needs, known.specials)
		for j, id := range s.Needs {
			if id == s.ID || slices.Contains(s.Clashes, id) {
				p.to("needs", j).fault("%q can never be with %q", s.ID, id)
			}
		}
		p.to("for").when(s.For, known)
		p.to("for").unasked(s.For)
	}
	each(g, scopeFile, "rules", rules.Rules, func(r model.ScopeRule) string { return r.ID }, func(p place, r model.ScopeRule) {
		p.text("text", r.Text, 0)
		if strings.ContainsAny(strings.ReplaceAll(r.Text, "{type}", ""), "{}") {
			p.to("text").fault("only {type} is filled in here")
		}
		p.to("class").ref("scope class", r.Class, classes)
		p.to("when").when(r.When, known)
		p.to("when").unasked(r.When)
		p.cites(r.Cites, 1, sources)
	})
	for i, r := range rules.Rules {
		for _, before := range rules.Rules[:i] {
			if covers(before.When, r.When) {
				g.at(scopeFile, "rules", i).fault("the rule can never be reached: where it holds, %q before it holds already", before.ID)
				break
			}
		}
	}
	if n := len(rules.Rules); n > 0 && !covers(rules.Rules[n-1].When, model.ScopeWhen{}) {
		g.at(scopeFile, "rules", n-1).fault("the last rule must hold for all facts, so it has no condition")
	}
	each(g, scopeFile, "notes", rules.Notes, func(n model.ScopeNote) string { return n.ID }, func(p place, n model.ScopeNote) {
		if b := n.Below; b != nil && (b.Headcount <= 0 || b.Turnover <= 0 || b.Balance <= 0) {
			p.to("below").fault("three limits above 0 are needed: headcount, turnover and balance")
		}
		p.oneOf("topic", n.Topic, "duties", "supervision", "fines", "implementing", "jurisdiction", "growth", "supply", "caution")
		p.text("text", n.Text, 0)
		p.to("when").when(n.When, known)
		p.cites(n.Cites, 1, sources)
	})
	for i, q := range c.Questions {
		p := g.at(questionsFile, "questions", i)
		if q.Fixed != nil {
			p.to("fixed").when(*q.Fixed, known)
		}
		for j, o := range q.Options {
			if o.Never != nil {
				p.to("options", j, "never").when(*o.Never, known)
			}
		}
	}
	g.checkFacts(rules, sources)
	return known
}

func (g *gate) checkFacts(rules model.ScopeRules, sources map[string]bool) {
	all := model.ScopeFactIDs()
	known := each(g, scopeFile, "facts", rules.Facts, func(f model.ScopeFact) string { return f.ID }, func(p place, f model.ScopeFact) {
		p.oneOf("id", f.ID, all...)
		p.text("label", f.Label, aspectWidth)
		p.text("text", f.Text, askWidth)
		p.text("hint", f.Hint, askWidth)
		p.text("why", f.Why, 0)
		p.text("field", f.Field, labelWidth)
		p.cites(f.Cites, 1, sources)
	})
	for _, id := range all {
		if !known[id] {
			g.at(scopeFile, "facts").fault("the fact %q is missing", id)
		}
	}
}

// annexes is where a type can stand.
var annexes = []string{"I", "II", "none"}

// when checks that a condition names what there is, and that it can hold.
func (p place) when(w model.ScopeWhen, known scopeIDs) {
	for i, annex := range w.Annex {
		if !slices.Contains(annexes, annex) {
			p.to("annex", i).fault("%q is not allowed; write %s", annex, orList(annexes))
		}
	}
	p.refs("sectors", "sector", w.Sectors, known.sectors)
	p.refs("types", "type", w.Types, known.types)
	p.refs("sizes", "size", w.Sizes, known.sizes)
	p.refs("any", "special case", w.Any, known.specials)
	p.refs("all", "special case", w.All, known.specials)
	p.refs("none", "special case", w.None, known.specials)
	p.refs("classes", "scope class", w.Classes, known.classes)
	barred := func(id string) bool { return slices.Contains(w.None, id) }
	if slices.ContainsFunc(w.All, barred) || (len(w.Any) > 0 && !slices.ContainsFunc(w.Any, func(id string) bool { return !barred(id) })) {
		p.to("none").fault("the condition can never hold: it asks for a special case and rules it out")
	}
}

// unasked demands a condition without a class, where none is known yet.
func (p place) unasked(w model.ScopeWhen) {
	if len(w.Classes) > 0 {
		p.to("classes").fault("only notes may ask for a class: here it is not known yet")
	}
}

// covers reports whether the first condition holds wherever the second does.
func covers(first, second model.ScopeWhen) bool {
	wider := func(first, second []string) bool { // of which one entry must hold
		return len(first) == 0 || (len(second) > 0 && within(second, first))
	}
	same := func(first, second *bool) bool {
		return first == nil || (second != nil && *first == *second)
	}
	return wider(first.Annex, second.Annex) && wider(first.Sectors, second.Sectors) && wider(first.Types, second.Types) &&
		wider(first.Sizes, second.Sizes) && wider(first.Any, second.Any) &&
		within(first.All, second.All) && within(first.None, second.None) &&
		same(first.Outside, second.Outside) && same(first.Offers, second.Offers) &&
		same(first.Digital, second.Digital) && same(first.Implementing, second.Implementing)
}

// within reports whether every entry of the first list is in the second.
func within(first, second []string) bool {
	return !slices.ContainsFunc(first, func(id string) bool { return !slices.Contains(second, id) })
}

// checkSectors checks the sectors, and adds their types to what is known.
func (g *gate) checkSectors(c *model.Content, sources map[string]bool, known scopeIDs) map[string]bool {
	clash := map[string][]string{}
	for _, s := range c.ScopeRules.Specials {
		for _, other := range s.Clashes {
			clash[s.ID] = append(clash[s.ID], other)
			clash[other] = append(clash[other], s.ID)
		}
	}
	types := func(p place, list []model.EntityType) {
		if len(list) == 0 {
			p.to("types").fault("no type stands here")
		}
		here := ids(func(i int) place { return p.to("types", i) }, list, func(t model.EntityType) string { return t.ID })
		maps.Copy(known.types, here)
		for i, t := range list {
			p.to("types", i).entityType(t, known.specials, clash)
		}
	}
	found := map[string]bool{}
	sectors := each(g, sectorsFile, "sectors", c.Sectors, func(s model.Sector) string { return s.ID }, func(p place, s model.Sector) {
		p.text("label", s.Label, optionWidth)
		p.oneOf("annex", s.Annex, annexes...)
		if s.Annex != "none" {
			p.text("number", s.Number, 4)
		}
		p.cites(s.Cites, 1, sources)
		found[s.Annex] = true
		if len(s.Types) > 0 || len(s.Subsectors) == 0 {
			types(p, s.Types)
		}
		ids(func(i int) place { return p.to("subsectors", i) }, s.Subsectors, func(b model.Subsector) string { return b.ID })
		for i, b := range s.Subsectors {
			p.to("subsectors", i).text("label", b.Label, optionWidth)
			types(p.to("subsectors", i), b.Types)
		}
	})
	for _, annex := range annexes {
		if !found[annex] {
			g.at(sectorsFile, "sectors").fault("no sector has the annex %q", annex)
		}
	}
	return sectors
}

func (p place) entityType(t model.EntityType, specials map[string]bool, clash map[string][]string) {
	p.text("label", t.Label, optionWidth)
	p.text("hint", t.Hint, hintWidth)
	if len(t.Words) == 0 {
		p.to("words").fault("words to find the type by are missing")
	}
	for i, word := range t.Words {
		wp := p.to("words")
		if strings.TrimSpace(word) == "" || slices.Contains(t.Words[:i], word) {
			wp.fault("each word stands once, and none is empty")
		}
	}
	p.refs("implies", "special case", t.Implies, specials)
	p.refs("one_of", "special case", t.OneOf, specials)
	if len(t.OneOf) == 1 {
		p.to("one_of").fault("one of at least two special cases is needed; one alone belongs under \"implies\"")
	}
	for i, a := range t.Implies {
		for _, b := range slices.Concat(t.Implies[:i], t.OneOf) {
			if a == b || slices.Contains(clash[a], b) {
				p.to("implies").fault("%q and %q cannot hold together", b, a)
			}
		}
	}
	for i, a := range t.OneOf {
		for _, b := range t.OneOf[:i] {
			if !slices.Contains(clash[a], b) {
				p.to("one_of").fault("of %q and %q exactly one must hold, so they must clash", b, a)
			}
		}
	}
}

// memberStates is how many states the Union has.
const memberStates = 27

// stateBill is the status of a state without a law in force.
const stateBill = "bill"

var (
	stateCode = regexp.MustCompile(`^[A-Z]{2}$`)
	// stateFields are the fields of a state that may be named as unverified.
	stateFields = []string{"status", "law", "in_force", "authority", "csirt", "registration"}
)

func (g *gate) checkStates(c *model.Content, known scopeIDs) {
	each(g, statesFile, "states", c.States, func(s model.State) string { return s.Code }, func(p place, s model.State) {
		if !stateCode.MatchString(s.Code) {
			p.to("code").fault("%q is no code of a state; write two capital letters, as DE", s.Code)
		}
		p.text("name", s.Name, labelWidth)
		p.oneOf("status", s.Status, "in-force", "in-force-by-statute", stateBill)
		p.text("law", s.Law, 0)
		open := slices.Contains(s.Unverified, "in_force")
		switch {
		case s.Status == stateBill && !s.InForce.IsZero():
			p.to("in_force").fault("a bill is not in force")
		case s.Status != stateBill && s.InForce.IsZero() && !open:
			p.to("in_force").fault("the day is missing; where it is not known, name it as unverified")
		}
		_, noDay := model.ParseDate(s.AsOf)
		_, noMonth := model.ParseDate(s.AsOf + "-01")
		if noDay != nil && noMonth != nil {
			p.to("as_of").fault("%q is no month or day; write it as 2026-09 or 2026-09-03", s.AsOf)
		}
		for i, field := range s.Unverified {
			if !slices.Contains(stateFields, field) || slices.Contains(s.Unverified[:i], field) {
				p.to("unverified", i).fault("%q is not allowed; write each once of %s", field, orList(stateFields))
			}
		}
		if !s.Verified && len(s.Unverified) == 0 {
			p.to("verified").fault("what was not verified is missing under \"unverified\"")
		}
		if s.Independence != "" {
			p.oneOf("independence", s.Independence, "yes", "no")
		}
		for i, d := range s.Dates {
			p.to("dates", i).stateDate(d, known)
		}
	})
	if len(c.States) != memberStates {
		g.at(statesFile, "states").fault("the Union has %d member states; %d stand here", memberStates, len(c.States))
	}
}

func (p place) stateDate(d model.StateDate, known scopeIDs) {
	if d.On.IsZero() {
		p.to("on").fault("the day is missing, as 2026-11-23")
	}
	p.text("what", d.What, 0)
	p.oneOf("kind", d.Kind, "registration", "measures", "reporting", "other")
	p.to("when").when(d.When, known)
}

func (g *gate) checkQuestions(c *model.Content, criteria map[string]bool) {
	groups := each(g, questionsFile, "groups", c.Groups, func(x model.Group) string { return x.ID }, func(p place, x model.Group) {
		p.text("title", x.Title, 14)
		p.text("lead", x.Lead, 0)
	})
	fed := map[string]bool{}
	each(g, questionsFile, "questions", c.Questions, func(q model.Question) string { return q.ID }, func(p place, q model.Question) {
		p.to("group").ref("group", q.Group, groups)
		p.text("topic", q.Topic, topicWidth)
		p.text("text", q.Text, askWidth)
		p.text("hint", q.Hint, askWidth)
		p.text("why", q.Why, 0)
		p.text("room", q.Room, 0)
		p.text("ask", q.Ask, 0)
		p.oneOf("lever", q.Lever, "own", "world")
		if len(q.Options) < 2 || len(q.Options) > 9 {
			p.to("options").fault("a question has 2 to 9 options, so that a digit chooses each; this one has %d", len(q.Options))
		}
		ids(func(i int) place { return p.to("options", i) }, q.Options, func(o model.Option) string { return o.ID })
		for i, o := range q.Options {
			g.checkOption(p.to("options", i), o, criteria)
			for criterion := range o.Feeds {
				fed[criterion] = true
			}
		}
		g.checkGates(p, c, q)
	})
	g.checkSearch(c)
	for i, k := range c.Criteria {
		if !fed[k.ID] {
			g.at(criteriaFile, "criteria", i).fault("no option feeds the criterion %q, so it can never count", k.ID)
		}
	}
	q, ok := c.Question(model.CertificateQuestion)
	if !ok {
		g.at(questionsFile, "questions").fault("the question %q is missing", model.CertificateQuestion)
	} else if _, ok := q.Option(model.CertificateInProgress); !ok {
		g.at(questionsFile, "questions").fault("the question %q has no option %q", q.ID, model.CertificateInProgress)
	}
}

func (g *gate) checkOption(p place, o model.Option, criteria map[string]bool) {
	if o.ID == model.NotSure {
		p.to("id").fault("%q belongs to every question already", model.NotSure)
	}
	p.text("label", o.Label, optionWidth)
	p.text("hint", o.Hint, hintWidth)
	p.text("reason", o.Reason, 0)
	for _, criterion := range slices.Sorted(maps.Keys(o.Feeds)) {
		p.to("feeds", criterion).ref("criterion", criterion, criteria)
		if s := o.Feeds[criterion]; s <= 0 || s > 100 {
			p.to("feeds", criterion).fault("a strength is more than 0 and at most 1, not %s", s)
		}
	}
	deciding := 0
	for i, gate := range o.Gates {
		p.to("gates", i).oneOfGate(gate)
		if gate != model.CannotSustain {
			deciding++
		}
	}
	if deciding > 1 {
		p.to("gates").fault("an option carries at most one of the gates %s", orList([]string{
			string(model.HoldsCertificate), string(model.CertificateRequired), string(model.Caps)}))
	}
}

func (p place) oneOfGate(gate model.Gate) {
	allowed := []string{string(model.HoldsCertificate), string(model.CertificateRequired), string(model.Caps), string(model.CannotSustain)}
	if !slices.Contains(allowed, string(gate)) {
		p.fault("%q is not allowed; write %s", gate, orList(allowed))
	}
}

// checkGates is the rule on which the monotony of the verdict rests: where one
// option stands above another by its gate, it must not weigh less towards ISO
// 27001 through any criterion, so that no weights can turn the order round. A
// held certificate decides alone and is free of the rule.
func (g *gate) checkGates(p place, c *model.Content, q model.Question) {
	class := func(o model.Option) int {
		switch {
		case o.HasGate(model.HoldsCertificate):
			return 3
		case o.HasGate(model.CertificateRequired):
			return 2
		case o.HasGate(model.Caps):
			return 0
		}
		return 1
	}
	for i, above := range q.Options {
		for _, below := range q.Options {
			if class(above) <= class(below) || class(above) == 3 {
				continue
			}
			for _, k := range c.Criteria {
				up, down := above.Feeds[k.ID], below.Feeds[k.ID]
				if (k.Side == model.ForISO && up < down) || (k.Side == model.ForAlone && up > down) {
					p.to("options", i).fault("gates and strengths do not agree: by its gate %q stands above %q, "+
						"but through %q it weighs less towards ISO 27001", above.ID, below.ID, k.ID)
				}
			}
		}
	}
}

// gatedMost is how many questions may carry gates: the search for the fewest
// changes tries every way of answering them.
const gatedMost = 6

// checkSearch holds the two rules on which the search for the fewest changes
// rests, besides the monotony: few questions with gates, and in every question
// options on both sides of nothing, so that an open question, which counts zero,
// lies between its lowest and its highest answer whatever the weights are.
func (g *gate) checkSearch(c *model.Content) {
	gated := 0
	for i, q := range c.Questions {
		sides := map[model.Lean]bool{}
		gates := false
		for _, o := range q.Options {
			gates = gates || len(o.Gates) > 0
			iso, alone := false, false
			for _, k := range c.Criteria {
				if _, feeds := o.Feeds[k.ID]; feeds {
					iso, alone = iso || k.Side == model.ForISO, alone || k.Side == model.ForAlone
				}
			}
			sides[model.ForISO] = sides[model.ForISO] || !alone
			sides[model.ForAlone] = sides[model.ForAlone] || !iso
		}
		if !sides[model.ForISO] || !sides[model.ForAlone] {
			g.at(questionsFile, "questions", i, "options").fault("options on both sides of nothing are needed: " +
				"one that feeds no criterion for NIS2 alone, and one that feeds none for ISO 27001")
		}
		if gates {
			if gated++; gated > gatedMost {
				g.at(questionsFile, "questions", i).fault("at most %d questions may carry gates", gatedMost)
			}
		}
	}
}

func (g *gate) checkDifferences(c *model.Content, sources, scopes map[string]bool) {
	each(g, differencesFile, "differences", c.Differences, func(d model.Difference) string { return d.ID }, func(p place, d model.Difference) {
		p.text("aspect", d.Aspect, aspectWidth)
		p.to("iso").text("brief", d.ISO.Brief, briefWidth)
		p.to("iso").text("full", d.ISO.Full, 0)
		p.to("nis2").text("brief", d.NIS2.Brief, briefWidth)
		p.to("nis2").text("full", d.NIS2.Full, 0)
		p.text("practice", d.Practice, 0)
		p.text("rule", d.Rule, 0)
		p.text("room", d.Room, 0)
		p.cites(d.Cites, 1, sources)
		for _, class := range slices.Sorted(maps.Keys(d.ForClass)) {
			p.to("for_class", class).ref("scope class", class, scopes)
			p.to("for_class").text(class, d.ForClass[class], 0)
		}
	})
}

func (g *gate) checkIntegration(c *model.Content, sources, criteria, steps map[string]bool) {
	each(g, integrationFile, "benefits", c.Benefits, func(b model.Benefit) string { return b.ID }, func(p place, b model.Benefit) {
		p.oneOf("from", b.From, "iso", "nis2", "together")
		p.text("label", b.Label, optionWidth)
		p.text("text", b.Text, 0)
		p.refs("criteria", "criterion", b.Criteria, criteria)
		p.cites(b.Cites, 0, sources)
	})
	for _, list := range []struct {
		key      string
		insights []model.Insight
	}{{"foundations", c.Foundations}, {"overlaps", c.Overlaps}} {
		each(g, integrationFile, list.key, list.insights, func(n model.Insight) string { return n.ID }, func(p place, n model.Insight) {
			p.text("label", n.Label, optionWidth)
			p.text("text", n.Text, 0)
			p.refs("steps", "step", n.Steps, steps)
			p.cites(n.Cites, 0, sources)
			if len(n.Steps) == 0 {
				p.to("steps").fault("no step is named, so it could never be shown with a roadmap")
			}
		})
	}
}

var verdictIDs = []model.VerdictID{model.Both, model.NIS2ThenISO, model.NIS2Alone, model.ISOAlone, model.Neither, model.Undetermined}

func (g *gate) checkVerdicts(c *model.Content, scopes map[string]bool) {
	known := each(g, verdictsFile, "verdicts", c.Verdicts, func(v model.VerdictText) string { return string(v.ID) }, func(p place, v model.VerdictText) {
		if !slices.Contains(verdictIDs, v.ID) {
			p.to("id").fault("there is no verdict %q", v.ID)
		}
		p.text("short", v.Short, labelWidth)
		p.text("title", v.Title, 60)
		p.text("lead", v.Lead, 0)
		for i, x := range v.Variants {
			vp := p.to("variants", i)
			vp.situation(c, x.Scope, x.Certificate, scopes)
			if x.Gate != "" {
				vp.to("gate").oneOfGate(x.Gate)
			}
			vp.text("short", x.Short, labelWidth)
			vp.text("title", x.Title, 60)
			vp.text("lead", x.Lead, 0)
		}
	})
	for _, id := range verdictIDs {
		if !known[string(id)] {
			g.at(verdictsFile, "verdicts").fault("the verdict %q is missing", id)
		}
	}
}

// situation checks the conditions of a variant: a scope class and an option of
// the certificate question.
func (p place) situation(c *model.Content, scope, certificate string, scopes map[string]bool) {
	if scope != "" {
		p.to("scope").ref("scope class", scope, scopes)
	}
	if certificate != "" {
		q, _ := c.Question(model.CertificateQuestion)
		if _, ok := q.Option(certificate); !ok {
			p.to("certificate").fault("the question %q has no option %q", model.CertificateQuestion, certificate)
		}
	}
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

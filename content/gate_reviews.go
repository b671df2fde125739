package content

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"twopaths/model"
)

// gap is a place in a text that is filled in when it is said.
var gap = regexp.MustCompile(`\{([^{}]*)\}`)

// gaps demands that a text leaves only known gaps to be filled in.
func (p place) gaps(key, text string, known ...string) {
	for _, m := range gap.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, m[1]) {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = "{" + k + "}"
			}
			p.to(key).fault("nothing fills in {%s} here; write %s", m[1], orList(names))
		}
	}
}

// checkReviews holds what the list of conditions rests on, and the conditions of benefits: each can be true and is true of
// some only, names what there is, and carries a source where it speaks of law.
func (g *gate) checkReviews(c *model.Content, sources, scopes map[string]bool) {
	notes := map[string]bool{}
	for _, n := range c.ScopeRules.Notes {
		notes[n.ID] = true
	}
	each(g, reviewsFile, "reviews", c.Reviews, func(r model.Review) string { return r.ID }, func(p place, r model.Review) {
		p.text("text", r.Text, 0)
		p.gaps("text", r.Text, model.ReviewGaps()...)
		atLeast := 0
		if k := r.When; len(k.Classes)+len(k.Binds)+len(k.Notes)+len(k.Law) > 0 {
			atLeast = 1 // what depends on the scope depends on law
		}
		p.cites(r.Cites, atLeast, sources)
		g.checkReviewWhen(p.to("when"), c, r.When, scopes, notes)
	})
	for i, b := range c.Benefits {
		g.at(integrationFile, "benefits", i, "denied_by").answers(c, b.DeniedBy)
	}
}

func (g *gate) checkReviewWhen(p place, c *model.Content, k model.ReviewWhen, scopes, notes map[string]bool) {
	if len(k.Classes)+len(k.Binds)+len(k.Notes)+len(k.Law)+len(k.Group)+len(k.Verdicts)+len(k.Options) == 0 &&
		k.Facts == nil && k.Sized == nil && k.GroupLaw == nil && k.Holder == nil && k.Lost == nil {
		p.fault("a condition is missing: what is true of everybody is a reason for nobody")
	}
	p.refs("classes", "scope class", k.Classes, scopes)
	p.refs("notes", "note on the scope", k.Notes, notes)
	words := func(key string, list []string, allowed ...string) {
		for i, word := range list {
			if !slices.Contains(allowed, word) {
				p.to(key, i).fault("%q is not allowed; write %s", word, orList(allowed))
			}
		}
	}
	words("binds", strs(k.Binds), string(model.Binds), string(model.DoesNotBind), string(model.BindingIsOpen))
	words("law", k.Law, "in-force", "in-force-by-statute", stateBill, model.UnknownLaw)
	words("group", k.Group, model.ReviewGroups()...)
	words("verdicts", strs(k.Verdicts), strs(verdictIDs)...)
	p.to("options").answers(c, k.Options)
}

// answers checks options by question.
func (p place) answers(c *model.Content, options map[string][]string) {
	for _, id := range slices.Sorted(maps.Keys(options)) {
		q, ok := c.Question(id)
		if !ok {
			p.to(id).fault("there is no question %q", id)
			continue
		}
		if len(options[id]) == 0 {
			p.to(id).fault("the list is empty")
		}
		for i, option := range options[id] {
			if _, ok := q.Option(option); !ok && option != model.NotSure && option != model.Unanswered {
				p.to(id, i).fault("the question %q has no option %q; %q and %q are allowed too", id, option, model.NotSure, model.Unanswered)
			}
		}
	}
}

// strs is words of a kind of their own as plain words.
func strs[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// checkBreakEven demands words for each input of the break-even, once.
func (g *gate) checkBreakEven(c *model.Content, scopes map[string]bool) {
	g.at(breakEvenFile).refs("law_asks", "scope class", c.BreakEven.LawAsks, scopes)
	all := model.BreakEvenInputIDs()
	known := map[string]bool{}
	for i, in := range c.BreakEven.Inputs {
		p := g.at(breakEvenFile, "inputs", i)
		p.oneOf("id", in.ID, all...)
		if known[in.ID] {
			p.to("id").fault("the id %q is used twice", in.ID)
		}
		known[in.ID] = true
		p.text("label", in.Label, labelWidth)
		p.text("text", in.Text, 0)
		p.text("ask", in.Ask, 0)
		p.text("value", in.Value, labelWidth)
		p.gaps("value", in.Value, "value")
		if !strings.Contains(in.Value, "{value}") {
			p.to("value").fault("the place of the value is missing: {value}")
		}
	}
	for _, id := range all {
		if !known[id] {
			g.at(breakEvenFile, "inputs").fault("the input %q is missing", id)
		}
	}
}

// checkChanges holds the list of what has changed: the newest version first and the present
// one at its head, so that whoever opens an older assessment is told all of it.
func (g *gate) checkChanges(c *model.Content, criteria, scopes, steps map[string]bool) {
	if len(c.Changes) == 0 {
		g.at(mainFile, "changes").fault("the list is empty")
		return
	}
	questions, differences, obligations := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range c.Questions {
		questions[c.Questions[i].ID] = true
	}
	for _, d := range c.Differences {
		differences[d.ID] = true
	}
	for _, o := range c.Obligations {
		obligations[o.ID] = true
		for _, part := range o.Parts {
			obligations[part.ID] = true
		}
	}
	for i, x := range c.Renamed {
		p := g.at(mainFile, "renamed", i)
		switch {
		case !slices.Contains(model.RenamedKinds(), x.Kind):
			p.to("kind").fault("%q is not allowed; write one of %s", x.Kind, join(model.RenamedKinds()))
		case c.Known(x.Kind, x.From):
			p.to("from").fault("the content has the %s %q still; what has a name cannot be renamed", x.Kind, x.From)
		case !c.Known(x.Kind, x.To):
			p.to("to").fault("there is no %s %q", x.Kind, x.To)
		case x.Kind == model.RenamedOption && firstOf(x.From) != firstOf(x.To):
			p.to("to").fault("an option keeps its question, %q", firstOf(x.From))
		}
	}
	versions := map[string]bool{}
	for i, x := range c.Changes {
		p := g.at(mainFile, "changes", i)
		p.text("version", x.Version, 20)
		p.text("text", x.Text, 0)
		p.refs("questions", "question", x.Questions, questions)
		p.refs("differences", "difference", x.Differences, differences)
		p.refs("criteria", "criterion", x.Criteria, criteria)
		p.refs("scopes", "scope class", x.Scopes, scopes)
		p.refs("steps", "step", x.Steps, steps)
		p.refs("obligations", "obligation", x.Obligations, obligations)
		if x.Date.IsZero() {
			p.to("date").fault("the day is missing, as 2026-11-23")
		}
		if i == 0 {
			if c.Version != "" && x.Version != c.Version {
				p.to("version").fault("the first change is of the present version, %q", c.Version)
			}
		} else if before := c.Changes[i-1]; before.Version != x.Version {
			if versions[x.Version] {
				p.to("version").fault("the changes of version %q do not stand together", x.Version)
			}
			if before.Date.String() < x.Date.String() {
				p.to("date").fault("it is later than the day above it; the newest version comes first")
			}
		}
		versions[x.Version] = true
	}
}

// firstOf is the question of an option that is named behind it.
func firstOf(option string) string {
	question, _, _ := strings.Cut(option, "/")
	return question
}

func join(kinds []model.RenamedKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

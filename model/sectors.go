package model

import (
	"slices"
	"strings"
	"unicode"
)

// TypeChoice is a type of entity with its place in the Annexes: some types stand in two
// subsectors under the same id.
type TypeChoice struct {
	EntityType
	Sector, Subsector string // ids
	SectorLabel       string // "Energy, electricity"
	Annex             string // I, II or none
	Number            string // of the sector in the Annex
}

// Is reports whether facts name this type.
func (t TypeChoice) Is(f Facts) bool {
	return f.Type == t.ID && f.Sector == t.Sector && f.Subsector == t.Subsector
}

// Set is the facts with this type in the place of the one before. Special cases that the
// former type was asked for stay: they are facts of their own.
func (t TypeChoice) Set(f Facts) Facts {
	f.Sector, f.Subsector, f.Type = t.Sector, t.Subsector, t.ID
	return f
}

// Types lists every type in the order of the Annexes.
func (c *Content) Types() []TypeChoice {
	return c.typesWhere(func(*EntityType, string, string) bool { return true })
}

// typesWhere is the types of which something is so, with the sector and the subsector.
func (c *Content) typesWhere(is func(t *EntityType, sector, subsector string) bool) []TypeChoice {
	var out []TypeChoice
	for i := range c.Sectors {
		s := &c.Sectors[i]
		for j := range s.Types {
			if t := &s.Types[j]; is(t, s.ID, "") {
				out = append(out, TypeChoice{*t, s.ID, "", s.Label, s.Annex, s.Number})
			}
		}
		for k := range s.Subsectors {
			sub := &s.Subsectors[k]
			for j := range sub.Types {
				if t := &sub.Types[j]; is(t, s.ID, sub.ID) {
					out = append(out, TypeChoice{*t, s.ID, sub.ID, s.Label + ", " + lowerFirst(sub.Label), s.Annex, s.Number})
				}
			}
		}
	}
	return out
}

// FindTypes lists the types that somebody means who says it in their own words, the
// likeliest first: every word must be the beginning of one that the type is known by.
// Without words it is all types.
func (c *Content) FindTypes(query string) []TypeChoice {
	asked := slices.DeleteFunc(searchWords(query), func(word string) bool { return fillWords[word] })
	if len(asked) == 0 {
		return c.Types()
	}
	type hit struct {
		choice TypeChoice
		score  int
	}
	var hits []hit
	for _, t := range c.Types() {
		// What a type is called counts more than what it is called by others, that more
		// than where it stands, and that more than the line of help.
		known := [][]string{
			searchWords(t.Hint), searchWords(t.SectorLabel), searchWords(strings.Join(t.Words, " ")), searchWords(t.Label),
		}
		total := 0
		for _, word := range asked {
			best := 0
			for rank, words := range known {
				for _, w := range words {
					switch {
					case w == word:
						best = max(best, 2*rank+2)
					case strings.HasPrefix(w, word):
						best = max(best, 2*rank+1)
					}
				}
			}
			if best == 0 {
				total = 0
				break
			}
			total += best
		}
		if total > 0 {
			hits = append(hits, hit{t, total})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	out := make([]TypeChoice, len(hits))
	for i, h := range hits {
		out[i] = h.choice
	}
	return out
}

// fillWords are words that say nothing about what somebody does: "we host servers".
var fillWords = map[string]bool{"we": true, "i": true, "our": true, "us": true, "are": true, "is": true, "a": true, "an": true, "the": true,
	"and": true, "or": true, "of": true, "for": true, "in": true, "on": true, "to": true, "do": true, "make": true, "run": true, "with": true}

// searchWords is the words of a text as they are compared: in small letters, without
// their plural.
func searchWords(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			words[i] = w[:len(w)-1]
		}
	}
	return words
}

// TypeOf finds the type that facts name. Where they leave the place open and only one has
// such a type, it is that one.
func (c *Content) TypeOf(f Facts) (TypeChoice, bool) {
	found := c.typesWhere(func(t *EntityType, sector, subsector string) bool {
		return t.ID == f.Type && (f.Sector == "" || f.Sector == sector) && (f.Subsector == "" || f.Subsector == subsector)
	})
	if len(found) != 1 {
		return TypeChoice{}, false
	}
	return found[0], true
}

// The facts that are asked, by the ids of ScopeRules.Facts.
const (
	FactType        = "type"
	FactState       = "state"
	FactOffers      = "offers"
	FactHeadcount   = "headcount"
	FactTurnover    = "turnover"
	FactBalance     = "balance"
	FactGroup       = "group"
	FactIndependent = "independent"
	FactSpecial     = "special"
)

// OpenFacts lists the facts that are still worth asking, in the order in which they are
// asked: those that can change the class, and the state, whose law is shown with it.
func (c *Content) OpenFacts(f Facts) []string {
	if f.Type == "" {
		return []string{FactType} // everything else hangs on it
	}
	r := c.ClassifyScope(f)
	var out []string
	for _, fact := range c.ScopeRules.Facts {
		open := slices.Contains(r.Missing, fact.ID)
		switch fact.ID {
		case FactState:
			open = open || (f.State == "" && f.Established != Outside && !c.neverBinds(r))
		case FactGroup:
			open = open || (f.Group == nil && c.groupMatters(f, r))
		case FactSpecial:
			open = open || (f.Special == nil && c.specialMatters(f, r))
		}
		if open {
			out = append(out, fact.ID)
		}
	}
	return out
}

// neverBinds reports whether no class that is still possible binds.
func (c *Content) neverBinds(r ScopeResult) bool {
	return !slices.ContainsFunc(r.Possible, func(id string) bool {
		class, _ := find(c.Scopes, func(k ScopeClass) bool { return k.ID == id })
		return class.Binds != DoesNotBind
	})
}

// groupMatters reports whether figures of a group could change the class. They can only
// add: what a very large group would make of it is the most.
func (c *Content) groupMatters(f Facts, r ScopeResult) bool {
	if f.Has(PubliclyOwned) {
		return false
	}
	f.Group = []Member{{Relation: Linked, Figures: Figures{Exactly(MaxFigure), Exactly(MaxFigure), Exactly(MaxFigure)}}}
	f.Independent = No
	return !slices.Equal(c.ClassifyScope(f).Possible, r.Possible)
}

// specialMatters reports whether a special case that is offered could change the class,
// alone or with one that it makes askable.
func (c *Content) specialMatters(f Facts, r ScopeResult) bool {
	for _, s := range c.SpecialsFor(f) {
		with := f
		with.Special = []string{s.ID}
		if len(c.CheckScope(with)) > 0 {
			continue
		}
		if !slices.Equal(c.ClassifyScope(with).Possible, r.Possible) {
			return true
		}
	}
	return false
}

// SpecialsFor lists the special cases to offer to such an organisation, with those that
// are stated already.
func (c *Content) SpecialsFor(f Facts) []SpecialCase {
	var out []SpecialCase
	for _, s := range c.ScopeRules.Specials {
		if f.Has(s.ID) || c.offered(s, f) {
			out = append(out, s)
		}
	}
	return out
}

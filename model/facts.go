package model

import (
	"fmt"
	"slices"
	"strings"
)

// Facts is what is known of an organisation for deciding whether NIS2 applies to it.
// What is left out is unknown and never zero. The words are those of the assessment
// file; they are kept as they are, known to the content or not.
type Facts struct {
	State       string // the member state whose law applies, or AnyState; empty: not said
	Established string // Inside or Outside; empty: not said
	Offers      YesNo  // offers services in the Union
	Sector      string
	Subsector   string
	Type        string
	Figures              // its own
	Group       []Member // partner and linked enterprises; nil: not asked, empty: none
	Independent YesNo    // of its group, in its systems and in its services
	Special     []string // special cases; nil: not asked, empty: none
}

// AnyState stands for no particular member state.
const AnyState = "any"

// Where an organisation is established.
const (
	Inside  = "eu"
	Outside = "non-eu"
)

// YesNo is an answer that may be missing.
type YesNo string

// The answers.
const (
	Unsaid YesNo = ""
	Yes    YesNo = "yes"
	No     YesNo = "no"
)

// Figure is a number that may be unknown.
type Figure struct {
	Amount Hundredths
	Known  bool
}

// Exactly is a known figure.
func Exactly(amount Hundredths) Figure { return Figure{amount, true} }

// MaxFigure is the largest headcount, and the largest sum in EUR million.
const MaxFigure Hundredths = 10_000_000 * 100

// Figures measure the size of an enterprise.
type Figures struct {
	Headcount Figure // annual work units
	Turnover  Figure // EUR million
	Balance   Figure // EUR million
}

// Member is a partner or linked enterprise.
type Member struct {
	Relation string // Linked or Partner
	Share    Figure // per cent; of a partner from 25 to 50
	Figures
}

// How a member belongs to a group. The terms and the shares are those of Article 3 of
// the Annex to Recommendation 2003/361/EC.
const (
	Linked  = "linked"  // controlled: counted in full
	Partner = "partner" // held in part: counted in proportion

	MinPartnerShare Hundredths = 25 * 100
	MaxPartnerShare Hundredths = 50 * 100
)

// Special cases that are more than conditions of rules: they change how the facts are
// read.
const (
	NoOfferInEU   = "no-offer-in-eu" // established outside the Union and offering nothing in it
	PubliclyOwned = "publicly-owned" // the figures of its group do not count
)

// Clone copies facts so that changing one leaves the other alone.
func (f Facts) Clone() Facts {
	f.Group = slices.Clone(f.Group)
	f.Special = slices.Clone(f.Special)
	return f
}

// Equal reports whether the facts are the same. Not asked and none are two things.
func (f Facts) Equal(o Facts) bool {
	return f.State == o.State && f.Established == o.Established && f.Offers == o.Offers &&
		f.Sector == o.Sector && f.Subsector == o.Subsector && f.Type == o.Type &&
		f.Figures == o.Figures && f.Independent == o.Independent &&
		(f.Group == nil) == (o.Group == nil) && slices.Equal(f.Group, o.Group) &&
		(f.Special == nil) == (o.Special == nil) && slices.Equal(f.Special, o.Special)
}

// IsZero reports whether nothing is known.
func (f Facts) IsZero() bool { return f.Equal(Facts{}) }

// Has reports whether a special case is stated.
func (f Facts) Has(special string) bool { return slices.Contains(f.Special, special) }

// Equal reports whether two scopes are the same.
func (s Scope) Equal(o Scope) bool {
	return s.Stated == o.Stated && s.Note == o.Note && s.Facts.Equal(o.Facts)
}

// Answered reports whether anything was said of the scope: a class or a fact.
func (s Scope) Answered() bool { return s.Stated != "" || !s.Facts.IsZero() }

// The keys of the facts in an assessment file, where more than one place names them.
const (
	keyScope       = "scope"
	keyState       = "member_state"
	keyEstablished = "established"
	keyOffers      = "offers_services_in_eu"
	keySector      = "sector"
	keySubsector   = "subsector"
	keyType        = "entity_type"
	keyGroup       = "group"
	keySpecial     = "special"
)

// CheckScope finds what the facts of a scope cannot be: ids that this content does not
// know, and facts that contradict each other. Unlike other ids these are not set aside:
// a class worked out from half of the facts would be a wrong one.
func (c *Content) CheckScope(f Facts) []Notice {
	var out []Notice
	wrong := func(key string, format string, args ...any) {
		out = append(out, Notice{[]any{keyScope, key}, fmt.Sprintf(format, args...)})
	}
	if f.State != "" && f.State != AnyState {
		if _, ok := c.State(f.State); !ok {
			wrong(keyState, "there is no member state %q; write one of %s, or %s", f.State, listed(c.States, func(s State) string { return s.Code }), AnyState)
		}
	}
	switch sector, known := c.Sector(f.Sector); {
	case f.Sector != "" && !known:
		wrong(keySector, "there is no sector %q; write one of %s", f.Sector, listed(c.Sectors, func(s Sector) string { return s.ID }))
	case known && f.Subsector != "" && len(sector.Subsectors) == 0:
		wrong(keySubsector, "the sector %q has no subsectors; remove %q", f.Sector, f.Subsector)
	case known && f.Subsector != "" && !slices.ContainsFunc(sector.Subsectors, func(s Subsector) bool { return s.ID == f.Subsector }):
		wrong(keySubsector, "the sector %q has no subsector %q; write one of %s", f.Sector, f.Subsector,
			listed(sector.Subsectors, func(s Subsector) string { return s.ID }))
	case f.Sector == "" && f.Subsector != "":
		wrong(keySubsector, "the subsector %q stands without its sector; add the key %q", f.Subsector, keySector)
	default:
		if f.Type != "" {
			if problem := c.wrongType(f); problem != "" {
				wrong(keyType, "%s", problem)
			}
		}
	}
	if f.Established == Inside && f.Has(NoOfferInEU) {
		wrong(keyEstablished, "%q contradicts the special case %q; keep one of the two", Inside, NoOfferInEU)
	}
	if f.Offers == Yes && f.Has(NoOfferInEU) {
		wrong(keyOffers, "\"true\" contradicts the special case %q; keep one of the two", NoOfferInEU)
	}
	return append(out, c.wrongSpecials(f)...)
}

// wrongType says why the type cannot be, in a sector and subsector that can, or nothing.
func (c *Content) wrongType(f Facts) string {
	var in []string // the sectors that have such a type
	for _, p := range c.scopeIndex().placements {
		if p.kind.ID != f.Type {
			continue
		}
		if p.within(&f) {
			return ""
		}
		in = append(in, strings.TrimSuffix(p.sector+", "+p.subsector, ", "))
	}
	if len(in) > 0 {
		return fmt.Sprintf("the type %q belongs to %s and not to %s", f.Type,
			strings.Join(in, " or "), strings.TrimSuffix(f.Sector+", "+f.Subsector, ", "))
	}
	var here []string
	for _, p := range c.scopeIndex().placements {
		if p.within(&f) && !slices.Contains(here, p.kind.ID) {
			here = append(here, p.kind.ID)
		}
	}
	if f.Sector == "" {
		return fmt.Sprintf("there is no type %q; the project's list of sectors and types has all", f.Type)
	}
	return fmt.Sprintf("there is no type %q; write one of %s", f.Type, strings.Join(here, ", "))
}

// wrongSpecials finds special cases that this content does not know, that clash with
// each other or with what the type implies, or that a type cannot be.
func (c *Content) wrongSpecials(f Facts) []Notice {
	ix := c.scopeIndex()
	var out []Notice
	places := ix.candidates(&f, nil)
	fits := func(ids ...string) bool {
		return slices.ContainsFunc(places, func(p uint16) bool { return ix.fits(p, ix.bits(ids...), ix.stated(&f)) })
	}
	for i, id := range f.Special {
		wrong := func(format string, args ...any) {
			out = append(out, Notice{[]any{keyScope, keySpecial, i}, fmt.Sprintf(format, args...)})
		}
		special, known := c.Special(id)
		if !known {
			wrong("there is no special case %q; write some of %s", id, listed(c.ScopeRules.Specials, func(s SpecialCase) string { return s.ID }))
			continue
		}
		for _, other := range f.Special[:i] {
			if o, _ := c.Special(other); slices.Contains(special.Clashes, other) || slices.Contains(o.Clashes, id) {
				wrong("%q contradicts %q; keep one of the two", id, other)
			}
		}
		if len(places) == 0 || fits(id) {
			for _, other := range f.Special[:i] {
				if len(places) > 0 && fits(other) && !fits(id, other) {
					wrong("%q contradicts %q: no type can be both; keep one of the two", id, other)
				}
			}
			continue
		}
		key, value := keyType, f.Type
		if value == "" {
			key, value = keySector, f.Sector
		}
		implied := ""
		for _, by := range ix.placements[places[0]].kind.Implies {
			if ix.clashes(ix.bits(by))&ix.bits(id) != 0 {
				implied = fmt.Sprintf(", which is %q by itself", by)
			}
		}
		wrong("%q contradicts %s %q%s; mend one of the two", id, key, value, implied)
	}
	if len(out) == 0 && len(places) > 0 && !fits(f.Special...) {
		out = append(out, Notice{[]any{keyScope, keySpecial}, "no type can be all of these special cases; mend one of them"})
	}
	return out
}

// listed is the ids of things in a sentence.
func listed[T any](items []T, id func(T) string) string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = id(item)
	}
	return strings.Join(ids, ", ")
}

// State finds a member state by its code.
func (c *Content) State(code string) (State, bool) {
	return find(c.States, func(s State) bool { return s.Code == code })
}

// Sector finds a sector by its id.
func (c *Content) Sector(id string) (Sector, bool) {
	return find(c.Sectors, func(s Sector) bool { return s.ID == id })
}

// Special finds a special case by its id.
func (c *Content) Special(id string) (SpecialCase, bool) {
	return find(c.ScopeRules.Specials, func(s SpecialCase) bool { return s.ID == id })
}

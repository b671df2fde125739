package model

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// The gap check: what NIS2 asks for, held against what is there.
//
// Each duty has a state that somebody gave it, or none. Whoever holds a certificate or has
// a Statement of Applicability need not begin with nothing: states are proposed from them.
// A proposal counts for nothing until it is confirmed, because a certificate proves what
// its own scope holds, and the law draws the scope by itself.

// Duty is one thing that the gap check asks: an obligation, or a part of one.
type Duty struct {
	ID         string // of the obligation or the part: the key of its state
	Obligation string // the obligation's id
	Kind       string // directive or implementing-regulation
	Article    string
	Label      string // what is asked for, in a line
	Short      string // the same in a few words
	Ask        string
	Evidence   string // what would show that it is in place
	Bound      bool   // it is asked because the law binds, and is nothing to do of one's own accord
	Relation   string // covered, partial or none: what work for ISO 27001 does for it
	BeyondISO  string
	Links      []Link
	Gap        Gap      // as it was recorded
	Proposal   Proposal // where nothing was recorded; its state is empty where nothing can be proposed
}

// Open reports whether something is known to be left to do, or nothing is known.
func (d Duty) Open() bool { return d.Gap.State != GapInPlace }

// Link is a control that works towards a duty, with who says so.
type Link struct {
	Control string
	Naming  Naming
	ENISA   bool // ENISA's table names it too
}

// Naming is how many published mappings name a link. It is no measure of how much of a
// duty a control meets.
type Naming string

// The namings.
const (
	NamedByThree Naming = "three" // at least three mappings, ENISA's among them
	NamedByTwo   Naming = "two"   // exactly two
	NamedByENISA Naming = "enisa" // ENISA's table alone
)

// Proposal is a state that a certificate or a Statement of Applicability speaks for.
type Proposal struct {
	State   GapLevel
	From    ProposalSource
	InPlace []string // the controls that are in place
	Lacking []string // those that are not, or not wholly, or were left out
	Unsaid  []string // those of which nothing is known
}

// ProposalSource is what a proposal rests on.
type ProposalSource string

// The sources.
const (
	FromCertificate ProposalSource = "certificate"
	FromControls    ProposalSource = "controls"
)

// Duties is what the gap check asks of an organisation, in the order of the content: what
// the law asks of those of its class, or may ask as far as the class is open, and what it
// would do well to have where the law asks nothing. The headings of the Implementing
// Regulation are asked of those who are known to be under it.
func (c *Content) Duties(a Assessment) []Duty { return c.dutiesOf(a, true) }

// dutiesOf is Duties, without links and proposals where nobody asks for them: they take
// more time than all the rest.
func (c *Content) dutiesOf(a Assessment, links bool) []Duty {
	in := c.regimesOf(a.Scope)
	// It has other words for those on the digital list.
	outside := in.digital && a.Scope.Facts.Established == Outside
	out := make([]Duty, 0, len(c.Obligations)+8) // some come in parts
	for o, p := range c.asked(a, in) {
		out = append(out, Duty{ID: o.ID, Obligation: o.ID, Kind: o.Kind, Article: o.Article, Label: o.Label, Short: o.Short,
			Ask: o.Ask, Evidence: o.Evidence, Bound: o.Bound, Relation: o.Relation, BeyondISO: o.BeyondISO})
		d := &out[len(out)-1]
		switch {
		case o.BeyondISOIR == "":
		case in.implementing:
			d.BeyondISO = o.BeyondISOIR
		case in.maybe:
			d.BeyondISO = strings.TrimSpace(o.BeyondISO) + " " + c.Phrases["beyond-iso-open"]
		}
		var only []string
		if p != nil {
			d.ID, d.Label, d.Short, d.Ask, d.Evidence = p.ID, p.Short, p.Short, p.Ask, p.Evidence
			d.Relation, d.BeyondISO, only = p.Relation, p.BeyondISO, p.Controls
		} else if x := o.Outside; outside {
			d.Short, d.Ask, d.Evidence = cmp.Or(x.Short, d.Short), cmp.Or(x.Ask, d.Ask), cmp.Or(x.Evidence, d.Evidence)
		}
		d.Gap = gapOf(a, d.ID, d.Obligation)
		if links {
			if d.Links = o.links(only); d.Gap.State == "" {
				d.Proposal = c.propose(a, *d)
			}
		}
	}
	return out
}

// countGap counts what is recorded of the duties, without saying what they are.
func (c *Content) countGap(a Assessment) GapCount {
	var n GapCount
	for o, p := range c.asked(a, c.regimesOf(a.Scope)) {
		id := o.ID
		if p != nil {
			id = p.ID
		}
		n.add(gapOf(a, id, o.ID).State)
	}
	return n
}

// asked is what the gap check asks of an organisation: an obligation, or a part of one.
func (c *Content) asked(a Assessment, in regimes) iter.Seq2[*Obligation, *ObligationPart] {
	class := c.ScopeClass(a.Scope)
	return func(yield func(*Obligation, *ObligationPart) bool) {
		for i := range c.Obligations {
			o := &c.Obligations[i]
			switch {
			case o.Kind == "implementing-regulation" && !in.implementing,
				o.Digital && !in.digital,
				o.Bound && class.Binds == DoesNotBind && !slices.Contains(o.Classes, class.ID):
				continue
			}
			if len(o.Parts) == 0 && !yield(o, nil) {
				return
			}
			for j := range o.Parts {
				if !yield(o, &o.Parts[j]) {
					return
				}
			}
		}
	}
}

// gapOf is what was recorded of a duty.
func gapOf(a Assessment, id, obligation string) Gap {
	g := a.Gap[id]
	if whole, ok := a.Gap[obligation]; ok && g.State == "" {
		// A state of the whole, from a time when it was not asked in parts.
		g.State, g.Note = whole.State, cmp.Or(g.Note, whole.Note)
	}
	return g
}

// regimes is which rules for some types of entity hold for an organisation.
type regimes struct {
	digital      bool // it may be on the digital list of Art. 26(1)(b)
	implementing bool // it is known to be under Implementing Regulation 2024/2690
	maybe        bool // it may be under it, and that is not known
}

func (c *Content) regimesOf(s Scope) regimes {
	bound := c.ScopeClass(s).Binds != DoesNotBind
	if s.Facts.IsZero() {
		return regimes{digital: true, maybe: bound}
	}
	in := c.inquire(&s.Facts)
	var out regimes
	all := len(in.cells) > 0
	for _, x := range in.cells {
		traits := in.units[x.unit].traits
		out.digital = out.digital || traits&isDigital != 0
		out.maybe = out.maybe || traits&isImplementing != 0
		all = all && traits&isImplementing != 0
	}
	out.implementing, out.maybe = bound && all, bound && out.maybe && !all
	return out
}

// links is the controls of an obligation, or those of them in a list, in the order of
// how many name them.
func (o Obligation) links(only []string) []Link {
	n := len(o.Agreed) + len(o.AlsoNamed) + len(o.ENISA)
	out := slices.Grow([]Link(nil), n)
	for _, group := range []struct {
		naming   Naming
		controls []string
	}{{NamedByThree, o.Agreed}, {NamedByTwo, o.AlsoNamed}, {NamedByENISA, o.ENISA}} {
		for _, id := range group.controls {
			if only != nil && !slices.Contains(only, id) || slices.ContainsFunc(out, func(l Link) bool { return l.Control == id }) {
				continue
			}
			out = append(out, Link{id, group.naming, slices.Contains(o.ENISA, id)})
		}
	}
	return out
}

// propose is what a Statement of Applicability or else a certificate says of a duty. The
// controls that most mappings name decide; where there is none, those that two name.
//
//   - What ISO 27001 asks nothing of, a certificate says nothing for: none.
//   - What it has a place for is partial at best.
//   - What it covers is in place where each of these controls is, or where a certificate
//     reaches all that the law binds; partial where some are, or where the certificate
//     reaches less or it is not known how far it reaches.
//   - A control that was left out of the statement is not in place: the law has no such
//     exclusion.
//   - Nothing is proposed where nothing is known of any of these controls.
func (c *Content) propose(a Assessment, d Duty) Proposal {
	holder := c.holdsCertificate(a)
	p := Proposal{From: FromControls}
	for _, naming := range []Naming{NamedByThree, NamedByTwo} {
		some := false // in place, or partly
		known := 0
		for _, l := range d.Links {
			if l.Naming != naming {
				continue
			}
			switch a.Controls[l.Control].State {
			case ControlInPlace:
				p.InPlace, some = append(p.InPlace, l.Control), true
			case ControlPartial:
				p.Lacking, some = append(p.Lacking, l.Control), true
			case ControlNone, ControlExcluded:
				p.Lacking = append(p.Lacking, l.Control)
			default:
				p.Unsaid = append(p.Unsaid, l.Control)
				continue
			}
			known++
		}
		switch {
		case known == 0 && len(p.Unsaid) == 0:
			continue // no link of this kind
		case known == 0:
		case some && len(p.Lacking)+len(p.Unsaid) == 0:
			p.State = GapInPlace
		case some:
			p.State = GapPartial
		case len(p.Unsaid) == 0:
			p.State = GapNone
		}
		break
	}
	if p.State == "" && holder {
		p = Proposal{State: GapInPlace, From: FromCertificate}
	}
	if p.State == "" {
		return Proposal{}
	}
	switch {
	case d.Relation == "none":
		p.State = GapNone
	case p.State == GapInPlace && (d.Relation == "partial" || (holder && a.Certificate.Covers != ReachWhole)):
		p.State = GapPartial
	}
	return p
}

// ProposalReason is what a proposal rests on, in words.
func (c *Content) ProposalReason(a Assessment, d Duty) string {
	var words []string
	say := func(id string, inserts ...Insert) { words = append(words, c.Say(Phrase{ID: id, Inserts: inserts})) }
	p := d.Proposal
	switch {
	case p.From == FromControls:
		say("proposal-controls")
		for _, x := range []struct {
			id       string
			controls []string
		}{{"proposal-in-place", p.InPlace}, {"proposal-lacking", p.Lacking}, {"proposal-unsaid", p.Unsaid}} {
			if len(x.controls) > 0 {
				say(x.id, Insert{"controls", strings.Join(x.controls, ", ")})
			}
		}
	case a.Certificate.Covers == ReachWhole, a.Certificate.Covers == ReachPart:
		say("proposal-certificate", Insert{"reach", c.Phrases["reach-"+string(a.Certificate.Covers)]})
	default:
		say("proposal-certificate-open")
	}
	switch d.Relation {
	case "none":
		say("proposal-nothing-asked")
	case "partial":
		say("proposal-law-asks-more")
	}
	return strings.Join(words, " ")
}

// holdsCertificate reports whether the assessment says that a certificate is held.
func (c *Content) holdsCertificate(a Assessment) bool {
	q, _ := c.Question(CertificateQuestion)
	o, ok := q.Option(a.Answers[CertificateQuestion].Option)
	return ok && o.HasGate(HoldsCertificate)
}

// Proposed is how many duties have a proposal that waits for a word.
func (c *Content) Proposed(a Assessment) int {
	n := 0
	for _, d := range c.Duties(a) {
		n += b2i(d.Proposal.State != "")
	}
	return n
}

// Confirm is the assessment with the proposals for some duties taken as their states; with
// no ids, for all. Notes stay.
func (c *Content) Confirm(a Assessment, ids ...string) Assessment {
	for _, d := range c.Duties(a) {
		if d.Proposal.State != "" && (len(ids) == 0 || slices.Contains(ids, d.ID)) {
			a = a.WithGap(d.ID, Gap{d.Proposal.State, a.Gap[d.ID].Note})
		}
	}
	return a
}

// GapState is the state of a whole obligation: the weakest of its parts.
func (c *Content) GapState(a Assessment, obligation string) GapLevel {
	state, seen := GapInPlace, false
	for _, d := range c.Duties(a) {
		if d.Obligation == obligation {
			seen = true
			if d.Gap.State.rank() < state.rank() {
				state = d.Gap.State
			}
		}
	}
	if !seen {
		return a.Gap[obligation].State
	}
	return state
}

// rank orders states, the weakest first: what is not known comes after what is known to
// be missing.
func (g GapLevel) rank() int {
	return slices.Index([]GapLevel{GapNone, "", GapNotSure, GapPartial, GapInPlace}, g)
}

// GapCount is how many duties are in each state.
type GapCount struct{ InPlace, Partial, None, NotSure, Open, Proposed int }

// Said is how many have a state.
func (n GapCount) Said() int { return n.InPlace + n.Partial + n.None + n.NotSure }

// Total is how many there are.
func (n GapCount) Total() int { return n.Said() + n.Open }

// CountGap counts duties by their states.
func CountGap(duties []Duty) GapCount {
	var n GapCount
	for _, d := range duties {
		n.add(d.Gap.State)
		n.Proposed += b2i(d.Proposal.State != "")
	}
	return n
}

func (n *GapCount) add(state GapLevel) {
	switch state {
	case GapInPlace:
		n.InPlace++
	case GapPartial:
		n.Partial++
	case GapNone:
		n.None++
	case GapNotSure:
		n.NotSure++
	default:
		n.Open++
	}
}

// LeftOfISO is the clauses and controls that only ISO 27001 asks for, or asks for more
// firmly, and that the Implementing Regulation does not ask for where it binds: those left for
// an organisation, and those that it has already. A certificate speaks for each that its
// Statement of Applicability does not say otherwise of.
func (c *Content) LeftOfISO(a Assessment) (left, has []ISOOnly) {
	holder := c.holdsCertificate(a)
	implementing := c.regimesOf(a.Scope).implementing
	for _, k := range c.ISOOnly {
		if implementing {
			if k.AskedByIR {
				continue
			}
			k.Why = cmp.Or(k.WhyIR, k.Why)
		}
		state := a.Controls[k.ID].State
		if state == ControlInPlace || (state == "" && holder) {
			has = append(has, k)
		} else {
			left = append(left, k)
		}
	}
	return left, has
}

// LeftOfNIS2 is the duties of the Directive that a certificate does not reach, or not
// wholly, by their relation ("none" or "partial"): those left, and those in place.
func (c *Content) LeftOfNIS2(a Assessment, relation string) (left, has []Duty) {
	for _, d := range c.Duties(a) {
		switch {
		case d.Kind != "directive" || d.Relation != relation:
		case d.Open():
			left = append(left, d)
		default:
			has = append(has, d)
		}
	}
	return left, has
}

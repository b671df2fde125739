package model

import "slices"

// reportJSON is the report for other programs. Its keys are the outside
// interface; numbers are exact decimals.
type reportJSON struct {
	Organisation  string         `json:"organisation"`
	Date          string         `json:"date"`
	Scope         scopeJSON      `json:"scope"`
	Verdict       VerdictID      `json:"verdict"`
	Leaning       VerdictID      `json:"leaning,omitempty"`
	Readings      *readingsJSON  `json:"readings,omitempty"`
	Balance       Hundredths     `json:"balance"`
	Confidence    string         `json:"confidence"`
	Reasons       []string       `json:"confidence_reasons"`
	Contributions []Contribution `json:"contributions"`
	SetAside      []Contribution `json:"set_aside"`
	Counterpoints []Contribution `json:"counterpoints"`
	Possible      []VerdictID    `json:"possible"`
	Turns         []Turn         `json:"turns"`
	Weights       []weightJSON   `json:"weights"`
	WhatIf        *whatIfJSON    `json:"what_if,omitempty"`
	Open          []OpenPoint    `json:"open"`
	Differences   []markJSON     `json:"differences"`
	Gap           []gapJSON      `json:"gap"`
	NIS2Only      []string       `json:"nis2_only"`
	ISOOnly       []string       `json:"iso_only"`
	Roadmap       roadmapJSON    `json:"roadmap"`
	Review        []reviewJSON   `json:"review"`
	BreakEven     *breakEvenJSON `json:"break_even,omitempty"` // where inputs were given
	Content       contentJSON    `json:"content"`
}

type readingsJSON struct {
	Binding    readingJSON `json:"binding"`
	NotBinding readingJSON `json:"not_binding"`
}

type readingJSON struct {
	Verdict       VerdictID      `json:"verdict"`
	Leaning       VerdictID      `json:"leaning,omitempty"`
	Balance       Hundredths     `json:"balance"`
	Contributions []Contribution `json:"contributions"`
}

type markJSON struct {
	ID      string `json:"id"`
	Matters bool   `json:"matters"`
	Note    string `json:"note,omitempty"`
}

type contentJSON struct {
	Version string `json:"version"`
	AsOf    string `json:"as_of"`
}

// JSON is the report for other programs, indented and with a final line break.
func (r *Report) JSON() ([]byte, error) {
	c, a, o := r.content, r.assessment, r.outcome
	out := reportJSON{
		Organisation: a.Organisation, Date: a.Date.String(),
		Scope:         c.scopeJSON(a.Scope),
		Verdict:       o.Verdict,
		Leaning:       o.Leaning,
		Balance:       o.Balance,
		Confidence:    string(o.Confidence.Level),
		Reasons:       r.ConfidenceReasons(),
		Contributions: present(o.Contributions),
		SetAside:      present(o.SetAside),
		Counterpoints: []Contribution{},
		Possible:      o.Possible,
		Turns:         present(r.turns),
		Weights:       r.weightsJSON(),
		WhatIf:        r.whatIfJSON(),
		Open:          present(o.Open),
		Differences:   []markJSON{},
		Gap:           r.gapJSON(),
		Roadmap:       r.roadmapJSON(),
		Review:        r.reviewJSON(),
		BreakEven:     r.breakEvenJSON(),
		Content:       contentJSON{c.Version, c.AsOf.String()},
	}
	if x := o.Readings; x != nil {
		reading := func(r Reading) readingJSON {
			return readingJSON{r.Verdict, r.Leaning, r.Balance, present(r.Contributions)}
		}
		out.Readings = &readingsJSON{reading(x.Binding), reading(x.NotBinding)}
	}
	switch r.verdictRank() {
	case 2:
		out.Counterpoints = present(o.For(ForAlone, len(o.Contributions)))
	case 0:
		out.Counterpoints = present(o.For(ForISO, len(o.Contributions)))
	default:
		out.Counterpoints = present(o.Contributions)
	}
	for _, d := range c.Differences {
		if m, ok := a.Differences[d.ID]; ok {
			out.Differences = append(out.Differences, markJSON{d.ID, m.Matters, m.Note})
		}
	}
	out.NIS2Only = []string{}
	if o.Scope.Binds != DoesNotBind {
		left, _ := c.LeftOfNIS2(a, "none")
		for _, d := range left {
			out.NIS2Only = append(out.NIS2Only, d.ID)
		}
	}
	out.ISOOnly = []string{}
	left, _ := c.LeftOfISO(a)
	for _, k := range left {
		out.ISOOnly = append(out.ISOOnly, k.ID)
	}
	return indented(out)
}

// present makes an absent list an empty one: other programs get [] and not null.
func present[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return slices.Clone(s)
}

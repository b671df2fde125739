package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Date is a calendar day without a time zone. The zero Date means "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a day written as 2026-11-23.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day; write it as 2026-11-23", s)
	}
	return DateOf(t), nil
}

// DateOf is the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether no day was given.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the day as 2026-11-23, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Long writes the day for readers, as 23 November 2026.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// MonthYear writes the month, as November 2026.
func (d Date) MonthYear() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d", d.Month, d.Year)
}

// UnmarshalYAML reads the day from its text.
func (d *Date) UnmarshalYAML(node *yaml.Node) error {
	day, err := ParseDate(node.Value)
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// MarshalYAML writes the day so that every YAML reader takes it for a date.
func (d Date) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!timestamp", Value: d.String()}, nil
}

// MarshalText makes a Date a plain string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Hundredths is an exact decimal with two places: strengths, contributions and
// the balance are all added as whole numbers, so that every sum is exact.
type Hundredths int

// ParseHundredths reads a decimal with at most two places, for example 0.6.
func ParseHundredths(s string) (Hundredths, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e6 {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	h := math.Round(f * 100)
	if math.Abs(f*100-h) > 1e-6 {
		return 0, fmt.Errorf("%q has more than two decimal places", s)
	}
	return Hundredths(h), nil
}

// String writes the number without needless zeros: 0.6, 1, -1.25.
func (h Hundredths) String() string {
	s := strconv.Itoa(int(h.Abs() / 100))
	if h < 0 {
		s = "-" + s
	}
	if rest := h.Abs() % 100; rest != 0 {
		s += "." + strings.TrimRight(strconv.Itoa(int(100 + rest))[1:], "0")
	}
	return s
}

// Signed writes the number with its sign and one or two places: +0.6, -1.0, 0.0.
func (h Hundredths) Signed() string {
	s := h.String()
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	if h > 0 {
		s = "+" + s
	}
	return s
}

// Abs is the number without its sign.
func (h Hundredths) Abs() Hundredths { return max(h, -h) }

// UnmarshalYAML reads the decimal from its text, so that no float rounds it.
func (h *Hundredths) UnmarshalYAML(node *yaml.Node) error {
	v, err := ParseHundredths(node.Value)
	if err != nil {
		return err
	}
	*h = v
	return nil
}

// MarshalJSON writes the decimal as a JSON number.
func (h Hundredths) MarshalJSON() ([]byte, error) { return []byte(h.String()), nil }

// HalfDays is a length of work in halves of a person-day (a day of 8 hours).
type HalfDays int

// String writes the length in days: 0.5, 3, 12.5.
func (d HalfDays) String() string {
	if d%2 == 0 {
		return strconv.Itoa(int(d) / 2)
	}
	return fmt.Sprintf("%d.5", int(d)/2)
}

// MarshalJSON writes the length in days as a JSON number.
func (d HalfDays) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// Effort is an estimated range of work.
type Effort struct {
	Low  HalfDays `json:"low"`
	High HalfDays `json:"high"`
}

// Add sums two ranges.
func (e Effort) Add(o Effort) Effort { return Effort{e.Low + o.Low, e.High + o.High} }

// IsZero reports whether the range is empty.
func (e Effort) IsZero() bool { return e == Effort{} }

// String writes the range in days: 2-5, or 3 where both ends meet.
func (e Effort) String() string {
	if e.Low == e.High {
		return e.Low.String()
	}
	return e.Low.String() + "–" + e.High.String()
}

// UnmarshalYAML reads a range from a list of two numbers of days.
func (e *Effort) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind != yaml.SequenceNode || len(node.Content) != 2 {
		return fmt.Errorf("an effort is a list of two numbers of person-days, as [0.5, 2]")
	}
	var low, high HalfDays
	if low.UnmarshalYAML(node.Content[0]) != nil || high.UnmarshalYAML(node.Content[1]) != nil || low > high {
		return fmt.Errorf("an effort is given in steps of half a day, 0 to 10000, the smaller number first")
	}
	*e = Effort{low, high}
	return nil
}

// UnmarshalYAML reads a length from a number of days in steps of half a day.
func (d *HalfDays) UnmarshalYAML(node *yaml.Node) error {
	h, err := ParseHundredths(node.Value)
	if err != nil || h < 0 || h%50 != 0 || h > 10000*100 {
		return fmt.Errorf("%q is not allowed; give person-days from 0 to 10000 in steps of 0.5", Clean(node.Value))
	}
	*d = HalfDays(h / 50)
	return nil
}

// Waits is a range of months, in hundredths of a month.
type Waits struct{ Low, High Hundredths }

// IsZero reports whether there is nothing to wait for.
func (w Waits) IsZero() bool { return w == Waits{} }

// UnmarshalYAML reads a range from a list of two numbers of months.
func (w *Waits) UnmarshalYAML(node *yaml.Node) error {
	var months []Hundredths
	if err := node.Decode(&months); err != nil || len(months) != 2 || months[0] < 0 || months[0] > months[1] || months[1] > 12000 {
		return fmt.Errorf("a wait is a list of two numbers of months from 0 to 120, the smaller number first, as [3, 6]")
	}
	*w = Waits{months[0], months[1]}
	return nil
}

// UnmarshalYAML reads an edge from a step id, or from a map with its routes.
func (e *Edge) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		e.Step = node.Value
		return nil
	}
	type plain Edge // without this method, or Decode would call it again
	return node.Load((*plain)(e), yaml.WithKnownFields())
}

// Lean is the side that a criterion speaks for.
type Lean string

// The two sides.
const (
	ForISO   Lean = "iso"
	ForAlone Lean = "alone"
)

// Gate marks an option that decides more than by its weight. The rules are in
// verdict.go; which options carry a gate is data.
type Gate string

// The gates.
const (
	HoldsCertificate    Gate = "holds-certificate"    // decides for the certificate
	CertificateRequired Gate = "certificate-required" // a contract asks for it: lifts the lowest verdicts
	Caps                Gate = "caps"                 // keeps "both" from being more than "nis2-then-iso"
	CannotSustain       Gate = "cannot-sustain"       // clashes with CertificateRequired
)

// Binding says whether NIS2 binds an organisation.
type Binding string

// The three cases.
const (
	Binds         Binding = "yes"
	DoesNotBind   Binding = "no"
	BindingIsOpen Binding = "unknown"
)

// VerdictID names a verdict.
type VerdictID string

// The verdicts.
const (
	Both         VerdictID = "both"
	NIS2ThenISO  VerdictID = "nis2-then-iso"
	NIS2Alone    VerdictID = "nis2-alone"
	ISOAlone     VerdictID = "iso-alone"
	Neither      VerdictID = "neither"
	Undetermined VerdictID = "undetermined"
)

// Firmness is how sure an answer is.
type Firmness string

// The degrees. An answer without one counts as an estimate.
const (
	Fact     Firmness = "fact"
	Estimate Firmness = "estimate"
	Guess    Firmness = "guess"
)

// Firmnesses lists the degrees, firmest first.
func Firmnesses() []Firmness { return []Firmness{Fact, Estimate, Guess} }

// softness orders firmness, firmest first.
func (f Firmness) softness() int {
	switch f {
	case Fact:
		return 0
	case Guess:
		return 2
	}
	return 1
}

package model

import (
	"slices"
	"strings"
)

// How many deals a year a certificate needs to pay for itself.
//
// It costs work and audits once in the three years that it is valid, and upkeep every
// year; it may save a share of the hours that questionnaires take. What is left is
// divided by what a deal contributes. Nothing of this moves the verdict.
//
// Every sum is exact. The yearly cost is (internal × rate + audit × fee) / 3 + upkeep ×
// rate, the saving hours / 8 × share × rate. In parts of a cent that both have in common
// these are whole numbers; the limits of the file keep each below half of what an int64
// holds. A range is worked out from its ends: the cost only grows with every number of
// days, the saving only with the share, and the one rate stands in both.

// BreakEven is what is known of the costs and gains of a certificate. What is left out is
// unknown and never zero.
type BreakEven struct {
	DayRate            Figure // EUR for a person-day of the organisation's own people
	DealMargin         Figure // EUR that a deal contributes
	TendersLost        Figure // a year, for want of a certificate
	QuestionnaireHours Figure // a year, spent on customers' security questionnaires
	QuestionnaireSaved Range  // per cent of these hours that a certificate would save
	AuditDays          Range  // of the certification body, over the three years of a certificate
	AuditDayRate       Figure // EUR for such a day
	InternalDays       Range  // person-days of own people, once in these three years
	YearlyDays         Range  // person-days of own people for the upkeep, a year
}

// Range is two ends that may be unknown.
type Range struct {
	Low, High Hundredths
	Known     bool
}

// Between is a known range.
func Between(low, high Hundredths) Range { return Range{low, high, true} }

// IsZero reports whether nothing was given.
func (b BreakEven) IsZero() bool { return b == BreakEven{} }

// The inputs by their keys in an assessment file.
const (
	InputDayRate            = "day_rate"
	InputDealMargin         = "deal_margin"
	InputTendersLost        = "tenders_lost"
	InputQuestionnaireHours = "questionnaire_hours"
	InputQuestionnaireSaved = "questionnaire_saved"
	InputAuditDays          = "audit_days"
	InputAuditDayRate       = "audit_day_rate"
	InputInternalDays       = "internal_days"
	InputYearlyDays         = "yearly_days"
)

// BreakEvenInputIDs lists the inputs that a content words.
func BreakEvenInputIDs() []string {
	return []string{InputDayRate, InputDealMargin, InputTendersLost, InputQuestionnaireHours, InputQuestionnaireSaved,
		InputAuditDays, InputAuditDayRate, InputInternalDays, InputYearlyDays}
}

// BreakEvenRules is how the break-even is asked for and worded.
type BreakEvenRules struct {
	// LawAsks is the scope classes in which a law asks for the measures anyway: a
	// certificate then costs what comes on top of them, and elsewhere all of it.
	LawAsks []string        `yaml:"law_asks"`
	Inputs  []BreakEvenText `yaml:"inputs"`
}

// BreakEvenText words one input.
type BreakEvenText struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	Text  string `yaml:"text"`  // the question
	Value string `yaml:"value"` // the value in words, with {value}
	Ask   string `yaml:"ask"`   // who would know
}

// Whose a number is.
const (
	Yours       = "yours"
	OurEstimate = "estimate" // of this tool
	NotGiven    = "missing"
)

// BreakEvenInput is one input as it counts.
type BreakEvenInput struct {
	ID string
	Range
	Whose string
}

// Money is an amount of EUR a year, exact to the cent and never narrower than it is.
type Money struct {
	Low  Hundredths `json:"low"`
	High Hundredths `json:"high"`
}

// Deals is how many deals a year pay for a certificate, over every combination of the
// ranges. An end is NoNumber where no number of deals does.
type Deals struct{ Low, High int }

// NoNumber stands for a number of deals that there is not: a deal contributes nothing.
const NoNumber = -1

// BreakEvenResult is what the inputs come to. What is nil is not known.
type BreakEvenResult struct {
	Inputs  []BreakEvenInput // all, in the order of the content
	Missing []string         // those without which the number of deals is not known
	Cost    *Money           // a year, the one-off part spread over three
	Saving  *Money           // a year; nil: not known, and counted as nothing
	Deals   *Deals
}

// Input finds an input by its id.
func (r BreakEvenResult) Input(id string) BreakEvenInput {
	in, _ := find(r.Inputs, func(in BreakEvenInput) bool { return in.ID == id })
	return in
}

// The inputs as they may lie at most, so that no sum runs over.
const (
	maxDayRate Hundredths = 100_000 * 100
	maxMargin             = MaxFigure
	maxTenders Hundredths = 10_000 * 100
	maxHours   Hundredths = 100_000 * 100
	maxDays    Hundredths = 10_000 * 100
	maxPercent Hundredths = 100 * 100
)

const (
	certificateYears = 3
	hoursOfDay       = 8
	// partsOfCent is what a cent is divided into: 100 for the hundredths of a day, times
	// the years; and for the saving 100 of an hour, the hours of a day, and 10,000 of a share.
	partsOfCent = certificateYears * hoursOfDay * 100 * 10_000
	partsOfWork = hoursOfDay * 10_000 // of a hundredth of a day × a cent, spread over the years
)

// WorkOutBreakEven weighs what a certificate costs against what it brings.
func WorkOutBreakEven(c *Content, a Assessment, o Outcome) BreakEvenResult {
	b := a.BreakEven
	var r BreakEvenResult
	once, yearly := c.certificateWork(a, o)
	for _, id := range BreakEvenInputIDs() {
		in := BreakEvenInput{ID: id, Range: b.input(id), Whose: Yours}
		if !in.Known {
			in.Whose = NotGiven
			switch id {
			case InputInternalDays:
				in.Range, in.Whose = rangeOfDays(once), OurEstimate
			case InputYearlyDays:
				in.Range, in.Whose = rangeOfDays(yearly), OurEstimate
			}
		}
		r.Inputs = append(r.Inputs, in)
	}
	value := func(id string) Range { return r.Input(id).Range }
	missing := func(ids ...string) bool {
		n := len(r.Missing)
		for _, id := range ids {
			if !value(id).Known {
				r.Missing = append(r.Missing, id)
			}
		}
		return len(r.Missing) > n
	}

	var saving span
	hours, share, rate := value(InputQuestionnaireHours), value(InputQuestionnaireSaved), value(InputDayRate)
	if hours.Known && share.Known && rate.Known {
		whole := int64(certificateYears) * int64(hours.Low) * int64(rate.Low)
		saving = span{whole * int64(share.Low), whole * int64(share.High)}
		r.Saving = money(saving)
	}
	if missing(InputDayRate, InputAuditDays, InputAuditDayRate) {
		missing(InputDealMargin)
		return r
	}
	cost := func(end func(Range) Hundredths) int64 {
		own := end(value(InputInternalDays)) + certificateYears*end(value(InputYearlyDays))
		return (int64(own)*int64(rate.Low) + int64(end(value(InputAuditDays)))*int64(value(InputAuditDayRate).Low)) * partsOfWork
	}
	costs := span{cost(func(r Range) Hundredths { return r.Low }), cost(func(r Range) Hundredths { return r.High })}
	r.Cost = money(costs)

	left := span{costs.lo - saving.hi, costs.hi - saving.lo}
	if left.hi > 0 && missing(InputDealMargin) {
		return r
	}
	margin := int64(value(InputDealMargin).Low) * partsOfCent
	r.Deals = &Deals{deals(left.lo, margin), deals(left.hi, margin)}
	return r
}

// deals is the smallest number of deals that brings at least what is left to pay.
func deals(left, margin int64) int {
	switch {
	case left <= 0:
		return 0
	case margin == 0:
		return NoNumber
	}
	return int((left-1)/margin + 1)
}

// money is an amount in cents, rounded outwards.
func money(s span) *Money {
	return &Money{Hundredths(s.lo / partsOfCent), Hundredths((s.hi + partsOfCent - 1) / partsOfCent)}
}

// input is one input by its id.
func (b BreakEven) input(id string) Range {
	one := func(f Figure) Range { return Range{f.Amount, f.Amount, f.Known} }
	switch id {
	case InputDayRate:
		return one(b.DayRate)
	case InputDealMargin:
		return one(b.DealMargin)
	case InputTendersLost:
		return one(b.TendersLost)
	case InputQuestionnaireHours:
		return one(b.QuestionnaireHours)
	case InputQuestionnaireSaved:
		return b.QuestionnaireSaved
	case InputAuditDays:
		return b.AuditDays
	case InputAuditDayRate:
		return one(b.AuditDayRate)
	case InputInternalDays:
		return b.InternalDays
	case InputYearlyDays:
		return b.YearlyDays
	}
	return Range{}
}

func rangeOfDays(e Effort) Range {
	return Between(min(Hundredths(e.Low)*50, maxDays), min(Hundredths(e.High)*50, maxDays))
}

// certificateWork is the work that a certificate takes, by the efforts of the roadmap: once,
// and a year. Where a law asks for the measures anyway, it is what comes on top of them; where
// that is open, the range covers both.
func (c *Content) certificateWork(a Assessment, o Outcome) (once, yearly Effort) {
	assumed, _ := c.assumedSize(a)
	size := assumed.ID
	work := func(on VerdictID, law map[string]bool) (once, yearly Effort) {
		steps := c.stepsOf(c.planFor(on, o))
		for _, s := range c.Steps {
			switch {
			case !steps[s.ID] || law[s.ID] || s.Serves == "nis2":
			case s.Stage == MaintainStage:
				yearly = yearly.Add(s.Effort[size])
			default:
				once = once.Add(s.Effort[size])
			}
		}
		return once, yearly
	}
	law := c.stepsOf(c.planFor(NIS2Alone, o))
	switch c.workBeyond(o) {
	case "beyond":
		if o.Scope.Binds == DoesNotBind {
			return work(ISOAlone, law)
		}
		return work(Both, law)
	case "all":
		return work(ISOAlone, nil)
	}
	once, yearly = work(Both, law)
	allOnce, allYearly := work(ISOAlone, nil)
	return once.cover(allOnce), yearly.cover(allYearly)
}

// workBeyond says what a certificate's work is counted from: "beyond" the measures that a law
// asks for anyway, "all" of it, or "either", where it is open whether one does.
func (c *Content) workBeyond(o Outcome) string {
	switch {
	case o.Scope.Binds == Binds || slices.Contains(c.BreakEven.LawAsks, o.Scope.ID):
		return "beyond"
	case o.Scope.Binds == DoesNotBind:
		return "all"
	}
	return "either"
}

// cover is the smallest range that holds both.
func (e Effort) cover(o Effort) Effort { return Effort{min(e.Low, o.Low), max(e.High, o.High)} }

// --- in words

// BreakEvenWords is the break-even as the report shows it.
type BreakEvenWords struct {
	Lines    []string // the result in sentences
	Inputs   []BreakEvenRow
	Missing  []BreakEvenRow // what the number of deals waits for
	Against  string         // that they speak against a verdict that wants the certificate; empty: they do not
	Estimate string         // what the tool's own estimates are; empty: it made none
}

// BreakEvenRow is one input in words.
type BreakEvenRow struct{ Label, Text, Value, Whose, Ask string }

// BreakEven is the break-even, or nil where no input was given.
func (r *Report) BreakEven() *BreakEvenWords {
	if r.assessment.BreakEven.IsZero() {
		return nil
	}
	out := WordBreakEven(r.content, r.assessment, r.outcome)
	return &out
}

// WordBreakEven is the break-even in words, with every input, given or not.
func WordBreakEven(c *Content, a Assessment, o Outcome) BreakEvenWords {
	x := WorkOutBreakEven(c, a, o)
	out := BreakEvenWords{Lines: c.breakEvenLines(x)}
	contract := slices.Contains(o.Gates, CertificateRequired)
	var last string
	switch against := o.Verdict.Wants() && !contract && x.speaksAgainst(); {
	case against:
		out.Against = c.Phrases["breakeven-against"]
		last = out.Against
	case contract && x.Deals != nil && x.Deals.High != 0:
		last = c.Phrases["breakeven-contract"]
	default:
		last = c.tendersLine(x)
	}
	if last = strings.TrimSpace(last); last != "" {
		out.Lines = append(out.Lines, last)
	}
	out.Against = strings.TrimSpace(out.Against)
	for _, text := range c.BreakEven.Inputs {
		in := x.Input(text.ID)
		row := BreakEvenRow{text.Label, text.Text, "", c.Phrases["breakeven-"+in.Whose], text.Ask}
		if in.Known {
			row.Value = fill(text.Value, func(name string) (string, bool) { return in.words(), name == "value" })
		}
		if in.Whose == OurEstimate {
			assumed, _ := c.assumedSize(a)
			out.Estimate = c.Say(Phrase{ID: "breakeven-work-" + c.workBeyond(o), Inserts: []Insert{{"size", lowerFirst(assumed.Label)}}})
		}
		out.Inputs = append(out.Inputs, row)
		if slices.Contains(x.Missing, text.ID) {
			out.Missing = append(out.Missing, row)
		}
	}
	return out
}

// words is an input's number, or both its ends.
func (in BreakEvenInput) words() string {
	words := grouped
	if slices.Contains([]string{InputDayRate, InputAuditDayRate, InputDealMargin}, in.ID) {
		words = euros
	}
	if in.Low == in.High {
		return words(in.Low)
	}
	return words(in.Low) + " to " + words(in.High)
}

// breakEvenLines is the result in sentences.
func (c *Content) breakEvenLines(x BreakEvenResult) []string {
	var out []string
	say := func(id string, n int, gaps ...Insert) {
		out = append(out, c.Say(Phrase{ID: "breakeven-" + id, N: n, Inserts: gaps}))
	}
	if x.Cost != nil {
		say("cost", 0, Insert{"cost", x.Cost.words()})
	}
	switch hours := x.Input(InputQuestionnaireHours); {
	case x.Saving != nil && x.Saving.High > 0:
		say("saving", 0, Insert{"saving", x.Saving.words()})
	case x.Saving == nil && x.Cost != nil && !(hours.Known && hours.High == 0):
		say("saving-unknown", 0)
	}
	if x.Deals == nil {
		return out
	}
	low, high := x.Deals.Low, x.Deals.High
	both := []Insert{{"low", numberWord(low)}, {"high", numberWord(high)}}
	switch {
	case high == 0:
		say("free", 0)
	case low == 0 && high == NoNumber:
		say("free-or-never", 0)
	case low == NoNumber:
		say("never", 0)
	case low == 0:
		say("free-or", high, both...)
	case low == high:
		say("deals", high)
	default:
		say("deals-range", high, both...)
	}
	return out
}

// speaksAgainst reports whether even at best no number of deals pays, or more than the
// tenders that were said to be lost.
func (r BreakEvenResult) speaksAgainst() bool {
	tenders := r.Input(InputTendersLost)
	return r.Deals != nil && (r.Deals.Low == NoNumber || tenders.Known && Hundredths(r.Deals.Low)*100 > tenders.Low)
}

// tendersLine sets the number of deals against the tenders lost, or is empty.
func (c *Content) tendersLine(x BreakEvenResult) string {
	tenders := x.Input(InputTendersLost)
	if x.Deals == nil || !tenders.Known || x.Deals.High == NoNumber {
		return ""
	}
	low, high := x.Deals.Low, x.Deals.High
	id := "tenders-between"
	switch lost := tenders.Low; {
	case high == 0:
		id = "tenders-extra"
	case lost == 0:
		id = "tenders-none"
	case lost >= Hundredths(high)*100:
		id = "tenders-enough"
	case lost < Hundredths(low)*100:
		id = "tenders-short"
	}
	lost := tenders.Low.String()
	if tenders.Low%100 == 0 {
		lost = numberWord(int(tenders.Low / 100))
	}
	n := 2 // a tender and a half are several
	if tenders.Low == 100 {
		n = 1
	}
	return c.Say(Phrase{ID: "breakeven-" + id, N: n, Inserts: []Insert{
		{"low", numberWord(low)}, {"high", numberWord(high)}, {"lost", lost}}})
}

// words is an amount of EUR in whole euros, rounded outwards; a wide one in hundreds, since
// what comes out of estimates is not known to the euro.
func (m Money) words() string {
	step := Hundredths(100)
	if m.High-m.Low >= 1000_00 {
		step = 100_00
	}
	low, high := grouped(m.Low/step*step), grouped((m.High+step-1)/step*step)
	if low == high {
		return "€" + low
	}
	return "€" + low + " to €" + high
}

// grouped writes a number with a comma at each thousand, as running text does.
func grouped(h Hundredths) string {
	whole, rest, decimals := strings.Cut(h.String(), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if decimals {
		return whole + "." + rest
	}
	return whole
}

// euros writes an amount with both places of the cents, where there are any.
func euros(h Hundredths) string {
	s := grouped(h)
	if h%100 != 0 && h%10 == 0 {
		s += "0"
	}
	return s
}

// --- for other programs

type breakEvenJSON struct {
	Deals   *dealsJSON       `json:"deals"`         // null: not known
	Cost    *Money           `json:"yearly_cost"`   // null: not known
	Saving  *Money           `json:"yearly_saving"` // null: not known, counted as nothing
	Inputs  []breakInputJSON `json:"inputs"`
	Missing []string         `json:"missing"`
}

// dealsJSON has null for an end that no number of deals reaches.
type dealsJSON struct {
	Low  *int `json:"low"`
	High *int `json:"high"`
}

type breakInputJSON struct {
	ID    string     `json:"id"`
	Low   Hundredths `json:"low"`
	High  Hundredths `json:"high"`
	Whose string     `json:"whose"`
}

// breakEvenJSON is the break-even, or nil where no input was given.
func (r *Report) breakEvenJSON() *breakEvenJSON {
	if r.assessment.BreakEven.IsZero() {
		return nil
	}
	x := WorkOutBreakEven(r.content, r.assessment, r.outcome)
	out := &breakEvenJSON{Cost: x.Cost, Saving: x.Saving, Inputs: []breakInputJSON{}, Missing: present(x.Missing)}
	if x.Deals != nil {
		end := func(n int) *int {
			if n == NoNumber {
				return nil
			}
			return &n
		}
		out.Deals = &dealsJSON{end(x.Deals.Low), end(x.Deals.High)}
	}
	for _, in := range x.Inputs {
		if in.Known {
			out.Inputs = append(out.Inputs, breakInputJSON{in.ID, in.Low, in.High, in.Whose})
		}
	}
	return out
}

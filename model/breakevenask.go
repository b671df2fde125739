package model

import (
	"fmt"
	"regexp"
	"strings"
)

// How the inputs of the break-even are asked, one by one.

// limits is what an input may be: its largest value, whether it has two ends, and whether
// it is in days, which come in halves.
func (BreakEven) limits(id string) (most Hundredths, ends, days bool) {
	switch id {
	case InputDayRate, InputAuditDayRate:
		return maxDayRate, false, false
	case InputDealMargin:
		return maxMargin, false, false
	case InputTendersLost:
		return maxTenders, false, false
	case InputQuestionnaireHours:
		return maxHours, false, false
	case InputQuestionnaireSaved:
		return maxPercent, true, false
	}
	return maxDays, true, true
}

// With is the break-even with one input set; a range that is not known takes it away.
func (b BreakEven) With(id string, r Range) BreakEven {
	one := Figure{r.Low, r.Known}
	switch id {
	case InputDayRate:
		b.DayRate = one
	case InputAuditDayRate:
		b.AuditDayRate = one
	case InputDealMargin:
		b.DealMargin = one
	case InputTendersLost:
		b.TendersLost = one
	case InputQuestionnaireHours:
		b.QuestionnaireHours = one
	case InputQuestionnaireSaved:
		b.QuestionnaireSaved = r
	case InputAuditDays:
		b.AuditDays = r
	case InputInternalDays:
		b.InternalDays = r
	case InputYearlyDays:
		b.YearlyDays = r
	}
	return b
}

// Input is what was given for an input.
func (b BreakEven) Input(id string) Range { return b.input(id) }

var twoEnds = regexp.MustCompile(`^\s*([0-9.,]+)\s*(?:-|–|to)\s*([0-9.,]+)\s*$`)

// ParseInput reads an input of the break-even as people type it: 800, or a range such as
// 10-14. Nothing is an input that is not known. The error says what is allowed.
func (b BreakEven) ParseInput(id, s string) (Range, error) {
	if strings.TrimSpace(s) == "" {
		return Range{}, nil
	}
	most, ends, days := b.limits(id)
	low, high := s, s
	if m := twoEnds.FindStringSubmatch(s); m != nil && ends {
		low, high = m[1], m[2]
	}
	from, errLow := ParseFigure(low, false)
	to, errHigh := ParseFigure(high, false)
	sound := errLow == nil && errHigh == nil && from.Known && to.Known && from.Amount <= to.Amount && to.Amount <= most
	if days {
		sound = sound && from.Amount%50 == 0 && to.Amount%50 == 0
	}
	if sound {
		return Between(from.Amount, to.Amount), nil
	}
	what := "0 to " + most.String()
	switch {
	case days:
		what += " in steps of 0.5, a range such as 10-14"
	case ends:
		what += ", a range such as 30-50"
	}
	return Range{}, fmt.Errorf("give %s, or leave it empty", what)
}

// Text is a range as it is typed.
func (r Range) Text() string {
	switch {
	case !r.Known:
		return ""
	case r.Low == r.High:
		return r.Low.String()
	}
	return r.Low.String() + "-" + r.High.String()
}

// WithBreakEven is the assessment with other inputs of the break-even.
func (a Assessment) WithBreakEven(b BreakEven) Assessment {
	a.BreakEven = b
	return a
}

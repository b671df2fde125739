package model

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// keyBreakEven is the key of the break-even in an assessment file.
const keyBreakEven = "break_even"

// breakEvenFile is the break-even as it stands in an assessment file. A key that is
// missing, or has no value, is a number that is not known.
type breakEvenFile struct {
	DayRate            *figureFile `yaml:"day_rate,omitempty"`
	DealMargin         *figureFile `yaml:"deal_margin,omitempty"`
	TendersLost        *figureFile `yaml:"tenders_lost,omitempty"`
	QuestionnaireHours *figureFile `yaml:"questionnaire_hours,omitempty"`
	QuestionnaireSaved *rangeFile  `yaml:"questionnaire_saved,omitempty,flow"`
	AuditDays          *rangeFile  `yaml:"audit_days,omitempty,flow"`
	AuditDayRate       *figureFile `yaml:"audit_day_rate,omitempty"`
	InternalDays       *rangeFile  `yaml:"internal_days,omitempty,flow"`
	YearlyDays         *rangeFile  `yaml:"yearly_days,omitempty,flow"`
}

type rangeFile struct {
	Low  *figureFile `yaml:"low,omitempty"`
	High *figureFile `yaml:"high,omitempty"`

	one bool // it stands as one number, which is both ends
}

// UnmarshalYAML reads a range from its two ends, or from one number that is both.
func (r *rangeFile) UnmarshalYAML(node *yaml.Node) error {
	switch {
	case node.Kind == yaml.MappingNode:
		type plain rangeFile // without this method, or Load would call it again
		return node.Load((*plain)(r), yaml.WithKnownFields())
	case node.Kind == yaml.ScalarNode && plainNumber.MatchString(node.Value):
		h, err := amount(node, MaxFigure)
		if err != nil {
			return err
		}
		low, high := figureFile(h), figureFile(h)
		*r = rangeFile{&low, &high, true}
		return nil
	}
	shown := "a list"
	if node.Kind == yaml.ScalarNode {
		shown = strconv.Quote(Clean(node.Value))
	}
	return fmt.Errorf("%s is not a range; write both ends as {low: 10, high: 14}, or one number where they are the same, or leave the key out where it is not known", shown)
}

// check finds numbers that cannot be: too large, finer than half a day, or a range of one
// end or with its ends the wrong way round.
func (f breakEvenFile) check(fault func(problem string, path ...any)) {
	within := func(n *figureFile, most Hundredths, path ...any) bool {
		if n == nil || Hundredths(*n) <= most {
			return true
		}
		fault(fmt.Sprintf("%s is too large; give a number from 0 to %s, or leave the key out where it is not known", Hundredths(*n), most), path...)
		return false
	}
	within(f.DayRate, maxDayRate, keyBreakEven, InputDayRate)
	within(f.AuditDayRate, maxDayRate, keyBreakEven, InputAuditDayRate)
	within(f.DealMargin, maxMargin, keyBreakEven, InputDealMargin)
	within(f.TendersLost, maxTenders, keyBreakEven, InputTendersLost)
	within(f.QuestionnaireHours, maxHours, keyBreakEven, InputQuestionnaireHours)

	ends := func(r *rangeFile, most Hundredths, days bool, key string) {
		if r == nil {
			return
		}
		sound := true
		if r.one { // there is one number to complain of
			if within(r.Low, most, keyBreakEven, key) && days && *r.Low%50 != 0 {
				fault(fmt.Sprintf("%s is not allowed; give days in steps of 0.5", Hundredths(*r.Low)), keyBreakEven, key)
			}
			return
		}
		for _, end := range []struct {
			key string
			n   *figureFile
		}{{"low", r.Low}, {"high", r.High}} {
			switch {
			case end.n == nil:
				fault("both ends are needed, as {low: 10, high: 14}; leave the whole key out where it is not known", keyBreakEven, key, end.key)
				sound = false
			case !within(end.n, most, keyBreakEven, key, end.key):
				sound = false
			case days && *end.n%50 != 0:
				fault(fmt.Sprintf("%s is not allowed; give days in steps of 0.5", Hundredths(*end.n)), keyBreakEven, key, end.key)
				sound = false
			}
		}
		if sound && *r.Low > *r.High {
			fault(fmt.Sprintf("low is %s and high is %s; the smaller number is the low one", Hundredths(*r.Low), Hundredths(*r.High)), keyBreakEven, key)
		}
	}
	ends(f.QuestionnaireSaved, maxPercent, false, InputQuestionnaireSaved)
	ends(f.AuditDays, maxDays, true, InputAuditDays)
	ends(f.InternalDays, maxDays, true, InputInternalDays)
	ends(f.YearlyDays, maxDays, true, InputYearlyDays)
}

// breakEven is what the file says of it.
func (f breakEvenFile) breakEven() BreakEven {
	both := func(r *rangeFile) Range {
		if r == nil {
			return Range{}
		}
		return Between(Hundredths(*r.Low), Hundredths(*r.High))
	}
	return BreakEven{
		DayRate: figure(f.DayRate), DealMargin: figure(f.DealMargin), TendersLost: figure(f.TendersLost),
		QuestionnaireHours: figure(f.QuestionnaireHours), QuestionnaireSaved: both(f.QuestionnaireSaved),
		AuditDays: both(f.AuditDays), AuditDayRate: figure(f.AuditDayRate),
		InternalDays: both(f.InternalDays), YearlyDays: both(f.YearlyDays),
	}
}

// fileOfBreakEven is the break-even as it is written.
func fileOfBreakEven(b BreakEven) breakEvenFile {
	both := func(r Range) *rangeFile {
		if !r.Known {
			return nil
		}
		low, high := figureFile(r.Low), figureFile(r.High)
		return &rangeFile{Low: &low, High: &high}
	}
	one := written[figureFile]
	return breakEvenFile{
		DayRate: one(b.DayRate), DealMargin: one(b.DealMargin), TendersLost: one(b.TendersLost),
		QuestionnaireHours: one(b.QuestionnaireHours), QuestionnaireSaved: both(b.QuestionnaireSaved),
		AuditDays: both(b.AuditDays), AuditDayRate: one(b.AuditDayRate),
		InternalDays: both(b.InternalDays), YearlyDays: both(b.YearlyDays),
	}
}

package model_test

import (
	"bytes"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// euro is a whole amount.
func euro(n int) model.Figure { return model.Exactly(model.Hundredths(n) * 100) }

func ends(low, high int) model.Range {
	return model.Between(model.Hundredths(low)*100, model.Hundredths(high)*100)
}

// costly is inputs that are easy to reckon: 30 days once at 1,000 make 10,000 a year, ten
// days a year another 10,000, and 15 audit days at 2,000 a third of 30,000.
func costly() model.BreakEven {
	return model.BreakEven{
		DayRate: euro(1000), DealMargin: euro(10000), AuditDays: ends(15, 15), AuditDayRate: euro(2000),
		InternalDays: ends(30, 30), YearlyDays: ends(10, 10),
	}
}

func with(b model.BreakEven, change func(*model.BreakEven)) model.BreakEven {
	change(&b)
	return b
}

func breakEvenOf(c *model.Content, a model.Assessment) model.BreakEvenResult {
	return model.WorkOutBreakEven(c, a, model.Decide(c, a))
}

func TestBreakEven(t *testing.T) {
	c := shipped(t)
	const never = model.NoNumber
	questionnaires := func(hours, low, high int) func(*model.BreakEven) {
		return func(b *model.BreakEven) { b.QuestionnaireHours, b.QuestionnaireSaved = euro(hours), ends(low, high) }
	}
	tests := []struct {
		name        string
		in          model.BreakEven
		low, high   int
		words       string // part of what is said
		notWords    string
		cost, spare int // EUR a year, at most
	}{
		{"whole deals", costly(), 3, 3, "It pays with three deals a year", "questionnaires alone", 30000, 0},
		{"rounded up", with(costly(), func(b *model.BreakEven) { b.DealMargin = euro(10001) }), 3, 3, "three deals", "", 30000, 0},
		{"rounded up from a cent", with(costly(), func(b *model.BreakEven) { b.DealMargin = model.Exactly(999999) }), 4, 4, "four deals", "", 30000, 0},
		{"one deal", with(costly(), func(b *model.BreakEven) { b.DealMargin = euro(30000) }), 1, 1, "It pays with one deal a year", "", 30000, 0},
		{"a range", with(costly(), func(b *model.BreakEven) { b.YearlyDays = ends(0, 31) }), 2, 6, "at best it pays with two, at worst with six", "", 51000, 0},
		{"half days", with(costly(), func(b *model.BreakEven) { b.YearlyDays = model.Between(1050, 1050) }), 4, 4, "four deals", "", 30500, 0},
		{"saving", with(costly(), questionnaires(160, 50, 50)), 2, 2, "It saves €10,000 a year", "not counted", 30000, 10000},
		{"saving pays for it", with(costly(), questionnaires(800, 50, 90)), 0, 0, "The questionnaires alone pay for it", "", 30000, 90000},
		{"saving pays for it to the cent", with(costly(), questionnaires(240, 100, 100)), 0, 0, "The questionnaires alone pay for it", "", 30000, 30000},
		{"saving pays at best", with(costly(), questionnaires(240, 0, 100)), 0, 3, "at worst it takes three deals", "", 30000, 30000},
		{"no margin", with(costly(), func(b *model.BreakEven) { b.DealMargin = euro(0) }), never, never, "No number of deals pays for it as long as the margin of a deal is 0", "", 30000, 0},
		{"no margin, saving at best", with(with(costly(), questionnaires(240, 0, 100)), func(b *model.BreakEven) { b.DealMargin = euro(0) }), 0, never,
			"at worst no number of deals does", "", 30000, 30000},
		{"no margin known, and none needed", with(with(costly(), questionnaires(800, 50, 90)), func(b *model.BreakEven) { b.DealMargin = model.Figure{} }), 0, 0,
			"The questionnaires alone pay for it", "", 30000, 90000},
		{"nothing costs anything", model.BreakEven{DayRate: euro(0), AuditDays: ends(0, 0), AuditDayRate: euro(0)}, 0, 0, "", "", 0, 0},
		{"no hours, so no saving to give", with(costly(), func(b *model.BreakEven) { b.QuestionnaireHours = euro(0) }), 3, 3, "three deals", "not counted", 30000, 0},
		{"saving not given in full", with(costly(), func(b *model.BreakEven) { b.QuestionnaireHours = euro(160) }), 3, 3, "is not counted", "It saves", 30000, 0},

		{"tenders enough", with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(5) }), 3, 3, "You lose five tenders a year for want of it; winning three of them would pay even at worst.", "", 30000, 0},
		{"one tender is enough", with(costly(), func(b *model.BreakEven) { b.TendersLost, b.DealMargin = euro(1), euro(30000) }), 1, 1, "winning that one would pay even at worst", "", 30000, 0},
		{"tenders between", with(costly(), func(b *model.BreakEven) { b.TendersLost, b.YearlyDays = euro(4), ends(0, 31) }), 2, 6, "whether winning all of them would pay depends", "", 51000, 0},
		{"tenders at the lower end", with(costly(), func(b *model.BreakEven) { b.TendersLost, b.YearlyDays = euro(2), ends(0, 31) }), 2, 6, "depends on where the ranges come out", "", 51000, 0},
		{"tenders short", with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(2) }), 3, 3, "winning all of them would not pay even at best", "", 30000, 0},
		{"one tender is short", with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(1) }), 3, 3, "You lose one tender a year for want of it; winning it would not pay even at best.", "", 30000, 0},
		{"a tender and a half", with(costly(), func(b *model.BreakEven) { b.TendersLost = model.Exactly(150) }), 3, 3, "You lose 1.5 tenders a year", "", 30000, 0},
		{"no tenders", with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(0) }), 3, 3, "these deals have to come from elsewhere", "", 30000, 0},
		{"tenders on top", with(with(costly(), questionnaires(800, 50, 90)), func(b *model.BreakEven) { b.TendersLost = euro(1) }), 0, 0, "come on top", "", 30000, 90000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := model.Assessment{Scope: model.Scope{Stated: "important"}, BreakEven: tt.in}
			r := breakEvenOf(c, a)
			if r.Deals == nil || r.Deals.Low != tt.low || r.Deals.High != tt.high || len(r.Missing) > 0 {
				t.Fatalf("got %+v, missing %v; want %d to %d", r.Deals, r.Missing, tt.low, tt.high)
			}
			if want := model.Hundredths(tt.cost * 100); r.Cost.High != want && tt.name != "nothing costs anything" {
				t.Errorf("the cost is at most %s, want %s", r.Cost.High, want)
			}
			if r.Saving != nil && r.Saving.High != model.Hundredths(tt.spare*100) {
				t.Errorf("the saving is at most %s, want %d", r.Saving.High, tt.spare)
			}
			text := sectionOf(markdown(t, c, a), "When the certificate pays")
			if !strings.Contains(text, tt.words) || (tt.notWords != "" && strings.Contains(text, tt.notWords)) {
				t.Errorf("want %q and not %q in\n%s", tt.words, tt.notWords, text)
			}
		})
	}
}

// sectionOf is a section of a report, without its heading.
func sectionOf(report, title string) string {
	_, after, found := strings.Cut(report, "\n## "+title+"\n")
	if !found {
		return ""
	}
	before, _, _ := strings.Cut(after, "\n## ")
	return before
}

// What is missing keeps the number away, is named with who would know it, and is never
// taken for zero.
func TestBreakEvenMissing(t *testing.T) {
	c := shipped(t)
	for name, x := range map[string]struct {
		in   model.BreakEven
		want []string
	}{
		"rate":          {with(costly(), func(b *model.BreakEven) { b.DayRate = model.Figure{} }), []string{"day_rate"}},
		"fee":           {with(costly(), func(b *model.BreakEven) { b.AuditDayRate = model.Figure{} }), []string{"audit_day_rate"}},
		"audit days":    {with(costly(), func(b *model.BreakEven) { b.AuditDays = model.Range{} }), []string{"audit_days"}},
		"margin":        {with(costly(), func(b *model.BreakEven) { b.DealMargin = model.Figure{} }), []string{"deal_margin"}},
		"all but lost":  {model.BreakEven{TendersLost: euro(3)}, []string{"day_rate", "audit_days", "audit_day_rate", "deal_margin"}},
		"audits wholly": {model.BreakEven{DayRate: euro(1), DealMargin: euro(1)}, []string{"audit_days", "audit_day_rate"}},
	} {
		a := model.Assessment{Scope: model.Scope{Stated: "important"}, BreakEven: x.in}
		r := breakEvenOf(c, a)
		if r.Deals != nil || !slices.Equal(r.Missing, x.want) {
			t.Errorf("%s: %+v, missing %v, want %v", name, r.Deals, r.Missing, x.want)
		}
		text := sectionOf(markdown(t, c, a), "When the certificate pays")
		for _, in := range c.BreakEven.Inputs {
			if asked := mentions(text, in.Text, "Ask: "+in.Ask); asked != slices.Contains(x.want, in.ID) {
				t.Errorf("%s: asks for %s: %v", name, in.ID, asked)
			}
		}
	}
}

// Without inputs nothing is shown, and what is shown moves no verdict.
func TestBreakEvenStandsBeside(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		a := x.assessment.Clone()
		a.BreakEven = model.BreakEven{}
		without := newReport(t, c, a)
		if text, _ := without.Markdown(); strings.Contains(text, "When the certificate pays") || bytes.Contains(jsonOf(t, without), []byte("break_even")) {
			t.Errorf("%s: a break-even without inputs", x.name)
		}
		before := model.Decide(c, a)
		a.BreakEven = costly()
		if after := model.Decide(c, a); !reflect.DeepEqual(after, before) {
			t.Errorf("%s: the break-even moves the verdict", x.name)
		}
	}
}

// The person-days that are estimated are those of the steps beyond the law's, where a law
// asks for the measures; all that lead to the certificate, where none does; and only the
// upkeep for whoever holds it.
func TestBreakEvenEstimates(t *testing.T) {
	c := shipped(t)
	days := func(low, high float64) model.Range {
		return model.Between(model.Hundredths(low*100), model.Hundredths(high*100))
	}
	for _, tt := range []struct {
		name, scope, size, certificate string
		once, yearly                   model.Range
	}{
		// The sums of stages 2 and 3, and of S45, as the page on practice has them.
		{"small", "important", "small", "none", days(22, 41), days(2, 4)},
		{"medium", "important", "medium", "none", days(56, 110), days(5, 8)},
		{"size not said", "important", "", "none", days(56, 110), days(5, 8)},
		{"large", "essential", "large", "none", days(137, 267), days(8, 15)},
		{"under DORA", "dora", "medium", "none", days(56, 110), days(5, 8)},
		{"no law", "not", "small", "none", days(67.5, 140), days(12, 28)},
		{"open", "not-sure", "small", "none", days(22, 140), days(2, 28)},
		{"holder", "important", "medium", "certified", days(0, 0), days(5, 8)},
		{"holder without a law", "not", "medium", "certified", days(0, 0), days(35, 70)},
	} {
		a := say(tt.scope, "certificate-status="+tt.certificate)
		a.Plan.Size = tt.size
		a.BreakEven = model.BreakEven{DayRate: euro(1)}
		r := breakEvenOf(c, a)
		for id, want := range map[string]model.Range{model.InputInternalDays: tt.once, model.InputYearlyDays: tt.yearly} {
			if in := r.Input(id); in.Range != want || in.Whose != model.OurEstimate {
				t.Errorf("%s: %s is %+v, want %+v", tt.name, id, in, want)
			}
		}
	}
	given := model.Assessment{BreakEven: costly()}
	if in := breakEvenOf(c, given).Input(model.InputInternalDays); in.Whose != model.Yours || in.Low != 3000 {
		t.Errorf("what was given is %+v", in)
	}
}

// drawBreakEven draws inputs, all of them given, with small numbers or those at the limits.
func drawBreakEven(t *rapid.T) model.BreakEven {
	amount := func(most int, name string) model.Hundredths {
		return model.Hundredths(rapid.OneOf(rapid.IntRange(0, min(most, 2000)), rapid.IntRange(0, most), rapid.Just(most)).Draw(t, name))
	}
	span := func(most, step int, name string) model.Range {
		a, b := amount(most/step, name)*model.Hundredths(step), amount(most/step, name+", other end")*model.Hundredths(step)
		return model.Between(min(a, b), max(a, b))
	}
	return model.BreakEven{
		DayRate: model.Exactly(amount(100_000*100, "rate")), DealMargin: model.Exactly(amount(10_000_000*100, "margin")),
		QuestionnaireHours: model.Exactly(amount(100_000*100, "hours")), QuestionnaireSaved: span(100*100, 1, "saved"),
		AuditDays: span(10_000*100, 50, "audit days"), AuditDayRate: model.Exactly(amount(100_000*100, "fee")),
		InternalDays: span(10_000*100, 50, "own days"), YearlyDays: span(10_000*100, 50, "yearly days"),
	}
}

// needed is the number of deals for one combination, in fractions of any size: what the
// certificate costs, less what it saves, by the margin, rounded up.
func needed(b model.BreakEven, own, yearly, audit, saved model.Hundredths) (n int, known bool) {
	f := func(h model.Hundredths) *big.Rat { return big.NewRat(int64(h), 100) }
	mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	left := new(big.Rat).Add(mul(f(own), f(b.DayRate.Amount)), mul(f(audit), f(b.AuditDayRate.Amount)))
	left.Quo(left, big.NewRat(3, 1))
	left.Add(left, mul(f(yearly), f(b.DayRate.Amount)))
	left.Sub(left, mul(mul(mul(f(b.QuestionnaireHours.Amount), big.NewRat(1, 8)), mul(f(saved), big.NewRat(1, 100))), f(b.DayRate.Amount)))
	switch {
	case left.Sign() <= 0:
		return 0, true
	case b.DealMargin.Amount == 0:
		return 0, false
	}
	left.Quo(left, f(b.DealMargin.Amount))
	whole, rest := new(big.Int).QuoRem(left.Num(), left.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return int(whole.Int64()), true
}

// The range contains every combination of the ranges, and its ends are combinations.
func TestBreakEvenContainsEveryCombination(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		b := drawBreakEven(t)
		r := breakEvenOf(c, model.Assessment{BreakEven: b})
		if r.Deals == nil {
			t.Fatal("all is given, and the number of deals is not known")
		}
		low, high := model.NoNumber, 0
		points := func(r model.Range) []model.Hundredths {
			within := r.Low + model.Hundredths(rapid.IntRange(0, int(r.High-r.Low)).Draw(t, "within"))
			return []model.Hundredths{r.Low, within, r.High}
		}
		saves := points(b.QuestionnaireSaved)
		for _, own := range points(b.InternalDays) {
			for _, yearly := range points(b.YearlyDays) {
				for _, audit := range points(b.AuditDays) {
					for _, saved := range saves {
						n, known := needed(b, own, yearly, audit, saved)
						switch {
						case !known:
							high = model.NoNumber
						case low == model.NoNumber || n < low:
							low = n
						}
						if known && high != model.NoNumber {
							high = max(high, n)
						}
					}
				}
			}
		}
		if r.Deals.Low != low || r.Deals.High != high {
			t.Fatalf("%d to %d, by all combinations %d to %d\n%+v", r.Deals.Low, r.Deals.High, low, high, b)
		}
	})
}

// Whatever costs more never lowers the number of deals, and whatever saves more never
// raises it.
func TestBreakEvenIsMonotone(t *testing.T) {
	c := shipped(t)
	o := model.Decide(c, model.Assessment{})
	dealsOf := func(b model.BreakEven) *model.Deals {
		return model.WorkOutBreakEven(c, model.Assessment{BreakEven: b}, o).Deals
	}
	rapid.Check(t, func(t *rapid.T) {
		b := drawBreakEven(t)
		if rapid.Bool().Draw(t, "some margin") {
			b.DealMargin.Amount = max(1, b.DealMargin.Amount)
		}
		more := model.Hundredths(50 * rapid.IntRange(1, 100).Draw(t, "more"))
		dearer := map[string]func(*model.BreakEven){
			"own days":    func(b *model.BreakEven) { b.InternalDays.High += more },
			"all days":    func(b *model.BreakEven) { b.InternalDays.Low += more; b.InternalDays.High += more },
			"yearly days": func(b *model.BreakEven) { b.YearlyDays.Low = min(b.YearlyDays.Low+more, b.YearlyDays.High) },
			"audit days":  func(b *model.BreakEven) { b.AuditDays.Low += more; b.AuditDays.High += more },
			"fee":         func(b *model.BreakEven) { b.AuditDayRate.Amount += more },
			"saving":      func(b *model.BreakEven) { b.QuestionnaireSaved.Low = 0 },
			"hours":       func(b *model.BreakEven) { b.QuestionnaireHours.Amount /= 2 },
		}
		if b.QuestionnaireHours.Amount == 0 { // else a day that costs more also saves more
			dearer["rate"] = func(b *model.BreakEven) { b.DayRate.Amount += more }
		}
		before := dealsOf(b)
		for name, change := range dearer {
			after := dealsOf(with(b, change))
			if below(after.Low, before.Low) || below(after.High, before.High) {
				t.Fatalf("%s: from %+v to %+v", name, before, after)
			}
		}
	})
}

// below compares numbers of deals; none at all is above every number.
func below(a, b int) bool {
	switch {
	case a == model.NoNumber:
		return false
	case b == model.NoNumber:
		return true
	}
	return a < b
}

// A file with inputs gives them back, and so does a report.
func TestBreakEvenInFiles(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		b := drawBreakEven(t)
		b.TendersLost = model.Exactly(model.Hundredths(rapid.IntRange(0, 10_000*100).Draw(t, "lost")))
		all := []func(*model.BreakEven){
			func(b *model.BreakEven) { b.DayRate = model.Figure{} }, func(b *model.BreakEven) { b.DealMargin = model.Figure{} },
			func(b *model.BreakEven) { b.TendersLost = model.Figure{} }, func(b *model.BreakEven) { b.QuestionnaireHours = model.Figure{} },
			func(b *model.BreakEven) { b.QuestionnaireSaved = model.Range{} }, func(b *model.BreakEven) { b.AuditDays = model.Range{} },
			func(b *model.BreakEven) { b.AuditDayRate = model.Figure{} }, func(b *model.BreakEven) { b.InternalDays = model.Range{} },
			func(b *model.BreakEven) { b.YearlyDays = model.Range{} },
		}
		for _, leave := range rapid.SliceOfDistinct(rapid.IntRange(0, len(all)-1), rapid.ID[int]).Draw(t, "left out") {
			all[leave](&b)
		}
		a := model.Assessment{BreakEven: b}
		if got := parse(t, "a.yaml", encode(t, a)); got.BreakEven != b {
			t.Fatalf("written and read again %+v, not %+v\n%s", got.BreakEven, b, encode(t, a))
		}
		scenario := model.Assessment{}.WithWhatIf(a)
		if got := parse(t, "a.yaml", encode(t, scenario)); got.WhatIf == nil || got.WhatIf.BreakEven != b {
			t.Fatalf("a scenario loses its break-even:\n%s", encode(t, scenario))
		}
	})
	reopens(t, c, model.Assessment{BreakEven: costly()})
}

// What the key may hold, with the line and the field of what it may not.
func TestBreakEvenFaults(t *testing.T) {
	const head = "twopaths: 1\nbreak_even:\n"
	for _, tt := range []struct{ name, data, field, problem string }{
		{"unknown key", "  day_price: 3\n", "break_even.day_price", "not known here"},
		{"no group", "", "break_even", ""},
		{"text", "  day_rate: much\n", "break_even.day_rate", "is not a number"},
		{"below zero", "  deal_margin: -1\n", "break_even.deal_margin", "is below zero"},
		{"thirds of a cent", "  day_rate: 1.333\n", "break_even.day_rate", "more than two decimal places"},
		{"rate too large", "  day_rate: 100000.01\n", "break_even.day_rate", "100000.01 is too large; give a number from 0 to 100000"},
		{"fee too large", "  audit_day_rate: 100001\n", "break_even.audit_day_rate", "from 0 to 100000"},
		{"margin too large", "  deal_margin: 10000001\n", "break_even.deal_margin", "is too large"},
		{"tenders too many", "  tenders_lost: 10001\n", "break_even.tenders_lost", "from 0 to 10000"},
		{"hours too many", "  questionnaire_hours: 100001\n", "break_even.questionnaire_hours", "from 0 to 100000"},
		{"above all", "  questionnaire_saved: {low: 10, high: 101}\n", "break_even.questionnaire_saved.high", "from 0 to 100"},
		{"days too many", "  internal_days: {low: 10, high: 10000.5}\n", "break_even.internal_days.high", "from 0 to 10000"},
		{"thirds of a day", "  audit_days: {low: 10.3, high: 12}\n", "break_even.audit_days.low", "in steps of 0.5"},
		{"one end", "  yearly_days: {low: 10}\n", "break_even.yearly_days.high", "both ends are needed"},
		{"the other end", "  yearly_days: {high: 10}\n", "break_even.yearly_days.low", "both ends are needed"},
		{"wrong way round", "  audit_days: {low: 12, high: 10}\n", "break_even.audit_days", "the smaller number is the low one"},
		{"a word for a range", "  audit_days: some\n", "break_even.audit_days", "\"some\" is not a range; write both ends as {low: 10, high: 14}"},
		{"one number, too many days", "  internal_days: 10001\n", "break_even.internal_days", "from 0 to 10000"},
		{"one number, thirds of a day", "  audit_days: 14.3\n", "break_even.audit_days", "in steps of 0.5"},
		{"one number, below zero", "  audit_days: -1\n", "break_even.audit_days", "below zero"},
		{"a range for a number", "  day_rate: {low: 1, high: 2}\n", "break_even.day_rate", "a group of keys is not a number"},
		{"a list for a range", "  audit_days: [10, 12]\n", "break_even.audit_days", "a list is not a range; write both ends as {low: 10, high: 14}"},
		{"another end", "  audit_days: {low: 1, high: 2, most: 3}\n", "break_even.audit_days.most", "not known here"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := model.ParseAssessment("a.yaml", []byte(head+tt.data))
			if tt.problem == "" {
				if err != nil || !a.BreakEven.IsZero() {
					t.Errorf("nothing below the key: %+v, %v", a.BreakEven, err)
				}
				return
			}
			if f := onlyFault(t, err); f.Line != 3 || f.Field != tt.field || !strings.Contains(f.Problem, tt.problem) {
				t.Errorf("got line %d, field %q, problem %q", f.Line, f.Field, f.Problem)
			}
		})
	}
	// One number is both ends of a range, and is written as both.
	one := parse(t, "a.yaml", []byte(head+"  questionnaire_saved: 40\n  audit_days: 14\n  internal_days: 50.5\n  yearly_days: 5\n"))
	want := model.BreakEven{QuestionnaireSaved: model.Between(4000, 4000), AuditDays: model.Between(1400, 1400),
		InternalDays: model.Between(5050, 5050), YearlyDays: model.Between(500, 500)}
	if again := parse(t, "a.yaml", encode(t, one)); one.BreakEven != want || again.BreakEven != want {
		t.Errorf("got %+v, and again %+v", one.BreakEven, again.BreakEven)
	}
	if file := string(encode(t, one)); !strings.Contains(file, "audit_days: {low: 14, high: 14}") {
		t.Errorf("written as\n%s", file)
	}
	// A key without a value is not known.
	a := parse(t, "a.yaml", []byte(head+"  day_rate:\n  audit_days:\n  deal_margin: 0\n"))
	if want = (model.BreakEven{DealMargin: euro(0)}); a.BreakEven != want {
		t.Errorf("got %+v", a.BreakEven)
	}
}

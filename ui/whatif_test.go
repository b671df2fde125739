package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// other answers a question with another option than it has, and gives the change back.
func other(t failer, a model.Assessment, question string) model.Assessment {
	t.Helper()
	q, _ := shipped(t).Question(question)
	for _, o := range q.Options {
		if o.ID != a.Answers[question].Option {
			return a.WithAnswer(question, model.Answer{Option: o.ID})
		}
	}
	t.Fatalf("%s has no other option", question)
	return a
}

// A what-if changes nothing of the assessment until it is kept, and both are on the disk.
func TestWhatIf(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{"kept": "K", "dropped": "x"} {
		t.Run(name, func(t *testing.T) {
			d := newDriver(t, t.TempDir(), quickDocuments)
			f, err := d.opts.Store.New("Acme", fresh().Date)
			if err != nil {
				t.Fatal(err)
			}
			before := sample(t)
			data, err := before.Encode()
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Save(1, data); err != nil {
				t.Fatal(err)
			}
			file, a, err := Open(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			d.send(openedMsg{file: file, a: a})
			d.jump("maturity", 4)
			d.press("w")
			d.shows("What if · Nordlicht")
			d.press("1") // both can be sustained
			d.shows("As it was")

			kept := onDisk(t, file)
			if kept.Answers["resources"].Option != before.Answers["resources"].Option {
				t.Error("the what-if has changed the assessment")
			}
			if scenario, ok := kept.Scenario(); !ok || scenario.Answers["resources"].Option == before.Answers["resources"].Option {
				t.Error("the what-if is not on the disk")
			}
			d.press("w")
			if d.app.at != whatIfPlace {
				t.Fatalf("w leads to %v", d.app.at)
			}
			scenario := d.app.a
			d.press(end)
			if d.app.base != nil {
				t.Fatal("the what-if goes on")
			}
			d.shows(map[string]string{"kept": "Kept. u takes it back.", "dropped": "Dropped: the assessment is as it was."}[name])
			want := before
			if name == "kept" {
				want = scenario
			}
			if got := encoded(t, d.app.a); got != encoded(t, want) {
				t.Errorf("the assessment is\n%s", got)
			}
			after := onDisk(t, file)
			if _, still := after.Scenario(); still {
				t.Error("the what-if is still in the file")
			}

			// Undone, the what-if is back as it was, and undone further nothing has happened.
			d.press("u")
			if d.app.base == nil || encoded(t, d.app.a) != encoded(t, scenario) {
				t.Error("undo does not bring the what-if back")
			}
			d.press("u", "u")
			if d.app.base != nil || encoded(t, d.app.a) != encoded(t, before) {
				t.Error("undo does not lead back to the beginning")
			}
		})
	}
}

// A what-if that was left open is gone on with, also from the overview.
func TestWhatIfIsKeptInTheFile(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t).WithWhatIf(other(t, sample(t), "resources")))
	if d.app.base != nil {
		t.Fatal("it begins in the what-if")
	}
	d.jump("recommendation", 0)
	d.press("o", "end", "up", "up", "enter")
	if d.app.base == nil {
		t.Fatalf("the overview does not lead into it: at %v", d.app.at)
	}
	if encoded(t, *d.app.base) != encoded(t, sample(t)) {
		t.Error("the assessment is another one")
	}
	d.jump("profile", 0)
	d.write(" & Co")
	if d.app.base.Organisation != d.app.a.Organisation || !strings.HasSuffix(d.app.a.Organisation, "& Co") {
		t.Errorf("the names are %q and %q", d.app.base.Organisation, d.app.a.Organisation)
	}
}

// The weights are changed, refused beyond their range, and set back; the ranges shown are
// those of the present state.
func TestWeightsScreen(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t))
	d.jump("market", 0)
	d.press("c")
	d.shows("How much each reason counts")
	first := shipped(t).Criteria[0].ID
	d.press("right")
	if got := d.app.a.Weight(first); got != 2 {
		t.Errorf("after → the weight is %d", got)
	}
	d.press("5", "right")
	d.shows("from 0 to 5")
	d.press("0", "left")
	if got := d.app.a.Weight(first); got != 0 {
		t.Errorf("after 0 the weight is %d", got)
	}
	s := d.app.current().(*weightsScreen)
	for i, want := range model.WeightRanges(shipped(t), d.app.a) {
		if s.ranges[i] != want {
			t.Errorf("the range of %s is %+v, not %+v", shipped(t).Criteria[i].ID, s.ranges[i], want)
		}
	}
	d.hold = true
	d.press("3")
	d.shows("…") // pending, and not what was so before
	d.release()
	d.press("x")
	if len(d.app.a.Weights) > 0 {
		t.Errorf("set back, the weights are %v", d.app.a.Weights)
	}
	d.press("esc")
	d.at("market", 0)
}

// How a range of weights is said, and what lies beyond it.
func TestWeightRangeWords(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t))
	d.jump("market", 0)
	d.press("c")
	s := d.app.current().(*weightsScreen)
	below, above := model.Ruling{Verdict: model.NIS2Alone}, model.Ruling{Verdict: model.Both}
	for _, x := range []struct {
		r      model.WeightRange
		reach  string
		beyond []string
	}{
		{model.WeightRange{Low: 0, High: 5}, "at any weight", nil},
		{model.WeightRange{Low: 0, High: 3, Above: above}, "up to 3", []string{"At 4 it would be: NIS2 with ISO 27001."}},
		{model.WeightRange{Low: 1, High: 5, Below: below}, "from 1", []string{"At 0 it would be: NIS2 alone."}},
		{model.WeightRange{Low: 1, High: 2, Below: below, Above: above}, "from 1 to 2",
			[]string{"At 0 it would be: NIS2 alone.", "At 3 it would be: NIS2 with ISO 27001."}},
		{model.WeightRange{Low: 1, High: 1, Below: below, Above: above}, "only at 1",
			[]string{"At 0 it would be: NIS2 alone.", "At 2 it would be: NIS2 with ISO 27001."}},
	} {
		s.ranges[0] = x.r
		if got := s.reach(0); got != x.reach {
			t.Errorf("%+v is %q, not %q", x.r, got, x.reach)
		}
		if got := s.beyond(0); strings.Join(got, "|") != strings.Join(x.beyond, "|") {
			t.Errorf("beyond %+v it says %q", x.r, got)
		}
		for _, line := range x.beyond {
			if !strings.Contains(ansi.Strip(strings.Join(s.view(box{80, 24}), "\n")), line) {
				t.Errorf("%+v: the screen does not show %q", x.r, line)
			}
		}
	}
}

// The break-even is entered number by number, refused with what is allowed, and never
// moves the verdict.
func TestBreakEvenScreen(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t).WithBreakEven(model.BreakEven{}))
	verdict := d.app.outcome.Verdict
	d.jump("market", 0)
	d.press("p")
	d.shows("When the certificate pays")
	d.press("enter")
	d.write("640")
	d.press("enter", "enter", "enter") // the tool's own estimates stand
	d.write("14-10")
	d.press("enter")
	d.shows("in steps of 0.5, a range such as 10-14")
	for range len("14-10") {
		d.press("backspace")
	}
	for _, text := range []string{"10-14", "1400", "120", "30-60", "9000", "2"} {
		d.write(text)
		d.press("enter")
	}
	want := model.BreakEven{
		DayRate: model.Exactly(64000), AuditDays: model.Between(1000, 1400), AuditDayRate: model.Exactly(140000),
		QuestionnaireHours: model.Exactly(12000), QuestionnaireSaved: model.Between(3000, 6000),
		DealMargin: model.Exactly(900000), TendersLost: model.Exactly(200),
	}
	if got := d.app.a.BreakEven; got != want {
		t.Errorf("the inputs are %+v", got)
	}
	d.shows("Deals a year that would be lost without it")
	if d.app.outcome.Verdict != verdict {
		t.Error("the numbers move the verdict")
	}
	d.press("home", "x")
	if d.app.a.BreakEven.DayRate.Known {
		t.Error("the first number is still known")
	}
	d.shows("Still missing: a day of your own people")
	d.press("esc")
	d.at("market", 0)
}

// What is open is listed by how much it can still change.
func TestOverviewOfOpenQuestionsIsInOrder(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	a := fresh()
	a.Scope.Stated = "important"
	d.begin(a)
	d.jump("market", 0)
	d.press("o", "f")
	var want, got []string
	for _, p := range d.app.outcome.Open {
		q, _ := shipped(t).Question(p.Question)
		want = append(want, q.Topic)
	}
	for _, r := range d.app.overview.jumps() {
		got = append(got, r.topic)
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("the list is %v, not %v", got, want)
	}
	d.shows("can change the verdict")
}

// TestOverviewWithFewerRows: rows that are gone since the overview was shown last are not
// gone to.
func TestOverviewWithFewerRows(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(fresh())
	d.jump("scope", 0)
	d.press("o", "f", "end", "o") // what is open, its last row, and away
	d.app.do(everywhereAnswered(t).WithAnswer("growth", model.Answer{}), "answers", d.app.at)
	d.press("o", "enter")
	if where := d.app.crashed.Load(); where != nil {
		t.Fatalf("a panic at %s", *where)
	}
	if d.app.overviewing {
		t.Errorf("Enter leads nowhere:\n%s", d.text())
	}
}

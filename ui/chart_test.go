package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"twopaths/model"
)

// startless is the sample without a start and a capacity.
func startless(t failer) model.Assessment {
	t.Helper()
	a := sample(t)
	a.Plan = model.Planning{Size: a.Plan.Size}
	return a
}

// started is the sample with a start and a capacity; some of it is in place.
func started(t failer) model.Assessment {
	t.Helper()
	a := startless(t)
	a.Plan.Start, a.Plan.Capacity = model.Date{Year: 2027, Month: time.January, Day: 4}, 24
	for _, d := range shipped(t).Duties(a) {
		if strings.HasPrefix(d.ID, "21.2.c.backup") {
			a = a.WithGap(d.ID, model.Gap{State: model.GapInPlace, Note: "Restore test in March"})
		}
	}
	return a
}

// chart opens the chart of an assessment.
func chart(t failer, dir string, a model.Assessment, w, h int, change ...func(*Options)) (*driver, *chartScreen) {
	t.Helper()
	d := newDriver(t, dir, append(change, noSave, quickDocuments)...)
	d.begin(a)
	d.resize(w, h)
	d.jump("roadmap", 0)
	return d, d.app.current().(*chartScreen)
}

// chartSizes is windows of every kind that the chart has a layout for.
var chartSizes = []box{{40, 12}, {59, 20}, {80, 24}, {100, 30}, {120, 40}, {160, 24}, {200, 60}}

// row is what stands in the chart's cells of the row in focus, if it is on the screen and
// of the step of a name.
func (d *driver) row(s *chartScreen, name string) (row []string, found bool) {
	d.t.Helper()
	x := s.axis(s.line(), s.size.w)
	for _, line := range s.view(s.size) {
		runes := strings.Split(ansi.Strip(line), "")
		if len(runes) < chartLead+x.name || runes[0] != "▌" || strings.TrimSpace(strings.Join(runes[chartLead:chartLead+x.name], "")) != strings.TrimSpace(fit(name, x.name)) {
			continue
		}
		return runes[chartLead+x.name+chartMid:], true
	}
	return nil, false
}

// TestChartBarsLieWhereTheirTicksSay compares every bar on the screen with the timeline,
// on both routes, with a start and without. The cells are worked out anew here: from days,
// or from ticks.
func TestChartBarsLieWhereTheirTicksSay(t *testing.T) {
	unraced(t)
	t.Parallel()
	late := started(t)
	late.Plan.Start = model.Date{Year: 2027, Month: time.January, Day: 31}
	for name, a := range map[string]model.Assessment{"start": started(t), "last of a month": late, "no start": startless(t)} {
		for _, size := range []box{{40, 12}, {80, 24}, {200, 60}} {
			d, s := chart(t, t.TempDir(), a, size.w, size.h)
			d.blind = true
			for range 2 {
				line := s.line()
				compared := 0
				for _, step := range s.steps() {
					bar, drawn := line.Bar(step.ID)
					if !drawn || bar.Yearly {
						continue
					}
					s.focus = step.ID
					s.reveal()
					row, shown := d.row(s, step.Name)
					if !shown {
						t.Fatalf("%s at %v: %s is in focus and not on the screen", name, size, step.ID)
					}
					x := s.axis(line, s.size.w)
					months := func(tick int) float64 {
						if line.Start.IsZero() {
							return float64(tick) / model.MonthTicks
						}
						day := line.Day(tick)
						first := time.Date(day.Year, day.Month, 1, 0, 0, 0, 0, time.UTC)
						length := first.AddDate(0, 1, -1).Day()
						return float64(12*(day.Year-line.Start.Year)+int(day.Month-line.Start.Month)) + float64(day.Day-1)/float64(length)
					}
					from := (months(bar.Promise.Start) - float64(x.from)) * float64(x.cells)
					to := (months(bar.Promise.Finish) - float64(x.from)) * float64(x.cells)
					first, last := -1, -1
					glyphs := chartGlyphs[bar.Drives]
					for i, cell := range row {
						if slices.Contains(glyphs[:], cell) {
							if first < 0 {
								first = i
							}
							last = i
						}
					}
					if first < 0 {
						t.Errorf("%s at %v: %s has no bar: %q", name, size, step.ID, strings.Join(row, ""))
						continue
					}
					if float64(first) > from+0.001 || float64(first)+1 < from-0.001 {
						if first > 0 || from > 0 {
							t.Errorf("%s at %v: the bar of %s begins in cell %d, not at %.2f", name, size, step.ID, first, from)
						}
					}
					if end := float64(last + 1); end < min(to, float64(x.width()))-0.501 || end > max(to, from+0.5)+1.001 {
						t.Errorf("%s at %v: the bar of %s ends before cell %d, not at %.2f", name, size, step.ID, last+1, to)
					}
					compared++
				}
				if compared < 20 {
					t.Errorf("%s at %v: only %d bars are compared", name, size, compared)
				}
				d.press("r")
			}
		}
	}
}

// TestChartScrollsEverywhere goes through all steps and all months by keys alone.
func TestChartScrollsEverywhere(t *testing.T) {
	unraced(t)
	t.Parallel()
	long := started(t)
	long.Plan.Capacity = 8
	for _, size := range []box{{40, 12}, {80, 24}, {200, 60}} {
		d, s := chart(t, t.TempDir(), long, size.w, size.h)
		d.blind = true
		d.press("end", "home")
		for i, step := range s.steps() {
			if i > 0 {
				d.press("down")
			}
			if s.focus != step.ID && i > 0 {
				t.Fatalf("%v: row %d is %s, not %s", size, i, s.focus, step.ID)
			}
			if _, shown := d.row(s, step.Name); !shown {
				t.Errorf("%v: %s is in focus and not on the screen", size, step.ID)
			}
			x, line := s.axis(s.line(), s.size.w), s.line()
			if bar, drawn := line.Bar(step.ID); drawn {
				if cell := x.cell(bar.Promise.Start); cell < 0 || cell >= x.width() {
					t.Errorf("%v: the bar of %s begins in cell %d of %d", size, step.ID, cell, x.width())
				}
			}
			d.checkBox(step.ID)
		}
		d.press("home")
		seen := map[int]bool{}
		for range 60 {
			x := s.axis(s.line(), s.size.w)
			for m := x.from; m < x.from+x.shown; m++ {
				seen[m] = true
			}
			if x.from+x.shown == x.total {
				break
			}
			d.press("right")
			d.at("roadmap", 0)
		}
		if x := s.axis(s.line(), s.size.w); len(seen) != x.total {
			t.Errorf("%v: %d of %d months are reached", size, len(seen), x.total)
		}
		for range 60 {
			if s.axis(s.line(), s.size.w).from == 0 {
				break
			}
			d.press("left")
		}
		if s.axis(s.line(), s.size.w).from != 0 {
			t.Errorf("%v: the first month is not reached again", size)
		}
	}
}

// TestChartRoutes shows the other route, takes it, and takes that back.
func TestChartRoutes(t *testing.T) {
	d, s := chart(t, t.TempDir(), started(t), 120, 40)
	d.shows("Law first · certificate by", "recommended")
	before := d.assessment()
	law := s.line()
	d.press("r")
	d.shows("ISO 27001 as the spine", "space takes it")
	if d.assessment() != before {
		t.Error("looking at the other route changes the assessment")
	}
	spine := s.line()
	if law.Route == spine.Route {
		t.Fatalf("both routes are %s", law.Route)
	}
	d.press("space")
	if d.app.a.Plan.Route != spine.Route {
		t.Errorf("the route that is taken is %q", d.app.a.Plan.Route)
	}
	d.shows("ISO 27001 as the spine", "chosen by you")
	d.press("u")
	d.at("roadmap", 0)
	d.shows("Law first", "Took back: the route")
	if d.assessment() != before {
		t.Error("the route is not taken back")
	}
	d.press("ctrl+r", "r")
	d.shows("Law first", "recommended", "space takes it")
	d.press("space")
	if d.assessment() != before {
		t.Error("whoever takes the recommended route does not follow the recommendation again")
	}
}

// TestChartStepIsChanged changes a step in each way, sees it in the plan, and takes it back.
func TestChartStepIsChanged(t *testing.T) {
	open := func() (*driver, *chartScreen, model.PlannedStep) {
		d, s := chart(t, t.TempDir(), started(t), 120, 40)
		d.press("home", "down", "down", "enter")
		step, _, _ := s.current()
		d.shows(step.ID+" "+step.Name, "In the plan", "Earliest day", "Works towards")
		return d, s, step
	}
	for _, tt := range []struct {
		name  string
		play  func(*driver)
		want  model.StepChange
		shows string
	}{
		{"left out", func(d *driver) { d.press("x") }, model.StepChange{Excluded: true}, "no, left out by hand"},
		{"left out by enter", func(d *driver) { d.press("enter") }, model.StepChange{Excluded: true}, "no, left out by hand"},
		{"earliest day", func(d *driver) { d.press("down", "enter"); d.paste("2027-09-01"); d.press("enter") },
			model.StepChange{From: model.Date{Year: 2027, Month: time.September, Day: 1}}, "1 September 2027, by hand"},
		{"effort", func(d *driver) { d.press("down", "down", "enter"); d.write("30.5-40"); d.press("enter") },
			model.StepChange{Effort: model.Effort{Low: 61, High: 80}}, "30.5–40 days, by hand"},
		{"note", func(d *driver) { d.press("n"); d.write("ask Eva"); d.press("esc") }, model.StepChange{Note: "ask Eva"}, "ask Eva"},
		{"note by enter", func(d *driver) { d.press("down", "down", "down", "enter"); d.write("ask Eva"); d.press("esc") },
			model.StepChange{Note: "ask Eva"}, "ask Eva"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, s, step := open()
			before, end := d.assessment(), s.line().End.Finish
			tt.play(d)
			if got := d.app.a.Steps[step.ID]; got != tt.want {
				t.Fatalf("the change is %+v, not %+v", got, tt.want)
			}
			d.shows(tt.shows)
			bar, drawn := s.line().Bar(step.ID)
			switch {
			case tt.want.Excluded && drawn:
				t.Error("a step that is left out has a bar")
			case !tt.want.From.IsZero() && s.line().Day(bar.Promise.Start).Before(tt.want.From):
				t.Errorf("it begins on %s", s.line().Day(bar.Promise.Start))
			case !tt.want.Effort.IsZero() && (bar.Step.Days != tt.want.Effort || s.line().End.Finish <= end):
				t.Errorf("it takes %s, and all is done in tick %d, which was %d", bar.Step.Days, s.line().End.Finish, end)
			}
			d.press("u")
			d.shows("Took back:", step.ID+" "+step.Name)
			if d.assessment() != before {
				t.Errorf("it is not taken back: %s", difference(d.assessment(), before))
			}
			d.press("ctrl+r", "esc")
			d.at("roadmap", 0)
			d.shows("*")
		})
	}
}

// TestChartTakesNothingThatIsNotAllowed: what a file would not take is not taken here, it
// is said what is, and the text stays.
func TestChartTakesNothingThatIsNotAllowed(t *testing.T) {
	for _, tt := range []struct{ field, typed, says string }{
		{"day", "soon", "write it as 2026-11-23"},
		{"day", "2027-02-30", "write it as 2026-11-23"},
		{"day", "20270-01-01", "write it as"},
		{"day", "0027-01-04", "from 2000 to 2099"},
		{"effort", "many", "in half days"},
		{"effort", "5-3", "smaller number first"},
		{"effort", "0", "from 0.5"},
		{"effort", "1.2", "in half days"},
		{"effort", "-3", "in half days"},
		{"effort", "5-1001", "to 1000"},
		{"start", "4 January", "write it as 2026-11-23"},
		{"capacity", "0", "from 0.5"},
		{"capacity", "1001", "to 1000"},
		{"capacity", "12.3", "in half days"},
	} {
		t.Run(tt.field+" "+tt.typed, func(t *testing.T) {
			d, s := chart(t, t.TempDir(), startless(t), 120, 40)
			before := d.assessment()
			d.press(map[string][]string{"day": {"enter", "down", "enter"}, "effort": {"enter", "down", "down", "enter"},
				"start": {"d"}, "capacity": {"d", "enter"}}[tt.field]...)
			d.paste(tt.typed)
			d.press("enter")
			d.shows(tt.says)
			if d.assessment() != before {
				t.Errorf("the assessment is changed: %s", difference(d.assessment(), before))
			}
			if !s.typing() || s.input.in.Value() != tt.typed {
				t.Errorf("the text is not kept but %q", s.input.in.Value())
			}
			d.press("esc")
			if s.typing() || d.assessment() != before {
				t.Error("Esc does not leave all as it was")
			}
		})
	}
}

// TestChartEffortAsTyped: every way to write a range that people use.
func TestChartEffortAsTyped(t *testing.T) {
	for text, want := range map[string]model.Effort{
		"": {}, "3-5": {Low: 6, High: 10}, "3 – 5": {Low: 6, High: 10}, "4": {Low: 8, High: 8}, "0-0,5": {Low: 0, High: 1}, "1000": {Low: 2000, High: 2000},
	} {
		if got, wrong := parseEffort(text); got != want || wrong != "" {
			t.Errorf("%q is read as %+v, %q", text, got, wrong)
		}
	}
}

// TestChartForm gives the plan a start and a capacity; each is a step of its own to take back.
func TestChartForm(t *testing.T) {
	d, s := chart(t, t.TempDir(), startless(t), 80, 24)
	d.shows("no start yet · d sets one", "month", "a month, assumed")
	before := d.assessment()
	d.press("d")
	d.shows("Start and capacity", "First day")
	d.write("2027-01-04")
	d.press("enter")
	d.write("12")
	d.press("enter")
	if p := d.app.a.Plan; p.Start.String() != "2027-01-04" || p.Capacity != 24 {
		t.Fatalf("the plan is %+v", p)
	}
	if line := s.line(); line.Capacity != 24 || line.Start.IsZero() {
		t.Errorf("the chart is of %s a month from %s", line.Capacity, line.Start)
	}
	d.shows("Load of 12 days a month", "2027", "certificate by")
	d.hides("no start yet", "assumed")
	d.press("u")
	d.shows("Took back: the capacity")
	d.press("u")
	d.shows("Took back: the start", "no start yet")
	if d.assessment() != before {
		t.Error("the plan is not taken back")
	}
	d.press("ctrl+r", "ctrl+r", "d", "down", "ctrl+u", "enter")
	if p := d.app.a.Plan; p.Capacity != 0 || p.Start.IsZero() {
		t.Errorf("an empty field does not take the capacity away: %+v", p)
	}
}

// TestChartWithoutStartCountsMonths: no day is invented.
func TestChartWithoutStartCountsMonths(t *testing.T) {
	for _, size := range chartSizes {
		d, s := chart(t, t.TempDir(), startless(t), size.w, size.h)
		if months := []string{"Jan", "Feb", "Jul", "2026", "2027"}; size.h > 12 {
			d.hides(months...)
			d.shows("certificate by month", "month")
		}
		_, labels, at := s.axis(s.line(), s.size.w).labels()
		for i, label := range strings.Fields(labels) {
			if x := s.axis(s.line(), s.size.w); label != fmt.Sprint(at[i]/x.cells+1) {
				t.Errorf("%v: %q stands at cell %d", size, label, at[i])
			}
		}
	}
}

// TestChartSaysWhyAStepIsOut: by evidence, or by hand.
func TestChartSaysWhyAStepIsOut(t *testing.T) {
	a := started(t)
	r := model.PlanRoadmap(shipped(t), a, model.Decide(shipped(t), a))
	first := r.Stages[0].Steps[0]
	a = a.WithStep(first.ID, model.StepChange{Excluded: true, Note: "the group\nhas done it"})
	d, s := chart(t, t.TempDir(), a, 120, 40)
	outs := map[string]string{first.ID: "– left out: the group has done it"}
	for _, step := range s.steps() {
		if step.Left.Done {
			outs[step.ID] = "✓ in place: Restore test in March"
		}
	}
	if len(outs) < 2 {
		t.Fatal("no step is in place")
	}
	for _, step := range s.steps() {
		want, out := outs[step.ID]
		if !out {
			continue
		}
		s.focus = step.ID
		row, shown := d.row(s, step.Name)
		if got := strings.TrimSpace(strings.Join(row, "")); !shown || got != want {
			t.Errorf("%s has %q, not %q", step.ID, got, want)
		}
	}
}

// TestChartFits draws the chart, a step and the form in windows of all sizes and themes.
func TestChartFits(t *testing.T) {
	unraced(t)
	t.Parallel()
	for name, a := range map[string]model.Assessment{"start": started(t), "no start": startless(t), "fresh": fresh()} {
		for _, theme := range []ThemeName{Dark, Plain, Projector} {
			for _, keys := range [][]string{nil, {"r"}, {"end"}, {"enter"}, {"enter", "end"}, {"enter", "n"}, {"enter", "down", "enter"}, {"d"}, {"d", "enter"}} {
				d, _ := chart(t, t.TempDir(), a, 80, 24, func(o *Options) { o.Theme = theme })
				d.blind = true
				d.press(keys...)
				for _, size := range chartSizes {
					d.resize(size.w, size.h)
					what := fmt.Sprint(name, " ", theme, " ", keys)
					if !d.checkBox(what) || !d.checkEdges(what) {
						return
					}
				}
			}
		}
	}
}

// TestChartLeadsToTheWords: the same in words comes next.
func TestChartLeadsToTheWords(t *testing.T) {
	d, _ := chart(t, t.TempDir(), started(t), 80, 24)
	d.press("t")
	d.at("roadmap", 1)
	d.press("esc")
	d.at("roadmap", 0)
	d.press("enter", "esc")
	d.at("roadmap", 0)
	d.shows("Law first")
}

// TestPlanIsWorkedOutBesideTheLoop: no key waits for a plan inside the loop. What is pressed
// meanwhile is done with the new plan, and one plan at a time is worked out.
func TestPlanIsWorkedOutBesideTheLoop(t *testing.T) {
	d, s := chart(t, t.TempDir(), started(t), 120, 40)
	first := s.plan.version
	d.press("down", "enter")
	id, whole := s.focus, s.line().End
	d.hold = true
	d.press("x", "x", "x", "down")
	if s.plan.version != first || s.line().End != whole || s.row != rowIn {
		t.Errorf("the plan of version %d is of version %d already, though no command has run", first, s.plan.version)
	}
	if len(d.held) != 1 {
		t.Errorf("%d plans are being worked out at once, not one", len(d.held))
	}
	d.release()
	if !s.upToDate() || !d.app.a.Steps[id].Excluded || s.row != rowFrom {
		t.Errorf("left out, brought back, left out, one row down: version %d of %d, %+v, row %d", s.plan.version, d.app.version, d.app.a.Steps[id], s.row)
	}
	if _, drawn := s.line().Bar(id); drawn {
		t.Errorf("%s is left out and has a bar", id)
	}
}

// TestKeysWaitForThePlan: however long plans take, keys and pastes come to the same as with
// plans that are there at once. No key of these leads to a document, which waits for nothing.
func TestKeysWaitForThePlan(t *testing.T) {
	names := []string{"down", "down", "up", "enter", "enter", "x", "x", "r", "space", "d", "n", "u", "ctrl+r", "esc", "o o", "G", "5", "a", "paste"}
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom(names), 1, 30).Draw(t, "keys")
		size := rapid.SampledFrom(chartSizes).Draw(t, "size")
		play := func(pause func(d *driver)) string {
			d := newDriver(t, "", noSave, quickDocuments)
			d.blind = true
			d.begin(started(t))
			d.resize(size.w, size.h)
			d.jump("obligations", 0)
			pause(d)
			d.jump("roadmap", 0)
			for _, key := range keys {
				if d.app.session == nil {
					break
				}
				if pause(d); key == "paste" {
					d.paste("2031-01-01")
				} else {
					d.press(strings.Fields(key)...) // the overview is closed again
				}
			}
			d.release()
			if d.app.session == nil {
				return "left"
			}
			data, err := d.app.whole().Encode()
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprintf("%s\n%v, overview %v\n%s", d.text(), d.app.at, d.app.overviewing, data)
		}
		at := rapid.Uint64().Draw(t, "pauses")
		late := play(func(d *driver) {
			if at%3 == 0 {
				d.release()
			}
			at = at/3 | at<<62
			d.hold = true
		})
		if now := play(func(*driver) {}); late != now {
			t.Fatalf("with %q:\n%s\n\nand where plans are there at once:\n%s", keys, late, now)
		}
	})
}

// TestBarInFocusIsSoughtInTheNewPlan: with less capacity it is much later, and seen all the same.
func TestBarInFocusIsSoughtInTheNewPlan(t *testing.T) {
	d, s := chart(t, t.TempDir(), started(t), 60, 24)
	d.press("G", "up", "up", "up", "up", "d", "enter", "ctrl+u")
	step, _, _ := s.current()
	if bar, drawn := s.line().Bar(step.ID); !drawn || bar.Yearly {
		t.Fatalf("%s has no bar to look for", step.ID)
	}
	d.write("3")
	d.press("enter")
	row, found := d.row(s, step.Name)
	if line := strings.Join(row, ""); !found || !strings.ContainsAny(line, "─━╴╸╶╺") {
		t.Errorf("the bar of %s is out of sight: %q\n%s", step.ID, line, d.text())
	}
}

// TestStepThatThePlanLosesIsClosed: a page of it would be one of another step.
func TestStepThatThePlanLosesIsClosed(t *testing.T) {
	d, s := chart(t, t.TempDir(), started(t), 80, 24)
	d.press("down", "enter")
	lost := s.focus
	next := d.app.a.Clone()
	next.Scope = model.Scope{Stated: "not"}
	d.run(d.app.do(next, "the scope", d.app.at))
	d.jump("roadmap", 0)
	if _, planned := s.plan.step(lost); planned || !s.upToDate() {
		t.Fatalf("%s is in the plan still", lost)
	}
	if s.mode != chartMain {
		t.Errorf("the page of %s is open, and shows:\n%s", lost, d.text())
	}
}

// TestPlanOfAnotherAssessmentIsNotTaken: one that comes late is of no use.
func TestPlanOfAnotherAssessmentIsNotTaken(t *testing.T) {
	d, s := chart(t, t.TempDir(), started(t), 80, 24)
	late := s.planning()()
	d.begin(startless(t))
	d.jump("roadmap", 0)
	before := d.text()
	d.send(late)
	if after := d.text(); after != before {
		t.Errorf("a plan of another assessment is shown:\n%s", after)
	}
}

func BenchmarkChart(b *testing.B) {
	_, s := chart(b, b.TempDir(), started(b), 200, 60)
	for b.Loop() {
		s.planning()()
	}
}

func BenchmarkChartView(b *testing.B) {
	_, s := chart(b, b.TempDir(), started(b), 200, 60)
	for b.Loop() {
		s.view(s.size)
	}
}

// The days that the law has set and that are still ahead stand among the milestones, with a
// sign of their own; those that have passed do not.
func TestChartShowsDaysOfTheLaw(t *testing.T) {
	a := halfWay(t)
	a.Scope.Facts.State = "AT" // two days: the registration, and a declaration a year later
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(a)
	d.jump("roadmap", 0)
	for _, size := range []box{{80, 24}, {120, 40}} {
		d.resize(size.w, size.h)
		d.shows("◇ law 31 Dec 2026", "◇ law 30 Sep 2027")
	}
	d.resize(200, 60)
	d.shows("◇ Registration due by law", "31 Dec 2026", "set by law")
	if axis := regexp.MustCompile(`[─┬◆]◇[─┬◆]`).FindString(d.text()); axis == "" {
		t.Errorf("the axis has no day of the law:\n%s", d.text())
	}
	a.Date = model.Date{Year: 2027, Month: 1, Day: 2}
	a.Scope.Facts.State = "AT"
	d = newDriver(t, t.TempDir(), noSave)
	d.begin(a)
	d.jump("roadmap", 0)
	d.hides("31 Dec 2026")
	d.shows("30 Sep 2027")
}

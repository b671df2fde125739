package model_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"twopaths/model"
)

// planned is a worked case with a plan that begins on a day.
func planned(t failer, name, start string) model.Assessment {
	t.Helper()
	a := workedCaseNamed(t, name).Clone()
	day, err := model.ParseDate(start)
	if err != nil {
		t.Fatalf("%v", err)
	}
	a.Plan.Start = day
	return a
}

// calendarOf is the calendar of an assessment.
func calendarOf(t failer, c *model.Content, a model.Assessment) []byte {
	t.Helper()
	data, err := newReport(t, c, a).Calendar()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// eventsOf reads a calendar with a parser that is not ours: its events by their names.
func eventsOf(t failer, data []byte) map[string]ical.Event {
	t.Helper()
	decoder := ical.NewDecoder(bytes.NewReader(data))
	calendar, err := decoder.Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if _, err := decoder.Decode(); !errors.Is(err, io.EOF) {
		t.Errorf("something stands behind the calendar: %v", err)
	}
	if version, _ := calendar.Props.Text(ical.PropVersion); version != "2.0" || calendar.Props.Get(ical.PropMethod) != nil {
		t.Errorf("version %q, or a method", version)
	}
	out, uids := map[string]ical.Event{}, map[string]bool{}
	for _, e := range calendar.Events() {
		name, err := e.Props.Text(ical.PropSummary)
		uid, errUID := e.Props.Text(ical.PropUID)
		if err != nil || errUID != nil || uids[uid] {
			t.Errorf("the event %q: %v, %v, uid %q", name, err, errUID, uid)
		}
		if _, twice := out[name]; twice {
			t.Errorf("two events are called %q", name)
		}
		out[name], uids[uid] = e, true
	}
	return out
}

// spanOf is the days of an event as "2027-01-04 to 2027-01-09", the last one excluded.
func spanOf(t failer, e ical.Event) string {
	t.Helper()
	start, err := e.DateTimeStart(time.UTC)
	end, errEnd := e.DateTimeEnd(time.UTC)
	if err != nil || errEnd != nil || !start.Before(end) {
		t.Errorf("from %v to %v: %v, %v", start, end, err, errEnd)
	}
	for _, p := range []string{ical.PropDateTimeStart, ical.PropDateTimeEnd} {
		if e.Props.Get(p).ValueType() != ical.ValueDate {
			t.Errorf("%s is no day", p)
		}
	}
	return start.Format(time.DateOnly) + " to " + end.Format(time.DateOnly)
}

// next is the day after one.
func next(d model.Date) string {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// Every event agrees with the timeline of the chosen route, and nothing of it is missing.
func TestCalendarAgreesWithTimeline(t *testing.T) {
	c := shipped(t)
	seen := map[string]int{}
	for i, x := range workedCases(t) {
		a := x.assessment.Clone()
		a.Plan.Start, a.Plan.Route = model.Date{Year: 2027, Month: 1, Day: 31}, append(model.RouteIDs(), "")[i%3]
		if i%2 == 0 {
			// Its law has a day before this one, and a day after it.
			a.Scope.Facts.State, a.Date = "AT", model.Date{Year: 2027, Month: 2, Day: 1}
		}
		if i%4 == 1 {
			for _, d := range c.Duties(a) {
				a = a.WithGap(d.ID, model.Gap{State: model.GapInPlace})
			}
		}
		o := model.Decide(c, a)
		lines := c.Timelines(a, model.PlanRoadmap(c, a, o))
		line := lines[slices.Index(model.RouteIDs(), c.ChooseRoute(a, o, lines).Chosen)]
		data, err := newReport(t, c, a).Calendar()
		if errors.Is(err, model.ErrNoEvents) && len(line.Bars) == 0 {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", x.name, err)
		}
		events := eventsOf(t, data)
		want := 0
		event := func(name string) ical.Event {
			e, ok := events[name]
			if !ok {
				t.Fatalf("%s: no event %q", x.name, name)
			}
			want++
			return e
		}
		for _, b := range line.Bars {
			e := event(b.Step.ID + " " + b.Step.Name)
			first, last := line.Day(b.Promise.Start), line.LastDay(b.Promise.Finish)
			if b.Yearly || last.Before(first) {
				last = first
			}
			if got, want := spanOf(t, e), first.String()+" to "+next(last); got != want && first.String()[5:] != "02-29" {
				t.Errorf("%s: %s is %s, want %s", x.name, b.Step.ID, got, want)
			}
			seen["yearly "+strconv.FormatBool(b.Yearly)]++
			rule, err := e.Props.RecurrenceRule()
			if err != nil || (rule != nil) != b.Yearly {
				t.Errorf("%s: %s returns by %v, error %v", x.name, b.Step.ID, rule, err)
			}
			text, _ := e.Props.Text(ical.PropDescription)
			for _, d := range b.Step.Deliverables {
				if !strings.Contains(text, d) {
					t.Errorf("%s: %s does not name %q:\n%s", x.name, b.Step.ID, d, text)
				}
			}
			if !strings.Contains(text, "Effort: "+b.Step.Days.String()) || strings.Contains(text, "After: ") != (len(b.Step.After) > 0) {
				t.Errorf("%s: %s says\n%s", x.name, b.Step.ID, text)
			}
			paths, _ := e.Props.Get(ical.PropCategories).TextList()
			if wanted := map[string]string{"nis2": "NIS2", "iso": "ISO 27001", "both": "NIS2 ISO 27001"}[b.Step.Serves]; strings.Join(paths, " ") != wanted {
				t.Errorf("%s: %s is of %q, want %q", x.name, b.Step.ID, paths, wanted)
			}
			if p := e.Props.Get(ical.PropTransparency); p == nil || p.Value != "TRANSPARENT" {
				t.Errorf("%s: %s blocks time", x.name, b.Step.ID)
			}
		}
		for _, m := range line.Milestones {
			if m.Done {
				seen["milestone that is done"]++
				continue
			}
			seen["milestone"]++
			day := line.LastDay(m.Promise)
			if got, want := spanOf(t, event("Milestone: "+m.Label)), day.String()+" to "+next(day); got != want {
				t.Errorf("%s: the milestone %s is %s, want %s", x.name, m.ID, got, want)
			}
		}
		state, _ := c.State(a.Scope.Facts.State)
		for _, d := range c.NationalDays(a, o, line) {
			if d.Passed {
				seen["day that has passed"]++
			} else {
				seen["day of the law"]++
				if got, want := spanOf(t, event(state.Name+": "+d.What)), d.On.String()+" to "+next(d.On); got != want {
					t.Errorf("%s: the day of the law %q is %s, want %s", x.name, d.What, got, want)
				}
			}
		}
		if len(events) != want {
			t.Errorf("%s: %d events, want %d", x.name, len(events), want)
		}
	}
	for _, kind := range []string{"yearly true", "yearly false", "milestone", "milestone that is done", "day of the law", "day that has passed"} {
		if seen[kind] == 0 {
			t.Errorf("no worked case has this: %s", kind)
		}
	}
}

// A changed plan keeps the names of its events, so that a calendar moves them; another
// organisation has others, and neither its name nor a note is in the file.
func TestCalendarKeepsNames(t *testing.T) {
	c := shipped(t)
	a := planned(t, "both-msp-new-market", "2027-01-04")
	a.Organisation = "Secret Mill & Sons"
	a = a.WithStep("S05", model.StepChange{Note: "Secret note"})
	uids := func(a model.Assessment) map[string]string {
		out := map[string]string{}
		for name, e := range eventsOf(t, calendarOf(t, c, a)) {
			out[name], _ = e.Props.Text(ical.PropUID)
		}
		return out
	}
	first := uids(a)
	later := a.Clone()
	later.Plan.Start, later.Plan.Route, later.Plan.Capacity = model.Date{Year: 2028, Month: 2, Day: 29}, model.ISOSpine, 20
	other := a.Clone()
	other.Organisation = "Another"
	moved, others := uids(later), uids(other)
	for name, uid := range first {
		if uid != moved[name] || uid == others[name] {
			t.Errorf("%q is %s, after a change %s, of another organisation %s", name, uid, moved[name], others[name])
		}
	}
	if data := calendarOf(t, c, a); bytes.Contains(data, []byte("Secret")) {
		t.Errorf("the calendar tells who it is of, or a note:\n%s", data)
	}
}

// Upkeep that begins on a leap day comes every year all the same.
func TestCalendarLeapDay(t *testing.T) {
	c := shipped(t)
	a := planned(t, "nis2-alone-food-producer", "2027-01-04")
	roadmap := model.PlanRoadmap(c, a, model.Decide(c, a))
	leap := model.Date{Year: 2028, Month: 2, Day: 29}
	for day := range 500 {
		a.Plan.Start, a.Plan.Route = model.DateOf(time.Date(2026, 12, 1+day, 0, 0, 0, 0, time.UTC)), model.LawFirst
		line := c.Timelines(a, roadmap)[0]
		i := slices.IndexFunc(line.Bars, func(b model.Bar) bool { return b.Yearly && line.Day(b.Promise.Start) == leap })
		if i < 0 {
			continue
		}
		s := line.Bars[i].Step
		if got := spanOf(t, eventsOf(t, calendarOf(t, c, a))[s.ID+" "+s.Name]); got != "2028-03-01 to 2028-03-02" {
			t.Errorf("%s is %s", s.ID, got)
		}
		return
	}
	t.Fatal("no plan has upkeep that begins on a leap day")
}

// What cannot be a calendar says what is missing.
func TestCalendarErrors(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		name string
		a    model.Assessment
		want error
		says string
	}{
		{"no start", say("important"), model.ErrNoStart, "set plan.start in the file (such as 2027-01-04), or on the roadmap"},
		{"the last year", planned(t, "both-msp-new-market", "9998-12-31"), model.ErrYears, "earlier plan.start"},
		{"nothing left", func() model.Assessment {
			a := planned(t, "both-msp-new-market", "2027-01-04")
			for _, s := range c.Steps {
				a = a.WithStep(s.ID, model.StepChange{Excluded: true})
			}
			a.Scope.Facts.State = ""
			return a
		}(), model.ErrNoEvents, "no step is left"},
	}
	for _, tt := range tests {
		if data, err := newReport(t, c, tt.a).Calendar(); data != nil || !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v\n%.200s", tt.name, err, data)
		}
	}
}

// Whatever a content calls its steps: lines are short and whole, and what is read back is
// what was said.
func TestCalendarTexts(t *testing.T) {
	unraced(t)
	base := shipped(t)
	a := planned(t, "nis2-alone-food-producer", "2027-01-04")
	text := rapid.OneOf(rapid.Custom(rawText), rapid.SampledFrom([]string{
		"a,b;c\\n\\d", "line\nbreak\r\nand\rmore", "👩‍👩‍👧‍👦 " + strings.Repeat("👩‍👩‍👧‍👦", 30), strings.Repeat("ü", 200), strings.Repeat("\u0301", 90), "\x00\x1b[2J\x7f", "END:VEVENT\r\nBEGIN:VEVENT",
		strings.Repeat("x", 66), strings.Repeat("x", 67), strings.Repeat("x", 68), "\u2028\u0085",
	}))
	rapid.Check(t, func(t *rapid.T) {
		c := *base
		c.Steps = slices.Clone(base.Steps)
		for i := range 4 {
			c.Steps[i].Name, c.Steps[i].Deliverables = text.Draw(t, "name"), []string{text.Draw(t, "deliverable")}
		}
		data := calendarOf(t, &c, a)
		if again := calendarOf(t, &c, a); !bytes.Equal(data, again) {
			t.Fatalf("two times the same gives two calendars")
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) || line == "" {
				t.Fatalf("the line %q of %d octets", line, len(line))
			}
		}
		events := eventsOf(t, data)
		for _, s := range c.Steps[:4] {
			e, ok := events[model.CleanLine(s.ID+" "+s.Name)]
			if !ok {
				continue // not in this plan
			}
			if got, _ := e.Props.Text(ical.PropDescription); !strings.Contains(got, model.Clean(s.Deliverables[0])) {
				t.Fatalf("%q reads back as %q", s.Deliverables[0], got)
			}
		}
	})
}

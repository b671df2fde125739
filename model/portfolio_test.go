package model_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// The quick timeline of a row promises what the whole one does, on the route that is chosen.
func TestPortfolioPromisesWhatTheReportDoes(t *testing.T) {
	c := shipped(t)
	cases := workedCases(t)
	rapid.Check(t, func(t *rapid.T) {
		a := anyPlan(t, c, cases)
		o := model.Decide(c, a)
		roadmap := model.PlanRoadmap(c, a, o)
		lines := c.Timelines(a, roadmap)
		choice := c.ChooseRoute(a, o, lines)
		want := lines[max(0, slices.Index(model.RouteIDs(), choice.Chosen))]
		got := c.ChosenPromise(a, o, roadmap)
		if got.Route != want.Route || got.End.Finish != want.End.Finish || got.Least != want.Least || !slices.Equal(got.Load, want.Load) {
			t.Fatalf("route %s to %d, least %d; want %s to %d, least %d", got.Route, got.End.Finish, got.Least, want.Route, want.End.Finish, want.Least)
		}
		if len(got.Bars) != len(want.Bars) || len(got.Milestones) != len(want.Milestones) {
			t.Fatalf("%d bars and %d milestones, want %d and %d", len(got.Bars), len(got.Milestones), len(want.Bars), len(want.Milestones))
		}
		for i, b := range want.Bars {
			if got.Bars[i].Step.ID != b.Step.ID || got.Bars[i].Promise != b.Promise {
				t.Fatalf("bar %d is %s %v, want %s %v", i, got.Bars[i].Step.ID, got.Bars[i].Promise, b.Step.ID, b.Promise)
			}
		}
		for i, m := range want.Milestones {
			if x := got.Milestones[i]; x.ID != m.ID || x.Promise != m.Promise || x.Done != m.Done {
				t.Fatalf("milestone %s at %d, want %s at %d", x.ID, x.Promise, m.ID, m.Promise)
			}
		}
	})
}

// anyPlan is a worked case with a random gap check and a random plan.
func anyPlan(t *rapid.T, c *model.Content, cases []workedCase) model.Assessment {
	a := rapid.SampledFrom(cases).Draw(t, "case").assessment.Clone()
	states := rapid.SampledFrom([][]model.GapLevel{{""}, {model.GapInPlace}, {"", model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}}).Draw(t, "states")
	for _, d := range c.Duties(a) {
		if s := rapid.SampledFrom(states).Draw(t, "state"); s != "" {
			a = a.WithGap(d.ID, model.Gap{State: s})
		}
	}
	a.Plan.Capacity = model.HalfDays(rapid.IntRange(0, 80).Draw(t, "capacity"))
	a.Plan.Route = rapid.SampledFrom([]model.RouteID{"", model.LawFirst, model.ISOSpine}).Draw(t, "route")
	if rapid.Bool().Draw(t, "start") {
		a.Plan.Start = model.Date{Year: 2027, Month: 1, Day: 4}
	}
	return a
}

// portfolio is rows in one of the formats.
func portfolio(t failer, c *model.Content, format string, rows ...model.PortfolioRow) string {
	t.Helper()
	var b bytes.Buffer
	p := model.NewPortfolio(c, format, &b)
	err := p.Begin()
	for _, row := range rows {
		err = errors.Join(err, p.Row(row))
	}
	if err = errors.Join(err, p.End()); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// What a row says is what the report of the assessment says.
func TestPortfolioRowAgreesWithReport(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		a := x.assessment.Clone()
		if duties := c.Duties(a); len(duties) > 3 {
			a = a.WithGap(duties[3].ID, model.Gap{State: model.GapPartial}).WithGap(duties[2].ID, model.Gap{State: model.GapNone})
		}
		row := model.NewPortfolioRows(c).Row(x.name+".yaml", a)
		if want := x.expect["verdict"]; want != "" && string(row.Verdict) != want {
			t.Errorf("%s: verdict %s, want %s", x.name, row.Verdict, want)
		}
		if len(row.Gaps) < 2 || row.Gaps[0].Gap.State != model.GapNone || len(row.Gaps) > 3 {
			t.Errorf("%s: gaps %v", x.name, row.Gaps)
		}
		r := newReport(t, c, a)
		for _, m := range r.Milestones() { // by their days
			if m.Promise == "" {
				continue
			}
			if row.Next.Label != m.Label || !strings.Contains(portfolio(t, c, "md", row), ", "+m.Promise+" |") {
				t.Errorf("%s: next is %s, want %s by %s", x.name, row.Next.Label, m.Label, m.Promise)
			}
			break
		}
	}
}

// A duty that is not in place keeps registration open, and the summary counts it.
func TestPortfolioCountsRegistration(t *testing.T) {
	c := shipped(t)
	a := say("important")
	done := a
	for _, d := range c.Duties(a) {
		done = done.WithGap(d.ID, model.Gap{State: model.GapInPlace})
	}
	out := model.NewPortfolioRows(c).Row("out.yaml", say("not"))
	for want, row := range map[model.Registration]model.PortfolioRow{
		model.NotRegistered: model.NewPortfolioRows(c).Row("a.yaml", a), model.Registered: model.NewPortfolioRows(c).Row("b.yaml", done), model.NoRegistration: out,
	} {
		if row.Registered != want {
			t.Errorf("%s: registered %q, want %q", row.File, row.Registered, want)
		}
	}
	text := portfolio(t, c, "md", model.NewPortfolioRows(c).Row("a.yaml", a), model.NewPortfolioRows(c).Row("b.yaml", done), out)
	if !strings.Contains(text, "\nNIS2 binds 2, and for 0 that is open. Not registered with the authority, or nobody said so: 1.\n") {
		t.Errorf("%s", text)
	}
}

// Whatever a name, a file or an error holds, a table stays a table, no cell is a formula, and
// JSON is JSON.
func TestPortfolioHoldsHostileText(t *testing.T) {
	c := shipped(t)
	text := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"=", "+", "-", "@", "|", "\n|", "\r\n", "\u00a0=", "＝", "\x1b[2J", "<b>", "\u202e", "`"}).Draw(t, "sign") + rawText(t)
	})
	rapid.Check(t, func(t *rapid.T) {
		a := say("important")
		a.Organisation = text.Draw(t, "organisation")
		rows := []model.PortfolioRow{
			model.NewPortfolioRows(c).Row(text.Draw(t, "file"), a),
			model.BadPortfolioRow("bad "+text.Draw(t, "bad file"), errors.New("x"+text.Draw(t, "error"))),
		}
		lines := 0
		for line := range strings.Lines(portfolio(t, c, "md", rows...)) {
			if strings.HasPrefix(line, "|") {
				lines++
				if bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); bars != 7 {
					t.Fatalf("%d bars in %q", bars, line)
				}
			}
		}
		if lines != 4 {
			t.Fatalf("%d lines of a table, want 4", lines)
		}
		data := portfolio(t, c, "csv", rows...)
		records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(data, "\ufeff"))).ReadAll()
		if err != nil || len(records) != 3 || strings.Count(data, "\n") != 3 || strings.Count(data, "\r\n") != 3 {
			t.Fatalf("%d records, error %v\n%s", len(records), err, data)
		}
		for _, r := range records[1:] {
			for i, cell := range r {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@|\t") && cell[:1] != "|" && records[0][i] != "balance" {
					t.Fatalf("the cell %q could be a formula", cell)
				}
			}
		}
		var object struct {
			Rows    []map[string]any `json:"rows"`
			Summary map[string]any   `json:"summary"`
		}
		if err := json.Unmarshal([]byte(portfolio(t, c, "json", rows...)), &object); err != nil || len(object.Rows) != 2 ||
			object.Rows[0]["verdict"] == nil || object.Rows[1]["error"] == nil || object.Summary["bad_files"] != 1.0 {
			t.Fatalf("%v, %v", err, object)
		}
	})
}

// A portfolio without a row is a document all the same.
func TestPortfolioWithoutRows(t *testing.T) {
	c := shipped(t)
	for _, format := range model.PortfolioFormats() {
		text := portfolio(t, c, format)
		if format == "json" && !json.Valid([]byte(text)) || text == "" {
			t.Errorf("%s: %q", format, text)
		}
	}
}

func BenchmarkPortfolioRow(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) { model.NewPortfolioRows(c).Row("x.yaml", a) })
}

// TestRowsDoNotDependOnEachOther: what is kept of one row changes no other.
func TestRowsDoNotDependOnEachOther(t *testing.T) {
	c := shipped(t)
	rows, cases := model.NewPortfolioRows(c), workedCases(t)
	rapid.Check(t, func(t *rapid.T) {
		a := anyPlan(t, c, cases)
		if got, want := rows.Row("a.yaml", a), model.NewPortfolioRows(c).Row("a.yaml", a); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

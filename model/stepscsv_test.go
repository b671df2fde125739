package model_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// stepRows reads the steps back: a row for each, by the names of the columns.
func stepRows(t failer, c *model.Content, a model.Assessment) (rows []map[string]string, data []byte) {
	t.Helper()
	data, err := newReport(t, c, a).StepsCSV()
	text, marked := strings.CutPrefix(string(data), "\ufeff")
	if err != nil || !marked || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Fatalf("error %v, or no mark, or lines that end in \\n alone\n%s", err, data)
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, cell := range r {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows, data
}

// Each step of the roadmap has one row, in the order of the chosen route, with the days
// of the timeline.
func TestStepsCSVAgreesWithRoadmap(t *testing.T) {
	c := shipped(t)
	for i, x := range workedCases(t) {
		id, a := model.RouteIDs()[i%2], x.assessment.Clone()
		if a.Plan.Route = id; i%4 < 2 {
			a.Plan.Start = model.Date{Year: 2027, Month: 1, Day: 4}
		} else {
			a.Plan.Start = model.Date{}
		}
		roadmap := model.PlanRoadmap(c, a, model.Decide(c, a))
		at := slices.Index(model.RouteIDs(), id)
		route, line := roadmap.Routes[at], c.Timelines(a, roadmap)[at]
		rows, _ := stepRows(t, c, a)
		if len(rows) != len(route.Steps) {
			t.Fatalf("%s: %d rows, want %d", x.name, len(rows), len(route.Steps))
		}
		for i, s := range route.Steps {
			row := rows[i]
			b, planned := line.Bar(s.ID)
			first := line.Day(b.Promise.Start).String()
			want := map[string]string{"id": s.ID, "name": s.Name, "effort_low_days": s.Days.Low.String(), "after": strings.Join(s.After, " ")}
			switch {
			case !planned:
				want["start"], want["finish"], want["start_month"], want["finish_month"] = "", "", "", ""
			case b.Yearly:
				want["start"], want["finish"], want["earliest_finish"], want["status"] = first, "", "", "yearly"
			default:
				want["start"], want["earliest_finish"] = first, line.LastDay(b.Possible.Finish).String()
				want["finish"] = max(first, line.LastDay(b.Promise.Finish).String())
			}
			for column, cell := range want {
				if row[column] != cell {
					t.Errorf("%s: %s of %s is %q, want %q", x.name, column, s.ID, row[column], cell)
				}
			}
			if out := row["status"] == "in place" || row["status"] == "left out"; out != s.Out() || (row["start_month"] == "") != out {
				t.Errorf("%s: %s is %q from month %q", x.name, s.ID, row["status"], row["start_month"])
			}
			if row["finish"] < row["start"] && row["finish"] != "" {
				t.Errorf("%s: %s ends on %s and begins on %s", x.name, s.ID, row["finish"], row["start"])
			}
		}
	}
}

// What a step's state is called.
func TestStepsCSVStatus(t *testing.T) {
	c := shipped(t)
	a := workedCaseNamed(t, "both-msp-new-market").Clone()
	a = a.WithStep("S05", model.StepChange{Excluded: true, Note: "Done by the group"})
	for _, d := range c.Duties(a) {
		a = a.WithGap(d.ID, model.Gap{State: model.GapPartial})
	}
	rows, _ := stepRows(t, c, a)
	seen := map[string]bool{}
	for _, row := range rows {
		seen[row["status"]] = true
		if row["id"] == "S05" && (row["status"] != "left out" || row["note"] != "Done by the group") {
			t.Errorf("%v", row)
		}
	}
	for _, status := range []string{"left out", "partly in place", "yearly", "to do"} {
		if !seen[status] {
			t.Errorf("no step is %s", status)
		}
	}
	r := newReport(t, c, a)
	r.HideNotes()
	if data, err := r.StepsCSV(); err != nil || bytes.Contains(data, []byte("the group")) {
		t.Errorf("a hidden note is told, or %v", err)
	}
}

// No note makes a cell that a spreadsheet runs.
func TestStepsCSVHoldsNoFormula(t *testing.T) {
	unraced(t)
	c := shipped(t)
	base := workedCaseNamed(t, "both-msp-new-market")
	note := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "＝", "＋", "\x00=", "\"=", "\ufeff="}).Draw(t, "sign") + rawText(t)
	})
	rapid.Check(t, func(t *rapid.T) {
		a := base.Clone()
		a.Organisation = note.Draw(t, "organisation")
		for _, id := range []string{"S01", "S05", "S09"} {
			a = a.WithStep(id, model.StepChange{Note: note.Draw(t, "note")})
		}
		_, data := stepRows(t, c, a)
		noFormulas(t, bytes.TrimPrefix(data, []byte("\ufeff")))
		for _, sign := range []string{"＝", "＋"} {
			if bytes.Contains(data, []byte(","+sign)) || bytes.Contains(data, []byte(",\""+sign)) {
				t.Fatalf("a cell begins with %s:\n%s", sign, data)
			}
		}
	})
}

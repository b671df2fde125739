package model

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// stepsHeader is the columns of StepsCSV. Programs take the columns by these names.
var stepsHeader = []string{"id", "name", "stage", "serves", "owner", "with", "effort_low_days", "effort_high_days",
	"start", "finish", "earliest_finish", "start_month", "finish_month",
	"after", "status", "milestone", "satisfies", "deliverables", "note"}

// StepsCSV is the steps of the chosen route as CSV for a project tool, in the order of the
// route, those that are done or left out among them. The columns are always the same:
//
//   - The efforts are what is left, in person-days; of yearly steps, for one year.
//   - The days are the first and the last by the promise, and the last that is possible;
//     they are empty without a first day of the plan. Then the months, counted from 1, say
//     the same. Steps that are done or left out have neither, and yearly ones no finish.
//   - The status is to do, partly in place, in place, left out or yearly.
//   - Notes are left out where the report leaves them out.
//
// Cells that a spreadsheet would take for a formula get an apostrophe. The bytes begin
// with the mark of UTF-8, without which Excel shows other letters.
func (r *Report) StepsCSV() ([]byte, error) {
	t := r.chosenTimeline()
	route, _ := find(r.roadmap.Routes, func(x Route) bool { return x.ID == t.Route })
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	if err := w.Write(stepsHeader); err != nil {
		return nil, err
	}
	for _, s := range route.Steps {
		cells := r.stepCells(t, s)
		for i := range cells {
			cells[i] = guarded(Clean(cells[i]))
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// stepCells is the cells of a step, in the order of stepsHeader.
func (r *Report) stepCells(t Timeline, s PlannedStep) []string {
	words := r.step(s)
	stage, _ := find(r.content.Stages, func(x Stage) bool { return x.ID == s.Stage })
	owner, _ := r.content.Role(s.Owner)
	with := make([]string, len(s.With))
	for i, id := range s.With {
		role, _ := r.content.Role(id)
		with[i] = role.Label
	}
	var start, finish, earliest, startMonth, finishMonth string
	if bar, ok := t.Bar(s.ID); ok {
		first, last := t.days(bar)
		start, startMonth = first.String(), monthOf(bar.Promise.Start)
		if !bar.Yearly {
			finish, finishMonth = last.String(), monthOf(max(bar.Promise.Start, bar.Promise.Finish-1))
			earliest = t.LastDay(bar.Possible.Finish).String()
		}
	}
	var milestones []string
	for _, m := range t.Milestones {
		if m.needs(s.Step) && !s.Change.Excluded {
			milestones = append(milestones, m.Label)
		}
	}
	note := remarkAlone(s)
	if !r.noNotes {
		note = strings.TrimSpace(note + "\n" + Clean(s.Change.Note))
	}
	return []string{s.ID, s.Name, stage.Title, strings.Join(pathsOf(s.Serves), ", "), owner.Label, strings.Join(with, ", "),
		s.Days.Low.String(), s.Days.High.String(),
		start, finish, earliest, startMonth, finishMonth,
		strings.Join(words.After, " "), statusOf(s), strings.Join(milestones, ", "), words.Satisfies, strings.Join(s.Deliverables, "; "), note}
}

// monthOf is the month of the plan in which a tick falls, counted from 1.
func monthOf(tick int) string { return strconv.Itoa(tick/MonthTicks + 1) }

// needs reports whether a milestone is reached only when a step is done.
func (m Milestone) needs(s Step) bool {
	return slices.Contains(m.Steps, s.ID) || (m.Stage == s.Stage && s.Serves != "iso")
}

// statusOf is how a step stands, in words.
func statusOf(s PlannedStep) string {
	switch {
	case s.Change.Excluded:
		return "left out"
	case s.Left.Done:
		return "in place"
	case s.Stage == MaintainStage:
		return "yearly"
	case s.Left.Some():
		return "partly in place"
	}
	return "to do"
}

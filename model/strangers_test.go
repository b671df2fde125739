package model_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"twopaths/model"
)

// Mermaid reads each chart, and markdownlint finds nothing by its ordinary rules, but for
// the length of lines. Both are installed by .ci/run; where they are not, nothing is tried.
func TestStrangersReadTheReport(t *testing.T) {
	unraced(t)
	if testing.Short() {
		t.Skip("it starts another program")
	}
	check := filepath.Join("..", ".ci", "check")
	node, err := exec.LookPath("node")
	if _, missing := os.Stat(filepath.Join(check, "node_modules")); err != nil || missing != nil {
		t.Skip("npm ci in .ci/check installs what it needs")
	}
	c := shipped(t)
	dir := t.TempDir()
	args := []string{filepath.Join(check, "report.mjs")}
	charts := 0
	for i, x := range append(workedCases(t), plannedCases(t)...) {
		r := newReport(t, c, x.assessment)
		if r.Gantt() != "" {
			charts++
		}
		data, err := r.File()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, fmt.Sprint(i)+".md")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if charts < 4 {
		t.Errorf("only %d reports have a chart", charts)
	}
	if out, err := exec.Command(node, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// plannedCases is assessments in which the gap check and the plan say much.
func plannedCases(t *testing.T) []workedCase {
	t.Helper()
	c := shipped(t)
	start := model.Date{Year: 2027, Month: 1, Day: 11}
	build := func(name string, change func(*model.Assessment)) workedCase {
		a := c.Sample.Clone()
		a.Plan.Start, a.Plan.Capacity = start, 36
		change(&a)
		return workedCase{name: name, assessment: a}
	}
	gap := func(a *model.Assessment, id string, state model.GapLevel, note string) {
		*a = a.WithGap(id, model.Gap{State: state, Note: note})
	}
	return []workedCase{
		build("half way", func(a *model.Assessment) {
			a.Scope.Facts.State = "AT"
			a.Plan.Route = model.ISOSpine
			gap(a, "21.2.c.backup", model.GapInPlace, "Restored in October: 3 of 3")
			gap(a, "21.2.a", model.GapPartial, "")
			gap(a, "21.2.g", model.GapInPlace, "")
			gap(a, "3.4", model.GapNone, "Who? Since when?\n\n- nobody")
			gap(a, "20.2", model.GapNotSure, "")
			gap(a, "23.4", "", "see the plan")
			*a = a.WithStep("S19", model.StepChange{Excluded: true, Note: "the group does it"})
			*a = a.WithStep("S10", model.StepChange{From: model.Date{Year: 2027, Month: 3, Day: 1}})
			*a = a.WithStep("S20", model.StepChange{Effort: model.Effort{Low: 6, High: 8}})
		}),
		build("a certificate for a part", func(a *model.Assessment) {
			*a = and(*a, model.CertificateQuestion+"=certified")
			a.Certificate = model.Certificate{Covers: model.ReachPart, Note: "Office IT only"}
			a.Controls = map[string]model.ControlState{"A.5.29": {State: model.ControlInPlace, Note: "Plan 4"}, "A.5.24": {State: model.ControlNone}}
			gap(a, "20.2", model.GapNone, "")
		}),
		build("all in place", func(a *model.Assessment) {
			for _, d := range c.Duties(*a) {
				gap(a, d.ID, model.GapInPlace, "seen")
			}
		}),
		build("no start", func(a *model.Assessment) { a.Plan.Start = model.Date{} }),
		build("half a day a month", func(a *model.Assessment) { a.Plan.Capacity = 1 }),
	}
}

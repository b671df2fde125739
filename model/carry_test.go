package model_test

import (
	"strings"
	"testing"

	"twopaths/model"
)

// What an older content called otherwise stands under its new name, in a scenario too; what
// is taken already stays where it is, and nothing else moves.
func TestCarry(t *testing.T) {
	c := *shipped(t)
	c.Renamed = []model.Renaming{
		{Kind: model.RenamedQuestion, From: "demand", To: "customer-demand"},
		{Kind: model.RenamedOption, From: "growth/calm", To: "growth/stable"},
		{Kind: model.RenamedDifference, From: "fines", To: "penalties"},
		{Kind: model.RenamedObligation, From: "21.b", To: "21.2.b"},
		{Kind: model.RenamedControl, From: "A.5.01", To: "A.5.1"},
		{Kind: model.RenamedStep, From: "S0", To: "S01"},
		{Kind: model.RenamedCriterion, From: "asked-for", To: "customers-require"},
		{Kind: model.RenamedScope, From: "big", To: "essential"},
	}
	old := say("big", "demand=often-asked", "growth=calm").WithMark("fines", model.Mark{Matters: true}).WithGap("21.b", model.Gap{State: model.GapNone}).
		WithStep("S0", model.StepChange{Excluded: true}).WithWeight("asked-for", 3)
	old = withControl(old, "A.5.01", model.ControlState{State: model.ControlNone})
	want := say("essential", "customer-demand=often-asked", "growth=stable").WithMark("penalties", model.Mark{Matters: true}).WithGap("21.2.b", model.Gap{State: model.GapNone}).
		WithStep("S01", model.StepChange{Excluded: true}).WithWeight("customers-require", 3)
	want = withControl(want, "A.5.1", model.ControlState{State: model.ControlNone})
	before := string(encode(t, old))

	got, notices := c.Carry(old)
	if string(encode(t, got)) != string(encode(t, want)) || len(notices) != len(c.Renamed) {
		t.Errorf("got\n%s\nwith %v", encode(t, got), notices)
	}
	if string(encode(t, old)) != before {
		t.Error("the assessment that was given has changed")
	}
	if again, notices := c.Carry(got); len(notices) != 0 || string(encode(t, again)) != string(encode(t, want)) {
		t.Errorf("carried over twice: %v", notices)
	}
	scenario, notices := c.Carry(model.Assessment{}.WithWhatIf(old))
	if len(notices) != len(c.Renamed) || !strings.HasPrefix(notices[0].Field(), "what_if.") {
		t.Errorf("of a scenario: %v", notices)
	}
	if s, _ := scenario.Scenario(); s.Answers["customer-demand"].Option != "often-asked" {
		t.Errorf("the scenario says %v", s.Answers)
	}

	both, notices := c.Carry(and(say(""), "demand=often-asked", "customer-demand=never-asked"))
	if len(notices) != 0 || both.Answers["demand"].Option != "often-asked" || both.Answers["customer-demand"].Option != "never-asked" {
		t.Errorf("where the new name is taken: %v, %v", both.Answers, notices)
	}
	if n := c.Notices(both); len(n) == 0 || n[0].Field() != "answers.demand" {
		t.Errorf("the old name is not set aside: %v", n)
	}
}

// Whoever opens an older assessment is told what of it was carried over.
func TestCarriedOverIsSaid(t *testing.T) {
	c := shipped(t)
	a := and(say("important"), "growth=stable", "no-such-question=x").WithGap("21.2.b", model.Gap{State: model.GapNone}).WithGap("21.2.a", model.Gap{State: model.GapNone})
	a.Content = "2026.11.1"
	first := c.ChangeNotices(a)[0].Text
	if want := "Carried over from content 2026.11.1: 1 answer and 2 states of the gap check."; first != want {
		t.Errorf("got %q, want %q", first, want)
	}
	a.Content = c.Version
	if n := c.ChangeNotices(a); len(n) != 0 {
		t.Errorf("%v", n)
	}
}

package model_test

import (
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// updated is the shipped content with changes of its own, in four versions.
func updated(t failer) *model.Content {
	c := *shipped(t)
	c.Version = "2030.2.1"
	c.Changes = []model.ContentChange{
		{Version: "2030.2.1", Text: "Tenders are asked for in another way.", Questions: []string{"tender-effect"}},
		{Version: "2030.2.1", Text: "Nothing that anybody records.", Questions: nil},
		{Version: "2030.1.10", Text: "Improvement counts.", Criteria: []string{"values-improvement"}, Steps: []string{"S01", "S45"}},
		{Version: "2030.1.9", Text: "The class of important entities.", Scopes: []string{"important"}, Differences: []string{"penalties"}},
		{Version: "2030.1.2", Text: "The first."},
	}
	return &c
}

func TestChangesSince(t *testing.T) {
	c := updated(t)
	for version, want := range map[string]int{"2030.2.1": 0, "2030.1.10": 2, "2030.1.9": 3, "2030.1.2": 4} {
		got, known := c.ChangesSince(version)
		if !known || len(got) != want {
			t.Errorf("since %s: %d changes, known: %v; want %d", version, len(got), known, want)
		}
	}
	for _, version := range []string{"2030.1.3", "2031.1.1", "ours", "", "2030.1"} {
		if got, known := c.ChangesSince(version); known || len(got) > 0 {
			t.Errorf("since %q: %v, known: %v", version, got, known)
		}
	}
}

// What is said on opening an assessment: each change since, and which of them touches what
// it records, or that none does; a newer version and one that nobody knows.
func TestChangeNotices(t *testing.T) {
	c := updated(t)
	told := func(version string, change func(*model.Assessment)) []string {
		a := model.Assessment{Content: version, Scope: model.Scope{Stated: "important"}}
		if change != nil {
			change(&a)
		}
		var out []string
		for _, n := range c.ChangeNotices(a) {
			if n.Field() != "content" || n.Text == "" || strings.ContainsAny(n.Text, "{}") {
				t.Errorf("%s: %s", n.Field(), n.Text)
			}
			if !strings.HasPrefix(n.Text, "Carried over from content "+version) { // TestCarriedOverIsSaid
				out = append(out, n.Text)
			}
		}
		return out
	}
	answered := func(a *model.Assessment) {
		*a = and(*a, "tender-effect=scores-points", "improvement=measured-cycle").WithMark("penalties", model.Mark{Matters: true})
	}
	for _, tt := range []struct {
		name, version string
		change        func(*model.Assessment)
		want          []string // a part of each notice, in order
	}{
		{"the same version", "2030.2.1", answered, nil},
		{"no version", "", answered, nil},
		{"a question", "2030.1.10", answered, []string{"another way. This touches what is recorded here: tenders.", "Nothing that anybody records."}},
		{"not sure is an answer too", "2030.1.10", func(a *model.Assessment) { *a = and(*a, "tender-effect="+model.NotSure) },
			[]string{"recorded here: tenders.", "Nothing that anybody records."}},
		{"a note alone is none", "2030.1.10", func(a *model.Assessment) { *a = noted(*a, "tender-effect", "x") },
			[]string{"another way.", "Nothing that anybody records.", "Nothing of this touches what is recorded here"}},
		{"criterion, step, class and difference", "2030.1.2", answered, []string{"recorded here: tenders.", "anybody records.",
			"recorded here: Values steady improvement; S01 Settle", "recorded here: Yes, as an important entity; Penalties."}},
		{"a weight", "2030.1.9", func(a *model.Assessment) { a.Weights = map[string]int{"values-improvement": 2} },
			[]string{"another way.", "anybody records.", "recorded here: Values steady improvement; S01"}},
		{"nothing recorded", "2030.1.2", func(a *model.Assessment) { a.Scope.Stated = "" },
			[]string{"another way.", "anybody records.", "Improvement counts.", "important entities.", "Nothing of this touches"}},
		{"newer", "2030.2.2", answered, []string{"newer than this one (2030.2.1)"}},
		{"newer, by number and not by letter", "2030.10.1", answered, []string{"newer than this one"}},
		{"older, and not named", "2029.1.1", answered, []string{"does not name"}},
		{"unknown", "ours", answered, []string{"does not name"}},
	} {
		got := told(tt.version, tt.change)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q", tt.name, got)
			continue
		}
		for i, want := range tt.want {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s: %q lacks %q", tt.name, got[i], want)
			}
		}
		a := model.Assessment{Content: tt.version, Scope: model.Scope{Stated: "important"}}
		if tt.change != nil {
			tt.change(&a)
		}
		line := c.ChangeSummary(a)
		if (line == "") != (len(tt.want) == 0) || strings.ContainsAny(line, "{}\n") {
			t.Errorf("%s: in one line %q", tt.name, line)
		}
	}
}

// A change of the content stays out of the report: saved again, the file is of the
// present content, and the same assessment gives the same report.
func TestChangesAreNotInTheReport(t *testing.T) {
	c := updated(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	a.Content = "2030.1.2"
	old := markdown(t, c, a)
	a.Content = c.Version
	if markdown(t, c, a) != old {
		t.Error("the report depends on the content that the file was last saved with")
	}
	if notices := c.Notices(a); len(notices) > 0 {
		t.Errorf("%v", notices)
	}
}

// The shipped list names the present version first, and everything that it says to have
// been touched exists.
func TestShippedChanges(t *testing.T) {
	c := shipped(t)
	if c.Version != "2026.11.7" || c.AsOf.String() != "2026-11-23" || c.Changes[0].Version != c.Version {
		t.Errorf("version %s as of %s, first change %s", c.Version, c.AsOf, c.Changes[0].Version)
	}
	since, known := c.ChangesSince("2026.11.1")
	if !known || len(since) < 3 {
		t.Fatalf("since 2026.11.1: %d changes, known: %v", len(since), known)
	}
	touch := func(a model.Assessment, want string) {
		a.Content = "2026.11.1"
		if !slices.ContainsFunc(c.ChangeNotices(a), func(n model.Notice) bool { return strings.Contains(n.Text, want) }) {
			t.Errorf("nobody is told %q: %v", want, c.ChangeNotices(a))
		}
	}
	touch(say("important"), "This touches what is recorded here: Yes, as an important entity.")
	touch(model.Assessment{}.WithMark("penalties", model.Mark{Matters: true}), "This touches what is recorded here: Penalties.")
	touch(model.Assessment{}.WithGap("21.2.c", model.Gap{State: model.GapPartial}), "This touches what is recorded here: Art. 21(2)(c).")
	touch(model.Assessment{}.WithGap("21.2.j", model.Gap{State: model.GapPartial}), "Nothing of this touches")
	touch(and(model.Assessment{}, "growth=stable"), "This touches what is recorded here: S04") // of the plan
}

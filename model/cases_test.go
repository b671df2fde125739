package model_test

import (
	"strings"
	"testing"

	"twopaths/model"
)

// The worked cases: real assessments with a little story each, and what is
// expected of them, as data in testdata/cases. They are read by other tests too.
func TestWorkedCases(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			o := model.Decide(c, x.assessment)
			got := map[string]string{
				"verdict":    string(o.Verdict),
				"balance":    o.Balance.String(),
				"confidence": string(o.Confidence.Level),
				"leaning":    string(o.Leaning),
			}
			for key, want := range x.expect {
				if value, known := got[key]; !known || value != want {
					t.Errorf("%s is %q, want %q", key, value, want)
				}
			}
			if !strings.HasPrefix(x.name, x.expect["verdict"]+"-") {
				t.Errorf("the file is named for another verdict than the expected %q", x.expect["verdict"])
			}

			text := markdown(t, c, x.assessment)
			words := c.VerdictWords(o)
			if title := "# " + words.Title + "\n"; !strings.HasPrefix(text, title) {
				t.Errorf("the report does not begin with %q", title)
			}
			if words.Lead = strings.ReplaceAll(words.Lead, "{organisation}", x.assessment.Organisation); !strings.Contains(text, words.Lead) {
				t.Errorf("the report lacks the lead %q", words.Lead)
			}
			if name := "**" + x.assessment.Organisation + "**"; !strings.Contains(text, name) {
				t.Errorf("the report does not name the organisation as %q", name)
			}
			if i := strings.IndexAny(text, "{}"); i >= 0 {
				t.Errorf("a gap is left unfilled: %q", text[i:min(i+40, len(text))])
			}
			if strings.Contains(text, "<no value>") || strings.Contains(text, "%!") {
				t.Error("the report shows a value that is missing")
			}
		})
	}
}

// Every verdict has at least three worked cases.
func TestEveryVerdictHasThreeCases(t *testing.T) {
	count := map[string]int{}
	for _, x := range workedCases(t) {
		count[x.expect["verdict"]]++
	}
	for _, v := range verdicts {
		if count[string(v)] < 3 {
			t.Errorf("%s has %d worked cases, want at least three", v, count[string(v)])
		}
	}
}

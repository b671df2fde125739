package model_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"twopaths/model"
)

// What a file can have wrong: the fault names the file, the line and the field,
// and says what is allowed.
func TestParseFaults(t *testing.T) {
	const head = "twopaths: 1\n"
	many := ""
	for i := range 39 {
		many += fmt.Sprintf("  q%d: {option: a}\n", i)
	}
	deep := strings.Repeat("[", 70) + strings.Repeat("]", 70)
	tests := []struct {
		name    string
		data    string
		line    int
		field   string
		problem string // a part of it
	}{
		{"unknown key", head + "organisaton: X\n", 2, "organisaton", `the key "organisaton" is not known here`},
		{"unknown key, capital letter", head + "Organisation: X\n", 2, "Organisation", "not known here"},
		{"unknown key below an answer", head + "answers:\n  growth: {option: stable, firmnes: fact}\n", 3, "answers.growth.firmnes", "not known here"},
		{"unknown key below the scope", head + "scope:\n  stated: not\n  why: x\n", 4, "scope.why", "not known here"},
		{"unknown key below the plan", head + "plan: {begin: 2027-01-04}\n", 2, "plan.begin", "not known here"},

		{"a list for a text", head + "organisation: [a]\n", 2, "organisation", "a list is not a text"},
		{"a text for a list", head + "participants: Anna\n", 2, "participants", "Anna is not a list"},
		{"a list in a list", head + "participants:\n  - Anna\n  - [b]\n", 4, "participants.2", "a list is not a text"},
		{"a list for a group", head + "answers: [a]\n", 2, "answers", "a list is not a group of keys"},
		{"a text for an answer", head + "answers:\n  growth: stable\n", 3, "answers.growth", "stable is not a group of keys"},
		{"a text for the scope", head + "scope: important\n", 2, "scope", "important is not a group of keys"},
		{"a text for a mark", head + "differences: {nature: {matters: maybe}}\n", 2, "differences.nature.matters", "maybe is not true or false"},

		{"duplicate key", head + "organisation: A\norganisation: B\n", 3, "organisation", "stands already in line 2"},
		{"duplicate answer", head + "answers:\n  growth: {option: a}\n  timing: {option: c}\n  growth: {option: b}\n", 5, "answers.growth", "stands already in line 3"},
		{"duplicate answer among many", head + "answers:\n" + many + "  q7: {option: b}\n", 42, "answers.q7", "stands already in line 10"},
		{"anchor", head + "organisation: &a X\n", 2, "organisation", "anchors and aliases are not allowed"},
		{"anchor on a group", head + "answers: &a\n  growth: {option: stable}\n", 2, "answers", "anchors and aliases are not allowed"},
		{"alias of nothing", head + "organisation: *a\n", 2, "", "anchor"},

		{"firmness", head + "answers:\n  growth:\n    option: stable\n    firmness: sure\n", 5, "answers.growth.firmness", `"sure" is not allowed; write fact, estimate or guess`},
		{"weight above", head + "weights: {eu-only: 6}\n", 2, "weights.eu-only", "6 is not allowed; a weight is a whole number from 0 to 5"},
		{"weight below", head + "weights:\n  due-diligence: 2\n  eu-only: -1\n", 4, "weights.eu-only", "-1 is not allowed; a weight is a whole number from 0 to 5"},
		{"weight and a half", head + "weights: {eu-only: 2.5}\n", 2, "weights.eu-only", "2.5 is not a whole number"},
		{"weight in words", head + "weights: {eu-only: two}\n", 2, "weights.eu-only", "two is not a whole number"},
		{"weight of nothing", head + "weights: {eu-only: }\n", 2, "weights.eu-only", "whole number"},
		{"gap state", head + "gap:\n  21.2.b: {state: half}\n", 3, "gap.21.2.b.state", `"half" is not allowed; write none, partial, in-place or not-sure`},
		{"date in words", head + "date: tomorrow\n", 2, "date", `"tomorrow" is not a day; write it as 2026-11-23`},
		{"date that is none", head + "date: 2026-02-30\n", 2, "date", "is not a day"},
		{"date the other way round", head + "plan:\n  start: 04.01.2027\n", 3, "plan.start", "is not a day"},
		{"date with a time", head + "date: 2026-11-23T10:00:00Z\n", 2, "date", "is not a day"},
		{"capacity in thirds of a day", head + "plan: {capacity_days_per_month: 12.3}\n", 2, "plan.capacity_days_per_month", "from 0 to 1000 in steps of 0.5"},
		{"capacity below zero", head + "plan: {capacity_days_per_month: -1}\n", 2, "plan.capacity_days_per_month", "from 0 to 1000 in steps of 0.5"},
		{"capacity too large", head + "plan: {capacity_days_per_month: 1000.5}\n", 2, "plan.capacity_days_per_month", "from 0 to 1000 in steps of 0.5"},
		{"capacity in words", head + "plan: {capacity_days_per_month: many}\n", 2, "plan.capacity_days_per_month", "from 0 to 1000 in steps of 0.5"},

		{"no format", "organisation: X\n", 1, "twopaths", `begins with the line "twopaths: 1"`},
		{"format 0", "twopaths: 0\n", 1, "twopaths", `begins with the line "twopaths: 1"`},
		{"format in words", "twopaths: one\n", 1, "twopaths", "one is not a whole number"},
		{"newer format", "organisation: X\ntwopaths: 2\n", 2, "twopaths", "the file has format 2, this program knows formats up to 1; use a newer twopaths. The file was not touched"},
		{"newer format with keys that nobody knows", "twopaths: 7\nfuture: [x]\norganisation: {a: b}\n", 1, "twopaths", "the file has format 7"},
		{"newer format in quotes, with a comment", "organisation: X\n\"twopaths\": '3' # ours\nfuture: 1\n", 2, "twopaths", "the file has format 3"},
		{"newer format in a comment alone", "# twopaths: 2\ntwopaths: 1\nfuture: 1\n", 3, "future", ""},
		{"newer format in a note alone", "twopaths: 1\nfuture: |\n  twopaths: 2\n", 2, "future", ""},
		{"newer format in braces", "{twopaths: 9, future: {x: 1}}\n", 1, "twopaths", "the file has format 9"},
		{"newer format as JSON", "{\n  \"twopaths\": 9,\n  \"future\": 1\n}\n", 2, "twopaths", "the file has format 9"},
		{"newer format indented", "\n twopaths: 9\n future: 1\n", 2, "twopaths", "the file has format 9"},
		{"newer format within a text", "organisation: \"a\ntwopaths: 99\nb\"\ntwopaths: 1\nfuture: 1\n", 5, "future", ""},
		{"newer format with anchors", "twopaths: 2\na: &x 1\nb: *x\n", 1, "twopaths", "the file has format 2"},

		{"too deep", head + "organisation: " + deep + "\n", 2, "", "max depth"},
		{"not closed", head + "organisation: \"X\n", 3, "", ""},
		{"a tab", head + "plan:\n\tsize: small\n", 3, "", "cannot start"},
		{"a text", "Once upon a time\n", 1, "", "a list of keys and values is expected"},
		{"a list", "- twopaths: 1\n", 1, "", "a list of keys and values is expected"},
		{"nothing", "", 0, "", "twopaths: 1"},
		{"a comment", "# twopaths: 1\n", 0, "", "twopaths: 1"},
		{"too large", head + "organisation: " + strings.Repeat("x", model.MaxFileBytes) + "\n", 0, "", "at most 5242880 are read"},
		{"invalid UTF-8", head + "organisation: \"a\xff\"\n", 2, "", "UTF-8"},
		{"a control character", head + "organisation: a\x1b[2Jb\n", 2, "", "control characters are not allowed"},
		{"a character that is none", head + "organisation: a\ufffeb\n", 2, "", ""},

		{"line ends of Windows", "twopaths: 1\r\norganisation: X\r\nweights: {eu-only: 9}\r\n", 3, "weights.eu-only", "9 is not allowed"},
		{"byte order mark", "\ufefftwopaths: 1\nweights: {eu-only: 9}\n", 2, "weights.eu-only", "9 is not allowed"},
		{"hostile key", head + "\"\\e[2J\\u202e\": x\n", 2, "[2J⟨U+202E⟩", "not known here"},
		{"hostile value", head + "date: \"\\e[2J\"\n", 2, "date", "is not a day"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := model.ParseAssessment("a.yaml", []byte(tt.data))
			f := onlyFault(t, err)
			if f.File != "a.yaml" || f.Line != tt.line || f.Field != tt.field || !strings.Contains(f.Problem, tt.problem) {
				t.Errorf("got line %d, field %q, problem %q\nwant line %d, field %q, problem %q",
					f.Line, f.Field, f.Problem, tt.line, tt.field, tt.problem)
			}
			if !reflect.DeepEqual(a, model.Assessment{}) {
				t.Errorf("a faulty file gives %+v", a)
			}
			if s := err.Error(); model.Clean(s) != s || strings.Contains(s, "model.") {
				t.Errorf("the error is not fit to be shown: %q", s)
			}
		})
	}
}

// onlyFault is the one fault of an error.
func onlyFault(t *testing.T, err error) model.Fault {
	t.Helper()
	var faults model.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("want a fault, got %v", err)
	}
	if len(faults) > 1 {
		t.Errorf("want one fault, got\n%v", faults)
	}
	return faults[0]
}

// Several faults of one kind are all reported, in the order of their lines.
func TestParseReportsAllFaults(t *testing.T) {
	tests := []struct {
		name, data string
		lines      []int
	}{
		{"keys and kinds", "twopaths: 1\nhello: x\norganisation: [a]\nanswers:\n  growth: {opton: x}\n", []int{2, 3, 5}},
		{"values", "twopaths: 1\nanswers:\n  growth: {firmness: no}\n  timing: {firmness: yes}\ngap:\n  21.2.b: {state: x}\nweights: {eu-only: 8, x: -2}\n", []int{3, 4, 6, 7, 7}},
		{"anchor and alias", "twopaths: 1\norganisation: &a X\ncontent: *a\n", []int{2, 3}},
		{"twins", "twopaths: 1\ncontent: a\ncontent: b\nscope:\n  note: a\n  note: b\n", []int{3, 6}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := model.ParseAssessment("a.yaml", []byte(tt.data))
			var faults model.Faults
			errors.As(err, &faults)
			var lines []int
			for _, f := range faults {
				lines = append(lines, f.Line)
			}
			if !reflect.DeepEqual(lines, tt.lines) {
				t.Errorf("got lines %v, want %v\n%v", lines, tt.lines, err)
			}
			if n := strings.Count(err.Error(), "\n") + 1; n != len(tt.lines) {
				t.Errorf("the error has %d lines, want one a fault", n)
			}
		})
	}
}

// A second document in the file would be lost when the first is saved.
func TestSecondDocumentIsAFault(t *testing.T) {
	for _, data := range []string{
		"twopaths: 1\norganisation: A\n---\ntwopaths: 1\norganisation: B\n",
		"twopaths: 1\norganisation: A\n...\norganisation: B\n",
	} {
		if a, err := model.ParseAssessment("a.yaml", []byte(data)); err == nil {
			t.Errorf("%q is read as %+v", data, a)
		}
	}
}

// A Markdown file is an assessment where a report was exported, and lines are
// those of the file, not of its front matter.
func TestMarkdownFiles(t *testing.T) {
	tests := []struct {
		name, file, data string
		line             int // of the fault; 0 for none
		problem          string
	}{
		{"a report", "r.md", "---\ntwopaths: 1\norganisation: X\n---\n\n# Title\n", 0, ""},
		{"front matter of Windows", "r.md", "---\r\ntwopaths: 1\r\norganisation: X\r\n---\r\n\r\n# Title\r\n", 0, ""},
		{"byte order mark", "r.md", "\ufeff---\ntwopaths: 1\norganisation: X\n---\n", 0, ""},
		{"spaces behind the fences", "r.md", "---  \ntwopaths: 1\norganisation: X\n--- \n", 0, ""},
		{"no line break at the end", "r.md", "---\ntwopaths: 1\norganisation: X\n---", 0, ""},
		{"a rule in the document", "r.md", "---\ntwopaths: 1\norganisation: X\n---\n\na\n\n---\nweights: {eu-only: 9}\n", 0, ""},
		{"a note with fences", "r.md", "---\ntwopaths: 1\norganisation: X\nscope:\n  note: |-\n    ---\n    a\n    ---\n---\n# T\n", 0, ""},
		{"a report by another name", "r.txt", "---\ntwopaths: 1\norganisation: X\n---\n# T\n", 0, ""},
		{"YAML that begins with its own fence", "a.yaml", "---\ntwopaths: 1\norganisation: X\n", 0, ""},

		{"no front matter", "notes.md", "# Notes\n\nHello.\n", 1, "carries no assessment"},
		{"no front matter, capital ending", "NOTES.MD", "# Notes\n", 1, "carries no assessment"},
		{"front matter that never ends", "r.md", "---\ntwopaths: 1\n\n# Title\n", 1, "carries no assessment"},
		{"empty", "r.md", "", 1, "carries no assessment"},
		{"fault in front matter", "r.md", "---\ntwopaths: 1\nweights: {eu-only: 9}\n---\n", 3, "9 is not allowed"},
		{"fault in front matter of Windows", "r.md", "---\r\ntwopaths: 1\r\nweights: {eu-only: 9}\r\n---\r\n", 3, "9 is not allowed"},
		{"unknown key in front matter", "r.md", "---\ntwopaths: 1\nlayout: post\n---\n", 3, "not known here"},
		{"front matter of another tool", "r.md", "---\ntitle: Hello\n---\n", 2, ""},
		{"newer format", "r.md", "---\norganisation: X\ntwopaths: 3\n---\n", 3, "was not touched"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := model.ParseAssessment(tt.file, []byte(tt.data))
			if tt.line == 0 {
				if err != nil || a.Organisation != "X" {
					t.Errorf("got %+v, %v", a, err)
				}
				return
			}
			var faults model.Faults
			if !errors.As(err, &faults) || faults[0].Line != tt.line || faults[0].File != tt.file || !strings.Contains(faults[0].Problem, tt.problem) {
				t.Errorf("got %v, want line %d: %s", err, tt.line, tt.problem)
			}
		})
	}
}

// designExample is the file of the project's page on its outside interface,
// without the key that belongs to a later issue.
const designExample = `twopaths: 1                      # format version
content: 2026.11.1               # content version it was last saved with
organisation: Example GmbH
date: 2026-11-23
participants: [managing director, head of IT]
scope: {stated: important}       # essential | important | not | not-sure | dora
answers:
  customer-demand: {option: often-asked, firmness: fact, note: "Two RFPs in spring"}
  tender-effect: {option: not-sure}
differences:
  penalties: {matters: true, note: "The board asked"}
gap:
  21.2.b: {state: partial, note: "…"}      # none | partial | in-place | not-sure
plan: {start: 2027-01-04, capacity_days_per_month: 12, size: medium}
weights: {customers-require: 2}  # only where changed; 0 to 5
`

func TestDesignExample(t *testing.T) {
	want := model.Assessment{
		Content:      "2026.11.1",
		Organisation: "Example GmbH",
		Date:         model.Date{Year: 2026, Month: 11, Day: 23},
		Participants: []string{"managing director", "head of IT"},
		Scope:        model.Scope{Stated: "important"},
		Answers: map[string]model.Answer{
			"customer-demand": {Option: "often-asked", Firmness: model.Fact, Note: "Two RFPs in spring"},
			"tender-effect":   {Option: model.NotSure},
		},
		Differences: map[string]model.Mark{"penalties": {Matters: true, Note: "The board asked"}},
		Gap:         map[string]model.Gap{"21.2.b": {State: model.GapPartial, Note: "…"}},
		Controls:    map[string]model.ControlState{},
		Steps:       map[string]model.StepChange{},
		Plan:        model.Planning{Start: model.Date{Year: 2027, Month: 1, Day: 4}, Capacity: 24, Size: "medium"},
		Weights:     map[string]int{"customers-require": 2},
	}
	got := parse(t, "example.yaml", []byte(designExample))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if notices := shipped(t).Notices(got); len(notices) > 0 {
		t.Errorf("the content does not know all of it: %v", notices)
	}
	if again := parse(t, "again.yaml", encode(t, got)); !reflect.DeepEqual(again, want) {
		t.Errorf("written and read again it is\n%+v", again)
	}
}

// What this content does not know is kept in the file, set aside, and said.
func TestUnknownIDsAreKept(t *testing.T) {
	const data = `twopaths: 1
scope: {stated: gigantic}
answers:
  growth: {option: shrinking, note: kept}
  cyber-insurance: {option: has-one}
  timing: {option: not-sure}
differences:
  price: {matters: true}
gap:
  21.2.c.backup: {state: partial}
  99.1: {state: none}
  "27": {state: none}
plan: {size: huge}
weights: {luck: 4}
`
	c := shipped(t)
	a := parse(t, "a.yaml", []byte(data))
	got := map[string]bool{}
	for _, n := range c.Notices(a) {
		got[n.Field()] = true
		if n.Text == "" {
			t.Errorf("nothing is said of %s", n.Field())
		}
	}
	want := map[string]bool{
		"scope.stated": true, "answers.growth.option": true, "answers.cyber-insurance": true, "differences.price": true,
		"gap.99.1": true, "weights.luck": true, "plan.size": true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("notices on %v, want %v", got, want)
	}
	again := parse(t, "b.yaml", encode(t, a))
	if !reflect.DeepEqual(again, a) {
		t.Errorf("written and read again:\n%+v\nwant\n%+v", again, a)
	}
	for _, kept := range []string{"gigantic", "shrinking", "cyber-insurance", "has-one", "price", "99.1", "luck", "huge"} {
		if !bytes.Contains(encode(t, a), []byte(kept)) {
			t.Errorf("%s is lost", kept)
		}
	}
	// They count nothing: without them the outcome is the same.
	known := and(model.Assessment{}, "timing="+model.NotSure)
	if got, want := model.Decide(c, a), model.Decide(c, known); got.Verdict != want.Verdict || got.Balance != want.Balance || len(got.Open) != len(want.Open) {
		t.Errorf("unknown ids count: %+v, without them %+v", got, want)
	}
}

// Ids are text, whatever YAML would make of them.
func TestIDsAreText(t *testing.T) {
	a := parse(t, "a.yaml", []byte("twopaths: 1\norganisation: 0123\ncontent: 2026.10\nparticipants: [1, yes, 2026-01-01]\n"+
		"gap: {3.4: {state: none}, 21.10: {state: partial}, 27: {state: none}, 1e3: {state: none}, 0x1b: {state: none}}\n"+
		"answers: {yes: {option: no}, true: {option: 1.50}}\n"))
	for _, id := range []string{"3.4", "21.10", "27", "1e3", "0x1b"} {
		if _, kept := a.Gap[id]; !kept {
			t.Errorf("the id %s is not kept: %v", id, a.Gap)
		}
	}
	if a.Answers["yes"].Option != "no" || a.Answers["true"].Option != "1.50" {
		t.Errorf("answers are %v", a.Answers)
	}
	if a.Organisation != "0123" || a.Content != "2026.10" || !reflect.DeepEqual(a.Participants, []string{"1", "yes", "2026-01-01"}) {
		t.Errorf("got %+v", a)
	}
	if again := parse(t, "b.yaml", encode(t, a)); !reflect.DeepEqual(again, a) {
		t.Errorf("written and read again:\n%+v\nwant\n%+v", again, a)
	}
}

// Ids are cleaned as all text is: nothing in a file steers a terminal.
func TestIDsAreClean(t *testing.T) {
	a := parse(t, "a.yaml", []byte("twopaths: 1\n"+
		"answers: {\"a\\e[2J\": {option: \"b\\u202e\", note: \"c\\a\"}}\ndifferences: {\"d\\x9b\": {note: x}}\n"+
		"gap: {\"e\\n\": {state: none}}\nweights: {\"f\\t\": 1}\nscope: {stated: \"g\\e\"}\nplan: {size: \"h\\e\"}\n"))
	want := model.Assessment{
		Answers:     map[string]model.Answer{"a[2J": {Option: "b⟨U+202E⟩", Note: "c"}},
		Differences: map[string]model.Mark{"d": {Note: "x"}},
		Gap:         map[string]model.Gap{"e": {State: model.GapNone}},
		Controls:    map[string]model.ControlState{},
		Steps:       map[string]model.StepChange{},
		Weights:     map[string]int{"f": 1},
		Scope:       model.Scope{Stated: "g"},
		Plan:        model.Planning{Size: "h"},
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got\n%+v\nwant\n%+v", a, want)
	}
}

// Two ids that are the same once they are cleaned do not make the result a
// matter of chance.
func TestIDsThatBecomeTheSame(t *testing.T) {
	data := []byte("twopaths: 1\nanswers: {growth: {option: stable}, \"growth\\e\": {option: changing}, \"growth\\a\": {option: growing-fast}}\n")
	first, firstErr := model.ParseAssessment("a.yaml", data)
	for range 50 {
		again, err := model.ParseAssessment("a.yaml", data)
		if !reflect.DeepEqual(again, first) || (err == nil) != (firstErr == nil) {
			t.Fatalf("read twice it is %v and %v", first.Answers, again.Answers)
		}
	}
}

// A text longer than what can be typed is kept whole.
func TestLongTextIsKeptWhole(t *testing.T) {
	note := strings.Repeat("All that was said. ", 2000)
	a := noted(model.Assessment{Organisation: strings.Repeat("Long ", 500) + "Ltd"}, "growth", note)
	again := parse(t, "a.yaml", encode(t, a))
	if again.Answers["growth"].Note != note || again.Organisation != a.Organisation {
		t.Errorf("of %d characters %d are left", len(note), len(again.Answers["growth"].Note))
	}
}

// The same assessment gives the same bytes, and the smallest file is one line.
func TestEncode(t *testing.T) {
	if got := string(encode(t, model.Assessment{})); got != "twopaths: 1\n" {
		t.Errorf("an empty assessment is written as %q", got)
	}
	for _, x := range workedCases(t) {
		if first, second := encode(t, x.assessment), encode(t, x.assessment.Clone()); !bytes.Equal(first, second) {
			t.Errorf("%s: two writings differ: %s", x.name, firstDifference(first, second))
		}
	}
}

// Whatever is read without a fault is written and read again as the same, and
// nothing at all makes the reader panic.
func FuzzParseAssessment(f *testing.F) {
	f.Add([]byte(designExample))
	f.Add([]byte(scenarioFile))
	for _, x := range workedCases(f) {
		f.Add(encode(f, x.assessment))
	}
	for _, s := range []string{
		"", "twopaths: 1", "twopaths: 2\nx: y", "---\ntwopaths: 1\n---\n# T\n", "\ufefftwopaths: 1\n", "twopaths: 1\r\norganisation: X\r\n",
		"twopaths: 1\nanswers: {a: {note: \"\\x00\\e[2J\\u202e\\r\\n\\ta\"}}\n", "twopaths: 1\nweights: {x: 5}\nplan: {capacity_days_per_month: 0.5}\n",
		"twopaths: 1\norganisation: &a [*a]\n", "{twopaths: 1, participants: [a, \"b\\nc\", ' ', ~]}", "twopaths: 1\nscope: {note: |2-\n    a\n   b\n\n  }\n",
		"twopaths: 1\ngap: {21.2.b: {state: partial, note: '\u2028\u0301\ufeff'}}\n", "twopaths: 1\nscope: {member_state: DE, established: non-eu, offers_services_in_eu: false, sector: a, subsector: b, entity_type: \"c\\e\", headcount: 49.50, group: [{relation: partner, share: 30, balance_meur: 0}], special: []}\n",
		"%YAML 1.1\n---\ntwopaths: 1\n", "? twopaths\n: 1\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.yaml", "a.md"} {
			a, err := model.ParseAssessment(name, data)
			if err != nil {
				if s := err.Error(); model.Clean(s) != s {
					t.Errorf("the error would steer a terminal: %q", s)
				}
				continue
			}
			written := encode(t, a)
			again := parse(t, "again.yaml", written)
			if !reflect.DeepEqual(normal(again), normal(a)) {
				t.Errorf("read %+v\nwritten and read again %+v\n%s", a, again, written)
			}
			if second := encode(t, again); !bytes.Equal(second, written) {
				t.Errorf("written twice it differs: %s", firstDifference(second, written))
			}
		}
	})
}

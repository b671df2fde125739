package model_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// byProgram is the report of an assessment as a version of the program exports it.
func byProgram(t *testing.T, c *model.Content, a model.Assessment, program string) []byte {
	t.Helper()
	r := newReport(t, c, a)
	r.By(program)
	return fileOf(t, r)
}

// A report is the same as long as nothing of it was changed; else it is said in which
// sections it differs, and whether a hand, the content or the program did it.
func TestVerify(t *testing.T) {
	c := shipped(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	exported := string(byProgram(t, c, a, "1.0"))
	reworded := *c
	reworded.Gate = append(slices.Clone(c.Gate), "One thing more")
	newer := reworded
	newer.Version = "2099.1.1"
	const hand, answers = model.TextByHand, model.AnswersByHand
	for _, tt := range []struct {
		name     string
		content  *model.Content
		program  string
		change   func(string) string
		causes   []model.VerifyCause
		sections []string
	}{
		{"untouched", c, "1.0", same, nil, nil},
		{"another program that writes the same", c, "2.0", same, nil, nil},
		{"line ends of Windows", c, "1.0", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, nil, nil},
		{"a mark of UTF-8", c, "1.0", func(s string) string { return "\ufeff" + s }, nil, nil},
		{"a word in a section", c, "1.0", func(s string) string { return strings.Replace(s, "The strongest reasons:", "Our reasons:", 1) }, []model.VerifyCause{hand}, []string{"Why"}},
		{"a section of one's own", c, "1.0", func(s string) string { return s + "\n## Ours\n\nMore.\n" }, []model.VerifyCause{hand}, []string{"Ours"}},
		{"a section taken out", c, "1.0", func(s string) string {
			from, to := strings.Index(s, "\n## Why\n"), strings.Index(s, "\n## What speaks against it\n")
			return s[:from] + s[to:]
		}, []model.VerifyCause{hand}, []string{"Why"}},
		{"an answer", c, "1.0", func(s string) string {
			return strings.Replace(s, "capacity_days_per_month: 12", "capacity_days_per_month: 14", 1)
		}, []model.VerifyCause{answers},
			[]string{"On one page", "Roadmap", "When"}},
		{"reworded content of the same version", &reworded, "1.0", same, []model.VerifyCause{model.SameVersions}, []string{"3. Certification"}},
		{"newer content", &newer, "1.0", same, []model.VerifyCause{model.OtherContent}, []string{"3. Certification", "Sources"}},
		{"newer content and program", &newer, "2.0", same, []model.VerifyCause{model.OtherContent, model.OtherProgram}, []string{"3. Certification", "Sources"}},
		{"a hand and newer content", &newer, "1.0", func(s string) string { return strings.Replace(s, "The strongest reasons:", "Our reasons:", 1) },
			[]model.VerifyCause{hand, model.OtherContent}, []string{"Why", "3. Certification", "Sources"}},
		{"no record", &reworded, "1.0", func(s string) string {
			from := strings.Index(s, "\nexported:\n")
			return s[:from] + s[strings.Index(s, "\n---\n"):]
		}, []model.VerifyCause{model.WithoutARecord}, []string{"3. Certification"}},
	} {
		v, err := model.Verify(tt.content, "acme.md", []byte(tt.change(exported)), tt.program)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if v.Same != (len(tt.causes) == 0) || !slices.Equal(v.Causes, tt.causes) {
			t.Errorf("%s: same: %v, because %q, want %q", tt.name, v.Same, v.Causes, tt.causes)
		}
		for _, title := range tt.sections {
			if !slices.Contains(v.Sections, title) {
				t.Errorf("%s: %q is not among the sections that differ, %q", tt.name, title, v.Sections)
			}
		}
		if tt.causes != nil && tt.name != "an answer" && len(v.Sections) != len(tt.sections) {
			t.Errorf("%s: the sections %q differ, want %q", tt.name, v.Sections, tt.sections)
		}
		byHand := slices.Contains(tt.causes, hand) || slices.Contains(tt.causes, answers)
		if got := model.EditedByHand("acme.md", []byte(tt.change(exported))); got != byHand {
			t.Errorf("%s: edited by hand: %v, want %v", tt.name, got, byHand)
		}
	}
}

func same(s string) string { return s }

// What is no exported report cannot be verified, and is not taken for one that was edited.
func TestVerifyNeedsAReport(t *testing.T) {
	c := shipped(t)
	for name, data := range map[string]string{
		"assessment": "twopaths: 1\n", "text": "# Notes\n", "nothing": "", "front matter of another": "---\ntitle: x\n---\n\n# Notes\n",
		"broken": "---\ntwopaths: 1\nanswers: [\n---\n",
	} {
		if v, err := model.Verify(c, name, []byte(data), ""); err == nil {
			t.Errorf("%s: %+v", name, v)
		}
		if model.EditedByHand(name, []byte(data)) {
			t.Errorf("%s is taken for a report that was edited", name)
		}
	}
}

// Sections that were chosen are shown and no others, and the report says so in its file:
// whoever verifies it writes the same ones.
func TestChosenSections(t *testing.T) {
	c := shipped(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	heading := map[string]string{"management": "## On one page", "reasons": "## Why", "scope": "## Does NIS2 apply?", "gap": "## What is missing",
		"roadmap": "## Roadmap", "chart": "### The plan as a chart", "decision": "## Decision page for signing", "appendix": "## Appendix"}
	for _, id := range model.Sections() {
		a.Report.Sections = []string{id}
		file := fileOf(t, newReport(t, c, a))
		for other, words := range heading {
			if got := bytes.Contains(file, []byte("\n"+words+"\n")); got != (other == id) {
				t.Errorf("only %s: %q is shown: %v", id, words, got)
			}
		}
		if n := bytes.Count(file, []byte("no legal advice")); n != 1 {
			t.Errorf("only %s: the report says %d times that it is no legal advice", id, n)
		}
		if v, err := model.Verify(c, "a.md", file, ""); err != nil || !v.Same {
			t.Errorf("only %s: %+v, %v", id, v, err)
		}
		if back := parse(t, "a.md", file); !slices.Equal(back.Report.Sections, []string{id}) {
			t.Errorf("only %s: the file says %q", id, back.Report.Sections)
		}
	}
	for words, want := range map[string]string{"prices": `"prices" is no section; write management, reasons`, "gap gap": "stands twice"} {
		_, err := model.ParseAssessment("a.yaml", []byte("twopaths: 1\nreport: {sections: ["+strings.ReplaceAll(words, " ", ", ")+"]}\n"))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "a.yaml:2: report.sections") {
			t.Errorf("%s: %v", words, err)
		}
	}
}

// The lines of the profile stand on the first page; those that are empty leave nothing behind.
func TestProfileInTheReport(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct {
		profile model.Profile
		want    []string
	}{
		{model.Profile{Consultant: "Ada Berg", Firm: "Berg & Co", Client: "Nordlicht", Confidentiality: "Confidential"}, []string{"Prepared by Ada Berg, Berg &amp; Co, for Nordlicht.", "**Confidential**"}},
		{model.Profile{Consultant: "Ada Berg"}, []string{"Prepared by Ada Berg.", "!for ."}},
		{model.Profile{Firm: "Berg"}, []string{"Prepared by Berg."}},
		{model.Profile{Client: "Nord*licht*"}, []string{`Prepared for Nord\*licht\*.`, "!Prepared by"}},
		{model.Profile{}, []string{"!Prepared", "!****"}},
	} {
		a := c.Sample.Clone()
		a.Report.Profile = tt.profile
		text, _, _ := strings.Cut(markdown(t, c, a), "## On one page")
		says(t, strings.ReplaceAll(text, " & ", " &amp; "), tt.want...)
		back := parse(t, "a.yaml", encode(t, a))
		if back.Report.Profile != tt.profile {
			t.Errorf("%+v comes back as %+v", tt.profile, back.Report.Profile)
		}
	}
}

// A profile's file says what is wrong with it, and where.
func TestParseProfile(t *testing.T) {
	p, err := model.ParseProfile("me.yaml", []byte("consultant: Ada Berg\nfirm: Berg\n"))
	if want := (model.Profile{Consultant: "Ada Berg", Firm: "Berg"}); err != nil || p != want {
		t.Errorf("got %+v, %v", p, err)
	}
	for data, want := range map[string]string{
		"":                           "me.yaml: ",
		"consultants: x\n":           "me.yaml:1: consultants",
		"firm: a\nfirm: b\n":         "me.yaml:2: ",
		"firm: [a]\n":                "me.yaml:1: firm",
		"firm: \"\"\nclient: \"\"\n": "the profile says nothing",
	} {
		if _, err := model.ParseProfile("me.yaml", []byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

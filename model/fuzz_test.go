package model_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// Parsers meet bytes that nobody meant. FuzzParseAssessment stands with the tests of files,
// FuzzParseControls with those of the Statement of Applicability; .ci/fuzz runs them all.

// fitFaults checks that an error is a list of faults that help: each names its file and,
// where there is one to name, its line, and none can steer a terminal.
func fitFaults(t *testing.T, err error, data []byte) {
	t.Helper()
	var faults model.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("the error is no list of faults: %#v", err)
	}
	lines := 2
	for _, end := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} { // each ends a line in YAML
		lines += bytes.Count(data, []byte(end))
	}
	for _, f := range faults {
		if s := f.Error(); model.Clean(s) != s {
			t.Errorf("the fault would steer a terminal: %q", s)
		}
		whole := []string{"the file is empty", "the file has ", "the profile says nothing"} // of the file and no line of it
		ofFile := slices.ContainsFunc(whole, func(s string) bool { return strings.HasPrefix(f.Problem, s) })
		if f.File == "" || f.Problem == "" || (f.Line < 1 && !ofFile) || f.Line > lines {
			t.Errorf("of %d lines, the fault is %+v", lines, f)
		}
	}
}

// spoiled is a text with something cut out at a place, and something put there.
func spoiled(text []byte, at, cut uint32, insert []byte) []byte {
	from := int(at) % (len(text) + 1)
	to := min(len(text), from+int(cut)%4000)
	return slices.Concat(text[:from], insert, text[to:])
}

// Whatever became of a report, it is read or refused with faults, and what verify says of
// it holds together: what differs has a place and a cause, and hands are blamed alike by
// all who ask.
func FuzzVerify(f *testing.F) {
	c := only(shipped(f), "customer-demand", "growth", model.CertificateQuestion) // few questions make a quick report
	var reports [][]byte
	for _, x := range []model.Assessment{{}, c.Sample, parse(f, "a.yaml", []byte(scenarioFile))} {
		r := newReport(f, c, x)
		r.By("1.0")
		reports = append(reports, fileOf(f, r))
	}
	for i, data := range reports {
		front := bytes.Index(data, []byte("\n---\n"))
		for _, s := range []string{"", "x", "---\n", "\r\n", "\ufeff", "\x00", "\n## A heading\n", "```\n", "exported: {}\n", "what_if: {}\n", "report: {sections: [chart]}\n", "date: 0000-00-00\n", "- "} {
			f.Add(uint8(i), uint32(0), uint32(0), []byte(s))
			f.Add(uint8(i), uint32(4), uint32(12), []byte(s))
			f.Add(uint8(i), uint32(front+1), uint32(0), []byte(s))
			f.Add(uint8(i), uint32(len(data)/2), uint32(900), []byte(s))
			f.Add(uint8(i), uint32(len(data)), uint32(0), []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, at, cut uint32, insert []byte) {
		data := spoiled(reports[int(which)%len(reports)], at, cut, insert)
		for _, name := range []string{"a.md", "a.yaml"} {
			if _, err := model.ParseAssessment(name, data); err != nil {
				fitFaults(t, err, data)
			}
		}
		byHand := model.EditedByHand("a.md", data)
		v, err := model.Verify(c, "a.md", data, "1.0")
		if err != nil {
			fitFaults(t, err, data)
			if byHand {
				t.Error("what cannot be read counts as edited by hand")
			}
			return
		}
		if v.Same != (len(v.Causes) == 0) || v.Same != (len(v.Sections) == 0) {
			t.Errorf("same is %t, with the causes %q and the sections %q", v.Same, v.Causes, v.Sections)
		}
		if blamed := slices.Contains(v.Causes, model.TextByHand) || slices.Contains(v.Causes, model.AnswersByHand); !v.Same && blamed != byHand {
			t.Errorf("verify names the causes %q, and edited by hand is %t", v.Causes, byHand)
		}
	})
}

// A profile is read whole and clean or not at all, and is the same again behind a report.
func FuzzParseProfile(f *testing.F) {
	for _, s := range []string{
		"", "consultant: A. Weber\nfirm: Weber & Co\nclient: Example GmbH\nconfidentiality: For the board\n", "consultant: \"a\\e[2Jb\\u202e\"\n", "firm: [a]\n",
		"firm: 2026-11-23\n", "client: ~\n", "consultants: x\n", "firm: a\nfirm: b\n", "\ufefffirm: x\r\n", "---\nfirm: x\n---\n", "firm: |\n  a\n  b\n", "&a firm: *a\n", "firm: ' '\n", "- a\n", "\xff", "\"0\r\r",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := model.ParseProfile("profile.yaml", data)
		if err != nil {
			fitFaults(t, err, data)
			if p != (model.Profile{}) {
				t.Errorf("half taken: %+v", p)
			}
			return
		}
		for _, s := range []string{p.Consultant, p.Firm, p.Client, p.Confidentiality} {
			if model.CleanLine(s) != s {
				t.Errorf("taken as %q", s)
			}
		}
		a := model.Assessment{Report: model.ReportSettings{Profile: p}}
		if again := parse(t, "a.yaml", encode(t, a)); again.Report.Profile != p {
			t.Errorf("%+v is written and read again as %+v", p, again.Report.Profile)
		}
	})
}

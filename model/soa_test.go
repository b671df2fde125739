package model_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"twopaths/model"
)

// soaStates is what a file gives, in short: "A.5.1=in-place (note)", by the order of
// the content.
func soaStates(c *model.Content, states map[string]model.ControlState) string {
	var out []string
	for _, k := range c.Controls {
		if x, ok := states[k.ID]; ok {
			s := k.ID + "=" + string(x.State)
			if x.Note != "" {
				s += fmt.Sprintf(" (%s)", x.Note)
			}
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

// readSoA is the states of a text, or its faults.
func readSoA(t failer, text string) (map[string]model.ControlState, model.ControlCounts, model.Faults) {
	t.Helper()
	states, counts, err := model.ParseControls(shipped(t), "soa.csv", []byte(text))
	var faults model.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("the error is no list of faults: %v", err)
	}
	if (err == nil) == (states == nil) || (err != nil && counts != model.ControlCounts{}) {
		t.Errorf("half taken: %v, %v, error %v", states, counts, err)
	}
	return states, counts, faults
}

// Whole files as people have them.
func TestSoAFiles(t *testing.T) {
	tests := []struct {
		file   string
		want   string // states, if there is no fault
		counts model.ControlCounts
		faults []string // each a part of one fault, in order
	}{
		{
			file: "english-comma.csv",
			want: "A.5.1=in-place (Policy v3, approved 2026-02-01)\nA.5.2=partial (RACI drafted)\nA.5.3=none\n" +
				"A.7.4=excluded (No premises of our own; the landlord\nwatches the doors)\nA.8.13=in-place (Restore test of March)\nCl.9.2=none (Autumn)",
			counts: model.ControlCounts{InPlace: 2, Partial: 1, None: 2, Excluded: 1, Controls: 5, ControlsUnnamed: 87, Clauses: 1, ClausesUnnamed: 24, Unstated: 1, NotesLeftOut: 1},
		},
		{
			file: "german-excel-utf16.csv",
			want: "A.5.1=in-place (Leitlinie, Fassung 3)\nA.5.7=partial (CERT-Meldungen; ohne Auswertung)\nA.5.23=none\nA.7.12=excluded (Kein eigenes Gebäude)\n" +
				"A.8.24=none („Schlüsselkonzept“ folgt)\nA.8.28=in-place",
			counts: model.ControlCounts{InPlace: 2, Partial: 1, None: 2, Excluded: 1, Controls: 6, ControlsUnnamed: 87, ClausesUnnamed: 25},
		},
		{
			file: "grc-titles.csv",
			want: "A.5.1=in-place (Reviewed yearly\nLegal duty)\nA.5.2=partial\nA.5.10=none (=HYPERLINK(\"x\"))\nA.8.4=excluded (No code is written here)",
			counts: model.ControlCounts{InPlace: 1, Partial: 1, None: 1, Excluded: 1, Controls: 4, ControlsUnnamed: 88, ClausesUnnamed: 25,
				Unstated: 1, NotesLeftOut: 1, Skipped: 6},
		},
		{
			file: "headerless.csv",
			want: "A.5.1=in-place (signed)\nA.5.2=partial\nA.5.3=none\nA.5.4=excluded (outsourced)\nA.5.5=in-place (-12 days left)\nCl.6.1.3=in-place\nCl.9.2=partial (first round)",
			counts: model.ControlCounts{InPlace: 3, Partial: 2, None: 1, Excluded: 1, Controls: 5, ControlsUnnamed: 88,
				Clauses: 2, ClausesUnnamed: 23},
		},
		{
			file: "applicability.csv",
			want: "A.5.20=in-place (needed)\nA.5.21=none (needed\nstarts in May)\nA.7.4=excluded (no premises\nby the landlord)\nA.8.30=excluded",
			counts: model.ControlCounts{InPlace: 1, None: 1, Excluded: 2, Controls: 4, ControlsUnnamed: 88,
				ClausesUnnamed: 25, Unstated: 1},
		},
		{
			file: "applicability-alone.csv", want: "A.8.4=excluded (kein Quellcode)",
			counts: model.ControlCounts{Excluded: 1, Controls: 1, ControlsUnnamed: 90, ClausesUnnamed: 25, Unstated: 2, NotesLeftOut: 1},
		},
		{file: "bare-accident.csv", faults: []string{
			"soa.csv:11: control: 5.1 stands twice (lines 2 and 11); a spreadsheet probably turned 5.10 into 5.1; write A.5.10 where that is meant, or Cl.5.1 if the clause is meant",
			"soa.csv:21: control: 5.2 stands twice (lines 3 and 21); a spreadsheet probably turned 5.20 into 5.2; write A.5.20",
			"soa.csv:31: control: 5.3 stands twice (lines 4 and 31); a spreadsheet probably turned 5.30 into 5.3; write A.5.30",
			"soa.csv:56: control: 7.1 stands twice (lines 47 and 56); a spreadsheet probably turned 7.10 into 7.1; write A.7.10",
			"soa.csv:70: control: 8.1 stands twice (lines 61 and 70); a spreadsheet probably turned 8.10 into 8.1; write A.8.10",
			"soa.csv:80: control: 8.2 stands twice (lines 62 and 80); a spreadsheet probably turned 8.20 into 8.2; write A.8.20",
			"soa.csv:90: control: 8.3 stands twice (lines 63 and 90); a spreadsheet probably turned 8.30 into 8.3; write A.8.30",
		}},
		{file: "german-decimal-comma.csv", faults: []string{"5.1 stands twice", "5.20 into 5.2", "5.30 into 5.3", "7.10", "8.10", "8.20", "8.30"}},
		{file: "german-excel-ansi.csv", faults: []string{`soa.csv:1: the line is not valid UTF-8; in Excel save it as "CSV UTF-8"`}},
		{file: "edition-2013.csv", faults: []string{
			`soa.csv:2: control: "A.5.1.1" is a number of the 2013 edition, whose certificates lapsed on 31 October 2025`, `:3: control: "A.9.4.2" is a number of the 2013`,
			`:4: control: "18.1.1" is a number of the 2013`, `:5: control: "9.2.1" is a number of the 2013`, `:6: control: "A.12.1" is a number of the 2013`,
		}},
		{file: "excel-dates.csv", faults: []string{
			`:2: control: "05. Jan" is a date; a spreadsheet probably made it`, `"5-Feb" is a date`, `"Jan 5" is a date`, `"2026-05-01" is a date`, `"5/1/2026" is a date`,
			`"5.3.2026" is a date`, `"05. Mrz" is a date`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", "soa", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			states, counts, faults := readSoA(t, string(data))
			if len(faults) != len(tt.faults) {
				t.Fatalf("%d faults, want %d:\n%v", len(faults), len(tt.faults), faults)
			}
			for i, want := range tt.faults {
				if got := faults[i].Error(); !strings.Contains(got, want) {
					t.Errorf("fault %d is\n%s\nwant\n%s", i, got, want)
				}
			}
			if got := soaStates(shipped(t), states); got != tt.want {
				t.Errorf("states\n%s\nwant\n%s", got, tt.want)
			}
			if counts != tt.counts {
				t.Errorf("counts\n%+v\nwant\n%+v", counts, tt.counts)
			}
		})
	}
}

// A file with all numbers as text, with their zeros, is read whole.
func TestSoABareNumbersAsText(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "soa", "bare-text.csv"))
	if err != nil {
		t.Fatal(err)
	}
	states, counts, faults := readSoA(t, string(data))
	if len(faults) > 0 || counts.Controls != 93 || counts.ControlsUnnamed != 0 || len(states) != 93 {
		t.Errorf("%+v\n%v", counts, faults)
	}
	if states["A.5.2"].State != model.ControlNone || states["A.5.20"].State != model.ControlNone || states["A.5.3"].State != model.ControlInPlace {
		t.Errorf("%v", states)
	}
}

// How a control may be written. The want is its id, or a part of the fault.
func TestSoAControls(t *testing.T) {
	tests := []struct{ in, want string }{
		{"A.5.1", "A.5.1"}, {"A 5.1", "A.5.1"}, {"5.1", "A.5.1"}, {"A5.1", "A.5.1"}, {"a.5.1", "A.5.1"}, {"A-5.1", "A.5.1"}, {"A. 5. 1", "A.5.1"}, {"A.5.1.", "A.5.1"},
		{"A.05.01", "A.5.1"}, {"05.02", "A.5.2"}, {"A.5.20", "A.5.20"}, {"5.20", "A.5.20"}, {"8.34", "A.8.34"}, {"Annex A 5.1", "A.5.1"}, {"Anhang A.5.1", "A.5.1"},
		{"ISO 27001 A.5.1", "A.5.1"}, {"ISO/IEC 27001:2022 A.5.1", "A.5.1"}, {"ISO27001-2022: A.5.1", "A.5.1"}, {"iso 27001 - annex a - 5.1", "A.5.1"}, {"ISO 27002:2022 5.1", "A.5.1"},
		{"Control 5.1", "A.5.1"}, {"A.5.1 Approved policies", "A.5.1"}, {"5.1 - Approved policies", "A.5.1"}, {"5.10: Rules (use)", "A.5.10"}, {"8.5 Anmeldung, sicher", "A.8.5"},
		{"'5.20", "A.5.20"}, {`="5.20"`, "A.5.20"}, {"=A.5.1", "A.5.1"}, {"\u00a0A.5.1\u200b", "A.5.1"}, {"５．１", "A.5.1"}, {"5,10", "A.5.10"},
		{"8.5 Maintenance", "A.8.5"},

		{"Cl.9.2", "Cl.9.2"}, {"Clause 9.2", "Cl.9.2"}, {"cl 6.1.3", "Cl.6.1.3"}, {"9.2", "Cl.9.2"}, {"4.1", "Cl.4.1"}, {"10.2", "Cl.10.2"}, {"6.1.3", "Cl.6.1.3"}, {"Kapitel 5.1", "Cl.5.1"},
		{"Klausel 7.5", "Cl.7.5"}, {"ISO 27001 Clause 8.1", "Cl.8.1"}, {"C.9.3", "Cl.9.3"},

		{"A.5.38", "no control of ISO/IEC 27001:2022; allowed are A.5.1 to A.5.37, A.6.1 to A.6.8, A.7.1 to A.7.14, A.8.1 to A.8.34, the clauses from Cl.4.1 to Cl.10.2"},
		{"A.5.0", "no control of"}, {"5.100", "no control of"}, {"3.1", "no control of"}, {"A.4.1", "no control of"}, {"A.5.1.9", "no control of"}, {"A.5.1.0", "no control of"},
		{"Clause 9.2.1", "finer than the clauses are asked here; write one line for Cl.9.2"}, {"7.5.3", "one line for Cl.7.5"},
		{"Cl.6.1", "coarser than the clauses are asked here; write a line for each of Cl.6.1.1, Cl.6.1.2, Cl.6.1.3"},
		{"A.5", "stands for several controls"}, {"Clause 9", "stands for several"}, {"8 Technological controls", "stands for several"}, {"A.5.1a", "a part of a control"}, {"6.1.2 b)", "a part of a"},
		{"A.5.1 and A.5.2", "more than one number"}, {"A.5.1, A.5.2", "more than one"}, {"5.1-5.4", "more than one"}, {"A.5.1/5.2", "more than one"}, {"5.1,5.2", "more than one"},
		{"policies", "is no control"}, {"GV.OC-01", "is no control"}, {"5", "stands for several"}, {"27001", "is no control"}, {"2022", "is no control"}, {"", "no control stands here"}, {"-5.1", "is no control"},
		{strings.Repeat("long word ", 10), `"long word long word long word long word …" is no control`}, {"bad\x1b[2J\u202e", `"bad[2J⟨U+202E⟩"`},
		{"A.18.1.1", "2013 edition, whose certificates lapsed on 31 October 2025"}, {"ISO 27001:2013 A.5.1", "2013 edition"}, {"A.6.1.2", "2013 edition"}, {"14.2.9", "2013 edition"}, {"9.4", "2013 edition"},
		{"9.2.1", "if the clause is meant, write Cl.9.2"}, {"11.2.9", "2013 edition"}, {"11.2.10", "no control of"},
		{"5-Jan", "is a date"}, {"1. Mai", "is a date"}, {"05. Mär", "is a date"}, {"10. Dez", "is a date"}, {"Feb 20", "is a date"}, {"5. January 2026", "is a date"}, {"2026-05-01 00:00:00", "is a date"},
		{"5/10", "is a date"}, {"01.05.2026", "is a date"}, {"46143", "is a date"}, {"5.1.26", "is a date"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write([]string{"control", "state"})
		w.Write([]string{tt.in, "yes"})
		w.Flush()
		states, _, faults := readSoA(t, b.String())
		got := soaStates(shipped(t), states)
		switch {
		case len(faults) == 1 && faults[0].Line == 2 && faults[0].Field == "control" && strings.Contains(faults[0].Problem, tt.want):
		case len(faults) > 0 || got != tt.want+"=in-place":
			t.Errorf("%q gives %q and\n%v\nwant %s", tt.in, got, faults, tt.want)
		}
	}
}

// What a state may be called. The want is the level, nothing where it is left out, or a
// part of the fault.
func TestSoAStates(t *testing.T) {
	tests := map[string][]string{
		"in-place": {"yes", "Y", "ja", "Implemented", "in place", "in-place", "IN_PLACE", "done", "Complete.", "effective", "umgesetzt", "vollständig umgesetzt", "vollstaendig", "✓", "✔️", "☑", "100%", "100 %",
			"100,0\u00a0%", "TRUE", "WAHR", " yes ", "'yes", `="yes"`, "ye\u200bs", "erfüllt", "OK"},
		"partial": {"partial", "partly", "Partially implemented", "in progress", "in-progress", "teilweise", "teilw.", "in Umsetzung", "50%", "1 %", "99,5 %", "0.5%"},
		"none": {"no", "N", "not implemented", "Not-Implemented", "open", "planned", "geplant", "offen", "nein", "0%", "0,0 %", "FALSE", "falsch", "none", "nicht umgesetzt",
			"fehlt", "❌", "to do"},
		"excluded": {"n/a", "N/A", "na", "n.a.", "n. a.", "not applicable", "excluded", "nicht anwendbar", "entfällt", "entfaellt", "ENTFÄLLT", "out of scope", "n / a"},
		"":         {"", " ", "?", "unknown", "TBD", "unbekannt", "not assessed", "'"},
		"; write in-place, partial, none or excluded (or yes, no, n/a and the like), or leave the cell empty": {"maybe", "gelb", "-", "–", "yes but", "implemented 2024", "\x07", "☐", "yes, partially"},
		"may be a tick or a cross":                       {"x", "X", "☒"},
		"may be a level of maturity, a share or a count": {"0", "1", "3", "5", "0.5", "0,85", "Level 3", "3 - Defined", "3/5", "L2", "Reifegrad 4", "1000", "-1"},
		"is more than all":                               {"101%", "100.5 %", "999%"},
		"says that the control applies, not how far it is in place; call the column applicable":           {"applicable", "anwendbar", "included"},
		`"` + strings.Repeat("w", 40) + `…" is not understood; write in-place, partial, none or excluded`: {strings.Repeat("w", 41), strings.Repeat("w", 3000)},
	}
	for want, cells := range tests {
		for _, cell := range cells {
			var b bytes.Buffer
			w := csv.NewWriter(&b)
			w.Write([]string{"control", "status"})
			w.Write([]string{"A.5.1", cell})
			w.Write([]string{"A.5.4", "yes"})
			w.Flush()
			states, counts, faults := readSoA(t, b.String())
			switch {
			case len(faults) == 1 && faults[0].Line == 2 && faults[0].Field == "state" && want != "" && strings.Contains(faults[0].Problem, want):
			case len(faults) > 0 || string(states["A.5.1"].State) != want || (want == "") != (counts.Unstated == 1):
				t.Errorf("%q gives %q and\n%v\nwant %q", cell, states["A.5.1"].State, faults, want)
			}
		}
	}
}

// What columns may be called, and what happens to the others.
func TestSoAHeaders(t *testing.T) {
	excluded, inPlace, none := "A.5.1=excluded", "A.5.1=in-place", "A.5.1=none"
	tests := []struct{ in, want string }{
		{"ID;Status\nA.5.1;yes", inPlace}, {"Nr.;Umsetzungsgrad\nA.5.1;ja", inPlace}, {"Maßnahme;Umsetzung;Bemerkung\nA.5.1;ja;so", inPlace + " (so)"}, {"#;Implemented (Y/N)\nA.5.1;y", inPlace},
		{"ISO 27001:2022;Reifegrad\nA.5.1;ja", inPlace}, {"Control No.\tState\tComments\nA.5.1\tyes\tc\n", inPlace + " (c)"}, {"Clause/Control,Implementation Status\nA.5.1,yes", inPlace},
		{"Status,Ref\nno,A.5.1", none}, {"Evidence,Status,Annex A control\ne,no,A.5.1", none + " (e)"}, {"Control,Reference,Status\nPolicies,A.5.1,yes", inPlace}, {"\"Control\nID\",Status\nA.5.1,yes", inPlace},
		{"Control,Status,Maturity\nA.5.1,yes,3", inPlace}, {"Control,Implementation,Status\nA.5.1,We did it all.,yes", inPlace}, {"Control,Approval status,Status\nA.5.1,draft,yes", inPlace},
		{"Control,Current state,Target state\nA.5.1,no,yes", none}, {"Control,Status,Implementation date\nA.5.1,yes,2026-05-01", inPlace},
		{"Control,Status,Reason for exclusion,Comment\nA.5.1,no,a,b", none + " (a\nb)"}, {"Control,Description,Status\nA.5.1,\"long, text\",yes", inPlace},
		{"Control,Applicable,Status\nA.5.1,no,implemented", excluded}, {"Control,Applicable,Status\nA.5.1,n/a,3", excluded}, {"Control,Applicable,Status\nA.5.1,,yes", inPlace},
		{"Control,Applicable,Status\nA.5.1,tbd,yes", inPlace}, {"Control,Anwendbar?,Umsetzung\nA.5.1,nein,ja", excluded}, {"Control,Applicable\nA.5.1,not applicable", excluded}, {"Control,Applicable\nA.5.1,implemented", inPlace},
		{"Control,Applicable\nA.5.1,yes\nA.5.4,no", "A.5.4=excluded"},
		{"sep=;\nControl;Status\nA.5.1;yes", inPlace}, {"sep=\t\nA.5.1\tyes", inPlace}, {"Control;Status;Note\nA.5.1;yes;a, b, c\n", inPlace + " (a, b, c)"}, {"5,1;ja\n5,4;nein\n", inPlace + "\nA.5.4=none"},
		{"A.5.1;yes;a, b\nA.5.4;no;c, d", inPlace + " (a, b)\nA.5.4=none (c, d)"}, {"A.5.1\tyes\tpolicy, signed\nA.5.4\tno\tx, y", inPlace + " (policy, signed)\nA.5.4=none (x, y)"},
		{"A.5.1,yes,\"a;b;c;d\ne;f\"\nA.5.4,no,\"g;h;i\"", inPlace + " (a;b;c;d\ne;f)\nA.5.4=none (g;h;i)"},
		{"ISO 27001 SoA;Status: draft\n\nControl;Applicable;Status\nA.5.1;yes;no", none}, {"Product,5.1\nControl,State\nA.5.1,no", none},
		{"A.5.1, \"yes\", \"x\"", inPlace + " (x)"}, {"A.5.1,yes\r\n\r\n,,\r\n", inPlace}, {"A.5.1,yes\r", inPlace}, {"Control,State\rA.5.1,yes\rA.5.4,no", inPlace + "\nA.5.4=none"},
		{"Control,State\nA.5.1,yes\n\nControl,State\nA.5.4,no", inPlace + "\nA.5.4=none"}, {"Control,State\nOrganizational controls,\nA.5.1,yes\nApproved by: M", inPlace},

		{"Control,Status,Implemented\nA.5.1,yes,no", `the columns "Status" and "Implemented" mean the same`}, {"Control,Applicable,Included\nA.5.1,yes,no", `mean the same`},
		{"Control,Excluded,Status\nA.5.1,yes,yes", `the column "Excluded" can be read in two ways; call it applicable`}, {"Control,Not applicable\nA.5.1,yes", `can be read in two ways`}, {"Control;Anwendbar (nicht)\nA.5.1;ja", `can be read in two ways`},
		{"Control,Applicable,Status\nA.5.1,perhaps,yes", `soa.csv:2: applicable: "perhaps" is not understood; write yes or no`},
		{"Bla,Blubb\nA.5.1,yes", "soa.csv:1: this is neither a control nor a header that is understood"}, {"A.5.1\nA.5.2\n", "has one column only"}, {"Control,Title\nA.5.1,Policies\n", "neither a control nor a header"},
		{"A.5.1,yes\nControl,State\nA.5.2,no", "soa.csv:1: control: A.5.1 stands above the header, which is in line 2"},
		{"", "soa.csv: the file is empty"}, {"\ufeff\n\n", "the file is empty"}, {",,,\n\n,,", "the file is empty"}, {",,,\n;;;", "the file is empty"}, {"Control,State", "no line names a control; allowed are"}, {"sep=|\nA.5.1|yes", `"|" is not allowed as the separator`},
		{"Control,State\nA.5.1,\"yes\nA.5.2,no", "soa.csv:2: a quotation mark opens a cell here"}, {"Control,State,Note\nA.5.1,yes,the \"best\"", "soa.csv:2: a quotation mark stands inside a cell"},
		{"Control,State\n,yes", "soa.csv:2: control: no control stands here"}, {"PK\x03\x04....", "a workbook (xlsx, ods), not CSV"}, {"%PDF-1.7", "a PDF, not CSV"}, {"A\x00,\x00y\x00", "UTF-16 without its mark"},
		{"A.5.1,yes\nA.5.1x,no\nA.5.4,\xff", "soa.csv:3: the line is not valid UTF-8"},
	}
	for _, tt := range tests {
		states, _, faults := readSoA(t, tt.in)
		got := soaStates(shipped(t), states)
		if len(faults) > 0 {
			got = faults.Error()
		}
		if (len(faults) == 0 && got != tt.want) || (len(faults) > 0 && (len(faults) != 1 || !strings.Contains(got, tt.want))) {
			t.Errorf("%q gives\n%s\nwant\n%s", tt.in, got, tt.want)
		}
	}
}

// Controls that stand twice, and numbers that lost a zero.
func TestSoATwice(t *testing.T) {
	tests := []struct{ in, want string }{
		{"5.2,yes\n5.3,no\n5.2,no", "soa.csv:3: control: 5.2 stands twice (lines 1 and 3); a spreadsheet probably turned 5.20 into 5.2; write A.5.20 where that is meant, or Cl.5.2 if the clause is meant"},
		{"A.5.2,yes\nA.5.2,no", "soa.csv:2: control: 5.2 stands twice (lines 1 and 2); a spreadsheet probably turned 5.20 into 5.2; write A.5.20 where that is meant"},
		{"5.2,yes\n5.2,no\n5.2,no", "soa.csv:3: control: 5.2 stands 3 times (lines 1, 2 and 3); a spreadsheet probably turned 5.20 into 5.2"},
		{"5.2,yes\n5.20,no\n5.2,no", "soa.csv:3: control: A.5.2 stands already in line 1; keep one of the two, or Cl.5.2 if the clause is meant"},
		{"A.05.02,yes\nA.5.2,no", "soa.csv:2: control: A.5.2 stands already in line 1; keep one of the two"},
		{"5.4,yes\nA.5.4,yes", "soa.csv:2: control: A.5.4 stands already in line 1; keep one of the two"},
		{"6.1,yes\n6.1,yes", "soa.csv:2: control: A.6.1 stands already in line 1"},
		{"Cl.5.1,yes\n5.1,yes", ""}, {"5.1,\n5.1,yes", "stands twice (lines 1 and 2)"},
		{"5.19,yes\n5.2,no\n5.21,no", "soa.csv:2: control: 5.2 stands where 5.20 would; a spreadsheet probably turned 5.20 into 5.2; write A.5.20, or A.5.2 if that is meant"},
		{"5.2,no\n5.21,no", "5.2 stands where 5.20 would"}, {"A.5.2,no\n5.21,no", ""}, {"5.02,no\n5.21,no", ""}, {"5.2,no\n5.3,no", ""}, {"5.19,no\n5.20,no\n5.2,no", ""},
		{"4.1,yes\n5.1,yes\n5.2,yes\n9.1,no", "soa.csv:2: control: 5.1 may be the clause or the control of Annex A, since line 1 names the clause 4.1 in the same way; write Cl.5.1 or A.5.1 (and 1 more such numbers)"},
		{"5.1,yes\n5.4,yes\n9.1,no", ""}, {"5.1,yes\nClause 9.1,no", ""}, {"A.5.1,yes\n9.1,no", ""},
	}
	for _, tt := range tests {
		_, _, faults := readSoA(t, tt.in)
		if got := faults.Error(); (tt.want == "") != (got == "") || len(faults) > 1 || !strings.Contains(got, tt.want) {
			t.Errorf("%q gives\n%s\nwant\n%s", tt.in, got, tt.want)
		}
	}
}

// All faults at once, but no more than can be read; and no more lines than a statement
// can have.
func TestSoALimits(t *testing.T) {
	unraced(t)
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "B.%d,bad\n", i)
	}
	_, _, faults := readSoA(t, "Control,State\nA.5.1,yes\n"+b.String())
	if n := len(faults); n != 21 || faults[n-1].Error() != "soa.csv: and 40 more" || faults[0].Line != 3 || faults[1].Field != "state" {
		t.Errorf("%v", faults)
	}
	blank := strings.Repeat(",,\n\n", 10_000)
	if _, _, faults := readSoA(t, "A.5.1,yes\n"+blank+strings.Repeat("text,\n", model.MaxControlRows-1)); len(faults) > 0 {
		t.Errorf("%v", faults)
	}
	_, _, faults = readSoA(t, "A.5.1,yes\n"+strings.Repeat("text,\n", model.MaxControlRows))
	if len(faults) != 1 || faults[0].Line != 5001 || !strings.Contains(faults[0].Problem, "more than 5000 lines") {
		t.Errorf("%v", faults)
	}
	_, _, faults = readSoA(t, strings.Repeat("a", model.MaxFileBytes+1))
	if len(faults) != 1 || !strings.Contains(faults[0].Problem, "at most 5242880 are read") {
		t.Errorf("%v", faults)
	}
	for name, text := range map[string]string{
		"commas": strings.Repeat(",", model.MaxFileBytes), "lines": strings.Repeat("\n", model.MaxFileBytes), "quotes": strings.Repeat(`"`, model.MaxFileBytes),
		"one cell": "Control,State,Note\nA.5.1,yes," + strings.Repeat("n", model.MaxFileBytes-40), "a long state": "A.5.1," + strings.Repeat("ß", 2<<20),
		"wide": strings.Repeat("Status,", 700_000), "formulas": strings.Repeat(`="`, model.MaxFileBytes/2), "a long id": "Control,State\n" + strings.Repeat("1.", 2<<20) + ",yes",
	} {
		states, _, _ := readSoA(t, text)
		if note := states["A.5.1"].Note; name == "one cell" && len(note) != model.MaxFileBytes-40 {
			t.Errorf("a note of %d bytes is kept with %d", model.MaxFileBytes-40, len(note))
		}
	}
}

// UTF-16 of both orders gives what UTF-8 gives.
func TestSoAEncodings(t *testing.T) {
	text := "Maßnahme;Umsetzung;Notiz\r\nA.5.1;ja;„ä“ 🙂\r\n"
	want := "A.5.1=in-place („ä“ 🙂)"
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		data, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		states, _, faults := readSoA(t, data)
		if got := soaStates(shipped(t), states); got != want || len(faults) > 0 {
			t.Errorf("%v gives %q\n%v", order, got, faults)
		}
	}
	for _, s := range []string{text, "\ufeff" + text} {
		if states, _, faults := readSoA(t, s); soaStates(shipped(t), states) != want {
			t.Errorf("%v\n%v", states, faults)
		}
	}
}

// Notes are kept whole and cleaned.
func TestSoANotes(t *testing.T) {
	tests := []struct{ in, want string }{
		{"  a  ", "a"}, {"a\nb", "a\nb"}, {"a\r\nb\tc", "a\nb    c"}, {"\x1b[2Ja\u202e", "[2Ja⟨U+202E⟩"}, {"'=1+1", "=1+1"}, {"'' a ", "' a "}, {"'", ""}, {"- a", "- a"}, {`="a ""b"""`, `a "b"`}, {"=SUM(A1)", "=SUM(A1)"},
		{strings.Repeat("long ", 5000) + "end", strings.Repeat("long ", 5000) + "end"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write([]string{"A.5.1", "yes", tt.in})
		w.Flush()
		states, _, faults := readSoA(t, b.String())
		if got := states["A.5.1"].Note; got != tt.want || len(faults) > 0 {
			t.Errorf("%.60q becomes %.60q, want %.60q\n%v", tt.in, got, tt.want, faults)
		}
	}
}

// The template: all controls, clauses where something is known, cells that no
// spreadsheet takes for a formula.
func TestSoATemplate(t *testing.T) {
	c := shipped(t)
	empty := model.ControlsCSV(c, model.Assessment{})
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(empty, []byte("\ufeff")))).ReadAll()
	if err != nil || len(records) != 94 || strings.Join(records[0], ",") != "control,label,state,note" || strings.Join(records[20], ",") != "A.5.20,Security terms in supplier contracts,," {
		t.Errorf("%d records, error %v:\n%s", len(records), err, empty)
	}
	states, counts, faults := readSoA(t, string(empty))
	if len(states) != 0 || counts != (model.ControlCounts{Unstated: 93, ClausesUnnamed: 25}) || len(faults) > 0 {
		t.Errorf("%v %+v\n%v", states, counts, faults)
	}

	a := model.Assessment{Controls: map[string]model.ControlState{
		"A.5.1": {State: model.ControlPartial, Note: "=1+1"}, "A.5.2": {State: model.ControlNone, Note: "\t\x1b@"}, "Cl.9.2": {State: model.ControlInPlace, Note: "+a"},
		"A.5.4": {Note: "a note alone"}, "B.1": {State: model.ControlInPlace},
	}}
	filled := string(model.ControlsCSV(c, a))
	for _, want := range []string{
		"\nA.5.1,Approved security policy set,partial,'=1+1\n", "\nA.5.2,Security duties given to named roles,none,'    @\n", "\nCl.9.2,Audits of the ISMS from within,in-place,'+a\n",
		"\nA.5.4,Managers make staff follow the rules,,a note alone\n",
	} {
		if !strings.Contains(filled, want) {
			t.Errorf("%q is missing in\n%s", want, filled)
		}
	}
	if strings.Contains(filled, "B.1") {
		t.Errorf("a control that is not known was written:\n%s", filled)
	}
}

// What is written is read back exactly, and no cell begins as a formula does.
func TestSoARoundTrip(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := model.Assessment{Controls: map[string]model.ControlState{}}
		want := map[string]model.ControlState{}
		note := rapid.OneOf(rapid.Just(""), rapid.Custom(rawText), rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"'", "''", "=", "+", "-", "@", "\t", "\r", "\n", " ", "\"", "=\"", ",=\"", "＝", "\u2028", "\u00a0", "'=", "= \""}).Draw(t, "sign") + rawText(t)
		}), rapid.StringMatching(`[ ',;="'\n-]{0,12}`))
		for range rapid.IntRange(0, 40).Draw(t, "controls") {
			k := rapid.SampledFrom(c.Controls).Draw(t, "control")
			x := model.ControlState{State: rapid.SampledFrom(model.ControlLevels()).Draw(t, "state"), Note: note.Draw(t, "note")}
			a.Controls[k.ID] = x
			want[k.ID] = model.ControlState{State: x.State, Note: model.Clean(x.Note)}
		}
		written := model.ControlsCSV(c, a)
		states, counts, err := model.ParseControls(c, "soa.csv", written)
		if err != nil || !maps.Equal(states, want) {
			t.Fatalf("read back %q\nwant %q\nerror %v\n%s", states, want, err, written)
		}
		if counts.Controls+counts.Unstated != 93 || counts.Clauses+counts.ClausesUnnamed != 25 || counts.InPlace+counts.Partial+counts.None+counts.Excluded != len(want) || counts.ControlsUnnamed != 0 {
			t.Fatalf("counts %+v of %d", counts, len(want))
		}
		noFormulas(t, written)
	})
}

// noFormulas finds cells that a spreadsheet would take for a formula.
func noFormulas(t failer, written []byte) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(written)).ReadAll()
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, r := range records {
		for _, cell := range r {
			if strings.IndexAny(cell, "=+-@\t\r") == 0 {
				t.Errorf("the cell %q is a formula to a spreadsheet", cell)
			}
		}
	}
}

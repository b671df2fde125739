package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twopaths/model"
)

// exporting is a wizard at the export, in a folder of its own that exports go to.
func exporting(t *testing.T, a model.Assessment, change ...func(*Options)) (d *driver, dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Chdir(dir)
	d = newDriver(t, dir, append([]func(*Options){noSave}, change...)...)
	d.begin(a)
	d.jump("export", 0)
	return d, dir
}

// exportedFile is what an export left under the proposed name with an ending.
func exportedFile(t *testing.T, dir, format string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, withEnding(proposedName(sample(t)), format)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestExportWords: every format and every section has its words.
func TestExportWords(t *testing.T) {
	for _, f := range model.Formats() {
		if exportWords[f] == "" {
			t.Errorf("nothing says what %s is", f)
		}
	}
	for _, id := range model.Sections() {
		if sectionWords[id] == "" {
			t.Errorf("the section %s has no name", id)
		}
	}
	if len(exportWords) != len(model.Formats()) || len(sectionWords) != len(model.Sections()) {
		t.Error("there are words for what is none")
	}
}

// TestExportFormats writes each format, reached by a digit and by the arrows: the name's
// ending changes, and with it what is written.
func TestExportFormats(t *testing.T) {
	begins := map[string]string{"md": "---\n", "html": "<!", "json": "{", "ics": "BEGIN:VCALENDAR", "csv": "id,name,"}
	ways := map[string]func(d *driver, n int){
		"digits": func(d *driver, n int) { d.press([]string{"1", "2", "3", "4", "5"}[n]) },
		"right": func(d *driver, n int) {
			for range n {
				d.press("right")
			}
		},
		"left": func(d *driver, n int) {
			for range len(begins) - n {
				d.press("left")
			}
		},
	}
	for way, choose := range ways {
		t.Run(way, func(t *testing.T) {
			for n, format := range model.Formats() {
				d, dir := exporting(t, halfWay(t))
				choose(d, n)
				d.at("export", 0)
				d.shows(withEnding(proposedName(sample(t)), format), "● "+format, exportWords[format])
				d.press("enter")
				d.shows("✓ Written")
				got := strings.TrimPrefix(exportedFile(t, dir, format), "\ufeff")
				if !strings.HasPrefix(got, begins[format]) {
					t.Errorf("%s begins with %.40q", format, got)
				}
				if all := left(t, dir); len(all) != 1 {
					t.Errorf("%s: besides it there is %v", format, all)
				}
			}
		})
	}
}

// TestExportFormatFollowsTheName: an ending that is typed is the format; one that is chosen
// changes the ending of a typed name and nothing else, and stays when one comes back.
func TestExportFormatFollowsTheName(t *testing.T) {
	d, _ := exporting(t, sample(t))
	typed := func(name string) {
		d.press("n")
		d.app.current().(*exportScreen).path.set("")
		d.write(name)
		d.press("esc")
	}
	for name, format := range map[string]string{"ours.csv": "csv", "ours.JSON": "json", "ours": "md", "Acme Inc. of Texas": "md", "ours.pdf": ""} {
		typed(name)
		for _, f := range model.Formats() {
			if f == format {
				d.shows("● " + f)
			} else {
				d.hides("● " + f)
			}
		}
	}
	for name, want := range map[string]string{"ours.csv": "ours.html", "ours.pdf": "ours.html", "v1.2 of ours": "v1.2 of ours.html", "": withEnding(proposedName(sample(t)), "html")} {
		typed(name)
		d.press("2")
		d.shows(want)
		d.jump("market", 0)
		d.jump("export", 0)
		d.shows(want, "● html")
	}
}

// TestExportCalendarNeedsAStart: without a first day the screen says so before and after
// Enter, where to set one, and writes nothing.
func TestExportCalendarNeedsAStart(t *testing.T) {
	d, dir := exporting(t, sample(t))
	d.press("4")
	d.shows("needs a first day")
	d.press("enter")
	d.shows("Not exported: "+model.ErrNoStart.Error(), "plan.start")
	if all := left(t, dir); len(all) > 0 {
		t.Errorf("there is %v", all)
	}
	d.press("right")
	d.hides("Not exported")
}

// TestExportSections takes sections out of the report: they are gone from the file and in
// the assessment, and undo brings each back in sight.
func TestExportSections(t *testing.T) {
	has := func(report string) (decision, appendix bool) {
		return strings.Contains(report, "\n## Decision page for signing\n"), strings.Contains(report, "\n## Appendix\n")
	}
	d, dir := exporting(t, sample(t))
	d.shows("+ Sections all 8")
	d.press("enter")
	if decision, appendix := has(exportedFile(t, dir, "md")); !decision || !appendix {
		t.Fatal("the whole report lacks a section")
	}
	if strings.Contains(d.assessment(), "sections:") {
		t.Error("nothing is chosen, and the assessment names sections")
	}
	d.press("down", "enter")
	for range model.Sections() {
		d.press("down")
	}
	d.press("space") // the appendix
	d.shows("Appendix: duties, weights, notes, sources, left out", "7 of 8")
	d.press("up", "enter", "esc") // the decision page
	d.shows("+ Sections 6 of 8")
	d.at("export", 0)
	if want := "sections: [management, reasons, scope, gap, roadmap, chart]"; !strings.Contains(d.assessment(), want) {
		t.Errorf("the assessment does not hold %q:\n%s", want, d.assessment())
	}
	d.press("up", "enter", "y")
	d.shows("✓ Written")
	if decision, appendix := has(exportedFile(t, dir, "md")); decision || appendix {
		t.Error("what is left out is in the report")
	}
	if back, err := ReadAssessment(filepath.Join(dir, proposedName(sample(t)))); err != nil || !back.Report.Equal(d.app.a.Report) {
		t.Errorf("opened again, the report has %v, %v", back.Report, err)
	}

	d.jump("market", 0)
	d.press("u")
	d.at("export", 0)
	d.shows("Took back: the section Decision page for signing", "▌ ✓ Decision page for signing", "7 of 8")
	d.press("u")
	d.shows("all 8")
	if !d.app.a.Report.Equal(model.ReportSettings{}) {
		t.Errorf("taken back, there stays %v", d.app.a.Report)
	}
	d.press("ctrl+r")
	d.shows("left out")
}

// TestExportKeepsASection: the last section cannot be taken out, for a report of none would
// be one of all; and all of them, one by one brought back, are as none chosen.
func TestExportKeepsASection(t *testing.T) {
	d, _ := exporting(t, sample(t))
	d.press("down", "enter")
	for range model.Sections() {
		d.press("down", "space")
	}
	d.shows("One section at least stays")
	if got := d.app.a.Report.Sections; len(got) != 1 || got[0] != "appendix" {
		t.Errorf("there stay %v", got)
	}
	for range len(model.Sections()) - 1 {
		d.press("up", "space")
	}
	if got := d.app.a.Report.Sections; got != nil {
		t.Errorf("all is %v", got)
	}
}

// TestExportProfile types the profile's lines: they are in the assessment and on the first
// page, each line is one step back, and none of it is lost on the way.
func TestExportProfile(t *testing.T) {
	d, dir := exporting(t, sample(t))
	d.shows("+ Profile nobody named")
	d.press("end", "enter", "down", "enter")
	d.write("Jane Doe")
	d.press("enter")
	d.write("q Consulting ") // q is text here; the space at the end goes
	d.press("tab")
	d.paste("Acme\nGroup")
	d.press("down")
	d.write("Confidential")
	d.press("enter")
	want := model.Profile{Consultant: "Jane Doe", Firm: "q Consulting", Client: "Acme Group", Confidentiality: "Confidential"}
	if got := d.app.a.Report.Profile; got != want {
		t.Fatalf("the profile is %+v", got)
	}
	d.press("esc", "home", "enter")
	d.shows("✓ Written")
	page, _, _ := strings.Cut(exportedFile(t, dir, "md")[4:], "\n## ")
	_, page, _ = strings.Cut(page, "\n---\n")
	for _, line := range []string{"Prepared by Jane Doe, q Consulting, for Acme Group.", "Confidential"} {
		if !strings.Contains(page, line) {
			t.Errorf("the first page lacks %q:\n%s", line, page)
		}
	}
	d.press("u")
	d.shows("Took back: the line Confidentiality", "▌ Confidentiality")
	d.press("u", "u", "u")
	if got := d.app.a.Report.Profile; got != (model.Profile{}) {
		t.Errorf("taken back, there stays %+v", got)
	}
}

// TestExportUsualProfile: the default profile is shown and used as long as the assessment
// has none; a line that is changed takes the others over.
func TestExportUsualProfile(t *testing.T) {
	usual := func(text string) func(*Options) {
		return func(o *Options) {
			o.Profile = filepath.Join(t.TempDir(), "profile.yaml")
			if err := os.WriteFile(o.Profile, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	d, dir := exporting(t, sample(t), usual("consultant: Jane Doe\nfirm: Example Consulting\n"))
	d.shows("from profile.yaml: Jane Doe; Example Consulting")
	before := d.assessment()
	d.press("enter")
	if !strings.Contains(exportedFile(t, dir, "md"), "Prepared by Jane Doe, Example Consulting.") {
		t.Error("the default profile is not used")
	}
	d.press("end", "enter")
	d.shows("Consultant Jane Doe", "From profile.yaml, until a line is changed")
	d.press("down", "enter", "enter", "esc")
	if d.assessment() != before {
		t.Error("looking at the lines changes the assessment")
	}
	d.press("enter")
	d.write(", Partners")
	if got, want := d.app.a.Report.Profile, (model.Profile{Consultant: "Jane Doe", Firm: "Example Consulting, Partners"}); got != want {
		t.Errorf("changed in one line, the profile is %+v", got)
	}
	for range "Example Consulting, Partners" {
		d.press("backspace")
	}
	d.press("up", "end")
	for range "Jane Doe" {
		d.press("backspace")
	}
	d.hides("From profile.yaml, until")
	d.press("down", "down", "Z") // what was emptied does not come back while lines are typed
	if got, want := d.app.a.Report.Profile, (model.Profile{Client: "Z"}); got != want {
		t.Errorf("emptied and begun anew, the profile is %+v", got)
	}
	d.press("backspace", "esc")
	d.shows("from profile.yaml: Jane Doe; Example Consulting")

	broken, dir := exporting(t, sample(t), usual("consultants: [Jane"))
	broken.shows("profile.yaml cannot be used")
	broken.press("enter")
	broken.shows("Not exported: ")
	if all := left(t, dir); len(all) > 0 {
		t.Errorf("with a broken profile there is %v", all)
	}
	missing, _ := exporting(t, sample(t), func(o *Options) { o.Profile = filepath.Join(t.TempDir(), "profile.yaml") })
	missing.shows("nobody named")
}

// TestExportOverAHandsWork: before a report is overwritten that somebody changed by hand,
// the question says so; of one that is as it was written it does not.
func TestExportOverAHandsWork(t *testing.T) {
	d, dir := exporting(t, sample(t))
	d.press("enter")
	d.jump("export", 0)
	d.press("enter")
	d.shows("There is a file of this name already.")
	d.press("n")
	path := filepath.Join(dir, proposedName(sample(t)))
	changed := exportedFile(t, dir, "md") + "\nA line by hand.\n"
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("enter")
	d.shows("somebody changed it by hand")
	for range 3 {
		d.press("enter", "space", "down", "right")
	}
	if got := exportedFile(t, dir, "md"); got != changed {
		t.Error("the hand's work is gone")
	}
	d.jump("export", 0)
	d.press("1", "enter", "y")
	d.shows("✓ Written")
	if strings.Contains(exportedFile(t, dir, "md"), "A line by hand.") {
		t.Error("y does not overwrite")
	}
}

// TestExportEsc: Esc closes what is open and stays; once more it goes back.
func TestExportEsc(t *testing.T) {
	d, _ := exporting(t, sample(t))
	d.jump("market", 0)
	d.jump("export", 0)
	d.press("down", "enter", "down", "esc")
	d.at("export", 0)
	d.shows("▌ + Sections")
	d.press("esc")
	d.at("market", 0)
}

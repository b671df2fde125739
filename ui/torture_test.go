package ui

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twopaths/model"
)

// The torture list: what this program has to survive, and the tests that see to it. A test
// with a stroke is a story of the whole command: TestStories/NAME is testdata/script/NAME.txtar.
var torture = []struct {
	number int
	what   string
	tests  []string
}{
	{1, "killed at a thousand random moments: what was marked saved is there", []string{"TestKilledAtAnyMoment", "TestKilledRightAfterSaved", "TestLeftOverTemporaryFileIsCleared"}},
	{2, "the terminal's window closed, the line dropped: saved, and the process is gone", []string{"TestLostTerminalSavesAndEnds"}},
	{3, "asked to end by a signal: saved, the terminal restored, 128 and the signal's number", []string{"TestSignalSavesAndRestores"}},
	{4, "a panic in an update, a view, a command: saved, one sentence, no answer in it", []string{"TestPanicEndsInGoodOrder", "TestCrashOfTheWholeProgram", "TestCrashNamesOurLine"}},
	{5, "no room on the disk: a lasting warning, work goes on, the old file is whole", []string{"TestFailingSaveIsSaid", "TestFailedSaveKeepsTheOldFile", "TestSaveErrorsInTheHead", "TestEveryStepOfSavingFails", "TestDiskFullAndFreeAgain", "TestSavingElsewhere", "TestPlainSaysThatASaveFailed"}},
	{6, "the folder becomes read-only or is gone: likewise", []string{"TestReadOnlyFolder", "TestNewInAFolderThatIsNone", "TestFolderGone"}},
	{7, "two windows on one assessment: neither overwrites the other in silence", []string{"TestTwoWizardsOnOneFile", "TestFileChangedElsewhere", "TestSaveOfAChangedFile", "TestSecondWizardIsToldFirst", "TestLookingSavesNothing", "TestCopyIsAFileOfItsOwn", "TestManyWizardsOnOneFile", "TestPlainSecondIsTold"}},
	{8, "an assessment file cut anywhere: a reason, and the file is as it was", []string{"TestFileCutAnywhere", "TestFileCutAtEveryByte"}},
	{9, "a file of a newer format: said, and not touched", []string{"TestStories/newer_format"}},
	{10, "a file of the first format: the same answers in every later version", []string{"TestDesignExample", "TestCarry", "TestOpeningAnOlderContentIsSaid"}},
	{11, "an export onto a file that is there: asked, and No unless a letter says yes", []string{"TestExport", "TestExportOverAHandsWork", "TestWriteFile", "TestStories/report_keeps_existing_file"}},
	{12, "a key that the format does not know: its line, and nothing is written", []string{"TestParseFaults", "TestStories/report_bad_file"}},
	{13, "control sequences in every field: inert on every surface", []string{"TestHostileTextOnEveryScreen", "TestHostileTextOnEverySurface", "TestHostileTextInEveryDocument", "TestNothingHappensToTheTerminal"}},
	{14, "the same by each way in: typed, pasted, file, profile, content, name of a file, environment", []string{"TestHostileTextTyped", "TestHostileTextInFiles", "TestHostileProfileFile", "TestHostileContent", "TestHostileFileNames", "TestHostileTextInCommands", "TestHostileEnvironment"}},
	{15, "links in a note: text, and nothing to click", []string{"TestNothingHappensToTheTerminal", "TestExportIsInert", "TestHostileTextIsNoTagOnThePage"}},
	{16, "quotes and lists that explode: shown as text, as quickly as other text", []string{"TestExplodingNotes", "TestDeepNotesAreQuick"}},
	{17, "headings, fences, tables and rules in a note: the report has the template's alone", []string{"TestHostileTextLeavesTheStructureAlone", "TestRandomTextLeavesTheStructureAlone"}},
	{18, "scripts and pictures in a note: none on the page, which asks for nothing", []string{"TestHostileTextIsNoTagOnThePage", "TestPagesAreSound", "TestPagesInABrowser"}},
	{19, "formulas in a note: text cells, and all of it comes back", []string{"TestNoTextIsAFormula", "TestStepsCSVHoldsNoFormula", "TestSoARoundTrip"}},
	{20, "text that reads otherwise than it is: marked, and kept in its order", []string{"TestClean", "TestHostileTextIsShownLiterally"}},
	{21, "hostile names of exports: refused or cleaned, and the whole path shown before", []string{"TestExportNames", "TestHostileExportNames", "TestDeleteRefusesHostileNames", "TestStories/delete_stays_in_folder"}},
	{22, "a path that is a link to another place: not followed, and said", []string{"TestWriteFile", "TestStories/report_follows_no_link", "TestLinkIsNotFollowed", "TestLockIsNoLink"}},
	{23, "templates, formats and shells in a name: as they were typed, everywhere", []string{"TestHostileTextIsShownLiterally", "TestHostileTextOnEveryScreen"}},
	{24, "a megabyte pasted into a note: cut, and said, and the next key is quick", []string{"TestPasteIsCut", "TestLargePasteIsQuick"}},
	{25, "line ends of every kind and commands in a paste: text alone", []string{"TestPasteIsText"}},
	{26, "Enter held down: stops at the first open question, confirms nothing", []string{"TestEnterHeldAnswersNothing", "TestEnterHeldAtTheStart", "TestScopeEnterHeldAnswersNothing", "TestExport"}},
	{27, "line by line, the input ends anywhere: whole lines are taken, and nothing else", []string{"TestPlainInputEndsAnywhere", "TestPlainRandomScripts", "TestStories/plain_input_ends"}},
	{28, "line by line, all at once, and a line without end: each to its question, or refused", []string{"TestPlainTakesAllAtOnce", "TestPlainRefusesALongLine"}},
	{29, "deep, huge, doubled, broken files: a reason within a second and 200 MB", []string{"TestBombs", "TestStories/file_bombs"}},
	{30, "any size, and five hundred of them: no line too long, and the same screen again", []string{"TestBoxOfOddSizes", "TestBoxOfManyResizes", "TestSmallAndBack", "TestSizesWhileTyping", "TestManyMessages"}},
	{31, "no colours where none are wanted, no escape where no terminal is", []string{"TestNoColour", "TestPlainHasNoColours", "TestStories/report_markdown"}},
	{32, "without colours all states can be told apart", []string{"TestWithoutColoursStatesDiffer", "TestSixteenGreys", "TestObligationsWithoutColours"}},
	{33, "every pair of colours can be read", []string{"TestContrast", "TestContrastItself", "TestTheTwoHuesDiffer"}},
	{34, "names in any script, with marks and joiners: nothing is wider than the window", []string{"TestBoxOfOddTexts", "TestBoxWhileTyping"}},
	{35, "late answers of the terminal, or none: no character of them in a field", []string{"TestLateBackground", "TestTerminalsAreAskedOnlyForAuto", "TestWholeProgram"}},
	{36, "suspended, left in each screen, the terminal lost: restored, and nothing is lost", []string{"TestSuspendAndResume", "TestSuspendWithoutShell", "TestCtrlCLeavesFromEverywhere", "TestCtrlCAlwaysLeaves", "TestLostTerminalSavesAndEnds"}},
	{40, "traced, with an open mask: no call on the network, files of the user alone, no answer elsewhere", []string{"TestNoTraceOfAnswers", "TestNoNetwork", "TestFilesAreTheUsersAlone"}},
}

// otherCases is the numbers that are of a server, which there is none of.
var otherCases = []int{37, 38, 39}

// TestTortureList: every case has its tests, and every test that is named is there.
func TestTortureList(t *testing.T) {
	there := map[string]bool{}
	for _, pattern := range []string{"*_test.go", "../*_test.go", "../model/*_test.go", "../content/*_test.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no tests in %s: %v", pattern, err)
		}
		for _, path := range paths {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
					there[f.Name.Name] = true
				}
			}
		}
	}
	seen := slices.Clone(otherCases)
	for _, c := range torture {
		seen = append(seen, c.number)
		if len(c.tests) == 0 {
			t.Errorf("no test holds case %d: %s", c.number, c.what)
		}
		for _, name := range c.tests {
			test, story, isStory := strings.Cut(name, "/")
			if !there[test] {
				t.Errorf("case %d: there is no %s", c.number, test)
			}
			if isStory {
				if _, err := os.Stat(filepath.Join("..", "testdata", "script", story+".txtar")); err != nil {
					t.Errorf("case %d: %v", c.number, err)
				}
			}
		}
	}
	slices.Sort(seen)
	for i := range 40 {
		if i >= len(seen) || seen[i] != i+1 {
			t.Fatalf("the cases are %v, and not those from 1 to 40", seen)
		}
	}
}

// TestFileCutAnywhere cuts an assessment's file behind each fourth byte, other ones in each run,
// and a report, and turns bits at random: there is a reason or an assessment, and the file stays
// as it was.
func TestFileCutAnywhere(t *testing.T) {
	unraced(t)
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.yaml")
	refused, taken := 0, 0
	try := func(data []byte) {
		t.Helper()
		a, err := model.ParseAssessment("acme.yaml", data)
		if err != nil {
			refused++
			if bad := inert(model.Clean(err.Error())); bad != "" || err.Error() == "" {
				t.Fatalf("the reason is %q", err)
			}
			return
		}
		taken++
		if _, err := a.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := fullAssessment(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	report, err := model.NewReport(shipped(t), halfWay(t)).File()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	for n := rng.IntN(4); n < len(whole); n += 4 {
		try(whole[:n])
	}
	for n := 0; n < len(report); n += 1 + len(report)/500 {
		try(report[:n])
	}
	for range 600 {
		data := slices.Clone(whole)
		data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
		try(data)
	}
	t.Logf("%d refused, %d taken, seed %d", refused, taken, seed)
	if refused < 100 || taken < 100 {
		t.Errorf("%d refused, %d taken", refused, taken)
	}
	// On the screen the file is said to be broken, and left as it is; so it is where it was
	// named on the command line.
	for _, n := range []int{0, 1, len(whole) / 3, len(whole) / 2} {
		data := append(slices.Clone(whole[:n]), "\x00["...)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d := newDriver(t, t.TempDir(), func(o *Options) { o.Path = path })
		if d.opts.result.Refused == nil || !d.quit {
			t.Errorf("cut behind %d bytes the file is opened", n)
		}
		d = newDriver(t, t.TempDir())
		d.press("down", "enter")
		d.write(path)
		d.press("enter")
		d.shows("Nothing was changed")
		d.press("down", "up", "q")
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
			t.Errorf("cut behind %d bytes the file is changed: %v", n, err)
		}
	}
}

// quickest is the time of the shortest of some tries.
func quickest(tries int, f func()) time.Duration {
	best := time.Hour
	for range tries {
		began := spent()
		f()
		best = min(best, spent()-began)
	}
	return best
}

// TestDeepNotesAreQuick: notes that cost a renderer of Markdown minutes cost ours no more
// than a few notes more do.
func TestDeepNotesAreQuick(t *testing.T) {
	unraced(t)
	render := func(note string) time.Duration {
		a := sample(t)
		a.Scope.Note = note
		return quickest(3, func() {
			text, err := model.NewReport(shipped(t), a).Recommendation()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := renderMarkdown(newTheme(Dark, nil), text, 80); err != nil {
				t.Fatal(err)
			}
		})
	}
	plain := render("a note of usual length")
	for _, note := range []string{strings.Repeat(">", 100), strings.Repeat("> ", 100), deepList(80), strings.Repeat("- ", 200), strings.Repeat("[", 1000), strings.Repeat("*a ", 600)} {
		if took := render(note); took > 4*plain && took > 300*time.Millisecond {
			t.Errorf("%q takes %v, where another note takes %v", short(note), took, plain)
		}
	}
}

// TestLargePasteIsQuick pastes a megabyte into a note: on a quiet machine it is taken within
// 300 ms, and the next key within 50; a busy one gets three times that. Of a note of two
// thousand lines the field draws each line with each key, which takes longer.
func TestLargePasteIsQuick(t *testing.T) {
	unraced(t)
	ask, _ := firstQuestion(t)
	for name, text := range map[string]string{"one line": strings.Repeat("x", 1<<20), "many lines": strings.Repeat("a line of some words\r\n", 1<<15), "marks": strings.Repeat("e\u0301", 1<<18)} {
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(fresh())
		took := quickest(3, func() {
			d.begin(fresh())
			d.jump(ask, 0)
			d.press("n")
			d.paste(text)
		})
		if took > 900*time.Millisecond {
			t.Errorf("%s: the paste takes %v", name, took)
		}
		if took := quickest(3, func() { d.press("left", "backspace") }); took > 300*time.Millisecond {
			t.Errorf("%s: two keys behind it take %v", name, took)
		}
		t.Logf("%s: %v", name, took)
	}
}

// TestHostileExportNames exports to each name of the corpus: the whole path is shown before,
// it is what is written, and it lies where the name says.
func TestHostileExportNames(t *testing.T) {
	unraced(t)
	dir := filepath.Join(t.TempDir(), "a", "b", "c")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	d := newDriver(t, dir, noSave, quickDocuments)
	d.blind = true
	d.begin(fresh())
	d.resize(200, 40)
	written := 0
	for _, name := range slices.Concat(fileTexts(), []string{"../../x", "..", ".", strings.Repeat("x", 300), "a\x00b", "a\nb", "-rf", "CON", "{{.Secret}}", "%s%n", "$HOME", "`id`"}) {
		if filepath.IsAbs(model.CleanLine(name)) {
			continue // it is the user's to write where she says; this machine is not the test's
		}
		d.jump("export", 0)
		s := d.app.current().(*exportScreen)
		s.path.set("")
		d.press("n")
		d.paste(name)
		path, err := exportPath(s.path.in.Value())
		d.press("esc")
		if err == nil {
			if model.CleanLine(path) != path || strings.ContainsAny(path, "\x00\n") {
				t.Errorf("%q would be written to %q", short(name), path)
			}
			if folder := filepath.Dir(path); len(folder) < 100 {
				d.shows("in " + folder)
			}
		}
		d.press("home", "enter")
		if d.app.typing() || s.asking != "" {
			d.press("esc")
		}
		if s.written != "" {
			written++
			if s.written != path {
				t.Errorf("%q is written to %s, and shown was %s", short(name), s.written, path)
			}
			if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Mode().Perm() != 0o600 {
				t.Errorf("%q: %v, %v", short(name), info, err)
			}
			os.Remove(path)
		} else if s.err == nil {
			t.Errorf("%q is neither written nor refused:\n%s", short(name), d.text())
		}
	}
	if written < 10 {
		t.Errorf("only %d names are written", written)
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("besides there is %v", fmt.Sprint(left))
	}
}

package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// onDisk is the assessment that a file holds.
func onDisk(t *testing.T, f *File) model.Assessment {
	t.Helper()
	a, err := ReadAssessment(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// saved fails unless a file holds what the wizard does.
func (d *driver) saved(t *testing.T, f *File) {
	t.Helper()
	if got, want := encoded(t, onDisk(t, f)), d.assessment(); got != want {
		t.Errorf("on disk is\n%s\nand on the screen\n%s", got, want)
	}
}

// saver is a wizard on an assessment in a file, at its first question.
func saver(t *testing.T) (d *driver, f *File, q model.Question) {
	t.Helper()
	ask, q := firstQuestion(t)
	d = newDriver(t, t.TempDir(), quickDocuments)
	f = d.beginSaved(fresh())
	d.jump(ask, 0)
	return d, f, q
}

// TestSavedMarkFollowsTheDisk: the mark is there only once the save has returned.
func TestSavedMarkFollowsTheDisk(t *testing.T) {
	d, f, q := saver(t)
	d.shows("saved ✓")
	d.hold = true
	d.press("1")
	d.hides("saved ✓")
	d.shows("saving")
	if got := onDisk(t, f).Answers[q.ID].Option; got != "" {
		t.Errorf("%q is on disk before it was saved", got)
	}
	messages := d.execute(d.held[0]) // the file is written, the wizard does not know
	d.held = nil
	d.hides("saved ✓")
	for _, msg := range messages {
		d.send(msg)
	}
	d.shows("saved ✓")
	d.saved(t, f)
}

// TestOneSaveAtATime: answers during a save wait for its end, and then go in one.
func TestOneSaveAtATime(t *testing.T) {
	d, f, q := saver(t)
	writes := 0
	f.written = func(string) { writes++ }
	d.hold = true
	d.press("1", "2", "f", "1", "3")
	if len(d.held) != 1 {
		t.Fatalf("%d saves are under way", len(d.held))
	}
	first := d.execute(d.held[0])
	d.held = nil
	d.press("2")
	if len(d.held) != 0 {
		t.Fatalf("a second save begins before the first has ended")
	}
	d.hides("saved ✓")
	d.hold = false
	for _, msg := range first {
		d.send(msg)
	}
	d.shows("saved ✓")
	d.saved(t, f)
	if got := onDisk(t, f).Answers[q.ID].Option; got != q.Options[1].ID {
		t.Errorf("%q is on disk", got)
	}
	if writes != 2 {
		t.Errorf("%d writes for the first answer and all others together", writes)
	}
}

func TestTypingIsSavedAfterAPause(t *testing.T) {
	d, f, q := saver(t)
	writes := 0
	f.written = func(string) { writes++ }
	d.press("n")
	d.write("half a wo")
	if writes != 0 {
		t.Errorf("%d writes while somebody types", writes)
	}
	d.hides("saved ✓")
	d.pause()
	if writes != 1 {
		t.Errorf("%d writes after the pause", writes)
	}
	if got := onDisk(t, f).Answers[q.ID].Note; got != "half a wo" {
		t.Errorf("after the pause %q is on disk", got)
	}
	d.shows("saved ✓")
	d.write("rd")
	d.pause()
	d.press("esc")
	if got := onDisk(t, f).Answers[q.ID].Note; got != "half a word" {
		t.Errorf("after the second pause %q is on disk", got)
	}
	d.saved(t, f)
	// Going away saves at once or after the pause, never not at all.
	d.press("n")
	d.write("!")
	d.press("esc", "tab")
	d.pause()
	d.saved(t, f)
}

// TestWhatCannotBeReadIsNotSaved: an assessment that would be longer than a file that is read
// stays on the disk as it was, and saying so goes away with what made it too long.
func TestWhatCannotBeReadIsNotSaved(t *testing.T) {
	d, f, q := saver(t)
	ask, _ := firstQuestion(t)
	long := d.app.a.Answers[q.ID]
	long.Note = strings.Repeat("x ", model.MaxFileBytes/8*3)
	d.run(d.app.session.do(d.app.a.WithAnswer(q.ID, long), "the note", place{station: ask}))
	d.saved(t, f)
	before, err := os.ReadFile(f.Path)
	if err != nil || len(before) < model.MaxFileBytes/4*3 {
		t.Fatalf("%d bytes are saved: %v", len(before), err)
	}
	longer := long
	longer.Note += strings.Repeat("y ", model.MaxFileBytes/8)
	d.run(d.app.session.do(d.app.a.WithAnswer(q.ID, longer), "the note", place{station: ask}))
	d.shows("not saved: it would have ")
	holds(t, f.Path, string(before))
	d.run(d.app.session.do(d.app.a.WithAnswer(q.ID, long), "the note", place{station: ask}))
	d.saved(t, f)
	d.hides("not saved")
}

// TestFailingSaveIsSaid: the warning stays until a save succeeds, and each answer
// tries again.
func TestFailingSaveIsSaid(t *testing.T) {
	d, f, q := saver(t)
	before, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	// A folder in the file's place: no save can succeed.
	aside := f.Path + ".aside"
	if err := os.Rename(f.Path, aside); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(f.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	d.press("1")
	d.shows("not saved: ")
	d.press("o", "esc", "tab", "?", "esc")
	d.shows("not saved: ")
	d.resize(120, 40)
	d.shows("not saved: ")
	d.resize(80, 24)
	ask, _ := firstQuestion(t)
	d.jump(ask, 0)
	d.press("2") // tried again, and fails again
	d.shows("not saved: ")
	holds(t, aside, string(before))

	if err := os.Remove(f.Path); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(aside, f.Path); err != nil {
		t.Fatal(err)
	}
	d.shows("not saved: ") // until it is tried
	d.press("3")
	d.shows("saved ✓")
	d.hides("not saved")
	d.saved(t, f)
	if got := onDisk(t, f).Answers[q.ID].Option; got != q.Options[2].ID {
		t.Errorf("%q is on disk", got)
	}
}

// TestFileChangedElsewhere: what another program wrote is not overwritten, and that
// is said as long as it lasts.
func TestFileChangedElsewhere(t *testing.T) {
	d, f, _ := saver(t)
	theirs := fresh()
	theirs.Organisation = "Theirs"
	save(t, f.Path, theirs)
	d.press("1")
	d.shows("changed elsewhere")
	if onDisk(t, f).Organisation != "Theirs" {
		t.Error("what the other program wrote is gone")
	}
	d.press("2", "enter")
	d.shows("changed elsewhere")
	if _, err := d.opts.flush(); !errors.Is(err, ErrChanged) {
		t.Errorf("the last save says %v", err)
	}
	if onDisk(t, f).Organisation != "Theirs" {
		t.Error("what the other program wrote is gone")
	}
}

// TestFlushSavesTheNewest: whatever the loop has not come to, text typed a moment ago
// included, is on disk after a flush.
func TestFlushSavesTheNewest(t *testing.T) {
	d, f, q := saver(t)
	if path, err := d.opts.flush(); err != nil {
		t.Errorf("nothing to save: %q, %v", path, err)
	}
	d.hold = true
	d.press("1", "2", "n")
	d.write("typed a moment ago")
	path, err := d.opts.flush()
	if err != nil || path != f.Path {
		t.Errorf("flush gives %q, %v", path, err)
	}
	a := onDisk(t, f)
	if got := a.Answers[q.ID]; got.Note != "typed a moment ago" || got.Option != q.Options[1].ID {
		t.Errorf("on disk is %+v", got)
	}
	// The save that was under way comes after it and changes nothing.
	d.release()
	d.saved(t, f)
	if a := onDisk(t, f); a.Content != d.opts.Content.Version {
		t.Errorf("the file names the content %q, not %q", a.Content, d.opts.Content.Version)
	}
}

// TestFlushMatchesSave: both ways of saving write the same bytes.
func TestFlushMatchesSave(t *testing.T) {
	d, f, _ := saver(t)
	d.press("1")
	byLoop, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	d.hold = true
	d.press("2", "1")
	if _, err := d.opts.flush(); err != nil {
		t.Fatal(err)
	}
	holds(t, f.Path, string(byLoop))
}

func TestFlushOfNothing(t *testing.T) {
	d := newDriver(t, t.TempDir())
	if path, err := d.opts.flush(); path != "" || err != nil {
		t.Errorf("at the start screen: %q, %v", path, err)
	}
	d.begin(sample(t))
	d.stateScope("not")
	if path, err := d.opts.flush(); path != "" || err != nil {
		t.Errorf("on the sample, which is not saved: %q, %v", path, err)
	}
}

// TestNewAssessmentIsSavedAtOnce: a file is there before the first answer.
func TestNewAssessmentIsSavedAtOnce(t *testing.T) {
	d := newDriver(t, t.TempDir())
	d.press("enter")
	d.write("Über & Co")
	d.press("enter")
	d.at("profile", 0)
	f := d.app.saves.file
	if f == nil {
		t.Fatal("there is no file")
	}
	if got := filepath.Base(f.Path); got != "uber-co.yaml" {
		t.Errorf("the file is %s", got)
	}
	d.saved(t, f)
	d.shows("saved ✓")
}

// leaveTo goes back to the start screen.
func (d *driver) leaveTo(t *testing.T) {
	t.Helper()
	for range 200 {
		if d.app.session == nil {
			return
		}
		d.press("esc")
	}
	t.Fatalf("back leads to %v", d.app.at)
}

// TestLeavingDuringASave leaves an assessment while it is being saved and begins
// another: nothing of the first is lost, and its end is not taken for the other's.
func TestLeavingDuringASave(t *testing.T) {
	d, first, q := saver(t)
	d.hold = true
	d.press("1") // this save is slow
	d.press("2", "n")
	d.write("typed during the save")
	d.press("esc")
	slow := d.held
	d.hold, d.held = false, nil
	d.leaveTo(t)

	second := filepath.Join(d.opts.Store.Dir, "second.yaml")
	other := fresh()
	other.Organisation = "Second"
	save(t, second, other)
	file, other, err := Open(second)
	if err != nil {
		t.Fatal(err)
	}
	d.send(openedMsg{file: file, a: other})
	ask, _ := firstQuestion(t)
	d.jump(ask, 0)
	d.hold = true
	d.press("3") // the second's save is under way too
	d.hides("saved ✓")
	ours := d.held
	d.held = nil
	for _, cmd := range slow {
		for _, msg := range d.execute(cmd) {
			if _, list := msg.(listMsg); !list {
				d.send(msg)
			}
		}
	}
	d.hides("saved ✓") // the end of the first's save is not the second's
	d.hold = false
	for _, cmd := range append(ours, d.held...) {
		d.run(cmd)
	}
	d.shows("Second", "saved ✓")
	d.saved(t, file)
	if got := onDisk(t, first).Answers[q.ID]; got.Option != q.Options[1].ID || got.Note != "typed during the save" {
		t.Errorf("of the first assessment the disk holds %+v: what came during the save is lost", got)
	}
}

// TestLeavingRightAfterTyping leaves before the pause has ended.
func TestLeavingRightAfterTyping(t *testing.T) {
	d, f, q := saver(t)
	d.press("n")
	d.write("the last word")
	d.press("esc")
	d.leaveTo(t)
	d.pause()
	if got := onDisk(t, f).Answers[q.ID].Note; got != "the last word" {
		t.Errorf("the note on disk is %q", got)
	}
}

// TestLeavingRightAfterTypingOnABrokenDisk: what was typed just now is not dropped either.
func TestLeavingRightAfterTypingOnABrokenDisk(t *testing.T) {
	for _, last := range []string{"esc", "q"} {
		t.Chdir(t.TempDir()) // it proposes a file here
		d, f, q := saver(t)
		f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
		d.press("n")
		d.write("an important note")
		d.press("esc")
		if last == "esc" {
			d.app.trail, d.app.at = nil, d.app.places[0]
		}
		d.press(last)
		if d.app.session == nil || d.quit {
			t.Fatalf("%s leaves without a word", last)
		}
		d.shows("Save elsewhere", "Not saved yet")
		f.disk = nil
		d.press("enter")
		d.shows("saved ✓")
		if got := onDisk(t, d.app.saves.file).Answers[q.ID].Note; got != "an important note" {
			t.Errorf("on disk is %q", got)
		}
		d.leaveTo(t)
		if err := d.opts.end(nil, nil); err != nil {
			t.Errorf("it ends with %v", err)
		}
	}
}

// TestLeavingTwiceBeforeTheDiskAnswers: only who was told that it is not saved can mean it.
func TestLeavingTwiceBeforeTheDiskAnswers(t *testing.T) {
	for _, key := range []string{"q", "esc"} {
		for _, broken := range []bool{true, false} {
			t.Chdir(t.TempDir()) // it proposes a file here
			d, f, q := saver(t)
			if broken {
				f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
			}
			d.press("n")
			d.write("an important note")
			d.press("esc")
			if key == "esc" {
				d.app.trail, d.app.at = nil, d.app.places[0]
			}
			left := func() bool { return d.quit || d.app.session == nil }
			d.hold = true
			d.press(key, key)
			d.release()
			if !broken {
				if !left() || onDisk(t, f).Answers[q.ID].Note != "an important note" {
					t.Errorf("%s twice: left: %v, on disk: %q", key, left(), onDisk(t, f).Answers[q.ID].Note)
				}
				continue
			}
			if left() {
				t.Errorf("%s twice leaves without a word", key)
				continue
			}
			d.shows("Save elsewhere", "Not saved yet")
			d.hold = false
			if d.press("esc", key); !left() {
				t.Errorf("%s once more does not leave", key)
			}
		}
	}
}

// TestWorkAfterTheWarningIsWarnedOf: who goes on working has not agreed to lose that too.
func TestWorkAfterTheWarningIsWarnedOf(t *testing.T) {
	t.Chdir(t.TempDir()) // it proposes a file here
	d, f, _ := saver(t)
	f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
	d.press("1", "q")
	d.shows("Not saved yet")
	d.press("esc", "2", "q")
	if d.quit {
		t.Fatal("it ends without a word of the second answer")
	}
	d.shows("Not saved yet")
	if d.press("esc", "q"); !d.quit {
		t.Error("leaving a second time does not leave")
	}
}

// TestWhatWasLeftUnsavedIsToldInTheEnd, whatever was opened since.
func TestWhatWasLeftUnsavedIsToldInTheEnd(t *testing.T) {
	d, f, _ := saver(t)
	if err := f.Claim(now()); err != nil {
		t.Fatal(err)
	}
	f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
	d.press("1")
	d.leaveTo(t)
	d.hides("Nothing was changed. Check the name")
	if _, open := d.opts.Store.HeldBy("acme"); !open {
		t.Error("it is let go of though it is not saved")
	}
	d.app.start.opening = true
	d.run(func() tea.Msg { return begin(d.opts, fresh()) })
	d.press("ctrl+c")
	if err := d.opts.end(d.app.session, nil); !d.quit || !errors.Is(err, ErrNotSaved) || !errors.Is(err, syscall.EIO) {
		t.Errorf("quit is %v, and it ends with %v", d.quit, err)
	}
}

// TestOpeningTheSameAgain leaves an assessment and continues it: it is saved on.
func TestOpeningTheSameAgain(t *testing.T) {
	d, f, _ := saver(t)
	d.press("1")
	for range 3 {
		d.leaveTo(t)
		d.press("enter")
		if d.app.session == nil {
			t.Fatalf("it does not continue:\n%s", d.text())
		}
		ask, _ := firstQuestion(t)
		d.jump(ask, 1)
		d.press("1", "2")
		d.shows("saved ✓")
		d.saved(t, f)
	}
}

// TestOpeningAReport makes a new assessment of a report, and leaves the report alone.
func TestOpeningAReport(t *testing.T) {
	for _, ending := range []string{".md", ".MD"} {
		t.Run(ending, func(t *testing.T) {
			dir := t.TempDir()
			report := filepath.Join(dir, "report"+ending)
			data, err := model.NewReport(shipped(t), sample(t)).File()
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(report, data, 0o644); err != nil {
				t.Fatal(err)
			}
			d := newDriver(t, dir, func(o *Options) { o.Path = report })
			if d.app.session == nil {
				t.Fatalf("the report does not open:\n%s", d.text())
			}
			d.shows("the report stays as it is")
			f := d.app.saves.file
			if f == nil || filepath.Dir(f.Path) != d.opts.Store.Dir {
				t.Fatalf("it is saved to %v", f)
			}
			d.saved(t, f)
			d.stateScope("not")
			d.saved(t, f)
			holds(t, report, string(data))
			if got := onDisk(t, f).Scope.Stated; got == sample(t).Scope.Stated {
				t.Error("the change is not in the new file")
			}
		})
	}
}

// TestOpeningAnAssessmentElsewhere works on a file in place.
func TestOpeningAnAssessmentElsewhere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ours.yaml")
	save(t, path, sample(t))
	d := newDriver(t, dir, func(o *Options) { o.Path = path })
	d.at("recommendation", 0) // nothing is open
	d.stateScope("not")
	a, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	if encoded(t, a) != d.assessment() {
		t.Error("the file does not hold the change")
	}
	if Exists(d.opts.Store.Dir) {
		t.Error("there is a second file in the store")
	}
}

// TestUnknownIDsAreKept: what this content does not know is said, and saved on.
func TestUnknownIDsAreKept(t *testing.T) {
	a := sample(t)
	a = a.WithAnswer("question-of-tomorrow", model.Answer{Option: "yes", Note: "kept"})
	dir := t.TempDir()
	path := filepath.Join(dir, "ours.yaml")
	save(t, path, a)
	d := newDriver(t, dir, func(o *Options) { o.Path = path })
	d.shows("1 part of the file is not known to this content")
	d.stateScope("essential")
	got, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Answers["question-of-tomorrow"].Note != "kept" {
		t.Error("the unknown answer is gone")
	}
}

// TestNoSaveWritesNothing goes through everything and looks at the disk.
func TestNoSaveWritesNothing(t *testing.T) {
	dir := t.TempDir()
	d := newDriver(t, dir, noSave, quickDocuments)
	d.press("enter")
	d.write("Acme")
	d.press("enter")
	d.write("x")
	d.pause()
	d.shows("not saved")
	d.stateScope("essential")
	d.press("n", "x", "esc")
	d.pause()
	d.leaveTo(t)
	if more := left(t, dir); len(more) > 0 {
		t.Errorf("with --no-save there is %v", more)
	}
}

// TestExport writes the report by keys: never over a file unless y is pressed.
func TestExport(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	d := newDriver(t, dir, noSave)
	d.begin(sample(t))
	name := proposedName(sample(t))
	path := filepath.Join(dir, name)
	d.jump("export", 0)
	d.shows(name)
	d.press("enter")
	d.shows("Written")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d.opts.result.Exported != path {
		t.Errorf("the result names %q", d.opts.result.Exported)
	}
	back, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	back.Content = ""
	if got := encoded(t, back); got != d.assessment() {
		t.Errorf("the report gives back\n%s", got)
	}

	d.stateScope("not")
	for _, no := range []string{"n", "esc", "enter"} {
		d.jump("export", 0)
		d.press("enter")
		d.shows("There is a file of this name already")
		d.press("enter", "enter", "enter") // held down: asks again, overwrites nothing
		holds(t, path, string(data))
		d.jump("export", 0)
		d.press("enter", no)
		holds(t, path, string(data))
	}
	d.jump("export", 0)
	d.press("enter", "y")
	d.shows("Written")
	if now, _ := os.ReadFile(path); string(now) == string(data) {
		t.Error("y does not overwrite")
	}

	// By another name, as data for programs.
	d.press("n")
	for range 80 {
		d.press("backspace")
	}
	d.write("ours.json")
	d.press("enter")
	d.shows("Written")
	if data, _ := os.ReadFile(filepath.Join(dir, "ours.json")); !strings.HasPrefix(string(data), "{") {
		t.Error("ours.json is no JSON")
	}
}

// TestExportNames: what a typed name comes to, or why it is refused.
func TestExportNames(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, want := range map[string]string{
		"acme":               "acme.md",
		"acme.md":            "acme.md",
		"acme.MD":            "acme.MD",
		"acme.json":          "acme.json",
		"Acme Inc. of Texas": "Acme Inc. of Texas.md",
		"a\nb":               "a b.md",
		"a\x00b.md":          "ab.md",
		"-rf":                "-rf.md",
		"sub/acme":           "sub/acme.md",
		"acme.pdf":           "",
		"acme.yaml":          "",
		"":                   "",
		"  ":                 "",
	} {
		got, err := exportPath(name)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is written to %s", name, got)
		case want != "" && err != nil:
			t.Errorf("%q: %v", name, err)
		case want != "" && got != filepath.Join(dir, want):
			t.Errorf("%q is written to %s", name, got)
		}
	}
}

// TestExportComesBackLate: the end of an export that was begun before the assessment
// was left does not end up in the next one.
func TestExportComesBackLate(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	d := newDriver(t, dir, noSave)
	d.begin(sample(t))
	d.jump("export", 0)
	d.hold = true
	d.press("enter")
	slow := d.held
	d.hold, d.held = false, nil
	d.leaveTo(t)
	d.begin(fresh())
	d.jump("export", 0)
	var late []tea.Msg
	for _, cmd := range slow {
		late = append(late, d.execute(cmd)...)
	}
	for _, msg := range late {
		d.send(msg)
	}
	d.hides("Written")
}

// TestFlushFromAnotherGoroutine saves from outside the loop while keys arrive, as a
// signal does. The race detector looks on.
func TestFlushFromAnotherGoroutine(t *testing.T) {
	d, f, _ := saver(t)
	stop, done := make(chan bool), make(chan error)
	go func() {
		var failed error
		for {
			select {
			case <-stop:
				done <- failed
				return
			default:
				if _, err := d.opts.flush(); err != nil {
					failed = err
				}
			}
		}
	}()
	for range 10 {
		d.press("1", "2", "f", "n", "x", "esc")
		d.pause()
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := d.opts.flush(); err != nil {
		t.Error(err)
	}
	d.saved(t, f)
}

// An assessment of an older content says, in a line, what has changed since.
func TestOpeningAnOlderContentIsSaid(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ours.yaml")
	a := sample(t)
	a.Content = "2026.11.1"
	save(t, path, a)
	d := newDriver(t, dir, func(o *Options) { o.Path = path })
	want := shipped(t).ChangeSummary(a)
	if want == "" {
		t.Fatal("nothing has changed since 2026.11.1")
	}
	d.resize(200, 60)
	d.shows(want)
	save(t, path, sample(t))
	d = newDriver(t, dir, func(o *Options) { o.Path = path })
	d.resize(200, 60)
	d.hides("2026.11.1")
}

// TestTypedAheadOpensNothingElse: what is typed while the file that was named is being opened
// does not begin another assessment behind it.
func TestTypedAheadOpensNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ours.yaml")
	save(t, path, sample(t))
	opts := &Options{Content: shipped(t), Store: Store{Dir: filepath.Join(dir, "store")}, Theme: Dark, Now: now, Path: path}
	d := &driver{t: t, app: newApp(opts), opts: opts}
	d.resize(80, 24)
	opening := d.app.Init()
	d.press("enter", "A", "enter")
	d.run(opening)
	if d.app.session == nil || d.app.saves.file.Path != path {
		t.Fatalf("what is open is not what was named:\n%s", d.text())
	}
	if begun, _ := filepath.Glob(filepath.Join(dir, "store", "*")); len(begun) > 0 {
		t.Errorf("another one was begun: %v", begun)
	}
}

// TestContentOnTrial: content of which no report can be written ends the wizard with the reason
// and not the workshop with none; what was answered meanwhile is saved.
func TestContentOnTrial(t *testing.T) {
	broken := model.Faults{{File: "report.md.tmpl", Line: 7, Problem: "no such field"}}
	d := newDriver(t, t.TempDir(), func(o *Options) { o.Try = func() error { return broken } })
	if err := d.opts.result.Refused; !d.quit || err == nil || err.Error() != broken.Error() {
		t.Errorf("the screens go on: %v", err)
	}
	sound := newDriver(t, t.TempDir(), func(o *Options) { o.Try = func() error { return nil } })
	if sound.quit || sound.opts.result.Refused != nil {
		t.Error("sound content ends the wizard")
	}

	plain := talk(t, t.TempDir(), "quit\n", noSave, func(o *Options) { o.Try = func() error { return broken } })
	if plain.err != nil || plain.result.Refused == nil || plain.said != "" {
		t.Errorf("line by line: %v, %v, said %q", plain.err, plain.result.Refused, plain.said)
	}
}

// Facts that cannot be are refused with their line, and the file stays as it is.
func TestOpeningImpossibleFactsIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ours.yaml")
	data := "twopaths: 1\nscope:\n  sector: energy\n  entity_type: credit-institution\n"
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	const why = "scope.entity_type: the type"
	d := newDriver(t, dir, func(o *Options) { o.Path = path })
	if err := d.opts.result.Refused; d.app.session != nil || !d.quit || err == nil || !strings.Contains(err.Error(), why) {
		t.Fatalf("named on the command line: %v", err)
	}
	d = newDriver(t, dir)
	d.resize(200, 60)
	d.press("down", "enter")
	d.write(path)
	d.press("enter")
	if d.app.session != nil {
		t.Fatal("it is opened")
	}
	d.shows(why)
	holds(t, path, data)
}

// The first frame waits for nothing: content that takes long comes later, and what was asked
// for meanwhile opens then.
func TestFirstFrameWaitsForNoContent(t *testing.T) {
	loading := make(chan struct{})
	d := &driver{t: t, hold: true, opts: &Options{Store: Store{Dir: t.TempDir()}, Theme: Dark, Now: now, Load: func() *model.Content {
		<-loading
		return shipped(t)
	}}}
	d.app = newApp(d.opts)
	d.held = append(d.held, d.app.Init())
	d.resize(80, 24)
	d.shows("New assessment", "Nothing leaves this machine.")
	d.press("down", "down", "enter") // the sample
	d.shows("New assessment")
	close(loading)
	d.release()
	d.shows(shipped(t).Sample.Organisation)
}

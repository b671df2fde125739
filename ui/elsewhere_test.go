package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// second is a wizard that opens what another wizard, first, has open.
func second(t *testing.T) (d *driver, first *File) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, sample(t))
	first = claimed(t, path)
	return newDriver(t, dir, quickDocuments, func(o *Options) { o.Path = path }), first
}

// TestSecondWizardIsToldFirst: who opens what another has open learns that before anything
// else, and Enter held down chooses nothing.
func TestSecondWizardIsToldFirst(t *testing.T) {
	d, first := second(t)
	before, _ := os.ReadFile(first.Path)
	if d.app.session != nil {
		t.Fatal("it is opened")
	}
	host, _ := os.Hostname()
	d.shows("acme.yaml is open in another wizard", host, "since 10:00", "Look at it", "Work on a copy", "acme-2.yaml")
	for range 30 {
		d.press("enter")
	}
	if d.app.session != nil || d.quit {
		t.Fatal("Enter held down opens it")
	}
	holds(t, first.Path, string(before))
	if more := left(t, filepath.Dir(first.Path), "acme.yaml", ".acme.yaml.lock"); len(more) > 0 {
		t.Errorf("there is %v", more)
	}
	d.press("esc")
	d.shows("New assessment")
	d.hides("another wizard")
}

// TestHeldFromTheStartList tells it of a saved assessment too, and Back leads to the list.
func TestHeldFromTheStartList(t *testing.T) {
	d := newDriver(t, t.TempDir(), quickDocuments)
	path := filepath.Join(d.opts.Store.Dir, "acme.yaml")
	save(t, path, fresh())
	first := claimed(t, path)
	d.run(d.app.start.load())
	d.press("enter")
	d.shows("acme.yaml is open in another wizard")
	d.press("end", "enter")
	d.shows("Continue")
	if d.app.session != nil {
		t.Fatal("Back opens it")
	}
	first.Release()
	d.press("enter")
	if d.app.session == nil {
		t.Fatal("what was let go of does not open")
	}
}

// TestLookingSavesNothing: all can be tried, nothing is written, and it stays so when the
// other wizard ends.
func TestLookingSavesNothing(t *testing.T) {
	d, first := second(t)
	before, _ := os.ReadFile(first.Path)
	d.press("down", "enter")
	d.shows("looking: nothing is saved")
	d.stateScope("not")
	first.Release()
	d.stateScope("essential")
	if _, err := d.opts.flush(); err != nil {
		t.Error(err)
	}
	d.shows("looking: nothing is saved")
	holds(t, first.Path, string(before))
	if more := left(t, filepath.Dir(first.Path), "acme.yaml"); len(more) > 0 {
		t.Errorf("there is %v", more)
	}
	// It is kept after all.
	d.press("S")
	d.shows("Save elsewhere", "You are looking at acme.yaml")
	d.press("enter")
	d.shows("saved ✓", "Work goes on in ")
	f := d.app.saves.file
	if f == nil || filepath.Dir(f.Path) != d.opts.Store.Dir {
		t.Fatalf("it is saved in %+v", f)
	}
	d.saved(t, f)
	d.stateScope("not")
	d.saved(t, f)
	holds(t, first.Path, string(before))
}

// TestCopyIsAFileOfItsOwn: the copy is named, saved at once and locked, and neither of the
// two touches the other.
func TestCopyIsAFileOfItsOwn(t *testing.T) {
	d, first := second(t)
	before, _ := os.ReadFile(first.Path)
	d.press("down", "down", "enter")
	f := d.app.saves.file
	if f == nil || f.Path != filepath.Join(filepath.Dir(first.Path), "acme-2.yaml") {
		t.Fatalf("the copy is %+v", f)
	}
	d.resize(200, 40)
	d.shows("This is a copy", "acme-2.yaml", "saved ✓")
	d.saved(t, f)
	if _, _, err := OpenToSave(f.Path, now()); err == nil {
		t.Error("the copy is not locked")
	}
	d.stateScope("not")
	d.saved(t, f)
	holds(t, first.Path, string(before))
	d.leaveTo(t)
	first.Release()
	if more := left(t, filepath.Dir(first.Path), "acme.yaml", "acme-2.yaml"); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
}

// TestNoSaveTakesNoLock: a wizard that saves nothing is in nobody's way.
func TestNoSaveTakesNoLock(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, fresh())
	first := claimed(t, path)
	defer first.Release()
	d := newDriver(t, dir, noSave, quickDocuments, func(o *Options) { o.Path = path })
	if d.app.session == nil {
		t.Fatal("it does not open")
	}
	d.press("S")
	d.hides("Save elsewhere")
}

// TestLockLastsAsLongAsTheWork: from opening to leaving, and for a new assessment too.
func TestLockLastsAsLongAsTheWork(t *testing.T) {
	d := newDriver(t, t.TempDir(), quickDocuments)
	d.press("enter")
	d.write("Acme")
	d.press("enter")
	path := filepath.Join(d.opts.Store.Dir, "acme.yaml")
	for range 2 {
		if _, open := d.opts.Store.HeldBy("acme"); !open {
			t.Fatal("nobody has it open")
		}
		d.leaveTo(t)
		if more := left(t, d.opts.Store.Dir, "acme.yaml"); len(more) > 0 {
			t.Fatalf("after leaving there is %v", more)
		}
		d.press("enter")
	}
	d.opts.letGo()
	claimed(t, path).Release()
}

// TestDiskFullAndFreeAgain: the warning lasts and names the way out, each answer tries
// again, and with room on the disk the mark comes back.
func TestDiskFullAndFreeAgain(t *testing.T) {
	d, f, q := saver(t)
	before, _ := os.ReadFile(f.Path)
	for _, step := range faultySteps[:6] { // at the last, the new state stands there
		f.disk = &faultyDisk{step: step, err: syscall.ENOSPC}
		d.press("1")
		d.press("2")
		if step != "short write" {
			d.shows("not saved: the disk is full; S saves elsewhere")
		}
		d.press("o", "esc", "?", "esc")
		d.shows("not saved: ")
		holds(t, f.Path, string(before))
		f.disk = nil
		d.press("3")
		d.shows("saved ✓")
		d.hides("not saved")
		d.saved(t, f)
		if got := onDisk(t, f).Answers[q.ID].Option; got != q.Options[2].ID {
			t.Errorf("after %s %q is on disk", step, got)
		}
		before, _ = os.ReadFile(f.Path)
	}
}

// TestSavingElsewhere: where the own file takes nothing, the state goes into another, work
// goes on there, and the old one is let go of as it was.
func TestSavingElsewhere(t *testing.T) {
	d, f, q := saver(t)
	work := t.TempDir()
	t.Chdir(work)
	if err := f.Claim(now()); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(f.Path)
	f.disk = &faultyDisk{step: "write", err: syscall.ENOSPC}
	d.press("1")
	at := d.app.at
	d.press("S")
	d.shows("Save elsewhere", "the disk is full", work) // not where the disk is full
	d.press("enter")
	d.shows("saved ✓", "Work goes on in ")
	if d.app.at != at {
		t.Errorf("it leads to %v", d.app.at)
	}
	other := d.app.saves.file
	if other == f || filepath.Dir(other.Path) != work {
		t.Fatalf("it is saved in %s", other.Path)
	}
	if info, err := os.Stat(other.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	d.saved(t, other)
	d.press("2")
	d.saved(t, other)
	if got := onDisk(t, other).Answers[q.ID].Option; got != q.Options[1].ID {
		t.Errorf("%q is on disk", got)
	}
	holds(t, f.Path, string(before))
	if more := left(t, filepath.Dir(f.Path), "acme.yaml"); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
	if _, _, err := OpenToSave(other.Path, now()); err == nil {
		t.Error("the other file is not locked")
	}
	if path, err := d.opts.flush(); err != nil || path != other.Path {
		t.Errorf("the last save goes to %q, %v", path, err)
	}
}

// TestSavingElsewhereNeverOverwrites unless y is pressed; and what is no ordinary file, or
// open in another wizard, not even then.
func TestSavingElsewhereNeverOverwrites(t *testing.T) {
	d, f, _ := saver(t)
	dir := t.TempDir()
	theirs := filepath.Join(dir, "theirs.yaml")
	save(t, theirs, sample(t))
	before, _ := os.ReadFile(theirs)
	ask := func(name string) {
		t.Helper()
		d.press("S")
		d.press("end")
		for range d.app.screens[elsewherePlace].(*elsewhereScreen).path.in.Value() {
			d.press("backspace")
		}
		d.paste(name)
		d.press("enter")
	}
	for _, no := range []string{"enter", "n", "esc"} {
		ask(theirs)
		d.shows("There is a file of this name already")
		d.press("q", "x", no)
		d.hides("There is a file")
		d.press("esc")
		if d.app.saves.file != f {
			t.Fatalf("after %s work goes on in %s", no, d.app.saves.file.Path)
		}
	}
	ask(theirs)
	for range 30 {
		d.press("enter") // held down: asks again and again
	}
	holds(t, theirs, string(before))
	d.press("esc")
	d.press("esc")

	link, folder := filepath.Join(dir, "link.yaml"), filepath.Join(dir, "folder.yaml")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(theirs, link); err != nil {
		t.Skip(err)
	}
	other := claimed(t, theirs)
	for name, want := range map[string]string{
		link: "link", folder: "folder", filepath.Join(dir, "x.md"): "ending", "": "needs a name", strings.Repeat("x", 300): "too long",
	} {
		ask(name)
		d.shows(want)
		d.press("enter")
		d.press("esc")
		if d.app.saves.file != f {
			t.Fatalf("%q: work goes on in %s", name, d.app.saves.file.Path)
		}
	}
	ask(theirs)
	d.press("y")
	d.shows("open in another wizard")
	holds(t, theirs, string(before))
	d.press("esc")
	other.Release()
	ask(theirs)
	d.press("y")
	d.shows("saved ✓")
	d.saved(t, d.app.saves.file)
	if d.app.saves.file.Path != theirs {
		t.Errorf("work goes on in %s", d.app.saves.file.Path)
	}
}

// TestChangedElsewhereIsLeftAlone: the way out is a file beside it, or the same file with
// a yes.
func TestChangedElsewhereIsLeftAlone(t *testing.T) {
	for _, same := range []bool{false, true} {
		d, f, _ := saver(t)
		theirs := fresh()
		theirs.Organisation = "Theirs"
		save(t, f.Path, theirs)
		before, _ := os.ReadFile(f.Path)
		d.press("1")
		d.shows("not saved: changed elsewhere; S saves elsewhere")
		d.press("S")
		d.shows("store/acme-2.yaml")
		if same {
			for range "-2.yaml" {
				d.press("backspace")
			}
			d.press("enter")
			d.shows("There is a file of this name already")
			holds(t, f.Path, string(before))
			d.press("y")
		} else {
			d.press("enter")
		}
		d.shows("saved ✓")
		d.press("2")
		d.shows("saved ✓")
		d.saved(t, d.app.saves.file)
		if same != (onDisk(t, f).Organisation != "Theirs") {
			t.Errorf("the file is of %q", onDisk(t, f).Organisation)
		}
	}
}

// onto types a path at the question where to save.
func (d *driver) onto(path string) {
	d.t.Helper()
	d.press("S")
	d.app.screens[elsewherePlace].(*elsewhereScreen).path.set(path)
	d.press("enter")
}

// TestSavedOntoItself: what is said to be saved is on the disk, also where it had been and
// another program removed it or changed it since.
func TestSavedOntoItself(t *testing.T) {
	for _, removed := range []bool{true, false} {
		d, f, _ := saver(t)
		d.press("1")
		d.shows("saved ✓")
		theirs := fresh()
		theirs.Organisation = "Theirs"
		save(t, f.Path, theirs)
		if removed {
			os.Remove(f.Path)
		}
		d.onto(absolute(f.Path))
		if !removed {
			d.shows("There is a file of this name already")
			d.press("y")
		}
		d.shows("saved ✓", "Work goes on in ")
		d.saved(t, f)
		d.press("2")
		d.shows("saved ✓")
		d.saved(t, f)
	}
}

// TestSavingElsewhereNeverOverwritesWhatCame between the look and the save: it asks then.
func TestSavingElsewhereNeverOverwritesWhatCame(t *testing.T) {
	_, f, _ := saver(t)
	path := filepath.Join(t.TempDir(), "theirs.yaml")
	save(t, path, sample(t))
	before, _ := os.ReadFile(path)
	_, err := saveTo(f, path, false, 1, []byte("ours"), now())
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("it says %v", err)
	}
	holds(t, path, string(before))
	claimed(t, path).Release()
}

// TestStartListByPages: many saved assessments are gone through by pages.
func TestStartListByPages(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave)
	var saved []Saved
	for i := range 100 {
		saved = append(saved, Saved{Name: fmt.Sprint("acme-", i), Path: "/saved/x.yaml", Modified: now(), Assessment: fresh()})
	}
	d.send(listMsg{saved: saved})
	rows := len(d.app.start.rows())
	pages := 0
	for last := -1; d.app.start.focus != last; pages++ {
		last = d.app.start.focus
		d.press("pgdown")
	}
	if d.app.start.focus != rows-1 || pages < 5 || pages > 40 {
		t.Errorf("%d pages lead to row %d of %d", pages, d.app.start.focus, rows)
	}
	d.press("pgup")
	if at := d.app.start.focus; at >= rows-2 || at == 0 {
		t.Errorf("a page up leads to row %d", at)
	}
}

// TestMenuGoesWithItsScreen: what comes late leads away from under an open menu, and Enter
// then does nothing at the place it leads to.
func TestMenuGoesWithItsScreen(t *testing.T) {
	d, f, q := saver(t)
	d.press("S")
	d.hold = true
	d.press("enter")
	d.press("ctrl+g")
	d.shows("Menu")
	d.release()
	d.hides("everywhere")
	d.shows("Work goes on in ", q.Text)
	if d.app.menu != nil || d.app.saves.file == f {
		t.Errorf("the menu is %v", d.app.menu)
	}
	before := d.assessment()
	d.press("enter")
	if d.assessment() != before {
		t.Error("Enter answers")
	}
}

// TestFolderGone: it is said, nothing is made again unasked, and y makes it.
func TestFolderGone(t *testing.T) {
	d, f, q := saver(t)
	if err := f.Claim(now()); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(f.Path)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	d.press("1")
	d.press("2")
	d.shows("not saved: the folder is gone; S saves elsewhere")
	if _, err := d.opts.flush(); !errors.Is(err, ErrFolderGone) {
		t.Errorf("the last save says %v", err)
	}
	d.press("S")
	d.press("enter")
	d.shows("is not there.", "y makes it")
	for range 10 {
		d.press("enter")
	}
	if Exists(dir) {
		t.Fatal("the folder is made again unasked")
	}
	d.press("esc")
	d.press("enter")
	d.press("y")
	d.shows("saved ✓")
	d.press("3")
	d.shows("saved ✓")
	d.saved(t, f)
	if got := onDisk(t, f).Answers[q.ID].Option; got != q.Options[2].ID {
		t.Errorf("%q is on disk", got)
	}
	if f.lock == nil || !f.lock.stands() {
		t.Error("it is no longer locked")
	}
}

// TestLeavingWhatIsNotSaved asks once, and does not keep anybody.
func TestLeavingWhatIsNotSaved(t *testing.T) {
	d, f, _ := saver(t)
	f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
	d.press("1")
	d.press("q")
	if d.quit {
		t.Fatal("it is left without a word")
	}
	d.shows("Save elsewhere", "Not saved yet")
	d.press("esc")
	d.press("q")
	if !d.quit {
		t.Error("it cannot be left")
	}
	d, f, _ = saver(t)
	f.disk = &faultyDisk{step: "sync", err: syscall.EIO}
	d.press("1")
	d.press("ctrl+c")
	if !d.quit {
		t.Error("ctrl+c does not leave from anywhere")
	}
}

// TestSampleIsKept: what was only tried can be kept.
func TestSampleIsKept(t *testing.T) {
	d := newDriver(t, t.TempDir(), quickDocuments)
	d.begin(sample(t))
	ask, _ := firstQuestion(t)
	d.jump(ask, 0)
	d.press("S")
	d.shows("Nothing of this is saved yet")
	d.press("enter")
	d.shows("saved ✓")
	d.saved(t, d.app.saves.file)
}

// TestSavedElsewhereTooLate: the end of saving elsewhere, of an assessment that was left
// meanwhile, lets go of the file.
func TestSavedElsewhereTooLate(t *testing.T) {
	d, f, _ := saver(t)
	path := filepath.Join(t.TempDir(), "late.yaml")
	msg := d.app.session.elsewhere(d.opts, path, toNothing)()
	if msg.err != nil || msg.ask != toNothing {
		t.Fatalf("it comes to %+v", msg)
	}
	d.leaveTo(t)
	d.send(msg)
	claimed(t, path).Release()
	claimed(t, f.Path).Release()
}

// TestWhatIfIsSavedElsewhereToo with the assessment as it was.
func TestWhatIfIsSavedElsewhereToo(t *testing.T) {
	d, f, q := saver(t)
	d.press("1", "w", "2")
	d.press("S", "enter")
	d.shows("saved ✓")
	a := onDisk(t, d.app.saves.file)
	if d.app.saves.file == f || a.WhatIf == nil || a.Answers[q.ID].Option != q.Options[0].ID {
		t.Errorf("on disk is %+v", a)
	}
	if scenario, ok := a.Scenario(); !ok || scenario.Answers[q.ID].Option != q.Options[1].ID {
		t.Errorf("the scenario is %+v", scenario)
	}
}

// TestSaveElsewhereHasKeysOfItsOwn: it works on every station, so that no other action can
// have its keys; and each station lists it.
func TestSaveElsewhereHasKeysOfItsOwn(t *testing.T) {
	own := newKeys().elsewhere
	for _, s := range few(scenes(t)) {
		if s.over() {
			continue
		}
		d := s.start(t, t.TempDir(), quickDocuments)
		if d.app.session == nil || d.app.typing() {
			continue
		}
		listed := false
		mine, everywhere := d.bindings()
		for _, b := range append(mine, everywhere...) {
			listed = listed || sameKey(b, own)
			if !sameKey(b, own) && shareKey(b, own) {
				t.Errorf("%s: %v shares a key with it", s.name, b.Help())
			}
		}
		if !listed {
			t.Errorf("%s does not list it", s.name)
		}
		d.press("S")
		if d.app.at != elsewherePlace {
			t.Errorf("%s: S leads to %v", s.name, d.app.at)
		}
	}
}

// TestLookingIsSaidOnAProjector and that a save fails, where there is no head line.
func TestLookingIsSaidOnAProjector(t *testing.T) {
	d := newDriver(t, t.TempDir(), quickDocuments, func(o *Options) { o.Theme = Projector })
	d.send(openedMsg{a: fresh(), held: jane(), looks: true})
	d.shows("looking: nothing is saved")
	d.leaveTo(t)
	f := d.beginSaved(fresh())
	f.disk = &faultyDisk{step: "write", err: syscall.ENOSPC}
	ask, _ := firstQuestion(t)
	d.jump(ask, 0)
	d.press("1")
	d.press("down")
	d.shows("not saved: the disk is full; S saves elsewhere")
}

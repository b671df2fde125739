package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"twopaths/model"
)

func TestSlug(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Example GmbH", "example-gmbh"},
		{"Müller & Söhne", "muller-sohne"},
		{"Straße", "strasse"},
		{"STRAẞE", "strasse"},
		{"Ærø Smørrebrød", "aero-smorrebrod"},
		{"Łódź", "lodz"},
		{"Ångström", "angstrom"},
		{"İstanbul", "istanbul"},
		{"Crème brûlée", "creme-brulee"},
		{"Cre\u0301me", "creme"},
		{"CON", "the-con"},
		{"con", "the-con"},
		{"Nul", "the-nul"},
		{"COM1", "the-com1"},
		{"lpt9", "the-lpt9"},
		{"con.yaml", "con-yaml"},
		{"console", "console"},
		{"../x", "x"},
		{"../../etc/passwd", "etc-passwd"},
		{`C:\Windows\x`, "c-windows-x"},
		{"/absolute", "absolute"},
		{"-rf", "rf"},
		{"~", ""},
		{"", ""},
		{"   ", ""},
		{"...", ""},
		{"👩‍👩‍👧‍👦", ""},
		{"東京電力", ""},
		{"東京 Power", "power"},
		{"a\x00b\nc", "a-b-c"},
		{"\x1b]52;c;x\x07", "52-c-x"},
		{"\u202egnp.x", "gnp-x"},
		{strings.Repeat("x", 300), strings.Repeat("x", 60)},
		{strings.Repeat("ab ", 100), strings.Repeat("ab-", 19) + "ab"},
		{strings.Repeat("x", 59) + "-y", strings.Repeat("x", 59)},
		{strings.Repeat("ö", 300), strings.Repeat("o", 60)},
	} {
		got := slug(c.name)
		if got != c.want {
			t.Errorf("slug(%q) = %q, not %q", c.name, got, c.want)
		}
		if again := slug(got); again != got {
			t.Errorf("slug(%q) = %q: the file of %q has no name that delete takes", got, again, c.name)
		}
	}
}

var goodName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,79}\.yaml$`)

func TestNewGivesNoPathThatExists(t *testing.T) {
	store := Store{Dir: t.TempDir()}
	today := model.DateOf(now())
	seen := map[string]bool{}
	for range 3 {
		for _, name := range []string{"Acme", "acme", "ACME!", "", "👍", "CON", "../x", "/x", strings.Repeat("x", 300)} {
			f, err := store.New(name, today)
			if err != nil {
				t.Fatal(err)
			}
			if seen[f.Path] {
				t.Errorf("New(%q) gives %s again", name, f.Path)
			}
			seen[f.Path] = true
			if filepath.Dir(f.Path) != store.Dir || !goodName.MatchString(filepath.Base(f.Path)) {
				t.Errorf("New(%q) gives %q", name, f.Path)
			}
			if err := os.WriteFile(f.Path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	// A folder and a link to nowhere are taken too.
	if err := os.Mkdir(filepath.Join(store.Dir, "folder.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/nowhere", filepath.Join(store.Dir, "link.yaml")); err != nil {
		t.Skip(err)
	}
	for name, want := range map[string]string{"folder": "folder-2.yaml", "link": "link-2.yaml"} {
		if f, err := store.New(name, today); err != nil || filepath.Base(f.Path) != want {
			t.Errorf("New(%q) gives %v, %v", name, f, err)
		}
	}
}

func TestNewInAFolderThatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err := (Store{Dir: path}).New("Acme", model.DateOf(now())); err == nil {
		t.Errorf("a store whose folder is a file gives %s", f.Path)
	}
}

func TestListOfNothing(t *testing.T) {
	saved, err := Store{Dir: filepath.Join(t.TempDir(), "none")}.List()
	if err != nil || len(saved) != 0 {
		t.Errorf("a folder that does not exist lists %v, %v", saved, err)
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Store{Dir: path}).List(); err == nil {
		t.Error("a store whose folder is a file lists without an error")
	}
}

func TestListIsNewestFirst(t *testing.T) {
	store := Store{Dir: t.TempDir()}
	put := func(name string, data []byte, age time.Duration) {
		t.Helper()
		path := filepath.Join(store.Dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now().Add(-age), now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	good, err := fresh().Encode()
	if err != nil {
		t.Fatal(err)
	}
	put("older.yaml", good, 3*time.Hour)
	put("newest.yaml", good, time.Hour)
	put("broken.yaml", []byte("twopaths: 1\nanswers: {"), 2*time.Hour)
	put("empty.yaml", nil, 4*time.Hour)
	put("newer-format.yaml", []byte("twopaths: 2\n"), 5*time.Hour)
	put("unknown-key.yaml", []byte("twopaths: 1\nnonsense: 1\n"), 6*time.Hour)
	put("huge.yaml", make([]byte, model.MaxFileBytes+1), 7*time.Hour)
	put("report.md", good, 0)              // no assessment of the store
	put(".twopaths-123.tmp", []byte{0}, 0) // left over by a crash
	if err := os.Mkdir(filepath.Join(store.Dir, "folder.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(store.Dir, "older.yaml"), filepath.Join(store.Dir, "link.yaml")); err != nil {
		t.Log(err)
	}
	saved, err := store.List()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range saved {
		name := s.Name
		if s.Err != nil {
			name += " broken"
			if s.Assessment.Organisation != "" {
				t.Errorf("%s cannot be read and has an assessment all the same", s.Name)
			}
		}
		names = append(names, name)
	}
	want := "newest, broken broken, older, empty broken, newer-format broken, unknown-key broken, huge broken"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("the list is\n%s, not\n%s", got, want)
	}
}

func TestDeleteRefusesHostileNames(t *testing.T) {
	dir := t.TempDir()
	store := Store{Dir: filepath.Join(dir, "store")}
	if err := os.Mkdir(store.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	keep := []string{filepath.Join(dir, "outside.yaml"), filepath.Join(store.Dir, ".yaml"), filepath.Join(store.Dir, "notes.md"), filepath.Join(store.Dir, "acme.yaml")}
	for _, path := range keep {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		"", ".", "..", "../outside", "..\\outside", "/etc/passwd", filepath.Join(dir, "outside"), "acme.yaml", "acme/../acme",
		"notes.md", "a\x00b", "a\nb", "-rf", "ACME", "acme ", "\u202eemca", "*", "ac?e", strings.Repeat("x", 300), "CON", "con", "nothing-here",
	} {
		if err := store.Delete(name, now()); err == nil {
			t.Errorf("Delete(%q) has no objection", name)
		}
	}
	for _, path := range keep {
		if !Exists(path) {
			t.Errorf("%s is gone", path)
		}
	}
	if err := store.Delete("acme", now()); err != nil {
		t.Error(err)
	}
	if Exists(filepath.Join(store.Dir, "acme.yaml")) {
		t.Error("acme is still there")
	}
}

// left lists what is in a folder besides some files.
func left(t *testing.T, dir string, known ...string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		ours := false
		for _, k := range known {
			ours = ours || e.Name() == k
		}
		if !ours {
			out = append(out, e.Name())
		}
	}
	return out
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), not %q", filepath.Base(path), got, err, want)
	}
}

func TestOlderStatesNeverFollowNewerOnes(t *testing.T) {
	dir := t.TempDir()
	f := &File{Path: filepath.Join(dir, "sub", "acme.yaml")}
	for _, s := range []struct {
		seq  int
		want string
	}{{5, "5"}, {3, "5"}, {5, "5"}, {4, "5"}, {6, "6"}, {1, "6"}} {
		if err := f.Save(s.seq, []byte(fmt.Sprint(s.seq))); err != nil {
			t.Fatal(err)
		}
		holds(t, f.Path, s.want)
	}
	if more := left(t, filepath.Dir(f.Path), "acme.yaml"); len(more) > 0 {
		t.Errorf("saving leaves %v behind", more)
	}
}

func TestSaveOfAChangedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, fresh())
	f, _, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(what string, f *File, seq int) {
		t.Helper()
		before, _ := os.ReadFile(path)
		if err := f.Save(seq, []byte("ours")); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: saving says %v, not that the file was changed", what, err)
		}
		holds(t, path, string(before))
		if more := left(t, dir, "acme.yaml"); len(more) > 0 {
			t.Errorf("%s: saving leaves %v behind", what, more)
		}
	}
	if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	changed("changed after it was opened", f, 2)
	changed("and tried again", f, 3)

	// The same content written by another is no conflict.
	if err := os.WriteFile(path, []byte("ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(4, []byte("ours")); err != nil {
		t.Errorf("the same content: %v", err)
	}
	if err := f.Save(5, []byte("ours again")); err != nil {
		t.Errorf("after the same content: %v", err)
	}
	holds(t, path, "ours again")

	// A removed file is made anew: what is on the screen is worth keeping.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(6, []byte("anew")); err != nil {
		t.Errorf("a removed file: %v", err)
	}
	holds(t, path, "anew")

	// A folder that is gone may be a share that is away: it is not made again.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(7, []byte("again")); !errors.Is(err, ErrFolderGone) || Exists(dir) {
		t.Errorf("a removed folder: %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(8, []byte("back")); err != nil {
		t.Errorf("once it is back: %v", err)
	}
	holds(t, path, "back")

	// A new file that somebody else made meanwhile is not overwritten.
	changed("made by another meanwhile", &File{Path: path}, 1)
}

// TestFailedSaveKeepsTheOldFile makes each kind of trouble that also root runs into.
func TestFailedSaveKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(folder, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{
		"a folder in its place":     folder,
		"a file for a folder":       filepath.Join(file, "acme.yaml"),
		"a file above the folder":   filepath.Join(file, "sub", "acme.yaml"),
		"a name that is too long":   filepath.Join(dir, strings.Repeat("x", 300)),
		"a NUL in the name":         filepath.Join(dir, "a\x00b"),
		"a device instead of a dir": filepath.Join(os.DevNull, "acme.yaml"),
	} {
		err := (&File{Path: path}).Save(1, []byte("data"))
		if err == nil {
			t.Errorf("%s: no error", what)
			continue
		}
		if !strings.Contains(err.Error(), "saving") {
			t.Errorf("%s: the error does not say what was being done: %v", what, err)
		}
		if more := left(t, dir, "file", "folder"); len(more) > 0 {
			t.Errorf("%s: saving leaves %v behind", what, more)
		}
	}
	// The last step fails: the temporary file goes too.
	if err := writeWhole(systemDisk{}, folder, []byte("data")); err == nil {
		t.Error("writing over a folder works")
	}
	if more := left(t, dir, "file", "folder"); len(more) > 0 {
		t.Errorf("a failed renaming leaves %v behind", more)
	}
	holds(t, file, "x")
}

// faultyDisk is the disk with one step that fails.
type faultyDisk struct {
	systemDisk
	step string
	err  error
}

// faultySteps is every step of writing a file whole.
var faultySteps = []string{"create", "write", "short write", "sync", "close", "rename", "folder sync"}

type faultyFile struct {
	newFile
	disk *faultyDisk
}

func (d *faultyDisk) create(dir string) (newFile, error) {
	if d.step == "create" {
		return nil, d.err
	}
	f, err := d.systemDisk.create(dir)
	return faultyFile{f, d}, err
}

func (d *faultyDisk) rename(from, to string) error {
	if d.step == "rename" {
		return d.err
	}
	return d.systemDisk.rename(from, to)
}

func (d *faultyDisk) syncFolder(dir string) error {
	if d.step == "folder sync" {
		return d.err
	}
	return d.systemDisk.syncFolder(dir)
}

func (f faultyFile) Write(p []byte) (int, error) {
	switch f.disk.step {
	case "write":
		n, _ := f.newFile.Write(p[:len(p)/2])
		return n, f.disk.err
	case "short write":
		return f.newFile.Write(p[:len(p)/2])
	}
	return f.newFile.Write(p)
}

func (f faultyFile) Sync() error {
	if f.disk.step == "sync" {
		return f.disk.err
	}
	return f.newFile.Sync()
}

func (f faultyFile) Close() error {
	err := f.newFile.Close()
	if f.disk.step == "close" {
		return f.disk.err
	}
	return err
}

// TestEveryStepOfSavingFails lets each step of a save fail once: the file holds the old
// state or the new one, whole; nothing else stays; the failure is said; and the next save
// goes through.
func TestEveryStepOfSavingFails(t *testing.T) {
	for _, step := range faultySteps {
		for _, isNew := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, new %v", step, isNew), func(t *testing.T) {
				dir := t.TempDir()
				f := &File{Path: filepath.Join(dir, "acme.yaml")}
				if !isNew {
					if err := f.Save(1, []byte("the old state\n")); err != nil {
						t.Fatal(err)
					}
				}
				before, _ := os.ReadFile(f.Path)
				f.disk = &faultyDisk{step: step, err: syscall.ENOSPC}
				err := f.Save(2, []byte("the new state\n"))
				if err == nil || !strings.Contains(err.Error(), "saving "+f.Path) {
					t.Errorf("the failure is said as %v", err)
				}
				if step != "short write" && !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("the failure is said as %v", err)
				}
				if now, _ := os.ReadFile(f.Path); string(now) != string(before) && string(now) != "the new state\n" {
					t.Errorf("the file holds %q", now)
				}
				if more := left(t, dir, "acme.yaml"); len(more) > 0 {
					t.Errorf("%v stays behind", more)
				}
				// It fails on, and says so, although the state may stand there already.
				if err := f.Save(2, []byte("the new state\n")); err == nil {
					t.Error("tried again it says nothing")
				}
				f.disk = nil
				if err := f.Save(3, []byte("a newer state\n")); err != nil {
					t.Errorf("with the disk in order: %v", err)
				}
				holds(t, f.Path, "a newer state\n")
			})
		}
	}
}

// TestFileCutAtEveryByte: what a damaged disk or another program leaves of a file opens
// as a whole assessment, or is refused with its name and line; and it is never changed.
func TestFileCutAtEveryByte(t *testing.T) {
	t.Parallel()
	whole, err := sample(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	opts := &Options{Content: shipped(t), Store: Store{Dir: dir}, Now: now}
	path := filepath.Join(dir, "acme.yaml")
	step, refused := 1, 0
	if raced {
		step = 97
	}
	fileAndLine := regexp.MustCompile(regexp.QuoteMeta(path) + `:[0-9]+`)
	for cut := 0; cut < len(whole); cut += step {
		os.Remove(path) // writing over a file waits for the disk
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		msg := openPath(opts, path)
		if cut%7 == 0 {
			if list, err := opts.Store.List(); err != nil || len(list) != 1 || list[0].Err != nil && msg.err == nil {
				t.Errorf("cut at %d the list is %v, %v", cut, list, err)
			}
		}
		if msg.err == nil {
			msg.file.Release()
		} else if refused++; cut > 0 && !fileAndLine.MatchString(msg.err.Error()) {
			t.Errorf("cut at %d: %v", cut, msg.err)
		}
		holds(t, path, string(whole[:cut]))
	}
	if more := left(t, dir, "acme.yaml"); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
	t.Logf("%d bytes, refused at %d cuts", len(whole), refused)
	if refused < len(whole)/step/4 {
		t.Errorf("of %d cuts only %d are refused", len(whole)/step, refused)
	}
}

// TestSavesFromManyGoroutines saves numbered states in any order at once: what stays
// is the newest, whole.
func TestSavesFromManyGoroutines(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	order := rand.New(rand.NewPCG(seed, 0)).Perm(50)
	dir := t.TempDir()
	f := &File{Path: filepath.Join(dir, "acme.yaml")}
	state := func(n int) []byte { return []byte(strings.Repeat(fmt.Sprintf("state %03d\n", n), 200)) }
	var wg sync.WaitGroup
	for _, n := range order {
		wg.Go(func() {
			if err := f.Save(n+1, state(n+1)); err != nil {
				t.Error(err)
			}
			// Whoever reads meanwhile finds a whole state.
			if data, err := os.ReadFile(f.Path); err != nil || len(data) != len(state(0)) {
				t.Errorf("somebody reads %d bytes (%v)", len(data), err)
			}
		})
	}
	wg.Wait()
	holds(t, f.Path, string(state(50)))
	if more := left(t, dir, "acme.yaml"); len(more) > 0 {
		t.Errorf("saving leaves %v behind", more)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, data := range map[string]string{"there.md": "old", "target.md": "target"} {
		if err := os.WriteFile(at(name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(at("folder.md"), 0o700); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link.md": at("target.md"), "nowhere.md": at("not-there"), "tofolder.md": dir} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Skip(err)
		}
	}
	for _, c := range []struct {
		name      string
		overwrite bool
		want      string // a part of the error; empty: none
	}{
		{"there.md", false, "exists"},
		{"folder.md", false, "folder"},
		{"folder.md", true, "folder"},
		{"link.md", false, "link"},
		{"link.md", true, "link"},
		{"nowhere.md", true, "link"},
		{"tofolder.md", true, "link"},
		{"no/such/folder/x.md", true, "no such"},
		{strings.Repeat("x", 300) + ".md", true, "name"},
		{"new.md", false, ""},
		{"new.md", false, "exists"},
		{"there.md", true, ""},
	} {
		err := WriteFile(at(c.name), []byte("data"), c.overwrite)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s, overwrite %v: %v; it should speak of %q", c.name, c.overwrite, err, c.want)
		}
	}
	if err := WriteFile(at("new.md"), nil, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that exists: %v", err)
	}
	if err := WriteFile(os.DevNull, nil, true); err == nil {
		t.Error("a device is written to")
	}
	holds(t, at("there.md"), "data")
	holds(t, at("new.md"), "data")
	holds(t, at("target.md"), "target")
	known := []string{"there.md", "target.md", "folder.md", "link.md", "nowhere.md", "tofolder.md", "new.md"}
	if more := left(t, dir, known...); len(more) > 0 {
		t.Errorf("writing leaves %v behind", more)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"newer.yaml": "twopaths: 99\n", "broken.yaml": "twopaths: 1\nanswers: [\n", "empty.yaml": "", "text.md": "# No front matter\n",
		"huge.yaml": strings.Repeat("x", model.MaxFileBytes+1),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(path); err == nil {
			t.Errorf("%s opens", name)
		} else if !strings.Contains(err.Error(), name) {
			t.Errorf("the error on %s does not name it: %v", name, err)
		}
		holds(t, path, data)
	}
	if _, _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("opening a folder: %v", err)
	}
	if _, _, err := Open(filepath.Join(dir, "none.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening what is not there: %v", err)
	}
}

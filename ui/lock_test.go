package ui

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"twopaths/model"
)

// claimed opens an assessment as another wizard would.
func claimed(t failer, path string) *File {
	t.Helper()
	f, _, err := OpenToSave(path, now())
	if err != nil {
		t.Fatalf("opening %s: %v", path, err)
	}
	return f
}

// TestOneWizardSaves: a file that is claimed is refused to others, who are told by whom,
// until it is let go of; after that no lock is left.
func TestOneWizardSaves(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, fresh())
	first := claimed(t, path)
	if more := left(t, dir, "acme.yaml", ".acme.yaml.lock"); len(more) > 0 || !Exists(lockPath(path)) {
		t.Errorf("beside it lies %v", more)
	}
	if info, err := os.Stat(lockPath(path)); err != nil || info.Mode().Perm() != lockMode {
		t.Errorf("the lock is %v, %v", info.Mode(), err)
	}
	for _, way := range []string{path, filepath.Join(dir, ".", "..", filepath.Base(dir), "acme.yaml")} {
		_, _, err := OpenToSave(way, now())
		var held *HeldError
		if !errors.As(err, &held) {
			t.Fatalf("%s opens twice: %v", way, err)
		}
		host, _ := os.Hostname()
		if held.By.Process != os.Getpid() || held.By.Host != host || !held.By.Since.Equal(now()) {
			t.Errorf("it is said to be held by %+v", held.By)
		}
	}
	if err := (&File{Path: path}).Claim(now()); err == nil {
		t.Error("it is claimed twice")
	}
	first.Release()
	first.Release() // once more does nothing
	if more := left(t, dir, "acme.yaml"); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
	if err := first.Save(9, []byte("late")); err == nil {
		t.Error("what was let go of is saved to")
	}
	second := claimed(t, path)
	first.Release() // not the second's
	if !second.lock.stands() {
		t.Error("the first lets go of the second's lock")
	}
	second.Release()
}

// TestLockOfACrash: a lock that nobody holds, whatever it says, is taken over, and is
// cleared away from the store once it is no longer young.
func TestLockOfACrash(t *testing.T) {
	store := Store{Dir: t.TempDir()}
	path := filepath.Join(store.Dir, "acme.yaml")
	save(t, path, fresh())
	for name, says := range map[string]string{
		"a crash": `{"process":1,"host":"elsewhere","user":"jane","since":"2026-11-01T08:00:00Z"}`,
		"nothing": "", "nonsense": "\x00\x1b[2J{", "much": strings.Repeat("x", 1<<20),
	} {
		if err := os.WriteFile(lockPath(path), []byte(says), 0o600); err != nil {
			t.Fatal(err)
		}
		f := claimed(t, path)
		if h := readHolder(lockPath(path)); h.Process != os.Getpid() {
			t.Errorf("%s: the lock says %+v", name, h)
		}
		f.Release()
	}
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{".gone.yaml.lock", ".acme.yaml.lock"} {
		if err := os.WriteFile(filepath.Join(store.Dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := claimed(t, path)
	for _, name := range []string{".gone.yaml.lock", ".acme.yaml.lock"} {
		if err := os.Chtimes(filepath.Join(store.Dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	saved, err := store.List()
	if err != nil || len(saved) != 1 || saved[0].Name != "acme" {
		t.Errorf("the list is %v, %v", saved, err)
	}
	if more := left(t, store.Dir, "acme.yaml", ".acme.yaml.lock"); len(more) > 0 || !f.lock.stands() {
		t.Errorf("%v stays behind; the lock in use stands: %v", more, f.lock.stands())
	}
	f.Release()
}

// TestLockIsNoLink: a link, a folder or a pipe where the lock should lie is left alone,
// and nobody is kept from working.
func TestLockIsNoLink(t *testing.T) {
	dir := t.TempDir()
	path, precious := filepath.Join(dir, "acme.yaml"), filepath.Join(dir, "precious")
	save(t, path, fresh())
	if err := os.WriteFile(precious, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, lockPath(path)); err != nil {
		t.Skip(err)
	}
	f := claimed(t, path)
	if f.lock != nil {
		t.Error("a link is a lock")
	}
	f.Release()
	holds(t, precious, "precious")
	if err := os.Remove(lockPath(path)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(lockPath(path), 0o700); err != nil {
		t.Fatal(err)
	}
	claimed(t, path).Release()
	if !Exists(lockPath(path)) {
		t.Error("the folder in the lock's place is gone")
	}
	long := filepath.Join(dir, strings.Repeat("x", 248)+".yaml") // the lock's name is too long
	save(t, long, fresh())
	claimed(t, long).Release()
}

// TestLinkIsNotFollowed: a save would put a file in the place of the link.
func TestLinkIsNotFollowed(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real.yaml"), filepath.Join(dir, "link.yaml")
	save(t, real, fresh())
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	if _, _, err := OpenToSave(link, now()); err == nil || !strings.Contains(err.Error(), "link") || !strings.Contains(err.Error(), "real.yaml") {
		t.Errorf("opening a link: %v", err)
	}
	// And one that is laid there later.
	f := claimed(t, real)
	defer f.Release()
	other := filepath.Join(dir, "other")
	if err := os.Rename(real, other); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, real); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(other)
	if err := f.Save(2, []byte("ours")); err == nil || !strings.Contains(err.Error(), "link") {
		t.Errorf("saving over a link: %v", err)
	}
	holds(t, other, string(before))
}

// TestHolderInWords says who it is, however little is known, and nothing that steers a
// terminal.
func TestHolderInWords(t *testing.T) {
	since := now().Add(-90 * time.Minute)
	for _, c := range []struct {
		by   Holder
		want string
	}{
		{Holder{4711, "projector", "jane", since}, "jane on projector, since 08:30, process 4711"},
		{Holder{4711, "projector", "jane", since.AddDate(0, 0, -3)}, "jane on projector, since 08:30 on 20 Nov 2026, process 4711"},
		{Holder{}, "somebody"},
		{Holder{Host: "projector"}, "somebody on projector"},
		{Holder{User: "ja\x1bne", Host: "a\nb"}, "jane on a b"},
	} {
		if got := c.by.Words(now()); got != c.want {
			t.Errorf("%+v is %q, not %q", c.by, got, c.want)
		}
	}
	path := filepath.Join(t.TempDir(), "lock")
	for _, says := range []string{
		`{"user":"` + strings.Repeat("x", 3000) + `"}`, `{"user":"\u001b[2J\u202e"}`, `{"process":"x"}`, `[1]`, `{"since":"never"}`,
	} {
		if err := os.WriteFile(path, []byte(says), 0o600); err != nil {
			t.Fatal(err)
		}
		words := readHolder(path).Words(now())
		if model.CleanLine(words) != words || len(words) > 200 {
			t.Errorf("%s comes out as %q", says, words)
		}
	}
}

// TestDeleteOfAnOpenAssessment is refused.
func TestDeleteOfAnOpenAssessment(t *testing.T) {
	store := Store{Dir: t.TempDir()}
	path := filepath.Join(store.Dir, "acme.yaml")
	save(t, path, fresh())
	f := claimed(t, path)
	var held *HeldError
	if err := store.Delete("acme", now()); !errors.As(err, &held) || !Exists(path) {
		t.Errorf("an open assessment is deleted: %v", err)
	}
	if _, open := store.HeldBy("acme"); !open {
		t.Error("nobody seems to have it open")
	}
	f.Release()
	if _, open := store.HeldBy("acme"); open {
		t.Error("it seems to be open still")
	}
	if err := store.Delete("acme", now()); err != nil {
		t.Error(err)
	}
	if more := left(t, store.Dir); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
}

// TestTwoBeginAtOnce: new assessments of one name that begin at the same moment get a
// file each.
func TestTwoBeginAtOnce(t *testing.T) {
	store := Store{Dir: filepath.Join(t.TempDir(), "store")}
	var mu sync.Mutex
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			f, err := store.Begin("Acme", fresh().Date, now())
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Release()
			if err := f.Save(1, []byte(f.Path)); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if seen[f.Path] {
				t.Errorf("%s is begun twice", f.Path)
			}
			seen[f.Path] = true
		})
	}
	wg.Wait()
	for path := range seen {
		holds(t, path, path)
	}
}

// TestManyWizardsOnOneFile opens and saves one assessment from all sides. Each that comes
// to it adds its own number to what it has read; the others are told and write nothing. At
// the end the file holds exactly the numbers that were reported as saved.
func TestManyWizardsOnOneFile(t *testing.T) {
	const wizards = 500
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	path := filepath.Join(t.TempDir(), "acme.yaml")
	save(t, path, fresh())
	var mu sync.Mutex
	said := map[string]bool{} // what was reported as saved
	told := 0
	var wg sync.WaitGroup
	for n := range wizards {
		patience := 1 + rand.New(rand.NewPCG(seed, uint64(n))).IntN(20) // how often it tries to open
		wg.Go(func() {
			for range patience {
				f, a, err := OpenToSave(path, now())
				var held *HeldError
				if errors.As(err, &held) {
					mu.Lock()
					told++
					mu.Unlock()
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				a.Participants = append(a.Participants, strconv.Itoa(n))
				data, err := a.Encode()
				if err == nil {
					err = f.Save(1, data)
				}
				if err == nil {
					mu.Lock()
					said[strconv.Itoa(n)] = true
					mu.Unlock()
				} else {
					t.Errorf("with the lock, wizard %d cannot save: %v", n, err)
				}
				f.Release()
				return
			}
		})
	}
	wg.Wait()
	a, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, p := range a.Participants {
		there[p] = true
	}
	if fmt.Sprint(there) != fmt.Sprint(said) || len(a.Participants) != len(said) {
		t.Errorf("%d are reported as saved and %d are there:\n%v\n%v", len(said), len(a.Participants), said, there)
	}
	t.Logf("%d wizards: %d saved, told %d times that another has it", wizards, len(said), told)
	if len(said) == 0 || told == 0 {
		t.Error("nobody met anybody")
	}
	if more := left(t, filepath.Dir(path), "acme.yaml"); len(more) > 0 {
		t.Errorf("%v stays behind", more)
	}
}

package ui

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestFilesAreTheUsersAlone saves and exports under a umask that forbids nothing.
func TestFilesAreTheUsersAlone(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	dir := t.TempDir()
	store := Store{Dir: filepath.Join(dir, "state", "twopaths")}
	f, err := store.New("Acme", fresh().Date)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Save(1, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(2, []byte("y")); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "report.md")
	if err := os.WriteFile(report, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(report, []byte("z"), true); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{
		store.Dir: 0o700, filepath.Dir(store.Dir): 0o700, f.Path: 0o600, report: 0o600,
	} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o, not %o", path, got, want)
		}
	}
}

// TestLockOfAnotherUser: what a crash of another user left holds nobody up, and one that he
// holds is told with his name; one that nobody may read is named.
func TestLockOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can leave a lock for others")
	}
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, fresh())
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	open := func() (f *File, held *HeldError) {
		t.Helper()
		asNobody(func() {
			var err error
			if f, _, err = OpenToSave(path, now()); err != nil && !errors.As(err, &held) {
				t.Error(err)
			}
		})
		return f, held
	}

	root := claimed(t, path)
	if _, held := open(); held == nil || held.By.Process != os.Getpid() || held.Lock != lockPath(path) {
		t.Errorf("it is said to be held by %+v", held)
	}
	root.Release()

	old := syscall.Umask(0o077)
	left := claimed(t, path)
	syscall.Umask(old)
	left.lock.file.Close() // as a killed process does
	nobody, held := open()
	if nobody == nil || !nobody.lock.stands() {
		t.Fatalf("a lock that nobody holds keeps others out: %v", held)
	}
	if by := readHolder(lockPath(path)); by.Process != os.Getpid() {
		t.Errorf("the lock says %+v", by)
	}
	if info, err := os.Stat(lockPath(path)); err != nil || info.Sys().(*syscall.Stat_t).Uid == 0 {
		t.Errorf("it is still root's: %v", err)
	}
	nobody.Release()

	if err := os.WriteFile(lockPath(path), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, held := open(); held == nil || !strings.Contains(held.Error(), "delete "+lockPath(path)) {
		t.Errorf("of a lock that it may not read it says %v", held)
	}
}

// asNobody runs f without the powers of root over files. The thread is given up
// afterwards, since its owner cannot be trusted to be root again.
func asNobody(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if os.Geteuid() == 0 {
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			const nobody = 65534
			_ = syscall.Setfsgid(nobody)
			_ = syscall.Setfsuid(nobody)
		}
		f()
	}()
	<-done
}

// TestReadOnlyFolder: the save fails, says so, and the old file is as it was.
func TestReadOnlyFolder(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "store")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, above := range []string{base, filepath.Dir(base)} { // others may look in
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "acme.yaml")
	save(t, path, fresh())
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Chmod(dir, 0o755) }()
	asNobody(func() {
		f, _, err := Open(path)
		if err != nil {
			t.Error(err)
			return
		}
		report := filepath.Join(dir, "report.md")
		for what, err := range map[string]error{path: f.Save(2, []byte("new")), report: WriteFile(report, []byte("x"), false)} {
			switch {
			case err == nil:
				t.Errorf("a folder that is read-only takes %s", what)
			case !errors.Is(err, fs.ErrPermission) || strings.Count(err.Error(), what) != 1 || !strings.Contains(err.Error(), "does not allow"):
				t.Errorf("writing %s is said as %q", what, err)
			}
		}
	})
	holds(t, path, string(before))
	if more := left(t, dir, "acme.yaml"); len(more) > 0 {
		t.Errorf("a failed save leaves %v behind", more)
	}
}

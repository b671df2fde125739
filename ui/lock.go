package ui

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"twopaths/model"
)

// One wizard saves an assessment at a time. While it has the assessment open, a hidden file
// beside it is held by the kernel's lock; beside it and not in a folder of this machine, so
// that it works on a share too. The file says who that is. The lock ends with the process,
// however that ends: a file that nobody holds is what a crash left, and is taken over.

// Holder is who has an assessment open for saving. What is not known is empty.
type Holder struct {
	Process int       `json:"process"`
	Host    string    `json:"host"`
	User    string    `json:"user"`
	Since   time.Time `json:"since"`
}

// self is this process as a holder since now.
func self(now time.Time) Holder {
	h := Holder{Process: os.Getpid(), Since: now.UTC().Truncate(time.Second)}
	h.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	return h
}

// Words is who it is, on which machine and since when, for a reader at a time now.
func (h Holder) Words(now time.Time) string {
	who := model.CleanLine(h.User)
	if who == "" {
		who = "somebody"
	}
	if host := model.CleanLine(h.Host); host != "" {
		who += " on " + host
	}
	if !h.Since.IsZero() {
		since := h.Since.In(now.Location())
		who += ", since " + since.Format("15:04")
		if model.DateOf(since) != model.DateOf(now) {
			who += " on " + since.Format("2 Jan 2006")
		}
	}
	if h.Process > 0 {
		who += ", process " + strconv.Itoa(h.Process)
	}
	return who
}

// HeldError says that another wizard has an assessment open for saving.
type HeldError struct {
	By   Holder
	Lock string // the file that says so
}

func (e *HeldError) Error() string {
	if e.By == (Holder{}) {
		return "it is open in another wizard; leave it there first. Whose it is cannot be read; where none runs, delete " + e.Lock
	}
	return "it is open in another wizard (" + e.By.Words(time.Time{}.Local()) + "), which holds " + e.Lock + "; leave it there first"
}

// lock is the file beside an assessment, held.
type lock struct {
	path string
	file *os.File
}

// errLocked says that somebody else holds a lock.
var errLocked = errors.New("locked")

// How often a lock is tried for. Whoever clears away what a crash left holds it for an
// instant, and that is nobody to tell of. A file that is another one each time it is looked
// at, as on some shares, makes no lock.
const (
	lockTries = 10
	lockPause = 5 * time.Millisecond
	lockLosts = 1000
)

// lockPath is where the lock of an assessment lies.
func lockPath(assessment string) string {
	return filepath.Join(filepath.Dir(assessment), "."+filepath.Base(assessment)+lockEnding)
}

const lockEnding = ".lock"

// lockMode lets others read who holds a lock, and find out whether somebody does.
const lockMode = 0o644

// isLock reports whether a file of the store, by its name, is the lock of another.
func isLock(name string) bool {
	return strings.HasPrefix(name, ".") && strings.HasSuffix(name, extension+lockEnding)
}

// takeLock takes the lock of an assessment, or gives a *HeldError where another wizard has
// it. Where the system makes none there is neither.
func takeLock(assessment string, me Holder) (*lock, error) {
	l, err := holdLock(lockPath(assessment))
	if l != nil {
		l.write(me)
	}
	return l, err
}

// holdLock is takeLock for the file of a lock, with nothing written into it.
func holdLock(path string) (*lock, error) {
	held := &HeldError{Lock: path}
	refused, lost := 0, 0
	for refused < lockTries {
		l, err := tryLock(path)
		switch {
		case errors.Is(err, errLocked):
			held.By = readHolder(path)
			refused++
			time.Sleep(lockPause)
			continue
		case errors.Is(err, fs.ErrPermission) && Exists(path):
			// Another user's, who lets nobody read it. Whether it is held cannot be found
			// out, so it counts as held.
			return nil, held
		case err != nil, l == nil && lost == lockLosts:
			return nil, nil //nolint:nilerr // a system that makes no locks keeps nobody from working
		case l == nil:
			lost++ // it was removed between opening and locking it
			continue
		}
		return l, nil
	}
	return nil, held
}

// heldBy tells who has an assessment open, where a wizard has. To find out it holds the lock
// for an instant, if nobody else does, and removes it: it is what a crash left.
func heldBy(assessment string) (*HeldError, bool) {
	if !Exists(lockPath(assessment)) {
		return nil, false
	}
	l, err := holdLock(lockPath(assessment))
	if l != nil {
		l.release()
	}
	var by *HeldError
	return by, errors.As(err, &by)
}

// tryLock opens the file and locks it. The file that was opened may have been removed by
// then, by whoever held it before: such a lock is worth nothing, and is no lock.
func tryLock(path string) (*lock, error) {
	file, err := openLock(path)
	writable := err == nil
	if errors.Is(err, fs.ErrPermission) {
		file, err = readLock(path)
	}
	if err != nil {
		return nil, err
	}
	l := &lock{path, file}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.ErrUnsupported
	}
	if err == nil {
		if err = lockFile(file); err != nil && !writable {
			// On a share only who may write can lock. Whether somebody holds it cannot be found
			// out, so it counts as held.
			err = errLocked
		}
	}
	switch {
	case err != nil:
		file.Close()
		if !errors.Is(err, errLocked) && info != nil && info.Mode().IsRegular() && info.Size() == 0 {
			os.Remove(path) // it would lie about for nothing
		}
		return nil, err
	case !l.stands():
		file.Close()
		return nil, nil
	case !writable && os.Remove(path) == nil:
		file.Close()
		return nil, nil // another user left it; one that says who holds it takes its place
	}
	return l, nil
}

// stands reports whether the file that is locked is the one at its path.
func (l *lock) stands() bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(l.path)
	return err == nil && os.SameFile(mine, there)
}

// write says in the file who holds it, for everybody to read: no answer stands there. On a
// full disk it stays empty, and what a crash of another user left in a folder in which only
// the owner removes files names that user; it is held all the same.
func (l *lock) write(h Holder) {
	_ = l.file.Chmod(lockMode) // it was made with less where the user's mask says so
	data, err := json.Marshal(h)
	if err == nil && l.file.Truncate(0) == nil {
		_, _ = l.file.WriteAt(append(data, '\n'), 0)
	}
}

// release removes the file while it is still held: nobody can have locked it, and whoever
// has it open already finds that it is gone.
func (l *lock) release() {
	err := error(nil)
	if l.stands() {
		err = os.Remove(l.path)
	}
	l.file.Close()
	if err != nil && runtime.GOOS == "windows" {
		os.Remove(l.path) // there no open file can be removed, neither this nor anybody else's
	}
}

// clearLock removes a lock that nobody holds.
func clearLock(path string) {
	if l, err := tryLock(path); err == nil && l != nil {
		l.release()
	}
}

// readHolder reads who holds a lock. What cannot be read is not known.
func readHolder(path string) (h Holder) {
	f, err := os.Open(path)
	if err != nil {
		return Holder{}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return Holder{}
	}
	data, err := io.ReadAll(io.LimitReader(f, maxHolder))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	h.Host, _ = model.Cut(model.CleanLine(h.Host), maxHolderName)
	h.User, _ = model.Cut(model.CleanLine(h.User), maxHolderName)
	return h
}

// No name of a user or a machine is longer than this; a file that says so was not written
// by this program.
const (
	maxHolder     = 4096
	maxHolderName = 64
)

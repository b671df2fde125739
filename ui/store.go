package ui

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode"

	"github.com/adrg/xdg"
	"golang.org/x/text/unicode/norm"

	"twopaths/model"
)

// Store is the folder of saved assessments. Files are the user's alone: 0600 in
// a folder of 0700.
type Store struct {
	Dir string
}

// DefaultStore is the store in the user's state folder.
func DefaultStore() Store {
	return Store{Dir: filepath.Join(xdg.StateHome, "twopaths")}
}

// Saved is one file of the store.
type Saved struct {
	Name       string // the file's name without its ending
	Path       string
	Modified   time.Time
	Assessment model.Assessment
	Err        error // why it cannot be read; the Assessment is then empty
}

// maxListed keeps the start list quick; older files can still be opened by path.
const maxListed = 2000

// List reads the saved assessments, newest first. A broken file is listed with
// its error. A folder that does not exist yet holds nothing.
func (s Store) List() ([]Saved, error) {
	entries, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the folder of saved assessments, %s: %w", s.Dir, plainly(err))
	}
	var out []Saved
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), temporary) && strings.HasSuffix(e.Name(), ".tmp") || isLock(e.Name()) {
			s.clear(e)
			continue
		}
		name, isYAML := strings.CutSuffix(e.Name(), extension)
		if !isYAML || !e.Type().IsRegular() {
			continue
		}
		saved := Saved{Name: name, Path: filepath.Join(s.Dir, e.Name())}
		if info, err := e.Info(); err == nil {
			saved.Modified = info.ModTime()
		}
		out = append(out, saved)
	}
	slices.SortStableFunc(out, func(a, b Saved) int { return b.Modified.Compare(a.Modified) })
	out = out[:min(len(out), maxListed)]
	for i := range out {
		out[i].Assessment, out[i].Err = ReadAssessment(out[i].Path)
	}
	return out, nil
}

// clear removes what a crash left: a save that never became one, a lock that nobody
// holds. A young file may belong to another wizard that is saving or opening now.
func (s Store) clear(e fs.DirEntry) {
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() || time.Since(info.ModTime()) <= time.Minute {
		return
	}
	path := filepath.Join(s.Dir, e.Name())
	if isLock(e.Name()) {
		clearLock(path)
		return
	}
	os.Remove(path)
}

// temporary is how the name of a save under way begins.
const temporary = ".twopaths-"

// Delete removes a saved assessment by its name. One that a wizard has open stays, with
// a *HeldError.
func (s Store) Delete(name string, now time.Time) error {
	if name == "" || name != filepath.Base(name) || strings.HasPrefix(name, ".") || model.CleanLine(name) != name {
		return fmt.Errorf("deleting %q: this is no name of a saved assessment; `twopaths list` shows them", model.CleanLine(name))
	}
	f := &File{Path: filepath.Join(s.Dir, name+extension)}
	err := f.Claim(now)
	defer f.Release()
	if err == nil {
		err = plainly(os.Remove(f.Path))
	}
	if err != nil {
		return fmt.Errorf("deleting the saved assessment %q: %w", name, err)
	}
	return nil
}

// HeldBy tells who has a saved assessment open, where a wizard has.
func (s Store) HeldBy(name string) (*HeldError, bool) {
	return heldBy(filepath.Join(s.Dir, name+extension))
}

const extension = ".yaml"

// New gives a file for a new assessment: named after the organisation, and never
// one that exists.
func (s Store) New(organisation string, today model.Date) (*File, error) {
	return s.free(nameFor(organisation, today), 1, func(*File) bool { return true })
}

// Begin is New, with the file claimed from now on: two that begin at once get two files.
func (s Store) Begin(organisation string, today model.Date, now time.Time) (*File, error) {
	// A lock needs its folder. Where there can be none, the first save says so.
	_ = os.MkdirAll(s.Dir, 0o700)
	return s.free(nameFor(organisation, today), 1, claimNew(now))
}

// nameFor is what the file of a new assessment is called.
func nameFor(organisation string, today model.Date) string {
	if name := slug(organisation); name != "" {
		return name
	}
	return "assessment-" + today.String()
}

// claimNew claims a file that is to be made. It fails where another wizard is making it,
// or has made it since its name was found free.
func claimNew(now time.Time) func(*File) bool {
	return func(f *File) bool {
		if f.Claim(now) != nil {
			return false
		}
		if Exists(f.Path) {
			f.Release()
			return false
		}
		return true
	}
}

// beside finds a free name in the folder of a file: its own, with a number. take has the
// last word, as for free.
func beside(path string, take func(*File) bool) (*File, error) {
	name := filepath.Base(path)
	return Store{Dir: filepath.Dir(path)}.free(strings.TrimSuffix(name, filepath.Ext(name)), 2, take)
}

// free is the first file of a name and a number from so many on that does not exist and
// that take accepts; the number 1 is left out.
func (s Store) free(name string, from int, take func(*File) bool) (*File, error) {
	for n := from; n < 10000; n++ {
		file := &File{Path: filepath.Join(s.Dir, name+extension)}
		if n > 1 {
			file.Path = filepath.Join(s.Dir, name+"-"+strconv.Itoa(n)+extension)
		}
		switch _, err := os.Lstat(file.Path); {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("looking for a free name like %q in %s: %w", name, s.Dir, plainly(err))
		case err != nil && take(file):
			return file, nil
		}
	}
	return nil, fmt.Errorf("looking for a free name like %q in %s: ten thousand are taken; delete some", name, s.Dir)
}

// notInNames is everything but small letters and digits.
var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes a file name that every system takes: letters lose their accents,
// everything else becomes a hyphen.
func slug(s string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "ł", "l").Replace(strings.ToLower(s))))
	plain = strings.Trim(notInNames.ReplaceAllString(plain, "-"), "-")
	plain = strings.Trim(plain[:min(len(plain), 60)], "-")
	if reserved.MatchString(plain) {
		plain = "the-" + plain
	}
	return plain
}

// reserved names open devices on Windows, whatever their ending.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// ReadAssessment reads an assessment or an exported report from a file.
func ReadAssessment(path string) (model.Assessment, error) {
	a, _, err := readAssessment(path)
	return a, err
}

// Refuse is an error where facts of an assessment cannot be, such as a type of another
// sector: it names the file, and the line where data, or else the file, tells it.
func Refuse(c *model.Content, a model.Assessment, path string, data []byte) error {
	wrong := c.Refused(a)
	if len(wrong) == 0 {
		return nil
	}
	if data == nil {
		data, _ = os.ReadFile(path) // without it the faults have no line
	}
	return model.Locate(model.CleanLine(path), data, wrong).AsError()
}

// ReadFile reads a file of at most model.MaxFileBytes.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, plainly(err))
	}
	if info.IsDir() {
		return nil, fmt.Errorf("opening %s: this is a folder; name a file in it", path)
	}
	if info.Size() > model.MaxFileBytes {
		return nil, model.TooLarge(model.CleanLine(path), info.Size())
	}
	// What is no ordinary file says nothing of its size: a pipe, a device.
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, plainly(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, model.MaxFileBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", path, plainly(err))
	case len(data) > model.MaxFileBytes:
		return nil, model.TooLarge(model.CleanLine(path), int64(len(data)))
	}
	return data, nil
}

func readAssessment(path string) (model.Assessment, []byte, error) {
	data, err := ReadFile(path)
	if err != nil {
		return model.Assessment{}, nil, err
	}

	a, err := model.ParseAssessment(model.CleanLine(path), data)
	return a, data, err
}

// File is an assessment's file while it is open. It may be used from several
// goroutines: saves by number, so that an older state never follows a newer one.
type File struct {
	Path string

	mu       sync.Mutex
	lock     *lock             // nil: none is held, or none can be
	released bool              // it is somebody else's now
	seq      int               // number of the newest state written
	known    [sha256.Size]byte // what we last read or wrote
	exists   bool              // whether there was a file then
	failed   bool              // whether the last try to write failed
	disk     disk              // nil: the system's
	written  func(path string) // for tests: called after each successful write
}

// Open reads an assessment for working on it in place.
func Open(path string) (*File, model.Assessment, error) {
	a, data, err := readAssessment(path)
	if err != nil {
		return nil, a, err
	}
	return &File{Path: path, known: sha256.Sum256(data), exists: true}, a, nil
}

// OpenToSave is Open, with the file claimed before it is read; Release lets go of it. It
// gives a *HeldError where another wizard has it. A link is refused: a save would put a
// file in its place.
func OpenToSave(path string, now time.Time) (*File, model.Assessment, error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		target := "what it leads to"
		if to, err := filepath.EvalSymlinks(path); err == nil {
			target += ", " + to
		}
		return nil, model.Assessment{}, fmt.Errorf("opening %s: this is a link to another place; open %s", path, target)
	}
	if _, err := os.Stat(path); err != nil {
		return nil, model.Assessment{}, fmt.Errorf("opening %s: %w", path, plainly(err)) // and no lock for it
	}
	claimed := &File{Path: path}
	if err := claimed.Claim(now); err != nil {
		return nil, model.Assessment{}, fmt.Errorf("opening %s: %w", path, err)
	}
	f, a, err := Open(path)
	if err != nil {
		claimed.Release()
		return nil, a, err
	}
	f.lock = claimed.lock
	return f, a, nil
}

// Claim takes the lock beside the file, so that no other wizard saves to it until Release.
// It gives a *HeldError where another has it. Where the system makes no lock, in a folder
// that cannot be written to for one, the file stays without.
func (f *File) Claim(now time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	l, err := takeLock(f.Path, self(now))
	f.lock, f.released = l, false
	return err
}

// Release lets go of the file: from now on it is not saved to.
func (f *File) Release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.released = true
	if f.lock != nil {
		f.lock.release()
		f.lock = nil
	}
}

// accept makes what is at the path now what the next save replaces, whatever was saved
// before, and takes the lock again if it was lost with its folder. Where nothing may be
// overwritten, it refuses what has come to stand there.
func (f *File) accept(now time.Time, overwrite bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lock == nil || !f.lock.stands() {
		l, err := takeLock(f.Path, self(now))
		if err != nil {
			return err
		}
		if f.lock != nil {
			f.lock.release()
		}
		f.lock = l
	}
	data, err := f.present()
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return plainly(err)
	case err == nil && !overwrite:
		return plainly(fs.ErrExist)
	}
	f.seq, f.known, f.exists = 0, sha256.Sum256(data), err == nil
	return nil
}

// doubt makes the next save look at the disk, though its state was written already, where
// the file does not hold what this program last read or wrote. It reports whether that is so.
func (f *File) doubt() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if data, err := f.present(); err == nil && f.exists && sha256.Sum256(data) == f.known {
		return false
	}
	f.seq = 0
	return true
}

// ErrChanged says that the file on disk is not what this program last knew.
var ErrChanged = errors.New("the file was changed by another program meanwhile; it was not overwritten")

// ErrFolderGone says that the folder of a saved assessment is no longer there. It may be a
// share that is away: it is made again only when somebody says so.
var ErrFolderGone = errors.New("its folder is gone; make it again, or save elsewhere")

// present is what is at the file's path now. A link is not followed.
func (f *File) present() ([]byte, error) {
	info, err := os.Lstat(f.Path)
	switch {
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errors.New("this is a link to another place now")
	case info.IsDir():
		return nil, syscall.EISDIR
	case !info.Mode().IsRegular():
		return nil, errors.New("this is no ordinary file")
	}
	return os.ReadFile(f.Path)
}

// Save writes state number seq, unless a newer one is written already. The file
// then holds it whole, on the disk and not only in a cache; on an error it holds
// what it held before.
func (f *File) Save(seq int, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if seq <= f.seq {
		return nil
	}
	if err := f.save(data); err != nil {
		f.failed = true
		return fmt.Errorf("saving %s: %w", f.Path, plainly(err))
	}
	f.seq, f.known, f.exists, f.failed = seq, sha256.Sum256(data), true, false
	return nil
}

func (f *File) save(data []byte) error {
	switch {
	case f.released:
		return errors.New("the wizard has let go of it already")
	case len(data) > model.MaxFileBytes:
		return fmt.Errorf("it would have %d bytes, and %d can be read again; shorten a note", len(data), model.MaxFileBytes)
	}
	dir := filepath.Dir(f.Path)
	switch now, err := f.present(); {
	case errors.Is(err, fs.ErrNotExist):
		// Whoever removed it, what is on the screen is still worth keeping.
		if !f.exists {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				return err
			}
		} else if !Exists(dir) {
			return ErrFolderGone
		}
	case err != nil:
		return err
	case bytes.Equal(now, data) && !f.failed: // after a failure it may stand there and not be synced
		return nil
	case !bytes.Equal(now, data) && (!f.exists || sha256.Sum256(now) != f.known):
		return ErrChanged
	}
	d := f.disk
	if d == nil {
		d = systemDisk{}
	}
	if err := writeWhole(d, f.Path, data); err != nil {
		if now, other := f.present(); other == nil && bytes.Equal(now, data) {
			f.known, f.exists = sha256.Sum256(data), true // it came as far as the renaming
		}
		return err
	}
	if f.written != nil {
		f.written(f.Path)
	}
	return nil
}

// plainly says what the system says about a file in words, with what to try. What the
// system said stays within: errors.Is and errors.As find it.
func plainly(err error) error {
	for _, known := range []plainError{
		{"there is no such file or folder; check the name", fs.ErrNotExist},
		{"a file of this name exists already", fs.ErrExist},
		{"the system does not allow it; look at who owns the file and its folder", fs.ErrPermission},
		{"the disk is full; make room, or choose another place", syscall.ENOSPC},
		{"your share of the disk is used up; make room, or choose another place", syscall.EDQUOT},
		{"the disk can only be read; choose another place", syscall.EROFS},
		{"a part of the path is a file and no folder; check the name", syscall.ENOTDIR},
		{"the name is too long; choose a shorter one", syscall.ENAMETOOLONG},
		{"this is a folder; name a file in it", syscall.EISDIR},
		{"the links lead around in a circle; name the file itself", syscall.ELOOP},
	} {
		if errors.Is(err, known.err) {
			return plainError{known.words, err}
		}
	}
	return err
}

// plainError is an error of the system in other words.
type plainError struct {
	words string
	err   error
}

func (e plainError) Error() string { return e.words }
func (e plainError) Unwrap() error { return e.err }

// Exists reports whether something stands at path, be it a link to nowhere.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// WriteFile writes an export whole. Only with overwrite does it replace a file,
// and it never writes through a link.
func WriteFile(path string, data []byte, overwrite bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("writing %s: %w", path, plainly(err))
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("writing %s: this is a link to another place; name a file of its own", path)
	case info.IsDir():
		return fmt.Errorf("writing %s: this is a folder; name a file in it", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("writing %s: this is no ordinary file", path)
	case !overwrite:
		return fmt.Errorf("writing %s: %w", path, plainly(fs.ErrExist))
	}
	if err := writeWhole(systemDisk{}, path, data); err != nil {
		return fmt.Errorf("writing %s: %w", path, plainly(err))
	}
	return nil
}

// disk is the system's part in writing a file whole. Tests let each step of it fail.
type disk interface {
	create(dir string) (newFile, error) // a file of the user's alone, with a name of its own
	rename(from, to string) error
	syncFolder(dir string) error
}

// newFile is a file that is being written.
type newFile interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// writeWhole puts data at path whole or not at all: a temporary file in the same
// folder is written, synced and renamed over it.
func writeWhole(d disk, path string, data []byte) (err error) {
	tmp, err := d.create(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if n, err := tmp.Write(data); err != nil {
		return err
	} else if n < len(data) {
		return io.ErrShortWrite
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := d.rename(tmp.Name(), path); err != nil {
		return err
	}
	return d.syncFolder(filepath.Dir(path))
}

// systemDisk is the disk as it is.
type systemDisk struct{}

func (systemDisk) create(dir string) (newFile, error) {
	tmp, err := os.CreateTemp(dir, temporary+"*.tmp")
	if err != nil {
		return nil, err
	}
	if err := tmp.Chmod(0o600); err != nil && runtime.GOOS != "windows" {
		tmp.Close()
		os.Remove(tmp.Name())
		return nil, err
	}
	return tmp, nil
}

// rename replaces to. Windows refuses while a virus scanner or an editor holds
// the file for a moment, so there it is tried for a quarter of a second.
func (systemDisk) rename(from, to string) error {
	err := os.Rename(from, to)
	for try := 0; err != nil && runtime.GOOS == "windows" && try < 5; try++ {
		time.Sleep(50 * time.Millisecond)
		err = os.Rename(from, to)
	}
	return err
}

// syncFolder makes the renaming itself durable. Windows has no such call.
func (systemDisk) syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

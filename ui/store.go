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
		if strings.HasPrefix(e.Name(), temporary) && strings.HasSuffix(e.Name(), ".tmp") {
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

// clear removes what a crash left of a save that never became one. A young file
// may belong to another wizard that is saving now.
func (s Store) clear(e fs.DirEntry) {
	if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > time.Minute {
		os.Remove(filepath.Join(s.Dir, e.Name()))
	}
}

// temporary is how the name of a save under way begins.
const temporary = ".twopaths-"

// Delete removes a saved assessment by its name.
func (s Store) Delete(name string) error {
	if name == "" || name != filepath.Base(name) || strings.HasPrefix(name, ".") || model.CleanLine(name) != name {
		return fmt.Errorf("deleting %q: this is no name of a saved assessment; `twopaths list` shows them", model.CleanLine(name))
	}
	if err := os.Remove(filepath.Join(s.Dir, name+extension)); err != nil {
		return fmt.Errorf("deleting the saved assessment %q: %w", name, plainly(err))
	}
	return nil
}

const extension = ".yaml"

// New gives a file for a new assessment: named after the organisation, and never
// one that exists.
func (s Store) New(organisation string, today model.Date) (*File, error) {
	base := slug(organisation)
	if base == "" {
		base = "assessment-" + today.String()
	}
	for n := 1; n < 10000; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		path := filepath.Join(s.Dir, name+extension)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return &File{Path: path}, nil
		} else if err != nil {
			return nil, fmt.Errorf("looking for a free name for %q in %s: %w", organisation, s.Dir, plainly(err))
		}
	}
	return nil, fmt.Errorf("looking for a free name for %q: ten thousand are taken; delete some", organisation)
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

	mu      sync.Mutex
	seq     int               // number of the newest state written
	known   [sha256.Size]byte // what we last read or wrote
	exists  bool              // whether there was a file then
	written func(path string) // for tests: called after each successful write
}

// Open reads an assessment for working on it in place.
func Open(path string) (*File, model.Assessment, error) {
	a, data, err := readAssessment(path)
	if err != nil {
		return nil, a, err
	}
	return &File{Path: path, known: sha256.Sum256(data), exists: true}, a, nil
}

// ErrChanged says that the file on disk is not what this program last knew.
var ErrChanged = errors.New("the file was changed by another program meanwhile; it was not overwritten")

// Save writes state number seq, unless a newer one is written already. The file
// then holds it whole, on the disk and not only in a cache; on an error it holds
// what it held before.
func (f *File) Save(seq int, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if seq <= f.seq {
		return nil
	}
	switch now, err := os.ReadFile(f.Path); {
	case errors.Is(err, fs.ErrNotExist):
		// Whoever removed it, what is on the screen is still worth keeping.
	case err != nil:
		return fmt.Errorf("saving %s: %w", f.Path, plainly(err))
	case bytes.Equal(now, data):
		f.seq, f.known, f.exists = seq, sha256.Sum256(data), true
		return nil
	case !f.exists || sha256.Sum256(now) != f.known:
		return fmt.Errorf("saving %s: %w", f.Path, ErrChanged)
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return fmt.Errorf("saving %s: %w", f.Path, plainly(err))
	}
	if err := writeWhole(f.Path, data); err != nil {
		return fmt.Errorf("saving %s: %w", f.Path, plainly(err))
	}
	f.seq, f.known, f.exists = seq, sha256.Sum256(data), true
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
	if err := writeWhole(path, data); err != nil {
		return fmt.Errorf("writing %s: %w", path, plainly(err))
	}
	return nil
}

// writeWhole puts data at path whole or not at all: a temporary file in the same
// folder is written, synced and renamed over it.
func writeWhole(path string, data []byte) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), temporary+"*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err := tmp.Chmod(0o600); err != nil && runtime.GOOS != "windows" {
		return err
	}
	if _, err := tmp.Write(data); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// rename replaces path. Windows refuses while a virus scanner or an editor holds
// the file for a moment, so there it is tried for a quarter of a second.
func rename(from, to string) error {
	err := os.Rename(from, to)
	for try := 0; err != nil && runtime.GOOS == "windows" && try < 5; try++ {
		time.Sleep(50 * time.Millisecond)
		err = os.Rename(from, to)
	}
	return err
}

// syncFolder makes the renaming itself durable. Windows has no such call.
func syncFolder(dir string) error {
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

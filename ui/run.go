// Package ui shows: screens, keys, theme, and the files on disk. It decides
// nothing about an assessment; what is next, what is done and what follows is
// asked of package model.
package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// Options is what a wizard is started with. Nothing is read from the process
// besides: several wizards can run in one.
type Options struct {
	// Content is what the wizard knows. Where it is nil, Load gives it, once and beside the
	// first frame: that takes a moment, and the start needs none of it.
	Content *model.Content
	Load    func() *model.Content

	// Try finds what is wrong with the content only when a report is written, or is nil. It is
	// called beside the first frames; an error ends the wizard as a refused file does.
	Try func() error

	Store   Store
	NoSave  bool
	Path    string // an assessment or a report to open; empty: the start screen
	Theme   ThemeName
	Mouse   bool
	Now     func() time.Time
	Keys    Keys   // which keys a file binds anew
	Profile string // file of the profile that reports get which have none; it may be missing
	Program string // the program's version, for the front matter of reports

	In      io.Reader
	Out     io.Writer
	Environ []string

	// Width tells how wide a line may be, for RunPlain; nil, or 0: not known.
	Width func() int

	// Die ends the process at once with a code. It is called only when a signal
	// came and the terminal no longer takes what the program writes.
	Die func(code int)

	result  Result
	last    atomic.Pointer[lastState]
	mu      sync.Mutex
	lost    error // what could not be saved of assessments that were left
	loading sync.Once
	loaded  *model.Content
}

// ErrNotSaved says that answers could not be saved, and are lost.
var ErrNotSaved = errors.New("the last answers could not be saved")

// known is the content. Whoever asks before it is loaded waits for it.
func (o *Options) known() *model.Content {
	if o.Content != nil {
		return o.Content
	}
	o.loading.Do(func() { o.loaded = o.Load() })
	return o.loaded
}

// Result is what a wizard leaves behind.
type Result struct {
	Saved    string    // file of the assessment, if it was saved
	Exported string    // file of the last export, if any
	Verdict  string    // the verdict's title; empty where nothing was answered
	Signal   os.Signal // the signal that ended it, or nil
	Crash    string    // where a panic happened, as file:line; empty: none did
	Refused  error     // why the file or the content that was named cannot be used, or nil
}

// finish notes what an assessment came to when it is left.
func (o *Options) finish(s *session) {
	o.result.Saved = ""
	if s.saves.file != nil && s.saves.err == nil {
		o.result.Saved = s.saves.file.Path
	}
	o.result.Verdict = ""
	if s.overall().Done > 0 {
		o.result.Verdict = s.content.VerdictWords(s.decided()).Title
	}
}

// patience is how long the program may take to end after a signal before it is
// ended: a lost terminal may never take the last bytes.
const patience = time.Second

// Run shows the wizard until it is left. Whatever ends it, the newest state has
// been saved; an error says that this failed, or that the terminal did.
func Run(opts *Options) (Result, error) {
	a := newApp(opts)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var got atomic.Value
	in := opts.In
	if f, isFile := in.(*os.File); isFile {
		in = endingInput{f, func() {
			got.CompareAndSwap(nil, os.Signal(syscall.SIGHUP)) // what a closed terminal means
			go a.ended()
		}}
	}
	p := tea.NewProgram(a,
		tea.WithInput(in), tea.WithOutput(opts.Out),
		tea.WithEnvironment(opts.Environ),
		tea.WithoutSignalHandler(),
		tea.WithFilter(knownSize),
	)
	a.ended = p.Quit

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	go func() {
		select {
		case <-ctx.Done():
			return
		case sig := <-signals:
			got.Store(sig)
			_, err := opts.flush()
			go p.Quit()
			select {
			case <-ctx.Done():
			case <-time.After(patience / 2):
				go p.Kill() // it waits for a terminal that may take nothing any more
				select {
				case <-ctx.Done():
				case <-time.After(patience):
					code := ExitSignal(sig)
					if err != nil {
						code = 3
					}
					opts.Die(code)
				}
			}
		}
	}()

	_, err := p.Run()
	err = opts.end(a.session, err)
	if sig, ok := got.Load().(os.Signal); ok {
		opts.result.Signal = sig
		if errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, ErrNotSaved) {
			err = nil
		}
	}
	if where := a.crashed.Load(); where != nil {
		opts.result.Crash = *where
	}
	return opts.result, err
}

// end saves what is not saved yet of the assessment that is open, if one is, and lets go of
// it. It adds what could not be saved, of this one or of one before, to why the wizard ends.
func (o *Options) end(s *session, err error) error {
	if s != nil {
		o.finish(s)
	}
	switch path, failed := o.letGo(); {
	case failed:
		o.result.Saved = ""
	case path != "":
		o.result.Saved = path
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lost != nil {
		err = errors.Join(fmt.Errorf("%w: %w", ErrNotSaved, o.lost), err)
	}
	return err
}

// endingInput ends the program when its terminal ends: the library goes on without
// one to read from.
type endingInput struct {
	*os.File
	ended func()
}

// Read reads on, and ends the program where nothing more comes.
func (in endingInput) Read(p []byte) (int, error) {
	n, err := in.File.Read(p)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		in.ended()
	}
	return n, err
}

// flush saves the newest state of the assessment that was open last.
func (o *Options) flush() (string, error) {
	last := o.last.Load()
	if last == nil {
		return "", nil
	}
	return last.flush()
}

// letGo saves the newest state of the assessment that was open last, and lets go of its
// file. Whoever left it has been told already if that cannot be done; the end tells it again.
func (o *Options) letGo() (path string, failed bool) {
	last := o.last.Load()
	if last == nil {
		return "", false
	}
	path, err := last.flush()
	last.release()
	o.last.CompareAndSwap(last, nil) // a signal meanwhile still finds what it has to save
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.lost = errors.Join(o.lost, err)
	}
	return path, err != nil
}

// beginSession makes an assessment that was opened the one to work on.
func (o *Options) beginSession(msg openedMsg) (*session, tea.Cmd) {
	s := newSession(o.known(), msg.a, msg.file)
	s.saves.looking = msg.held
	o.last.Store(s.last)
	if !msg.isNew {
		return s, nil
	}
	s.saves.done = 0 // nothing of it is on disk yet
	s.keep(s.version)
	return s, s.save()
}

// ExitSignal is the exit code for a program that a signal ended: 128 and its number.
func ExitSignal(sig os.Signal) int {
	if n, ok := sig.(syscall.Signal); ok {
		return 128 + int(n)
	}
	return 128
}

// knownSize drops a size of nothing. Where no terminal tells its size the library sends one
// at the start, in a goroutine: behind the size that the other side has told by then, it
// would blank the screen for good.
func knownSize(_ tea.Model, msg tea.Msg) tea.Msg {
	if size, ok := msg.(tea.WindowSizeMsg); ok && size.Width == 0 && size.Height == 0 {
		return nil
	}
	return msg
}

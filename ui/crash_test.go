package ui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"

	"twopaths/model"
)

// secret is what no crash may show: an answer that got into a panic's value.
const secret = "SECRET-ANSWER"

// brokenScreen panics in one of its methods.
type brokenScreen struct {
	in    string
	value any
}

func (s *brokenScreen) enter() { s.fail("enter") }
func (s *brokenScreen) update(msg tea.Msg) (move, tea.Cmd) {
	s.fail("update")
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return stay, tea.Batch(nil, func() tea.Msg { s.fail("command"); return nil }, func() tea.Msg { return nil })
	}
	return stay, nil
}
func (s *brokenScreen) view(box) []string   { s.fail("view"); return nil }
func (s *brokenScreen) keys() []key.Binding { s.fail("keys"); return nil }
func (s *brokenScreen) typing() bool        { s.fail("typing"); return false }

func (s *brokenScreen) fail(where string) {
	if s.in == where {
		panic(s.value)
	}
}

var fileAndLine = regexp.MustCompile(`^[a-z_]+\.go:[0-9]+$`)

// TestPanicEndsInGoodOrder: wherever a screen panics, with whatever value, the program
// ends, knows the file and line and no more, and the newest state is saved.
func TestPanicEndsInGoodOrder(t *testing.T) {
	ask, q := firstQuestion(t)
	for _, in := range []string{"update", "view", "command", "keys", "typing"} {
		for _, value := range few([]any{secret, errors.New(secret), fmt.Errorf("x: %w", os.ErrNotExist), 7}) {
			t.Run(fmt.Sprintf("%s %T", in, value), func(t *testing.T) {
				d := newDriver(t, t.TempDir())
				f := d.beginSaved(fresh())
				ended := make(chan bool, 100)
				d.app.ended = func() { ended <- true }
				d.jump(ask, 0)
				d.hold = true // nothing of it is saved by the loop
				d.press("1", "n")
				d.write(secret)
				d.press("esc")
				d.hold = false
				d.app.screens[d.app.at] = &brokenScreen{in, value}
				d.press("x")
				if in == "view" || in == "keys" || in == "typing" {
					select { // the program is asked to end, from a goroutine
					case <-ended:
					case <-time.After(10 * time.Second):
						if !d.quit {
							t.Fatal("nobody asks the program to end")
						}
					}
				} else if !d.quit {
					t.Error("the program does not end")
				}
				where := d.app.crashed.Load()
				if where == nil {
					t.Fatal("the crash is not noted")
				}
				if !fileAndLine.MatchString(*where) || !strings.HasPrefix(*where, "crash_test.go:") {
					t.Errorf("the crash is noted at %q", *where)
				}
				if frame := d.frame(); strings.Contains(frame, secret) {
					t.Errorf("the last frame shows %q", frame)
				}
				// Whatever comes now, the program only ends.
				d.quit = false
				d.press("x")
				if !d.quit {
					t.Error("after the crash a key does something else than end the program")
				}
				if _, err := d.opts.flush(); err != nil {
					t.Error(err)
				}
				if got := onDisk(t, f).Answers[q.ID]; got.Note != secret || got.Option != q.Options[0].ID {
					t.Errorf("on disk is %+v", got)
				}
			})
		}
	}
}

// TestCrashNamesOurLine: the line is the one in our code, also where a library panics
// that it called.
func TestCrashNamesOurLine(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave)
	cmd := d.app.guard(func() tea.Msg { return regexp.MustCompile("(" + secret) })
	d.run(cmd)
	if where := d.app.crashed.Load(); where == nil || !strings.HasPrefix(*where, "crash_test.go:") {
		t.Errorf("the crash is noted at %v", where)
	}
	if !d.quit {
		t.Error("the program does not end")
	}
}

// console is a terminal for a whole program: it draws what is written to it, and lets
// a test wait until something is on the screen.
type console struct {
	mu     sync.Mutex
	screen *vt.Emulator
	all    strings.Builder
	drawn  chan struct{}
}

func newConsole() *console {
	c := &console{screen: vt.NewEmulator(80, 24), drawn: make(chan struct{}, 1)}
	go func() { _, _ = io.Copy(io.Discard, c.screen) }() // its answers to questions
	return c
}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all.Write(p)
	// As the system's terminal does where the input is no terminal in raw mode.
	_, err := c.screen.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	select {
	case c.drawn <- struct{}{}:
	default:
	}
	return len(p), err
}

func (c *console) written() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all.String()
}

// wait waits until a text is on the screen.
func (c *console) wait(t *testing.T, text string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		c.mu.Lock()
		screen := c.screen.String()
		c.mu.Unlock()
		if strings.Contains(screen, text) {
			return
		}
		select {
		case <-c.drawn:
		case <-deadline:
			t.Fatalf("%q does not come up:\n%s", text, screen)
		}
	}
}

// program runs the whole wizard on a console. type writes keys as a terminal sends them;
// result waits for the end.
func program(t *testing.T, opts *Options) (c *console, typed func(string), result func() (Result, error)) {
	t.Helper()
	c = newConsole()
	if answers, ok := c.screen.InputPipe().(io.Closer); ok {
		t.Cleanup(func() { _ = answers.Close() }) // and with it the goroutine that reads them
	}
	in, keys := io.Pipe()
	opts.In, opts.Out = in, c
	opts.Environ = []string{"TERM=xterm-256color", "COLORTERM=truecolor"}
	opts.Die = func(code int) { t.Errorf("the process is ended with %d", code) }
	type end struct {
		Result
		error
	}
	done := make(chan end, 1)
	go func() {
		r, err := Run(opts)
		done <- end{r, err}
	}()
	typed = func(s string) {
		t.Helper()
		if _, err := io.WriteString(keys, s); err != nil {
			t.Fatal(err)
		}
	}
	typed("\x1b[48;24;80;480;800t") // the terminal tells its size
	return c, typed, func() (Result, error) {
		t.Helper()
		select {
		case e := <-done:
			_ = keys.Close()
			return e.Result, e.error
		case <-time.After(20 * time.Second):
			t.Fatalf("the program does not end:\n%s", c.screen.String())
			return Result{}, nil
		}
	}
}

// saverOptions is a wizard on an assessment that is saved.
func saverOptions(t *testing.T, a model.Assessment) (opts *Options, path string) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "acme.yaml")
	save(t, path, a)
	return &Options{Content: shipped(t), Store: Store{Dir: dir}, Theme: Dark, Now: now, Path: path}, path
}

// TestCrashOfTheWholeProgram makes a program panic in each of the three places, right
// after something was typed.
func TestCrashOfTheWholeProgram(t *testing.T) {
	tests := []struct {
		name   string
		damage func(*Options)
		keys   string
		where  string
	}{
		{"update", func(o *Options) { o.Content.Sizes = nil }, "\t\t\x1b[D", "profile.go:"},
		{"view", func(o *Options) {
			var opened atomic.Bool
			o.Now = func() time.Time {
				if opened.CompareAndSwap(false, true) {
					return now() // the lock says since when
				}
				panic(secret)
			}
		}, "\x1b[Z\x1bOP\x1bOP\x1b", "crash_test.go:"},
		{"command", func(o *Options) { o.Content.Report = nil }, "\t\t\x1b[20~\x1bOS\x1b[F\x1b[A\x1b[A\r", "report.go:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opts, path := saverOptions(t, fresh())
			c := *opts.Content
			opts.Content = &c
			test.damage(opts)
			console, typed, result := program(t, opts)
			console.wait(t, "Who is this about?")
			typed(" " + secret)
			console.wait(t, secret)
			typed(test.keys)
			r, err := result()
			if err != nil {
				t.Errorf("the program says %v", err)
			}
			if !fileAndLine.MatchString(r.Crash) || !strings.HasPrefix(r.Crash, test.where) {
				t.Errorf("the crash is noted at %q, not in %s", r.Crash, test.where)
			}
			if r.Saved != path {
				t.Errorf("it says that it saved %q", r.Saved)
			}
			a, err := ReadAssessment(path)
			if err != nil {
				t.Fatal(err)
			}
			if a.Organisation != "Acme "+secret {
				t.Errorf("on disk is %q", a.Organisation)
			}
			after := console.written()
			if i := strings.LastIndex(after, "\x1b[?1049l"); i < 0 || strings.Contains(after[i:], secret) || strings.Contains(after, "goroutine") {
				t.Errorf("the terminal is not as before: %q", after[max(0, len(after)-300):])
			}
		})
	}
}

// TestWholeProgram goes the whole way in a real event loop, and leaves.
func TestWholeProgram(t *testing.T) {
	opts, path := saverOptions(t, fresh())
	console, typed, result := program(t, opts)
	console.wait(t, "Who is this about?")
	typed("\t\t3")
	console.wait(t, "● Large")
	typed("\r")
	console.wait(t, "Where do you stand today")
	typed("1\r")
	console.wait(t, "ISO 27001                   NIS2")
	typed("q")
	r, err := result()
	if err != nil || r.Crash != "" || r.Signal != nil || r.Saved != path {
		t.Errorf("the result is %+v, %v", r, err)
	}
	a, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	if a.Plan.Size != "large" || len(a.Answers) != 1 {
		t.Errorf("on disk is %+v", a)
	}
	if r.Verdict == "" {
		t.Error("there is no verdict to say farewell with")
	}
}

// TestManyKeysAtOnce sends a burst of keys while commands are under way: every key
// reaches one screen, in order.
func TestManyKeysAtOnce(t *testing.T) {
	opts, path := saverOptions(t, fresh())
	console, typed, result := program(t, opts)
	console.wait(t, "Who is this about?")
	var burst strings.Builder
	burst.WriteString("\r\r\r")                  // through the form
	burst.WriteString("1\r" + "\x1b[C")          // the certificate; past the differences
	burst.WriteString("\rdairy\rspain\r300\r")   // the scope: type, state, people
	burst.WriteString("1\r\r")                   // nothing special; what it means
	burst.WriteString(strings.Repeat("2\r", 17)) // all questions
	burst.WriteString("\x1b[C")                  // past the gap check
	typed(burst.String())
	console.wait(t, "Recommendation")
	typed("q")
	if _, err := result(); err != nil {
		t.Error(err)
	}
	a, err := ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	if p := shipped(t).Overall(a); p.Done != p.Total {
		t.Errorf("of %d questions %d are answered", p.Total, p.Done)
	}
	for _, q := range shipped(t).Questions {
		want := q.Options[min(1, len(q.Options)-1)].ID
		if q.ID == model.CertificateQuestion {
			want = q.Options[0].ID
		}
		if got := a.Answers[q.ID].Option; got != want {
			t.Errorf("%s is answered with %q, not %q", q.ID, got, want)
		}
	}
}

//go:build !windows

package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"twopaths/content"
	"twopaths/model"
	"twopaths/ui"
)

// TestMain makes this test binary the command as well: started as "twopaths" it
// is the program, for the stories in testdata/script and for the pseudo-terminal.
func TestMain(m *testing.M) {
	debug.SetGCPercent(garbagePercent) // as the program does
	testscript.Main(m, map[string]func(){"twopaths": main})
}

// racing reports whether the race detector is in this binary. Everything takes ten
// times as long then, so the sweeps are cut short.
var racing = sync.OnceValue(func() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
})

// TestStories runs whole commands, as a user or a script would. Each file is named
// after what it guards.
func TestStories(t *testing.T) {
	if racing() {
		t.Skip("a command has one goroutine, and here are hundreds of commands")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("STORE", filepath.Join(e.WorkDir, "state", "twopaths"))
			e.Setenv("ESC", "\x1b")
			sample, err := os.ReadFile(filepath.Join("content", "data", "sample.yaml"))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(e.WorkDir, "acme.yaml"), sample, 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"holds": holds,
			"mode":  mode,
			"json":  isJSON,
			"write": write,
		},
	})
}

// exits runs a command and demands its exit code, which `! exec` leaves open:
//
//	exits 2 twopaths report acme.yaml -f pdf
//
// Nothing here runs in a terminal, so whatever the command is, no control
// character may come out of it but the line break, and the tab of a list.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("exits: %q is no exit code", args[0])
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("exits: %v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	for _, stream := range []string{"stdout", "stderr"} {
		text := ts.ReadFile(stream)
		if i := strings.IndexFunc(text, steers); i >= 0 {
			ts.Fatalf("%s holds a control character: %q", stream, text[max(0, i-40):min(len(text), i+40)])
		}
	}
}

// steers reports whether a terminal would act on r and not show it.
func steers(r rune) bool {
	return (r < 0x20 && r != '\n' && r != '\t') || (r >= 0x7f && r <= 0x9f)
}

// holds demands that a folder holds exactly these entries, hidden ones included:
// no temporary file is left, nothing else was written.
func holds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: holds folder [names...]")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := slices.Sorted(slices.Values(args[1:]))
	if !slices.Equal(names, want) {
		ts.Fatalf("%s holds %q, want %q", args[0], names, want)
	}
}

// mode demands the permissions of files: mode 0600 a.md
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode octal paths...")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range args[1:] {
		info, err := os.Lstat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%#o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

// isJSON demands that a file is one JSON object with these keys, in any order and
// no null among them.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: json file [keys...]")
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &object); err != nil {
		ts.Fatalf("%s is no JSON object: %v", args[0], err)
	}
	for _, key := range args[1:] {
		if object[key] == nil {
			ts.Fatalf("%s has no %q", args[0], key)
		}
	}
}

// write puts text into a file whose name or text an archive cannot hold: the
// arguments are a name and a text as Go string literals without their quotes.
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write name text")
	}
	for i, arg := range args {
		text, err := strconv.Unquote(`"` + arg + `"`)
		ts.Check(err)
		args[i] = text
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o700))
	ts.Check(os.WriteFile(name, []byte(args[1]), 0o600))
}

// The wizard as a user meets it: the program in a pseudo-terminal of 80×24 that
// answers no query. A test waits for what it wants to see and then types; there is
// no other waiting.

// long is how long a test waits for what must come; it ends no test that passes.
const long = 20 * time.Second

// terminal is the program in its pseudo-terminal.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File // held open so that its settings can be read afterwards
	keys   int      // pressed so far

	before, after *term.State
	started       time.Time

	mu       sync.Mutex
	screen   *vt.Emulator
	raw      bytes.Buffer
	modes    map[ansi.Mode]bool // that the program switched, as they are now
	onOutput func(screen string)
	changed  chan struct{} // closed when output comes

	drained chan struct{} // closed when all output was read
	gone    chan struct{} // closed when the process has ended
}

// start runs the program in a folder, with a home and a state folder below it.
func start(t *testing.T, dir string, env []string, args ...string) *terminal {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Args[0] = "twopaths" // see TestMain
	return startCmd(t, dir, env, cmd)
}

func startCmd(t *testing.T, dir string, env []string, cmd *exec.Cmd) *terminal {
	t.Helper()
	return startSized(t, dir, env, cmd, 80, 24)
}

func startSized(t *testing.T, dir string, env []string, cmd *exec.Cmd, cols, rows int) *terminal {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	if master, err = pollable(master); err != nil {
		t.Fatal(err)
	}
	x := &terminal{
		t: t, cmd: cmd, master: master, slave: slave,
		screen: vt.NewEmulator(cols, rows), modes: map[ansi.Mode]bool{},
		changed: make(chan struct{}), drained: make(chan struct{}), gone: make(chan struct{}),
	}
	x.screen.SetCallbacks(vt.Callbacks{
		EnableMode:  func(m ansi.Mode) { x.modes[m] = true },
		DisableMode: func(m ansi.Mode) { x.modes[m] = false },
	})
	if x.before, err = term.GetState(slave.Fd()); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = dir
	cmd.Env = append(cleanEnv(dir), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = cmp.Or(cmd.SysProcAttr, &syscall.SysProcAttr{Setsid: true, Setctty: true})
	x.started = time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// The emulator answers queries; the answers are dropped.
	go func() { _, _ = io.Copy(io.Discard, x.screen) }()
	go x.read()
	go func() {
		_ = cmd.Wait()
		x.after, _ = term.GetState(slave.Fd())
		slave.Close()
		close(x.gone)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-x.gone
		<-x.drained
		master.Close()
		_ = x.screen.InputPipe().(io.Closer).Close()
	})
	return x
}

// pollable is f again, in a way that Close ends a Read under way. Asking a file for
// its descriptor, as setting the size does, makes it a blocking one, and closing such
// a file waits for the read: the terminal would not be closed at all.
func pollable(f *os.File) (*os.File, error) {
	defer f.Close()
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// cleanEnv is the environment of a user who has nothing set.
func cleanEnv(dir string) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8",
		"HOME=" + filepath.Join(dir, "home"), "XDG_STATE_HOME=" + filepath.Join(dir, "state"),
		"GORACE=atexit_sleep_ms=0",
	}
	if cover := os.Getenv("GOCOVERDIR"); cover != "" {
		env = append(env, "GOCOVERDIR="+cover)
	}
	return env
}

// read feeds the screen with what the program writes.
func (x *terminal) read() {
	defer close(x.drained)
	buf := make([]byte, 64<<10)
	for {
		n, err := x.master.Read(buf)
		x.mu.Lock()
		x.raw.Write(buf[:n])
		_, _ = x.screen.Write(buf[:n])
		if x.onOutput != nil {
			x.onOutput(x.screen.String())
		}
		close(x.changed)
		x.changed = make(chan struct{})
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// shows is the text on the screen, line by line.
func (x *terminal) shows() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

// until waits until the screen is as wanted.
func (x *terminal) until(what string, ok func(screen string) bool) {
	x.t.Helper()
	deadline := time.After(long)
	for {
		x.mu.Lock()
		text, changed := x.screen.String(), x.changed
		x.mu.Unlock()
		if ok(text) {
			return
		}
		select {
		case <-changed:
		case <-x.drained:
			if text = x.shows(); !ok(text) {
				x.t.Fatalf("the program ended before there was %s; the screen:\n%s", what, text)
			}
			return
		case <-deadline:
			x.t.Fatalf("there never was %s; the screen:\n%s", what, text)
		}
	}
}

// sees waits for texts on the screen, wherever the lines break.
func (x *terminal) sees(texts ...string) {
	x.t.Helper()
	for _, text := range texts {
		x.until(strconv.Quote(text), func(screen string) bool { return strings.Contains(flat(screen), flat(text)) })
	}
}

// flat is text with every run of blanks as one space.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// savedHead is the right end of the head line when all answers are on the disk.
// While an answer is being saved the line is one cell shorter or differs in its
// last cells, so no half-drawn frame looks like this.
var savedHead = regexp.MustCompile(`(\d+) of (\d+) · saved ✓ *(\n|$)`)

// savedAnswers is how many answers the screen calls saved, or -1.
func savedAnswers(screen string) int {
	m := savedHead.FindStringSubmatch(screen)
	if m == nil {
		return -1
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// seesSaved waits until the screen calls n answers saved.
func (x *terminal) seesSaved(n int) {
	x.t.Helper()
	x.until(fmt.Sprintf("%d answers saved", n), func(screen string) bool { return savedAnswers(screen) == n })
}

// codes is what a terminal sends for the keys that are no letters.
var codes = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "ctrl+c": "\x03", "ctrl+z": "\x1a", "f1": "\x1bOP",
}

// press types keys. After esc the screen must be waited for: what follows at once
// would be taken for the rest of a longer key.
func (x *terminal) press(keys ...string) {
	x.t.Helper()
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(cmp.Or(codes[k], k))
	}
	x.keys += len(keys)
	if _, err := x.master.WriteString(b.String()); err != nil {
		x.t.Errorf("typing %q: %v", keys, err)
	}
}

// closesNote leaves the open note and waits for that.
func (x *terminal) closesNote() {
	x.t.Helper()
	x.press("esc")
	x.until("a closed note", func(screen string) bool { return !strings.Contains(screen, "new line") })
}

// types types text, a key for each letter.
func (x *terminal) types(text string) {
	x.t.Helper()
	x.press(strings.Split(text, "")...)
}

// ends waits for the end of the process and demands its exit code.
func (x *terminal) ends(code int) {
	x.t.Helper()
	select {
	case <-x.gone:
	case <-time.After(long):
		x.t.Fatalf("the program did not end; the screen:\n%s", x.shows())
	}
	<-x.drained
	if got := x.cmd.ProcessState.ExitCode(); got != code {
		x.t.Errorf("exit code %d (%v), want %d; the screen:\n%s", got, x.cmd.ProcessState, code, x.shows())
	}
}

// exited reports whether the process has ended.
func (x *terminal) exited() bool {
	select {
	case <-x.gone:
		return true
	default:
		return false
	}
}

// isRestored demands that the terminal is as it was before the program came.
func (x *terminal) isRestored() {
	x.t.Helper()
	<-x.gone
	<-x.drained
	if !reflect.DeepEqual(x.before, x.after) {
		x.t.Errorf("the terminal's settings changed:\nbefore %+v\nafter  %+v", x.before, x.after)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.screen.IsAltScreen() {
		x.t.Error("the alternate screen was not left")
	}
	for mode, on := range x.modes {
		if shown := mode == ansi.ModeTextCursorEnable || mode == ansi.ModeAutoWrap; on != shown {
			x.t.Errorf("the mode %v is left at %v", mode, on)
		}
	}
	raw := x.raw.String()
	if pushed, popped := strings.Count(raw, "\x1b[>1u"), strings.Count(raw, "\x1b[<1u"); pushed != popped {
		x.t.Errorf("the keyboard protocol was switched on %d times and off %d times", pushed, popped)
	}
	if i := strings.LastIndex(raw, "\x1b[>4"); i >= 0 && !strings.HasPrefix(raw[i:], "\x1b[>4m") {
		x.t.Error("modified keys are still reported")
	}
}

// leftBehind is the text on the normal screen, with the line breaks of the
// terminal's width taken out.
func (x *terminal) leftBehind() string {
	return strings.ReplaceAll(x.shows(), "\n", "")
}

// workDir is a new folder to run in, by its real name.
func workDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var shipped = sync.OnceValues(func() (*model.Content, error) { return content.Load(content.Shipped()) })

// known is the shipped content.
func known(t *testing.T) *model.Content {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answered is an assessment with the first option for every question but the
// ones left out; "scope" leaves the scope out.
func answered(c *model.Content, except ...string) model.Assessment {
	a := model.Assessment{Organisation: "Example GmbH", Date: model.Date{Year: 2026, Month: 11, Day: 23}}
	if !slices.Contains(except, "scope") {
		a.Scope.Stated = "important"
	}
	for _, q := range c.Questions {
		if !slices.Contains(except, q.ID) {
			a = a.WithAnswer(q.ID, model.Answer{Option: q.Options[0].ID})
		}
	}
	return a
}

// questionsOf is the ids of the questions of some groups, in their order.
func questionsOf(c *model.Content, groups ...string) []string {
	var out []string
	for _, st := range c.Stations() {
		for _, q := range st.Questions {
			if slices.Contains(groups, q.Group) {
				out = append(out, q.ID)
			}
		}
	}
	return out
}

// asked is the ids of all questions after the scope, in the order of the stations.
func asked(c *model.Content) []string {
	return questionsOf(c, "market", "maturity", "risk", "priorities")
}

// keep writes an assessment to a file of the user's.
func keep(t *testing.T, path string, a model.Assessment) []byte {
	t.Helper()
	data, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return data
}

// kept is the assessment in a file.
func kept(t *testing.T, path string) model.Assessment {
	t.Helper()
	a, err := ui.ReadAssessment(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// bytesOf is what a file holds.
func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// filesBelow is every file and folder below a folder, with its permissions.
func filesBelow(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	out := map[string]fs.FileMode{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		out[name] = info.Mode().Perm()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A newcomer goes the whole way: a new assessment, a mark with a note, every
// question, the recommendation, the roadmap, the export.
func TestNewcomerGoesTheWholeWay(t *testing.T) {
	t.Parallel()
	c, dir := known(t), workDir(t)
	const (
		name  = "Weber Pumpen GmbH"
		note  = "The board asked in March, twice"
		why   = "Two of five large customers"
		saved = "state/twopaths/weber-pumpen-gmbh.yaml"
	)
	x := start(t, dir, nil)
	x.sees("New assessment", "Nothing leaves this machine")
	t.Logf("first screen after %v", time.Since(x.started).Round(time.Millisecond))
	x.press("enter")
	x.sees("Which organisation is it about?")
	x.types(name)
	x.press("enter")
	x.sees("Who is this about?", name)
	x.seesSaved(0)
	x.press("enter")
	x.types("managing director, head of IT")
	x.sees("managing director, head of IT")
	x.press("enter", "2")
	x.sees("● " + c.Sizes[1].Label)
	x.press("enter")

	number := map[string]int{} // the option chosen, from 1; 0 is not sure
	done := 0
	question := func(id string) model.Question {
		q, ok := c.Question(id)
		if !ok {
			t.Fatalf("there is no question %q", id)
		}
		x.sees(q.Text)
		return q
	}
	for _, id := range questionsOf(c, model.ProfileGroup) {
		question(id)
		x.press("1", "enter")
		number[id] = 1
		done++
	}

	x.sees(c.Differences[0].Aspect, "What the two give together")
	x.press("down", "down", "m", "n")
	x.sees("Ask the room")
	x.types(note)
	x.sees(note)
	x.closesNote()
	x.seesSaved(done)
	x.press("right")

	x.sees(c.ScopePrompt.Text)
	x.press("enter")
	x.sees("What does the organisation do?")
	x.types("pump")
	x.sees("Maker of machinery")
	x.press("enter")
	x.sees("Under the law of which member state")
	x.types("germ")
	x.press("enter")
	x.sees("How many people")
	x.types("180")
	x.press("enter")
	x.sees("Which of these special cases hold?")
	x.press("1")
	x.sees("Yes, as an important entity")
	done++
	x.press("enter")
	x.sees("What follows from it")
	x.press("enter")
	for i, id := range asked(c) {
		question(id)
		switch {
		case i == 1: // with a note and how sure one is
			x.press("2", "f", "n")
			x.types(why)
			x.sees(why)
			x.closesNote()
			x.press("enter")
			number[id] = 2
		case i == 3: // with the arrows
			x.press("down", "down", "enter")
			number[id] = 2
		case i == 5:
			x.press("0", "enter")
			number[id] = 0
		default:
			x.press("1", "enter")
			number[id] = 1
		}
		done++
	}
	x.seesSaved(done)
	x.sees("What NIS2 asks for, and what is there")
	x.press("3", "1")
	x.sees("2 of ", "1 nothing yet", "1 in place")
	x.seesSaved(done)
	x.press("right")
	path := filepath.Join(dir, saved)
	a := kept(t, path)
	if len(a.Gap) != 2 {
		t.Errorf("the gap check was kept as %+v", a.Gap)
	}
	title := c.VerdictWords(model.Decide(c, a)).Title
	x.sees(title)
	x.press("enter")
	x.sees("certificate by month", "The measures of NIS2")
	x.press("t")
	x.sees("Roadmap", "Person-days are estimates")
	x.press("enter")
	x.sees("Export the report", "Press enter to write it")
	x.press("enter")
	x.sees("✓ Written")
	x.press("q")
	x.ends(exitDone)
	x.isRestored()
	t.Logf("%d keys, %d of them letters of names and notes", x.keys, len(name)+len("managing director, head of IT")+len(note)+len(why)+len("pump"+"germ"+"180"))

	// What was answered is what was kept.
	if a.Organisation != name || a.Plan.Size != c.Sizes[1].ID || !slices.Equal(a.Participants, []string{"managing director", "head of IT"}) {
		t.Errorf("the profile was kept as %+v", a)
	}
	if d := a.Differences[c.Differences[2].ID]; len(a.Differences) != 1 || !d.Matters || d.Note != note {
		t.Errorf("the differences were kept as %+v", a.Differences)
	}
	if len(a.Answers) != len(c.Questions) {
		t.Errorf("%d answers were kept of %d", len(a.Answers), len(c.Questions))
	}
	for id, n := range number {
		q, _ := c.Question(id)
		want := model.NotSure
		if n > 0 {
			want = q.Options[n-1].ID
		}
		if got := a.Answers[id].Option; got != want {
			t.Errorf("%s was kept as %q, want %q", id, got, want)
		}
	}
	if got := a.Answers[asked(c)[1]]; got.Note != why || got.Firmness == "" {
		t.Errorf("the note and how firm it is were kept as %+v", got)
	}
	if a.Content != c.Version {
		t.Errorf("the content version was kept as %q", a.Content)
	}

	// The folder holds the assessment and the report, the user's alone, and nothing else.
	export := "weber-pumpen-gmbh-" + a.Date.String() + ".md"
	if got, want := filesBelow(t, dir), map[string]fs.FileMode{
		"state": 0o700, "state/twopaths": 0o700, saved: 0o600, export: 0o600,
	}; !maps.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
	report := bytesOf(t, filepath.Join(dir, export))
	if !bytes.HasPrefix(report, []byte("---\ntwopaths: 1\n")) {
		t.Errorf("the export begins with %.60q", report)
	}
	for _, text := range []string{"\n# " + title + "\n", note, why, name, "no legal advice"} {
		if !bytes.Contains(report, []byte(text)) {
			t.Errorf("the export lacks %q", text)
		}
	}

	// The farewell names the verdict and both files on the normal screen.
	for _, text := range []string{title, "Report: " + filepath.Join(dir, export), "Saved:  " + path} {
		if !strings.Contains(x.leftBehind(), text) {
			t.Errorf("the farewell lacks %q:\n%s", text, x.shows())
		}
	}

	// Without a terminal the saved file gives the very same report.
	exe, _ := os.Executable()
	cmd := exec.Command(exe, "report", path)
	cmd.Args[0], cmd.Dir, cmd.Env = "twopaths", dir, cleanEnv(dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	headless, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Errorf("twopaths report: %v, %s", err, &stderr)
	}
	if !bytes.Equal(headless, report) {
		t.Errorf("the report without a terminal differs from the export: %d and %d bytes", len(headless), len(report))
	}
}

// A signal at any moment: what was just answered and half typed is saved, the
// terminal comes back, and the exit code names the signal.
func TestSignalSavesAndRestores(t *testing.T) {
	t.Parallel()
	c := known(t)
	signals := []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT}
	if racing() {
		signals = signals[:2]
	}
	for _, sig := range signals {
		t.Run(sig.String(), func(t *testing.T) {
			dir := workDir(t)
			id := asked(c)[0]
			keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
			x := start(t, dir, nil, "a.yaml")
			q, _ := c.Question(id)
			x.sees(q.Text)
			x.press("2", "n")
			x.sees("new line")
			x.types("half a sen")
			x.sees("half a sen")
			_ = x.cmd.Process.Signal(sig)
			x.ends(128 + int(sig))
			x.isRestored()
			if got := kept(t, filepath.Join(dir, "a.yaml")).Answers[id]; got.Option != q.Options[1].ID || got.Note != "half a sen" {
				t.Errorf("the file holds %+v", got)
			}
			if !strings.Contains(x.leftBehind(), "Saved:  a.yaml") {
				t.Errorf("the farewell does not name the file:\n%s", x.shows())
			}
			if got := filesBelow(t, dir); !maps.Equal(got, map[string]fs.FileMode{"a.yaml": 0o600}) {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
	t.Run("at the start screen", func(t *testing.T) {
		if racing() {
			t.Skip("too slow with the race detector")
		}
		dir := workDir(t)
		x := start(t, dir, nil)
		x.sees("New assessment")
		_ = x.cmd.Process.Signal(syscall.SIGTERM)
		x.ends(128 + int(syscall.SIGTERM))
		x.isRestored()
		if got := filesBelow(t, dir); len(got) > 0 {
			t.Errorf("the folder holds %v", got)
		}
	})
}

// What a signal saves in haste is what any other save writes: the same bytes, with
// the content version that it was answered with.
func TestHastySaveIsLikeAnyOther(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	id := asked(c)[0]
	want := answered(c, id).WithAnswer(id, model.Answer{Note: "half a sen"})
	want.Content = c.Version
	data, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
	q, _ := c.Question(id)
	x := start(t, dir, nil, "a.yaml")
	x.sees(q.Text)
	x.press("n")
	x.sees("new line")
	x.types("half a sen")
	x.sees("half a sen")
	_ = x.cmd.Process.Signal(syscall.SIGTERM)
	x.ends(128 + int(syscall.SIGTERM))
	if got := bytesOf(t, filepath.Join(dir, "a.yaml")); !bytes.Equal(got, data) {
		t.Errorf("the file holds\n%s\nwant\n%s", got, data)
	}
}

// Ctrl+Z gives the terminal back to the shell, with everything saved; fg gives the
// same screen again.
func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	exe, err := exec.LookPath("twopaths") // put there by TestMain
	if err != nil {
		t.Fatal(err)
	}
	id := asked(c)[0]
	path := filepath.Join(dir, "a.yaml")
	keep(t, path, answered(c, id))
	q, _ := c.Question(id)
	x := startCmd(t, dir, nil, exec.Command("sh", "-c",
		"set -m; "+exe+" a.yaml; echo now the shell; read line; fg >/dev/null; echo the wizard left with $?"))
	x.sees(q.Text)
	x.press("2", "ctrl+z")
	x.sees("now the shell")
	now, err := term.GetState(x.slave.Fd())
	if err != nil || !reflect.DeepEqual(x.before, now) {
		t.Errorf("the terminal's settings in the shell, %v:\nbefore %+v\nnow    %+v", err, x.before, now)
	}
	if strings.Contains(x.shows(), q.Text) {
		t.Errorf("the wizard is still on the screen:\n%s", x.shows())
	}
	if got := kept(t, path).Answers[id].Option; got != q.Options[1].ID {
		t.Errorf("the file holds %q", got)
	}
	x.press("enter")
	x.sees(q.Text)
	x.seesSaved(19)
	x.press("1")
	x.until("the first option", func(s string) bool { return regexp.MustCompile(`1  .*●`).MatchString(s) })
	x.seesSaved(19)
	x.press("q")
	x.sees("Saved: a.yaml", "the wizard left with 0")
	x.ends(exitDone)
	x.isRestored()
	if got := kept(t, path).Answers[id].Option; got != q.Options[0].ID {
		t.Errorf("the file holds %q", got)
	}
}

// A file of keys binds them in the wizard; one with faults ends it at once, with all of them.
func TestKeysOfAFile(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	id := asked(c)[0]
	keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
	q, _ := c.Question(id)
	folder := filepath.Join(dir, "settings", "twopaths")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	bind := func(text string) *terminal {
		if err := os.WriteFile(filepath.Join(folder, "keys.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return start(t, dir, []string{"XDG_CONFIG_HOME=" + filepath.Join(dir, "settings")}, "a.yaml")
	}
	x := bind("menu: M\nquit: Z\n")
	x.sees(q.Text, "M menu")
	x.press("q", "M")
	x.sees("enter do it")
	x.press("G") // to the end of the menu
	x.sees("leave Z")
	x.press("Z") // closes the menu alone
	x.sees("M menu")
	x.press("Z")
	x.ends(exitDone)
	x.isRestored()

	x = bind("menu: M\nquit: n\nexit: Z\n")
	x.ends(exitUsage)
	for _, want := range []string{`keys.yaml:2: quit.1: "n" is the key of quit and of note`, "keys.yaml:3: exit: there is no such action"} {
		if said := x.raw.String(); !strings.Contains(said, want) { // the screen has it on several lines
			t.Errorf("it does not say %q but\n%s", want, said)
		}
	}
}

// Where no shell waits, as with ssh host -t twopaths, there is nobody to suspend
// for: Ctrl+Z must not freeze the wizard.
func TestSuspendWithoutShell(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	id := asked(c)[0]
	keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
	q, _ := c.Question(id)
	x := start(t, dir, nil, "a.yaml")
	x.sees(q.Text)
	x.press("ctrl+z")
	x.press("1")
	x.seesSaved(19)
	x.press("q")
	x.ends(exitDone)
	x.isRestored()
}

// When the terminal is gone, with a signal or without one, or when it takes nothing
// any more, everything is saved and the process does not stay behind.
func TestLostTerminalSavesAndEnds(t *testing.T) {
	t.Parallel()
	c := known(t)
	const hangup = 128 + int(syscall.SIGHUP)
	const bound = 6 * time.Second // two seconds are promised; the machine may be busy
	lost := func(t *testing.T, attr *syscall.SysProcAttr, codes []int, lose func(x *terminal)) {
		dir, id := workDir(t), asked(c)[0]
		keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
		exe, _ := os.Executable()
		cmd := exec.Command(exe, "a.yaml")
		cmd.Args[0], cmd.SysProcAttr = "twopaths", attr
		x := startCmd(t, dir, nil, cmd)
		q, _ := c.Question(id)
		x.sees(q.Text)
		x.press("2", "n")
		x.sees("new line")
		x.types("half a sen")
		x.sees("half a sen")
		at := time.Now()
		lose(x)
		select {
		case <-x.gone:
			t.Logf("gone after %v with %v", time.Since(at).Round(time.Millisecond), x.cmd.ProcessState)
		case <-time.After(bound):
			t.Errorf("the process stayed behind for %v", bound)
		}
		a := kept(t, filepath.Join(dir, "a.yaml"))
		if got := a.Answers[id]; got.Option != q.Options[1].ID || got.Note != "half a sen" {
			t.Errorf("the file holds %+v", got)
		}
		if x.exited() && !slices.Contains(codes, x.cmd.ProcessState.ExitCode()) {
			t.Errorf("exit code %d, want one of %v", x.cmd.ProcessState.ExitCode(), codes)
		}
	}
	t.Run("closed", func(t *testing.T) {
		t.Parallel()
		lost(t, nil, []int{hangup}, func(x *terminal) { x.master.Close() })
	})
	t.Run("closed without a signal", func(t *testing.T) {
		t.Parallel()
		// no controlling terminal, so nobody sends SIGHUP
		lost(t, &syscall.SysProcAttr{Setsid: true}, []int{hangup, exitFault}, func(x *terminal) { x.master.Close() })
	})
	t.Run("stopped", func(t *testing.T) {
		t.Parallel()
		if runtime.GOOS != "linux" {
			t.Skip("stopping a terminal's output is done the Linux way")
		}
		lost(t, nil, []int{128 + int(syscall.SIGTERM)}, func(x *terminal) {
			const tcxonc, tcooff = 0x540a, 0
			if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, x.slave.Fd(), tcxonc, tcooff); errno != 0 {
				t.Fatal(errno)
			}
			_ = x.cmd.Process.Signal(syscall.SIGTERM)
		})
	})
}

// kill ends the process as a crash would, and reads what it had written.
func (x *terminal) kill() {
	_ = x.cmd.Process.Kill()
	<-x.gone
	<-x.drained
}

// What the head line calls saved is on the disk: killed right after, it is there.
func TestKilledRightAfterSaved(t *testing.T) {
	t.Parallel()
	c, dir := known(t), workDir(t)
	path := filepath.Join(dir, "a.yaml")
	ids := asked(c)
	before := answered(c, ids...)
	keep(t, path, before)
	base := c.Overall(before).Done

	x := start(t, dir, nil, "a.yaml")
	x.seesSaved(base)
	x.press("3")
	x.seesSaved(base + 1)
	x.kill()
	q, _ := c.Question(ids[0])
	if got := kept(t, path).Answers[ids[0]].Option; got != q.Options[2].ID {
		t.Errorf("the answer was called saved; the file holds %q", got)
	}

	// The same for a note. Typing rests for at most half a second unsaved. The
	// machine may be busy, so the best of a few counts.
	x = start(t, dir, nil, "a.yaml")
	q, _ = c.Question(ids[1])
	x.sees(q.Text)
	x.press("n")
	x.sees("new line")
	best := long
	text := "Quecksilber"
	x.types(text)
	for try := 0; try < 5 && best > 500*time.Millisecond; try++ {
		x.sees(text)
		x.seesSaved(base + 1)
		text += strconv.Itoa(try)
		at := time.Now()
		x.types(strconv.Itoa(try))
		x.sees(text)
		x.seesSaved(base + 1)
		best = min(best, time.Since(at))
	}
	x.kill()
	if got := kept(t, path).Answers[ids[1]].Note; got != text {
		t.Errorf("the note %q was called saved; the file holds %q", text, got)
	}
	t.Logf("a note was on the disk %v after its key", best.Round(time.Millisecond))
	if best > 500*time.Millisecond && !racing() {
		t.Errorf("a note was on the disk only %v after its key", best)
	}
}

// Killed at random moments, half of them while it exports or opens the file: every answer
// that the screen had called saved is in the file, no other answer has changed, the file can
// always be read, and a report is there whole or not at all.
// TWOPATHS_KILLS=1000 kills more often; TWOPATHS_SEED repeats a run's keys.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	kills := 25
	if racing() {
		kills = 3
	}
	if n, err := strconv.Atoi(os.Getenv("TWOPATHS_KILLS")); err == nil {
		kills = n
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("TWOPATHS_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("TWOPATHS_SEED=%d, %d kills", seed, kills)
	rng := rand.New(rand.NewPCG(seed, 0))
	c, dir := known(t), workDir(t)
	path := filepath.Join(dir, "a.yaml")
	ids := asked(c)
	empty := answered(c, ids...)
	keep(t, path, empty)
	var shown, unsaved, temps, exports, opened int
	for kill := range kills {
		exporting := false
		switch rng.IntN(4) {
		case 0: // while the file is opened
			was := bytesOf(t, path)
			x := start(t, dir, nil, "a.yaml")
			time.Sleep(time.Duration(rng.Int64N(int64(250 * time.Millisecond))))
			x.kill()
			if !bytes.Equal(bytesOf(t, path), was) {
				t.Fatalf("kill %d: opening changed the file", kill)
			}
			opened++
			continue
		case 1:
			exporting = true
		}
		before := kept(t, path)
		base := c.Overall(before).Done
		open := ids[slices.IndexFunc(ids, func(id string) bool { return before.Answers[id].Option == "" }):]

		x := start(t, dir, nil, "a.yaml")
		claimed := base
		x.mu.Lock()
		x.onOutput = func(screen string) { claimed = max(claimed, savedAnswers(screen)) }
		x.mu.Unlock()
		x.seesSaved(base)
		want := before
		answer := func(i int) {
			q, _ := c.Question(open[i])
			n := rng.IntN(3)
			want = want.WithAnswer(q.ID, model.Answer{Option: q.Options[n].ID})
			x.press(strconv.Itoa(n+1), "enter")
		}
		calm := rng.IntN(min(4, len(open)))
		for i := range calm {
			answer(i)
			x.seesSaved(base + i + 1)
		}
		burst := rng.IntN(min(5, len(open)-calm) + 1)
		for i := range burst {
			answer(calm + i)
		}
		// The moment itself: within the time that a few saves and frames take, or an export.
		moments := 30 * time.Millisecond
		if exporting {
			x.press("e", "enter")
			moments = 150 * time.Millisecond
		}
		time.Sleep(time.Duration(rng.Int64N(int64(moments))))
		x.kill()
		reports, err := filepath.Glob(filepath.Join(dir, "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, report := range reports {
			exports++
			if v, err := model.Verify(c, report, bytesOf(t, report), ""); err != nil || !v.Same {
				t.Errorf("kill %d: the report is not whole: %v", kill, err)
			}
			_ = os.Remove(report)
		}

		// What is there: of the answers given, the first so many and no others.
		after := kept(t, path)
		n := c.Overall(after).Done
		for i, id := range open {
			if i >= n-base {
				want = want.WithAnswer(id, model.Answer{})
			}
		}
		if n < claimed {
			t.Errorf("kill %d: the screen called %d answers saved, the file holds %d; the screen:\n%s", kill, claimed, n, x.shows())
		}
		if !maps.Equal(after.Answers, want.Answers) || !after.Scope.Equal(before.Scope) || after.Organisation != before.Organisation {
			t.Errorf("kill %d: the file holds %v\nwant %v", kill, after.Answers, want.Answers)
		}
		shown += claimed - base
		unsaved += calm + burst - (n - base)
		left, err := filepath.Glob(filepath.Join(dir, ".twopaths-*.tmp"))
		most := 1
		if exporting {
			most = 2 // a save and the report
		}
		if err != nil || len(left) > most {
			t.Errorf("kill %d left %d temporary files", kill, len(left))
		}
		for _, tmp := range left {
			temps++
			_ = os.Remove(tmp)
		}
		if len(open)-(n-base) < 5 {
			keep(t, path, empty)
		}
		if t.Failed() {
			return
		}
	}
	if kills >= 40 && exports == 0 {
		t.Errorf("of %d kills none came behind an export", kills)
	}
	t.Logf("%d answers were called saved and are there; %d more were typed and not yet saved; %d temporary files were left; "+
		"%d reports were written whole; %d times the file was being opened", shown, unsaved, temps, exports, opened)
}

// What a crash left half written is cleared away at the next start.
func TestLeftOverTemporaryFileIsCleared(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	store := filepath.Join(dir, "state", "twopaths")
	if err := os.MkdirAll(store, 0o700); err != nil {
		t.Fatal(err)
	}
	keep(t, filepath.Join(store, "a.yaml"), answered(c))
	old := filepath.Join(store, ".twopaths-1234567890.tmp")
	keep(t, old, answered(c))
	yesterday := time.Now().Add(-36 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	x := start(t, dir, nil)
	x.sees("Continue", "Example GmbH")
	x.press("enter")
	x.seesSaved(19)
	x.press("ctrl+c")
	x.ends(exitDone)
	if ui.Exists(old) {
		t.Error("the temporary file of a crash is still there")
	}
	if !ui.Exists(filepath.Join(store, "a.yaml")) {
		t.Error("the assessment is gone")
	}
}

// Two wizards on one file: the second is told so first, and looks or works on a copy; what
// it does is never in the file of the first. A wizard that is killed keeps nobody out.
func TestTwoWizardsOnOneFile(t *testing.T) {
	t.Parallel()
	c, dir := known(t), workDir(t)
	path := filepath.Join(dir, "a.yaml")
	ids := asked(c)
	keep(t, path, answered(c, ids...))
	base := c.Overall(answered(c, ids...)).Done
	first := start(t, dir, nil, "a.yaml")
	first.seesSaved(base)
	first.press("1")
	first.seesSaved(base + 1)
	ofFirst := bytesOf(t, path)

	// The second is told by whom, and Enter held down opens nothing.
	second := start(t, dir, nil, "a.yaml")
	second.sees("a.yaml is open in another wizard", fmt.Sprint("process ", first.cmd.Process.Pid), "Work on a copy")
	second.press("enter", "enter", "enter")
	// It looks: what it tries is nowhere, also when the first has saved meanwhile.
	second.press("down", "enter")
	second.sees("looking: nothing is saved")
	second.press("2")
	second.sees(fmt.Sprintf("%d of 19 · looking: nothing is saved", base+2))
	first.press("enter", "1")
	first.seesSaved(base + 2)
	second.press("enter", "3", "q")
	second.ends(exitDone)
	second.isRestored()
	if strings.Contains(second.leftBehind(), "Saved:") {
		t.Errorf("the farewell of the one that looked names a file as saved:\n%s", second.shows())
	}
	if bytes.Equal(bytesOf(t, path), ofFirst) {
		t.Error("the first wizard does not save on")
	}
	ofFirst = bytesOf(t, path)

	// A third works on a copy; neither touches the other's file.
	third := start(t, dir, nil, "a.yaml")
	third.sees("is open in another wizard")
	third.press("down", "down", "enter")
	third.seesSaved(base + 2)
	third.press("2")
	third.seesSaved(base + 3)
	if !bytes.Equal(bytesOf(t, path), ofFirst) {
		t.Error("the copy was saved over the file")
	}
	ofThird := bytesOf(t, filepath.Join(dir, "a-2.yaml"))
	first.press("enter", "1")
	first.seesSaved(base + 3)
	ofFirst = bytesOf(t, path)

	// A wizard that is killed leaves a lock that nobody holds.
	third.kill()
	fourth := start(t, dir, nil, "a-2.yaml")
	fourth.seesSaved(base + 3)
	fourth.press("q")
	fourth.ends(exitDone)
	if !bytes.Equal(bytesOf(t, filepath.Join(dir, "a-2.yaml")), ofThird) {
		t.Error("the copy is not what the third wizard saved last")
	}
	first.press("q")
	first.ends(exitDone)
	if !bytes.Equal(bytesOf(t, path), ofFirst) {
		t.Error("the file is not what the first wizard saved last")
	}
	if got := filesBelow(t, dir); len(got) != 2 {
		t.Errorf("the folder holds %v", got)
	}
}

// The library's variables for tracing write nothing, and under a wide umask what is
// written is still the user's alone.
func TestNoTraceOfAnswers(t *testing.T) {
	t.Parallel()
	c, dir := known(t), workDir(t)
	const secret = "Quecksilber"
	exe, err := exec.LookPath("twopaths") // put there by TestMain
	if err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(dir, "trace.log")
	x := startCmd(t, dir, []string{"TEA_TRACE=" + trace, "TEA_DEBUG=1", "DEBUG=1"}, exec.Command("sh", "-c", "umask 000; exec "+exe))
	x.sees("New assessment")
	x.press("enter")
	x.sees("Which organisation is it about?")
	x.types(secret)
	x.press("enter")
	x.sees("Who is this about?")
	x.seesSaved(0)
	x.press("enter", "enter", "enter")
	q, _ := c.Question(questionsOf(c, model.ProfileGroup)[0])
	x.sees(q.Text)
	x.press("1", "n")
	x.sees("new line")
	x.types(secret)
	x.sees(secret)
	x.seesSaved(1)
	x.press("ctrl+c")
	x.ends(exitDone)
	x.isRestored()
	file := "state/twopaths/quecksilber.yaml"
	if got, want := filesBelow(t, dir), map[string]fs.FileMode{"state": 0o700, "state/twopaths": 0o700, file: 0o600}; !maps.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
	if n := bytes.Count(bytesOf(t, filepath.Join(dir, file)), []byte(secret)); n != 2 {
		t.Errorf("the saved file holds the text %d times, want 2", n)
	}
	// Neither is it in the window's title, which the terminal may log.
	if i := strings.Index(x.raw.String(), "\x1b]2;"); i >= 0 && strings.Contains(x.raw.String()[i:i+60], secret) {
		t.Error("the window's title names the organisation")
	}
}

// Nothing is sent: not one call on a socket, from the start to the export. Built
// with cgo, the C library asks this machine's own name service for the user.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil || racing() {
		t.Skip("no strace here, or too slow with the race detector")
	}
	if exec.Command(strace, "-o", os.DevNull, "true").Run() != nil {
		t.Skip("strace may not trace here")
	}
	c, dir := known(t), workDir(t)
	keep(t, filepath.Join(dir, "a.yaml"), answered(c))
	exe, err := exec.LookPath("twopaths")
	if err != nil {
		t.Fatal(err)
	}
	calls := filepath.Join(dir, "calls")
	x := startCmd(t, dir, nil, exec.Command(strace, "-ff", "-e", "trace=%network", "-o", calls, exe, "a.yaml"))
	x.seesSaved(19)
	x.press("e")
	x.sees("Press enter to write it")
	x.press("enter")
	x.sees("✓ Written")
	x.press("ctrl+c")
	x.ends(exitDone)
	// A file for each thread: in one for all, a call that another interrupts stands on two lines.
	threads, err := filepath.Glob(calls + ".*")
	if err != nil || len(threads) == 0 {
		t.Fatalf("strace wrote nothing: %v", err)
	}
	var all []byte
	for _, path := range threads {
		all = append(all, bytesOf(t, path)...)
	}
	for line := range strings.Lines(string(all)) {
		if local := strings.Contains(line, "AF_UNIX, SOCK_STREAM") || strings.Contains(line, "/nscd/socket"); !local && strings.Contains(line, "(") {
			t.Errorf("a call on the network: %s", line)
		}
	}
}

// Ctrl+C leaves from everywhere at once, with code 0 and everything saved, also
// what was typed or chosen by the key before.
func TestCtrlCLeavesFromEverywhere(t *testing.T) {
	t.Parallel()
	c := known(t)
	const fresh = "fresh" // an assessment in which nothing is answered
	first := func(group string) string { return questionsOf(c, group)[0] }
	text := func(id string) string {
		q, ok := c.Question(id)
		if !ok {
			t.Fatalf("there is no question %q", id)
		}
		return q.Text
	}
	chose := func(id string) func(model.Assessment) bool {
		q, _ := c.Question(id)
		return func(a model.Assessment) bool { return a.Answers[id].Option == q.Options[1].ID }
	}
	wrote := func(id, note string) func(model.Assessment) bool {
		return func(a model.Assessment) bool { return a.Answers[id].Note == note }
	}
	type step struct {
		keys []string
		sees string
	}
	press := func(sees string, keys ...string) step { return step{keys, sees} }
	cert, market := first(model.ProfileGroup), first("market")
	stations := []struct {
		name  string
		open  string // what is unanswered, so that it is where one resumes
		way   []step
		last  []string // pressed together with Ctrl+C
		kept  func(model.Assessment) bool
		often bool // also with the race detector
	}{
		{name: "profile", open: fresh, way: []step{press("Who is this about?")}, last: []string{"!"},
			kept: func(a model.Assessment) bool { return a.Organisation == "Example GmbH!" }, often: true},
		{name: "profile size", open: fresh, way: []step{press("Who is this about?"), press("1-9 size", "enter", "enter"), press("● "+c.Sizes[0].Label, "1")},
			last: []string{"3"}, kept: func(a model.Assessment) bool { return a.Plan.Size == c.Sizes[2].ID }},
		{name: "certificate", open: cert, way: []step{press(text(cert))}, last: []string{"2"}, kept: chose(cert)},
		{name: "differences", open: cert, way: []step{press(text(cert)), press("What NIS2 adds", "right")}, last: []string{"m"},
			kept: func(a model.Assessment) bool { return a.Differences[c.Differences[0].ID].Matters }},
		{name: "note on a difference", open: cert, way: []step{press(text(cert)), press("What NIS2 adds", "right"), press("new line", "n")},
			last: []string{"x"}, kept: func(a model.Assessment) bool { return a.Differences[c.Differences[0].ID].Note == "x" }, often: true},
		{name: "scope", open: "scope", way: []step{press(c.ScopePrompt.Text), press("Yes, as an essential entity", "down", "enter")},
			last: []string{"2"}, kept: func(a model.Assessment) bool { return a.Scope.Stated == c.Scopes[1].Stated }},
		{name: "type of activity", open: "scope", way: []step{press(c.ScopePrompt.Text), press("Search in your own words", "enter"), press("DNS service provider", "d", "n", "s")},
			last: []string{"enter"}, kept: func(a model.Assessment) bool { return a.Scope.Facts.Type == "dns-service-provider" }},
		{name: "market", open: market, way: []step{press(text(market))}, last: []string{"2"}, kept: chose(market)},
		{name: "maturity", open: first("maturity"), way: []step{press(text(first("maturity")))}, last: []string{"2"}, kept: chose(first("maturity"))},
		{name: "risk", open: first("risk"), way: []step{press(text(first("risk")))}, last: []string{"2"}, kept: chose(first("risk"))},
		{name: "priorities", open: first("priorities"), way: []step{press(text(first("priorities")))}, last: []string{"2"}, kept: chose(first("priorities"))},
		{name: "note on a question", open: market, way: []step{press(text(market)), press("new line", "n")}, last: []string{"a", "q", "?"}, kept: wrote(market, "aq?")},
		{name: "recommendation", way: []step{press("Why The strongest reasons")}, often: true},
		{name: "roadmap", way: []step{press("Why"), press("recommended", "enter"), press("Person-days are estimates", "t")}},
		{name: "export", way: []step{press("Why"), press("Press enter to write it", "e")}},
		{name: "name of the export", way: []step{press("Why"), press("Press enter to write it", "e"), press("ctrl+g", "n")}, last: []string{"x"}},
		{name: "overwrite or not", way: []step{press("Why"), press("Press enter to write it", "e"), press("There is a file of this name already", "enter")}},
		{name: "overview", way: []step{press("Why"), press("19 of 19 answered", "o")}},
		{name: "help", way: []step{press("Why"), press("do it", "?")}},
	}
	for _, st := range stations {
		if racing() && !st.often {
			continue
		}
		t.Run(st.name, func(t *testing.T) {
			dir := workDir(t)
			a := answered(c, st.open)
			if st.open == fresh {
				a = model.Assessment{Organisation: a.Organisation, Date: a.Date}
			}
			path := filepath.Join(dir, "a.yaml")
			before := keep(t, path, a)
			export := filepath.Join(dir, "example-gmbh-2026-11-23.md")
			if err := os.WriteFile(export, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			x := start(t, dir, nil, "a.yaml")
			for _, s := range st.way {
				x.press(s.keys...)
				x.sees(s.sees)
			}
			x.press(append(st.last, "ctrl+c")...)
			x.ends(exitDone)
			x.isRestored()
			switch after := bytesOf(t, path); {
			case st.kept == nil && !bytes.Equal(after, before):
				t.Errorf("nothing was changed, and the file is now\n%s", after)
			case st.kept != nil && !st.kept(kept(t, path)):
				t.Errorf("what was done last is not in the file:\n%s", after)
			}
			if string(bytesOf(t, export)) != "mine" {
				t.Error("the file in the way of the export was overwritten")
			}
			if !strings.Contains(x.leftBehind(), "Saved:  a.yaml") {
				t.Errorf("the farewell does not name the file:\n%s", x.shows())
			}
			if got := filesBelow(t, dir); len(got) != 2 {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
	for _, st := range []struct {
		name string
		way  []step
		last []string
	}{
		{"start", []step{press("New assessment")}, nil},
		{"start, asking a name", []step{press("New assessment"), press("Which organisation is it about?", "enter")}, []string{"A"}},
		{"start, asking a file", []step{press("New assessment"), press("Which file?", "down", "enter")}, []string{"a"}},
		{"sample", []step{press("New assessment"), press("This is the sample", "down", "down", "enter")}, nil},
	} {
		if racing() {
			continue
		}
		t.Run(st.name, func(t *testing.T) {
			dir := workDir(t)
			x := start(t, dir, nil)
			for _, s := range st.way {
				x.press(s.keys...)
				x.sees(s.sees)
			}
			x.press(append(st.last, "ctrl+c")...)
			x.ends(exitDone)
			x.isRestored()
			if got := filesBelow(t, dir); len(got) > 0 {
				t.Errorf("the folder holds %v", got)
			}
			if strings.Contains(x.leftBehind(), "Saved:") {
				t.Errorf("nothing was saved, and the farewell says so:\n%s", x.shows())
			}
		})
	}
}

// Opening again goes on at the first question without an answer, also one that was
// skipped, and from the start screen as well as by the file's name.
func TestResumesAtFirstOpenQuestion(t *testing.T) {
	t.Parallel()
	c, dir := known(t), workDir(t)
	store := filepath.Join(dir, "state", "twopaths")
	if err := os.MkdirAll(store, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(store, "example-gmbh.yaml")
	ids := asked(c)
	text := func(i int) string { q, _ := c.Question(ids[i]); return q.Text }
	keep(t, path, answered(c, ids...))
	base := c.Overall(answered(c, ids...)).Done

	x := start(t, dir, nil, path)
	x.sees(text(0))
	x.press("1", "enter")
	x.sees(text(1))
	x.press("right") // skipped
	x.sees(text(2))
	x.press("1")
	x.seesSaved(base + 2)
	x.press("q")
	x.ends(exitDone)

	x = start(t, dir, nil)
	x.sees("Continue", "Example GmbH", fmt.Sprintf("%d of 19", base+2))
	x.press("enter")
	x.sees(text(1))
	x.press("2", "enter") // enter goes on; the third question has its answer already
	x.sees(text(2))
	x.press("enter")
	x.sees(text(3))
	x.seesSaved(base + 3)
	x.press("q")
	x.ends(exitDone)

	if racing() {
		return
	}
	x = start(t, dir, nil, path)
	x.sees(text(3))
	x.seesSaved(base + 3)
	x.press("enter", "enter", "enter") // held down, it answers nothing
	x.sees("Choose with ↑↓ or a number")
	x.press("q")
	x.ends(exitDone)
	if got := c.Overall(kept(t, path)).Done; got != base+3 {
		t.Errorf("%d answers are kept, want %d", got, base+3)
	}

	// With every answer given it goes on at the recommendation.
	keep(t, path, answered(c))
	x = start(t, dir, nil, path)
	x.sees(c.VerdictWords(model.Decide(c, answered(c))).Title)
	x.press("q")
	x.ends(exitDone)
}

// An exported report is opened as a new assessment; the report stays as it is.
func TestReportOpensAsNewAssessment(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	id := asked(c)[0]
	report, err := model.NewReport(c, answered(c, id)).File()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "report.md")
	if err := os.WriteFile(path, report, 0o600); err != nil {
		t.Fatal(err)
	}
	q, _ := c.Question(id)
	x := start(t, dir, nil, "report.md")
	x.sees("the report stays as it is", q.Text)
	x.seesSaved(18)
	x.press("1")
	x.seesSaved(19)
	x.press("q")
	x.ends(exitDone)
	if !bytes.Equal(bytesOf(t, path), report) {
		t.Error("the report was changed")
	}
	if got := kept(t, filepath.Join(dir, "state", "twopaths", "example-gmbh.yaml")); got.Answers[id].Option != q.Options[0].ID {
		t.Errorf("the new assessment holds %+v", got.Answers[id])
	}
}

// With --no-save nothing is written, and the screen and the farewell say so.
func TestNoSaveWritesNothing(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	path := filepath.Join(dir, "a.yaml")
	id := asked(c)[0]
	before := keep(t, path, answered(c, id))
	q, _ := c.Question(id)
	x := start(t, dir, nil, "--no-save", "a.yaml")
	x.sees(q.Text, "not saved")
	x.press("1", "n")
	x.sees("new line")
	x.types("secret")
	x.sees("secret")
	_ = x.cmd.Process.Signal(syscall.SIGTERM)
	x.ends(128 + int(syscall.SIGTERM))
	x.isRestored()
	if !bytes.Equal(bytesOf(t, path), before) {
		t.Error("the file was changed")
	}
	if got := filesBelow(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
	if strings.Contains(x.leftBehind(), "Saved:") {
		t.Errorf("the farewell names a saved file:\n%s", x.shows())
	}
}

// NO_COLOR takes all colours, also on a terminal that has them; so does --theme
// plain.
func TestNoColour(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c := known(t)
	colour := regexp.MustCompile(`\x1b\[[0-9;:]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;:]*m`)
	for name, how := range map[string]struct{ env, args []string }{
		"NO_COLOR":      {[]string{"NO_COLOR=1", "COLORTERM=truecolor", "CLICOLOR_FORCE=1"}, []string{"a.yaml"}},
		"--theme plain": {[]string{"COLORTERM=truecolor"}, []string{"--theme", "plain", "a.yaml"}},
		"with colours":  {nil, []string{"a.yaml"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, id := workDir(t), asked(c)[0]
			keep(t, filepath.Join(dir, "a.yaml"), answered(c, id))
			q, _ := c.Question(id)
			x := start(t, dir, how.env, how.args...)
			x.sees(q.Text)
			x.press("1", "e")
			x.sees("Press enter to write it")
			x.press("shift+tab", "shift+tab")
			x.sees("Why The strongest reasons")
			x.press("q")
			x.ends(exitDone)
			found := colour.FindString(x.raw.String())
			if wanted := name == "with colours"; (found != "") != wanted {
				t.Errorf("colours on the screen: %q", found)
			}
		})
	}
}

// A file that cannot be opened is said on the normal screen, without a flash of
// the other one.
func TestBadFileIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	dir := workDir(t)
	newer := []byte("twopaths: 2\nfuture: true\n")
	if err := os.WriteFile(filepath.Join(dir, "newer.yaml"), newer, 0o600); err != nil {
		t.Fatal(err)
	}
	for file, code := range map[string]int{"newer.yaml": exitUsage, "missing.yaml": exitFault} {
		x := start(t, dir, nil, file)
		x.ends(code)
		x.isRestored()
		if raw := x.raw.String(); strings.Contains(raw, "\x1b") || !strings.Contains(raw, file) {
			t.Errorf("%s: the program said %q", file, raw)
		}
	}
	if !bytes.Equal(bytesOf(t, filepath.Join(dir, "newer.yaml")), newer) {
		t.Error("the newer file was touched")
	}
	if _, err := os.Stat(filepath.Join(dir, "missing.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the missing file is there now")
	}
}

// bomb is a file that is small and costs much, or is simply too much.
type bomb struct {
	name string // of the file
	data func() []byte
	args []string // FILE stands for the file
	says string   // a part of the reason; empty: it is taken, and only the cost counts
}

func bombs() []bomb {
	const head = "twopaths: 1\n"
	text := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	repeat := func(before, s string, n int, after string) func() []byte {
		return func() []byte { return []byte(before + strings.Repeat(s, n) + after) }
	}
	numbered := func(before, format string, n int) func() []byte {
		return func() []byte {
			b := bytes.NewBufferString(before)
			for i := range n {
				fmt.Fprintf(b, format, i)
			}
			return b.Bytes()
		}
	}
	const most = model.MaxFileBytes
	report := []string{"report", "FILE"}
	soa := []string{"import", "acme.yaml", "FILE", "-o", "-"}
	return []bomb{
		{"aliases.yaml", text(head + "organisation: &a [x,x,x,x,x,x,x,x]\nparticipants: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nanswers: &c [*b,*b,*b,*b,*b,*b,*b,*b]\ngap: [*c,*c,*c,*c,*c,*c,*c,*c]\n"), report, "anchors and aliases"},
		{"merged.yaml", text(head + "answers:\n  a: &a {option: x}\n  b:\n    <<: *a\n"), report, "anchors and aliases"},
		{"many-aliases.yaml", func() []byte { return numbered(head+"organisation: &a x\nparticipants: [", "*a, ", 200000)() }, report, "many-aliases.yaml"},
		{"newer-by-comment.yaml", repeat(head+"# twopaths: 2\nparticipants: [", "x,", most/2-100, "x]\n"), report, "lines and commas"},
		{"newer.yaml", repeat("twopaths: 2\nparticipants: [", "x,", most/2-100, "x]\n"), report, "format 2"},
		{"deep.yaml", repeat(head+"organisation: ", "[", 20000, ""), report, "deep.yaml"},
		{"deep-whole.yaml", repeat(head+"organisation: ", "[", 20000, strings.Repeat("]", 20000)), report, "deep-whole.yaml"},
		{"deep-maps.yaml", repeat(head+"organisation: ", "{a: ", 20000, "x"), report, "deep-maps.yaml"},
		{"deep-lists.yaml", repeat(head+"organisation:\n ", "- ", 20000, "x"), report, "deep-lists.yaml"},
		{"deep-json.yaml", repeat(`{"twopaths": 1, "answers": `, `{"a":`, 20000, "1"), report, "deep-json.yaml"},
		{"deepest.yaml", repeat(head+"organisation: ", "[", most-100, ""), report, "deepest.yaml"},
		{"hundred.yaml", nil, report, "at most"},
		{"hundred.md", nil, report, "at most"},
		{"hundred.md", nil, []string{"verify", "FILE"}, "at most"},
		{"hundred.csv", nil, soa, "at most"},
		{"hundred.yaml", nil, []string{"compare", "acme.yaml", "FILE"}, "at most"},
		{"hundred.yaml", nil, []string{"report", "acme.yaml", "--profile", "FILE"}, "at most"},
		{"twice.yaml", text(head + "organisation: a\norganisation: b\n"), report, "stands already"},
		{"twice-json.yaml", text(`{"twopaths": 1, "organisation": "a", "organisation": "b"}`), report, "stands already"},
		{"twice-often.yaml", repeat(head, "organisation: a\n", 100000, ""), report, "twice-often.yaml"},
		{"twice-many.yaml", repeat(head, "organisation: a\n", 2000, ""), report, "stands already"},
		{"unknown.yaml", numbered(head+"answers:\n", "  a%d: {option: x}\n", 90000), report, "entries"},
		{"faults.yaml", numbered(head+"answers:\n", "  a%d: {firmness: x}\n", 4900), report, "more faults"},
		{"list.yaml", repeat(head+"participants: [", "x, ", 1000000, "x]\n"), report, "commas"},
		{"members.yaml", repeat(head+"scope:\n  group:\n", "    - {relation: x}\n", 90000, ""), report, "entries"},
		{"surrogate.yaml", text(head + `organisation: "\ud83d"` + "\n"), report, "surrogate.yaml"},
		{"surrogates.yaml", text(head + `organisation: "\ude00\ud83d"` + "\n"), report, "surrogates.yaml"},
		{"bytes.yaml", text(head + "organisation: \"a\xff\xfe\xc0\xaf\"\n"), report, "bytes.yaml"},
		{"utf16.yaml", text("\xff\xfet\x00w\x00o\x00"), report, "utf16.yaml"},
		{"nul.yaml", repeat(head, "\x00", 1<<20, ""), report, "nul.yaml"},
		{"front.md", repeat("---\n"+head, "# a line\n", 400000, "---\n# Report\n"), []string{"verify", "FILE"}, "front.md"},
		{"front-open.md", repeat("---\n"+head, "x: y\n", 900000, ""), report, "front-open.md"},
		{"fences.md", repeat("", "---\n", 1200000, ""), report, "fences.md"},
		{"comments.yaml", repeat("", "#\n", 2500000, ""), report, "comments.yaml"},
		{"blank.yaml", repeat("", "\n", most-10, ""), report, "blank.yaml"},
		{"keys.yaml", numbered(head, "key%d: x\n", 200000), report, "keys.yaml"},
		{"quotes.yaml", repeat(head+"organisation: \"", "\\\"", 2000000, ""), report, "quotes.yaml"},
		{"tags.yaml", repeat(head+"organisation: ", "!a ", 1000000, "x"), report, "tags.yaml"},
		{"question.yaml", repeat(head, "? ", 1000000, "x"), report, "question.yaml"},
		{"note.yaml", repeat(head+"scope: {stated: important, note: \"", ">", 100, "\"}\n"), report, ""},
		{"lists.yaml", repeat(head+"scope: {stated: important, note: \"", "- ", 400, "\"}\n"), []string{"report", "FILE", "-f", "html"}, ""},
		{"cells.csv", repeat("control;state\n", "A.5.1;", 800000, ""), soa, "cells.csv"},
		{"rows.csv", repeat("control,state\n", "A.5.1,partial\n", 350000, ""), soa, "rows.csv"},
		{"cell.csv", repeat("control,state\nA.5.1,\"", "x", most-100, ""), soa, "cell.csv"},
		{"quotes.csv", repeat("control,state\n", "\"\"\"\",", 800000, ""), soa, "quotes.csv"},
		{"zero", nil, []string{"report", "/dev/zero"}, "at most"},
	}
}

// Files that cost much are refused, with a reason, within a second and 200 MB: as files, and
// from standard input. The second is the processor's, for other tests run meanwhile.
func TestBombs(t *testing.T) {
	if racing() {
		t.Skip("with the race detector everything costs more")
	}
	dir := workDir(t)
	sample, err := os.ReadFile(filepath.Join("content", "data", "sample.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "acme.yaml"), sample, 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := exec.LookPath("twopaths")
	if err != nil {
		t.Fatal(err)
	}
	var slowest time.Duration
	var largest int64
	var slowestName string
	// A second is the limit, on a machine that does nothing else: what was spent is told below.
	most, mostBytes := 3*time.Second, int64(200<<20)
	try := func(name, says string, stdin string, args ...string) {
		t.Helper()
		ctx, stop := context.WithTimeout(t.Context(), long) // a bomb that goes off is put out
		defer stop()
		cmd := exec.CommandContext(ctx, exe, args...)
		cmd.Dir, cmd.Env = dir, cleanEnv(dir)
		if stdin != "" {
			f, err := os.Open(stdin)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			cmd.Stdin = f
		}
		var errs bytes.Buffer
		cmd.Stderr = &errs
		_ = cmd.Run()
		spent := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		peak := int64(0)
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			if peak = u.Maxrss << 10; runtime.GOOS == "darwin" {
				peak = u.Maxrss // in bytes there
			}
		}
		if largest = max(largest, peak); spent > slowest {
			slowest, slowestName = spent, name
		}
		if code := cmd.ProcessState.ExitCode(); (says == "") != (code == exitDone) || code > exitUsage || code < 0 {
			t.Errorf("%s: exit code %d\n%s", name, code, errs.String()[:min(errs.Len(), 500)])
		}
		if !strings.Contains(errs.String(), says) {
			t.Errorf("%s: the reason is %q, without %q", name, errs.String()[:min(errs.Len(), 500)], says)
		}
		if spent > most || peak > mostBytes {
			t.Errorf("%s: it takes %v of the processor and %d MB", name, spent, peak>>20)
		}
	}
	for _, b := range bombs() {
		path := filepath.Join(dir, b.name)
		if b.data != nil {
			if err := os.WriteFile(path, b.data(), 0o600); err != nil {
				t.Fatal(err)
			}
		} else if strings.HasPrefix(b.name, "hundred") {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, 100<<20); err != nil {
				t.Fatal(err)
			}
		}
		args := slices.Clone(b.args)
		for i, arg := range args {
			if arg == "FILE" {
				args[i] = b.name
			}
		}
		try(b.name, b.says, "", args...)
		if slices.Equal(b.args, []string{"report", "FILE"}) {
			says := b.says
			if says == b.name {
				says = "standard input"
			}
			try(b.name+" from standard input", says, path, "report", "-")
		}
	}

	// The same as files of a content folder, and all of them in a portfolio.
	ours := filepath.Join(dir, "ours")
	if code := run([]string{"content", "export", ours}, nil, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("exporting the content ends with %d", code)
	}
	for _, b := range bombs() {
		if !strings.HasSuffix(b.name, ".yaml") || b.says == "" {
			continue
		}
		file := filepath.Join(ours, "criteria.yaml")
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(filepath.Join(dir, b.name), file); err != nil {
			t.Skipf("no second name for a file here: %v", err)
		}
		try(b.name+" as content", "criteria.yaml", "", "report", "acme.yaml", "--content", ours)
	}
	t.Logf("%d bombs; at most %v of the processor (%s) and %d MB", len(bombs()), slowest, slowestName, largest>>20)
	most, mostBytes = 5*time.Second, 500<<20 // all of them, as many at once as there are processors
	try("all of them in a portfolio", "files cannot be used; the portfolio says why", "", "portfolio", dir)
}

// fullDisk is a stream that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// A stream that takes nothing, or gives nothing, is no internal fault: it is said as what it
// is, with what to try.
func TestStreamThatFails(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	sample := filepath.Join("content", "data", "sample.yaml")
	for what, args := range map[string][]string{
		"keys": {"keys"}, "schema": {"schema"}, "report": {"report", sample}, "scope": {"scope", sample},
		"portfolio": {"portfolio", sample}, "comparison": {"compare", sample, sample}, "controls": {"import", "--template", sample},
	} {
		var errs strings.Builder
		code := run(args, nil, fullDisk{}, &errs)
		if said := errs.String(); code != exitFault || !strings.HasPrefix(said, "twopaths: writing the "+what+": standard output takes nothing more; make room") {
			t.Errorf("%q ends with %d and says %q", args, code, said)
		}
	}
	for _, args := range [][]string{{"report", "-"}, {"import", sample, "-", "-o", "-"}} {
		var errs strings.Builder
		code := run(args, iotest.ErrReader(syscall.EIO), io.Discard, &errs)
		if said := errs.String(); code != exitFault || strings.Contains(said, "internal fault") || !strings.Contains(said, "name a file in its place") {
			t.Errorf("%q ends with %d and says %q", args, code, said)
		}
	}
}

// hostileTexts is the corpus of package ui.
func hostileTexts(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("ui", "testdata", "hostile.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		text, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}

// What a command says and writes of a hostile assessment steers no terminal: every text of
// the corpus as a name, an id, a note, an argument and the name of a file.
func TestHostileTextInCommands(t *testing.T) {
	if racing() {
		t.Skip("a command has one goroutine")
	}
	texts := hostileTexts(t)
	dir := workDir(t)
	t.Chdir(dir)
	state := filepath.Join(dir, "state", "twopaths")
	if err := os.MkdirAll(state, 0o700); err != nil {
		t.Fatal(err)
	}
	store := ui.Store{Dir: state}
	// As run, but with a store of its own.
	command := func(stdin string, args ...string) (code int, out, errs string) {
		t.Helper()
		var o, e bytes.Buffer
		c := &command{in: strings.NewReader(stdin), out: &o, err: &e, store: store}
		root := c.root()
		root.SetArgs(args)
		if err := root.Execute(); err != nil {
			fmt.Fprintln(&e, "twopaths: "+model.Clean(err.Error()))
			if c.code == exitDone {
				c.code = codeOf(err)
			}
		}
		for stream, text := range map[string]string{"output": o.String(), "errors": e.String()} {
			text = strings.ReplaceAll(text, "\r\n", "\n")
			if i := strings.IndexFunc(text, func(r rune) bool { return steers(r) || r == '\u202e' || r == '\u200b' || r >= 0xe0000 && r < 0xe1000 }); i >= 0 {
				t.Errorf("%.80q: the %s hold a control: %q", args, stream, text[max(0, i-40):min(len(text), i+40)])
			}
		}
		return c.code, o.String(), e.String()
	}
	const each = 120 // a command that reads the content takes a while
	for from := 0; from < len(texts); from += each {
		part := texts[from:min(len(texts), from+each)]
		a := model.Assessment{Organisation: strings.Join(part, " "), Date: model.Date{Year: 2026, Month: 11, Day: 23}, Participants: part,
			Scope: model.Scope{Stated: "important", Note: strings.Join(part, "\n")}}
		for i, s := range part {
			a = a.WithAnswer(s+fmt.Sprint(i), model.Answer{Option: s, Note: s}).WithGap(s+fmt.Sprint(i), model.Gap{State: model.GapNone, Note: s})
		}
		data, err := a.Encode()
		if err != nil {
			t.Fatal(err)
		}
		// A name of the file that is hostile too, as far as the system takes it.
		name := strings.NewReplacer("/", "", "\x00", "").Replace(part[0])
		path := filepath.Join(state, name[:min(len(name), 100)]+".yaml")
		if os.WriteFile(path, data, 0o600) != nil {
			path = filepath.Join(state, "plain.yaml")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{
			{"report", path}, {"report", path, "-f", "csv"}, {"report", path, "-f", "ics"}, {"scope", path}, {"scope", path, "-f", "json"}, {"compare", path, path, "--notes"},
			{"portfolio", path}, {"portfolio", path, "-f", "csv"}, {"list"}, {"import", path, path, "-o", "-"}, {"import", path, "--template"}, {"verify", path},
		} {
			command("", args...)
		}
		command("no\n", "delete", strings.TrimSuffix(filepath.Base(path), ".yaml"))
		for i, s := range part {
			ofReport := []string{"-f", "--sections"}[i%2] // both read the content first
			for _, args := range [][]string{{s}, {"delete", s}, {"report", path, ofReport, s}, {"--theme", s}, {"--" + s}, {"help", s}} {
				if command("", args...); strings.HasPrefix(s, "-") {
					break // a flag, if anything
				}
			}
		}
		command("twopaths: 1\n"+strings.Join(part, "\n")+"\n", "report", "-")
		command("twopaths: 1\nscope: {stated: "+part[0]+"}\n", "scope", "-")
		command("", "report", part[0])
		command("", "content", "check", part[0])
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// Odd values in the environment steer nothing: each text of the corpus as the name of a terminal,
// a colour, a language, a folder or another of them.
func TestHostileEnvironment(t *testing.T) {
	if racing() {
		t.Skip("a command has one goroutine")
	}
	dir := workDir(t)
	exe, err := exec.LookPath("twopaths")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, s := range hostileTexts(t) {
		texts = append(texts, strings.ReplaceAll(s, "\x00", "")) // no variable holds one
	}
	variables := []string{"TERM", "COLORTERM", "NO_COLOR", "CLICOLOR_FORCE", "LANG", "LC_ALL", "TZ", "COLUMNS", "XDG_CONFIG_HOME", "EDITOR"}
	commands := [][]string{{"list"}, {"report", "-"}, {}}
	for i := 0; i < len(texts); i += len(variables) {
		args := commands[i/len(variables)%len(commands)]
		cmd := exec.Command(exe, args...)
		cmd.Dir = dir
		cmd.Stdin = strings.NewReader("twopaths: 1\n")
		cmd.Env = append(cleanEnv(dir), "LINES=-1", "TEA_TRACE="+filepath.Join(dir, "trace"), "TEA_DEBUG=1",
			"XDG_STATE_HOME="+filepath.Join(dir, strings.ReplaceAll(texts[i][:min(len(texts[i]), 80)], "/", "_")))
		for j, name := range variables {
			cmd.Env = append(cmd.Env, name+"="+texts[(i+j)%len(texts)])
		}
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code < 0 || code > exitFault || (len(args) > 0 && args[0] == "report" && code != exitDone) {
			t.Errorf("%q, %v: exit code %d\n%s", cmd.Env, args, code, errs.String())
		}
		for _, text := range []string{out.String(), errs.String()} {
			if j := strings.IndexFunc(text, steers); j >= 0 {
				t.Errorf("%q, %v: a control comes out: %q", cmd.Env, args, text[max(0, j-40):min(len(text), j+40)])
			}
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "trace")); err == nil {
		t.Error("a trace is written")
	}
	for _, term := range []string{"\x1b[2J", "xterm\x1b]0;x\x07", "../../etc/passwd", "%s%n", strings.Repeat("x", 5000), ""} {
		x := start(t, workDir(t), []string{"TERM=" + term, "COLORTERM=" + term, "LANG=" + term})
		x.sees("New assessment")
		x.press("q")
		x.ends(exitDone)
		x.isRestored()
	}
}

// varied writes so many assessments into a folder, of all kinds: with the facts of the worked
// cases, answered at random, some with a gap check and some with a plan, some as reports.
func varied(t testing.TB, c *model.Content, dir string, n int) {
	t.Helper()
	cases, err := filepath.Glob("model/testdata/cases/*.yaml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no worked cases: %v", err)
	}
	bases := make([]model.Assessment, len(cases))
	for i, path := range cases {
		if bases[i], err = ui.ReadAssessment(path); err != nil {
			t.Fatal(err)
		}
	}
	draw := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		a := bases[i%len(bases)].Clone()
		a.Organisation = fmt.Sprintf("Company %d", i)
		for _, q := range c.Questions {
			option := q.Options[draw.IntN(len(q.Options))].ID
			if draw.IntN(8) == 0 {
				option = model.NotSure
			}
			a = a.WithAnswer(q.ID, model.Answer{Option: option, Firmness: model.Estimate, Note: "Said in the workshop"})
		}
		if i%3 != 0 {
			a = a.WithAnswer(model.CertificateQuestion, model.Answer{Option: "none"})
		}
		if i%2 == 0 {
			for _, d := range c.Duties(a) {
				a = a.WithGap(d.ID, model.Gap{State: []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace}[draw.IntN(3)]})
			}
		}
		if i%4 != 0 {
			a.Plan.Start = model.Date{Year: 2027, Month: time.Month(1 + draw.IntN(12)), Day: 4}
			a.Plan.Capacity = model.HalfDays(10 + draw.IntN(60))
		}
		data, err := a.Encode()
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%02d/company-%05d.yaml", i%100, i)
		if i%10 == 0 {
			name = strings.TrimSuffix(name, ".yaml") + ".md"
			data = slices.Concat([]byte("---\n"), data, []byte("---\n\n# Report\n"))
		}
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// A portfolio of ten thousand takes less than ten seconds on two processors, and no more
// memory than one of a thousand but for the names of the files.
func BenchmarkPortfolio(b *testing.B) {
	c, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000} {
		dir := b.TempDir()
		varied(b, c, dir, n)
		for _, format := range model.PortfolioFormats() {
			b.Run(fmt.Sprintf("%d/%s", n, format), func(b *testing.B) {
				peak := int64(0)
				for b.Loop() {
					cmd := exec.Command(exe, "portfolio", dir, "-f", format)
					cmd.Args[0] = "twopaths" // see TestMain
					cmd.Stderr = os.Stderr
					if err := cmd.Run(); err != nil {
						b.Fatal(err)
					}
					peak = max(peak, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
				}
				b.ReportMetric(float64(peak)/1024, "MiB-peak")
			})
		}
	}
}

// Every command has an example in its help, and every example is of that command.
func TestEveryCommandHasAnExample(t *testing.T) {
	c := &command{in: strings.NewReader(""), out: io.Discard, err: io.Discard}
	n := 0
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		n++
		if !strings.Contains(cmd.Example, cmd.CommandPath()) && cmd.Name() != "help" {
			t.Errorf("%s has no example of itself:\n%s", cmd.CommandPath(), cmd.Example)
		}
		for line := range strings.Lines(cmd.Example) {
			if len([]rune(strings.TrimRight(line, "\n"))) > 90 {
				t.Errorf("%s: a line of the example is too long: %s", cmd.CommandPath(), line)
			}
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(c.root())
	if n < 12 {
		t.Errorf("only %d commands", n)
	}
}

// The figures of the README, measured in pseudo-terminals against a bare program that links
// the same libraries, in turns, so that a busy machine slows both. They say what was measured
// and fail no test: `.ci/figures` compares them with their limits.
//
// TWOPATHS_FIGURES=1 measures.
func TestFigures(t *testing.T) {
	if os.Getenv("TWOPATHS_FIGURES") == "" {
		t.Skip("TWOPATHS_FIGURES=1 measures")
	}
	dir := workDir(t)
	ours, bare := build(t, dir, "."), build(t, dir, "./testdata/bare")
	keep(t, filepath.Join(dir, "a.yaml"), answered(known(t)))

	const tries = 21
	var first, withFile, silent, theirs []time.Duration
	for range tries {
		theirs = append(theirs, firstFrame(t, dir, "A bare program", true, bare))
		first = append(first, firstFrame(t, dir, "New assessment", true, ours))
		silent = append(silent, firstFrame(t, dir, "New assessment", false, ours))
		withFile = append(withFile, firstFrame(t, dir, "saved", true, ours, "a.yaml"))
	}
	base := median(theirs)
	figure(t, "exec to the first frame, bare program", "%.0f ms", float64(base)/1e6, 0)
	figure(t, "exec to the first frame, times the bare program", "%.2f", ratio(median(first), base), 1.25)
	figure(t, "the same where the terminal answers no query, times that", "%.2f", ratio(median(silent), median(first)), 1.3)
	figure(t, "exec to the assessment that was named, times the bare program", "%.2f", ratio(median(withFile), base), 0)

	quietBare, bytesBare := idles(t, dir, bare, "A bare program")
	quiet, wrote := idles(t, dir, ours, "saved", "a.yaml")
	figure(t, "bytes written while idle", "%.0f", float64(wrote-bytesBare), 0.5)
	figure(t, fmt.Sprintf("wake-ups while idle, against the bare program's %.0f a second", quietBare), "%.2f times", quiet/quietBare, 1.02)
}

// figure logs one figure; a limit of 0 is none.
func figure(t *testing.T, what, format string, value, limit float64) {
	t.Helper()
	line := fmt.Sprintf("| %s | "+format+" |", what, value)
	switch {
	case limit == 0:
		line += " |"
	case value > limit:
		line += fmt.Sprintf(" over "+format+" |", limit)
	default:
		line += fmt.Sprintf(" at most "+format+" |", limit)
	}
	fmt.Println(line)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// build makes a program as a release has it.
func build(t *testing.T, dir, pkg string) string {
	t.Helper()
	exe := filepath.Join(dir, "bin-"+filepath.Base(pkg))
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", exe, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return exe
}

// firstFrame is the time from starting a program until its terminal has a text. The terminal
// answers the question for its background, if it is to.
func firstFrame(t *testing.T, dir, text string, answers bool, exe string, args ...string) time.Duration {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Dir, cmd.Env = dir, cleanEnv(dir)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	var seen []byte
	buf := make([]byte, 64<<10)
	for {
		n, err := master.Read(buf)
		seen = append(seen, buf[:n]...)
		if answers && bytes.Contains(buf[:n], []byte("\x1b]11;?")) {
			_, _ = master.WriteString("\x1b]11;rgb:1616/1717/1d1d\x1b\\")
		}
		if bytes.Contains(seen, []byte(text)) {
			return time.Since(began)
		}
		if err != nil {
			t.Fatalf("%s never showed %q, but:\n%q", exe, text, seen)
		}
	}
}

// idles is how often a program wakes up in a second, in the middle one of some stretches, and
// how many bytes it writes while nothing happens.
func idles(t *testing.T, dir, exe, text string, args ...string) (wakes float64, wrote int) {
	t.Helper()
	x := startCmd(t, dir, nil, exec.Command(exe, args...))
	x.sees(text)
	const settle, watch = 3 * time.Second, 2 * time.Second
	<-time.After(settle)
	x.mu.Lock()
	before := x.raw.Len()
	x.mu.Unlock()
	var all []float64
	for range 5 {
		began := switches(t, x.cmd.Process.Pid)
		<-time.After(watch)
		all = append(all, float64(switches(t, x.cmd.Process.Pid)-began)/watch.Seconds())
	}
	slices.Sort(all)
	x.mu.Lock()
	defer x.mu.Unlock()
	return all[len(all)/2], x.raw.Len() - before
}

// switches is how often the threads of a process went to sleep of their own will.
func switches(t *testing.T, pid int) (n int) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		t.Skip("this system does not count wake-ups")
	}
	for _, path := range threads {
		for line := range strings.Lines(string(bytesOf(t, path))) {
			if count, ok := strings.CutPrefix(line, "voluntary_ctxt_switches:"); ok {
				k, _ := strconv.Atoi(strings.TrimSpace(count))
				n += k
			}
		}
	}
	return n
}

// What a key costs the terminal, in bytes: over a slow line each is a wait.
func TestBytesPerKey(t *testing.T) {
	t.Parallel()
	if racing() {
		t.Skip("too slow with the race detector")
	}
	c, dir := known(t), workDir(t)
	keep(t, filepath.Join(dir, "open.yaml"), answered(c, asked(c)[0]))
	keep(t, filepath.Join(dir, "all.yaml"), answered(c))
	exe, err := exec.LookPath("twopaths") // put there by TestMain
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		cols, rows int
		question   int // bytes that a key may cost on a question
		line       int // and where a document is scrolled by a line
	}{{80, 24, 200, 700}, {120, 40, 200, 1500}, {200, 60, 200, 1500}} {
		t.Run(fmt.Sprintf("%dx%d", tt.cols, tt.rows), func(t *testing.T) {
			t.Parallel()
			open := func(file string) *terminal {
				cmd := exec.Command(exe, "--no-save", "--theme", "dark", file)
				return startSized(t, dir, []string{"COLORTERM=truecolor"}, cmd, tt.cols, tt.rows)
			}
			x := open("open.yaml")
			x.sees("n note") // the start, which is seen first, has none
			x.costs("moving on a question", tt.question, slices.Repeat([]string{"down", "up"}, 4)...)
			x.press("n")
			x.sees("new line")
			x.costs("typing a note", tt.question, strings.Split("typewrit", "")...)
			x.press("ctrl+c")
			x.ends(exitDone)

			x = open("all.yaml")
			x.sees(c.VerdictWords(model.Decide(c, answered(c))).Title)
			x.costs("scrolling a document", tt.line, slices.Repeat([]string{"down"}, 40)...)
		})
	}
}

// costs presses keys one at a time, each when the one before is on the screen, and demands
// that they cost no more than so many bytes each.
func (x *terminal) costs(what string, most int, keys ...string) {
	x.t.Helper()
	began := x.written()
	for _, k := range keys {
		before := x.shows()
		x.press(k)
		x.until("another screen after "+k, func(screen string) bool { return screen != before })
	}
	if got := (x.written() - began) / len(keys); got > most {
		x.t.Errorf("%s costs %d bytes a key, at most %d are allowed", what, got, most)
	} else {
		x.t.Logf("%s costs %d bytes a key", what, got)
	}
}

// written is how many bytes the program has written.
func (x *terminal) written() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.raw.Len()
}

// On a terminal that cannot move a cursor the wizard goes line by line by itself, and sends
// it no control sequence; a signal ends it with what was answered saved.
func TestDumbTerminalGoesLineByLine(t *testing.T) {
	t.Parallel()
	c := known(t)
	q, _ := c.Question(asked(c)[0])
	for name, how := range map[string]struct{ env, args []string }{
		"TERM=dumb": {[]string{"TERM=dumb"}, nil},
		"--plain":   {nil, []string{"--plain"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := workDir(t)
			x := start(t, dir, how.env, how.args...)
			x.sees("Choose by number, 1 to 3")
			x.types("new Acme\n")
			x.sees("Station 1 of 11. Profile.")
			x.types("go " + q.ID + "\n")
			x.sees(q.Text)
			x.types("1\n")
			x.sees("Noted: " + q.Options[0].Label)
			_ = x.cmd.Process.Signal(syscall.SIGTERM)
			x.ends(128 + int(syscall.SIGTERM))
			if !strings.Contains(x.raw.String(), "Saved:  ") {
				t.Errorf("the last line names no file: %q", x.raw.String())
			}
			if i := strings.IndexFunc(strings.ReplaceAll(x.raw.String(), "\r\n", "\n"), func(r rune) bool { return steers(r) }); i >= 0 {
				t.Errorf("a control character was sent: %q", x.raw.String()[max(0, i-40):])
			}
			if got := kept(t, filepath.Join(dir, "state", "twopaths", "acme.yaml")).Answers[q.ID].Option; got != q.Options[0].ID {
				t.Errorf("kept is %q", got)
			}
		})
	}
}

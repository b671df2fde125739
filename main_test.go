package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this test binary the command as well: started as "twopaths" it
// is the program, for the stories in testdata/script and for the pseudo-terminal.
func TestMain(m *testing.M) {
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

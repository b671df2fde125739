package ui

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"twopaths/model"
)

// wholeTable is the keys that every action has in the end.
func wholeTable(anew Keys) Keys {
	all := Keys{}
	for _, a := range (&keyMap{}).actions() {
		if a.fixed == "" {
			all[a.id] = a.keys
		}
	}
	maps.Copy(all, anew)
	return all
}

// TestKeysFileComesBack: the table, written as a file, is read as the same table.
func TestKeysFileComesBack(t *testing.T) {
	other, _ := rebound()
	odd := Keys{"search": {"#", "\\", "'", "ctrl+\\"}, "menu": {"&", "\"", "ä"}, "copy": {"~", ":", "-"}, "no": {"N", "esc"}}
	for name, anew := range map[string]Keys{"as they are": nil, "all others": other, "odd ones": odd} {
		text := KeysFile(anew, "keys.yaml")
		got, err := parseKeys("keys.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want := wholeTable(anew); !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %v, not %v", name, got, want)
		}
	}
}

// TestKeysAreReadLeniently takes what is no fault: no file, none but remarks, one key or a
// list, digits and the words that other formats take for yes and no.
func TestKeysAreReadLeniently(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.yaml")
	if keys, err := ReadKeys(path); keys != nil || err != nil {
		t.Errorf("a file that is missing gives %v, %v", keys, err)
	}
	for text, want := range map[string]Keys{
		"":                              nil,
		"# nothing yet\n\n":             nil,
		"undo: ctrl+u":                  {"undo": {"ctrl+u"}},
		"undo: [ctrl+u, z]":             {"undo": {"ctrl+u", "z"}},
		"yes: n\nno: [y, esc]":          {"yes": {"n"}, "no": {"y", "esc"}},
		"copy: 7":                       {"copy": {"7"}},
		"leave: [ctrl+q, ctrl+c]":       {"leave": {"ctrl+q", "ctrl+c"}},
		"note: r\nroom: n":              {"note": {"r"}, "room": {"n"}},
		"filter: s # never with: start": {"filter": {"s"}},
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadKeys(path)
		if err != nil || !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q gives %v, %v", text, got, err)
		}
	}
}

// TestFaultsOfKeys: each fault says where it is and what to do, and all come at once.
func TestFaultsOfKeys(t *testing.T) {
	for text, wants := range map[string][]string{
		"undoo: z":             {"keys.yaml:1: undoo: there is no such action; the nearest is undo; `twopaths keys` lists all"},
		"undo: ctrl+ü7":        {`keys.yaml:1: undo.1: "ctrl+ü7" is no key`},
		"undo: pgdn":           {`"pgdn" is no key; the nearest are pgdown, pgup`},
		"undo: escape":         {`"escape" is no key; the nearest is esc`},
		"undo: [u, shift+k]":   {`undo.2: "shift+k" is no key; write what it types, as K`},
		"undo: ctrl+K":         {`write ctrl+k`},
		"undo: ctrl+i":         {`"ctrl+i" arrives as tab`},
		"undo:":                {"undo: an action needs a key; write one, or take the line away for u, f7"},
		"undo: []":             {"an action needs a key"},
		"undo: {a: b}":         {"write one key, or a list of keys"},
		"undo: [z, z]":         {`"z" stands twice`},
		"undo: z\nundo: ä":     {"undo"},
		"leave: ctrl+q":        {"leave: ctrl+c always leaves"},
		"undo: ctrl+c":         {`"ctrl+c" is the key of undo and of leave`},
		"choose: [a, b]":       {"choose: these keys stay as they are: the digits"},
		"done: x":              {`done.1: "x" is text where this works`},
		"next: [enter, space]": {`next.2: "space" is text where this works`},
		"menu-in-text: '?'":    {`"?" is text where this works`},
		"done: left":           {`"left" is the key of done and of edit`},
		"undo: n":              {`"n" is the key of undo and of note, and both work at one moment: a question`},
		"mark: 1\ncopy: 1\nnot-sure: z\nwhat: z\nundo: [q]\nback: b": {
			"keys.yaml:3: not-sure", "keys.yaml:4: what: there is no such action",
			`keys.yaml:5: undo.1: "q" is the key of undo and of quit`, `keys.yaml:6: back.1: "b" is text where this works`},
	} {
		_, err := parseKeys("keys.yaml", []byte(text))
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q gives\n%v\nand not %q", text, err, want)
			}
		}
		var faults model.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("%q gives no list of faults but %v", text, err)
		}
		last := 0
		for _, f := range faults {
			if f.Line < last || f.Line == 0 {
				t.Errorf("%q: the faults are not in the order of lines: %v", text, err)
			}
			last = f.Line
		}
	}
}

// TestClashes gives any two actions one key: it is refused, with both names, exactly where
// there is a moment at which both work.
func TestClashes(t *testing.T) {
	all := slices.DeleteFunc((&keyMap{}).actions(), func(a action) bool { return a.fixed != "" })
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.SampledFrom(all).Draw(rt, "a"), rapid.SampledFrom(all).Draw(rt, "b")
		if a.id == b.id {
			return
		}
		list := func(id string) string {
			if id == "leave" {
				return id + ": [f10, ctrl+c]\n"
			}
			return id + ": f10\n"
		}
		_, err := parseKeys("keys.yaml", []byte(list(a.id)+list(b.id)))
		meet := slices.ContainsFunc(a.at, func(m moment) bool { return slices.Contains(b.at, m) })
		switch {
		case meet != (err != nil):
			rt.Errorf("%s and %s have one key, and that gives %v", a.id, b.id, err)
		case meet && (!strings.Contains(err.Error(), a.id) || !strings.Contains(err.Error(), b.id)):
			rt.Errorf("%v does not name %s and %s", err, a.id, b.id)
		}
	})
}

// TestNamesOfKeysArrive: a key that the file takes is the key that a terminal sends.
func TestNamesOfKeysArrive(t *testing.T) {
	names := append(keyList(), "ctrl+u", "alt+x", "ctrl+alt+x", "shift+tab", "ctrl+home", "shift+f5", "alt+enter", "K", "ü", "Ü", "?", "/", "+", "ctrl+\\", "alt++", "7", "東")
	for _, a := range (&keyMap{}).actions() {
		names = append(names, a.keys...)
	}
	for _, name := range names {
		k, problem := keyNamed(name)
		if problem != "" || k.String() != name {
			t.Errorf("the key %q arrives as %q, %s", name, k.String(), problem)
		}
	}
}

// TestReboundKeysWork: what a file binds works, is shown, and its old keys do nothing.
func TestReboundKeysWork(t *testing.T) {
	ask, q := firstQuestion(t)
	keys, err := parseKeys("keys.yaml", []byte("undo: ctrl+u\nnext: [ctrl+n, enter]\nnew-line: ctrl+j\nnote: z\nmenu: M\ndown: J\nnext-field: f9\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Keys = keys })
	d.begin(fresh())
	d.jump(ask, 0)
	d.shows("M menu", "z note", "z to write one", "ctrl+n next", "↑J choose")
	d.press("J", "ctrl+n")
	d.at(ask, 1)
	if d.app.a.Answers[q.ID].Option != q.Options[0].ID {
		t.Errorf("J and ctrl+n give the answer %q", d.app.a.Answers[q.ID].Option)
	}
	d.press("u", "f7")
	if d.app.a.Answers[q.ID].Option == "" {
		t.Error("u and f7 still take back")
	}
	d.press("ctrl+u")
	if d.app.a.Answers[q.ID].Option != "" {
		t.Error("ctrl+u does not take back")
	}
	d.jump(ask, 0)
	d.press("z", "a", "enter", "ctrl+j", "b", "esc")
	if got := d.app.a.Answers[q.ID].Note; got != "a\nb" {
		t.Errorf("the note is %q", got)
	}
	d.press("M")
	d.shows("note z", "ctrl+n do it")
	d.press("tab")
	d.shows("undo ctrl+u")
	d.press("?")
	d.jump("profile", 0)
	d.shows("↑f9 field")
	d.hit("f9")
	d.write("Eva")
	if got := d.app.a.Participants; len(got) != 1 || got[0] != "Eva" {
		t.Errorf("f9 does not lead to the next field: %v", got)
	}
}

// TestNoScreenNamesAnOldKey binds everything anew and looks for the old keys on all screens,
// in their menus, and in what is said after each key.
func TestNoScreenNamesAnOldKey(t *testing.T) {
	unraced(t)
	anew, _ := rebound()
	old := map[string]bool{}
	for _, a := range (&keyMap{}).actions() {
		if a.fixed != "" {
			continue
		}
		for _, name := range a.keys {
			old[keySign(name)] = name != leaveKey
		}
	}
	old["↑↓"], old["←→"] = true, true
	// Words and signs that are no keys where they stand.
	harmless := map[string]bool{"a": true, "A": true, "K": true, "N": true, "?": true, "/": true, "→": true, "↑": true, "↓": true}
	phrases := strings.NewReplacer("24 h, 72 h", "", "from home", "", "the end", "", "end the search", "")
	for _, s := range moreScenes(t) {
		t.Run(s.name, func(t *testing.T) {
			if strings.HasPrefix(s.name, "export") {
				t.Chdir(t.TempDir()) // it writes here
			} else {
				t.Parallel()
			}
			look := func(d *driver, after string) {
				t.Helper()
				for line := range strings.Lines(ansi.Strip(d.frame())) {
					for _, word := range strings.Fields(phrases.Replace(line)) {
						word = strings.Trim(word, ".,;:()\"")
						if old[word] && !harmless[word] {
							t.Errorf("%s: the screen names the old key %q: %q", after, word, line)
						}
					}
				}
			}
			start := func() *driver {
				d := s.start(t, t.TempDir(), noSave, quickDocuments)
				d.app.keys.bind(anew)
				d.hit("ctrl+alt+f12") // nobody's: it ends what was said
				return d
			}
			d := start()
			look(d, s.name)
			pressed, everywhere := d.bindings()
			if essential[s.name] {
				pressed = append(pressed, everywhere...)
			}
			for _, b := range pressed {
				d := start()
				d.send(pressOf(b))
				look(d, b.Help().Desc)
			}
		})
	}
}

// FuzzKeysFile feeds the reader with nonsense. What it takes is written and read again as
// the same, and every key of it is one that can be pressed.
func FuzzKeysFile(f *testing.F) {
	for _, text := range []string{KeysFile(nil, "keys.yaml"), "undo: [ctrl+u, z]", "undo: '#'\nmenu: \"\\\\\"", "yes: n\nno: [ä, 7, esc]", "undo: {}", "leave: [alt++, ctrl+c]"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := parseKeys("keys.yaml", data)
		if err != nil {
			return
		}
		for id, names := range keys {
			for _, name := range names {
				if k, problem := keyNamed(name); problem != "" || k.String() != name {
					t.Errorf("%s: the key %q arrives as %q, %s", id, name, k.String(), problem)
				}
			}
		}
		again, err := parseKeys("keys.yaml", []byte(KeysFile(keys, "keys.yaml")))
		if err != nil || !maps.EqualFunc(again, wholeTable(keys), slices.Equal) {
			t.Errorf("read again it is %v, %v", again, err)
		}
	})
}

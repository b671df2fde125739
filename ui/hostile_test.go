package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"twopaths/model"
)

// Nobody's text steers the terminal: whatever is typed, pasted, in a file, in a name
// or in an error, a frame holds text, line breaks and colours and nothing else.

// hostile is what should do nothing but stand there. Every entry holds the word
// "inert", so that a test can see that the text is shown and not swallowed.
var hostile = []string{
	"\x1b]52;c;aW5lcnQ=\x07inert",                           // writes the clipboard
	"\x1b]52;c;aW5lcnQ=\x1b\\inert",                         //
	"\x1b]0;title\x07inert",                                 // window title
	"\x1b]2;title\x1b\\inert",                               //
	"\x1b]8;;https://evil.example\x1b\\inert\x1b]8;;\x1b\\", // link
	"\x1b]8;;javascript:alert(1)\x07inert\x1b]8;;\x07",      //
	"\x1b]4;1;rgb:00/00/00\x07inert",                        // colours
	"\x1b]10;#000000\x07inert",                              //
	"\x1b]11;?\x07inert",                                    // a question that the terminal answers as if typed
	"\x1b]1337;File=inline=1:aW5lcnQ=\x07inert",             // an image
	"\x1b]777;notify;a;b\x07inert",                          // a notification
	"\x1b[2Jinert",                                          // clears the screen
	"\x1b[Hinert",                                           // moves
	"\x1b[999;999Hinert",                                    //
	"\x1b[10Ainert\x1b[1M",                                  //
	"\x1b[6ninert",                                          // asks where the cursor is
	"\x1b[cinert",                                           // asks what the terminal is
	"\x1b[?1049linert",                                      // leaves the alternate screen
	"\x1b[?25linert",                                        // hides the cursor
	"\x1b[?1003hinert",                                      // mouse
	"\x1b[?2004linert",                                      // pasting
	"\x1b[8;1;1tinert",                                      // resizes the window
	"\x1b[31minert\x1b[0m",                                  // colour
	"\x1b[8minert",                                          // hidden
	"\x1b[38:2::255:0:0minert",                              //
	"\x1bPq#0;2;0;0;0inert\x1b\\",                           // sixel
	"\x1bP+q544e\x1b\\inert",                                // asks for capabilities
	"\x1b_Ga=T,f=24;aW5lcnQ=\x1b\\inert",                    // kitty's images
	"\x1bXinert\x1b\\",                                      // start of string
	"\x1b^inert\x1b\\",                                      // privacy message
	"\x1bcinert",                                            // full reset
	"\x1b(0inert",                                           // line drawing letters
	"\x1b#8inert",                                           // fills the screen
	"\x1b7inert\x1b8",                                       //
	"\u009b2Jinert",                                         // the same with C1 controls
	"\u009d52;c;aW5lcnQ=\u009cinert",                        //
	"\u0090q\u009cinert",                                    //
	"\x9b2Jinert",                                           // as a single byte
	"inert\x07\x07",                                         // bell
	"secret\b\b\b\b\b\binert",                               // backspace
	"secret\rinert",                                         // back to the line's begin
	"inert\x00\x00",                                         // NUL
	"inert\x0b\x0c\x0e\x0f",                                 // other controls
	"inert\x7f\x7f",                                         // DEL
	"inert\u0085\u2028\u2029",                               // other line breaks
	"inert\u202egpj.exe",                                    // from right to left
	"\u2066inert\u2069\u2067\u2068\u202a\u202b\u202d",       //
	"in\u200bert\u200e\u200f\u2060\ufeff inert",             // nothing to see
	"inert" + string([]rune{0xe0069, 0xe006e, 0xe007f}),     // tags
	"inert\u00ad\u034f\u115f\u3164\u180e",                   //
	"inert &#27;[2J &#x1b;]52;c;x&#7; &#x202e; &ESC;",       // as HTML
	"inert &#0;&#155;2J&lt;script&gt;",                      //
	"<script>alert(1)</script>inert<img src=x onerror=alert(1)>",                           //
	"[inert](javascript:alert(1)) [x](file:///etc/passwd)",                                 // as Markdown
	"![inert](https://evil.example/pixel.png)",                                             //
	"<https://evil.example/inert>",                                                         //
	"https://evil.example/inert",                                                           //
	"[inert]: https://evil.example\n[inert]",                                               //
	"# inert\n\n---\n\n```\n\x1b]52;c;x\x07\n```\n| a | b |\n|---|---|\n| `\x1b[2J` | x |", //
	"`\x1b]0;x\x07inert`",                                                                  //
	"    inert\x1b[2J",                                                                     // code
	strings.Repeat(">", 100) + " inert",                                                    // explodes as Markdown
	strings.Repeat("> ", 100) + "inert",                                                    //
	deepList(80) + "inert",                                                                 //
	strings.Repeat("[", 500) + "inert",                                                     //
	strings.Repeat("*", 500) + "inert" + strings.Repeat("_", 500),                          //
	strings.Repeat("a", 60) + "inert" + strings.Repeat("\u0301", 300),                      //
	"{{.Secret}} %s%n $HOME `id` $(id) inert",                                              // templates, formats, shells
	"=cmd|' /C calc'!A0 inert",                                                             // tables
	"\xff\xfe\xc0\xafinert\xed\xa0\x80",                                                    // no UTF-8
	"../../inert",                                                                          // paths
	"-rf inert",                                                                            //
}

// deepList is a Markdown list nested n deep.
func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	return b.String()
}

// colours is the only sequences that may be in a frame.
var colours = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// control names the first thing in a text that is neither text nor a line break nor
// a colour, or nothing.
func control(s string) string {
	for i, r := range colours.ReplaceAllString(s, "") {
		if r != '\n' && (r < 0x20 || (r >= 0x7f && r <= 0x9f)) {
			plain := colours.ReplaceAllString(s, "")
			return fmt.Sprintf("U+%04X in %q", r, plain[max(0, i-20):min(len(plain), i+20)])
		}
	}
	return ""
}

// deceiving is the characters that must stand as a visible mark, if at all.
const deceiving = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\u2060\ufeff\u00ad\u2028\u2029\u3164\u115f\u180e"

// clean fails at once if the frame holds what it should not.
func (d *driver) clean(what string) {
	d.t.Helper()
	frame := d.frame()
	if at := control(frame); at != "" {
		d.t.Fatalf("%s: the frame holds %s", what, at)
	}
	if i := strings.IndexAny(frame, deceiving); i >= 0 {
		d.t.Fatalf("%s: the frame holds a deceiving character in %q", what, frame[max(0, i-20):min(len(frame), i+20)])
	}
	if strings.ContainsFunc(frame, func(r rune) bool { return r >= 0xe0000 && r <= 0xe0fff }) {
		d.t.Fatalf("%s: the frame holds tag characters", what)
	}
}

// eachHostile runs a test for every hostile text.
func eachHostile(t *testing.T, test func(t *testing.T, text string)) {
	t.Helper()
	for _, text := range few(few(hostile)) {
		t.Run(strconv.Quote(short(text)), func(t *testing.T) {
			t.Parallel()
			test(t, text)
		})
	}
}

func short(s string) string { return s[:min(len(s), 60)] }

// TestHostileTextInFiles puts each text into every field of a file and looks at every
// kind of station.
func TestHostileTextInFiles(t *testing.T) {
	ask, _ := firstQuestion(t)
	eachHostile(t, func(t *testing.T, text string) {
		a := filledWith(t, text)
		a = a.WithAnswer(text, model.Answer{Option: text, Note: text})
		a = a.WithMark(text, model.Mark{Matters: true, Note: text})
		d := newDriver(t, t.TempDir(), noSave, quickDocuments)
		d.blind = true
		d.begin(reread(t, a)) // cleaned, as out of a file
		for _, station := range []string{"profile", ask, "scope", "differences", "recommendation", "export"} {
			d.jump(station, 0)
			d.clean(station)
			if station == "differences" {
				d.press("enter")
				d.clean("a difference")
			}
			if !d.app.typing() && station != "export" {
				d.press("n")
				d.clean("a note at " + station)
				d.press("esc")
			}
		}
		d.jump("scope", 0)
		d.press("o")
		d.clean("the overview")

		// Raw, as if the first filter had failed.
		d.begin(a)
		for _, station := range []string{"profile", ask, "differences"} {
			d.jump(station, 0)
			if at := control(d.frame()); at != "" {
				t.Fatalf("%s, unfiltered: the frame holds %s", station, at)
			}
		}
	})
}

// TestHostileTextTyped types and pastes each text into every field.
func TestHostileTextTyped(t *testing.T) {
	ask, q := firstQuestion(t)
	eachHostile(t, func(t *testing.T, text string) {
		d := newDriver(t, t.TempDir(), noSave)
		d.blind = true
		d.press("down", "enter")
		d.paste(text)
		d.clean("the path at the start")
		d.press("enter")
		d.clean("the error at the start")
		d.press("up", "enter")
		d.paste(text)
		d.clean("the name at the start")
		d.press("esc")

		d.begin(fresh())
		d.paste(text)
		d.clean("the name")
		d.press("tab")
		d.paste(text)
		d.clean("who takes part")
		d.jump(ask, 0)
		d.press("n")
		for _, r := range short(text)[:min(len(text), 12)] { // as a terminal without bracketed paste sends it
			d.send(pressed(string(r)))
		}
		d.clean("the note, typed")
		d.paste(text)
		d.clean("the note, pasted")
		d.press("esc")
		d.clean("the note, closed")
		d.jump("export", 0)
		d.press("n")
		d.paste(text)
		d.clean("the export's name")

		for _, kept := range []string{d.app.a.Organisation, d.app.a.Answers[q.ID].Note, strings.Join(d.app.a.Participants, "")} {
			if kept != model.Clean(kept) {
				t.Errorf("it is kept as %q", short(kept))
			}
		}
	})
}

// TestHostileErrors puts each text where the system gives it.
func TestHostileErrors(t *testing.T) {
	ask, _ := firstQuestion(t)
	eachHostile(t, func(t *testing.T, text string) {
		failed := fmt.Errorf("saving %s: %w", text, errors.New(text))
		d := newDriver(t, t.TempDir(), quickDocuments)
		d.blind = true
		look := func(what string) {
			t.Helper()
			d.clean(what)
			if !d.checkBox(what) {
				t.FailNow()
			}
		}
		d.send(listMsg{err: failed})
		look("the list's error")
		d.send(openedMsg{err: failed})
		look("an error on opening")
		d.begin(fresh())
		d.jump("export", 0)
		d.exported(exportedMsg{err: failed})
		d.shows("Not exported: ")
		look("an error of the export")
		d.exported(exportedMsg{path: text})
		look("the export's end")
		d.hold = true // the real document need not be drawn
		d.jump("recommendation", 0)
		s := d.app.current().(*documentScreen)
		d.send(docMsg{by: d.app.session, part: s.part, key: s.wanted, err: failed})
		d.shows("could not be written")
		look("an error of the document")
		file := &File{Path: filepath.Join(d.opts.Store.Dir, "x.yaml")}
		d.send(openedMsg{file: file, a: fresh(), isNew: true})
		d.jump(ask, 0)
		d.send(savedMsg{file: file, seq: 99, err: failed})
		d.shows("not saved: ")
		look("a failed save")
	})
}

// TestHostileNotice opens a file of a hostile name.
func TestHostileNotice(t *testing.T) {
	eachHostile(t, func(t *testing.T, text string) {
		dir := t.TempDir()
		name := strings.NewReplacer("/", "", "\x00", "").Replace(text)
		path := filepath.Join(dir, name+".yaml")
		a := fresh().WithAnswer(model.CleanLine(text), model.Answer{Option: "x"})
		data, err := a.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if len(name) > 200 || os.WriteFile(path, data, 0o600) != nil {
			t.Skip("the file system does not take this name")
		}
		d := newDriver(t, dir, func(o *Options) { o.Path = path })
		d.clean("an opened file")
		d.checkBox("an opened file")
		if err := os.WriteFile(path, []byte("twopaths: 1\nx: ["), 0o600); err != nil {
			t.Fatal(err)
		}
		d = newDriver(t, dir, func(o *Options) { o.Path = path })
		d.clean("a file that cannot be read")
		d.checkBox("a file that cannot be read")
	})
}

// TestHostileFileNames lies with hostile names in the store.
func TestHostileFileNames(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "store")
	if err := os.Mkdir(store, 0o700); err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, text := range hostile {
		name := strings.NewReplacer("/", "", "\x00", "").Replace(text)
		if len(name) > 200 {
			continue
		}
		if err := os.WriteFile(filepath.Join(store, name+".yaml"), []byte("twopaths: 1\norganisation: [\n"), 0o600); err == nil {
			made++
		}
	}
	if made < 30 {
		t.Skipf("the file system takes %d of the names", made)
	}
	d := newDriver(t, dir)
	for i := range made + 4 {
		d.clean(fmt.Sprint("the list, row ", i))
		if !d.checkBox(fmt.Sprint("the list, row ", i)) {
			t.FailNow()
		}
		d.press("down")
	}
	d.press("enter")
	d.clean("opening a broken file")
	d.checkBox("opening a broken file")
}

// TestHostileDocuments draws the whole report with every text in its notes. It has to
// come to an end, which some of the texts prevent where they are taken for Markdown.
func TestHostileDocuments(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	texts := slices.Clone(hostile)
	questions := len(c.Questions) + len(c.Differences)
	for from := 0; from < len(texts); from += questions {
		text := func(i int) string { return texts[(from+i)%len(texts)] }
		a := sample(t)
		a.Organisation = text(0)
		a.Participants = []string{text(1), text(2)}
		a.Scope.Note = text(3)
		for i, q := range c.Questions {
			answer := a.Answers[q.ID]
			answer.Note = text(i)
			a = a.WithAnswer(q.ID, answer)
		}
		for i, diff := range c.Differences {
			a = a.WithMark(diff.ID, model.Mark{Matters: true, Note: text(len(c.Questions) + i)})
		}
		a = reread(t, a)
		r := model.NewReport(c, a)
		for name, write := range map[string]func() (string, error){
			"recommendation": r.Recommendation, "roadmap": r.RoadmapPart, "report": r.Markdown,
		} {
			document, err := write()
			if err != nil {
				t.Fatal(err)
			}
			lines, err := renderMarkdown(newTheme(Dark, nil), document, 80)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines {
				if at := control(line); at != "" {
					t.Fatalf("%s: a line holds %s", name, at)
				}
				if strings.ContainsAny(line, deceiving) {
					t.Fatalf("%s: a line holds a deceiving character: %q", name, line)
				}
				if w := ansi.StringWidth(line); w > 80 {
					t.Fatalf("%s: a line has %d cells: %q", name, w, ansi.Strip(line))
				}
			}
		}
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(a)
		for _, station := range []string{"recommendation", "roadmap"} {
			d.jump(station, 0)
			for range 12 {
				d.clean(station)
				if !d.checkBox(station) {
					t.FailNow()
				}
				d.press("pgdown")
			}
		}
	}
}

// TestEntitiesAreText: what HTML would turn into another character stands in a document
// as it was typed. An escape made in this way could hide the rest of the report.
func TestEntitiesAreText(t *testing.T) {
	t.Parallel()
	for _, note := range few([]string{
		"&#27;[8mhidden", "&#x1b;[31mred", "&#155;8m", "&amp;", "a &lt;b&gt; c", "&#x202e;", "&nbsp;", "AT&T; R&D", "&amp;#27;[8m", "&",
		"&#27[8mhidden", "&#x1b[8mhidden", "&#155[8m", "&lt b", "&copy 2026", "R&amp D",
	}) {
		a := sample(t)
		a.Organisation = note
		a.Scope.Note = note
		text, err := model.NewReport(shipped(t), a).Recommendation()
		if err != nil {
			t.Fatal(err)
		}
		lines, err := renderMarkdown(newTheme(Plain, nil), text, 80)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, line := range lines {
			if at := control(line); at != "" {
				t.Errorf("%q: a line holds %s", note, at)
			}
			for _, seq := range colours.FindAllString(line, -1) {
				if seq != "\x1b[m" && seq != "\x1b[0m" && seq != "\x1b[1m" {
					t.Errorf("%q: a line without colours holds %q", note, seq)
				}
			}
			plain := ansi.Strip(line)
			if plain == note+" · 23 November 2026" || strings.TrimPrefix(plain, "│ ") == note {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%q stands %d times as it was typed, not as name and as note", note, found)
		}
	}
}

// TestStandInsAreText: documents are drawn with private letters in the place of tables.
// The same letters in a name, alone on a line, are a name.
func TestStandInsAreText(t *testing.T) {
	t.Parallel()
	for _, n := range few([]string{"0", "99", "-1", "99999999999999999999", ""}) {
		a := sample(t)
		a.Organisation = strings.Repeat("a", 75) + " \ue000" + n + "\ue001 " + strings.Repeat("b", 75)
		a.Participants = []string{a.Organisation}
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(reread(t, a))
		for _, station := range []string{"recommendation", "roadmap"} {
			d.jump(station, 0)
			if where := d.app.crashed.Load(); where != nil {
				t.Fatalf("%q: a panic at %s", n, *where)
			}
			d.checkBox(station)
		}
	}
}

// TestSearchInOddLetters: letters whose small form is longer or shorter do not shift
// what is marked.
func TestSearchInOddLetters(t *testing.T) {
	t.Parallel()
	for _, name := range few([]string{"İİİİ target", "ȺȺȺȺ target", "KKKK target", "ẞẞẞ target", "東京 target 東京"}) {
		a := sample(t)
		a.Organisation = name
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(reread(t, a))
		d.jump("recommendation", 0)
		d.press("/")
		d.write("TARGET")
		d.press("enter")
		if where := d.app.crashed.Load(); where != nil {
			t.Fatalf("%q: a panic at %s", name, *where)
		}
		if !utf8.ValidString(d.frame()) {
			t.Errorf("%q: a letter is cut through", name)
		}
		d.checkBox(name)
		d.shows(name)
		marked := false
		for _, line := range d.styledScreen() {
			marked = marked || regexp.MustCompile(`reverse›target(‹| |$)`).MatchString(line)
		}
		if !marked {
			t.Errorf("%q: what was searched for is not marked", name)
		}
	}
}

// TestExplodingNotes draws documents with the two notes that cost a renderer of
// Markdown minutes, alone and in every note.
func TestExplodingNotes(t *testing.T) {
	unraced(t)
	t.Parallel()
	notes := []string{strings.Repeat(">", 100), strings.Repeat("> ", 100), deepList(80), strings.Repeat("- ", 200), strings.Repeat("1. ", 200)}
	for _, note := range notes {
		a := filledWith(t, note)
		text, err := model.NewReport(shipped(t), a).Markdown()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := renderMarkdown(newTheme(Dark, nil), text, 80); err != nil {
			t.Errorf("%q: %v", short(note), err)
		}
	}
}

// TestOnlyStyles: the output edge keeps colours, text and line breaks, takes all else
// away, and taking it twice changes nothing.
func TestOnlyStyles(t *testing.T) {
	for _, text := range hostile {
		once := onlyStyles(text)
		if at := control(once); at != "" {
			t.Errorf("of %q there stays %s", short(text), at)
		}
		if twice := onlyStyles(once); twice != once {
			t.Errorf("%q becomes %q and then %q", short(text), short(once), short(twice))
		}
	}
	for text, want := range map[string]string{
		"plain\ntext ü 東 👍🏽":                    "plain\ntext ü 東 👍🏽",
		"\x1b[1;38;2;86;180;233mblue\x1b[m":     "\x1b[1;38;2;86;180;233mblue\x1b[m",
		"\x1b[38:2::1:2:3mx\x1b[0m":             "\x1b[38:2::1:2:3mx\x1b[0m",
		"\x1b[mx":                               "\x1b[mx",
		"\x1b[>4;2mx":                           "[>4;2mx", // this one changes how keys are sent
		"\x1b[?25lx":                            "[?25lx",
		"\x1b[31":                               "[31",
		"\x1b":                                  "",
		"\x1b\x1b[31mx":                         "\x1b[31mx",
		"a\tb\rc\x00d\x7fe\u0085f":              "abcdef",
		"\x1b]0;t\x07x":                         "]0;tx",
		strings.Repeat("\x1b[31m", 3) + "\x1b[": strings.Repeat("\x1b[31m", 3) + "[",
	} {
		if got := onlyStyles(text); got != want {
			t.Errorf("onlyStyles(%q) = %q, not %q", text, got, want)
		}
	}
}

// TestNothingHappensToTheTerminal feeds frames full of hostile text to a terminal that
// reports what happens to it.
func TestNothingHappensToTheTerminal(t *testing.T) {
	all := strings.Join(hostile[:57], " ")
	d := newDriver(t, t.TempDir(), noSave)
	d.begin(filledWith(t, all))
	for _, p := range []place{{"profile", 0}, {"differences", 0}, {"scope", 0}, {"recommendation", 0}} {
		d.jump(p.station, p.item)
		e := vt.NewEmulator(80, 24)
		e.SetCallbacks(vt.Callbacks{
			Bell:             func() { t.Error("the bell rings") },
			Title:            func(s string) { t.Errorf("the title is %q", s) },
			IconName:         func(s string) { t.Errorf("the icon is %q", s) },
			AltScreen:        func(bool) { t.Error("the screen is switched") },
			CursorVisibility: func(bool) { t.Error("the cursor is hidden") },
		})
		if _, err := e.WriteString(strings.ReplaceAll(d.frame(), "\n", "\r\n")); err != nil {
			t.Fatal(err)
		}
		for y := range 24 {
			for x := range 80 {
				if c := e.CellAt(x, y); c != nil && c.Link.URL != "" {
					t.Fatalf("%v: there is a link to %s", p, c.Link.URL)
				}
			}
		}
	}
}

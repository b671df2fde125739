package ui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"unicode"

	"pgregory.net/rapid"

	"twopaths/model"
)

// chat is a run of the wizard line by line.
type chat struct {
	said   string
	result Result
	err    error
	opts   *Options
}

// talk gives a script, line by line, to a wizard with an empty store in dir.
func talk(t failer, dir, script string, change ...func(*Options)) chat {
	t.Helper()
	var out strings.Builder
	opts := &Options{Content: shipped(t), Store: Store{Dir: filepath.Join(dir, "store")}, Now: now,
		In: strings.NewReader(script), Out: &out, Die: func(int) { t.Errorf("the process was ended") }}
	for _, c := range change {
		c(opts)
	}
	result, err := RunPlain(opts)
	return chat{out.String(), result, err, opts}
}

// kept is the one assessment that a run left in its store.
func (c chat) kept(t failer) model.Assessment {
	t.Helper()
	saved, err := c.opts.Store.List()
	if err != nil || len(saved) != 1 || saved[0].Err != nil {
		t.Fatalf("want one saved assessment, have %d: %v\n%s", len(saved), err, c.said)
	}
	return saved[0].Assessment
}

// says checks that texts stand in what was said, in this order, whatever the lines.
func (c chat) says(t failer, texts ...string) {
	t.Helper()
	rest := flatten(c.said)
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("%q is not said (in this order); said was\n%s", text, c.said)
		}
		rest = after
	}
}

// flatten is a text without its lines.
func flatten(s string) string { return strings.Join(strings.Fields(s), " ") }

// unspeakable finds what no line may hold: control characters, and signs that a screen
// reader spells out.
var unspeakable = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f-\x{9f}\x{2500}-\x{259f}\x{2800}-\x{28ff}]`)

// isSpeakable checks what was said, but for the texts of others.
func (c chat) isSpeakable(t failer) {
	t.Helper()
	for line := range strings.Lines(c.said) {
		if at := unspeakable.FindString(strings.TrimSuffix(line, "\n")); at != "" {
			t.Errorf("said %q in %q", at, line)
		}
	}
}

// everyAnswer is a script that answers every question with its n-th option, by its id.
func everyAnswer(c *model.Content, n int) string {
	var b strings.Builder
	for _, q := range c.Questions {
		fmt.Fprintf(&b, "go %s\n%d\n", q.ID, n%len(q.Options)+1)
	}
	return b.String()
}

func TestPlainAnswersAQuestion(t *testing.T) {
	c := talk(t, t.TempDir(), "new Example GmbH\ngo customer-demand\n2 fact\nback\nnote Two RFPs\nquit\n")
	if c.err != nil {
		t.Fatal(c.err)
	}
	c.says(t, "This is about Example GmbH. Saved in", "Question 3 of 19. Market, 1 of 6.", "Why we ask:", "0. Not sure.", "No answer yet.",
		"Noted:", "The balance moved by +0.6 towards ISO 27001, to +0.6.", "Question 4 of 19.", "Question 3 of 19.", "Answered: 2,", "How firm: fact.", "Noted: Two RFPs.")
	q, _ := c.opts.Content.Question("customer-demand")
	if got, want := c.kept(t).Answers["customer-demand"], (model.Answer{Option: q.Options[1].ID, Firmness: model.Fact, Note: "Two RFPs"}); got != want {
		t.Errorf("recorded %+v, want %+v", got, want)
	}
}

// Enter alone answers nothing, anywhere, and a choice that is none changes nothing.
func TestPlainEnterNeverAnswers(t *testing.T) {
	t.Parallel()
	content := shipped(t)
	for at := range len((&session{content: content, stations: content.Stations()}).way()) {
		script := "new Acme\n" + strings.Repeat("next\n", at)
		before := talk(t, t.TempDir(), script+"quit\n")
		after := talk(t, t.TempDir(), script+"\n\n   \n99\nqwertz\n2x\n-1\nquit\n")
		if !same(before.kept(t), after.kept(t)) {
			t.Errorf("at place %d an empty line, or one that is no choice, changed the assessment", at)
		}
		after.says(t, "Nothing was chosen.", "Nothing was chosen.", "Nothing was chosen.")
		after.isSpeakable(t)
	}
}

// All at once, each answer goes to its question, in the order of the way.
func TestPlainTakesAllAtOnce(t *testing.T) {
	content := shipped(t)
	c := talk(t, t.TempDir(), "new Acme\n"+everyAnswer(content, 1)+"quit\n")
	a := c.kept(t)
	for _, q := range content.Questions {
		if want := q.Options[1%len(q.Options)].ID; a.Answers[q.ID].Option != want {
			t.Errorf("%s: recorded %q, want %q", q.ID, a.Answers[q.ID].Option, want)
		}
	}
	c.isSpeakable(t)
}

// The input ends after any byte: recorded is what the whole lines said, and nothing else.
func TestPlainInputEndsAnywhere(t *testing.T) {
	t.Parallel()
	script := "new Acme\r\nname Acme Ltd\n1\ngo customer-demand\n1\n2 guess\nnote Zwölf Kunden\nnote\nfirst line\n\nthird\n.\n0\n"
	content := shipped(t)
	option := func(question string, n int) string {
		q, _ := content.Question(question)
		return q.Options[n].ID
	}
	// What each whole line changes; the others change nothing.
	changes := map[int]func(a *model.Assessment){
		1: func(a *model.Assessment) { a.Organisation = "Acme" },
		2: func(a *model.Assessment) { a.Organisation = "Acme Ltd" },
		3: func(a *model.Assessment) { a.Plan.Size = content.Sizes[0].ID },
		5: func(a *model.Assessment) {
			*a = a.WithAnswer("customer-demand", model.Answer{Option: option("customer-demand", 0)})
		},
		6: func(a *model.Assessment) {
			*a = a.WithAnswer("tender-effect", model.Answer{Option: option("tender-effect", 1), Firmness: model.Guess})
		},
		7:  func(a *model.Assessment) { note(a, "Zwölf Kunden") },
		9:  func(a *model.Assessment) { note(a, "first line") },
		10: func(a *model.Assessment) { note(a, "first line\n") },
		11: func(a *model.Assessment) { note(a, "first line\n\nthird") },
		13: func(a *model.Assessment) {
			x := a.Answers["competitors"]
			x.Option = model.NotSure
			*a = a.WithAnswer("competitors", x)
		},
	}
	for end := 0; end <= len(script); end++ {
		want := model.Assessment{Date: model.DateOf(now())}
		whole := strings.Count(script[:end], "\n")
		for n := 1; n <= whole; n++ {
			if change := changes[n]; change != nil {
				change(&want)
			}
		}
		c := talk(t, t.TempDir(), script[:end])
		if !errors.Is(c.err, ErrInputEnded) {
			t.Fatalf("cut after %d bytes it ends with %v", end, c.err)
		}
		if cut := end > 0 && script[end-1] != '\n'; cut != strings.Contains(c.err.Error(), "in the middle of a line") {
			t.Errorf("cut after %d bytes it says %v", end, c.err)
		}
		if whole == 0 {
			if saved, _ := c.opts.Store.List(); len(saved) != 0 {
				t.Fatalf("cut after %d bytes something is saved", end)
			}
			continue
		}
		got := c.kept(t)
		got.Content = ""
		if !same(got, want) {
			t.Fatalf("cut after %d bytes, %q, recorded is\n%+v\nand not\n%+v", end, script[:end], got, want)
		}
	}
}

// note gives the question that the script of TestPlainInputEndsAnywhere is at a note.
func note(a *model.Assessment, text string) {
	*a = a.WithAnswer("competitors", model.Answer{Note: text})
}

// Whatever is said, a piece without an end changes nothing, the way is never left, and
// nothing comes out that a screen reader cannot read.
func TestPlainRandomScripts(t *testing.T) {
	words := []string{"", "0", "1", "2", "3", "4 fact", "9", "next", "next", "back", "undo", "redo", "repeat", "where", "list", "help", "go open", "go scope",
		"go 7", "go obligations", "go roadmap", "go recommendation", "go export", "go differences", "matters 2", "note A note", "note", ".", "clear", "sure guess",
		"balance", "balance hide", "overview open", "weights", "breakeven", "whatif", "compare", "keep", "drop", "all", "sections", "section 2", "firm Berg", "name Beta", "people A, B",
		"csv", "search law", "glossary", "save", "start", "new Gamma", "sample", "none", "cancel", "yes", "no", "\x1b[2J\a", "\u202eabc", "\xff\xfe", "x\r"}
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "plain")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		lines := rapid.SliceOfN(rapid.SampledFrom(words), 1, 40).Draw(rt, "lines")
		script := "new Acme\n" + strings.Join(lines, "\n") + "\n"
		piece := rapid.SampledFrom([]string{"1", "2", "note x", "name y", "undo", "matters 1", "yes", "."}).Draw(rt, "piece")
		whole := talk(rt, filepath.Join(dir, "whole"), script)
		cut := talk(rt, filepath.Join(dir, "cut"), script+piece)
		for _, c := range []chat{whole, cut} {
			if !errors.Is(c.err, ErrInputEnded) || c.result.Crash != "" {
				rt.Fatalf("it ends with %v, %q", c.err, c.result.Crash)
			}
			c.isSpeakable(rt)
		}
		a, _ := whole.opts.Store.List()
		b, _ := cut.opts.Store.List()
		if len(a) != len(b) {
			rt.Fatalf("%d are saved, and with a piece of a line more %d", len(a), len(b))
		}
		saved := map[string]model.Assessment{}
		for _, s := range a {
			saved[s.Name] = s.Assessment
		}
		for _, s := range b {
			if s.Err != nil || !same(saved[s.Name], s.Assessment) {
				rt.Fatalf("the piece %q of a line changed %s: %v", piece, s.Name, s.Err)
			}
		}
	})
}

func TestPlainRefusesALongLine(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	c := talk(t, t.TempDir(), "new Acme\ngo customer-demand\n"+long+"\nnote "+long+"\n2\nquit\n")
	c.says(t, "This line has 70000 bytes; at most 65536 are read. Nothing was done with it.", "Choose 1 to", "This line has 70005 bytes", "Noted: ")
	if got := c.kept(t).Answers["customer-demand"]; got.Option == "" || got.Note != "" {
		t.Errorf("recorded %+v", got)
	}
	// A note as long as one may be is taken, and one character more is not.
	most := strings.Repeat("ö", model.MaxField)
	c = talk(t, t.TempDir(), "new Acme\ngo customer-demand\nnote "+most+"\nnote "+most+"o\nnote\n"+most+"\nmore\n.\nquit\n")
	c.says(t, "The note would have 4001 characters; 4000 are the most. Nothing was changed.", "The note would have 4005 characters")
	if got := c.kept(t).Answers["customer-demand"].Note; got != most {
		t.Errorf("the note has %d characters, want %d", len([]rune(got)), model.MaxField)
	}
}

// What came in from outside cannot steer a terminal, whichever way it came in.
func TestPlainSaysTextsInert(t *testing.T) {
	t.Chdir(t.TempDir()) // the export is written where one is
	const hostile = "\x1b]52;c;aGk=\a\x1b[2J\u009b31m\u202eevil\u200b\xff|`#"
	dir := t.TempDir()
	a := shipped(t).Sample.Clone()
	a.Organisation, a.Scope.Note = hostile, hostile
	a.Participants = []string{hostile}
	for id, x := range a.Answers {
		x.Note = hostile
		a = a.WithAnswer(id, x)
	}
	path := filepath.Join(dir, "store", "acme.yaml")
	data, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	c := talk(t, dir, "continue\nname "+hostile+"\nwhere\nrepeat\noverview\n"+everyAnswer(shipped(t), 0)+"note "+hostile+"\ngo recommendation\nall\ngo scope\nrepeat\n"+
		hostile+"\nglossary "+hostile+"\ngo "+hostile+"\nexport "+hostile+"\nstart\nopen "+hostile+"\ndelete "+hostile+"\nquit\n")
	c.isSpeakable(t)
	for _, r := range c.said {
		if unicode.Is(unicode.Cf, r) {
			t.Fatalf("said %U", r)
		}
	}
	c.says(t, "⟨U+202E⟩evil⟨U+200B⟩")
}

// Every word that help tells does something at the place that told it, and no word is told
// twice.
func TestPlainHelpHolds(t *testing.T) {
	content := shipped(t)
	t.Chdir(t.TempDir()) // export writes where one is
	word := regexp.MustCompile(`^([a-z]+)(?: or ([a-z?]+))?(?: \[[^\]]*\])?: `)
	scripts := []string{"", "sample\nweights\n", "sample\nbreakeven\n", "sample\nwhatif\ncompare\n"}
	for _, st := range content.Stations() {
		scripts = append(scripts, "sample\ngo "+st.ID+"\n", "sample\ngo "+st.ID+"\nnext\n")
	}
	tried := map[string]bool{}
	for _, script := range scripts {
		before := talk(t, t.TempDir(), script).said
		said := talk(t, t.TempDir(), script+"help\n").said
		seen := map[string]bool{}
		listed, everywhere := false, false
		for line := range strings.Lines(strings.TrimPrefix(said, before)) {
			everywhere = everywhere || line == "Everywhere:\n"
			listed = listed || everywhere || line == "Here:\n"
			m := word.FindStringSubmatch(line)
			if m == nil || !listed {
				continue
			}
			for _, w := range m[1:] {
				if w == "" {
					continue
				}
				if seen[w] {
					t.Errorf("after %q help tells %q twice", script, w)
				}
				seen[w] = true
				if everywhere && tried[w] {
					continue // once is enough of what works the same everywhere
				}
				tried[w] = everywhere
				answer := talk(t, t.TempDir(), script+w+"\n")
				if strings.Contains(strings.TrimPrefix(answer.said, before), "no choice and no command") {
					t.Errorf("after %q help tells %q, and it is no command", script, w)
				}
				answer.isSpeakable(t)
				if one := talk(t, t.TempDir(), script+"help "+w+"\n"); !strings.Contains(strings.TrimPrefix(one.said, before), m[0]) {
					t.Errorf("after %q there is no help on %q", script, w)
				}
			}
		}
		if !everywhere || len(seen) < 4 {
			t.Fatalf("after %q help tells %d words:\n%s", script, len(seen), said)
		}
	}
}

// Every station and every question is reached by going on, and by its name.
func TestPlainReachesEveryPlace(t *testing.T) {
	content := shipped(t)
	c := talk(t, t.TempDir(), "new Acme\n"+strings.Repeat("next\n", 40)+"quit\n")
	for _, q := range content.Questions {
		c.says(t, q.Text)
	}
	for _, st := range content.Stations() {
		talk(t, t.TempDir(), "new Acme\ngo "+strings.ToUpper(st.Title)+"\nquit\n").says(t, ". "+st.Title)
	}
	c.says(t, "This is the last station.")
	for i := range content.Overall(model.Assessment{}).Total {
		talk(t, t.TempDir(), fmt.Sprintf("new Acme\ngo %d\nquit\n", i+1)).says(t, fmt.Sprintf("Question %d of", i+1))
	}
	c = talk(t, t.TempDir(), "sample\n"+strings.Repeat("back\n", 60)+"quit\n")
	c.says(t, "Station 9 of 11.", "Station 1 of 11. Profile.", "Choose by number, 1 to 3")
}

// What is answered is on the disk before the next question is asked.
func TestPlainSavesBeforeItAsks(t *testing.T) {
	dir := t.TempDir()
	var opts *Options
	questions := 0
	out := writerFunc(func(b []byte) (int, error) {
		if !bytes.Contains(b, []byte("Noted: ")) {
			return len(b), nil
		}
		questions++
		saved, err := opts.Store.List()
		if err != nil || len(saved) != 1 || len(saved[0].Assessment.Answers) != questions {
			t.Errorf("asked for more with %d answers, and on the disk are %+v: %v", questions, saved, err)
		}
		return len(b), nil
	})
	talk(t, dir, "new Acme\ngo customer-demand\n1\n1\n1\n1\nquit\n", func(o *Options) { o.Out, opts = out, o })
	if questions != 4 {
		t.Errorf("%d answers were noted", questions)
	}
}

// once does something the first time that a text is said, whatever its lines.
func once(text string, act func()) func(*Options) {
	return func(o *Options) {
		out, said, done := o.Out, strings.Builder{}, false
		o.Out = writerFunc(func(b []byte) (int, error) {
			said.Write(b)
			if !done && strings.Contains(flatten(said.String()), text) {
				done = true
				act()
			}
			return out.Write(b)
		})
	}
}

// breaking puts a file in the place of the store's folder once a text is said.
func breaking(t failer, dir, text string) func(*Options) {
	return once(text, func() {
		store := filepath.Join(dir, "store")
		if err := errors.Join(os.RemoveAll(store), os.WriteFile(store, nil, 0o600)); err != nil {
			t.Errorf("%v", err)
		}
	})
}

// Who goes on working after the warning is warned of that work as well.
func TestPlainWorkAfterTheWarning(t *testing.T) {
	dir := t.TempDir()
	c := talk(t, dir, "new Acme\ngo customer-demand\n1\n2\nquit\n3\nquit\nquit\n", breaking(t, dir, "Question 4 of 19"))
	if n := strings.Count(c.said, "To leave without it, write quit again."); n != 2 || errors.Is(c.err, ErrInputEnded) {
		t.Errorf("it warned %d times and ended with %v\n%s", n, c.err, c.said)
	}
}

// What could not be saved is left only by saying so twice, and that it is lost is told in
// the end, whatever was opened since.
func TestPlainLeavingWhatIsNotSaved(t *testing.T) {
	const begin = "new Acme\ngo customer-demand\n1\n2\n"
	for script, lost := range map[string]bool{
		"start\nsample\nquit\nquit\n": true, "quit\nwhere\nquit\n": true, "start\nstart\nsample\nquit\n": true, "start\nquit\n": true,
		strings.Repeat("back\n", 20) + "back\nquit\n": true, "start\nsave %s\nquit\n": false, "quit\nsave %s\nstart\nsample\nquit\n": false,
	} {
		dir := t.TempDir()
		other := filepath.Join(dir, "other.yaml")
		c := talk(t, dir, begin+strings.ReplaceAll(script, "%s", other), breaking(t, dir, "Question 4 of 19"))
		c.says(t, "Not saved:", "Not saved:", "To keep it, write save and the name of another file.", "To leave without it, write")
		if errors.Is(c.err, ErrNotSaved) != lost || errors.Is(c.err, ErrInputEnded) {
			t.Errorf("%q ends with %v\n%s", script, c.err, c.said)
		}
		if lost && !strings.Contains(c.err.Error(), filepath.Join(dir, "store", "acme.yaml")) {
			t.Errorf("%q does not say what is lost: %v", script, c.err)
		}
		if !lost {
			if a, err := ReadAssessment(other); err != nil || len(a.Answers) != 2 {
				t.Errorf("%q: kept is %+v, %v", script, a.Answers, err)
			}
		}
	}
}

// An input that ends, or that cannot be read, is told besides what could not be saved.
func TestPlainEndTellsWhatIsLost(t *testing.T) {
	dir := t.TempDir()
	c := talk(t, dir, "new Acme\ngo customer-demand\n1\n2\n", breaking(t, dir, "Question 4 of 19"))
	if !errors.Is(c.err, ErrNotSaved) || !errors.Is(c.err, ErrInputEnded) || c.result.Saved != "" {
		t.Errorf("ended with %v, saved in %q", c.err, c.result.Saved)
	}
	c = talk(t, t.TempDir(), "", func(o *Options) {
		o.In = io.MultiReader(strings.NewReader("new Acme\ngo customer-demand\n1\nhalf"), iotest.ErrReader(syscall.EIO))
	})
	if !errors.Is(c.err, syscall.EIO) || errors.Is(c.err, ErrInputEnded) || len(c.kept(t).Answers) != 1 {
		t.Errorf("ended with %v, kept %+v", c.err, c.kept(t).Answers)
	}
}

// An undo says what it took back, also where the save fails.
func TestPlainUndoWithoutASave(t *testing.T) {
	dir := t.TempDir()
	c := talk(t, dir, "new Acme\ngo customer-demand\n1\nundo\nquit\nquit\n", breaking(t, dir, "Question 4 of 19"))
	c.says(t, "Not saved:", "Took back: ")
}

// save says that it is saved only where that is so: what was on the disk may be gone since,
// or be another program's.
func TestPlainSaveLooksAtTheDisk(t *testing.T) {
	for _, removed := range []bool{true, false} {
		dir := t.TempDir()
		path := filepath.Join(dir, "store", "acme.yaml")
		theirs := fresh()
		theirs.Organisation = "Theirs"
		c := talk(t, dir, "new Acme\ngo customer-demand\n1\nsave\nsave "+path+"\nyes\nquit\n", once("Question 4 of 19", func() {
			if removed {
				os.Remove(path)
			} else {
				save(t, path, theirs)
			}
		}))
		if removed {
			c.says(t, "Question 4 of 19", "Saved in "+path, "There is a file "+path+" already.", "Saved. Work goes on in")
		} else {
			c.says(t, "Question 4 of 19", "Not saved: saving "+path+": the file was changed by another program", "There is a file "+path+" already.", "Saved. Work goes on in")
		}
		if a := c.kept(t); c.err != nil || a.Organisation != "Acme" || len(a.Answers) != 1 {
			t.Errorf("%v, kept %+v", c.err, a)
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// Where nobody reads any more it ends quietly, with everything saved.
func TestPlainEndsWithItsReader(t *testing.T) {
	r, w := io.Pipe()
	go func() {
		_, _ = io.ReadFull(r, make([]byte, 400))
		r.Close()
	}()
	c := talk(t, t.TempDir(), "new Acme\ngo customer-demand\n1\n1\n1\nquit\n", func(o *Options) { o.Out = w })
	if c.err != nil || c.result.Signal != syscall.SIGPIPE {
		t.Errorf("ended with %v, %v", c.err, c.result.Signal)
	}
	c.kept(t)
}

// A save that fails is said each time, and work goes on.
func TestPlainSaysThatASaveFailed(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "store")
	in, typed := io.Pipe()
	heard := &listener{}
	heard.heard.L = &heard.mu
	go func() {
		defer typed.Close()
		fmt.Fprint(typed, "new Acme\ngo customer-demand\n1\n")
		if !heard.until("Question 4 of 19") {
			return
		}
		if err := errors.Join(os.RemoveAll(store), os.WriteFile(store, nil, 0o600)); err != nil { // a file in the place of the folder
			t.Error(err)
		}
		fmt.Fprint(typed, "2\n3\nwhere\n")
		if !heard.until("The last change is not saved.") {
			return
		}
		os.Remove(store)
		fmt.Fprint(typed, "save\nyes\nquit\n")
	}()
	c := talk(t, dir, "", func(o *Options) { o.In, o.Out = in, heard })
	heard.end()
	in.Close()
	c.said = heard.said.String()
	c.says(t, "Noted:", "Not saved:", "Noted:", "Not saved:", "Noted:", "The last change is not saved.", "Type yes to make it.", "Saved. Work goes on in")
	if c.err != nil || len(c.kept(t).Answers) != 3 {
		t.Errorf("%v, kept %+v", c.err, c.kept(t).Answers)
	}
}

// listener keeps what was said, for somebody who waits for it.
type listener struct {
	mu    sync.Mutex
	heard sync.Cond
	said  strings.Builder
	over  bool // nothing more is said
}

func (l *listener) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.heard.Broadcast()
	return l.said.Write(b)
}

// until waits for a text, whatever its lines. It is false where the conversation ends without.
func (l *listener) until(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !strings.Contains(flatten(l.said.String()), text) {
		if l.over {
			return false
		}
		l.heard.Wait()
	}
	return true
}

// end lets nobody wait any longer.
func (l *listener) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	l.heard.Broadcast()
}

// A panic ends it with its place alone; what was said is saved, and no answer is told.
func TestPlainPanicTellsNoAnswer(t *testing.T) {
	c := talk(t, t.TempDir(), "new Acme\ngo customer-demand\nnote secret\nroadmap\nquit\n", func(o *Options) {
		o.Out = writerFunc(func(b []byte) (int, error) {
			if bytes.Contains(b, []byte("Noted: secret")) {
				panic("secret")
			}
			return len(b), nil
		})
	})
	if c.err != nil || !strings.HasPrefix(c.result.Crash, "plain") || strings.Contains(c.result.Crash, "secret") {
		t.Errorf("ended with %v, crash %q", c.err, c.result.Crash)
	}
	if got := c.kept(t).Answers["customer-demand"].Note; got != "secret" {
		t.Errorf("kept the note %q", got)
	}
}

func TestPlainStart(t *testing.T) {
	dir := t.TempDir()
	talk(t, dir, "1\nAcme GmbH\n2\nquit\n")
	c := talk(t, dir, "4\nwhere\nstart\ncontinue acme gmbh\nstart\ndelete 4\nwrong\ndelete acme-gmbh\ncancel\ndelete acme-gmbh\nacme-gmbh\nlist\nquit\n")
	c.says(t, "4. Continue Acme GmbH. 0 of 19 answered, ", "This is about Acme GmbH. Saved in", "This is about Acme GmbH.", "Type its name", "Not deleted.", "Cancelled.", "Deleted.", "0 saved in")
	c = talk(t, t.TempDir(), "new Acme\nquit\n", noSave)
	c.says(t, "This is about Acme. Nothing is saved.")
	if saved, _ := c.opts.Store.List(); len(saved) != 0 {
		t.Errorf("%d are saved", len(saved))
	}
	c = talk(t, t.TempDir(), "open nothing.yaml\ncontinue\nnote\n7\nquit\n")
	c.says(t, "Not opened: opening nothing.yaml: there is no such file", "Nothing is saved yet.", "“note” is no choice and no command here.", "“7” is no choice")
}

func TestPlainUndo(t *testing.T) {
	c := talk(t, t.TempDir(), "new Acme\ngo customer-demand\n1\nnote\na\nb\n.\nundo\nundo\nundo\nundo\nredo\nredo\nquit\n")
	c.says(t, "Took back: the note on tenders.", "Took back: the answer on customer demand.", "Question 3 of 19.", "There is nothing to take back.",
		"Did again: the answer on customer demand.", "Did again: the note on tenders.")
	if got := c.kept(t).Answers["tender-effect"].Note; got != "a\nb" {
		t.Errorf("the note is %q", got)
	}
}

// The same said line by line and on the screens is the same report, byte by byte, in every
// format.
func TestPlainExportsWhatTheScreensExport(t *testing.T) {
	content := shipped(t)
	dir := t.TempDir()
	for _, name := range []string{"plain", "screens"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	var script strings.Builder
	say := func(lines ...string) { script.WriteString(strings.Join(lines, "\n") + "\n") }
	t.Chdir(filepath.Join(dir, "screens"))
	d := newDriver(t, filepath.Join(dir, "screens"))
	at := func(station string, item int) { d.app.goTo(place{station, item}, false) }

	say("new Acme GmbH", "people head of IT, Ms Müller", "2")
	d.press("enter")
	d.write("Acme GmbH")
	d.press("enter", "enter")
	d.write("head of IT, Ms Müller")
	d.press("enter", "2")

	say("go scope", "ask", "managed", "1", "Germany", "180", "9.8", "1", "1", "note The average of last year")
	at("scope", 0)
	d.press("enter")
	for _, text := range []string{"managed", "germany", "180", "9.8"} {
		d.write(text)
		d.press("enter")
	}
	d.press("1", "1", "n")
	d.write("The average of last year")
	d.press("esc")

	say("go differences", "3", "matters", "note The board asked")
	at("differences", 0)
	d.press("down", "down", "m", "n")
	d.write("The board asked")
	d.press("esc")

	for i, q := range content.Questions {
		n := i%len(q.Options) + 1
		st := slices.IndexFunc(content.Stations(), func(s model.Station) bool {
			return slices.ContainsFunc(s.Questions, func(x model.Question) bool { return x.ID == q.ID })
		})
		station := content.Stations()[st]
		to := questionPlace(station, slices.IndexFunc(station.Questions, func(x model.Question) bool { return x.ID == q.ID }))
		at(to.station, to.item)
		switch i % 3 {
		case 0:
			say("go "+q.ID, fmt.Sprint(n))
			d.press(fmt.Sprint(n))
		case 1:
			say("go "+q.ID, fmt.Sprint(n, " fact"))
			d.press(fmt.Sprint(n), "f")
		default:
			say("go "+q.ID, "note", "One line,", "and another: # * |", ".", "0")
			d.press("n")
			d.write("One line,\nand another: # * |")
			d.press("esc", "0")
		}
	}

	say("go obligations", "check", "1", "2", "3", "0", "note In April")
	at("obligations", 0)
	d.press("1", "2", "3", "0", "n")
	d.write("In April")
	d.press("esc")

	say("go roadmap", "begin 2027-01-04", "capacity 12", "2", "earliest 2027-03-01", "effort 2-3", "note By the group", "3", "out", "route take")
	d.jump("roadmap", 0)
	d.press("d")
	d.write("2027-01-04")
	d.press("enter")
	d.write("12")
	d.press("enter", "down", "enter", "down", "enter")
	d.write("2027-03-01")
	d.press("enter", "down", "enter")
	d.write("2-3")
	d.press("enter", "n")
	d.write("By the group")
	d.press("esc", "esc", "down", "enter", "enter", "esc", "r", "space")

	say("weights", "1 3", "breakeven", "1 640", "6 160")
	d.app.goTo(weightsPlace, false)
	d.press("3")
	d.app.goTo(breakEvenPlace, false)
	d.press("enter")
	d.write("640")
	d.press("enter", "esc", "home", "down", "down", "down", "down", "down", "enter")
	d.write("160")
	d.press("enter", "esc")

	say("whatif", "go tender-effect", "4", "go export", "section 4", "firm Berg & Co")
	d.press("w")
	market := slices.IndexFunc(content.Stations(), func(s model.Station) bool { return s.ID == "market" })
	at("market", slices.IndexFunc(content.Stations()[market].Questions, func(q model.Question) bool { return q.ID == "tender-effect" }))
	d.press("4")
	at("export", 0)
	d.press("down", "enter", "down", "down", "down", "down", "space", "esc", "down", "enter", "down", "down", "enter")
	d.write("Berg & Co")
	d.press("enter", "esc", "esc")

	for i, format := range model.Formats() {
		say(format, "export")
		d.press("home", fmt.Sprint(i+1), "enter")
	}
	d.pause()
	t.Chdir(filepath.Join(dir, "plain"))
	c := talk(t, filepath.Join(dir, "plain"), script.String())
	if c.err != nil {
		t.Error(c.err)
	}
	c.isSpeakable(t)
	for _, format := range model.Formats() {
		name := "acme-gmbh-2026-11-23." + format
		want, err := os.ReadFile(filepath.Join(dir, "screens", name))
		if err != nil {
			t.Fatalf("the screens: %v\n%s", err, d.text())
		}
		got, err := os.ReadFile(filepath.Join(dir, "plain", name))
		if err != nil {
			t.Fatalf("line by line: %v\n%s", err, c.said)
		}
		if !bytes.Equal(got, want) {
			a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%s differs first in line %d: the screens %q, line by line %q", name, i+1, a[i], b[i])
					break
				}
			}
			t.Errorf("%s: %d bytes and %d", name, len(want), len(got))
		}
	}
	if a := c.kept(t); a.WhatIf == nil || len(a.Gap) == 0 || len(a.Steps) != 2 || a.Plan.Capacity == 0 || a.Plan.Route == "" || a.BreakEven.IsZero() || len(a.Weights) == 0 || a.Report.Profile.Firm == "" {
		t.Errorf("not all was said: %+v", a)
	}
}

// The facts of the scope one by one, a group among them, and what is refused.
func TestPlainScope(t *testing.T) {
	c := talk(t, t.TempDir(), "new Acme\ngo scope\nask\nzzzz\n99\nproducer\nElectricity producer\ngerm\n1\nmany\n10\n"+
		"go scope\ngroup\n2\n5000\n900\nunknown\nwhere\nremove 9\nremove 2\nundo\nfacts\nstated\n2\nnote Ask the group\nquit\n")
	c.says(t, "Nothing has this name.", "“99” is no choice", "Noted: Type of activity: Electricity producer.", "1. Germany.", "Noted: Member state: Germany.",
		"Give a number from 0", "Noted: People: 10 people.", "2. Add a linked company.", "People?", "Turnover, € million?", "Which one? Say remove", "Took back: group.", "Noted: Class, if known:", "Noted: Ask the group.")
	scope := c.kept(t).Scope
	if f := scope.Facts; f.Type != "producer" || f.State != "DE" || !f.Headcount.Known || len(f.Group) != 1 || f.Group[0].Relation != model.Linked || scope.Stated == "" || scope.Note == "" {
		t.Errorf("kept is %+v", scope)
	}
}

// The duties one by one, a Statement of Applicability, and what a certificate proposes.
func TestPlainGap(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"good.csv": "control,state\nA.8.13,in place\nA.5.24,in place\n", "bad.csv": "control,state\nA.8.13,perhaps\nA.99.1,in place\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := talk(t, dir, "new Acme\ngo scope\nstated\n1\ngo 1\ncertified\ngo obligations\ncheck\n3\n2\n1\n0\nnote Since May\nconfirm\nconfirmall\n"+
		"soa "+filepath.Join(dir, "bad.csv")+"\nsoa "+filepath.Join(dir, "good.csv")+"\nrows\n2\nremove\nquit\n")
	c.says(t, "What does the certificate cover?", "“3” is no choice", "Noted: ", "Row 2 of", "Row 3 of", "Row 4 of", "Noted: Since May.",
		"Nothing was taken from bad.csv.", "- line 2:", "- line 3:", "Nothing was changed.", "Read 2 controls: 2 in place.", "Noted: nothing is said here any more.")
	a := c.kept(t)
	if a.Certificate.Covers != model.ReachPart || len(a.Gap) < 2 || a.Controls["A.8.13"].State != model.ControlInPlace {
		t.Errorf("kept is %+v, %+v, %+v", a.Certificate, a.Gap, a.Controls)
	}
	c.isSpeakable(t)
}

// A name that several begin with leads nowhere, and they are named.
func TestPlainGoByTheBeginOfAName(t *testing.T) {
	c := talk(t, t.TempDir(), "new Acme\ngo s\ngo zzz\ngo differ\nquit\n")
	c.says(t, "Several begin with “s”: Scope, Supply chain and ", "more. Say more of the name.", "There is no place called “zzz”.", "Station 2 of 11. Differences.")
}

// What help says of quit is so: nothing, all, or all but the last is saved.
func TestPlainHelpOfQuit(t *testing.T) {
	talk(t, t.TempDir(), "help quit\nnew Acme\nhelp quit\nstart\nsample\nhelp quit\nquit\n").
		says(t, "quit or exit: leave. ", "quit or exit: leave; everything is saved.", "quit or exit: leave; nothing is saved.")
	dir := t.TempDir()
	talk(t, dir, "new Acme\ngo customer-demand\n1\n2\nhelp quit\nquit\nquit\n", breaking(t, dir, "Question 4 of 19")).
		says(t, "quit or exit: leave; the last change is not saved.")
	talk(t, t.TempDir(), "new Acme\nhelp quit\nquit\n", noSave).says(t, "quit or exit: leave; nothing is saved.")
}

// A what-if line by line: tried, compared, dropped, brought back, kept.
func TestPlainWhatIf(t *testing.T) {
	c := talk(t, t.TempDir(), "new Acme\ncompare\nkeep\ngo customer-demand\n1\nwhatif\ngo customer-demand\n4\ncompare\nback\ndrop\nundo\nkeep\nquit\n")
	c.says(t, "No what-if is under way.", "No what-if is under way.", "What if: change what you like.", "As it was:", "What if:", "keep makes the what-if the assessment",
		"Dropped: the assessment is as it was.", "Took back: dropping the what-if.", "Kept. undo takes it back.")
	q, _ := c.opts.Content.Question("customer-demand")
	if a := c.kept(t); a.WhatIf != nil || a.Answers["customer-demand"].Option != q.Options[3].ID {
		t.Errorf("kept is %+v, %v", a.Answers, a.WhatIf)
	}
}

// Markdown becomes text that can be read aloud, and what a note says stays what it is.
func TestPlainMarkdown(t *testing.T) {
	source := "# Title\n\nOne *two* **three** `four` [five](https://example.org).\n\n> A \\*note\\* \\&amp; 1\\. more\\\n> line\n\n## Second\n\n- a\n  - b\n- c\n\n3. x\n4. y\n\n" +
		"| Duty | State |\n|---|---|\n| Art. 1 | open |\n| | done |\n\n```text\nNIS2 ──┃━━ ISO\n```\n\n```mermaid\ngantt\n```\n"
	var said []string
	for _, s := range plainMarkdown(source) {
		said = append(said, s.title)
		for _, p := range s.paras {
			said = append(said, p.text)
		}
	}
	want := []string{"Title", "One two three four five (https://example.org).", "Note: A *note* &amp; 1. more\nline", "Second", "- a", "  - b", "- c", "3. x", "4. y",
		"Duty: Art. 1. State: open.", "State: done.", "NIS2 – ISO."}
	if !slices.Equal(said, want) {
		t.Errorf("said\n%q\nwant\n%q", said, want)
	}
}

// A second conversation about an assessment is told who has it, and looks, works on a copy or
// leaves it; it overwrites nothing.
func TestPlainSecondIsTold(t *testing.T) {
	dir := t.TempDir()
	first := talk(t, dir, "new Acme\ngo customer-demand\n1\nquit\n")
	path := filepath.Join(dir, "store", "acme.yaml")
	file, _, err := OpenToSave(path, now())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Release()
	before, err := os.ReadFile(path)
	if err != nil || first.err != nil {
		t.Fatal(err, first.err)
	}
	look := talk(t, dir, "4\n1\ngo customer-demand\n2\nwhere\nquit\n")
	look.says(t, "acme.yaml is open in another wizard", "1. Look at it", "2. Work on a copy", "Noted:", "You are looking: nothing is saved.")
	fork := talk(t, dir, "continue 4\n7\n2\ngo customer-demand\n3\nquit\n")
	fork.says(t, "“7” is none of these", "This is a copy: ", "Noted:")
	leave := talk(t, dir, "open "+path+"\n3\nquit\n")
	leave.says(t, "is open in another wizard", "Choose by number")
	elsewhere := talk(t, dir, "continue acme\n1\ngo customer-demand\n4\nsave "+path+"\nyes\nsave "+filepath.Join(dir, "mine")+"\nquit\n")
	elsewhere.says(t, "You are looking", "Type yes to overwrite it.", "Not saved: ", "Saved. Work goes on in "+filepath.Join(dir, "mine.yaml"))
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the first one's file was changed: %v\n%s", err, after)
	}
	for name, option := range map[string]int{filepath.Join("store", "acme-2.yaml"): 2, "mine.yaml": 3} {
		a, err := ReadAssessment(filepath.Join(dir, name))
		q, _ := shipped(t).Question("customer-demand")
		if got := a.Answers[q.ID].Option; err != nil || got != q.Options[option].ID {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
}

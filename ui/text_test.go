package ui

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"twopaths/model"
)

// unbroken is names that a line does not end within, each in a text.
var unbroken = []struct{ text, name string }{
	{"The measures that Art. 21(2)(a) asks for are risk analysis and policies.", "Art. 21(2)(a)"},
	{"Fines follow from Art. 34(5), and the duty to register from Art. 27(2) of the law.", "Art. 34(5)"},
	{"Fines follow from Art. 34(5), and the duty to register from Art. 27(2) of the law.", "Art. 27(2)"},
	{"The minimum set of measures stands in Article 21 of the law.", "Article 21"},
	{"Essential are the large entities of the sectors in Annex I to the law.", "Annex I"},
	{"The plan is checked against Cl. 9.2 once a year.", "Cl. 9.2"},
	{"An internal audit as in clause 9.2 of the standard.", "clause 9.2"},
	{"Suppliers are weighed one by one, as recital 85 explains.", "recital 85"},
	{"Keep the certificate to ISO 27001 for the customers who ask for it.", "ISO 27001"},
	{"The fine is up to 1.4 % of worldwide turnover.", "1.4 %"},
	{"The fine is at least €7 million or more, whichever is higher.", "€7 million"},
	{"It builds on Articles 20 and 21 of the law.", "Articles 20"},
	{"It is the sectors of Annexes I and II that count.", "Annexes I"},
	{"The standard has it in clauses 5.1 and 5.3 for the top.", "clauses 5.1"},
	{"The reasons are in recitals 79 and 85 of the law.", "recitals 79"},
	{"It names Arts. 3 and 27 of the law.", "Arts. 3"},
}

func TestNamesStayTogether(t *testing.T) {
	for _, c := range unbroken {
		t.Run(c.name, func(t *testing.T) {
			for w := ansi.StringWidth(c.name) + 1; w <= 80; w++ { // one more for a comma
				lines := wrap(c.text, w)
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, c.name) }) {
					t.Fatalf("%d wide it is\n%s", w, strings.Join(lines, "\n"))
				}
			}
		})
	}
}

// TestWrapLosesNothing: whatever is joined, no line is too wide, none ends in a space,
// and the words are those of the text, with ordinary spaces.
func TestWrapLosesNothing(t *testing.T) {
	texts := []string{"", " ", "one", "ISO 27001", "up to 1.4 %", "Art. 21", "a\u00a0b", strings.Repeat("Art. 21 ISO 27001 1.4 % ", 5)}
	for _, c := range unbroken {
		texts = append(texts, c.text)
	}
	for _, text := range texts {
		for w := 1; w <= 90; w++ {
			lines := wrap(text, w)
			for _, line := range lines {
				if n := ansi.StringWidth(line); n > w {
					t.Fatalf("%q, %d wide, has a line of %d: %q", text, w, n, line)
				}
				if strings.Contains(line, "\u00a0") {
					t.Fatalf("%q, %d wide, has a space that is none in %q", text, w, line)
				}
				if strings.TrimRight(line, " ") != line && w >= 16 { // the widest name has to fit
					t.Fatalf("%q, %d wide, has a line that ends in a space: %q", text, w, line)
				}
			}
			flat := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if got, want := flat(strings.Join(lines, "")), flat(text); got != want {
				t.Fatalf("%d wide, %q is %q", w, want, got)
			}
		}
		if got, want := apartAgain(together(text)), strings.ReplaceAll(text, "\u00a0", " "); got != want {
			t.Errorf("joined and parted %q is %q", want, got)
		}
	}
	if lines := wrap("text", 0); lines != nil {
		t.Errorf("no cells have the lines %q", lines)
	}
}

// references is where a line must not end: before the number of what it names.
var references = regexp.MustCompile(`\b(Arts?\.|Articles?|Annex|Annexes|Cl\.|[Cc]lauses?|[Rr]ecitals?|ISO)$`)

// numbered is how a line begins that goes on with the number.
var numbered = regexp.MustCompile(`^([0-9]|[IVX]+\b)`)

// tornReference is the first place at which a line ends between a name and its number.
func tornReference(lines []string) string {
	for i := range len(lines) - 1 {
		end, next := strings.TrimRight(lines[i], " "), strings.TrimLeft(lines[i+1], " │▌")
		if references.MatchString(end) && numbered.MatchString(next) {
			return strings.TrimSpace(end) + " ⏎ " + next
		}
	}
	return ""
}

// TestFramesHoldNoJoiningSpaces: what is shown is copied and searched, and the spaces at
// which no line ends are ordinary ones there.
func TestFramesHoldNoJoiningSpaces(t *testing.T) {
	unraced(t)
	t.Parallel()
	for _, s := range scenes(t) {
		d := s.start(t, t.TempDir(), noSave)
		for _, size := range []box{{40, 12}, {60, 20}, {80, 24}, {120, 40}, {200, 60}} {
			d.resize(size.w, size.h)
			if strings.Contains(d.frame(), "\u00a0") {
				t.Errorf("%s at %d×%d holds one:\n%s", s.name, size.w, size.h, d.text())
			}
			if size.w < wideFrom { // the lines of a column, not of several
				if torn := tornReference(d.screen()); torn != "" {
					t.Errorf("%s at %d×%d: %s", s.name, size.w, size.h, torn)
				}
			}
		}
	}
}

// inWords is a document's words. A line may end behind a hyphen, but not behind a minus.
func inWords(lines []string) []string {
	var out []string
	for _, word := range strings.Fields(strings.Join(lines, "\n")) {
		for {
			i := strings.IndexByte(word, '-')
			if i < 1 || i == len(word)-1 || strings.Trim(word[:i], "(") == "" {
				break
			}
			out, word = append(out, word[:i+1]), word[i+1:]
		}
		out = append(out, word)
	}
	return out
}

// TestDocumentsBreakBetweenWords: at every width the words of a document are those that
// it has where there is room for all: no line ends within 6.1.3, +1.0 or Art. 21.
func TestDocumentsBreakBetweenWords(t *testing.T) {
	unraced(t)
	r := model.NewReport(shipped(t), sample(t))
	for name, write := range map[string]func() (string, error){"recommendation": r.Recommendation, "roadmap": r.RoadmapPart} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := write()
			if err != nil {
				t.Fatal(err)
			}
			render := func(w int) []string {
				t.Helper()
				lines, err := renderMarkdown(newTheme(Dark, nil), text, w)
				if err != nil {
					t.Fatal(err)
				}
				for i, line := range lines {
					lines[i] = ansi.Strip(line)
				}
				return lines
			}
			longest := 0
			for line := range strings.Lines(text) {
				longest = max(longest, ansi.StringWidth(line))
			}
			whole := map[string]bool{}
			for _, word := range inWords(render(longest + 10)) {
				whole[word] = true
			}
			torn := map[string]bool{}
			for w := 36; w <= documentWidth; w += 3 {
				lines := render(w)
				if i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "\u00a0") }); i >= 0 {
					t.Fatalf("%d wide, a space that is none is left in %q", w, lines[i])
				}
				if at := tornReference(lines); at != "" {
					torn[at] = true
				}
				for i := range lines {
					for _, word := range inWords(lines[i : i+1]) {
						if !whole[word] && ansi.StringWidth(word) < w-hanging-1 {
							torn[strings.TrimSpace(lines[max(0, i-1)])+" ⏎ "+strings.TrimSpace(lines[i])] = true
						}
					}
				}
			}
			if all := slices.Sorted(maps.Keys(torn)); len(all) > 0 {
				t.Errorf("%d lines end within a word or a name:\n%s", len(all), strings.Join(all[:min(10, len(all))], "\n"))
			}
		})
	}
}

// systemErrors is what a system says of files, and the words that it is turned into.
var systemErrors = []struct {
	is    error
	words string
}{
	{fs.ErrNotExist, "no such file"},
	{syscall.ENOENT, "no such file"},
	{fs.ErrExist, "exists already"},
	{syscall.EEXIST, "exists already"},
	{fs.ErrPermission, "does not allow"},
	{syscall.EACCES, "does not allow"},
	{syscall.EPERM, "does not allow"},
	{syscall.ENOSPC, "disk is full"},
	{syscall.EDQUOT, "used up"},
	{syscall.EROFS, "can only be read"},
	{syscall.ENOTDIR, "no folder"},
	{syscall.ENAMETOOLONG, "too long"},
}

// TestSystemErrorsInPlainWords: what the system says comes in words with what to do, and
// is found within all the same.
func TestSystemErrorsInPlainWords(t *testing.T) {
	for _, c := range systemErrors {
		for how, err := range map[string]error{
			"bare":      c.is,
			"of a path": &fs.PathError{Op: "open", Path: "/reports/acme.md", Err: c.is},
			"of a link": &os.LinkError{Op: "rename", Old: "/reports/.tmp", New: "/reports/acme.md", Err: c.is},
			"wrapped":   fmt.Errorf("deep within: %w", &fs.PathError{Op: "sync", Path: "/reports", Err: c.is}),
		} {
			got := plainly(err)
			if says := got.Error(); !strings.Contains(says, c.words) || strings.Contains(says, c.is.Error()) && how != "bare" {
				t.Errorf("%v, %s, is said as %q", c.is, how, says)
			}
			if says := got.Error(); !strings.ContainsAny(says, ";") && c.words != "exists already" {
				t.Errorf("%v: %q does not say what to do", c.is, says)
			}
			if strings.HasSuffix(got.Error(), ".") || strings.ToLower(got.Error()[:1]) != got.Error()[:1] {
				t.Errorf("%q does not go into a sentence", got)
			}
			if !errors.Is(got, c.is) || !errors.Is(got, err) {
				t.Errorf("%v, %s, is not found in %v", c.is, how, got)
			}
			if again := plainly(fmt.Errorf("saving: %w", got)); !errors.Is(again, c.is) {
				t.Errorf("%v, %s, is lost when said again", c.is, how)
			}
		}
	}
	other := errors.New("something else")
	if got := plainly(other); !errors.Is(got, other) || got.Error() != other.Error() {
		t.Errorf("what nobody knows is said as %q", got)
	}
}

// TestSaveErrorsInTheHead: the head line has the plain words too, as far as it has room:
// what happened, and not what to do.
func TestSaveErrorsInTheHead(t *testing.T) {
	for _, c := range systemErrors {
		d := newDriver(t, t.TempDir())
		f := d.beginSaved(sample(t))
		err := &fs.PathError{Op: "write", Path: f.Path, Err: c.is}
		d.send(savedMsg{f, d.app.version, fmt.Errorf("saving %s: %w", f.Path, plainly(err))})
		says, good := d.app.saveState()
		if good || !strings.Contains(says, c.words) || strings.Contains(says, ";") || strings.Contains(says, f.Path) {
			t.Errorf("%v is said as %q", c.is, says)
		}
	}
}

// TestFileErrorsNameTheFile brings about what a system refuses, with every function that
// meets it: the message has plain words and the path, once, and the error is still what
// it is.
func TestFileErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file.yaml")
	save(t, file, fresh())
	long := filepath.Join(dir, strings.Repeat("n", 300)+".yaml")
	open := func(path string) error { _, _, err := Open(path); return err }
	write := func(path string) error { return WriteFile(path, []byte("x"), false) }
	store := func(path string) error { return (&File{Path: path}).Save(1, []byte("x")) }
	list := func(path string) error { _, err := Store{path}.List(); return err }
	begin := func(path string) error { _, err := Store{path}.New("Acme", model.DateOf(now())); return err }
	for _, c := range []struct {
		what string
		do   func(string) error
		path string
		is   error
		says string
	}{
		{"opening nothing", open, filepath.Join(dir, "none.yaml"), fs.ErrNotExist, "no such file"},
		{"opening below a file", open, filepath.Join(file, "a.yaml"), syscall.ENOTDIR, "no folder"},
		{"opening a long name", open, long, syscall.ENAMETOOLONG, "too long"},
		{"writing over a file", write, file, fs.ErrExist, "exists already"},
		{"writing below a file", write, filepath.Join(file, "a.md"), syscall.ENOTDIR, "no folder"},
		{"writing into nothing", write, filepath.Join(dir, "none", "a.md"), fs.ErrNotExist, "no such file"},
		{"writing a long name", write, long, syscall.ENAMETOOLONG, "too long"},
		{"saving below a file", store, filepath.Join(file, "a.yaml"), syscall.ENOTDIR, "no folder"},
		{"saving a long name", store, long, syscall.ENAMETOOLONG, "too long"},
		{"listing a file", list, file, syscall.ENOTDIR, "no folder"},
		{"a new one in a file", begin, file, syscall.ENOTDIR, "no folder"},
	} {
		err := c.do(c.path)
		if err == nil {
			t.Errorf("%s goes well", c.what)
			continue
		}
		if !errors.Is(err, c.is) {
			t.Errorf("%s: %v is not %v", c.what, err, c.is)
		}
		if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), c.is.Error()) {
			t.Errorf("%s is said as %q", c.what, err)
		}
		if n := strings.Count(err.Error(), c.path); n != 1 {
			t.Errorf("%s names the path %d times: %q", c.what, n, err)
		}
	}
}

// TestWidthIsTheLibrarys: the quick way counts as the library does, whatever stands there.
func TestWidthIsTheLibrarys(t *testing.T) {
	pieces := append([]string{"a", "Z", " ", "~", "\x1b[m", "\x1b[38;2;1;2;3;1m", "\x1b[2J", "\x1b", "\n", "\x7f", "é", "日本", "👩‍👩‍👧", "🇩🇪", "\u0301", "\u200d",
		"\ufe0f", "\u20e3", "ก็", "☑", "⚠", "\u202e", "1", "#", "\x80", "\xe2\x94", "ß", "ż", "\u00ad", "©"}, strings.Split("─━│┃▌█▀▄╸┬"+singles, "")...)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "pieces"), "")
		if got, want := width(text), ansi.StringWidth(text); got != want {
			t.Fatalf("%q is %d cells wide, not %d", text, want, got)
		}
	})
	for r := rune(0); r <= 0x3000; r++ {
		if isSingle(r) && ansi.StringWidth(string(r)) != 1 {
			t.Errorf("%q is %d cells wide", r, ansi.StringWidth(string(r)))
		}
	}
}

// joining is signs that become one letter with what stands before or behind them.
var joining = []string{"\U000111c3", "\U000110cd", "\u0600", "\u0301", "\ufe0f", "\u200d", "\u093e", "\u0e33", "👩", "🇩", "a", " ", "日", "\x1b[1m", "\x1b[m"}

// TestFitIsExact: whatever stands in a line, it is as wide as it should be.
func TestFitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(joining), 0, 8).Draw(t, "pieces"), "")
		w := rapid.IntRange(0, 12).Draw(t, "width")
		if got := fit(line, w); ansi.StringWidth(got) != w {
			t.Fatalf("%q at %d is %q: %d cells", line, w, got, ansi.StringWidth(got))
		}
	})
}

// TestColumnsOfJoiningSigns: a sign at the edge of a column does not take a cell of the frame.
func TestColumnsOfJoiningSigns(t *testing.T) {
	for _, sign := range joining {
		if strings.HasPrefix(sign, "\x1b") {
			continue
		}
		for i, size := range []box{{80, 24}, {112, 24}, {200, 60}, {80, 24}} {
			d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Theme = []ThemeName{Plain, Plain, Plain, Dark}[i] })
			d.begin(sample(t))
			d.resize(size.w, size.h)
			ask, _ := firstQuestion(t)
			d.jump(ask, 0)
			for _, text := range []string{sign, "word " + sign, sign + " word"} {
				d.press("n", "ctrl+u")
				d.paste(text)
				d.checkBox("typed " + strconv.QuoteToASCII(text))
				d.press("tab")
				d.checkBox("noted " + strconv.QuoteToASCII(text))
			}
		}
	}
}

func TestDrawIsShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "lines")
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprint(i))
		}
		var a, b scroller
		for range 5 {
			from := rapid.IntRange(0, max(0, n-1)).Draw(t, "from")
			h := rapid.IntRange(-1, 12).Draw(t, "h")
			if x, y := a.show(lines, from, from+1, h), b.draw(n, func(i int) string { return lines[i] }, from, from+1, h); !slices.Equal(x, y) {
				t.Fatalf("shown %v, drawn %v", x, y)
			}
		}
	})
}

// TestWhatIsSaidFits: the line about what just happened is not cut at 80 columns, as far as
// its words stand in the source. A key in it counts as much as the longest that is named.
func TestWhatIsSaidFits(t *testing.T) {
	const key = "ctrl+c"
	var words func(e ast.Expr) (string, bool)
	words = func(e ast.Expr) (string, bool) {
		switch e := e.(type) {
		case *ast.BasicLit:
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		case *ast.BinaryExpr:
			x, known := words(e.X)
			y, also := words(e.Y)
			return x + y, known && also
		case *ast.SelectorExpr:
			return key, e.Sel.Name == "Key"
		case *ast.CallExpr:
			if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "wonderWords" {
				begun, known := words(e.Args[0])
				return (&env{keys: newKeys()}).wonderWords(begun), known
			}
		}
		return "", false
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	look := func(where token.Position, e ast.Expr) {
		text, known := words(e)
		if !known || text == "" {
			return
		}
		looked++
		if n := width(text); n > saidRoom {
			t.Errorf("%s: %d cells: %q", where, n, text)
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "plain") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "tell" {
					look(set.Position(n.Pos()), n.Args[0])
				}
			case *ast.AssignStmt:
				if f, ok := n.Lhs[0].(*ast.SelectorExpr); ok && f.Sel.Name == "said" {
					look(set.Position(n.Pos()), n.Rhs[0])
				}
			case *ast.BasicLit: // some are made elsewhere
				if strings.HasPrefix(n.Value, `"Give `) {
					look(set.Position(n.Pos()), n)
				}
			}
			return true
		})
	}
	if looked < 25 {
		t.Errorf("only %d were found", looked)
	}
}

// TestFootCutsNoWord: the line on what decides names as many topics as fit, and is never cut
// within a word.
func TestFootCutsNoWord(t *testing.T) {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	content := shipped(t)
	short := 0
	for _, q := range content.Questions {
		for _, o := range q.Options {
			a := sample(t).WithAnswer(q.ID, model.Answer{Option: o.ID})
			for _, other := range content.Questions {
				if other.Group == q.Group && other.ID != q.ID {
					a = a.WithAnswer(other.ID, model.Answer{})
				}
			}
			d.begin(a)
			whole := strings.Fields(d.app.balanceFoot(10000, 2)[1])
			for _, w := range []int{40, 56, 76, 96} {
				line := ansi.Strip(d.app.balanceFoot(w, 2)[1])
				if width(line) > w {
					t.Errorf("in %d cells it is %q", w, line)
				}
				if strings.HasSuffix(line, "…") {
					short++
				}
				for _, word := range strings.Fields(strings.TrimSuffix(line, "…")) {
					known := func(other string) bool { return strings.Trim(other, ",.") == strings.Trim(word, ",.") }
					if !slices.ContainsFunc(whole, func(other string) bool { return known(ansi.Strip(other)) }) && word != "and" {
						t.Errorf("in %d cells it has %q: %q", w, word, line)
					}
				}
			}
		}
	}
	if short == 0 {
		t.Error("nothing was too long")
	}
}

// TestTablesOfADocument: a table that is a little too wide goes on in second lines, with its
// words whole; one that is much too wide keeps its width, and one that fits is left alone.
func TestTablesOfADocument(t *testing.T) {
	table := strings.Join([]string{
		"| Figure | Value | Whose it is |", "|---|---|---|",
		"| Own work to the certificate | 56 to 110 days, once | estimate of this tool |",
		"| A day of your own people | €640 | yours |",
	}, "\n")
	render := func(w int) (lines []string, most int) {
		t.Helper()
		lines, err := renderMarkdown(newTheme(Dark, nil), table, w)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range lines {
			lines[i] = ansi.Strip(line)
			most = max(most, ansi.StringWidth(line))
		}
		return lines, most
	}
	full := wide{table: true, lines: strings.Split(table, "\n")}.width()
	if lines, most := render(full); len(lines) != 4 || most > full {
		t.Fatalf("where there is room, %d lines of %d cells:\n%s", len(lines), most, strings.Join(lines, "\n"))
	}
	narrower := false
	for w := full - 1; w >= full*4/5; w-- {
		lines, most := render(w)
		narrower = narrower || most <= w
		if most > w && (len(lines) != 4 || most != full) {
			t.Errorf("in %d cells it is %d wide:\n%s", w, most, strings.Join(lines, "\n"))
		}
		text := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
		for _, word := range strings.Fields(strings.NewReplacer("|", " ", "-", " ").Replace(table)) {
			if !strings.Contains(text, word) {
				t.Errorf("in %d cells %q is gone:\n%s", w, word, strings.Join(lines, "\n"))
			}
		}
	}
	if !narrower {
		t.Error("no width makes it narrower")
	}
	if lines, most := render(full / 2); len(lines) != 4 || most != full {
		t.Errorf("in half its width it is %d wide, not %d", most, full)
	}
}

// The first letter of a text may take several bytes: what begins a sentence can come from a file.
func TestFirstLetters(t *testing.T) {
	for text, want := range map[string][2]string{
		"":            {"", ""},
		"one thing":   {"One thing.", "one thing"},
		"Änderung":    {"Änderung.", "änderung"},
		"ünklar":      {"Ünklar.", "ünklar"},
		"東京":          {"東京.", "東京"},
		"\U0001f1e9🇪": {"\U0001f1e9🇪.", "\U0001f1e9🇪"},
	} {
		if got := [2]string{sentence(text), small(text)}; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

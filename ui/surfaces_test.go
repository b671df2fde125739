package ui

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	markdown "github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"

	"twopaths/content"
	"twopaths/model"
)

// The corpus in every field of an assessment, on every surface: what is shown and written of
// a hostile assessment is what is shown and written of its harmless twin, but for the words.
//
// The fields are found by reflection, so that a new one is tried without being named here,
// and a new surface is a line in surfaces.

// --- fields

// spot is a place in an assessment that takes text, such as Answers[].Note.
type spot string

// fill is the assessment with text in each spot for which one is given. Of each map the
// first entry takes text in all its spots, the others in their notes, and one entry more has
// a text for its key.
func fill(a model.Assessment, give func(s spot) (string, bool)) model.Assessment {
	a = a.Clone()
	fillValue(reflect.ValueOf(&a).Elem(), "", false, give)
	return a
}

func fillValue(v reflect.Value, at string, notesOnly bool, give func(s spot) (string, bool)) {
	switch v.Kind() {
	case reflect.String:
		if notesOnly && !strings.HasSuffix(at, ".Note") {
			return
		}
		if s, ok := give(spot(at)); ok {
			v.SetString(s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fillValue(v.Field(i), strings.TrimPrefix(at+"."+f.Name, "."), notesOnly, give)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			next := reflect.New(v.Type().Elem())
			next.Elem().Set(v.Elem())
			fillValue(next.Elem(), at+"*", notesOnly, give)
			v.Set(next)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fillValue(v.Index(i), at+"[]", notesOnly || i > 2, give)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for i, k := range keys {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(k))
			fillValue(entry, at+"[]", notesOnly || i > 0, give)
			v.SetMapIndex(k, entry)
		}
		if key, ok := give(spot(at + "{}")); ok && len(keys) > 0 {
			v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), v.MapIndex(keys[0]))
		}
	}
}

// fullAssessment has something in each map, list and text that an assessment has.
func fullAssessment(t failer) model.Assessment {
	t.Helper()
	a := halfWay(t)
	a.Report.Profile = model.Profile{Consultant: "x", Firm: "x", Client: "x", Confidentiality: "x"}
	a.Report.Sections = model.Sections()
	a.Certificate = model.Certificate{Covers: model.ReachPart, Note: "x"}
	a = a.WithControls(map[string]model.ControlState{"A.8.13": {State: model.ControlPartial, Note: "x"}, "A.5.30": {State: model.ControlNone, Note: "x"}})
	a = a.WithWeight("customers-require", 2)
	a = a.WithStep("S20", model.StepChange{Effort: model.Effort{Low: 6, High: 8}, Note: "x"})
	a.BreakEven = paying(t).BreakEven
	a.Scope.Facts.Group = inAGroup(t).Scope.Facts.Group
	a.Scope.Facts.Special = []string{}
	scenario := a.Clone()
	scenario = scenario.WithAnswer("growth", model.Answer{Option: model.NotSure, Note: "x"})
	return a.WithWhatIf(scenario)
}

// spots is where an assessment takes text: those in which any text is kept, and those of
// which a file that has other words in them than ours is refused.
func spots(t *testing.T) (open, closed []spot) {
	t.Helper()
	base := fullAssessment(t)
	seen := map[spot]bool{}
	var all []spot
	fill(base, func(s spot) (string, bool) {
		if !seen[s] {
			seen[s], all = true, append(all, s)
		}
		return "", false
	})
	for _, s := range all {
		_, err := fromFile(t, fill(base, func(other spot) (string, bool) { return "harmless", s == other }))
		if err == nil {
			open = append(open, s)
		} else {
			closed = append(closed, s)
		}
	}
	return open, closed
}

// fromFile is an assessment as it comes in: read from a file, and refused where it cannot be.
func fromFile(t failer, a model.Assessment) (model.Assessment, error) {
	t.Helper()
	data, err := a.Encode()
	if err != nil {
		t.Fatalf("writing the assessment: %v", err)
	}
	read, err := model.ParseAssessment("acme.yaml", data)
	if err == nil {
		err = Refuse(shipped(t), read, "acme.yaml", data)
	}
	return read, err
}

// atOnce is how many texts come into a spot at once: so many, or one, so that each text
// begins the text of each spot, where there is time:
//
//	TWOPATHS_HOSTILE=all go test ./ui -run HostileTextOnEvery -timeout 2h
func atOnce(n int) int {
	if os.Getenv("TWOPATHS_HOSTILE") == "all" {
		return 1
	}
	return n
}

// batch is the base with so many texts of the corpus in each spot, other ones in each, and
// its twin with a harmless text in the same spots. Batch by batch each text comes into each
// spot.
func batch(t failer, base model.Assessment, open []spot, n, each int) (a, twin model.Assessment) {
	t.Helper()
	all := corpus()
	batches := (len(all) + each - 1) / each
	at := map[spot]int{}
	texts := func(harmless bool) func(s spot) (string, bool) {
		clear(at)
		return func(s spot) (string, bool) {
			i := slices.Index(open, s)
			if i < 0 {
				return "", false
			}
			at[s]++
			var parts []string
			for k := range each {
				// Another one of them begins the text in the next spot.
				if j := (n+i)%batches + (k+i)%each*batches; j < len(all) {
					parts = append(parts, all[j])
				}
			}
			joined := strings.Join(parts, "\n")
			if each == 1 { // two of them can be the same once they are clean
				joined += fmt.Sprint(" ", i)
			}
			if harmless {
				joined = fmt.Sprint("harmless ", i) // a scenario's is another than the assessment's
			}
			if strings.HasSuffix(string(s), "{}") { // no two the same
				joined += fmt.Sprint(" ", i, ".", at[s])
			}
			return joined, true
		}
	}
	var err error
	if a, err = fromFile(t, fill(base, texts(false))); err != nil {
		t.Fatalf("batch %d is refused: %v", n, err)
	}
	if twin, err = fromFile(t, fill(base, texts(true))); err != nil {
		t.Fatalf("the twin of batch %d is refused: %v", n, err)
	}
	return a, twin
}

// --- surfaces

// surface is a way in which an assessment is written, and what of it harmless text decides
// as well as any other: its structure.
type surface struct {
	name  string
	write func(a, twin model.Assessment) (string, error)
	shape func(t failer, written string) []string
}

// surfaces is all that is written of an assessment without a screen. Another one is added
// here, with a shape of nothing where it has no structure.
func surfaces(t failer) []surface {
	c := shipped(t)
	report := func(format string) func(a, _ model.Assessment) (string, error) {
		return func(a, _ model.Assessment) (string, error) {
			r := model.NewReport(c, a)
			r.By("1.0.0")
			data, err := r.Write(format)
			return string(data), err
		}
	}
	portfolio := func(format string) func(a, _ model.Assessment) (string, error) {
		return func(a, _ model.Assessment) (string, error) {
			var b bytes.Buffer
			p := model.NewPortfolio(c, format, &b)
			name := a.Organisation + ".yaml"
			err := errors.Join(p.Begin(), p.Row(model.NewPortfolioRows(c).Row(name, a)),
				p.Row(model.BadPortfolioRow(name, errors.New(a.Scope.Note))), p.End())
			return b.String(), err
		}
	}
	return []surface{
		{"report md", report("md"), markdownShape},
		{"report html", func(a, twin model.Assessment) (string, error) {
			page, err := report("html")(a, twin)
			return strings.ReplaceAll(page, "\t", ""), err // the style sheet is indented by tabs
		}, htmlShape},
		{"report json", report("json"), jsonShape},
		{"report ics", report("ics"), calendarShape},
		{"report csv", report("csv"), tableShape},
		{"controls csv", func(a, _ model.Assessment) (string, error) { return string(model.ControlsCSV(c, a)), nil }, tableShape},
		{"scope text", func(a, _ model.Assessment) (string, error) { return c.ScopeText(a), nil }, noShape},
		{"scope json", func(a, _ model.Assessment) (string, error) { data, err := c.ScopeJSON(a); return string(data), err }, jsonShape},
		{"compare md", func(a, twin model.Assessment) (string, error) {
			x := model.Compare(c, twin, a)
			x.A.Name, x.B.Name = "twin", a.Organisation
			x.ShowNotes()
			return x.Markdown()
		}, noShape}, // of twins that say the same nothing differs
		{"compare json", func(a, twin model.Assessment) (string, error) {
			x := model.Compare(c, a, twin)
			x.A.Name, x.B.Name = a.Organisation, "twin"
			x.ShowNotes()
			data, err := x.JSON()
			return string(data), err
		}, noShape},
		{"portfolio md", portfolio("md"), markdownShape},
		{"portfolio csv", portfolio("csv"), tableShape},
		{"portfolio json", portfolio("json"), jsonShape},
		{"notices", func(a, _ model.Assessment) (string, error) {
			var b strings.Builder
			for _, n := range c.Notices(a) {
				b.WriteString(model.Clean(n.Field()+": "+n.Text) + "\n") // as the commands do
			}
			return b.String() + c.ChangeSummary(a) + "\n" + slug(a.Organisation), nil
		}, noShape},
		{"line by line", func(a, _ model.Assessment) (string, error) { return everyWord(c, a) }, noShape},
		{"verify", func(a, _ model.Assessment) (string, error) {
			data, err := model.NewReport(c, a).File()
			if err != nil {
				return "", err
			}
			v, err := model.Verify(c, "report.md", data, "")
			if err == nil && !v.Same {
				err = fmt.Errorf("the report is not the one that its answers give: %v", v)
			}
			touched, _ := model.Verify(c, "report.md", bytes.ReplaceAll(data, []byte("inert"), []byte("INERT")), "")
			return strings.Join(append(touched.Sections, touched.Content[:]...), "\n"), err
		}, noShape},
	}
}

// everyWord is what the wizard says line by line of an assessment, on the way through all
// of it.
func everyWord(c *model.Content, a model.Assessment) (string, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "a.yaml")
	data, err := a.Encode()
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		return "", err
	}
	script := "go profile\n" + strings.Repeat("next\n", 60) + "overview\nrecommendation\nall\nroadmap\nall\nweights\nbreakeven\nwhere\nquit\n"
	var said strings.Builder
	_, err = RunPlain(&Options{Content: c, Store: Store{Dir: dir}, Now: now, NoSave: true, Path: path,
		In: strings.NewReader(script), Out: &said, Die: func(int) {}})
	return strings.ReplaceAll(said.String(), path, ""), err
}

// unseen is what is not there to be read: controls, what changes the order, what shows
// nothing or anything, and no characters at all. The two joiners are needed by scripts.
var unseen = regexp.MustCompile(`[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{2065}\x{3164}\x{ffa0}\x{fff0}-\x{fff8}\x{fdd0}-\x{fdef}\x{fffe}\x{ffff}\x{1fffe}\x{1ffff}\x{e0000}-\x{e0fff}]`)

// inert names the first thing in a text that is not there to be read, or nothing. A line may
// end as the format wants.
func inert(s string) string {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\r\n", "\n")
	if !utf8.ValidString(s) {
		return "bad UTF-8"
	}
	s = strings.NewReplacer("\n", "", "\u200c", "", "\u200d", "").Replace(s)
	if at := unseen.FindStringIndex(s); at != nil {
		return fmt.Sprintf("%q", s[max(0, at[0]-20):min(len(s), at[1]+20)])
	}
	return ""
}

func noShape(failer, string) []string { return nil }

var asGitHub = goldmark.New(goldmark.WithExtensions(markdown.GFM, markdown.DefinitionList, markdown.Footnote))

// markdownShape is the kinds of a document's parts in their order, and its headings and
// links. Paragraphs, and the lines of a quote, may be as many as a note has.
func markdownShape(_ failer, written string) []string {
	source := []byte(written)
	if _, body, found := strings.Cut(strings.TrimPrefix(written, "---\n"), "\n---\n"); found && strings.HasPrefix(written, "---\n") {
		source = []byte(body)
	}
	var out []string
	_ = ast.Walk(asGitHub.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock, *ast.Text, *ast.String, *ast.Document:
		case *ast.Heading:
			out = append(out, fmt.Sprint("heading ", n.Level))
		case *ast.FencedCodeBlock:
			out = append(out, "code "+string(n.Language(source)))
		default:
			out = append(out, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	return out
}

// htmlShape is a page's elements in their order with their attributes, and its comments.
func htmlShape(t failer, written string) []string {
	doc, err := html.Parse(strings.NewReader(written))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var out []string
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.ElementNode && n.Data != "p" && n.Data != "br":
			tag := n.Data
			for _, a := range n.Attr {
				tag += " " + a.Key
			}
			out = append(out, tag)
		case n.Type == html.CommentNode:
			out = append(out, "comment")
		}
	}
	return out
}

// jsonShape is the keys and the kinds of values, and that each text is inert.
func jsonShape(t failer, written string) []string {
	var value any
	if err := json.Unmarshal([]byte(written), &value); err != nil {
		t.Fatalf("no JSON: %v", err)
	}
	var out []string
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(func(yield func(string) bool) {
				for k := range v {
					if !yield(k) {
						return
					}
				}
			}) {
				walk(at+"."+k, v[k])
			}
		case []any:
			for _, x := range v {
				walk(at+"[]", x)
			}
		case string:
			if bad := inert(v); bad != "" {
				t.Errorf("%s holds %s", at, bad)
			}
			out = append(out, at)
		default:
			out = append(out, fmt.Sprintf("%s: %T", at, v))
		}
	}
	walk("", value)
	return out
}

// tableShape is the rows of CSV and their number of cells. No cell begins as a formula does.
func tableShape(t failer, written string) []string {
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(written, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("no CSV: %v", err)
	}
	var out []string
	for _, r := range records {
		out = append(out, fmt.Sprint(len(r), " cells"))
		for i, cell := range r {
			if r := []rune(strings.TrimLeft(cell, " \u00a0\u3000")); len(r) > 0 && strings.ContainsRune("=+-@＝＋－＠\t\r", r[0]) && records[0][i] != "balance" {
				t.Errorf("the cell %q is a formula to a spreadsheet", cell)
			}
		}
	}
	return out
}

// calendarShape is the properties of a calendar in their order.
func calendarShape(t failer, written string) []string {
	if n := strings.Count(written, "\n"); n != strings.Count(written, "\r\n") {
		t.Errorf("a line does not end as it has to")
	}
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(written, "\r\n ", ""), "\r\n") {
		name, _, _ := strings.Cut(line, ":")
		out = append(out, name)
	}
	return out
}

// TestHostileTextOnEverySurface writes each batch in each way.
func TestHostileTextOnEverySurface(t *testing.T) {
	unraced(t)
	t.Parallel()
	open, closed := spots(t)
	t.Logf("%d texts; %d spots that keep any text: %v; %d that refuse what they do not know: %v", len(corpus()), len(open), open, len(closed), closed)
	for _, needed := range []spot{"Organisation", "Participants[]", "Scope.Note", "Answers[].Note", "Answers[].Option", "Answers{}", "Differences[].Note", "Differences{}",
		"Gap[].Note", "Gap{}", "Certificate.Note", "Controls[].Note", "Controls{}", "Steps[].Note", "Steps{}", "Weights{}", "Plan.Size", "Report.Profile.Client",
		"WhatIf*.Answers[].Note", "WhatIf*.Answers{}"} {
		if !slices.Contains(open, needed) {
			t.Errorf("no text comes into %s", needed)
		}
	}
	each := atOnce(24)
	base, all := fullAssessment(t), surfaces(t)
	batches := (len(corpus()) + each - 1) / each
	_, twin := batch(t, base, open, 0, each) // that of every batch
	shapes := make([][]string, len(all))
	for i, s := range all {
		written, err := s.write(twin, twin)
		if err != nil {
			t.Fatalf("%s of the twin: %v", s.name, err)
		}
		shapes[i] = s.shape(t, written)
	}
	for half := range 2 {
		t.Run(fmt.Sprint("half ", half+1), func(t *testing.T) {
			t.Parallel()
			for n := half; n < batches; n += 2 {
				a, _ := batch(t, base, open, n, each)
				for i, s := range all {
					got, err := s.write(a, twin)
					if err != nil {
						t.Fatalf("batch %d, %s: %v", n, s.name, err)
					}
					if bad := inert(got); bad != "" {
						t.Errorf("batch %d: the %s holds %s", n, s.name, bad)
					}
					if shape := s.shape(t, got); !slices.Equal(shape, shapes[i]) {
						t.Errorf("batch %d: the %s has another structure than with harmless text: %s", n, s.name,
							difference(strings.Join(shape, "\n"), strings.Join(shapes[i], "\n")))
					}
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

// TestNoTextIsAFormula puts each text that a spreadsheet might run at the beginning of each
// cell that comes from outside.
func TestNoTextIsAFormula(t *testing.T) {
	unraced(t)
	t.Parallel()
	for _, words := range cellTexts() {
		a, err := fromFile(t, fill(fullAssessment(t), func(s spot) (string, bool) {
			return words, strings.HasSuffix(string(s), ".Note") || s == "Organisation"
		}))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range surfaces(t) {
			if !strings.HasSuffix(s.name, "csv") {
				continue
			}
			written, err := s.write(a, a)
			if err != nil {
				t.Fatal(err)
			}
			s.shape(t, written)
		}
	}
}

// TestHostileTextOnEveryScreen shows each batch at each place, with what can be opened there.
func TestHostileTextOnEveryScreen(t *testing.T) {
	unraced(t)
	t.Parallel()
	open, _ := spots(t)
	each := atOnce(20)
	base := fullAssessment(t)
	batches := (len(corpus()) + each - 1) / each
	for half := range 2 {
		t.Run(fmt.Sprint("half ", half+1), func(t *testing.T) {
			t.Parallel()
			d := newDriver(t, t.TempDir(), noSave, quickDocuments, func(o *Options) { o.Theme = []ThemeName{Dark, Plain}[half] })
			d.blind, d.hold = true, true
			frames := 0
			for n := half; n < batches; n += 2 {
				a, _ := batch(t, base, open, n, each)
				size := []box{{80, 24}, {120, 40}, {40, 12}, {200, 60}}[n/2%4]
				d.resize(size.w, size.h)
				look := func(what string) {
					t.Helper()
					frames++
					d.clean(what)
					if bad := inert(ansi.Strip(d.frame())); bad != "" {
						t.Errorf("batch %d, %s: the frame holds %s", n, what, bad)
					}
					if !d.checkBox(fmt.Sprint("batch ", n, ", ", what)) || t.Failed() {
						t.FailNow()
					}
					d.held = nil
				}
				everyScreen(d, a, look)
			}
			t.Logf("%d frames", frames)
		})
	}
}

// everyScreen goes through all that shows a text of an assessment.
func everyScreen(d *driver, a model.Assessment, look func(what string)) {
	d.t.Helper()
	if d.app.session != nil {
		d.app.session = nil
		d.app.start.err = nil
	}
	name := a.Organisation
	failed := fmt.Errorf("opening %s: %w", name, errors.New(a.Scope.Note))
	d.send(listMsg{saved: []Saved{{Name: name, Path: name, Modified: now(), Assessment: a}, {Name: name, Err: failed}}, err: failed})
	look("the start")
	d.press("/", "i")
	look("the filter")
	d.press("esc")
	d.begin(a)
	stations := map[string]bool{}
	for _, p := range d.app.places {
		if p.item > 2 {
			continue // one question looks like the other
		}
		d.jump(p.station, p.item)
		look(fmt.Sprint(p))
		if first := !stations[p.station]; first {
			stations[p.station] = true
			for _, keys := range [][]string{{"n"}, {"enter"}, {"o"}, {"o", "f"}, {"o", "f", "f", "f"}, {"t"}, {"d"}, {"i"}, {"end"}, {"pgdown", "enter"}, {"/"}, {"w"}} {
				d.jump(p.station, p.item)
				d.press(keys...)
				look(fmt.Sprint(p, keys))
				for range 3 { // back out of whatever it opened
					if d.app.session != nil && (d.app.typing() || d.app.overviewing) {
						d.press("esc")
					}
				}
				if d.app.session == nil || d.app.base != nil {
					d.begin(a)
				}
			}
		}
	}
	for _, key := range []string{"c", "p"} {
		d.jump("scope", 0)
		d.press(key)
		look("beside the way, " + key)
		d.press("down", "enter")
		look("beside the way, open, " + key)
		d.press("esc")
	}
	d.jump("export", 0)
	d.press("end", "enter", "down", "enter")
	look("the profile")
	d.press("esc", "home", "n")
	d.paste(name)
	look("the export's name")
	d.press("esc")
	for _, msg := range []exportedMsg{{path: name}, {path: name, exists: true, edited: true}, {err: failed}} {
		d.exported(msg)
		look("the end of an export")
	}
	d.jump("obligations", 0)
	d.send(controlsMsg{by: d.app.session, path: name, err: model.Faults{{File: name, Line: 3, Field: name, Problem: a.Scope.Note}}})
	look("a refused Statement of Applicability")
	d.press("esc")
	d.app.said = name
	look("what is said")
}

// TestHostileTextInEveryDocument draws the documents of the wizard as they are, with many
// texts in each spot.
func TestHostileTextInEveryDocument(t *testing.T) {
	unraced(t)
	t.Parallel()
	open, _ := spots(t)
	each := atOnce(96)
	base, c := fullAssessment(t), shipped(t)
	batches := (len(corpus()) + each - 1) / each
	for n := range batches {
		a, twin := batch(t, base, open, n, each)
		r := model.NewReport(c, a)
		for name, write := range map[string]func() (string, error){
			"recommendation": r.Recommendation, "roadmap": r.RoadmapPart, "scope": r.ScopePart, "report": r.Markdown,
			"comparison": func() (string, error) { return model.CompareMarkdown(c, twin, a, "As it was", a.Organisation) },
		} {
			document, err := write()
			if err != nil {
				t.Fatal(err)
			}
			lines, err := renderMarkdown(newTheme(Plain, nil), document, 80)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines {
				if at := control(line); at != "" {
					t.Fatalf("batch %d, %s: a line holds %s", n, name, at)
				}
				if bad := inert(ansi.Strip(line)); bad != "" {
					t.Fatalf("batch %d, %s: a line holds %s", n, name, bad)
				}
				for _, seq := range colours.FindAllString(line, -1) {
					if seq != "\x1b[m" && seq != "\x1b[0m" && seq != "\x1b[1m" {
						t.Fatalf("batch %d, %s: a line without colours holds %q", n, name, seq)
					}
				}
			}
		}
	}
}

// TestHostileWordsAreRefused puts each text where a file may only hold words that are known:
// the file is refused, and the reason is inert on the screen too.
func TestHostileWordsAreRefused(t *testing.T) {
	unraced(t)
	t.Parallel()
	_, closed := spots(t)
	base := fullAssessment(t)
	d := newDriver(t, t.TempDir(), noSave)
	d.blind = true
	for i, words := range corpus() {
		s := closed[i%len(closed)]
		a := fill(base, func(other spot) (string, bool) { return words, s == other })
		_, err := fromFile(t, a)
		if err == nil {
			if data, encodeErr := a.Encode(); encodeErr != nil || reflect.DeepEqual(a, base) || !bytes.Contains(data, []byte("twopaths")) {
				t.Errorf("%s takes %q", s, short(words))
			}
			continue // of a scenario, what is as in the assessment is not in the file
		}
		if bad := inert(model.Clean(err.Error())); bad != "" { // as main writes it
			t.Errorf("the reason why %s does not take %q holds %s", s, short(words), bad)
		}
		d.send(openedMsg{err: err})
		d.clean(fmt.Sprint(s))
		d.checkBox(fmt.Sprint(s))
	}
}

// TestHostileProfileFile puts each text into a profile file and names a file by it.
func TestHostileProfileFile(t *testing.T) {
	unraced(t)
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "profile.yaml")
	for _, words := range corpus() {
		if err := os.WriteFile(path, []byte(fmt.Sprintf("consultant: %q\nfirm: %s\n", strings.ToValidUTF8(words, "?"), words)), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := ReadProfile(path)
		if err != nil {
			if bad := inert(model.Clean(err.Error())); bad != "" {
				t.Errorf("%q: the error holds %s", short(words), bad)
			}
			continue
		}
		if bad := inert(p.Consultant + p.Firm); bad != "" || strings.ContainsAny(p.Consultant+p.Firm, "\n") {
			t.Errorf("%q: the profile holds %s", short(words), bad)
		}
	}
}

// --- content

// hostileContent is the shipped content with a text of the corpus behind each of its texts,
// another one behind each, from the n-th on.
func hostileContent(t *testing.T, n int, change func(string) string) (*model.Content, error) {
	t.Helper()
	folder := fstest.MapFS{}
	used := n
	for _, name := range content.Names() {
		data, err := fs.ReadFile(content.Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".yaml") {
			var doc yaml.Node
			if err := yaml.Unmarshal(data, &doc); err != nil {
				t.Fatal(err)
			}
			eachText(&doc, func(s *yaml.Node) {
				words := change(corpus()[used%len(corpus())])
				if room := ansi.StringWidth(s.Value); room <= 100 && strings.TrimSpace(words) != "" {
					s.Value = ansi.Truncate(words, room, "") // a longer one is refused for that alone
				} else {
					s.Value += " " + words
				}
				s.Style = yaml.DoubleQuotedStyle
				used++
			})
			if data, err = yaml.Marshal(&doc); err != nil {
				t.Fatal(err)
			}
		}
		folder[name] = &fstest.MapFile{Data: data}
	}
	if used-n < len(corpus()) {
		t.Errorf("of %d texts only %d are used", len(corpus()), used-n)
	}
	return content.Load(folder)
}

// eachText is each sentence of a document: no id, no number, no word of a rule.
func eachText(n *yaml.Node, f func(*yaml.Node)) {
	for i, child := range n.Content {
		switch {
		case child.Kind == yaml.ScalarNode && strings.Contains(child.Value, " ") && n.Kind == yaml.MappingNode && i%2 == 1 &&
			slices.Contains([]string{"text", "title", "label", "why", "hint", "means", "practice", "rule", "note", "what", "name", "lead", "ask", "answer", "nis2", "iso"}, n.Content[i-1].Value):
			f(child)
		default:
			eachText(child, f)
		}
	}
}

// TestHostileContent edits the content: texts that could steer a terminal are refused, with
// reasons that can be read; what is let in is text on every surface.
func TestHostileContent(t *testing.T) {
	unraced(t)
	t.Parallel()
	_, err := hostileContent(t, 0, func(s string) string { return strings.ToValidUTF8(s, "?") })
	var faults model.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("content with control characters is not refused: %v", err)
	}
	for _, f := range faults {
		if bad := inert(model.Clean(f.Error())); bad != "" {
			t.Errorf("a fault holds %s", bad)
		}
	}
	t.Logf("%d faults", len(faults))
	c, err := hostileContent(t, 0, func(s string) string { // braces would be filled in
		s = strings.NewReplacer("{", "(", "}", ")").Replace(model.CleanLine(s))
		if model.IsUnclean(s) {
			s = strings.ReplaceAll(s, "&", "+")
		}
		return s
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Content = c }, quickDocuments)
	d.blind, d.hold = true, true
	everyScreen(d, halfWay(t), func(what string) {
		t.Helper()
		if bad := inert(ansi.Strip(d.frame())); bad != "" || control(d.frame()) != "" {
			t.Fatalf("%s: the frame holds %s", what, bad)
		}
		if !d.checkBox(what) {
			t.FailNow()
		}
		d.held = nil
	})
	for name, a := range map[string]model.Assessment{"half way": halfWay(t), "certified": certified(t), "fresh": fresh()} {
		for _, format := range []string{"md", "html", "json", "csv"} {
			data, err := model.NewReport(c, a).Write(format)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, format, err)
			}
			written := string(data)
			if format == "html" {
				written = strings.ReplaceAll(written, "\t", "")
				for _, tag := range htmlShape(t, written) {
					element, attributes, _ := strings.Cut(tag, " ")
					if slices.Contains([]string{"script", "img", "iframe", "object", "embed", "link", "base", "form", "button", "comment"}, element) ||
						strings.Contains(" "+attributes, " on") || strings.Contains(attributes, "src") {
						t.Errorf("%s: the page has <%s>", name, tag)
					}
				}
				for _, out := range []string{`href="http`, `href="javascript`, `href="file`, `href="data`} {
					if strings.Contains(written, out) {
						t.Errorf("%s: the page has a link out: %s", name, out)
					}
				}
			}
			if bad := inert(written); bad != "" {
				t.Errorf("%s: the report as %s holds %s", name, format, bad)
			}
			if format == "csv" {
				tableShape(t, written)
			}
			if format == "md" {
				lines, err := renderMarkdown(newTheme(Dark, nil), written, 80)
				if err != nil {
					t.Fatal(err)
				}
				for _, line := range lines {
					if at := control(line); at != "" {
						t.Fatalf("%s: a line of the report holds %s", name, at)
					}
				}
			}
		}
	}
}

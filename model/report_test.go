package model_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"twopaths/model"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// Two whole reports of very different organisations, as they are exported. They
// change with the content's words; -update writes them anew, to be read in the diff.
func TestGoldenReports(t *testing.T) {
	c := shipped(t)
	for _, name := range []string{"nis2-then-iso-machine-builder", "undetermined-registrar"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "golden", name+".md")
			got := exported(t, c, workedCaseNamed(t, name))
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the report differs from %s; run with -update and read the diff.\n%s", file, firstDifference(got, want))
			}
		})
	}
}

// firstDifference is the first line in which two texts differ.
func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			line := func(s []string) string {
				if i < len(s) {
					return s[i]
				}
				return "(the end)"
			}
			return fmt.Sprintf("line %d\n got: %s\nwant: %s", i+1, line(g), line(w))
		}
	}
	return ""
}

// --- every change shows

// change is one change of an assessment. A silent one says what held already, in
// other words; it may leave the document as it was, but not the file.
type change struct {
	name   string
	to     model.Assessment
	silent bool
}

// answerChanges is every other way to answer each question, and every other
// scope, size, start, capacity, date and name.
func answerChanges(c *model.Content, a model.Assessment) []change {
	var out []change
	add := func(name string, to model.Assessment) { out = append(out, change{name: name, to: to}) }
	for _, q := range c.Questions {
		for _, o := range append(options(q), "no-such-option") {
			if o != a.Answers[q.ID].Option {
				add(q.ID+"="+o, and(a, q.ID+"="+o))
			}
		}
	}
	for _, s := range []string{"essential", "important", "not", "dora", "not-sure", "", "no-such-class"} {
		if s != a.Scope.Stated {
			b := a.Clone()
			b.Scope.Stated = s
			out = append(out, change{"scope=" + s, b, sameScope(s, a.Scope.Stated)})
		}
	}
	for _, s := range []string{"small", "medium", "large", "", "no-such-size"} {
		if s != a.Plan.Size {
			b := a.Clone()
			b.Plan.Size = s
			add("size="+s, b)
		}
	}
	other := func(name string, f func(*model.Assessment)) {
		b := a.Clone()
		f(&b)
		add(name, b)
	}
	other("start", func(b *model.Assessment) { b.Plan.Start = model.Date{Year: 2031, Month: 5, Day: 6} })
	other("capacity", func(b *model.Assessment) { b.Plan.Capacity += 3 })
	other("date", func(b *model.Assessment) { b.Date = model.Date{Year: 2031, Month: 5, Day: 6} })
	other("organisation", func(b *model.Assessment) { b.Organisation += " II" })
	other("participants", func(b *model.Assessment) { b.Participants = append(b.Participants, "the auditor") })
	other("break-even", func(b *model.Assessment) { b.BreakEven.DayRate.Amount++; b.BreakEven.DayRate.Known = true })
	other("scope note", func(b *model.Assessment) { b.Scope.Note += " and more" })
	return out
}

// sameScope reports whether two words for the scope say the same: nothing, and
// not sure.
func sameScope(a, b string) bool {
	silence := []string{"", "not-sure"}
	return slices.Contains(silence, a) && slices.Contains(silence, b)
}

// smallChanges is every other firmness, note, mark, gap state and weight.
func smallChanges(c *model.Content, a model.Assessment) []change {
	var out []change
	for _, q := range c.Questions {
		answer := a.Answers[q.ID]
		for _, f := range []model.Firmness{"", model.Fact, model.Estimate, model.Guess} {
			if x := answer; f != answer.Firmness && answer.Option != "" {
				x.Firmness = f
				// An answer without a firmness counts as an estimate, and what is
				// open has none.
				silent := unanswered(q, a) || (f == "" && answer.Firmness == model.Estimate) || (f == model.Estimate && answer.Firmness == "")
				out = append(out, change{q.ID + " is a " + string(f), a.WithAnswer(q.ID, x), silent})
			}
		}
		x := answer
		x.Note += "and another thing"
		out = append(out, change{"note on " + q.ID, a.WithAnswer(q.ID, x), false})
	}
	for _, d := range c.Differences {
		m := a.Differences[d.ID]
		out = append(out,
			change{"mark on " + d.ID, a.WithMark(d.ID, model.Mark{Matters: !m.Matters, Note: m.Note}), m.Note != ""},
			change{"note on " + d.ID, a.WithMark(d.ID, model.Mark{Matters: m.Matters, Note: m.Note + "and another thing"}), false})
	}
	for _, o := range c.Obligations {
		for _, s := range []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure} {
			if g := a.Gap[o.ID]; g.State != s {
				b := a.Clone()
				b.Gap = put(b.Gap, o.ID, model.Gap{State: s, Note: g.Note})
				out = append(out, change{o.ID + " is " + string(s), b, false})
			}
		}
		b := a.Clone()
		b.Gap = put(b.Gap, o.ID, model.Gap{State: a.Gap[o.ID].State, Note: "another note"})
		out = append(out, change{"note on " + o.ID, b, false})
	}
	for i, k := range c.Controls {
		level := []model.ControlLevel{model.ControlInPlace, model.ControlPartial, model.ControlNone, model.ControlExcluded}[i%4]
		if a.Controls[k.ID].State != level {
			out = append(out, change{k.ID + " is " + string(level), withControl(a, k.ID, model.ControlState{State: level}), false})
		}
	}
	for id, x := range a.Controls {
		x.Note += "and another thing"
		out = append(out, change{"note on " + id, withControl(a, id, x), false})
	}
	for i, s := range c.Steps {
		x := a.Steps[s.ID]
		switch i % 4 {
		case 0:
			x.Excluded = !x.Excluded
		case 1:
			x.From = model.Date{Year: 2032, Month: 1, Day: 5}
		case 2:
			x.Effort = model.Effort{Low: 3, High: 9}
		case 3:
			x.Note += "and another thing"
		}
		out = append(out, change{"the step " + s.ID, a.WithStep(s.ID, x), false})
	}
	for _, reach := range []model.Reach{model.ReachWhole, model.ReachPart, model.ReachNotSure} {
		if b := a.Clone(); a.Certificate.Covers != reach {
			b.Certificate.Covers = reach
			out = append(out, change{"the certificate covers " + string(reach), b, false})
		}
	}
	for _, route := range model.RouteIDs() {
		if b := a.Clone(); a.Plan.Route != route {
			b.Plan.Route = route
			out = append(out, change{"route " + string(route), b, len(model.PlanRoadmap(c, a, model.Decide(c, a)).Stages) == 0})
		}
	}
	for _, k := range c.Criteria {
		for w := range model.MaxWeight + 1 {
			if current, said := a.Weights[k.ID]; !said || w != current {
				b := a.Clone()
				b.Weights = put(b.Weights, k.ID, w)
				out = append(out, change{fmt.Sprint(k.ID, " weighs ", w), b, !said && w == model.DefaultWeight})
			}
		}
	}
	return out
}

func withControl(a model.Assessment, id string, state model.ControlState) model.Assessment {
	a = a.Clone()
	a.Controls = put(a.Controls, id, state)
	return a
}

func put[V any](m map[string]V, key string, value V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}

var everyChange = flag.Bool("every-change", false, "try every change on every worked case, which takes minutes")

// Change any answer, and the report changes: the document, and not only the front
// matter that holds the answers. Each worked case tries its share of the changes,
// so that together they try each several times.
func TestEveryChangeShows(t *testing.T) {
	unraced(t)
	c := shipped(t)
	for i, x := range append(workedCases(t), plannedCases(t)[:2]...) {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			before := markdown(t, c, x.assessment)
			beforeFile := exported(t, c, x.assessment)
			n := 5
			if model.Decide(c, x.assessment).Holder {
				n = 15 // the report of a certificate holder takes long
			}
			changes := append(share(answerChanges(c, x.assessment), i, n), share(smallChanges(c, x.assessment), i, 8*n)...)
			for _, ch := range changes {
				after := exported(t, c, ch.to)
				if bytes.Equal(after, beforeFile) {
					t.Errorf("%s: the file stays as it was", ch.name)
				}
				if !ch.silent && bytes.HasSuffix(after, []byte("\n---\n\n"+before)) {
					t.Errorf("%s: the document stays as it was", ch.name)
				}
			}
		})
	}
}

// share is every nth of the changes, another part for each case.
func share(changes []change, part, n int) []change {
	if *everyChange {
		return changes
	}
	var out []change
	for i, ch := range changes {
		if (i+part)%n == 0 {
			out = append(out, ch)
		}
	}
	return out
}

// --- what the report must not say

// A report never says that nothing speaks the other way where something does.
func TestCounterpointsAreNotDenied(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		o := model.Decide(c, x.assessment)
		if len(o.For(model.ForISO, 1)) == 0 || len(o.For(model.ForAlone, 1)) == 0 {
			continue
		}
		if strings.Contains(markdown(t, c, x.assessment), "No answer speaks the other way") {
			t.Errorf("%s: both sides have reasons, and the report says that no answer speaks the other way", x.name)
		}
	}
}

// No heading stands above nothing.
func TestNoEmptySections(t *testing.T) {
	unraced(t)
	c := shipped(t)
	cases := workedCases(t)
	cases = append(cases, workedCase{name: "nothing answered"}, workedCase{name: "the sample", assessment: c.Sample})
	for _, x := range cases {
		source := []byte(markdown(t, c, x.assessment))
		for n := parseMarkdown(source).FirstChild(); n != nil; n = n.NextSibling() {
			h, isHeading := n.(*ast.Heading)
			if !isHeading {
				continue
			}
			next, nextIsHeading := n.NextSibling().(*ast.Heading)
			if n.NextSibling() == nil || (nextIsHeading && next.Level <= h.Level) {
				t.Errorf("%s: nothing stands below the heading %q", x.name, textOf(h, source))
			}
		}
	}
}

// --- hostile text

// hostileTexts is what somebody may type, paste or put into a file.
var hostileTexts = map[string]string{
	"heading":           "# Big\n## Bigger\nUnderlined\n===\nAgain\n---",
	"fence":             "```\ncode\n```\n~~~\nmore\n~~~",
	"indented code":     "    four spaces\n\ttab\n\n    more",
	"table":             "| a | b |\n|---|---|\n| c | d |",
	"table, one column": "b\na\n:-",
	"table, bare":       "a | b\n:-: | -:\nc | d",
	"table, no rows":    "x\n| a | b |\n|---|---|",
	"cells":             "a | b | c || d \\| e",
	"rule":              "---\n***\n___\n- - -",
	"front matter":      "---\ntwopaths: 9\n---",
	"html":              "<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n<!-- x -->\n<div>\n\nx\n\n</div>",
	"html across":       "</blockquote></table><table><tr><td>\n<a href=\"http://x.example\">x</a>",
	"links":             "[click](javascript:alert(1)) [x](file:///etc/passwd) ![x](http://x.example/x.png) [x]: http://x.example",
	"bare links":        "http://x.example https://x.example ftp://x.example www.x.example me@x.example mailto:me@x.example <http://x.example>",
	"reference":         "[x][y]\n\n[y]: http://x.example \"t\"",
	"template":          "{{.Secret}} {{template \"report\" .}} %s%n $HOME {organisation}",
	"quotes":            strings.Repeat(">", 100) + " deep",
	"lists":             strings.Repeat("- ", 80) + "x\n1. x\n+ x\n10) x",
	"list over lines":   "- a\n  - b\n    - c\n* d",
	"tasks":             "- [ ] a\n- [x] b",
	"definition":        "term\n: definition",
	"footnote":          "x[^1]\n\n[^1]: note",
	"emphasis":          "*a* **b** _c_ __d__ ~~e~~ `f` ***g***",
	"entities":          "&lt;script&gt; &#60;b&#62; &#x202e; &amp; &nbsp;",
	"escapes":           "\\# \\* \\\\ \\| a\\",
	"hard breaks":       "a  \nb\\\nc",
	"control":           "\x1b[2J\x1b]0;title\x07\x1b]52;c;aGk=\x07\x9b31m\x00\x7f\u009b31m x",
	"device":            "\x1bPq#0\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\ x",
	"bidi":              "abc\u202edef\u2066ghi\u2069\u200bjkl\u200e\U000E0041 x",
	"combining":         "a" + strings.Repeat("\u0301", 100),
	"line ends":         "a\r\nb\rc\n\n\n\nd\u2028e\u2029f\u0085g",
	"bad utf-8":         "a\xff\xfe\xc3(b",
	"empty lines":       "\n\n\na\n\n\n\nb\n\n\n",
	"numbers":           "1. a\n2) b\n1986\\. c",
	"csv":               "=1+1\n+1\n-1\n@x",
	"long":              strings.Repeat("word ", 3000),
}

// fields is every field in which text from outside reaches the report.
var fields = map[string]func(a *model.Assessment, s string){
	"organisation":    func(a *model.Assessment, s string) { a.Organisation = s },
	"participant":     func(a *model.Assessment, s string) { a.Participants = []string{"before", s, "after"} },
	"scope note":      func(a *model.Assessment, s string) { a.Scope.Note = s },
	"scope word":      func(a *model.Assessment, s string) { a.Scope.Stated = s },
	"answer note":     func(a *model.Assessment, s string) { *a = noted(*a, "tender-effect", s) },
	"option":          func(a *model.Assessment, s string) { *a = and(*a, "growth="+s) },
	"question id":     func(a *model.Assessment, s string) { *a = and(*a, s+"=x") },
	"difference note": func(a *model.Assessment, s string) { *a = a.WithMark("penalties", model.Mark{Note: s}) },
	"difference id":   func(a *model.Assessment, s string) { *a = a.WithMark(s, model.Mark{Matters: true}) },
	"gap note":        func(a *model.Assessment, s string) { a.Gap = put(a.Gap, "23.1", model.Gap{State: "none", Note: s}) },
	"gap id":          func(a *model.Assessment, s string) { a.Gap = put(a.Gap, s, model.Gap{State: "none"}) },
	"gap part": func(a *model.Assessment, s string) { // a dot would make it another obligation's part
		a.Gap = put(a.Gap, "21.2.c."+strings.ReplaceAll(s, ".", ""), model.Gap{State: "none"})
	},
	"criterion id": func(a *model.Assessment, s string) { a.Weights = put(a.Weights, s, 2) },
	"size":         func(a *model.Assessment, s string) { a.Plan.Size = s },
}

func noted(a model.Assessment, question, note string) model.Assessment {
	answer := a.Answers[question]
	answer.Note = note
	return a.WithAnswer(question, answer)
}

// in is the assessment with a text in one field, or in all.
func in(field string, a model.Assessment, s string) model.Assessment {
	a = a.Clone()
	for name, set := range fields {
		if name == field || (field == "all" && name != "scope word") {
			set(&a, s)
		}
	}
	return a
}

// Hostile text, in any field, leaves headings, tables, links, lists, code and HTML
// of the document exactly as harmless text does.
func TestHostileTextLeavesTheStructureAlone(t *testing.T) {
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	for field := range fields {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			want := shapeOf(markdown(t, c, in(field, base, "harmless")))
			for name, s := range hostileTexts {
				got := shapeOf(markdown(t, c, in(field, base, s)))
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %s", name, shapeDifference(got, want))
				}
			}
		})
	}
}

// The same with hostile text put together at random, in all fields at once.
func TestRandomTextLeavesTheStructureAlone(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	want := shapeOf(markdown(t, c, in("all", base, "harmless")))
	rapid.Check(t, func(t *rapid.T) {
		s := hostileText(t)
		if model.CleanLine(s) == "" || strings.TrimSpace(s) == "" {
			t.Skip("nothing is left of it to be shown")
		}
		if got := shapeOf(markdown(t, c, in("all", base, s))); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %s", s, shapeDifference(got, want))
		}
	})
}

// hostileText is pieces of markup in a random row.
func hostileText(t *rapid.T) string {
	pieces := []string{
		"#", "-", "+", "*", "_", "=", ">", "|", ":", "`", "```", "~", "~~~", "---", ":-", "===", "<", "</", "/>", "<b>", "<!--", "-->",
		"&", "&lt;", "&#35;", "[", "]", "](", ")", "(", "!", "![", "\\", "1.", "9)", "[ ]", "[x]", "^", "http", "https", "://", "www.", "a.example",
		"@", "mailto:", "{{", "}}", "%s", "$", "\"", "'", "a", "b", "word", " ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "\r",
		"\x1b[2J", "\x00", "\u202e", "\u2028", "\u200b", "\u0301", "\ufffd", "\xff", "é", "語", "👩‍👩‍👧",
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 25).Draw(t, "text"), "")
}

// Nothing in a file steers a terminal or turns the order of what is shown.
func TestExportIsInert(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	for name, s := range hostileTexts {
		a := in("all", base, s)
		text := markdown(t, c, a)
		html := asHTML(t, text)
		for form, data := range map[string]string{"Markdown": text, "HTML": html} {
			if !utf8.ValidString(data) {
				t.Errorf("%s, %s: not valid UTF-8", name, form)
			}
			if i := strings.IndexFunc(data, func(r rune) bool { return r != '\n' && model.Clean(string(r)) != string(r) }); i >= 0 {
				t.Errorf("%s, %s: holds %q", name, form, data[i:min(i+8, len(data))])
			}
		}
		for _, tag := range []string{"<script", "<img", "<a ", "<a>", "javascript:alert(1)\"", "<div"} {
			if strings.Contains(html, tag) {
				t.Errorf("%s: the HTML holds %s", name, tag)
			}
		}
	}
}

// What a reader sees of hostile text is what was typed, character for character,
// in whatever field.
func TestHostileTextIsShownLiterally(t *testing.T) {
	c := shipped(t)
	for _, field := range []string{"organisation", "participant", "scope note", "answer note", "option", "difference note", "gap note", "gap part"} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			for name, s := range hostileTexts {
				shown := visibleText(markdown(t, c, in(field, neutral("important"), s)))
				// Spaces at the ends of lines and between them carry nothing.
				want := strings.Join(strings.Fields(model.Clean(s)), " ")
				if field == "gap part" {
					want = strings.ReplaceAll(want, ".", "")
				}
				if !strings.Contains(strings.Join(strings.Fields(shown), " "), want) {
					t.Errorf("%s: %q is not shown as it was typed", name, want[:min(len(want), 80)])
				}
			}
		})
	}
}

// parseMarkdown reads a document as GitHub and the terminal's renderer do.
func parseMarkdown(source []byte) ast.Node {
	return reader.Parser().Parse(text.NewReader(source))
}

var reader = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.DefinitionList, extension.Footnote))

func asHTML(t failer, document string) string {
	t.Helper()
	var b bytes.Buffer
	if err := reader.Convert([]byte(document), &b); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// shape is the structure of a document: how many nodes of each kind, and its headings.
type shape struct {
	Kinds    map[string]int
	Headings []string
	Links    []string
}

// shapeOf parses a document. Paragraphs, quotes and line breaks may grow with a
// note and are left out.
func shapeOf(document string) shape {
	source := []byte(document)
	s := shape{Kinds: map[string]int{}}
	walk(parseMarkdown(source), func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock, *ast.Blockquote, *ast.Text, *ast.String, *ast.Document:
			return
		case *ast.Heading:
			s.Headings = append(s.Headings, textOf(n, source))
		case *ast.Link:
			s.Links = append(s.Links, string(n.Destination))
		case *ast.AutoLink:
			s.Links = append(s.Links, string(n.URL(source)))
		case *ast.Image:
			s.Links = append(s.Links, string(n.Destination))
		}
		s.Kinds[n.Kind().String()]++
	})
	return s
}

func shapeDifference(got, want shape) string {
	var b strings.Builder
	for kind := range got.Kinds {
		if got.Kinds[kind] != want.Kinds[kind] {
			fmt.Fprintf(&b, "%d %s instead of %d; ", got.Kinds[kind], kind, want.Kinds[kind])
		}
	}
	for kind := range want.Kinds {
		if got.Kinds[kind] == 0 {
			fmt.Fprintf(&b, "no %s instead of %d; ", kind, want.Kinds[kind])
		}
	}
	if !slices.Equal(got.Headings, want.Headings) {
		fmt.Fprintf(&b, "headings %q instead of %q; ", got.Headings, want.Headings)
	}
	if len(got.Links) > 0 {
		fmt.Fprintf(&b, "links %q; ", got.Links)
	}
	return b.String()
}

func walk(n ast.Node, f func(ast.Node)) {
	f(n)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		walk(child, f)
	}
}

// textOf is the text below a node.
func textOf(n ast.Node, source []byte) string {
	var b strings.Builder
	walk(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(unescape(n.Segment.Value(source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		}
	})
	return b.String()
}

// unescape takes the backslashes away that stand before punctuation.
func unescape(s []byte) []byte {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		out = append(out, s[i])
	}
	return out
}

// visibleText is all text of a document, block by block.
func visibleText(document string) string {
	source := []byte(document)
	var b strings.Builder
	walk(parseMarkdown(source), func(n ast.Node) {
		if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline {
			b.WriteString(textOf(n, source) + "\n")
		}
	})
	return b.String()
}

// --- the report is a save file

// An exported report, opened again, gives the same assessment and the same bytes.
func TestReportIsASaveFile(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			reopens(t, c, x.assessment)
		})
	}
}

func reopens(t failer, c *model.Content, a model.Assessment) {
	t.Helper()
	file := exported(t, c, a)
	again := parse(t, "report.md", file)
	want := normal(a)
	want.Content = c.Version
	if got := normal(again); !reflect.DeepEqual(got, want) {
		t.Fatalf("opened again it is\n%#v\nnot\n%#v\n%s", got, want, file[:min(len(file), 3000)])
	}
	if second := exported(t, c, again); !bytes.Equal(second, file) {
		t.Fatalf("exported again, the report differs: %s", firstDifference(second, file))
	}
}

// normal gives an assessment empty maps for absent ones, so that it compares by
// what it says.
func normal(a model.Assessment) model.Assessment {
	a = a.Clone()
	if a.Answers == nil {
		a.Answers = map[string]model.Answer{}
	}
	if a.Differences == nil {
		a.Differences = map[string]model.Mark{}
	}
	if a.Controls == nil {
		a.Controls = map[string]model.ControlState{}
	}
	if a.Steps == nil {
		a.Steps = map[string]model.StepChange{}
	}
	if a.Gap == nil {
		a.Gap = map[string]model.Gap{}
	}
	if a.Weights == nil {
		a.Weights = map[string]int{}
	}
	if len(a.Participants) == 0 {
		a.Participants = nil
	}
	return a
}

// hostileAssessment is a random assessment whose texts are hostile, but cleaned,
// as everything is that comes in.
func hostileAssessment(t *rapid.T, c *model.Content, maxOpen int) model.Assessment {
	a := drawn{content: c, maxOpen: maxOpen, written: true}.draw(t)
	line := func() string { return model.CleanLine(anyText(t)) }
	note := func() string { return model.Clean(anyText(t)) }
	id := func() string { return "x" + line() }

	a.Organisation = line()
	for range rapid.IntRange(0, 3).Draw(t, "participants") {
		a.Participants = append(a.Participants, line())
	}
	a.Scope.Note = note()
	a.Date = someDate(t)
	a.Plan = model.Planning{Start: someDate(t), Capacity: model.HalfDays(rapid.IntRange(0, 2000).Draw(t, "capacity")), Size: line()}
	a = noted(a, rapid.SampledFrom(c.Questions).Draw(t, "question").ID, note())
	a = a.WithAnswer(id(), model.Answer{Option: line(), Firmness: model.Guess, Note: note()})
	a = a.WithMark("penalties", model.Mark{Note: note()}).WithMark(id(), model.Mark{Matters: true, Note: note()})
	states := []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}
	a.Gap = map[string]model.Gap{
		"21.2.b": {State: rapid.SampledFrom(states).Draw(t, "state"), Note: note()},
		id():     {State: rapid.SampledFrom(states).Draw(t, "state"), Note: note()},
	}
	a.Weights[id()] = 3
	return a
}

// anyText is markup, any characters at all, or what YAML may take for something else.
func anyText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.Custom(hostileText),
		rapid.String(),
		rapid.SampledFrom([]string{"", "no", "null", "~", "1", "1e3", "0x10", "2026-11-23", "- a", "a: b", "# a", "'", "\"", "&a", "*a", "!!str", "%a", "@a", "`a", "{a}", "[a]", "<<", "=", "a\n", "\na", " a", "a ", "\n", "  a\nb", "a\n\n\n"}),
	).Draw(t, "text")
}

func someDate(t *rapid.T) model.Date {
	if rapid.Bool().Draw(t, "no date") {
		return model.Date{}
	}
	return model.Date{Year: rapid.IntRange(1, 9999).Draw(t, "year"), Month: 2, Day: rapid.IntRange(1, 28).Draw(t, "day")}
}

// --- JSON

// The report for other programs has the keys of the outside interface, lists that
// are never null, and contributions that add up to the balance.
func TestJSON(t *testing.T) {
	c := shipped(t)
	cases := append(workedCases(t), workedCase{name: "nothing answered"}, workedCase{name: "the sample", assessment: c.Sample})
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			data := jsonOf(t, newReport(t, c, x.assessment))
			var r any
			d := json.NewDecoder(bytes.NewReader(data))
			d.UseNumber()
			if err := d.Decode(&r); err != nil {
				t.Fatal(err)
			}
			keys := append([]string{
				"scope.result", "scope.basis.0", "verdict", "balance", "confidence", "contributions", "counterpoints",
				"turns.0.verdict", "turns.0.changes.0.question", "turns.0.changes.0.from", "turns.0.changes.0.to",
				"open", "gap", "nis2_only", "iso_only",
				"roadmap.routes.0.id", "roadmap.routes.1.id", "roadmap.routes.0.steps.0.id", "roadmap.routes.0.steps.0.stage",
				"roadmap.routes.0.steps.0.start", "roadmap.routes.0.steps.0.finish", "roadmap.routes.0.steps.0.effort_days.low",
				"roadmap.routes.0.steps.0.effort_days.high", "roadmap.routes.0.steps.0.after", "roadmap.routes.0.steps.0.skipped",
				"content.version", "content.as_of",
			}, keysOfLists(x.assessment, c)...)
			for _, key := range keys {
				if _, found := at(r, key); !found {
					t.Errorf("the key %s is missing", key)
				}
			}
			for path, v := range leaves("", r) {
				name := path[strings.LastIndex(path, ".")+1:]
				if v == nil && !slices.Contains(mayBeNull, name) {
					t.Errorf("%s is null", path)
				}
			}
			checkJSONSum(t, r)
		})
	}
}

// mayBeNull is the keys of what is not known: days without a start, months of steps that
// are out, states that nobody gave.
var mayBeNull = []string{"start", "finish", "earliest_finish", "start_month", "finish_month", "earliest", "promise", "state"}

// keysOfLists is the keys below lists that may be empty, where they are not.
func keysOfLists(a model.Assessment, c *model.Content) []string {
	var keys []string
	o := model.Decide(c, a)
	if len(o.Contributions) > 0 {
		keys = append(keys, "contributions.0.criterion", "contributions.0.question", "contributions.0.option",
			"contributions.0.side", "contributions.0.value")
	}
	if len(o.Open) > 0 {
		keys = append(keys, "open.0.question")
	}
	if len(a.Gap) > 0 {
		keys = append(keys, "gap.0.obligation", "gap.0.state", "gap.0.controls")
	}
	if o.Readings != nil {
		keys = append(keys, "readings.binding.verdict", "readings.not_binding.verdict", "readings.binding.balance")
	} else if o.Verdict == model.Undetermined {
		keys = append(keys, "leaning")
	}
	return keys
}

// checkJSONSum adds the contributions up in exact hundredths.
func checkJSONSum(t *testing.T, r any) {
	t.Helper()
	hundredths := func(v any) model.Hundredths {
		h, err := model.ParseHundredths(fmt.Sprint(v))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	var sum model.Hundredths
	list, _ := at(r, "contributions")
	for _, k := range list.([]any) {
		k := k.(map[string]any)
		value := hundredths(k["value"])
		if value < 0 {
			t.Errorf("the value %s is below zero", value)
		}
		switch k["side"] {
		case "iso":
			sum += value
		case "alone":
			sum -= value
		default:
			t.Errorf("the side is %v", k["side"])
		}
	}
	if balance, _ := at(r, "balance"); hundredths(balance) != sum {
		t.Errorf("the contributions add up to %s, the balance is %v", sum, balance)
	}
}

// at is what stands at a dotted path of a JSON value.
func at(v any, path string) (any, bool) {
	for _, key := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, found := x[key]
			if !found {
				return nil, false
			}
			v = next
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// leaves is every value of a JSON value that is neither an object nor a list.
func leaves(path string, v any) map[string]any {
	out := map[string]any{}
	add := func(key string, child any) {
		for p, leaf := range leaves(strings.TrimPrefix(path+"."+key, "."), child) {
			out[p] = leaf
		}
	}
	switch x := v.(type) {
	case map[string]any:
		for key, child := range x {
			add(key, child)
		}
	case []any:
		for i, child := range x {
			add(fmt.Sprint(i), child)
		}
	default:
		out[path] = v
	}
	return out
}

// A template that calls itself ends with an error, and not with the memory.
func TestTemplateThatCallsItself(t *testing.T) {
	c := *shipped(t)
	c.Report = template.Must(template.New("").Funcs(model.ReportFuncs(&c)).Parse(`{{define "report"}}` + strings.Repeat("again and ", 100) + `{{template "report" .}}{{end}}`))
	text, err := newReport(t, &c, c.Sample).Markdown()
	if err == nil || !strings.Contains(err.Error(), "call itself") || text != "" {
		t.Errorf("got %d bytes, %v", len(text), err)
	}
}

// The page for management has the reasons, an argument against the verdict that is none of
// them, and what comes next; it fits on a page.
func TestManagementPage(t *testing.T) {
	c := shipped(t)
	for _, x := range append(workedCases(t), plannedCases(t)...) {
		r := newReport(t, c, x.assessment)
		page := bySection(markdown(t, c, x.assessment))["On one page"]
		counter := r.Counter()
		for _, reason := range r.TopReasons() {
			if !strings.Contains(page, "- "+reason.Text+"\n") {
				t.Errorf("%s: the page lacks the reason %q", x.name, reason.Text)
			}
			if reason.Text == counter {
				t.Errorf("%s: %q speaks for the verdict and against it", x.name, counter)
			}
		}
		if b := model.Decide(c, x.assessment).Balance; r.Between() && b != 0 && r.MoneyAgainst() == "" && counter != "" {
			side := r.ForISO()
			if b > 0 {
				side = r.ForAlone()
			}
			if !slices.ContainsFunc(side, func(y model.Reason) bool { return y.Text == counter }) {
				t.Errorf("%s: with a balance of %s, %q does not stand against it", x.name, b, counter)
			}
		}
		if counter == "" && len(r.Against()) > 0 {
			t.Errorf("%s: nothing speaks against it, and yet %q does", x.name, r.Against()[0].Text)
		}
		if counter != "" && !strings.Contains(page, "**What speaks most against it:** "+counter) {
			t.Errorf("%s: the page lacks %q", x.name, counter)
		}
		for _, s := range r.NextSteps(5) {
			if !strings.Contains(page, ". "+s.Name+": ") {
				t.Errorf("%s: the page lacks the step %q", x.name, s.Name)
			}
		}
		for _, m := range r.Milestones() {
			if r.Planned() && !strings.Contains(page, "- "+m.Label+": ") {
				t.Errorf("%s: the page lacks %q", x.name, m.Label)
			}
		}
		if n := strings.Count(page, "\n"); n > 45 {
			t.Errorf("%s: the page has %d lines", x.name, n)
		}
	}
}

// The report does not say what an answer, a fact or the state of things here denies.
func TestReportFitsTheAnswers(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	holder := and(weak("important"), model.CertificateQuestion+"=certified", "tender-effect=no-effect")
	part := holder.Clone()
	part.Certificate.Covers = model.ReachPart
	whole := holder.Clone()
	whole.Certificate.Covers = model.ReachWhole

	for _, tt := range []struct {
		name string
		a    model.Assessment
		says []string // not, where it begins with "!"
	}{
		{"a certificate of a part", part, []string{"scope leaves out systems that the law reaches", "That includes the measures for the systems that it leaves out",
			"!Check first whether", "In place within the certificate's scope, or by the Statement"}},
		{"a certificate of the whole", whole, []string{"covers all systems that the law reaches", "!Check first whether", "In place here already, by the certificate or"}},
		{"a certificate of unknown reach", holder, []string{"Check first whether the certificate's scope covers", "!**Better chances in tenders.**"}},
		{"tenders asked of", and(holder, "tender-effect=not-sure"), []string{"**Better chances in tenders.**"}},
		{"an open answer", and(strong("important"), "growth=not-sure", "timing=not-sure"), []string{"Still possible is also “NIS2 now, ISO 27001 later”.", "!No answer speaks the other way. "}},
		{"no state given", strong("important").WithGap("20.1", model.Gap{State: model.GapPartial}), []string{"asks for nothing of this kind. It is not known to be in place here:"}},
		{"a project", and(strong("important"), model.CertificateQuestion+"=in-progress"), []string{"What the certification project has delivered is not taken off.", "!already counts"}},
		{"the class is open", listed("digital-infrastructure", "cloud-computing-service-provider", people(120)),
			[]string{"The authority may check an essential entity before", "for essential entities. For important ones it is at least €7 million", "If it runs name servers"}},
		{"the class is known", listed("ict-service-management", "managed-service-provider", people(120), moneyFigures(20, 10)),
			[]string{"!The authority may check an essential entity before", "!for essential entities. For important ones", "!For public", "!- **A.8.17**"}},
		{"no digital provider", and(listed("food", "industrial-food-producer", people(400)), "customer-demand=contract-requires"),
			[]string{"types of Annex II stay important at any size", "- **A.8.17**"}},
		{"public bodies own it", listed("drinking-water", "water-supplier-distributor", people(60), func(f *model.Facts) { f.Special = []string{model.PubliclyOwned} }),
			[]string{"That public bodies hold part of it does not change its size"}},
		{"bound without a law", provider("IE"), []string{"Implementing Regulation (EU) 2024/2690, which fills in some of its duties, is directly applicable all the same."}},
	} {
		text := markdown(t, c, tt.a)
		for _, w := range tt.says {
			w, lacks := strings.CutPrefix(w, "!")
			if strings.Contains(text, w) == lacks {
				t.Errorf("%s: it says %q: %v", tt.name, w, lacks)
			}
		}
	}
	if reasons := newReport(t, c, holder).TopReasons(); len(reasons) != 1 || reasons[0].Criterion != "" {
		t.Errorf("a certificate decides alone, and these are named: %+v", reasons)
	}
	for _, d := range []struct{ states, want string }{{"none", "It is not in place here:"}, {"partial", "It is not in place here, or only in part:"}} {
		a := strong("important")
		for _, x := range c.Duties(a) {
			a = a.WithGap(x.ID, model.Gap{State: model.GapLevel(d.states)})
		}
		if !strings.Contains(markdown(t, c, a), "asks for nothing of this kind. "+d.want) {
			t.Errorf("all %s: the report does not say %q", d.states, d.want)
		}
	}
}

// The page for management has the work and, where figures were given, what they come to.
func TestManagementPageHasWorkAndMoney(t *testing.T) {
	t.Parallel()
	a := strong("important")
	if page := part(t, a, "On one page"); !strings.Contains(page, "**Work, by estimate:** ") || strings.Contains(page, "Whether the certificate pays") {
		t.Errorf("without figures:\n%s", page)
	}
	a.BreakEven = costly()
	says(t, part(t, a, "On one page"), "**Whether the certificate pays:** The certificate costs €30,000 a year")
}

// What speaks most against a verdict is no answer that on the whole speaks for it: an answer
// may move two criteria, and each its own way.
func TestCounterSpeaksAgainst(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	var mixed []string // answers that move two criteria, each its own way
	for _, q := range c.Questions {
		for _, x := range q.Options {
			sides := map[model.Lean]bool{}
			for id := range x.Feeds {
				criterion, _ := c.Criterion(id)
				sides[criterion.Side] = true
			}
			if len(sides) > 1 {
				mixed = append(mixed, q.ID+"="+x.ID)
			}
		}
	}
	if len(mixed) == 0 {
		t.Fatal("no answer speaks for both sides")
	}
	// Where all else speaks for one side, such an answer is what is left of the other.
	for _, side := range []model.Lean{model.ForISO, model.ForAlone} {
		a := say("essential")
		for _, q := range c.Questions {
			for _, x := range q.Options {
				if c.Leans(x) == side && x.ID != "certified" && x.ID != "in-progress" {
					a = and(a, q.ID+"="+x.ID)
				}
			}
		}
		for _, x := range mixed {
			b := and(a, x)
			question, option, _ := strings.Cut(x, "=")
			q, _ := c.Question(question)
			o, _ := q.Option(option)
			if lean := c.Leans(o); lean == side && newReport(t, c, b).Counter() == o.Reason {
				t.Errorf("%s: %q leans to %s, and is said to speak most against it", model.Decide(c, b).Verdict, o.Reason, lean)
			}
		}
	}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 3}.draw(t)
		for _, x := range mixed {
			if rapid.Bool().Draw(t, x) {
				a = and(a, x)
			}
		}
		o := model.Decide(c, a)
		r := newReport(t, c, a)
		said := r.Counter()
		if said == "" || r.MoneyAgainst() != "" || o.Verdict == model.Undetermined || r.Between() && o.Balance == 0 {
			return
		}
		// Between the two the strongest point is taken from the side that the balance is not on.
		towards := o.Verdict.Wants()
		if r.Between() {
			towards = o.Balance > 0
		}
		for _, q := range c.Questions {
			option, ok := q.Option(a.Answers[q.ID].Option)
			if !ok || option.Reason != said {
				continue
			}
			found++
			var net model.Hundredths
			for _, k := range o.Contributions {
				if k.Question == q.ID {
					net += k.Signed()
				}
			}
			if net != 0 && (net > 0) == towards {
				t.Fatalf("%s at %s: %q is said to speak against it, and moves the balance by %s", o.Verdict, o.Balance.Signed(), said, net.Signed())
			}
		}
	})
	if found == 0 {
		t.Error("no verdict has anything against it")
	}
}

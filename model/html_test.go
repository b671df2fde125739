package model_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"twopaths/model"
)

// pageOf is the report as a web page.
func pageOf(t failer, c *model.Content, a model.Assessment) []byte {
	t.Helper()
	data, err := newReport(t, c, a).HTML()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// pageCases is every kind of report: worked cases, plans, one of which has no start, and
// an assessment of nothing.
func pageCases(t *testing.T) []workedCase {
	cases := append(workedCases(t), plannedCases(t)...)
	return append(cases, workedCase{name: "nothing answered"}, workedCase{name: "the sample", assessment: shipped(t).Sample})
}

// --- the structure

// A page is well formed and holds only what a page may hold; its headings are in order and
// its tables have heads.
func TestPagesAreSound(t *testing.T) {
	for _, x := range pageCases(t) {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			for _, fault := range pageFaults(pageOf(t, shipped(t), x.assessment)) {
				t.Error(fault)
			}
		})
	}
}

// pageElements is every element that a page may have, with its attributes.
var pageElements = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "http-equiv", "content", "name"}, "title": {"id"}, "style": nil, "body": nil,
	"header": {"class", "data-verdict"}, "nav": {"class", "aria-label"}, "main": {"id"}, "footer": nil, "section": {"class"},
	"details": nil, "summary": nil, "a": {"href", "class"}, "div": {"class", "role", "tabindex", "aria-label"},
	"figure": {"class", "role", "tabindex", "aria-label"},
	"h1":     {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	"p": nil, "ul": nil, "ol": {"start"}, "li": nil, "blockquote": nil, "strong": nil, "em": nil, "code": nil, "br": nil, "hr": nil,
	"pre": {"role", "aria-label"}, "table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"scope", "class"}, "td": {"class"},
	"svg": {"viewbox", "viewBox", "role", "aria-labelledby"}, "desc": {"id"}, "g": {"data-step", "data-milestone"},
	"text": {"class", "x", "y"}, "line": {"class", "data-month", "x1", "y1", "x2", "y2"},
	"rect": {"class", "x", "y", "width", "height", "rx"}, "path": {"class", "data-x", "d"},
}

// pageFaults is what is wrong with a page.
func pageFaults(data []byte) []string {
	faults := tagFaults(data)
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return append(faults, err.Error())
	}
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	ids, names := map[string]bool{}, map[string]bool{}
	var targets []string
	level, first := 0, 0
	elements(doc, func(n *html.Node) {
		allowed, known := pageElements[n.Data]
		if !known {
			fault("an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowed, a.Key) {
				fault("an attribute %s of %s", a.Key, n.Data)
			}
			if strings.Contains(a.Val, "://") && a.Key != "aria-label" {
				fault("an address in %s: %s", a.Key, a.Val)
			}
			switch a.Key {
			case "id":
				if ids[a.Val] || a.Val == "" {
					fault("the id %q twice, or empty", a.Val)
				}
				ids[a.Val] = true
			case "href":
				if !strings.HasPrefix(a.Val, "#") {
					fault("a link out of the page: %s", a.Val)
				}
				targets = append(targets, strings.TrimPrefix(a.Val, "#"))
			case "aria-label":
				if attribute(n, "role") == "region" {
					if names[a.Val] {
						fault("two regions %q", a.Val)
					}
					names[a.Val] = true
				}
			}
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			next := int(n.Data[1] - '0')
			if next > level+1 {
				fault("from a heading of level %d to %d: %q", level, next, innerText(n))
			}
			level = next
			first += map[bool]int{true: 1}[next == 1]
			if strings.TrimSpace(innerText(n)) == "" {
				fault("an empty heading")
			}
		}
		if n.Data == "table" {
			scopes := map[string]int{}
			elements(n, func(cell *html.Node) {
				if cell.Data == "th" {
					scopes[attribute(cell, "scope")]++
				}
			})
			if scopes["col"] == 0 || scopes["row"] == 0 || scopes[""] > 0 {
				fault("the heads of a table: %v", scopes)
			}
		}
	})
	for _, id := range targets {
		if !ids[id] {
			fault("a link to %q, which is not there", id)
		}
	}
	if first != 1 {
		fault("%d headings of the first level", first)
	}
	return faults
}

// tagFaults reads a page tag by tag: each that is opened is closed, in order.
func tagFaults(data []byte) []string {
	var open, faults []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				faults = append(faults, fmt.Sprint("not closed: ", open))
			}
			return faults
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains([]string{"meta", "br", "hr"}, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return append(faults, fmt.Sprintf("</%s> within %v", name, open))
			}
			open = open[:len(open)-1]
		case html.CommentToken:
			faults = append(faults, "a comment: "+string(z.Raw()))
		}
	}
}

// elements walks over all elements in their order.
func elements(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		elements(c, f)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// innerText is all text of an element, its blocks apart from each other.
func innerText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && !slices.Contains([]string{"em", "strong", "code"}, n.Data) {
			b.WriteByte('\n')
		}
	}
	walk(n)
	return b.String()
}

// element is the first element with a name.
func element(n *html.Node, name string) *html.Node {
	var found *html.Node
	elements(n, func(x *html.Node) {
		if found == nil && x.Data == name {
			found = x
		}
	})
	return found
}

func parsePage(t failer, data []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return doc
}

var spaces = regexp.MustCompile(`\s+`)

// The page says everything that the Markdown says.
func TestPageSaysWhatTheReportSays(t *testing.T) {
	c := shipped(t)
	for _, x := range pageCases(t) {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			page := spaces.ReplaceAllString(innerText(element(parsePage(t, pageOf(t, c, x.assessment)), "body")), " ")
			blocks := 0
			for line := range strings.Lines(visibleText(markdown(t, c, x.assessment))) {
				line = strings.TrimSpace(spaces.ReplaceAllString(line, " "))
				blocks += map[bool]int{true: 1}[line != ""]
				if !strings.Contains(page, line) {
					t.Errorf("not on the page: %s", line)
				}
			}
			if blocks < 50 {
				t.Errorf("the report has only %d blocks", blocks)
			}
		})
	}
}

// The same assessment gives the same bytes, and a page leaves the report as it was.
func TestPageIsTheSameAgain(t *testing.T) {
	c := shipped(t)
	a := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	r := newReport(t, c, a)
	first, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	file, err := r.File()
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again) || !bytes.Equal(first, pageOf(t, c, a)) {
		t.Error("the page differs from itself")
	}
	if !bytes.Equal(file, exported(t, c, a)) {
		t.Error("a report of which a page was made is exported otherwise")
	}
	for _, not := range []string{"twopaths: 1", "mermaid", "```", "firmness:"} {
		if bytes.Contains(first, []byte(not)) {
			t.Errorf("the page holds %q", not)
		}
	}
}

// A template that somebody edited may have headings in any order, links, pictures and
// HTML: the page is sound all the same.
func TestPageOfAnEditedTemplate(t *testing.T) {
	for name, document := range map[string]string{
		"headings":    "### a\n\n# b\n\n# c\n\n##### d\n\n# b\n\n> ### quoted\n\n- ## listed\n",
		"no heading":  "Some text.\n",
		"nothing":     "",
		"html":        "# a\n\n<div onclick=\"x()\">\n<script>alert(1)</script>\n\nA <b onmouseover=x>word</b> <!-- x -->\n",
		"links":       "# a\n\n[x](http://x.example \"t\") ![y](http://x.example/x.png) <http://x.example> [z](javascript:alert(1))\n",
		"charts":      "# a\n\n```mermaid\ngantt\n```\n\n```mermaid\ngantt\n```\n\n```text\n<b>\n```\n\n    indented <b>\n",
		"tables":      "# a\n\n| | b |\n|---|---|\n| c | 1 |\n\n| a | b |\n|---|:-:|\n| c | `<b>` |\n",
		"own ids":     "# a {#x onclick=y}\n\n## the.report\n\n## chart.title\n\n## A\n\n## a\n",
		"with a part": "# a\n\n{{template \"decision\" .}}\n",
	} {
		c := *shipped(t)
		parts, err := c.Report.Clone()
		if err != nil {
			t.Fatal(err)
		}
		c.Report = template.Must(parts.New("report").Parse(document))
		data := pageOf(t, &c, c.Sample)
		for _, fault := range pageFaults(data) {
			t.Errorf("%s: %s", name, fault)
		}
		if want := map[string]string{"html": "alert(1)", "links": "http://x.example", "with a part": `class="signing"`}[name]; !bytes.Contains(data, []byte(want)) {
			t.Errorf("%s: %q is not shown", name, want)
		}
	}
}

// --- hostile text

// Whatever somebody typed stays text: the elements of the page are those that harmless
// text gives, but for the lines and paragraphs of notes, and what was typed can be read.
func TestHostileTextIsNoTagOnThePage(t *testing.T) {
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	everywhere := func(s string) model.Assessment {
		a := in("all", base, s)
		return a.WithStep("S10", model.StepChange{Effort: model.Effort{Low: 2, High: 4}, Note: s})
	}
	want := elementsOf(t, pageOf(t, c, everywhere("harmless")))
	for name, s := range hostileTexts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := pageOf(t, c, everywhere(s))
			for _, fault := range pageFaults(data) {
				t.Error(fault)
			}
			if got := elementsOf(t, data); !slices.Equal(got, want) {
				t.Errorf("other elements than with harmless text: %d, not %d", len(got), len(want))
			}
			typed := strings.Join(strings.Fields(model.Clean(s)), " ")
			if page := spaces.ReplaceAllString(innerText(parsePage(t, data)), " "); strings.Count(page, typed) < 3 {
				t.Errorf("%q is not shown as it was typed", typed[:min(len(typed), 80)])
			}
			if i := bytes.IndexFunc(data, func(r rune) bool { return r != '\n' && r != '\t' && model.Clean(string(r)) != string(r) }); i >= 0 {
				t.Errorf("the page holds %q", data[i:min(i+8, len(data))])
			}
		})
	}
}

// The same with hostile text put together at random.
func TestRandomTextIsNoTagOnThePage(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	base := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	want := elementsOf(t, pageOf(t, c, in("all", base, "harmless")))
	rapid.Check(t, func(t *rapid.T) {
		s := hostileText(t)
		if model.CleanLine(s) == "" || strings.TrimSpace(s) == "" {
			t.Skip("nothing is left of it to be shown")
		}
		data := pageOf(t, c, in("all", base, s))
		for _, fault := range pageFaults(data) {
			t.Errorf("%q: %s", s, fault)
		}
		if got := elementsOf(t, data); !slices.Equal(got, want) {
			t.Fatalf("%q: other elements than with harmless text", s)
		}
	})
}

// elementsOf is the names of a page's elements in their order, without what a note may
// have several of.
func elementsOf(t failer, data []byte) []string {
	t.Helper()
	var out []string
	elements(parsePage(t, data), func(n *html.Node) {
		if n.Data != "p" && n.Data != "br" {
			out = append(out, n.Data)
		}
	})
	return out
}

// --- the chart

// Each step that is planned has one bar, from its first day to its last, on the axis that
// is drawn; the same in numbered months where no start was given.
func TestChartOfThePage(t *testing.T) {
	c := shipped(t)
	charts := 0
	for _, x := range pageCases(t) {
		t.Run(x.name, func(t *testing.T) {
			a := x.assessment
			roadmap := model.PlanRoadmap(c, a, model.Decide(c, a))
			lines := c.Timelines(a, roadmap)
			line := lines[0]
			if choice := c.ChooseRoute(a, model.Decide(c, a), lines); choice.Chosen == model.ISOSpine {
				line = lines[1]
			}
			svg := element(parsePage(t, pageOf(t, c, a)), "svg")
			if len(line.Bars) == 0 {
				if svg != nil {
					t.Error("a chart of nothing")
				}
				return
			}
			if svg == nil {
				t.Fatal("no chart")
			}
			charts++
			axis := axisOf(t, svg)
			bars := barsOf(t, svg)
			for _, b := range line.Bars {
				got, drawn := bars[b.Step.ID]
				if !drawn {
					t.Errorf("%s has no bar", b.Step.ID)
					continue
				}
				delete(bars, b.Step.ID)
				from, to := axis.tick(line, b.Promise.Start, false), axis.tick(line, b.Promise.Finish, true)
				if b.Yearly {
					to = got[1] // it has no end
				}
				if math.Abs(got[0]-from) > 0.6 || math.Abs(got[1]-to) > 0.6 && got[1]-got[0] > 2.6 {
					t.Errorf("%s stands from %.1f to %.1f and not from %.1f to %.1f", b.Step.ID, got[0], got[1], from, to)
				}
				if got[1] > 808.1 || got[0] < 373.9 {
					t.Errorf("%s is drawn outside: %v", b.Step.ID, got)
				}
			}
			for id := range bars {
				t.Errorf("a bar of %s, which is not planned", id)
			}
			for _, m := range line.Milestones {
				at, drawn := milestoneOf(t, svg, m.ID)
				if drawn == m.Done {
					t.Errorf("the milestone %s is drawn: %v, and done: %v", m.ID, drawn, m.Done)
				}
				if want := axis.tick(line, m.Promise, true); drawn && math.Abs(at-want) > 0.6 {
					t.Errorf("the milestone %s stands at %.1f and not at %.1f", m.ID, at, want)
				}
			}
		})
	}
	if charts < 8 {
		t.Errorf("only %d charts", charts)
	}
}

// drawnAxis is the lines of an axis: what month stands where.
type drawnAxis struct {
	months []int // months of year 0, or the number of the month less one
	at     []float64
}

func axisOf(t failer, svg *html.Node) drawnAxis {
	t.Helper()
	var axis drawnAxis
	elements(svg, func(n *html.Node) {
		month := attribute(n, "data-month")
		if month == "" {
			return
		}
		number, _ := strconv.Atoi(month)
		if d, err := time.Parse("2006-01", month); err == nil {
			number = d.Year()*12 + int(d.Month())
		}
		axis.months = append(axis.months, number)
		axis.at = append(axis.at, number64(t, attribute(n, "x1")))
	})
	if len(axis.at) < 2 {
		t.Fatalf("the axis has %d lines", len(axis.at))
	}
	return axis
}

// tick is where something begins, or ends, by the lines of the axis alone.
func (x drawnAxis) tick(line model.Timeline, tick int, end bool) float64 {
	var month float64
	if line.Start.IsZero() {
		month = 1 + float64(tick)/model.MonthTicks
	} else {
		d := line.Day(tick)
		if end {
			d = line.LastDay(tick)
		}
		day := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		if end {
			day = day.AddDate(0, 0, 1)
		}
		length := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
		month = float64(day.Year()*12+int(day.Month())) + float64(day.Day()-1)/float64(length)
	}
	last := len(x.at) - 1
	per := (x.at[last] - x.at[0]) / float64(x.months[last]-x.months[0])
	return x.at[0] + (month-float64(x.months[0]))*per
}

// barsOf is where the bar of each step begins and ends.
func barsOf(t failer, svg *html.Node) map[string][2]float64 {
	t.Helper()
	bars := map[string][2]float64{}
	elements(svg, func(g *html.Node) {
		step := attribute(g, "data-step")
		if step == "" {
			return
		}
		if _, twice := bars[step]; twice {
			t.Errorf("%s has two bars", step)
		}
		rect := element(g, "rect")
		from := number64(t, attribute(rect, "x"))
		bars[step] = [2]float64{from, from + number64(t, attribute(rect, "width"))}
	})
	return bars
}

func milestoneOf(t failer, svg *html.Node, id string) (at float64, drawn bool) {
	t.Helper()
	elements(svg, func(g *html.Node) {
		if attribute(g, "data-milestone") == id {
			at, drawn = number64(t, attribute(element(g, "path"), "data-x")), true
		}
	})
	return at, drawn
}

func number64(t failer, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return x
}

// --- the style

// Every colour of a text has at least 4.5:1 against both grounds, light and dark, and each
// edge of a bar 3:1.
func TestColoursOfThePage(t *testing.T) {
	style, err := os.ReadFile("html.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`:root \{([^}]*--[^}]*)\}`).FindAllStringSubmatch(string(style), -1)
	if len(roots) != 2 {
		t.Fatalf("%d sets of colours", len(roots))
	}
	for i, root := range roots {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(root[1], -1) {
			colours[m[1]] = m[2]
		}
		for _, name := range []string{"strong", "text", "soft", "faint", "nis2", "iso", "both"} {
			for _, ground := range []string{"ground", "raised"} {
				if got := contrastOf(t, colours[name], colours[ground]); got < 4.5 {
					t.Errorf("set %d: %s on %s has %.2f:1", i, name, ground, got)
				}
			}
		}
		for _, name := range []string{"nis2", "iso", "both"} {
			if got := contrastOf(t, colours[name], colours[name+"-light"]); got < 3 {
				t.Errorf("set %d: a bar that drives and another of %s have %.2f:1", i, name, got)
			}
		}
	}
	if bytes.Contains(style, []byte("url(")) || bytes.Contains(style, []byte("@import")) || bytes.Contains(style, []byte("</")) {
		t.Error("the style asks for something else, or ends before its end")
	}
}

// contrastOf is the contrast of two colours by WCAG 2.
func contrastOf(t failer, a, b string) float64 {
	t.Helper()
	luminance := func(s string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 24)
		if err != nil {
			t.Fatalf("the colour %q: %v", s, err)
		}
		sum := 0.0
		for i, share := range []float64{0.0722, 0.7152, 0.2126} {
			v := float64(n>>(8*i)&0xff) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += share * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// --- in a browser

// axe finds nothing on a page in Chromium, light and dark, narrow and wide; the page does
// not scroll sideways, asks for nothing, says nothing on the console, and prints. All is
// installed by .ci/run; where it is not, nothing is tried.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("it starts a browser")
	}
	t.Parallel()
	check := filepath.Join("..", ".ci", "check")
	node, err := exec.LookPath("node")
	for _, module := range []string{"axe-core", "puppeteer-core"} {
		if _, missing := os.Stat(filepath.Join(check, "node_modules", module)); err != nil || missing != nil {
			t.Skip("this test needs axe and puppeteer: npm ci in .ci/check installs them")
		}
	}
	c := shipped(t)
	dir := t.TempDir()
	args := []string{filepath.Join(check, "page.mjs")}
	hostile := in("all", workedCaseNamed(t, "nis2-then-iso-pharma-middle"), hostileTexts["html across"]+" "+strings.Repeat("w", 300))
	for name, a := range map[string]model.Assessment{
		"machine-builder": workedCaseNamed(t, "nis2-then-iso-machine-builder"),
		"no-start":        plannedCases(t)[3].assessment,
		"hostile":         hostile,
	} {
		path := filepath.Join(dir, name+".html")
		if err := os.WriteFile(path, pageOf(t, c, a), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	out, err := exec.Command(node, args...).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		t.Skip("this test needs Chromium: apt-get install chromium, or CHROMIUM with its path")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

package ui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"twopaths/model"
)

// A print, a poor projector and electronic paper show sixteen greys and no hue. What
// they leave of a screen, a sign and two greys in each cell, has to say where one is,
// what is chosen, what is open, and what can be done next.
//
// The screens say most of it twice, by a sign and by a grey, and both are asked for: the
// sign for those who do not see the greys, the grey for those who look from afar.

const greyLevels = 16

// grey is the level of a colour, from 0 for black to white. The steps of a display are
// even to the eye, which those of the linear luminance are not.
func grey(c color.Color) int {
	l := luminance(c)
	if l <= 0.0031308 {
		l *= 12.92
	} else {
		l = 1.055*math.Pow(l, 1/2.4) - 0.055
	}
	return int(math.Round(l * (greyLevels - 1)))
}

func TestGreyItself(t *testing.T) {
	for hue, want := range map[string]int{"#000000": 0, "#FFFFFF": 15, "#777777": 7, "#888888": 8, "#EEEEEE": 14} {
		if got := grey(lipgloss.Color(hue)); got != want {
			t.Errorf("%s is grey %d, not %d", hue, got, want)
		}
	}
}

// greyCell is what is left of a cell: its sign, and the greys of it and behind it.
type greyCell struct {
	sign       string
	ink, paper int
}

// greys is a screen, or a part of it, without hues.
type greys [][]greyCell

// inGreys is the screen as sixteen greys show it.
func (d *driver) inGreys() greys {
	d.t.Helper()
	ink, paper := greyLevels-1, 0
	if d.opts.Theme == Light {
		ink, paper = paper, ink
	}
	e := d.terminal()
	out := make(greys, e.Height())
	for y := range out {
		out[y] = make([]greyCell, e.Width())
		for x := range out[y] {
			cell := greyCell{" ", ink, paper}
			if c := e.CellAt(x, y); c != nil {
				if c.Content != "" {
					cell.sign = c.Content
				}
				if c.Style.Fg != nil {
					cell.ink = grey(c.Style.Fg)
				}
				if c.Style.Bg != nil {
					cell.paper = grey(c.Style.Bg)
				}
				if c.Style.Attrs&uv.AttrReverse != 0 {
					cell.ink, cell.paper = cell.paper, cell.ink
				}
			}
			out[y][x] = cell
		}
	}
	return out
}

// columns is the part of a screen from one column to another.
func (g greys) columns(from, w int) greys {
	out := make(greys, len(g))
	for y := range g {
		out[y] = g[y][min(from, len(g[y])):min(from+w, len(g[y]))]
	}
	return out
}

// words is a line as text; no sign on the screens that are looked at takes two cells.
func (g greys) words(y int) string {
	var b strings.Builder
	for _, c := range g[y] {
		b.WriteString(c.sign)
	}
	return b.String()
}

// marks is the signs that say what a row is.
const marks = "▌●◆"

// row finds the first line from one on that begins with a row's words, with nothing
// but marks before and between them. It gives the cell at which its text begins.
func (g greys) row(r choice, from int) (y, x int, found bool) {
	for y := from; y < len(g); y++ {
		words := g.words(y)
		before, after, leads := strings.Cut(words, r.lead)
		between, behind, names := strings.Cut(after, r.text)
		if leads && names && strings.Trim(before+between, marks+"+- ") == "" && strings.Contains(behind, r.behind) {
			return y, len([]rune(before + r.lead + between)), true
		}
	}
	return 0, 0, false
}

// inks is the greys of n cells that are not blank.
func (g greys) inks(y, x, n int) []int {
	var out []int
	for _, c := range g[y][x:min(x+n, len(g[y]))] {
		if c.sign != " " && !slices.Contains(out, c.ink) {
			out = append(out, c.ink)
		}
	}
	return out
}

// faults is what cannot be told on a screen, and how often something was looked at.
type faults struct {
	found  []string
	looked map[string]int
}

func (f *faults) add(format string, args ...any) {
	f.found = append(f.found, fmt.Sprintf(format, args...))
}

// look is how one of several like things is shown.
type look struct {
	name  string
	marks string
	inks  []int
}

// greysDiffer notes a fault where two looks share a grey.
func (f *faults) greysDiffer(what string, a, b look) {
	f.looked[what]++
	if len(a.inks) == 0 || len(b.inks) == 0 {
		f.add("%s: %q or %q shows nothing", what, a.name, b.name)
	}
	for _, ink := range a.inks {
		if slices.Contains(b.inks, ink) {
			f.add("%s: %q and %q are both grey %d", what, a.name, b.name, ink)
		}
	}
}

// marked notes a fault unless exactly those have a mark that should.
func (f *faults) marked(what string, l look, mark string, should bool) {
	f.looked[what]++
	if strings.Contains(l.marks, mark) != should {
		f.add("%s: that %q has the mark %s should be %v", what, l.name, mark, should)
	}
}

// greyFaults is what of the present screen cannot be told in greys.
func (d *driver) greyFaults() *faults {
	d.t.Helper()
	f := &faults{looked: map[string]int{}}
	g := d.inGreys()
	body := g
	if d.app.session != nil {
		l := d.app.layout()
		from := l.margin
		if l.rail > 0 {
			f.where(d, g.columns(l.margin, l.rail))
			from += l.rail + gapWidth
		} else {
			f.whereInHead(d, g[l.top])
		}
		width := l.body.w
		if _, document := d.app.current().(*documentScreen); document {
			from, width = from+l.body.w+gapWidth, l.window.w // what is chosen is the section, in the outline
		}
		body = g.columns(from, width)
		if d.app.overviewing {
			f.openAnswers(d, body)
		}
	}
	f.chosen(d, body)
	f.next(d, g)
	f.legible(g)
	return f
}

// legible: every sign stands out from what is behind it, by a third of all greys.
func (f *faults) legible(g greys) {
	for y := range g {
		for x, c := range g[y] {
			if c.sign != " " && max(c.ink-c.paper, c.paper-c.ink) < greyLevels/3 {
				f.add("legible: %q in line %d, cell %d is grey %d on %d", c.sign, y+1, x+1, c.ink, c.paper)
				return
			}
		}
	}
}

// shownTitle is what the present place is called.
func shownTitle(d *driver) string {
	if d.app.overviewing {
		return "Overview"
	}
	return d.app.title()
}

// where: the present station of the rail differs from all others, and what is done
// from what is not.
func (f *faults) where(d *driver, rail greys) {
	titles := []string{}
	for _, st := range d.app.stations {
		titles = append(titles, st.Title)
	}
	present := shownTitle(d)
	if !slices.Contains(titles, present) {
		titles = append(titles, present) // beside the way
	}
	var here look
	var others []look
	for i, title := range titles {
		y, x, found := rail.row(choice{text: title}, 0)
		if !found {
			f.add("where: the rail does not show %s", title)
			continue
		}
		it := look{title, string([]rune(rail.words(y))[:x]), rail.inks(y, x, len(title))}
		f.marked("where", it, "▌", title == present)
		if title == present {
			here = it
		} else {
			others = append(others, it)
		}
		if i < len(d.app.stations) {
			f.done(d, d.app.stations[i], strings.TrimSpace(string([]rune(rail.words(y))[x+len(title):])))
		}
	}
	for _, other := range others {
		f.greysDiffer("where", here, other)
	}
}

// done: a station at which something is open looks like none at which nothing is.
func (f *faults) done(d *driver, st model.Station, state string) {
	p := d.app.content.Progress(st, d.app.a)
	if p.Total == 0 {
		return
	}
	f.looked["open"]++
	says := strings.HasSuffix(state, "✓") || strings.HasSuffix(state, "?")
	if says != p.Complete() {
		f.add("open: %s, of which %d of %d are answered, is shown as %q", st.Title, p.Done, p.Total, state)
	}
}

// whereInHead: of all stations the head names the present one alone, and its grey is not
// that of the name before it or of what is said about saving behind it.
func (f *faults) whereInHead(d *driver, line []greyCell) {
	head := greys{line}
	words := head.words(0)
	present := shownTitle(d)
	for _, st := range d.app.stations {
		if st.Title != present && strings.Contains(words, st.Title) {
			f.add("where: the head names %s besides %s", st.Title, present)
		}
	}
	part := func(text string) look {
		before, _, found := strings.Cut(words, text)
		if !found {
			f.add("where: the head does not say %q", text)
			return look{name: text}
		}
		return look{text, "", head.inks(0, len([]rune(before)), len([]rune(text)))}
	}
	name := d.app.a.Organisation
	if name == "" {
		name = "new assessment"
	}
	if d.app.base != nil {
		name = "What if"
	}
	state, _ := d.app.saveState()
	here := part(present)
	f.greysDiffer("where", here, part(name))
	f.greysDiffer("where", here, part(state))
}

// openAnswers: in the overview what is open has another grey than what is answered.
func (f *faults) openAnswers(d *driver, body greys) {
	var open, done []look
	y := 0
	for i, r := range d.app.overview.jumps() {
		line, x, found := body.row(choice{text: fit(r.topic, 22) + firstWords(r.answer)}, y)
		if !found {
			continue
		}
		y = line + 1
		it := look{r.topic, "", body.inks(line, x+22, len([]rune(firstWords(r.answer))))}
		switch {
		case i == d.app.overview.focus: // it is bright, whatever it says
		case r.answer == "open":
			open = append(open, it)
		default:
			done = append(done, it)
		}
	}
	for _, a := range open {
		for _, b := range done {
			f.greysDiffer("open", a, b)
		}
	}
}

// choice is one of the rows to choose among.
type choice struct {
	lead, text      string // the lead is a digit, which has a grey of its own
	behind          string // more words of the line, to find it by
	focused, chosen bool
}

// choices is the rows of the present screen, and the mark of being chosen, if there is
// more to a row than being in focus.
func (d *driver) choices() (rows []choice, mark string) {
	if d.app.session == nil {
		if s := d.app.start; s.held != nil {
			for i, r := range s.held.rows() {
				rows = append(rows, choice{text: r.label, focused: i == s.held.focus})
			}
		} else if s.prompt == noPrompt || s.prompt == askFilter {
			for i, r := range s.rows() {
				rows = append(rows, choice{text: r.label, focused: i == s.focus})
			}
		}
		return rows, ""
	}
	switch s := d.app.current().(type) {
	case *choiceScreen:
		v := s.describe()
		for i, r := range v.rows {
			rows = append(rows, choice{lead: r.digit + "  ", text: firstWords(r.label), focused: i == s.focus, chosen: i == v.chosen})
		}
		return rows, "●"
	case *profileScreen:
		if s.field == 2 {
			for i, z := range s.content.Sizes {
				rows = append(rows, choice{lead: fmt.Sprint(i + 1), text: z.Label, chosen: z.ID == s.a.Plan.Size})
			}
			return rows, "●"
		}
		for i, label := range []string{"Organisation", "Who takes part", "How large"} {
			rows = append(rows, choice{text: label, focused: i == s.field})
		}
	case *differencesScreen:
		for i, diff := range s.content.Differences {
			rows = append(rows, choice{text: diff.Aspect, focused: i == s.focus, chosen: s.a.Differences[diff.ID].Matters})
		}
		for i, from := range bringing {
			rows = append(rows, choice{text: s.bringingTitle(from), focused: len(s.content.Differences)+i == s.focus})
		}
		return rows, "◆"
	case *overviewScreen:
		for i, r := range s.jumps() {
			text := fit(r.topic, 22)
			rows = append(rows, choice{text: text, behind: firstWords(r.answer), focused: i == s.focus})
		}
	case *documentScreen:
		if d.app.layout().side == 0 {
			return nil, ""
		}
		for i, h := range s.doc.headings {
			if h.level > 3 {
				continue
			}
			title := firstWords(h.title)
			if i == 0 && s.part == recommendationPart {
				title = "The verdict"
			}
			if i <= s.current() && len(rows) > 0 {
				rows[len(rows)-1].focused = false // of a section, only the innermost part
			}
			rows = append(rows, choice{text: title, focused: i <= s.current()})
		}
	}
	return rows, ""
}

// firstWords is what of a text stands on its first line, however it is wrapped.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(3, len(words))], " ")
}

// chosen: the row in focus differs from all others, and so does each that is chosen.
func (f *faults) chosen(d *driver, body greys) {
	rows, mark := d.choices()
	isQuestion := false
	if d.app.session != nil {
		_, isQuestion = d.app.current().(*choiceScreen)
	}
	type shown struct {
		choice
		look
		y int
	}
	var seen []shown
	y := 0
	for _, r := range rows {
		at, x, found := body.row(r, y)
		if !found {
			if r.focused {
				f.add("focus: the screen does not show %q", r.text)
			}
			continue // scrolled out of sight
		}
		seen = append(seen, shown{r, look{r.text, "", body.inks(at, x, len([]rune(r.text)))}, at})
		y = at + 1
	}
	walk := slices.ContainsFunc(rows, func(r choice) bool { return r.focused })
	for i := range seen {
		it, end := &seen[i], len(body)
		if i+1 < len(seen) {
			end = seen[i+1].y
		}
		for y := it.y; y < end && strings.Trim(body.words(y), " ") != ""; y++ {
			it.marks += body.words(y)
		}
		if walk {
			f.marked("focus", it.look, "▌", it.focused)
		}
		if mark != "" {
			f.marked("chosen", it.look, mark, it.choice.chosen)
		}
	}
	for _, a := range seen {
		for _, b := range seen {
			switch {
			case b.focused || (b.choice.chosen && mark == "●"): // bright as well
			case a.focused && isQuestion:
				// Its words keep their grey, so that a move sends few of them; the bar says it.
			case a.focused:
				f.greysDiffer("focus", a.look, b.look)
			case a.choice.chosen && mark == "●":
				f.greysDiffer("chosen", a.look, b.look)
			}
		}
	}
}

// next: the keys that work now have another grey than the words for what they do.
func (f *faults) next(d *driver, g greys) {
	y := len(g) - 1
	for y > 0 && strings.TrimSpace(g.words(y)) == "" {
		y--
	}
	line := g.words(y)
	own, everywhere := d.bindings()
	seen := 0
	for _, b := range append(own, everywhere...) {
		name, says := b.Help().Key, b.Help().Desc
		before, _, found := strings.Cut(line, name+" "+says)
		if !found {
			continue // only some keys have room
		}
		seen++
		x, n := len([]rune(before)), len([]rune(name))
		f.greysDiffer("next", look{name, "", g.inks(y, x, n)}, look{says, "", g.inks(y, x+n, 1+len([]rune(says)))})
	}
	if seen < 2 {
		f.add("next: the last line names %d keys", seen)
	}
}

// greyScenes is the scenes that say something in greys, all but the pages that lie over
// others; every further station; and states in which focus and choice, or open and done,
// stand side by side.
func greyScenes(t failer) []scene {
	t.Helper()
	var out []scene
	for _, s := range scenes(t) {
		if s.over() {
			continue
		}
		out = append(out, s)
		if s.name == "question-answered" || s.name == "scope-known" {
			out = append(out, scene{s.name + " and moved on", "", func(d *driver) { s.play(d); d.press("down") }})
		}
	}
	half := func(keys ...string) func(*driver) {
		return func(d *driver) {
			a := sample(d.t)
			a.Scope = model.Scope{}
			for i, q := range shipped(d.t).Questions {
				if i%2 > 0 || q.Group == "risk" {
					a = a.WithAnswer(q.ID, model.Answer{})
				}
			}
			d.begin(a)
			d.press(keys...)
		}
	}
	for _, st := range shipped(t).Stations() {
		if st.Kind == model.QuestionsStation {
			out = append(out, scene{st.ID, "", func(d *driver) { d.begin(sample(d.t)); d.jump(st.ID, 0) }})
		}
	}
	return append(out, scene{"half", "", half("enter", "enter", "enter", "enter")}, scene{"half, overview", "", half("enter", "enter", "o")})
}

func TestSixteenGreys(t *testing.T) {
	t.Parallel()
	for _, name := range []ThemeName{Dark, Light} {
		for _, size := range []box{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s %d×%d", name, size.w, size.h), func(t *testing.T) {
				looked, stations := map[string]int{}, map[string]bool{}
				for _, s := range few(greyScenes(t)) {
					d := s.start(t, t.TempDir(), noSave, func(o *Options) { o.Theme = name })
					d.resize(size.w, size.h)
					f := d.greyFaults()
					for what, n := range f.looked {
						looked[what] += n
					}
					if d.app.session != nil {
						stations[d.app.at.station] = true
					}
					if len(f.found) > 0 {
						t.Errorf("%s:\n%s\n%s", s.name, strings.Join(f.found, "\n"), d.text())
					}
				}
				if raced {
					return
				}
				for _, what := range []string{"where", "focus", "chosen", "open", "next"} {
					if looked[what] == 0 {
						t.Errorf("no scene is looked at for %q", what)
					}
				}
				for _, st := range shipped(t).Stations() {
					if !stations[st.ID] {
						t.Errorf("no scene is at %s", st.ID)
					}
				}
				t.Log(looked)
			})
		}
	}
}

// TestSixteenGreysItself takes signs and greys away: each is missed.
func TestSixteenGreysItself(t *testing.T) {
	unraced(t)
	without := func(sign string) func(ink) ink {
		return func(s ink) ink {
			return inked(s.Transform(func(text string) string { return strings.ReplaceAll(text, sign, " ") }))
		}
	}
	for name, change := range map[string]struct {
		narrow, wide []string // what is missed at 80 columns, where the head says where one is, and at 120
		to           func(*theme)
	}{
		"no bar": {[]string{"focus"}, []string{"where", "focus"}, func(t *theme) { t.bar = without("▌")(t.bar) }},
		"no dot": {[]string{"chosen"}, []string{"chosen"}, func(t *theme) {
			for _, s := range []*ink{&t.iso, &t.nis2, &t.text, &t.strong} {
				*s = without("●")(*s)
			}
		}},
		"no diamond":        {[]string{"chosen"}, []string{"chosen"}, func(t *theme) { t.strong = without("◆")(t.strong) }},
		"no tick":           {nil, []string{"open"}, func(t *theme) { t.faint = without("✓")(t.faint) }},
		"strong as text":    {[]string{"chosen"}, []string{"chosen"}, func(t *theme) { t.strong = t.text }},
		"strong as soft":    {[]string{"focus"}, []string{"where", "focus"}, func(t *theme) { t.strong = t.soft }},
		"text as soft":      {[]string{"where"}, nil, func(t *theme) { t.text = t.soft }},
		"text as faint":     {[]string{"open"}, []string{"open"}, func(t *theme) { t.text = t.faint }},
		"soft as faint":     {[]string{"next", "where"}, []string{"next"}, func(t *theme) { t.soft = t.faint }},
		"faint as paper":    {[]string{"legible"}, []string{"legible"}, func(t *theme) { t.faint = inked(t.faint.Foreground(lipgloss.Color("#333333"))) }},
		"soft almost faint": {[]string{"next"}, []string{"next"}, func(t *theme) { t.soft = inked(t.soft.Foreground(lipgloss.Color("#969696"))) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for size, missed := range map[box][]string{{80, 24}: change.narrow, {120, 40}: change.wide} {
				found := map[string]bool{}
				for _, s := range greyScenes(t) {
					if !telling[s.name] {
						continue
					}
					d := s.start(t, t.TempDir(), noSave)
					d.blind = true
					d.resize(size.w, size.h)
					changed := *d.app.theme
					change.to(&changed)
					d.app.theme, d.app.start.theme = &changed, &changed
					for _, fault := range d.greyFaults().found {
						what, _, _ := strings.Cut(fault, ":")
						found[what] = true
					}
				}
				for _, what := range missed {
					if !found[what] {
						t.Errorf("at %d×%d %q is told all the same", size.w, size.h, what)
					}
				}
			}
		})
	}
}

// telling is the scenes that between them say everything that greys have to say.
var telling = map[string]bool{"start-saved": true, "profile-size": true, "differences": true, "question-answered and moved on": true,
	"overview": true, "half": true, "half, overview": true}

package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The roadmap as a chart: one route on the calendar, a row for each step.
//
//	Law first · certificate by February 2028          recommended · r the other route
//	                              2027                                2028
//	                              Jan   Apr   Jul   Oct   Jan
//	──────────────────────────────┬───◆─┬─────┬──◆──┬─────┬──
//	1  The measures of NIS2
//	   Register with the autho… N ╶─
//	▌½ Risk assessment and tre…    ━━╸
//	   Backups with restore te…   ✓ in place: restore test in March
//
//	◆ registered 31 Jan 2027   ◆ ready to warn 12 Mar 2027
//	Load of 12 days a month       ▃▅▆▇▇▇▆▆▅▃
//
// A bar is what can be promised. The row in focus shows besides, dotted, since when the
// step could be under way if all work turns out as small as it may. From a row opens the
// step itself (chartdetail.go), and a form asks for start and capacity (chartplan.go).
type chartScreen struct {
	*env
	at      place
	plan    chartPlan // may be of an older state, until the newer plan is ready
	running bool      // a plan is being worked out
	drifted bool      // the bar in focus may be elsewhere in the plan that is to come
	other   bool      // the route that is not chosen is shown
	focus   string    // a step
	month   int       // the first in sight
	size    box       // what there was to draw into last
	window  int       // the width of the whole window
	scroll  scroller

	mode   chartMode
	row    int // the one in focus in the detail or the form
	asking bool
	input  lineField
	note   noteField
	read   scroller // of the detail and the form

	factLines []string // of the step that is read, as of factsMade
	factsMade factsKey
}

// chartMode is what of the chart screen is shown.
type chartMode int

const (
	chartMain   chartMode = iota
	chartDetail           // one step
	chartForm             // start and capacity
)

// chartPlan is what the chart shows. It is worked out in a command, one at a time: leaving a
// step out of a long plan takes longer than a key may. The plan before it is shown meanwhile.
type chartPlan struct {
	version int // of the state that it is of; 0: there is none
	roadmap model.Roadmap
	lines   []model.Timeline
	law     [][]model.MilestoneDay // the days that the law has set, for each line
	choice  model.RouteChoice
	steps   []model.PlannedStep // in the order of the rows
	places  map[string]int      // of the steps, by id
	longest int                 // the width of the longest name
}

// planMsg is a plan that was worked out.
type planMsg struct {
	by   *session // whose plan it is
	plan chartPlan
}

// The cells of a row beside the step's name and its bar: the bar of focus, a mark, a
// space; a space, the letter of whom it serves, a space.
const (
	chartLead = 3
	chartMid  = 3
)

// chartCells is how many cells a month has at most.
const chartCells = 6

// chartBeside is the width of a window from which the milestones stand beside the chart.
const chartBeside = 160

func newChartScreen(e *env, at place) *chartScreen {
	return &chartScreen{env: e, at: at, input: newLineField(model.MaxLine), note: newNoteField(e, chartLabel)}
}

// enter leaves a step open that is being read: taking back leads here as well.
func (s *chartScreen) enter() {
	s.note.close()
	s.stopAsking()
	if s.mode == chartForm {
		s.mode = chartMain
	}
}

func (s *chartScreen) typing() bool { return s.asking || s.note.open }

// sideWidth gives the milestones a column where there is room for one.
func (s *chartScreen) sideWidth(window int) int {
	if s.window = window; window >= chartBeside {
		return sideWidth
	}
	return 0
}

// refresh takes note of the size, on which it depends how far one can go in time, and starts
// planning where something has changed. While a note is typed nothing else does.
func (s *chartScreen) refresh(b box) tea.Cmd {
	s.size = b
	if s.running || s.upToDate() || s.plan.version > 0 && s.note.open {
		return nil
	}
	s.running = true
	work := s.planning()
	return func() tea.Msg { return work() }
}

// upToDate reports whether the plan is of the present state.
func (s *chartScreen) upToDate() bool { return s.plan.version == s.version }

// planning is the work of planning the present state. It may be done on any goroutine.
func (s *chartScreen) planning() func() planMsg {
	by, version, c, a, outcome := s.session, s.version, s.content, s.a, s.outcome
	return func() planMsg {
		plan := newChartPlan(c, a, outcome)
		plan.version = version
		return planMsg{by, plan}
	}
}

func newChartPlan(c *model.Content, a model.Assessment, outcome model.Outcome) chartPlan {
	p := chartPlan{roadmap: model.PlanRoadmap(c, a, outcome), places: map[string]int{}}
	p.lines = c.Timelines(a, p.roadmap)
	for _, line := range p.lines {
		p.law = append(p.law, c.LawAhead(a, outcome, line))
	}
	p.choice = c.ChooseRoute(a, outcome, p.lines)
	for _, stage := range p.roadmap.Stages {
		p.steps = append(p.steps, stage.Steps...)
	}
	for i := range p.steps {
		p.places[p.steps[i].ID] = i
		p.longest = max(p.longest, width(p.steps[i].Name))
	}
	return p
}

// receive takes a plan that was worked out.
func (s *chartScreen) receive(msg planMsg) {
	s.running = false
	s.plan = msg.plan
	if _, in := s.plan.places[s.focus]; !in && s.mode == chartDetail {
		s.mode = chartMain
	}
	if s.drifted && s.upToDate() {
		s.drifted = false
		s.reveal()
	}
}

// waits reports whether what is pressed has to wait for a plan: it could be meant for a step
// that the new plan does not have, or for the other route.
func (s *chartScreen) waits() bool { return s.running && !s.typing() }

// step finds a step of the plan by its id.
func (p chartPlan) step(id string) (model.PlannedStep, bool) {
	i, ok := p.places[id]
	if !ok {
		return model.PlannedStep{}, false
	}
	return p.steps[i], true
}

// line is the route that is shown.
func (s *chartScreen) line() model.Timeline {
	p := &s.plan
	i := slices.IndexFunc(p.lines, func(t model.Timeline) bool { return (t.Route == p.choice.Chosen) != s.other })
	return p.lines[max(0, i)]
}

// steps is every step in the order of the rows.
func (s *chartScreen) steps() []model.PlannedStep { return s.plan.steps }

// current is the step in focus and its row; ok is false where nothing is planned.
func (s *chartScreen) current() (step model.PlannedStep, row int, ok bool) {
	p := &s.plan
	if len(p.steps) == 0 {
		return step, 0, false
	}
	row = p.places[s.focus] // the first where it is none of them
	return p.steps[row], row, true
}

func (s *chartScreen) keys() []key.Binding {
	k := s.env.keys
	switch {
	case s.mode == chartForm:
		return s.formKeys()
	case s.mode == chartDetail:
		return s.detailKeys()
	}
	words := as(k.view, "words")
	if _, _, planned := s.current(); !planned {
		return []key.Binding{words, k.back}
	}
	var out []key.Binding
	if !s.theme.projector {
		out = append(out, both(k.up, k.down, "step"), as(k.next, "detail"))
		if s.scrolls() {
			out = append(out, both(k.left, k.right, "months"))
		}
	}
	out = append(out, as(k.route, "route"))
	if s.other {
		out = append(out, k.take)
	}
	out = append(out, as(k.planning, "start, capacity"), words, k.back)
	if s.theme.projector {
		return out
	}
	return append(out, k.pageDown, k.pageUp, k.top, k.bottom)
}

// claims the arrows where there is more than fits, and Esc where a page is open.
func (s *chartScreen) claims(k tea.KeyPressMsg) bool {
	keys := s.env.keys
	if s.mode != chartMain {
		return key.Matches(k, keys.back)
	}
	return !s.theme.projector && key.Matches(k, keys.left, keys.right) && s.scrolls()
}

// scrolls reports whether there are more months than fit.
func (s *chartScreen) scrolls() bool {
	if _, _, planned := s.current(); !planned {
		return false
	}
	x := s.axis(s.line(), s.size.w)
	return x.shown < x.total
}

func (s *chartScreen) update(msg tea.Msg) (move, tea.Cmd) {
	switch s.mode {
	case chartForm:
		return stay, s.updateForm(msg)
	case chartDetail:
		return stay, s.updateDetail(msg)
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := s.env.keys
	_, row, planned := s.current()
	page := max(1, s.scroll.height-2)
	switch {
	case key.Matches(k, keys.view):
		return forward, nil
	case !planned:
	case key.Matches(k, keys.route):
		s.other = !s.other
		s.reveal()
	case key.Matches(k, keys.take) && s.other:
		return stay, s.takeRoute()
	case key.Matches(k, keys.planning):
		return stay, s.openForm()
	case s.theme.projector:
	case key.Matches(k, keys.next):
		s.openDetail()
	case key.Matches(k, keys.up):
		s.moveTo(row - 1)
	case key.Matches(k, keys.down):
		s.moveTo(row + 1)
	case key.Matches(k, keys.pageUp):
		s.moveTo(row - page)
	case key.Matches(k, keys.pageDown):
		s.moveTo(row + page)
	case key.Matches(k, keys.top):
		s.moveTo(0)
	case key.Matches(k, keys.bottom):
		s.moveTo(len(s.steps()) - 1)
	case key.Matches(k, keys.left):
		s.shift(-1)
	case key.Matches(k, keys.right):
		s.shift(1)
	}
	return stay, nil
}

// takeRoute makes the route that is shown the chosen one. Whoever takes the recommended
// one follows the recommendation again, whatever it will be.
func (s *chartScreen) takeRoute() tea.Cmd {
	next, route := s.a, s.line().Route
	if next.Plan.Route = route; route == s.plan.choice.Recommended {
		next.Plan.Route = ""
	}
	s.other = false
	return s.do(next, "the route", s.at)
}

func (s *chartScreen) moveTo(row int) {
	steps := s.steps()
	s.focus = steps[max(0, min(len(steps)-1, row))].ID
	s.reveal()
}

// shift goes on or back in time, by a third of what is in sight.
func (s *chartScreen) shift(n int) {
	x := s.axis(s.line(), s.size.w)
	s.month = max(0, min(x.from+n*max(1, x.shown/3), x.total-x.shown))
}

// reveal brings the bar in focus into sight.
func (s *chartScreen) reveal() {
	s.drifted = !s.upToDate()
	step, _, ok := s.current()
	line := s.line()
	bar, drawn := line.Bar(step.ID)
	if !ok || !drawn {
		return
	}
	x := s.axis(line, s.size.w)
	from := x.half(bar.Promise.Start) / (2 * x.cells)
	to := from
	if !bar.Yearly {
		to = max(from, (x.half(bar.Promise.Finish)-1)/(2*x.cells))
	}
	month := max(x.from, to-x.shown+1)
	s.month = max(0, min(month, from, x.total-x.shown))
}

// chartAxis is how time lies on the screen. Months are those of the calendar, or, without
// a start, those of the plan.
type chartAxis struct {
	line  model.Timeline
	name  int // the width of the column of names
	cells int // of a month
	from  int // the first month in sight
	shown int // months in sight
	total int // months
}

// axis lays time out in w cells: as wide as it fits, else as narrow as it can be read, and
// then not all of it is in sight.
func (s *chartScreen) axis(line model.Timeline, w int) chartAxis {
	longest := s.plan.longest
	name := min(longest, max(10, w*2/5-chartLead-chartMid))
	x := chartAxis{line: line, cells: 1}
	last := line.End.Finish
	for i := range line.Bars {
		last = max(last, line.Bars[i].Promise.Start+1)
	}
	x.total = x.half(max(0, last-1))/2 + 1
	room := max(1, w-chartLead-chartMid-name)
	x.cells = max(1, min(chartCells, room/x.total))
	x.shown = min(x.total, room/x.cells)
	x.name = max(1, min(longest, w-chartLead-chartMid-x.shown*x.cells))
	x.from = max(0, min(s.month, x.total-x.shown))
	return x
}

// half is the half of a cell in which a tick falls, from the begin of the first month on.
func (x chartAxis) half(tick int) int {
	if x.line.Start.IsZero() {
		return tick * 2 * x.cells / model.MonthTicks
	}
	return x.halfOf(x.line.Day(tick))
}

// halfOf is the half of a cell in which a day falls.
func (x chartAxis) halfOf(d model.Date) int {
	month := (d.Year-x.line.Start.Year)*12 + int(d.Month-x.line.Start.Month)
	return 2*x.cells*month + 2*x.cells*(d.Day-1)/daysIn(d)
}

// daysIn is how many days the month of a day has.
func daysIn(d model.Date) int {
	switch d.Month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// cell is the cell of the chart in which a tick falls; it may be out of sight.
func (x chartAxis) cell(tick int) int { return x.half(tick)/2 - x.from*x.cells }

// width is the cells of the chart.
func (x chartAxis) width() int { return x.shown * x.cells }

// date is the first day of a month of the axis.
func (x chartAxis) date(month int) model.Date {
	n := x.line.Start.Year*12 + int(x.line.Start.Month) - 1 + month
	return model.Date{Year: n / 12, Month: time.Month(n%12 + 1), Day: 1}
}

// labels are the two lines above the chart, the years and the months, as many of them as
// can be read, and the cells at which a label stands.
func (x chartAxis) labels() (years, months string, at []int) {
	long, short := make([]rune, 0, x.width()), make([]rune, 0, x.width())
	put := func(line *[]rune, cell int, text string) bool {
		if cell < len(*line) || cell+len(text) > x.width() {
			return false
		}
		*line = append(append(*line, []rune(spaces(cell-len(*line)))...), []rune(text+" ")...)
		return true
	}
	every := []int{12, 6, 3, 3, 1, 1, 1}[x.cells]
	for m := x.from; m < x.from+x.shown; m++ {
		cell := (m - x.from) * x.cells
		if x.line.Start.IsZero() {
			if m == x.from {
				put(&long, cell, "month")
			}
			if m%every == 0 && put(&short, cell, strconv.Itoa(m+1)) {
				at = append(at, cell)
			}
			continue
		}
		d := x.date(m)
		// The first year stands where the next leaves it room.
		if first := m == x.from && (int(d.Month) == 1 || (13-int(d.Month))*x.cells >= 5); first || (m > x.from && d.Month == 1) {
			put(&long, cell, strconv.Itoa(d.Year))
		}
		if (int(d.Month)-1)%every == 0 && put(&short, cell, d.Month.String()[:3]) {
			at = append(at, cell)
		}
	}
	cut := func(line []rune) string { return strings.TrimRight(string(line[:min(len(line), x.width())]), " ") }
	return cut(long), cut(short), at
}

// chartGlyphs is what a bar is drawn with: a whole cell, its left half, its right half.
// What drives the end is told from the rest without colours too.
var chartGlyphs = map[bool][3]string{false: {"─", "╴", "╶"}, true: {"━", "╸", "╺"}}

// draw is a bar in the cells of the chart, and before it, where asked for, since when it
// could be under way. What is out of sight is pointed to.
func (x chartAxis) draw(t *theme, b model.Bar, possible bool) string {
	style := t.serves(b.Step.Serves)
	if b.Drives {
		style = style.Bold(true)
		if b.Step.Serves == "both" {
			style = t.strong
		}
	}
	from, to := x.half(b.Promise.Start), x.half(b.Promise.Finish)
	to = max(to, from+1) // however short, it is seen
	early := from
	if possible {
		early = x.half(b.Possible.Start)
	}
	shift := 2 * x.from * x.cells
	from, to, early = from-shift, to-shift, early-shift
	switch {
	case to <= 0:
		return t.faint.Render("‹")
	case from >= 2*x.width():
		return spaces(x.width()-1) + t.faint.Render("›")
	}
	glyphs := chartGlyphs[b.Drives]
	var lead, bar strings.Builder
	for i := range x.width() {
		left, right := from <= 2*i && 2*i < to, from <= 2*i+1 && 2*i+1 < to
		switch {
		case left && right:
			bar.WriteString(glyphs[0])
		case left:
			bar.WriteString(glyphs[1])
		case right:
			bar.WriteString(glyphs[2])
		case bar.Len() > 0:
		case early <= 2*i:
			lead.WriteString("╌")
		default:
			lead.WriteByte(' ')
		}
	}
	return t.faint.Render(lead.String()) + style.Render(bar.String())
}

// serves is the hue of what a step serves.
func (t *theme) serves(side string) ink {
	switch side {
	case "nis2":
		return t.nis2
	case "iso":
		return t.iso
	}
	return t.text
}

// servesLetter tells what a step serves without colours.
var servesLetter = map[string]string{"nis2": "N", "iso": "I", "both": " "}

func (s *chartScreen) view(b box) []string {
	step, row, planned := s.current()
	t := s.theme
	switch {
	case s.plan.version == 0:
		return []string{t.soft.Render("Planning …")}
	case !planned:
		note := strings.TrimSpace(s.plan.roadmap.Plan.Note)
		if note == "" {
			note = "No steps are planned."
		}
		return styled(note, min(b.w, documentWidth), t.text)
	case s.mode == chartForm:
		return s.viewForm(b)
	case s.mode == chartDetail:
		return s.viewDetail(b, step)
	case t.projector:
		return s.slide(b.w)
	}
	line := s.line()
	x := s.axis(line, b.w)
	head := append(s.head(b), s.axisLines(x, b.h)...)
	foot := s.foot(x, b, step)
	titles, n, from, to := s.rows(b.h, row)
	room := max(1, b.h-len(head)-len(foot))
	shown := s.scroll.draw(n, func(i int) string { return s.drawRow(x, titles, i, step.ID) }, from, to, room)
	return append(append(head, shown...), foot...)
}

// tall reports whether there is room for more than the least.
func tall(h int) bool { return h >= 28 }

// routeName is what a route is called.
func routeName(id model.RouteID) string {
	if id == model.ISOSpine {
		return "ISO 27001 as the spine"
	}
	return "Law first"
}

// reaches is a route in words and what it reaches when.
func (s *chartScreen) reaches(line model.Timeline) string {
	out := routeName(line.Route)
	certificate, planned := line.Milestone(model.MilestoneCertificate)
	switch {
	case line.End.Finish == 0 && !planned:
		return out
	case planned && !certificate.Done:
		return out + " · certificate " + monthBy(line, certificate.Promise)
	}
	return out + " · done " + monthBy(line, line.End.Finish)
}

// monthBy is the month in which something is over at the latest.
func monthBy(line model.Timeline, finish int) string {
	if line.Start.IsZero() {
		return "by " + monthNumber(finish)
	}
	return "by " + line.LastDay(finish).MonthYear()
}

// monthNumber is the month of a plan without a start in which something is over.
func monthNumber(finish int) string {
	return "month " + strconv.Itoa(max(0, finish-1)/model.MonthTicks+1)
}

// head is what the route reaches, and what there is to say about it.
func (s *chartScreen) head(b box) []string {
	t, k, line, choice := s.theme, s.env.keys, s.line(), s.plan.choice
	shows, takes := " · "+k.route.Help().Key+" shows the other", k.take.Help().Key+" takes it"
	recommended := line.Route == choice.Recommended
	var standing []string // the longest that fits
	switch {
	case !s.other && s.a.Plan.Route != "":
		standing = []string{"chosen by you" + shows, "chosen by you"}
	case !s.other:
		standing = []string{"recommended" + shows, "recommended"}
	case recommended:
		standing = []string{"recommended · " + takes, takes}
	default:
		standing = []string{"other route · " + takes, takes}
	}
	title := s.reaches(line)
	i := slices.IndexFunc(standing, func(words string) bool { return width(title+words)+2 <= b.w })
	head := t.title.Render(ansi.Truncate(title, b.w, "…"))
	if i >= 0 {
		head = apart(head, t.faint.Render(standing[i]), b.w)
	}
	lines := []string{head}
	if !tall(b.h) {
		return lines
	}
	return append(append(lines, styled(s.content.Say(choice.Reason), b.w, t.soft)...), "")
}

// axisLines are the lines above the rows: years, months, and a rule with the milestones.
func (s *chartScreen) axisLines(x chartAxis, h int) []string {
	t := s.theme
	years, months, at := x.labels()
	lead := spaces(chartLead + x.name + chartMid)
	above := lead
	if x.line.Start.IsZero() {
		above = t.soft.Render(fit("no start yet · "+s.env.keys.planning.Help().Key+" sets one", len(lead)))
	}
	if h < 14 {
		return []string{above + t.soft.Render(months)}
	}
	rule := []rune(strings.Repeat("─", chartLead+x.name+chartMid+x.width()))
	for _, cell := range at {
		rule[len([]rune(lead))+cell] = '┬'
	}
	for _, m := range slices.Backward(s.inOrder(x.line)) { // where two meet, the plan's own is seen
		cell := x.cell(max(0, m.Promise-1))
		if !m.On.IsZero() && !x.line.Start.IsZero() {
			cell = x.halfOf(m.On)/2 - x.from*x.cells
		}
		if !m.Done && m.Promise > 0 && cell >= 0 && cell < x.width() {
			rule[len([]rune(lead))+cell] = []rune(milestoneSign(m))[0]
		}
	}
	var styledRule strings.Builder
	from := 0
	for i, r := range rule {
		if r == '◆' || r == '◇' {
			styledRule.WriteString(t.faint.Render(string(rule[from:i])) + t.strong.Render(string(r)))
			from = i + 1
		}
	}
	styledRule.WriteString(t.faint.Render(string(rule[from:])))
	return []string{above + t.faint.Render(years), lead + t.soft.Render(months), styledRule.String()}
}

// rows are the stages and their steps: the line of each stage's title, how many lines there
// are, and those of the step in focus, which stands in a row.
func (s *chartScreen) rows(h, row int) (titles []int, n, from, to int) {
	for i := range s.plan.roadmap.Stages {
		if i > 0 && tall(h) {
			n++
		}
		titles = append(titles, n)
		n++
		steps := len(s.plan.roadmap.Stages[i].Steps)
		if row >= 0 && row < steps {
			if from = n + row; row == 0 {
				from = titles[i]
			}
			to = n + row + 1
		}
		n, row = n+steps, row-steps
	}
	return titles, n, from, to
}

// drawRow draws line i of the rows.
func (s *chartScreen) drawRow(x chartAxis, titles []int, i int, focus string) string {
	n := 0
	for n+1 < len(titles) && titles[n+1] <= i {
		n++
	}
	stage := &s.plan.roadmap.Stages[n]
	switch i -= titles[n] + 1; {
	case i < 0:
		t := s.theme
		return fit(t.faint.Render(fit(strconv.Itoa(n+1), chartLead))+t.strong.Render(stage.Stage.Title), chartLead+x.name+chartMid+x.width())
	case i >= len(stage.Steps):
		return "" // before the next title
	}
	return s.rowOf(x, &stage.Steps[i], stage.Steps[i].ID == focus)
}

// rowOf is the row of a step.
func (s *chartScreen) rowOf(x chartAxis, step *model.PlannedStep, focused bool) string {
	t := s.theme
	bar, drawn := x.line.Bar(step.ID)
	lead, name := " ", t.text
	switch {
	case focused:
		lead, name = t.bar.Render("▌"), t.strong
	case !drawn:
		name = t.faint
	}
	mark := " "
	switch {
	case step.Change != (model.StepChange{}):
		mark = "*"
	case step.Left.Some():
		mark = "½"
	}
	row := lead + t.soft.Render(mark) + " " + name.Render(fit(step.Name, x.name)) + " " + t.serves(step.Serves).Render(servesLetter[step.Serves]) + " "
	switch {
	case !drawn:
		return row + t.faint.Render(strings.TrimRight(fit(whyOut(*step), x.width()), " "))
	case bar.Yearly:
		return row + s.yearly(x, bar)
	}
	return row + x.draw(t, bar, focused)
}

// yearly is upkeep in the cells of the chart: where it begins, as far as there is room.
func (s *chartScreen) yearly(x chartAxis, b model.Bar) string {
	t := s.theme
	text := "each year"
	switch {
	case b.Promise.Start == 0:
	case x.line.Start.IsZero():
		text = "from month " + strconv.Itoa(b.Promise.Start/model.MonthTicks+1) + ", " + text
	default:
		d := x.line.Day(b.Promise.Start)
		text = "from " + d.Month.String()[:3] + " " + strconv.Itoa(d.Year) + ", " + text
	}
	text = ansi.Truncate(text+" ↻", x.width(), "…")
	before := max(0, min(x.cell(b.Promise.Start), x.width()-width(text)))
	return spaces(before) + t.serves(b.Step.Serves).Render(text)
}

// whyOut says why nobody will work on a step.
func whyOut(step model.PlannedStep) string {
	if step.Change.Excluded {
		if note := model.CleanLine(step.Change.Note); note != "" {
			return "– left out: " + note
		}
		return "– left out"
	}
	why := "✓ in place"
	if len(step.Left.InPlace) == 0 {
		return why
	}
	for _, x := range step.Left.InPlace {
		if note := model.CleanLine(x.Note); note != "" {
			return why + ": " + note
		}
	}
	return why + ": " + step.Left.InPlace[0].Short
}

// foot is what stands below the rows, as far as there is room: the step in focus in
// words, the milestones, the load, and what the signs mean.
func (s *chartScreen) foot(x chartAxis, b box, step model.PlannedStep) []string {
	if b.h < 14 {
		return nil
	}
	t := s.theme
	beside := s.window >= chartBeside && b.h >= besideLines
	lines := []string{fit(t.soft.Render(s.inWords(x.line, step)), b.w)}
	switch {
	case !tall(b.h) && beside:
		return append(lines, s.load(x, 1)...)
	case !tall(b.h):
		most := 1
		if b.h >= besideLines {
			most = 2
			if n := len(s.inOrder(x.line)); n > len(x.line.Milestones) {
				most = 3 // the days of the law want a line of their own
			}
		}
		return append(append(lines, s.milestoneFlow(x.line, b.w, most)...), s.load(x, 1)...)
	}
	lines = append([]string{""}, append(lines, "")...)
	switch {
	case beside:
	case b.h >= 44:
		lines = append(append(lines, s.milestones(x.line, b.w)...), "")
	default:
		lines = append(append(lines, s.milestoneFlow(x.line, b.w, 3)...), "")
	}
	return append(append(lines, s.load(x, 2)...), "", s.legend(b.w))
}

// besideLines is the height of the body from which the frame has columns.
const besideLines = 19

// inWords is when the step in focus is done, and why then, on one line.
func (s *chartScreen) inWords(line model.Timeline, step model.PlannedStep) string {
	bar, drawn := line.Bar(step.ID)
	if !drawn {
		return whyOut(step)
	}
	words := []string{when(line, bar)}
	if !bar.Yearly {
		words = append(words, daysWord(step.Days))
	}
	if bar.Drives {
		words = append(words, "drives the end")
	}
	before, _ := s.plan.step(bar.Cause.Step)
	switch bar.Cause.Kind {
	case model.CauseAfter:
		words = append(words, "after “"+before.Name+"”")
	case model.CauseCapacity:
		words = append(words, "no capacity before “"+before.Name+"” ends")
	case model.CauseDate:
		words = append(words, "this day by hand")
	}
	return strings.Join(words, " · ")
}

// when is the time of a bar in words.
func when(line model.Timeline, b model.Bar) string {
	from, to := dayOf(line, b.Promise.Start, false), dayOf(line, b.Promise.Finish, true)
	switch {
	case b.Yearly && b.Promise.Start == 0:
		return "each year from the start"
	case b.Yearly:
		return "from " + from + ", each year"
	case from == to:
		return from
	}
	if month, counted := strings.CutPrefix(to, "month "); counted {
		return "months " + strings.TrimPrefix(from, "month ") + " to " + month
	}
	return from + " to " + to
}

// dayOf is a tick in short words: its day, or the number of its month. last is for the
// first tick after something: it was over on the day before that.
func dayOf(line model.Timeline, tick int, last bool) string {
	if last {
		tick = max(0, tick-1)
	}
	if line.Start.IsZero() {
		return "month " + strconv.Itoa(tick/model.MonthTicks+1)
	}
	return shortDay(line.Day(tick))
}

// shortDay is a day in short words.
func shortDay(d model.Date) string {
	return strconv.Itoa(d.Day) + " " + d.Month.String()[:3] + " " + strconv.Itoa(d.Year)
}

// inOrder is the milestones by the day that can be promised, those behind first, and then
// the days that the law has set.
func (s *chartScreen) inOrder(line model.Timeline) []model.MilestoneDay {
	out := slices.Clone(line.Milestones)
	slices.SortStableFunc(out, func(a, b model.MilestoneDay) int { return cmp.Compare(a.Promise, b.Promise) })
	p := &s.plan
	if i := slices.IndexFunc(p.lines, func(t model.Timeline) bool { return t.Route == line.Route }); i >= 0 {
		out = append(out, p.law[i]...)
	}
	return out
}

// milestoneSign is the sign of a milestone that is still to come.
func milestoneSign(m model.MilestoneDay) string {
	if !m.On.IsZero() {
		return "◇"
	}
	return "◆"
}

// milestoneDay is its day in short words.
func milestoneDay(line model.Timeline, m model.MilestoneDay) string {
	if !m.On.IsZero() {
		return shortDay(m.On)
	}
	return dayOf(line, m.Promise, true)
}

// milestoneFrom is how early it can be, or that the law has set it.
func milestoneFrom(line model.Timeline, m model.MilestoneDay) string {
	if !m.On.IsZero() {
		return "set by law"
	}
	return "at the soonest " + dayOf(line, m.Possible, true)
}

// milestoneFlow is the milestones one behind the other, in h lines at most.
func (s *chartScreen) milestoneFlow(line model.Timeline, w, h int) []string {
	t := s.theme
	var lines []string
	row := ""
	for _, m := range s.inOrder(line) {
		word := t.good.Render("✓") + " " + t.soft.Render(m.Short)
		if !m.Done {
			word = t.strong.Render(milestoneSign(m)) + " " + t.text.Render(m.Short) + " " + t.soft.Render(milestoneDay(line, m))
		}
		if row != "" && width(row)+3+width(word) > w && len(lines) < h-1 {
			lines, row = append(lines, row), ""
		}
		if row != "" {
			row += "   "
		}
		row += word
	}
	if row == "" {
		return lines
	}
	return append(lines, fit(row, w))
}

// milestones is the milestones below each other, with the day that is possible and the
// one that can be promised.
func (s *chartScreen) milestones(line model.Timeline, w int) []string {
	t := s.theme
	label := 0
	for _, m := range s.inOrder(line) {
		label = max(label, width(m.Label))
	}
	var lines []string
	for _, m := range s.inOrder(line) {
		name := t.text.Render(fit(m.Label, label)) + "  "
		if m.Done {
			lines = append(lines, fit(t.good.Render("✓")+" "+name+t.soft.Render("in place"), w))
			continue
		}
		day := t.strong.Render(fit(milestoneDay(line, m), 13))
		lines = append(lines, fit(t.strong.Render(milestoneSign(m))+" "+name+day+t.faint.Render(milestoneFrom(line, m)), w))
	}
	return lines
}

// side is the milestones beside the chart.
func (s *chartScreen) side(b box) []string {
	_, _, planned := s.current()
	if !planned {
		return nil
	}
	t, line := s.theme, s.line()
	lines := []string{t.faint.Render("Milestones"), ""}
	for _, m := range s.inOrder(line) {
		if m.Done {
			lines = append(lines, t.good.Render("✓")+" "+t.text.Render(m.Label), "  "+t.soft.Render("in place"), "")
			continue
		}
		lines = append(lines, t.strong.Render(milestoneSign(m))+" "+t.text.Render(m.Label),
			"  "+t.strong.Render(milestoneDay(line, m)), "  "+t.faint.Render(milestoneFrom(line, m)), "")
	}
	return lines[:min(len(lines), b.h)]
}

// load is the work of each month, in h lines. A full month ends just below the line above.
func (s *chartScreen) load(x chartAxis, h int) []string {
	t := s.theme
	label := "Load of " + x.line.Capacity.String() + " days a month"
	if x.line.Assumed {
		label = "Load of " + x.line.Capacity.String() + " a month, assumed"
	}
	if t.projector {
		label = "Load"
	}
	levels := make([]int, x.width())
	for m, some := range x.line.Load {
		if some == 0 || x.line.Capacity == 0 {
			continue
		}
		from, to := x.cell(m*model.MonthTicks), x.cell((m+1)*model.MonthTicks)
		for c := max(0, from); c < min(max(to, from+1), len(levels)); c++ {
			levels[c] = max(1, int(some)*(8*h-1)/int(x.line.Capacity))
		}
	}
	var lines []string
	for row := h - 1; row >= 0; row-- {
		var b strings.Builder
		for _, level := range levels {
			b.WriteString([]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}[max(0, min(8, level-8*row))])
		}
		name := ""
		if row == 0 {
			name = label
		}
		lines = append(lines, t.faint.Render(fit(name, chartLead+x.name+chartMid-1))+" "+t.soft.Render(strings.TrimRight(b.String(), " ")))
	}
	return lines
}

// legend is what the signs mean.
func (s *chartScreen) legend(w int) string {
	t := s.theme
	line := ""
	for _, sign := range []struct{ sign, word string }{
		{t.nis2.Render("N ─"), "NIS2"}, {t.iso.Render("I ─"), "ISO 27001"}, {t.text.Render("─"), "both"},
		{t.strong.Render("━"), "drives the end"}, {t.faint.Render("╌"), "soonest"}, {t.soft.Render("½"), "partly in place"}, {t.soft.Render("*"), "changed"},
	} {
		next := sign.sign + " " + t.faint.Render(sign.word)
		if line != "" {
			next = line + "  " + next
		}
		if width(next) > w {
			break
		}
		line = next
	}
	return line
}

// slide is the chart for a projector: what is reached when, and how full the months are.
func (s *chartScreen) slide(w int) []string {
	t, line := s.theme, s.line()
	lines := []string{t.title.Render(s.reaches(line))}
	for _, m := range s.inOrder(line) {
		day := t.strong.Render(milestoneDay(line, m))
		sign := t.strong.Render(milestoneSign(m))
		if m.Done {
			day, sign = t.soft.Render("in place"), t.good.Render("✓")
		}
		lines = append(lines, apart(sign+" "+t.text.Render(m.Label), day, w))
	}
	x := s.axis(line, w)
	x.name, x.from = 0, 0
	room := w - chartLead - chartMid
	x.cells = max(1, min(chartCells, room/x.total))
	x.shown = min(x.total, room/x.cells)
	return append(lines, s.load(x, 1)...)
}

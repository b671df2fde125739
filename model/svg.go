package model

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// The chart of the roadmap as a drawing for the page: the chosen route by the promise, a
// row for each step, on a calendar or, where no start was given, in numbered months. Its
// colours are the page's (html.css), and nothing is told by them alone.

// The measures of the drawing, in its own units: a little less than a pixel of the page,
// a fifth of a millimetre on paper.
const (
	svgWidth   = 820
	svgID      = 34  // where the name of a step begins, behind its id
	svgLetter  = 361 // the letter of whom a step serves
	svgLeft    = 374 // where the months begin
	svgRight   = 808 // and end
	svgNameCut = 42  // cells of a name in a line
	svgRow     = 20  // the height of a row
	svgLine    = 14  // what a further line of a name adds
	svgBar     = 10  // the height of a bar
	svgLeast   = 2.5 // the width of the shortest bar
	svgLabel   = 30  // the width of a label of a month, at most
	svgApart   = 42  // the least distance of two labels of months
)

// svgWords is the words of the drawing.
var svgWords = struct{ title, months, nis2, iso, both, drives, other, yearly, milestone string }{
	title: "The roadmap as a chart", months: "Month",
	nis2: "N: NIS2 only", iso: "I: ISO 27001 only", both: "serves both",
	drives: "filled: critical, drives the end", other: "light: other steps",
	yearly: "broken: every year from then on", milestone: "milestone",
}

// svgAxis is the months of a drawing.
type svgAxis struct {
	line   Timeline
	first  Date // of the month in which it begins; zero: months have numbers
	months int  // how many it shows
	step   int  // months between two labels
}

// newSVGAxis is the axis for a timeline: all of it, and room for the upkeep behind it.
func newSVGAxis(t Timeline) svgAxis {
	x := svgAxis{line: t}
	if !t.Start.IsZero() {
		x.first = Date{t.Start.Year, t.Start.Month, 1}
	}
	last := float64(t.End.Finish) / MonthTicks
	for _, b := range t.Bars {
		end := b.Promise.Finish
		if b.Yearly {
			end = b.Promise.Start
		}
		last = max(last, x.end(end), x.begin(b.Promise.Start))
	}
	x.months = int(last) + 1
	x.months += max(1, x.months/12)
	width := float64(svgRight-svgLeft) / float64(x.months)
	x.step = 1
	for _, x.step = range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200} {
		if width*float64(x.step) >= svgApart {
			break
		}
	}
	return x
}

// begin is where a tick begins, in months from the left end of the axis.
func (x svgAxis) begin(tick int) float64 {
	if x.first.IsZero() {
		return float64(tick) / MonthTicks
	}
	return x.at(x.line.Day(tick))
}

// end is where something ends that is over at a tick: behind its last day.
func (x svgAxis) end(tick int) float64 {
	if x.first.IsZero() {
		return float64(tick) / MonthTicks
	}
	return x.at(x.line.LastDay(tick).addDays(1))
}

// at is where a day begins, in months.
func (x svgAxis) at(d Date) float64 {
	first := Date{d.Year, d.Month, 1}
	length := first.daysUntil(first.addMonths(1))
	months := (d.Year-x.first.Year)*12 + int(d.Month-x.first.Month)
	return float64(months) + float64(d.Day-1)/float64(length)
}

// x is the place of a number of months in the drawing.
func (x svgAxis) x(months float64) float64 {
	return svgLeft + months*(svgRight-svgLeft)/float64(x.months)
}

// svgTick is a line of the axis with its label.
type svgTick struct {
	at          float64 // in the drawing
	label, year string  // the year stands above, where it is new
	name        string  // of the month: 2027-02, or its number
}

// ticks is the lines of the axis.
func (x svgAxis) ticks() []svgTick {
	var out []svgTick
	if x.first.IsZero() {
		for m := 0; m < x.months; m += x.step {
			n := strconv.Itoa(m + 1)
			out = append(out, svgTick{at: x.x(float64(m)), label: n, name: n})
		}
		return out
	}
	// From a January on, so that the same months are named in each year.
	year := 0
	for m := (12 - int(x.first.Month-1)) % 12 % x.step; m < x.months; m += x.step {
		d := x.first.addMonths(m)
		t := svgTick{at: x.x(float64(m)), label: d.Month.String()[:3], name: d.String()[:7]}
		if x.step >= 12 {
			t.label, year = strconv.Itoa(d.Year), d.Year
		} else if d.Year != year {
			year = d.Year
			t.year = strconv.Itoa(year)
		}
		out = append(out, t)
	}
	return out
}

// svgWriter writes the rows of a drawing from top to bottom.
type svgWriter struct {
	strings.Builder
	axis svgAxis
	y    float64
}

func (w *svgWriter) put(format string, args ...any) {
	for i, arg := range args {
		switch v := arg.(type) {
		case string:
			args[i] = html.EscapeString(Clean(v))
		case float64:
			args[i] = strconv.FormatFloat(float64(int(v*10+0.5))/10, 'f', -1, 64)
		}
	}
	fmt.Fprintf(w, format+"\n", args...)
}

func (w *svgWriter) text(class string, x, y float64, s string) {
	w.put(`<text class="%s" x="%s" y="%s">%s</text>`, class, x, y, s)
}

// chart is the drawing of the chosen route; nothing where there is nothing to do.
func (r *Report) chart() string {
	t := r.chosen()
	if len(t.Bars) == 0 {
		return ""
	}
	w := &svgWriter{axis: newSVGAxis(t)}
	w.y = 40
	steps, stages := 0, 0
	for _, stage := range r.roadmap.Stages {
		headed := false
		for _, s := range stage.Steps {
			bar, planned := t.Bar(s.ID)
			if !planned {
				continue
			}
			if !headed {
				headed = true
				stages++
				w.head(stage.Stage.Title)
			}
			steps++
			w.bar(bar)
		}
	}
	headed := false
	for _, m := range r.drawn(t) {
		if m.Promise > max(t.End.Finish, MonthTicks) {
			continue // behind the end of the axis
		}
		if !headed {
			headed = true
			w.head(r.content.Phrases["plan-milestones"])
		}
		w.milestone(m)
	}
	bottom := w.y + 4
	w.legend(bottom + 22)

	var b svgWriter
	b.axis = w.axis
	b.put(`<svg viewBox="0 0 %d %s" role="img" aria-labelledby="chart.title chart.desc">`, svgWidth, bottom+60)
	b.put(`<title id="chart.title">%s</title>`, svgWords.title)
	b.put(`<desc id="chart.desc">%s</desc>`, w.axis.inWords(steps, stages))
	b.months(bottom)
	return b.String() + w.String() + "</svg>\n"
}

// inWords is what the drawing shows, for whoever does not see it.
func (x svgAxis) inWords(steps, stages int) string {
	s := fmt.Sprintf("%d %s in %d %s", steps, plural(steps, "step", "steps"), stages, plural(stages, "stage", "stages"))
	if end := x.line.End.Finish; end > 0 {
		s += ", from " + x.line.from(0) + " to " + x.line.by(end) + " by the promise"
	}
	return s + ". Every day that it shows stands in words in this part of the report."
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// months draws the axis, with lines down to a height.
func (w *svgWriter) months(bottom float64) {
	if w.axis.first.IsZero() {
		w.text("axis", svgLeft, 14, svgWords.months)
	}
	for _, t := range w.axis.ticks() {
		w.put(`<line class="grid" data-month="%s" x1="%s" y1="36" x2="%s" y2="%s"/>`, t.name, t.at, t.at, bottom)
		if t.at > svgRight-svgLabel {
			continue // it would be cut off
		}
		if t.year != "" {
			w.text("year", t.at, 14, t.year)
		}
		w.text("axis", t.at, 30, t.label)
	}
}

// head draws the title of a stage.
func (w *svgWriter) head(title string) {
	w.y += 8
	w.put(`<line class="rule" x1="0" y1="%s" x2="%d" y2="%s"/>`, w.y, svgRight, w.y)
	w.text("stage", 0, w.y+17, title)
	w.y += 25
}

// bar draws a step.
func (w *svgWriter) bar(b Bar) {
	lines := cutName(b.Step.Name, svgNameCut)
	height := float64(svgRow + (len(lines)-1)*svgLine)
	class := "bar " + b.Step.Serves
	name := "name"
	switch {
	case b.Yearly:
		class += " yearly"
	case b.Drives:
		class, name = class+" drives", name+" drives"
	}
	from, to := w.axis.x(w.axis.begin(b.Promise.Start)), w.axis.x(float64(w.axis.months))
	if !b.Yearly {
		to = w.axis.x(w.axis.end(b.Promise.Finish))
	}
	w.put(`<g data-step="%s"><title>%s</title>`, b.Step.ID, b.Step.ID+" "+b.Step.Name+": "+w.axis.line.when(b))
	w.text("id", 0, w.y+14, b.Step.ID)
	for i, line := range lines {
		w.text(name, svgID, w.y+14+float64(i*svgLine), line)
	}
	if letter := map[string]string{"nis2": "N", "iso": "I"}[b.Step.Serves]; letter != "" {
		w.text("letter "+b.Step.Serves, svgLetter, w.y+14, letter)
	}
	w.put(`<rect class="%s" x="%s" y="%s" width="%s" height="%d" rx="1.5"/></g>`,
		class, from, w.y+(svgRow-svgBar)/2, max(svgLeast, to-from), svgBar)
	w.y += height
}

// milestone draws a milestone, with its day beside it.
func (w *svgWriter) milestone(m MilestoneDay) {
	lines := cutName(m.Label, svgNameCut+4)
	at, when := w.axis.x(w.axis.end(m.Promise)), w.axis.line.by(m.Promise)
	if !m.On.IsZero() {
		at, when = w.axis.x(w.axis.at(m.On.addDays(1))), m.On.Long()
	}
	w.put(`<g data-milestone="%s"><title>%s</title>`, m.ID, m.Label+": "+when)
	for i, line := range lines {
		w.text("name drives", 0, w.y+14+float64(i*svgLine), line)
	}
	w.diamond(at, w.y+svgRow/2)
	if at > (svgLeft+svgRight)/2 {
		w.text("day before", at-10, w.y+14, when)
	} else {
		w.text("day", at+10, w.y+14, when)
	}
	w.put(`</g>`)
	w.y += float64(svgRow + (len(lines)-1)*svgLine)
}

func (w *svgWriter) diamond(x, y float64) {
	w.put(`<path class="milestone" data-x="%s" d="M%s %sl6 6l-6 6l-6-6z"/>`, x, x, y-6)
}

// legend says what the signs mean, in two lines.
func (w *svgWriter) legend(y float64) {
	columns := []float64{0, 262, 420, 690}
	sample := func(column int, y float64, class, words string) {
		x := columns[column]
		w.put(`<rect class="%s" x="%s" y="%s" width="22" height="%d" rx="1.5"/>`, class, x+1, y-svgBar+1, svgBar)
		w.text("legend", x+30, y, words)
	}
	sample(0, y, "bar both drives", svgWords.drives)
	sample(1, y, "bar both", svgWords.other)
	sample(2, y, "bar both yearly", svgWords.yearly)
	w.diamond(columns[3]+12, y-4)
	w.text("legend", columns[3]+30, y, svgWords.milestone)
	y += 22
	sample(0, y, "bar nis2 drives", svgWords.nis2)
	sample(1, y, "bar iso drives", svgWords.iso)
	sample(2, y, "bar both drives", svgWords.both)
}

// cutName breaks a name between words into lines of so many cells; a longer word stays whole.
func cutName(name string, cells int) []string {
	var lines []string
	for word := range strings.FieldsSeq(Clean(name)) {
		last := len(lines) - 1
		if last >= 0 && uniseg.StringWidth(lines[last]+" "+word) <= cells {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

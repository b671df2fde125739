package model

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Many assessments, a row each.
//
// A row says what is quickly worked out: the scope, the verdict, the gaps that were found and
// the next milestone. Rows are written as they come and then forgotten, only counts are kept:
// a table of ten thousand rows needs no more memory than one of ten.

// PortfolioRow is one assessment in a row, or a file that holds none.
type PortfolioRow struct {
	File         string // as it was named or found
	Problem      string // why the file cannot be used; of the rest only File is then set
	Organisation string
	Outcome
	Class        string // of the scope, in a few words
	Words        string // the verdict, in a few words
	LeaningWords string // where the verdict is open and leans
	IfBinds      string // the verdict of either reading, where the scope is open
	IfNot        string
	Gap          GapCount
	Gaps         []Duty // the biggest: the first in no state but none, then those that are partly met
	Next         MilestoneDay
	HasNext      bool // there is a milestone that is not reached yet
	Route        RouteID
	Registered   Registration
	Unknown      bool // it holds something that the content does not know, or facts that clash

	next Timeline // without its bars: what is needed to name the day of Next
}

// Registration is whether an organisation that has to register with the authority has done so.
type Registration string

// The registrations.
const (
	NoRegistration Registration = ""    // it need not, or not as far as is known, or the step was left out by hand
	Registered     Registration = "yes" // it has
	NotRegistered  Registration = "no"  // it has not, or nobody said so
)

// biggestGaps is how many gaps are named in a row.
const biggestGaps = 3

// PortfolioRows works out the rows of assessments. What several of them have in common it
// works out once. It is not for several goroutines at once: each has one of its own.
type PortfolioRows struct {
	content  *Content
	promises promises
}

// NewPortfolioRows makes rows by a content.
func NewPortfolioRows(c *Content) *PortfolioRows { return &PortfolioRows{content: c} }

// Row works out the row of an assessment. It is quick, a millisecond or two: it looks for no
// turns.
func (x *PortfolioRows) Row(file string, a Assessment) PortfolioRow {
	c := x.content
	o := Decide(c, a)
	row := PortfolioRow{File: file, Organisation: CleanLine(a.Organisation), Outcome: o, Class: c.classInShort(o.Scope),
		Words: c.VerdictWords(o).Short, LeaningWords: c.shortOf(o, o.Reading, o.Leaning), Unknown: len(c.Notices(a)) > 0}
	if both := o.Readings; both != nil {
		row.IfBinds, row.IfNot = c.shortOf(o, both.Binding, both.Binding.Verdict), c.shortOf(o, both.NotBinding, both.NotBinding.Verdict)
	}
	duties := c.dutiesOf(a, false)
	row.Gap = CountGap(duties)
	for _, state := range []GapLevel{GapNone, GapPartial} {
		for _, d := range duties {
			if d.Gap.State == state && len(row.Gaps) < biggestGaps {
				row.Gaps = append(row.Gaps, d)
			}
		}
	}
	t := c.chosenPromise(a, o, PlanRoadmap(c, a, o), &x.promises)
	row.Route = t.Route
	for _, m := range t.Milestones {
		if !m.Done && (!row.HasNext || m.Promise < row.Next.Promise) {
			row.Next, row.HasNext = m, true
		}
	}
	row.next = Timeline{Start: t.Start}
	if m, planned := t.Milestone(MilestoneRegistered); planned {
		row.Registered = map[bool]Registration{true: Registered, false: NotRegistered}[m.Done]
	}
	return row
}

// BadPortfolioRow is the row of a file that cannot be used, with the first thing that is wrong
// with it.
func BadPortfolioRow(file string, err error) PortfolioRow {
	problem, _, _ := strings.Cut(Clean(err.Error()), "\n")
	problem, here := strings.CutPrefix(CleanLine(problem), CleanLine(file)+":")
	if here && problem != "" && problem[0] >= '0' && problem[0] <= '9' {
		problem = "line " + problem
	}
	return PortfolioRow{File: file, Problem: cmp.Or(strings.TrimSpace(problem), "unknown")}
}

// classInShort is a scope class in a few words.
func (c *Content) classInShort(class ScopeClass) string {
	if class.ID != UndeterminedScope {
		return strings.ReplaceAll(class.ID, "-", " ")
	}
	return map[Binding]string{Binds: "bound, class open", DoesNotBind: "not bound, class open"}[class.Binds]
}

// PortfolioFormats is what a portfolio can be written as.
func PortfolioFormats() []string { return []string{"md", "csv", "json"} }

// Portfolio writes rows as they come. Begin comes first, End last.
type Portfolio struct {
	Bad     int // rows of files that cannot be used
	Unknown int // rows of assessments with something that the content does not know

	content      *Content
	format       string
	out          io.Writer
	rows         int // of assessments
	verdicts     map[VerdictID]int
	bound, open  int // whom NIS2 binds, and of whom it is open
	unregistered int
}

// NewPortfolio is a portfolio in one of PortfolioFormats.
func NewPortfolio(c *Content, format string, out io.Writer) *Portfolio {
	return &Portfolio{content: c, format: format, out: out, verdicts: map[VerdictID]int{}}
}

// Begin writes what stands before the rows.
func (p *Portfolio) Begin() error {
	switch p.format {
	case "csv":
		if err := p.text("\ufeff"); err != nil {
			return err
		}
		return p.cells(portfolioHeader)
	case "json":
		content, err := oneLine(contentJSON{p.content.Version, p.content.AsOf.String()})
		if err != nil {
			return err
		}
		return p.text("{\n  \"content\": " + content + ",\n  \"rows\": [")
	}
	return p.text("# Portfolio\n\n| Organisation | Class | Verdict | Balance | Biggest gaps | Next |\n|---|---|---|---|---|---|\n")
}

// Row writes a row and counts it.
func (p *Portfolio) Row(x PortfolioRow) error {
	first := p.rows+p.Bad == 0
	if x.Problem != "" {
		p.Bad++
	} else {
		p.count(x)
	}
	switch p.format {
	case "csv":
		return p.cells(x.cells())
	case "json":
		line, err := oneLine(x.json())
		if err != nil {
			return err
		}
		comma := ","
		if first {
			comma = ""
		}
		return p.text(comma + "\n    " + line)
	}
	return p.text(x.markdown())
}

func (p *Portfolio) count(x PortfolioRow) {
	p.rows++
	p.verdicts[x.Verdict]++
	p.bound += b2i(x.Scope.Binds == Binds)
	p.open += b2i(x.Scope.Binds == BindingIsOpen)
	p.unregistered += b2i(x.Registered == NotRegistered)
	p.Unknown += b2i(x.Unknown)
}

// End writes what stands behind the rows.
func (p *Portfolio) End() error {
	switch p.format {
	case "csv":
		return nil
	case "json":
		summary, err := oneLine(p.summaryJSON())
		if err != nil {
			return err
		}
		return p.text("\n  ],\n  \"summary\": " + summary + "\n}\n")
	}
	return p.text(p.summary())
}

func (p *Portfolio) text(s string) error {
	_, err := io.WriteString(p.out, s)
	return err
}

// --- as Markdown

func (x PortfolioRow) markdown() string {
	if x.Problem != "" {
		return "| " + inline(x.File) + " | cannot be used | " + inline(x.Problem) + " | | | |\n"
	}
	name := inline(x.File)
	if x.Organisation != "" {
		name = inline(x.Organisation) + " (" + name + ")"
	}
	verdict := x.Words
	switch {
	case x.IfBinds != "":
		verdict += "; if NIS2 binds: " + lowerFirst(x.IfBinds) + "; if not: " + lowerFirst(x.IfNot)
	case x.LeaningWords != "":
		verdict += "; leans to: " + lowerFirst(x.LeaningWords)
	}
	return "| " + strings.Join([]string{name, cmp.Or(x.Class, "open"), inline(verdict),
		x.Balance.Signed() + ", " + string(x.Confidence.Level), inline(x.gapWords()), inline(x.nextWords())}, " | ") + " |\n"
}

// gapWords is the biggest gaps in words, or how far anybody looked.
func (x PortfolioRow) gapWords() string {
	checked := x.Gap.Said() - x.Gap.NotSure
	if checked == 0 {
		return "not checked"
	}
	if len(x.Gaps) == 0 {
		return fmt.Sprintf("none found, %d of %d checked", checked, x.Gap.Total())
	}
	var words []string
	for _, d := range x.Gaps {
		short := lowerFirst(d.Short)
		if d.Gap.State == GapPartial {
			short += " (partly)"
		}
		words = append(words, short)
	}
	if more := x.Gap.None + x.Gap.Partial - len(x.Gaps); more > 0 {
		words = append(words, strconv.Itoa(more)+" more")
	}
	return strings.Join(words, "; ")
}

// nextWords is the next milestone with its day or its month.
func (x PortfolioRow) nextWords() string {
	if !x.HasNext {
		return "–"
	}
	return x.Next.Short + ", " + x.next.by(x.Next.Promise)
}

// summary is the counts, as they stand below the table.
func (p *Portfolio) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s.\n", counted(p.rows, "assessment", "assessments"))
	if p.rows > 0 {
		b.WriteString("\n")
		for _, v := range p.content.Verdicts {
			if n := p.verdicts[v.ID]; n > 0 {
				fmt.Fprintf(&b, "- %s: %d\n", v.Short, n)
			}
		}
		fmt.Fprintf(&b, "\nNIS2 binds %d, and for %d that is open. Not registered with the authority, or nobody said so: %d.\n", p.bound, p.open, p.unregistered)
	}
	if p.Bad > 0 {
		fmt.Fprintf(&b, "\nThat cannot be used: %s.\n", counted(p.Bad, "file", "files"))
	}
	fmt.Fprintf(&b, "\nContent %s of %s. %s\n", p.content.Version, p.content.AsOf.Long(), p.content.Phrases["disclaimer"])
	return b.String()
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// --- as CSV

// portfolioHeader is the columns of the CSV. Programs take the columns by these names.
var portfolioHeader = []string{"file", "organisation", "class", "binds", "verdict", "verdict_words", "leaning", "if_binds", "if_not",
	"balance", "confidence", "gaps_checked", "gaps_none", "gaps_partial", "biggest_gaps",
	"next_milestone", "next_by", "next_month", "route", "registered", "error"}

// cells is the cells of a row, in the order of portfolioHeader.
func (x PortfolioRow) cells() []string {
	if x.Problem != "" {
		out := make([]string, len(portfolioHeader))
		out[0], out[len(out)-1] = x.File, x.Problem
		return out
	}
	ifBinds, ifNot := "", ""
	if r := x.Readings; r != nil {
		ifBinds, ifNot = string(r.Binding.Verdict), string(r.NotBinding.Verdict)
	}
	var gaps []string
	for _, d := range x.Gaps {
		gaps = append(gaps, d.Short)
	}
	milestone, day, month := "", "", ""
	if x.HasNext {
		milestone, day, month = x.Next.Label, x.next.LastDay(x.Next.Promise).String(), strconv.Itoa(inMonths(x.Next.Promise))
	}
	return []string{x.File, x.Organisation, x.Scope.ID, string(x.Scope.Binds), string(x.Verdict), x.Words, string(x.Leaning), ifBinds, ifNot,
		x.Balance.String(), string(x.Confidence.Level),
		strconv.Itoa(x.Gap.Said() - x.Gap.NotSure), strconv.Itoa(x.Gap.None), strconv.Itoa(x.Gap.Partial), strings.Join(gaps, "; "),
		milestone, day, month, string(x.Route), string(x.Registered), ""}
}

// cells writes a line of CSV as StepsCSV does. A balance is a number to a spreadsheet also
// below zero, and gets no apostrophe.
func (p *Portfolio) cells(cells []string) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for i, cell := range cells {
		if portfolioHeader[i] != "balance" {
			cells[i] = guarded(CleanLine(cell))
		}
	}
	if err := w.Write(cells); err != nil {
		return err
	}
	w.Flush()
	return p.text(b.String())
}

// --- for other programs

// portfolioRowJSON is a row. Its keys are the outside interface.
type portfolioRowJSON struct {
	File         string          `json:"file"`
	Organisation string          `json:"organisation"`
	Scope        portfolioScope  `json:"scope"`
	Verdict      VerdictID       `json:"verdict"`
	Leaning      VerdictID       `json:"leaning,omitempty"`
	Readings     *readingsInJSON `json:"readings,omitempty"`
	Balance      Hundredths      `json:"balance"`
	Confidence   ConfidenceLevel `json:"confidence"`
	Gap          portfolioGap    `json:"gap"`
	Next         *portfolioNext  `json:"next_milestone"` // null: all are reached, or there is none
	Route        RouteID         `json:"route"`
	Registered   *bool           `json:"registered"` // null: it need not, as far as is known
	Unknown      bool            `json:"has_unknown"`
}

type portfolioScope struct {
	Result string  `json:"result"`
	Binds  Binding `json:"binds"`
}

type portfolioGap struct {
	Checked int             `json:"checked"` // of Of; 0: nobody looked
	Of      int             `json:"of"`
	None    int             `json:"none"`
	Partial int             `json:"partial"`
	Biggest []portfolioLack `json:"biggest"`
}

type portfolioLack struct {
	Obligation string   `json:"obligation"`
	State      GapLevel `json:"state"`
}

type portfolioNext struct {
	ID           string  `json:"id"`
	Promise      *string `json:"promise"` // null until a start is given
	PromiseMonth int     `json:"promise_month"`
}

// badRowJSON is a file that cannot be used.
type badRowJSON struct {
	File    string `json:"file"`
	Problem string `json:"error"`
}

type portfolioSummary struct {
	Assessments  int               `json:"assessments"`
	Bad          int               `json:"bad_files"`
	Verdicts     map[VerdictID]int `json:"verdicts"`
	Bound        int               `json:"bound"`
	Open         int               `json:"binding_open"`
	Unregistered int               `json:"not_registered"`
}

func (x PortfolioRow) json() any {
	file := CleanLine(x.File)
	if x.Problem != "" {
		return badRowJSON{file, x.Problem}
	}
	out := portfolioRowJSON{File: file, Organisation: x.Organisation, Scope: portfolioScope{x.Scope.ID, x.Scope.Binds},
		Verdict: x.Verdict, Leaning: x.Leaning, Balance: x.Balance, Confidence: x.Confidence.Level,
		Gap:   portfolioGap{x.Gap.Said() - x.Gap.NotSure, x.Gap.Total(), x.Gap.None, x.Gap.Partial, []portfolioLack{}},
		Route: x.Route, Unknown: x.Unknown}
	if r := x.Readings; r != nil {
		out.Readings = &readingsInJSON{r.Binding.Verdict, r.NotBinding.Verdict}
	}
	for _, d := range x.Gaps {
		out.Gap.Biggest = append(out.Gap.Biggest, portfolioLack{d.ID, d.Gap.State})
	}
	if x.HasNext {
		out.Next = &portfolioNext{x.Next.ID, dayJSON(x.next.LastDay(x.Next.Promise)), inMonths(x.Next.Promise)}
	}
	if x.Registered != NoRegistration {
		yes := x.Registered == Registered
		out.Registered = &yes
	}
	return out
}

func (p *Portfolio) summaryJSON() portfolioSummary {
	out := portfolioSummary{p.rows, p.Bad, map[VerdictID]int{}, p.bound, p.open, p.unregistered}
	for _, v := range p.content.Verdicts {
		out.Verdicts[v.ID] = p.verdicts[v.ID]
	}
	return out
}

// oneLine is a value as JSON on one line.
func oneLine(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("writing JSON: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// CarriesAssessment reports whether a Markdown file is meant to be a report of this program:
// whether it has front matter that begins as an assessment does. Folders hold other Markdown
// files too.
func CarriesAssessment(data []byte) bool {
	front, ok := frontMatter(data)
	return ok && slices.ContainsFunc(bytes.Split(front, []byte("\n")), func(line []byte) bool {
		return bytes.HasPrefix(line, []byte("twopaths:"))
	})
}

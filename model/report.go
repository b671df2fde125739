package model

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
)

// Report is everything the report's template may show, already in words and
// already escaped: a template cannot put a user's text raw into the document.
type Report struct {
	content    *Content
	assessment Assessment
	outcome    Outcome
	turns      []Turn
	others     []Turn // the same without touching the certificate question
	roadmap    Roadmap
	duties     []Duty
	lines      []Timeline // both routes on the calendar
	choice     RouteChoice
	planTime   func() []string // see PlanTime
	misses     func() []string // see Misses
	cited      map[string]bool
	noNotes    bool
	program    string
}

// HideNotes leaves every note out, for showing the report to a room.
func (r *Report) HideNotes() { r.noNotes = true }

// By says which version of the program writes the report; it stands in its front matter.
func (r *Report) By(program string) { r.program = program }

// NewReport works out everything the report of an assessment shows. It is slow
// (the search for turns): call it off the event loop.
func NewReport(c *Content, a Assessment) *Report {
	o := Decide(c, a)
	r := &Report{
		content: c, assessment: a, outcome: o,
		turns:   Turns(c, a),
		others:  Turns(c, a, CertificateQuestion),
		roadmap: PlanRoadmap(c, a, o),
		duties:  c.Duties(a),
		cited:   map[string]bool{},
	}
	r.lines = c.Timelines(a, r.roadmap)
	r.choice = c.ChooseRoute(a, o, r.lines)
	// What would help a late plan takes other plans to find, and several parts say it.
	r.planTime, r.misses = sync.OnceValue(r.workOutPlanTime), sync.OnceValue(r.workOutMisses)
	return r
}

// Markdown is the whole report without its front matter.
func (r *Report) Markdown() (string, error) { return r.part("report") }

// Recommendation is the part with the verdict and its reasons.
func (r *Report) Recommendation() (string, error) { return r.part("recommendation") }

// RoadmapPart is the part with the work to do.
func (r *Report) RoadmapPart() (string, error) { return r.part("roadmap") }

func (r *Report) part(name string) (string, error) {
	var b limited
	r.cited = map[string]bool{}
	if err := r.content.Report.ExecuteTemplate(&b, name, r); err != nil {
		return "", fmt.Errorf("writing the report part %q: %w", name, err)
	}
	return tidy(b.text.String()), nil
}

// maxPartBytes is how much a part of the report may be. The longest notes that a file may
// hold stay far below it, each written out a few times.
const maxPartBytes = 8 * MaxFileBytes

// limited is text that does not grow beyond maxPartBytes: a template that calls itself
// would write for ever.
type limited struct{ text strings.Builder }

// Write adds to the text, or says that it is too long.
func (b *limited) Write(p []byte) (int, error) {
	if b.text.Len()+len(p) > maxPartBytes {
		return 0, fmt.Errorf("it writes more than %d bytes; does a part of the template call itself?", maxPartBytes)
	}
	return b.text.Write(p)
}

// Formats lists what a report can be written as: the report itself, a page, for other
// programs, the plan for a calendar, its steps for a project tool. A file's ending is the same.
func Formats() []string { return []string{"md", "html", "json", "ics", "csv"} }

// Write writes the report in one of the formats. The calendar has errors of its own where
// the plan does not allow one: ErrNoStart, ErrNoEvents, ErrYears.
func (r *Report) Write(format string) ([]byte, error) {
	switch format {
	case "md":
		return r.File()
	case "html":
		return r.HTML()
	case "json":
		return r.JSON()
	case "ics":
		return r.Calendar()
	case "csv":
		return r.StepsCSV()
	}
	return nil, fmt.Errorf("there is no format %q; choose md, html, json, ics or csv", CleanLine(format))
}

// File is the report as it is exported: the assessment as front matter, so that
// the report can be opened again, and the document.
func (r *Report) File() ([]byte, error) {
	body, err := r.Markdown()
	if err != nil {
		return nil, err
	}
	a := r.assessment
	a.Content = r.content.Version
	answers, err := a.Encode()
	if err != nil {
		return nil, err
	}
	front, err := a.encode(&exportedFile{Program: r.program, Text: sum([]byte(body)), Answers: sum(answers)})
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(fence+"\n"), front, []byte(fence+"\n\n"), []byte(body)), nil
}

// ReportFuncs is the functions that a report template may call.
func ReportFuncs(c *Content) template.FuncMap {
	return template.FuncMap{
		"say":    func(id string) string { return c.Say(Phrase{ID: id}) },
		"list":   List,
		"lower":  lowerFirst,
		"join":   strings.Join,
		"number": numberWord,
		"steps": func(ids []string) string {
			if len(ids) == 1 {
				return "Step " + ids[0]
			}
			return "Steps " + strings.Join(ids, ", ")
		},
		"top": func(n int, reasons []Reason) []Reason { return reasons[:min(n, len(reasons))] },
		"add": func(a, b int) int { return a + b },
	}
}

var templateLine = regexp.MustCompile(`:(\d+)(?::\d+)?: (.*)$`)

// TemplateFault words an error of a report template, with its line.
func TemplateFault(file string, err error) Fault {
	var exec template.ExecError
	text := err.Error()
	if errors.As(err, &exec) {
		text = exec.Error()
	}
	f := Fault{File: file, Problem: Clean(text)}
	if m := templateLine.FindStringSubmatch(text); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
		f.Problem = Clean(m[2])
	}
	return f
}

// --- the head

// Name is the organisation, or words for one without a name.
func (r *Report) Name() string {
	if n := inline(r.assessment.Organisation); n != "" {
		return n
	}
	return r.content.Phrases["nameless"]
}

// HasName reports whether the organisation was named.
func (r *Report) HasName() bool { return inline(r.assessment.Organisation) != "" }

// Date is the day of the assessment in words, or nothing.
func (r *Report) Date() string { return r.assessment.Date.Long() }

// Participants is who took part.
func (r *Report) Participants() []string {
	var out []string
	for _, p := range r.assessment.Participants {
		if p = inline(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// Version is the content's version, AsOf the day its facts were checked.
func (r *Report) Version() string { return r.content.Version }

// AsOf is the day on which the facts were last checked, in words.
func (r *Report) AsOf() string { return r.content.AsOf.Long() }

// --- the verdict

// Words is a verdict in words.
type Words struct{ Short, Title, Lead string }

// Verdict is the verdict in the words for this situation.
func (r *Report) Verdict() Words {
	w := r.content.VerdictWords(r.outcome)
	if x, ok := r.content.variant(r.outcome); ok && r.Holder() {
		w.Lead = strings.TrimSpace(byReach(r.assessment.Certificate.Covers, x.Lead, x.LeadPart, x.LeadWhole))
	}
	return r.words(w)
}

// byReach is the words for how far a certificate reaches, or those for any reach.
func byReach(reach Reach, words, part, whole string) string {
	switch reach {
	case ReachPart:
		return cmp.Or(part, words)
	case ReachWhole:
		return cmp.Or(whole, words)
	}
	return words
}

// Leaning is where an undetermined verdict leans, in words; empty elsewhere.
func (r *Report) Leaning() string {
	return r.content.shortOf(r.outcome, r.outcome.Reading, r.outcome.Leaning)
}

func (r *Report) words(w Words) Words {
	name := r.Name()
	if !r.HasName() && !strings.HasPrefix(w.Lead, "{organisation}") {
		name = lowerFirst(name)
	}
	w.Lead = strings.ReplaceAll(w.Lead, "{organisation}", name)
	return w
}

// VerdictWords is the words for an outcome's verdict: the first variant that
// fits its scope class, certificate status and gates, or the general ones.
func (c *Content) VerdictWords(o Outcome) Words {
	if x, ok := c.variant(o); ok {
		return Words{x.Short, x.Title, strings.TrimSpace(x.Lead)}
	}
	v, _ := find(c.Verdicts, func(v VerdictText) bool { return v.ID == o.Verdict })
	return Words{v.Short, v.Title, strings.TrimSpace(v.Lead)}
}

// variant is the first variant of the words for an outcome's verdict that fits.
func (c *Content) variant(o Outcome) (VerdictVariant, bool) {
	v, _ := find(c.Verdicts, func(v VerdictText) bool { return v.ID == o.Verdict })
	scope := o.Scope.ID
	if scope == UndeterminedScope && o.Readings == nil {
		scope = "" // only the class is open, and not whether NIS2 binds
	}
	for _, x := range v.Variants {
		if (x.Scope == "" || x.Scope == scope) &&
			(x.Certificate == "" || x.Certificate == o.Certificate) &&
			(x.Gate == "" || o.Decisive(x.Gate)) {
			return x, true
		}
	}
	return VerdictVariant{}, false
}

// shortOf is the short words for a verdict of a reading of an outcome, for its class.
func (c *Content) shortOf(o Outcome, x Reading, v VerdictID) string {
	if v == "" {
		return ""
	}
	o.Reading, o.Readings, o.Verdict = x, nil, v
	return c.VerdictWords(o).Short
}

func (c *Content) verdictShort(id VerdictID) string {
	v, _ := find(c.Verdicts, func(v VerdictText) bool { return v.ID == id })
	return v.Short
}

// Decisive reports whether an open gate is why the verdict is not what the
// balance alone would say.
func (r Reading) Decisive(g Gate) bool {
	if !slices.Contains(r.Gates, g) || r.Verdict == Undetermined {
		return false
	}
	switch g {
	case Caps:
		return r.Ungated == Both && r.Verdict == NIS2ThenISO
	case CertificateRequired:
		return r.Ungated.Rank() == 0 && r.Verdict.Rank() > 0 && !slices.Contains(r.Gates, HoldsCertificate)
	case HoldsCertificate:
		return r.Ungated != r.Verdict
	}
	return false
}

// Is reports whether the verdict is one of those named.
func (r *Report) Is(ids ...VerdictID) bool { return slices.Contains(ids, r.outcome.Verdict) }

// Wants reports whether the verdict asks for the certificate, now or later.
func (r *Report) Wants() bool { return r.outcome.Verdict.Wants() }

// Binds reports whether NIS2 binds.
func (r *Report) Binds() bool { return r.outcome.Scope.Binds == Binds }

// ScopeOpen reports whether it is open if NIS2 binds.
func (r *Report) ScopeOpen() bool { return r.outcome.Readings != nil }

// Holder reports whether a certificate is held, InProgress whether one is under way.
func (r *Report) Holder() bool { return r.outcome.Holder }

// InProgress reports whether a certification project is under way.
func (r *Report) InProgress() bool { return r.outcome.InProgress }

// Growing reports whether NIS2 may come to bind an organisation that it does not.
func (r *Report) Growing() bool { return r.outcome.Scope.Shifts }

// HasISMS reports whether an ISMS runs without a certificate.
func (r *Report) HasISMS() bool { return r.outcome.Certificate == "isms-uncertified" }

// Clash reports whether a contract requires what the organisation cannot sustain.
func (r *Report) Clash() bool { return r.outcome.Clash }

// Capped reports whether resources or timing kept the verdict from "both".
func (r *Report) Capped() bool { return r.outcome.Decisive(Caps) }

// Lifted reports whether a contract lifted the verdict.
func (r *Report) Lifted() bool { return r.outcome.Decisive(CertificateRequired) }

// HolderDoubt reports whether a certificate is held for which the answers alone
// would not argue.
func (r *Report) HolderDoubt() bool { return r.outcome.HolderDoubt() }

// HolderDoubt reports whether a certificate is held for which the balance alone would not
// argue.
func (o Outcome) HolderDoubt() bool { return o.Holder && o.Ungated.Rank() == 0 }

// Misfit reports whether a framework is looked for although a management system runs.
func (r *Report) Misfit() bool {
	return r.HasISMS() && r.assessment.Answers["guidance"].Option == "need-a-framework"
}

// Settled reports whether nothing open can change the verdict.
func (r *Report) Settled() bool { return r.outcome.Settled() }

// Confidence is low, medium or high.
func (r *Report) Confidence() string { return string(r.outcome.Confidence.Level) }

// ConfidenceReasons is why the confidence is what it is.
func (r *Report) ConfidenceReasons() []string { return r.sayAll(r.outcome.Confidence.Reasons) }

// ConfidenceRaise is what would raise the confidence.
func (r *Report) ConfidenceRaise() []string { return r.sayAll(r.outcome.Confidence.Raise) }

func (r *Report) sayAll(phrases []Phrase) []string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = r.content.Say(p)
	}
	return out
}

// ScopePart is the part on whether NIS2 applies, and as what.
func (r *Report) ScopePart() (string, error) { return r.part("scope") }

// Class is the scope class in words.
type Class struct {
	ID, Label, Means, Note string
	Cites                  string
}

// Class is what is known of the scope.
func (r *Report) Class() Class {
	s := r.outcome.Scope
	return Class{s.ID, s.Label, strings.TrimSpace(s.Means), r.note(r.assessment.Scope.Note), r.cites(s.Cites)}
}

// ReadingWords is the outcome under one assumption on the scope.
type ReadingWords struct {
	Binds   bool
	Short   string // the verdict, or that it is open
	Leaning string
	Balance string
	Open    bool
}

// Readings is both readings where the scope is open, else none.
func (r *Report) Readings() []ReadingWords {
	if r.outcome.Readings == nil {
		return nil
	}
	var out []ReadingWords
	for _, x := range []Reading{r.outcome.Readings.Binding, r.outcome.Readings.NotBinding} {
		out = append(out, ReadingWords{x.Binds, r.content.shortOf(r.outcome, x, x.Verdict),
			r.content.shortOf(r.outcome, x, x.Leaning), x.Balance.Signed(), x.Verdict == Undetermined})
	}
	return out
}

// Agreement is "yes" where every verdict still possible, whether NIS2 binds or
// not, wants the certificate now or later, "no" where none does, and else empty.
func (o Outcome) Agreement() string {
	if o.Readings == nil {
		return ""
	}
	wants := 0
	for _, v := range o.Possible {
		wants += b2i(v.Wants())
	}
	switch wants {
	case len(o.Possible):
		return "yes"
	case 0:
		return "no"
	}
	return ""
}

// Agreement is whether both readings want the certificate: yes, no or empty.
func (r *Report) Agreement() string { return r.outcome.Agreement() }

// --- reasons

// Reason is one answer that moved the balance, or that decided by its gate.
type Reason struct {
	Text      string // what is the case, as a sentence
	Criterion string // label of the criterion it moved; empty for a gate
	Value     string // signed, empty for a gate
	ISO       bool   // speaks for ISO 27001
	Firmness  Firmness
	Topic     string
	Weight    int // of the criterion, where changed; else 0

	question string
}

func (r *Report) reason(k Contribution) Reason {
	q, _ := r.content.Question(k.Question)
	o, _ := q.Option(k.Option)
	crit, _ := r.content.Criterion(k.Criterion)
	x := Reason{Text: o.Reason, Criterion: crit.Label, Value: k.Signed().Signed(), ISO: k.Side == ForISO,
		Firmness: r.firmness(k.Question), Topic: q.Topic, question: k.Question}
	if w, changed := r.assessment.Weights[k.Criterion]; changed && w != DefaultWeight {
		x.Weight = w
	}
	return x
}

func (r *Report) firmness(question string) Firmness {
	if f := r.assessment.Answers[question].Firmness; slices.Contains(Firmnesses(), f) {
		return f
	}
	return Estimate
}

// TopReasons is the three strongest reasons for the verdict: first the answer
// that decided it by its gate, then what moved the balance its way, unless no balance
// would change it. A verdict between two takes the strongest of either side.
func (r *Report) TopReasons() []Reason {
	var out []Reason
	for _, id := range r.decisiveQuestions() {
		q, _ := r.content.Question(id)
		o, _ := q.Option(r.assessment.Answers[id].Option)
		out = append(out, Reason{Text: o.Reason, ISO: !o.HasGate(Caps), Firmness: r.firmness(id), Topic: q.Topic})
	}
	if len(out) > 0 && (r.outcome.Fixed || r.outcome.Decisive(HoldsCertificate)) {
		return out[:min(3, len(out))]
	}
	used := r.decisiveQuestions()
	for _, k := range r.outcome.Contributions {
		if len(out) >= 3 {
			break
		}
		fits := r.verdictRank() == 1 && !r.Lifted() || (k.Side == ForISO) == (r.verdictRank() > 0)
		if fits && !slices.Contains(used, k.Question) {
			used = append(used, k.Question)
			out = append(out, r.reason(k))
		}
	}
	return out[:min(3, len(out))]
}

// verdictRank is the rank of the verdict or, where it is open, of its leaning.
func (r *Report) verdictRank() int {
	switch {
	case r.outcome.Agreement() == "yes":
		return 2
	case r.outcome.Agreement() == "no":
		return 0
	case r.outcome.Verdict == Undetermined && r.outcome.Leaning != "":
		return r.outcome.Leaning.Rank()
	}
	return r.outcome.Verdict.Rank()
}

// Between reports whether the verdict, or its leaning, lies between the two ends:
// there is then a case against it on either side.
func (r *Report) Between() bool { return r.verdictRank() == 1 }

// decisiveQuestions is the questions whose answer decided by its gate.
func (r *Report) decisiveQuestions() []string {
	var out []string
	for _, q := range r.content.Questions {
		o, ok := q.Option(r.assessment.Answers[q.ID].Option)
		if ok && slices.ContainsFunc(o.Gates, r.outcome.Decisive) {
			out = append(out, q.ID)
		}
	}
	return out
}

// ForISO is everything that speaks for ISO 27001, strongest first.
func (r *Report) ForISO() []Reason { return r.side(ForISO) }

// ForAlone is everything that speaks for NIS2 alone, strongest first.
func (r *Report) ForAlone() []Reason { return r.side(ForAlone) }

func (r *Report) side(side Lean) []Reason {
	var out []Reason
	for _, k := range r.outcome.For(side, len(r.outcome.Contributions)) {
		out = append(out, r.reason(k))
	}
	return out
}

// Against is the strongest reasons against the verdict, at most three.
func (r *Report) Against() []Reason {
	var out []Reason
	switch r.verdictRank() {
	case 2:
		out = r.ForAlone()
	case 0:
		out = r.ForISO()
	}
	return out[:min(3, len(out))]
}

// Counter is the strongest argument against the verdict: figures where they speak against
// it, else the answer that moved the balance most the other way. Empty: there is none.
func (r *Report) Counter() string {
	if money := r.MoneyAgainst(); money != "" {
		return money
	}
	against := r.Against()
	if r.Between() { // the other side of the two
		switch b := r.outcome.Balance; {
		case b > 0:
			against = r.ForAlone()
		case b < 0:
			against = r.ForISO()
		default:
			against = append(r.ForAlone(), r.ForISO()...)
		}
	}
	named := r.TopReasons()
	said, most := "", Hundredths(0)
	for _, x := range against {
		net := r.net(x.question)
		if net.Abs() > most && (net > 0) == x.ISO && !slices.ContainsFunc(named, func(y Reason) bool { return y.Text == x.Text }) {
			said, most = x.Text, net.Abs()
		}
	}
	return said
}

// net is what the answer to a question moves the balance by in all: one answer may speak for
// either side.
func (r *Report) net(question string) Hundredths {
	var sum Hundredths
	for _, k := range r.outcome.Contributions {
		if k.Question == question {
			sum += k.Signed()
		}
	}
	return sum
}

// Decisive is what is open and can change the verdict, at most three points.
func (r *Report) Decisive() []OpenWords {
	var out []OpenWords
	for _, o := range r.Open() {
		if o.Decides && len(out) < 3 {
			out = append(out, o)
		}
	}
	return out
}

// SetAside is the answers that count nothing because NIS2 does not bind.
func (r *Report) SetAside() []Reason {
	var out []Reason
	for _, k := range r.outcome.SetAside {
		out = append(out, r.reason(k))
	}
	return out
}

// Balance is the balance, signed.
func (r *Report) Balance() string { return r.outcome.Balance.Signed() }

// Moved is how many answers moved the balance.
func (r *Report) Moved() int { return len(r.outcome.Contributions) }

// ThresholdBoth and its sisters are the balances at which the verdict changes.
func (r *Report) ThresholdBoth() string { return r.content.Thresholds.Both.Signed() }

// ThresholdAlone is the balance at and below which NIS2 alone suffices.
func (r *Report) ThresholdAlone() string { return r.content.Thresholds.Alone.Signed() }

// ThresholdISO is the balance above which ISO 27001 pays where NIS2 does not bind.
func (r *Report) ThresholdISO() string {
	if r.content.Thresholds.ISO == 0 {
		return "zero"
	}
	return r.content.Thresholds.ISO.Signed()
}

// ThresholdWhy is the reason for the thresholds.
func (r *Report) ThresholdWhy() string {
	if r.outcome.Scope.Binds == DoesNotBind {
		return strings.TrimSpace(r.content.Thresholds.WhyISO)
	}
	return strings.TrimSpace(r.content.Thresholds.Why)
}

// Weights is the criteria whose weight was changed.
func (r *Report) Weights() []Reason {
	var out []Reason
	for _, k := range r.content.Criteria {
		if w, ok := r.assessment.Weights[k.ID]; ok && w != DefaultWeight {
			out = append(out, Reason{Criterion: k.Label, Weight: w, ISO: k.Side == ForISO})
		}
	}
	return out
}

// --- what is open, what would turn it

// OpenWords is an open question in words.
type OpenWords struct {
	Text, Topic, Ask string
	NotSure, Decides bool
	Note             string
}

// Open is the open questions, most decisive first.
func (r *Report) Open() []OpenWords {
	var out []OpenWords
	for _, p := range r.outcome.Open {
		q, _ := r.content.Question(p.Question)
		out = append(out, OpenWords{q.Text, q.Topic, q.Ask, p.NotSure, p.Decides, r.note(r.assessment.Answers[q.ID].Note)})
	}
	return out
}

// EachOpenDecides reports whether each of several open questions can change the verdict, so
// that it is said of all of them at once.
func (r *Report) EachOpenDecides() bool {
	open := r.outcome.Open
	return len(open) > 2 && !slices.ContainsFunc(open, func(p OpenPoint) bool { return !p.Decides })
}

// TurnWords is what would give another verdict.
type TurnWords struct {
	Short   string
	Changes []ChangeWords
}

// ChangeWords is one change in words.
type ChangeWords struct {
	Text string // what would be the case then
	Swap string // the same in short: topic, from and to
	Own  bool   // the organisation can decide it itself
	Open bool   // it answers something still open
}

// Turns is what would turn the verdict, the smallest change first. It leaves out
// what helps nobody: to hold a certificate already, or another class of scope
// where that is settled. The JSON report has the fewest changes of all.
func (r *Report) Turns() []TurnWords {
	var out []TurnWords
	for _, t := range r.others {
		settled := !r.outcome.Scope.Shifts
		if settled && slices.ContainsFunc(t.Changes, func(c Change) bool { return c.Question == ScopeQuestion }) {
			continue
		}
		out = append(out, TurnWords{Short: r.content.VerdictWords(Decide(r.content, r.assessment.with(t.Changes))).Short, Changes: r.changes(t.Changes)})
	}
	slices.SortStableFunc(out, func(a, b TurnWords) int { return len(a.Changes) - len(b.Changes) })
	return out
}

func (r *Report) changes(changes []Change) []ChangeWords {
	var out []ChangeWords
	for _, ch := range changes {
		if ch.Question == ScopeQuestion {
			class := r.content.ScopeClass(Scope{Stated: ch.To})
			out = append(out, ChangeWords{Text: class.Turn, Swap: class.Turn, Open: r.ScopeOpen()})
			continue
		}
		q, _ := r.content.Question(ch.Question)
		o, _ := q.Option(ch.To)
		out = append(out, ChangeWords{Text: o.Reason, Swap: r.content.swap(ch), Own: q.Lever == "own", Open: ch.From == "" || ch.From == NotSure})
	}
	return out
}

// --- differences, notes, answers

// DifferenceWords is a marked or noted difference.
type DifferenceWords struct {
	Aspect, ISO, NIS2, Practice string
	Rule, ForClass, Cites       string
	Matters                     bool
	Note                        string
}

// Differences is the differences that matter to the room, or carry a note.
func (r *Report) Differences() []DifferenceWords {
	var out []DifferenceWords
	for _, d := range r.content.Differences {
		m := r.assessment.Differences[d.ID]
		if !m.Matters && m.Note == "" {
			continue
		}
		out = append(out, DifferenceWords{d.Aspect, d.ISO.Full, d.NIS2.Full, strings.TrimSpace(d.Practice),
			strings.TrimSpace(d.Rule), strings.TrimSpace(d.ForClass[r.outcome.Scope.ID]), r.cites(d.Cites), m.Matters, r.note(m.Note)})
	}
	return out
}

func (r *Report) note(s string) string {
	if r.noNotes || strings.TrimSpace(s) == "" {
		return ""
	}
	return quoted(s)
}

// AnswerWords is one answer as the appendix shows it.
type AnswerWords struct {
	Text, Topic, Option string
	Firmness            string
	Note                string
}

// Answers is all questions with what was answered.
func (r *Report) Answers() []AnswerWords {
	var out []AnswerWords
	for _, q := range r.content.Questions {
		a := r.assessment.Answers[q.ID]
		w := AnswerWords{Text: q.Text, Topic: q.Topic, Option: r.content.Phrases["answer-open"], Note: r.note(a.Note)}
		if o, ok := q.Option(a.Option); ok {
			w.Option, w.Firmness = o.Label, string(r.firmness(q.ID))
		} else if a.Option == NotSure {
			w.Option = r.content.Phrases["answer-not-sure"]
		} else if a.Option != "" {
			w.Option = inline(a.Option) + " (" + r.content.Phrases["answer-unknown"] + ")"
		}
		out = append(out, w)
	}
	return out
}

// Notes is the answers that carry a note.
func (r *Report) Notes() []AnswerWords {
	var out []AnswerWords
	for _, w := range r.Answers() {
		if w.Note != "" {
			out = append(out, w)
		}
	}
	return out
}

// Notices is what the assessment holds and this content does not know.
func (r *Report) Notices() []string {
	var out []string
	for _, n := range r.content.Notices(r.assessment) {
		out = append(out, inline(n.Field())+": "+inline(n.Text))
	}
	return out
}

// --- integration

// BenefitWords is a benefit; Counts names the criteria that make it count here.
type BenefitWords struct {
	Label, Text, Cites string
	Counts             []string
	denied             bool
}

// Benefits is what a side brings ("iso", "nis2", "together"): first what this
// organisation's own answers make count, then the rest.
func (r *Report) Benefits(from string) []BenefitWords {
	var mine, rest []BenefitWords
	for _, b := range r.content.Benefits {
		if b.From != from {
			continue
		}
		w := BenefitWords{Label: b.Label, Text: strings.TrimSpace(b.Text), Cites: r.cites(b.Cites)}
		for question, options := range b.DeniedBy {
			w.denied = w.denied || slices.Contains(options, r.assessment.Answers[question].Option)
		}
		for _, k := range r.outcome.Contributions {
			crit, _ := r.content.Criterion(k.Criterion)
			if slices.Contains(b.Criteria, k.Criterion) && !slices.Contains(w.Counts, crit.Label) {
				w.Counts = append(w.Counts, crit.Label)
			}
		}
		if len(w.Counts) > 0 {
			mine = append(mine, w)
		} else {
			rest = append(rest, w)
		}
	}
	return append(mine, rest...)
}

// Counting is the benefits of a side that this organisation's answers make count.
func (r *Report) Counting(from string) []BenefitWords {
	return slices.DeleteFunc(r.Benefits(from), func(b BenefitWords) bool { return len(b.Counts) == 0 })
}

// Besides is the benefits of a side that no answer here makes count, but for those that an
// answer denies.
func (r *Report) Besides(from string) []BenefitWords {
	return slices.DeleteFunc(r.Benefits(from), func(b BenefitWords) bool { return len(b.Counts) > 0 || b.denied })
}

// InsightWords is a shared foundation or an overlap, with the steps where it
// becomes work.
type InsightWords struct {
	Label, Text, Cites string
	Steps              []string
}

// Foundations is what is built once for both sides, as far as it is in the plan.
func (r *Report) Foundations() []InsightWords { return r.insights(r.content.Foundations) }

// Overlaps is where the two sides meet, as far as it is in the plan.
func (r *Report) Overlaps() []InsightWords { return r.insights(r.content.Overlaps) }

func (r *Report) insights(insights []Insight) []InsightWords {
	var out []InsightWords
	for _, n := range insights {
		if !r.roadmap.Has(n.Steps) {
			continue
		}
		w := InsightWords{Label: n.Label, Text: strings.TrimSpace(n.Text), Cites: r.cites(n.Cites)}
		for _, id := range n.Steps {
			if _, ok := r.roadmap.Step(id); ok {
				w.Steps = append(w.Steps, id)
			}
		}
		out = append(out, w)
	}
	return out
}

// UniqueWords is something that only one side asks for.
type UniqueWords struct{ ID, Label, Text string }

// NIS2Only is what a certificate does not reach ("none"), or not wholly ("partial"), and is
// left for this organisation.
func (r *Report) NIS2Only(relation string) []UniqueWords {
	left, _ := r.content.LeftOfNIS2(r.assessment, relation)
	return dutyWords(left)
}

// NIS2Has is what a certificate does not reach, or not wholly, and is in place here.
func (r *Report) NIS2Has() []UniqueWords {
	_, none := r.content.LeftOfNIS2(r.assessment, "none")
	_, partial := r.content.LeftOfNIS2(r.assessment, "partial")
	return dutyWords(slices.Concat(none, partial))
}

// NIS2OnlyState is how the duties of a relation that are left stand here, as far as it is known.
func (r *Report) NIS2OnlyState(relation string) string {
	left, _ := r.content.LeftOfNIS2(r.assessment, relation)
	id := "left-none"
	for _, d := range left {
		switch d.Gap.State {
		case GapNone:
		case GapPartial:
			if id == "left-none" {
				id = "left-partial"
			}
		default:
			id = "left-unknown"
		}
	}
	return r.content.Phrases[id]
}

func dutyWords(duties []Duty) []UniqueWords {
	var out []UniqueWords
	for _, d := range duties {
		out = append(out, UniqueWords{d.Article, d.Label, strings.TrimSpace(d.BeyondISO)})
	}
	return out
}

// ISOOnly is the clauses and controls without a counterpart in NIS2, or a weak one, that
// are left for this organisation.
func (r *Report) ISOOnly() []UniqueWords {
	left, _ := r.content.LeftOfISO(r.assessment)
	return r.isoWords(left)
}

// ISOHas is those that it has already.
func (r *Report) ISOHas() []UniqueWords {
	_, has := r.content.LeftOfISO(r.assessment)
	return r.isoWords(has)
}

func (r *Report) isoWords(list []ISOOnly) []UniqueWords {
	var out []UniqueWords
	for _, k := range list {
		control, _ := r.content.Control(k.ID)
		out = append(out, UniqueWords{k.ID, control.Label, strings.TrimSpace(k.Why)})
	}
	return out
}

// --- roadmap

// StageWords is a stage of the roadmap in words.
type StageWords struct {
	Number          int
	Title, Aim      string
	Span, Effort    string
	Yearly, Certify bool
	Steps           []StepWords
}

// StepWords is a step of the roadmap in words.
type StepWords struct {
	ID, Name, Text, Serves string
	Owner, Days            string
	After, Deliverables    []string
	Satisfies              string
	QuickWin               bool
	Remark                 string
	When                   string   // the days of it by the promise; empty where it is out
	By                     string   // when it is done, by the promise; empty too for the yearly upkeep
	Done, Excluded         bool     // nobody will work on it
	Shown                  []string // what shows that it is done, or part of it, with the evidence
	Changed                []string // what was changed by hand
	ChangeNote             string   // what was noted on that
}

// Stages is the roadmap, stage by stage.
func (r *Report) Stages() []StageWords {
	var out []StageWords
	for i, s := range r.roadmap.Stages {
		w := StageWords{Number: i + 1, Title: s.Stage.Title, Aim: strings.TrimSpace(s.Stage.Aim),
			Span: s.Stage.Span[r.roadmap.Size.ID], Effort: s.Effort.String(),
			Yearly: s.Stage.ID == MaintainStage, Certify: s.Stage.ID == CertifyStage}
		for _, p := range s.Steps {
			w.Steps = append(w.Steps, r.step(p))
		}
		out = append(out, w)
	}
	return out
}

// NextSteps is what to do first: at most n steps, those that begin first, in the order in
// which they are done.
func (r *Report) NextSteps(n int) []StepWords {
	bars := r.chosen().Bars
	bars = slices.Clone(bars[:min(n, len(bars))])
	slices.SortStableFunc(bars, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(b2i(a.Yearly), b2i(b.Yearly)), cmp.Compare(a.Promise.Finish, b.Promise.Finish))
	})
	var out []StepWords
	for _, b := range bars {
		out = append(out, r.step(b.Step))
	}
	return out
}

func (r *Report) step(p PlannedStep) StepWords {
	w := StepWords{ID: p.ID, Name: p.Name, Text: strings.TrimSpace(p.Text), Serves: p.Serves, Days: p.Days.String(),
		After: p.After, Deliverables: p.Deliverables, QuickWin: p.QuickWin, Remark: strings.TrimSpace(p.Remark)}
	t := r.chosen()
	if b, ok := t.Bar(p.ID); ok {
		w.After = b.Step.After // on the chosen route; the stages hold what it waits for where the law comes first
		w.When = t.when(b)
		if !b.Yearly {
			w.By = t.within(b.Promise.Finish)
		}
	}
	w.Done, w.Excluded = p.Left.Done, p.Change.Excluded && !p.Left.Done
	w.Shown, w.Changed = r.done(p), r.changed(p)
	if !r.noNotes {
		w.ChangeNote = inline(p.Change.Note)
	}
	owner, _ := r.content.Role(p.Owner)
	w.Owner = owner.Label
	var with []string
	for _, id := range p.With {
		role, _ := r.content.Role(id)
		with = append(with, lowerFirst(role.Label))
	}
	if len(with) > 0 {
		w.Owner += " with " + List(with)
	}
	w.Satisfies = r.content.satisfies(p.Step, r.duties, r.outcome.Scope.Binds != DoesNotBind)
	return w
}

// satisfies is what a step works towards on both sides, by article, heading and number:
// of the law, what it asks of this organisation.
func (c *Content) satisfies(s Step, duties []Duty, law bool) string {
	var parts, headings []string
	for _, d := range duties {
		if !law || !slices.Contains(s.Obligations, d.ID) {
			continue
		}
		if number, heading := strings.CutPrefix(d.ID, "ir."); heading {
			headings = append(headings, number)
		} else if !slices.Contains(parts, d.Article) {
			parts = append(parts, d.Article)
		}
	}
	if len(headings) > 0 {
		parts = append(parts, c.Say(Phrase{ID: "satisfies-implementing", N: len(headings), Inserts: []Insert{{"headings", strings.Join(headings, ", ")}}}))
	}
	parts = append(parts, s.Controls...)
	return strings.Join(parts, ", ")
}

// PlanNote is what there is to say about this plan.
func (r *Report) PlanNote() string { return strings.TrimSpace(r.roadmap.Plan.Note) }

// Size is the size class that the efforts are for, SizeSaid whether it was given.
func (r *Report) Size() string { return lowerFirst(r.roadmap.Size.Label) }

// SizeSaid reports whether the size was said or is assumed.
func (r *Report) SizeSaid() bool { return r.roadmap.Basis == SizeSaid }

// SizeByHeadcount reports whether the size is that of the headcount.
func (r *Report) SizeByHeadcount() bool { return r.roadmap.Basis == SizeByHeadcount }

// Start is the planned first day in words, or nothing.
func (r *Report) Start() string { return r.chosen().Day(0).Long() }

// Gate is what must be true before the certification stage begins.
func (r *Report) Gate() []string { return r.content.Gate }

// --- sources

// SourceWords is a source as the appendix lists it.
type SourceWords struct {
	Title, Checked, Credit string
	Verified               bool
}

// Sources is what the report rests on: everything cited so far, and what the
// roadmap and the standard's numbers always rest on.
func (r *Report) Sources() []SourceWords {
	var out []SourceWords
	for _, s := range r.content.Sources {
		if r.cited[s.ID] || slices.Contains([]string{"nis2", "iso27001", "effort", "article"}, s.ID) {
			out = append(out, SourceWords{s.Title, strings.TrimSpace(s.Checked), strings.TrimSpace(s.Credit), s.Verified})
		}
	}
	return out
}

// cites words citations and remembers their sources.
func (r *Report) cites(cites []Cite) string {
	for _, c := range cites {
		r.cited[c.Source] = true
	}
	return r.content.Cites(cites)
}

// Cites words citations: "NIS2 Art. 20(1), Art. 32(6); ISO 27001 A.5.24".
func (c *Content) Cites(cites []Cite) string {
	var b bytes.Buffer
	last := ""
	for _, cite := range cites {
		source, _ := c.Source(cite.Source)
		switch {
		case last == "":
			b.WriteString(source.Short + " ")
		case cite.Source == last:
			b.WriteString(", ")
		default:
			b.WriteString("; " + source.Short + " ")
		}
		b.WriteString(cite.At)
		last = cite.Source
	}
	return b.String()
}

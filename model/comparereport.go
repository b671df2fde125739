package model

import (
	"fmt"
	"strings"
)

// A comparison in words, as a document, as a part of a report, and for other programs.

// CompareMarkdown is two assessments side by side as a document. The names tell the two
// apart: those of their files.
func CompareMarkdown(c *Content, a, b Assessment, nameA, nameB string) (string, error) {
	x := Compare(c, a, b)
	x.A.Name, x.B.Name = nameA, nameB
	return x.Markdown()
}

// Markdown is the comparison as a document.
func (x Comparison) Markdown() (string, error) { return x.part("comparison") }

func (x Comparison) part(name string) (string, error) {
	var b strings.Builder
	if err := x.content.Report.ExecuteTemplate(&b, name, x.words()); err != nil {
		return "", fmt.Errorf("writing the report part %q: %w", name, err)
	}
	return tidy(b.String()), nil
}

// CompareWords is a comparison as its template may show it: in words, and escaped.
type CompareWords struct {
	Short        bool   // a part of a report
	Organisation string // of both, or of the one that has a name; empty: neither has
	Others       bool   // the two are of two organisations
	SameVerdict  bool   // both come to the same verdict
	SameWords    bool   // the verdicts have the same words
	A, B         CompareSideWords
	Groups       []ChangeGroup // what can move the balance: scope, weights, answers
	Still        []ChangeWord  // what could move the balance, and does not
	Besides      []ChangeWord  // what else differs, but for notes
	Notes        []ChangeWord
	NoteTexts    []NoteWords // where they were asked for
	Moved        string      // by all changes together, signed
	Turning      []ChangeWord
	OnlyA, OnlyB []StepOnly
	Version      string // of the content
	AsOf         string
}

// CompareSideWords is what one of the two comes to, in words.
type CompareSideWords struct {
	Name, Organisation, Date string
	Scope                    string
	Binds                    Binding
	Verdict, Leaning         string
	IfBinding, IfNot         string // the verdict of either reading, where the scope is open
	Balance, Confidence      string
	Steps                    int
	Effort, Yearly           string
	Reasons                  []string // the strongest, with what each counts
}

// ChangeGroup is the changes of one kind.
type ChangeGroup struct {
	Kind    ChangeKind
	Changes []ChangeWord
}

// ChangeWord is a change in words.
type ChangeWord struct {
	Topic, From, To  string
	FirmFrom, FirmTo string // where the firmness differs; one is empty where that side is open
	SameAnswer       bool   // only the firmness differs
	Moved            string // signed
	Alone            string // the verdict that it gives alone, where that is another one
}

// NoteWords is a note before and after, each a block quote or empty.
type NoteWords struct{ Topic, Before, After string }

// StepOnly is a step that only one of two roadmaps has.
type StepOnly struct{ ID, Name, Days string }

// NoChanges reports whether the two say the same.
func (x CompareWords) NoChanges() bool {
	return len(x.Groups) == 0 && len(x.Still) == 0 && len(x.Besides) == 0 && len(x.Notes) == 0
}

func (x Comparison) words() CompareWords {
	c := x.content
	out := CompareWords{
		Short: x.short, Organisation: inline(x.A.Organisation), Others: x.Others,
		SameVerdict: x.A.Ruling() == x.B.Ruling(), SameWords: x.A.Words.Short == x.B.Words.Short, A: x.A.words(c), B: x.B.words(c),
		Moved: x.Moved().Signed(), Version: c.Version, AsOf: c.AsOf.Long(),
	}
	if out.Organisation == "" {
		out.Organisation = inline(x.B.Organisation)
	}
	for _, ch := range x.Changes {
		w := c.changeWord(ch)
		switch n := len(out.Groups); {
		case ch.Kind == NoteChange:
			out.Notes = append(out.Notes, w)
			if ch.From != "" || ch.To != "" {
				out.NoteTexts = append(out.NoteTexts, NoteWords{w.Topic, quotedOrNothing(ch.From), quotedOrNothing(ch.To)})
			}
		case !ch.Kind.Weighs():
			out.Besides = append(out.Besides, w)
		case ch.Moved == 0 && w.Alone == "":
			out.Still = append(out.Still, w)
		case n > 0 && out.Groups[n-1].Kind == ch.Kind:
			out.Groups[n-1].Changes = append(out.Groups[n-1].Changes, w)
		default:
			out.Groups = append(out.Groups, ChangeGroup{ch.Kind, []ChangeWord{w}})
		}
		if w.Alone != "" {
			out.Turning = append(out.Turning, w)
		}
	}
	only := func(steps []PlannedStep) []StepOnly {
		var out []StepOnly
		for _, s := range steps {
			out = append(out, StepOnly{s.ID, s.Name, s.Days.String()})
		}
		return out
	}
	out.OnlyA, out.OnlyB = only(x.OnlyA), only(x.OnlyB)
	return out
}

func quotedOrNothing(note string) string {
	if strings.TrimSpace(note) == "" {
		return ""
	}
	return quoted(note)
}

func (c *Content) changeWord(ch ChangeSeen) ChangeWord {
	return ChangeWord{
		Topic: c.inlineOr(ch.Topic), From: c.inlineOr(ch.FromWords), To: c.inlineOr(ch.ToWords),
		FirmFrom: string(ch.FirmFrom), FirmTo: string(ch.FirmTo),
		SameAnswer: ch.Kind == AnswerChange && ch.From == ch.To,
		Moved:      ch.Moved.Signed(), Alone: ch.AloneWord,
	}
}

// inlineOr is text within a sentence, or that nothing was said where nothing of it is left
// to be shown.
func (c *Content) inlineOr(s string) string {
	if s = inline(s); s != "" {
		return s
	}
	return c.Phrases["gap-unsaid"]
}

func (s CompareSide) words(c *Content) CompareSideWords {
	w := CompareSideWords{
		Name: c.inlineOr(s.Name), Organisation: inline(s.Organisation), Date: s.Date.Long(), Scope: s.Scope.Label, Binds: s.Scope.Binds,
		Verdict: s.Words.Short, Leaning: c.shortOf(s.Outcome, s.Reading, s.Leaning), Balance: s.Balance.Signed(),
		Confidence: string(s.Confidence.Level), Steps: s.Steps, Effort: s.Effort.String(),
	}
	if s.Organisation == "" || w.Organisation == "" {
		w.Organisation = c.Phrases["nameless"]
	}
	for _, k := range s.Contributions[:min(3, len(s.Contributions))] {
		criterion, _ := c.Criterion(k.Criterion)
		w.Reasons = append(w.Reasons, k.Signed().Signed()+" "+lowerFirst(criterion.Label))
	}
	if !s.Yearly.IsZero() {
		w.Yearly = s.Yearly.String()
	}
	if s.Readings != nil {
		reading := func(r Reading) string {
			if r.Verdict == Undetermined {
				return c.Say(Phrase{ID: "compare-leaning", Inserts: []Insert{{"verdict", c.shortOf(s.Outcome, r, r.Verdict)}, {"leaning", c.shortOf(s.Outcome, r, r.Leaning)}}})
			}
			return c.shortOf(s.Outcome, r, r.Verdict)
		}
		w.IfBinding, w.IfNot = reading(s.Readings.Binding), reading(s.Readings.NotBinding)
	}
	return w
}

// --- the scenario beside an assessment

// scenario is the assessment beside its scenario.
func (r *Report) scenario() (Comparison, bool) {
	s, ok := r.assessment.Scenario()
	if !ok {
		return Comparison{}, false
	}
	x := Compare(r.content, r.assessment.WithoutWhatIf(), s)
	x.A.Name, x.B.Name, x.short = r.content.Phrases["compare-as-is"], r.content.Phrases["compare-what-if"], true
	return x, true
}

// WhatIf is what the scenario beside the assessment would change, or nothing where there
// is none.
func (r *Report) WhatIf() *CompareWords {
	x, ok := r.scenario()
	if !ok {
		return nil
	}
	w := x.words()
	return &w
}

// --- for other programs

// compareJSON is a comparison for other programs. Its keys are the outside interface.
type compareJSON struct {
	A                compareSideJSON `json:"a"`
	B                compareSideJSON `json:"b"`
	TwoOrganisations bool            `json:"two_organisations"`
	Moved            Hundredths      `json:"moved"`
	Changes          []changeJSON    `json:"changes"`
	Roadmap          struct {
		OnlyA []stepOnlyJSON `json:"only_a"`
		OnlyB []stepOnlyJSON `json:"only_b"`
	} `json:"roadmap"`
	Content contentJSON `json:"content"`
}

type compareSideJSON struct {
	Name         string          `json:"name"`
	Organisation string          `json:"organisation"`
	Date         string          `json:"date"`
	Scope        string          `json:"scope"`
	Binds        Binding         `json:"binds"`
	Verdict      VerdictID       `json:"verdict"`
	Leaning      VerdictID       `json:"leaning,omitempty"`
	Readings     *readingsInJSON `json:"readings,omitempty"`
	Balance      Hundredths      `json:"balance"`
	Confidence   ConfidenceLevel `json:"confidence"`
	Steps        int             `json:"steps"`
	Effort       Effort          `json:"effort_days"`
	Yearly       Effort          `json:"yearly_effort_days"`
}

type readingsInJSON struct {
	Binding    VerdictID `json:"binding"`
	NotBinding VerdictID `json:"not_binding"`
}

type changeJSON struct {
	Kind     ChangeKind `json:"kind"`
	ID       string     `json:"id"`
	Topic    string     `json:"topic"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	FirmFrom Firmness   `json:"firmness_from,omitempty"`
	FirmTo   Firmness   `json:"firmness_to,omitempty"`
	Moved    Hundredths `json:"moved"`
	Alone    *Ruling    `json:"alone,omitempty"` // absent: no other verdict
}

type stepOnlyJSON struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Effort Effort `json:"effort_days"`
}

// JSON is the comparison for other programs.
func (x Comparison) JSON() ([]byte, error) {
	out := compareJSON{
		A: x.A.json(), B: x.B.json(), TwoOrganisations: x.Others, Moved: x.Moved(), Changes: x.changesJSON(),
		Content: contentJSON{x.content.Version, x.content.AsOf.String()},
	}
	only := func(steps []PlannedStep) []stepOnlyJSON {
		out := []stepOnlyJSON{}
		for _, s := range steps {
			out = append(out, stepOnlyJSON{s.ID, s.Name, s.Days})
		}
		return out
	}
	out.Roadmap.OnlyA, out.Roadmap.OnlyB = only(x.OnlyA), only(x.OnlyB)
	return indented(out)
}

func (s CompareSide) json() compareSideJSON {
	out := compareSideJSON{
		Name: CleanLine(s.Name), Organisation: s.Organisation, Date: s.Date.String(), Scope: s.Scope.ID, Binds: s.Scope.Binds,
		Verdict: s.Verdict, Leaning: s.Leaning, Balance: s.Balance, Confidence: s.Confidence.Level,
		Steps: s.Steps, Effort: s.Effort, Yearly: s.Yearly,
	}
	if x := s.Readings; x != nil {
		out.Readings = &readingsInJSON{x.Binding.Verdict, x.NotBinding.Verdict}
	}
	return out
}

func (x Comparison) changesJSON() []changeJSON {
	out := []changeJSON{}
	for _, ch := range x.Changes {
		j := changeJSON{Kind: ch.Kind, ID: ch.ID, Topic: ch.Topic, From: ch.From, To: ch.To,
			FirmFrom: ch.FirmFrom, FirmTo: ch.FirmTo, Moved: ch.Moved}
		if ch.Alone != (Ruling{}) {
			j.Alone = &ch.Alone
		}
		out = append(out, j)
	}
	return out
}

// whatIfJSON is what a scenario would change, for other programs.
type whatIfJSON struct {
	Verdict  VerdictID       `json:"verdict"`
	Leaning  VerdictID       `json:"leaning,omitempty"`
	Readings *readingsInJSON `json:"readings,omitempty"`
	Balance  Hundredths      `json:"balance"`
	Moved    Hundredths      `json:"moved"`
	Changes  []changeJSON    `json:"changes"`
}

func (r *Report) whatIfJSON() *whatIfJSON {
	x, ok := r.scenario()
	if !ok {
		return nil
	}
	b := x.B.json()
	return &whatIfJSON{b.Verdict, b.Leaning, b.Readings, b.Balance, x.Moved(), x.changesJSON()}
}

// weightJSON is a weight, and the weights over which the verdict stays.
type weightJSON struct {
	Criterion string  `json:"criterion"`
	Weight    int     `json:"weight"`
	Low       int     `json:"low"`
	High      int     `json:"high"`
	Below     *Ruling `json:"below,omitempty"` // what low - 1 gives
	Above     *Ruling `json:"above,omitempty"` // what high + 1 gives
}

func (r *Report) weightsJSON() []weightJSON {
	out := []weightJSON{}
	for _, w := range WeightRanges(r.content, r.assessment) {
		j := weightJSON{Criterion: w.Criterion, Weight: w.Weight, Low: w.Low, High: w.High}
		if w.Below != (Ruling{}) {
			j.Below = &w.Below
		}
		if w.Above != (Ruling{}) {
			j.Above = &w.Above
		}
		out = append(out, j)
	}
	return out
}

// --- the weights of a report

// WeightWords is a changed weight, and over which weights the verdict stays.
type WeightWords struct {
	Criterion  string
	Weight     int
	Low, High  int
	Everywhere bool   // no weight gives another verdict
	Below      string // the verdict below Low; empty: none is
	Above      string
}

// WeightRanges is the changed weights, each with the range over which the verdict stays.
func (r *Report) WeightRanges() []WeightWords {
	changed := r.Weights()
	if len(changed) == 0 {
		return nil // the ranges cost a few milliseconds
	}
	c := r.content
	words := func(criterion string, weight int, x Ruling) string {
		if x == (Ruling{}) {
			return ""
		}
		return c.rulingWords(r.assessment.WithWeight(criterion, weight), r.outcome.Scope, x)
	}
	var out []WeightWords
	for _, w := range WeightRanges(c, r.assessment) {
		if w.Weight == DefaultWeight {
			continue
		}
		k, _ := c.Criterion(w.Criterion)
		out = append(out, WeightWords{k.Label, w.Weight, w.Low, w.High, w.Everywhere(),
			words(w.Criterion, w.Low-1, w.Below), words(w.Criterion, w.High+1, w.Above)})
	}
	return out
}

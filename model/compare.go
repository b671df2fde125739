package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Two assessments side by side: what differs, and what it did.
//
// What one change moves depends on the others: an answer counts as much as its weight,
// and the scope decides what counts at all. So the changes are made on the first
// assessment one after the other, always in the same order: the scope, fact by fact, then
// the weights, then the answers. Each is credited with what the balance moved when it was
// made. Since each begins where the last one ended, they add up to the whole difference,
// exactly. Whether a change gives another verdict is asked of it alone, made on the first
// assessment as it is.

// Comparison is two assessments side by side.
type Comparison struct {
	A, B         CompareSide
	Others       bool          // they are of two organisations that both have a name
	Changes      []ChangeSeen  // from A to B: scope, weights, answers, and what moves no balance
	OnlyA, OnlyB []PlannedStep // steps of one roadmap that the other lacks, stage by stage

	content *Content
	short   bool // a part of a report, and not a document
}

// CompareSide is what one of the two comes to.
type CompareSide struct {
	Name         string // how to tell it from the other: the name of its file
	Organisation string
	Date         Date
	Outcome
	Words  Words  // the verdict in the words for this situation
	Steps  int    // of the roadmap, whichever route is taken: both have the same steps
	Effort Effort // up to the upkeep
	Yearly Effort // of the upkeep
}

// ChangeKind is what sort of thing differs.
type ChangeKind string

// The kinds, in the order in which changes are listed.
const (
	ScopeChange        ChangeKind = "scope"
	WeightChange       ChangeKind = "weight"
	AnswerChange       ChangeKind = "answer"
	MarkChange         ChangeKind = "mark"
	GapChange          ChangeKind = "gap"
	CertificateChange  ChangeKind = "certificate"
	ControlChange      ChangeKind = "control"
	PlanChange         ChangeKind = "plan"
	StepChanged        ChangeKind = "step"
	ReportChange       ChangeKind = "report"
	BreakEvenChange    ChangeKind = "break-even"
	ParticipantsChange ChangeKind = "participants"
	WhatIfChange       ChangeKind = "what-if"
	NoteChange         ChangeKind = "note"
)

// Weighs reports whether changes of this kind can move the balance.
func (k ChangeKind) Weighs() bool { return k == ScopeChange || k == WeightChange || k == AnswerChange }

// ChangeSeen is one thing in which two assessments differ. Its texts may hold what a user
// typed; they are clean, and not escaped.
type ChangeSeen struct {
	Kind      ChangeKind
	ID        string // of the fact, criterion, question and so on; of a note, where it stands
	Topic     string
	From, To  string // as an assessment file has it, where that is one word
	FromWords string
	ToWords   string
	FirmFrom  Firmness // of an answer, where its firmness differs; empty: it had none
	FirmTo    Firmness
	Moved     Hundredths // the balance, at its turn
	Alone     Ruling     // what it gives alone, made on the first; none where that is no other verdict
	AloneWord string     // the same in words

	before, after string // of a note: its texts, for whoever asks for them
}

// alteration is a change that can be made.
type alteration struct {
	ChangeSeen
	make func(*Assessment) // nil: it changes nothing that anything follows from
}

// Compare sets two assessments side by side, of one organisation or of two. It takes two
// decisions, two roadmaps and a ruling for each change: some milliseconds, more where all
// is open (BenchmarkCompare).
func Compare(c *Content, a, b Assessment) Comparison {
	roads := [2]Roadmap{}
	x := Comparison{content: c}
	x.A, roads[0] = c.compareSide(a)
	x.B, roads[1] = c.compareSide(b)
	x.Others = x.A.Organisation != "" && x.B.Organisation != "" && x.A.Organisation != x.B.Organisation
	x.OnlyA, x.OnlyB = roads[0].without(roads[1]), roads[1].without(roads[0])

	alterations := c.alterations(a, b)
	now := x.A.Ruling()
	step, binds, balance := a, x.A.Scope.Binds, x.A.Balance
	for i, alt := range alterations {
		if alt.Kind.Weighs() {
			alt.make(&step)
			last := i+1 == len(alterations) || alterations[i+1].Kind != ScopeChange
			switch {
			case alt.Kind != ScopeChange:
			case last:
				binds = x.B.Scope.Binds
			case len(c.CheckScope(step.Scope.Facts)) == 0:
				binds = c.ScopeClass(step.Scope).Binds
			default:
				// Half of the facts of one and half of the other contradict each other. What
				// they would come to means nothing; the next that can be is credited.
			}
			next := balanceOf(c, step, binds)
			alt.Moved, balance = next-balance, next
			alt.Alone, alt.AloneWord = c.alone(a, alt, x.A.Scope, now)
		}
		x.Changes = append(x.Changes, alt.ChangeSeen)
	}
	return x
}

func (c *Content) compareSide(a Assessment) (CompareSide, Roadmap) {
	o := Decide(c, a)
	road := PlanRoadmap(c, a, o)
	s := CompareSide{Organisation: CleanLine(a.Organisation), Date: a.Date, Outcome: o, Words: c.VerdictWords(o)}
	for _, stage := range road.Stages {
		s.Steps += len(stage.Steps)
		if stage.Stage.ID == MaintainStage {
			s.Yearly = s.Yearly.Add(stage.Effort)
		} else {
			s.Effort = s.Effort.Add(stage.Effort)
		}
	}
	return s, road
}

// without is the steps of a roadmap that another lacks.
func (r Roadmap) without(other Roadmap) []PlannedStep {
	var out []PlannedStep
	for _, stage := range r.Stages {
		for _, s := range stage.Steps {
			if _, both := other.Step(s.ID); !both {
				out = append(out, s)
			}
		}
	}
	return out
}

// balanceOf is the balance that Decide would give; where it is open whether NIS2 binds,
// that is the one of the reading that it does.
func balanceOf(c *Content, a Assessment, binds Binding) Hundredths {
	asIs, _, _ := newLedger(c, a, binds != DoesNotBind).bounds()
	return asIs.sum
}

// alone is what a change gives, made on a as it is, where that is another verdict.
func (c *Content) alone(a Assessment, alt alteration, class ScopeClass, now Ruling) (Ruling, string) {
	alt.make(&a)
	if alt.Kind == ScopeChange {
		if len(c.CheckScope(a.Scope.Facts)) > 0 {
			return Ruling{}, "" // it cannot be without the others
		}
		class = c.ScopeClass(a.Scope)
	}
	gives := ruling(c, a, class.Binds)
	if gives == now {
		return Ruling{}, ""
	}
	return gives, c.rulingWords(a, class, gives)
}

// Turning is the changes of which each alone gives another verdict.
func (x Comparison) Turning() []ChangeSeen {
	var out []ChangeSeen
	for _, ch := range x.Changes {
		if ch.Alone != (Ruling{}) {
			out = append(out, ch)
		}
	}
	return out
}

// ShowNotes tells what the notes that differ say, which a comparison by itself does not.
func (x *Comparison) ShowNotes() {
	for i := range x.Changes {
		if ch := &x.Changes[i]; ch.Kind == NoteChange {
			ch.From, ch.To = ch.before, ch.after
		}
	}
}

// Moved is what all changes together moved the balance by.
func (x Comparison) Moved() Hundredths { return x.B.Balance - x.A.Balance }

// alterations is everything in which b differs from a, in the order in which it is made.
func (c *Content) alterations(a, b Assessment) []alteration {
	return slices.Concat(c.scopeAlterations(a, b), c.weightAlterations(a, b), c.answerAlterations(a, b),
		c.otherAlterations(a, b), c.noteAlterations(a, b))
}

func (c *Content) scopeAlterations(a, b Assessment) []alteration {
	var out []alteration
	ids := make([]string, 0, len(factNamed))
	for _, f := range c.ScopeRules.Facts {
		ids = append(ids, f.ID)
	}
	for _, id := range ScopeFactIDs() { // a content need not ask for each
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		with := a.Scope.Facts
		if with.take(b.Scope.Facts, id); with.Equal(a.Scope.Facts) {
			continue
		}
		fact, _ := c.ScopeFact(id)
		alt := alteration{ChangeSeen: ChangeSeen{Kind: ScopeChange, ID: id, Topic: fact.Label}}
		alt.FromWords, alt.ToWords = c.factChange(a.Scope.Facts, b.Scope.Facts, id)
		alt.From, alt.To = alt.FromWords, alt.ToWords
		alt.make = func(x *Assessment) { x.Scope.Facts.take(b.Scope.Facts, id) }
		out = append(out, alt)
	}
	if from, to := a.Scope.Stated, b.Scope.Stated; from != to {
		words := func(stated string) string {
			if class, ok := c.StatedClass(stated); ok {
				return class.Label
			}
			return c.unknownWord(stated)
		}
		out = append(out, alteration{ChangeSeen{Kind: ScopeChange, ID: "stated", Topic: c.Phrases["compare-stated"],
			From: from, To: to, FromWords: words(from), ToWords: words(to)},
			func(x *Assessment) { x.Scope.Stated = b.Scope.Stated }})
	}
	return out
}

// unknownWord is a word that this content does not know, or that nothing was said.
func (c *Content) unknownWord(word string) string {
	if word == "" {
		return c.Phrases["gap-unsaid"]
	}
	return word + " (" + c.Phrases["answer-unknown"] + ")"
}

// take takes one fact from other facts. Between them the facts of ScopeFactIDs are all
// fields.
func (f *Facts) take(from Facts, id string) {
	switch id {
	case FactType:
		f.Sector, f.Subsector, f.Type = from.Sector, from.Subsector, from.Type
	case FactState:
		f.State, f.Established = from.State, from.Established
	case FactOffers:
		f.Offers = from.Offers
	case FactHeadcount:
		f.Headcount = from.Headcount
	case FactTurnover:
		f.Turnover = from.Turnover
	case FactBalance:
		f.Balance = from.Balance
	case FactGroup:
		f.Group = from.Group
	case FactIndependent:
		f.Independent = from.Independent
	case FactSpecial:
		f.Special = from.Special
	}
}

// factChange is a fact before and after in words that differ: more of them where the
// usual ones do not.
func (c *Content) factChange(f, g Facts, id string) (from, to string) {
	for _, words := range []func(Facts, string) string{c.FactWords, c.factDetail} {
		from, to = words(f, id), words(g, id)
		if from == "" {
			from = c.Phrases["scope-figure-unknown"]
		}
		if to == "" {
			to = c.Phrases["scope-figure-unknown"]
		}
		if from != to {
			return from, to
		}
	}
	return from, c.Say(Phrase{ID: "compare-otherwise", Inserts: []Insert{{"fact", to}}})
}

// factDetail is a fact in more words than a list of facts has room for.
func (c *Content) factDetail(f Facts, id string) string {
	parts := []string{}
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch id {
	case FactGroup:
		for _, m := range f.Group {
			add(c.MemberWords(m))
		}
		return strings.Join(parts, "; ")
	case FactState:
		if s, ok := c.State(f.State); ok {
			add(s.Name)
		}
		switch f.Established {
		case Inside:
			add(c.Phrases["compare-inside"])
		case Outside:
			add(c.Phrases["scope-outside"])
		}
	case FactType:
		s, _ := c.Sector(f.Sector)
		add(s.Label)
		part, _ := find(s.Subsectors, func(p Subsector) bool { return p.ID == f.Subsector })
		add(part.Label)
		t, _ := c.TypeOf(f)
		add(t.Label)
	}
	return strings.Join(parts, ", ")
}

func (c *Content) weightAlterations(a, b Assessment) []alteration {
	var out []alteration
	var ids []string
	for _, k := range c.Criteria {
		ids = append(ids, k.ID)
	}
	for _, id := range inOrder(ids, a.Weights, b.Weights) {
		from, to := a.Weight(id), b.Weight(id)
		if from == to {
			continue
		}
		topic := c.unknownWord(id)
		if k, ok := c.Criterion(id); ok {
			topic = k.Label
		}
		x, y := strconv.Itoa(from), strconv.Itoa(to)
		out = append(out, alteration{ChangeSeen{Kind: WeightChange, ID: id, Topic: topic, From: x, To: y, FromWords: x, ToWords: y},
			func(x *Assessment) { *x = x.WithWeight(id, to) }})
	}
	return out
}

func (c *Content) answerAlterations(a, b Assessment) []alteration {
	var out []alteration
	var ids []string
	for _, q := range c.Questions {
		ids = append(ids, q.ID)
	}
	for _, id := range inOrder(ids, a.Answers, b.Answers) {
		from, to := a.Answers[id], b.Answers[id]
		q, known := c.Question(id)
		firmFrom, firmTo := q.firmness(from), q.firmness(to)
		if from.Option == to.Option && firmFrom == firmTo {
			continue
		}
		ch := ChangeSeen{Kind: AnswerChange, ID: id, Topic: upperFirst(q.Topic), From: from.Option, To: to.Option,
			FromWords: c.optionWords(q, from.Option), ToWords: c.optionWords(q, to.Option)}
		if !known {
			ch.Topic = c.unknownWord(id)
		}
		if firmFrom != firmTo {
			ch.FirmFrom, ch.FirmTo = firmFrom, firmTo
		}
		out = append(out, alteration{ch, func(x *Assessment) { *x = x.WithAnswer(id, to) }})
	}
	return out
}

// firmness is how firm an answer to the question is; what is open has none.
func (q Question) firmness(a Answer) Firmness {
	if _, answered := q.Option(a.Option); !answered {
		return ""
	}
	if slices.Contains(Firmnesses(), a.Firmness) {
		return a.Firmness
	}
	return Estimate
}

// optionWords is an answer in words: an option, not sure, or open.
func (c *Content) optionWords(q Question, option string) string {
	if o, ok := q.Option(option); ok {
		return o.Label
	}
	switch option {
	case "":
		return c.Phrases["answer-open"]
	case NotSure:
		return c.Phrases["answer-not-sure"]
	}
	return c.unknownWord(option)
}

// otherAlterations is what differs and moves no balance.
func (c *Content) otherAlterations(a, b Assessment) []alteration {
	var out []alteration
	add := func(kind ChangeKind, id, topic, from, to, fromWords, toWords string) {
		out = append(out, alteration{ChangeSeen: ChangeSeen{Kind: kind, ID: id, Topic: topic, From: from, To: to, FromWords: fromWords, ToWords: toWords}})
	}
	words := map[bool]string{true: c.Phrases["compare-matters"], false: c.Phrases["compare-matters-not"]}
	for _, id := range c.markIDs(a, b) {
		if from, to := a.Differences[id].Matters, b.Differences[id].Matters; from != to {
			add(MarkChange, id, c.markTopic(id), strconv.FormatBool(from), strconv.FormatBool(to), words[from], words[to])
		}
	}
	for _, id := range c.gapIDs(a, b) {
		if from, to := a.Gap[id].State, b.Gap[id].State; from != to {
			add(GapChange, id, c.gapTopic(id), string(from), string(to), c.gapWords(from), c.gapWords(to))
		}
	}
	said := func(s string) string {
		if s == "" {
			return c.Phrases["gap-unsaid"]
		}
		return s
	}
	if from, to := a.Certificate.Covers, b.Certificate.Covers; from != to {
		add(CertificateChange, "covers", c.Phrases["compare-certificate"], string(from), string(to),
			said(c.Phrases["reach-"+string(from)]), said(c.Phrases["reach-"+string(to)]))
	}
	for _, id := range c.controlIDs(a, b) {
		if from, to := a.Controls[id].State, b.Controls[id].State; from != to {
			add(ControlChange, id, c.controlTopic(id), string(from), string(to), said(c.Phrases["control-"+string(from)]), said(c.Phrases["control-"+string(to)]))
		}
	}
	for _, id := range c.stepIDs(a, b) {
		from, to := a.Steps[id], b.Steps[id]
		from.Note, to.Note = "", ""
		if from != to {
			x, y := c.stepChangeWords(from), c.stepChangeWords(to)
			add(StepChanged, id, c.Say(Phrase{ID: "compare-step", Inserts: []Insert{{"step", id}}}), x, y, said(x), said(y))
		}
	}
	if from, to := a.Plan.Route, b.Plan.Route; from != to {
		add(PlanChange, "route", c.Phrases["compare-route"], string(from), string(to), said(string(from)), said(string(to)))
	}
	if from, to := a.Plan.Start, b.Plan.Start; from != to {
		add(PlanChange, "start", c.Phrases["compare-start"], from.String(), to.String(), said(from.Long()), said(to.Long()))
	}
	if from, to := a.Plan.Capacity, b.Plan.Capacity; from != to {
		days := func(d HalfDays) string {
			if d == 0 {
				return ""
			}
			return d.String()
		}
		add(PlanChange, "capacity", c.Phrases["compare-capacity"], days(from), days(to), said(days(from)), said(days(to)))
	}
	if from, to := a.Plan.Size, b.Plan.Size; from != to {
		label := func(id string) string {
			if s, ok := c.Size(id); ok {
				return s.Label
			}
			return c.unknownWord(id)
		}
		add(PlanChange, "size", c.Phrases["compare-size"], from, to, label(from), label(to))
	}
	if from, to := a.Report.Sections, b.Report.Sections; !slices.Equal(from, to) {
		words := func(ids []string) string {
			if len(ids) == 0 {
				return c.Phrases["compare-all-sections"]
			}
			return List(ids)
		}
		add(ReportChange, "sections", c.Phrases["compare-sections"], strings.Join(from, " "), strings.Join(to, " "), words(from), words(to))
	}
	if from, to := a.Report.Profile.line(), b.Report.Profile.line(); from != to {
		add(ReportChange, "profile", c.Phrases["compare-profile"], from, to, said(from), said(to))
	}
	for _, text := range c.BreakEven.Inputs {
		from, to := a.BreakEven.input(text.ID), b.BreakEven.input(text.ID)
		if from == to {
			continue
		}
		number := func(r Range) string {
			if !r.Known {
				return ""
			}
			return BreakEvenInput{Range: r}.words()
		}
		value := func(r Range) string {
			if !r.Known {
				return ""
			}
			return fill(text.Value, func(name string) (string, bool) { return number(r), name == "value" })
		}
		add(BreakEvenChange, text.ID, text.Label, number(from), number(to), said(value(from)), said(value(to)))
	}
	if !slices.Equal(a.Participants, b.Participants) {
		from, to := strings.Join(a.Participants, ", "), strings.Join(b.Participants, ", ")
		add(ParticipantsChange, "participants", c.Phrases["compare-participants"], from, to, said(from), said(to))
	}
	if from, to := a.WhatIf, b.WhatIf; !sameFile(from, to) {
		kept := map[bool]string{true: c.Phrases["scope-none"], false: c.Phrases["compare-scenario-kept"]}
		after := kept[to == nil]
		if from != nil && to != nil {
			after = c.Phrases["compare-scenario-other"]
		}
		add(WhatIfChange, keyWhatIf, c.Phrases["compare-what-if"], "", "", kept[from == nil], after)
	}
	return out
}

// sameFile reports whether two scenarios would be written as the same.
func sameFile(a, b *Assessment) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, errX := a.Encode()
	y, errY := b.Encode()
	return errX == nil && errY == nil && string(x) == string(y)
}

// noteAlterations is the notes that differ. What they say is told to nobody who did not
// ask for it: a comparison is passed on more easily than an assessment.
func (c *Content) noteAlterations(a, b Assessment) []alteration {
	var out []alteration
	add := func(topic, from, to string, path ...string) {
		if from != to {
			out = append(out, alteration{ChangeSeen: ChangeSeen{Kind: NoteChange, ID: strings.Join(append(path, "note"), "."), Topic: topic, before: from, after: to}})
		}
	}
	add(c.Phrases["compare-scope"], a.Scope.Note, b.Scope.Note, keyScope)
	var ids []string
	for _, q := range c.Questions {
		ids = append(ids, q.ID)
	}
	for _, id := range inOrder(ids, a.Answers, b.Answers) {
		topic := c.unknownWord(id)
		if q, ok := c.Question(id); ok {
			topic = upperFirst(q.Topic)
		}
		add(topic, a.Answers[id].Note, b.Answers[id].Note, "answers", id)
	}
	for _, id := range c.markIDs(a, b) {
		add(c.markTopic(id), a.Differences[id].Note, b.Differences[id].Note, "differences", id)
	}
	for _, id := range c.gapIDs(a, b) {
		topic := c.gapTopic(id)
		if o, ok := c.gapObligation(id); ok {
			topic = o.Article + partOf(id, o)
		}
		add(topic, a.Gap[id].Note, b.Gap[id].Note, "gap", id)
	}
	add(c.Phrases["compare-certificate"], a.Certificate.Note, b.Certificate.Note, "certificate")
	for _, id := range c.controlIDs(a, b) {
		add(c.controlTopic(id), a.Controls[id].Note, b.Controls[id].Note, "controls", id)
	}
	for _, id := range c.stepIDs(a, b) {
		add(c.Say(Phrase{ID: "compare-step", Inserts: []Insert{{"step", id}}}), a.Steps[id].Note, b.Steps[id].Note, "steps", id)
	}
	return out
}

func (c *Content) controlIDs(a, b Assessment) []string {
	var ids []string
	for _, k := range c.Controls {
		ids = append(ids, k.ID)
	}
	return inOrder(ids, a.Controls, b.Controls)
}

func (c *Content) controlTopic(id string) string {
	if k, ok := c.Control(id); ok {
		return k.ID + " " + k.Label
	}
	return c.unknownWord(id)
}

func (c *Content) stepIDs(a, b Assessment) []string {
	var ids []string
	for _, s := range c.Steps {
		ids = append(ids, s.ID)
	}
	return inOrder(ids, a.Steps, b.Steps)
}

// stepChangeWords is what was changed of a step by hand, or nothing.
func (c *Content) stepChangeWords(x StepChange) string {
	var parts []string
	if x.Excluded {
		parts = append(parts, c.Phrases["compare-excluded"])
	}
	if !x.From.IsZero() {
		parts = append(parts, c.Say(Phrase{ID: "compare-step-from", Inserts: []Insert{{"day", x.From.Long()}}}))
	}
	if !x.Effort.IsZero() {
		parts = append(parts, c.Say(Phrase{ID: "compare-step-effort", Inserts: []Insert{{"days", x.Effort.String()}}}))
	}
	return strings.Join(parts, ", ")
}

func (c *Content) markIDs(a, b Assessment) []string {
	var ids []string
	for _, d := range c.Differences {
		ids = append(ids, d.ID)
	}
	return inOrder(ids, a.Differences, b.Differences)
}

func (c *Content) markTopic(id string) string {
	if d, ok := c.Difference(id); ok {
		return d.Aspect
	}
	return c.unknownWord(id)
}

// gapIDs is the obligations, and the parts of one, of which anything is said.
func (c *Content) gapIDs(a, b Assessment) []string {
	var known []string
	said := inOrder(nil, a.Gap, b.Gap)
	for _, o := range c.Obligations {
		for _, id := range said {
			if found, ok := c.gapObligation(id); ok && found.ID == o.ID {
				known = append(known, id)
			}
		}
	}
	return inOrder(known, a.Gap, b.Gap)
}

func (c *Content) gapTopic(id string) string {
	o, ok := c.gapObligation(id)
	if !ok {
		return c.unknownWord(id)
	}
	return o.Article + " " + o.Label + partOf(id, o)
}

// partOf is which part of an obligation is meant, in brackets, or nothing.
func partOf(id string, o Obligation) string {
	if part, isPart := strings.CutPrefix(id, o.ID+"."); isPart {
		return " (" + part + ")"
	}
	return ""
}

// gapWords is a state of an obligation in words.
func (c *Content) gapWords(level GapLevel) string {
	if level == "" {
		level = "unsaid"
	}
	return c.Phrases["gap-"+string(level)]
}

// inOrder is the ids that are known, in their order, then the others of two maps.
func inOrder[V any](known []string, a, b map[string]V) []string {
	others := map[string]bool{}
	for _, m := range []map[string]V{a, b} {
		for id := range m {
			if !slices.Contains(known, id) {
				others[id] = true
			}
		}
	}
	return slices.Concat(known, slices.Sorted(maps.Keys(others)))
}

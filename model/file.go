package model

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Format is the version of the assessment file that this program writes, and
// the newest that it opens.
const Format = 1

// assessmentFile is an assessment as it stands in a file. Its keys are the
// outside interface; their meaning is that of Assessment's fields.
type assessmentFile struct {
	Twopaths     int      `yaml:"twopaths"`
	Content      string   `yaml:"content,omitempty"`
	Organisation string   `yaml:"organisation,omitempty"`
	Date         Date     `yaml:"date,omitempty"`
	Participants []string `yaml:"participants,omitempty,flow"`
	saidFile     `yaml:",inline"`
	WhatIf       *scenarioFile `yaml:"what_if,omitempty"` // nil: none
	Report       settingsFile  `yaml:"report,omitempty"`
	Exported     *exportedFile `yaml:"exported,omitempty"` // of an exported report alone
}

// saidFile is the part of a file that a scenario has too: what was said, without who
// said it and when.
type saidFile struct {
	Scope       scopeFile              `yaml:"scope,omitempty"`
	Answers     map[string]answerFile  `yaml:"answers,omitempty"`
	Differences map[string]markFile    `yaml:"differences,omitempty"`
	Gap         map[string]gapFile     `yaml:"gap,omitempty"`
	Certificate certificateFile        `yaml:"certificate,omitempty"`
	Controls    map[string]controlFile `yaml:"controls,omitempty"`
	Plan        planFile               `yaml:"plan,omitempty"`
	Route       RouteID                `yaml:"route,omitempty"`
	Steps       map[string]stepFile    `yaml:"steps,omitempty"`
	Weights     map[string]*int        `yaml:"weights,omitempty"` // nil: the key has no value
	BreakEven   breakEvenFile          `yaml:"break_even,omitempty"`
}

// scenarioFile is a scenario as it stands in a file. A key that is missing is as in the
// assessment, and so is an answer that is missing: one that was taken away stands there
// with nothing in it.
type scenarioFile struct {
	Scope       *scopeFile              `yaml:"scope,omitempty"`
	Answers     map[string]answerFile   `yaml:"answers,omitempty"`
	Differences *map[string]markFile    `yaml:"differences,omitempty"`
	Gap         *map[string]gapFile     `yaml:"gap,omitempty"`
	Certificate *certificateFile        `yaml:"certificate,omitempty"`
	Controls    *map[string]controlFile `yaml:"controls,omitempty"`
	Plan        *planFile               `yaml:"plan,omitempty"`
	Route       *RouteID                `yaml:"route,omitempty"`
	Steps       *map[string]stepFile    `yaml:"steps,omitempty"`
	Weights     *map[string]*int        `yaml:"weights,omitempty"`
	BreakEven   *breakEvenFile          `yaml:"break_even,omitempty"`
}

// keyWhatIf is the key of the scenario.
const keyWhatIf = "what_if"

type answerFile struct {
	Option   string   `yaml:"option,omitempty"`
	Firmness Firmness `yaml:"firmness,omitempty"`
	Note     string   `yaml:"note,omitempty"`
}

type markFile struct {
	Matters bool   `yaml:"matters,omitempty"`
	Note    string `yaml:"note,omitempty"`
}

type gapFile struct {
	State GapLevel `yaml:"state,omitempty"`
	Note  string   `yaml:"note,omitempty"`
}

type planFile struct {
	Start    Date       `yaml:"start,omitempty"`
	Capacity daysAmount `yaml:"capacity_days_per_month,omitempty"`
	Size     string     `yaml:"size,omitempty"`
}

type certificateFile struct {
	Covers Reach  `yaml:"covers,omitempty"`
	Note   string `yaml:"note,omitempty"`
}

type controlFile struct {
	State ControlLevel `yaml:"state,omitempty"`
	Note  string       `yaml:"note,omitempty"`
}

// UnmarshalYAML reads a control's state from one word, or from a map with a note.
func (f *controlFile) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		f.State = ControlLevel(node.Value)
		return nil
	}
	type plain controlFile // without this method
	return node.Load((*plain)(f), yaml.WithKnownFields())
}

// MarshalYAML writes a state without a note as one word.
func (f controlFile) MarshalYAML() (any, error) {
	if f.Note == "" {
		return string(f.State), nil
	}
	type plain controlFile
	return plain(f), nil
}

type stepFile struct {
	Excluded bool       `yaml:"excluded,omitempty"`
	From     Date       `yaml:"from,omitempty"`
	Effort   effortFile `yaml:"effort,omitempty"`
	Note     string     `yaml:"note,omitempty"`
}

// effortFile is a range of person-days in a file.
type effortFile struct {
	Low  daysAmount `yaml:"low"`
	High daysAmount `yaml:"high"`
}

// MostDays is the most person-days that an assessment gives: of a step, or of a month.
const MostDays = 1000

// daysAmount is a number of person-days in a file, in steps of half a day.
type daysAmount HalfDays

// UnmarshalYAML reads days in steps of half a day.
func (d *daysAmount) UnmarshalYAML(node *yaml.Node) error {
	h, err := ParseHundredths(node.Value)
	if err != nil || h < 0 || h%50 != 0 || h > MostDays*100 {
		return fmt.Errorf("%q is not allowed; give person-days from 0 to %d in steps of 0.5", Clean(node.Value), MostDays)
	}
	*d = daysAmount(h / 50)
	return nil
}

// MarshalYAML writes the days as a number.
func (d daysAmount) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: HalfDays(d).String()}, nil
}

// Encode writes an assessment as a file. The same assessment gives the same bytes.
func (a Assessment) Encode() ([]byte, error) { return a.encode(nil) }

func (a Assessment) encode(exported *exportedFile) ([]byte, error) {
	f := assessmentFile{
		Twopaths:     Format,
		Content:      a.Content,
		Organisation: a.Organisation,
		Date:         a.Date,
		Participants: a.Participants,
		saidFile:     fileOfSaid(a),
		Report:       fileOfSettings(a.Report),
		Exported:     exported,
	}
	if a.WhatIf != nil {
		f.WhatIf = fileOfScenario(a, *a.WhatIf)
	}
	var b bytes.Buffer
	dumper, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithUnicode())
	if err == nil {
		err = dumper.Dump(f)
	}
	if err == nil {
		err = dumper.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("writing the assessment of %q as YAML: %w", a.Organisation, err)
	}
	return b.Bytes(), nil
}

// fileOfSaid is what an assessment says, as it is written.
func fileOfSaid(a Assessment) saidFile {
	return saidFile{
		Scope:       fileOfScope(a.Scope),
		Answers:     each(a.Answers, func(x Answer) answerFile { return answerFile(x) }),
		Differences: each(a.Differences, func(x Mark) markFile { return markFile(x) }),
		Gap:         each(a.Gap, func(x Gap) gapFile { return gapFile(x) }),
		Certificate: certificateFile(a.Certificate),
		Controls:    each(a.Controls, func(x ControlState) controlFile { return controlFile(x) }),
		Plan:        planFile{a.Plan.Start, daysAmount(a.Plan.Capacity), a.Plan.Size},
		Route:       a.Plan.Route,
		Steps:       each(a.Steps, fileOfStep),
		Weights:     each(a.Weights, func(w int) *int { return &w }),
		BreakEven:   fileOfBreakEven(a.BreakEven),
	}
}

// fileOfScenario is a scenario as it is written: whole, so that it stays what it is when
// the assessment beside it changes. What it says nothing of stands there empty where the
// assessment says something.
func fileOfScenario(a, scenario Assessment) *scenarioFile {
	said := fileOfSaid(scenario)
	var f scenarioFile
	if !scenario.Scope.Equal(Scope{}) || !a.Scope.Equal(Scope{}) {
		f.Scope = &said.Scope
	}
	if len(scenario.Differences)+len(a.Differences) > 0 {
		f.Differences = &said.Differences
	}
	if len(scenario.Gap)+len(a.Gap) > 0 {
		f.Gap = &said.Gap
	}
	if scenario.Certificate != (Certificate{}) || a.Certificate != (Certificate{}) {
		f.Certificate = &said.Certificate
	}
	if len(scenario.Controls)+len(a.Controls) > 0 {
		f.Controls = &said.Controls
	}
	if p, q := scenario.Plan, a.Plan; p.withoutRoute() != (Planning{}) || q.withoutRoute() != (Planning{}) {
		f.Plan = &said.Plan
	}
	if scenario.Plan.Route != "" || a.Plan.Route != "" {
		f.Route = &said.Route
	}
	if len(scenario.Steps)+len(a.Steps) > 0 {
		f.Steps = &said.Steps
	}
	if len(scenario.Weights)+len(a.Weights) > 0 {
		f.Weights = &said.Weights
	}
	if !scenario.BreakEven.IsZero() || !a.BreakEven.IsZero() {
		f.BreakEven = &said.BreakEven
	}
	f.Answers = said.Answers
	stands := map[string]bool{}
	for id := range scenario.Answers {
		stands[CleanLine(id)] = true
	}
	for id := range a.Answers {
		if id = CleanLine(id); !stands[id] {
			f.Answers[id] = answerFile{}
		}
	}
	return &f
}

// withoutRoute is the planning without its route, which has a key of its own in a file.
func (p Planning) withoutRoute() Planning {
	p.Route = ""
	return p
}

func fileOfStep(x StepChange) stepFile {
	return stepFile{x.Excluded, x.From, effortFile{daysAmount(x.Effort.Low), daysAmount(x.Effort.High)}, x.Note}
}

// said is what a scenario says by itself.
func (f scenarioFile) said() saidFile {
	return saidFile{Scope: given(f.Scope), Answers: f.Answers, Differences: given(f.Differences), Gap: given(f.Gap),
		Certificate: given(f.Certificate), Controls: given(f.Controls), Plan: given(f.Plan), Route: given(f.Route), Steps: given(f.Steps),
		Weights: given(f.Weights), BreakEven: given(f.BreakEven)}
}

// over is a scenario beside an assessment, cleaned.
func (f scenarioFile) over(a Assessment) Assessment {
	s, said := Assessment{}.WithWhatIf(a.Clone()).WhatIf, f.said().assessment()
	if f.Scope != nil {
		s.Scope = said.Scope
	}
	for id := range f.Answers {
		delete(s.Answers, CleanLine(id))
	}
	maps.Copy(s.Answers, said.Answers)
	if f.Differences != nil {
		s.Differences = said.Differences
	}
	if f.Gap != nil {
		s.Gap = said.Gap
	}
	if f.Certificate != nil {
		s.Certificate = said.Certificate
	}
	if f.Controls != nil {
		s.Controls = said.Controls
	}
	if route := s.Plan.Route; f.Plan != nil {
		s.Plan = said.Plan
		s.Plan.Route = route
	}
	if f.Route != nil {
		s.Plan.Route = said.Plan.Route
	}
	if f.Steps != nil {
		s.Steps = said.Steps
	}
	if f.Weights != nil {
		s.Weights = said.Weights
	}
	if f.BreakEven != nil {
		s.BreakEven = said.BreakEven
	}
	return *s
}

// given is what a pointer points to, or nothing.
func given[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

func each[V, W any](m map[string]V, f func(V) W) map[string]W {
	out := make(map[string]W, len(m))
	for k, v := range m {
		out[k] = f(v)
	}
	return out
}

// fence opens and closes the front matter of a report.
const fence = "---"

// ParseAssessment reads an assessment from a file: either YAML, or a Markdown
// report with the assessment in its front matter. The file's name is used in
// faults only. All text is cleaned. On any fault the assessment is not used.
func ParseAssessment(file string, data []byte) (Assessment, error) {
	f, faults := parseFile(file, data)
	if len(faults) > 0 {
		return Assessment{}, faults
	}
	return f.assessment(), nil
}

// parseFile reads a file as it stands, checked.
func parseFile(file string, data []byte) (assessmentFile, Faults) {
	body, offset := data, 0
	if front, ok := frontMatter(data); ok {
		body, offset = front, 1
	} else if strings.HasSuffix(strings.ToLower(file), ".md") {
		return assessmentFile{}, Faults{{File: file, Line: 1, Problem: "this Markdown file carries no assessment; " +
			"only a report exported by twopaths does, between two lines of --- at its top"}}
	}

	f := assessmentFile{Twopaths: -1}
	doc, faults := readYAML(file, offset, body, &f)
	if len(faults) == 1 && faults[0].Problem == emptyFile {
		faults[0].Problem += fmt.Sprintf("; an assessment begins with the line \"twopaths: %d\"", Format)
	}
	if len(faults) == 0 {
		faults = f.check(doc)
	}
	if f.Twopaths > Format {
		return assessmentFile{}, Faults{tooNew(file, doc.Line("twopaths"), f.Twopaths)}
	}
	if len(faults) > 0 && f.Twopaths < 0 { // it could not be read as far as that
		if newer := newerFormat(file, offset, body); newer != nil {
			return assessmentFile{}, newer
		}
	}
	if len(faults) > 0 {
		return assessmentFile{}, faults
	}
	return f, nil
}

// tooNew is that a file is of a newer format. Such a file may hold anything, and the only true
// thing to say of it is that it is newer: nothing else of it is read.
func tooNew(file string, line, format int) Fault {
	return Fault{File: file, Line: line, Field: "twopaths", Problem: fmt.Sprintf(
		"the file has format %d, this program knows formats up to %d; use a newer twopaths. The file was not touched", format, Format)}
}

// formatLine is a line on which a file says its format.
var formatLine = regexp.MustCompile(`^\x{feff}?["']?twopaths["']?[ \t]*:[ \t]*["']?([0-9]{1,9})["']?[ \t]*(?:#.*)?$`)

// newerFormat is that a file is of a newer format, or nil, by the line that says it: of a file
// that this program cannot decode.
func newerFormat(file string, offset int, body []byte) Faults {
	const key, before, most = "twopaths", 4, 200 // at most a mark of the encoding and a quote stand before it
	for at := 0; ; at += len(key) {
		i := bytes.Index(body[at:], []byte(key))
		if i < 0 {
			return nil
		}
		at += i
		start := bytes.LastIndexByte(body[max(0, at-before-1):at], '\n') + 1 + max(0, at-before-1)
		if at-start > before {
			continue // not at the beginning of a line
		}
		line, _, _ := bytes.Cut(body[start:min(len(body), start+most)], []byte("\n"))
		m := formatLine.FindSubmatch(bytes.TrimSuffix(line, []byte("\r")))
		if m == nil {
			continue
		}
		version, _ := strconv.Atoi(string(m[1])) // nine digits at most
		if version <= Format {
			return nil
		}
		return Faults{tooNew(file, bytes.Count(body[:start], []byte("\n"))+1+offset, version)}
	}
}

// frontMatter is the YAML between the first two fences of a Markdown report.
func frontMatter(data []byte) ([]byte, bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, rest, found := bytes.Cut(data, []byte("\n"))
	if !found || string(bytes.TrimRight(first, " \r")) != fence {
		return nil, false
	}
	for at := 0; at < len(rest); {
		line, _, more := bytes.Cut(rest[at:], []byte("\n"))
		if string(bytes.TrimRight(line, " \r")) == fence {
			return rest[:at], true
		}
		if !more {
			break
		}
		at += len(line) + 1
	}
	return nil, false
}

// check finds what YAML allows and an assessment does not.
func (f assessmentFile) check(doc Document) Faults {
	var faults Faults
	if f.Twopaths != Format {
		faults = append(faults, doc.Fault(fmt.Sprintf("an assessment begins with the line \"twopaths: %d\", its format", Format), "twopaths"))
	}
	faults = append(faults, f.saidFile.check(doc)...)
	faults = append(faults, f.Report.check(doc)...)
	switch {
	case f.WhatIf != nil:
		faults = append(faults, f.WhatIf.said().check(doc.within(keyWhatIf))...)
	case doc.empty(keyWhatIf):
		faults = append(faults, doc.Fault("nothing stands here; write {} for a scenario in which nothing differs, or leave the key out where there is none", keyWhatIf))
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return faults.most(doc.file)
}

// check finds what YAML allows in what was said and an assessment does not.
func (f saidFile) check(doc Document) Faults {
	var faults Faults
	fault := func(problem string, path ...any) {
		if len(faults) <= maxFaults { // of each the line is looked for
			faults = append(faults, doc.Fault(problem, path...))
		}
	}

	for section, ids := range map[string][]string{
		"answers": sortedKeys(f.Answers), "differences": sortedKeys(f.Differences), "gap": sortedKeys(f.Gap), "weights": sortedKeys(f.Weights),
		"controls": sortedKeys(f.Controls), "steps": sortedKeys(f.Steps),
	} {
		seen := map[string]bool{}
		for _, id := range ids {
			if clean := CleanLine(id); seen[clean] {
				fault("without its control characters this id stands here twice; keep one of the two", section, id)
			} else {
				seen[clean] = true
			}
		}
	}
	f.Scope.check(doc, fault)
	for _, id := range sortedKeys(f.Answers) {
		a := f.Answers[id]
		if a.Firmness != "" && !slices.Contains(Firmnesses(), a.Firmness) {
			fault(fmt.Sprintf("%q is not allowed; write fact, estimate or guess", Clean(string(a.Firmness))), "answers", id, "firmness")
		}
	}
	for _, id := range sortedKeys(f.Gap) {
		if s := f.Gap[id].State; !slices.Contains([]GapLevel{"", GapNone, GapPartial, GapInPlace, GapNotSure}, s) {
			fault(fmt.Sprintf("%q is not allowed; write none, partial, in-place or not-sure", Clean(string(s))), "gap", id, "state")
		}
	}
	if !slices.Contains([]Reach{"", ReachWhole, ReachPart, ReachNotSure}, f.Certificate.Covers) {
		fault(fmt.Sprintf("%q is not allowed; write whole, part or not-sure", Clean(string(f.Certificate.Covers))), "certificate", "covers")
	}
	for _, id := range sortedKeys(f.Controls) {
		if s := f.Controls[id].State; s != "" && !slices.Contains(ControlLevels(), s) {
			fault(fmt.Sprintf("%q is not allowed; write in-place, partial, none or excluded", Clean(string(s))), "controls", id)
		}
	}
	if f.Route != "" && !slices.Contains(RouteIDs(), f.Route) {
		fault(fmt.Sprintf("%q is not allowed; write law-first or iso-spine", Clean(string(f.Route))), "route")
	}
	for _, id := range sortedKeys(f.Steps) {
		if e := f.Steps[id].Effort; e.Low > e.High {
			fault("the smaller number of person-days is higher than the larger one", "steps", id, "effort")
		} else if e != (effortFile{}) && e.High == 0 {
			fault("an effort is more than 0; to leave the step out write excluded: true", "steps", id, "effort")
		}
	}
	for _, id := range sortedKeys(f.Weights) {
		switch w := f.Weights[id]; {
		case w == nil:
			fault(fmt.Sprintf("a weight is missing here; give a whole number from 0 to %d", MaxWeight), "weights", id)
		case *w < 0 || *w > MaxWeight:
			fault(fmt.Sprintf("%d is not allowed; a weight is a whole number from 0 to %d", *w, MaxWeight), "weights", id)
		}
	}
	f.BreakEven.check(fault)
	return faults
}

// assessment is the file's content, cleaned.
func (f assessmentFile) assessment() Assessment {
	a := f.saidFile.assessment()
	a.Content, a.Organisation, a.Date = CleanLine(f.Content), CleanLine(f.Organisation), f.Date
	for _, p := range f.Participants {
		a.Participants = append(a.Participants, CleanLine(p))
	}
	a.Report = f.Report.settings()
	if f.WhatIf != nil {
		scenario := f.WhatIf.over(a)
		a.WhatIf = &scenario
	}
	return a
}

// assessment is what was said, cleaned.
func (f saidFile) assessment() Assessment {
	a := Assessment{
		Scope:       f.Scope.scope(),
		Answers:     map[string]Answer{},
		Differences: map[string]Mark{},
		Gap:         map[string]Gap{},
		Certificate: Certificate{f.Certificate.Covers, Clean(f.Certificate.Note)},
		Controls:    map[string]ControlState{},
		Plan:        Planning{f.Plan.Start, HalfDays(f.Plan.Capacity), CleanLine(f.Plan.Size), f.Route},
		Steps:       map[string]StepChange{},
		Weights:     map[string]int{},
		BreakEven:   f.BreakEven.breakEven(),
	}
	for id, x := range f.Answers {
		if answer := (Answer{CleanLine(x.Option), x.Firmness, Clean(x.Note)}); answer != (Answer{}) {
			a.Answers[CleanLine(id)] = answer
		}
	}
	for id, x := range f.Differences {
		if mark := (Mark{x.Matters, Clean(x.Note)}); mark != (Mark{}) {
			a.Differences[CleanLine(id)] = mark
		}
	}
	for id, x := range f.Gap {
		if gap := (Gap{x.State, Clean(x.Note)}); gap != (Gap{}) {
			a.Gap[CleanLine(id)] = gap
		}
	}
	for id, x := range f.Controls {
		if control := (ControlState{x.State, Clean(x.Note)}); control != (ControlState{}) {
			a.Controls[CleanLine(id)] = control
		}
	}
	for id, x := range f.Steps {
		if step := (StepChange{x.Excluded, x.From, Effort{HalfDays(x.Effort.Low), HalfDays(x.Effort.High)}, Clean(x.Note)}); step != (StepChange{}) {
			a.Steps[CleanLine(id)] = step
		}
	}
	for id, w := range f.Weights {
		a.Weights[CleanLine(id)] = *w
	}
	return a
}

// Notice is something that a reader of a file should know, though it is no fault.
type Notice struct {
	Path []any // where in the assessment file, as for Document.Fault
	Text string
}

// Field is the path as dotted words.
func (n Notice) Field() string {
	words := make([]string, len(n.Path))
	for i, p := range n.Path {
		words[i] = fmt.Sprint(p)
	}
	return strings.Join(words, ".")
}

// Notices lists what an assessment holds that this content does not know. It is
// kept in the file, set aside in the reckoning, and said.
func (c *Content) Notices(a Assessment) []Notice {
	var out []Notice
	aside := func(text string, path ...any) { out = append(out, Notice{path, text}) }

	if s := a.Scope.Stated; s != "" {
		if _, ok := find(c.Scopes, func(k ScopeClass) bool { return k.Stated == s }); !ok {
			aside(fmt.Sprintf("the scope %q is not known to this content; it is kept and counts as open", s), "scope", "stated")
		}
	}
	if clash, ok := c.ScopeClash(a.Scope); ok {
		aside(c.Say(clash), keyScope, "stated")
	}
	out = append(out, c.CheckScope(a.Scope.Facts)...)
	for _, id := range sortedKeys(a.Answers) {
		q, known := c.Question(id)
		if !known {
			aside("this question is not known to this content; the answer is kept and set aside", "answers", id)
		} else if option := a.Answers[id].Option; a.Answers[id].Answered() {
			if _, ok := q.Option(option); !ok {
				aside(fmt.Sprintf("the option %q is not known to this content; it is kept and the question counts as open", option), "answers", id, "option")
			}
		}
	}
	unknown := func(section, what string, ids []string, known func(string) bool) {
		for _, id := range ids {
			if !known(id) {
				aside("this "+what+" is not known to this content; it is kept and set aside", section, id)
			}
		}
	}
	unknown("differences", "difference", sortedKeys(a.Differences), func(id string) bool { _, ok := c.Difference(id); return ok })
	unknown("gap", "obligation", sortedKeys(a.Gap), func(id string) bool { _, ok := c.gapObligation(id); return ok })
	unknown("controls", "control", sortedKeys(a.Controls), func(id string) bool { _, ok := c.Control(id); return ok })
	unknown("steps", "step", sortedKeys(a.Steps), func(id string) bool { _, ok := c.Step(id); return ok })
	unknown("weights", "criterion", sortedKeys(a.Weights), func(id string) bool { _, ok := c.Criterion(id); return ok })
	if s := a.Plan.Size; s != "" {
		if _, ok := c.Size(s); !ok {
			aside(fmt.Sprintf("the size %q is not known to this content; it is kept and counts as not said", s), "plan", "size")
		}
	}
	if a.WhatIf != nil {
		scenario := *a.WhatIf
		scenario.WhatIf = nil
		out = append(out, inScenario(c.Notices(scenario))...)
	}
	return out
}

// Refused lists what of an assessment, or of the scenario beside it, cannot be: see
// CheckScope.
func (c *Content) Refused(a Assessment) []Notice {
	out := c.CheckScope(a.Scope.Facts)
	if a.WhatIf != nil {
		out = append(out, inScenario(c.CheckScope(a.WhatIf.Scope.Facts))...)
	}
	return out
}

// inScenario is notices on a scenario as they stand in the whole file.
func inScenario(notices []Notice) []Notice {
	for i := range notices {
		notices[i].Path = slices.Concat([]any{keyWhatIf}, notices[i].Path)
	}
	return notices
}

// gapObligation finds the obligation of a gap state: its own id, or that of one of the
// parts that it is asked in, such as 21.2.c.backup.
func (c *Content) gapObligation(id string) (Obligation, bool) {
	if o, ok := c.Obligation(id); ok {
		return o, true
	}
	return find(c.Obligations, func(o Obligation) bool {
		return slices.ContainsFunc(o.Parts, func(p ObligationPart) bool { return p.ID == id })
	})
}

// Locate turns notices on an assessment into faults of the file that it was read from:
// they then have a line. It is for what a file may not hold.
func Locate(file string, data []byte, notices []Notice) Faults {
	body, offset := data, 0
	if front, ok := frontMatter(data); ok {
		body, offset = front, 1
	}
	var f assessmentFile
	doc, _ := readYAML(file, offset, body, &f)
	var faults Faults
	for _, n := range notices {
		faults = append(faults, doc.Fault(n.Text, n.Path...))
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return faults
}

// sortedKeys is the keys of a map in order, so that no result depends on chance.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Package content holds what twopaths knows about law, standard and practice,
// and the gate that lets data in: nothing reaches the rest of the program that
// has not been decoded strictly and checked as a whole.
package content

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/template"

	"twopaths/model"
)

//go:embed data
var shipped embed.FS

// Shipped is the content that comes with the program, as a folder.
func Shipped() fs.FS {
	sub, err := fs.Sub(shipped, "data")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}

// The files of a content folder. There must be no other.
const (
	mainFile        = "content.yaml"
	sourcesFile     = "sources.yaml"
	differencesFile = "differences.yaml"
	integrationFile = "integration.yaml"
	criteriaFile    = "criteria.yaml"
	questionsFile   = "questions.yaml"
	scopesFile      = "scopes.yaml"
	scopeFile       = "scope.yaml"
	sectorsFile     = "sectors.yaml"
	statesFile      = "states.yaml"
	verdictsFile    = "verdicts.yaml"
	roadmapFile     = "roadmap.yaml"
	plansFile       = "plans.yaml"
	controlsFile    = "controls.yaml"
	obligationsFile = "obligations.yaml"
	glossaryFile    = "glossary.yaml"
	reviewsFile     = "reviews.yaml"
	breakEvenFile   = "breakeven.yaml"
	sampleFile      = "sample.yaml"
	reportFile      = "report.md.tmpl"
)

// files is everything that a content folder says, as it is decoded.
type files struct {
	main struct {
		Version    string                `yaml:"version"`
		AsOf       model.Date            `yaml:"as_of"`
		Changes    []model.ContentChange `yaml:"changes"`
		Renamed    []model.Renaming      `yaml:"renamed"`
		Thresholds model.Thresholds      `yaml:"thresholds"`
		Phrases    map[string]string     `yaml:"phrases"`
	}
	sources struct {
		Sources []model.Source `yaml:"sources"`
	}
	differences struct {
		Differences []model.Difference `yaml:"differences"`
	}
	integration struct {
		Benefits    []model.Benefit `yaml:"benefits"`
		Foundations []model.Insight `yaml:"foundations"`
		Overlaps    []model.Insight `yaml:"overlaps"`
	}
	criteria struct {
		Criteria []model.Criterion `yaml:"criteria"`
	}
	questions struct {
		Groups    []model.Group    `yaml:"groups"`
		Questions []model.Question `yaml:"questions"`
	}
	scopes struct {
		Ask    model.Prompt       `yaml:"ask"`
		Scopes []model.ScopeClass `yaml:"scopes"`
	}
	scope   model.ScopeRules
	sectors struct {
		Sectors []model.Sector `yaml:"sectors"`
	}
	states struct {
		States []model.State `yaml:"states"`
	}
	verdicts struct {
		Verdicts []model.VerdictText `yaml:"verdicts"`
	}
	roadmap struct {
		Sizes      []model.Size      `yaml:"sizes"`
		Stages     []model.Stage     `yaml:"stages"`
		Roles      []model.Role      `yaml:"roles"`
		Gate       []string          `yaml:"gate"`
		Pace       model.Pacing      `yaml:"pace"`
		Milestones []model.Milestone `yaml:"milestones"`
		Steps      []model.Step      `yaml:"steps"`
	}
	plans struct {
		Plans []model.Plan `yaml:"plans"`
	}
	controls struct {
		Controls []model.Control `yaml:"controls"`
		ISOOnly  []model.ISOOnly `yaml:"iso_only"`
	}
	obligations struct {
		Obligations []model.Obligation `yaml:"obligations"`
	}
	glossary struct {
		Glossary []model.Term `yaml:"glossary"`
		Everyday []string     `yaml:"everyday"` // abbreviations that need no explanation
	}
	reviews struct {
		Reviews []model.Review `yaml:"reviews"`
	}
	breakEven model.BreakEvenRules
}

// targets says which file is decoded into what.
func (f *files) targets() map[string]any {
	return map[string]any{
		mainFile: &f.main, sourcesFile: &f.sources, differencesFile: &f.differences,
		integrationFile: &f.integration, criteriaFile: &f.criteria, questionsFile: &f.questions,
		scopesFile: &f.scopes, scopeFile: &f.scope, sectorsFile: &f.sectors, statesFile: &f.states,
		verdictsFile: &f.verdicts, roadmapFile: &f.roadmap, plansFile: &f.plans,
		controlsFile: &f.controls, obligationsFile: &f.obligations, glossaryFile: &f.glossary,
		reviewsFile: &f.reviews, breakEvenFile: &f.breakEven,
	}
}

// Load reads and checks a content folder. The error is a model.Faults that lists
// everything wrong at once, or the reading error of the folder itself. What shows only when a
// report is written is Try's to find.
func Load(folder fs.FS) (*model.Content, error) {
	in, err := load(folder)
	return in.content, err
}

// loaded is a sound folder: the content, and the files as they were read.
type loaded struct {
	content *model.Content
	files   files
	docs    map[string]model.Document
	texts   map[string][]byte // the files that are not decoded
}

func load(folder fs.FS) (in loaded, err error) {
	f := &in.files
	g := &gate{docs: map[string]model.Document{}}
	targets := f.targets()
	texts := map[string][]byte{sampleFile: nil, reportFile: nil}

	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return loaded{}, fmt.Errorf("reading the content folder: %w", err)
	}
	for _, e := range entries {
		_, isData := targets[e.Name()]
		_, isText := texts[e.Name()]
		if !isData && !isText {
			g.add(model.Fault{File: model.CleanLine(e.Name()), Problem: "a content folder has no such file; remove it"})
		}
	}
	data := map[string][]byte{}
	for _, name := range order {
		read, err := readLimited(folder, name)
		var tooLarge model.Fault
		switch {
		case errors.As(err, &tooLarge):
			g.add(tooLarge)
		case errors.Is(err, fs.ErrNotExist):
			g.add(model.Fault{File: name, Problem: "the file is missing; `twopaths content export` writes a complete folder"})
		case err != nil:
			return loaded{}, fmt.Errorf("reading content file %s: %w", name, err)
		case targets[name] != nil:
			data[name] = read
		default:
			texts[name] = read
		}
	}
	// The large files first: they take longest.
	names := slices.SortedFunc(maps.Keys(data), func(a, b string) int { return cmp.Compare(len(data[b]), len(data[a])) })
	docs := map[string]*decoded{}
	var decoding, cleaning reading
	for _, name := range names {
		d := &decoded{}
		docs[name] = d
		decoding.start(func() { d.doc, d.faults = model.ReadYAML(name, data[name], targets[name]) })
	}
	decoding.wait()
	for _, name := range names {
		d := docs[name]
		g.docs[name] = d.doc
		g.add(d.faults...)
		cleaning.start(func() { d.unclean = d.doc.Unclean() })
	}
	c := f.content()
	checked := gate{docs: g.docs}
	if len(g.faults) == 0 {
		checked.check(c) // meanwhile
	}
	cleaning.wait()
	for _, name := range names {
		g.add(docs[name].unclean...)
	}
	if len(g.faults) > 0 {
		// References between files are not worth checking while a file is not
		// understood: each missing file would bring a page of faults.
		return loaded{}, g.sorted()
	}

	if g.add(checked.faults...); len(g.faults) == 0 {
		c.Prepare()
		g.template(c, string(texts[reportFile]))
		g.sample(c, texts[sampleFile])
	}
	if len(g.faults) > 0 {
		return loaded{}, g.sorted()
	}
	in.content, in.docs, in.texts = c, g.docs, texts
	return in, nil
}

// order is how the files are read and their faults reported.
var order = []string{
	mainFile, sourcesFile, differencesFile, integrationFile, criteriaFile, questionsFile, scopesFile,
	scopeFile, sectorsFile, statesFile, verdictsFile, roadmapFile, plansFile, controlsFile, obligationsFile,
	glossaryFile, reviewsFile, breakEvenFile, sampleFile, reportFile,
}

// readLimited reads a file of the folder; one that is too large is a fault.
func readLimited(folder fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > model.MaxFileBytes {
		return nil, model.TooLarge(name, info.Size())
	}
	return fs.ReadFile(folder, name)
}

// decoded is what came of decoding one file.
type decoded struct {
	doc             model.Document
	faults, unclean model.Faults
}

// reading is work on several files at once.
type reading struct {
	group    sync.WaitGroup
	panicked atomic.Pointer[any] // what one of them ended with, to end the same way where it is caught
}

func (r *reading) start(work func()) {
	r.group.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				r.panicked.CompareAndSwap(nil, &p)
			}
		}()
		work()
	})
}

func (r *reading) wait() {
	r.group.Wait()
	if p := r.panicked.Load(); p != nil {
		panic(*p)
	}
}

func (f *files) content() *model.Content {
	return &model.Content{
		Version:     f.main.Version,
		AsOf:        f.main.AsOf,
		Changes:     f.main.Changes,
		Renamed:     f.main.Renamed,
		Thresholds:  f.main.Thresholds,
		Phrases:     f.main.Phrases,
		Sources:     f.sources.Sources,
		Differences: f.differences.Differences,
		Benefits:    f.integration.Benefits,
		Foundations: f.integration.Foundations,
		Overlaps:    f.integration.Overlaps,
		Groups:      f.questions.Groups,
		Questions:   f.questions.Questions,
		Criteria:    f.criteria.Criteria,
		Scopes:      f.scopes.Scopes,
		ScopePrompt: f.scopes.Ask,
		ScopeRules:  f.scope,
		Sectors:     f.sectors.Sectors,
		States:      f.states.States,
		Verdicts:    f.verdicts.Verdicts,
		Sizes:       f.roadmap.Sizes,
		Stages:      f.roadmap.Stages,
		Roles:       f.roadmap.Roles,
		Gate:        f.roadmap.Gate,
		Pace:        f.roadmap.Pace,
		Milestones:  f.roadmap.Milestones,
		Steps:       f.roadmap.Steps,
		Plans:       f.plans.Plans,
		Controls:    f.controls.Controls,
		ISOOnly:     f.controls.ISOOnly,
		Obligations: f.obligations.Obligations,
		Glossary:    f.glossary.Glossary,
		Reviews:     f.reviews.Reviews,
		BreakEven:   f.breakEven,
	}
}

// template parses the report's template.
func (g *gate) template(c *model.Content, text string) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", " ")
		if model.IsUnclean(line) {
			g.add(model.Fault{File: reportFile, Line: i + 1, Problem: "the text holds control or invisible characters; remove them"})
		}
	}
	t, err := template.New(reportFile).Funcs(model.ReportFuncs(c)).Option("missingkey=error").Parse(text)
	if err != nil {
		g.add(model.TemplateFault(reportFile, err))
		return
	}
	c.Report = t
}

// Try writes all parts of the report for an empty assessment: what cannot be written for it
// cannot be written for anyone. The error is a fault of the template. It takes longer than
// loading; the shipped content was tried by the tests.
func Try(c *model.Content) error {
	// For a comparison two that differ: one answer shows what every other does too.
	var one, other model.Assessment
	for _, q := range c.Questions[:min(len(c.Questions), 3)] {
		one = one.WithAnswer(q.ID, model.Answer{Option: q.Options[0].ID})
		other = other.WithAnswer(q.ID, model.Answer{Option: q.Options[len(q.Options)-1].ID, Note: q.Text})
	}
	// Some parts show only where there is something to show.
	figures := model.BreakEven{DayRate: model.Exactly(1), AuditDays: model.Between(1, 2), AuditDayRate: model.Exactly(1)}
	trials := []func() error{
		func() error {
			_, err := model.CompareMarkdown(c, one, other, mainFile, sampleFile)
			return err
		},
		func() error {
			r := model.NewReport(c, model.Assessment{})
			for _, write := range []func() (string, error){r.Markdown, r.Recommendation, r.RoadmapPart} {
				if _, err := write(); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			_, err := model.NewReport(c, model.Assessment{BreakEven: figures}).Markdown()
			return err
		},
	}
	errs := make([]error, len(trials))
	var trying sync.WaitGroup
	for i, trial := range trials {
		trying.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					errs[i] = fmt.Errorf("writing it ended with %v", r)
				}
			}()
			errs[i] = trial()
		})
	}
	trying.Wait()
	if err := cmp.Or(errs...); err != nil {
		return model.Faults{model.TemplateFault(reportFile, err)}
	}
	return nil
}

// sample reads the assessment that the start screen offers to try.
func (g *gate) sample(c *model.Content, data []byte) {
	a, err := model.ParseAssessment(sampleFile, data)
	var faults model.Faults
	if errors.As(err, &faults) {
		g.add(faults...)
		return
	}
	var whole map[string]any
	doc, _ := model.ReadYAML(sampleFile, data, &whole)
	for _, n := range c.Notices(a) {
		g.add(doc.Fault(n.Text, n.Path...))
	}
	c.Sample = a
}

// Names lists the files of a content folder, for exporting it.
func Names() []string { return slices.Clone(order) }

// sorted is the faults by file, in reading order, then by line.
func (g *gate) sorted() model.Faults {
	slices.SortStableFunc(g.faults, func(a, b model.Fault) int {
		if a.File != b.File {
			return slices.Index(order, path.Base(a.File)) - slices.Index(order, path.Base(b.File))
		}
		return a.Line - b.Line
	})
	return g.faults
}

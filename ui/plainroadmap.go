package ui

import (
	"slices"
	"strconv"
	"strings"

	"twopaths/model"
)

// plainRoadmap is the roadmap step by step: when each is done, why then, and what can be
// changed of it by hand. The same as a document is the next place.
type plainRoadmap struct {
	screen *chartScreen // the plan, and what a change does to it
	step   string       // the one that is spoken of; empty: none
}

func newPlainRoadmap(p *plain, at place) *plainRoadmap {
	return &plainRoadmap{screen: newChartScreen(p.env, at)}
}

// chart is the chart with the plan of the present state: line by line it is waited for.
func (r *plainRoadmap) chart() *chartScreen {
	if !r.screen.upToDate() {
		r.screen.receive(r.screen.planning()())
	}
	return r.screen
}

func (r *plainRoadmap) say(p *plain) {
	p.heading()
	steps := r.chart().steps()
	if len(steps) == 0 {
		note := strings.TrimSpace(r.chart().plan.roadmap.Plan.Note)
		p.line(orNone(note, "No steps are planned."))
		r.brief(p)
		return
	}
	r.sayRoute(p)
	r.sayPlan(p)
	line := r.chart().line()
	milestones := r.chart().inOrder(line)
	if len(milestones) > 0 {
		p.line("Milestones:")
	}
	for _, m := range milestones {
		if m.Done {
			p.line("- " + m.Label + ": in place.")
			continue
		}
		p.line("- " + m.Label + ": " + milestoneDay(line, m) + ", " + milestoneFrom(line, m) + ".")
	}
	n := 0
	for i, stage := range r.chart().plan.roadmap.Stages {
		p.gap()
		p.line("Stage " + strconv.Itoa(i+1) + ". " + stopped(stage.Stage.Title))
		for _, step := range stage.Steps {
			n++
			p.option(strconv.Itoa(n), step.ID+" "+step.Name+": "+r.inWords(line, step), "")
		}
	}
	p.gap()
	r.brief(p)
}

// sayRoute says which route is shown, and what it reaches when.
func (r *plainRoadmap) sayRoute(p *plain) {
	r.chart().other = false
	choice := r.chart().plan.choice
	words := "Route: " + spoken.Replace(r.chart().reaches(r.chart().line()))
	if p.a.Plan.Route != "" {
		words += ", chosen by you"
	} else {
		words += ", recommended"
	}
	p.line(joinSentences(words, p.content.Say(choice.Reason)))
}

// sayPlan says what the plan reckons with.
func (r *plainRoadmap) sayPlan(p *plain) {
	line := r.chart().line()
	start := "no first day yet, so months are counted"
	if !line.Start.IsZero() {
		start = line.Start.Long()
	}
	capacity := line.Capacity.String() + " person-days a month"
	if line.Assumed {
		capacity += ", assumed for the size"
	}
	p.line(joinSentences("First day: "+start, "Capacity: "+capacity))
}

// inWords is when a step is done, and what drives it, without signs.
func (r *plainRoadmap) inWords(line model.Timeline, step model.PlannedStep) string {
	words := spoken.Replace(strings.TrimLeft(r.chart().inWords(line, step), "✓– "))
	if step.Change != (model.StepChange{}) {
		words += ", changed by hand"
	}
	return words
}

func (r *plainRoadmap) brief(p *plain) {
	n := len(r.chart().steps())
	switch {
	case n == 0:
		p.line("next goes on.")
	case r.step != "":
		p.linef("At step %s. out leaves it out or brings it back; earliest and a day, effort and a range change it; note writes a note. Choose another step, 1 to %d; next goes on.", r.step, n)
	default:
		p.linef("Choose a step, 1 to %d, to hear all of it; begin and a day, capacity and a number set what the plan reckons with; route tells the other route; next tells the roadmap in words.", n)
	}
}

func (r *plainRoadmap) take(p *plain, line string) bool {
	steps := r.chart().steps()
	i := slices.IndexFunc(steps, func(step model.PlannedStep) bool { return strings.EqualFold(step.ID, line) })
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(steps) {
		i = n - 1
	}
	if i < 0 {
		return false
	}
	r.step = steps[i].ID
	r.sayStep(p)
	return true
}

// sayStep tells all of the step that is spoken of.
func (r *plainRoadmap) sayStep(p *plain) {
	step, ok := r.current(p)
	if !ok {
		return
	}
	serves := map[string]string{"nis2": "NIS2", "iso": "ISO 27001", "both": "NIS2 and ISO 27001"}[step.Serves]
	p.line(joinSentences(step.ID+" "+step.Name, "For "+serves))
	p.line(strings.TrimSpace(step.Text))
	for row := rowIn; row < rowNote; row++ {
		name, says, _ := r.chart().changeWords(row, step)
		p.labelled(name, stopped(says))
	}
	for _, f := range r.chart().factWords(step) {
		text := stopped(strings.TrimPrefix(f.text, "· "))
		if f.label == "" {
			p.line(text)
		} else {
			p.labelled(f.label, text)
		}
	}
	p.labelled("Note", step.Change.Note)
	r.brief(p)
}

// current is the step that is spoken of.
func (r *plainRoadmap) current(p *plain) (model.PlannedStep, bool) {
	steps := r.chart().steps()
	i := slices.IndexFunc(steps, func(step model.PlannedStep) bool { return step.ID == r.step })
	if i < 0 {
		p.line("Which step? Choose it by its number first.")
		return model.PlannedStep{}, false
	}
	return steps[i], true
}

func (r *plainRoadmap) noted() (plainNote, bool) {
	i := slices.IndexFunc(r.chart().steps(), func(step model.PlannedStep) bool { return step.ID == r.step })
	if i < 0 {
		return plainNote{}, false
	}
	step := r.chart().steps()[i]
	set := func(text string) model.Assessment { return r.chart().withNote(step, text) }
	return plainNote{step.Change.Note, stepNote(step), set}, true
}

func (r *plainRoadmap) commands() []plainCommand {
	if len(r.chart().steps()) == 0 {
		return nil
	}
	return []plainCommand{
		{word: "begin", args: "DAY", does: "the first day of the plan, as 2027-01-04; none takes it away", run: func(p *plain, text string) { r.plan(p, rowStart, text) }},
		{word: "capacity", args: "DAYS", does: "person-days a month, of all people together; none takes the number away", run: func(p *plain, text string) { r.plan(p, rowCapacity, text) }},
		{word: "route", args: "take", does: "what the other route reaches; route take takes it", run: r.route},
		{word: "out", does: "leave this step out of the plan, or bring it back", run: r.out},
		{word: "earliest", args: "DAY", does: "this step does not begin before this day; none takes the day away", run: func(p *plain, text string) { r.change(p, rowFrom, text) }},
		{word: "effort", args: "DAYS", does: "the person-days of this step, as 3-5; none takes them away", run: func(p *plain, text string) { r.change(p, rowEffort, text) }},
	}
}

// typedOrNone is what was typed; none is nothing.
func typedOrNone(text string) string {
	if strings.EqualFold(text, "none") {
		return ""
	}
	return text
}

// plan sets the start or the capacity.
func (r *plainRoadmap) plan(p *plain, row int, text string) {
	if text == "" {
		r.sayPlan(p)
		return
	}
	ok, cmd := r.chart().setPlan(row, typedOrNone(text))
	if p.run(cmd); ok {
		p.line("Noted.")
		r.sayPlan(p)
		p.line("It reaches: " + stopped(spoken.Replace(r.chart().reaches(r.chart().line()))))
	}
}

// route tells the other route, or takes it.
func (r *plainRoadmap) route(p *plain, how string) {
	r.chart().other = true
	defer func() { r.chart().other = false }()
	if strings.EqualFold(how, "take") {
		p.run(r.chart().takeRoute())
		p.line("Noted.")
		r.sayRoute(p)
		return
	}
	words := "The other route: " + spoken.Replace(r.chart().reaches(r.chart().line()))
	if r.chart().line().Route == r.chart().plan.choice.Recommended {
		words += ", recommended"
	}
	p.line(joinSentences(words, "route take takes it"))
}

// out leaves the step out that is spoken of, or brings it back.
func (r *plainRoadmap) out(p *plain, _ string) {
	step, ok := r.current(p)
	if !ok {
		return
	}
	p.run(r.chart().turnStep(step))
	if step.Change.Excluded {
		p.line("Noted: " + step.ID + " is in the plan again.")
	} else {
		p.line("Noted: " + step.ID + " is left out. note says why.")
	}
}

// change gives the step that is spoken of an earliest day or another effort.
func (r *plainRoadmap) change(p *plain, row int, text string) {
	step, ok := r.current(p)
	if !ok {
		return
	}
	if text != "" {
		ok, cmd := r.chart().setChange(step, row, typedOrNone(text))
		if p.run(cmd); !ok {
			return
		}
		step, _ = r.current(p)
	}
	name, says, _ := r.chart().changeWords(row, step)
	lead := ""
	if text != "" {
		lead = "Noted: "
	}
	p.line(joinSentences(lead+name+": "+says, "When: "+r.inWords(r.chart().line(), step)))
}

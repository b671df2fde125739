package content

import (
	"maps"
	"slices"
	"strings"

	"twopaths/model"
)

// checkRoadmap checks the roadmap with what its steps meet, and gives the steps.
func (g *gate) checkRoadmap(c *model.Content, scopes map[string]bool) map[string]bool {
	sizes := each(g, roadmapFile, "sizes", c.Sizes, func(s model.Size) string { return s.ID }, func(p place, s model.Size) {
		p.text("label", s.Label, topicWidth)
		p.text("hint", s.Hint, 0)
	})
	bySize := slices.Sorted(maps.Keys(sizes))
	stages := each(g, roadmapFile, "stages", c.Stages, func(s model.Stage) string { return s.ID }, func(p place, s model.Stage) {
		p.text("title", s.Title, optionWidth)
		p.text("aim", s.Aim, 0)
		for _, size := range bySize {
			p.to("span").text(size, s.Span[size], labelWidth)
		}
		p.settledBy(s.Settled)
	})
	for _, id := range []string{model.CertifyStage, model.MaintainStage} {
		if !stages[id] {
			g.at(roadmapFile, "stages").fault("the stage %q is missing", id)
		}
	}
	roles := each(g, roadmapFile, "roles", c.Roles, func(r model.Role) string { return r.ID }, func(p place, r model.Role) {
		p.text("label", r.Label, labelWidth)
		for _, size := range bySize {
			p.to("typical").text(size, r.Typical[size], 0)
		}
	})
	if len(c.Gate) == 0 {
		g.at(roadmapFile, "gate").fault("the conditions before the certification stage are missing")
	}
	controls := each(g, controlsFile, "controls", c.Controls, func(k model.Control) string { return k.ID }, func(p place, k model.Control) {
		p.text("label", k.Label, 0)
	})
	each(g, controlsFile, "iso_only", c.ISOOnly, func(k model.ISOOnly) string { return k.ID }, func(p place, k model.ISOOnly) {
		p.oneOf("strength", k.Strength, "none", "weak", "different", "stronger")
		p.text("why", k.Why, 0)
	})
	obligations := g.checkObligations(c, controls, scopes)

	met := map[string]bool{}
	steps := each(g, roadmapFile, "steps", c.Steps, func(s model.Step) string { return s.ID }, func(p place, s model.Step) {
		p.text("name", s.Name, stepWidth)
		p.text("text", s.Text, 0)
		p.to("stage").ref("stage", s.Stage, stages)
		p.oneOf("serves", s.Serves, "nis2", "iso", "both")
		p.to("owner").ref("role", s.Owner, roles)
		p.refs("with", "role", s.With, roles)
		p.refs("obligations", "obligation", s.Obligations, obligations)
		p.refs("controls", "control", s.Controls, controls)
		if len(s.Deliverables) == 0 {
			p.to("deliverables").fault("a step delivers something one can show")
		}
		for _, size := range bySize {
			if s.Effort[size].High == 0 {
				p.to("effort", size).fault("the effort for this size is missing")
			}
		}
		p.settledBy(s.Settled)
		for i, x := range s.Cases {
			p.to("cases", i).stepCase(c, x)
		}
		for _, id := range s.Obligations {
			met[id] = true
		}
		for _, id := range s.Controls {
			met[id] = true
		}
	})
	for i, s := range c.Steps {
		for j, e := range s.Needs {
			p := g.at(roadmapFile, "steps", i, "needs", j)
			p.ref("step", e.Step, steps)
			for _, r := range e.Routes {
				p.oneOf("routes", r, string(model.LawFirst), string(model.ISOSpine))
			}
		}
	}
	var before []map[string][]string // what each step needs, by route
	for _, route := range model.RouteIDs() {
		before = append(before, needs(c.Steps, string(route)))
	}
	g.checkReopened(c.Steps, steps, before)
	for i, o := range c.Obligations {
		p := g.at(obligationsFile, "obligations", i)
		if len(o.Parts) == 0 && !met[o.ID] {
			p.fault("no step of the roadmap meets the obligation %q", o.ID)
		}
		for j, part := range o.Parts {
			if !met[part.ID] {
				p.to("parts", j).fault("no step of the roadmap meets the part %q of the obligation", part.ID)
			}
		}
	}
	for i, k := range c.Controls {
		if !met[k.ID] {
			g.at(controlsFile, "controls", i).fault("no step of the roadmap meets the control %q", k.ID)
		}
	}
	for i, route := range model.RouteIDs() {
		if circle := circle(c.Steps, before[i]); circle != nil {
			i := slices.IndexFunc(c.Steps, func(s model.Step) bool { return s.ID == circle[0] })
			g.at(roadmapFile, "steps", i, "needs").fault("the steps need each other in a circle on route %s: %s", route, strings.Join(circle, " → "))
		}
	}
	g.checkPace(c.Pace, sizes)
	g.checkMilestones(c, stages, steps)
	return steps
}

// stepCase demands of other words for a step that they are for some, and say something.
func (p place) stepCase(c *model.Content, x model.StepCase) {
	w := p.to("when")
	if x.When.Note == "" && len(x.When.Law) == 0 && x.When.Certificate == "" && !x.When.Decided {
		w.fault("a condition is missing: words for everybody are those of the step itself")
	}
	if x.Name == "" && x.Text == "" && len(x.Deliverables) == 0 {
		p.fault("a case says nothing; give it a name, a text or deliverables")
	}
	if x.Name != "" {
		p.text("name", x.Name, stepWidth)
	}
	if x.When.Note != "" && !slices.ContainsFunc(c.ScopeRules.Notes, func(n model.ScopeNote) bool { return n.ID == x.When.Note }) {
		w.to("note").fault("there is no note on the scope %q", x.When.Note)
	}
	for i, status := range x.When.Law {
		if !slices.Contains([]string{"in-force", "in-force-by-statute", stateBill}, status) {
			w.to("law", i).fault("%q is not allowed; write %s", status, orList([]string{"in-force", "in-force-by-statute", stateBill}))
		}
	}
	q, _ := c.Question(model.CertificateQuestion)
	if _, ok := q.Option(x.When.Certificate); x.When.Certificate != "" && !ok {
		w.to("certificate").fault("the question %q has no option %q", q.ID, x.When.Certificate)
	}
}

// checkObligations checks the obligations and their parts, and gives both: what a step can
// meet and a gap check can ask for.
func (g *gate) checkObligations(c *model.Content, controls, scopes map[string]bool) map[string]bool {
	relations := []string{"covered", "partial", "none"}
	known := each(g, obligationsFile, "obligations", c.Obligations, func(o model.Obligation) string { return o.ID }, func(p place, o model.Obligation) {
		p.oneOf("kind", o.Kind, "directive", "implementing-regulation")
		p.oneOf("relation", o.Relation, relations...)
		p.text("article", o.Article, 0)
		p.text("label", o.Label, askWidth)
		p.asked(o.Short, o.Ask, o.Evidence, o.BeyondISO)
		if o.BeyondISOIR != "" {
			p.text("beyond_iso_ir", o.BeyondISOIR, 0)
			if len(o.Parts) > 0 || o.Kind != "directive" {
				p.to("beyond_iso_ir").fault("the parts of an obligation, and the headings of the Implementing Regulation, have no such text; remove it")
			}
		}
		p.refs("classes", "scope class", o.Classes, scopes)
		p.refs("agreed", "control", o.Agreed, controls)
		p.refs("also_named", "control", o.AlsoNamed, controls)
		p.refs("enisa", "control", o.ENISA, controls)
		p.once("agreed", o.Agreed)
		p.once("also_named", o.AlsoNamed, o.Agreed...)
		p.once("enisa", o.ENISA)
		ids(func(i int) place { return p.to("parts", i) }, o.Parts, func(x model.ObligationPart) string { return x.ID })
		for i, x := range o.Parts {
			p := p.to("parts", i)
			if !strings.HasPrefix(x.ID, o.ID+".") {
				p.to("id").fault("the id of a part begins with that of its obligation and a dot: %s.", o.ID)
			}
			p.oneOf("relation", x.Relation, relations...)
			p.asked(x.Short, x.Ask, x.Evidence, x.BeyondISO)
			for j, id := range x.Controls {
				if !slices.Contains(o.Agreed, id) && !slices.Contains(o.AlsoNamed, id) {
					p.to("controls", j).fault("the obligation has no control %q under \"agreed\" or \"also_named\"", id)
				}
			}
			p.once("controls", x.Controls)
		}
	})
	out := maps.Clone(known)
	for i, o := range c.Obligations {
		for j, x := range o.Parts {
			if known[x.ID] {
				g.at(obligationsFile, "obligations", i, "parts", j, "id").fault("the id %q is that of an obligation", x.ID)
			}
			out[x.ID] = true
		}
	}
	return out
}

// asked demands the words with which an obligation, or a part of one, is asked for and told.
func (p place) asked(short, ask, evidence, beyond string) {
	p.text("short", short, shortWidth)
	p.text("ask", ask, gapAskWidth)
	p.text("evidence", evidence, evidenceWidth)
	p.text("beyond_iso", beyond, 0)
}

// once demands that no id stands in a list twice, nor in those before it.
func (p place) once(key string, list []string, before ...string) {
	for i, id := range list {
		if slices.Contains(list[:i], id) || slices.Contains(before, id) {
			p.to(key, i).fault("the control %q stands here twice", id)
		}
	}
}

// settledBy allows the words for what shows that a step is done, and none.
func (p place) settledBy(by model.Settles) {
	if by != "" {
		p.oneOf("settled_by", string(by), string(model.ByObligations), string(model.ByControls), string(model.ByGapCheck))
	}
}

// checkReopened demands of the steps that open another again that they can begin behind it.
func (g *gate) checkReopened(steps []model.Step, known map[string]bool, before []map[string][]string) {
	for i, s := range steps {
		for j, id := range s.Reopened {
			p := g.at(roadmapFile, "steps", i, "reopened_by", j)
			p.ref("step", id, known)
			switch {
			case id == s.ID:
				p.fault("a step cannot open itself again")
			case !slices.ContainsFunc(before, func(needs map[string][]string) bool { return !behind(needs, s.ID, id) }):
				p.fault("%q needs %q on both routes, so it is never finished before that begins", s.ID, id)
			}
		}
	}
}

// needs is what each step needs on a route.
func needs(steps []model.Step, route string) map[string][]string {
	out := make(map[string][]string, len(steps))
	for i := range steps {
		s := &steps[i]
		for _, e := range s.Needs {
			if len(e.Routes) == 0 || slices.Contains(e.Routes, route) {
				out[s.ID] = append(out[s.ID], e.Step)
			}
		}
	}
	return out
}

// behind reports whether a step needs another, directly or by way of others.
func behind(needs map[string][]string, step, other string) bool {
	seen := map[string]bool{}
	var walk func(id string) bool
	walk = func(id string) bool {
		if seen[id] {
			return false
		}
		seen[id] = true
		return slices.Contains(needs[id], other) || slices.ContainsFunc(needs[id], walk)
	}
	return walk(step)
}

// checkPace demands that work goes on at every size.
func (g *gate) checkPace(pace model.Pacing, sizes map[string]bool) {
	p := g.at(roadmapFile, "pace")
	for _, size := range slices.Sorted(maps.Keys(sizes)) {
		if pace.Capacity[size] == 0 {
			p.to("capacity", size).fault("the person-days a month for this size are missing; they are more than 0")
		}
	}
	if pace.Step == 0 {
		p.to("step").fault("the person-days a month that a step takes at most are missing; they are more than 0")
	}
	p.text("why", pace.Why, 0)
}

// checkMilestones demands that each milestone is the end of something that there is.
func (g *gate) checkMilestones(c *model.Content, stages, steps map[string]bool) {
	known := each(g, roadmapFile, "milestones", c.Milestones, func(m model.Milestone) string { return m.ID }, func(p place, m model.Milestone) {
		p.text("label", m.Label, labelWidth)
		p.text("short", m.Short, milestoneWidth)
		if (len(m.Steps) > 0) == (m.Stage != "") {
			p.fault("a milestone names its steps or a stage, one of the two")
		}
		p.refs("steps", "step", m.Steps, steps)
		if m.Stage != "" {
			p.to("stage").ref("stage", m.Stage, stages)
		}
	})
	for _, id := range []string{model.MilestoneRegistered, model.MilestoneMeasures, model.MilestoneCertificate} {
		if !known[id] {
			g.at(roadmapFile, "milestones").fault("the milestone %q is missing", id)
		}
	}
}

// circle is a chain of steps that need each other on a route, or nil.
func circle(steps []model.Step, needs map[string][]string) []string {
	const walking, walked = 1, 2
	seen := map[string]int{}
	var chain []string
	var walk func(id string) []string
	walk = func(id string) []string {
		switch seen[id] {
		case walking:
			return append(slices.Clone(chain[slices.Index(chain, id):]), id)
		case walked:
			return nil
		}
		seen[id] = walking
		chain = append(chain, id)
		for _, next := range needs[id] {
			if found := walk(next); found != nil {
				return found
			}
		}
		chain = chain[:len(chain)-1]
		seen[id] = walked
		return nil
	}
	for _, s := range steps {
		if found := walk(s.ID); found != nil {
			return found
		}
	}
	return nil
}

func (g *gate) checkPlans(c *model.Content, scopes, steps map[string]bool) {
	stages := map[string]bool{}
	for _, s := range c.Stages {
		stages[s.ID] = true
	}
	general := map[model.VerdictID]bool{}
	each(g, plansFile, "plans", c.Plans, func(x model.Plan) string { return x.ID }, func(p place, x model.Plan) {
		if !slices.Contains(verdictIDs, x.Verdict) {
			p.to("verdict").fault("there is no verdict %q", x.Verdict)
		}
		p.situation(c, x.Scope, x.Certificate, scopes)
		p.refs("stages", "stage", x.Stages, stages)
		p.refs("also", "step", x.Also, steps)
		p.refs("without", "step", x.Without, steps)
		p.refs("as_note", "step", x.AsNote, steps)
		p.text("note", x.Note, 0)
		general[x.Verdict] = general[x.Verdict] || (x.Scope == "" && x.Certificate == "")
	})
	for _, id := range verdictIDs {
		if !general[id] {
			g.at(plansFile, "plans").fault("there is no plan for the verdict %q in general", id)
		}
	}
}

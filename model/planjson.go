package model

// gapJSON is a duty of the gap check. Its state is null where nobody looked at it.
type gapJSON struct {
	Obligation string        `json:"obligation"` // the id of the duty: of an obligation, or of a part of one
	Article    string        `json:"article"`
	State      *GapLevel     `json:"state"`
	Note       string        `json:"note,omitempty"`
	Relation   string        `json:"relation"` // covered, partial or none
	Controls   []string      `json:"controls"` // those that at least three mappings name
	Links      []linkJSON    `json:"links"`
	Proposal   *proposalJSON `json:"proposal,omitempty"`
}

type linkJSON struct {
	Control string `json:"control"`
	Naming  Naming `json:"named"` // three (or more), two, or enisa: by its table alone
	ENISA   bool   `json:"enisa"`
}

type proposalJSON struct {
	State   GapLevel       `json:"state"`
	From    ProposalSource `json:"from"`
	InPlace []string       `json:"in_place"`
	Lacking []string       `json:"lacking"`
	Unsaid  []string       `json:"unsaid"`
}

func (r *Report) gapJSON() []gapJSON {
	out := []gapJSON{}
	for _, d := range r.duties {
		x := gapJSON{Obligation: d.ID, Article: d.Article, Note: d.Gap.Note, Relation: d.Relation, Controls: []string{}, Links: []linkJSON{}}
		if d.Gap.State != "" {
			x.State = &d.Gap.State
		}
		for _, l := range d.Links {
			x.Links = append(x.Links, linkJSON(l))
			if l.Naming == NamedByThree {
				x.Controls = append(x.Controls, l.Control)
			}
		}
		if p := d.Proposal; p.State != "" {
			x.Proposal = &proposalJSON{p.State, p.From, present(p.InPlace), present(p.Lacking), present(p.Unsaid)}
		}
		out = append(out, x)
	}
	return out
}

type roadmapJSON struct {
	Size        string      `json:"size"`
	Capacity    HalfDays    `json:"capacity_days_per_month"`
	Assumed     bool        `json:"capacity_assumed"`
	Recommended RouteID     `json:"recommended"`
	Reason      string      `json:"reason"`
	Chosen      RouteID     `json:"chosen"`
	Routes      []routeJSON `json:"routes"`
}

type routeJSON struct {
	ID         RouteID         `json:"id"`
	End        endJSON         `json:"end"`
	Least      int             `json:"least_months"` // no order of the steps ends sooner, by the promise
	Milestones []milestoneJSON `json:"milestones"`
	Load       []HalfDays      `json:"load_days"` // by month of the plan, by the promise
	Twice      []reopenedJSON  `json:"opened_twice"`
	Steps      []stepJSON      `json:"steps"`
}

// endJSON is when something is over: by the smaller numbers and by the larger ones. The
// days are null until a start is given; months are counted from 1.
type endJSON struct {
	Earliest      *string `json:"earliest"`
	Promise       *string `json:"promise"`
	EarliestMonth int     `json:"earliest_month"`
	PromiseMonth  int     `json:"promise_month"`
}

type milestoneJSON struct {
	ID   string `json:"id"`
	Done bool   `json:"done"`
	endJSON
}

type reopenedJSON struct {
	Step string `json:"step"`
	By   string `json:"by"`
}

type stepJSON struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	Stage          string         `json:"stage"`
	Start          *string        `json:"start"`           // by the promise; null until a start is given, and where the step is out
	Finish         *string        `json:"finish"`          // the same; null for yearly upkeep
	EarliestFinish *string        `json:"earliest_finish"` // by the smaller numbers
	StartMonth     *int           `json:"start_month"`     // of the plan, from 1; null where the step is out
	FinishMonth    *int           `json:"finish_month"`
	Effort         Effort         `json:"effort_days"` // what is left
	Whole          Effort         `json:"whole_effort_days"`
	After          []string       `json:"after"`
	Cause          *causeJSON     `json:"cause,omitempty"` // why it does not begin earlier; absent where it is out
	DrivesEnd      bool           `json:"drives_end"`
	Yearly         bool           `json:"yearly"`
	Skipped        bool           `json:"skipped"` // all of it is in place
	InPlace        []string       `json:"in_place"`
	Partial        []string       `json:"partial"`
	Excluded       bool           `json:"excluded"` // left out by hand
	Changed        *stepChangeOut `json:"changed,omitempty"`
}

type causeJSON struct {
	Kind CauseKind `json:"kind"`
	Step string    `json:"step,omitempty"`
}

// stepChangeOut is what was changed of a step by hand.
type stepChangeOut struct {
	From   *string `json:"from,omitempty"`
	Effort *Effort `json:"effort_days,omitempty"`
	Note   string  `json:"note,omitempty"`
}

func (r *Report) roadmapJSON() roadmapJSON {
	chosen := r.chosen()
	out := roadmapJSON{Size: r.roadmap.Size.ID, Capacity: chosen.Capacity, Assumed: chosen.Assumed,
		Recommended: r.choice.Recommended, Reason: r.RouteReason(), Chosen: r.choice.Chosen, Routes: []routeJSON{}}
	for i, route := range r.roadmap.Routes {
		t := r.lines[i]
		x := routeJSON{ID: route.ID, End: t.endJSON(t.End.Start, t.End.Finish), Least: inMonths(t.Least),
			Milestones: []milestoneJSON{}, Load: present(t.Load), Twice: []reopenedJSON{}, Steps: []stepJSON{}}
		for _, m := range t.Milestones {
			y := milestoneJSON{ID: m.ID, Done: m.Done}
			if !m.Done {
				y.endJSON = t.endJSON(m.Possible, m.Promise)
			}
			x.Milestones = append(x.Milestones, y)
		}
		for _, y := range t.Twice {
			x.Twice = append(x.Twice, reopenedJSON(y))
		}
		for _, s := range route.Steps {
			x.Steps = append(x.Steps, t.stepJSON(s))
		}
		out.Routes = append(out.Routes, x)
	}
	return out
}

func (t Timeline) endJSON(possible, promise int) endJSON {
	return endJSON{dayJSON(t.LastDay(possible)), dayJSON(t.LastDay(promise)), inMonths(possible), inMonths(promise)}
}

func dayJSON(d Date) *string {
	if d.IsZero() {
		return nil
	}
	s := d.String()
	return &s
}

func (t Timeline) stepJSON(s PlannedStep) stepJSON {
	x := stepJSON{ID: s.ID, Name: s.Name, Stage: s.Stage, Effort: s.Days, Whole: s.Whole, After: present(s.After),
		Skipped: s.Left.Done, Excluded: s.Change.Excluded, Yearly: s.Stage == MaintainStage,
		InPlace: settledIDs(s.Left.InPlace), Partial: settledIDs(s.Left.Partial)}
	if change := s.Change; change != (StepChange{}) {
		x.Changed = &stepChangeOut{From: dayJSON(change.From), Note: change.Note}
		if !change.Effort.IsZero() {
			x.Changed.Effort = &change.Effort
		}
	}
	b, planned := t.Bar(s.ID)
	if !planned {
		return x
	}
	start := b.Promise.Start/MonthTicks + 1
	x.Start, x.StartMonth = dayJSON(t.Day(b.Promise.Start)), &start
	x.Cause, x.DrivesEnd = &causeJSON{b.Cause.Kind, b.Cause.Step}, b.Drives
	if !b.Yearly {
		finish := inMonths(b.Promise.Finish)
		x.Finish, x.FinishMonth = dayJSON(t.LastDay(b.Promise.Finish)), &finish
		x.EarliestFinish = dayJSON(t.LastDay(b.Possible.Finish))
	}
	return x
}

func settledIDs(list []Settled) []string {
	out := []string{}
	for _, x := range list {
		out = append(out, x.ID)
	}
	return out
}

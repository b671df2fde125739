package model

// StationKind is what a station does.
type StationKind int

// The kinds of station.
const (
	ProfileStation StationKind = iota
	DifferencesStation
	ScopeStation
	QuestionsStation
	ObligationsStation
	RecommendationStation
	RoadmapStation
	ExportStation
)

// Station is one stop on the way through. The screens, and whatever else leads
// through an assessment, take the order and the progress from here.
type Station struct {
	ID        string
	Title     string
	Kind      StationKind
	Lead      string
	Questions []Question
	Ask       Prompt // how the scope station asks
}

// Prompt is the words of a question that is no question of the weighing.
type Prompt struct {
	Text string `yaml:"text"`
	Hint string `yaml:"hint"`
	Why  string `yaml:"why"`
	Room string `yaml:"room"`
}

// Stations is the way through, in order.
func (c *Content) Stations() []Station {
	questions := func(group string) (Group, []Question) {
		g, _ := find(c.Groups, func(g Group) bool { return g.ID == group })
		var out []Question
		for i := range c.Questions {
			if c.Questions[i].Group == group {
				out = append(out, c.Questions[i])
			}
		}
		return g, out
	}
	profile, held := questions(ProfileGroup)
	stations := []Station{
		{ID: "profile", Title: "Profile", Kind: ProfileStation, Lead: profile.Lead, Questions: held},
		{ID: "differences", Title: "Differences", Kind: DifferencesStation},
		{ID: "scope", Title: "Scope", Kind: ScopeStation, Ask: c.ScopePrompt},
	}
	for _, g := range c.Groups {
		if g.ID != ProfileGroup {
			_, asked := questions(g.ID)
			stations = append(stations, Station{ID: g.ID, Title: g.Title, Kind: QuestionsStation, Lead: g.Lead, Questions: asked})
		}
	}
	return append(stations,
		Station{ID: "obligations", Title: "Obligations", Kind: ObligationsStation},
		Station{ID: "recommendation", Title: "Recommendation", Kind: RecommendationStation},
		Station{ID: "roadmap", Title: "Roadmap", Kind: RoadmapStation},
		Station{ID: "export", Title: "Export", Kind: ExportStation},
	)
}

// ProfileGroup is the group whose questions are asked at the profile station.
const ProfileGroup = "profile"

// Progress is how much of a station is done.
type Progress struct {
	Done, Total int // questions with an answer, "not sure" included; Total 0: nothing to count
	Open        int // of Done, those answered "not sure"
	Marks       int // differences that matter, for the differences station

	Optional bool // it may be skipped: the gap check counts nowhere but at its station
}

// Complete reports whether nothing is left to answer here.
func (p Progress) Complete() bool { return p.Total > 0 && p.Done == p.Total }

// Progress counts what is done at a station.
func (c *Content) Progress(s Station, a Assessment) Progress {
	var p Progress
	for i := range s.Questions {
		p.Total++
		switch a.Answers[s.Questions[i].ID].Option {
		case "":
		case NotSure:
			p.Done++
			p.Open++
		default:
			p.Done++
		}
	}
	switch s.Kind {
	case ScopeStation:
		p.Total = 1
		if a.Scope.Answered() {
			p.Done = 1
		}
		if c.ScopeClass(a.Scope).ID == UndeterminedScope {
			p.Open = p.Done
		}
	case DifferencesStation:
		for _, d := range c.Differences {
			if a.Differences[d.ID].Matters {
				p.Marks++
			}
		}
	case ObligationsStation:
		n := c.countGap(a) // what is proposed is not said
		p = Progress{Done: n.Said(), Total: n.Total(), Open: n.NotSure, Optional: true}
	}
	return p
}

// Overall counts the questions and the scope over all stations.
func (c *Content) Overall(a Assessment) Progress {
	sum := c.Progress(Station{Kind: QuestionsStation, Questions: c.Questions}, a)
	for _, kind := range []StationKind{DifferencesStation, ScopeStation} {
		p := c.Progress(Station{Kind: kind}, a)
		sum.Done += p.Done
		sum.Total += p.Total
		sum.Open += p.Open
		sum.Marks += p.Marks
	}
	return sum
}

// FirstOpen is where an assessment goes on: the first station, in order, with
// something that has no answer yet, and which of its questions that is. ok is false
// where everything has one.
func (c *Content) FirstOpen(a Assessment) (station Station, question int, ok bool) {
	for _, s := range c.Stations() {
		p := c.Progress(s, a)
		if p.Optional || p.Total == 0 || p.Complete() {
			continue
		}
		for i, q := range s.Questions {
			if a.Answers[q.ID].Option == "" {
				return s, i, true
			}
		}
		return s, 0, true
	}
	return Station{}, 0, false
}

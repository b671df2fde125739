package ui

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// overviewScreen lists every answer and jumps to any of them.
type overviewScreen struct {
	*env
	focus  int
	kind   int // index into overviewKinds
	scroll scroller

	list  []overviewRow // as of made
	leads []overviewRow // of these, what leads somewhere
	made  overviewKey
}

// overviewKey is what the rows depend on.
type overviewKey struct {
	session       *session
	version, kind int
	theme         *theme
}

// overviewKinds is what the list can be narrowed to.
var overviewKinds = []struct {
	name string
	has  func(a model.Answer) bool
}{
	{"every answer", func(model.Answer) bool { return true }},
	{"open", func(a model.Answer) bool { return a.Option == "" }},
	{"not sure", func(a model.Answer) bool { return a.Option == model.NotSure }},
	{"guesses", func(a model.Answer) bool { return a.Answered() && a.Firmness == model.Guess }},
	{"with a note", func(a model.Answer) bool { return a.Note != "" }},
}

// overviewRow is one line: a station's heading, or a place to jump to.
type overviewRow struct {
	heading string
	at      place
	topic   string
	answer  string
	style   ink
	right   string
}

func newOverviewScreen(e *env) *overviewScreen { return &overviewScreen{env: e} }

func (s *overviewScreen) enter()            {}
func (s *overviewScreen) typing() bool      { return false }
func (s *overviewScreen) sideWidth(int) int { return 0 }

// at puts the focus on a place.
func (s *overviewScreen) show(p place) {
	for i, r := range s.jumps() {
		if r.at == p {
			s.focus = i
		}
	}
	s.focus = max(0, min(len(s.jumps())-1, s.focus))
}

func (s *overviewScreen) keys() []key.Binding {
	k := s.env.keys
	next := overviewKinds[(s.kind+1)%len(overviewKinds)].name
	if len(s.jumps()) == 0 {
		return []key.Binding{as(k.kinds, "show "+next), k.back, k.export}
	}
	return []key.Binding{both(k.up, k.down, "move"), as(k.next, "go there"), as(k.kinds, "show "+next), k.back, k.export, k.pageDown, k.pageUp, k.top, k.bottom}
}

func (s *overviewScreen) update(msg tea.Msg) (move, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys, n := s.env.keys, len(s.jumps())
	s.focus = max(0, min(n-1, s.focus)) // there may be fewer since they were shown last
	switch {
	case key.Matches(k, keys.up):
		s.focus = max(0, s.focus-1)
	case key.Matches(k, keys.down):
		s.focus = max(0, min(n-1, s.focus+1))
	case key.Matches(k, keys.pageUp):
		s.focus = max(0, s.focus-10)
	case key.Matches(k, keys.pageDown):
		s.focus = max(0, min(n-1, s.focus+10))
	case key.Matches(k, keys.top):
		s.focus = 0
	case key.Matches(k, keys.bottom):
		s.focus = max(0, n-1)
	case key.Matches(k, keys.kinds):
		s.kind, s.focus = (s.kind+1)%len(overviewKinds), 0
	case key.Matches(k, keys.next) && n > 0:
		to := s.jumps()[s.focus].at
		if to == whatIfPlace && s.base == nil {
			cmd := s.wonder(recommendationPlace)
			s.jump(recommendationPlace)
			s.tell(s.wonderWords("What if: change what you like."))
			return stay, cmd
		}
		s.jump(to)
	}
	return stay, nil
}

// jumps is the rows that lead somewhere.
func (s *overviewScreen) jumps() []overviewRow {
	s.rows()
	return s.leads
}

// rows is the list, made once for each state.
func (s *overviewScreen) rows() []overviewRow {
	if made := (overviewKey{s.session, s.version, s.kind, s.theme}); s.made != made {
		s.made, s.list = made, s.listed()
		s.leads = slices.DeleteFunc(slices.Clone(s.list), func(r overviewRow) bool { return r.heading != "" })
	}
	return s.list
}

func (s *overviewScreen) listed() []overviewRow {
	t := s.theme
	var out []overviewRow
	if s.kind != 0 {
		for _, st := range s.stations {
			for i, q := range st.Questions {
				if st.Kind == model.ProfileStation {
					i++
				}
				if overviewKinds[s.kind].has(s.a.Answers[q.ID]) {
					out = append(out, s.questionRow(place{st.ID, i}, q))
				}
			}
		}
		s.mostDecisive(out)
		return out
	}
	for _, st := range s.stations {
		switch st.Kind {
		case model.ProfileStation:
			name := s.a.Organisation
			if name == "" {
				name = "no name yet"
			}
			out = append(out, overviewRow{heading: st.Title}, overviewRow{at: place{st.ID, 0}, topic: "organisation", answer: name, style: t.text})
			for i, q := range st.Questions {
				out = append(out, s.questionRow(place{st.ID, i + 1}, q))
			}
		case model.DifferencesStation:
			marks := s.progress(st).Marks
			out = append(out, overviewRow{heading: "Differences and scope"}, overviewRow{at: place{st.ID, 0}, topic: "differences",
				answer: plural(marks, "matters to you", "matter to you"), style: t.text})
		case model.ScopeStation:
			row := overviewRow{at: place{st.ID, 0}, topic: "scope", answer: "open", style: t.faint}
			if s.a.Scope.Answered() {
				row.answer, row.style = s.outcome.Scope.Label, t.text
			}
			row.right = noteMark(s.a.Scope.Note)
			out = append(out, row)
		case model.QuestionsStation:
			out = append(out, overviewRow{heading: st.Title})
			for i, q := range st.Questions {
				out = append(out, s.questionRow(place{st.ID, i}, q))
			}
		case model.ObligationsStation:
			p := s.progress(st)
			row := overviewRow{at: place{st.ID, 0}, topic: "gap check", answer: "not looked at, may be skipped", style: t.faint}
			if p.Done > 0 {
				row.answer, row.style = strconv.Itoa(p.Done)+" of "+plural(p.Total, "duty", "duties")+" looked at", t.text
			}
			out = append(out, overviewRow{heading: st.Title}, row)
		case model.RecommendationStation:
			out = append(out, overviewRow{heading: "Result"}, overviewRow{at: place{st.ID, 0}, topic: "recommendation",
				answer: s.content.VerdictWords(s.outcome).Short, style: t.strong})
			weights := "everything counts 1"
			if n := len(s.a.Weights); n > 0 {
				weights = plural(n, "weight is", "weights are") + " changed"
			}
			out = append(out, overviewRow{at: weightsPlace, topic: "what counts", answer: weights, style: t.text})
			pays := overviewRow{at: breakEvenPlace, topic: "when it pays", answer: "no number given", style: t.faint}
			if !s.a.BreakEven.IsZero() {
				pays.answer, pays.style = "in your own numbers", t.text
			}
			out = append(out, pays)
			wonder := overviewRow{at: whatIfPlace, topic: "what if", answer: "try other answers, and keep or drop them", style: t.soft}
			switch {
			case s.base != nil:
				wonder.answer, wonder.style = "compared with "+s.content.VerdictWords(s.before).Short, t.text
			case s.a.WhatIf != nil:
				wonder.answer, wonder.style = "one is kept beside the assessment", t.text
			}
			out = append(out, wonder)
		default:
			out = append(out, overviewRow{at: place{st.ID, 0}, topic: st.ID})
		}
	}
	return out
}

// mostDecisive orders questions that are open by how much they can still change, and
// says of each whether it can. Answered ones stay in the order of the way.
func (s *overviewScreen) mostDecisive(rows []overviewRow) {
	order := map[string]int{}
	decides := map[string]bool{}
	for i, p := range s.outcome.Open {
		if q, ok := s.content.Question(p.Question); ok {
			order[q.Topic] = i + 1
			decides[q.Topic] = p.Decides
		}
	}
	slices.SortStableFunc(rows, func(a, b overviewRow) int { return order[a.topic] - order[b.topic] })
	for i, r := range rows {
		if decides[r.topic] {
			rows[i].right = "can change the verdict  " + r.right
		}
	}
}

func (s *overviewScreen) questionRow(at place, q model.Question) overviewRow {
	t := s.theme
	a := s.a.Answers[q.ID]
	row := overviewRow{at: at, topic: q.Topic, answer: "open", style: t.faint}
	if o, ok := q.Option(a.Option); ok {
		row.answer, row.style = o.Label, t.text
		if a.Firmness != "" {
			row.right = string(a.Firmness) + "  "
		}
	} else if a.Option == model.NotSure {
		row.answer, row.style = "not sure", t.soft
	}
	row.right += noteMark(a.Note)
	return row
}

func noteMark(note string) string {
	if note == "" {
		return " "
	}
	return "+"
}

func (s *overviewScreen) view(b box) []string {
	t := s.theme
	w := min(b.w, 84)
	p := s.overall()
	name := "Overview"
	if s.kind != 0 {
		name += ": " + overviewKinds[s.kind].name
	}
	lines := []string{apart(t.title.Render(name), t.soft.Render(
		strconv.Itoa(p.Done)+" of "+strconv.Itoa(p.Total)+" answered · + marks a note"), w), ""}
	rows := s.rows()
	var body []int // the places of rows, or -1 for a blank line
	jump, from := 0, 0
	for i := range rows {
		switch {
		case rows[i].heading == "":
			if jump == s.focus {
				from = len(body)
			}
			jump++
		case len(body) > 0 && b.h > 30:
			body = append(body, -1)
		}
		body = append(body, i)
	}
	if len(body) == 0 {
		return append(lines, t.soft.Render("None. Press "+s.env.keys.kinds.Help().Key+" for the next list."))
	}
	draw := func(i int) string {
		switch {
		case body[i] < 0:
			return ""
		case rows[body[i]].heading != "":
			return t.faint.Render(rows[body[i]].heading)
		}
		return s.drawRow(rows[body[i]], i == from, w)
	}
	return append(lines, s.scroll.draw(len(body), draw, max(0, from-1), from+1, b.h-len(lines))...)
}

func (s *overviewScreen) drawRow(r overviewRow, focused bool, w int) string {
	t := s.theme
	bar, topic, answer := "  ", t.soft, r.style
	if focused {
		bar, topic, answer = t.bar.Render("▌")+" ", t.strong, t.strong
	}
	return apart(fit(bar+"  "+topic.Render(fit(r.topic, 22))+answer.Render(r.answer), w-len(r.right)-1), t.faint.Render(r.right), w)
}

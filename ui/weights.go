package ui

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// How much each criterion counts, and how much it could count before the verdict is
// another one:
//
//	How much each reason counts
//
//	  For ISO 27001
//	▌ Customers ask for ISO 27001    ●●○○○ 2   up to 3
//	▌ At 4 it would be: NIS2 with ISO 27001.
//	  Tenders reward a certificate   ●○○○○ 1   at any weight
//
// The ranges are exact. They are worked out in a command, and never shown for an older
// state.
type weightsScreen struct {
	*env
	at      place
	focus   int
	ranges  []model.WeightRange
	known   int // the version of the state that the ranges are of
	running bool
	scroll  scroller
}

// weightsPlace is where the weights are shown: beside the way, not on it.
var weightsPlace = place{station: "weights"}

// weightsMsg is ranges that were worked out.
type weightsMsg struct {
	by      *session
	version int
	ranges  []model.WeightRange
}

func newWeightsScreen(e *env, at place) *weightsScreen { return &weightsScreen{env: e, at: at} }

func (s *weightsScreen) enter()       { s.scroll = scroller{} }
func (s *weightsScreen) typing() bool { return false }

func (s *weightsScreen) criteria() []model.Criterion { return s.content.Criteria }

// claims the keys that change a weight and otherwise lead to other places.
func (s *weightsScreen) claims(k tea.KeyPressMsg) bool {
	return key.Matches(k, s.env.keys.left, s.env.keys.right)
}

func (s *weightsScreen) keys() []key.Binding {
	k := s.env.keys
	out := []key.Binding{both(k.up, k.down, "reason"), both(k.left, k.right, "less, more"), with(k.back, k.next)}
	if len(s.a.Weights) > 0 {
		out = append(out, as(k.remove, "all as they were"))
	}
	return append(out, as(k.choose, "set it"), as(k.notSure, "it counts nothing"), k.pageDown, k.pageUp, k.top, k.bottom)
}

// refresh works out the ranges anew where the state is another one.
func (s *weightsScreen) refresh(box) tea.Cmd {
	if s.running || s.known == s.version {
		return nil
	}
	s.running = true
	by, version, c, a := s.session, s.version, s.content, s.a
	return func() tea.Msg { return weightsMsg{by, version, model.WeightRanges(c, a)} }
}

func (s *weightsScreen) receive(msg weightsMsg) {
	s.running = false
	s.known, s.ranges = msg.version, msg.ranges
}

func (s *weightsScreen) update(msg tea.Msg) (move, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys, all := s.env.keys, s.criteria()
	now := all[s.focus]
	weight := s.a.Weight(now.ID)
	switch {
	case key.Matches(k, keys.up):
		s.focus = max(0, s.focus-1)
	case key.Matches(k, keys.down):
		s.focus = min(len(all)-1, s.focus+1)
	case key.Matches(k, keys.pageUp):
		s.focus = max(0, s.focus-5)
	case key.Matches(k, keys.pageDown):
		s.focus = min(len(all)-1, s.focus+5)
	case key.Matches(k, keys.top):
		s.focus = 0
	case key.Matches(k, keys.bottom):
		s.focus = len(all) - 1
	case key.Matches(k, keys.left):
		return stay, s.set(now, weight-1)
	case key.Matches(k, keys.right):
		return stay, s.set(now, weight+1)
	case key.Matches(k, keys.choose), key.Matches(k, keys.notSure):
		n, _ := strconv.Atoi(k.String())
		return stay, s.set(now, n)
	case key.Matches(k, keys.remove):
		return stay, s.reset()
	case key.Matches(k, keys.next):
		return backward, nil
	}
	return stay, nil
}

// reset makes every weight what it is by default.
func (s *weightsScreen) reset() tea.Cmd {
	next := s.a
	next.Weights = nil
	return s.do(next, "the weights", s.at)
}

func (s *weightsScreen) set(k model.Criterion, weight int) tea.Cmd {
	if weight < 0 || weight > model.MaxWeight {
		s.tell("A weight is a whole number from 0 to " + strconv.Itoa(model.MaxWeight) + ".")
		return nil
	}
	return s.do(s.a.WithWeight(k.ID, weight), "the weight of "+strings.ToLower(k.Label), s.at)
}

func (s *weightsScreen) view(b box) []string {
	t, w := s.theme, min(b.w, 92)
	head := styled("How much each reason counts", w, t.title)
	if b.h > 14 && !t.projector {
		head = append(head, styled("Everything counts 1 unless you change it. Beside each stands over which weights the verdict stays what it is.", w, t.soft)...)
	}
	head = append(head, "")
	var lines []string
	from, to := 0, 1
	side := model.Lean("")
	for i, k := range s.criteria() {
		if k.Side != side {
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			side = k.Side
			alone, iso := s.content.Sides(s.outcome)
			lines = append(lines, s.side(side).Render("For "+map[model.Lean]string{model.ForISO: iso, model.ForAlone: alone}[side]))
		}
		bar, name := "  ", t.soft
		if i == s.focus {
			bar, name = t.bar.Render("▌")+" ", t.strong
			from = len(lines)
			if i == 0 {
				from = 0 // with its heading
			}
		}
		weight := s.a.Weight(k.ID)
		dots := strings.Repeat("●", weight) + strings.Repeat("○", model.MaxWeight-weight)
		style := t.text
		if weight != model.DefaultWeight {
			style = t.strong
		}
		lines = append(lines, fit(bar+name.Render(fit(k.Label, 31))+style.Render(dots+" "+strconv.Itoa(weight))+"   "+t.soft.Render(s.reach(i)), w))
		if i == s.focus {
			for _, line := range s.beyond(i) {
				lines = append(lines, bar+t.text.Render(line))
			}
			to = len(lines)
		}
	}
	return append(head, s.scroll.show(lines, from, to, b.h-len(head))...)
}

// reach says over which weights the verdict is the same.
func (s *weightsScreen) reach(i int) string {
	if s.known != s.version || i >= len(s.ranges) {
		return "…"
	}
	r := s.ranges[i]
	low, high := strconv.Itoa(r.Low), strconv.Itoa(r.High)
	switch {
	case r.Everywhere():
		return "at any weight"
	case r.Low == r.High:
		return "only at " + low
	case r.Low <= 0:
		return "up to " + high
	case r.High >= model.MaxWeight:
		return "from " + low
	}
	return "from " + low + " to " + high
}

// beyond says what the verdict is just outside that range.
func (s *weightsScreen) beyond(i int) []string {
	if s.known != s.version || i >= len(s.ranges) {
		return nil
	}
	r := s.ranges[i]
	var out []string
	if r.Low > 0 {
		out = append(out, "At "+strconv.Itoa(r.Low-1)+" it would be: "+s.short(r.Below.Verdict)+".")
	}
	if r.High < model.MaxWeight {
		out = append(out, "At "+strconv.Itoa(r.High+1)+" it would be: "+s.short(r.Above.Verdict)+".")
	}
	return out
}

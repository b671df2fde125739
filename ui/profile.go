package ui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// The profile is a small form: who it is about, who is in the room, how large.
// Text is kept as it is typed; Enter goes to the next field and then on.
type profileScreen struct {
	*env
	at     place
	field  int // 0 organisation, 1 participants, 2 size
	scroll scroller
	name   lineField
	room   lineField
}

const profileFields = 3

func newProfileScreen(e *env, at place) *profileScreen {
	s := &profileScreen{env: e, at: at, name: newLineField(model.MaxLine), room: newLineField(model.MaxLine)}
	s.room.in.Placeholder = "for example managing director, head of IT"
	s.name.in.Placeholder = "may stay empty"
	return s
}

func (s *profileScreen) enter() {
	s.name.set(s.a.Organisation)
	s.room.set(peopleLine(s.a.Participants))
	s.focus(0)
}

func (s *profileScreen) focus(field int) {
	s.field = field
	s.name.in.Blur()
	s.room.in.Blur()
	switch field {
	case 0:
		s.name.in.Focus()
	case 1:
		s.room.in.Focus()
	}
}

func (s *profileScreen) typing() bool { return s.field < 2 }

// claims the arrows for the sizes.
func (s *profileScreen) claims(k tea.KeyPressMsg) bool {
	return key.Matches(k, s.env.keys.left, s.env.keys.right, s.env.keys.nextStation, s.env.keys.prevStat)
}

func (s *profileScreen) keys() []key.Binding {
	k := s.env.keys
	if s.typing() {
		return []key.Binding{as(k.next, "next field"), as(k.walk, "field"), k.back}
	}
	return []key.Binding{as(k.choose, "size"), both(k.left, k.right, "size"), with(k.next, k.nextStation), both(with(k.up, k.prevStat), k.down, "field"), k.back, k.overview}
}

func (s *profileScreen) update(msg tea.Msg) (move, tea.Cmd) {
	keys := s.env.keys
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.back):
			return backward, nil
		case !s.typing() && key.Matches(k, keys.up, keys.prevStat):
			s.focus(s.field - 1)
			return stay, nil
		case !s.typing() && key.Matches(k, keys.nextStation), key.Matches(k, keys.next):
			if s.field == profileFields-1 {
				return forward, nil
			}
			s.focus(s.field + 1)
			return stay, nil
		case s.typing() && key.Matches(k, keys.nextField):
			s.focus(s.field + 1)
			return stay, nil
		case s.typing() && key.Matches(k, keys.prevField):
			s.focus(max(0, s.field-1))
			return stay, nil
		}
		if s.field == 2 {
			return stay, s.pickSize(k)
		}
	}
	switch s.field {
	case 0:
		changed, cut, cmd := s.name.update(msg)
		s.sayCut(cut, s.name.limit)
		if changed {
			cmd = tea.Batch(cmd, s.setName(model.Clean(s.name.in.Value()), s.typed))
		}
		return stay, cmd
	case 1:
		changed, cut, cmd := s.room.update(msg)
		s.sayCut(cut, s.room.limit)
		if changed {
			cmd = tea.Batch(cmd, s.setPeople(s.room.in.Value(), s.typed))
		}
		return stay, cmd
	}
	return stay, nil
}

// change is how a text gets into the assessment: while it is typed, or whole.
type change func(next model.Assessment, what string, where place) tea.Cmd

// setName names the organisation.
func (s *profileScreen) setName(name string, by change) tea.Cmd {
	next := s.a
	next.Organisation = name
	return by(next, "the name", s.at)
}

// setPeople says who takes part, from a line of names.
func (s *profileScreen) setPeople(line string, by change) tea.Cmd {
	next := s.a
	next.Participants = people(line)
	return by(next, "who took part", s.at)
}

// peopleLine joins names with commas or, where a name holds one, with semicolons.
func peopleLine(names []string) string {
	for _, n := range names {
		if strings.Contains(n, ",") {
			return strings.Join(names, "; ") + ";"
		}
	}
	return strings.Join(names, ", ")
}

// people splits a line of names: at semicolons if it holds any, else at commas.
func people(line string) []string {
	separator := ","
	if strings.Contains(line, ";") {
		separator = ";"
	}
	var out []string
	for p := range strings.SplitSeq(line, separator) {
		if p = model.CleanLine(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (s *profileScreen) pickSize(k tea.KeyPressMsg) tea.Cmd {
	keys, sizes := s.env.keys, s.content.Sizes
	at := slices.IndexFunc(sizes, func(z model.Size) bool { return z.ID == s.a.Plan.Size })
	switch {
	case key.Matches(k, keys.left):
		at = max(0, at-1)
	case key.Matches(k, keys.right):
		at = min(len(sizes)-1, at+1)
	case key.Matches(k, keys.choose):
		n, _ := strconv.Atoi(k.String())
		if n > len(sizes) {
			return nil
		}
		at = n - 1
	default:
		return nil
	}
	return s.setSize(at)
}

// setSize takes the i-th size.
func (s *profileScreen) setSize(i int) tea.Cmd {
	next := s.a
	next.Plan.Size = s.content.Sizes[i].ID
	return s.do(next, "the size", s.at)
}

func (s *profileScreen) view(b box) []string {
	t := s.theme
	w := min(b.w, 72)
	st := s.station(s.at.station)
	var lines []string
	if b.h > 16 {
		lines = append(lines, t.faint.Render(st.Title), "")
	}
	lines = append(lines, styled("Who is this about?", w, t.title)...)
	if b.h > 13 {
		lines = append(lines, styled("It goes on the report's first page. Nothing leaves this machine.", w, t.text)...)
	}
	lines = append(lines, "")
	head := len(lines)
	starts := make([]int, 0, profileFields+1)
	input := func(i int, label string, in *lineField) {
		bar, style := "  ", t.soft
		if i == s.field {
			bar, style = t.bar.Render("▌")+" ", t.strong
		}
		starts = append(starts, len(lines))
		lines = append(lines, bar+style.Render(label), bar+in.view(t, w-5))
		if b.h > 14 {
			lines = append(lines, "")
		}
	}
	input(0, "Organisation", &s.name)
	input(1, "Who takes part", &s.room)

	bar, style := "  ", t.soft
	if s.field == 2 {
		bar, style = t.bar.Render("▌")+" ", t.strong
	}
	starts = append(starts, len(lines))
	lines = append(lines, bar+style.Render("How large, for the roadmap's effort"))
	for i, z := range s.content.Sizes {
		mark, label := t.faint.Render(strconv.Itoa(i+1)), t.text
		if z.ID == s.a.Plan.Size {
			label = t.strong
		}
		dot := "  "
		if z.ID == s.a.Plan.Size {
			dot = t.strong.Render("● ")
		}
		lines = append(lines, fit(bar+mark+"  "+dot+label.Render(fit(z.Label, 9))+t.faint.Render(z.Hint), w))
	}
	starts = append(starts, len(lines))
	if len(lines) <= b.h {
		return lines
	}
	return append(lines[:head:head], s.scroll.show(lines[head:], starts[s.field]-head, starts[s.field+1]-head, b.h-head)...)
}

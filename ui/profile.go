package ui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
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
	name   textinput.Model
	room   textinput.Model
}

const profileFields = 3

func newProfileScreen(e *env, at place) *profileScreen {
	s := &profileScreen{env: e, at: at, name: textinput.New(), room: textinput.New()}
	s.name.CharLimit, s.room.CharLimit = model.MaxLine, model.MaxLine
	s.room.Placeholder = "for example managing director, head of IT"
	s.name.Placeholder = "may stay empty"
	return s
}

func (s *profileScreen) enter() {
	s.theme.styleInput(&s.name)
	s.theme.styleInput(&s.room)
	s.name.SetValue(s.a.Organisation)
	s.room.SetValue(strings.Join(s.a.Participants, ", "))
	s.name.CursorEnd()
	s.room.CursorEnd()
	s.focus(0)
}

func (s *profileScreen) focus(field int) {
	s.field = field
	s.name.Blur()
	s.room.Blur()
	switch field {
	case 0:
		s.name.Focus()
	case 1:
		s.room.Focus()
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
		return []key.Binding{as(k.next, "next field"), both(k.up, k.down, "field"), k.back}
	}
	return []key.Binding{as(k.choose, "size"), both(k.left, k.right, "size"), k.next, both(k.up, k.down, "field"), k.back, k.overview}
}

func (s *profileScreen) update(msg tea.Msg) (move, tea.Cmd) {
	keys := s.env.keys
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case k.String() == "esc":
			return backward, nil
		case key.Matches(k, keys.next):
			if s.field == profileFields-1 {
				return forward, nil
			}
			s.focus(s.field + 1)
			return stay, nil
		case key.Matches(k, keys.nextField):
			if s.field < profileFields-1 {
				s.focus(s.field + 1)
			} else if k.String() == "tab" {
				return forward, nil
			}
			return stay, nil
		case key.Matches(k, keys.prevField):
			if s.field > 0 {
				s.focus(s.field - 1)
			}
			return stay, nil
		}
		if s.field == 2 {
			return stay, s.pickSize(k)
		}
	}
	var cmd tea.Cmd
	next := s.a
	switch s.field {
	case 0:
		msg, _ = clean(msg, false, model.MaxLine-len([]rune(s.name.Value())))
		s.name, cmd = s.name.Update(msg)
		next.Organisation = model.Clean(s.name.Value())
		return stay, tea.Batch(cmd, s.typed(next, "the name", s.at))
	case 1:
		msg, _ = clean(msg, false, model.MaxLine-len([]rune(s.room.Value())))
		s.room, cmd = s.room.Update(msg)
		next.Participants = people(s.room.Value())
		return stay, tea.Batch(cmd, s.typed(next, "who took part", s.at))
	}
	return stay, nil
}

// people splits a line of names at commas.
func people(line string) []string {
	var out []string
	for p := range strings.SplitSeq(line, ",") {
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
	next := s.a
	next.Plan.Size = sizes[at].ID
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
	input := func(i int, label string, in textinput.Model) {
		in.SetWidth(max(4, w-5))
		bar, style := "  ", t.soft
		if i == s.field {
			bar, style = t.bar.Render("▌")+" ", t.strong
		}
		starts = append(starts, len(lines))
		lines = append(lines, bar+style.Render(label), bar+in.View())
		if b.h > 14 {
			lines = append(lines, "")
		}
	}
	input(0, "Organisation", s.name)
	input(1, "Who takes part", s.room)

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

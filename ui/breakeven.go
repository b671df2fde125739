package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// When the certificate pays, in the organisation's own numbers:
//
//	When the certificate pays
//
//	▌ A day of your own people     €640
//	  Own work to the certificate  60 to 120 days, once        an estimate of this tool
//	  Audit days in three years    –
//
//	It costs €21,000 to €44,000 a year. Three to seven deals a year pay for it.
//
// Enter asks for a number, and goes on to the next that is missing. It never moves the
// verdict.
type breakEvenScreen struct {
	*env
	at     place
	focus  int
	asking bool
	input  lineField
	scroll scroller

	worded   *model.BreakEvenWords // as of a version
	wordedAt int
}

// words is the break-even in words. It is asked for in every frame, and worked out once for
// each state.
func (s *breakEvenScreen) words() model.BreakEvenWords {
	if s.worded == nil || s.wordedAt != s.version {
		words := model.WordBreakEven(s.content, s.a, s.outcome)
		s.worded, s.wordedAt = &words, s.version
	}
	return *s.worded
}

// breakEvenPlace is where the break-even is worked out: beside the way, not on it.
var breakEvenPlace = place{station: "break-even"}

const breakEvenLabel = 30

func newBreakEvenScreen(e *env, at place) *breakEvenScreen {
	return &breakEvenScreen{env: e, at: at, input: newLineField(model.MaxLine)}
}

func (s *breakEvenScreen) enter()       { s.close() }
func (s *breakEvenScreen) typing() bool { return s.asking }

// The balance is left out: no number here moves it.
func (s *breakEvenScreen) sideWidth(int) int { return 0 }

func (s *breakEvenScreen) close() {
	s.asking, s.scroll = false, scroller{}
	s.input.in.Blur()
}

func (s *breakEvenScreen) id() string { return s.content.BreakEven.Inputs[s.focus].ID }

func (s *breakEvenScreen) keys() []key.Binding {
	k := s.env.keys
	if s.asking {
		return []key.Binding{as(k.next, "next; empty: not known"), as(k.back, "done")}
	}
	out := []key.Binding{both(k.up, k.down, "number"), as(k.next, "change"), k.back}
	if s.a.BreakEven.Input(s.id()).Known {
		out = append(out, as(k.remove, "not known"))
	}
	return append(out, k.top, k.bottom)
}

func (s *breakEvenScreen) ask() tea.Cmd {
	s.asking = true
	s.input.set(s.a.BreakEven.Input(s.id()).Text())
	return s.input.in.Focus()
}

func (s *breakEvenScreen) update(msg tea.Msg) (move, tea.Cmd) {
	keys, last := s.env.keys, len(s.content.BreakEven.Inputs)-1
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case s.asking && isKey && key.Matches(k, keys.back):
		s.close()
	case s.asking && isKey && key.Matches(k, keys.next):
		return stay, s.take()
	case s.asking:
		_, cut, cmd := s.input.update(msg)
		s.sayCut(cut, s.input.limit)
		return stay, cmd
	case !isKey:
	case key.Matches(k, keys.up):
		s.focus = max(0, s.focus-1)
	case key.Matches(k, keys.down):
		s.focus = min(last, s.focus+1)
	case key.Matches(k, keys.top):
		s.focus = 0
	case key.Matches(k, keys.bottom):
		s.focus = last
	case key.Matches(k, keys.remove):
		return stay, s.set(model.Range{})
	case key.Matches(k, keys.next):
		return stay, s.ask()
	}
	return stay, nil
}

func (s *breakEvenScreen) set(r model.Range) tea.Cmd {
	label := strings.ToLower(s.content.BreakEven.Inputs[s.focus].Label)
	return s.do(s.a.WithBreakEven(s.a.BreakEven.With(s.id(), r)), label, s.at)
}

// take takes the number that was typed and asks for the next that is missing.
func (s *breakEvenScreen) take() tea.Cmd {
	r, err := s.a.BreakEven.ParseInput(s.id(), s.input.in.Value())
	if err != nil {
		s.tell(sentence(err.Error()))
		return nil
	}
	cmd := s.set(r)
	for i := s.focus + 1; i < len(s.content.BreakEven.Inputs); i++ {
		if !s.a.BreakEven.Input(s.content.BreakEven.Inputs[i].ID).Known {
			s.focus = i
			return tea.Batch(cmd, s.ask())
		}
	}
	s.close()
	return cmd
}

func (s *breakEvenScreen) view(b box) []string {
	t, w := s.theme, min(b.w, 88)
	head := append(styled("When the certificate pays", w, t.title), "")
	words := s.words()
	var lines []string
	from, to := 0, 1
	for i, row := range words.Inputs {
		bar, name, value := "  ", t.soft, t.text
		if i == s.focus {
			bar, name, value = t.bar.Render("▌")+" ", t.strong, t.strong
			from = len(lines)
		}
		label := name.Render(fit(row.Label, breakEvenLabel))
		switch {
		case i == s.focus && s.asking:
			for _, line := range styled(row.Text, w-2, t.soft) {
				lines = append(lines, bar+line)
			}
			lines = append(lines, bar+label+s.input.view(t, max(8, min(24, w-breakEvenLabel-5))))
			if !t.projector {
				lines = append(lines, bar+t.faint.Render("Ask: "+row.Ask+"."))
			}
		case row.Value == "":
			lines = append(lines, bar+label+t.faint.Render("–"))
		default:
			line := bar + label + value.Render(row.Value)
			if s.a.BreakEven.Input(s.content.BreakEven.Inputs[i].ID) == (model.Range{}) {
				line = bar + label + t.soft.Render(row.Value+", "+row.Whose)
			}
			lines = append(lines, fit(line, w))
		}
		if i == s.focus {
			to = len(lines)
		}
	}
	lines = append(lines, "")
	for _, sentence := range words.Lines {
		lines = append(lines, styled(sentence, w, t.text.Bold(true))...)
	}
	if missing := missingInputs(words); missing != "" {
		lines = append(lines, styled(missing, w, t.soft)...)
	}
	if words.Estimate != "" && !t.projector {
		lines = append(lines, styled(words.Estimate, w, t.faint)...)
	}
	return append(head, s.scroll.show(lines, from, to, b.h-len(head))...)
}

// missingInputs says which numbers the result waits for; empty: for none.
func missingInputs(words model.BreakEvenWords) string {
	var missing []string
	for _, row := range words.Missing {
		missing = append(missing, small(row.Label))
	}
	if len(missing) == 0 {
		return ""
	}
	return "Still missing: " + model.List(missing) + "."
}

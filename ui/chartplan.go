package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// What the chart is planned with: a form of two fields.
//
//	Start and capacity
//
//	▌ First day                 2027-01-04
//	  Person-days a month       12
//
// Enter takes a field and goes on, and behind the last back to the chart. The size of the
// organisation, which the efforts hang on, is asked for in the profile.

// The rows of the form.
const (
	rowStart = iota
	rowCapacity
)

// planLabel is the column of the form's labels.
const planLabel = 24

// openForm opens the form at its first field.
func (s *chartScreen) openForm() tea.Cmd {
	s.mode = chartForm
	s.read = scroller{}
	return s.askFor(rowStart)
}

func (s *chartScreen) askFor(row int) tea.Cmd {
	s.row = row
	return s.ask(s.planText(row))
}

// planText is a field of the form as it stands in the assessment.
func (s *chartScreen) planText(row int) string {
	switch {
	case row == rowStart:
		return s.a.Plan.Start.String()
	case s.a.Plan.Capacity > 0:
		return s.a.Plan.Capacity.String()
	}
	return ""
}

func (s *chartScreen) formKeys() []key.Binding {
	k := s.env.keys
	next := as(k.next, "next; empty: not set")
	if s.row == rowCapacity {
		next = as(k.next, "done; empty: not set")
	}
	return []key.Binding{next, as(k.walk, "field"), as(k.back, "cancel")}
}

func (s *chartScreen) updateForm(msg tea.Msg) tea.Cmd {
	keys := s.env.keys
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && key.Matches(k, keys.back):
		s.closeForm()
		return nil
	case isKey && key.Matches(k, keys.next):
		ok, cmd := s.takePlan()
		switch {
		case !ok:
			return nil
		case s.row == rowStart:
			return tea.Batch(cmd, s.askFor(rowCapacity))
		}
		s.closeForm()
		return cmd
	case isKey && key.Matches(k, keys.nextField, keys.prevField):
		to := min(rowCapacity, s.row+1)
		if key.Matches(k, keys.prevField) {
			to = max(rowStart, s.row-1)
		}
		ok, cmd := s.takePlan()
		if !ok {
			return nil
		}
		return tea.Batch(cmd, s.askFor(to))
	}
	_, cut, cmd := s.input.update(msg)
	s.sayCut(cut, s.input.limit)
	return cmd
}

func (s *chartScreen) closeForm() {
	s.mode = chartMain
	s.stopAsking()
	s.reveal()
}

// takePlan takes the field in focus; ok is false where it holds what is not allowed.
func (s *chartScreen) takePlan() (ok bool, cmd tea.Cmd) {
	return s.setPlan(s.row, model.CleanLine(s.input.in.Value()))
}

// setPlan sets the start or the capacity as it was typed; nothing takes it away. ok is false
// for what is not allowed, and that is told.
func (s *chartScreen) setPlan(row int, text string) (ok bool, cmd tea.Cmd) {
	next := s.a
	if row == rowStart {
		day, wrong := parseDay(text)
		if wrong != "" {
			s.tell(wrong)
			return false, nil
		}
		next.Plan.Start = day
		return true, s.do(next, "the start", s.at)
	}
	next.Plan.Capacity = 0
	if text != "" {
		days, fine := parseDays(text)
		if !fine || days == 0 {
			s.tell("Give person-days a month from 0.5 to 1000, in half days, as 12.5.")
			return false, nil
		}
		next.Plan.Capacity = days
	}
	return true, s.do(next, "the capacity", s.at)
}

func (s *chartScreen) viewForm(b box) []string {
	t, w := s.theme, min(b.w, 72)
	head := styled("Start and capacity", w, t.title)
	if b.h > 10 {
		head = append(head, "")
	}
	r := s.plan.roadmap
	assumed := s.content.Pace.Capacity[r.Size.ID]
	var lines []string
	from, to := 0, 1
	field := func(row int, label, hint string) {
		bar, name := "  ", t.soft
		if row == s.row {
			bar, name = t.bar.Render("▌")+" ", t.strong
			from = len(lines)
		}
		line := bar + name.Render(fit(label, planLabel))
		switch {
		case row == s.row:
			line += s.input.view(t, max(8, min(16, w-planLabel-5)))
		case s.planText(row) != "":
			line += t.text.Render(s.planText(row))
		default:
			line += t.faint.Render("–")
		}
		lines = append(append(lines, line), indent(styled(hint, w-2, t.faint), 2)...)
		if row == s.row {
			to = len(lines)
		}
		if b.h > 10 {
			lines = append(lines, "")
		}
	}
	field(rowStart, "First day", "A day, as 2027-01-04. Without one the chart counts months.")
	field(rowCapacity, "Person-days a month", "All people together, in steps of half a day. Without a number "+
		assumed.String()+" are assumed, for the size "+r.Size.Label+"; the profile has the size.")
	return append(head, s.read.show(lines, from, to, max(1, b.h-len(head)))...)
}

package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// One step of the chart, and what can be changed of it by hand:
//
//	Risk assessment and treatment                      NIS2 and ISO 27001
//
//	List the risks of each service and decide what to do about them.
//
//	▌ In the plan     yes
//	  Earliest day    whenever it can
//	  Effort          6–15 days
//	  Note            n to write one
//
//	  When            1 Feb 2027 to 12 Mar 2027; possible by 20 Feb 2027
//	  Why then        waits for “Map scope, services and sites” until 31 Jan 2027
//
// Below the four rows that can be changed stands what can only be read; the focus goes
// there last.

// The rows of the detail.
const (
	rowIn = iota
	rowFrom
	rowEffort
	rowNote
	rowFacts // all that can only be read
)

// chartLabel is the column in which labels stand before what they name.
const chartLabel = 18

func (s *chartScreen) openDetail() {
	step, _, _ := s.current()
	s.focus = step.ID
	s.mode, s.row, s.read = chartDetail, rowIn, scroller{}
}

// stopAsking ends the field without taking what is in it.
func (s *chartScreen) stopAsking() {
	s.asking = false
	s.input.in.Blur()
}

// ask opens the field with a text in it.
func (s *chartScreen) ask(text string) tea.Cmd {
	s.asking = true
	s.input.set(text)
	return s.input.in.Focus()
}

func (s *chartScreen) detailKeys() []key.Binding {
	k := s.env.keys
	switch {
	case s.note.open:
		return []key.Binding{k.done, k.newline}
	case s.asking:
		return []key.Binding{as(k.next, "take it; empty: as before"), as(k.back, "cancel")}
	}
	step, _, _ := s.current()
	turn := "drop it"
	if step.Change.Excluded {
		turn = "bring it back"
	}
	out := []key.Binding{both(k.up, k.down, "row")}
	switch s.row {
	case rowIn:
		out = append(out, as(k.next, turn))
	case rowFrom, rowEffort, rowNote:
		out = append(out, as(k.next, "change"))
	}
	out = append(out, as(k.back, "the chart"), k.note)
	if s.row != rowIn {
		out = append(out, as(k.remove, turn)) // there enter does the same
	}
	return append(out, k.pageDown, k.pageUp, k.top, k.bottom)
}

func (s *chartScreen) updateDetail(msg tea.Msg) tea.Cmd {
	step, _, planned := s.current()
	if !planned {
		s.mode = chartMain
		return nil
	}
	if s.note.open {
		text, changed, cmd := s.note.update(msg)
		if changed {
			cmd = tea.Batch(cmd, s.typed(s.withNote(step, text), stepNote(step), s.at))
		}
		return cmd
	}
	keys := s.env.keys
	k, isKey := msg.(tea.KeyPressMsg)
	if s.asking {
		switch {
		case isKey && key.Matches(k, keys.back):
			s.stopAsking()
			return nil
		case isKey && key.Matches(k, keys.next):
			return s.takeChange(step)
		}
		_, cut, cmd := s.input.update(msg)
		s.sayCut(cut, s.input.limit)
		return cmd
	}
	if !isKey {
		return nil
	}
	page := max(1, s.read.height-1)
	switch {
	case key.Matches(k, keys.back):
		s.mode = chartMain
		s.reveal()
	case key.Matches(k, keys.remove), key.Matches(k, keys.next) && s.row == rowIn:
		return s.turnStep(step)
	case key.Matches(k, keys.note), key.Matches(k, keys.next) && s.row == rowNote:
		s.row = rowNote
		s.read.leave()
		s.note.edit(step.Change.Note)
	case key.Matches(k, keys.next) && s.row == rowFrom:
		return s.ask(step.Change.From.String())
	case key.Matches(k, keys.next) && s.row == rowEffort:
		text := ""
		if e := step.Change.Effort; !e.IsZero() {
			text = strings.ReplaceAll(e.String(), "–", "-")
		}
		return s.ask(text)
	case key.Matches(k, keys.up):
		s.rowTo(-1, 1)
	case key.Matches(k, keys.down):
		s.rowTo(1, 1)
	case key.Matches(k, keys.pageUp):
		s.rowTo(-rowFacts, page)
	case key.Matches(k, keys.pageDown):
		s.rowTo(rowFacts, page)
	case key.Matches(k, keys.top):
		s.row = rowIn
		s.read.leave()
	case key.Matches(k, keys.bottom):
		s.row = rowFacts
		s.read.further(1 << 16)
	}
	return nil
}

// rowTo scrolls by some lines within what is in focus, and where there is no more of it
// goes on by n rows.
func (s *chartScreen) rowTo(n, lines int) {
	if n < 0 {
		lines = -lines
	}
	if s.row == rowFacts && s.read.further(lines) {
		return
	}
	s.row = max(rowIn, min(rowFacts, s.row+n))
	s.read.leave()
}

// takeChange takes what was typed for a step.
func (s *chartScreen) takeChange(step model.PlannedStep) tea.Cmd {
	ok, cmd := s.setChange(step, s.row, model.CleanLine(s.input.in.Value()))
	if ok {
		s.stopAsking()
	}
	return cmd
}

// setChange gives a step the earliest day or the effort that was typed; nothing takes the
// change back. ok is false for what is not allowed, and that is told.
func (s *chartScreen) setChange(step model.PlannedStep, row int, text string) (ok bool, cmd tea.Cmd) {
	change, what := step.Change, "the earliest day of "+step.ID
	var wrong string
	if row == rowFrom {
		change.From, wrong = parseDay(text)
	} else {
		what = "the effort of " + step.ID
		change.Effort, wrong = parseEffort(text)
	}
	if wrong != "" {
		s.tell(wrong)
		return false, nil
	}
	return true, s.do(s.a.WithStep(step.ID, change), what, s.at)
}

// turnStep leaves a step out of the plan, or brings it back.
func (s *chartScreen) turnStep(step model.PlannedStep) tea.Cmd {
	change := step.Change
	change.Excluded = !change.Excluded
	what := "leaving out "
	if !change.Excluded {
		what = "bringing back "
	}
	return s.do(s.a.WithStep(step.ID, change), what+step.ID, s.at)
}

// withNote is the assessment with another note on a step.
func (s *chartScreen) withNote(step model.PlannedStep, text string) model.Assessment {
	change := s.a.Steps[step.ID]
	change.Note = text
	return s.a.WithStep(step.ID, change)
}

// stepNote is what the note on a step is called in an undo.
func stepNote(step model.PlannedStep) string { return "the note on " + step.ID }

// The years that a plan may name: a typing error of a digit is not planned for.
const firstYear, lastYear = 2000, 2099

// parseDay reads a day as it is typed; nothing is no day. wrong says what is allowed.
func parseDay(text string) (day model.Date, wrong string) {
	if text == "" {
		return day, ""
	}
	day, err := model.ParseDate(text)
	if err != nil {
		return model.Date{}, sentence(err.Error())
	}
	if day.Year < firstYear || day.Year > lastYear {
		return model.Date{}, "Give a day from 2000 to 2099, as 2027-01-04."
	}
	return day, ""
}

// parseDays reads a number of person-days in steps of half a day.
func parseDays(text string) (days model.HalfDays, ok bool) {
	h, err := model.ParseHundredths(strings.TrimSpace(strings.ReplaceAll(text, ",", ".")))
	return model.HalfDays(h / 50), err == nil && h >= 0 && h%50 == 0 && h <= model.MostDays*100
}

// parseEffort reads a range of person-days as it is typed: 3-5, or 4; nothing is none.
// wrong says what is allowed.
func parseEffort(text string) (e model.Effort, wrong string) {
	if text == "" {
		return e, ""
	}
	low, high, two := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !two {
		high = low
	}
	from, ok1 := parseDays(low)
	to, ok2 := parseDays(high)
	if !ok1 || !ok2 || from > to || to == 0 {
		return e, "Give person-days from 0.5 to 1000, in half days, smaller number first: 3-5."
	}
	return model.Effort{Low: from, High: to}, ""
}

func (s *chartScreen) viewDetail(b box, step model.PlannedStep) []string {
	t, w := s.theme, min(b.w, 88)
	serves := map[string]string{"nis2": "NIS2", "iso": "ISO 27001", "both": "NIS2 and ISO 27001"}[step.Serves]
	head := styled(step.ID+"  "+step.Name, w, t.title)
	if last := len(head) - 1; len(head) == 1 {
		head[last] = apart(head[last], t.serves(step.Serves).Render(serves), w)
	}
	if b.h >= 16 {
		head = append(head, "")
	}
	lines := append(indent(styled(strings.TrimSpace(step.Text), w-2, t.text), 2), "")
	starts := make([]int, 0, rowFacts+2)
	for row := rowIn; row <= rowNote; row++ {
		starts = append(starts, len(lines))
		lines = append(lines, s.detailRow(row, step, w)...)
	}
	lines = append(lines, "")
	starts = append(starts, len(lines))
	lines = append(lines, s.facts(step, w)...)
	starts = append(starts, len(lines))
	from, to := starts[s.row], starts[s.row+1]
	if s.row == rowIn && to <= b.h-len(head) {
		from = 0 // with what it is about
	}
	return append(head, s.read.show(lines, from, to, max(1, b.h-len(head)))...)
}

// detailRow is a row that can be changed.
func (s *chartScreen) detailRow(row int, step model.PlannedStep, w int) []string {
	t, change := s.theme, step.Change
	bar, label, value := "  ", t.soft, t.text
	if row == s.row {
		bar, label, value = t.bar.Render("▌")+" ", t.strong, t.strong
	}
	if row == rowNote {
		lines := indent(s.note.view(change.Note, w-2, 6), 2)
		if row == s.row {
			for i := range lines {
				lines[i] = bar + strings.TrimPrefix(lines[i], "  ")
			}
		}
		return lines
	}
	name, says, hint := s.changeWords(row, step)
	if row == s.row && s.asking {
		line := bar + label.Render(fit(name, chartLabel)) + s.input.view(t, max(8, min(24, w-chartLabel-5)))
		return append([]string{line}, indent(styled(hint+" Leave it empty to take the change back.", max(1, w-chartLabel-2), t.faint), chartLabel+2)...)
	}
	lines := labelled(name, says, w-2, chartLabel, label, value)
	for i := range lines {
		if i == 0 {
			lines[i] = bar + lines[i]
		} else {
			lines[i] = "  " + lines[i]
		}
	}
	return lines
}

// changeWords is a row that can be changed: its name, what it says, and how to change it.
func (s *chartScreen) changeWords(row int, step model.PlannedStep) (name, says, hint string) {
	change := step.Change
	switch row {
	case rowIn:
		name, says = "In the plan", "yes"
		switch {
		case change.Excluded:
			says = "no, left out by hand"
		case step.Left.Done:
			says = "no, it is in place"
		}
	case rowFrom:
		name, says, hint = "Earliest day", "whenever it can", "A day, as 2027-03-01."
		if !change.From.IsZero() {
			says = change.From.Long() + ", by hand"
			if s.line().Start.IsZero() {
				says += "; it counts once the plan has a start"
			}
		}
	case rowEffort:
		name, says, hint = "Effort", daysWord(step.Whole), "Person-days, the smaller number first: 3-5."
		if !change.Effort.IsZero() {
			says += ", by hand; usual are " + daysWord(step.Effort[s.plan.roadmap.Size.ID])
		}
	}
	return name, says, hint
}

// daysWord is a range of person-days in words.
func daysWord(e model.Effort) string {
	if e.Low == e.High && e.High == 2 {
		return "1 day"
	}
	return e.String() + " days"
}

// facts is what can only be read of a step. It stays while a note is typed.
func (s *chartScreen) facts(step model.PlannedStep, w int) []string {
	t := s.theme
	made := factsKey{s.plan.version, s.other, step.ID, w, t}
	if s.factsMade != made {
		s.factsMade, s.factLines = made, nil
		for _, f := range s.factWords(step) {
			s.factLines = append(s.factLines, indent(labelled(f.label, f.text, w-2, chartLabel, t.faint, t.text), 2)...)
		}
	}
	return s.factLines
}

// factsKey is what the lines of the facts depend on.
type factsKey struct {
	version int
	other   bool
	step    string
	w       int
	theme   *theme
}

// stepFact is something to know of a step; without a label it belongs to the one before.
type stepFact struct{ label, text string }

// factWords is what can only be read of a step, in words.
func (s *chartScreen) factWords(step model.PlannedStep) []stepFact {
	c, line := s.content, s.line()
	var facts []stepFact
	add := func(label, text string) {
		if text = strings.TrimSpace(text); text != "" {
			facts = append(facts, stepFact{label, text})
		}
	}
	if bar, drawn := line.Bar(step.ID); drawn {
		days := when(line, bar)
		if early := dayOf(line, bar.Possible.Finish, true); !bar.Yearly && early != dayOf(line, bar.Promise.Finish, true) {
			days += "; at the soonest " + early
		}
		add("When", days)
		add("Why then", sentence(s.cause(line, bar)))
		if bar.Late {
			add("", "It was to begin on "+step.Change.From.Long()+", which cannot be kept.")
		}
		if bar.Drives {
			add("", "It drives the end: if it takes longer, so does the plan.")
		}
		add("Days left", s.daysLeft(step))
	} else {
		add("When", sentence(strings.TrimLeft(whyOut(step), "✓– ")))
	}
	if m := step.Months; !m.IsZero() {
		months := m.Low.String() + " to " + m.High.String() + " months"
		if m.Low == m.High {
			months = plural(int(m.Low/100), "month", "months")
			if m.Low%100 != 0 {
				months = m.Low.String() + " months"
			}
		}
		add("Takes at least", months+", however small the work")
	}
	for _, again := range line.Twice {
		if by, ok := s.plan.step(again.By); ok && again.Step == step.ID {
			add("Opened again", "“"+by.Name+"” comes later on this route and changes it.")
		}
	}
	add("What is left", step.Remark)
	add("Owner", s.owner(step))
	for i, d := range step.Deliverables {
		label := ""
		if i == 0 {
			label = "Brings"
		}
		add(label, "· "+d)
	}
	add("Works towards", c.Satisfies(s.a, s.outcome, step.Step))
	return facts
}

// daysLeft is what is left of the effort of a step, and why it is less than all.
func (s *chartScreen) daysLeft(step model.PlannedStep) string {
	days := daysWord(step.Days)
	if step.Stage == model.MaintainStage {
		days += " a year"
	}
	if !step.Left.Some() {
		return days
	}
	short := func(list []model.Settled) string {
		var words []string
		for _, x := range list {
			word := x.Short
			if note := model.CleanLine(x.Note); note != "" {
				word += " (" + note + ")"
			}
			words = append(words, word)
		}
		return model.List(words)
	}
	var why []string
	if list := short(step.Left.InPlace); list != "" {
		why = append(why, "in place: "+list)
	}
	if list := short(step.Left.Partial); list != "" {
		why = append(why, "partly in place: "+list)
	}
	return days + " of " + daysWord(step.Whole) + "; " + strings.Join(why, "; ")
}

// owner is who owns a step, and who helps.
func (s *chartScreen) owner(step model.PlannedStep) string {
	owner, _ := s.content.Role(step.Owner)
	var with []string
	for _, id := range step.With {
		role, _ := s.content.Role(id)
		with = append(with, small(role.Label))
	}
	if len(with) == 0 {
		return owner.Label
	}
	return owner.Label + " with " + model.List(with)
}

// cause is why a bar does not begin earlier.
func (s *chartScreen) cause(line model.Timeline, b model.Bar) string {
	before, _ := s.plan.step(b.Cause.Step)
	until := dayOf(line, b.Promise.Start, true)
	switch b.Cause.Kind {
	case model.CauseAfter:
		return "waits for “" + before.Name + "” until " + until
	case model.CauseCapacity:
		return "the capacity is taken by “" + before.Name + "” until " + until
	case model.CauseDate:
		return "was given this day by hand"
	}
	return "begins at the start"
}

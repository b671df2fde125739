package ui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// A question:
//
//	Market · 2 of 6
//
//	How do tenders treat a certificate?
//	Think of the last three you bid for.
//
//	  1  We are excluded without one
//	     The tender names ISO 27001 as a condition.
//
//	▌ 2  It scores points                    ● for ISO 27001
//	     Certified bidders get a better mark.
//
//	  0  Not sure
//	     It stays on the list of open points.
//
//	How firm?   fact   estimate   guess
//	Note        Two of three this spring
//
//	Why we ask  A certificate that wins tenders pays for itself.
//
// Nothing is in focus until somebody moves or chooses, so that Enter held down
// stops at the first open question and never answers it.
type choiceScreen struct {
	*env
	at     place
	focus  int // row, or -1
	note   noteField
	room   bool // the workshop prompt instead of the reason for asking
	scroll scroller
}

// choiceColumn is where texts stand behind their labels.
const choiceColumn = 12

// choiceView is a question as it stands.
type choiceView struct {
	heading, text, hint string
	why, room           string
	rows                []choiceRow
	chosen              int // row, or -1
	firmness            model.Firmness
	hasFirmness         bool
	note                string
	topic               string
	set                 func(row int, firm model.Firmness) model.Assessment
	setFirmness         func(model.Firmness) model.Assessment
}

type choiceRow struct {
	digit       string
	option      string
	label, hint string
	lean        model.Lean
	leans       bool // whether the row speaks for a side at all, or is "not sure"
}

func newChoiceScreen(e *env, at place) *choiceScreen {
	return &choiceScreen{env: e, at: at, focus: -1, note: newNoteField(e, choiceColumn)}
}

func (s *choiceScreen) enter() {
	s.focus = s.describe().chosen
	s.note.close()
	s.scroll = scroller{}
}

func (s *choiceScreen) typing() bool { return s.note.open }

// describe is what is asked here and what is chosen.
func (s *choiceScreen) describe() choiceView {
	st := s.station(s.at.station)
	q := st.Questions[s.item()]
	answer := s.a.Answers[q.ID]
	v := choiceView{
		heading: st.Title, text: q.Text, hint: q.Hint, why: q.Why, room: q.Room, topic: q.Topic,
		chosen: -1, firmness: answer.Firmness, hasFirmness: answer.Answered(), note: answer.Note,
	}
	if n := len(st.Questions); n > 1 {
		v.heading += " · " + strconv.Itoa(s.item()+1) + " of " + strconv.Itoa(n)
	}
	for i, o := range q.Options {
		v.rows = append(v.rows, choiceRow{strconv.Itoa(i + 1), o.ID, o.Label, o.Hint, s.content.Leans(o), true})
	}
	v.rows = append(v.rows, choiceRow{"0", model.NotSure, "Not sure", "It stays on the list of open points.", "", false})
	for i, r := range v.rows {
		if r.option == answer.Option {
			v.chosen = i
		}
	}
	v.set = func(row int, firm model.Firmness) model.Assessment {
		next := answer
		next.Option, next.Firmness = v.rows[row].option, firm
		return s.a.WithAnswer(q.ID, next)
	}
	v.setFirmness = func(f model.Firmness) model.Assessment {
		next := answer
		next.Firmness = f
		return s.a.WithAnswer(q.ID, next)
	}
	return v
}

// withNote is the assessment with another note on the question.
func (s *choiceScreen) withNote(text string) model.Assessment {
	q := s.station(s.at.station).Questions[s.item()]
	next := s.a.Answers[q.ID]
	next.Note = text
	return s.a.WithAnswer(q.ID, next)
}

// item is the question of the station that this screen asks: the profile's form
// takes the station's first place.
func (s *choiceScreen) item() int {
	if s.at.station == model.ProfileGroup {
		return s.at.item - 1
	}
	return s.at.item
}

func (s *choiceScreen) keys() []key.Binding {
	k := s.env.keys
	if s.note.open {
		return []key.Binding{k.done, k.newline}
	}
	v := s.describe()
	next := as(k.next, "next")
	if s.focus >= 0 && s.focus != v.chosen {
		next = as(k.next, "choose, next")
	}
	out := []key.Binding{both(k.up, k.down, "choose"), next, k.back, k.note}
	if v.hasFirmness {
		out = append(out, k.firmness)
	}
	if v.chosen < 0 {
		out = append(out, k.right)
	}
	out = append(out, k.overview, as(k.room, "ask the room"), k.choose, k.notSure)
	if s.focus >= 0 && s.focus != v.chosen {
		out = append(out, as(k.take, "choose and stay"))
	}
	return append(out, k.top, k.bottom)
}

func (s *choiceScreen) update(msg tea.Msg) (move, tea.Cmd) {
	v := s.describe()
	if s.note.open {
		text, changed, cmd := s.note.update(msg)
		if changed {
			cmd = tea.Batch(cmd, s.typed(s.withNote(text), "the note on "+v.topic, s.at))
		}
		return stay, cmd
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := s.env.keys
	switch {
	case key.Matches(k, keys.up): // around the ends, so that no row is far
		if s.focus--; s.focus < 0 {
			s.focus = len(v.rows) - 1
		}
	case key.Matches(k, keys.down):
		s.focus = (s.focus + 1) % len(v.rows)
	case key.Matches(k, keys.top):
		s.focus = 0
	case key.Matches(k, keys.bottom):
		s.focus = len(v.rows) - 1
	case key.Matches(k, keys.choose), key.Matches(k, keys.notSure):
		for i, r := range v.rows {
			if r.digit == k.String() {
				s.focus = i
				return stay, s.choose(v, i, v.firmness)
			}
		}
	case key.Matches(k, keys.next):
		switch {
		case s.focus >= 0 && s.focus != v.chosen:
			return forward, s.choose(v, s.focus, v.firmness)
		case v.chosen >= 0:
			return forward, nil
		}
		s.tell("Choose with " + both(keys.up, keys.down, "").Help().Key + " or a number. " +
			keys.right.Help().Key + " skips, and the question stays open.")
	case key.Matches(k, keys.take) && s.focus >= 0:
		return stay, s.choose(v, s.focus, v.firmness)
	case key.Matches(k, keys.note):
		s.note.edit(v.note)
	case key.Matches(k, keys.room):
		s.room = !s.room
	case key.Matches(k, keys.firmness) && v.hasFirmness:
		return stay, s.firm(v, nextFirmness(v.firmness))
	}
	return stay, nil
}

func (s *choiceScreen) choose(v choiceView, row int, firm model.Firmness) tea.Cmd {
	return s.do(v.set(row, firm), "the answer on "+v.topic, s.at)
}

func (s *choiceScreen) firm(v choiceView, f model.Firmness) tea.Cmd {
	return s.do(v.setFirmness(f), "how firm the answer on "+v.topic+" is", s.at)
}

func nextFirmness(f model.Firmness) model.Firmness {
	all := model.Firmnesses()
	for i, x := range all {
		if x == f {
			return all[(i+1)%len(all)]
		}
	}
	return all[0]
}

// How much of a question is shown, from all to the least, whichever fits first.
type density struct{ gaps, hints, why bool }

var densities = []density{{true, true, true}, {false, true, true}, {false, false, true}, {false, false, false}}

func (s *choiceScreen) view(b box) []string {
	v := s.describe()
	w := min(b.w, 72)
	if s.theme.projector && s.room {
		return slices.Concat(styled(v.text, w, s.theme.title), []string{""}, styled(v.room, w, s.theme.text))
	}
	var from, to int
	var lines []string
	for _, d := range densities {
		if s.room && !d.why {
			break // what was asked for is shown, and the rest scrolls
		}
		if s.theme.projector && (d.gaps || d.hints || d.why) {
			continue
		}
		lines, from, to = s.draw(v, w, d, b.h)
		if s.theme.lines(lines) <= b.h && len(lines) <= b.h+1 {
			return lines
		}
	}
	// Even the least does not fit: the question stays, the rest scrolls below it.
	head := styled(v.text, w, s.theme.title)
	head = head[:min(len(head), b.h/2)]
	skip := len(styled(v.text, w, s.theme.title))
	if !s.theme.projector {
		skip += len(styled(v.hint, w, s.theme.text))
	}
	skip++
	return append(head, s.scroll.show(lines[skip:], max(0, from-skip), max(1, to-skip), b.h-len(head))...)
}

// draw is all lines at one density, and which of them are in focus.
func (s *choiceScreen) draw(v choiceView, w int, d density, h int) (lines []string, from, to int) {
	t := s.theme
	if h > 20 {
		lines = append(lines, t.faint.Render(v.heading), "")
	}
	lines = append(lines, styled(v.text, w, t.title)...)
	if !t.projector {
		lines = append(lines, styled(v.hint, w, t.soft)...)
	}
	lines = append(lines, "")
	for i, r := range v.rows {
		row := s.drawRow(r, i == s.focus, i == v.chosen, w, d.hints)
		if i == s.focus || (s.focus < 0 && i == 0) {
			from, to = len(lines), len(lines)+len(row)
		}
		lines = append(lines, row...)
		if d.gaps {
			lines = append(lines, "")
		}
	}
	if t.projector && !s.note.open {
		return lines, from, to
	}
	if !d.gaps {
		lines = append(lines, "")
	}
	if v.hasFirmness {
		lines = append(lines, s.drawFirmness(v.firmness))
	}
	note := s.note.view(v.note, w, s.note.height(d.gaps))
	if s.note.open {
		from, to = len(lines), len(lines)+len(note)
	}
	lines = append(lines, note...)
	if d.why {
		label, text := "Why we ask", v.why
		lines = append(lines, "")
		if s.room {
			label, text = "Ask them", v.room
			from = len(lines)
			to = from + len(wrap(text, w-choiceColumn))
		}
		lines = append(lines, labelled(label, text, w, choiceColumn, t.faint, t.soft)...)
	}
	return lines, from, to
}

func (s *choiceScreen) drawRow(r choiceRow, focused, chosen bool, w int, hints bool) []string {
	t := s.theme
	// The bar shows the focus, and where all have their hint, the number. The words keep their
	// look: they would be sent anew at each move, and a slow line makes one wait for them.
	bar, number, label := "  ", t.faint, t.text
	if focused {
		bar = t.bar.Render("▌") + " "
		if hints {
			number = t.strong
		}
	}
	dot := ""
	if chosen {
		label = t.strong
		dot = s.dot(r)
	}
	head := bar + number.Render(r.digit) + "  "
	lines := styled(r.label, w-5, label)
	for i := range lines {
		if i == 0 {
			lines[i] = head + lines[i]
		} else {
			lines[i] = bar + "   " + lines[i]
		}
	}
	if last := len(lines) - 1; dot != "" {
		if width(lines[last])+width(dot)+2 <= w {
			lines[last] = apart(lines[last], dot, w)
		} else {
			lines = append(lines, bar+"   "+dot)
		}
	}
	if r.hint != "" && (hints || focused && !t.projector) {
		for _, line := range wrap(r.hint, w-5) {
			lines = append(lines, bar+"   "+t.faint.Render(line))
		}
	}
	return lines
}

// dot marks the chosen row, in the hue and with the words of its side.
func (s *choiceScreen) dot(r choiceRow) string {
	t := s.theme
	alone, iso := s.content.Sides(s.outcome)
	switch {
	case r.lean == model.ForISO:
		return t.iso.Render("● for " + iso)
	case r.lean == model.ForAlone:
		return t.nis2.Render("● for " + alone)
	case r.leans:
		return t.text.Render("● for neither")
	}
	return t.text.Render("● chosen")
}

func (s *choiceScreen) drawFirmness(f model.Firmness) string {
	t := s.theme
	var words []string
	for _, x := range model.Firmnesses() {
		switch {
		case x == f:
			words = append(words, t.strong.Render("● "+string(x)))
		case f == "" && x == model.Estimate:
			words = append(words, t.soft.Render("○ "+string(x)))
		default:
			words = append(words, t.faint.Render("  "+string(x)))
		}
	}
	return fit(t.faint.Render("How firm?"), choiceColumn) + strings.Join(words, "   ")
}

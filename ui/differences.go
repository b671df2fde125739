package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// The differences, two columns that read as two paths. A row opens in place:
//
//	                     ISO 27001              NIS2
//	─────────────────────────────────────────────────────────
//	   Nature            voluntary standard     mandatory EU law
//	▌◆ Penalties         loss of certificate    up to €10M or 2 %
//
//	    In practice      A lost certificate costs customers.
//	    Ask the room     Who here would have to explain a fine?
//	    Note             The board asked in March
//	    The rule         A national maximum of at least …  Art. 34(5)
//
//	   Liability         none personally        management is liable
//
// That is the compact view. In the full one each side is a whole sentence, for a room
// that reads the table before it talks. Below the table three more rows say what each
// path and the two together bring.
type differencesScreen struct {
	*env
	at     place
	focus  int
	opened int  // row, or -1
	full   bool // whole sentences in the table
	note   noteField
	scroll scroller
}

// bringing is the rows below the table: whose benefits each shows.
var bringing = []string{"iso", "nis2", "together"}

// bringingTitle is what such a row is called.
func (e *env) bringingTitle(from string) string { return e.content.Phrases["benefits-"+from] }

// differenceColumn is where the texts of an open row stand behind their labels.
const differenceColumn = 14

func newDifferencesScreen(e *env, at place) *differencesScreen {
	return &differencesScreen{env: e, at: at, opened: -1, note: newNoteField(e, differenceColumn)}
}

func (s *differencesScreen) enter()            { s.note.close(); s.scroll.leave() }
func (s *differencesScreen) typing() bool      { return s.note.open }
func (s *differencesScreen) sideWidth(int) int { return 0 }

func (s *differencesScreen) rows() int { return len(s.content.Differences) + len(bringing) }

// onTable reports whether a row is one of the table, and not of those below it.
func (s *differencesScreen) onTable(row int) bool { return row < len(s.content.Differences) }

func (s *differencesScreen) onDifference() bool { return s.onTable(s.focus) }

func (s *differencesScreen) keys() []key.Binding {
	k := s.env.keys
	if s.note.open {
		return []key.Binding{k.done, k.newline}
	}
	open := as(k.next, "open")
	if s.opened == s.focus {
		open = as(k.next, "close")
	}
	out := []key.Binding{both(k.up, k.down, "row")}
	if !s.theme.projector { // which shows one row, with nothing to open
		out = append(out, open)
	}
	if s.onDifference() {
		out = append(out, k.mark, k.note)
	}
	view := as(k.view, "full table")
	if s.full {
		view = as(k.view, "short table")
	}
	if !s.theme.projector {
		out = append(out, view)
	}
	return append(out, as(k.right, "next station"), k.back, k.overview, k.pageDown, k.pageUp, k.top, k.bottom)
}

func (s *differencesScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if s.note.open {
		text, changed, cmd := s.note.update(msg)
		if changed {
			d, _ := s.current()
			cmd = tea.Batch(cmd, s.typed(s.withNote(d, text), s.noteName(d), s.at))
		}
		return stay, cmd
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := s.env.keys
	if to, own := s.scroll.walk(k, keys, s.focus, s.rows()); own {
		if to != s.focus {
			s.moveTo(to)
		}
		return stay, nil
	}
	switch {
	case key.Matches(k, keys.mark) && s.onDifference():
		d, _ := s.current()
		return stay, s.toggle(d)
	case key.Matches(k, keys.next) && !s.theme.projector:
		s.scroll.leave()
		if s.opened == s.focus {
			s.opened = -1
		} else {
			s.opened = s.focus
		}
	case key.Matches(k, keys.view) && !s.theme.projector:
		s.full = !s.full
		s.scroll.leave()
	case key.Matches(k, keys.note) && s.onDifference():
		_, m := s.current()
		s.opened = s.focus
		s.note.edit(m.Note)
	}
	return stay, nil
}

// toggle says that a difference matters, or that it does not any more.
func (s *differencesScreen) toggle(d model.Difference) tea.Cmd {
	m := s.a.Differences[d.ID]
	m.Matters = !m.Matters
	return s.do(s.a.WithMark(d.ID, m), "the mark on "+strings.ToLower(d.Aspect), s.at)
}

// withNote is the assessment with another note on a difference.
func (s *differencesScreen) withNote(d model.Difference, text string) model.Assessment {
	m := s.a.Differences[d.ID]
	m.Note = text
	return s.a.WithMark(d.ID, m)
}

// noteName is what the note on a difference is called in an undo.
func (s *differencesScreen) noteName(d model.Difference) string {
	return "the note on " + strings.ToLower(d.Aspect)
}

func (s *differencesScreen) moveTo(row int) {
	s.focus = max(0, min(s.rows()-1, row))
	s.scroll.leave()
}

func (s *differencesScreen) current() (model.Difference, model.Mark) {
	d := s.content.Differences[s.focus]
	return d, s.a.Differences[d.ID]
}

func (s *differencesScreen) view(b box) []string {
	w := min(b.w, 96)
	if s.theme.projector {
		return s.slide(w)
	}
	head := s.head(w)
	var lines []string
	from, to := 0, 1
	for i := range s.rows() {
		if i == len(s.content.Differences) && !s.full {
			lines = append(lines, "")
		}
		start := len(lines)
		if s.onTable(i) {
			lines = append(lines, s.row(i, w)...)
		} else {
			lines = append(lines, s.bringRow(i, w)...)
		}
		if i == s.focus {
			from, to = start, len(lines)
		}
		if i != s.opened {
			if s.full && s.onTable(i) {
				lines = append(lines, "")
			}
			continue
		}
		detail, note := s.detail(i, w-4)
		note += len(lines) + 1
		lines = append(append(append(lines, ""), indent(detail, 4)...), "")
		switch {
		case i == s.focus && s.note.open:
			from, to = note, note+noteHeight // what is being typed
		case i == s.focus:
			to = len(lines)
		}
	}
	return append(head, s.scroll.show(lines, from, to, b.h-len(head))...)
}

// slide is one row for a projector: the two sides, and what to talk about.
func (s *differencesScreen) slide(w int) []string {
	t := s.theme
	if !s.onDifference() {
		from := bringing[s.focus-len(s.content.Differences)]
		lines := []string{t.title.Render(s.bringingTitle(from))}
		for _, b := range s.content.Benefits {
			if b.From == from {
				lines = append(lines, t.text.Render("· "+b.Label))
			}
		}
		return lines
	}
	d, m := s.current()
	mark := ""
	if m.Matters {
		mark = t.strong.Render("◆ matters to us")
	}
	lines := []string{apart(t.title.Render(d.Aspect), mark, w)}
	lines = append(lines, labelled("ISO 27001", d.ISO.Brief, w, 12, t.iso.Bold(true), t.text)...)
	lines = append(lines, labelled("NIS2", d.NIS2.Brief, w, 12, t.nis2.Bold(true), t.text)...)
	return append(lines, styled(d.Room, w, t.strong)...)
}

// columns is the widths of the aspect and of each path's column; a window too
// narrow for two columns has none, and the paths stand below each other.
func (s *differencesScreen) columns(w int) (aspect, path int) {
	for _, d := range s.content.Differences {
		aspect = max(aspect, width(d.Aspect))
	}
	if path = (w - differenceLead - aspect - 5) / 2; path < 26 {
		path = (w - differenceLead - aspect - 3) / 2 // every brief text on one line first, then the gaps
	}
	if path < 18 {
		return aspect, 0
	}
	return aspect, path
}

// differenceLead is the cells before a row's aspect: the bar, the mark, a space.
const differenceLead = 3

// across puts a line of the table together. What is left over stands between the two
// paths: they must not read as one.
func (s *differencesScreen) across(lead, aspect, iso, nis2 string, w int) string {
	a, path := s.columns(w)
	spare := w - differenceLead - a - 2*path
	return fit(lead, differenceLead) + fit(aspect, a+spare/2) + fit(iso, path+spare-spare/2) + fit(nis2, path)
}

func (s *differencesScreen) head(w int) []string {
	t := s.theme
	rule := t.faint.Render(strings.Repeat("─", w))
	if _, path := s.columns(w); path == 0 {
		return []string{"   " + t.iso.Render("ISO 27001") + t.faint.Render(" and ") + t.nis2.Render("NIS2"), rule}
	}
	return []string{s.across("", "", t.iso.Bold(true).Render("ISO 27001"), t.nis2.Bold(true).Render("NIS2"), w), rule}
}

func (s *differencesScreen) row(i, w int) []string {
	t := s.theme
	d := s.content.Differences[i]
	m := s.a.Differences[d.ID]
	bar, name, cell := " ", t.soft, t.text
	if i == s.focus {
		bar, name, cell = t.bar.Render("▌"), t.strong, t.strong
	}
	mark := " "
	switch {
	case m.Matters:
		mark = t.strong.Render("◆")
	case m.Note != "":
		mark = t.soft.Render("+")
	}
	iso, nis2 := d.ISO.Brief, d.NIS2.Brief
	if s.full {
		iso, nis2 = d.ISO.Full, d.NIS2.Full
	}
	_, path := s.columns(w)
	if path == 0 {
		lines := []string{fit(bar+mark+" "+name.Render(d.Aspect), w)}
		lines = append(lines, prefixed(bar+"   "+t.iso.Render("ISO  "), iso, w, cell)...)
		return append(lines, prefixed(bar+"   "+t.nis2.Render("NIS2 "), nis2, w, cell)...)
	}
	left, right := styled(iso, path, cell), styled(nis2, path, cell)
	var lines []string
	for j := range max(len(left), len(right)) {
		lead, a, l, r := bar, "", "", ""
		if j == 0 {
			lead, a = bar+mark, name.Render(d.Aspect)
		}
		if j < len(left) {
			l = left[j]
		}
		if j < len(right) {
			r = right[j]
		}
		lines = append(lines, s.across(lead, a, l, r, w))
	}
	return lines
}

func prefixed(prefix, text string, w int, style ink) []string {
	n := width(prefix)
	lines := styled(text, w-n, style)
	for i := range lines {
		if i == 0 {
			lines[i] = prefix + lines[i]
		} else {
			lines[i] = spaces(n) + lines[i]
		}
	}
	return lines
}

func (s *differencesScreen) bringRow(i, w int) []string {
	t := s.theme
	bar, name := "   ", t.soft
	if i == s.focus {
		bar, name = t.bar.Render("▌")+"  ", t.strong
	}
	sign := "+ "
	if i == s.opened {
		sign = "- "
	}
	return []string{fit(bar+name.Render(sign+s.bringingTitle(bringing[i-len(s.content.Differences)])), w)}
}

// detail is what an open row shows, and the line at which its note begins.
func (s *differencesScreen) detail(i, w int) (lines []string, note int) {
	t := s.theme
	if !s.onTable(i) {
		for _, b := range s.content.Benefits {
			if b.From != bringing[i-len(s.content.Differences)] {
				continue
			}
			lines = append(lines, labelled(b.Label, b.Text, w, min(28, w/2), t.text, t.soft)...)
		}
		return lines, 0
	}
	d := s.content.Differences[i]
	column := differenceColumn
	if w < 60 {
		column = 0
	}
	add := func(label, text string, style ink) {
		if column == 0 {
			lines = append(lines, t.faint.Render(label))
			lines = append(lines, styled(text, w, style)...)
		} else {
			lines = append(lines, labelled(label, text, w, column, t.faint, style)...)
		}
		lines = append(lines, "")
	}
	add("In practice", d.Practice, t.text)
	add("Ask the room", d.Room, t.strong)
	note = len(lines)
	if i == s.focus {
		lines = append(lines, s.note.view(s.a.Differences[d.ID].Note, w, 6)...)
	} else {
		lines = append(lines, labelled("Note", s.a.Differences[d.ID].Note, w, differenceColumn, t.faint, t.text)...)
	}
	lines = append(lines, "")
	if rule, ok := d.ForClass[s.outcome.Scope.ID]; ok {
		add("For you", strings.TrimSpace(rule), t.text)
	}
	if !s.full {
		add("In full", d.ISO.Full+" "+d.NIS2.Full, t.soft)
	}
	add("The rule", strings.TrimSpace(d.Rule)+" ("+s.content.Cites(d.Cites)+")", t.soft)
	return lines[:len(lines)-1], note
}

package ui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// The scope is a short list of facts and what follows from them. Only what can still
// change the class is on it, and each is asked as a question of its own:
//
//	Does NIS2 apply to you, and as what?
//
//	  Type of activity    Managed service provider
//	  Member state        Germany
//	▌ People              180
//	  Group               on its own
//	  Special cases       ○ open
//	  Class, if known     –
//
//	  Important entity
//	  A medium-sized entity of an Annex I type is important. (Art. 3(2))
//
// Enter asks the fact in focus; each answer leads to the next that is open, and from the
// last back to the list.
type scopeScreen struct {
	*env
	at     place
	focus  int    // row of the list of facts
	asking string // the fact that is asked; empty: the list is shown
	cursor int    // row of what there is to choose, or -1
	input  lineField
	member memberEntry
	note   noteField
	scroll scroller
}

// memberEntry is a member of the group while it is entered, figure by figure.
type memberEntry struct {
	open   bool
	index  int // of the group; its length: a new one
	field  int // of memberFields
	member model.Member
}

const (
	factStated = "stated" // the class as somebody knows it already
	rowResult  = "result" // the last row of the list
	scopeLabel = 20       // the column of the facts' names

	noteOnScope = "the note on the scope" // in an undo
)

func newScopeScreen(e *env, at place) *scopeScreen {
	return &scopeScreen{env: e, at: at, cursor: -1, input: newLineField(model.MaxLine), note: newNoteField(e, choiceColumn)}
}

// enter shows the list, at the first fact that is open, or at the result.
func (s *scopeScreen) enter() {
	s.note.close()
	s.leaveFact()
	s.focusOn(rowResult)
	if open := s.content.OpenFacts(s.facts()); len(open) > 0 && s.a.Scope.Stated == "" {
		s.focusOn(open[0])
	}
}

func (s *scopeScreen) facts() model.Facts { return s.a.Scope.Facts }

// factRow is a line of the list of facts.
type factRow struct {
	id, label, value string
	open             bool // it can still change the class
}

// rows is what is known and what is worth asking, the class as it may be known already,
// and the result.
func (s *scopeScreen) rows() []factRow {
	open := s.content.OpenFacts(s.facts())
	var out []factRow
	for _, f := range s.content.ScopeRules.Facts {
		value := s.content.FactWords(s.facts(), f.ID)
		isOpen := slices.Contains(open, f.ID)
		if value != "" || isOpen {
			out = append(out, factRow{f.ID, f.Label, value, isOpen})
		}
	}
	stated := s.a.Scope.Stated
	if class, ok := s.content.StatedClass(stated); ok {
		stated = class.Label
	}
	return append(out, factRow{factStated, "Class, if known", stated, false}, factRow{id: rowResult})
}

func (s *scopeScreen) focusOn(id string) {
	rows := s.rows()
	s.focus = max(0, slices.IndexFunc(rows, func(r factRow) bool { return r.id == id }))
	s.scroll.leave()
}

// fact is the fact that is asked.
func (s *scopeScreen) fact() model.ScopeFact {
	if s.asking == factStated {
		ask := s.station(s.at.station).Ask
		return model.ScopeFact{ID: factStated, Label: "Class, if known", Text: ask.Text, Hint: ask.Hint, Why: ask.Why}
	}
	f, _ := s.content.ScopeFact(s.asking)
	return f
}

// ask opens a fact.
func (s *scopeScreen) ask(id string) tea.Cmd {
	s.asking, s.member, s.scroll = id, memberEntry{}, scroller{}
	s.input = newLineField(model.MaxLine)
	f := s.facts()
	switch id {
	case model.FactHeadcount, model.FactTurnover, model.FactBalance:
		s.input.set(figureText(*figureOf(&f.Figures, id)))
	}
	s.cursor = slices.IndexFunc(s.choices(), func(c scopeChoice) bool { return c.chosen })
	if s.types() {
		return s.input.in.Focus()
	}
	return nil
}

func (s *scopeScreen) leaveFact() {
	s.asking, s.member = "", memberEntry{}
	s.input.in.Blur()
	s.scroll = scroller{}
}

// types reports whether the fact that is asked takes text.
func (s *scopeScreen) types() bool {
	switch s.asking {
	case model.FactType, model.FactState, model.FactHeadcount, model.FactTurnover, model.FactBalance:
		return true
	}
	return s.member.open
}

func (s *scopeScreen) typing() bool { return s.note.open || s.types() }

// claims Esc, which leaves the fact before it leaves the station, and the keys that
// otherwise lead to other stations while a list is open.
func (s *scopeScreen) claims(k tea.KeyPressMsg) bool {
	return s.asking != "" && key.Matches(k, s.env.keys.back, s.env.keys.left, s.env.keys.right)
}

// onward goes to the next open fact behind the one just answered, or back to the list.
func (s *scopeScreen) onward(from string) tea.Cmd {
	order := s.content.ScopeRules.Facts
	at := slices.IndexFunc(order, func(f model.ScopeFact) bool { return f.ID == from })
	open := s.content.OpenFacts(s.facts())
	for _, f := range order[at+1:] {
		if slices.Contains(open, f.ID) {
			return s.ask(f.ID)
		}
	}
	s.leaveFact()
	s.focusOn(rowResult)
	return nil
}

// set makes the facts other ones. Special cases that cannot be with them are taken away,
// and that is said: a file with both would be refused.
func (s *scopeScreen) set(f model.Facts) tea.Cmd {
	f, dropped := s.content.Reconcile(f)
	defer func() {
		var labels []string
		for _, id := range dropped {
			sp, _ := s.content.Special(id)
			labels = append(labels, sp.Label)
		}
		if len(labels) > 0 {
			s.tell("Taken away because it no longer fits: " + strings.Join(labels, "; ") + ".")
		}
	}()
	next := s.a
	next.Scope.Facts = f
	return s.do(next, strings.ToLower(s.fact().Label), s.at)
}

// scopeChoice is one line of what there is to choose for a fact.
type scopeChoice struct {
	digit, label, hint, right string
	chosen                    bool
	pick                      func() tea.Cmd // nil: it only tells
	remove                    func() tea.Cmd
}

// choices is what there is to choose for the fact that is asked.
func (s *scopeScreen) choices() []scopeChoice {
	f := s.facts().Clone()
	choose := func(label, hint string, chosen bool, next model.Facts) scopeChoice {
		from := s.asking
		return scopeChoice{label: label, hint: hint, chosen: chosen, pick: func() tea.Cmd {
			cmd := s.set(next)
			return tea.Batch(cmd, s.onward(from))
		}}
	}
	var out []scopeChoice
	switch s.asking {
	case model.FactType:
		for _, t := range s.content.FindTypes(s.input.in.Value()) {
			c := choose(t.Label, t.Hint, t.Is(f), t.Set(f))
			c.right = t.SectorLabel
			out = append(out, c)
		}
		return out
	case model.FactState:
		query := strings.ToLower(s.input.in.Value())
		for _, st := range slices.SortedFunc(slices.Values(s.content.States), func(a, b model.State) int { return strings.Compare(a.Name, b.Name) }) {
			if !strings.Contains(strings.ToLower(st.Name+" "+st.Code), query) {
				continue
			}
			next := f
			next.State, next.Established, next.Offers = st.Code, model.Inside, model.Unsaid
			out = append(out, choose(st.Name, st.Law, f.State == st.Code, next))
		}
		if strings.Contains("outside the union", query) {
			next := f
			next.State, next.Established = "", model.Outside
			out = append(out, choose("Outside the Union", "Established in none of its states", f.Established == model.Outside, next))
		}
		return out
	case model.FactOffers, model.FactIndependent:
		for _, a := range []struct {
			label string
			value model.YesNo
		}{{"Yes", model.Yes}, {"No", model.No}, {"Not known", model.Unsaid}} {
			next, now := f, f.Offers
			if s.asking == model.FactIndependent {
				now, next.Independent = f.Independent, a.value
			} else {
				next.Offers = a.value
			}
			out = append(out, choose(a.label, "", now == a.value && a.value != model.Unsaid, next))
		}
	case model.FactSpecial:
		none := f
		none.Special = []string{}
		out = append(out, choose("None of these", "", f.Special != nil && len(f.Special) == 0, none))
		for _, sp := range s.content.SpecialsFor(f) {
			has := f.Has(sp.ID)
			c := scopeChoice{label: sp.Label, hint: sp.Hint, chosen: has}
			c.pick = func() tea.Cmd { return s.tick(sp, !has) }
			out = append(out, c)
		}
		if len(f.Special) > 0 {
			out = append(out, choose("That is all", "", false, f))
		}
	case model.FactGroup:
		alone := f
		alone.Group = []model.Member{}
		out = append(out, choose("On its own", "No holding of 25 % or more, in either direction", f.Group != nil && len(f.Group) == 0, alone))
		for i, m := range f.Group {
			out = append(out, scopeChoice{label: s.content.MemberWords(m), chosen: true,
				pick: func() tea.Cmd { return s.enterMember(i, m) },
				remove: func() tea.Cmd {
					next := s.facts().Clone()
					next.Group = slices.Delete(next.Group, i, i+1)
					return s.set(next)
				}})
		}
		for relation, label := range map[string]string{model.Linked: "Add a linked company", model.Partner: "Add a partner company"} {
			hint := "One controls the other, or both are controlled by the same"
			if relation == model.Partner {
				hint = "A holding of 25 to 50 %, without control"
			}
			out = append(out, scopeChoice{label: label, hint: hint, pick: func() tea.Cmd {
				return s.enterMember(len(s.facts().Group), model.Member{Relation: relation})
			}})
		}
		added := out[len(out)-2:]
		slices.SortFunc(added, func(a, b scopeChoice) int { return strings.Compare(a.label, b.label) })
		if len(f.Group) > 0 {
			out = append(out, choose("That is the whole group", "", false, f))
		}
	case factStated:
		for _, class := range s.content.Scopes {
			if class.Stated == "" {
				continue
			}
			out = append(out, scopeChoice{label: class.Label, hint: class.Hint, chosen: class.Stated == s.a.Scope.Stated, pick: func() tea.Cmd {
				next := s.a
				next.Scope.Stated = class.Stated
				cmd := s.do(next, "the class", s.at)
				s.leaveFact()
				s.focusOn(rowResult)
				return cmd
			}})
		}
		if s.a.Scope.Stated != "" {
			out = append(out, scopeChoice{label: "Not stated", hint: "The facts alone decide", pick: func() tea.Cmd {
				next := s.a
				next.Scope.Stated = ""
				cmd := s.do(next, "the class", s.at)
				s.leaveFact()
				s.focusOn(factStated)
				return cmd
			}})
		}
	}
	for i := range out {
		if i < 9 {
			out[i].digit = strconv.Itoa(i + 1)
		}
	}
	return out
}

// tick sets or clears a special case. One that contradicts what is known is refused, with
// both named.
func (s *scopeScreen) tick(sp model.SpecialCase, on bool) tea.Cmd {
	f := s.facts().Clone()
	if !on {
		f.Special = slices.DeleteFunc(f.Special, func(id string) bool { return id == sp.ID })
		return s.set(f)
	}
	f.Special = slices.DeleteFunc(f.Special, func(id string) bool { // the other of a pair gives way
		other, _ := s.content.Special(id)
		return slices.Contains(sp.Clashes, id) || slices.Contains(other.Clashes, sp.ID)
	})
	f.Special = append(f.Special, sp.ID)
	if wrong := s.content.CheckScope(f); len(wrong) > 0 {
		s.tell(wrong[0].Text)
		return nil
	}
	return s.set(f)
}

// memberFields is what is asked of a member of the group.
var memberFields = []struct{ id, label string }{
	{"share", "Share held, per cent"}, {model.FactHeadcount, "People"}, {model.FactTurnover, "Turnover, € million"}, {model.FactBalance, "Balance sheet, € million"},
}

func (s *scopeScreen) enterMember(index int, m model.Member) tea.Cmd {
	s.member = memberEntry{open: true, index: index, member: m}
	if m.Relation == model.Linked {
		s.member.field = 1
	}
	s.input.set(figureText(*s.memberFigure()))
	return s.input.in.Focus()
}

// memberFigure is the figure of the member that is entered now.
func (s *scopeScreen) memberFigure() *model.Figure {
	if s.member.field == 0 {
		return &s.member.member.Share
	}
	return figureOf(&s.member.member.Figures, memberFields[s.member.field].id)
}

func figureOf(f *model.Figures, id string) *model.Figure {
	switch id {
	case model.FactHeadcount:
		return &f.Headcount
	case model.FactTurnover:
		return &f.Turnover
	}
	return &f.Balance
}

// figureText is a figure as it is typed; an unknown one is empty.
func figureText(f model.Figure) string {
	if !f.Known {
		return ""
	}
	return f.Amount.String()
}

// enterFigure takes the number that was typed. Nothing means that it is not known.
func (s *scopeScreen) enterFigure() tea.Cmd {
	kind := s.asking
	if s.member.open {
		kind = memberFields[s.member.field].id
	}
	figure, err := model.ParseFigure(s.input.in.Value(), kind == "share")
	if err != nil {
		s.tell(sentence(err.Error()))
		return nil
	}
	if !s.member.open {
		f := s.facts().Clone()
		*figureOf(&f.Figures, s.asking) = figure
		cmd := s.set(f)
		return tea.Batch(cmd, s.onward(s.asking))
	}
	*s.memberFigure() = figure
	if s.member.field++; s.member.field < len(memberFields) {
		s.input.set(figureText(*s.memberFigure()))
		return nil
	}
	f := s.facts().Clone()
	if s.member.index < len(f.Group) {
		f.Group[s.member.index] = s.member.member
	} else {
		f.Group = append(f.Group, s.member.member)
	}
	s.member = memberEntry{}
	cmd := s.set(f)
	s.cursor = len(s.choices()) - 1 // on "That is the whole group"
	return cmd
}

func (s *scopeScreen) keys() []key.Binding {
	k := s.env.keys
	switch {
	case s.note.open:
		return []key.Binding{k.done, k.newline}
	case s.asking == "":
		row := s.rows()[s.focus]
		next := as(k.next, "answer")
		if row.id == rowResult {
			next = as(k.next, "what it means")
		} else if row.value != "" {
			next = as(k.next, "change")
		}
		return []key.Binding{both(k.up, k.down, "fact"), next, k.back, k.note, as(k.right, "what it means"), k.overview, k.top, k.bottom}
	case s.member.open || s.asking == model.FactHeadcount || s.asking == model.FactTurnover || s.asking == model.FactBalance:
		return []key.Binding{as(k.next, "next; empty: not known"), as(k.back, "back to the facts")}
	case s.types():
		return []key.Binding{as(k.walk, "choose"), as(k.next, "take it"), as(k.back, "back to the facts")}
	case s.asking == model.FactSpecial:
		return []key.Binding{both(k.up, k.down, "choose"), with(as(k.next, "tick, or done"), k.take), as(k.back, "back to the facts"), k.choose}
	}
	out := []key.Binding{both(k.up, k.down, "choose"), with(as(k.next, "take it"), k.take), as(k.back, "back to the facts"), k.choose}
	if all := s.choices(); s.cursor >= 0 && s.cursor < len(all) && all[s.cursor].remove != nil {
		out = append(out, k.remove)
	}
	return out
}

// withNote is the assessment with another note on the scope.
func (s *scopeScreen) withNote(text string) model.Assessment {
	next := s.a
	next.Scope.Note = text
	return next
}

func (s *scopeScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if s.note.open {
		text, changed, cmd := s.note.update(msg)
		if changed {
			cmd = tea.Batch(cmd, s.typed(s.withNote(text), noteOnScope, s.at))
		}
		return stay, cmd
	}
	if s.asking != "" {
		return stay, s.updateFact(msg)
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys, rows := s.env.keys, s.rows()
	switch {
	case key.Matches(k, keys.up):
		s.focus = max(0, s.focus-1)
	case key.Matches(k, keys.down):
		s.focus = min(len(rows)-1, s.focus+1)
	case key.Matches(k, keys.top):
		s.focus = 0
	case key.Matches(k, keys.bottom):
		s.focus = len(rows) - 1
	case key.Matches(k, keys.note):
		s.note.edit(s.a.Scope.Note)
	case key.Matches(k, keys.next):
		if rows[s.focus].id == rowResult {
			return forward, nil
		}
		return stay, s.ask(rows[s.focus].id)
	}
	return stay, nil
}

// updateFact takes a message while a fact is asked.
func (s *scopeScreen) updateFact(msg tea.Msg) tea.Cmd {
	keys := s.env.keys
	k, isKey := msg.(tea.KeyPressMsg)
	choices := s.choices()
	if isKey {
		up, down := keys.up, keys.down
		if s.types() { // letters are text
			up, down = keys.prevField, keys.nextField
		}
		switch {
		case key.Matches(k, keys.back):
			if s.member.open {
				s.member = memberEntry{}
				return nil
			}
			from := s.asking
			s.leaveFact()
			s.focusOn(from)
			return nil
		case key.Matches(k, keys.next) && (len(choices) == 0 || s.member.open):
			return s.enterFigure()
		case key.Matches(k, keys.next), key.Matches(k, keys.take) && !s.types():
			if s.cursor < 0 {
				s.tell("Choose with " + both(up, down, "").Help().Key + "; " + keys.back.Help().Key + " leaves it open.")
				return nil
			}
			return choices[s.cursor].pick()
		case key.Matches(k, up) && len(choices) > 0 && !s.member.open:
			if s.cursor--; s.cursor < 0 {
				s.cursor = len(choices) - 1
			}
			return nil
		case key.Matches(k, down) && len(choices) > 0 && !s.member.open:
			s.cursor = (s.cursor + 1) % len(choices)
			return nil
		case !s.types() && key.Matches(k, keys.choose):
			if i, _ := strconv.Atoi(k.String()); i <= len(choices) {
				s.cursor = i - 1
				return choices[s.cursor].pick()
			}
			return nil
		case !s.types() && key.Matches(k, keys.remove):
			if s.cursor >= 0 && choices[s.cursor].remove != nil {
				cmd := choices[s.cursor].remove()
				s.cursor = min(s.cursor, len(s.choices())-1)
				return cmd
			}
			return nil
		}
	}
	if !s.types() {
		return nil
	}
	changed, cut, cmd := s.input.update(msg)
	s.sayCut(cut, s.input.limit)
	if changed && (s.asking == model.FactType || s.asking == model.FactState) {
		s.cursor, s.scroll = -1, scroller{}
		if s.input.in.Value() != "" && len(s.choices()) > 0 {
			s.cursor = 0
		}
	}
	return cmd
}

func (s *scopeScreen) view(b box) []string {
	if s.asking != "" {
		return s.viewFact(b)
	}
	t, w := s.theme, min(b.w, 72)
	st := s.station(s.at.station)
	var head []string
	if b.h > 20 {
		head = append(head, t.faint.Render(st.Title), "")
	}
	head = append(head, styled(st.Ask.Text, w, t.title)...)
	hint := styled(st.Ask.Hint, w, t.soft)
	var lines []string
	from, to := 0, 1
	for i, row := range s.rows() {
		bar, name, value := "  ", t.soft, t.text
		if i == s.focus {
			bar, name, value = t.bar.Render("▌")+" ", t.strong, t.strong
		}
		start := len(lines)
		switch {
		case row.id == rowResult:
			lines = append(lines, "")
			start++
			for _, line := range s.result(w-2, i == s.focus) {
				lines = append(lines, bar+line)
			}
		case row.value == "" && row.open:
			lines = append(lines, bar+name.Render(fit(row.label, scopeLabel))+t.text.Render("○ open"))
		case row.value == "":
			lines = append(lines, bar+name.Render(fit(row.label, scopeLabel))+t.faint.Render("–"))
		default:
			for j, line := range styled(row.value, w-2-scopeLabel, value) {
				label := row.label
				if j > 0 {
					label = ""
				}
				lines = append(lines, bar+name.Render(fit(label, scopeLabel))+line)
			}
		}
		if i == s.focus {
			from, to = start, len(lines)
		}
	}
	if !t.projector || s.note.open {
		note := s.note.view(s.a.Scope.Note, w, s.note.height(true))
		lines = append(lines, "")
		if s.note.open {
			from, to = len(lines), len(lines)+len(note)
		}
		lines = append(lines, note...)
	}
	if !t.projector && len(head)+len(hint)+1+len(lines) <= b.h {
		head = append(head, hint...)
	}
	head = append(head, "")
	return append(head, s.scroll.show(lines, from, to, b.h-len(head))...)
}

// result is the class and how it came about, in a few lines.
func (s *scopeScreen) result(w int, focused bool) []string {
	t := s.theme
	answer := s.content.AnswerScope(s.a.Scope)
	style := t.text.Bold(true)
	if focused {
		style = t.strong
	}
	lines := styled(answer.Title, w, style)
	if t.projector {
		return lines
	}
	if answer.Clash != "" {
		lines = append(lines, styled(answer.Clash, w, t.bad)...)
	}
	lines = append(lines, styled(answer.Reason, w, t.soft)...)
	if answer.Next != "" {
		lines = append(lines, styled(answer.Next, w, t.text)...)
	}
	return lines
}

// side shows the class as it stands while a fact is asked, in the place of the balance.
func (s *scopeScreen) side(b box) []string {
	if s.asking == "" {
		return nil
	}
	return append([]string{s.theme.faint.Render("So far"), ""}, s.result(b.w, false)...)
}

// viewFact is one fact as a question.
func (s *scopeScreen) viewFact(b box) []string {
	t, w := s.theme, min(b.w, 72)
	fact := s.fact()
	text, hint := fact.Text, fact.Hint
	if s.member.open {
		text = memberFields[s.member.field].label
		hint = s.content.MemberWords(model.Member{Relation: s.member.member.Relation})
	}
	var head []string
	if b.h > 20 {
		head = append(head, t.faint.Render(s.station(s.at.station).Title+" · "+fact.Label), "")
	}
	head = append(head, styled(text, w, t.title)...)
	if !t.projector && b.h > 9 {
		head = append(head, styled(hint, w, t.soft)...)
	}
	head = append(head, "")
	if s.types() {
		head = append(head, t.bar.Render("▌")+" "+s.input.view(t, min(w, 60)-3))
		if b.h > 12 {
			head = append(head, "")
		}
	}
	var lines []string
	from, to := 0, 1
	if !s.member.open {
		for i, c := range s.choices() {
			row := s.drawChoice(c, i == s.cursor, !s.types(), w)
			if i == s.cursor {
				from, to = len(lines), len(lines)+len(row)
			}
			lines = append(lines, row...)
		}
		if (s.asking == model.FactType || s.asking == model.FactState) && len(lines) == 0 {
			lines = append(lines, t.text.Render("Nothing has this name. Try another word for it."))
		}
	}
	// The reason for asking is shown where a few lines of the list are left beside it.
	why := fact.Why
	if len(fact.Cites) > 0 {
		why += " (" + s.content.Cites(fact.Cites) + ")"
	}
	foot := append([]string{""}, labelled("Why we ask", why, w, choiceColumn, t.faint, t.soft)...)
	room := b.h - len(head) - len(foot)
	if t.projector || room < max(1, min(len(lines), 8)) {
		foot, room = nil, b.h-len(head)
	}
	if room < 1 {
		head, room = head[:max(0, b.h-1)], 1
	}
	if len(lines) < room && !t.projector {
		return slices.Concat(head, lines, foot) // the reason right below what is short
	}
	return slices.Concat(head, s.scroll.show(lines, from, to, room), foot)
}

func (s *scopeScreen) drawChoice(c scopeChoice, focused, numbered bool, w int) []string {
	t := s.theme
	bar, label, quiet := "  ", t.text, t.faint
	if focused {
		bar, label, quiet = t.bar.Render("▌")+" ", t.strong, t.text
	}
	mark := "  "
	if c.chosen {
		mark, label = t.strong.Render("● "), t.strong
	}
	lead := bar
	if numbered {
		lead += fit(quiet.Render(c.digit), 3)
	}
	lead += mark
	n := width(lead)
	right := t.faint.Render(c.right)
	if width(c.label)+width(c.right)+n+2 > w {
		right = ""
	}
	var lines []string
	for i, line := range styled(c.label, w-n, label) {
		if i == 0 {
			lines = append(lines, apart(lead+line, right, w))
		} else {
			lines = append(lines, bar+spaces(n-2)+line)
		}
	}
	if focused && c.hint != "" && !t.projector {
		for _, line := range wrap(c.hint, w-n) {
			lines = append(lines, bar+spaces(n-2)+quiet.Render(line))
		}
	}
	return lines
}

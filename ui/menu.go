package ui

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// The menu is every action that works now, the screen's own first:
//
//	Menu                                    14 more below
//
//	at market
//	  choose                 ↑  k  ↓  j
//	▌ next                   enter
//	  note                   n  f2
//	  …
//
//	everywhere
//	  hide balance           v  f6
//
// Enter does what the row's key would do. What takes several keys at once, as the arrows
// do, is shown and cannot be chosen. Whoever types sees what works while typing.
type menu struct {
	rows   []menuRow
	focus  int // a row that can be chosen; -1: there is none
	scroll scroller
}

// menuRow is an action, or the heading of a part.
type menuRow struct {
	heading string
	binding key.Binding
	choose  bool // it can be chosen
}

func newMenu(title string, own, everywhere []key.Binding, keys *keyMap) *menu {
	m := &menu{focus: -1}
	add := func(heading string, bindings []key.Binding) {
		m.rows = append(m.rows, menuRow{heading: heading})
		for _, b := range bindings {
			m.rows = append(m.rows, menuRow{binding: b, choose: single(b) && !shareKey(b, keys.help)}) // the menu is open
		}
	}
	add(title, own)
	add("everywhere", slices.DeleteFunc(everywhere, func(b key.Binding) bool {
		return slices.ContainsFunc(own, func(o key.Binding) bool { return sameKey(o, b) })
	}))
	m.move(1)
	return m
}

// press takes a key: it says what was chosen, if anything, and whether the menu is closed.
func (m *menu) press(k tea.KeyPressMsg, keys *keyMap) (chosen *key.Binding, closed bool) {
	page := max(1, m.scroll.height-2)
	switch {
	case key.Matches(k, keys.up):
		m.move(-1)
	case key.Matches(k, keys.down):
		m.move(1)
	case key.Matches(k, keys.pageUp):
		m.moveTo(m.focus-page, 1)
	case key.Matches(k, keys.pageDown):
		m.moveTo(m.focus+page, -1)
	case key.Matches(k, keys.top):
		m.moveTo(0, 1)
	case key.Matches(k, keys.bottom):
		m.moveTo(len(m.rows)-1, -1)
	case key.Matches(k, keys.nextStation):
		m.part(1)
	case key.Matches(k, keys.prevStat):
		m.part(-1)
	case key.Matches(k, keys.next) && m.focus >= 0:
		return &m.rows[m.focus].binding, true
	default:
		return nil, true
	}
	return nil, false
}

// move goes to the next row that can be chosen, or the one before, around the ends.
func (m *menu) move(n int) {
	at := m.focus
	for range m.rows {
		if at = (at + n + len(m.rows)) % len(m.rows); m.rows[at].choose {
			m.focus = at
			return
		}
	}
}

// moveTo goes to a row, or from there on to one that can be chosen.
func (m *menu) moveTo(row, n int) {
	row = max(0, min(len(m.rows)-1, row))
	for at := row; at >= 0 && at < len(m.rows); at += n {
		if m.rows[at].choose {
			m.focus = at
			return
		}
	}
	for at := row; at >= 0 && at < len(m.rows); at -= n {
		if m.rows[at].choose {
			m.focus = at
			return
		}
	}
}

// part goes to the first action of the next part, or of the one before, around the ends.
func (m *menu) part(n int) {
	at := max(0, m.focus)
	for at > 0 && m.rows[at].heading == "" {
		at--
	}
	for range m.rows {
		if at = (at + n + len(m.rows)) % len(m.rows); m.rows[at].heading != "" {
			m.moveTo(at, 1)
			return
		}
	}
}

// menuWords and menuKeys are the most that the columns of the menu take.
const (
	menuWords = 40
	menuKeys  = 32
)

func (m *menu) view(t *theme, b box) []string {
	words, keys := 0, 0
	for _, r := range m.rows {
		if r.heading == "" {
			words = max(words, width(r.binding.Help().Desc))
			keys = max(keys, width(signs(r.binding)))
		}
	}
	words = min(words, menuWords, max(10, b.w-13)) // the first key has room beside them
	w := min(b.w, 2+words+3+min(keys, menuKeys))
	gaps := !t.projector && b.h > 10
	var lines []string
	// In sight are the row in focus, what beside it cannot be chosen, and as much as fits of
	// the part whose first row it is.
	from, to, at := 0, 1, 0
	behind, first, follows, whole := 0, true, false, false
	for i, r := range m.rows {
		if r.heading != "" {
			if len(lines) > 0 && gaps {
				lines = append(lines, "")
			}
			behind, first, follows, whole = len(lines), true, false, false
			lines = append(lines, t.faint.Render(r.heading))
			continue
		}
		bar, name, sign := "  ", t.text, t.soft
		switch {
		case i == m.focus:
			bar, name, sign = t.bar.Render("▌")+" ", t.strong, t.strong
			from, at, follows, whole = behind, len(lines), true, first
		case r.choose:
			follows = follows && whole
		default:
			name, sign = t.faint, t.faint
		}
		lines = append(lines, fit(bar+fit(name.Render(r.binding.Help().Desc), words)+"   "+sign.Render(signs(r.binding)), w))
		if follows {
			to = len(lines)
		}
		if r.choose {
			behind, first = len(lines), false
		}
	}
	var head []string
	if !t.projector {
		head = []string{"", ""}
	}
	if h := b.h - len(head); at >= from+h {
		from = at - h + 1
	}
	shown := m.scroll.show(lines, from, to, b.h-len(head))
	if head != nil {
		head[0] = apart(t.title.Render("Menu"), t.faint.Render(m.rest(len(lines))), max(w, min(b.w, 44)))
	}
	return append(head, shown...)
}

// rest says how much is out of sight.
func (m *menu) rest(lines int) string {
	above, below := m.scroll.offset, lines-m.scroll.offset-m.scroll.height
	switch {
	case above > 0 && below > 0:
		return strconv.Itoa(above) + " above, " + strconv.Itoa(below) + " below"
	case above > 0:
		return strconv.Itoa(above) + " more above"
	case below > 0:
		return strconv.Itoa(below) + " more below"
	}
	return ""
}

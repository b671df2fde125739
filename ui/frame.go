package ui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The frame, the same on every station. At 112 columns and more:
//
//	twopaths   Example GmbH                                        saved ✓
//
//	  Profile         ✓     Market · 2 of 6                Balance
//	  Differences   4 ◆
//	▌ Market        1/6     How do tenders treat …         NIS2 alone ───┃━━━──
//	  Maturity      0/5     …
//
//	↑↓ choose   enter next   esc back   n note   ? menu
//
// Below that the rail becomes a word in the head and the balance moves to the
// foot; below 60 columns or 20 rows what can be spared goes. Nothing jumps from
// station to station: head, columns and key line stay where they are.

// The smallest window that shows anything, and what wider ones get.
const (
	minWidth, minHeight = 40, 12
	wideFrom            = 112 // three columns
	railWidth           = 20
	sideWidth           = 35
	bodyMost            = 96
	gapWidth            = 3
)

// layout is how a window is divided.
type layout struct {
	window     box
	margin     int // left and right
	top        int // blank lines above the head
	underHead  int // blank lines below it
	rail, side int // widths; 0: not there
	body       box
	foot       int // lines of balance below the body
}

// divide lays out a window for a screen that wants a side column of a width (0:
// none), and the balance at the foot where there is no room for one beside it.
func divide(w, h, side int, foot bool) layout {
	l := layout{window: box{w, h}, margin: 1, underHead: 1}
	if w >= 60 {
		l.margin = 2
	}
	if h >= 20 {
		l.top = 1
	}
	if h >= 30 {
		l.underHead = 2
	}
	if h >= 44 {
		l.top = 2
	}
	if w >= wideFrom && h >= 24 {
		l.rail, l.side = railWidth, side
		// What is left of a very wide window goes to both margins.
		l.margin = max(l.margin, (w-railWidth-bodyMost-sideWidth-2*gapWidth)/2)
	} else if foot {
		switch {
		case h >= 22:
			l.foot = 2
		case h >= 16:
			l.foot = 1
		}
	}
	l.body.w = w - 2*l.margin
	for _, column := range []int{l.rail, l.side} {
		if column > 0 {
			l.body.w -= column + gapWidth
		}
	}
	l.body.w = min(l.body.w, bodyMost)
	l.body.h = h - l.top - 1 - l.underHead - 2
	if l.foot > 0 {
		l.body.h -= l.foot + 1
	}
	return l
}

// tooSmall is the one line for a window in which nothing fits.
func tooSmall(w, h int) []string {
	return block(wrap(fmt.Sprintf("needs %d×%d, now %d×%d", minWidth, minHeight, w, h), max(1, w)), w, h)
}

// frame draws everything around what the present screen shows.
func (a *app) frame() string {
	w, h := a.size.w, a.size.h
	switch {
	case a.blank:
		return strings.Join(block(nil, w, h), "\n")
	case w < minWidth || h < minHeight:
		return strings.Join(tooSmall(w, h), "\n")
	case a.theme.projector:
		return strings.Join(a.projectorFrame(), "\n")
	case a.session == nil:
		return strings.Join(a.startFrame(), "\n")
	}
	l := a.layout()
	inner := w - 2*l.margin
	above := append(make([]string, l.top, h), spaces(l.margin)+a.head(l))
	var below []string
	if l.foot > 0 {
		foot := []string{}
		if !a.hidden {
			foot = a.balanceFoot(min(inner, 96), l.foot)
		}
		below = append([]string{""}, indent(block(foot, min(inner, 96), l.foot), l.margin)...)
	}
	columns := a.columns(l)
	below = append(below, spaces(l.margin)+a.theme.soft.Render(ansi.Truncate(a.said, inner, "…")), spaces(l.margin)+a.footKeys(inner))

	// The frame is put together in one go: that is most of what a key takes.
	var b strings.Builder
	b.Grow(a.frameBytes + a.frameBytes/8)
	write := func(words ...string) {
		for _, word := range words {
			b.WriteString(word)
		}
	}
	for _, line := range block(above, w, l.top+1+l.underHead) {
		write(line, "\n")
	}
	rest := w - l.margin
	for _, c := range columns {
		rest -= c.w
	}
	margin, gap, right := spaces(l.margin), spaces(gapWidth), spaces(rest-(len(columns)-1)*gapWidth)
	row := make([]string, 0, 2*len(columns)+1)
	for i := range l.body.h {
		row, plain := append(row[:0], margin), true
		for n, c := range columns {
			if n > 0 {
				row = append(row, gap)
			}
			row, plain = append(row, c.rows[i]), plain && c.plain[i]
		}
		if row = append(row, right); plain {
			write(row...)
		} else {
			write(fit(strings.Join(row, ""), w)) // signs of two columns may have become one letter
		}
		write("\n")
	}
	write(strings.Join(block(below, w, h-l.top-1-l.underHead-l.body.h), "\n"))
	a.frameBytes = b.Len()
	return b.String()
}

// columns is the body with what stands at its sides.
func (a *app) columns(l layout) []column {
	body := newColumn(a.body(l.body), l.body.w, l.body.h)
	out := make([]column, 0, 3)
	if l.rail > 0 {
		out = append(out, newColumn(a.rail(), l.rail, l.body.h))
	}
	out = append(out, body)
	if l.side > 0 {
		out = append(out, newColumn(a.side(box{l.side, l.body.h}), l.side, l.body.h))
	}
	return out
}

// body is what the present screen, or what lies over it, shows.
func (a *app) body(b box) []string {
	switch {
	case a.menu != nil:
		return a.menu.view(a.theme, b)
	case a.over == nil && a.session == nil:
		return a.start.view(b)
	case a.over == nil:
		return a.current().view(b)
	}
	lines := a.over(b)
	a.overAt = max(0, min(a.overAt, len(lines)-b.h))
	return lines[a.overAt:]
}

// side is the column beside the station: its own, or the balance.
func (a *app) side(b box) []string {
	if s, ok := a.current().(interface{ side(box) []string }); ok {
		if lines := s.side(b); lines != nil {
			return lines
		}
	}
	if a.hidden {
		return nil
	}
	return a.balanceColumn(b)
}

// What a room can read from the back: at most nine lines of text, sixty columns
// wide, three keys. No notes, no other client's name.
const (
	projectorWidth = 60
	projectorLines = 7 // besides the head and the key line
)

// projectorFrame is the frame for a projector: the station and its screen in few
// words, in the middle of the window, black on white whatever the terminal has.
func (a *app) projectorFrame() []string {
	w, h := a.size.w, a.size.h
	t := a.theme
	b := box{min(projectorWidth, w-2), min(projectorLines, h-4)}
	head := "twopaths"
	if a.session != nil {
		head = a.whereWords()
		if state, good := a.saveState(); !good {
			head = a.unsavedWords(state, b.w)
		} else if a.saves.looking != nil {
			head += " · " + state
		}
	}
	body := a.body(b)
	lines := []string{t.soft.Render(ansi.Truncate(head, b.w, "…")), ""}
	rows := b.h
	for rows < min(len(body), h-4) && t.lines(body[:rows+1]) <= b.h {
		rows++
	}
	lines = append(lines, block(body, b.w, rows)...)
	foot := a.footKeys(b.w)
	if a.session != nil && a.said != "" && a.menu == nil {
		foot = t.soft.Render(ansi.Truncate(a.said, b.w, "…"))
	}
	lines = append(lines, "", foot)
	out := block(append(make([]string, max(0, (h-len(lines))/2)), indent(lines, (w-b.w)/2)...), w, h)
	for i, line := range out {
		out[i] = onWhite(line)
	}
	return out
}

// onWhite paints a line's background white, through every change of style in it.
func onWhite(line string) string {
	const white, black = "\x1b[48;2;255;255;255m", "\x1b[38;2;0;0;0m"
	for _, reset := range []string{"\x1b[m", "\x1b[0m"} {
		line = strings.ReplaceAll(line, reset, "\x1b[m"+white+black)
	}
	return white + black + line + "\x1b[m"
}

func (a *app) startFrame() []string {
	w, h := a.size.w, a.size.h
	l := divide(w, h, 0, false)
	inner := box{min(w-2*l.margin, 66), h - 2 - l.top}
	if a.over != nil {
		inner.w = min(w-2*l.margin, bodyMost)
	}
	body := a.body(inner)
	if a.over == nil {
		if left := (w - 66) / 2; left > l.margin {
			body = indent(body, left-l.margin)
		}
		if above := (inner.h - len(body)) / 3; above > 0 {
			body = append(make([]string, above), body...)
		}
	}
	out := append(make([]string, l.top), block(body, w-2*l.margin, inner.h)...)
	out = append(out, "", a.footKeys(w-2*l.margin))
	return block(indent(out, l.margin), w, h)
}

func (a *app) footKeys(w int) string {
	k := a.keys
	switch {
	case a.menu != nil:
		return a.theme.keyLine([]key.Binding{both(k.up, k.down, "move"), as(k.next, "do it"), as(k.nextStation, "next part")}, as(k.back, "close"), w)
	case a.over != nil:
		return a.theme.keyLine([]key.Binding{as(k.back, "close"), both(k.up, k.down, "scroll")}, k.help, w)
	}
	help := a.keys.help
	if a.typing() {
		help = a.keys.helpTyping
	}
	if a.session == nil {
		return a.theme.keyLine(a.start.bindings(), help, w)
	}
	bindings := a.current().keys()
	if !a.typing() && len(bindings) < mostKeys { // else there is no room for more
		bindings = append(bindings, a.everywhere()...)
	}
	return a.theme.keyLine(bindings, help, w)
}

// headName is what the head keeps for the name where a warning wants its room.
const headName = 6

// head is one line: whose assessment, where one is, whether it is saved.
func (a *app) head(l layout) string {
	t := a.theme
	inner := l.window.w - 2*l.margin
	name := a.a.Organisation
	if name == "" {
		name = "new assessment"
	}
	if a.base != nil {
		name = "What if · " + name
	}
	state, good := a.saveState()
	style := t.faint
	if !good {
		style = t.bad
	} else if strings.HasSuffix(state, "✓") {
		style = t.good
	}
	where := ""
	if l.rail == 0 {
		where = t.soft.Render(a.whereWords()) + t.faint.Render(" · ")
	}
	left := t.strong.Render("twopaths") + "  "
	if l.window.w < 60 {
		left = ""
	}
	if !good {
		state = a.unsavedWords(state, inner)
		if width(left+where+state) > inner-headName {
			where = "" // it can be seen; that nothing is saved cannot
		}
		if width(left+state) > inner-headName {
			left = ""
		}
	}
	right := style.Render(state)
	if l.rail == 0 {
		right = where + right
	} else if d, ok := a.current().(*documentScreen); ok && d.progress() != "" {
		right = t.faint.Render(d.progress()+"   ") + right
	}
	room := inner - width(left) - width(right) - 2
	if room < 4 {
		return ansi.Truncate(left+right, inner, "…")
	}
	return apart(left+t.text.Render(ansi.Truncate(name, room, "…")), right, inner)
}

// whereWords is the station and how far it is, for windows without a rail.
func (a *app) whereWords() string {
	if a.overviewing {
		return "Overview"
	}
	st := a.station(a.at.station)
	words := a.title()
	if n := len(st.Questions); n > 1 {
		words += " " + strconv.Itoa(a.at.item+1) + "/" + strconv.Itoa(n)
	}
	if a.size.w >= 60 {
		words += " · " + strconv.Itoa(a.overall().Done) + " of " + strconv.Itoa(a.overall().Total)
	}
	return words
}

// railKey is what the rail depends on.
type railKey struct {
	session     *session
	counted     int
	at          place
	overviewing bool
	theme       *theme
}

// rail is the stations with their progress. It stays as it is for nearly every key.
func (a *app) rail() []string {
	made := railKey{a.session, a.counted, a.at, a.overviewing, a.theme}
	if a.railMade != made {
		a.railMade, a.railLines = made, a.drawRail()
	}
	return a.railLines
}

func (a *app) drawRail() []string {
	t := a.theme
	var out []string
	for _, st := range a.stations {
		bar, name, state := "  ", t.soft, t.faint
		if st.ID == a.at.station && !a.overviewing {
			bar, name, state = t.bar.Render("▌")+" ", t.strong, t.text
		}
		out = append(out, apart(bar+name.Render(st.Title), state.Render(a.railState(st)), railWidth))
	}
	beside := ""
	switch {
	case a.overviewing:
		beside = "Overview"
	case a.at == weightsPlace, a.at == whatIfPlace, a.at == breakEvenPlace, a.at == elsewherePlace:
		beside = a.title()
	}
	if beside != "" {
		out = append(out, "", t.bar.Render("▌")+" "+t.strong.Render(beside))
	}
	return out
}

// railState is a station's progress in two or three signs.
func (a *app) railState(st model.Station) string {
	p := a.progress(st)
	switch {
	case st.Kind == model.DifferencesStation && p.Marks > 0:
		return strconv.Itoa(p.Marks) + " ◆"
	case p.Total == 0, p.Optional && p.Done == 0:
		return ""
	case p.Complete() && p.Open > 0:
		return strconv.Itoa(p.Open) + " ?"
	case p.Complete():
		return "✓"
	case p.Total == 1:
		return "–"
	}
	return strconv.Itoa(p.Done) + "/" + strconv.Itoa(p.Total)
}

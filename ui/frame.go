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
//	↑↓ choose   enter next   esc back   n note   ? all keys
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

// divide lays out a window. wide asks for the side column's room as well.
func divide(w, h int, wide, balance bool) layout {
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
	inner := w - 2*l.margin
	if w >= wideFrom && h >= 24 {
		l.rail = railWidth
		if !wide && balance {
			l.side = sideWidth
		}
		inner -= l.rail + gapWidth
		if l.side > 0 {
			inner -= l.side + gapWidth
		}
	} else if balance && !wide {
		switch {
		case h >= 22:
			l.foot = 2
		case h >= 16:
			l.foot = 1
		}
	}
	l.body.w = min(inner, bodyMost)
	if l.rail > 0 {
		// What is left of a very wide window goes to both margins.
		used := l.rail + gapWidth + bodyMost + gapWidth + sideWidth
		l.margin = max(l.margin, (w-used)/2)
		l.body.w = min(w-2*l.margin-l.rail-gapWidth, bodyMost)
		if l.side > 0 {
			l.body.w = min(w-2*l.margin-l.rail-l.side-2*gapWidth, bodyMost)
		}
	}
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
func (a *app) frame() []string {
	w, h := a.size.w, a.size.h
	if w < minWidth || h < minHeight {
		return tooSmall(w, h)
	}
	if a.session == nil {
		return a.startFrame()
	}
	l := a.layout()
	var out []string
	out = append(out, make([]string, l.top)...)
	out = append(out, a.head(l))
	out = append(out, make([]string, l.underHead)...)

	var body []string
	if a.helping {
		body = a.theme.helpPage(a.helpTitle(), a.current().keys(), a.everywhere(), l.body.w, l.body.h)
		body = body[min(a.helpAt, max(0, len(body)-l.body.h)):]
	} else {
		body = a.current().view(l.body)
	}
	body = block(body, l.body.w, l.body.h)
	var rail, side []string
	if l.rail > 0 {
		rail = block(a.rail(), l.rail, l.body.h)
	}
	if l.side > 0 {
		side = block(a.env.balanceColumn(box{l.side, l.body.h}), l.side, l.body.h)
	}
	gap := strings.Repeat(" ", gapWidth)
	for i := range body {
		line := body[i]
		if rail != nil {
			line = rail[i] + gap + line
		}
		if side != nil {
			line += gap + side[i]
		}
		out = append(out, line)
	}
	inner := w - 2*l.margin
	if l.foot > 0 {
		out = append(out, "")
		out = append(out, block(a.env.balanceFoot(min(inner, 96), l.foot), min(inner, 96), l.foot)...)
	}
	out = append(out, a.theme.soft.Render(ansi.Truncate(a.said, inner, "…")))
	out = append(out, a.footKeys(inner))
	return block(indent(out, l.margin), w, h)
}

func (a *app) startFrame() []string {
	w, h := a.size.w, a.size.h
	l := divide(w, h, true, false)
	var body []string
	inner := box{min(w-2*l.margin, 66), h - 2 - l.top}
	if a.helping {
		inner.w = w - 2*l.margin
		body = a.theme.helpPage("the start", a.start.bindings(), a.everywhere(), inner.w, inner.h)
		body = body[min(a.helpAt, max(0, len(body)-inner.h)):]
	} else {
		body = a.start.view(inner)
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
	if a.helping {
		return a.theme.keyLine([]key.Binding{as(a.keys.back, "close"), both(a.keys.up, a.keys.down, "scroll")}, a.keys.help, w)
	}
	help := a.keys.help
	if a.typing() {
		help = a.keys.helpTyping
	}
	if a.session == nil {
		return a.theme.keyLine(a.start.bindings(), help, w)
	}
	bindings := a.current().keys()
	if !a.typing() {
		bindings = append(bindings, a.everywhere()...)
	}
	return a.theme.keyLine(bindings, help, w)
}

// head is one line: whose assessment, where one is, whether it is saved.
func (a *app) head(l layout) string {
	t := a.theme
	inner := l.window.w - 2*l.margin
	name := a.a.Organisation
	if name == "" {
		name = "new assessment"
	}
	state, good := a.saveState()
	style := t.faint
	if !good {
		style = t.bad
	} else if strings.HasSuffix(state, "✓") {
		style = t.good
	}
	right := style.Render(state)
	if l.rail == 0 {
		right = t.soft.Render(a.whereWords()) + t.faint.Render(" · ") + right
	} else if d, ok := a.current().(*documentScreen); ok && d.progress() != "" {
		right = t.faint.Render(d.progress()+"   ") + right
	}
	left := t.strong.Render("twopaths") + "  "
	if l.window.w < 60 {
		left = ""
	}
	room := inner - ansi.StringWidth(left) - ansi.StringWidth(right) - 2
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
	words := st.Title
	if n := len(st.Questions); n > 1 {
		words += " " + strconv.Itoa(a.at.item+1) + "/" + strconv.Itoa(n)
	}
	if a.size.w >= 60 {
		words += " · " + strconv.Itoa(a.overall.Done) + " of " + strconv.Itoa(a.overall.Total)
	}
	return words
}

// rail is the stations with their progress.
func (a *app) rail() []string {
	t := a.theme
	var out []string
	for _, st := range a.stations {
		bar, name, state := "  ", t.soft, t.faint
		if st.ID == a.at.station && !a.overviewing {
			bar, name, state = t.bar.Render("▌")+" ", t.strong, t.text
		}
		out = append(out, apart(bar+name.Render(st.Title), state.Render(a.railState(st)), railWidth))
	}
	if a.overviewing {
		out = append(out, "", t.bar.Render("▌")+" "+t.strong.Render("Overview"))
	}
	return out
}

// railState is a station's progress in two or three signs.
func (a *app) railState(st model.Station) string {
	p := a.content.Progress(st, a.a)
	switch {
	case st.Kind == model.DifferencesStation && p.Marks > 0:
		return strconv.Itoa(p.Marks) + " ◆"
	case p.Total == 0:
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

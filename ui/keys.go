package ui

import "charm.land/bubbles/v2/key"

// keyMap is every key of the program; no key is named anywhere else. Help and
// the key line are derived from it. Every action has a key without letters.
type keyMap struct {
	up, down, left, right key.Binding
	pageUp, pageDown      key.Binding
	top, bottom           key.Binding
	next, back            key.Binding
	nextStation, prevStat key.Binding
	mark, note, firmness  key.Binding
	notSure, choose       key.Binding
	overview, export      key.Binding
	balance, help, quit   key.Binding
	leave, undo, redo     key.Binding
	suspend               key.Binding
	nextField, prevField  key.Binding
	done, newline         key.Binding
	yes, no, start        key.Binding
	room, helpTyping      key.Binding
	glossary, blank       key.Binding
	search, filter, kinds key.Binding
	nextMatch, prevMatch  key.Binding
	copy, readOn, walk    key.Binding
	view, remove          key.Binding
	wonder, keep, weights key.Binding
	breakEven             key.Binding
	confirm, confirmAll   key.Binding
	readIn, state         key.Binding
	route, planning, take key.Binding
	format, elsewhere     key.Binding
}

func newKeys() *keyMap {
	b := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return &keyMap{
		up:          b("↑", "up", "up", "k"),
		down:        b("↓", "down", "down", "j"),
		left:        b("←", "previous", "left", "h"),
		right:       b("→", "skip ahead", "right", "l"),
		pageUp:      b("pgup", "page up", "pgup", "ctrl+b"),
		pageDown:    b("pgdn", "page down", "pgdown", "ctrl+f"),
		top:         b("home", "to the top", "home"),
		bottom:      b("end", "to the end", "end", "G"),
		glossary:    b("g", "glossary", "g", "f10"),
		readOn:      b("space", "page down", "space", "pgdown", "ctrl+f"),
		search:      b("/", "search", "/", "f3"),
		nextMatch:   b("n", "next match", "n", "f2"),
		prevMatch:   b("N", "previous match", "N", "f11"),
		copy:        b("y", "copy section", "y", "f9"),
		filter:      b("/", "filter", "/", "f3"),
		kinds:       b("f", "show", "f", "f3"),
		blank:       b("b", "blank", "b"),
		next:        b("enter", "next", "enter"),
		back:        b("esc", "back", "esc"),
		nextStation: b("tab", "next station", "tab"),
		prevStat:    b("shift+tab", "previous station", "shift+tab"),
		mark:        b("m", "matters to us", "m", "space"),
		note:        b("n", "note", "n", "f2"),
		firmness:    b("f", "how firm", "f", "f3"),
		notSure:     b("0", "not sure", "0"),
		choose:      b("1-9", "choose directly", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		overview:    b("o", "overview", "o", "f4"),
		export:      b("e", "export", "e", "f5"),
		balance:     b("v", "hide balance", "v", "f6"),
		help:        b("?", "all keys", "?", "f1"),
		helpTyping:  b("f1", "all keys", "f1"), // where ? is text
		quit:        b("q", "leave", "q"),
		suspend:     b("ctrl+z", "suspend", "ctrl+z"),
		leave:       b("ctrl+c", "leave from anywhere", "ctrl+c"),
		undo:        b("u", "undo", "u", "f7"),
		redo:        b("ctrl+r", "redo", "ctrl+r", "f8"),
		nextField:   b("tab", "next field", "tab", "down"),
		prevField:   b("shift+tab", "previous field", "shift+tab", "up"),
		walk:        b("↑↓", "choose", "up", "down", "tab", "shift+tab"), // where letters are text
		done:        b("esc", "done", "esc", "tab"),
		newline:     b("enter", "new line", "enter"),
		yes:         b("y", "yes", "y"),
		no:          b("n", "no", "n", "esc", "enter"),
		start:       b("s", "start screen", "s", "f9"),
		wonder:      b("w", "what if", "w"),
		keep:        b("K", "keep it", "K", "insert"),
		breakEven:   b("p", "when it pays", "p"),
		weights:     b("c", "what counts", "c"),
		remove:      b("x", "remove", "x", "delete"),
		view:        b("t", "full table", "t", "f3"),
		confirm:     b("a", "confirm", "a", "f9"),
		confirmAll:  b("A", "confirm all", "A", "insert"),
		state:       b("0-3", "state", "1", "2", "3", "0"),
		readIn:      b("i", "read a SoA", "i", "f11"),
		route:       b("r", "other route", "r", "f9"),
		take:        b("space", "take this route", "space"),
		format:      b("1-5", "format", "1", "2", "3", "4", "5"),
		elsewhere:   b("S", "save elsewhere", "S", "f12"),
		planning:    b("d", "start and capacity", "d", "f2"),
		room:        b("r", "ask the room", "r"),
	}
}

// as gives a binding other words for what it does here.
func as(b key.Binding, what string) key.Binding {
	return key.NewBinding(key.WithKeys(b.Keys()...), key.WithHelp(b.Help().Key, what))
}

// both joins two bindings for the key line: ↑↓ choose.
func both(a, b key.Binding, what string) key.Binding {
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(a.Help().Key+b.Help().Key, what))
}

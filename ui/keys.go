package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// keyMap is every key of the program; no key is named anywhere else. Help, the menu and
// the key line are derived from it, and so is the file in which keys are bound anew.
type keyMap struct {
	up, down, left, right    key.Binding
	pageUp, pageDown         key.Binding
	top, bottom              key.Binding
	next, back               key.Binding
	nextStation, prevStat    key.Binding
	mark, note, firmness     key.Binding
	notSure, choose          key.Binding
	overview, export         key.Binding
	balance, help, quit      key.Binding
	leave, undo, redo        key.Binding
	suspend                  key.Binding
	nextField, prevField     key.Binding
	done, newline            key.Binding
	yes, no, start           key.Binding
	room, helpTyping         key.Binding
	glossary, blank          key.Binding
	search, filter, kinds    key.Binding
	nextMatch, prevMatch     key.Binding
	nextSection, prevSection key.Binding
	copy, more               key.Binding
	readOn, walk             key.Binding // made of others: page down and more; the fields of a form
	view, remove             key.Binding
	wonder, keep, weights    key.Binding
	breakEven                key.Binding
	confirm, confirmAll      key.Binding
	readIn, state            key.Binding
	route, planning, take    key.Binding
	format, elsewhere        key.Binding
}

// moment is a state of the program in which always the same keys work. Two actions that
// work at one moment cannot have a key in common.
type moment int

const (
	atStart moment = iota
	atSize
	atQuestion
	atDifferences
	atScope
	atFact
	atGapCheck
	atFaults
	atChart
	atStep
	atDocument
	atComparison
	atWeights
	atBreakEven
	atOverview
	atExport
	inMenu
	// In these, letters are text.
	atOverwrite
	inNote
	inField
	inPath
	inForm
	moments // how many there are
)

// momentWords is what each moment is called in the file of keys.
var momentWords = [moments]string{
	"the start", "the size", "a question", "the differences", "the scope", "a fact of the scope", "the gap check",
	"the faults of a file", "the roadmap", "a step of the roadmap", "a document", "the comparison of a what-if", "the weights",
	"the break-even", "the overview", "the export", "the menu", "the question whether to overwrite", "a note", "a field",
	"the field of a path", "a form",
}

// action is one thing that keys do.
type action struct {
	id      string // its name in the file of keys
	binding *key.Binding
	what    string   // where no screen has other words for it
	keys    []string // unless the file says otherwise; the first is shown
	at      []moment // where it works
	fixed   string   // why its keys are not to be changed; empty: they are
}

// Where most actions work.
var (
	onStations = []moment{atSize, atQuestion, atDifferences, atScope, atFact, atGapCheck, atFaults, atChart, atStep,
		atDocument, atComparison, atWeights, atBreakEven, atOverview, atExport}
	inText = []moment{atOverwrite, inNote, inField, inPath, inForm}
	always = slices.Concat([]moment{atStart, inMenu}, onStations, inText)
)

// but is moments without some of them.
func but(all []moment, without ...moment) []moment {
	return slices.DeleteFunc(slices.Clone(all), func(m moment) bool { return slices.Contains(without, m) })
}

// and is moments with some more.
func and(all []moment, more ...moment) []moment { return slices.Concat(all, more) }

// actionGroup is actions under a heading.
type actionGroup struct {
	title   string
	actions []action
}

// groups is the table of all actions.
func (k *keyMap) groups() []actionGroup {
	digits := "the digits stand beside what they choose"
	edits := "fields need it for their text"
	rows := []moment{atDifferences, atGapCheck, atChart, atStep, atDocument, atComparison, atWeights, atOverview}
	ends := and(rows, atStart, atQuestion, atScope, atBreakEven, atExport, inMenu)
	pages := and(rows, atStart, atFaults, inMenu)
	return []actionGroup{
		{"Moving and choosing", []action{
			{id: "up", binding: &k.up, what: "up", keys: []string{"up", "k"}, at: and(onStations, atStart, inMenu)},
			{id: "down", binding: &k.down, what: "down", keys: []string{"down", "j"}, at: and(onStations, atStart, inMenu)},
			{id: "left", binding: &k.left, what: "previous", keys: []string{"left", "h"}, at: but(onStations, atFact, atOverview)},
			{id: "right", binding: &k.right, what: "skip ahead", keys: []string{"right", "l"}, at: but(onStations, atFact, atOverview)},
			{id: "page-up", binding: &k.pageUp, what: "page up", keys: []string{"pgup"}, at: pages},
			{id: "page-down", binding: &k.pageDown, what: "page down", keys: []string{"pgdown"}, at: pages},
			{id: "top", binding: &k.top, what: "to the top", keys: []string{"home"}, at: ends},
			{id: "bottom", binding: &k.bottom, what: "to the end", keys: []string{"end", "G"}, at: ends},
			{id: "read-on", binding: &k.more, what: "page down", keys: []string{"space"}, at: []moment{atDocument, atComparison}},
			{id: "next", binding: &k.next, what: "next", keys: []string{"enter"}, at: but(always, atOverwrite, inNote)},
			{id: "back", binding: &k.back, what: "back", keys: []string{"esc"}, at: and(onStations, atStart, inMenu, inField, inForm)},
			{id: "next-station", binding: &k.nextStation, what: "next station", keys: []string{"tab"}, at: and(onStations, atStart, inMenu)},
			{id: "previous-station", binding: &k.prevStat, what: "previous station", keys: []string{"shift+tab"}, at: and(onStations, atStart, inMenu)},
			{id: "choose", binding: &k.choose, what: "choose directly", keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"},
				at: []moment{atSize, atQuestion, atFact, atWeights}, fixed: digits},
			{id: "not-sure", binding: &k.notSure, what: "not sure", keys: []string{"0"}, at: []moment{atQuestion, atWeights}, fixed: digits},
			{id: "take", binding: &k.take, what: "take it", keys: []string{"space"}, at: []moment{atQuestion, atFact, atGapCheck, atChart, atExport}},
		}},
		{"Everywhere", []action{
			{id: "menu", binding: &k.help, what: "menu", keys: []string{"?", "ctrl+g", "f1"}, at: and(onStations, atStart)},
			{id: "menu-in-text", binding: &k.helpTyping, what: "menu", keys: []string{"ctrl+g", "f1"}, at: inText},
			{id: "overview", binding: &k.overview, what: "overview", keys: []string{"o", "f4"}, at: onStations},
			{id: "export", binding: &k.export, what: "export", keys: []string{"e", "f5"}, at: onStations},
			{id: "balance", binding: &k.balance, what: "hide balance", keys: []string{"v", "f6"}, at: onStations},
			{id: "what-if", binding: &k.wonder, what: "what if", keys: []string{"w"}, at: but(onStations, atComparison)},
			{id: "weights", binding: &k.weights, what: "what counts", keys: []string{"c"}, at: but(onStations, atWeights)},
			{id: "break-even", binding: &k.breakEven, what: "when it pays", keys: []string{"p"}, at: but(onStations, atBreakEven)},
			{id: "save-elsewhere", binding: &k.elsewhere, what: "save elsewhere", keys: []string{"S"}, at: onStations},
			{id: "undo", binding: &k.undo, what: "undo", keys: []string{"u", "f7"}, at: onStations},
			{id: "redo", binding: &k.redo, what: "redo", keys: []string{"ctrl+r", "f8"}, at: onStations},
			{id: "glossary", binding: &k.glossary, what: "glossary", keys: []string{"g"}, at: and(onStations, atStart)},
			{id: "blank", binding: &k.blank, what: "blank", keys: []string{"b"}, at: and(but(onStations, atStep), atStart)},
			{id: "quit", binding: &k.quit, what: "leave", keys: []string{"q"}, at: and(onStations, atStart)},
			{id: "leave", binding: &k.leave, what: "leave from anywhere", keys: []string{leaveKey}, at: always},
			{id: "suspend", binding: &k.suspend, what: "suspend", keys: []string{"ctrl+z"}, at: always},
		}},
		{"On one station or another", []action{
			{id: "note", binding: &k.note, what: "note", keys: []string{"n", "f2"},
				at: []moment{atQuestion, atDifferences, atScope, atGapCheck, atStep, atExport}},
			{id: "firmness", binding: &k.firmness, what: "how firm", keys: []string{"f", "f3"}, at: []moment{atQuestion}},
			{id: "room", binding: &k.room, what: "ask the room", keys: []string{"r"}, at: []moment{atQuestion}},
			{id: "mark", binding: &k.mark, what: "matters to us", keys: []string{"m", "space"}, at: []moment{atDifferences}},
			{id: "view", binding: &k.view, what: "full table", keys: []string{"t", "f3"}, at: []moment{atDifferences, atChart}},
			{id: "remove", binding: &k.remove, what: "remove", keys: []string{"x", "delete"},
				at: []moment{atFact, atGapCheck, atStep, atComparison, atWeights, atBreakEven}},
			{id: "state", binding: &k.state, what: "state", keys: []string{"1", "2", "3", "0"}, at: []moment{atGapCheck}, fixed: digits},
			{id: "confirm", binding: &k.confirm, what: "confirm", keys: []string{"a", "f9"}, at: []moment{atGapCheck}},
			{id: "confirm-all", binding: &k.confirmAll, what: "confirm all", keys: []string{"A"}, at: []moment{atGapCheck}},
			{id: "read-statement", binding: &k.readIn, what: "read a SoA", keys: []string{"i"}, at: []moment{atGapCheck, atFaults}},
			{id: "route", binding: &k.route, what: "other route", keys: []string{"r", "f9"}, at: []moment{atChart}},
			{id: "plan", binding: &k.planning, what: "start and capacity", keys: []string{"d", "f2"}, at: []moment{atChart}},
			{id: "search", binding: &k.search, what: "search", keys: []string{"/", "f3"}, at: []moment{atDocument, atComparison}},
			{id: "next-match", binding: &k.nextMatch, what: "next match", keys: []string{"n", "f2"}, at: []moment{atDocument, atComparison}},
			{id: "previous-match", binding: &k.prevMatch, what: "previous match", keys: []string{"N"}, at: []moment{atDocument, atComparison}},
			{id: "next-section", binding: &k.nextSection, what: "next section", keys: []string{">"}, at: []moment{atDocument, atComparison}},
			{id: "previous-section", binding: &k.prevSection, what: "section before", keys: []string{"<"}, at: []moment{atDocument, atComparison}},
			{id: "copy", binding: &k.copy, what: "copy section", keys: []string{"y", "f9"}, at: []moment{atDocument, atComparison}},
			{id: "keep", binding: &k.keep, what: "keep it", keys: []string{"K"}, at: []moment{atComparison}},
			{id: "show", binding: &k.kinds, what: "show", keys: []string{"f", "f3"}, at: []moment{atOverview}},
			{id: "filter", binding: &k.filter, what: "filter", keys: []string{"/", "f3"}, at: []moment{atStart}},
			{id: "start", binding: &k.start, what: "start screen", keys: []string{"s", "f9"}, at: []moment{atExport}},
			{id: "format", binding: &k.format, what: "format", keys: []string{"1", "2", "3", "4", "5"}, at: []moment{atExport}, fixed: digits},
		}},
		{"In fields and questions", []action{
			{id: "next-field", binding: &k.nextField, what: "next field", keys: []string{"down", "tab"}, at: []moment{inForm}},
			{id: "previous-field", binding: &k.prevField, what: "previous field", keys: []string{"up", "shift+tab"}, at: []moment{inForm}},
			{id: "done", binding: &k.done, what: "done", keys: []string{"esc", "tab"}, at: []moment{inNote, inPath}},
			{id: "new-line", binding: &k.newline, what: "new line", keys: []string{"enter"}, at: []moment{inNote}},
			{id: "yes", binding: &k.yes, what: "yes", keys: []string{"y"}, at: []moment{atOverwrite}},
			{id: "no", binding: &k.no, what: "no", keys: []string{"n", "esc", "enter"}, at: []moment{atOverwrite}},
			{id: "edit", keys: []string{"left", "right", "home", "end", "backspace", "delete"}, at: but(inText, atOverwrite), fixed: edits},
			{id: "edit-lines", keys: []string{"up", "down"}, at: []moment{inNote}, fixed: edits},
		}},
	}
}

// leaveKey always leaves, whatever else is bound.
const leaveKey = "ctrl+c"

// actions is the table without its headings.
func (k *keyMap) actions() []action {
	var out []action
	for _, g := range k.groups() {
		out = append(out, g.actions...)
	}
	return out
}

// newKeys is the keys as they are unless a file binds them anew.
func newKeys() *keyMap {
	k := &keyMap{}
	k.bind(nil)
	return k
}

// bind gives the actions the keys of a file, and those that it does not name their own.
func (k *keyMap) bind(anew Keys) {
	for _, a := range k.actions() {
		if a.binding == nil {
			continue
		}
		keys := a.keys
		if other, ok := anew[a.id]; ok {
			keys = other
		}
		sign := keySign(keys[0])
		if a.fixed != "" && len(keys) > 1 {
			sign = slices.Min(keys) + "-" + slices.Max(keys)
		}
		*a.binding = key.NewBinding(key.WithKeys(keys...), key.WithHelp(sign, a.what))
	}
	k.readOn = with(k.more, k.pageDown)
	k.walk = both(k.prevField, k.nextField, "choose")
}

// keySign is a key as it is printed on a keyboard.
func keySign(name string) string {
	signs := map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn"}
	if s, ok := signs[name]; ok {
		return s
	}
	return name
}

// as gives a binding other words for what it does here.
func as(b key.Binding, what string) key.Binding {
	return key.NewBinding(key.WithKeys(b.Keys()...), key.WithHelp(b.Help().Key, what))
}

// both joins two bindings for the key line: ↑↓ choose.
func both(a, b key.Binding, what string) key.Binding {
	between := ""
	if len(a.Help().Key) > len("↑") || len(b.Help().Key) > len("↓") {
		between = " "
	}
	return key.NewBinding(key.WithKeys(slices.Concat(a.Keys(), b.Keys())...), key.WithHelp(a.Help().Key+between+b.Help().Key, what))
}

// with is a binding with the keys of others that do the same.
func with(b key.Binding, others ...key.Binding) key.Binding {
	keys := slices.Clone(b.Keys())
	for _, o := range others {
		keys = append(keys, o.Keys()...)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(b.Help().Key, b.Help().Desc))
}

// orKeys is the keys of a binding in a sentence: n, esc or enter.
func orKeys(b key.Binding) string {
	var out []string
	for _, k := range b.Keys() {
		out = append(out, keySign(k))
	}
	last := len(out) - 1
	if last == 0 {
		return out[0]
	}
	return strings.Join(out[:last], ", ") + " or " + out[last]
}

// single reports whether a binding is one action, and not several that share a line.
func single(b key.Binding) bool { return b.Help().Key == keySign(b.Keys()[0]) }

// signs is all keys of a binding as they are printed on a keyboard.
func signs(b key.Binding) string {
	if sign := b.Help().Key; strings.Contains(sign, "-") && !single(b) {
		return sign // digits, from where to where
	}
	var out []string
	for _, k := range b.Keys() {
		out = append(out, keySign(k))
	}
	return strings.Join(out, "  ")
}

package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// How the program is cut.
//
// The root (app.go) owns the window, the session and the way through. It hands
// each message to exactly one screen and draws the frame around what the screen
// shows: head, rail, balance, key line. A screen knows its own part and nothing
// of the others; where it wants to go is a return value. It is never sent as a
// command: commands come back in any order and after keys already typed, so four
// quick Enters could hit one screen twice.

// screen is one station, or a part of one.
type screen interface {
	// enter is called each time the screen comes up, with room for its state.
	enter()
	// update takes a message and says where to go.
	update(msg tea.Msg) (move, tea.Cmd)
	// view draws into a box; lines beyond it are cut by the frame.
	view(b box) []string
	// keys is what works now, most useful first.
	keys() []key.Binding
	// typing reports whether letters are text now.
	typing() bool
}

// box is a width and a height in cells.
type box struct{ w, h int }

// move is where to go after a message.
type move int

const (
	stay move = iota
	forward
	backward
	toStart
	leave
)

// place is where one is on the way: a station, and which of its items.
type place struct {
	station string
	item    int
}

// env is what every screen is made with. None of it changes in a program's life
// but the theme's value.
type env struct {
	*session
	keys  *keyMap
	theme *theme
	store Store
	opts  *Options
	jump  func(place) // asks the root to go somewhere after this update
	tell  func(string)
}

package ui

import (
	"path/filepath"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// taken is an assessment that another wizard has open. Who opens it too is told so first,
// and may look, work on a copy, or leave it:
//
//	acme.yaml is open in another wizard
//	By jane on projector, since 12:40, process 4711.
//
//	  Look at it        try and export everything; nothing is saved
//	  Work on a copy    in acme-2.yaml, beside it
//	  Back
//
// Nothing is in focus at first: Enter held down chooses nothing.
type taken struct {
	path  string
	by    Holder
	copy  string // what a copy would be called
	focus int    // -1: nothing yet
}

func newTaken(path string, by Holder) *taken {
	h := &taken{path: path, by: by, focus: -1}
	if file, err := beside(path, func(*File) bool { return true }); err == nil {
		h.copy = filepath.Base(file.Path)
	}
	return h
}

// lookAt opens an assessment for looking: everything can be read, tried and exported, and
// nothing is saved. It stays so when the other wizard ends.
func lookAt(opts *Options, h *taken) openedMsg {
	a, notice, err := readFor(opts, h.path)
	return openedMsg{a: a, held: h, looks: true, notice: notice, err: err}
}

// fork opens a copy of an assessment, in a new file beside it: or, where its folder takes
// none, in the store. The copy is on the disk before anybody works on it.
func fork(opts *Options, h *taken) openedMsg {
	a, notice, err := readFor(opts, h.path)
	if err != nil {
		return openedMsg{err: err}
	}
	a.Content = opts.known().Version
	data, err := a.Encode()
	if err != nil {
		return openedMsg{err: err}
	}
	file, err := beside(h.path, claimNew(opts.Now()))
	if err == nil {
		if err = file.Save(1, data); err != nil {
			file.Release()
		}
	}
	if err != nil {
		if file, err = opts.Store.Begin(a.Organisation, a.Date, opts.Now()); err == nil {
			if err = file.Save(1, data); err != nil {
				file.Release()
			}
		}
	}
	if err != nil {
		return openedMsg{err: err}
	}
	return openedMsg{file: file, a: a, notice: strings.TrimSpace("This is a copy: " + model.CleanLine(file.Path) + ". " + notice)}
}

// heldRow is one thing to do about it.
type heldRow struct {
	label, detail string
	act           func(*Options, *taken) openedMsg // nil: go back
}

func (h *taken) rows() []heldRow {
	rows := []heldRow{
		{"Look at it", "try and export everything; nothing is saved", lookAt},
		{"Work on a copy", "in a new file", fork},
		{"Back", "", nil},
	}
	if h.copy != "" {
		rows[1].detail = "in " + model.CleanLine(h.copy) + ", beside it"
	}
	return rows
}

// who says who has it open.
func (h *taken) who(now time.Time) string {
	if h.by == (Holder{}) {
		return "Whose it is cannot be read. Where no wizard runs, delete " + model.CleanLine(filepath.Base(lockPath(h.path))) + " beside it."
	}
	return "By " + h.by.Words(now) + "."
}

// name is what to call the assessment.
func (h *taken) name() string { return model.CleanLine(filepath.Base(h.path)) }

// pressHeld chooses what to do about an assessment that another wizard has open.
func (s *startScreen) pressHeld(k tea.KeyPressMsg) tea.Cmd {
	h, rows := s.held, s.held.rows()
	to, moves := s.moved(k, h.focus, len(rows))
	h.focus = to
	switch {
	case moves:
	case key.Matches(k, s.keys.back):
		s.held = nil
	case key.Matches(k, s.keys.next) && h.focus >= 0:
		s.held = nil
		act, opts := rows[h.focus].act, s.opts
		if act == nil {
			return nil
		}
		s.opening = true
		return func() tea.Msg { return act(opts, h) }
	}
	return nil
}

// viewHeld is the question what to do about it.
func (s *startScreen) viewHeld(w int) []string {
	t, h := s.theme, s.held
	name := h.name()
	if t.projector {
		name = "This assessment" // the room need not read who else is a client
	}
	lines := styled(name+" is open in another wizard", w, t.strong)
	lines = append(lines, styled(h.who(s.opts.Now()), w, t.text)...)
	lines = append(lines, "")
	for i, r := range h.rows() {
		bar, label, detail := "  ", t.soft, t.faint
		if i == h.focus {
			bar, label, detail = t.bar.Render("▌")+" ", t.strong, t.soft
		}
		words := r.detail
		if t.projector {
			words = ""
		}
		room := max(8, w-4-width(r.label))
		lines = append(lines, apart(bar+label.Render(r.label), detail.Render(ansi.Truncate(words, room, "…")), w))
	}
	if h.focus < 0 {
		lines = append(lines, "")
		lines = append(lines, styled("Nothing was opened. Choose with "+s.keys.up.Help().Key+" and "+s.keys.down.Help().Key+".", w, t.faint)...)
	}
	return lines
}

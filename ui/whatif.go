package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// "And if we win the American customer?" A what-if is a copy of the assessment to change
// at will. The assessment stays as it was until the copy is kept; both are on the disk
// meanwhile. This screen shows the two side by side, and ends it.
type whatIfScreen struct {
	*documentScreen
}

// whatIfPlace is where the two are compared: beside the way, not on it.
var whatIfPlace = place{station: "what-if"}

// recommendationPlace is where undo shows what keeping or dropping a what-if did.
var recommendationPlace = place{station: "recommendation"}

func newWhatIfScreen(e *env, at place) *whatIfScreen {
	return &whatIfScreen{newDocumentScreen(e, at, comparePart)}
}

// The outline is left out: two assessments side by side need the room.
func (s *whatIfScreen) sideWidth(int) int { return 0 }

func (s *whatIfScreen) keys() []key.Binding {
	k := s.env.keys
	if s.searching {
		return s.documentScreen.keys()
	}
	return append(s.reading(as(k.next, "change more"), k.keep, as(k.remove, "drop it"), k.search, k.copy), as(k.nextSection, "section"), k.overview)
}

func (s *whatIfScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && !s.searching && s.base != nil {
		keys := s.env.keys
		switch {
		case key.Matches(k, keys.next):
			return backward, nil
		case key.Matches(k, keys.keep):
			cmd := s.keepScenario(recommendationPlace)
			s.tell("Kept. " + keys.undo.Help().Key + " takes it back.")
			return backward, cmd
		case key.Matches(k, keys.remove):
			cmd := s.dropScenario(recommendationPlace)
			s.tell("Dropped: the assessment is as it was. " + keys.undo.Help().Key + " brings the what-if back.")
			return backward, cmd
		}
	}
	return s.documentScreen.update(msg)
}

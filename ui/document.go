package ui

import (
	"strconv"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// documentScreen shows a part of the report, rendered from the very Markdown
// that the export writes. Working it out and rendering it happen in a command,
// one at a time; what comes back for an older state is shown until the newer is
// ready, and the head line says so.
type documentScreen struct {
	*env
	at      place
	part    documentPart
	port    viewport.Model
	shown   docKey // what the viewport holds
	wanted  docKey // what it should hold
	running bool
	err     error
}

type documentPart int

const (
	recommendationPart documentPart = iota
	roadmapPart
)

// docKey is everything a rendered document depends on.
type docKey struct {
	version int
	width   int
	theme   *theme
}

// docMsg is a rendered document.
type docMsg struct {
	part  documentPart
	key   docKey
	lines []string
	err   error
}

// documentWidth is how wide running text gets at most.
const documentWidth = 80

func newDocumentScreen(e *env, at place, part documentPart) *documentScreen {
	s := &documentScreen{env: e, at: at, part: part, port: viewport.New()}
	s.port.KeyMap = viewport.KeyMap{} // keys are ours
	return s
}

func (s *documentScreen) enter()       {}
func (s *documentScreen) typing() bool { return false }
func (s *documentScreen) wide() bool   { return true }

func (s *documentScreen) keys() []key.Binding {
	k := s.env.keys
	return []key.Binding{both(k.up, k.down, "scroll"), k.pageDown, as(k.next, "next"), k.back, k.export, k.overview, k.pageUp, k.top, k.bottom}
}

// refresh starts rendering when what is shown is not what should be.
func (s *documentScreen) refresh(b box) tea.Cmd {
	s.port.SetWidth(b.w)
	s.port.SetHeight(max(1, b.h))
	s.wanted = docKey{s.version, min(b.w, documentWidth), s.theme}
	if s.running || s.shown == s.wanted {
		return nil
	}
	s.running = true
	k, part, c, a, t := s.wanted, s.part, s.content, s.a, s.theme
	return func() tea.Msg {
		r := model.NewReport(c, a)
		write := r.Recommendation
		if part == roadmapPart {
			write = r.RoadmapPart
		}
		text, err := write()
		if err != nil {
			return docMsg{part: part, key: k, err: err}
		}
		lines, err := renderMarkdown(t, text, k.width)
		return docMsg{part, k, lines, err}
	}
}

func (s *documentScreen) receive(msg docMsg) {
	s.running = false
	s.shown = msg.key
	if s.err = msg.err; s.err == nil {
		at := s.port.YOffset()
		s.port.SetContentLines(msg.lines)
		s.port.SetYOffset(at)
	}
}

func (s *documentScreen) update(msg tea.Msg) (move, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := s.env.keys
	switch {
	case key.Matches(k, keys.up):
		s.port.ScrollUp(1)
	case key.Matches(k, keys.down):
		s.port.ScrollDown(1)
	case key.Matches(k, keys.pageUp):
		s.port.PageUp()
	case key.Matches(k, keys.pageDown):
		s.port.PageDown()
	case key.Matches(k, keys.top):
		s.port.GotoTop()
	case key.Matches(k, keys.bottom):
		s.port.GotoBottom()
	case key.Matches(k, keys.next):
		return forward, nil
	}
	return stay, nil
}

func (s *documentScreen) view(b box) []string {
	t := s.theme
	switch {
	case s.err != nil:
		return styled("The document could not be written: "+model.Clean(s.err.Error())+
			". Your answers are kept. Check the content with `twopaths content check`.", b.w, t.bad)
	case s.shown.width == 0:
		return []string{t.soft.Render("Writing …")}
	}
	lines := make([]string, 0, b.h)
	for i, line := range splitLines(s.port.View()) {
		if i < b.h {
			lines = append(lines, line)
		}
	}
	return lines
}

// progress is how far one has read, for the head of the document.
func (s *documentScreen) progress() string {
	if s.shown.width == 0 || s.port.TotalLineCount() <= s.port.Height() {
		return ""
	}
	return strconv.Itoa(int(s.port.ScrollPercent()*100)) + " %"
}

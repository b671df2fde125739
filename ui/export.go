package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// exportScreen writes the report under a proposed name. Where a file stands
// already it asks, and only the letter y overwrites: no key held down does.
type exportScreen struct {
	*env
	at      place
	path    lineField
	edited  bool   // the proposed name was changed by hand
	editing bool   // the field is open
	asking  string // the path that would be overwritten
	written string // the path that was written last
	err     error
	running bool
}

// exportedMsg is the end of an export.
type exportedMsg struct {
	by     *session // whose report it is
	path   string
	exists bool
	err    error
}

func newExportScreen(e *env, at place) *exportScreen {
	return &exportScreen{env: e, at: at, path: newLineField(model.MaxField)}
}

func (s *exportScreen) enter() {
	if !s.edited {
		s.path.set(proposedName(s.a))
	}
	s.editing, s.asking, s.written, s.err = false, "", "", nil
	s.path.in.Blur()
}

// proposedName is the organisation and the day, as a Markdown file in the folder
// in which the program was started.
func proposedName(a model.Assessment) string {
	name := slug(a.Organisation)
	if name == "" {
		name = "twopaths-report"
	}
	if !a.Date.IsZero() {
		name += "-" + a.Date.String()
	}
	return name + ".md"
}

func (s *exportScreen) typing() bool { return s.editing || s.asking != "" }

func (s *exportScreen) keys() []key.Binding {
	k := s.env.keys
	switch {
	case s.asking != "":
		return []key.Binding{as(k.yes, "overwrite"), as(k.no, "keep the old file")}
	case s.editing:
		return []key.Binding{as(k.next, "write it"), as(k.done, "done")}
	}
	if s.written != "" {
		return []key.Binding{k.quit, k.start, as(k.note, "another name"), k.back, k.overview}
	}
	return []key.Binding{as(k.next, "write it"), as(k.note, "change the name"), k.back, k.overview, k.start, k.quit}
}

func (s *exportScreen) update(msg tea.Msg) (move, tea.Cmd) {
	switch msg := msg.(type) {
	case exportedMsg:
		s.running = false
		switch {
		case msg.exists:
			s.asking = msg.path
		case msg.err != nil:
			s.err = msg.err
		default:
			s.written, s.err = msg.path, nil
		}
		return stay, nil
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	if s.editing {
		return stay, s.edit(msg)
	}
	return stay, nil
}

func (s *exportScreen) press(k tea.KeyPressMsg) (move, tea.Cmd) {
	keys := s.env.keys
	switch {
	case s.asking != "":
		path := s.asking
		if key.Matches(k, keys.yes) {
			s.asking = ""
			return stay, s.write(path, true)
		}
		if key.Matches(k, keys.no) {
			s.asking = ""
			s.tell("The old file was kept.")
		}
	case key.Matches(k, keys.next) && s.written != "" && !s.editing:
		s.tell("It is written already. Press n for another name.")
	case key.Matches(k, keys.next):
		s.editing = false
		s.path.in.Blur()
		return stay, s.write(s.path.in.Value(), false)
	case s.editing && key.Matches(k, keys.done):
		s.editing = false
		s.path.in.Blur()
	case s.editing:
		return stay, s.edit(k)
	case key.Matches(k, keys.note):
		s.editing, s.written = true, ""
		s.path.in.CursorEnd()
		return stay, s.path.in.Focus()
	case key.Matches(k, keys.start):
		return toStart, nil
	}
	return stay, nil
}

func (s *exportScreen) edit(msg tea.Msg) tea.Cmd {
	changed, cut, cmd := s.path.update(msg)
	s.sayCut(cut, s.path.limit)
	s.edited = s.edited || changed
	return cmd
}

// write makes the report and writes it, off the event loop.
func (s *exportScreen) write(name string, overwrite bool) tea.Cmd {
	if s.running {
		return nil
	}
	path, err := exportPath(name)
	if err != nil {
		s.err = err
		return nil
	}
	s.running, s.err, s.written = true, nil, ""
	by, c, a := s.session, s.content, s.whole()
	return func() tea.Msg {
		r := model.NewReport(c, a)
		write := r.File
		if strings.EqualFold(filepath.Ext(path), ".json") {
			write = r.JSON
		}
		data, err := write()
		if err == nil {
			err = WriteFile(path, data, overwrite)
		}
		return exportedMsg{by, path, errors.Is(err, fs.ErrExist), err}
	}
}

// exportPath is where an export goes: an absolute path that ends in .md or .json.
func exportPath(name string) (string, error) {
	name = model.CleanLine(name)
	if name == "" {
		return "", errors.New("the file needs a name; press n and type one")
	}
	switch ext := filepath.Ext(name); {
	case strings.EqualFold(ext, ".md"), strings.EqualFold(ext, ".json"):
	case ext == "" || strings.ContainsAny(ext, " /\\"):
		name += ".md"
	default:
		return "", fmt.Errorf("%q is no kind of export; end the name in .md for the report or .json for programs", ext)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the folder for %s: %w", name, err)
	}
	return path, nil
}

func (s *exportScreen) view(b box) []string {
	t := s.theme
	w := min(b.w, 76)
	lines := styled("Export the report", w, t.title)
	if b.h >= 14 {
		lines = append(lines, styled("One Markdown file: the recommendation, the roadmap, your notes, the sources. "+
			"It carries the whole assessment, so it opens again with: twopaths FILE", w, t.text)...)
		if s.base != nil {
			lines = append(lines, styled("It is on the assessment as it was; the what-if is a section of it.", w, t.strong)...)
		}
		lines = append(lines, "")
	}
	bar, label := "  ", t.soft
	if s.editing {
		bar, label = t.bar.Render("▌")+" ", t.strong
	}
	lines = append(lines, bar+label.Render("File"), bar+s.path.view(t, w-5))
	path, err := exportPath(s.path.in.Value())
	if err == nil && b.h >= 10 {
		lines = append(lines, indent(styled("in "+filepath.Dir(path), w-2, t.faint), 2)...)
	}
	if b.h >= 10 {
		lines = append(lines, "")
	}
	switch {
	case s.asking != "":
		lines = append(lines, styled("There is a file of this name already.", w, t.bad)...)
		lines = append(lines, styled("y overwrites it; n, esc or enter keeps it.", w, t.text)...)
	case s.err != nil:
		lines = append(lines, styled("Not exported: "+model.Clean(s.err.Error()), w, t.bad)...)
		lines = append(lines, styled("Your answers are kept. Press n for another name.", w, t.text)...)
	case s.written != "":
		lines = append(lines, styled("✓ Written", w, t.good)...)
		lines = append(lines, styled(model.Clean(s.written), w, t.strong)...)
		lines = append(lines, "")
		lines = append(lines, styled("Press q to leave, or s for the start screen.", w, t.text)...)
	case s.running:
		lines = append(lines, t.soft.Render("Writing …"))
	default:
		lines = append(lines, styled("Press enter to write it. A name that ends in .json gives the same for programs.", w, t.soft)...)
	}
	return lines
}

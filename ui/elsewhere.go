package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// Saving elsewhere: the present state goes into another file, and work goes on in that.
// It is the way out wherever the assessment's own file takes nothing, and of a look at what
// another wizard has open:
//
//	Save elsewhere
//
//	Not saved in acme.yaml: the disk is full. What is there is left as it is.
//
//	▌ File    acme-2.yaml
//	          in /home/jane/.local/state/twopaths
//
//	Press enter to save it there and to go on in that file.
//
// What exists is overwritten, and a folder is made, only with the letter y.
type elsewhereScreen struct {
	*env
	at      place
	path    lineField
	edited  bool // the proposed path was changed by hand
	asked   bool // a path is being looked for, or was
	running bool
	asking  agreement // what y would agree to
	target  string    // the path that it is about
	err     error
}

// elsewherePlace is where the assessment is saved elsewhere: beside the way, not on it.
var elsewherePlace = place{station: "elsewhere"}

// agreement is something that is done only when somebody says yes to it.
type agreement int

const (
	toNothing   agreement = iota
	toOverwrite           // the file that exists
	toFolder              // making the folder
)

// proposedMsg is a path that is free.
type proposedMsg struct {
	by   *session
	path string
}

// elsewhereMsg is the end of saving elsewhere: the file, or what it takes a yes for first.
type elsewhereMsg struct {
	by   *session
	path string
	file *File
	seq  int // the version that the file holds
	ask  agreement
	err  error
}

func newElsewhereScreen(e *env, at place) *elsewhereScreen {
	return &elsewhereScreen{env: e, at: at, path: newLineField(model.MaxField)}
}

func (s *elsewhereScreen) enter() {
	s.asked, s.edited, s.asking, s.err = false, false, toNothing, nil
	s.path.set("")
	s.path.in.Focus()
}

func (s *elsewhereScreen) typing() bool { return true }

// refresh looks for a free path once each time the screen comes up.
func (s *elsewhereScreen) refresh(box) tea.Cmd {
	if s.asked {
		return nil
	}
	s.asked = true
	by, propose := s.session, s.session.proposal(s.opts)
	return func() tea.Msg { return proposedMsg{by, propose()} }
}

// proposal finds a path for saving elsewhere: beside a file that others change, the old
// path where its folder is gone, else the store; or, if just that takes nothing, the folder
// in which the program was started.
func (s *session) proposal(opts *Options) func() string {
	file, failed, a, store := s.saves.file, s.saves.err, s.a, opts.Store
	today := model.DateOf(opts.Now())
	return func() string {
		if file != nil {
			switch {
			case errors.Is(failed, ErrFolderGone):
				return absolute(file.Path)
			case failed != nil && !errors.Is(failed, ErrChanged) && filepath.Dir(absolute(file.Path)) == absolute(store.Dir):
				store.Dir = "."
			default:
				if other, err := beside(file.Path, func(*File) bool { return true }); err == nil && (failed == nil || errors.Is(failed, ErrChanged)) {
					return absolute(other.Path)
				}
			}
		}
		other, err := store.New(a.Organisation, today)
		if err != nil {
			return "" // whoever types one will see what is wrong
		}
		return absolute(other.Path)
	}
}

// absolute is a path from the root, or as it is where that cannot be found out.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// assessmentPath is the file that somebody means who types a name for an assessment.
func assessmentPath(name string) (string, error) {
	name = model.CleanLine(name)
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case name == "":
		return "", errors.New("the file needs a name; type one")
	case !hasEnding(name):
		name += extension
	case ext != extension && ext != ".yml":
		return "", fmt.Errorf("%q is no ending of an assessment; end the name in %s", filepath.Ext(name), extension)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the folder for %s: %w", name, err)
	}
	return path, nil
}

// elsewhere saves the present state into another file, off the event loop, as far as that
// was agreed to. Nothing is said of it to the session: goOn takes the file that comes back.
func (s *session) elsewhere(opts *Options, path string, agreed agreement) func() elsewhereMsg {
	own, seq, a, version := s.saves.file, s.version, s.whole(), s.content.Version
	now, store := opts.Now(), absolute(opts.Store.Dir)
	return func() elsewhereMsg {
		msg := elsewhereMsg{by: s, path: path, seq: seq}
		a.Content = version
		data, err := a.Encode()
		if err != nil {
			msg.err = err
			return msg
		}
		if dir := filepath.Dir(path); !Exists(dir) {
			// The store is made whenever something is first saved in it.
			first := dir == store && (own == nil || filepath.Dir(absolute(own.Path)) != dir)
			if agreed != toFolder && !first {
				msg.ask = toFolder
				return msg
			}
			if err := os.MkdirAll(dir, 0o700); err != nil {
				msg.err = fmt.Errorf("making the folder %s: %w", dir, plainly(err))
				return msg
			}
		}
		switch info, err := os.Lstat(path); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			msg.err = fmt.Errorf("saving %s: %w", path, plainly(err))
			return msg
		case info.Mode().IsRegular() && agreed != toOverwrite:
			msg.ask = toOverwrite
			return msg
		}
		msg.file, msg.err = saveTo(own, path, agreed == toOverwrite, seq, data, now)
		if errors.Is(msg.err, fs.ErrExist) { // it appeared meanwhile
			msg.ask, msg.file, msg.err = toOverwrite, nil, nil
		}
		return msg
	}
}

// saveTo saves a state to a path, over a file that is there where that was agreed to; own is
// the assessment's file until now, and may be the same.
func saveTo(own *File, path string, overwrite bool, seq int, data []byte, now time.Time) (*File, error) {
	file := &File{Path: path}
	if own != nil && absolute(own.Path) == path {
		file = own
	} else if err := file.Claim(now); err != nil {
		return nil, fmt.Errorf("saving %s: %w", path, err)
	}
	err := file.accept(now, overwrite)
	if err != nil {
		err = fmt.Errorf("saving %s: %w", path, err)
	} else {
		err = file.Save(seq, data)
	}
	if err != nil && file != own {
		file.Release()
	}
	return file, err
}

// saved takes the messages about saving, and says it when saving begins to fail.
func (a *app) saved(msg tea.Msg) tea.Cmd {
	before := a.saves.err
	cmd := a.session.update(msg)
	err := a.saves.err
	switch {
	case err == nil:
		a.warned = 0
	case before != nil:
	case errors.Is(err, ErrChanged):
		a.said = "Another program changed the file; it was left alone. " + a.keys.elsewhere.Help().Key + " saves elsewhere."
	default:
		a.said = "Your answers are kept here, and each tries again; " + a.keys.elsewhere.Help().Key + " saves elsewhere."
	}
	return cmd
}

// unsavedWords is what the head says where a save fails: with what to do, if there is room.
func (a *app) unsavedWords(state string, w int) string {
	words := state + "; " + a.keys.elsewhere.Help().Key + " saves elsewhere"
	if width(words) > w {
		return state
	}
	return words
}

// unsaved asks, once, before what could not be saved is left: it leads to where it can be.
// Whoever goes on working after that is asked again.
func (a *app) unsaved() bool {
	if a.saves.err == nil || a.warned == a.version {
		return false
	}
	a.warned = a.version
	a.goTo(elsewherePlace, true)
	a.said = "Not saved yet. Save it here; or leave a second time, without."
	return true
}

// savedElsewhere goes on in the other file.
func (a *app) savedElsewhere(msg elsewhereMsg) tea.Cmd {
	if msg.by != a.session {
		if msg.file != nil {
			return func() tea.Msg { // of an assessment that was left meanwhile
				msg.file.Release()
				return nil
			}
		}
		return nil
	}
	if s, ok := a.screens[elsewherePlace].(*elsewhereScreen); ok {
		s.receive(msg)
	}
	if msg.err != nil || msg.ask != toNothing {
		return nil
	}
	a.warned = 0
	cmd := a.session.goOn(msg.file, msg.seq)
	if a.at == elsewherePlace {
		cmd = tea.Batch(cmd, a.back())
	}
	a.said = "Work goes on in " + ending(model.CleanLine(msg.path), saidRoom-len("Work goes on in .")) + "."
	return cmd
}

func (s *elsewhereScreen) keys() []key.Binding {
	k := s.env.keys
	switch s.asking {
	case toOverwrite:
		return []key.Binding{as(k.yes, "overwrite"), as(k.no, "keep the old file")}
	case toFolder:
		return []key.Binding{as(k.yes, "make the folder"), as(k.no, "make none")}
	}
	return []key.Binding{as(k.next, "save there"), k.back}
}

func (s *elsewhereScreen) receive(msg elsewhereMsg) {
	s.running = false
	s.asking, s.target, s.err = msg.ask, msg.path, msg.err
}

func (s *elsewhereScreen) update(msg tea.Msg) (move, tea.Cmd) {
	if p, ok := msg.(proposedMsg); ok {
		if p.by == s.session && !s.edited {
			s.path.set(p.path)
		}
		return stay, nil
	}
	if s.running {
		return stay, nil // the answer is on its way
	}
	keys := s.env.keys
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && s.asking != toNothing:
		agreed := s.asking
		if key.Matches(k, keys.yes) {
			s.asking = toNothing
			return stay, s.save(s.target, agreed)
		}
		if key.Matches(k, keys.no) {
			s.asking = toNothing
			s.tell("Nothing was written.")
		}
		return stay, nil
	case isKey && key.Matches(k, keys.back):
		return backward, nil
	case isKey && key.Matches(k, keys.next):
		path, err := assessmentPath(s.path.in.Value())
		if err != nil {
			s.err = err
			return stay, nil
		}
		return stay, s.save(path, toNothing)
	}
	changed, cut, cmd := s.path.update(msg)
	s.sayCut(cut, s.path.limit)
	if changed {
		s.edited, s.err = true, nil
	}
	return stay, cmd
}

func (s *elsewhereScreen) save(path string, agreed agreement) tea.Cmd {
	s.running, s.err = true, nil
	save := s.session.elsewhere(s.opts, path, agreed)
	return func() tea.Msg { return save() }
}

func (s *elsewhereScreen) view(b box) []string {
	t, w := s.theme, min(b.w, 76)
	lines := styled("Save elsewhere", w, t.title)
	if b.h >= 9 {
		lines = append(lines, "")
	}
	why, style := s.why()
	lines = append(append(lines, styled(why, w, style)...), "")
	const column = 10
	value := s.path.in.Value()
	bar := t.bar.Render("▌") + " "
	lines = append(lines, fit(bar+t.strong.Render("File"), column)+s.path.view(t, w-column-1))
	if path, err := assessmentPath(value); err == nil && path != model.CleanLine(value) {
		lines = append(lines, spaces(column)+t.faint.Render(ending(path, w-column)))
	}
	if b.h >= 9 {
		lines = append(lines, "")
	}
	return append(lines, s.status(w)...)
}

// why is what there is to know about the assessment's file.
func (s *elsewhereScreen) why() (string, ink) {
	t, file := s.theme, s.saves.file
	switch {
	case s.saves.looking != nil:
		return "You are looking at " + s.saves.looking.name() + ". Saved elsewhere it is an assessment of its own.", t.text
	case file == nil:
		return "Nothing of this is saved yet.", t.text
	case s.saves.err != nil:
		return "Not saved in " + model.CleanLine(file.Path) + ": " + shortError(s.saves.err) + ". What is there is left as it is.", t.bad
	}
	return "It is saved in " + model.CleanLine(file.Path) + ", which stays as it is then.", t.text
}

// status is the line at the foot: the question, what went wrong, or what Enter does.
func (s *elsewhereScreen) status(w int) []string {
	t := s.theme
	yes, no := s.env.keys.yes.Help().Key, s.env.keys.no.Help().Key
	switch {
	case s.asking == toOverwrite:
		return append(styled("There is a file of this name already.", w, t.bad),
			styled(yes+" overwrites it; "+no+" keeps it.", w, t.text)...)
	case s.asking == toFolder:
		return append(styled("The folder "+model.CleanLine(filepath.Dir(s.target))+" is not there.", w, t.bad),
			styled(yes+" makes it; "+no+" does not.", w, t.text)...)
	case s.err != nil:
		return styled(sentence(model.Clean(s.err.Error())), w, t.bad)
	case s.running:
		return []string{t.soft.Render("Saving …")}
	}
	return styled("Press "+s.env.keys.next.Help().Key+" to save it there and to go on in that file.", w, t.soft)
}

package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// hit presses a key by the name that it has in the file of keys.
func (d *driver) hit(name string) {
	d.t.Helper()
	k, problem := keyNamed(name)
	if problem != "" {
		d.t.Fatalf("%s", problem)
	}
	d.send(k)
}

// moreScenes is all scenes over which no page lies, and moments that none of them shows.
func moreScenes(t failer) []scene {
	t.Helper()
	return append(slices.DeleteFunc(scenes(t), scene.over), furtherScenes()...)
}

func furtherScenes() []scene {
	return []scene{
		{"scope-member", "People", func(d *driver) {
			d.begin(inAGroup(d.t))
			d.jump("scope", 0)
			d.press("home", "down", "down", "down", "down", "down", "enter", "enter")
		}},
		{"obligations-faults", "Not taken", func(d *driver) {
			d.begin(sample(d.t))
			d.jump("obligations", 0)
			d.send(controlsMsg{by: d.app.session, path: "soa.csv", err: model.Faults{{File: "soa.csv", Line: 3, Problem: "no such control"}}})
		}},
		{"roadmap-words-search", "Search", func(d *driver) {
			d.begin(sample(d.t))
			d.jump("roadmap", 1)
			d.press("/")
		}},
		{"roadmap-step", "Why then", func(d *driver) {
			d.begin(halfWay(d.t))
			d.jump("roadmap", 0)
			d.press("enter", "down")
		}},
		{"roadmap-other-route", "takes it", func(d *driver) {
			d.begin(halfWay(d.t))
			d.jump("roadmap", 0)
			d.press("r")
		}},
		{"obligations-proposed", "proposed", func(d *driver) {
			d.begin(certified(d.t))
			d.jump("obligations", 0)
			for n := 0; n < 40; n++ {
				d.press("down")
				if now, ok := d.app.current().(*obligationsScreen).current(); ok && now.Proposal.State != "" {
					return
				}
			}
			d.t.Fatalf("nothing is proposed to the holder of a certificate")
		}},
		{"what-if-found", "Match 1 of", func(d *driver) {
			d.begin(sample(d.t))
			d.jump("maturity", 4)
			d.press("w", "1", "w", "/", "o", "n", "e", "enter")
		}},
		{"roadmap-step-day", "take it; empty", func(d *driver) {
			d.begin(halfWay(d.t))
			d.jump("roadmap", 0)
			d.press("enter", "down", "enter")
		}},
	}
}

// openMenu opens the menu as one does at this moment.
func (d *driver) openMenu() *menu {
	d.t.Helper()
	d.press("f1")
	if d.app.menu == nil {
		d.t.Fatalf("F1 opens no menu:\n%s", d.text())
	}
	return d.app.menu
}

// TestMoreScenes guards the further scenes, as TestScenes does the others.
func TestMoreScenes(t *testing.T) {
	for _, s := range furtherScenes() {
		s.start(t, t.TempDir(), noSave, quickDocuments).shows(s.shows)
	}
}

// TestMenuDoesWhatKeysDo chooses every row of every menu and compares with its key.
func TestMenuDoesWhatKeysDo(t *testing.T) {
	unraced(t)
	for _, theme := range []ThemeName{Dark, Projector} {
		for n, s := range moreScenes(t) {
			if theme == Projector && !forProjector[s.name] {
				continue
			}
			t.Run(s.name+" "+string(theme), func(t *testing.T) {
				dir := t.TempDir()
				if strings.HasPrefix(s.name, "export") {
					t.Chdir(dir) // it writes here
				} else {
					t.Parallel()
				}
				start := func() *driver {
					files, _ := filepath.Glob(filepath.Join(dir, "*.*"))
					for _, f := range files {
						os.Remove(f)
					}
					os.RemoveAll(filepath.Join(dir, "saved"))
					return s.start(t, dir, noSave, quickDocuments, func(o *Options) { o.Theme = theme })
				}
				first := start()
				before := first.state()
				rows := first.openMenu().rows
				chosen, own := 0, true
				for i, r := range rows {
					own = own && r.heading != "everywhere"
					// What works everywhere is dealt out to the scenes.
					if !r.choose || (!own && (n+i)%5 > 0) {
						continue
					}
					says := r.binding.Help().Desc
					byKey := start()
					byKey.send(pressOf(r.binding))
					want := byKey.state()
					byMenu := start()
					m := byMenu.openMenu()
					for k := 0; m.focus != i && k < len(rows); k++ {
						byMenu.press("down")
					}
					byMenu.shows("▌ " + says)
					byMenu.press("enter")
					chosen++
					if got := byMenu.state(); got != want {
						t.Errorf("%q in the menu does not do what %q does:\n%s\nthe key:\n%s", says, r.binding.Keys()[0], got, want)
					}
					if want == before && !moves(r.binding) && !first.atTheEnd(r.binding) {
						t.Errorf("%q does nothing", says)
					}
				}
				if chosen == 0 {
					t.Error("nothing can be chosen")
				}
			})
		}
	}
}

// TestMenuMoves goes through a menu that is longer than the window, in every way.
func TestMenuMoves(t *testing.T) {
	t.Parallel()
	ask, _ := firstQuestion(t)
	for _, size := range []box{{40, 12}, {80, 24}, {200, 60}} {
		d := newDriver(t, t.TempDir(), noSave)
		d.begin(sample(t))
		d.jump(ask, 0)
		d.resize(size.w, size.h)
		m := d.openMenu()
		says := func() string {
			d.t.Helper()
			for _, line := range d.screen() {
				if _, words, found := strings.Cut(line, "▌ "); found && !strings.Contains(line, "  ▌ Market") {
					words, _, _ = strings.Cut(words, "   ")
					return strings.TrimSpace(words)
				}
			}
			t.Fatalf("no row is marked:\n%s", d.text())
			return ""
		}
		first := says()
		var down []string
		for n := 0; n == 0 || says() != first; n++ {
			down = append(down, says())
			d.press("down")
			if n > len(m.rows) {
				t.Fatal("down comes to no end")
			}
		}
		rows := slices.DeleteFunc(slices.Clone(m.rows), func(r menuRow) bool { return !r.choose })
		if len(down) != len(rows) {
			t.Errorf("%v: down meets %d rows of %d", size, len(down), len(rows))
		}
		for i := range down {
			d.press("up")
			if want := down[len(down)-1-i]; says() != want {
				t.Errorf("%v: up leads to %q, not to %q", size, says(), want)
			}
		}
		d.press("end")
		if last := down[len(down)-1]; says() != last {
			t.Errorf("%v: end leads to %q, not to %q", size, says(), last)
		}
		d.press("home")
		d.shows("at market", "▌ "+first)
		d.press("tab")
		if says() == first {
			t.Errorf("%v: tab does not lead to the next part", size)
		}
		d.shows("everywhere")
		d.press("tab")
		d.shows("▌ " + first)
		d.press("shift+tab")
		d.shows("▌ hide balance")
		d.press("home")
		for n := 0; says() != down[len(down)-1]; n++ {
			d.press("pgdown")
			if n > len(rows) {
				t.Fatalf("%v: page down does not lead to the end but to %q", size, says())
			}
		}
		for n := 0; says() != first; n++ {
			d.press("pgup")
			if n > len(rows) {
				t.Fatalf("%v: page up does not lead to the top but to %q", size, says())
			}
		}
	}
}

// TestEveryKeyLineNamesTheMenu: the way to it is on every screen, at every usual size.
func TestEveryKeyLineNamesTheMenu(t *testing.T) {
	t.Parallel()
	for _, s := range few(moreScenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		want := "? menu"
		if d.app.typing() {
			want = "ctrl+g menu"
		}
		for _, size := range []box{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
			d.resize(size.w, size.h)
			if lines := d.screen(); !strings.HasSuffix(lines[len(lines)-1], want) {
				t.Errorf("%s at %v: the last line is %q", s.name, size, lines[len(lines)-1])
			}
		}
		by, _, _ := strings.Cut(want, " ")
		d.hit(by)
		if d.app.menu == nil {
			t.Errorf("%s: %s opens no menu", s.name, by)
		}
	}
}

// TestMenuIsLegible goes down through the menu of every scene, in windows of all kinds: each
// row comes into sight whole, with its words and its keys.
func TestMenuIsLegible(t *testing.T) {
	t.Parallel()
	for _, s := range few(moreScenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		for _, b := range []box{{38, 8}, {55, 34}, {76, 16}, {96, 50}} {
			m := d.openMenu()
			seen := map[int]bool{}
			for range m.rows {
				lines := m.view(d.app.theme, b)
				if len(lines) > b.h {
					t.Fatalf("%s: the menu has %d lines where there are %d", s.name, len(lines), b.h)
				}
				marked := 0
				for _, line := range lines {
					line = ansi.Strip(line)
					if ansi.StringWidth(line) > b.w || strings.Contains(line, "…") && b.w > 40 {
						t.Errorf("%s: a row is cut: %q", s.name, line)
					}
					if strings.HasPrefix(line, "▌") {
						marked++
					}
					for i, r := range m.rows {
						if r.heading == "" && strings.HasPrefix(line[min(len(line), len("  ")):], r.binding.Help().Desc) || strings.HasPrefix(line, "▌ "+r.binding.Help().Desc) {
							seen[i] = true
						}
					}
				}
				if marked != 1 {
					t.Fatalf("%s: %d rows are marked:\n%s", s.name, marked, strings.Join(lines, "\n"))
				}
				m.move(1)
			}
			for i, r := range m.rows {
				if r.heading == "" && !seen[i] {
					t.Errorf("%s in %v: %q is never in sight", s.name, b, r.binding.Help().Desc)
				}
			}
			d.press("esc")
		}
	}
}

// rebound is other keys for every action, none of them in use, and the action of each.
func rebound() (anew Keys, actionOf map[string]string) {
	anew, actionOf = Keys{}, map[string]string{}
	signs := "abcdefghijklmnopqrstuvwxyz0123456789"
	for i, a := range (&keyMap{}).actions() {
		if a.fixed != "" {
			continue
		}
		name := []string{"ctrl+alt+", "ctrl+alt+shift+"}[i/len(signs)] + string(signs[i%len(signs)])
		anew[a.id], actionOf[name] = []string{name}, a.id
	}
	anew["leave"] = append(anew["leave"], leaveKey)
	return anew, actionOf
}

// momentOf is the moment that a wizard is in.
func momentOf(d *driver) moment {
	if d.app.session == nil {
		switch d.app.start.prompt {
		case noPrompt:
			return atStart
		case askFilter:
			return inForm
		}
		return inField
	}
	pick := func(cases ...any) moment { // condition, moment, …, moment
		for i := 0; i+1 < len(cases); i += 2 {
			if cases[i].(bool) {
				return cases[i+1].(moment)
			}
		}
		return cases[len(cases)-1].(moment)
	}
	switch s := d.app.current().(type) {
	case *profileScreen:
		return pick(s.field < 2, inForm, atSize)
	case *choiceScreen:
		return pick(s.note.open, inNote, atQuestion)
	case *differencesScreen:
		return pick(s.note.open, inNote, atDifferences)
	case *scopeScreen:
		searches := s.asking == model.FactType || s.asking == model.FactState
		return pick(s.note.open, inNote, s.asking == "", atScope, searches, inForm, s.types(), inField, atFact)
	case *obligationsScreen:
		return pick(s.note.open, inNote, s.asking, inPath, s.refused != nil, atFaults, atGapCheck)
	case *chartScreen:
		return pick(s.mode == chartForm, inForm, s.note.open, inNote, s.asking, inField, s.mode == chartDetail, atStep, atChart)
	case *documentScreen:
		return pick(s.searching, inField, atDocument)
	case *whatIfScreen:
		return pick(s.searching, inField, atComparison)
	case *weightsScreen:
		return atWeights
	case *elsewhereScreen:
		return pick(s.asking != toNothing, atOverwrite, inField)
	case *breakEvenScreen:
		return pick(s.asking, inField, atBreakEven)
	case *overviewScreen:
		return atOverview
	case *exportScreen:
		return pick(s.asking != "", atOverwrite, s.editing, inPath, s.lineOpen, inForm, atExport)
	}
	d.t.Fatalf("no moment is known for %T", d.app.current())
	return 0
}

// TestTableOfKeysIsTrue compares where the table says that an action works with where it
// does: what a screen lists is in the table, what is not in the table does nothing, and
// what is in it is listed by a screen.
func TestTableOfKeysIsTrue(t *testing.T) {
	unraced(t)
	t.Parallel()
	anew, actionOf := rebound()
	table := (&keyMap{}).actions()
	listed := map[string]map[moment]bool{}
	for _, theme := range []ThemeName{Dark, Projector} {
		for _, s := range moreScenes(t) {
			d := s.start(t, t.TempDir(), quickDocuments, func(o *Options) { o.Theme = theme })
			d.app.keys.bind(anew)
			m := momentOf(d)
			own, everywhere := d.bindings()
			for _, b := range slices.Concat(own, everywhere) {
				for _, name := range b.Keys() {
					id := actionOf[name]
					if listed[id] == nil {
						listed[id] = map[moment]bool{}
					}
					listed[id][m] = true
				}
			}
			d.hit("ctrl+alt+f12") // nobody's: it ends what was said
			before := d.state()
			for _, a := range table {
				if a.fixed != "" || slices.Contains(a.at, m) {
					continue
				}
				d.hit(anew[a.id][0])
				if after := d.state(); after != before {
					t.Fatalf("%s: %s works in %s, and the table does not say so:\n%s", s.name, a.id, momentWords[m], after)
				}
			}
		}
	}
	// Where an action works without standing on the screen's list.
	unlisted := map[string]moment{"menu": inMenu}
	for _, a := range table {
		if a.fixed != "" {
			continue
		}
		for m := range moments {
			inTable := slices.Contains(a.at, m)
			switch {
			case m == inMenu || unlisted[a.id] == m && m != 0:
			case inTable && !listed[a.id][m]:
				t.Errorf("the table says that %s works in %s, and no screen lists it there", a.id, momentWords[m])
			case !inTable && listed[a.id][m]:
				t.Errorf("a screen lists %s in %s, and the table does not", a.id, momentWords[m])
			}
		}
	}
	if clashing := clashes(nil); len(clashing) > 0 {
		t.Errorf("the keys as they are clash: %+v", clashing)
	}
}

// TestNoActionIsOnlyOnSwallowedKeys: terminals, desktops and tmux keep some keys for
// themselves.
func TestNoActionIsOnlyOnSwallowedKeys(t *testing.T) {
	safe := func(name string) bool {
		k, problem := keyNamed(name)
		_, isNamed := namedKeys[name]
		switch {
		case problem != "":
			t.Errorf("the key %q has no name: %s", name, problem)
		case isNamed:
			return !slices.Contains([]string{"f1", "f10", "f11", "f12", "insert"}, name)
		case k.Mod == 0, k.Text != "", name == "shift+tab":
			return true
		case k.Mod == tea.ModCtrl:
			return !strings.ContainsRune(`absqzc\`, k.Code)
		}
		return false
	}
	// Conventions that are in the menu as well.
	conventions := map[string]bool{"leave": true, "suspend": true}
	for _, a := range (&keyMap{}).actions() {
		if !slices.ContainsFunc(a.keys, safe) && !conventions[a.id] {
			t.Errorf("%s has only keys that are often swallowed: %v", a.id, a.keys)
		}
		for _, name := range a.keys {
			if !safe(name) && !conventions[a.id] && name != "f1" {
				t.Errorf("%s is bound to %s, which is often swallowed", a.id, name)
			}
		}
	}
}

// TestAllActionsAreInTheMenu: whatever there is to do stands in the menu at some moment, to
// be chosen, or it is moving about, which arrows do.
func TestAllActionsAreInTheMenu(t *testing.T) {
	seen := map[string]bool{}
	anew, actionOf := rebound()
	for _, theme := range []ThemeName{Dark, Projector} {
		for _, s := range moreScenes(t) {
			d := s.start(t, t.TempDir(), quickDocuments, func(o *Options) { o.Theme = theme })
			d.app.keys.bind(anew)
			for _, r := range d.app.newMenu().rows {
				if r.choose {
					seen[actionOf[r.binding.Keys()[0]]] = true
				}
			}
		}
	}
	moving := []string{"up", "down", "next-field", "previous-field", "menu", "menu-in-text"}
	for _, a := range (&keyMap{}).actions() {
		if a.fixed == "" && !seen[a.id] && !slices.Contains(moving, a.id) {
			t.Errorf("%s can be chosen in no menu", a.id)
		}
	}
}

package ui

import (
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The frame is a box: whatever the window, the station and the text, it has exactly
// the window's lines, and each line exactly its cells.

// checkBox fails unless the frame fills the window exactly and holds nothing but
// text and colours. It reports whether it does.
func (d *driver) checkBox(what string) bool {
	d.t.Helper()
	w, h := d.app.size.w, d.app.size.h
	frame := d.frame()
	if at := control(frame); at != "" {
		d.t.Errorf("%s at %d×%d: the frame holds %s", what, w, h, at)
		return false
	}
	lines := strings.Split(frame, "\n")
	if len(lines) != max(1, h) { // an empty string is one empty line
		d.t.Errorf("%s at %d×%d: %d lines", what, w, h, len(lines))
		return false
	}
	for i, line := range lines {
		if h > 0 && ansi.StringWidth(line) != w {
			d.t.Errorf("%s at %d×%d: line %d has %d cells: %q", what, w, h, i+1, ansi.StringWidth(line), ansi.Strip(line))
			return false
		}
	}
	return true
}

// checkEdges fails unless the key line has its place at the foot and both margins are
// blank: whatever is too high or too wide was cut off to fill the window exactly. It
// reports whether all is well.
func (d *driver) checkEdges(what string) bool {
	d.t.Helper()
	w, h := d.app.size.w, d.app.size.h
	if w < minWidth || h < minHeight {
		return true
	}
	margin := "  "
	if w < 60 || d.app.theme.projector {
		margin = " "
	}
	lines := strings.Split(ansi.Strip(d.frame()), "\n")
	foot := lines[h-1]
	if d.app.theme.projector { // where all stands in the middle
		foot = strings.Join(lines, "\n")
	}
	if !strings.Contains(foot, " menu") && !(d.app.menu != nil && strings.Contains(foot, "close")) {
		d.t.Errorf("%s at %d×%d: the key line is not at the foot but %q", what, w, h, foot)
		return false
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, margin) || !strings.HasSuffix(line, margin) {
			d.t.Errorf("%s at %d×%d: line %d goes into the margin: %q", what, w, h, i+1, line)
			return false
		}
	}
	return true
}

// The windows that TestBox draws: from those in which nothing fits to those larger
// than any screen in use.
const (
	narrowest, widest = 20, 220
	lowest, highest   = 5, 70
)

// framed is a scene in a theme whose frame is another.
type framed struct {
	scene
	theme ThemeName
}

// allFramed is every scene, and those for a room a second time as a room sees them.
func allFramed(t failer) []framed {
	t.Helper()
	var out []framed
	for _, s := range scenes(t) {
		out = append(out, framed{s, Dark})
		if forProjector[s.name] {
			out = append(out, framed{s, Projector})
		}
	}
	return out
}

// TestBox draws every width with every height. The pairs are dealt out to the scenes in
// turn, so that each scene meets every width and every height; the whole product of
// scenes and sizes takes some minutes:
//
//	TWOPATHS_BOXES=all go test ./ui -run 'Box$' -timeout 30m
func TestBox(t *testing.T) {
	whole := os.Getenv("TWOPATHS_BOXES") == "all"
	all := allFramed(t)
	deal := min(len(all), highest-lowest+1) // no scene may miss a width because all its heights went to others
	share := 1
	if raced {
		share = 29
	}
	var drawn atomic.Int64
	t.Run("scenes", func(t *testing.T) {
		for n, s := range all {
			t.Run(s.name+" "+string(s.theme), func(t *testing.T) {
				t.Parallel()
				change := []func(*Options){noSave, func(o *Options) { o.Theme = s.theme }}
				if !whole {
					change = append(change, quickDocuments)
				}
				d := s.start(t, t.TempDir(), change...)
				d.blind = true
				d.hold = !whole // a document is not drawn anew: what is shown is of another width
				turn, frames, widths, heights := 0, 0, map[int]bool{}, map[int]bool{}
				// Width by width: a document is drawn anew for each, and not for each height.
				for w := narrowest; w <= widest; w++ {
					for h := lowest; h <= highest; h++ {
						if !whole && (w+h)%deal != n%deal {
							continue
						}
						if turn++; turn%share != 0 {
							continue
						}
						d.resize(w, h)
						if !d.checkBox(s.name) || !d.checkEdges(s.name) {
							return
						}
						frames++
						widths[w], heights[h] = true, true
					}
				}
				drawn.Add(int64(frames))
				if raced {
					return
				}
				if missed := widest - narrowest + 1 - len(widths); missed > 0 {
					t.Errorf("%d widths are not drawn", missed)
				}
				if missed := highest - lowest + 1 - len(heights); missed > 0 {
					t.Errorf("%d heights are not drawn", missed)
				}
			})
		}
	})
	sizes := int64(widest-narrowest+1) * (highest - lowest + 1)
	if whole {
		sizes *= int64(len(all))
	}
	t.Logf("%d frames", drawn.Load())
	if !raced && !t.Failed() && allRan() && drawn.Load() < sizes {
		t.Errorf("%d frames are drawn, not %d", drawn.Load(), sizes)
	}
}

// TestBoxOfDocuments draws the documents anew at each size.
func TestBoxOfDocuments(t *testing.T) {
	unraced(t)
	t.Parallel()
	for _, name := range []string{"recommendation", "roadmap-words"} {
		t.Run(name, func(t *testing.T) {
			d := scenes(t)[slices.IndexFunc(scenes(t), func(s scene) bool { return s.name == name })].start(t, t.TempDir(), noSave)
			sizes := []box{{40, 12}, {41, 44}, {60, 20}, {71, 16}, {80, 24}, {112, 24}, {113, 23}, {200, 60}}
			for _, size := range few(sizes) {
				d.resize(size.w, size.h)
				for range 8 { // down through the document
					if !d.checkBox(name) {
						return
					}
					d.press("pgdown")
				}
			}
		})
	}
}

func TestBoxOfOddSizes(t *testing.T) {
	t.Parallel()
	sizes := []box{{0, 0}, {1, 1}, {0, 10}, {10, 0}, {-1, -1}, {39, 12}, {40, 11}, {500, 200}, {500, 12}, {40, 200}}
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, quickDocuments)
		for _, size := range sizes {
			d.resize(size.w, size.h)
			d.checkBox(s.name)
			d.press("f1", "down", "esc") // keys before a window is known, or in one too small
			d.checkBox(s.name)
		}
	}
}

// oddTexts is names and notes whose letters are not one cell each.
func oddTexts() map[string]string {
	return map[string]string{
		"wide":        strings.Repeat("東京電力株式会社", 25),
		"combining":   strings.Repeat("e\u0301a\u0308\u0323o\u0302", 60),
		"emoji":       strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪 ", 25),
		"right-left":  strings.Repeat("شركة الاتصالات שלום ", 10),
		"thai":        strings.Repeat("บริษัทจำกัดมหาชน", 12),
		"one word":    strings.Repeat("Donaudampfschifffahrt", 10),
		"words":       strings.Repeat("a name of many words ", 10),
		"half widths": strings.Repeat("ﾊﾝｶｸｶﾅ①½…—“”", 15),
		"marks":       strings.Repeat("\u0301", 8) + strings.Repeat("a", 190),
		"joiners":     "\u200d\u200c" + strings.Repeat("ab\u200d", 60),
		"selectors":   strings.Repeat("❤️☎︎©️", 60),
		"keycaps":     strings.Repeat("1️⃣ first, #️⃣ tag ", 11),
		"lines":       strings.Repeat("one\ntwo\n\n", 60),
	}
}

// filledWith is the sample with one text in every field.
func filledWith(t failer, text string) model.Assessment {
	t.Helper()
	a := sample(t)
	a.Organisation = text
	a.Participants = []string{text, "head of IT", text}
	a.Scope.Note = text
	for id, answer := range a.Answers {
		answer.Note = text
		a = a.WithAnswer(id, answer)
	}
	for _, diff := range shipped(t).Differences {
		a = a.WithMark(diff.ID, model.Mark{Matters: true, Note: text})
	}
	return a
}

// reread is an assessment as it comes out of a file: cleaned.
func reread(t failer, a model.Assessment) model.Assessment {
	t.Helper()
	data, err := a.Encode()
	if err != nil {
		t.Fatalf("writing the assessment: %v", err)
	}
	a, err = model.ParseAssessment("acme.yaml", data)
	if err != nil {
		t.Fatalf("reading the assessment again: %v", err)
	}
	return a
}

// TestBoxOfOddTexts puts odd text into every field and looks at every station.
func TestBoxOfOddTexts(t *testing.T) {
	unraced(t)
	sizes := []box{{40, 12}, {80, 24}, {112, 30}}
	for name, text := range oddTexts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDriver(t, t.TempDir(), noSave, quickDocuments)
			d.blind = true
			a := reread(t, filledWith(t, text))
			d.send(listMsg{saved: []Saved{{Name: text, Modified: now(), Assessment: a}, {Name: text, Err: errors.New(text)}}})
			check := func(what string) {
				t.Helper()
				for _, size := range sizes {
					d.resize(size.w, size.h)
					if !d.checkBox(what) {
						t.FailNow()
					}
				}
			}
			check("start")
			d.begin(a)
			for _, p := range d.app.places {
				if p.item > 0 {
					continue // one question looks like the other
				}
				d.jump(p.station, p.item)
				check(p.station)
				switch p.station {
				case "differences":
					d.press("enter")
					check("a difference")
					d.press("n")
					check("the note on a difference")
					d.press("esc")
				case "profile", "export":
				default:
					d.press("n")
					check("the note at " + p.station)
					d.press("esc")
				}
			}
			d.jump("scope", 0)
			d.press("o")
			check("overview")
		})
	}
}

// TestBoxWhileTyping types and pastes odd texts into every field.
func TestBoxWhileTyping(t *testing.T) {
	unraced(t)
	ask, _ := firstQuestion(t)
	fields := map[string]func(*driver){
		"name at the start": func(d *driver) { d.press("enter") },
		"path at the start": func(d *driver) { d.press("down", "enter") },
		"organisation":      func(d *driver) { d.begin(fresh()); d.jump("profile", 0) },
		"participants":      func(d *driver) { d.begin(fresh()); d.jump("profile", 0); d.press("tab") },
		"note":              func(d *driver) { d.begin(fresh()); d.jump(ask, 0); d.press("n") },
		"difference's note": func(d *driver) { d.begin(fresh()); d.jump("differences", 0); d.press("n") },
		"export's name":     func(d *driver) { d.begin(fresh()); d.jump("export", 0); d.press("n") },
	}
	for field, open := range fields {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			for name, text := range oddTexts() {
				d := newDriver(t, t.TempDir(), noSave)
				d.blind = true
				open(d)
				for _, size := range []box{{40, 12}, {120, 40}} {
					d.resize(size.w, size.h)
					d.paste(text)
					if !d.checkBox(name) {
						break
					}
					d.press("home", "x", "right", "delete", "end", "backspace", "left", "left", "y")
					if !d.checkBox(name + ", edited") {
						break
					}
				}
			}
		})
	}
}

// mayScroll is the scenes in which other lines may be in sight after the window was
// small: what is in focus must be among them.
var mayScroll = map[string]bool{"overview": true, "differences-note": true, "recommendation-end": true}

// TestSmallAndBack makes the window small, and large, and as it was: the screen is
// the same, and so are the focus and text that is half typed.
func TestSmallAndBack(t *testing.T) {
	unraced(t)
	t.Parallel()
	for _, s := range few(scenes(t)) {
		t.Run(s.name, func(t *testing.T) {
			d := s.start(t, t.TempDir(), noSave, quickDocuments)
			if d.app.typing() {
				d.write("half a wo")
			}
			look := d.styledScreen
			if mayScroll[s.name] {
				look = func() []string {
					return slices.DeleteFunc(d.screen(), func(line string) bool { return !strings.Contains(line, "▌") })
				}
			}
			before := look()
			for _, size := range []box{{10, 4}, {1, 1}, {0, 0}, {39, 80}, {40, 12}, {500, 200}} {
				d.resize(size.w, size.h)
				d.resize(80, 24)
				if after := look(); !slices.Equal(before, after) {
					t.Fatalf("after %d×%d the screen is\n%s\nand was\n%s", size.w, size.h, strings.Join(after, "\n"), strings.Join(before, "\n"))
				}
			}
		})
	}
}

// TestBoxOfManyResizes keeps resizing while keys arrive.
func TestBoxOfManyResizes(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(sample(t))
	keys := []string{"tab", "down", "enter", "n", "x", "esc", "o", "esc", "?", "esc", "v", "G", "g", "pgdown"}
	steps := 500
	if raced {
		steps = 50
	}
	for i := range steps {
		d.send(tea.WindowSizeMsg{Width: (i * 37) % 230, Height: (i * 23) % 71})
		d.press(keys[i%len(keys)])
		if !d.checkBox("after many resizes") {
			t.Fatalf("step %d", i)
		}
		if d.app.session == nil {
			d.begin(sample(t))
		}
	}
}

// typingFields is every field there is, by the name of a scene in which it is open or by the
// way to it.
func typingFields(t failer) map[string]func(*driver) {
	ask, _ := firstQuestion(t)
	out := map[string]func(*driver){
		"participants": func(d *driver) { d.begin(sample(d.t)); d.jump("profile", 0); d.press("tab") },
		"scope-note":   func(d *driver) { d.begin(sample(d.t)); d.jump("scope", 0); d.press("n") },
		"scope-state":  func(d *driver) { d.begin(sample(d.t)); d.jump("scope", 0); d.press("home", "down", "enter") },
		"scope-member": func(d *driver) {
			d.begin(inAGroup(d.t))
			d.jump("scope", 0)
			d.press("home", "down", "down", "down", "down", "down", "enter", "4")
		},
		"roadmap-effort": func(d *driver) {
			d.begin(halfWay(d.t))
			d.jump("roadmap", 0)
			d.press("down", "down", "enter", "down", "down", "enter")
		},
		"roadmap-note":    func(d *driver) { d.begin(halfWay(d.t)); d.jump("roadmap", 0); d.press("down", "enter", "n") },
		"capacity":        func(d *driver) { d.begin(halfWay(d.t)); d.jump("roadmap", 0); d.press("d", "down") },
		"words-search":    func(d *driver) { d.begin(sample(d.t)); d.jump("roadmap", 1); d.press("/") },
		"scenario-search": func(d *driver) { d.begin(sample(d.t)); d.jump(ask, 0); d.press("w", "w", "/") },
	}
	for _, s := range scenes(t) {
		if d := s.start(t, os.TempDir(), noSave, quickDocuments); d.app.typing() && !strings.HasSuffix(s.name, "-asking") { // that takes one letter
			out[s.name] = s.play
		}
	}
	return out
}

// openField is the text of the field in which one types, and where in it the cursor is.
func (d *driver) openField() (text string, at int, ok bool) {
	line := func(f *lineField) (string, int, bool) { return f.in.Value(), f.in.Position(), true }
	note := func(n *noteField) (string, int, bool) {
		before := n.area.between(textPlace{}, n.area.cursor)
		return n.area.value(), utf8.RuneCountInString(before), true
	}
	if d.app.session == nil {
		return line(&d.app.start.input)
	}
	switch s := d.app.current().(type) {
	case *profileScreen:
		return line([]*lineField{&s.name, &s.room}[s.field])
	case *choiceScreen:
		return note(&s.note)
	case *differencesScreen:
		return note(&s.note)
	case *obligationsScreen:
		if s.note.open {
			return note(&s.note)
		}
		return line(&s.path)
	case *scopeScreen:
		if s.note.open {
			return note(&s.note)
		}
		return line(&s.input)
	case *chartScreen:
		if s.note.open {
			return note(&s.note)
		}
		return line(&s.input)
	case *breakEvenScreen:
		return line(&s.input)
	case *elsewhereScreen:
		return line(&s.path)
	case *exportScreen:
		if s.lineOpen {
			return line(&s.line)
		}
		return line(&s.path)
	case *documentScreen:
		return line(&s.search)
	case *whatIfScreen:
		return line(&s.search)
	}
	return "", 0, false
}

// reversed is how a cursor is drawn.
var reversed = regexp.MustCompile(`\x1b\[([0-9]+;)*7[;m]`)

// TestSizesWhileTyping changes the size between letters, from a window of one cell to one of
// 300 by 100: the frame is its box, each letter stands where the cursor was, and the field
// stays open.
func TestSizesWhileTyping(t *testing.T) {
	unraced(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for name, open := range typingFields(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, uint64(len(name))))
			d := newDriver(t, t.TempDir(), noSave, quickDocuments)
			d.blind = true
			open(d)
			if !d.app.typing() {
				t.Fatalf("no field is open:\n%s", d.text())
			}
			want, at, ok := d.openField()
			if !ok {
				t.Fatalf("which field is open is not known to this test: %T", d.app.current())
			}
			d.hold = true
			sizes := []box{{1, 1}, {300, 100}, {40, 12}, {0, 0}, {80, 24}, {39, 11}, {112, 24}}
			for i := range 60 {
				size := box{1 + rng.IntN(300), 1 + rng.IntN(100)}
				if i < len(sizes) {
					size = sizes[i]
				}
				d.resize(size.w, size.h)
				if !d.checkBox(name) {
					return
				}
				runes := []rune(want)
				switch letter := []string{"a", "7", "ß", "東", "left", "left", "right", "backspace"}[rng.IntN(8)]; letter {
				case "left":
					at = max(0, at-1)
					d.press(letter)
				case "right":
					at = min(len(runes), at+1)
					d.press(letter)
				case "backspace":
					if at > 0 {
						want, at = string(slices.Delete(runes, at-1, at)), at-1
					}
					d.press(letter)
				default:
					want, at = string(slices.Insert(runes, at, []rune(letter)...)), at+1
					d.press(letter)
				}
				if got, now, _ := d.openField(); got != want || now != at || !d.app.typing() {
					t.Fatalf("at %d×%d the field holds %q with the cursor at %d, and not %q at %d; it is open: %v",
						size.w, size.h, got, now, want, at, d.app.typing())
				}
			}
			d.resize(80, 24)
			if !d.checkBox(name) || !reversed.MatchString(d.frame()) {
				t.Errorf("in the end the cursor, at %d of %q, is not in sight:\n%s", at, want, d.text())
			}
		})
	}
}

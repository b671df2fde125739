package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"twopaths/model"
)

// reversedPart is a piece of a line that is drawn in reverse.
var reversedPart = regexp.MustCompile(`\x1b\[(?:[0-9;:]*;)?7(?:;[0-9;:]*)?m([^\x1b]*)\x1b\[[0-9;]*m`)

var enterKey = key.NewBinding(key.WithKeys("enter"))

// areaKeys are the keys of a field of several lines, but for the one that copies.
func areaKeys() []string {
	keys := textarea.DefaultKeyMap()
	var all []string
	for _, b := range []key.Binding{
		keys.CharacterForward, keys.CharacterBackward, keys.WordForward, keys.WordBackward, keys.LineStart, keys.LineEnd,
		keys.InputBegin, keys.InputEnd, keys.DeleteWordBackward, keys.DeleteWordForward, keys.DeleteAfterCursor,
		keys.DeleteBeforeCursor, keys.DeleteCharacterBackward, keys.DeleteCharacterForward, keys.SelectCharacterForward,
		keys.SelectCharacterBackward, keys.SelectWordForward, keys.SelectWordBackward, keys.SelectAll, enterKey,
		keys.LineNext, keys.LinePrevious, keys.PageUp, keys.PageDown, keys.SelectLineUp, keys.SelectLineDown,
	} {
		all = append(all, b.Keys()[0])
	}
	return all
}

// drawArea is a field with a text of the given lines, and its size.
func drawArea(t *rapid.T, lines ...string) *areaField {
	f := newAreaField(enterKey)
	f.set(strings.Join(rapid.SliceOfN(rapid.SampledFrom(lines), 0, 30).Draw(t, "lines"), "\n"))
	f.view(newTheme(Dark, nil), rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(1, 6).Draw(t, "height"))
	return &f
}

// A field of several lines shows its cursor, however it is sized and wherever one goes in it;
// it fills its box, and as much of the text as has room is seen.
func TestCursorOfAFieldStaysInSight(t *testing.T) {
	th := newTheme(Dark, nil)
	keys := append(areaKeys(), "x", " ", "宽")
	rapid.Check(t, func(t *rapid.T) {
		f := drawArea(t, "", "word", "two words", "宽字", strings.Repeat("a long line of a note ", 12), strings.Repeat("x", 130), strings.Repeat(" ", 150))
		for range 12 {
			w, h := f.w, f.h
			if rapid.Bool().Draw(t, "resize") {
				before := f.view(th, w, h)
				w, h = rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(1, 6).Draw(t, "height")
				f.view(th, w, h)
				if back := f.view(th, width(before[0]), len(before)); !slices.Equal(back, before) {
					t.Fatalf("at its old size again it is\n%q\nand was\n%q", back, before)
				}
			} else {
				f.update(pressed(rapid.SampledFrom(keys).Draw(t, "key")))
			}
			view := f.view(th, w, h)
			if text := strings.Join(view, "\n"); !reversed.MatchString(text) {
				t.Fatalf("no cursor in\n%s", text)
			}
			if len(view) != f.h {
				t.Fatalf("%d lines are drawn, not %d:\n%q", len(view), f.h, view)
			}
			for _, line := range view {
				if width(line) != f.w {
					t.Fatalf("a line is %d cells wide, not %d: %q", width(line), f.w, line)
				}
			}
			all := allRows(f)
			top := max(0, min(rowAt(f)-f.h/2, len(all)-f.h))
			for i, line := range view {
				want := ""
				if top+i < len(all) {
					want = strings.TrimRight(all[top+i], " ")
				}
				if got := strings.TrimRight(ansi.Strip(line), " "); got != want {
					t.Fatalf("line %d shows %q, not %q, with the cursor in row %d of\n%q", i, got, want, rowAt(f), all)
				}
			}
		}
	})
}

// rowAt is the row of the cursor, counted from the beginning of the text.
func rowAt(f *areaField) (n int) {
	for at := f.rowOf(f.cursor); f.above(&at); n++ {
	}
	return n
}

// allRows is the text of a field, wrapped anew.
func allRows(f *areaField) []string {
	var rows []string
	for _, line := range strings.Split(f.value(), "\n") {
		for from := 0; ; {
			to := nextRow(line, from, f.w-1)
			if rows = append(rows, line[from:to]); to == len(line) {
				break
			}
			from = to
		}
	}
	return rows
}

// In a text of one byte a character, the keys of a field do what they do in the library's own.
func TestFieldIsEditedAsTheLibrarys(t *testing.T) {
	keys := append(areaKeys(), "x", " ", "Y")
	keys = slices.DeleteFunc(keys, func(k string) bool {
		switch k {
		case "up", "down", "shift+up", "shift+down", "pgup", "pgdown": // TestFieldGoesUpAndDown
			return true
		}
		return k == "ctrl+g" // leaves the cursor where it is there
	})
	rapid.Check(t, func(t *rapid.T) {
		own, lib := newAreaField(enterKey), textarea.New()
		lib.CharLimit, lib.MaxHeight, lib.MaxWidth = 0, 0, 0
		lib.KeyMap.InsertNewline = enterKey
		lib.SetWidth(200)
		lib.Focus()
		text := rapid.StringMatching(`([a-c ]{0,9}\n?){0,6}`).Draw(t, "text")
		own.set(text)
		own.view(newTheme(Dark, nil), 200, 3)
		lib.SetValue(text)
		lib.MoveToEnd()
		for range rapid.IntRange(1, 40).Draw(t, "presses") {
			name := rapid.SampledFrom(keys).Draw(t, "key")
			was, at := own.value(), own.cursor
			whole := own.paragraphs[at.line].text
			switch line := whole[:at.col]; { // where the library deletes too much
			case name == "alt+backspace" && strings.HasPrefix(line, " ") && strings.LastIndex(strings.TrimRight(line, " "), " ") == 0:
				continue // a space at the beginning of a line goes with the word behind it
			case name == "delete" && at.col == len(whole)-1:
				continue // the end of a line goes with the last character
			}
			own.update(pressed(name))
			lib, _ = lib.Update(pressed(name))
			if from, to, _ := lib.Selection(); from == to {
				lib.ClearSelection() // there, nothing can be selected, and backspace deletes that
			}
			here := textPlace{lib.Line(), lib.Column()}
			if own.value() != lib.Value() || own.cursor != here || own.selecting != lib.HasSelection() {
				t.Fatalf("%q at %v of %q makes %q with the cursor at %v (selecting: %v), in the library's %q at %v (%v)",
					name, at, was, own.value(), own.cursor, own.selecting, lib.Value(), here, lib.HasSelection())
			}
		}
	})
}

// What a field keeps of its text holds whatever is done: its size, the rows that are known,
// a cursor between two characters, a clean text that is no longer than it may be.
func TestFieldKeepsItsText(t *testing.T) {
	th := newTheme(Dark, nil)
	pieces := []string{
		"x", " ", "\u0301", "\u0301\u0301\u0301\u0301\u0301\u0301", "👩‍👩‍👧", "👍🏽", "\u200d", "🇩🇪", "🇫", "각", "ᄀ", "宽", "ö", "\ufe0f", "▪", "\u202e", "two words",
		"a\r\nb", "\t", " word", " of a length", strings.Repeat("long ", 30), "اللغة", "क्ष",
	}
	keys := areaKeys()
	rapid.Check(t, func(t *rapid.T) {
		f := drawArea(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), ""), "\u0301", "")
		f.limit = rapid.SampledFrom([]int{60, 400, 4000}).Draw(t, "limit")
		for range rapid.IntRange(1, 40).Draw(t, "presses") {
			was, count := f.value(), uniseg.GraphemeClusterCount(f.value())
			var changed bool
			var cut int
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				changed, cut = f.update(tea.PasteMsg{Content: rapid.SampledFrom(pieces).Draw(t, "paste")})
			case 1:
				f.view(th, rapid.IntRange(1, 60).Draw(t, "width"), f.h)
			default:
				changed, cut = f.update(pressed(rapid.SampledFrom(keys).Draw(t, "key")))
			}
			text := f.value()
			if changed != (text != was) {
				t.Fatalf("changed is %v from %q to %q", changed, was, text)
			}
			if f.size != len(text) {
				t.Fatalf("the size of %q is %d, not %d", text, f.size, len(text))
			}
			if model.Clean(text) != text {
				t.Fatalf("unclean: %q, was %q", text, was)
			}
			if now := uniseg.GraphemeClusterCount(text); now > f.limit && now > count+1 { // pieces can fall apart
				t.Fatalf("%d characters of at most %d, were %d (%d cut): %q", now, f.limit, count, cut, text)
			}
			here := &f.paragraphs[f.cursor.line]
			if at := (&paragraph{text: here.text}).boundary(f.cursor.col, 1<<20); at != f.cursor.col {
				t.Fatalf("the cursor is within a character, at %d of %q", f.cursor.col, here.text)
			}
			for i := range f.paragraphs {
				p := &f.paragraphs[i]
				for row := 1; row < len(p.rows); row++ {
					if want := nextRow(p.text, p.rows[row-1], p.w); p.rows[row] != want {
						t.Fatalf("row %d of %q, %d wide, begins at %d, not at %d", row, p.text, p.w, p.rows[row], want)
					}
				}
			}
		}
	})
}

// Up and down go by rows as they are seen, and come back to the column where they began.
func TestFieldGoesUpAndDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawArea(t, "", "x", "word", "two words", "宽字宽字", strings.Repeat("a long line of a note ", 12), strings.Repeat("x", 130))
		last := len(allRows(f)) - 1
		f.update(pressed("ctrl+home"))
		for range rapid.IntRange(0, 200).Draw(t, "right") {
			f.update(pressed("right"))
		}
		began, from := f.cursor, rowAt(f)
		for _, k := range []struct {
			name string
			rows int
		}{{"down", 1}, {"pgdown", f.h}, {"up", -1}, {"pgup", -f.h}, {"shift+down", 1}, {"shift+up", -1}} {
			was := rowAt(f)
			f.update(pressed(k.name))
			if got, want := rowAt(f), max(0, min(last, was+k.rows)); got != want {
				t.Fatalf("%s leads from row %d to %d, not %d, of %d", k.name, was, got, want, last+1)
			}
		}
		for n := from - rowAt(f); n != 0; n = from - rowAt(f) {
			f.update(pressed(map[bool]string{true: "down", false: "up"}[n > 0]))
		}
		if f.cursor != began {
			t.Fatalf("back in row %d, the cursor is at %v, not %v, where it began, in\n%s", from, f.cursor, began, strings.Join(allRows(f), "\n"))
		}
	})
}

// Keys of a field that are worth a line each: a character is what a reader takes for one.
func TestFieldOfSeveralLines(t *testing.T) {
	full, wide := strings.Repeat("x", model.MaxField), strings.Repeat("宽", 50)
	for _, c := range []struct {
		text string
		keys []string
		want string
		at   textPlace
	}{
		{full, []string{"y", "enter"}, full, textPlace{0, model.MaxField}},
		{full, []string{"shift+left", "y"}, full[1:] + "y", textPlace{0, model.MaxField}},
		{full + "xx", []string{"y", "shift+left", "y"}, full + "xy", textPlace{0, model.MaxField + 2}}, // from a file
		{full[1:], []string{"abc"}, full[1:] + "a", textPlace{0, model.MaxField}},                      // of one key
		{wide, []string{"alt+left", "x"}, "x" + wide, textPlace{0, 1}},
		{wide + " " + wide, []string{"alt+left", "alt+left", "alt+right", "x"}, wide + "x " + wide, textPlace{0, 151}},
		{"one\n  \n ", []string{"alt+left", "x"}, "xone\n  \n ", textPlace{0, 1}},
		{"a👩‍👩‍👧b", []string{"left", "backspace"}, "ab", textPlace{0, 1}},
		{"e\u0301x", []string{"home", "right", "right", "left", "delete"}, "e\u0301", textPlace{0, 3}},
		{"🇩🇪🇫🇷", []string{"backspace"}, "🇩🇪", textPlace{0, 8}},
		{"one\ntwo", []string{"home", "backspace"}, "onetwo", textPlace{0, 3}},
		{"one\ntwo", []string{"ctrl+home", "end", "delete", "enter"}, "one\ntwo", textPlace{1, 0}},
		{"one\ntwo", []string{"shift+up", "x"}, "onex", textPlace{0, 4}},
		{"one\ntwo", []string{"ctrl+g", "backspace"}, "", textPlace{0, 0}},
		{"a" + strings.Repeat("\u0301", 6) + "\n" + strings.Repeat("\u0301", 6), []string{"home", "backspace"},
			"a" + strings.Repeat("\u0301", 8), textPlace{0, 17}}, // as many marks as a letter keeps
		{"one two", []string{"alt+left", "ctrl+k", "alt+left", "alt+right", "ctrl+u"}, " ", textPlace{0, 0}},
		{"a b", []string{"alt+backspace", "alt+backspace", "alt+backspace"}, "", textPlace{0, 0}},
		{"a long row that is wrapped where it is too long", []string{"up", "up", "X", "down", "down", "Y"}, // keeps to its column
			"a long rXow that is wrapped where it is too longY", textPlace{0, 49}},
		{"as long\n\nas that", []string{"up", "up", "X"}, "as longX\n\nas that", textPlace{0, 8}},
	} {
		f := newAreaField(enterKey)
		f.set(c.text)
		f.view(newTheme(Dark, nil), 20, 3)
		for _, name := range c.keys {
			f.update(pressed(name))
		}
		if f.value() != c.want || f.cursor != c.at {
			t.Errorf("%v in %q: %q with the cursor at %v, want %q at %v", c.keys, c.text, f.value(), f.cursor, c.want, c.at)
		}
	}
}

// What is selected is seen, a line break too, and what a cursor is on.
func TestSelectionOfAFieldIsSeen(t *testing.T) {
	th := newTheme(Dark, nil)
	for _, c := range []struct {
		text string
		keys []string
		want []string // with what is in reverse between brackets
	}{
		{"one\ntwo", nil, []string{"one", "two[ ]"}},
		{"one\ntwo", []string{"left"}, []string{"one", "tw[o]"}},
		{"one\ntwo", []string{"shift+left"}, []string{"one", "tw[o]"}},
		{"one\ntwo", []string{"ctrl+home", "end", "shift+right"}, []string{"one[ ]", "[t]wo"}},
		{"one\n\ntwo", []string{"ctrl+home", "right", "shift+down", "shift+down"}, []string{"o[ne ]", "[ ]", "[t]wo"}},
		{"one\n\ntwo", []string{"shift+up", "shift+up"}, []string{"one[ ]", "[ ]", "[two]"}},
		{"\u0301x", []string{"ctrl+home"}, []string{"[ ]x"}},
		{"\ufe0fabcdefg", []string{"ctrl+home"}, []string{"[ ]abcdefg"}},
		{"abcdefg     ", nil, []string{"abcdefg[ ]"}},
	} {
		f := newAreaField(enterKey)
		f.set(c.text)
		f.view(th, 8, 3)
		for _, name := range c.keys {
			f.update(pressed(name))
		}
		var got []string
		for _, line := range f.view(th, 8, len(c.want)) {
			line = reversedPart.ReplaceAllString(line, "[$1]")
			got = append(got, strings.TrimRight(ansi.Strip(line), " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v in %q: %q is seen, want %q", c.keys, c.text, got, c.want)
		}
	}
}

// The rows that are known of a paragraph are those of its text, wherever it is changed.
func TestRowsFollowTheText(t *testing.T) {
	const text = "a word here and longer ones there, in 宽字 too, some as long as donaudampfschifffahrtsgesellschaft, a few short, to be typed at"
	th := newTheme(Dark, nil)
	for left := range len([]rune(text)) + 1 {
		for _, name := range []string{"x", "宽", " ", "backspace", "delete", "ctrl+w", "ctrl+delete", "\u0301"} {
			f := newAreaField(enterKey)
			f.set(text)
			f.view(th, 17, 3)
			for range left {
				f.update(pressed("left"))
			}
			f.update(pressed(name))
			f.rowOf(f.end())
			known, anew := f.paragraphs[0].rows, paragraph{text: f.value()}
			anew.rowOf(len(anew.text), 16)
			if !slices.Equal(known, anew.rows) {
				t.Fatalf("%q pressed %d from the end: rows begin at %d, and anew at %d, in %q", name, left, known, anew.rows, anew.text)
			}
		}
	}
}

// What is taken for a character by itself is what the library takes for one, whatever follows.
func TestFirstCharacter(t *testing.T) {
	behind := []rune{0, ' ', 'x', 'ö', '宽', 'か', '가', 0x301, 0x200d, 0xfe0f, 0x1100, 0x11a8, 0x3099, 0x1f1e9, 0x1f3fd, '–', 0x903, 0x94d, 0x600}
	for r := rune(0x20); r < 0x20000; r++ {
		if aloneCells(r) == 0 && r > 0x3000 {
			continue
		}
		for _, next := range behind {
			s := strings.TrimRight(string([]rune{r, next}), "\x00")
			n, cells := firstCharacter(s)
			cluster, want := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			if n != len(cluster) || cells != want {
				t.Fatalf("of %U %U: %d bytes and %d cells, in the library %d and %d", r, next, n, cells, len(cluster), want)
			}
		}
	}
}

// Rows end behind the spaces after a word, and within one only if no row has room for it.
func TestRowsOfAParagraph(t *testing.T) {
	for text, want := range map[string][]string{
		"":                          {""},
		"exactly ten":               {"exactly ", "ten"},
		"ten of ten":                {"ten of ten"},
		"ten of ten x":              {"ten of ten ", "x"},
		"ten of ten    x":           {"ten of ten    ", "x"},
		"overlongword of":           {"overlongwo", "rd of"},
		"an overlongword":           {"an ", "overlongwo", "rd"},
		"宽字宽字宽字宽":                   {"宽字宽字宽", "字宽"},
		"x宽字宽字宽字":                   {"x宽字宽字", "宽字"},
		"e\u0301e\u0301 ten of ten": {"e\u0301e\u0301 ten of ", "ten"},
		"not\u00a0one row here":     {"not\u00a0one ", "row here"},
	} {
		var got []string
		for from := 0; ; {
			to := nextRow(text, from, 10)
			if got = append(got, text[from:to]); to == len(text) {
				break
			}
			from = to
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: rows %q, want %q", text, got, want)
		}
	}
}

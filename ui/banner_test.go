package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// halfBlocks is the signs that large letters are drawn in.
const halfBlocks = "█▀▄"

// shorts is every verdict in few words, with those of its variants.
func shorts(t failer) []string {
	t.Helper()
	var out []string
	for _, v := range shipped(t).Verdicts {
		out = append(out, v.Short)
		for _, x := range v.Variants {
			out = append(out, x.Short)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// showsWord reports whether a line of letters of a banner shows a word: all its rows
// stand below each other.
func showsWord(banner []string, word string) bool {
	for line := 0; line+glyphRows <= len(banner); line += glyphRows {
		for x := range ansi.StringWidth(banner[line]) {
			whole := true
			for r := range glyphRows {
				whole = whole && strings.HasPrefix(ansi.Cut(ansi.Strip(banner[line+r])+strings.Repeat(" ", documentWidth), x, x+documentWidth), glyphRow(word, r))
			}
			if whole {
				return true
			}
		}
	}
	return false
}

// TestBannerOfEveryVerdict draws all verdicts: none is too wide or has a letter that is
// not known, each word is there, and ISO 27001 is on one line.
func TestBannerOfEveryVerdict(t *testing.T) {
	theme := newTheme(Dark, nil)
	for _, short := range shorts(t) {
		for _, w := range []int{documentWidth, projectorWidth} {
			lines := theme.banner(short, w)
			if len(lines) == 0 || len(lines)%glyphRows != 0 {
				t.Errorf("%q, %d wide, has %d rows", short, w, len(lines))
				continue
			}
			for _, line := range lines {
				if n := ansi.StringWidth(line); n > w {
					t.Errorf("%q: a line of %d cells, not %d: %q", short, n, w, ansi.Strip(line))
				}
				if strings.Trim(ansi.Strip(line), halfBlocks+" ") != "" {
					t.Errorf("%q: a line holds more than blocks: %q", short, ansi.Strip(line))
				}
			}
			for _, word := range strings.Fields(strings.ReplaceAll(strings.ToUpper(short), standard, "ISO_27001")) {
				if !showsWord(lines, word) {
					t.Errorf("%q, %d wide, does not show %q on one line:\n%s", short, w, word, ansi.Strip(strings.Join(lines, "\n")))
				}
			}
		}
	}
	if lines := theme.banner("€", documentWidth); lines != nil {
		t.Errorf("a letter that nobody drew is shown as %q", lines)
	}
	if lines := theme.banner("Undetermined", 20); lines != nil {
		t.Errorf("a word that is too wide is shown as %q", lines)
	}
}

// TestGlyphs: each letter has five rows of one width, and no two look alike.
func TestGlyphs(t *testing.T) {
	alike := map[[5]string][]string{}
	for r, g := range glyphs {
		for _, row := range g {
			if len(row) != len(g[0]) || strings.Trim(row, "# ") != "" {
				t.Errorf("%q has the row %q", r, row)
			}
		}
		alike[g] = append(alike[g], string(r))
	}
	for _, letters := range alike {
		slices.Sort(letters)
		switch strings.Join(letters, "") {
		case "0O", "5S", "2Z": // as on the displays that such letters come from
		default:
			if len(letters) > 1 {
				t.Errorf("%q look alike", letters)
			}
		}
	}
}

// recommendationAt is the recommendation on a sample, in a theme and a window.
func recommendationAt(t failer, dir string, name ThemeName, size box) *driver {
	t.Helper()
	all := scenes(t)
	s := all[slices.IndexFunc(all, func(s scene) bool { return s.name == "recommendation" })]
	d := s.start(t, dir, noSave, func(o *Options) { o.Theme = name })
	d.resize(size.w, size.h)
	return d
}

// TestBannerOnTheRecommendation: large windows begin with the verdict in large letters,
// small ones and those without colours have it in words alone, once.
func TestBannerOnTheRecommendation(t *testing.T) {
	unraced(t)
	c := shipped(t)
	words := c.VerdictWords(model.Decide(c, sample(t)))
	for _, name := range Themes() {
		for _, size := range []box{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s %d×%d", name, size.w, size.h), func(t *testing.T) {
				t.Parallel()
				d := recommendationAt(t, t.TempDir(), name, size)
				large := name != Plain && size.h >= 40 // and on a projector where it fits
				if name == Projector {
					large = size.w >= projectorWidth
				}
				if got := strings.ContainsAny(d.text(), halfBlocks); got != large {
					t.Errorf("large letters: %v, not %v\n%s", got, large, d.text())
				}
				doc := d.app.current().(*documentScreen).doc
				if !large {
					return
				}
				banner := d.app.theme.banner(words.Short, d.app.current().(*documentScreen).shown.width)
				for i, line := range banner {
					if i >= len(doc.lines) || ansi.Strip(doc.lines[i]) != ansi.Strip(line) {
						t.Fatalf("row %d of the document is not that of the banner of %q:\n%s", i+1, words.Short, d.text())
					}
				}
				if name != Projector { // where it fills the screen
					d.shows(words.Title)
				}
			})
		}
	}
}

// TestHeadingsBelowTheBanner: sections are found where they stand, however many lines
// stand above them.
func TestHeadingsBelowTheBanner(t *testing.T) {
	unraced(t)
	for _, size := range []box{{80, 24}, {120, 40}} {
		d := recommendationAt(t, t.TempDir(), Dark, size)
		doc := d.app.current().(*documentScreen).doc
		if len(doc.headings) < 5 {
			t.Errorf("at %d×%d there are %d headings", size.w, size.h, len(doc.headings))
		}
		for i, h := range doc.headings {
			at := h.line
			if i == 0 {
				continue // the verdict begins at the top
			}
			if shown := strings.TrimSpace(ansi.Strip(doc.lines[at])); shown == "" || !strings.HasPrefix(h.title, shown) {
				t.Errorf("at %d×%d line %d is %q, not %q", size.w, size.h, at, shown, h.title)
			}
		}
	}
}

// TestBannerFillsNoMoreThanTheRoomSees: on a projector the verdict in large letters is
// on the first screen whole, or it is there in words alone.
func TestBannerFillsNoMoreThanTheRoomSees(t *testing.T) {
	unraced(t)
	for _, short := range shorts(t) {
		t.Run(short, func(t *testing.T) {
			t.Parallel()
			says := func(o *Options) {
				c := *o.Content
				c.Verdicts = slices.Clone(c.Verdicts)
				for i := range c.Verdicts {
					c.Verdicts[i].Short, c.Verdicts[i].Variants = short, nil
				}
				o.Content, o.Theme = &c, Projector
			}
			d := newDriver(t, t.TempDir(), noSave, quickDocuments, says)
			d.begin(sample(t))
			for _, size := range []box{{40, 12}, {50, 20}, {80, 24}, {120, 40}} {
				d.resize(size.w, size.h)
				d.jump("recommendation", 0)
				rows := func(lines []string) (n int) {
					for _, line := range lines {
						if strings.ContainsAny(line, halfBlocks) {
							n++
						}
					}
					return n
				}
				seen, drawn := rows(d.screen()), rows(d.app.current().(*documentScreen).doc.lines)
				if seen != drawn {
					t.Errorf("at %d×%d a room sees %d rows of %d:\n%s", size.w, size.h, seen, drawn, d.text())
				}
			}
		})
	}
}

package ui

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"pgregory.net/rapid"
)

// luminance and contrast are those of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrastItself(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#FFFFFF", 21}, {"#777777", "#FFFFFF", 4.48}, {"#FFFFFF", "#FFFFFF", 1}} {
		if got := contrast(lipgloss.Color(c.a), lipgloss.Color(c.b)); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s on %s: %.2f, not %.2f", c.a, c.b, got, c.want)
		}
	}
}

// TestContrast computes every colour against the backgrounds that it may meet.
func TestContrast(t *testing.T) {
	for _, p := range []struct {
		name    string
		palette palette
		on      []string
	}{
		{"dark", darkPalette, []string{"#16171D", "#000000", "#282A36", "#002B36"}},
		{"light", lightPalette, []string{"#FFFFFF", "#FDF6E3", "#F5F5F5"}},
		{"middle", middlePalette, []string{"#000000", "#FFFFFF"}},
		{"projector", projectorPalette, []string{"#FFFFFF"}},
	} {
		least := 4.5
		if p.name == "projector" {
			least = 7
		}
		fields := reflect.ValueOf(p.palette)
		for i := range fields.NumField() {
			hue := fields.Field(i).String()
			if hue == "" {
				continue // the terminal's own
			}
			for _, background := range p.on {
				if got := contrast(lipgloss.Color(hue), lipgloss.Color(background)); got < least {
					t.Errorf("%s: %s %s on %s is %.2f:1", p.name, fields.Type().Field(i).Name, hue, background, got)
				}
			}
		}
	}
}

// TestTheTwoHuesDiffer: the two paths are told apart in every theme that has colours.
func TestTheTwoHuesDiffer(t *testing.T) {
	for name, p := range map[string]palette{"dark": darkPalette, "light": lightPalette, "middle": middlePalette, "projector": projectorPalette} {
		if p.nis2 == p.iso || p.nis2 == p.text || p.iso == p.text || p.nis2 == p.faint || p.iso == p.faint {
			t.Errorf("%s: the hues of the paths are not their own", name)
		}
	}
}

// colourCodes finds the colours that a frame sets: as numbers of the terminal, or whole.
func colourCodes(frame string) []string {
	var out []string
	for _, seq := range colours.FindAllString(frame, -1) {
		params := strings.FieldsFunc(seq[2:len(seq)-1], func(r rune) bool { return r == ';' || r == ':' })
		for i := 0; i < len(params); i++ {
			n, err := strconv.Atoi(params[i])
			if err != nil {
				continue
			}
			switch {
			case n == 38 || n == 48 || n == 58:
				out = append(out, strings.Join(params[i:], ";"))
				i = len(params)
			case (n >= 30 && n <= 47) || (n >= 90 && n <= 107):
				out = append(out, params[i])
			}
		}
	}
	return out
}

func TestPlainHasNoColours(t *testing.T) {
	t.Parallel()
	plain := func(o *Options) { o.Theme = Plain }
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, plain)
		for _, size := range []box{{80, 24}, {120, 40}} {
			d.resize(size.w, size.h)
			if found := colourCodes(d.frame()); len(found) > 0 {
				t.Errorf("%s at %d×%d sets the colours %q", s.name, size.w, size.h, found[:min(3, len(found))])
			}
		}
		d.send(tea.BackgroundColorMsg{Color: color.Black})
		if found := colourCodes(d.frame()); len(found) > 0 {
			t.Errorf("%s sets colours once the background is known", s.name)
		}
	}
}

// TestWithoutColoursStatesDiffer: what colours show is there as a word or a sign too.
func TestWithoutColoursStatesDiffer(t *testing.T) {
	ask, q := firstQuestion(t)
	d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Theme = Plain })
	d.begin(fresh())
	d.jump(ask, 0)
	seen := map[string]string{}
	look := func(what string) {
		t.Helper()
		screen := d.text()
		if other, ok := seen[screen]; ok {
			t.Errorf("%s looks like %s", what, other)
		}
		seen[screen] = what
	}
	look("an open question")
	d.press("down")
	look("the focus on an option")
	d.press("space")
	look("an option chosen")
	d.press("f")
	look("a fact")
	d.press("f")
	look("an estimate")
	d.press("n")
	look("the note open")
	d.press("esc")
	d.resize(120, 40)
	look("three columns")
	if lean := shipped(t).Leans(q.Options[0]); lean != "" {
		d.shows("● for")
	}
}

// palettesIn is the colours of a theme, as they stand in a frame.
func palettesIn(p palette) []string {
	var out []string
	fields := reflect.ValueOf(p)
	for i := range fields.NumField() {
		if hue := fields.Field(i).String(); hue != "" {
			r, g, b, _ := lipgloss.Color(hue).RGBA()
			out = append(out, fmt.Sprintf("38;2;%d;%d;%d", r>>8, g>>8, b>>8))
		}
	}
	return out
}

// TestLateBackground: the terminal's answer changes the colours and nothing else.
func TestLateBackground(t *testing.T) {
	t.Parallel()
	auto := func(o *Options) { o.Theme = Auto }
	for _, s := range few(scenes(t)) {
		t.Run(s.name, func(t *testing.T) {
			d := s.start(t, t.TempDir(), noSave, auto, quickDocuments)
			if d.app.typing() {
				d.write("half a wo")
			}
			before, styled := d.text(), strings.Join(d.styledScreen(), "\n")
			for _, c := range []struct {
				background color.Color
				others     []palette
			}{
				{color.Black, []palette{lightPalette, middlePalette}},
				{color.White, []palette{darkPalette, middlePalette}},
			} {
				d.send(tea.BackgroundColorMsg{Color: c.background})
				if after := d.text(); after != before {
					t.Fatalf("on %v the screen is\n%s\nand was\n%s", c.background, after, before)
				}
				if after := strings.Join(d.styledScreen(), "\n"); after == styled {
					t.Errorf("on %v the colours are as before", c.background)
				}
				ours := palettesIn(darkPalette)
				if c.background == color.White {
					ours = palettesIn(lightPalette)
				}
				for _, p := range c.others {
					for _, code := range palettesIn(p) {
						if !contains(ours, code) && regexp.MustCompile(regexp.QuoteMeta(code)+`[;m]`).MatchString(d.frame()) {
							t.Fatalf("on %v the frame still holds %s of another theme", c.background, code)
						}
					}
				}
			}
			if d.app.typing() && !strings.HasSuffix(s.name, "-asking") {
				d.write("rd")
				d.shows("half a word")
			}
		})
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// TestProjector: few words that a room can read, and nothing that it must not see.
func TestProjector(t *testing.T) {
	t.Parallel()
	projector := func(o *Options) { o.Theme = Projector }
	for _, s := range few(scenes(t)) {
		d := s.start(t, t.TempDir(), noSave, projector)
		for _, size := range []box{{80, 24}, {40, 12}, {120, 40}, {61, 13}} {
			d.resize(size.w, size.h)
			d.checkBox(s.name)
			words, lines := 0, 0
			for _, line := range d.screen() {
				if strings.TrimSpace(line) != "" {
					lines++
					words += len(strings.Fields(line))
				}
			}
			if lines > 9 {
				t.Errorf("%s at %d×%d: %d lines of text", s.name, size.w, size.h, lines)
			}
			if words > 110 {
				t.Errorf("%s at %d×%d: %d words", s.name, size.w, size.h, words)
			}
		}
		d.resize(80, 24)
		// White behind every cell.
		e := d.terminal()
		for y := range 24 {
			for x := range 80 {
				c := e.CellAt(x, y)
				if c == nil || c.Style.Bg == nil || contrast(c.Style.Bg, color.White) > 1.01 {
					if c != nil && c.Style.Attrs&uv.AttrReverse != 0 {
						continue // the cursor
					}
					t.Fatalf("%s: the cell %d, %d is not white", s.name, x, y)
				}
			}
		}
	}
}

// TestProjectorHidesNotes: other clients' names and all notes stay off the wall, but for
// the note that is being typed.
func TestProjectorHidesNotes(t *testing.T) {
	t.Parallel()
	d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Theme = Projector })
	list := savedList(t)
	d.send(listMsg{saved: list})
	d.hides("Nordlicht", "Acme", "broken")
	d.press("/", "a", "c")
	d.hides("Nordlicht", "Acme", "broken")
	d.press("esc")
	a := filledWith(t, "CONFIDENTIAL")
	a.Organisation = "Acme"
	a.Participants = nil
	d.begin(a)
	for _, p := range d.app.places {
		d.jump(p.station, p.item)
		for range 5 {
			d.hides("CONFIDENTIAL")
			d.press("pgdown")
		}
	}
	d.press("o")
	d.hides("CONFIDENTIAL")
	d.press("f", "f")
	d.hides("CONFIDENTIAL")
	d.press("esc")
	d.jump("scope", 0)
	d.press("b")
	if text := strings.TrimSpace(d.text()); text != "" {
		t.Errorf("blanked, the screen shows %q", text)
	}
	d.press("3")
	if got := d.app.a.Scope.Stated; got != a.Scope.Stated {
		t.Error("the key that lights the screen again answers a question")
	}
	if strings.TrimSpace(d.text()) == "" {
		t.Error("the screen stays dark")
	}
}

// TestGivenThemeStays: whoever asked for a theme gets it, whatever the terminal says.
func TestGivenThemeStays(t *testing.T) {
	for _, name := range []ThemeName{Dark, Light, Projector} {
		d := newDriver(t, t.TempDir(), noSave, func(o *Options) { o.Theme = name })
		d.begin(sample(t))
		before := d.styledScreen()
		d.send(tea.BackgroundColorMsg{Color: color.White})
		d.send(tea.BackgroundColorMsg{Color: color.Black})
		if after := d.styledScreen(); strings.Join(after, "\n") != strings.Join(before, "\n") {
			t.Errorf("%s changes with the background", name)
		}
	}
}

// TestTerminalsAreAskedOnlyForAuto: with a theme given, nothing is asked.
func TestTerminalsAreAskedOnlyForAuto(t *testing.T) {
	for _, name := range Themes() {
		opts := &Options{Content: shipped(t), Theme: name, Now: now, NoSave: true}
		asked := false
		d := &driver{t: t, app: newApp(opts), opts: opts}
		for _, msg := range d.execute(d.app.Init()) {
			asked = asked || fmt.Sprintf("%T", msg) == fmt.Sprintf("%T", tea.RequestBackgroundColor())
		}
		if asked != (name == Auto) {
			t.Errorf("%s: the terminal is asked for its background: %v", name, asked)
		}
	}
}

// TestInkIsTheLibrarys: the quick way to write a text is the library's, whatever it is.
func TestInkIsTheLibrarys(t *testing.T) {
	th := newTheme(Dark, nil)
	inks := []ink{th.strong, th.text, th.soft, th.faint, th.nis2, th.iso, th.good, th.bad, th.title, th.bar, th.text.Bold(true),
		newTheme(Plain, nil).text, newTheme(Plain, nil).strong, inked(lipgloss.NewStyle().Transform(strings.ToUpper))}
	pieces := []string{"a", " ", "  ", "é", "日本", "▌", "\x1b[m", "\x1b[1m", "\n", "\t", "\r\n", "x "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
		k := rapid.SampledFrom(inks).Draw(t, "ink")
		if got, want := k.Render(text), k.Style.Render(text); got != want {
			t.Fatalf("%q is written as %q, not %q", text, got, want)
		}
	})
}

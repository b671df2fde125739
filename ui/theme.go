package ui

import (
	"image/color"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// ThemeName is what the user asked for with --theme.
type ThemeName string

// The themes.
const (
	Auto      ThemeName = "auto"      // asks the terminal; legible on both until it answers
	Light     ThemeName = "light"     //
	Dark      ThemeName = "dark"      //
	Projector ThemeName = "projector" // black on white, fewer words, large by being few
	Plain     ThemeName = "plain"     // no colours
)

// Themes lists the names that --theme takes.
func Themes() []ThemeName { return []ThemeName{Auto, Light, Dark, Projector, Plain} }

// palette is the colours of a theme. Two hues mean something: NIS2 and ISO. All
// else is a scale from what is in focus to what is secondary.
type palette struct {
	strong, text, soft, faint string // empty: the terminal's own colour
	nis2, iso                 string
	good, bad                 string
}

// The colours. Each is at least 4.5:1 against the backgrounds that it is for
// (theme_test.go computes it); those of the middle against black and white both.
// The greys are of the ramp that terminals of 256 colours have: a tinted grey
// would turn violet there.
var (
	darkPalette = palette{
		strong: "#FFFFFF", text: "#DADADA", soft: "#A8A8A8", faint: "#949494",
		nis2: "#56B4E9", iso: "#E6A03C", good: "#7EC98F", bad: "#F08A7A",
	}
	lightPalette = palette{
		strong: "#000000", text: "#262626", soft: "#4E4E4E", faint: "#626262",
		nis2: "#00629B", iso: "#945400", good: "#1F6E35", bad: "#A8321F",
	}
	projectorPalette = palette{ // 7:1 against white
		strong: "#000000", text: "#000000", soft: "#262626", faint: "#4E4E4E",
		nis2: "#004F7C", iso: "#6E3E00", good: "#14532D", bad: "#8B1A0E",
	}
	middlePalette = palette{
		soft: "#767676", faint: "#767676",
		nis2: "#1E7BB9", iso: "#A6670D", good: "#2C863B", bad: "#C84D3D",
	}
)

// theme is every style of the program, made once per program and background.
type theme struct {
	palette   palette
	projector bool // few words on a screen, notes never shown

	strong, text, soft, faint ink
	nis2, iso                 ink
	good, bad                 ink
	title                     ink // the largest thing on a screen
	bar                       ink // the mark of focus
	cursor, selected          ink // in a field of several lines
}

// ink is a style of letters alone, such as a colour. The library works out borders, margins and
// alignment of every text, which takes most of a frame; of these there are none here.
type ink struct {
	lipgloss.Style
	open, close string // what stands around a text
	plain       bool   // nothing but open and close is done to a text
	bold        *ink   // the same in bold letters, where it is asked for in every frame
}

func inked(s lipgloss.Style) ink {
	open, end, found := strings.Cut(s.Render("x"), "x")
	return ink{s, open, end, found && s.GetTransform() == nil, nil}
}

// Render writes a text in this ink.
func (k ink) Render(text string) string {
	if !k.plain || text == "" || strings.ContainsAny(text, "\n\r\t") {
		return k.Style.Render(text)
	}
	return k.open + text + k.close
}

// Bold is this ink in bold letters, or not.
func (k ink) Bold(bold bool) ink {
	if bold && k.bold != nil {
		return *k.bold
	}
	return inked(k.Style.Bold(bold))
}

// newTheme makes the theme for a name; background says what the terminal
// answered, and is nil as long as it has not.
func newTheme(name ThemeName, background color.Color) *theme {
	p := middlePalette
	switch {
	case name == Plain:
		p = palette{}
	case name == Projector:
		p = projectorPalette
	case name == Dark:
		p = darkPalette
	case name == Light:
		p = lightPalette
	case background != nil && lipglossIsDark(background):
		p = darkPalette
	case background != nil:
		p = lightPalette
	}
	paint := func(c string) ink {
		s := lipgloss.NewStyle()
		if c != "" {
			s = s.Foreground(lipgloss.Color(c))
		}
		k, bold := inked(s), inked(s.Bold(true))
		k.bold = &bold
		return k
	}
	return &theme{
		palette:   p,
		projector: name == Projector,
		strong:    paint(p.strong).Bold(true),
		text:      paint(p.text),
		soft:      paint(p.soft),
		faint:     paint(p.faint),
		nis2:      paint(p.nis2),
		iso:       paint(p.iso),
		good:      paint(p.good),
		bad:       paint(p.bad).Bold(true),
		title:     paint(p.strong).Bold(true),
		bar:       paint(p.strong).Bold(true),
		cursor:    inked(paint(p.strong).Reverse(true)),
		selected:  inked(paint(p.text).Reverse(true)),
	}
}

func lipglossIsDark(c color.Color) bool { return tea.BackgroundColorMsg{Color: c}.IsDark() }

// large reports whether a window has room for a verdict in large letters. A theme
// without colours says it in words alone: a screen reader spells blocks out.
func (t *theme) large(b box) bool {
	return t.palette != palette{} && (t.projector || b.h >= bannerFrom)
}

// lines counts the lines that a screen fills: on a projector those of text, for the
// blank ones between them cost no attention there.
func (t *theme) lines(all []string) int {
	n := len(all)
	if t.projector {
		for _, line := range all {
			if strings.TrimSpace(ansi.Strip(line)) == "" {
				n--
			}
		}
	}
	return n
}

// rule is the line under a verdict, in the hues of the paths that it takes.
func (t *theme) rule(v model.VerdictID, w int) string {
	w = min(w, 60)
	nis2 := map[model.VerdictID]int{model.NIS2Alone: w, model.NIS2ThenISO: w * 2 / 3, model.Both: w / 2}[v]
	iso := map[model.VerdictID]int{model.ISOAlone: w, model.NIS2ThenISO: w - w*2/3, model.Both: w - w/2}[v]
	return t.nis2.Render(strings.Repeat("━", nis2)) + t.iso.Render(strings.Repeat("━", iso)) +
		t.faint.Render(strings.Repeat("━", w-nis2-iso))
}

// styleInput gives a one-line field the theme's colours and a cursor that does
// not blink.
func (t *theme) styleInput(in *textinput.Model) {
	state := textinput.StyleState{Text: t.text.Style, Placeholder: t.faint.Style, Suggestion: t.faint.Style, Prompt: t.faint.Style}
	s := textinput.Styles{Focused: state, Blurred: state}
	s.Focused.Text = t.strong.Style
	s.Cursor.Blink = false
	s.Cursor.Color = lipgloss.Color(t.palette.strong)
	in.SetStyles(s)
	in.Prompt = ""
}

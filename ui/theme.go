package ui

import (
	"image/color"

	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// ThemeName is what the user asked for with --theme.
type ThemeName string

// The themes.
const (
	Auto  ThemeName = "auto"  // asks the terminal; legible on both until it answers
	Light ThemeName = "light" //
	Dark  ThemeName = "dark"  //
	Plain ThemeName = "plain" // no colours
)

// Themes lists the names that --theme takes.
func Themes() []ThemeName { return []ThemeName{Auto, Light, Dark, Plain} }

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
	middlePalette = palette{
		soft: "#767676", faint: "#767676",
		nis2: "#1E7BB9", iso: "#A6670D", good: "#2C863B", bad: "#C84D3D",
	}
)

// theme is every style of the program, made once per program and background.
type theme struct {
	palette palette
	plain   bool

	strong, text, soft, faint lipgloss.Style
	nis2, iso                 lipgloss.Style
	good, bad                 lipgloss.Style
	title                     lipgloss.Style // the largest thing on a screen
	bar                       lipgloss.Style // the mark of focus
}

// newTheme makes the theme for a name; background says what the terminal
// answered, and is nil as long as it has not.
func newTheme(name ThemeName, background color.Color) *theme {
	p := middlePalette
	switch {
	case name == Plain:
		p = palette{}
	case name == Dark:
		p = darkPalette
	case name == Light:
		p = lightPalette
	case background != nil && lipglossIsDark(background):
		p = darkPalette
	case background != nil:
		p = lightPalette
	}
	paint := func(c string) lipgloss.Style {
		s := lipgloss.NewStyle()
		if c != "" {
			s = s.Foreground(lipgloss.Color(c))
		}
		return s
	}
	return &theme{
		palette: p,
		plain:   name == Plain,
		strong:  paint(p.strong).Bold(true),
		text:    paint(p.text),
		soft:    paint(p.soft),
		faint:   paint(p.faint),
		nis2:    paint(p.nis2),
		iso:     paint(p.iso),
		good:    paint(p.good),
		bad:     paint(p.bad).Bold(true),
		title:   paint(p.strong).Bold(true),
		bar:     paint(p.strong).Bold(true),
	}
}

func lipglossIsDark(c color.Color) bool { return tea.BackgroundColorMsg{Color: c}.IsDark() }

// styleInput gives a one-line field the theme's colours and a cursor that does
// not blink.
func (t *theme) styleInput(in *textinput.Model) {
	state := textinput.StyleState{Text: t.text, Placeholder: t.faint, Suggestion: t.faint, Prompt: t.faint}
	s := textinput.Styles{Focused: state, Blurred: state}
	s.Focused.Text = t.strong
	s.Cursor.Blink = false
	s.Cursor.Color = lipgloss.Color(t.palette.strong)
	in.SetStyles(s)
	in.Prompt = ""
}

// styleArea is styleInput for a field of several lines.
func (t *theme) styleArea(in *textarea.Model) {
	plain := lipgloss.NewStyle()
	state := textarea.StyleState{
		Base: plain, Text: t.text, LineNumber: t.faint, CursorLineNumber: t.faint, CursorLine: t.text,
		EndOfBuffer: t.faint, Placeholder: t.faint, Prompt: t.faint, Selection: plain.Reverse(true),
	}
	s := textarea.Styles{Focused: state, Blurred: state}
	s.Cursor.Blink = false
	s.Cursor.Color = lipgloss.Color(t.palette.strong)
	in.SetStyles(s)
	in.Prompt = ""
	in.ShowLineNumbers = false
	in.EndOfBufferCharacter = ' '
}

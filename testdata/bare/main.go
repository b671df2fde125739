// Command bare is a Bubble Tea program that links what twopaths links and shows one line.
// What it needs to start, twopaths cannot do without: its figures are measured against it.
package main

import (
	"fmt"
	"os"

	_ "charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	_ "charm.land/glamour/v2"
	"charm.land/lipgloss/v2"
	_ "github.com/adrg/xdg"
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/cobra/doc"
	_ "github.com/yuin/goldmark"
	_ "go.yaml.in/yaml/v4"
)

type bare struct{}

func (bare) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (m bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, isKey := msg.(tea.KeyPressMsg); isKey {
		return m, tea.Quit
	}
	return m, nil
}

func (bare) View() tea.View {
	v := tea.NewView(lipgloss.NewStyle().Bold(true).Render("A bare program"))
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(bare{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

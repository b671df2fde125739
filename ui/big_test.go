package ui

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"twopaths/content"
)

// bigContent is the shipped content with so many questions and steps: copies of those
// that there are, each with an id of its own, so that it passes the same gate.
func bigContent(t failer, questions, steps int) fs.FS {
	t.Helper()
	folder := fstest.MapFS{}
	for _, name := range content.Names() {
		data, err := fs.ReadFile(content.Shipped(), name)
		if err != nil {
			t.Fatalf("reading the shipped content: %v", err)
		}
		folder[name] = &fstest.MapFile{Data: data}
	}
	repeat(t, folder, "questions.yaml", "questions", regexp.MustCompile(`(?m)^  - id: (.*)$`), "  - id: $1-%d", questions)
	repeat(t, folder, "roadmap.yaml", "steps", regexp.MustCompile(`\b(S\d\d)\b`), "$1-%d", steps)
	return folder
}

// gates is what overrides the balance: few questions may have that.
var gates = regexp.MustCompile(`\n +gates: .*`)

// repeat writes the items of a list, the last of a file, again and again as they stand there,
// until there are so many. In each round their ids are others, wherever they are named.
func repeat(t failer, folder fstest.MapFS, file, list string, id *regexp.Regexp, other string, want int) {
	t.Helper()
	text := string(folder[file].Data)
	before, items, found := strings.Cut(text, "\n"+list+":\n")
	n := len(regexp.MustCompile(`(?m)^  - id: `).FindAllString(items, -1))
	if !found || n == 0 || regexp.MustCompile(`(?m)^\w`).MatchString(items) {
		t.Fatalf("%s does not end with a list of %s", file, list)
	}
	var b strings.Builder
	b.WriteString(before + "\n" + list + ":\n" + items)
	items = gates.ReplaceAllString(items, "")
	for have, round := n, 2; have < want; have, round = have+n, round+1 {
		b.WriteString("\n" + id.ReplaceAllString(items, fmt.Sprintf(other, round)))
	}
	folder[file] = &fstest.MapFile{Data: []byte(b.String())}
}

func BenchmarkLoadBig(b *testing.B) {
	folder := bigContent(b, 1000, 2000)
	for _, name := range []string{"questions.yaml", "roadmap.yaml"} {
		data, _ := fs.ReadFile(folder, name)
		b.Logf("%s: %d kB", name, len(data)/1000)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := content.Load(folder); err != nil {
			b.Fatal(err)
		}
	}
}

package ui

import (
	"fmt"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

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
	multiply(t, folder, "questions.yaml", "questions", questions)
	multiply(t, folder, "roadmap.yaml", "steps", steps)
	return folder
}

// multiply copies the items of a list, all in each round, until it has so many. A copy's id, and what it names
// of the list before it, are those of its round.
func multiply(t failer, folder fstest.MapFS, file, list string, want int) {
	t.Helper()
	var whole map[string]any
	if err := yaml.Unmarshal(folder[file].Data, &whole); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	items, _ := whole[list].([]any)
	own := map[string]bool{}
	for _, item := range items {
		own[item.(map[string]any)["id"].(string)] = true
	}
	all := items
	for round := 2; len(all) < want; round++ {
		for _, item := range items {
			twin := map[string]any{}
			for key, value := range item.(map[string]any) {
				switch v := value.(type) {
				case []any:
					if key == "options" {
						value = withoutGates(v)
						break
					}
					names := make([]any, len(v))
					for i, name := range v {
						names[i] = name
						if id, ok := name.(string); ok && own[id] {
							names[i] = fmt.Sprintf("%s-%d", id, round)
						}
					}
					value = names
				case string:
					if key == "id" {
						value = fmt.Sprintf("%s-%d", v, round)
					}
				}
				twin[key] = value
			}
			all = append(all, twin)
		}
	}
	whole[list] = all
	data, err := yaml.Marshal(whole)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	folder[file] = &fstest.MapFile{Data: data}
}

// withoutGates is options without what overrides the balance: few questions may have that.
func withoutGates(options []any) []any {
	out := make([]any, len(options))
	for i, o := range options {
		option := maps.Clone(o.(map[string]any))
		delete(option, "gates")
		out[i] = option
	}
	return out
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

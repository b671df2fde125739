package ui

import (
	"strings"
	"testing"

	"twopaths/model"
)

// BenchmarkKey is one keystroke on a large window: taking it, and drawing the frame.
func BenchmarkKey(b *testing.B) {
	ask, _ := firstQuestion(b)
	for _, at := range []struct {
		name, station string
		before, keys  []string
	}{
		{"question", ask, nil, []string{"down", "up"}},
		{"answer", ask, nil, []string{"1", "2"}},
		{"note", ask, []string{"n"}, []string{"x", "backspace"}},
		{"differences", "differences", []string{"enter"}, []string{"down", "up"}},
		{"document", "recommendation", nil, []string{"down", "up"}},
		{"overview", ask, []string{"o"}, []string{"down", "up"}},
	} {
		b.Run(at.name, func(b *testing.B) {
			d := newDriver(b, b.TempDir(), noSave)
			d.resize(200, 60)
			d.begin(sample(b))
			d.jump(at.station, 0)
			d.press(at.before...)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				d.app.Update(pressed(at.keys[i%len(at.keys)]))
				d.app.View()
				i++
			}
		})
	}
}

// BenchmarkFullNote is a keystroke in a field with as much text as it takes, in one paragraph
// and in many, at the end and in the midst of it.
func BenchmarkFullNote(b *testing.B) {
	t := newTheme(Dark, nil)
	for name, text := range map[string]string{"wide": strings.Repeat("宽", model.MaxField-10), "lines": strings.Repeat("x\n", model.MaxField/2-5)} {
		for at, keys := range map[string][]string{"end": nil, "midst": {"ctrl+home", "pgdown", "pgdown"}} {
			b.Run(name+" "+at, func(b *testing.B) {
				f := newAreaField(enterKey)
				f.set(text)
				for _, name := range keys {
					f.update(pressed(name))
				}
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					f.update(pressed([]string{"宽", "backspace", "alt+left", "alt+right"}[i%4]))
					f.view(t, 180, noteHeight)
					i++
				}
			})
		}
	}
}

// BenchmarkRenderMarkdown is a whole document, as it is drawn off the event loop.
func BenchmarkRenderMarkdown(b *testing.B) {
	r := model.NewReport(shipped(b), sample(b))
	for name, write := range map[string]func() (string, error){"recommendation": r.Recommendation, "roadmap": r.RoadmapPart} {
		b.Run(name, func(b *testing.B) {
			text, err := write()
			if err != nil {
				b.Fatal(err)
			}
			t := newTheme(Dark, nil)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := renderMarkdown(t, text, documentWidth); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package ui

import (
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

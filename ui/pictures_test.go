package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Pictures writes every station, as the golden screens draw it, with its colours:
// three sizes, light and dark, and the projector. .ci/pictures makes images of them.
// It runs only where the environment names a folder for them:
//
//	TWOPATHS_PICTURES=/tmp/pictures go test ./ui -run Pictures
func TestPictures(t *testing.T) {
	folder := os.Getenv("TWOPATHS_PICTURES")
	if folder == "" {
		t.Skip("set TWOPATHS_PICTURES to a folder to write pictures")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{"start-saved": true, "profile": true, "differences-open": true, "scope-known": true, "scope-type": true, "scope-means": true,
		"question-answered": true, "overview": true, "obligations-half": true, "recommendation": true, "roadmap": true, "export": true}
	for _, s := range scenes(t) {
		if !shown[s.name] {
			continue
		}
		for theme, sizes := range map[ThemeName][]box{
			Dark: {{80, 24}, {120, 40}, {200, 60}}, Light: {{80, 24}, {120, 40}, {200, 60}}, Projector: {{80, 24}},
		} {
			d := s.start(t, t.TempDir(), noSave, func(o *Options) { o.Theme = theme })
			for _, size := range sizes {
				d.resize(size.w, size.h)
				name := filepath.Join(folder, fmt.Sprintf("%s-%s-%dx%d.ansi", s.name, theme, size.w, size.h))
				if err := os.WriteFile(name, []byte(d.frame()+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

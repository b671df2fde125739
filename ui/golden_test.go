package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The golden screens: how every station looks, as text. Look at the difference when
// one changes, and if it is meant, write them anew:
//
//	go test ./ui -run Golden -update

var update = flag.Bool("update", false, "write the golden screens anew")

// goldenSizes is the sizes of the scenes that are shown at more than one.
var goldenSizes = []box{{40, 12}, {80, 24}, {120, 40}, {200, 60}}

// essential is the scenes that are shown at all sizes.
var essential = map[string]bool{"start-saved": true, "profile": true, "differences": true, "scope-known": true,
	"question-answered": true, "overview": true, "obligations-half": true, "recommendation": true, "roadmap": true, "export": true}

// alsoWide is the scenes that are shown with three columns too.
var alsoWide = map[string]bool{"differences-full": true}

// withStyles is the pictures that are kept a second time with their colours.
var withStyles = map[string]box{"start-saved": {80, 24}, "differences-open": {80, 24}, "question-answered": {120, 40}}

// forProjector is the scenes that are kept as a room sees them.
var forProjector = map[string]bool{"start-saved": true, "differences": true, "question-answered": true, "recommendation": true, "obligations-half": true, "roadmap": true, "export-written": true}

func TestGolden(t *testing.T) {
	unraced(t)
	folder, err := filepath.Abs(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("/")                                           // the export names the folder that it writes to
	folders := func(o *Options) { o.Store.Dir = "/store" } // named on some screens; no key is pressed that would write
	kept := map[string]bool{}
	look := func(t *testing.T, name string, lines []string) {
		t.Helper()
		kept[name] = true
		compare(t, filepath.Join(folder, name), strings.Join(lines, "\n")+"\n")
	}
	for _, s := range scenes(t) {
		t.Run(s.name, func(t *testing.T) {
			d := s.start(t, t.TempDir(), noSave, folders)
			sizes := []box{{80, 24}}
			if essential[s.name] {
				sizes = goldenSizes
			} else if alsoWide[s.name] {
				sizes = append(sizes, box{120, 40})
			}
			for _, size := range sizes {
				d.resize(size.w, size.h)
				look(t, fmt.Sprintf("%s-%dx%d.txt", s.name, size.w, size.h), d.screen())
			}
			if size, ok := withStyles[s.name]; ok {
				d.resize(size.w, size.h)
				look(t, fmt.Sprintf("%s-%dx%d.styles.txt", s.name, size.w, size.h), d.styledScreen())
			}
		})
	}
	for _, s := range scenes(t) {
		if !forProjector[s.name] {
			continue
		}
		t.Run("projector "+s.name, func(t *testing.T) {
			d := s.start(t, t.TempDir(), noSave, func(o *Options) { o.Theme = Projector })
			look(t, s.name+"-80x24.projector.txt", d.screen())
		})
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path := filepath.Join(folder, f.Name()); !kept[f.Name()] && allRan() {
			if *update {
				if err := os.Remove(path); err != nil {
					t.Error(err)
				}
				continue
			}
			t.Errorf("no scene has the golden screen %s", f.Name())
		}
	}
}

// allRan reports whether the whole test runs and not a part chosen by -run.
func allRan() bool {
	chosen := flag.Lookup("test.run")
	return chosen == nil || !strings.Contains(chosen.Value.String(), "/")
}

// compare fails unless a golden file holds what was got; with -update it writes it.
func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test ./ui -run Golden -update writes it", err)
	}
	if string(want) == got {
		return
	}
	t.Fatalf("%s: %s\nIf this is meant: go test ./ui -run Golden -update", filepath.Base(path), difference(got, string(want)))
}

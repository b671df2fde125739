package model_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"twopaths/model"
)

// Whatever the bytes are: nothing panics, what is taken is known and can be written and
// read back, and what is said of it cannot steer a terminal.
func FuzzParseControls(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "soa", "*.csv"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no files to begin with: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	c := shipped(f)
	f.Add(model.ControlsCSV(c, model.Assessment{}))
	for _, s := range []string{
		"", "\ufeff", "\xff\xfeA\x00", "sep=;\nA.5.1;ja", "A.5.1,yes,'=x\nA.5.2,no,\" a\"", "Control,State\rA.5.1,x\r", "Nr;Anwendbar;Umsetzung\n5,1;ja;50 %\n5,1;nein;", "A.5.1\tyes\t=\"a\"\n=\"5.20\"\tno",
		"4.1,yes\n5.1,yes\n6.1.2,no", "A.05.01,partial,\"\x00\x1b[2J\u202e\r\n\u0301\"", "Control,Excluded\nA.5.1,yes", "5. Jan,yes\n5.1.2026,no\n46143,no", "A.5.1,\"yes", "Control,State,Note,Note\nA.5.1,yes, a,'b",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		states, counts, err := model.ParseControls(c, "soa.csv", data)
		if err != nil {
			if s := err.Error(); model.Clean(s) != s {
				t.Errorf("the error would steer a terminal: %q", s)
			}
			if states != nil || counts != (model.ControlCounts{}) {
				t.Errorf("half taken: %v, %+v", states, counts)
			}
			return
		}
		for id, x := range states {
			if _, known := c.Control(id); !known || !slices.Contains(model.ControlLevels(), x.State) || model.Clean(x.Note) != x.Note {
				t.Errorf("%q is taken as %+v", id, x)
			}
		}
		if n := counts.InPlace + counts.Partial + counts.None + counts.Excluded; n != len(states) || n != counts.Controls+counts.Clauses {
			t.Errorf("%d states are counted as %+v", len(states), counts)
		}
		written := model.ControlsCSV(c, model.Assessment{Controls: states})
		again, _, err := model.ParseControls(c, "again.csv", written)
		if err != nil || !maps.Equal(again, states) {
			t.Errorf("read %q\nwritten and read again %q\nerror %v\n%s", states, again, err, written)
		}
		noFormulas(t, written)
	})
}

package content_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"twopaths/content"
	"twopaths/model"
)

// A content folder is edited by hand: whatever a slip does to one file, it is refused with
// faults, or every report can be written with it. .ci/fuzz runs these for long.

// spoil loads the shipped folder with something of one file cut out and put in. It is nil
// where the folder is refused.
func spoil(t *testing.T, shipped fstest.MapFS, name string, at, cut uint32, insert []byte) *model.Content {
	t.Helper()
	text := shipped[name].Data
	from := int(at) % (len(text) + 1)
	to := min(len(text), from+int(cut)%4000)
	folder := fstest.MapFS{}
	for n, file := range shipped {
		folder[n] = file
	}
	folder[name] = &fstest.MapFile{Data: slices.Concat(text[:from], insert, text[to:])}
	c, err := tried(folder)
	if err == nil {
		return c
	}
	var faults model.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("the folder is refused with %#v", err)
	}
	for _, f := range faults {
		if f.File == "" || f.Problem == "" || f.Line < 0 || model.Clean(f.Error()) != f.Error() {
			t.Errorf("the fault is not fit to be shown: %+v", f)
		}
	}
	return nil
}

// whole checks that reports are written whole or not at all: an error leaves no half.
func whole(t *testing.T, c *model.Content) {
	t.Helper()
	for _, a := range []model.Assessment{{}, c.Sample} {
		r := model.NewReport(c, a)
		body, bodyErr := r.Markdown()
		file, fileErr := r.File()
		if (bodyErr == nil) != (fileErr == nil) || (bodyErr != nil && body != "") || (fileErr != nil && file != nil) {
			t.Fatalf("half a report: %d bytes with %v, a file of %d bytes with %v", len(body), bodyErr, len(file), fileErr)
		}
		if bodyErr != nil {
			continue
		}
		if !strings.HasSuffix(string(file), "---\n\n"+body) {
			t.Error("the file does not end with the document")
		}
		if _, err := model.ParseAssessment("a.md", file); err != nil {
			t.Errorf("the report opens no more: %v", err)
		}
		if _, err := r.JSON(); err != nil {
			t.Error(err)
		}
	}
}

// Any file of the folder.
func FuzzLoad(f *testing.F) {
	if raced {
		f.Skip("nothing here runs beside anything else, and each try loads the whole content")
	}
	shipped := folder(f)
	names := content.Names()
	slips := []string{"", "x", "\n", "- ", ": ", "~", "0", "-1", "99999", "[]", "{}", "'", "\"", "#", "&a ", "\t", "\x00", "{organisation}", "1e9"}
	for i, name := range names { // few: each loads the whole content
		f.Add(uint8(i), uint32(len(shipped[name].Data)/2), uint32(i%3*40), []byte(slips[i%len(slips)]))
	}
	f.Fuzz(func(t *testing.T, file uint8, at, cut uint32, insert []byte) {
		if c := spoil(t, shipped, names[int(file)%len(names)], at, cut, insert); c != nil {
			whole(t, c)
		}
	})
}

// The template, which is a file like the others but is tried only when a report is written.
func FuzzTemplate(f *testing.F) {
	if raced {
		f.Skip("as above")
	}
	const name = "report.md.tmpl"
	shipped := folder(f)
	text := string(shipped[name].Data)
	for i, s := range []string{
		"{{.Verdict.Title}}", "{{end}}", "{{", "}}", "{{.Nothing}}", "{{index .Open 9}}", "{{say \"no-such-phrase\"}}", "{{top 9 .TopReasons}}",
		"{{define \"report\"}}{{end}}", "{{range .Open}}{{.X}}{{end}}", "{{/* x */}}", "{{with .Gantt}}{{.}}{{end}}", "\x1b[2J", "---\n", "{{printf \"%d\" \"a\"}}", "{{number -1}}",
	} {
		f.Add(uint32(len(text)*i/16), uint32(i*i), []byte(s))
	}
	for i := range 4 { // an action less
		at := strings.Index(text[len(text)*i/4:], "{{") + len(text)*i/4
		f.Add(uint32(at), uint32(strings.Index(text[at:], "}}")+2), []byte{})
	}
	f.Fuzz(func(t *testing.T, at, cut uint32, insert []byte) {
		if c := spoil(t, shipped, name, at, cut, insert); c != nil {
			whole(t, c)
		}
	})
}

package model

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A file that is called clean by its characters has no unclean text, however it is written.
func TestCleanFilesHaveNoUncleanText(t *testing.T) {
	pieces := []string{
		"plain", "é", "€ – …", "مرحبا", "e\u0301", "\u0301", strings.Repeat("\u0301", 20), "\t", "\r", "\u0085", "\u2028",
		"\u202e", "\u00ad", "\u200b", "\ufeff", "\u200d", "&", "&#27;", "&#8238;", "&lrm;", `\`, `\e[31m`, `\u202e`, "'", `"`, "\U000e0041", "\n    ", " ",
	}
	quotes := []string{"%s", "'%s'", `"%s"`, "|\n    %s", ">-\n    %s", "[%s]", "!!binary %s"}
	for file, want := range map[string][2]bool{ // called clean, and holding what is not
		"key: plain\n":         {true, false},
		"key: 'é – €'\n":       {true, false},
		"key: \"\\u202e\"\n":   {false, true},
		"key: \"\\e[31m\"\n":   {false, true},
		"key: a\u200bb\n":      {false, true},
		"key: e\u0301\n":       {false, false}, // looked into, and found clean
		"key: !!binary G1sz\n": {false, true},
	} {
		clean, holds, read := cleanAndHolds(file)
		if !read || clean != want[0] || holds != want[1] {
			t.Errorf("%q: read %v, called clean %v, holds what is not %v; want %v", file, read, clean, holds, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "pieces"), "")
		file := "key: " + fmt.Sprintf(rapid.SampledFrom(quotes).Draw(t, "quotes"), text) + "\n"
		if clean, holds, _ := cleanAndHolds(file); clean && holds {
			t.Fatalf("%q is called clean, and holds what is not", file)
		}
	})
}

// cleanAndHolds reads a file, and reports whether it is called clean by its characters alone,
// and whether it holds an unclean text all the same.
func cleanAndHolds(file string) (clean, holds, read bool) {
	var out map[string]any
	doc, faults := ReadYAML("x.yaml", []byte(file), &out)
	if len(faults) > 0 || doc.root == nil {
		return false, false, false
	}
	return doc.clean, anyUnclean(doc.root), true
}

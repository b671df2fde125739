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
	hidden, seen := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "pieces"), "")
		file := "key: " + fmt.Sprintf(rapid.SampledFrom(quotes).Draw(t, "quotes"), text) + "\n"
		var out map[string]any
		doc, faults := ReadYAML("x.yaml", []byte(file), &out)
		if len(faults) > 0 || doc.root == nil {
			return
		}
		if doc.clean {
			seen++
		}
		if !anyUnclean(doc.root) {
			return
		}
		hidden++
		if doc.clean {
			t.Fatalf("%q is called clean, and holds %q", file, doc.root.Content[1].Value)
		}
	})
	if hidden == 0 || seen == 0 {
		t.Fatalf("%d files with unclean text and %d clean ones were tried; both are wanted", hidden, seen)
	}
}

package content_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"twopaths/content"
	"twopaths/model"
)

// The shipped texts are as easy to read as CheckWords asks for.
func TestShippedWords(t *testing.T) {
	found, err := content.CheckWords(content.Shipped())
	if err != nil || len(found) > 0 {
		t.Errorf("%v\n%v", found, err)
	}
}

// Every rule, broken once: what is found says so, in the file and the line that were changed.
func TestWords(t *testing.T) {
	// Sentences of which no two words that follow each other are the same.
	thirty := "A" + strings.Repeat(" b c", 14) + " d."
	in := func(file, key, text string) edit {
		return edit{file + ".yaml", file, field(4, key), "    " + key + ": " + text + "\n"}
	}
	hint := func(text string) edit {
		return edit{"questions.yaml", "questions", field(8, "hint"), "        hint: " + text + "\n"}
	}
	closing := func(new string) edit { return edit{"report.md.tmpl", "", `\{\{define "closing"\}\}`, "${0}" + new} }
	for i, row := range []struct {
		name string
		edit edit
		want string // empty: nothing is wrong with it
	}{
		{"thirty words", in("glossary", "text", thirty), ""},
		{"a word more", in("glossary", "text", "And "+thirty), "the sentence has 31 words, and at most 30 are read easily: “And A b c b c …”"},
		{"two sentences", in("glossary", "text", thirty+" "+thirty), ""},
		{"an article in the middle", in("glossary", "text", "By Art. 21 "+thirty), "the sentence has 33 words"},
		{"a full stop before a small letter", in("glossary", "text", "By e.g. this "+strings.ToLower(thirty)), "the sentence has 33 words"},
		{"a gap is one word", in("glossary", "text", `"{one} `+thirty+`"`), "the sentence has 31 words"},

		{"abbreviation", in("glossary", "text", "Ask the ABC."), `"ABC" is explained neither here nor in the glossary`},
		{"mixed letters", in("glossary", "text", "Ask the AbC."), `"AbC" is explained`},
		{"with a number", in("glossary", "text", "Ask NIS3 about it."), `"NIS3" is explained`},
		{"plural", in("glossary", "text", "Ask the ABCs."), `"ABC" is explained`},
		{"explained here", in("glossary", "text", "Ask the Agency for Bricks (AB). The AB knows."), ""},
		{"explained the other way", in("glossary", "text", "Ask the AB (agency of bricks)."), ""},
		{"brackets that explain nothing", in("glossary", "text", "Ask the AB (named in the bill)."), `"AB" is explained`},
		{"brackets behind other words", in("glossary", "text", "Call the firm (AB)."), `"AB" is explained`},
		{"explained in the glossary", in("questions", "text", "Does ENISA, the SoA or a CSIRT say so?"), ""},
		{"known to all", in("questions", "text", "Does the EU?"), ""},
		{"state", in("glossary", "text", "The states AT and FI."), ""},
		{"number of a document", in("glossary", "text", "See (EC) No 1907/2006, 2003/361/EC and COM(2026) 13, Annex II."), ""},
		{"name of a product", in("glossary", "text", "See MonEspace."), ""},
		{"code", in("glossary", "text", "Write `NO_COLOR` for it."), ""},

		{"two negatives in a question", in("questions", "text", "Do you not work without a plan?"), `a question with "not" and "without" is hard to answer`},
		{"shortened negative", in("questions", "text", `"Isn't there nobody?"`), `a question with "n't" and "nobody"`},
		{"negatives of two clauses", in("questions", "text", "Is there no plan, and nobody to write one?"), ""},
		{"two negatives in a statement", in("questions", "why", "A plan is not made without people."), ""},
		{"two negatives in an option", hint("Never without a reason"), `a question with "never" and "without"`},
		{"not un", in("glossary", "text", "It is not really unlike a plan."), `"not really unlike" is a double negative`},
		{"not until", in("glossary", "text", "It is not under way, not until May, not unique."), ""},

		{"filler", in("glossary", "text", "Do it in order to begin."), `"in order to" says nothing`},
		{"filler at the beginning", in("glossary", "text", "Note that it begins."), `"Note that" says nothing`},
		{"no filler", in("glossary", "text", "Write a note that it begins."), ""},
		{"twice", in("glossary", "text", "Do it in the The plan."), `"The" stands here twice running`},
		{"twice over two sentences", in("glossary", "text", "Do the plan. Plan it well."), ""},
		{"two spaces", in("glossary", "text", "Do  it."), `two spaces stand here`},
		{"space before a mark", in("glossary", "text", "Do it , then rest."), `a space stands before a mark`},
		{"other quotation marks", in("glossary", "text", `'Do "it" then.'`), `the mark " stands here, and “ in most texts`},
		{"other apostrophe", in("glossary", "text", "It’s a plan."), "the mark ’ stands here, and ' in most texts"},

		{"template", closing("Ask the ABC.\n"), `"ABC" is explained`},
		{"table of the template", closing("| A | Ask the ABC |\n"), `"ABC" is explained`},
		{"other side of a branch", closing(`{{if .Date}}{{else if .Name}}Ask{{else}}the ABC{{end}}.` + "\n"), `"ABC" is explained`},
		{"sentence of two branches", closing(`A{{if .Date}}` + strings.Repeat(" b c", 7) + `{{else}} d{{end}}{{if .Name}}` + strings.Repeat(" b c", 8) + "{{end}}.\n"), "the sentence has 31 words"},
		{"sides are not added", closing(`A{{if .Date}}` + strings.Repeat(" b c", 10) + `{{else}}` + strings.Repeat(" d e", 10) + "{{end}}.\n"), ""},
		{"drawing of the template", closing("```text\nABC  ABC\n```\n"), ""},
		{"sample", edit{"sample.yaml", "", `note: The average of last year`, "note: The ABC of last year"}, `"ABC" is explained`},
		{"phrase for more than one", edit{"content.yaml", "phrases", ` \| \{n\} answers are guesses; d`, " | {n} {n} answers are the the guesses; d"}, `"the" stands here twice running`},
		{"state of the law", edit{"states.yaml", "", `Agenzia per la cybersicurezza nazionale \(ACN\)`, "ACN"}, `"ACN" is explained`},
	} {
		if raced && i%10 > 0 {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := folder(t)
			line := row.edit.apply(t, f)
			found, err := content.CheckWords(f)
			if err != nil {
				t.Fatal(err)
			}
			if row.want == "" && len(found) == 0 {
				return
			}
			if row.want == "" || !slices.ContainsFunc(found, func(f model.Fault) bool {
				return f.File == row.edit.file && f.Line == line && strings.Contains(f.Problem, row.want)
			}) {
				t.Errorf("want line %d of %s: %s\ngot\n%v", line, row.edit.file, row.want, found)
			}
		})
	}
}

// What everyone is taken to know is in the content: without it, it must be explained.
func TestEverydayWordsAreData(t *testing.T) {
	f := folder(t)
	edit{"glossary.yaml", "", `everyday: \[EU, IT, USB\]`, "everyday: [EU, IT]"}.apply(t, f)
	found, err := content.CheckWords(f)
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Error(), `"USB" is explained neither here nor in the glossary`) {
		t.Errorf("%v\n%v", found, err)
	}
}

// Each sentence may be short enough, and a file of them still too long to read.
func TestAverageOfWords(t *testing.T) {
	f := folder(t)
	text := string(f["breakeven.yaml"].Data)
	n := 0
	f["breakeven.yaml"].Data = []byte(regexp.MustCompile(`(?m)^(    text): .*$`).ReplaceAllStringFunc(text, func(string) string {
		n++
		return "    text: Figure " + strings.Repeat("i", n) + strings.Repeat(" b c", 13) + " d."
	}))
	found, err := content.CheckWords(f)
	if err != nil || len(found) != 1 || !strings.HasPrefix(found[0].Error(), "breakeven.yaml: its ") || !strings.Contains(found[0].Problem, "words on average; 20 are read easily") {
		t.Errorf("%v\n%v", found, err)
	}
}

// A folder that the gate does not let in is not read for its words.
func TestWordsOfAFaultyFolder(t *testing.T) {
	f := folder(t)
	edit{"criteria.yaml", "criteria", `side: iso`, "side: both"}.apply(t, f)
	found, err := content.CheckWords(f)
	if found != nil || err == nil || !strings.Contains(err.Error(), "criteria.yaml") {
		t.Errorf("%v\n%v", found, err)
	}
}

// Two checks find the same in the same order.
func TestWordsAreInOneOrder(t *testing.T) {
	f := folder(t)
	for _, name := range []string{"differences.yaml", "states.yaml", "report.md.tmpl", "content.yaml"} {
		f[name].Data = []byte(strings.ReplaceAll(string(f[name].Data), " NIS2 ", " the the NIS3 "))
	}
	var first string
	for i := range 3 {
		found, err := content.CheckWords(f)
		if err != nil || len(found) < 20 {
			t.Fatalf("%v\n%v", found, err)
		}
		if i > 0 && found.Error() != first {
			t.Fatalf("first\n%s\nthen\n%v", first, found)
		}
		first = found.Error()
	}
}

func BenchmarkCheckWords(b *testing.B) {
	for b.Loop() {
		if _, err := content.CheckWords(content.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}

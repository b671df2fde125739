package content

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// Every field that is named as no text for people exists, and holds none.
func TestUnreadFieldsAreNoTexts(t *testing.T) {
	in, err := load(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	held := map[string][]string{}
	var look func(name string, v reflect.Value)
	look = func(name string, v reflect.Value) {
		held[name] = append(held[name], allTexts(v)...)
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				look(name, v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(name, v.Index(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				look(name, v.MapIndex(key))
			}
		case reflect.Struct:
			held[v.Type().Name()] = append(held[v.Type().Name()], allTexts(v)...)
			for i := range v.NumField() {
				field := v.Type().Field(i)
				name := v.Type().Name() + "." + field.Name
				if v.Type().Name() == "" {
					name = strings.Split(field.Tag.Get("yaml"), ",")[0]
				}
				look(name, v.Field(i))
			}
		}
	}
	for _, target := range in.files.targets() {
		look("", reflect.ValueOf(target).Elem())
	}
	official := []string{"Source.Title", "Source.Credit", "State.Law", "EntityType.Words", "Cite"}
	for _, name := range slices.Sorted(maps.Keys(unread)) {
		texts, found := held[name]
		if !found && name != "Renaming" { // there is none yet
			t.Errorf("there is no %s", name)
		}
		for _, s := range texts {
			if !slices.Contains(official, name) && len(strings.Fields(s)) > 1 {
				t.Errorf("%s holds a text: %s", name, s)
			}
		}
	}
}

// A text in a field that nobody has thought of is read, wherever it stands.
func TestNewFieldsAreRead(t *testing.T) {
	type inner struct {
		ID   string `yaml:"id"`
		Text string `yaml:"text"`
		Side model.Lean
		When model.ScopeWhen
	}
	type outer struct {
		One  *inner             `yaml:"one"`
		None *inner             `yaml:"none"`
		List []inner            `yaml:"list"`
		Map  map[string]string  `yaml:"map"`
		Deep []map[string]inner `yaml:"deep"`
		Any  any                `yaml:"any"`
	}
	of := func(s string) inner {
		return inner{ID: "id", Text: s, Side: "side", When: model.ScopeWhen{Types: []string{"type"}}}
	}
	one := of("one")
	var found []passage
	textReader{found: &found}.walk("file", nil, reflect.ValueOf(outer{
		One: &one, List: []inner{of("two"), of("three | four")}, Map: map[string]string{"key": "five\nsix"},
		Deep: []map[string]inner{{"key": of("seven")}}, Any: []any{"eight"},
	}), passage{})
	var got []string
	for _, p := range found {
		got = append(got, p.text)
	}
	if want := []string{"one", "two", "three", "four", "five", "six", "seven", "eight"}; !slices.Equal(got, want) {
		t.Errorf("read are %q, not %q", got, want)
	}
}

// All that stands between the actions of the template is read, on whichever side of a branch.
func TestTemplateIsReadWhole(t *testing.T) {
	in, err := load(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range in.passages() {
		if p.fault.File == reportFile {
			all.WriteString(p.text + "\n")
		}
	}
	seen := 0
	text := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(string(in.texts[reportFile]), "") // without drawings
	for piece := range strings.SplitSeq(text, "{{") {
		if _, after, found := strings.Cut(piece, "}}"); found {
			piece = after
		}
		for _, word := range strings.FieldsFunc(piece, func(r rune) bool { return strings.ContainsRune(" \n*#|`", r) }) {
			seen++
			if !strings.Contains(all.String(), word) {
				t.Errorf("%q is not read", word)
			}
		}
	}
	if seen < 1000 {
		t.Errorf("only %d words are looked for", seen)
	}
}

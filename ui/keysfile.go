package ui

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/adrg/xdg"
	"go.yaml.in/yaml/v4"

	"twopaths/model"
)

// Keys is which keys were bound anew: those of each action, by its name. An action that is
// not in it has its own.
type Keys map[string][]string

// DefaultKeys is where the file of keys lies. It may be missing.
func DefaultKeys() string { return filepath.Join(xdg.ConfigHome, "twopaths", "keys.yaml") }

// ReadKeys reads a file of keys. A file that is missing binds nothing anew. Faults of it
// name file and line.
func ReadKeys(path string) (Keys, error) {
	data, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseKeys(path, data)
}

// keyNames is the keys of one action in the file: one key, or a list of them.
type keyNames []string

// UnmarshalYAML reads one key or several.
func (n *keyNames) UnmarshalYAML(node *yaml.Node) error {
	nodes := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		nodes = node.Content
	}
	*n = keyNames{}
	for _, one := range nodes {
		switch {
		case one.Kind != yaml.ScalarNode:
			return errors.New("write one key, or a list of keys as [u, f7]")
		case one.Tag != "!!null":
			*n = append(*n, one.Value)
		}
	}
	return nil
}

// parseKeys reads what stands in a file of keys and finds everything that is wrong with it.
func parseKeys(file string, data []byte) (Keys, error) {
	if !slices.ContainsFunc(strings.Split(string(data), "\n"), func(line string) bool {
		line = strings.TrimSpace(line)
		return line != "" && line[0] != '#'
	}) {
		return nil, nil // nothing but remarks
	}
	var read map[string]keyNames
	doc, faults := model.ReadYAML(file, data, &read)
	if len(faults) > 0 {
		return nil, faults
	}
	table := map[string]action{}
	var order []string
	for _, a := range (&keyMap{}).actions() {
		if table[a.id] = a; a.fixed == "" {
			order = append(order, a.id)
		}
	}
	anew := Keys{}
	fault := func(problem string, path ...any) { faults = append(faults, doc.Fault(problem, path...)) }
	for id, names := range read {
		a, known := table[id]
		switch {
		case !known:
			fault("there is no such action; "+mostLike(id, order)+"; `twopaths keys` lists all", id)
			continue
		case a.fixed != "":
			fault("these keys stay as they are: "+a.fixed, id)
			continue
		case len(names) == 0:
			fault("an action needs a key; write one, or take the line away for "+strings.Join(a.keys, ", "), id)
			continue
		case id == "leave" && !slices.Contains(names, leaveKey):
			fault(leaveKey+" always leaves; name it too, as in [ctrl+q, "+leaveKey+"]", id)
			continue
		}
		for i, name := range names {
			path := []any{id, i}
			switch k, problem := keyNamed(name); {
			case problem != "":
				fault(problem, path...)
			case slices.Contains(names[:i], name):
				fault(strconv.Quote(name)+" stands twice", path...)
			case k.Text != "" && slices.ContainsFunc(a.at, inTextField):
				fault(strconv.Quote(name)+" is text where this works, and could not be typed any more; take a key that writes nothing", path...)
			}
		}
		anew[id] = names
	}
	for _, c := range clashes(anew) {
		id, other := c.a, c.b
		if _, named := anew[id]; !named {
			id, other = other, id
		}
		fault(strconv.Quote(c.key)+" is the key of "+id+" and of "+other+", and both work at one moment: "+momentWords[c.at]+
			"; give one of them another", id, slices.Index(anew[id], c.key))
	}
	slices.SortStableFunc(faults, func(a, b model.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Field, b.Field))
	})
	if len(faults) > 0 {
		return nil, faults
	}
	return anew, nil
}

// inTextField reports whether letters are text at a moment.
func inTextField(m moment) bool { return slices.Contains([]moment{inNote, inField, inPath, inForm}, m) }

// clash is two actions that one key would do at the same moment.
type clash struct {
	key  string
	a, b string
	at   moment
}

// clashes finds, for each two actions, the first key that they have in common at a moment at
// which both work.
func clashes(anew Keys) []clash {
	all := (&keyMap{}).actions()
	keysOf := func(a action) []string {
		if other, ok := anew[a.id]; ok {
			return other
		}
		return a.keys
	}
	var out []clash
	for i, a := range all {
		for _, b := range all[i+1:] {
			at := slices.IndexFunc(a.at, func(m moment) bool { return slices.Contains(b.at, m) })
			if at < 0 {
				continue
			}
			mine, theirs := keysOf(a), keysOf(b)
			if j := slices.IndexFunc(mine, func(k string) bool { return slices.Contains(theirs, k) }); j >= 0 {
				out = append(out, clash{mine[j], a.id, b.id, a.at[at]})
			}
		}
	}
	return out
}

// namedKeys is the keys that have names of several letters.
var namedKeys = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

// sameByte is the keys that a terminal sends as another one.
var sameByte = map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+h": "backspace"}

// keyNamed is the press of a key by its name, as a terminal reports it; or what is wrong
// with the name, and what would be right.
func keyNamed(name string) (k tea.KeyPressMsg, problem string) {
	if other, ok := sameByte[name]; ok {
		return k, strconv.Quote(name) + " arrives as " + other + " from most terminals; take another key"
	}
	rest := name
	for _, m := range []struct {
		prefix string
		mod    tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if after, ok := strings.CutPrefix(rest, m.prefix); ok && after != "" {
			rest, k.Mod = after, k.Mod|m.mod
		}
	}
	r, n := utf8.DecodeRuneInString(rest)
	code, known := namedKeys[rest]
	switch {
	case known:
		if k.Code = code; rest == "space" && k.Mod == 0 {
			k.Text = " "
		}
	case n == 0 || n != len(rest) || !unicode.IsPrint(r) || unicode.IsSpace(r):
		return k, strconv.Quote(model.CleanLine(name)) + " is no key; " + mostLike(strings.ToLower(rest), keyList()) +
			"; or one letter or sign, or either behind ctrl+, alt+ or shift+"
	case k.Mod == 0:
		if k.Code, k.Text = unicode.ToLower(r), rest; k.Code != r {
			k.Mod, k.ShiftedCode = tea.ModShift, r
		}
	case k.Mod == tea.ModShift:
		return k, strconv.Quote(name) + " is no key; write what it types, as " + strings.ToUpper(rest)
	case unicode.ToLower(r) != r:
		return k, strconv.Quote(name) + " is no key; write " + strings.TrimSuffix(name, rest) + strings.ToLower(rest)
	default:
		k.Code = r
	}
	return k, ""
}

// keyList is the names of keys, in order.
func keyList() []string {
	var out []string
	for name := range namedKeys {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// pressOf is the press of the first key of a binding.
func pressOf(b key.Binding) tea.KeyPressMsg {
	k, _ := keyNamed(b.Keys()[0])
	return k
}

// mostLike says which names are most like one that there is not.
func mostLike(name string, all []string) string {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b string) int { return apartBy(name, a) - apartBy(name, b) })
	var near []string
	for _, s := range sorted[:3] {
		if apartBy(name, s) <= apartBy(name, sorted[0])+1 {
			near = append(near, s)
		}
	}
	if len(near) == 1 {
		return "the nearest is " + near[0]
	}
	return "the nearest are " + strings.Join(near, ", ")
}

// apartBy is how many letters have to be put in, taken out or changed to make one word of
// another. What one of them begins with costs nothing.
func apartBy(a, b string) int {
	if a != "" && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b)) {
		return 0
	}
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		before := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := before
			if r != s {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, before+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// KeysFile is the table of keys as a file: those bound anew, and all others as they are.
// path is where the program looks for it.
func KeysFile(anew Keys, path string) string {
	var b strings.Builder
	b.WriteString("# The keys of twopaths. To change some, keep their lines in\n#   " + model.CleanLine(path) + "\n" +
		"# What is not named there stays as it is. An action has one key, or several: undo: ctrl+u,\n" +
		"# or undo: [ctrl+u, z]; the first is the one that is shown. Behind each stands where it works.\n")
	for _, g := range (&keyMap{}).groups() {
		b.WriteString("\n# " + g.title + "\n")
		for _, a := range g.actions {
			if a.fixed != "" {
				continue
			}
			keys := a.keys
			if other, ok := anew[a.id]; ok {
				keys = other
			}
			var quoted []string
			for _, k := range keys {
				quoted = append(quoted, yamlKey(k))
			}
			line := a.id + ": [" + strings.Join(quoted, ", ") + "]"
			b.WriteString(line + strings.Repeat(" ", max(1, 34-utf8.RuneCountInString(line))) + "# " + a.what + whereWords(a.at) + "\n")
		}
	}
	return b.String()
}

// yamlKey is a key's name as YAML reads it back: signs stand in quotes.
func yamlKey(name string) string {
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' {
			return strconv.Quote(name)
		}
	}
	if _, err := strconv.ParseFloat(name, 64); err == nil || strings.HasPrefix(name, "+") {
		return strconv.Quote(name)
	}
	return name
}

// whereWords says where an action works, unless that is on most screens.
func whereWords(at []moment) string {
	switch {
	case slices.Equal(at, inText):
		return ": where letters are text"
	case len(at) > 6:
		return ""
	}
	var words []string
	for _, m := range at {
		words = append(words, momentWords[m])
	}
	return ": " + strings.Join(words, ", ")
}

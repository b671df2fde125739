package model

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// Limits on what is read from outside. They keep a hostile or broken file from
// costing more than a moment and a few megabytes.
const (
	MaxFileBytes = 5 << 20 // an assessment, a report, one content file
	maxDepth     = 64      // nesting of a YAML file
)

// Fault is one thing wrong with a file, precise enough to be mended.
type Fault struct {
	File    string // as the user named it
	Line    int    // 1 is the first; 0 where no line applies
	Field   string // dotted path, for example answers.customer-demand.option
	Problem string // what is wrong, and what is allowed
}

// Error writes file, line, field and problem.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	b.WriteString(": ")
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	b.WriteString(f.Problem)
	return b.String()
}

// Faults is everything wrong with what was read, in the order of files and lines.
type Faults []Fault

// Error writes one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// maxFaults is how many faults of one file are told. Nobody mends more at once, and a file
// that is nothing but faults shall cost no more than another.
const maxFaults = 100

// most is the first faults, and that there are more.
func (fs Faults) most(file string) Faults {
	if len(fs) <= maxFaults {
		return fs
	}
	return append(fs[:maxFaults:maxFaults], Fault{File: file, Problem: "there are more faults; mend these first"})
}

// AsError is nil for no faults, so that a nil error stays nil.
func (fs Faults) AsError() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// TooLarge says that a file has more bytes than are read.
func TooLarge(file string, size int64) Fault {
	return Fault{File: file, Problem: fmt.Sprintf("the file has %d bytes; at most %d are read", size, MaxFileBytes)}
}

// Document is a YAML file that was read, and where in it everything stood.
type Document struct {
	file   string
	offset int // lines before the YAML in the file, for front matter
	root   *yaml.Node
	under  string // the path of root, where it is a part of the file
	clean  bool   // no text of it can be unclean, by the characters of the file
}

// ReadYAML reads one YAML document strictly into out: a key that out does not
// have, a key given twice, an anchor, a value of the wrong kind, deep nesting and
// a huge file are all faults. Everything that can be found in one pass is reported.
func ReadYAML(file string, data []byte, out any) (Document, Faults) {
	return readYAML(file, 0, data, out)
}

func readYAML(file string, offset int, data []byte, out any) (Document, Faults) {
	doc := Document{file: file, offset: offset}
	if len(data) > MaxFileBytes {
		return doc, Faults{TooLarge(file, int64(len(data)))}
	}
	text, clean := lookOver(data)
	if faults := doc.unreadable(data, text); len(faults) > 0 {
		return doc, faults
	}
	doc.clean = clean
	var root, second yaml.Node
	loader, err := yaml.NewLoader(bytes.NewReader(data),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth), loaderlimits.AliasValue(0))))
	if err == nil {
		err = loader.Load(&root)
	}
	switch {
	case errors.Is(err, io.EOF):
		return doc, Faults{{File: file, Problem: emptyFile}}
	case err != nil:
		return doc, doc.fromYAML(err)
	}
	switch err := loader.Load(&second); {
	case err == nil:
		return doc, Faults{doc.fault(second.Line, "", "a second document begins here; a file holds one")}
	case !errors.Is(err, io.EOF):
		return doc, doc.fromYAML(err)
	}
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		doc.root = root.Content[0]
	}
	if doc.root == nil || doc.root.Kind != yaml.MappingNode {
		return doc, Faults{doc.fault(1, "", "a list of keys and values is expected here")}
	}
	if faults := doc.anchorsAndTwins(doc.root); len(faults) > 0 {
		return doc, faults.most(file)
	}
	if err := doc.root.Load(out, yaml.WithKnownFields()); err != nil {
		return doc, doc.fromYAML(err)
	}
	return doc, nil
}

// emptyFile is the problem of a file without anything in it.
const emptyFile = "the file is empty"

// maxParts is how many lines and commas a file may have: of each the library makes a node
// that takes forty times its bytes.
const maxParts = 200_000

// unreadable finds the first line that is no text: the library says only that
// there is one. It finds a file of too many parts first.
func (d Document) unreadable(data []byte, text bool) Faults {
	if n := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte(",")); n > maxParts {
		return Faults{{File: d.file, Problem: fmt.Sprintf("the file has %d lines and commas; at most %d are read", n, maxParts)}}
	}
	if text {
		return nil // as nearly every file; the lines need not be taken apart
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return Faults{d.fault(i+1, "", "the line is not valid UTF-8; save the file as UTF-8")}
		}
		if bytes.ContainsFunc(line, noText) {
			return Faults{d.fault(i+1, "", "control characters are not allowed; remove them")}
		}
	}
	return nil
}

// lookOver goes through a file once: whether all of it is text, and whether that text is so
// simple that nothing in it can be unclean: no character that Clean takes out, marks or counts,
// no escape (\), entity (&) or tag (!) that could stand for one.
func lookOver(data []byte) (text, clean bool) {
	if !utf8.Valid(data) {
		return false, false
	}
	clean = true
	for i := 0; i < len(data); {
		c := data[i]
		if simple[c] {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if noText(r) {
			return false, false
		}
		if c < utf8.RuneSelf || unicode.Is(unicode.M, r) || Clean(string(r)) != string(r) {
			clean = false
		}
		i += size
	}
	return true, clean
}

// simple is what nearly all of a file is.
var simple = func() (set [256]bool) {
	set['\n'] = true
	for c := ' '; c <= '~'; c++ {
		set[c] = !strings.ContainsRune(`\&!`, c)
	}
	return set
}()

// noText reports whether YAML forbids a character.
func noText(r rune) bool {
	return (r < 0x20 && r != '\t' && r != '\r') || (r >= 0x7f && r <= 0x9f && r != 0x85) || r == 0xfffe || r == 0xffff
}

// Line is the line of the node at path: keys as strings, list positions as ints.
// Where the path leads nowhere, it is the line of the last node that exists.
func (d Document) Line(path ...any) int {
	node, line := d.root, 1
	if node != nil {
		line = node.Line
	}
	for _, p := range path {
		var next *yaml.Node
		switch p := p.(type) {
		case string:
			if node == nil || node.Kind != yaml.MappingNode {
				return line + d.offset
			}
			for i := 0; i+1 < len(node.Content); i += 2 {
				if node.Content[i].Value == p {
					line, next = node.Content[i].Line, node.Content[i+1]
				}
			}
		case int:
			if node == nil || node.Kind != yaml.SequenceNode || p >= len(node.Content) {
				return line + d.offset
			}
			next = node.Content[p]
			line = next.Line
		}
		if next == nil {
			return line + d.offset
		}
		node = next
	}
	return line + d.offset
}

// within is the part of a document that stands under a key, to be checked as if it
// stood alone: its faults name the whole path.
func (d Document) within(key string) Document {
	d.under = join(d.under, key)
	for i := 0; d.root != nil && i+1 < len(d.root.Content); i += 2 {
		if d.root.Content[i].Value == key {
			d.root = d.root.Content[i+1]
			break
		}
	}
	return d
}

// empty reports whether a key stands at path without a value.
func (d Document) empty(path ...string) bool {
	node := d.root
	for _, key := range path {
		var next *yaml.Node
		if node != nil && node.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(node.Content); i += 2 {
				if node.Content[i].Value == key {
					next = node.Content[i+1]
				}
			}
		}
		node = next
	}
	return node != nil && node.Kind == yaml.ScalarNode && node.Tag == "!!null"
}

// Fault describes a problem with what stands at path.
func (d Document) Fault(problem string, path ...any) Fault {
	names := make([]string, 0, len(path))
	for _, p := range path {
		switch p := p.(type) {
		case string:
			names = append(names, p)
		case int:
			names = append(names, strconv.Itoa(p+1))
		}
	}
	return Fault{File: d.file, Line: d.Line(path...), Field: Clean(join(d.under, strings.Join(names, "."))), Problem: problem}
}

func (d Document) fault(line int, field, problem string) Fault {
	return Fault{File: d.file, Line: line + d.offset, Field: Clean(field), Problem: problem}
}

// maxEntries is how many keys a group may have, and items a list. The library compares
// each key of a group with each other.
const maxEntries = 5000

// anchorsAndTwins finds anchors, aliases and keys given twice, and groups without end. An
// assessment needs none of them, and each hides a way to read one thing and mean another.
func (d Document) anchorsAndTwins(node *yaml.Node) Faults {
	if n := len(node.Content); n > 2*maxEntries || (n > maxEntries && node.Kind == yaml.SequenceNode) {
		return Faults{d.fault(node.Line, "", fmt.Sprintf("more than %d entries stand here; that is no assessment and no content", maxEntries))}
	}
	var faults Faults
	if node.Anchor != "" || node.Kind == yaml.AliasNode {
		return Faults{d.fault(node.Line, "", "anchors and aliases are not allowed; write the value out")}
	}
	var before func(int) *yaml.Node
	if node.Kind == yaml.MappingNode {
		before = twinOf(node)
	}
	for i, child := range node.Content {
		step := ""
		switch {
		case node.Kind == yaml.MappingNode && i%2 == 0:
			if twin := before(i); twin != nil {
				faults = append(faults, d.fault(child.Line, child.Value,
					fmt.Sprintf("this key stands already in line %d; keep one of the two", twin.Line+d.offset)))
			}
		case node.Kind == yaml.MappingNode:
			step = node.Content[i-1].Value
		case node.Kind == yaml.SequenceNode:
			step = strconv.Itoa(i + 1)
		}
		// A scalar is looked at here: most nodes are one, and few have an anchor.
		if child.Kind == yaml.ScalarNode && child.Anchor == "" {
			continue
		}
		for _, f := range d.anchorsAndTwins(child) {
			if f.Field == "" {
				f.Field = Clean(step)
			} else {
				f.Field = join(Clean(step), f.Field)
			}
			faults = append(faults, f)
		}
	}
	return faults
}

// fewKeys is up to how many keys are compared with each other; of more a table is made.
const fewKeys = 16

// twinOf finds for each key of a group, in their order, the last one before it that is the same.
func twinOf(group *yaml.Node) func(i int) *yaml.Node {
	nodes := group.Content
	if len(nodes) <= 2*fewKeys {
		return func(i int) *yaml.Node {
			for j := i - 2; j >= 0; j -= 2 {
				if nodes[j].Value == nodes[i].Value {
					return nodes[j]
				}
			}
			return nil
		}
	}
	seen := make(map[string]*yaml.Node, len(nodes)/2)
	return func(i int) *yaml.Node {
		twin := seen[nodes[i].Value]
		seen[nodes[i].Value] = nodes[i]
		return twin
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// fromYAML turns the library's errors into faults in words of our own.
func (d Document) fromYAML(err error) Faults {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &many):
		var faults Faults
		for _, e := range many.Errors[:min(len(many.Errors), maxFaults+1)] { // of each the place is looked for
			faults = append(faults, d.fromLoadError(e))
		}
		return faults.most(d.file)
	case errors.As(err, &one):
		return Faults{d.fromLoadError(one)}
	default:
		return Faults{{File: d.file, Problem: Clean(err.Error())}}
	}
}

func (d Document) fromLoadError(e *yaml.LoadError) Fault {
	field := d.fieldAt(d.root, "", e.Mark.Line, e.Mark.Column, true)
	message := e.Message
	if unknown, found := strings.CutPrefix(message, "field "); found {
		if key, _, found := strings.Cut(unknown, " not found in type "); found {
			// A group begins where its first key does, and it is the key that is meant.
			field = d.fieldAt(d.root, "", e.Mark.Line, e.Mark.Column, false)
			if field != key && !strings.HasSuffix(field, "."+key) {
				field = join(field, key)
			}
			return d.fault(e.Mark.Line, field, fmt.Sprintf("the key %q is not known here; mend or remove it", Clean(key)))
		}
	}
	if i := strings.Index(message, " into "); i > 0 && strings.HasPrefix(message, "cannot construct ") {
		got := strings.TrimPrefix(message[:i], "cannot construct ")
		return d.fault(e.Mark.Line, field, fmt.Sprintf("%s is not %s",
			describeYAML(got), describeGo(message[i+len(" into "):])))
	}
	return d.fault(e.Mark.Line, field, Clean(message))
}

// fieldAt is the dotted path of the node that begins at line and column; without groups
// that is a key or a value.
func (d Document) fieldAt(node *yaml.Node, path string, line, column int, groups bool) string {
	if node == nil {
		return ""
	}
	if node.Line == line && node.Column == column && path != "" && (groups || node.Kind != yaml.MappingNode) {
		return path
	}
	for i, child := range node.Content {
		at := path
		switch {
		case node.Kind == yaml.MappingNode && i%2 == 1:
			at = join(path, node.Content[i-1].Value)
		case node.Kind == yaml.MappingNode:
			at = join(path, child.Value)
		case node.Kind == yaml.SequenceNode:
			at = join(path, strconv.Itoa(i+1))
		}
		if found := d.fieldAt(child, at, line, column, groups); found != "" {
			return found
		}
	}
	return ""
}

// describeYAML words what was found, from the library's "!!str `x`".
func describeYAML(got string) string {
	kind, value, _ := strings.Cut(got, " ")
	words := map[string]string{"!!seq": "a list", "!!map": "a group of keys", "!!null": "nothing"}
	if w, ok := words[kind]; ok {
		return w
	}
	return Clean(strings.Trim(value, "`"))
}

// describeGo words what was expected, from the name of a Go type.
func describeGo(want string) string {
	switch {
	case strings.HasPrefix(want, "[]"):
		return "a list"
	case strings.HasPrefix(want, "int"):
		return "a whole number"
	case strings.HasPrefix(want, "float"):
		return "a number"
	case want == "bool":
		return "true or false"
	case strings.HasPrefix(want, "map[") || (strings.Contains(want, ".") && !slices.Contains(textTypes, want)):
		return "a group of keys"
	}
	return "a text"
}

// textTypes are this package's types that are written as plain text.
var textTypes = []string{"model.Lean", "model.Gate", "model.Binding", "model.VerdictID", "model.Firmness", "model.GapLevel"}

// IsUnclean reports whether Clean would take something out of a text or mark it, also where
// it is written as HTML writes a character: a renderer of Markdown turns &#27; into one.
func IsUnclean(s string) bool {
	isUnclean := func(s string) bool { return Clean(s) != s }
	if isUnclean(s) || !strings.Contains(s, "&") {
		return isUnclean(s)
	}
	// The page and the terminal are rendered by two libraries that read references differently:
	// one takes &#08238; for octal digits.
	return isUnclean(string(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(s))))) ||
		isUnclean(html.UnescapeString(s))
}

// Unclean finds texts with characters that Clean would take out or mark, and tags, which
// could hide them: content is meant to be edited by others, and nothing in it may steer a
// terminal.
func (d Document) Unclean() Faults {
	if d.root == nil || d.clean || !anyUnclean(d.root) {
		return nil
	}
	return d.unclean(d.root, "")
}

// anyUnclean reports whether some text is unclean, without saying where: nearly none is.
func anyUnclean(node *yaml.Node) bool {
	return node.Style&yaml.TaggedStyle != 0 || node.Kind == yaml.ScalarNode && IsUnclean(node.Value) ||
		slices.ContainsFunc(node.Content, anyUnclean)
}

func (d Document) unclean(node *yaml.Node, path string) Faults {
	var faults Faults
	if node.Style&yaml.TaggedStyle != 0 { // a text tagged !!binary becomes what was not looked at
		faults = append(faults, d.fault(node.Line, path, fmt.Sprintf("tags such as %s are not allowed; write the value alone", Clean(node.Tag))))
	}
	if node.Kind == yaml.ScalarNode && IsUnclean(node.Value) {
		faults = append(faults, d.fault(node.Line, path, "the text holds control or invisible characters; remove them"))
	}
	for i, child := range node.Content {
		at := path
		switch {
		case node.Kind == yaml.MappingNode && i%2 == 1:
			at = join(path, node.Content[i-1].Value)
		case node.Kind == yaml.SequenceNode:
			at = join(path, strconv.Itoa(i+1))
		}
		faults = append(faults, d.unclean(child, at)...)
	}
	return faults
}

package model_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"twopaths/model"
)

// The schema of the report for other programs. What it promises is held against every
// report that the tests know, and nothing stands in it that no report has.

// schemaNode is a part of the schema.
type schemaNode = map[string]any

// readSchema is the schema as JSON.
func readSchema(t failer) schemaNode {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(model.Schema()))
	root, ok := v.(schemaNode)
	if err != nil || !ok {
		t.Fatalf("the schema is no JSON object: %v", err)
	}
	return root
}

// compiled is the schema, ready to hold something against it. The library checks it
// against the schema of schemas first.
func compiled(t failer) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.schema.json", readSchema(t)); err != nil {
		t.Fatalf("%v", err)
	}
	s, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return s
}

// keepsSchema holds a report for other programs against the schema.
func keepsSchema(t failer, s *jsonschema.Schema, name string, data []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return v
}

// schemaCases is the worked cases and those with a plan, each as it is and once more with a
// scenario, a break-even and an open scope; and what none of them says.
func schemaCases(t *testing.T) []workedCase {
	t.Helper()
	c := shipped(t)
	var out []workedCase
	for _, x := range append(workedCases(t), plannedCases(t)...) {
		more := x.assessment.Clone()
		more.Scope = model.Scope{}
		more.BreakEven = costly()
		out = append(out, x, workedCase{name: x.name + ", with more", assessment: more.WithWhatIf(otherwise(c, x.assessment))})
	}
	add := func(name string, a model.Assessment) { out = append(out, workedCase{name: name, assessment: a}) }
	add("nothing answered", model.Assessment{})
	add("the sample", c.Sample)
	nothing := model.Assessment{BreakEven: model.BreakEven{DayRate: model.Exactly(900_00)}}
	add("one number", nothing)
	never := model.Assessment{BreakEven: costly()}
	never.BreakEven.DealMargin = model.Exactly(0)
	add("no number of deals", never)
	marked := c.Sample.Clone()
	marked.Differences = map[string]model.Mark{c.Differences[0].ID: {Matters: true}, c.Differences[1].ID: {Note: "x"}}
	add("marks", marked)
	stated := c.Sample.Clone()
	stated.Steps = map[string]model.StepChange{}
	stated.Scope = model.Scope{Stated: "important"}
	stated.WhatIf = nil
	add("a scenario without a verdict", stated.WithWhatIf(model.Assessment{Scope: stated.Scope}))
	return out
}

// otherwise is an assessment in which something of each kind differs.
func otherwise(c *model.Content, a model.Assessment) model.Assessment {
	b := a.Clone()
	b.WhatIf = nil
	b = and(b, "growth=growing-fast", "customer-demand=required").WithWeight(c.Criteria[0].ID, 4)
	b = b.WithMark(c.Differences[0].ID, model.Mark{Matters: true}).WithGap("21.2.a", model.Gap{State: model.GapPartial})
	b.Controls = put(b.Controls, "A.5.1", model.ControlState{State: model.ControlPartial})
	b.Plan.Size, b.Certificate.Covers = "large", model.ReachWhole
	answer := b.Answers["growth"]
	answer.Firmness = model.Guess
	return b.WithAnswer("growth", answer).WithStep("S05", model.StepChange{Excluded: true})
}

// Every report keeps to the schema, and the schema says no more than the reports show: each
// of its keys is somewhere, what need not be there is missing somewhere, and what may be
// null is null somewhere.
func TestReportsKeepTheSchema(t *testing.T) {
	unraced(t)
	c, s := shipped(t), compiled(t)
	seen := &sightings{root: readSchema(t), seen: map[string]bool{}}
	for _, x := range schemaCases(t) {
		seen.look(seen.root, keepsSchema(t, s, x.name, jsonOf(t, newReport(t, c, x.assessment))))
	}
	for i := range 20 {
		a := anyAssessment(c).Example(i)
		keepsSchema(t, s, "drawn at random "+strconv.Itoa(i), jsonOf(t, newReport(t, c, a)))
	}
	promised := map[string]bool{}
	for at, node := range nodesOf("#", seen.root) {
		properties, _ := node["properties"].(schemaNode)
		for key := range properties {
			promised[at+"/"+key+" is there"] = true
			if !slices.Contains(textsOf(node["required"]), key) {
				promised[at+"/"+key+" is missing"] = true
			}
		}
		if mayBeNothing(node) {
			promised[at+" is null"] = true
		}
	}
	for _, p := range slices.Sorted(maps.Keys(promised)) {
		if !seen.seen[p] {
			t.Errorf("in no report: %s", p)
		}
	}
	if len(promised) < 150 {
		t.Errorf("only %d promises were found in the schema", len(promised))
	}
	for name := range seen.root["$defs"].(schemaNode) {
		if !strings.Contains(string(model.Schema()), `"#/$defs/`+name+`"`) {
			t.Errorf("nothing refers to %s", name)
		}
	}
}

// sightings is which promises of the schema some report has kept.
type sightings struct {
	root schemaNode
	seen map[string]bool
}

// look notes what a value shows of the part of the schema that it belongs to.
func (s *sightings) look(node schemaNode, v any) { s.lookAt("#", node, v) }

func (s *sightings) lookAt(at string, node schemaNode, v any) {
	if v == nil {
		s.seen[at+" is null"] = true
	}
	if ref, ok := node["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		s.lookAt("#/$defs/"+name, s.root["$defs"].(schemaNode)[name].(schemaNode), v)
	}
	if others, ok := node["anyOf"].([]any); ok && v != nil {
		for _, o := range others {
			s.lookAt(at+"/anyOf", o.(schemaNode), v)
		}
	}
	switch x := v.(type) {
	case map[string]any:
		properties, _ := node["properties"].(schemaNode)
		for key, p := range properties {
			if child, there := x[key]; there {
				s.seen[at+"/"+key+" is there"] = true
				s.lookAt(at+"/"+key, p.(schemaNode), child)
			} else {
				s.seen[at+"/"+key+" is missing"] = true
			}
		}
	case []any:
		items, _ := node["items"].(schemaNode)
		for _, child := range x {
			s.lookAt(at+"/items", items, child)
		}
	}
}

// mayBeNothing reports whether a part of the schema allows null.
func mayBeNothing(node schemaNode) bool {
	if slices.Contains(textsOf(node["type"]), "null") {
		return true
	}
	others, _ := node["anyOf"].([]any)
	return slices.ContainsFunc(others, func(o any) bool { return o.(schemaNode)["type"] == "null" })
}

// nodesOf is every part of a schema below one, by where it stands.
func nodesOf(at string, node schemaNode) map[string]schemaNode {
	out := map[string]schemaNode{at: node}
	properties, _ := node["properties"].(schemaNode)
	for key, p := range properties {
		maps.Copy(out, nodesOf(at+"/"+key, p.(schemaNode)))
	}
	if items, ok := node["items"].(schemaNode); ok {
		maps.Copy(out, nodesOf(at+"/items", items))
	}
	definitions, _ := node["$defs"].(schemaNode)
	for name, d := range definitions {
		maps.Copy(out, nodesOf(at+"/$defs/"+name, d.(schemaNode)))
	}
	return out
}

// textsOf is the texts of a list, or the one text.
func textsOf(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var out []string
		for _, s := range x {
			if s, ok := s.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// Every object is closed, names what is required, and says of each key what it means.
func TestSchemaIsStrictAndExplained(t *testing.T) {
	root := readSchema(t)
	if root["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
		t.Errorf("the schema is of %v", root["$schema"])
	}
	for at, node := range nodesOf("#", root) {
		properties, isObject := node["properties"].(schemaNode)
		if isObject != slices.Contains(textsOf(node["type"]), "object") {
			t.Errorf("%s: an object without keys, or keys without an object", at)
		}
		if !isObject {
			continue
		}
		if node["additionalProperties"] != false {
			t.Errorf("%s is open to other keys", at)
		}
		if _, ok := node["required"].([]any); !ok {
			t.Errorf("%s does not say what is required", at)
		}
		for _, key := range textsOf(node["required"]) {
			if _, ok := properties[key]; !ok {
				t.Errorf("%s requires %s, which is no key of it", at, key)
			}
		}
		for key, p := range properties {
			words, _ := p.(schemaNode)["description"].(string)
			if !strings.HasSuffix(words, ".") || len(strings.Fields(words)) < 2 {
				t.Errorf("%s/%s is described as %q", at, key, words)
			}
		}
	}
}

// Each list of words in the schema is the list of those that the program or the content
// knows: no more, no fewer.
func TestSchemaKnowsEveryWord(t *testing.T) {
	c := shipped(t)
	consts := constsOf(t)
	var classes, facts, relations []string
	for _, s := range c.Scopes {
		classes = append(classes, s.ID)
	}
	for _, f := range c.ScopeRules.Facts {
		facts = append(facts, f.ID)
	}
	for _, o := range c.Obligations {
		if !slices.Contains(relations, o.Relation) {
			relations = append(relations, o.Relation)
		}
	}
	want := map[string][]string{
		"verdict": consts["VerdictID"], "binding": consts["Binding"], "side": consts["Lean"], "confidence": consts["ConfidenceLevel"],
		"gap_state": consts["GapLevel"], "naming": consts["Naming"], "proposal_source": consts["ProposalSource"],
		"route": consts["RouteID"], "cause_kind": consts["CauseKind"], "change_kind": consts["ChangeKind"], "firmness": consts["Firmness"],
		"scope_class": classes, "fact": facts, "relation": relations, "whose": {model.Yours, model.OurEstimate},
	}
	for name, d := range readSchema(t)["$defs"].(schemaNode) {
		if _, isList := d.(schemaNode)["enum"]; isList && want[name] == nil {
			t.Errorf("nothing is known of the words of %s", name)
		}
	}
	for name, words := range want {
		d, _ := readSchema(t)["$defs"].(schemaNode)[name].(schemaNode)
		got := slices.Sorted(slices.Values(textsOf(d["enum"])))
		if want := slices.Sorted(slices.Values(words)); len(want) < 2 || !slices.Equal(got, want) {
			t.Errorf("%s is %q in the schema, and %q is known", name, got, want)
		}
	}
}

// constsOf is the values of the package's constants of each type of its own, read from its
// source, so that none can be forgotten here.
func constsOf(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	find := func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, isNamed := spec.Type.(*ast.Ident)
		value, isText := spec.Values[0].(*ast.BasicLit)
		if isNamed && isText && value.Kind == token.STRING {
			if s, err := strconv.Unquote(value.Value); err == nil && s != "" {
				out[kind.Name] = append(out[kind.Name], s)
			}
		}
		return true
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, find)
	}
	return out
}

// The schema refuses what it should: a key too many, one too few, a word that nobody knows.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	data := jsonOf(t, newReport(t, shipped(t), model.Assessment{}))
	for name, spoil := range map[string]func(schemaNode){
		"a key too many":        func(r schemaNode) { r["score"] = 1 },
		"a key too few":         func(r schemaNode) { delete(r, "balance") },
		"an unknown word":       func(r schemaNode) { r["verdict"] = "maybe" },
		"null":                  func(r schemaNode) { r["turns"] = nil },
		"a balance as text":     func(r schemaNode) { r["balance"] = "0" },
		"a key too many, below": func(r schemaNode) { r["scope"].(schemaNode)["x"] = true },
	} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		spoil(v.(schemaNode))
		if s.Validate(v) == nil {
			t.Errorf("%s: the schema allows it", name)
		}
	}
	if !json.Valid(model.Schema()) {
		t.Error("the schema is no JSON")
	}
}

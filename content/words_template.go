package content

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"text/template/parse"

	"twopaths/model"
)

// mostNested is how deep branches of the template are told apart.
const mostNested = 10

// templateTexts is the literal text of the report's template. What is filled in is a gap. Of
// branches first one side is read and then the other; those at one depth go the same way, so
// that each piece is read and the ways stay few.
func templateTexts(text string) []passage {
	trees := map[string]*parse.Tree{}
	tree := parse.New(reportFile)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		panic(err) // the gate has parsed it
	}
	var starts []int
	for i := range text {
		if i == 0 || text[i-1] == '\n' {
			starts = append(starts, i)
		}
	}
	lineAt := func(pos int) int { return sort.SearchInts(starts, pos+1) }
	var out []passage
	seen := map[draftLine]bool{}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		root := trees[name].Root
		for way := range 1 << min(nesting(root), mostNested) {
			d := &draft{way: way, lineAt: lineAt}
			d.node(root, 0)
			d.flush()
			for _, l := range proseOf(d.lines) {
				if !seen[l] {
					seen[l] = true
					out = append(out, passage{text: l.text, fault: model.Fault{File: reportFile, Line: l.line}})
				}
			}
		}
	}
	return out
}

// nesting is how many branches stand within each other.
func nesting(n parse.Node) int {
	deepest := 0
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return 0
		}
		for _, x := range n.Nodes {
			deepest = max(deepest, nesting(x))
		}
	case *parse.IfNode, *parse.WithNode, *parse.RangeNode:
		b := branchOf(n)
		deepest = 1 + max(nesting(b.List), nesting(b.ElseList))
	}
	return deepest
}

func branchOf(n parse.Node) *parse.BranchNode {
	switch n := n.(type) {
	case *parse.IfNode:
		return &n.BranchNode
	case *parse.WithNode:
		return &n.BranchNode
	case *parse.RangeNode:
		return &n.BranchNode
	}
	return nil
}

// draft is the template as one way through its branches reads.
type draft struct {
	way    int // a bit for each depth of branches: 1 is the other side
	lineAt func(pos int) int
	lines  []draftLine
	now    draftLine
}

// draftLine is a line of it, and where that begins in the template.
type draftLine struct {
	text string
	line int
}

func (d *draft) node(n parse.Node, depth int) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, x := range n.Nodes {
			d.node(x, depth)
		}
	case *parse.TextNode:
		d.write(string(n.Text), int(n.Pos))
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			d.write("{}", int(n.Pos))
		}
	case *parse.TemplateNode:
		d.write("{}", int(n.Pos))
	case *parse.IfNode, *parse.WithNode, *parse.RangeNode:
		b := branchOf(n)
		if d.way>>depth&1 == 0 {
			d.node(b.List, depth+1)
		} else {
			d.node(b.ElseList, depth+1)
		}
	}
}

func (d *draft) write(s string, pos int) {
	for i, piece := range strings.SplitAfter(s, "\n") {
		if i > 0 {
			d.flush()
		}
		if strings.TrimSpace(d.now.text) == "" {
			d.now.line = d.lineAt(pos)
		}
		d.now.text += strings.TrimSuffix(piece, "\n")
		pos += len(piece)
	}
}

func (d *draft) flush() {
	if strings.TrimSpace(d.now.text) != "" {
		d.lines = append(d.lines, d.now)
	}
	d.now = draftLine{}
}

// proseOf is lines of Markdown without their signs. Of a table each cell is a line; what is
// drawn is none.
func proseOf(lines []draftLine) []draftLine {
	var out []draftLine
	drawn := false
	for _, l := range lines {
		text := strings.TrimSpace(l.text)
		switch {
		case strings.HasPrefix(text, "```"):
			drawn = !drawn
		case !drawn:
			text = strings.TrimLeft(strings.ReplaceAll(text, "*", ""), "#-> ")
			for cell := range strings.SplitSeq(text, "|") {
				out = append(out, draftLine{strings.TrimSpace(cell), l.line})
			}
		}
	}
	return out
}

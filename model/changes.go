package model

import (
	"slices"
	"strconv"
	"strings"
)

// ContentChange is something that a version of the content brought, with what of an
// assessment it touches.
type ContentChange struct {
	Version     string   `yaml:"version"`
	Date        Date     `yaml:"date"`
	Text        string   `yaml:"text"`
	Questions   []string `yaml:"questions"`
	Criteria    []string `yaml:"criteria"`
	Steps       []string `yaml:"steps"`
	Scopes      []string `yaml:"scopes"` // scope classes
	Differences []string `yaml:"differences"`
	Obligations []string `yaml:"obligations"` // obligations, and parts of them
}

// ChangesSince lists what the content has brought since a version, the newest first. It is
// not known where the content does not name that version.
func (c *Content) ChangesSince(version string) (changes []ContentChange, known bool) {
	if version == c.Version {
		return nil, true
	}
	i := slices.IndexFunc(c.Changes, func(x ContentChange) bool { return x.Version == version })
	if i < 0 {
		return nil, false
	}
	return slices.Clone(c.Changes[:i]), true
}

// ChangeNotices says what has changed in the content since an assessment was last saved,
// and which of it touches what is recorded there. Unlike Notices these are of what the
// assessment holds no longer than until it is saved again.
func (c *Content) ChangeNotices(a Assessment) []Notice {
	if a.Content == "" || a.Content == c.Version {
		return nil
	}
	var out []Notice
	say := func(id string, n int, gaps ...Insert) {
		gaps = append(gaps, Insert{"version", a.Content}, Insert{"current", c.Version})
		out = append(out, Notice{[]any{"content"}, c.Say(Phrase{ID: id, N: n, Inserts: gaps})})
	}
	changes, known := c.ChangesSince(a.Content)
	switch {
	case !known && newerVersion(a.Content, c.Version):
		say("changes-newer", 0)
	case !known:
		say("changes-unknown", 0)
	}
	if !known {
		return out
	}
	if what := c.carried(a); what != "" {
		say("changes-carried", 0, Insert{"what", what})
	}
	touched := c.recorded(a)
	hit := 0
	for _, x := range changes {
		text := Insert{"text", strings.TrimSpace(x.Text)}
		if words := touched.by(x); len(words) > 0 {
			hit++
			say("changes-touch", 0, text, Insert{"touched", strings.Join(words, "; ")})
		} else {
			say("changes-besides", 0, text)
		}
	}
	if hit == 0 {
		say("changes-none", len(changes))
	}
	return out
}

// ChangeSummary is the same in one line, or nothing where nothing is to be said.
func (c *Content) ChangeSummary(a Assessment) string {
	notices := c.ChangeNotices(a)
	changes, known := c.ChangesSince(a.Content)
	switch {
	case len(notices) == 0:
		return ""
	case !known:
		return notices[0].Text
	}
	touched, hit := c.recorded(a), 0
	for _, x := range changes {
		hit += b2i(len(touched.by(x)) > 0)
	}
	id := "changes-summary"
	if hit == 0 {
		id = "changes-summary-none"
	}
	return c.Say(Phrase{ID: id, N: hit, Inserts: []Insert{{"version", a.Content}, {"current", c.Version}}})
}

// newerVersion reports whether a version stands above another. Versions are numbers
// divided by dots; others cannot be compared.
func newerVersion(version, than string) bool {
	a, okA := versionNumbers(version)
	b, okB := versionNumbers(than)
	return okA && okB && slices.Compare(a, b) > 0
}

func versionNumbers(version string) ([]int, bool) {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

// recorded is what an assessment has said, in words by id.
type recorded struct {
	questions, criteria, steps, scopes, differences, obligations map[string]string
}

// recorded finds what an assessment has said: the answers and the criteria that they feed
// or whose weight was changed, the steps of its plan, the class of its scope, its marks, its gap check.
func (c *Content) recorded(a Assessment) recorded {
	r := recorded{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	criterion := func(id string) {
		if k, ok := c.Criterion(id); ok {
			r.criteria[id] = k.Label
		}
	}
	for _, q := range c.Questions {
		answer := a.Answers[q.ID]
		if answer.Option == "" {
			continue
		}
		r.questions[q.ID] = q.Topic
		if o, ok := q.Option(answer.Option); ok {
			for id := range o.Feeds {
				criterion(id)
			}
		}
	}
	for id := range a.Weights {
		criterion(id)
	}
	for id := range a.Differences {
		if d, ok := c.Difference(id); ok {
			r.differences[id] = d.Aspect
		}
	}
	for id := range a.Gap {
		if o, ok := c.gapObligation(id); ok {
			r.obligations[o.ID], r.obligations[id] = o.Article, o.Article
		}
	}
	if a.Scope.Answered() {
		class := c.ScopeClass(a.Scope)
		r.scopes[class.ID] = class.Label
	}
	if len(a.Answers) > 0 || a.Scope.Answered() {
		_, member := c.membership(Decide(c, a))
		for id := range member {
			if s, ok := c.Step(id); ok {
				r.steps[id] = s.ID + " " + s.Name
			}
		}
	}
	return r
}

// by is what of it a change touches, in words.
func (r recorded) by(x ContentChange) []string {
	var out []string
	for _, list := range []struct {
		ids   []string
		words map[string]string
	}{{x.Scopes, r.scopes}, {x.Questions, r.questions}, {x.Criteria, r.criteria}, {x.Differences, r.differences}, {x.Obligations, r.obligations}, {x.Steps, r.steps}} {
		for _, id := range list.ids {
			if words, ok := list.words[id]; ok {
				out = append(out, words)
			}
		}
	}
	return out
}

package model_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"twopaths/model"
)

// The oracle is the rules of the project's page "The questions and what each
// answer says", written down a second time: slowly, from that text alone, by
// trying every completion. It knows neither the content nor the ledger.

// questionTable is that page's table: question, group, option, what it feeds.
const questionTable = `
certificate-status profile none
certificate-status profile isms-uncertified effective-isms 1
certificate-status profile in-progress
certificate-status profile certified
customer-demand market contract-requires customers-require 1
customer-demand market often-asked customers-require 0.6
customer-demand market rarely-asked no-customer-expects 0.5
customer-demand market never-asked no-customer-expects 1
tender-effect market excluded-without procurement-rewards 1
tender-effect market scores-points procurement-rewards 0.6
tender-effect market no-effect
tender-effect market no-tenders
competitors market most-certified competitive-advantage 1
competitors market few-certified competitive-advantage 0.7
competitors market no-difference
jurisdictions market beyond-eu multiple-jurisdictions 1
jurisdictions market several-member-states multiple-jurisdictions 0.6 eu-only 0.4
jurisdictions market one-member-state eu-only 1
programme-aim market win-business
programme-aim market both-aims legal-focus 0.3
programme-aim market meet-the-law legal-focus 1
certificate-value market clear
certificate-value market rough value-unclear 0.3
certificate-value market unclear value-unclear 1
guidance maturity need-a-framework wants-guidance 1
guidance maturity some-help wants-guidance 0.5
guidance maturity own-way-works
controls-level maturity below-article-21
controls-level maturity about-article-21 controls-exceed 0.5
controls-level maturity beyond-article-21 controls-exceed 1
validation maturity independent-wanted prefers-validation 1
validation maturity internal-enough avoid-audits 0.3
validation maturity audits-a-burden avoid-audits 1
improvement maturity measured-cycle values-improvement 1
improvement maturity now-and-then values-improvement 0.4
improvement maturity not-a-priority
resources maturity both-sustained has-resources 1
resources maturity one-after-the-other has-resources 0.3 budget-limits 0.4
resources maturity one-at-most budget-limits 1
defence-layers risk single-failure-hurts defence-in-depth 1
defence-layers risk some-depth defence-in-depth 0.4
defence-layers risk enough-depth
blind-spots risk outsiders-found-more external-validation 1
blind-spots risk never-tested external-validation 0.6
blind-spots risk tested-regularly
growth risk growing-fast structured-growth 1
growth risk changing structured-growth 0.5
growth risk stable
accountability risk many-ask due-diligence 1
accountability risk some-ask due-diligence 0.5
accountability risk authority-only
next-euro priorities security-itself security-first 1
next-euro priorities balanced security-first 0.4
next-euro priorities assurance
timing priorities within-a-year
timing priorities after-compliance certify-later 0.6
timing priorities not-planned certify-later 1
`

// towards is the side of each criterion: +1 for ISO 27001, -1 for NIS2 alone.
var towards = map[string]int{
	"customers-require": +1, "procurement-rewards": +1, "competitive-advantage": +1, "multiple-jurisdictions": +1,
	"wants-guidance": +1, "prefers-validation": +1, "values-improvement": +1, "has-resources": +1,
	"defence-in-depth": +1, "external-validation": +1, "structured-growth": +1, "due-diligence": +1,
	"eu-only": -1, "no-customer-expects": -1, "budget-limits": -1, "legal-focus": -1, "effective-isms": -1,
	"controls-exceed": -1, "security-first": -1, "value-unclear": -1, "avoid-audits": -1, "certify-later": -1,
}

type oracleQuestion struct {
	id, group string
	options   []oracleOption
}

type oracleOption struct {
	id    string
	feeds map[string]int // hundredths
}

// oracleQuestions reads the table.
func oracleQuestions() []oracleQuestion {
	var out []oracleQuestion
	for line := range strings.Lines(strings.TrimSpace(questionTable)) {
		f := strings.Fields(line)
		if len(out) == 0 || out[len(out)-1].id != f[0] {
			out = append(out, oracleQuestion{id: f[0], group: f[1]})
		}
		o := oracleOption{f[2], map[string]int{}}
		for i := 3; i < len(f); i += 2 {
			strength, err := strconv.ParseFloat(f[i+1], 64)
			if err != nil {
				panic(err)
			}
			o.feeds[f[i]] = int(strength*100 + 0.5)
		}
		q := &out[len(out)-1]
		q.options = append(q.options, o)
	}
	return out
}

// oracle is some questions, some weights, and one assumption on whether NIS2 binds.
type oracle struct {
	questions []oracleQuestion
	weights   map[string]int // only where changed
	binds     bool
}

// newOracle is an oracle for the questions of a content, with an assessment's weights.
func newOracle(c *model.Content, a model.Assessment, binds bool) oracle {
	o := oracle{weights: a.Weights, binds: binds}
	for _, q := range oracleQuestions() {
		if _, asked := c.Question(q.id); asked {
			o.questions = append(o.questions, q)
		}
	}
	return o
}

// sheet is one answer per question: the position of its option, or open.
type sheet []int

const open = -1

// sheet reads an assessment's answers; whatever is no option is open.
func (o oracle) sheet(a model.Assessment) sheet {
	out := make(sheet, len(o.questions))
	for i, q := range o.questions {
		out[i] = slices.IndexFunc(q.options, func(x oracleOption) bool { return x.id == a.Answers[q.id].Option })
	}
	return out
}

// contribution is what one option adds to the balance (rules 1 and 2).
func (o oracle) contribution(x oracleOption) int {
	sum := 0
	for criterion, strength := range x.feeds {
		weight, changed := o.weights[criterion]
		if !changed {
			weight = 1
		}
		if !o.binds && (criterion == "eu-only" || criterion == "legal-focus") {
			weight = 0
		}
		sum += weight * strength * towards[criterion]
	}
	return sum
}

func (o oracle) balance(s sheet) int {
	sum := 0
	for i, q := range o.questions {
		if s[i] != open {
			sum += o.contribution(q.options[s[i]])
		}
	}
	return sum
}

// is reports whether a question is answered by one of the options.
func (o oracle) is(s sheet, question string, options ...string) bool {
	for i, q := range o.questions {
		if q.id == question && s[i] != open {
			return slices.Contains(options, q.options[s[i]].id)
		}
	}
	return false
}

// stands is the verdict of the balance as it stands: rules 3 and 4.
func (o oracle) stands(s sheet) model.VerdictID {
	var v model.VerdictID
	balance := o.balance(s)
	switch {
	case o.binds && balance >= 300:
		v = "both"
	case o.binds && balance <= -100:
		v = "nis2-alone"
	case o.binds:
		v = "nis2-then-iso"
	case balance > 0:
		v = "iso-alone"
	default:
		v = "neither"
	}

	holder := o.is(s, "certificate-status", "certified")
	if v == "both" && !holder && (o.is(s, "resources", "one-after-the-other", "one-at-most") ||
		o.is(s, "timing", "after-compliance", "not-planned")) {
		v = "nis2-then-iso"
	}
	if o.is(s, "customer-demand", "contract-requires") {
		switch v {
		case "nis2-alone":
			v = "nis2-then-iso"
		case "neither":
			v = "iso-alone"
		}
	}
	if holder && o.binds {
		v = "both"
	} else if holder {
		v = "iso-alone"
	}
	return v
}

// completions calls f with every way to answer the open questions.
func (o oracle) completions(s sheet, f func(sheet)) {
	i := slices.Index(s, open)
	if i < 0 {
		f(s)
		return
	}
	full := slices.Clone(s)
	for x := range o.questions[i].options {
		full[i] = x
		o.completions(full, f)
	}
}

// possible is V: the verdicts over all completions.
func (o oracle) possible(s sheet) map[model.VerdictID]bool {
	v := map[model.VerdictID]bool{}
	o.completions(s, func(full sheet) { v[o.stands(full)] = true })
	return v
}

// verdict is rule 5.
func (o oracle) verdict(s sheet) (verdict, leaning model.VerdictID) {
	v, stands := o.possible(s), o.stands(s)
	switch {
	case len(v) == 1:
		for only := range v {
			return only, ""
		}
	case v["both"] && v["nis2-alone"], v["iso-alone"] && v["neither"]:
		return "undetermined", stands
	case v[stands]:
		return stands, ""
	}
	return "nis2-then-iso", ""
}

// decides reports whether some answer to question i changes the verdict of some
// completion.
func (o oracle) decides(s sheet, i int) bool {
	differs := false
	o.completions(o.without(s, i), func(full sheet) {
		v := map[model.VerdictID]bool{}
		for x := range o.questions[i].options {
			other := slices.Clone(full)
			other[i] = x
			v[o.stands(other)] = true
		}
		differs = differs || len(v) > 1
	})
	return differs
}

// without is the sheet with question i put out of the way, so that completions
// leave it alone: its first option stands in for it.
func (o oracle) without(s sheet, i int) sheet {
	s = slices.Clone(s)
	s[i] = 0
	return s
}

// The shipped content asks what the page says: the same questions in the same
// groups and order, the same options, strengths, sides and gates.
func TestContentFollowsTheTableOfQuestions(t *testing.T) {
	c := shipped(t)
	want := oracleQuestions()
	if len(want) != 18 || len(c.Questions) != 18 {
		t.Fatalf("18 questions are wanted; the table has %d, the content %d", len(want), len(c.Questions))
	}
	gates := map[string][]model.Gate{
		"certified":             {model.HoldsCertificate},
		"contract-requires":     {model.CertificateRequired},
		"one-after-the-other":   {model.Caps},
		"one-at-most":           {model.Caps, model.CannotSustain},
		"after-compliance":      {model.Caps},
		"not-planned":           {model.Caps},
		"several-member-states": nil,
	}
	for i, w := range want {
		q := c.Questions[i]
		if q.ID != w.id || q.Group != w.group || len(q.Options) != len(w.options) {
			t.Errorf("question %d: got %s in group %s with %d options, want %s in %s with %d",
				i+1, q.ID, q.Group, len(q.Options), w.id, w.group, len(w.options))
			continue
		}
		for j, x := range w.options {
			o := q.Options[j]
			if o.ID != x.id || !slices.Equal(o.Gates, gates[x.id]) || len(o.Feeds) != len(x.feeds) {
				t.Errorf("%s, option %d: got %s with gates %v feeding %v, want %s with gates %v feeding %v",
					q.ID, j+1, o.ID, o.Gates, o.Feeds, x.id, gates[x.id], x.feeds)
			}
			for criterion, strength := range x.feeds {
				if int(o.Feeds[criterion]) != strength {
					t.Errorf("%s=%s feeds %s with %s, want %d hundredths", q.ID, o.ID, criterion, o.Feeds[criterion], strength)
				}
			}
		}
	}
	if len(c.Criteria) != len(towards) {
		t.Errorf("the content has %d criteria, want %d", len(c.Criteria), len(towards))
	}
	for _, k := range c.Criteria {
		if iso := k.Side == model.ForISO; iso != (towards[k.ID] > 0) || towards[k.ID] == 0 {
			t.Errorf("criterion %s speaks for %s", k.ID, k.Side)
		}
		if limited := k.ID == "eu-only" || k.ID == "legal-focus"; k.BindingOnly != limited {
			t.Errorf("criterion %s: binding_only is %v", k.ID, k.BindingOnly)
		}
	}
}

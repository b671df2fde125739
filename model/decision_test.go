package model_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// The case against names, in every report with an answer, what the verdict rests on
// without being a fact, and whom to ask; or that all are facts.
func TestSoftAnswers(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		text := sectionOf(markdown(t, c, x.assessment), "What speaks against it")
		soft := strings.Contains(text, "rests on what is not certain. Ask before you")
		if facts := strings.Contains(text, "Every answer that counts here is marked as a fact."); soft == facts {
			t.Errorf("%s: soft %v, facts %v\n%s", x.name, soft, facts, text)
		}
		if !strings.Contains(text, "Ask: ") && !strings.Contains(text, "ask: ") {
			t.Errorf("%s: nobody is named to ask\n%s", x.name, text)
		}
	}
	all := workedCaseNamed(t, "nis2-then-iso-pharma-middle")
	for id, answer := range all.Answers {
		answer.Firmness = model.Fact
		all = all.WithAnswer(id, answer)
	}
	all.Scope = listed("health", "pharmaceutical-manufacturer", people(120), moneyFigures(20, 20)).Scope
	text := sectionOf(markdown(t, c, all), "What speaks against it")
	if !strings.Contains(text, "Every answer that counts here is marked as a fact. The strongest is **") {
		t.Errorf("all are facts:\n%s", text)
	}
	all.Scope.Facts.Group = nil
	if text := markdown(t, c, all); !strings.Contains(text, "That no group counts is presumed") {
		t.Error("a group that was not asked about is taken for none, and nobody is told")
	}
}

// Each guess or estimate that is named is one; those that alone can turn the verdict all
// are, and stand before the others; no fact is among them.
func TestSoftAnswersOfAnyAssessment(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, scopes: []string{"important", "not"}, maxOpen: 3, written: true}.draw(t)
		r := newReport(t, c, a)
		named := r.Soft()
		topics := r.SoftTopics()
		if len(topics) != len(named)+len(r.Softer()) {
			t.Fatalf("%d of %d are named", len(named)+len(r.Softer()), len(topics))
		}
		now := model.Decide(c, a)
		for _, q := range c.Questions {
			i := slices.IndexFunc(named, func(s model.SoftWords) bool { return s.Topic == q.Topic })
			answer := a.Answers[q.ID]
			if unanswered(q, a) || answer.Firmness == model.Fact {
				if i >= 0 {
					t.Fatalf("%s is open or a fact", q.ID)
				}
				continue
			}
			turns := false
			for _, o := range q.Options {
				v := model.Decide(c, and(a, q.ID+"="+o.ID))
				turns = turns || slices.ContainsFunc(v.Possible, func(p model.VerdictID) bool { return !slices.Contains(now.Possible, p) })
			}
			if turns && (i < 0 || !named[i].Alone) {
				t.Fatalf("%s alone could turn the verdict, and that is not said", q.ID)
			}
			if i >= 0 && (named[i].Ask != q.Ask || named[i].Alone != turns) {
				t.Fatalf("%s: %+v, alone: %v", q.ID, named[i], turns)
			}
		}
		for i := 1; i < len(named); i++ {
			if named[i].Alone && !named[i-1].Alone {
				t.Fatalf("what could turn the verdict alone does not stand first: %+v", named)
			}
		}
	})
}

// The page to sign has the verdict, what it rests on, what is open and uncertain, and a
// line for each who took part or two without a name; it stands before the appendix.
func TestDecisionPage(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		report := markdown(t, c, x.assessment)
		page := sectionOf(report, "Decision page for signing")
		if before, after := strings.Index(report, "## Roadmap"), strings.Index(report, "## Appendix"); strings.Index(report, "## Decision page") < before ||
			strings.Index(report, "## Decision page") > after {
			t.Errorf("%s: the page does not stand before the appendix", x.name)
		}
		o := model.Decide(c, x.assessment)
		want := []string{"**" + c.VerdictWords(o).Title + "**", x.assessment.Date.Long(), model.ReviewDay(x.assessment).Long()}
		for _, p := range x.assessment.Participants {
			want = append(want, "Name: "+p)
		}
		for _, p := range o.Open {
			q, _ := c.Question(p.Question)
			want = append(want, q.Topic)
		}
		for _, s := range want {
			if !strings.Contains(page, s) {
				t.Errorf("%s: the page lacks %q\n%s", x.name, s, page)
			}
		}
		lines := max(2, len(x.assessment.Participants))
		if len(x.assessment.Participants) == 1 {
			lines = 1
		}
		if n := strings.Count(page, "Signature: ____"); n != lines {
			t.Errorf("%s: %d lines to sign, want %d", x.name, n, lines)
		}
		for line := range strings.Lines(page) {
			if strings.HasPrefix(line, "Date:") && len(line) > 80 {
				t.Errorf("a line to sign has %d characters", len(line))
			}
		}
	}
}

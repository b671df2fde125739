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
		soft := strings.Contains(text, " Ask before you ")
		if facts := strings.Contains(text, "Every answer that the verdict rests on is marked as a fact;"); soft == facts {
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
	if !strings.Contains(text, "no estimate or guess could turn it alone. The strongest is **") {
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
	unraced(t)
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
			turns, alone := model.TurnsNothing, false
			for _, o := range q.Options {
				v := model.Decide(c, and(a, q.ID+"="+o.ID))
				alone = alone || v.Verdict != now.Verdict && v.Verdict != model.Undetermined
				if slices.ContainsFunc(v.Possible, func(p model.VerdictID) bool { return !slices.Contains(now.Possible, p) }) {
					turns = model.TurnsWithOpen
				}
			}
			if turns == model.TurnsWithOpen && alone {
				turns = model.TurnsAlone
			}
			if turns != model.TurnsNothing && i < 0 {
				t.Fatalf("%s could turn the verdict, and that is not said", q.ID)
			}
			if i >= 0 && (named[i].Ask != q.Ask || named[i].Turns != turns) {
				t.Fatalf("%s: %+v, turns: %v", q.ID, named[i], turns)
			}
		}
		for i := 1; i < len(named); i++ {
			if named[i].Turns > named[i-1].Turns {
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
		want := []string{"**" + c.VerdictWords(o).Title + ".**", x.assessment.Date.Long()}
		if o.Verdict != model.Undetermined {
			want = append(want, model.ReviewDay(x.assessment).Long(), "The verdict rests above all on this:")
		}
		for _, p := range x.assessment.Participants {
			want = append(want, "Name: "+p)
		}
		for _, p := range o.Open {
			q, _ := c.Question(p.Question)
			if o.Verdict == model.Undetermined && p.Decides {
				want = append(want, "Ask: "+q.Ask+". | ____")
			} else {
				want = append(want, q.Topic)
			}
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

// factual is the assessment with every answer a fact.
func factual(a model.Assessment) model.Assessment {
	for id, answer := range a.Answers {
		answer.Firmness = model.Fact
		a = a.WithAnswer(id, answer)
	}
	return a
}

const page = "Decision page for signing"

// part is a section of the report of an assessment.
func part(t *testing.T, a model.Assessment, heading string) string {
	t.Helper()
	return sectionOf(markdown(t, shipped(t), a), heading)
}

// says demands that a text has some words and lacks others, which begin with "!".
func says(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		w, lacks := strings.CutPrefix(w, "!")
		if strings.Contains(text, w) == lacks {
			t.Errorf("%q: wanted %v in\n%s", w, !lacks, text)
		}
	}
}

// A certificate that the balance speaks against is kept only until its renewal, and the
// reasons, the confidence and the page say so.
func TestHolderInDoubt(t *testing.T) {
	doubt := factual(and(weak("important"), "certificate-status=certified"))
	says(t, part(t, doubt, "Why"), "The balance alone would do without a certificate. It is kept because it is already held",
		"**Confidence: medium.**", "whether to renew it is open, and the answers speak against it")
	says(t, part(t, doubt, page), "Whether to renew it is open; to be decided before it ends, on: ____")
	sure := factual(and(strong("important"), "certificate-status=certified"))
	says(t, part(t, sure, "Why"), "!It is kept because it is already held", "!speak against it", "**Confidence: high.**")
	says(t, part(t, sure, page), "!Whether to renew it")
}

// Whoever signs for a certificate that does not pay by the figures is told so in three
// places; where a contract requires it, that contract is the deal that counts.
func TestBreakEvenAgainstTheVerdict(t *testing.T) {
	const against = "The verdict speaks for the certificate; the figures of the break-even do not."
	places := []string{"What speaks against it", "When the certificate pays", page}
	tests := []struct {
		name    string
		a       model.Assessment
		figures model.BreakEven
		against bool
	}{
		{"too few tenders", strong("important"), with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(2) }), true},
		{"enough tenders", strong("important"), with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(3) }), false},
		{"tenders between", strong("important"), with(costly(), func(b *model.BreakEven) { b.TendersLost, b.YearlyDays = euro(2), ends(0, 31) }), false},
		{"tenders not named", strong("important"), costly(), false},
		{"no number pays", strong("not"), with(costly(), func(b *model.BreakEven) { b.DealMargin = euro(0) }), true},
		{"no certificate wanted", weak("not"), with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(0) }), false},
		{"between two verdicts", neutral("important"), with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(0) }), true},
		{"a contract", and(strong("important"), "customer-demand=contract-requires"), with(costly(), func(b *model.BreakEven) { b.TendersLost = euro(0) }), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.a.BreakEven = tt.figures
			for _, place := range places {
				text := part(t, tt.a, place)
				if got := strings.Contains(text, against); got != tt.against {
					t.Errorf("%s: %v\n%s", place, got, text)
				}
			}
			text := part(t, tt.a, "What speaks against it")
			if first := strings.Index(text, "\n- "); tt.against && first != strings.Index(text, "\n- "+against) {
				t.Errorf("it is not the first:\n%s", text)
			}
			if got := strings.Contains(part(t, tt.a, "When the certificate pays"), "A contract that requires it counts as such a deal"); got != (tt.name == "a contract") {
				t.Errorf("the contract is spoken of: %v", got)
			}
		})
	}
}

// The page to sign says what turns the verdict, shortly; of a verdict that a contract lifts,
// only what speaks for it; and what gives where that contract cannot be sustained.
func TestDecisionPageWords(t *testing.T) {
	c := shipped(t)
	clash := workedCaseNamed(t, "nis2-then-iso-clash-msp")
	text := part(t, clash, page)
	says(t, text, "It changes if:\n\n- None of its customers asks for ISO 27001, in contracts or in questionnaires. Then: **NIS2 alone**.", "What gives: ____", "!holds as long as")
	for _, x := range newReport(t, c, clash).TopReasons() {
		if !x.ISO {
			t.Errorf("it speaks against what a contract lifted: %q", x.Text)
		}
	}
	says(t, part(t, workedCaseNamed(t, "nis2-alone-hospital"), page), "!What gives")
	says(t, part(t, and(strong("important"), "growth=not-sure"), page), "Open, and cannot change it: growth.")
	says(t, part(t, and(strong("important"), "timing=not-sure"), page), "Open, and can still change the verdict: timing.")
	says(t, part(t, say("important"), page), "| Topic | How to find out | By when |", "| Customer demand | Ask: Sales", "!Decide again when", "!It changes if")
	says(t, part(t, strong("not-sure"), page), "As the answers stand, both readings lead to a certificate", "| Does NIS2 bind the organisation")
}

// Where no reading leads to a certificate, nothing praises one; what could change a reading
// alone is named.
func TestNeitherReading(t *testing.T) {
	sure, unsure := factual(weak("not-sure")), factual(weak("not-sure"))
	text := markdown(t, shipped(t), sure)
	says(t, text, "neither reading leads to a certificate.**", "!certificate would bring here", "!Build it once for both", "!no fact, and could", "!no facts, and each")
	certificate := unsure.Answers["certificate-status"]
	certificate.Firmness = model.Guess
	says(t, markdown(t, shipped(t), unsure.WithAnswer("certificate-status", certificate)), "The answer on “certificate” is no fact, and could change a reading alone.")
	says(t, markdown(t, shipped(t), strong("not-sure")), "## Build it once for both")
}

// Soft answers of which none turns the verdict alone are not said to carry it.
func TestSoftTogether(t *testing.T) {
	a := factual(strong("important"))
	a.Scope = listed("health", "pharmaceutical-manufacturer", people(120), moneyFigures(20, 20)).Scope
	for i, question := range []string{"growth", "defence-layers"} {
		answer := a.Answers[question]
		answer.Firmness = model.Guess
		a = a.WithAnswer(question, answer)
		text := part(t, a, "What speaks against it")
		if newReport(t, shipped(t), a).NoneAlone() {
			says(t, text, []string{"What is not certain here cannot turn the verdict alone. Ask before you sign:",
				"No single one of these turns the verdict; several together may. Ask before you sign:"}[i], "!rests on what is not certain")
		} else {
			says(t, text, "rests on what is not certain. Ask before you sign:")
		}
	}
	says(t, part(t, factual(strong("important")), "What speaks against it"), "!No single one of these")
}

// A verdict is called in every place as it is called for the class.
func TestVerdictNamesOfTheClass(t *testing.T) {
	c := shipped(t)
	bank := strong("dora")
	r := newReport(t, c, bank)
	short := map[string]bool{}
	for _, x := range r.Turns() {
		short[x.Short] = true
	}
	if !short["DORA binds, no certificate"] || short["Neither is needed now"] {
		t.Errorf("the turns of a bank: %v", short)
	}
	open := newReport(t, c, say("dora"))
	if got := open.Leaning(); got != "DORA binds, no certificate" {
		t.Errorf("an open bank leans to %q", got)
	}
	contract := newReport(t, c, and(weak("not-sure"), "customer-demand=contract-requires"))
	if x := contract.Readings()[1]; x.Short != "ISO 27001 by contract" {
		t.Errorf("as a reading: %q", x.Short)
	}
}

// Weights that make the verdict are said to, with what it would be without them.
func TestWeightsThatMakeTheVerdict(t *testing.T) {
	c := shipped(t)
	a := factual(weigh(strong("important"), map[string]int{"procurement-rewards": 0, "competitive-advantage": 0, "wants-guidance": 0,
		"defence-in-depth": 0, "structured-growth": 0}))
	even := model.Decide(c, factual(strong("important")))
	want := "With every weight at 1 the balance would be " + even.Balance.Signed() + " and the verdict “" + c.VerdictWords(even).Short + "”."
	says(t, part(t, a, "Why"), want, "!Confidence: high")
	says(t, part(t, a, page), want)
	same := factual(weigh(strong("important"), map[string]int{"structured-growth": 2}))
	says(t, part(t, same, "Why"), "Weights were changed", "!With every weight at 1 the balance would be")
	says(t, part(t, same, page), "!With every weight at 1")
	both := factual(weigh(strong("not-sure"), a.Weights))
	says(t, part(t, both, "Why"), "With every weight at 1 the balance would be", "” if NIS2 binds, “")
}

// Many open questions are not listed to raise the confidence: the first three are.
func TestManyOpenQuestions(t *testing.T) {
	c := shipped(t)
	o := model.Decide(c, say("important"))
	for _, p := range slices.Concat(o.Confidence.Reasons, o.Confidence.Raise) {
		if len(p.Questions) > 4 {
			t.Errorf("%s lists %d questions", p.ID, len(p.Questions))
		}
	}
	says(t, part(t, say("important"), "Why"), "*Answer the open questions, first ", " open questions can still change the verdict. ")
	says(t, part(t, and(strong("important"), "timing=not-sure"), "Why"), "Answer the open question: timing.")
}

// A running system and the wish for a framework do not fit together.
func TestAnswersThatDoNotFit(t *testing.T) {
	const words = "Two answers do not fit together"
	says(t, part(t, and(strong("important"), "certificate-status=isms-uncertified"), "Why"), words, "Ask which of the two is so.")
	says(t, part(t, strong("important"), "Why"), "!"+words)
	says(t, part(t, and(strong("important"), "certificate-status=isms-uncertified", "guidance=some-help"), "Why"), "!"+words)
}

// Where each open question can change the verdict, that is said of all of them at once; else
// of those that can.
func TestWhatIsOpenIsSaidOnce(t *testing.T) {
	each, some, none := 0, 0, 0
	for _, x := range workedCases(t) {
		for _, scope := range []string{"", "not-sure"} {
			for drop := range 2 {
				a := x.assessment
				if scope != "" {
					a.Scope = model.Scope{Stated: scope}
				}
				for i, q := range shipped(t).Questions {
					if i%6 == drop && q.ID != "certificate-status" {
						a = a.WithAnswer(q.ID, model.Answer{})
					}
				}
				r := newReport(t, shipped(t), a)
				decide := 0
				for _, o := range r.Open() {
					if o.Decides {
						decide++
					}
				}
				want, all := decide, decide == len(r.Open()) && decide > 2
				switch {
				case all:
					want = 0
					each++
				case decide > 0:
					some++
				default:
					none++
				}
				text := part(t, a, "What is open")
				together := strings.Contains(text, "Each of these can change the verdict.") || strings.Contains(text, "each of the others can change the verdict.")
				if got := strings.Count(text, "It can change the verdict."); got != want || together != all || strings.Count(text, "Ask: ") < len(r.Open()) {
					t.Errorf("%s: of %d open questions %d can change the verdict; said %d times, and of all: %v\n%s", x.name, len(r.Open()), decide, got, together, text)
				}
			}
		}
	}
	if each == 0 || some == 0 || none == 0 {
		t.Errorf("each decides %d times, some %d times, none %d times; all are wanted", each, some, none)
	}
}

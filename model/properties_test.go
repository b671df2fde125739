package model_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/content"
	"twopaths/model"
)

// The six properties that must hold for every possible set of answers, by the
// numbers of the page on the rules. rapid prints the seed of a failure.

// 1. Monotone: moving an answer up, by gate first and by contribution within,
// never lowers the verdict's rank.
func TestMonotone(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, scopes: []string{"important", "not"}, maxOpen: 8}.draw(t)
		q := rapid.SampledFrom(c.Questions).Draw(t, "question")
		ref := newOracle(c, a, a.Scope.Stated == "important")
		at := slices.IndexFunc(ref.questions, func(x oracleQuestion) bool { return x.id == q.ID })
		options := slices.Clone(ref.questions[at].options)
		slices.SortStableFunc(options, func(x, y oracleOption) int {
			if d := gateOrder(x.id) - gateOrder(y.id); d != 0 {
				return d
			}
			return ref.contribution(x) - ref.contribution(y)
		})
		last, lastOption := -1, ""
		for _, x := range options {
			v := model.Decide(c, and(a, q.ID+"="+x.id)).Verdict
			if v.Rank() < last {
				t.Fatalf("%s: up from %s to %s, and the verdict falls to %s", q.ID, lastOption, x.id, v)
			}
			last, lastOption = v.Rank(), x.id
		}
	})
}

// gateOrder is where an option stands by its gate: the certificate highest, then
// a contract that requires it; what caps "both" lowest.
func gateOrder(option string) int {
	switch option {
	case "certified":
		return 3
	case "contract-requires":
		return 2
	case "one-after-the-other", "one-at-most", "after-compliance", "not-planned":
		return 0
	}
	return 1
}

// 2. Traceable: the contributions add up to the balance exactly, name every
// criterion that moved it and no other, and each comes from the answer it names.
func TestTraceable(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 18}.draw(t)
		o := model.Decide(c, a)
		readings := []model.Reading{o.Reading}
		if o.Readings != nil {
			readings = append(readings, o.Readings.Binding, o.Readings.NotBinding)
		}
		for _, r := range readings {
			addsUp(t, c, a, r)
		}
	})
}

func addsUp(t *rapid.T, c *model.Content, a model.Assessment, r model.Reading) {
	var sum model.Hundredths
	named := map[string]bool{}
	for _, k := range r.Contributions {
		sum += k.Signed()
		named[k.Question+" "+k.Criterion] = true
		if k.Value <= 0 || a.Answers[k.Question].Option != k.Option {
			t.Fatalf("%+v is no contribution of the answer %q", k, a.Answers[k.Question].Option)
		}
		if iso := k.Side == model.ForISO; iso != (towards[k.Criterion] > 0) {
			t.Fatalf("%+v is on the wrong side", k)
		}
	}
	if sum != r.Balance {
		t.Fatalf("the contributions add up to %s, the balance is %s", sum, r.Balance)
	}
	ref := newOracle(c, a, r.Binds)
	for i, q := range ref.questions {
		x := ref.sheet(a)[i]
		if x == open {
			continue
		}
		for criterion, strength := range q.options[x].feeds {
			alone := oracleOption{q.options[x].id, map[string]int{criterion: strength}}
			if moved := ref.contribution(alone) != 0; moved != named[q.id+" "+criterion] {
				t.Fatalf("%s moved the balance through %s: %v, named: %v", q.id, criterion, moved, !moved)
			}
		}
	}
}

// The report's document names every criterion that moved the balance, with its
// signed value.
func TestReportNamesWhatMovedTheBalance(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 3, written: true}.draw(t)
		text := markdown(t, c, a)
		for _, k := range model.Decide(c, a).Contributions {
			criterion, _ := c.Criterion(k.Criterion)
			if !mentions(text, criterion.Label, k.Signed().Signed()) {
				t.Fatalf("no line of the report names %q and %s", criterion.Label, k.Signed().Signed())
			}
		}
	})
}

// "Nothing still open can change this" is never contradicted: every completion of the
// open questions gives the same verdict.
func TestTheHingeIsTrue(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 6}.draw(t)
		o := model.Decide(c, a)
		said := c.BalancePhrase(o).ID
		for range 20 {
			done := a
			for _, q := range c.Questions {
				if unanswered(q, a) {
					done = done.WithAnswer(q.ID, model.Answer{Option: rapid.SampledFrom(q.Options).Draw(t, q.ID).ID})
				}
			}
			if v := model.Decide(c, done).Verdict; said == "balance-settled" && v != o.Verdict {
				t.Fatalf("settled at %s, and then it is %s", o.Verdict, v)
			}
		}
	})
}

// What the report lists adds up to the balance that it names, and so does what the JSON
// lists.
func TestListedContributionsAddUp(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	line := regexp.MustCompile(`(?m)^- \*\*([+-][0-9.]+)\*\* `)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 3, written: true}.draw(t)
		why, _, _ := strings.Cut(markdown(t, c, a), "## What speaks against it")
		balance := model.Decide(c, a).Balance
		if !strings.Contains(why, "balance "+balance.Signed()) {
			t.Fatalf("the balance %s is not named", balance.Signed())
		}
		var sum model.Hundredths
		for _, m := range line.FindAllStringSubmatch(why, -1) {
			h, err := model.ParseHundredths(strings.TrimPrefix(m[1], "+"))
			if err != nil {
				t.Fatal(err)
			}
			sum += h
		}
		if sum != balance {
			t.Fatalf("the report's lines add up to %s, the balance is %s", sum, balance)
		}
		var data struct {
			Balance       json.Number
			Contributions []struct {
				Side  string
				Value json.Number
			}
		}
		if err := json.Unmarshal(jsonOf(t, newReport(t, c, a)), &data); err != nil {
			t.Fatal(err)
		}
		sum = 0
		for _, k := range data.Contributions {
			h, err := model.ParseHundredths(k.Value.String())
			if err != nil {
				t.Fatal(err)
			}
			if k.Side == "alone" {
				h = -h
			}
			sum += h
		}
		if sum.String() != data.Balance.String() {
			t.Fatalf("the JSON's contributions add up to %s, its balance is %s", sum, data.Balance)
		}
	})
}

// 3. Calm: turning answers into "not sure" never flips a verdict to its
// opposite. It only enlarges V.
func TestCalm(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 6}.draw(t)
		before := model.Decide(c, a)
		forget := rapid.SliceOfNDistinct(rapid.SampledFrom(c.Questions), 1, 4, func(q model.Question) string { return q.ID }).Draw(t, "forget")
		for _, q := range forget {
			a = and(a, q.ID+"="+model.NotSure)
			after := model.Decide(c, a)
			if before.Verdict.Opposite(after.Verdict) {
				t.Fatalf("%s became not sure, and %s flipped to %s", q.ID, before.Verdict, after.Verdict)
			}
			for _, v := range before.Possible {
				if !slices.Contains(after.Possible, v) {
					t.Fatalf("%s became not sure, and %s is no longer possible", q.ID, v)
				}
			}
		}
	})
}

// 4. Complete: with the default weights every verdict is reachable.
func TestEveryVerdictHasAWitness(t *testing.T) {
	c := shipped(t)
	witnesses := map[model.VerdictID]model.Assessment{
		model.Both:         strong("important"),
		model.NIS2ThenISO:  neutral("important"),
		model.NIS2Alone:    weak("important"),
		model.ISOAlone:     strong("not"),
		model.Neither:      weak("not"),
		model.Undetermined: say("important"),
	}
	for _, v := range verdicts {
		if got := model.Decide(c, witnesses[v]).Verdict; got != v {
			t.Errorf("the witness of %s gives %s", v, got)
		}
	}
}

// 4. Complete: with the default weights every criterion is reached by an answer,
// moves the balance in its own direction, and is named in the report.
func TestEveryCriterionHasAWitness(t *testing.T) {
	witnesses := map[string]string{
		"customers-require":      "customer-demand=contract-requires",
		"procurement-rewards":    "tender-effect=excluded-without",
		"competitive-advantage":  "competitors=most-certified",
		"multiple-jurisdictions": "jurisdictions=beyond-eu",
		"wants-guidance":         "guidance=need-a-framework",
		"prefers-validation":     "validation=independent-wanted",
		"values-improvement":     "improvement=measured-cycle",
		"has-resources":          "resources=both-sustained",
		"defence-in-depth":       "defence-layers=single-failure-hurts",
		"external-validation":    "blind-spots=outsiders-found-more",
		"structured-growth":      "growth=growing-fast",
		"due-diligence":          "accountability=many-ask",
		"eu-only":                "jurisdictions=one-member-state",
		"no-customer-expects":    "customer-demand=never-asked",
		"budget-limits":          "resources=one-at-most",
		"legal-focus":            "programme-aim=meet-the-law",
		"effective-isms":         "certificate-status=isms-uncertified",
		"controls-exceed":        "controls-level=beyond-article-21",
		"security-first":         "next-euro=security-itself",
		"value-unclear":          "certificate-value=unclear",
		"avoid-audits":           "validation=audits-a-burden",
		"certify-later":          "timing=not-planned",
	}
	c := shipped(t)
	if len(witnesses) != len(towards) {
		t.Fatalf("%d witnesses for %d criteria", len(witnesses), len(towards))
	}
	for criterion, answer := range witnesses {
		question, _, _ := strings.Cut(answer, "=")
		without := and(neutral("important"), question+"=")
		with := and(without, answer)
		moved := model.Decide(c, with).Balance - model.Decide(c, without).Balance
		if want := model.Hundredths(100 * towards[criterion]); moved != want {
			t.Errorf("%s: the answer %s moved the balance by %s, want %s", criterion, answer, moved, want)
		}
		k, _ := c.Criterion(criterion)
		if !mentions(markdown(t, c, with), k.Label, moved.Signed()) {
			t.Errorf("%s: no line of the report names %q and %s", criterion, k.Label, moved.Signed())
		}
	}
}

// 4. Complete: every answer set gives exactly one verdict, one that its scope allows.
func TestEveryAnswerSetGivesAVerdict(t *testing.T) {
	c := shipped(t)
	allowed := map[model.Binding][]model.VerdictID{
		model.Binds:         {model.Both, model.NIS2ThenISO, model.NIS2Alone, model.Undetermined},
		model.DoesNotBind:   {model.ISOAlone, model.Neither, model.Undetermined},
		model.BindingIsOpen: {model.Undetermined},
	}
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 18}.draw(t)
		o := model.Decide(c, a)
		if !slices.Contains(allowed[bindingOf[a.Scope.Stated]], o.Verdict) {
			t.Fatalf("scope %q gives %s", a.Scope.Stated, o.Verdict)
		}
		if leans := o.Leaning != ""; leans != (o.Verdict == model.Undetermined && o.Readings == nil) {
			t.Fatalf("%s with leaning %q", o.Verdict, o.Leaning)
		}
	})
}

// 5. Order does not matter: the same answers, given in any order, give the same bytes.
func TestOrderDoesNotMatter(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 3, written: true}.draw(t)
		for _, d := range c.Differences {
			a = a.WithMark(d.ID, model.Mark{Matters: true, Note: d.Aspect})
		}
		b := model.Assessment{Scope: a.Scope, Weights: map[string]int{}}
		for _, d := range rapid.Permutation(c.Differences).Draw(t, "differences") {
			b = b.WithMark(d.ID, model.Mark{Note: d.Aspect}).WithMark(d.ID, a.Differences[d.ID])
		}
		for _, q := range rapid.Permutation(c.Questions).Draw(t, "questions") {
			b = b.WithAnswer(q.ID, model.Answer{Option: model.NotSure}).WithAnswer(q.ID, a.Answers[q.ID])
		}
		for _, k := range rapid.Permutation(c.Criteria).Draw(t, "criteria") {
			if w, changed := a.Weights[k.ID]; changed {
				b.Weights[k.ID] = w
			}
		}
		one, other := newReport(t, c, a), newReport(t, c, b)
		if !bytes.Equal(fileOf(t, one), fileOf(t, other)) || !bytes.Equal(jsonOf(t, one), jsonOf(t, other)) {
			t.Fatalf("the order of the answers shows in the report")
		}
	})
}

// 5. Nor does it matter which of two equal contents the report is made with.
func TestSameContentSameBytes(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	again, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range workedCases(t) {
		if !bytes.Equal(exported(t, c, x.assessment), exported(t, again, x.assessment)) {
			t.Errorf("%s: two loads of the content give two reports", x.name)
		}
	}
}

// 6. Fewest: on a reduced set of questions, for every verdict, what Turns names
// is as little as trying all changes finds, it gives exactly that verdict, and a
// verdict that no changes give is left out.
func TestTurnsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	var ids []string
	for _, q := range c.Questions {
		ids = append(ids, q.ID)
	}
	gated := []string{"certificate-status", "customer-demand", "resources", "timing"}
	rapid.Check(t, func(t *rapid.T) {
		// Five questions of all, or the four with gates and one other.
		asked := rapid.Permutation(ids).Draw(t, "asked")[:5]
		if rapid.Bool().Draw(t, "all gates") {
			asked = append(slices.Clone(gated), asked[0])
		}
		small := only(c, asked...)
		a := drawn{content: small, maxOpen: 5}.draw(t)
		var keep []string
		if rapid.Bool().Draw(t, "keep something") {
			keep = append(keep, rapid.SampledFrom(append(asked, model.ScopeQuestion)).Draw(t, "keep"))
		}
		turns := model.Turns(small, a, keep...)
		soundTurns(t, small, a, turns, keep)

		fewest := fewestByTrying(small, a, keep)
		delete(fewest, model.Decide(small, a).Verdict)
		delete(fewest, model.Undetermined)
		for _, turn := range turns {
			if n, reachable := fewest[turn.Verdict]; !reachable || n != len(turn.Changes) {
				t.Fatalf("%s: Turns names %d changes, %v; trying all finds %d (reachable: %v)", turn.Verdict, len(turn.Changes), turn.Changes, n, reachable)
			}
			delete(fewest, turn.Verdict)
		}
		if len(fewest) > 0 {
			t.Fatalf("Turns leaves out what can be reached: %v", fewest)
		}
	})
}

// fewestByTrying is the least number of changes for each verdict, by trying every
// set of changes of every question, with and without a change of the scope.
func fewestByTrying(c *model.Content, a model.Assessment, keep []string) map[model.VerdictID]int {
	fewest := map[model.VerdictID]int{}
	for _, binds := range []bool{true, false} {
		cost := 0
		if now := bindingOf[a.Scope.Stated]; (now == model.Binds) != binds || now == model.BindingIsOpen {
			if cost = 1; slices.Contains(keep, model.ScopeQuestion) {
				continue
			}
		}
		ref := newOracle(c, a, binds)
		var try func(s sheet, i, changes int)
		try = func(s sheet, i, changes int) {
			if i == len(s) {
				v, _ := ref.verdict(s)
				if n, found := fewest[v]; !found || changes < n {
					fewest[v] = changes
				}
				return
			}
			try(s, i+1, changes)
			if slices.Contains(keep, ref.questions[i].id) {
				return
			}
			for x := range ref.questions[i].options {
				if x != s[i] {
					changed := slices.Clone(s)
					changed[i] = x
					try(changed, i+1, changes+1)
				}
			}
		}
		try(ref.sheet(a), 0, cost)
	}
	return fewest
}

// soundTurns checks the form of turns: each question at most once, from what is
// answered to another option, nothing kept is touched, and the changes together
// give the verdict.
func soundTurns(t *rapid.T, c *model.Content, a model.Assessment, turns []model.Turn, keep []string) {
	now := model.Decide(c, a).Verdict
	for _, turn := range turns {
		if turn.Verdict == now || turn.Verdict == model.Undetermined || len(turn.Changes) == 0 {
			t.Fatalf("from %s: %+v is no turn", now, turn)
		}
		seen := map[string]bool{}
		for _, ch := range turn.Changes {
			if seen[ch.Question] || slices.Contains(keep, ch.Question) || ch.To == ch.From || ch.To == model.NotSure {
				t.Fatalf("%s: %+v is no change", turn.Verdict, ch)
			}
			seen[ch.Question] = true
			if ch.Question == model.ScopeQuestion {
				if ch.From != a.Scope.Stated {
					t.Fatalf("%+v: the scope is %q", ch, a.Scope.Stated)
				}
				continue
			}
			q, _ := c.Question(ch.Question)
			if _, known := q.Option(ch.To); !known {
				t.Fatalf("%+v: there is no such option", ch)
			}
			if from := a.Answers[ch.Question].Option; ch.From != from && !(ch.From == "" && unanswered(q, a)) {
				t.Fatalf("%+v: the answer is %q", ch, from)
			}
		}
		if got := model.Decide(c, changed(a, turn.Changes)).Verdict; got != turn.Verdict {
			t.Fatalf("%v give %s, not %s", turn.Changes, got, turn.Verdict)
		}
	}
}

// changed is the assessment after some changes.
func changed(a model.Assessment, changes []model.Change) model.Assessment {
	for _, ch := range changes {
		if ch.Question == model.ScopeQuestion {
			a.Scope.Stated = ch.To
		} else {
			a = and(a, ch.Question+"="+ch.To)
		}
	}
	return a
}

// 6. Fewest, on all eighteen questions: no random search finds fewer changes.
// Half of the tries pick, for each question, the option that goes furthest.
func TestRandomSearchFindsNoFewerChanges(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 4}.draw(t)
		turns := model.Turns(c, a)
		soundTurns(t, c, a, turns, nil)
		for _, turn := range turns {
			for range 25 {
				tried := randomChanges(t, c, a, turn, len(turn.Changes)-1)
				if v := model.Decide(c, changed(a, tried)).Verdict; v == turn.Verdict {
					t.Fatalf("%s: %d changes suffice, %v; Turns names %v", turn.Verdict, len(tried), tried, turn.Changes)
				}
			}
		}
	})
}

// randomChanges is n random changes towards a turn's verdict. A change of the
// scope that the turn makes is always among them: without it the verdict is out
// of reach.
func randomChanges(t *rapid.T, c *model.Content, a model.Assessment, turn model.Turn, n int) []model.Change {
	var out []model.Change
	binds := turn.Verdict != model.ISOAlone && turn.Verdict != model.Neither
	if first := turn.Changes[0]; first.Question == model.ScopeQuestion && n > 0 {
		out = append(out, first)
	}
	ref := newOracle(c, a, binds)
	furthest := rapid.Bool().Draw(t, "furthest")
	for _, i := range rapid.Permutation(indexes(len(ref.questions))).Draw(t, "questions") {
		if len(out) >= n {
			break
		}
		q := ref.questions[i]
		x := rapid.SampledFrom(q.options).Draw(t, "option")
		if furthest {
			x = slices.MaxFunc(q.options, func(x, y oracleOption) int {
				d := ref.contribution(x) + 1000*gateOrder(x.id) - ref.contribution(y) - 1000*gateOrder(y.id)
				if turn.Verdict.Rank() == 0 {
					d = -d
				}
				return d
			})
		}
		if x.id != a.Answers[q.id].Option {
			out = append(out, model.Change{Question: q.id, To: x.id})
		}
	}
	return out
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// A search that can find nothing ends all the same: a held certificate that must
// not be touched leaves only one verdict, and every report of a holder asks that.
func TestTurnsEndsForHolder(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	for _, scope := range []string{"important", "not", "not-sure"} {
		for _, a := range []model.Assessment{strong(scope), weak(scope), say(scope)} {
			newReport(t, c, and(a, "certificate-status=certified"))
		}
	}
}

// Nothing but scope, answers and weights leads to a conclusion: whatever else of an
// assessment is another's, it is the same.
func TestConcludesFromScopeAnswersAndWeights(t *testing.T) {
	c := shipped(t)
	any := anyAssessment(c)
	rapid.Check(t, func(t *rapid.T) {
		a, b := any.Draw(t, "a"), any.Draw(t, "b")
		if a.ConcludesAs(b) && !reflect.DeepEqual(model.Decide(c, a), model.Decide(c, b)) {
			t.Fatal("two assessments conclude differently, and are said to conclude the same")
		}
		b.Scope, b.Answers, b.Weights = a.Scope, a.Answers, a.Weights
		if !a.ConcludesAs(b) {
			t.Fatal("scope, answers and weights are the same, and are said to conclude differently")
		}
		if x, y := model.Decide(c, a), model.Decide(c, b); !reflect.DeepEqual(x, y) {
			t.Fatalf("the same scope, answers and weights conclude %+v and %+v", x, y)
		}
		q := rapid.SampledFrom(c.Questions).Draw(t, "question")
		if b = b.WithAnswer(q.ID, model.Answer{Option: "another"}); a.ConcludesAs(b) {
			t.Fatal("another answer is said to conclude the same")
		}
	})
}

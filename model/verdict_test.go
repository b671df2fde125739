package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// neutral answers all eighteen questions so that, where NIS2 binds, the balance
// is exactly 0 and no gate is open: -0.5 customer demand, +0.6 and -0.4
// countries, -0.3 validation, +1 resources, -0.4 next euro.
func neutral(scope string) model.Assessment {
	return say(scope,
		"certificate-status=none", "customer-demand=rarely-asked", "tender-effect=no-effect",
		"competitors=no-difference", "jurisdictions=several-member-states", "programme-aim=win-business",
		"certificate-value=clear", "guidance=own-way-works", "controls-level=below-article-21",
		"validation=internal-enough", "improvement=not-a-priority", "resources=both-sustained",
		"defence-layers=enough-depth", "blind-spots=tested-regularly", "growth=stable",
		"accountability=authority-only", "next-euro=balanced", "timing=within-a-year")
}

// strong is neutral with five full criteria for ISO 27001: +5 where NIS2 binds.
func strong(scope string) model.Assessment {
	return and(neutral(scope), "tender-effect=excluded-without", "competitors=most-certified",
		"guidance=need-a-framework", "defence-layers=single-failure-hurts", "growth=growing-fast")
}

// weak is neutral with three full criteria for NIS2 alone: -3 where NIS2 binds.
func weak(scope string) model.Assessment {
	return and(neutral(scope), "certificate-value=unclear", "programme-aim=meet-the-law", "controls-level=beyond-article-21")
}

// Each threshold from both sides, each gate by each of its options, and where a
// gate must do nothing.
func TestRules(t *testing.T) {
	tests := []struct {
		name    string
		a       model.Assessment
		balance model.Hundredths
		verdict model.VerdictID
	}{
		// Rule 3, binding.
		{"binding, exactly +3", and(neutral("important"), "tender-effect=excluded-without",
			"competitors=most-certified", "guidance=need-a-framework"), 300, model.Both},
		{"binding, just below +3", and(neutral("important"), "tender-effect=excluded-without",
			"competitors=few-certified", "blind-spots=never-tested", "improvement=now-and-then",
			"growth=changing", "certificate-value=rough"), 290, model.NIS2ThenISO},
		{"binding, zero", neutral("important"), 0, model.NIS2ThenISO},
		{"binding, just above -1", and(neutral("important"), "certificate-value=rough", "next-euro=security-itself"), -90, model.NIS2ThenISO},
		{"binding, exactly -1", and(neutral("important"), "certificate-value=unclear"), -100, model.NIS2Alone},
		{"an essential entity is judged as an important one", and(neutral("essential"), "certificate-value=unclear"), -100, model.NIS2Alone},

		// Rule 3, not binding: eu-only counts nothing there, so neutral is at +0.4.
		{"not binding, just above 0", and(neutral("not"), "certificate-value=rough"), 10, model.ISOAlone},
		{"not binding, exactly 0", and(neutral("not"), "improvement=now-and-then", "customer-demand=never-asked",
			"certificate-value=rough"), 0, model.Neither},
		{"not binding, just below 0", and(neutral("not"), "customer-demand=never-asked"), -10, model.Neither},
		{"DORA is judged as not binding", and(neutral("dora"), "certificate-value=rough"), 10, model.ISOAlone},
		{"DORA, just below 0", and(neutral("dora"), "customer-demand=never-asked"), -10, model.Neither},

		// Rule 2: the aim to meet the law and work in the EU alone do not speak
		// against a certificate where no such law binds.
		{"legal-focus counts where NIS2 binds", and(neutral("important"), "programme-aim=meet-the-law"), -100, model.NIS2Alone},
		{"legal-focus counts nothing elsewhere", and(neutral("not"), "programme-aim=meet-the-law"), 40, model.ISOAlone},
		{"eu-only counts where NIS2 binds", and(neutral("important"), "jurisdictions=one-member-state"), -120, model.NIS2Alone},
		{"eu-only counts nothing elsewhere", and(neutral("not"), "jurisdictions=one-member-state", "improvement=now-and-then"), 20, model.ISOAlone},

		// Rule 4: what caps "both".
		{"strong, no gate", strong("important"), 500, model.Both},
		{"capped by one after the other", and(strong("important"), "resources=one-after-the-other"), 390, model.NIS2ThenISO},
		{"capped by one at most", and(strong("important"), "resources=one-at-most"), 300, model.NIS2ThenISO},
		{"capped by after compliance", and(strong("important"), "timing=after-compliance"), 440, model.NIS2ThenISO},
		{"capped by not planned", and(strong("important"), "timing=not-planned"), 400, model.NIS2ThenISO},
		{"a cap leaves nis2-then-iso alone", and(neutral("important"), "timing=after-compliance"), -60, model.NIS2ThenISO},
		{"a cap leaves nis2-alone alone", and(weak("important"), "timing=not-planned"), -400, model.NIS2Alone},
		{"a cap does nothing where NIS2 does not bind", and(strong("not"), "resources=one-at-most", "timing=not-planned"), 240, model.ISOAlone},

		// Rule 4: a contract that requires the certificate.
		{"a contract lifts nis2-alone", and(weak("important"), "customer-demand=contract-requires"), -150, model.NIS2ThenISO},
		{"a contract lifts neither", and(weak("not"), "customer-demand=contract-requires", "next-euro=security-itself",
			"resources=one-after-the-other"), -180, model.ISOAlone},
		{"a contract leaves nis2-then-iso alone", and(neutral("important"), "customer-demand=contract-requires"), 150, model.NIS2ThenISO},
		{"a contract does not lift a cap", and(strong("important"), "customer-demand=contract-requires", "timing=not-planned"), 550, model.NIS2ThenISO},
		{"often asked lifts nothing", and(weak("important"), "customer-demand=often-asked", "next-euro=security-itself"), -250, model.NIS2Alone},

		// Rule 4: a held certificate decides.
		{"a holder, though the balance is low", and(weak("important"), "certificate-status=certified"), -300, model.Both},
		{"a holder is never capped", and(strong("important"), "certificate-status=certified", "resources=one-at-most", "timing=not-planned"), 200, model.Both},
		{"a holder where NIS2 does not bind", and(weak("not"), "certificate-status=certified"), -160, model.ISOAlone},
		{"a holder under DORA", and(weak("dora"), "certificate-status=certified"), -160, model.ISOAlone},

		// A project under way feeds nothing and decides nothing.
		{"in progress, strong", and(strong("important"), "certificate-status=in-progress"), 500, model.Both},
		{"in progress, weak", and(weak("important"), "certificate-status=in-progress"), -300, model.NIS2Alone},
		{"in progress, capped", and(strong("important"), "certificate-status=in-progress", "timing=after-compliance"), 440, model.NIS2ThenISO},
		{"in progress, not binding", and(neutral("not"), "certificate-status=in-progress", "customer-demand=never-asked"), -10, model.Neither},
		{"a working system speaks for doing without", and(neutral("important"), "certificate-status=isms-uncertified"), -100, model.NIS2Alone},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := model.Decide(c, tt.a)
			if o.Balance != tt.balance || o.Verdict != tt.verdict {
				t.Errorf("got %s at %s, want %s at %s", o.Verdict, o.Balance, tt.verdict, tt.balance)
			}
			if !o.Settled() || o.Leaning != "" || len(o.Open) != 0 || !slices.Equal(o.Possible, []model.VerdictID{tt.verdict}) {
				t.Errorf("all is answered, yet settled %v, leaning %q, open %v, possible %v", o.Settled(), o.Leaning, o.Open, o.Possible)
			}
		})
	}
}

// What an outcome says about itself besides the verdict.
func TestOutcomeFlags(t *testing.T) {
	const clash, doubt, capped, lifted = "clash", "doubt", "capped", "lifted"
	tests := []struct {
		name string
		a    model.Assessment
		want string // the flags, sorted
	}{
		{"nothing special", neutral("important"), ""},
		{"capped", and(strong("important"), "timing=not-planned"), capped},
		{"a cap that changes nothing is not named", and(neutral("important"), "timing=after-compliance"), ""},
		{"lifted", and(weak("important"), "customer-demand=contract-requires"), lifted},
		{"a contract that changes nothing does not lift", and(strong("important"), "customer-demand=contract-requires"), ""},
		{"clash, capped", and(strong("important"), "customer-demand=contract-requires", "resources=one-at-most"), "capped clash"},
		{"clash, lifted", and(weak("important"), "customer-demand=contract-requires", "resources=one-at-most"), "clash lifted"},
		{"clash where NIS2 does not bind", and(weak("not"), "customer-demand=contract-requires", "resources=one-at-most"), "clash lifted"},
		{"one after the other is no clash", and(weak("important"), "customer-demand=contract-requires", "resources=one-after-the-other"), lifted},
		{"a holder in doubt, binding", and(weak("important"), "certificate-status=certified"), doubt},
		{"a holder in doubt, not binding", and(weak("not"), "certificate-status=certified"), doubt},
		{"a holder beyond doubt", and(neutral("important"), "certificate-status=certified"), ""},
		{"clash under unknown scope", and(weak("not-sure"), "customer-demand=contract-requires", "resources=one-at-most"), clash},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReport(t, c, tt.a)
			text := markdown(t, c, tt.a)
			var got []string
			for _, f := range []struct {
				name, says string
				is         bool
			}{
				{capped, "would say both at once", r.Capped()},
				{clash, "A clash", r.Clash()},
				{doubt, "next recertification pay", r.HolderDoubt()},
				{lifted, "contract outweighs", r.Lifted()},
			} {
				if f.is {
					got = append(got, f.name)
				}
				if says := strings.Contains(text, f.says); says != f.is {
					t.Errorf("%s is %v, but that the report says so is %v", f.name, f.is, says)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got flags %q, want %q", s, tt.want)
			}
		})
	}
}

// Where NIS2 does not bind, eu-only and legal-focus are set aside by name.
func TestSetAside(t *testing.T) {
	c := shipped(t)
	a := and(neutral("not"), "programme-aim=both-aims") // feeds legal-focus; countries feed eu-only
	for scope, want := range map[string]int{"important": 0, "essential": 0, "not": 2, "dora": 2} {
		a.Scope.Stated = scope
		o := model.Decide(c, a)
		var got []string
		for _, k := range o.SetAside {
			got = append(got, k.Criterion)
		}
		if len(got) != want {
			t.Errorf("scope %s: set aside %v, want %d criteria", scope, got, want)
		}
		for _, k := range o.Contributions {
			if slices.Contains(got, k.Criterion) {
				t.Errorf("scope %s: %s counts and is set aside", scope, k.Criterion)
			}
		}
		text := strings.ToLower(markdown(t, c, a))
		if says := mentions(text, "nothing", label(c, "eu-only"), label(c, "legal-focus")); says != (want > 0) {
			t.Errorf("scope %s: that the report names what is set aside is %v", scope, says)
		}
	}
}

// label is a criterion's label in small letters.
func label(c *model.Content, criterion string) string {
	k, _ := c.Criterion(criterion)
	return strings.ToLower(k.Label)
}

// Rule 5 with the shipped content, branch by branch. The last branch, a balance
// whose verdict no completion gives, needs other content: see TestSettle.
func TestOpenQuestions(t *testing.T) {
	const none = model.VerdictID("")
	tests := []struct {
		name             string
		a                model.Assessment
		verdict, leaning model.VerdictID
		possible         []model.VerdictID
	}{
		{"one verdict whatever is answered", and(strong("important"), "growth=not-sure", "next-euro="),
			model.Both, none, []model.VerdictID{model.Both}},
		{"nothing answered", say("important"),
			model.Undetermined, model.NIS2ThenISO, []model.VerdictID{model.NIS2Alone, model.NIS2ThenISO, model.Both}},
		{"opposites, leaning to both", and(strong("important"), "resources=", "customer-demand=", "next-euro=",
			"jurisdictions=", "certificate-value=", "programme-aim=", "validation=", "controls-level="),
			model.Undetermined, model.Both, []model.VerdictID{model.NIS2Alone, model.NIS2ThenISO, model.Both}},
		{"opposites, leaning to nis2-alone", and(weak("important"), "certificate-status="),
			model.Undetermined, model.NIS2Alone, []model.VerdictID{model.NIS2Alone, model.Both}},
		{"both or less, standing at both", and(strong("important"), "timing=not-sure"),
			model.Both, none, []model.VerdictID{model.NIS2ThenISO, model.Both}},
		{"both or less, standing below", and(neutral("important"), "tender-effect=excluded-without", "competitors=few-certified",
			"blind-spots=never-tested", "growth="),
			model.NIS2ThenISO, none, []model.VerdictID{model.NIS2ThenISO, model.Both}},
		{"alone or more, standing at alone", and(neutral("important"), "certificate-value=unclear", "defence-layers=not-sure"),
			model.NIS2Alone, none, []model.VerdictID{model.NIS2Alone, model.NIS2ThenISO}},
		{"alone or more, standing above", and(neutral("important"), "programme-aim="),
			model.NIS2ThenISO, none, []model.VerdictID{model.NIS2Alone, model.NIS2ThenISO}},
		{"a contract rules nis2-alone out", and(weak("important"), "customer-demand=contract-requires", "growth="),
			model.NIS2ThenISO, none, []model.VerdictID{model.NIS2ThenISO}},
		{"not binding, nothing answered", say("not"),
			model.Undetermined, model.Neither, []model.VerdictID{model.Neither, model.ISOAlone}},
		{"not binding, leaning to iso-alone", and(neutral("not"), "certificate-value="),
			model.Undetermined, model.ISOAlone, []model.VerdictID{model.Neither, model.ISOAlone}},
		{"not binding, settled", and(strong("not"), "certificate-value="),
			model.ISOAlone, none, []model.VerdictID{model.ISOAlone}},
		{"an option that nobody knows is open", and(weak("important"), "certificate-status=no-such-option"),
			model.Undetermined, model.NIS2Alone, []model.VerdictID{model.NIS2Alone, model.Both}},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := model.Decide(c, tt.a)
			if o.Verdict != tt.verdict || o.Leaning != tt.leaning || !slices.Equal(o.Possible, tt.possible) {
				t.Errorf("got %s leaning %q of %v, want %s leaning %q of %v",
					o.Verdict, o.Leaning, o.Possible, tt.verdict, tt.leaning, tt.possible)
			}
			if o.Settled() != (len(tt.possible) == 1) || (len(o.Deciding()) == 0) != o.Settled() {
				t.Errorf("settled %v, deciding %v, possible %v", o.Settled(), o.Deciding(), o.Possible)
			}
		})
	}
}

// Rule 6: an unknown scope gives both readings, and says where they agree.
func TestUnknownScope(t *testing.T) {
	tests := []struct {
		name          string
		a             model.Assessment
		binding, free model.VerdictID
		agreement     string
	}{
		{"both want it", strong("not-sure"), model.Both, model.ISOAlone, "yes"},
		{"now or later is wanting it", neutral("not-sure"), model.NIS2ThenISO, model.ISOAlone, "yes"},
		{"neither wants it", weak("not-sure"), model.NIS2Alone, model.Neither, "no"},
		{"they differ", and(neutral("not-sure"), "customer-demand=never-asked"), model.NIS2ThenISO, model.Neither, ""},
		{"a reading is open", and(neutral("not-sure"), "certificate-value="), model.NIS2ThenISO, model.Undetermined, ""},
		{"a holder", and(weak("not-sure"), "certificate-status=certified"), model.Both, model.ISOAlone, "yes"},
		{"a scope that nobody stated", strong(""), model.Both, model.ISOAlone, "yes"},
		{"a scope that this content does not know", strong("no-such-class"), model.Both, model.ISOAlone, "yes"},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := model.Decide(c, tt.a)
			if o.Readings == nil {
				t.Fatalf("no readings; verdict %s", o.Verdict)
			}
			if o.Verdict != model.Undetermined || o.Leaning != "" || o.Settled() || o.Confidence.Level != model.Low {
				t.Errorf("got %s leaning %q, settled %v, confidence %s", o.Verdict, o.Leaning, o.Settled(), o.Confidence.Level)
			}
			if b, f := o.Readings.Binding.Verdict, o.Readings.NotBinding.Verdict; b != tt.binding || f != tt.free {
				t.Errorf("got %s and %s, want %s and %s", b, f, tt.binding, tt.free)
			}
			if got := o.Agreement(); got != tt.agreement {
				t.Errorf("agreement %q, want %q", got, tt.agreement)
			}
			for scope, want := range map[string]model.Reading{"important": o.Readings.Binding, "not": o.Readings.NotBinding} {
				b := tt.a.Clone()
				b.Scope.Stated = scope
				if got := model.Decide(c, b).Reading; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("with scope %s:\n%v\nbut as a reading:\n%v", scope, got, want)
				}
			}
		})
	}
}

// Rule 6: what is settled although the scope is unknown stands in the first
// sentence below the title and the name.
func TestFirstSentenceSaysWhatIsSettled(t *testing.T) {
	c := shipped(t)
	for _, a := range []model.Assessment{strong("not-sure"), weak("not-sure")} {
		a.Organisation = "Example GmbH"
		paragraphs := strings.Split(markdown(t, c, a), "\n\n")
		first := paragraphs[2] // after the title and the line with the name
		if !strings.Contains(first, "As the answers stand, ") {
			t.Errorf("the first sentence is: %s", first)
		}
	}
}

// Confidence by its three parts: what is open, how firm the answers are, and how
// far the balance is from the next verdict.
func TestConfidence(t *testing.T) {
	marked := func(f model.Firmness) func(model.Assessment, ...string) model.Assessment {
		return func(a model.Assessment, questions ...string) model.Assessment {
			for _, q := range questions {
				answer := a.Answers[q]
				answer.Firmness = f
				a = a.WithAnswer(q, answer)
			}
			return a
		}
	}
	guessed, estimated := marked(model.Guess), marked(model.Estimate)
	tests := []struct {
		name string
		a    model.Assessment
		want model.ConfidenceLevel
	}{
		{"all answered, far from the limit", strong("important"), model.High},
		{"exactly one criterion from the limit", and(strong("important"), "growth=stable"), model.High},
		{"less than one criterion from the limit", and(strong("important"), "growth=stable", "competitors=few-certified"), model.Medium},
		{"on the limit", and(strong("important"), "growth=stable", "competitors=no-difference"), model.Medium},
		{"an open question that changes nothing", and(strong("important"), "growth=not-sure"), model.High},
		{"an open question that changes it by one step", and(strong("important"), "timing=not-sure"), model.Medium},
		{"an open question that flips it", and(weak("important"), "certificate-status=not-sure"), model.Low},
		{"a guess that changes nothing", guessed(strong("important"), "growth"), model.High},
		{"a guess that may change it by one step", guessed(strong("important"), "timing"), model.Medium},
		{"a guess that may flip it", guessed(weak("important"), "certificate-status"), model.Low},
		{"guesses that may flip it together", guessed(strong("important"), "tender-effect", "competitors", "guidance", "defence-layers",
			"growth", "certificate-value", "resources", "customer-demand"), model.Low},
		{"an estimate that changes nothing", estimated(strong("important"), "growth"), model.High},
		{"an estimate that may turn it alone", estimated(strong("important"), "resources"), model.Medium},
		{"unknown scope", strong("not-sure"), model.Low},
		{"a holder", and(strong("important"), "certificate-status=certified"), model.High},
		{"a holder whose balance speaks against it", and(weak("important"), "certificate-status=certified"), model.Medium},
		{"changed weights that make the verdict", weigh(weak("important"), map[string]int{"value-unclear": 0, "legal-focus": 0, "controls-exceed": 0}), model.Medium},
		{"a contract that no balance outweighs", and(weak("not"), "customer-demand=contract-requires"), model.High},
		{"not binding, near the limit", neutral("not"), model.Medium},
		{"not binding, far from the limit", strong("not"), model.High},
	}
	c := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := model.Decide(c, tt.a)
			if o.Confidence.Level != tt.want || len(o.Confidence.Reasons) == 0 {
				t.Errorf("%s at %s with margin %s: confidence %s for %v, want %s", o.Verdict, o.Balance, o.Margin, o.Confidence.Level, o.Confidence.Reasons, tt.want)
			}
			if says := mentions(markdown(t, c, tt.a), "onfidence", string(tt.want)); !says {
				t.Errorf("the report does not say that the confidence is %s", tt.want)
			}
		})
	}
}

// bindingOf is what a stated scope says on whether NIS2 binds.
var bindingOf = map[string]model.Binding{
	"essential": model.Binds, "important": model.Binds, "not": model.DoesNotBind, "dora": model.DoesNotBind,
	"not-sure": model.BindingIsOpen, "": model.BindingIsOpen, "no-such-class": model.BindingIsOpen,
}

// Decide agrees with the oracle, which tries every completion, on random
// assessments: the four questions with gates and two others, all of them open at
// times; then all eighteen with a few open.
func TestDecideAgainstOracle(t *testing.T) {
	c := shipped(t)
	gated := []string{"certificate-status", "customer-demand", "resources", "timing"}
	others := []string{"jurisdictions", "programme-aim", "validation", "tender-effect", "competitors", "certificate-value", "blind-spots"}
	t.Run("reduced", rapid.MakeCheck(func(t *rapid.T) {
		two := rapid.Permutation(others).Draw(t, "others")[:2]
		small := only(c, append(slices.Clone(gated), two...)...)
		agreesWithOracle(t, small, drawn{content: small, maxOpen: 6}.draw(t))
	}))
	t.Run("full", rapid.MakeCheck(func(t *rapid.T) {
		agreesWithOracle(t, c, drawn{content: c, maxOpen: 4}.draw(t))
	}))
}

func agreesWithOracle(t *rapid.T, c *model.Content, a model.Assessment) {
	o := model.Decide(c, a)
	switch bindingOf[a.Scope.Stated] {
	case model.Binds:
		readingAgrees(t, c, a, o.Reading, true)
	case model.DoesNotBind:
		readingAgrees(t, c, a, o.Reading, false)
	default:
		if o.Verdict != model.Undetermined || o.Readings == nil {
			t.Fatalf("unknown scope, yet the verdict is %s", o.Verdict)
		}
		readingAgrees(t, c, a, o.Readings.Binding, true)
		readingAgrees(t, c, a, o.Readings.NotBinding, false)
		mergedOpenAgrees(t, c, a, o.Open)
	}
}

func readingAgrees(t *rapid.T, c *model.Content, a model.Assessment, r model.Reading, binds bool) {
	ref := newOracle(c, a, binds)
	s := ref.sheet(a)
	if want := ref.balance(s); int(r.Balance) != want {
		t.Fatalf("balance %d, want %d", r.Balance, want)
	}
	if v, leaning := ref.verdict(s); r.Verdict != v || r.Leaning != leaning {
		t.Fatalf("binds %v: got %s leaning %q, want %s leaning %q", binds, r.Verdict, r.Leaning, v, leaning)
	}
	possible := ref.possible(s)
	if got := asSet(r.Possible); !maps.Equal(got, possible) || len(got) != len(r.Possible) {
		t.Fatalf("binds %v: possible %v, want %v", binds, r.Possible, possible)
	}
	if !slices.IsSortedFunc(r.Possible, func(x, y model.VerdictID) int { return x.Rank() - y.Rank() }) {
		t.Fatalf("possible verdicts are not in the order of their rank: %v", r.Possible)
	}
	opens := 0
	for i, q := range ref.questions {
		if s[i] != open {
			continue
		}
		opens++
		at := slices.IndexFunc(r.Open, func(p model.OpenPoint) bool { return p.Question == q.id })
		if at < 0 {
			t.Fatalf("%s is open and not listed", q.id)
		}
		if p := r.Open[at]; p.Decides != ref.decides(s, i) || p.NotSure != (a.Answers[q.id].Option == model.NotSure) {
			t.Fatalf("binds %v, %s: got %+v, want decides %v", binds, q.id, p, ref.decides(s, i))
		}
	}
	if opens != len(r.Open) {
		t.Fatalf("%d questions are open, %d listed", opens, len(r.Open))
	}
	decisiveFirst(t, r.Open)
}

// mergedOpenAgrees checks the open points under an unknown scope: one decides
// where it decides in either reading.
func mergedOpenAgrees(t *rapid.T, c *model.Content, a model.Assessment, points []model.OpenPoint) {
	for i, q := range newOracle(c, a, true).questions {
		binding, free := newOracle(c, a, true), newOracle(c, a, false)
		if binding.sheet(a)[i] != open {
			continue
		}
		want := binding.decides(binding.sheet(a), i) || free.decides(free.sheet(a), i)
		at := slices.IndexFunc(points, func(p model.OpenPoint) bool { return p.Question == q.id })
		if at < 0 || points[at].Decides != want {
			t.Fatalf("%s: want decides %v in %+v", q.id, want, points)
		}
	}
	decisiveFirst(t, points)
}

func decisiveFirst(t *rapid.T, points []model.OpenPoint) {
	for i := 1; i < len(points); i++ {
		if points[i].Decides && !points[i-1].Decides {
			t.Fatalf("%s decides and stands behind %s, which does not", points[i].Question, points[i-1].Question)
		}
	}
}

func asSet(vs []model.VerdictID) map[model.VerdictID]bool {
	set := map[model.VerdictID]bool{}
	for _, v := range vs {
		set[v] = true
	}
	return set
}

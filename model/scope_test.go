package model_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"twopaths/model"
)

// scopeCase is one worked case of testdata/scope.yaml.
type scopeCase struct {
	Name     string    `yaml:"name"`
	Facts    yaml.Node `yaml:"facts"`
	Class    string    `yaml:"class"`
	Article  string    `yaml:"article"`
	Possible []string  `yaml:"possible"`
	Missing  []string  `yaml:"missing"`
}

func scopeCases(t failer) []scopeCase {
	t.Helper()
	data, err := os.ReadFile("testdata/scope.yaml")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var file struct {
		Cases []scopeCase `yaml:"cases"`
	}
	if _, faults := model.ReadYAML("scope.yaml", data, &file); len(faults) > 0 {
		t.Fatalf("%v", faults)
	}
	return file.Cases
}

// facts reads a case's facts as an assessment file would be read.
func (x scopeCase) facts(t failer) model.Facts {
	t.Helper()
	data, err := yaml.Dump(map[string]any{"twopaths": 1, "scope": &x.Facts})
	if err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	return parse(t, x.Name, data).Scope.Facts
}

// The worked cases: by the text of the law, this is what follows.
func TestScopeCases(t *testing.T) {
	c := shipped(t)
	cases := scopeCases(t)
	if len(cases) < 130 {
		t.Errorf("there are %d cases, want at least 130", len(cases))
	}
	for _, x := range cases {
		t.Run(x.Name, func(t *testing.T) {
			f := x.facts(t)
			if wrong := c.CheckScope(f); len(wrong) > 0 {
				t.Fatalf("the facts contradict each other: %v", wrong)
			}
			r := c.ClassifyScope(f)
			want := x.Possible
			if want == nil {
				want = []string{x.Class}
			}
			if r.Class != x.Class || !slices.Equal(r.Possible, want) {
				t.Errorf("it is %s, of %v; want %s, of %v", r.Class, r.Possible, x.Class, want)
			}
			if !slices.Equal(r.Missing, x.Missing) {
				t.Errorf("missing are %v, want %v", r.Missing, x.Missing)
			}
			if !slices.ContainsFunc(r.Basis, func(cite model.Cite) bool { return strings.Contains(c.Cites([]model.Cite{cite}), x.Article) }) {
				t.Errorf("it rests on %s, want %s", c.Cites(r.Basis), x.Article)
			}
			soundResult(t, c, r)
			if again := parse(t, "again", encode(t, model.Assessment{Scope: model.Scope{Facts: f}})).Scope.Facts; !again.Equal(f) {
				t.Errorf("written and read again the facts are\n%+v, want\n%+v", again, f)
			}
		})
	}
}

// Every sector and every type is in some case.
func TestScopeCasesCoverEveryType(t *testing.T) {
	c := shipped(t)
	seen := map[string]bool{}
	for _, x := range scopeCases(t) {
		f := x.facts(t)
		seen[f.Sector+" "+f.Subsector+" "+f.Type] = true
	}
	for _, choice := range c.Types() {
		if name := choice.Sector + " " + choice.Subsector + " " + choice.ID; !seen[name] {
			t.Errorf("no case has the type %s", name)
		}
	}
}

// soundResult is what every result keeps: it has a basis of known sources, a reasoning
// in whole sentences without gaps, classes and facts that the content has.
func soundResult(t failer, c *model.Content, r model.ScopeResult) {
	t.Helper()
	if len(r.Basis) == 0 || len(r.Steps) == 0 || len(r.Possible) == 0 {
		t.Fatalf("nothing is said of %+v", r)
	}
	for _, step := range r.Steps {
		if step.Text == "" || strings.ContainsAny(step.Text, "{}") || strings.Contains(step.Text, "  ") {
			t.Fatalf("the step %q is not fit to be read", step.Text)
		}
		for _, cite := range step.Cites {
			if _, ok := c.Source(cite.Source); !ok {
				t.Fatalf("%q rests on the source %q, which there is not", step.Text, cite.Source)
			}
		}
	}
	for _, id := range r.Possible {
		if !slices.ContainsFunc(c.Scopes, func(s model.ScopeClass) bool { return s.ID == id }) {
			t.Fatalf("the content has no class %q", id)
		}
	}
	if one := len(r.Possible) == 1; (one && r.Class != r.Possible[0]) || (!one && r.Class != model.UndeterminedScope) || (one && len(r.Missing) > 0) {
		t.Fatalf("%s of %v, missing %v", r.Class, r.Possible, r.Missing)
	}
	if r.Settles < 0 || r.Settles > 2 || r.Settles > len(r.Missing) {
		t.Fatalf("%d of %v settle it", r.Settles, r.Missing)
	}
	for _, id := range slices.Concat(r.Missing, r.Presumed) {
		if !slices.Contains(model.ScopeFactIDs(), id) {
			t.Fatalf("there is no fact %q", id)
		}
	}
}

// The steps say whose figures were used and which test decided.
func TestScopeReasoning(t *testing.T) {
	c := shipped(t)
	tests := []struct{ name, facts, want string }{
		{"headcount", "headcount: 50, turnover_meur: 1, balance_meur: 1", "The headcount decides: 50 reaches the limit of 50."},
		{"money", "headcount: 5, turnover_meur: 10.01, balance_meur: 11", "turnover is above €10 million, and the balance sheet total is above €10 million"},
		{"large by money", "headcount: 50, turnover_meur: 60, balance_meur: 44", "turnover is above €50 million, and the balance sheet total is above €43 million"},
		{"turnover alone", "headcount: 40, turnover_meur: 60, balance_meur: 8", "High turnover alone is not enough: the balance sheet total would have to be above €10 million too."},
		{"balance sheet alone", "headcount: 60, turnover_meur: 20, balance_meur: 80", "The headcount decides: 60 reaches the limit of 50."},
		{"sum of a group", "headcount: 49, turnover_meur: 1, balance_meur: 1, independent_of_group: false, group: [{relation: partner, share: 33.33, headcount: 3, turnover_meur: 0, balance_meur: 0}]", "People: 49.9999"},
		{"unknown member", "headcount: 49, turnover_meur: 1, balance_meur: 1, independent_of_group: false, group: [{relation: linked}]", "People: at least 49"},
		{"unknown share", "headcount: 40, turnover_meur: 1, balance_meur: 1, independent_of_group: false, group: [{relation: partner, headcount: 100, turnover_meur: 0, balance_meur: 0}]", "People: 65 to 90"},
		{"public", "headcount: 40, group: [{relation: linked}], special: [publicly-owned]", "It is held by public bodies."},
		{"presumed", "headcount: 40", "it is established in the Union, it belongs to no group and none of the special cases holds"},
		{"type presumed", "headcount: 40, special: []", "Presumed until something else is stated: one of the types of this sector fits"},
		{"either way", "headcount: 40, turnover_meur: 1, balance_meur: 1, group: [{relation: linked, headcount: 300}]", "By its own figures it is below medium size; with its group it is large."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {sector: space, "+tt.facts+"}\n"))
			var steps []string
			for _, s := range c.ClassifyScope(a.Scope.Facts).Steps {
				steps = append(steps, s.Text)
			}
			if text := strings.Join(steps, "\n"); !strings.Contains(text, tt.want) {
				t.Errorf("%q is not said in\n%s", tt.want, text)
			}
		})
	}
}

// What a note asks for holds in every completion, or it is not shown.
func TestScopeNotes(t *testing.T) {
	c := shipped(t)
	tests := []struct{ facts, with, without string }{
		{"sector: ict-service-management, entity_type: managed-service-provider, headcount: 300", "implementing-applies", "implementing-pattern"},
		{"sector: energy, headcount: 300", "implementing-pattern", "implementing-applies"},
		{"sector: energy, headcount: 60", "duties-in-scope", "supervision-essential"},
		{"headcount: 60", "", "duties-in-scope"},
		{"sector: banking", "duties-dora", "duties-none"},
		{"sector: none, entity_type: other", "supply-customers", "duties-in-scope"},
		{"sector: digital-infrastructure, entity_type: cdn-provider, established: non-eu, offers_services_in_eu: true, headcount: 300", "jurisdiction-representative", "jurisdiction-digital"},
		{"sector: ict-service-management, entity_type: managed-service-provider, headcount: 60, turnover_meur: 9", "caution-name-servers", ""},
		{"sector: digital-infrastructure, entity_type: cloud-computing-service-provider, headcount: 12, turnover_meur: 1", "caution-name-servers", ""},
		{"sector: ict-service-management, entity_type: managed-service-provider, headcount: 300", "", "caution-name-servers"},
		{"sector: digital-infrastructure, entity_type: cdn-provider, headcount: 60", "caution-clocks", "caution-name-servers"},
		{"sector: digital-infrastructure, entity_type: trust-service-provider", "caution-clocks-trust", "caution-name-servers"},
		{"sector: energy, headcount: 300", "caution-small-mid-cap", "caution-clocks-trust"},
		{"sector: energy, headcount: 750", "caution-clocks", "caution-small-mid-cap"},
		{"sector: energy, turnover_meur: 60, balance_meur: 50", "caution-small-mid-cap", ""},
		{"sector: food, headcount: 12, turnover_meur: 1", "growth-into-scope", "growth-to-essential"},
	}
	for _, tt := range tests {
		a := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {"+tt.facts+", special: []}\n"))
		var ids []string
		for _, n := range c.ClassifyScope(a.Scope.Facts).Notes {
			ids = append(ids, n.ID)
		}
		if (tt.with != "" && !slices.Contains(ids, tt.with)) || slices.Contains(ids, tt.without) {
			t.Errorf("%s: the notes are %v, want %s and not %s", tt.facts, ids, tt.with, tt.without)
		}
	}
}

// The facts win where they decide; a stated class where they do not.
func TestScopeClass(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		name, scope, class string
		binds              model.Binding
		clash              bool
	}{
		{"nothing", "", "undetermined", model.BindingIsOpen, false},
		{"stated", "stated: important", "important", model.Binds, false},
		{"not sure", "stated: not-sure", "undetermined", model.BindingIsOpen, false},
		{"unknown word", "stated: gigantic", "undetermined", model.BindingIsOpen, false},
		{"facts", "sector: space, headcount: 300", "essential", model.Binds, false},
		{"both agree", "stated: essential, sector: space, headcount: 300", "essential", model.Binds, false},
		{"both disagree", "stated: important, sector: space, headcount: 300", "essential", model.Binds, true},
		{"both disagree on whether it binds", "stated: not, sector: space, headcount: 300", "essential", model.Binds, true},
		{"not, of those that have no word", "stated: not, sector: food, headcount: 3, turnover_meur: 1", "out-but-voluntary", model.DoesNotBind, false},
		{"not, of a registrar", "stated: not, entity_type: domain-name-registration-service", "registration-only", model.DoesNotBind, false},
		{"not, of a bank", "stated: not, sector: banking", "lex-specialis-dora", model.DoesNotBind, true},
		{"DORA without it", "stated: dora, entity_type: other", "out", model.DoesNotBind, true},
		{"not sure, but facts decide", "stated: not-sure, sector: space, headcount: 300", "essential", model.Binds, false},
		{"open: essential or important", "sector: space, headcount: 60", "undetermined", model.Binds, false},
		{"open, stated one of them", "stated: essential, sector: space, headcount: 60", "essential", model.Binds, false},
		{"open, stated another", "stated: not, sector: space, headcount: 60", "undetermined", model.Binds, true},
		{"open whether it binds", "sector: space", "undetermined", model.BindingIsOpen, false},
		{"open whether it binds, stated", "stated: important, sector: space", "important", model.Binds, false},
		{"open whether it binds, stated not", "stated: not, sector: food", "out", model.DoesNotBind, false},
		{"open, none binds", "sector: none, special: [dora-financial-entity]", "lex-specialis-dora", model.DoesNotBind, false},
		{"open, no class that binds", "entity_type: cloud-computing-service-provider, headcount: 3, turnover_meur: 1, established: non-eu", "undetermined", model.DoesNotBind, false},
		{"national law decides", "entity_type: local-government-entity", "depends-national", model.BindingIsOpen, false},
		{"national law decides, and somebody knows it", "stated: important, entity_type: local-government-entity", "important", model.Binds, false},
		{"no rule of the Directive", "sector: food, headcount: 300, established: non-eu, offers_services_in_eu: true", "undetermined", model.BindingIsOpen, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {"+tt.scope+"}\n")).Scope
			class := c.ScopeClass(s)
			if class.ID != tt.class || class.Binds != tt.binds || class.Label == "" || class.Means == "" {
				t.Errorf("got %s, binds %s, %q; want %s, %s", class.ID, class.Binds, class.Label, tt.class, tt.binds)
			}
			words, clash := c.ScopeClash(s)
			if clash != tt.clash || (clash && strings.ContainsAny(c.Say(words), "{}")) {
				t.Errorf("they clash: %v, %q", clash, c.Say(words))
			}
			a := model.Assessment{Scope: s}
			if o := model.Decide(c, a); (o.Readings == nil) == (tt.binds == model.BindingIsOpen) {
				t.Errorf("two readings: %v", o.Readings != nil)
			}
			for _, turn := range model.Turns(c, a) {
				for _, ch := range turn.Changes {
					if ch.Question != model.ScopeQuestion {
						continue
					}
					turned := s
					turned.Stated = ch.To
					if now := c.ScopeClass(turned).Binds; now == class.Binds || now == model.BindingIsOpen {
						t.Errorf("the change to %q changes nothing: %s", ch.To, now)
					}
				}
			}
			x := c.ExplainScope(s)
			soundResult(t, c, x.Result)
			if x.Class.ID != class.ID {
				t.Errorf("explained is %s", x.Class.ID)
			}
			if text := c.ScopeText(a); strings.ContainsAny(text, "{}") || !strings.Contains(text, class.Label) {
				t.Errorf("the text is not fit to be read:\n%s", text)
			}
		})
	}
}

// A word of the verdict on a scope that is open is not said where it binds.
func TestOpenClassThatBinds(t *testing.T) {
	c := shipped(t)
	a := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {sector: space, headcount: 60}\n"))
	if text := markdown(t, c, a); strings.Contains(text, "It is open whether NIS2 binds") {
		t.Error("the report says that it is open whether NIS2 binds")
	}
	for _, s := range c.Stations() {
		if s.Kind == model.ScopeStation {
			if p := c.Progress(s, a); p.Done != 1 || p.Open != 1 {
				t.Errorf("the scope is done %d times, open %d", p.Done, p.Open)
			}
		}
	}
}

// What the facts of a file can have wrong, with its field and its line.
func TestScopeFaults(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		name, data string // the data follows the line "scope:", which is the second
		line       int
		field      string
		problem    string
	}{
		{"negative headcount", "  headcount: -1\n", 3, "scope.headcount", `"-1" is below zero; give a number from 0 to 10000000`},
		{"too many people", "  headcount: 1e12\n", 3, "scope.headcount", "is too large"},
		{"a cent too much", "  turnover_meur: 10000000.01\n", 3, "scope.turnover_meur", "is too large"},
		{"no number", "  turnover_meur: .nan\n", 3, "scope.turnover_meur", "is not a number"},
		{"no number in other words", "  turnover_meur: NaN\n", 3, "scope.turnover_meur", "is not a number"},
		{"endless", "  sector: energy\n  balance_meur: .inf\n", 4, "scope.balance_meur", "is not a number"},
		{"endless in other words", "  balance_meur: Infinity\n", 3, "scope.balance_meur", "is too large"},
		{"a text", "  headcount: about fifty\n", 3, "scope.headcount", `"about fifty" is not a number`},
		{"a list", "  headcount: [1, 2]\n", 3, "scope.headcount", "a list is not a number"},
		{"three decimal places", "  headcount: 49.995\n", 3, "scope.headcount", "more than two decimal places"},
		{"very many decimal places", "  headcount: 1.000000001\n", 3, "scope.headcount", "more than two decimal places"},
		{"hexadecimal", "  headcount: 0x32\n", 3, "scope.headcount", "is not a number"},
		{"exponent", "  headcount: 5e1\n", 3, "scope.headcount", "is not written as a plain number"},
		{"nothing at all", "  special:\n", 3, "scope.special", "write [] where there are none"},
		{"no group at all", "  group: ~\n", 3, "scope.group", "write [] where there are none"},
		{"a case twice", "  special: [publicly-owned, publicly-owned]\n", 3, "scope.special.2", "stands here twice"},
		{"established", "  established: europe\n", 3, "scope.established", `"europe" is not allowed; write eu or non-eu`},
		{"offers", "  offers_services_in_eu: sometimes\n", 3, "scope.offers_services_in_eu", "is not true or false"},
		{"unknown key", "  head_count: 4\n", 3, "scope.head_count", "not known here"},
		{"unknown key of a member", "  group:\n    - {relation: linked, heads: 4}\n", 4, "scope.group.1.heads", "not known here"},
		{"relation", "  group:\n    - {relation: linked}\n    - {relation: sister}\n", 5, "scope.group.2.relation", `"sister" is not allowed; write linked or partner`},
		{"no relation", "  group:\n    - {headcount: 4}\n", 4, "scope.group.1.relation", "write linked or partner"},
		{"share above", "  group:\n    - {relation: partner, share: 60}\n", 4, "scope.group.1.share", "60 is not allowed; the share of a partner is from 25 to 50 per cent"},
		{"share below", "  group: [{relation: partner, share: 24.99}]\n", 3, "scope.group.1.share", "from 25 to 50 per cent"},
		{"share of more than all", "  group: [{relation: linked, share: 101}]\n", 3, "scope.group.1.share", "is too large"},
		{"figure of a member", "  group:\n    - relation: linked\n      balance_meur: -2\n", 5, "scope.group.1.balance_meur", "is below zero"},

		{"no such state", "  member_state: XX\n", 3, "scope.member_state", `there is no member state "XX"; write one of AT, BE`},
		{"no such sector", "  sector: gardening\n", 3, "scope.sector", `there is no sector "gardening"; write one of energy`},
		{"no such subsector", "  sector: energy\n  subsector: coal\n", 4, "scope.subsector", `has no subsector "coal"; write one of electricity`},
		{"subsector of a sector that has none", "  sector: banking\n  subsector: gas\n", 4, "scope.subsector", "has no subsectors"},
		{"subsector without a sector", "  subsector: gas\n", 3, "scope.subsector", "stands without its sector"},
		{"no such type", "  sector: energy\n  entity_type: coal-miner\n", 4, "scope.entity_type", `there is no type "coal-miner"; write one of electricity-supplier`},
		{"no such type anywhere", "  entity_type: coal-miner\n", 3, "scope.entity_type", `there is no type "coal-miner"`},
		{"type of another sector", "  sector: energy\n  entity_type: air-carrier\n", 4, "scope.entity_type", `"air-carrier" belongs to transport, air and not to energy`},
		{"type of another subsector", "  sector: energy\n  subsector: gas\n  entity_type: producer\n", 5, "scope.entity_type", `belongs to energy, electricity and not to energy, gas`},
		{"no such special case", "  special: [too-important]\n", 3, "scope.special.1", `there is no special case "too-important"; write some of`},
		{"special cases that clash", "  special:\n    - qualified-tsp\n    - publicly-owned\n    - non-qualified-tsp\n", 6, "scope.special.3", `"non-qualified-tsp" contradicts "qualified-tsp"`},
		{"decided and not yet", "  special: [identified-essential, not-yet-identified]\n", 3, "scope.special.2", `"not-yet-identified" contradicts "identified-essential"`},
		{"two decisions", "  special: [identified-important, identified-essential]\n", 3, "scope.special.2", `"identified-essential" contradicts "identified-important"`},
		{"special case against what the type implies", "  entity_type: regional-government-entity\n  special: [local-government]\n", 4, "scope.special.1",
			`"local-government" contradicts entity_type "regional-government-entity", which is "regional-government" by itself`},
		{"a public body's case for another type", "  sector: energy\n  special: [risk-assessment-unknown]\n", 4, "scope.special.1", `"risk-assessment-unknown" contradicts sector "energy"`},
		{"an in-house data centre that is none", "  entity_type: air-carrier\n  special: [in-house-data-centre-only]\n", 4, "scope.special.1", `contradicts entity_type "air-carrier"`},
		{"established in the Union, and not", "  special: [no-offer-in-eu]\n  established: eu\n", 4, "scope.established", `"eu" contradicts the special case "no-offer-in-eu"`},
		{"offers, and does not", "  offers_services_in_eu: true\n  special: [no-offer-in-eu]\n", 3, "scope.offers_services_in_eu", `contradicts the special case "no-offer-in-eu"`},
		{"critical, and not in the Union", "  special: [cer-critical-entity, no-offer-in-eu]\n", 3, "scope.special.2", `"no-offer-in-eu" contradicts "cer-critical-entity"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, form := range []struct {
				file, before, after string
				offset              int
			}{{"a.yaml", "", "", 0}, {"a.md", "---\n", "---\n# Report\n", 1}} {
				data := []byte(form.before + "twopaths: 1\nscope:\n" + tt.data + form.after)
				a, err := model.ParseAssessment(form.file, data)
				if err == nil {
					err = model.Locate(form.file, data, c.CheckScope(a.Scope.Facts)).AsError()
				}
				f := onlyFault(t, err)
				if f.File != form.file || f.Line != tt.line+form.offset || f.Field != tt.field || !strings.Contains(f.Problem, tt.problem) {
					t.Errorf("got line %d, field %q, problem %q\nwant line %d, field %q, problem %q",
						f.Line, f.Field, f.Problem, tt.line+form.offset, tt.field, tt.problem)
				}
			}
		})
	}
}

// Facts that cannot be are named by Notices as well, for whoever opens a file all the same.
func TestNoticesNameWrongFacts(t *testing.T) {
	a := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {member_state: XX, stated: dora, entity_type: other}\n"))
	var fields []string
	for _, n := range shipped(t).Notices(a) {
		fields = append(fields, n.Field())
	}
	if !slices.Equal(fields, []string{"scope.stated", "scope.member_state"}) {
		t.Errorf("notices on %v", fields)
	}
}

// What is left out is unknown, and stays so when it is written.
func TestScopeFileKeepsWhatIsUnknown(t *testing.T) {
	const data = "twopaths: 1\nscope:\n  headcount: 0\n  turnover_meur: 9.80\n  group:\n    - relation: partner\n      share: 33.3\n  special: []\n"
	a := parse(t, "a.yaml", []byte(data))
	f := a.Scope.Facts
	if !f.Headcount.Known || f.Headcount.Amount != 0 || f.Balance.Known || f.Turnover != model.Exactly(980) ||
		f.Group[0].Share != model.Exactly(3330) || f.Special == nil || f.Offers != model.Unsaid {
		t.Errorf("got %+v", f)
	}
	const want = "twopaths: 1\nscope:\n  headcount: 0\n  turnover_meur: 9.8\n  group:\n  - relation: partner\n    share: 33.3\n  special: []\n"
	if got := string(encode(t, a)); got != want {
		t.Errorf("written it is\n%s\nwant\n%s", got, want)
	}
	asked := parse(t, "a.yaml", []byte("twopaths: 1\nscope: {special: [], group: []}\n")).Scope.Facts
	if asked.Equal(model.Facts{}) || asked.IsZero() {
		t.Error("none is taken for not asked")
	}
}

// A copy is its own.
func TestCloneCopiesFacts(t *testing.T) {
	a := model.Assessment{Scope: model.Scope{Facts: model.Facts{Group: []model.Member{{Relation: model.Linked}}, Special: []string{"a"}}}}
	b := a.Clone()
	b.Scope.Facts.Group[0].Relation, b.Scope.Facts.Special[0] = model.Partner, "b"
	if a.Scope.Equal(b.Scope) || a.Scope.Facts.Special[0] != "a" || a.Scope.Facts.Group[0].Relation != model.Linked {
		t.Errorf("a change of the copy changed %+v", a.Scope.Facts)
	}
}

// Facts that a content does not know, or that contradict each other, end in no panic and
// in no class out of nowhere: they are for CheckScope to refuse.
func TestClassifyScopeBearsAnything(t *testing.T) {
	c := shipped(t)
	for _, data := range []string{
		"{sector: gardening}", "{entity_type: gardener}", "{subsector: gas}", "{sector: energy, entity_type: air-carrier}",
		"{special: [unheard-of]}", "{special: [qualified-tsp, non-qualified-tsp, no-offer-in-eu, central-government, local-government]}",
		"{sector: energy, special: [in-house-data-centre-only]}", "{member_state: XX, independent_of_group: true, group: [{relation: linked}]}",
	} {
		a := parse(t, "a.yaml", []byte("twopaths: 1\nscope: "+data+"\n"))
		soundResult(t, c, c.ClassifyScope(a.Scope.Facts))
	}
	soundResult(t, &model.Content{Scopes: c.Scopes, Sources: c.Sources, Phrases: c.Phrases, Sectors: c.Sectors}, func() model.ScopeResult {
		bare := &model.Content{Scopes: c.Scopes, Phrases: c.Phrases, Sectors: c.Sectors}
		return bare.ClassifyScope(model.Facts{})
	}())
}

// Reading the same file as a whole program does gives errors of the kind that means bad input.
func TestLocateIsFaults(t *testing.T) {
	var faults model.Faults
	err := model.Locate("a.yaml", []byte("twopaths: 1\n"), []model.Notice{{Path: []any{"scope", "sector"}, Text: "x"}}).AsError()
	if !errors.As(err, &faults) || faults[0].Field != "scope.sector" {
		t.Errorf("got %v", err)
	}
}

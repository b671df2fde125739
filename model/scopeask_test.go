package model_test

import (
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// What people say they do, and the type that has to be among the first three found.
func TestFindTypes(t *testing.T) {
	c := shipped(t)
	for query, want := range map[string]string{
		"we host servers":        "data-centre-service-provider",
		"dairy":                  "industrial-food-producer",
		"MSP":                    "managed-service-provider",
		"it outsourcing":         "managed-service-provider",
		"saas":                   "cloud-computing-service-provider",
		"hospital":               "healthcare-provider",
		"solar park":             "producer",
		"Machine builder":        "nace-c28-manufacturer",
		"parcels":                "courier-service-provider",
		"marketplace":            "online-marketplace",
		"insurance":              "other",
		"bank":                   "credit-institution",
		"school":                 "educational-institution",
		"city":                   "local-government-entity",
		"ev charging":            "recharging-point-operator",
		"sewage":                 "waste-water-undertaking",
		"registrar":              "domain-name-registration-service",
		"search engine":          "online-search-engine",
		"internet access":        "public-ecs-provider",
		"machines":               "nace-c28-manufacturer",
		"NACE C26":               "nace-c26-manufacturer",
		"  SOC ":                 "managed-security-service-provider",
		"we run a data centre":   "data-centre-service-provider",
		"trust service provider": "trust-service-provider",
	} {
		found := c.FindTypes(query)
		first := found[:min(3, len(found))]
		if !slices.ContainsFunc(first, func(x model.TypeChoice) bool { return x.ID == want }) {
			var ids []string
			for _, x := range first {
				ids = append(ids, x.ID)
			}
			t.Errorf("%q finds %v first, not %s", query, ids, want)
		}
	}
	if n := len(c.FindTypes("")); n != len(c.Types()) || n < 80 {
		t.Errorf("without words %d types are found", n)
	}
	if found := c.FindTypes("xylophone quartet"); len(found) != 0 {
		t.Errorf("%d types are called a xylophone quartet", len(found))
	}
	if found := c.FindTypes("we are the"); len(found) != len(c.Types()) {
		t.Errorf("words that say nothing find %d types", len(found))
	}
}

// Every type is found by its own name, and set and read back.
func TestTypesAreFoundByTheirNames(t *testing.T) {
	c := shipped(t)
	for _, x := range c.Types() {
		found := c.FindTypes(x.Label)
		if !slices.ContainsFunc(found[:min(4, len(found))], func(y model.TypeChoice) bool { return y.Is(x.Set(model.Facts{})) }) {
			t.Errorf("%q is not found by its name", x.Label)
		}
		f := x.Set(model.Facts{})
		back, ok := c.TypeOf(f)
		if !ok || !back.Is(f) || c.FactWords(f, model.FactType) != x.Label {
			t.Errorf("%s of %s, %s comes back as %v, %v", x.ID, x.Sector, x.Subsector, back.ID, ok)
		}
		if wrong := c.CheckScope(f); len(wrong) > 0 {
			t.Errorf("%s: %v", x.ID, wrong)
		}
	}
}

// What is still worth asking. Facts that cannot change the class are not asked.
func TestOpenFacts(t *testing.T) {
	c := shipped(t)
	typed := func(sector, subsector, kind string) model.Facts {
		return model.Facts{Sector: sector, Subsector: subsector, Type: kind}
	}
	known := func(f model.Facts, heads model.Hundredths) model.Facts {
		f.Headcount = model.Exactly(heads * 100)
		return f
	}
	for name, x := range map[string]struct {
		f    model.Facts
		want string
	}{
		"nothing known":                    {model.Facts{}, "type"},
		"DNS provider: size plays no part": {typed("digital-infrastructure", "", "dns-service-provider"), "state"},
		"a bank: DORA":                     {typed("banking", "", "credit-institution"), ""},
		"machinery":                        {typed("manufacturing", "machinery", "nace-c28-manufacturer"), "state headcount turnover balance group special"},
		"machinery, 50 people: in, and an Annex II type is never essential by size": {known(typed("manufacturing", "machinery", "nace-c28-manufacturer"), 50), "state special"},
		"electricity producer, 50 people: could still be large":                     {known(typed("energy", "electricity", "producer"), 50), "state turnover balance group special"},
		"electricity producer, 250 people: large":                                   {known(typed("energy", "electricity", "producer"), 250), "state"},
	} {
		if got := strings.Join(c.OpenFacts(x.f), " "); got != x.want {
			t.Errorf("%s: still to ask %q, not %q", name, got, x.want)
		}
	}
	// Answering what is asked, one after the other, always comes to an end.
	for _, kind := range c.Types() {
		f := kind.Set(model.Facts{})
		for range 12 {
			open := c.OpenFacts(f)
			if len(open) == 0 {
				break
			}
			switch open[0] {
			case model.FactState:
				f.State, f.Established = "DE", model.Inside
			case model.FactHeadcount:
				f.Headcount = model.Exactly(4900)
			case model.FactTurnover:
				f.Turnover = model.Exactly(1000)
			case model.FactBalance:
				f.Balance = model.Exactly(1100)
			case model.FactGroup:
				f.Group = []model.Member{}
			case model.FactSpecial:
				f.Special = []string{}
				if len(kind.OneOf) > 0 {
					f.Special = []string{kind.OneOf[0]}
				}
			default:
				t.Fatalf("%s: %s is asked", kind.ID, open[0])
			}
		}
		if open := c.OpenFacts(f); len(open) > 0 {
			t.Errorf("%s: %v stays open", kind.ID, open)
		}
		if r := c.ClassifyScope(f); len(r.Possible) != 1 {
			t.Errorf("%s: with all answered %v remain", kind.ID, r.Possible)
		}
	}
}

func TestParseFigure(t *testing.T) {
	for text, want := range map[string]model.Figure{
		"": {}, "  ": {}, "0": model.Exactly(0), "180": model.Exactly(18000), "9.8": model.Exactly(980), "9,8": model.Exactly(980),
		" 49.99 ": model.Exactly(4999), "10000000": model.Exactly(model.MaxFigure),
	} {
		if got, err := model.ParseFigure(text, false); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"-1", "abc", "1e12", "NaN", "inf", "10000001", "1.234", "1.2.3", "1,2,3", "99999999999999999999", "0x10", "½", "١٢"} {
		if got, err := model.ParseFigure(text, false); err == nil {
			t.Errorf("%q is taken as %v", text, got)
		} else if !strings.Contains(err.Error(), "0 to 10000000") {
			t.Errorf("%q: the error does not say what is allowed: %v", text, err)
		}
	}
	for text, good := range map[string]bool{"25": true, "50": true, "33.3": true, "24.99": false, "51": false, "0": false, "100": false, "": true} {
		if _, err := model.ParseFigure(text, true); (err == nil) != good {
			t.Errorf("a share of %q: %v", text, err)
		}
	}
}

// Every fact has words as soon as it is known, and none before.
func TestFactWords(t *testing.T) {
	c := shipped(t)
	all := model.Facts{
		State: "DE", Established: model.Inside, Offers: model.Yes, Sector: "energy", Subsector: "electricity", Type: "producer",
		Figures: model.Figures{Headcount: model.Exactly(4950), Turnover: model.Exactly(980), Balance: model.Exactly(800)},
		Group: []model.Member{
			{Relation: model.Linked, Figures: model.Figures{Headcount: model.Exactly(500000)}},
			{Relation: model.Partner, Share: model.Exactly(3000)},
		},
		Independent: model.No, Special: []string{"sole-provider"},
	}
	want := map[string]string{
		"type": "Electricity producer", "state": "Germany", "offers": "yes", "headcount": "49.5 people", "turnover": "€9.8 million",
		"balance": "€8 million", "group": "one linked company and one partner company", "independent": "no",
		"special": "Only provider of an essential service",
	}
	for _, f := range c.ScopeRules.Facts {
		if got := c.FactWords(all, f.ID); got != want[f.ID] {
			t.Errorf("%s is %q, not %q", f.ID, got, want[f.ID])
		}
		if got := c.FactWords(model.Facts{}, f.ID); got != "" {
			t.Errorf("%s is %q where nothing is known", f.ID, got)
		}
	}
	if got := c.MemberWords(all.Group[1]); got != "Partner company, 30 %" {
		t.Errorf("the partner is %q", got)
	}
}

// The class in a few lines names what would settle it, and contradictions.
func TestAnswerScope(t *testing.T) {
	c := shipped(t)
	f := model.Facts{Sector: "energy", Subsector: "electricity", Type: "producer", Group: []model.Member{}, Special: []string{},
		Figures: model.Figures{Headcount: model.Exactly(4900), Turnover: model.Exactly(6000)}}
	a := c.AnswerScope(model.Scope{Facts: f})
	if !strings.Contains(a.Next, "balance sheet") || strings.Contains(a.Next, "turnover") {
		t.Errorf("with only the balance sheet open, it says %q", a.Next)
	}
	f.Balance = model.Exactly(4300)
	a = c.AnswerScope(model.Scope{Facts: f, Stated: "essential"})
	if a.Next != "" || a.Clash == "" || !strings.Contains(a.Title, "important") {
		t.Errorf("€43 million do not exceed the limit: %+v", a)
	}
	if a := c.AnswerScope(model.Scope{}); a.Title == "" || a.Reason == "" || a.Clash != "" {
		t.Errorf("nothing said: %+v", a)
	}
}

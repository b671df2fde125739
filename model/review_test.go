package model_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// reviewsOf is the conditions for an assessment.
func reviewsOf(c *model.Content, a model.Assessment) []model.ReviewPoint {
	return model.Reviews(c, a, model.Decide(c, a), model.Turns(c, a, model.CertificateQuestion))
}

func reviewIDs(points []model.ReviewPoint) []string {
	var ids []string
	for _, p := range points {
		ids = append(ids, p.ID)
	}
	return ids
}

// listed is a company of a listed type.
func listed(sector, kind string, change ...func(*model.Facts)) model.Assessment {
	f := model.Facts{Sector: sector, Type: kind, Established: model.Inside, Group: []model.Member{}, Special: []string{}}
	for _, ch := range change {
		ch(&f)
	}
	return model.Assessment{Scope: model.Scope{Facts: f}, Date: model.Date{Year: 2026, Month: 11, Day: 23}}
}

func people(n int) func(*model.Facts) {
	return func(f *model.Facts) { f.Headcount = euro(n) }
}

func moneyFigures(turnover, balance int) func(*model.Facts) {
	return func(f *model.Facts) { f.Turnover, f.Balance = euro(turnover), euro(balance) }
}

func of(state string) func(*model.Facts) { return func(f *model.Facts) { f.State = state } }

// For each condition of the content, an organisation of which it is true, and one much
// like it of which it is not.
func TestReviews(t *testing.T) {
	c := shipped(t)
	small := []func(*model.Facts){people(42), moneyFigures(8, 5)}
	big := []func(*model.Facts){people(400), moneyFigures(90, 60)}
	dairy := listed("food", "industrial-food-producer", small...)
	noTenderLost := workedCaseNamed(t, "nis2-then-iso-machine-builder")
	noTenderLost.BreakEven.TendersLost = euro(0)
	tests := []struct {
		id       string
		yes, not model.Assessment
		text     string // part of what is said
	}{
		{"scope-found", say("not-sure"), say("important"), "Find out first: type of activity"},
		{"scope-answered", listed("manufacturing", "nace-c28-manufacturer", append(big, func(f *model.Facts) {
			f.Subsector, f.Established, f.Offers = "machinery", model.Outside, model.Yes
		})...), say("important"), "The authority of a state"},
		{"scope-group-law", inGroup("NL"), inGroup("DE"), "whether the law of the Netherlands leaves the figures"},
		{"name-servers", listed("ict-service-management", "managed-service-provider", people(60), moneyFigures(9, 9)), listed("ict-service-management", "managed-service-provider", people(60), moneyFigures(9, 9), func(f *model.Facts) { f.Special = []string{"dns-provider"} }), "name servers or resolvers"},
		{"state-decides", listed("health", "healthcare-provider", append(small, func(f *model.Facts) { f.Special = []string{"not-yet-identified"} })...), say("not"), "or by a decision on it"},
		{"state-decides-option", listed("none", "educational-institution"), listed("health", "healthcare-provider", append(small, func(f *model.Facts) { f.Special = []string{"not-yet-identified"} })...), "Its state brings it in by law"},
		{"growth-into-scope", dairy, listed("food", "industrial-food-producer", people(60)), "It reaches 50 people (today 42), or"},
		{"registrar-name-servers", listed("none", "domain-name-registration-service"), say("not"), "name servers for customers"},
		{"dora-status", say("dora"), say("not"), "DORA"},
		{"new-activity", listed("none", "other", small...), say("not"), "a type of Annex I or II"},
		{"out-as-stated", say("not"), listed("none", "other", small...), "reaches 50 people"},
		{"recertification", say("important", "certificate-status=certified"), say("important", "certificate-status=in-progress"), "Half a year is left"},
		{"project-stopped", say("important", "certificate-status=in-progress"), say("important", "certificate-status=none"), "slip by more than half a year"},
		{"contract-ends", workedCaseNamed(t, "both-certified-cloud-provider"), workedCaseNamed(t, "both-subsidiary-certified-little-else"), "The contract that requires"},
		{"first-contract", workedCaseNamed(t, "nis2-then-iso-machine-builder"), workedCaseNamed(t, "both-certified-cloud-provider"), "A first contract"},
		{"demand-gone", workedCaseNamed(t, "iso-alone-bank-dora"), workedCaseNamed(t, "nis2-then-iso-machine-builder"), "hardly a customer"},
		{"tenders-gone", workedCaseNamed(t, "both-msp-new-market"), workedCaseNamed(t, "nis2-then-iso-machine-builder"), "no longer give a certificate"},
		{"tender-lost", noTenderLost, workedCaseNamed(t, "nis2-then-iso-machine-builder"), "A first tender is lost"},
		{"tender-closed", say("not-sure", "tender-effect=excluded-without"), say("not-sure", "tender-effect=scores-points"), "too large to let pass"},
		{"tender-first", workedCaseNamed(t, "nis2-alone-hospital"), workedCaseNamed(t, "nis2-then-iso-machine-builder"), "bid in a first tender"},
		{"project-left-over", workedCaseNamed(t, "nis2-then-iso-machine-builder"), workedCaseNamed(t, "nis2-alone-hospital"), "days to spare"},
		{"resources-freed", workedCaseNamed(t, "neither-craft-business"), workedCaseNamed(t, "both-msp-new-market"), "People and budget"},
		{"resources-cut", workedCaseNamed(t, "both-msp-new-market"), workedCaseNamed(t, "both-certified-cloud-provider"), "go elsewhere"},
		{"resources-strained", workedCaseNamed(t, "iso-alone-small-saas"), workedCaseNamed(t, "neither-craft-business"), "stands still"},
		{"timing-set", c.Sample, workedCaseNamed(t, "nis2-then-iso-machine-builder"), "So far nobody could say"},
		{"value-counted", workedCaseNamed(t, "nis2-alone-hospital"), workedCaseNamed(t, "nis2-then-iso-machine-builder"), "Somebody can name an order"},
		{"law-in-force", listed("food", "industrial-food-producer", append(small, of("FR"))...), listed("food", "industrial-food-producer", append(small, of("DE"))...), "France brings its NIS2 law into force"},
		{"small-mid-cap", listed("health", "healthcare-provider", people(600), moneyFigures(90, 200)), listed("health", "healthcare-provider", people(750), moneyFigures(90, 60)), "750 people (today 600)"},
		{"small-mid-cap-as-stated", say("essential"), say("important"), "If its size alone"},
		{"small-producer", listed("energy", "producer", big...), listed("energy", "electricity-supplier", big...), "one megawatt"},
		{"chemicals", listed("chemicals", "chemicals-manufacturer", big...), listed("food", "industrial-food-producer", big...), "chemicals"},
		{"small-dns", listed("digital-infrastructure", "dns-service-provider", small...), listed("digital-infrastructure", "dns-service-provider", big...), "DNS"},
		{"certificate-as-proof", workedCaseNamed(t, "nis2-alone-hospital"), workedCaseNamed(t, "both-msp-new-market"), "proof of compliance"},
		{"growth-to-essential", listed("health", "healthcare-provider", people(120), moneyFigures(20, 20)), listed("health", "healthcare-provider", people(251)), "250 people (today 120)"},
		{"growth-as-stated", say("important"), say("essential"), "with work of Annex II it stays"},
		{"growth-communications", listed("digital-infrastructure", "public-ecs-provider", small...), listed("digital-infrastructure", "public-ecs-provider", big...), "public communications"},
		{"growth-trust-services", listed("digital-infrastructure", "trust-service-provider", append(small, func(f *model.Facts) { f.Special = []string{"non-qualified-tsp"} })...),
			listed("digital-infrastructure", "trust-service-provider", append(big, func(f *model.Facts) { f.Special = []string{"non-qualified-tsp"} })...), "qualified"},
		{"identified", listed("health", "healthcare-provider", append(small, func(f *model.Facts) { f.Special = []string{"not-yet-identified"} })...), dairy, "Its state identifies it"},
		{"group-bought", dairy, listed("food", "industrial-food-producer", append(small, func(f *model.Facts) { f.Special = []string{model.PubliclyOwned} })...), "It is bought"},
		{"group-changed", listed("food", "industrial-food-producer", append(small, func(f *model.Facts) {
			f.Group = []model.Member{{Relation: model.Linked, Figures: model.Figures{Headcount: euro(20)}}}
		})...),
			dairy, "A company joins or leaves its group"},
		{"class-found", listed("health", "healthcare-provider", moneyFigures(60, 45), func(f *model.Facts) { f.Headcount = euro(60); f.Balance = model.Figure{} }), say("important"), "essential or important"},
		{"one-entry-point", say("important"), say("not"), "Digital Omnibus"},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			// The order and the number that are shown are for other tests.
			only := *c
			only.Reviews = slices.DeleteFunc(slices.Clone(c.Reviews), func(r model.Review) bool { return r.ID != tt.id })
			points := reviewsOf(&only, tt.yes)
			i := slices.IndexFunc(points, func(p model.ReviewPoint) bool { return p.ID == tt.id })
			if i < 0 {
				t.Fatalf("it is not among %v", reviewIDs(points))
			}
			if text := points[i].Text; !strings.Contains(text, tt.text) || strings.ContainsAny(text, "{}") {
				t.Errorf("it says %q, want %q", text, tt.text)
			}
			if ids := reviewIDs(reviewsOf(&only, tt.not)); slices.Contains(ids, tt.id) {
				t.Errorf("it is said where it is not true: %v", ids)
			}
		})
	}
	for _, r := range c.Reviews {
		if !slices.ContainsFunc(tests, func(x struct {
			id       string
			yes, not model.Assessment
			text     string
		}) bool {
			return x.id == r.ID
		}) {
			t.Errorf("no row for %s", r.ID)
		}
	}
}

// What would turn the verdict and is in nobody's hands here stands first, says so truly,
// and is said of each thing once; the last is a day a year on; eight at most.
func TestReviewsOfAnyAssessment(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	reasons := map[string][]string{} // of the options of each question for the world
	for _, q := range c.Questions {
		for _, o := range q.Options {
			if q.Lever == "world" {
				reasons[q.ID] = append(reasons[q.ID], o.ID)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: 4, written: true}.draw(t)
		a.Date = someDate(t)
		o := model.Decide(c, a)
		turns := model.Turns(c, a, model.CertificateQuestion)
		points := model.Reviews(c, a, o, turns)
		ids := reviewIDs(points)
		if len(points) > model.MaxReviews || ids[len(ids)-1] != "day" {
			t.Fatalf("%d conditions, the last is %s", len(points), ids[len(ids)-1])
		}
		seen := map[string]bool{}
		beyond := false // past those that are worked out
		for _, p := range points {
			if seen[p.ID] || seen[p.Text] || strings.ContainsAny(p.Text, "{}") || p.Text == "" {
				t.Fatalf("%q is said twice or unfinished", p.Text)
			}
			seen[p.ID], seen[p.Text] = true, true
			worked := strings.HasPrefix(p.ID, "turn-")
			if worked && beyond {
				t.Fatalf("%s stands behind others: %v", p.ID, ids)
			}
			beyond = beyond || !worked
		}
		if o.Readings != nil {
			return
		}
		// Each turn that one answer of the world gives is there, or something nearer of the same question.
		for _, turn := range turns {
			if len(turn.Changes) != 1 {
				continue
			}
			ch := turn.Changes[0]
			if _, world := reasons[ch.Question]; !world || ch.From == "" || ch.From == model.NotSure {
				continue
			}
			worked := 0
			for _, id := range ids {
				worked += len(id) - len(strings.TrimPrefix(id, "turn-"))
			}
			said := slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(id, "turn-"+ch.Question+"-") })
			if !said && worked < 3*len("turn-") {
				t.Fatalf("%s to %s gives %s and is not said: %v", ch.Question, ch.To, turn.Verdict, ids)
			}
		}
		// What is said of one answer is true: some option of it gives another verdict, and that one is named.
		for _, p := range points {
			i := slices.IndexFunc(c.Questions, func(q model.Question) bool { return strings.HasPrefix(p.ID, "turn-"+q.ID+"-") })
			if i < 0 || strings.Contains(p.Text, "Together these") {
				continue
			}
			q, question := c.Questions[i], c.Questions[i].ID
			if !slices.ContainsFunc(reasons[question], func(option string) bool {
				other := model.Decide(c, and(a, question+"="+option))
				x, _ := q.Option(option)
				return other.Verdict != o.Verdict && other.Verdict != model.Undetermined &&
					strings.Contains(p.Text, "but “"+x.Label+"”. That would turn") && strings.Contains(p.Text, "“"+c.VerdictWords(other).Short+"”")
			}) {
				t.Fatalf("it is not true that %q", p.Text)
			}
		}
	})
}

// A turn that the world gives by several answers at once is said as one.
func TestReviewsTogether(t *testing.T) {
	c := shipped(t)
	a := say("not", "certificate-status=none", "customer-demand=rarely-asked", "jurisdictions=one-member-state", "programme-aim=win-business",
		"certificate-value=clear", "guidance=own-way-works", "controls-level=below-article-21", "validation=internal-enough",
		"improvement=not-a-priority", "resources=both-sustained", "defence-layers=enough-depth", "blind-spots=tested-regularly",
		"growth=changing", "accountability=authority-only", "next-euro=assurance", "timing=within-a-year")
	for id, x := range a.Answers {
		x.Firmness = model.Fact
		a = a.WithAnswer(id, x)
	}
	a = a.WithAnswer("tender-effect", model.Answer{Option: "scores-points", Firmness: model.Guess})
	a = a.WithAnswer("competitors", model.Answer{Option: "few-certified", Firmness: model.Guess})
	a.Weights = map[string]int{"avoid-audits": 0, "has-resources": 0}
	points := reviewsOf(c, a)
	i := slices.IndexFunc(points, func(p model.ReviewPoint) bool { return strings.Contains(p.Text, "Together these would turn") })
	if i < 0 {
		t.Fatalf("no turn of several answers: %v", points)
	}
	var swaps []string
	b := a
	for _, x := range []string{"tender-effect=no-effect", "competitors=no-difference"} {
		question, option, _ := strings.Cut(x, "=")
		q, _ := c.Question(question)
		o, _ := q.Option(option)
		now, _ := q.Option(a.Answers[question].Option)
		swaps = append(swaps, strings.ToUpper(q.Topic[:1])+q.Topic[1:]+": no longer “"+now.Label+"”, but “"+o.Label+"”.")
		b = and(b, x)
	}
	want := strings.Join(swaps, " ") + " Together these would turn the verdict to “" + c.VerdictWords(model.Decide(c, b)).Short + "”."
	if points[i].Text != want {
		t.Errorf("got %q, want %q", points[i].Text, want)
	}
	if ids := reviewIDs(points); slices.Contains(ids, "tenders-gone") {
		t.Errorf("what is worked out is said again: %v", ids)
	}
}

func TestReviewDay(t *testing.T) {
	for date, want := range map[model.Date]string{
		{Year: 2026, Month: 11, Day: 23}: "2027-11-23",
		{Year: 2028, Month: 2, Day: 29}:  "2029-02-28",
		{Year: 2027, Month: 2, Day: 28}:  "2028-02-28",
		{Year: 2026, Month: 12, Day: 31}: "2027-12-31",
		{Year: 9999, Month: 12, Day: 31}: "10000-12-31",
		{Year: 0, Month: 0, Day: 0}:      "",
	} {
		if got := model.ReviewDay(model.Assessment{Date: date}).String(); got != want {
			t.Errorf("a year after %s is %s, want %s", date, got, want)
		}
	}
	c := shipped(t)
	points := reviewsOf(c, model.Assessment{})
	if text := points[len(points)-1].Text; !strings.Contains(text, "A year has passed since it was signed") {
		t.Errorf("without a date: %q", text)
	}
}

// Different organisations are told different things: of two worked cases, none has the
// same list, but for its day.
func TestReviewsTellOrganisationsApart(t *testing.T) {
	c := shipped(t)
	byList := map[string]string{}
	for _, x := range workedCases(t) {
		points := reviewsOf(c, x.assessment)
		if len(points) < 3 {
			t.Errorf("%s: %d conditions", x.name, len(points))
		}
		list := strings.Join(reviewIDs(points), " ")
		for _, p := range points[:len(points)-1] {
			list += "\n" + p.Text
		}
		byList[list] += " " + x.name
	}
	if n := len(byList); n < len(workedCases(t))*3/4 {
		t.Errorf("%d lists for %d cases: %v", n, len(workedCases(t)), byList)
	}
}

// The report and the JSON have the same conditions.
func TestReviewsInTheReport(t *testing.T) {
	c := shipped(t)
	for _, x := range workedCases(t) {
		r := newReport(t, c, x.assessment)
		text, _ := r.Markdown()
		text = sectionOf(text, "Decide again when")
		var out struct {
			Review []struct {
				ID, Text string
				Cites    []string
			}
		}
		if err := json.Unmarshal(jsonOf(t, r), &out); err != nil {
			t.Fatal(err)
		}
		points := reviewsOf(c, x.assessment)
		if len(out.Review) != len(points) || strings.Count(text, "\n- ") != len(points) {
			t.Errorf("%s: %d conditions, %d in JSON, %d in the report", x.name, len(points), len(out.Review), strings.Count(text, "\n- "))
		}
		for i, p := range points {
			if !strings.Contains(text, "- "+p.Text) || out.Review[i].ID != p.ID || out.Review[i].Text != p.Text || len(out.Review[i].Cites) != len(p.Cites) {
				t.Errorf("%s: %s is not in both", x.name, p.ID)
			}
		}
	}
}

// Of open questions that a condition speaks of already, the rest are the others.
func TestReviewsOfTheOtherQuestions(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	a := and(strong("important"), "timing=not-sure", "resources=not-sure")
	var texts []string
	for _, x := range newReport(t, c, a).Reviews() {
		texts = append(texts, x.Text)
	}
	deciding := model.Decide(c, a).Deciding()
	all := strings.Join(texts, "\n")
	if len(deciding) != 2 || !strings.Contains(all, "The other open question that can change the verdict is answered: resources.") {
		t.Errorf("%v:\n%s", deciding, all)
	}
}

package ui

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// stateScope states the class in words at the scope station.
func (d *driver) stateScope(word string) {
	d.t.Helper()
	d.jump("scope", 0)
	d.press("end", "up", "enter")
	n := 0
	for _, class := range d.opts.Content.Scopes {
		if class.Stated == "" {
			continue
		}
		if n++; class.Stated == word {
			d.press(string(rune('0' + n)))
			return
		}
	}
	d.t.Fatalf("no class is stated as %q", word)
}

// answerScope answers the scope as most would: a type found by a word, a state, people,
// no group, nothing special. Only arrows, Enter and text are used.
func (d *driver) answerScope() {
	d.t.Helper()
	d.at("scope", 0)
	d.press("enter")
	d.write("machine builder")
	d.press("enter")
	d.write("germ")
	d.press("enter")
	d.write("180")
	d.press("enter")
	d.shows("Which of these special cases hold?")
	d.press("down", "enter")
	d.shows("Yes, as an important entity")
}

// scopeLetters is how many letters answerScope types.
const scopeLetters = len("machine builder" + "germ" + "180")

func scopeDriver(t *testing.T) *driver {
	d := newDriver(t, t.TempDir(), noSave, quickDocuments)
	d.begin(fresh())
	d.jump("scope", 0)
	return d
}

// The scope in a few keystrokes: only what can still change the class is asked.
func TestScopeInFewKeys(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	before := d.presses
	d.answerScope()
	f := d.app.a.Scope.Facts
	if f.Type != "nace-c28-manufacturer" || f.State != "DE" || f.Headcount != model.Exactly(18000) || f.Special == nil || f.Group != nil {
		t.Errorf("the facts are %+v", f)
	}
	t.Logf("%d command keys and %d letters for the scope", d.presses-before-scopeLetters, scopeLetters)
	if n := d.presses - before - scopeLetters; n > 8 {
		t.Errorf("%d command keys", n)
	}
	if d.app.outcome.Scope.ID != "important" {
		t.Errorf("the class is %s", d.app.outcome.Scope.ID)
	}
	d.press("enter") // what it means
	d.at("scope", 1)
	d.press("enter")
	if d.app.at.station == "scope" {
		t.Error("Enter does not lead on")
	}
	// Undone step by step, the last first.
	for _, gone := range []func(model.Facts) bool{
		func(f model.Facts) bool { return f.Special == nil && f.Headcount.Known },
		func(f model.Facts) bool { return !f.Headcount.Known && f.State == "DE" },
		func(f model.Facts) bool { return f.State == "" && f.Type != "" },
		func(f model.Facts) bool { return f.IsZero() },
	} {
		d.press("u")
		if !gone(d.app.a.Scope.Facts) {
			t.Fatalf("after undo the facts are %+v", d.app.a.Scope.Facts)
		}
	}
}

// Esc leaves a fact as it was, and then the station.
func TestScopeEscLeavesTheFactFirst(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	d.press("enter")
	d.write("dairy")
	d.press("esc")
	d.at("scope", 0)
	if !d.app.a.Scope.Facts.IsZero() {
		t.Errorf("what was only searched for is answered: %+v", d.app.a.Scope.Facts)
	}
	d.shows("Class, if known")
	d.press("esc")
	if d.app.at.station == "scope" {
		t.Error("Esc does not lead back")
	}
}

// Enter held down answers no fact.
func TestScopeEnterHeldAnswersNothing(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	for range 12 {
		d.press("enter")
	}
	if d.app.a.Scope.Answered() {
		t.Errorf("answered: %+v", d.app.a.Scope)
	}
	d.at("scope", 0)
}

// Numbers that cannot be are refused with what is allowed, and what was typed stays.
func TestScopeRefusesNumbers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"-5", "1e12", "NaN", "many", "12345678901"} {
		d := scopeDriver(t)
		a := d.app.a
		a.Scope.Facts = model.Facts{Sector: "energy", Subsector: "electricity", Type: "producer", State: "DE"}
		d.begin(a)
		d.jump("scope", 0)
		d.shows("○ open")
		d.press("enter")
		d.write(text)
		d.press("enter")
		d.shows("Give a number from 0 to 10000000")
		d.shows(text)
		if d.app.a.Scope.Facts.Headcount.Known {
			t.Errorf("%q is taken", text)
		}
	}
}

// A group is entered company by company, changed, and taken out again.
func TestScopeGroup(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	a := d.app.a
	a.Scope.Facts = model.Facts{Sector: "energy", Subsector: "electricity", Type: "producer", State: "FR",
		Figures: model.Figures{Headcount: model.Exactly(3000), Turnover: model.Exactly(500), Balance: model.Exactly(400)}}
	d.begin(a)
	d.jump("scope", 0)
	d.press("enter")
	d.shows("Add a linked company")
	d.press("2")
	for _, text := range []string{"400", "90", "50"} {
		d.write(text)
		d.press("enter")
	}
	want := []model.Member{{Relation: model.Linked, Figures: model.Figures{
		Headcount: model.Exactly(40000), Turnover: model.Exactly(9000), Balance: model.Exactly(5000)}}}
	if got := d.app.a.Scope.Facts.Group; !slices.Equal(got, want) {
		t.Fatalf("the group is %+v", got)
	}
	d.press("4") // a partner
	d.write("60")
	d.press("enter")
	d.shows("from 25 to 50")
	d.press("backspace", "backspace")
	d.write("30")
	d.press("enter", "enter", "enter", "enter") // its figures are not known
	if got := d.app.a.Scope.Facts.Group; len(got) != 2 || got[1].Share != model.Exactly(3000) || got[1].Headcount.Known {
		t.Fatalf("the group is %+v", got)
	}
	d.press("3", "esc") // begun to change, and left
	d.press("up", "up", "up", "up", "up", "up")
	d.press("down", "down", "down", "down")
	for d.app.current().(*scopeScreen).cursor != 1 {
		d.press("down")
	}
	d.press("x")
	if got := d.app.a.Scope.Facts.Group; len(got) != 1 || got[0].Relation != model.Partner {
		t.Fatalf("after taking the first out the group is %+v", got)
	}
}

// Special cases are ticked; one that contradicts another takes its place.
func TestScopeSpecialCases(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	a := d.app.a
	a.Scope.Facts = model.Facts{Sector: "digital-infrastructure", Type: "trust-service-provider", State: "AT",
		Figures: model.Figures{Headcount: model.Exactly(3000), Turnover: model.Exactly(500), Balance: model.Exactly(400)}, Group: []model.Member{}}
	d.begin(a)
	d.jump("scope", 0)
	d.press("enter")
	tick := func(id string) {
		t.Helper()
		s := d.app.current().(*scopeScreen)
		sp, _ := d.opts.Content.Special(id)
		for range 40 {
			if s.cursor >= 0 && s.choices()[s.cursor].label == sp.Label {
				d.press("space")
				return
			}
			d.press("down")
		}
		t.Fatalf("%s is not offered", id)
	}
	tick("non-qualified-tsp")
	if d.app.outcome.Scope.ID != "important" {
		t.Errorf("a small one that is not qualified is %s", d.app.outcome.Scope.ID)
	}
	tick("qualified-tsp")
	if got := d.app.a.Scope.Facts.Special; !slices.Equal(got, []string{"qualified-tsp"}) || d.app.outcome.Scope.ID != "essential" {
		t.Errorf("a qualified one has %v and is %s", got, d.app.outcome.Scope.ID)
	}
}

// A stated class counts until the facts decide; a contradiction is said, and the facts win.
func TestScopeStatedAndFacts(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	d.stateScope("essential")
	if d.app.outcome.Scope.ID != "essential" {
		t.Fatalf("the class is %s", d.app.outcome.Scope.ID)
	}
	d.press("home", "enter")
	d.write("machine builder")
	d.press("enter")
	d.write("germany")
	d.press("enter")
	d.write("180")
	d.press("enter", "down", "enter")
	if d.app.outcome.Scope.ID != "important" {
		t.Errorf("the class is %s", d.app.outcome.Scope.ID)
	}
	shown := strings.Join(d.screen(), "\n")
	if !strings.Contains(shown, "Yes, as an important entity") || !strings.Contains(shown, "stated") {
		t.Errorf("the clash is not said:\n%s", shown)
	}
}

// A type that does not fit a special case takes it away, and the file can be opened again.
func TestScopeStaysSound(t *testing.T) {
	t.Parallel()
	d := scopeDriver(t)
	a := d.app.a
	a.Scope.Facts = model.Facts{Sector: "public-administration", Type: "regional-government-entity", State: "AT",
		Special: []string{"risk-assessment-unknown", "cer-critical-entity"}}
	d.begin(a)
	d.jump("scope", 0)
	d.press("home", "enter")
	d.write("dairy")
	d.press("enter")
	f := d.app.a.Scope.Facts
	if wrong := d.opts.Content.CheckScope(f); len(wrong) > 0 {
		t.Errorf("the facts cannot be: %v", wrong)
	}
	if !slices.Equal(f.Special, []string{"cer-critical-entity"}) {
		t.Errorf("the special cases are %v", f.Special)
	}
}

// However the station is used, what it leaves is sound: its file is never refused.
func TestScopeKeysLeaveSoundFacts(t *testing.T) {
	unraced(t)
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := newDriver(r, t.TempDir(), noSave, quickDocuments)
		d.blind = true
		d.begin(fresh())
		d.jump("scope", 0)
		key := rapid.SampledFrom([]string{"enter", "enter", "down", "down", "down", "up", "space", "esc", "x", "1", "2", "3", "4", "9", "u", "ctrl+r",
			"a", "e", "t", "pgdown", "home", "end"})
		for range 60 {
			d.press(key.Draw(r, "key"))
			if d.app.session == nil {
				return
			}
			if d.app.at.station != "scope" {
				d.jump("scope", 0)
			}
			if wrong := d.opts.Content.CheckScope(d.app.a.Scope.Facts); len(wrong) > 0 {
				r.Fatalf("%+v cannot be: %v", d.app.a.Scope.Facts, wrong)
			}
		}
	})
}

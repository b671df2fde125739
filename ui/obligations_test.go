package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// bound is an essential entity of whose measures nothing is known.
func bound() model.Assessment {
	a := fresh()
	a.Scope.Stated = "essential"
	return a
}

// holder is one that holds a certificate.
func holder() model.Assessment {
	return bound().WithAnswer(model.CertificateQuestion, model.Answer{Option: "certified"})
}

// cloudProvider is under the Implementing Regulation by the facts of its scope.
func cloudProvider() model.Assessment {
	a := holder()
	a.Scope.Stated = ""
	a.Scope.Facts = model.Facts{State: "DE", Sector: "digital-infrastructure", Type: "cloud-computing-service-provider",
		Figures: model.Figures{Headcount: model.Exactly(30000), Turnover: model.Exactly(6000), Balance: model.Exactly(5000)}}
	return a
}

// atObligations is a wizard at the gap check.
func atObligations(t *testing.T, a model.Assessment, change ...func(*Options)) *driver {
	t.Helper()
	d := newDriver(t, t.TempDir(), append([]func(*Options){noSave}, change...)...)
	d.begin(a)
	d.jump("obligations", 0)
	return d
}

// gapCheck is the screen of the gap check.
func (d *driver) gapCheck() *obligationsScreen {
	d.t.Helper()
	s, ok := d.app.screens[place{"obligations", 0}].(*obligationsScreen)
	if !ok {
		d.t.Fatalf("the gap check was never shown")
	}
	return s
}

// proposed is the proposals by duty.
func (d *driver) proposed() map[string]model.GapLevel {
	out := map[string]model.GapLevel{}
	for _, x := range d.app.content.Duties(d.app.a) {
		if x.Proposal.State != "" {
			out[x.ID] = x.Proposal.State
		}
	}
	return out
}

// TestObligationsByDigits: each digit sets its state and goes on, and in an open row stays.
func TestObligationsByDigits(t *testing.T) {
	d := atObligations(t, bound())
	duties := d.app.content.Duties(d.app.a)
	want := []model.GapLevel{model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}
	d.press("1", "2", "3", "0")
	for i, level := range want {
		if got := d.app.a.Gap[duties[i].ID].State; got != level {
			t.Errorf("%s is %q, not %q", duties[i].ID, got, level)
		}
	}
	if got := d.gapCheck().focus; got != 4 {
		t.Errorf("after four digits row %d is in focus", got)
	}
	d.shows("4 of", "1 nothing yet", "1 partly", "1 in place", "1 not sure")
	d.press("enter", "1", "3")
	if got := d.app.a.Gap[duties[4].ID].State; got != model.GapInPlace || d.gapCheck().focus != 4 {
		t.Errorf("in an open row two digits leave %q, and row %d in focus", got, d.gapCheck().focus)
	}
	d.press("x")
	if got, known := d.app.a.Gap[duties[4].ID]; known {
		t.Errorf("x leaves %v", got)
	}
	d.press("u")
	d.shows("Took back: the state of " + inSentence(duties[4].Short))

	d.press("end", "1")
	if d.gapCheck().focus != len(duties)-1 {
		t.Error("after the last row another is in focus")
	}
	d.shows("That was the last one.")
}

// TestObligationsAskForEverything: every duty of the content is asked of somebody, and
// can be reached and answered.
func TestObligationsAskForEverything(t *testing.T) {
	d := atObligations(t, cloudProvider())
	d.blind = true
	d.press("down")
	asked := map[string]bool{}
	for range d.app.content.Duties(d.app.a) {
		x, _ := d.gapCheck().current()
		d.press("2")
		if d.app.a.Gap[x.ID].State != model.GapPartial {
			t.Errorf("%s is not answered", x.ID)
		}
		asked[x.Obligation] = true
	}
	for _, o := range d.app.content.Obligations {
		if !asked[o.ID] {
			t.Errorf("%s is asked of nobody", o.ID)
		}
	}
	d.press("home")
	for _, o := range d.app.content.Obligations {
		if strings.HasPrefix(o.Kind, "implementing") {
			d.resize(120, 80)
			act, _, _ := strings.Cut(o.Article, ",")
			d.shows(act, "Annex 1")
			break
		}
	}
}

// TestObligationsConfirm: a proposal counts once it is confirmed, one or all.
func TestObligationsConfirm(t *testing.T) {
	d := atObligations(t, holder())
	proposed := d.proposed()
	if len(proposed) < 2 {
		t.Fatalf("%d are proposed to a holder", len(proposed))
	}
	d.press("down")
	first, _ := d.gapCheck().current()
	if len(d.app.a.Gap) != 0 {
		t.Errorf("before a confirmation %v counts", d.app.a.Gap)
	}
	d.shows("(○)", "proposed", "a confirm")
	d.press("a")
	if got := d.app.a.Gap; len(got) != 1 || got[first.ID].State != proposed[first.ID] {
		t.Errorf("confirming %s leaves %v", first.ID, got)
	}
	d.press("A")
	for id, level := range proposed {
		if got := d.app.a.Gap[id].State; got != level {
			t.Errorf("%s was proposed as %q and is %q", id, level, got)
		}
	}
	d.shows("Confirmed")
	d.press("u")
	if got := len(d.app.a.Gap); got != 1 {
		t.Errorf("taking all back leaves %d", got)
	}
	d.press("f8")
	before := d.assessment()
	d.press("A", "a")
	if d.assessment() != before {
		t.Error("where nothing is proposed, confirming changes something")
	}
}

// TestObligationsReach: how far the certificate reaches is asked of its holders, with a
// note, and proposals follow from it.
func TestObligationsReach(t *testing.T) {
	d := atObligations(t, bound())
	d.hides("What does the certificate cover?")

	d = atObligations(t, holder())
	d.shows("What does the certificate cover?", "The law draws the boundary", "1 all that the law binds")
	inPlace := func() (n int) {
		for _, level := range d.proposed() {
			if level == model.GapInPlace {
				n++
			}
		}
		return n
	}
	if n := inPlace(); n != 0 {
		t.Errorf("without a word on its reach %d are proposed as in place", n)
	}
	d.press("3")
	if got := d.app.a.Certificate.Covers; got != "" {
		t.Errorf("3 says %q of the certificate", got)
	}
	d.press("1")
	if d.app.a.Certificate.Covers != model.ReachWhole || inPlace() == 0 || d.gapCheck().focus != 1 {
		t.Errorf("after 1 the certificate covers %q, %d are proposed as in place, row %d is in focus",
			d.app.a.Certificate.Covers, inPlace(), d.gapCheck().focus)
	}
	d.press("home", "2")
	if d.app.a.Certificate.Covers != model.ReachPart || inPlace() != 0 {
		t.Errorf("after 2 it covers %q and %d are proposed as in place", d.app.a.Certificate.Covers, inPlace())
	}
	d.press("home", "n")
	d.write("Vienna is left out")
	d.press("esc", "0")
	want := model.Certificate{Covers: model.ReachNotSure, Note: "Vienna is left out"}
	if got := d.app.a.Certificate; got != want {
		t.Errorf("the certificate is %v, not %v", got, want)
	}
}

// TestObligationsNotes: a note is kept beside the state, whichever comes first, and is
// one step for undo.
func TestObligationsNotes(t *testing.T) {
	d := atObligations(t, holder())
	d.press("down")
	x, _ := d.gapCheck().current()
	d.press("n")
	d.shows("Note ▌")
	d.write("Ask legal, 123")
	d.press("esc")
	if got, want := d.app.a.Gap[x.ID], (model.Gap{Note: "Ask legal, 123"}); got != want {
		t.Fatalf("after a note %s is %v, not %v", x.ID, got, want)
	}
	if d.proposed()[x.ID] == "" {
		t.Error("a note takes the proposal away")
	}
	d.press("2")
	if got, want := d.app.a.Gap[x.ID], (model.Gap{State: model.GapPartial, Note: "Ask legal, 123"}); got != want {
		t.Errorf("after a state %s is %v, not %v", x.ID, got, want)
	}
	d.press("x", "a")
	if got := d.app.a.Gap[x.ID].Note; got != "Ask legal, 123" {
		t.Errorf("confirming leaves the note %q", got)
	}
	d.shows("Note", "Ask legal, 123")
	d.press("u", "u", "u", "u")
	if len(d.app.a.Gap) != 0 {
		t.Errorf("four steps back leave %v", d.app.a.Gap)
	}
}

// statement writes a Statement of Applicability and returns its path.
func statement(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soa.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const goodStatement = "control,state,note\nA.5.24,in-place,\nA.5.25,in-place,\nA.5.26,partial,drafted\nA.6.3,none,\n"

// TestObligationsReadStatement: a Statement of Applicability is one step, leaves what it
// does not name, and its counts are said.
func TestObligationsReadStatement(t *testing.T) {
	a := bound()
	a.Controls = map[string]model.ControlState{"A.8.13": {State: model.ControlInPlace}, "A.6.3": {State: model.ControlPartial, Note: "since May"}}
	d := atObligations(t, a)
	before := d.assessment()
	d.press("i")
	d.shows("Which Statement of Applicability?", "read it")
	d.write(statement(t, goodStatement))
	d.press("enter")
	d.shows("Read 4 controls: 2 in place, 1 partly, 1 not.")
	want := map[string]model.ControlState{
		"A.8.13": {State: model.ControlInPlace}, "A.6.3": {State: model.ControlNone, Note: "since May"},
		"A.5.24": {State: model.ControlInPlace}, "A.5.25": {State: model.ControlInPlace}, "A.5.26": {State: model.ControlPartial, Note: "drafted"},
	}
	for id, state := range want {
		if got := d.app.a.Controls[id]; got != state {
			t.Errorf("%s is %v, not %v", id, got, state)
		}
	}
	if len(d.app.a.Controls) != len(want) {
		t.Errorf("%d controls are known, not %d", len(d.app.a.Controls), len(want))
	}
	if d.proposed()["21.2.b"] != model.GapPartial {
		t.Errorf("of incidents %q is proposed", d.proposed()["21.2.b"])
	}
	if a.Controls["A.6.3"].State != model.ControlPartial {
		t.Error("the assessment that was opened has changed")
	}
	d.press("u")
	if after := d.assessment(); after != before {
		t.Errorf("taking it back leaves %s", difference(after, before))
	}
}

// TestObligationsRefuseStatement: with a fault nothing is taken, and the screen says why.
func TestObligationsRefuseStatement(t *testing.T) {
	long := "control,state\n" + strings.Repeat("A.5.99,none\n", 40)
	huge := filepath.Join(t.TempDir(), "huge.csv")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, model.MaxFileBytes+1); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ path, shows string }{
		"faulty":  {statement(t, "control,state\nA.5.1,in-place\nA.5.99,none\n"), "line 3"},
		"many":    {statement(t, long), "line 2"},
		"missing": {filepath.Join(t.TempDir(), "nowhere.csv"), "there is no such file"},
		"folder":  {t.TempDir(), "this is a folder"},
		"huge":    {huge, "bytes"},
		"empty":   {statement(t, ""), "Not taken: soa.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			d := atObligations(t, bound())
			before := d.assessment()
			d.press("i")
			d.paste(c.path)
			d.press("enter")
			d.shows("Not taken: "+filepath.Base(c.path), "Nothing was changed.", c.shows)
			if d.assessment() != before || len(d.app.past) > 0 {
				t.Error("something is taken")
			}
			first := d.text()
			d.press("pgdown", "pgdown", "down")
			if name == "many" && d.text() == first {
				t.Error("the faults below cannot be read")
			}
			d.checkBox(name)
			d.press("i")
			d.shows("Which Statement of Applicability?")
			d.press("esc", "esc")
			d.at("profile", 0)

			d.jump("obligations", 0)
			d.press("i", "enter", "esc")
			d.at("obligations", 0) // the first Esc closes what is wrong
			d.shows("What NIS2 asks for")
		})
	}
}

// TestObligationsReadWhileElsewhere: whoever leaves while a file is read finds it read;
// the result goes to no other assessment, and into no what-if begun meanwhile.
func TestObligationsReadWhileElsewhere(t *testing.T) {
	asked := func() *driver {
		d := atObligations(t, bound())
		d.press("i")
		d.paste(statement(t, goodStatement))
		d.hold = true
		d.press("enter")
		if len(d.app.a.Controls) > 0 {
			t.Fatal("it is read on the event loop")
		}
		return d
	}
	d := asked()
	ask, q := firstQuestion(t)
	d.jump(ask, 0)
	d.press("n")
	d.write("half")
	d.release()
	d.write(" a note")
	d.press("esc")
	if len(d.app.a.Controls) != 4 || d.app.a.Answers[q.ID].Note != "half a note" {
		t.Errorf("of the file %d controls are known, and the note is %q", len(d.app.a.Controls), d.app.a.Answers[q.ID].Note)
	}
	d.at(ask, 0)

	d = asked()
	held := d.held
	d.held = nil
	d.begin(fresh())
	d.jump("obligations", 0)
	d.hold, d.held = true, held
	d.release()
	if len(d.app.a.Controls) > 0 || d.gapCheck().reading {
		t.Error("it goes to another assessment")
	}

	d = asked()
	d.press("w")
	d.release()
	if len(d.app.a.Controls) > 0 {
		t.Error("it goes into a what-if that was begun meanwhile")
	}
	d.shows("Nothing was taken")
	d.press("i", "enter")
	if len(d.app.a.Controls) != 4 || len(d.app.base.Controls) > 0 {
		t.Error("read again within the what-if, it does not go there alone")
	}
}

// TestObligationsFocusInSight: at every size the row in focus, or what is typed there, is
// in sight and nothing is cut off; on a projector there is one duty at a time.
func TestObligationsFocusInSight(t *testing.T) {
	for _, theme := range []ThemeName{Dark, Projector} {
		d := atObligations(t, cloudProvider(), func(o *Options) { o.Theme = theme })
		d.blind = true
		for _, size := range []box{{40, 12}, {47, 13}, {60, 16}, {80, 24}, {113, 24}, {120, 40}, {200, 60}} {
			d.resize(size.w, size.h)
			d.press("home")
			for i := range d.gapCheck().rows() {
				words := "What does the certificate cover?"
				if x, ok := d.gapCheck().current(); ok {
					words = x.Short
				}
				words = ansi.Truncate(words, 20, "")
				for _, keys := range [][]string{nil, {"enter"}, {"enter"}} {
					d.press(keys...)
					if d.checkBox(words); !strings.Contains(ansi.Strip(d.frame()), words) {
						t.Fatalf("%s at %d×%d: row %d, %q, is in focus and out of sight:\n%s", theme, size.w, size.h, i, words, d.text())
					}
				}
				if theme == Dark && i%7 == 0 {
					d.press("n")
					d.checkBox("a note")
					if !strings.Contains(ansi.Strip(d.frame()), "Note") {
						t.Fatalf("at %d×%d the note of row %d is out of sight:\n%s", size.w, size.h, i, d.text())
					}
					d.press("esc")
				}
				for at := d.gapCheck().focus; d.gapCheck().focus == at && at < d.gapCheck().rows()-1; {
					d.press("down")
				}
			}
			d.press("i")
			d.checkBox("the path")
			d.shows("Which Statement of Applicability?")
			d.press("esc")
		}
	}
}

// TestObligationsWithoutColours: states and proposals are told apart by signs and words.
func TestObligationsWithoutColours(t *testing.T) {
	a := holder().WithGap("20.1", model.Gap{State: model.GapInPlace}).WithGap("20.2", model.Gap{State: model.GapNone, Note: "x"}).
		WithGap("21.1", model.Gap{State: model.GapNotSure})
	d := atObligations(t, a, func(o *Options) { o.Theme = Plain })
	d.press("1")
	for _, want := range []string{"●  Art. 20(1)", "○  Art. 20(2)", "?  Art. 21(1)", "(●) Art. 21(2)(a)", "in place, proposed", "nothing yet +"} {
		if !strings.Contains(d.text(), want) {
			t.Errorf("%q is not on the screen:\n%s", want, d.text())
		}
	}
}

// TestObligationsInTheRailAndOverview: it is named as what may be skipped, and leads there.
func TestObligationsInTheRailAndOverview(t *testing.T) {
	d := atObligations(t, bound())
	d.resize(120, 40)
	d.press("o")
	d.shows("not looked at, may be skipped")
	d.press("esc", "1", "o")
	d.shows("1/", "looked at")
	d.press("enter")
	d.at("obligations", 0)
}

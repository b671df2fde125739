package model_test

import (
	"bytes"
	"flag"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// An assessment goes into a report and comes out of it as it was, whatever was said in it.

// hostileNotes is what breaks a file that is not careful: fences, markup, line ends of every
// kind, letters that run the other way or pile up, and much of it.
var hostileNotes = []string{
	"---", "---\n", "\n---\n", "a\n---\ntwopaths: 9\n---\nb", "...\n", "--- ", "---\r\n", "\ufeff---\n", "+++\n",
	"```\ncode", "~~~yaml\na: b\n~~~", "````\n```\n````",
	"a | b", "| a | b |\n|---|---|\n| c | d |", "\\|", "|", ">", "|-\n  a", ">+\n\n a\n\n",
	"<script>alert(1)</script>", "<!-- x", "-->", "<br>", "</details>", "&lt;&#x2d;",
	"\x00", "\x1b[2J", "a\x07b\x7fc\u0085d\u009b", "a\tb", "\t", "\ta\n\tb\n",
	"a\nb\rc\r\nd\n\re\u2028f\u2029g\vh\fi", "\r", "\n", "\n\n\n", "a\n", "\na", " a \n b ", "  a\n b\n   c", "a \n \nb  ",
	"\u05e9\u05dc\u05d5\u05dd world \u0645\u0631\u062d\u0628\u0627", "\u202eabc\u202c", "\u2066x\u2069", "\u200f\u200e",
	"e\u0301\u0301\u0301", "\u0301", "a" + strings.Repeat("\u0323", 40), "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\ufffd\ufffe\uffff", "\xff\xfe\xc3(",
	"no", "null", "~", "", " ", "0x1f", "1e3", "1_000", "2026-11-23", ".inf", "=", "<<", "? a", ": a", "a: b", "a #b", "#", "- a", "&a *b !c %d @e `f", "'", "\"", "\\", "\\n", "{a: [b}", "!!binary aGk=",
}

// longNotes is notes of 100,000 characters: on one line, on very many, and of long ones.
var longNotes = []string{
	strings.Repeat("x", 100_000), strings.Repeat("a\n", 50_000), strings.Repeat("A sentence with: a colon. ", 3_846) + "\n---\n",
	strings.Repeat("\u05d0\u0301", 50_000),
}

// anyNote is one or a few of them in a row, or text of every other kind.
func anyNote(t *rapid.T) string {
	few := func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostileNotes), 1, 5).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " ", "\n", "\r\n"}).Draw(t, "between"))
	}
	return rapid.OneOf(rapid.Custom(few), rapid.Custom(anyText), rapid.Custom(rawText)).Draw(t, "note")
}

// anyAssessment is a random assessment in which everything that a file can hold may be said,
// with a scenario beside it or not. Its texts are cleaned, as all that comes in is.
func anyAssessment(c *model.Content) *rapid.Generator[model.Assessment] {
	return rapid.Custom(func(t *rapid.T) model.Assessment {
		line := func() string { return model.CleanLine(anyNote(t)) }
		a := anySaid(t, c)
		if rapid.Bool().Draw(t, "a scenario") {
			a = a.WithWhatIf(anySaid(t, c))
		}
		a.Organisation, a.Date = line(), someDate(t)
		for range rapid.IntRange(0, 3).Draw(t, "participants") {
			a.Participants = append(a.Participants, line())
		}
		if rapid.Bool().Draw(t, "settings") {
			a.Report.Profile = model.Profile{Consultant: line(), Firm: line(), Client: line(), Confidentiality: line()}
			sections := rapid.Permutation(model.Sections()).Draw(t, "sections")
			if n := rapid.IntRange(0, len(sections)).Draw(t, "so many sections"); n > 0 {
				a.Report.Sections = sections[:n]
			}
		}
		if rapid.IntRange(0, 19).Draw(t, "a long note") == 0 {
			a.Scope.Note = model.Clean(rapid.SampledFrom(longNotes).Draw(t, "long"))
		}
		return a
	})
}

// anySaid is what may be said in an assessment and in a scenario alike.
func anySaid(t *rapid.T, c *model.Content) model.Assessment {
	a := normal(drawn{content: c, maxOpen: 3, written: true}.draw(t))
	line := func() string { return model.CleanLine(anyNote(t)) }
	note := func() string { return model.Clean(anyNote(t)) }
	id := func() string { return "x" + line() }
	chance := func(name string) bool { return rapid.Bool().Draw(t, name) }
	days := func(low, high int, name string) model.HalfDays {
		return model.HalfDays(rapid.IntRange(low, high).Draw(t, name))
	}

	a.Scope.Note = note()
	if chance("facts") {
		a.Scope.Facts = anyFacts(c, drawing(t))
	}
	for _, q := range rapid.SliceOfNDistinct(rapid.SampledFrom(c.Questions), 0, 3, func(q model.Question) string { return q.ID }).Draw(t, "questions with a note") {
		a = noted(a, q.ID, note())
	}
	a = a.WithAnswer(id(), model.Answer{Option: line(), Firmness: model.Guess, Note: note()})
	for _, d := range rapid.SliceOfN(rapid.SampledFrom(c.Differences), 0, 3).Draw(t, "differences") {
		a = a.WithMark(d.ID, model.Mark{Matters: chance("it matters"), Note: note()})
	}
	a = a.WithMark(id(), model.Mark{Matters: true})

	levels := []model.GapLevel{"", model.GapNone, model.GapPartial, model.GapInPlace, model.GapNotSure}
	for _, d := range rapid.SliceOfN(rapid.SampledFrom(append(c.Duties(a), model.Duty{ID: id()})), 0, 6).Draw(t, "duties") {
		a = a.WithGap(d.ID, model.Gap{State: rapid.SampledFrom(levels).Draw(t, "state"), Note: note()})
	}
	a.Certificate = model.Certificate{Covers: rapid.SampledFrom([]model.Reach{"", model.ReachWhole, model.ReachPart, model.ReachNotSure}).Draw(t, "reach"), Note: note()}
	for _, k := range rapid.SliceOfN(rapid.SampledFrom(append(c.Controls, model.Control{ID: id()})), 0, 6).Draw(t, "controls") {
		a = withControl(a, k.ID, model.ControlState{State: rapid.SampledFrom(model.ControlLevels()).Draw(t, "level"), Note: note()})
	}

	a.Plan = model.Planning{Start: someDate(t), Capacity: days(0, 2000, "capacity"), Size: line(), Route: rapid.SampledFrom(append(model.RouteIDs(), "")).Draw(t, "route")}
	if chance("a known size") {
		a.Plan.Size = rapid.SampledFrom(c.Sizes).Draw(t, "size").ID
	}
	for _, s := range rapid.SliceOfN(rapid.SampledFrom(append(c.Steps, model.Step{ID: id()})), 0, 4).Draw(t, "steps") {
		x := model.StepChange{Excluded: chance("excluded"), From: someDate(t), Note: note()}
		if chance("effort") {
			x.Effort.Low = days(0, 2000, "low")
			x.Effort.High = max(1, days(int(x.Effort.Low), 2000, "high"))
		}
		a = a.WithStep(s.ID, x)
	}
	a.Weights[id()] = rapid.IntRange(0, model.MaxWeight).Draw(t, "weight")
	if chance("break-even") {
		a.BreakEven = drawBreakEven(t)
		if chance("little of it") {
			a.BreakEven = model.BreakEven{DayRate: a.BreakEven.DayRate, YearlyDays: a.BreakEven.YearlyDays, TendersLost: model.Exactly(3_50)}
		}
	}
	return a
}

// A report gives back what went into it, is written again byte by byte, and is what verify
// calls the same; so is the assessment's own file. In an ordinary run one in four assessments
// becomes a report, which is what takes long; -rapid.checks=10000 writes all of them.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	c, gen := shipped(t), anyAssessment(shipped(t))
	checks, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := gen.Draw(t, "a")
		want := normal(a)
		want.Content = c.Version
		file := encode(t, want)
		again := parse(t, "a.yaml", file)
		if got := normal(again); !reflect.DeepEqual(got, want) {
			t.Fatalf("as a file of its own it is read as\n%#v\nnot\n%#v", got, want)
		}
		if second := encode(t, again); !bytes.Equal(second, file) {
			t.Fatalf("written again, its file differs: %s", firstDifference(second, file))
		}
		if checks > 100 || rapid.IntRange(0, 3).Draw(t, "a report") == 0 {
			roundTripOfReport(t, c, a, want)
		}
	})
}

func roundTripOfReport(t *rapid.T, c *model.Content, a, want model.Assessment) {
	const program = "1.2.3"
	written := func(a model.Assessment) []byte {
		r := newReport(t, c, a)
		r.By(program)
		return fileOf(t, r)
	}
	file := written(a)
	again := parse(t, "report.md", file)
	if got := normal(again); !reflect.DeepEqual(got, want) {
		t.Fatalf("the report, opened again, is\n%#v\nnot\n%#v", got, want)
	}
	// Verify writes the document again, so the whole file is needed only now and then.
	if rapid.IntRange(0, 3).Draw(t, "written again") == 0 {
		if second := written(again); !bytes.Equal(second, file) {
			t.Fatalf("written again, the report differs: %s", firstDifference(second, file))
		}
	}
	if rapid.Bool().Draw(t, "other line ends") { // as version control makes them
		file = bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))
	}
	if rapid.Bool().Draw(t, "a byte order mark") { // as an editor adds one
		file = append([]byte("\ufeff"), file...)
	}
	if v, err := model.Verify(c, "report.md", file, program); err != nil || !v.Same {
		t.Fatalf("verify says %+v, %v", v, err)
	}
	if model.EditedByHand("report.md", file) {
		t.Fatalf("it counts as edited by hand")
	}
}

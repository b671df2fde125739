package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"twopaths/model"
)

// The ranges are what trying every weight with the whole reckoning gives: within them
// the verdict and both readings stay, and one step outside they are what is named.
func TestWeightRangesAgainstBruteForce(t *testing.T) {
	unraced(t)
	t.Parallel()
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawn{content: c, maxOpen: rapid.SampledFrom([]int{0, 2, 18}).Draw(t, "open")}.draw(t)
		before := a.Clone()
		ranges := model.WeightRanges(c, a)
		if len(ranges) != len(c.Criteria) {
			t.Fatalf("%d ranges for %d criteria", len(ranges), len(c.Criteria))
		}
		now := model.Decide(c, a).Ruling()
		// Every criterion each time would take minutes.
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(ranges)-1), 3, 3, rapid.ID).Draw(t, "criteria") {
			r, id := ranges[i], c.Criteria[i].ID
			if r.Criterion != id || r.Weight != a.Weight(id) || r.Low > r.Weight || r.High < r.Weight || r.Low < 0 || r.High > model.MaxWeight {
				t.Fatalf("%s, which weighs %d, has the range %+v", id, a.Weight(id), r)
			}
			var given [model.MaxWeight + 1]model.Ruling
			for w := range given {
				given[w] = model.Decide(c, weigh(a, put(a.Clone().Weights, id, w))).Ruling()
			}
			low, high := r.Weight, r.Weight
			for low > 0 && given[low-1] == now {
				low--
			}
			for high < model.MaxWeight && given[high+1] == now {
				high++
			}
			want := model.WeightRange{Criterion: id, Weight: r.Weight, Low: low, High: high}
			if low > 0 {
				want.Below = given[low-1]
			}
			if high < model.MaxWeight {
				want.Above = given[high+1]
			}
			if r != want {
				t.Fatalf("%s: got %+v, trying every weight gives %+v; all: %v", id, r, want, given)
			}
			if r.Everywhere() != (low == 0 && high == model.MaxWeight) {
				t.Fatalf("%+v: everywhere is %v", r, r.Everywhere())
			}
		}
		if !equalWeights(a, before) {
			t.Fatalf("looking at the weights changed them: %v, before %v", a.Weights, before.Weights)
		}
	})
}

func equalWeights(a, b model.Assessment) bool {
	if len(a.Weights) != len(b.Weights) {
		return false
	}
	for id, w := range a.Weights {
		if b.Weights[id] != w {
			return false
		}
	}
	return true
}

// A criterion that no answer feeds may weigh what it likes; one on which a verdict hangs
// may not.
func TestWeightRangesOfWorkedCases(t *testing.T) {
	c := shipped(t)
	of := func(a model.Assessment, criterion string) model.WeightRange {
		for _, r := range model.WeightRanges(c, a) {
			if r.Criterion == criterion {
				return r
			}
		}
		t.Fatalf("there is no range for %s", criterion)
		return model.WeightRange{}
	}
	if r := of(neutral("important"), "due-diligence"); !r.Everywhere() {
		t.Errorf("nothing feeds it, and its range is %+v", r)
	}
	// Where NIS2 does not bind, more than nothing is enough: one answer alone decides.
	one := and(neutral("not"), "customer-demand=never-asked", "tender-effect=excluded-without")
	want := model.WeightRange{Criterion: "procurement-rewards", Weight: 1, Low: 1, High: model.MaxWeight, Below: model.Ruling{Verdict: model.Neither}}
	if r := of(one, "procurement-rewards"); model.Decide(c, one).Verdict != model.ISOAlone || r != want {
		t.Errorf("got %+v, want %+v; the verdict is %s", r, want, model.Decide(c, one).Verdict)
	}
	// With the scope open, a reading that changes ends the range as well.
	open := and(neutral("not-sure"), "customer-demand=never-asked", "tender-effect=excluded-without")
	want.Below = model.Ruling{Verdict: model.Undetermined, Binding: model.NIS2ThenISO, NotBinding: model.Neither}
	want.High, want.Above = 3, model.Ruling{Verdict: model.Undetermined, Binding: model.Both, NotBinding: model.ISOAlone}
	if r := of(open, "procurement-rewards"); r != want {
		t.Errorf("got %+v, want %+v", r, want)
	}
}

// The default weight is kept by keeping nothing, and the assessment before stays as it was.
func TestWithWeight(t *testing.T) {
	none := model.Assessment{}
	two := none.WithWeight("eu-only", 2)
	zero := two.WithWeight("eu-only", 0)
	back := zero.WithWeight("eu-only", model.DefaultWeight)
	for _, x := range []struct {
		a      model.Assessment
		weight int
		kept   bool
	}{{none, 1, false}, {two, 2, true}, {zero, 0, true}, {back, 1, false}} {
		if _, kept := x.a.Weights["eu-only"]; x.a.Weight("eu-only") != x.weight || kept != x.kept {
			t.Errorf("%v weighs %d, want %d; kept: %v, want %v", x.a.Weights, x.a.Weight("eu-only"), x.weight, kept, x.kept)
		}
	}
}

package model_test

import (
	"testing"

	"twopaths/model"
)

// benchmarked is what is measured: everything answered, nothing answered, and an
// unknown scope.
func benchmarked(b *testing.B) map[string]model.Assessment {
	return map[string]model.Assessment{
		"answered":      workedCaseNamed(b, "nis2-then-iso-machine-builder"),
		"half answered": workedCaseNamed(b, "undetermined-chemicals-first-meeting"),
		"unknown scope": workedCaseNamed(b, "undetermined-group-subsidiary"),
		"nothing":       {},
	}
}

func benchmark(b *testing.B, f func(*model.Content, model.Assessment)) {
	c := shipped(b)
	for name, a := range benchmarked(b) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f(c, a)
			}
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) { model.Decide(c, a) })
}

// The hinge as it is shown: what still decides, or that nothing does.
func BenchmarkHinge(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) { c.Say(c.BalancePhrase(model.Decide(c, a))) })
}

func BenchmarkTurns(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) { model.Turns(c, a) })
}

func BenchmarkReport(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) {
		if _, err := model.NewReport(c, a).Markdown(); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkWeightRanges(b *testing.B) {
	benchmark(b, func(c *model.Content, a model.Assessment) { model.WeightRanges(c, a) })
}

func BenchmarkCompare(b *testing.B) {
	other := workedCaseNamed(b, "iso-alone-bank-dora")
	benchmark(b, func(c *model.Content, a model.Assessment) { model.Compare(c, a, other) })
}

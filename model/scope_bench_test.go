package model_test

import (
	"testing"

	"twopaths/model"
)

// What a classification costs, from complete facts to none. The usual case is to do
// at least 100,000 a second on one core.

func usualFacts() model.Facts {
	return model.Facts{
		State: "DE", Established: model.Inside, Sector: "ict-service-management", Type: "managed-service-provider",
		Figures: model.Figures{Headcount: model.Exactly(60_00), Turnover: model.Exactly(9_80), Balance: model.Exactly(8_00)},
		Group:   []model.Member{}, Special: []string{},
	}
}

func benchmarkScope(b *testing.B, f model.Facts) {
	c := shipped(b)
	b.ReportAllocs()
	for b.Loop() {
		c.ClassifyScope(f)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "classifications/s")
}

func BenchmarkScopeUsual(b *testing.B) { benchmarkScope(b, usualFacts()) }

func BenchmarkScopeGroup(b *testing.B) {
	f := usualFacts()
	f.Independent = model.No
	f.Group = []model.Member{
		{Relation: model.Linked, Figures: model.Figures{Headcount: model.Exactly(5000_00), Turnover: model.Exactly(900_00), Balance: model.Exactly(700_00)}},
		{Relation: model.Partner, Share: model.Exactly(30_00), Figures: model.Figures{Headcount: model.Exactly(100_00), Turnover: model.Exactly(40_00), Balance: model.Exactly(30_00)}},
	}
	benchmarkScope(b, f)
}

func BenchmarkScopeNoFigures(b *testing.B) {
	f := usualFacts()
	f.Figures = model.Figures{}
	benchmarkScope(b, f)
}

func BenchmarkScopeNoFacts(b *testing.B) { benchmarkScope(b, model.Facts{}) }

// All that can be open at once is.
func BenchmarkScopeAllOpen(b *testing.B) {
	benchmarkScope(b, model.Facts{Established: model.Outside, Group: []model.Member{{Relation: model.Partner}, {Relation: model.Linked}}})
}

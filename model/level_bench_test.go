package model

import (
	"fmt"
	"testing"
)

// What a levelling costs, from a plan as it is to one far beyond. It is to grow no faster
// than the tasks times their logarithm, plus the prerequisites; 2,000 tasks are to take
// less than 50 ms.

// benchmarkedTasks are n tasks of which each comes after a number of earlier ones.
func benchmarkedTasks(n, edges int) []Task {
	ch := seeded(uint64(n))
	tasks := make([]Task, n)
	for i := range tasks {
		t := &tasks[i]
		t.Work = HalfDays(ch(0, 20))
		if ch(0, 3) == 0 {
			t.Least = ch(1, 80)
		}
		for range min(i, edges) {
			t.After = append(t.After, ch(max(0, i-50), i-1))
		}
	}
	return tasks
}

func BenchmarkLevelOnce(b *testing.B) {
	for _, n := range []int{45, 500, 2000, 10000} {
		for _, edges := range []int{2, 10} {
			b.Run(fmt.Sprintf("%d tasks of %d prerequisites", n, edges), func(b *testing.B) {
				tasks := benchmarkedTasks(n, edges)
				b.ReportAllocs()
				for b.Loop() {
					levelOnce(tasks, Pace{24, 8})
				}
			})
		}
	}
}

func BenchmarkLevel(b *testing.B) {
	for _, n := range []int{45, 500} {
		for _, capacity := range []HalfDays{24, 80} {
			b.Run(fmt.Sprintf("%d tasks with %s days", n, capacity), func(b *testing.B) {
				tasks := benchmarkedTasks(n, 2)
				b.ReportAllocs()
				for b.Loop() {
					Level(tasks, Pace{capacity, 8})
				}
			})
		}
	}
}

func BenchmarkLevelShorten(b *testing.B) {
	tasks, p := benchmarkedTasks(45, 2), Pace{24, 8}
	full := Level(tasks, p)
	tasks[0].Work = 0
	b.ReportAllocs()
	for b.Loop() {
		full.Shorten(tasks, p)
	}
}

package model

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What must hold for every levelling. The rule is written a second time here, tick by tick
// and without events, heaps or hands. rapid prints the seed of a failure.

// chooser chooses a number from low to high; rapid and a plain random source both can.
type chooser func(low, high int) int

// choosing is a source that shrinks well, or one that varies more.
func choosing(t *rapid.T) chooser {
	if rapid.Bool().Draw(t, "seeded") {
		return seeded(rapid.Uint64().Draw(t, "seed"))
	}
	return func(low, high int) int { return rapid.IntRange(low, high).Draw(t, "choice") }
}

func seeded(seed uint64) chooser {
	r := rand.New(rand.NewPCG(seed, 1))
	return func(low, high int) int { return low + r.IntN(high-low+1) }
}

// anyTasks makes n tasks: a chain, layers, next to no edges, or edges anywhere; some
// without work, some that take their time, some with a date. The indexes are shuffled.
func anyTasks(ch chooser, n, most int) []Task {
	if n == 0 {
		return nil
	}
	at := make([]int, n)
	for i := range at {
		at[i] = i
		j := ch(0, i)
		at[i], at[j] = at[j], at[i]
	}
	shape, layer, ranks := ch(0, 3), ch(2, 7), ch(0, 2)
	tasks := make([]Task, n)
	for i := range n {
		t := &tasks[at[i]]
		before := func(low, high int) { t.After = append(t.After, at[ch(low, high)]) }
		switch {
		case i == 0:
		case shape == 0:
			before(i-1, i-1)
		case shape == 1 && i >= layer:
			for range ch(1, 2) {
				before(i/layer*layer-layer, i/layer*layer-1)
			}
		case shape == 2 && ch(0, 9) == 0, shape == 3:
			for range ch(0, 3) {
				before(0, i-1)
			}
		}
		if ch(0, 5) > 0 {
			t.Work = HalfDays(ch(1, most))
		}
		if ch(0, 3) == 0 {
			t.Least = ch(1, 4*most)
		}
		if ch(0, 7) == 0 {
			t.From = ch(1, 10*most)
		}
		switch ranks {
		case 1:
			t.Rank = ch(0, 3)
		case 2:
			t.Rank = at[ch(0, n-1)]
		}
	}
	return tasks
}

func anyPace(ch chooser, most int) Pace {
	return Pace{HalfDays(ch(1, most)), HalfDays(ch(1, most))}
}

// plainly is the rule of levelOnce, tick by tick.
func plainly(tasks []Task, p Pace) []Slot {
	n, most := len(tasks), int(min(p.Task, p.Capacity))
	tails := make([]int, n)
	var tail func(i int) int
	tail = func(i int) int {
		if tails[i] == 0 {
			for b, t := range tasks {
				if slices.Contains(t.After, i) {
					tails[i] = max(tails[i], tail(b))
				}
			}
			tails[i] += max(tasks[i].Least, (int(tasks[i].Work)*MonthTicks+most-1)/most)
		}
		return tails[i]
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(tasks[x].Rank, tasks[y].Rank), cmp.Compare(tail(y), tail(x)), cmp.Compare(x, y))
	})
	slots, left, rate := make([]Slot, n), make([]int, n), make([]int, n)
	for i, t := range tasks {
		left[i] = int(t.Work) * MonthTicks
		slots[i] = Slot{Start: -1, Worked: -1, Finish: -1}
	}
	for now, finished := 0, 0; finished < n; now++ {
		for again := true; again; {
			again = false
			for i, t := range tasks {
				s := &slots[i]
				if s.Start < 0 && left[i] == 0 && canBegin(t, slots, now) {
					s.Start, s.Worked = now, now
				}
				if s.Finish < 0 && s.Worked >= 0 && now >= s.Start+t.Least {
					s.Finish = now
					finished++
					again = true
				}
			}
		}
		spare := int(p.Capacity)
		for i := range tasks {
			spare -= rate[i]
		}
		give := func(i int) {
			for wants(left[i], slots[i].Start+tasks[i].Least-now, most) > rate[i] && spare > 0 {
				rate[i]++
				spare--
			}
		}
		for _, i := range order {
			if rate[i] > 0 {
				give(i)
			}
		}
		for _, i := range order {
			if slots[i].Start < 0 && left[i] > 0 && spare > 0 && canBegin(tasks[i], slots, now) {
				slots[i].Start = now
				give(i)
			}
		}
		for i := range tasks {
			if rate[i] == 0 {
				continue
			}
			if left[i] -= min(left[i], rate[i]); left[i] == 0 {
				slots[i].Worked, rate[i] = now+1, 0
			}
		}
	}
	return slots
}

func canBegin(t Task, slots []Slot, now int) bool {
	return t.From <= now && !slices.ContainsFunc(t.After, func(a int) bool { return slots[a].Finish < 0 || slots[a].Finish > now })
}

// wants is the smallest rate at which a task is done as early as it can be, with at least
// some ticks to go; found by trying.
func wants(left, ticks, most int) int {
	fastest := max(ticks, (left+most-1)/most)
	for r := 1; ; r++ {
		if r*fastest >= left {
			return r
		}
	}
}

// sound fails where a plan is not one of the tasks at the pace. The causes of a levelling
// are strict: where nobody was free, every hand was at work the tick before.
func sound(t *rapid.T, tasks []Task, p Pace, l Levelled, strict bool) {
	t.Helper()
	end := 0
	for i, x := range tasks {
		s := l.Slots[i]
		end = max(end, s.Finish)
		if s.Start < x.From || s.Worked < s.Start || s.Finish != max(s.Worked, s.Start+x.Least) {
			t.Fatalf("task %d %+v has the slot %+v", i, x, s)
		}
		if x.Work == 0 && s.Worked != s.Start {
			t.Fatalf("task %d has no work and works until %d: %+v", i, s.Worked, s)
		}
		for _, a := range x.After {
			if s.Start < l.Slots[a].Finish {
				t.Fatalf("task %d begins at %d, before %d is finished at %d", i, s.Start, a, l.Slots[a].Finish)
			}
		}
	}
	if end != l.End || l.End < l.Bound() || l.Capacity > p.Capacity {
		t.Fatalf("the plan ends at %d, says %d, not before %d, with %s of %s", end, l.End, l.Bound(), l.Capacity, p.Capacity)
	}
	soundWork(t, tasks, p, l)
	soundCauses(t, tasks, l, strict)
}

func soundWork(t *rapid.T, tasks []Task, p Pace, l Levelled) {
	t.Helper()
	at, done := make([]int, len(tasks)), make([]int, len(tasks))
	exact := make([]int, l.Months())
	for i := range at {
		at[i] = l.Slots[i].Start
	}
	for _, w := range l.work {
		if w.rate < 1 || w.rate > int(p.Task) || w.from != at[w.task] || w.to <= w.from {
			t.Fatalf("after tick %d the work %+v", at[w.task], w)
		}
		if full := w.rate * (w.to - w.from); w.units > full || w.units <= full-w.rate || w.units < full && w.to != l.Slots[w.task].Worked {
			t.Fatalf("so many units are not done in the work %+v", w)
		}
		for tick, left := w.from, w.units; left > 0; tick++ {
			exact[tick/MonthTicks] += min(w.rate, left)
			left -= min(w.rate, left)
		}
		at[w.task], done[w.task] = w.to, done[w.task]+w.units
	}
	total, sum := HalfDays(0), HalfDays(0)
	for i, x := range tasks {
		if done[i] != int(x.Work)*MonthTicks || at[i] != l.Slots[i].Worked {
			t.Fatalf("task %d of %s has %d units by tick %d, the slot %+v", i, x.Work, done[i], at[i], l.Slots[i])
		}
		total += x.Work
	}
	for m, units := range exact {
		sum += l.LoadOf(m)
		if off := int(l.LoadOf(m))*MonthTicks - units; l.month[m] != units || off <= -MonthTicks || off >= MonthTicks || l.LoadOf(m) > l.Capacity {
			t.Fatalf("month %d has %d units and the load %s of %s, kept as %d units", m, units, l.LoadOf(m), l.Capacity, l.month[m])
		}
	}
	if sum != total || l.LoadOf(-1) != 0 || l.LoadOf(l.Months()) != 0 {
		t.Fatalf("the months add up to %s, the work to %s", sum, total)
	}
	if peak := slices.Max(append(busy(l), 0)); peak > int(l.Capacity) {
		t.Fatalf("%d units in a tick, with the capacity %s", peak, l.Capacity)
	}
}

// busy is the units that can be worked by those at work, by tick.
func busy(l Levelled) []int {
	change := make([]int, l.End+1)
	for _, w := range l.work {
		change[w.from] += w.rate
		change[w.to] -= w.rate
	}
	for i := range l.End {
		change[i+1] += change[i]
	}
	return change
}

func soundCauses(t *rapid.T, tasks []Task, l Levelled, strict bool) {
	t.Helper()
	rates := busy(l)
	for i, x := range tasks {
		s, ready := l.Slots[i], x.From
		for _, a := range x.After {
			ready = max(ready, l.Slots[a].Finish)
		}
		k, meets := s.Cause.Task, false
		switch s.Cause.Kind {
		case CauseStart:
			meets = s.Start == 0 && k == -1
		case CauseDate:
			meets = s.Start == x.From && s.Start > 0 && k == -1
		case CauseAfter:
			meets = s.Start == ready && s.Start > 0 && slices.Contains(x.After, k) && l.Slots[k].Finish == s.Start
		case CauseCapacity:
			meets = x.Work > 0 && ready < s.Start && tasks[k].Work > 0 && l.Slots[k].Worked == s.Start &&
				(!strict || rates[s.Start-1] == int(l.Capacity))
		}
		if !meets {
			t.Fatalf("task %d %+v could begin at %d and has the slot %+v", i, x, ready, s)
		}
	}
	chain := l.Critical()
	if len(tasks) == 0 {
		if len(chain) > 0 {
			t.Fatalf("nothing leads to the end through %v", chain)
		}
		return
	}
	for at, i := range chain {
		switch c := l.Slots[i].Cause; {
		case at == 0 && c.Task != -1, at > 0 && c.Task != chain[at-1]:
			t.Fatalf("the chain %v is broken at task %d: %+v", chain, i, c)
		}
	}
	if i := chain[len(chain)-1]; l.Slots[i].Finish != l.End {
		t.Fatalf("the chain %v ends before %d", chain, l.End)
	}
}

func TestLevelIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := choosing(t)
		tasks, p := anyTasks(ch, ch(0, 20), 6), anyPace(ch, 12)
		sound(t, tasks, p, levelOnce(tasks, p), true)
		sound(t, tasks, p, Level(tasks, p), true)
	})
}

func TestLevelIsSoundForMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := seeded(rapid.Uint64().Draw(t, "seed"))
		n := rapid.SampledFrom([]int{45, 300, 2000}).Draw(t, "tasks")
		tasks, p := anyTasks(ch, n, 30), anyPace(ch, 100)
		once := levelOnce(tasks, p)
		sound(t, tasks, p, once, true)
		if n <= 300 {
			l := Level(tasks, p)
			sound(t, tasks, p, l, true)
			if l.End > once.End {
				t.Fatalf("the best ends at %d, one of them at %d", l.End, once.End)
			}
		}
	})
}

func TestLevelFollowsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := choosing(t)
		tasks, p := anyTasks(ch, ch(0, 20), 6), anyPace(ch, 12)
		got := slices.Clone(levelOnce(tasks, p).Slots)
		for i := range got {
			got[i].Cause = Cause{}
		}
		if want := plainly(tasks, p); !slices.Equal(got, want) {
			t.Fatalf("%+v at %+v:\nlevelled %+v\nplainly  %+v", tasks, p, got, want)
		}
	})
}

// Of all capacities it is the best, though not all are tried to their end; so more
// capacity never ends later.
func TestLevelIsTheBestOfAllCapacities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := seeded(rapid.Uint64().Draw(t, "seed"))
		for range 20 { // what is given up wrongly is rare
			bestOfAll(t, anyTasks(ch, ch(1, 12), 6), anyPace(ch, 16))
		}
	})
}

func bestOfAll(t *rapid.T, tasks []Task, p Pace) {
	t.Helper()
	var best Levelled
	for c := HalfDays(1); c <= p.Capacity; c++ {
		once := levelOnce(tasks, Pace{c, p.Task})
		if c == 1 || once.End <= best.End {
			best = once
		}
		v := newLevelling(tasks, Pace{c, p.Task})
		if r, ok := v.run(int(c), once.End+1); !ok || r.end != once.End {
			t.Fatalf("%+v with %s end at %d, and this was given up for not ending before %d", tasks, c, once.End, once.End+1)
		}
		l := Level(tasks, Pace{c, p.Task})
		if l.Chain != once.Chain || l.Volume != once.Volume {
			t.Fatalf("%+v: the bounds are those of %s, not of %s", tasks, l.Capacity, c)
		}
		l.Chain, l.Volume = best.Chain, best.Volume
		if !reflect.DeepEqual(l, best) {
			t.Fatalf("%+v: up to %s the best ends at %d with %s, not at %d with %s", tasks, c, best.End, best.Capacity, l.End, l.Capacity)
		}
	}
}

// How the tasks are numbered decides nothing where no two have one rank.
func TestLevelDoesNotDependOnTheOrderOfTasks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := seeded(rapid.Uint64().Draw(t, "seed"))
		n := ch(1, 30)
		tasks, p := anyTasks(ch, n, 8), anyPace(ch, 16)
		for i, k := range rand.New(rand.NewPCG(uint64(n), 2)).Perm(n) {
			tasks[i].Rank = k
		}
		to := rand.New(rand.NewPCG(uint64(n), 3)).Perm(n)
		moved := make([]Task, n)
		for i, x := range tasks {
			after := make([]int, len(x.After))
			for k, a := range x.After {
				after[k] = to[a]
			}
			x.After = after
			moved[to[i]] = x
		}
		l, again, other := Level(tasks, p), Level(tasks, p), Level(moved, p)
		if !reflect.DeepEqual(l, again) {
			t.Fatal("the same tasks are not levelled the same way")
		}
		for i, s := range l.Slots {
			if s.Cause.Task >= 0 {
				s.Cause.Task = to[s.Cause.Task]
			}
			if other.Slots[to[i]] != s {
				t.Fatalf("task %d has %+v, and as task %d %+v", i, s, to[i], other.Slots[to[i]])
			}
		}
		for k, i := range l.Critical() {
			if other.Critical()[k] != to[i] {
				t.Fatalf("the chain %v is %v when renumbered as %v", l.Critical(), other.Critical(), to)
			}
		}
	})
}

// Against the best of all orders, each at every capacity, for a few tasks.
func TestLevelAgainstEveryOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := seeded(rapid.Uint64().Draw(t, "seed"))
		tasks, p := anyTasks(ch, ch(1, 5), 6), anyPace(ch, 8)
		l, best := Level(tasks, p), bestOrder(tasks, p)
		if l.End < best || best < l.Bound() {
			t.Fatalf("it ends at %d, in the best order at %d, bound %d", l.End, best, l.Bound())
		}
	})
}

// bestOrder is the earliest end over all orders and capacities, tick by tick.
func bestOrder(tasks []Task, p Pace) int {
	tasks = slices.Clone(tasks)
	best := -1
	var rank func(k int, left []int)
	rank = func(k int, left []int) {
		for at, i := range left {
			tasks[i].Rank = k
			rank(k+1, slices.Delete(slices.Clone(left), at, at+1))
		}
		if len(left) > 0 {
			return
		}
		for c := HalfDays(1); c <= p.Capacity; c++ {
			end := 0
			for _, s := range plainly(tasks, Pace{c, p.Task}) {
				end = max(end, s.Finish)
			}
			if best < 0 || end < best {
				best = end
			}
		}
	}
	all := make([]int, len(tasks))
	for i := range all {
		all[i] = i
	}
	rank(0, all)
	return best
}

// fewer takes work, time, dates and prerequisites from some tasks.
func fewer(ch chooser, tasks []Task) []Task {
	out := slices.Clone(tasks)
	for i := range out {
		x := &out[i]
		switch ch(0, 5) {
		case 0:
			x.Work, x.Least = 0, 0
		case 1:
			x.Work = HalfDays(ch(0, int(x.Work)))
		case 2:
			x.Least, x.From = ch(0, x.Least), ch(0, x.From)
		case 3:
			x.After = slices.Clone(x.After)[:ch(0, len(x.After))]
		}
	}
	return out
}

// Done work never makes a plan end later, however often some is done; nor does any task.
func TestLevelShortenedNeverEndsLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := choosing(t)
		tasks, p := anyTasks(ch, ch(0, 14), 8), anyPace(ch, 12)
		full := Level(tasks, p)
		if same, ok := full.relay.follow(tasks); !ok || !reflect.DeepEqual(same.Slots, full.Slots) {
			t.Fatalf("the same tasks with the same hands have the slots %+v, not %+v", same.Slots, full.Slots)
		}
		for range 3 {
			tasks = fewer(ch, tasks)
			kept, ok := full.relay.follow(tasks)
			if !ok {
				t.Fatal("the hands do not hold fewer tasks")
			}
			kept.spread()
			sound(t, tasks, p, kept, false)
			for i, s := range kept.Slots {
				if f := full.Slots[i]; s.Start > f.Start || s.Worked > f.Worked || s.Finish > f.Finish {
					t.Fatalf("task %d had %+v, and with less to do it has %+v", i, f, s)
				}
			}
			short, fresh := full.Shorten(tasks, p), Level(tasks, p)
			sound(t, tasks, p, short, false)
			if short.End > full.End || short.End > fresh.End || short.Bound() != fresh.Bound() {
				t.Fatalf("%d after %d, fresh %d", short.End, full.End, fresh.End)
			}
			if short.End == fresh.End && !reflect.DeepEqual(short, fresh) {
				t.Fatalf("the fresh plan ends at %d too, and it is not the one", fresh.End)
			}
			full = short
		}
	})
}

// What is left is the best that any capacity gives, each levelled by itself and none passed over.
func TestLevelLeftIsTheBestOfEachCapacity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := choosing(t)
		anew, p := anyTasks(ch, ch(0, 14), 8), anyPace(ch, 12)
		high := anew
		if ch(0, 2) > 0 {
			high = fewer(ch, anew)
		}
		low := fewer(ch, high)
		var promise, possible Levelled
		for c := p.Capacity; c > 0; c-- {
			at := Pace{c, p.Task}
			x := Level(anew, at).Shorten(high, at)
			y := x.Shorten(low, at)
			if c == p.Capacity || x.End < promise.End {
				promise = x
			}
			if c == p.Capacity || y.End < possible.End {
				possible = y
			}
		}
		x, y := levelLeft(anew, high, low, p)
		if !reflect.DeepEqual(x.Slots, promise.Slots) || !reflect.DeepEqual(y.Slots, possible.Slots) || x.Capacity != promise.Capacity || y.Capacity != possible.Capacity {
			t.Fatalf("planned to %d and %d, and each capacity by itself gives %d and %d", x.End, y.End, promise.End, possible.End)
		}
	})
}

// Where more is to do, or a slower pace, the plan is still sound.
func TestLevelShortenedHoldsAnyTasks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ch := seeded(rapid.Uint64().Draw(t, "seed"))
		for range 20 {
			n := ch(1, 8)
			tasks, p, others := anyTasks(ch, n, 6), anyPace(ch, 8), anyTasks(ch, n+ch(0, 1), 6)
			slower := anyPace(ch, 8)
			sound(t, others, slower, Level(tasks, p).Shorten(others, slower), false)
		}
	})
}

// Four tasks of a plan: what is asked first, the gaps, an audit of a month, a training.
func TestLevelOfFourTasks(t *testing.T) {
	tasks := []Task{{Work: 4}, {Work: 8, After: []int{0}}, {Work: 2, Least: 40, After: []int{1}}, {Work: 8}}
	for _, k := range []struct {
		capacity HalfDays
		slots    []Slot
		chain    []int
		load     []HalfDays
		bound    int
	}{
		{
			8,
			[]Slot{{0, 40, 40, Cause{CauseStart, -1}}, {40, 120, 120, Cause{CauseAfter, 0}}, {120, 160, 160, Cause{CauseAfter, 1}}, {0, 80, 80, Cause{CauseStart, -1}}},
			[]int{0, 1, 2},
			[]HalfDays{8, 8, 4, 2},
			160,
		},
		{
			4,
			[]Slot{{0, 40, 40, Cause{CauseStart, -1}}, {40, 120, 120, Cause{CauseAfter, 0}}, {200, 240, 240, Cause{CauseCapacity, 3}}, {120, 200, 200, Cause{CauseCapacity, 1}}},
			[]int{0, 1, 3, 2},
			[]HalfDays{4, 4, 4, 4, 4, 2},
			220,
		},
	} {
		l := Level(tasks, Pace{k.capacity, 4})
		var load []HalfDays
		for m := range l.Months() {
			load = append(load, l.LoadOf(m))
		}
		if !slices.Equal(l.Slots, k.slots) || !slices.Equal(l.Critical(), k.chain) || !slices.Equal(load, k.load) || l.Bound() != k.bound {
			t.Errorf("with %s: %+v, chain %v, load %v, bound %d", k.capacity, l.Slots, l.Critical(), load, l.Bound())
		}
	}
}

// Graham's anomaly: with 2.5 days a month the least urgent task begins at once, and for some
// time the longest chain lacks the hands that it has with 2 days.
func TestLevelEndsNoLaterWithMoreCapacity(t *testing.T) {
	tasks := []Task{{Work: 1}, {Work: 5, After: []int{0}, Rank: 1}, {Work: 5, Rank: 2}, {Work: 1, Rank: 3}}
	less, more := levelOnce(tasks, Pace{4, 2}), levelOnce(tasks, Pace{5, 2})
	if less.End != 120 || more.End != 125 {
		t.Errorf("one levelling ends at %d, and with more capacity at %d; this is no anomaly", less.End, more.End)
	}
	if l := Level(tasks, Pace{5, 2}); l.End != 120 || l.Capacity != 4 {
		t.Errorf("it ends at %d, with %s", l.End, l.Capacity)
	}
}

// The same anomaly by work: once the first task is done, the short one behind it gets its
// turn before the long one, which then gets half of what it wants.
func TestLevelShortenedEndsNoLaterThanFresh(t *testing.T) {
	tasks, p := []Task{{Work: 1}, {Work: 2, After: []int{0}, Rank: 1}, {Work: 4, Rank: 2}}, Pace{3, 2}
	full := Level(tasks, p)
	tasks[0].Work = 0
	if fresh, short := Level(tasks, p), full.Shorten(tasks, p); full.End != 95 || fresh.End != 100 || short.End != 80 {
		t.Errorf("it ended at %d; with less to do a fresh plan ends at %d, the shortened one at %d", full.End, fresh.End, short.End)
	}
}

func TestLevelOfNothing(t *testing.T) {
	for _, p := range []Pace{{}, {1, 0}, {0, 1}, {-1, 1}} {
		if l := Level([]Task{{Work: 1}}, p); len(l.Slots) > 0 || l.End != 0 {
			t.Errorf("at %+v: %+v", p, l)
		}
	}
	l := Level(nil, Pace{2, 1})
	if l.End != 0 || l.Bound() != 0 || l.Months() != 0 || l.Critical() != nil || l.Capacity != 2 {
		t.Errorf("%+v", l)
	}
}

package model

import (
	"slices"
	"strings"
)

// Sides names the two ends of the balance: what it is that ISO 27001 is weighed
// against depends on whether NIS2 binds.
func (c *Content) Sides(o Outcome) (alone, iso string) {
	if o.Scope.Binds == DoesNotBind {
		return c.Phrases["side-without"], c.Phrases["side-iso"]
	}
	return c.Phrases["side-alone"], c.Phrases["side-iso"]
}

// SideAlone is the end of the balance without a certificate.
func (r *Report) SideAlone() string { s, _ := r.content.Sides(r.outcome); return s }

// SideISO is the end of the balance with one.
func (r *Report) SideISO() string { _, s := r.content.Sides(r.outcome); return s }

// Drawing is the balance as a line with a middle, filled to the side it leans to.
func (r *Report) Drawing() string {
	left, right := BalanceCells(r.outcome.Balance, drawnHalf)
	return strings.Repeat("─", drawnHalf-left) + strings.Repeat("━", left) + "┃" +
		strings.Repeat("━", right) + strings.Repeat("─", drawnHalf-right)
}

// drawnHalf is how many cells one half of the drawn line has in the report.
const drawnHalf = 16

// DrawingIndent is spaces as wide as the name at the line's left end.
func (r *Report) DrawingIndent() string { return strings.Repeat(" ", len([]rune(r.SideAlone()))) }

// Weighing is the pieces on both sides of the line's middle.
func (r *Report) Weighing() string {
	left, right := Pieces(r.outcome.For(ForAlone, drawnHalf)), Pieces(r.outcome.For(ForISO, drawnHalf))
	gap := max(0, drawnHalf-len(left))
	return strings.Repeat(" ", gap) + strings.Join(reversed(left), "") + "┃" + strings.Join(right, "")
}

// Pieces draws contributions as signs, one each: a large one for three quarters of
// a criterion and more, a middle and a small one for less.
func Pieces(contributions []Contribution) []string {
	out := make([]string, len(contributions))
	for i, k := range contributions {
		switch {
		case k.Value >= 75:
			out[i] = "■"
		case k.Value >= 45:
			out[i] = "▪"
		default:
			out[i] = "·"
		}
	}
	return out
}

func reversed(s []string) []string {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// BalanceSpan is the balance that fills one half of the drawn line: with default
// weights it lies between -10 and +12.
const BalanceSpan = 1000

// BalanceCells is how many of the cells of each half a balance fills. Any
// balance but zero fills at least one.
func BalanceCells(balance Hundredths, half int) (left, right int) {
	n := min(half, (int(balance.Abs())*half+BalanceSpan/2)/BalanceSpan)
	if balance != 0 {
		n = max(n, 1)
	}
	if balance < 0 {
		return n, 0
	}
	return 0, n
}

package ui

import (
	"slices"
	"strings"

	"twopaths/model"
)

// The balance is a line with a middle, filled to the side it leans to:
//
//	NIS2 alone         ISO 27001
//	──────────────┃━━━━━━─────────
//	            ·▪ ■▪
//
//	+0.6 by the last answer
//
//	+1.0  Prefers an independent check
//	+0.6  Tenders reward a certificate
//	-0.4  Budget limits are real
//
//	As it stands: NIS2 now, ISO 27001 later
//	These can decide it: timing, tenders.

// beam draws the line, w cells wide.
func (e *env) beam(w int) string {
	t := e.theme
	half := max(1, (w-1)/2)
	left, right := model.BalanceCells(e.outcome.Balance, half)
	return t.faint.Render(strings.Repeat("─", half-left)) +
		t.nis2.Render(strings.Repeat("━", left)) +
		t.strong.Render("┃") +
		t.iso.Render(strings.Repeat("━", right)) +
		t.faint.Render(strings.Repeat("─", half-right))
}

// pieces draws each criterion that counts as one sign on its side of the middle.
func (e *env) pieces(w int) string {
	half := max(1, (w-1)/2)
	left, right := model.Pieces(e.outcome.For(model.ForAlone, half)), model.Pieces(e.outcome.For(model.ForISO, half))
	slices.Reverse(left)
	return spaces(half-len(left)) + e.theme.nis2.Render(strings.Join(left, "")) + " " +
		e.theme.iso.Render(strings.Join(right, ""))
}

// balanceColumn is the balance for a column beside a station.
func (e *env) balanceColumn(b box) []string {
	t := e.theme
	out := []string{t.faint.Render("Balance"), ""}
	alone, iso := e.content.Sides(e.outcome)
	out = append(out, apart(t.nis2.Render(alone), t.iso.Render(iso), b.w), e.beam(b.w), e.pieces(b.w))
	if e.moved != 0 {
		side := model.ForISO
		if e.moved < 0 {
			side = model.ForAlone
		}
		out = append(out, "", e.side(side).Render(e.moved.Signed())+t.soft.Render(" by the last answer"))
	}
	out = append(out, "")
	const shown = 6
	for i, k := range e.outcome.Contributions {
		if i == shown {
			out = append(out, t.faint.Render("     and "+plural(len(e.outcome.Contributions)-shown, "smaller piece", "smaller pieces")))
			break
		}
		crit, _ := e.content.Criterion(k.Criterion)
		label := wrap(crit.Label, b.w-5)
		for j, line := range label {
			value := "    "
			if j == 0 {
				value = k.Signed().Signed()
			}
			out = append(out, e.side(k.Side).Render(fit(value, 4))+" "+t.text.Render(line))
		}
	}
	if len(e.outcome.Contributions) > 0 {
		out = append(out, "")
	}
	out = append(out, e.standing(b.w)...)
	return out
}

// standing is the verdict as it stands, and what still decides it.
func (e *env) standing(w int) []string {
	t := e.theme
	var out []string
	if e.outcome.Balance != 0 || len(e.outcome.Gates) > 0 {
		if e.base != nil {
			out = append(out, t.faint.Render("As it was"))
			out = append(out, styled(e.content.VerdictWords(e.before).Short+", "+e.before.Balance.Signed(), w, t.text)...)
			out = append(out, t.faint.Render("What if"))
		} else {
			out = append(out, t.faint.Render("As it stands"))
		}
		out = append(out, styled(e.content.VerdictWords(e.outcome).Short, w, t.strong)...)
		if e.outcome.Leaning != "" {
			out = append(out, styled("leaning to "+e.short(e.outcome.Leaning), w, t.text)...)
		}
		out = append(out, "")
	}
	return append(out, styled(e.content.Say(e.content.BalancePhrase(e.outcome)), w, t.soft)...)
}

func (e *env) short(id model.VerdictID) string {
	for _, v := range e.content.Verdicts {
		if v.ID == id {
			return v.Short
		}
	}
	return string(id)
}

// balanceFoot is the balance in one or two lines, for narrow windows.
func (e *env) balanceFoot(w, h int) []string {
	t := e.theme
	alone, iso := e.content.Sides(e.outcome)
	left, right := t.nis2.Render(alone), t.iso.Render(iso)+t.soft.Render("  "+e.outcome.Balance.Signed())
	beam := w - width(left) - width(right) - 2
	out := []string{left + " " + e.beam(max(5, min(beam, 61))) + " " + right}
	if h > 1 {
		lead := ""
		if e.outcome.Balance != 0 || len(e.outcome.Gates) > 0 {
			lead = e.content.VerdictWords(e.outcome).Short + ". "
		}
		if e.base != nil {
			lead = "As it was: " + e.content.VerdictWords(e.before).Short + ". What if: " + lead
		}
		decides := e.content.BalancePhrase(e.outcome)
		words := lead + e.content.Say(decides)
		for n := len(decides.Questions) - 1; n > 0 && width(words) > w; n-- {
			decides.Questions = decides.Questions[:n]
			words = lead + e.content.Say(decides)
		}
		if width(words) > w {
			words = wrap(words, w-1)[0] + "…"
		}
		out = append(out, t.soft.Render(words))
	}
	return out
}

// side is the hue of a side.
func (e *env) side(l model.Lean) ink {
	if l == model.ForAlone {
		return e.theme.nis2
	}
	return e.theme.iso
}

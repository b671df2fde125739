package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"twopaths/model"
)

// mappingTable is the project's table of obligations: id, article (of the directive, or
// the heading of the annex to the Implementing Regulation), what work for ISO 27001 does
// for it, and the controls by who names them: three mappings or more, two, ENISA's table.
const mappingTable = `
3.4 3(4) none - - -
20.1 20(1) partial 5.1 5.2,5.3,9.3,A.5.2,A.5.4 -
20.2 20(2) partial - A.6.3 -
21.1 21(1) partial 6.1.1,A.5.4 6.1.2,8.2,A.5.1,A.5.31 -
21.2.a 21(2)(a) covered 5.2,5.3,6.1.1,6.1.2,6.1.3,6.2,8.2,8.3,10.1,A.5.1,A.5.2,A.5.3,A.5.4,A.5.7,A.5.31,A.5.36 5.1,7.5,9.2,A.5.19,A.5.20,A.5.21,A.5.35,A.8.34 5.2,5.3,6.1.1,6.1.2,6.1.3,6.2,8.2,8.3,9.2,9.3,10.1,A.5.1,A.5.2,A.5.3,A.5.4,A.5.7,A.5.19,A.5.20,A.5.21,A.5.31,A.5.35,A.5.36,A.8.34
21.2.b 21(2)(b) covered A.5.24,A.5.25,A.5.26,A.5.27,A.5.28,A.6.8,A.8.15,A.8.16 A.5.30 A.5.24,A.5.25,A.5.26,A.5.27,A.5.28,A.6.8,A.8.15,A.8.16,A.8.17
21.2.c 21(2)(c) partial A.5.29,A.5.30,A.8.13,A.8.14 A.5.26,A.8.6 A.5.26,A.5.29,A.5.30,A.8.13,A.8.14
21.2.d 21(2)(d) partial 6.1.2,A.5.19,A.5.20,A.5.21,A.5.22,A.5.23,A.8.30 8.2 A.5.19,A.5.20,A.5.21,A.5.22,A.8.30
21.2.e 21(2)(e) covered A.8.8,A.8.9,A.8.20,A.8.21,A.8.22,A.8.25,A.8.27,A.8.28,A.8.29,A.8.30,A.8.31,A.8.32 A.5.7,A.7.13,A.8.7,A.8.12,A.8.19,A.8.26 6.3,8.1,A.5.21,A.5.23,A.5.32,A.7.13,A.8.7,A.8.8,A.8.9,A.8.16,A.8.20,A.8.22,A.8.25,A.8.29,A.8.31,A.8.32,A.8.33,A.8.34
21.2.f 21(2)(f) covered 9.1,9.3,10.1,A.5.35,A.5.36 6.1.2,8.2,9.2 6.2,9.1,9.3
21.2.g 21(2)(g) covered 7.2,A.6.3 7.3,A.8.1,A.8.7 7.2,7.3,A.6.3,A.8.7
21.2.h 21(2)(h) covered A.8.24 - A.5.31,A.8.24
21.2.i 21(2)(i) covered A.5.9,A.5.10,A.5.11,A.5.12,A.5.13,A.5.15,A.5.16,A.5.17,A.5.18,A.6.1,A.6.2,A.6.3,A.6.4,A.6.5,A.6.6,A.6.7,A.7.1,A.7.2,A.7.3,A.7.4,A.7.7,A.7.9,A.7.10,A.8.2,A.8.3,A.8.18 7.2,7.3,A.5.3,A.5.14,A.5.30,A.7.5,A.7.6,A.7.8,A.7.11,A.7.14,A.8.1,A.8.5,A.8.21 7.1,7.2,A.5.3,A.5.9,A.5.10,A.5.12,A.5.13,A.5.14,A.5.15,A.5.16,A.5.17,A.5.18,A.5.28,A.6.1,A.6.2,A.6.3,A.6.4,A.6.5,A.7.1,A.7.2,A.7.3,A.7.4,A.7.5,A.7.7,A.7.10,A.7.11,A.8.2,A.8.3,A.8.5,A.8.18,A.8.21
21.2.j 21(2)(j) partial A.5.14,A.5.17,A.8.5 A.8.2,A.8.21,A.8.24 A.5.17,A.8.5
21.3 21(3) partial - A.5.21,A.5.22 -
21.4 21(4) covered - - -
23.1 23(1) partial - A.5.5,A.5.24 -
23.2 23(2) none - - -
23.3 23(3) partial - A.5.25 -
23.4 23(4) none A.5.27 A.5.24,A.5.26 -
27 27 none - - -
ir.1 1 covered 5.2,5.3,A.5.1,A.5.2,A.5.4 5.1,9.3,A.5.3,A.5.19,A.5.20,A.5.21,A.5.31,A.5.36 5.2,5.3,9.3,A.5.1,A.5.2,A.5.3,A.5.4,A.5.36
ir.2 2 covered 6.1.2,6.1.3,8.2,8.3,9.2,A.5.35 6.1.1,6.2,A.5.1,A.5.2,A.5.19,A.5.31,A.5.36,A.8.34 6.1.1,6.1.2,6.1.3,6.2,8.2,8.3,9.2,10.1,A.5.7,A.5.19,A.5.20,A.5.21,A.5.31,A.5.35,A.5.36,A.8.34
ir.3 3 covered A.5.24,A.5.25,A.5.26,A.5.27,A.6.8,A.8.15,A.8.16 A.5.20,A.5.28,A.5.30 A.5.24,A.5.25,A.5.26,A.5.27,A.5.28,A.6.8,A.8.15,A.8.16,A.8.17
ir.4 4 partial A.5.29,A.5.30,A.8.13 7.3,A.5.2,A.5.20,A.5.26,A.8.14 A.5.26,A.5.29,A.5.30,A.8.13,A.8.14
ir.5 5 partial A.5.19,A.5.20,A.5.21,A.5.22 A.8.30 A.5.19,A.5.20,A.5.21,A.5.22,A.8.30
ir.6 6 covered A.8.7,A.8.8,A.8.9,A.8.20,A.8.22 6.1.2,6.3,8.2,A.5.7,A.5.21,A.5.23,A.5.37,A.6.7,A.8.1,A.8.3,A.8.5,A.8.12,A.8.19,A.8.21,A.8.25,A.8.27,A.8.29,A.8.31,A.8.32,A.8.33 6.3,8.1,A.5.21,A.5.23,A.5.32,A.7.13,A.8.7,A.8.8,A.8.9,A.8.16,A.8.20,A.8.22,A.8.25,A.8.29,A.8.31,A.8.32,A.8.33,A.8.34
ir.7 7 covered - 6.1.2,8.2 6.2,9.1,9.3
ir.8 8 covered 7.3,A.6.3 7.2,A.5.2 7.2,7.3,A.6.3,A.8.7
ir.9 9 covered - A.8.24 A.5.31,A.8.24
ir.10 10 covered A.6.2,A.6.5 7.2,7.3,A.5.18,A.5.19,A.6.1,A.6.3,A.6.4,A.6.6 7.1,7.2,A.5.28,A.6.1,A.6.2,A.6.3,A.6.4,A.6.5
ir.11 11 covered A.5.3,A.5.15,A.5.16,A.5.17,A.5.18,A.8.2,A.8.3 A.8.1,A.8.5,A.8.18,A.8.21 A.5.3,A.5.15,A.5.16,A.5.17,A.5.18,A.7.2,A.8.2,A.8.3,A.8.5,A.8.18,A.8.21
ir.12 12 covered A.5.9,A.5.10,A.7.10 7.3,A.5.12,A.5.14,A.5.30,A.6.2,A.6.5,A.7.9,A.8.3 A.5.9,A.5.10,A.5.12,A.5.13,A.5.14,A.7.7,A.7.10
ir.13 13 covered A.7.1,A.7.2,A.7.3,A.7.4 A.7.5,A.7.7,A.7.11 A.7.1,A.7.2,A.7.3,A.7.4,A.7.5,A.7.11
`

// clauses is the clauses of ISO 27001, isoOnly what NIS2 has no counterpart for, or no
// equal one, by how strong it is.
const clauses = "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1.1 6.1.2 6.1.3 6.2 6.3 7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3 9.1 9.2 9.3 10.1 10.2"

var isoOnly = map[string]string{
	"different": "Cl.4.3",
	"none":      "A.5.6 A.5.33 A.5.34 A.7.12 A.8.11 certification",
	"stronger":  "Cl.9.2",
	"weak":      "A.5.8 A.5.32 A.5.37 A.8.4 A.8.10 A.8.17 A.8.23 A.8.33 Cl.4.1 Cl.4.2 Cl.4.4 Cl.6.1.3 Cl.6.2 Cl.6.3 Cl.7.1 Cl.7.4 Cl.7.5 Cl.10.1",
}

// numbered is the ids of a list of the table, which writes clauses as plain numbers.
func numbered(list string) []string {
	var out []string
	for _, id := range commas(list) {
		if !strings.HasPrefix(id, "A.") {
			id = "Cl." + id
		}
		out = append(out, id)
	}
	return out
}

// The shipped obligations are those of the table, with their links.
func TestMappingFollowsTheTable(t *testing.T) {
	c := shipped(t)
	lines := strings.Split(strings.TrimSpace(mappingTable), "\n")
	if len(lines) != 34 || len(c.Obligations) != len(lines) {
		t.Fatalf("34 obligations are wanted; the table has %d, the content %d", len(lines), len(c.Obligations))
	}
	for i, line := range lines {
		f := strings.Fields(line)
		kind, article := "directive", "Art. "+f[1]
		if strings.HasPrefix(f[0], "ir.") {
			kind, article = "implementing-regulation", "Implementing Regulation (EU) 2024/2690, Annex, "+f[1]
		}
		o := c.Obligations[i]
		got := fmt.Sprint(o.ID, o.Kind, o.Article, o.Relation, o.Agreed, o.AlsoNamed, o.ENISA)
		if want := fmt.Sprint(f[0], kind, article, f[2], numbered(f[3]), numbered(f[4]), numbered(f[5])); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Who has an obligation: the list of Art. 26(1)(b), those whom NIS2 binds, and those
// who have nothing but to register.
func TestMappingOfWhoIsBound(t *testing.T) {
	var digital, bound, register []string
	for _, o := range shipped(t).Obligations {
		if o.Digital {
			digital = append(digital, o.ID)
		}
		if o.Bound {
			bound = append(bound, o.ID)
		}
		if len(o.Classes) > 0 {
			register = append(register, o.ID+" "+strings.Join(o.Classes, " "))
		}
	}
	for _, list := range []struct{ got, want []string }{
		{digital, []string{"27"}},
		{bound, []string{"3.4", "23.1", "23.2", "23.3", "23.4", "27"}},
		{register, []string{"3.4 registration-only", "27 registration-only"}},
	} {
		if !slices.Equal(list.got, list.want) {
			t.Errorf("got %v, want %v", list.got, list.want)
		}
	}
}

// The parts of Art. 21(2)(c): of the whole, which stays partial, two carry over, and for
// crisis and exercises the law asks for more. Together they have all agreed controls.
func TestMappingOfParts(t *testing.T) {
	want := map[string]string{"continuity": "covered", "backup": "covered", "crisis": "partial", "exercises": "partial"}
	for _, o := range shipped(t).Obligations {
		if o.ID != "21.2.c" {
			if len(o.Parts) > 0 {
				t.Errorf("%s has parts", o.ID)
			}
			continue
		}
		got := map[string]string{}
		var controls []string
		for _, x := range o.Parts {
			got[strings.TrimPrefix(x.ID, "21.2.c.")] = x.Relation
			controls = append(controls, x.Controls...)
		}
		if !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if left := minus(o.Agreed, controls); len(left) > 0 {
			t.Errorf("no part has %v", left)
		}
		if strange := minus(controls, append(slices.Clone(o.Agreed), o.AlsoNamed...)); len(strange) > 0 {
			t.Errorf("the whole has no %v", strange)
		}
	}
}

// ISO 27001 by number: 93 controls in four themes, 25 clauses, and what NIS2 hardly asks.
func TestMappingOfControls(t *testing.T) {
	c := shipped(t)
	themes := []struct {
		name string
		size int
	}{{"A.5.", 37}, {"A.6.", 8}, {"A.7.", 14}, {"A.8.", 34}}
	var want, got []string
	for _, theme := range themes {
		for i := range theme.size {
			want = append(want, fmt.Sprint(theme.name, i+1))
		}
	}
	for _, number := range strings.Fields(clauses) {
		want = append(want, "Cl."+number)
	}
	for _, k := range c.Controls {
		got = append(got, k.ID)
	}
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(got, want) || len(got) != 93+25 {
		t.Errorf("got %v\nwant %v", got, want)
	}

	strengths := map[string]string{}
	for strength, list := range isoOnly {
		for _, id := range strings.Fields(list) {
			strengths[id] = strength
		}
	}
	only := map[string]string{}
	for _, k := range c.ISOOnly {
		only[k.ID] = k.Strength
		if _, known := c.Control(k.ID); !known && k.ID != "certification" {
			t.Errorf("%s is no control", k.ID)
		}
	}
	if !maps.Equal(only, strengths) || len(c.ISOOnly) != 26 {
		t.Errorf("got %v\nwant %v", only, strengths)
	}
}

// Where NIS2 binds and the certificate is wanted, every obligation, every part of one and
// every control is met by a step of the plan, and every step meets something, but for two
// that are about the certificate alone.
func TestMappingIsMetByTheRoadmap(t *testing.T) {
	c := shipped(t)
	r := model.PlanRoadmap(c, model.Assessment{}, outcome(c, "essential", model.Both, ""))
	met := map[string]bool{}
	var without []string
	for _, s := range r.Routes[0].Steps {
		for _, id := range slices.Concat(s.Obligations, s.Controls) {
			met[id] = true
		}
		if len(s.Obligations)+len(s.Controls) == 0 {
			without = append(without, s.ID)
		}
	}
	if want := []string{"S38", "S41"}; !slices.Equal(without, want) {
		t.Errorf("no reason have %v, want %v", without, want)
	}
	var ids []string
	for _, o := range c.Obligations {
		if len(o.Parts) == 0 {
			ids = append(ids, o.ID)
		}
		for _, x := range o.Parts {
			ids = append(ids, x.ID)
		}
	}
	for _, k := range c.Controls {
		ids = append(ids, k.ID)
	}
	if left := slices.DeleteFunc(ids, func(id string) bool { return met[id] }); len(left) > 0 {
		t.Errorf("no step meets %v", left)
	}
}

// nationalDates is every day that the project's page on national law gives for entities,
// and whether more than secondary sources have it.
const nationalDates = `
AT 2026-12-31 registration true
AT 2027-09-30 other true
BE 2024-12-18 registration true
BE 2025-03-18 registration true
DK 2025-10-01 registration true
HU 2026-06-30 other false
IT 2027-02-28 registration true
IT 2027-05-31 other true
LV 2025-04-01 registration true
LT 2025-04-17 other false
PL 2026-05-07 other false
RO 2025-08-20 other true
`

// The days of national law are those of the table, and no state has others.
func TestMappingOfNationalDates(t *testing.T) {
	var got []string
	for _, s := range shipped(t).States {
		for _, d := range s.Dates {
			got = append(got, fmt.Sprint(s.Code, " ", d.On, " ", d.Kind, " ", d.Verified))
			if strings.HasSuffix(d.What, ".") || strings.ToUpper(d.What[:1]) != d.What[:1] {
				t.Errorf("%s: %q is not written as the start of a line", s.Code, d.What)
			}
			if slices.Contains(s.Unverified, d.Kind) && d.Verified {
				t.Errorf("%s: %s is not verified, so its day is not", s.Code, d.Kind)
			}
		}
	}
	if want := strings.Split(strings.TrimSpace(nationalDates), "\n"); !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// What a step waits for, what settles it, what opens it again, and what a plan is held
// against.
func TestRoadmapSchedule(t *testing.T) {
	c := shipped(t)
	var months, settled, reopened, milestones []string
	for _, s := range c.Stages {
		settled = append(settled, s.ID+" "+string(s.Settled))
	}
	for _, s := range c.Steps {
		if !s.Months.IsZero() {
			months = append(months, fmt.Sprintf("%s %s-%s", s.ID, s.Months.Low, s.Months.High))
		}
		if s.Settled != "" {
			settled = append(settled, s.ID+" "+string(s.Settled))
		}
		for _, id := range s.Reopened {
			reopened = append(reopened, id+" "+s.ID)
		}
	}
	for _, m := range c.Milestones {
		milestones = append(milestones, fmt.Sprint(m.ID, m.Steps, m.Stage, " ", m.Law))
	}
	for _, list := range []struct{ got, want []string }{
		{months, []string{"S37 3-6", "S41 1-2", "S42 1-1.5"}},
		{settled, []string{"nis2-measures obligations", "annex-a controls", "certify ", "maintain ", "S06 gap-check"}},
		{reopened, []string{"S31 S05", "S31 S08", "S32 S09", "S33 S10", "S33 S12", "S33 S15", "S33 S17", "S33 S24", "S33 S26", "S33 S28"}},
		{milestones, []string{"registered[S02] true", "ready-to-notify[S13] true", "measures[]nis2-measures true", "records[S37] false", "certificate[S42] false"}},
	} {
		if !slices.Equal(list.got, list.want) {
			t.Errorf("got  %q\nwant %q", list.got, list.want)
		}
	}
}

// Without a capacity of one's own, the first stage at the middle of its efforts fits into
// its usual span, as far as the sum of the work goes.
func TestRoadmapPaceFitsTheSpan(t *testing.T) {
	c := shipped(t)
	for _, size := range c.Sizes {
		r := model.PlanRoadmap(c, model.Assessment{Plan: model.Planning{Size: size.ID}}, outcome(c, "important", model.Both, ""))
		first := r.Stages[0]
		var least int
		if _, err := fmt.Sscanf(first.Stage.Span[size.ID], "%d to", &least); err != nil {
			t.Fatal(err)
		}
		middle := float64(first.Effort.Low+first.Effort.High) / 2 / float64(c.Pace.Capacity[size.ID])
		if most := first.Stage.MostMonths[size.ID]; middle < float64(least) || middle > float64(most) {
			t.Errorf("%s: %.1f months, usual are %d to %d", size.ID, middle, least, most)
		}
	}
}

package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The plan as a calendar file (iCalendar, RFC 5545): what it holds is of the chosen route,
// by the promise. Its events block nobody's time.

// ErrNoStart says that a plan has no first day, without which nothing has a day.
var ErrNoStart = errors.New("the calendar needs a first day: set plan.start in the file (such as 2027-01-04), or on the roadmap")

// ErrNoEvents says that a calendar would be empty, which the format does not allow.
var ErrNoEvents = errors.New("the calendar would be empty: no step is left to do, and no day of the law is ahead")

// ErrYears says that a plan runs beyond the days that can be written.
var ErrYears = errors.New("the calendar ends with the year 9999, and the plan does not: set an earlier plan.start in the file")

// calendarEvent is an entry of the calendar: all day, from the first day to the last.
type calendarEvent struct {
	id          string // what stays the same when the plan changes
	summary     string
	description []string // lines
	first, last Date
	yearly      bool
	serves      string // nis2, iso or both
}

// Calendar is the plan as an iCalendar file: the steps that are still to do, each over the
// days on which it is worked on or waits; upkeep as an event of each year; the milestones;
// and the days of the state's law that are still ahead. An event keeps its UID when the
// plan changes, so that a calendar that takes the file again moves it. Neither the
// organisation's name nor a note is in the file. The error is ErrNoStart, ErrNoEvents or
// ErrYears.
func (r *Report) Calendar() ([]byte, error) {
	if r.assessment.Plan.Start.IsZero() {
		return nil, ErrNoStart
	}
	events := r.events(r.chosenTimeline())
	if len(events) == 0 {
		return nil, ErrNoEvents
	}
	stamp := r.assessment.Date
	if stamp.IsZero() {
		stamp = r.content.AsOf
	}
	var w icsWriter
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//twopaths//twopaths//EN")
	w.line("CALSCALE", "GREGORIAN")
	for _, e := range events {
		if e.last.Year > 9998 {
			return nil, ErrYears
		}
		w.line("BEGIN", "VEVENT")
		w.line("UID", r.uid(e.id))
		w.line("DTSTAMP", icsDate(stamp)+"T000000Z")
		w.line("DTSTART;VALUE=DATE", icsDate(e.first))
		w.line("DTEND;VALUE=DATE", icsDate(e.last.addDays(1))) // the first day after it
		if e.yearly {
			w.line("RRULE", "FREQ=YEARLY")
		}
		w.line("SUMMARY", icsText(CleanLine(e.summary)))
		if len(e.description) > 0 {
			w.line("DESCRIPTION", icsText(Clean(strings.Join(e.description, "\n"))))
		}
		w.line("CATEGORIES", strings.Join(pathsOf(e.serves), ","))
		w.line("TRANSP", "TRANSPARENT")
		w.line("END", "VEVENT")
	}
	w.line("END", "VCALENDAR")
	return w.b.Bytes(), nil
}

// chosenTimeline is the route that the plan follows, on the calendar.
func (r *Report) chosenTimeline() Timeline {
	lines := r.content.Timelines(r.assessment, r.roadmap)
	chosen := r.content.ChooseRoute(r.assessment, r.outcome, lines).Chosen
	t, ok := find(lines, func(t Timeline) bool { return t.Route == chosen })
	if !ok {
		return lines[0]
	}
	return t
}

// events is what a calendar holds: steps, milestones, days of the law.
func (r *Report) events(t Timeline) []calendarEvent {
	var out []calendarEvent
	for _, b := range t.Bars {
		e := calendarEvent{id: "step " + b.Step.ID, summary: b.Step.ID + " " + b.Step.Name, serves: b.Step.Serves, yearly: b.Yearly}
		e.description = r.eventText(t, b)
		e.first, e.last = t.days(b)
		if b.Yearly {
			e.first = everyYear(e.first)
			e.last = e.first
		}
		out = append(out, e)
	}
	for _, m := range t.Milestones {
		if m.Done {
			continue
		}
		day := t.LastDay(m.Promise)
		e := calendarEvent{id: "milestone " + m.ID, summary: "Milestone: " + m.Label, first: day, last: day, serves: "iso"}
		if m.Law {
			e.serves = "nis2"
		}
		if m.Possible < m.Promise {
			e.description = []string{"At the earliest on " + t.LastDay(m.Possible).Long()}
		}
		out = append(out, e)
	}
	state, _ := r.content.State(r.assessment.Scope.Facts.State)
	for _, d := range r.content.NationalDays(r.assessment, r.outcome, t) {
		if !d.Passed {
			out = append(out, calendarEvent{id: "law " + state.Code + " " + d.What, summary: state.Name + ": " + d.What,
				description: []string{state.Law}, first: d.On, last: d.On, serves: "nis2"})
		}
	}
	return out
}

// eventText is what stands below the name of a step: what it brings, who owns it, what it
// takes, and what it waits for.
func (r *Report) eventText(t Timeline, b Bar) []string {
	w := r.step(b.Step)
	var out []string
	if left := remarkAlone(b.Step); left != "" {
		out = append(out, left)
	}
	if len(w.Deliverables) > 0 {
		out = append(out, "Deliverables: "+strings.Join(w.Deliverables, "; "))
	}
	effort := "Effort: " + w.Days + " person-days"
	if b.Yearly {
		effort += " a year"
	}
	out = append(out, "Owner: "+w.Owner, effort)
	if len(w.After) > 0 {
		out = append(out, "After: "+strings.Join(w.After, ", "))
	}
	if possible := t.LastDay(b.Possible.Finish); !b.Yearly && b.Possible.Finish < b.Promise.Finish {
		out = append(out, "At the earliest done on "+possible.Long())
	}
	return out
}

// remarkAlone is the remark on a step where it does not stand in the report: without the
// one that speaks of what the report says.
func remarkAlone(s PlannedStep) string {
	if s.Remark == s.WhenDecided {
		return ""
	}
	return strings.TrimSpace(s.Remark)
}

// days is the first and the last day of a bar by the promise. What needs no time has the
// day on which it stands.
func (t Timeline) days(b Bar) (first, last Date) {
	first, last = t.Day(b.Promise.Start), t.LastDay(b.Promise.Finish)
	if last.Before(first) {
		last = first
	}
	return first, last
}

// pathsOf is the names of what a step serves: NIS2, ISO 27001 or both.
func pathsOf(serves string) []string {
	var out []string
	if serves != "iso" {
		out = append(out, "NIS2")
	}
	if serves != "nis2" {
		out = append(out, "ISO 27001")
	}
	return out
}

// everyYear is a day that every year has: the first of March for the 29th of February.
func everyYear(d Date) Date {
	if d.Month == time.February && d.Day == 29 {
		return d.addDays(1)
	}
	return d
}

// uid is the name of an event: the same for the same organisation, whatever the plan, and
// without its name.
func (r *Report) uid(id string) string {
	sum := sha256.Sum256([]byte(strconv.Quote(r.assessment.Organisation) + id))
	return hex.EncodeToString(sum[:16]) + "@twopaths.invalid"
}

// icsDate is a day as the format writes it.
func icsDate(d Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// icsText is text as the value of a property.
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// icsWriter writes the lines of a calendar.
type icsWriter struct{ b bytes.Buffer }

// icsWidth is how many octets a line may have without its end.
const icsWidth = 75

// line writes a property, folded where it is too long: never inside a character.
func (w *icsWriter) line(name, value string) {
	rest := []byte(name + ":" + value)
	for room := icsWidth; len(rest) > room; room = icsWidth - 1 {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.b.Write(rest[:cut])
		w.b.WriteString("\r\n ")
		rest = rest[cut:]
	}
	w.b.Write(rest)
	w.b.WriteString("\r\n")
}

package model

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Limits on a Statement of Applicability that is read from CSV.
const (
	MaxControlRows = 5000 // lines with something in them
	maxSoAFaults   = 20   // faults that are listed; of the others only the number is
	maxSoAHeader   = 50   // lines in which a header is looked for
	maxSoAColumns  = 200  // columns in which something is looked for
	maxSoAWord     = 40   // characters of a cell that a fault repeats
)

// ControlCounts is what an imported Statement of Applicability holds, in numbers.
type ControlCounts struct {
	InPlace, Partial, None, Excluded int // controls and clauses with this state

	Controls        int // of Annex A, with a state
	ControlsUnnamed int // of Annex A, and the file does not name them
	Clauses         int // clauses with a state
	ClausesUnnamed  int // clauses that the file does not name
	Unstated        int // named without a state, or as not known: left out
	NotesLeftOut    int // those of the unstated that had a note
	Skipped         int // lines without a control and a state: titles, headings, sums
}

// ParseControls reads a Statement of Applicability from CSV, as spreadsheets and tools
// export it: with comma, semicolon or tab, in UTF-8 or in UTF-16 with its mark, with or
// without a header. The file's name is used in faults only.
//
// A header names a column for the control and one for the state or for whether the
// control applies, in English or German; title lines may stand above it. Without one the
// columns are control, state and note. Several columns of notes become one note, with a
// line for each. A leading apostrophe is a spreadsheet's and is taken off.
//
//   - A number alone, such as 5.1, is of Annex A from 5 to 8, and a clause otherwise.
//     Leading zeros count for nothing: A.05.01 is A.5.1.
//   - Planned is none, since nothing is in place yet. A control that does not apply is
//     excluded, whatever its state says. That it applies says nothing about its state.
//   - An x alone is a fault (a tick or a cross?), and so is a number alone (a level of
//     maturity, a share, a count?): neither is guessed.
//
// The error is Faults: with any of them nothing is taken.
func ParseControls(c *Content, file string, data []byte) (map[string]ControlState, ControlCounts, error) {
	s := newSoA(c, file)
	states, counts := s.read(data)
	if len(s.faults) > 0 {
		return nil, ControlCounts{}, s.listed()
	}
	return states, counts, nil
}

// ControlsCSV writes the controls as CSV that ParseControls reads back: all of Annex A,
// and the clauses of which something is known, each with its label, its state and its
// note. Cells that a spreadsheet would take for a formula get an apostrophe. Controls
// that the content does not know are left out. The bytes begin with the mark of UTF-8,
// without which Excel shows other letters.
func ControlsCSV(c *Content, a Assessment) []byte {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b) // to a buffer it cannot fail
	_ = w.Write([]string{"control", "label", "state", "note"})
	for _, k := range c.Controls {
		x, known := a.Controls[k.ID]
		if known || isAnnexA(k.ID) {
			_ = w.Write([]string{k.ID, guarded(CleanLine(k.Label)), string(x.State), guarded(Clean(x.Note))})
		}
	}
	w.Flush()
	return b.Bytes()
}

// isAnnexA reports whether the id is that of a control, and not that of a clause.
func isAnnexA(id string) bool { return strings.HasPrefix(id, "A.") }

// guarded is a cell that a spreadsheet takes for text. An apostrophe of its own gets a
// second one, and so does space at the ends, so that unguarded gives the same text back.
func guarded(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	if s != "" && (strings.ContainsRune("=+-@\t\r'＝＋－＠", first) || strings.TrimSpace(s) != s) {
		return "'" + s
	}
	return s
}

// unguarded is a cell without what a spreadsheet put before its text: an apostrophe, or
// ="…" around it. Space at the ends stays only behind an apostrophe.
func unguarded(s string) string {
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "'") {
		return strings.TrimLeftFunc(s, unicode.IsSpace)[1:]
	}
	if inner, found := strings.CutPrefix(trimmed, `="`); found && strings.HasSuffix(inner, `"`) {
		return strings.TrimSpace(strings.ReplaceAll(strings.TrimSuffix(inner, `"`), `""`, `"`))
	}
	return trimmed
}

// soa is the reading of one file.
type soa struct {
	file    string
	known   map[string]bool // ids
	allowed string          // the ids in words
	faults  Faults
}

// soaRow is a line of the table; its cells may hold more than one line of the file.
type soaRow struct {
	line  int
	cells []string // without empty ones at the end
}

// cell is the cell of a column; rows may be shorter than the header.
func (r soaRow) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

// soaColumns says what stands in which column; -1: in none.
type soaColumns struct {
	control, state, applies int
	notes                   []int
}

func newSoA(c *Content, file string) *soa {
	s := &soa{file: file, known: map[string]bool{}}
	var allowed []string
	for i, k := range c.Controls {
		s.known[k.ID] = true
		switch n := len(c.Controls); {
		case i == 0 || themeOf(c.Controls[i-1].ID) != themeOf(k.ID):
			allowed = append(allowed, k.ID)
			if !isAnnexA(k.ID) {
				allowed[len(allowed)-1] = "the clauses from " + k.ID
			}
		case i == n-1 || themeOf(c.Controls[i+1].ID) != themeOf(k.ID):
			allowed[len(allowed)-1] += " to " + k.ID
		}
	}
	s.allowed = strings.Join(allowed, ", ")
	return s
}

// themeOf is the theme of a control, such as A.5; all clauses have one in common.
func themeOf(id string) string {
	if !isAnnexA(id) {
		return ""
	}
	return id[:strings.LastIndexByte(id, '.')]
}

func (s *soa) fault(line int, field, format string, args ...any) {
	s.faults = append(s.faults, Fault{File: s.file, Line: line, Field: field, Problem: fmt.Sprintf(format, args...)})
}

// listed is the faults in the order of lines, the first of them only.
func (s *soa) listed() Faults {
	slices.SortStableFunc(s.faults, func(a, b Fault) int { return a.Line - b.Line })
	if more := len(s.faults) - maxSoAFaults; more > 0 {
		return append(slices.Clip(s.faults[:maxSoAFaults]), Fault{File: s.file, Problem: fmt.Sprintf("and %d more", more)})
	}
	return s.faults
}

// read is what the file says; where it has faults, they are in s.faults.
func (s *soa) read(data []byte) (map[string]ControlState, ControlCounts) {
	var counts ControlCounts
	text, ok := s.text(data)
	if !ok {
		return nil, counts
	}
	rows, ok := s.rows(text)
	if !ok {
		return nil, counts
	}
	columns, header, ok := s.columns(rows)
	if !ok {
		return nil, counts
	}
	counts.Skipped = max(header, 0) // what stands above it

	states := map[string]ControlState{}
	var all []soaID
	for _, row := range rows[header+1:] {
		state, note := s.state(row, columns)
		id, problem := s.id(row.cell(columns.control))
		said := strings.TrimSpace(row.cell(columns.state)+row.cell(columns.applies)) != ""
		switch {
		case !said && (id.kind == noID || id.kind == wholeTheme), header >= 0 && slices.Equal(row.cells, rows[header].cells):
			counts.Skipped++
			continue
		case problem != "":
			s.fault(row.line, "control", "%s", problem)
		default:
			id.line = row.line
			all = append(all, id)
		}
		if state.problem != "" {
			s.fault(row.line, state.field, "%s", state.problem)
		}
		if id.kind != goodID || state.problem != "" {
			continue
		}
		if state.level == "" {
			counts.Unstated++
			if note != "" {
				counts.NotesLeftOut++
			}
			continue
		}
		states[id.id] = ControlState{state.level, note}
	}
	s.twice(all)
	s.clausesOrControls(all)
	if len(all) == 0 && len(s.faults) == 0 {
		s.fault(0, "", "no line names a control; allowed are %s", s.allowed)
	}
	s.count(&counts, states, all)
	return states, counts
}

// count fills in what is counted over the whole file.
func (s *soa) count(counts *ControlCounts, states map[string]ControlState, all []soaID) {
	levels := map[ControlLevel]*int{ControlInPlace: &counts.InPlace, ControlPartial: &counts.Partial, ControlNone: &counts.None, ControlExcluded: &counts.Excluded}
	for id, x := range states {
		*levels[x.State]++
		if isAnnexA(id) {
			counts.Controls++
		} else {
			counts.Clauses++
		}
	}
	for id := range s.known {
		switch {
		case slices.ContainsFunc(all, func(n soaID) bool { return n.id == id }):
		case isAnnexA(id):
			counts.ControlsUnnamed++
		default:
			counts.ClausesUnnamed++
		}
	}
}

// How to save a file so that it can be read.
const saveAsCSV = `in Excel save it as "CSV UTF-8", in LibreOffice as "Text CSV" with the character set UTF-8`

// text is the file as UTF-8 without marks of its encoding, with lines that end in \n or
// \r\n.
func (s *soa) text(data []byte) ([]byte, bool) {
	if len(data) > MaxFileBytes {
		s.faults = append(s.faults, TooLarge(s.file, int64(len(data))))
		return nil, false
	}
	for mark, what := range map[string]string{"PK\x03\x04": "a workbook (xlsx, ods)", "\xd0\xcf\x11\xe0": "a workbook (xls)", "%PDF": "a PDF"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			s.fault(0, "", "the file is %s, not CSV; %s", what, saveAsCSV)
			return nil, false
		}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		decoded, err := utf16.UTF16(utf16.LittleEndian, utf16.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			s.fault(0, "", "the file is no UTF-16, though it begins as such; %s", saveAsCSV)
			return nil, false
		}
		data = decoded
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if head := data[:min(len(data), 1000)]; 4*bytes.Count(head, []byte{0}) > len(head) {
		s.fault(0, "", "the file is no text, or UTF-16 without its mark; %s", saveAsCSV)
		return nil, false
	}
	if !bytes.Contains(data, []byte("\n")) {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if _, n, err := transform.Bytes(encoding.UTF8Validator, data); err != nil {
		s.fault(1+bytes.Count(data[:n], []byte("\n")), "", "the line is not valid UTF-8; %s", saveAsCSV)
		return nil, false
	}
	return data, true
}

// rows is the lines with something in them.
func (s *soa) rows(text []byte) ([]soaRow, bool) {
	if len(bytes.Trim(text, ",;\t\r\n ")) == 0 {
		s.fault(0, "", emptyFile)
		return nil, false
	}
	delimiter, text, ok := s.delimiter(text)
	if !ok {
		return nil, false
	}
	r := newCSV(text, delimiter)
	var rows []soaRow
	for {
		cells, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(rows) == 0 && len(s.faults) == 0 {
				s.fault(0, "", emptyFile)
			}
			return rows, len(rows) > 0
		case errors.As(err, &broken) && errors.Is(err, csv.ErrBareQuote):
			s.fault(broken.StartLine, "", "a quotation mark stands inside a cell that does not begin with one; put the whole cell in quotation marks and double those inside")
			continue
		case errors.As(err, &broken):
			s.fault(broken.StartLine, "", "a quotation mark opens a cell here, and what follows is not closed as it should be; close it, and double the quotation marks inside")
			continue
		case err != nil:
			s.fault(0, "", "%s", CleanLine(err.Error()))
			return nil, false
		}
		line, _ := r.FieldPos(0)
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > 0 {
			rows = append(rows, soaRow{line, cells})
		}
		if len(rows) > MaxControlRows {
			s.faults = nil
			s.fault(line, "", "more than %d lines with something in them; keep those of the controls", MaxControlRows)
			return nil, false
		}
	}
}

func newCSV(text []byte, delimiter rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(quoteFormulas(text, delimiter)))
	r.Comma = delimiter
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = delimiter != '\t' // a tab is space
	return r
}

// quoteFormulas turns ="5.20", by which some tools make a spreadsheet keep a number as
// it is, into "5.20". In a file that is CSV in the strict sense there is no such cell.
func quoteFormulas(text []byte, delimiter rune) []byte {
	if !bytes.Contains(text, []byte(`="`)) {
		return text
	}
	d := regexp.QuoteMeta(string(delimiter))
	form := regexp.MustCompile(`(?m)(^|` + d + `) ?="([^"\r\n` + d + `]+)"`)
	var out []byte
	rest := 0
	for _, m := range form.FindAllSubmatchIndex(text, -1) {
		end := m[1]
		if end < len(text) && !bytes.ContainsRune([]byte("\r\n"+string(delimiter)), rune(text[end])) {
			continue
		}
		out = append(append(out, text[rest:m[3]]...), '"')
		out = append(append(out, text[m[4]:m[5]]...), '"')
		rest = end
	}
	return append(out, text[rest:]...)
}

// delimiter finds what separates the cells, by what the first lines are with each of the
// three: how many name a control or are a header, and how many have as many cells as
// most. A line "sep=;" at the top, which is Excel's, decides and is taken out.
func (s *soa) delimiter(text []byte) (rune, []byte, bool) {
	delimiters := []rune{',', ';', '\t'}
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	if said, found := bytes.CutPrefix(bytes.ToLower(bytes.TrimRight(first, "\r,;")), []byte("sep=")); found {
		sep := bytes.TrimRight(first[len("sep="):], "\r")
		for _, d := range delimiters {
			if string(sep) == string(d) || (len(said) == 0 && bytes.ContainsRune(sep, d)) {
				return d, append([]byte("\n"), rest...), true
			}
		}
		s.fault(1, "", "%s is not allowed as the separator; use comma, semicolon or tab", word(string(said)))
		return 0, nil, false
	}
	type score struct{ meant, same int }
	best, found := score{}, delimiters[0]
	for _, d := range delimiters {
		var now score
		widths := map[int]int{}
		r := newCSV(text, d)
		for range maxSoAHeader {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || len(cells) < 2 {
				continue
			}
			if s.namesControl(cells) {
				now.meant++
			} else if rolesOf(cells).isHeader() {
				now.meant += 2
			}
			widths[len(cells)]++
		}
		for _, n := range widths {
			now.same = max(now.same, n)
		}
		if now.meant > best.meant || (now.meant == best.meant && now.same > best.same) {
			best, found = now, d
		}
	}
	return found, text, true
}

// namesControl reports whether one of the cells is a control.
func (s *soa) namesControl(cells []string) bool {
	return slices.ContainsFunc(cells[:min(len(cells), maxSoAColumns)], func(cell string) bool {
		if cell == "" || strings.ContainsAny(cell, ";\t") || len(cell) > 200 {
			return false
		}
		id, _ := s.id(cell)
		return id.kind == goodID || id.kind == oldID
	})
}

// columns finds the header and what stands in which column. The header is a row that
// names a column for the control and one for the state or the applicability, and under
// which controls stand; -1: there is none.
func (s *soa) columns(rows []soaRow) (soaColumns, int, bool) {
	var headers []int
	for i, row := range rows[:min(len(rows), maxSoAHeader)] {
		if !s.namesControl(row.cells) && rolesOf(row.cells).isHeader() {
			headers = append(headers, i)
		}
	}
	if len(headers) == 0 {
		return s.withoutHeader(rows)
	}
	for i, at := range headers {
		end := len(rows)
		if i+1 < len(headers) {
			end = headers[i+1]
		}
		roles := rolesOf(rows[at].cells)
		control, hits := s.controlColumn(roles.of(roleControl), rows[at+1:end])
		if hits == 0 && i+1 < len(headers) {
			continue
		}
		columns := soaColumns{control, -1, -1, roles.of(roleNote)}
		ok := s.oneColumn(rows[at], roles.of(roleInverted), 0, nil)
		ok = s.oneColumn(rows[at], roles.states(), 1, &columns.state) && ok
		ok = s.oneColumn(rows[at], roles.of(roleApplies), 1, &columns.applies) && ok
		for _, row := range rows[:at] {
			id, _ := s.id(row.cell(control))
			if state, _ := s.state(row, columns); id.kind == goodID && state.level != "" && state.problem == "" {
				s.fault(row.line, "control", "%s stands above the header, which is in line %d; move it below", id.id, rows[at].line)
				ok = false
			}
		}
		return columns, at, ok
	}
	return soaColumns{}, -1, false
}

// withoutHeader is the columns of a file without a header: control, state and note.
func (s *soa) withoutHeader(rows []soaRow) (soaColumns, int, bool) {
	columns := soaColumns{control: 0, state: 1, applies: -1, notes: []int{2}}
	if !slices.ContainsFunc(rows, func(r soaRow) bool { return len(r.cells) > 1 }) {
		s.fault(rows[0].line, "", "the file has one column only; it needs the control and its state, separated by comma, semicolon or tab")
		return columns, -1, false
	}
	for _, row := range rows {
		id, _ := s.id(row.cell(0))
		if id.kind != noID {
			break
		}
		if state := stateOf(row.cell(1)); strings.TrimSpace(row.cell(1)) != "" && state.problem != "" {
			s.fault(row.line, "", "this is neither a control nor a header that is understood; a header names a column control and a column state "+
				"(or status, implemented, applicable; Nr, Maßnahme, Umsetzung), and a control is one of %s", s.allowed)
			return columns, -1, false
		}
	}
	return columns, -1, true
}

// oneColumn takes the only one of several columns, and finds fault with more.
func (s *soa) oneColumn(header soaRow, columns []int, most int, out *int) bool {
	switch {
	case len(columns) > most && most == 0:
		s.fault(header.line, "applicable", "the column %s can be read in two ways; call it applicable, and write yes or no", word(header.cell(columns[0])))
		return false
	case len(columns) > most:
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = word(header.cell(c))
		}
		s.fault(header.line, "", "the columns %s mean the same; keep one of them, or give the others another name", strings.Join(names, " and "))
		return false
	case len(columns) == 1 && out != nil:
		*out = columns[0]
	}
	return true
}

// controlColumn is the column in which most controls stand, and how many.
func (s *soa) controlColumn(columns []int, rows []soaRow) (best, hits int) {
	best = columns[0]
	for _, column := range columns {
		n := 0
		for _, row := range rows {
			if id, _ := s.id(row.cell(column)); id.kind == goodID || id.kind == oldID {
				n++
			}
		}
		if n > hits {
			best, hits = column, n
		}
	}
	return best, hits
}

// soaRole is what a column holds, by its name in a header.
type soaRole int

const (
	roleNone     soaRole = iota
	roleControl          // which control it is
	roleState            // how far it is in place
	roleAction           // the same, where no column is named more plainly; often it is prose
	roleProgress         // the same again
	roleMaturity         // and again
	roleApplies          // whether it applies
	roleInverted         // whether it does not
	roleNote
)

// soaRoles is the roles of the columns.
type soaRoles []soaRole

func rolesOf(cells []string) soaRoles {
	roles := make(soaRoles, min(len(cells), maxSoAColumns))
	for i := range roles {
		roles[i] = roleOf(cells[i])
	}
	return roles
}

func (r soaRoles) of(role soaRole) []int {
	var out []int
	for i, x := range r {
		if x == role {
			out = append(out, i)
		}
	}
	return out
}

// states is the columns that are named most plainly as the state.
func (r soaRoles) states() []int {
	for _, role := range []soaRole{roleState, roleAction, roleProgress, roleMaturity} {
		if columns := r.of(role); len(columns) > 0 {
			return columns
		}
	}
	return nil
}

func (r soaRoles) isHeader() bool {
	return len(r.of(roleControl)) > 0 && len(r.states())+len(r.of(roleApplies))+len(r.of(roleInverted)) > 0
}

// headRoles is the words that names of columns have, as regular expressions over folded
// words, and the role that they give; the first that fits counts. A note about a state is a
// note, and the owner of a control is none of them.
var headRoles = []struct {
	words pattern
	role  soaRole
}{
	{headWords(`notes?|comments?|evidences?|justifications?|reasons?|rationale|remarks?|explanations?|\w*notiz(en)?|\w*bemerkung(en)?|\w*kommentare?|\w*anmerkung(en)?|\w*begruendung(en)?|\w*nachweise?|\w*erlaeuterung(en)?`), roleNote},
	{headWords(`(implement|umsetzung)\w* (.* )?` + headProse + `|` + headProse + ` (.* )?(implement|umsetzung)\w*`), roleNote},
	{headWords(headProse), roleNone},
	{headWords(`titles?|titel|names?|label|bezeichnung|owners?|\w*verantwort\w*|responsible|category|categories|kategorie|themes?|thema|domain|types?|typ|purpose|zweck|objectives?|ziele?|zielwert|text|dates?|\w*datum|due|deadline|frist|target|soll|goal|risks?|risiko|risiken|assets?|priority|prioritaet|costs?|kosten|effort|aufwand|approval|approved|review|reviewed|audit|documents?|dokumente?|policy|policies|previous|next|version|by|von`), roleNone},
	{headWords(`excluded?|exclusions?|ausgeschlossen|ausschluss`), roleInverted},
	{headWords(headNot + ` (.* )?` + headApplies + `|` + headApplies + ` (.* )?` + headNot), roleInverted},
	{headWords(headNot), roleNone}, // such as a column for one state alone
	{headWords(headApplies), roleApplies},
	{headWords(`maturity|reifegrad|level|cmmi?`), roleMaturity},
	{headWords(`states?|\w*status|implemented|zustand|umgesetzt|umsetzungsstand|umsetzungsgrad|implementiert|erfuellt|erfuellungsgrad|eingefuehrt`), roleState},
	{headWords(`implement\w*|umsetzung\w*`), roleAction},
	{headWords(`progress|fortschritt|compliance|compliant|konform\w*|done|stand`), roleProgress},
	{headWords(`controls?|\w*id|ref|refs|references?|referenz|numbers?|no|\w*nr|\w*nummer|clauses?|annex|anhang|section|massnahmen?|kontrollen?|kapitel|abschnitt|klauseln?|kennung|requirements?|anforderung(en)?|iso`), roleControl},
}

const (
	headProse   = `(descriptions?|details?|how|method|approach|summary|\w*beschreibung)`
	headNot     = `(not|non|nicht)`
	headApplies = `(applicable|applicability|applies|anwendbar\w*|included|selected|relevant|relevanz)`
)

func headWords(words string) pattern { return expression(`(^| )(` + words + `)( |$)`) }

// pattern is a regular expression that is made when it is first needed. Those of this file
// take longer than all else before the first frame, and few runs read a table.
type pattern func() *regexp.Regexp

func expression(text string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

var notLetters = expression(`[^\pL]+`)

// roleOf is the role that a column's name gives it. A name has few words: a sentence is
// none.
func roleOf(cell string) soaRole {
	if len(cell) > 100 {
		return roleNone
	}
	name := fold(unguarded(cell))
	words := strings.TrimSpace(notLetters().ReplaceAllString(name, " "))
	switch {
	case name == "#":
		return roleControl
	case strings.Count(words, " ") > 5:
		return roleNone
	}
	for _, x := range headRoles {
		if x.words().MatchString(words) {
			return x.role
		}
	}
	return roleNone
}

// idKind is what a cell is that should name a control.
type idKind int

const (
	noID       idKind = iota // text, or nothing
	goodID                   // a control or clause of the content
	oldID                    // a number of the 2013 edition
	badID                    // a number that is none of them
	wholeTheme               // A.5 or Clause 9: the heading of several
)

// soaID is a control as a cell names it.
type soaID struct {
	kind   idKind
	id     string
	annex  bool  // of Annex A
	parts  []int // the number
	bare   bool  // it stands without a word that says whether it is a control or a clause
	padded bool  // with zeros in front: 5.02 cannot have been 5.20
	line   int
}

// number is the number as it stands, without what precedes it.
func (i soaID) number() string { return dotted(i.parts) }

func dotted(parts []int) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = strconv.Itoa(p)
	}
	return strings.Join(words, ".")
}

var (
	// idForm is the standard with its year, the word before the number, the number, and
	// what follows, such as a title.
	idForm = expression(`^(?:(?:iso)?[ /_-]*(?:iec)?[ /_-]*2700[12](?:[ :_-]*(20\d\d))?[ :_/,.–-]*)?` +
		`(?:(annex a|anhang a|annex|anhang|a|clause|cl|c|klausel|kapitel|kap|§|controls?|kontrolle)[ .:_-]*)?` +
		`(\d{1,4}(?:,\d{1,4})+|\d{1,4}(?: ?\. ?\d{1,4})*)\.?(.*)$`)
	// idTitle is what may follow a number: a title, which has no digit.
	idTitle = expression(`^(?: *[-–—:|] *| +)[^\d]*$`)
	// idItem is a letter that follows a number, for a part of a clause.
	idItem = expression(`^[ (]*[a-z][).]*$`)

	month = `(?:jan(?:uary|uar)?|jaenner|feb(?:ruary|ruar)?|mar(?:ch)?|maerz?|mrz|apr(?:il)?|may|mai|jun[ei]?|jul[yi]?|aug(?:ust)?|` +
		`sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?`
	dateForm = expression(`^(?:\d{4}-\d{1,2}-\d{1,2}(?:[t ].*)?|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?(?: .*)?|` +
		`\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?: .*)?|\d{1,2}\.\d{1,2}\.[2-9]\d|\d{1,2}[. -]*` + month + `(?:[ -]*\d{2,4})?|` + month + `[ -]*\d{1,4}|[45]\d{4})$`)
)

// old2013 is the groups of Annex A in the 2013 edition, with how many controls each had.
var old2013 = map[string]int{
	"5.1": 2, "6.1": 5, "6.2": 2, "7.1": 2, "7.2": 3, "7.3": 1, "8.1": 4, "8.2": 3, "8.3": 3, "9.1": 2, "9.2": 6, "9.3": 1, "9.4": 5,
	"10.1": 2, "11.1": 6, "11.2": 9, "12.1": 4, "12.2": 1, "12.3": 1, "12.4": 4, "12.5": 1, "12.6": 2, "12.7": 1, "13.1": 3, "13.2": 4,
	"14.1": 3, "14.2": 9, "14.3": 1, "15.1": 3, "15.2": 2, "16.1": 7, "17.1": 3, "17.2": 1, "18.1": 5, "18.2": 3,
}

// is2013 reports whether a number is a control or a group of the 2013 edition.
func is2013(parts []int) bool {
	switch len(parts) {
	case 2:
		return old2013[dotted(parts)] > 0
	case 3:
		return parts[2] > 0 && parts[2] <= old2013[dotted(parts[:2])]
	}
	return false
}

// id reads which control a cell names. The problem says why it names none, and is empty
// only where it does.
func (s *soa) id(cell string) (soaID, string) {
	if len(cell) > 2000 {
		return soaID{}, fmt.Sprintf("%s is no control; allowed are %s", word(cell), s.allowed)
	}
	text := strings.TrimSpace(strings.TrimPrefix(fold(unguarded(cell)), "="))
	switch {
	case text == "":
		return soaID{}, fmt.Sprintf("no control stands here, though a state does; allowed are %s", s.allowed)
	case dateForm().MatchString(text):
		return soaID{kind: badID}, fmt.Sprintf("%s is a date; a spreadsheet probably made it of a number such as 5.1. "+
			"Set the column to text, then write the control, such as A.5.1", word(cell))
	}
	m := idForm().FindStringSubmatch(text)
	if m == nil {
		return soaID{}, fmt.Sprintf("%s is no control; allowed are %s", word(cell), s.allowed)
	}
	year, before, rest := m[1], m[2], m[4]
	id := soaID{kind: badID}
	for _, n := range strings.FieldsFunc(m[3], func(r rune) bool { return r == '.' || r == ',' || r == ' ' }) {
		part, _ := strconv.Atoi(n) // four digits at most
		id.parts = append(id.parts, part)
		id.padded = len(n) > 1 && n[0] == '0' // of the last part
	}
	switch before {
	case "annex a", "anhang a", "annex", "anhang", "a", "control", "controls", "kontrolle":
		id.annex = true
	case "":
		id.bare = true
		id.annex = len(id.parts) == 2 && id.parts[0] >= 5 && id.parts[0] <= 8
	}
	if id.id = "Cl." + id.number(); id.annex {
		id.id = "A." + id.number()
	}
	old := year == "2013" || year == "2005"

	switch {
	case len(id.parts) == 1 && id.parts[0] >= 4 && id.parts[0] <= 18 && (rest == "" || idTitle().MatchString(rest)):
		id.kind = wholeTheme
		return id, fmt.Sprintf("%s stands for several controls; give each a line of its own: %s", word(cell), s.allowed)
	case len(id.parts) == 1:
		return soaID{}, fmt.Sprintf("%s is no control; allowed are %s", word(cell), s.allowed)
	case idItem().MatchString(rest):
		return id, fmt.Sprintf("%s is a part of a control or clause; they have one state each here. Allowed are %s", word(cell), s.allowed)
	case rest != "" && strings.ContainsAny(rest, "0123456789"):
		return id, fmt.Sprintf("%s names more than one number; give each control a line of its own: %s", word(cell), s.allowed)
	case rest != "" && !idTitle().MatchString(rest):
		return id, fmt.Sprintf("%s is no control; allowed are %s", word(cell), s.allowed)
	case s.known[id.id] && !old:
		id.kind = goodID
		return id, ""
	case old, is2013(id.parts) && (id.annex || id.bare):
		id.kind = oldID
		also := ""
		if clause := "Cl." + dotted(id.parts[:2]); id.bare && s.known[clause] && len(id.parts) == 3 {
			also = fmt.Sprintf("; if the clause is meant, write %s", clause)
		}
		return id, fmt.Sprintf("%s is a number of the 2013 edition, whose certificates lapsed on 31 October 2025; "+
			"use the numbers of the 2022 edition: %s%s", word(cell), s.allowed, also)
	}
	return id, s.nearest(cell, id)
}

// nearest says what is allowed in place of a number that is no control: the clause above
// it, the clauses below it, or all.
func (s *soa) nearest(cell string, id soaID) string {
	if !id.annex {
		if up := "Cl." + dotted(id.parts[:len(id.parts)-1]); s.known[up] {
			return fmt.Sprintf("%s is finer than the clauses are asked here; write one line for %s", word(cell), up)
		}
		var below []string
		for k := range s.known {
			if strings.HasPrefix(k, id.id+".") {
				below = append(below, k)
			}
		}
		if slices.Sort(below); len(below) > 0 {
			return fmt.Sprintf("%s is coarser than the clauses are asked here; write a line for each of %s", word(cell), strings.Join(below, ", "))
		}
	}
	return fmt.Sprintf("%s is no control of ISO/IEC 27001:2022; allowed are %s", word(cell), s.allowed)
}

// tenfold is the control that a spreadsheet turns into this one when it takes the number
// for a decimal: A.5.20 becomes 5.2. It is empty where there is none, or where the zero
// cannot have been lost.
func (s *soa) tenfold(n soaID) string {
	if !n.annex || n.padded || len(n.parts) != 2 {
		return ""
	}
	if id := "A." + dotted([]int{n.parts[0], n.parts[1] * 10}); s.known[id] {
		return id
	}
	return ""
}

// twice finds controls that stand more than once, and those that are out of place
// because a spreadsheet took a zero away.
func (s *soa) twice(all []soaID) {
	lines := map[string][]int{}
	for _, n := range all {
		lines[n.id] = append(lines[n.id], n.line)
	}
	lost := map[string]bool{} // ids that may have lost a zero in every place
	bare := map[string]bool{} // ids that stand somewhere without a word before them
	for _, n := range all {
		sister := s.tenfold(n)
		bare[n.id] = bare[n.id] || n.bare
		lost[n.id] = sister != "" && len(lines[sister]) == 0 && (lost[n.id] || n.line == lines[n.id][0])
	}
	for i, n := range all {
		at, sister := lines[n.id], s.tenfold(n)
		last := n.line == at[len(at)-1]
		number := strings.TrimPrefix(sister, "A.")
		clause := ""
		if bare[n.id] && n.annex && s.known["Cl."+n.number()] {
			clause = fmt.Sprintf(", or Cl.%s if the clause is meant", n.number())
		}
		switch {
		case len(at) > 1 && lost[n.id] && last:
			times := "twice"
			if len(at) > 2 {
				times = fmt.Sprintf("%d times", len(at))
			}
			s.fault(n.line, "control", "%s stands %s (lines %s); a spreadsheet probably turned %s into %s; write %s where that is meant%s",
				n.number(), times, linesInWords(at), number, n.number(), sister, clause)
		case len(at) > 1 && !lost[n.id] && n.line != at[0]:
			s.fault(n.line, "control", "%s stands already in line %d; keep one of the two%s", n.id, at[0], clause)
		case len(at) == 1 && lost[n.id] && n.bare && besideTenfold(all, i):
			s.fault(n.line, "control", "%s stands where %s would; a spreadsheet probably turned %s into %s; write %s, or %s if that is meant",
				n.number(), number, number, n.number(), sister, n.id)
		}
	}
}

// besideTenfold reports whether a number stands right behind the one before its tenfold,
// or right before the one behind it: 5.2 in 5.19, 5.2, 5.21.
func besideTenfold(all []soaID, i int) bool {
	n := all[i]
	is := func(at, second int) bool {
		return at >= 0 && at < len(all) && all[at].annex && slices.Equal(all[at].parts, []int{n.parts[0], second})
	}
	return is(i-1, n.parts[1]*10-1) || is(i+1, n.parts[1]*10+1)
}

// clausesOrControls finds a list of bare numbers that is one of clauses: 4.1, 5.1, 9.1.
// In it 5.1 is no control of Annex A.
func (s *soa) clausesOrControls(all []soaID) {
	var clauses, doubtful []soaID
	for _, n := range all {
		switch {
		case !n.bare:
		case !n.annex:
			clauses = append(clauses, n)
		case !s.known["Cl."+n.number()]:
			return // no clause has this number: the list has controls
		default:
			doubtful = append(doubtful, n)
		}
	}
	if len(clauses) == 0 || len(doubtful) == 0 {
		return
	}
	others := ""
	if more := len(doubtful) - 1; more > 0 {
		others = fmt.Sprintf(" (and %d more such numbers)", more)
	}
	number := doubtful[0].number()
	s.fault(doubtful[0].line, "control", "%s may be the clause or the control of Annex A, since line %d names the clause %s in the same way; write Cl.%s or A.%s%s",
		number, clauses[0].line, clauses[0].number(), number, number, others)
}

func linesInWords(lines []int) string {
	words := make([]string, len(lines))
	for i, l := range lines {
		words[i] = strconv.Itoa(l)
	}
	return List(words)
}

// soaState is what a cell says of a state. An empty level without a problem is a state
// that is not known.
type soaState struct {
	level   ControlLevel
	field   string
	problem string
}

// state reads the state of a row, and its note.
func (s *soa) state(row soaRow, columns soaColumns) (soaState, string) {
	var notes []string
	for _, column := range columns.notes {
		if note := Clean(unguarded(row.cell(column))); note != "" {
			notes = append(notes, note)
		}
	}
	note := strings.Join(notes, "\n")
	if columns.applies < 0 {
		return stateOf(row.cell(columns.state)), note
	}
	applies := row.cell(columns.applies)
	switch yes, known := appliesWords()[folded(applies)]; {
	case known && !yes:
		return soaState{level: ControlExcluded}, note
	case columns.state < 0 && !known:
		state := stateOf(applies) // words for the state, under a name that fits less
		state.field = "applicable"
		return state, note
	case !known && stateOf(applies).problem == "" && stateOf(applies).level == "": // empty, or not known
	case !known:
		return soaState{field: "applicable", problem: fmt.Sprintf("%s is not understood; write yes or no", word(applies))}, note
	}
	return stateOf(row.cell(columns.state)), note
}

// Words and signs by their folded forms: of states, of whether a control applies, and of
// what is not known.
var (
	stateWords = wordsFor(map[ControlLevel]string{
		ControlInPlace: `yes|y|true|implemented|fully implemented|implemented and effective|in place|inplace|fully in place|done|complete|completed|effective|fully effective|` +
			`operational|in operation|established|full|fully|compliant|fully compliant|met|ok|` +
			`ja|j|wahr|umgesetzt|vollständig umgesetzt|voll umgesetzt|vollständig|implementiert|vollständig implementiert|vorhanden|erledigt|erfüllt|vollständig erfüllt|wirksam|in betrieb|eingeführt|etabliert|abgeschlossen|✓|✔|☑|✅`,
		ControlPartial: `partial|partly|partially|partially implemented|partly implemented|partial implementation|partially in place|partly in place|in progress|work in progress|wip|under way|underway|started|begun|` +
			`being implemented|partially compliant|partly compliant|partially effective|mostly|mostly implemented|largely implemented|partially met|` +
			`teilweise|teils|teilw|teilweise umgesetzt|teilweise implementiert|teilweise erfüllt|teilweise vorhanden|weitgehend|weitgehend umgesetzt|in arbeit|in umsetzung|in bearbeitung|begonnen|angefangen`,
		ControlNone: `no|n|false|none|not implemented|not yet implemented|not in place|not yet|not started|not done|open|to do|todo|missing|gap|not compliant|non compliant|noncompliant|not met|not effective|` +
			`planned|to be implemented|scheduled|nein|falsch|offen|geplant|nicht umgesetzt|noch nicht umgesetzt|nicht implementiert|nicht begonnen|noch nicht begonnen|nicht vorhanden|nicht erfüllt|fehlt|fehlend|keine|✗|✘|❌|✖`,
		ControlExcluded: excludedWords,
	})
	appliesWords = wordsFor(map[bool]string{
		true:  `yes|y|true|applicable|applies|included|include|in scope|relevant|selected|ja|j|wahr|anwendbar|zutreffend|trifft zu|✓|✔|☑|✅`,
		false: `no|n|false|nein|falsch|✗|✘|❌|✖` + "|" + excludedWords,
	})
	unknownWords = wordsFor(map[bool]string{true: `?|??|unknown|tbd|to be determined|not known|not sure|not assessed|to be assessed|unbekannt|unklar|nicht bewertet|noch nicht bewertet`})
	percentForm  = expression(`^(\d{1,3})(?:[.,](\d{1,6}))? ?%$`)
	numberForm   = expression(`^[+-]?\d+(?:[.,]\d+)?$|^(?:level|stufe|reifegrad|maturity|cmmi?|l) ?\d|^\d ?[a-z/:=(]`)
)

const excludedWords = `n/a|na|n.a|n. a|not applicable|non applicable|notapplicable|excluded|exclude|out of scope|not relevant|` +
	`nicht anwendbar|nicht zutreffend|trifft nicht zu|entfällt|ausgeschlossen|nicht relevant`

// wordsFor is what each word of some lists, between strokes, stands for.
func wordsFor[V comparable](lists map[V]string) func() map[string]V {
	return sync.OnceValue(func() map[string]V {
		words := map[string]V{}
		for v, list := range lists {
			for w := range strings.SplitSeq(list, "|") {
				words[folded(w)] = v
			}
		}
		return words
	})
}

// What may stand for a state.
const allowedStates = "write in-place, partial, none or excluded (or yes, no, n/a and the like), or leave the cell empty where it is not known"

// stateOf reads a state from its cell.
func stateOf(cell string) soaState {
	text := folded(cell)
	wrong := func(format string, args ...any) soaState {
		return soaState{field: "state", problem: fmt.Sprintf(format, args...) + "; " + allowedStates}
	}
	if level, ok := stateWords()[text]; ok {
		return soaState{level: level}
	}
	if m := percentForm().FindStringSubmatch(text); m != nil {
		whole, _ := strconv.Atoi(m[1]) // three digits at most
		part := strings.Trim(m[2], "0") != ""
		switch {
		case whole > 100 || (whole == 100 && part):
			return wrong("%s is more than all", word(cell))
		case whole == 100:
			return soaState{level: ControlInPlace}
		case whole == 0 && !part:
			return soaState{level: ControlNone}
		}
		return soaState{level: ControlPartial}
	}
	yes, applies := appliesWords()[text]
	switch {
	case text == "" && strings.TrimSpace(unguarded(cell)) == "", unknownWords()[text]:
		return soaState{}
	case text == "x" || text == "☒" || text == "xx":
		return wrong("%s may be a tick or a cross", word(cell))
	case numberForm().MatchString(text):
		return wrong("%s may be a level of maturity, a share or a count", word(cell))
	case applies && yes:
		return wrong("%s says that the control applies, not how far it is in place; call the column applicable", word(cell))
	}
	return wrong("%s is not understood", word(cell))
}

// folded is a cell as the words of states are compared: what a spreadsheet put before it
// is gone, hyphens are spaces, and a full stop at the end counts for nothing.
func folded(cell string) string {
	if len(cell) > 2000 {
		return "…" // no word of a state, and not worth the time
	}
	text := strings.TrimPrefix(fold(unguarded(cell)), "=")
	if strings.HasPrefix(text, "-") {
		return text // a sign, not a hyphen
	}
	text = strings.NewReplacer("-", " ", "‐", " ", "–", " ", "_", " ", "/ ", "/", " /", "/").Replace(text)
	return strings.TrimRight(strings.Join(strings.Fields(text), " "), ".! ")
}

// fold is text as it is compared: small letters, umlauts written out, one space between
// words, without what cannot be seen.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// word is a cell as a fault repeats it: cleaned, short and in quotation marks.
func word(cell string) string {
	cell = CleanLine(cell[:min(len(cell), 4000)])
	kept, cut := Cut(cell, maxSoAWord)
	if cut > 0 {
		kept += "…"
	}
	return strconv.Quote(kept)
}

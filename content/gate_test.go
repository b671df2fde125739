package content_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"twopaths/content"
	"twopaths/model"
)

// folder is the shipped content as files that a test may change.
func folder(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range content.Names() {
		data, err := fs.ReadFile(content.Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

// tried loads a folder and tries it.
func tried(folder fs.FS) (*model.Content, error) {
	c, err := content.Load(folder)
	if err == nil {
		err = content.Try(c)
	}
	return c, err
}

// faults loads and tries a folder that must have faults.
func faults(t testing.TB, folder fs.FS) model.Faults {
	t.Helper()
	_, err := tried(folder)
	var fs model.Faults
	if !errors.As(err, &fs) || len(fs) == 0 {
		t.Fatalf("the folder passes the gate: %v", err)
	}
	for _, f := range fs {
		if f.File == "" || model.Clean(f.Error()) != f.Error() {
			t.Errorf("the fault is not fit to be shown: %q", f.Error())
		}
	}
	return fs
}

// field is the pattern of a whole entry of a YAML group, by its indentation and
// key, with its continued lines.
func field(indent int, key string) string {
	spaces := strings.Repeat(" ", indent)
	return fmt.Sprintf(`(?m)^%s%s:.*\n(?:%s +.*\n|\n)*`, spaces, regexp.QuoteMeta(key), spaces)
}

// section is the pattern of a whole top-level entry.
func section(key string) string { return fmt.Sprintf(`(?ms)^%s:\n.*?(\n[a-z_]+:|\z)`, key) }

// edit is one change of one shipped file.
type edit struct {
	file string
	from string // the change is looked for below this top-level key; empty: from the beginning
	old  string // pattern; its first match is replaced
	new  string
}

// apply changes the file, and says in which line the change begins.
func (e edit) apply(t testing.TB, folder fstest.MapFS) (line int) {
	t.Helper()
	before := string(folder[e.file].Data)
	start := 0
	if e.from != "" {
		at := regexp.MustCompile(`(?m)^` + e.from + `:`).FindStringIndex(before)
		if at == nil {
			t.Fatalf("%s has no key %s", e.file, e.from)
		}
		start = at[0]
	}
	pattern := regexp.MustCompile(e.old)
	match := pattern.FindStringSubmatchIndex(before[start:])
	if match == nil {
		t.Fatalf("%s: nothing below %q is like %s", e.file, e.from, e.old)
	}
	after := before[:start+match[0]] + string(pattern.ExpandString(nil, e.new, before[start:], match)) + before[start+match[1]:]
	if after == before {
		t.Fatalf("%s: the change changes nothing", e.file)
	}
	folder[e.file] = &fstest.MapFile{Data: []byte(after)}
	return firstChange(before, after)
}

// firstChange is the first line in which two texts differ.
func firstChange(before, after string) int {
	b, a := strings.Split(before, "\n"), strings.Split(after, "\n")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i + 1
}

// lineOf is the line of the first match of a pattern.
func lineOf(t testing.TB, text, pattern string) int {
	t.Helper()
	at := regexp.MustCompile(pattern).FindStringIndex(text)
	if at == nil {
		t.Fatalf("nothing is like %s", pattern)
	}
	return strings.Count(text[:at[0]], "\n") + 1
}

// gateRow is a rule of the gate, broken once.
type gateRow struct {
	rule string
	edit
	want string // part of the fault
	at   string // pattern of the line that the fault names, where it is not the changed one
}

// wide is a text too long for any width that the gate knows.
var wide = strings.Repeat("wide ", 30)

// gateRows has a row for each rule of the gate.
func gateRows() []gateRow {
	const missing, long = "a text is missing here", "characters wide; at most"
	row := func(rule, file, from, old, new, want string) gateRow {
		return gateRow{rule: rule, edit: edit{file, from, old, new}, want: want}
	}
	// blank and stretch break a text in the two ways there are.
	blank := func(what, file, from string, indent int, key string) gateRow {
		return row(what+" is missing", file, from, field(indent, key), strings.Repeat(" ", indent)+key+": \"\"\n", missing)
	}
	stretch := func(what, file, from string, indent int, key string) gateRow {
		return row(what+" is too long", file, from, field(indent, key), strings.Repeat(" ", indent)+key+": \""+wide+"\"\n", long)
	}
	on := func(r gateRow, pattern string) gateRow { r.at = pattern; return r }

	rows := []gateRow{
		// content.yaml
		blank("version", "content.yaml", "", 0, "version"),
		stretch("version", "content.yaml", "", 0, "version"),
		row("as_of is missing", "content.yaml", "", field(0, "as_of"), "as_of: \n", "the day on which the facts were last checked is missing"),
		blank("why of the thresholds", "content.yaml", "thresholds", 2, "why"),
		blank("why_iso of the thresholds", "content.yaml", "thresholds", 2, "why_iso"),
		row("thresholds in the wrong order", "content.yaml", "thresholds", field(2, "alone"), "  alone: 3\n", "it must be smaller than \"both\" (3)"),
		blank("phrase", "content.yaml", "phrases", 2, "balance-settled"),
		on(row("phrase is absent", "content.yaml", "phrases", field(2, "disclaimer"), "", missing), `(?m)^phrases:`),
		row("phrase that nobody says", "content.yaml", "phrases", "phrases:\n", "phrases:\n  hello: Hello.\n", "the program says no such phrase"),

		// sources.yaml
		row("list is empty", "sources.yaml", "", section("sources"), "sources: []\n", "the list is empty"),
		row("id is missing", "sources.yaml", "sources", `  - id: nis2\n`, "  - id: \"\"\n", "an id is missing here"),
		row("id that begins with a hyphen", "sources.yaml", "sources", `  - id: nis2\n`, "  - id: -nis2\n", `the id "-nis2" is not allowed; use letters, digits, dots and hyphens`),
		row("id that ends with a dot", "sources.yaml", "sources", `  - id: nis2\n`, "  - id: nis2.\n", `the id "nis2." is not allowed`),
		row("id with two dots in a row", "sources.yaml", "sources", `  - id: nis2\n`, "  - id: nis..2\n", `the id "nis..2" is not allowed`),
		row("id of a strange shape", "sources.yaml", "sources", `  - id: nis2\n`, "  - id: nis 2\n", `the id "nis 2" is not allowed; use letters, digits, dots and hyphens`),
		row("id twice", "sources.yaml", "sources", `  - id: dora\n`, "  - id: nis2\n", `the id "nis2" is used twice`),
		blank("title of a source", "sources.yaml", "sources", 4, "title"),
		blank("short name of a source", "sources.yaml", "sources", 4, "short"),
		stretch("short name of a source", "sources.yaml", "sources", 4, "short"),
		blank("what was checked of a source", "sources.yaml", "sources", 4, "checked"),

		// scopes.yaml
		blank("question on the scope", "scopes.yaml", "ask", 2, "text"),
		stretch("question on the scope", "scopes.yaml", "ask", 2, "text"),
		blank("hint on the scope", "scopes.yaml", "ask", 2, "hint"),
		stretch("hint on the scope", "scopes.yaml", "ask", 2, "hint"),
		blank("why of the scope", "scopes.yaml", "ask", 2, "why"),
		blank("workshop prompt of the scope", "scopes.yaml", "ask", 2, "room"),
		blank("label of a class", "scopes.yaml", "scopes", 4, "label"),
		stretch("label of a class", "scopes.yaml", "scopes", 4, "label"),
		blank("hint of a class", "scopes.yaml", "scopes", 4, "hint"),
		stretch("hint of a class", "scopes.yaml", "scopes", 4, "hint"),
		blank("means of a class", "scopes.yaml", "scopes", 4, "means"),
		row("binds", "scopes.yaml", "scopes", field(4, "binds"), "    binds: maybe\n", `"maybe" is not allowed; write yes, no or unknown`),
		row("class without a source", "scopes.yaml", "scopes", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("citation of no source", "scopes.yaml", "scopes", `source: nis2`, "source: nis3", `there is no source "nis3"`),
		row("citation of no place", "scopes.yaml", "scopes", `at: "[^"]*"`, `at: ""`, missing),
		row("citation too long", "scopes.yaml", "scopes", `at: "[^"]*"`, `at: "`+wide+`"`, long),
		on(row("no class that is open can be stated", "scopes.yaml", "scopes", `    stated: not-sure\n`, "", `no class with binds "unknown" can be stated`), `(?m)^scopes:`),
		on(row("the open class is missing", "scopes.yaml", "scopes", `  - id: undetermined\n`, "  - id: open\n", `the class "undetermined" is missing`), `(?m)^scopes:`),

		// scope.yaml
		blank("label of a size", "scope.yaml", "sizes", 4, "label"),
		stretch("label of a size", "scope.yaml", "sizes", 4, "label"),
		blank("sentence on a size", "scope.yaml", "sizes", 4, "reached"),
		row("size without a source", "scope.yaml", "sizes", field(4, "cites"), "    cites: []\n", "a source is missing"),
		on(row("first size with a limit", "scope.yaml", "sizes", `headcount: 0`, "headcount: 1", "the first size is below every limit"), `(?m)^  - id: small`),
		on(row("headcount no higher", "scope.yaml", "sizes", `headcount: 250`, "headcount: 50", "each limit must be higher than that of the size before"), `(?m)^  - id: large`),
		on(row("turnover no higher", "scope.yaml", "sizes", `turnover: 50`, "turnover: 10", "each limit must be higher"), `(?m)^  - id: large`),
		on(row("balance sheet no higher", "scope.yaml", "sizes", `balance: 43`, "balance: 9", "each limit must be higher"), `(?m)^  - id: large`),
		blank("text of a rule", "scope.yaml", "rules", 4, "text"),
		row("text of a rule with a name that nobody fills in", "scope.yaml", "rules", field(4, "text"), "    text: It is {kind}.\n", "only {type} is filled in here"),
		row("class of a rule", "scope.yaml", "rules", field(4, "class"), "    class: serious\n", `there is no scope class "serious"`),
		row("rule without a source", "scope.yaml", "rules", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("annex of a condition", "scope.yaml", "rules", `annex: \[I, II\]`, "annex: [I, III]", `"III" is not allowed; write I, II or none`),
		row("sector of a condition", "scope.yaml", "rules", `sectors: \[energy,`, "sectors: [power,", `there is no sector "power"`),
		row("type of a condition", "scope.yaml", "rules", `types: \[ixp-provider,`, "types: [ixp,", `there is no type "ixp"`),
		row("size of a condition", "scope.yaml", "rules", `sizes: \[medium, large\]`, "sizes: [medium, huge]", `there is no size "huge"`),
		row("one special case of a condition", "scope.yaml", "rules", `any: \[central-government,`, "any: [government,", `there is no special case "government"`),
		row("all special cases of a condition", "scope.yaml", "rules", `all: \[national-security-defence-law-enforcement\]`, "all: [security]", `there is no special case "security"`),
		row("no special case of a condition", "scope.yaml", "rules", `none: \[qualified-tsp,`, "none: [tsp,", `there is no special case "tsp"`),
		row("rule that asks for a class", "scope.yaml", "rules", `(    when:\n)`, "${1}      classes: [out]\n", "only notes may ask for a class"),
		row("condition that rules out what it asks for", "scope.yaml", "rules", `none: \[qualified-tsp,`, "none: [national-security-defence-law-enforcement,", "the condition can never hold"),
		row("condition that rules out each that would do", "scope.yaml", "rules", `none: \[qualified-tsp,`, "none: [central-government, regional-government, local-government,", "the condition can never hold"),
		on(row("rule with the condition of one before", "scope.yaml", "rules", `any: \[tld-registry\]`, "any: [qualified-tsp]",
			`the rule can never be reached: where it holds, "qualified-trust-services" before it holds already`), `(?m)^  - id: top-level-domain`),
		on(row("rule within the condition of one before", "scope.yaml", "rules", `(any: )\[tld-registry\]`, "${1}[qualified-tsp]\n      sizes: [large]\n      none: [dns-provider]\n      digital: true",
			`"qualified-trust-services" before it holds already`), `(?m)^  - id: top-level-domain`),
		on(row("rule behind one without a condition", "scope.yaml", "rules", `    when:\n      any: \[domain-registration\]\n`, "", `where it holds, "registrar" before it holds already`), `(?m)^  - id: regional-body-negative`),
		on(row("last rule with a condition", "scope.yaml", "rules", `(  - id: nothing-fits\n)`, "${1}    when:\n      outside: false\n", "the last rule must hold for all facts"), `(?m)^  - id: nothing-fits`),
		row("topic of a note", "scope.yaml", "notes", field(4, "topic"), "    topic: gossip\n", `"gossip" is not allowed; write duties, supervision`),
		blank("text of a note", "scope.yaml", "notes", 4, "text"),
		row("class of a note", "scope.yaml", "notes", `classes: \[essential, important\]`, "classes: [essential, serious]", `there is no scope class "serious"`),
		row("note without a source", "scope.yaml", "notes", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("fact that nobody asks for", "scope.yaml", "facts", `  - id: type\n`, "  - id: mood\n", `"mood" is not allowed; write balance, `),
		on(row("fact is missing", "scope.yaml", "facts", `  - id: type\n`, "  - id: mood\n", `the fact "type" is missing`), `(?m)^facts:`),
		blank("label of a fact", "scope.yaml", "facts", 4, "label"),
		stretch("label of a fact", "scope.yaml", "facts", 4, "label"),
		blank("text of a fact", "scope.yaml", "facts", 4, "text"),
		stretch("text of a fact", "scope.yaml", "facts", 4, "text"),
		blank("hint of a fact", "scope.yaml", "facts", 4, "hint"),
		stretch("hint of a fact", "scope.yaml", "facts", 4, "hint"),
		blank("why of a fact", "scope.yaml", "facts", 4, "why"),
		blank("key of a fact", "scope.yaml", "facts", 4, "field"),
		stretch("key of a fact", "scope.yaml", "facts", 4, "field"),
		row("fact without a source", "scope.yaml", "facts", field(4, "cites"), "    cites: []\n", "a source is missing"),
		blank("label of a special case", "scope.yaml", "specials", 4, "label"),
		stretch("label of a special case", "scope.yaml", "specials", 4, "label"),
		blank("hint of a special case", "scope.yaml", "specials", 4, "hint"),
		stretch("hint of a special case", "scope.yaml", "specials", 4, "hint"),
		row("special case without a source", "scope.yaml", "specials", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("clash with nothing", "scope.yaml", "specials", `clashes: \[no-offer-in-eu\]`, "clashes: [peace]", `there is no special case "peace"`),
		row("clash with itself", "scope.yaml", "specials", `clashes: \[no-offer-in-eu\]`, "clashes: [cer-critical-entity]", "a special case cannot clash with itself"),
		row("type that alone can be it", "scope.yaml", "specials", `only: \[data-centre-service-provider,`, "only: [bunker,", `there is no type "bunker"`),
		row("special case that needs nothing there is", "scope.yaml", "specials", `needs: \[regional-government\]`, "needs: [region]", `there is no special case "region"`),
		row("special case that needs itself", "scope.yaml", "specials", `needs: \[regional-government\]`, "needs: [risk-assessment-unknown]",
			`"risk-assessment-unknown" can never be with "risk-assessment-unknown"`),
		row("special case that needs what it clashes with", "scope.yaml", "specials", `needs: \[regional-government\]`, "needs: [risk-assessment-negative]",
			`"risk-assessment-unknown" can never be with "risk-assessment-negative"`),
		on(row("too many special cases", "scope.yaml", "specials", `specials:\n`, "specials:\n"+manySpecials(model.MaxSpecials), "at most 64 special cases are possible"), `(?m)^specials:`),
		on(row("too many sizes", "scope.yaml", "sizes", `(  - id: large\n)`, manySizes(model.MaxSizes)+"$1", "at most 8 sizes are possible"), `(?m)^sizes:`),
		row("whom a special case is offered to", "scope.yaml", "specials", `sectors: \[banking,`, "sectors: [money,", `there is no sector "money"`),
		row("special case offered to a class", "scope.yaml", "specials", `(    for:\n)`, "${1}      classes: [out]\n", "only notes may ask for a class"),
		on(row("the special case of those outside is missing", "scope.yaml", "specials", `  - id: no-offer-in-eu\n`, "  - id: no-offer\n", `the special case "no-offer-in-eu" is missing`), `(?m)^specials:`),
		on(row("the special case of public owners is missing", "scope.yaml", "specials", `  - id: publicly-owned\n`, "  - id: state-owned\n", `the special case "publicly-owned" is missing`), `(?m)^specials:`),

		// sectors.yaml
		blank("label of a sector", "sectors.yaml", "sectors", 4, "label"),
		stretch("label of a sector", "sectors.yaml", "sectors", 4, "label"),
		row("annex of a sector", "sectors.yaml", "sectors", field(4, "annex"), "    annex: III\n", `"III" is not allowed; write I, II or none`),
		on(row("no sector stands in neither annex", "sectors.yaml", "sectors", `annex: none`, "annex: II", `no sector has the annex "none"`), `(?m)^sectors:`),
		blank("number of a sector", "sectors.yaml", "sectors", 4, "number"),
		stretch("number of a sector", "sectors.yaml", "sectors", 4, "number"),
		row("sector without a source", "sectors.yaml", "sectors", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("sector without a type", "sectors.yaml", "sectors", field(4, "types"), "    types: []\n", "no type stands here"),
		row("subsector without a type", "sectors.yaml", "sectors", field(8, "types"), "        types: []\n", "no type stands here"),
		row("subsector twice", "sectors.yaml", "sectors", `      - id: oil\n`, "      - id: electricity\n", `the id "electricity" is used twice`),
		blank("label of a subsector", "sectors.yaml", "sectors", 8, "label"),
		stretch("label of a subsector", "sectors.yaml", "sectors", 8, "label"),
		row("type twice in a subsector", "sectors.yaml", "sectors", `- id: producer\n`, "- id: electricity-supplier\n", `the id "electricity-supplier" is used twice`),
		blank("label of a type", "sectors.yaml", "sectors", 12, "label"),
		stretch("label of a type", "sectors.yaml", "sectors", 12, "label"),
		blank("hint of a type", "sectors.yaml", "sectors", 12, "hint"),
		stretch("hint of a type", "sectors.yaml", "sectors", 12, "hint"),
		row("words of a type are missing", "sectors.yaml", "sectors", `words: \[[^\]]*\]`, "words: []", "words to find the type by are missing"),
		row("word of a type is empty", "sectors.yaml", "sectors", `words: \[`, `words: [" ", `, "each word stands once, and none is empty"),
		row("word of a type twice", "sectors.yaml", "sectors", `words: \[`, "words: [utility, ", "each word stands once, and none is empty"),
		row("what a type implies", "sectors.yaml", "sectors", `implies: \[dora-financial-entity\]`, "implies: [bank]", `there is no special case "bank"`),
		row("type that implies what cannot be", "sectors.yaml", "sectors", `implies: \[central-government\]`, "implies: [central-government, local-government]",
			`"central-government" and "local-government" cannot hold together`),
		row("which one a type must be", "sectors.yaml", "sectors", `one_of: \[qualified-tsp,`, "one_of: [tsp,", `there is no special case "tsp"`),
		row("type that must be one of one", "sectors.yaml", "sectors", `one_of: \[[^\]]*\]`, "one_of: [qualified-tsp]", "one of at least two special cases is needed"),
		row("type that can be both of which it must be one", "sectors.yaml", "sectors", `one_of: \[[^\]]*\]`, "one_of: [qualified-tsp, dns-provider]",
			`of "qualified-tsp" and "dns-provider" exactly one must hold, so they must clash`),
		on(row("type that implies one of which it must be one", "sectors.yaml", "sectors", `(        )(one_of: \[qualified-tsp)`, "${1}implies: [qualified-tsp]\n${1}${2}", `cannot hold together`), `implies: \[qualified-tsp\]`),

		// states.yaml
		row("code of a state", "states.yaml", "states", `  - code: AT\n`, "  - code: AUT\n", `"AUT" is no code of a state; write two capital letters, as DE`),
		on(row("state twice", "states.yaml", "states", `  - code: BE\n`, "  - code: AT\n", `the id "AT" is used twice`), `(?ms)^  - code: AT\n    name: Belgium`),
		blank("name of a state", "states.yaml", "states", 4, "name"),
		stretch("name of a state", "states.yaml", "states", 4, "name"),
		row("status of a law", "states.yaml", "states", field(4, "status"), "    status: rumoured\n", `"rumoured" is not allowed; write in-force, in-force-by-statute or bill`),
		blank("law of a state", "states.yaml", "states", 4, "law"),
		on(row("day of entry into force is missing", "states.yaml", "states", field(4, "in_force"), "", "the day is missing; where it is not known, name it as unverified"), `(?m)^  - code: AT`),
		on(row("bill that is in force", "states.yaml", "states", `status: in-force-by-statute`, "status: bill", "a bill is not in force"), `(?m)^    in_force`),
		row("state as of no day", "states.yaml", "states", field(4, "as_of"), "    as_of: \"\"\n", `"" is no month or day; write it as 2026-09 or 2026-09-03`),
		row("state as of a month that is none", "states.yaml", "states", field(4, "as_of"), "    as_of: 2026-13\n", `"2026-13" is no month or day`),
		row("field that cannot be unverified", "states.yaml", "states", `unverified: \[csirt\]`, "unverified: [mood]", `"mood" is not allowed; write each once of status, law`),
		row("unverified twice", "states.yaml", "states", `unverified: \[csirt\]`, "unverified: [csirt, csirt]", `"csirt" is not allowed; write each once`),
		row("unverified, but not what", "states.yaml", "states", `(?s)verified: true\n(    independence)`, "verified: false\n${1}", `what was not verified is missing under "unverified"`),
		row("independence of a group", "states.yaml", "states", `independence: "yes"`, `independence: "maybe"`, `"maybe" is not allowed; write yes or no`),
		row("day of a date is missing", "states.yaml", "states", `on: 2026-12-31`, "on:", "the day is missing, as 2026-11-23"),
		row("date of no day", "states.yaml", "states", `on: 2026-12-31`, "on: 2026-12", "is not a day"),
		blank("what is due on a date", "states.yaml", "states", 8, "what"),
		row("kind of a date", "states.yaml", "states", `kind: registration`, "kind: party", `"party" is not allowed; write registration, measures, reporting or other`),
		row("condition of a date", "states.yaml", "states", `kind: registration\n`, "kind: registration\n        when: {sectors: [power]}\n", `there is no sector "power"`),
		on(row("state too few", "states.yaml", "states", `(?s)  - code: AT\n.*?\n\n`, "", "the Union has 27 member states; 26 stand here"), `(?m)^states:`),

		// criteria.yaml
		row("side", "criteria.yaml", "criteria", `side: iso`, "side: both", `"both" is not allowed; write iso or alone`),
		blank("group of a criterion", "criteria.yaml", "criteria", 4, "group"),
		stretch("group of a criterion", "criteria.yaml", "criteria", 4, "group"),
		blank("label of a criterion", "criteria.yaml", "criteria", 4, "label"),
		stretch("label of a criterion", "criteria.yaml", "criteria", 4, "label"),
		blank("claim of a criterion", "criteria.yaml", "criteria", 4, "claim"),
		row("criterion that nothing feeds", "criteria.yaml", "criteria", "criteria:\n", "criteria:\n  - {id: luck, side: iso, group: market, label: Luck, claim: It is lucky.}\n",
			`no option feeds the criterion "luck"`),

		// questions.yaml
		blank("title of a group", "questions.yaml", "groups", 4, "title"),
		stretch("title of a group", "questions.yaml", "groups", 4, "title"),
		blank("lead of a group", "questions.yaml", "groups", 4, "lead"),
		row("group of a question", "questions.yaml", "questions", field(4, "group"), "    group: nowhere\n", `there is no group "nowhere"`),
		blank("topic", "questions.yaml", "questions", 4, "topic"),
		stretch("topic", "questions.yaml", "questions", 4, "topic"),
		blank("text of a question", "questions.yaml", "questions", 4, "text"),
		stretch("text of a question", "questions.yaml", "questions", 4, "text"),
		blank("hint of a question", "questions.yaml", "questions", 4, "hint"),
		stretch("hint of a question", "questions.yaml", "questions", 4, "hint"),
		blank("why of a question", "questions.yaml", "questions", 4, "why"),
		blank("workshop prompt", "questions.yaml", "questions", 4, "room"),
		blank("who would know", "questions.yaml", "questions", 4, "ask"),
		row("lever", "questions.yaml", "questions", field(4, "lever"), "    lever: theirs\n", `"theirs" is not allowed; write own or world`),
		row("no options", "questions.yaml", "questions", `(?s)    options:\n      - id: none.*?holds-certificate\]\n`, "    options: []\n", "a question has 2 to 9 options, so that a digit chooses each; this one has 0"),
		on(row("one option", "questions.yaml", "questions", `(?s)      - id: both-sustained.*?(      - id: one-at-most)`, "$1", "this one has 1"), `(?m)^    options:\n      - id: one-at-most`),
		on(row("ten options", "questions.yaml", "questions", `(      - id: none\n)`, manyOptions(7)+"$1", "this one has 11"), `(?m)^    options:\n      - \{id: extra`),
		row("id of an option is missing", "questions.yaml", "questions", `      - id: none\n`, "      - id: \"\"\n", "an id is missing here"),
		row("id of an option twice", "questions.yaml", "questions", `      - id: isms-uncertified\n`, "      - id: none\n", `the id "none" is used twice`),
		row("option that every question has", "questions.yaml", "questions", `      - id: none\n`, "      - id: not-sure\n", `"not-sure" belongs to every question already`),
		blank("label of an option", "questions.yaml", "questions", 8, "label"),
		stretch("label of an option", "questions.yaml", "questions", 8, "label"),
		blank("hint of an option", "questions.yaml", "questions", 8, "hint"),
		stretch("hint of an option", "questions.yaml", "questions", 8, "hint"),
		blank("reason of an option", "questions.yaml", "questions", 8, "reason"),
		row("feeds no criterion", "questions.yaml", "questions", `feeds: \{value-unclear: 0.3\}`, "feeds: {value-hidden: 0.3}", `there is no criterion "value-hidden"`),
		row("strength above 1", "questions.yaml", "questions", `value-unclear: 0.3`, "value-unclear: 1.01", "a strength is more than 0 and at most 1, not 1.01"),
		row("strength 0", "questions.yaml", "questions", `value-unclear: 0.3`, "value-unclear: 0", "a strength is more than 0 and at most 1, not 0"),
		row("no such case for a fixed answer", "questions.yaml", "questions", `fixed: \{any: \[central-government, `, "fixed: {any: [centre, ", `"centre"`),
		row("strength below 0", "questions.yaml", "questions", `value-unclear: 0.3`, "value-unclear: -0.3", "a strength is more than 0 and at most 1, not -0.3"),
		row("gate", "questions.yaml", "questions", `gates: \[holds-certificate\]`, "gates: [holds-it]", `"holds-it" is not allowed; write holds-certificate, certificate-required, caps or cannot-sustain`),
		on(row("gates and strengths, a contract weighs less", "questions.yaml", "questions", `feeds: \{customers-require: 1\}`, "feeds: {customers-require: 0.5}",
			`by its gate "contract-requires" stands above "often-asked", but through "customers-require" it weighs less`), `(?m)^      - id: contract-requires`),
		on(row("gates and strengths, a cap weighs more", "questions.yaml", "questions", `feeds: \{certify-later: 0.6\}`, "feeds: {has-resources: 0.6}",
			`by its gate "within-a-year" stands above "after-compliance", but through "has-resources" it weighs less`), `(?m)^      - id: within-a-year`),
		row("two gates that decide", "questions.yaml", "questions", `gates: \[certificate-required\]`, "gates: [certificate-required, caps]",
			"an option carries at most one of the gates holds-certificate, certificate-required or caps"),
		on(row("every option speaks for ISO 27001", "questions.yaml", "questions", `      - id: own-way-works\n`, "      - id: own-way-works\n        feeds: {wants-guidance: 0.1}\n",
			"options on both sides of nothing are needed"), `(?m)^    options:\n      - id: need-a-framework`),
		on(row("every option speaks for NIS2 alone", "questions.yaml", "questions", `      - id: assurance\n`, "      - id: assurance\n        feeds: {security-first: 0.1}\n",
			"options on both sides of nothing are needed"), `(?m)^    options:\n      - id: security-itself`),
		on(row("gates in seven questions", "questions.yaml", "questions", `(?s)(- id: own-way-works\n)(.*?- id: not-a-priority\n)(.*?- id: stable\n)`,
			"${1}        gates: [caps]\n${2}        gates: [caps]\n${3}        gates: [caps]\n", "at most 6 questions may carry gates"), `(?m)^  - id: timing`),
		on(row("the certificate question is missing", "questions.yaml", "questions", `  - id: certificate-status\n`, "  - id: certificate\n", `the question "certificate-status" is missing`), `(?m)^questions:`),
		on(row("no option for a project under way", "questions.yaml", "questions", `      - id: in-progress\n`, "      - id: under-way\n", `has no option "in-progress"`), `(?m)^questions:`),

		// differences.yaml
		blank("aspect", "differences.yaml", "differences", 4, "aspect"),
		stretch("aspect", "differences.yaml", "differences", 4, "aspect"),
		row("practice is missing", "differences.yaml", "differences", field(4, "practice"), "    practice: \"\"\n", missing),
		blank("rule", "differences.yaml", "differences", 4, "rule"),
		blank("question to the room", "differences.yaml", "differences", 4, "room"),
		row("difference without a source", "differences.yaml", "differences", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("rule for no class", "differences.yaml", "differences", `      important: `, "      serious: ", `there is no scope class "serious"`),
		row("rule for a class is missing", "differences.yaml", "differences", `(?s)      important: >-\n.*?\n(      [a-z])`, "      important: \"\"\n$1", missing),

		// roadmap.yaml
		blank("label of a size", "roadmap.yaml", "sizes", 4, "label"),
		stretch("label of a size", "roadmap.yaml", "sizes", 4, "label"),
		blank("hint of a size", "roadmap.yaml", "sizes", 4, "hint"),
		blank("title of a stage", "roadmap.yaml", "stages", 4, "title"),
		stretch("title of a stage", "roadmap.yaml", "stages", 4, "title"),
		blank("aim of a stage", "roadmap.yaml", "stages", 4, "aim"),
		row("span of a stage is missing", "roadmap.yaml", "stages", `span: \{small: "[^"]*"`, `span: {small: ""`, missing),
		row("span of a stage is too long", "roadmap.yaml", "stages", `span: \{small: "[^"]*"`, `span: {small: "`+wide+`"`, long),
		on(row("the stage certify is missing", "roadmap.yaml", "stages", `  - id: certify\n`, "  - id: certification\n", `the stage "certify" is missing`), `(?m)^stages:`),
		on(row("the stage maintain is missing", "roadmap.yaml", "stages", `  - id: maintain\n`, "  - id: keep\n", `the stage "maintain" is missing`), `(?m)^stages:`),
		blank("label of a role", "roadmap.yaml", "roles", 4, "label"),
		stretch("label of a role", "roadmap.yaml", "roles", 4, "label"),
		row("who a role typically is", "roadmap.yaml", "roles", `      medium: .*\n`, "      medium: \"\"\n", missing),
		row("gate is empty", "roadmap.yaml", "", `(?ms)^gate:\n.*?\n\n`, "gate: []\n\n", "the conditions before the certification stage are missing"),
		blank("name of a step", "roadmap.yaml", "steps", 4, "name"),
		stretch("name of a step", "roadmap.yaml", "steps", 4, "name"),
		blank("text of a step", "roadmap.yaml", "steps", 4, "text"),
		row("stage of a step", "roadmap.yaml", "steps", field(4, "stage"), "    stage: later\n", `there is no stage "later"`),
		row("serves", "roadmap.yaml", "steps", field(4, "serves"), "    serves: me\n", `"me" is not allowed; write nis2, iso or both`),
		row("owner", "roadmap.yaml", "steps", field(4, "owner"), "    owner: nobody\n", `there is no role "nobody"`),
		row("who helps", "roadmap.yaml", "steps", `    with: \[hr\]\n`, "    with: [nobody]\n", `there is no role "nobody"`),
		row("obligation of a step", "roadmap.yaml", "steps", `obligations: \["3.4"`, `obligations: ["9.9"`, `there is no obligation "9.9"`),
		row("control of a step", "roadmap.yaml", "steps", `controls: \["A.5.31"\]`, `controls: ["A.5.31", "A.9.9"]`, `there is no control "A.9.9"`),
		row("what settles a stage", "roadmap.yaml", "stages", `settled_by: obligations`, "settled_by: luck", `"luck" is not allowed; write obligations, controls or gap-check`),
		row("what settles a step", "roadmap.yaml", "steps", `settled_by: gap-check`, "settled_by: luck", `"luck" is not allowed; write obligations, controls or gap-check`),
		row("months the wrong way round", "roadmap.yaml", "steps", `months: \[3, 6\]`, "months: [6, 3]", "the smaller number first"),
		row("more months than there are", "roadmap.yaml", "steps", `months: \[3, 6\]`, "months: [3, 121]", "from 0 to 120"),
		row("opened again by no step", "roadmap.yaml", "steps", `reopened_by: \[S31\]`, "reopened_by: [S99]", `there is no step "S99"`),
		row("other words for everybody", "roadmap.yaml", "steps", `when: \{decided: true\}`, "when: {}", "words for everybody are those of the step itself"),
		row("note of other words", "roadmap.yaml", "steps", `note: jurisdiction-representative\}`, "note: representative}", `there is no note on the scope "representative"`),
		row("status of the law of other words", "roadmap.yaml", "steps", `when: \{law: \[bill\]\}`, "when: {law: [draft]}", `"draft" is not allowed; write in-force, in-force-by-statute or bill`),
		row("certificate of other words", "roadmap.yaml", "steps", `when: \{certificate: in-progress\}`, "when: {certificate: ordered}", `has no option "ordered"`),
		row("benefit that no such answer denies", "integration.yaml", "benefits", `tender-effect: \[no-effect`, "tender-effect: [none-at-all", `the question "tender-effect" has no option "none-at-all"`),
		row("opened again by itself", "roadmap.yaml", "steps", `reopened_by: \[S31\]`, "reopened_by: [S05]", "a step cannot open itself again"),
		row("opened again by what it needs", "roadmap.yaml", "steps", `reopened_by: \[S31\]`, "reopened_by: [S01]", `"S05" needs "S01" on both routes, so it is never finished before that begins`),
		row("opened again by what it needs by way of others", "roadmap.yaml", "steps", `reopened_by: \[S32\]`, "reopened_by: [S03]", `"S09" needs "S03" on both routes`),
		row("capacity of a size is missing", "roadmap.yaml", "pace", `small: 16, `, "", "the person-days a month for this size are missing"),
		row("no capacity", "roadmap.yaml", "pace", `small: 16`, "small: 0", "the person-days a month for this size are missing"),
		row("capacity below nothing", "roadmap.yaml", "pace", `small: 16`, "small: -1", "give person-days from 0 to 10000"),
		row("no pace of a step", "roadmap.yaml", "pace", `step: 10`, "step: 0", "the person-days a month that a step takes at most are missing"),
		blank("why of the pace", "roadmap.yaml", "pace", 2, "why"),
		row("id of a milestone twice", "roadmap.yaml", "milestones", `- id: records`, "- id: measures", `the id "measures" is used twice`),
		on(row("milestone that the reckoning needs", "roadmap.yaml", "milestones", `- id: certificate`, "- id: diploma", `the milestone "certificate" is missing`), `(?m)^milestones:`),
		blank("label of a milestone", "roadmap.yaml", "milestones", 4, "label"),
		stretch("label of a milestone", "roadmap.yaml", "milestones", 4, "label"),
		blank("short form of a milestone", "roadmap.yaml", "milestones", 4, "short"),
		stretch("short form of a milestone", "roadmap.yaml", "milestones", 4, "short"),
		row("step of a milestone", "roadmap.yaml", "milestones", `steps: \[S02\]`, "steps: [S99]", `there is no step "S99"`),
		row("stage of a milestone", "roadmap.yaml", "milestones", `stage: nis2-measures`, "stage: later", `there is no stage "later"`),
		on(row("milestone of nothing", "roadmap.yaml", "milestones", `    stage: nis2-measures\n`, "", "a milestone names its steps or a stage, one of the two"), `- id: measures`),
		on(row("milestone of steps and a stage", "roadmap.yaml", "milestones", `    steps: \[S02\]\n`, "    steps: [S02]\n    stage: certify\n", "a milestone names its steps or a stage, one of the two"), `- id: registered`),
		row("no deliverable", "roadmap.yaml", "steps", `    deliverables:\n(?:      - .*\n)+`, "    deliverables: []\n", "a step delivers something one can show"),
		row("effort of a size is missing", "roadmap.yaml", "steps", `effort: \{small: \[[^\]]*\], `, "effort: {", "the effort for this size is missing"),
		row("step that needs no step", "roadmap.yaml", "steps", `needs: \[S01\]`, "needs: [S99]", `there is no step "S99"`),
		row("edge on no route", "roadmap.yaml", "steps", `routes: \[law-first\]`, "routes: [scenic]", `"scenic" is not allowed; write law-first or iso-spine`),
		row("circle", "roadmap.yaml", "steps", `(?s)needs: \[\]`, "needs: [S03]", "the steps need each other in a circle on route law-first: S01 → S03 → S01"),
		on(row("circle on one route", "roadmap.yaml", "steps", `needs: \[S05, \{step: S30, routes: \[law-first\]\}\]`, "needs: [S05, {step: S37, routes: [iso-spine]}]",
			"in a circle on route iso-spine: S31 → S37 → S32 → S31"), `needs: \[S05, \{step: S37`),
		row("edge with a key that nobody knows", "roadmap.yaml", "steps", `step: S30, routes`, "step: S30, path", `the key "path" is not known here`),
		row("effort the wrong way round", "roadmap.yaml", "steps", `small: \[1, 2\]`, "small: [2, 1]", "the smaller number first"),
		row("effort in thirds of a day", "roadmap.yaml", "steps", `small: \[1, 2\]`, "small: [1.3, 2]", "in steps of half a day"),
		row("effort of one number", "roadmap.yaml", "steps", `small: \[1, 2\]`, "small: [1]", "a list of two numbers"),

		// integration.yaml
		row("from", "integration.yaml", "benefits", `from: iso`, "from: heaven", `"heaven" is not allowed; write iso, nis2 or together`),
		blank("label of a benefit", "integration.yaml", "benefits", 4, "label"),
		stretch("label of a benefit", "integration.yaml", "benefits", 4, "label"),
		blank("text of a benefit", "integration.yaml", "benefits", 4, "text"),
		row("criterion of a benefit", "integration.yaml", "benefits", `criteria: \[wants-guidance`, "criteria: [wants-help", `there is no criterion "wants-help"`),
		row("source of a benefit", "integration.yaml", "benefits", `source: article`, "source: hearsay", `there is no source "hearsay"`),
		blank("label of a foundation", "integration.yaml", "foundations", 4, "label"),
		stretch("label of a foundation", "integration.yaml", "foundations", 4, "label"),
		blank("text of a foundation", "integration.yaml", "foundations", 4, "text"),
		row("step of a foundation", "integration.yaml", "foundations", `steps: \[S03`, "steps: [S99", `there is no step "S99"`),
		row("foundation without a step", "integration.yaml", "foundations", field(4, "steps"), "    steps: []\n", "no step is named"),
		row("source of an overlap", "integration.yaml", "overlaps", `source: nis2`, "source: nis3", `there is no source "nis3"`),
		row("overlap without a step", "integration.yaml", "overlaps", field(4, "steps"), "    steps: []\n", "no step is named"),

		// verdicts.yaml
		row("verdict that is none", "verdicts.yaml", "verdicts", `  - id: both\n`, "  - id: all\n", `there is no verdict "all"`),
		on(row("verdict is missing", "verdicts.yaml", "verdicts", `  - id: both\n`, "  - id: all\n", `the verdict "both" is missing`), `(?m)^verdicts:`),
		blank("short form of a verdict", "verdicts.yaml", "verdicts", 4, "short"),
		stretch("short form of a verdict", "verdicts.yaml", "verdicts", 4, "short"),
		blank("title of a verdict", "verdicts.yaml", "verdicts", 4, "title"),
		stretch("title of a verdict", "verdicts.yaml", "verdicts", 4, "title"),
		blank("lead of a verdict", "verdicts.yaml", "verdicts", 4, "lead"),
		row("certificate of a variant", "verdicts.yaml", "verdicts", `certificate: certified`, "certificate: golden", `the question "certificate-status" has no option "golden"`),
		row("scope of a variant", "verdicts.yaml", "verdicts", `scope: registration-only`, "scope: nowhere", `there is no scope class "nowhere"`),
		row("gate of a variant", "verdicts.yaml", "verdicts", `gate: caps`, "gate: hats", `"hats" is not allowed; write holds-certificate`),
		blank("short form of a variant", "verdicts.yaml", "verdicts", 8, "short"),
		stretch("short form of a variant", "verdicts.yaml", "verdicts", 8, "short"),
		blank("title of a variant", "verdicts.yaml", "verdicts", 8, "title"),
		stretch("title of a variant", "verdicts.yaml", "verdicts", 8, "title"),
		blank("lead of a variant", "verdicts.yaml", "verdicts", 8, "lead"),

		// plans.yaml
		row("plan for no verdict", "plans.yaml", "plans", `verdict: both`, "verdict: all", `there is no verdict "all"`),
		row("certificate of a plan", "plans.yaml", "plans", `certificate: certified`, "certificate: golden", `has no option "golden"`),
		row("scope of a plan", "plans.yaml", "plans", `scope: registration-only`, "scope: nowhere", `there is no scope class "nowhere"`),
		row("stage of a plan", "plans.yaml", "plans", `stages: \[maintain\]`, "stages: [later]", `there is no stage "later"`),
		row("step in addition", "plans.yaml", "plans", `also: \[S01`, "also: [S99", `there is no step "S99"`),
		row("step left out", "plans.yaml", "plans", `without: \[S13`, "without: [S99", `there is no step "S99"`),
		blank("note of a plan", "plans.yaml", "plans", 4, "note"),
		on(row("no general plan", "plans.yaml", "plans", `(?m)^  - id: undetermined\n    verdict: undetermined\n`, "  - id: undetermined\n    verdict: neither\n", `there is no plan for the verdict "undetermined" in general`), `(?m)^plans:`),

		// controls.yaml and obligations.yaml
		row("label of a control", "controls.yaml", "controls", `label: "[^"]*"`, `label: ""`, missing),
		row("control that no step meets", "controls.yaml", "controls", `controls:\n`, "controls:\n  - {id: \"A.9.9\", label: \"Hope\"}\n", `no step of the roadmap meets the control "A.9.9"`),
		row("strength of what ISO alone asks for", "controls.yaml", "iso_only", field(4, "strength"), "    strength: soft\n", `"soft" is not allowed; write none, weak, different or stronger`),
		blank("why of what ISO alone asks for", "controls.yaml", "iso_only", 4, "why"),
		row("kind of an obligation", "obligations.yaml", "obligations", `kind: directive`, "kind: rumour", `"rumour" is not allowed; write directive or implementing-regulation`),
		row("relation of an obligation", "obligations.yaml", "obligations", `relation: none`, "relation: distant", `"distant" is not allowed; write covered, partial or none`),
		blank("article of an obligation", "obligations.yaml", "obligations", 4, "article"),
		blank("label of an obligation", "obligations.yaml", "obligations", 4, "label"),
		stretch("label of an obligation", "obligations.yaml", "obligations", 4, "label"),
		blank("what the law asks beyond ISO", "obligations.yaml", "obligations", 4, "beyond_iso"),
		row("what the Regulation adds for an obligation in parts", "obligations.yaml", "obligations", `    parts:\n`, "    beyond_iso_ir: More.\n    parts:\n", "have no such text; remove it"),
		blank("short form of an obligation", "obligations.yaml", "obligations", 4, "short"),
		stretch("short form of an obligation", "obligations.yaml", "obligations", 4, "short"),
		blank("question on an obligation", "obligations.yaml", "obligations", 4, "ask"),
		stretch("question on an obligation", "obligations.yaml", "obligations", 4, "ask"),
		blank("evidence of an obligation", "obligations.yaml", "obligations", 4, "evidence"),
		stretch("evidence of an obligation", "obligations.yaml", "obligations", 4, "evidence"),
		row("class of an obligation", "obligations.yaml", "obligations", `classes: \[registration-only\]`, "classes: [registered]", `there is no scope class "registered"`),
		row("control of an obligation", "obligations.yaml", "obligations", `agreed: \["Cl.5.1"`, `agreed: ["Cl.9.9"`, `there is no control "Cl.9.9"`),
		row("control that two mappings name", "obligations.yaml", "obligations", `also_named: \["Cl.5.2"`, `also_named: ["Cl.9.9"`, `there is no control "Cl.9.9"`),
		row("control that ENISA names", "obligations.yaml", "obligations", `enisa: \["A.5.24"`, `enisa: ["A.9.9"`, `there is no control "A.9.9"`),
		row("control twice", "obligations.yaml", "obligations", `agreed: \["Cl.6.1.1", "A.5.4"\]`, `agreed: ["Cl.6.1.1", "Cl.6.1.1"]`, `the control "Cl.6.1.1" stands here twice`),
		row("control in both lists", "obligations.yaml", "obligations", `also_named: \["Cl.5.2"`, `also_named: ["Cl.5.1"`, `the control "Cl.5.1" stands here twice`),
		row("control twice by ENISA", "obligations.yaml", "obligations", `enisa: \["A.5.24", "A.5.25"`, `enisa: ["A.5.24", "A.5.24"`, `the control "A.5.24" stands here twice`),
		row("id of a part is missing", "obligations.yaml", "obligations", `- id: "21.2.c.backup"`, `- id: ""`, "an id is missing here"),
		row("part twice", "obligations.yaml", "obligations", `- id: "21.2.c.backup"`, `- id: "21.2.c.continuity"`, `the id "21.2.c.continuity" is used twice`),
		row("part of another obligation", "obligations.yaml", "obligations", `- id: "21.2.c.backup"`, `- id: "21.2.d.backup"`, "the id of a part begins with that of its obligation and a dot: 21.2.c."),
		on(row("part called as an obligation", "obligations.yaml", "obligations", `  - id: "21.2.d"\n`, "  - id: \"21.2.c.backup\"\n", `the id "21.2.c.backup" is that of an obligation`), `(?m)^      - id: "21.2.c.backup"`),
		row("relation of a part", "obligations.yaml", "obligations", `        relation: covered`, "        relation: distant", `"distant" is not allowed; write covered, partial or none`),
		blank("short form of a part", "obligations.yaml", "obligations", 8, "short"),
		stretch("short form of a part", "obligations.yaml", "obligations", 8, "short"),
		blank("question on a part", "obligations.yaml", "obligations", 8, "ask"),
		stretch("question on a part", "obligations.yaml", "obligations", 8, "ask"),
		blank("evidence of a part", "obligations.yaml", "obligations", 8, "evidence"),
		stretch("evidence of a part", "obligations.yaml", "obligations", 8, "evidence"),
		blank("what the law asks beyond ISO in a part", "obligations.yaml", "obligations", 8, "beyond_iso"),
		row("control of a part", "obligations.yaml", "obligations", `controls: \["A.8.13"\]`, `controls: ["A.8.15"]`, `the obligation has no control "A.8.15" under "agreed" or "also_named"`),
		row("control of a part twice", "obligations.yaml", "obligations", `controls: \["A.8.13"\]`, `controls: ["A.8.13", "A.8.13"]`, `the control "A.8.13" stands here twice`),
		row("part that no step meets", "obligations.yaml", "obligations", `- id: "21.2.c.backup"`, `- id: "21.2.c.copies"`, `no step of the roadmap meets the part "21.2.c.copies"`),
		row("obligation that no step meets", "obligations.yaml", "obligations", `obligations:\n`,
			"obligations:\n  - {id: \"99\", kind: directive, article: Art. 99, label: Be good, short: Good, ask: Are you good?, evidence: deeds, relation: none, beyond_iso: All.}\n", `no step of the roadmap meets the obligation "99"`),

		// glossary.yaml
		row("term is missing", "glossary.yaml", "glossary", `  - term: .*\n`, "  - term: \"\"\n", missing),
		row("term is too long", "glossary.yaml", "glossary", `  - term: .*\n`, "  - term: \""+wide+"\"\n", long),
		blank("text of a term", "glossary.yaml", "glossary", 4, "text"),

		// content.yaml, what has changed
		row("no changes", "content.yaml", "", `(?ms)^changes:\n.*?\n\n`, "changes: []\n\n", "the list is empty"),
		on(row("present version has no change", "content.yaml", "", field(0, "version"), "version: 2099.1.1\n", `the first change is of the present version, "2099.1.1"`), `(?m)^  - version: `),
		row("version of a change is missing", "content.yaml", "changes", `(?s)(version: 2026.11.2\n.*?version: )2026.11.2`, "${1}\"\"", missing),
		row("version of a change is too long", "content.yaml", "changes", `(?s)(version: 2026.11.2\n.*?version: )2026.11.2`, "${1}\""+wide+"\"", long),
		row("day of a change is missing", "content.yaml", "changes", `    date: .*\n`, "    date: \n", "the day is missing"),
		row("text of a change is missing", "content.yaml", "changes", `text: >-\n(?:      .*\n)+`, "text: \"\"\n", missing),
		row("change of no class", "content.yaml", "changes", `scopes: \[essential,`, "scopes: [vital,", `there is no scope class "vital"`),
		row("change of no difference", "content.yaml", "changes", `      - nature\n`, "      - culture\n", `there is no difference "culture"`),
		row("change of no question", "content.yaml", "changes", `    scopes: \[essential`, "    questions: [mood]\n    scopes: [essential", `there is no question "mood"`),
		row("change of no criterion", "content.yaml", "changes", `    scopes: \[essential`, "    criteria: [luck]\n    scopes: [essential", `there is no criterion "luck"`),
		row("change of no obligation", "content.yaml", "changes", `    scopes: \[essential`, "    obligations: [\"99\"]\n    scopes: [essential", `there is no obligation "99"`),
		row("change of no step", "content.yaml", "changes", `    scopes: \[essential`, "    steps: [S99]\n    scopes: [essential", `there is no step "S99"`),
		on(row("older change of a later day", "content.yaml", "changes", `date: 2026-11-23`, "date: 2026-12-23", "it is later than the day above it"), `date: 2026-12-23`),
		on(row("changes of a version apart", "content.yaml", "changes", `(?s)(version: 2026.11.2\n.*?version: )2026.11.2`, "${1}2026.11.1", `the changes of version "2026.11.2" do not stand together`), `(?ms)^  - version: 2026.11.2\n    date: [-0-9]*\n    text: >-\n      New in`),
		on(row("kind of a renaming", "content.yaml", "renamed", `renamed: \[\]`, "renamed:\n  - {kind: mood, from: a, to: b}\n", `"mood" is not allowed; write one of question, option`), `(?m)^  - \{kind`),
		on(row("renamed although it is there", "content.yaml", "renamed", `renamed: \[\]`, "renamed:\n  - {kind: step, from: S01, to: S02}\n", `the content has the step "S01" still`), `(?m)^  - \{kind`),
		on(row("renamed to nothing", "content.yaml", "renamed", `renamed: \[\]`, "renamed:\n  - {kind: step, from: S00, to: S99}\n", `there is no step "S99"`), `(?m)^  - \{kind`),
		on(row("option renamed to another question", "content.yaml", "renamed", `renamed: \[\]`, "renamed:\n  - {kind: option, from: growth/old, to: timing/within-a-year}\n", `an option keeps its question, "growth"`), `(?m)^  - \{kind`),

		// reviews.yaml
		blank("text of a condition", "reviews.yaml", "reviews", 4, "text"),
		on(row("gap that nobody fills", "reviews.yaml", "reviews", `\{facts\}`, "{fact}", "nothing fills in {fact} here; write {today}, {state} or {facts}"), `(?m)^    text: >-\n.*\{fact\}`),
		row("condition on the law without a source", "reviews.yaml", "reviews", field(4, "cites"), "    cites: []\n", "a source is missing"),
		row("source of a condition", "reviews.yaml", "reviews", `source: nis2`, "source: nis3", `there is no source "nis3"`),
		row("true of everybody", "reviews.yaml", "reviews", `    when:\n      holder: true\n`, "    when: {}\n", "what is true of everybody is a reason for nobody"),
		row("class of a review", "reviews.yaml", "reviews", `classes: \[undetermined\]`, "classes: [unclear]", `there is no scope class "unclear"`),
		row("note of a review", "reviews.yaml", "reviews", `notes: \[growth-into-scope\]`, "notes: [growth]", `there is no note on the scope "growth"`),
		row("binding of a review", "reviews.yaml", "reviews", `binds: \[unknown\]`, "binds: [maybe]", `"maybe" is not allowed; write yes, no or unknown`),
		row("status of the law of a review", "reviews.yaml", "reviews", `law: \[bill\]`, "law: [draft]", `"draft" is not allowed; write in-force, in-force-by-statute, bill or unsaid`),
		row("group of a review", "reviews.yaml", "reviews", `group: \[none, unsaid\]`, "group: [none, silent]", `"silent" is not allowed; write none, some or unsaid`),
		row("verdict of a review", "reviews.yaml", "reviews", `verdicts: \[both, iso-alone\]`, "verdicts: [both, none]", `"none" is not allowed; write both, nis2-then-iso`),
		row("question of a review", "reviews.yaml", "reviews", `options: \{certificate-status: `, "options: {certificate: ", `there is no question "certificate"`),
		row("option of a review", "reviews.yaml", "reviews", `certificate-status: \[in-progress\]`, "certificate-status: [stopped]", `the question "certificate-status" has no option "stopped"; "not-sure" and "open" are allowed too`),
		row("no option of a review", "reviews.yaml", "reviews", `certificate-status: \[in-progress\]`, "certificate-status: []", "the list is empty"),
		row("ceiling of two figures", "scope.yaml", "notes", `below: \{headcount: 750, `, "below: {", "three limits above 0 are needed"),
		row("id of a review twice", "reviews.yaml", "reviews", `  - id: scope-answered\n`, "  - id: scope-found\n", `the id "scope-found" is used twice`),

		// breakeven.yaml
		row("class in which a law asks", "breakeven.yaml", "", `law_asks: \[essential,`, "law_asks: [vital,", `there is no scope class "vital"`),
		row("input that nobody reckons with", "breakeven.yaml", "inputs", `  - id: day_rate\n`, "  - id: hour_rate\n", `"hour_rate" is not allowed; write day_rate, `),
		on(row("input is missing", "breakeven.yaml", "inputs", `  - id: day_rate\n`, "  - id: hour_rate\n", `the input "day_rate" is missing`), `(?m)^inputs:`),
		row("input twice", "breakeven.yaml", "inputs", `  - id: internal_days\n`, "  - id: day_rate\n", `the id "day_rate" is used twice`),
		blank("label of an input", "breakeven.yaml", "inputs", 4, "label"),
		stretch("label of an input", "breakeven.yaml", "inputs", 4, "label"),
		blank("question for an input", "breakeven.yaml", "inputs", 4, "text"),
		blank("who knows an input", "breakeven.yaml", "inputs", 4, "ask"),
		blank("words of a value", "breakeven.yaml", "inputs", 4, "value"),
		stretch("words of a value", "breakeven.yaml", "inputs", 4, "value"),
		row("words without the value", "breakeven.yaml", "inputs", `value: "€\{value\}"`, `value: "€"`, "the place of the value is missing"),
		row("words with another value", "breakeven.yaml", "inputs", `value: "€\{value\}"`, `value: "€{value} {unit}"`, "nothing fills in {unit} here; write {value}"),

		// sample.yaml
		row("fault in the sample", "sample.yaml", "", `size: medium`, "size: [medium]", "a list is not a text"),
		row("firmness in the sample", "sample.yaml", "", `firmness: fact`, "firmness: sure", `"sure" is not allowed; write fact, estimate or guess`),

		// report.md.tmpl
		row("template that does not parse", "report.md.tmpl", "", `\{\{\.Verdict\.Title\}\}`, "{{if}}{{.Verdict.Title}}", "missing value for if"),
		row("template with a function that nobody knows", "report.md.tmpl", "", `\{\{\.Verdict\.Title\}\}`, "{{shout .Verdict.Title}}", `function "shout" not defined`),
		row("template with a name that nobody knows", "report.md.tmpl", "", `\{\{\.Verdict\.Title\}\}`, "{{.Verdict.Titel}}", "Titel"),
		row("template of a part that shows only where figures are given", "report.md.tmpl", "", `\{\{join \.Lines " "\}\}`, "{{join .Rows \" \"}}", "Rows"),
		row("template that calls what is not there", "report.md.tmpl", "", `\{\{template "appendix" \.\}\}`, `{{template "annex" .}}`, `"annex" not defined`),

		// what every file is read with
		row("unknown key", "criteria.yaml", "criteria", `    group: market\n`, "    gruop: market\n", `the key "gruop" is not known here`),
		row("unknown key at the top", "glossary.yaml", "", `glossary:\n`, "glosary: []\nglossary:\n", `the key "glosary" is not known here`),
		row("kind", "criteria.yaml", "criteria", field(4, "label"), "    label: [a]\n", "a list is not a text"),
		row("key twice", "criteria.yaml", "criteria", `(    group: market\n)`, "${1}    group: again\n", "this key stands already in line"),
		row("anchor", "criteria.yaml", "criteria", `    group: market\n`, "    group: &g market\n", "anchors and aliases are not allowed"),
		row("tag of a list", "criteria.yaml", "", `criteria:\n`, "criteria: !!seq\n", "tags such as !!seq are not allowed"),
		row("tag", "criteria.yaml", "criteria", field(4, "label"), "    label: !!binary G1szMW1IaQ==\n", "tags such as !!binary are not allowed"),
		on(row("not closed", "criteria.yaml", "criteria", `    group: market\n`, "    group: [market\n", "did not find"), `(?m)^    label:`),
		row("number that is none", "questions.yaml", "questions", `value-unclear: 0.3`, "value-unclear: some", `"some" is not a number`),
		row("number with three places", "questions.yaml", "questions", `value-unclear: 0.3`, "value-unclear: 0.333", "more than two decimal places"),
		row("day that is none", "content.yaml", "", field(0, "as_of"), "as_of: 23.11.2026\n", "is not a day"),
		row("control character in a text", "criteria.yaml", "criteria", field(4, "label"), "    label: \"red \\e[31m\"\n", "the text holds control or invisible characters"),
		row("override in a text", "criteria.yaml", "criteria", field(4, "label"), "    label: \"a\\u202eb\"\n", "the text holds control or invisible characters"),
		row("override in a key", "content.yaml", "phrases", "phrases:\n", "phrases:\n  \"a\\u202eb\": x\n", "the text holds control or invisible characters"),
		row("bare override in a text", "criteria.yaml", "criteria", field(4, "label"), "    label: a\u202eb\n", ""),
		row("template of a comparison with a name that nobody knows", "report.md.tmpl", "", `\{\{\.A\.Balance\}\} to `, "{{.A.Ballance}} to ", "Ballance"),
		row("control character as an entity", "criteria.yaml", "criteria", field(4, "label"), "    label: \"red &#27;[31m\"\n", "the text holds control or invisible characters"),
		row("override as an entity that one renderer takes for octal digits", "criteria.yaml", "criteria", field(4, "label"), "    label: \"red &#08238;b\"\n", "the text holds control or invisible characters"),
		row("override as a long entity", "criteria.yaml", "criteria", field(4, "label"), "    label: \"red &#000008238;b\"\n", "the text holds control or invisible characters"),
		row("control character as an entity without its end", "criteria.yaml", "criteria", field(4, "label"), "    label: \"red &#27[31m\"\n", "the text holds control or invisible characters"),
		row("control character as an entity in the template", "report.md.tmpl", "", `# \{\{\.Verdict\.Title\}\}`, "# &#x202e;{{.Verdict.Title}}", "control or invisible characters"),
		row("control character in the template", "report.md.tmpl", "", `# \{\{\.Verdict\.Title\}\}`, "# \x1b[31m{{.Verdict.Title}}", "control or invisible characters"),
		row("override in the template", "report.md.tmpl", "", `## Why\n`, "## W\u202ehy\n", "control or invisible characters"),
	}
	for _, side := range []string{"iso", "nis2"} {
		text := func(key string) string {
			return fmt.Sprintf(`(?s)(    %s:\n.*?)      %s:.*?\n(      full|    [a-z])`, side, key)
		}
		rows = append(rows,
			on(row(side+": short text is missing", "differences.yaml", "differences", text("brief"), "$1      brief: \"\"\n$2", missing), `brief: ""`),
			on(row(side+": short text is too long", "differences.yaml", "differences", text("brief"), "$1      brief: \""+wide+"\"\n$2", long), `brief: "wide`),
			on(row(side+": sentence is missing", "differences.yaml", "differences", text("full"), "$1      full: \"\"\n$2", missing), `full: ""`))
	}
	return rows
}

// manyOptions is n further options for a question.
func manyOptions(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      - {id: extra%d, label: Extra, hint: Extra, reason: Extra.}\n", i)
	}
	return b.String()
}

// manySpecials is n further special cases.
func manySpecials(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - {id: extra%d, label: Extra, hint: Extra, cites: [{source: nis2, at: Art. 2}]}\n", i)
	}
	return b.String()
}

// manySizes is n further sizes.
func manySizes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - {id: extra%[1]d, label: Extra, headcount: 5%[1]d, turnover: 1%[1]d, balance: 1%[1]d, reached: Extra., cites: [{source: nis2, at: Art. 2}]}\n", i)
	}
	return b.String()
}

// Every rule of the gate, broken once in an otherwise sound content: the fault
// says what is wrong, in the file and the line that were changed.
func TestGate(t *testing.T) {
	rows := gateRows()
	names := map[string]bool{}
	for i, r := range rows {
		if name := r.file + "/" + r.rule; names[name] {
			t.Errorf("two rows are called %s", name)
		} else {
			names[name] = true
		}
		if raced && i%10 > 0 {
			continue
		}
		t.Run(r.file+"/"+r.rule, func(t *testing.T) {
			t.Parallel()
			f := folder(t)
			line := r.apply(t, f)
			if r.at != "" {
				line = lineOf(t, string(f[r.file].Data), r.at)
			}
			found := faults(t, f)
			if !slices.ContainsFunc(found, func(f model.Fault) bool {
				return f.File == r.file && f.Line == line && strings.Contains(f.Problem, r.want)
			}) {
				t.Errorf("want line %d of %s: %s\ngot\n%v", line, r.file, r.want, found)
			}
		})
	}
}

// Where no class binds, or none does not, the scope cannot be stated. Two classes
// of each kind can be, so one row of the table would not do.
func TestScopeOfEachKindCanBeStated(t *testing.T) {
	for binds, words := range map[string][]string{"yes": {"essential", "important"}, "no": {"not", "dora"}} {
		f := folder(t)
		for _, word := range words {
			edit{"scopes.yaml", "scopes", `    stated: ` + word + `\n`, ""}.apply(t, f)
		}
		want := fmt.Sprintf("no class with binds %q can be stated", binds)
		if found := faults(t, f); !strings.Contains(found.Error(), want) {
			t.Errorf("want %s, got\n%v", want, found)
		}
	}
}

// Of an obligation with parts each must be met: a step that names the whole is not enough.
func TestPartsAreMet(t *testing.T) {
	for _, instead := range []string{"", `"21.2.c", `} {
		f := folder(t)
		edit{"roadmap.yaml", "steps", `"21.2.c.backup", `, instead}.apply(t, f)
		line := lineOf(t, string(f["obligations.yaml"].Data), `(?m)^      - id: "21.2.c.backup"`)
		found := faults(t, f)
		if want := `no step of the roadmap meets the part "21.2.c.backup"`; len(found) != 1 || found[0].Line != line || !strings.Contains(found[0].Problem, want) {
			t.Errorf("with %q: want %s in line %d, got\n%v", instead, want, line, found)
		}
	}
}

// An id in the sample that the content does not know would be set aside without
// a word on the start screen.
func TestSampleIsKnown(t *testing.T) {
	f := folder(t)
	edit{"sample.yaml", "answers", `growth:`, "grwth:"}.apply(t, f)
	found := faults(t, f)
	if len(found) != 1 || found[0].File != "sample.yaml" || found[0].Field != "answers.grwth" {
		t.Errorf("got\n%v", found)
	}
}

// The same, with the line to mend.
func TestSampleFaultHasALine(t *testing.T) {
	f := folder(t)
	line := edit{"sample.yaml", "answers", `growth:`, "grwth:"}.apply(t, f)
	if found := faults(t, f); found[0].Line != line {
		t.Errorf("the fault is in line %d, not %d", found[0].Line, line)
	}
}

// A file that is missing, one too many, and one too large.
func TestFilesOfTheFolder(t *testing.T) {
	for _, name := range content.Names() {
		f := folder(t)
		delete(f, name)
		found := faults(t, f)
		if len(found) != 1 || found[0].File != name || !strings.Contains(found[0].Problem, "the file is missing; `twopaths content export` writes a complete folder") {
			t.Errorf("without %s:\n%v", name, found)
		}
	}

	f := folder(t)
	f["notes\x1b.txt"] = &fstest.MapFile{Data: []byte("x")}
	f["drafts/questions.yaml"] = &fstest.MapFile{Data: []byte("x")}
	found := faults(t, f)
	if len(found) != 2 || !strings.Contains(found[0].Problem, "has no such file; remove it") || found[0].File == found[1].File {
		t.Errorf("with two too many:\n%v", found)
	}

	for _, name := range content.Names() {
		f := folder(t)
		f[name] = &fstest.MapFile{Data: append(slices.Clone(f[name].Data), []byte("\n# "+strings.Repeat("x", model.MaxFileBytes))...)}
		found := faults(t, f)
		if len(found) != 1 || found[0].File != name || !strings.Contains(found[0].Problem, "at most 5242880 are read") {
			t.Errorf("%s of more than 5 MB:\n%v", name, found)
		}
	}

	if c, err := content.Load(fstest.MapFS{}); c != nil || err == nil || strings.Count(err.Error(), "the file is missing") != len(content.Names()) {
		t.Errorf("an empty folder: %v", err)
	}
	if c, err := content.Load(brokenFS{}); c != nil || err == nil || !strings.Contains(err.Error(), "reading the content folder") {
		t.Errorf("a folder that cannot be read: %v", err)
	}
	for _, name := range content.Names() {
		if c, err := content.Load(brokenFS{folder(t), name}); c != nil || err == nil || !strings.Contains(err.Error(), "reading content file "+name+": the disk fails") {
			t.Errorf("%s cannot be read: %v", name, err)
		}
	}
}

// brokenFS is a folder on a disk that fails at one file; without a folder, at once.
type brokenFS struct {
	fs.FS
	at string
}

// Open opens the files that can be read.
func (f brokenFS) Open(name string) (fs.File, error) {
	if f.FS == nil || name == f.at {
		return nil, errors.New("the disk fails")
	}
	return f.FS.Open(name)
}

// Faults of several files are all reported at once, in the order in which the
// files are read, and of their lines.
func TestAllFaultsAtOnce(t *testing.T) {
	tests := map[string][]edit{
		"what cannot be read": {
			{"content.yaml", "", `version:`, "vresion:"},
			{"criteria.yaml", "criteria", `side: iso`, "sied: iso"},
			{"criteria.yaml", "criteria", `(?s)(avoid-audits.*?)label:`, "${1}lable:"},
			{"roadmap.yaml", "steps", `small: \[1, 2\]`, "small: [2, 1]"},
			{"glossary.yaml", "glossary", `text:`, "txet:"},
		},
		"what does not fit together": {
			{"content.yaml", "", field(0, "version"), "version: \"\"\n"},
			{"sources.yaml", "sources", field(4, "title"), "    title: \"\"\n"},
			{"criteria.yaml", "criteria", `side: iso`, "side: both"},
			{"criteria.yaml", "criteria", `(?s)(avoid-audits.*?)side: alone`, "${1}side: none"},
			{"questions.yaml", "questions", field(4, "lever"), "    lever: theirs\n"},
			{"roadmap.yaml", "steps", field(4, "owner"), "    owner: nobody\n"},
			{"plans.yaml", "plans", `stages: \[maintain\]`, "stages: [later]"},
			{"obligations.yaml", "obligations", `kind: directive`, "kind: rumour"},
			{"glossary.yaml", "glossary", field(4, "text"), "    text: \"\"\n"},
		},
		"what is tried last": {
			{"sample.yaml", "", `firmness: fact`, "firmness: sure"},
			{"report.md.tmpl", "", `\{\{\.Verdict\.Title\}\}`, "{{.Verdict.Title}"},
		},
	}
	for name, edits := range tests {
		t.Run(name, func(t *testing.T) {
			f := folder(t)
			want := map[string]bool{}
			for _, e := range edits {
				want[fmt.Sprint(e.file, ":", e.apply(t, f))] = true
			}
			found := faults(t, f)
			got := map[string]bool{}
			for i, x := range found {
				got[fmt.Sprint(x.File, ":", x.Line)] = true
				if i == 0 {
					continue
				}
				before, now := slices.Index(content.Names(), found[i-1].File), slices.Index(content.Names(), x.File)
				if before > now || (before == now && found[i-1].Line > x.Line) {
					t.Errorf("%v stands before %v", found[i-1], x)
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("got\n%v\nwant %v", found, slices.Sorted(maps.Keys(want)))
			}
		})
	}
}

// Two checks of the same folder report the same faults in the same order.
func TestFaultsAreInOneOrder(t *testing.T) {
	f := folder(t)
	f["integration.yaml"] = &fstest.MapFile{Data: []byte("benefits: []\nfoundations: []\noverlaps: []\n")}
	f["plans.yaml"] = &fstest.MapFile{Data: []byte("plans: []\n")}
	first := faults(t, f).Error()
	for range 5 {
		if again := faults(t, f).Error(); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
	}
	g := folder(t)
	g["integration.yaml"] = &fstest.MapFile{Data: []byte("benefits: []\n")} // both lists missing: one line for both
	first = faults(t, g).Error()
	for range 5 {
		if again := faults(t, g).Error(); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
	}
}

// A template must have every part that a screen shows by itself.
func TestTemplateHasAllParts(t *testing.T) {
	for _, part := range []string{"report", "recommendation", "roadmap", "comparison"} {
		f := folder(t)
		f["report.md.tmpl"] = &fstest.MapFile{Data: []byte(strings.NewReplacer(
			`{{template "`+part+`" .}}`, "", `{{define "`+part+`"}}`, `{{define "old-`+part+`"}}`).Replace(string(f["report.md.tmpl"].Data)))}
		if c, err := tried(f); err == nil {
			_, one := model.NewReport(c, c.Sample).Recommendation()
			_, other := model.NewReport(c, c.Sample).RoadmapPart()
			t.Errorf("a template without the part %q passes the gate; then: %v, %v", part, one, other)
		}
	}
}

// The shipped content is exactly the files of Names, and a folder of them is sound.
func TestShippedFolder(t *testing.T) {
	entries, err := fs.ReadDir(content.Shipped(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := slices.Sorted(slices.Values(content.Names())); !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, Names are %v", got, want)
	}
	if _, err := tried(folder(t)); err != nil {
		t.Error(err)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := content.Load(content.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTry(b *testing.B) {
	c, err := content.Load(content.Shipped())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := content.Try(c); err != nil {
			b.Fatal(err)
		}
	}
}

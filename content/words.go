package content

import (
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"twopaths/model"
)

// How long sentences may be. Whoever reads one aloud to a room loses it beyond that.
const (
	mostWords    = 30 // in a sentence
	averageWords = 20 // in the sentences of a file
)

// CheckWords reads every text of a content folder that people see, and lists what makes it
// hard to read: long sentences, abbreviations that are explained nowhere, double negatives,
// words that say nothing, slips of typing. The error is what Load says of the folder.
func CheckWords(folder fs.FS) (model.Faults, error) {
	in, err := load(folder)
	if err != nil {
		return nil, err
	}
	c := &wordCheck{
		explained: in.explained(),
		seen:      map[model.Fault]bool{}, sentences: map[string]map[string]int{}, marks: map[string][]passage{},
	}
	for _, p := range in.passages() {
		c.passage(p)
	}
	c.mixedMarks()
	c.averages()
	return c.sorted(), nil
}

// explained are the abbreviations that may stand anywhere: those of the glossary, the codes
// of the member states, and the few that nobody needs explained.
func (in *loaded) explained() map[string]bool {
	known := map[string]bool{}
	for _, word := range in.files.glossary.Everyday {
		known[word] = true
	}
	for _, s := range in.content.States {
		known[s.Code] = true
	}
	for _, t := range in.content.Glossary {
		for _, word := range abbreviations(t.Term) {
			known[word] = true
		}
		for _, word := range abbreviations(t.Text) {
			known[word] = known[word] || explains(t.Text, word)
		}
	}
	return known
}

// passage is a text as people read it, without a line break.
type passage struct {
	text  string
	asked bool        // part of a question: what it is answered with
	entry []string    // all that is said together with it, such as one state or one question
	fault model.Fault // where it stands
}

// passages is every text of the folder that people read.
func (in *loaded) passages() []passage {
	var out []passage
	var sample map[string]any
	docs := maps.Clone(in.docs)
	docs[sampleFile], _ = model.ReadYAML(sampleFile, in.texts[sampleFile], &sample)
	delete(sample, "organisation") // a name
	r := textReader{docs: docs, found: &out}
	targets := in.files.targets()
	for _, file := range order {
		if target := targets[file]; target != nil {
			r.walk(file, nil, reflect.ValueOf(target).Elem(), passage{})
		}
	}
	r.walk(sampleFile, nil, reflect.ValueOf(sample), passage{})
	return append(out, templateTexts(string(in.texts[reportFile]))...)
}

// unread are the fields that are no text for people: ids, choices among a few words, keys,
// official titles, words to search by. Every other text of the content is checked, a new
// one too; what is called ID is an id everywhere.
var unread = map[string]bool{
	"Benefit.From": true, "Benefit.Criteria": true, "BreakEvenRules.LawAsks": true,
	"ContentChange.Version": true, "ContentChange.Questions": true, "ContentChange.Criteria": true, "ContentChange.Steps": true,
	"ContentChange.Scopes": true, "ContentChange.Differences": true, "ContentChange.Obligations": true,
	"Criterion.Group": true, "Edge.Step": true, "Edge.Routes": true,
	"EntityType.Words": true, "EntityType.Implies": true, "EntityType.OneOf": true,
	"ISOOnly.Strength": true, "Insight.Steps": true, "Milestone.Steps": true, "Milestone.Stage": true,
	"Obligation.Kind": true, "Obligation.Classes": true, "Obligation.Relation": true,
	"Obligation.Agreed": true, "Obligation.AlsoNamed": true, "Obligation.ENISA": true,
	"ObligationPart.Relation": true, "ObligationPart.Controls": true,
	"Plan.Scope": true, "Plan.Certificate": true, "Plan.Stages": true, "Plan.Also": true, "Plan.Without": true, "Plan.AsNote": true,
	"Question.Group": true, "Question.Lever": true, "Review.About": true,
	"ScopeClass.Stated": true, "ScopeFact.Field": true, "ScopeNote.Topic": true, "ScopeRule.Class": true,
	"Sector.Annex": true, "Sector.Number": true, "Source.Title": true, "Source.Credit": true,
	"SpecialCase.Clashes": true, "SpecialCase.Only": true, "SpecialCase.Needs": true,
	"State.Code": true, "State.Status": true, "State.Law": true, "State.AsOf": true, "State.Unverified": true,
	"State.Independence": true, "StateDate.Kind": true,
	"Step.Stage": true, "Step.Serves": true, "Step.Owner": true, "Step.With": true, "Step.Obligations": true,
	"Step.Controls": true, "Step.Reopened": true, "VerdictVariant.Scope": true, "VerdictVariant.Certificate": true,
	"Cite": true, "Renaming": true, "ReviewWhen": true, "ScopeWhen": true, // all of it
	"everyday": true, "version": true, // keys that stand in a file by themselves
}

// chosen are what questions are answered with: the labels and hints are part of the question.
var chosen = []string{"Option", "SpecialCase", "ScopeClass", "EntityType", "Size"}

// textType is the type of texts. Other types made of letters are a choice among a few words.
var textType = reflect.TypeFor[string]()

// textReader finds the texts in the files as they were decoded.
type textReader struct {
	docs  map[string]model.Document
	found *[]passage
}

// walk finds every text below a value. The passage is what is known of such a text already.
func (r textReader) walk(file string, path []any, v reflect.Value, as passage) {
	to := func(key any, v reflect.Value) { r.walk(file, append(slices.Clone(path), key), v, as) }
	if len(path) == 2 {
		as.entry = allTexts(v)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			r.walk(file, path, v.Elem(), as)
		}
	case reflect.Slice:
		for i := range v.Len() {
			to(i, v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			to(key.String(), v.MapIndex(key))
		}
	case reflect.Struct:
		name := v.Type().Name()
		if unread[name] {
			return
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			as.asked = slices.Contains(chosen, name) && (field.Name == "Label" || field.Name == "Hint")
			if key, read := readField(name, field); read {
				to(key, v.Field(i))
			}
		}
	case reflect.String:
		// The sample has no type of its own here: what has several words is a text.
		if v.Type() != textType || (file == sampleFile && !strings.Contains(v.String(), " ")) {
			return
		}
		as.fault = r.docs[file].Fault("", path...)
		for line := range strings.SplitSeq(strings.TrimSpace(v.String()), "\n") {
			for text := range strings.SplitSeq(line, " | ") { // one and more than one are worded apart
				as.text = text
				*r.found = append(*r.found, as)
			}
		}
	}
}

// readField gives the key of a field in its file, and whether people read what stands there.
func readField(in string, field reflect.StructField) (key string, read bool) {
	key, _, _ = strings.Cut(field.Tag.Get("yaml"), ",")
	name := in + "." + field.Name
	if in == "" {
		name = key
	}
	return key, field.IsExported() && field.Name != "ID" && !unread[name]
}

// allTexts is every text below a value, read by people or not.
func allTexts(v reflect.Value) []string {
	var out []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return allTexts(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, allTexts(v.Index(i))...)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			out = append(out, allTexts(v.MapIndex(key))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out = append(out, allTexts(v.Field(i))...)
		}
	case reflect.String:
		return []string{v.String()}
	}
	return out
}

// wordCheck collects what is hard to read in a folder.
type wordCheck struct {
	gate
	explained map[string]bool           // abbreviations that may stand anywhere
	seen      map[model.Fault]bool      // what is reported already
	sentences map[string]map[string]int // words of each sentence, by file
	marks     map[string][]passage      // where a kind of quotation mark stands
}

func (c *wordCheck) found(p passage, format string, args ...any) {
	f := p.fault
	f.Problem = fmt.Sprintf(format, args...)
	if !c.seen[f] {
		c.seen[f] = true
		c.add(f)
	}
}

var (
	numbered    = regexp.MustCompile(`\((?:EU|EC|EEC)\)|\d+/\d+/\p{Lu}+|\p{Lu}+\(\d{4}\) \d+`)
	code        = regexp.MustCompile("`[^`]*`")
	filledIn    = regexp.MustCompile(`\{[^{}]*\}`)
	spaceTwice  = regexp.MustCompile(`\S  +\S`)
	spaceBefore = regexp.MustCompile(`[\pL\pN)”"] +[,.;:!?)](?:[ ”"]|$)`)
	fillers     = regexp.MustCompile(`(?i)^note that\b|\b(it (?:should|must|has to) be noted|please note|in order to|it is important to|as a matter of fact|basically|due to the fact|with regard to|in terms of)\b`)
	twiceUn     = regexp.MustCompile(`(?i)\b(?:not|never|no)(?: \pL+ly)? (un\pL+)`)
	negative    = regexp.MustCompile(`(?i)\b(?:not|no|never|none|nobody|nothing|nowhere|neither|cannot|without|unless|except)\b|n['’]t\b`)
	clauseEnd   = regexp.MustCompile(`[,;:()?!.]|\b(?:and|or|but|nor)\b`)
)

// notNegative are the beginnings of words that only look like the opposite of something.
var notNegative = regexp.MustCompile(`(?i)^(?:under|until|unit|unio|uniq|univ|unif|unless)`)

// passage checks one text.
func (c *wordCheck) passage(p passage) {
	for _, a := range abbreviations(p.text) {
		if !c.explained[a] && !slices.ContainsFunc(p.entry, func(s string) bool { return explains(s, a) }) {
			c.found(p, "%q is explained neither here nor in the glossary", a)
		}
	}
	plain := filledIn.ReplaceAllString(code.ReplaceAllString(p.text, "{}"), "{}")
	if m := spaceTwice.FindString(plain); m != "" {
		c.found(p, "two spaces stand here: %q", m)
	}
	if m := spaceBefore.FindString(plain); m != "" {
		c.found(p, "a space stands before a mark: %q", m)
	}
	for _, mark := range []string{`"`, "“", "'", "’"} {
		if strings.Contains(plain, mark) {
			c.marks[mark] = append(c.marks[mark], p)
		}
	}
	for _, s := range sentences(plain) {
		c.sentence(p, s)
	}
}

// sentence checks one sentence.
func (c *wordCheck) sentence(p passage, s string) {
	words := wordsOf(s)
	if strings.ContainsAny(lastMark(s), ".?!") { // a label is none
		if c.sentences[p.fault.File] == nil {
			c.sentences[p.fault.File] = map[string]int{}
		}
		c.sentences[p.fault.File][s] = len(words)
	}
	if len(words) > mostWords {
		begin := strings.Join(words[:6], " ")
		c.found(p, "the sentence has %d words, and at most %d are read easily: “%s …”", len(words), mostWords, begin)
	}
	for i, word := range words[min(1, len(words)):] {
		if before := words[i]; strings.EqualFold(before, word) && strings.IndexFunc(word, unicode.IsLetter) == 0 {
			c.found(p, "%q stands here twice running", word)
		}
	}
	if m := fillers.FindString(s); m != "" {
		c.found(p, "%q says nothing; leave it out", m)
	}
	if m := twiceUn.FindStringSubmatch(s); m != nil && !notNegative.MatchString(m[1]) {
		c.found(p, "%q is a double negative; say what is so", m[0])
	}
	if p.asked || strings.Contains(lastMark(s), "?") {
		for _, clause := range clauseEnd.Split(s, -1) {
			if found := negative.FindAllString(clause, -1); len(found) > 1 {
				c.found(p, "a question with %s is hard to answer; ask for what is so", quotedList(found))
			}
		}
	}
}

// quotedList is "a", "b" and "c".
func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = fmt.Sprintf("%q", strings.ToLower(w))
	}
	return model.List(quoted)
}

// wordsOf are the words of a sentence. A gap that is filled in later counts as one, a mark
// that stands alone as none.
func wordsOf(s string) []string {
	return slices.DeleteFunc(strings.Fields(s), func(w string) bool { return !strings.ContainsFunc(w, inWord) })
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '}' }

// lastMark is what stands behind the last word.
func lastMark(s string) string {
	return s[len(strings.TrimRightFunc(s, func(r rune) bool { return !inWord(r) })):]
}

// shortened are words with a full stop of their own.
var shortened = []string{"Art.", "Arts.", "No.", "Nos.", "Nr.", "e.g.", "i.e.", "cf.", "vs.", "para.", "lit.", "Cl.", "St.", "Co."}

// sentences divides a text. A sentence ends with its mark, where something follows that a
// sentence can begin with.
func sentences(s string) []string {
	fields := strings.Fields(s)
	var out []string
	begin := 0
	for i, w := range fields {
		bare := strings.TrimLeft(w, `("“‘„`)
		if i+1 < len(fields) && (slices.Contains(shortened, bare) || !strings.ContainsAny(lastMark(w), ".?!") || !begins(fields[i+1])) {
			continue
		}
		out = append(out, strings.Join(fields[begin:i+1], " "))
		begin = i + 1
	}
	return out
}

func begins(word string) bool {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '{' {
			return !unicode.IsLower(r)
		}
	}
	return false
}

var (
	tokens  = regexp.MustCompile(`[\pL\pN]+`)
	roman   = regexp.MustCompile(`^[IVX]+$`)
	longLow = regexp.MustCompile(`\p{Ll}{3}`)
)

// abbreviations are the words with two capitals or more, such as ENISA, NIS2 or SoA. A
// name such as LinkedUp, which has a whole word within it, is none; neither is a Roman number,
// nor what belongs to the number of a document, as in (EC) No 1907/2006.
func abbreviations(s string) []string {
	var out []string
	for _, other := range []*regexp.Regexp{code, filledIn, numbered} {
		s = other.ReplaceAllString(s, " ")
	}
	for _, word := range tokens.FindAllString(s, -1) {
		if many, plural := strings.CutSuffix(word, "s"); plural && strings.ToUpper(many) == many {
			word = many
		}
		capitals := 0
		for _, r := range word {
			if unicode.IsUpper(r) {
				capitals++
			}
		}
		if capitals > 1 && !roman.MatchString(word) && !longLow.MatchString(word) {
			out = append(out, word)
		}
	}
	return out
}

// explains reports whether a text gives the words behind an abbreviation, or the abbreviation
// behind its words: one of the two stands in brackets behind the other.
func explains(text, word string) bool {
	for {
		before, after, found := strings.Cut(text, "(")
		if !found {
			return false
		}
		within, _, _ := strings.Cut(after, ")")
		outer, inner := tokens.FindAllString(before, -1), tokens.FindAllString(within, -1)
		near := outer[max(0, len(outer)-2*len(word)):]
		switch {
		case len(outer) == 0 || len(inner) == 0:
		case outer[len(outer)-1] == word && len(inner) > 1 && sameInitial(inner[0], word):
			return true
		case inner[0] == word && slices.ContainsFunc(near, func(w string) bool { return w != word && sameInitial(w, word) }):
			return true
		}
		text = after
	}
}

func sameInitial(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.ToLower(x) == unicode.ToLower(y)
}

// mixedMarks finds the rarer of two kinds of the same mark.
func (c *wordCheck) mixedMarks() {
	for _, pair := range [][2]string{{`"`, "“"}, {"'", "’"}} {
		few, many := pair[0], pair[1]
		if len(c.marks[few]) > len(c.marks[many]) {
			few, many = many, few
		}
		if len(c.marks[many]) == 0 {
			continue
		}
		for _, p := range c.marks[few] {
			c.found(p, "the mark %s stands here, and %s in most texts", few, many)
		}
	}
}

// averages finds the files whose sentences are long on the whole.
func (c *wordCheck) averages() {
	for _, file := range slices.Sorted(maps.Keys(c.sentences)) {
		words, n := 0, len(c.sentences[file])
		for _, w := range c.sentences[file] {
			words += w
		}
		if words > averageWords*n {
			c.add(model.Fault{File: file, Problem: fmt.Sprintf("its %d sentences have %.1f words on average; %d are read easily", n, float64(words)/float64(n), averageWords)})
		}
	}
}

package model

import (
	"regexp"
	"strings"
)

// How text from outside becomes part of a Markdown document without ever
// becoming part of its structure. Only what could be read as markup is escaped,
// so that the document stays pleasant as plain text.

var (
	// special is what can be markup anywhere in a line.
	special = strings.NewReplacer(
		`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`,
		`<`, `\<`, `>`, `\>`, `|`, `\|`, `~`, `\~`, `$`, `\$`,
		// Addresses stay text: no renderer shall turn them into links.
		`://`, `:\//`, `www.`, `www\.`, `@`, `\@`,
	)
	entity    = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)
	lineStart = regexp.MustCompile(`^(\s*)([-+=#:]|\d{1,9}[.)])`)
)

// escapeLine makes one line of text literal wherever in a line it is put. An
// indentation would make a code block and is dropped.
func escapeLine(s string) string {
	s = special.Replace(strings.TrimSpace(Clean(s)))
	s = entity.ReplaceAllString(s, `\&$1`)
	if m := lineStart.FindStringSubmatchIndex(s); m != nil {
		at := m[5] - 1 // before the mark's last character: "1." becomes "1\."
		s = s[:at] + `\` + s[at:]
	}
	return s
}

// inline makes text literal within a sentence or a table cell.
func inline(s string) string {
	return escapeLine(strings.Join(strings.Fields(Clean(s)), " "))
}

// quoted makes text a block quote: the note as it was written, line by line.
func quoted(s string) string {
	lines := strings.Split(strings.Trim(Clean(s), "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight("> "+escapeLine(line), " ")
		// Keep the line break; behind a backslash renderers do not agree on it.
		if i+1 < len(lines) && line != ">" && strings.TrimSpace(lines[i+1]) != "" && !strings.HasSuffix(line, `\`) {
			line += `\`
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

var blankLines = regexp.MustCompile(`\n{3,}`)

// tidy gives a document single blank lines and one line break at its end.
func tidy(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(strings.Join(lines, "\n"), "\n\n")) + "\n"
}

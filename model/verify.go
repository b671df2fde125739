package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// An exported report says what it was when it was written: by which program, and the sums
// of its text and of the assessment above it. With them it can be told later whether a
// hand changed it, and what else did.

// exportedFile is that record in the front matter.
type exportedFile struct {
	Program string `yaml:"program,omitempty"` // the version
	Text    string `yaml:"text"`              // sum of the document
	Answers string `yaml:"answers"`           // sum of the assessment
}

// sum is the SHA-256 of text, in hexadecimal. Line ends count for nothing: version control
// changes them.
func sum(text []byte) string {
	s := sha256.Sum256(unixLines(text))
	return hex.EncodeToString(s[:])
}

// unixLines is text with \n at the ends of lines.
func unixLines(text []byte) []byte {
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}

// VerifyCause is why a report is not the one that would be written now.
type VerifyCause string

// The causes.
const (
	TextByHand     VerifyCause = "text-by-hand"     // the document was changed after it was exported
	AnswersByHand  VerifyCause = "answers-by-hand"  // the assessment in the front matter was
	OtherContent   VerifyCause = "other-content"    // it was written with another version of the content
	OtherProgram   VerifyCause = "other-program"    // it was written by another version of the program
	SameVersions   VerifyCause = "same-versions"    // none of these: the content has been edited and kept its version
	WithoutARecord VerifyCause = "without-a-record" // the report does not say what it was
)

// Verification is what became of a report since it was exported.
type Verification struct {
	Same     bool
	Sections []string // the headings under which it differs, in their order; empty for what stands above the first
	Causes   []VerifyCause
	Content  [2]string // the version that it was written with, and the present one
	Program  [2]string
}

// Verify writes the report of an exported report's own assessment again and compares. The
// error is that of ParseAssessment, or of the template.
func Verify(c *Content, file string, data []byte, program string) (Verification, error) {
	data = unixLines(bytes.TrimPrefix(data, []byte("\ufeff")))
	front, isReport := frontMatter(data)
	if !isReport {
		return Verification{}, Faults{{File: file, Line: 1, Problem: "this is no exported report: it carries no assessment between two lines of --- at its top"}}
	}
	f, faults := parseFile(file, data)
	if len(faults) > 0 {
		return Verification{}, faults
	}
	a := f.assessment()
	now, _ := c.Carry(a)
	want, err := NewReport(c, now).Markdown()
	if err != nil {
		return Verification{}, err
	}
	_, got, _ := bytes.Cut(data[len(fence)+1+len(front):], []byte("\n"))
	got = bytes.TrimPrefix(got, []byte("\n"))
	v := Verification{Content: [2]string{a.Content, c.Version}, Same: string(got) == want}
	if f.Exported != nil {
		v.Program = [2]string{CleanLine(f.Exported.Program), program}
	}
	if v.Same {
		return v, nil
	}
	v.Sections = sectionsThatDiffer(string(got), want)
	answers, err := a.Encode()
	if err != nil {
		return Verification{}, err
	}
	blame := func(cause VerifyCause, guilty bool) {
		if guilty {
			v.Causes = append(v.Causes, cause)
		}
	}
	if f.Exported == nil {
		blame(WithoutARecord, true)
	} else {
		blame(TextByHand, f.Exported.Text != sum(got))
		blame(AnswersByHand, f.Exported.Answers != sum(answers))
	}
	blame(OtherContent, v.Content[0] != v.Content[1])
	blame(OtherProgram, f.Exported != nil && v.Program[0] != v.Program[1])
	blame(SameVersions, len(v.Causes) == 0)
	return v, nil
}

// EditedByHand reports whether a file is an exported report whose text or assessment was
// changed after it was exported.
func EditedByHand(file string, data []byte) bool {
	data = unixLines(bytes.TrimPrefix(data, []byte("\ufeff")))
	front, isReport := frontMatter(data)
	if !isReport {
		return false
	}
	f, faults := parseFile(file, data)
	if len(faults) > 0 || f.Exported == nil {
		return false
	}
	_, text, _ := bytes.Cut(data[len(fence)+1+len(front):], []byte("\n"))
	answers, err := f.assessment().Encode()
	return err != nil || f.Exported.Text != sum(bytes.TrimPrefix(text, []byte("\n"))) || f.Exported.Answers != sum(answers)
}

// sectionsThatDiffer is the headings under which two documents are not the same, each
// once, in the order of the second and then of the first.
func sectionsThatDiffer(got, want string) []string {
	a, titles := sectionsOf(got)
	b, wanted := sectionsOf(want)
	differ := func(same func(x, y string) bool) []string {
		var out []string
		for _, title := range slices.Concat(wanted, titles) {
			if !same(a[title], b[title]) && !slices.Contains(out, title) {
				out = append(out, title)
			}
		}
		return out
	}
	// An empty line before a section that was added belongs to the one above it.
	if out := differ(func(x, y string) bool { return strings.TrimRight(x, "\n") == strings.TrimRight(y, "\n") }); len(out) > 0 {
		return out
	}
	if out := differ(func(x, y string) bool { return x == y }); len(out) > 0 {
		return out
	}
	// The same sections stand in another order: the first that is out of place is named.
	for i, title := range wanted {
		if i >= len(titles) || titles[i] != title {
			return []string{title}
		}
	}
	return wanted[:min(1, len(wanted))] // one of two parts under the same heading moved
}

// sectionsOf is the text under each heading of a document, and the headings in their order.
func sectionsOf(text string) (under map[string]string, titles []string) {
	under = map[string]string{}
	title, fenced := "", false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		mark, heading, isHeading := strings.Cut(strings.TrimSpace(line), " ")
		if isHeading && !fenced && strings.Trim(mark, "#") == "" && len(mark) > 1 {
			title = heading
			if _, known := under[title]; !known {
				titles = append(titles, title)
			}
		} else if title == "" && len(titles) == 0 {
			titles = append(titles, "")
		}
		under[title] += line
	}
	return under, titles
}

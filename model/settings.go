package model

import (
	"fmt"
	"slices"
	"strings"
)

// What the report shows of an assessment, and who sends it. It is part of the assessment's
// file, so that whoever verifies a report can write the same one again.

// ReportSettings is what the report shows.
type ReportSettings struct {
	Sections []string // ids of Sections; nil: all
	Profile  Profile
}

// Equal reports whether two settings are the same.
func (s ReportSettings) Equal(other ReportSettings) bool {
	return slices.Equal(s.Sections, other.Sections) && s.Profile == other.Profile
}

// Profile is who prepared a report, and for whom. Every line may stay empty.
type Profile struct {
	Consultant      string
	Firm            string
	Client          string
	Confidentiality string // a line such as: Confidential, for the management of Example GmbH
}

// line is the profile on one line.
func (p Profile) line() string {
	var parts []string
	for _, s := range []string{p.Consultant, p.Firm, p.Client, p.Confidentiality} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// Sections lists the sections of a report that can be chosen, in their order. What stands
// above them, the verdict and its lead, is always shown.
func Sections() []string {
	return []string{"management", "reasons", "scope", "gap", "roadmap", "chart", "decision", "appendix"}
}

// CheckSections finds the words that name no section, and those that stand twice.
func CheckSections(ids []string) error {
	for i, id := range ids {
		if !slices.Contains(Sections(), id) {
			return fmt.Errorf("%q is no section; write %s", CleanLine(id), strings.Join(Sections(), ", "))
		}
		if slices.Contains(ids[:i], id) {
			return fmt.Errorf("the section %q stands twice", id)
		}
	}
	return nil
}

// settingsFile is the settings as they stand in a file.
type settingsFile struct {
	Sections []string    `yaml:"sections,omitempty,flow"`
	Profile  profileFile `yaml:"profile,omitempty"`
}

type profileFile struct {
	Consultant      string `yaml:"consultant,omitempty"`
	Firm            string `yaml:"firm,omitempty"`
	Client          string `yaml:"client,omitempty"`
	Confidentiality string `yaml:"confidentiality,omitempty"`
}

func fileOfSettings(s ReportSettings) settingsFile {
	return settingsFile{s.Sections, profileFile(s.Profile)}
}

func (f settingsFile) settings() ReportSettings {
	return ReportSettings{slices.Clone(f.Sections), f.Profile.profile()}
}

func (f profileFile) profile() Profile {
	return Profile{CleanLine(f.Consultant), CleanLine(f.Firm), CleanLine(f.Client), CleanLine(f.Confidentiality)}
}

// check finds sections that there are not.
func (f settingsFile) check(doc Document) Faults {
	for i := range f.Sections {
		if err := CheckSections(f.Sections[:i+1]); err != nil {
			return Faults{doc.Fault(err.Error(), "report", "sections", i)}
		}
	}
	return nil
}

// ParseProfile reads a profile from a YAML file with the keys consultant, firm, client and
// confidentiality. The file's name is used in faults only; the error is Faults.
func ParseProfile(file string, data []byte) (Profile, error) {
	var f profileFile
	if _, faults := ReadYAML(file, data, &f); len(faults) > 0 {
		return Profile{}, faults
	}
	if p := f.profile(); p != (Profile{}) {
		return p, nil
	}
	return Profile{}, Faults{{File: file, Problem: "the profile says nothing; it may have the keys consultant, firm, client and confidentiality"}}
}

// Shows reports whether a section is part of the report.
func (r *Report) Shows(section string) bool {
	shown := r.assessment.Report.Sections
	return len(shown) == 0 || slices.Contains(shown, section)
}

// PreparedBy is who prepared the report and for whom, in words; empty where neither is said.
func (r *Report) PreparedBy() string {
	p := r.assessment.Report.Profile
	var by []string
	for _, s := range []string{p.Consultant, p.Firm} {
		if s = inline(s); s != "" {
			by = append(by, s)
		}
	}
	client := inline(p.Client)
	switch {
	case len(by) > 0 && client != "":
		return r.content.Say(Phrase{ID: "prepared-by-for", Inserts: []Insert{{"by", strings.Join(by, ", ")}, {"client", client}}})
	case len(by) > 0:
		return r.content.Say(Phrase{ID: "prepared-by", Inserts: []Insert{{"by", strings.Join(by, ", ")}}})
	case client != "":
		return r.content.Say(Phrase{ID: "prepared-for", Inserts: []Insert{{"client", client}}})
	}
	return ""
}

// Confidentiality is the line on who may read the report.
func (r *Report) Confidentiality() string { return inline(r.assessment.Report.Profile.Confidentiality) }

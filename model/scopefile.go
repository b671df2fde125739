package model

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// scopeFile is the scope as it stands in an assessment file: a stated class, the facts,
// or both. A key that is missing, or has no value, is a fact that is not known.
type scopeFile struct {
	Stated      string `yaml:"stated,omitempty"`
	Note        string `yaml:"note,omitempty"`
	State       string `yaml:"member_state,omitempty"`
	Established string `yaml:"established,omitempty"`
	Offers      *bool  `yaml:"offers_services_in_eu,omitempty"`
	Sector      string `yaml:"sector,omitempty"`
	Subsector   string `yaml:"subsector,omitempty"`
	Type        string `yaml:"entity_type,omitempty"`
	figuresFile `yaml:",inline"`
	Group       *[]memberFile `yaml:"group,omitempty"` // nil: not asked
	Independent *bool         `yaml:"independent_of_group,omitempty"`
	Special     *[]string     `yaml:"special,omitempty,flow"` // nil: not asked
}

type figuresFile struct {
	Headcount *figureFile `yaml:"headcount,omitempty"`
	Turnover  *figureFile `yaml:"turnover_meur,omitempty"`
	Balance   *figureFile `yaml:"balance_meur,omitempty"`
}

type memberFile struct {
	Relation    string     `yaml:"relation,omitempty"`
	Share       *shareFile `yaml:"share,omitempty"`
	figuresFile `yaml:",inline"`
}

// figureFile is a headcount or a sum in a file; shareFile is a share in per cent.
type (
	figureFile Hundredths
	shareFile  Hundredths
)

// UnmarshalYAML reads a figure from its text, so that no float rounds it.
func (n *figureFile) UnmarshalYAML(node *yaml.Node) error {
	h, err := amount(node, MaxFigure)
	*n = figureFile(h)
	return err
}

// MarshalYAML writes the figure as a number.
func (n figureFile) MarshalYAML() (any, error) { return number(Hundredths(n)), nil }

// UnmarshalYAML reads a share from its text.
func (n *shareFile) UnmarshalYAML(node *yaml.Node) error {
	h, err := amount(node, 100*100)
	*n = shareFile(h)
	return err
}

// MarshalYAML writes the share as a number.
func (n shareFile) MarshalYAML() (any, error) { return number(Hundredths(n)), nil }

func number(h Hundredths) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: h.String()}
}

// plainNumber is a decimal as people write it: no exponent, no sign but a minus, which
// is then refused for what it is.
var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// amount reads a number from 0 to limit with at most two decimal places.
func amount(node *yaml.Node, limit Hundredths) (Hundredths, error) {
	refuse := func(why string) (Hundredths, error) {
		shown := Clean(node.Value)
		switch node.Kind {
		case yaml.SequenceNode:
			shown = "a list"
		case yaml.MappingNode:
			shown = "a group of keys"
		default:
			shown = strconv.Quote(shown)
		}
		return 0, fmt.Errorf("%s %s; give a number from 0 to %s with at most two decimal places, or leave the key out where it is not known",
			shown, why, limit)
	}
	whole, decimals, _ := strings.Cut(node.Value, ".")
	switch f, err := strconv.ParseFloat(node.Value, 64); {
	case node.Kind != yaml.ScalarNode || (err != nil && f == 0) || math.IsNaN(f):
		return refuse("is not a number")
	case f < 0:
		return refuse("is below zero")
	case f > float64(limit)/100:
		return refuse("is too large")
	case !plainNumber.MatchString(node.Value):
		return refuse("is not written as a plain number")
	case len(strings.TrimRight(decimals, "0")) > 2:
		return refuse("has more than two decimal places")
	}
	// Whole, so that no float rounds it; the range is checked above.
	h, err := strconv.Atoi(whole + (strings.TrimRight(decimals, "0") + "00")[:2])
	if err != nil {
		return refuse("is not a number")
	}
	return Hundredths(h), nil
}

// check finds what YAML allows and facts do not. What needs the content is left to
// Content.CheckScope.
func (f scopeFile) check(doc Document, fault func(problem string, path ...any)) {
	if f.Established != "" && f.Established != Inside && f.Established != Outside {
		fault(fmt.Sprintf("%q is not allowed; write %s or %s", Clean(f.Established), Inside, Outside), keyScope, keyEstablished)
	}
	for _, key := range []string{keyGroup, keySpecial} {
		if doc.empty(keyScope, key) {
			fault("nothing stands here; write [] where there are none, or leave the key out where it is not known", keyScope, key)
		}
	}
	if f.Group != nil {
		for i, m := range *f.Group {
			if m.Relation != Linked && m.Relation != Partner {
				fault(fmt.Sprintf("%q is not allowed; write %s or %s", Clean(m.Relation), Linked, Partner), keyScope, keyGroup, i, "relation")
			}
			if s := m.Share; m.Relation == Partner && s != nil && (Hundredths(*s) < MinPartnerShare || Hundredths(*s) > MaxPartnerShare) {
				fault(fmt.Sprintf("%s is not allowed; the share of a partner is from %s to %s per cent, more makes it linked, less makes it none",
					Hundredths(*s), MinPartnerShare, MaxPartnerShare), keyScope, keyGroup, i, "share")
			}
		}
	}
	if f.Special != nil {
		for i, id := range *f.Special {
			if slices.ContainsFunc((*f.Special)[:i], func(o string) bool { return CleanLine(o) == CleanLine(id) }) {
				fault(fmt.Sprintf("%q stands here twice; keep one of the two", Clean(id)), keyScope, keySpecial, i)
			}
		}
	}
}

// scope is what the file says of the scope, cleaned.
func (f scopeFile) scope() Scope {
	s := Scope{CleanLine(f.Stated), Clean(f.Note), Facts{
		State: CleanLine(f.State), Established: f.Established, Offers: yesNo(f.Offers),
		Sector: CleanLine(f.Sector), Subsector: CleanLine(f.Subsector), Type: CleanLine(f.Type),
		Figures: f.figures(), Independent: yesNo(f.Independent),
	}}
	if f.Group != nil {
		s.Facts.Group = []Member{}
		for _, m := range *f.Group {
			s.Facts.Group = append(s.Facts.Group, Member{m.Relation, figure(m.Share), m.figures()})
		}
	}
	if f.Special != nil {
		s.Facts.Special = []string{}
		for _, id := range *f.Special {
			s.Facts.Special = append(s.Facts.Special, CleanLine(id))
		}
	}
	return s
}

func (f figuresFile) figures() Figures {
	return Figures{figure(f.Headcount), figure(f.Turnover), figure(f.Balance)}
}

func figure[T ~int](n *T) Figure {
	if n == nil {
		return Figure{}
	}
	return Exactly(Hundredths(*n))
}

func yesNo(b *bool) YesNo {
	switch {
	case b == nil:
		return Unsaid
	case *b:
		return Yes
	}
	return No
}

// fileOfScope is the scope as it is written.
func fileOfScope(s Scope) scopeFile {
	f := s.Facts
	out := scopeFile{
		Stated: s.Stated, Note: s.Note, State: f.State, Established: f.Established, Offers: f.Offers.file(),
		Sector: f.Sector, Subsector: f.Subsector, Type: f.Type,
		figuresFile: fileOfFigures(f.Figures), Independent: f.Independent.file(),
	}
	if f.Group != nil {
		members := make([]memberFile, len(f.Group))
		for i, m := range f.Group {
			members[i] = memberFile{m.Relation, written[shareFile](m.Share), fileOfFigures(m.Figures)}
		}
		out.Group = &members
	}
	if f.Special != nil {
		out.Special = &f.Special
	}
	return out
}

func fileOfFigures(f Figures) figuresFile {
	return figuresFile{written[figureFile](f.Headcount), written[figureFile](f.Turnover), written[figureFile](f.Balance)}
}

func written[T ~int](f Figure) *T {
	if !f.Known {
		return nil
	}
	n := T(f.Amount)
	return &n
}

func (y YesNo) file() *bool {
	if y == Unsaid {
		return nil
	}
	yes := y == Yes
	return &yes
}

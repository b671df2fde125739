package model

import "text/template"

// Content is everything the tool knows: law, standard, questions, steps and the
// words for them, as data with a version and a date. It is loaded and checked by
// package content, never changes afterwards, and may be shared by many wizards.
type Content struct {
	Version string          // content version, for example 2026.11.1
	AsOf    Date            // the day the facts were last checked
	Changes []ContentChange // what each version brought, the newest first
	Renamed []Renaming      // ids of older versions that have another name now

	Thresholds  Thresholds
	Sizes       []Size
	Sources     []Source
	Differences []Difference
	Benefits    []Benefit
	Foundations []Insight
	Overlaps    []Insight
	Groups      []Group
	Criteria    []Criterion
	Questions   []Question
	Scopes      []ScopeClass
	ScopePrompt Prompt     // how the scope is asked
	ScopeRules  ScopeRules // the law that decides the scope from facts
	Sectors     []Sector   // with the types of Annexes I and II, and those in neither
	States      []State    // the member states and their law
	Verdicts    []VerdictText
	Stages      []Stage
	Roles       []Role
	Steps       []Step
	Plans       []Plan
	Gate        []string // what must be true before stage "certify" begins
	Pace        Pacing   // how fast the work goes
	Milestones  []Milestone
	Obligations []Obligation
	Controls    []Control
	ISOOnly     []ISOOnly
	Reviews     []Review // when to decide again, the most decisive first
	Glossary    []Term
	BreakEven   BreakEvenRules
	Phrases     map[string]string // the sentences that the program says by itself, by id

	Sample Assessment // to try from the start screen

	// Report is the template of the Markdown report; it is executed with a Report.
	Report *template.Template

	index *index // made by Prepare
}

// Source is a document that statements rest on, and how far it was checked.
type Source struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Short    string `yaml:"short"`    // as written before an article: "NIS2" in "NIS2 Art. 20"
	Checked  string `yaml:"checked"`  // what was actually read
	Verified bool   `yaml:"verified"` // false: say so wherever it is cited
	Credit   string `yaml:"credit"`   // licence line that must be shown, if any
}

// Cite points into a source: an article, a clause, a section.
type Cite struct {
	Source string `yaml:"source"`
	At     string `yaml:"at"`
}

// Difference is one of the eleven rows in which the two paths differ.
type Difference struct {
	ID       string            `yaml:"id"`
	Aspect   string            `yaml:"aspect"` // at most 18 cells
	ISO      Side              `yaml:"iso"`
	NIS2     Side              `yaml:"nis2"`
	Practice string            `yaml:"practice"`  // what it means on a working day
	Rule     string            `yaml:"rule"`      // the precise rule, where the short row is too short
	ForClass map[string]string `yaml:"for_class"` // the rule as it is for one scope class, by class id
	Cites    []Cite            `yaml:"cites"`
	Room     string            `yaml:"room"` // a question to put to the room
}

// Side is one path's half of a difference.
type Side struct {
	Brief string `yaml:"brief"` // for the table, at most 26 cells
	Full  string `yaml:"full"`  // one sentence
}

// Benefit is something that one path, or the two together, bring.
type Benefit struct {
	ID       string   `yaml:"id"`
	From     string   `yaml:"from"`     // iso, nis2 or together
	Label    string   `yaml:"label"`    // a few words
	Text     string   `yaml:"text"`     // one or two sentences
	Criteria []string `yaml:"criteria"` // it counts most for an organisation that these moved
	Cites    []Cite   `yaml:"cites"`

	DeniedBy map[string][]string `yaml:"denied_by"` // options, by question, of those who do not get it
}

// Insight is a thing to know about integrating the two: a shared foundation or
// an overlap. Where it names steps, it is shown when one of them is in the plan.
type Insight struct {
	ID    string   `yaml:"id"`
	Label string   `yaml:"label"`
	Text  string   `yaml:"text"`
	Steps []string `yaml:"steps"`
	Cites []Cite   `yaml:"cites"`
}

// Group is a station's set of questions.
type Group struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Lead  string `yaml:"lead"` // one sentence: what this station is about
}

// Criterion is one of the reasons that speak for ISO 27001 or for NIS2 alone.
type Criterion struct {
	ID          string `yaml:"id"`
	Side        Lean   `yaml:"side"`
	Group       string `yaml:"group"`        // heading of the source page: market, maturity, …
	Label       string `yaml:"label"`        // at most 30 cells, for lists
	Claim       string `yaml:"claim"`        // one sentence
	BindingOnly bool   `yaml:"binding_only"` // counts nothing where NIS2 does not bind
}

// Question is something a room can answer from what it has seen.
type Question struct {
	ID      string   `yaml:"id"`
	Group   string   `yaml:"group"`
	Topic   string   `yaml:"topic"` // at most 20 cells: "these decide it: resources, tenders"
	Text    string   `yaml:"text"`  // the question itself
	Hint    string   `yaml:"hint"`  // one line on what to look at
	Why     string   `yaml:"why"`   // why it is asked
	Room    string   `yaml:"room"`  // workshop prompt
	Ask     string   `yaml:"ask"`   // who would know, when the room does not
	Lever   string   `yaml:"lever"` // own: they can decide it; world: it has to happen to them
	Options []Option `yaml:"options"`

	Fixed *ScopeWhen `yaml:"fixed"` // for whom no other answer can come true
}

// Option is one possible answer.
type Option struct {
	ID           string                `yaml:"id"`
	Label        string                `yaml:"label"`
	Hint         string                `yaml:"hint"`
	Reason       string                `yaml:"reason"` // a sentence about the organisation, for the report
	Feeds        map[string]Hundredths `yaml:"feeds"`  // strength 0 to 1, by criterion id
	Gates        []Gate                `yaml:"gates"`
	WithinMonths int                   `yaml:"within_months"` // the certificate is wanted within so many months; 0: no such day
	Never        *ScopeWhen            `yaml:"never"`         // for whom it cannot come true
}

// ScopeClass is a result of the scope question, or a way of stating it.
type ScopeClass struct {
	ID     string  `yaml:"id"`     // essential, important, out, …
	Stated string  `yaml:"stated"` // the word for it in an assessment file; empty: cannot be stated
	Label  string  `yaml:"label"`
	Hint   string  `yaml:"hint"`
	Means  string  `yaml:"means"` // what follows for the organisation, for the report
	Turn   string  `yaml:"turn"`  // "this class applies", as a condition in a sentence
	Binds  Binding `yaml:"binds"`
	Shifts bool    `yaml:"shifts"` // it may well change: by growth, or by finding out
	Cites  []Cite  `yaml:"cites"`
}

// VerdictText words a verdict. Variants take its place for one scope class, for
// one certificate status, or for both.
type VerdictText struct {
	ID       VerdictID        `yaml:"id"`
	Short    string           `yaml:"short"` // at most 30 cells
	Title    string           `yaml:"title"`
	Lead     string           `yaml:"lead"`
	Variants []VerdictVariant `yaml:"variants"`
}

// VerdictVariant is a VerdictText for a special situation. The first variant of
// which every given condition holds is taken.
type VerdictVariant struct {
	Scope       string `yaml:"scope"`       // scope class id, or empty for any
	Certificate string `yaml:"certificate"` // option of the certificate question, or empty for any
	Gate        Gate   `yaml:"gate"`        // a gate that must have changed the verdict, or empty
	Short       string `yaml:"short"`
	Title       string `yaml:"title"`
	Lead        string `yaml:"lead"`
	LeadPart    string `yaml:"lead_part"`  // in place of it where a certificate does not reach all that the law binds
	LeadWhole   string `yaml:"lead_whole"` // and where it does
}

// Size is a size class, for the effort of steps.
type Size struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	Hint  string `yaml:"hint"`
}

// Stage is one of the four stages of the roadmap.
type Stage struct {
	ID         string            `yaml:"id"`
	Title      string            `yaml:"title"`
	Aim        string            `yaml:"aim"`
	Span       map[string]string `yaml:"span"`        // usual calendar time by size, an estimate
	MostMonths map[string]int    `yaml:"most_months"` // its upper end, where a plan is held against it
	Settled    Settles           `yaml:"settled_by"`  // by what its steps are done; empty: they never are before they are taken
}

// Settles is what shows that a step is done already.
type Settles string

// What shows it.
const (
	ByObligations Settles = "obligations" // all its obligations are in place
	ByControls    Settles = "controls"    // all its controls are in place
	ByGapCheck    Settles = "gap-check"   // the gap check has an answer everywhere
)

// Pacing is how fast the work of a roadmap goes. Both are estimates.
type Pacing struct {
	Capacity map[string]HalfDays `yaml:"capacity"` // person-days a month by size, where none was given
	Step     HalfDays            `yaml:"step"`     // person-days a month that one step can take at most
	Why      string              `yaml:"why"`      // the reason for the second, in a sentence
}

// The milestones that every content has.
const (
	MilestoneRegistered  = "registered"
	MilestoneMeasures    = "measures"
	MilestoneCertificate = "certificate"
)

// Milestone is a day that a plan is held against: the day on which the steps that it
// names, or all steps of a stage that do not serve ISO 27001 alone, are done.
type Milestone struct {
	ID    string   `yaml:"id"`
	Label string   `yaml:"label"` // at most 30 cells
	Short string   `yaml:"short"` // a word or two, at most 14 cells
	Steps []string `yaml:"steps"`
	Stage string   `yaml:"stage"`
	Law   bool     `yaml:"law"` // the law asks for it, where NIS2 binds
}

// Role is who owns a step, and who that typically is by size.
type Role struct {
	ID      string            `yaml:"id"`
	Label   string            `yaml:"label"`
	Typical map[string]string `yaml:"typical"` // by size
}

// Step is one piece of roadmap work.
type Step struct {
	ID           string            `yaml:"id"`
	Name         string            `yaml:"name"`
	Stage        string            `yaml:"stage"`
	Serves       string            `yaml:"serves"` // nis2, iso or both
	QuickWin     bool              `yaml:"quick_win"`
	Text         string            `yaml:"text"` // what is done, in one or two sentences
	Needs        []Edge            `yaml:"needs"`
	Deliverables []string          `yaml:"deliverables"`
	Owner        string            `yaml:"owner"`
	With         []string          `yaml:"with"`
	Effort       map[string]Effort `yaml:"effort"` // person-days by size; stage "maintain": per year
	Obligations  []string          `yaml:"obligations"`
	Controls     []string          `yaml:"controls"`
	Settled      Settles           `yaml:"settled_by"`   // where that is another than for its stage
	Months       Waits             `yaml:"months"`       // so long it takes at least, however little the work
	Reopened     []string          `yaml:"reopened_by"`  // steps that open it again if it is finished before they begin
	ForHolder    string            `yaml:"for_holder"`   // what is left of it for a certificate holder
	ForPart      string            `yaml:"for_part"`     // the same where the certificate does not reach all that the law binds
	WhenDecided  string            `yaml:"when_decided"` // what is left of it where facts decide the scope class
	Liability    bool              `yaml:"liability"`    // those at the top answer for it, where NIS2 binds: it does not wait long
	National     bool              `yaml:"national"`     // what is known of the state's registration is said with it
	Cases        []StepCase        `yaml:"cases"`        // the step in other words, for some; the first that fits counts
}

// StepCase is a step in other words, for those whom `when` describes. What is left empty
// stays as it is.
type StepCase struct {
	When         StepWhen `yaml:"when"`
	Name         string   `yaml:"name"`
	Text         string   `yaml:"text"`
	Deliverables []string `yaml:"deliverables"`
}

// StepWhen describes an organisation. Every part that is given must hold.
type StepWhen struct {
	Note        string   `yaml:"note"`        // what follows from the scope, by the id of its note
	Law         []string `yaml:"law"`         // the status of its state's law
	Certificate string   `yaml:"certificate"` // option of the certificate question
	Decided     bool     `yaml:"decided"`     // facts decide the scope class, and it binds
}

// Edge is a prerequisite. Routes is empty where it holds on every route.
type Edge struct {
	Step   string   `yaml:"step"`
	Routes []string `yaml:"routes"`
}

// Plan says which steps belong to a verdict. The first plan that matches is taken.
type Plan struct {
	ID          string    `yaml:"id"`
	Verdict     VerdictID `yaml:"verdict"`
	Scope       string    `yaml:"scope"`       // scope class id, or empty for any
	Certificate string    `yaml:"certificate"` // option of the certificate question, or empty for any
	Stages      []string  `yaml:"stages"`
	Also        []string  `yaml:"also"`
	Without     []string  `yaml:"without"`
	AsNote      []string  `yaml:"as_note"`    // steps that only record something here: nothing waits for them
	Note        string    `yaml:"note"`       // what to say about this plan
	NotePart    string    `yaml:"note_part"`  // in place of it where a certificate does not reach all that the law binds
	NoteWhole   string    `yaml:"note_whole"` // and where it does
}

// Obligation is a duty under NIS2.
type Obligation struct {
	ID        string   `yaml:"id"`
	Kind      string   `yaml:"kind"` // directive or implementing-regulation
	Article   string   `yaml:"article"`
	Label     string   `yaml:"label"`
	Short     string   `yaml:"short"`    // at most 34 cells, for lists
	Ask       string   `yaml:"ask"`      // the question of the gap check
	Evidence  string   `yaml:"evidence"` // what would show that it is in place
	Outside   Asked    `yaml:"outside"`  // the same of digital providers from outside the Union; empty: as for all
	Digital   bool     `yaml:"digital"`  // only of those on the list of Art. 26(1)(b)
	Bound     bool     `yaml:"bound"`    // nothing to do of one's own accord: only of those whom NIS2 binds
	Classes   []string `yaml:"classes"`  // or who are of one of these scope classes
	Relation  string   `yaml:"relation"` // covered, partial or none: what work for ISO 27001 does for it
	BeyondISO string   `yaml:"beyond_iso"`

	// In place of BeyondISO, of those whom the Implementing Regulation binds.
	BeyondISOIR string `yaml:"beyond_iso_ir"`

	// The controls that work towards it, by who names them: at least three published
	// mappings, ENISA's among them; exactly two; ENISA's table, whoever else does.
	Agreed    []string `yaml:"agreed"`
	AlsoNamed []string `yaml:"also_named"`
	ENISA     []string `yaml:"enisa"`

	Parts []ObligationPart `yaml:"parts"` // asked one by one; the weakest is the state of the whole
}

// Asked is a duty in other words for some.
type Asked struct {
	Short    string `yaml:"short"`
	Ask      string `yaml:"ask"`
	Evidence string `yaml:"evidence"`
}

// ObligationPart is a part of an obligation that is asked by itself.
type ObligationPart struct {
	ID        string   `yaml:"id"` // the obligation's, a dot and a word
	Short     string   `yaml:"short"`
	Ask       string   `yaml:"ask"`
	Evidence  string   `yaml:"evidence"`
	Relation  string   `yaml:"relation"`
	BeyondISO string   `yaml:"beyond_iso"`
	Controls  []string `yaml:"controls"` // of the obligation's controls, those for this part
}

// Control is an ISO 27001 clause or Annex A control, by number and a label of
// our own, never by ISO's title or text.
type Control struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
}

// ISOOnly is a clause or control without a counterpart in NIS2, or a weak one.
type ISOOnly struct {
	ID       string `yaml:"id"`
	Strength string `yaml:"strength"`
	Why      string `yaml:"why"`

	// Of those whom the Implementing Regulation binds.
	AskedByIR bool   `yaml:"asked_by_ir"` // it asks for this as well
	WhyIR     string `yaml:"why_ir"`      // in place of Why
}

// Term is a glossary entry.
type Term struct {
	Term string `yaml:"term"`
	Text string `yaml:"text"`
}

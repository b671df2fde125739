// Command twopaths helps an organisation decide between two paths: NIS2
// compliance alone, or NIS2 together with ISO 27001 certification.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"twopaths/content"
	"twopaths/model"
	"twopaths/ui"
)

// Exit codes are part of the outside interface.
const (
	exitDone  = 0
	exitNo    = 1 // the answer is no
	exitUsage = 2 // wrong usage or bad input
	exitFault = 3 // could not read or write, or an internal fault
)

func main() {
	// With these the library would write what is on the screen, and so answers,
	// into files.
	os.Unsetenv("TEA_TRACE")
	os.Unsetenv("TEA_DEBUG")
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command is one run of the program: its streams, flags and exit code.
type command struct {
	in       io.Reader
	out, err io.Writer
	store    ui.Store
	code     int

	contentDir string
	theme      string
	mouse      bool
	noSave     bool
}

// run is the whole program but for the process: it returns the exit code.
func run(args []string, in io.Reader, out, errOut io.Writer) int {
	c := &command{in: in, out: out, err: errOut, store: ui.DefaultStore()}
	root := c.root()
	if slices.Contains(args, "--version") || slices.Contains(args, "-v") {
		root.Version += contentVersion() // only now: it loads the content
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	if err := root.Execute(); err != nil {
		fmt.Fprintln(errOut, "twopaths: "+model.Clean(err.Error()))
		if c.code == exitDone {
			c.code = codeOf(err)
		}
	}
	return c.code
}

// codeOf is the exit code for an error.
func codeOf(err error) int {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path), errors.As(err, &link), errors.Is(err, errFault), errors.Is(err, ui.ErrChanged):
		return exitFault
	}
	return exitUsage
}

// errFault marks an error as an internal fault.
var errFault = errors.New("internal fault")

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "twopaths [FILE]",
		Short: "Decide between NIS2 alone, and NIS2 with ISO 27001",
		Long: "twopaths leads through the differences, the scope, the market, maturity, risk and priorities\n" +
			"to a recommendation and a roadmap. Answers stay on this machine. Nothing is sent.",
		Example: "  twopaths                         continue a saved assessment, or begin a new one\n" +
			"  twopaths acme.yaml               work on this assessment\n" +
			"  twopaths acme-report.md          open what an exported report carries\n" +
			"  twopaths report acme.yaml -o -   the report without a terminal",
		Args:          cobra.MaximumNArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       programVersion(),
		RunE:          func(_ *cobra.Command, args []string) error { return c.wizard(args) },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&c.contentDir, "content", "", "use the content in this `folder` instead of the shipped one")
	flags.StringVar(&c.theme, "theme", string(ui.Auto), "colours: "+themeList())
	flags.BoolVar(&c.mouse, "mouse", false, "scroll with the mouse wheel; takes away the terminal's own text selection")
	flags.BoolVar(&c.noSave, "no-save", false, "keep nothing on disk")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; try `%s --help`", err, cmd.CommandPath())
	})
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help on a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return fmt.Errorf("there is no command %q; `twopaths --help` lists them", strings.Join(args, " "))
			}
			return cmd.Help()
		},
	})
	root.AddCommand(c.report(), c.scope(), c.compare(), c.importControls(), c.list(), c.delete(), c.content())
	return root
}

func themeList() string {
	var names []string
	for _, t := range ui.Themes() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// programVersion is the version that the program was built as.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}

// contentVersion names the shipped content, for --version.
func contentVersion() string {
	known, err := content.Load(content.Shipped())
	if err != nil {
		return ", content unsound"
	}
	return ", content " + known.Version + " as of " + known.AsOf.String()
}

// load is the content that the flags ask for.
func (c *command) load() (*model.Content, error) {
	folder := content.Shipped()
	if c.contentDir != "" {
		if info, err := os.Stat(c.contentDir); err != nil {
			return nil, fmt.Errorf("reading the content folder: %w", err)
		} else if !info.IsDir() {
			return nil, fmt.Errorf("reading the content: %s is no folder; `twopaths content export DIR` makes one", c.contentDir)
		}
		folder = os.DirFS(c.contentDir)
	}
	return content.Load(folder)
}

// wizard shows the screens.
func (c *command) wizard(args []string) error {
	if !slices.Contains(ui.Themes(), ui.ThemeName(c.theme)) {
		return fmt.Errorf("there is no theme %q; choose one of %s", c.theme, themeList())
	}
	in, isFile := c.in.(*os.File)
	out, isFile2 := c.out.(*os.File)
	if !isFile || !isFile2 || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return errors.New("the wizard needs a terminal; without one, use `twopaths report FILE`")
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	opts := &ui.Options{
		Content: known, Store: c.store, NoSave: c.noSave, Theme: ui.ThemeName(c.theme), Mouse: c.mouse,
		Now: time.Now, In: in, Out: out, Environ: os.Environ(), Die: os.Exit,
	}
	if len(args) == 1 {
		// A file that cannot be opened is said at once and not on a screen.
		a, err := ui.ReadAssessment(args[0])
		if err == nil {
			err = ui.Refuse(known, a, args[0], nil)
		}
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(args[0], "./\\") {
				return fmt.Errorf("%w; %q is no command either, see `twopaths --help`", err, args[0])
			}
			return err
		}
		opts.Path = args[0]
	}
	result, err := ui.Run(opts)
	c.farewell(result)
	switch {
	case result.Crash != "":
		c.code = exitFault
		saved := "Nothing was saved."
		if result.Saved != "" && err == nil {
			saved = "Your answers are saved in " + result.Saved + "."
		}
		return fmt.Errorf("an internal fault at %s ended the program. %s", result.Crash, saved)
	case err != nil:
		c.code = exitFault
		return err
	case result.Signal != nil:
		c.code = ui.ExitSignal(result.Signal)
	}
	return nil
}

// farewell is what stands on the normal screen after the wizard: its own screen
// is gone by then.
func (c *command) farewell(r ui.Result) {
	if r.Crash != "" {
		return
	}
	if r.Verdict != "" {
		fmt.Fprintln(c.out, r.Verdict)
	}
	if r.Exported != "" {
		fmt.Fprintln(c.out, "Report: "+model.CleanLine(r.Exported))
	}
	if r.Saved != "" {
		fmt.Fprintln(c.out, "Saved:  "+model.CleanLine(r.Saved))
	}
}

func (c *command) report() *cobra.Command {
	var format, to string
	var force bool
	cmd := &cobra.Command{
		Use:   "report FILE",
		Short: "Write the report without a terminal",
		Example: "  twopaths report acme.yaml                   Markdown to standard output\n" +
			"  twopaths report acme.yaml -o acme.md        into a file\n" +
			"  twopaths report acme.md -f json             from an exported report, for programs\n" +
			"  twopaths report acme.yaml -f ics -o plan.ics    the plan as a calendar\n" +
			"  twopaths report acme.yaml -f csv -o steps.csv   the steps for a project tool\n" +
			"  cat acme.yaml | twopaths report -           from standard input",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.writeReport(args[0], format, to, force) },
	}
	cmd.Flags().StringVarP(&format, "format", "f", "md", "md, json, ics (the plan as a calendar) or csv (its steps)")
	cmd.Flags().StringVarP(&to, "output", "o", "-", "the `file` to write; - is standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// reportFormats is what a report can be written as.
var reportFormats = []string{"md", "json", "ics", "csv"}

func (c *command) writeReport(from, format, to string, force bool) error {
	if !slices.Contains(reportFormats, format) {
		return fmt.Errorf("there is no format %q; choose md, json, ics or csv", format)
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	a, err := c.read(known, from)
	if err != nil {
		return err
	}
	r := model.NewReport(known, a)
	write := map[string]func() ([]byte, error){"md": r.File, "json": r.JSON, "ics": r.Calendar, "csv": r.StepsCSV}[format]
	data, err := write()
	switch {
	case errors.Is(err, model.ErrNoStart), errors.Is(err, model.ErrNoEvents), errors.Is(err, model.ErrYears):
		return fmt.Errorf("writing the calendar of %s: %w", sourceName(from), err)
	case err != nil:
		return fmt.Errorf("%w: %w", errFault, err)
	}
	return c.deliver("report", data, to, force)
}

// sourceName is what to call a file that is read, or standard input.
func sourceName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// deliver writes what a command made to a file, or to standard output.
func (c *command) deliver(what string, data []byte, to string, force bool) error {
	if to == "-" {
		if _, err := c.out.Write(data); err != nil {
			return fmt.Errorf("%w: writing the %s: %w", errFault, what, err)
		}
		return nil
	}
	if to == "" {
		return errors.New("-o needs the name of a file, or - for standard output")
	}
	err := ui.WriteFile(to, data, force)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already and was not changed; name another file or add --force", to)
	}
	return err
}

// read reads an assessment from a file, or from standard input. What of it the content
// does not know is said; facts of the scope that cannot be are refused.
func (c *command) read(known *model.Content, from string) (model.Assessment, error) {
	var data []byte
	var a model.Assessment
	var err error
	if from == "-" {
		from = "standard input"
		if data, err = io.ReadAll(io.LimitReader(c.in, model.MaxFileBytes+1)); err != nil {
			return a, fmt.Errorf("%w: reading standard input: %w", errFault, err)
		}
		a, err = model.ParseAssessment(from, data)
	} else {
		a, err = ui.ReadAssessment(from)
	}
	if err != nil {
		return model.Assessment{}, err
	}
	return a, c.check(known, a, from, data)
}

// check says what of an assessment the content does not know, and refuses facts that cannot
// be. Without data the faults are looked up in the file.
func (c *command) check(known *model.Content, a model.Assessment, from string, data []byte) error {
	if err := ui.Refuse(known, a, from, data); err != nil {
		return err
	}
	for _, n := range slices.Concat(known.Notices(a), known.ChangeNotices(a)) {
		fmt.Fprintln(c.err, "twopaths: "+model.CleanLine(from)+": "+model.CleanLine(n.Field()+": "+n.Text))
	}
	return nil
}

func (c *command) scope() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "scope FILE",
		Short: "Does NIS2 apply, and as what?",
		Example: "  twopaths scope acme.yaml                    the class and why, as text\n" +
			"  twopaths scope acme.yaml -f json            for programs\n" +
			"  cat acme.yaml | twopaths scope -            from standard input",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.writeScope(args[0], format) },
	}
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (c *command) writeScope(from, format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("there is no format %q; choose text or json", format)
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	a, err := c.read(known, from)
	if err != nil {
		return err
	}
	data := []byte(known.ScopeText(a))
	if format == "json" {
		if data, err = known.ScopeJSON(a); err != nil {
			return fmt.Errorf("%w: %w", errFault, err)
		}
	}
	if _, err := c.out.Write(data); err != nil {
		return fmt.Errorf("%w: writing the scope: %w", errFault, err)
	}
	return nil
}

func (c *command) compare() *cobra.Command {
	var format, to string
	var force, notes bool
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Two assessments side by side: what differs, and what it did",
		Long: "Two assessments side by side, of one organisation or of two: what each comes to, what differs,\n" +
			"what each change moved, which of them turns the verdict alone, and how the roadmaps differ.\n" +
			"What notes say stays out of it.",
		Example: "  twopaths compare spring.yaml autumn.yaml              Markdown to standard output\n" +
			"  twopaths compare spring.yaml autumn.yaml -f json      for programs\n" +
			"  twopaths compare acme-report.md acme.yaml -o diff.md  into a file\n" +
			"  git show HEAD~1:acme.yaml | twopaths compare - acme.yaml",
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.writeComparison(args[0], args[1], format, to, force, notes)
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "md", "md or json")
	cmd.Flags().StringVarP(&to, "output", "o", "-", "the `file` to write; - is standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	cmd.Flags().BoolVar(&notes, "notes", false, "tell what the notes that differ say")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"md", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (c *command) writeComparison(from, with, format, to string, force, notes bool) error {
	if format != "md" && format != "json" {
		return fmt.Errorf("there is no format %q; choose md or json", format)
	}
	if from == "-" && with == "-" {
		return errors.New("only one of the two can come from standard input; name a file for the other")
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	// Both are read before anything is said of either: all faults at once.
	a, errA := c.read(known, from)
	b, errB := c.read(known, with)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	x := model.Compare(known, a, b)
	x.A.Name, x.B.Name = sideNames(from, with)
	if notes {
		x.ShowNotes()
	}
	var data []byte
	if format == "json" {
		data, err = x.JSON()
	} else {
		var text string
		text, err = x.Markdown()
		data = []byte(text)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errFault, err)
	}
	return c.deliver("comparison", data, to, force)
}

// sideNames is what to call two files: the short names, unless these are the same.
func sideNames(from, with string) (a, b string) {
	a, b = filepath.Base(sourceName(from)), filepath.Base(sourceName(with))
	if a == b {
		a, b = from, with
	}
	return model.CleanLine(a), model.CleanLine(b)
}

func (c *command) importControls() *cobra.Command {
	var to string
	var template, force bool
	cmd := &cobra.Command{
		Use:   "import FILE CSV",
		Short: "Take the states of controls from a Statement of Applicability",
		Long: "Reads a Statement of Applicability from CSV, as spreadsheets and tools export it, and sets the\n" +
			"states and the notes of the controls that it names. All other controls keep what they had. With any\n" +
			"fault nothing is changed. The states are proposals for the duties; they count once confirmed in the\n" +
			"wizard. FILE is written back; a report, or standard input (-), needs -o.",
		Example: "  twopaths import --template acme.yaml -o soa.csv   the controls as a table, to fill in\n" +
			"  twopaths import acme.yaml soa.csv                 back into the assessment\n" +
			"  twopaths import acme.md soa.csv -o acme.yaml      from an exported report\n" +
			"  cat soa.csv | twopaths import acme.yaml -         the table from standard input",
		Args: func(cmd *cobra.Command, args []string) error {
			if template {
				return cobra.ExactArgs(1)(cmd, args)
			}
			return cobra.ExactArgs(2)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if template {
				return c.writeTemplate(args[0], to, cmd.Flags().Changed("output"), force)
			}
			return c.takeControls(args[0], args[1], to, cmd.Flags().Changed("output"), force)
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "write to this `file` and leave FILE as it is; - is standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file of -o if it exists")
	cmd.Flags().BoolVar(&template, "template", false, "write the controls of FILE as CSV, to fill in and to import")
	return cmd
}

// writeTemplate writes the controls of an assessment as CSV.
func (c *command) writeTemplate(from, to string, said, force bool) error {
	known, err := c.load()
	if err != nil {
		return err
	}
	a, err := c.read(known, from)
	if err != nil {
		return err
	}
	if !said {
		to = "-"
	}
	return c.deliver("controls", model.ControlsCSV(known, a), to, force)
}

// takeControls sets the controls of an assessment by a Statement of Applicability, and
// writes it back, or to another file where one is said.
func (c *command) takeControls(from, table, to string, said, force bool) error {
	switch {
	case from == "-" && table == "-":
		return errors.New("only one of the two can come from standard input; name a file for the other")
	case from == "-" && !said:
		return errors.New("standard input cannot be written back; name a file with -o, or - for standard output")
	case c.noSave && !said:
		return fmt.Errorf("--no-save leaves %s as it is; name a file to write with -o, or - for standard output", from)
	case strings.EqualFold(filepath.Ext(from), ".md") && !said:
		return fmt.Errorf("%s is a report, and stays as it is; name an assessment file to write with -o, such as -o %s",
			from, strings.TrimSuffix(from, filepath.Ext(from))+".yaml")
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	a, file, errFile := c.open(known, from)
	states, counts, errTable := c.readControls(known, table)
	if err := errors.Join(errFile, errTable); err != nil {
		return err
	}
	a = a.Clone()
	if a.Controls == nil {
		a.Controls = map[string]model.ControlState{}
	}
	maps.Copy(a.Controls, states)
	a.Content = known.Version
	data, err := a.Encode()
	if err != nil {
		return fmt.Errorf("%w: %w", errFault, err)
	}
	if len(data) > model.MaxFileBytes {
		return fmt.Errorf("with these notes the assessment would have %d bytes, and only %d are read; shorten the notes of %s",
			len(data), model.MaxFileBytes, sourceName(table))
	}
	if said {
		err = c.deliver("assessment", data, to, force)
	} else {
		err = file.Save(1, data)
	}
	if err != nil {
		return err
	}
	fmt.Fprint(c.err, model.Clean(countsInWords(counts)))
	if n := known.Proposed(a); n > 0 {
		fmt.Fprintf(c.err, "%d %s a proposal now; it counts once you confirm it at the station Obligations.\n", n, word(n, "duty has", "duties have"))
	} else {
		fmt.Fprintln(c.err, "No duty has a proposal that waits for your word.")
	}
	return nil
}

// open reads an assessment so that it can be written back; from standard input it has no
// file.
func (c *command) open(known *model.Content, from string) (model.Assessment, *ui.File, error) {
	if from == "-" {
		a, err := c.read(known, from)
		return a, nil, err
	}
	file, a, err := ui.Open(from)
	if err != nil {
		return a, nil, err
	}
	return a, file, c.check(known, a, from, nil)
}

// readControls reads a Statement of Applicability from a file or standard input.
func (c *command) readControls(known *model.Content, from string) (map[string]model.ControlState, model.ControlCounts, error) {
	in := c.in
	if from != "-" {
		f, err := os.Open(from)
		if err != nil {
			return nil, model.ControlCounts{}, fmt.Errorf("reading the table: %w", err)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, model.MaxFileBytes+1))
	if err != nil {
		return nil, model.ControlCounts{}, fmt.Errorf("%w: reading the table from %s: %w", errFault, sourceName(from), err)
	}
	return model.ParseControls(known, model.CleanLine(sourceName(from)), data)
}

// countsInWords says what an import took, and what it did not.
func countsInWords(n model.ControlCounts) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	plural := func(n int, one, many string) string { return fmt.Sprintf("%d %s", n, word(n, one, many)) }
	say("Taken: %s and %s: %d in place, %d partly, %d not in place, %d excluded.",
		plural(n.Controls, "control", "controls"), plural(n.Clauses, "clause", "clauses"), n.InPlace, n.Partial, n.None, n.Excluded)
	if n.Unstated > 0 {
		say("Without a state, and left as they were: %d.", n.Unstated)
	}
	if n.NotesLeftOut > 0 {
		say("Notes without a state, not taken: %d.", n.NotesLeftOut)
	}
	if n.ControlsUnnamed+n.ClausesUnnamed > 0 {
		say("Not in the table, and left as they were: %s and %s.",
			plural(n.ControlsUnnamed, "control", "controls"), plural(n.ClausesUnnamed, "clause", "clauses"))
	}
	if n.Skipped > 0 {
		say("Lines that are titles, headings or sums, skipped: %d.", n.Skipped)
	}
	return b.String()
}

func (c *command) list() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List saved assessments and where they lie",
		Example: "  twopaths list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			known, err := c.load()
			if err != nil {
				return err
			}
			saved, err := c.store.List()
			if err != nil {
				return err
			}
			for _, s := range saved {
				if s.Err != nil {
					fmt.Fprintf(c.out, "%s\tcannot be read\t%s\n", model.CleanLine(s.Name), model.CleanLine(s.Path))
					fmt.Fprintln(c.err, "twopaths: "+model.Clean(s.Err.Error()))
					continue
				}
				p := known.Overall(s.Assessment)
				fmt.Fprintf(c.out, "%s\t%d of %d\t%s\t%s\n",
					model.CleanLine(s.Name), p.Done, p.Total, model.CleanLine(s.Assessment.Organisation), model.CleanLine(s.Path))
			}
			fmt.Fprintf(c.err, "%d saved in %s\n", len(saved), model.CleanLine(c.store.Dir))
			return nil
		},
	}
}

func (c *command) delete() *cobra.Command {
	return &cobra.Command{
		Use:     "delete NAME",
		Short:   "Delete a saved assessment, after asking for its name",
		Example: "  twopaths delete acme-gmbh",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := args[0]
			saved, err := c.store.List()
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(saved, func(s ui.Saved) bool { return s.Name == name }) {
				return fmt.Errorf("there is no saved assessment %q; `twopaths list` shows them", name)
			}
			fmt.Fprintf(c.err, "This deletes %s for good. Type its name to go on: ", model.CleanLine(name))
			answer, _ := bufio.NewReader(io.LimitReader(c.in, 1000)).ReadString('\n')
			if strings.TrimSpace(answer) != name {
				c.code = exitNo
				fmt.Fprintln(c.err, "Not deleted.")
				return nil
			}
			if err := c.store.Delete(name); err != nil {
				return err
			}
			fmt.Fprintln(c.err, "Deleted.")
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			saved, _ := c.store.List()
			var names []string
			for _, s := range saved {
				names = append(names, s.Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (c *command) content() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "content",
		Short: "Check or export what the tool knows",
		Example: "  twopaths content check            is the shipped content sound?\n" +
			"  twopaths content export ours      a copy to edit",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check [DIR]",
		Short: "List all faults of a content folder at once, with file and line",
		Example: "  twopaths content check            the shipped content\n" +
			"  twopaths content check ours       a folder of your own",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				c.contentDir = args[0]
			}
			known, err := c.load()
			var faults model.Faults
			if errors.As(err, &faults) {
				c.code = exitNo
				for _, f := range faults {
					f.File = filepath.Join(c.contentDir, f.File)
					fmt.Fprintln(c.out, model.Clean(f.Error()))
				}
				fmt.Fprintf(c.err, "%d %s\n", len(faults), word(len(faults), "fault", "faults"))
				return nil
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "sound: content %s as of %s, %d questions, %d steps\n",
				known.Version, known.AsOf, len(known.Questions), len(known.Steps))
			return nil
		},
	}, &cobra.Command{
		Use:     "export DIR",
		Short:   "Write the shipped content as files, to edit",
		Example: "  twopaths content export ours      then: twopaths --content ours",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.exportContent(args[0]) },
	})
	return cmd
}

// exportContent writes the shipped content into a folder. It writes nothing if
// any of the files is there already.
func (c *command) exportContent(dir string) error {
	for _, name := range content.Names() {
		if ui.Exists(filepath.Join(dir, name)) {
			return fmt.Errorf("%s exists already; nothing was written. Name an empty or a new folder", filepath.Join(dir, name))
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	for _, name := range content.Names() {
		data, err := fs.ReadFile(content.Shipped(), name)
		if err != nil {
			return fmt.Errorf("%w: %w", errFault, err)
		}
		if err := ui.WriteFile(filepath.Join(dir, name), data, false); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.err, "%d files written to %s\n", len(content.Names()), model.CleanLine(dir))
	return nil
}

func word(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Command twopaths helps an organisation decide between two paths: NIS2
// compliance alone, or NIS2 together with ISO 27001 certification.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

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

// Little of what the program makes stays, so that garbage is collected late: four times what
// is alive may pile up, as long as all of it is below the limit. That saves a third of a
// portfolio and of reading a large content, and the millisecond that a collection takes of
// whichever key it falls on.
const (
	garbagePercent = 400
	memoryLimit    = 128 << 20 // bytes
)

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(garbagePercent)
		debug.SetMemoryLimit(memoryLimit)
	}
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
	plain      bool
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
	case errors.As(err, &path), errors.As(err, &link), errors.Is(err, errFault), errors.Is(err, errIn), errors.Is(err, errOut), errors.Is(err, ui.ErrChanged):
		return exitFault
	}
	return exitUsage
}

// errFault marks an error as an internal fault.
var errFault = errors.New("internal fault")

// errIn and errOut mark that a stream gives or takes nothing, which is no fault of the
// program. What the system said stands behind them.
var (
	errIn  = errors.New("standard input cannot be read; name a file in its place")
	errOut = errors.New("standard output takes nothing more; make room where it leads, or see whether its reader is still there")
)

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "twopaths [FILE]",
		Short: "Decide between NIS2 alone, and NIS2 with ISO 27001",
		Long: "twopaths leads through the differences, the scope, the market, maturity, risk and priorities\n" +
			"to a recommendation and a roadmap. Answers stay on this machine. Nothing is sent.",
		Example: "  twopaths                         continue a saved assessment, or begin a new one\n" +
			"  twopaths acme.yaml               work on this assessment\n" +
			"  twopaths acme-report.md          open what an exported report carries\n" +
			"  twopaths --plain                 the wizard line by line\n" +
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
	flags.BoolVar(&c.plain, "plain", false, "the wizard line by line, for screen readers, pipes and terminals that cannot move a cursor")
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
	root.AddCommand(c.report(), c.verify(), c.scope(), c.compare(), c.portfolio(), c.importControls(), c.list(), c.delete(), c.content(), c.keys(), c.schema(), c.man())
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	c.complete(root)
	return root
}

// complete says what a shell offers for each argument, and adds the command that writes the
// scripts for the shells.
func (c *command) complete(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "report", "scope":
			cmd.ValidArgsFunction = offer(assessmentFiles)
		case "verify":
			cmd.ValidArgsFunction = offer([]string{"md"})
		case "compare":
			cmd.ValidArgsFunction = offer(assessmentFiles, assessmentFiles)
		case "import":
			cmd.ValidArgsFunction = offer(assessmentFiles, []string{"csv", "txt", "tsv"})
		case "portfolio":
			cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return assessmentFiles, cobra.ShellCompDirectiveFilterFileExt
			}
		case "delete":
			cmd.ValidArgsFunction = c.offerSaved
		case "list", "keys", "schema":
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		case "man":
			cmd.ValidArgsFunction = offerFolder
		case "content":
			for _, sub := range cmd.Commands() {
				sub.ValidArgsFunction = offerFolder
			}
		case "completion":
			cmd.Short = "Write the script that lets a shell complete commands, files and names"
			cmd.Long = "Writes to standard output what bash, zsh, fish or PowerShell need to complete the commands of\n" +
				"twopaths, assessment files, the names of saved assessments, formats and themes. The help of each\n" +
				"shell says where its script goes."
			cmd.Example = "  source <(twopaths completion bash)                 for this bash session\n" +
				"  twopaths completion zsh > \"${fpath[1]}/_twopaths\"   for every zsh session"
			for _, sub := range cmd.Commands() {
				sub.Example = completionExamples[sub.Name()]
			}
		}
	}
	_ = root.MarkPersistentFlagDirname("content")
	_ = root.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(strings.Split(themeList(), ", "), cobra.ShellCompDirectiveNoFileComp))
}

var completionExamples = map[string]string{
	"bash":       "  twopaths completion bash > ~/.local/share/bash-completion/completions/twopaths",
	"zsh":        "  twopaths completion zsh > \"${fpath[1]}/_twopaths\"",
	"fish":       "  twopaths completion fish > ~/.config/fish/completions/twopaths.fish",
	"powershell": "  twopaths completion powershell | Out-String | Invoke-Expression",
}

// assessmentFiles is how the names of files end that may hold an assessment.
var assessmentFiles = []string{"yaml", "yml", "md"}

// offer completes arguments with files: the first with those that end as the first list
// says, and so on. After that there is nothing to complete.
func offer(endings ...[]string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= len(endings) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return endings[len(args)], cobra.ShellCompDirectiveFilterFileExt
	}
}

// offerFolder completes the one argument with folders.
func offerFolder(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// offerSaved completes the one argument with the names of saved assessments.
func (c *command) offerSaved(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if len(args) == 0 {
		saved, _ := c.store.List()
		for _, s := range saved {
			if model.CleanLine(s.Name) == s.Name {
				names = append(names, s.Name)
			}
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func themeList() string {
	var names []string
	for _, t := range ui.Themes() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// version is set when a release is built, by the linker.
var version string

// programVersion is the version that the program was built as.
func programVersion() string {
	if version != "" {
		return version
	}
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

// load is the content that the flags ask for, tried where it is one's own.
func (c *command) load() (*model.Content, error) {
	if c.contentDir == "" {
		return content.Load(content.Shipped())
	}
	return c.tried()
}

// tried is the content, with a report written of it on trial.
func (c *command) tried() (*model.Content, error) {
	folder, err := c.contentFolder()
	if err != nil {
		return nil, err
	}
	known, err := content.Load(folder)
	if err != nil {
		return nil, err
	}
	return known, content.Try(known)
}

// checkWords is nil where the texts of the content are easy to read.
func (c *command) checkWords() error {
	folder, err := c.contentFolder()
	if err != nil {
		return err
	}
	found, err := content.CheckWords(folder)
	if err != nil {
		return err
	}
	return found.AsError()
}

// shippedContent is the content that comes with the program. The tests load it: that it does
// not load is a fault of the program, and no error that anybody can mend.
func shippedContent() *model.Content {
	known, err := content.Load(content.Shipped())
	if err != nil {
		panic(err)
	}
	return known
}

// contentFolder is the folder of the content that the flags ask for.
func (c *command) contentFolder() (fs.FS, error) {
	if c.contentDir == "" {
		return content.Shipped(), nil
	}
	if info, err := os.Stat(c.contentDir); err != nil {
		return nil, fmt.Errorf("reading the content folder: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("reading the content: %s is no folder; `twopaths content export DIR` makes one", c.contentDir)
	}
	return os.DirFS(c.contentDir), nil
}

// wizard shows the screens, or leads through them line by line.
func (c *command) wizard(args []string) error {
	if !slices.Contains(ui.Themes(), ui.ThemeName(c.theme)) {
		return fmt.Errorf("there is no theme %q; choose one of %s", c.theme, themeList())
	}
	terminal := isTerminal(c.in) && isTerminal(c.out)
	plain := c.plain || os.Getenv("TWOPATHS_PLAIN") == "1" || terminal && os.Getenv("TERM") == "dumb"
	if !terminal && !plain {
		return errors.New("the wizard needs a terminal; without one, use `twopaths --plain`, line by line, or `twopaths report FILE`")
	}
	var known *model.Content // nil: loaded beside the first frame
	var try func() error
	var err error
	if c.contentDir != "" {
		folder, err := c.contentFolder()
		if err != nil {
			return err
		}
		if known, err = content.Load(folder); err != nil {
			return err
		}
		try = func() error { return content.Try(known) }
	}
	var keys ui.Keys // line by line there are none
	if !plain {
		if keys, err = ui.ReadKeys(ui.DefaultKeys()); err != nil {
			return err
		}
	}
	opts := &ui.Options{
		Content: known, Load: shippedContent, Try: try, Store: c.store, NoSave: c.noSave, Theme: ui.ThemeName(c.theme), Mouse: c.mouse,
		Now: time.Now, Keys: keys, Profile: ui.DefaultProfile(), Program: programVersion(), In: c.in, Out: c.out, Environ: os.Environ(), Die: os.Exit, Width: c.width,
	}
	if len(args) == 1 {
		// A file that cannot be read is said at once, and nothing is sent to the terminal. The
		// wizard reads it again once its lock is held: only then does it stay as it was read.
		if _, err := ui.ReadAssessment(args[0]); err != nil {
			if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(args[0], "./\\") {
				return fmt.Errorf("%w; %q is no command either, see `twopaths --help`", err, args[0])
			}
			return err
		}
		opts.Path = args[0]
	}
	show := ui.Run
	if plain {
		show = ui.RunPlain
	}
	result, err := show(opts)
	if result.Signal != syscall.SIGPIPE { // else nobody reads any more
		c.farewell(result)
	}
	switch {
	case result.Crash != "":
		c.code = exitFault
		saved := "Nothing was saved."
		if result.Saved != "" && err == nil {
			saved = "Your answers are saved in " + result.Saved + "."
		}
		return errors.Join(fmt.Errorf("an internal fault at %s ended the program. %s", result.Crash, saved), err)
	case result.Refused != nil && errors.Is(err, ui.ErrNotSaved):
		c.code = exitFault
		return errors.Join(result.Refused, err)
	case result.Refused != nil:
		return result.Refused
	case errors.Is(err, ui.ErrInputEnded) && !errors.Is(err, ui.ErrNotSaved):
		c.code = exitUsage
		return err
	case err != nil:
		c.code = exitFault
		return err
	case result.Signal != nil:
		c.code = ui.ExitSignal(result.Signal)
	}
	return nil
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// width is how wide the terminal is that is written to; 0 where it is none.
func (c *command) width() int {
	f, ok := c.out.(*os.File)
	if !ok {
		return 0
	}
	w, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return w
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
	var format, to, profile string
	var force bool
	var sections []string
	cmd := &cobra.Command{
		Use:   "report FILE",
		Short: "Write the report without a terminal",
		Example: "  twopaths report acme.yaml                   Markdown to standard output\n" +
			"  twopaths report acme.yaml -o acme.md        into a file\n" +
			"  twopaths report acme.yaml -f html -o acme.html  a page to read and print\n" +
			"  twopaths report acme.md -f json             from an exported report, for programs\n" +
			"  twopaths report acme.yaml -f ics -o plan.ics    the plan as a calendar\n" +
			"  twopaths report acme.yaml -f csv -o steps.csv   the steps for a project tool\n" +
			"  twopaths report acme.yaml --sections management   one section of it\n" +
			"  twopaths report acme.yaml --profile me.yaml       with your name and your client's\n" +
			"  cat acme.yaml | twopaths report -           from standard input",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("sections") {
				sections = nil
			}
			return c.writeReport(args[0], format, to, force, sections, profile)
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "md", "md, html (a page to read and print), json, ics (the plan as a calendar) or csv (its steps)")
	cmd.Flags().StringVarP(&to, "output", "o", "-", "the `file` to write; - is standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(model.Formats(), cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().StringSliceVar(&sections, "sections", nil, "the sections to show, kept in the report: "+strings.Join(model.Sections(), ", "))
	cmd.Flags().StringVar(&profile, "profile", ui.DefaultProfile(), "the `file` with consultant, firm, client and confidentiality, for reports that have no profile")
	cmd.Flags().Lookup("profile").DefValue = "profile.yaml in the folder of settings"
	_ = cmd.RegisterFlagCompletionFunc("sections", cobra.FixedCompletions(model.Sections(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (c *command) writeReport(from, format, to string, force bool, sections []string, profile string) error {
	if !slices.Contains(model.Formats(), format) {
		return fmt.Errorf("there is no format %q; choose md, html, json, ics or csv", format)
	}
	if err := model.CheckSections(sections); err != nil {
		return fmt.Errorf("--sections: %w", err)
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	a, err := c.read(known, from)
	if err != nil {
		return err
	}
	if sections != nil {
		a.Report.Sections = sections
	}
	if profile != ui.DefaultProfile() && !ui.Exists(profile) {
		return fmt.Errorf("--profile: %s is not there", profile)
	}
	if a, err = ui.WithProfile(a, profile); err != nil {
		return err
	}
	r := model.NewReport(known, a)
	r.By(programVersion())
	data, err := r.Write(format)
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
			return fmt.Errorf("writing the %s: %w (%w)", what, errOut, err)
		}
		return nil
	}
	if to == "" {
		return errors.New("-o needs the name of a file, or - for standard output")
	}
	byHand := ui.EditedByHand(to)
	err := ui.WriteFile(to, data, force)
	switch {
	case errors.Is(err, fs.ErrExist) && byHand:
		return fmt.Errorf("%s exists already, was changed by hand, and was left as it is; name another file or add --force", to)
	case errors.Is(err, fs.ErrExist):
		return existsAlready(to)
	case err == nil && byHand:
		fmt.Fprintln(c.err, "twopaths: "+model.CleanLine(to)+" had been changed by hand; that is overwritten")
	}
	return err
}

func (c *command) verify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify REPORT.md",
		Short: "Is an exported report still what its own answers give?",
		Long: "Writes the report of an exported report's own assessment again and compares: the same, or which\n" +
			"sections differ, and whether a hand, the version of the content or that of the program did it.\n" +
			"Ends of lines count for nothing. Exit code 1: it differs.",
		Example: "  twopaths verify acme.md\n" +
			"  git ls-files '*.md' | xargs -n 1 twopaths verify",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.verifyReport(args[0]) },
	}
}

func (c *command) verifyReport(file string) error {
	known, err := c.load()
	if err != nil {
		return err
	}
	data, err := ui.ReadFile(file)
	if err != nil {
		return err
	}
	v, err := model.Verify(known, model.CleanLine(file), data, programVersion())
	if err != nil {
		return err
	}
	if v.Same {
		fmt.Fprintln(c.out, model.CleanLine(file)+": same")
		return nil
	}
	c.code = exitNo
	fmt.Fprintln(c.out, model.CleanLine(file)+": differs")
	for _, title := range v.Sections {
		if title == "" {
			title = "(above the first heading)"
		}
		fmt.Fprintln(c.out, "  in: "+model.CleanLine(title))
	}
	for _, cause := range v.Causes {
		fmt.Fprintln(c.out, "  because "+causeInWords(cause, v))
	}
	return nil
}

// causeInWords is why a report differs, behind the word "because".
func causeInWords(cause model.VerifyCause, v model.Verification) string {
	version := func(s string) string {
		if s == "" {
			return "none"
		}
		return model.CleanLine(s)
	}
	switch cause {
	case model.TextByHand:
		return "its text was changed by hand after it was exported"
	case model.AnswersByHand:
		return "the answers at its top were changed by hand after it was exported"
	case model.OtherContent:
		return "it was written with content " + version(v.Content[0]) + ", and this is " + version(v.Content[1])
	case model.OtherProgram:
		return "it was written by program version " + version(v.Program[0]) + ", and this is " + version(v.Program[1])
	case model.WithoutARecord:
		return "it does not say what it was: an older program wrote it, or the key exported was taken out"
	}
	return "the content has other words under the same version"
}

func existsAlready(file string) error {
	return fmt.Errorf("%s exists already and was not changed; name another file or add --force", file)
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
			return a, fmt.Errorf("reading the assessment: %w (%w)", errIn, err)
		}
		a, err = model.ParseAssessment(from, data)
	} else {
		a, err = ui.ReadAssessment(from)
	}
	if err != nil {
		return model.Assessment{}, err
	}
	return c.check(known, a, from, data)
}

// check carries an assessment over to the present content, says what was renamed, what the
// content does not know and what has changed in it, and refuses facts that cannot be.
// Without data the faults are looked up in the file.
func (c *command) check(known *model.Content, a model.Assessment, from string, data []byte) (model.Assessment, error) {
	if err := ui.Refuse(known, a, from, data); err != nil {
		return a, err
	}
	a, renamed := known.Carry(a)
	for _, n := range slices.Concat(renamed, known.Notices(a), known.ChangeNotices(a)) {
		fmt.Fprintln(c.err, "twopaths: "+model.CleanLine(from)+": "+model.CleanLine(n.Field()+": "+n.Text))
	}
	return a, nil
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
		return fmt.Errorf("writing the scope: %w (%w)", errOut, err)
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

func (c *command) portfolio() *cobra.Command {
	var format, to string
	var force bool
	formats := model.PortfolioFormats()
	cmd := &cobra.Command{
		Use:   "portfolio DIR|FILE...",
		Short: "Many assessments, a row each",
		Long: "Reads assessments (.yaml, .yml) and exported reports (.md) from files and folders, and writes a\n" +
			"row for each: class, verdict, balance, the biggest gaps and the next milestone. Folders are read with\n" +
			"all folders in them, but for what is hidden, and links in them are not followed. A file that cannot be\n" +
			"used is a row too, and the exit code is then not 0.",
		Example: "  twopaths portfolio group                       a table in Markdown\n" +
			"  twopaths portfolio group -f csv -o group.csv   for a spreadsheet\n" +
			"  twopaths portfolio acme.yaml sister.md -f json for programs",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.writePortfolio(args, format, to, force) },
	}
	cmd.Flags().StringVarP(&format, "format", "f", formats[0], "md, csv or json")
	cmd.Flags().StringVarP(&to, "output", "o", "-", "the `file` to write; - is standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (c *command) writePortfolio(args []string, format, to string, force bool) error {
	switch {
	case !slices.Contains(model.PortfolioFormats(), format):
		return fmt.Errorf("there is no format %q; choose md, csv or json", format)
	case slices.Contains(args, "-"):
		return errors.New("a portfolio is read from files and folders, and not from standard input")
	case to != "-" && !force && ui.Exists(to):
		return existsAlready(to) // before the work and not after it
	}
	known, err := c.load()
	if err != nil {
		return err
	}
	sources := findSources(args)
	if len(sources) == 0 {
		return fmt.Errorf("there is no .yaml, .yml or .md file in %s", strings.Join(args, ", "))
	}
	// Standard output gets each row at once; a file is written whole or not at all.
	var whole bytes.Buffer
	out := bufio.NewWriterSize(c.out, 1<<16)
	if to != "-" {
		out = bufio.NewWriter(&whole)
	}
	p := model.NewPortfolio(known, format, out)
	worst := exitDone
	err = p.Begin()
	progress := c.progress(to, len(sources))
	for row := range portfolioRows(known, sources) {
		if progress(); row.skipped {
			continue
		}
		worst = max(worst, row.code)
		if err = errors.Join(err, p.Row(row.PortfolioRow)); err != nil {
			break
		}
	}
	progress()
	if err = errors.Join(err, p.End(), out.Flush()); err != nil {
		cause := errFault
		if to == "-" {
			cause = errOut
		}
		return fmt.Errorf("writing the portfolio: %w (%w)", cause, err)
	}
	if to != "-" {
		if err := c.deliver("portfolio", whole.Bytes(), to, force); err != nil {
			return err
		}
	}
	if n := p.Unknown; n > 0 {
		fmt.Fprintf(c.err, "%d %s something that this content does not know, or that contradicts itself; `twopaths report FILE` says what.\n",
			n, word(n, "assessment holds", "assessments hold"))
	}
	if n := p.Bad; n > 0 {
		c.code = worst
		return fmt.Errorf("%d %s be used; the portfolio says why", n, word(n, "file cannot", "files cannot"))
	}
	return nil
}

// source is a file that may hold an assessment.
type source struct {
	path  string
	named bool  // by the user, and not found in a folder
	err   error // a folder that could not be read
}

// findSources lists the files that are named, and those in the folders that are named, each
// folder in the order of the names in it. A file that comes twice is listed once.
func findSources(args []string) []source {
	var out []source
	seen := map[string]bool{}
	add := func(s source) {
		if clean := filepath.Clean(s.path); !seen[clean] {
			seen[clean] = true
			out = append(out, s)
		}
	}
	var walk func(dir string)
	walk = func(dir string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			add(source{dir, true, err})
		}
		for _, e := range entries {
			path := filepath.Join(dir, e.Name())
			ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(e.Name())), ".")
			switch {
			case strings.HasPrefix(e.Name(), "."):
			case e.IsDir():
				walk(path)
			case e.Type().IsRegular() && slices.Contains(assessmentFiles, ending):
				add(source{path: path})
			}
		}
	}
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			walk(arg)
		} else {
			add(source{path: arg, named: true})
		}
	}
	return out
}

// portfolioRow is a row, or what became of a file that has none.
type portfolioRow struct {
	model.PortfolioRow
	skipped bool // a Markdown file in a folder that is no report
	code    int  // the exit code for it
}

// portfolioRows works the rows out on all processors and gives them in the order of the
// files. Only so many are under way that their number does not matter to the memory.
func portfolioRows(known *model.Content, sources []source) iter.Seq[portfolioRow] {
	return func(yield func(portfolioRow) bool) {
		type job struct {
			source
			row chan portfolioRow
		}
		workers := runtime.GOMAXPROCS(0)
		jobs, ordered := make(chan job), make(chan job, 8*workers)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(jobs)
			defer close(ordered)
			for _, s := range sources {
				j := job{s, make(chan portfolioRow, 1)}
				select {
				case ordered <- j:
				case <-stop:
					return
				}
				jobs <- j // somebody takes it: the workers wait for nothing else
			}
		}()
		for range workers {
			go func() {
				rows := model.NewPortfolioRows(known)
				for j := range jobs {
					j.row <- rowOf(known, rows, j.source)
				}
			}()
		}
		for j := range ordered {
			if !yield(<-j.row) {
				return
			}
		}
	}
}

func rowOf(known *model.Content, rows *model.PortfolioRows, s source) portfolioRow {
	if s.err != nil {
		return portfolioRow{PortfolioRow: model.BadPortfolioRow(s.path, fmt.Errorf("reading the folder: %w", s.err)), code: codeOf(s.err)}
	}
	a, err := ui.ReadAssessment(s.path)
	if err == nil {
		err = ui.Refuse(known, a, s.path, nil)
		a, _ = known.Carry(a)
	}
	switch {
	case err == nil:
		return portfolioRow{PortfolioRow: rows.Row(s.path, a)}
	case !s.named && strings.EqualFold(filepath.Ext(s.path), ".md") && !carriesAssessment(s.path):
		return portfolioRow{skipped: true}
	}
	return portfolioRow{PortfolioRow: model.BadPortfolioRow(s.path, err), code: codeOf(err)}
}

// carriesAssessment reports whether a Markdown file that cannot be used is meant to be a
// report, or cannot be read at all.
func carriesAssessment(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, model.MaxFileBytes))
	return err != nil || model.CarriesAssessment(data)
}

// progress says on a terminal how far the rows are, in a line that is gone at the end: it is
// to be called before each row and once after the last. Where the rows themselves go to the
// terminal they are the progress.
func (c *command) progress(to string, total int) func() {
	if !isTerminal(c.err) || (to == "-" && isTerminal(c.out)) {
		return func() {}
	}
	begun, shown, n := time.Now(), 0, 0
	return func() {
		if n++; n > total {
			fmt.Fprint(c.err, strings.Repeat(" ", shown)+"\r")
			return
		}
		if since := time.Since(begun); since > progressEvery {
			line := fmt.Sprintf("reading assessments: %d of %d", n, total)
			fmt.Fprint(c.err, line+"\r")
			begun, shown = begun.Add(since), len(line)
		}
	}
}

// progressEvery is how often progress is shown, and after which time first.
const progressEvery = 200 * time.Millisecond

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
	a, file, errFile := c.open(known, from, !said)
	if file != nil {
		defer file.Release()
	}
	states, counts, errTable := c.readControls(known, table)
	if err := errors.Join(errFile, errTable); err != nil {
		return err
	}
	a = a.WithControls(states)
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

// open reads an assessment, with its file if it is to be written back.
func (c *command) open(known *model.Content, from string, back bool) (model.Assessment, *ui.File, error) {
	if !back {
		a, err := c.read(known, from)
		return a, nil, err
	}
	file, a, err := ui.OpenToSave(from, time.Now())
	if err != nil {
		return a, nil, err
	}
	a, err = c.check(known, a, from, nil)
	return a, file, err
}

// readControls reads a Statement of Applicability from a file or standard input.
func (c *command) readControls(known *model.Content, from string) (map[string]model.ControlState, model.ControlCounts, error) {
	var data []byte
	var err error
	if from == "-" {
		if data, err = io.ReadAll(io.LimitReader(c.in, model.MaxFileBytes+1)); err != nil {
			err = fmt.Errorf("reading the table: %w (%w)", errIn, err)
		}
	} else {
		if data, err = ui.ReadFile(from); err != nil {
			err = fmt.Errorf("reading the table: %w", err)
		}
	}
	if err != nil {
		return nil, model.ControlCounts{}, err
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
			if by, held := c.store.HeldBy(name); held {
				return fmt.Errorf("deleting the saved assessment %q: %w", name, by)
			}
			fmt.Fprintf(c.err, "This deletes %s for good. Type its name to go on: ", model.CleanLine(name))
			answer, _ := bufio.NewReader(io.LimitReader(c.in, 1000)).ReadString('\n')
			if strings.TrimSpace(answer) != name {
				c.code = exitNo
				fmt.Fprintln(c.err, "Not deleted.")
				return nil
			}
			if err := c.store.Delete(name, time.Now()); err != nil {
				return err
			}
			fmt.Fprintln(c.err, "Deleted.")
			return nil
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
	var words bool
	check := &cobra.Command{
		Use:   "check [DIR]",
		Short: "List all faults of a content folder at once, with file and line",
		Example: "  twopaths content check                   the shipped content\n" +
			"  twopaths content check ours              a folder of your own\n" +
			"  twopaths content check --words ours      and what in its texts is hard to read",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				c.contentDir = args[0]
			}
			known, err := c.tried()
			if err == nil && words {
				err = c.checkWords()
			}
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
			if words {
				fmt.Fprintln(c.out, "words: nothing to mend")
			}
			return nil
		},
	}
	check.Flags().BoolVar(&words, "words", false, "check the words too: long sentences, unexplained abbreviations, double negatives, slips")
	cmd.AddCommand(check, &cobra.Command{
		Use:     "export DIR",
		Short:   "Write the shipped content as files, to edit",
		Example: "  twopaths content export ours      then: twopaths --content ours",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.exportContent(args[0]) },
	})
	return cmd
}

// keys writes the table of keys, as a file to begin with.
func (c *command) keys() *cobra.Command {
	return &cobra.Command{
		Use:   "keys",
		Short: "The keys of the wizard, as a file to bind them anew",
		Long: "Writes every action of the wizard with its keys and where it works, to standard output. What is kept of\n" +
			"it in keys.yaml, in the folder of settings, binds keys anew. Two actions that work at the same moment\n" +
			"cannot share a key; ctrl+c always leaves.",
		Example: "  twopaths keys                       the keys as they are\n" +
			"  twopaths keys > keys.yaml           a file to begin with",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path := ui.DefaultKeys()
			keys, err := ui.ReadKeys(path)
			if err != nil {
				return err
			}
			return c.deliver("keys", []byte(ui.KeysFile(keys, path)), "-", false)
		},
	}
}

func (c *command) schema() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Write the JSON Schema of `report -f json`",
		Example: "  twopaths schema > report.schema.json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return c.deliver("schema", model.Schema(), "-", false) },
	}
}

func (c *command) man() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages of all commands into a folder",
		Example: "  twopaths man ~/.local/share/man/man1          then: man twopaths\n" +
			"  twopaths man pages && man pages/twopaths.1   without installing them",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.writeManual(cmd.Root(), args[0]) },
	}
}

// writeManual writes a page for each command into a folder, over older ones. They bear the
// date of the shipped content, so that the same program writes the same bytes.
func (c *command) writeManual(root *cobra.Command, dir string) error {
	known, err := content.Load(content.Shipped())
	if err != nil {
		return fmt.Errorf("%w: %w", errFault, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	root.DisableAutoGenTag = true
	date := time.Date(known.AsOf.Year, known.AsOf.Month, known.AsOf.Day, 0, 0, 0, 0, time.UTC)
	pages := 0
	var write func(cmd *cobra.Command) error
	write = func(cmd *cobra.Command) error {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
		var page bytes.Buffer
		header := &doc.GenManHeader{Title: strings.ToUpper(name), Section: "1", Date: &date, Source: "twopaths", Manual: "twopaths"}
		if err := doc.GenMan(cmd, header, &page); err != nil {
			return fmt.Errorf("%w: %w", errFault, err)
		}
		if err := ui.WriteFile(filepath.Join(dir, name+".1"), page.Bytes(), true); err != nil {
			return err
		}
		pages++
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() && sub.Name() != "help" {
				if err := write(sub); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := write(root); err != nil {
		return err
	}
	fmt.Fprintf(c.err, "%d pages written to %s\n", pages, model.CleanLine(dir))
	return nil
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

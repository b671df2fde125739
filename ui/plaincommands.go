package ui

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"twopaths/model"
)

// The words that work at every place of the wizard line by line. Help is made of them.

// everywhere is those commands, most useful first.
func (p *plain) everywhere() []plainCommand {
	all := []plainCommand{
		{word: "help", also: "?", args: "WORD", does: "every word that works here, or what one does", start: true, run: (*plain).help},
		{word: "repeat", does: "say this again", start: true, run: func(p *plain, _ string) { p.part().say(p) }},
		{word: "where", does: "where you are, what is answered and where it is saved", run: (*plain).where},
		{word: "list", does: "the stations, and what is open at each", run: (*plain).stationList},
		{word: "go", args: "WHERE", does: "to a question by its number, to a station or a topic by its name, or to the next open question: go open", run: (*plain).jumpTo},
		{word: "next", also: "skip", does: "the next place; a question stays as it is", run: func(p *plain, _ string) { p.step(1) }},
		{word: "back", does: "where you came from", run: func(p *plain, _ string) { p.back() }},
		{word: "undo", does: "take the last change back", run: func(p *plain, _ string) { p.travelled(p.session.undo()) }},
		{word: "redo", does: "make it again", run: func(p *plain, _ string) { p.travelled(p.session.redo()) }},
		{word: "note", args: "TEXT", does: "write the note on this; without a text the lines that follow are the note, up to a line with a full stop alone", run: (*plain).note},
		{word: "clear", does: "take the note on this away", run: (*plain).clearNote},
		{word: "overview", args: "KIND", does: "every answer; with open, not sure, guesses or with a note, those alone", run: (*plain).overview},
		{word: "balance", args: "hide or show", does: "what speaks for which path; hide keeps it from the room", run: (*plain).balance},
		{word: "recommendation", does: "what follows from the answers", run: func(p *plain, _ string) { p.goTo(recommendationPlace, true) }},
		{word: "roadmap", does: "the steps and their days", run: func(p *plain, _ string) { p.goTo(p.kind(model.RoadmapStation), true) }},
		{word: "weights", does: "how much each reason counts", run: func(p *plain, _ string) { p.goTo(weightsPlace, true) }},
		{word: "breakeven", does: "when the certificate pays, in your own numbers", run: func(p *plain, _ string) { p.goTo(breakEvenPlace, true) }},
	}
	all = append(all, whatIfCommands()...)
	leaving := "leave"
	if p.session != nil {
		leaving += "; " + p.keptWords()
	}
	return append(all,
		plainCommand{word: "export", args: "FILE", does: "write the report; the name's ending is the format: md, html, json, ics or csv", run: (*plain).export},
		plainCommand{word: "glossary", args: "WORD", does: "what the words mean", start: true, run: (*plain).glossary},
		plainCommand{word: "save", args: "FILE", does: "save now, though every answer is saved by itself; with a name, save in that file and go on there", run: (*plain).saveNow},
		plainCommand{word: "start", does: "leave this assessment and go to the start", run: func(p *plain, _ string) { p.leaveAssessment("start") }},
		plainCommand{word: "quit", also: "exit", does: leaving, start: true, run: (*plain).quit},
	)
}

// quit ends it, unless what is open could not be saved and nobody was told.
func (p *plain) quit(string) { p.over = p.session == nil || p.mayLeave("quit") }

// working is the commands that work now: those of the place, then those of everywhere that
// mean nothing else at this place.
func (p *plain) working() (here, everywhere []plainCommand) {
	here = p.part().commands()
	for _, c := range p.everywhere() {
		taken := slices.ContainsFunc(here, func(own plainCommand) bool { return own.word == c.word || own.also == c.word })
		if (c.start || p.session != nil) && !taken {
			everywhere = append(everywhere, c)
		}
	}
	return here, everywhere
}

// command finds a command by its word.
func (p *plain) command(word string) (plainCommand, bool) {
	here, everywhere := p.working()
	all := append(slices.Clone(here), everywhere...)
	i := slices.IndexFunc(all, func(c plainCommand) bool { return strings.EqualFold(c.word, word) || strings.EqualFold(c.also, word) })
	if i < 0 || word == "" {
		return plainCommand{}, false
	}
	return all[i], true
}

// help tells every word that works now, or one of them.
func (p *plain) help(word string) {
	tell := func(c plainCommand) {
		words := c.word
		if c.also != "" {
			words += " or " + c.also
		}
		if c.args != "" {
			words += " [" + c.args + "]"
		}
		p.hang(words+": "+stopped(c.does), 2)
	}
	if word != "" {
		c, ok := p.command(word)
		if !ok {
			p.line(quoted(word) + " is no word that works here. help tells all that do.")
			return
		}
		tell(c)
		return
	}
	here, everywhere := p.working()
	p.part().brief(p)
	if len(here) > 0 {
		p.line("Here:")
		for _, c := range here {
			tell(c)
		}
	}
	p.line("Everywhere:")
	for _, c := range everywhere {
		tell(c)
	}
	p.line("What stands in brackets may be left out. Capitals or small letters are the same. Enter alone chooses nothing.")
}

// where tells where one is and what was done so far.
func (p *plain) where(string) {
	p.line(p.whose())
	p.heading()
	p.linef("%d of %d answered, of these %s not sure.", p.overall().Done, p.overall().Total, strconv.Itoa(p.overall().Open))
	if n := len(p.past); n > 0 {
		p.line("Changed last: " + stopped(p.past[n-1].what))
	}
	p.part().brief(p)
}

// stationList tells the stations, and what is done at each.
func (p *plain) stationList(string) {
	for i, st := range p.stations {
		state := p.stationState(st)
		if st.ID == p.at.station {
			state = strings.TrimSpace("You are here. " + state)
		}
		p.option(strconv.Itoa(i+1), st.Title, state)
	}
	p.linef("%d of %d answered. go and a station's name leads there; overview tells every answer.", p.overall().Done, p.overall().Total)
}

// stationState is how far a station is, in words.
func (p *plain) stationState(st model.Station) string {
	n := p.progress(st)
	switch {
	case st.Kind == model.DifferencesStation:
		return plural(n.Marks, "matters to you", "matter to you")
	case n.Total == 0:
		return ""
	case n.Optional && n.Done == 0:
		return "not looked at, may be skipped"
	}
	state := strconv.Itoa(n.Done) + " of " + strconv.Itoa(n.Total) + " answered"
	if n.Open > 0 {
		state += ", of these " + strconv.Itoa(n.Open) + " not sure"
	}
	return state
}

// kind is the first place of the station of a kind.
func (p *plain) kind(k model.StationKind) place {
	i := slices.IndexFunc(p.stations, func(st model.Station) bool { return st.Kind == k })
	return place{p.stations[i].ID, 0}
}

// jumpTo goes where a number or a name says.
func (p *plain) jumpTo(where string) {
	all := p.counted()
	if n, err := strconv.Atoi(where); err == nil {
		if n < 1 || n > len(all) {
			p.linef("There is no question %s; there are 1 to %d.", where, len(all))
			return
		}
		p.goTo(all[n-1], true)
		return
	}
	switch strings.ToLower(where) {
	case "":
		p.line("Where to? Say go and the number of a question, or the name of a station: " + model.List(p.stationNames()) + ".")
		return
	case "open":
		st, i, ok := p.content.FirstOpen(p.a)
		if !ok {
			p.line("Nothing is open: every question has an answer.")
			return
		}
		p.goTo(questionPlace(st, i), true)
		return
	case "weights":
		p.goTo(weightsPlace, true)
		return
	case "breakeven", "break-even":
		p.goTo(breakEvenPlace, true)
		return
	case "whatif", "what-if":
		p.obey("whatif")
		return
	}
	found := p.find(where)
	switch {
	case len(found) == 0:
		p.line("There is no place called " + quoted(where) + ". list tells the stations, overview the questions.")
	case len(found) > 1:
		var names []string
		for _, t := range found {
			if !slices.Contains(names, t.names[1]) {
				names = append(names, t.names[1])
			}
		}
		first := names[:min(3, len(names))]
		words := "Several begin with " + quoted(where) + ": " + model.List(first)
		if more := len(names) - len(first); more > 0 {
			words += ", and " + strconv.Itoa(more) + " more"
		}
		p.line(words + ". Say more of the name.")
	case found[0].row == "":
		p.goTo(found[0].at, true)
	default:
		p.leadTo(found[0].at)
		p.part().take(p, found[0].row)
	}
}

func (p *plain) stationNames() []string {
	var out []string
	for _, st := range p.stations {
		out = append(out, st.Title)
	}
	return out
}

// plainTarget is somewhere to go.
type plainTarget struct {
	at    place
	row   string    // what chooses it there; empty: the place itself
	names [2]string // its id, and what it is called
}

// find finds stations, questions, and rows of a station: differences, duties, steps. It goes
// by ids and names; where none is the one that was said, by how they begin.
func (p *plain) find(name string) []plainTarget {
	var all []plainTarget
	for _, st := range p.stations {
		all = append(all, plainTarget{place{st.ID, 0}, "", [2]string{st.ID, st.Title}})
	}
	for _, st := range p.stations {
		for i, q := range st.Questions {
			all = append(all, plainTarget{questionPlace(st, i), "", [2]string{q.ID, q.Topic}})
		}
	}
	for _, d := range p.content.Differences {
		all = append(all, plainTarget{p.kind(model.DifferencesStation), d.ID, [2]string{d.ID, d.Aspect}})
	}
	for _, d := range p.content.Duties(p.a) {
		all = append(all, plainTarget{p.kind(model.ObligationsStation), d.ID, [2]string{d.ID, d.Short}})
	}
	for _, stage := range model.PlanRoadmap(p.content, p.a, p.outcome).Stages {
		for _, step := range stage.Steps {
			all = append(all, plainTarget{p.kind(model.RoadmapStation), step.ID, [2]string{step.ID, step.Name}})
		}
	}
	name = strings.ToLower(name)
	var found []plainTarget
	for _, t := range all {
		switch id, called := strings.ToLower(t.names[0]), strings.ToLower(t.names[1]); {
		case id == name, called == name:
			return []plainTarget{t}
		case strings.HasPrefix(id, name), strings.HasPrefix(called, name):
			found = append(found, t)
		}
	}
	return found
}

// travelled goes where an undo or a redo was made.
func (p *plain) travelled(where place, ok bool, cmd tea.Cmd) {
	p.run(cmd)
	if !ok {
		p.sayHeld()
		return
	}
	p.told = ""
	_, asked := p.part().(*plainQuestion)
	if where != p.at || asked {
		p.goTo(where, true)
		return
	}
	p.sayHeld()
	p.part().brief(p) // what is here may be long, and was said
}

// note writes the note on what is spoken of, or begins to.
func (p *plain) note(text string) {
	n, ok := p.noteHere()
	switch {
	case !ok:
	case text != "":
		if !p.fits(text, "The note", model.MaxField) {
			return
		}
		p.do(n.set(text), n.what)
		p.line("Noted: " + stopped(text))
	default:
		p.writing = &plainWriting{plainNote: n, at: p.at}
		p.line("Write the note. A line with a single full stop ends it.")
		if n.text != "" {
			p.line("It takes the place of: " + stopped(n.text))
		}
	}
}

func (p *plain) clearNote(string) {
	n, ok := p.noteHere()
	switch {
	case !ok:
	case n.text == "":
		p.line("There is no note here.")
	default:
		p.do(n.set(""), n.what)
		p.line("The note is gone. undo brings it back.")
	}
}

func (p *plain) noteHere() (plainNote, bool) {
	part, able := p.part().(plainNoted)
	if able {
		if n, ok := part.noted(); ok {
			return n, true
		}
		p.line("A note needs something to stand on. Choose it by its number first.")
		return plainNote{}, false
	}
	p.line("No note can be written here. Go to a question, a difference or a duty first.")
	return plainNote{}, false
}

// overview tells every answer, or those of a kind.
func (p *plain) overview(kind string) {
	s := newOverviewScreen(p.env)
	for i, k := range overviewKinds {
		if kind != "" && i > 0 && (strings.EqualFold(k.name, kind) || strings.HasPrefix(k.name, strings.ToLower(kind))) {
			s.kind = i
		}
	}
	if kind != "" && s.kind == 0 && !strings.EqualFold(kind, "every answer") {
		var names []string
		for _, k := range overviewKinds[1:] {
			names = append(names, k.name)
		}
		p.line("overview can be narrowed to: " + strings.Join(names, ", ") + ".")
		return
	}
	rows := s.rows()
	if len(rows) == 0 {
		p.line("None.")
	}
	all := p.counted()
	for _, r := range rows {
		if r.heading != "" {
			p.line(r.heading + ":")
			continue
		}
		words := r.topic
		if r.answer != "" {
			words += ": " + r.answer
		}
		if i := slices.Index(all, r.at); i >= 0 {
			words = strconv.Itoa(i+1) + ". " + words
		}
		right := strings.TrimSpace(r.right)
		if rest, noted := strings.CutSuffix(right, noteMark("a note")); noted {
			right = strings.TrimSpace(rest) + ", with a note"
		}
		if right = strings.TrimPrefix(strings.TrimSpace(right), ", "); right != "" {
			words += ", " + right
		}
		p.hang(stopped(words), 2)
	}
	p.linef("%d of %d answered. go and a number or a name leads there.", p.overall().Done, p.overall().Total)
}

// balance tells the balance in words, or hides it.
func (p *plain) balance(how string) {
	switch strings.ToLower(how) {
	case "hide":
		p.hidden = true
		p.line("The balance is hidden; balance show brings it back.")
		return
	case "show", "":
	default:
		p.line("Say balance, balance hide or balance show.")
		return
	}
	p.hidden = false
	o := p.outcome
	alone, iso := p.content.Sides(o)
	p.line("The balance is " + o.Balance.Signed() + ". Above zero it leans to " + iso + ", below to " + alone + ".")
	for _, k := range o.Contributions {
		c, _ := p.content.Criterion(k.Criterion)
		p.line("- " + c.Label + ": " + k.Signed().Signed())
	}
	if o.Balance != 0 || len(o.Gates) > 0 {
		p.line(p.standingWords())
	}
	p.told = p.content.Say(p.content.BalancePhrase(o))
	p.line(p.told)
}

// glossary explains a word, or all.
func (p *plain) glossary(word string) {
	found := false
	for _, term := range p.opts.known().Glossary {
		if word == "" || strings.Contains(strings.ToLower(term.Term), strings.ToLower(word)) {
			p.hang(term.Term+": "+stopped(term.Text), 2)
			found = true
		}
	}
	if !found {
		p.line("The glossary has no " + quoted(word) + ". glossary alone tells all words.")
	}
}

// saveNow saves what is not saved yet, or all of it in another file.
func (p *plain) saveNow(name string) {
	switch {
	case name != "":
		path, err := assessmentPath(name)
		if err != nil {
			p.line(sentence(err.Error()))
			return
		}
		p.saveIn(path, toNothing)
		return
	case p.saves.file == nil:
		p.line("Nothing is saved here. save and the name of a file keeps it there; export writes a report, which keeps all of it too.")
		return
	}
	if p.saves.done == p.version && p.saves.file.doubt() {
		p.saves.done = 0 // somebody removed it since, or changed it
	}
	p.run(p.session.save())
	switch {
	case errors.Is(p.saves.err, ErrFolderGone):
		p.saveIn(absolute(p.saves.file.Path), toNothing)
	case p.saves.err == nil:
		p.line("Saved in " + p.saves.file.Path + ".")
	}
}

// saveIn saves in another file and goes on there. What exists is overwritten, and a folder
// made, only after a yes.
func (p *plain) saveIn(path string, agreed agreement) {
	if p.opts.NoSave {
		p.line("With --no-save nothing is saved. export writes a report, which keeps all of it.")
		return
	}
	msg := p.elsewhere(p.opts, path, agreed)()
	asks := map[agreement]string{
		toOverwrite: "There is a file " + path + " already. Type yes to overwrite it.",
		toFolder:    "The folder of " + path + " is not there. Type yes to make it.",
	}
	switch {
	case msg.err != nil:
		p.line("Not saved: " + stopped(msg.err.Error()) + " Your answers are kept as long as this runs.")
	case msg.ask != toNothing:
		p.question(asks[msg.ask], func(line string) {
			if !strings.EqualFold(line, "yes") {
				p.line("Nothing was written.")
				return
			}
			p.saveIn(path, msg.ask)
		})
	default:
		p.warned = 0
		p.run(p.goOn(msg.file, msg.seq))
		p.line("Saved. Work goes on in " + path + ".")
	}
}

package ui

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"twopaths/model"
)

// The edges of the wizard line by line: the one reader of its lines, and the one way out
// for what it says.

// maxPlainLine is the most bytes that a line may have. The longest text, a note of
// model.MaxField characters, has room in it.
const maxPlainLine = 64 << 10

// plainWidth is how wide lines are where nothing tells the width.
const plainWidth = 80

// plainInput is one line, or why there is none.
type plainInput struct {
	text    string // without the end of the line
	bytes   int    // of the line
	cut     bool   // the input ended before the line did: it is no line
	ended   bool   // there are no more
	problem error  // what ended it, besides its end
}

// tooLong reports whether the line has more bytes than are read.
func (l plainInput) tooLong() bool { return l.bytes > maxPlainLine }

// readLines reads lines until the input ends. It is the only reader of a run: nothing that
// was piped in gets lost between two questions. Of a line that is too long it keeps the
// length alone. It waits for each line to be taken, or for done.
func readLines(in io.Reader, lines chan<- plainInput, done <-chan struct{}) {
	r := bufio.NewReader(in)
	for {
		l := readLine(r)
		select {
		case lines <- l:
		case <-done:
			return
		}
		if l.ended {
			return
		}
	}
}

func readLine(r *bufio.Reader) plainInput {
	var b strings.Builder
	l := plainInput{}
	for {
		part, err := r.ReadSlice('\n')
		l.bytes += len(part)
		if l.bytes <= maxPlainLine+len("\r\n") {
			b.Write(part)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			l.ended, l.cut = true, l.bytes > 0
			if !errors.Is(err, io.EOF) {
				l.problem = err
			}
			return l
		}
		text := strings.TrimSuffix(strings.TrimSuffix(b.String(), "\n"), "\r")
		if l.bytes > maxPlainLine+len("\r\n") {
			l.bytes -= len("\n")
			return l
		}
		if l.bytes = len(text); !l.tooLong() {
			l.text = text
		}
		return l
	}
}

// line says a paragraph, wrapped.
func (p *plain) line(text string) { p.hang(text, 0) }

// linef is line for a text with parts put in.
func (p *plain) linef(format string, args ...any) { p.line(fmt.Sprintf(format, args...)) }

// hang says a paragraph whose further lines begin n cells in.
func (p *plain) hang(text string, n int) {
	for _, part := range strings.Split(model.Clean(text), "\n") {
		for i, line := range plainWrap(part, p.width()-n) {
			if i > 0 {
				p.out.WriteString(strings.Repeat(" ", n))
			}
			p.out.WriteString(line + "\n")
		}
	}
}

// gap leaves a line empty, unless one is or nothing was said yet.
func (p *plain) gap() {
	if said := p.out.String(); said != "" && !strings.HasSuffix(said, "\n\n") || said == "" && p.spoken {
		p.out.WriteString("\n")
	}
}

// option says what a number stands for.
func (p *plain) option(number, label, hint string) {
	p.hang(number+". "+joinSentences(label, hint), len(number)+2)
}

// labelled says a text behind its name, and nothing where there is no text.
func (p *plain) labelled(label, text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.line(label + ": " + text)
	}
}

// joinSentences makes one text of sentences; each ends with a sign that ends one.
func joinSentences(parts ...string) string {
	var out []string
	for _, s := range parts {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, stopped(s))
		}
	}
	return strings.Join(out, " ")
}

// stopped ends a text with a full stop where it has no end yet: a screen reader pauses there.
func stopped(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:;)") {
		return s
	}
	return s + "."
}

// plainWrap breaks text into lines of at most w cells between words. A word that is longer,
// such as a path, stays whole: it is copied, and read aloud.
func plainWrap(text string, w int) []string {
	var lines []string
	line, used := "", 0
	for i, word := range strings.Split(together(text), " ") {
		n := ansi.StringWidth(word)
		switch {
		case i == 0:
			line, used = word, n
		case used+1+n <= w || strings.TrimSpace(line) == "":
			line, used = line+" "+word, used+1+n
		default:
			lines = append(lines, apartAgain(strings.TrimRight(line, " ")))
			line, used = word, n
		}
	}
	return append(lines, apartAgain(strings.TrimRight(line, " ")))
}

func (p *plain) width() int {
	if p.opts.Width != nil {
		if w := p.opts.Width(); w > 0 {
			return max(20, w)
		}
	}
	return plainWidth
}

// flush writes what was said. It is the output edge: whatever got into a text, only
// printable characters and line breaks leave. By then all that was answered is on disk.
func (p *plain) flush() {
	text := model.Clean(p.out.String())
	p.out.Reset()
	if text == "" || p.broken != nil {
		return
	}
	p.spoken = true
	if _, err := io.WriteString(p.opts.Out, text); err != nil {
		p.broken = err
	}
}

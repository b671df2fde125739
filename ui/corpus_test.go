package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// The corpus of hostile texts: everything that a text from outside could do to a terminal,
// a file or whoever reads it, built part by part so that no combination is forgotten. It is
// kept as testdata/hostile.txt too, a Go string on each line, for the tests of the commands:
//
//	go test ./ui -run HostileCorpus -update

// corpus is all of it, without doubles. Nearly each text holds the word "inert".
var corpus = sync.OnceValue(func() []string {
	out := slices.Concat(hostile, controlTexts(), sequenceTexts(), invisibleTexts(), markupTexts(), cellTexts(), languageTexts(), fileTexts())
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(s string) bool {
		double := seen[s]
		seen[s] = true
		return double
	})
})

// controlTexts is each control character alone: C0, DEL, and C1 as a character and as the
// single byte that it is in older encodings.
func controlTexts() []string {
	var out []string
	for c := range 0x20 {
		out = append(out, "in"+string(rune(c))+"ert inert"+string(rune(c)))
	}
	out = append(out, "\x7finert\x7f")
	for c := rune(0x80); c < 0xa0; c++ {
		out = append(out, string(c)+"inert"+string(c), string([]byte{byte(c)})+"inert")
	}
	return out
}

// sequenceTexts is what terminals act on: each kind of sequence in each spelling, ended in
// each way, and not at all.
func sequenceTexts() []string {
	var out []string
	ends := []string{"\x07", "\x1b\\", "\u009c", "\x9c", ""}
	for _, s := range []struct {
		letter string
		c1     rune
		bodies []string
	}{
		{"]", 0x9d, []string{"0;title", "52;c;aW5lcnQ=", "8;;https://evil.example", "7;file:///etc/passwd", "9;4;1;50", "133;A", "1337;SetUserVar=a=b"}},
		{"P", 0x90, []string{"q#0;2;0;0;0", "$q\"p", "+q544e"}},
		{"_", 0x9f, []string{"Ga=T,f=24;aW5lcnQ=", "tmux;\x1b[2J"}},
		{"^", 0x9e, []string{"private"}},
		{"X", 0x98, []string{"string"}},
	} {
		for i, body := range s.bodies {
			for j, end := range ends {
				out = append(out, "\x1b"+s.letter+body+end+"inert")
				if i == 0 { // the other spellings
					out = append(out, string(s.c1)+body+end+"inert", string([]byte{byte(s.c1)})+body+end+"inert")
				}
				if j == 0 { // one within the other
					out = append(out, "\x1b"+s.letter+"\x1b[2J"+body+"\x1b"+s.letter+body+end+end+"inert")
				}
			}
		}
	}
	for _, final := range []string{"A", "D", "G", "H", "J", "K", "L", "M", "P", "S", "T", "X", "Z", "@", "b", "c", "d", "f", "g", "h", "i", "l", "m", "n", "p", "q", "r", "s", "t", "u", "x", "~"} {
		out = append(out, "\x1b[2"+final+"inert", "inert\u009b?25;1049"+final)
	}
	for _, s := range []string{"=", ">", "6", "8", "9", "D", "E", "H", "M", "N", "O", "V", "W", "Z", "c", "l", "n", "o", "|", "}", "~", "#8", "%G", "(0", ")0", " F", "\x1b[2J", "[\x1b[31m", "[31", "["} {
		out = append(out, "\x1b"+s+"inert")
	}
	return append(out,
		"\x1b[38;2;"+strings.Repeat("9", 300)+"minert", "\x1b["+strings.Repeat(";", 300)+"minert", "\x1b[<0;1;1Minert", "\x1b[200~q\x1b[201~inert",
		"\x1b[>4;2minert", "\x1b[=1;1uinert", "inert\x1b", "inert\u009b", "inert\x9b", "inert\xc2", "\x18inert\x1a")
}

// invisibleTexts is what shows nothing, or shows the order of letters otherwise than it is.
func invisibleTexts() []string {
	var out []string
	for _, r := range []rune{0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, // order
		0x200b, 0x200c, 0x200d, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x206a, 0x206f, 0xfeff, 0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x3164, 0xffa0, // nothing
		0x2028, 0x2029, 0x85, 0xfe0e, 0xfe0f, 0xe0100, 0xe01ef, 0xe0001, 0xe0041, 0xe007f, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xfff0, 0xfff8, 0xfff9, 0xfffb, 0xfffc,
		0xe000, 0xe001, 0xf8ff, 0xf0000, 0xffffd, 0x100000, 0x10fffd, // private
		0xfdd0, 0xfffe, 0xffff, 0x1ffff, 0x10ffff, 0xfffd, // no characters
		0x00a0, 0x2007, 0x202f, 0x2800, 0x3000, 0x20e3, 0x20dd, 0x0e47, 0x1f3fb, 0x1f1e6, 0xfdfd, 0x12031} { // wide, or blank, or on the letter before
		out = append(out, "in"+string(r)+"ert inert"+string(r), string(r)+" inert")
	}
	flag := []rune{0x1f3f4, 0xe0067, 0xe0062, 0xe0065, 0xe006e, 0xe0067, 0xe007f}
	return append(out,
		"inert "+string(flag), "inert"+strings.Repeat("\u0489\u0301", 60), strings.Repeat("\u200d", 90)+"inert", strings.Repeat("👩\u200d", 40)+"inert",
		"іnеrt inert", "inert ①②③ ﬁ ℻ ㎏", "\xed\xa0\xbd\xed\xb8\x80inert", "\xf4\x90\x80\x80inert", "\xc0\x80inert", "\xe0\x80\xafinert", "\xf0\x9f\x98inert")
}

// markupTexts is structures of Markdown, of HTML and of what stands within a page.
func markupTexts() []string {
	return []string{
		"# inert", "## inert ##", "inert\n=====", "inert\n-----", "---\ninert\n---", "***\ninert", "- inert\n  - inert", "* inert", "+ inert", "1. inert", "999999999) inert",
		"> inert", ">> inert\n> > > inert", "    inert as code", "\tinert after a tab", "```\ninert", "```mermaid\ngantt\ninert\n```", "~~~ inert\n~~~", "``inert`` `", "`inert", "|inert|\n|-|\n|x|", "inert | a\n-|-\nb | c",
		"inert\n:-", "**inert** __inert__ *inert* _inert_ ~~inert~~", "***inert", "[inert](http://evil.example)", "[inert](<javascript:alert(1)>)", "[inert](data:text/html,x)", "[inert][1]\n\n[1]: file:///x", "![inert](//evil.example/x.png)",
		"[![inert](x)](y)", "<inert@evil.example>", "http://evil.example/inert", "www.evil.example/inert", "inert@evil.example", "xmpp:inert@evil.example/x", "[^1] inert\n\n[^1]: inert", "inert\n: definition", "- [ ] inert\n- [x] inert",
		"inert  \nbroken", "inert\\\nbroken", "inert\\", "\\inert \\# \\* \\| \\\\", "[inert", "inert](", "![inert](", "inert :smile: :inert:", "$inert$ $$x$$", "==inert== ^x^ ~y~", "{#inert} {.inert onclick=x}", "<!-- inert -->", "<!--inert", "inert-->", "<?inert?>", "<!DOCTYPE inert>", "<![CDATA[inert]]>",
		"<script>inert</script>", "</script><script>inert", "<ScRiPt/x>inert", "<style>*{display:none}</style>inert", "</style>inert", "<img src=x onerror=inert>", "<svg onload=inert>", "<a href=javascript:inert>inert</a>", "<iframe srcdoc=inert>", "<base href=//evil.example>inert",
		"<meta http-equiv=refresh content=0;url=//evil.example>inert", "<link rel=stylesheet href=//evil.example>inert", "<form action=//evil.example><button>inert", "<details open ontoggle=inert>", "<b>inert", "</p></td></tr></table>inert", "<table><tr><td>inert", "\" onmouseover=\"inert", "' onmouseover='inert", "\"><b>inert</b>", "<inert", "<br>inert<br/>", "<x\ninert\n>",
		"&lt;b&gt;inert", "&#60;b&#62;inert", "&#x3c;b&#x3e;inert", "&#x1b;[2Jinert", "&#27[8minert", "&#x1b[31minert", "&ltinert", "&copyinert", "&#155[8minert", "&#27;]52;c;x&#7;inert", "&#x202e;inert", "&ZeroWidthSpace;inert&NoBreak;", "&amp;lt;inert", "&inert;", "&#xinert;", "&#99999999;inert", "&#0;inert", "&nbsp;inert&shy;", "&Tab;inert&NewLine;# inert", "&lbrack;inert&rbrack;&lpar;x&rpar;",
		"</text><text>inert", "</svg><svg>inert", "<![CDATA[</text>inert", "<use href=#x>inert", "<foreignObject>inert", "<title>inert</title>", "</title>inert", "url(javascript:inert)", "expression(inert)", "/* inert */ } * { x: y",
	}
}

// cellTexts is what a spreadsheet or a calendar would take for more than a text.
func cellTexts() []string {
	var out []string
	for _, sign := range []string{"=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\u00a0=", "＝", "＋", "－", "＠", "\"=", "'=", "\x00=", "\ufeff=", "\u200b=", "|", "%", ";=", ",=", "\v=", "\u3000="} {
		out = append(out, sign+"inert()")
	}
	return append(out,
		"=cmd|'/C inert'!A0", "=HYPERLINK(\"http://evil.example\",\"inert\")", "@SUM(1)inert", "inert\",=1+1,\"", "inert\r\n=1+1", "inert;\"x\"\"y\"", "\"inert", "inert\t=1+1",
		"inert\r\nEND:VEVENT\r\nBEGIN:VALARM", "inert\nATTACH:http://evil.example", "inert\\nSUMMARY:x", "inert\\;x\\,y;z,w", "inert\r\n folded", "inert:;,\"^n", "X-INERT;VALUE=inert:inert", strings.Repeat("東", 30)+"inert",
	)
}

// languageTexts is what something might run, fill in or take for its own syntax: templates,
// formats, shells, YAML, Mermaid, JSON.
func languageTexts() []string {
	return []string{
		"{{.Secret}}inert", "{{template \"report\" .}}inert", "{{define \"report\"}}inert{{end}}", "{{/* inert", "}}inert{{", "{{`inert`}}", "{organisation} inert", "{inert}", "${inert}", "$inert", "$(inert)", "`inert`", "%s%d%n%v%!inert", "%[1]*[2]d inert", "%%inert%", "\\u001b[2Jinert", "\\x1b[2Jinert", "\\033[2Jinert", "\\ninert\\t", "!inert", "~inert", "; inert &", "inert > /dev/null",
		"---\ntwopaths: 9\norganisation: inert\n---", "---", "--- inert", "...", "... inert", "inert: true", "- inert: [", "&inert x", "*inert", "<<: *inert", "!!binary inert", "!inert x", "? inert", "| inert", "> inert\n x", "%YAML 1.2 inert", "'inert", "\"inert", "inert # x", "# inert: x", "{inert: x", "[inert", "inert]}", "null inert", "~", "yes inert", "0x1f inert", "1e400 inert", "2026-11-23 inert", "@inert", "\"\\ud83dinert\"", "inert\\", "inert: \"\\e[2J\"", strings.Repeat("inert", 300), " inert ", "inert\n\n\n\n\ninert", "\n\ninert",
		"inert :crit, a, 2027-01-01, 3d", "inert\nsection inert", "inert\nclick a href \"//evil.example\"", "%%{init: {\"securityLevel\": \"loose\"}}%%inert", "inert;inert:done", "end\ninert", "inert --> inert", "#inert;", "inert\"]; A[\"",
		"{\"inert\": 1}", "\",\"inert\":\"", "</script>{\"inert\":1}", "__proto__ inert", "constructor inert",
	}
}

// fileTexts is what goes wrong as a file's name.
func fileTexts() []string {
	return []string{
		"../../inert", "/etc/inert", "..\\..\\inert", "C:\\inert", "\\\\server\\inert", "//server/inert", "file:///inert", "~/inert", "-rf inert", "--output=inert", "-", "inert/", "inert/..", ".inert", "inert.", "CON", "con.inert", "NUL", "LPT1.inert", "inert:stream", "inert*?", "inert|x", "inert\x00.md", "inert\n.md", "inert.md.exe", "inert;id", strings.Repeat("inert", 60), strings.Repeat("inert/", 60), "inert%2e%2e%2f", "%00inert", "../inert\u202etxt.exe",
	}
}

// TestHostileCorpus guards the corpus, and that what the commands are tried with is the same.
func TestHostileCorpus(t *testing.T) {
	var lines strings.Builder
	counts := map[string]int{}
	for _, text := range corpus() {
		lines.WriteString(strconv.Quote(text) + "\n")
		switch {
		case strings.ContainsRune(text, '\x1b'):
			counts["sequences"]++
		case !utf8.ValidString(text):
			counts["bad UTF-8"]++
		}
	}
	t.Logf("%d texts, of them %v", len(corpus()), counts)
	if len(corpus()) < 300 || counts["sequences"] < 100 {
		t.Errorf("only %d texts, of them %v", len(corpus()), fmt.Sprint(counts))
	}
	compare(t, filepath.Join("testdata", "hostile.txt"), lines.String())
}

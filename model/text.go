package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Limits on free text typed by a user. A longer text from a file is kept whole.
const (
	MaxField    = 4000 // characters in a note
	MaxLine     = 200  // characters in a one-line field: a name, a file name
	maxMarks    = 8    // combining marks and joiners kept on one letter
	tabAsSpaces = "    "
)

// Clean makes text from outside safe to show anywhere: in a terminal, an error
// message, a file. It is applied where text comes in (files, typing, pasting,
// names of files) and again where it goes out. It is idempotent.
//
//   - invalid UTF-8 becomes U+FFFD;
//   - CRLF and CR become a line break, a tab becomes four spaces;
//   - control characters (C0, DEL, C1) go;
//   - bidirectional overrides, invisible and tag characters become a visible
//     mark such as ⟨U+202E⟩, so that what is seen is what is stored;
//   - more than eight combining marks and joiners on one letter are cut.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		gone := (r < 0x20 && r != '\n' && r != '\r' && r != '\t') || (r >= 0x7f && r <= 0x9f)
		if r == 0x200c || r == 0x200d || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > maxMarks {
				continue
			}
		} else if !gone {
			marks = 0
		}
		switch {
		case r == '\r':
			if i < len(s) && s[i] == '\n' {
				continue
			}
			b.WriteByte('\n')
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteString(tabAsSpaces)
		case gone:
		case deceives(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain is the quick way out for what nearly all text is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 0x20 && c != '\n') || c >= 0x7f {
			return false
		}
	}
	return true
}

// deceives reports whether r changes the order of what is shown, shows nothing at all, or
// shows whatever a font wants. The joiners U+200C and U+200D stay, and so do the signs
// that choose between two looks of the letter before: scripts and emoji need them.
func deceives(r rune) bool {
	switch {
	case r < 0xad, r == 0x200c, r == 0x200d, unicode.Is(unicode.Prepended_Concatenation_Mark, r): // the last can be seen
		return false
	case r >= 0xe0000 && r <= 0xe0fff: // tags
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// CleanLine is Clean for a field of one line: line breaks become spaces and the
// ends are trimmed.
func CleanLine(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(Clean(s), "\n", " "))
}

// Cut shortens text to at most limit characters as a reader counts them
// (grapheme clusters), and says how many were cut.
func Cut(s string, limit int) (kept string, cut int) {
	if len(s) <= limit {
		return s, 0
	}
	g := uniseg.NewGraphemes(s)
	end, n := 0, 0
	for g.Next() {
		if n++; n == limit {
			_, end = g.Positions()
		}
	}
	if n <= limit {
		return s, 0
	}
	return s[:end], n - limit
}

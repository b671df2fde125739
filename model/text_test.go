package model_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"twopaths/model"
)

// What cleaning leaves alone, takes out, and marks.
func TestClean(t *testing.T) {
	marks := func(n int) string { return strings.Repeat("\u0301", n) }
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"plain text", "Hello, world.", "Hello, world."},
		{"line breaks stay", "a\n\nb\n", "a\n\nb\n"},
		{"letters of the world", "Zoë 東京 Ελλάδα हिन्दी ไทย עברית العربية", "Zoë 東京 Ελλάδα हिन्दी ไทย עברית العربية"},
		{"emoji with joiners and selectors", "👩‍👩‍👧 🇪🇺 ❤️", "👩‍👩‍👧 🇪🇺 ❤️"},
		{"composed and decomposed stay as typed", "\u00e9 e\u0301", "\u00e9 e\u0301"},
		{"CRLF", "a\r\nb", "a\nb"},
		{"CR", "a\rb", "a\nb"},
		{"CR CRLF", "a\r\r\nb", "a\n\nb"},
		{"CR at the end", "a\r", "a\n"},
		{"tab", "a\tb", "a    b"},
		{"C0", "a\x00\x01\x07\x08\x0b\x0c\x0e\x1b\x1fb", "ab"},
		{"DEL", "a\x7fb", "ab"},
		{"C1", "a\u0080\u0085\u009b\u009fb", "ab"},
		{"what is left of a control sequence is text", "\x1b[2J\x1b]52;c;aGk=\x07", "[2J]52;c;aGk="},
		{"invalid UTF-8", "a\xffb\xc3", "a\ufffdb\ufffd"},
		{"half of a pair", "a\xed\xa0\x80b", "a\ufffd\ufffd\ufffdb"},
		{"the replacement character itself", "a\ufffdb", "a\ufffdb"},
		{"override", "abc\u202edef", "abc⟨U+202E⟩def"},
		{"isolates", "\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"},
		{"marks of direction", "\u200e\u200f\u061c", "⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩"},
		{"zero width", "a\u200bb\ufeffc\u2060d", "a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+2060⟩d"},
		{"soft hyphen", "a\u00adb", "a⟨U+00AD⟩b"},
		{"separators of lines", "a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c"},
		{"tag characters", "a\U000E0041b", "a⟨U+E0041⟩b"},
		{"fillers that show nothing", "\u115f\u3164\uffa0", "⟨U+115F⟩⟨U+3164⟩⟨U+FFA0⟩"},
		{"other things that show nothing", "\u034f\u17b4\u2065\U0001D173\U0001BCA0\U000E01EF", "⟨U+034F⟩⟨U+17B4⟩⟨U+2065⟩⟨U+1D173⟩⟨U+1BCA0⟩⟨U+E01EF⟩"},
		{"private letters", "\ue000\uf8ff\U000F0000\U0010FFFD", "⟨U+E000⟩⟨U+F8FF⟩⟨U+F0000⟩⟨U+10FFFD⟩"},
		{"no characters", "\ufdd0\ufffe\U0001FFFF", "⟨U+FDD0⟩⟨U+FFFE⟩⟨U+1FFFF⟩"},
		{"signs around numbers can be seen", "\u0600\u06dd\U000110BD", "\u0600\u06dd\U000110BD"},
		{"eight marks on a letter", "a" + marks(8) + "b", "a" + marks(8) + "b"},
		{"nine marks on a letter", "a" + marks(9) + "b", "a" + marks(8) + "b"},
		{"a hundred marks on a letter", "a" + marks(100), "a" + marks(8)},
		{"marks on each of two letters", "a" + marks(8) + "b" + marks(8), "a" + marks(8) + "b" + marks(8)},
		{"marks on nothing", marks(20), marks(8)},
		{"marks of two kinds", "a" + strings.Repeat("\u0301\u20dd", 6), "a" + strings.Repeat("\u0301\u20dd", 4)},
		{"joiners without end", "a" + strings.Repeat("\u200d", 20) + "b\u200c", "a" + strings.Repeat("\u200d", 8) + "b\u200c"},
		{"marks and joiners together", "a" + strings.Repeat("\u0301\u200d", 6), "a" + strings.Repeat("\u0301\u200d", 4)},
		{"marks with a control character between", "a" + marks(8) + "\x00" + marks(8), "a" + marks(8)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := model.Clean(tt.in); got != tt.want {
				t.Errorf("%q becomes %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// The same for a field of one line.
func TestCleanLine(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""}, {"  a  ", "a"}, {"a\nb", "a b"}, {"a\r\nb\rc", "a b c"}, {"\n\n", ""}, {"\ta\t", "a"},
		{"a\u2028b", "a⟨U+2028⟩b"}, {"a\x1b[2J\n", "a[2J"}, {" \x00 ", ""},
	}
	for _, tt := range tests {
		if got := model.CleanLine(tt.in); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.in, got, tt.want)
		}
	}
}

// rawText is text with everything in it that cleaning is there for.
func rawText(t *rapid.T) string {
	pieces := rapid.OneOf(
		rapid.String(),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		rapid.Custom(func(t *rapid.T) string { return strings.Repeat("\u0301", rapid.IntRange(1, 12).Draw(t, "marks")) }),
		rapid.SampledFrom([]string{"a", "\x00", "\x1b", "\x7f", "\u009b", "\r", "\n", "\r\n", "\t", "\u202e", "\u200d", "\u200b", "\ufeff", "\U000E0020", "\u20dd", "\xff", "👩‍👩‍👧"}),
	)
	return strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "text"), "")
}

// Cleaning leaves nothing that could steer a terminal or deceive a reader, and
// what is clean stays as it is.
func TestCleanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rawText(t)
		clean := model.Clean(raw)
		if !utf8.ValidString(clean) {
			t.Fatalf("%q becomes %q, which is not valid UTF-8", raw, clean)
		}
		marks := 0
		for _, r := range clean {
			switch {
			case r == '\n':
			case unicode.Is(unicode.Cc, r):
				t.Fatalf("%q becomes %q with the control character %U", raw, clean, r)
			case unicode.Is(unicode.Bidi_Control, r):
				t.Fatalf("%q becomes %q with %U, which turns the order of what is shown", raw, clean, r)
			}
			if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			}
			if marks > 8 {
				t.Fatalf("%q becomes %q with more than eight marks on a letter", raw, clean)
			}
		}
		if again := model.Clean(clean); again != clean {
			t.Fatalf("%q becomes %q, and cleaned again %q", raw, clean, again)
		}
		line := model.CleanLine(raw)
		if strings.ContainsRune(line, '\n') || strings.TrimSpace(line) != line || model.CleanLine(line) != line {
			t.Fatalf("%q becomes the line %q", raw, line)
		}
	})
}

// Cutting counts characters as a reader does, and never cuts one in two.
func TestCut(t *testing.T) {
	tests := []struct {
		name, in string
		limit    int
		kept     string
		cut      int
	}{
		{"shorter", "abc", 5, "abc", 0},
		{"exactly", "abc", 3, "abc", 0},
		{"longer", "abcdef", 3, "abc", 3},
		{"to nothing", "abc", 0, "", 3},
		{"nothing", "", 0, "", 0},
		{"longer in bytes, not in characters", "äöü", 3, "äöü", 0},
		{"a letter with its marks is one", "e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301", 1},
		{"a family is one", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧👩‍👩‍👧", 1},
		{"a flag is one", "🇪🇺🇩🇪🇫🇷", 1, "🇪🇺", 2},
		{"wide letters are one each", "東京都", 2, "東京", 1},
		{"line breaks count", "a\nb\nc", 3, "a\nb", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if kept, cut := model.Cut(tt.in, tt.limit); kept != tt.kept || cut != tt.cut {
				t.Errorf("got %q and %d, want %q and %d", kept, cut, tt.kept, tt.cut)
			}
		})
	}
}

func TestCutProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := model.Clean(rawText(t))
		limit := rapid.IntRange(0, 40).Draw(t, "limit")
		kept, cut := model.Cut(s, limit)
		rest, isPrefix := strings.CutPrefix(s, kept)
		n := uniseg.GraphemeClusterCount
		if !isPrefix || n(kept) > limit || n(kept)+cut != n(s) || (cut > 0) != (rest != "") || n(rest) != cut {
			t.Fatalf("%q cut to %d gives %q (%d characters) and %d cut", s, limit, kept, n(kept), cut)
		}
	})
}

// A list in a sentence.
func TestList(t *testing.T) {
	for _, tt := range []struct {
		words []string
		want  string
	}{
		{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b"}, "a and b"}, {[]string{"a", "b", "c"}, "a, b and c"},
	} {
		if got := model.List(tt.words); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.words, got, tt.want)
		}
	}
}

// Numbers are read and written exactly.
func TestHundredths(t *testing.T) {
	for _, tt := range []struct {
		in, out, signed string
		value           model.Hundredths
	}{
		{"0", "0", "0.0", 0}, {"0.6", "0.6", "+0.6", 60}, {"1", "1", "+1.0", 100}, {"-1.25", "-1.25", "-1.25", -125},
		{"10", "10", "+10.0", 1000}, {"0.05", "0.05", "+0.05", 5}, {"-0.5", "-0.5", "-0.5", -50}, {"100", "100", "+100.0", 10000},
	} {
		h, err := model.ParseHundredths(tt.in)
		if err != nil || h != tt.value || h.String() != tt.out || h.Signed() != tt.signed {
			t.Errorf("%s is read as %d (%v) and written %s, %s; want %d, %s, %s", tt.in, h, err, h, h.Signed(), tt.value, tt.out, tt.signed)
		}
	}
	for _, bad := range []string{"", "x", "0.123", "NaN", "Inf", "1e9", "1,5"} {
		if h, err := model.ParseHundredths(bad); err == nil {
			t.Errorf("%q is read as %s", bad, h)
		}
	}
}

package schema

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"golang.org/x/text/unicode/norm"
)

// checkText reports what must not stand in a text of an agreement: characters
// that nobody sees or that change how others are read, and blanks.
func (r *reader) checkText(s string, offset int) {
	if id, message, hint := badCharacter(s); id != "" {
		r.add(offset, id, r.named(message), hint)
		return
	}
	switch {
	case strings.TrimSpace(s) == "":
		r.add(offset, "empty-value", r.named("is empty"), "write the value, or leave the field out")
	case strings.TrimSpace(s) != s:
		r.add(offset, "outer-space", r.named("begins or ends with a space"), "take the space away")
	case !norm.NFC.IsNormalString(s):
		r.note(offset, agreement.Warning, "not-nfc", r.named("holds letters with separate accents, which look like others but do not compare or search alike"),
			"write the text in Unicode normal form C (NFC)")
	}
}

// checkName is checkText for the name of a field.
func (r *reader) checkName(name string, offset int) {
	if id, message, hint := badCharacter(name); id != "" {
		r.add(offset, id, "the name of a field "+message, hint)
	}
}

func (r *reader) named(message string) string {
	if len(r.path) == 0 {
		return "the " + r.file.book.noun + " " + message
	}
	return "`" + r.file.dotted(r.path) + "` " + message
}

// badCharacter describes the first character of s that an agreement cannot
// hold, or gives empty strings.
func badCharacter(s string) (id, message, hint string) {
	var before rune
	for _, c := range s {
		if ' ' <= c && c <= '~' {
			before = c
			continue
		}
		code := func() string { return fmt.Sprintf("U+%04X", c) }
		switch {
		case c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029':
			return "control-character", "holds a line break", "keep each text on one line; a list of texts makes paragraphs"
		case unicode.IsControl(c):
			return "control-character", "holds the control character " + code(), "delete the character"
		case isBidiControl(c):
			return "bidi-character", "holds the invisible character " + code() + ", which changes the direction of writing", "delete the character; scripts written from right to left need none"
		case (c == '\u200c' || c == '\u200d') && !unicode.In(before, joining...):
			return "invisible-character", "holds the invisible joiner " + code(), "delete the character"
		case isInvisible(c):
			return "invisible-character", "holds the invisible character " + code(), "delete the character"
		case c == unicode.ReplacementChar || isNoncharacter(c) || unicode.Is(unicode.Co, c):
			return "unreadable-character", "holds " + code() + ", which stands for no character that can be printed", "write the character that was meant"
		}
		before = c
	}
	return "", "", ""
}

// joining are the scripts in whose words the zero width joiners have a place.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

// isBidiControl reports the characters of Unicode's property Bidi_Control.
func isBidiControl(c rune) bool { return unicode.Is(unicode.Bidi_Control, c) }

// isInvisible reports characters that print nothing: formatting characters
// but the visible signs of Arabic and Syriac and the joiners, which badCharacter
// judges by what they follow; letters that are blank; tags.
func isInvisible(c rune) bool {
	switch {
	case c == '\u200c' || c == '\u200d':
		return false
	case unicode.Is(unicode.Prepended_Concatenation_Mark, c):
		return false
	case unicode.Is(unicode.Cf, c):
		return true
	}
	switch c {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0':
		return true
	}
	return false
}

func isNoncharacter(c rune) bool { return unicode.Is(unicode.Noncharacter_Code_Point, c) }

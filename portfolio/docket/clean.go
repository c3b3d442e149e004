package docket

import (
	"html"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engross/engross/agreement"
)

var (
	markup   = agreement.Pattern(`(?i)</?(?:sub|sup|i|b|u|em|strong|p|br|span|smallcaps|o|title)(?:\s[^<>]*)?/?>`)
	lowered  = agreement.Pattern(`(?i)<(sub|sup)>([0-9+\-]+)</(?:sub|sup)>`)
	accented = agreement.Pattern(`\{([a-z]+) over \((\pL)\)\}`)
)

// accents are the words by which the export of an office writes an accent.
var accents = map[string]string{"acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "tilde": "\u0303", "umlaut": "\u0308", "dieresis": "\u0308",
	"breve": "\u0306", "caron": "\u030c", "hacek": "\u030c", "cedilla": "\u0327", "ring": "\u030a", "dot": "\u0307", "overscore": "\u0304", "macron": "\u0304"}

// clean is the text of a cell without the mark-up of an export: "CO<sub>2</sub>" as
// "CO₂", "&amp;" as "&", "{acute over (e)}" as "é". What was read in a wrong encoding
// is put right, and reread says so.
func clean(s string) (text string, reread bool) {
	if strings.ContainsAny(s, "<&{") {
		s = html.UnescapeString(s)
		s = lowered().ReplaceAllStringFunc(s, func(m string) string {
			p := lowered().FindStringSubmatch(m)
			if strings.EqualFold(p[1], "sub") {
				return strings.Map(inferior, p[2])
			}
			return strings.Map(superior, p[2])
		})
		s = markup().ReplaceAllString(s, "")
		s = accented().ReplaceAllStringFunc(s, func(m string) string {
			p := accented().FindStringSubmatch(m)
			if a := accents[p[1]]; a != "" {
				return p[2] + a
			}
			return m
		})
	}
	if meant, ok := agreement.Reread(s); ok {
		s, reread = meant, true
	}
	s = norm.NFC.String(s)
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c), c == '\ufeff', c == '\u200b', c == '\u00ad':
			return -1
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " "), reread
}

func inferior(c rune) rune {
	switch c {
	case '+':
		return '₊'
	case '-':
		return '₋'
	}
	return '₀' + c - '0'
}

func superior(c rune) rune {
	switch c {
	case '1':
		return '¹'
	case '2':
		return '²'
	case '3':
		return '³'
	case '+':
		return '⁺'
	case '-':
		return '⁻'
	}
	return '⁰' + c - '0'
}

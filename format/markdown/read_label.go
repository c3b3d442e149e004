package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// A style is how a label counts.
type style uint8

const (
	unlabelled style = iota
	decimal          // 4. and 4.2, also Section 4.02 and Article IV
	bracketed        // (a), (i), (A), (1), a. and a)
	titled           // Schedule A, Part B
	bulleted         // an item of a list without numbers
)

// A label is the marker of a provision as it stands in the file.
type label struct {
	text  string // as the tree has it: "4.", "(b)", "Schedule A"
	style style
	path  []int // of a decimal: 4, 2
	kind  agreement.Kind
	size  int // bytes in the file, escapes included
	sep   int // bytes of what keeps it from the words

	sure   bool // it is one wherever it stands: "ARTICLE II"
	unsure bool // it begins a sequence only where another follows it: "I." may be a name
}

var (
	titledLabel  = agreement.Pattern(`^((?i:part|schedule|annex|exhibit|appendix|attachment))(?:[ \t]+([A-Z][0-9]{0,2}|[0-9]{1,3}[A-Z]?|[IVXLC]{1,7}))?(?:[ \t]*[:.–—-][ \t]*|[ \t]+|$)`)
	articleLabel = agreement.Pattern(`^(ARTICLE|Article|SECTION|Section) ([IVXLC]{1,8})(?:(?:[.:]|[ \t]+[–—-])(?:[ \t]+|$)|$)`)
	romanLabel   = agreement.Pattern(`^(?:(?i:Article|Section) ([IVXLC]{1,8})(?:[.:])?|([IVXLC]{1,8})\.)([ \t]+|$)`)
)

// paragraphLabel is the label a paragraph begins with. known are the labels of
// the file's record, which say that a bare number is one.
func paragraphLabel(s string, known map[string]bool) (label, bool) {
	if s = s[:min(len(s), longestLabel)]; !mayBeLabel(s) {
		return label{}, false
	}
	if d := decimalAt(s); d.size > 0 {
		whole := strings.ReplaceAll(s[:d.size], `\`, "")
		if d.pointed || strings.Contains(d.number, ".") || known[whole] || strings.HasPrefix(s, "§") && known == nil && entitled(s[d.size+d.sep:]) {
			return label{text: whole, style: decimal, path: numbers(d.number), size: d.size, sep: d.sep}, true
		}
	}
	if d := bracketedAt(s); d.size > 0 && d.evenly {
		return label{text: "(" + d.number + ")", style: bracketed, size: d.size, sep: d.sep}, true
	}
	if d := closedAt(s); d.size > 0 && countable(d.number) {
		return label{text: d.number + ")", style: bracketed, size: d.size, sep: d.sep}, true
	}
	if m := articleAt(s); m != nil && agreement.FromRoman(m[2]) > 0 {
		text := strings.TrimRight(m[0], " \t:–—-")
		return label{text: text, style: decimal, path: []int{agreement.FromRoman(m[2])}, size: len(text), sep: len(m[0]) - len(text), sure: true}, true
	}
	if known == nil {
		if l, ok := scheduledAt(s); ok {
			return l, true
		}
		return letteredAt(s)
	}
	return label{}, false
}

// scheduledAt is the label "B.1" that s begins with, as it counts in a schedule B.
func scheduledAt(s string) (label, bool) {
	if run(s, capitals, 1) == 0 || !strings.HasPrefix(s[1:], ".") {
		return label{}, false
	}
	d := decimalAt(s[len("B."):])
	if d.size == 0 || digits(s[len("B."):], 1) == 0 {
		return label{}, false
	}
	size := len("B.") + d.size
	return label{text: strings.ReplaceAll(s[:size], `\`, ""), style: decimal, path: append([]int{-int(s[0])}, numbers(d.number)...), size: size, sep: d.sep, unsure: true}, true
}

// scheduled reports a label of which a part is the letter of a schedule.
func (l *label) scheduled() bool { return l.style == decimal && len(l.path) > 1 && l.path[0] < 0 }

// entitled reports words after the sign and number of a section that are its title, or
// none: "§ 3 Abs. 2" and "§ 3 BGB" cite another text.
func entitled(words string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(words, "*_ "), " ")
	r, size := utf8.DecodeRuneInString(first)
	return first == "" || unicode.IsUpper(r) && !strings.ContainsFunc(first[size:], unicode.IsUpper) && !strings.HasSuffix(first, ".") && first != "Absatz" && first != "Satz"
}

// longestLabel bounds what of a paragraph is looked at for its label, blanks after it
// included.
const longestLabel = 120

// mayBeLabel is a quick test that spares most paragraphs the patterns: a label of a
// paragraph begins with a digit, a bracket, a sign, or one of four words, or ends with a
// bracket or a point after few letters.
func mayBeLabel(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case '0' <= c && c <= '9', c == '(', c == '\\', strings.HasPrefix(s, "§"):
		return true
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		const longest = len("xxxviii\\.")
		if strings.ContainsAny(s[:min(len(s), longest)], ").") {
			return true
		}
		for _, word := range []string{"Section ", "Clause ", "Article ", "Paragraph "} {
			if strings.HasPrefix(s, word) || strings.HasPrefix(s, strings.ToUpper(word)) {
				return true
			}
		}
	}
	return false
}

// letteredAt is the label "a." or "iv." that s begins with.
func letteredAt(s string) (label, bool) {
	d := letteredDotAt(s)
	if d.size == 0 || !countable(d.number) {
		return label{}, false
	}
	return label{text: d.number + ".", style: bracketed, size: d.size, sep: d.sep, unsure: true}, true
}

// headingLabel is the label a heading begins with.
func headingLabel(s string, known map[string]bool) (label, bool) {
	s = s[:min(len(s), longestLabel)]
	if m := titledAt(s); m != nil {
		text := strings.TrimRight(s[:len(m[0])], " \t:.–—-")
		if sep := s[len(text):len(m[0])]; m[2] != "" || sep == "" || strings.TrimSpace(sep) != "" {
			return label{text: text, style: titled, kind: titledKind(m[1], m[2]), size: len(text), sep: len(sep)}, true
		}
	}
	if m := romanAt(s); m != nil && agreement.FromRoman(m[1]+m[2]) > 0 {
		text := strings.TrimRight(s[:len(m[0])], " \t:")
		return label{text: text, style: decimal, path: []int{agreement.FromRoman(m[1] + m[2])}, size: len(text), sep: len(m[0]) - len(text), unsure: m[1] == ""}, true
	}
	if d := decimalAt(s); d.size > 0 {
		if whole := strings.ReplaceAll(s[:d.size], `\`, ""); d.pointed || strings.Contains(d.number, ".") || known == nil && len(d.number) <= 2 || known[whole] {
			return label{text: whole, style: decimal, path: numbers(d.number), size: d.size, sep: d.sep}, true
		}
	}
	if d := bracketedAt(s); d.size > 0 && d.evenly {
		return label{text: "(" + d.number + ")", style: bracketed, size: d.size, sep: d.sep}, true
	}
	if known == nil {
		if l, ok := scheduledAt(s); ok {
			return l, true
		}
		return letteredAt(s)
	}
	return label{}, false
}

// titledKind is what a heading with a word for a label is. An annex without a
// letter is our own, for information; one with a letter is a schedule.
func titledKind(word, id string) agreement.Kind {
	switch strings.ToLower(word) {
	case "part":
		return agreement.Part
	case "annex":
		if id == "" {
			return agreement.Annex
		}
	}
	return agreement.Schedule
}

// countable reports whether what stands in brackets is a number and not a word
// of two letters.
func countable(s string) bool {
	return len(s) != 2 || '0' <= s[0] && s[0] <= '9' || s[0] == s[1] || agreement.FromRoman(strings.ToUpper(s)) > 0
}

func numbers(s string) []int {
	var path []int
	for _, part := range strings.Split(s, ".") {
		n, _ := strconv.Atoi(part) // at most three digits
		path = append(path, n)
	}
	return path
}

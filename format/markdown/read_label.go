package markdown

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A style is how a label counts.
type style uint8

const (
	unlabelled style = iota
	decimal          // 4. and 4.2, also Section 4.02 and Article IV
	bracketed        // (a), (i), (A), (1)
	titled           // Schedule A, Part B
)

// A label is the marker of a provision as it stands in the file.
type label struct {
	text  string // as the tree has it: "4.", "(b)", "Schedule A"
	style style
	path  []int // of a decimal: 4, 2
	kind  agreement.Kind
	size  int // bytes in the file, escapes included
	sep   int // bytes of what keeps it from the words
}

var (
	decimalLabel   = regexp.MustCompile(`^(?:(?:Section|Clause|Article|Paragraph) |§ ?)?([0-9]{1,3}(?:\.[0-9]{1,3})*)(\\?\.)?([ \t]+|$)`)
	bracketedLabel = regexp.MustCompile(`^\(([a-z]|[A-Z]|[0-9]{1,3}|[ivxlcdm]{2,7}|[IVXLCDM]{2,7}|[a-z]{2}|[A-Z]{2})\)([ \t]+|$)`)
	closedLabel    = regexp.MustCompile(`^([0-9]{1,3})\\?\)([ \t]+|$)`)
	titledLabel    = regexp.MustCompile(`^((?i:part|schedule|annex|exhibit|appendix|attachment))(?:[ \t]+([A-Z][0-9]{0,2}|[0-9]{1,3}[A-Z]?|[IVXLC]{1,7}))?(?:[ \t]*[:.–—-][ \t]*|[ \t]+|$)`)
	romanLabel     = regexp.MustCompile(`^(?:(?:Article|Section) ([IVXLC]{1,8})(?:[.:])?|([IVXLC]{1,8})\.)([ \t]+|$)`)
)

// paragraphLabel is the label a paragraph begins with. known are the labels of
// the file's record, which say that a bare number is one.
func paragraphLabel(s string, known map[string]bool) (label, bool) {
	if m := decimalLabel.FindStringSubmatch(s); m != nil {
		whole := strings.ReplaceAll(s[:len(m[0])-len(m[3])], `\`, "")
		if m[2] != "" || strings.Contains(m[1], ".") || known[whole] {
			return label{text: whole, style: decimal, path: numbers(m[1]), size: len(m[0]) - len(m[3]), sep: len(m[3])}, true
		}
	}
	if m := bracketedLabel.FindStringSubmatch(s); m != nil && (countable(m[1]) || known["("+m[1]+")"]) {
		return label{text: "(" + m[1] + ")", style: bracketed, size: len(m[1]) + 2, sep: len(m[2])}, true
	}
	if m := closedLabel.FindStringSubmatch(s); m != nil && s[len(m[1])] != '\\' {
		return label{text: m[1] + ")", style: bracketed, size: len(m[1]) + 1, sep: len(m[2])}, true
	}
	return label{}, false
}

// headingLabel is the label a heading begins with.
func headingLabel(s string, known map[string]bool) (label, bool) {
	if m := titledLabel.FindStringSubmatch(s); m != nil {
		text := strings.TrimRight(s[:len(m[0])], " \t:.–—-")
		if sep := s[len(text):len(m[0])]; m[2] != "" || sep == "" || strings.TrimSpace(sep) != "" {
			return label{text: text, style: titled, kind: titledKind(m[1], m[2]), size: len(text), sep: len(sep)}, true
		}
	}
	if m := romanLabel.FindStringSubmatch(s); m != nil {
		text := strings.TrimRight(s[:len(m[0])], " \t:")
		return label{text: text, style: decimal, path: []int{fromRoman(m[1] + m[2])}, size: len(text), sep: len(m[0]) - len(text)}, true
	}
	if m := decimalLabel.FindStringSubmatch(s); m != nil {
		size := len(m[0]) - len(m[3])
		if m[2] != "" || strings.Contains(m[1], ".") || known == nil && len(m[1]) <= 2 || known[s[:size]] {
			return label{text: s[:size], style: decimal, path: numbers(m[1]), size: size, sep: len(m[3])}, true
		}
	}
	if m := bracketedLabel.FindStringSubmatch(s); m != nil && (countable(m[1]) || known["("+m[1]+")"]) {
		return label{text: "(" + m[1] + ")", style: bracketed, size: len(m[1]) + 2, sep: len(m[2])}, true
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
	return len(s) != 2 || isDigit(s) || s[0] == s[1] || fromRoman(strings.ToUpper(s)) > 0
}

func numbers(s string) []int {
	var path []int
	for _, part := range strings.Split(s, ".") {
		n, _ := strconv.Atoi(part) // at most three digits
		path = append(path, n)
	}
	return path
}

// follows reports whether the bracketed label b can come straight after a among
// its siblings.
func follows(a, b string) bool {
	x, y := strings.Trim(a, "()"), strings.Trim(b, "()")
	if x == "" || y == "" || isLower(x) != isLower(y) || isDigit(x) != isDigit(y) {
		return false
	}
	if isDigit(x) {
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		return n == m+1
	}
	x, y = strings.ToUpper(x), strings.ToUpper(y)
	if m := fromRoman(x); m > 0 && fromRoman(y) == m+1 {
		return true
	}
	return fromLetters(y) == fromLetters(x)+1 || len(x) == 2 && len(y) == 2 && x[0] == x[1] && y[0] == y[1] && y[0] == x[0]+1
}

// begins reports whether a bracketed label is the first of its kind.
func begins(s string) bool {
	switch strings.Trim(s, "()") {
	case "a", "A", "i", "I", "1", "aa", "AA":
		return true
	}
	return false
}

func isLower(s string) bool { return 'a' <= s[0] && s[0] <= 'z' }
func isDigit(s string) bool { return '0' <= s[0] && s[0] <= '9' }

// fromLetters is 1 for A, 26 for Z, 27 for AA, 28 for AB.
func fromLetters(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*26 + int(c-'A') + 1
	}
	return n
}

var romanDigits = map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}

// fromRoman is the value of a well-formed Roman number in capitals, or 0.
func fromRoman(s string) int {
	n := 0
	for i := range len(s) {
		v := romanDigits[s[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && v < romanDigits[s[i+1]] {
			v = -v
		}
		n += v
	}
	if toRoman(n) != s {
		return 0
	}
	return n
}

func toRoman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value  int
		digits string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.digits)
		}
	}
	return b.String()
}

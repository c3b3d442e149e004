package markdown

import (
	"strings"
	"unicode/utf8"
)

// Labels are scanned by hand where every paragraph may begin with one.

// A typed mark is what a paragraph begins with that may be a label.
type typed struct {
	number    string
	size, sep int  // bytes of it, and of the blanks after it; size is 0 where there is none
	pointed   bool // a point ends it
	evenly    bool // both brackets are escaped, as pandoc does, or none; one alone is ours, and says that it is no label
}

// provisionWords stand before a number: "Section 4".
var provisionWords = []string{"Section ", "Clause ", "Article ", "Paragraph ", "SECTION ", "CLAUSE ", "ARTICLE ", "PARAGRAPH "}

// ended completes a mark that ends at n, if blanks or the end of s follow.
func (m typed) ended(s string, n int) typed {
	for m.sep = 0; n+m.sep < len(s); {
		if c := s[n+m.sep]; c == ' ' || c == '\t' {
			m.sep++
		} else if strings.HasPrefix(s[n+m.sep:], "\u00a0") {
			m.sep += len("\u00a0")
		} else {
			break
		}
	}
	if m.sep == 0 && n < len(s) {
		return typed{}
	}
	m.size = n
	return m
}

// decimalAt is the mark "4.", "4.2", "§ 4" or "Section 4.02".
func decimalAt(s string) typed {
	n := 0
	for _, word := range provisionWords {
		if strings.HasPrefix(s, word) {
			n = len(word)
			break
		}
	}
	if rest, ok := strings.CutPrefix(s, "§"); ok {
		n = len(s) - len(strings.TrimPrefix(rest, " "))
	}
	from := n
	d := digits(s[n:], 3)
	if d == 0 {
		return typed{}
	}
	n += d
	for n < len(s) && s[n] == '.' {
		if d = digits(s[n+1:], 3); d == 0 {
			break
		}
		n += 1 + d
	}
	m := typed{number: s[from:n]}
	if rest := strings.TrimPrefix(s[n:], `\`); strings.HasPrefix(rest, ".") {
		m.pointed = true
		n = len(s) - len(rest) + 1
	}
	return m.ended(s, n)
}

// countAt is the length of a number, a letter, two letters, or a Roman number.
func countAt(s string) int {
	if n := digits(s, 4); n > 0 {
		if n > 3 {
			return 0
		}
		return n
	}
	n := 0
	for n < len(s) && n <= len("xxxviii") && s[n] < utf8.RuneSelf && isWordByte(s[n]) && (s[n]^s[0])&0x20 == 0 && s[n] > '9' {
		n++
	}
	if n > len("xxxviii") || n > 2 && run(s, "ivxlcdm", n) < n && run(s, "IVXLCDM", n) < n {
		return 0
	}
	return n
}

// bracketedAt is the mark "(a)".
func bracketedAt(s string) typed {
	open := strings.TrimPrefix(s, `\`)
	if !strings.HasPrefix(open, "(") {
		return typed{}
	}
	open = open[1:]
	n := countAt(open)
	shut := strings.TrimPrefix(open[n:], `\`)
	if n == 0 || !strings.HasPrefix(shut, ")") {
		return typed{}
	}
	end := len(s) - len(shut) + 1
	return typed{number: open[:n], evenly: strings.Count(s[:end], `\`) != 1}.ended(s, end)
}

// closedAt is the mark "a)".
func closedAt(s string) typed {
	n := countAt(s)
	if n == 0 || n == len(s) || s[n] != ')' || n > 1 && 'A' <= s[0] && s[0] <= 'Z' || n == 2 && digits(s, 1) == 0 && run(s, "ivxlcdm", 2) < 2 {
		return typed{}
	}
	return typed{number: s[:n]}.spaced(s, n+1)
}

// letteredDotAt is the mark "a.".
func letteredDotAt(s string) typed {
	n := countAt(s)
	rest := strings.TrimPrefix(s[n:], `\`)
	if n == 0 || digits(s, 1) > 0 || !strings.HasPrefix(rest, ".") {
		return typed{}
	}
	return typed{number: s[:n]}.spaced(s, len(s)-len(rest)+1)
}

// spaced completes a mark after which no other blank stands than spaces and tabs.
func (m typed) spaced(s string, n int) typed {
	m.sep = run(s[n:], " \t", len(s))
	if m.sep == 0 && n < len(s) {
		return typed{}
	}
	m.size = n
	return m
}

// titledAt is the parts of the label "Schedule A", articleAt those of "ARTICLE IV" and
// romanAt those of "Article IV" or "IV."; nil where there is none.
func titledAt(s string) []string {
	if !beginsFold(s, "part", "schedule", "annex", "exhibit", "appendix", "attachment") {
		return nil
	}
	return titledLabel().FindStringSubmatch(s)
}

func articleAt(s string) []string {
	if !beginsFold(s, "article ", "section ") {
		return nil
	}
	return articleLabel().FindStringSubmatch(s)
}

func romanAt(s string) []string {
	if n := run(s, "IVXLC", 8); !beginsFold(s, "article ", "section ") && (n == 0 || !strings.HasPrefix(s[n:], ".")) {
		return nil
	}
	return romanLabel().FindStringSubmatch(s)
}

// beginsFold reports that s begins with one of the words, in capitals or not.
func beginsFold(s string, words ...string) bool {
	for _, word := range words {
		if len(s) >= len(word) && strings.EqualFold(s[:len(word)], word) {
			return true
		}
	}
	return false
}

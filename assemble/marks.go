package assemble

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// valueMark is the mark that stands for a value. Beside the value's index it says
// what the words around it depend on, whether a quotation mark after it opens,
// whether it has a full stop of its own and whether it ends a sentence: so a clause is
// read alike whatever its values are.
func valueMark(i int, value string) string {
	b := make([]byte, 0, 8)
	b = append(b, valueOpen)
	b = strconv.AppendInt(b, int64(i), 10)
	if last, _ := utf8.DecodeLastRuneInString(value); quoteOpensAfter(last) {
		b = append(b, '(')
	}
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(value, " ”\"")); strings.ContainsRune(".?!…", last) {
		b = append(b, stopped)
	}
	if endsSentence(value) {
		b = append(b, '.')
	}
	return string(append(b, valueClose))
}

// cutMark cuts a text at the first value mark in it.
func cutMark(s string) (before, mark, after string) {
	i := strings.IndexByte(s, valueOpen)
	if i < 0 {
		return s, "", ""
	}
	j := i + strings.IndexByte(s[i:], valueClose) + 1 // only valueMark writes marks
	return s[:i], s[i:j], s[j:]
}

// indexOf is the index in a mark.
func indexOf(mark string) int {
	i := 0
	for _, c := range []byte(mark) {
		if '0' <= c && c <= '9' {
			i = 10*i + int(c-'0')
		}
	}
	return i
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " ”\"")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":")
}

func quoteOpensAfter(prev rune) bool {
	return prev == 0 || unicode.IsSpace(prev) || strings.ContainsRune("([–—/“‘", prev)
}

// stopped says in a mark that its value ends in a full stop, or in a mark that stands for one.
const stopped = ')' // nothing that begins mark-up, which would part the mark

const valueOpen = '\x02'

const valueClose = '\x03'

package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What follows a citing word is scanned by hand: it is looked at wherever a number
// stands, and patterns cost more than all else there.

// digits is how many digits s begins with, most at the most.
func digits(s string, most int) (n int) {
	for n < len(s) && n < most && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// run is how many bytes s begins with that stand in set, most at the most.
func run(s, set string, most int) (n int) {
	for n < len(s) && n < most && strings.IndexByte(set, s[n]) >= 0 {
		n++
	}
	return n
}

// plainByte reports a letter or digit of the first characters.
func plainByte(c byte) bool { return c < utf8.RuneSelf && isWordByte(c) }

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// citedPlain is the length of a number such as 5.3(a)(ii) or B.3.
func citedPlain(s string) int {
	n := 0
	if run(s, capitals, 1) > 0 && len(s) > len("B.") && s[1] == '.' {
		n = len("B.")
	}
	d := digits(s[n:], 3)
	if d > 0 {
		n += d
	} else {
		n = 0
	}
	if n == 0 {
		return 0
	}
	for n < len(s) && s[n] == '.' {
		d := digits(s[n+1:], 3)
		if d == 0 {
			break
		}
		n += 1 + d
	}
	for n < len(s) && s[n] == '(' {
		k := n + 1
		for k < len(s) && k-n <= 5 && plainByte(s[k]) {
			k++
		}
		if k == n+1 || k == len(s) || s[k] != ')' {
			break
		}
		n = k + 1
	}
	return n
}

// citedDotted reports a number with a point in it.
func citedDotted(s string) bool {
	n := digits(s, 4)
	return 0 < n && n <= 3 && n < len(s) && s[n] == '.' && digits(s[n+1:], 1) > 0
}

// citedName is the length of a Roman number, a letter such as B2, or a number such as 17A.
func citedName(s string) int {
	if n := run(s, "IVXLC", 7); n > 1 {
		return n
	}
	if run(s, capitals, 1) > 0 {
		return 1 + digits(s[1:], 2)
	}
	if n := digits(s, 3); n > 0 {
		return n + run(s[n:], capitals, 1)
	}
	return 0
}

// besides is the length of words in brackets that stand after a blank, or 0.
func besides(s string) int {
	if !strings.HasPrefix(s, " (") {
		return 0
	}
	n := strings.IndexAny(s[2:], "()")
	if n < 0 || s[2+n] == '(' {
		return 0
	}
	return 2 + n + 1
}

// citedNext is the length of what stands between two numbers of a list of citations.
func citedNext(s string) int {
	n := besides(s)
	rest := strings.TrimPrefix(s[n:], ",")
	for _, word := range []string{" and ", " or ", " to ", " through ", " and/or ", " und ", " oder ", " bis "} {
		if strings.HasPrefix(rest, word) {
			return len(s) - len(rest) + len(word)
		}
	}
	for _, mark := range []string{", ", "–", "-"} {
		if strings.HasPrefix(s[n:], mark) {
			return n + len(mark)
		}
	}
	return 0
}

// afterComma is the words of s after a blank, before which a comma may stand.
func afterComma(s string) (words string, ok bool) {
	return strings.CutPrefix(strings.TrimPrefix(s, ","), " ")
}

// here reports words that say that what was cited is in the agreement itself: "of this
// Agreement", "hereof", "above".
func here(s string) bool {
	words, ok := afterComma(s[besides(s):])
	if !ok {
		return false
	}
	for _, word := range []string{"hereof", "above", "below", "dieses", "dieser"} {
		if strings.HasPrefix(words, word) {
			return true
		}
	}
	return ours(words)
}

// ours reports words such as "of this", "under the present Contract".
func ours(words string) bool {
	for _, word := range []string{"of ", "to ", "under ", "in "} {
		rest, ok := strings.CutPrefix(words, word)
		if !ok {
			continue
		}
		if the, ok := strings.CutPrefix(rest, "the "); ok {
			the = strings.TrimPrefix(the, "present ")
			return wordAt(the, "Agreement") || wordAt(the, "Contract")
		}
		return wordAt(rest, "this") || wordAt(rest, "these")
	}
	return false
}

// wordAt reports that s begins with a word that ends there.
func wordAt(s, word string) bool {
	rest, ok := strings.CutPrefix(s, word)
	return ok && (rest == "" || rest[0] != '_' && !plainByte(rest[0]))
}

// ofSchedule is the schedule that words such as "of Schedule A" name, or "".
func ofSchedule(s string) string {
	words, ok := afterComma(s)
	if !ok {
		return ""
	}
	for _, word := range []string{"of ", "to ", "in "} {
		rest, ok := strings.CutPrefix(words, word)
		if !ok {
			continue
		}
		for _, title := range []string{"Schedule ", "Annex ", "Exhibit ", "Appendix ", "Attachment "} {
			if name, ok := strings.CutPrefix(rest, title); ok {
				n := run(name, capitals+"0123456789", 7)
				if n > 0 && wordAt(name, name[:n]) {
					return title + name[:n]
				}
			}
		}
	}
	return ""
}

// named reports the name of another agreement than ours: "Agreement on Trade".
func named(s string) bool {
	for _, word := range []string{"Agreement ", "Contract "} {
		rest, ok := strings.CutPrefix(s, word)
		for _, about := range []string{"on ", "for ", "relating to ", "concerning "} {
			if name, begins := strings.CutPrefix(rest, about); ok && begins && run(name, capitals, 1) > 0 {
				return true
			}
		}
	}
	return false
}

// stems are words one of which the name of another text ends with, but for short names.
var stems = []string{"Act", "Code", "Regulation", "Directive", "Treaty", "Convention", "Ordinance", "Statute", "Law", "Rules", "Order", "Charter",
	"Constitution", "Protocol", "Deed", "Restatement", "Guidelines", "esetz", "erordnung"}

// owners are the beginnings of what stands after "of" where that is another text.
var owners = []string{"th", "such", "a", "its", "our", "your", "said", "e"}

// mayBelong is a quick test that spares most citations the patterns on what follows:
// past words in brackets it looks at the first word, or two.
func mayBelong(after string) bool {
	rest, brackets := after, false
	for {
		s := strings.TrimPrefix(rest, ",")
		s = strings.TrimPrefix(s, " ")
		end := strings.IndexByte(s, ')')
		if !strings.HasPrefix(s, "(") || end < 0 {
			break
		}
		rest, brackets = s[end+1:], true
	}
	words := strings.TrimLeft(rest, " ,")
	if len(words) == len(rest) {
		return false
	}
	first, next, _ := strings.Cut(words, " ")
	r, _ := utf8.DecodeRuneInString(first)
	switch {
	case first == "":
		return false
	case !unicode.IsLower(r):
		return mayBeName(first) || r == '(' || slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(after, stem) })
	case german(after):
		return true
	case first == "of" || first == "under":
		return (brackets || !ours(words)) && (run(next, capitals, 1) > 0 || slices.ContainsFunc(owners, func(word string) bool { return strings.HasPrefix(next, word) }))
	case first == "to" || first == "in":
		return strings.HasPrefix(next, "th") && (brackets || !ours(words))
	case strings.HasPrefix(first, "of,"), strings.HasPrefix(first, "to,"), strings.HasPrefix(first, "there"):
		return true
	case first == "des" || first == "der" || first == "dem" || first == "im" || first == "vom":
		return true
	}
	for _, part := range []string{"sub", "para", "point", "sentence", "indent", "no.", "lit.", "first", "second", "third", "last", "f.", "ff."} {
		if strings.HasPrefix(first, part) {
			return true
		}
	}
	return false
}

// mayBeName reports a word that may begin a short name of another text, or a part of
// what is cited: BGB, TFEU, Abs., IV.
func mayBeName(word string) bool {
	for _, part := range []string{"Abs", "S.", "Satz", "Nr.", "Nummer", "Buchst.", "Rome", "Brussels"} {
		if strings.HasPrefix(word, part) {
			return true
		}
	}
	n := 0
	for _, c := range []byte(word) {
		if 'A' <= c && c <= 'Z' {
			n++
		}
	}
	return n > 1 || run(word, "IVX", 4) > 0
}

// mayPrecede is a quick test on the words before a citation: the last of them, but for
// "in", is a name or part of one, or a bracket or number after it.
func mayPrecede(before string) bool {
	if german(before) {
		return true
	}
	words := strings.TrimRight(before, " ,(")
	if at := strings.TrimSuffix(words, "in"); at != words && strings.HasSuffix(at, " ") {
		words = strings.TrimRight(at, " ,(")
	}
	switch {
	case words == "":
		return false
	case strings.HasSuffix(words, ")"): // (EU), (2006)
		if len(words) < 2 || run(words[len(words)-2:], capitals+"0123456789", 1) == 0 {
			return false
		}
	case strings.HasSuffix(words, "."): // U.S.C.
		return len(words) > 3 && words[len(words)-3] == '.'
	case !isWordByte(words[len(words)-1]) && words[len(words)-1] != '_':
		return false
	case digits(words[len(words)-1:], 1) == 0:
		words = words[strings.LastIndexByte(words, ' ')+1:]
	}
	for k := 1; k < len(words); k++ {
		if run(words[k-1:], capitals+".", 2) == 2 && words[k-1] != '.' {
			return true
		}
	}
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(words, stem) }) ||
		slices.ContainsFunc(titles, func(title string) bool { return strings.Contains(words, title) })
}

// titles are words with which the names of other contracts end, and what parts of a code
// are called.
var titles = []string{"Title", "Agreement", "Contract", "Licen", "Lease", "Addendum", "Form", "Statement", "SOW", "Terms"}

// belongsPlainly reports words that begin with "of the", "under its" or the like, in
// which nothing says that this is the agreement itself: they need no pattern.
func belongsPlainly(after string) bool {
	for _, word := range []string{" of ", " under "} {
		if next, ok := strings.CutPrefix(after, word); ok {
			return run(next, capitals, 1) > 0 || slices.ContainsFunc(possessors, func(word string) bool { return strings.HasPrefix(next, word) })
		}
	}
	return false
}

var possessors = []string{"the", "that", "those", "such", "a", "its", "our", "your", "said"}

// mayBeOurs is a quick test that spares the pattern of [ownInstrument].
func mayBeOurs(after string) bool {
	for _, words := range []string{" this", " these", " Agreement", " Contract"} {
		if strings.Contains(after, words) {
			return true
		}
	}
	return false
}

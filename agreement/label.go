package agreement

import (
	"slices"
	"strconv"
	"strings"
)

// Follows reports whether the label next can come straight after prev among
// siblings: "4.3" after "4.2", "(i)" after "(h)", "(ii)" after "(i)", "(AA)" or
// "(aa)" after "(Z)" or "(z)", "Schedule C" after "Schedule B".
func Follows(prev, next string) bool { return ReadNumeral(next).Follows(ReadNumeral(prev)) }

// Begins reports whether a label is the first of its siblings: "1.", "4.1", "(a)",
// "Article I", "Schedule A".
func Begins(label string) bool { return ReadNumeral(label).Begins() }

// Follows reports whether a label can come straight after another; see [Follows].
func (l Numeral) Follows(prev Numeral) bool { return l.after(prev, 1) }

// Skips reports whether a label comes after another with no more than a few left out,
// as happens where provisions were deleted and the others kept their numbers.
func (l Numeral) Skips(prev Numeral) bool {
	const most = 4
	for step := 2; step <= most; step++ {
		if l.after(prev, step) {
			return true
		}
	}
	return false
}

// after reports whether a label counts that many further than another.
func (l Numeral) after(prev Numeral, step int) bool {
	return l.parts == prev.parts && l.parts > 0 && l.word == prev.word && l.around() == prev.around() && counts(prev.last, l.last, step)
}

// Begins reports whether a label is the first of its siblings; see [Begins].
func (l Numeral) Begins() bool {
	switch strings.TrimLeft(l.path[len(l.around()):], "0") {
	case "1", "a", "A", "i", "I":
		return true
	}
	return false
}

// Below reports whether the label of a clause is made of that of the clause it is
// in: "4.2" in "4.".
func (l Numeral) Below(around Numeral) bool {
	if around.parts == 0 || l.parts != around.parts+1 {
		return false
	}
	x, y := strings.TrimSuffix(l.around(), "."), around.path
	for x != "" && y != "" {
		var first, other string
		first, x, _ = strings.Cut(x, ".")
		other, y, _ = strings.Cut(y, ".")
		if !counts(ordinals(first), ordinals(other), 0) {
			return false
		}
	}
	return true
}

// Counts reports a label that counts: not that of an item without a number.
func (l Numeral) Counts() bool { return l.parts > 0 }

// SamePlace reports whether two labels count to the same place, in whatever style
// each is written: "1.1" and "1.01", "4." and "Article IV", "(c)" and "3.".
func SamePlace(label, other string) bool {
	a, b := ReadNumeral(label), ReadNumeral(other)
	return a.parts == b.parts && a.parts > 0 &&
		slices.EqualFunc(strings.Split(a.path, "."), strings.Split(b.path, "."), func(x, y string) bool {
			v, w := ordinals(x), ordinals(y)
			return slices.ContainsFunc(v.list[:v.n], func(v ordinal) bool {
				return slices.ContainsFunc(w.list[:w.n], func(w ordinal) bool { return v.value == w.value })
			})
		})
}

// SameStyle reports whether two labels are written alike but for their count.
func SameStyle(label, other string) bool {
	return strings.Map(countless, label) == strings.Map(countless, other)
}

func countless(r rune) rune {
	if '0' <= r && r <= '9' {
		return -1
	}
	if 'a' <= r && r <= 'z' {
		return 'a'
	}
	if 'A' <= r && r <= 'Z' {
		return 'A'
	}
	return r
}

// A Numeral is a label taken apart: "Section 4.2" is "section" and 4, 2. That of words
// which are none is empty.
type Numeral struct {
	word  string
	path  string // "4.2"
	parts int
	last  readings // of the last part
}

// around is the path without its last part: "4." of "4.2".
func (l Numeral) around() string { return l.path[:strings.LastIndexByte(l.path, '.')+1] }

// ReadNumeral takes a label apart.
func ReadNumeral(s string) Numeral {
	s = strings.Trim(s, " \u00a0")
	var l Numeral
	if i := strings.LastIndexAny(s, " \u00a0"); i >= 0 {
		l.word, s = strings.ToLower(strings.TrimSpace(s[:i])), strings.TrimLeft(s[i:], " \u00a0")
	} else if rest, ok := strings.CutPrefix(s, "§"); ok {
		l.word, s = "§", rest
	}
	l.path = strings.Trim(s, "()[].")
	for rest, more := l.path, true; more; l.parts++ {
		var part string
		part, rest, more = strings.Cut(rest, ".")
		if l.last = ordinals(part); l.last.n == 0 {
			return Numeral{}
		}
	}
	return l
}

// An ordinal is what a part of a label can count to, and in which way.
type ordinal struct {
	way   byte // '1', and 'a' or 'A' for letters, 'd' or 'D' for doubled letters, 'i' or 'I' for Roman numbers
	value int
}

// readings are the ways in which a part of a label can be read, three at the most.
type readings struct {
	list [3]ordinal
	n    int
}

func (r *readings) add(o ordinal) {
	r.list[r.n] = o
	r.n++
}

func counts(a, b readings, step int) bool {
	for _, v := range a.list[:a.n] {
		for _, w := range b.list[:b.n] {
			if v.way == w.way && w.value == v.value+step {
				return true
			}
		}
	}
	return false
}

// ordinals is the ways in which a part of a label can be read: "i" is a Roman one
// or the ninth letter.
func ordinals(s string) (out readings) {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && s[0] != '+' {
		out.add(ordinal{'1', n})
		return out
	}
	upper, shift := strings.ToUpper(s), byte(0)
	const longest = 8
	switch {
	case s == "" || len(s) > longest || strings.ContainsFunc(upper, func(r rune) bool { return r < 'A' || r > 'Z' }):
		return out
	case s == strings.ToLower(s):
		shift = 'a' - 'A'
	case s != upper:
		return out
	}
	if n := FromRoman(upper); n > 0 {
		out.add(ordinal{'I' + shift, n})
	}
	const letters = 26
	if len(s) <= 2 {
		n := 0
		for _, c := range []byte(upper) {
			n = n*letters + int(c-'A') + 1
		}
		out.add(ordinal{'A' + shift, n})
	}
	if strings.Count(upper, upper[:1]) == len(upper) {
		out.add(ordinal{'D' + shift, letters*(len(upper)-1) + int(upper[0]-'A') + 1})
	}
	return out
}

var romanDigits = map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}

// FromRoman is the value of a well-formed Roman number in capitals, or 0.
func FromRoman(s string) int {
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
	if roman(n) != s {
		return 0
	}
	return n
}

func roman(n int) string {
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

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
	if l.word != prev.word || len(l.parts) != len(prev.parts) || len(l.parts) == 0 {
		return false
	}
	last := len(l.parts) - 1
	return slices.Equal(prev.parts[:last], l.parts[:last]) && counts(prev.last, l.last, step)
}

// Begins reports whether a label is the first of its siblings; see [Begins].
func (l Numeral) Begins() bool {
	if len(l.parts) == 0 {
		return false
	}
	switch strings.TrimLeft(l.parts[len(l.parts)-1], "0") {
	case "1", "a", "A", "i", "I":
		return true
	}
	return false
}

// Below reports whether the label of a clause is made of that of the clause it is
// in: "4.2" in "4.".
func (l Numeral) Below(around Numeral) bool {
	n := len(around.parts)
	return n > 0 && len(l.parts) == n+1 &&
		slices.EqualFunc(l.parts[:n], around.parts, func(x, y string) bool { return counts(ordinals(x), ordinals(y), 0) })
}

// Counts reports a label that counts: not that of an item without a number.
func (l Numeral) Counts() bool { return len(l.parts) > 0 }

// SamePlace reports whether two labels count to the same place, in whatever style
// each is written: "1.1" and "1.01", "4." and "Article IV", "(c)" and "3.".
func SamePlace(label, other string) bool {
	a, b := ReadNumeral(label), ReadNumeral(other)
	return len(a.parts) == len(b.parts) && len(a.parts) > 0 &&
		slices.EqualFunc(a.parts, b.parts, func(x, y string) bool {
			return slices.ContainsFunc(ordinals(x), func(v ordinal) bool {
				return slices.ContainsFunc(ordinals(y), func(w ordinal) bool { return v.value == w.value })
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
	parts []string
	last  []ordinal // of the last part
}

// ReadNumeral takes a label apart.
func ReadNumeral(s string) Numeral {
	s = strings.Trim(s, " \u00a0")
	var l Numeral
	if i := strings.LastIndexAny(s, " \u00a0"); i >= 0 {
		l.word, s = strings.ToLower(strings.TrimSpace(s[:i])), strings.TrimLeft(s[i:], " \u00a0")
	} else if rest, ok := strings.CutPrefix(s, "§"); ok {
		l.word, s = "§", rest
	}
	for part := range strings.SplitSeq(strings.Trim(s, "()[]."), ".") {
		if l.last = ordinals(part); len(l.last) == 0 {
			return Numeral{}
		}
		l.parts = append(l.parts, part)
	}
	return l
}

// An ordinal is what a part of a label can count to, and in which way.
type ordinal struct {
	way   byte // '1', and 'a' or 'A' for letters, 'd' or 'D' for doubled letters, 'i' or 'I' for Roman numbers
	value int
}

func counts(a, b []ordinal, step int) bool {
	for _, v := range a {
		for _, w := range b {
			if v.way == w.way && w.value == v.value+step {
				return true
			}
		}
	}
	return false
}

// ordinals is the ways in which a part of a label can be read: "i" is a Roman one
// or the ninth letter.
func ordinals(s string) (out []ordinal) {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && s[0] != '+' {
		return []ordinal{{'1', n}}
	}
	upper, shift := strings.ToUpper(s), byte(0)
	const longest = 8
	switch {
	case s == "" || len(s) > longest || strings.ContainsFunc(upper, func(r rune) bool { return r < 'A' || r > 'Z' }):
		return nil
	case s == strings.ToLower(s):
		shift = 'a' - 'A'
	case s != upper:
		return nil
	}
	if n := FromRoman(upper); n > 0 {
		out = append(out, ordinal{'I' + shift, n})
	}
	const letters = 26
	if len(s) <= 2 {
		n := 0
		for _, c := range []byte(upper) {
			n = n*letters + int(c-'A') + 1
		}
		out = append(out, ordinal{'A' + shift, n})
	}
	if strings.Count(upper, upper[:1]) == len(upper) {
		out = append(out, ordinal{'D' + shift, letters*(len(upper)-1) + int(upper[0]-'A') + 1})
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

package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// joined are the scripts whose letters change with their neighbours, combine or
// run from right to left. Set letter by letter they come out wrong.
var joined = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Arabic", unicode.Arabic}, {"Hebrew", unicode.Hebrew}, {"Syriac", unicode.Syriac},
	{"Thaana", unicode.Thaana}, {"N'Ko", unicode.Nko}, {"Thai", unicode.Thai}, {"Lao", unicode.Lao},
	{"Devanagari", unicode.Devanagari}, {"Bengali", unicode.Bengali}, {"Gurmukhi", unicode.Gurmukhi},
	{"Gujarati", unicode.Gujarati}, {"Oriya", unicode.Oriya}, {"Tamil", unicode.Tamil},
	{"Telugu", unicode.Telugu}, {"Kannada", unicode.Kannada}, {"Malayalam", unicode.Malayalam},
	{"Sinhala", unicode.Sinhala}, {"Tibetan", unicode.Tibetan}, {"Myanmar", unicode.Myanmar},
	{"Khmer", unicode.Khmer}, {"Mongolian", unicode.Mongolian}, {"Javanese", unicode.Javanese},
	{"Balinese", unicode.Balinese}, {"Samaritan", unicode.Samaritan}, {"Mandaic", unicode.Mandaic},
}

func scriptOf(c rune) string {
	for _, s := range joined {
		if unicode.Is(s.table, c) {
			return s.name
		}
	}
	return ""
}

func needsShaping(c rune) bool { return c >= 0x0590 && scriptOf(c) != "" }

// missing reports a character that cannot be printed, once with all others of
// its kind in s.
func (l *layouter) missing(s string, at int, c rune) {
	id, kind, message, hint := l.unprintable(c)
	if said := message + s; !l.told[said] {
		l.told[said] = true
		l.problem(id, s, at, fmt.Sprintf(message, listed(s[at:], kind)), hint)
	}
}

// unprintable says why a character cannot be printed, and of which others the
// same is said; the message has room for them.
func (l *layouter) unprintable(c rune) (id string, kind func(rune) bool, message, hint string) {
	script := scriptOf(c)
	same := func(o rune) bool { return o == c }
	switch {
	case script != "":
		return "script", same, "the PDF cannot set " + script + " letters, as in %s",
			"give the name in Latin script, and leave its own script to the Markdown and HTML"
	case unicode.Is(unicode.Variation_Selector, c):
		return "character", same, "the PDF cannot heed the variation selector %s", "leave it out"
	case unicode.Is(unicode.M, c):
		return "character", same, "the PDF cannot place the accent %s by itself",
			"write the letter and its accent as one character (Unicode normalisation form C)"
	case !unicode.IsGraphic(c):
		return "character", same, "the control or format character %s cannot be printed", "remove it"
	case c > 0xFFFF:
		return "character", func(o rune) bool { return o > 0xFFFF }, "the PDF cannot set %s, above U+FFFF", "use more common characters"
	}
	return "no-font", l.lacking, "no font has %s", "name a folder with a TrueType font (.ttf) that has it"
}

// mostNamed is how many characters one problem names.
const mostNamed = 8

// listed names the characters of s that are of a kind.
func listed(s string, kind func(rune) bool) string {
	var names []string
	for _, c := range s {
		name := fmt.Sprintf("U+%04X", c)
		if unicode.IsGraphic(c) && !unicode.Is(unicode.M, c) {
			name = fmt.Sprintf("%q (%s)", c, name)
		}
		if kind(c) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// lacking reports whether a character could be printed if a font had it.
func (l *layouter) lacking(c rune) bool {
	if c > 0xFFFF || needsShaping(c) || unicode.Is(unicode.M, c) || !unicode.IsGraphic(c) || builtIn[regular].char(c) != 0 {
		return false
	}
	_, _, ok := l.fonts.find(c)
	return !ok
}

func (l *layouter) invalidUTF8(s string, at int) {
	l.problem("character", s, at, fmt.Sprintf("the byte 0x%02X is not UTF-8 text", s[at]), "save the source as UTF-8")
}

// mostProblems is how many characters are reported before the rest are taken
// as said.
const mostProblems = 100

func (l *layouter) problem(id, s string, at int, message, hint string) {
	if len(l.problems) >= mostProblems {
		return
	}
	p := &agreement.Problem{ID: id, Message: message + ", in “" + around(s, at) + "”", Hint: hint}
	for i := len(l.where) - 1; i >= 0; i-- {
		if l.where[i] != "" {
			p.Message += ", in " + l.where[i]
			break
		}
	}
	if l.pos != nil && !l.value {
		p.Pos = l.pos.Pos
	}
	l.problems.Add(p)
}

// around is the words on either side of a place in s.
func around(s string, at int) string {
	const reach = 24
	from, to := max(0, at-reach), min(len(s), at+reach)
	if i := strings.IndexByte(s[from:at], ' '); i >= 0 && from > 0 {
		from += i + 1
	}
	if i := strings.LastIndexByte(s[at:to], ' '); i > 0 && to < len(s) {
		to = at + i
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return unicode.ReplacementChar
	}, strings.ToValidUTF8(s[from:to], "\uFFFD"))
}

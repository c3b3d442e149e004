package render

import (
	"fmt"
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

// missing reports a character that cannot be printed.
func (l *layouter) missing(s string, at int, c rune) {
	what := fmt.Sprintf("%q (U+%04X)", c, c)
	script := scriptOf(c)
	switch {
	case script != "":
		l.problem("script", s, at, fmt.Sprintf("the PDF cannot set %s letters, as in %s", script, what),
			"give the name in Latin script, and leave its own script to the Markdown and HTML")
	case unicode.Is(unicode.M, c):
		l.problem("character", s, at, fmt.Sprintf("the PDF cannot place the accent U+%04X by itself", c),
			"write the letter and its accent as one character (Unicode normalisation form C)")
	case !unicode.IsGraphic(c):
		l.problem("character", s, at, fmt.Sprintf("the control or format character U+%04X cannot be printed", c),
			"remove it")
	case c > 0xFFFF:
		l.problem("character", s, at, fmt.Sprintf("the PDF cannot set %s, which is above U+FFFF", what),
			"use a more common character")
	default:
		l.problem("character", s, at, "no font has the character "+what,
			"name a folder with a TrueType font (.ttf) that has it")
	}
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
	if l.pos != nil {
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

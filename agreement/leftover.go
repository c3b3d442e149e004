package agreement

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A leftover is what people put where a word or a figure is still to come, or what
// programs put where they found none.
type leftover struct {
	signs   []string // one of which is in all that the pattern matches, in lower case; most texts have none
	pattern func() *regexp.Regexp
}

var leftovers = []leftover{
	{[]string{"["}, Pattern(`(?:^|[\s(“"])(\[(?:[^\[\]]{0,60}\pL{3}[^\[\]]{0,60}|[^\pL\d\[\]]{0,20}|X+)\])`)}, // "[Counterparty]", and not "benzo[b]thiophene" or "part [2,3-c]"
	{[]string{"{{", "${", "<<", "{%"}, Pattern(`(\{\{.{0,60}?\}\}|\$\{.{0,60}?\}|<<.{0,60}?>>|\{%.{0,60}?%\})`)},
	{[]string{"<"}, Pattern(`(</?[A-Za-z][^<>]{0,60}>)`)}, // "<Name>", and the tags of a web page
	{[]string{"«"}, Pattern(`(«[A-Za-z_]{1,40}»)`)},
	{[]string{"___", "....", "……", "●", "☐", "???"}, Pattern(`(_{3,}|\.{4,}|…{2,}|●|☐|\?{3,})`)},
	{[]string{"xxx"}, Pattern(`\b(X{4,}|x{3,})\b`)},
	{[]string{"tb", "t.b.d.", "n.n.", "todo", "fixme"}, Pattern(`(\b(?:TBD|TBC|TBA|T\.B\.D\.|TODO|FIXME)\b|\((?i:tb[acd]|n\.n\.)\))`)},
	{[]string{"to be", "insert", "lorem", "dolor"}, Pattern(`(?i)\b(to be (?:determined|completed|confirmed|inserted|advised|filled in)|insert (?:name|date|amount|address|text|company|here)|lorem ipsum|dolor sit amet)\b`)},
	{[]string{"#"}, Pattern(`(#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!))`)},
	{[]string{"null", "nan", "undefined"}, Pattern(`\b(NULL|NaN|undefined)\b`)},
}

// Leftovers are the parts of a text that were left over from a form, a template
// or a spreadsheet, and what became of letters that were read in a wrong
// encoding. An agreement has none of them.
func Leftovers(s string) []string {
	var found []string
	lower := strings.ToLower(s)
	for _, l := range leftovers {
		if !slices.ContainsFunc(l.signs, func(sign string) bool { return strings.Contains(lower, sign) }) {
			continue
		}
		for _, m := range l.pattern().FindAllStringSubmatchIndex(s, -1) {
			if link := s[m[2]] == '[' && strings.HasPrefix(s[m[3]:], "("); !link {
				found = append(found, s[m[2]:m[3]])
			}
		}
	}
	if w := mojibake(s); w != "" {
		found = append(found, w)
	}
	return found
}

// mojibake is the first word of a text that is UTF-8 read as Windows-1252, such as
// "GrÃ¶ÃŸe" for "Größe", or "".
func mojibake(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII }) {
		return ""
	}
	for _, word := range strings.FieldsFunc(s, func(c rune) bool { return c == ' ' }) {
		if _, ok := meant(word); ok {
			return strings.Trim(word, ".,;:()")
		}
	}
	return ""
}

// Reread is a text in which the words that are UTF-8 read as Windows-1252 are as they
// were meant, and whether there was one.
func Reread(s string) (string, bool) {
	if mojibake(s) == "" {
		return s, false
	}
	words := strings.Split(s, " ")
	for i, word := range words {
		if m, ok := meant(word); ok {
			words[i] = m
		}
	}
	return strings.Join(words, " "), true
}

// meant is what a word says whose bytes were read as Windows-1252 instead of UTF-8.
func meant(word string) (string, bool) {
	var bytes []byte
	for _, c := range word {
		b, ok := windows1252(c)
		if !ok {
			return "", false
		}
		bytes = append(bytes, b)
	}
	m := string(bytes)
	return m, len(bytes) > 0 && utf8.ValidString(m) && utf8.RuneCountInString(m) < len(bytes)
}

// of80 are the characters of Windows-1252 from 0x80 to 0x9F; a blank stands for none.
var of80 = []rune("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ")

// windows1252 is a character as a byte of Windows-1252.
func windows1252(c rune) (byte, bool) {
	if c < 0x100 {
		return byte(c), true
	}
	i := slices.Index(of80, c)
	return byte(0x80 + i), i >= 0
}

package redline

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engross/engross/agreement"
)

// kindOf is what it means that before became after, going by the words alone.
func kindOf(before, after string) Kind {
	if looks(before) == looks(after) {
		return Typographic
	}
	was, numbers := frame(before)
	is, more := frame(after)
	if numbers+more > 0 && was == is {
		return Number
	}
	return Substantive
}

// unseen are characters that print nothing and turn nothing round: where a word may be
// cut, where it may not, and the mark of a file.
const unseen = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

// looks is s without what only typography tells apart: white space, the ends of
// paragraphs, the shapes of quotation marks, hyphens and dashes, characters that print
// nothing, and whether an accent is one with its letter.
func looks(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '¶', strings.ContainsRune(unseen, r):
			return -1
		case strings.ContainsRune("‘’‚‛′`", r):
			return '\''
		case strings.ContainsRune("“”„‟″«»", r):
			return '"'
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		}
		return r
	}, norm.NFC.String(s))
}

// frame is the words of s without its numbers, and how many numbers it has.
func frame(s string) (words string, numbers int) {
	var b strings.Builder
	ns := newNames()
	t := ns.read([]agreement.Inline{&agreement.Text{Text: s}})
	for _, k := range t.tokens {
		w := t.text[k.start:k.end]
		if k.class == number || numerals[strings.ToLower(w)] {
			numbers++
			continue
		}
		b.WriteString(w + " ")
	}
	return b.String(), numbers
}

// numerals are numbers in words, and what stands between them.
var numerals = func() map[string]bool {
	set := map[string]bool{}
	units := strings.Fields("one two three four five six seven eight nine")
	tens := strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
	for _, w := range append(append(units, tens...), strings.Fields("zero ten eleven twelve thirteen fourteen fifteen sixteen "+
		"seventeen eighteen nineteen hundred thousand million billion")...) {
		set[w] = true
	}
	for _, t := range tens {
		for _, u := range units {
			set[t+"-"+u] = true
		}
	}
	return set
}()

// digest reports what says of which term sheet an agreement was made, which is another
// in each draft and no words.
func digest(s string) bool {
	sum, ok := strings.CutPrefix(s, "sha256:")
	return s == "" || ok && len(sum) == 64 && strings.Trim(sum, "0123456789abcdef") == ""
}

package assemble

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

var definedTerm = agreement.Pattern(`\*\*"([^"{}*]+)"\*\*`)

func newVocabulary(l *Library) *vocabulary {
	v := &vocabulary{byFirst: map[string][]form{}, byLower: map[string][]form{}, homes: map[string][]string{}}
	for _, t := range l.Topics() {
		for _, x := range t.Variants {
			for _, term := range x.terms() {
				v.add(term, t.ID)
			}
		}
	}
	for _, first := range slices.Sorted(maps.Keys(v.byFirst)) {
		forms := v.byFirst[first]
		slices.SortFunc(forms, func(a, b form) int {
			if n := len(b.words) - len(a.words); n != 0 {
				return n
			}
			return strings.Compare(a.term, b.term)
		})
		if lower := strings.ToLower(first); lower != first {
			v.byLower[lower] = append(v.byLower[lower], forms...)
		}
	}
	return v
}

// findTerms are the terms that the text of a variant defines, in its order.
func (v *Variant) findTerms() []string {
	var list []string
	for _, m := range definedTerm().FindAllStringSubmatch(v.body(), -1) {
		if !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

func (v *vocabulary) add(term, home string) {
	if homes, known := v.homes[term]; known {
		if !slices.Contains(homes, home) {
			v.homes[term] = append(homes, home)
		}
		return
	}
	v.homes[term] = []string{home}
	for _, spelling := range []string{term, pluralOf(term)} {
		w := strings.Fields(spelling)
		v.byFirst[w[0]] = append(v.byFirst[w[0]], form{w, term})
	}
}

// pluralOf is the regular plural of a term's last word.
func pluralOf(term string) string {
	switch {
	case strings.HasSuffix(term, "y") && !strings.ContainsAny(term[max(0, len(term)-2):len(term)-1], "aeiou"):
		return term[:len(term)-1] + "ies"
	case strings.HasSuffix(term, "s"), strings.HasSuffix(term, "x"), strings.HasSuffix(term, "ch"), strings.HasSuffix(term, "sh"):
		return term + "es"
	}
	return term + "s"
}

// uses finds the defined terms used in words. Start says that the words begin
// a sentence. Longer terms win over shorter ones inside them: "Release Notice"
// is no use of "Notice".
func (v *vocabulary) uses(s string, start bool) []use {
	var found []use
	words := wordReader{text: s}
	for first := true; ; first = false {
		t, more := words.next()
		if !more {
			return found
		}
		for _, f := range v.byFirst[t.word] {
			if rest, ok := words.after(f.words[1:]); ok {
				weak := len(f.words) == 1 && (t.starts || first && start)
				found = append(found, use{term: f.term, weak: weak})
				words = rest
				break
			}
		}
	}
}

// A token is one word, and whether it begins a sentence. A word that follows
// another after more than a blank is apart: no term runs across it.
type wordToken struct {
	word   string
	starts bool
	apart  bool
}

// splitWords parts a text into words.
func splitWords(s string) []wordToken {
	tokens := make([]wordToken, 0, len(s)/6+1)
	words := wordReader{text: s}
	for t, more := words.next(); more; t, more = words.next() {
		tokens = append(tokens, t)
	}
	return tokens
}

// A wordReader parts a text into words. A hyphen and an apostrophe inside a word belong
// to it, but for the possessive ending.
type wordReader struct {
	text    string
	at, gap int // where reading goes on, and where what stands after the last word begins
}

// next is the next word; more says that there is one.
func (r *wordReader) next() (t wordToken, more bool) {
	for r.at < len(r.text) {
		begin := r.at
		end := wordEnd(r.text, begin)
		if end == begin {
			_, size := utf8.DecodeRuneInString(r.text[begin:])
			r.at += size
			continue
		}
		word := strings.TrimRight(r.text[begin:end], "-")
		t = wordToken{word: word}
		if between := r.text[r.gap:begin]; between != " " {
			t.apart, t.starts = true, strings.ContainsAny(between, ".:!?|\n")
		}
		r.at, r.gap = end, begin+len(word)
		return t, true
	}
	return t, false
}

// after is the reader behind words, if they come next.
func (r wordReader) after(words []string) (wordReader, bool) {
	for _, w := range words {
		if t, more := r.next(); !more || t.word != w || t.apart {
			return r, false
		}
	}
	return r, true
}

// wordEnd is where the word that begins at i ends; i where none begins there. A
// possessive ending is no word.
func wordEnd(s string, i int) int {
	if rest := s[i:]; i > 0 && (strings.HasPrefix(rest, "s") || strings.HasPrefix(rest, "S")) {
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if (before == '’' || before == '\'') && i+1 <= len(s) && !letterAt(s, i+1) {
			return i
		}
	}
	n := i
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !(r == '-' && n > i) {
			break
		}
		n += size
	}
	return n
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// usesOf finds the terms used in a block itself, not in the blocks under it.
// Headings use no terms.
func (v *vocabulary) usesOf(b agreement.Block) []use {
	if _, isClause := b.(*agreement.Clause); isClause {
		return nil
	}
	var found []use
	agreement.Inlines(b, func(in []agreement.Inline) { found = append(found, v.usesIn(in)...) })
	for i := range found {
		found[i].pos = posOf(b)
	}
	return found
}

// usesIn finds the terms used in inlines. Values are not looked at: a party may
// be called anything.
func (v *vocabulary) usesIn(in []agreement.Inline) []use {
	var found []use
	start := true
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			if !x.Value {
				found = append(found, v.uses(x.Text, start)...)
			}
			start = endsSentence(strings.TrimSuffix(x.Text, string(valueClose)))
		default:
			start = false
		}
	}
	return found
}

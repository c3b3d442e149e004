package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// A rename says that a defined term has another name.
type rename struct{ old, new string }

// termChanges is the terms that only the old draft defines and those that only the
// new one does.
func termChanges(old, new *agreement.Document) (gone, come []string) {
	was, is := termsOf(old), termsOf(new)
	without := func(terms, others []string) []string {
		return slices.DeleteFunc(slices.Clone(terms), func(t string) bool {
			_, found := slices.BinarySearch(others, t)
			return found
		})
	}
	return without(was, is), without(is, was)
}

// termsOf is the terms that d defines, sorted.
func termsOf(d *agreement.Document) (terms []string) {
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if t, ok := x.(*agreement.Define); ok {
					terms = append(terms, t.Term)
				}
			}
		})
		return true
	})
	slices.Sort(terms)
	return slices.Compact(terms)
}

// A term is the name of something defined that has several words: all but the last,
// with the blank after them, and the last in the singular.
type term struct {
	first string
	last  []string
}

// with makes each of the terms that has several words one token, so that "Licensed
// Field" becomes "Field of Use" as a whole, wherever it stands.
func (n names) with(terms []string) names {
	n.terms = nil
	for _, t := range terms {
		if at := strings.LastIndexByte(t, ' ') + 1; at > 0 {
			n.terms = append(n.terms, term{t[:at], singular(t[at:])})
		}
	}
	return n
}

// term is the length of the longest of the terms that s begins with, in the singular
// or the plural, or 0.
func (n names) term(s string) (length int) {
	for i := range n.terms {
		t := &n.terms[i]
		if s[0] != t.first[0] || !strings.HasPrefix(s, t.first) {
			continue
		}
		at := len(t.first)
		last := s[at : at+wordLength(s[at:])]
		if slices.Equal(singular(last), t.last) {
			length = max(length, at+len(last))
		}
	}
	return length
}

// renames lists the terms that have another name: what became of their definitions
// and, where the words of a term that is no longer defined became those of one that
// now is, these. Drafts that define no term in a way that can be known are judged
// by capitalised words that became the same other ones more than once.
func (l *lister) renames(m *merger) []rename {
	terms := l.terms
	unknown := len(termsOf(m.old.doc)) == 0
	seen := map[rename]bool{}
	for _, c := range l.changes {
		if c.Scope != Words || c.Kind != Substantive {
			continue
		}
		k := core(c.Before, c.After)
		if isTerm(m.lost, c.Before) && isTerm(m.won, c.After) || unknown && seen[k] && capital(k.old) && capital(k.new) && len(k.old) > 1 && len(k.new) > 1 { // a letter names an annex
			terms = append(terms, rename{c.Before, c.After})
		}
		seen[k] = true
	}
	return terms
}

func isTerm(terms []string, words string) bool {
	return slices.ContainsFunc(terms, func(t string) bool { return slices.Equal(singular(t), singular(words)) })
}

// groupTerms puts the places where a defined term only has its new name into one
// change, at the first of them.
func groupTerms(changes []Change, terms []rename) []Change {
	known := map[rename]bool{}
	for _, t := range terms {
		known[core(t.old, t.new)] = true
	}
	first := map[rename]int{}
	var out []Change
	for _, c := range changes {
		k := core(c.Before, c.After)
		if c.Scope != Words || c.Kind != Substantive || !known[k] {
			out = append(out, c)
			continue
		}
		i, ok := first[k]
		if !ok {
			i = len(out)
			first[k] = i
			c.Kind = DefinedTerm
			c.words = slices.Clone(c.words)
			out = append(out, c)
		} else {
			out[i].words = append(out[i].words, c.words...)
		}
		out[i].Occurrences = append(out[i].Occurrences, Occurrence{ClauseID: c.ClauseID, OldNumber: c.OldNumber,
			NewNumber: c.NewNumber, Before: c.Before, After: c.After, at: c.at})
	}
	return out
}

// core is what tells two names apart, each in the singular and without the words
// they share at their beginning or end.
func core(old, new string) rename {
	a, b := singular(old), singular(new)
	for len(a) > 1 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return rename{strings.Join(a, " "), strings.Join(b, " ")}
}

// singular is the words of a name, its last one without the endings of the
// plural and the possessive.
func singular(name string) []string {
	words := strings.Fields(strings.Trim(name, `"“” `))
	if len(words) == 0 {
		return nil
	}
	last := strings.TrimRight(words[len(words)-1], "'’")
	for _, possessive := range []string{"'s", "’s"} {
		last = strings.TrimSuffix(last, possessive)
	}
	switch {
	case strings.HasSuffix(last, "ies"):
		last = strings.TrimSuffix(last, "ies") + "y"
	case strings.HasSuffix(last, "ss"):
	default:
		last = strings.TrimSuffix(last, "s")
	}
	words[len(words)-1] = last
	return words
}

// capital reports words that all begin with a capital letter, as terms do.
func capital(name string) bool {
	for _, w := range strings.Fields(name) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return name != ""
}

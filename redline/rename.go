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

// capital reports words that all begin with a capital letter, as terms do.
func capital(name string) bool {
	for _, w := range strings.Fields(name) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return name != ""
}

package assemble

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// A TermUse is a defined term in the words of a document.
type TermUse struct {
	Term   string
	ID     string // of the provision that uses it first
	Number string // its citation
}

// Undefined are the terms which the library, or the document itself, defines and which
// the words of a document use without defining them, each where it is used first; and
// the terms besides the names of parties that it defines and never uses. A single word
// may be any word where it begins a sentence, or where it has a capital once alone.
func (l *Library) Undefined(d *agreement.Document) (undefined, unused []TermUse) {
	defined, used := map[string]*TermUse{}, map[string]int{}
	var order []string
	words := &vocabulary{byFirst: l.terms.byFirst, homes: l.terms.homes}
	if own := termsOf(d); len(own) > 0 {
		words = words.with(own)
	}
	var walk func(body []agreement.Block, at TermUse)
	walk = func(body []agreement.Block, at TermUse) {
		for _, b := range body {
			here := at
			if c, ok := b.(*agreement.Clause); ok {
				here.ID = c.ID
				if c.Number != "" {
					here.Number = c.Number
				}
				walk(c.Body, here)
				continue
			}
			agreement.Inlines(b, func(in []agreement.Inline) {
				for _, x := range in {
					if y, ok := x.(*agreement.Define); ok && defined[y.Term] == nil {
						defined[y.Term] = &TermUse{y.Term, here.ID, here.Number}
						order = append(order, y.Term)
					}
				}
			})
			for _, u := range words.usesOf(b) {
				if u.weak {
					continue
				}
				if used[u.term]++; used[u.term] == 1 {
					undefined = append(undefined, TermUse{u.term, here.ID, here.Number})
				}
			}
		}
	}
	walk(d.Body, TermUse{})
	for i := range d.Parties {
		name := d.Parties[i].Short
		if used[name]++; defined[name] == nil {
			defined[name] = &TermUse{Term: name}
		}
	}
	undefined = slices.DeleteFunc(undefined, func(u TermUse) bool {
		return defined[u.Term] != nil || used[u.Term] == 1 && !strings.Contains(u.Term, " ")
	})
	for _, term := range order {
		if used[term] == 0 {
			unused = append(unused, *defined[term])
		}
	}
	return undefined, unused
}

// termsOf are the terms that a document defines.
func termsOf(d *agreement.Document) (terms []string) {
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if y, ok := x.(*agreement.Define); ok {
					terms = append(terms, y.Term)
				}
			}
		})
		return true
	})
	return terms
}

// with is a vocabulary with more terms.
func (v *vocabulary) with(terms []string) *vocabulary {
	more := &vocabulary{byFirst: map[string][]form{}, byLower: map[string][]form{}, homes: map[string][]string{}}
	for first, forms := range v.byFirst {
		more.byFirst[first] = slices.Clone(forms)
	}
	for term, homes := range v.homes {
		more.homes[term] = homes
	}
	for _, term := range terms {
		if len(splitWords(term)) > 0 {
			more.add(term, definitionsID)
		}
	}
	for _, forms := range more.byFirst {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.words) - len(a.words) })
	}
	return more
}

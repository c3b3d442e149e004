package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A rename says that a defined term has another name.
type rename struct{ old, new string }

// groupTerms puts the places where a defined term only has its new name into one
// change, at the first of them. Terms are known by their definitions, and where
// the same capitalised words became the same other ones more than once.
func groupTerms(changes []Change, terms []rename) []Change {
	known := map[rename]bool{}
	for _, t := range terms {
		known[core(t.old, t.new)] = true
	}
	seen := map[rename]bool{}
	for _, c := range changes {
		if c.Scope != Words || c.Kind != Substantive {
			continue
		}
		if k := core(c.Before, c.After); capital(k.old) && capital(k.new) {
			if seen[k] {
				known[k] = true
			}
			seen[k] = true
		}
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
			out = append(out, c)
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

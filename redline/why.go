package redline

import (
	"fmt"
	"slices"
	"strings"
)

// A reason is one cause and where it shows.
type reason struct {
	cause  Cause
	places []string // citations in reading order; "*" after one says that other causes are needed there too
}

// reasons lists why the drafts differ: the terms in their order, also those that
// show nowhere, and then what the library did, in the order in which it shows.
func reasons(res *Result) (terms, library []reason) {
	for _, t := range res.Terms {
		terms = append(terms, reason{cause: Cause{Kind: Term, Pointer: t.Pointer, Path: t.Path, Before: t.Before, After: t.After, InHouse: t.InHouse}})
	}
	for i := range res.Changes {
		c := &res.Changes[i]
		if c.Kind == Consequential {
			continue // they follow from the others
		}
		for _, w := range c.Causes {
			list := &terms
			switch w.Kind {
			case Term, Printed:
			case Variant, Library:
				list = &library
			}
			place := c.place()
			if w.Partial {
				place += "*"
			}
			w.Partial = false
			k := slices.IndexFunc(*list, func(r reason) bool { return r.cause == w })
			if k < 0 {
				k = len(*list)
				*list = append(*list, reason{cause: w})
			}
			(*list)[k].places = append((*list)[k].places, place)
		}
	}
	for _, list := range [][]reason{terms, library} {
		for i := range list {
			if list[i].places = outermost(list[i].places); len(list[i].places) == 0 && res.untold() != "" {
				list[i].places = []string{notToldApart}
			}
		}
	}
	return terms, library
}

// notToldApart stands for the places of a term whose share in the changes is not known.
const notToldApart = "not told apart from the others"

// reasonsOnPaper are the reasons that a paper for the other side gives: those that show
// in the agreement. What shows nowhere may be a waiver, or what one side thinks of its
// risks.
func reasonsOnPaper(res *Result) (terms, library []reason) {
	terms, library = reasons(res)
	hidden := func(r reason) bool {
		return len(r.places) == 0 || r.places[0] == notToldApart || r.cause.InHouse
	}
	return slices.DeleteFunc(terms, hidden), slices.DeleteFunc(library, hidden)
}

// onPaper are the causes of a change that a paper for the other side names.
func onPaper(causes []Cause) []Cause {
	return slices.DeleteFunc(slices.Clone(causes), func(c Cause) bool { return c.InHouse })
}

// place is the citation of a change in the new draft or, where it is not in it,
// in the old.
func (c *Change) place() string {
	switch {
	case c.Scope == Head:
		return "title page"
	case c.NewNumber != "":
		return c.NewNumber
	case c.OldNumber != "":
		return "old " + c.OldNumber
	case c.Scope == Signatures:
		return "signature page"
	}
	return c.Heading
}

// outermost is places, each once, without those that are in another of them.
func outermost(places []string) (out []string) {
	for _, p := range places {
		covers := func(q string) bool { return under(p, q) || p == q+"*" }
		if !slices.ContainsFunc(places, covers) && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// under reports that a citation is of a provision in the one that around cites.
func under(citation, around string) bool {
	rest, ok := strings.CutPrefix(citation, around)
	return ok && around != "" && strings.IndexAny(rest, ".(,") == 0
}

// where is the places of a reason in a line.
func (r reason) where() string {
	if len(r.places) == 0 {
		return "no words of the agreement"
	}
	return strings.Join(r.places, ", ")
}

// shared reports that some place of some reason needs another cause too.
func shared(lists ...[]reason) bool {
	return slices.ContainsFunc(slices.Concat(lists...), func(r reason) bool {
		return slices.ContainsFunc(r.places, func(p string) bool { return strings.HasSuffix(p, "*") })
	})
}

// sharedNote explains the mark of a place that needs another cause too.
const sharedNote = "* together with other terms"

// substance is the changes without those that only follow.
func substance(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Kind == Consequential })
}

// renumbered is the consequential changes without those that follow from another:
// where 24 became 25, 24.1 became 25.1. Such a one stays where references followed.
func renumbered(changes []Change) (out []Change) {
	pairs := map[[2]string]bool{}
	for _, c := range changes {
		if c.Kind == Consequential {
			pairs[[2]string{c.Before, c.After}] = true
		}
	}
	for _, c := range changes {
		if c.Kind == Consequential && (len(c.Occurrences) > 0 || !implied(c, pairs)) {
			out = append(out, c)
		}
	}
	return out
}

func implied(c Change, pairs map[[2]string]bool) bool {
	for i := range len(c.Before) {
		suffix := c.Before[i:]
		if strings.IndexAny(suffix, ".(,") != 0 {
			continue
		}
		if after, ok := strings.CutSuffix(c.After, suffix); ok && pairs[[2]string{c.Before[:i], after}] {
			return true
		}
	}
	return false
}

// untold says why causes are left out, where some are.
func (r *Result) untold() string {
	switch {
	case r.Untold:
		return untoldNote + "."
	case r.Vague > 0:
		verb := "take"
		if r.Vague == 1 {
			verb = "takes"
		}
		return fmt.Sprintf("Of the changes, %d %s more than six terms together, and none of these is named there.", r.Vague, verb)
	}
	return ""
}

// untoldNote says why causes are left out.
const untoldNote = "Most changes come of several terms together, too many to tell which; the drafts may be of two deals that have nothing to do with one another"

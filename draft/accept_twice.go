package draft

import (
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
)

// A Follow is a place that prints a value which came home: the next draft has the new
// value there, though the draft that came back had the old one.
type Follow struct {
	Path   string         `json:"path"`   // of the value
	Change redline.Change `json:"change"` // of the next draft, from what was sent
}

// A Torn value is printed in two places, which came back otherwise.
type Torn struct {
	Path string         `json:"path"`
	Home redline.Change `json:"home"` // the change that was taken
	Left redline.Change `json:"left"` // the one that was not
}

// Repeats are the places that print a value besides the one whose change led to it.
type repeats struct {
	still   []redline.Change // from the next draft to what came back: they came back as they were sent
	follows []redline.Change // the same, from what was sent to the next draft
	torn    []Torn
	refuse  bool // the value is not to be taken
}

// repeatsOf finds what a value changes besides what came back changed. A value of which
// a table alone came back changed is changed everywhere; one whose words came back
// changed takes tables along, but no words, for these may differ on purpose. Nothing
// that was refused or left open is changed so. Where a table and words came back
// otherwise, the words prevail.
func (a *accepter) repeatsOf(c *redline.Change, now, left lack) (x repeats) {
	come := without(left.changes, now.changes)
	if len(come) == 0 {
		return x
	}
	res, err := redline.Diff(now.made.Document, left.made.Document)
	if err != nil {
		return x
	}
	solved := without(now.changes, left.changes)
	everywhere := len(solved) > 0 && !slices.ContainsFunc(solved, func(c redline.Change) bool { return !inTable(&c) })
	for _, e := range ofWords(res.Changes) {
		if i := slices.IndexFunc(now.changes, func(m redline.Change) bool { return samePlace(&m, &e) && m.After != e.After }); i >= 0 {
			x.torn = append(x.torn, Torn{Home: *c, Left: now.changes[i]})
			x.refuse = x.refuse || inTable(c) && !inTable(&now.changes[i])
			continue
		}
		i := slices.IndexFunc(come, func(d redline.Change) bool { return undoes(&d, &e) })
		if i >= 0 && (everywhere || inTable(&e)) && !a.undecided(&e) {
			x.still, x.follows = append(x.still, come[i]), append(x.follows, e)
		}
	}
	return x
}

// follow takes what a value changes besides into the draft that is to come home.
func (a *accepter) follow(path string, also repeats, next *agreement.Document) {
	for _, t := range also.torn {
		t.Path = path
		a.home.Torn = append(a.home.Torn, t)
	}
	if len(also.still) == 0 {
		return
	}
	target := likeSent(next, a.target)
	target.Status = next.Status
	res, err := redline.Diff(target, next)
	if err != nil {
		return // what is missing says so
	}
	a.target, _ = redline.Settle(res, func(c *redline.Change) bool {
		return slices.ContainsFunc(also.still, func(d redline.Change) bool { return undoes(&d, c) })
	})
	for _, c := range also.follows {
		a.home.Follows = append(a.home.Follows, Follow{path, c})
	}
}

// undecided reports a place that is to stay as it was, or in which a change was asked
// for and not accepted.
func (a *accepter) undecided(e *redline.Change) bool {
	return a.how.Keep != nil && a.how.Keep(e) || slices.ContainsFunc(a.choices, func(s settled) bool {
		return s.Decision != Accepted && s.ClauseID == e.ClauseID && (s.Before == e.Before || sharesWords(s.Before, e.Before) || s.Left != "" && s.Left == e.Left)
	})
}

// without is the changes of a list that another has not.
func without(list, other []redline.Change) []redline.Change {
	return slices.DeleteFunc(slices.Clone(list), func(c redline.Change) bool { return hasChange(other, &c) })
}

// undoes reports that one change takes another back.
func undoes(c, d *redline.Change) bool {
	return c.ClauseID == d.ClauseID && c.Scope == d.Scope && c.Before == d.After && c.After == d.Before
}

// samePlace reports that two changes from one draft are of the same words.
func samePlace(c, d *redline.Change) bool {
	return c.ClauseID == d.ClauseID && c.Scope == d.Scope && c.Before == d.Before && c.Left == d.Left
}

func inTable(c *redline.Change) bool {
	_, ok := c.Block().(*agreement.Table)
	return ok
}

package check

import (
	"slices"

	"github.com/engross/engross/schema"
)

func oneSidedGround(f *facts, r *report) {
	all := f.Expand(schema.AllMembers)
	covers := map[string][2][]string{} // by kind: who may terminate, and against whom
	for _, g := range f.Termination.Grounds {
		by, against := all, all
		if len(g.By) > 0 {
			by = f.expand(g.By)
		}
		if len(g.Against) > 0 {
			against = f.expand(g.Against)
		}
		c := covers[g.Kind]
		covers[g.Kind] = [2][]string{union(c[0], by), union(c[1], against)}
	}
	const fix = "give it to every party, or record why not"
	for i, g := range f.Termination.Grounds {
		c, known := covers[g.Kind]
		delete(covers, g.Kind) // once for a kind
		p := at("termination", "grounds", i)
		switch lacks := func(list []string) bool { return !containsAll(list, all) }; {
		case !known || len(all) < 2:
		case lacks(c[0]) && !slices.ContainsFunc(c[0], func(id string) bool { return f.hasRole(id, schema.RoleAdministrator) }): // who acts for all
			r.notef(p+"/by", fix, "only %s may terminate for %s", some(c[0], 6), g.Kind)
		case lacks(c[1]):
			r.notef(p+"/against", fix, "only %s may be terminated against for %s", some(c[1], 6), g.Kind)
		}
	}
}

// emptyGround finds a right to end or suspend licences whose holder has granted none.
// For a breach, for an event beyond control and without cause, what ends are the
// licences between the two, whichever granted them.
func emptyGround(f *facts, r *report) {
	if len(f.grants) == 0 {
		return // an instrument that states no licence, or ST07
	}
	for i, g := range f.Termination.Grounds {
		own := g.Scope == "suspension" || g.Scope == "licence" && slices.Contains([]string{"non-payment", "insolvency", "change-of-control"}, g.Kind)
		if !own {
			continue
		}
		against := f.Expand(schema.AllMembers)
		if len(g.Against) > 0 {
			against = f.expand(g.Against)
		}
		for _, id := range f.expand(g.By) {
			if f.hasRole(id, schema.RoleAdministrator) || f.licensesAny(id, against) { // who acts for all
				continue
			}
			does := "end"
			if g.Scope == "suspension" {
				does = "suspend"
			}
			r.errorf(at("termination", "grounds", i, "by"), `write "whole" or "party" in scope, or take `+id+" out",
				"%s may %s the licences that it has granted for %s, and has granted none", id, does, g.Kind)
		}
	}
}

// licensesAny reports whether a party licenses anything to one of others.
func (f *facts) licensesAny(id string, others []string) bool {
	return slices.ContainsFunc(f.given[id], func(n int) bool {
		return slices.ContainsFunc(f.grants[n].licensees, func(to string) bool { return to != id && slices.Contains(others, to) })
	})
}

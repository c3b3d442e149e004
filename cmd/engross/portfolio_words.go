package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/portfolio"
)

// addProvisions finds the provisions of what is shown in full.
func (r *portfolioReader) addProvisions(report *portfolioReport) {
	for _, c := range report.Conflicts[:min(len(report.Conflicts), shownConflicts)] {
		for i := range c.Meets[:min(len(c.Meets), 3)] {
			m := &c.Meets[i]
			m.Provision, m.OtherProvision = r.provision(c.Agreement, c.Index), r.provision(m.Other, m.Index)
		}
	}
	for i := range report.Favoured[:min(len(report.Favoured), shownConflicts)] {
		x := &report.Favoured[i]
		x.Provision, x.Days = r.provision(x.Agreement, x.Index), r.words(x.Agreement).Days
	}
}

// provision is that of a grant in its agreement, or "".
func (r *portfolioReader) provision(a *portfolio.Agreement, grant int) string {
	if list := r.words(a).Provisions; grant < len(list) {
		return list[grant]
	}
	return ""
}

// words are what an agreement says of its grants, in the words of the library. The
// agreement is made for it, unless that was done before: so it is asked only of those
// that are shown.
func (r *portfolioReader) words(a *portfolio.Agreement) *portfolio.Words {
	if a.Words.Library == r.proof {
		return &a.Words
	}
	a.Words = portfolio.Words{Library: r.proof}
	r.fresh = true
	if res := r.make(a); res != nil { // else engross check says why
		a.Words.Provisions = provisionsOf(res, len(a.Grants))
		if slices.ContainsFunc(a.Grants, func(g portfolio.Grant) bool { return g.Favoured }) {
			a.Words.Days = favouredDays(res)
		}
	}
	return &a.Words
}

func (r *portfolioReader) make(a *portfolio.Agreement) *assemble.Result {
	sheet, _, err := r.openSheet(r.open, a.File) // what is not proved was said when it was read
	if err == nil && a.File == r.flags.with {
		sheet, err = r.laid(sheet)
	}
	if err != nil {
		return nil
	}
	res, err := r.open.Library.Assemble(sheet, assemble.Options{Trace: true})
	if err != nil {
		return nil
	}
	return res
}

// provisionsOf are the provisions of the grants: where the degree is said, or else where
// anything of the grant is.
func provisionsOf(res *assemble.Result, grants int) []string {
	first, best := make([]string, grants), make([]string, grants)
	for _, u := range res.Trace.Uses() {
		if u.Clause == nil || u.Clause.Number == "" {
			continue
		}
		for _, v := range u.Origin.Values {
			var i int
			var member string
			if n, _ := fmt.Sscanf(v.Pointer, "/grants/%d/%s", &i, &member); n < 2 || i >= grants {
				continue
			}
			first[i] = cmp.Or(first[i], u.Clause.Number)
			if member == "exclusivity" || member == "most_favoured" {
				best[i] = cmp.Or(best[i], u.Clause.Number)
			}
		}
	}
	for i := range best {
		best[i] = cmp.Or(best[i], first[i])
	}
	return best
}

// favouredDays are the periods in the words on terms as good as anybody's: the
// sentences that hang on the promise.
func favouredDays(res *assemble.Result) []string {
	c, err := calendar.Of(res, calendar.Options{})
	if err != nil {
		return nil
	}
	hangs := map[string]bool{}
	for _, u := range res.Trace.Uses() {
		if u.Clause == nil {
			continue
		}
		for _, v := range u.Origin.Values {
			if strings.HasSuffix(v.Pointer, "/most_favoured") {
				hangs[u.Clause.ID] = true
			}
		}
		for _, x := range u.Clause.Conditions {
			for _, v := range x.Values {
				if strings.HasSuffix(v.Pointer, "/most_favoured") {
					hangs[u.Clause.ID] = true
				}
			}
		}
	}
	var list []string
	topic := res.Says(assemble.BetterTerms).Topic
	for _, e := range c.Undated() {
		if topic != "" && strings.HasPrefix(e.ProvisionID+".", topic+".") || hangs[e.ProvisionID] {
			if s := e.Provision + ": " + e.What; !slices.Contains(list, s) && len(list) < 4 {
				list = append(list, s)
			}
		}
	}
	return list
}

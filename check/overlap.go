package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/schema"
	sweep "github.com/engross/engross/schema/overlap"
)

// An overlap is a pair of grants that license one asset to somebody in one
// field, country and time, and exactly where they do.
type overlap struct {
	a, b      *grant                // in the order of the term sheet
	degrees   [2]schema.Exclusivity // of a and b while they overlap
	assets    []int32
	field     int
	countries countrySet
	time      span
}

// A phase is a grant while its degree of exclusivity stands: an exclusive grant
// that steps down has two.
type phase struct {
	grant  int // index into facts.grants
	degree schema.Exclusivity
	time   span
}

// restricts reports whether a degree of exclusivity shuts anybody out.
func restricts(d schema.Exclusivity) bool { return d != schema.Nonexclusive }

// maxConflicts is how many pairs are found at most. Nobody reads more, and a
// sheet in which all grants collide must not take the memory of them all.
const maxConflicts = 10_000

// conflictsOf finds the pairs of grant phases that intersect and conflict, in
// the order of the term sheet; cut says that there are more.
func conflictsOf(f *facts) (found []overlap, cut bool) {
	phases := f.phases()
	cut = !f.sweep(phases, func(p, q int) bool {
		if between(f, phases[p], phases[q]).conflicts() {
			found = append(found, f.intersect(phases[p], phases[q]))
		}
		return len(found) < maxConflicts
	})
	slices.SortFunc(found, func(x, y overlap) int {
		return cmp.Or(cmp.Compare(x.a.index, y.a.index), cmp.Compare(x.b.index, y.b.index), cmp.Compare(x.time.from, y.time.from))
	})
	return found, cut
}

// sweep shows meet the pairs of phases that intersect.
func (f *facts) sweep(phases []phase, meet func(p, q int) bool) bool {
	space := sweep.Space{Assets: len(f.Assets), Countries: len(f.world.codes), Parent: f.world.parent}
	list := make([]sweep.Phase, len(phases))
	for i, p := range phases {
		g := &f.grants[p.grant]
		list[i] = sweep.Phase{Grant: p.grant, Restricts: restricts(p.degree), Assets: g.assets, Field: g.field, Countries: sweep.Countries(g.countries), From: p.time.from, To: p.time.to}
	}
	return space.Sweep(list, meet)
}

// phases are the phases of all grants, by first day.
func (f *facts) phases() []phase {
	var all []phase
	for i := range f.grants {
		g := &f.grants[i]
		step := min(max(g.stepDown, g.time.from), g.time.to)
		if !restricts(g.degree) || step == g.time.to {
			all = append(all, phase{i, g.degree, g.time})
			continue
		}
		if step > g.time.from {
			all = append(all, phase{i, g.degree, span{g.time.from, step}})
		}
		all = append(all, phase{i, schema.Nonexclusive, span{step, g.time.to}})
	}
	all = slices.DeleteFunc(all, func(p phase) bool { return p.time.from >= p.time.to })
	slices.SortFunc(all, func(p, q phase) int {
		return cmp.Or(cmp.Compare(p.time.from, q.time.from), cmp.Compare(p.grant, q.grant), cmp.Compare(p.time.to, q.time.to))
	})
	return all
}

// between is the overlap of two phases, without its place.
func between(f *facts, p, q phase) overlap {
	if p.grant > q.grant {
		p, q = q, p
	}
	return overlap{a: &f.grants[p.grant], b: &f.grants[q.grant], degrees: [2]schema.Exclusivity{p.degree, q.degree}}
}

// intersect is where two phases that overlap do so.
func (f *facts) intersect(p, q phase) overlap {
	o := between(f, p, q)
	o.assets = common(o.a.assets, o.b.assets)
	o.field = f.world.narrower(o.a.field, o.b.field)
	o.countries = o.a.countries.and(o.b.countries)
	o.time = span{max(p.time.from, q.time.from), min(p.time.to, q.time.to)}
	return o
}

// common is what two sorted lists share.
func common(a, b []int32) []int32 {
	var both []int32
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			both = append(both, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return both
}

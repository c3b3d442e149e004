package check

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/engross/engross/schema"
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
//
// It cuts assets and countries into atoms that no grant tells apart, and sweeps
// each atom of assets in time, with the grants under way in a table by field
// and atom of countries. Whatever shares a cell of that table overlaps, so the
// work is n log n for n phases, and the overlaps found.
func conflictsOf(f *facts) (found []overlap, cut bool) {
	phases := f.phases()
	countries := newAtoms(f, phases)
	seen := map[[2]int]bool{} // pairs of phases
	meet := func(p, q int) bool {
		pair := [2]int{min(p, q), max(p, q)}
		if !seen[pair] && between(f, phases[p], phases[q]).conflicts() {
			seen[pair] = true
		}
		return len(seen) < maxConflicts
	}
	for _, group := range f.assetSets(phases) {
		if cut = !sweep(f, phases, group, countries, meet); cut {
			break
		}
	}
	for pair := range seen {
		found = append(found, f.intersect(phases[pair[0]], phases[pair[1]]))
	}
	slices.SortFunc(found, func(x, y overlap) int {
		return cmp.Or(cmp.Compare(x.a.index, y.a.index), cmp.Compare(x.b.index, y.b.index), cmp.Compare(x.time.from, y.time.from))
	})
	return found, cut
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

// assetSets groups the phases by atoms of assets: assets that the same grants
// license make one group. Each group lists the indices of its phases, by first
// day; groups without a restricting phase are left out.
func (f *facts) assetSets(phases []phase) [][]int32 {
	of := make([][]int32, len(f.Assets)) // phases by asset
	for p, ph := range phases {
		for _, a := range f.grants[ph.grant].assets {
			of[a] = append(of[a], int32(p))
		}
	}
	var groups [][]int32
	known := map[string]bool{}
	var key []byte
	for _, list := range of {
		if len(list) < 2 || !slices.ContainsFunc(list, func(p int32) bool { return restricts(phases[p].degree) }) {
			continue
		}
		key = key[:0]
		for _, p := range list {
			key = binary.LittleEndian.AppendUint32(key, uint32(p))
		}
		if !known[string(key)] {
			known[string(key)] = true
			groups = append(groups, list)
		}
	}
	return groups
}

// A cell is one field and one atom of countries.
type cell struct{ field, atom int32 }

// A shelf holds the phases under way in a cell.
type shelf struct {
	here  [2][]int32 // in the field itself: [0] those that restrict nobody, [1] those that do
	below [2][]int32 // in fields that are parts of it
}

// sweep shows meet each pair of a group's phases that share a cell and a day,
// one at least restricting, until meet says stop; then it is false. A pair may
// be shown more than once.
func sweep(f *facts, phases []phase, group []int32, countries *atoms, meet func(p, q int) bool) bool {
	shelves := map[cell]*shelf{}
	for _, p := range group {
		ph := phases[p]
		g := &f.grants[ph.grant]
		kind := 0
		if restricts(ph.degree) {
			kind = 1
		}
		for _, atom := range countries.of[g.countries] {
			for field := range f.world.upwards(g.field) {
				c := cell{int32(field), atom}
				if shelves[c] == nil {
					shelves[c] = new(shelf)
				}
				if !shelves[c].take(phases, p, kind, field == g.field, meet) {
					return false
				}
			}
		}
	}
	return true
}

// take shows meet the phases on a shelf that a new one meets, drops those that
// have ended, and puts the new one in its place: home where the cell is of its
// own field. Who restricts nobody (kind 0) meets only those that do.
func (s *shelf) take(phases []phase, p int32, kind int, home bool, meet func(p, q int) bool) bool {
	with := func(list *[]int32) bool {
		*list = slices.DeleteFunc(*list, func(q int32) bool { return phases[q].time.to <= phases[p].time.from })
		return !slices.ContainsFunc(*list, func(q int32) bool { return phases[q].grant != phases[p].grant && !meet(int(p), int(q)) })
	}
	for k := 1 - kind; k < 2; k++ {
		if !with(&s.here[k]) || home && !with(&s.below[k]) {
			return false
		}
	}
	if home {
		s.here[kind] = append(s.here[kind], p)
	} else {
		s.below[kind] = append(s.below[kind], p)
	}
	return true
}

// atoms are groups of countries that no territory in use tells apart.
type atoms struct {
	of map[countrySet][]int32 // the atoms that make up a territory
}

func newAtoms(f *facts, phases []phase) *atoms {
	a := &atoms{of: map[countrySet][]int32{}}
	var territories []countrySet
	for _, p := range phases {
		c := f.grants[p.grant].countries
		if _, known := a.of[c]; !known {
			a.of[c] = nil
			territories = append(territories, c)
		}
	}
	number := map[string]int32{} // of an atom, by the territories that hold it
	for bit := range f.world.codes {
		key := make([]byte, 0, len(territories))
		for i, t := range territories {
			if t.has(bit) {
				key = binary.AppendUvarint(key, uint64(i))
			}
		}
		if _, known := number[string(key)]; known {
			continue
		}
		n := int32(len(number))
		number[string(key)] = n
		for _, t := range territories {
			if t.has(bit) {
				a.of[t] = append(a.of[t], n)
			}
		}
	}
	return a
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

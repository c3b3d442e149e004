// Package overlap finds the grants that meet: that license one asset in one field,
// one country and at one time, of which one at least shuts somebody out. The checks
// use it within a term sheet, portfolios across many.
//
// It cuts assets and countries into atoms that no grant tells apart, and sweeps each
// atom of assets in time, with the grants under way in a table by field and atom of
// countries. Whatever shares a cell of that table meets, so the work is n log n for n
// grants, and the meetings found.
package overlap

import (
	"encoding/binary"
	"slices"
)

// Countries are a set of countries, as bits of a list that the caller keeps.
type Countries [4]uint64

func (s Countries) has(bit int) bool { return s[bit/64]>>(bit%64)&1 == 1 }

// EveryField stands for no field: whatever the asset is used for.
const EveryField = -1

// A Phase is a grant while its degree of exclusivity stands: an exclusive grant that
// steps down has two.
type Phase struct {
	Grant     int     // what it is a phase of: phases of one grant do not meet
	Restricts bool    // it shuts somebody out
	Assets    []int32 // sorted
	Field     int     // or EveryField
	Countries Countries
	From, To  int32 // days: the first, and the one after the last
}

// A Space is what the phases lie in.
type Space struct {
	Assets    int   // how many there are
	Countries int   // how many bits of a set are in use
	Parent    []int // of a field: the one that it is part of, or EveryField
}

// Sweep shows meet each pair of phases that share an asset, a country, a day and a
// field (or of which the field of one is part of that of the other), one at least
// restricting, once, until meet says stop; then it is false. The phases are in the
// order of their first days.
func (s *Space) Sweep(phases []Phase, meet func(p, q int) bool) bool {
	w := sweeper{space: s, phases: phases, atoms: make([][]int32, len(phases)), meet: meet}
	of := atomsOf(s, phases)
	for p := range phases {
		w.atoms[p] = of[phases[p].Countries]
	}
	for _, group := range s.assetSets(phases) {
		if !w.sweep(group) {
			return false
		}
	}
	return true
}

// FirstCommon is the first number that two sorted lists share, or -1.
func FirstCommon(a, b []int32) int32 {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			return a[0]
		}
	}
	return -1
}

// assetSets groups the phases by atoms of assets: assets that the same grants
// license make one group. Groups without a restricting phase are left out.
func (s *Space) assetSets(phases []Phase) []group {
	of := make([][]int32, s.Assets) // phases by asset
	for p := range phases {
		for _, a := range phases[p].Assets {
			of[a] = append(of[a], int32(p))
		}
	}
	var groups []group
	known := map[string]bool{}
	var key []byte
	for asset, list := range of {
		if len(list) < 2 || !slices.ContainsFunc(list, func(p int32) bool { return phases[p].Restricts }) {
			continue
		}
		key = key[:0]
		for _, p := range list {
			key = binary.LittleEndian.AppendUint32(key, uint32(p))
		}
		if !known[string(key)] {
			known[string(key)] = true
			groups = append(groups, group{int32(asset), list})
		}
	}
	return groups
}

// A group is assets that the same phases license.
type group struct {
	first  int32   // of the assets
	phases []int32 // by first day
}

type sweeper struct {
	space  *Space
	phases []Phase
	atoms  [][]int32 // of countries, by phase
	meet   func(p, q int) bool

	asset, atom int32 // at hand
}

// show shows a pair where it first meets: it may share other assets and countries.
func (w *sweeper) show(p, q int32) bool {
	if FirstCommon(w.phases[p].Assets, w.phases[q].Assets) != w.asset || FirstCommon(w.atoms[p], w.atoms[q]) != w.atom {
		return true
	}
	return w.meet(int(p), int(q))
}

// A cell is one field and one atom of countries.
type cell struct{ field, atom int32 }

// A shelf holds the phases under way in a cell.
type shelf struct {
	here  [2][]int32 // in the field itself: [0] those that restrict nobody, [1] those that do
	below [2][]int32 // in fields that are parts of it
}

// sweep shows meet the pairs of one group.
func (w *sweeper) sweep(g group) bool {
	shelves := map[cell]*shelf{}
	w.asset = g.first
	for _, p := range g.phases {
		ph := &w.phases[p]
		kind := 0
		if ph.Restricts {
			kind = 1
		}
		for _, atom := range w.atoms[p] {
			w.atom = atom
			for field := ph.Field; ; field = w.space.Parent[field] {
				c := cell{int32(field), atom}
				if shelves[c] == nil {
					shelves[c] = new(shelf)
				}
				if !w.take(shelves[c], p, kind, field == ph.Field) {
					return false
				}
				if field == EveryField {
					break
				}
			}
		}
	}
	return true
}

// take shows meet the phases on a shelf that a new one meets, drops those that
// have ended, and puts the new one in its place: home where the cell is of its
// own field. Who restricts nobody (kind 0) meets only those that do.
func (w *sweeper) take(s *shelf, p int32, kind int, home bool) bool {
	with := func(list *[]int32) bool {
		*list = slices.DeleteFunc(*list, func(q int32) bool { return w.phases[q].To <= w.phases[p].From })
		return !slices.ContainsFunc(*list, func(q int32) bool { return w.phases[q].Grant != w.phases[p].Grant && !w.show(p, q) })
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

// atomsOf are, by territory, the groups of countries that make it up and that no
// territory in use tells apart.
func atomsOf(s *Space, phases []Phase) map[Countries][]int32 {
	of := map[Countries][]int32{}
	var territories []Countries
	for p := range phases {
		c := phases[p].Countries
		if _, known := of[c]; !known {
			of[c] = nil
			territories = append(territories, c)
		}
	}
	number := map[string]int32{} // of an atom, by the territories that hold it
	for bit := range s.Countries {
		key := make([]byte, 0, len(territories))
		for i, t := range territories {
			if t.has(bit) {
				key = binary.AppendUvarint(key, uint64(i))
			}
		}
		if _, known := number[string(key)]; known || len(key) == 0 {
			continue
		}
		n := int32(len(number))
		number[string(key)] = n
		for _, t := range territories {
			if t.has(bit) {
				of[t] = append(of[t], n)
			}
		}
	}
	return of
}

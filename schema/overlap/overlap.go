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
// restricting, until meet says stop; then it is false. A pair may be shown more than
// once. The phases are in the order of their first days.
func (s *Space) Sweep(phases []Phase, meet func(p, q int) bool) bool {
	w := sweeper{s, phases, atomsOf(s, phases), meet}
	for _, group := range s.assetSets(phases) {
		if !w.sweep(group) {
			return false
		}
	}
	return true
}

// assetSets groups the phases by atoms of assets: assets that the same grants
// license make one group. Each group lists the indices of its phases, by first
// day; groups without a restricting phase are left out.
func (s *Space) assetSets(phases []Phase) [][]int32 {
	of := make([][]int32, s.Assets) // phases by asset
	for p := range phases {
		for _, a := range phases[p].Assets {
			of[a] = append(of[a], int32(p))
		}
	}
	var groups [][]int32
	known := map[string]bool{}
	var key []byte
	for _, list := range of {
		if len(list) < 2 || !slices.ContainsFunc(list, func(p int32) bool { return phases[p].Restricts }) {
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

type sweeper struct {
	space  *Space
	phases []Phase
	atoms  map[Countries][]int32
	meet   func(p, q int) bool
}

// A cell is one field and one atom of countries.
type cell struct{ field, atom int32 }

// A shelf holds the phases under way in a cell.
type shelf struct {
	here  [2][]int32 // in the field itself: [0] those that restrict nobody, [1] those that do
	below [2][]int32 // in fields that are parts of it
}

// sweep shows meet the pairs of one group.
func (w *sweeper) sweep(group []int32) bool {
	shelves := map[cell]*shelf{}
	for _, p := range group {
		ph := &w.phases[p]
		kind := 0
		if ph.Restricts {
			kind = 1
		}
		for _, atom := range w.atoms[ph.Countries] {
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
		return !slices.ContainsFunc(*list, func(q int32) bool { return w.phases[q].Grant != w.phases[p].Grant && !w.meet(int(p), int(q)) })
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

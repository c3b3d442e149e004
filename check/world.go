package check

import (
	"iter"
	"math/bits"

	"github.com/engross/engross/schema"
)

// world knows the countries as bits of a set, the territories as such sets,
// and the tree of the fields.
type world struct {
	sheet *schema.TermSheet
	codes []schema.Country // by bit
	bit   map[schema.Country]int
	areas map[string]countrySet // by territory, those asked for so far
	all   countrySet

	parent []int // of a field, by index into the sheet's; everyField at the top
}

// everyField stands for no field: whatever the asset is used for.
const everyField = -1

// A countrySet is a set of countries, as bits of world.codes.
type countrySet [4]uint64

func (s countrySet) has(bit int) bool { return s[bit/64]>>(bit%64)&1 == 1 }
func (s *countrySet) add(bit int)     { s[bit/64] |= 1 << (bit % 64) }
func (s countrySet) empty() bool      { return s == countrySet{} }

func (s countrySet) and(t countrySet) countrySet {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func (s countrySet) or(t countrySet) countrySet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

func (s countrySet) without(t countrySet) countrySet {
	for i := range s {
		s[i] &^= t[i]
	}
	return s
}

func (s countrySet) size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// list is the codes of a set, in alphabetical order.
func (w *world) list(s countrySet) []string {
	var codes []string
	for bit, c := range w.codes {
		if s.has(bit) {
			codes = append(codes, string(c))
		}
	}
	return codes
}

// set is the set of some countries; what is no country is passed over.
func (w *world) set(countries []schema.Country) countrySet {
	var s countrySet
	for _, c := range countries {
		if bit, ok := w.bit[c]; ok {
			s.add(bit)
		}
	}
	return s
}

// upwards gives a field and the fields it is part of, up to everyField.
func (w *world) upwards(field int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for yield(field) && field != everyField {
			field = w.parent[field]
		}
	}
}

// part reports whether one field is another, or a part of it.
func (w *world) part(inner, outer int) bool {
	for f := range w.upwards(inner) {
		if f == outer {
			return true
		}
	}
	return false
}

// narrower is the narrower of two fields of which one is part of the other.
func (w *world) narrower(a, b int) int {
	if w.part(a, b) {
		return a
	}
	return b
}

// plantFields fills the tree of fields. A field that is its own ancestor counts
// as one at the top; it is reported by GR02.
func (w *world) plantFields(fields []schema.Field, ids index) {
	w.parent = make([]int, len(fields))
	for i, x := range fields {
		w.parent[i] = everyField
		if p, ok := ids[x.Parent]; ok {
			w.parent[i] = p
		}
	}
	for i := range fields {
		slow, fast := i, i // meet if the way up never ends
		for fast != everyField && w.parent[fast] != everyField {
			slow, fast = w.parent[slow], w.parent[w.parent[fast]]
			if slow == fast {
				w.parent[slow] = everyField
				break
			}
		}
	}
}

// worldOf draws the countries and the fields of a term sheet.
func worldOf(s *schema.TermSheet, fields index) *world {
	w := &world{
		sheet: s,
		codes: s.Countries("world"),
		areas: map[string]countrySet{},
	}
	w.bit = make(map[schema.Country]int, len(w.codes))
	for i, c := range w.codes {
		w.bit[c] = i
	}
	w.all = w.set(w.codes)
	w.areas[""], w.areas["world"] = w.all, w.all
	w.plantFields(s.Fields, fields)
	return w
}

// of is the countries of a territory, a group of countries or a country; those
// of "" are the world.
func (w *world) of(area string) countrySet {
	set, known := w.areas[area]
	if !known {
		if bit, country := w.bit[schema.Country(area)]; country && w.sheet.Territory(area) == nil {
			set.add(bit)
		} else {
			set = w.set(w.sheet.Countries(area))
		}
		w.areas[area] = set
	}
	return set
}

// knows reports whether a word names a territory, a group of countries or a
// country.
func (w *world) knows(area string) bool {
	return w.sheet.Territory(area) != nil || !w.of(area).empty()
}

// codeList joins at most eight codes.
func (w *world) codeList(s countrySet) string {
	if s == w.all {
		return "the world"
	}
	return some(w.list(s), 8)
}

package assemble

import (
	"math/bits"
	"reflect"

	"github.com/engross/engross/schema"
)

const (
	aLeaf shape = 1 + iota
	aList
	anObject
)

// placeOf is where a value lies; ok is false of one that was made on the way.
func placeOf(v reflect.Value) (p place, ok bool) {
	switch {
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return p, false
		}
		p.addr, v = v.Pointer(), v.Elem()
	case v.CanAddr():
		p.addr = v.UnsafeAddr()
	default:
		return p, false
	}
	p.kind = aLeaf
	switch v.Kind() {
	case reflect.Slice:
		p.kind = aList
	case reflect.Struct:
		if !schema.IsValue(v.Type()) {
			p.kind = anObject
		}
	}
	return p, true
}

// roomFor is a table for n places.
func roomFor(n int) places {
	return places{slots: make([]lying, 1<<bits.Len(uint(n+n/2+8)))}
}

// slot is where a place is, or would be.
func (t *places) slot(p place) *lying {
	last := uint64(len(t.slots) - 1)
	for i := (uint64(p.addr)>>3 + uint64(p.kind)) * 0x9E3779B97F4A7C15 >> 20; ; i++ {
		if s := &t.slots[i&last]; s.kind == 0 || s.addr == p.addr && s.kind == p.kind {
			return s
		}
	}
}

func (t *places) find(p place) (value int32, ok bool) {
	if t.slots == nil {
		return 0, false
	}
	s := t.slot(p)
	return s.value, s.kind != 0
}

func (t *places) put(p place, value int32) {
	if 4*(t.used+1) > 3*len(t.slots) {
		old := t.slots
		*t = roomFor(2 * t.used)
		for _, s := range old {
			if s.kind != 0 {
				t.put(place{s.addr, s.kind}, s.value)
			}
		}
	}
	s := t.slot(p)
	if s.kind == 0 {
		t.used++
	}
	*s = lying{p.addr, value, p.kind}
}

// findPlaces notes where the stated values lie: clauses read what is stated in the
// sheet as it was given, and defaults too in that of the deal.
func (t *tracer) findPlaces(in *places, sheet *schema.TermSheet) {
	clear(in.slots)
	in.used = 0
	t.file.EachStated(sheet, func(i int, pointer string, v reflect.Value) {
		t.values[i].Pointer = pointer
		if p, ok := placeOf(v); ok {
			in.put(p, int32(i))
		}
	})
}

// find is the value that lies at a place.
func (t *tracer) find(p place) (i int32, ok bool) {
	if i, ok = t.places.find(p); ok {
		return i, ok
	}
	if t.of != nil {
		return t.of.find(p)
	}
	return t.given.find(p)
}

// lies notes where a value lies that was written into the sheet.
func (t *tracer) lies(v reflect.Value, i int32) {
	if at, ok := placeOf(v); ok {
		t.places.put(at, i)
	}
}

package schema

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// EachStated calls do for every value that the term sheet states, with its JSON
// Pointer and its place in t: what holds others before what it holds, in the order
// of the schema. T is f.Sheet, or a copy of it in which more may stand. Money is
// one value, as dates are. Zero, false and the empty list are values too.
func (f *File) EachStated(t *TermSheet, do func(pointer string, v reflect.Value)) {
	w := statedWalk{do: do}
	w.walk("", f.plain, reflect.ValueOf(t).Elem())
}

type statedWalk struct {
	do func(pointer string, v reflect.Value)
}

func (w statedWalk) walk(at string, plain any, v reflect.Value) {
	if plain == nil {
		return
	}
	if at != "" {
		w.do(at, v)
	}
	v = reflect.Indirect(v)
	if !v.IsValid() || IsValue(v.Type()) {
		return
	}
	switch plain := plain.(type) {
	case map[string]any:
		w.members(at, plain, v)
	case []any:
		for i := range min(len(plain), listLen(v)) {
			w.walk(at+"/"+strconv.Itoa(i), plain[i], v.Index(i))
		}
	}
}

func (w statedWalk) members(at string, plain map[string]any, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i, name := range namesOf(v.Type()) {
			if x, ok := plain[name]; ok {
				w.walk(at+"/"+name, x, v.Field(i))
			}
		}
	case reflect.Map:
		for _, name := range slices.Sorted(maps.Keys(plain)) {
			if x := v.MapIndex(reflect.ValueOf(name)); x.IsValid() {
				w.walk(at+"/"+escapePointer.Replace(name), plain[name], x)
			}
		}
	}
}

func listLen(v reflect.Value) int {
	if v.Kind() != reflect.Slice {
		return 0
	}
	return v.Len()
}

// IsValue reports whether what a type holds is one value of a term sheet, though
// Go may see a struct: a date, a percentage, a sum of money.
func IsValue(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[Money](), reflect.TypeFor[Date](), reflect.TypeFor[Decimal](), reflect.TypeFor[Percent]():
		return true
	}
	return false
}

// jsonNames are the names in JSON of the fields of struct types, in their order.
var jsonNames sync.Map // reflect.Type → []string

func namesOf(t reflect.Type) []string {
	if known, ok := jsonNames.Load(t); ok {
		return known.([]string)
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	jsonNames.Store(t, names)
	return names
}

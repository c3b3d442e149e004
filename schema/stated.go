package schema

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// EachStated calls do for every value that the term sheet states, with its number in
// the order of the schema, its JSON Pointer and its place in t: what holds others
// before what it holds. T is f.Sheet, or a copy of it in which more may stand. Money is
// one value, as dates are. Zero, false and the empty list are values too.
func (f *File) EachStated(t *TermSheet, do func(i int, pointer string, v reflect.Value)) {
	f.inOrder().root.each(reflect.ValueOf(t).Elem(), do)
}

// ForChecks says why the value of a number, as EachStated gives it, or what it is a part
// of, is for the checks alone; otherwise, why it is where no clause prints it. Both are
// "" of what is not.
func (f *File) ForChecks(i int) (only, otherwise string) {
	r := f.inOrder().reasons[i]
	return r.only, r.otherwise
}

// Stated is how many values the term sheet states, lists and objects included.
func (f *File) Stated() int { return f.inOrder().count }

// StatedAs is the number of the value at a JSON Pointer, as EachStated gives it.
func (f *File) StatedAs(pointer string) (i int, ok bool) {
	i, ok = f.inOrder().numbers()[pointer]
	return i, ok
}

// stated is what a term sheet states, in the order of the schema.
type stated struct {
	root    statedValue
	count   int
	reasons []reasons             // by number
	numbers func() map[string]int // by pointer
}

// reasons are why a value is for the checks; "" where it is not.
type reasons struct{ only, otherwise string }

// of are the reasons of a field in what has some itself: the outermost counts.
func (r reasons) of(f reflect.StructField) reasons {
	kind, why, _ := strings.Cut(f.Tag.Get("engross"), ",")
	switch {
	case kind == "checks" && r.only == "":
		r.only = why
	case (kind == "private" || kind == "fact") && r.otherwise == "":
		r.otherwise = why
	}
	return r
}

// A statedValue is one value, with those in it.
type statedValue struct {
	number int
	at     string
	field  int    // of the struct that it is in
	name   string // in the map that it is in
	in     []statedValue
}

// inOrder is what the file states, put in order once.
func (f *File) inOrder() *stated {
	if f.stated == nil { // a program built it
		return statedIn(nil)
	}
	return f.stated()
}

func statedIn(plain any) *stated {
	s := &stated{}
	s.root = s.value("", plain, reflect.TypeFor[TermSheet](), reasons{})
	s.numbers = sync.OnceValue(func() map[string]int {
		all := make(map[string]int, s.count)
		s.root.countInto(all)
		return all
	})
	return s
}

func (s *stated) value(at string, plain any, t reflect.Type, why reasons) statedValue {
	x := statedValue{at: at, number: s.count}
	if at != "" {
		s.count++
		s.reasons = append(s.reasons, why)
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if IsValue(t) {
		return x
	}
	switch plain := plain.(type) {
	case map[string]any:
		x.in = s.members(at, plain, t, why)
	case []any:
		for i, e := range plain {
			switch {
			case t.Kind() != reflect.Slice:
			case e == nil: // the loader has complained of it
				x.in = append(x.in, statedValue{})
			default:
				x.in = append(x.in, s.value(at+"/"+strconv.Itoa(i), e, t.Elem(), why))
			}
		}
	}
	return x
}

func (s *stated) members(at string, plain map[string]any, t reflect.Type, why reasons) (in []statedValue) {
	add := func(name string, t reflect.Type, why reasons) {
		if plain[name] != nil {
			in = append(in, s.value(at+"/"+escapePointer.Replace(name), plain[name], t, why))
			in[len(in)-1].name = name
		}
	}
	switch t.Kind() {
	case reflect.Struct:
		for i, name := range namesOf(t) {
			if plain[name] != nil {
				field := t.Field(i)
				add(name, field.Type, why.of(field))
				in[len(in)-1].field = i
			}
		}
	case reflect.Map:
		for _, name := range slices.Sorted(maps.Keys(plain)) {
			add(name, t.Elem(), why)
		}
	}
	return in
}

func (x *statedValue) countInto(all map[string]int) {
	if x.at != "" {
		all[x.at] = x.number
	}
	for i := range x.in {
		x.in[i].countInto(all)
	}
}

// each calls do for a value and for those in it.
func (x *statedValue) each(v reflect.Value, do func(int, string, reflect.Value)) {
	if x.at != "" {
		do(x.number, x.at, v)
	}
	if v = reflect.Indirect(v); !v.IsValid() || len(x.in) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range x.in {
			x.in[i].each(v.Field(x.in[i].field), do)
		}
	case reflect.Map:
		for i := range x.in {
			if e := v.MapIndex(reflect.ValueOf(x.in[i].name)); e.IsValid() {
				x.in[i].each(e, do)
			}
		}
	case reflect.Slice:
		for i := range min(len(x.in), v.Len()) {
			x.in[i].each(v.Index(i), do)
		}
	}
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

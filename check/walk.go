package check

import (
	"reflect"
	"strings"

	"github.com/engross/engross/schema"
)

// eachValue calls visit for every value of type T that the term sheet gives,
// with its JSON Pointer, in the order of the types' fields.
func eachValue[T any](s *schema.TermSheet, visit func(pointer string, value T)) {
	w := walker[T]{visit: visit, holds: map[reflect.Type]bool{}}
	w.walk(reflect.ValueOf(s).Elem(), "")
}

type walker[T any] struct {
	visit func(string, T)
	holds map[reflect.Type]bool // types that may hold a T
}

func (w *walker[T]) walk(v reflect.Value, pointer string) {
	if !w.mayHold(v.Type()) {
		return
	}
	if value, ok := v.Interface().(T); ok {
		w.visit(pointer, value)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.walk(v.Elem(), pointer)
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i), pointer+at(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name != "" && name != "-" {
				w.walk(v.Field(i), pointer+at(name))
			}
		}
	}
}

// mayHold reports whether a value of a type can hold a T. No type of the term
// sheet holds itself.
func (w *walker[T]) mayHold(t reflect.Type) bool {
	if t == reflect.TypeFor[T]() {
		return true
	}
	holds, known := w.holds[t]
	if known {
		return holds
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		holds = w.mayHold(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			holds = f.Tag.Get("json") != "" && w.mayHold(f.Type) || holds
		}
	}
	w.holds[t] = holds
	return holds
}

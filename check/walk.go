package check

import (
	"reflect"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// eachValue calls visit for every value of type T that the term sheet gives,
// with its JSON Pointer, in the order of the types' fields.
func eachValue[T any](s *schema.TermSheet, visit func(pointer string, value T)) {
	w := walker[T]{visit}
	w.walk(reflect.ValueOf(s).Elem(), "")
}

type walker[T any] struct{ visit func(string, T) }

func (w *walker[T]) walk(v reflect.Value, pointer string) {
	if v.Type() == reflect.TypeFor[T]() {
		w.visit(pointer, v.Interface().(T))
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
		for _, m := range membersWith(v.Type(), reflect.TypeFor[T]()) {
			w.walk(v.Field(m.index), pointer+m.pointer)
		}
	}
}

// A member is a field of a struct type.
type member struct {
	index   int
	pointer string // "/name"
}

// plans are the members in which values of a type can be. What the types of the
// term sheet hold does not change, and finding it out takes longer than a walk.
var plans sync.Map // plan → []member

type plan struct{ in, of reflect.Type }

func membersWith(t, of reflect.Type) []member {
	if known, ok := plans.Load(plan{t, of}); ok {
		return known.([]member)
	}
	var list []member
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" && mayHold(t.Field(i).Type, of) {
			list = append(list, member{i, at(name)})
		}
	}
	plans.Store(plan{t, of}, list)
	return list
}

// mayHold reports whether a value of type t can hold one of another type. No type
// of the term sheet holds itself.
func mayHold(t, of reflect.Type) bool {
	switch {
	case t == of:
		return true
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice:
		return mayHold(t.Elem(), of)
	case t.Kind() == reflect.Struct:
		return len(membersWith(t, of)) > 0
	}
	return false
}

package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Get is the value at a path, such as "escrow.objection_days" or
// "termination.grounds[kind=breach].cure_days": names as in JSON with dots
// between them; a selector takes the first element of a list whose field has a
// value, or the one with an index from 0 ("parties[0]"). Pointers are followed:
// the value of a period is a [Days], not a *Days.
//
// ok is false where the path leads nowhere or the value is not given, which
// for anything but a pointer means that it is zero.
func (t *TermSheet) Get(path string) (value any, ok bool) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, false
	}
	v := reflect.ValueOf(t).Elem()
	for _, s := range steps {
		if v, ok = s.from(v); !ok {
			return nil, false
		}
	}
	given := v.Kind() == reflect.Pointer && !v.IsNil()
	v = reflect.Indirect(v)
	if !v.IsValid() || !given && v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return nil, false
	}
	return v.Interface(), true
}

// Set puts a value at a path (see [TermSheet.Get]). What lies on the way is
// made where it is missing: an element that no selector finds is appended, with
// the field it was selected by. The value may be of the field's own type, or
// what JSON and YAML hold: a string, a bool, a number, a list, or an object
// with amount and currency. A number with a fraction is better given as a
// string or a [json.Number] than as a float64.
//
// The error says in words what does not fit; the term sheet is then as it was.
func (t *TermSheet) Set(path string, value any) error {
	steps, err := parsePath(path)
	if err != nil {
		return err
	}
	// The whole way is checked by the types before anything is made on it.
	field, err := fieldAt(reflect.TypeFor[TermSheet](), steps)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	converted, err := convert(value, field.Type)
	if err == nil {
		err = allowed(converted, field)
	}
	if err != nil {
		return fmt.Errorf("%s %w", path, err)
	}
	if err := reach(reflect.ValueOf(t).Elem(), steps, converted); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// A pathStep is one name of a path, with the selector that follows it.
type pathStep struct {
	name  string
	key   string // name of the field that selects an element, or "" for an index
	value string // value of that field, or the index; "" where there is no selector
}

func parsePath(path string) ([]pathStep, error) {
	if known, ok := paths.Load(path); ok {
		return known.([]pathStep), nil
	}
	steps, err := readPath(path)
	if err == nil && pathsKept.Load() < mostPaths && len(path) < 256 {
		pathsKept.Add(1)
		paths.Store(path, steps)
	}
	return steps, err
}

// The paths that parameters have are parsed for every agreement; those of the first
// mostPaths that were met are kept.
var (
	paths     sync.Map // path → []pathStep
	pathsKept atomic.Int64
)

const mostPaths = 4096

func readPath(path string) ([]pathStep, error) {
	var steps []pathStep
	for rest, more := path, true; more; {
		var s pathStep
		s.name, rest, more = cutStep(rest)
		if name, selector, ok := strings.Cut(s.name, "["); ok {
			inner, closed := strings.CutSuffix(selector, "]")
			s.name = name
			if s.key, s.value, ok = strings.Cut(inner, "="); !ok {
				s.key, s.value = "", inner
			}
			if !closed || s.value == "" {
				return nil, fmt.Errorf("the selector in %q is not [name=value] or [index]", excerpt(path))
			}
		}
		if s.name == "" {
			return nil, fmt.Errorf("%q is not a path of names with dots between them", excerpt(path))
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// cutStep cuts a path at the first dot outside brackets.
func cutStep(path string) (step, rest string, more bool) {
	inside := false
	for i, c := range path {
		switch {
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case c == '.' && !inside:
			return path[:i], path[i+1:], true
		}
	}
	return path, "", false
}

// from follows one step from a struct, or a pointer to one.
func (s pathStep) from(v reflect.Value) (reflect.Value, bool) {
	v = reflect.Indirect(v)
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	f, ok := fieldNamed(v.Type(), s.name)
	if !ok {
		return reflect.Value{}, false
	}
	v = v.FieldByIndex(f.Index)
	if s.value == "" {
		return v, true
	}
	if v.Kind() != reflect.Slice {
		return reflect.Value{}, false
	}
	i := s.element(v)
	if i < 0 {
		return reflect.Value{}, false
	}
	return v.Index(i), true
}

// element is the index of the element that the selector takes, or -1.
func (s pathStep) element(list reflect.Value) int {
	if s.key == "" {
		if i, err := strconv.Atoi(s.value); err == nil && 0 <= i && i < list.Len() {
			return i
		}
		return -1
	}
	f, ok := fieldNamed(list.Type().Elem(), s.key)
	if !ok || f.Type.Kind() != reflect.String {
		return -1
	}
	for i := range list.Len() {
		if list.Index(i).FieldByIndex(f.Index).String() == s.value {
			return i
		}
	}
	return -1
}

// fieldNamed is the field of a struct type with a name in JSON.
func fieldNamed(t reflect.Type, name string) (reflect.StructField, bool) {
	f, ok := fieldsOf(t)[name]
	return f, ok
}

// fields are the fields of struct types by their names in JSON: reflection takes
// longer than all else about a path.
var fields sync.Map // reflect.Type → map[string]reflect.StructField

func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	if known, ok := fields.Load(t); ok {
		return known.(map[string]reflect.StructField)
	}
	all := map[string]reflect.StructField{}
	for i := range t.NumField() {
		f := t.Field(i)
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() {
			all[tag] = f
		}
	}
	fields.Store(t, all)
	return all
}

// noField says that a struct type has no field with a name, and which is meant.
func noField(t reflect.Type, name string) error {
	if meant := nearest(name, slices.Sorted(maps.Keys(fieldsOf(t)))); meant != "" {
		return fmt.Errorf("there is no field %q (did you mean %q?)", excerpt(name), meant)
	}
	return fmt.Errorf("there is no field %q", excerpt(name))
}

// fieldAt is the field at the end of a path through the types alone.
func fieldAt(t reflect.Type, steps []pathStep) (reflect.StructField, error) {
	var field reflect.StructField
	for i, s := range steps {
		f, ok := fieldNamed(t, s.name)
		if !ok {
			return field, noField(t, s.name)
		}
		field, t = f, f.Type
		if s.value != "" {
			if t.Kind() != reflect.Slice {
				return field, fmt.Errorf("%q is not a list, so nothing can be selected from it", s.name)
			}
			t = t.Elem()
			field.Type = t
			if key, ok := fieldNamed(t, s.key); s.key != "" && (!ok || key.Type.Kind() != reflect.String) {
				return field, fmt.Errorf("the elements of %q cannot be selected by %q", s.name, excerpt(s.key))
			} else if err := allowed(reflect.ValueOf(s.value), key); err != nil {
				return field, fmt.Errorf("%s of %q %w", s.key, s.name, err)
			}
		}
		if t.Kind() == reflect.Pointer && i < len(steps)-1 {
			t = t.Elem()
		}
	}
	return field, nil
}

// reach follows the steps from a struct, making what is missing, and puts the
// value at the end.
func reach(v reflect.Value, steps []pathStep, value reflect.Value) error {
	s := steps[0]
	f, _ := fieldNamed(v.Type(), s.name) // fieldAt has been there
	v = v.FieldByIndex(f.Index)
	if s.value != "" {
		i := s.element(v)
		if i < 0 {
			if s.key == "" {
				return fmt.Errorf("%q has no element %s", s.name, excerpt(s.value))
			}
			i = v.Len()
			v.Set(reflect.Append(v, s.made(v.Type().Elem())))
		}
		v = v.Index(i)
	}
	if len(steps) == 1 {
		v.Set(value)
		return nil
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	return reach(v, steps[1:], value)
}

// made is a new element with the field that it was selected by.
func (s pathStep) made(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	f, _ := fieldNamed(t, s.key)
	v.FieldByIndex(f.Index).SetString(s.value)
	return v
}

// TypeAt is the type of what a term sheet holds at a path (see [TermSheet.Get]). The
// error says what is wrong with the path.
func TypeAt(path string) (reflect.Type, error) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	field, err := fieldAt(reflect.TypeFor[TermSheet](), steps)
	return field.Type, err
}

// KnowsPath says what is wrong with a path (see [TermSheet.Get]), or nil where a
// term sheet can hold a value there.
func KnowsPath(path string) error {
	_, err := TypeAt(path)
	return err
}

// Locate is the place of the value at a path (see [TermSheet.Get]), and its JSON
// Pointer. ok is false where the path leads nowhere.
func (t *TermSheet) Locate(path string) (place reflect.Value, at string, ok bool) {
	steps, err := parsePath(path)
	if err != nil {
		return reflect.Value{}, "", false
	}
	v := reflect.ValueOf(t).Elem()
	for _, s := range steps {
		list, found := pathStep{name: s.name}.from(v)
		if !found {
			return reflect.Value{}, "", false
		}
		v, at = list, at+"/"+s.name
		if s.value != "" {
			i := s.element(list)
			if i < 0 {
				return reflect.Value{}, "", false
			}
			v, at = list.Index(i), at+"/"+strconv.Itoa(i)
		}
	}
	return v, at, true
}

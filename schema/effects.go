package schema

import (
	"reflect"
	"slices"
	"strings"
)

// RequiredAt reports whether what a JSON Pointer leads to has to be stated by the
// schema.
func RequiredAt(at string) bool {
	var last reflect.StructField
	eachField(at, func(f reflect.StructField) { last = f })
	return slices.Contains(strings.Split(last.Tag.Get("jsonschema"), ","), "required")
}

// MembersAt are the values that the schema lists for what stands at a JSON Pointer.
func MembersAt(at string) []string {
	var last reflect.StructField
	eachField(at, func(f reflect.StructField) { last = f })
	var list []string
	for _, rule := range strings.Split(last.Tag.Get("jsonschema"), ",") {
		if m, ok := strings.CutPrefix(rule, "enum="); ok {
			list = append(list, m)
		}
	}
	return list
}

// eachField calls f for the fields on the way to a JSON Pointer.
func eachField(at string, f func(reflect.StructField)) {
	t := reflect.TypeFor[TermSheet]()
	for _, name := range segments(at) {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch t.Kind() {
		case reflect.Slice, reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			field, ok := fieldNamed(t, name)
			if !ok {
				return
			}
			f(field)
			t = field.Type
		default:
			return
		}
	}
}

// Path is what stands at a JSON Pointer as messages name it: "grants[g1].territory".
func (f *File) Path(at string) string { return f.dotted(segments(at)) }

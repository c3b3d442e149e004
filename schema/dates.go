package schema

import (
	"fmt"
	"reflect"
	"strings"
)

// EachDate calls see for every date that the term sheet gives, with its path, in the
// order of the schema: "grants[g1].end".
func (t *TermSheet) EachDate(see func(path string, d Date)) {
	eachDate(reflect.ValueOf(t).Elem(), "", see)
}

func eachDate(v reflect.Value, path string, see func(string, Date)) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if d, ok := v.Interface().(Date); ok {
		if !d.IsZero() {
			see(path, d)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || name == "" || name == "-" {
				continue
			}
			if path != "" {
				name = path + "." + name
			}
			eachDate(v.Field(i), name, see)
		}
	case reflect.Slice:
		for i := range v.Len() {
			e := v.Index(i)
			key := fmt.Sprint(i)
			if id := idOf(e); id != "" {
				key = id
			}
			eachDate(e, fmt.Sprintf("%s[%s]", path, key), see)
		}
	}
}

// idOf is the id of an element of a list, or "".
func idOf(v reflect.Value) string {
	if v.Kind() != reflect.Struct {
		return ""
	}
	if f := v.FieldByName("ID"); f.IsValid() && f.Kind() == reflect.String {
		return f.String()
	}
	return ""
}

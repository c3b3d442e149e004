package assemble

import (
	"reflect"
	"text/template"
)

// parsing names the functions of text/template itself, for the parser.
var parsing = func() map[string]any {
	m := map[string]any{}
	for _, name := range []string{"and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or", "slice"} {
		m[name] = true
	}
	return m
}()

// builtin is a function of text/template itself, for the programs.
func builtin(name string, in []expr) expr {
	switch {
	case (name == "and" || name == "or") && len(in) > 0:
		return func(f *frame) (v reflect.Value) {
			for _, a := range in {
				if v = a(f); truthOf(v) == (name == "or") {
					break
				}
			}
			return v
		}
	case name == "not" && len(in) == 1:
		return func(f *frame) reflect.Value { return reflect.ValueOf(!truthOf(in[0](f))) }
	case name == "eq" && len(in) > 1:
		return func(f *frame) reflect.Value {
			is := false
			v := in[0](f)
			for _, a := range in[1:] {
				x := a(f)
				is = is || equal(v, x)
			}
			return reflect.ValueOf(is)
		}
	case name == "ne" && len(in) == 2:
		return func(f *frame) reflect.Value { return reflect.ValueOf(!equal(in[0](f), in[1](f))) }
	case name == "len" && len(in) == 1:
		return func(f *frame) reflect.Value { return reflect.ValueOf(indirect(in[0](f)).Len()) }
	case name == "index" && len(in) == 2:
		return func(f *frame) reflect.Value {
			list := indirect(in[0](f))
			if list.Kind() != reflect.Slice {
				panic(giveUp{})
			}
			return concrete(list.Index(int(in[1](f).Int()))) // panics where there is none
		}
	}
	panic(giveUp{})
}

// truthOf is what a condition makes of a value.
func truthOf(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Invalid:
		return false
	case reflect.Struct:
		return true
	}
	is, ok := template.IsTrue(v.Interface())
	if !ok {
		panic(giveUp{})
	}
	return is
}

// equal compares what eq compares without looking at types.
func equal(a, b reflect.Value) bool {
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() == b.String()
	case a.CanInt() && b.CanInt():
		return a.Int() == b.Int()
	case a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		return a.Bool() == b.Bool()
	case !a.IsValid() && isBasic(b), !b.IsValid() && isBasic(a):
		return false
	}
	panic(giveUp{})
}

func isBasic(v reflect.Value) bool {
	return v.Kind() == reflect.String || v.CanInt() || v.Kind() == reflect.Bool
}

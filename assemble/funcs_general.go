package assemble

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// general are the functions for words, lists and values that may be absent. Each depends on
// its arguments alone.
var general = map[string]any{
	"lower": strings.ToLower, "upper": strings.ToUpper, "trim": strings.TrimSpace,
	"contains":  func(part, whole string) bool { return strings.Contains(whole, part) },
	"hasPrefix": func(part, whole string) bool { return strings.HasPrefix(whole, part) },
	"first":     func(list any) any { return end(list, 0) },
	"last":      func(list any) any { return end(list, elements(list).Len()-1) },
	"rest":      func(list any) []any { return part(list, 1, 0) },
	"initial":   func(list any) []any { return part(list, 0, 1) },
	"uniq":      uniq, "sortAlpha": sortAlpha,
	"empty": empty, "default": orElse, "coalesce": coalesce, "ternary": ternary,
}

// elements are those of a list. The engine of templates makes an error of a panic.
func elements(list any) reflect.Value {
	v := reflect.ValueOf(list)
	if k := v.Kind(); k != reflect.Slice && k != reflect.Array {
		panic(fmt.Errorf("no list: %T", list))
	}
	return v
}

// end is the element i of a list, or nil where it has none.
func end(list any, i int) any {
	v := elements(list)
	if v.Len() == 0 {
		return nil
	}
	return v.Index(i).Interface()
}

// part is a list without some elements at its front and its back.
func part(list any, front, back int) (out []any) {
	v := elements(list)
	for i := front; i < v.Len()-back; i++ {
		out = append(out, v.Index(i).Interface())
	}
	return out
}

func uniq(list any) []any {
	out := []any{}
	for _, x := range part(list, 0, 0) {
		if !slices.ContainsFunc(out, func(y any) bool { return reflect.DeepEqual(x, y) }) {
			out = append(out, x)
		}
	}
	return out
}

func sortAlpha(list any) []string {
	out := []string{}
	for _, x := range part(list, 0, 0) {
		if x != nil {
			out = append(out, fmt.Sprint(x))
		}
	}
	slices.Sort(out)
	return out
}

// empty reports a value that is absent, zero, false or without elements.
func empty(x any) bool {
	v := reflect.ValueOf(x)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Struct:
		return false
	case reflect.Array, reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

func orElse(other any, given ...any) any {
	if len(given) == 0 || empty(given[0]) {
		return other
	}
	return given[0]
}

func coalesce(list ...any) any {
	if i := slices.IndexFunc(list, func(x any) bool { return !empty(x) }); i >= 0 {
		return list[i]
	}
	return nil
}

func ternary(yes, no any, is bool) any {
	if is {
		return yes
	}
	return no
}

package schema

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
)

// A Change is one difference between two term sheets. Names the parties gave
// (the ids of assets, grants and so on) identify the elements of lists, so
// that one put in at the front does not change all the others.
type Change struct {
	Pointer string // JSON Pointer of the value in the new term sheet; in the old one where the new has none
	Path    string // the same for a reader: "grants[g1].territory"
	Before  any    // the decoded JSON value in the old term sheet; nil where it has none
	After   any    // and in the new one
}

// Changes are the differences between two term sheets: objects in the order of
// their field names, lists in the new order and then what is gone. An object or list given in one of them alone is a single change;
// in lists of texts and numbers, each that came or went is one.
func Changes(old, new *File) []Change {
	c := comparison{old: old, new: new}
	c.compare(nil, nil, old.plain, new.plain)
	return c.found
}

type comparison struct {
	old, new *File
	found    []Change
}

// report records a change at a path of the old and of the new term sheet.
func (c *comparison) report(from, to []string, before, after any) {
	path, file := to, c.new
	if after == nil {
		path, file = from, c.old
	}
	c.found = append(c.found, Change{pointer(path), file.dotted(path), before, after})
}

func (c *comparison) compare(from, to []string, before, after any) {
	switch before := before.(type) {
	case map[string]any:
		if after, ok := after.(map[string]any); ok {
			c.objects(from, to, before, after)
			return
		}
	case []any:
		if after, ok := after.([]any); ok {
			c.lists(from, to, before, after)
			return
		}
	}
	if !same(before, after) {
		c.report(from, to, before, after)
	}
}

func (c *comparison) objects(from, to []string, before, after map[string]any) {
	names := slices.Concat(keys(before), keys(after))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		c.compare(extend(from, name), extend(to, name), before[name], after[name])
	}
}

// lists compares two lists element by element: objects with the same id, other
// objects in the same place, and texts and numbers wherever they stand.
func (c *comparison) lists(from, to []string, before, after []any) {
	partner := partners(before, after)
	matched := make([]bool, len(before))
	for i, x := range after {
		at := extend(to, strconv.Itoa(i))
		j := partner[i]
		if j < 0 {
			c.report(nil, at, nil, x)
			continue
		}
		matched[j] = true
		c.compare(extend(from, strconv.Itoa(j)), at, before[j], x)
	}
	for j, x := range before {
		if !matched[j] {
			c.report(extend(from, strconv.Itoa(j)), nil, x, nil)
		}
	}
}

// partners gives for each new element the old one it is compared with, or -1.
func partners(before, after []any) []int {
	places := map[string][]int{} // old elements by what identifies them
	for j, x := range before {
		key := identity(x, j)
		places[key] = append(places[key], j)
	}
	partner := make([]int, len(after))
	for i, x := range after {
		partner[i] = -1
		key := identity(x, i)
		if free := places[key]; len(free) > 0 {
			partner[i], places[key] = free[0], free[1:]
		}
	}
	return partner
}

// identifiers are the fields by which the elements of lists are told apart, as
// far as they have them.
var identifiers = []string{"id", "party", "member", "kind", "condition", "trigger", "check"}

// identity is what an element of a list is known by: an object by its
// identifier or else its place, anything else by its value.
func identity(x any, place int) string {
	o, ok := x.(map[string]any)
	if !ok {
		return compact(x)
	}
	for _, name := range identifiers {
		if s, ok := o[name].(string); ok {
			return name + "=" + s
		}
	}
	return "place=" + strconv.Itoa(place)
}

// same reports whether two values are alike; a number is like the text that
// writes the same number.
func same(a, b any) bool {
	x, isNumber := numberOf(a)
	y, too := numberOf(b)
	if isNumber && too && anyNumber(a, b) {
		return x.Decimal.Equal(y.Decimal)
	}
	return reflect.DeepEqual(a, b)
}

// anyNumber reports whether one of two values at least is a JSON number.
func anyNumber(a, b any) bool {
	_, x := a.(json.Number)
	_, y := b.(json.Number)
	return x || y
}

func numberOf(v any) (Decimal, bool) {
	digits := ""
	switch v := v.(type) {
	case json.Number:
		digits = v.String()
	case string:
		digits = v
	default:
		return Decimal{}, false
	}
	d, err := ParseDecimal(digits)
	return d, err == nil
}

package schema

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Change is one difference between two term sheets. Names the parties gave
// (the ids of assets, grants and so on) identify the elements of lists, so
// that one put in at the front does not change all the others.
type Change struct {
	Pointer string // JSON Pointer of the value in the new term sheet; in the old one where the new has none
	Path    string // the same for a reader: "grants[g1].territory", "escrow.release[condition=insolvency].cure_days"
	Before  any    // the decoded JSON value in the old term sheet; nil where it has none
	After   any    // and in the new one
}

// Changes are the differences between two term sheets: objects in the order of
// their field names, lists in the new order and then what is gone. An object or
// list given in one of them alone is a single change, and so is a sum of money; in
// lists of texts and numbers, each that came or went is one.
func Changes(old, new *File) []Change {
	c := comparison{old: old, new: new, take: func(int) bool { return false }}
	c.compare(nil, nil, old.plain, new.plain)
	return c.found
}

// Mix is the old term sheet with some of the changes to the new one: those
// whose indices in [Changes] are in subset. The error says what is wrong with
// the term sheet that they make.
func Mix(old, new *File, subset []int) (*File, error) {
	c := comparison{old: old, new: new, take: func(i int) bool { return slices.Contains(subset, i) }}
	return Load(old.Name, []byte(compact(c.compare(nil, nil, old.plain, new.plain))))
}

// A comparison walks two term sheets together, records where they differ and
// makes a third, which has the new value of each difference that take takes.
type comparison struct {
	old, new *File
	take     func(i int) bool
	found    []Change
}

// report records a change at a path of the old and of the new term sheet, and
// gives the value that was taken; nil is none.
func (c *comparison) report(from, to []string, before, after any) any {
	path, sheet := to, c.new.plain
	if after == nil {
		path, sheet = from, c.old.plain
	}
	c.found = append(c.found, Change{pointer(path), spoken(sheet, path), before, after})
	if c.take(len(c.found) - 1) {
		return after
	}
	return before
}

func (c *comparison) compare(from, to []string, before, after any) any {
	switch before := before.(type) {
	case map[string]any:
		if after, ok := after.(map[string]any); ok && !sums(before, after) {
			return c.objects(from, to, before, after)
		}
	case []any:
		if after, ok := after.([]any); ok {
			return c.lists(from, to, before, after)
		}
	}
	if same(before, after) {
		return before
	}
	return c.report(from, to, before, after)
}

func (c *comparison) objects(from, to []string, before, after map[string]any) any {
	names := slices.Concat(keys(before), keys(after))
	slices.Sort(names)
	mixed := map[string]any{}
	for _, name := range slices.Compact(names) {
		if v := c.compare(extend(from, name), extend(to, name), before[name], after[name]); v != nil {
			mixed[name] = v
		}
	}
	return mixed
}

// lists compares two lists element by element: objects with the same id, other
// objects in the same place, and texts and numbers wherever they stand. The
// list it makes has the old order; what is new follows the element that it
// follows in the new list.
func (c *comparison) lists(from, to []string, before, after []any) any {
	partner := partners(before, after)
	matched := make([]bool, len(before))
	mixed := make([][]any, len(before)+1) // the old elements and what follows each; first what comes before all
	last := 0
	for i, x := range after {
		at := extend(to, strconv.Itoa(i))
		j := partner[i]
		if j < 0 {
			if v := c.report(nil, at, nil, x); v != nil {
				mixed[last] = append(mixed[last], v)
			}
			continue
		}
		matched[j], last = true, j+1
		mixed[last] = append([]any{c.compare(extend(from, strconv.Itoa(j)), at, before[j], x)}, mixed[last]...)
	}
	for j, x := range before {
		if !matched[j] {
			if v := c.report(extend(from, strconv.Itoa(j)), nil, x, nil); v != nil {
				mixed[j+1] = append([]any{v}, mixed[j+1]...)
			}
		}
	}
	return append([]any{}, slices.Concat(mixed...)...)
}

// spoken is a path of a term sheet as a reader names it: elements of lists by
// their id, as [TermSheet.Get] selects them by another identifier, or by their
// index from 0.
func spoken(v any, path []string) string {
	var b strings.Builder
	for _, name := range path {
		switch node := v.(type) {
		case []any:
			i, err := strconv.Atoi(name)
			if v = nil; err == nil && i >= 0 && i < len(node) {
				v = node[i]
			}
			b.WriteString("[" + selector(v, name) + "]")
		case map[string]any:
			v = node[name]
			if b.Len() > 0 {
				b.WriteString(".")
			}
			b.WriteString(excerpt(name))
		default: // what the term sheet leaves out
			v = nil
			b.WriteString("." + excerpt(name))
		}
	}
	return b.String()
}

func selector(v any, index string) string {
	o, _ := v.(map[string]any)
	for _, name := range identifiers {
		switch id, _ := o[name].(string); {
		case !isID(id):
		case name == "id":
			return id
		default:
			return name + "=" + id
		}
	}
	return index
}

// Plain is a decoded JSON value as a reader would write it: words without
// quotation marks, money as "EUR 1,500,000", a list as "a, b", an object as
// "kind: mediation; days: 30"; "" for nil.
func Plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case map[string]any:
		if m, ok := moneyOf(v); ok {
			return m.String()
		}
		return plainList(inOrder(v), "; ", func(name string) string { return name + ": " + nested(v[name]) })
	case []any:
		return plainList(v, ", ", nested)
	}
	return compact(v)
}

// nested is a value inside another: an object, or a list of several, stands in
// parentheses.
func nested(v any) string {
	s := Plain(v)
	switch v := v.(type) {
	case map[string]any:
		if _, ok := moneyOf(v); !ok {
			return "(" + s + ")"
		}
	case []any:
		if len(v) != 1 {
			return "(" + s + ")"
		}
	}
	return s
}

func moneyOf(o map[string]any) (Money, bool) {
	code, hasCode := o["currency"].(string)
	amount, hasAmount := numberOf(o["amount"])
	return Money{Amount: amount, Currency: Currency(code)}, hasCode && hasAmount && len(o) == 2
}

// sums reports two sums of money.
func sums(a, b map[string]any) bool {
	_, x := moneyOf(a)
	_, y := moneyOf(b)
	return x && y
}

func plainList[T any](items []T, joint string, f func(T) string) string {
	parts := make([]string, len(items))
	for i, x := range items {
		parts[i] = f(x)
	}
	return strings.Join(parts, joint)
}

// inOrder is the names of an object: what identifies it, then the others.
func inOrder(o map[string]any) []string {
	var names []string
	for _, name := range slices.Concat(identifiers, keys(o)) {
		if _, has := o[name]; has && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
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
	if x, ok := a.(map[string]any); ok {
		if y, ok := b.(map[string]any); ok && sums(x, y) {
			return x["currency"] == y["currency"] && same(x["amount"], y["amount"])
		}
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

// Spoken is what a JSON Pointer into the term sheet points to, for a reader:
// "grants[g1].territory".
func (f *File) Spoken(pointer string) string { return spoken(f.plain, segments(pointer)) }

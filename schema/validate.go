package schema

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// A leaf is one rule of the schema that a value does not meet.
type leaf struct {
	path  []string
	node  map[string]any // the part of the schema with the rule
	rule  string         // its keyword: "type"
	names []string       // the fields that are unknown or missing
	got   any            // the value
	err   error          // of a format
	twins [2]int         // the elements that are the same
}

// A validation holds values against the rules of a schema. It knows the keywords that
// our schemas use; a test holds it against a validator that knows them all.
type validation struct {
	book   *rulebook
	path   []string
	leaves []leaf
}

// validate finds every rule that a document does not meet.
func (b *rulebook) validate(document any) []leaf {
	v := &validation{book: b}
	v.value(document, b.doc)
	return v.leaves
}

func (v *validation) fail(node map[string]any, rule string, got any) *leaf {
	v.leaves = append(v.leaves, leaf{path: slices.Clone(v.path), node: node, rule: rule, got: got})
	return &v.leaves[len(v.leaves)-1]
}

func (v *validation) at(name string, value any, node map[string]any) {
	v.path = append(v.path, name)
	v.value(value, node)
	v.path = v.path[:len(v.path)-1]
}

func (v *validation) value(x any, node map[string]any) {
	if ref, ok := node["$ref"].(string); ok {
		v.value(x, v.book.node(ref))
	}
	if want, ok := node["type"]; ok && !isOfType(x, want) {
		v.fail(node, "type", x)
		return // the other rules are for values of its type
	}
	if values, ok := node["enum"].([]any); ok && !slices.ContainsFunc(values, func(y any) bool { return reflect.DeepEqual(x, y) }) {
		v.fail(node, "enum", x)
	}
	switch x := x.(type) {
	case string:
		v.text(x, node)
	case json.Number:
		v.number(x, node)
	case []any:
		v.list(x, node)
	case map[string]any:
		v.object(x, node)
	}
}

func isOfType(x, want any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(one any) bool { return isOfType(x, one) })
	}
	switch x := x.(type) {
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	case json.Number:
		return want == "number" || want == "integer" && isWhole(x)
	}
	return false // null
}

func isWhole(n json.Number) bool {
	if _, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return true
	}
	r := rational(n)
	return r != nil && r.IsInt()
}

// rational is a number exactly. One with an exponent that no term sheet can mean is
// none: it would take the memory of the machine.
func rational(n json.Number) *big.Rat {
	if f, err := strconv.ParseFloat(string(n), 64); err != nil || f > 1e100 || f < -1e100 {
		return nil
	}
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		return nil
	}
	return r
}

func (v *validation) number(n json.Number, node map[string]any) {
	for rule, beyond := range map[string]int{"minimum": -1, "maximum": 1} {
		want, ok := node[rule].(json.Number)
		if !ok {
			continue
		}
		if r := rational(n); r != nil && r.Cmp(rational(want)) == beyond || r == nil && (n[0] == '-') == (beyond < 0) {
			v.fail(node, rule, n)
		}
	}
}

func (v *validation) text(s string, node map[string]any) {
	if format, ok := node["format"].(string); ok {
		if err := formats[format](s); err != nil {
			v.fail(node, "format", s).err = err
			return // it says more than a pattern
		}
	}
	if pattern, ok := node["pattern"].(string); ok && !compiled(pattern).MatchString(s) {
		v.fail(node, "pattern", s)
	}
	v.size(utf8.RuneCountInString(s), s, node, "minLength", "maxLength")
}

// size checks how many characters or elements there are.
func (v *validation) size(n int, x any, node map[string]any, least, most string) {
	if want, ok := node[least]; ok && n < whole(want) {
		v.fail(node, least, x)
	}
	if want, ok := node[most]; ok && n > whole(want) {
		v.fail(node, most, x)
	}
}

// whole is a number of the schema.
func whole(x any) int {
	n, _ := x.(json.Number)
	i, _ := n.Int64()
	return int(i)
}

func (v *validation) list(list []any, node map[string]any) {
	v.size(len(list), list, node, "minItems", "maxItems")
	if node["uniqueItems"] == true {
		if i, j := twins(list); j > 0 {
			v.fail(node, "uniqueItems", list).twins = [2]int{i, j}
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		for i, x := range list {
			v.at(strconv.Itoa(i), x, items)
		}
	}
}

// twins are the first two elements that are the same, or 0 and 0.
func twins(list []any) (int, int) {
	first := map[string]int{}
	for i, x := range list {
		key := fmt.Sprintf("%T %v", x, x)
		if j, met := first[key]; met {
			return j, i
		}
		first[key] = i
	}
	return 0, 0
}

func (v *validation) object(o map[string]any, node map[string]any) {
	var missing, unknown []string
	for _, name := range anyList(node["required"]) {
		if _, ok := o[name.(string)]; !ok {
			missing = append(missing, name.(string))
		}
	}
	properties, _ := node["properties"].(map[string]any)
	patterns, _ := node["patternProperties"].(map[string]any)
	for name, x := range o {
		rule, known := properties[name].(map[string]any)
		for pattern, under := range patterns {
			if !known && compiled(pattern).MatchString(name) {
				rule, known = under.(map[string]any), true
			}
		}
		switch more := node["additionalProperties"].(type) {
		case bool:
			if !known && !more {
				unknown = append(unknown, name)
				continue
			}
		case map[string]any:
			if !known {
				rule, known = more, true
			}
		}
		if known {
			v.at(name, x, rule)
		}
	}
	if missing != nil {
		v.fail(node, "required", o).names = missing
	}
	if unknown != nil {
		v.fail(node, "additionalProperties", o).names = unknown
	}
}

func anyList(x any) []any {
	list, _ := x.([]any)
	return list
}

// patterns are the regular expressions of the schemas, compiled when first needed.
var patterns sync.Map // string → *regexp.Regexp

func compiled(pattern string) *regexp.Regexp {
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(pattern) // those of our schemas, which a test compiles
	patterns.Store(pattern, re)
	return re
}

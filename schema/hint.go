package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// node is the part of the schema at a location that the validator names, or nil.
func (b *rulebook) node(location string) map[string]any {
	_, fragment, _ := strings.Cut(location, "#")
	var v any = b.doc
	for _, name := range segments(fragment) {
		v = step(v, name)
	}
	node, _ := v.(map[string]any)
	return node
}

// resolve follows references. The schema has no circular ones.
func (b *rulebook) resolve(v any) map[string]any {
	node, _ := v.(map[string]any)
	for node != nil {
		ref, ok := node["$ref"].(string)
		if !ok {
			return node
		}
		node = b.node(ref)
	}
	return nil
}

// example is a value that the schema allows at a node, as JSON on one line.
func (b *rulebook) example(v any) string {
	node := b.resolve(v)
	if given, ok := v.(map[string]any); ok && given["examples"] != nil {
		node = given
	}
	if examples, ok := node["examples"].([]any); ok && len(examples) > 0 {
		return compact(examples[0])
	}
	if allowed, ok := node["enum"].([]any); ok && len(allowed) > 0 {
		return compact(allowed[0])
	}
	switch node["type"] {
	case "object":
		var fields []string
		required, _ := node["required"].([]any)
		for _, name := range required {
			property, _ := child2(node, "properties", fmt.Sprint(name))
			fields = append(fields, fmt.Sprintf("%q: %s", name, b.example(property)))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case "array":
		return "[" + b.example(node["items"]) + "]"
	case "integer":
		return "30"
	case "boolean":
		return "true"
	}
	return noExample
}

// noExample stands for a text of which the schema has no example.
const noExample = `"..."`

// expected names what the schema wants at a node: "a list", "a whole number".
func (b *rulebook) expected(node map[string]any) string {
	switch node["type"] {
	case "object":
		if properties, ok := node["properties"].(map[string]any); ok && properties["currency"] != nil && properties["amount"] != nil && len(properties) == 2 {
			return "an amount with its currency"
		}
		return "an object"
	case "array":
		return "a list"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	case "string":
		return "a text"
	}
	return "a number"
}

// about is the first sentence about a property, or "".
func (b *rulebook) about(v any) string {
	node, _ := v.(map[string]any)
	text, _ := node["description"].(string)
	text, _, _ = strings.Cut(text, ". ")
	text = strings.TrimSuffix(text, ".")
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// fieldHint says what was meant by a field that an object does not have: one of
// nearly the same name, one of that name deeper in the object, or one that this
// name is a part of; else what there is, and where else the name is known.
func (b *rulebook) fieldHint(name string, path []string, node map[string]any) string {
	names := keys(node["properties"])
	if near := nearest(name, names); near != "" {
		return "did you mean `" + near + "`?"
	}
	inner := b.placesOf(name, node, nil, 0)
	if len(inner) == 1 {
		return "`" + name + "` belongs in `" + inner[0] + "`"
	}
	if part := partOf(strings.ToLower(name), names); part != "" && len(inner) == 0 {
		return "did you mean `" + part + "`?"
	}
	if _, top := child2(b.doc, "properties", name); top && len(path) > 0 {
		return "`" + name + "` belongs in the " + b.noun + " itself, outside every section"
	}
	const few = 14
	all := "the fields here are " + list(names)
	elsewhere := inner
	if len(inner) == 0 {
		elsewhere = b.placesOf(name, b.doc, nil, 0)
	}
	switch n := len(elsewhere); {
	case n == 0 || n > 4:
		return all
	case len(inner) > 0:
		return "`" + name + "` is a field of " + ticked(inner)
	case len(names) > few:
		return "`" + name + "` is a field of " + ticked(elsewhere)
	}
	return all + "; `" + name + "` is a field of " + ticked(elsewhere)
}

// placesOf are the objects in a part of the schema that have a field with a
// name, as paths: "royalties[].tiers[]". The outermost of a way counts.
func (b *rulebook) placesOf(name string, node map[string]any, path []string, depth int) []string {
	var places []string
	if _, found := child2(node, "properties", name); found && depth > 0 {
		return []string{strings.Join(path, ".")}
	}
	for _, inner := range keys(node["properties"]) {
		property, _ := child2(node, "properties", inner)
		next, step := b.resolve(property), inner
		if next["type"] == "array" {
			next, step = b.resolve(next["items"]), step+"[]"
		}
		places = append(places, b.placesOf(name, next, extend(path, step), depth+1)...)
	}
	return places
}

// ticked is a list of names between backquotes, with "or" before the last.
func ticked(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return "`" + names[0] + "`"
	}
	return "`" + strings.Join(names[:last], "`, `") + "` or `" + names[last] + "`"
}

// child2 is the value two names deep in an object.
func child2(node map[string]any, first, second string) (any, bool) {
	inner, _ := node[first].(map[string]any)
	v, ok := inner[second]
	return v, ok
}

// step is the member or element of a decoded JSON value, or nil.
func step(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		return v[name]
	case []any:
		if i, err := strconv.Atoi(name); err == nil && 0 <= i && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// keys are the sorted names of an object.
func keys(v any) []string {
	node, _ := v.(map[string]any)
	names := make([]string, 0, len(node))
	for name := range node {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return out
}

// list is words with commas between them.
func list(words []string) string { return strings.Join(words, ", ") }

// extend is a path with one more name, sharing nothing with the path.
func extend(path []string, name string) []string {
	return append(path[:len(path):len(path)], name)
}

// nearest is the one of the words that a misspelt one is likely to mean: the same
// but for its plural, or at most a third of its letters wrong, by edit distance
// with transpositions. It is "" where none is near.
func nearest(word string, words []string) string {
	if len(word) > 60 {
		return ""
	}
	simple := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(word))
	best, distance := "", max(1, len(simple)/3)+1
	for _, w := range words {
		target := strings.ToLower(strings.ReplaceAll(w, "-", "_"))
		if singular(target) == singular(simple) {
			return w
		}
		if d := edits(simple, target); d < distance {
			best, distance = w, d
		}
	}
	return best
}

// singular is a word without the ending of its plural.
func singular(word string) string {
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(word, "s")
}

// partOf is the one word that begins or ends with what was written, or that
// what was written begins or ends with: `notice` for `notice_days`.
func partOf(simple string, words []string) string {
	found := ""
	for _, w := range words {
		if len(simple) < 4 || len(w) < 4 {
			continue
		}
		if strings.HasPrefix(w, simple+"_") || strings.HasSuffix(w, "_"+simple) || strings.HasPrefix(simple, w+"_") || strings.HasSuffix(simple, "_"+w) {
			if found != "" {
				return ""
			}
			found = w
		}
	}
	return found
}

// edits is the number of letters to insert, delete, replace or swap with their
// neighbour to make b of a (optimal string alignment distance).
func edits(a, b string) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

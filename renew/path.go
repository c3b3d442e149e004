package renew

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/schema"
)

// A step is one name of a path of the user's: a member of an object, or what
// selects an element of a list.
type step struct {
	name  string // of a member; "" where an element is selected
	key   string // name of the member by which the element is selected; "" for its id, or its index
	value string // of that member; "+" for a new element at the end
}

// parsePath reads "grants[g1].territory", "termination.grounds[kind=breach].cure_days",
// "grants[+]", or a JSON Pointer.
func parsePath(path string) ([]step, error) {
	if rest, ok := strings.CutPrefix(path, "/"); ok {
		return pointerSteps(rest), nil
	}
	var steps []step
	for rest := path; ; {
		end := strings.IndexAny(rest, ".[")
		name := rest
		if end >= 0 {
			name, rest = rest[:end], rest[end:]
		} else {
			rest = ""
		}
		if name == "" {
			return nil, fmt.Errorf("%.60q is not a path of names with dots between them", path)
		}
		steps = append(steps, step{name: name})
		for strings.HasPrefix(rest, "[") {
			inner, after, closed := strings.Cut(rest[1:], "]")
			s := step{value: inner}
			if key, value, ok := strings.Cut(inner, "="); ok {
				s.key, s.value = key, value
			}
			if !closed || s.value == "" {
				return nil, fmt.Errorf("the selector in %.60q is not [id], [name=value], [index] or [+]", path)
			}
			steps, rest = append(steps, s), after
		}
		if rest == "" {
			return steps, nil
		}
		if rest[0] != '.' {
			return nil, fmt.Errorf("%.60q is not a path of names with dots between them", path)
		}
		rest = rest[1:]
	}
}

func pointerSteps(rest string) []step {
	var steps []step
	for s := range strings.SplitSeq(rest, "/") {
		s = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
		switch {
		case s == "-":
			steps = append(steps, step{value: schema.AppendStep})
		case s != "" && strings.Trim(s, "0123456789") == "":
			steps = append(steps, step{value: s})
		default:
			steps = append(steps, step{name: s})
		}
	}
	return steps
}

// locate is the place in a draft that a user's path means. A member that is not
// there yet is allowed at every step, an element only at the end.
func (d *successor) locate(steps []step) ([]string, error) {
	var path []string
	for i, s := range steps {
		v := d.At(path)
		if s.name != "" {
			if v != nil {
				if _, ok := v.Value.(*hujson.Object); !ok {
					return nil, fmt.Errorf("%s has no member %.40q", d.dotted(path), s.name)
				}
			}
			path = append(path, s.name)
			continue
		}
		index, err := d.element(v, path, s)
		if err != nil {
			return nil, err
		}
		if index == schema.AppendStep && i < len(steps)-1 {
			return nil, fmt.Errorf("[+] is not at the end of the path")
		}
		path = append(path, index)
	}
	return path, nil
}

// element is the index of the element of a list that a selector means.
func (d *successor) element(v *hujson.Value, path []string, s step) (string, error) {
	if s.value == schema.AppendStep && s.key == "" {
		return schema.AppendStep, nil
	}
	list, _ := schema.ArrayOf(v)
	if list == nil {
		return "", fmt.Errorf("%s is not a list in last year's term sheet", d.dotted(path))
	}
	found := ""
	for i := range list.Elements {
		e := &list.Elements[i]
		if textAt(e, cmp.Or(s.key, "id")) != s.value && (s.key != "" || schema.TextOf(e) != s.value) {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("%s has several elements %.40q: select one by its index, from 0", d.dotted(path), s.value)
		}
		found = strconv.Itoa(i)
	}
	if found != "" {
		return found, nil
	}
	if i, err := strconv.Atoi(s.value); err == nil && s.key == "" && 0 <= i && i < len(list.Elements) {
		return s.value, nil
	}
	return "", fmt.Errorf("%s has no element %.40q", d.dotted(path), s.value)
}

// identifiers are the members by which an element of a list is called, as far as
// it has them.
var identifiers = []string{"id", "party", "member", "kind", "condition", "trigger", "check", "code", "name", "grant", "date"}

// dotted is a path as a reader writes it: "grants[g1].territory".
func (d *successor) dotted(path []string) string {
	var b strings.Builder
	v := &d.Root
	for i, name := range path {
		list, _ := schema.ArrayOf(v)
		v = schema.Child(v, name)
		switch {
		case list != nil:
			b.WriteString("[" + calledBy(list, v, name) + "]")
		case i == 0:
			b.WriteString(name)
		default:
			b.WriteString("." + name)
		}
	}
	return b.String()
}

// calledBy is what an element of a list is called: its id, "kind=breach", itself
// where it is a text, or its index, also where another element is called so too.
func calledBy(list *hujson.Array, v *hujson.Value, index string) string {
	fit := func(s string) bool { return s != "" && len(s) <= 40 && !strings.ContainsAny(s, "[]=`\n") }
	once := func(text func(*hujson.Value) string, s string) bool {
		n := 0
		for i := range list.Elements {
			if text(&list.Elements[i]) == s {
				n++
			}
		}
		return n == 1
	}
	if s := schema.TextOf(v); fit(s) && once(schema.TextOf, s) {
		return s
	}
	for _, key := range identifiers {
		s := textAt(v, key)
		if !fit(s) || !once(func(e *hujson.Value) string { return textAt(e, key) }, s) {
			continue
		}
		if key == "id" {
			return s
		}
		return key + "=" + s
	}
	return index
}

// pointer is the JSON Pointer of a path.
func pointer(path []string) string {
	var b strings.Builder
	for _, s := range path {
		b.WriteString("/" + escape(s))
	}
	return b.String()
}

func escape(s string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(s) }

// at is a JSON Pointer made of names and indices.
func at(parts ...any) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("/" + escape(fmt.Sprint(p)))
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// join is a path with more names, sharing nothing with it.
func join(path []string, names ...string) []string {
	return append(path[:len(path):len(path)], names...)
}

// split is the path of a pattern or dotted names without selectors.
func split(dotted string) []string { return strings.Split(dotted, ".") }

// plain is a value as decoded JSON; nil for none.
func plain(v *hujson.Value) any {
	if v == nil {
		return nil
	}
	c := v.Clone()
	c.Standardize()
	dec := json.NewDecoder(strings.NewReader(c.String()))
	dec.UseNumber()
	var x any
	if dec.Decode(&x) != nil {
		return nil
	}
	return x
}

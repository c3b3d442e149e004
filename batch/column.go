package batch

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A column is the place in a term sheet that a column of a CSV file fills. The
// zero column fills none.
type column struct {
	path string // as [schema.TermSheet.Set] takes it; of a list, the path inside an element
	list string // the path of the list to which each line adds an element, or ""

	topic, choice string // of a choice among the clauses: {"escrow/release", "variant"}
	parameter     string // where the choice is "parameters"

	kind valueKind // what a cell of it is read as
}

// empty reports whether the column fills no place.
func (c column) empty() bool { return c == column{} }

// parseColumn reads the name of a column: a dotted path (deal.id,
// parties[0].legal_name, grants[id=g1].territory, assets[].title) or a JSON
// Pointer (/deal/id, /parties/0/legal_name, /assets/-/title). Empty brackets, or -
// in a pointer, stand for the next element of a list.
func parseColumn(name string) (column, error) {
	if name == "" {
		return column{}, errors.New("has no name")
	}
	steps, err := steps(name)
	if err != nil {
		return column{}, err
	}
	if steps[0] == "clauses" {
		return choiceColumn(steps[1:])
	}
	path := strings.ReplaceAll(strings.Join(steps, "."), ".[", "[")
	kind, err := kindOf(strings.ReplaceAll(path, "[]", "[0]"))
	if err != nil {
		return column{}, fmt.Errorf("is in no term sheet: %w", err)
	}
	list, rest, ok := strings.Cut(path, "[]")
	switch {
	case !ok:
		return column{path: path, kind: kind}, nil
	case strings.Contains(rest, "[]"):
		return column{}, errors.New("adds to a list within a list; write the inner list as JSON in one cell")
	}
	return column{list: list, path: strings.TrimPrefix(rest, "."), kind: kind}, nil
}

var index = agreement.Pattern(`^(0|[1-9][0-9]{0,5})$`)

// steps are the parts of a column's name; brackets are parts of their own.
func steps(name string) ([]string, error) {
	if rest, ok := strings.CutPrefix(name, "/"); ok {
		var list []string
		for _, s := range strings.Split(rest, "/") {
			s = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
			switch {
			case s == "-":
				s = "[]"
			case index().MatchString(s):
				s = "[" + s + "]"
			case strings.ContainsAny(s, ".[]"):
				return nil, fmt.Errorf("has a part %q, which no term sheet has", s)
			}
			list = append(list, s)
		}
		return list, nil
	}
	return splitPath(name), nil
}

// splitPath cuts a dotted path at its dots and before its brackets.
func splitPath(path string) []string {
	var list []string
	start, inside := 0, false
	for i, r := range path {
		switch {
		case r == '[' && !inside:
			list = append(list, path[start:i])
			start, inside = i, true
		case r == ']':
			inside = false
		case r == '.' && !inside:
			list = append(list, path[start:i])
			start = i + 1
		}
	}
	return append(list, path[start:])
}

// choiceColumn is a choice among the clauses: its topic, then variant, omit or
// include, or parameters and the name of one.
func choiceColumn(steps []string) (column, error) {
	switch {
	case len(steps) == 2 && (steps[1] == "variant" || steps[1] == "omit" || steps[1] == "include"):
		return column{topic: steps[0], choice: steps[1]}, nil
	case len(steps) == 3 && steps[1] == "parameters":
		return column{topic: steps[0], choice: steps[1], parameter: steps[2]}, nil
	}
	return column{}, errors.New("is no choice among the clauses, such as clauses.escrow/release.variant")
}

// pointer is the JSON Pointer of the column in a term sheet, given as decoded
// JSON; element is the index in its list, where it adds to one.
func (c column) pointer(sheet any, element int) string {
	if c.topic != "" {
		return pointerTo([]string{"clauses", c.topic, c.choice, c.parameter}[:3+min(1, len(c.parameter))])
	}
	path := c.path
	if c.list != "" {
		path = fmt.Sprintf("%s[%d]", c.list, element)
		if c.path != "" {
			path += "." + c.path
		}
	}
	var list []string
	at := sheet
	for _, s := range splitPath(path) {
		if inner, ok := strings.CutPrefix(s, "["); ok {
			s = elementOf(at, strings.TrimSuffix(inner, "]"))
		}
		switch v := at.(type) {
		case map[string]any:
			at = v[s]
		case []any:
			at = nil
			if i, err := strconv.Atoi(s); err == nil && i < len(v) {
				at = v[i]
			}
		}
		list = append(list, s)
	}
	return pointerTo(list)
}

// elementOf is the index of the element that a selector takes from a list.
func elementOf(list any, selector string) string {
	name, value, ok := strings.Cut(selector, "=")
	if !ok {
		return selector
	}
	elements, _ := list.([]any)
	for i, e := range elements {
		if o, ok := e.(map[string]any); ok && o[name] == value {
			return strconv.Itoa(i)
		}
	}
	return selector
}

func pointerTo(path []string) string {
	var b strings.Builder
	for _, s := range path {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(s))
	}
	return b.String()
}

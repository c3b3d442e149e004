package serve

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A tableView is a list of the term sheet as rows. Columns are paths within an
// element: name, signatory/name, owners/0/party.
type tableView struct {
	Pointer string
	Columns []tableColumn
	Rows    []tableRow
	Wrong   []Problem // with what its cells state
}

type tableColumn struct {
	*field
	In string // its path within the element
}

type tableRow struct {
	Raw   string // the element as JSON, so that what is not shown is kept
	Cells []tableCell
}

type tableCell struct {
	Text   string
	Filler bool // the starter's own words
	Look   bool // a fact as the starter had it
}

// idColumn comes last: who pastes rows need not give one.
const idColumn = "id"

// table is a list of the term sheet as rows: its usual columns, and whatever else one
// of its elements states that fits a cell.
func (d *desk) table(x *reading, head string, begun *stated) *tableView {
	t := &tableView{Pointer: "/" + head}
	list, _ := x.says.at(t.Pointer).([]any)
	columns := slices.Clone(tables[head])
	more := map[string]bool{}
	for _, e := range list {
		cellPaths(e, "", more)
	}
	for _, path := range slices.Sorted(maps.Keys(more)) {
		if path != idColumn && !slices.Contains(columns, path) {
			columns = append(columns, path)
		}
	}
	for _, c := range append(columns, idColumn) {
		f, err := fieldAt(d.Library, x.says, t.Pointer+"/0/"+c)
		if err != nil || f.Kind == "group" || f.Kind == "groups" || f.Kind == "money" {
			continue
		}
		f.Label = labelOf(withoutIndexes(c))
		t.Columns = append(t.Columns, tableColumn{f, c})
	}
	for i, e := range list {
		raw, err := json.Marshal(e)
		if err != nil {
			continue
		}
		row := tableRow{Raw: string(raw)}
		for _, c := range t.Columns {
			text := cellText(within(e, c.In))
			at := fmt.Sprintf("%s/%d/%s", t.Pointer, i, c.In)
			row.Cells = append(row.Cells, tableCell{c.labelled(text), schema.IsFiller(text), text != "" && facts().MatchString(at) && cellText(begun.at(at)) == text})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// labelled is what a cell says by the names of what the column lists.
func (c *tableColumn) labelled(text string) string {
	words := strings.Split(text, ", ")
	for i, w := range words {
		for _, o := range c.Options {
			if o.Value == w && !strings.Contains(o.Label, ",") { // which stands between the parts of a cell
				words[i] = o.Label
			}
		}
	}
	return strings.Join(words, ", ")
}

func withoutIndexes(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return isElement("/" + s) })
}

// cellPaths are the paths of an element that fit a cell: words, numbers, and lists of
// words, its own or one step in.
func cellPaths(v any, at string, into map[string]bool) {
	o, ok := v.(map[string]any)
	if !ok {
		return
	}
	for name, e := range o {
		path := strings.TrimPrefix(at+"/"+name, "/")
		switch e := e.(type) {
		case map[string]any:
			if at == "" {
				cellPaths(e, path, into)
			}
		case []any:
			if fitsCell(e) {
				into[path] = true
			}
		default:
			into[path] = true
		}
	}
}

// fitsCell reports whether a list is one of words without commas.
func fitsCell(list []any) bool {
	return !slices.ContainsFunc(list, func(e any) bool {
		s, ok := e.(string)
		return !ok || strings.Contains(s, ",")
	})
}

// within is the value at a path of an element.
func within(v any, path string) any {
	for _, s := range strings.Split(path, "/") {
		switch c := v.(type) {
		case map[string]any:
			v = c[s]
		case []any:
			if s != "0" || len(c) == 0 {
				return nil
			}
			v = c[0]
		default:
			return nil
		}
	}
	return v
}

// onTable reports whether a value of a list stands in its table.
func (x *reading) onTable(pointer string) bool {
	switch v := x.says.at(pointer).(type) {
	case map[string]any: // a sum
		return false
	case []any:
		if !fitsCell(v) {
			return false
		}
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	if len(parts) < 3 {
		return false
	}
	path := strings.Join(parts[2:], "/")
	if slices.Contains(tables[parts[0]], path) || path == idColumn {
		return true
	}
	list := len(parts) > 3 && isElement("/"+parts[len(parts)-1]) // of words: the list is the cell
	return len(parts) == 3 || len(parts) == 4 && (list || !isElement("/"+parts[3]))
}

func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, schema.Plain(e))
		}
		return strings.Join(parts, ", ")
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return schema.Plain(v)
}

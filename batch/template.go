package batch

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// Template is a CSV file to begin with: a header with a column for each value
// that a term sheet gives, and the term sheet as the one row under it. A batch of
// the file makes the agreement of the term sheet.
func Template(t *schema.TermSheet) ([]byte, error) {
	text, err := schema.Canonical(t)
	if err != nil {
		return nil, err
	}
	var f flattener
	if err := f.value("", text); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(f.names) // a buffer takes everything
	_ = w.Write(excel.Guarded(f.cells))
	w.Flush()
	return b.Bytes(), nil
}

// A flattener takes JSON apart, in the order of its members.
type flattener struct {
	names, cells []string

	inner  bool         // a list within an element is one cell of JSON
	apart  bool         // lists of objects go to tables of their own
	tables []*flatTable // in their order
}

func (f *flattener) value(path string, text json.RawMessage) error {
	switch text = bytes.TrimSpace(text); text[0] {
	case '{':
		return f.object(path, text)
	case '[':
		return f.list(path, text)
	case '"':
		var s string
		err := json.Unmarshal(text, &s)
		f.cell(path, s)
		return err
	}
	f.cell(path, string(text))
	return nil
}

func (f *flattener) cell(path, value string) {
	f.names = append(f.names, path)
	f.cells = append(f.cells, value)
}

func (f *flattener) object(path string, text json.RawMessage) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var inner json.RawMessage
		if err := d.Decode(&inner); err != nil {
			return err
		}
		below := fmt.Sprint(name)
		if path != "" {
			below = path + "." + below
		}
		if err := f.value(below, inner); err != nil {
			return err
		}
	}
	return nil
}

// list gives each object of a list columns of its own, and a list of anything else
// one cell of JSON.
func (f *flattener) list(path string, text json.RawMessage) error {
	var elements []json.RawMessage
	if err := json.Unmarshal(text, &elements); err != nil {
		return err
	}
	if len(elements) == 0 {
		return nil
	}
	if elements[0][0] != '{' || f.inner {
		var b bytes.Buffer
		err := json.Compact(&b, text)
		f.cell(path, b.String())
		return err
	}
	if f.apart && !strings.Contains(path, "[") && len(path) <= longestSheet {
		return f.table(path, elements)
	}
	for i, e := range elements {
		if err := f.value(fmt.Sprintf("%s[%d]", path, i), e); err != nil {
			return err
		}
	}
	return nil
}

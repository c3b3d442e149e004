package batch

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

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
	f := flattener{d: json.NewDecoder(bytes.NewReader(text))}
	f.d.UseNumber()
	if err := f.value(""); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(f.names) // a buffer takes everything
	_ = w.Write(f.cells)
	w.Flush()
	return b.Bytes(), nil
}

// A flattener walks JSON in the order of its members.
type flattener struct {
	d            *json.Decoder
	names, cells []string
}

func (f *flattener) value(path string) error {
	t, err := f.d.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		return f.object(path)
	case json.Delim('['):
		return f.list(path)
	}
	f.cell(path, fmt.Sprint(t))
	return nil
}

func (f *flattener) cell(path, value string) {
	f.names = append(f.names, path)
	f.cells = append(f.cells, value)
}

func (f *flattener) object(path string) error {
	for f.d.More() {
		name, err := f.d.Token()
		if err != nil {
			return err
		}
		inner := fmt.Sprint(name)
		if path != "" {
			inner = path + "." + inner
		}
		if err := f.value(inner); err != nil {
			return err
		}
	}
	_, err := f.d.Token()
	return err
}

// list gives each object of a list columns of its own, and a list of anything else
// one cell of JSON.
func (f *flattener) list(path string) error {
	var texts []json.RawMessage
	for i := 0; f.d.More(); i++ {
		rest, err := io.ReadAll(io.LimitReader(f.d.Buffered(), 64))
		if err != nil {
			return err
		}
		if bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n,"), []byte("{")) {
			if err := f.value(fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := f.d.Decode(&raw); err != nil {
			return err
		}
		texts = append(texts, raw)
	}
	if len(texts) > 0 {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(texts); err != nil {
			return err
		}
		f.cell(path, string(bytes.TrimSpace(b.Bytes())))
	}
	_, err := f.d.Token()
	return err
}

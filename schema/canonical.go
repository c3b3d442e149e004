package schema

import (
	"bytes"
	"encoding/json"
)

// Canonical is a term sheet as JSON, the same bytes for the same values: fields
// in the order of the schema, what is not given left out, numbers with a
// fraction or a currency as strings, two spaces of indent, a line feed at the
// end. It is what digests are made of and what a PDF carries; [Load] reads it
// back to the same values.
func Canonical(t *TermSheet) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(t); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

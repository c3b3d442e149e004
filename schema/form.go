package schema

import "sync"

// A Form is a kind of JSON document other than a term sheet, such as renewal
// rules, that is loaded in the same way: with comments, and with every problem
// placed.
type Form struct{ book func() *rulebook }

// NewForm is the form that a JSON Schema (draft 2020-12) describes. Noun is
// what messages call such a document. The schema is compiled when the first is
// loaded; one that cannot be compiled is a mistake in the program.
func NewForm(noun string, schema []byte) *Form {
	return &Form{sync.OnceValue(func() *rulebook { return readRules(noun, schema) })}
}

// Load reads a document as [Load] reads a term sheet and decodes it into a
// pointer to a struct. The File has no Sheet; it tells where values stand.
func (k *Form) Load(name string, src []byte, into any) (*File, error) {
	f := &File{Name: name, Source: UTF8(src), book: k.book()}
	return f.load(into)
}

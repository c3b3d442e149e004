package schema

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:generate go run -C ../cmd/gen .

// URL is where the JSON Schema of a term sheet is published, and its "$id". A
// term sheet that names it in "$schema" is completed and checked by editors.
const URL = "https://raw.githubusercontent.com/engross/engross/main/schema/term-sheet.schema.json"

//go:embed term-sheet.schema.json
var published []byte

// JSON is the JSON Schema (draft 2020-12) of a term sheet. The caller may keep
// and change the bytes.
func JSON() []byte { return bytes.Clone(published) }

// A rulebook is the JSON Schema, compiled for validation and parsed for hints.
type rulebook struct {
	compiled *jsonschema.Schema
	doc      map[string]any
	noun     string // what a file that meets it is called: "term sheet"
}

// rules are compiled once, when the first term sheet is loaded.
var rules = sync.OnceValue(func() *rulebook { return compileRules("term sheet", published) })

func compileRules(noun string, source []byte) *rulebook {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		panic(err) // the schema is part of the program
	}
	doc := parsed.(map[string]any)
	delete(doc, "$id")
	// The validator checks every schema against its metaschema, which takes as
	// long as all the rest, save those whose address is json-schema.org's. Ours
	// is checked by a test instead.
	const address = "https://json-schema.org/engross"
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for name, check := range formats {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: check})
	}
	if err := c.AddResource(address, doc); err != nil {
		panic(err)
	}
	return &rulebook{compiled: c.MustCompile(address), doc: doc, noun: noun}
}

// Command gen writes term-sheet.schema.json, the JSON Schema of a term sheet,
// from the Go types of package schema, their tags and their comments.
// Run it with "go generate ./schema".
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/invopop/jsonschema"
)

// file is where the schema is kept, seen from this folder.
const file = "../term-sheet.schema.json"

func main() {
	b, err := generate()
	if err == nil {
		err = os.WriteFile(file, b, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate is the schema as indented JSON. It reads the comments from the
// sources in the parent folder, so it must run in its own.
func generate() ([]byte, error) {
	r := jsonschema.Reflector{
		BaseSchemaID:               schema.URL,
		ExpandedStruct:             true,
		RequiredFromJSONSchemaTags: true,
		Mapper:                     scalar,
	}
	// The parent folder joined to this package's path is the path of package schema.
	if err := r.AddGoComments("github.com/engross/engross/schema/gen", "..", jsonschema.WithFullComment()); err != nil {
		return nil, err
	}
	s := r.Reflect(&schema.TermSheet{})
	s.ID = schema.URL
	s.Title = "engross term sheet"
	for name, def := range scalars {
		def.Description = r.CommentMap["github.com/engross/engross/schema."+name]
		s.Definitions[name] = def
	}
	clauses, _ := s.Properties.Get("clauses")
	// As a pattern of properties rather than of names: the validator reports the
	// place of a wrong name correctly only so.
	clauses.PatternProperties = map[string]*jsonschema.Schema{`^[a-z0-9-]+(/[a-z0-9-]+)*$`: clauses.AdditionalProperties}
	clauses.AdditionalProperties = jsonschema.FalseSchema
	tidy(s)
	return indent(s)
}

// scalar stands a reference to one definition in for each type that is
// written as a single JSON value of a certain form.
func scalar(t reflect.Type) *jsonschema.Schema {
	if t.PkgPath() == reflect.TypeFor[schema.TermSheet]().PkgPath() && scalars[t.Name()] != nil {
		return &jsonschema.Schema{Ref: "#/$defs/" + t.Name()}
	}
	return nil
}

// tidy puts the comments of types, which are wrapped, on one line each.
func tidy(s *jsonschema.Schema) {
	s.Description = strings.Join(strings.Fields(s.Description), " ")
	for _, def := range s.Definitions {
		def.Description = strings.Join(strings.Fields(def.Description), " ")
	}
}

// indent writes JSON with the characters of patterns and examples as they are.
func indent(s *jsonschema.Schema) ([]byte, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var plain bytes.Buffer
	if err := json.Indent(&plain, raw, "", "  "); err != nil {
		return nil, err
	}
	plain.WriteByte('\n')
	b := plain.Bytes()
	for escaped, char := range map[string]string{`\u0026`: "&", `\u003c`: "<", `\u003e`: ">"} {
		b = bytes.ReplaceAll(b, []byte(escaped), []byte(char))
	}
	return b, nil
}

// Command gen writes the JSON Schemas of a term sheet, of renewal rules, of the rules
// of acceptance and of a file of index values from the Go types of their packages, their tags
// and their comments, and the indexes of the clauses and templates. Run it with
// "go generate ./schema".
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
	"github.com/invopop/jsonschema"
)

// A document is a kind of JSON document that is described.
type document struct {
	file  string // where its schema is kept, seen from this folder
	url   string // its "$id"
	title string
	value any
}

var documents = []document{
	{"../../schema/term-sheet.schema.json", schema.URL, "engross term sheet", &schema.TermSheet{}},
	{"../../renew/rules.schema.json", renew.RulesURL, "engross renewal rules", &renew.Rules{}},
	{"../../draft/accept.schema.json", draft.AcceptRulesURL, "engross rules of acceptance", &draft.AcceptRules{}},
	{"../../renew/index.schema.json", renew.IndexURL, "engross price index", &renew.Index{}},
}

func main() {
	files, err := generated()
	for name, b := range files {
		err = errors.Join(err, os.WriteFile(name, b, 0o644))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generated is the contents of each generated file, by its name.
func generated() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, d := range documents {
		b, err := d.generate()
		if err != nil {
			return nil, err
		}
		files[d.file] = b
	}
	var err error
	files["../../clauses/index.txt"], files["../../templates/index.txt"], err = assemble.Index(os.DirFS("../../clauses"), os.DirFS("../../templates"))
	return files, err
}

// generate is the schema as indented JSON. It reads the comments from the
// sources beside this folder, so it must run in its own.
func (d document) generate() ([]byte, error) {
	r := jsonschema.Reflector{
		BaseSchemaID:               jsonschema.ID(d.url),
		ExpandedStruct:             true,
		RequiredFromJSONSchemaTags: true,
		Mapper:                     scalar,
	}
	// A folder joined to this package's path is the path of the package in it.
	for _, dir := range []string{"../../schema", "../../renew", "../../draft"} {
		if err := r.AddGoComments("github.com/engross/engross/cmd/gen", dir, jsonschema.WithFullComment()); err != nil {
			return nil, err
		}
	}
	s := r.Reflect(d.value)
	s.ID = jsonschema.ID(d.url)
	s.Title = d.title
	for name, def := range scalars {
		described := *def
		described.Description = r.CommentMap["github.com/engross/engross/schema."+name]
		s.Definitions[name] = &described
	}
	if clauses, ok := s.Properties.Get("clauses"); ok {
		// As a pattern of properties rather than of names: the validator reports the
		// place of a wrong name correctly only so.
		clauses.PatternProperties = map[string]*jsonschema.Schema{`^[a-z0-9-]+(/[a-z0-9-]+)*$`: clauses.AdditionalProperties}
		clauses.AdditionalProperties = jsonschema.FalseSchema
	}
	tidy(s)
	return indent(s)
}

// scalar stands a reference to one definition in for each type that is
// written as a single JSON value of a certain form.
func scalar(t reflect.Type) *jsonschema.Schema {
	if t.PkgPath() == reflect.TypeFor[schema.TermSheet]().PkgPath() && scalars[t.Name()] != nil {
		ref := &jsonschema.Schema{Ref: "#/$defs/" + t.Name()}
		if t.Kind() == reflect.Int { // so that the tags of a field say its least and greatest
			ref.Type = "integer"
		}
		return ref
	}
	return nil
}

// tidy puts the comments of types, which are wrapped, on one line each, and takes the
// type from references, which have that of what they refer to.
func tidy(s *jsonschema.Schema) {
	s.Description = strings.Join(strings.Fields(s.Description), " ")
	for _, def := range s.Definitions {
		def.Description = strings.Join(strings.Fields(def.Description), " ")
		for p := def.Properties.Oldest(); p != nil; p = p.Next() {
			if p.Value.Ref != "" {
				p.Value.Type = ""
			}
		}
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

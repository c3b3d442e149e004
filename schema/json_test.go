package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func document(t testing.TB) map[string]any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any)
}

// The library passes the check against the metaschema over when it compiles.
func TestSchemaMeetsItsMetaschema(t *testing.T) {
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schema.URL, document(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Compile(schema.URL); err != nil {
		t.Error(err)
	}
}

func TestEveryFieldIsDescribed(t *testing.T) {
	doc := document(t)
	described := func(name string, node any) {
		words, _ := node.(map[string]any)["description"].(string)
		if !strings.HasSuffix(strings.TrimSuffix(words, `"`), ".") || strings.Contains(words, "\n") {
			t.Errorf("%s is described as %q", name, words)
		}
	}
	described("the term sheet", doc)
	defs := doc["$defs"].(map[string]any)
	defs["TermSheet"] = doc
	for name, def := range defs {
		described(name, def)
		properties, _ := def.(map[string]any)["properties"].(map[string]any)
		for field, node := range properties {
			described(name+"."+field, node)
		}
		if def.(map[string]any)["type"] == "object" && def.(map[string]any)["additionalProperties"] != false {
			t.Errorf("%s lets any field pass", name)
		}
	}
}

func TestEnumsOfListsStandOnTheirElements(t *testing.T) {
	acts := document(t)["$defs"].(map[string]any)["Grant"].(map[string]any)["properties"].(map[string]any)["acts"].(map[string]any)
	if items := acts["items"].(map[string]any); items["enum"] == nil || acts["enum"] != nil {
		t.Errorf("acts are %v", acts)
	}
}

// A term sheet with every field there is, filled with the schema's own
// examples, loads without a word and comes back from its canonical form.
func TestEveryFieldLoads(t *testing.T) {
	doc := document(t)
	src, err := json.Marshal(full(doc, doc))
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load("full.json", src)
	if err != nil || len(f.Problems) > 0 {
		t.Fatalf("%v\n%s", f.Problems, src)
	}
	canonical, err := schema.Canonical(f.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	if again := load(t, string(canonical)); !cmp.Equal(f.Sheet, again.Sheet) {
		t.Error(cmp.Diff(f.Sheet, again.Sheet))
	}
	for name := range fieldNames(full(doc, doc), map[string]bool{}) {
		if !strings.Contains(string(canonical), `"`+name+`": `) {
			t.Errorf("%s is lost in the canonical form", name)
		}
	}
}

// fieldNames adds the names of all fields in v.
func fieldNames(v any, names map[string]bool) map[string]bool {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			names[name] = true
			fieldNames(inner, names)
		}
	case []any:
		for _, inner := range v {
			fieldNames(inner, names)
		}
	}
	return names
}

// full is a value with all that the schema has at a node.
func full(doc, node map[string]any) any {
	if examples, ok := node["examples"].([]any); ok {
		return examples[0]
	}
	if ref, ok := node["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		return full(doc, doc["$defs"].(map[string]any)[name].(map[string]any))
	}
	if allowed, ok := node["enum"].([]any); ok {
		return allowed[0]
	}
	switch node["type"] {
	case "object":
		object := map[string]any{}
		properties, _ := node["properties"].(map[string]any)
		for name, inner := range properties {
			object[name] = full(doc, inner.(map[string]any))
		}
		if node["patternProperties"] != nil {
			object["escrow/release"] = full(doc, map[string]any{"$ref": "#/$defs/Choice"})
		}
		if len(object) == 0 {
			object["anything"] = 2
		}
		return object
	case "array":
		one := full(doc, node["items"].(map[string]any))
		if fmt.Sprint(node["minItems"]) == "2" {
			return []any{one, one}
		}
		return []any{one}
	case "integer":
		if least := node["minimum"]; least != nil && fmt.Sprint(least) != "0" {
			return least
		}
		return 1
	case "boolean":
		return true
	}
	switch {
	case node["format"] == "email":
		return "legal@alpha.example"
	case node["pattern"] == "^[A-Z]{2}$":
		return "EP"
	case strings.HasPrefix(fmt.Sprint(node["pattern"]), "^[a-z0-9]"):
		return "x1"
	}
	return "some words of text"
}

package serve

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// schemaOf is the JSON Schema (draft 2020-12) of a type, whole: what it refers to
// is in its $defs.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	r := jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
	s := r.ReflectFromType(t)
	s.Version = ""
	return s
}

// schemaJSON is schemaOf as JSON.
func schemaJSON(t reflect.Type) json.RawMessage {
	b, err := json.Marshal(schemaOf(t))
	if err != nil {
		panic(err) // the types are part of the program
	}
	return b
}

// takeDefinitions moves the definitions of a schema to a place that several share,
// and lets its references point there.
func takeDefinitions(s json.RawMessage, shared map[string]any) any {
	var doc map[string]any
	if err := json.Unmarshal(s, &doc); err != nil {
		panic(err)
	}
	defs, _ := doc["$defs"].(map[string]any)
	delete(doc, "$defs")
	for name, def := range defs {
		shared[name] = repoint(def)
	}
	return repoint(doc)
}

// repoint lets references into $defs point to the components of an OpenAPI document.
func repoint(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if ref, ok := inner.(string); ok && name == "$ref" {
				v[name] = strings.Replace(ref, "#/$defs/", "#/components/schemas/", 1)
			} else {
				v[name] = repoint(inner)
			}
		}
	case []any:
		for i := range v {
			v[i] = repoint(v[i])
		}
	}
	return v
}

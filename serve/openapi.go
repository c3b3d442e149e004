package serve

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/engross/engross/assemble"
)

// OpenAPI is the description of the API as an OpenAPI 3.1 document in JSON: the
// same table of operations that answers it.
func OpenAPI() []byte {
	type object = map[string]any
	shared, paths := object{}, object{}
	failed := takeDefinitions(schemaJSON(reflect.TypeFor[Failure]()), shared)
	shared["Failure"] = failed
	answer := func(about, ref string) object {
		return object{"description": about, "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + ref}}}}
	}
	for _, o := range Operations() {
		in, out := o.Name+"Request", o.Name+"Answer"
		shared[in] = takeDefinitions(schemaJSON(o.in), shared)
		shared[out] = takeDefinitions(schemaJSON(o.out), shared)
		about := o.About
		if o.Writes {
			about += " Changes a file."
		}
		paths["/api/"+o.Name] = object{"post": object{
			"operationId": o.Name, "summary": o.Title, "description": about,
			"requestBody": object{"required": true, "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + in}}}},
			"responses": object{
				"200":     answer("Done.", out),
				"default": answer("Refused: what is wrong, each with what to do.", "Failure"),
			},
		}}
	}
	doc := object{
		"openapi": "3.1.1",
		"info": object{"title": "engross", "version": assemble.Version, "license": object{"name": "see the project"},
			"description": "What the workbench of engross does. " + assemble.Notice},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{"token": []any{}}, object{"page": []any{}, "session": []any{}}},
		"paths":    paths,
		"components": object{"schemas": shared, "securitySchemes": object{
			"token":   object{"type": "http", "scheme": "bearer", "description": "The token of the file that --token-file names."},
			"session": object{"type": "apiKey", "in": "cookie", "name": "engross-PORT", "description": "The session of a browser."},
			"page":    object{"type": "apiKey", "in": "header", "name": pageHeader, "description": "The token of the page that asks."},
		}},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		panic(err) // made of maps and texts
	}
	return b.Bytes()
}

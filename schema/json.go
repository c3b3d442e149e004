package schema

import (
	"bytes"
	_ "embed"
	"sync"
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

// A rulebook is a JSON Schema, for validation and for hints.
type rulebook struct {
	doc  map[string]any
	noun string // what a file that meets it is called: "term sheet"
}

// rules are read once, when the first term sheet is loaded.
var rules = sync.OnceValue(func() *rulebook { return readRules("term sheet", published) })

func readRules(noun string, source []byte) *rulebook {
	return &rulebook{valuesOf(source).(map[string]any), noun}
}

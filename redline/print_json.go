package redline

import (
	_ "embed"
	"encoding/json"
	"io"
)

// Schema is the JSON Schema (draft 2020-12) of what [JSON] writes.
//
//go:embed redline.schema.json
var Schema []byte

// schemaID is where the schema is published.
const schemaID = "https://raw.githubusercontent.com/engross/engross/main/redline/redline.schema.json"

// A report is a redline as JSON.
type report struct {
	Schema string `json:"$schema"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Title  string `json:"title"`
	Notice string `json:"notice"`
	Date   string `json:"date,omitempty"`
	Stats  Stats  `json:"stats"`

	Terms   []TermChange `json:"terms,omitempty"`
	Changes []Change     `json:"changes"`
	Runs    []Run        `json:"runs"`
}

// JSON writes res as one JSON object, which [Schema] describes. Old and new are
// the texts of the two drafts as [Result.Runs] wants them, or "".
func JSON(w io.Writer, res *Result, old, new string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report{
		Schema:  schemaID,
		Old:     res.Document.Compared[0],
		New:     res.Document.Compared[1],
		Title:   res.Document.Title,
		Notice:  notice,
		Date:    res.Date,
		Stats:   res.Stats,
		Terms:   res.Terms,
		Changes: append([]Change{}, res.Changes...), // [] rather than null
		Runs:    append([]Run{}, res.Runs(old, new)...),
	})
}

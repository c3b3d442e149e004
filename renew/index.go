package renew

import (
	"bytes"
	_ "embed"
	"fmt"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// An Index is a price index and where its values come from. Nothing is fetched:
// whoever renews writes the values into a file, and the report names the source.
type Index struct {
	// Address of the JSON Schema of index files, for editors. It has no effect.
	Schema string `json:"$schema,omitempty"`
	// Short name by which rules call the index.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=hicp-ea"`
	// Its full name, with its reference period: "Harmonised Index of Consumer Prices, euro area, all items (2015 = 100)".
	Name string `json:"name" jsonschema:"required,minLength=1,maxLength=300"`
	// Where the values were published, so that the other side can look them up.
	Source string `json:"source" jsonschema:"required,minLength=1,maxLength=400"`
	// The day on which they were read from the source.
	Retrieved schema.Date `json:"retrieved,omitzero"`
	// Values by month: {"2026-09": "127.31"}.
	Values map[string]schema.Decimal `json:"values" jsonschema:"required"`
}

//go:embed index.schema.json
var indexSchema []byte

var indexForm = schema.NewForm("index", indexSchema)

// IndexSchema is the JSON Schema (draft 2020-12) of a file of index values.
func IndexSchema() []byte { return bytes.Clone(indexSchema) }

// LoadIndex reads the values of a price index. The error is an
// [agreement.Problems] with all that is wrong, placed.
func LoadIndex(name string, src []byte) (*Index, error) {
	x := &Index{}
	f, err := indexForm.Load(name, src, x)
	if err != nil {
		return nil, err
	}
	var ps agreement.Problems
	for _, month := range sortedKeys(x.Values) {
		place := "/values/" + escape(month)
		if _, err := time.Parse("2006-01", month); err != nil {
			ps.Add(&agreement.Problem{ID: "bad-index", Pos: f.Pos(place), Pointer: place,
				Message: fmt.Sprintf("%.40q is not a month", month), Hint: "write it as YYYY-MM: 2026-09"})
		}
		if !x.Values[month].IsPositive() {
			ps.Add(&agreement.Problem{ID: "bad-index", Pos: f.Pos(place), Pointer: place,
				Message: "the value of " + x.ID + " for " + month + " is not above zero", Hint: "copy it from the source"})
		}
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return x, nil
}

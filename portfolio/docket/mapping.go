package docket

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A Mapping says what the columns of a table are.
type Mapping struct {
	Name      string            `json:"name"`
	Rows      RowsAre           `json:"rows"`
	Columns   map[string]place  `json:"columns"`             // by the head of the column
	Fixed     map[place]string  `json:"fixed,omitempty"`     // for all rows, where no column says it
	Optional  bool              `json:"optional,omitempty"`  // columns may be missing
	Signs     []string          `json:"signs,omitempty"`     // columns by which a table of the kind is known
	Separator string            `json:"separator,omitempty"` // between the names in a cell
	Dates     schema.DateOrder  `json:"dates,omitempty"`
	Status    map[string]string `json:"status,omitempty"`   // what the table writes: what a term sheet does
	Seen      string            `json:"seen,omitempty"`     // when and where the head was seen
	Proposal  string            `json:"proposal,omitempty"` // why it is only that, and no table is taken to be of its kind unless it is named
}

// RowsAre says what a row of a table is.
type RowsAre string

const (
	Publications RowsAre = "publications" // of one application there are several
	Cases        RowsAre = "cases"
)

// A place is what a column holds.
type place string

const (
	atOffice        place = "office"
	atNumber        place = "number" // of a publication or patent, perhaps with office and kind
	atKind          place = "kind"   // code of the publication: A1, B2
	atApplication   place = "application_number"
	atPublication   place = "publication_number"
	atGrant         place = "grant_number"
	atTitle         place = "title"
	atOwners        place = "owners"
	atApplicants    place = "applicants"
	atCountries     place = "countries"
	atFiled         place = "filing_date"
	atInternational place = "international_filing_date"
	atPublished     place = "publication_date"
	atGranted       place = "grant_date"
	atAbandoned     place = "abandoned_date"
	atExpiry        place = "expiry_date"
	atStatus        place = "status"
	atType          place = "document_type"
	atDisclaimer    place = "terminal_disclaimer"
)

var places = []place{atOffice, atNumber, atKind, atApplication, atPublication, atGrant, atTitle, atOwners, atApplicants, atCountries,
	atFiled, atInternational, atPublished, atGranted, atAbandoned, atExpiry, atStatus, atType, atDisclaimer}

// statuses are what a term sheet says of where a right stands.
var statuses = []string{"pending", "granted", "lapsed", "refused", "opposed", "revoked"}

const mappingShape = `the file is written like {"name": "our docket", "rows": "cases", "columns": {"Country": "office", "Appl. No.": "application_number", "Patent No.": "grant_number", "Filed": "filing_date", "Owner": "owners"}, "dates": "dmy", "status": {"In force": "granted"}}`

// ReadMapping reads a file that says what columns are.
func ReadMapping(src []byte) (*Mapping, error) {
	m := new(Mapping)
	dec := json.NewDecoder(bytes.NewReader(schema.UTF8(src)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, fmt.Errorf("%w; %s", err, mappingShape)
	}
	return m, m.sound()
}

func (m *Mapping) sound() error {
	if m.Rows != Publications && m.Rows != Cases {
		return fmt.Errorf("rows is %q: say publications, where an application has several rows, or cases", m.Rows)
	}
	if !slices.Contains(schema.DateOrders, m.Dates) {
		return fmt.Errorf("dates is %q: give dmy, mdy or ymd", m.Dates)
	}
	given := map[place]string{}
	for _, head := range sortedKeys(m.Columns) {
		p := m.Columns[head]
		if !slices.Contains(places, p) {
			return fmt.Errorf("the column %q holds %q, which is none of %s", head, p, listed(places))
		}
		if given[p] != "" {
			return fmt.Errorf("the columns %q and %q both hold %s: keep one", given[p], head, p)
		}
		given[p] = head
	}
	for p := range m.Fixed {
		if !slices.Contains(places, p) {
			return fmt.Errorf("fixed says %q, which is none of %s", p, listed(places))
		}
	}
	for from, to := range m.Status {
		if !slices.Contains(statuses, to) {
			return fmt.Errorf("status says that %q is %q, which is none of %s", from, to, strings.Join(statuses, ", "))
		}
	}
	if given[atNumber] == "" && given[atApplication] == "" && given[atPublication] == "" && given[atGrant] == "" {
		return fmt.Errorf("no column holds a number; %s", mappingShape)
	}
	return nil
}

func listed(places []place) string {
	var b strings.Builder
	for i, p := range places {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(p))
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

//go:embed mappings
var shipped embed.FS

// Shipped are the mappings that come with engross by which a table is known: those of
// tables whose head has been seen.
func Shipped() []*Mapping {
	entries, _ := shipped.ReadDir("mappings") // embedded, and read by a test
	var list []*Mapping
	for _, e := range entries {
		if m, err := ReadMapping(ShippedSource(strings.TrimSuffix(e.Name(), ".json"))); err == nil && m.Proposal == "" {
			list = append(list, m)
		}
	}
	return list
}

// ShippedSource is a shipped mapping as a file, to begin one's own with; nil where
// there is none of the name.
func ShippedSource(name string) []byte {
	src, err := shipped.ReadFile(path.Join("mappings", name+".json"))
	if err != nil {
		return nil
	}
	return src
}

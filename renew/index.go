package renew

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

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

// What prices do in a month: more than this is most likely another base of the index.
var (
	mostFallPct = decimal.NewFromInt(2)
	mostRisePct = decimal.NewFromInt(15)
	mostLossPct = decimal.NewFromInt(5) // over any time
)

// tellRebased warns of values of an index that look as if its base had been moved
// between them, for they cannot then be compared.
func (w *work) tellRebased(x *Index, r *IndexRule, at string) {
	months := slices.DeleteFunc(sortedKeys(x.Values), func(m string) bool { return m < min(r.Base, r.Month) || m > max(r.Base, r.Month) })
	lost := false
	from, to := r.Base, r.Month
	for i := 1; i < len(months) && !lost; i++ {
		from, to = months[i-1], months[i]
		lost = leaps(x.Values[from].Decimal, x.Values[to].Decimal, monthsBetween(from, to))
	}
	if !lost {
		from, to = r.Base, r.Month
		base, now := x.Values[from], x.Values[to]
		lost = base.Sub(now.Decimal).Mul(hundred).GreaterThan(base.Mul(mostLossPct))
	}
	if !lost {
		return
	}
	p := w.rules.mistake(at, fmt.Sprintf("%s goes from %s in %s to %s in %s, as if its base had been changed in between", x.ID, x.Values[from].Decimal, from, x.Values[to].Decimal, to),
		"look in the source whether both values have the same base (such as 2025 = 100), and link them as the publisher says; where prices moved so much, nothing is wrong")
	p.ID, p.Severity = "index-base", agreement.Warning
	w.problems.Add(p)
}

// leaps reports whether an index moved further than prices do in some months.
func leaps(from, to decimal.Decimal, months int) bool {
	least, most := from, from
	for range months {
		least = least.Mul(hundred.Sub(mostFallPct)).Shift(-2).Round(8)
		most = most.Mul(hundred.Add(mostRisePct)).Shift(-2).Round(8)
		if least.LessThan(to) && to.LessThan(most) {
			return false
		}
	}
	return to.LessThan(least) || to.GreaterThan(most)
}

// monthsBetween is the number of months from one to a later.
func monthsBetween(from, to string) int {
	a, err1 := time.Parse("2006-01", from)
	b, err2 := time.Parse("2006-01", to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return (b.Year()-a.Year())*12 + int(b.Month()-a.Month())
}

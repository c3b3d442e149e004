package schema_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

func BenchmarkLoad(b *testing.B) {
	small, err := os.ReadFile("testdata/pool.json")
	if err != nil {
		b.Fatal(err)
	}
	for name, src := range map[string][]byte{"5 members": small, "200 members, 5000 assets": large(200, 5000)} {
		b.Run(name, func(b *testing.B) {
			load(b, string(small)) // compiles the schema
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := schema.Load("deal.json", src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What the first Load of a program pays besides reading.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		schema.ReadRulesForTest()
	}
}

func BenchmarkCanonical(b *testing.B) {
	sheet := load(b, string(large(200, 5000))).Sheet
	for b.Loop() {
		if _, err := schema.Canonical(sheet); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChanges(b *testing.B) {
	old, changed := load(b, string(large(200, 5000))), load(b, string(large(200, 5001)))
	for b.Loop() {
		if n := len(schema.Changes(old, changed)); n != 1 {
			b.Fatal(n)
		}
	}
}

// large is a pool with so many members and assets.
func large(members, assets int) []byte {
	var b strings.Builder
	b.WriteString(`{"deal": {"id": "BIG", "kind": "pool", "effective_date": "2027-01-01"}, "parties": [`)
	for i := range members {
		fmt.Fprintf(&b, `
  {"id": "m%d", "legal_name": "Member Number %d Aktiengesellschaft", "short_name": "Member%d", "jurisdiction": "DE", "reg_no": "HRB %d", "roles": ["member"]},`, i, i, i, i)
	}
	b.WriteString(`], "assets": [`)
	for i := range assets {
		fmt.Fprintf(&b, `
  {"id": "p%d", "kind": "patent", "title": "Method number %d of making a cell", "owners": [{"party": "m%d"}], "office": "EP", "number": "EP %d B1", "countries": ["DE", "FR", "IT"], "filing_date": "2015-06-01", "expiry_date": "2035-06-01", "status": "granted", "class": "core"},`, i, i, i%members, 3000000+i)
	}
	b.WriteString(`], "grants": [`)
	for i := range members {
		fmt.Fprintf(&b, `
  {"id": "g%d", "from": "m%d", "to": ["members"], "class": "core", "acts": ["make", "use", "sell"], "end": "last-to-expire"},`, i, i)
	}
	b.WriteString("]}\n")
	return []byte(b.String())
}

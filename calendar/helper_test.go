package calendar_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

func library(t testing.TB) *assemble.Library {
	t.Helper()
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib.WithDating(calendar.KeyDates)
}

func assembled(t testing.TB, lib *assemble.Library, name string, src []byte) *assemble.Result {
	t.Helper()
	f, err := schema.Load(name, src)
	if err != nil {
		t.Fatal(name, err)
	}
	res, err := lib.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		t.Fatal(name, err)
	}
	return res
}

func derived(t testing.TB, res *assemble.Result, o calendar.Options) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Of(res, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// examples are the term sheets of the examples that make an agreement.
func examples(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../testdata/examples/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if name == "mistakes" || name == "rejected-pool" {
			continue // what is refused
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = src
	}
	return all
}

// sheet is a small deal: two parties, a licence, a royalty, a term that renews itself.
const sheet = `{
  "deal": {"id": "NB-1", "kind": "bilateral", "effective_date": "2027-01-31"},
  "parties": [
    {"id": "north", "legal_name": "North GmbH", "short_name": "North", "jurisdiction": "DE", "address": "Hafen 1, 20457 Hamburg, Germany", "notices": {"email": "a@north.example"}},
    {"id": "brook", "legal_name": "Brook B.V.", "short_name": "Brook", "jurisdiction": "NL", "address": "Kade 2, 1011 Amsterdam, Netherlands", "notices": {"email": "b@brook.example"}}
  ],
  "interpretation": {"business_day_places": ["Hamburg", "Amsterdam"]},
  "assets": [{"id": "p1", "kind": "patent", "title": "Valve", "owners": [{"party": "north"}], "office": "EP", "number": "EP 3111111 B1", "countries": ["DE"], "filing_date": "2018-03-01", "expiry_date": "2038-03-01", "status": "granted", "class": "core"}],
  "fields": [{"id": "pumps", "name": "Pumps", "definition": "machines that move liquids by pressure"}],
  "grants": [{"id": "g1", "from": "north", "to": ["brook"], "assets": ["p1"], "acts": ["make", "sell"], "field": "pumps", "royalty": "r1"}],
  "payments": {
    "currency": "EUR",
    "royalties": [{"id": "r1", "payer": "brook", "payee": "north", "base": "net-sales", "tiers": [{"from": 0, "rate": 3}], "minimum": {"amount": 40000, "currency": "EUR"}}],
    "fees": [{"id": "f1", "name": "access fee", "payer": "brook", "payee": "north", "amount": {"amount": 25000, "currency": "EUR"}, "per": "year", "due_days": 0}],
    "reports": {"period": "half", "due_days": 60},
    "pay_days": 20
  },
  "term": {"length": 36, "renewal": {"auto": true, "period": 12, "notice_days": 60, "max": 2}},
  "disputes": {"governing_law": "DE", "forum": {"kind": "courts", "courts": "the courts of Hamburg", "court_country": "DE"}}
}`

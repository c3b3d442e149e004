package schema_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

func TestWhatIsSentHoldsNothingPrivate(t *testing.T) {
	const src = `{
	"$schema": "https://house.example/SECRET",
	"deal": {"id": "A-1", "kind": "bilateral", "effective_date": "2027-01-01", "position": "L"},
	"parties": [
		{"id": "a", "legal_name": "A Ltd", "short_name": "A", "jurisdiction": "DE", "fabless": true, "revenue": {"amount": 1, "currency": "EUR"},
			"shares": [{"market": "SECRET", "pct": 31}]},
		{"id": "b", "legal_name": "B Ltd", "short_name": "B", "jurisdiction": "FR"}],
	"recitals": [],
	"term": {"renewal": {"max": 0}},
	"valuation": {"benchmarks": [{"name": "SECRET", "value": "in words", "rate": 31415}]},
	"waivers": [{"check": "CO01", "reason": "SECRET until signing"}],
	// SECRET
	}`
	f := load(t, src)
	sent := string(f.Sent(func(string) bool { return false }, nil))
	for _, word := range []string{"SECRET", "shares", "revenue", "fabless"} {
		if strings.Contains(sent, word) {
			t.Errorf("%s is sent:\n%s", word, sent)
		}
	}
	load(t, sent)
	if !strings.Contains(sent, `"max": 0`) || !strings.Contains(sent, `"recitals": []`) {
		t.Errorf("zero and the empty list are values:\n%s", sent)
	}
	printed := string(f.Sent(func(pointer string) bool { return pointer == "/valuation/benchmarks" }, nil))
	if !strings.Contains(printed, "in words") || strings.Contains(printed, "31415") {
		t.Errorf("a benchmark that a clause prints is missing, or the rate is sent that no clause prints:\n%s", printed)
	}
	if again := load(t, sent).Sent(func(string) bool { return false }, nil); string(again) != sent {
		t.Errorf("what is sent loses more when it is sent on:\n%s", again)
	}
	pins := map[string]schema.Choice{"term/sunset": {Variant: "date"}}
	if sent := string(f.Sent(func(string) bool { return false }, pins)); strings.Contains(sent, "position") || load(t, sent).Sheet.Clauses["term/sunset"].Variant != "date" {
		t.Errorf("the position is sent, or what it picks is not:\n%s", sent)
	}
}

// TestTagsSayWhy holds every tag to its form.
func TestTagsSayWhy(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			if tag, ok := x.Field(i).Tag.Lookup("engross"); ok {
				kind, why, _ := strings.Cut(tag, ",")
				if kind != "checks" && kind != "private" && kind != "fact" || why == "" {
					t.Errorf("%s.%s: %q", x.Name(), x.Field(i).Name, tag)
				}
			}
			walk(x.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[schema.TermSheet]())
}

package check

import (
	"strings"
	"testing"
)

// What the library's clauses state in every agreement need not stand in the
// term sheet. Each check reports when the clause is not there, and not when it
// is; nor, on its own, where another clause is.
func TestClausesFillGaps(t *testing.T) {
	const (
		royalty = `/payments {"currency": "EUR", "royalties": [{"id": "r1", "payer": "beta", "payee": "alpha", "base": "unit", "tiers": [{"from": 0, "rate": 1}], "end": "2036-05-05"}]}
/grants/0/royalty "r1"
`
		knowHow = `/assets/- {"id": "k1", "kind": "know-how", "owners": [{"party": "alpha"}]}
/grants/0/assets ["p1", "k1"]
`
		secret = `/assets/- {"id": "s1", "kind": "trade-secret", "owners": [{"party": "alpha"}], "docket": "A-17"}
/grants/0/assets ["p1", "s1"]
/parties/0/competitor_of ["beta"]
`
		deposit = `/escrow {"kind": "two-party", "deposits": [{"id": "d1", "depositor": "alpha", "beneficiaries": ["beta"], "assets": ["p1"], "materials": ["docs"]}], "release": [{"condition": "material-breach"}]}
`
		whole = `/termination {"grounds": [{"kind": "breach", "scope": "whole"}]}
`
	)
	tests := []struct{ id, topic, changes, despite string }{
		{id: "PA05", topic: "payments/royalty-tiers", changes: royalty + knowHow, despite: `/payments/royalties/0/step_down 100`},
		{id: "PA14", topic: "payments/balancing", changes: `/payments {"balancing": [{"from": "beta", "to": "alpha", "total": {"amount": "10", "currency": "EUR"}, "acceleration": true}]}`,
			despite: `/payments/balancing/0/acceleration_grace_days 0`},
		{id: "VA01", topic: "value/credits", changes: `/credits {"uses": ["votes"]}`, despite: `/clauses {"value/credits": {"variant": "none"}}`},
		{id: "VA04", topic: "value/benchmarks", changes: `/valuation {"method": "income"}`, despite: `/valuation/benchmarks [{"name": "pool rate"}]`},
		{id: "CF02", topic: "confidentiality/information-tiers", changes: secret},
		{id: "ES05", topic: "escrow/deposit", changes: deposit, despite: `/deal/position "L"`},
		{id: "ES06", topic: "escrow/deposit", changes: deposit, despite: `/deal/position "L"`},
		{id: "ES11", topic: "termination/exit-effects", changes: deposit + whole, despite: `/termination/innocent_keeps false`},
	}
	reports := func(t *testing.T, id, changes string, topics ...string) bool {
		file := load(t, changed(t, "bilateral.json", changes))
		for _, p := range Run(file, file.Sheet, topics).Problems {
			if p.ID == id {
				return true
			}
		}
		return false
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			if !reports(t, test.id, test.changes, "frame/definitions") {
				t.Errorf("%s says nothing without %s", test.id, test.topic)
			}
			if reports(t, test.id, test.changes, test.topic) {
				t.Errorf("%s speaks though the agreement has %s", test.id, test.topic)
			}
			if test.despite != "" && !reports(t, test.id, strings.TrimSpace(test.changes)+"\n"+test.despite, test.topic) {
				t.Errorf("%s says nothing of %s", test.id, test.despite)
			}
		})
	}
}

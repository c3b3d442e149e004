package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

const parties = `"deal": {"id": "A", "kind": "bilateral", "effective_date": "2027-01-01"},
	"parties": [{"id": "a", "legal_name": "A", "short_name": "A", "jurisdiction": "DE"}, {"id": "b", "legal_name": "B", "short_name": "B", "jurisdiction": "JP"}]`

func TestChanges(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"nothing, written otherwise", `"payments": {"pay_days": 30, "currency": "EUR"}`, `"payments": {"currency": "EUR", "pay_days": 30.0}`, ""},
		{"a number as a text", `"governance": {"committee": {"quorum": 66.70}}`, `"governance": {"committee": {"quorum": "66.7"}}`, ""},
		{"a value", `"payments": {"pay_days": 30}`, `"payments": {"pay_days": 45}`,
			"/payments/pay_days payments.pay_days: 30 -> 45"},
		{"a value given", `"payments": {}`, `"payments": {"pay_days": 45}`,
			"/payments/pay_days payments.pay_days: <nil> -> 45"},
		{"a sum of money", `"payments": {"exit_cost": {"base": {"amount": "900", "currency": "EUR"}}}`, `"payments": {"exit_cost": {"base": {"amount": 950, "currency": "EUR"}}}`,
			"/payments/exit_cost/base payments.exit_cost.base: map[amount:900 currency:EUR] -> map[amount:950 currency:EUR]"},
		{"a sum of money, written otherwise", `"payments": {"exit_cost": {"base": {"amount": "900", "currency": "EUR"}}}`, `"payments": {"exit_cost": {"base": {"amount": 900.0, "currency": "EUR"}}}`, ""},
		{"a section taken away", `"term": {"length": 60}`, `"recitals": ["x"]`,
			"/recitals recitals: <nil> -> [x]\n/term term: map[length:60] -> <nil>"},
		{"an element before others", `"fields": [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]`,
			`"fields": [{"id": "f0", "name": "Nought"}, {"id": "f2", "name": "Second"}, {"id": "f1", "name": "One"}]`,
			"/fields/0 fields[f0]: <nil> -> map[id:f0 name:Nought]\n/fields/1/name fields[f2].name: Two -> Second"},
		{"an element gone", `"fields": [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]`, `"fields": [{"id": "f2", "name": "Two"}]`,
			"/fields/0 fields[f1]: map[id:f1 name:One] -> <nil>"},
		{"texts in a list", `"recitals": ["one", "two", "two"]`, `"recitals": ["two", "three", "one"]`,
			"/recitals/1 recitals[1]: <nil> -> three\n/recitals/2 recitals[2]: two -> <nil>"},
		{"elements without an id", `"disputes": {"steps": [{"kind": "executives", "days": 30}]}`, `"disputes": {"steps": [{"kind": "mediation"}, {"kind": "executives", "days": 20}]}`,
			"/disputes/steps/0 disputes.steps[kind=mediation]: <nil> -> map[kind:mediation]\n/disputes/steps/1/days disputes.steps[kind=executives].days: 30 -> 20"},
	} {
		old := load(t, "{"+parties+", "+test.old+"}")
		changed := load(t, "{"+parties+", "+test.new+"}")
		var lines []string
		for _, c := range schema.Changes(old, changed) {
			lines = append(lines, fmt.Sprintf("%s %s: %v -> %v", c.Pointer, c.Path, c.Before, c.After))
		}
		if got := strings.Join(lines, "\n"); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

func TestPlain(t *testing.T) {
	old, changed := load(t, "{"+parties+"}"), load(t, "{"+parties+`, "escrow": {"release": [{"evidence": "an order", "cure_days": 15, "condition": "business-cessation"}],
		"fees": {"annual": {"amount": "9500", "currency": "GBP"}}, "deposits": [{"depositor": "a", "beneficiaries": ["a", "b"], "id": "d1", "materials": ["source"]}]}}`)
	const want = "deposits: (id: d1; beneficiaries: (a, b); depositor: a; materials: source); fees: (annual: GBP 9,500); " +
		"release: (condition: business-cessation; cure_days: 15; evidence: an order)"
	for _, c := range schema.Changes(old, changed) {
		if got := schema.Plain(c.After); got != want {
			t.Errorf("%s: %s\nwant %s", c.Path, got, want)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	sheet := pool(t).Sheet
	before, _ := schema.Canonical(sheet)
	other := sheet.Clone()
	if same, _ := schema.Canonical(other); string(same) != string(before) {
		t.Error("the clone is not the same")
	}
	*other.Payments.PayDays = 1
	other.Parties[0].Roles[0] = schema.RoleLicensee
	other.Clauses["escrow/release"].Parameters["list"].([]any)[0] = "changed"
	if after, _ := schema.Canonical(sheet); string(after) != string(before) {
		t.Error("a change of the clone changes the original")
	}
}

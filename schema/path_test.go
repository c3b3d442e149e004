package schema_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/google/go-cmp/cmp"
)

func TestSetThenGet(t *testing.T) {
	eur := func(s string) schema.Money {
		d, err := schema.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return schema.Money{Amount: d, Currency: "EUR"}
	}
	for _, test := range []struct {
		path  string
		value any
		want  any
	}{
		{"escrow.objection_days", 10, schema.BusinessDays(10)},
		{"escrow.objection_days", "10", schema.BusinessDays(10)},
		{"escrow.objection_days", json.Number("10"), schema.BusinessDays(10)},
		{"escrow.objection_days", uint8(10), schema.BusinessDays(10)},
		{"escrow.objection_days", 0, schema.BusinessDays(0)},
		{"escrow.kind", "two-party", "two-party"},
		{"improvements.severable_rule", false, false},
		{"payments.reports.period", "half", "half"},
		{"payments.interest.margin_pct", 2.5, percent(t, "2.5")},
		{"payments.interest.margin_pct", "2.75", percent(t, "2.75")},
		{"remedies.liability.cap", map[string]any{"amount": 5000000, "currency": "EUR"}, eur("5000000")},
		{"remedies.liability.cap.amount", "12.50", eur("12.50").Amount},
		{"termination.grounds[kind=breach].cure_days", 60, schema.Days(60)},
		{"termination.grounds[kind=breach].by", []any{"alpha"}, []string{"alpha"}},
		{"governance.committee.functions", []string{"IP", "R&D"}, []string{"IP", "R&D"}},
		{"disputes.steps", []any{map[string]any{"kind": "executives", "days": 30}}, []schema.DisputeStep{{Kind: "executives", Days: new(schema.Days(30))}}},
		{"deal.effective_date", "2027-01-01", schema.Date{Year: 2027, Month: 1, Day: 1}},
		{"deal.position", "E", schema.Licensee},
		{"parties[0].short_name", "Gamma", "Gamma"},
	} {
		sheet := &schema.TermSheet{Parties: []schema.Party{{ID: "alpha"}}}
		if err := sheet.Set(test.path, test.value); err != nil {
			t.Errorf("Set(%s, %v): %v", test.path, test.value, err)
			continue
		}
		got, ok := sheet.Get(test.path)
		if !ok || !cmp.Equal(got, test.want) {
			t.Errorf("after Set(%s, %v), Get = %v, %v; want %v", test.path, test.value, got, ok, test.want)
		}
	}
}

func percent(t *testing.T, s string) schema.Percent {
	d, err := schema.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return schema.Percent(d)
}

func TestSetMakesWhatASelectorDoesNotFind(t *testing.T) {
	sheet := &schema.TermSheet{Termination: schema.Termination{Grounds: []schema.Ground{{Kind: "insolvency"}, {Kind: "breach", Scope: "whole"}}}}
	for path, value := range map[string]any{
		"termination.grounds[kind=breach].cure_days":       30,
		"termination.grounds[kind=convenience].cure_days":  90,
		"termination.grounds[kind=insolvency].notice_days": 5,
	} {
		if err := sheet.Set(path, value); err != nil {
			t.Fatal(err)
		}
	}
	want := []schema.Ground{
		{Kind: "insolvency", NoticeDays: new(schema.Days(5))},
		{Kind: "breach", Scope: "whole", CureDays: new(schema.Days(30))},
		{Kind: "convenience", CureDays: new(schema.Days(90))},
	}
	if diff := cmp.Diff(want, sheet.Termination.Grounds); diff != "" {
		t.Error(diff)
	}
}

func TestSetSaysWhatDoesNotFitAndLeavesNoTrace(t *testing.T) {
	for _, test := range []struct {
		path  string
		value any
		want  string
	}{
		{"escrow.objection_days", "10 days", `escrow.objection_days must be a whole number, not the text "10 days"`},
		{"escrow.objection_days", 2.5, "escrow.objection_days must be a whole number, not 2.5"},
		{"escrow.objection_days", []int{1}, "escrow.objection_days must be a whole number, not a list"},
		{"escrow.objection_days", nil, "escrow.objection_days must have a value, not null"},
		{"escrow.kind", 3, "escrow.kind must be a text, not 3"},
		{"escrow.kind", "no-party", `escrow.kind cannot be "no-party"; the values are "none", "two-party"`},
		{"improvements.severable_rule", "yes", `improvements.severable_rule must be true or false, not the text "yes"`},
		{"remedies.liability.cap", 5, "remedies.liability.cap must be an object, not 5"},
		{"remedies.liability.cap", map[string]any{"sum": 5}, `remedies.liability.cap has no field "sum"`},
		{"remedies.liability.uncapped", []any{"intent", "rain"}, `remedies.liability.uncapped cannot be "rain"`},
		{"recitals", []any{"a", 5}, "recitals has a wrong element 1 (from 0), which must be a text, not 5"},
		{"deal.effective_date", "2027-02-30", `deal.effective_date must be a date as YYYY-MM-DD, not the text "2027-02-30"`},
		{"escrow.colour", "red", `escrow.colour: there is no field "colour"`},
		{"escrow.kind[kind=x].y", 1, `"kind" is not a list`},
		{"termination.grounds[kind=storm].cure_days", 1, `kind of "grounds" cannot be "storm"`},
		{"termination.grounds[cure_days=3].by", "x", `the elements of "grounds" cannot be selected by "cure_days"`},
		{"parties[7].id", "x", `"parties" has no element 7`},
		{"parties[id=x", "x", "is not [name=value] or [index]"},
		{"", "x", "is not a path"},
		{"escrow..kind", "x", "is not a path"},
		{"clauses.x", "x", `there is no field "x"`},
	} {
		sheet := new(schema.TermSheet)
		err := sheet.Set(test.path, test.value)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Set(%q, %v) = %v, want %q", test.path, test.value, err, test.want)
		}
		if !reflect.DeepEqual(sheet, new(schema.TermSheet)) {
			t.Errorf("Set(%q, %v) failed and still changed the term sheet", test.path, test.value)
		}
	}
}

func TestGetOfWhatIsNotGiven(t *testing.T) {
	sheet := &schema.TermSheet{Parties: []schema.Party{{ID: "alpha"}}}
	for _, path := range []string{
		"escrow.objection_days", "escrow.kind", "escrow.nothing", "escrow.kind.deeper", "parties[1]", "parties[-1]",
		"parties[id=beta].id", "parties[roles=x]", "remedies.liability.cap.amount", "recitals", "", ".", "[", "parties[", "parties[]",
	} {
		if v, ok := sheet.Get(path); ok {
			t.Errorf("Get(%q) = %v, want nothing", path, v)
		}
	}
	if v, ok := sheet.Get("parties[id=alpha].id"); !ok || v != "alpha" {
		t.Errorf("Get of alpha's id = %v, %v", v, ok)
	}
}

func FuzzSet(f *testing.F) {
	f.Add("escrow.objection_days", "10")
	f.Add("termination.grounds[kind=breach].cure_days", `"10"`)
	f.Add("remedies.liability.cap", `{"amount": "5", "currency": "EUR"}`)
	f.Add("disputes.steps", `[{"kind": "executives", "days": 30}]`)
	f.Add("parties[0]", `{"id": null}`)
	f.Fuzz(func(t *testing.T, path, value string) {
		var v any
		if json.Unmarshal([]byte(value), &v) != nil {
			v = value
		}
		sheet := &schema.TermSheet{Parties: []schema.Party{{ID: "alpha"}}}
		if err := sheet.Set(path, v); err != nil {
			return
		}
		if _, err := schema.Canonical(sheet); err != nil {
			t.Errorf("after Set(%q, %v): %v", path, v, err)
		}
	})
}

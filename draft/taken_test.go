package draft_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
)

// TestTakenPlaces: what was taken is placed at the provision that says it, a default
// that every item of a list overrides is not listed, and a departure that no word hangs
// on is none.
func TestTakenPlaces(t *testing.T) {
	c := fidelityCase{base: "bilateral", edits: []sheetEdit{
		{"termination.grounds", []any{map[string]any{"kind": "breach"}}},
		{"disputes.steps", []any{map[string]any{"kind": "executives", "days": 20}, map[string]any{"kind": "mediation", "days": 30}}},
		{"payments.balancing", []any{map[string]any{"from": "south", "to": "north", "total": map[string]any{"amount": "900", "currency": "EUR"}, "refundable": true}}},
	}}
	f, err := schema.Load("term-sheet.json", c.sheet(t, "L"))
	if err != nil {
		t.Fatal(err)
	}
	res := draft.Examine(resolved(t, library(t), f)).Result
	headings := map[string]string{}
	agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
		if p, ok := b.(*agreement.Clause); ok {
			headings[strings.TrimSuffix(p.Label, ".")] = p.ID
		}
		return true
	})
	for _, d := range res.Taken() {
		switch d.Parameter {
		case "tolling":
			if id := headings[d.Number(res.Document)]; id != "disputes/escalation-mediation.tolling" {
				t.Errorf("that time stands still is placed at %s %q", d.Number(res.Document), id)
			}
		case "refundable", "acceleration":
			t.Errorf("%s is listed, and the payment states it or has no parts", d.Parameter)
		}
	}
	for _, d := range res.Deviations() {
		if d.Topic == "remedies/liability" && d.Parameter != "" && d.Parameter != "several" {
			t.Errorf("%s is a departure, and the agreement has no limit", d.What)
		}
	}
}

// TestTaken lists what an agreement has of the standard: a clause of which the term
// sheet says nothing, a default that has words, and no default without them.
func TestTaken(t *testing.T) {
	c := fidelityCase{base: "bilateral", edits: []sheetEdit{
		{"termination.grounds", []any{map[string]any{"kind": "breach", "cure_days": 40}}},
		{"payments.royalties", []any{map[string]any{"id": "r1", "payer": "south", "payee": "north", "base": "net-sales", "tiers": []any{map[string]any{"from": 0, "rate": 2}}}}},
		{"grants.0.royalty", "r1"},
	}}
	f, err := schema.Load("term-sheet.json", c.sheet(t, "B"))
	if err != nil {
		t.Fatal(err)
	}
	taken := draft.Examine(resolved(t, library(t), f)).Result.Taken()
	has := func(topic, parameter string) bool {
		return slices.ContainsFunc(taken, func(d assemble.Default) bool { return d.Topic == topic && d.Parameter == parameter })
	}
	for _, x := range []struct {
		topic, parameter string
		want             bool
	}{
		{"termination/exit-effects", "", true},
		{"termination/exit-effects", "residual", true},
		{"membership/transfer", "notice", true},
		{"termination/breach", "", true}, // its days are stated, whose rights end is not
		{"termination/breach", "cure", false},
		{"schedules/royalties", "deductions", true},
		{"disputes/forum", "", true}, // arbitration is stated, what it decides on is not
		{"frame/definitions", "", false},
	} {
		if has(x.topic, x.parameter) != x.want {
			t.Errorf("%s %q is taken from the standard: %v, want %v", x.topic, x.parameter, !x.want, x.want)
		}
	}
	if !slices.ContainsFunc(taken, func(d assemble.Default) bool { return d.Parameter == "residual" && d.Weight == assemble.AboutRights }) {
		t.Error("what a leaving party keeps is not listed among the rights")
	}
	if !slices.IsSortedFunc(taken, func(a, b assemble.Default) int {
		return slices.Index(assemble.Weights, a.Weight) - slices.Index(assemble.Weights, b.Weight)
	}) {
		t.Error("the gravest are not first")
	}
}

// TestFeesTakeTheirTimeFromTheStandard leaves out when a fee falls due: what the agreement
// says of it instead is listed, with the members that change it; what is stated is not.
func TestFeesTakeTheirTimeFromTheStandard(t *testing.T) {
	src, err := os.ReadFile("../testdata/examples/short-exclusive-licence.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ stated, listed, printed string }{
		{`"per": "year"`, "from the Effective Date, for years from its first day, due 30 days after each year begins, for part of a year in proportion to its days [payments.fees[f9].start, year, due_days, broken_year]",
			"due 30 days after that year begins; for part of a year, in proportion to its days"},
		{`"per": "year", "start": "2028-01-01", "year": "calendar", "due_days": 10`, "for part of a year in proportion to its days [payments.fees[f9].broken_year]", "due 10 days after the first day of that year"},
		{`"per": "year", "start": "2028-01-01", "year": "anniversary", "due_days": 10, "broken_year": "none"`, "", "due 10 days after that year begins; for part of a year, nothing"},
		{`"per": "once"`, "on the Effective Date [payments.fees[f9].start]", "Once, on "},
		{`"per": "once", "start": "2028-01-01"`, "", "Once, on 1 January 2028"},
	} {
		fee := `"fees": [{"id": "f9", "name": "upkeep fee", "payer": "calder", "payee": "orrin", "amount": {"amount": "77", "currency": "EUR"}, ` + x.stated + `}, `
		sheet := strings.Replace(string(src), `"fees": [`, fee, 1)
		f, err := schema.Load("fees.json", []byte(sheet))
		if err != nil {
			t.Fatal(err)
		}
		res := draft.Examine(resolved(t, library(t), f)).Result
		got := ""
		for _, d := range res.Taken() {
			if strings.Contains(d.About, "the upkeep fee") {
				got = d.Value + " [" + d.Change() + "]"
				if d.Number(res.Document) == "" {
					t.Errorf("%s: no provision is named", x.stated)
				}
			}
		}
		if got != x.listed {
			t.Errorf("%s: listed is %q, want %q", x.stated, got, x.listed)
		}
		var text strings.Builder
		if err := markdown.Write(&text, res.Document); err != nil || !strings.Contains(text.String(), x.printed) {
			t.Errorf("%s: the agreement does not say %q", x.stated, x.printed)
		}
	}
}

package draft_test

import (
	"slices"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

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

package draft_test

import (
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
)

// What came back of another deal, or is no agreement, is not compared as if it were a
// draft; new parties or a new reference alone make no other deal.
func TestForeign(t *testing.T) {
	deal := func(reference string, names ...string) *agreement.Document {
		d := &agreement.Document{Reference: reference, Body: []agreement.Block{&agreement.Clause{ID: "a"}}}
		for _, n := range names {
			d.Parties = append(d.Parties, agreement.Party{Name: n})
		}
		return d
	}
	sent := deal("D-1", "Alpha GmbH", "Beta Ltd")
	for _, c := range []struct {
		what, want string
		back       *agreement.Document
	}{
		{"the same", "", deal("D-1", "Alpha GmbH", "Beta Ltd")},
		{"a party changed", "", deal("D-1", "Alpha GmbH", "Gamma SA")},
		{"both parties changed", "", deal("D-1", "Gamma SA", "Delta AS")},
		{"reference changed", "", deal("D-2", "alpha gmbh", "Beta Ltd")},
		{"a part without a first page", "", deal("")},
		{"another deal", "other-deal", deal("D-2", "Gamma SA", "Delta AS")},
		{"no agreement", "no-draft", &agreement.Document{Body: []agreement.Block{&agreement.Paragraph{}}}},
	} {
		got := ""
		if p := draft.Foreign(sent, c.back); p != nil {
			got = p.ID
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.what, got, c.want)
		}
	}
}

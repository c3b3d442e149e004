package draft_test

import (
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestStandings says how values stand to what the library says that a side may take:
// the sublicence must be copied in 30 days (balanced, and the fallback), 10 for the
// licensor, 60 for the licensee.
func TestStandings(t *testing.T) {
	lib := library(t)
	f := load(t, "../testdata/examples/software-escrow.json")
	for _, c := range []struct {
		days string
		as   schema.Position
		want assemble.Standing
	}{
		{"5", schema.Licensor, assemble.WithinPosition},
		{"31", schema.Licensor, assemble.BeyondFallback},
		{"60", schema.Licensor, assemble.BeyondWalkAway},
		{"29", schema.Licensee, assemble.BeyondFallback},
	} {
		made, err := lib.Assemble(f, assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, copies := findClause(made.Document, "grant/sublicensing.copy")
		retype(t, &agreement.Document{Body: copies.Body}, "", "30", c.days)
		r, err := draft.Respond(lib, f, made.Document, nil, draft.Side{As: c.as})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Answers) != 1 || r.Answers[0].Standing != c.want || len(r.Answers[0].Judgements) != 1 {
			t.Errorf("%s days for %s: %+v, not %v", c.days, c.as, r.Answers, c.want)
			continue
		}
		if offers := len(r.Answers[0].Offer) > 0; offers != (c.want > assemble.WithinFallback) {
			t.Errorf("%s days for %s: the offer is %q", c.days, c.as, r.Answers[0].Offer)
		}
	}
}

package assemble_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// noTime finds words that nobody writes: "within 0 days", "not more than 0 times".
var noTime = regexp.MustCompile(`(?:^|[^0-9.,])0 (?:days|Business Days|months|years|hours|times|units)\b|sum of 0%`)

// TestZeroIsSaid states zero at every whole number and percentage of the whole term
// sheets where it is not refused: words say it.
func TestZeroIsSaid(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for turn, k := range wholeKinds {
		if !*wholeProof && !slices.Contains(sampledKinds, k.name) {
			continue
		}
		p := newProver(t, lib, k, turn)
		sheet := p.base
		for _, l := range leavesOfSchema() {
			if l.Type != "integer" && l.Type != "number" {
				continue
			}
			for _, place := range placesOf(p.base, pathParts(l.Path)) {
				if zero := with(sheet, place, 0); p.resolves(zero) {
					sheet = zero
				}
			}
		}
		f, err := p.load(sheet)
		if err != nil {
			t.Fatal(err)
		}
		res, err := lib.Assemble(f, assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range zerosIn(res.Document) {
			t.Errorf("%s: %s", k.name, said)
		}
	}
}

// resolves reports whether a sheet gives a deal.
func (p *prover) resolves(sheet any) bool {
	f, err := p.load(sheet)
	if err != nil {
		return false
	}
	deal, err := p.lib.Resolve(f)
	return err == nil && deal.Problems.Err() == nil
}

// zerosIn are the words of an agreement that name a time of nothing.
func zerosIn(d *agreement.Document) (found []string) {
	agreement.Walk(d.Body, func(x agreement.Block) bool {
		agreement.Inlines(x, func(in []agreement.Inline) {
			s := agreement.Words(in)
			if m := noTime.FindStringIndex(s); m != nil {
				found = append(found, s[max(0, m[0]-60):min(len(s), m[1]+40)])
			}
		})
		return true
	})
	return found
}

package assemble_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// emptyAlike are lists of which none and silence are alike, and why that is right.
var emptyAlike = map[string]string{
	"regulatory.publish": "nothing is published unless it is stated",
}

// TestEmptyListIsSaid states an empty list wherever the standard has one with something
// in it: the agreement is not that of a term sheet that is silent, or it is refused.
func TestEmptyListIsSaid(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for turn, k := range wholeKinds {
		if !*wholeProof && !slices.Contains(sampledKinds, k.name) {
			continue
		}
		p, tried := newProver(t, lib, k, turn), map[string]bool{}
		for _, topic := range lib.Topics() {
			for _, v := range topic.Variants {
				for _, x := range v.Parameters {
					list, ok := x.Default["B"].([]any)
					if !ok || len(list) == 0 || x.Path == "" || strings.Contains(x.Path, "[") || tried[x.Path] || emptyAlike[x.Path] != "" {
						continue
					}
					tried[x.Path] = true
					at := strings.Split(x.Path, ".")
					empty, err := p.words(with(p.base, at, []any{}))
					if none, err2 := p.words(with(p.base, at, nil)); err == nil && err2 == nil && empty == none && !p.refuses(with(p.base, at, []any{}), at) {
						t.Errorf("%s: %s: an empty list says what silence says", k.name, x.Path)
					}
				}
			}
		}
		if len(tried) < 5 {
			t.Errorf("%s: only %d lists", k.name, len(tried))
		}
	}
}

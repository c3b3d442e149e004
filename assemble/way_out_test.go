package assemble_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// advised finds what a hint says to write among the clauses.
var advised = regexp.MustCompile(`"clauses": (\{.*?\}\})`)

// TestWaysOutLeadOut does what the hints on values without effect say: the words are
// then in the agreement, and the finding is gone.
func TestWaysOutLeadOut(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for turn, k := range wholeKinds {
		if !*wholeProof && k.name != sampledKinds[1] {
			continue
		}
		p, tried := newProver(t, lib, k, turn), map[string]bool{}
		for _, x := range p.findings(p.base) {
			m := advised.FindStringSubmatch(x.Hint)
			if m == nil || tried[m[1]] {
				continue
			}
			tried[m[1]] = true
			var choices map[string]any
			if err := json.Unmarshal([]byte(m[1]), &choices); err != nil {
				t.Fatalf("%s: %v", x.Hint, err)
			}
			if own, ok := p.base.(map[string]any)["clauses"].(map[string]any); ok {
				for topic, c := range own {
					choices[topic] = c
				}
			}
			for _, still := range p.findings(with(p.base, []string{"clauses"}, choices)) {
				if still.Pointer == x.Pointer || still.ID != "no-effect" {
					t.Errorf("%s: %s: %s\n%v", k.name, x.Pointer, m[1], still)
				}
			}
		}
		if len(tried) == 0 {
			t.Errorf("%s: no hint says what to write", k.name)
		}
	}
}

// findings are the values without effect of a sheet, or what keeps it from being made.
func (p *prover) findings(sheet any) agreement.Problems {
	f, err := p.load(sheet)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := p.lib.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		return agreement.Problems{{ID: "refused", Message: err.Error()}}
	}
	return res.Trace.Silent()
}

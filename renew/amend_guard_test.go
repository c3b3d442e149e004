package renew

import (
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// TestProofOfAmendments leaves a change without an instruction, and gives it two: both
// are refused, whatever it is that changed.
func TestProofOfAmendments(t *testing.T) {
	changed := []agreement.Inline{&agreement.Text{Text: "ten days", Change: agreement.Inserted}}
	paragraph := &agreement.Paragraph{Text: changed}
	clause := &agreement.Clause{ID: "a.b", Number: "1.1", Change: agreement.Inserted, Body: []agreement.Block{&agreement.Paragraph{}}}
	headed := &agreement.Clause{ID: "a", Number: "1", Heading: changed}
	table := &agreement.Table{Rows: []agreement.Row{{Change: agreement.Deleted, Cells: []agreement.Cell{changed}}}}
	for name, c := range map[string]struct {
		block agreement.Block
		key   any
	}{
		"paragraph": {paragraph, paragraph},
		"clause":    {clause, clause},
		"heading":   {headed, headingOf{headed}},
		"row":       {table, &table.Rows[0]},
	} {
		for covered, want := range map[int]string{0: "covered by 0 instructions", 1: "", 2: "covered by 2 instructions"} {
			a := &amender{covered: map[any]int{c.key: covered}}
			err := a.prove([]agreement.Block{c.block})
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s with %d instructions: %v", name, covered, err)
			}
		}
	}
}

package pdf

import (
	"testing"

	"github.com/engross/engross/agreement"
)

// TestTablesStayInTheirIndent sets tables of which a column has many words: they begin where
// the words of their provision begin, and only what has too many columns is smaller.
func TestTablesStayInTheirIndent(t *testing.T) {
	const many = "source code with its version history, build scripts, tools and a description of the build environment, encryption and signing keys, passwords, test suites, test data, design, user and operations documentation, data sets and trained models"
	for name, test := range map[string]struct {
		head, row []string
		size      length
	}{
		"few columns":  {[]string{"Breach", "Figure", "Share of the loss", "What it is for", "Review"}, []string{"A failure", "EUR 2,500 per day", "109 percent", many, "1 March 2029"}, tableStyle.size},
		"many columns": {[]string{"No.", "Depositor", "Beneficiaries", "Materials", "Assets", "Initial deposit", "Updates", "Verification"}, []string{"1", "Helixlab", "Orlaris", many, "h1, h2", "Within 30 days after the Effective Date", "Every 90 days", "Build, and change by persons independent of the owner"}, tableSmall.size},
	} {
		table := &agreement.Table{Head: sampleCells(test.head...), Rows: []agreement.Row{{Cells: sampleCells(test.row...)}, {Cells: sampleCells(test.row...)}}}
		section := &agreement.Clause{Label: "1.", Heading: sampleText("Deposits"), Body: []agreement.Block{samplePara("The deposits are:"), table}}
		schedule := &agreement.Clause{Kind: agreement.Schedule, Label: "Schedule E", Heading: sampleText("Escrow"), Body: []agreement.Block{section}}
		cells := 0
		for _, pg := range layOut(t, &agreement.Document{Title: "T", Body: []agreement.Block{schedule}}).pages {
			for _, pc := range pg.pieces {
				if pc.kind != textElement || pc.p.style.size != tableStyle.size && pc.p.style.size != tableSmall.size || pc.p.tag == nil || pc.p.tag.tag != tagCell {
					continue
				}
				cells++
				if pc.p.style.size != test.size {
					t.Errorf("%s: cells of %.1f points", name, points(pc.p.style.size))
				}
				if pc.element.x < indentSection {
					t.Errorf("%s: %q begins outside of the indent", name, pc.p.dump(pc.p.lines[pc.line]))
				}
			}
		}
		if cells < 20 {
			t.Errorf("%s: %d lines of cells", name, cells)
		}
	}
}

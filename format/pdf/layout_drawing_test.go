package pdf

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// withDrawing is a document of one table with a drawing.
func withDrawing() *agreement.Document {
	cell := func(s string) agreement.Cell { return agreement.Cell{&agreement.Text{Text: s}} }
	return &agreement.Document{Title: "Shown", Language: "en-GB", Body: []agreement.Block{&agreement.Table{
		Head: []agreement.Cell{cell("Year"), cell("Sum")},
		Rows: []agreement.Row{{Cells: []agreement.Cell{cell("2027"), cell("EUR 5")}}},
		Drawing: &agreement.Drawing{Title: "What is paid", Alt: "Paid (once): EUR 5 – in 2027.", Width: 4300, Height: 600, Shapes: []agreement.Shape{
			&agreement.Path{Points: []agreement.Point{{X: 0, Y: 0}, {X: 400, Y: 600}}, Weight: 10, Dashed: true},
			&agreement.Path{Points: []agreement.Point{{X: 0, Y: 0}, {X: 400, Y: 0}, {X: 400, Y: 300}}, Closed: true, Fill: agreement.Grey},
			&agreement.Label{At: agreement.Point{X: 2000, Y: 300}, Text: "in the middle", Size: 80, Anchor: agreement.Center},
		}},
	}}}
}

func TestADrawingIsAFigureWithWords(t *testing.T) {
	l := listen(t, printPDF(t, withDrawing()))
	if !slices.ContainsFunc(l.tags, func(s string) bool { return strings.TrimSpace(s) == "Figure" }) || !slices.Contains(l.spoken, "Paid (once): EUR 5 – in 2027.") {
		t.Errorf("heard as %q with %q", l.tags, l.spoken)
	}
}

func TestADrawingStandsAboveItsTable(t *testing.T) {
	var b strings.Builder
	if err := layOut(t, withDrawing()).Dump(&b); err != nil {
		t.Fatal(err)
	}
	last := -1
	for _, what := range []string{"What is paid", "430.0 by 60.0, 2 paths", "in the middle", "2027"} {
		i := strings.Index(b.String(), what)
		if i <= last {
			t.Errorf("%q is not where it belongs:\n%s", what, b.String())
		}
		last = i
	}
}

package markdown

import (
	"bytes"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// A drawing is for the page; the Markdown has the table that says the same.
func TestOnlyThePageDraws(t *testing.T) {
	cell := func(s string) agreement.Cell { return agreement.Cell{&agreement.Text{Text: s}} }
	d := &agreement.Document{Title: "Shown", Body: []agreement.Block{&agreement.Table{
		Head: []agreement.Cell{cell("Year"), cell("Sum")}, Rows: []agreement.Row{{Cells: []agreement.Cell{cell("2027"), cell("EUR 5")}}},
		Drawing: &agreement.Drawing{Title: "Paid & owed", Alt: `by "<Alpha>"`, Width: 100, Height: 50, Shapes: []agreement.Shape{&agreement.Label{Text: "<script>"}}},
	}}}
	var text, page bytes.Buffer
	if err := Write(&text, d); err != nil {
		t.Fatal(err)
	}
	if err := HTML(&page, d, nil); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), "svg") || strings.Contains(text.String(), "Paid") {
		t.Errorf("the Markdown draws:\n%s", text.String())
	}
	html := page.String()
	drawn, table := strings.Index(html, "<figcaption>Paid &amp; owed</figcaption>"), strings.Index(html, "<table")
	if drawn < 0 || drawn > table || !strings.Contains(html, "&lt;script&gt;</text>") || strings.Contains(html, "<script>") {
		t.Errorf("the drawing stands at %d, its table at %d:\n%s", drawn, table, html)
	}
}

package redline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// TestExplainFarApart compares large agreements that differ in very many terms: no
// term is tried, and the redline says that there are too many to tell.
func TestExplainFarApart(t *testing.T) {
	const provisions, values = 1500, 300
	large := func(price string) *agreement.Document {
		var b strings.Builder
		for i := range provisions {
			fmt.Fprintf(&b, "# Part %d: Item number %d costs EUR %s a year. {p%d}\n", i, i, price, i)
		}
		return draftText(b.String()).document()
	}
	res, err := Diff(large("10"), large("20"))
	if err != nil {
		t.Fatal(err)
	}
	var terms []TermChange
	for i := range values {
		terms = append(terms, TermChange{Pointer: fmt.Sprintf("/p/%d", i), Path: fmt.Sprintf("p[%d]", i), Before: "10", After: "20"})
	}
	tried := 0
	if err := Explain(res, terms, func([]int) (*agreement.Document, error) { tried++; return nil, fmt.Errorf("not wanted") }); err != nil {
		t.Fatal(err)
	}
	if tried > 0 || !res.Untold {
		t.Errorf("%d agreements were made for trial, untold is %v", tried, res.Untold)
	}
	var b strings.Builder
	if err := Text(&b, res, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), untoldNote) || strings.Count(b.String(), "EUR 20") < provisions {
		t.Errorf("the redline does not say that the causes are too many, or not all that changed:\n%.500s", b.String())
	}
}

package redline

import (
	"fmt"
	"strings"
	"sync"
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
		terms = append(terms, TermChange{Pointer: fmt.Sprintf("/p%d", i), Path: fmt.Sprintf("p%d", i), Before: "10", After: "20"})
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

// TestExplainLists compares large agreements of which one has many more entries of a
// list: they are tried together, and told as one.
func TestExplainLists(t *testing.T) {
	const provisions, more = 2_000, 200
	large := func(n int) *agreement.Document {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "# Part %d: Party number %d signs here as one of the many of them {p%d}\n", i, i, i)
		}
		return draftText(b.String()).document()
	}
	res, err := Diff(large(provisions), large(provisions+more))
	if err != nil {
		t.Fatal(err)
	}
	var terms []TermChange
	for i := range more {
		terms = append(terms, TermChange{Pointer: fmt.Sprintf("/parties/%d", provisions+i), Path: fmt.Sprintf("parties[p%d]", i), After: "x"})
	}
	var tried [][]int
	var one sync.Mutex
	err = Explain(res, terms, func(subset []int) (*agreement.Document, error) {
		one.Lock()
		tried = append(tried, subset)
		one.Unlock()
		return large(provisions + len(subset)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(tried) != 2 || len(tried[0])+len(tried[1]) != more || res.Untold {
		t.Errorf("%d agreements were made for trial", len(tried))
	}
	want := TermChange{Pointer: "/parties", Path: "parties", After: fmt.Sprintf("%d entries", more)}
	if len(res.Terms) != 1 || res.Terms[0] != want {
		t.Errorf("the terms are %+v", res.Terms)
	}
	for i := range res.Changes {
		if c := &res.Changes[i]; len(c.Causes) != 1 || c.Causes[0].Path != "parties" {
			t.Fatalf("%s has the causes %+v", c.Where(), c.Causes)
		}
	}
}

// TestChangeOfManyTerms has one change among many clear ones that takes eight terms
// together: none of them is named there, that is said, and none of them is told to show
// nowhere.
func TestChangeOfManyTerms(t *testing.T) {
	const clear, joint = 20, 8
	draft := func(set []bool) *agreement.Document {
		var b strings.Builder
		all := true
		for i, is := range set {
			word := "red"
			if is {
				word = "green"
			}
			if i < clear {
				fmt.Fprintf(&b, "# Part %d: Thing number %d is %s. {p%d}\n", i, i, word, i)
			} else {
				all = all && is
			}
		}
		if all {
			b.WriteString("# Last: All of them apply together from now on. {last}\n")
		}
		return draftText(b.String()).document()
	}
	of := func(subset []int) []bool {
		set := make([]bool, clear+joint)
		for _, i := range subset {
			set[i] = true
		}
		return set
	}
	var terms []TermChange
	var every []int
	for i := range clear + joint {
		terms = append(terms, TermChange{Pointer: fmt.Sprintf("/t%d", i), Path: fmt.Sprintf("t%d", i), Before: "red", After: "green"})
		every = append(every, i)
	}
	res, err := Diff(draft(of(nil)), draft(of(every)))
	if err != nil {
		t.Fatal(err)
	}
	if err := Explain(res, terms, func(subset []int) (*agreement.Document, error) { return draft(of(subset)), nil }); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Text(&b, res, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if out := b.String(); strings.Contains(out, "no words of the agreement") || !strings.Contains(out, "1 takes more than six terms together") || !strings.Contains(out, "t3: red → green\n    4\n") {
		t.Errorf("untold %v, vague %d:\n%.3000s", res.Untold, res.Vague, out)
	}
}

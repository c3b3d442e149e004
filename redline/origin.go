package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// Trace finds, for each change of words that the old draft printed from a value of
// its term sheet, which value that is, and adds it to the causes of the change. It
// needs an old draft that was assembled with a trace (see [agreement.Origin]); the
// new one is that draft edited by hand. Path says for a reader what a JSON Pointer
// points to.
func Trace(res *Result, path func(pointer string) string) {
	for k := range res.Changes {
		c := &res.Changes[k]
		if c.Kind == Consequential || c.Kind == Structure {
			continue
		}
		seen := map[string]bool{}
		for _, at := range c.places() {
			for _, v := range res.values(at) {
				pointer := v.Pointer
				if v.Default != nil {
					pointer = v.Default.Pointer
				}
				if pointer == "" || seen[pointer] {
					continue
				}
				seen[pointer] = true
				c.Causes = append(c.Causes, Cause{Kind: Printed, Pointer: pointer, Path: path(pointer), Before: c.Before, After: c.After})
			}
		}
	}
}

// values is the values that the old words at a place come from.
func (r *Result) values(at place) (values []agreement.Value) {
	if at.node <= 0 || at.node >= len(r.blocks) {
		return nil
	}
	if s, ok := r.blocks[at.node].(*agreement.Signatures); ok {
		if k := at.cell / len(signatoryFields); k < len(s.Blocks) && s.Blocks[k].Origin != nil {
			return s.Blocks[k].Origin.Values
		}
		return nil
	}
	var runs [][]agreement.Inline
	agreement.Inlines(r.blocks[at.node], func(in []agreement.Inline) { runs = append(runs, in) })
	if at.cell >= len(runs) {
		return nil
	}
	from := 0
	for _, x := range runs[at.cell] {
		to := from + len(agreement.Words([]agreement.Inline{x}))
		if o := originOf(x); o != nil && o.How != agreement.Chosen && from < at.to && at.from < to {
			for _, v := range o.Values {
				if !slices.Contains(values, v) {
					values = append(values, v)
				}
			}
		}
		from = to
	}
	return values
}

func originOf(x agreement.Inline) *agreement.Origin {
	switch x := x.(type) {
	case *agreement.Text:
		return x.Origin
	case *agreement.Define:
		return x.Origin
	case *agreement.Ref:
	}
	return nil
}

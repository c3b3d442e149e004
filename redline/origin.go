package redline

import (
	"math"
	"slices"
	"strings"

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
			values := res.values(at)
			switch {
			case c.Scope == Head:
				values = res.titleValues(c)
			case c.Scope == Row:
				values = res.rowValues(at)
			}
			for _, v := range values {
				pointer := v.Pointer
				if v.Default != nil {
					pointer = v.Default.Pointer
				}
				if pointer == "" || seen[pointer] {
					continue
				}
				seen[pointer] = true
				c.Causes = append(c.Causes, Cause{Kind: Printed, Pointer: pointer, Path: path(pointer), Before: c.Before, After: c.After, Reckoned: v.reckoned})
			}
		}
	}
}

// A printed value is one that words come from; it is reckoned where they are a figure
// worked out from it and others.
type printed struct {
	agreement.Value
	reckoned bool
}

// values is the values that the old words at a place come from.
func (r *Result) values(at place) (values []printed) {
	if at.node <= 0 || at.node >= len(r.blocks) {
		return nil
	}
	if s, ok := r.blocks[at.node].(*agreement.Signatures); ok {
		k, field := at.cell/len(signatoryFields), at.cell%len(signatoryFields)
		if k < len(s.Blocks) && s.Blocks[k].Origin != nil && field < min(len(signatoryFields)-1, len(s.Blocks[k].Origin.Values)) { // what else the block says was added by hand
			return []printed{{Value: s.Blocks[k].Origin.Values[field]}}
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
				p := printed{v, o.How == agreement.Reckoned && len(o.Values) > 1}
				if !slices.Contains(values, p) {
					values = append(values, p)
				}
			}
		}
		from = to
	}
	return values
}

// rowValues is the entry of a list that a row prints: what the deepest of its values are in.
func (r *Result) rowValues(at place) []printed {
	if at.node <= 0 || at.node >= len(r.blocks) {
		return nil
	}
	t, ok := r.blocks[at.node].(*agreement.Table)
	if !ok || len(t.Head) == 0 || at.cell/len(t.Head) > len(t.Rows) {
		return nil
	}
	entry := ""
	for ; at.cell > 0; at.cell++ {
		at.from, at.to = 0, math.MaxInt
		for _, v := range r.values(at) {
			if k := strings.LastIndexByte(v.Pointer, '/'); k > 0 && strings.Count(v.Pointer[:k], "/") > strings.Count(entry, "/") {
				entry = v.Pointer[:k]
			}
		}
		if (at.cell+1)%len(t.Head) == 0 {
			break
		}
	}
	return []printed{{Value: agreement.Value{Pointer: entry}}}
}

// titleFacts is where the facts of the title page are from that stand nowhere else: see
// [agreement.Document].
var titleFacts = map[string]string{"Title": "/deal/title", "Reference": "/deal/id", "Date": "/deal/effective_date"}

// titleValues is the values of a fact of the title page; those of a party are the ones
// that the body prints in the same words.
func (r *Result) titleValues(c *Change) (values []printed) {
	var facts []string
	for _, p := range r.old.Parties {
		if partyName(p) == c.Before {
			facts = append(facts, r.changed(p, c.After)...)
		}
	}
	if pointer, ok := titleFacts[c.Heading]; ok {
		return []printed{{Value: agreement.Value{Pointer: pointer}}}
	}
	for _, b := range r.blocks {
		if b == nil {
			continue
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				o := originOf(x)
				if o == nil || o.How != agreement.Printed || len(o.Values) != 1 || !slices.Contains(facts, agreement.Words([]agreement.Inline{x})) {
					continue
				}
				if v := (printed{Value: o.Values[0]}); !slices.Contains(values, v) {
					values = append(values, v)
				}
			}
		})
	}
	return values
}

// changed is what of a party is another in the new draft, which calls it by that name
// there; all of it where no party is called so.
func (r *Result) changed(p agreement.Party, name string) (facts []string) {
	now := agreement.Party{}
	if k := slices.IndexFunc(r.Document.Parties, func(q agreement.Party) bool { return partyName(q) == name }); k >= 0 {
		now = r.Document.Parties[k]
	}
	for _, pair := range [][2]string{{p.Name, now.Name}, {p.Native, now.Native}, {p.Short, now.Short}} {
		if pair[0] != "" && pair[0] != pair[1] {
			facts = append(facts, pair[0])
		}
	}
	return facts
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

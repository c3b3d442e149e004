package assemble

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// liftSingles takes the letter from a list of one item: where a table or a list of the
// term sheet has one entry, its words belong to the provision itself. An item with a
// name of its own stays, for others refer to it.
func liftSingles(provisions []agreement.Block) {
	for _, b := range provisions {
		if c, ok := b.(*agreement.Clause); ok {
			if only := onlyItem(c.Body); only >= 0 {
				item := c.Body[only].(*agreement.Clause)
				lifted := append([]agreement.Block(nil), c.Body[:only]...)
				for _, x := range item.Body {
					lifted = append(lifted, under(item.Conditions, x))
				}
				c.Body = append(lifted, c.Body[only+1:]...)
			}
			liftSingles(c.Body)
		}
	}
}

// onlyItem is the place of the one item that a provision lists, or -1.
func onlyItem(body []agreement.Block) int {
	only := -1
	for i, b := range body {
		if c, ok := b.(*agreement.Clause); ok {
			if only >= 0 || !agreement.Positional(c.ID) || len(c.Heading) > 0 {
				return -1
			}
			only = i
		}
	}
	return only
}

// under puts a block under the conditions of the item that held it.
func under(conditions []*agreement.Condition, b agreement.Block) agreement.Block {
	if own := conditionsAt(b); own != nil && len(conditions) > 0 {
		*own = slices.Concat(conditions, *own)
	}
	return b
}

// conditionsAt is where a block holds the conditions that let it in; nil for signatures.
func conditionsAt(b agreement.Block) *[]*agreement.Condition {
	switch b := b.(type) {
	case *agreement.Clause:
		return &b.Conditions
	case *agreement.Paragraph:
		return &b.Conditions
	case *agreement.Table:
		return &b.Conditions
	case *agreement.Signatures:
	}
	return nil
}

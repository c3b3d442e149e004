package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// A column is one that both tables have, or -1 for the one that has it not.
type column struct{ old, new int }

type columns []column

// alignColumns is the columns of two tables together. Those are one that have the
// same head; where that tells nothing and there are as many, those in the same
// place.
func alignColumns(o, n *node) (cs columns) {
	was, is := o.cells[0], n.cells[0]
	const inPlace = 0.3 // of a head that is another; the same head elsewhere weighs more
	pairs := inOrder(len(was), len(is), func(x, y int) float64 {
		switch {
		case slices.Equal(keys(was[x]), keys(is[y])):
			return 1
		case len(was) == len(is) && x == y:
			return inPlace
		}
		return 0
	})
	x, y := 0, 0
	for _, p := range append(pairs, [2]int{len(was), len(is)}) {
		for ; x < p[0]; x++ {
			cs = append(cs, column{x, -1})
		}
		for ; y < p[1]; y++ {
			cs = append(cs, column{-1, y})
		}
		if x < len(was) {
			cs = append(cs, column{x, y})
		}
		x, y = p[0]+1, p[1]+1
	}
	return cs
}

// shared is the columns that both tables have.
func (cs columns) shared() columns {
	return slices.DeleteFunc(slices.Clone(cs), func(c column) bool { return c.old < 0 || c.new < 0 })
}

// changes is nil where both tables have every column.
func (cs columns) changes() []agreement.Change {
	changes := make([]agreement.Change, len(cs))
	for i, c := range cs {
		switch {
		case c.old < 0:
			changes[i] = agreement.Inserted
		case c.new < 0:
			changes[i] = agreement.Deleted
		}
	}
	if !slices.ContainsFunc(changes, func(c agreement.Change) bool { return c != agreement.Unchanged }) {
		return nil
	}
	return changes
}

func (cs columns) align(was, is *agreement.Table) []agreement.Align {
	align := make([]agreement.Align, len(cs))
	for i, c := range cs {
		switch {
		case c.new >= 0 && c.new < len(is.Align):
			align[i] = is.Align[c.new]
		case c.new < 0 && c.old < len(was.Align):
			align[i] = was.Align[c.old]
		}
	}
	return align
}

// sameTable reports that two tables have at least half of their columns in common,
// so that one can be shown as the other.
func sameTable(o, n *node) bool {
	most := max(len(o.cells[0]), len(n.cells[0]))
	return len(o.cells[0]) == len(n.cells[0]) || 2*len(alignColumns(o, n).shared()) >= most
}

package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// table merges two tables with as many columns row by row and, in the rows both
// have, cell by cell.
func (m *merger) table(o, n *node, change agreement.Change) *agreement.Table {
	was, is := o.block.(*agreement.Table), n.block.(*agreement.Table)
	t := *is
	t.Change = change
	t.Head = m.cells(o.cells[0], n.cells[0], change)
	t.Rows = nil
	x, y := 0, 0
	for _, p := range append(alignRows(o.cells[1:], n.cells[1:]), [2]int{len(was.Rows), len(is.Rows)}) {
		for ; x < p[0]; x++ {
			row := markedRow(was.Rows[x], agreement.Deleted)
			for _, c := range row.Cells {
				m.retarget(c)
			}
			t.Rows = append(t.Rows, row)
		}
		for ; y < p[1]; y++ {
			t.Rows = append(t.Rows, markedRow(is.Rows[y], agreement.Inserted))
		}
		if x < len(was.Rows) {
			t.Rows = append(t.Rows, agreement.Row{Cells: m.cells(o.cells[x+1], n.cells[y+1], change), Change: change})
		}
		x, y = p[0]+1, p[1]+1
	}
	return &t
}

func (m *merger) cells(was, is []*stream, change agreement.Change) []agreement.Cell {
	cells := make([]agreement.Cell, len(is))
	for i := range is {
		cells[i] = m.words(was[i], is[i], change)
	}
	return cells
}

// alignRows pairs the rows that are one: those that agree in every cell, then,
// between them, those whose first cells agree or that are most alike.
func alignRows(was, is [][]*stream) (pairs [][2]int) {
	ids := map[uint64]int32{}
	a, b := rowKeys(was, ids), rowKeys(is, ids)
	x, y := 0, 0
	for _, m := range append(common(a, b), match{len(was), len(is), 0}) {
		pairs = append(pairs, likeRows(was[x:m.a], is[y:m.b], x, y)...)
		for k := range m.n {
			pairs = append(pairs, [2]int{m.a + k, m.b + k})
		}
		x, y = m.a+m.n, m.b+m.n
	}
	return pairs
}

func rowKeys(rows [][]*stream, ids map[uint64]int32) []int32 {
	out := make([]int32, len(rows))
	for i, row := range rows {
		h := uint64(hashStart)
		for _, cell := range row {
			for _, t := range cell.tokens {
				h = hash(h, uint64(t.key))
			}
		}
		if _, ok := ids[h]; !ok {
			ids[h] = int32(len(ids))
		}
		out[i] = ids[h]
	}
	return out
}

func likeRows(was, is [][]*stream, x, y int) (pairs [][2]int) {
	const tooMany = 1 << 16 // pairs of rows to weigh; beyond, rows that differ are shown whole
	if len(was)*len(is) > tooMany {
		return nil
	}
	for _, p := range inOrder(len(was), len(is), func(i, j int) float64 { return rowLikeness(was[i], is[j]) }) {
		pairs = append(pairs, [2]int{x + p[0], y + p[1]})
	}
	return pairs
}

// rowLikeness is how alike two rows are, from 0.5 to 1, or 0 where they are not
// one row: by the first cell, which names a row, and by the share of equal cells.
func rowLikeness(was, is []*stream) float64 {
	equal := 0
	for i := range was {
		if slices.Equal(keys(was[i]), keys(is[i])) {
			equal++
		}
	}
	share := float64(equal) / float64(len(was))
	switch {
	case len(was[0].tokens) > 1 && slices.Equal(keys(was[0]), keys(is[0])):
		return 0.5 + share/2
	case share >= 0.5:
		return share
	}
	return 0
}

// signatories merges the blocks of two signature pages. The block of a party is
// short, so one that differs is shown whole, as it was and as it is.
func signatories(was, is []agreement.Signatory, change agreement.Change) (blocks []agreement.Signatory) {
	mark := func(s agreement.Signatory, c agreement.Change) {
		s.Change = c
		blocks = append(blocks, s)
	}
	pairs := inOrder(len(was), len(is), func(x, y int) float64 {
		switch {
		case was[x] == is[y]:
			return 1
		case was[x].Party == is[y].Party:
			return 0.5
		}
		return 0
	})
	x, y := 0, 0
	for _, p := range append(pairs, [2]int{len(was), len(is)}) {
		for ; x < p[0]; x++ {
			mark(was[x], agreement.Deleted)
		}
		for ; y < p[1]; y++ {
			mark(is[y], agreement.Inserted)
		}
		switch {
		case x == len(was):
		case was[x] == is[y]:
			mark(is[y], change)
		default:
			mark(was[x], agreement.Deleted)
			mark(is[y], agreement.Inserted)
		}
		x, y = p[0]+1, p[1]+1
	}
	return blocks
}

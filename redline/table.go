package redline

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// table merges two tables column by column, row by row and, in the rows and
// columns that both have, cell by cell.
func (m *merger) table(o, n *node, change agreement.Change) *agreement.Table {
	was, is := o.block.(*agreement.Table), n.block.(*agreement.Table)
	t := *is
	t.Change, t.Rows = change, nil
	columns := alignColumns(o, n)
	t.Columns, t.Align = columns.changes(), columns.align(was, is)
	t.Head = m.cells(columns, o.cells[0], n.cells[0], change)
	x, y := 0, 0
	for _, p := range append(alignRows(columns, o.cells[1:], n.cells[1:]), [2]int{len(was.Rows), len(is.Rows)}) {
		for ; x < p[0]; x++ {
			t.Rows = append(t.Rows, agreement.Row{Cells: m.cells(columns, o.cells[x+1], nil, change), Change: agreement.Deleted})
		}
		for ; y < p[1]; y++ {
			t.Rows = append(t.Rows, agreement.Row{Cells: m.cells(columns, nil, n.cells[y+1], change), Change: agreement.Inserted})
		}
		if x < len(was.Rows) {
			t.Rows = append(t.Rows, agreement.Row{Cells: m.cells(columns, o.cells[x+1], n.cells[y+1], change), Change: change})
		}
		x, y = p[0]+1, p[1]+1
	}
	if t.Columns == nil {
		movedRows(t.Rows)
	}
	return &t
}

// movedRows makes moves of the rows that went out in one place and came in, with the
// same words, in another.
func movedRows(rows []agreement.Row) {
	const telling = 2 // words in a row that can be known again
	gone := map[string][]int{}
	for i, r := range rows {
		if words := rowText(r.Cells, deletedWords); r.Change == agreement.Deleted && len(strings.Fields(words)) >= telling {
			gone[words] = append(gone[words], i)
		}
	}
	for i, r := range rows {
		if r.Change != agreement.Inserted {
			continue
		}
		from := gone[rowText(r.Cells, insertedWords)]
		if len(from) == 0 {
			continue
		}
		gone[rowText(r.Cells, insertedWords)] = from[1:]
		rows[from[0]] = markedRow(rows[from[0]], agreement.MovedFrom)
		rows[i] = markedRow(r, agreement.MovedTo)
	}
}

// cells merges a row that both tables have, or marks the row of one where the
// other is nil.
func (m *merger) cells(cs columns, was, is []*stream, change agreement.Change) []agreement.Cell {
	cells := make([]agreement.Cell, len(cs))
	for i, c := range cs {
		old, new := c.of(was, c.old), c.of(is, c.new)
		switch {
		case old != nil && new != nil:
			cells[i] = m.words(old, new, change)
		case old != nil:
			cells[i] = marked(old.inlines(), agreement.Deleted)
			m.retarget(cells[i])
		case new != nil:
			cells[i] = marked(new.inlines(), agreement.Inserted)
		}
	}
	return cells
}

// of is the cell of a row in column i, nil where there is none.
func (column) of(row []*stream, i int) *stream {
	if row == nil || i < 0 {
		return nil
	}
	return row[i]
}

// alignRows pairs the rows that are one: those that agree in every shared column,
// then, between them, those whose first cells agree or that are most alike.
func alignRows(cs columns, was, is [][]*stream) (pairs [][2]int) {
	ids := map[uint64]int32{}
	shared := cs.shared()
	was = project(was, shared, func(c column) int { return c.old })
	is = project(is, shared, func(c column) int { return c.new })
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

// project is rows with the cells of some columns alone.
func project(rows [][]*stream, cs columns, side func(column) int) [][]*stream {
	out := make([][]*stream, len(rows))
	for i, row := range rows {
		for _, c := range cs {
			out[i] = append(out[i], row[side(c)])
		}
	}
	return out
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

// rowLikeness is how alike two rows are, up to 1, or 0 where they are not one row:
// by the first cell, which names a row, by the share of equal cells, or by the share
// of equal words.
func rowLikeness(was, is []*stream) float64 {
	const most = 0.6 // of the words must be the same where no name and few cells are
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
	if words := sharedWords(was, is); words >= most {
		return words / 2
	}
	return 0
}

// sharedWords is the share of the words of two rows that stand in the same columns
// of both: Dice's coefficient.
func sharedWords(was, is []*stream) float64 {
	same, all := 0, 0
	for i := range was {
		count := map[int32]int{}
		for _, t := range was[i].tokens {
			if t.class.telling() {
				count[t.key]++
				all++
			}
		}
		for _, t := range is[i].tokens {
			if t.class.telling() {
				all++
				if count[t.key]--; count[t.key] >= 0 {
					same += 2
				}
			}
		}
	}
	return float64(same) / float64(max(1, all))
}

// signatories merges the blocks of two signature pages. One that a party has in both
// is shown field by field, save where only one of them has room for a seal.
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
		case was[x].Name != "" && was[x].Name == is[y].Name: // the party has another name
			return 0.4
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
		case was[x].Seal == is[y].Seal: // More is a field like the others
			s := is[y]
			s.Was = &was[x]
			mark(s, change)
		default:
			mark(was[x], agreement.Deleted)
			mark(is[y], agreement.Inserted)
		}
		x, y = p[0]+1, p[1]+1
	}
	return blocks
}

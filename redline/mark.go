package redline

import "github.com/engross/engross/agreement"

// marked is a copy of in with every inline marked as changed.
func marked(in []agreement.Inline, change agreement.Change) []agreement.Inline {
	var out []agreement.Inline
	for _, x := range in {
		out = append(out, markOne(x, change))
	}
	return out
}

// markOne is a copy of x marked as changed.
func markOne(x agreement.Inline, change agreement.Change) agreement.Inline {
	switch x := x.(type) {
	case *agreement.Text:
		c := *x
		c.Change = change
		return &c
	case *agreement.Define:
		c := *x
		c.Change = change
		return &c
	case *agreement.Ref:
		c := *x
		c.Change = change
		return &c
	}
	return nil
}

// leaf is a copy of b marked as changed throughout, save that the body of a
// clause is the caller's to replace.
func leaf(b agreement.Block, change agreement.Change) agreement.Block {
	switch b := b.(type) {
	case *agreement.Clause:
		c := *b
		c.Heading, c.Change = marked(b.Heading, change), change
		return &c
	case *agreement.Paragraph:
		p := *b
		p.Text, p.Change = marked(b.Text, change), change
		return &p
	case *agreement.Table:
		t := *b
		t.Head, t.Rows, t.Change = markedCells(b.Head, change), nil, change
		for _, r := range b.Rows {
			t.Rows = append(t.Rows, markedRow(r, change))
		}
		return &t
	case *agreement.Signatures:
		s := *b
		s.Lead, s.Blocks, s.Change = marked(b.Lead, change), nil, change
		for _, y := range b.Blocks {
			y.Change = change
			s.Blocks = append(s.Blocks, y)
		}
		return &s
	}
	return nil
}

func markedRow(r agreement.Row, change agreement.Change) agreement.Row {
	return agreement.Row{Cells: markedCells(r.Cells, change), Change: change}
}

func markedCells(cells []agreement.Cell, change agreement.Change) []agreement.Cell {
	out := make([]agreement.Cell, len(cells))
	for i, c := range cells {
		out[i] = marked(c, change)
	}
	return out
}

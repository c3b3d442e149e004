package assemble

import "github.com/engross/engross/agreement"

// A copier copies a wording, with values and tables in the place of marks. What it
// makes is taken from slices that are made at once, for there are thousands of
// small pieces in an agreement.
type copier struct {
	aside
	spans      *spans // nil where no trace is asked for
	outer      *guard // the conditions of what the copy stands in
	listed     []agreement.Block
	clauses    []agreement.Clause
	paragraphs []agreement.Paragraph
	words      []agreement.Inline
	texts      []agreement.Text
	refs       []agreement.Ref
}

func sizeOf(body []agreement.Block) size {
	n := size{blocks: len(body)}
	agreement.Walk(body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			n.clauses++
			n.blocks += len(b.Body)
		case *agreement.Paragraph:
			n.paragraphs++
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			n.inlines += len(in)
			for _, x := range in {
				switch x.(type) {
				case *agreement.Text:
					n.texts++
				case *agreement.Ref:
					n.refs++
				}
			}
		})
		return true
	})
	return n
}

func newCopier(a aside, n size, s *spans) *copier {
	return &copier{
		aside: a, spans: s, listed: make([]agreement.Block, n.blocks),
		clauses: make([]agreement.Clause, n.clauses), paragraphs: make([]agreement.Paragraph, n.paragraphs),
		words: make([]agreement.Inline, n.inlines), texts: make([]agreement.Text, n.texts), refs: make([]agreement.Ref, n.refs),
	}
}

// take takes the first n of what is left.
func take[T any](left *[]T, n int) []T {
	taken := (*left)[:n:n]
	*left = (*left)[n:]
	return taken
}

func one[T any](left *[]T) *T { return &take(left, 1)[0] }

func (c *copier) blocks(in []agreement.Block) []agreement.Block {
	if in == nil {
		return nil
	}
	out := take(&c.listed, len(in))
	for i, b := range in {
		switch b := b.(type) {
		case *agreement.Clause:
			d := one(&c.clauses)
			*d = *b
			outer := c.enter(b, &d.Conditions)
			d.Heading, d.Body = c.inlines(b.Heading), c.blocks(b.Body)
			c.outer = outer
			out[i] = d
		case *agreement.Paragraph:
			out[i] = c.paragraph(b)
		case *agreement.Table:
			out[i] = c.table(b)
		case *tablePlace:
			t := c.tables[b.index]
			t.ID, t.Pos = b.id, b.pos
			c.outer = c.enter(b, &t.Conditions)
			out[i] = t
		}
	}
	return out
}

func (c *copier) paragraph(p *agreement.Paragraph) *agreement.Paragraph {
	d := one(&c.paragraphs)
	*d = *p
	outer := c.enter(p, &d.Conditions)
	d.ID, d.Text = expand(p.ID, c.values), c.inlines(p.Text)
	c.outer = outer
	return d
}

func (c *copier) table(t *agreement.Table) *agreement.Table {
	d := *t
	outer := c.enter(t, &d.Conditions)
	defer func() { c.outer = outer }()
	d.Head, d.Rows = c.cells(t.Head), nil
	for _, r := range t.Rows {
		d.Rows = append(d.Rows, agreement.Row{Cells: c.cells(r.Cells)})
	}
	return &d
}

func (c *copier) cells(in []agreement.Cell) []agreement.Cell {
	out := make([]agreement.Cell, len(in))
	for i, x := range in {
		out[i] = c.inlines(x)
	}
	return out
}

func (c *copier) inlines(in []agreement.Inline) []agreement.Inline {
	if in == nil {
		return nil
	}
	out := take(&c.words, len(in))
	for i, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			d := one(&c.texts)
			*d = *x
			d.Text = expand(x.Text, c.values)
			if c.spans != nil {
				d.Origin = c.origin(x, x.Text)
			}
			out[i] = d
		case *agreement.Define:
			d := &agreement.Define{Term: expand(x.Term, c.values)}
			if c.spans != nil {
				d.Origin = c.origin(x, x.Term)
			}
			out[i] = d
		case *agreement.Ref:
			d := one(&c.refs)
			*d = *x
			out[i] = d
		}
	}
	return out
}

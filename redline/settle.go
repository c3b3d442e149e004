package redline

import "github.com/engross/engross/agreement"

// Settle is the draft that comes of a redline when some of its changes are accepted
// and the others are not. The numbers of provisions are those of the draft from which
// each comes.
//
// What cannot be parted is settled alike: a table whose columns changed, a page of
// signatures, the title page, and what was edited in a provision that moved go as a
// whole, and where one of their changes is not accepted the others are not either.
// These are given besides.
func Settle(res *Result, accepted func(*Change) bool) (*agreement.Document, []Change) {
	s := settler{side: side{refused: &refusals{map[agreement.Inline]bool{}, map[*agreement.Row]bool{}}}, blocks: map[agreement.Block]bool{}, moves: map[int]bool{}}
	taken := make([]bool, len(res.Changes))
	for i := range res.Changes {
		c := &res.Changes[i]
		if taken[i] = c.Kind == Consequential || accepted(c); !taken[i] {
			s.refuse(c)
		}
	}
	var besides []Change
	for i := range res.Changes {
		if c := &res.Changes[i]; taken[i] && c.Kind != Consequential && s.refuses(c) {
			besides = append(besides, *c)
		}
	}
	d := res.Document
	out := *d
	if s.head && d.Was != nil {
		out = *d.Was
	}
	out.Was, out.Compared = nil, nil
	out.Body = rejoin(s.settle(d.Body), new(*agreement.Paragraph))
	return &out, besides
}

// refusals are words and rows that are as the old draft has them.
type refusals struct {
	words map[agreement.Inline]bool
	rows  map[*agreement.Row]bool
}

// A settler knows what is refused besides words and rows: blocks, moves by their
// number, and the title page.
type settler struct {
	side
	blocks map[agreement.Block]bool
	moves  map[int]bool
	head   bool
}

func (s *settler) refuse(c *Change) {
	switch {
	case c.Scope == Head:
		s.head = true
	case c.Kind == Moved && c.move != 0:
		s.moves[c.move] = true
	case c.Scope == Signatures || len(c.words)+len(c.rows) == 0:
		s.blocks[c.block] = true
	default:
		for _, x := range c.words {
			s.refused.words[x] = true
		}
		for _, r := range c.rows {
			s.refused.rows[r] = true
		}
	}
}

// refuses reports that a change which is accepted goes with one that is not.
func (s *settler) refuses(c *Change) bool {
	if c.Scope == Head {
		return s.head
	}
	return c.Kind != Moved && (s.blocks[c.block] || s.moves[moveOf(c.block)])
}

// moveOf is the number of the move of which a block is an end, or 0.
func moveOf(b agreement.Block) int {
	switch b := b.(type) {
	case *agreement.Clause:
		return b.Move
	case *agreement.Paragraph:
		return b.Move
	case *agreement.Table, *agreement.Signatures:
	}
	return 0
}

func (s *settler) settle(body []agreement.Block) (out []agreement.Block) {
	for _, b := range body {
		own := s.side
		own.old = s.blocks[b] || s.moves[moveOf(b)]
		change := agreement.ChangeOfBlock(b)
		if !own.has(change) {
			continue
		}
		clause, ok := b.(*agreement.Clause)
		if !ok || change != agreement.Unchanged {
			out = append(out, own.blocks([]agreement.Block{b})...)
			continue
		}
		c := own.clause(clause)
		c.Body = s.settle(clause.Body)
		out = append(out, c)
	}
	return out
}

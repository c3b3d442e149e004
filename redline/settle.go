package redline

import "github.com/engross/engross/agreement"

// Settle is the draft that comes of a redline when some of its changes are accepted
// and the others are not. A block is taken whole: where one of its changes is not
// accepted, it is as in the old draft. The numbers of provisions are those of the
// draft from which each comes.
func Settle(res *Result, accepted func(*Change) bool) *agreement.Document {
	s := settler{refused: map[agreement.Block]bool{}, moves: map[int]bool{}}
	head := false
	for i := range res.Changes {
		c := &res.Changes[i]
		if c.Kind == Consequential || accepted(c) {
			continue
		}
		switch {
		case c.Scope == Head:
			head = true
		case c.Kind == Moved:
			s.moves[c.move] = true
		default:
			s.refused[c.block] = true
		}
	}
	d := res.Document
	out := *d
	if head && d.Was != nil {
		out = *d.Was
	}
	out.Was, out.Compared = nil, nil
	out.Body = s.blocks(d.Body)
	return &out
}

// A settler knows what is refused: blocks, and moves by their number.
type settler struct {
	refused map[agreement.Block]bool
	moves   map[int]bool
}

func (s settler) blocks(body []agreement.Block) (out []agreement.Block) {
	for _, b := range body {
		change, move := changeOfBlock(b), 0
		switch b := b.(type) {
		case *agreement.Clause:
			move = b.Move
		case *agreement.Paragraph:
			move = b.Move
		case *agreement.Table, *agreement.Signatures:
		}
		own := side{old: s.refused[b] || move != 0 && s.moves[move]}
		if !own.has(change) {
			continue
		}
		clause, ok := b.(*agreement.Clause)
		if !ok || change != agreement.Unchanged {
			out = append(out, own.blocks([]agreement.Block{b})...)
			continue
		}
		c := own.clause(clause)
		c.Body = s.blocks(clause.Body)
		out = append(out, c)
	}
	return out
}

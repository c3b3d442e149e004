package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// touched reports that b or something in it is marked as changed. Another number
// alone does not touch a block.
func touched(b agreement.Block) bool {
	if agreement.ChangeOfBlock(b) != agreement.Unchanged {
		return true
	}
	found := false
	agreement.Inlines(b, func(in []agreement.Inline) { found = found || anyChange(in) })
	switch b := b.(type) {
	case *agreement.Clause:
		return found || slices.ContainsFunc(b.Body, touched)
	case *agreement.Table:
		return found || slices.ContainsFunc(b.Rows, func(r agreement.Row) bool { return r.Change != agreement.Unchanged })
	case *agreement.Signatures:
		return found || slices.ContainsFunc(b.Blocks, touchedBlock)
	case *agreement.Paragraph:
	}
	return found
}

// shown is what tells a block that changed, or holds one that did: a number that
// somebody changed is such a change, and one that followed is none.
func (r *Result) shown() func(agreement.Block) bool {
	retyped := r.retyped()
	if len(retyped) == 0 {
		return touched
	}
	var holds func(b agreement.Block) bool
	holds = func(b agreement.Block) bool {
		c, ok := b.(*agreement.Clause)
		return ok && (retyped[c] || slices.ContainsFunc(c.Body, holds))
	}
	return func(b agreement.Block) bool { return touched(b) || holds(b) }
}

func anyChange(in []agreement.Inline) bool {
	return slices.ContainsFunc(in, func(x agreement.Inline) bool {
		return agreement.ChangeOf(x) != agreement.Unchanged || remarked(x) != ""
	})
}

// touchedBlock reports a signatory's block that is marked or has marked words.
func touchedBlock(s agreement.Signatory) bool {
	return s.Was != nil || s.Change != agreement.Unchanged
}

// touchedRow reports a row that is marked or has marked words.
func touchedRow(r agreement.Row) bool {
	return r.Change != agreement.Unchanged || slices.ContainsFunc(r.Cells, func(c agreement.Cell) bool { return anyChange(c) })
}

// A move is the citations of its two ends: of a run of provisions, the first and
// the last.
type move struct{ from, to string }

// note says at one end of a move where the other is.
func (m move) note(change agreement.Change) string {
	switch {
	case change == agreement.MovedTo && m.from != "":
		return "moved from " + m.from
	case change == agreement.MovedFrom && m.to != "":
		return "moved to " + m.to
	}
	return "moved"
}

// ends is the moves of d by number. A paragraph has the citation of its clause.
func ends(d *agreement.Document) map[int]move {
	moves := map[int]move{}
	var walk func(body []agreement.Block, around string)
	note := func(number int, change agreement.Change, citation string) {
		m := moves[number]
		end := &m.to
		if change == agreement.MovedFrom {
			end = &m.from
		}
		if *end == "" {
			*end = citation
		} else if *end != citation {
			*end = span(*end, citation)
		}
		moves[number] = m
	}
	walk = func(body []agreement.Block, around string) {
		for _, b := range body {
			switch b := b.(type) {
			case *agreement.Clause:
				if b.Number != "" {
					if b.Move != 0 {
						note(b.Move, b.Change, b.Number)
					}
					walk(b.Body, b.Number)
					continue
				}
				if b.Move != 0 { // to say that it moved to itself says nothing
					note(b.Move, b.Change, around)
				}
				walk(b.Body, title(b))
			case *agreement.Paragraph:
				if b.Move != 0 {
					note(b.Move, b.Change, around)
				}
			case *agreement.Table, *agreement.Signatures: // carry no number
			}
		}
	}
	walk(d.Body, "")
	return moves
}

package word

import "strings"

// A view is a story as it reads when all of its changes are accepted, or all
// rejected: plain paragraphs and tables.

// A viewBlock is a paragraph or a table.
type viewBlock struct {
	para  *viewPara
	table *viewTable
	box   bool
}

type viewPara struct {
	props
	numberedAs
	pieces []piece
	marks  []string // bookmarks that begin in it
}

type viewTable struct {
	style string
	rows  []viewRow
}

type viewRow struct {
	head  bool
	cells []viewCell
}

type viewCell struct {
	span int
	body []viewBlock
}

// A viewer makes one view.
type viewer struct {
	accept bool
	count  *counting
	lost   []string // words that go with a deleted row though nobody deleted them
}

// blocks is the view of a body. Where the end of a paragraph goes, its words join the
// paragraph after it, whose kind prevails.
func (v *viewer) blocks(body []storyBlock) (out []viewBlock) {
	var carried []piece
	var boxed []viewBlock // what stands in text boxes beside the words carried
	flush := func(p *props) {
		if p == nil && !anyWords(carried) {
			return
		}
		at := plainProps()
		if p != nil {
			at = *p
		}
		out = append(append(out, viewBlock{para: v.paragraph(at, carried)}), boxed...)
		carried, boxed = nil, nil
	}
	var last *props
	for _, b := range body {
		if b.table != nil {
			if anyWords(carried) {
				flush(last)
			}
			if t := v.table(b.table); len(t.rows) > 0 {
				out = append(out, viewBlock{table: t, box: b.box})
			}
			continue
		}
		p := b.para
		if b.box {
			box := v.paragraph(p.props, v.pieces(p))
			if boxed = append(boxed, viewBlock{para: box, box: true}); len(carried) == 0 {
				out, boxed = append(out, boxed...), nil
			}
			continue
		}
		kept := v.pieces(p)
		carried = append(carried, kept...)
		last = &p.props
		if p.was != nil && !v.accept {
			last = p.was
		}
		if p.mark.alive(v.accept) {
			flush(last)
		}
	}
	if anyWords(carried) {
		flush(last)
	}
	return out
}

func anyWords(list []piece) bool {
	for _, q := range list {
		if q.kind == wordsPiece && q.text != "" || q.kind == notePiece {
			return true
		}
	}
	return false
}

// pieces are those of a paragraph that the view has. Bookmarks outlive the changes
// they stand in, unless the words moved away or the whole paragraph goes.
func (v *viewer) pieces(p *para) []piece {
	words, marks := false, false
	for _, q := range p.pieces {
		switch q.kind {
		case markPiece, markEndPiece:
			marks = true
		case wordsPiece, notePiece:
			words = words || q.in.alive(v.accept)
		case fieldBegin, fieldResult, fieldEnd, commentPiece, anchorBegin, anchorEnd:
		}
	}
	goes := marks && !words && !p.mark.alive(v.accept)
	var out []piece
	for _, q := range p.pieces {
		switch q.kind {
		case markPiece, markEndPiece:
			if goes || q.in.moved() && v.accept {
				continue
			}
		case wordsPiece, fieldBegin, fieldResult, fieldEnd, notePiece, commentPiece, anchorBegin, anchorEnd:
			if !q.in.alive(v.accept) {
				continue
			}
		}
		if q.was != nil && !v.accept {
			q.bold, q.marks, q.hidden = q.was.bold, q.was.marks, q.was.hidden
		}
		out = append(out, q)
	}
	return out
}

func (v *viewer) paragraph(p props, pieces []piece) *viewPara {
	q := &viewPara{props: p, pieces: pieces}
	for _, x := range pieces {
		if x.kind == markPiece {
			q.marks = append(q.marks, x.text)
		}
	}
	if p.section && !anyWords(pieces) { // what only ends a section shows no number
		return q
	}
	q.numberedAs = v.count.next(&q.props)
	return q
}

func (v *viewer) table(t *tableStory) *viewTable {
	out := &viewTable{style: t.style}
	for _, r := range t.rows {
		if !r.in.alive(v.accept) {
			v.lose(r)
			continue
		}
		row := viewRow{head: r.head}
		for _, c := range r.cells {
			if c.in.alive(v.accept) {
				row.cells = append(row.cells, viewCell{c.span, v.blocks(c.body)})
			}
		}
		if len(row.cells) > 0 {
			out.rows = append(out.rows, row)
		}
	}
	return out
}

// lose notes words in a row that goes which are not themselves marked to go.
func (v *viewer) lose(r rowStory) {
	for _, c := range r.cells {
		for _, b := range c.body {
			if b.para == nil {
				continue
			}
			s := ""
			for _, q := range b.para.pieces {
				if q.kind == wordsPiece && len(q.in) > 0 && q.in.alive(v.accept) {
					s += q.text
				}
			}
			if s = strings.TrimSpace(s); s != "" {
				v.lost = append(v.lost, s)
			}
		}
	}
}

// words are what is printed of pieces: not the code of fields.
func wordsOf(pieces []piece) string {
	var b strings.Builder
	depth := 0 // fields whose code is being read
	var code []bool
	for _, q := range pieces {
		switch q.kind {
		case fieldBegin:
			code = append(code, true)
			depth++
		case fieldResult:
			if n := len(code); n > 0 && code[n-1] {
				code[n-1] = false
				depth--
			}
		case fieldEnd:
			if n := len(code); n > 0 {
				if code[n-1] {
					depth--
				}
				code = code[:n-1]
			}
		case wordsPiece:
			if depth == 0 {
				b.WriteString(q.text)
			}
		case markPiece, markEndPiece, notePiece, commentPiece, anchorBegin, anchorEnd:
		}
	}
	return b.String()
}

// lines are the words of a view, a line for each paragraph, with its number before it
// where numbered is asked for.
func lines(body []viewBlock, numbered bool) (out []string) {
	for _, b := range body {
		if b.box && !numbered {
			continue
		}
		if b.table != nil {
			for _, r := range b.table.rows {
				for _, c := range r.cells {
					out = append(out, lines(c.body, numbered)...)
				}
			}
			continue
		}
		s := wordsOf(b.para.pieces)
		if numbered && b.para.label != "" {
			s = b.para.label + "\t" + s
		}
		out = append(out, s)
	}
	return out
}

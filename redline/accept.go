package redline

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// Accept is the new draft of a redline: what is deleted or moved away is left
// out and nothing is marked. It does not change d.
func Accept(d *agreement.Document) *agreement.Document {
	out := *d
	out.Was, out.Compared = nil, nil
	out.Body = rejoin(side{}.blocks(d.Body), new(*agreement.Paragraph))
	return &out
}

// Reject is the old draft of a redline: what is inserted or moved here is left
// out, numbers and references are as they were, and nothing is marked. Ids,
// sources, positions and the alignment of columns of what both drafts have are
// those of the new draft. It does not change d.
func Reject(d *agreement.Document) *agreement.Document {
	out := *d
	if d.Was != nil {
		out = *d.Was
	}
	out.Was, out.Compared = nil, nil
	out.Body = rejoin(side{old: true}.blocks(d.Body), new(*agreement.Paragraph))
	return &out
}

// side is one of the two drafts that a redline holds, but for what is refused of it:
// that is as the old draft has it.
type side struct {
	old     bool
	refused *refusals
}

// of is the side from which an inline comes.
func (s side) of(x agreement.Inline) side {
	if s.refused != nil && s.refused.words[x] {
		s.old = true
	}
	return s
}

// ofRow is the side from which a row comes.
func (s side) ofRow(r *agreement.Row) side {
	if s.refused != nil && s.refused.rows[r] {
		s.old = true
	}
	return s
}

func (s side) has(c agreement.Change) bool {
	switch c {
	case agreement.Inserted, agreement.MovedTo:
		return !s.old
	case agreement.Deleted, agreement.MovedFrom:
		return s.old
	case agreement.Unchanged:
	}
	return true
}

func (s side) blocks(body []agreement.Block) (out []agreement.Block) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			if s.has(b.Change) {
				out = append(out, s.clause(b))
			}
		case *agreement.Paragraph:
			if s.has(b.Change) {
				out = append(out, s.paragraphs(b)...)
			}
		case *agreement.Table:
			if s.has(b.Change) {
				out = append(out, s.table(b))
			}
		case *agreement.Signatures:
			if s.has(b.Change) {
				out = append(out, s.signatures(b))
			}
		}
	}
	return out
}

func (s side) clause(b *agreement.Clause) *agreement.Clause {
	c := *b
	if s.old {
		c.ID = strings.TrimPrefix(c.ID, formerly)
		c.Label, c.Number = formerLabel(b.Was, b.Label), formerLabel(b.WasNumber, b.Number)
	}
	c.Heading, c.Body = s.inlines(b.Heading), s.blocks(b.Body)
	c.Change, c.Move, c.Was, c.WasNumber = agreement.Unchanged, 0, "", ""
	return &c
}

// paragraphs is b as the paragraphs that the draft had of it, which are several
// where one of its breaks is the draft's.
func (s side) paragraphs(b *agreement.Paragraph) (out []agreement.Block) {
	var parts [][]agreement.Inline
	from := 0
	var goingOn []agreement.Inline // the mark of it, where it is no paragraph of its own
	if goesOn(b.Text) {
		from = 1
		if x := b.Text[0]; !s.of(x).has(agreement.ChangeOf(x)) {
			goingOn = []agreement.Inline{x}
		}
	}
	for i, x := range b.Text {
		if i < from {
			continue
		}
		if t, ok := x.(*agreement.Text); ok && t.Break && s.of(x).has(t.Change) {
			parts = append(parts, b.Text[from:i])
			from = i + 1
		}
	}
	for i, part := range append(parts, b.Text[from:]) {
		p := *b
		p.Text, p.Change, p.Move = s.inlines(part), agreement.Unchanged, 0
		if i == 0 && goingOn != nil {
			p.Text = append(goingOn, p.Text...)
		}
		if s.old {
			p.ID = strings.TrimPrefix(p.ID, formerly)
		}
		if i > 0 {
			p.ID = ""
		}
		out = append(out, &p)
	}
	return out
}

func (s side) table(b *agreement.Table) *agreement.Table {
	t := *b
	if s.old {
		t.ID = strings.TrimPrefix(t.ID, formerly)
	}
	t.Change, t.Columns, t.Align = agreement.Unchanged, nil, inColumns(s, b.Columns, b.Align)
	t.Head, t.Rows = s.cells(inColumns(s, b.Columns, b.Head)), nil
	for i := range b.Rows {
		if r := &b.Rows[i]; s.ofRow(r).has(r.Change) {
			t.Rows = append(t.Rows, agreement.Row{Cells: s.cells(inColumns(s, b.Columns, r.Cells))})
		}
	}
	return &t
}

// inColumns is those of row that stand in a column that the draft has.
func inColumns[T any](s side, columns []agreement.Change, row []T) []T {
	if columns == nil {
		return row
	}
	var out []T
	for i, x := range row {
		if s.has(columns[i]) {
			out = append(out, x)
		}
	}
	return out
}

func (s side) cells(cells []agreement.Cell) []agreement.Cell {
	out := make([]agreement.Cell, len(cells))
	for i, c := range cells {
		out[i] = s.inlines(c)
	}
	return out
}

func (s side) signatures(b *agreement.Signatures) *agreement.Signatures {
	p := *b
	p.Change, p.Lead, p.Blocks = agreement.Unchanged, s.inlines(b.Lead), nil
	for _, y := range b.Blocks {
		if s.has(y.Change) {
			if s.old && y.Was != nil {
				y = *y.Was
			}
			y.Change, y.Was = agreement.Unchanged, nil
			p.Blocks = append(p.Blocks, y)
		}
	}
	return &p
}

// inlines is the words of the draft, texts that meet put together.
func (s side) inlines(in []agreement.Inline) (out []agreement.Inline) {
	var run strings.Builder // texts that meet, and whether they are values
	value, mark := false, ""
	flush := func() {
		if run.Len() > 0 {
			out = append(out, &agreement.Text{Text: run.String(), Value: value, Mark: mark})
			run.Reset()
		}
	}
	for _, x := range in {
		s := s.of(x)
		if !s.has(agreement.ChangeOf(x)) {
			continue
		}
		switch x := x.(type) {
		case *agreement.Text:
			if x.Break || x.Text == "" {
				continue
			}
			is := x.Mark
			if s.old {
				is = wasMark(x.WasMark, is)
			}
			if s.old && x.WasMark == agreement.Defining {
				flush()
				out = append(out, &agreement.Define{Term: strings.Trim(x.Text, `"`)})
				continue
			}
			if x.Value != value || is != mark {
				flush()
			}
			run.WriteString(x.Text)
			value, mark = x.Value, is
		case *agreement.Define:
			if s.old && x.WasMark == agreement.Plain {
				if value || mark != "" {
					flush()
				}
				run.WriteString(`"` + x.Term + `"`)
				value, mark = false, ""
				continue
			}
			flush()
			out = append(out, &agreement.Define{Term: x.Term})
		case *agreement.Ref:
			flush()
			r := &agreement.Ref{Target: x.Target, Text: x.Text, Mark: x.Mark}
			if s.old {
				r.Mark = wasMark(x.WasMark, r.Mark)
			}
			r.Mark = unled(r.Mark)
			if s.old {
				r.Target, r.Text = strings.TrimPrefix(x.Target, formerly), was(x.Was, x.Text)
			}
			out = append(out, r)
		}
	}
	flush()
	return out
}

// rejoin puts paragraphs that begin with the mark of going on at the end of the one
// before, wherever that stands.
func rejoin(body []agreement.Block, last **agreement.Paragraph) []agreement.Block {
	out := body[:0]
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			b.Body = rejoin(b.Body, last)
		case *agreement.Paragraph:
			if goesOn(b.Text) {
				if b.Text = b.Text[1:]; *last != nil {
					(*last).Text = side{}.inlines(append((*last).Text, b.Text...))
					continue
				}
			}
			*last = b
		case *agreement.Table, *agreement.Signatures:
		}
		out = append(out, b)
	}
	return out
}

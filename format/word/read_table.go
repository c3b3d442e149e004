package word

import (
	"strings"

	"github.com/engross/engross/agreement"
)

func (t *tree) addTable(v *viewTable) {
	if s, ok := t.signatory(v); ok {
		t.addSignatory(s)
		return
	}
	t.endSignatures()
	table := &agreement.Table{}
	width := 0
	for _, r := range v.rows {
		n := 0
		for _, c := range r.cells {
			n += c.span
		}
		width = max(width, min(n, 200))
	}
	for i, r := range v.rows {
		var cells []agreement.Cell
		for _, c := range r.cells {
			cell, align := t.cell(c)
			for range c.span {
				if len(cells) == width {
					break
				}
				cells = append(cells, cell)
				cell = nil
				if i == 0 {
					table.Align = append(table.Align, align)
				}
			}
		}
		for len(cells) < width {
			cells = append(cells, nil)
			if i == 0 {
				table.Align = append(table.Align, agreement.Left)
			}
		}
		if i == 0 {
			table.Head = cells
			for _, cell := range cells {
				unbold(cell)
			}
			table.ID = t.tableID(r)
		} else {
			table.Rows = append(table.Rows, agreement.Row{Cells: cells})
		}
	}
	t.place(table)
}

func (t *tree) tableID(r viewRow) string {
	for _, c := range r.cells {
		for _, b := range c.body {
			if b.para == nil {
				continue
			}
			for _, m := range b.para.marks {
				if id := t.id(m); id != "" && t.clause[id] == nil {
					return id
				}
			}
		}
	}
	return ""
}

// cell is the words of a cell, its paragraphs one after the other.
func (t *tree) cell(c viewCell) (cell agreement.Cell, align agreement.Align) {
	for i, b := range c.body {
		if b.para == nil {
			cell = append(cell, &agreement.Text{Text: strings.Join(strings.Fields(strings.Join(lines([]viewBlock{b}, true), " ")), " ")})
			continue
		}
		if i == 0 {
			switch {
			case b.para.right:
				align = agreement.Right
			case b.para.center:
				align = agreement.Center
			}
		}
		in := t.inlines(b.para.pieces)
		if b.para.label != "" && len(in) > 0 {
			in = append([]agreement.Inline{&agreement.Text{Text: b.para.label + " "}}, in...)
		}
		if len(cell) > 0 && len(in) > 0 {
			cell = append(cell, &agreement.Text{Text: " "})
		}
		cell = append(cell, in...)
	}
	return cell, align
}

// signatory reads the block in which a party signs: it is one if its paragraphs have
// our styles and nothing else stands in it.
func (t *tree) signatory(v *viewTable) (agreement.Signatory, bool) {
	var s agreement.Signatory
	if len(v.rows) < 3 || len(v.rows[0].cells) == 0 {
		return s, false
	}
	for _, b := range v.rows[0].cells[0].body {
		if b.para == nil {
			return s, false
		}
		words := strings.TrimSpace(oneLine(wordsOf(b.para.pieces)))
		switch t.file.styles.name(b.para.style) {
		case "signature party":
			s.Party = joined(s.Party, words)
		case "signature native":
			s.Native = joined(s.Native, words)
		default:
			return s, false
		}
	}
	for _, r := range v.rows[1:] {
		if len(r.cells) != 2 {
			return s, false
		}
		label, _ := t.cell(r.cells[0])
		field, _ := t.cell(r.cells[1])
		words := agreement.Words(field)
		switch agreement.Words(label) {
		case "Name":
			s.Name = words
		case "Title":
			s.Title = words
		case "Seal":
			s.Seal = true
			if words != "" {
				return s, false
			}
		case "Signature", "Date":
			if words != "" {
				return s, false
			}
		default:
			return s, false
		}
	}
	return s, s.Party != ""
}

func (t *tree) addSignatory(s agreement.Signatory) {
	if t.sign == nil {
		t.sign = &agreement.Signatures{Lead: t.lead}
		t.lead = nil
		if own := len(t.open) == 1 && t.open[0].clause.Kind == agreement.Front && len(t.open[0].clause.Body) == 0; !own {
			t.open = t.open[:0]
		}
		t.place(t.sign)
	}
	t.sign.Blocks = append(t.sign.Blocks, s)
}

// endSignatures ends the place where parties sign. Words that were to lead to it and
// lead to none are words.
func (t *tree) endSignatures() {
	t.sign = nil
	if lead := t.lead; len(lead) > 0 {
		t.lead = nil
		t.place(&agreement.Paragraph{Text: lead})
	}
}

package word

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// Widths of type are not known here, since the reader's machine has the faces: a
// character is taken to be half as wide as it is tall, a capital a little wider.
const (
	tableType  = 9 // points
	smallType  = 7
	cellMargin = 4 * pt
	leastCell  = 16 * pt
	shortCell  = 80 * pt
	towerLines = 10 // a narrow cell of more lines is a tower
)

// A grid is the columns of a table, measured.
type grid struct {
	word, whole []length // the widest word and the widest cell of each column, on one line
	heads       []length // the widest word of each head
	turned      bool     // heads run upward
	small       bool
}

func gridOf(t *agreement.Table) grid {
	n := len(t.Head)
	g := grid{make([]length, n), make([]length, n), make([]length, n), false, false}
	for i, c := range t.Head {
		g.heads[i], _ = extent(agreement.Words(c))
		g.heads[i] += g.heads[i] / 6 // they are bold
	}
	for _, r := range t.Rows {
		for i := range min(n, len(r.Cells)) {
			word, whole := extent(agreement.Words(r.Cells[i]))
			g.word[i], g.whole[i] = max(g.word[i], word), max(g.whole[i], whole)
		}
	}
	return g
}

// extent is about how wide the widest word and all of some words are at the size of
// tables.
func extent(s string) (word, whole length) {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '/' }) {
		word = max(word, width(f))
	}
	return word, width(s)
}

func width(s string) length {
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljtfrI.,;:'|()[] ", r):
			n += 58
		case 'A' <= r && r <= 'Z' || strings.ContainsRune("mw%@", r):
			n += 130
		case r > 0x2e80:
			n += 180
		default:
			n += 94
		}
	}
	return n * tableType / 9
}

// least is the narrowest that the columns go.
func (g *grid) least() []length {
	out := make([]length, len(g.word))
	for i := range out {
		out[i] = max(g.word[i], leastCell) + 2*cellMargin
		if !g.turned || i == 0 {
			out[i] = max(out[i], g.heads[i]+2*cellMargin)
		}
	}
	return out
}

// fit gives the columns of a table their widths. Heads run upward, and then the type
// is smaller, where the table would otherwise not go on the measure.
func (g *grid) fit(measure length) []length {
	least := g.least()
	if sum(least) > measure && len(least) > 3 {
		g.turned = true
		least = g.least()
	}
	if sum(least) > measure {
		g.small = true
		for i := range least {
			least[i] = least[i] * smallType / tableType
		}
	}
	if total := sum(least); total > measure {
		for i := range least {
			least[i] = least[i] * measure / total
		}
		return least
	}
	short := slices.Clone(least) // dates and sums stay whole where they can
	for i, n := range g.whole {
		if n <= shortCell && !g.small {
			short[i] = max(short[i], n+2*cellMargin)
		}
	}
	if sum(short) <= measure*4/5 {
		least = short
	}
	widths, _ := g.evenly(least, measure)
	for i, rest := range spread(measure-sum(widths), widths) {
		widths[i] += rest
	}
	return widths
}

// evenly gives each column the width at which its longest cell has about as many
// lines as those of the others, as few as go on the measure, and says how many.
func (g *grid) evenly(least []length, measure length) ([]length, int) {
	const part = 4 // of a line
	widths := slices.Clone(least)
	for n := part; ; n++ {
		for i := range widths {
			widths[i] = max(least[i], g.whole[i]*part/n+2*cellMargin)
			if n > part { // lines are not full
				widths[i] = max(least[i], widths[i]+g.word[i]/3)
			}
		}
		if sum(widths) <= measure || n > 400*part {
			return widths, n / part
		}
	}
}

// spread shares room in proportion.
func spread(room length, by []length) []length {
	out := make([]length, len(by))
	total := max(sum(by), 1)
	for i := range out {
		out[i] = room * by[i] / total
	}
	return out
}

func sum(list []length) length {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}

// tooWide reports whether a table would not stand well on an upright sheet.
func (w *writer) tooWide(t *agreement.Table) bool {
	g := gridOf(t)
	if sum(g.least()) > w.measure(false) {
		return true
	}
	_, lines := g.evenly(g.least(), w.measure(false))
	return lines > towerLines && len(t.Head) > 4
}

// table writes a table, and after it an empty line that keeps it from the next.
func (w *writer) table(t *agreement.Table, at place) {
	change := inherit(t.Change, at.change)
	if t.Columns != nil {
		w.tableOf(oneSide(t, true), agreement.Deleted, at)
		w.tableOf(oneSide(t, false), agreement.Inserted, at)
		return
	}
	w.tableOf(t, change, at)
}

// oneSide is a table as one draft has it, where they do not have the same columns:
// what Word makes of columns that come and go, other programs do not.
func oneSide(t *agreement.Table, old bool) *agreement.Table {
	gone := agreement.Deleted
	has := inNew
	if old {
		gone, has = agreement.Inserted, inOld
	}
	out := &agreement.Table{ID: t.ID}
	keep := func(cells []agreement.Cell) (row []agreement.Cell) {
		for i, c := range cells {
			if t.Columns[i] != gone {
				row = append(row, sideOf(c, has, old))
			}
		}
		return row
	}
	for i, a := range t.Align {
		if t.Columns[i] != gone {
			out.Align = append(out.Align, a)
		}
	}
	out.Head = keep(t.Head)
	for _, r := range t.Rows {
		if has(r.Change) {
			out.Rows = append(out.Rows, agreement.Row{Cells: keep(r.Cells)})
		}
	}
	return out
}

// sideOf is words as one draft has them, unmarked.
func sideOf(in []agreement.Inline, has func(agreement.Change) bool, old bool) (out []agreement.Inline) {
	for _, x := range in {
		if !has(agreement.ChangeOf(x)) {
			continue
		}
		mark, was := marksOf(x)
		if old {
			mark = was
		}
		switch x := x.(type) {
		case *agreement.Text:
			out = append(out, &agreement.Text{Text: x.Text, Mark: mark})
		case *agreement.Define:
			out = append(out, &agreement.Define{Term: x.Term})
		case *agreement.Ref:
			r := &agreement.Ref{Target: x.Target, Text: x.Text, Mark: mark}
			if old {
				r.Text = former(x.Was, x.Text)
			}
			out = append(out, r)
		}
	}
	return out
}

func (w *writer) tableOf(t *agreement.Table, change agreement.Change, at place) {
	change = comesOrGoes(change)
	at.change = change
	g := gridOf(t)
	indent := textIndent(at.depth)
	measure := w.sheet.wide
	if sum(g.least()) > measure-indent {
		indent = 0
	}
	widths := g.fit(measure - indent)
	w.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="AgreementTable"/><w:tblW w:w="`, strconv.Itoa(sum(widths)), `" w:type="dxa"/><w:tblInd w:w="`, strconv.Itoa(indent),
		`" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		w.raw(`<w:gridCol w:w="`, strconv.Itoa(n), `"/>`)
	}
	w.raw(`</w:tblGrid>`)
	c := cells{widths: widths, grid: g, table: t}
	w.row(t.Head, c, true, change, at)
	for _, r := range t.Rows {
		if change == agreement.Inserted && !inNew(r.Change) || change == agreement.Deleted && !inOld(r.Change) {
			continue // it is at the other end of the move
		}
		own := at
		own.change = comesOrGoes(inherit(r.Change, change))
		w.row(r.Cells, c, false, own.change, own)
	}
	w.raw(`</w:tbl>`)
	w.spacer(change)
}

// comesOrGoes is a change as rows have it, which in Word do not move.
func comesOrGoes(c agreement.Change) agreement.Change {
	switch c {
	case agreement.MovedFrom:
		return agreement.Deleted
	case agreement.MovedTo:
		return agreement.Inserted
	case agreement.Unchanged, agreement.Inserted, agreement.Deleted:
	}
	return c
}

func (w *writer) spacer(change agreement.Change) {
	w.begin(paragraph{style: "Spacer", change: change})
	w.end()
}

// cells is what the cells of a table share.
type cells struct {
	widths []length
	grid   grid
	table  *agreement.Table
}

func (w *writer) row(row []agreement.Cell, c cells, head bool, change agreement.Change, at place) {
	w.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	if head && c.grid.turned {
		tall := 0
		for _, cell := range row {
			tall = max(tall, width(agreement.Words(cell)))
		}
		w.raw(`<w:trHeight w:val="`, strconv.Itoa(min(tall*11/10+2*cellMargin, 150*pt)), `" w:hRule="atLeast"/>`)
	}
	if head {
		w.raw(`<w:tblHeader/>`)
	}
	if change != agreement.Unchanged {
		w.revision(w.tagOf(change), "/")
	}
	w.raw(`</w:trPr>`)
	for i, n := range c.widths {
		w.raw(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(n), `" w:type="dxa"/>`)
		if head && c.grid.turned && i > 0 {
			w.raw(`<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>`)
		}
		w.raw(`</w:tcPr>`)
		var cell agreement.Cell
		if i < len(row) {
			cell = row[i]
		}
		w.cell(cell, c, i, head, change, at)
		w.raw(`</w:tc>`)
	}
	w.raw(`</w:tr>`)
}

func (w *writer) cell(cell agreement.Cell, c cells, column int, head bool, change agreement.Change, at place) {
	style := "TableText"
	if head {
		style = "TableHead"
	}
	if c.grid.small {
		style += "Small"
	}
	w.raw(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`)
	if head {
		w.raw(`<w:keepNext/>`)
	}
	if column < len(c.table.Align) {
		switch c.table.Align[column] {
		case agreement.Right:
			w.raw(`<w:jc w:val="right"/>`)
		case agreement.Center:
			w.raw(`<w:jc w:val="center"/>`)
		case agreement.Left:
		}
	}
	if change != agreement.Unchanged {
		w.raw(`<w:rPr>`)
		w.revision(w.tagOf(change), "/")
		w.raw(`</w:rPr>`)
	}
	w.raw(`</w:pPr>`)
	var m mark
	if head && column == 0 {
		m = w.marks.open(&w.printer, c.table.ID, change)
		w.comment(c.table, func() { w.inlines(cell, "", change) })
	} else {
		w.inlines(cell, "", change)
	}
	w.changes(agreement.Unchanged)
	m.close(&w.printer)
	w.raw(`</w:p>`)
}

// Indents of provisions, as the PDF has them.
const (
	indentSection = 36 * pt
	indentStep    = 27 * pt
	deepest       = 7
)

func labelIndent(depth int) length {
	if depth <= 2 {
		return 0
	}
	return textIndent(depth - 1)
}

func textIndent(depth int) length {
	if depth <= 0 {
		return 0
	}
	return indentSection + max(min(depth, deepest)-2, 0)*indentStep
}

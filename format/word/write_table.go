package word

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A length is in twentieths of a point, as Word has it.
type length = int

const (
	pt length = 20
	mm length = 57

	marginSide   = 29 * mm
	marginTop    = 30 * mm
	marginBottom = 29 * mm
)

// size is the sheet in its upright position.
func (p Paper) size() (width, height length) {
	if p == Letter {
		return 12240, 15840
	}
	return 11906, 16838
}

func (w *writer) measure(turned bool) length {
	width, height := w.options.Paper.size()
	if turned {
		width = height
	}
	return width - w.margin("left", marginSide) - w.margin("right", marginSide)
}

// margin is that of the reference document, or ours.
func (w *writer) margin(side string, own length) length {
	if r := w.options.Style; r != nil {
		if n, ok := r.margins[side]; ok {
			return n
		}
	}
	return own
}

// turn ends the section where the next sheet is held another way.
func (w *writer) turn(sideways bool) {
	if sideways == w.sheet.turned {
		return
	}
	w.begin(paragraph{style: "Spacer", newSheet: true})
	w.end()
	w.sheet = sheet{sideways, w.measure(sideways)}
}

// sectionProperties says how the sheets of the section that ends here are held.
func (w *writer) sectionProperties() {
	width, height := w.options.Paper.size()
	w.raw(`<w:sectPr>`)
	w.sheetReferences()
	if w.sheet.turned {
		w.raw(`<w:pgSz w:w="`, strconv.Itoa(height), `" w:h="`, strconv.Itoa(width), `" w:orient="landscape"/>`)
	} else {
		w.raw(`<w:pgSz w:w="`, strconv.Itoa(width), `" w:h="`, strconv.Itoa(height), `"/>`)
	}
	w.raw(`<w:pgMar`)
	for _, m := range []struct {
		side string
		own  length
	}{{"top", marginTop}, {"right", marginSide}, {"bottom", marginBottom}, {"left", marginSide}, {"header", 15 * mm}, {"footer", 13 * mm}} {
		w.raw(` w:`, m.side, `="`, strconv.Itoa(w.margin(m.side, m.own)), `"`)
	}
	w.raw(` w:gutter="0"/>`)
	if !w.section && (w.sheetPart("header", "default") == nil && w.sheetPart("footer", "default") == nil || w.options.Style.title) {
		w.raw(`<w:titlePg/>`)
	}
	w.raw(`</w:sectPr>`)
	w.section = true
}

// sheetReferences names the header and the footer of a section: those of the reference
// document where it has them.
func (w *writer) sheetReferences() {
	for _, of := range []string{"default", "first"} {
		if of == "first" && w.section {
			continue
		}
		for _, kind := range []string{"header", "footer"} {
			own := map[string]string{"header default": "rHeader", "header first": "rFirstHeader"}[kind+" "+of]
			if own == "" {
				own = "rFooter"
			}
			if p := w.sheetPart(kind, of); p != nil {
				own = relationID(p)
			}
			w.raw(`<w:`, kind, `Reference w:type="`, of, `" r:id="`, own, `"/>`)
		}
	}
}

// sheetPart is a header or a footer of the reference document, or nil.
func (w *writer) sheetPart(kind, of string) *sheetPart {
	if r := w.options.Style; r != nil {
		for i := range r.sheets {
			if p := &r.sheets[i]; p.kind == kind && p.of == of {
				return p
			}
		}
	}
	return nil
}

func relationID(p *sheetPart) string {
	return "r" + strings.TrimSuffix(strings.TrimPrefix(p.name, "word/"), ".xml")
}

// sideways reports whether the first block of body belongs on a sheet turned
// sideways, alone or as words before a block that does. Words at the end stay on the
// sheet as it is.
func (w *writer) sideways(body []agreement.Block, is bool) bool {
	for _, b := range body {
		if isParagraph(b) {
			continue
		}
		wide := false
		agreement.Walk([]agreement.Block{b}, func(b agreement.Block) bool {
			if t, ok := b.(*agreement.Table); ok && w.tooWide(t) {
				wide = true
			}
			return !wide
		})
		return wide
	}
	return is
}

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
		switch x := x.(type) {
		case *agreement.Text:
			out = append(out, &agreement.Text{Text: x.Text})
		case *agreement.Define:
			out = append(out, &agreement.Define{Term: x.Term})
		case *agreement.Ref:
			r := &agreement.Ref{Target: x.Target, Text: x.Text}
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
		w.revision(tagOf(change), "/")
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
		w.revision(tagOf(change), "/")
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

// signatures writes the words before the blocks, and each block as a small table with
// lines to sign on.
func (w *writer) signatures(s *agreement.Signatures, at place) {
	change := inherit(s.Change, at.change)
	at.change = change
	if len(s.Lead) > 0 {
		lead := &agreement.Paragraph{Text: s.Lead}
		w.begin(paragraph{style: "SignatureLead", keep: true, change: change})
		w.comment(s, func() { w.inlines(lead.Text, "", change); w.changes(agreement.Unchanged) })
		w.end()
	}
	for _, b := range s.Blocks {
		w.signatory(b, inherit(b.Change, change))
	}
}

func (w *writer) signatory(b agreement.Signatory, change agreement.Change) {
	change = comesOrGoes(change)
	const label = 80 * pt
	rest := 215 * pt
	w.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="SignatureTable"/><w:tblW w:w="`, strconv.Itoa(label+rest), `" w:type="dxa"/><w:tblLayout w:type="fixed"/>`,
		`<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="`,
		strconv.Itoa(label), `"/><w:gridCol w:w="`, strconv.Itoa(rest), `"/></w:tblGrid>`)
	w.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	w.rowMark(change)
	w.raw(`</w:trPr><w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(label+rest), `" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>`)
	w.signCell("SignatureParty", b, func(s agreement.Signatory) string { return s.Party }, change, true)
	if b.Native != "" || b.Was != nil && b.Was.Native != "" {
		w.signCell("SignatureNative", b, func(s agreement.Signatory) string { return s.Native }, change, true)
	}
	w.raw(`</w:tc></w:tr>`)
	none := func(agreement.Signatory) string { return "" }
	w.signRow("Signature", b, none, change, false)
	w.signRow("Name", b, func(s agreement.Signatory) string { return s.Name }, change, false)
	w.signRow("Title", b, func(s agreement.Signatory) string { return s.Title }, change, false)
	seal, had := b.Seal, b.Seal
	if b.Was != nil {
		had = b.Was.Seal
	}
	w.signRow("Date", b, none, change, !seal && !had)
	if seal || had {
		own := change
		switch {
		case !seal:
			own = agreement.Deleted
		case !had:
			own = agreement.Inserted
		}
		w.signRow("Seal", b, none, own, true)
	}
	w.raw(`</w:tbl>`)
	w.spacer(change)
}

func (w *writer) rowMark(change agreement.Change) {
	if change != agreement.Unchanged {
		w.revision(tagOf(change), "/")
	}
}

func (w *writer) signRow(name string, b agreement.Signatory, field func(agreement.Signatory) string, change agreement.Change, last bool) {
	w.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	w.rowMark(change)
	w.raw(`</w:trPr><w:tc><w:tcPr><w:tcW w:w="1600" w:type="dxa"/></w:tcPr>`)
	w.signParagraph("SignatureLabel", !last, change)
	w.run(name, "", change)
	w.end()
	w.raw(`</w:tc><w:tc><w:tcPr><w:tcW w:w="4300" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="808080"/></w:tcBorders></w:tcPr>`)
	w.signCell("SignatureField", b, field, change, !last)
	w.raw(`</w:tc></w:tr>`)
}

func (w *writer) signParagraph(style string, keep bool, change agreement.Change) {
	w.begin(paragraph{style: style, keep: keep, change: change})
}

// signCell writes a field of a block: in a redline what it was, and what it is.
func (w *writer) signCell(style string, b agreement.Signatory, field func(agreement.Signatory) string, change agreement.Change, keep bool) {
	w.signParagraph(style, keep, change)
	is := field(b)
	if b.Was != nil && change == agreement.Unchanged && field(*b.Was) != is {
		w.run(field(*b.Was), "", agreement.Deleted)
		w.run(is, "", agreement.Inserted)
	} else {
		w.run(is, "", change)
	}
	w.end()
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

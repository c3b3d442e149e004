package render

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// A grid is a table made ready: each cell a paragraph, each column measured.
type grid struct {
	*agreement.Table
	head    []*paragraph
	rows    [][]*paragraph
	minimum []length // of each column, its widest word
	natural []length // of each column, its widest cell on one line
}

func (l *layouter) grid(t *agreement.Table) *grid {
	g := &grid{Table: t, minimum: make([]length, len(t.Head)), natural: make([]length, len(t.Head))}
	g.head = l.cells(g, t.Head, tableHead, t.Change)
	for i := range t.Rows {
		change := t.Rows[i].Change
		if change == agreement.Unchanged {
			change = t.Change
		}
		g.rows = append(g.rows, l.cells(g, t.Rows[i].Cells, tableStyle, change))
	}
	return g
}

// cells makes the paragraphs of a row and lets the columns know of them.
func (l *layouter) cells(g *grid, cells []agreement.Cell, style textStyle, change agreement.Change) []*paragraph {
	out := make([]*paragraph, len(g.Head))
	for i := range out {
		out[i] = &paragraph{style: style}
		if i < len(cells) {
			l.write(out[i]).inlines(cells[i], style.face)
		}
		if change != agreement.Unchanged {
			out[i].mark(inkFor(change))
		}
		word, all := out[i].extremes()
		g.minimum[i] = max(g.minimum[i], word, cellMinimum)
		g.natural[i] = max(g.natural[i], all, cellMinimum)
	}
	return out
}

// mark gives an ink to all words that have none of their own.
func (p *paragraph) mark(k ink) {
	for i := range p.runs {
		if p.runs[i].ink == black {
			p.runs[i].ink = k
		}
	}
}

// extremes is the width of the widest word and of the whole on one line.
func (p *paragraph) extremes() (word, all length) {
	width, since := 0, 0
	for _, g := range p.glyphs {
		width += int(g.advance) + int(g.kern)
		since += int(g.advance) + int(g.kern)
		switch g.class {
		case space, ideograph:
			since = 0
		case dash, slash:
			word = max(word, since)
			since = 0
		case letter, tie, softHyphen:
		}
		word = max(word, since)
	}
	return word*p.style.size/1000 + 1, width*p.style.size/1000 + 1
}

// tooWide reports whether a table in body cannot stand on an upright sheet.
func (l *layouter) tooWide(body []agreement.Block) bool {
	wide := false
	agreement.Walk(body, func(b agreement.Block) bool {
		if t, ok := b.(*agreement.Table); ok && !wide {
			problems := l.problems
			g := l.grid(t)
			l.problems = problems // the table is measured again where it is set
			wide = sum(g.minimum)+2*cellPadding*len(g.minimum) > l.upright()
		}
		return !wide
	})
	return wide
}

func sum(widths []length) length {
	total := length(0)
	for _, w := range widths {
		total += w
	}
	return total
}

// table sets a table, in parts side by side in reading order where its columns
// do not go on one sheet; each part begins with the first column.
func (l *layouter) table(t *agreement.Table, f frame) {
	g := l.grid(t)
	x := f.indent
	if x+sum(g.minimum)+2*cellPadding*len(g.minimum) > l.measure {
		x = 0
	}
	l.space(aboveTable)
	for i, columns := range g.parts(l.measure - x) {
		if i > 0 {
			l.space(3 * aboveTable)
		}
		l.tablePart(g, columns, x)
	}
	l.space(belowTable + aboveParagraph)
}

// parts divides the columns into groups that go on the measure.
func (g *grid) parts(measure length) [][]int {
	var parts [][]int
	first := min(g.minimum[0]+2*cellPadding, measure/3)
	part, used := []int{0}, first
	for c := 1; c < len(g.minimum); c++ {
		w := min(g.minimum[c]+2*cellPadding, measure/2)
		if used+w > measure && len(part) > 1 {
			parts = append(parts, part)
			part, used = []int{0}, first
		}
		part, used = append(part, c), used+w
	}
	return append(parts, part)
}

// fitColumns shares the measure among columns: each as wide as its widest cell
// where there is room, otherwise its widest word and a share of what is left.
func (g *grid) fitColumns(columns []int, measure length) []length {
	room := measure - 2*cellPadding*len(columns)
	widths := make([]length, len(columns))
	least, most := make([]length, len(columns)), make([]length, len(columns))
	for i, c := range columns {
		least[i], most[i] = min(g.minimum[c], room/2), g.natural[c]
	}
	low, high := sum(least), sum(most)
	for i := range columns {
		switch {
		case high <= room:
			widths[i] = most[i] + (room-high)*most[i]/high
		case low <= room:
			widths[i] = least[i] + (room-low)*(most[i]-least[i])/max(high-low, 1)
		default:
			widths[i] = least[i] * room / low
		}
	}
	return widths
}

func (l *layouter) tablePart(g *grid, columns []int, x length) {
	widths := g.fitColumns(columns, l.measure-x)
	t := &tablePart{grid: g, columns: columns, widths: widths, x: x, width: sum(widths) + 2*cellPadding*len(widths)}
	top := &tableTop{}
	for _, r := range l.slices(t, g.head, agreement.Unchanged, ruleHeavy) {
		r.keep = len(top.rows) > 0
		top.rows = append(top.rows, r)
		l.row(r)
	}
	for i := range g.rows {
		change := g.Rows[i].Change
		rule := ruleLight
		if i == len(g.rows)-1 {
			rule = ruleHeavy
		}
		for j, r := range l.slices(t, g.rows[i], change, rule) {
			r.head = top
			r.keep = i == 0 || j > 0 || i == len(g.rows)-1
			l.row(r)
		}
	}
}

// A tablePart is some columns of a table and where they stand.
type tablePart struct {
	*grid
	columns  []int
	widths   []length
	x, width length
}

// slices sets one row of a table as rows of one line each, so that a row
// taller than a page can be cut; the last has a rule below it.
func (l *layouter) slices(t *tablePart, cells []*paragraph, change agreement.Change, rule length) []row {
	tallest := 1
	for i, c := range t.columns {
		if cells[c].lines != nil { // the first column, set again beside others
			again := *cells[c]
			again.lines = nil
			cells[c] = &again
		}
		l.breaker.ragged(cells[c], t.widths[i])
		tallest = max(tallest, len(cells[c].lines))
	}
	style := cells[0].style
	isHead := style == tableHead
	rows := make([]row, tallest)
	for n := range rows {
		r := &rows[n]
		r.height = style.leading
		r.changed = change != agreement.Unchanged
		top := length(0)
		if n == 0 {
			top = cellAbove
			if isHead {
				r.elements = append(r.elements, element{kind: ruleElement, x: t.x, w: t.width, h: ruleHeavy})
			}
		}
		x := t.x
		for i, c := range t.columns {
			if p := cells[c]; n < len(p.lines) {
				r.elements = append(r.elements, t.line(p, n, x+cellPadding, t.widths[i], t.align(c), top))
				r.changed = r.changed || p.changed(p.lines[n])
			}
			x += t.widths[i] + 2*cellPadding
		}
		r.height += top
		if n == tallest-1 {
			r.height += cellBelow
			k := grey
			if rule == ruleHeavy {
				k = black
			}
			r.elements = append(r.elements, element{kind: ruleElement, x: t.x, y: r.height - rule, w: t.width, h: rule, ink: k})
		}
	}
	return rows
}

func (g *grid) align(column int) agreement.Align {
	if column < len(g.Align) {
		return g.Align[column]
	}
	return agreement.Left
}

func (t *tablePart) line(p *paragraph, n int, x, width length, a agreement.Align, top length) element {
	ln := p.lines[n]
	spare := width - p.extent(ln.from, ln.to)
	switch a {
	case agreement.Left:
	case agreement.Right:
		x += spare
	case agreement.Center:
		x += spare / 2
	}
	return element{kind: textElement, x: x, y: top + baseline(p.style), p: p, line: n}
}

// signatures sets the words before the blocks and the blocks, side by side.
// The words and the first blocks stay with what goes before.
func (l *layouter) signatures(s *agreement.Signatures) {
	f := frame{}
	if len(s.Lead) > 0 {
		from := len(l.rows)
		l.space(aboveParagraph)
		l.words(&agreement.Paragraph{Text: s.Lead}, f, nil)
		for i := from; i < len(l.rows); i++ {
			l.rows[i].keep = i > 0
		}
	}
	width := (l.textMeasure() - (blockColumns-1)*blockGap) / blockColumns
	first := true
	for side := range slices.Chunk(s.Blocks, blockColumns) {
		blocks := make([][]row, len(side))
		tallest := 0
		for i, b := range side {
			if b.Change == agreement.Unchanged {
				b.Change = s.Change
			}
			blocks[i] = l.signatory(b, length(i)*(width+blockGap), width)
			tallest = max(tallest, len(blocks[i]))
		}
		l.space(aboveBlock)
		for n := range tallest {
			r := row{keep: n > 0 || first}
			for _, b := range blocks {
				if n < len(b) {
					r.height = max(r.height, b[n].height)
					r.elements = append(r.elements, b[n].elements...)
					r.changed = r.changed || b[n].changed
				}
			}
			l.row(r)
		}
		first = false
	}
}

// signatory is one block: the party, and lines to fill in by hand.
func (l *layouter) signatory(b agreement.Signatory, x, width length) []row {
	k := inkFor(b.Change)
	var rows []row
	text := func(s string, style textStyle) {
		p := &paragraph{style: style}
		l.write(p).text(s, style.face, run{ink: k, verbatim: true})
		l.breaker.ragged(p, width)
		for i, ln := range p.lines {
			rows = append(rows, row{height: style.leading, changed: p.changed(ln),
				elements: []element{{kind: textElement, x: x, y: baseline(style), p: p, line: i}}})
		}
	}
	text("Signed for and on behalf of", smallStyle)
	name := bodyStyle
	name.face = bold
	text(b.Party, name)
	if b.Native != "" {
		text(b.Native, bodyStyle)
	}
	for _, field := range []struct{ label, value string }{
		{"Signature", ""}, {"Name", b.Name}, {"Title", b.Title}, {"Date", ""},
	} {
		rows = append(rows, l.field(field.label, field.value, k, x, width)...)
	}
	if b.Seal {
		text("Affix seal or chop:", smallStyle)
		rows = append(rows, row{height: sealRoom})
	}
	return rows
}

// field is a line with a label, and what is known or a rule to write on.
func (l *layouter) field(label, value string, k ink, x, width length) []row {
	lp := &paragraph{style: smallStyle}
	l.write(lp).text(label, regular, run{ink: k})
	lp.oneLine()
	style := bodyStyle
	height := style.leading + 7*pt
	first := row{height: height, changed: k.marksChange(),
		elements: []element{{kind: textElement, x: x, y: height - 4*pt, p: lp}}}
	left := x + fieldLabel
	rule := element{kind: ruleElement, x: left, y: height - 2500, w: width - fieldLabel, h: ruleLight, ink: grey}
	if value == "" {
		if label == "Signature" {
			first.height += 10 * pt
			first.elements[0].y += 10 * pt
			rule.y += 10 * pt
		}
		first.elements = append(first.elements, rule)
		return []row{first}
	}
	p := &paragraph{style: style}
	l.write(p).text(value, regular, run{ink: k, verbatim: true})
	l.breaker.ragged(p, width-fieldLabel)
	rows := []row{first}
	for i := range p.lines {
		if i > 0 {
			rows = append(rows, row{height: style.leading, changed: k.marksChange()})
		}
		r := &rows[len(rows)-1]
		r.elements = append(r.elements, element{kind: textElement, x: left, y: r.height - 4*pt, p: p, line: i})
	}
	return rows
}

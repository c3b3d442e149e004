package pdf

import (
	"maps"

	"github.com/engross/engross/agreement"
)

// A grid is a table made ready: each cell a paragraph, each column measured.
type grid struct {
	*agreement.Table
	head    []*paragraph
	rows    [][]*paragraph
	words   extremes // of the head
	body    extremes
	style   textStyle // of the body
	minimum []length  // of each column, its widest word
	natural []length  // of each column, its widest cell on one line
	turned  bool      // heads stand upright along their columns, but for the first
	padding length
	measure length   // for which widths are
	indent  length   // where it begins
	well    bool     // it is well set there
	widths  []length // of all columns, once they were fitted
}

// extremes are, of each column, the widest word and the widest cell on one
// line, in thousandths of the type size.
type extremes struct{ word, cell []int }

// grid makes a table ready for a measure: in the indent of the words that it belongs to,
// in the largest type in which it can be set well, and across the sheet only where no type
// will do in the indent.
func (l *layouter) grid(t *agreement.Table, measure, indent length) *grid {
	n := len(t.Head)
	g := &grid{Table: t, words: newExtremes(n), body: newExtremes(n)}
	g.head = l.cells(t.Head, n, tableHead, t.Change)
	g.words.add(g.head)
	for i := range t.Rows {
		change := t.Rows[i].Change
		if change == agreement.Unchanged {
			change = t.Change
		}
		cells := l.cells(t.Rows[i].Cells, n, tableStyle, change)
		g.body.add(cells)
		g.rows = append(g.rows, cells)
	}
	large, small := tableStyle, tableSmall
	if l.doc.Brief {
		large, small = tableBrief, tableBrief
	}
	for _, g.indent = range []length{indent, 0} {
		for _, style := range []textStyle{large, small} {
			if g.set(style, measure-g.indent); g.wellSet(measure - g.indent) {
				g.well = true
				return g
			}
		}
	}
	if g.set(large, measure); !g.fits(measure) && len(g.parts(measure)) == 1 {
		g.set(small, measure)
	}
	return g
}

// wellSet reports whether the columns go on the measure without breaking a
// word, and no cell becomes a tower.
func (g *grid) wellSet(measure length) bool {
	if !g.fits(measure) {
		return false
	}
	if g.total(g.natural) <= measure {
		return true
	}
	all := make([]int, len(g.head))
	for i := range all {
		all[i] = i
	}
	g.widths = g.fitColumns(all, measure)
	g.measure = measure
	for i, cells := range g.sample(all) {
		if 4*g.widths[i] >= measure {
			continue
		}
		for _, c := range cells {
			if c.lines(g.widths[i]*1000/g.style.size) > towerLines {
				return false
			}
		}
	}
	return true
}

func newExtremes(columns int) extremes { return extremes{make([]int, columns), make([]int, columns)} }

func (e extremes) add(cells []*paragraph) {
	for i, p := range cells {
		word, cell := p.extremes()
		e.word[i], e.cell[i] = max(e.word[i], word), max(e.cell[i], cell)
	}
}

// fits reports whether the columns go on the measure without breaking a word.
func (g *grid) fits(measure length) bool { return g.total(g.minimum) <= measure }

// set gives a table its type and measures its columns. Heads stand upright
// along their columns where the table would otherwise not go on the measure,
// its body is narrower than its heads, and the heads are not too long.
func (g *grid) set(style textStyle, measure length) {
	n := len(g.head)
	g.style, g.padding, g.turned, g.widths = style, cellPadding, false, nil
	g.minimum, g.natural = make([]length, n), make([]length, n)
	body := make([]length, n)
	longest := length(0)
	for i := range n {
		body[i] = g.body.word[i] * style.size / 1000
		g.minimum[i] = max(body[i], g.words.word[i]*style.size/1000, cellMinimum)
		g.natural[i] = max(g.body.cell[i], g.words.cell[i]) * style.size / 1000
		g.natural[i] = max(g.natural[i], cellMinimum) + g.inset(i)
		g.minimum[i] += g.inset(i)
		if i > 0 {
			longest = max(longest, g.words.cell[i]*style.size/1000)
		}
	}
	g.restyle(style)
	narrower := 3*sum(body) < 2*sum(g.minimum)
	if n < 3 || g.fits(measure) || longest > turnedLongest || !narrower {
		return
	}
	g.turned, g.padding = true, turnedPadding
	for i := 1; i < n; i++ {
		g.minimum[i] = max(body[i], style.leading)
		g.natural[i] = g.minimum[i]
	}
}

// restyle gives every cell a type size.
func (g *grid) restyle(style textStyle) {
	for _, cells := range g.rows {
		for _, p := range cells {
			p.style = style
		}
	}
	for _, p := range g.head {
		p.style = style
		p.style.face = tableHead.face
	}
}

// inset is the room to the right of a column of figures, which would otherwise
// run into the words of the next.
func (g *grid) inset(column int) length {
	if g.align(column) == agreement.Right && column+1 < len(g.head) && g.align(column+1) != agreement.Right {
		return figuresInset
	}
	return 0
}

// total is the width of columns with their padding.
func (g *grid) total(widths []length) length { return sum(widths) + 2*g.padding*len(widths) }

// cells makes the paragraphs of a row.
func (l *layouter) cells(cells []agreement.Cell, columns int, style textStyle, change agreement.Change) []*paragraph {
	out := make([]*paragraph, columns)
	for i := range out {
		out[i] = &paragraph{style: style}
		if i < len(cells) {
			l.write(out[i]).inlines(cells[i], style.face)
		}
		if change != agreement.Unchanged {
			out[i].mark(inkFor(change))
		}
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

// extremes is the width of the widest word and of the whole on one line, in
// thousandths of the type size.
func (p *paragraph) extremes() (word, all int) {
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
	return word + 1, width + 1
}

// tooWide reports whether a table in b cannot stand on an upright sheet.
func (l *layouter) tooWide(b agreement.Block) bool {
	wide := false
	agreement.Walk([]agreement.Block{b}, func(b agreement.Block) bool {
		if t, ok := b.(*agreement.Table); ok && !wide {
			problems, told := l.problems, maps.Clone(l.told)
			g := l.grids[t]
			if g == nil {
				g = l.grid(t, l.upright(), indentSection)
			}
			wide = !g.well
			if len(l.problems) == len(problems) {
				l.grids[t] = g
			}
			l.problems, l.told = problems, told // they are found again where the table is set
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
	g := l.grids[t]
	if delete(l.grids, t); g == nil || l.measure != l.upright() || f.indent != indentSection {
		g = l.grid(t, l.measure, f.indent)
	}
	if t.Drawing != nil {
		l.drawing(t.Drawing)
	}
	outer := l.enter(tagTable)
	g.tag(l.at)
	l.at = outer
	x := g.indent
	l.space(aboveTable)
	if len(l.rows) > 0 {
		l.keepWithNext() // the words that introduce it
	}
	for i, columns := range g.parts(l.measure - x) {
		if i > 0 {
			l.space(3 * aboveTable)
		}
		l.tablePart(g, columns, x)
	}
	l.space(belowTable + aboveParagraph)
}

// cellSpace is the room above and below the words of a cell.
func (l *layouter) cellSpace() length {
	if l.doc.Brief {
		return cellBrief
	}
	return cellAbove
}

// tag gives the cells their elements: one table for a listener, though its columns
// are divided and its head is repeated.
func (g *grid) tag(table *tagNode) {
	row := table.add(tagRow)
	for _, p := range g.head {
		p.tag = row.add(tagHead)
		p.tag.columns = true
	}
	for _, cells := range g.rows {
		row := table.add(tagRow)
		for i, p := range cells {
			if i == 0 {
				p.tag = row.add(tagHead)
			} else {
				p.tag = row.add(tagCell)
			}
		}
	}
}

// parts divides the columns into groups that go on the measure, about as many
// in each.
func (g *grid) parts(measure length) [][]int {
	if g.total(g.minimum) <= measure {
		return g.group(measure, len(g.minimum))
	}
	g.minimum[0] = max(g.minimum[0], min(g.natural[0], measure/4))
	n := len(g.group(measure, len(g.minimum)))
	return g.group(measure, (len(g.minimum)-1+n-1)/n)
}

// group fills the measure with columns, at most so many at a time after the
// first.
func (g *grid) group(measure length, most int) [][]int {
	var parts [][]int
	first := min(g.minimum[0]+2*g.padding, measure/3)
	part, used := []int{0}, first
	for c := 1; c < len(g.minimum); c++ {
		w := min(g.minimum[c]+2*g.padding, measure/2)
		if (used+w > measure || len(part) > most) && len(part) > 1 {
			parts = append(parts, part)
			part, used = []int{0}, first
		}
		part, used = append(part, c), used+w
	}
	return append(parts, part)
}

// fitColumns shares the measure among columns, none less than its widest word.
// Where all cells go on one line, the rest is shared in proportion; otherwise
// so that the table is as short as it can be.
func (g *grid) fitColumns(columns []int, measure length) []length {
	if g.widths != nil && g.measure == measure && len(columns) == len(g.head) {
		return g.widths
	}
	room := measure - 2*g.padding*len(columns)
	least, most := make([]length, len(columns)), make([]length, len(columns))
	for i, c := range columns {
		least[i], most[i] = min(g.minimum[c], room/2), g.natural[c]
	}
	low, high := sum(least), sum(most)
	switch {
	case low > room:
		for i := range least {
			least[i] = least[i] * room / low
		}
		return least
	case high <= room:
		for i := range most {
			most[i] += (room - high) * most[i] / high
		}
		return most
	}
	return g.share(columns, least, room-low)
}

func (l *layouter) tablePart(g *grid, columns []int, x length) {
	widths := g.fitColumns(columns, l.measure-x)
	t := &tablePart{grid: g, columns: columns, widths: widths, x: x, width: g.total(widths)}
	top := &tableTop{}
	from := len(l.rows)
	head := l.slices(t, g.head, agreement.Unchanged, ruleHeavy)
	if g.turned {
		head = []row{l.turnedHead(t)}
	}
	for _, r := range head {
		r.keep = len(top.rows) > 0
		top.rows = append(top.rows, r)
		l.row(r)
	}
	body, below := make([][]row, len(g.rows)), length(0)
	for i := range g.rows {
		rule := ruleLight
		if i == len(g.rows)-1 {
			rule = ruleHeavy
		}
		body[i] = l.slices(t, g.rows[i], g.Rows[i].Change, rule)
		below += heightOf(body[i])
	}
	above := length(0)
	for i, rows := range body {
		company := i < tableEnds && above < tableCompany || i > len(body)-tableEnds && below < tableCompany
		for j, r := range rows {
			r.head = top
			r.keep = j > 0 || company
			l.row(r)
		}
		above, below = above+heightOf(rows), below-heightOf(rows)
	}
	l.keepWhole(from)
}

// keepWhole keeps a small table, the rows from the given one, on one page.
func (l *layouter) keepWhole(from int) {
	if heightOf(l.rows[from:]) > wholeTable {
		return
	}
	for i := range l.rows[from+1:] {
		l.rows[from+1+i].keep = true
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
			again.lines, again.tag = nil, nil // for the eye alone
			cells[c] = &again
		}
		l.breaker.ragged(cells[c], t.widths[i]-t.inset(c))
		tallest = max(tallest, len(cells[c].lines))
	}
	style := cells[0].style
	isHead := style.face == tableHead.face
	rows := make([]row, tallest)
	for n := range rows {
		r := &rows[n]
		r.height = style.leading
		r.changed = change != agreement.Unchanged
		top := length(0)
		if n == 0 {
			top = l.cellSpace()
			if isHead {
				r.elements = append(r.elements, element{kind: ruleElement, x: t.x, w: t.width, h: ruleHeavy})
			}
		}
		x := t.x
		for i, c := range t.columns {
			if p := cells[c]; n < len(p.lines) {
				r.elements = append(r.elements, t.line(p, n, x+t.padding, t.widths[i]-t.inset(c), t.align(c), top))
				r.changed = r.changed || p.changed(p.lines[n])
			}
			x += t.widths[i] + 2*t.padding
		}
		r.height += top
		if n == tallest-1 {
			r.height += l.cellSpace()
			k := pale
			if rule == ruleHeavy {
				k = black
			}
			r.elements = append(r.elements, element{kind: ruleElement, x: t.x, y: r.height - rule, w: t.width, h: rule, ink: k})
		}
	}
	return rows
}

// turnedHead is a head whose words, but for the first column's, run upward.
func (l *layouter) turnedHead(t *tablePart) row {
	r := row{elements: []element{{kind: ruleElement, x: t.x, w: t.width, h: ruleHeavy}}}
	first := *t.head[t.columns[0]]
	t.head[t.columns[0]].tag = nil // set again above the next columns, it is for the eye alone
	l.breaker.ragged(&first, t.widths[0])
	r.height = len(first.lines) * first.style.leading
	for _, ln := range first.lines {
		r.changed = r.changed || first.changed(ln)
	}
	for _, c := range t.columns[1:] {
		p := *t.head[c]
		p.oneLine()
		t.head[c] = &p
		r.height = max(r.height, p.extent(0, len(p.glyphs)))
		r.changed = r.changed || p.changed(p.lines[0])
	}
	r.height += cellAbove + cellBelow
	for n := range first.lines {
		up := (len(first.lines) - 1 - n) * first.style.leading
		r.elements = append(r.elements, element{kind: textElement, x: t.x + t.padding, y: r.height - cellBelow - 2*pt - up, p: &first, line: n})
	}
	x := t.x + t.widths[0] + 2*t.padding
	for i, c := range t.columns[1:] {
		width := t.widths[i+1]
		r.elements = append(r.elements, element{kind: textElement, turned: true, x: x + t.padding + width/2 + t.style.size*33/100, y: r.height - cellBelow, p: t.head[c]})
		x += width + 2*t.padding
	}
	r.elements = append(r.elements, element{kind: ruleElement, x: t.x, y: r.height - ruleHeavy, w: t.width, h: ruleHeavy})
	return r
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

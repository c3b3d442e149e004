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
	turned  bool     // heads stand upright along their columns, but for the first
	padding length
}

func (l *layouter) grid(t *agreement.Table) *grid {
	n := len(t.Head)
	g := &grid{Table: t, minimum: make([]length, n), natural: make([]length, n), padding: cellPadding}
	g.head = l.cells(g, t.Head, tableHead, t.Change)
	headMin, headNatural := g.minimum, g.natural
	g.minimum, g.natural = make([]length, n), make([]length, n)
	for i := range t.Rows {
		change := t.Rows[i].Change
		if change == agreement.Unchanged {
			change = t.Change
		}
		g.rows = append(g.rows, l.cells(g, t.Rows[i].Cells, tableStyle, change))
	}
	g.turn(headMin, headNatural, l.measure)
	return g
}

// turn decides whether the heads of a table stand upright along their columns:
// where the table would otherwise not go on the sheet, its body is narrower
// than its heads, and the heads are not too long.
func (g *grid) turn(headMin, headNatural []length, measure length) {
	body := slices.Clone(g.minimum)
	longest := length(0)
	for i := range headMin {
		g.minimum[i] = max(g.minimum[i], headMin[i], cellMinimum)
		g.natural[i] = max(g.natural[i], headNatural[i], cellMinimum)
		if i > 0 {
			longest = max(longest, headNatural[i])
		}
	}
	narrower := 3*sum(body) < 2*sum(g.minimum)
	if len(body) < 3 || g.total(g.minimum) <= measure || longest > turnedLongest || !narrower {
		return
	}
	g.turned, g.padding = true, turnedPadding
	for i := 1; i < len(body); i++ {
		g.minimum[i] = max(body[i], tableHead.leading)
		g.natural[i] = g.minimum[i]
	}
}

// total is the width of columns with their padding.
func (g *grid) total(widths []length) length { return sum(widths) + 2*g.padding*len(widths) }

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
		g.minimum[i] = max(g.minimum[i], word)
		g.natural[i] = max(g.natural[i], all)
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
			wide = g.total(g.minimum) > l.upright()
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
	if room := l.measure - x; g.total(g.minimum) > room || 2*g.total(g.natural) > 3*room {
		x = 0
	}
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
	room := measure - 2*g.padding*len(columns)
	least, most := make([]length, len(columns)), make([]length, len(columns))
	for i, c := range columns {
		least[i], most[i] = min(g.minimum[c], room/2), g.natural[c]
	}
	widths := slices.Clone(least)
	low, high := sum(least), sum(most)
	switch {
	case low > room:
		for i := range widths {
			widths[i] = least[i] * room / low
		}
	case high <= room:
		for i := range widths {
			widths[i] = most[i] + (room-high)*most[i]/high
		}
	default:
		spare(widths, most, room)
		g.share(columns, widths, room-sum(widths))
	}
	return widths
}

func (l *layouter) tablePart(g *grid, columns []int, x length) {
	widths := g.fitColumns(columns, l.measure-x)
	t := &tablePart{grid: g, columns: columns, widths: widths, x: x, width: g.total(widths)}
	top := &tableTop{}
	head := l.slices(t, g.head, agreement.Unchanged, ruleHeavy)
	if g.turned {
		head = []row{l.turnedHead(t)}
	}
	for _, r := range head {
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
				r.elements = append(r.elements, t.line(p, n, x+t.padding, t.widths[i], t.align(c), top))
				r.changed = r.changed || p.changed(p.lines[n])
			}
			x += t.widths[i] + 2*t.padding
		}
		r.height += top
		if n == tallest-1 {
			r.height += cellBelow
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
	for _, c := range t.columns {
		p := *t.head[c]
		p.oneLine()
		t.head[c] = &p
		if c > 0 {
			r.height = max(r.height, p.extent(0, len(p.glyphs)))
		}
		r.changed = r.changed || p.changed(p.lines[0])
	}
	r.height += cellAbove + cellBelow
	x := t.x
	for i, c := range t.columns {
		e := element{kind: textElement, x: x + t.padding, y: r.height - cellBelow - 2*pt, p: t.head[c]}
		if c > 0 {
			e.turned = true
			e.x = x + t.padding + t.widths[i]/2 + tableHead.size*33/100
			e.y = r.height - cellBelow
		}
		r.elements = append(r.elements, e)
		x += t.widths[i] + 2*t.padding
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

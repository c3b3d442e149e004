package pdf

import (
	"strconv"

	"github.com/engross/engross/agreement"
)

// fewEntries is how many entries a document must have before it gets a page of
// contents.
const fewEntries = 6

// contents sets the table of contents, in tight lines where that keeps a few
// entries from standing on a page of their own. The pages of the body, on which
// anchors stand, are counted from before that of the contents.
func (l *layouter) contents(where []int, before int) []page {
	set := func(pages int, style textStyle) []page {
		l.entries(where, before+pages, style)
		return l.paginate(l.take())
	}
	style := contentsStyle
	pages := set(1, style)
	n := len(pages)
	if n > 1 && pages[n-1].depth() < fewContents {
		style.leading = tightLeading
		if tight := set(n-1, style); len(tight) < n {
			return tight
		}
		style = contentsStyle
	}
	if n > 1 {
		return set(n, style)
	}
	return pages
}

// depth is how far down a page is written on.
func (pg *page) depth() length {
	deepest := length(0)
	for _, pc := range pg.pieces {
		deepest = max(deepest, pc.y+pc.element.y)
	}
	return deepest
}

// entries sets the entries of the contents; the page numbers of the body begin
// after offset.
func (l *layouter) entries(where []int, offset int, style textStyle) {
	listed := 0
	for _, e := range l.outline {
		if e.inContents() {
			listed++
		}
	}
	if listed < fewEntries {
		return
	}
	l.next.sheet = newUpright
	if last := len(l.at.within) - 1; l.at.within[last].entries() { // set before, for another number of pages
		l.at.within = l.at.within[:last]
	}
	outer := l.enter(tagSection)
	p := &paragraph{tag: l.at.add(tagHeading), style: sectionStyle}
	list := l.at.add(tagContents)
	l.write(p).text("Contents", bold, run{})
	p.oneLine()
	l.row(row{height: p.style.leading, elements: []element{{kind: textElement, y: baseline(p.style), p: p}}})
	l.space(10 * pt)
	l.keepWithNext()
	columns := l.columns()
	last := agreement.Front
	for _, e := range l.outline {
		if !e.inContents() {
			continue
		}
		if e.kind == agreement.Part || e.level == 0 && e.kind != last {
			l.space(aboveGroup)
		}
		l.at = list.under(e.level).add(tagEntry).add(tagReference).add(tagLink)
		l.contentsEntry(e, style, columns, strconv.Itoa(where[e.anchor]+1+offset))
		last = e.kind
	}
	l.at = outer
}

// entries reports whether an element is the contents.
func (n *tagNode) entries() bool { return len(n.within) == 2 && n.within[1].tag == tagContents }

// under is the list of the contents in which an entry of a level stands: of a
// section under a part, the list after the part.
func (n *tagNode) under(level int) *tagNode {
	if level == 0 {
		return n
	}
	if last := len(n.within) - 1; last >= 0 && n.within[last].tag == tagContents {
		return n.within[last]
	}
	return n.add(tagContents)
}

func (e entry) inContents() bool { return e.kind != agreement.Front }

// Columns of the contents.
const (
	numberRoom  = 30 * pt // for the page number
	leaderPitch = 5 * pt
	aboveGroup  = 7 * pt // of entries of one kind

	fewContents  = 72 * mm // the depth of a page with few entries
	tightLeading = 13 * pt
)

// A column says where the titles of entries stand: those of parts and sections
// together, those of schedules and annexes together.
type column struct{ sections, schedules length }

// columns makes room for the widest label.
func (l *layouter) columns() column {
	var c column
	for _, e := range l.outline {
		if !e.inContents() || e.label == "" {
			continue
		}
		label := l.entryLabel(e)
		width := e.left() + label.extent(0, len(label.glyphs)) + 2*labelGap
		if e.scheduled() {
			c.schedules = max(c.schedules, width)
		} else {
			c.sections = max(c.sections, width)
		}
	}
	return column{min(c.sections, l.measure/3), min(c.schedules, l.measure/3)}
}

func (e entry) scheduled() bool {
	return e.kind == agreement.Schedule || e.kind == agreement.Annex
}

// left is where the label of an entry stands.
func (e entry) left() length {
	if e.level > 0 {
		return 12 * pt
	}
	return 0
}

func (e entry) style(style textStyle) textStyle {
	if e.kind == agreement.Part {
		style.face = bold
	}
	return style
}

func (l *layouter) entryLabel(e entry) *paragraph {
	label := &paragraph{tag: l.at, style: e.style(contentsStyle)}
	l.write(label).text(e.label, label.style.face, run{verbatim: true})
	label.oneLine()
	return label
}

func (l *layouter) contentsEntry(e entry, style textStyle, c column, number string) {
	style = e.style(style)
	indent := c.sections
	if e.scheduled() {
		indent = c.schedules
	}
	label := l.entryLabel(e)
	p := &paragraph{tag: l.at, style: style}
	if over := e.left() + label.extent(0, len(label.glyphs)) + 2*labelGap - indent; over > 0 {
		p.first = over * 1000 / style.size
	}
	l.write(p).text(e.title, style.face, run{verbatim: true})
	l.breaker.ragged(p, l.measure-indent-numberRoom)
	from := len(l.rows)
	l.lines(p, indent, true, element{kind: textElement, x: e.left(), y: baseline(style), p: label})
	for i := from; i < len(l.rows); i++ {
		r := &l.rows[i]
		r.changed = false
		r.elements = append(r.elements, element{kind: areaElement, x: e.left(), w: l.measure - e.left(), h: r.height, anchor: e.anchor, tag: l.at})
	}
	l.leaders(&l.rows[len(l.rows)-1], p, indent, number)
}

// leaders runs dots from the end of an entry to its page number. They stand on
// a grid, so that they line up from entry to entry.
func (l *layouter) leaders(r *row, p *paragraph, indent length, number string) {
	last := p.lines[len(p.lines)-1]
	end := indent + p.extent(last.from, last.to) + labelGap
	if len(p.lines) == 1 {
		end += p.first * p.style.size / 1000
	}
	n := &paragraph{tag: p.tag, style: p.style}
	l.write(n).text(number, p.style.face, run{verbatim: true})
	n.oneLine()
	width := n.extent(0, len(n.glyphs))
	room := (l.measure - numberRoom + 6*pt - end) / leaderPitch
	if room > 2 {
		dots := &paragraph{style: textStyle{p.style.size, p.style.leading, regular, black}}
		w := l.write(dots)
		for range room {
			w.text(".", regular, run{ink: grey})
		}
		for i := range dots.glyphs {
			dots.glyphs[i].kern = int16(leaderPitch*1000/dots.style.size) - int16(dots.glyphs[i].advance)
		}
		dots.oneLine()
		x := l.measure - numberRoom + 6*pt - room*leaderPitch
		r.elements = append(r.elements, element{kind: textElement, x: x, y: baseline(p.style), p: dots})
	}
	r.elements = append(r.elements, element{kind: textElement, x: l.measure - width, y: baseline(p.style), p: n})
}

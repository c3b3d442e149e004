package render

import (
	"strconv"

	"github.com/engross/engross/agreement"
)

// fewEntries is how many entries a document must have before it gets a page of
// contents.
const fewEntries = 6

// frontMatter is the title page and the contents. Page numbers in the contents
// count the front matter too, whose length does not depend on them.
func (l *layouter) frontMatter(body []page) []page {
	l.titlePage()
	title := l.paginate(l.take())
	where := places(body, l.anchorN)
	l.contents(where, len(title)+1)
	contents := len(l.paginate(l.take()))
	l.contents(where, len(title)+contents)
	return append(title, l.paginate(l.take())...)
}

// places finds the page of each anchor, from 0.
func places(pages []page, anchors int) []int {
	at := make([]int, anchors+1)
	for n, pg := range pages {
		for _, pc := range pg.pieces {
			if pc.kind == anchorElement {
				at[pc.anchor] = n
			}
		}
	}
	return at
}

// centre sets words of one style in the middle, with room above.
func (l *layouter) centre(s string, style textStyle, above length, k ink) {
	if s == "" {
		return
	}
	p := &paragraph{style: style}
	l.write(p).text(s, style.face, run{ink: k, verbatim: true})
	l.space(above)
	l.centred(p)
}

func (l *layouter) titlePage() {
	d := l.doc
	l.where = []string{"the title page"}
	l.row(row{height: titleDrop})
	l.centre(d.Title, titleStyle, 1, black)
	l.centre(d.Date, dateStyle, 18*pt, black)
	between := "between"
	if len(d.Parties) > 2 {
		between = "among"
	}
	if len(d.Parties) > 0 {
		l.centre(between, betweenStyle, 34*pt, black)
	}
	style, gap := partyStyle, 12*pt
	if len(d.Parties) > 6 {
		style, gap = partySmall, 4*pt
	}
	for i, p := range d.Parties {
		if i > 0 && i == len(d.Parties)-1 {
			l.centre("and", betweenStyle, gap, black)
		}
		l.centre(p.Name, style, gap, black)
		if p.Native != "" {
			native := style
			native.face = regular
			native.size = native.size * 9 / 10
			l.centre(p.Native, native, 0, black)
		}
	}
	l.imprint()
	l.where = nil
}

// imprint is the foot of the title page: reference, status, what a redline
// compares, and the notice.
func (l *layouter) imprint() {
	d := l.doc
	from := len(l.rows)
	if d.Reference != "" {
		l.centre("Reference "+d.Reference, dateStyle, 40*pt, black)
	}
	switch d.Status {
	case agreement.Draft:
		l.centre("Draft", betweenStyle, 6*pt, black)
	case agreement.Final:
		l.centre("Execution copy", betweenStyle, 6*pt, black)
	}
	if len(d.Compared) == 2 {
		l.legend()
	}
	if d.Notice != "" {
		l.centre(d.Notice, noticeStyle, 24*pt, black)
	}
	l.sink(from)
}

// sink lowers the rows from the given one to the foot of the page, where all
// rows go on one.
func (l *layouter) sink(from int) {
	_, height := l.paper.size()
	room := height - marginTop - marginBottom
	for i, r := range l.rows {
		room -= r.height
		if i > 0 {
			room -= r.above
		}
	}
	if room > 0 && from < len(l.rows) {
		l.rows[from].above += room
	}
}

// legend explains the marks of a redline.
func (l *layouter) legend() {
	p := &paragraph{style: smallStyle}
	w := l.write(p)
	w.text("Changes from ", regular, run{})
	w.text(l.doc.Compared[0], bold, run{verbatim: true})
	w.text(" to ", regular, run{})
	w.text(l.doc.Compared[1], bold, run{verbatim: true})
	l.space(20 * pt)
	l.centred(p)
	p = &paragraph{style: smallStyle}
	w = l.write(p)
	for i, m := range []struct {
		words string
		ink   ink
	}{
		{"inserted", inkInserted}, {"deleted", inkDeleted}, {"moved from here", inkMovedFrom},
		{"moved to here", inkMovedTo}, {"renumbered", greyStruck},
	} {
		if i > 0 {
			w.text("  ·  ", regular, run{})
		}
		w.text(m.words, regular, run{ink: m.ink})
	}
	l.space(3 * pt)
	l.centred(p)
}

// contents sets the table of contents; the page numbers of the body begin
// after offset.
func (l *layouter) contents(where []int, offset int) {
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
	p := &paragraph{style: sectionStyle}
	l.write(p).text("Contents", bold, run{})
	p.oneLine()
	l.row(row{height: p.style.leading, elements: []element{{kind: textElement, y: baseline(p.style), p: p}}})
	l.space(10 * pt)
	l.keepWithNext()
	for _, e := range l.outline {
		if e.inContents() {
			l.contentsEntry(e, strconv.Itoa(where[e.anchor]+1+offset))
		}
	}
}

func (e entry) inContents() bool { return e.kind != agreement.Front }

// Columns of the contents.
const (
	numberRoom  = 30 * pt // for the page number
	leaderPitch = 5 * pt
)

func (l *layouter) contentsEntry(e entry, number string) {
	style := contentsStyle
	left, indent := length(0), length(24*pt)
	switch e.kind {
	case agreement.Numbered:
		if e.level > 0 {
			left, indent = 12*pt, 36*pt
		}
	case agreement.Part, agreement.Front, agreement.Schedule, agreement.Annex:
		if e.kind == agreement.Part {
			style.face = bold
			l.space(7 * pt)
		}
		indent = 24 * pt
	}
	link := run{link: e.anchor, verbatim: true}
	label := &paragraph{style: style}
	l.write(label).text(e.label, style.face, link)
	label.oneLine()
	p := &paragraph{style: style}
	w := l.write(p)
	if over := left + label.extent(0, len(label.glyphs)) + 2*labelGap - indent; over > 0 && e.label != "" {
		p.first = over * 1000 / style.size
	}
	w.text(e.title, style.face, link)
	l.breaker.ragged(p, l.measure-indent-numberRoom)
	from := len(l.rows)
	l.lines(p, indent, true, element{kind: textElement, x: left, y: baseline(style), p: label})
	for i := from; i < len(l.rows); i++ {
		l.rows[i].changed = false
	}
	l.leaders(&l.rows[len(l.rows)-1], p, indent, number, link)
}

// leaders runs dots from the end of an entry to its page number. They stand on
// a grid, so that they line up from entry to entry.
func (l *layouter) leaders(r *row, p *paragraph, indent length, number string, link run) {
	last := p.lines[len(p.lines)-1]
	end := indent + p.extent(last.from, last.to) + labelGap
	if len(p.lines) == 1 {
		end += p.first * p.style.size / 1000
	}
	n := &paragraph{style: p.style}
	l.write(n).text(number, p.style.face, link)
	n.oneLine()
	width := n.extent(0, len(n.glyphs))
	room := (l.measure - numberRoom + 6*pt - end) / leaderPitch
	if room > 2 {
		dots := &paragraph{style: textStyle{p.style.size, p.style.leading, regular}}
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

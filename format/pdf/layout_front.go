package pdf

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// frontMatter is the title page and the contents. Page numbers in the contents
// count the front matter too, whose length does not depend on them.
func (l *layouter) frontMatter(body []page) []page {
	outer := l.enter(tagSection)
	l.titlePage()
	title := l.paginate(l.take())
	l.at = outer
	return append(title, l.contents(places(body, l.anchorN), len(title))...)
}

// briefTitle is the title of a paper that has no title page.
func (l *layouter) briefTitle() {
	l.centre(l.doc.Title, scheduleStyle, 0, black)
	l.at.within[0].tag = tagTitle
	l.centre(l.doc.Date, betweenStyle, 3*pt, black)
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
	p := &paragraph{tag: l.at.add(tagParagraph), style: style}
	l.write(p).text(s, style.face, run{ink: k, verbatim: true})
	l.space(above)
	l.centred(p)
}

// manyParties is how many party names one column of the title page holds.
const manyParties = 10

func (l *layouter) titlePage() {
	d := l.doc
	l.where = []string{"the title page"}
	parties := l.parties()
	drop := titleDrop
	if len(parties) > manyParties {
		drop /= 3
	}
	l.row(row{height: drop})
	was := l.was()
	l.amended(was.Title, d.Title, titleStyle, 1)
	if n := len(l.at.within); n > 0 {
		l.at.within[n-1].tag = tagTitle
	}
	l.amended(was.Date, d.Date, dateStyle, 18*pt)
	between := "between"
	if len(d.Parties) > 2 {
		between = "among"
	}
	if len(d.Parties) > 0 {
		l.centre(between, betweenStyle, 34*pt, black)
	}
	if len(parties) > manyParties {
		l.partyColumns(parties)
	} else {
		l.partyList(parties)
	}
	l.imprint()
	l.where = nil
}

// was is the head of the old draft in a redline, otherwise that of the document
// itself.
func (l *layouter) was() *agreement.Document {
	if l.doc.Was != nil {
		return l.doc.Was
	}
	return l.doc
}

// amended sets words of the title page; where a redline's old draft had other
// words, those struck and then the new.
func (l *layouter) amended(was, now string, style textStyle, above length) {
	if was == now {
		l.centre(now, style, above, black)
		return
	}
	l.centre(was, style, above, inkDeleted)
	if was != "" {
		above = 2 * pt
	}
	l.centre(now, style, above, inkInserted)
}

// A namedParty is a party with the mark that a redline puts on it.
type namedParty struct {
	agreement.Party
	ink ink
}

// parties are those of the document and, in a redline, those that only the old
// draft had.
func (l *layouter) parties() []namedParty {
	same := func(p agreement.Party) func(agreement.Party) bool {
		return func(q agreement.Party) bool { return p.Name == q.Name && p.Native == q.Native }
	}
	var out []namedParty
	was := l.was()
	for _, p := range was.Parties {
		if !slices.ContainsFunc(l.doc.Parties, same(p)) {
			out = append(out, namedParty{p, inkDeleted})
		}
	}
	for _, p := range l.doc.Parties {
		k := black
		if !slices.ContainsFunc(was.Parties, same(p)) {
			k = inkInserted
		}
		out = append(out, namedParty{p, k})
	}
	return out
}

// partyList names the parties one below the other.
func (l *layouter) partyList(parties []namedParty) {
	style, gap := partyStyle, 12*pt
	if len(parties) > 5 {
		style, gap = partySmall, 4*pt
	}
	for i, p := range parties {
		if i > 0 && i == len(parties)-1 {
			l.centre("and", betweenStyle, gap, black)
		}
		l.centre(p.Name, style, gap, p.ink)
		if p.Native != "" {
			native := style
			native.face = regular
			native.size = native.size * 9 / 10
			l.centre(p.Native, native, 0, p.ink)
		}
	}
}

// partyColumns names many parties in two columns, read across.
func (l *layouter) partyColumns(parties []namedParty) {
	l.space(20 * pt)
	width := (l.measure - blockGap) / 2
	for side := range slices.Chunk(parties, 2) {
		columns := make([][]row, len(side))
		for i, p := range side {
			x := length(i) * (width + blockGap)
			native := partyMany
			native.face = regular
			columns[i] = slices.Concat(l.blockText(p.Name, partyMany, p.ink, x, width), l.blockText(p.Native, native, p.ink, x, width))
		}
		for n, r := range merge(columns) {
			r.keep = n > 0
			l.row(r)
		}
		l.space(3 * pt)
	}
}

// imprint is the foot of the title page: reference, status, what a redline
// compares, and the notice.
func (l *layouter) imprint() {
	d := l.doc
	from := len(l.rows)
	was := l.was()
	l.amended(referenceLine(was), referenceLine(d), dateStyle, 40*pt)
	l.amended(statusLine(was), statusLine(d), betweenStyle, 6*pt)
	if len(d.Compared) == 2 {
		l.legend()
	}
	if d.Notice != "" {
		l.centre(d.Notice, noticeStyle, 24*pt, black)
	}
	if d.Digest != "" {
		l.centre("Document digest: "+d.Digest, digestStyle, 2*pt, grey)
	}
	l.sink(from)
}

func referenceLine(d *agreement.Document) string {
	if d.Reference == "" {
		return ""
	}
	return "Reference " + d.Reference
}

func statusLine(d *agreement.Document) string {
	switch d.Status {
	case agreement.Draft:
		return "Draft"
	case agreement.Final:
		return "Execution copy"
	}
	panic("render: no such status")
}

// sink lowers the rows from the given one to the foot of the page. Where the
// rows would not all go on one page, the first, which is the space above the
// title, gives way.
func (l *layouter) sink(from int) {
	_, height := l.paper.size()
	room := height - l.margins.top - l.margins.bottom
	for i, r := range l.rows {
		room -= r.height
		if i > 0 {
			room -= r.above
		}
	}
	switch {
	case room < 0:
		l.rows[0].height = max(0, l.rows[0].height+room)
	case from < len(l.rows):
		l.rows[from].above += room
	}
}

// legend explains the marks of a redline.
func (l *layouter) legend() {
	p := &paragraph{tag: l.at.add(tagParagraph), style: smallStyle}
	w := l.write(p)
	w.text("Changes from ", regular, run{})
	w.text(l.doc.Compared[0], bold, run{verbatim: true})
	w.text(" to ", regular, run{})
	w.text(l.doc.Compared[1], bold, run{verbatim: true})
	l.space(20 * pt)
	l.centred(p)
	p = &paragraph{tag: l.at.add(tagParagraph), style: smallStyle}
	w = l.write(p)
	for i, m := range []struct {
		words string
		ink   ink
	}{
		{"inserted", inkInserted}, {"deleted", inkDeleted}, {"moved from here", inkMovedFrom},
		{"moved to here", inkMovedTo}, {"renumbered", greyStruck},
	} {
		if i > 0 {
			w.text("   ·   ", regular, run{})
		}
		w.text(m.words, regular, run{ink: m.ink})
	}
	l.space(3 * pt)
	l.centred(p)
	l.rows[len(l.rows)-1].changed = false
}

package pdf

import (
	"fmt"

	"github.com/engross/engross/agreement"
)

// furnish adds headers and footers, now that the number of pages is known.
// The title page has a footer alone.
func (l *layouter) furnish(p *Pages) {
	d := p.doc
	l.where = []string{"the page header"}
	state := ""
	if d.Status == agreement.Draft {
		state = "DRAFT"
	}
	title := l.furniture(d.Title, regular)
	reference := l.furniture(d.Reference, regular)
	status := l.furniture(state, bold)
	mark := l.draftMark(state)
	notice := &paragraph{style: noticeStyle}
	l.write(notice).text(d.Notice, italic, run{ink: grey})
	notice.oneLine()
	footer := &paragraph{}
	if l.house != nil {
		footer = l.furniture(l.house.Footer, regular)
	}
	for i := range p.pages {
		pg := &p.pages[i]
		right := pg.width - l.margins.right
		if i == 0 {
			l.letterhead(pg)
		} else {
			room := right - pg.left - reference.extent(0, len(reference.glyphs)) - 12*pt
			l.breaker.ragged(title, room)
			pg.set(title, pg.left, headerLine)
			pg.setRight(reference, right, headerLine)
			pg.rule(pg.left, headerLine+5*pt, right-pg.left, ruleLight)
		}
		pg.setUpward(mark, pg.width-markLine)
		foot := pg.height - footerLine
		pg.set(status, pg.left, foot)
		number := l.furniture(fmt.Sprintf("Page %d of %d", i+1, len(p.pages)), regular)
		pg.setRight(number, right, foot)
		pg.set(footer, (pg.left+right-footer.extent(0, len(footer.glyphs)))/2, foot)
		if (i > 0 || d.Brief) && notice.extent(0, len(notice.glyphs)) <= right-pg.left {
			pg.set(notice, (pg.left+right-notice.extent(0, len(notice.glyphs)))/2, foot+12*pt)
		}
	}
}

// letterhead sets the logo and the lines of the firm above the text of the first page.
func (l *layouter) letterhead(pg *page) {
	if l.house == nil {
		return
	}
	const top, height, widest = 11 * mm, 15 * mm, 60 * mm
	right := pg.width - l.margins.right
	if logo := l.house.Logo; logo != nil {
		w, h := logo.Fit(widest, height)
		pg.pieces = append(pg.pieces, piece{element: &element{kind: logoElement, w: w, h: h}, x: pg.left, y: top + (height-h)/2})
	}
	y := top + (height-length(len(l.house.Letterhead))*smallStyle.leading)/2 + smallStyle.size
	for _, line := range l.house.Letterhead {
		pg.setRight(l.furniture(line, regular), right, y)
		y += smallStyle.leading
	}
}

// furniture is words of a header or footer, on one line.
func (l *layouter) furniture(s string, face faceID) *paragraph {
	p := &paragraph{style: smallStyle}
	l.write(p).text(s, face, run{ink: grey, verbatim: true})
	p.oneLine()
	return p
}

// draftMark is the state of a draft in large, faint letters wide apart. It runs
// up the margin, so that it is seen on every page and crosses no word.
func (l *layouter) draftMark(state string) *paragraph {
	p := &paragraph{style: markStyle}
	l.write(p).text(state, markStyle.face, run{ink: faint, verbatim: true})
	for i := range p.glyphs {
		p.glyphs[i].kern += markPitch
	}
	p.oneLine()
	return p
}

// setUpward draws a paragraph of one line upward, halfway up the page.
func (pg *page) setUpward(p *paragraph, x length) {
	if len(p.glyphs) > 0 {
		y := (pg.height + p.extent(0, len(p.glyphs))) / 2
		pg.pieces = append(pg.pieces, piece{element: &element{kind: textElement, p: p, turned: true}, x: x, y: y})
	}
}

// set draws the first line of a paragraph with its baseline at y.
func (pg *page) set(p *paragraph, x, y length) {
	if len(p.glyphs) > 0 {
		pg.pieces = append(pg.pieces, piece{element: &element{kind: textElement, p: p}, x: x, y: y})
	}
}

func (pg *page) setRight(p *paragraph, right, y length) {
	pg.set(p, right-p.extent(0, len(p.glyphs)), y)
}

func (pg *page) rule(x, y, w, h length) {
	pg.pieces = append(pg.pieces, piece{element: &element{kind: ruleElement, w: w, h: h, ink: grey}, x: x, y: y})
}

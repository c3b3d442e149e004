package pdf

import (
	"fmt"
	"strconv"

	"github.com/engross/engross/format/house"
)

// A canvas writes the content stream of one page. It remembers what the page's
// graphics state is and says only what changes. Everything drawn stands in marked
// content: of an element of the structure, or as an artifact, which readers that
// do not see the page pass over (ISO 32000-1, 14.8.2.2).
type canvas struct {
	buf      []byte
	page     int               // from 0
	lead     func(anchor) bool // whether an anchor stands anywhere
	marked   marking
	element  *tagNode   // whose content is being drawn
	content  []*tagNode // whose each marked content of the page is
	height   length
	names    *[fontCount]string // of fonts as PDF resources
	font     fontID
	size     length
	gap      length
	ink      ink
	house    *house.Style
	logoName string // of the picture as a PDF resource
	hasFont  bool
	links    []linkBox
}

// A linkBox is a rectangle that leads to an anchor, or in which something is filled
// in, from the upper left.
type linkBox struct {
	page       int
	x, y, w, h length
	to         anchor
	element    *tagNode // the link or the form that it is the place of
	field      *field   // what is filled in there, or nil
}

// A marking is what the content being written is marked as.
type marking uint8

const (
	unmarked marking = iota
	artifact
	tagged
)

// reset begins a page.
func (c *canvas) reset(height length) {
	c.buf, c.content = c.buf[:0], nil
	c.height, c.gap, c.ink, c.hasFont = height, 0, black, false
}

// end ends the marked content that was begun.
func (c *canvas) end() {
	if c.marked != unmarked {
		c.op("EMC")
	}
	c.marked, c.element = unmarked, nil
}

// begin begins marked content of an element, or an artifact for nil; it goes on
// with what it is in where that is the same.
func (c *canvas) begin(n *tagNode) {
	switch {
	case n == nil && c.marked == artifact, n != nil && c.element == n:
		return
	case n == nil:
		c.end()
		c.op("/Artifact BMC")
		c.marked = artifact
		return
	}
	c.end()
	c.buf = append(append(append(c.buf, '/'), n.tag...), " <</MCID "...)
	c.buf = strconv.AppendInt(c.buf, int64(len(c.content)), 10)
	c.op(">> BDC")
	n.drawn = append(n.drawn, drawn{page: c.page, content: len(c.content)})
	c.content = append(c.content, n)
	c.marked, c.element = tagged, n
}

// number writes a length in points.
func (c *canvas) number(n length) {
	if n < 0 {
		c.buf = append(c.buf, '-')
		n = -n
	}
	c.buf = strconv.AppendInt(c.buf, int64(n/1000), 10)
	if frac := n % 1000; frac != 0 {
		c.buf = append(c.buf, '.', byte('0'+frac/100))
		if frac%100 != 0 {
			c.buf = append(c.buf, byte('0'+frac/10%10))
			if frac%10 != 0 {
				c.buf = append(c.buf, byte('0'+frac%10))
			}
		}
	}
	c.buf = append(c.buf, ' ')
}

func (c *canvas) op(s string) { c.buf = append(append(c.buf, s...), '\n') }

func (c *canvas) setInk(k ink) {
	if is := c.rgb(k); is != c.rgb(c.ink) {
		c.buf = append(c.buf, is...)
		c.op(" rg")
	}
	c.ink = k
}

// rgb is an ink as PDF colour components.
func (c *canvas) rgb(k ink) string {
	if k == inkHouse && c.house != nil && c.house.Colour != nil {
		rgb := c.house.Colour
		return fmt.Sprintf("%.3f %.3f %.3f", float64(rgb[0])/255, float64(rgb[1])/255, float64(rgb[2])/255)
	}
	return k.rgb()
}

// rule fills a rectangle whose upper left corner is at x, y. It is no content of
// its own, but may stand in that of an element.
func (c *canvas) rule(x, y, w, h length, k ink) {
	if c.marked == unmarked {
		c.begin(nil)
	}
	c.setInk(k)
	c.number(x)
	c.number(c.height - y - h)
	c.number(w)
	c.number(h)
	c.op("re f")
}

// line draws one line of a paragraph with its baseline at x, y, to the right
// or, turned, upward, as content of an element or, for nil, as an artifact. The
// links in it are elements in that one. Unless it ends within a word, it ends in a
// blank, which no eye sees and without which a listener would hear the last and the next word as one.
func (c *canvas) line(p *paragraph, ln line, x, y length, turned bool, of *tagNode) {
	if ln.from >= ln.to {
		return
	}
	linked := of != nil && of.tag != tagLink && c.linked(p, ln)
	if linked {
		c.end() // marked content stands whole within text or around it
	} else {
		c.begin(of)
	}
	c.op("BT")
	if turned {
		c.buf = append(c.buf, "0 1 -1 0 "...)
	} else {
		c.buf = append(c.buf, "1 0 0 1 "...)
	}
	c.number(x)
	c.number(c.height - y)
	c.op("Tm")
	if ln.gap != c.gap {
		c.number(ln.gap)
		c.op("Tw")
		c.gap = ln.gap
	}
	glyphs := p.glyphs[ln.from:ln.to]
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && glyphs[to].font == glyphs[from].font && p.ink(glyphs[to]) == p.ink(glyphs[from]) && p.raised(glyphs[to]) == p.raised(glyphs[from]) && (!linked || p.link(glyphs[to]) == p.link(glyphs[from])) {
			to++
		}
		if linked {
			c.begin(c.elementOf(p, glyphs[from], of))
		}
		c.setInk(p.ink(glyphs[from]))
		if raised := p.raised(glyphs[from]); raised != "" {
			c.showRaised(glyphs[from:to], raised, p.style.size)
		} else {
			c.setFont(glyphs[from].font, p.style.size)
			c.show(glyphs[from:to])
		}
		from = to
	}
	if ln.hyphen {
		h := markGlyph(glyphs[len(glyphs)-1], '-')
		c.setFont(h.font, p.style.size)
		if of != nil {
			c.op("/Span <</ActualText <FEFF00AD>>> BDC") // a hyphen that the word does not have
		}
		c.show([]glyph{h})
		if of != nil {
			c.op("EMC")
		}
	} else if of != nil && (ln.to == len(p.glyphs) || p.glyphs[ln.to].class == space) {
		blank := markGlyph(glyphs[len(glyphs)-1], ' ')
		c.setFont(blank.font, p.style.size)
		c.show([]glyph{blank})
	}
	if linked {
		c.end()
	}
	c.op("ET")
	if !turned {
		c.decorate(p, ln, x, y)
	}
	if ln.hyphen && of != nil {
		c.end() // some readers lose what follows marked content within marked content
	}
}

// showRaised draws glyphs above or below the line.
func (c *canvas) showRaised(glyphs []glyph, raised string, size length) {
	rise := size * 35 / 100
	if raised == "sub" {
		rise = -size * 15 / 100
	}
	c.setFont(glyphs[0].font, size*raisedSize/100)
	c.number(rise)
	c.op("Ts")
	c.show(glyphs)
	c.number(0)
	c.op("Ts")
}

func (p *paragraph) raised(g glyph) string { return p.runs[g.run].raised }

func (p *paragraph) ink(g glyph) ink {
	if k := p.runs[g.run].ink; k != black {
		return k
	}
	return p.style.ink
}

// link is the run of a glyph that is part of a link, or -1.
func (p *paragraph) link(g glyph) int {
	if p.runs[g.run].link == 0 {
		return -1
	}
	return int(g.run)
}

// logo draws the logo of a firm in a rectangle whose upper left corner is at x, y.
func (c *canvas) logo(x, y, w, h length) {
	c.begin(nil)
	c.op("q")
	c.number(w)
	c.buf = append(c.buf, "0 0 "...)
	c.number(h)
	c.number(x)
	c.number(c.height - y - h)
	c.op("cm")
	c.op(c.logoName + " Do")
	c.op("Q")
}

// linked reports whether a line has part of a link that leads somewhere.
func (c *canvas) linked(p *paragraph, ln line) bool {
	for i := ln.from; i < ln.to; i++ {
		if to := p.runs[p.glyphs[i].run].link; to != 0 && c.lead(to) {
			return true
		}
	}
	return false
}

// elementOf is the element that a glyph belongs to: the link that it is part of,
// which stands in the paragraph where it is first drawn, or the paragraph's.
func (c *canvas) elementOf(p *paragraph, g glyph, of *tagNode) *tagNode {
	r := &p.runs[g.run]
	if r.link == 0 || !c.lead(r.link) {
		return of
	}
	if r.element == nil {
		r.element = &tagNode{tag: tagLink}
		of.drawn = append(of.drawn, drawn{content: -1, element: r.element})
	}
	return r.element
}

// markGlyph is a hyphen or a blank in the face of a glyph. Blanks are always of a
// built-in face: PDF stretches those of single-byte fonts alone (ISO 32000-1, 9.3.3).
func markGlyph(like glyph, mark rune) glyph {
	face := regular
	if like.font >= firstHouse && mark == '-' {
		return glyph{char: uint16(mark), run: like.run, font: like.font}
	}
	if like.font < firstExtra {
		face = like.font.face()
	}
	_, code, advance := builtIn[face].measure(builtIn[face].char(mark))
	return glyph{advance: uint16(advance), char: uint16(mark), run: like.run, font: fontID(face) * pagesPerFace, code: code}
}

func (c *canvas) setFont(f fontID, size length) {
	if c.hasFont && f == c.font && size == c.size {
		return
	}
	c.buf = append(append(c.buf, c.names[f]...), ' ')
	c.number(size)
	c.op("Tf")
	c.font, c.size, c.hasFont = f, size, true
}

// show draws glyphs of one font with their kerning.
func (c *canvas) show(glyphs []glyph) {
	c.buf = append(c.buf, '[', '(')
	for i, g := range glyphs {
		if g.font >= firstExtra {
			c.char(byte(g.char >> 8))
			c.char(byte(g.char))
		} else if g.code != 0 {
			c.char(g.code)
		}
		if g.kern != 0 && i+1 < len(glyphs) {
			c.buf = append(c.buf, ')')
			c.buf = strconv.AppendInt(c.buf, -int64(g.kern), 10)
			c.buf = append(c.buf, '(')
		}
	}
	c.buf = append(c.buf, ')')
	if k := glyphs[len(glyphs)-1].kern; k != 0 {
		c.buf = strconv.AppendInt(c.buf, -int64(k), 10)
	}
	c.op("]TJ")
}

func (c *canvas) char(b byte) {
	switch b {
	case '(', ')', '\\':
		c.buf = append(c.buf, '\\', b)
	case '\r':
		c.buf = append(c.buf, '\\', 'r')
	case '\n':
		c.buf = append(c.buf, '\\', 'n')
	default:
		c.buf = append(c.buf, b)
	}
}

// decorate draws the marks of a redline on a line, and notes its links.
func (c *canvas) decorate(p *paragraph, ln line, x, y length) {
	start := x
	for i := ln.from; i < ln.to; {
		r := p.runs[p.glyphs[i].run]
		width := 0
		spaces := 0
		j := i
		for ; j < ln.to && p.glyphs[j].run == p.glyphs[i].run; j++ {
			width += int(p.glyphs[j].advance) + int(p.glyphs[j].kern)
			if p.glyphs[j].code == ' ' && p.glyphs[j].font < firstExtra {
				spaces++
			}
		}
		end := start + width*p.style.size/1000 + spaces*ln.gap
		if ln.hyphen && j == ln.to {
			end += hyphenWidth * p.style.size / 1000
		}
		c.mark(r.ink, start, y, end-start, p.style.size)
		if r.element != nil {
			c.links = append(c.links, linkBox{c.page, start, y - p.style.size*3/4, end - start, p.style.size, r.link, r.element, nil})
		}
		start, i = end, j
	}
}

// mark draws the lines through or under words of a redline.
func (c *canvas) mark(k ink, x, y, w, size length) {
	thin := size / 22
	if k.struck() {
		c.rule(x, y-size*26/100, w, thin, k)
	}
	if k.underlined() {
		c.rule(x, y+size*12/100, w, thin, k)
		c.rule(x, y+size*12/100+5*thin/2, w, thin, k)
	}
}

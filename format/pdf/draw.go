package pdf

import "strconv"

// A canvas writes the content stream of one page. It remembers what the page's
// graphics state is and says only what changes.
type canvas struct {
	buf     []byte
	height  length
	names   *[firstExtra + mostFonts]string // of fonts as PDF resources
	font    fontID
	size    length
	gap     length
	ink     ink
	hasFont bool
	links   []linkBox
}

// A linkBox is a rectangle that leads to an anchor, from the upper left.
type linkBox struct {
	x, y, w, h length
	to         anchor
}

// reset begins a page.
func (c *canvas) reset(height length) {
	c.buf, c.links = c.buf[:0], c.links[:0]
	c.height, c.gap, c.ink, c.hasFont = height, 0, black, false
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
	if k.rgb() != c.ink.rgb() {
		c.buf = append(c.buf, k.rgb()...)
		c.op(" rg")
	}
	c.ink = k
}

// rule fills a rectangle whose upper left corner is at x, y.
func (c *canvas) rule(x, y, w, h length, k ink) {
	c.setInk(k)
	c.number(x)
	c.number(c.height - y - h)
	c.number(w)
	c.number(h)
	c.op("re f")
}

// line draws one line of a paragraph with its baseline at x, y, to the right
// or, turned, upward.
func (c *canvas) line(p *paragraph, ln line, x, y length, turned bool) {
	if ln.from >= ln.to {
		return
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
		for to < len(glyphs) && glyphs[to].font == glyphs[from].font && p.ink(glyphs[to]) == p.ink(glyphs[from]) {
			to++
		}
		c.setInk(p.ink(glyphs[from]))
		c.setFont(glyphs[from].font, p.style.size)
		c.show(glyphs[from:to])
		from = to
	}
	if ln.hyphen {
		h := hyphenGlyph(glyphs[len(glyphs)-1])
		c.setFont(h.font, p.style.size)
		c.show([]glyph{h})
	}
	c.op("ET")
	if !turned {
		c.decorate(p, ln, x, y)
	}
}

func (p *paragraph) ink(g glyph) ink { return p.runs[g.run].ink }

// hyphenGlyph is a hyphen in the face of a glyph.
func hyphenGlyph(like glyph) glyph {
	face := regular
	if like.font < firstExtra {
		face = like.font.face()
	}
	_, code, advance := builtIn[face].measure(builtIn[face].char('-'))
	return glyph{advance: uint16(advance), char: '-', run: like.run, font: fontID(face) * pagesPerFace, code: code}
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
		if r.link != 0 {
			c.links = append(c.links, linkBox{start, y - p.style.size*3/4, end - start, p.style.size, r.link})
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

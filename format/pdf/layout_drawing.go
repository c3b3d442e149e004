package pdf

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// drawingStyle is the title of a drawing.
var drawingStyle = textStyle{9 * pt, 12 * pt, bold, black}

// drawing sets a drawing above the table that says what it shows. It stands whole on
// one page, at the left of the measure.
func (l *layouter) drawing(d *agreement.Drawing) {
	l.space(aboveTable)
	title := &paragraph{tag: l.at.add(tagParagraph), style: drawingStyle}
	l.write(title).text(d.Title, bold, run{})
	l.breaker.ragged(title, l.textMeasure())
	l.lines(title, 0, true)
	l.keepWithNext()
	figure := l.at.add(tagFigure)
	figure.alt = strings.TrimLeft(strings.TrimPrefix(d.Alt, d.Title), ".: ") // the title was just heard
	r := row{height: tenthPoints(d.Height) + 4*pt}
	frame := element{kind: shapesElement, tag: figure, w: tenthPoints(d.Width), h: tenthPoints(d.Height)}
	shapes := frame
	for _, s := range d.Shapes {
		switch s := s.(type) {
		case *agreement.Path:
			shapes.paths = append(shapes.paths, s)
		case *agreement.Label:
			if len(shapes.paths) > 0 {
				r.elements = append(r.elements, shapes)
				shapes = frame
			}
			r.elements = append(r.elements, l.shapeLabel(s, figure))
		}
	}
	r.elements = append(r.elements, shapes)
	l.row(r)
}

func tenthPoints(n int) length { return n * pt / 10 }

// shapeLabel is the words of a label, which are content of the figure.
func (l *layouter) shapeLabel(s *agreement.Label, figure *tagNode) element {
	face := regular
	if s.Bold {
		face = bold
	}
	size := tenthPoints(s.Size)
	p := &paragraph{tag: figure, style: textStyle{size, size, face, black}}
	l.write(p).text(s.Text, face, run{verbatim: true})
	p.oneLine()
	e := element{kind: textElement, x: tenthPoints(s.At.X), y: tenthPoints(s.At.Y), p: p}
	switch width := p.extent(0, len(p.glyphs)); s.Anchor {
	case agreement.Left:
	case agreement.Center:
		e.x -= width / 2
	case agreement.Right:
		e.x -= width
	}
	return e
}

// shapes draws the paths of a figure from its upper left corner, as its content, and
// notes where the figure stands.
func (c *canvas) shapes(e *element, x, y length) {
	e.tag.box = [4]length{x, c.height - y - e.h, x + e.w, c.height - y}
	if len(e.paths) == 0 {
		return
	}
	c.begin(e.tag)
	for _, p := range e.paths {
		c.shape(p, x, y)
	}
}

func (c *canvas) shape(p *agreement.Path, x, y length) {
	switch p.Fill {
	case agreement.NoFill:
	case agreement.White:
		c.setInk(white)
	case agreement.Grey:
		c.setInk(faint)
	case agreement.Black:
		c.setInk(black)
	}
	if p.Weight > 0 {
		c.number(tenthPoints(p.Weight))
		c.op("w")
	}
	if p.Dashed {
		c.op("[4 2.5] 0 d")
	}
	for i, q := range p.Points {
		c.number(x + tenthPoints(q.X))
		c.number(c.height - y - tenthPoints(q.Y))
		if i == 0 {
			c.op("m")
		} else {
			c.op("l")
		}
	}
	if p.Closed {
		c.op("h")
	}
	switch {
	case p.Fill != agreement.NoFill && p.Weight > 0:
		c.op("B")
	case p.Fill != agreement.NoFill:
		c.op("f")
	case p.Weight > 0:
		c.op("S")
	default:
		c.op("n")
	}
	if p.Dashed {
		c.op("[] 0 d")
	}
}

// figure writes what a figure shows, for who does not see it, and where it stands.
func (n *tagNode) figure(b []byte) []byte {
	b = append(append(append(b, "/Alt "...), textString(n.alt)...), " /A <</O /Layout /Placement /Block /BBox ["...)
	for _, v := range n.box {
		b = append(strconv.AppendFloat(b, points(v), 'f', -1, 64), ' ')
	}
	return append(b, "]>> "...)
}

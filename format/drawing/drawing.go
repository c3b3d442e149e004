// Package drawing draws what tables of an agreement say: who licenses what to whom,
// when things happen, and what a royalty comes to. It makes each [agreement.Drawing],
// which the PDF draws and [SVG] writes for a page of the web.
//
// A drawing reads in black and white and without colours: what differs is told apart
// by weight, hatching and words. The same input gives the same drawing on every
// machine, so places are reckoned in whole numbers.
package drawing

import (
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// Width is that of a drawing across a page: the measure of the text of a PDF.
const Width = 4300

// Sizes of words, and weights of lines.
const (
	small  = 75
	normal = 85
	thin   = 5
	medium = 10
	heavy  = 20
)

// A canvas is a drawing while it is made.
type canvas struct{ agreement.Drawing }

func (c *canvas) line(x1, y1, x2, y2, weight int, dashed bool) {
	c.path(weight, dashed, agreement.Point{X: x1, Y: y1}, agreement.Point{X: x2, Y: y2})
}

func (c *canvas) path(weight int, dashed bool, points ...agreement.Point) {
	c.Shapes = append(c.Shapes, &agreement.Path{Points: points, Weight: weight, Dashed: dashed})
}

func (c *canvas) area(fill agreement.Fill, weight int, points ...agreement.Point) {
	c.Shapes = append(c.Shapes, &agreement.Path{Points: points, Closed: true, Fill: fill, Weight: weight})
}

func (c *canvas) box(x, y, w, h int, fill agreement.Fill, weight int) {
	c.area(fill, weight, agreement.Point{X: x, Y: y}, agreement.Point{X: x + w, Y: y}, agreement.Point{X: x + w, Y: y + h}, agreement.Point{X: x, Y: y + h})
}

// hatch draws slanting lines in a rectangle, in pieces that end at its edges.
func (c *canvas) hatch(x, y, w, h int) {
	const step = 40
	for d := -h + step; d < w; d += step {
		from, to := max(0, -d), min(h, w-d)
		if to > from {
			c.line(x+d+from, y+from, x+d+to, y+to, thin, false)
		}
	}
}

func (c *canvas) label(x, y int, s string, size int, anchor agreement.Align) {
	c.Shapes = append(c.Shapes, &agreement.Label{At: agreement.Point{X: x, Y: y}, Text: s, Size: size, Anchor: anchor})
}

func (c *canvas) bold(x, y int, s string, size int, anchor agreement.Align) {
	c.Shapes = append(c.Shapes, &agreement.Label{At: agreement.Point{X: x, Y: y}, Text: s, Size: size, Bold: true, Anchor: anchor})
}

// done is the drawing, of a height.
func (c *canvas) done(title, alt string, height int) *agreement.Drawing {
	c.Title, c.Alt, c.Width, c.Height = title, alt, Width, height
	return &c.Drawing
}

// extent is about how wide words are: no face is wider by much.
func extent(s string, size int) int {
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljtfI.,:;'’|!()- ", r):
			n += 30
		case strings.ContainsRune("mwMW@%—", r):
			n += 90
		case r >= 0x2E80:
			n += 100
		case r >= 'A' && r <= 'Z':
			n += 68
		default:
			n += 54
		}
	}
	return n * size / 100
}

// cut is words that go on a width, with an ellipsis where some are left out.
func cut(s string, size, width int) string {
	if extent(s, size) <= width {
		return s
	}
	for s != "" && extent(s+"…", size) > width {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return strings.TrimRight(s, " ,") + "…"
}

// inLines breaks words into at most two lines of a width.
func inLines(s string, size, width int) []string {
	if extent(s, size) <= width {
		return []string{s}
	}
	first := ""
	for word := range strings.FieldsSeq(s) {
		next := strings.TrimSpace(first + " " + word)
		if extent(next, size) > width {
			break
		}
		first = next
	}
	if first == "" {
		return []string{cut(s, size, width)}
	}
	return []string{first, cut(strings.TrimSpace(strings.TrimPrefix(s, first)), size, width)}
}

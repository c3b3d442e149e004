package drawing

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Mark is a figure with its print.
type Mark struct {
	At    int64 // in any unit that the other marks of its axis share
	Words string
}

// A Curve is what is paid for what is sold.
type Curve struct {
	Title  string
	X, Y   string     // what the axes measure
	Points [][2]int64 // volume and sum, in order
	Bands  []Mark     // volumes at which another rate begins
	Limits []Mark     // sums that limit it: "cap EUR 500,000"
	Ends   [2]Mark    // the greatest volume and the greatest sum drawn
	Alt    string     // the figures in words
}

// CurveLeft and CurveWide are where the volumes of a curve begin in it, and how far they
// go: a page finds the volume under the pointer by them.
const (
	CurveLeft = 950
	CurveWide = Width - CurveLeft - 250
)

// Draw draws a curve, its bands as upright dashed lines and its limits as level
// ones. It is nil where there is nothing to draw.
func (v Curve) Draw() *agreement.Drawing {
	if len(v.Points) < 2 || v.Ends[0].At <= 0 || v.Ends[1].At <= 0 {
		return nil
	}
	const left, top, wide, high = CurveLeft, 120, CurveWide, 380
	x := func(n int64) int { return left + scaled(n, v.Ends[0].At, wide) }
	y := func(n int64) int { return top + high - scaled(n, v.Ends[1].At, high) }
	c := &canvas{}
	c.line(left, top-40, left, top+high, medium, false)
	c.line(left, top+high, left+wide+40, top+high, medium, false)
	edge := left // of the words under the axis
	place := func(m Mark) {
		half := extent(m.Words, small) / 2
		if middle := min(x(m.At), Width-half-60); middle-half > edge { // a screen's letters may be wider
			c.label(middle, top+high+100, m.Words, small, agreement.Center)
			edge = middle + half + 30
		}
	}
	for _, b := range v.Bands {
		c.line(x(b.At), top, x(b.At), top+high, thin, true)
		place(b)
	}
	place(v.Ends[0])
	taken := []int{}
	for _, l := range append([]Mark{}, v.Limits...) {
		c.line(left, y(l.At), left+wide, y(l.At), thin, true)
		taken = append(taken, y(l.At))
		c.label(left-40, y(l.At)+25, cut(l.Words, small, left-60), small, agreement.Right)
	}
	if free(taken, y(v.Ends[1].At)) {
		c.label(left-40, y(v.Ends[1].At)+25, cut(v.Ends[1].Words, small, left-60), small, agreement.Right)
	}
	if free(taken, top+high) {
		c.label(left-40, top+high+25, "0", small, agreement.Right)
	}
	var points []agreement.Point
	for _, p := range v.Points {
		points = append(points, agreement.Point{X: x(p[0]), Y: y(p[1])})
	}
	c.path(heavy, false, points...)
	c.label(left+20, top-50, v.Y, small, agreement.Left)
	c.label(left+wide, top+high+210, v.X, small, agreement.Right)
	return c.done(v.Title, fmt.Sprintf("%s: %s.", v.Title, strings.TrimSuffix(v.Alt, ".")), top+high+250)
}

// free reports whether words at a height do not meet others.
func free(taken []int, y int) bool {
	for _, t := range taken {
		if y-t < 90 && t-y < 90 {
			return false
		}
	}
	return true
}

// scaled is n of whole on a length.
func scaled(n, whole int64, length int) int {
	for whole > 1<<40 { // so that no product overflows
		n, whole = n>>1, whole>>1
	}
	return int(n * int64(length) / whole)
}

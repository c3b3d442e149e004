package drawing

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Bar is an amount with its name and the words for it.
type Bar struct {
	Name, Words string
	Amount      int64
}

// mostBars is how many bars one drawing shows.
const mostBars = 30

// Bars draws amounts below each other, each as long as it is large. It is nil where
// there is nothing to draw.
func Bars(title string, bars []Bar) *agreement.Drawing {
	largest := int64(0)
	for _, b := range bars {
		largest = max(largest, b.Amount)
	}
	if largest <= 0 {
		return nil
	}
	const names, words, top, row, bar = 500, 1100, 30, 120, 70
	c := &canvas{}
	shown := bars[:min(len(bars), mostBars)]
	var alt []string
	for i, b := range shown {
		y := top + i*row
		c.label(0, y+58, cut(b.Name, small, names-60), small, agreement.Left)
		long := part(b.Amount, largest, Width-names-words)
		if long > 0 {
			c.hatch(names, y, long, bar)
			c.box(names, y, long, bar, agreement.NoFill, medium)
		}
		c.label(names+long+40, y+58, cut(b.Words, small, words-60), small, agreement.Left)
		alt = append(alt, b.Name+": "+b.Words)
	}
	height := top + len(shown)*row
	c.line(names, top-20, names, height-20, medium, false)
	if more := len(bars) - len(shown); more > 0 {
		height += row
		c.label(0, height-40, fmt.Sprintf("and %d more", more), small, agreement.Left)
		alt = append(alt, fmt.Sprintf("and %d more", more))
	}
	return c.done(title, title+". "+strings.Join(alt, "; ")+".", height+20)
}

// part is how long an amount is beside the largest, which has a length.
func part(amount, largest int64, length int) int {
	if amount <= 0 {
		return 0
	}
	for largest > 1<<31 { // so that no product overflows
		amount, largest = amount>>1, largest>>1
	}
	return max(1, int(amount*int64(length)/largest))
}

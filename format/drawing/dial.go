package drawing

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Lean is how many of the departures of one clause each side gains by.
type Lean struct {
	Title                       string
	Licensor, Neither, Licensee int
}

// mostLeans is how many clauses a dial shows.
const mostLeans = 16

// Dial draws which way each clause leans: what the licensor gains by goes to the left,
// what the licensee gains by to the right. It is nil where there is nothing to draw.
func Dial(title string, leans []Lean) *agreement.Drawing {
	if len(leans) == 0 {
		return nil
	}
	const names, top, row, bar, most = 1250, 190, 120, 70, 130
	middle := names + (Width-names)/2
	longest := 1
	for _, l := range leans {
		longest = max(longest, l.Licensor, l.Licensee)
	}
	unit := min(most, ((Width-names)/2-150)/longest)
	c := &canvas{}
	c.label(middle-60, 80, "← for the licensor", small, agreement.Right)
	c.label(middle+60, 80, "for the licensee →", small, agreement.Left)
	shown := leans[:min(len(leans), mostLeans)]
	var alt []string
	for i, l := range shown {
		y := top + i*row
		c.label(0, y+55, cut(l.Title, small, names-60), small, agreement.Left)
		if n := l.Licensor; n > 0 {
			c.hatch(middle-n*unit, y, n*unit, bar)
			c.box(middle-n*unit, y, n*unit, bar, agreement.NoFill, medium)
			c.label(middle-n*unit-30, y+58, fmt.Sprint(n), small, agreement.Right)
		}
		if n := l.Licensee; n > 0 {
			c.box(middle, y, n*unit, bar, agreement.NoFill, heavy)
			c.label(middle+n*unit+30, y+58, fmt.Sprint(n), small, agreement.Left)
		}
		alt = append(alt, fmt.Sprintf("%s, %d for the licensor, %d for the licensee, %d for neither", l.Title, l.Licensor, l.Licensee, l.Neither))
	}
	height := top + len(shown)*row
	c.line(middle, top-40, middle, height, medium, false)
	if more := len(leans) - len(shown); more > 0 {
		height += row
		c.label(0, height-40, fmt.Sprintf("and %d more clauses", more), small, agreement.Left)
	}
	return c.done(title, title+": "+strings.Join(alt, "; ")+".", height+20)
}

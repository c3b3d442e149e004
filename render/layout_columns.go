package render

import (
	"cmp"
	"slices"
)

// shareSteps is in how many parts the room between columns is shared out, and
// shareRows how many rows of a long table are looked at.
const (
	shareSteps = 64
	shareRows  = 200
)

// share widens columns step by step, each time the one that shortens the table
// most.
func (g *grid) share(columns []int, widths []length, room length) {
	cells := g.lengths(columns)
	step := room/shareSteps + 1
	gains := make([]int, len(columns))
	for i := range columns {
		gains[i] = gain(cells[i], widths[i], step)
	}
	for room > 0 {
		best := 0
		for i := range gains {
			if gains[i] > gains[best] {
				best = i
			}
		}
		step = min(step, room)
		if gains[best] == 0 {
			break
		}
		room -= step
		widths[best] += step
		gains[best] = gain(cells[best], widths[best], step)
	}
	for i := range widths {
		widths[i] += room / len(widths)
	}
}

// shortShare is the percentage of the room that short columns may take so that
// none of their cells wraps.
const shortShare = 60

// spare raises the widths of short columns, the shortest first, to what their
// cells take on one line.
func spare(widths, most []length, room length) {
	order := make([]int, len(widths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(most[a], most[b]) })
	used, taken := sum(widths), length(0)
	for _, i := range order {
		taken += most[i]
		if taken > room*shortShare/100 || used+most[i]-widths[i] > room*9/10 {
			return
		}
		used += most[i] - widths[i]
		widths[i] = most[i]
	}
}

// lengths are the widths on one line of the cells of each column.
func (g *grid) lengths(columns []int) [][]length {
	every := len(g.rows)/shareRows + 1
	out := make([][]length, len(columns))
	for i, c := range columns {
		out[i] = append(out[i], g.head[c].extent(0, len(g.head[c].glyphs)))
		for r := 0; r < len(g.rows); r += every {
			p := g.rows[r][c]
			out[i] = append(out[i], p.extent(0, len(p.glyphs)))
		}
	}
	return out
}

// gain is how much a column's cells shrink when it grows by a step. Long cells
// count for far more than short ones, because the longest cell of a row makes
// its height.
func gain(cells []length, width, step length) int {
	sum := 0
	for _, c := range cells {
		sum += tall(c, width) - tall(c, width+step)
	}
	return sum
}

// tall is the fourth power of a cell's lines, in sixty-fourths.
func tall(cell, width length) int {
	n := min(max(64*cell/width, 64), 4096)
	return n * n * n * n
}

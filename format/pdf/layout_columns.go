package pdf

import "slices"

// The widths of columns are found by trial: the room beyond the least widths is
// cut into steps, and steps change columns as long as the table gets better for
// it. Of a long table a sample of rows is looked at.
const (
	fitSteps  = 96
	fitCells  = 600
	fitRounds = 6
	mostLines = 250 // a cell longer than that counts as that long
)

// What a row costs: its height, every further line of its cells, the more the
// taller they are, and cells that look short and yet take two lines, such as
// dates and names.
const (
	lineCost  = 100
	cellCost  = 8
	shortCost = 110
	shortCell = 9500 // thousandths of the type size
)

// A cellText is a cell cut where its lines may end.
type cellText struct {
	pieces []textPiece
	whole  int // its width on one line
}

// A textPiece is what stands between two places where a line may end, in
// thousandths of the type size: without and with the space after it.
type textPiece struct{ word, step int }

func (p *paragraph) cellText() cellText {
	var t cellText
	word, step := 0, 0
	for i := range p.glyphs {
		g := &p.glyphs[i]
		step += int(g.advance) + int(g.kern)
		if g.class != space {
			word = step
		}
		next := i+1 == len(p.glyphs) || p.glyphs[i+1].class != space
		switch g.class {
		case space, dash, slash, ideograph:
			if next {
				t.pieces = append(t.pieces, textPiece{word, step})
				word, step = 0, 0
			}
		case letter, tie, softHyphen:
		}
	}
	if step > 0 {
		t.pieces = append(t.pieces, textPiece{word, step})
	}
	for _, x := range t.pieces {
		t.whole += x.step
	}
	return t
}

// lines is how many lines a cell takes at a width.
func (t cellText) lines(width int) uint8 {
	if t.whole <= width {
		return 1
	}
	n, used := 1, 0
	for _, x := range t.pieces {
		if used > 0 && used+x.word > width {
			n, used = n+1, 0
		}
		used += x.step
	}
	return uint8(min(n, mostLines))
}

// A columnFit is a search for widths of columns.
type columnFit struct {
	cells [][]cellText // by column, then by row
	inset []length     // room that the cells of a column leave
	least []length
	step  length
	size  length      // of the type
	given []int       // steps that each column has beyond its least width
	known [][][]uint8 // by column and steps: the lines of each row
}

// share widens columns from their least widths until they fill the room left,
// so that the table is as short as it can be and short cells stay whole.
func (g *grid) share(columns []int, least []length, room length) []length {
	f := &columnFit{
		least: least, step: room/fitSteps + 1, size: g.style.size,
		given: make([]int, len(columns)), known: make([][][]uint8, len(columns)), cells: g.sample(columns),
	}
	for i := range f.known {
		f.known[i] = make([][]uint8, fitSteps+1)
		f.inset = append(f.inset, g.inset(columns[i]))
	}
	f.start(fitSteps)
	f.improve()
	spare := f.tighten() * f.step
	widths := slices.Clone(least)
	for i := range widths {
		widths[i] += f.given[i]*f.step + spare/len(widths)
	}
	for sum(widths) > sum(least)+room { // steps are rounded up
		widths[slices.Index(widths, slices.Max(widths))]--
	}
	return widths
}

// sample is the cells of some rows, the head among them.
func (g *grid) sample(columns []int) [][]cellText {
	every := len(g.rows)*len(columns)/fitCells + 1
	out := make([][]cellText, len(columns))
	for i, c := range columns {
		out[i] = append(out[i], g.head[c].cellText())
		for r := 0; r < len(g.rows); r += every {
			out[i] = append(out[i], g.rows[r][c].cellText())
		}
	}
	return out
}

// start gives each step to the column with the most text for its width.
func (f *columnFit) start(steps int) {
	longest := make([]length, len(f.cells))
	for i, cells := range f.cells {
		for _, c := range cells {
			longest[i] = max(longest[i], c.whole*f.size/1000)
		}
	}
	for range steps {
		best, most := 0, -1
		for i, n := range longest {
			width := f.least[i] + f.given[i]*f.step
			if n > width && n*1000/width > most {
				best, most = i, n*1000/width
			}
		}
		f.given[best]++
	}
}

// improve moves steps from one column to another as long as that pays.
func (f *columnFit) improve() {
	cost := f.cost()
	for range fitRounds {
		before := cost
		for _, n := range []int{16, 8, 4, 2, 1} {
			for i := range f.given {
				for j := range f.given {
					if j == i || f.given[i] < n {
						continue
					}
					f.given[i] -= n
					f.given[j] += n
					if c := f.cost(); c < cost {
						cost = c
						continue
					}
					f.given[i] += n
					f.given[j] -= n
				}
			}
		}
		if cost == before {
			return
		}
	}
}

// tighten takes from each column what makes no difference to its lines, and
// says how many steps that is.
func (f *columnFit) tighten() int {
	spare := 0
	for i := range f.given {
		for f.given[i] > 0 && slices.Equal(f.lines(i, f.given[i]), f.lines(i, f.given[i]-1)) {
			f.given[i]--
			spare++
		}
	}
	return spare
}

// lines is the lines of each row of a column that was given so many steps.
func (f *columnFit) lines(column, steps int) []uint8 {
	known := &f.known[column][steps]
	if *known == nil {
		width := (f.least[column] + steps*f.step - f.inset[column]) * 1000 / f.size
		for _, c := range f.cells[column] {
			*known = append(*known, c.lines(width))
		}
	}
	return *known
}

func (f *columnFit) cost() int {
	total := 0
	var columns [32][]uint8
	at := columns[:0]
	for i, n := range f.given {
		at = append(at, f.lines(i, n))
	}
	for r := range at[0] {
		tallest := uint8(0)
		for i := range at {
			n := at[i][r]
			tallest = max(tallest, n)
			if n > 1 {
				total += cellCost * int(n-1) * int(n) / 2
				if f.cells[i][r].whole <= shortCell {
					total += shortCost
				}
			}
		}
		total += lineCost * int(tallest)
	}
	return total
}

package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// htmlTable reads an item that is a table in HTML and nothing else. A cell that spans
// several is the first of them, and the others are empty.
func (r *reader) htmlTable(it *item) bool {
	if !hasFold(r.src[it.words:it.end], "<table") {
		return false
	}
	g := grid{reader: r, at: it.words}
	for g.at < it.end {
		if !g.next(it.end) {
			return false
		}
	}
	if g.endRow(it.end); !g.ended || g.columns == 0 {
		return false
	}
	it.table, it.rows = g.table()
	return true
}

// A grid is the cells of a table in HTML while it is read.
type grid struct {
	*reader
	at           int
	begun, ended bool
	rows         []gridRow
	row          *gridRow // that is open, and whether its last cell is
	open         bool
	last         int
	columns      int
	down         [mostColumns]int // in how many rows below a column is taken
}

const mostColumns = 64

type gridRow struct {
	Span
	cells []Span
	heads []bool
}

// next reads a tag, or a byte before one, and reports whether it still is a grid.
func (g *grid) next(end int) bool {
	rest := g.src[g.at:end]
	n := 0
	if rest[0] == '<' {
		n = tagLength(rest)
	}
	if comment := n > 0 && rest[1] == '!'; n == 0 || comment || addressLength(rest[:n]) > 0 {
		g.at += max(1, n)
		return g.open || comment || isBlank(rest[0])
	}
	tag := htmlTag().FindSubmatch(rest[:n])
	name, ends, at := strings.ToLower(string(tag[1])), rest[1] == '/', g.at
	g.at += n
	switch {
	case g.ended:
		return false
	case name == "td" || name == "th":
		if g.endCell(at); !ends && !g.cell(name == "th", spanned(tag[2], "colspan"), spanned(tag[2], "rowspan")) {
			return false
		}
	case name == "table" && !ends && g.begun:
		return false // in a table
	case slices.Contains([]string{"table", "thead", "tbody", "tfoot", "tr"}, name):
		g.begun, g.ended = true, name == "table" && ends
		if g.endRow(at); name == "tr" && !ends {
			g.row = &gridRow{Span: Span{at, at}}
		}
	default:
		return g.open
	}
	if !ends && len(bytes.TrimSpace(tag[2])) > 0 {
		g.aside("tag", spaces(rest[:n]), at)
	}
	return true
}

// cell begins a cell of a row.
func (g *grid) cell(head bool, wide, high int) bool {
	if g.row == nil {
		g.row = &gridRow{Span: Span{g.at, g.at}}
	}
	g.pad()
	first := len(g.row.cells)
	if first+wide > mostColumns {
		return false
	}
	for k := range wide {
		g.row.cells, g.row.heads = append(g.row.cells, Span{g.at, g.at}), append(g.row.heads, head)
		g.down[first+k] = high - 1
	}
	g.last, g.open = first, true
	return true
}

// pad passes the columns that cells above have taken.
func (g *grid) pad() {
	for k := len(g.row.cells); k < mostColumns && g.down[k] > 0; k++ {
		g.down[k]--
		g.row.cells, g.row.heads = append(g.row.cells, Span{g.at, g.at}), append(g.row.heads, true)
	}
}

// spanned is over how many columns, or rows, a cell goes.
func spanned(attributes []byte, name string) int {
	for _, a := range attribute().FindAllSubmatch(attributes, -1) {
		if strings.EqualFold(string(a[1]), name) {
			n, _ := strconv.Atoi(string(a[2]) + string(a[3]) + string(a[4]))
			return min(max(n, 1), mostColumns)
		}
	}
	return 1
}

func (g *grid) endCell(at int) {
	if g.open {
		g.row.cells[g.last].End = at
	}
	g.open = false
}

func (g *grid) endRow(at int) {
	if g.endCell(at); g.row != nil && len(g.row.cells) > 0 {
		g.pad()
		g.row.End = g.at
		g.rows, g.columns = append(g.rows, *g.row), max(g.columns, len(g.row.cells))
	}
	g.row = nil
}

// table is the grid as a table. Its head is the first row, if that has heads alone; a
// head elsewhere is set in bold.
func (g *grid) table() (*agreement.Table, []Span) {
	t := &agreement.Table{Head: make([]agreement.Cell, g.columns), Align: make([]agreement.Align, g.columns)}
	at := []Span{{g.rows[0].Start, g.rows[0].Start}}
	for i, row := range g.rows {
		headed := i == 0 && !slices.Contains(row.heads, false)
		cells := make([]agreement.Cell, g.columns)
		for k, c := range row.cells {
			var marks []string
			if row.heads[k] && !headed {
				marks = append(marks, "bold")
			}
			cells[k] = g.inlines(c.Start, c.End, false, marks...)
		}
		if headed {
			t.Head, at[0] = cells, row.Span
			continue
		}
		t.Rows, at = append(t.Rows, agreement.Row{Cells: cells}), append(at, row.Span)
	}
	return t, at
}

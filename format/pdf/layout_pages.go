package pdf

// paginate breaks rows into pages, from the first to the last, each as full as
// the rows that keep together let it be.
func (l *layouter) paginate(rows []row) []page {
	var pages []page
	way := newUpright
	for from := 0; from < len(rows); {
		if rows[from].sheet != samePage {
			way = rows[from].sheet
		}
		pg := l.blank(way)
		pg.top = l.margins.top
		if l.doc.Brief && len(pages) == 0 && l.house == nil {
			pg.top = briefTop
		}
		room := pg.height - pg.top - l.margins.bottom
		to, spare := fit(rows, from, room, way != newLandscape)
		l.pour(&pg, rows[from:to], stretch(rows, from, to, spare))
		pages = append(pages, pg)
		from = to
	}
	return pages
}

// blank is an empty page.
func (l *layouter) blank(way sheet) page {
	width, height := l.paper.size()
	if way == newLandscape {
		width, height = height, width
	}
	return page{width: width, height: height, left: l.margins.left}
}

// A cut is a place where a page may end: before a row, with so much of the page
// filled.
type cut struct {
	row  int
	used length
}

// fit finds the row that begins the next page, and how much room is left over.
func fit(rows []row, from int, room length, upright bool) (to int, spare length) {
	used := rows[from].height
	if rows[from].head != nil {
		used += rows[from].head.height()
	}
	var cuts []cut
	i := from + 1
	for ; i < len(rows); i++ {
		if rows[i].sheet != samePage && !(upright && goesOn(rows, i, room-used, room)) {
			return i, room - used
		}
		if !rows[i].keep {
			cuts = append(cuts, cut{i, used})
		}
		if used+rows[i].above+rows[i].height > room {
			if end, over := squeeze(rows, from, i, used-room); end > i {
				return end, -over
			}
			break
		}
		used += rows[i].above + rows[i].height
	}
	if i == len(rows) || len(cuts) == 0 { // the end, or rows that keep together and are taller than a page
		return i, room - used
	}
	c := company(rows, cuts, room)
	return c.row, room - c.used
}

// goesOn reports whether a row begins a schedule that goes on the page of the one before:
// a quarter of the page is left, or all of it goes on what is left.
func goesOn(rows []row, at int, left, room length) bool {
	if rows[at].sheet != newSchedule {
		return false
	}
	if 4*left >= room {
		return true
	}
	end := at + 1
	for end < len(rows) && rows[end].sheet == samePage {
		end++
	}
	if end < len(rows) && rows[end].sheet != newSchedule { // the schedule goes on, on a turned sheet
		return false
	}
	for _, r := range rows[at:end] {
		left -= r.above + r.height
	}
	return left >= 0
}

// company chooses the last of the cuts, or an earlier one where next to nothing
// would stand on the sheet after it.
func company(rows []row, cuts []cut, room length) cut {
	last := cuts[len(cuts)-1]
	left := length(0)
	for i := last.row; i < len(rows) && rows[i].sheet == samePage; i++ {
		if left += rows[i].above + rows[i].height; left > fewLines {
			return last
		}
	}
	for k := len(cuts) - 2; k >= 0 && 3*cuts[k].used > 2*room; k-- {
		if last.used-cuts[k].used+left >= enoughLines {
			return cuts[k]
		}
	}
	return last
}

// squeeze finds whether the few rows from the given one to the end of the sheet
// still go on the page if the spaces between rows shrink, and by how much they
// are over. A page of its own for two lines looks like a mistake.
func squeeze(rows []row, from, at int, over length) (end int, by length) {
	gaps := 0
	for _, r := range rows[from+1 : at] {
		if r.above > 0 {
			gaps++
		}
	}
	for end = at; end < len(rows) && rows[end].sheet == samePage; end++ {
		over += rows[end].above + rows[end].height
		if rows[end].above > 0 {
			gaps++
		}
		if over > gaps*gapShrink {
			return at, 0
		}
	}
	return end, over
}

func (t *tableTop) height() length { return heightOf(t.rows) }

// heightOf is how tall rows are without the spaces between them.
func heightOf(rows []row) length {
	sum := length(0)
	for _, r := range rows {
		sum += r.height
	}
	return sum
}

// stretch is how much each space between the rows of a page grows, so that
// pages end on the same line, or shrinks, so that the rows go on the page.
func stretch(rows []row, from, to int, spare length) length {
	if spare >= 0 && to >= len(rows) {
		return 0
	}
	if spare >= 0 && rows[to].sheet != samePage || spare > pageStretch {
		return 0
	}
	gaps := 0
	for _, r := range rows[from+1 : to] {
		if r.above > 0 {
			gaps++
		}
	}
	if gaps == 0 || spare/gaps > gapStretch {
		return 0
	}
	if spare < 0 {
		return (spare - gaps + 1) / gaps // rounded away from nought
	}
	return spare / gaps
}

// pour sets rows on a page.
func (l *layouter) pour(pg *page, rows []row, stretch length) {
	y := pg.top
	if head := rows[0].head; head != nil {
		for i := range head.rows {
			y = pg.place(&head.rows[i], y)
			pg.repeated(len(head.rows[i].elements))
		}
	}
	for i := range rows {
		if i > 0 && rows[i].above > 0 {
			y += rows[i].above + stretch
		}
		y = pg.place(&rows[i], y)
	}
}

// repeated makes the last pieces of a page stand for the eye alone: a reader of
// the structure has met the head of the table.
func (pg *page) repeated(n int) {
	for i := len(pg.pieces) - n; i < len(pg.pieces); i++ {
		pg.pieces[i].again = true
	}
}

// place sets a row on the page at y and returns the y below it.
func (pg *page) place(r *row, y length) length {
	for i := range r.elements {
		pg.pieces = append(pg.pieces, piece{element: &r.elements[i], x: pg.left, y: y})
	}
	if r.changed {
		pg.pieces = append(pg.pieces, piece{element: &element{kind: ruleElement, w: 1200, h: r.height}, x: pg.left - changeBar, y: y})
	}
	return y + r.height
}

package excel

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// A Row is one row that holds something.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []Cell // from the first column to the last that holds something
}

// Rows goes over the rows of a sheet, those without anything left out. An error is
// [agreement.Problems]; no row follows it.
func (b *Reader) Rows(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		err := b.rows(sheet, func(r Row) bool { return yield(r, nil) })
		if err != nil && !errors.Is(err, errEnough) {
			yield(Row{}, b.wrong(err))
		}
	}
}

// errEnough ends the reading of a sheet before its end.
var errEnough = errors.New("enough")

// A sheetReader reads the cells of one sheet.
type sheetReader struct {
	book   *Reader
	row    Row
	column int // of the cell at hand
	cell   rawCell
	cells  int // that were read, with those between them
	merged []*region
	active []*region
	ended  bool // the table came to its end
}

// A rawCell is a cell as the file has it.
type rawCell struct {
	kind, value, text string
	style             int
	formula           bool
	heard             int
}

func (b *Reader) rows(sheet int, yield func(Row) bool) error {
	r := &sheetReader{book: b}
	var err error
	if r.merged, err = b.regions(b.paths[sheet]); err != nil {
		return err
	}
	err = b.each(b.paths[sheet], func(s *scanner) error { return r.see(s, yield) })
	if err == nil && !r.ended {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *sheetReader) see(s *scanner, yield func(Row) bool) error {
	switch s.name {
	case "sheetData":
		if s.end || s.both {
			r.ended = true
			return errEnough
		}
	case "row":
		if !s.end {
			if err := r.begin(s); err != nil {
				return err
			}
		}
		if s.end || s.both {
			return r.finish(yield)
		}
	case "c":
		if !s.end {
			if err := r.beginCell(s); err != nil {
				return err
			}
		}
		if s.end || s.both {
			return r.endCell()
		}
	case "v":
		if s.end {
			r.cell.value = unescaped(s.text)
		}
	case "f":
		r.cell.formula = true
	case "rPh":
		if !s.both {
			r.cell.heard += depth(s.end)
		}
	case "t":
		if s.end && r.cell.heard == 0 {
			r.cell.text += unescaped(s.text)
		}
	}
	return nil
}

func (r *sheetReader) begin(s *scanner) error {
	number := r.row.Number + 1
	if n := s.get("r"); n != "" {
		given, err := strconv.Atoi(n)
		if err != nil || given < number || given > mostRows {
			return fmt.Errorf("the workbook is damaged: a row has the number %.20q after row %d", n, r.row.Number)
		}
		number = given
	}
	r.row = Row{Number: number, Hidden: s.get("hidden") == "1" || s.get("hidden") == "true"}
	r.column = -1
	return nil
}

func (r *sheetReader) beginCell(s *scanner) error {
	column := r.column + 1
	if ref := s.get("r"); ref != "" {
		var ok bool
		if column, _, ok = parseRef(ref); !ok || column <= r.column {
			return fmt.Errorf("the workbook is damaged: a cell of row %d is called %.20q", r.row.Number, ref)
		}
	}
	if column >= mostColumns {
		return fmt.Errorf("row %d has more than %d cells", r.row.Number, mostColumns)
	}
	style, _ := strconv.Atoi(s.get("s"))
	r.column, r.cell = column, rawCell{kind: s.get("t"), style: style}
	return nil
}

func (r *sheetReader) endCell() error {
	if r.column < 0 {
		return errors.New("the workbook is damaged: a cell ends that did not begin in a row")
	}
	c, err := r.book.cell(&r.cell)
	if err != nil {
		return fmt.Errorf("%s: %w", Ref(max(0, r.column), max(1, r.row.Number)), err)
	}
	if c.Kind == Blank {
		return nil
	}
	return r.put(r.column, c)
}

// put puts a cell into the row at hand.
func (r *sheetReader) put(column int, c Cell) error {
	if more := column + 1 - len(r.row.Cells); more > 0 {
		if r.cells += more; r.cells > mostCells {
			return fmt.Errorf("the workbook has more than %d cells", mostCells)
		}
		r.row.Cells = slices.Grow(r.row.Cells, more)[:column+1]
	}
	r.row.Cells[column] = c
	return nil
}

func (r *sheetReader) finish(yield func(Row) bool) error {
	if len(r.row.Cells) == 0 {
		return nil
	}
	if err := r.spread(); err != nil {
		return err
	}
	if !yield(r.row) {
		return errEnough
	}
	return nil
}

// cell is what a person sees in a cell.
func (b *Reader) cell(x *rawCell) (Cell, error) {
	c := Cell{Formula: x.formula}
	switch x.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(x.value))
		if err != nil || i < 0 || i >= len(b.texts) {
			return c, errors.New("the workbook is damaged: the text of a cell is missing")
		}
		c.Kind, c.Text = Words, b.texts[i]
	case "inlineStr":
		c.Kind, c.Text = Words, decoded(x.text)
	case "str":
		c.Kind, c.Text = Words, decoded(x.value)
	case "b":
		c.Kind, c.Text = Truth, map[bool]string{true: "true", false: "false"}[strings.TrimSpace(x.value) == "1" || x.value == "true"]
	case "e":
		c.Kind, c.Text = Fault, x.value
	case "d":
		c.Kind, c.Text = isoDay(x.value)
	case "n", "":
		switch {
		case x.value != "":
			return b.number(c, x), nil
		case x.formula: // the program that wrote the workbook does not reckon
			c.Kind, c.Text = Fault, "a formula without its result"
		}
		return c, nil
	default:
		return c, fmt.Errorf("the workbook is damaged: a cell is of the type %.20q", x.kind)
	}
	if c.Text == "" {
		c.Kind = Blank
	}
	return c, nil
}

// isoDay is a date that a workbook has in words.
func isoDay(s string) (Kind, string) {
	day, clock, ok := strings.Cut(s, "T")
	clock = strings.TrimRight(clock, "Z")
	if clock, _, _ = strings.Cut(clock, "."); ok && clock != "00:00:00" {
		return Moment, day + "T" + clock
	}
	return Day, day
}

// A region is cells that are merged to one.
type region struct {
	left, top, right, bottom int
	value                    Cell
}

// regions are the merged cells of a sheet, the upper first. They stand after the
// table, and so the part is gone over once more.
func (b *Reader) regions(name string) ([]*region, error) {
	var list []*region
	err := b.each(name, func(s *scanner) error {
		if s.name != "mergeCell" || s.end {
			return nil
		}
		from, to, _ := strings.Cut(s.get("ref"), ":")
		left, top, ok1 := parseRef(from)
		right, bottom, ok2 := parseRef(to)
		if !ok1 || !ok2 || left > right || top > bottom {
			return nil // a spreadsheet passes over it too
		}
		if list = append(list, &region{left: left, top: top, right: right, bottom: bottom}); len(list) > mostMerges {
			return fmt.Errorf("the workbook has more than %d merged cells", mostMerges)
		}
		return nil
	})
	slices.SortStableFunc(list, func(x, y *region) int { return x.top - y.top })
	return list, err
}

// spread gives each cell of a region the value of its first, within the width of
// the row: what is merged with nothing beside it adds no columns.
func (r *sheetReader) spread() error {
	n := r.row.Number
	for len(r.merged) > 0 && r.merged[0].top <= n {
		r.active, r.merged = append(r.active, r.merged[0]), r.merged[1:]
	}
	r.active = slices.DeleteFunc(r.active, func(x *region) bool { return x.bottom < n })
	if len(r.active) > mostColumns {
		return errors.New("the workbook is damaged: more cells are merged in a row than it can have")
	}
	for _, x := range r.active {
		if x.top == n && x.left < len(r.row.Cells) {
			x.value = r.row.Cells[x.left]
			x.value.Merged = true
		}
		if x.value.Kind == Blank {
			continue
		}
		for column := x.left; column <= x.right; column++ {
			first := x.top == n && column == x.left
			beside := column < len(r.row.Cells)
			if first || !beside && column > x.left {
				continue
			}
			if err := r.put(column, x.value); err != nil {
				return err
			}
		}
	}
	return nil
}

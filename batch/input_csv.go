package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"go/token"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// A tableLayout is what the first line of a table says about the others.
type tableLayout struct {
	name    string
	comma   rune
	bom     bool      // it begins with a byte order mark, as spreadsheets write it
	skip    int64     // bytes before the header
	above   int       // lines before it
	book    *workbook // of a workbook, or nil
	header  []string
	columns []column
	group   int   // index of the group column, or -1
	reason  int   // index of a column of reasons, as the list of failures has it, or -1
	unnamed []int // columns without a header, whose cells must be blank
	base    *schema.File
	writing Writing
}

const byteOrderMark = "\ufeff"

// errorColumn is the header of the column that says why a row failed. It is
// passed over in an input, so that the list of failures can be run again.
const errorColumn = "error"

// A tableLine is one line of a table, and where each of its cells stands.
type tableLine struct {
	cells  []string
	places []cellPlace
	typed  []excel.Cell // of a workbook: the cells as they are
	sheet  int          // of a workbook: which of its tables the line is in
	key    excel.Cell   // of a list of a workbook: by which it belongs to a deal
	hidden bool         // of a workbook: nobody sees it, as where a filter hides it
	err    error        // it is no line of CSV: cells are what can be made of it
}

// A cellPlace is where a cell stands; of a workbook with its name there.
type cellPlace struct {
	token.Position
	cell string // "Deals!B7", or ""
}

// told is a message with the name of the cell before it.
func (p cellPlace) told(message string) string {
	if p.cell == "" {
		return message
	}
	return p.cell + ": " + message
}

// A rationed reader refuses to be read without end for one line.
type rationed struct {
	io.Reader
	left int
}

var errRation = fmt.Errorf("a line is longer than %d bytes: a quotation mark may be opened and never closed", schema.MaxBytes)

func (r *rationed) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errRation
	}
	n, err := r.Reader.Read(p)
	r.left -= n
	return n, err
}

// records goes over the lines of a table, the header first. An error says that it
// cannot be read on.
func (l *tableLayout) records(yield func(*tableLine, error) bool) {
	if l.book != nil {
		l.book.lines(l, yield)
		return
	}
	l.csvLines(yield)
}

func (l *tableLayout) csvLines(yield func(*tableLine, error) bool) {
	f, err := openText(l.name)
	if err != nil {
		yield(nil, unreadable(l.name, err))
		return
	}
	defer f.Close()
	skip := l.skip
	source := &rationed{Reader: io.NewSectionReader(f, skip, 1<<62)}
	r := csv.NewReader(source)
	r.Comma, r.FieldsPerRecord = l.comma, -1
	for {
		source.left = schema.MaxBytes
		from := r.InputOffset()
		cells, err := r.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil && !errors.As(err, &wrong):
			yield(nil, unreadable(l.name, err))
			return
		}
		if wrong == nil && blank(cells) {
			continue // a spreadsheet leaves such lines
		}
		record := &tableLine{cells: excel.Bare(cells)}
		if wrong != nil {
			record.err = wrong.Err
			if record.cells, err = l.lazily(io.NewSectionReader(f, skip+from, r.InputOffset()-from)); err != nil {
				yield(nil, unreadable(l.name, err))
				return
			}
			record.places = slices.Repeat([]cellPlace{{Position: token.Position{Filename: l.name, Line: wrong.StartLine + l.above, Column: 1}}}, max(1, len(record.cells)))
		} else {
			for i := range cells {
				line, col := r.FieldPos(i)
				line += l.above
				record.places = append(record.places, cellPlace{Position: token.Position{Filename: l.name, Line: line, Column: col}})
			}
		}
		if !yield(record, nil) {
			return
		}
	}
}

// blank reports whether a line has nothing in any cell.
func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// lazily is what can be made of a line that is not CSV.
func (l *tableLayout) lazily(line io.Reader) ([]string, error) {
	r := csv.NewReader(line)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = l.comma, -1, true
	cells, err := r.Read()
	var wrong *csv.ParseError
	if errors.Is(err, io.EOF) || errors.As(err, &wrong) {
		err = nil
	}
	return cells, err
}

// tableRows are the term sheets of a CSV file: one for each line after the header,
// or for each run of lines with the same value in the group column.
func (in *Input) tableRows(yield func(*Row, error) bool) {
	l, number, first := in.csv, 0, true
	var group []*tableLine
	flush := func() bool {
		if len(group) == 0 {
			return true
		}
		number++
		row := l.row(number, group)
		group = nil
		return yield(row, nil)
	}
	for record, err := range l.records {
		if err != nil {
			if flush() {
				yield(nil, err)
			}
			return
		}
		if first {
			first = false
			continue
		}
		if len(group) > 0 && !l.together(group[0], record) && !flush() {
			return
		}
		group = append(group, record)
	}
	flush()
}

// together reports whether two lines are of one term sheet.
func (l *tableLayout) together(a, b *tableLine) bool {
	if l.group < 0 || len(a.cells) <= l.group || len(b.cells) <= l.group {
		return false
	}
	key := strings.TrimSpace(a.cells[l.group])
	return key != "" && key == strings.TrimSpace(b.cells[l.group])
}

func (l *tableLayout) row(number int, group []*tableLine) *Row {
	row := &Row{Number: number, Pos: group[0].places[0].Position}
	b := &sheetBuilder{layout: l, records: group}
	row.load = b.load
	row.mend = func(p *agreement.Problem) {
		if p.ID != cellProblem { // which has its place
			at := b.place(p.Pointer, cellPlace{Position: row.Pos})
			p.Pos, p.Message = at.Position, at.told(p.Message)
		}
	}
	row.again = func(reason, _ string) []byte { return l.failed(group, oneLine(reason)) }
	row.lines = group
	return row
}

// head is the first line of the list of failures.
func (l *tableLayout) head() []byte {
	var b bytes.Buffer
	if l.bom {
		b.WriteString(byteOrderMark)
	}
	header := l.header
	if l.reason < 0 {
		header = append(slices.Clip(header), errorColumn)
	}
	l.write(&b, header)
	return b.Bytes()
}

// failed is the lines of a term sheet, with the reason in a column of its own.
func (l *tableLayout) failed(group []*tableLine, reason string) []byte {
	var b bytes.Buffer
	for _, record := range group {
		cells, n := record.cells, len(l.header)
		full := make([]string, max(n, len(cells)))
		copy(full, cells)
		if l.reason >= 0 {
			full[l.reason] = reason
		} else {
			full = slices.Insert(full, n, reason)
		}
		l.write(&b, full)
	}
	return b.Bytes()
}

func (l *tableLayout) write(b *bytes.Buffer, cells []string) {
	w := csv.NewWriter(b)
	w.Comma = l.comma
	_ = w.Write(excel.Guarded(cells)) // a buffer takes everything
	w.Flush()
}

// readLayout reads the header of a CSV file.
func readLayout(name string, o InputOptions) (*tableLayout, error) {
	f, err := openText(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	start := make([]byte, 1<<16)
	n, err := f.ReadAt(start, 0)
	f.Close()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(name, err)
	}
	l := &tableLayout{name: name, base: o.Base, group: -1, reason: -1, writing: o.Writing}
	began := excel.BeginCSV(start[:n])
	l.comma, l.bom, l.skip, l.above = began.Comma, began.Mark, began.Skip, began.Above
	if line, _, _ := bytes.Cut(start[l.skip:n], []byte("\n")); !utf8.Valid(line) {
		return nil, problem("not-utf8", name, "its first line is not UTF-8", "save it from the spreadsheet as CSV UTF-8")
	}
	for record, err := range l.records {
		switch {
		case err != nil:
			return nil, err
		case record.err != nil:
			p := problem("csv", name, "its first line is not CSV: "+record.err.Error(), "put a cell that holds a quotation mark between quotation marks, and double the mark")
			p[0].Pos = record.places[0].Position
			return nil, p
		}
		l.header = record.cells
		if err := l.readHeader(record, o.Group); err != nil {
			return nil, err
		}
		return l, l.survey()
	}
	return nil, problem("csv", name, "it is empty", "engross batch template writes a CSV file to begin with")
}

// readHeader finds out what each column holds.
func (l *tableLayout) readHeader(record *tableLine, group string) error {
	var ps agreement.Problems
	known := 0
	seen := map[column]string{}
	for i, cell := range record.cells {
		name := strings.TrimSpace(cell)
		c := column{}
		var err error
		isGroup := group != "" && name == group
		if isGroup {
			l.group = i
		}
		switch {
		case name == errorColumn:
			l.reason = i
		case name == "" && !isGroup:
			l.unnamed = append(l.unnamed, i)
		default:
			if c, err = parseColumn(name); isGroup {
				err = nil // it need not be in the term sheet
			}
		}
		hint := "name a column by its path in the term sheet, such as deal.id, parties[0].legal_name or /deal/id; engross batch template shows them"
		if before, ok := seen[c]; ok && !c.empty() && err == nil {
			err, hint = fmt.Errorf("says the same as the column %q", before), "keep one of them"
		}
		seen[c] = name
		if err == nil && !c.empty() {
			known++
		}
		if err != nil {
			ps.Add(&agreement.Problem{ID: "csv-column", Pos: record.places[i].Position, Message: record.places[i].told(fmt.Sprintf("the column %q %v", name, err)), Hint: hint})
		}
		l.columns = append(l.columns, c)
	}
	if known == 0 && len(ps) > 0 {
		ps[0].Hint = "the first row names the columns by their paths in the term sheet: delete the rows above the names; engross batch template shows some"
	}
	if group != "" && l.group < 0 {
		ps.Add(&agreement.Problem{ID: "csv-column", Pos: record.places[0].Position, Message: fmt.Sprintf("there is no column %q to group by", group), Hint: "name a column with --group as the first line does"})
	}
	return ps.Err()
}

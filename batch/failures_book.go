package batch

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/format/excel"
)

// A failedRow is the lines of a term sheet of a workbook, and why it failed.
type failedRow struct {
	lines []*tableLine
	found []Finding
}

// failedBook is the workbook of the rows that failed, sheet by sheet as the input has
// them, with the reason in a column of its own and beside each cell at fault.
func (l *tableLayout) failedBook(rows []failedRow) *excel.Workbook {
	b := &excel.Workbook{Title: "Rows that failed", Description: "Mend the cells and run engross batch on this workbook."}
	for n, s := range append([]bookSheet{l.book.deals}, l.book.lists...) {
		head := slices.DeleteFunc(slices.Clone(s.header), func(name string) bool { return name == errorColumn })
		sheet := excel.Sheet{Name: s.name, Frozen: 1, Rows: [][]excel.Cell{excel.Heads(append(head, errorColumn)...)}}
		for range head {
			sheet.Columns = append(sheet.Columns, excel.Column{Width: 18})
		}
		sheet.Columns = append(sheet.Columns, excel.Column{Width: 70, Wrap: true})
		for _, row := range rows {
			for _, line := range row.lines {
				if line.sheet == n {
					sheet.Rows = append(sheet.Rows, l.failedLine(&s, line, row.found))
				}
			}
		}
		b.Sheets = append(b.Sheets, sheet)
	}
	return b
}

// failedLine is a line with the reasons beside its cells. The first line of a deal has
// those that are of no cell.
func (l *tableLayout) failedLine(s *bookSheet, line *tableLine, found []Finding) []excel.Cell {
	var row []excel.Cell
	for i, name := range s.header {
		if name == errorColumn {
			continue
		}
		cell := line.typed[s.from+i]
		if at := line.places[s.from+i]; at.cell != "" {
			if s.from > 0 && name == l.header[l.group] { // where the key stands is noted at the column of deals
				cell = line.key
			}
			if why := reasonsAt(found, at.cell); why != "" {
				cell = cell.Styled(excel.Bad).Noted(why)
			}
		}
		row = append(row, cell)
	}
	why := ""
	if line.sheet == 0 {
		why = reasons(found, Finding.inBook)
	}
	return append(row, excel.Text(why).Styled(excel.Bad))
}

// reasonsAt are the reasons that are of one cell.
func reasonsAt(found []Finding, cell string) string {
	var list []string
	for _, x := range found {
		if rest, ok := strings.CutPrefix(x.Message, cell+": "); ok {
			if x.Hint != "" {
				rest += " (" + x.Hint + ")"
			}
			list = append(list, rest)
		}
	}
	return strings.Join(list, "\n")
}

// inBook is a finding in one line, for the person who mends the row of a workbook:
// the cell is named in the message.
func (x Finding) inBook() string {
	if x.Hint == "" {
		return x.Message
	}
	return x.Message + " (" + x.Hint + ")"
}

// mergeBooks joins workbooks of rows that failed, sheet by sheet.
func mergeBooks(dir string, shards []Shard) ([]byte, error) {
	b := &excel.Workbook{Title: "Rows that failed", Description: "Mend the cells and run engross batch on this workbook."}
	for _, s := range shards {
		name := filepath.Join(dir, "failures"+s.suffix()+".xlsx")
		text, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, unreadable(name, err)
		}
		if err := appendBook(b, name, text); err != nil {
			return nil, err
		}
	}
	if len(b.Sheets) == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	err := excel.Write(&out, b)
	return out.Bytes(), err
}

func appendBook(b *excel.Workbook, name string, text []byte) error {
	r, err := excel.Open(name, bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return err
	}
	for i, info := range r.Sheets {
		n := slices.IndexFunc(b.Sheets, func(s excel.Sheet) bool { return s.Name == info.Name })
		known := n >= 0
		if !known {
			n = len(b.Sheets)
			b.Sheets = append(b.Sheets, excel.Sheet{Name: info.Name, Frozen: 1})
		}
		head := true
		for row, err := range r.Rows(i) {
			if err != nil {
				return err
			}
			if !head || !known {
				b.Sheets[n].Rows = append(b.Sheets[n].Rows, row.Cells)
			}
			head = false
		}
	}
	return nil
}

package assemble

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// Table prints a table with a head and rows of plain text.
func (c *Context) Table(head []string, rows [][]string) (block, error) {
	t := &agreement.Table{Align: make([]agreement.Align, len(head))}
	for _, h := range head {
		t.Head = append(t.Head, agreement.Cell{&agreement.Text{Text: h}})
	}
	for i, r := range rows {
		if len(r) != len(head) {
			return "", fmt.Errorf("row %d of the table has %d cells, its head has %d", i+1, len(r), len(head))
		}
		row := agreement.Row{}
		for _, s := range r {
			var cell agreement.Cell
			if s != "" {
				cell = agreement.Cell{&agreement.Text{Text: s, Value: true}}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	alignNumbers(t)
	c.aside.tables = append(c.aside.tables, t)
	return block(fmt.Sprintf("%c%d%c", tableOpen, len(c.aside.tables)-1, tableClose)), nil
}

// alignNumbers sets columns of figures flush right. A column of dashes alone
// has none.
func alignNumbers(t *agreement.Table) {
	for col := range t.Head {
		figures := false
		for _, r := range t.Rows {
			s := agreement.Words(r.Cells[col])
			if s == none {
				continue
			}
			if figures = isFigure(s); !figures {
				break
			}
		}
		if figures {
			t.Align[col] = agreement.Right
		}
	}
}

func isFigure(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case strings.ContainsRune(",.%- ", r) || 'A' <= r && r <= 'Z':
		default:
			return false
		}
	}
	return digits > 0 && strings.Count(s, " ") <= 1
}

package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// Table prints a table with a head and rows, which are [][]string of plain text
// or [][]agreement.Cell.
func (c *context) Table(head []string, rows any) (block, error) {
	t := &agreement.Table{Align: make([]agreement.Align, len(head))}
	for _, h := range head {
		t.Head = append(t.Head, agreement.Cell{&agreement.Text{Text: h}})
	}
	body, err := tableCells(rows)
	if err != nil {
		return "", err
	}
	for i, r := range body {
		if len(r) != len(head) {
			return "", fmt.Errorf("row %d of the table has %d cells, its head has %d", i+1, len(r), len(head))
		}
		t.Rows = append(t.Rows, agreement.Row{Cells: r})
	}
	alignNumbers(t)
	c.aside.tables = append(c.aside.tables, t)
	return block(fmt.Sprintf("%c%d%c", tableOpen, len(c.aside.tables)-1, tableClose)), nil
}

// Filled is a table without the columns in which no row has anything to say.
func (c *context) Filled(head []string, rows any) (block, error) {
	body, err := tableCells(rows)
	if err != nil {
		return "", err
	}
	var kept []int
	for col := range head {
		if len(body) == 0 || slices.ContainsFunc(body, func(r []agreement.Cell) bool { return col >= len(r) || !isEmpty(r[col]) }) {
			kept = append(kept, col)
		}
	}
	var heads []string
	for _, col := range kept {
		heads = append(heads, head[col])
	}
	narrow := make([][]agreement.Cell, len(body))
	for i, r := range body {
		for _, col := range kept {
			if col < len(r) {
				narrow[i] = append(narrow[i], r[col])
			}
		}
	}
	return c.Table(heads, narrow)
}

func isEmpty(x agreement.Cell) bool {
	s := agreement.Words(x)
	return s == "" || s == none
}

func tableCells(rows any) ([][]agreement.Cell, error) {
	switch rows := rows.(type) {
	case [][]agreement.Cell:
		return rows, nil
	case [][]string:
		body := make([][]agreement.Cell, len(rows))
		for i, r := range rows {
			for _, s := range r {
				body[i] = append(body[i], textCell(s))
			}
		}
		return body, nil
	}
	return nil, fmt.Errorf("table needs rows, not %T", rows)
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

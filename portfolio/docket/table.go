package docket

import (
	"bytes"
	"fmt"
	"go/token"
	"iter"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// A table is an open file with the place of what its columns hold.
type table struct {
	name    string
	mapping *Mapping
	columns map[place]int
	heads   map[place]string
	unused  []string
	from    iter.Seq2[excel.Row, error]
	top     int // line of the head
}

// mostAbove is how many lines may stand above the head of a table.
const mostAbove = 30

// openTable finds the head of the table: of the shipped mappings that which it fits
// best, where none is given.
func openTable(name string, src []byte, m *Mapping) (*table, error) {
	sheets, err := sheetsOf(name, src)
	if err != nil {
		return nil, err
	}
	try := Shipped()
	if m != nil {
		try = []*Mapping{m}
	}
	var best *table
	var nearest excel.Row
	for _, rows := range sheets {
		n := 0
		for row, err := range rows {
			if err != nil {
				return nil, err
			}
			if n++; n > mostAbove {
				break
			}
			if len(row.Cells) > len(nearest.Cells) {
				nearest = row
			}
			for _, m := range try {
				if t := headOf(name, rows, row, m); t != nil && (best == nil || len(t.columns) > len(best.columns)) {
					best = t
				}
			}
		}
	}
	if best == nil {
		return nil, noHead(name, m, nearest)
	}
	return best, best.complete()
}

// sheetsOf are the tables of a file.
func sheetsOf(name string, src []byte) ([]iter.Seq2[excel.Row, error], error) {
	if !isWorkbook(name, src) {
		return []iter.Seq2[excel.Row, error]{excel.CSVRows(name, schema.UTF8(src))}, nil
	}
	b, err := excel.Open(name, bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, err
	}
	var list []iter.Seq2[excel.Row, error]
	for i, s := range b.Sheets {
		if !s.Hidden {
			list = append(list, b.Rows(i))
		}
	}
	return list, nil
}

func isWorkbook(name string, src []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		return bytes.HasPrefix(src, []byte("PK\x03\x04"))
	}
	return bytes.HasPrefix(src, []byte("PK")) || bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")) || strings.Contains(strings.ToLower(name), ".xls")
}

// headOf is a table with row as its head, or nil where it is not that of the mapping.
func headOf(name string, rows iter.Seq2[excel.Row, error], row excel.Row, m *Mapping) *table {
	t := &table{name: name, mapping: m, columns: map[place]int{}, heads: map[place]string{}, from: rows, top: row.Number}
	holds := map[string]place{}
	for head, p := range m.Columns {
		holds[plainHead(head)] = p
	}
	var heads []string
	for i, c := range row.Cells {
		head := plainHead(c.Text)
		heads = append(heads, head)
		p, ok := holds[head]
		if _, twice := t.columns[p]; !ok || twice {
			if head != "" {
				t.unused = append(t.unused, c.Text)
			}
			continue
		}
		t.columns[p], t.heads[p] = i, c.Text
	}
	for _, sign := range m.Signs {
		if !slices.Contains(heads, plainHead(sign)) {
			return nil
		}
	}
	if len(t.columns) < min(2, len(m.Columns)) {
		return nil
	}
	return t
}

func plainHead(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// complete reports the columns of a mapping that the table does not have.
func (t *table) complete() error {
	if t.mapping.Optional {
		return nil
	}
	var ps agreement.Problems
	for _, head := range sortedKeys(t.mapping.Columns) {
		if _, ok := t.columns[t.mapping.Columns[head]]; !ok {
			ps.Add(&agreement.Problem{ID: "docket-column", Pos: token.Position{Filename: t.name, Line: t.top, Column: 1}, Message: fmt.Sprintf("the table has no column %q, which the mapping names", head),
				Hint: "correct the name in the mapping, or say in it \"optional\": true; columns of which nothing is taken: " + some(t.unused)})
		}
	}
	return ps.Err()
}

func some(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	if len(list) > 12 {
		return strings.Join(list[:12], ", ") + " …"
	}
	return strings.Join(list, ", ")
}

func noHead(name string, m *Mapping, nearest excel.Row) error {
	var seen []string
	for _, c := range nearest.Cells {
		if c.Text != "" {
			seen = append(seen, c.Text)
		}
	}
	p := &agreement.Problem{ID: "docket-header", Pos: token.Position{Filename: name, Line: nearest.Number, Column: 1}}
	switch {
	case len(seen) == 0:
		p.Message, p.Hint = "there is no table in it", "export the rights again"
	case m != nil:
		p.Message, p.Hint = "no row of the first lines has the columns of the mapping", "the widest has: "+some(seen)
	default:
		p.Message, p.Hint = "its columns are not those of a table that engross knows (Lens, Google Patents): "+some(seen), "say with --mapping FILE what they are, or --mapping appcoll for a table of AppColl; "+mappingShape
	}
	return agreement.Problems{p}
}

// rows goes over the rows below the head that hold anything.
func (t *table) rows() iter.Seq2[excel.Row, error] {
	return func(yield func(excel.Row, error) bool) {
		for row, err := range t.from {
			if err == nil && (row.Number <= t.top || !slices.ContainsFunc(row.Cells, func(c excel.Cell) bool { return strings.TrimSpace(c.Text) != "" })) {
				continue
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// longestSheet is how long the name of a sheet may be.
const longestSheet = 31

// A flatTable is a table of a workbook: of deals, or of the elements of one of their
// lists.
type flatTable struct {
	path  string // of the list; "" for the deals
	names []string
	rows  []map[string]string
}

func (t *flatTable) add(f *flattener) {
	row := map[string]string{}
	for i, name := range f.names {
		row[name] = f.cells[i]
		if !slices.Contains(t.names, name) {
			t.names = append(t.names, name)
		}
	}
	t.rows = append(t.rows, row)
}

// table makes a table of a list of objects.
func (f *flattener) table(path string, elements []json.RawMessage) error {
	t := &flatTable{path: path}
	for _, e := range elements {
		inner := flattener{inner: true}
		if err := inner.value("", e); err != nil {
			return err
		}
		t.add(&inner)
	}
	f.tables = append(f.tables, t)
	return nil
}

// filledRows is for how many rows a template has drop-down lists and checks.
const filledRows = 1000

// TemplateBook is a workbook to begin with: a sheet of deals with one row, which is
// the term sheet, a sheet for each list of it, drop-down lists, and a sheet of help.
func TemplateBook(t *schema.TermSheet) ([]byte, error) {
	text, err := schema.Canonical(t)
	if err != nil {
		return nil, err
	}
	f := flattener{apart: true}
	if err := f.value("", text); err != nil {
		return nil, err
	}
	deals := &flatTable{}
	deals.add(&f)
	b := &excel.Workbook{Title: "Deals for engross batch", Description: "Not legal advice; counsel must review every agreement."}
	for _, table := range append([]*flatTable{deals}, f.tables...) {
		b.Sheets = append(b.Sheets, table.sheet(t.Deal.ID))
	}
	b.Sheets = append(b.Sheets, help(append([]*flatTable{deals}, f.tables...)))
	var out bytes.Buffer
	err = excel.Write(&out, b)
	return out.Bytes(), err
}

// sheet is the table as a sheet; of a list, with the deal to which each row belongs.
func (t *flatTable) sheet(key string) excel.Sheet {
	s := excel.Sheet{Name: t.path, Frozen: 1}
	names := t.names
	if t.path == "" {
		s.Name = "Deals"
	} else {
		names = append([]string{keyColumn}, names...)
	}
	head := excel.Heads(names...)
	rows := make([][]excel.Cell, len(t.rows))
	for i, name := range names {
		info := t.field(name)
		head[i] = head[i].Noted(told(info))
		s.Columns = append(s.Columns, excel.Column{Width: float64(min(40, max(14, len(name)+2)))})
		if rule, ok := ruleOf(i, info, t.pathOf(name)); ok {
			s.Rules = append(s.Rules, rule)
		}
		for n := range rows {
			cell := t.rows[n][name]
			if name == keyColumn && t.path != "" {
				cell = key
			}
			rows[n] = append(rows[n], typedCell(t.pathOf(name), cell))
		}
	}
	s.Rows = append([][]excel.Cell{head}, rows...)
	return s
}

// pathOf is the path of a column in a term sheet, elements of lists without a number.
func (t *flatTable) pathOf(name string) string {
	if t.path == "" || name == keyColumn {
		return name
	}
	return t.path + "[]." + name
}

var elements = agreement.Pattern(`\[[^\]]*\]`)

// field is what the schema says of a column; nothing of a choice among the clauses.
func (t *flatTable) field(name string) schema.FieldInfo {
	path := elements().ReplaceAllString(t.pathOf(name), "[]")
	list, _ := schema.Explain(path)
	for _, f := range list {
		switch f.Path {
		case path:
			return f
		case path + "[]":
			f.Form = "a list, in one cell as JSON: [\"one\", \"two\"]"
			if f.Group {
				f.Form = "a list, in one cell as JSON: [{\"name\": ...}, ...]"
			}
			return f
		}
	}
	return schema.FieldInfo{}
}

// told is what the schema says of a column in a few words.
func told(f schema.FieldInfo) string {
	words := f.Meaning
	if f.Form != "" {
		words = strings.TrimSpace(words + "\n" + f.Form)
	}
	return words
}

// ruleOf is what may be typed into a column.
func ruleOf(i int, f schema.FieldInfo, path string) (excel.Rule, bool) {
	r := excel.Rule{Column: i, From: 2, To: filledRows}
	if len(f.Allowed) > 0 && f.Path == elements().ReplaceAllString(path, "[]") {
		r.List = f.Allowed
		return r, true
	}
	switch kind, err := kindOf(strings.ReplaceAll(path, "[]", "[0]")); {
	case err != nil:
	case kind == dayValue:
		r.Allows = excel.AnyDay
		return r, true
	case kind.isNumber():
		r.Allows = excel.AnyNumber
		return r, true
	}
	return r, false
}

// typedCell is a value as a spreadsheet knows it.
func typedCell(path, text string) excel.Cell {
	kind, err := kindOf(strings.ReplaceAll(path, "[]", "[0]"))
	switch {
	case text == "":
		return excel.Cell{}
	case err == nil && kind == dayValue:
		return excel.Date(text)
	case err == nil && kind.isNumber():
		return excel.Cell{Kind: excel.Number, Text: text}
	case text == "true" || text == "false":
		return excel.Cell{Kind: excel.Truth, Text: text}
	}
	return excel.Text(text)
}

// help is the sheet that explains the others.
func help(tables []*flatTable) excel.Sheet {
	s := excel.Sheet{Name: helpSheet, Columns: []excel.Column{{Width: 22}, {Width: 38}, {Width: 70, Wrap: true}, {Width: 40, Wrap: true}, {Width: 40, Wrap: true}}}
	say := func(text string) { s.Rows = append(s.Rows, []excel.Cell{excel.Text(text)}) }
	s.Rows = append(s.Rows, []excel.Cell{excel.Text("How this workbook is filled in").Styled(excel.Title)})
	say("Deals has one row for each agreement. A blank cell leaves the value to the term sheet given with --base and, where that has none, to the standard.")
	say(fmt.Sprintf("The other sheets are lists: each row is one element, of the deal whose %s stands in its first column.", keyColumn))
	say("Columns may be taken out, added and put in another order. A column is named by its place in the term sheet; engross explain lists them all.")
	say("engross batch THIS-FILE.xlsx --to agreements --dry-run checks every row and writes nothing.")
	say("Nothing here is legal advice; counsel must review every agreement.")
	s.Rows = append(s.Rows, nil, excel.Heads("Sheet", "Column", "What it means", "How it is written", "What may be given"))
	for _, t := range tables {
		name := t.path
		if name == "" {
			name = "Deals"
		}
		for _, column := range t.names {
			f := t.field(column)
			form := f.Form
			if f.Required {
				form = strings.TrimSpace("Needed. " + form)
			}
			s.Rows = append(s.Rows, []excel.Cell{excel.Text(name), excel.Text(column), excel.Text(f.Meaning), excel.Text(form), excel.Text(strings.Join(f.Allowed, ", "))})
		}
	}
	return s
}

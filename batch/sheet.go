package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// A sheetBuilder makes a term sheet of lines of a CSV file.
type sheetBuilder struct {
	layout   *tableLayout
	records  []*tableLine
	sheet    *schema.TermSheet
	problems agreement.Problems
	built    any // the term sheet as decoded JSON, for places
}

// cellProblem is the id of problems of the lines and cells themselves.
const cellProblem = "csv-row"

func (b *sheetBuilder) note(at cellPlace, message, hint string) {
	b.problems.Add(&agreement.Problem{ID: cellProblem, Pos: at.Position, Message: at.told(message), Hint: hint})
}

// unfit notes that a cell does not fit its place.
func (b *sheetBuilder) unfit(at cellPlace, c column, element int, cell cellValue, err error) {
	b.problems.Add(&agreement.Problem{ID: cellProblem, Pos: at.Position, Pointer: c.pointer(nil, element), Message: at.told(err.Error()), Err: err,
		Hint: b.layout.hint(c, cell)})
}

// load makes the term sheet: the base, with the cells that are not blank over it.
func (b *sheetBuilder) load() (*renew.Last, error) {
	b.problems, b.sheet = nil, &schema.TermSheet{}
	if b.layout.base != nil {
		b.sheet = b.layout.base.Sheet.Clone()
	}
	b.inspect()
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	for i, c := range b.layout.columns {
		if c.list == "" && !c.empty() {
			b.single(i, c)
		}
	}
	b.lists()
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	text, err := schema.Canonical(b.sheet)
	if err != nil {
		return nil, err
	}
	f, err := schema.Load(b.layout.name, text)
	if f != nil {
		d := json.NewDecoder(bytes.NewReader(f.JSON))
		d.UseNumber()
		_ = d.Decode(&b.built) // it was encoded a moment ago
	}
	return loaded(f, err)
}

// inspect finds what is wrong with the lines as such.
func (b *sheetBuilder) inspect() {
	want := len(b.layout.header)
	for _, r := range b.records {
		if r.err != nil {
			hint := "put a cell that holds a quotation mark between quotation marks, and double the mark"
			if errors.Is(r.err, io.ErrUnexpectedEOF) {
				hint = "close the quotation mark"
			}
			b.note(r.places[0], "the line is not CSV: "+r.err.Error(), hint)
			continue
		}
		if r.hidden && !blank(r.cells) {
			b.note(r.places[0], "the row is hidden", "show it, or delete it if it is not meant: a filter hides rows that are still there")
		}
		if len(r.typed) > want {
			b.note(r.places[want], fmt.Sprintf("the cell stands in a column without a name: %q", r.cells[want]), "name the column in the first row, or delete the cell")
		} else if len(r.cells) != want {
			b.note(r.places[0], fmt.Sprintf("the line has %d cells and the first line %d", len(r.cells), want),
				"put a cell that holds the separator between quotation marks; leave a cell blank for the default")
		}
		if g := b.layout.group; g >= 0 && g < len(r.cells) && strings.TrimSpace(r.cells[g]) == "" {
			b.note(r.places[g], fmt.Sprintf("the column %q, by which lines are grouped, is blank", b.layout.header[g]), "give the lines of one term sheet the same value in it")
		}
		for _, i := range b.layout.unnamed {
			if i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
				b.note(r.places[i], fmt.Sprintf("the cell stands in a column without a name: %q", r.cells[i]), "name the column in the first line, or delete the cell")
			}
		}
		b.inspectCells(r)
	}
}

// inspectCells finds what is wrong with cells whatever they are for.
func (b *sheetBuilder) inspectCells(r *tableLine) {
	for i, cell := range r.cells {
		switch {
		case !utf8.ValidString(cell):
			b.note(r.places[i], "the cell is not UTF-8", "save the file from the spreadsheet as CSV UTF-8")
		case i >= min(len(r.typed), len(b.layout.columns)) || b.layout.columns[i].empty():
		case r.typed[i].Kind == excel.Fault:
			b.note(r.places[i], fmt.Sprintf("the cell shows an error: %s", cell), "open the workbook in a spreadsheet, mend the cell if it still shows one, and save it there: results of formulas are kept when it is saved")
		case r.typed[i].Inexact:
			b.note(r.places[i], fmt.Sprintf("the number %s has more digits than a spreadsheet keeps, so that the last of them are lost", cell), "format the cell as text and type the number again")
		}
	}
}

// single fills a place that the term sheet has once.
func (b *sheetBuilder) single(i int, c column) {
	value := ""
	for _, r := range b.records {
		cell := strings.TrimSpace(r.cells[i])
		switch {
		case cell == "":
		case value == "":
			value = cell
			b.fill(r.places[i], c, r.value(i))
		case cell != value:
			b.note(r.places[i], fmt.Sprintf("%s is %q here and %q above, in one term sheet", b.layout.header[i], cell, value),
				"repeat the value, or leave the cell blank")
		}
	}
}

func (b *sheetBuilder) fill(at cellPlace, c column, cell cellValue) {
	if c.topic != "" {
		b.choose(at, c, cell.text)
		return
	}
	if err := b.set(c.path, c.kind, cell); err != nil {
		b.unfit(at, c, 0, cell, err)
	}
}

var indexed = agreement.Pattern(`\[([0-9]+)\]`)

// set puts the value of a cell at a path. Where the path names the element after
// the last of a list, that element is made.
func (b *sheetBuilder) set(path string, kind valueKind, cell cellValue) error {
	for _, m := range indexed().FindAllStringSubmatchIndex(path, -1) {
		n, _ := strconv.Atoi(path[m[2]:m[3]])
		b.grow(path[:m[0]], n)
	}
	text, err := b.layout.writing.read(kind, cell)
	if err != nil {
		return fmt.Errorf("%s %w", path, err)
	}
	var first error
	for _, v := range values(text) {
		err := b.sheet.Set(path, v)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// grow makes element n of a list where it is the next.
func (b *sheetBuilder) grow(list string, n int) {
	v, ok := b.sheet.Get(list)
	switch elements := reflect.ValueOf(v); {
	case !ok && n == 0:
		if b.sheet.Set(list, []any{map[string]any{}}) != nil {
			_ = b.sheet.Set(list, []any{""}) // where this does not fit either, Set says so
		}
	case ok && elements.Kind() == reflect.Slice && elements.Len() == n:
		_ = b.sheet.Set(list, reflect.Append(elements, reflect.Zero(elements.Type().Elem())).Interface())
	}
}

// values are what a cell can stand for, the likeliest first.
func values(cell string) []any {
	var list []any
	if cell[0] == '[' || cell[0] == '{' {
		var v any
		d := json.NewDecoder(strings.NewReader(cell))
		d.UseNumber()
		if d.Decode(&v) == nil && !d.More() {
			list = append(list, v)
		}
	}
	list = append(list, cell)
	if truth := strings.ToLower(cell); truth == "true" || truth == "false" {
		list = append(list, truth == "true")
	}
	return list
}

// choose makes a choice among the clauses.
func (b *sheetBuilder) choose(at cellPlace, c column, cell string) {
	choice := b.sheet.Clauses[c.topic]
	switch c.choice {
	case "variant":
		choice.Variant = cell
	case "parameters":
		own := map[string]any{}
		for name, v := range choice.Parameters {
			own[name] = v
		}
		own[c.parameter] = values(cell)[0]
		choice.Parameters = own
	default:
		truth := strings.ToLower(cell)
		if truth != "true" && truth != "false" {
			b.unfit(at, column{kind: truthValue, topic: c.topic, choice: c.choice}, 0, cellValue{text: cell}, fmt.Errorf("clauses.%s.%s must be true or false, not %q", c.topic, c.choice, cell))
		}
		if c.choice == "omit" {
			choice.Omit = truth == "true"
		} else {
			choice.Include = truth == "true"
		}
	}
	if b.sheet.Clauses == nil {
		b.sheet.Clauses = map[string]schema.Choice{}
	}
	b.sheet.Clauses[c.topic] = choice
}

// lists fills the lists to which each line adds an element. Such a list takes
// the place of the one in the base.
func (b *sheetBuilder) lists() {
	done := map[string]bool{}
	for i, c := range b.layout.columns {
		if c.list == "" || done[c.list] {
			continue
		}
		done[c.list] = true
		lines := b.linesOf(c.list)
		if len(lines) == 0 {
			continue
		}
		elements := make([]any, len(lines))
		for n, r := range lines {
			elements[n] = map[string]any{}
			if c.path == "" {
				elements[n] = strings.TrimSpace(r.cells[i])
			}
		}
		if err := b.sheet.Set(c.list, elements); err != nil {
			b.unfit(lines[0].places[i], c, 0, lines[0].value(i), err)
			continue
		}
		for n, r := range lines {
			b.element(c.list, n, r)
		}
	}
}

// linesOf are the lines that add to a list.
func (b *sheetBuilder) linesOf(list string) []*tableLine {
	var lines []*tableLine
	for _, r := range b.records {
		for i, c := range b.layout.columns {
			if c.list == list && strings.TrimSpace(r.cells[i]) != "" {
				lines = append(lines, r)
				break
			}
		}
	}
	return lines
}

// element fills element n of a list from a line.
func (b *sheetBuilder) element(list string, n int, r *tableLine) {
	for i, c := range b.layout.columns {
		cell := strings.TrimSpace(r.cells[i])
		if c.list != list || c.path == "" || cell == "" {
			continue
		}
		if err := b.set(fmt.Sprintf("%s[%d].%s", list, n, c.path), c.kind, r.value(i)); err != nil {
			b.unfit(r.places[i], c, n, r.value(i), err)
		}
	}
}

// place is where the value at a JSON Pointer came from: the cell that gave it, or
// one it lies in; otherwise the beginning of the row.
func (b *sheetBuilder) place(pointer string, row cellPlace) cellPlace {
	at, longest := row, 0
	for i, c := range b.layout.columns {
		if c.empty() {
			continue
		}
		lines := b.records
		if c.list != "" {
			lines = b.linesOf(c.list)
		}
		for n, r := range lines {
			if i >= len(r.cells) || strings.TrimSpace(r.cells[i]) == "" {
				continue
			}
			p := c.pointer(b.built, n)
			if len(p) > longest && (p == pointer || strings.HasPrefix(pointer, p+"/")) {
				at, longest = r.places[i], len(p)
			}
		}
	}
	return at
}

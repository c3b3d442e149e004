package batch

import (
	"fmt"
	"go/token"
	"os"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
)

// A workbook is the table of deals of an input, and the tables of lists that belong
// to them: a row of one is an element of the list of the deal with its key.
type workbook struct {
	name    string
	deals   bookSheet
	lists   []bookSheet
	members map[string][]*tableLine // of all lists, by the key of the deal
}

// A bookSheet is one table of a workbook.
type bookSheet struct {
	index  int
	name   string
	header []string
	top    int // row of the header
	from   int // at which its columns stand among all
}

// helpSheet is the sheet of a workbook that explains it, and is passed over.
const helpSheet = "Help"

// readBook reads what the sheets of a workbook are, and the lists of all deals.
func readBook(name string, o InputOptions) (*tableLayout, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(name, err)
	}
	r, err := excel.Open(name, f, info.Size())
	if err != nil {
		return nil, err
	}
	b := &workbook{name: name, deals: bookSheet{index: -1}, members: map[string][]*tableLine{}}
	l := &tableLayout{name: name, book: b, base: o.Base, group: -1, reason: -1, writing: o.Writing}
	if err := b.findSheets(r); err != nil {
		return nil, err
	}
	if err := l.readBookHeader(o.Group); err != nil {
		return nil, err
	}
	if err := l.readMembers(r); err != nil {
		return nil, err
	}
	return l, l.survey()
}

// findSheets finds the table of deals, which is the first that is seen, and those of
// lists, which are called as the lists are.
func (b *workbook) findSheets(r *excel.Reader) error {
	var ps agreement.Problems
	for i, s := range r.Sheets {
		if s.Hidden || strings.EqualFold(s.Name, helpSheet) {
			continue
		}
		sheet := bookSheet{index: i, name: s.Name}
		if err := sheet.readHeader(r); err != nil {
			return err
		}
		if sheet.header == nil {
			continue // an empty sheet
		}
		if b.deals.index < 0 {
			b.deals = sheet
			continue
		}
		if _, err := kindOf(s.Name + "[0]"); err != nil {
			ps.Add(problem("workbook", b.name, fmt.Sprintf("the sheet %q is no list of a term sheet, such as assets or payments.fees", s.Name),
				"rename it after the list that it holds, hide it, or call it Help")[0])
			continue
		}
		b.lists = append(b.lists, sheet)
	}
	if b.deals.index < 0 {
		return problem("workbook", b.name, "no sheet of it that is seen has anything in it", "engross batch template --xlsx writes a workbook to begin with")
	}
	return ps.Err()
}

// readHeader reads the first row of a sheet that holds something.
func (s *bookSheet) readHeader(r *excel.Reader) error {
	for row, err := range r.Rows(s.index) {
		if err != nil {
			return err
		}
		s.top, s.header = row.Number, make([]string, len(row.Cells))
		for i, c := range row.Cells {
			s.header[i] = strings.TrimSpace(c.Text)
		}
		return nil
	}
	return nil
}

// keyColumn is the column by which lists belong to deals where no other is named.
const keyColumn = "deal.id"

// readBookHeader finds out what the columns of all sheets hold. Those of a list are
// named within it.
func (l *tableLayout) readBookHeader(group string) error {
	b := l.book
	if len(b.lists) > 0 && group == "" {
		group = keyColumn
	}
	l.header = slices.Clone(b.deals.header)
	head := &tableLine{cells: l.header, places: b.placesOf(&b.deals, b.deals.top)}
	for i := range b.lists {
		s := &b.lists[i]
		s.from = len(l.header)
		places := b.placesOf(s, s.top)
		if !slices.Contains(s.header, group) {
			p := problem("workbook", l.name, fmt.Sprintf("the sheet %q has no column %q, which says to which deal a row belongs", s.name, group), "add it, with the same values as in the sheet "+b.deals.name)
			p[0].Pos = places[0].Position
			return p
		}
		for n, name := range s.header {
			switch {
			case name == group, name == errorColumn, name == "":
				name = "" // it fills no place of its own
			default:
				name = s.name + "[]." + name
			}
			l.header = append(l.header, name)
			head.places = append(head.places, places[n])
		}
	}
	head.cells = l.header
	return l.readHeader(head, group)
}

// placesOf are the places of the cells of a row.
func (b *workbook) placesOf(s *bookSheet, row int) []cellPlace {
	places := make([]cellPlace, len(s.header))
	for i := range places {
		places[i] = cellPlace{token.Position{Filename: b.name, Line: row, Column: i + 1}, s.name + "!" + excel.Ref(i, row)}
	}
	return places
}

// line is a row of a sheet as a line of the whole table.
func (b *workbook) line(s *bookSheet, width, at int, row excel.Row) *tableLine {
	line := &tableLine{cells: make([]string, width), typed: make([]excel.Cell, width), sheet: at, hidden: row.Hidden}
	own := b.placesOf(s, row.Number)
	line.places = slices.Repeat(own[:1], width)
	for i, c := range row.Cells {
		if i >= len(s.header) {
			if strings.TrimSpace(c.Text) != "" && c.Kind != excel.Blank { // beside the table: it is told, as of a line that is too long
				line.cells = append(line.cells, c.Text)
				line.typed = append(line.typed, c)
				line.places = append(line.places, cellPlace{token.Position{Filename: b.name, Line: row.Number, Column: i + 1}, s.name + "!" + excel.Ref(i, row.Number)})
			}
			continue
		}
		if at > 0 && s.header[i] == errorColumn {
			continue
		}
		line.cells[s.from+i], line.typed[s.from+i] = c.Text, c
	}
	copy(line.places[s.from:], own)
	return line
}

// readMembers reads the lists of all deals.
func (l *tableLayout) readMembers(r *excel.Reader) error {
	b := l.book
	var ps agreement.Problems
	for n := range b.lists {
		s := &b.lists[n]
		key := slices.Index(s.header, l.header[max(0, l.group)])
		first := true
		for row, err := range r.Rows(s.index) {
			if err != nil {
				return err
			}
			if first {
				first = false
				continue
			}
			line := b.line(s, len(l.header), n+1, row)
			value := strings.TrimSpace(line.cells[s.from+key])
			if value == "" && !blank(line.cells) {
				at := line.places[s.from+key]
				ps.Add(&agreement.Problem{ID: "workbook", Pos: at.Position, Message: at.told("it is not said to which deal the row belongs"), Hint: "give it the " + l.header[l.group] + " of a row of the sheet " + b.deals.name})
				continue
			}
			line.cells[s.from+key], line.key = "", line.typed[s.from+key]
			line.cells[l.group], line.places[l.group] = value, line.places[s.from+key]
			b.members[value] = append(b.members[value], line)
		}
	}
	if err := ps.Err(); err != nil {
		return err
	}
	return l.orphans(r)
}

// orphans are rows of lists whose deal the workbook does not have.
func (l *tableLayout) orphans(r *excel.Reader) error {
	if len(l.book.members) == 0 {
		return nil
	}
	keys := map[string]bool{}
	for row, err := range r.Rows(l.book.deals.index) {
		if err != nil {
			return err
		}
		if l.group < len(row.Cells) {
			keys[strings.TrimSpace(row.Cells[l.group].Text)] = true
		}
	}
	var ps agreement.Problems
	for key, lines := range l.book.members {
		if !keys[key] {
			at := lines[0].places[l.group]
			ps.Add(&agreement.Problem{ID: "workbook", Pos: at.Position, Message: at.told(fmt.Sprintf("no row of the sheet %q has the %s %q", l.book.deals.name, l.header[l.group], key)),
				Hint: "correct it, or add the deal"})
		}
	}
	ps.Sort()
	return ps.Err()
}

// lines goes over the deals, each followed by the members of its lists.
func (b *workbook) lines(l *tableLayout, yield func(*tableLine, error) bool) {
	f, err := os.Open(b.name)
	if err != nil {
		yield(nil, unreadable(b.name, err))
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		yield(nil, unreadable(b.name, err))
		return
	}
	r, err := excel.Open(b.name, f, info.Size())
	if err != nil {
		yield(nil, err)
		return
	}
	told := map[string]bool{}
	last := ""
	follow := func() bool {
		if last == "" || told[last] {
			return true
		}
		told[last] = true
		for _, line := range b.members[last] {
			if !yield(line, nil) {
				return false
			}
		}
		return true
	}
	first := true
	for row, err := range r.Rows(b.deals.index) {
		if err != nil {
			yield(nil, err)
			return
		}
		line := b.line(&b.deals, len(l.header), 0, row)
		if first {
			first = false
			if !yield(&tableLine{cells: l.header, places: line.places}, nil) {
				return
			}
			continue
		}
		if blank(line.cells) {
			continue
		}
		key := ""
		if l.group >= 0 {
			key = strings.TrimSpace(line.cells[l.group])
		}
		if key != last && !follow() {
			return
		}
		if last = key; !yield(line, nil) {
			return
		}
	}
	follow()
}

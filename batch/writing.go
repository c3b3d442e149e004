package batch

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// Writing is how the text cells of a table write dates and numbers. It is never
// guessed: 3.4.2027 is a day in March or in April.
type Writing struct {
	Dates        schema.DateOrder
	DecimalComma bool // 1.250,50 rather than 1250.50
}

// A valueKind is what a column of a table holds.
type valueKind uint8

const (
	anyValue valueKind = iota
	dayValue
	numberValue
	countValue // a number that is no share of anything: of months, of days
	truthValue
)

func (k valueKind) isNumber() bool { return k == numberValue || k == countValue }

// A cellValue is what a cell holds.
type cellValue struct {
	text string
	kind excel.Kind // as the spreadsheet knows it; of a CSV file, Blank
}

// typed reports whether the spreadsheet knows it as a date, a number or a truth value.
func (v cellValue) typed() bool { return v.kind != excel.Words && v.kind != excel.Blank }

// value is what cell i of a line holds.
func (r *tableLine) value(i int) cellValue {
	v := cellValue{text: strings.TrimSpace(r.cells[i])}
	if i < len(r.typed) {
		v.kind = r.typed[i].Kind
	}
	return v
}

// kindOf is what a path of a term sheet holds.
func kindOf(path string) (valueKind, error) {
	t, err := schema.TypeAt(path)
	if err != nil {
		return anyValue, err
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[schema.Date]():
		return dayValue, nil
	case reflect.TypeFor[schema.Decimal](), reflect.TypeFor[schema.Percent]():
		return numberValue, nil
	}
	switch t.Kind() {
	case reflect.Int:
		return countValue, nil
	case reflect.Bool:
		return truthValue, nil
	}
	return anyValue, nil
}

var withComma = agreement.Pattern(`^-?(?:[0-9]{1,3}(?:[. ` + "\u00a0\u202f'’" + `][0-9]{3})+|[0-9]+)(?:,[0-9]+)?$`)

var (
	midnight = agreement.Pattern(`(?i)[T ](?:0{1,2}:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)(?:Z|[+-][0-9]{2}:?[0-9]{2})?$`)
	daytime  = agreement.Pattern(`[T ][0-9]{1,2}:[0-9]{2}`)
)

// read is a cell as a term sheet writes it. The error goes on from the name of the
// place.
func (w Writing) read(kind valueKind, cell cellValue) (string, error) {
	if kind == dayValue && !cell.typed() {
		cell.text = midnight().ReplaceAllString(cell.text, "") // programs write a day as its first moment
	}
	switch {
	case kind == countValue && cell.kind == excel.Percent:
		return "", fmt.Errorf("is no percentage, and the cell shows %s%%", cell.text)
	case cell.typed() || cell.text == "":
	case kind == dayValue && w.Dates != schema.ISODates:
		return w.Dates.ISO(cell.text)
	case kind.isNumber() && w.DecimalComma:
		if !withComma().MatchString(cell.text) {
			return "", fmt.Errorf("is no number with a decimal comma: %q", cell.text)
		}
		return strings.NewReplacer(".", "", " ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", ",", ".").Replace(cell.text), nil
	}
	return cell.text, nil
}

// survey finds columns whose cells are mostly written otherwise than they are read:
// one message for the column, instead of one for each row.
func (l *tableLayout) survey() error {
	found := make([]oddCells, len(l.columns))
	watched := slices.ContainsFunc(l.columns, func(c column) bool { return c.kind == dayValue || c.kind.isNumber() })
	if !watched {
		return nil
	}
	first := true
	for line, err := range l.records {
		if err != nil {
			return nil //nolint:nilerr // it is told when the rows are read
		}
		if first {
			first = false
			continue
		}
		for i, c := range l.columns {
			if i < len(line.cells) && i < len(line.places) {
				found[i].see(c.kind, l.writing, line.value(i), line.places[i])
			}
		}
	}
	var ps agreement.Problems
	for i := range found {
		if p := l.problem(i, &found[i]); p != nil {
			ps.Add(p)
		}
	}
	return ps.Err()
}

// oddCells are the cells of a column that no term sheet would write so.
type oddCells struct {
	all, odd  int
	dayFirst  bool // one of them has a day above 12 before its month
	monFirst  bool
	yearFirst bool
	points    bool // commas stand between thousands
	cell      cellValue
	at        cellPlace
}

func (o *oddCells) see(kind valueKind, w Writing, cell cellValue, at cellPlace) {
	if cell.text == "" {
		return
	}
	o.all++
	odd := false
	switch kind {
	case dayValue:
		odd = o.seeDay(w, cell)
	case numberValue, countValue:
		odd = !cell.typed() && !w.DecimalComma && withCommas(cell.text)
		o.points = o.points || odd && (strings.Count(cell.text, ",") > 1 || strings.Contains(cell.text, ".") && strings.LastIndex(cell.text, ".") > strings.LastIndex(cell.text, ","))
	case anyValue, truthValue:
	}
	if odd {
		if o.odd++; o.odd == 1 {
			o.cell, o.at = cell, at
		}
	}
}

// seeDay reports whether a cell is not written as a day, though there may be no day
// that is written so.
func (o *oddCells) seeDay(w Writing, cell cellValue) bool {
	day, err := w.read(dayValue, cell)
	if err == nil && isoDay().MatchString(day) {
		return false
	}
	if m := schema.ThreeNumbers(midnight().ReplaceAllString(cell.text, "")); m != nil {
		if w.Dates != schema.ISODates {
			return false // of those that an option reads, each says what is wrong with it
		}
		o.yearFirst = o.yearFirst || len(m[0]) == 4
		o.dayFirst = o.dayFirst || len(m[0]) == 2 && m[0] > "12"
		o.monFirst = o.monFirst || len(m[1]) == 2 && m[1] > "12"
	}
	return true
}

// threeNumbers reports whether a day is written as three numbers.
func threeNumbers(text string) bool {
	return schema.ThreeNumbers(midnight().ReplaceAllString(text, "")) != nil
}

func withCommas(text string) bool {
	return strings.Contains(text, ",") && strings.Trim(text, "0123456789,.-") == ""
}

// problem is what is to be said of a column, or nil: of a few odd cells each row says
// it itself.
func (l *tableLayout) problem(i int, o *oddCells) *agreement.Problem {
	if o.odd < 3 || 2*o.odd <= o.all {
		return nil
	}
	kind := l.columns[i].kind
	hint := l.hint(l.columns[i], o.cell)
	if kind.isNumber() || threeNumbers(o.cell.text) {
		hint = o.hint(kind)
	}
	return &agreement.Problem{ID: "column-writing", Pos: o.at.Position,
		Message: o.at.told(fmt.Sprintf("%d cells of %s look like %.40q", o.odd, l.header[i], o.cell.text)), Hint: hint}
}

// hint says how a cell has to be written so that it fits its column.
func (l *tableLayout) hint(c column, cell cellValue) string {
	var one oddCells
	one.see(c.kind, l.writing, cell, cellPlace{})
	switch {
	case one.odd > 0 && (c.kind.isNumber() || threeNumbers(cell.text)):
		return one.hint(c.kind)
	case c.kind == dayValue && (cell.kind == excel.Moment || daytime().MatchString(cell.text)):
		return "give it the day alone, without a time of day"
	case c.kind == dayValue && cell.kind == excel.Number:
		return "format the cell as a date: as it stands it is a number"
	case c.kind == dayValue && isoDay().MatchString(cell.text):
		return "mend the cell: there is no such day"
	case c.kind == dayValue && serial().MatchString(cell.text):
		return "show the column as dates in the spreadsheet, and save the file again: this is how a spreadsheet counts days"
	case c.kind == dayValue:
		return "write the day as YYYY-MM-DD: 2027-06-01"
	case c.kind == countValue && cell.kind == excel.Percent:
		return "show the cell as a number in the spreadsheet"
	case c.kind.isNumber() && strings.Trim(cell.text, "-.0123456789") != "" && strings.ContainsAny(cell.text, "0123456789"):
		return "write its digits alone, with a point before decimals: 1250.50; what a number is in, its place says"
	case c.kind == truthValue:
		return "write TRUE or FALSE, or leave the cell blank for the default"
	}
	return "mend the cell, or leave it blank for the default"
}

func (o *oddCells) hint(kind valueKind) string {
	if kind.isNumber() {
		if o.points {
			return "write numbers without commas between thousands: 1250.50"
		}
		return "give --decimal comma where the comma stands before decimals; otherwise take it out"
	}
	switch {
	case o.yearFirst:
		return "give --dates ymd"
	case o.dayFirst && !o.monFirst:
		return "give --dates dmy"
	case o.monFirst && !o.dayFirst:
		return "give --dates mdy"
	case o.dayFirst && o.monFirst:
		return "some have the day first and some the month: write all as YYYY-MM-DD"
	}
	return "give --dates dmy where the day comes first, or --dates mdy where the month does"
}

var (
	isoDay = agreement.Pattern(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	serial = agreement.Pattern(`^[2-9][0-9]{4}$`) // a day since the end of 1899
)

// ParseWriting reads the options of a command line.
func ParseWriting(dates, decimal string) (Writing, error) {
	w := Writing{Dates: schema.DateOrder(strings.ToLower(dates)), DecimalComma: decimal == "comma"}
	if !slices.Contains(schema.DateOrders, w.Dates) {
		return w, fmt.Errorf("--dates is %q: give dmy, mdy or ymd", dates)
	}
	if cmp.Or(decimal, "point") != "point" && decimal != "comma" {
		return w, fmt.Errorf("--decimal is %q: give comma or point", decimal)
	}
	return w, nil
}

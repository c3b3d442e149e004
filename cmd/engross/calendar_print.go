package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/calendar"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

const calendarNotice = "Not legal advice: check each day against the agreement before you rely on it."

// printTable prints entries for a terminal, a line or two each.
func (a *app) printTable(list []*calendar.Calendar, lines []calendar.Line, undated bool) error {
	var b strings.Builder
	n := dated(lines)
	a.entries(&b, list, lines[:n])
	if without := lines[n:]; undated && len(without) > 0 {
		b.WriteString("\nwithout a day:\n")
		a.entries(&b, list, without)
	} else if len(without) > 0 {
		fmt.Fprintf(&b, "\n%d more count from events of which no day is known: --undated lists them.\n", len(without))
	}
	a.endCalendar(&b, list)
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

func dated(lines []calendar.Line) int {
	if n := slices.IndexFunc(lines, func(l calendar.Line) bool { return l.Due.IsZero() }); n >= 0 {
		return n
	}
	return len(lines)
}

// entries prints entries: the day, the provision and what falls due, and below it who
// owes it and how the day follows.
func (a *app) entries(b *strings.Builder, list []*calendar.Calendar, lines []calendar.Line) {
	width := widthOf(a.out)
	if len(lines) == 0 {
		b.WriteString("nothing falls due on a day that is known\n")
	}
	for _, l := range lines {
		head := "            "
		if !l.Due.IsZero() {
			head = l.Due.ISO() + "  "
		}
		what := l.What
		if l.Sum != nil {
			what += ": " + l.Sum.String()
		}
		if len(list) > 1 {
			what = l.Of.Reference + ": " + what
		}
		wrapped(b, width, head, "            ", what+" ["+l.Provision+"]")
		for _, line := range detailsBelow(l) {
			wrapped(b, width, "              ", "                ", line)
		}
	}
}

func detailsBelow(l calendar.Line) []string {
	var list []string
	who, whom := l.Of.People(l.By, l.ByWords), l.Of.People(l.To, l.ToWords)
	switch {
	case who != "" && whom != "" && who != whom:
		list = append(list, who+" to "+whom)
	case who != "":
		list = append(list, who)
	}
	add := func(label, words string) {
		if words != "" {
			list = append(list, label+words)
		}
	}
	add("", l.Rule)
	add("only if ", l.If)
	add("may be done by ", l.Act.String())
	add("send ", l.Send.String())
	add("assumed: ", l.Assumed)
	add("counted ", l.Trigger)
	add("no day: ", l.Undated)
	return list
}

// endCalendar says how far the calendar goes, and what is known of days off.
func (a *app) endCalendar(b *strings.Builder, list []*calendar.Calendar) {
	b.WriteByte('\n')
	for _, c := range list {
		if !c.Until.IsZero() && len(list) == 1 {
			fmt.Fprintf(b, "What recurs is listed up to %s.\n", c.Until)
		}
		for _, n := range c.Notes {
			wrapped(b, widthOf(a.out), "note: ", "  ", n)
		}
		if len(c.Coverage) == 0 && len(list) == 1 {
			b.WriteString("The agreement names no places for Business Days, so that no day off is known.\n")
		}
	}
	for _, x := range coverageOf(list) {
		wrapped(b, widthOf(a.out), "days off: ", "  ", x)
	}
	b.WriteString(calendarNotice + "\n")
}

// coverageOf is what is known of days off, place by place, each once.
func coverageOf(list []*calendar.Calendar) []string {
	var all []string
	for _, c := range list {
		for _, x := range c.Coverage {
			if s := x.String(); !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// printToday prints what is overdue on a day, and what comes next. Whether something
// has been done is not known here: what was due is listed, as to be checked.
func (a *app) printToday(list []*calendar.Calendar, lines []calendar.Line, today schema.Date) error {
	var b strings.Builder
	lines = lines[:dated(lines)]
	n := slices.IndexFunc(lines, func(l calendar.Line) bool { return !l.Due.Before(today) })
	if n < 0 {
		n = len(lines)
	}
	fmt.Fprintf(&b, "due before %s, in the last %d days (overdue unless it has been done):\n", today, pastDays)
	a.entries(&b, list, lines[:n])
	fmt.Fprintf(&b, "\nfrom %s to %s:\n", today, today.AddDays(upcomingDays))
	a.entries(&b, list, lines[n:])
	a.endCalendar(&b, list)
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// emitCalendarBook writes a workbook: the entries with a day, those without, and what
// is known of days off.
func (a *app) emitCalendarBook(list []*calendar.Calendar, lines []calendar.Line) error {
	n := dated(lines)
	book := &excel.Workbook{Title: "Calendar", Description: calendarNotice, Sheets: []excel.Sheet{
		calendarSheet("By day", lines[:n]), calendarSheet("Without a day", lines[n:]),
	}}
	off := excel.Sheet{Name: "Days off", Frozen: 1, Columns: []excel.Column{{Width: 100, Wrap: true}}, Rows: [][]excel.Cell{excel.Heads("What is known of days off")}}
	for _, x := range coverageOf(list) {
		off.Rows = append(off.Rows, []excel.Cell{excel.Text(x)})
	}
	for _, c := range list {
		for _, note := range c.Notes {
			off.Rows = append(off.Rows, []excel.Cell{excel.Text(c.Reference + ": " + note)})
		}
	}
	off.Rows = append(off.Rows, []excel.Cell{excel.Text(calendarNotice)})
	book.Sheets = append(book.Sheets, off)
	var b bytes.Buffer
	if err := excel.Write(&b, book); err != nil {
		return err
	}
	return a.emit(b.Bytes())
}

var calendarWidths = map[string]float64{"What": 70, "Rule": 30, "Who": 24, "To whom": 24, "Moves": 30, "Send by": 30, "Without a date because": 30, "Counted from": 30, "ID": 26}

func calendarSheet(name string, lines []calendar.Line) excel.Sheet {
	s := excel.Sheet{Name: name, Frozen: 1, Filter: true}
	var heads []string
	for _, h := range calendar.Heads {
		heads = append(heads, h)
		if h == "Sum" {
			heads = append(heads, "Currency")
		}
	}
	s.Rows = append(s.Rows, excel.Heads(heads...))
	for _, h := range heads {
		w := calendarWidths[h]
		if w == 0 {
			w = 14
		}
		s.Columns = append(s.Columns, excel.Column{Width: w, Wrap: w > 20})
	}
	for _, l := range lines {
		var row []excel.Cell
		for i, text := range l.Cells() {
			switch calendar.Heads[i] {
			case "Due":
				row = append(row, excel.Date(text))
			case "Sum":
				row = append(row, sumCells(l.Sum)...)
			default:
				row = append(row, excel.Text(text))
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// sumCells are a sum as a number, and its currency.
func sumCells(m *schema.Money) []excel.Cell {
	if m == nil {
		return []excel.Cell{{}, {}}
	}
	return []excel.Cell{excel.Cell{Kind: excel.Number, Text: m.Amount.Decimal.String()}.Styled(excel.Sum), excel.Text(string(m.Currency))}
}

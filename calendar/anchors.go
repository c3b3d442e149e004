package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A point is a day from which periods are counted.
type point struct {
	day  schema.Date
	name string // of the period it belongs to: "2027-Q1", "term 2"
	cond string // on what it depends
}

// An anchor is words of the agreement that name a day which is known, or a series of
// such days.
type anchor struct {
	words  string
	points []point
}

// knownAnchors are the days that the agreement's own terms name.
func (d *deriver) knownAnchors() []anchor {
	s := d.sheet
	one := func(day schema.Date) []point { return []point{{day: day}} }
	list := append([]anchor{}, d.anchors...)
	list = append(list, anchor{"the Effective Date", one(s.Deal.EffectiveDate)})
	if !s.Deal.SigningDate.IsZero() {
		list = append(list, anchor{"signing", one(s.Deal.SigningDate)})
	}
	if turns := d.term.turns(d.out.Until); len(turns) > 0 {
		var ends, exits []point
		for _, t := range turns {
			cond := ""
			if t.number > d.term.used+1 {
				cond = "the agreement has been renewed"
			}
			ends = append(ends, point{t.end, t.name(), cond})
			exits = append(exits, point{t.end, t.name(), "the agreement ends with its term on " + t.end.String()})
		}
		for _, words := range []string{"the end of the Initial Term or of the Renewal Term then running", "the end of the Term", "the end of the Initial Term"} {
			list = append(list, anchor{words, ends})
		}
		for _, words := range []string{"the Exit Date", "an expiry", "this agreement, or its participation in it, has ended", "this agreement has ended", "the end of this agreement"} {
			list = append(list, anchor{words, exits})
		}
	}
	for _, x := range []struct {
		words  string
		months int
	}{{"the end of each calendar month", 1}, {"the end of each month", 1}, {"the end of each calendar quarter", 3}, {"the end of each quarter", 3},
		{"the end of each half of a calendar year", 6}, {"the end of each calendar year", 12}, {"the end of the year", 12}, {"the end of each half-year", 6}} {
		list = append(list, anchor{x.words, d.ends(x.months)})
	}
	return list
}

// ends are the last days of the periods of the calendar that begin in the term.
func (d *deriver) ends(months int) []point {
	var list []point
	for _, x := range stretches(d.sheet.Deal.EffectiveDate, d.lastDay(), months) {
		list = append(list, point{x.last, x.name, d.renewedBy(x.first)})
	}
	return list
}

// lastDay is the last day of what recurs while the agreement lasts: that of its last
// term, where that is listed.
func (d *deriver) lastDay() schema.Date {
	if turns := d.term.turns(d.out.Until); len(turns) > 0 {
		if t := turns[len(turns)-1]; !t.renewed && t.end.Before(d.out.Until) {
			return t.end
		}
	}
	return d.out.Until
}

// A period is a number of units of time, as words say it.
type period struct {
	n    int
	unit string // "day", "Business Day", "month", "year", "hour"
}

var periodWords = agreement.Pattern(`\b(\d[\d,]*) ?(Business Days?|days?|months?|years?|hours?)\b(’ notice|’|' notice)?`)

func (p period) String() string {
	if p.n == 1 {
		return "1 " + p.unit
	}
	return strconv.Itoa(p.n) + " " + p.unit + "s"
}

func parsePeriod(number, unit string) period {
	n, err := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
	if err != nil || n > 100_000 {
		n = 0
	}
	return period{n, strings.TrimSuffix(unit, "s")}
}

// from is the last day of a period that is counted from a day, which is not counted.
// Months and years end on the day of the same number or, where there is none, on the
// last of the month; days are days. ok is false of what no day can be told of.
func (p period) from(day schema.Date, back bool) (schema.Date, bool) {
	n := p.n
	if back {
		n = -n
	}
	switch p.unit {
	case "day":
		return day.AddDays(n), true
	case "month":
		return day.AddMonths(n), true
	case "year":
		return day.AddMonths(12 * n), true
	}
	return schema.Date{}, false
}

// rule says how a day follows from another.
func (p period) rule(day schema.Date, back bool) string {
	word := "after"
	if back {
		word = "before"
	}
	return fmt.Sprintf("%s %s %s", p, word, day)
}

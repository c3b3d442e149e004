package schema

import (
	"fmt"
	"strconv"

	"github.com/engross/engross/agreement"
)

// A DateOrder is the order of day, month and year where a date is written as three
// numbers. It is never guessed: 3.4.2027 is a day in March or in April.
type DateOrder string

const (
	ISODates   DateOrder = ""
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
	YearFirst  DateOrder = "ymd"
)

// DateOrders are all orders.
var DateOrders = []DateOrder{ISODates, DayFirst, MonthFirst, YearFirst}

var threeNumbers = agreement.Pattern(`^([0-9]{1,4})[./ -]+([0-9]{1,2})[./ -]+([0-9]{1,4})\.?$`)

// ThreeNumbers are the numbers of a date that is written so, or nil.
func ThreeNumbers(text string) []string {
	if m := threeNumbers().FindStringSubmatch(text); m != nil {
		return m[1:]
	}
	return nil
}

// ISO is a date as a term sheet writes it.
func (o DateOrder) ISO(text string) (string, error) {
	if _, err := ParseDate(text); err == nil {
		return text, nil // which can be read in no other way
	}
	m := ThreeNumbers(text)
	switch {
	case o == ISODates:
		return "", fmt.Errorf("is no date %s: %q", o.words(), text)
	case m == nil:
		return "", fmt.Errorf("is no date of three numbers, %s: %q", o.words(), text)
	}
	year, month, day := m[2], m[1], m[0]
	switch o {
	case MonthFirst:
		month, day = m[0], m[1]
	case YearFirst:
		year, day = m[0], m[2]
	case DayFirst, ISODates:
	}
	if len(year) != 4 {
		return "", fmt.Errorf("needs a year of four digits, %s: %q", o.words(), text)
	}
	n := func(s string) int {
		v, _ := strconv.Atoi(s) // digits, at most four
		return v
	}
	iso := fmt.Sprintf("%04d-%02d-%02d", n(year), n(month), n(day))
	if _, err := ParseDate(iso); err != nil {
		return "", fmt.Errorf("is no date that exists, %s: %q", o.words(), text)
	}
	return iso, nil
}

func (o DateOrder) words() string {
	switch o {
	case DayFirst:
		return "day, month and year"
	case MonthFirst:
		return "month, day and year"
	case YearFirst:
		return "year, month and day"
	case ISODates:
	}
	return "written YYYY-MM-DD"
}

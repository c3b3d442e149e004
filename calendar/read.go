package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// read adds what the words of the agreement say of time and nothing stated covers.
func (d *deriver) read() {
	d.anchors = d.knownAnchors()
	slices.SortStableFunc(d.anchors, func(a, b anchor) int { return len(b.words) - len(a.words) })
	inRow := map[string]point{} // the first day in a row of a table, from which its periods recur
	for _, s := range sentences(d.res.Document, d.repeats) {
		x := reader{deriver: d, s: s}
		if s.row != nil {
			x.base = inRow[rowKey(s)]
		}
		x.read()
		if s.row != nil && x.base == (point{}) && x.first != (point{}) {
			inRow[rowKey(s)] = x.first
		}
	}
}

func rowKey(s sentence) string { return s.in.ID + "\n" + strings.Join(s.row, "\n") }

// A reader reads one sentence.
type reader struct {
	*deriver
	s     sentence
	base  point // of a cell: from which what recurs is counted
	first point // the first day found
	found int   // entries with a day
	open  []string
}

func (x *reader) read() {
	for _, m := range periodWords().FindAllStringSubmatchIndex(x.s.text, -1) {
		values := x.s.valuesAt(m[0], m[1])
		if x.all(values) {
			continue
		}
		p := parsePeriod(x.s.text[m[2]:m[3]], x.s.text[m[4]:m[5]])
		x.period(p, m[0], m[1], m[6] >= 0, values)
	}
	x.recurring()
	x.days()
	if len(x.open) > 0 {
		x.undated()
	}
}

// all reports whether there are values, and an entry for each of them.
func (x *reader) all(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(at string) bool { return !x.covered[at] })
}

var (
	everyWord = agreement.Pattern(`(?i)\bevery $`)
	// what stands between a period and the day it is counted from
	counted = agreement.Pattern(`^ (after|before|from) (.*)$`)
	between = agreement.Pattern(`(?i)between (\d+) and $`)
)

// period reads one period.
func (x *reader) period(p period, from, to int, notice bool, values []string) {
	before, after := x.s.text[:from], x.s.text[to:]
	if everyWord().MatchString(before) {
		if strings.HasPrefix(after, " while ") {
			x.open = append(x.open, "every "+p.String()+phrase(after))
			return
		}
		x.every(p, values)
		return
	}
	m := counted().FindStringSubmatch(after)
	if m == nil || notice {
		x.open = append(x.open, trigger(x.s.text, after))
		return
	}
	back := m[1] == "before"
	points, known := x.known(m[2])
	if _, ok := p.from(schema.Date{Year: 2000, Month: 1, Day: 1}, back); !known || !ok {
		x.open = append(x.open, m[1]+" "+phrase(m[2]))
		return
	}
	window := between().FindStringSubmatch(before)
	for _, at := range points {
		due, _ := p.from(at.day, back)
		rule := p.rule(at.day, back)
		if window != nil {
			rule = "between " + window[1] + " and " + rule
		}
		x.dated(due, rule, at, values)
	}
}

// known are the days that words begin by naming.
func (x *reader) known(words string) ([]point, bool) {
	for _, a := range x.anchors {
		rest, ok := strings.CutPrefix(words, a.words)
		if !ok || another().MatchString(rest) || a.words == "the end of the year" && !strings.Contains(x.s.text, "calendar year") && !strings.Contains(x.s.text, "yearly") {
			continue
		}
		return a.points, true
	}
	return nil, false
}

// another is what makes another event of a day: the day on which it is known.
var another = agreement.Pattern(`^([a-z]| (is|was|are|were|of|that|which|has|have|had|or)\b)`)

// dated adds an entry with a day.
func (x *reader) dated(due schema.Date, rule string, at point, values []string) {
	e := x.entry()
	e.Due, e.Rule, e.Period, e.Values = due, rule, at.name, values
	e.If = joinIf(condition(x.s.text), at.cond)
	x.put(e, x.s.in)
	if x.found++; x.first == (point{}) {
		x.first = point{due, "", ""}
	}
}

// every adds what recurs in a period of its own.
func (x *reader) every(p period, values []string) {
	start, assumed := x.base.day, "counted from the first day that the row states"
	if start.IsZero() {
		start, assumed = x.sheet.Deal.EffectiveDate, "counted from the Effective Date: the agreement names no day to count from"
	}
	if _, ok := p.from(start, false); !ok || p.n == 0 {
		x.open = append(x.open, "every "+p.String())
		return
	}
	last := x.lastDay()
	for n := 1; n <= most; n++ {
		q := period{p.n * n, p.unit}
		due, _ := q.from(start, false)
		if last.Before(due) {
			break
		}
		e := x.entry()
		e.Due, e.Period, e.Values, e.Assumed = due, fmt.Sprintf("no. %d", n), values, assumed
		e.Rule, e.If = fmt.Sprintf("every %s from %s", p, start), joinIf(condition(x.s.text), x.renewedBy(due))
		x.put(e, x.s.in)
		x.found++
	}
	if x.found == 0 {
		x.open = append(x.open, "every "+p.String())
	}
}

const most = 1_000 // of one series

var recurringWords = []struct {
	re     func() *regexp.Regexp
	months int
	first  int // months from the beginning of the year to the end of the time; 0 where no day is named
}{
	{agreement.Pattern(`(?i)\bevery January\b`), 12, 1},
	{agreement.Pattern(`(?i)\bwithin the first month of each calendar year\b`), 12, 1},
	{agreement.Pattern(`(?i)\b(once a year|each year|every year|once in each calendar year)\b`), 12, 0},
	{agreement.Pattern(`(?i)\b(each|every) quarter\b`), 3, 0},
}

// recurring adds what recurs without a number.
func (x *reader) recurring() {
	for _, w := range recurringWords {
		m := w.re().FindStringIndex(x.s.text)
		if m == nil || x.all(x.s.valuesAt(m[0], m[1])) {
			continue
		}
		words := x.s.text[m[0]:m[1]]
		if w.first == 0 {
			x.open = append(x.open, words)
			continue
		}
		for _, s := range stretches(x.sheet.Deal.EffectiveDate.AddMonths(12), x.lastDay(), w.months) {
			due := schema.Date{Year: s.first.Year, Month: 1, Day: 1}.AddMonths(w.first).AddDays(-1)
			if !x.lastDay().Before(due) {
				x.dated(due, words, point{due, s.name, x.renewedBy(s.first)}, nil)
			}
		}
	}
}

// days adds the days that a sentence names, and that nothing stated covers.
func (x *reader) days() {
	for _, m := range dayWords().FindAllStringIndex(x.s.text, -1) {
		values := x.s.valuesAt(m[0], m[1])
		if x.all(values) || slices.ContainsFunc(values, isFact) {
			continue
		}
		if day, ok := parseDay(x.s.text[m[0]:m[1]]); ok && day != x.sheet.Deal.EffectiveDate {
			x.dated(day, "the day that the provision names", point{day: day}, values)
		}
	}
}

var dayWords = agreement.Pattern(`\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\b`)

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// parseDay reads a day as an agreement prints it.
func parseDay(s string) (schema.Date, bool) {
	m := dayWords().FindStringSubmatch(s)
	if m == nil {
		return schema.Date{}, false
	}
	d, err := schema.ParseDate(fmt.Sprintf("%s-%02d-%02s", m[3], 1+slices.Index(months, m[2]), m[1]))
	return d, err == nil
}

// isFact reports whether a value is a day of which nothing falls due.
func isFact(pointer string) bool { return slices.Contains(facts, anyOf(pointer)) }

// anyOf is a pointer with a star in the place of each number: which value it is, of
// whatever element of a list.
func anyOf(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// undated adds what counts from an event that has not happened.
func (x *reader) undated() {
	e := x.entry()
	x.open = slices.Compact(x.open)
	e.Trigger = strings.Join(x.open, "; ")
	e.If = condition(x.s.text)
	switch {
	case strings.HasPrefix(e.Trigger, "after "), strings.HasPrefix(e.Trigger, "from "), strings.HasPrefix(e.Trigger, "before "):
		e.Undated = "it is counted from an event of which no day is known"
	case strings.HasPrefix(e.Trigger, "on notice"):
		e.Undated = "it is counted from a notice"
	default:
		e.Undated = "the provision names no day from which it is counted"
	}
	for _, m := range x.s.marks {
		if periodWords().MatchString(x.s.text[max(0, m.from):min(len(x.s.text), m.to)]) {
			e.Values = append(e.Values, m.values...)
		}
	}
	x.put(e, x.s.in)
}

// entry is what a sentence says without its day.
func (x *reader) entry() Entry {
	e := Entry{What: x.s.what(), Kind: Limit}
	if x.s.row != nil {
		e.By, e.To = x.partiesInRow()
		if len(e.By) > 0 {
			e.Kind = Duty
		}
		return e
	}
	who, modal, whom := actors(x.s.text)
	e.ByWords, e.ToWords = who, whom
	e.By, e.To = x.parties(who), x.parties(whom)
	switch modal {
	case "shall", "must":
		e.Kind = Duty
	case "may":
		e.Kind = Right
	}
	return e
}

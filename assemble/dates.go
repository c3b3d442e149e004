package assemble

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/schema"
)

// WithDating is the library with what finds the days of an agreement, for agreements
// that list them.
func (l *Library) WithDating(d Dating) *Library {
	own := *l
	own.dating = d
	return &own
}

// DateSchedule: Day, What happens, Of what, Who, To whom, Sum, Provision. The codes of
// what happens are the phrases "date" of the clause; "several" says that a day recurs.
func (c *context) DateSchedule(head []string) (block, error) {
	var rows [][]agreement.Cell
	for _, d := range c.run.dates {
		day, what, err := c.dated(c.here.variant.Topic.ID, []KeyDate{d})
		if err != nil {
			return "", err
		}
		sum := textCell(none)
		if d.Sum != nil {
			sum = c.cell(d.Sum.String(), c.valuesAt(d.Values)...)
		}
		rows = append(rows, []agreement.Cell{day, what, textCell(orNone(d.Of)), textCell(c.everyone(d.By)), textCell(c.everyone(d.To)), sum, {&agreement.Ref{Target: d.Provision}}})
	}
	return c.Table(head, rows)
}

// mostKeyDates is how many days a page of key terms shows.
const mostKeyDates = 24

// KeyDates: No., Day, What happens, Of what, Where; with a time line. The days are those
// of the schedule of key dates, which is the topic that is named, in its words, that the
// agreement prints, but for reviews and assets: of these it says more than a page can.
func (c *context) KeyDates(schedule string, head []string) (block, error) {
	list := together(slices.DeleteFunc(slices.Clone(c.run.dates), func(d KeyDate) bool {
		return !d.Named || d.Code == "review" || d.Code == "expiry"
	}))
	var rows [][]agreement.Cell
	var events []drawing.Event
	for i, same := range atMost(list, mostKeyDates) {
		day, what, err := c.dated(schedule, same)
		if err != nil {
			return "", err
		}
		var of []string
		var fields []any
		for _, d := range same {
			of, fields = append(of, c.dateOf(d)), append(fields, c.valuesAt(d.Values)...)
		}
		number := fmt.Sprint(i + 1)
		rows = append(rows, []agreement.Cell{textCell(number), day, what, c.cell(strings.Join(slices.Compact(of), "; "), fields...), {&agreement.Ref{Target: same[0].Provision}}})
		events = append(events, drawing.Event{Day: midnight(same[0].Day), Number: i + 1})
	}
	if more := len(list) - mostKeyDates; more > 0 {
		rows = append(rows, []agreement.Cell{nil, textCell(fmt.Sprintf("%d more", more)), nil, nil, nil})
	}
	spans, err := c.keySpans()
	if err != nil {
		return "", err
	}
	return c.drawn(head, rows, drawing.Timeline(spans, events, func(t time.Time) string {
		return schema.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}.String()
	}))
}

// together joins what happens alike, under one provision, on one day.
func together(list []KeyDate) (out [][]KeyDate) {
	for _, d := range list {
		i := slices.IndexFunc(out, func(same []KeyDate) bool {
			e := same[0]
			return e.Day == d.Day && e.Last == d.Last && e.Times == d.Times && e.Code == d.Code && e.Provision == d.Provision
		})
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], d)
	}
	return out
}

// dated is the day of what happens alike, and what happens.
func (c *context) dated(schedule string, same []KeyDate) (day, what agreement.Cell, err error) {
	d := same[0]
	happens, err := c.PhraseOf(schedule, "date", d.Code)
	if err != nil {
		return nil, nil, err
	}
	c.only()
	var fields []any
	for _, d := range same {
		fields = append(fields, c.valuesAt(d.Values)...)
	}
	day = c.cell(d.Day.String(), fields...)
	if d.Times > 1 {
		several, err := c.PhraseOf(schedule, "several", "last")
		if err != nil {
			return nil, nil, err
		}
		day = append(day, textCell(" "+strings.NewReplacer("{times}", strconv.Itoa(d.Times-1), "{last}", d.Last.String()).Replace(string(several)))...)
	}
	return day, textCell(sentence(string(happens))), nil
}

// dateOf is what a day is about, as a page of key terms says it.
func (c *context) dateOf(d KeyDate) string {
	if d.Sum == nil {
		return orNone(d.Of)
	}
	sum := d.Sum.String() + " from " + c.everyone(d.By) + " to " + c.everyone(d.To)
	if d.Of != "" {
		return d.Of + ": " + sum
	}
	return sum
}

// everyone is parties by name, or each of them where it is all.
func (c *context) everyone(ids []string) string {
	switch {
	case len(ids) == 0:
		return none
	case len(ids) > 2 && len(ids) >= len(c.run.facts.signing):
		return "Each Party"
	}
	return beginning(c.names(ids), ids...)
}

// valuesAt are the addresses of values that the term sheet states.
func (c *context) valuesAt(pointers []string) []any {
	if c.run.trace == nil {
		return nil
	}
	var list []any
	for _, at := range pointers {
		path := ""
		for _, step := range strings.Split(strings.TrimPrefix(at, "/"), "/") {
			if step != "" && step[0] >= '0' && step[0] <= '9' {
				path += "[" + step + "]"
			} else {
				path += "." + step
			}
		}
		if v, _, ok := c.TermSheet.Locate(strings.TrimPrefix(path, ".")); ok && v.CanAddr() {
			list = append(list, v.Addr().Interface())
		}
	}
	return list
}

package drawing

import (
	"fmt"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
)

// A Span is a time that lasts: the term, a licence, a royalty.
type Span struct {
	Name     string
	From, To time.Time // To is zero where no end is stated
}

// An Event is something that happens on a day, by its number in the table.
type Event struct {
	Day    time.Time
	Number int
}

// mostSpans and mostEvents are how much one drawing shows.
const (
	mostSpans  = 8
	mostEvents = 60
)

// Timeline draws times as bars and days as numbered marks over one axis of years.
// Show says how a day is printed. It is nil where there is no day to draw, or too
// many.
func Timeline(spans []Span, events []Event, show func(time.Time) string) *agreement.Drawing {
	first, last, ok := bounds(spans, events)
	if !ok || len(spans) > mostSpans || len(events) > mostEvents {
		return nil
	}
	a := axis{first: first, days: max(1, days(first, last)), left: 1150, width: Width - 1150 - 150}
	c := &canvas{}
	var said []string
	y := 20
	for _, s := range spans {
		c.span(a, s, y)
		to := "with no end stated"
		if !s.To.IsZero() {
			to = "to " + show(s.To)
		}
		said = append(said, fmt.Sprintf("%s: from %s %s", s.Name, show(s.From), to))
		y += 170
	}
	y = c.marks(a, events, y+20)
	c.years(a, last, y)
	for _, e := range events {
		said = append(said, fmt.Sprintf("day %d: %s", e.Number, show(e.Day)))
	}
	return c.done("Time line", "Time line. "+strings.Join(said, "; ")+".", y+130)
}

// An axis is days from left to right.
type axis struct {
	first             time.Time
	days, left, width int
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours()) / 24 }

func (a axis) at(day time.Time) int { return a.left + days(a.first, day)*a.width/a.days }

// bounds are the first and the last day of all; ok is false where there is none.
func bounds(spans []Span, events []Event) (first, last time.Time, ok bool) {
	add := func(day time.Time) {
		switch {
		case day.IsZero():
			return
		case !ok:
			first, last, ok = day, day, true
		case day.Before(first):
			first = day
		case day.After(last):
			last = day
		}
	}
	for _, s := range spans {
		add(s.From)
		add(s.To)
	}
	for _, e := range events {
		add(e.Day)
	}
	return first, last, ok
}

// span draws a bar; one without an end runs on, dashed and with an arrow.
func (c *canvas) span(a axis, s Span, y int) {
	const thick = 90
	c.label(0, y+75, cut(s.Name, small, a.left-60), small, agreement.Left)
	from := a.at(s.From)
	if !s.To.IsZero() {
		c.box(from, y, max(a.at(s.To)-from, 10), thick, agreement.Grey, thin)
		return
	}
	end := a.left + a.width
	c.box(from, y, max(end-from-200, 10), thick, agreement.Grey, thin)
	c.line(max(end-200, from), y+thick/2, end+40, y+thick/2, medium, true)
	c.area(agreement.Black, 0, agreement.Point{X: end + 110, Y: y + thick/2}, agreement.Point{X: end + 40, Y: y + thick/2 - 30}, agreement.Point{X: end + 40, Y: y + thick/2 + 30})
}

// marks draws events as numbered marks, higher where they would meet, and gives
// where the axis stands.
func (c *canvas) marks(a axis, events []Event, top int) int {
	const wide, high = 150, 110
	var ends []int // of each level, where its last mark ends
	levels := make([]int, len(events))
	for i, e := range events {
		x := a.at(e.Day)
		for levels[i] < len(ends) && x-wide/2 < ends[levels[i]]+15 {
			levels[i]++
		}
		if levels[i] == len(ends) {
			ends = append(ends, 0)
		}
		ends[levels[i]] = x + wide/2
	}
	base := top + len(ends)*(high+20) + 60
	for i, e := range events { // stems first, so that marks cover them
		c.line(a.at(e.Day), base-60-levels[i]*(high+20), a.at(e.Day), base, thin, false)
	}
	for i, e := range events {
		x, y := a.at(e.Day), base-60-high-levels[i]*(high+20)
		c.box(x-wide/2, y, wide, high, agreement.White, thin)
		c.label(x, y+high-32, fmt.Sprint(e.Number), small, agreement.Center)
	}
	return base
}

// years draws the axis with the first days of years, as many as have room.
func (c *canvas) years(a axis, last time.Time, y int) {
	c.line(a.left, y, a.left+a.width, y, medium, false)
	step := 1
	for (last.Year()-a.first.Year())/step > 14 {
		step++
	}
	for year := a.first.Year(); year <= last.Year()+1; year++ {
		day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		if day.Before(a.first) || day.After(last) || (year-a.first.Year())%step != 0 {
			continue
		}
		c.line(a.at(day), y, a.at(day), y+30, thin, false)
		c.label(a.at(day), y+110, fmt.Sprint(year), small, agreement.Center)
	}
}

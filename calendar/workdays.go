package calendar

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A Day is the day by which something may be done at the latest: one day where it is
// certain, else the first and the last that it may be. Last is zero where nobody can
// say. The zero Day is that the day stated stands.
type Day struct {
	First schema.Date `json:"first,omitzero"`
	Last  schema.Date `json:"last,omitzero"`
	Why   string      `json:"why,omitempty"` // why it is not certain
}

// Certain reports whether the day is known.
func (d Day) Certain() bool { return d.First == d.Last && d.Why == "" }

// A Sending is when a notice has to leave, for it to be received in time.
type Sending struct {
	Email Day    `json:"email,omitzero"`  // the last day to send it by e-mail; zero where that does not suffice
	Paper bool   `json:"paper,omitempty"` // it has to be delivered on paper by the day
	Words string `json:"words,omitempty"`
}

// Coverage is what is known of the days off at a place.
type Coverage struct {
	Place  string      `json:"place"`
	Source string      `json:"source,omitempty"` // where they are from; "" where nothing is known
	Kind   string      `json:"kind,omitempty"`   // "public holidays", "days off"
	From   schema.Date `json:"from,omitzero"`
	To     schema.Date `json:"to,omitzero"`
	Gap    string      `json:"gap,omitempty"` // what is not known
}

// What the built-in calendars are: rules of the day on which they were published.
const (
	builtIn   = "github.com/rickar/cal v2.1.13"
	builtInOf = "April 2023"
)

// certainty says what is known of a day at a place.
type certainty uint8

const (
	unknown certainty = iota
	works
	off
	probably // works by the built-in rules, which are older than the day or not complete
)

// workdays knows the Business Days of the places that an agreement names.
type workdays struct {
	places []place
}

type place struct {
	name string
	code string
	own  *Place // the user's own
	days *ruleDays
	gap  string
}

// daysOf finds what is known of some places.
func daysOf(names []string, own *Holidays) *workdays {
	w := &workdays{}
	for _, name := range names {
		p := place{name: name, code: placeCode(name)}
		if own != nil {
			p.own = own.place(name)
		}
		p.days, p.gap = rulesOf(p.code)
		if wholeCity[p.code] && schema.CountryName(schema.Country(p.code)) != name {
			p.gap = ""
		}
		w.places = append(w.places, p)
	}
	return w
}

// ruleDays are days off by rule, worked out for each year when first asked for.
type ruleDays struct {
	rules []*cal.Holiday
	years map[int]map[schema.Date]bool
}

func (r *ruleDays) off(d schema.Date) bool {
	days, ok := r.years[d.Year]
	if !ok {
		days = map[schema.Date]bool{}
		for _, year := range []int{d.Year - 1, d.Year, d.Year + 1} { // a day off may be made up for in another year
			for _, h := range r.rules {
				if actual, observed := h.Calc(year); !actual.IsZero() {
					days[dateOf(actual)], days[dateOf(observed)] = true, true
				}
			}
		}
		r.years[d.Year] = days
	}
	return days[d]
}

// dateOf is the day of a time. The rules give noon or midnight of the zone in which
// the program runs: half a day on, it is the same day whatever that zone does to its
// clocks at night.
func dateOf(t time.Time) schema.Date {
	t = t.Add(6 * time.Hour)
	return schema.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

func weekday(d schema.Date) time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// at is what is known of a day at one place.
func (p *place) at(d schema.Date) certainty {
	if p.own != nil {
		if p.own.worked[d] {
			return works
		}
		if p.own.off[d] {
			return off
		}
	}
	if w := weekday(d); w == time.Saturday || w == time.Sunday {
		return off
	}
	switch {
	case p.own != nil && !p.own.From.IsZero() && !d.Before(p.own.From) && !p.own.Through.Before(d):
		return works
	case p.days == nil:
		return unknown
	case p.days.off(d):
		return off
	case p.gap != "":
		return unknown // a day that only a part of the country has off is not known
	}
	return probably
}

// at is what is known of a day at all places: off where it is off at any.
func (w *workdays) at(d schema.Date) certainty {
	if len(w.places) == 0 {
		if day := weekday(d); day == time.Saturday || day == time.Sunday {
			return off
		}
		return unknown
	}
	all := works
	for i := range w.places {
		switch w.places[i].at(d) {
		case off:
			return off
		case unknown:
			all = unknown
		case probably:
			if all == works {
				all = probably
			}
		case works:
		}
	}
	return all
}

// reach is how far days are looked at for one that is certain.
const reach = 40

// next is the first Business Day from a day on; the zero Day where that is the day
// itself for all that is known.
func (w *workdays) next(d schema.Date) Day {
	first := d
	for n := 0; w.at(first) == off; n++ {
		if first = first.AddDays(1); n == reach {
			return Day{First: d, Why: "no Business Day within " + fmt.Sprint(reach) + " days"}
		}
	}
	switch w.at(first) {
	case works:
		if first == d {
			return Day{}
		}
		return Day{First: first, Last: first}
	case probably:
		if first == d {
			return Day{}
		}
		return Day{First: first, Last: first, Why: provisional}
	case unknown, off:
	}
	return Day{First: first, Why: w.doubt(first)}
}

// back is the last day on which something that takes some Business Days can begin, so
// that it is done by a day: the latest that it may be, and, where days off are not
// known, no earliest.
func (w *workdays) back(by schema.Date, n int) Day {
	why, known := "", true
	left := n
	d := by
	for steps := 0; left > 0; steps++ {
		switch w.at(d) {
		case works:
			left--
		case probably:
			left--
			why = cmp.Or(why, provisional)
		case unknown:
			left--
			if known {
				why, known = w.doubt(d), false
			}
		case off:
		}
		d = d.AddDays(-1)
		if steps == reach {
			return Day{Why: "no Business Day within " + fmt.Sprint(reach) + " days"}
		}
	}
	if !known {
		return Day{First: schema.Date{}, Last: d, Why: why}
	}
	return Day{First: d, Last: d, Why: why}
}

// provisional is why a Business Day that the rules give is not certain.
const provisional = "provisional: by the public holidays known in " + builtInOf

// doubt says why nobody knows whether a day is a Business Day: where it is not known, the
// users' own days off included, which end with their time.
func (w *workdays) doubt(d schema.Date) string {
	if len(w.places) == 0 {
		return "the agreement names no places: Business Days are those at the address of the party that acts"
	}
	var names []string
	for i := range w.places {
		if p := &w.places[i]; p.at(d) == unknown {
			names = append(names, p.name)
		}
	}
	return "the public holidays of " + strings.Join(names, ", ") + " are not known, or only in part"
}

// coverage is what is known, place by place.
func (w *workdays) coverage() []Coverage {
	var list []Coverage
	for i := range w.places {
		p := &w.places[i]
		c := Coverage{Place: p.name}
		switch {
		case p.own != nil:
			c.Source, c.Kind, c.From, c.To = p.own.Source, "days off", p.own.From, p.own.Through
			if c.Source == "" {
				c.Source = "your own file"
			}
			c.Gap = "days outside that time: " + gapOf(p)
		case p.days != nil:
			c.Source, c.Kind, c.From = builtIn+" ("+p.code+")", "public holidays", schema.Date{Year: 2000, Month: 1, Day: 1}
			c.Gap = gapOf(p)
		default:
			c.Gap = "nothing is known: give a file with --holidays"
		}
		list = append(list, c)
	}
	return list
}

func gapOf(p *place) string {
	if p.days == nil {
		return "nothing is known of them"
	}
	gap := "single days and changes of law since " + builtInOf
	if p.gap != "" {
		gap += "; " + p.gap
	}
	return gap
}

// sending is when a notice has to leave.
func (d *deriver) sending(e *Entry) Sending {
	email, hasMail := d.res.Says(assemble.EmailReceipt).Is.(schema.BusinessDays)
	ending := d.res.Says(assemble.EndingNotice).Value
	s := Sending{Paper: !hasMail || ending == "delivered" && endsSomething(d.term.renewal)}
	if hasMail {
		s.Email = d.days.back(e.Due, int(email))
	}
	switch {
	case s.Paper && !hasMail:
		s.Words = "it must be delivered on paper by that day" + d.under(d.res.Says(assemble.EmailReceipt))
	case s.Paper:
		s.Words = "it ends a right: it must be delivered on paper by that day as well" + d.under(d.res.Says(assemble.EndingNotice))
	case hasMail:
		s.Words = fmt.Sprintf("an e-mail counts as received %s after it is sent%s", email, d.under(d.res.Says(assemble.EmailReceipt)))
	}
	return s
}

// endsSomething reports whether the notice at the end of a term ends the agreement.
func endsSomething(renewal string) bool { return renewal == "auto-renew" || renewal == "evergreen" }

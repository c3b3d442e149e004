// Package calendar says what falls due under an agreement: who owes what to whom, by
// which day, under which provision, and what moves the day.
//
// It is derived from an assembled deal, in two ways that check each other. What the
// term sheet states with a day or a period (instalments, fees, the term, licences,
// assets, milestones) is taken from the term sheet, as far as the agreement prints
// it. Every other day and period is taken from the words of the agreement: a sentence
// that counts from a day which is known gives dates; one that counts from an event
// which has not happened is listed without a date, with the event. Nothing is left
// out because it has no date, and no date is guessed.
//
// The package reads no clock: "today" is what the caller says.
package calendar

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// Kind says what kind of thing falls due.
type Kind string

const (
	Payment   Kind = "payment"
	Report    Kind = "report"
	Notice    Kind = "notice"
	Milestone Kind = "milestone"
	Review    Kind = "review"
	Filing    Kind = "filing"
	Start     Kind = "start"
	End       Kind = "end"
	Expiry    Kind = "expiry" // of an asset
	Change    Kind = "change" // a right changes: exclusivity or a rate steps down
	Duty      Kind = "duty"   // what a provision says somebody shall do
	Right     Kind = "right"  // what a provision says somebody may do
	Limit     Kind = "limit"  // a period that is neither: how long something lasts
)

// Kinds are all kinds.
var Kinds = []Kind{Payment, Report, Notice, Milestone, Review, Filing, Start, End, Expiry, Change, Duty, Right, Limit}

// An Entry is one obligation or right for one period.
type Entry struct {
	ID          string        `json:"id"` // stays while the obligation and its period do, whatever day it moves to
	Kind        Kind          `json:"kind"`
	Provision   string        `json:"provision,omitempty"` // its number: "4.2(b)"
	ProvisionID string        `json:"provision_id,omitempty"`
	By          []string      `json:"by,omitempty"` // ids of the parties who owe it, or may do it
	ByWords     string        `json:"by_words,omitempty"`
	To          []string      `json:"to,omitempty"`
	ToWords     string        `json:"to_words,omitempty"`
	What        string        `json:"what"`
	Sum         *schema.Money `json:"sum,omitempty"`
	Rule        string        `json:"rule"`             // how the day follows: "45 days after 31 March 2027"
	Period      string        `json:"period,omitempty"` // which of a series: "2027-Q1", "instalment 3 of 5"
	Due         schema.Date   `json:"due,omitzero"`     // by the end of which it must be done or received
	Act         Day           `json:"act,omitzero"`     // where Due is no Business Day and the agreement gives a later one
	Send        Sending       `json:"send,omitzero"`    // of a notice: when it has to leave
	If          string        `json:"if,omitempty"`     // on what it depends
	Assumed     string        `json:"assumed,omitempty"`
	Moves       []string      `json:"moves,omitempty"`   // what moves the day
	Undated     string        `json:"undated,omitempty"` // why it has no day
	Trigger     string        `json:"trigger,omitempty"` // the event from which an undated one counts
	Values      []string      `json:"values,omitempty"`  // JSON Pointers of what it follows from

	order int
}

// Owes reports whether an entry is one of a party: that owes it, is owed it, or may
// be either, because the words name nobody.
func (e *Entry) Owes(party string) bool {
	return len(e.By)+len(e.To) == 0 || slices.Contains(e.By, party) || slices.Contains(e.To, party)
}

// Options say what is wanted. The zero value asks for everything up to the end of
// the term.
type Options struct {
	From, To schema.Date // the days wanted, both included; zero for no limit
	Party    string      // id of the party whose entries are wanted, or ""
	Holidays *Holidays   // the user's own days off, or nil
}

// A Calendar is what falls due under one agreement.
type Calendar struct {
	Reference string            `json:"reference"` // deal.id
	Title     string            `json:"title"`
	Key       string            `json:"key"`                // of the first agreement of the chain: it stays when the agreement is restated
	Chain     []string          `json:"chain,omitempty"`    // references of the earlier agreements that it continues
	Version   int               `json:"version"`            // how often it has been amended or restated
	Stamp     schema.Date       `json:"stamp"`              // the day of the version
	Until     schema.Date       `json:"until,omitzero"`     // up to which recurring entries are listed
	Names     map[string]string `json:"names"`              // of the parties, by id
	Entries   []Entry           `json:"entries"`            // by day; those without come last, in the order of the agreement
	Coverage  []Coverage        `json:"coverage"`           // what is known of the days off
	Notes     []string          `json:"notes,omitempty"`    // what the reader has to know of the whole
	Signed    bool              `json:"execution,omitzero"` // it is an execution copy
}

// Of derives the calendar of an assembled agreement, which needs its trace.
func Of(res *assemble.Result, o Options) (*Calendar, error) {
	if res.Trace == nil {
		return nil, errors.New("calendar: the agreement was assembled without a trace")
	}
	d := newDeriver(res, o)
	if d.sheet.Deal.Instrument != "" && d.sheet.Deal.Instrument != "agreement" {
		d.out.note("This is the calendar of an %s alone. What it does not change is in the calendar of the agreement itself: renew or restate the term sheet to have both.", d.sheet.Deal.Instrument)
	}
	d.stated()
	d.read()
	d.settle()
	return d.out, nil
}

// newDeriver learns what every entry needs.
func newDeriver(res *assemble.Result, o Options) *deriver {
	s := res.Sheet
	d := &deriver{res: res, sheet: s, o: o, out: &Calendar{
		Reference: s.Deal.ID, Title: res.Document.Title, Names: map[string]string{},
		Stamp: s.Deal.EffectiveDate, Signed: res.Document.Status == agreement.Final,
	}}
	if !s.Deal.SigningDate.IsZero() {
		d.out.Stamp = s.Deal.SigningDate
	}
	if a := s.Deal.Amends; a.ID != "" {
		d.out.Chain, d.out.Version = append(d.out.Chain, a.ID), 1+len(a.History)
	}
	d.out.Key = keyOf(cmp.Or(s.Deal.Amends.ID, s.Deal.ID))
	for _, p := range s.Parties {
		d.out.Names[p.ID] = p.ShortName
	}
	d.term = termOf(res.Deal)
	d.places()
	d.out.Until = d.horizon()
	d.days = daysOf(s.Interpretation.BusinessDayPlaces, o.Holidays)
	d.out.Coverage = d.days.coverage()
	d.roll = res.Says(assemble.DayRoll)
	d.signers = idsOf(s.Signers())
	return d
}

// horizon is the day up to which recurring entries are listed.
func (d *deriver) horizon() schema.Date {
	switch end := d.term.end; {
	case !d.o.To.IsZero():
		return d.o.To
	case !end.IsZero():
		return end
	}
	until := d.term.start.Through(12 * endlessYears)
	d.out.note("The agreement states no last day. What recurs is listed up to %s; ask for another day to see more.", until)
	return until
}

// endlessYears is for how long what recurs is listed of an agreement without an end,
// where nobody asks for another time.
const endlessYears = 10

// settle makes the last of it: days that roll, days to send by, names, and order.
func (d *deriver) settle() {
	used := map[string]int{}
	list := d.entries[:0]
	for _, e := range d.entries {
		if !d.wanted(e) {
			continue
		}
		d.finish(e)
		e.ID = d.identify(e, used)
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b *Entry) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.order, b.order))
	})
	for _, e := range list {
		d.out.Entries = append(d.out.Entries, *e)
	}
}

func (d *deriver) wanted(e *Entry) bool {
	if d.o.Party != "" && !e.Owes(d.o.Party) {
		return false
	}
	if e.Due.IsZero() {
		return true
	}
	return (d.o.From.IsZero() || !e.Due.Before(d.o.From)) && (d.o.To.IsZero() || !d.o.To.Before(e.Due))
}

// Dated are the entries with a day, and Undated those without.
func (c *Calendar) Dated() []Entry { return c.Entries[:c.undated()] }

// Undated are the entries without a day, in the order of the agreement.
func (c *Calendar) Undated() []Entry { return c.Entries[c.undated():] }

func (c *Calendar) undated() int {
	if i := slices.IndexFunc(c.Entries, func(e Entry) bool { return e.Due.IsZero() }); i >= 0 {
		return i
	}
	return len(c.Entries)
}

// People are parties by name: "Alpha and Beta"; where there are none, the words.
func (c *Calendar) People(ids []string, words string) string {
	if words != "" {
		return words
	}
	var names []string
	for _, id := range ids {
		names = append(names, cmp.Or(c.Names[id], id))
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n > 4 && n >= len(c.Names)-1:
		return "each Party"
	case n > 1:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return names[0]
}

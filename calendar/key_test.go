package calendar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/schema"
)

// A listed day is a row of the schedule of key dates.
type listed struct {
	first, last string
	many        bool
	provision   string // id
	words       string
}

// TestTheScheduleIsTheCalendar holds the schedule of key dates of every example against
// its calendar: each row is an entry, or the first and the last of a series of them, of
// the provision it names, and each day that is certain is in a row.
func TestTheScheduleIsTheCalendar(t *testing.T) {
	lib := library(t)
	for name, src := range examples(t) {
		f, _ := schema.Load(name, src)
		if f.Sheet.Deal.Instrument != "" && f.Sheet.Deal.Instrument != "agreement" {
			continue
		}
		f.Sheet.Deal.KeyDates = "schedule"
		res, err := lib.Assemble(f, assemble.Options{Trace: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows := keyDates(res)
		c := derived(t, res, calendar.Options{})
		if len(rows) < 3 {
			t.Errorf("%s lists %d days", name, len(rows))
		}
		for _, r := range rows {
			for _, day := range []string{r.first, r.last} {
				if !slices.ContainsFunc(c.Dated(), func(e calendar.Entry) bool { return e.ProvisionID == r.provision && e.Due.String() == day }) {
					t.Errorf("%s lists %s, which is no day of %s", name, day, r.provision)
				}
			}
		}
		for _, e := range c.Dated() {
			sure := e.If == "" && e.Assumed == "" && !slices.Contains([]calendar.Kind{calendar.Duty, calendar.Right, calendar.Limit}, e.Kind)
			if is := slices.ContainsFunc(rows, func(r listed) bool { return r.is(&e) }); is != sure && sure {
				t.Errorf("%s does not list %s: %s", name, e.Due, e.What)
			}
			if e.ProvisionID != "" && strings.Contains(e.ProvisionID, "key-dates") {
				t.Errorf("%s: the calendar takes %s from the schedule that repeats it", name, e.Due)
			}
		}
	}
}

func (r listed) is(e *calendar.Entry) bool {
	day := e.Due.String()
	return r.provision == e.ProvisionID && (r.first == day || r.last == day || r.many)
}

// keyDates are the rows of the schedule of an agreement.
func keyDates(res *assemble.Result) []listed {
	var rows []listed
	topic := res.Says(assemble.KeyDates).Topic
	agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.Source != nil && c.Kind != agreement.Part && c.Source.Topic != topic {
			return false
		}
		table, ok := b.(*agreement.Table)
		if !ok {
			return true
		}
		for _, row := range table.Rows {
			days := dayInText.FindAllString(agreement.Words(row.Cells[0]), -1)
			r := listed{first: days[0], last: days[len(days)-1], many: len(days) > 1, words: agreement.Words(row.Cells[1])}
			for _, in := range row.Cells[6] {
				if ref, ok := in.(*agreement.Ref); ok {
					r.provision = ref.Target
				}
			}
			rows = append(rows, r)
		}
		return true
	})
	return rows
}

// TestListsOfDaysNeedTheCalendar asks a library without one for the schedule, and for
// the page of key terms.
func TestListsOfDaysNeedTheCalendar(t *testing.T) {
	f, err := schema.Load("pool-five", examples(t)["pool-five"])
	if err != nil {
		t.Fatal(err)
	}
	without := library(t).WithDating(nil)
	for _, x := range []struct{ schedule, page, want string }{{"schedule", "", "a schedule of key dates"}, {"", "page", "a page of key terms"}} {
		f.Sheet.Deal.KeyDates, f.Sheet.Deal.KeyTerms = x.schedule, x.page
		if _, err := without.Assemble(f, assemble.Options{}); err == nil || !strings.Contains(err.Error(), "asks for "+x.want) || !strings.Contains(err.Error(), "without the calendar") {
			t.Error(err)
		}
	}
}

// TestThePageSaysTheDaysOfTheCalendar holds the days of the page of key terms against
// the schedule: it has the same days, of the same provisions, in the same words.
func TestThePageSaysTheDaysOfTheCalendar(t *testing.T) {
	lib := library(t)
	for name, src := range examples(t) {
		f, _ := schema.Load(name, src)
		if f.Sheet.Deal.Instrument != "" && f.Sheet.Deal.Instrument != "agreement" {
			continue
		}
		f.Sheet.Deal.KeyDates, f.Sheet.Deal.KeyTerms = "schedule", "page"
		res, err := lib.Assemble(f, assemble.Options{Trace: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		schedule, page := keyDates(res), pageDays(res)
		if len(page) < 2 {
			t.Errorf("%s: the page lists %d days", name, len(page))
		}
		for _, d := range page {
			if !slices.ContainsFunc(schedule, func(r listed) bool { return r == d }) {
				t.Errorf("%s: the page has a day that the schedule has not: %+v", name, d)
			}
		}
		if !slices.ContainsFunc(page, func(d listed) bool { return d.words == "The Term ends" || d.words == "The term ends" }) && !f.Sheet.Term.End.IsZero() {
			t.Errorf("%s: the page does not say when the term ends", name)
		}
	}
}

// pageDays are the days of the page of key terms.
func pageDays(res *assemble.Result) (list []listed) {
	agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
		table, ok := b.(*agreement.Table)
		if !ok || len(table.Head) != 5 || agreement.Words(table.Head[1]) != "Day" {
			return true
		}
		for _, row := range table.Rows {
			if days := dayInText.FindAllString(agreement.Words(row.Cells[1]), -1); days != nil {
				list = append(list, listed{days[0], days[len(days)-1], len(days) > 1, row.Cells[4][0].(*agreement.Ref).Target, agreement.Words(row.Cells[2])})
			}
		}
		return true
	})
	return list
}

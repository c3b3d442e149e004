package calendar_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	arran "github.com/arran4/golang-ical"
	emersion "github.com/emersion/go-ical"

	"github.com/engross/engross/calendar"
)

func written(t testing.TB, o calendar.ICSOptions, list ...*calendar.Calendar) []byte {
	t.Helper()
	data, err := calendar.ICS(list, o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestOthersReadIt has two other programs' readers read the calendar of every example.
func TestOthersReadIt(t *testing.T) {
	lib := library(t)
	for name, src := range examples(t) {
		c := derived(t, assembled(t, lib, name, src), calendar.Options{})
		data := written(t, calendar.ICSOptions{}, c)
		for n, line := range strings.Split(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
				t.Errorf("%s: line %d is not as it must be: %q", name, n+1, line)
			}
		}
		one, err := arran.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		two, err := emersion.NewDecoder(bytes.NewReader(data)).Decode()
		if err != nil {
			t.Fatal(name, err)
		}
		if a, b, want := len(one.Events()), len(two.Events()), len(c.Dated()); a != want || b != want {
			t.Fatalf("%s: %d and %d events read, want %d", name, a, b, want)
		}
		uids := map[string]bool{}
		for i, e := range two.Events() {
			uid, err := e.Props.Text(emersion.PropUID)
			if err != nil || uids[uid] {
				t.Errorf("%s: the UID %q is not one event's: %v", name, uid, err)
			}
			uids[uid] = true
			start, err := e.DateTimeStart(nil)
			if want := c.Entries[i].Due.ISO(); err != nil || start.Format("2006-01-02") != want {
				t.Errorf("%s: event %d is on %v, want %s: %v", name, i, start, want, err)
			}
			summary, _ := e.Props.Text(emersion.PropSummary)
			if got := one.Events()[i].GetProperty(arran.ComponentPropertySummary); got == nil || !strings.HasPrefix(summary, c.Reference+": ") {
				t.Errorf("%s: event %d is called %q", name, i, summary)
			}
			if got, err := one.Events()[i].GetAllDayStartAt(); err != nil || got.Format("2006-01-02") != c.Entries[i].Due.ISO() {
				t.Errorf("%s: event %d is on %v for the other reader: %v", name, i, got, err)
			}
		}
	}
}

// events are the events of a calendar by UID: "day sequence status".
func events(t testing.TB, data []byte) map[string]string {
	t.Helper()
	c, err := emersion.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range c.Events() {
		get := func(name string) string { p, _ := e.Props.Text(name); return p }
		all[get(emersion.PropUID)] = fmt.Sprintf("%s %s %s", e.Props.Get(emersion.PropDateTimeStart).Value, e.Props.Get(emersion.PropSequence).Value, get(emersion.PropStatus))
	}
	return all
}

// TestWhatMovesKeepsItsName changes a day, a sum and the order of things in a term
// sheet, restates the agreement and takes something out: what stays is the same event.
func TestWhatMovesKeepsItsName(t *testing.T) {
	lib := library(t)
	calendarOf := func(src string) *calendar.Calendar {
		return derived(t, assembled(t, lib, "deal.json", []byte(src)), calendar.Options{})
	}
	before := written(t, calendar.ICSOptions{}, calendarOf(sheet))
	was := events(t, before)
	count := func(src string) (same, moved, gone, fresh int) {
		for uid, now := range events(t, written(t, calendar.ICSOptions{Previous: before}, calendarOf(src))) {
			day, rest, _ := strings.Cut(now, " ")
			switch old, known := was[uid]; {
			case !known:
				fresh++
			case strings.HasSuffix(now, "CANCELLED"):
				gone++
				if rest != "1 CANCELLED" {
					t.Errorf("%s is %q", uid, now)
				}
			case old == now:
				same++
			default:
				moved++
				if rest != "1 CONFIRMED" {
					t.Errorf("%s was %q and is %q on %s: the number must rise", uid, old, now, day)
				}
			}
		}
		return
	}
	if same, moved, gone, fresh := count(sheet); moved+gone+fresh != 0 || same != len(was) {
		t.Errorf("nothing changed: %d same, %d moved, %d gone, %d new", same, moved, gone, fresh)
	}
	later := strings.Replace(sheet, `"due_days": 60`, `"due_days": 75`, 1)
	if _, moved, gone, fresh := count(later); moved == 0 || gone+fresh != 0 {
		t.Errorf("reports later: %d moved, %d gone, %d new", moved, gone, fresh)
	}
	another := strings.Replace(sheet, `"assets": [`, `"assets": [{"id": "p0", "kind": "patent", "title": "Seal", "owners": [{"party": "north"}], "office": "EP", "number": "EP 3222222 B1", "countries": ["DE"], "filing_date": "2019-03-01", "expiry_date": "2039-03-01", "status": "granted", "class": "core"}, `, 1)
	if _, moved, gone, fresh := count(another); moved+gone != 0 || fresh != 1 {
		t.Errorf("an asset put first: %d moved, %d gone, %d new", moved, gone, fresh)
	}
	without := strings.Replace(sheet, `"per": "year", "due_days": 0`, `"per": "once"`, 1)
	if _, _, gone, _ := count(without); gone == 0 {
		t.Error("fees are gone, and nothing is cancelled")
	}
	restated := strings.Replace(sheet, `"id": "NB-1"`, `"id": "NB-1R", "amends": {"id": "NB-1", "date": "2027-01-31", "form": "restated"}`, 1)
	if same, moved, gone, fresh := count(restated); gone+fresh != 0 || same+moved != len(was) {
		t.Errorf("restated: %d same, %d moved, %d gone, %d new", same, moved, gone, fresh)
	}
	again := strings.Replace(sheet, `"id": "NB-1"`, `"id": "NB-1RR", "amends": {"id": "NB-1R", "date": "2028-01-31", "form": "restated"}`, 1)
	second := written(t, calendar.ICSOptions{Previous: before}, calendarOf(restated))
	for uid, now := range events(t, written(t, calendar.ICSOptions{Previous: second}, calendarOf(again))) {
		if was[uid] == "" || strings.HasSuffix(now, "CANCELLED") {
			t.Errorf("restated twice: %s is %q", uid, now)
		}
	}
}

func TestRedactedSaysNothing(t *testing.T) {
	c := derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), calendar.Options{})
	open := written(t, calendar.ICSOptions{}, c)
	gone := string(written(t, calendar.ICSOptions{Redact: true, Previous: open})) // all of it is cancelled
	if n := strings.Count(gone, "STATUS:CANCELLED"); n == 0 || n != bytes.Count(open, []byte("BEGIN:VEVENT")) {
		t.Errorf("%d events are cancelled", n)
	}
	data := string(written(t, calendar.ICSOptions{Redact: true, Previous: open}, c)) + gone
	for _, secret := range []string{"North", "Brook", "NB-1", "EUR", "40,000", "25,000", `40\,000`, `25\,000`, "EP 3111111", "Pumps"} {
		if strings.Contains(data, secret) {
			t.Errorf("it says %q", secret)
		}
	}
	if !strings.Contains(data, "SUMMARY:Notice ") {
		t.Error("it does not say what kind of day it is")
	}
}

func TestAnotherFileIsNoPrevious(t *testing.T) {
	for _, src := range []string{"", "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n", "hello"} {
		if _, err := calendar.ICS(nil, calendar.ICSOptions{Previous: []byte(src)}); err == nil {
			t.Errorf("%q is taken for a calendar", src)
		}
	}
}

// FuzzICS writes any words, and has another reader read them.
func FuzzICS(f *testing.F) {
	f.Add("a, b; c\\d\ne", "REF:1")
	f.Add("Łódź – \r\nEND:VEVENT\u0085\x00", strings.Repeat("é", 80))
	base := &calendar.Calendar{Names: map[string]string{}}
	_ = base.Stamp.UnmarshalText([]byte("2027-01-01"))
	f.Fuzz(func(t *testing.T, what, reference string) {
		c := *base
		c.Reference = reference
		c.Entries = []calendar.Entry{{ID: "1", What: what, Rule: "r", Due: c.Stamp}}
		data := written(t, calendar.ICSOptions{}, &c)
		got, err := emersion.NewDecoder(bytes.NewReader(data)).Decode()
		if err != nil || len(got.Events()) != 1 {
			t.Fatalf("%v in %q", err, data)
		}
		if again := written(t, calendar.ICSOptions{Previous: data}, &c); !bytes.Equal(again, data) {
			t.Fatalf("%q became %q", data, again)
		}
	})
}

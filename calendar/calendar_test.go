package calendar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/calendar"
)

// entries are the entries of a calendar whose words contain some, as "day what".
func entries(c *calendar.Calendar, words string) []string {
	var list []string
	for _, e := range c.Entries {
		if strings.Contains(e.What, words) {
			list = append(list, e.Due.ISO())
		}
	}
	return list
}

func day(s string) calendar.Options {
	o := calendar.Options{}
	_ = o.To.UnmarshalText([]byte(s))
	return o
}

func TestNoticeIsOfTheTermThatRuns(t *testing.T) {
	lib := library(t)
	cases := []struct {
		term, to string
		notice   []string
		ends     []string
	}{
		// the renewal is not as long as the first term, and there are two at most
		{`{"length": 36, "renewal": {"auto": true, "period": 12, "notice_days": 60, "max": 2}}`, "2040-01-01",
			[]string{"2029-12-01", "2030-12-01"}, []string{"2030-01-30", "2031-01-30", "2032-01-30"}},
		// days are days, not months
		{`{"end": "2029-12-31", "renewal": {"auto": true, "period": 12, "notice_days": 60, "max": 1}}`, "2040-01-01",
			[]string{"2029-11-01"}, []string{"2029-12-31", "2030-12-31"}},
		// one of two has been used
		{`{"length": 36, "renewals_used": 1, "renewal": {"auto": true, "period": 12, "notice_days": 60, "max": 2}}`, "2040-01-01",
			[]string{"2029-12-01"}, []string{"2030-01-30", "2031-01-30"}},
		// only up to the day asked for
		{`{"length": 36, "renewal": {"auto": true, "period": 12, "notice_days": 60}}`, "2031-02-01",
			[]string{"2029-12-01", "2030-12-01"}, []string{"2030-01-30", "2031-01-30"}},
		// a month without a 31st ends the term, and the next begins with the month after
		{`{"length": 1, "renewal": {"auto": true, "period": 6, "notice_days": 30, "max": 1}}`, "2040-01-01",
			[]string{"2027-01-29"}, []string{"2027-02-28", "2027-08-31"}},
	}
	for _, x := range cases {
		src := strings.Replace(sheet, `{"length": 36, "renewal": {"auto": true, "period": 12, "notice_days": 60, "max": 2}}`, x.term, 1)
		c := derived(t, assembled(t, lib, "deal.json", []byte(src)), day(x.to))
		if got := entries(c, "notice of non-renewal"); !slices.Equal(got, x.notice) {
			t.Errorf("%s: notice on %v, want %v", x.term, got, x.notice)
		}
		var ends []string
		for _, e := range c.Entries {
			if e.Kind == calendar.End && strings.HasPrefix(e.What, "The term") {
				ends = append(ends, e.Due.ISO())
			}
		}
		if !slices.Equal(ends, x.ends) {
			t.Errorf("%s: ends on %v, want %v", x.term, ends, x.ends)
		}
	}
}

func TestRoyalties(t *testing.T) {
	c := derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), calendar.Options{})
	reports := []string{"2027-08-29", "2028-02-29", "2028-08-29", "2029-03-01", "2029-08-29", "2030-03-01", "2030-08-29"}
	if got := entries(c, "Royalty Report for"); !slices.Equal(got, reports) {
		t.Errorf("reports on %v, want %v", got, reports)
	}
	minimums := []string{"2028-03-20", "2029-03-21", "2030-03-21", "2030-09-18"} // with the last royalty for each year
	if got := entries(c, "minimum of the royalty"); !slices.Equal(got, minimums) {
		t.Errorf("minimums on %v, want %v", got, minimums)
	}
	for _, e := range c.Entries {
		broken := strings.HasSuffix(e.What, "2027") || strings.HasSuffix(e.What, "2030")
		if strings.HasPrefix(e.What, "Difference to the minimum") && (e.Sum == nil) != broken {
			t.Errorf("%s: sum %v: a whole year has the whole sum, a broken one says how it is reduced", e.What, e.Sum)
		}
		if over := "the agreement ends with its term on 30 January 2030"; strings.HasSuffix(e.What, "r1 for 2030") && e.If != over {
			t.Errorf("%s if %q: whether the year is broken hangs on the renewal", e.What, e.If)
		}
	}
	if got, want := entries(c, "Access fee"), []string{"2027-01-31", "2028-01-31", "2029-01-31"}; !slices.Equal(got, want) {
		t.Errorf("fees on %v, want %v", got, want)
	}
}

// TestWhatRecursGoesOnInTheNextTerm asks for days within a term that follows: what
// recurs is listed up to there, and says that it hangs on the renewal.
func TestWhatRecursGoesOnInTheNextTerm(t *testing.T) {
	c := derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), day("2030-12-31"))
	var renewed []string
	for _, e := range c.Entries {
		if strings.HasPrefix(e.If, "the agreement is renewed") && !e.Due.IsZero() && (e.Kind == calendar.Report || e.Kind == calendar.Payment) {
			renewed = append(renewed, e.Due.ISO()+" "+e.What)
		}
	}
	if want := []string{"2030-01-31 Access fee"}; !slices.Equal(renewed, want) {
		t.Errorf("of the second term: %q, want %q", renewed, want)
	}
	if got := entries(derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), day("2031-03-31")), "Royalty Report for"); got[len(got)-1] != "2031-03-01" {
		t.Errorf("reports on %v, want one for the second half of 2030", got)
	}
	// no term follows the third, so that the last year is a broken one
	for _, e := range derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), day("2033-12-31")).Entries {
		if strings.HasSuffix(e.What, "r1 for 2032") && (e.Sum != nil || e.Due.ISO() != "2032-09-18" || e.If == "") {
			t.Errorf("%s on %s: %v if %q; want no sum, with the royalty for the half in which the agreement ends", e.What, e.Due, e.Sum, e.If)
		}
	}
	// of a year that is listed in part, the last report is not known
	if got := entries(derived(t, assembled(t, library(t), "deal.json", []byte(strings.Replace(sheet, `"due_days": 60`, `"due_days": 1`, 1))), day("2028-06-30")), "minimum"); !slices.Equal(got, []string{"2028-01-21"}) {
		t.Errorf("minimums on %v, want that for 2027 alone", got)
	}
}

func TestBusinessDays(t *testing.T) {
	lib := library(t)
	find := func(src string, h *calendar.Holidays, words, due string) calendar.Entry {
		t.Helper()
		c := derived(t, assembled(t, lib, "deal.json", []byte(src)), calendar.Options{Holidays: h})
		for _, e := range c.Entries {
			if strings.Contains(e.What, words) && e.Due.ISO() == due {
				return e
			}
		}
		t.Fatalf("no %q on %s", words, due)
		return calendar.Entry{}
	}
	unknown := strings.Replace(sheet, `["Hamburg", "Amsterdam"]`, `["Hamburg", "Ulaanbaatar"]`, 1)
	holidays, err := calendar.ReadHolidays([]byte(`{"places": [
	  {"place": "hamburg", "off": ["2027-08-30"], "from": "2027-01-01", "valid_through": "2032-12-31", "source": "our desk"},
	  {"place": "Amsterdam", "off": [], "worked": ["2027-08-29"], "from": "2027-01-01", "valid_through": "2032-12-31"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	// 29 August 2027 is a Sunday
	if e := find(sheet, nil, "Royalty Report", "2027-08-29"); e.Act.First.ISO() != "2027-08-30" || e.Act.Certain() {
		t.Errorf("by rule: %v, want Monday, and provisional", e.Act)
	}
	if e := find(sheet, holidays, "Royalty Report", "2027-08-29"); e.Act.First.ISO() != "2027-08-31" || !e.Act.Certain() {
		t.Errorf("by the user's file: %v, want Tuesday, for certain", e.Act)
	}
	if e := find(unknown, nil, "Royalty Report", "2027-08-29"); e.Act.First.ISO() != "2027-08-30" || !e.Act.Last.IsZero() || !strings.Contains(e.Act.Why, "Ulaanbaatar") {
		t.Errorf("where nothing is known: %v, want no last day", e.Act)
	}
	// the users' file ends with the year: no later day is known, forward or back
	ends, err := calendar.ReadHolidays([]byte(`{"places": [{"place": "Ulaanbaatar", "off": [], "from": "2027-01-01", "valid_through": "2027-12-31"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if e := find(unknown, ends, "Royalty Report", "2028-02-29"); !e.Act.Last.IsZero() || !strings.Contains(e.Act.Why, "holidays of Ulaanbaatar are") {
		t.Errorf("after the time of the users' file: %v, want no last day, and the place", e.Act)
	}
	if e := find(unknown, ends, "notice of non-renewal", "2029-12-01"); !e.Send.Email.First.IsZero() || !strings.Contains(e.Send.Email.Why, "holidays of Ulaanbaatar are") {
		t.Errorf("before a notice after the time of the users' file: %v, want no first day, and the place", e.Send.Email)
	}
	inPart := strings.Replace(sheet, `["Hamburg", "Amsterdam"]`, `["Hamburg", "San Francisco"]`, 1)
	if e := find(inPart, nil, "Royalty Report", "2027-08-29"); e.Act.First.ISO() != "2027-08-30" || !e.Act.Last.IsZero() || !strings.Contains(e.Act.Why, "in part") {
		t.Errorf("where only the holidays of the country are known: %v, want no last day", e.Act)
	}
	if e := find(sheet, nil, "Royalty Report", "2028-02-29"); e.Act != (calendar.Day{}) {
		t.Errorf("a Tuesday rolls: %v", e.Act)
	}
	// 1 December 2029 is a Saturday: a day counted backward stays, and the letter goes before it
	notice := find(sheet, nil, "notice of non-renewal", "2029-12-01")
	if notice.Act != (calendar.Day{}) {
		t.Errorf("the day of notice rolls: %v", notice.Act)
	}
	if got := notice.Send.Email.Last.ISO(); got != "2029-11-29" || !notice.Send.Paper {
		t.Errorf("send by %s, on paper %v; want 2029-11-29, one Business Day before it counts as received, and on paper", got, notice.Send.Paper)
	}
}

func TestHolidayFilesAreRefusedWithAReason(t *testing.T) {
	for src, want := range map[string]string{
		`{"places": [{"place": "Munich", "off": ["2027-02-30"]}]}`:                           "not a date that exists",
		`{"places": [{"off": []}]}`:                                                          "has no name",
		`{"places": [{"place": "Munich", "from": "2027-01-01"}]}`:                            "valid_through",
		`{"places": [{"place": "Munich", "off": ["2027-01-06"], "worked": ["2027-01-06"]}]}`: "both a day off and a day worked",
		`{"places": [{"place": "Munich", "hours": 3}]}`:                                      "hours",
		`[]`: "written like",
	} {
		if _, err := calendar.ReadHolidays([]byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", src, err, want)
		}
	}
}

func TestWhoOwesWhom(t *testing.T) {
	c := derived(t, assembled(t, library(t), "deal.json", []byte(sheet)), calendar.Options{Party: "brook"})
	for _, e := range c.Entries {
		if len(e.By)+len(e.To) > 0 && !slices.Contains(e.By, "brook") && !slices.Contains(e.To, "brook") {
			t.Errorf("%s is of %v and %v", e.What, e.By, e.To)
		}
		if strings.HasPrefix(e.What, "Royalties for") && (!slices.Equal(e.By, []string{"brook"}) || !slices.Equal(e.To, []string{"north"})) {
			t.Errorf("%s: by %v to %v", e.What, e.By, e.To)
		}
	}
}

func TestWhatTheAgreementDoesNotSayHasNoDay(t *testing.T) {
	src := strings.Replace(sheet, `"expiry_date": "2038-03-01",`, `"expiry_date": "2038-03-01", "docket": "x",`, 1)
	src = strings.Replace(src, `"disputes":`, `"escrow": {"end": "2029-05-05"}, "disputes":`, 1)
	c := derived(t, assembled(t, library(t), "deal.json", []byte(src)), calendar.Options{})
	for _, e := range c.Entries {
		if e.What == "The escrow ends" && (!e.Due.IsZero() || e.Undated == "") {
			t.Errorf("%s on %s, of which the agreement says nothing", e.What, e.Due)
		}
	}
}

package renew_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// base is testdata/base.json with some of its text replaced.
func base(tb testing.TB, replace ...string) *schema.File {
	tb.Helper()
	src, err := os.ReadFile("testdata/base.json")
	if err != nil {
		tb.Fatal(err)
	}
	text := string(src)
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(text, replace[i]) {
			tb.Fatalf("the base has no %q", replace[i])
		}
		text = strings.ReplaceAll(text, replace[i], replace[i+1])
	}
	f, err := schema.Load("last.json", []byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func parseDay(tb testing.TB, s string) schema.Date {
	tb.Helper()
	if s == "" {
		return schema.Date{}
	}
	d, err := schema.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestTermsRoll rolls terms over the ends of months, 29 February and several
// renewals.
func TestTermsRoll(t *testing.T) {
	lib := library(t)
	for _, c := range []struct {
		name, start, term string // of last year's agreement
		rules, today      string
		from, to          string // of the renewal
		states            string // what the new term sheet says
	}{
		{"years", "2027-01-01", `"length": 60`, `{}`, "", "2032-01-01", "2034-12-31", `"length": 36`},
		{"by its end", "2027-01-01", `"end": "2031-12-31"`, `{}`, "", "2032-01-01", "2034-12-31", `"end": "2034-12-31"`},
		{"an odd end", "2027-01-15", `"end": "2031-10-07"`, `{}`, "", "2031-10-08", "2034-10-07", `"end": "2034-10-07"`},
		{"29 February, in a common year", "2028-02-29", `"length": 12`, `{"term": {"months": 12}}`, "", "2029-03-01", "2030-02-28", `"length": 12`},
		{"29 February, to a leap year", "2028-02-29", `"length": 12`, `{"term": {"months": 36}}`, "", "2029-03-01", "2032-02-29", `"length": 36`},
		{"29 February, in a leap year", "2028-02-29", `"length": 48`, `{"term": {"months": 48}}`, "", "2032-02-29", "2036-02-28", `"length": 48`},
		{"the 31st", "2027-08-31", `"length": 18`, `{"term": {"months": 18}}`, "", "2029-03-01", "2030-08-31", `"length": 18`},
		{"month ends", "2027-06-30", `"length": 20`, `{"term": {"months": 12, "anniversary": "month-end"}}`, "", "2029-03-01", "2030-02-28", `"length": 12`},
		{"month ends, 29 February", "2027-02-28", `"length": 12`, `{"term": {"months": 12, "anniversary": "month-end"}}`, "", "2028-02-28", "2029-02-27", `"length": 12`},
		{"month ends, to a longer month", "2027-04-30", `"length": 12`, `{"term": {"months": 13, "anniversary": "month-end"}}`, "", "2028-04-30", "2029-05-30", `"end": "2029-05-30"`},
		{"a day given", "2027-01-01", `"length": 60`, `{"term": {"end": "2033-06-30"}}`, "", "2032-01-01", "2033-06-30", `"end": "2033-06-30"`},
		{"half a year, which is too short for a length", "2027-01-01", `"length": 60`, `{"term": {"months": 6}}`, "", "2032-01-01", "2032-06-30", `"end": "2032-06-30"`},
		{"renewed itself meanwhile", "2027-01-01", `"length": 60`, `{}`, "2033-01-01", "2035-01-01", "2037-12-31", `"renewals_used": 2`},
	} {
		t.Run(c.name, func(t *testing.T) {
			last := base(t, `"2027-01-01", "signing_date": "2026-12-01"`, `"`+c.start+`"`, `"end": "2031-12-31"`, `"end": "term"`, `"length": 60,`, c.term+`,`, `{"date": "2027-02-01"`, `{"date": "2029-02-01"`)
			r, err := renew.Renew(&renew.Last{Sheet: last}, loadRules(t, c.rules), renew.Options{Library: lib, Today: parseDay(t, c.today)})
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Sheet.Sheet.Deal.EffectiveDate.ISO(); got != c.from {
				t.Errorf("it begins on %s, not %s", got, c.from)
			}
			if end, _ := r.Sheet.Sheet.TermEnd(); end.ISO() != c.to {
				t.Errorf("it ends on %s, not %s", end.ISO(), c.to)
			}
			if !strings.Contains(string(r.Sheet.Source), c.states) {
				t.Errorf("the term sheet does not say %s:\n%s", c.states, r.Sheet.Source)
			}
		})
	}
}

// TestUplift lifts one rate of 0.40, a yearly fee of 2,500, a minimum of 1,000, a
// cap of 50,000 and instalments of 100, of which the first is past.
func TestUplift(t *testing.T) {
	lib := library(t)
	index := &renew.Index{ID: "cpi", Name: "Consumer Prices (2025 = 100)", Source: "https://statistics.example/cpi", Values: map[string]schema.Decimal{}}
	for month, value := range map[string]string{"2026-09": "110", "2031-09": "123.75", "2031-10": "104.5"} {
		index.Values[month], _ = schema.ParseDecimal(value)
	}
	const (
		rate  = "payments.royalties[r1].tiers[1].rate"
		fee   = "payments.fees[yearly].amount"
		least = "payments.royalties[r1].minimum"
		most  = "payments.royalties[r1].cap"
	)
	for _, c := range []struct {
		name, uplift string
		want         map[string]string // path to the new value; "" for one that stays
		why          string            // in one of the reasons
	}{
		{"percent", `{"percent": 3}`, map[string]string{rate: "0.41", fee: "EUR 2,575", least: "EUR 1,030", most: "EUR 51,500", "payments.balancing[0].instalments[date=2032-02-01].amount": "EUR 103", "payments.balancing[0].total": "EUR 206"}, "by 3%: 2,500 becomes 2,575"},
		{"what is free stays free", `{"percent": 3}`, map[string]string{"payments.royalties[r1].tiers[0].rate": ""}, ""},
		{"a lower sum", `{"percent": -2.5, "of": ["fees"]}`, map[string]string{fee: "EUR 2,437.50", rate: ""}, ""},
		{"a fixed amount", `{"amount": {"amount": 75, "currency": "EUR"}, "of": ["fees", "caps"]}`, map[string]string{fee: "EUR 2,575", most: "EUR 50,075"}, "by EUR 75"},
		{"an index", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-09"}, "of": ["fees"]}`, map[string]string{fee: "EUR 2,812.50"}, "110 in 2026-09, 123.75 in 2031-09 (https://statistics.example/cpi), a change of 12.5%"},
		{"an index with a cap", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-09"}, "cap_pct": 4, "of": ["fees"]}`, map[string]string{fee: "EUR 2,600"}, "held at the cap of 4%"},
		{"an index that fell, with a floor", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-10"}, "floor_pct": 0, "of": ["fees", "caps"]}`, map[string]string{fee: "", most: ""}, ""},
		{"an index that fell", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-10"}, "of": ["fees"]}`, map[string]string{fee: "EUR 2,375"}, "a change of -5%"},
		{"half of an index", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-09", "share_pct": 50}, "of": ["fees"]}`, map[string]string{fee: "EUR 2,656.25"}, "of which 50% is passed on: 6.25%"},
		{"an index rounded first", `{"index": {"id": "cpi", "base": "2026-09", "month": "2031-09", "decimals": 0}, "of": ["fees"]}`, map[string]string{fee: "EUR 2,825"}, "a change of 13%"},
		{"rounded to fifties", `{"percent": 3, "of": ["fees"], "round": {"to": 50}}`, map[string]string{fee: "EUR 2,600"}, "rounded to a multiple of 50"},
		{"rounded down", `{"percent": 3, "of": ["fees"], "round": {"to": 50, "mode": "down"}}`, map[string]string{fee: "EUR 2,550"}, ""},
		{"a half rounded to the even", `{"percent": 1, "of": ["fees"], "round": {"to": 50, "mode": "half-even"}}`, map[string]string{fee: ""}, "it stays"},
		{"a rate held at the rise that last year allows", `{"percent": 12, "of": ["rates"], "round": {"to": "0.001"}}`, map[string]string{rate: "0.42"}, "held at 5%, the most by which a rate may rise at a renewal"},
		{"a rate held, and not rounded above", `{"percent": 12, "of": ["rates"], "round": {"to": "0.05"}}`, map[string]string{rate: ""}, ""},
		{"a rate beyond, by agreement", `{"percent": 12, "of": ["rates"], "round": {"to": "0.001"}, "beyond_rate_cap": true}`, map[string]string{rate: "0.448"}, ""},
		{"only one royalty", `{"percent": 3, "only": ["payments.royalties[r1].cap"]}`, map[string]string{most: "EUR 51,500", fee: "", least: ""}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := loadRules(t, `{"uplift": [`+c.uplift+`]}`)
			r, err := renew.Renew(&renew.Last{Sheet: base(t)}, rules, renew.Options{Library: lib, Indices: []*renew.Index{index}})
			if err != nil {
				t.Fatal(err)
			}
			got, why := map[string]string{}, ""
			for _, e := range r.Report.Entries {
				if why += e.Why + "\n"; strings.HasPrefix(e.Rule, "uplift") && e.After != e.Before {
					got[e.Path] = e.After
				}
			}
			for path, want := range c.want {
				if got[path] != want {
					t.Errorf("%s becomes %q, not %q", path, got[path], want)
				}
			}
			if !strings.Contains(why, c.why) {
				t.Errorf("no reason says %q:\n%s", c.why, why)
			}
		})
	}
}

func TestUpliftThatFindsNothingSaysSo(t *testing.T) {
	rules := loadRules(t, `{"uplift": [{"percent": 3, "of": ["escrow-fees"]}]}`)
	r, err := renew.Renew(&renew.Last{Sheet: base(t)}, rules, renew.Options{Library: library(t)})
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(r.Report.Notes, "\n"); !strings.Contains(notes, "uplift[0] found no sum to lift") {
		t.Errorf("the notes do not say that nothing was lifted:\n%s", notes)
	}
}

// TestOneRuleForBothForms renews agreements four times in a row, amended and restated:
// their terms end on the same days.
func TestOneRuleForBothForms(t *testing.T) {
	lib := library(t)
	for _, start := range []string{"2028-02-29", "2027-08-31", "2027-01-30", "2027-03-01"} {
		ends := map[string][]string{}
		for _, form := range []string{"restated", "amendment"} {
			last := base(t, `"2027-01-01", "signing_date": "2026-12-01"`, `"`+start+`"`, `"end": "2031-12-31"`, `"end": "term"`, `"length": 60,`, `"length": 12,`, `{"date": "2027-02-01"`, `{"date": "2029-02-01"`,
				`"max": 2`, `"max": 9`)
			for n := range 4 {
				months := []string{"12", "36", "12", "14"}[n]
				r, err := renew.Renew(&renew.Last{Sheet: last}, loadRules(t, `{"form": "`+form+`", "term": {"months": `+months+`}, "signing_date": "2027-12-0`+fmt.Sprint(n+1)+`"}`), renew.Options{Library: lib})
				if err != nil {
					t.Fatalf("%s %s, renewal %d: %v", start, form, n+1, err)
				}
				last = r.Sheet
				end, _ := last.Sheet.TermEnd()
				ends[form] = append(ends[form], end.ISO())
			}
		}
		if a, b := fmt.Sprint(ends["restated"]), fmt.Sprint(ends["amendment"]); a != b {
			t.Errorf("from %s restated agreements end on %s, amended ones on %s", start, a, b)
		}
	}
}

package renew_test

import (
	"errors"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// FuzzRenew gives rules that nobody should write. Whatever they say, the renewal is
// refused with problems that say why, or makes a term sheet that loads; and last
// year's stays as it is.
func FuzzRenew(f *testing.F) {
	lib := library(f)
	for _, rules := range []string{
		`{}`, `{"form": "amendment"}`, `{"members": {"drop": ["beta", "gamma"]}}`, `{"assets": {"drop": ["a1"], "expired": "keep"}}`,
		`{"term": {"end": "2300-12-31"}, "uplift": [{"percent": 999999999}]}`, `{"term": {"months": 1200}, "uplift": [{"amount": {"amount": 1, "currency": "JPY"}}]}`,
		`{"set": {"grants[+]": {"id": "x"}, "parties[0].id": "\u0000", "/deal": null, "term": []}}`,
		`{"set": {"parties": [], "assets[a1].owners[party=alpha].share": -1, "deal.id": "../x"}}`,
		`{"set": {"waivers[+]": {"check": "EX05", "pointer": "/assets/1", "reason": "because it is so"}}, "assets": {"drop": ["b1"]}}`,
		`{"facts": {"non_renewal": [{"by": "alpha", "date": "2000-01-01"}, {"by": "beta", "date": "2000-01-01"}]}}`,
		`{"members": {"add": [{"id": "d", "legal_name": "*D* [x](#y)", "short_name": "{{D}}", "jurisdiction": "IT"}]}}`,
	} {
		f.Add(rules, "2031-05-01")
	}
	f.Fuzz(func(t *testing.T, src, today string) {
		rules, err := renew.LoadRules("rules.json", []byte(src))
		if err != nil {
			return
		}
		day, _ := schema.ParseDate(today)
		last := base(t)
		before := string(last.Source)
		r, err := renew.Renew(&renew.Last{Sheet: last}, rules, renew.Options{Library: lib, Today: day})
		if string(last.Source) != before {
			t.Fatal("last year's term sheet was changed")
		}
		if err != nil {
			var ps agreement.Problems
			if !errors.As(err, &ps) || len(ps) == 0 {
				t.Fatalf("an error that says nothing: %v", err)
			}
			return
		}
		if _, err := schema.Load("next.json", r.Sheet.Source); err != nil {
			t.Fatal(err)
		}
		r.Report.Markdown()
	})
}

package renew_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// FuzzRenew gives rules that nobody should write. Whatever they say, the renewal is
// refused with problems that say why, or makes a term sheet that loads; and last
// year's stays as it is. The library is a small one: what is tried is the reading and
// the carrying out of rules, thousands of times.
func FuzzRenew(f *testing.F) {
	lib := smallLibrary(f)
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
	last := base(f)
	f.Fuzz(func(t *testing.T, src, today string) {
		rules, err := renew.LoadRules("rules.json", []byte(src))
		if err != nil {
			return
		}
		day, _ := schema.ParseDate(today)
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

func smallLibrary(f testing.TB) *assemble.Library {
	f.Helper()
	clause := func(body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: One\nversion: 1.0.0\nsource: original\nlicence: CC-BY-4.0\n---\n" + body)}
	}
	lib, err := assemble.Open(fstest.MapFS{
		"a/one.md": clause("1. **Parties.** The Parties are {{ range .Parties }}{{ .LegalName }}, {{ end }}and this agreement begins on {{ .Deal.EffectiveDate }}.\n"),
		"a/two.md": clause("1. **Assets.** The assets are these.\n\n| Asset | Owner |\n| --- | --- |\n{{ range .Assets }}| {{ .Title }} | {{ range .Owners }}{{ .Party }} {{ end }} |\n{{ end }}"),
	}, fstest.MapFS{
		"pool.yaml":      {Data: []byte("title: Pool\nkinds: [pool]\nnumbering: decimal\nsigning: Signed.\nclauses: [a/one, a/two]\n")},
		"amendment.yaml": {Data: []byte("title: Amendment\nkinds: [pool]\ninstrument: amendment\nnumbering: decimal\nsigning: Signed.\nclauses: [a/one]\n")},
	})
	if err != nil {
		f.Fatal(err)
	}
	return lib
}

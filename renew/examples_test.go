package renew_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

var openLibrary = sync.OnceValues(func() (*assemble.Library, error) { return assemble.Open(clauses.FS, templates.FS) })

func library(tb testing.TB) *assemble.Library {
	tb.Helper()
	lib, err := openLibrary()
	if err != nil {
		tb.Fatal(err)
	}
	return lib.WithDating(calendar.KeyDates)
}

func loadExample(tb testing.TB, name string) *schema.File {
	tb.Helper()
	src, err := os.ReadFile(filepath.Join("../testdata/examples", name+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	f, err := schema.Load(name+".json", src)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func loadRules(tb testing.TB, src string) *renew.Rules {
	tb.Helper()
	r, err := renew.LoadRules("rules.json", []byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// renewable are the examples that can be renewed, and what has to be said for it.
var renewable = map[string]string{
	"bilateral-semiconductor": `{"signing_date": "2037-03-01"}`,
	"consortium":              `{"signing_date": "2032-01-10"}`,
	"names":                   `{"signing_date": "2037-01-10"}`,
	"pool-five":               `{}`,
	"pool-forty":              `{}`,
	"software-escrow":         `{}`,
	"standards-pool":          `{}`,
}

// TestExamplesAreRestated renews every example that has a renewable term and looks
// at the new agreement as its maker would: it is made without a problem, and the
// checks find no error in it that they do not find in last year's.
func TestExamplesAreRestated(t *testing.T) {
	lib := library(t)
	for name, rules := range renewable {
		t.Run(name, func(t *testing.T) {
			last := loadExample(t, name)
			r, err := renew.Renew(&renew.Last{Sheet: last}, loadRules(t, rules), renew.Options{Library: lib})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, lib, r.Document)
			if r.Sheet != r.Document || r.Sheet != r.Compared {
				t.Error("a restated agreement has more than one term sheet")
			}
		})
	}
}

// TestExamplesAreAmended renews every example by an amendment, with as many kinds of
// changes as a renewal may bring, and carries the amendment out.
func TestExamplesAreAmended(t *testing.T) {
	lib := library(t)
	for name, rules := range renewable {
		t.Run(name, func(t *testing.T) {
			last := loadExample(t, name)
			rules := `{"form": "amendment", "uplift": [{"percent": 3}], "set": {
				"confidentiality.term_years": 7, "interpretation.special_terms": ["The parties meet once a year in Geneva."], "assets[0].title": "Another title",
				"governance.updates": null}, ` + rules[1:]
			if last.Sheet.Governance.Updates.Period == "" {
				rules = strings.Replace(rules, `, "assets[0].title": "Another title",
				"governance.updates": null`, `, "assets[0].title": "Another title"`, 1)
			}
			r, err := renew.Renew(&renew.Last{Sheet: last}, loadRules(t, rules), renew.Options{Library: lib})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, lib, r.Document)
			carryOut(t, documentOf(t, lib, last), documentOf(t, lib, r.Compared))
			if a := r.Sheet.Sheet.Deal.Amends; r.Sheet.Sheet.Deal.ID != last.Sheet.Deal.ID || len(a.History) != 1 || a.History[0].ID != r.Document.Sheet.Deal.ID {
				t.Errorf("the next renewal would not know of the amendment: %+v", a)
			}
			if r.Sheet.Sheet.Term.RenewalsUsed != 1 {
				t.Error("the renewal is not counted")
			}
		})
	}
}

// sound makes the agreement of a term sheet and runs the checks.
func sound(t *testing.T, lib *assemble.Library, f *schema.File) {
	t.Helper()
	res, err := lib.Assemble(f, assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range res.Problems {
		t.Error(p)
	}
	for _, p := range check.Run(res.Deal).Problems {
		if p.Severity == agreement.Error {
			t.Error(p)
		}
	}
}

func BenchmarkRenew(b *testing.B) {
	lib := library(b)
	last := &renew.Last{Sheet: loadExample(b, "pool-five")}
	for _, form := range []string{"restated", "amendment"} {
		rules := loadRules(b, `{"signing_date": "2037-01-10", "form": "`+form+`", "uplift": [{"percent": 3}]}`)
		b.Run(form, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := renew.Renew(last, rules, renew.Options{Library: lib}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestSameBytes renews one agreement by the same rules on several goroutines, as a
// batch does.
func TestSameBytes(t *testing.T) {
	lib, last := library(t), &renew.Last{Sheet: loadExample(t, "names")}
	for _, form := range []string{"restated", "amendment"} {
		rules := loadRules(t, `{"signing_date": "2037-01-10", "form": "`+form+`", "uplift": [{"percent": 3}], "set": {"payments.audit.per_year": 2}}`)
		out := make([]string, 4)
		var wg sync.WaitGroup
		for i := range out {
			wg.Go(func() {
				r, err := renew.Renew(last, rules, renew.Options{Library: lib})
				if err != nil {
					t.Error(err)
					return
				}
				out[i] = string(r.Document.Source) + string(r.Sheet.Source) + string(r.Report.Markdown())
			})
		}
		wg.Wait()
		for i := range out {
			if out[i] != out[0] {
				t.Errorf("%s: two renewals by the same rules differ", form)
			}
		}
	}
}

package portfolio_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

// A deal is a licence of one asset, as a term sheet has it; what is "" is left out.
type deal struct {
	id, from, to, asset, field, where, degree, start, end string
	more                                                  string // members of the grant
	fields                                                string // besides its own
	amends                                                string
	term                                                  string // in place of one that ends in 2040
}

func date(s string) (d schema.Date) {
	if s != "" {
		if err := d.UnmarshalText([]byte(s)); err != nil {
			panic(err)
		}
	}
	return d
}

func (x deal) sheet(t testing.TB) *schema.TermSheet {
	t.Helper()
	or := func(s, d string) string {
		if s == "" {
			return d
		}
		return s
	}
	fields, grantField := `[`+x.fields+`]`, ""
	if x.field != "" {
		fields = `[{"id": "f", "name": "` + x.field + `"}` + x.fields + `]`
		grantField = `"field": "f", `
	}
	number := or(x.asset, "EP 3 111 111 B1")
	asset := `"office": "EP", "number": "` + number + `", "title": "Valve"`
	if strings.HasPrefix(number, "title ") {
		asset = `"title": "` + number[6:] + `"`
	}
	src := fmt.Sprintf(`{
	  "deal": {"id": %q, "kind": "bilateral", "effective_date": "2027-01-01"%s},
	  "parties": [{"id": "a", "legal_name": %q, "short_name": "A", "jurisdiction": "DE"}, {"id": "b", "legal_name": %q, "short_name": "B", "jurisdiction": "NL"}],
	  "assets": [{"id": "p", "kind": "patent", %s, "owners": [{"party": "a"}]}],
	  "fields": %s,
	  "territories": [{"id": "t", "name": "T", "countries": [%s]}],
	  "grants": [{"id": "g", "from": "a", "to": ["b"], "assets": ["p"], %s"territory": "t", "exclusivity": %q, "start": %q, "end": %q%s}],
	  "term": %s}`,
		x.id, x.amends, or(x.from, "North GmbH"), or(x.to, "Brook B.V."), asset, fields,
		`"`+strings.Join(strings.Fields(or(x.where, "DE FR")), `", "`)+`"`, grantField, or(x.degree, "exclusive"), or(x.start, "2027-01-01"), or(x.end, "2030-12-31"), x.more, or(x.term, `{"end": "2040-12-31"}`))
	f, err := schema.Load(x.id+".json", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f.Sheet
}

func of(t testing.TB, aliases *portfolio.Aliases, deals ...deal) *portfolio.Portfolio {
	t.Helper()
	var list []*portfolio.Agreement
	for _, x := range deals {
		list = append(list, portfolio.Read(x.id+".json", portfolio.Signed, x.sheet(t)))
	}
	return portfolio.New(list, aliases)
}

// TestConflicts plants a second grant beside an exclusive one: it is found for certain,
// found as possible, or provably none.
func TestConflicts(t *testing.T) {
	first := deal{id: "ONE", field: "Pumps"}
	cases := []struct {
		name    string
		second  deal
		aliases *portfolio.Aliases
		want    string // "certain assets × field × countries × from to", "possible doubt", or ""
	}{
		{"a double grant", deal{to: "Third S.p.A.", field: "Pumps", degree: "nonexclusive", where: "FR IT", start: "2029-06-01", end: "2035-01-01"}, nil, "certain EP 3 111 111 B1 × Pumps × FR × 2029-06-01 2030-12-31"},
		{"written another way", deal{to: "Third SpA", asset: "EP3111111B1", field: "PUMPS", degree: "sole"}, nil, "certain EP 3 111 111 B1 × PUMPS × DE FR × 2027-01-01 2030-12-31"},
		{"every field", deal{to: "Third SpA"}, nil, "certain EP 3 111 111 B1 × Pumps × DE FR × 2027-01-01 2030-12-31"},
		{"a part of the field", deal{to: "Third SpA", field: "Hand pumps", fields: `, {"id": "w", "name": "Pumps"}`}, nil, ""},
		{"a part of the field, listed as such", deal{to: "Third SpA", field: `Hand pumps", "parent": "w", "definition": "x`, fields: `, {"id": "w", "name": "Pumps"}`}, nil, "certain EP 3 111 111 B1 × Hand pumps × DE FR × 2027-01-01 2030-12-31"},
		{"another field, of which nothing is known", deal{to: "Third SpA", field: "Machines"}, nil, "possible share a product"},
		{"another field, known to be another", deal{to: "Third SpA", field: "Valves"}, &portfolio.Aliases{Disjoint: [][]string{{"Pumps", "Valves"}}}, ""},
		{"another name of the field", deal{to: "Third SpA", field: "Pumping machines"}, &portfolio.Aliases{Fields: [][]string{{"Pumps", "Pumping machines"}}}, "certain"},
		{"after it", deal{to: "Third SpA", start: "2031-01-01", end: "2035-01-01"}, nil, ""},
		{"on its last day", deal{to: "Third SpA", start: "2030-12-31", end: "2035-01-01"}, nil, "certain EP 3 111 111 B1 × Pumps × DE FR × 2030-12-31 2030-12-31"},
		{"elsewhere", deal{to: "Third SpA", where: "US JP"}, nil, ""},
		{"another patent", deal{to: "Third SpA", asset: "EP 3 111 112 B1"}, nil, ""},
		{"the application of the patent, perhaps", deal{to: "Third SpA", asset: "EP 3111111 A1"}, nil, "possible one and the same"},
		{"an application without its check digit", deal{to: "Third SpA", asset: "EP 3111111.4"}, nil, "possible one and the same"},
		{"a patent that an alias names", deal{to: "Third SpA", asset: "EP 2999999 B1"}, &portfolio.Aliases{Assets: [][]string{{"EP 3 111 111 B1", "EP 2999999 B1"}}}, "certain"},
		{"the same licensee", deal{to: "BROOK BV", degree: "nonexclusive"}, nil, ""},
		{"the same licensee, perhaps", deal{to: "Brook N.V.", degree: "nonexclusive"}, nil, "possible licensees may be one"},
		{"not the same, for certain", deal{to: "Brook N.V.", degree: "nonexclusive"}, &portfolio.Aliases{Distinct: [][]string{{"Brook B.V.", "Brook N.V."}}}, "certain"},
		{"a sublicence that is not allowed", deal{from: "Brook B.V.", to: "Third SpA", degree: "nonexclusive"}, nil, "certain"},
		{"disclosed", deal{to: "Third SpA", more: `, "existing_licences": ["the licence ONE to Brook B.V."]`}, nil, ""},
		{"after a step down", deal{to: "Third SpA", degree: "nonexclusive", start: "2029-01-01"}, nil, "certain"},
	}
	for _, x := range cases {
		x.second.id = "TWO"
		list, cut := of(t, x.aliases, first, x.second).Conflicts(nil)
		got := ""
		if len(list) > 0 {
			m := list[0].Meets[0]
			if got = fmt.Sprintf("possible %s", strings.Join(m.Doubts, "; ")); m.Certain {
				got = fmt.Sprintf("certain %s × %s × %s × %s %s", strings.Join(m.Assets, " "), m.Field, strings.Join(m.Where, " "), m.From.ISO(), m.To.ISO())
			}
		}
		kind, detail, _ := strings.Cut(x.want, " ")
		if cut || x.want == "" && got != "" || !strings.HasPrefix(got, kind) || !strings.Contains(got, detail) {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

func TestAllowedSublicenceAndStepDownAreNone(t *testing.T) {
	head := deal{id: "ONE", more: `, "sublicense": {"allowed": true}`}
	if list, _ := of(t, nil, head, deal{id: "TWO", from: "Brook B.V.", to: "Third SpA", degree: "nonexclusive"}).Conflicts(nil); len(list) > 0 {
		t.Errorf("an allowed sublicence collides: %+v", list[0].Meets)
	}
	stepped := deal{id: "ONE", more: `, "step_down": "2029-01-01"`}
	if list, _ := of(t, nil, stepped, deal{id: "TWO", to: "Third SpA", degree: "nonexclusive", start: "2029-01-01"}).Conflicts(nil); len(list) > 0 {
		t.Errorf("after the step down: %+v", list[0].Meets)
	}
	restated := deal{id: "TWO", to: "Third SpA", amends: `, "amends": {"id": "ONE", "date": "2027-01-01", "form": "restated"}`}
	if list, _ := of(t, nil, deal{id: "ONE"}, restated).Conflicts(nil); len(list) > 0 {
		t.Errorf("an agreement collides with the one that it replaces: %+v", list[0].Meets)
	}
	// Before it is signed the old one stands against everybody else.
	draft := portfolio.Read("two.json", portfolio.Draft, restated.sheet(t))
	p := portfolio.New([]*portfolio.Agreement{portfolio.Read("one.json", portfolio.Signed, deal{id: "ONE"}.sheet(t)), draft,
		portfolio.Read("three.json", portfolio.Signed, deal{id: "THREE", to: "Fourth AB", degree: "nonexclusive"}.sheet(t))}, nil)
	list, _ := p.Conflicts(nil)
	for _, c := range list {
		for _, m := range c.Meets {
			if c.Reference != "THREE" && m.With != "THREE" {
				t.Errorf("a draft collides with the agreement that it is to replace: %+v", m)
			}
		}
	}
	if len(list) != 2 {
		t.Errorf("%d grants collide: want that of the old agreement and that of the draft, each with the third", len(list))
	}
}

// TestAcrossTerms plants a second grant after the end of a term that may be followed by
// another, after a sunset, and in the time before an agreement is restated.
func TestAcrossTerms(t *testing.T) {
	one := func(term string) deal {
		return deal{id: "ONE", end: "term", term: `{"end": "2029-12-31"` + term + `}`}
	}
	two := func(start string) deal { return deal{id: "TWO", to: "Third SpA", start: start} }
	for _, x := range []struct {
		name  string
		deals []deal
		want  string // "certain FROM to TO", "possible FROM to TO: why", or ""
	}{
		{"not renewed", []deal{one(""), two("2030-01-01")}, ""},
		{"the last day", []deal{one(`, "renewal": {"auto": true, "period": 12, "notice_days": 90}`), two("2029-12-31")}, "certain 2029-12-31 to 2029-12-31"},
		{"renewed without end", []deal{one(`, "renewal": {"auto": true, "period": 12, "notice_days": 90}`), two("2030-01-01")}, "possible 2030-01-01 to 2030-12-31: only if ONE is renewed"},
		{"renewed once", []deal{one(`, "renewal": {"auto": true, "period": 6, "notice_days": 90, "max": 1}`), two("2030-01-01")}, "possible 2030-01-01 to 2030-06-30: only if ONE is renewed"},
		{"after the last renewal", []deal{one(`, "renewal": {"auto": true, "period": 6, "notice_days": 90, "max": 1}`), two("2030-07-01")}, ""},
		{"all renewals are used", []deal{one(`, "renewals_used": 1, "renewal": {"auto": true, "period": 6, "notice_days": 90, "max": 1}`), two("2030-01-01")}, ""},
		{"lapsed", []deal{one(`, "sunsets": [{"grant": "g", "date": "2028-02-29", "consequence": "lapse"}]`), two("2028-03-01")}, ""},
		{"on the day of the sunset", []deal{one(`, "sunsets": [{"grant": "g", "date": "2028-02-29", "consequence": "lapse"}]`), two("2028-02-29")}, "certain 2028-02-29 to 2028-02-29"},
	} {
		p := of(t, nil, x.deals...)
		list, _ := p.Conflicts(nil)
		got := ""
		for _, c := range list {
			for _, m := range c.Meets {
				if got = "possible "; m.Certain {
					got = "certain "
				}
				if got += m.From.ISO() + " to " + m.To.ISO(); m.Doubts != nil {
					got += ": " + strings.Join(m.Doubts, "; ")
				}
			}
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// TestUntilItIsRestated plants a grant in the time in which an agreement still stood as it
// was before it was restated.
func TestUntilItIsRestated(t *testing.T) {
	first := deal{id: "ONE"}
	next := portfolio.Read("next.json", portfolio.Signed, deal{id: "ONE-2", degree: "nonexclusive", amends: `, "amends": {"id": "ONE", "date": "2027-01-01", "form": "restated"}`}.sheet(t))
	next.Effective = date("2028-06-01")
	next.Grants[0].First += 517
	p := portfolio.New([]*portfolio.Agreement{portfolio.Read("one.json", portfolio.Signed, first.sheet(t)), next,
		portfolio.Read("two.json", portfolio.Signed, deal{id: "TWO", to: "Third SpA", degree: "nonexclusive", start: "2027-06-01"}.sheet(t))}, nil)
	list, _ := p.Conflicts(nil)
	if len(list) != 1 || list[0].Certain != 1 || list[0].Meets[0].To.ISO() != "2028-05-31" {
		t.Errorf("%+v: want one, up to the day before it was restated", list)
	}
}

// TestCopiesCountOnce reads a term sheet and a PDF that was made of it.
func TestCopiesCountOnce(t *testing.T) {
	x := deal{id: "ONE"}
	p := portfolio.New([]*portfolio.Agreement{portfolio.Read("one.json", portfolio.Draft, x.sheet(t)), portfolio.Read("one.pdf", portfolio.Signed, x.sheet(t))}, nil)
	if len(p.Agreements) != 1 || p.Agreements[0].Status != portfolio.Signed || len(p.Notes) != 1 || !strings.Contains(p.Notes[0], "say the same") {
		t.Errorf("%d agreements, and the notes %q", len(p.Agreements), p.Notes)
	}
	other := deal{id: "ONE", where: "US"}
	if p := of(t, nil, x, other); len(p.Agreements) != 2 || len(p.Notes) != 1 || !strings.Contains(p.Notes[0], "both are compared") {
		t.Errorf("two of one reference: %d agreements, and the notes %q", len(p.Agreements), p.Notes)
	}
}

func TestOneExclusiveAgainstMany(t *testing.T) {
	deals := []deal{{id: "ONE"}}
	for i := range 500 {
		deals = append(deals, deal{id: fmt.Sprintf("N%d", i), to: fmt.Sprintf("Licensee %d Ltd", i), degree: "nonexclusive"})
	}
	list, _ := of(t, nil, deals...).Conflicts(nil)
	if len(list) != 1 || list[0].Certain != 500 || len(list[0].Meets) > 20 {
		t.Errorf("%d grants; want one, that meets 500, of which some are shown", len(list))
	}
}

func TestWithOneMore(t *testing.T) {
	p := of(t, nil, deal{id: "ONE"}, deal{id: "TWO", to: "Third SpA"}, deal{id: "NEW", to: "Fourth AB", degree: "nonexclusive", start: "2029-01-01"})
	list, _ := p.Conflicts(p.Agreements[2])
	n := 0
	for _, c := range list {
		for _, m := range c.Meets {
			if m.With != "NEW" && c.Reference != "NEW" {
				t.Errorf("%s and %s have nothing to do with it", c.Reference, m.With)
			}
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d collisions, want those with ONE and TWO", n)
	}
}

func TestFavouredIsListedNotJudged(t *testing.T) {
	p := of(t, nil, deal{id: "ONE", degree: "nonexclusive", more: `, "most_favoured": true, "royalty_free": true`}, deal{id: "TWO", to: "Third SpA", degree: "nonexclusive"}, deal{id: "US", to: "Third SpA", asset: "EP 3999999 B1", degree: "nonexclusive"})
	list := p.Favoured(nil)
	if len(list) != 1 || list[0].Terms != "royalty-free" || len(list[0].Others) != 1 || list[0].Others[0].Reference != "TWO" || !list[0].Others[0].Certain {
		t.Errorf("%+v", list)
	}
}

func TestFree(t *testing.T) {
	p := of(t, nil, deal{id: "ONE", field: "Pumps", where: "DE FR", start: "2028-01-01", end: "2029-12-31"}, deal{id: "TWO", to: "Third SpA", degree: "nonexclusive", where: "FR IT", start: "2031-01-01", end: "2031-12-31"})
	cases := []struct {
		q    portfolio.Question
		want []string
	}{
		{portfolio.Question{Exclusive: true}, []string{"DE 2027-01-01 2027-12-31", "FR 2027-01-01 2027-12-31", "IT 2027-01-01 2030-12-31", "DE 2030-01-01 ", "FR 2030-01-01 2030-12-31", "FR 2032-01-01 ", "IT 2032-01-01 "}},
		{portfolio.Question{}, []string{"IT 2027-01-01 ", "DE FR 2027-01-01 2027-12-31", "DE FR 2030-01-01 "}},
		{portfolio.Question{Exclusive: true, Entire: true}, []string{"DE FR IT 2027-01-01 2027-12-31", "DE FR IT 2030-01-01 2030-12-31", "DE FR IT 2032-01-01 "}},
		{portfolio.Question{Exclusive: true, Entire: true, MinDays: 366}, []string{"DE FR IT 2032-01-01 "}},
		{portfolio.Question{Exclusive: true, Entire: true, Field: "Machines"}, []string{"DE FR IT 2027-01-01 2027-12-31", "DE FR IT 2030-01-01 2030-12-31", "DE FR IT 2032-01-01 ", "perhaps DE FR IT 2027-01-01 2030-12-31"}},
	}
	for _, x := range cases {
		x.q.Asset, x.q.Where, x.q.From = "EP3111111", []schema.Country{"DE", "FR", "IT"}, date("2027-01-01")
		ans, err := p.Free(x.q, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range ans.Windows {
			s := strings.Join(w.Countries, " ") + " " + w.From.ISO() + " "
			if !w.To.IsZero() {
				s += w.To.ISO()
			}
			if !w.Certain {
				s = "perhaps " + s
			}
			got = append(got, s)
		}
		slices.Sort(got)
		slices.Sort(x.want)
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v:\n got %q\nwant %q", x.q, got, x.want)
		}
	}
	if _, err := p.Free(portfolio.Question{Asset: "US 1"}, nil); err == nil {
		t.Error("an asset that nobody has is free")
	}
}

func TestHoldings(t *testing.T) {
	p := of(t, nil, deal{id: "ONE", where: "DE FR"}, deal{id: "TWO", asset: "EP 3999999 B1", to: "Third SpA"})
	h, err := portfolio.ReadHoldings([]byte(`{"holdings": [{"asset": "EP 3111111 B1", "kind": "owned", "countries": ["DE"], "until": "2029-01-01"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(p.NotHeld(h, ""), "\n")
	for _, want := range []string{"ONE, g: EP 3 111 111 B1 is granted for countries in which it is not held: FR", "TWO, g: EP 3999999 B1 is not among the holdings"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	for src, want := range map[string]string{`{"holdings": [{"asset": "x", "kind": "mine"}]}`: "owned or licensed", `{"holdings": [{"kind": "owned"}]}`: "names no asset", `{"holdings": [{"asset": "x", "kind": "owned", "countries": ["UK"]}]}`: "no country", `[]`: "written like"} {
		if _, err := portfolio.ReadHoldings([]byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", src, err)
		}
	}
}

// TestAgainstTheDefinition compares the sweep with each pair looked at, over random
// portfolios.
func TestAgainstTheDefinition(t *testing.T) {
	total := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		deals := randomDeals(r, 30)
		p := of(t, nil, deals...)
		list, _ := p.Conflicts(nil)
		got := map[string]bool{}
		for _, c := range list {
			for _, m := range c.Meets {
				got[c.Reference+" "+m.With], got[m.With+" "+c.Reference] = true, true
			}
		}
		for i, x := range deals {
			for _, y := range deals[i+1:] {
				want := collide(x, y)
				if want {
					total++
				}
				if got[x.id+" "+y.id] != want {
					t.Fatalf("seed %d: %+v and %+v: found %t, want %t", seed, x, y, !want, want)
				}
			}
		}
	}
	if total == 0 {
		t.Error("nothing collides")
	}
}

func randomDeals(r *rand.Rand, n int) []deal {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var list []deal
	for i := range n {
		year := 2027 + r.IntN(6)
		list = append(list, deal{id: fmt.Sprintf("D%d", i), to: pick("Brook B.V.", "Third SpA", "Fourth AB", "Fifth Oy"), asset: pick("EP 3111111 B1", "EP 3111112 B1", "EP 3111113 B1", "EP 3111114 B1"),
			where: pick("DE FR", "FR IT", "US", "DE JP US"), degree: pick("exclusive", "sole", "nonexclusive", "nonexclusive", "nonexclusive"),
			start: fmt.Sprintf("%d-01-01", year), end: fmt.Sprintf("%d-06-30", year+r.IntN(3))})
	}
	return list
}

func collide(x, y deal) bool {
	shared := slices.ContainsFunc(strings.Fields(x.where), func(c string) bool { return slices.Contains(strings.Fields(y.where), c) })
	return x.asset == y.asset && x.to != y.to && shared && x.start <= y.end && y.start <= x.end && (x.degree != "nonexclusive" || y.degree != "nonexclusive")
}

func BenchmarkConflicts(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		r := rand.New(rand.NewPCG(1, 1))
		var list []*portfolio.Agreement
		for i := range n { // twenty grants each; ten agreements license one asset
			x := deal{id: fmt.Sprintf("D%d", i), to: fmt.Sprintf("L%d Ltd", i), degree: "nonexclusive", asset: fmt.Sprintf("EP %d B1", 3_000_000+i%(n/10))}
			if r.IntN(50) == 0 {
				x.degree = "exclusive"
			}
			a := portfolio.Read("", portfolio.Signed, x.sheet(b))
			g := a.Grants[0]
			a.Grants = nil
			for k := range 20 {
				g.ID, g.Index = fmt.Sprintf("g%d", k), k
				g.First = int32(20_000 + r.IntN(3_000))
				g.After = g.First + int32(200+r.IntN(800))
				a.Grants = append(a.Grants, g)
			}
			list = append(list, a)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				found, cut := portfolio.New(list, nil).Conflicts(nil)
				b.ReportMetric(float64(len(found)), "grants")
				if cut || len(found) == 0 {
					b.Fatal("nothing found, or too much")
				}
			}
		})
	}
}

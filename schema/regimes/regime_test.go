package regimes_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
)

// show is the touches as lines: "US antitrust: territory world; seat b".
func show(list []regimes.Touch) string {
	var lines []string
	for _, x := range list {
		var why []string
		for _, g := range x.Grounds {
			why = append(why, string(g.Why)+" "+strings.Join(g.IDs, ","))
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s", x.Code, x.Regime, strings.Join(why, "; ")))
	}
	return strings.Join(lines, "\n")
}

func parties(seats ...string) []schema.Party {
	var list []schema.Party
	for i, s := range seats {
		list = append(list, schema.Party{ID: string(rune('a' + i)), Jurisdiction: schema.Jurisdiction(s)})
	}
	return list
}

func TestTouched(t *testing.T) {
	owned := func(a schema.Asset, by string) schema.Asset { a.Owners = []schema.Owner{{Party: by}}; return a }
	for _, test := range []struct {
		name  string
		sheet schema.TermSheet
		want  string
	}{
		{"seats alone", schema.TermSheet{Deal: schema.Deal{Kind: schema.Pool}, Parties: parties("DE", "NO", "US-DE", "CH")}, `
EU antitrust: seat a,b
US antitrust: seat c
CH insolvency: seat d
DE insolvency: seat a
NO insolvency: seat b
US insolvency: seat c`},
		{"a territory touches only laws that reach into it", schema.TermSheet{Parties: parties("CH", "CH"),
			Territories: []schema.Territory{{ID: "asia", Countries: []string{"JP", "VN"}}},
			Grants:      []schema.Grant{{ID: "g", From: "a", To: []string{"b"}, Territory: "asia"}}}, `
JP antitrust: territory asia
CH insolvency: seat a,b`},
		{"registered rights by the states where they are in force, else by office", schema.TermSheet{
			Parties: parties("CH"),
			Assets: []schema.Asset{
				{ID: "p1", Kind: schema.Patent, Office: "EP", Countries: []schema.Country{"FR", "GB"}},
				{ID: "p2", Kind: schema.Patent, Office: "EP"},
				{ID: "p3", Kind: schema.Design, Office: "US"},
				{ID: "k", Kind: schema.KnowHow, Office: "US"},
				{ID: "not-licensed", Kind: schema.Patent, Office: "CN"},
			},
			Grants: []schema.Grant{{ID: "g", From: "a", To: []string{"a"}, Assets: []string{"p1", "p2", "p3", "k"}, Territory: "CH"}}}, `
EP ip-formalities: office p2
FR ip-formalities: office p1
GB ip-formalities: office p1
US ip-formalities: office p3
CH insolvency: seat a`},
		{"a class takes in what a licensor owns", schema.TermSheet{Parties: parties("CH", "CH"),
			Assets: []schema.Asset{owned(schema.Asset{ID: "p1", Kind: schema.Patent, Office: "CH", Class: schema.Core}, "a"), owned(schema.Asset{ID: "p2", Kind: schema.Patent, Office: "CH", Class: schema.Core}, "b")},
			Grants: []schema.Grant{{ID: "g", From: "a", To: []string{"b"}, Class: schema.Core, Territory: "CH"}}}, `
CH ip-formalities: office p1
CH insolvency: seat a,b`},
		{"who pays abroad", schema.TermSheet{Parties: parties("CH", "NO", "BR", "BR"),
			Grants: []schema.Grant{{ID: "g", From: "a", To: []string{"c"}, Royalty: "r", Territory: "CH"}},
			Payments: schema.Payments{
				Royalties: []schema.Royalty{{ID: "r", Payer: "licensees", Payee: "a"}},
				Balancing: []schema.Balancing{{From: "c", To: "d"}},
				Fees:      []schema.Fee{{ID: "f", Payer: "b", Payee: "a"}},
			}}, `
EU antitrust: seat b
BR royalty-tax: payment r
NO royalty-tax: payment f
BR insolvency: seat c,d
CH insolvency: seat a
NO insolvency: seat b`},
		{"secrets that cross a border, classified patents too; published ones not", schema.TermSheet{Parties: parties("DE", "CA"),
			Assets: []schema.Asset{
				owned(schema.Asset{ID: "k", Kind: schema.KnowHow}, "a"), owned(schema.Asset{ID: "p", Kind: schema.Patent}, "a"),
				owned(schema.Asset{ID: "x", Kind: schema.Patent, ExportClass: "3E001"}, "b"), owned(schema.Asset{ID: "s", Kind: schema.Software}, "b"),
			},
			Grants: []schema.Grant{{ID: "g1", From: "a", To: []string{"b"}, Assets: []string{"k", "p"}, Territory: "CA"}, {ID: "g2", From: "b", To: []string{"a"}, Assets: []string{"x", "s"}, Territory: "CA"}},
			Escrow: schema.Escrow{Seat: "GB", Deposits: []schema.Deposit{{ID: "d", Depositor: "a"}}}}, `
EU antitrust: seat a
CA export: technology x
EU export: technology k; deposit d
GB export: deposit d
CA insolvency: seat b
DE insolvency: seat a`},
		{"funders, inventors, personal data", schema.TermSheet{
			Deal:     schema.Deal{Kind: schema.Consortium},
			Parties:  []schema.Party{{ID: "a", Jurisdiction: "FR", PublicFunding: "Horizon Europe"}, {ID: "b", Jurisdiction: "CA", PublicFunding: "a foundation"}},
			Projects: []schema.Project{{ID: "w"}},
			Assets:   []schema.Asset{owned(schema.Asset{ID: "d", Kind: schema.DataSet, PersonalData: true, Funding: "U.S. federal", InventorCountries: []schema.Country{"JP", "CA"}}, "a")},
			Grants:   []schema.Grant{{ID: "g", From: "a", To: []string{"a"}, Assets: []string{"d"}, Territory: "CA"}},
			Escrow:   schema.Escrow{Seat: "CH", Deposits: []schema.Deposit{{ID: "e", Depositor: "nobody", Assets: []string{"d"}}}}}, `
EU antitrust: seat a
CA funding: funding b
EU funding: funding a
US funding: funding d
CH data: deposit e
EU data: personal-data d
CA insolvency: seat b
FR insolvency: seat a
FR inventor-pay: seat a
JP inventor-pay: inventors d`},
		{"references to nothing", schema.TermSheet{
			Parties: []schema.Party{{ID: "agent", Jurisdiction: "ZZ"}, {ID: "e", Jurisdiction: "NL", Roles: []schema.Role{schema.RoleEscrowAgent}}},
			Grants:  []schema.Grant{{ID: "g", From: "x", To: []string{"y"}, Assets: []string{"z"}, Territory: "t"}}}, `
NL insolvency: agent e`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := "\n" + show(regimes.Touched(&test.sheet)); got != test.want {
				t.Errorf("%s\nwant%s", got, test.want)
			}
		})
	}
}

// A row of the term sheet takes the place of the derived one, and tells why.
func TestRows(t *testing.T) {
	two := 2
	sheet := schema.TermSheet{Parties: parties("DE", "FR", "US"), Regulatory: schema.Regulatory{Jurisdictions: []schema.RiskRow{
		{Code: "EU", Regime: regimes.Insolvency, Exposure: &two},
		{Code: "US", Regime: regimes.Data},
		{Code: "US", Regime: regimes.Antitrust},
	}}}
	var got []string
	for _, r := range regimes.Rows(&sheet) {
		got = append(got, fmt.Sprint(show([]regimes.Touch{r.Touch}), " own ", r.Own != nil))
	}
	want := []string{
		"EU insolvency: seat a,b own true", // stands for Germany and France
		"US data:  own true",
		"US antitrust: seat c own true",
		"EU antitrust: seat a,b own false",
		"US insolvency: seat c own false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFunderOf(t *testing.T) {
	for words, want := range map[string]string{"": "", " ": "", "US federal": "US", "U.S. Department of Energy": "US", "Horizon Europe": "EU", "the EU": "EU", "a trust": "?", "Eurostars": "?"} {
		if got := regimes.FunderOf(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// Every regime and every kind of ground occurs in the examples or above, and the
// schema names the same regimes.
func TestSchemaNamesTheRegimes(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "term-sheet.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range regimes.All {
		if !strings.Contains(string(src), `"`+r+`"`) {
			t.Errorf("the schema has no regime %s", r)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	src, err := os.ReadFile(filepath.Join("..", "testdata", "examples", "pool-forty.json"))
	if err != nil {
		b.Fatal(err)
	}
	f, err := schema.Load("pool-forty.json", src)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		regimes.Rows(f.Sheet)
	}
}

package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

func ids(list []*schema.Party) string {
	var all []string
	for _, p := range list {
		all = append(all, p.ID)
	}
	return strings.Join(all, " ")
}

func TestWhoIsWho(t *testing.T) {
	sheet := pool(t).Sheet
	g1, g2, g3 := sheet.Grant("g1"), sheet.Grant("g2"), sheet.Grant("g3")
	for _, test := range []struct{ what, got, want string }{
		{"members", ids(sheet.Members()), "alpha beta gamma delta epsilon"},
		{"signers", ids(sheet.Signers()), "alpha beta gamma delta epsilon admin"},
		{"administrator", sheet.Administrator().ID, "admin"},
		{"licensors of g1", strings.Join(sheet.Licensors(g1), " "), "alpha beta gamma delta epsilon"},
		{"licensees of g1", strings.Join(sheet.Licensees(g1), " "), "alpha beta gamma delta epsilon"},
		{"licensees of g2", strings.Join(sheet.Licensees(g2), " "), "alpha gamma delta epsilon"},
		{"licensees of g3", strings.Join(sheet.Licensees(g3), " "), "admin"},
		{"an id", strings.Join(sheet.Expand("nobody"), " "), "nobody"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", test.what, test.got, test.want)
		}
	}
	if sheet.Party("nobody") != nil || sheet.Grant("") != nil || sheet.Asset("p9") != nil {
		t.Error("an id that nothing declares has something")
	}
}

func TestMembersOfABilateralDeal(t *testing.T) {
	sheet := &schema.TermSheet{Deal: schema.Deal{Kind: schema.Bilateral}, Parties: []schema.Party{
		{ID: "a", Roles: []schema.Role{schema.RoleLicensor}}, {ID: "b"}, {ID: "c", Roles: []schema.Role{schema.RoleEscrowAgent}},
	}}
	if got := ids(sheet.Members()); got != "a b" {
		t.Errorf("in a bilateral deal the members are %s", got)
	}
	sheet.Deal.Kind = schema.Pool
	if got := ids(sheet.Members()); got != "b" {
		t.Errorf("in a pool the members are %s", got)
	}
	if got := sheet.Expand("administrator"); got != nil {
		t.Errorf("without an administrator there is %v", got)
	}
}

func TestAssetsOf(t *testing.T) {
	sheet := pool(t).Sheet
	for _, test := range []struct{ grant, licensor, want string }{
		{"g1", "alpha", "p1"},   // the only core asset
		{"g1", "beta", ""},      // owns no core asset
		{"g2", "beta", "p2"},    // by id
		{"g3", "alpha", "p1"},   // filed in the window
		{"g3", "epsilon", "p2"}, // owns a share of a patent filed in the window
		{"g3", "gamma", ""},     // know-how is not filed
	} {
		var got []string
		for _, a := range sheet.AssetsOf(sheet.Grant(test.grant), test.licensor) {
			got = append(got, a.ID)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("assets of %s under %s: %v, want %s", test.licensor, test.grant, got, test.want)
		}
	}
	listed := &schema.Grant{From: "alpha", To: []string{"beta"}, Assets: []string{"k1"}}
	if got := sheet.AssetsOf(listed, "alpha"); len(got) != 1 || got[0].ID != "k1" {
		t.Errorf("an asset held under licence and listed: %v", got)
	}
	listed.From = "members"
	if got := sheet.AssetsOf(listed, "alpha"); len(got) != 0 {
		t.Errorf("an asset of another member: %v", got)
	}
}

func TestCountries(t *testing.T) {
	sheet := pool(t).Sheet
	sheet.Territories = append(sheet.Territories,
		schema.Territory{ID: "loop", Countries: []string{"JP"}, Includes: []string{"loop", "pool"}},
		schema.Territory{ID: "pool", Includes: []string{"loop", "KR"}},
		schema.Territory{ID: "all-but", Includes: []string{"world"}, Excludes: []string{"EEA", "US"}},
	)
	for _, test := range []struct {
		id    string
		count int
		has   string
		hasNo string
	}{
		{"", 249, "JP US DE", ""},
		{"world", 249, "JP US DE", ""},
		{"EU", 27, "DE IE", "GB NO"},
		{"EEA", 30, "IS LI NO", "CH GB"},
		{"EPC", 39, "CH TR GB ME", "UA MD"},
		{"UPC", 18, "RO FR", "ES PL IE"},
		{"europe", 32, "CH GB NO DE", "TR"},
		{"nordic", 5, "IS", "EE"},
		{"rest", 27, "DE GB EE", "SE IS"},
		{"JP", 1, "JP", ""},
		{"loop", 2, "JP KR", ""},
		{"all-but", 218, "JP GB", "US NO"},
		{"nowhere", 0, "", ""},
	} {
		got := sheet.Countries(test.id)
		if len(got) != test.count || !slices.IsSorted(got) {
			t.Errorf("%q has %d countries, want %d: %v", test.id, len(got), test.count, got)
		}
		for c := range strings.FieldsSeq(test.has) {
			if !slices.Contains(got, schema.Country(c)) {
				t.Errorf("%q is without %s", test.id, c)
			}
		}
		for c := range strings.FieldsSeq(test.hasNo) {
			if slices.Contains(got, schema.Country(c)) {
				t.Errorf("%q has %s", test.id, c)
			}
		}
	}
}

// Territories built on each other must not take time that doubles with each.
func TestTerritoriesInTerritories(t *testing.T) {
	sheet := new(schema.TermSheet)
	for i := range 60 {
		next := fmt.Sprintf("t%d", i+1)
		sheet.Territories = append(sheet.Territories, schema.Territory{ID: fmt.Sprintf("t%d", i), Countries: []string{"JP"}, Includes: []string{next, next}, Parent: next})
	}
	if got := sheet.Countries("t0"); len(got) != 1 {
		t.Errorf("countries: %v", got)
	}
}

func TestNames(t *testing.T) {
	for code, want := range map[schema.Jurisdiction]string{
		"DE": "Germany", "NL": "the Netherlands", "US": "the United States of America", "GB-ENG": "England and Wales", "GB-SCT": "Scotland",
		"US-NY": "New York", "US-GA": "the State of Georgia", "GE": "Georgia", "CA-QC": "Quebec", "CI": "Côte d’Ivoire", "DE-BY": "", "XX": "", "": "", "US-": "",
	} {
		if got := schema.JurisdictionName(code); got != want {
			t.Errorf("the laws of %s are the laws of %q, want %q", code, got, want)
		}
	}
	for code, want := range map[schema.Country]string{"NL": "Netherlands", "KR": "Republic of Korea", "US-NY": "", "uk": ""} {
		if got := schema.CountryName(code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
}

func TestFirstAndLastDays(t *testing.T) {
	sheet := pool(t).Sheet
	if end, ok := sheet.TermEnd(); !ok || end.ISO() != "2031-12-31" {
		t.Errorf("60 months from 1 January 2027 end on %s", end.ISO())
	}
	for _, test := range []struct {
		grant, end string
		open       bool
	}{
		{"g1", "2035-06-01", false}, // the last of the core assets
		{"g2", "2033-12-31", false}, // a date
		{"g3", "2031-12-31", false}, // with the term
	} {
		end, open := sheet.GrantEnd(sheet.Grant(test.grant))
		if end.ISO() != test.end || open != test.open {
			t.Errorf("%s ends on %s, open %v; want %s", test.grant, end.ISO(), open, test.end)
		}
	}
	for name, g := range map[string]*schema.Grant{
		"perpetual":                  {From: "alpha", Perpetual: true, End: "2030-01-01"},
		"know-how that never lapses": {From: "gamma", Assets: []string{"k1"}, End: schema.EndLastToExpire},
		"no assets":                  {From: "delta", Class: schema.Core, End: schema.EndLastToExpire},
	} {
		if end, open := sheet.GrantEnd(g); !open || !end.IsZero() {
			t.Errorf("%s: ends on %s", name, end)
		}
	}
	sheet.Term.Length = nil
	if end, ok := sheet.TermEnd(); ok {
		t.Errorf("a term without length ends on %s", end)
	}
	if end, open := sheet.GrantEnd(sheet.Grant("g3")); !open || !end.IsZero() {
		t.Errorf("a grant for a term without end ends on %s", end)
	}
	if start := sheet.GrantStart(sheet.Grant("g1")); start != sheet.Deal.EffectiveDate {
		t.Errorf("the grant starts on %s", start)
	}
}

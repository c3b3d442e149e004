// Package regimes is which public regimes a deal touches, in which jurisdictions,
// and why: competition law by territories and seats, formalities of registered
// rights by their offices, tax on royalties by who pays whom, export control,
// funding, personal data, insolvency, statutory pay of inventors.
//
// It reads facts of the term sheet and says nothing about the law but what its
// table of facts says, each with the day to which it was true. Schedule I of an
// agreement prints the rows; the checks add questions for counsel and findings.
package regimes

import (
	"cmp"
	"slices"

	"github.com/engross/engross/schema"
)

// The regimes, as regulatory.jurisdictions[].regime names them.
const (
	Antitrust   = "antitrust"
	Formalities = "ip-formalities"
	RoyaltyTax  = "royalty-tax"
	Export      = "export"
	Funding     = "funding"
	Data        = "data"
	Insolvency  = "insolvency"
	InventorPay = "inventor-pay"
)

// All lists the regimes in the order in which a matrix has them.
var All = []string{Antitrust, Formalities, RoyaltyTax, Export, Funding, Data, Insolvency, InventorPay}

// A Why is a kind of fact by which a deal touches a regime.
type Why string

const (
	Territory  Why = "territory"     // a licence extends to the jurisdiction
	Seat       Why = "seat"          // a party has its seat there
	Agent      Why = "agent"         // an escrow agent that is nothing else has its seat there
	Office     Why = "office"        // a licensed right is registered there
	Payment    Why = "payment"       // a sum is paid across its border
	Technology Why = "technology"    // technology that is no published right is licensed across its border
	Deposit    Why = "deposit"       // materials are deposited across its border, or there
	Funded     Why = "funding"       // work behind a right is publicly funded
	Inventors  Why = "inventors"     // inventors are employed there
	Personal   Why = "personal-data" // a licensed data set holds personal data
)

// A Ground is why a deal touches a regime: the facts of one kind, by the ids of
// the term sheet, in its order.
type Ground struct {
	Why Why      `json:"why"`
	IDs []string `json:"ids"`
}

// A Touch is one regime of one jurisdiction that a deal touches.
type Touch struct {
	Code    string // ISO 3166-1, "EU", or "EP" for a European patent of unknown states
	Regime  string
	Grounds []Ground
}

// A Row is one row of the risk matrix: what the deal touches, with what the term
// sheet says about it. Own is nil for a row that is derived alone.
type Row struct {
	Touch
	Own *schema.RiskRow
}

// Rows are the rows of the term sheet, in its order, each with its grounds, and
// then what the deal touches besides, by regime and code. A row of the term sheet
// for the EU stands for its members too.
func Rows(t *schema.TermSheet) []Row {
	touched := Touched(t)
	covered := make([]bool, len(touched))
	var rows []Row
	for i := range t.Regulatory.Jurisdictions {
		own := &t.Regulatory.Jurisdictions[i]
		row := Row{Touch: Touch{Code: own.Code, Regime: own.Regime}, Own: own}
		for j, x := range touched {
			if own.Regime == x.Regime && (own.Code == x.Code || own.Code == "EU" && union[schema.Country(x.Code)]) {
				covered[j] = true
				row.join(x.Grounds)
			}
		}
		rows = append(rows, row)
	}
	for j, x := range touched {
		if !covered[j] {
			rows = append(rows, Row{Touch: x})
		}
	}
	return rows
}

func (t *Touch) join(grounds []Ground) {
	for _, g := range grounds {
		has := map[string]bool{}
		if i := slices.IndexFunc(t.Grounds, func(x Ground) bool { return x.Why == g.Why }); i >= 0 {
			for _, id := range t.Grounds[i].IDs {
				has[id] = true
			}
		}
		for _, id := range g.IDs {
			if !has[id] {
				t.add(g.Why, id)
			}
		}
	}
}

// add adds a fact that is not there yet.
func (t *Touch) add(why Why, id string) {
	i := slices.IndexFunc(t.Grounds, func(g Ground) bool { return g.Why == why })
	if i < 0 {
		i = len(t.Grounds)
		t.Grounds = append(t.Grounds, Ground{Why: why})
	}
	t.Grounds[i].IDs = append(t.Grounds[i].IDs, id)
}

// union and area are the members of the European Union and of the European
// Economic Area.
var union, area = group("EU"), group("EEA")

// InUnion reports whether a country is a member of the European Union.
func InUnion(c schema.Country) bool { return union[c] }

func group(name string) map[schema.Country]bool {
	set := map[schema.Country]bool{}
	for _, c := range (&schema.TermSheet{}).Countries(name) {
		set[c] = true
	}
	return set
}

// code is the code under which a matrix keeps a country for a regime: "EU" where
// the Union, or the Economic Area, has one law.
func code(c schema.Country, regime string) string {
	switch regime {
	case Antitrust, Data:
		if area[c] {
			return "EU"
		}
	case Export, Funding:
		if union[c] {
			return "EU"
		}
	}
	return string(c)
}

// Touched are the regimes that a deal touches, by regime in the order of [All] and
// by code. The sheet should be sound: a reference to nothing touches nothing.
func Touched(t *schema.TermSheet) []Touch {
	d := derivation{t: t, seats: map[string]schema.Country{}, found: map[[2]string]*Touch{}, known: map[ground]bool{}}
	for i := range t.Parties {
		d.seats[t.Parties[i].ID] = t.Parties[i].Jurisdiction.Country()
	}
	d.licensed = d.licensedAssets()
	for _, derive := range []func(){d.competition, d.formalities, d.payments, d.technology, d.deposits, d.funding, d.data, d.insolvency, d.inventors} {
		derive()
	}
	var list []Touch
	for _, x := range d.found {
		list = append(list, *x)
	}
	slices.SortFunc(list, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(slices.Index(All, a.Regime), slices.Index(All, b.Regime)), cmp.Compare(a.Code, b.Code))
	})
	return list
}

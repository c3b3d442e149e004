package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
)

// A Matrix is the risk matrix as counsel reads it: the rows of the term sheet and
// those derived from the deal, by jurisdiction, each with what the deal touches
// there, what the table of facts says and asks, and what the checks found. It is
// not for the other side; Schedule I of the agreement has the rows without the
// findings.
type Matrix struct {
	Jurisdictions []Jurisdiction
	General       int // findings that concern the deal as such
}

// A Jurisdiction is the part of a matrix about one jurisdiction.
type Jurisdiction struct {
	Code string // ISO 3166-1, "EU" or "EP"
	Name string
	Rows []MatrixRow
	// Other are what was found under no regime of the matrix, such as the law of
	// contract.
	Other    []Finding
	OtherLaw []regimes.Fact // what the table says on that law, where it governs
}

// A MatrixRow is one regime of one jurisdiction.
type MatrixRow struct {
	regimes.Row
	Facts    []regimes.Fact
	Filings  []schema.Filing
	Findings []Finding
}

// A Finding is one finding of a check, with the waiver that accepts it, if any.
type Finding struct {
	*agreement.Problem
	Waiver *schema.Waiver
}

// MatrixOf draws the risk matrix of a term sheet with the findings of a report.
func MatrixOf(t *schema.TermSheet, report *Report) *Matrix {
	b := matrixBuilder{places: map[string]*Jurisdiction{}}
	for _, r := range regimes.Rows(t) {
		place := b.place(r.Code)
		place.Rows = append(place.Rows, MatrixRow{Row: r, Facts: regimes.About(r.Code, r.Regime)})
	}
	for _, x := range t.Regulatory.Filings {
		b.file(x)
	}
	if law := t.Disputes.GoverningLaw.Country(); law != "" {
		b.place(string(law)).OtherLaw = contractLaw(string(law))
	}
	for _, p := range report.Problems {
		b.find(report, Finding{p, nil})
	}
	for i := range report.Waived {
		b.find(report, Finding{report.Waived[i].Problem, &report.Waived[i].Waiver})
	}
	return b.matrix()
}

type matrixBuilder struct {
	places  map[string]*Jurisdiction
	general int
}

func (b *matrixBuilder) place(code string) *Jurisdiction {
	if b.places[code] == nil {
		b.places[code] = &Jurisdiction{Code: code, Name: jurisdictionName(code)}
	}
	return b.places[code]
}

func jurisdictionName(code string) string {
	switch code {
	case "EU":
		return "European Union"
	case "EP":
		return "European patents, by states that the term sheet does not give"
	}
	return cmp.Or(schema.CountryName(schema.Country(code)), code)
}

// row is the row of a jurisdiction for a regime, or nil. A finding about a country
// of the Union goes to the row of the Union where the country has none.
func (b *matrixBuilder) row(code, name string) *MatrixRow {
	place := b.places[code]
	if place == nil {
		return nil
	}
	if i := slices.IndexFunc(place.Rows, func(r MatrixRow) bool { return r.Regime == name }); i >= 0 {
		return &place.Rows[i]
	}
	return nil
}

// filed is the regime to which a filing belongs.
var filed = map[string]string{
	"licence-registration": regimes.Formalities, "working-statement": regimes.Formalities,
	"ncrpa": regimes.Antitrust, "merger-control": regimes.Antitrust,
	"technology-export": regimes.Export, "royalty-remittance": regimes.RoyaltyTax,
}

func (b *matrixBuilder) file(x schema.Filing) {
	if row := b.row(x.Country, filed[x.Kind]); row != nil {
		row.Filings = append(row.Filings, x)
	}
}

func (b *matrixBuilder) find(report *Report, f Finding) {
	codes := report.Jurisdictions(f.Problem)
	if len(codes) == 0 {
		b.general++
	}
	name := regimeOf(f.ID)
	for _, code := range codes {
		if row := b.row(code, name); row != nil {
			row.Findings = append(row.Findings, f)
		} else if row := b.row("EU", name); row != nil && regimes.InUnion(schema.Country(code)) {
			row.Findings = append(row.Findings, f)
		} else {
			place := b.place(code)
			place.Other = append(place.Other, f)
		}
	}
}

// regimeOf is the regime to which the findings of a check belong, or "".
func regimeOf(id string) string {
	switch {
	case strings.HasPrefix(id, "CO"), id == "RG03", id == "RG04":
		return regimes.Antitrust
	case id == "GR14", id == "RG06":
		return regimes.Formalities
	case id == "RG08":
		return regimes.Export
	case id == "FU01":
		return regimes.Funding
	case id == "FU02":
		return regimes.InventorPay
	case id == "CF08":
		return regimes.Data
	case id == "TM02", id == "ES10":
		return regimes.Insolvency
	}
	return ""
}

// contractLaw is what the table says on the law of contract of a jurisdiction.
func contractLaw(code string) []regimes.Fact {
	var list []regimes.Fact
	for _, f := range regimes.Facts() {
		if f.Code == code && slices.Contains([]string{"agreed-sum-estimate", "agreed-sum-reduction", "liability-for-intent", "award-enforcement"}, f.Topic) {
			list = append(list, f)
		}
	}
	return list
}

// matrix is the jurisdictions by name. One of which nothing is said is left out.
func (b *matrixBuilder) matrix() *Matrix {
	m := &Matrix{General: b.general}
	for _, j := range b.places {
		if len(j.Rows)+len(j.Other)+len(j.OtherLaw) > 0 {
			slices.SortStableFunc(j.Rows, func(a, b MatrixRow) int {
				return cmp.Compare(slices.Index(regimes.All, a.Regime), slices.Index(regimes.All, b.Regime))
			})
			m.Jurisdictions = append(m.Jurisdictions, *j)
		}
	}
	slices.SortFunc(m.Jurisdictions, func(a, b Jurisdiction) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	return m
}

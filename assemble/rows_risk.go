package assemble

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/regimes"
	"github.com/engross/engross/schema"
)

const riskTopic = "schedules/risk-matrix" // its phrases name regimes, controls and what is still open

// RiskRows: Jurisdiction, Regime, Exposure, Likelihood, Control, Owner, Review; the
// rows of the term sheet. What a row leaves open is said to be so, and the usual
// control of the regime takes the place of one that is not stated.
func (c *Context) RiskRows() ([][]string, error) {
	var rows [][]string
	say := phrases{c: c}
	for _, r := range c.Regulatory.Jurisdictions {
		rows = append(rows, []string{
			jurisdictionName(r.Code), sentence(say.of("regime", r.Regime)),
			cmp.Or(level(r.Exposure), say.of("open", "grade")), cmp.Or(level(r.Likelihood), say.of("open", "grade")),
			cmp.Or(strings.TrimSpace(r.Control), say.of("control", r.Regime)),
			cmp.Or(c.name(strings.TrimSpace(r.Owner)), say.of("open", "owner")), cmp.Or(r.ReviewDate.String(), say.of("open", "review")),
		})
	}
	return rows, say.err
}

// OpenRisks reports whether a row of the term sheet leaves something open, or the
// deal touches a regime for which it has no row.
func (c *Context) OpenRisks() bool {
	return slices.ContainsFunc(c.run.riskRows(), func(r regimes.Row) bool {
		return r.Own == nil || r.Own.Exposure == nil || r.Own.Likelihood == nil || strings.TrimSpace(r.Own.Owner) == "" || r.Own.ReviewDate.IsZero()
	})
}

// DerivedRisks: Regime, Jurisdictions, Why, Control; one row for each regime that
// the deal touches in jurisdictions for which the term sheet has no row.
func (c *Context) DerivedRisks() ([][]string, error) {
	var rows [][]string
	say := phrases{c: c}
	for _, name := range regimes.All {
		var places []string
		touched := map[regimes.Why]bool{}
		for _, r := range c.run.riskRows() {
			if r.Regime != name || r.Own != nil {
				continue
			}
			places = append(places, jurisdictionName(r.Code))
			for _, g := range r.Grounds {
				touched[g.Why] = true
			}
		}
		if len(places) == 0 {
			continue
		}
		slices.Sort(places)
		var why []string
		for _, w := range regimes.Whys {
			if touched[w] {
				why = append(why, say.of("why", string(w)))
			}
		}
		rows = append(rows, []string{sentence(say.of("regime", name)), strings.Join(places, "; "), sentence(strings.Join(why, "; ")), say.of("control", name)})
	}
	return rows, say.err
}

// riskRows are the rows of the risk matrix, derived once in an assembly.
func (r *run) riskRows() []regimes.Row {
	if r.risks == nil {
		r.risks = regimes.Rows(r.sheet)
	}
	return r.risks
}

// phrases are those of the risk matrix; the first that is missing is the error.
type phrases struct {
	c   *Context
	err error
}

func (p *phrases) of(set, code string) string {
	w, err := p.c.PhraseOf(riskTopic, set, code)
	if err != nil && p.err == nil {
		p.err = err
	}
	return string(w)
}

func jurisdictionName(code string) string {
	switch code {
	case "EU":
		return "European Union"
	case "EP":
		return "European patents"
	}
	if n := schema.CountryName(schema.Country(code)); n != "" {
		return n
	}
	return code
}

// level is a grade, or "".
func level(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

package assemble

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// RiskRows: Jurisdiction, Regime, Exposure, Likelihood, Control, Owner, Review; the
// rows of the term sheet.
func (c *context) RiskRows() ([][]agreement.Cell, error) {
	var rows [][]agreement.Cell
	say := phrases{c: c}
	for i := range c.Regulatory.Jurisdictions {
		r := &c.Regulatory.Jurisdictions[i]
		rows = append(rows, []agreement.Cell{
			c.cell(jurisdictionName(r.Code), &r.Code), c.coded(sentence(say.of("regime", r.Regime)), &r.Regime),
			c.cell(cmp.Or(level(r.Exposure), none), &r.Exposure), c.cell(cmp.Or(level(r.Likelihood), none), &r.Likelihood),
			c.cell(cmp.Or(strings.TrimSpace(r.Control), none), &r.Control),
			c.cell(cmp.Or(c.name(strings.TrimSpace(r.Owner)), none), &r.Owner), c.cell(cmp.Or(r.ReviewDate.String(), none), &r.ReviewDate),
		})
	}
	return rows, say.err
}

// phrases are those of the clause that prints; the first that is missing is the error.
type phrases struct {
	c   *context
	err error
}

func (p *phrases) of(set, code string) string {
	w, err := p.c.Phrase(set, code)
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

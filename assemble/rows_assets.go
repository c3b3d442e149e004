package assemble

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// AssetRows: Ref., Asset, Kind, Owner, Office, Number.
func (c *Context) AssetRows() [][]string {
	var rows [][]string
	for _, a := range c.listed() {
		rows = append(rows, []string{a.ID, orNone(withDocket(a.Title, a)), sentence(word(string(a.Kind))), c.owners(a), orNone(a.Office), orNone(a.Number)})
	}
	return rows
}

// listed is the assets that a licence may cover.
func (c *Context) listed() []*schema.Asset {
	var list []*schema.Asset
	out := c.excluded()
	for i := range c.Assets {
		if a := &c.Assets[i]; !out[a.ID] {
			list = append(list, a)
		}
	}
	return list
}

// An assetColumn is a column of a table of assets, which is there where any
// asset has something to say in it.
type assetColumn struct {
	head string
	cell func(*schema.Asset) string
}

// AssetParticulars are a table, or two where one would be too wide: how the
// assets are protected, and how they stand. A table that would say nothing is
// left out.
func (c *Context) AssetParticulars() []Grid {
	var tables []Grid
	protection, standing := []assetColumn{
		{"Countries", countriesOf},
		{"Filed", func(a *schema.Asset) string { return dateOrNone(a.FilingDate) }},
		{"Expires", func(a *schema.Asset) string { return dateOrNone(a.ExpiryDate) }},
		{"Status", func(a *schema.Asset) string { return sentence(a.Status) }},
		{"Family", func(a *schema.Asset) string { return orNone(a.Family) }},
		{"Class", func(a *schema.Asset) string {
			return sentence(strings.TrimSpace(string(a.Class) + " " + inBrackets(word(a.ImprovementClass))))
		}},
	}, []assetColumn{
		{"Essential to", c.essential},
		{"Value", func(a *schema.Asset) string { return sentence(a.ValueDriver) }},
		{"Public funding", func(a *schema.Asset) string { return orNone(a.Funding) }},
		{"Export class", func(a *schema.Asset) string { return orNone(a.ExportClass) }},
		{"Licensing commitment", commitment},
		{"Inventors in", func(a *schema.Asset) string { return codes(a.InventorCountries) }},
		{"Information tier", c.informationTier},
		{"Encumbrances", c.encumbrances},
	}
	if g := c.assetTable(append(slices.Clone(protection), standing...)); len(g.Head) <= widest {
		if len(g.Head) > 1 {
			tables = append(tables, g)
		}
		return tables
	}
	for _, columns := range [][]assetColumn{protection, standing} {
		if g := c.assetTable(columns); len(g.Head) > 1 {
			tables = append(tables, g)
		}
	}
	return tables
}

// widest is the number of columns that a table of assets may have.
const widest = 7

func (c *Context) assetTable(columns []assetColumn) Grid {
	assets := c.listed()
	columns = slices.DeleteFunc(columns, func(x assetColumn) bool {
		return !slices.ContainsFunc(assets, func(a *schema.Asset) bool { return x.cell(a) != none })
	})
	g := Grid{Head: []string{"Ref."}}
	for _, x := range columns {
		g.Head = append(g.Head, x.head)
	}
	for _, a := range assets {
		row := []string{a.ID}
		for _, x := range columns {
			row = append(row, x.cell(a))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func countriesOf(a *schema.Asset) string { return codes(a.Countries) }

func codes(countries []schema.Country) string {
	var list []string
	for _, code := range countries {
		list = append(list, string(code))
	}
	return orNone(strings.Join(list, ", "))
}

// informationTier is the tier to which the contents of an asset belong.
func (c *Context) informationTier(a *schema.Asset) string {
	for _, t := range c.Confidentiality.Tiers {
		if t.ID == a.Tier {
			return t.Name
		}
	}
	return orNone(a.Tier)
}

// aboutExcluded is what is said of an excluded asset beside its name.
func aboutExcluded(a *schema.Asset) string {
	parts := []string{word(string(a.Kind))}
	for _, s := range []string{string(a.Class), a.ValueDriver} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return ", " + strings.Join(parts, ", ")
}

func commitment(a *schema.Asset) string {
	var parts []string
	for _, s := range []string{a.FRAND.SSO, a.FRAND.Standard, a.FRAND.Date.String()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return orNone(strings.Join(parts, ", "))
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// excluded is the assets that a carve-out keeps out of every licence.
func (c *Context) excluded() map[string]bool {
	out := map[string]bool{}
	for _, x := range c.CarveOuts {
		if len(x.Grants) > 0 {
			continue
		}
		for _, id := range x.Assets {
			out[id] = true
		}
	}
	return out
}

func (c *Context) owners(a *schema.Asset) string {
	var list []string
	for _, o := range a.Owners {
		s := c.name(o.Party)
		if o.Share != nil && len(a.Owners) > 1 {
			s += " (" + o.Share.String() + ")"
		}
		list = append(list, s)
	}
	return orNone(enumerate(list, "and"))
}

func (c *Context) essential(a *schema.Asset) string {
	switch {
	case a.EssentialTo == "":
		return none
	case a.Evaluator == "" || a.Evaluator == "declared":
		return a.EssentialTo + " (declared by its owner)"
	}
	return a.EssentialTo + " (evaluated by " + c.name(a.Evaluator) + ")"
}

func (c *Context) encumbrances(a *schema.Asset) string {
	var list []string
	for _, e := range a.Encumbrances {
		s := word(e.Kind) + " " + c.name(e.Holder)
		if e.Exclusive {
			s += ", exclusively"
		}
		if e.Sublicense != nil {
			s += map[bool]string{true: ", with the right to sublicense", false: ", without the right to sublicense"}[*e.Sublicense]
		}
		if f := c.Field(e.Field); f != nil {
			s += ", in the field " + f.Name
		}
		if t := c.Territory(e.Territory); t != nil {
			s += ", in " + t.Name
		}
		if !e.Until.IsZero() {
			s += ", until " + e.Until.String()
		}
		list = append(list, s)
	}
	return sentence(strings.Join(list, "; "))
}

// CarveOutRows: Ref., Owner, Excluded, Kept out of, Reason, Treatment, Review.
func (c *Context) CarveOutRows() [][]string {
	var rows [][]string
	for _, x := range c.CarveOuts {
		what := []string{}
		for _, id := range x.Assets {
			if a := c.Asset(id); a != nil {
				what = append(what, id+": "+identified(a)+aboutExcluded(a))
			}
		}
		if x.Description != "" {
			what = append(what, x.Description)
		}
		rows = append(rows, []string{x.ID, c.name(x.Owner), orNone(strings.Join(what, "; ")), keptOutOf(x.Grants), sentence(word(x.Reason)), sentence(word(x.Treatment)), dateOrNone(x.ReviewDate)})
	}
	return rows
}

func keptOutOf(grants []string) string {
	switch len(grants) {
	case 0:
		return "Every Licence"
	case 1:
		return "The Licence " + grants[0]
	}
	return "The Licences " + enumerate(grants, "and")
}

// identified is an asset by its name and, where it has no registered number, by
// its docket.
func identified(a *schema.Asset) string { return withDocket(assetName(a), a) }

func withDocket(name string, a *schema.Asset) string {
	if a.Docket == "" || a.Number != "" {
		return name
	}
	return name + ", docket " + a.Docket
}

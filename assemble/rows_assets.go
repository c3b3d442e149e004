package assemble

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// AssetRows: Ref., Asset, Kind, Owner, Office, Number.
func (c *context) AssetRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, a := range c.listed() {
		rows = append(rows, []agreement.Cell{c.cell(a.ID, &a.ID), c.cell(orNone(c.withDocket(a.Title, a)), &a.Title), c.coded(sentence(word(string(a.Kind))), &a.Kind),
			c.cell(c.owners(a)), c.cell(orNone(a.Office), &a.Office), c.cell(orNone(a.Number), &a.Number)})
	}
	return rows
}

// listed is the assets that a licence may cover.
func (c *context) listed() []*schema.Asset {
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
func (c *context) AssetParticulars() []Grid {
	var tables []Grid
	protection, standing := []assetColumn{
		{"Countries", func(a *schema.Asset) string { c.saw(&a.Countries); return codes(a.Countries) }},
		{"Filed", func(a *schema.Asset) string { c.saw(&a.FilingDate); return dateOrNone(a.FilingDate) }},
		{"Expires", func(a *schema.Asset) string { c.saw(&a.ExpiryDate); return dateOrNone(a.ExpiryDate) }},
		{"Status", func(a *schema.Asset) string { c.saw(&a.Status); return sentence(a.Status) }},
		{"Family", func(a *schema.Asset) string { c.saw(&a.Family); return orNone(a.Family) }},
		{"Class", func(a *schema.Asset) string {
			c.saw(&a.Class, &a.ImprovementClass)
			return sentence(strings.TrimSpace(string(a.Class) + " " + inBrackets(word(a.ImprovementClass))))
		}},
	}, []assetColumn{
		{"Essential to", c.essential},
		{"Value", func(a *schema.Asset) string { c.saw(&a.ValueDriver); return sentence(a.ValueDriver) }},
		{"Public funding", func(a *schema.Asset) string { c.saw(&a.Funding); return orNone(a.Funding) }},
		{"Export class", func(a *schema.Asset) string { c.saw(&a.ExportClass); return orNone(a.ExportClass) }},
		{"Licensing commitment", func(a *schema.Asset) string {
			c.saw(&a.FRAND.SSO, &a.FRAND.Standard, &a.FRAND.Date)
			return commitment(a)
		}},
		{"Inventors in", func(a *schema.Asset) string { c.saw(&a.InventorCountries); return codes(a.InventorCountries) }},
		{"Personal data", func(a *schema.Asset) string {
			c.saw(&a.PersonalData)
			return map[bool]string{true: "Yes", false: none}[a.PersonalData]
		}},
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

func (c *context) assetTable(columns []assetColumn) Grid {
	assets := c.listed()
	columns = slices.DeleteFunc(columns, func(x assetColumn) bool {
		return !slices.ContainsFunc(assets, func(a *schema.Asset) bool { return x.cell(a) != none })
	})
	g := Grid{Head: []string{"Ref."}}
	for _, x := range columns {
		g.Head = append(g.Head, x.head)
	}
	c.only()
	for _, a := range assets {
		row := []agreement.Cell{c.cell(a.ID, &a.ID)}
		for _, x := range columns {
			row = append(row, c.cell(x.cell(a)))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func codes(countries []schema.Country) string {
	var list []string
	for _, code := range countries {
		list = append(list, string(code))
	}
	return orNone(strings.Join(list, ", "))
}

// informationTier is the tier to which the contents of an asset belong.
func (c *context) informationTier(a *schema.Asset) string {
	c.saw(&a.Tier)
	for i := range c.Confidentiality.Tiers {
		if t := &c.Confidentiality.Tiers[i]; t.ID == a.Tier {
			c.saw(&t.Name)
			return t.Name
		}
	}
	return orNone(a.Tier)
}

// aboutExcluded is what is said of an excluded asset beside its name.
func (c *context) aboutExcluded(a *schema.Asset) string {
	c.saw(&a.Kind, &a.Class, &a.ValueDriver)
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
func (c *context) excluded() map[string]bool {
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

func (c *context) owners(a *schema.Asset) string {
	var list []string
	for i := range a.Owners {
		o := &a.Owners[i]
		s := c.name(o.Party)
		c.saw(&o.Party, &o.Share)
		if o.Share != nil && (len(a.Owners) > 1 || o.Share.String() != "100%") {
			s += " (" + o.Share.String() + ")"
		}
		list = append(list, s)
	}
	return orNone(enumerate(list, "and"))
}

func (c *context) essential(a *schema.Asset) string {
	c.saw(&a.EssentialTo, &a.Evaluator)
	switch {
	case a.EssentialTo == "":
		return none
	case a.Evaluator == "" || a.Evaluator == "declared":
		return a.EssentialTo + " (declared by its owner)"
	}
	return a.EssentialTo + " (evaluated by " + c.name(a.Evaluator) + ")"
}

func (c *context) encumbrances(a *schema.Asset) string {
	var list []string
	for i := range a.Encumbrances {
		e := &a.Encumbrances[i]
		c.saw(&e.Kind, &e.Holder, &e.Exclusive, &e.Sublicense, &e.Field, &e.Territory, &e.Until)
		s := word(e.Kind) + " " + c.name(e.Holder)
		if e.Exclusive {
			s += ", exclusively"
		}
		if e.Sublicense != nil {
			s += map[bool]string{true: ", with the right to sublicense", false: ", without the right to sublicense"}[*e.Sublicense]
		}
		if f := c.Field(e.Field); f != nil {
			c.saw(&f.Name)
			s += ", in the field " + f.Name
		}
		if t := c.Territory(e.Territory); t != nil {
			c.saw(&t.Name)
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
func (c *context) CarveOutRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.CarveOuts {
		x := &c.CarveOuts[i]
		rows = append(rows, []agreement.Cell{
			c.cell(x.ID, &x.ID), c.cell(c.name(x.Owner), &x.Owner), c.cell(c.carvedOut(x)), c.cell(keptOutOf(x.Grants), &x.Grants),
			c.coded(sentence(word(x.Reason)), &x.Reason), c.coded(sentence(word(x.Treatment)), &x.Treatment), c.cell(dateOrNone(x.ReviewDate), &x.ReviewDate),
		})
	}
	return rows
}

func keptOutOf(grants []string) string {
	switch len(grants) {
	case 0:
		return "Every Licence"
	case 1:
		return "The Licence in row " + grants[0]
	}
	return "The Licences in rows " + enumerate(grants, "and")
}

// carvedOut is what a carve-out keeps out.
func (c *context) carvedOut(x *schema.CarveOut) string {
	c.saw(&x.Assets, &x.Description)
	var what []string
	for _, id := range x.Assets {
		if a := c.Asset(id); a != nil {
			what = append(what, id+": "+c.identified(a)+c.aboutExcluded(a))
		}
	}
	if x.Description != "" {
		what = append(what, x.Description)
	}
	return orNone(strings.Join(what, "; "))
}

// identified is an asset by its name and its docket.
func (c *context) identified(a *schema.Asset) string { return c.withDocket(c.assetName(a), a) }

func (c *context) withDocket(name string, a *schema.Asset) string {
	if a.Docket == "" {
		return name
	}
	c.saw(&a.Docket)
	if name == "" {
		return "docket " + a.Docket
	}
	return name + ", docket " + a.Docket
}

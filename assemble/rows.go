package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// The rows of schedules: each method gives the cells of one table as they
// print. What a clause says about a row is in the clause; what is computed is
// computed here, or in package money.

const none = "–"

// worded is how coded values of the term sheet print in tables. A code that is
// not here prints as it is, with blanks for hyphens.
var worded = map[string]string{
	"have-made": "have made", "offer": "offer for sale",
	"nonexclusive": "non-exclusive", "coexclusive": "co-exclusive",
	"term": "end of the Term", "last-to-expire": "expiry of the last licensed asset",
	"know-how": "know-how", "non-payment": "non-payment", "mask-work": "mask work", "data-set": "data set",
	"own-design": "own designs only", "research-org": "research organisation",
	"licence-in": "held under licence from", "licence-out": "licensed to", "security": "charged to", "option": "option of", "court-order": "subject to an order in favour of",
	"IP": "intellectual property", "R&D": "research and development", "business-development": "business development",
	"royalty-tax": "royalty reporting and tax", "ip-formalities": "IP formalities", "antitrust": "competition law", "funding": "public funding",
	"net-sales": "Net Sales", "gross-margin": "gross margin",
	"not-licensed": "not licensed", "case-by-case": "licensed case by case", "escrow-only": "escrow only",
	"third-party": "rights of third parties", "trade-secret": "trade secret", "enabling": "enabling technology", "export": "export control",
}

func word(code string) string {
	if w, ok := worded[code]; ok {
		return w
	}
	return strings.ReplaceAll(code, "-", " ")
}

func sentence(s string) string {
	if s == "" {
		return none
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func wordsFor(codes []string) string {
	var list []string
	for _, c := range codes {
		list = append(list, word(c))
	}
	return orNone(enumerate(list, "and"))
}

func orNone(s string) string { return cmp.Or(strings.TrimSpace(s), none) }

func dateOrNone(d schema.Date) string { return orNone(d.String()) }

func show[T fmt.Stringer](p *T) string {
	if p == nil {
		return none
	}
	return (*p).String()
}

// name is a party's short name, the words for a reserved word, or the text
// itself where it names somebody outside the deal.
func (c *Context) name(id string) string {
	if p := c.Party(id); p != nil {
		c.saw(&p.ShortName)
		return p.ShortName
	}
	if w, ok := reservedParties[id]; ok {
		return string(w)
	}
	return id
}

func (c *Context) names(ids []string) string {
	var list []string
	for _, id := range ids {
		list = append(list, c.name(id))
	}
	return orNone(enumerate(list, "and"))
}

// AssetRows: Ref., Asset, Kind, Owner, Office, Number.
func (c *Context) AssetRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, a := range c.listed() {
		rows = append(rows, []agreement.Cell{c.cell(a.ID, &a.ID), c.cell(orNone(c.withDocket(a.Title, a)), &a.Title), c.coded(sentence(word(string(a.Kind))), &a.Kind),
			c.cell(c.owners(a)), c.cell(orNone(a.Office), &a.Office), c.cell(orNone(a.Number), &a.Number)})
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

// AssetParticulars are two tables: how the assets are protected, and how they
// stand. A table that would say nothing is left out.
func (c *Context) AssetParticulars() []Grid {
	var tables []Grid
	for _, columns := range [][]assetColumn{{
		{"Countries", func(a *schema.Asset) string { c.saw(&a.Countries); return countriesOf(a) }},
		{"Filed", func(a *schema.Asset) string { c.saw(&a.FilingDate); return dateOrNone(a.FilingDate) }},
		{"Expires", func(a *schema.Asset) string { c.saw(&a.ExpiryDate); return dateOrNone(a.ExpiryDate) }},
		{"Status", func(a *schema.Asset) string { c.saw(&a.Status); return sentence(a.Status) }},
		{"Family", func(a *schema.Asset) string { c.saw(&a.Family); return orNone(a.Family) }},
		{"Class", func(a *schema.Asset) string {
			c.saw(&a.Class, &a.ImprovementClass)
			return sentence(strings.TrimSpace(string(a.Class) + " " + inBrackets(word(a.ImprovementClass))))
		}},
	}, {
		{"Essential to", c.essential},
		{"Value", func(a *schema.Asset) string { c.saw(&a.ValueDriver); return sentence(a.ValueDriver) }},
		{"Public funding", func(a *schema.Asset) string { c.saw(&a.Funding); return orNone(a.Funding) }},
		{"Export class", func(a *schema.Asset) string { c.saw(&a.ExportClass); return orNone(a.ExportClass) }},
		{"Licensing commitment", func(a *schema.Asset) string {
			c.saw(&a.FRAND.SSO, &a.FRAND.Standard, &a.FRAND.Date)
			return commitment(a)
		}},
		{"Encumbrances", c.encumbrances},
	}} {
		if g := c.assetTable(columns); len(g.Head) > 1 {
			tables = append(tables, g)
		}
	}
	return tables
}

func (c *Context) assetTable(columns []assetColumn) Grid {
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

func countriesOf(a *schema.Asset) string {
	var names []string
	for _, code := range a.Countries {
		names = append(names, string(code))
	}
	return orNone(strings.Join(names, ", "))
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
	for i := range a.Owners {
		o := &a.Owners[i]
		s := c.name(o.Party)
		c.saw(&o.Party, &o.Share)
		if o.Share != nil && len(a.Owners) > 1 {
			s += " (" + o.Share.String() + ")"
		}
		list = append(list, s)
	}
	return orNone(enumerate(list, "and"))
}

func (c *Context) essential(a *schema.Asset) string {
	c.saw(&a.EssentialTo, &a.Evaluator)
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
func (c *Context) CarveOutRows() [][]agreement.Cell {
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
		return "The Licence " + grants[0]
	}
	return "The Licences " + enumerate(grants, "and")
}

// carvedOut is what a carve-out keeps out.
func (c *Context) carvedOut(x *schema.CarveOut) string {
	c.saw(&x.Assets, &x.Description)
	var what []string
	for _, id := range x.Assets {
		if a := c.Asset(id); a != nil {
			what = append(what, id+": "+c.identified(a))
		}
	}
	if x.Description != "" {
		what = append(what, x.Description)
	}
	return orNone(strings.Join(what, "; "))
}

// identified is an asset by its name and, where it has no registered number, by
// its docket.
func (c *Context) identified(a *schema.Asset) string { return c.withDocket(c.assetName(a), a) }

func (c *Context) withDocket(name string, a *schema.Asset) string {
	c.saw(&a.Docket)
	if a.Docket == "" || a.Number != "" {
		return name
	}
	return name + ", docket " + a.Docket
}

// MemberRows: Party, Registered name, Seat, Register no., Role.
func (c *Context) MemberRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, p := range c.run.facts.signing {
		legal := p.LegalName
		if p.NativeName != "" {
			legal += " (" + p.NativeName + ")"
		}
		var roles []string
		for _, r := range p.Roles {
			roles = append(roles, word(string(r)))
		}
		rows = append(rows, []agreement.Cell{c.cell(p.ShortName, &p.ShortName), c.cell(legal, &p.LegalName, &p.NativeName), c.cell(orNone(p.Address), &p.Address),
			c.cell(orNone(p.RegNo), &p.RegNo), c.coded(sentence(enumerate(roles, "and")), &p.Roles)})
	}
	return rows
}

// ContributionRows: Party, Contribution, Opening credits.
func (c *Context) ContributionRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Contributions {
		x := &c.Contributions[i]
		var what []string
		for _, id := range x.Assets {
			if a := c.Asset(id); a != nil {
				what = append(what, c.assetName(a))
			}
		}
		if x.Effort != "" {
			what = append(what, x.Effort)
		}
		if x.Money != nil {
			what = append(what, x.Money.String())
		}
		brought := c.cell(orNone(strings.Join(what, "; ")), &x.Assets, &x.Effort, &x.Money)
		rows = append(rows, []agreement.Cell{c.cell(c.name(x.Member), &x.Member), brought, c.cell(show(x.OpeningCredits), &x.OpeningCredits)})
	}
	return rows
}

// FieldRows: Field, Definition, Includes, Excludes.
func (c *Context) FieldRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Fields {
		f := &c.Fields[i]
		name := c.cell(f.Name, &f.Name)
		definition := orNone(f.Definition)
		if p := c.Field(f.Parent); p != nil {
			c.saw(&f.Parent, &p.Name)
			definition = strings.TrimSuffix(definition, ".") + ", being part of " + p.Name
		}
		rows = append(rows, []agreement.Cell{name, c.cell(definition, &f.Definition),
			c.cell(orNone(strings.Join(f.Includes, "; ")), &f.Includes), c.cell(orNone(strings.Join(f.Excludes, "; ")), &f.Excludes)})
	}
	return rows
}

// TerritoryRows: Territory, Countries.
func (c *Context) TerritoryRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Territories {
		t := &c.Territories[i]
		countries := "all countries of the world"
		if list := c.Countries(t.ID); len(list) < 240 {
			var names []string
			for _, code := range list {
				names = append(names, schema.CountryName(code))
			}
			slices.Sort(names)
			countries = enumerate(names, "and")
		}
		rows = append(rows, []agreement.Cell{c.cell(t.Name, &t.Name), c.cell(orNone(countries), &t.Countries, &t.Parent, &t.Includes, &t.Excludes)})
	}
	return rows
}

// LicenceRows: Ref., Licensor, Licensee, Assets, Field, Territory, Acts, Exclusivity, Tier, Start, End, Sublicences, Royalty.
func (c *Context) LicenceRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Grants {
		g := &c.Grants[i]
		rows = append(rows, []agreement.Cell{
			c.cell(g.ID, &g.ID), c.cell(sentence(c.name(g.From)), &g.From), c.cell(sentence(c.licensees(g)), &g.To), c.cell(c.licensed(g)),
			c.cell(c.fieldName(g.Field), &g.Field), c.cell(c.territories(g)), c.coded(sentence(wordsFor(g.Acts)), &g.Acts),
			c.coded(sentence(word(string(cmp.Or(g.Exclusivity, schema.Nonexclusive)))), &g.Exclusivity), c.coded(sentence(g.Tier), &g.Tier),
			c.grantStart(g), c.grantEnd(g), c.sublicences(g), c.royaltyOf(g),
		})
	}
	return rows
}

func (c *Context) licensees(g *schema.Grant) string {
	if slices.Equal(g.To, []string{"members"}) {
		if g.From == "members" {
			return "each other Member"
		}
		return "each Member"
	}
	return c.names(g.To)
}

func (c *Context) licensed(g *schema.Grant) string {
	c.saw(&g.Assets, &g.Class, &g.Capture.From, &g.Capture.To)
	var list []string
	if len(g.Assets) > 0 {
		list = append(list, strings.Join(g.Assets, ", "))
	}
	if g.Class != "" {
		list = append(list, "The Licensor’s "+string(g.Class)+" assets in "+c.assetSchedule())
	}
	switch from, to := g.Capture.From, g.Capture.To; {
	case !from.IsZero() && !to.IsZero():
		list = append(list, fmt.Sprintf("Patents first filed from %s to %s", from, to))
	case !to.IsZero():
		list = append(list, "Patents first filed up to "+to.String())
	case !from.IsZero():
		list = append(list, "Patents first filed from "+from.String())
	}
	if len(list) == 0 {
		return "The Licensor’s assets in " + c.assetSchedule()
	}
	return strings.Join(list, "; ")
}

// assetSchedule is how a table names the schedule of assets.
func (c *Context) assetSchedule() string {
	if in := c.run.byTopic["schedules/assets"]; in != nil {
		return "Schedule " + in.item.Letter
	}
	return "the schedule of assets"
}

func (c *Context) fieldName(id string) string {
	if f := c.Field(id); f != nil {
		c.saw(&f.Name)
		return f.Name
	}
	return "Every field"
}

func (c *Context) territories(g *schema.Grant) string {
	c.saw(&g.Territory, &g.MakeTerritory)
	s := c.territoryName(g.Territory)
	if g.MakeTerritory != "" && g.MakeTerritory != g.Territory {
		s += "; to make: " + c.territoryName(g.MakeTerritory)
	}
	return s
}

func (c *Context) territoryName(id string) string {
	if t := c.Territory(id); t != nil {
		c.saw(&t.Name)
		return t.Name
	}
	return "World"
}

func (c *Context) grantStart(g *schema.Grant) agreement.Cell {
	if g.Start.IsZero() {
		c.saw(&c.Deal.EffectiveDate)
	}
	return c.cell(c.GrantStart(g).String(), &g.Start)
}

func (c *Context) grantEnd(g *schema.Grant) agreement.Cell {
	switch {
	case g.Perpetual:
		return c.coded("None (perpetual)", &g.Perpetual)
	case g.End == "" || g.End == schema.EndTerm || g.End == schema.EndLastToExpire:
		return c.coded(sentence(word(string(cmp.Or(g.End, schema.EndTerm)))), &g.End)
	}
	d, err := schema.ParseDate(string(g.End))
	if err != nil {
		return c.cell(string(g.End), &g.End)
	}
	return c.cell(d.String(), &g.End)
}

func (c *Context) sublicences(g *schema.Grant) agreement.Cell {
	s := &g.Sublicense
	switch {
	case s.Allowed == nil || !*s.Allowed:
		return c.coded("None", &s.Allowed)
	case s.Depth == nil || *s.Depth == 1:
		return c.coded("One level", &s.Allowed, &s.Depth)
	}
	return c.cell(fmt.Sprintf("%d levels", *s.Depth), &s.Allowed, &s.Depth)
}

func (c *Context) royaltyOf(g *schema.Grant) agreement.Cell {
	var names []string
	var own []any
	for i := range c.Payments.Royalties {
		if r := &c.Payments.Royalties[i]; slices.Contains(c.grantsBearing(r), g.ID) {
			own = append(own, &r.Name)
			names = append(names, cmp.Or(r.Name, r.ID))
		}
	}
	c.only(append(own, &g.Royalty)...)
	switch {
	case len(names) > 0:
		return c.cell(enumerate(names, "and"))
	case g.RoyaltyFree:
		return c.coded("Royalty-free", &g.RoyaltyFree)
	}
	return c.coded("None")
}

// A Grid is the matrix of licences: licensors down, licensees across.
type Grid struct {
	Head []string
	Rows [][]agreement.Cell
}

// Grid shows who licenses whom in which fields. Members between whom nothing
// is licensed have an empty cell.
func (c *Context) Grid() Grid {
	cells := map[[2]string][]string{}
	var from, to []string
	for i := range c.Grants {
		g := &c.Grants[i]
		for _, l := range c.Licensors(g) {
			for _, e := range c.Licensees(g) {
				if l == e {
					continue
				}
				from, to = appendNew(from, l), appendNew(to, e)
				key := [2]string{l, e}
				cells[key] = appendNew(cells[key], g.ID)
			}
		}
	}
	order := func(ids []string) {
		slices.SortStableFunc(ids, func(a, b string) int { return c.rank(a) - c.rank(b) })
	}
	order(from)
	order(to)
	g := Grid{Head: []string{"Licensor ↓ Licensee →"}}
	for _, e := range to {
		g.Head = append(g.Head, c.name(e))
	}
	for _, l := range from {
		row := []agreement.Cell{c.cell(c.name(l))}
		for _, e := range to {
			row = append(row, c.licencesIn(cells[[2]string{l, e}]))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// licencesIn is a cell of the grid: the licences from one party to another.
func (c *Context) licencesIn(ids []string) agreement.Cell {
	for _, id := range ids {
		g := c.Grant(id)
		c.saw(&g.ID, &g.From, &g.To)
	}
	return c.cell(orNone(strings.Join(ids, ", ")))
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// rank is the place of a party in the term sheet.
func (c *Context) rank(id string) int {
	return slices.IndexFunc(c.Parties, func(p schema.Party) bool { return p.ID == id })
}

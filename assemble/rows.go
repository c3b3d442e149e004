package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// The rows of schedules: each method gives the cells of one table as they
// print. What a clause says about a row is in the clause; what is computed is
// computed here, or in package money.

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
	"net-sales": "Net Sales", "gross-margin": "Gross Margin",
	"not-licensed": "not licensed", "case-by-case": "licensed case by case", "escrow-only": "escrow only",
	"third-party": "rights of third parties", "trade-secret": "trade secret", "enabling": "enabling technology", "export": "export control",
}

func word(code string) string {
	if w, ok := worded[code]; ok {
		return w
	}
	return strings.ReplaceAll(code, "-", " ")
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
func (c *context) name(id string) string {
	if p := c.Party(id); p != nil {
		c.saw(&p.ShortName)
		return p.ShortName
	}
	if w, ok := reservedParties[id]; ok {
		return string(w)
	}
	return id
}

// beginning is what is said of parties as a cell begins with it: words for parties have a
// capital, and a name is as its party writes it.
func beginning(said string, ids ...string) string {
	if len(ids) > 0 && reservedParties[ids[0]] != "" {
		return sentence(said)
	}
	return cmp.Or(said, none)
}

func (c *context) names(ids []string) string {
	var list []string
	for _, id := range ids {
		list = append(list, c.name(id))
	}
	return orNone(enumerate(list, "and"))
}

// MemberRows: Party, Registered name, Seat, Register no., Role.
func (c *context) MemberRows() [][]agreement.Cell {
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
func (c *context) ContributionRows() [][]agreement.Cell {
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
func (c *context) FieldRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Fields {
		f := &c.Fields[i]
		name := c.cell(f.Name, &f.Name)
		definition := orNone(f.Definition)
		if p := c.Field(f.Parent); p != nil {
			c.saw(&f.Parent, &p.Name)
			definition = strings.TrimSuffix(definition, ".") + ", but only what is also in " + p.Name
		}
		rows = append(rows, []agreement.Cell{name, c.cell(definition, &f.Definition),
			c.cell(orNone(strings.Join(f.Includes, "; ")), &f.Includes), c.cell(orNone(strings.Join(f.Excludes, "; ")), &f.Excludes)})
	}
	return rows
}

// TerritoryRows: Territory, Countries.
func (c *context) TerritoryRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Territories {
		t := &c.Territories[i]
		countries := "all countries of the world"
		if list := c.Countries(t.ID); c.allBut(t) {
			countries += " except " + c.excepted(t)
		} else if len(list) < 240 {
			var names []string
			for _, code := range list {
				names = append(names, schema.CountryName(code))
			}
			slices.Sort(names)
			countries = enumerate(names, "and")
		}
		name := c.cell(t.Name, &t.Name)
		if p := c.Territory(t.Parent); p != nil && len(t.Countries) > 0 {
			countries += ", being part of " + p.Name
			c.saw(&p.Name)
		}
		rows = append(rows, []agreement.Cell{name, c.cell(orNone(countries), &t.Countries, &t.Parent, &t.Includes, &t.Excludes)})
	}
	return rows
}

// allBut reports whether a territory is the world with exceptions, which are told
// instead of some two hundred countries: of what no list names, nobody is in doubt.
func (c *context) allBut(t *schema.Territory) bool {
	return len(t.Excludes) > 0 && (slices.Contains(t.Countries, "world") || slices.Contains(t.Includes, "world"))
}

// excepted is what a territory excludes: what other territories name, by their names, and countries.
func (c *context) excepted(t *schema.Territory) string {
	var names, of []string
	for _, id := range t.Excludes {
		if x := c.Territory(id); x != nil {
			c.saw(&x.Name)
			of = append(of, x.Name)
			continue
		}
		for _, code := range c.Countries(id) {
			names = append(names, schema.CountryName(code))
		}
	}
	slices.Sort(names)
	if len(of) > 0 {
		names = append(names, "the countries of "+enumerate(of, "and"))
	}
	return enumerate(names, "and")
}

// LicenceRows: Ref., Licensor, Licensee, Assets, Field, Territory, Acts, Exclusivity, Tier, Start, End, Sublicences, Royalty.
func (c *context) LicenceRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Grants {
		g := &c.Grants[i]
		rows = append(rows, []agreement.Cell{
			c.cell(g.ID, &g.ID), c.cell(beginning(c.name(g.From), g.From), &g.From), c.cell(beginning(c.licensees(g), g.To...), &g.To), c.cell(c.licensed(g)),
			c.cell(c.fieldName(g.Field), &g.Field), c.cell(c.territories(g)), c.coded(sentence(wordsFor(g.Acts)), &g.Acts),
			c.coded(sentence(word(string(cmp.Or(g.Exclusivity, schema.Nonexclusive)))), &g.Exclusivity), c.coded(sentence(g.Tier), &g.Tier),
			c.grantStart(g), c.grantEnd(g), c.sublicences(g), c.royaltyOf(g),
		})
	}
	return rows
}

// TermRows: Ref., Exclusivity, Tier, Start, End, Sublicences, Royalty.
func (c *context) TermRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, r := range c.LicenceRows() {
		rows = append(rows, append(r[:1:1], r[7:]...))
	}
	return rows
}

func (c *context) licensees(g *schema.Grant) string {
	if slices.Equal(g.To, []string{"members"}) {
		if g.From == "members" {
			return "each other Member"
		}
		return "each Member"
	}
	return c.names(g.To)
}

func (c *context) licensed(g *schema.Grant) string {
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
func (c *context) assetSchedule() string {
	if in := c.run.byTopic[c.run.Says(AssetList).Topic]; in != nil {
		return "Schedule " + in.item.Letter
	}
	return "the schedule of assets"
}

func (c *context) fieldName(id string) string {
	if f := c.Field(id); f != nil {
		c.saw(&f.Name)
		return f.Name
	}
	return "Every field"
}

func (c *context) territories(g *schema.Grant) string {
	c.saw(&g.Territory, &g.MakeTerritory)
	s := c.territoryName(g.Territory)
	if g.MakeTerritory != "" && g.MakeTerritory != g.Territory {
		s += "; to make: " + c.territoryName(g.MakeTerritory)
	}
	return s
}

func (c *context) territoryName(id string) string {
	if t := c.Territory(id); t != nil {
		c.saw(&t.Name)
		return t.Name
	}
	return "Every country of the world"
}

func (c *context) grantStart(g *schema.Grant) agreement.Cell {
	if g.Tier == "optional" || g.Tier == "supplementary" {
		c.saw(&g.Tier)
		if g.Start.IsZero() {
			return c.coded("When taken up", &g.Tier)
		}
		return c.cell("When taken up, from "+g.Start.String(), &g.Start)
	}
	if g.Start.IsZero() {
		c.saw(&c.Deal.EffectiveDate)
	}
	return c.cell(c.GrantStart(g).String(), &g.Start)
}

func (c *context) grantEnd(g *schema.Grant) agreement.Cell {
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

func (c *context) sublicences(g *schema.Grant) agreement.Cell {
	s := &g.Sublicense
	switch {
	case s.Allowed == nil || !*s.Allowed:
		return c.coded("None", &s.Allowed)
	case s.Depth == nil: // the clause says how deep
		return c.coded("Allowed", &s.Allowed)
	case *s.Depth <= 1:
		return c.coded("One level", &s.Allowed, &s.Depth)
	}
	return c.cell(fmt.Sprintf("%d levels", *s.Depth), &s.Allowed, &s.Depth)
}

func (c *context) royaltyOf(g *schema.Grant) agreement.Cell {
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
func (c *context) Grid() Grid {
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
func (c *context) licencesIn(ids []string) agreement.Cell {
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
func (c *context) rank(id string) int {
	return slices.IndexFunc(c.Parties, func(p schema.Party) bool { return p.ID == id })
}

// noTime reports whether a value is a time of nothing. A clause whose range begins above
// zero has no words for it.
func noTime(v any) bool {
	switch v {
	case schema.Days(0), schema.BusinessDays(0), schema.Hours(0), schema.Months(0), schema.Years(0):
		return true
	}
	return false
}

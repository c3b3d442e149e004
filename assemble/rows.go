package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// MemberRows: Party, Registered name, Seat, Register no., Role.
func (c *Context) MemberRows() [][]string {
	var rows [][]string
	for _, p := range c.run.facts.signing {
		legal := p.LegalName
		if p.NativeName != "" {
			legal += " (" + p.NativeName + ")"
		}
		var roles []string
		for _, r := range p.Roles {
			roles = append(roles, word(string(r)))
		}
		rows = append(rows, []string{p.ShortName, legal, orNone(p.Address), orNone(p.RegNo), sentence(enumerate(roles, "and"))})
	}
	return rows
}

// ContributionRows: Party, Contribution, Opening credits.
func (c *Context) ContributionRows() [][]string {
	var rows [][]string
	for _, x := range c.Contributions {
		var what []string
		for _, id := range x.Assets {
			if a := c.Asset(id); a != nil {
				what = append(what, assetName(a))
			}
		}
		if x.Effort != "" {
			what = append(what, x.Effort)
		}
		if x.Money != nil {
			what = append(what, x.Money.String())
		}
		rows = append(rows, []string{c.name(x.Member), orNone(strings.Join(what, "; ")), show(x.OpeningCredits)})
	}
	return rows
}

// FieldRows: Field, Definition, Includes, Excludes.
func (c *Context) FieldRows() [][]string {
	var rows [][]string
	for _, f := range c.Fields {
		definition := orNone(f.Definition)
		if p := c.Field(f.Parent); p != nil {
			definition = strings.TrimSuffix(definition, ".") + ", being part of " + p.Name
		}
		rows = append(rows, []string{f.Name, definition, orNone(strings.Join(f.Includes, "; ")), orNone(strings.Join(f.Excludes, "; "))})
	}
	return rows
}

// TerritoryRows: Territory, Countries.
func (c *Context) TerritoryRows() [][]string {
	var rows [][]string
	for _, t := range c.Territories {
		countries := "all countries of the world"
		if list := c.Countries(t.ID); len(list) < 240 {
			var names []string
			for _, code := range list {
				names = append(names, schema.CountryName(code))
			}
			slices.Sort(names)
			countries = enumerate(names, "and")
		}
		rows = append(rows, []string{t.Name, orNone(countries)})
	}
	return rows
}

// LicenceRows: Ref., Licensor, Licensee, Assets, Field, Territory, Acts, Exclusivity, Tier, Start, End, Sublicences, Royalty.
func (c *Context) LicenceRows() [][]string {
	var rows [][]string
	for i := range c.Grants {
		g := &c.Grants[i]
		rows = append(rows, []string{g.ID, sentence(c.name(g.From)), sentence(c.licensees(g)), c.licensed(g), c.fieldName(g.Field), c.territories(g),
			sentence(wordsFor(g.Acts)), sentence(word(string(cmp.Or(g.Exclusivity, schema.Nonexclusive)))), sentence(g.Tier),
			c.GrantStart(g).String(), c.grantEnd(g), c.sublicences(g), c.royaltyOf(g)})
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
		return f.Name
	}
	return "Every field"
}

func (c *Context) territories(g *schema.Grant) string {
	s := c.territoryName(g.Territory)
	if g.MakeTerritory != "" && g.MakeTerritory != g.Territory {
		s += "; to make: " + c.territoryName(g.MakeTerritory)
	}
	return s
}

func (c *Context) territoryName(id string) string {
	if t := c.Territory(id); t != nil {
		return t.Name
	}
	return "World"
}

func (c *Context) grantEnd(g *schema.Grant) string {
	switch {
	case g.Perpetual:
		return "None (perpetual)"
	case g.End == "" || g.End == schema.EndTerm || g.End == schema.EndLastToExpire:
		return sentence(word(string(cmp.Or(g.End, schema.EndTerm))))
	}
	d, err := schema.ParseDate(string(g.End))
	if err != nil {
		return string(g.End)
	}
	return d.String()
}

func (c *Context) sublicences(g *schema.Grant) string {
	s := g.Sublicense
	switch {
	case s.Allowed == nil || !*s.Allowed:
		return "None"
	case s.Depth == nil || *s.Depth == 1:
		return "One level"
	}
	return fmt.Sprintf("%d levels", *s.Depth)
}

func (c *Context) royaltyOf(g *schema.Grant) string {
	var names []string
	for i := range c.Payments.Royalties {
		if r := &c.Payments.Royalties[i]; slices.Contains(c.grantsBearing(r), g.ID) {
			names = append(names, cmp.Or(r.Name, r.ID))
		}
	}
	switch {
	case len(names) > 0:
		return enumerate(names, "and")
	case g.RoyaltyFree:
		return "Royalty-free"
	}
	return "None"
}

// A Grid is the matrix of licences: licensors down, licensees across.
type Grid struct {
	Head []string
	Rows [][]string
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
		row := []string{c.name(l)}
		for _, e := range to {
			row = append(row, orNone(strings.Join(cells[[2]string{l, e}], ", ")))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
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

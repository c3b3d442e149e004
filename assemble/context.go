package assemble

import (
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Context is what a clause sees: the term sheet, with the defaults filled in,
// and the methods below. It is exported because text/template calls only what
// is; nothing outside this package makes one.
type Context struct {
	*schema.TermSheet
	run  *run
	here *chosen
}

// A run is one assembly under way: what its clauses have printed so far, and
// what is wrong.
type run struct {
	*selection
	values []string
	tables []*agreement.Table
}

// facts are yes-or-no answers about a deal that many conditions ask for.
type facts struct {
	signing []*schema.Party
	degrees map[schema.Exclusivity]bool
}

func factsOf(t *schema.TermSheet) facts {
	f := facts{degrees: map[schema.Exclusivity]bool{}}
	f.signing = t.Signers()
	for _, g := range t.Grants {
		degree := g.Exclusivity
		if degree == "" {
			degree = schema.Nonexclusive
		}
		f.degrees[degree] = true
	}
	return f
}

// Emit is added to every action that prints. It keeps the value aside and
// prints a mark in its place, so that the value cannot be read as Markdown.
// Where there is nothing to print it records a problem at the clause's line.
func (c *Context) Emit(line int, expr string, v any) (string, error) {
	s, err := printed(v)
	if err != nil {
		c.absent(line, expr, err)
		s = "…"
	}
	switch v := v.(type) {
	case block:
		return string(v), nil
	case words:
		if !strings.ContainsFunc(s, unicode.IsControl) {
			return s, nil
		}
	case schema.BusinessDays: // "Business Days" is a defined term
		return s, nil
	case *schema.BusinessDays:
		if v != nil {
			return s, nil
		}
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		c.run.problems.Add(&agreement.Problem{ID: "control-character", Pos: c.at(line), Message: fmt.Sprintf("%s holds a control character: %q", expr, s),
			Hint: "write it in one line of plain text"})
		s = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, s)
	}
	c.run.values = append(c.run.values, s)
	return fmt.Sprintf("%c%d%c", valueOpen, len(c.run.values)-1, valueClose), nil
}

func (c *Context) absent(line int, expr string, err error) {
	p := &agreement.Problem{ID: "absent-value", Pos: c.at(line), Err: err}
	path, parameter := c.subject(expr)
	switch {
	case !errors.Is(err, errAbsent):
		p.Message = fmt.Sprintf("%s %v", expr, err)
	case parameter != nil:
		p.Message = fmt.Sprintf("%s needs %s, which the term sheet does not give and which has no default", c.here.item.Use, parameter.About)
		p.Hint = "give " + path
	default:
		p.Message = fmt.Sprintf("%s prints %s, which the term sheet does not give", c.here.item.Use, path)
		p.Hint = "give " + path
	}
	c.run.problems.Add(p)
}

// subject is the path in the term sheet that an action prints, and the
// parameter where it prints one.
func (c *Context) subject(expr string) (string, *Parameter) {
	if _, rest, ok := strings.Cut(expr, `.Param "`); ok && c.here != nil {
		name, _, _ := strings.Cut(rest, `"`)
		if p := c.here.variant.parameter(name); p != nil {
			if p.Path != "" {
				return p.Path, p
			}
			return fmt.Sprintf("clauses.%q.parameters.%s", c.here.item.Use, name), p
		}
	}
	if path, ok := jsonPath(expr); ok {
		return path, nil
	}
	return expr, nil
}

func (c *Context) at(line int) token.Position {
	if c.here == nil {
		return token.Position{}
	}
	return token.Position{Filename: c.here.variant.pos.Filename, Line: line}
}

// Param is the value of a parameter of the clause, or nil where it has none.
func (c *Context) Param(name string) (any, error) {
	if c.here == nil || c.here.variant.parameter(name) == nil {
		return nil, fmt.Errorf("the clause has no parameter %q", name)
	}
	v := c.here.values[name]
	return v, nil
}

// Phrase is the clause's own words for a coded value.
func (c *Context) Phrase(set string, code any) (words, error) {
	return phraseOf(c.here.variant, set, code)
}

// PhraseOf is the words of another topic for a coded value.
func (c *Context) PhraseOf(topic, set string, code any) (words, error) {
	if in := c.run.byTopic[topic]; in != nil && in.variant != nil {
		return phraseOf(in.variant, set, code)
	}
	t := c.run.lib.topics[topic]
	if t == nil || len(t.Variants) == 0 {
		return "", fmt.Errorf("there is no topic %q", topic)
	}
	return phraseOf(t.Variants[0], set, code)
}

func phraseOf(v *Variant, set string, code any) (words, error) {
	s, err := printed(code)
	if err != nil {
		return "", fmt.Errorf("a value for which %s has a phrase %q is not given", v.Topic.ID, set)
	}
	p, ok := v.phrase(set, s)
	if !ok {
		return "", fmt.Errorf("%s has no phrase %q for %q", v.Topic.ID, set, s)
	}
	return words(p), nil
}

// Has reports whether a topic is in the agreement; "topic.provision" asks for
// a provision of it.
func (c *Context) Has(id string) bool {
	topic, provision, _ := strings.Cut(id, ".")
	in := c.run.byTopic[topic]
	if in == nil || provision == "" {
		return in != nil
	}
	return in.variant != nil && in.variant.text.names(provision)
}

// Variant is the variant chosen for a topic, or "".
func (c *Context) Variant(topic string) string {
	if in := c.run.byTopic[topic]; in != nil && in.variant != nil {
		return in.variant.Name
	}
	return ""
}

// PartyCount is the number of parties that sign.
func (c *Context) PartyCount() int { return len(c.run.facts.signing) }

// Bilateral reports whether two parties sign.
func (c *Context) Bilateral() bool { return c.PartyCount() == 2 }

// Multi reports whether more than two parties sign.
func (c *Context) Multi() bool { return c.PartyCount() > 2 }

// Pooled reports whether the deal is a pool, a consortium or a standards pool.
func (c *Context) Pooled() bool { return c.Deal.Kind != schema.Bilateral }

func (c *Context) byCount(two, more words) words {
	if c.Bilateral() {
		return two
	}
	return more
}

// Between is "between" for two parties and "among" for more.
func (c *Context) Between() words { return c.byCount("between", "among") }

// EachOther is "each other" for two parties and "one another" for more.
func (c *Context) EachOther() words { return c.byCount("each other", "one another") }

// OtherParty is "the other Party" or "each other Party".
func (c *Context) OtherParty() words { return c.byCount("the other Party", "each other Party") }

// OtherParties is "the other Party" or "the other Parties".
func (c *Context) OtherParties() words { return c.byCount("the other Party", "the other Parties") }

// AnyParty is "either Party" or "any Party".
func (c *Context) AnyParty() words { return c.byCount("either Party", "any Party") }

// NoParty is "neither Party" or "no Party".
func (c *Context) NoParty() words { return c.byCount("neither Party", "no Party") }

// AllParties is "both Parties" or "all Parties".
func (c *Context) AllParties() words { return c.byCount("both Parties", "all Parties") }

// reservedParties are words that stand for parties in a term sheet, and how an
// agreement prints them.
var reservedParties = map[string]words{
	"members": "each Member", "licensees": "each Licensee", "administrator": "the Administrator", "each": "each Party",
}

// PartyName is the short name of a party, or the words for a reserved word.
func (c *Context) PartyName(id any) (any, error) {
	s, err := printed(id)
	if err != nil {
		return nil, nil // Emit says what is absent
	}
	if w, ok := reservedParties[s]; ok {
		return w, nil
	}
	if p := c.Party(s); p != nil {
		return p.ShortName, nil
	}
	return nil, fmt.Errorf("%q is no party of this term sheet", s)
}

// LegalName is the registered name of a party.
func (c *Context) LegalName(id any) (any, error) {
	s, err := printed(id)
	if err != nil {
		return nil, nil
	}
	if p := c.Party(s); p != nil {
		return p.LegalName, nil
	}
	return nil, fmt.Errorf("%q is no party of this term sheet", s)
}

// PartyList joins the short names of parties: "Alpha, Beta and Gamma".
func (c *Context) PartyList(ids []string, conjunction string) (any, error) {
	if len(ids) == 1 {
		return c.PartyName(ids[0])
	}
	var names []string
	for _, id := range ids {
		n, err := c.PartyName(id)
		if err != nil {
			return nil, err
		}
		names = append(names, fmt.Sprint(n))
	}
	return enumerate(names, conjunction), nil
}

// AssetName is the title of an asset with its number: "Cell balancing (EP 3 456 789)".
func (c *Context) AssetName(id string) (any, error) {
	a := c.Asset(id)
	if a == nil {
		return nil, fmt.Errorf("%q is no asset of this term sheet", id)
	}
	return assetName(a), nil
}

func assetName(a *schema.Asset) string {
	switch {
	case a.Title == "" && a.Number == "":
		return a.ID
	case a.Title == "":
		return a.Number
	case a.Number == "":
		return a.Title
	}
	return a.Title + " (" + a.Number + ")"
}

// FieldName is the name of a field of use.
func (c *Context) FieldName(id string) (any, error) {
	if f := c.Field(id); f != nil {
		return f.Name, nil
	}
	return nil, fmt.Errorf("%q is no field of this term sheet", id)
}

// TerritoryName is the name of a territory.
func (c *Context) TerritoryName(id string) (any, error) {
	if id == "world" {
		return words("the world"), nil
	}
	if i := slices.IndexFunc(c.Territories, func(t schema.Territory) bool { return t.ID == id }); i >= 0 {
		return c.Territories[i].Name, nil
	}
	return nil, fmt.Errorf("%q is no territory of this term sheet", id)
}

// HasExclusivity reports whether a grant has a degree of exclusivity.
func (c *Context) HasExclusivity(degree string) bool {
	return c.run.facts.degrees[schema.Exclusivity(degree)]
}

// MixedExclusivity reports whether grants have different degrees.
func (c *Context) MixedExclusivity() bool { return len(c.run.facts.degrees) > 1 }

// SublicensingAllowed reports whether any grant allows sublicences.
func (c *Context) SublicensingAllowed() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return g.Sublicense.Allowed != nil && *g.Sublicense.Allowed })
}

// HasCapture reports whether any grant captures patents by filing date.
func (c *Context) HasCapture() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return !g.Capture.To.IsZero() || !g.Capture.From.IsZero() })
}

// HasSecrets reports whether know-how or trade secrets are among the assets.
func (c *Context) HasSecrets() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.Kind == schema.TradeSecret || a.Kind == schema.KnowHow })
}

// HasPatents reports whether patents or applications are among the assets, or
// are captured.
func (c *Context) HasPatents() bool {
	return c.HasCapture() || c.hasAsset(func(a *schema.Asset) bool { return a.Kind == schema.Patent || a.Kind == schema.Application })
}

// HasFRAND reports whether an asset is subject to a FRAND commitment, or the
// deal licenses a standard.
func (c *Context) HasFRAND() bool {
	return c.Regulatory.FRAND.Standard != "" || c.hasAsset(func(a *schema.Asset) bool { return a.FRAND.Standard != "" || a.FRAND.SSO != "" })
}

// HasPersonalData reports whether a data set holds personal data.
func (c *Context) HasPersonalData() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.PersonalData })
}

func (c *Context) hasAsset(f func(*schema.Asset) bool) bool {
	for i := range c.Assets {
		if f(&c.Assets[i]) {
			return true
		}
	}
	return false
}

// HasRoyalties reports whether royalties are payable.
func (c *Context) HasRoyalties() bool { return len(c.Payments.Royalties) > 0 }

// HasBalancing reports whether a balancing payment is payable.
func (c *Context) HasBalancing() bool { return len(c.Payments.Balancing) > 0 }

// Competitors reports whether parties compete with each other.
func (c *Context) Competitors() bool {
	return slices.ContainsFunc(c.Parties, func(p schema.Party) bool { return len(p.CompetitorOf) > 0 })
}

// Restated reports whether the agreement amends and restates an earlier one.
func (c *Context) Restated() bool { return c.Deal.Amends.ID != "" && c.Deal.Amends.Form != "amendment" }

// Administrator is the short name of the administrator, or "".
func (c *Context) Administrator() string {
	if p := c.TermSheet.Administrator(); p != nil {
		return p.ShortName
	}
	return ""
}

// UnusedSchedules is the letters of the standard form, A to M, under which this
// agreement has no schedule.
func (c *Context) UnusedSchedules() []string {
	var unused []string
	for letter := 'A'; letter <= 'M'; letter++ {
		if !slices.Contains(c.run.letters, string(letter)) {
			unused = append(unused, string(letter))
		}
	}
	return unused
}

// SurvivalRefs is references to the sections that survive the end of the
// agreement, in words.
func (c *Context) SurvivalRefs() words {
	var refs []string
	for _, in := range c.run.surviving() {
		refs = append(refs, "[](#"+in.item.Use+")")
	}
	return words(enumerate(refs, "and"))
}

// surviving lists the sections that survive: those that always do, and those
// that the term sheet names.
func (s *selection) surviving() []*chosen {
	var list []*chosen
	for _, in := range s.chosen {
		if in.item.Place != InBody || in.item.Use == "" {
			continue
		}
		if s.lib.topics[in.item.Use].Survives || slices.Contains(s.sheet.Termination.Survival, in.item.Use) {
			list = append(list, in)
		}
	}
	return list
}

// Table prints a table with a head and rows of plain text.
func (c *Context) Table(head []string, rows [][]string) (block, error) {
	t := &agreement.Table{Align: make([]agreement.Align, len(head))}
	for _, h := range head {
		t.Head = append(t.Head, agreement.Cell{&agreement.Text{Text: h}})
	}
	for i, r := range rows {
		if len(r) != len(head) {
			return "", fmt.Errorf("row %d of the table has %d cells, its head has %d", i+1, len(r), len(head))
		}
		row := agreement.Row{}
		for _, s := range r {
			var cell agreement.Cell
			if s != "" {
				cell = agreement.Cell{&agreement.Text{Text: s, Value: true}}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	alignNumbers(t)
	c.run.tables = append(c.run.tables, t)
	return block(fmt.Sprintf("%c%d%c", tableOpen, len(c.run.tables)-1, tableClose)), nil
}

// alignNumbers sets columns of figures flush right.
func alignNumbers(t *agreement.Table) {
	for col := range t.Head {
		figures := len(t.Rows) > 0
		for _, r := range t.Rows {
			s := agreement.Words(r.Cells[col])
			if s != "–" && !isFigure(s) {
				figures = false
				break
			}
		}
		if figures {
			t.Align[col] = agreement.Right
		}
	}
}

func isFigure(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case strings.ContainsRune(",.%- ", r) || 'A' <= r && r <= 'Z':
		default:
			return false
		}
	}
	return digits > 0 && strings.Count(s, " ") <= 1
}

// HasTiers reports whether grants are graded into core, optional and
// supplementary licences.
func (c *Context) HasTiers() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return g.Tier != "" })
}

// Ground is the first ground for termination of a kind, or an empty one.
func (c *Context) Ground(kind string) schema.Ground {
	if i := slices.IndexFunc(c.Termination.Grounds, func(g schema.Ground) bool { return g.Kind == kind }); i >= 0 {
		return c.Termination.Grounds[i]
	}
	return schema.Ground{}
}

// HasGround reports whether the term sheet names a ground for termination.
func (c *Context) HasGround(kind string) bool {
	return slices.ContainsFunc(c.Termination.Grounds, func(g schema.Ground) bool { return g.Kind == kind })
}

// HasExportControl reports whether an asset has an export control classification.
func (c *Context) HasExportControl() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.ExportClass != "" })
}

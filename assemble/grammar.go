package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// PartyCount is the number of parties that sign.
func (c *context) PartyCount() int {
	c.saw(&c.Parties)
	return len(c.run.facts.signing)
}

// Bilateral reports whether two parties sign.
func (c *context) Bilateral() bool { return c.PartyCount() == 2 }

// Multi reports whether more than two parties sign.
func (c *context) Multi() bool { return c.PartyCount() > 2 }

// Pooled reports whether the deal is a pool, a consortium or a standards pool.
func (c *context) Pooled() bool {
	c.saw(&c.Deal.Kind)
	return c.Deal.Kind != schema.Bilateral
}

func (c *context) byCount(two, more words) words {
	if c.Bilateral() {
		return two
	}
	return more
}

// Between is "between" for two parties and "among" for more.
func (c *context) Between() words { return c.byCount("between", "among") }

// EachOther is "each other" for two parties and "one another" for more.
func (c *context) EachOther() words { return c.byCount("each other", "one another") }

// OtherParty is "the other Party" or "each other Party".
func (c *context) OtherParty() words { return c.byCount("the other Party", "each other Party") }

// OtherParties is "the other Party" or "the other Parties".
func (c *context) OtherParties() words { return c.byCount("the other Party", "the other Parties") }

// AnyParty is "either Party" or "any Party".
func (c *context) AnyParty() words { return c.byCount("either Party", "any Party") }

// NoParty is "neither Party" or "no Party".
func (c *context) NoParty() words { return c.byCount("neither Party", "no Party") }

// AllParties is "both Parties" or "all Parties".
func (c *context) AllParties() words { return c.byCount("both Parties", "all Parties") }

// reservedParties are words that stand for parties in a term sheet, and how an
// agreement prints them.
var reservedParties = map[string]words{
	"members": "each Member", "licensees": "each Licensee", "administrator": "the Administrator", "each": "each Party",
}

// PartyName is the short name of a party, the words for a reserved word, or a name
// by which deal.amends.parties calls somebody who is a party no longer.
func (c *context) PartyName(id any) (any, error) {
	s, err := printed(id)
	if err != nil {
		return nil, nil // Emit says what is absent
	}
	if w, ok := reservedParties[s]; ok {
		return w, nil
	}
	if p := c.Party(s); p != nil {
		c.saw(&p.ShortName)
		return p.ShortName, nil
	}
	if slices.Contains(c.Deal.Amends.Parties, s) && strings.ContainsAny(s, " .") { // no id has them
		return s, nil
	}
	return nil, fmt.Errorf("%q is no party of this term sheet", s)
}

// LegalName is the registered name of a party.
func (c *context) LegalName(id any) (any, error) {
	s, err := printed(id)
	if err != nil {
		return nil, nil
	}
	if p := c.Party(s); p != nil {
		c.saw(&p.LegalName)
		return p.LegalName, nil
	}
	return nil, fmt.Errorf("%q is no party of this term sheet", s)
}

// PartyList joins the short names of parties: "Alpha, Beta and Gamma".
func (c *context) PartyList(ids []string, conjunction string) (any, error) {
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
func (c *context) AssetName(id string) (any, error) {
	a := c.Asset(id)
	if a == nil {
		return nil, fmt.Errorf("%q is no asset of this term sheet", id)
	}
	return c.assetName(a), nil
}

func (c *context) assetName(a *schema.Asset) string {
	c.saw(&a.Title, &a.Number)
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
func (c *context) FieldName(id string) (any, error) {
	if f := c.Field(id); f != nil {
		c.saw(&f.Name)
		return f.Name, nil
	}
	return nil, fmt.Errorf("%q is no field of this term sheet", id)
}

// TerritoryName is the name of a territory.
func (c *context) TerritoryName(id string) (any, error) {
	if id == "world" {
		return words("the world"), nil
	}
	if t := c.Territory(id); t != nil {
		c.saw(&t.Name)
		return t.Name, nil
	}
	return nil, fmt.Errorf("%q is no territory of this term sheet", id)
}

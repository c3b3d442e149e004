package assemble

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// RoyaltyHas reports whether any royalty has a trait on which a provision about
// royalties depends.
func (c *Context) RoyaltyHas(trait string) (bool, error) {
	has, ok := royaltyTraits[trait]
	if !ok {
		return false, fmt.Errorf("royalties have no trait %q", trait)
	}
	return slices.ContainsFunc(c.Payments.Royalties, has), nil
}

var royaltyTraits = map[string]func(schema.Royalty) bool{
	"unit":          func(r schema.Royalty) bool { return r.Base == schema.PerUnit },
	"sales":         func(r schema.Royalty) bool { return r.Base != schema.PerUnit },
	"margin":        func(r schema.Royalty) bool { return r.Base == schema.OnGrossMargin },
	"minimum":       func(r schema.Royalty) bool { return r.Minimum != nil },
	"cap":           func(r schema.Royalty) bool { return r.Cap != nil || r.EnterpriseCap != nil },
	"bands":         func(r schema.Royalty) bool { return len(r.Tiers) != 1 },
	"regions":       func(r schema.Royalty) bool { return len(r.Regions) > 0 },
	"success":       func(r schema.Royalty) bool { return r.SuccessLinked },
	"discount":      func(r schema.Royalty) bool { return r.ContributionDiscount != nil },
	"early":         func(r schema.Royalty) bool { return r.EarlyRate.Pct != nil },
	"stacking":      func(r schema.Royalty) bool { return r.StackingCap != nil },
	"double":        func(r schema.Royalty) bool { return r.DoublePaymentCredit != nil && *r.DoublePaymentCredit },
	"deferred":      func(r schema.Royalty) bool { return r.DeferredForPreExpiryUse },
	"after-patents": func(r schema.Royalty) bool { return r.StepDown != nil || r.Support != "" },
}

// RoyaltyLimits are the limits that several royalties share, in words.
func (c *Context) RoyaltyLimits() []string {
	var list []string
	for _, l := range c.Payments.RoyaltyLimits {
		var names []string
		for _, id := range l.Royalties {
			name := id
			if r := c.Royalty(id); r != nil {
				name = cmp.Or(r.Name, r.ID)
			}
			names = append(names, name)
		}
		of := enumerate(names, "and")
		if l.Cap != nil {
			list = append(list, "the Royalties for "+of+" together do not exceed "+l.Cap.String())
		}
		if l.WaivedBelow != nil {
			list = append(list, "if the Royalties for "+of+" together come to less than "+l.WaivedBelow.String()+", none of them is payable for that year")
		}
	}
	return list
}

// grantsBearing are the grants that bear a royalty: those that name it; where
// none does, those of its payer that bear no other and are not royalty-free.
func (c *Context) grantsBearing(r *schema.Royalty) []string {
	var named, silent []string
	for i := range c.Grants {
		g := &c.Grants[i]
		switch {
		case g.Royalty == r.ID:
			named = append(named, g.ID)
		case g.Royalty == "" && !g.RoyaltyFree && c.pays(r, g):
			silent = append(silent, g.ID)
		}
	}
	if len(named) > 0 {
		return named
	}
	return silent
}

// pays reports whether the payer of a royalty is a licensee of a grant.
func (c *Context) pays(r *schema.Royalty, g *schema.Grant) bool {
	if r.Payer == "licensees" {
		return true
	}
	for _, id := range c.Expand(r.Payer) {
		if slices.Contains(c.Licensees(g), id) {
			return true
		}
	}
	return false
}

// A RoyaltyView is one royalty as Schedule D prints it.
type RoyaltyView struct {
	ID, Name, Payer, Payee, Base, Unit, Currency, Minimum, Cap, EnterpriseCap, StepDown, Start, End string
	Marginal, Bands, Double                                                                         bool
	DeductionsCap, Combination, EndEvent                                                            string
	Licences, Deductions                                                                            []string
	TierRows, RegionRows, ExampleRows                                                               [][]string
}

// Royalties are the royalties of the deal, with worked examples computed by the
// code that reckons what is due.
func (c *Context) Royalties() ([]RoyaltyView, error) {
	if c.royalties != nil { // a clause asks more than once, and the examples take long
		return c.royalties, nil
	}
	var list []RoyaltyView
	for i := range c.Payments.Royalties {
		v, err := c.royaltyView(&c.Payments.Royalties[i])
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	c.royalties = list
	return list, nil
}

func (c *Context) royaltyView(r *schema.Royalty) (RoyaltyView, error) {
	code := cmp.Or(r.Currency, c.Payments.Currency)
	v := RoyaltyView{
		ID: r.ID, Name: cmp.Or(r.Name, r.ID), Payer: c.name(r.Payer), Payee: c.name(r.Payee), Base: word(string(r.Base)), Unit: r.Unit,
		Currency: string(code), Minimum: showAny(r.Minimum), Cap: showAny(r.Cap), EnterpriseCap: showAny(r.EnterpriseCap), StepDown: showAny(r.StepDown),
		Start: cmp.Or(r.Start, c.Deal.EffectiveDate).String(), End: r.End.String(), EndEvent: r.EndEvent, Licences: c.grantsBearing(r),
		Marginal: r.Marginal == nil || *r.Marginal, Bands: len(r.Tiers) != 1, Double: royaltyTraits["double"](*r), Deductions: r.NetSales.Deductions,
		DeductionsCap: showAny(r.NetSales.DeductionsCapPct), Combination: r.NetSales.Combination,
	}
	for _, t := range r.Tiers {
		v.TierRows = append(v.TierRows, []string{c.volume(r, t.From, code), c.upTo(r, t.To, code), c.rate(r, t.Rate, code)})
	}
	for _, x := range r.Regions {
		v.RegionRows = append(v.RegionRows, []string{"Region " + x.Region, orNone(c.regionCountries(x.Region)), x.Pct.String(), orNone(showAny(x.Cap))})
	}
	for _, volume := range money.Volumes(r, c.Payments.Currency) {
		res, err := money.Royalty(r, c.Payments.Currency, money.Usage{Uses: exampleUses(r, volume)})
		var mixed *money.CurrencyError
		switch {
		case errors.As(err, &mixed): // there is no example without a rate of exchange
			continue
		case err != nil:
			return v, err
		}
		v.ExampleRows = append(v.ExampleRows, []string{c.volume(r, schema.Decimal{Decimal: volume}, code), res.Working, res.Money().String()})
	}
	return v, nil
}

// exampleUses puts the whole volume of an example into the first region.
func exampleUses(r *schema.Royalty, volume decimal.Decimal) []money.Use {
	u := money.Use{Volume: volume}
	if len(r.Regions) > 0 {
		u.Region = r.Regions[0].Region
	}
	return []money.Use{u}
}

// showAny is a value, or "" where it is not given.
func showAny[T fmt.Stringer](p *T) string {
	if p == nil {
		return ""
	}
	return (*p).String()
}

func (c *Context) volume(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return d.String()
	}
	return string(code) + " " + d.String()
}

func (c *Context) upTo(r *schema.Royalty, d *schema.Decimal, code schema.Currency) string {
	if d == nil {
		return "no limit"
	}
	return c.volume(r, *d, code)
}

func (c *Context) rate(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return schema.Money{Amount: d, Currency: code}.String() + " per " + cmp.Or(r.Unit, "unit")
	}
	return d.Decimal.String() + "% of " + word(string(r.Base))
}

func (c *Context) regionCountries(region string) string {
	var names []string
	for _, t := range c.Territories {
		if t.Region == region {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, "; ")
}

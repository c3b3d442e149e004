package assemble

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// RoyaltyHas reports whether any royalty has a trait on which a provision about
// royalties depends.
func (c *context) RoyaltyHas(trait string) (bool, error) {
	has, ok := royaltyTraits[trait]
	if !ok {
		return false, fmt.Errorf("royalties have no trait %q", trait)
	}
	c.saw(&c.Payments.Royalties)
	return slices.ContainsFunc(c.Payments.Royalties, has), nil
}

// EveryRoyaltyHas reports whether all royalties have a trait, so that a clause does not
// say "where the schedule states a cap" of royalties that all have one.
func (c *context) EveryRoyaltyHas(trait string) (bool, error) {
	has, ok := royaltyTraits[trait]
	if !ok {
		return false, fmt.Errorf("royalties have no trait %q", trait)
	}
	c.saw(&c.Payments.Royalties)
	lacks := func(r schema.Royalty) bool { return !has(r) }
	return !slices.ContainsFunc(c.Payments.Royalties, lacks), nil
}

var royaltyTraits = map[string]func(schema.Royalty) bool{
	"unit":            func(r schema.Royalty) bool { return r.Base == schema.PerUnit },
	"sales":           func(r schema.Royalty) bool { return r.Base != schema.PerUnit },
	"margin":          func(r schema.Royalty) bool { return r.Base == schema.OnGrossMargin },
	"all-sales":       func(r schema.Royalty) bool { return r.ProductsScope == "all-sales" },
	"minimum":         func(r schema.Royalty) bool { return r.Minimum != nil },
	"cap":             func(r schema.Royalty) bool { return r.Cap != nil || r.EnterpriseCap != nil },
	"bands":           func(r schema.Royalty) bool { return len(r.Tiers) != 1 },
	"regions":         func(r schema.Royalty) bool { return len(r.Regions) > 0 },
	"success":         func(r schema.Royalty) bool { return r.SuccessLinked },
	"discount":        func(r schema.Royalty) bool { return r.ContributionDiscount != nil },
	"early":           func(r schema.Royalty) bool { return r.EarlyRate.Pct != nil },
	"stacking":        func(r schema.Royalty) bool { return r.StackingCap != nil },
	"double":          func(r schema.Royalty) bool { return r.DoublePaymentCredit != nil && *r.DoublePaymentCredit },
	"deferred":        func(r schema.Royalty) bool { return r.DeferredForPreExpiryUse },
	"own-combination": func(r schema.Royalty) bool { return r.NetSales.Combination != "" },
	"no-combination":  func(r schema.Royalty) bool { return r.Base != schema.PerUnit && r.NetSales.Combination == "" },
	"regional-caps": func(r schema.Royalty) bool {
		return slices.ContainsFunc(r.Regions, func(x schema.RegionRate) bool { return x.Cap != nil })
	},
	"end":           func(r schema.Royalty) bool { return !r.End.IsZero() || r.EndEvent != "" },
	"reduced":       func(r schema.Royalty) bool { return r.StepDown != nil },
	"after-patents": func(r schema.Royalty) bool { return r.StepDown != nil || r.Support != "" },
}

// RoyaltyLimits are the limits that several royalties share, in words.
func (c *context) RoyaltyLimits() []string {
	var list []string
	for i := range c.Payments.RoyaltyLimits {
		l := &c.Payments.RoyaltyLimits[i]
		c.saw(&l.Royalties, &l.Cap, &l.WaivedBelow)
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
func (c *context) grantsBearing(r *schema.Royalty) []string {
	var named, silent []string
	for i := range c.Grants {
		g := &c.Grants[i]
		c.saw(&g.Royalty)
		if g.Royalty == "" {
			c.saw(&g.RoyaltyFree)
		}
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

// RoyaltyWithoutPatent reports whether a royalty is due for licences of which none
// covers a patent, and nothing is stated of what it then is.
func (c *context) RoyaltyWithoutPatent() bool {
	c.saw(&c.Assets, &c.Grants, &c.Payments.Royalties)
	return len(c.Assets) > 0 && slices.ContainsFunc(c.Payments.Royalties, func(r schema.Royalty) bool {
		ids := c.grantsBearing(&r)
		return !royaltyTraits["after-patents"](r) && len(ids) > 0 && !slices.ContainsFunc(ids, c.coversPatent)
	})
}

func (c *context) coversPatent(grant string) bool {
	g := c.Grant(grant)
	return g.Class == schema.Foreground || g.Capture != schema.Capture{} || slices.ContainsFunc(c.Licensors(g), func(licensor string) bool {
		return slices.ContainsFunc(c.AssetsOf(g, licensor), (*schema.Asset).IsPatent)
	})
}

// pays reports whether the payer of a royalty is a licensee of a grant.
func (c *context) pays(r *schema.Royalty, g *schema.Grant) bool {
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

// Royalties are the royalties of the deal, with worked examples computed by the
// code that reckons what is due.
func (c *context) Royalties() ([]RoyaltyView, error) {
	if c.royalties != nil { // a clause asks more than once, and the examples take long
		return c.royalties, nil
	}
	list := make([]RoyaltyView, len(c.Payments.Royalties))
	for i := range list {
		if err := c.royaltyView(&list[i], &c.Payments.Royalties[i]); err != nil {
			return nil, err
		}
	}
	c.saw(&c.Payments.Royalties)
	c.royalties = list
	return list, nil
}

func (c *context) royaltyView(v *RoyaltyView, r *schema.Royalty) error {
	code := cmp.Or(r.Currency, c.Payments.Currency)
	set(c, &v.ID, r.ID, &r.ID)
	set(c, &v.Name, cmp.Or(r.Name, r.ID), &r.Name)
	set(c, &v.Payer, c.name(r.Payer), &r.Payer)
	set(c, &v.Payee, c.name(r.Payee), &r.Payee)
	set(c, &v.Base, word(string(r.Base)), &r.Base)
	set(c, &v.Unit, r.Unit, &r.Unit)
	if c.saw(&r.Currency); r.Currency == "" {
		c.saw(&c.Payments.Currency)
	}
	set(c, &v.Currency, string(code))
	set(c, &v.Minimum, showAny(r.Minimum), &r.Minimum)
	set(c, &v.Cap, showAny(r.Cap), &r.Cap)
	set(c, &v.EnterpriseCap, showAny(r.EnterpriseCap), &r.EnterpriseCap)
	set(c, &v.StepDown, showAny(r.StepDown), &r.StepDown)
	set(c, &v.Start, cmp.Or(r.Start, c.Deal.EffectiveDate).String(), &r.Start, &c.Deal.EffectiveDate)
	set(c, &v.End, r.End.String(), &r.End)
	set(c, &v.EndEvent, r.EndEvent, &r.EndEvent)
	set(c, &v.Licences, c.grantsBearing(r))
	set(c, &v.Marginal, r.Marginal == nil || *r.Marginal, &r.Marginal)
	set(c, &v.Bands, len(r.Tiers) != 1, &r.Tiers)
	set(c, &v.Double, royaltyTraits["double"](*r), &r.DoublePaymentCredit)
	set(c, &v.Deductions, r.NetSales.Deductions, &r.NetSales.Deductions)
	set(c, &v.DeductionsCap, showAny(r.NetSales.DeductionsCapPct), &r.NetSales.DeductionsCapPct)
	set(c, &v.Combination, r.NetSales.Combination, &r.NetSales.Combination)
	for i := range r.Tiers {
		t := &r.Tiers[i]
		v.TierRows = append(v.TierRows, []agreement.Cell{c.cell(c.volume(r, t.From, code), &t.From), c.cell(c.upTo(r, t.To, code), &t.To), c.cell(c.rate(r, t.Rate, code), &t.Rate)})
	}
	for i := range r.Regions {
		x := &r.Regions[i]
		v.RegionRows = append(v.RegionRows, []agreement.Cell{c.cell("Region "+x.Region, &x.Region), c.cell(orNone(c.regionCountries(x.Region))),
			c.cell(x.Pct.String(), &x.Pct), c.cell(orNone(showAny(x.Cap)), &x.Cap)})
	}
	for _, volume := range money.Volumes(r, c.Payments.Currency) {
		res, err := money.Royalty(r, c.Payments.Currency, money.Usage{Uses: money.ExampleUses(r, volume)})
		var mixed *money.CurrencyError
		switch {
		case errors.As(err, &mixed): // there is no example without a rate of exchange
			continue
		case err != nil:
			return err
		}
		c.sawRates(r)
		working := c.figure(res.Working)
		c.sawRates(r)
		v.ExampleRows = append(v.ExampleRows, []agreement.Cell{textCell(c.volume(r, schema.Decimal{Decimal: volume}, code)), working, c.figure(res.Money().String())})
	}
	return nil
}

// sawRates notes what the worked example of a royalty reckons with.
func (c *context) sawRates(r *schema.Royalty) {
	if c.run.trace == nil {
		return
	}
	c.saw(&r.Base, &r.Marginal, &r.Minimum, &r.Cap)
	for i := range r.Tiers {
		c.saw(&r.Tiers[i].From, &r.Tiers[i].To, &r.Tiers[i].Rate)
	}
	for i := range r.Regions {
		c.saw(&r.Regions[i].Pct, &r.Regions[i].Cap)
	}
}

// showAny is a value, or "" where it is not given.
func showAny[T fmt.Stringer](p *T) string {
	if p == nil {
		return ""
	}
	return (*p).String()
}

func (c *context) volume(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return d.String()
	}
	return string(code) + " " + d.String()
}

func (c *context) upTo(r *schema.Royalty, d *schema.Decimal, code schema.Currency) string {
	if d == nil {
		return "no limit"
	}
	return c.volume(r, *d, code)
}

func (c *context) rate(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return schema.Money{Amount: d, Currency: code}.String() + " per " + cmp.Or(r.Unit, "unit")
	}
	return d.Decimal.String() + "% of " + word(string(r.Base))
}

func (c *context) regionCountries(region string) string {
	var names []string
	for i := range c.Territories {
		t := &c.Territories[i]
		if t.Region == region {
			c.saw(&t.Region, &t.Name)
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, "; ")
}

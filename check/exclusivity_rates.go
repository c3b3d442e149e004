package check

import (
	"slices"

	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

// favouredPaysMore compares the most-favoured grants with the other grants of
// the same licensor, tier and assets.
func favouredPaysMore(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if !g.MostFavoured || f.bears(g) == nil {
			continue
		}
		for j := range f.grants {
			h := &f.grants[j]
			if i == j || g.From != h.From || g.Tier != h.Tier || subset(h.licensees, g.licensees) || len(common(g.assets, h.assets)) == 0 {
				continue
			}
			if volume, theirs, ours, less := f.paysLess(h, g); less {
				base := f.bears(g).Base
				r.warnf(g.at+"/most_favoured", "lower the royalty of "+g.ID+", or confine the promise",
					"%s is most favoured and pays %s at a volume of %s, but %s pays %s", g.ID, rate(ours, base), volume, h.ID, rate(theirs, base))
			}
		}
	}
}

// bears is the royalty of a grant, or nil.
func (f *facts) bears(g *grant) *schema.Royalty {
	if i, ok := f.royalty[g.Royalty]; ok && !g.RoyaltyFree {
		return &f.Payments.Royalties[i]
	}
	return nil
}

// paysLess finds a volume at which one grant bears a lower rate than another.
// Rates on different bases, or in different currencies, are not compared.
func (f *facts) paysLess(h, g *grant) (volume, theirs, ours schema.Decimal, less bool) {
	x := f.bears(g)
	if h.RoyaltyFree && len(x.Tiers) > 0 && x.Tiers[0].Rate.IsPositive() {
		return x.Tiers[0].From, schema.Decimal{}, x.Tiers[0].Rate, true
	}
	y := f.bears(h)
	if y == nil || x.Base != y.Base || x.Currency != y.Currency {
		return volume, theirs, ours, false
	}
	for _, t := range slices.Concat(x.Tiers, y.Tiers) {
		a, inX := rateAt(x.Tiers, t.From.Decimal)
		b, inY := rateAt(y.Tiers, t.From.Decimal)
		if inX && inY && b.LessThan(a.Decimal) {
			return t.From, b, a, true
		}
	}
	return volume, theirs, ours, false
}

// rateAt is the rate of the band that a volume lies in.
func rateAt(tiers []schema.Tier, volume decimal.Decimal) (schema.Decimal, bool) {
	for _, t := range tiers {
		if !volume.LessThan(t.From.Decimal) && (t.To == nil || volume.LessThan(t.To.Decimal)) {
			return t.Rate, true
		}
	}
	return schema.Decimal{}, false
}

// rate is a royalty rate with what it is measured on.
func rate(d schema.Decimal, base schema.RoyaltyBase) string {
	switch base {
	case schema.OnNetSales:
		return d.String() + "% of net sales"
	case schema.OnGrossMargin:
		return d.String() + "% of the gross margin"
	case schema.PerUnit:
		return d.String() + " a unit"
	}
	return d.String()
}

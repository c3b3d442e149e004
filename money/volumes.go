package money

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// Volumes picks volumes for worked examples: half of the first band that costs
// anything, each boundary between bands, twice the last boundary, and where a
// cap can be reached, a volume beyond it. There are at least four.
func Volumes(r *schema.Royalty, main schema.Currency) []decimal.Decimal {
	var list []decimal.Decimal
	last := decimal.Zero
	for _, t := range r.Tiers {
		if t.To != nil {
			last = t.To.Decimal
			list = append(list, last)
		}
	}
	if last.IsZero() { // one band only
		last = decimal.NewFromInt(100_000)
		if r.Base != schema.PerUnit {
			last = decimal.NewFromInt(1_000_000)
		}
		list = append(list, last)
	}
	list = append(list, list[0].DivRound(decimal.NewFromInt(2), 0), last.Mul(decimal.NewFromInt(2)), last.Mul(decimal.NewFromInt(5)))
	if v, ok := beyondCap(r, main, last); ok {
		list = append(list, v)
	}
	slices.SortFunc(list, decimal.Decimal.Cmp)
	list = slices.CompactFunc(list, decimal.Decimal.Equal)
	for len(list) < 4 {
		list = append(list, list[len(list)-1].Mul(decimal.NewFromInt(2)))
	}
	return list
}

// beyondCap is a round volume whose royalty the cap limits.
func beyondCap(r *schema.Royalty, main schema.Currency, from decimal.Decimal) (decimal.Decimal, bool) {
	if r.Cap == nil && r.EnterpriseCap == nil {
		return from, false
	}
	for v, n := from, 0; n < 24; v, n = v.Mul(decimal.NewFromInt(2)), n+1 {
		if res, err := Royalty(r, main, Usage{Uses: []Use{{Volume: v}}}); err == nil && strings.HasSuffix(res.Limit, "cap") {
			return v, true
		}
	}
	return from, false
}

// Enough is a volume that shows all that a royalty does: the first of its examples that
// a cap limits, or the last.
func Enough(r *schema.Royalty, main schema.Currency) decimal.Decimal {
	volumes := Volumes(r, main)
	for _, v := range volumes {
		if res, err := Royalty(r, main, Usage{Uses: ExampleUses(r, v)}); err == nil && strings.HasSuffix(res.Limit, "cap") {
			return v
		}
	}
	return volumes[len(volumes)-1]
}

// ExampleUses puts the whole volume of an example into the first region.
func ExampleUses(r *schema.Royalty, volume decimal.Decimal) []Use {
	u := Use{Volume: volume}
	if len(r.Regions) > 0 {
		u.Region = r.Regions[0].Region
	}
	return []Use{u}
}

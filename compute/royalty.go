// Package compute is what the money of a term sheet comes to: royalties by
// bands, regions, minimums and caps; liquidated damages; exit costs; the
// distribution of pool income. All arithmetic is exact; a sum is rounded once,
// at the end, half up, to the minor unit of its currency. The schedules of an
// agreement, the checks and the command print the same workings, so text and
// example cannot disagree.
package compute

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bojanz/currency"
	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A Use is the volume of one year in one region: units, or a sum of sales in
// the royalty's currency. Region is "" where the royalty has no regions, or for
// a region without a rate of its own.
type Use struct {
	Region string
	Volume decimal.Decimal
}

// A Band is the part of a volume that falls into one tier.
type Band struct {
	Tier   schema.Tier
	Volume decimal.Decimal
	Sum    decimal.Decimal // not rounded
}

// A Result is the royalty of one payer for one year, and how it was found.
type Result struct {
	Currency schema.Currency
	Bands    []Band
	Regions  []RegionSum
	Gross    decimal.Decimal // of all bands, before regions, minimum and cap
	Due      decimal.Decimal // rounded to the minor unit
	Limit    string          // "minimum", "cap", "enterprise cap", or "" where none applied
	Working  string          // "100,000 × USD 0.20 + 50,000 × USD 0.10 = USD 25,000"
}

// A RegionSum is the share of a royalty that falls to one region.
type RegionSum struct {
	Region string
	Volume decimal.Decimal
	Pct    decimal.Decimal // of the full rate
	Sum    decimal.Decimal // not rounded
	Capped bool
}

var hundred = decimal.NewFromInt(100)

// Royalty reckons a royalty for one calendar year. With marginal tiers each
// rate applies to the volume in its band; otherwise the rate of the band
// reached applies to the whole volume. A region bears its share of the royalty,
// by volume, times its rate, up to its cap. A minimum raises the sum, a cap
// limits it; a cap prevails over a minimum. Main is the currency of the deal,
// used where the royalty names none.
func Royalty(r *schema.Royalty, main schema.Currency, uses []Use) (*Result, error) {
	total := decimal.Zero
	for _, u := range uses {
		if u.Volume.IsNegative() {
			return nil, fmt.Errorf("a volume of %s is negative", u.Volume)
		}
		total = total.Add(u.Volume)
	}
	res := &Result{Currency: r.Currency}
	if res.Currency == "" {
		res.Currency = main
	}
	res.Bands = bands(r, total)
	for _, b := range res.Bands {
		res.Gross = res.Gross.Add(b.Sum)
	}
	sum := res.regions(r, uses, total)
	sum = res.limits(r, sum)
	res.Due = Round(sum, res.Currency)
	res.Working = res.working(r)
	return res, nil
}

func bands(r *schema.Royalty, total decimal.Decimal) []Band {
	if r.Marginal != nil && !*r.Marginal {
		for _, t := range slices.Backward(r.Tiers) {
			if total.GreaterThan(t.From.Decimal) || t.From.IsZero() {
				return []Band{{t, total, rated(r, total, t.Rate)}}
			}
		}
		return nil
	}
	var list []Band
	for _, t := range r.Tiers {
		v := total
		if t.To != nil {
			v = decimal.Min(total, t.To.Decimal)
		}
		if v = v.Sub(t.From.Decimal); v.IsPositive() {
			list = append(list, Band{t, v, rated(r, v, t.Rate)})
		}
	}
	return list
}

// rated is volume times rate: the rate is money for a unit, or percent of sales.
func rated(r *schema.Royalty, v decimal.Decimal, rate schema.Decimal) decimal.Decimal {
	sum := v.Mul(rate.Decimal)
	if r.Base != schema.PerUnit {
		sum = sum.Shift(-2)
	}
	return sum
}

func (res *Result) regions(r *schema.Royalty, uses []Use, total decimal.Decimal) decimal.Decimal {
	if len(r.Regions) == 0 || total.IsZero() {
		return res.Gross
	}
	sum := decimal.Zero
	for _, u := range uses {
		s := RegionSum{Region: u.Region, Volume: u.Volume, Pct: hundred}
		i := slices.IndexFunc(r.Regions, func(x schema.RegionRate) bool { return x.Region == u.Region })
		if i >= 0 {
			s.Pct = r.Regions[i].Pct.Decimal
		}
		s.Sum = res.Gross.Mul(u.Volume).Mul(s.Pct).Shift(-2).DivRound(total, 16)
		if i >= 0 && r.Regions[i].Cap != nil && s.Sum.GreaterThan(r.Regions[i].Cap.Amount.Decimal) {
			s.Sum, s.Capped = r.Regions[i].Cap.Amount.Decimal, true
		}
		res.Regions = append(res.Regions, s)
		sum = sum.Add(s.Sum)
	}
	return sum
}

func (res *Result) limits(r *schema.Royalty, sum decimal.Decimal) decimal.Decimal {
	if m := r.Minimum; m != nil && sum.LessThan(m.Amount.Decimal) {
		sum, res.Limit = m.Amount.Decimal, "minimum"
	}
	if m := r.Cap; m != nil && sum.GreaterThan(m.Amount.Decimal) {
		sum, res.Limit = m.Amount.Decimal, "cap"
	}
	if m := r.EnterpriseCap; m != nil && sum.GreaterThan(m.Amount.Decimal) {
		sum, res.Limit = m.Amount.Decimal, "enterprise cap"
	}
	return sum
}

func (res *Result) working(r *schema.Royalty) string {
	var parts []string
	for _, b := range res.Bands {
		volume := schema.Decimal{Decimal: b.Volume}.String()
		if r.Base == schema.PerUnit {
			parts = append(parts, volume+" × "+money(b.Tier.Rate.Decimal, res.Currency))
		} else {
			parts = append(parts, string(res.Currency)+" "+volume+" × "+b.Tier.Rate.Decimal.String()+"%")
		}
	}
	if len(parts) == 0 {
		parts = []string{"no volume"}
	}
	s := strings.Join(parts, " + ") + " = " + money(Round(res.Gross, res.Currency), res.Currency)
	for _, x := range res.Regions {
		s += fmt.Sprintf("; region %s: %s%% of its share", x.Region, x.Pct)
		if x.Capped {
			s += ", at its cap"
		}
		s += " = " + money(Round(x.Sum, res.Currency), res.Currency)
	}
	switch res.Limit {
	case "minimum":
		s += "; raised to the minimum"
	case "cap", "enterprise cap":
		s += "; limited to the " + res.Limit
	}
	return s
}

// Money is an amount of the result's currency.
func (res *Result) Money() schema.Money {
	return schema.Money{Amount: schema.Decimal{Decimal: res.Due}, Currency: res.Currency}
}

// Round rounds half up to the minor unit of a currency (ISO 4217); an unknown
// currency has two digits.
func Round(d decimal.Decimal, c schema.Currency) decimal.Decimal {
	digits, ok := currency.GetDigits(string(c))
	if !ok {
		digits = 2
	}
	return d.Round(int32(digits))
}

func money(d decimal.Decimal, c schema.Currency) string {
	return schema.Money{Amount: schema.Decimal{Decimal: d}, Currency: c}.String()
}

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
		if res, err := Royalty(r, main, []Use{{Volume: v}}); err == nil && strings.HasSuffix(res.Limit, "cap") {
			return v, true
		}
	}
	return from, false
}

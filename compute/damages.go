package compute

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A DamagesExample is one worked example of liquidated damages.
type DamagesExample struct {
	Case    string
	Working string
	Due     schema.Money
}

// Damages reckons liquidated damages for count days, units or events. For a
// figure that is a multiple of the royalty, unitRoyalty is the royalty that one
// unit would have borne. Days of grace are not counted. A cap limits the sum.
func Damages(ld *schema.LiquidatedDamages, count int64, unitRoyalty *schema.Money) (*DamagesExample, error) {
	n := decimal.NewFromInt(count)
	e := &DamagesExample{}
	var sum decimal.Decimal
	var code schema.Currency
	switch {
	case ld.Amount != nil:
		code = ld.Amount.Currency
		if ld.Per == "day" && ld.GraceDays != nil {
			n = decimal.Max(decimal.Zero, n.Sub(decimal.NewFromInt(int64(*ld.GraceDays))))
			e.Working = fmt.Sprintf("(%d – %d) × %s", count, int(*ld.GraceDays), ld.Amount)
		} else {
			e.Working = fmt.Sprintf("%s × %s", schema.Decimal{Decimal: n}, ld.Amount)
		}
		sum = n.Mul(ld.Amount.Amount.Decimal)
	case ld.Multiple != nil && unitRoyalty != nil:
		code = unitRoyalty.Currency
		sum = n.Mul(unitRoyalty.Amount.Decimal).Mul(ld.Multiple.Decimal).Shift(-2)
		e.Working = fmt.Sprintf("%s × %s × %s", schema.Decimal{Decimal: n}, unitRoyalty, ld.Multiple)
	default:
		return nil, fmt.Errorf("the figure of %s is neither a sum nor a multiple of a royalty on units", ld.ID)
	}
	sum = Round(sum, code)
	e.Working += " = " + money(sum, code)
	if ld.Cap != nil && sum.GreaterThan(ld.Cap.Amount.Decimal) {
		sum = ld.Cap.Amount.Decimal
		e.Working += "; limited to the cap"
	}
	e.Due = schema.Money{Amount: schema.Decimal{Decimal: sum}, Currency: code}
	return e, nil
}

// Ratio is the figure as a share of the loss estimated, in percent rounded to a
// whole number, where both are given in one currency; ok is false otherwise.
func Ratio(ld *schema.LiquidatedDamages) (pct schema.Percent, ok bool) {
	if ld.Amount == nil || ld.Estimate == nil || ld.Amount.Currency != ld.Estimate.Currency || ld.Estimate.Amount.IsZero() {
		return pct, false
	}
	return schema.Percent{Decimal: ld.Amount.Amount.Mul(hundred).DivRound(ld.Estimate.Amount.Decimal, 0)}, true
}

// UnitRoyalty is the highest rate of a royalty on units: what one unit may bear.
func UnitRoyalty(r *schema.Royalty, main schema.Currency) (*schema.Money, bool) {
	if r == nil || r.Base != schema.PerUnit || len(r.Tiers) == 0 {
		return nil, false
	}
	rate := decimal.Zero
	for _, t := range r.Tiers {
		rate = decimal.Max(rate, t.Rate.Decimal)
	}
	code := r.Currency
	if code == "" {
		code = main
	}
	return &schema.Money{Amount: schema.Decimal{Decimal: rate}, Currency: code}, rate.IsPositive()
}

// ExitCost is what a member pays who leaves in a year of membership: the
// schedule's share of the base, up to the cap. A year after the last of the
// schedule costs nothing.
func ExitCost(x *schema.ExitCost, year int) (schema.Money, bool) {
	if x.Base == nil {
		return schema.Money{}, false
	}
	sum := decimal.Zero
	for _, y := range x.Schedule {
		if y.Year == year {
			sum = x.Base.Amount.Mul(y.Pct.Decimal).Shift(-2)
		}
	}
	if x.Cap != nil && sum.GreaterThan(x.Cap.Amount.Decimal) {
		sum = x.Cap.Amount.Decimal
	}
	return schema.Money{Amount: schema.Decimal{Decimal: Round(sum, x.Base.Currency)}, Currency: x.Base.Currency}, true
}

// A Share is one member's part of a distribution.
type Share struct {
	Member string
	Pct    schema.Percent
	Amount schema.Money
}

// Distribute shares out pool income: less the administrator's fee, less the
// reserve, the rest by fixed shares. Each part is rounded down to the minor
// unit and what is left over goes to the largest share, so that nothing is lost.
func Distribute(d *schema.Distribution, income schema.Money) (fee, reserve schema.Money, shares []Share) {
	code := income.Currency
	of := func(sum decimal.Decimal, p *schema.Percent) decimal.Decimal {
		if p == nil {
			return decimal.Zero
		}
		return Round(sum.Mul(p.Decimal).Shift(-2), code)
	}
	mk := func(d decimal.Decimal) schema.Money {
		return schema.Money{Amount: schema.Decimal{Decimal: d}, Currency: code}
	}
	f := of(income.Amount.Decimal, d.AdminFeePct)
	r := of(income.Amount.Sub(f), d.ReservePct)
	rest := income.Amount.Sub(f).Sub(r)
	left, largest := rest, 0
	for i, s := range d.Shares {
		part := rest.Mul(s.Pct.Decimal).Shift(-2).Truncate(digits(code))
		left = left.Sub(part)
		shares = append(shares, Share{s.Member, s.Pct, mk(part)})
		if s.Pct.GreaterThan(shares[largest].Pct.Decimal) {
			largest = i
		}
	}
	if len(shares) > 0 {
		shares[largest].Amount = mk(shares[largest].Amount.Amount.Add(left))
	}
	return mk(f), mk(r), shares
}

// digits is the number of decimal digits of a currency's minor unit.
func digits(c schema.Currency) int32 { return -Round(decimal.New(1, -9), c).Exponent() }

// Above reports whether the figure is more than pct percent of the loss
// estimated. It is exact, where [Ratio] rounds, and false where there is no ratio.
func Above(ld *schema.LiquidatedDamages, pct decimal.Decimal) bool {
	if _, ok := Ratio(ld); !ok {
		return false
	}
	return ld.Amount.Amount.Mul(hundred).GreaterThan(ld.Estimate.Amount.Mul(pct))
}

package money

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A Breach is what liquidated damages are reckoned for.
type Breach struct {
	Count int64 // days of delay, units or events, as the figure is counted

	Years   int           // full years from the effective date to the event, for a declining figure
	Longest int           // days of delay after which a daily sum without a cap no longer runs; 0 for no end
	Paid    *schema.Money // royalty already paid on the units, where the figure takes its place
}

// A DamagesResult is liquidated damages and how they were found.
type DamagesResult struct {
	Statement
	Working string // in one line
}

// Money is the sum due.
func (r *DamagesResult) Money() schema.Money { return *r.Due }

// Damages reckons liquidated damages for one breach, or one chain of connected
// breaches. The royalty is the one that a multiple is of, and may be nil. Days of
// grace are not counted; a declining figure falls by its percentage of the first
// sum for each full year; a figure by formula is the product of its parts; a cap
// limits the sum.
func Damages(ld *schema.LiquidatedDamages, royalty *schema.Royalty, main schema.Currency, b Breach) (*DamagesResult, error) {
	if b.Count < 0 || b.Years < 0 || b.Longest < 0 {
		return nil, errors.New("a number of days, units, events or years is negative")
	}
	res := &DamagesResult{}
	each, working, code, err := figureOf(ld, royalty, main, b.Years)
	if err != nil {
		return nil, err
	}
	n, counted := counting(ld, b)
	s := product(big.NewRat(n, 1), each)
	working = counted + " × " + working
	res.add(capital(Counts(ld)), working, s, code)
	res.Working = working + " = " + due(s, code).String()
	if b.Paid != nil {
		if s, err = res.deduct(ld, b.Paid, s, code); err != nil {
			return nil, err
		}
	}
	if ld.Cap != nil {
		limit, err := inCurrency(ld.Cap, code, "the cap of "+ld.ID, "its figure")
		if err != nil {
			return nil, err
		}
		if s.Cmp(limit) > 0 {
			s = limit
			res.add("Cap", "limited to the cap", s, code)
			res.Working += "; limited to the cap"
		}
	}
	d := due(s, code)
	res.Due = &d
	return res, nil
}

// deduct takes off royalty already paid for the same products.
func (r *DamagesResult) deduct(ld *schema.LiquidatedDamages, paid *schema.Money, s *big.Rat, code schema.Currency) (*big.Rat, error) {
	if ld.Multiple == nil {
		return nil, fmt.Errorf("royalty already paid is deducted only where a figure takes the place of the royalty, and that of %s does not", ld.ID)
	}
	p, err := inCurrency(paid, code, "the royalty already paid", "the figure of "+ld.ID)
	if err != nil {
		return nil, err
	}
	if s = less(s, p); s.Sign() < 0 {
		s = new(big.Rat)
	}
	r.add("Royalty already paid", "less "+paid.String(), s, code)
	r.Working += "; less royalty already paid, " + paid.String()
	return s, nil
}

// figureOf is the figure for one day, unit or event.
func figureOf(ld *schema.LiquidatedDamages, royalty *schema.Royalty, main schema.Currency, years int) (*big.Rat, string, schema.Currency, error) {
	for _, p := range []*schema.Percent{ld.Multiple, ld.DeclinePct} {
		if p == nil {
			continue
		}
		if _, err := figure("a percentage of "+ld.ID, p.Decimal); err != nil {
			return nil, "", "", err
		}
	}
	switch unit, ok := UnitRoyalty(royalty, main); {
	case ld.Amount != nil:
		amount, err := figure("the figure of "+ld.ID, ld.Amount.Amount.Decimal)
		if err != nil {
			return nil, "", "", err
		}
		working := ld.Amount.String()
		if ld.Form == "formula" && ld.Multiple != nil {
			amount = share(amount, ld.Multiple.Decimal)
			working += " × " + ld.Multiple.String()
		}
		if ld.Form == "declining" && ld.DeclinePct != nil && years > 0 {
			rest := less(hundred.Rat(), product(ld.DeclinePct.Rat(), big.NewRat(int64(years), 1)))
			if rest.Sign() < 0 {
				rest.SetInt64(0)
			}
			amount = product(amount, rest.Quo(rest, hundred.Rat()))
			working += fmt.Sprintf(" × (100%% – %d × %s)", years, ld.DeclinePct)
		}
		return amount, working, ld.Amount.Currency, nil
	case ld.Multiple != nil && ok:
		rate, err := figure("the rate of "+royalty.ID, unit.Amount.Decimal)
		if err != nil {
			return nil, "", "", err
		}
		return share(rate, ld.Multiple.Decimal), unit.String() + " × " + ld.Multiple.String(), unit.Currency, nil
	}
	return nil, "", "", fmt.Errorf("the figure of %s is neither a sum nor a multiple of a royalty on units", ld.ID)
}

// counting is how many days, units or events count, and in words.
func counting(ld *schema.LiquidatedDamages, b Breach) (int64, string) {
	n, words := b.Count, number(decimal.NewFromInt(b.Count))
	if Counts(ld) != "days of delay" {
		return n, words
	}
	if b.Over(ld) {
		n = int64(b.Longest)
		words = number(decimal.NewFromInt(n))
	}
	if ld.GraceDays != nil {
		words = fmt.Sprintf("(%s – %d)", words, int(*ld.GraceDays))
		n = max(0, n-int64(*ld.GraceDays))
	}
	return n, words
}

// Over reports whether the delay is longer than the sum runs; one with a cap runs
// until the cap is reached, as was agreed.
func (b Breach) Over(ld *schema.LiquidatedDamages) bool {
	return Counts(ld) == "days of delay" && ld.Cap == nil && b.Longest > 0 && b.Count > int64(b.Longest)
}

// Counts is what a figure is counted by: "days of delay", "units" or "events".
func Counts(ld *schema.LiquidatedDamages) string {
	switch cmp.Or(ld.Per, map[string]string{"per-day": "day", "per-unit": "unit"}[ld.Form]) {
	case "day":
		return "days of delay"
	case "unit":
		return "units"
	}
	if ld.Amount == nil && ld.Multiple != nil {
		return "units"
	}
	return "events"
}

// Ratio is the figure as a share of the loss estimated, in percent rounded to a
// whole number, where both are given in one currency; ok is false otherwise.
func Ratio(ld *schema.LiquidatedDamages) (pct schema.Percent, ok bool) {
	if ld.Amount == nil || ld.Estimate == nil || ld.Amount.Currency != ld.Estimate.Currency || ld.Estimate.Amount.IsZero() {
		return pct, false
	}
	return schema.Percent{Decimal: ld.Amount.Amount.Mul(hundred).DivRound(ld.Estimate.Amount.Decimal, 0)}, true
}

// Above reports whether the figure is more than pct percent of the loss
// estimated. It is exact, where [Ratio] rounds, and false where there is no ratio.
func Above(ld *schema.LiquidatedDamages, pct decimal.Decimal) bool {
	if _, ok := Ratio(ld); !ok {
		return false
	}
	return ld.Amount.Amount.Mul(hundred).GreaterThan(ld.Estimate.Amount.Mul(pct))
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
	m := moneyOf(rate, cmp.Or(r.Currency, main))
	return &m, rate.IsPositive()
}

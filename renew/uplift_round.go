package renew

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// limits are the least and the most, in percent, by which a sum may rise; nil for
// none.
type limits struct{ least, most *schema.Percent }

// within are the limits with another most.
func (l limits) within(most *schema.Percent) limits {
	if l.most == nil || most.LessThan(l.most.Decimal) {
		l.most = most
	}
	if l.least != nil && l.least.GreaterThan(l.most.Decimal) {
		l.least = l.most
	}
	return l
}

// A raised sum is one that is lifted, before it is rounded.
type raised struct {
	before, exact decimal.Decimal
	limits        limits
}

// rounded is the sum as a multiple of a unit. A multiple beyond a limit gives way to
// the next within it. Wrong says why there is none that could be agreed: none lies
// within the limits, a rise would become a fall, or the sum nothing.
func (x raised) rounded(unit decimal.Decimal, mode string) (after decimal.Decimal, wrong string) {
	after = multiple(x.exact, unit, mode)
	most, least := x.at(x.limits.most), x.at(x.limits.least)
	if x.limits.most != nil && after.GreaterThan(most) {
		after = multiple(most, unit, "down")
	}
	if x.limits.least != nil && after.LessThan(least) {
		after = multiple(least, unit, "up")
	}
	switch {
	case x.limits.most != nil && after.GreaterThan(most), x.limits.least != nil && after.LessThan(least):
		return after, fmt.Sprintf("no multiple of %s lies between %s and %s, the least and the most that it may become", unit, schema.Decimal{Decimal: least}, schema.Decimal{Decimal: most})
	case !after.IsPositive() && x.exact.IsPositive():
		return after, fmt.Sprintf("%s, rounded to a multiple of %s, is nothing", schema.Decimal{Decimal: x.exact.Round(8)}, unit)
	case after.LessThan(x.before) && !x.exact.LessThan(x.before):
		return after, fmt.Sprintf("%s would rise to %s, and rounded to a multiple of %s it falls to %s", schema.Decimal{Decimal: x.before}, schema.Decimal{Decimal: x.exact.Round(8)}, unit, schema.Decimal{Decimal: after})
	case after.IsNegative():
		return decimal.Zero, ""
	}
	return after, ""
}

// at is the sum risen by a percentage, exactly; zero for none.
func (x raised) at(percent *schema.Percent) decimal.Decimal {
	if percent == nil {
		return decimal.Zero
	}
	return x.before.Add(x.before.Mul(percent.Decimal).Shift(-2))
}

// multiple is a number as a multiple of a unit.
func multiple(d, unit decimal.Decimal, mode string) decimal.Decimal {
	n := d.DivRound(unit, indexPlaces)
	switch mode {
	case "half-even":
		n = n.RoundBank(0)
	case "up":
		n = n.RoundUp(0)
	case "down":
		n = n.RoundDown(0)
	default:
		n = n.Round(0)
	}
	return n.Mul(unit)
}

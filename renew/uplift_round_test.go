package renew

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// TestLimitsHoldAfterRounding lifts sums of all sizes by all kinds of rates, with
// caps, floors and steps: what comes out lies within the limits, is a multiple of
// the step, is never nothing, and moves the way it was lifted; or it is refused.
func TestLimitsHoldAfterRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	number := func(digits int64, places int32) decimal.Decimal {
		return decimal.New(r.Int64N(digits)+1, -places)
	}
	percent := func(digits int64) *schema.Percent {
		p := schema.Percent{Decimal: decimal.New(r.Int64N(digits)-digits/3, -2)}
		return &p
	}
	modes := []string{"", "half-even", "up", "down"}
	kept, refused := 0, 0
	for range 20_000 {
		before := number(1_000_000, int32(r.IntN(6)))
		x := raised{before: before, exact: before.Add(before.Mul(percent(3000).Decimal).Shift(-2))}
		if r.IntN(2) == 0 {
			x.limits.most = percent(2000)
		}
		if r.IntN(2) == 0 {
			x.limits.least = percent(1000)
		}
		if m, l := x.limits.most, x.limits.least; m != nil && l != nil && m.LessThan(l.Decimal) {
			x.limits.least, x.limits.most = m, l
		}
		// as lift does before a sum is rounded
		if m := x.limits.most; m != nil && x.exact.GreaterThan(x.at(m)) {
			x.exact = x.at(m)
		}
		if l := x.limits.least; l != nil && x.exact.LessThan(x.at(l)) {
			x.exact = x.at(l)
		}
		unit := []decimal.Decimal{decimal.New(1, -2), decimal.New(5, -2), decimal.New(1, 0), decimal.New(500, 0), number(100, 2)}[r.IntN(5)]
		after, wrong := x.rounded(unit, modes[r.IntN(4)])
		if wrong != "" {
			refused++
			m, l := x.limits.most, x.limits.least
			if strings.HasPrefix(wrong, "no multiple") && (m == nil || l == nil || !multiple(x.at(m), unit, "down").LessThan(x.at(l))) {
				t.Fatalf("%+v by %s: refused, although a multiple lies within the limits: %s", x, unit, wrong)
			}
			continue
		}
		kept++
		switch {
		case !after.Mod(unit).IsZero():
			t.Fatalf("%+v: %s is no multiple of %s", x, after, unit)
		case x.limits.most != nil && after.GreaterThan(x.at(x.limits.most)):
			t.Fatalf("%+v: %s is above %s", x, after, x.at(x.limits.most))
		case x.limits.least != nil && after.LessThan(x.at(x.limits.least)):
			t.Fatalf("%+v: %s is below %s", x, after, x.at(x.limits.least))
		case !after.IsPositive():
			t.Fatalf("%+v: nothing is left", x)
		case x.exact.GreaterThanOrEqual(before) && after.LessThan(before):
			t.Fatalf("%+v: a rise became a fall to %s", x, after)
		case after.Sub(x.exact).Abs().GreaterThan(unit):
			t.Fatalf("%+v: %s is more than a step from %s", x, after, x.exact)
		}
	}
	if kept < 5000 || refused < 500 {
		t.Errorf("%d kept and %d refused say little", kept, refused)
	}
}

// TestALimitChoosesTheStepWithinIt rounds sums beyond a cap and a floor: each becomes the
// next step within, and none is refused while there is one.
func TestALimitChoosesTheStepWithinIt(t *testing.T) {
	percent := func(s string) *schema.Percent { return &schema.Percent{Decimal: decimal.RequireFromString(s)} }
	for _, c := range []struct {
		exact, unit, mode, want string
		most, least             *schema.Percent
	}{
		{"1030", "50", "up", "1000", percent("3"), nil},
		{"1049", "25", "half-even", "1025", percent("4.9"), nil},
		{"1010", "50", "down", "1050", nil, percent("1")},
		{"1020", "7", "half-even", "1022", percent("3"), percent("2")},
	} {
		x := raised{before: decimal.New(1000, 0), exact: decimal.RequireFromString(c.exact)}
		x.limits.most, x.limits.least = c.most, c.least
		after, wrong := x.rounded(decimal.RequireFromString(c.unit), c.mode)
		if wrong != "" || after.String() != c.want {
			t.Errorf("%s in steps of %s, %s: %s %s, want %s", c.exact, c.unit, c.mode, after, wrong, c.want)
		}
	}
}

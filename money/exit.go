package money

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// ExitCost is what a member pays who leaves in a year of membership, before
// credits: the schedule's share of the base, up to the cap. A year after the last
// of the schedule costs nothing. Where there is no schedule, the base falls by a
// fifth of it each year. ok is false where there is no base.
func ExitCost(x *schema.ExitCost, year int) (m schema.Money, ok bool) {
	if x.Base == nil {
		return m, false
	}
	s, err := Exit(x, "declining", Leaving{Year: year})
	if err != nil {
		return m, false
	}
	return *s.Due, true
}

// Leaving is what an exit cost depends on besides the term sheet. Which of it
// counts depends on the form.
type Leaving struct {
	Year int // declining: the year of membership in which the exit date falls, from 1

	Unrecovered *schema.Money   // unrecovered-cost: unrecovered joint cost on the exit date
	Share       *schema.Percent // and the leaver's share in the contributions to joint cost

	Yearly *schema.Money // notice-based: fees and contributions owed for the 12 months after notice
	Months int           // and the full months from notice to the exit date

	Credits *schema.Money // value of the credits that are set against the cost
}

// Exit reckons an exit cost of a form: "declining", "unrecovered-cost",
// "notice-based" or "none". The cap limits it, then credits reduce it, down to
// nothing.
func Exit(x *schema.ExitCost, form string, l Leaving) (*Statement, error) {
	s := &Statement{}
	var cost *big.Rat
	var code schema.Currency
	var err error
	switch form {
	case "declining":
		cost, code, err = s.declining(x, l.Year)
	case "unrecovered-cost":
		cost, code, err = s.unrecovered(l)
	case "notice-based":
		cost, code, err = s.noticed(l)
	case "none":
		return nil, errors.New("leaving costs nothing under this term sheet")
	default:
		return nil, fmt.Errorf("there is no exit cost of the form %q", form)
	}
	if err != nil {
		return nil, err
	}
	if x.Cap != nil {
		limit, err := inCurrency(x.Cap, code, "the cap of the exit cost", "its base")
		if err != nil {
			return nil, err
		}
		if cost.Cmp(limit) > 0 {
			cost = limit
			s.add("Cap", "limited to the cap", cost, code)
		}
	}
	if l.Credits != nil {
		off, err := inCurrency(l.Credits, code, "the value of the credits", "the exit cost")
		if err != nil {
			return nil, err
		}
		cost = less(cost, smaller(off, cost))
		s.add("Credits", "less "+l.Credits.String()+", down to nothing", cost, code)
	}
	d := due(cost, code)
	s.Due = &d
	return s, nil
}

func (s *Statement) declining(x *schema.ExitCost, year int) (*big.Rat, schema.Currency, error) {
	switch {
	case x.Base == nil:
		return nil, "", errors.New("the exit cost has no base: give payments.exit_cost.base")
	case year < 1:
		return nil, "", errors.New("a year of membership is counted from 1")
	}
	base, err := figure("the base of the exit cost", x.Base.Amount.Decimal)
	if err != nil {
		return nil, "", err
	}
	pct := decimal.NewFromInt(max(0, 120-20*min(int64(year), 100))) // all in the first year, a fifth less in each later one
	if len(x.Schedule) > 0 {
		pct = decimal.Zero
		for _, y := range x.Schedule {
			if y.Year == year {
				pct = y.Pct.Decimal
			}
		}
	}
	if _, err := figure("a share of the exit cost", pct); err != nil {
		return nil, "", err
	}
	cost := share(base, pct)
	s.add(fmt.Sprintf("Year %d of membership", year), x.Base.String()+" × "+pct.String()+"%", cost, x.Base.Currency)
	return cost, x.Base.Currency, nil
}

func (s *Statement) unrecovered(l Leaving) (*big.Rat, schema.Currency, error) {
	if l.Unrecovered == nil || l.Share == nil {
		return nil, "", errors.New("the exit cost is a share of unrecovered joint cost: give that cost on the exit date, and the leaver's share in the contributions")
	}
	base, err := figure("the unrecovered joint cost", l.Unrecovered.Amount.Decimal)
	if err != nil {
		return nil, "", err
	}
	if pct := l.Share.Decimal; pct.IsNegative() || pct.GreaterThan(hundred) {
		return nil, "", fmt.Errorf("a share of %s is not between 0%% and 100%%", l.Share)
	}
	cost := share(base, l.Share.Decimal)
	s.add("Share of unrecovered joint cost", l.Unrecovered.String()+" × "+l.Share.String(), cost, l.Unrecovered.Currency)
	return cost, l.Unrecovered.Currency, nil
}

func (s *Statement) noticed(l Leaving) (*big.Rat, schema.Currency, error) {
	if l.Yearly == nil {
		return nil, "", errors.New("the exit cost depends on notice: give the fees and contributions owed for the 12 months after it")
	}
	yearly, err := figure("what is owed for 12 months", l.Yearly.Amount.Decimal)
	if err != nil {
		return nil, "", err
	}
	if l.Months < 0 {
		return nil, "", errors.New("a number of months is negative")
	}
	missing := max(0, 12-l.Months)
	cost := product(yearly, big.NewRat(int64(missing), 12))
	s.add("Months of notice that are missing", fmt.Sprintf("%s × %d ÷ 12", l.Yearly, missing), cost, l.Yearly.Currency)
	return cost, l.Yearly.Currency, nil
}

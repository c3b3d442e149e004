package money

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// Income is pool income of one quarter and what its distribution depends on
// besides the term sheet. Sums are in the currency of the income.
type Income struct {
	Sum     schema.Money
	Charges decimal.Decimal // taxes, bank charges and refunds that come first
	Held    decimal.Decimal // reserve held from earlier quarters
	Fees    decimal.Decimal // administrative fees of the nine months before

	Weights []Holding // by which it is shared: credits, patents, days; nil for the fixed shares of the term sheet
	Owed    []Holding // money contributed and not yet received back, for recoupment
}

// A Share is one member's part of a distribution.
type Share struct {
	Member  string
	Working string // "28% of what is distributed"
	Amount  schema.Money
}

// A Split is pool income shared out. Fee, Reserve, Charges and the shares add up
// to the income.
type Split struct {
	Statement
	Fee, Reserve, Rest schema.Money // Rest is the distribution
	Shares             []Share
	Left               schema.Money // what rounding left; it is in the share of LeftTo
	LeftTo             string
}

// Distribute shares out pool income: charges, then the administrator's fee as a
// share of all of it, then a reserve as a share of what remains until the reserve
// equals the fees of twelve months, then the distribution. Of that, half goes to
// members that have not received back the money they contributed, in proportion
// to it and up to it; the rest is shared by weights. A member gets no more than
// the cap; what exceeds it goes to the others in proportion to theirs.
//
// Each share is rounded down to the minor unit. What rounding leaves goes to the
// member with the largest share that is not at the cap, so that nothing is lost.
func Distribute(d *schema.Distribution, in Income) (*Split, error) {
	s := &Split{}
	code := in.Sum.Currency
	rest, err := s.waterfall(d, in)
	if err != nil {
		return nil, err
	}
	s.Rest = moneyOf(rest, code)
	whole := rest.Rat()
	s.add("To be distributed", "what remains", whole, code)
	parts, err := portions(d, in, whole)
	if err != nil {
		return nil, err
	}
	if err := limitParts(d.CapPct, whole, parts); err != nil {
		return nil, err
	}
	s.settle(rest, code, parts)
	return s, nil
}

// waterfall takes charges, fee and reserve from the income, and is what remains.
func (s *Split) waterfall(d *schema.Distribution, in Income) (decimal.Decimal, error) {
	code := in.Sum.Currency
	var sums [4]*big.Rat
	for i, x := range []struct {
		what string
		sum  decimal.Decimal
	}{{"the income", in.Sum.Amount.Decimal}, {"a charge", in.Charges}, {"the reserve held", in.Held}, {"the fees of earlier months", in.Fees}} {
		var err error
		if sums[i], err = figure(x.what, x.sum); err != nil {
			return decimal.Zero, err
		}
	}
	income := rounded(sums[0], Digits(code))
	charges := rounded(sums[1], Digits(code))
	s.add("Pool Income of the period", "", income.Rat(), code)
	if charges.IsPositive() {
		s.add("Taxes, charges and refunds", "", charges.Rat(), code)
	}
	fee, reserve := decimal.Zero, decimal.Zero
	if d.AdminFeePct != nil {
		fee = rounded(share(income.Rat(), d.AdminFeePct.Decimal), Digits(code))
		s.add("Administrative Fee", d.AdminFeePct.String()+" of Pool Income", fee.Rat(), code)
	}
	rest := income.Sub(charges).Sub(fee)
	if rest.IsNegative() {
		return rest, fmt.Errorf("charges of %s and a fee of %s exceed the income of %s", money(charges, code), money(fee, code), money(income, code))
	}
	if d.ReservePct != nil {
		working := d.ReservePct.String() + " of what remains"
		full := decimal.Max(decimal.Zero, fee.Add(in.Fees).Sub(in.Held)) // until it equals the fees of twelve months
		if reserve = rounded(share(rest.Rat(), d.ReservePct.Decimal), Digits(code)); d.AdminFeePct != nil && reserve.GreaterThan(full) {
			reserve = Round(full, code)
			working += ", until it equals the Administrative Fee of 12 months"
		}
		s.add("Reserve", working, reserve.Rat(), code)
	}
	s.Fee, s.Reserve = moneyOf(fee, code), moneyOf(reserve, code)
	return rest.Sub(reserve), nil
}

// A portion is one member's part while it is reckoned.
type portion struct {
	member  string
	working string
	part    *big.Rat
	capped  bool
}

// portions is the part of each member before the cap, in the order of the
// weights.
func portions(d *schema.Distribution, in Income, whole *big.Rat) ([]portion, error) {
	holdings, fixed := in.Weights, in.Weights == nil
	if fixed {
		for _, x := range d.Shares {
			holdings = append(holdings, Holding{x.Member, x.Pct.Decimal})
		}
	}
	weights, total, err := weigh(holdings)
	if err != nil {
		return nil, err
	}
	if fixed && total.Cmp(hundred.Rat()) != 0 {
		return nil, fmt.Errorf("the fixed shares add up to %s%%, not to 100%%", decimalOf(total))
	}
	back, err := recoup(holdings, in.Owed, whole)
	if err != nil {
		return nil, err
	}
	recouped := sum(back...)
	rest := less(whole, recouped)
	list := make([]portion, len(holdings))
	for i, h := range holdings {
		working := fmt.Sprintf("%s of %s parts", number(h.Weight), number(decimalOf(total)))
		if fixed {
			working = schema.Percent{Decimal: h.Weight}.String()
		}
		if recouped.Sign() > 0 {
			working = amountOf(back[i], in.Sum.Currency).String() + " in recoupment, and " + working + " of the rest"
		} else {
			working += " of what is distributed"
		}
		list[i] = portion{member: h.Member, working: working, part: sum(back[i], product(rest, new(big.Rat).Quo(weights[i], total)))}
	}
	return list, nil
}

// recoup is what each holder receives back first: its part of half of the whole,
// in proportion to what is owed, and no more than that.
func recoup(holdings, owed []Holding, whole *big.Rat) ([]*big.Rat, error) {
	back := make([]*big.Rat, len(holdings))
	for i := range back {
		back[i] = new(big.Rat)
	}
	total := new(big.Rat)
	for _, o := range owed {
		w, err := figure("the money contributed by "+o.Member, o.Weight)
		if err != nil {
			return nil, err
		}
		total.Add(total, w)
	}
	if total.Sign() == 0 {
		return back, nil
	}
	half := smaller(product(whole, big.NewRat(1, 2)), total)
	for _, o := range owed {
		i := slices.IndexFunc(holdings, func(h Holding) bool { return h.Member == o.Member })
		if i < 0 {
			return nil, fmt.Errorf("%s has contributed money and has no share", o.Member)
		}
		back[i].Add(back[i], product(half, new(big.Rat).Quo(o.Weight.Rat(), total)))
	}
	return back, nil
}

// limitParts cuts parts to the cap and gives what exceeds it to the others in
// proportion to theirs.
func limitParts(limit *schema.Percent, whole *big.Rat, list []portion) error {
	if limit == nil {
		return nil
	}
	if _, err := figure("the cap on a share", limit.Decimal); err != nil {
		return err
	}
	most := share(whole, limit.Decimal)
	for {
		over, others := new(big.Rat), new(big.Rat)
		for i := range list {
			switch p := &list[i]; {
			case p.part.Cmp(most) > 0:
				over.Add(over, less(p.part, most))
				p.part, p.capped = most, true
				p.working += ", limited to " + limit.String()
			case !p.capped:
				others.Add(others, p.part)
			}
		}
		switch {
		case over.Sign() == 0:
			return nil
		case others.Sign() == 0:
			return fmt.Errorf("with a cap of %s nobody is left to receive the rest of a distribution", limit)
		}
		factor := new(big.Rat).Quo(sum(others, over), others)
		for i := range list {
			if !list[i].capped {
				list[i].part = product(list[i].part, factor)
			}
		}
	}
}

// settle rounds the parts down and gives what is left to the largest.
func (s *Split) settle(rest decimal.Decimal, code schema.Currency, list []portion) {
	anyCapped := slices.ContainsFunc(list, func(p portion) bool { return p.capped })
	left, largest := rest, 0
	for i, p := range list {
		amount := truncated(p.part, Digits(code))
		left = left.Sub(amount)
		if anyCapped && !p.capped {
			p.working += ", with its part of what exceeds the cap"
		}
		s.Shares = append(s.Shares, Share{p.member, p.working, moneyOf(amount, code)})
		if best := list[largest]; best.capped && !p.capped || best.capped == p.capped && p.part.Cmp(best.part) > 0 {
			largest = i
		}
	}
	s.Shares[largest].Amount = moneyOf(s.Shares[largest].Amount.Amount.Add(left), code)
	s.Left, s.LeftTo = moneyOf(left, code), s.Shares[largest].Member
}

package money

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A Holding is a member and its weight: credits, patents, days, or a sum.
type Holding struct {
	Member string
	Weight decimal.Decimal
}

// A Credit is the credits of a member under the cap.
type Credit struct {
	Member  string          `json:"member"`
	Earned  schema.Decimal  `json:"earned"`  // before the cap
	Awarded schema.Decimal  `json:"awarded"` // what the cap leaves, rounded down to the smallest part of a credit in use
	Share   *schema.Percent `json:"share"`   // of all credits awarded, to four places
}

// Credits applies the cap on what one member may hold, as a share of all
// credits: what is above it is not awarded, so that all is less too. Without a
// cap all stands. A cap that so few members cannot keep is an error.
func Credits(limit *schema.Percent, earned []Holding) ([]Credit, error) {
	weights, _, err := weigh(earned)
	if err != nil {
		return nil, err
	}
	held := weights
	if limit != nil {
		if held, err = heldUnder(limit, weights, finest(earned)); err != nil {
			return nil, err
		}
	}
	total := sum(held...)
	list := make([]Credit, len(earned))
	for i, h := range earned {
		list[i] = Credit{Member: h.Member, Earned: schema.Decimal{Decimal: h.Weight}, Awarded: schema.Decimal{Decimal: decimalOf(held[i])}}
		if total.Sign() > 0 {
			pct := product(new(big.Rat).Quo(held[i], total), big.NewRat(100, 1))
			list[i].Share = &schema.Percent{Decimal: rounded(pct, 4)}
		}
	}
	return list, nil
}

// heldUnder cuts weights until none is more than a share of what then is all.
// With the members cut at c each, and the others' weights, all is others ÷ (1 –
// k × cap) for k members cut.
func heldUnder(limit *schema.Percent, weights []*big.Rat, digits int32) ([]*big.Rat, error) {
	if limit.IsNegative() || limit.GreaterThan(hundred) {
		return nil, fmt.Errorf("a cap of %s is not between 0%% and 100%%", limit)
	}
	pct := new(big.Rat).Quo(limit.Rat(), big.NewRat(100, 1))
	held, cut := append([]*big.Rat(nil), weights...), make([]bool, len(weights))
	for {
		others, k := new(big.Rat), int64(0)
		for i, w := range weights {
			if cut[i] {
				k++
			} else {
				others.Add(others, w)
			}
		}
		rest := less(big.NewRat(1, 1), product(big.NewRat(k, 1), pct))
		if rest.Sign() <= 0 || k > 0 && others.Sign() == 0 {
			return nil, fmt.Errorf("a cap of %s cannot be kept: %d members would hold all", limit, k)
		}
		most := product(pct, new(big.Rat).Quo(others, rest))
		again := false
		for i := range weights {
			switch {
			case cut[i]:
				held[i] = truncated(most, digits).Rat()
			case weights[i].Cmp(most) > 0:
				cut[i], again = true, true
			}
		}
		if !again {
			return held, nil
		}
	}
}

// finest is the most decimals of any weight.
func finest(list []Holding) int32 {
	digits := int32(0)
	for _, h := range list {
		digits = max(digits, -h.Weight.Exponent())
	}
	return digits
}

// weigh is the weights of some holdings, none negative, and their sum, which is
// more than nothing.
func weigh(list []Holding) ([]*big.Rat, *big.Rat, error) {
	weights, total := make([]*big.Rat, len(list)), new(big.Rat)
	for i, h := range list {
		w, err := figure("the weight of "+h.Member, h.Weight)
		if err != nil {
			return nil, nil, err
		}
		weights[i] = w
		total.Add(total, w)
	}
	if total.Sign() == 0 {
		return nil, nil, errors.New("nobody has a share: give the weight of each member")
	}
	return weights, total, nil
}

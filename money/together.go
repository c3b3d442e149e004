package money

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// Owed is what one payer, with its affiliates, owes in one royalty for a calendar
// year.
type Owed struct {
	Royalty string
	Sum     schema.Money
}

// Together applies the limits that royalties share, one after another, to what a payer
// owes in each by its own limits: nothing is payable below a waiver, and what exceeds a
// cap is taken off in proportion. What rounding leaves is in the last. A limit on
// royalties of which one is not given is passed over.
func Together(limits []schema.RoyaltyLimit, owed []Owed) ([]Owed, *Statement, error) {
	now, s := append([]Owed(nil), owed...), &Statement{}
	for i := range limits {
		l := &limits[i]
		covered := among(now, l.Royalties)
		if len(covered) < len(l.Royalties) {
			continue
		}
		code := covered[0].Sum.Currency
		total, working := new(big.Rat), make([]string, len(covered))
		for n, o := range covered {
			one, err := inCurrency(&o.Sum, code, "the royalty "+o.Royalty, "that with which it shares a limit")
			if err != nil {
				return nil, nil, err
			}
			total.Add(total, one)
			working[n] = o.Sum.String()
		}
		together := strings.Join(working, " + ") + " = " + due(total, code).String()
		waiver, err := limitIn(l.WaivedBelow, code)
		if err != nil {
			return nil, nil, err
		}
		most, err := limitIn(l.Cap, code)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case waiver != nil && total.Cmp(waiver) < 0:
			for _, o := range covered {
				o.Sum = moneyOf(rounded(new(big.Rat), 0), code)
			}
			s.say("Waived: together less than "+l.WaivedBelow.String(), together)
		case most != nil && total.Cmp(most) > 0:
			left := rounded(most, Digits(code))
			for n, o := range covered {
				part := due(new(big.Rat).Quo(product(o.Sum.Amount.Rat(), most), total), code)
				if n == len(covered)-1 {
					part = moneyOf(left, code)
				}
				left = left.Sub(part.Amount.Decimal)
				o.Sum = part
			}
			s.say("Cap that they share", together+fmt.Sprintf("; limited to %s, each in proportion", l.Cap))
		}
	}
	return now, s, nil
}

// limitIn is a shared limit in the currency of the royalties; nil where there is none.
func limitIn(m *schema.Money, code schema.Currency) (*big.Rat, error) {
	if m == nil {
		return nil, nil
	}
	return inCurrency(m, code, "the limit that royalties share", "they")
}

// among are those of some royalties that are owed.
func among(owed []Owed, ids []string) []*Owed {
	var list []*Owed
	for _, id := range ids {
		for i := range owed {
			if owed[i].Royalty == id {
				list = append(list, &owed[i])
			}
		}
	}
	return list
}

// SharingLimits are the other royalties that share a limit with one, in the order in which
// the limits name them.
func SharingLimits(limits []schema.RoyaltyLimit, id string) []string {
	var list []string
	for _, l := range limits {
		if !slices.Contains(l.Royalties, id) {
			continue
		}
		for _, other := range l.Royalties {
			if other != id && !slices.Contains(list, other) {
				list = append(list, other)
			}
		}
	}
	return list
}

// NotReckoned says what the agreement may take from a royalty and [Royalty] does not, for
// it depends on facts of each product or payment.
func NotReckoned(r *schema.Royalty) []string {
	var notes []string
	if r.StackingCap != nil {
		notes = append(notes, "relief for royalties to third parties is not reckoned: it depends on the price of each product")
	}
	if r.DoublePaymentCredit != nil && *r.DoublePaymentCredit {
		notes = append(notes, "credit for royalties paid elsewhere for the same right and item is not reckoned")
	}
	return notes
}

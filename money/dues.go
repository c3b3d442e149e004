package money

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A FixedSum is a sum that falls due on a day that the term sheet states.
type FixedSum struct {
	Date    schema.Date  `json:"date"`
	Payer   string       `json:"payer"` // id of a party, or "members": each of them
	Payee   string       `json:"payee"`
	What    string       `json:"what"` // "instalment 2 of 5"
	Working string       `json:"working,omitempty"`
	Amount  schema.Money `json:"amount"`
}

// FixedSums are the balancing payments, instalments and fees that fall due in a
// calendar year, by date; in year 0 all balancing payments, and fees paid once.
// A yearly fee falls due on 31 January, or in the first year on the effective
// date where that is later, then in proportion to the days that remain of the
// year. Nothing falls due by the year after the term has ended.
func FixedSums(t *schema.TermSheet, year int) []FixedSum {
	list := append(balancing(t), fees(t, year)...)
	list = slices.DeleteFunc(list, func(x FixedSum) bool { return year != 0 && x.Date.Year != year })
	slices.SortStableFunc(list, func(a, b FixedSum) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Payer, b.Payer), cmp.Compare(a.Payee, b.Payee))
	})
	return list
}

func balancing(t *schema.TermSheet) []FixedSum {
	var list []FixedSum
	for _, b := range t.Payments.Balancing {
		if len(b.Instalments) == 0 {
			list = append(list, FixedSum{Date: t.Deal.EffectiveDate, Payer: b.From, Payee: b.To, What: "balancing payment", Amount: b.Total})
		}
		for i, x := range b.Instalments {
			list = append(list, FixedSum{Date: x.Date, Payer: b.From, Payee: b.To, What: fmt.Sprintf("instalment %d of %d", i+1, len(b.Instalments)), Amount: x.Amount})
		}
	}
	return list
}

func fees(t *schema.TermSheet, year int) []FixedSum {
	var list []FixedSum
	effective := t.Deal.EffectiveDate
	end, ends := t.TermEnd()
	for _, f := range t.Payments.Fees {
		x := FixedSum{Date: effective, Payer: f.Payer, Payee: f.Payee, What: f.Name, Amount: f.Amount}
		if f.Per == "year" {
			if year == 0 || year < effective.Year || ends && year > end.Year {
				continue
			}
			x.Date = schema.Date{Year: year, Month: 1, Day: 31}
			if year == effective.Year {
				x.first(effective)
			}
		}
		list = append(list, x)
	}
	return list
}

// first makes a yearly fee that of the first year.
func (x *FixedSum) first(effective schema.Date) {
	if x.Date.Before(effective) {
		x.Date = effective
	}
	next := schema.Date{Year: effective.Year + 1, Month: 1, Day: 1}
	days, of := effective.DaysUntil(next), schema.Date{Year: effective.Year, Month: 1, Day: 1}.DaysUntil(next)
	if days < of {
		x.Working = fmt.Sprintf("%s × %d ÷ %d days", x.Amount, days, of)
		x.Amount = due(product(x.Amount.Amount.Rat(), big.NewRat(int64(days), int64(of))), x.Amount.Currency)
	}
}

// Net sets off sums that two parties owe each other for one day in one currency:
// the party that owes more owes the difference. The order of the list is kept.
func Net(list []FixedSum) []FixedSum {
	type pair struct {
		date     schema.Date
		a, b     string
		currency schema.Currency
	}
	balance, place := map[pair]*big.Rat{}, []pair{}
	for _, x := range list {
		k, sum := pair{x.Date, x.Payer, x.Payee, x.Amount.Currency}, x.Amount.Amount.Rat()
		if x.Payee < x.Payer {
			k.a, k.b = x.Payee, x.Payer
			sum.Neg(sum)
		}
		if balance[k] == nil {
			balance[k] = new(big.Rat)
			place = append(place, k)
		}
		balance[k].Add(balance[k], sum)
	}
	var net []FixedSum
	for _, k := range place {
		x := FixedSum{Date: k.date, Payer: k.a, Payee: k.b, What: "net"}
		if balance[k].Sign() < 0 {
			x.Payer, x.Payee = k.b, k.a
		}
		if balance[k].Sign() != 0 {
			x.Amount = moneyOf(decimalOf(new(big.Rat).Abs(balance[k])), k.currency)
			net = append(net, x)
		}
	}
	return net
}

// EqualWeights are the members with equal weights; those that are affiliates
// count as one, and share its weight equally.
func EqualWeights(t *schema.TermSheet) []Holding {
	members := t.Members()
	group := make([]int, len(members))
	for i := range group {
		group[i] = i
	}
	for changed := true; changed; { // joins groups until none touches another
		changed = false
		for i, p := range members {
			for j, q := range members {
				if group[i] != group[j] && (slices.Contains(p.AffiliateOf, q.ID) || slices.Contains(q.AffiliateOf, p.ID)) {
					low := min(group[i], group[j])
					group[i], group[j], changed = low, low, true
				}
			}
		}
	}
	size := map[int]int64{}
	for _, g := range group {
		size[g]++
	}
	all := big.NewInt(1) // divisible by the size of each group
	for _, n := range size {
		n := big.NewInt(n)
		all.Mul(all, new(big.Int).Quo(n, new(big.Int).GCD(nil, nil, all, n)))
	}
	list := make([]Holding, len(members))
	for i, p := range members {
		list[i] = Holding{p.ID, decimal.NewFromBigInt(new(big.Int).Quo(all, big.NewInt(size[group[i]])), 0)}
	}
	return list
}

// Owed is the money that members have contributed, in one currency.
func Owed(t *schema.TermSheet, c schema.Currency) ([]Holding, error) {
	var list []Holding
	for _, x := range t.Contributions {
		if x.Money == nil {
			continue
		}
		if x.Money.Currency != c {
			return nil, &CurrencyError{"the money contributed by " + x.Member, "the income", x.Money.Currency, c}
		}
		list = append(list, Holding{x.Member, x.Money.Amount.Decimal})
	}
	return list, nil
}

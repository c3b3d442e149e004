package money

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

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

// FixedSums are the balancing payments, instalments, payments for releases and fees
// that fall due in a calendar year, by date; in year 0 all but the yearly fees.
// Nothing falls due for a year that begins after the last day of its fee or, where
// none is stated, of the term.
func FixedSums(t *schema.TermSheet, year int) []FixedSum {
	list := slices.Concat(balancing(t), releases(t), fees(t, year))
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

// releases are the payments for releases of past claims. Several parties released
// pay one sum together.
func releases(t *schema.TermSheet) []FixedSum {
	var list []FixedSum
	for _, r := range t.Settlement.Releases {
		if r.Payment == nil {
			continue
		}
		due := r.Due
		if due.IsZero() {
			due = t.Deal.EffectiveDate
		}
		list = append(list, FixedSum{Date: due, Payer: strings.Join(r.To, " and "), Payee: r.From, What: "release of past claims", Amount: *r.Payment})
	}
	return list
}

// fees are the fees that fall due by the end of a calendar year; in year 0, those
// paid once.
func fees(t *schema.TermSheet, year int) []FixedSum {
	var list []FixedSum
	end, _ := t.TermEnd()
	for i := range t.Payments.Fees {
		f := &t.Payments.Fees[i]
		if f.Per == "year" && year == 0 {
			continue
		}
		for _, x := range FeeDues(t, f, end, schema.Date{Year: year, Month: 12, Day: 31}) {
			list = append(list, x.FixedSum)
		}
	}
	return list
}

// A FeeDue is a fee for one of its years, or a fee that is paid once.
type FeeDue struct {
	FixedSum
	Begins schema.Date // the first day of the year, as far as the fee runs in it
}

// FeeDues are the sums of a fee that fall due up to a day, by date. The last day of a
// yearly fee that states none is that of the agreement, zero where that has none. A
// fee that is paid once is given whatever its day.
func FeeDues(t *schema.TermSheet, f *schema.Fee, last, until schema.Date) []FeeDue {
	start := cmp.Or(f.Start, t.Deal.EffectiveDate)
	x := FixedSum{Date: start, Payer: f.Payer, Payee: f.Payee, What: f.Name, Amount: f.Amount}
	if f.Per != "year" {
		return []FeeDue{{x, start}}
	}
	var list []FeeDue
	for n := 0; ; n++ {
		y, runs := feeYear(start, cmp.Or(f.End, last), f, n)
		if !runs || until.Before(y.due) {
			return list
		}
		if sum, working, owed := y.sum(f); owed {
			x.Date, x.Amount, x.Working = y.due, sum, working
			list = append(list, FeeDue{x, y.first})
		}
	}
}

// A feePeriod is one of the years of a yearly fee, as far as it is within the
// time of the fee.
type feePeriod struct {
	first, due schema.Date
	days, of   int // those within the time of the fee, and those of the whole year
}

// feeYear is the year n of a yearly fee, from 0; the fee does not run in it
// where it begins after the last day of the fee.
func feeYear(start, end schema.Date, f *schema.Fee, n int) (y feePeriod, runs bool) {
	first, next := start, start.Through(12*(n+1)).AddDays(1)
	if n > 0 {
		first = start.Through(12 * n).AddDays(1)
	}
	if f.Year == "calendar" {
		first, next = schema.Date{Year: start.Year + n, Month: 1, Day: 1}, schema.Date{Year: start.Year + n + 1, Month: 1, Day: 1}
	}
	y.of = first.DaysUntil(next)
	if first.Before(start) {
		first = start
	}
	if !end.IsZero() && end.Before(first) || first.Year > 9000 {
		return y, false
	}
	if !end.IsZero() && end.Before(next) {
		next = end.AddDays(1)
	}
	y.first, y.days, y.due = first, first.DaysUntil(next), first.AddDays(f.DaysToPay())
	return y, true
}

// sum is what is owed for a year.
func (y feePeriod) sum(f *schema.Fee) (sum schema.Money, working string, owed bool) {
	switch {
	case y.days == y.of || f.BrokenYear == "full":
		return f.Amount, "", true
	case f.BrokenYear == "none":
		return sum, "", false
	}
	working = fmt.Sprintf("%s × %d ÷ %d days", f.Amount, y.days, y.of)
	return due(product(f.Amount.Amount.Rat(), big.NewRat(int64(y.days), int64(y.of))), f.Amount.Currency), working, true
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

// equalWeights are the members with equal weights; where groups count once, those
// that are affiliates count as one, and share its weight equally.
func equalWeights(t *schema.TermSheet, groupsOnce bool) []Holding {
	members := t.Members()
	group := make([]int, len(members))
	for i := range group {
		group[i] = i
	}
	for changed := groupsOnce; changed; { // joins groups until none touches another
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

// contributed is the money that members have contributed, in one currency.
func contributed(t *schema.TermSheet, c schema.Currency) ([]Holding, error) {
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

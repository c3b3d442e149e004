// Package money is what the money of a term sheet comes to: royalties by
// bands, regions, minimums, discounts and caps; fixed sums by date; credits and
// the distribution of pool income; liquidated damages; exit costs.
//
// All arithmetic is exact, in fractions; a sum is rounded once, at the end, half
// up, to the minor unit of its currency. Each result is a [Statement]: the sum,
// and the working by which an accountant can check it. The schedules of an
// agreement, the checks and the command print the same workings, so text and
// example cannot disagree.
//
// The rules are those of the clauses in payments, value and liquidated-damages;
// a comment names the provision where a rule is not plain.
package money

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// Notice is the last line of every working.
const Notice = "Reckoned from the term sheet by the rules of the agreement. This is not legal, tax or accounting advice."

// A Statement is a sum and how it was found.
type Statement struct {
	Title string        `json:"title"`
	Steps []Step        `json:"steps"`
	Due   *schema.Money `json:"due,omitempty"` // rounded; nil where the steps themselves are what was asked
	Notes []string      `json:"notes,omitempty"`
}

// A Step is one line of a working.
type Step struct {
	What    string  `json:"what"`    // "more than 20,000, up to 250,000"
	Working string  `json:"working"` // "230,000 × EUR 9.50"
	Amount  *Amount `json:"amount,omitempty"`
}

// add adds a line with a sum.
func (s *Statement) add(what, working string, sum *big.Rat, c schema.Currency) {
	s.Steps = append(s.Steps, Step{what, working, amountOf(sum, c)})
}

// say adds a line without a sum.
func (s *Statement) say(what, working string) {
	s.Steps = append(s.Steps, Step{What: what, Working: working})
}

// note adds a remark to a statement.
func (s *Statement) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// An Amount is a sum that need not be rounded yet.
type Amount struct {
	schema.Money
	About bool // the exact sum has no end as a decimal; Money is it to six places
}

// places is the number of decimals to which an amount without end is shown;
// most is the number that an exact one may have.
const places, most = 6, 12

func amountOf(sum *big.Rat, c schema.Currency) *Amount {
	if n, exact := sum.FloatPrec(); exact && n <= most {
		return &Amount{Money: moneyOf(rounded(sum, int32(n)), c)}
	}
	return &Amount{Money: moneyOf(rounded(sum, places), c), About: true}
}

// String is the amount as money, after "about" where it is not exact.
func (a *Amount) String() string {
	if a.About {
		return "about " + a.Money.String()
	}
	return a.Money.String()
}

// MarshalJSON writes the amount as money, with "about" where it is not exact.
func (a *Amount) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Amount   schema.Decimal  `json:"amount"`
		Currency schema.Currency `json:"currency"`
		About    bool            `json:"about,omitempty"`
	}{a.Amount, a.Currency, a.About})
}

// greatest is the number of digits that a figure may have, before and after the
// point, so that a hostile exponent costs no memory.
const greatest = 60

// figure is an exact fraction for a decimal. One that is negative, or longer than
// any sum or volume needs, is an error that names it.
func figure(what string, d decimal.Decimal) (*big.Rat, error) {
	switch e := int64(d.Exponent()); {
	case e < -greatest || e+int64(d.NumDigits()) > greatest:
		return nil, fmt.Errorf("%s has more digits than any sum or volume needs", what)
	case d.IsNegative():
		return nil, fmt.Errorf("%s is negative: %s", what, d)
	}
	return d.Rat(), nil
}

// rounded rounds half up to a number of decimals.
func rounded(r *big.Rat, digits int32) decimal.Decimal {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	twice := new(big.Int).Mul(new(big.Int).Mul(r.Num(), scale), big.NewInt(2))
	twice.Add(twice, r.Denom())
	n := new(big.Int).Div(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))) // towards minus infinity
	return decimal.NewFromBigInt(n, -digits)
}

// truncated rounds down to a number of decimals.
func truncated(r *big.Rat, digits int32) decimal.Decimal {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	n := new(big.Int).Div(new(big.Int).Mul(r.Num(), scale), r.Denom())
	return decimal.NewFromBigInt(n, -digits)
}

// Digits is the number of decimals of a currency's minor unit (ISO 4217): 2 for
// EUR, 0 for JPY. An unknown currency has 2.
func Digits(c schema.Currency) int32 {
	n, ok := c.Digits()
	if !ok {
		return 2
	}
	return int32(n)
}

// Round rounds half up to the minor unit of a currency.
func Round(d decimal.Decimal, c schema.Currency) decimal.Decimal { return d.Round(Digits(c)) }

func moneyOf(d decimal.Decimal, c schema.Currency) schema.Money {
	return schema.Money{Amount: schema.Decimal{Decimal: d}, Currency: c}
}

// due is a sum rounded to the minor unit of its currency.
func due(sum *big.Rat, c schema.Currency) schema.Money { return moneyOf(rounded(sum, Digits(c)), c) }

func money(d decimal.Decimal, c schema.Currency) string { return moneyOf(d, c).String() }

// number prints a volume with its digits in groups.
func number(d decimal.Decimal) string { return schema.Decimal{Decimal: d}.String() }

func product(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func sum(list ...*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, r := range list {
		total.Add(total, r)
	}
	return total
}

func less(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// share is a percentage of a sum.
func share(r *big.Rat, pct decimal.Decimal) *big.Rat {
	return product(r, new(big.Rat).Quo(pct.Rat(), big.NewRat(100, 1)))
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// A CurrencyError says that two sums of one computation are in different
// currencies, so that only a rate of exchange could join them.
type CurrencyError struct {
	What, Other string // "the cap of r1", "its rates"
	Has, Want   schema.Currency
}

func (e *CurrencyError) Error() string {
	return fmt.Sprintf("%s is in %s, %s in %s: without a rate of exchange they cannot be reckoned together", e.What, e.Has, e.Other, e.Want)
}

// inCurrency is the amount of a sum in the currency of a computation.
func inCurrency(m *schema.Money, want schema.Currency, what, other string) (*big.Rat, error) {
	if m.Currency != want {
		return nil, &CurrencyError{what, other, m.Currency, want}
	}
	return figure(what, m.Amount.Decimal)
}

// sentence joins the parts of a one-line working.
// plainList is codes as words: "change in law, merger control".
func plainList(codes []string) string {
	return strings.ReplaceAll(strings.Join(codes, ", "), "-", " ")
}

func sentence(parts []string) string { return strings.Join(parts, "; ") }

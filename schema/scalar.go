package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// A Date is a calendar date without a time of day or a zone. The zero Date
// means that none was given.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads an ISO 8601 calendar date, "2027-03-05". A day that does not
// exist is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date that exists, written YYYY-MM-DD", s)
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// ISO is the date as "2027-03-05".
func (d Date) ISO() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// String is the date as an agreement prints it: "5 March 2027".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// Compare orders dates; it is negative when d is before e.
func (d Date) Compare(e Date) int { return d.time().Compare(e.time()) }

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// AddDays is the date n days later.
func (d Date) AddDays(n int) Date { return dateOf(d.time().AddDate(0, 0, n)) }

// AddMonths is the same day n months later, or the last day of that month where
// it has no such day: one month after 31 January is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Through is the last day of a time of n months that begins with the day: the day
// before the same day or, in a month that has no such day, the last day of that month.
// Twelve months that begin with 29 February end on 28 February.
func (d Date) Through(n int) Date {
	same := d.AddMonths(n)
	if same.Day < d.Day {
		return same
	}
	return same.AddDays(-1)
}

// DaysUntil is the number of days from d to e; it is negative when e is before d.
func (d Date) DaysUntil(e Date) int { return int(e.time().Sub(d.time()).Hours() / 24) }

func (d Date) time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
func dateOf(t time.Time) Date  { return Date{t.Year(), t.Month(), t.Day()} }
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.ISO()), nil
}

// UnmarshalText reads an ISO date.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// Days is a number of calendar days. It prints with its unit: "30 days".
type Days int

// BusinessDays is a number of Business Days. It prints with its unit: "10 Business Days".
type BusinessDays int

// Months is a number of months. It prints with its unit: "12 months".
type Months int

// Years is a number of years. It prints with its unit: "5 years".
type Years int

// Hours is a number of hours. It prints with its unit: "48 hours".
type Hours int

func (n Days) String() string         { return count(int(n), "day") }
func (n BusinessDays) String() string { return count(int(n), "Business Day") }
func (n Months) String() string       { return count(int(n), "month") }
func (n Years) String() string        { return count(int(n), "year") }
func (n Hours) String() string        { return count(int(n), "hour") }

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return group(strconv.Itoa(n)) + " " + unit + "s"
}

// A Decimal is an exact decimal number. In JSON it is a number or, to be safe
// from tools that round, a string.
type Decimal struct{ decimal.Decimal }

// A Percent is an exact percentage: 5 means five hundredths. It prints as "5%".
type Percent struct{ decimal.Decimal }

// ParseDecimal reads a plain decimal number: an optional sign, digits, and
// optionally a point and digits. Exponents, group separators, NaN and infinity
// are errors.
func ParseDecimal(s string) (Decimal, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(frac, "0123456789") != "" || point && frac == "" {
		return Decimal{}, fmt.Errorf("%q is not a plain decimal number such as 1500000 or 0.25", s)
	}
	if len(digits) > 40 {
		return Decimal{}, fmt.Errorf("%.20q... has more digits than any amount needs", s)
	}
	d, err := decimal.NewFromString(s)
	return Decimal{d}, err
}

// String prints the number with commas between groups of three digits.
func (d Decimal) String() string { return group(d.Decimal.String()) }

// String prints the percentage with a percent sign.
func (p Percent) String() string { return group(p.Decimal.String()) + "%" }

func (d Decimal) MarshalJSON() ([]byte, error) { return json.Marshal(d.Decimal.String()) }
func (p Percent) MarshalJSON() ([]byte, error) { return json.Marshal(p.Decimal.String()) }

func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(bytes.Trim(b, `"`)))
	if err == nil {
		*d = v
	}
	return err
}

func (p *Percent) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(bytes.Trim(b, `"`)))
	if err == nil {
		*p = Percent(v)
	}
	return err
}

// Money is an exact amount in one currency.
type Money struct {
	// The amount, as a decimal number: "1500000" or "0.20". A string keeps it safe from tools that round.
	Amount Decimal `json:"amount" jsonschema:"required"`
	// The currency (ISO 4217).
	Currency Currency `json:"currency" jsonschema:"required,example=EUR"`
}

// String prints the currency code, then the amount with grouped digits; minor
// units are shown in full or, for whole amounts, not at all: "EUR 1,500,000",
// "USD 0.20".
func (m Money) String() string {
	s := m.Amount.Decimal.String()
	whole, frac, point := strings.Cut(s, ".")
	if point {
		if digits, ok := m.Currency.Digits(); ok && len(frac) < digits {
			frac += strings.Repeat("0", digits-len(frac))
		}
		s = whole + "." + frac
	}
	return string(m.Currency) + " " + group(s)
}

// A Currency is an ISO 4217 code.
type Currency string

// A Country is an ISO 3166-1 alpha-2 code.
type Country string

// A Jurisdiction is a country (ISO 3166-1 alpha-2) or a part of one with a law
// of its own (ISO 3166-2): "DE", "US-NY", "GB-ENG".
type Jurisdiction string

// Country is the country of a jurisdiction: "US" for "US-NY".
func (j Jurisdiction) Country() Country {
	c, _, _ := strings.Cut(string(j), "-")
	return Country(c)
}

// Count is a number of things as the agreement prints it.
func Count(n int64) string { return group(strconv.FormatInt(n, 10)) }

// group puts commas between groups of three digits left of the decimal point.
func group(s string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	whole, frac, point := strings.Cut(s, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + frac)
	}
	return b.String()
}

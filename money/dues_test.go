package money_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// TestYearlyFees counts what a fee by the year comes to over the whole term.
func TestYearlyFees(t *testing.T) {
	day := func(s string) schema.Date {
		d, err := schema.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	months, zero := schema.Months(60), schema.Days(0)
	for _, c := range []struct {
		what string
		fee  schema.Fee
		want string
	}{
		{"five years from 1 July", schema.Fee{},
			"2027-07-31 40000, 2028-07-31 40000, 2029-07-31 40000, 2030-07-31 40000, 2031-07-31 40000"},
		{"due on the first day", schema.Fee{DueDays: &zero, End: day("2029-06-30")}, "2027-07-01 40000, 2028-07-01 40000"},
		{"calendar years, broken at both ends by days", schema.Fee{Year: "calendar", End: day("2029-03-31")},
			"2027-07-31 20164.38, 2028-01-31 40000, 2029-01-31 9863.01"},
		{"calendar years, broken ones in full", schema.Fee{Year: "calendar", BrokenYear: "full", End: day("2029-03-31")},
			"2027-07-31 40000, 2028-01-31 40000, 2029-01-31 40000"},
		{"calendar years, broken ones not at all", schema.Fee{Year: "calendar", BrokenYear: "none", End: day("2029-03-31")}, "2028-01-31 40000"},
		{"a last year of half", schema.Fee{End: day("2028-12-31")}, "2027-07-31 40000, 2028-07-31 20164.38"},
		{"from a later day", schema.Fee{Start: day("2031-01-01")}, "2031-01-31 40000, 2032-01-31 19890.71"},
	} {
		sheet := &schema.TermSheet{}
		sheet.Deal.EffectiveDate, sheet.Term.Length = day("2027-07-01"), &months
		fee := c.fee
		fee.Per, fee.Amount = "year", *sum("EUR", "40000")
		sheet.Payments.Fees = []schema.Fee{fee}
		var got []string
		for year := 2027; year < 2040; year++ {
			for _, x := range money.FixedSums(sheet, year) {
				got = append(got, fmt.Sprintf("%s %s", x.Date.ISO(), x.Amount.Amount.Decimal))
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.what, s, c.want)
		}
	}
}

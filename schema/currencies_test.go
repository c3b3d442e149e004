package schema_test

import (
	"testing"

	"github.com/bojanz/currency"

	"github.com/engross/engross/schema"
)

func TestCurrencies(t *testing.T) {
	known := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				code := string([]rune{a, b, c})
				want, valid := currency.GetDigits(code)
				got, ok := schema.Currency(code).Digits()
				if ok != valid || got != int(want) {
					t.Errorf("%s has %d digits, %v; want %d, %v", code, got, ok, want, valid)
				}
				if ok {
					known++
				}
			}
		}
	}
	if n := len(currency.GetCurrencyCodes()); known != n {
		t.Errorf("%d currencies, want %d", known, n)
	}
	for _, code := range []schema.Currency{"", "EU", "eur", "EURO", "R U", "D E", "JPY "} {
		if _, ok := code.Digits(); ok {
			t.Errorf("%q is a currency", code)
		}
	}
}

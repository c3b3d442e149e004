package money_test

import (
	"strings"
	"testing"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func TestTogether(t *testing.T) {
	limits := []schema.RoyaltyLimit{
		{Royalties: []string{"r1", "r2", "r3"}, Cap: sum("USD", "100000"), WaivedBelow: sum("USD", "5000")},
		{Royalties: []string{"r2", "r9"}, Cap: sum("USD", "1")}, // r9 is not given
	}
	for _, x := range []struct{ owed, want, says string }{
		{"60000 30000 10000", "60000 30000 10000", ""}, // the cap is reached, not exceeded
		{"60000 60000 60000", "33333.33 33333.33 33333.34", "limited to USD 100,000"},
		{"150000 30000 20000", "75000 15000 10000", "USD 150,000 + USD 30,000 + USD 20,000 = USD 200,000"},
		{"2000 1000 1999.99", "0 0 0", "USD 4,999.99"},
		{"2000 1000 2000", "2000 1000 2000", ""},
		{"0 0 0", "0 0 0", "USD 0"},
	} {
		var owed []money.Owed
		for i, s := range strings.Fields(x.owed) {
			owed = append(owed, money.Owed{Royalty: []string{"r1", "r2", "r3"}[i], Sum: *sum("USD", s)})
		}
		got, statement, err := money.Together(limits, owed)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range strings.Fields(x.want) {
			if !got[i].Sum.Amount.Equal(dec(s)) {
				t.Errorf("%s: %s owes %s, want %s", x.owed, got[i].Royalty, got[i].Sum, s)
			}
		}
		says := ""
		for _, step := range statement.Steps {
			says += step.What + ": " + step.Working + "\n"
		}
		if x.says == "" && says != "" || !strings.Contains(says, x.says) {
			t.Errorf("%s: the working is %q", x.owed, says)
		}
	}
	_, _, err := money.Together(limits[:1], []money.Owed{{"r1", *sum("USD", "1")}, {"r2", *sum("EUR", "1")}, {"r3", *sum("USD", "1")}})
	if err == nil || !strings.Contains(err.Error(), "EUR") {
		t.Error("two currencies are reckoned together:", err)
	}
}

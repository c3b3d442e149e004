package money_test

import (
	"strings"
	"testing"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func days(n int) *schema.Days { d := schema.Days(n); return &d }

func TestDamages(t *testing.T) {
	royalty := batteries()
	perDay := schema.LiquidatedDamages{ID: "ld", Form: "per-day", Per: "day", Amount: sum("EUR", "500"), GraceDays: days(5), Cap: sum("EUR", "30000")}
	openDay := perDay
	openDay.Cap = nil
	perUnit := schema.LiquidatedDamages{ID: "ld", Form: "per-unit", Per: "unit", Multiple: pct("140"), Cap: sum("USD", "20000")}
	declining := schema.LiquidatedDamages{ID: "ld", Form: "declining", Per: "event", Amount: sum("EUR", "750000"), DeclinePct: pct("15")}
	formula := schema.LiquidatedDamages{ID: "ld", Form: "formula", Per: "unit", Amount: sum("EUR", "1.25"), Multiple: pct("150")}
	for _, test := range []struct {
		name   string
		ld     schema.LiquidatedDamages
		breach money.Breach
		want   string
	}{
		{"days after grace", perDay, money.Breach{Count: 35}, "EUR 15,000"}, // (35 – 5) × 500
		{"within grace", perDay, money.Breach{Count: 5}, "EUR 0"},
		{"capped", perDay, money.Breach{Count: 66}, "EUR 30,000"},                                  // (66 – 5) × 500 = 30,500
		{"the longest delay", openDay, money.Breach{Count: 200, Longest: 30}, "EUR 12,500"},        // (30 – 5) × 500
		{"a cap has no longest delay", perDay, money.Breach{Count: 50, Longest: 30}, "EUR 22,500"}, // (50 – 5) × 500
		{"multiple of the highest rate", perUnit, money.Breach{Count: 1000}, "USD 280"},            // 1,000 × 0.20 × 140%
		// 100,000 × 0.20 × 140% = 28,000, of which 15,000 are paid as royalty
		{"less royalty paid", perUnit, money.Breach{Count: 100_000, Paid: sum("USD", "15000")}, "USD 13,000"},
		{"royalty paid exceeds it", perUnit, money.Breach{Count: 1000, Paid: sum("USD", "400")}, "USD 0"},
		{"first year", declining, money.Breach{Count: 1}, "EUR 750,000"},
		{"after three years", declining, money.Breach{Count: 1, Years: 3}, "EUR 412,500"}, // 750,000 × (100 – 45)%
		{"down to nothing", declining, money.Breach{Count: 1, Years: 7}, "EUR 0"},
		{"product of its figures", formula, money.Breach{Count: 3}, "EUR 5.63"}, // 3 × 1.25 × 1.5 = 5.625
		{"most units there are", formula, money.Breach{Count: 1<<63 - 1}, "EUR 17,293,822,569,102,704,638.13"},
	} {
		t.Run(test.name, func(t *testing.T) {
			res, err := money.Damages(&test.ld, &royalty, "EUR", test.breach)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Money().String(); got != test.want {
				t.Errorf("%s, want %s\n%s", got, test.want, res.Working)
			}
		})
	}
}

func TestDamagesRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		ld     schema.LiquidatedDamages
		breach money.Breach
		want   string
	}{
		"multiple of nothing":        {schema.LiquidatedDamages{ID: "ld", Multiple: pct("140")}, money.Breach{Count: 1}, "neither a sum nor a multiple"},
		"negative delay":             {schema.LiquidatedDamages{ID: "ld", Amount: sum("EUR", "1")}, money.Breach{Count: -1}, "negative"},
		"cap in another currency":    {schema.LiquidatedDamages{ID: "ld", Amount: sum("EUR", "1"), Cap: sum("USD", "1")}, money.Breach{Count: 1}, "in USD"},
		"royalty paid beside a sum":  {schema.LiquidatedDamages{ID: "ld", Amount: sum("EUR", "1")}, money.Breach{Count: 1, Paid: sum("EUR", "1")}, "takes the place"},
		"decline without any bounds": {schema.LiquidatedDamages{ID: "ld", Form: "declining", Amount: sum("EUR", "1"), DeclinePct: pct("-5")}, money.Breach{Count: 1, Years: 2}, "negative"},
	} {
		if _, err := money.Damages(&test.ld, nil, "EUR", test.breach); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
}

func TestExit(t *testing.T) {
	schedule := schema.ExitCost{Base: sum("EUR", "900000"), Schedule: []schema.ExitYear{{Year: 1, Pct: *pct("100")}, {Year: 2, Pct: *pct("80")}}}
	capped := schedule
	capped.Cap = sum("EUR", "700000")
	bare := schema.ExitCost{Base: sum("EUR", "900000")}
	for _, test := range []struct {
		name string
		cost schema.ExitCost
		form string
		in   money.Leaving
		want string
	}{
		{"second year", schedule, "declining", money.Leaving{Year: 2}, "EUR 720,000"},
		{"after the schedule", schedule, "declining", money.Leaving{Year: 3}, "EUR 0"},
		{"capped", capped, "declining", money.Leaving{Year: 1}, "EUR 700,000"},
		{"credits after the cap", capped, "declining", money.Leaving{Year: 1, Credits: sum("EUR", "50000")}, "EUR 650,000"},
		{"credits down to nothing", schedule, "declining", money.Leaving{Year: 2, Credits: sum("EUR", "800000")}, "EUR 0"},
		{"without a schedule, a fifth less each year", bare, "declining", money.Leaving{Year: 4}, "EUR 360,000"}, // 900,000 × 40%
		{"without a schedule, after five years", bare, "declining", money.Leaving{Year: 6}, "EUR 0"},
		{"share of unrecovered cost", bare, "unrecovered-cost", money.Leaving{Unrecovered: sum("EUR", "100000"), Share: pct("33.3333")}, "EUR 33,333.30"},
		{"notice of five months", bare, "notice-based", money.Leaving{Yearly: sum("EUR", "100000"), Months: 5}, "EUR 58,333.33"}, // × 7 ÷ 12
		{"notice of more than a year", bare, "notice-based", money.Leaving{Yearly: sum("EUR", "100000"), Months: 14}, "EUR 0"},
	} {
		s, err := money.Exit(&test.cost, test.form, test.in)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if s.Due.String() != test.want {
			t.Errorf("%s: %s, want %s", test.name, s.Due, test.want)
		}
	}
	for _, form := range []string{"declining", "unrecovered-cost", "notice-based", "none", "other"} {
		if _, err := money.Exit(&schema.ExitCost{}, form, money.Leaving{}); err == nil {
			t.Errorf("%s without any figures: no error", form)
		}
	}
}

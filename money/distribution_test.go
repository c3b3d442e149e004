package money_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func shares(list ...string) []schema.DistributionShare {
	var all []schema.DistributionShare
	for i, s := range list {
		all = append(all, schema.DistributionShare{Member: string(rune('a' + i)), Pct: *pct(s)})
	}
	return all
}

func holdings(list ...string) []money.Holding {
	var all []money.Holding
	for i, s := range list {
		all = append(all, money.Holding{Member: string(rune('a' + i)), Weight: dec(s)})
	}
	return all
}

// amounts is the fee, the reserve and the shares.
func amounts(s *money.Split) string {
	list := []string{s.Fee.Amount.Decimal.String(), s.Reserve.Amount.Decimal.String()}
	for _, x := range s.Shares {
		list = append(list, x.Amount.Amount.Decimal.String())
	}
	return strings.Join(list, " ")
}

func TestDistribute(t *testing.T) {
	for _, test := range []struct {
		name string
		d    schema.Distribution
		in   money.Income
		want string // fee, reserve, shares
	}{
		// fee 8% of 1,000,000; reserve 5% of 920,000; 874,000 by shares
		{"fixed shares", schema.Distribution{AdminFeePct: pct("8"), ReservePct: pct("5"), Shares: shares("50", "30", "20")},
			money.Income{Sum: *sum("EUR", "1000000")}, "80000 46000 437000 262200 174800"},
		// 100.01 in thirds is 33.33666...: each 33.33, and 0.02 to the largest, the first of equals
		{"what rounding leaves", schema.Distribution{}, money.Income{Sum: *sum("EUR", "100.01"), Weights: holdings("1", "1", "1")}, "0 0 33.35 33.33 33.33"},
		{"yen have no minor unit", schema.Distribution{}, money.Income{Sum: *sum("JPY", "100"), Weights: holdings("1", "2", "4")}, "0 0 14 28 58"},
		// 60% is cut to 40%; the 20 go to b and c as 30 : 10, so 15 and 5; b has 45 and is cut; its 5 go to c
		{"cap", schema.Distribution{CapPct: pct("40"), Shares: shares("60", "30", "10")}, money.Income{Sum: *sum("EUR", "100")}, "0 0 40 40 20"},
		// the reserve stops where it equals the fees of twelve months: 10,000 + 30,000 – 35,000 = 5,000, not 5% of 990,000
		{"reserve is full", schema.Distribution{AdminFeePct: pct("1"), ReservePct: pct("5"), Shares: shares("100")},
			money.Income{Sum: *sum("EUR", "1000000"), Fees: dec("30000"), Held: dec("35000")}, "10000 5000 985000"},
		{"charges first, fee on all", schema.Distribution{AdminFeePct: pct("10"), Shares: shares("100")}, money.Income{Sum: *sum("EUR", "1000"), Charges: dec("100")}, "100 0 800"},
		// half of 1,000 in proportion to 300 : 100, so 375 and 125; the other 500 as 50 : 25 : 25
		{"recoupment", schema.Distribution{Shares: shares("50", "25", "25")}, money.Income{Sum: *sum("EUR", "1000"), Owed: holdings("3000", "1000")}, "0 0 625 250 125"},
		// only 40 are owed, so 960 are shared as 50 : 25 : 25
		{"end of recoupment", schema.Distribution{Shares: shares("50", "25", "25")}, money.Income{Sum: *sum("EUR", "1000"), Owed: holdings("30", "10")}, "0 0 510 250 240"},
		{"no income", schema.Distribution{AdminFeePct: pct("8"), CapPct: pct("40"), Shares: shares("60", "40")}, money.Income{Sum: *sum("EUR", "0")}, "0 0 0 0"},
	} {
		s, err := money.Distribute(&test.d, test.in)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if got := amounts(s); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestDistributeRefuses(t *testing.T) {
	for _, test := range []struct {
		d    schema.Distribution
		in   money.Income
		want string
	}{
		{schema.Distribution{Shares: shares("50", "45")}, money.Income{Sum: *sum("EUR", "1")}, "add up to 95%"},
		{schema.Distribution{}, money.Income{Sum: *sum("EUR", "1")}, "weight of each member"},
		{schema.Distribution{CapPct: pct("30"), Shares: shares("50", "25", "25")}, money.Income{Sum: *sum("EUR", "1")}, "nobody is left"},
		{schema.Distribution{AdminFeePct: pct("50"), Shares: shares("100")}, money.Income{Sum: *sum("EUR", "10"), Charges: dec("6")}, "exceed the income"},
		{schema.Distribution{Shares: shares("100")}, money.Income{Sum: *sum("EUR", "1"), Owed: holdings("1", "1")}, "b has contributed money and has no share"},
		{schema.Distribution{}, money.Income{Sum: *sum("EUR", "-1"), Weights: holdings("1")}, "negative"},
	} {
		if _, err := money.Distribute(&test.d, test.in); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want one with %q", err, test.want)
		}
	}
}

// FuzzDistribute holds any distribution to its promise: nothing is lost, and no
// member gets more than the cap but for what rounding leaves.
func FuzzDistribute(f *testing.F) {
	f.Add("1000000", uint8(8), uint8(5), uint8(40), []byte{28, 26, 24, 10, 12}, []byte{}, "EUR")
	f.Add("0.01", uint8(0), uint8(99), uint8(101), []byte{1, 1, 1, 1, 1, 1, 1}, []byte{3}, "KWD")
	f.Add("99999999999999999999999999999999.99", uint8(3), uint8(1), uint8(50), []byte{1, 255, 1}, []byte{0, 9}, "JPY")
	f.Fuzz(func(t *testing.T, income string, fee, reserve, limit uint8, weights, owed []byte, code string) {
		d, err := schema.ParseDecimal(income)
		if err != nil || d.IsNegative() || fee > 100 || reserve > 100 || len(weights) > 50 {
			return
		}
		percent := func(n uint8) *schema.Percent { return &schema.Percent{Decimal: decimal.NewFromInt(int64(n))} }
		rules := schema.Distribution{AdminFeePct: percent(fee), ReservePct: percent(reserve)}
		if limit <= 100 {
			rules.CapPct = percent(limit)
		}
		in := money.Income{Sum: schema.Money{Amount: d, Currency: schema.Currency(code)}}
		hold := func(list []byte) (all []money.Holding) {
			for i, w := range list {
				all = append(all, money.Holding{Member: fmt.Sprint(i), Weight: decimal.NewFromInt(int64(w))})
			}
			return all
		}
		in.Weights, in.Owed = hold(weights), hold(owed)
		s, err := money.Distribute(&rules, in)
		if err != nil {
			return
		}
		total := s.Fee.Amount.Add(s.Reserve.Amount.Decimal)
		for _, x := range s.Shares {
			total = total.Add(x.Amount.Amount.Decimal)
		}
		if want := money.Round(d.Decimal, in.Sum.Currency); !total.Equal(want) {
			t.Fatalf("%s of %s shared out", total, want)
		}
		if rules.CapPct == nil {
			return
		}
		most := s.Rest.Amount.Mul(rules.CapPct.Decimal).Shift(-2)
		slack := decimal.New(int64(len(s.Shares)), -money.Digits(in.Sum.Currency))
		for _, x := range s.Shares {
			if x.Amount.Amount.GreaterThan(most.Add(slack)) {
				t.Fatalf("%s gets %s, the cap is %s", x.Member, x.Amount, most)
			}
		}
	})
}

func TestCredits(t *testing.T) {
	// 60 of 100 with a cap of 40%: others 40 are 60% of all, so all is 66.67 and the cap 26.67: 26 whole credits
	got, err := money.Credits(pct("40"), holdings("60", "25", "15"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, c := range got {
		words = append(words, c.Awarded.String()+" "+c.Share.String())
	}
	if want := "26 39.3939% 25 37.8788% 15 22.7273%"; strings.Join(words, " ") != want {
		t.Errorf("%s, want %s", strings.Join(words, " "), want)
	}
	if got, err := money.Credits(nil, holdings("1", "3")); err != nil || got[1].Share.String() != "75%" {
		t.Errorf("without a cap: %v, %v", got, err)
	}
	if _, err := money.Credits(pct("40"), holdings("1", "1")); err == nil || !strings.Contains(err.Error(), "cannot be kept") {
		t.Errorf("a cap that two cannot keep: %v", err)
	}
	if _, err := money.Credits(pct("40"), holdings("0", "0")); err == nil {
		t.Error("no credits at all: no error")
	}
}

// FuzzCredits holds the cap: nobody has more than it of what is awarded, and
// nobody more than was earned.
func FuzzCredits(f *testing.F) {
	f.Add(uint8(40), []byte{60, 25, 15})
	f.Add(uint8(10), []byte{9, 9, 9, 9, 9, 9, 9, 9, 9, 200, 255})
	f.Fuzz(func(t *testing.T, limit uint8, earned []byte) {
		var list []money.Holding
		for i, n := range earned {
			list = append(list, money.Holding{Member: fmt.Sprint(i), Weight: decimal.NewFromInt(int64(n))})
		}
		got, err := money.Credits(&schema.Percent{Decimal: decimal.NewFromInt(int64(limit))}, list)
		if err != nil {
			return
		}
		total := decimal.Zero
		for _, c := range got {
			total = total.Add(c.Awarded.Decimal)
		}
		for _, c := range got {
			if c.Awarded.GreaterThan(c.Earned.Decimal) || c.Awarded.Mul(decimal.NewFromInt(100)).GreaterThan(total.Mul(decimal.NewFromInt(int64(limit)))) {
				t.Fatalf("%v of %s under a cap of %d%%", c, total, limit)
			}
		}
	})
}

func TestFixedSums(t *testing.T) {
	date := func(s string) schema.Date { d, _ := schema.ParseDate(s); return d }
	length := schema.Months(24)
	sheet := &schema.TermSheet{
		Deal: schema.Deal{EffectiveDate: date("2027-07-01")},
		Term: schema.Term{Length: &length},
		Payments: schema.Payments{
			Balancing: []schema.Balancing{
				{From: "a", To: "b", Total: *sum("EUR", "300"), Instalments: []schema.Instalment{{Date: date("2028-01-31"), Amount: *sum("EUR", "100")}, {Date: date("2029-01-31"), Amount: *sum("EUR", "200")}}},
				{From: "b", To: "a", Total: *sum("EUR", "40"), Instalments: []schema.Instalment{{Date: date("2028-01-31"), Amount: *sum("EUR", "40")}}},
				{From: "c", To: "a", Total: *sum("EUR", "7")},
			},
			Fees: []schema.Fee{{ID: "f", Name: "annual fee", Payer: "members", Payee: "a", Amount: *sum("EUR", "60000"), Per: "year"}},
		},
	}
	show := func(list []money.FixedSum) string {
		var lines []string
		for _, x := range list {
			lines = append(lines, fmt.Sprintf("%s %s to %s %s", x.Date.ISO(), x.Payer, x.Payee, x.Amount))
		}
		return strings.Join(lines, "\n")
	}
	for _, test := range []struct {
		year int
		want []string
	}{
		{2027, []string{"2027-07-01 c to a EUR 7", "2027-07-31 members to a EUR 60,000"}},
		{2028, []string{"2028-01-31 a to b EUR 100", "2028-01-31 b to a EUR 40", "2028-07-31 members to a EUR 60,000"}},
		{2029, []string{"2029-01-31 a to b EUR 200"}}, // the term ended on 30 June 2029
		{2030, nil},
		{0, []string{"2027-07-01 c to a EUR 7", "2028-01-31 a to b EUR 100", "2028-01-31 b to a EUR 40", "2029-01-31 a to b EUR 200"}},
	} {
		if got := show(money.FixedSums(sheet, test.year)); got != strings.Join(test.want, "\n") {
			t.Errorf("%d:\n%s\nwant\n%s", test.year, got, strings.Join(test.want, "\n"))
		}
	}
	if got, want := show(money.Net(money.FixedSums(sheet, 2028))), "2028-01-31 a to b EUR 60\n2028-07-31 members to a EUR 60,000"; got != want {
		t.Errorf("net:\n%s\nwant\n%s", got, want)
	}
}

func TestEqualWeights(t *testing.T) {
	// b, c and d belong to one group, so three count as one: a 3, b 1, c 1, d 1, e 3
	sheet := &schema.TermSheet{Deal: schema.Deal{Kind: schema.Pool}, Parties: []schema.Party{
		{ID: "a"}, {ID: "b", AffiliateOf: []string{"d"}}, {ID: "c"}, {ID: "d", AffiliateOf: []string{"c"}}, {ID: "e"}}}
	for _, c := range []struct {
		rules money.Rules
		want  []string
	}{
		{money.Rules{Shares: "equal", GroupsOnce: true}, []string{"a 300", "b 100", "c 100", "d 100", "e 300"}},
		{money.Rules{Shares: "equal"}, []string{"a 180", "b 180", "c 180", "d 180", "e 180"}},
		{money.Rules{Shares: "stated", BackFirst: true}, []string{"a 180", "b 180", "c 180", "d 180", "e 180"}}, // none are stated
	} {
		split, err := money.Distribution(sheet, &c.rules, money.Income{Sum: *sum("EUR", "900")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range split.Shares {
			got = append(got, s.Member+" "+s.Amount.Amount.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.rules, got, c.want)
		}
	}
}

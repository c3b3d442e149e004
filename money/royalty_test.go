package money_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }
func num(s string) schema.Decimal  { return schema.Decimal{Decimal: dec(s)} }
func numOrNil(s string) *schema.Decimal {
	if s == "" {
		return nil
	}
	d := num(s)
	return &d
}
func pct(s string) *schema.Percent { return &schema.Percent{Decimal: dec(s)} }
func sum(code, s string) *schema.Money {
	return &schema.Money{Amount: num(s), Currency: schema.Currency(code)}
}
func yes(b bool) *bool { return &b }

// tiers makes bands from "from to rate", each on a line; the last has no "to".
func tiers(lines ...string) []schema.Tier {
	var list []schema.Tier
	for _, l := range lines {
		f := strings.Fields(l)
		t := schema.Tier{From: num(f[0]), Rate: num(f[len(f)-1])}
		if len(f) == 3 {
			t.To = numOrNil(f[1])
		}
		list = append(list, t)
	}
	return list
}

// The bands of a known pool: the first 100,000 units free, then 0.20, 0.10 above
// 5 million, with a yearly cap.
func batteries() schema.Royalty {
	return schema.Royalty{ID: "r1", Base: schema.PerUnit, Currency: "USD", Tiers: tiers("0 100000 0", "100000 5000000 0.20", "5000000 0.10")}
}

func use(volume string) []money.Use { return []money.Use{{Volume: dec(volume)}} }

func TestRoyalty(t *testing.T) {
	capped := batteries()
	capped.Cap = sum("USD", "900000")
	cliff := batteries()
	cliff.Marginal = yes(false)
	floor := batteries()
	floor.Minimum = sum("USD", "50000")
	both := floor
	both.Cap = sum("USD", "40000")
	sales := schema.Royalty{ID: "r2", Base: schema.OnNetSales, Currency: "JPY", Tiers: tiers("0 1000000 3", "1000000 1.25")}
	regions := batteries()
	regions.Regions = []schema.RegionRate{{Region: "1", Pct: *pct("100")}, {Region: "2", Pct: *pct("60"), Cap: sum("USD", "150000")}}
	regions.StepDown = pct("40")
	discounts := batteries()
	discounts.ContributionDiscount = pct("25")
	discounts.EarlyRate = schema.EarlyRate{Pct: pct("10")}
	discounts.Minimum = sum("USD", "1000000")
	discounts.Cap = sum("USD", "700000")
	enterprise := capped
	enterprise.EnterpriseCap = sum("USD", "800000")

	for _, test := range []struct {
		name    string
		royalty schema.Royalty
		usage   money.Usage
		want    string
		limit   string
	}{
		// 100,000 × 0 + 4,900,000 × 0.20 + 1,000,000 × 0.10 = 980,000 + 100,000
		{"three bands", batteries(), money.Usage{Uses: use("6000000")}, "USD 1,080,000", ""},
		{"free band filled", batteries(), money.Usage{Uses: use("100000")}, "USD 0", ""},
		{"one unit above it", batteries(), money.Usage{Uses: use("100001")}, "USD 0.20", ""},
		{"one unit above the second boundary", batteries(), money.Usage{Uses: use("5000001")}, "USD 980,000.10", ""},
		{"no volume", batteries(), money.Usage{}, "USD 0", ""},
		{"cap", capped, money.Usage{Uses: use("6000000")}, "USD 900,000", "cap"},
		{"exactly at the cap", capped, money.Usage{Uses: use("4600000")}, "USD 900,000", ""}, // 4,500,000 × 0.20
		{"both caps", enterprise, money.Usage{Uses: use("6000000")}, "USD 800,000", "enterprise cap"},
		// the whole volume at the rate of the band reached: 6,000,000 × 0.10
		{"one rate for all", cliff, money.Usage{Uses: use("6000000")}, "USD 600,000", ""},
		// the boundary belongs to the band below: 5,000,000 × 0.20
		{"one rate for all, at the boundary", cliff, money.Usage{Uses: use("5000000")}, "USD 1,000,000", ""},
		{"minimum", floor, money.Usage{Uses: use("200000")}, "USD 50,000", "minimum"}, // 100,000 × 0.20 = 20,000
		{"cap prevails over minimum", both, money.Usage{Uses: use("200000")}, "USD 40,000", "cap"},
		// 1,000,000 × 3% + 234,567 × 1.25% = 30,000 + 2,932.0875; yen have no minor unit
		{"percent of sales", sales, money.Usage{Uses: use("1234567")}, "JPY 32,932", ""},
		// at full rates 1,080,000; a third in region 1: 360,000; two thirds in region 2: 720,000 × 60% = 432,000, capped at 150,000
		{"regions", regions, money.Usage{Uses: []money.Use{{Region: "1", Volume: dec("2000000")}, {Region: "2", Volume: dec("4000000")}}}, "USD 510,000", ""},
		// one half in no region at the full rate, one half in region 2: 540,000 + 150,000
		{"countries in no region", regions, money.Usage{Uses: []money.Use{{Volume: dec("3000000")}, {Region: "2", Volume: dec("3000000")}}}, "USD 690,000", ""},
		// one half of region 1 without a valid claim: 540,000 + 540,000 × 40%
		{"no valid claim and no reduced rate", batteries(), money.Usage{Uses: []money.Use{{Volume: dec("3000000"), Reduced: true}}}, "USD 0", ""},
		{"reduced rate", regions, money.Usage{Uses: []money.Use{{Region: "1", Volume: dec("3000000")}, {Region: "1", Volume: dec("3000000"), Reduced: true}}}, "USD 756,000", ""},
		// 2026 from 1 July: 184 of 365 days. Boundaries 100,000 × 184/365 = 50,410.96 → 50,411; 5,000,000 × 184/365 = 2,520,547.95 → 2,520,548.
		// (2,520,548 – 50,411) × 0.20 + (3,000,000 – 2,520,548) × 0.10 = 494,027.40 + 47,945.20
		{"part of a year", batteries(), money.Usage{Uses: use("3000000"), Part: money.Part{Days: 184, Of: 365}}, "USD 541,972.60", ""},
		// the cap falls too: 900,000 × 184/365 = 453,698.63
		{"part of a year, capped", capped, money.Usage{Uses: use("3000000"), Part: money.Part{Days: 184, Of: 365}}, "USD 453,698.63", "cap"},
		// minimum 1,000,000; less 25% × 20 ÷ 40 = 125,000; less 10% of 875,000 = 87,500; 787,500 capped at 700,000
		{"discounts between minimum and cap", discounts, money.Usage{Uses: use("200000"), Credits: dec("20"), MostCredits: dec("40"), Early: true}, "USD 700,000", "cap"},
		{"no discount without credits", discounts, money.Usage{Uses: use("200000")}, "USD 700,000", "cap"},
	} {
		t.Run(test.name, func(t *testing.T) {
			res, err := money.Royalty(&test.royalty, "EUR", test.usage)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Money().String(); got != test.want || res.Limit != test.limit {
				t.Errorf("%s, limited by %q; want %s, %q\n%s", res.Money(), res.Limit, test.want, test.limit, res.Working)
			}
		})
	}
}

// A sum of sevenths is exact: rounding each region first would lose the half cent.
func TestRoyaltyRoundsOnce(t *testing.T) {
	r := schema.Royalty{ID: "r", Base: schema.PerUnit, Currency: "EUR", Tiers: tiers("0 0.715"),
		Regions: []schema.RegionRate{{Region: "a", Pct: *pct("100")}, {Region: "b", Pct: *pct("100")}, {Region: "c", Pct: *pct("100")}}}
	res, err := money.Royalty(&r, "EUR", money.Usage{Uses: []money.Use{{Region: "a", Volume: dec("1")}, {Region: "b", Volume: dec("2")}, {Region: "c", Volume: dec("4")}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Money().Amount.Decimal; !got.Equal(dec("5.01")) { // 7 × 0.715 = 5.005, half up
		t.Errorf("due %s, want 5.01", got)
	}
}

func TestRoyaltyRefuses(t *testing.T) {
	mixed := batteries()
	mixed.Cap = sum("EUR", "1")
	regions := batteries()
	regions.Regions = []schema.RegionRate{{Region: "1", Pct: *pct("60")}}
	for _, test := range []struct {
		name    string
		royalty schema.Royalty
		usage   money.Usage
		want    string
	}{
		{"negative volume", batteries(), money.Usage{Uses: use("-1")}, "negative"},
		{"endless volume", batteries(), money.Usage{Uses: []money.Use{{Volume: decimal.New(1, 1<<30)}}}, "more digits"},
		{"endless fraction", batteries(), money.Usage{Uses: []money.Use{{Volume: decimal.New(1, -1<<30)}}}, "more digits"},
		{"cap in another currency", mixed, money.Usage{Uses: use("1")}, "the cap of r1 is in EUR, its rates in USD"},
		{"region that it does not have", regions, money.Usage{Uses: []money.Use{{Region: "9", Volume: dec("1")}}}, `no region "9"`},
		{"more credits than the most", func() schema.Royalty { r := batteries(); r.ContributionDiscount = pct("5"); return r }(), money.Usage{Uses: use("1"), Credits: dec("2"), MostCredits: dec("1")}, "credits"},
		{"no part of a year", batteries(), money.Usage{Part: money.Part{Days: 400, Of: 365}}, "no part of a year"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := money.Royalty(&test.royalty, "EUR", test.usage); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestRunsIn(t *testing.T) {
	date := func(s string) schema.Date { d, _ := schema.ParseDate(s); return d }
	r := &schema.Royalty{ID: "r1", Start: date("2027-07-01"), End: date("2030-02-29")}
	for _, test := range []struct {
		year int
		want money.Part
	}{
		{2027, money.Part{Days: 184, Of: 365}}, // July to December: 31+31+30+31+30+31
		{2028, money.Part{Days: 366, Of: 366}},
		{2029, money.Part{Days: 365, Of: 365}},
	} {
		if got, err := money.RunsIn(r, date("2026-01-01"), test.year); err != nil || got != test.want {
			t.Errorf("%d: %v, %v; want %v", test.year, got, err, test.want)
		}
	}
	if _, err := money.RunsIn(r, date("2026-01-01"), 2026); err == nil || !strings.Contains(err.Error(), "begins on 1 July 2027") {
		t.Errorf("2026: %v", err)
	}
	one := &schema.Royalty{ID: "r1", Start: date("2027-12-31"), End: date("2027-12-31")}
	if got, err := money.RunsIn(one, schema.Date{}, 2027); err != nil || got.Days != 1 {
		t.Errorf("one day: %v, %v", got, err)
	}
	if _, err := money.RunsIn(one, schema.Date{}, 2028); err == nil || !strings.Contains(err.Error(), "ended on 31 December 2027") {
		t.Errorf("2028: %v", err)
	}
}

// FuzzRoyalty holds any royalty to what the clauses promise: with marginal bands
// the sum never falls as volume rises, never exceeds a cap, never falls below a
// minimum that no cap undercuts, and the boundary of two bands gives the same sum
// from either side.
func FuzzRoyalty(f *testing.F) {
	f.Add("100000", "5000000", "0", "0.20", "0.10", "900000", "50000", "6000000", int16(365))
	f.Add("1", "2", "9999999999999999999999", "0.00000001", "3", "0", "0", "123456789012345678901234567890", int16(1))
	f.Add("0.5", "0.7", "1", "2", "3", "1", "2", "0.6", int16(184))
	f.Fuzz(func(t *testing.T, b1, b2, r1, r2, r3, most, least, volume string, days int16) {
		var v [8]decimal.Decimal
		for i, s := range []string{b1, b2, r1, r2, r3, most, least, volume} {
			d, err := schema.ParseDecimal(s)
			if err != nil || d.IsNegative() {
				return
			}
			v[i] = d.Decimal
		}
		if !v[0].LessThan(v[1]) {
			return
		}
		d := func(x decimal.Decimal) schema.Decimal { return schema.Decimal{Decimal: x} }
		to1, to2 := d(v[0]), d(v[1])
		r := schema.Royalty{ID: "r", Base: schema.PerUnit, Currency: "EUR",
			Tiers: []schema.Tier{{To: &to1, Rate: d(v[2])}, {From: to1, To: &to2, Rate: d(v[3])}, {From: to2, Rate: d(v[4])}}}
		part := money.Part{Days: int(days), Of: 365}
		if days < 1 || days > 365 {
			part = money.Part{}
		}
		reckon := func(x decimal.Decimal) decimal.Decimal {
			res, err := money.Royalty(&r, "EUR", money.Usage{Uses: []money.Use{{Volume: x}}, Part: part})
			if err != nil {
				t.Fatal(err)
			}
			return res.Money().Amount.Decimal
		}
		if a, b := reckon(v[7]), reckon(v[7].Add(v[0])); a.GreaterThan(b) {
			t.Fatalf("falls from %s to %s", a, b)
		}
		if part.Of == 0 && !v[4].GreaterThan(v[3]) && !v[3].GreaterThan(v[2]) {
			if got, want := reckon(v[0]), money.Round(v[0].Mul(v[2]), "EUR"); !got.Equal(want) {
				t.Fatalf("at the boundary %s, want %s", got, want)
			}
		}
		r.Minimum, r.Cap = &schema.Money{Amount: d(v[6]), Currency: "EUR"}, &schema.Money{Amount: d(v[5]), Currency: "EUR"}
		got := reckon(v[7])
		if part.Of == 0 && got.GreaterThan(money.Round(v[5], "EUR")) {
			t.Fatalf("%s exceeds the cap of %s", got, v[5])
		}
		if part.Of == 0 && got.LessThan(money.Round(decimal.Min(v[5], v[6]), "EUR")) {
			t.Fatalf("%s is below the minimum of %s under a cap of %s", got, v[6], v[5])
		}
	})
}

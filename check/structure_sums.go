package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

func sums(f *facts, r *report) {
	for i, b := range f.Payments.Balancing {
		instalments(r, b, at("payments", "balancing", i))
	}
	var shares, weights []schema.Percent
	for _, s := range f.Payments.Distribution.Shares {
		shares = append(shares, s.Pct)
	}
	for _, w := range f.Credits.Weights {
		weights = append(weights, w.Pct)
	}
	addUp(r, shares, "/payments/distribution/shares", "the shares of pool income")
	addUp(r, weights, "/credits/weights", "the weights of credits")
	eachValue(f.stated, func(pointer string, m schema.Money) { nothingToPay(r, pointer, m) })
}

// nothingToPay reports a sum of nothing: words would say that it falls due. A cap on
// liability of nothing and the figures of the checks mean something.
func nothingToPay(r *report, pointer string, m schema.Money) {
	name := pointer[strings.LastIndex(pointer, "/")+1:]
	switch {
	case !m.Amount.IsZero() || m.Currency == "":
	case strings.HasPrefix(pointer, "/parties/"), strings.HasPrefix(pointer, "/remedies/liability/"), slices.Contains(figuresForChecks, name):
	case name == "minimum" || strings.HasSuffix(name, "cap") || strings.HasSuffix(name, "waived_below"):
		r.warnf(pointer, "leave it out", "%s is no limit that anybody needs", m)
	default:
		r.errorf(pointer, "state the sum, or leave out what has none", "%s is to be paid, which is nothing", m)
	}
}

var figuresForChecks = []string{"unit_price", "resale_price_minimum", "unrecovered", "estimate"}

// addUp reports percentages that do not add up to 100.
func addUp(r *report, parts []schema.Percent, pointer, what string) {
	if len(parts) == 0 {
		return
	}
	var total decimal.Decimal
	for _, p := range parts {
		total = total.Add(p.Decimal)
	}
	if !total.Equal(hundred) {
		r.errorf(pointer, "correct a share: the parts must add up to 100%", "%s add up to %s, not 100%%", what, schema.Percent{Decimal: total})
	}
}

func instalments(r *report, b schema.Balancing, pointer string) {
	if len(b.Instalments) == 0 || b.Total.Currency == "" { // of a total that cannot be read, that is told
		return
	}
	var total decimal.Decimal
	for j, part := range b.Instalments {
		if part.Amount.Currency != b.Total.Currency {
			r.errorf(pointer+at("instalments", j, "amount"), "state the instalments in the currency of the total",
				"an instalment is in %s, the total in %s", part.Amount.Currency, b.Total.Currency)
			return
		}
		total = total.Add(part.Amount.Amount.Decimal)
	}
	if !total.Equal(b.Total.Amount.Decimal) {
		sum := schema.Money{Amount: schema.Decimal{Decimal: total}, Currency: b.Total.Currency}
		r.errorf(pointer+"/instalments", "correct an instalment or the total",
			"the instalments from %s to %s add up to %s, not to the total of %s", b.From, b.To, sum, b.Total)
	}
}

func currencies(f *facts, r *report) {
	seen := map[schema.Currency]bool{}
	var codes []string
	use := func(c schema.Currency) {
		if c != "" && !seen[c] {
			seen[c] = true
			codes = append(codes, short(string(c)))
		}
	}
	use(f.Payments.Currency)
	eachValue(f.TermSheet, func(pointer string, m schema.Money) {
		use(m.Currency)
		precision(r, m, pointer)
	})
	for _, y := range f.Payments.Royalties {
		use(y.Currency)
	}
	if c := f.Payments.Conversion; len(codes) > 1 && (c.Source == "" || c.Date == "") {
		r.warnf("/payments/conversion", "give payments.conversion.source and date",
			"sums are in %s, and nothing says at which rate of which day they are converted", some(codes, 6))
	}
}

// precision reports a sum that no bank can pay. Prices and amounts for one unit
// may be finer than the currency: their multiples are paid.
func precision(r *report, m schema.Money, pointer string) {
	digits, known := m.Currency.Digits()
	switch {
	case !known:
		r.errorf(pointer+"/currency", "write an ISO 4217 code such as EUR", "%q is no currency code", short(string(m.Currency)))
	case !m.Amount.Equal(m.Amount.Round(int32(digits))) && !strings.HasSuffix(pointer, "unit_price") && !strings.Contains(pointer, "/ld/"):
		r.errorf(pointer+"/amount", "round the amount", "%s is finer than %s allows: %s", m, m.Currency, count(digits, "decimal", "decimals"))
	}
}

// The limits beyond which a figure looks like the wrong unit. They are rules of
// thumb of this tool.
const (
	manyDays   = 3650 // ten years
	manyMonths = 600  // fifty years
)

var (
	highRate  = decimal.NewFromInt(25) // percent of net sales
	highShare = decimal.NewFromInt(50) // percent of the price of a unit
)

func units(f *facts, r *report) {
	odd := func(pointer, value, doubt string) {
		r.warnf(pointer, "correct the figure, or waive this with the reason", "%s is %s: %s", dotted(pointer), value, doubt)
	}
	eachValue(f.TermSheet, func(pointer string, p schema.Percent) {
		if p.IsNegative() || p.GreaterThan(hundred) && !strings.HasSuffix(pointer, "/multiple") {
			odd(pointer, p.String(), "a percentage here lies between 0 and 100")
		}
	})
	eachValue(f.TermSheet, func(pointer string, n schema.Days) {
		if n > manyDays {
			odd(pointer, n.String(), "more than ten years (a rule of thumb)")
		}
	})
	eachValue(f.TermSheet, func(pointer string, n schema.Months) {
		if n > manyMonths {
			odd(pointer, n.String(), "more than fifty years (a rule of thumb); were days meant?")
		}
	})
	eachValue(f.TermSheet, func(pointer string, n schema.Years) {
		if n == 12 || n == 24 || n == 36 || n > 50 {
			odd(pointer, n.String(), "were months meant? (a rule of thumb)")
		}
	})
	for i, y := range f.Payments.Royalties {
		for j, t := range y.Tiers {
			oddRate(y, t, at("payments", "royalties", i, "tiers", j, "rate"), odd)
		}
	}
}

// oddRate looks for rates that few products bear.
func oddRate(y schema.Royalty, t schema.Tier, pointer string, odd func(pointer, value, doubt string)) {
	switch y.Base {
	case schema.OnNetSales:
		if t.Rate.GreaterThan(highRate) {
			odd(pointer, t.Rate.String()+"%", "more than 25% of net sales (a rule of thumb)")
		}
	case schema.PerUnit:
		if y.UnitPrice != nil && t.Rate.Mul(hundred).GreaterThan(y.UnitPrice.Amount.Mul(highShare)) {
			odd(pointer, t.Rate.String(), "more than half the unit price of "+y.UnitPrice.String()+" (a rule of thumb)")
		}
	case schema.OnGrossMargin: // any share of a margin can be borne
	}
}

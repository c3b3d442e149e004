package renew_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// A lifting is a rule for sums, drawn at random, with what it says as numbers.
type lifting struct {
	src               string
	of                []string
	percent           *decimal.Decimal // of the rule; nil for an amount or an index
	cap, floor        *decimal.Decimal
	rises             bool // it is no rule that lowers
	beyond, ofAmount  bool
	indexBase, indexN string
}

func drawLifting(r *rand.Rand) lifting {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	percent := func(least, most int64) *decimal.Decimal {
		d := decimal.New(least+r.Int64N(most-least+1), -2)
		return &d
	}
	l := lifting{of: []string{pick("rates", "minimums", "caps", "fees", "instalments"), pick("rates", "fees", "entry-fees", "minimums", "caps")}, indexBase: "100"}
	l.of = slices.Compact(slices.Sorted(slices.Values(l.of)))
	words := []string{`"of": ["` + strings.Join(l.of, `", "`) + `"]`}
	switch kind := r.IntN(4); kind {
	case 0:
		l.ofAmount, l.rises = true, true
		words = append(words, fmt.Sprintf(`"amount": {"amount": "%s", "currency": "EUR"}`, decimal.New(1+r.Int64N(5000), -2)))
	case 1:
		now := decimal.New(7000+r.Int64N(9000), -2)
		l.indexN, l.rises = now.String(), !now.LessThan(decimal.New(100, 0))
		words = append(words, `"index": {"id": "cpi", "base": "2026-09", "month": "2031-09"}`)
	default:
		l.percent = percent(-3000, 6000)
		l.rises = !l.percent.IsNegative()
		words = append(words, `"percent": `+l.percent.String())
	}
	if !l.ofAmount && r.IntN(2) == 0 {
		l.cap = percent(-500, 900)
		words = append(words, `"cap_pct": `+l.cap.String())
		l.rises = l.rises && !l.cap.IsNegative()
	}
	if !l.ofAmount && r.IntN(2) == 0 {
		l.floor = percent(-500, 500)
		words = append(words, `"floor_pct": `+l.floor.String())
		l.rises = l.rises || !l.floor.IsNegative()
	}
	if to := pick("", "0.01", "0.05", "0.25", "1", "7", "50", "500"); to != "" {
		words = append(words, fmt.Sprintf(`"round": {"to": %q, "mode": %q}`, to, pick("half-up", "half-even", "up", "down")))
	}
	if l.beyond = r.IntN(4) == 0; l.beyond {
		words = append(words, `"beyond_rate_cap": true`)
	}
	l.src = `{"signing_date": "2031-12-01", "uplift": [{` + strings.Join(words, ", ") + `}]}`
	return l
}

// sumsOf are the sums of a term sheet by their group.
func sumsOf(s *schema.TermSheet) map[string][]decimal.Decimal {
	m := map[string][]decimal.Decimal{}
	for _, y := range s.Payments.Royalties {
		for _, t := range y.Tiers {
			m["rates"] = append(m["rates"], t.Rate.Decimal)
		}
		m["minimums"], m["caps"] = append(m["minimums"], y.Minimum.Amount.Decimal), append(m["caps"], y.Cap.Amount.Decimal)
	}
	for _, f := range s.Payments.Fees {
		if f.Per == "year" {
			m["fees"] = append(m["fees"], f.Amount.Amount.Decimal)
		}
	}
	for _, i := range s.Payments.Balancing[0].Instalments {
		if i.Date.Year >= 2032 { // what fell due before is gone
			m["instalments"] = append(m["instalments"], i.Amount.Amount.Decimal)
		}
	}
	return m
}

// TestLimitsHoldInTheRenewal renews an agreement with sums of all sizes by rules of all
// kinds. A sum of the renewal lies within the cap and the floor of its rule and within
// what the agreement lets a rate rise; it is nothing, or lower than it was, only where the
// rule says so or a warning does; it can be paid; and what no rule is for stays.
func TestLimitsHoldInTheRenewal(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 2))
	lib := smallLibrary(t)
	made, refused, warned := 0, 0, 0
	for range 300 {
		sum := func() string { return decimal.New(1+r.Int64N([]int64{200, 20_000, 2_000_000}[r.IntN(3)]), -2).String() }
		rate := decimal.New(1+r.Int64N(900), -int32(1+r.IntN(3)))
		least, most := sum(), sum()
		if decimal.RequireFromString(least).GreaterThan(decimal.RequireFromString(most)) {
			least, most = most, least
		}
		rateCap := decimal.New(r.Int64N(1000), -2)
		last := base(t, `"rate": "0.40"`, fmt.Sprintf(`"rate": "%s"`, rate), `"amount": "1000"`, fmt.Sprintf(`"amount": %q`, least), `"amount": "50000"`, fmt.Sprintf(`"amount": %q`, most),
			`"amount": "2500"`, fmt.Sprintf(`"amount": %q`, sum()), `"rate_cap_pct": 5`, `"rate_cap_pct": `+rateCap.String())
		l := drawLifting(r)
		o := renew.Options{Library: lib, Today: parseDay(t, "2031-05-01")}
		if l.indexN != "" {
			x, err := renew.LoadIndex("index.json", []byte(`{"id": "cpi", "name": "Prices", "source": "the office", "values": {"2026-09": "100", "2031-09": "`+l.indexN+`"}}`))
			if err != nil {
				t.Fatal(err)
			}
			o.Indices = append(o.Indices, x)
		}
		rules, err := renew.LoadRules("rules.json", []byte(l.src))
		if err != nil {
			continue // a cap below its floor
		}
		next, err := renew.Renew(&renew.Last{Sheet: last}, rules, o)
		if err != nil {
			if ps := (agreement.Problems{}); !errors.As(err, &ps) || ps[0].Message == "" {
				t.Fatalf("%s: %v", l.src, err)
			}
			refused++
			continue
		}
		made++
		falls := ""
		for _, p := range next.Problems {
			if p.ID == "sum-falls" {
				falls += p.Message
				warned++
			}
		}
		before, after := sumsOf(last.Sheet), sumsOf(next.Sheet.Sheet)
		for group, sums := range before {
			for i, was := range sums {
				now := after[group][i]
				if wrong := l.wrong(group, was, now, rateCap, falls); wrong != "" {
					t.Fatalf("%s\n%s[%d], %s became %s (rate_cap_pct %s): %s; warnings: %q", l.src, group, i, was, now, rateCap, wrong, falls)
				}
			}
		}
		total := decimal.Zero
		for _, x := range next.Sheet.Sheet.Payments.Balancing[0].Instalments {
			total = total.Add(x.Amount.Amount.Decimal)
		}
		if !total.Equal(next.Sheet.Sheet.Payments.Balancing[0].Total.Amount.Decimal) {
			t.Fatalf("%s: the instalments come to %s, the total is %s", l.src, total, next.Sheet.Sheet.Payments.Balancing[0].Total)
		}
	}
	if made < 100 || refused < 20 || warned < 5 {
		t.Errorf("%d made, %d refused and %d warnings say little", made, refused, warned)
	}
}

// wrong says what is wrong with a sum of a renewal.
func (l *lifting) wrong(group string, was, now, rateCap decimal.Decimal, falls string) string {
	if !slices.Contains(l.of, group) {
		if !now.Equal(was) {
			return "no rule is for it"
		}
		return ""
	}
	risen := func(pct decimal.Decimal) decimal.Decimal { return was.Add(was.Mul(pct).Shift(-2)) }
	capped := group == "rates" && !l.beyond
	switch {
	case was.IsZero():
		if !now.IsZero() {
			return "what was free is not"
		}
	case l.cap != nil && now.GreaterThan(risen(*l.cap)):
		return "it is above its cap"
	case capped && now.GreaterThan(risen(rateCap)):
		return "it is above what a rate may rise by"
	case l.floor != nil && now.LessThan(risen(*l.floor)) && !(capped && rateCap.LessThan(*l.floor)):
		return "it is below its floor"
	case now.IsNegative():
		return "it is below nothing"
	case now.IsZero() && !strings.Contains(falls, " to 0"):
		return "it is nothing, and nobody is told"
	case now.LessThan(was) && l.rises && !(capped && rateCap.IsNegative()):
		return "a rise is a fall"
	case now.LessThan(was) && (l.percent == nil || !l.percent.IsNegative()) && !strings.Contains(falls, "falls from "+schema.Decimal{Decimal: was}.String()):
		return "it fell, and nobody is told"
	case group != "rates" && !now.Equal(now.Round(2)):
		return "it cannot be paid"
	}
	return ""
}

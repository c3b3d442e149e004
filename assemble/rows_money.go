package assemble

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// InstalmentRows: Payer, Payee, Due, Amount.
func (c *Context) InstalmentRows() [][]string {
	var rows [][]string
	for _, b := range c.Payments.Balancing {
		if len(b.Instalments) == 0 {
			rows = append(rows, []string{c.name(b.From), c.name(b.To), c.Deal.EffectiveDate.String(), b.Total.String()})
		}
		for _, i := range b.Instalments {
			rows = append(rows, []string{c.name(b.From), c.name(b.To), i.Date.String(), i.Amount.String()})
		}
	}
	return rows
}

// FeeRows: Fee, Payer, Payee, Amount, When.
func (c *Context) FeeRows() [][]string {
	var rows [][]string
	for _, f := range c.Payments.Fees {
		when := "Once, on the Effective Date"
		if f.Per == "year" {
			when = "Each year"
		}
		rows = append(rows, []string{sentence(f.Name), sentence(c.name(f.Payer)), sentence(c.name(f.Payee)), f.Amount.String(), when})
	}
	return rows
}

// A RoyaltyView is one royalty as Schedule D prints it.
type RoyaltyView struct {
	ID, Name, Payer, Payee, Base, Unit, Currency, Minimum, Cap, EnterpriseCap, StepDown, Start, End string
	Marginal                                                                                        bool
	DeductionsCap, Combination                                                                      string
	Deductions                                                                                      []string
	TierRows, RegionRows, ExampleRows                                                               [][]string
}

// Royalties are the royalties of the deal, with worked examples computed by the
// code that reckons what is due.
func (c *Context) Royalties() ([]RoyaltyView, error) {
	if c.royalties != nil { // a clause asks more than once, and the examples take long
		return c.royalties, nil
	}
	var list []RoyaltyView
	for i := range c.Payments.Royalties {
		v, err := c.royaltyView(&c.Payments.Royalties[i])
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	c.royalties = list
	return list, nil
}

func (c *Context) royaltyView(r *schema.Royalty) (RoyaltyView, error) {
	code := cmp.Or(r.Currency, c.Payments.Currency)
	v := RoyaltyView{
		ID: r.ID, Name: cmp.Or(r.Name, r.ID), Payer: c.name(r.Payer), Payee: c.name(r.Payee), Base: word(string(r.Base)), Unit: r.Unit,
		Currency: string(code), Minimum: showAny(r.Minimum), Cap: showAny(r.Cap), EnterpriseCap: showAny(r.EnterpriseCap), StepDown: showAny(r.StepDown),
		Start: cmp.Or(r.Start, c.Deal.EffectiveDate).String(), End: r.End.String(),
		Marginal: r.Marginal == nil || *r.Marginal, Deductions: r.NetSales.Deductions,
		DeductionsCap: showAny(r.NetSales.DeductionsCapPct), Combination: r.NetSales.Combination,
	}
	for _, t := range r.Tiers {
		v.TierRows = append(v.TierRows, []string{c.volume(r, t.From, code), c.upTo(r, t.To, code), c.rate(r, t.Rate, code)})
	}
	for _, x := range r.Regions {
		v.RegionRows = append(v.RegionRows, []string{"Region " + x.Region, orNone(c.regionCountries(x.Region)), x.Pct.String(), orNone(showAny(x.Cap))})
	}
	for _, volume := range money.Volumes(r, c.Payments.Currency) {
		res, err := money.Royalty(r, c.Payments.Currency, money.Usage{Uses: exampleUses(r, volume)})
		var mixed *money.CurrencyError
		switch {
		case errors.As(err, &mixed): // there is no example without a rate of exchange
			continue
		case err != nil:
			return v, err
		}
		v.ExampleRows = append(v.ExampleRows, []string{c.volume(r, schema.Decimal{Decimal: volume}, code), res.Working, res.Money().String()})
	}
	return v, nil
}

// exampleUses puts the whole volume of an example into the first region.
func exampleUses(r *schema.Royalty, volume decimal.Decimal) []money.Use {
	u := money.Use{Volume: volume}
	if len(r.Regions) > 0 {
		u.Region = r.Regions[0].Region
	}
	return []money.Use{u}
}

// showAny is a value, or "" where it is not given.
func showAny[T fmt.Stringer](p *T) string {
	if p == nil {
		return ""
	}
	return (*p).String()
}

func (c *Context) volume(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return d.String()
	}
	return string(code) + " " + d.String()
}

func (c *Context) upTo(r *schema.Royalty, d *schema.Decimal, code schema.Currency) string {
	if d == nil {
		return "no limit"
	}
	return c.volume(r, *d, code)
}

func (c *Context) rate(r *schema.Royalty, d schema.Decimal, code schema.Currency) string {
	if r.Base == schema.PerUnit {
		return schema.Money{Amount: d, Currency: code}.String() + " per " + cmp.Or(r.Unit, "unit")
	}
	return d.Decimal.String() + "% of " + word(string(r.Base))
}

func (c *Context) regionCountries(region string) string {
	var names []string
	for _, t := range c.Territories {
		if t.Region == region {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, "; ")
}

// LDRows: Ref., Breach, Form, Figure, Grace, Cap, Estimate of loss, Figure as share of estimate, Review.
func (c *Context) LDRows() ([][]string, error) {
	var rows [][]string
	for i := range c.Remedies.LD {
		ld := &c.Remedies.LD[i]
		breach, err := c.PhraseOf("liquidated-damages/regime", "trigger", ld.Trigger)
		if err != nil {
			return nil, err
		}
		ratio := none
		if pct, ok := money.Ratio(ld); ok {
			ratio = pct.String()
		}
		rows = append(rows, []string{ld.ID, sentence(string(breach)), sentence(word(ld.Form)), ldFigure(ld), show(ld.GraceDays), show(ld.Cap), show(ld.Estimate), ratio, dateOrNone(ld.ReviewDate)})
	}
	return rows, nil
}

func ldFigure(ld *schema.LiquidatedDamages) string {
	switch {
	case ld.Amount != nil && ld.DeclinePct != nil:
		return ld.Amount.String() + ", less " + ld.DeclinePct.String() + " a year"
	case ld.Amount != nil && ld.Per != "":
		return ld.Amount.String() + " per " + ld.Per
	case ld.Amount != nil:
		return ld.Amount.String()
	case ld.Multiple != nil:
		return ld.Multiple.String() + " of the Royalty on each Unit"
	}
	return none
}

// LDExamples: Ref., Example, Working, Liquidated Damages.
func (c *Context) LDExamples() ([][]string, error) {
	var rows [][]string
	longest, _ := c.run.parameter("liquidated-damages/regime", "longest").(schema.Days)
	for i := range c.Remedies.LD {
		ld := &c.Remedies.LD[i]
		for _, b := range exampleBreaches(ld, int(longest)) {
			e, err := money.Damages(ld, c.Royalty(ld.Royalty), c.Payments.Currency, b)
			if err != nil {
				continue // the check LD09 says what is missing; the table shows what can be worked out
			}
			rows = append(rows, []string{ld.ID, exampleCase(ld, b), e.Working, e.Money().String()})
		}
	}
	return rows, nil
}

// exampleBreaches are breaches that show how a figure works: for days of delay, a
// short and a long delay and one that reaches the cap; for a declining figure, one
// event at once and one later.
func exampleBreaches(ld *schema.LiquidatedDamages, longest int) []money.Breach {
	counts := []int64{1}
	switch money.Counts(ld) {
	case "days of delay":
		grace := int64(0)
		if ld.GraceDays != nil {
			grace = int64(*ld.GraceDays)
		}
		counts = []int64{grace + 5, grace + 30}
		if ld.Cap != nil && ld.Amount != nil && ld.Amount.Amount.IsPositive() {
			counts = append(counts, ld.Cap.Amount.DivRound(ld.Amount.Amount.Decimal, 0).IntPart()+grace+10)
		}
	case "units":
		counts = []int64{1_000, 100_000}
	}
	var list []money.Breach
	for _, n := range counts {
		list = append(list, money.Breach{Count: n, Longest: longest})
	}
	if ld.Form == "declining" && ld.DeclinePct != nil {
		list = append(list, money.Breach{Count: 1, Years: 3, Longest: longest})
	}
	return list
}

func exampleCase(ld *schema.LiquidatedDamages, b money.Breach) string {
	count := schema.Decimal{Decimal: decimal.NewFromInt(b.Count)}.String()
	switch what := money.Counts(ld); {
	case what == "days of delay":
		return "delay of " + count + " days"
	case what == "units":
		return count + " Units"
	case b.Years > 0:
		return fmt.Sprintf("one event after %d full years", b.Years)
	}
	return "one event"
}

// ExitCostRows: Year of membership, Share, Amount.
func (c *Context) ExitCostRows() [][]string {
	var rows [][]string
	x := &c.Payments.ExitCost
	for _, y := range x.Schedule {
		amount := none
		if m, ok := money.ExitCost(x, y.Year); ok {
			amount = m.String()
		}
		rows = append(rows, []string{fmt.Sprint(y.Year), y.Pct.String(), amount})
	}
	return rows
}

// DistributionRows: Member, Share.
func (c *Context) DistributionRows() [][]string {
	var rows [][]string
	for _, s := range c.Payments.Distribution.Shares {
		rows = append(rows, []string{c.name(s.Member), s.Pct.String()})
	}
	return rows
}

// DistributionExample: Step, Working, Amount; for an income of 1,000,000 in the
// first quarter. There is none where the shares stated do not add up, which the
// check ST10 says, or where they follow from what is not known yet.
func (c *Context) DistributionExample() [][]string {
	d := &c.Payments.Distribution
	code := cmp.Or(c.Payments.Currency, "EUR")
	in := money.Income{Sum: schema.Money{Amount: schema.Decimal{Decimal: decimal.NewFromInt(1_000_000)}, Currency: code}}
	var err error
	switch variant := c.Variant("payments/distribution"); {
	case variant == "waterfall":
		if in.Owed, err = money.Owed(c.TermSheet, code); err != nil {
			return nil
		}
		if len(d.Shares) == 0 {
			in.Weights = equally(c.Members())
		}
	case variant == "equal":
		in.Weights = money.EqualWeights(c.TermSheet)
	case len(d.Shares) == 0:
		return nil
	}
	split, err := money.Distribute(d, in)
	if err != nil {
		return nil
	}
	var rows [][]string
	for _, s := range split.Steps {
		rows = append(rows, []string{s.What, orNone(s.Working), s.Amount.String()})
	}
	for _, s := range split.Shares {
		rows = append(rows, []string{c.name(s.Member), s.Working, s.Amount.String()})
	}
	return rows
}

// equally gives each member the same weight.
func equally(members []*schema.Party) []money.Holding {
	var list []money.Holding
	for _, p := range members {
		list = append(list, money.Holding{Member: p.ID, Weight: decimal.NewFromInt(1)})
	}
	return list
}

// CreditRows: Kind, Weight.
func (c *Context) CreditRows() [][]string {
	var rows [][]string
	for _, w := range c.Credits.Weights {
		rows = append(rows, []string{sentence(word(w.Kind)), w.Pct.String()})
	}
	return rows
}

// BenchmarkRows: Benchmark, Source, Value, Date.
func (c *Context) BenchmarkRows() [][]string {
	var rows [][]string
	for _, b := range c.Valuation.Benchmarks {
		rows = append(rows, []string{b.Name, orNone(b.Source), orNone(b.Value), dateOrNone(b.Date)})
	}
	return rows
}

package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// InstalmentRows: Payer, Payee, Due, Amount; before them the name of the
// payment where one has a name.
func (c *context) InstalmentRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	add := func(b *schema.Balancing, due *schema.Date, amount *schema.Money) {
		row := []agreement.Cell{c.cell(c.name(b.From), &b.From), c.cell(c.name(b.To), &b.To), c.cell(due.String(), due), c.cell(amount.String(), amount)}
		if c.NamedPayments() {
			row = append([]agreement.Cell{c.cell(sentence(b.Name), &b.Name)}, row...)
		}
		rows = append(rows, row)
	}
	for i := range c.Payments.Balancing {
		b := &c.Payments.Balancing[i]
		if len(b.Instalments) == 0 {
			add(b, &c.Deal.EffectiveDate, &b.Total)
		}
		for j := range b.Instalments {
			x := &b.Instalments[j]
			add(b, &x.Date, &x.Amount)
		}
	}
	return rows
}

// InstalmentTotals says what the parts of each balancing payment that is paid in
// parts come to.
func (c *context) InstalmentTotals() string {
	var list []string
	for i := range c.Payments.Balancing {
		b := &c.Payments.Balancing[i]
		if len(b.Instalments) == 0 {
			continue
		}
		what := "the sums that " + c.name(b.From) + " pays to " + c.name(b.To)
		if b.Name != "" {
			what = "the parts of the " + b.Name
		}
		c.saw(&b.Total, &b.Name, &b.From, &b.To)
		list = append(list, what+" come to "+b.Total.String()+" in all")
	}
	if len(list) == 0 {
		return ""
	}
	return sentence(enumerate(list, "and")) + "."
}

// NamedPayments reports whether a balancing payment has a name.
func (c *context) NamedPayments() bool {
	return slices.ContainsFunc(c.Payments.Balancing, func(b schema.Balancing) bool { return b.Name != "" })
}

// A PaymentGroup is the balancing payments that share a term: whether something
// applies to them, and after how many days.
type PaymentGroup struct {
	Of    string // what they are called; "" where they are all there are
	Yes   bool
	Grace schema.Days
}

// PaymentLacks reports whether a balancing payment states nothing of its acceleration,
// its grace or its refund, so that the default of the clause holds for it. A default
// that holds for none is not asked for, and so is not listed as taken.
func (c *context) PaymentLacks(what string) (bool, error) {
	lacks, ok := map[string]func(*schema.Balancing) bool{
		"acceleration": func(b *schema.Balancing) bool { return b.Acceleration == nil && len(b.Instalments) > 0 },
		"grace": func(b *schema.Balancing) bool {
			return b.AccelerationGraceDays == nil && len(b.Instalments) > 0 && (b.Acceleration == nil || *b.Acceleration)
		},
		"refundable": func(b *schema.Balancing) bool { return b.Refundable == nil },
	}[what]
	if !ok {
		return false, fmt.Errorf("balancing payments state no %q", what)
	}
	return slices.ContainsFunc(c.Payments.Balancing, func(b schema.Balancing) bool { return lacks(&b) }), nil
}

// AccelerationGroups are the balancing payments paid in parts, by whether
// default in one part makes the rest due; the arguments are for those that do
// not say.
func (c *context) AccelerationGroups(accelerates, grace any) []PaymentGroup {
	days, _ := grace.(schema.Days)
	return c.paymentGroups(func(b *schema.Balancing) (PaymentGroup, bool) {
		c.saw(&b.Acceleration, &b.AccelerationGraceDays)
		g := PaymentGroup{Yes: stated(b.Acceleration, accelerates), Grace: days}
		if b.AccelerationGraceDays != nil {
			g.Grace = *b.AccelerationGraceDays
		}
		return g, len(b.Instalments) > 0
	})
}

// RefundGroups are the balancing payments by whether part of them is paid back
// when licences end early.
func (c *context) RefundGroups(refundable any) []PaymentGroup {
	return c.paymentGroups(func(b *schema.Balancing) (PaymentGroup, bool) {
		c.saw(&b.Refundable)
		return PaymentGroup{Yes: stated(b.Refundable, refundable)}, true
	})
}

func (c *context) paymentGroups(termsOf func(*schema.Balancing) (PaymentGroup, bool)) []PaymentGroup {
	var groups []PaymentGroup
	var names [][]string
	for i := range c.Payments.Balancing {
		b := &c.Payments.Balancing[i]
		g, concerned := termsOf(b)
		if !concerned {
			continue
		}
		at := slices.Index(groups, g)
		if at < 0 {
			at, groups, names = len(groups), append(groups, g), append(names, nil)
		}
		names[at] = append(names[at], c.paymentName(b))
	}
	if len(groups) > 1 {
		for i := range groups {
			groups[i].Of = enumerate(names[i], "or")
		}
	}
	return groups
}

// paymentName tells a balancing payment from the others.
func (c *context) paymentName(b *schema.Balancing) string {
	c.saw(&b.Name, &b.Total, &b.From, &b.To)
	if b.Name != "" {
		return "the " + b.Name
	}
	return "the sum of " + b.Total.String() + " from " + c.name(b.From) + " to " + c.name(b.To)
}

// stated is what the term sheet says, or else the clause's own value.
func stated(said *bool, otherwise any) bool {
	if said != nil {
		return *said
	}
	yes, _ := otherwise.(bool)
	return yes
}

// Nets reports whether sums that two parties owe each other are netted.
func (c *context) Nets() bool {
	c.saw(&c.Payments.Netting)
	return c.Payments.Netting != nil && *c.Payments.Netting
}

// NetsBalancing reports whether balancing payments run both ways between two
// parties and are netted.
func (c *context) NetsBalancing() bool {
	c.saw(&c.Payments.Balancing)
	return c.Nets() && slices.ContainsFunc(c.Payments.Balancing, func(b schema.Balancing) bool {
		return slices.ContainsFunc(c.Payments.Balancing, func(x schema.Balancing) bool { return x.From == b.To && x.To == b.From })
	})
}

// FeeRows: Fee, Payer, Payee, Amount, When.
func (c *context) FeeRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Payments.Fees {
		f := &c.Payments.Fees[i]
		payer := beginning(c.name(f.Payer), f.Payer)
		if f.Payer == schema.AllMembers && slices.Contains(c.Expand(f.Payer), f.Payee) {
			payer = "Each other Member" // nobody pays itself
		}
		rows = append(rows, []agreement.Cell{c.cell(sentence(f.Name), &f.Name), c.cell(payer, &f.Payer),
			c.cell(beginning(c.name(f.Payee), f.Payee), &f.Payee), c.cell(f.Amount.String(), &f.Amount), c.cell(c.feeTime(f))})
	}
	return rows
}

// HasYearlyFees reports whether a fee is payable for each year.
func (c *context) HasYearlyFees() bool {
	c.saw(&c.Payments.Fees)
	return slices.ContainsFunc(c.Payments.Fees, func(f schema.Fee) bool { return f.Per == "year" })
}

// feeTime says for which time a fee is payable and when it falls due.
func (c *context) feeTime(f *schema.Fee) string {
	c.saw(&f.Per, &f.Start)
	start := cmp.Or(f.Start, c.Deal.EffectiveDate)
	if f.Per != "year" {
		return "Once, on " + start.String()
	}
	c.saw(&f.End, &f.Year, &f.DueDays, &f.BrokenYear)
	kind := "year that begins on " + start.String() + " or an anniversary of it"
	if start.Month == time.February && start.Day == 29 {
		kind += " (1 March in a year without a 29 February)"
	}
	if f.Year == "calendar" {
		kind = "calendar year, from " + start.String()
	}
	until := "until the end of the Term"
	if !f.End.IsZero() {
		until = "until " + f.End.String()
	}
	begins := "that year begins"
	if f.Year == "calendar" {
		begins = "the first day of that year within that time"
	}
	due := "when " + begins
	if days := f.DaysToPay(); days > 0 {
		due = fmt.Sprintf("%d days after %s", days, begins)
	} else if f.Year == "calendar" {
		due = "on " + begins
	}
	part := map[string]string{"full": "in full", "none": "nothing"}[f.BrokenYear]
	return fmt.Sprintf("For each %s, %s; due %s; for part of a year, %s", kind, until, due, cmp.Or(part, "in proportion to its days"))
}

// LDRows: No., Form, Figure, Grace, Cap, Loss foreseen, Figure as share of that loss, Review.
func (c *context) LDRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Remedies.LD {
		ld := &c.Remedies.LD[i]
		ratio, foreseen := none, show(ld.Estimate)
		if pct, ok := money.Ratio(ld); ok {
			ratio = pct.String()
			if ld.Per != "" { // the loss is compared with the figure, so it is that of one day, unit or event
				foreseen += " per " + ld.Per
			}
		}
		rows = append(rows, []agreement.Cell{
			textCell(fmt.Sprint(i + 1)), c.coded(sentence(word(ld.Form)), &ld.Form),
			c.cell(c.ldFigure(ld)), c.cell(lasting(ld.GraceDays), &ld.GraceDays), c.cell(show(ld.Cap), &ld.Cap),
			c.cell(foreseen, &ld.Estimate, &ld.Per), c.figure(ratio, &ld.Amount, &ld.Estimate), c.cell(dateOrNone(ld.ReviewDate), &ld.ReviewDate),
		})
	}
	return rows
}

// ldFigure is the figure of liquidated damages, from the values that it is reckoned with.
func (c *context) ldFigure(ld *schema.LiquidatedDamages) string {
	c.sawFigure(ld)
	if ld.Amount == nil {
		if ld.Multiple == nil {
			return none
		}
		return ld.Multiple.String() + " of the " + c.royaltyName(ld.Royalty) + " on each Unit"
	}
	s := ld.Amount.String()
	if ld.Form == "formula" && ld.Multiple != nil {
		s += " × " + ld.Multiple.String()
	}
	if ld.Per != "" {
		c.saw(&ld.Per)
		s += " per " + ld.Per
	}
	if ld.Form == "declining" && ld.DeclinePct != nil {
		s += ", less " + ld.DeclinePct.String() + " a year"
	}
	return s
}

// royaltyName is what a sentence calls a royalty, which need not be stated.
func (c *context) royaltyName(id string) string {
	r := c.Royalty(id)
	switch {
	case r == nil:
		return "Royalty"
	case r.Name != "":
		return r.Name
	}
	return "Royalty " + r.ID
}

// sawFigure notes what a figure of liquidated damages is made of, as money.Damages does.
func (c *context) sawFigure(ld *schema.LiquidatedDamages) {
	if ld.Amount != nil {
		c.saw(&ld.Amount)
	}
	if ld.Amount == nil || ld.Form == "formula" {
		c.saw(&ld.Multiple)
	}
	if ld.Amount == nil {
		c.saw(&ld.Royalty)
	}
	if ld.Form == "declining" {
		c.saw(&ld.DeclinePct)
	}
}

// LDExamples: No., Example, Working, Liquidated Damages.
func (c *context) LDExamples() ([][]agreement.Cell, error) {
	var rows [][]agreement.Cell
	longest := c.run.Rules().DelayEnd
	for i := range c.Remedies.LD {
		ld := &c.Remedies.LD[i]
		for _, b := range exampleBreaches(ld, longest) {
			e, err := money.Damages(ld, c.Royalty(ld.Royalty), c.Payments.Currency, b)
			if err != nil {
				continue // the check LD09 says what is missing; the table shows what can be worked out
			}
			figure := func(s string) agreement.Cell {
				c.sawFigure(ld)
				return c.figure(s, &ld.Form, &ld.Per, &ld.Cap)
			}
			rows = append(rows, []agreement.Cell{textCell(fmt.Sprint(i + 1)), c.coded(exampleCase(ld, b), &ld.Per, &ld.Form), figure(e.Working), figure(e.Money().String())})
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
	slices.Sort(counts)
	for _, n := range slices.Compact(counts) {
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
func (c *context) ExitCostRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	x := &c.Payments.ExitCost
	for i := range x.Schedule {
		y := &x.Schedule[i]
		amount := none
		if m, ok := money.ExitCost(x, y.Year); ok {
			amount = m.String()
		}
		rows = append(rows, []agreement.Cell{c.cell(fmt.Sprint(y.Year), &y.Year), c.cell(y.Pct.String(), &y.Pct), c.figure(amount, &y.Pct, &x.Base, &x.Cap)})
	}
	return rows
}

// DistributionRows: Member, Share.
func (c *context) DistributionRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Payments.Distribution.Shares {
		s := &c.Payments.Distribution.Shares[i]
		rows = append(rows, []agreement.Cell{c.cell(c.name(s.Member), &s.Member), c.cell(s.Pct.String(), &s.Pct)})
	}
	return rows
}

// DistributionExample: Step, Working, Amount; for an income of 1,000,000 in the
// first quarter. There is none where the shares stated do not add up, which the
// check ST10 says, or where they follow from what is not known yet.
func (c *context) DistributionExample() [][]agreement.Cell {
	split, err := money.Distribution(c.TermSheet, c.run.Rules(), money.ExampleIncome(c.TermSheet), nil)
	if err != nil {
		return nil
	}
	var rows [][]agreement.Cell
	for _, s := range split.Steps {
		rows = append(rows, []agreement.Cell{textCell(s.What), c.split(orNone(s.Working)), c.split(s.Amount.String())})
	}
	for _, s := range split.Shares {
		rows = append(rows, []agreement.Cell{c.cell(c.name(s.Member)), c.split(s.Working), c.split(s.Amount.String())})
	}
	return rows
}

// split is a figure of the example of a distribution.
func (c *context) split(s string) agreement.Cell {
	d := &c.Payments.Distribution
	if c.run.trace != nil {
		for i := range d.Shares {
			c.saw(&d.Shares[i].Pct)
		}
	}
	return c.figure(s, &d.AdminFeePct, &d.ReservePct, &d.CapPct)
}

// CreditRows: Kind, Weight.
func (c *context) CreditRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Credits.Weights {
		w := &c.Credits.Weights[i]
		rows = append(rows, []agreement.Cell{c.coded(sentence(word(w.Kind)), &w.Kind), c.cell(w.Pct.String(), &w.Pct)})
	}
	return rows
}

// BenchmarkRows: Benchmark, Royalty, Source, Value, Date.
func (c *context) BenchmarkRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Valuation.Benchmarks {
		b := &c.Valuation.Benchmarks[i]
		rows = append(rows, []agreement.Cell{c.cell(b.Name, &b.Name), c.benchmarked(b), c.cell(orNone(b.Source), &b.Source), c.cell(orNone(b.Value), &b.Value), c.cell(dateOrNone(b.Date), &b.Date)})
	}
	return rows
}

// benchmarked is the royalty whose rates are held against a benchmark.
func (c *context) benchmarked(b *schema.Benchmark) agreement.Cell {
	if c.Royalty(b.Royalty) == nil {
		return c.cell(none, &b.Royalty)
	}
	return c.cell(c.royaltyName(b.Royalty), &b.Royalty)
}

package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

// Rules of thumb of this tool.
const (
	slowDays       = 60
	fewAuditNotice = 10
	longReview     = 60 // months
)

var (
	highInterest = decimal.NewFromInt(15) // points above the reference
	lowInterest  = decimal.NewFromInt(2)
	lowShortfall = decimal.NewFromInt(1)
	topShortfall = decimal.NewFromInt(10)
)

func timeToPay(f *facts, r *report) {
	payer := f.slowPayer()
	if d := f.Payments.PayDays; d != nil && *d > slowDays && payer != "" {
		r.warnf("/payments/pay_days", "shorten it to 60 days or less, or waive this with the reason", "payment after %s, and %s, which pays, sits in %s: is that fair, and expressly agreed?",
			*d, payer, f.seat(payer))
	}
	m := f.Payments.Interest.MarginPct
	switch {
	case m == nil:
	case m.GreaterThan(highInterest):
		r.warnf("/payments/interest/margin_pct", "lower it, or waive this with the reason", "interest of %s above the reference may be usurious (more than %s points: a rule of thumb)", *m, highInterest)
	case m.LessThan(lowInterest) && payer != "":
		r.warnf("/payments/interest/margin_pct", "raise it, or waive this with the reason", "interest of %s above the reference may be less than statute gives the creditor of %s (less than %s points: a rule of thumb)", *m, payer, lowInterest)
	}
}

// slowPayer is a party in the European Union or the United Kingdom that pays,
// or "".
func (f *facts) slowPayer() string {
	slow := f.world.of("EU").or(f.world.of("GB"))
	for _, flow := range f.flows() {
		for _, id := range flow.from {
			if !f.world.set([]schema.Country{f.seat(id)}).and(slow).empty() {
				return id
			}
		}
	}
	return ""
}

func auditReach(f *facts, r *report) {
	a := f.Payments.Audit
	if a.LookbackMonths != nil && a.RecordYears != nil && int(*a.LookbackMonths) > 12*int(*a.RecordYears) {
		r.errorf("/payments/audit/lookback", "keep records for longer, or reach less far back", "an audit reaches back %s, and records are kept for %s", *a.LookbackMonths, *a.RecordYears)
	}
	if a.LookbackMonths != nil && a.RecordYears == nil {
		r.cannotAssess("/payments/audit", "whether the records last as long as an audit reaches back, "+a.LookbackMonths.String(), "payments.audit.record_years")
	}
	odd := func(pointer, format string, args ...any) {
		r.warnf(pointer, "correct the figure, or waive this with the reason", format+" (a rule of thumb)", args...)
	}
	if s := a.ShortfallPct; s != nil && (s.LessThan(lowShortfall) || s.GreaterThan(topShortfall)) {
		odd("/payments/audit/shortfall_pct", "a shortfall of %s shifts the cost of the audit: 1%% to 10%% is usual", *s)
	}
	if n := a.NoticeDays; n != nil && *n < fewAuditNotice {
		odd("/payments/audit/notice_days", "%s of notice of an audit: less than %d", *n, fewAuditNotice)
	}
	if n := a.PerYear; n != nil && *n > 1 {
		odd("/payments/audit/per_year", "%d audits a year without cause: more than one", *n)
	}
}

func afterRevocation(f *facts, r *report) {
	patents := slices.ContainsFunc(f.Assets, func(a schema.Asset) bool { return a.IsPatent() })
	if len(f.Payments.Royalties) > 0 && patents && f.Payments.Invalidity == "" {
		r.notef("/payments/invalidity", "give payments.invalidity", "nothing says what becomes of royalties when a licensed patent is revoked or lapses")
	}
}

func withholding(f *facts, r *report) {
	if f.Payments.Tax.Withholding != "" {
		return
	}
	for _, flow := range f.flows() {
		for _, from := range flow.from {
			for _, to := range flow.to {
				a, b := f.seat(from), f.seat(to)
				if from != to && a != "" && b != "" && a != b {
					r.warnf("/payments/tax/withholding", "give payments.tax.withholding", "%s (%s) pays %s (%s), and nothing says who bears tax that is withheld", from, a, to, b)
					return
				}
			}
		}
	}
}

// A flow is money that each of some parties pays to some others.
type flow struct{ from, to []string }

// flows are the payments of the deal.
func (f *facts) flows() []flow {
	var all []flow
	for _, b := range f.Payments.Balancing {
		all = append(all, flow{f.Expand(b.From), f.Expand(b.To)})
	}
	for _, x := range f.Payments.Fees {
		all = append(all, flow{f.royaltySide(x.Payer, ""), f.Expand(x.Payee)})
	}
	for _, y := range f.Payments.Royalties {
		all = append(all, flow{f.royaltySide(y.Payer, y.ID), f.royaltySide(y.Payee, y.ID)})
	}
	if f.Payments.Distribution.By != "" {
		all = append(all, flow{f.Expand(schema.TheAdministrator), f.Expand(schema.AllMembers)})
	}
	return all
}

// royaltySide is who stands for "licensees" or "licensors" of a royalty's
// grants, of any grant where royalty is "", or for another reference.
func (f *facts) royaltySide(ref, royalty string) []string {
	if ref != "licensees" && ref != "licensors" {
		return f.Expand(ref)
	}
	var ids []string
	for i := range f.grants {
		g := &f.grants[i]
		if royalty != "" && g.Royalty != royalty {
			continue
		}
		side := g.licensees
		if ref == "licensors" {
			side = g.licensors
		}
		for _, id := range side {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// seat is the country of a party, or "".
func (f *facts) seat(id string) schema.Country {
	if i, ok := f.party[id]; ok {
		return f.Parties[i].Jurisdiction.Country()
	}
	return ""
}

func exitPunishes(f *facts, r *report) {
	const what = "whether the cost of leaving exceeds what the others lose"
	x := f.Payments.ExitCost
	if x.OnExpulsion {
		r.warnf("/payments/exit_cost/on_expulsion", "delete it: what a breach costs belongs in remedies.ld", "the cost of leaving is due on expulsion too")
	}
	if len(x.Schedule) == 0 || x.Form == "none" || x.Form == "unrecovered-cost" {
		return
	}
	if x.Base == nil {
		r.cannotAssess("/payments/exit_cost", what, "payments.exit_cost.base")
		return
	}
	most, year := schema.Money{Currency: x.Base.Currency}, 0
	for _, y := range x.Schedule {
		if m, ok := money.ExitCost(&x, y.Year); ok && m.Amount.GreaterThan(most.Amount.Decimal) {
			most, year = m, y.Year
		}
	}
	limit, loss := x.Unrecovered, "the cost not recovered"
	if limit == nil {
		limit, loss = f.yearlyFees(most.Currency), "a member's fees for a year"
	}
	switch {
	case year == 0:
	case limit == nil:
		r.cannotAssess("/payments/exit_cost", what, "payments.exit_cost.unrecovered")
	case limit.Currency != most.Currency:
		r.cannotAssess("/payments/exit_cost/unrecovered", what, "payments.exit_cost.unrecovered in "+string(most.Currency))
	case exceeds(&most, limit):
		r.warnf("/payments/exit_cost/schedule", "lower it, or state the cost not recovered in unrecovered", "leaving in year %d costs %s, more than %s, %s", year, most, loss, limit)
	}
}

// exitTooSoon finds rows of the schedule for years of membership that end before a
// member may leave.
func exitTooSoon(f *facts, r *report) {
	x, earliest := f.Payments.ExitCost, f.Membership.Withdrawal.EarliestMonths
	if earliest == nil || x.Form != "" && x.Form != "declining" {
		return
	}
	for i, y := range x.Schedule {
		if months := 12 * y.Year; months > 0 && months <= int(*earliest) {
			r.warnf(at("payments", "exit_cost", "schedule", i), "delete the row, or lower membership.withdrawal.earliest", "a cost is stated for leaving in year %d of membership, and no member may leave before %s have passed", y.Year, *earliest)
		}
	}
}

// yearlyFees is what one member pays a year in fees of a currency, or nil.
func (f *facts) yearlyFees(c schema.Currency) *schema.Money {
	sum := decimal.Zero
	for _, x := range f.Payments.Fees {
		if x.Per == "year" && x.Payer == schema.AllMembers && x.Amount.Currency == c {
			sum = sum.Add(x.Amount.Amount.Decimal)
		}
	}
	if sum.IsZero() {
		return nil
	}
	return &schema.Money{Amount: schema.Decimal{Decimal: sum}, Currency: c}
}

func noGrace(f *facts, r *report) {
	for i, b := range f.Payments.Balancing {
		grace := b.AccelerationGraceDays
		if days, ok := f.said(assemble.Grace).Is.(schema.Days); ok && grace == nil {
			grace = &days
		}
		if is(b.Acceleration) && (grace == nil || *grace == 0) {
			r.warnf(at("payments", "balancing", i, "acceleration_grace_days"), "give days of grace", "one late instalment makes the whole %s due at once", b.Total)
		}
	}
}

var half = decimal.NewFromInt(50) // percent

func oneRules(f *facts, r *report) {
	tell := func(pointer, member string, income decimal.Decimal) {
		if votes, how := f.votes(member); income.GreaterThan(half) && votes.GreaterThan(half) {
			r.warnf(pointer, "cap its share or its votes", "%s takes %s of the income and holds %s of the %s", member, schema.Percent{Decimal: income}, schema.Percent{Decimal: votes}, how)
		}
	}
	switch d := f.Payments.Distribution; d.By {
	case "credits":
		for i, c := range f.Contributions {
			if c.OpeningCredits != nil && (d.CapPct == nil || d.CapPct.GreaterThan(half)) {
				tell(at("contributions", i, "opening_credits"), c.Member, f.credits(c.Member))
			}
		}
	default:
		for i, s := range d.Shares {
			tell(at("payments", "distribution", "shares", i, "pct"), s.Member, s.Pct.Decimal)
		}
	}
}

// credits is the share of one member, in percent, of the opening credits.
func (f *facts) credits(member string) decimal.Decimal {
	part, whole := decimal.Zero, decimal.Zero
	for _, c := range f.Contributions {
		if c.OpeningCredits != nil {
			whole = whole.Add(c.OpeningCredits.Decimal)
			if c.Member == member {
				part = part.Add(c.OpeningCredits.Decimal)
			}
		}
	}
	return shareOf(part, whole)
}

// shareOf is a part in percent of the whole, rounded to a hundredth; of nothing
// it is nothing.
func shareOf(part, whole decimal.Decimal) decimal.Decimal {
	if !whole.IsPositive() {
		return decimal.Zero
	}
	return part.Mul(hundred).DivRound(whole, 2)
}

// votes is the share of one member, in percent, of the credits where they carry
// votes, otherwise of the seats on the committee.
func (f *facts) votes(member string) (pct decimal.Decimal, of string) {
	if slices.Contains(f.Credits.Uses, "votes") {
		return f.credits(member), "credits, which carry votes"
	}
	part, whole := decimal.Zero, decimal.Zero
	for _, s := range f.Governance.Committee.Members {
		whole = whole.Add(one)
		if s.Member == member {
			part = part.Add(one)
		}
	}
	return shareOf(part, whole), "seats"
}

// creditsMatter reports whether credits have an effect on income, discounts,
// votes or the cost of leaving.
func (f *facts) creditsMatter() bool {
	return len(f.Credits.Uses) > 0 || f.Payments.Distribution.By == "credits" || is(f.Payments.ExitCost.CreditOffset) ||
		slices.ContainsFunc(f.Payments.Royalties, func(y schema.Royalty) bool { return y.ContributionDiscount != nil })
}

func creditRules(f *facts, r *report) {
	if !f.creditsMatter() || f.says(assemble.Credits) == "counted" { // the clause says what is not stated here
		return
	}
	var missing []string
	for _, x := range []struct{ name, value string }{{"unit", f.Credits.Unit}, {"ledger", f.Credits.Keeper}, {"award_rule", f.Credits.AwardRule}} {
		if x.value == "" {
			missing = append(missing, x.name)
		}
	}
	if len(missing) > 0 {
		r.errorf("/credits", "give "+strings.Join(missing, ", "), "credits have an effect, but not: %s", strings.Join(missing, ", "))
	}
}

func splitReward(f *facts, r *report) {
	c, d := f.Credits, f.Payments.Distribution
	if c.CapPct != nil || d.CapPct != nil || c.Evaluator != "" {
		return
	}
	patents := slices.ContainsFunc(c.Weights, func(w schema.Weight) bool {
		return slices.Contains([]string{"core", "peripheral", "improvement"}, w.Kind)
	})
	switch {
	case d.By == "patent-count" && c.Counting != "family" && c.Counting != "essentiality":
		r.warnf("/payments/distribution/by", `count by "family" or "essentiality" in credits.counting, or give cap_pct or evaluator`, "income is shared out by the number of patents: a family split into five earns five times")
	case c.Counting == "count":
		r.warnf("/credits/counting", `count by "family" or "essentiality", or give cap_pct or evaluator`, "patents are counted by raw number: a family split into five earns five times")
	case c.Counting == "" && patents && f.creditsMatter() && f.says(assemble.Credits) == "":
		r.cannotAssess("/credits", "whether splitting patents earns more credits", "credits.counting")
	}
}

func unclassed(f *facts, r *report) {
	if !f.pooled() {
		return
	}
	var open []string
	var alone []int
	first := -1
	for i, a := range f.Assets {
		if a.Class == "" || a.ValueDriver == "" {
			open = append(open, a.ID)
			if first < 0 {
				first = i
			}
		}
		if a.EssentialTo != "" && !f.vouched()[i] {
			alone = append(alone, i)
		}
	}
	if len(open) > 0 {
		r.errorf(at("assets", first), "give class and value_driver", "without class or value driver: %s", some(open, 8))
	}
	if len(alone) > 0 {
		r.warnf(at("assets", alone[0], "evaluator"), "name an evaluator who is independent of the members", "essential by the word of a member alone: %s", some(f.assetIDs(alone), 8))
	}
}

func benchmarks(f *facts, r *report) {
	v := f.Valuation
	if v.Method != "" && v.Method != "expert" && len(v.Benchmarks) == 0 && f.says(assemble.Benchmarks) != "yes" {
		r.warnf("/valuation/benchmarks", "give valuation.benchmarks: the data on which it rests", "values are found by the method %s, and no data are given for it", v.Method)
	}
	for i, b := range v.Benchmarks {
		if b.Date.IsZero() {
			r.warnf(at("valuation", "benchmarks", i, "date"), "give the day of the data", "the benchmark %q has no day", short(b.Name))
		}
		if b.Royalty == "" && len(f.Payments.Royalties) > 1 {
			r.warnf(at("valuation", "benchmarks", i), "name it in royalty", "the benchmark %q does not say which of %d royalties is held against it", short(b.Name), len(f.Payments.Royalties))
		}
	}
	if n := v.ReviewMonths; n != nil && *n > longReview {
		r.warnf("/valuation/review_months", "review it sooner", "values are looked at again after %s: more than %d (a rule of thumb)", *n, longReview)
	}
}

func ratesAtWill(f *facts, r *report) {
	who := f.Valuation.RateChange
	if who != "administrator" && who != "licensor" {
		return
	}
	leave := f.Membership.Withdrawal.NoticeDays != nil || slices.ContainsFunc(f.Termination.Grounds, f.letsPayersLeave)
	if f.Valuation.BandPct == nil && !leave {
		r.errorf("/valuation/rate_change", "give valuation.band_pct, or a right to leave", "the %s may change rates alone, without limit, and who pays may not leave", who)
	}
}

// letsPayersLeave reports whether a ground lets those leave who pay royalties,
// without cause.
func (f *facts) letsPayersLeave(g schema.Ground) bool {
	if g.Kind != "convenience" {
		return false
	}
	var may []string
	for _, ref := range g.By {
		may = append(may, f.Expand(ref)...)
	}
	return len(may) == 0 || !slices.ContainsFunc(f.Payments.Royalties, func(y schema.Royalty) bool {
		return slices.ContainsFunc(f.royaltySide(y.Payer, y.ID), func(id string) bool { return !slices.Contains(may, id) })
	})
}

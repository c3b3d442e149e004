package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

var one = decimal.NewFromInt(1)

func bandsFit(f *facts, r *report) {
	for i, y := range f.Payments.Royalties {
		p := at("payments", "royalties", i, "tiers")
		if len(y.Tiers) == 0 {
			r.errorf(at("payments", "royalties", i), "give tiers", "royalty %s has no rate", y.ID)
			continue
		}
		if first := y.Tiers[0].From; !first.IsZero() {
			r.errorf(p+"/0/from", "begin the first band at 0", "royalty %s: a volume below %s has no rate", y.ID, first)
		}
		for j, t := range y.Tiers {
			bandFits(r, &y, j, p)
			if t.Rate.IsNegative() {
				r.errorf(p+at(j, "rate"), "give a rate of 0 or more", "royalty %s: a rate of %s is negative", y.ID, t.Rate)
			}
		}
	}
}

// bandFits checks the upper end of one of the bands at a pointer, and where the
// next begins.
func bandFits(r *report, y *schema.Royalty, j int, bands string) {
	t, last := y.Tiers[j], j == len(y.Tiers)-1
	const fix = "begin each band where the one before ends"
	switch {
	case t.To == nil && last:
	case t.To == nil:
		r.errorf(bands+at(j), "give to: the volume at which the next band begins", "royalty %s: a volume above %s belongs to two bands", y.ID, y.Tiers[j+1].From)
	case !t.To.GreaterThan(t.From.Decimal):
		r.errorf(bands+at(j, "to"), "end the band above its beginning", "royalty %s: a band from %s ends at %s", y.ID, t.From, *t.To)
	case last:
		r.errorf(bands+at(j, "to"), "delete to in the last band", "royalty %s: a volume above %s has no rate", y.ID, *t.To)
	case y.Tiers[j+1].From.GreaterThan(t.To.Decimal):
		r.errorf(bands+at(j+1, "from"), fix, "royalty %s: a volume from %s to %s has no rate", y.ID, *t.To, y.Tiers[j+1].From)
	case y.Tiers[j+1].From.LessThan(t.To.Decimal):
		r.errorf(bands+at(j+1, "from"), fix, "royalty %s: a volume from %s to %s belongs to two bands", y.ID, y.Tiers[j+1].From, *t.To)
	}
}

func bandsMonotone(f *facts, r *report) {
	for i, y := range f.Payments.Royalties {
		for j := 1; j < len(y.Tiers); j++ {
			p := at("payments", "royalties", i, "tiers", j)
			before, rate := y.Tiers[j-1].Rate, y.Tiers[j].Rate
			if rate.GreaterThan(before.Decimal) && before.IsPositive() && !y.SuccessLinked {
				r.warnf(p+"/rate", "lower the rate, or set success_linked if it rises on purpose", "royalty %s: the rate rises with volume, from %s to %s", y.ID, before, rate)
			}
			f.cliff(r, &y, y.Tiers[j].From.Decimal, p)
		}
	}
}

// cliff compares the royalty one unit below, at and above a boundary of bands,
// before regions, minimum and cap.
func (f *facts) cliff(r *report, y *schema.Royalty, boundary decimal.Decimal, pointer string) {
	if y.Marginal == nil || *y.Marginal || !boundary.IsPositive() {
		return
	}
	bare := schema.Royalty{Base: y.Base, Currency: y.Currency, Tiers: y.Tiers, Marginal: y.Marginal}
	var below schema.Money
	var volume decimal.Decimal
	for _, step := range []decimal.Decimal{one.Neg(), decimal.Zero, one} {
		v := boundary.Add(step)
		res, err := money.Royalty(&bare, f.Payments.Currency, money.Usage{Uses: []money.Use{{Volume: v}}})
		if err != nil {
			return // a volume below 0
		}
		if res.Due.Amount.LessThan(below.Amount.Decimal) {
			r.warnf(pointer, "make the bands marginal", "royalty %s falls as the volume rises: %s on %s, but %s on %s",
				y.ID, below, schema.Decimal{Decimal: volume}, res.Money(), schema.Decimal{Decimal: v})
			return
		}
		below, volume = res.Money(), v
	}
}

func capsAtOdds(f *facts, r *report) {
	for i, y := range f.Payments.Royalties {
		p := at("payments", "royalties", i)
		f.oneCurrency(r, &y, p)
		most, which := y.Cap, "cap"
		if y.EnterpriseCap != nil && (most == nil || exceeds(most, y.EnterpriseCap)) {
			most, which = y.EnterpriseCap, "enterprise_cap"
		}
		if exceeds(y.Minimum, most) {
			r.errorf(p+"/minimum", "lower the minimum, or raise the cap", "royalty %s: the minimum of %s exceeds the cap of %s", y.ID, y.Minimum, most)
		}
		if first := firstRate(&y); y.Base == schema.PerUnit && most != nil && first.GreaterThan(most.Amount.Decimal) && most.Currency == f.currency(&y) {
			r.errorf(p+at(which), "raise the cap, or check the unit of the rate", "royalty %s: the cap of %s is less than the royalty on one unit, %s", y.ID, most, first)
		}
		for j, region := range y.Regions {
			if exceeds(region.Cap, most) {
				r.notef(p+at("regions", j, "cap"), "delete it, or lower it", "royalty %s: the cap of region %s, %s, has no effect beside that of the whole, %s", y.ID, region.Region, region.Cap, most)
			}
		}
	}
}

// oneCurrency says that sums of a royalty in different currencies cannot be
// compared.
func (f *facts) oneCurrency(r *report, y *schema.Royalty, pointer string) {
	sums := []*schema.Money{y.Minimum, y.Cap, y.EnterpriseCap}
	for _, region := range y.Regions {
		sums = append(sums, region.Cap)
	}
	for _, m := range sums {
		if m != nil && m.Currency != f.currency(y) {
			r.cannotAssess(pointer, "whether the rates, the minimum and the caps of royalty "+y.ID+" agree", "all its sums in "+string(f.currency(y)))
			return
		}
	}
}

// exceeds reports whether both sums are given in one currency and the first is
// the greater.
func exceeds(a, b *schema.Money) bool {
	return a != nil && b != nil && a.Currency == b.Currency && a.Amount.GreaterThan(b.Amount.Decimal)
}

// firstRate is the first rate that is not 0.
func firstRate(y *schema.Royalty) decimal.Decimal {
	for _, t := range y.Tiers {
		if t.Rate.IsPositive() {
			return t.Rate.Decimal
		}
	}
	return decimal.Zero
}

// currency is that of a royalty.
func (f *facts) currency(y *schema.Royalty) schema.Currency {
	if y.Currency != "" {
		return y.Currency
	}
	return f.Payments.Currency
}

func netSales(f *facts, r *report) {
	for i, y := range f.Payments.Royalties {
		if y.Base != schema.OnNetSales {
			continue
		}
		var missing []string
		if len(y.NetSales.Deductions) == 0 {
			missing = append(missing, "deductions")
		} else if y.NetSales.DeductionsCapPct == nil {
			missing = append(missing, "deductions_cap_pct")
		}
		if y.NetSales.Combination == "" {
			missing = append(missing, "combination")
		}
		if len(missing) > 0 {
			r.warnf(at("payments", "royalties", i, "net_sales"), "give them", "royalty %s is on net sales, and these are missing: %s", y.ID, some(missing, 3))
		}
	}
}

// stacked adds up, for each grant, the highest rates of the royalties that a
// licensee owes on the products it covers.
func stacked(f *facts, r *report) {
	told := map[string]bool{}
	paying := f.paying()
	held := map[string][]*grant{} // by licensee
	for _, g := range paying {
		for _, licensee := range g.licensees {
			held[licensee] = append(held[licensee], g)
		}
	}
	for _, g := range paying {
		for _, licensee := range g.licensees {
			ids := f.streams(held[licensee], g)
			key := some(ids, len(ids))
			if !told[key] {
				told[key] = true
				f.stack(r, g, licensee, ids)
			}
		}
	}
}

// paying are the grants that bear a royalty. Of those that bear one royalty for
// the same licensees, field, countries and time, which a large pool has many of,
// it is the first.
func (f *facts) paying() []*grant {
	type shape struct {
		royalty   string
		licensees *string // lists that are equal are one: see expander
		field     int
		countries countrySet
		time      span
	}
	var all []*grant
	met := map[shape]bool{}
	for i := range f.grants {
		g := &f.grants[i]
		if f.bears(g) == nil || len(g.licensees) == 0 {
			continue
		}
		if s := (shape{g.Royalty, &g.licensees[0], g.field, g.countries, g.time}); !met[s] {
			met[s] = true
			all = append(all, g)
		}
	}
	return all
}

// streams are the royalties, of the grants that one licensee holds, that it owes
// on the products which one of them covers: somewhere in its territory, at some
// time.
func (f *facts) streams(held []*grant, g *grant) []string {
	var ids []string
	for _, h := range held {
		meets := f.world.part(g.field, h.field) && !g.countries.and(h.countries).empty() && g.time.from < h.time.to && h.time.from < g.time.to
		if meets && !slices.Contains(ids, h.Royalty) {
			ids = append(ids, h.Royalty)
		}
	}
	return ids
}

func (f *facts) stack(r *report, g *grant, licensee string, ids []string) {
	sum, open := decimal.Zero, ""
	limit := f.Valuation.AggregateCapPct
	for _, id := range ids {
		y := &f.Payments.Royalties[f.royalty[id]]
		if pct, known := f.shareOfPrice(y); known {
			sum = sum.Add(pct)
		} else {
			open = id
		}
		if c := y.StackingCap; c != nil && (limit == nil || c.LessThan(limit.Decimal)) {
			limit = c
		}
	}
	switch {
	case limit != nil && sum.GreaterThan(limit.Decimal):
		r.warnf(g.at+"/royalty", "lower a rate, or raise the cap", "%s owes up to %s of the price of products of %s (%s), more than the cap of %s",
			licensee, schema.Percent{Decimal: sum}, f.fieldName(g.field), some(ids, 6), limit)
	case limit != nil && open != "" && len(ids) > 1:
		needs := "payments.royalties[].unit_price of " + open + ", in the currency of its rate"
		if f.Payments.Royalties[f.royalty[open]].Base == schema.OnGrossMargin {
			needs = "a rate of " + open + " on units or net sales instead of margin"
		}
		r.cannotAssess(at("payments", "royalties", f.royalty[open]), "whether the royalties of "+licensee+" on one product stay below the cap of "+limit.String(), needs)
	case limit == nil && len(ids) >= 3:
		r.warnf(g.at+"/royalty", "give valuation.aggregate_cap_pct or a stacking_cap", "%s owes %s on products of %s (%s), without a cap on the sum",
			licensee, count(len(ids), "royalty", "royalties"), f.fieldName(g.field), some(ids, 6))
	}
}

// shareOfPrice is the highest rate of a royalty, in percent of the price.
func (f *facts) shareOfPrice(y *schema.Royalty) (pct decimal.Decimal, known bool) {
	high := highestRate(y)
	switch y.Base {
	case schema.OnNetSales:
		return high, true
	case schema.PerUnit:
		if p := y.UnitPrice; p != nil && p.Amount.IsPositive() && p.Currency == f.currency(y) {
			return high.Mul(hundred).DivRound(p.Amount.Decimal, 2), true
		}
	case schema.OnGrossMargin: // the price is not known
	}
	return pct, false
}

func royaltyOnFree(f *facts, r *report) {
	for i, g := range f.Grants {
		if g.RoyaltyFree && g.Royalty != "" {
			r.errorf(at("grants", i, "royalty"), "delete royalty, or royalty_free", "%s is royalty-free, but refers to royalty %s", g.ID, g.Royalty)
		}
	}
}

// beyondExpiry finds the countries in which a royalty with an end of its own
// runs past the last patent. One without an end stops country by country.
func (f *facts) beyondExpiry(y *schema.Royalty) (over countrySet, last map[int]int32) {
	last = map[int]int32{}
	if y.End.IsZero() {
		return over, last
	}
	where := map[int32]countrySet{} // by patent
	for i := range f.grants {
		g := &f.grants[i]
		if f.bears(g) != y {
			continue
		}
		for _, n := range g.assets {
			if a := &f.Assets[n]; a.IsPatent() {
				in, _ := f.force(a)
				where[n] = where[n].or(in.and(g.countries))
			}
		}
	}
	for n, countries := range where {
		ends := int32(forever)
		if e := f.Assets[n].ExpiryDate; !e.IsZero() {
			ends = day(e) + 1
		}
		for bit := range f.world.codes {
			if countries.has(bit) {
				last[bit] = max(last[bit], ends)
			}
		}
	}
	for bit, ends := range last {
		if ends <= day(y.End) {
			over.add(bit)
		}
	}
	return over, last
}

// hybrid reports whether a grant that bears a royalty licenses something else
// than patents.
func (f *facts) hybrid(y *schema.Royalty) bool {
	return slices.ContainsFunc(f.grants, func(g grant) bool {
		return f.bears(&g) == y && slices.ContainsFunc(g.assets, func(n int32) bool { return !f.Assets[n].IsPatent() && f.Assets[n].Kind != schema.Mark })
	})
}

// steps reports whether a royalty falls by 1% at least when the patents go. By
// the library's clause one that states no reduced rate ends there, unless
// something is named that supports it at the full rate.
func (f *facts) steps(y *schema.Royalty) bool {
	if y.StepDown == nil {
		return y.Support == "" && f.says(assemble.RoyaltiesEnd) == "yes"
	}
	return y.StepDown.Decimal.LessThanOrEqual(hundred.Sub(one))
}

// supported reports whether something other than expired patents supports a
// royalty in the countries where they have expired: it is deferred, or steps
// down for other rights, or outside the United States another right is named.
func (f *facts) supported(y *schema.Royalty, over countrySet) bool {
	american := !over.and(f.world.of("US")).empty()
	return y.DeferredForPreExpiryUse || f.steps(y) && (f.hybrid(y) || y.Support != "") || y.Support != "" && !american
}

func royaltyAfterExpiry(f *facts, r *report) {
	us := f.world.of("US")
	for i := range f.Payments.Royalties {
		y := &f.Payments.Royalties[i]
		p := at("payments", "royalties", i, "end")
		over, last := f.beyondExpiry(y)
		for _, ends := range last {
			if ends == forever {
				r.cannotAssess(p, "whether royalty "+y.ID+" outlasts the patents", "assets[].expiry_date of each patent")
				break
			}
		}
		american := !over.and(us).empty()
		if over.empty() || f.supported(y, over) || f.hybrid(y) && !american {
			continue // PA05 looks at hybrids elsewhere
		}
		severity := agreement.Warning
		if american && y.Support == "" && y.ProductsScope != "all-sales" {
			severity = agreement.Error
		}
		fix, named := "end it with the last patent, give step_down for know-how, or name what supports it in support", ""
		if y.Support != "" {
			fix, named = "give step_down, or have counsel confirm that this supports it and waive this with the reason", "; named as its support: "+short(y.Support)
		}
		r.find(severity, p, fix, "royalty %s runs until %s, %s%s", y.ID, y.End.ISO(), f.pastExpiry(y, over, last), named)
	}
}

// pastExpiry is by how much a royalty outlasts the patents: of the United
// States where they are among the countries, else of the first.
func (f *facts) pastExpiry(y *schema.Royalty, over countrySet, last map[int]int32) string {
	show, codes := -1, f.world.list(over)
	for bit, c := range f.world.codes {
		if over.has(bit) && (show < 0 || c == "US") {
			show = bit
		}
	}
	expired := date(last[show] - 1)
	s := "in " + string(f.world.codes[show]) + " " + apart(expired, y.End) + " past the last patent there (" + expired.ISO() + ")"
	if len(codes) > 1 {
		codes = slices.DeleteFunc(codes, func(c string) bool { return c == string(f.world.codes[show]) })
		s += ", and past it in " + some(codes, 8) + " too"
	}
	return s
}

// apart is the time from one day to a later one: whole months, or days where it
// is less than one.
func apart(from, to schema.Date) string {
	months := (to.Year-from.Year)*12 + int(to.Month-from.Month)
	if to.Day < from.Day {
		months--
	}
	if months > 0 {
		return count(months, "month", "months")
	}
	return count(from.DaysUntil(to), "day", "days")
}

func hybridWithoutStep(f *facts, r *report) {
	us := f.world.of("US")
	for i := range f.Payments.Royalties {
		y := &f.Payments.Royalties[i]
		over, last := f.beyondExpiry(y)
		if !f.hybrid(y) || f.supported(y, over) || !over.and(us).empty() {
			continue // PA04 looks at the United States
		}
		const fix = "give step_down, the rate for the other rights alone"
		pointer := at("payments", "royalties", i, "step_down")
		if !over.empty() {
			r.warnf(pointer, fix, "royalty %s pays for patents and other rights at one rate until %s, %s", y.ID, y.End.ISO(), f.pastExpiry(y, over, last))
		} else if id := f.pending(y); id != "" && !y.End.IsZero() {
			r.warnf(pointer, fix, "royalty %s pays for patents and other rights at one rate until %s, even if %s, which is pending, is refused", y.ID, y.End.ISO(), id)
		}
	}
}

// pending is an application for a patent that a grant licenses which bears a
// royalty, where no patent is granted among its assets; or "".
func (f *facts) pending(y *schema.Royalty) string {
	for i := range f.grants {
		g := &f.grants[i]
		if f.bears(g) != y {
			continue
		}
		id := ""
		for _, n := range g.assets {
			switch a := &f.Assets[n]; {
			case a.Kind == schema.Application || a.Kind == schema.Patent && a.Status == "pending":
				id = cmp.Or(id, a.ID)
			case a.Kind == schema.Patent:
				return ""
			}
		}
		if id != "" {
			return id
		}
	}
	return ""
}

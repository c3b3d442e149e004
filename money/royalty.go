package money

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// A Use is the volume of one year in one region: units, or a sum of sales in
// the royalty's currency. Region is "" where the royalty has no regions, or for
// a country that is in none, where the full rate applies. Reduced volume is that
// of countries in which no valid claim covers the product any more: it bears the
// royalty's step_down.
type Use struct {
	Region  string
	Volume  decimal.Decimal
	Reduced bool
}

// Usage is what one payer, with its affiliates, did in one calendar year. The
// zero Part is a whole year.
type Usage struct {
	Uses  []Use
	Part  Part
	Early bool // the payer signed in time for the early rate

	// For a contribution discount: the payer's share of all credits on the last
	// day of the year before, and the largest that any payer of the royalty held.
	Credits, MostCredits decimal.Decimal
}

// A Part is the days of a calendar year in which a royalty runs.
type Part struct{ Days, Of int }

func (p Part) whole() bool { return p.Days == p.Of }

// RunsIn is the part of a calendar year in which a royalty runs, both its first
// and its last day counted. The royalty begins on the effective date where it
// states no first day. A year in which it does not run is an error.
func RunsIn(r *schema.Royalty, effective schema.Date, year int) (Part, error) {
	first, last := schema.Date{Year: year, Month: 1, Day: 1}, schema.Date{Year: year, Month: 12, Day: 31}
	p := Part{Of: first.DaysUntil(last) + 1}
	start := r.Start
	if start.IsZero() {
		start = effective
	}
	switch {
	case last.Before(start):
		return p, fmt.Errorf("royalty %s does not run in %d: it begins on %s", r.ID, year, start)
	case !r.End.IsZero() && r.End.Before(first):
		return p, fmt.Errorf("royalty %s does not run in %d: it ended on %s", r.ID, year, r.End)
	}
	if first.Before(start) {
		first = start
	}
	if !r.End.IsZero() && r.End.Before(last) {
		last = r.End
	}
	p.Days = first.DaysUntil(last) + 1
	return p, nil
}

// A Band is the part of a volume that falls into one tier.
type Band struct {
	Tier   schema.Tier // its boundaries are those of the year reckoned
	Volume decimal.Decimal
	sum    *big.Rat
}

// A Result is the royalty of one payer for one year, and how it was found.
type Result struct {
	Statement
	Currency schema.Currency
	Bands    []Band
	Limit    string // "minimum", "cap", "enterprise cap", or "" where none applied
	Working  string // in one line: "100,000 × USD 0.20 + 50,000 × USD 0.10 = USD 25,000"

	royalty *schema.Royalty
	line    []string
}

// Royalty reckons a royalty for one calendar year. Main is the currency of the
// deal, used where the royalty names none. The order is that of the clauses:
//
//  1. with marginal tiers each rate applies to the volume in its band, otherwise
//     the rate of the band reached applies to the whole volume;
//  2. the sum is attributed to the regions by volume, each bears its share of the
//     full rate, up to its cap;
//  3. a minimum raises it;
//  4. a discount for contribution, then one for early signature, reduces it;
//  5. the caps limit it, so that a cap prevails over a minimum.
//
// In part of a year boundaries, minimum and caps are reduced in proportion to the
// days: boundaries to whole units, sums to the minor unit, half up.
func Royalty(r *schema.Royalty, main schema.Currency, u Usage) (*Result, error) {
	res := &Result{Currency: cmp.Or(r.Currency, main), royalty: r}
	if err := sound(r, u); err != nil {
		return nil, err
	}
	year, err := res.partOf(u.Part)
	if err != nil {
		return nil, err
	}
	volumes, total, err := volumes(u.Uses)
	if err != nil {
		return nil, err
	}
	gross := res.bands(year, total)
	reckoned, err := res.attribute(year, u.Uses, volumes, gross)
	if err != nil {
		return nil, err
	}
	for _, step := range []func(*schema.Royalty, Usage, *big.Rat) (*big.Rat, error){res.minimum, res.discounts, res.caps} {
		if reckoned, err = step(year, u, reckoned); err != nil {
			return nil, err
		}
	}
	d := due(reckoned, res.Currency)
	res.Due = &d
	res.Working = sentence(res.line)
	return res, nil
}

// Money is the royalty due.
func (res *Result) Money() schema.Money { return *res.Due }

// sound looks for figures that are negative or endless.
func sound(r *schema.Royalty, u Usage) error {
	var wrong error
	look := func(what string, d decimal.Decimal) {
		if _, err := figure(what, d); err != nil && wrong == nil {
			wrong = err
		}
	}
	lookAt := func(what string, m *schema.Money) {
		if m != nil {
			look(what, m.Amount.Decimal)
		}
	}
	for _, t := range r.Tiers {
		look("the rate of a band of "+r.ID, t.Rate.Decimal)
		look("a boundary of "+r.ID, t.From.Decimal)
		if t.To != nil {
			look("a boundary of "+r.ID, t.To.Decimal)
		}
	}
	for _, x := range r.Regions {
		look("the share of region "+x.Region, x.Pct.Decimal)
		lookAt("the cap of region "+x.Region, x.Cap)
	}
	lookAt("the minimum of "+r.ID, r.Minimum)
	lookAt("the cap of "+r.ID, r.Cap)
	lookAt("the enterprise cap of "+r.ID, r.EnterpriseCap)
	for _, p := range []*schema.Percent{r.StepDown, r.ContributionDiscount, r.EarlyRate.Pct} {
		if p != nil {
			look("a reduced rate or discount of "+r.ID, p.Decimal)
		}
	}
	look("the payer's share of credits", u.Credits)
	look("the largest share of credits", u.MostCredits)
	return wrong
}

func volumes(uses []Use) (each []*big.Rat, total *big.Rat, err error) {
	total = new(big.Rat)
	for _, u := range uses {
		v, err := figure("a volume", u.Volume)
		if err != nil {
			return nil, nil, err
		}
		each = append(each, v)
		total.Add(total, v)
	}
	return each, total, nil
}

// partOf is the royalty with its boundaries and sums reduced to part of a year.
func (res *Result) partOf(p Part) (*schema.Royalty, error) {
	year := *res.royalty
	if p.whole() {
		return &year, nil
	}
	if p.Of <= 0 || p.Days < 0 || p.Days > p.Of {
		return nil, fmt.Errorf("%d of %d days is no part of a year", p.Days, p.Of)
	}
	fraction := big.NewRat(int64(p.Days), int64(p.Of))
	digits := int32(0)
	if year.Base != schema.PerUnit {
		digits = Digits(res.Currency)
	}
	reduce := func(d decimal.Decimal, digits int32) schema.Decimal {
		return schema.Decimal{Decimal: rounded(product(d.Rat(), fraction), digits)}
	}
	reduceSum := func(m *schema.Money) *schema.Money {
		if m == nil {
			return nil
		}
		return &schema.Money{Amount: reduce(m.Amount.Decimal, Digits(m.Currency)), Currency: m.Currency}
	}
	year.Tiers = slices.Clone(year.Tiers)
	for i, t := range year.Tiers {
		year.Tiers[i].From = reduce(t.From.Decimal, digits)
		if t.To != nil {
			to := reduce(t.To.Decimal, digits)
			year.Tiers[i].To = &to
		}
	}
	year.Regions = slices.Clone(year.Regions)
	for i, x := range year.Regions {
		year.Regions[i].Cap = reduceSum(x.Cap)
	}
	year.Minimum, year.Cap, year.EnterpriseCap = reduceSum(year.Minimum), reduceSum(year.Cap), reduceSum(year.EnterpriseCap)
	days := fmt.Sprintf("%d of %d days", p.Days, p.Of)
	res.say("Part of a year", days+": boundaries, minimum and caps are reduced in that proportion")
	res.line = append(res.line, days)
	return &year, nil
}

// bands splits the volume into the tiers and gives the sum at the full rates.
func (res *Result) bands(r *schema.Royalty, total *big.Rat) *big.Rat {
	var parts []string
	gross, rated := new(big.Rat), new(big.Rat)
	for _, b := range split(r, total) {
		b.sum = rate(r, b.Volume.Rat(), b.Tier.Rate.Decimal)
		res.Bands = append(res.Bands, b)
		working := res.volume(b.Volume) + " × " + res.rate(b.Tier.Rate.Decimal)
		parts = append(parts, working)
		res.add(res.band(r, b.Tier), working, b.sum, res.Currency)
		gross.Add(gross, b.sum)
		rated.Add(rated, b.Volume.Rat())
	}
	if len(parts) == 0 {
		parts = []string{"no volume"}
	}
	switch out := less(total, rated); out.Sign() {
	case 1:
		res.note("%s lies in no band and bears no rate: the bands leave a gap", res.volume(decimalOf(out)))
	case -1:
		res.note("%s lies in two bands and bears the rates of both: the bands overlap", res.volume(decimalOf(out.Neg(out))))
	}
	res.line = append(res.line, strings.Join(parts, " + ")+" = "+due(gross, res.Currency).String())
	if len(res.Bands) != 1 {
		res.add("At the full rates", "the sum of the bands", gross, res.Currency)
	}
	return gross
}

// split is the bands that a volume reaches: one where the rate of the band
// reached applies to the whole volume. A volume equal to a boundary fills the
// band below.
func split(r *schema.Royalty, total *big.Rat) []Band {
	if r.Marginal != nil && !*r.Marginal {
		for _, t := range slices.Backward(r.Tiers) {
			if total.Sign() > 0 && total.Cmp(t.From.Rat()) > 0 {
				return []Band{{Tier: t, Volume: decimalOf(total)}}
			}
		}
		return nil
	}
	var list []Band
	for _, t := range r.Tiers {
		v := total
		if t.To != nil {
			v = smaller(total, t.To.Rat())
		}
		if v = less(v, t.From.Rat()); v.Sign() > 0 {
			list = append(list, Band{Tier: t, Volume: decimalOf(v)})
		}
	}
	return list
}

// decimalOf is a fraction that is a sum or difference of decimals.
func decimalOf(r *big.Rat) decimal.Decimal {
	n, _ := r.FloatPrec()
	return rounded(r, int32(n))
}

// rate is volume times rate: the rate is money for a unit, or percent of sales.
func rate(r *schema.Royalty, v *big.Rat, rate decimal.Decimal) *big.Rat {
	if r.Base == schema.PerUnit {
		return product(v, rate.Rat())
	}
	return share(v, rate)
}

// attribute divides the royalty at the full rates by volume among the regions,
// and applies the share, the reduced rate and the cap of each.
func (res *Result) attribute(r *schema.Royalty, uses []Use, volumes []*big.Rat, gross *big.Rat) (*big.Rat, error) {
	total := sum(volumes...)
	reduced := slices.ContainsFunc(uses, func(u Use) bool { return u.Reduced })
	if len(r.Regions) == 0 && !reduced || total.Sign() == 0 {
		return gross, nil
	}
	all := new(big.Rat)
	for _, region := range regionsOf(uses) {
		s, err := res.region(r, region, uses, volumes, gross)
		if err != nil {
			return nil, err
		}
		all.Add(all, s)
	}
	if len(regionsOf(uses)) > 1 {
		res.add("All regions", "the sum of the regions", all, res.Currency)
	}
	return all, nil
}

// regionsOf lists the regions of some uses, each once, in their order.
func regionsOf(uses []Use) []string {
	var list []string
	for _, u := range uses {
		if !slices.Contains(list, u.Region) {
			list = append(list, u.Region)
		}
	}
	return list
}

// region is what falls to one region of a royalty at the full rates.
func (res *Result) region(r *schema.Royalty, name string, uses []Use, volumes []*big.Rat, gross *big.Rat) (*big.Rat, error) {
	pct, limit, err := res.shareOf(r, name)
	if err != nil {
		return nil, err
	}
	s, total := new(big.Rat), sum(volumes...)
	for i, u := range uses {
		if u.Region != name {
			continue
		}
		part := share(product(gross, new(big.Rat).Quo(volumes[i], total)), pct)
		working := fmt.Sprintf("%s × %s ÷ %s", amountOf(gross, res.Currency), number(u.Volume), number(decimalOf(total)))
		if len(r.Regions) > 0 {
			working += " × " + pct.String() + "%"
		}
		what := regionName(name, len(r.Regions) > 0)
		if u.Reduced {
			part = share(part, reducedRate(r))
			working += " × " + reducedRate(r).String() + "%"
			what += ", without a valid claim"
		}
		res.add(what, working, part, res.Currency)
		s.Add(s, part)
	}
	line := regionName(name, len(r.Regions) > 0)
	if len(r.Regions) > 0 {
		line = fmt.Sprintf("%s: %s%% of its share", strings.ToLower(line[:1])+line[1:], pct)
	}
	if limit != nil && s.Cmp(limit) > 0 {
		s = limit
		res.add(regionName(name, true)+", at its cap", "limited to the cap of the region", s, res.Currency)
		line += ", at its cap"
	}
	res.line = append(res.line, line+" = "+due(s, res.Currency).String())
	return s, nil
}

// reducedRate is the percentage of the full rate that is payable where no valid
// claim is left: what the royalty states, or all where it names what supports it,
// or nothing.
func reducedRate(r *schema.Royalty) decimal.Decimal {
	switch {
	case r.StepDown != nil:
		return r.StepDown.Decimal
	case r.Support != "":
		return hundred
	}
	return decimal.Zero
}

func regionName(name string, regions bool) string {
	switch {
	case name != "":
		return "Region " + name
	case regions:
		return "Countries in no region"
	}
	return "By share of volume"
}

// shareOf is the share of the full rate and the cap of a region.
func (res *Result) shareOf(r *schema.Royalty, name string) (decimal.Decimal, *big.Rat, error) {
	i := slices.IndexFunc(r.Regions, func(x schema.RegionRate) bool { return x.Region == name })
	switch {
	case i < 0 && name != "":
		return hundred, nil, fmt.Errorf("royalty %s has no region %q", r.ID, name)
	case i < 0 || r.Regions[i].Cap == nil:
		pct := hundred
		if i >= 0 {
			pct = r.Regions[i].Pct.Decimal
		}
		return pct, nil, nil
	}
	limit, err := inCurrency(r.Regions[i].Cap, res.Currency, "the cap of region "+name, "royalty "+r.ID)
	return r.Regions[i].Pct.Decimal, limit, err
}

var hundred = decimal.NewFromInt(100)

func (res *Result) minimum(r *schema.Royalty, _ Usage, s *big.Rat) (*big.Rat, error) {
	if r.Minimum == nil {
		return s, nil
	}
	least, err := inCurrency(r.Minimum, res.Currency, "the minimum of "+r.ID, "its rates")
	if err != nil || s.Cmp(least) >= 0 {
		return s, err
	}
	res.Limit = "minimum"
	res.add("Minimum", "raised to the minimum of the year", least, res.Currency)
	res.line = append(res.line, "raised to the minimum")
	return least, nil
}

// discounts takes off the discount for contribution, then the one for early
// signature.
func (res *Result) discounts(r *schema.Royalty, u Usage, s *big.Rat) (*big.Rat, error) {
	if r.ContributionDiscount != nil && u.MostCredits.IsPositive() {
		if u.Credits.IsNegative() || u.Credits.GreaterThan(u.MostCredits) {
			return nil, fmt.Errorf("the payer's share of credits, %s, is not between 0 and the largest share that a payer holds, %s", u.Credits, u.MostCredits)
		}
		part := new(big.Rat).Quo(u.Credits.Rat(), u.MostCredits.Rat())
		off := product(share(s, r.ContributionDiscount.Decimal), part)
		res.add("Discount for contribution", fmt.Sprintf("less %s × %s ÷ %s", r.ContributionDiscount, u.Credits, u.MostCredits), new(big.Rat).Neg(off), res.Currency)
		res.line = append(res.line, "less the discount for contribution, "+due(off, res.Currency).String())
		s = less(s, off)
	}
	if r.EarlyRate.Pct != nil && u.Early {
		off := share(s, r.EarlyRate.Pct.Decimal)
		res.add("Discount for early signature", "less "+r.EarlyRate.Pct.String(), new(big.Rat).Neg(off), res.Currency)
		res.line = append(res.line, "less the discount for early signature, "+due(off, res.Currency).String())
		s = less(s, off)
	}
	return s, nil
}

func (res *Result) caps(r *schema.Royalty, _ Usage, s *big.Rat) (*big.Rat, error) {
	for _, c := range []struct {
		name string
		sum  *schema.Money
	}{{"cap", r.Cap}, {"enterprise cap", r.EnterpriseCap}} {
		if c.sum == nil {
			continue
		}
		limit, err := inCurrency(c.sum, res.Currency, "the "+c.name+" of "+r.ID, "its rates")
		if err != nil {
			return nil, err
		}
		if s.Cmp(limit) > 0 {
			s, res.Limit = limit, c.name
			res.add(capital(c.name), "limited to the "+c.name+" of the year", s, res.Currency)
		}
	}
	if strings.HasSuffix(res.Limit, "cap") {
		res.line = append(res.line, "limited to the "+res.Limit)
	}
	return s, nil
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (res *Result) volume(v decimal.Decimal) string {
	if res.royalty.Base == schema.PerUnit {
		return number(v)
	}
	return money(v, res.Currency)
}

func (res *Result) rate(d decimal.Decimal) string {
	if res.royalty.Base == schema.PerUnit {
		return money(d, res.Currency)
	}
	return d.String() + "%"
}

func (res *Result) band(r *schema.Royalty, t schema.Tier) string {
	switch {
	case r.Marginal != nil && !*r.Marginal:
		return "Whole volume, band over " + res.volume(t.From.Decimal)
	case t.To == nil:
		return "Over " + res.volume(t.From.Decimal)
	}
	return "Over " + res.volume(t.From.Decimal) + " to " + res.volume(t.To.Decimal)
}

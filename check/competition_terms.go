package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

// European is the part of a set of countries in the European Economic Area and
// the United Kingdom.
func (f *facts) european(s countrySet) countrySet {
	return s.and(f.world.of("EEA").or(f.world.of("GB")))
}

// rivalGrant is a licensor and a licensee of a grant that compete, or "".
func (f *facts) rivalGrant(g *grant) (licensor, licensee string) {
	for _, from := range g.licensors {
		for _, to := range g.licensees {
			if from != to && f.competitors(from, to) {
				return from, to
			}
		}
	}
	return "", ""
}

// back is the first grant that a licensee of g makes to a licensor of g, for
// which want holds.
func (f *facts) back(g *grant, want func(*grant, string, string) bool) (h *grant, from, to string) {
	for i := range f.grants {
		h := &f.grants[i]
		for _, to := range h.licensors {
			if !slices.Contains(g.licensees, to) {
				continue
			}
			for _, from := range h.licensees {
				if from != to && slices.Contains(g.licensors, from) && want(h, from, to) {
					return h, from, to
				}
			}
		}
	}
	return nil, "", ""
}

// rivalsBack is as back, between competitors.
func (f *facts) rivalsBack(g *grant) (h *grant, from, to string) {
	return f.back(g, func(_ *grant, from, to string) bool { return f.competitors(from, to) })
}

func dividedMarkets(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Exclusive && g.degree != schema.Sole {
			continue
		}
		h, from, to := f.back(g, func(h *grant, from, to string) bool {
			split := g.field != h.field || g.countries != h.countries
			return f.competitors(from, to) && (g.degree == schema.Exclusive || split)
		})
		if h == nil {
			continue
		}
		severity := agreement.Error
		if f.european(g.countries).empty() {
			severity = agreement.Warning
		}
		r.find(severity, g.at+"/exclusivity", "make both grants nonexclusive, or let one side alone license",
			"%s and %s compete and license each other (%s, %s), and %s is %s: that divides the market between them", from, to, g.ID, h.ID, g.ID, g.degree)
	}
}

func exclusiveGrantBack(f *facts, r *report) {
	const pointer, fix = "/improvements/grant_back/kind", "make the grant-back nonexclusive"
	switch kind := f.Improvements.GrantBack.Kind; kind {
	case "exclusive", "assignment":
		severity := agreement.Warning
		if f.touches(append([]string{"IN", "CN"}, europe...)...) {
			severity = agreement.Error
		}
		r.find(severity, pointer, fix, "licensees give back their own improvements: %s", kind)
	case "sole":
		r.warnf(pointer, fix, "licensees give back their own improvements by a sole licence, and may license nobody else")
	}
}

func ownTechnology(f *facts, r *report) {
	for i, x := range f.Regulatory.Restraints {
		if x.Kind != "competing-technology" && x.Kind != "own-research" {
			continue
		}
		severity, what := agreement.Warning, "competing technology"
		if x.Kind == "own-research" {
			what = "research of its own"
		}
		if f.pooled() || f.touches(europe...) {
			severity = agreement.Error
		}
		r.find(severity, at("regulatory", "restraints", i), "delete the restraint, or confine it to the protection of know-how (kind know-how-protection)",
			"%s is restrained in %s", x.Party, what)
	}
}

func passiveSales(f *facts, r *report) {
	area := f.world.of("EEA")
	for i := range f.grants {
		g := &f.grants[i]
		barred := area.without(g.countries)
		if g.PassiveSales != "restricted" || g.countries.and(area).empty() || barred.empty() {
			continue
		}
		h, _, _ := f.rivalsBack(g)
		if own := f.world.of(g.LicensorTerritory); g.LicensorTerritory != "" && h == nil {
			if barred = barred.and(own); !barred.empty() {
				continue // the bar protects what the licensor keeps for itself
			}
			barred = own
		}
		r.errorf(g.at+"/passive_sales", "allow passive sales, or name the territory that the licensor keeps for itself in licensor_territory",
			"%s bars passive sales into %s", g.ID, f.world.codeList(barred))
	}
}

var excessive = decimal.NewFromInt(3) // times the benchmark: a rule of thumb

func pricesAndOutput(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if p := g.ResalePriceMinimum; p != nil {
			r.errorf(g.at+"/resale_price_minimum", "delete it", "%s fixes the price at which %s may sell: %s at least", g.ID, some(g.licensees, 3), p)
		}
		if g.OutputCap == nil && f.bears(g) == nil {
			continue
		}
		h, from, to := f.rivalsBack(g)
		if h == nil || h.index < g.index {
			continue
		}
		if g.OutputCap != nil && h.OutputCap != nil {
			r.errorf(g.at+"/output_cap", "delete one of the caps", "%s and %s compete, license each other and cap each other's output (%s, %s)", from, to, g.ID, h.ID)
		}
		f.outOfProportion(r, g, h)
	}
}

// outOfProportion compares the unit royalties of reciprocal grants with their
// benchmarks.
func (f *facts) outOfProportion(r *report, g, h *grant) {
	var seen *schema.Royalty
	for _, y := range []*schema.Royalty{f.bears(g), f.bears(h)} {
		if y == nil || y == seen || y.Base != schema.PerUnit {
			continue
		}
		seen = y
		for i, b := range f.Valuation.Benchmarks {
			high := highestRate(y)
			if b.Royalty == y.ID && b.Rate != nil && high.GreaterThan(b.Rate.Mul(excessive)) {
				r.warnf(at("valuation", "benchmarks", i), "bring the rate to the benchmark",
					"competitors that license each other pay %s a unit under %s, more than three times the benchmark of %s (a rule of thumb)", high, y.ID, *b.Rate)
			}
		}
	}
}

// highestRate is the highest rate of a royalty's bands.
func highestRate(y *schema.Royalty) decimal.Decimal {
	high := decimal.Zero
	for _, t := range y.Tiers {
		high = decimal.Max(high, t.Rate.Decimal)
	}
	return high
}

// challengeTerm is what a challenge entails, as far as the term sheet says: a
// value of termination.challenge, or "".
func (f *facts) challengeTerm() (term, pointer string) {
	const topic = "termination/challenge"
	if c := f.Termination.Challenge; c != "" {
		return c, "/termination/challenge"
	}
	if f.Clauses[topic].Variant == "terminate-on-challenge" {
		return "terminate", at("clauses", topic, "variant")
	}
	for i, g := range f.Termination.Grounds {
		if g.Kind == "challenge" && !f.pooled() { // the library's pools have no such clause
			return "terminate", at("termination", "grounds", i)
		}
	}
	return "", ""
}

func challenges(f *facts, r *report) {
	if f.pooled() {
		return // TM10
	}
	switch term, pointer := f.challengeTerm(); term {
	case "no-challenge":
		severity := agreement.Warning
		if f.touches(europe...) {
			severity = agreement.Error
		}
		r.find(severity, pointer, "give up the duty, or confine the consequence to exclusive licences (terminate-exclusive)", "no licensee may challenge a licensed right")
	case "terminate":
		if open := f.openGrants(); len(open) > 0 && f.touches(europe...) {
			r.warnf(pointer, "confine termination to exclusive licences (terminate-exclusive)", "a challenge ends licences that are not exclusive: %s", some(open, 6))
		}
	}
}

// openGrants are the ids of the grants that are not exclusive.
func (f *facts) openGrants() []string {
	var ids []string
	for i := range f.grants {
		if f.grants[i].degree != schema.Exclusive {
			ids = append(ids, f.grants[i].ID)
		}
	}
	return ids
}

func sensitiveInformation(f *facts, r *report) {
	if !f.anyCompetitors() {
		return
	}
	var told []string
	for _, topic := range f.Governance.Updates.Topics {
		if topic == "prices" || topic == "output" || topic == "customers" {
			told = append(told, topic)
		}
	}
	if len(told) > 0 {
		r.warnf("/governance/updates/topics", "take them out", "updates tell competitors each other's %s", strings.Join(told, ", "))
	}
	secrets := f.strategicAssets()
	if len(secrets) > 0 && !f.Confidentiality.CleanTeam && f.Governance.Committee.CompetitorRule != "clean-team" {
		r.warnf("/confidentiality/clean_team", "set clean_team", "competitors share strategic know-how without a clean team: %s", some(secrets, 6))
	}
}

func bundledCore(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if !g.Bundled || g.Tier != "core" {
			continue
		}
		var spare []string
		for _, n := range g.assets {
			if f.Assets[n].IsPatent() && f.Assets[n].EssentialTo == "" {
				spare = append(spare, f.Assets[n].ID)
			}
		}
		with := ""
		if len(spare) > 0 {
			with = ", with " + count(len(spare), "patent", "patents") + " not shown to be essential: " + some(spare, 6)
		}
		r.warnf(g.at+"/bundled", "offer it alone at a lower royalty", "the core licence %s is sold only in a bundle%s", g.ID, with)
	}
}

func allSales(f *facts, r *report) {
	for i, y := range f.Payments.Royalties {
		if y.ProductsScope != "all-sales" {
			continue
		}
		severity := agreement.Warning
		for j := range f.grants {
			g := &f.grants[j]
			if from, _ := f.rivalGrant(g); g.Royalty == y.ID && from != "" && !f.european(g.countries).empty() {
				severity = agreement.Error
			}
		}
		r.find(severity, at("payments", "royalties", i, "products_scope"), "confine it to licensed products", "royalty %s falls on all sales, whatever they use", y.ID)
	}
}

func promisedToAll(f *facts, r *report) {
	promised := func(n int) bool { return f.Assets[n].FRAND != schema.FRANDCommitment{} }
	for i := range f.grants {
		g := &f.grants[i]
		for _, n := range g.assets {
			if restricts(g.degree) && promised(int(n)) {
				r.errorf(g.at+"/exclusivity", "make it nonexclusive, or take "+f.Assets[n].ID+" out", "%s is promised to all on FRAND terms, and %s is %s", f.Assets[n].ID, g.ID, g.degree)
				break
			}
		}
	}
	for i, x := range f.CarveOuts {
		for j, id := range x.Assets {
			if n, ok := f.asset[id]; ok && x.Treatment == "not-licensed" && promised(n) {
				r.errorf(at("carve_outs", i, "assets", j), "license it", "%s is promised to all on FRAND terms, and %s keeps it out", id, x.ID)
			}
		}
	}
}

package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
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

// rivalsBack is the first grant, of those that are wanted, that a licensee of g
// makes to a licensor of g with which it competes; and the licensor and the
// licensee of g.
func (f *facts) rivalsBack(g *grant, want func(*grant) bool) (h *grant, licensor, licensee string) {
	first := len(f.grants)
	for _, to := range g.licensees {
		for _, from := range f.rivals[to] {
			if !slices.Contains(g.licensors, from) {
				continue
			}
			for _, i := range f.given[to] {
				if i >= first {
					break
				}
				if h := &f.grants[i]; want(h) {
					if _, licensed := slices.BinarySearch(h.licensees, from); licensed {
						first, licensor, licensee = i, from, to
					}
				}
			}
		}
	}
	if first == len(f.grants) {
		return nil, "", ""
	}
	return &f.grants[first], licensor, licensee
}

func dividedMarkets(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Exclusive && g.degree != schema.Sole {
			continue
		}
		h, from, to := f.rivalsBack(g, func(h *grant) bool { return g.field != h.field || g.countries != h.countries })
		split := h != nil
		if !split {
			h, from, to = f.rivalsBack(g, func(*grant) bool { return true })
		}
		if h == nil {
			continue
		}
		// A sole licensor goes on producing, which is why sole grants without a
		// split are commonly judged less severely.
		severity := agreement.Error
		if !f.touches(europe...) || g.degree == schema.Sole && !split {
			severity = agreement.Warning
		}
		r.find(severity, g.at+"/exclusivity", "make both grants nonexclusive, or let one side alone license",
			"%s and %s compete and license each other (%s), and %s is %s: that may divide the market between them", from, to, pair(g, h), g.ID, g.degree)
	}
}

// pair names two grants, or the one that goes both ways.
func pair(g, h *grant) string {
	if g.index == h.index {
		return g.ID
	}
	return g.ID + ", " + h.ID
}

func exclusiveGrantBack(f *facts, r *report) {
	const pointer, fix = "/improvements/grant_back/kind", "make the grant-back nonexclusive"
	severity := agreement.Warning
	if f.touches(append([]string{"IN", "CN"}, europe...)...) {
		severity = agreement.Error
	}
	switch f.Improvements.GrantBack.Kind {
	case "exclusive":
		r.find(severity, pointer, fix, "licensees license their own improvements back exclusively, and may not use them themselves")
	case "assignment":
		r.find(severity, pointer, fix, "licensees assign their own improvements back")
	case "sole":
		r.warnf(pointer, fix, "licensees license their own improvements back by a sole licence, and may license nobody else")
	}
}

// restrainsOwn reports whether a restraint binds a party in what is its own.
func restrainsOwn(x schema.Restraint) bool { return x.Kind != "know-how-protection" }

func ownTechnology(f *facts, r *report) {
	severity := agreement.Warning
	if f.pooled() || f.touches(europe...) {
		severity = agreement.Error
	}
	what := map[string]string{
		"competing-technology": "technology that competes with what is licensed",
		"own-research":         "research of its own",
		"field":                "the fields in which it uses technology of its own",
		"territory":            "the territories in which it uses technology of its own",
	}
	for i, x := range f.Regulatory.Restraints {
		if restrainsOwn(x) {
			who := x.Party
			if who == "each" || who == schema.AllMembers {
				who = "each party"
			}
			r.find(severity, at("regulatory", "restraints", i), "delete the restraint, or confine it to the protection of know-how (kind know-how-protection)",
				"%s is restrained in %s", who, cmp.Or(what[x.Kind], short(x.Kind)))
		}
	}
}

func passiveSales(f *facts, r *report) {
	area := f.european(f.world.all)
	for i := range f.grants {
		g := &f.grants[i]
		barred := area.without(g.countries)
		if g.PassiveSales != "restricted" || f.european(g.countries).empty() || barred.empty() {
			continue
		}
		if g.LicensorTerritory != "" { // the bar is confined to it
			h, _, _ := f.rivalsBack(g, func(*grant) bool { return true })
			barred = f.european(f.world.of(g.LicensorTerritory))
			if barred.empty() || h == nil && f.reserved(g, barred) {
				continue
			}
		}
		r.errorf(g.at+"/passive_sales", "allow passive sales, or confine the bar to a territory that the licensor keeps for itself alone (licensor_territory), where no competitor licenses back",
			"%s bars passive sales into %s", g.ID, f.world.codeList(barred))
	}
}

// reserved reports whether a licensor of g keeps countries for itself alone, as
// far as the assets of g go.
func (f *facts) reserved(g *grant, countries countrySet) bool {
	return !slices.ContainsFunc(f.grants, func(h grant) bool {
		return !h.countries.and(countries).empty() && len(common(g.assets, h.assets)) > 0
	})
}

var excessive = decimal.NewFromInt(3) // times the benchmark: a rule of thumb

func pricesAndOutput(f *facts, r *report) {
	told := map[string]bool{} // royalties
	for i := range f.grants {
		g := &f.grants[i]
		if p := g.ResalePriceMinimum; p != nil {
			r.errorf(g.at+"/resale_price_minimum", "delete it", "%s fixes the price at which %s may sell: %s at least", g.ID, some(g.licensees, 3), p)
		}
		if g.OutputCap != nil {
			h, from, to := f.rivalsBack(g, func(h *grant) bool { return h.OutputCap != nil && h.index >= g.index })
			if h != nil {
				r.errorf(g.at+"/output_cap", "delete one of the caps", "%s and %s compete, license each other and cap each other's output (%s)", from, to, pair(g, h))
			}
		}
		if y := f.bears(g); y != nil && y.Base == schema.PerUnit && !told[y.ID] && f.paidToRival(y) {
			if h, _, _ := f.rivalsBack(g, func(*grant) bool { return true }); h != nil {
				told[y.ID] = true
				f.outOfProportion(r, y)
			}
		}
	}
}

// paidToRival reports whether a royalty goes from a party to a competitor, and
// not to the administrator of a pool.
func (f *facts) paidToRival(y *schema.Royalty) bool {
	payees := f.royaltySide(y.Payee, y.ID)
	return slices.ContainsFunc(f.royaltySide(y.Payer, y.ID), func(payer string) bool {
		return slices.ContainsFunc(payees, func(payee string) bool { return f.competitors(payer, payee) })
	})
}

// outOfProportion compares a unit royalty between competitors that license each
// other with its benchmarks.
func (f *facts) outOfProportion(r *report, y *schema.Royalty) {
	pointer, high, compared := at("payments", "royalties", f.royalty[y.ID], "tiers"), highestRate(y), false
	for _, b := range f.Valuation.Benchmarks {
		if b.Royalty != y.ID || b.Rate == nil {
			continue
		}
		compared = true
		if high.GreaterThan(b.Rate.Mul(excessive)) {
			r.warnf(pointer, "bring the rate to the benchmark, or waive this with the reason",
				"competitors that license each other pay up to %s a unit under %s, more than three times the benchmark %q, %s (a rule of thumb)", high, y.ID, short(b.Name), *b.Rate)
		}
	}
	if !compared {
		r.cannotAssess(pointer, "whether royalty "+y.ID+" between competitors is out of proportion", "valuation.benchmarks with the rate to compare "+y.ID+" with")
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
	if c := f.Termination.Challenge; c != "" {
		return c, "/termination/challenge"
	}
	clause := f.said(assemble.Challenge)
	if clause.Pointer != "" {
		return clause.Value, clause.Pointer
	}
	for i, g := range f.Termination.Grounds {
		if g.Kind == "challenge" {
			return "terminate", at("termination", "grounds", i)
		}
	}
	return clause.Value, "/termination"
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
	secrets := f.rivalSecrets()
	if len(secrets) > 0 && !f.Confidentiality.CleanTeam && f.Governance.Committee.CompetitorRule != "clean-team" {
		r.warnf("/confidentiality/clean_team", "set confidentiality.clean_team", "strategic know-how goes to a competitor without a clean team: %s", some(secrets, 6))
	}
}

// rivalSecrets are the ids of the strategic assets that one party licenses to a
// competitor or deposits for one.
func (f *facts) rivalSecrets() []string {
	met := map[int]bool{}
	for i := range f.grants {
		if from, _ := f.rivalGrant(&f.grants[i]); from != "" {
			for _, n := range f.grants[i].assets {
				met[int(n)] = true
			}
		}
	}
	for _, d := range f.Escrow.Deposits {
		if f.deposits() && slices.ContainsFunc(d.Beneficiaries, func(ref string) bool {
			return slices.ContainsFunc(f.Expand(ref), func(id string) bool { return f.competitors(d.Depositor, id) })
		}) {
			for _, id := range d.Assets {
				if n, ok := f.asset[id]; ok {
					met[n] = true
				}
			}
		}
	}
	var ids []string
	for n := range f.Assets {
		if met[n] && f.strategic(&f.Assets[n]) {
			ids = append(ids, f.Assets[n].ID)
		}
	}
	return ids
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
		severity, between := agreement.Warning, ""
		for j := range f.grants {
			g := &f.grants[j]
			if from, to := f.rivalGrant(g); f.bears(g) != nil && g.Royalty == y.ID && from != "" && f.touches(europe...) {
				severity, between = agreement.Error, " between the competitors "+from+" and "+to
			}
		}
		r.find(severity, at("payments", "royalties", i, "products_scope"), "confine it to licensed products", "royalty %s%s falls on all sales, whatever they use", y.ID, between)
	}
}

func promisedToAll(f *facts, r *report) {
	promised := func(n int) bool { return f.Assets[n].FRAND != schema.FRANDCommitment{} }
	for i := range f.grants {
		g := &f.grants[i]
		var ids []string
		for _, n := range g.assets {
			if restricts(g.degree) && promised(int(n)) {
				ids = append(ids, f.Assets[n].ID)
			}
		}
		if len(ids) > 0 {
			r.errorf(g.at+"/exclusivity", "make it nonexclusive, or take out what is promised", "%s is %s, and takes in what is promised to all on FRAND terms: %s", g.ID, g.degree, some(ids, 6))
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

package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/schema"
)

// A condition is one of the conditions for pools, and what the term sheet shows
// of it. Where it shows nothing, pool_conditions says whether it is met.
type condition struct {
	name    string // as in pool_conditions
	pointer string // where it would be shown
	show    string // how to show it
	shown   func(*facts) bool
	// fails is what contradicts the condition, "" for nothing; nil where other
	// checks say so.
	fails func(*facts) (pointer, why string)
}

var conditions = []condition{
	{"open-participation", "/membership/accession", "admit by stated criteria, with reasons for a refusal",
		func(f *facts) bool {
			a := f.Membership.Accession
			return a.Form == "open" || a.Form == "criteria" && len(a.Criteria) > 0 && is(a.ReasonedRefusal)
		},
		func(f *facts) (pointer, why string) {
			if f.Membership.Accession.Form == "invitation" {
				why = "members join by invitation alone"
			}
			return "/membership/accession/form", why
		}},
	{"essential-only", "/assets", "give essential_to and an independent evaluator for each patent of the core",
		func(f *facts) bool { return len(f.grants) > 0 && len(f.inessential()) == 0 },
		func(f *facts) (pointer, why string) {
			if spare := f.inessential(); len(spare) > 0 && slices.Contains(f.Regulatory.PoolConditions, "essential-only") {
				why = "no independent evaluator has found essential: " + some(f.assetIDs(spare), 6)
				pointer = at("assets", spare[0])
			}
			return pointer, why
		}},
	{"limited-information", "/governance/updates", "have counsel filter the updates, or set up a clean team",
		func(f *facts) bool { return is(f.Governance.Updates.AntitrustFilter) || f.Confidentiality.CleanTeam }, nil}, // CO09 says where it fails
	{"nonexclusive-in", "/grants", "make the grants nonexclusive",
		func(f *facts) bool { return true },
		func(f *facts) (pointer, why string) {
			var ids []string
			for i := range f.grants {
				if g := &f.grants[i]; restricts(g.degree) {
					pointer = cmp.Or(pointer, g.at+"/exclusivity")
					ids = append(ids, g.ID+" is "+string(g.degree))
				}
			}
			return pointer, some(ids, 6)
		}},
	{"frand-out", "/regulatory/frand/terms", "give regulatory.frand.terms",
		func(f *facts) bool { return f.Regulatory.FRAND.Terms != "" }, nil},
	{"free-to-challenge", "/termination/challenge", `set termination.challenge to "none"`,
		func(f *facts) bool { term, _ := f.challengeTerm(); return term == "" || term == "none" }, nil}, // and TM10
	{"free-to-develop", "/regulatory/restraints", "delete the restraints",
		func(f *facts) bool { return !slices.ContainsFunc(f.Regulatory.Restraints, restrainsOwn) }, nil}, // and CO05
	{"disclosure", "/regulatory/publish", "publish the patents and the method by which they were found essential",
		func(f *facts) bool {
			return slices.Contains(f.Regulatory.Publish, "patents") && slices.Contains(f.Regulatory.Publish, "method")
		}, nil},
	{"no-double-royalty", "/payments/royalties", "set double_payment_credit in each royalty",
		func(f *facts) bool {
			return !slices.ContainsFunc(f.Payments.Royalties, func(y schema.Royalty) bool { return !is(y.DoublePaymentCredit) })
		}, nil},
}

// vouchedAssets tells of each asset, by index, whether somebody other than a
// member has found it essential.
func (f *facts) vouchedAssets() []bool {
	members := map[string]bool{} // bare names
	for _, p := range f.Members() {
		for _, name := range []string{p.ID, p.LegalName, p.ShortName} {
			members[bareName(name)] = true
		}
	}
	vouched := make([]bool, len(f.Assets))
	for i, a := range f.Assets {
		evaluated := a.EssentialTo != "" && a.Evaluator != "" && a.Evaluator != "declared"
		vouched[i] = evaluated && !members[bareName(a.Evaluator)]
	}
	return vouched
}

// inessential are the patents of the core grants, by index, that no independent
// evaluator has found essential.
func (f *facts) inessential() []int {
	var all []int
	for i := range f.grants {
		g := &f.grants[i]
		if g.Tier == "optional" || g.Tier == "supplementary" {
			continue
		}
		for _, n := range g.assets {
			if f.Assets[n].IsPatent() && !f.vouched()[n] {
				all = append(all, int(n))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func poolConditionsMet(f *facts, r *report) {
	if f.Deal.Kind != schema.Pool && f.Deal.Kind != schema.StandardPool {
		return
	}
	for _, c := range conditions {
		pointer, why := "", ""
		if c.fails != nil {
			pointer, why = c.fails(f)
		}
		switch {
		case why != "":
			r.warnf(pointer, "meet the condition, or waive this with the reason", "the pool does not meet the condition %s: %s", c.name, why)
		case c.shown(f) || slices.Contains(f.Regulatory.PoolConditions, c.name):
		case !f.whole():
			r.cannotAssess("/deal/amends", "all conditions of a pool", "regulatory.pool_conditions, as the earlier agreement meets them")
		default:
			r.warnf(c.pointer, c.show+", or list "+c.name+" in regulatory.pool_conditions if it is met in another way", "nothing shows that the pool meets the condition %s", c.name)
		}
	}
}

// paidTwice reports, once for each pair of royalties, two grants for which one
// licensee pays both for one asset.
func paidTwice(f *facts, r *report) {
	type payment struct {
		*grant
		royalty *schema.Royalty
		pool    bool
	}
	var paying []payment
	for i := range f.grants {
		g := &f.grants[i]
		if y := f.bears(g); y != nil && !is(y.DoublePaymentCredit) {
			paying = append(paying, payment{g, y, f.fromPool(g)})
		}
	}
	type meeting struct {
		a, b string // royalties
		pool bool   // one of them, and one alone, is the pool's
	}
	told := map[meeting]bool{}
	after := afterwards(paying, func(p payment) []string { return p.licensees })
	for i, g := range paying {
		for _, j := range after(i) {
			h := paying[j]
			m := meeting{min(g.Royalty, h.Royalty), max(g.Royalty, h.Royalty), g.pool != h.pool}
			if m.a == m.b || told[m] {
				continue
			}
			payer, where, both := f.meet(g.grant, h.grant)
			if !both {
				continue
			}
			told[m] = true
			find := r.warnf
			if m.pool {
				find = r.errorf
			}
			find(h.at+"/royalty", "set double_payment_credit in one of the royalties, or take the asset out of one grant",
				"%s pays %s under %s and %s under %s for %s", payer, g.Royalty, g.ID, h.Royalty, h.ID, f.where(where))
		}
	}
}

// afterwards gives, for each element of a list, those after it that may share a
// word with it, in order: all that do, and others only where so many share words
// that to look is cheaper than to find.
func afterwards[T any](list []T, words func(T) []string) func(i int) []int {
	having := map[string][]int{}
	for i, x := range list {
		for _, w := range words(x) {
			having[w] = append(having[w], i)
		}
	}
	return func(i int) []int {
		var js []int
		for _, w := range words(list[i]) {
			n, _ := slices.BinarySearch(having[w], i+1)
			js = append(js, having[w][n:]...)
			if len(js) > len(list) {
				js = js[:0]
				for j := i + 1; j < len(list); j++ {
					js = append(js, j)
				}
				return js
			}
		}
		slices.Sort(js)
		return slices.Compact(js)
	}
}

// fromPool reports whether a grant is the pool's, and not one party's own.
func (f *facts) fromPool(g *grant) bool {
	return len(g.licensors) > 1 || len(g.licensors) == 1 && f.hasRole(g.licensors[0], schema.RoleAdministrator)
}

// meet is where one licensee holds two grants of one asset.
func (f *facts) meet(g, h *grant) (licensee string, where overlap, both bool) {
	i := slices.IndexFunc(g.licensees, func(id string) bool { return slices.Contains(h.licensees, id) })
	if i < 0 {
		return "", where, false
	}
	start := func(g *grant) overlap {
		return overlap{a: g, b: g, assets: g.assets, field: g.field, countries: g.countries, time: g.time}
	}
	where, both = f.narrow(start(g), start(h))
	return g.licensees[i], where, both
}

func chineseAbuse(f *facts, r *report) {
	tell := func(pointer, format string, args ...any) {
		r.warnf(pointer, "take it out for China, or ask counsel there and waive this with the answer", "the deal reaches China with "+format, args...)
	}
	if back := f.Improvements.GrantBack; back.Kind == "exclusive" || back.Kind == "assignment" {
		switch back.Compensation {
		case "free":
			tell("/improvements/grant_back", "a grant-back of kind %s for nothing", back.Kind)
		case "":
			r.cannotAssess("/improvements/grant_back", "whether the grant-back of kind "+back.Kind+" is for nothing", "improvements.grant_back.compensation")
		}
	}
	if term, pointer := f.challengeTerm(); term == "no-challenge" {
		tell(pointer, "a bar on challenges")
	}
	china := f.world.of("CN")
	for i := range f.Payments.Royalties {
		y := &f.Payments.Royalties[i]
		over, _ := f.beyondExpiry(y)
		if over = over.and(china); !over.empty() && !f.supported(y, over) {
			tell(at("payments", "royalties", i, "end"), "royalty %s after the last patent there", y.ID)
		}
	}
	for i := range f.grants {
		if g := &f.grants[i]; g.Bundled && g.Tier == "core" && !g.countries.and(china).empty() {
			tell(g.at+"/bundled", "the core licence %s in a bundle", g.ID)
		}
	}
}

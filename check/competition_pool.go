package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A condition is one of the conditions for pools, and what the term sheet shows
// of it. Where it shows nothing, pool_conditions says whether it is met.
type condition struct {
	name  string // as in pool_conditions
	shown func(*facts) bool
	// fails is what contradicts the condition, "" for nothing.
	fails func(*facts) (pointer, why string)
}

func silent(*facts) (pointer, why string) { return "", "" }

var conditions = []condition{
	{"open-participation", func(f *facts) bool {
		a := f.Membership.Accession
		return a.Form == "open" || a.Form == "criteria" && len(a.Criteria) > 0 && is(a.ReasonedRefusal)
	}, func(f *facts) (string, string) {
		if f.Membership.Accession.Form == "invitation" {
			return "/membership/accession/form", "members join by invitation alone"
		}
		return "", ""
	}},
	{"essential-only", func(f *facts) bool { return len(f.grants) > 0 && len(f.inessential()) == 0 }, func(f *facts) (string, string) {
		if spare := f.inessential(); len(spare) > 0 && slices.Contains(f.Regulatory.PoolConditions, "essential-only") {
			return "/assets", "no evaluator has found essential: " + some(spare, 6)
		}
		return "", ""
	}},
	{"limited-information", func(f *facts) bool { return is(f.Governance.Updates.AntitrustFilter) || f.Confidentiality.CleanTeam }, silent},
	{"nonexclusive-in", func(f *facts) bool { return f.restrictingGrant() == nil }, func(f *facts) (string, string) {
		if g := f.restrictingGrant(); g != nil {
			return g.at + "/exclusivity", g.ID + " is " + string(g.degree)
		}
		return "", ""
	}},
	{"frand-out", func(f *facts) bool { return f.Regulatory.FRAND.Terms != "" }, silent},
	{"free-to-challenge", func(f *facts) bool { term, _ := f.challengeTerm(); return term == "" || term == "none" }, silent}, // TM10 says where it fails
	{"free-to-develop", func(f *facts) bool { return !slices.ContainsFunc(f.Regulatory.Restraints, restrainsOwn) }, silent},  // and CO05
	{"disclosure", func(f *facts) bool {
		return slices.Contains(f.Regulatory.Publish, "patents") && slices.Contains(f.Regulatory.Publish, "method")
	}, silent},
	{"no-double-royalty", func(f *facts) bool {
		return !slices.ContainsFunc(f.Payments.Royalties, func(y schema.Royalty) bool { return !is(y.DoublePaymentCredit) })
	}, silent},
}

func restrainsOwn(x schema.Restraint) bool {
	return x.Kind == "competing-technology" || x.Kind == "own-research"
}

// inessential are the patents of the core grants that no independent evaluator
// has found essential.
func (f *facts) inessential() []string {
	var ids []string
	met := map[int32]bool{}
	for i := range f.grants {
		g := &f.grants[i]
		if g.Tier == "optional" || g.Tier == "supplementary" {
			continue
		}
		for _, n := range g.assets {
			a := &f.Assets[n]
			if a.IsPatent() && !met[n] && (a.EssentialTo == "" || a.Evaluator == "" || a.Evaluator == "declared") {
				met[n] = true
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

func (f *facts) restrictingGrant() *grant {
	for i := range f.grants {
		if restricts(f.grants[i].degree) {
			return &f.grants[i]
		}
	}
	return nil
}

func poolConditionsMet(f *facts, r *report) {
	if f.Deal.Kind != schema.Pool && f.Deal.Kind != schema.StandardPool {
		return
	}
	var open []string
	for _, c := range conditions {
		if pointer, why := c.fails(f); why != "" {
			r.warnf(pointer, "meet the condition, or waive this with the reason", "the pool does not meet the condition %s: %s", c.name, why)
		} else if !c.shown(f) && !slices.Contains(f.Regulatory.PoolConditions, c.name) {
			open = append(open, c.name)
		}
	}
	if len(open) > 0 {
		r.warnf("/regulatory/pool_conditions", "list in pool_conditions those that are met", "conditions of a pool that nothing shows to be met: %s", strings.Join(open, ", "))
	}
}

// paidTwice reports, once for each pair of royalties, two grants for which one
// licensee pays both for one asset.
func paidTwice(f *facts, r *report) {
	var paying []*grant
	for i := range f.grants {
		if f.bears(&f.grants[i]) != nil {
			paying = append(paying, &f.grants[i])
		}
	}
	told := map[[2]string]bool{}
	for i, g := range paying {
		for _, h := range paying[i+1:] {
			pair := [2]string{min(g.Royalty, h.Royalty), max(g.Royalty, h.Royalty)}
			if pair[0] == pair[1] || told[pair] || is(f.bears(g).DoublePaymentCredit) || is(f.bears(h).DoublePaymentCredit) {
				continue
			}
			payer, where, both := f.meet(g, h)
			if !both {
				continue
			}
			told[pair] = true
			find := r.warnf
			if len(g.licensors) > 1 || len(h.licensors) > 1 {
				find = r.errorf
			}
			find(h.at+"/royalty", "set double_payment_credit in one of the royalties, or take the asset out of one grant",
				"%s pays %s under %s and %s under %s for %s", payer, g.Royalty, g.ID, h.Royalty, h.ID, f.where(where))
		}
	}
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
	var terms []string
	back := f.Improvements.GrantBack
	if (back.Kind == "exclusive" || back.Kind == "assignment") && back.Compensation != "fair" && back.Compensation != "share" {
		terms = append(terms, "an exclusive grant-back for nothing")
	}
	if term, _ := f.challengeTerm(); term == "no-challenge" {
		terms = append(terms, "a bar on challenges")
	}
	china := f.world.of("CN")
	for i := range f.Payments.Royalties {
		if over, _ := f.beyondExpiry(&f.Payments.Royalties[i]); !over.and(china).empty() {
			terms = append(terms, "royalty "+f.Payments.Royalties[i].ID+" after expiry")
		}
	}
	for i := range f.grants {
		if g := &f.grants[i]; g.Bundled && g.Tier == "core" {
			terms = append(terms, "the bundle of "+g.ID)
		}
	}
	if len(terms) > 0 {
		r.warnf("/grants", "take it out for China, or ask counsel there", "the deal reaches China with %s", some(terms, 6))
	}
}

package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var esChecks = []*Check{
	{
		ID: "ES01", Title: "escrow without an independent agent", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.kind and agent; parties[].affiliate_of; escrow.deposits[].depositor",
		About: "There is an escrow of three parties or more, or something is deposited, and no agent is named, or the agent belongs to a depositor's group, so that the escrow protects nobody. " +
			"Name an agent that is independent of the depositors.",
		run: escrowAgent,
	},
	{
		ID: "ES02", Title: "deposit that is never released", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.deposits and release",
		About: "There are deposits, and no event releases them. " +
			"Give escrow.release.",
		run: neverReleased,
	},
	{
		ID: "ES03", Title: "release on insolvency alone", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{
			cite("11 USC 365(e)(1) and 541(c): clauses that operate on bankruptcy alone have no effect"),
			ask("whether the insolvency laws of the depositors' countries override such a condition too"),
		},
		Needs: "escrow.release",
		About: "Every event that releases a deposit is an insolvency filing, which insolvency law may set aside, or with it the rejection of the contract, which is a warning. " +
			"Add failure to support or to perform.",
		run: insolvencyOnly,
	},
	{
		ID: "ES04", Title: "no licence to use what is released", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{cite("law-firm notes on software escrow and insolvency: a licence that springs up on release is weaker than one granted now")},
		Needs: "escrow.use_licence.granted, uses and scope",
		About: "A beneficiary has no licence to use what is released, or one that begins only on bankruptcy or release. " +
			"Grant it now, exercisable on release.",
		run: noUseLicence,
	},
	{
		ID: "ES05", Title: "deposit that goes stale or cannot be used", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "escrow.deposits[].initial_days, update_days, each_release, materials; what the clause on deposits says",
		About: "A deposit comes after more than 60 days, is updated less often than every 180 (rules of thumb), misses releases of software, or lacks the means to build it. " +
			"Correct what is named.",
		run: staleDeposit,
	},
	{
		ID: "ES06", Title: "core deposit that nobody builds", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "escrow.deposits[].verification and assets; what the clause on deposits says; assets[].class",
		About: "A deposit of a core asset is only counted against a list, which finds missing files but no missing knowledge. " +
			"Ask for L2 at least.",
		run: unverified,
	},
	{
		ID: "ES07", Title: "objection without an end", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.objection_days, resolver, resolver_days",
		About: "The depositor may object to a release, and nobody decides, or not within a stated time. " +
			"Give resolver and resolver_days.",
		run: objectionDeadlock,
	},
	{
		ID: "ES08", Title: "deposit of what is kept out", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "escrow.deposits[].assets; carve_outs[].treatment; escrow.use_licence",
		About: "An asset that is carved out as not licensed is deposited all the same, or one carved out but for escrow has no use after release. " +
			"Make the carve-out escrow-only and say what use is allowed, or take the asset out of the deposit.",
		run: carvedOutDeposit,
	},
	{
		ID: "ES09", Title: "escrow that ends early, is unpaid or crosses a border", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether the deposit of controlled technology with an agent abroad needs an export licence")},
		Needs: "escrow.end, fees.payer, seat, agent; the ends of the grants of what is deposited; assets[].export_class; regulatory.export",
		About: "The escrow ends before a licence that needs it, nobody pays the agent, or controlled technology goes to an agent abroad without a plan. " +
			"Correct what is named.",
		run: escrowGaps,
	},
	{
		ID: "ES10", Title: "statement that the escrow supplements the licence", Severity: agreement.Note, Jurisdictions: []string{"US"},
		Basis: []Basis{ask("whether a licensee keeps its rights under the escrow agreement in a bankruptcy in the United States only if that supplements the licence")},
		Needs: "escrow.supplementary; the seats of the depositors",
		About: "A depositor sits in the United States, and the escrow agreement is not stated to supplement this one. " +
			"Set escrow.supplementary.",
		run: supplementary,
	},
	{
		ID: "ES11", Title: "release that ends the right to use", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.release; termination.grounds of scope whole, and against whom; termination.innocent_keeps",
		About: "The event that releases a deposit also ends the whole agreement, and the beneficiary keeps nothing, so that it gets materials without a right to use them. " +
			"Let the innocent party keep its licences, or confine the ground to the party in default.",
		run: releaseEndsLicence,
	},
	{
		ID: "ES12", Title: "deposits without an escrow", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.kind, deposits and release",
		About: "Deposits are stated and the kind of escrow is none, or a release condition names a deposit that is for audit alone. " +
			"Give the kind, or take out the deposits; or let the deposit be for release.",
		run: noEscrow,
	},
}

func noEscrow(f *facts, r *report) {
	e := &f.Escrow
	if e.Kind == "none" && len(e.Deposits) > 0 {
		r.errorf("/escrow/kind", "give the kind of escrow, or take out the deposits", "the kind of escrow is none, and %d deposits are stated", len(e.Deposits))
	}
	for i, c := range e.Release {
		for j, id := range c.Deposits {
			if slices.ContainsFunc(e.Deposits, func(d schema.Deposit) bool { return d.ID == id && d.Purpose == "audit" }) {
				r.errorf(at("escrow", "release", i, "deposits", j), `take it out, or set the deposit's purpose to "release"`, "%s is for audit alone and is never released", id)
			}
		}
	}
}

// deposits reports whether anything is deposited.
func (f *facts) deposits() bool { return len(f.Escrow.Deposits) > 0 && f.Escrow.Kind != "none" }

func escrowAgent(f *facts, r *report) {
	e := f.Escrow
	three := e.Kind == "three-party" || e.Kind == "multi-beneficiary"
	if e.Agent == "" {
		if three || f.deposits() && e.Kind != "two-party" {
			r.errorf("/escrow/agent", "name the agent, declared among the parties with the role escrow-agent", "there is an escrow and no escrow agent")
		}
		return
	}
	for i, d := range e.Deposits {
		if f.deposits() && f.affiliated(e.Agent, d.Depositor) {
			r.errorf(at("escrow", "deposits", i, "depositor"), "name an agent outside the group", "the agent %s belongs to the group of the depositor %s", e.Agent, d.Depositor)
		}
	}
}

func neverReleased(f *facts, r *report) {
	if f.deposits() && len(f.Escrow.Release) == 0 {
		r.errorf("/escrow/release", "give escrow.release", "%s, and no event releases what is deposited", count(len(f.Escrow.Deposits), "deposit", "deposits"))
	}
}

func insolvencyOnly(f *facts, r *report) {
	if !f.deposits() || len(f.Escrow.Release) == 0 {
		return
	}
	const fix = "add a failure to support or perform, such as support-failure-uncured"
	others := map[string]bool{}
	for _, c := range f.Escrow.Release {
		if c.Condition != "insolvency-filing" {
			others[c.Condition] = true
		}
	}
	switch {
	case len(others) == 0:
		r.errorf("/escrow/release", fix, "only the filing for insolvency releases what is deposited")
	case len(others) == 1 && others["rejection-of-contract"]: // an act of the estate, which a clause may name, but comes late
		r.warnf("/escrow/release", fix, "only the depositor's insolvency releases what is deposited, and no failure before it")
	}
}

func noUseLicence(f *facts, r *report) {
	u := f.Escrow.UseLicence
	const pointer, fix = "/escrow/use_licence/granted", `set granted to "present": a licence now, exercisable on release`
	none := len(u.Uses) == 0 && u.Scope == ""
	switch {
	case !f.deposits():
	case u.Granted == "on-bankruptcy":
		r.errorf(pointer, fix, "the licence to use what is released begins on bankruptcy, when it may be too late to grant it")
	case u.Granted == "on-release":
		r.warnf(pointer, fix, "the licence to use what is released begins on release alone")
	case u.Granted == "" && none:
		r.errorf("/escrow/use_licence", "give escrow.use_licence.uses and escrow.use_licence.granted", "nobody may use what is released")
	case u.Granted == "":
		r.cannotAssess(pointer, "whether the licence to use what is released is granted in time", "escrow.use_licence.granted")
	case none:
		r.cannotAssess("/escrow/use_licence/uses", "whether what is released may be used as the beneficiary needs", "escrow.use_licence.uses")
	}
}

const (
	lateDeposit = 60  // days: rules of thumb
	rareUpdate  = 180 // days
)

func staleDeposit(f *facts, r *report) {
	if !f.deposits() {
		return
	}
	for i, d := range f.Escrow.Deposits {
		update := d.UpdateDays
		if days, ok := f.said(assemble.DepositUpdates).Is.(schema.Days); ok && update == nil {
			update = &days
		}
		p := at("escrow", "deposits", i)
		if d.InitialDays != nil && *d.InitialDays > lateDeposit {
			r.warnf(p+"/initial_days", "deposit sooner, or waive this with the reason", "deposit %s is first made after %s: more than %d (a rule of thumb)", d.ID, *d.InitialDays, lateDeposit)
		}
		if update != nil && *update > rareUpdate {
			r.warnf(p+"/update_days", "update it more often, or waive this with the reason", "deposit %s is updated only every %s: more than %d (a rule of thumb)", d.ID, *update, rareUpdate)
		}
		if update == nil {
			r.cannotAssess(p, "whether deposit "+d.ID+" goes stale", "escrow.deposits[].update_days")
		}
		if slices.Contains(d.Materials, "source") {
			if !d.EachRelease {
				r.warnf(p+"/each_release", "set each_release", "deposit %s of source is not updated with each major release", d.ID)
			}
			if !slices.Contains(d.Materials, "build") {
				r.warnf(p+"/materials", `add "build" to materials`, "deposit %s holds source without the means to build it", d.ID)
			}
		}
	}
}

func unverified(f *facts, r *report) {
	if !f.deposits() {
		return
	}
	for i, d := range f.Escrow.Deposits {
		core := slices.IndexFunc(d.Assets, func(id string) bool {
			n, ok := f.asset[id]
			return ok && f.Assets[n].Class == schema.Core
		})
		if core < 0 {
			continue
		}
		level := cmp.Or(d.Verification, f.says(assemble.DepositTests))
		p := at("escrow", "deposits", i, "verification")
		switch {
		case level == "L1":
			r.warnf(p, "ask for L2 at least", "deposit %s of the core asset %s is only counted against a list", d.ID, d.Assets[core])
		case level == "":
			r.cannotAssess(p, "whether anybody tries deposit "+d.ID+" of the core asset "+d.Assets[core], "escrow.deposits[].verification")
		}
	}
}

func objectionDeadlock(f *facts, r *report) {
	e := f.Escrow
	if !f.deposits() || e.ObjectionDays == nil || *e.ObjectionDays == 0 {
		return
	}
	switch {
	case e.Resolver == "":
		r.errorf("/escrow/resolver", "give escrow.resolver", "the depositor may object to a release, and nobody decides")
	case e.ResolverDays == nil:
		r.errorf("/escrow/resolver_days", "give escrow.resolver_days", "nothing says by when an objection to a release is decided")
	}
}

func carvedOutDeposit(f *facts, r *report) {
	if !f.deposits() {
		return
	}
	out := map[string]*schema.CarveOut{}
	for i := range f.CarveOuts {
		x := &f.CarveOuts[i]
		for _, id := range x.Assets {
			if x.Treatment == "not-licensed" || x.Treatment == "escrow-only" && out[id] == nil {
				out[id] = x
			}
		}
	}
	u := f.Escrow.UseLicence
	for i, d := range f.Escrow.Deposits {
		for j, id := range d.Assets {
			p := at("escrow", "deposits", i, "assets", j)
			switch x := out[id]; {
			case x == nil:
			case x.Treatment == "not-licensed":
				r.warnf(p, "make the carve-out escrow-only, or take the asset out of the deposit", "%s is kept out of the deal by %s, and deposited", id, x.ID)
			case len(u.Uses) == 0 && u.Scope == "":
				r.warnf(p, "give escrow.use_licence.uses or scope", "%s is kept out of the deal by %s but for escrow, and nothing says what may be done with it after release", id, x.ID)
			}
		}
	}
}

func escrowGaps(f *facts, r *report) {
	if !f.deposits() {
		return
	}
	if f.Escrow.Fees.Payer == "" {
		r.warnf("/escrow/fees/payer", "give escrow.fees.payer", "nobody is named to pay the escrow agent")
	}
	if needed := f.outlived(); len(needed) > 0 {
		r.warnf("/escrow/end", "end the escrow with the last licence, or leave end out", "the escrow ends on %s, and licences of what is deposited run on: %s", f.Escrow.End.ISO(), some(needed, 6))
	}
	seat := cmp.Or(f.Escrow.Seat, f.seat(f.Escrow.Agent))
	if x := f.Regulatory.Export; x.Plan != "" || x.LicenceHolder != "" {
		return
	}
	for i, d := range f.Escrow.Deposits {
		var controlled []string
		for _, id := range d.Assets {
			if n, ok := f.asset[id]; ok && f.Assets[n].ExportClass != "" && f.seat(d.Depositor) != seat {
				controlled = append(controlled, id+" ("+short(f.Assets[n].ExportClass)+")")
			}
		}
		switch {
		case len(controlled) == 0:
		case seat == "":
			r.cannotAssess("/escrow/seat", "whether "+some(controlled, 4)+" crosses a border", "escrow.seat")
		default:
			r.warnf(at("escrow", "deposits", i, "assets"), "give regulatory.export.plan or licence_holder", "%s is under export control and deposited by %s in %s", some(controlled, 4), d.Depositor, seat)
		}
	}
}

// outlived are the grants of what is deposited that run longer than the escrow,
// with their last days.
func (f *facts) outlived() []string {
	var all []string
	deposited := f.deposited()
	for i := range f.grants {
		g := &f.grants[i]
		if f.Escrow.End.IsZero() || g.time.to <= day(f.Escrow.End)+1 || !slices.ContainsFunc(g.assets, func(n int32) bool { return deposited[n] }) {
			continue
		}
		until := " without end"
		if g.time.to != forever {
			until = " until " + date(g.time.to-1).ISO()
		}
		all = append(all, g.ID+until)
	}
	return all
}

// deposited are the assets of which materials are deposited, by index.
func (f *facts) deposited() map[int32]bool {
	met := map[int32]bool{}
	for _, d := range f.Escrow.Deposits {
		for _, id := range d.Assets {
			if n, ok := f.asset[id]; ok {
				met[int32(n)] = true
			}
		}
	}
	return met
}

func supplementary(f *facts, r *report) {
	if !f.deposits() || is(f.Escrow.Supplementary) {
		return
	}
	var ids []string
	for _, d := range f.Escrow.Deposits {
		if f.seat(d.Depositor) == "US" && !slices.Contains(ids, d.Depositor) {
			ids = append(ids, d.Depositor)
		}
	}
	if len(ids) > 0 {
		r.notef("/escrow/supplementary", "set escrow.supplementary", "the escrow agreement is not stated to supplement this one, and a depositor sits in the United States: %s", some(ids, 6))
	}
}

// sameEvent are the conditions of release that a ground for termination meets.
var sameEvent = map[string][]string{
	"insolvency":        {"insolvency-filing", "insolvency-with-nonperformance", "rejection-of-contract", "business-cessation"},
	"breach":            {"material-breach", "support-failure-uncured"},
	"change-of-control": {"transfer-to-non-assuming-buyer"},
}

func releaseEndsLicence(f *facts, r *report) {
	if !f.deposits() || is(f.Termination.InnocentKeeps) || f.Termination.InnocentKeeps == nil && f.says(assemble.InnocentKeeps) == "yes" {
		return // the library's clause leaves the innocent party its licences
	}
	for i, g := range f.Termination.Grounds {
		if g.Scope != "whole" || !f.againstDepositor(g) {
			continue
		}
		var both []string
		for _, c := range f.Escrow.Release {
			if slices.Contains(sameEvent[g.Kind], c.Condition) {
				both = append(both, c.Condition)
			}
		}
		if len(both) > 0 {
			r.errorf(at("termination", "grounds", i, "scope"), `set termination.innocent_keeps, or scope to "party"`,
				"the event that releases the deposit (%s) also ends the whole agreement (%s): the beneficiary gets materials without a right to use them", some(both, 4), g.Kind)
		}
	}
}

// againstDepositor reports whether a ground may be used against a depositor.
func (f *facts) againstDepositor(g schema.Ground) bool {
	return len(g.Against) == 0 || slices.ContainsFunc(g.Against, func(ref string) bool {
		return slices.ContainsFunc(f.Expand(ref), func(id string) bool {
			return slices.ContainsFunc(f.Escrow.Deposits, func(d schema.Deposit) bool { return d.Depositor == id })
		})
	})
}

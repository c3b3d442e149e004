package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

var esChecks = []*Check{
	{
		ID: "ES01", Title: "escrow without an independent agent", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "escrow.kind and agent; parties[].affiliate_of; escrow.deposits[].depositor",
		About: "Something is deposited and no agent is named, or the agent belongs to a depositor's group, so that the escrow protects nobody. " +
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
		About: "Every event that releases a deposit is an insolvency filing or status, which insolvency law may set aside. " +
			"Add failure to support or to perform.",
		run: insolvencyOnly,
	},
	{
		ID: "ES04", Title: "no licence to use what is released", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{cite("law-firm notes on software escrow and insolvency: a licence that springs up on release is weaker than one granted now")},
		Needs: "escrow.use_licence.granted and uses",
		About: "A beneficiary has no licence to use what is released, or one that begins only on bankruptcy or release. " +
			"Grant it now, exercisable on release.",
		run: noUseLicence,
	},
	{
		ID: "ES05", Title: "deposit that goes stale or cannot be used", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "escrow.deposits[].initial_days, update_days, each_release, materials; use_licence.uses",
		About: "A deposit comes after more than 60 days, is updated less often than every 180 (rules of thumb), misses releases of software, or lacks the means to build it. " +
			"Correct what is named.",
		run: staleDeposit,
	},
	{
		ID: "ES06", Title: "core deposit that nobody builds", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "escrow.deposits[].verification and assets; assets[].class",
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
		Needs: "escrow.deposits[].assets; carve_outs[].treatment",
		About: "An asset that is carved out as not licensed is deposited all the same. " +
			"Make the carve-out escrow-only, or take the asset out of the deposit.",
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
		Needs: "escrow.release; termination.grounds of scope whole; termination.innocent_keeps",
		About: "The event that releases a deposit also ends the whole agreement, and the beneficiary keeps nothing, so that it gets materials without a right to use them. " +
			"Let the innocent party keep its licences, or confine the ground to the party in default.",
		run: releaseEndsLicence,
	},
}

// deposits reports whether anything is deposited.
func (f *facts) deposits() bool { return len(f.Escrow.Deposits) > 0 && f.Escrow.Kind != "none" }

func escrowAgent(f *facts, r *report) {
	agent := f.Escrow.Agent
	if !f.deposits() || f.Escrow.Kind == "two-party" && agent == "" {
		return
	}
	if agent == "" {
		r.errorf("/escrow/agent", "name the agent, declared among the parties with the role escrow-agent", "there are deposits and no escrow agent")
		return
	}
	for i, d := range f.Escrow.Deposits {
		if f.affiliated(agent, d.Depositor) {
			r.errorf(at("escrow", "deposits", i, "depositor"), "name an agent outside the group", "the agent %s belongs to the group of the depositor %s", agent, d.Depositor)
		}
	}
}

func neverReleased(f *facts, r *report) {
	if f.deposits() && len(f.Escrow.Release) == 0 {
		r.errorf("/escrow/release", "give escrow.release", "%s, and no event releases what is deposited", count(len(f.Escrow.Deposits), "deposit", "deposits"))
	}
}

func insolvencyOnly(f *facts, r *report) {
	alone := func(c schema.ReleaseCondition) bool {
		return c.Condition == "insolvency-filing" || c.Condition == "rejection-of-contract"
	}
	if n := len(f.Escrow.Release); f.deposits() && n > 0 && !slices.ContainsFunc(f.Escrow.Release, func(c schema.ReleaseCondition) bool { return !alone(c) }) {
		r.errorf("/escrow/release", "add a failure to support or perform, such as support-failure-uncured", "only insolvency releases what is deposited")
	}
}

func noUseLicence(f *facts, r *report) {
	u := f.Escrow.UseLicence
	const pointer, fix = "/escrow/use_licence/granted", `set granted to "present": a licence now, exercisable on release`
	switch {
	case !f.deposits():
	case u.Granted == "on-bankruptcy":
		r.errorf(pointer, fix, "the licence to use what is released begins on bankruptcy, when it may be too late to grant it")
	case u.Granted == "on-release":
		r.warnf(pointer, fix, "the licence to use what is released begins on release alone")
	case u.Granted == "" && len(u.Uses) == 0:
		r.errorf("/escrow/use_licence", "give uses and granted", "nobody may use what is released")
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
		var faults []string
		if d.InitialDays != nil && *d.InitialDays > lateDeposit {
			faults = append(faults, "first made after "+d.InitialDays.String())
		}
		if d.UpdateDays != nil && *d.UpdateDays > rareUpdate {
			faults = append(faults, "updated only every "+d.UpdateDays.String())
		}
		if slices.Contains(d.Materials, "source") {
			if !d.EachRelease {
				faults = append(faults, "not updated with each release")
			}
			if !slices.Contains(d.Materials, "build") {
				faults = append(faults, "source without the means to build it")
			}
		}
		if len(faults) > 0 {
			r.warnf(at("escrow", "deposits", i), "correct what is named", "deposit %s: %s", d.ID, strings.Join(faults, ", "))
		}
	}
}

func unverified(f *facts, r *report) {
	if !f.deposits() {
		return
	}
	for i, d := range f.Escrow.Deposits {
		for _, id := range d.Assets {
			if n, ok := f.asset[id]; ok && f.Assets[n].Class == schema.Core && d.Verification == "L1" {
				r.warnf(at("escrow", "deposits", i, "verification"), "ask for L2 at least", "deposit %s of the core asset %s is only counted against a list", d.ID, id)
				break
			}
		}
	}
}

func objectionDeadlock(f *facts, r *report) {
	e := f.Escrow
	if !f.deposits() || e.ObjectionDays == nil {
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
	out := map[string]string{}
	for _, x := range f.CarveOuts {
		if x.Treatment == "not-licensed" {
			for _, id := range x.Assets {
				out[id] = cmp.Or(out[id], x.ID)
			}
		}
	}
	for i, d := range f.Escrow.Deposits {
		for j, id := range d.Assets {
			if x := out[id]; x != "" {
				r.warnf(at("escrow", "deposits", i, "assets", j), "make the carve-out escrow-only, or take the asset out of the deposit", "%s is kept out of the deal by %s, and deposited", id, x)
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
	seat := cmp.Or(f.Escrow.Seat, f.seat(f.Escrow.Agent))
	for i, d := range f.Escrow.Deposits {
		for _, id := range d.Assets {
			n, ok := f.asset[id]
			if !ok {
				continue
			}
			if g := f.outlives(int32(n)); g != nil {
				r.warnf("/escrow/end", "end the escrow with the last licence, or leave end out", "the escrow ends on %s, and %s licenses %s %s", f.Escrow.End.ISO(), g.ID, id, g.time)
			}
			x := f.Regulatory.Export
			if class := f.Assets[n].ExportClass; class != "" && seat != "" && seat != f.seat(d.Depositor) && x.Plan == "" && x.LicenceHolder == "" {
				r.warnf(at("escrow", "deposits", i, "assets"), "give regulatory.export.plan or licence_holder", "%s is controlled (%s) and deposited by %s in %s", id, short(class), d.Depositor, seat)
			}
		}
	}
}

// outlives is a grant of an asset that runs longer than the escrow, or nil.
func (f *facts) outlives(asset int32) *grant {
	if f.Escrow.End.IsZero() {
		return nil
	}
	for i := range f.grants {
		g := &f.grants[i]
		if _, has := slices.BinarySearch(g.assets, asset); has && g.time.to > day(f.Escrow.End)+1 {
			return g
		}
	}
	return nil
}

func supplementary(f *facts, r *report) {
	for i, d := range f.Escrow.Deposits {
		if f.deposits() && f.seat(d.Depositor) == "US" && !is(f.Escrow.Supplementary) {
			r.notef(at("escrow", "deposits", i), "set escrow.supplementary", "%s sits in the United States, and the escrow agreement is not stated to supplement this one", d.Depositor)
			return
		}
	}
}

func releaseEndsLicence(f *facts, r *report) {
	if !f.deposits() || is(f.Termination.InnocentKeeps) || f.Termination.InnocentKeeps == nil && f.topics["termination/exit-effects"] {
		return // the library's clause leaves the innocent party its licences
	}
	same := map[string][]string{
		"insolvency": {"insolvency-filing", "insolvency-with-nonperformance", "rejection-of-contract", "business-cessation"},
		"breach":     {"material-breach", "support-failure-uncured"},
	}
	for i, g := range f.Termination.Grounds {
		for _, c := range f.Escrow.Release {
			if g.Scope == "whole" && slices.Contains(same[g.Kind], c.Condition) {
				r.errorf(at("termination", "grounds", i, "scope"), `set termination.innocent_keeps, or scope to "party"`,
					"%s releases the deposit and ends the whole agreement: the beneficiary gets materials without a right to use them", c.Condition)
				break
			}
		}
	}
}

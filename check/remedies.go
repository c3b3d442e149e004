package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

func willingLicensee(f *facts, r *report) {
	x := f.Remedies.Injunction
	byClause := f.says(assemble.SparesWilling) == "yes"
	promised := f.Regulatory.FRAND.Standard != "" || slices.ContainsFunc(f.Assets, func(a schema.Asset) bool { return a.FRAND != schema.FRANDCommitment{} })
	if promised && slices.Contains(x.Scope, "scope") && (isNot(x.WillingLicenseeException) || x.WillingLicenseeException == nil && !byClause) {
		r.warnf("/remedies/injunction/willing_licensee_exception", "set remedies.injunction.willing_licensee_exception", "injunctions are open against willing licensees of rights promised to all on FRAND terms")
	}
	if x.Stipulated && slices.Contains(x.Scope, "payment") {
		r.warnf("/remedies/injunction/scope", "take payment out of the scope", "irreparable harm is stipulated for a failure to pay, which money repairs")
	}
}

const longLadder = 365 // days

func ladderGap(f *facts, r *report) {
	steps := f.Remedies.Ladder
	if len(steps) == 0 {
		return
	}
	if !is(f.Remedies.AuditLink) {
		r.warnf("/remedies/audit_link", "set remedies.audit_link", "an audit finding leads to no step of the ladder")
	}
	total := 0
	for i, s := range steps {
		if s.AfterDays == nil && i > 0 { // the first follows the breach
			r.warnf(at("remedies", "ladder", i, "after_days"), "give after_days", "nothing says when the step %s follows the one before", s.Measure)
		} else if s.AfterDays != nil {
			total += int(*s.AfterDays)
		}
	}
	if total > longLadder && !is(f.Remedies.Tolling) {
		r.warnf("/remedies/ladder", "set remedies.tolling, or shorten the steps", "the steps take %d days in all, and claims may run out meanwhile", total)
	}
}

// unlimited is what the limit of liability must leave out under a law.
var unlimited = map[string][]string{
	"DE": {"intent"},
	"FR": {"intent"},
	"GB": {"fraud"},
	"CH": {"intent", "gross-negligence"},
}

func limitsIntent(f *facts, r *report) {
	l := f.Remedies.Liability
	if l.Form == "" && l.Cap == nil && l.Multiple == nil || l.Form == "none" {
		return
	}
	const pointer, fix = "/remedies/liability/uncapped", "add them to uncapped"
	var missing []string
	for _, head := range unlimited[f.law()] {
		if !slices.Contains(l.Uncapped, head) {
			missing = append(missing, head)
		}
	}
	if len(missing) > 0 {
		r.errorf(pointer, fix, "the limit of liability reaches %s, which the law of %s may not allow", strings.Join(missing, " and "), schema.JurisdictionName(schema.Jurisdiction(f.law())))
		return
	}
	for _, head := range []string{"intent", "fraud"} {
		if unlimited[f.law()] == nil && !slices.Contains(l.Uncapped, head) {
			missing = append(missing, head)
		}
	}
	if len(missing) > 0 {
		r.warnf(pointer, fix, "the limit of liability reaches %s", strings.Join(missing, " and "))
	}
}

func unwatched(f *facts, r *report) {
	m := f.Remedies.Monitoring
	if is(m.Register) || m.Certify != "" {
		return
	}
	for i := range f.grants {
		if g := &f.grants[i]; is(g.Sublicense.Allowed) {
			r.warnf("/remedies/monitoring/register", "set remedies.monitoring.register, or give remedies.monitoring.certify", "%s allows sublicences, and nobody keeps a register of them", g.ID)
			return
		}
	}
}

func jointLiability(f *facts, r *report) {
	switch several := f.Remedies.Liability.Several; {
	case !f.pooled():
	case isNot(several):
		r.warnf("/remedies/liability/several", "set remedies.liability.several", "the members are liable jointly: each may be made to answer for the others")
	case several == nil:
		r.warnf("/remedies/liability/several", "set remedies.liability.several", "nothing says that the members are liable severally, not jointly")
	}
}

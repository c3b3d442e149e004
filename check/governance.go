package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var gvChecks = []*Check{
	{
		ID: "GV01", Title: "pool without a committee", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "deal.kind; governance.committee.seats_per_member or members",
		About: "A pool or consortium needs a body that decides, and none has seats. " +
			"Give seats_per_member or the members of the committee.",
		run: noCommittee,
	},
	{
		ID: "GV02", Title: "committee that lacks a function", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.committee.functions and members[].function",
		About: "Licences in a pool touch intellectual property, research, compliance and business, and the committee lacks one of them. " +
			"Add the function.",
		run: functions,
	},
	{
		ID: "GV03", Title: "votes that cannot be had", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "the seats of the committee; votes, competitor_rule, deadlock; parties[].competitor_of",
		About: "The ordinary majority is greater than the special one, or a decision that needs all has no way out of deadlock; that every seat belongs to a member which competes and is recused is a warning. " +
			"Change the rule on competitors, the percentages or the deadlock rule.",
		run: voteArithmetic,
	},
	{
		ID: "GV04", Title: "docket", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.docket",
		About: "A pool needs a record of who owns what, in what state and under which licences, kept within 30 days (a rule of thumb). " +
			"Add the docket or the missing columns.",
		run: docket,
	},
	{
		ID: "GV05", Title: "audits of compliance and title", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.audits; parties[].competitor_of",
		About: "A pool needs audits of compliance and of title at least every 24 months (a rule of thumb), by somebody who competes with no member. " +
			"Give the intervals or another auditor.",
		run: audits,
	},
	{
		ID: "GV06", Title: "no review, or none on accession", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.review_months and review_events",
		About: "Fields, carve-outs, exclusivity and rates age, and a new member changes what they mean. " +
			"Give the months between reviews and add accession to review_events.",
		run: review,
	},
	{
		ID: "GV07", Title: "updates without period, topics or filter", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.updates; parties[].competitor_of",
		About: "Members keep each other informed at stated times about stated topics, and where they compete counsel filters what is said. " +
			"Give what is missing.",
		run: updates,
	},
	{
		ID: "GV08", Title: "decisions without reasons on record", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether records must be kept for longer, given the limitation periods that apply")},
		Needs: "governance.log.fields and retention_years",
		About: "The decision log records reasons and recusals and is kept for at least six years (a rule of thumb). " +
			"Add the fields or the years.",
		run: decisionLog,
	},
	{
		ID: "GV09", Title: "conflicts of interest without recusal", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "governance.conflicts.recusal; governance.committee.chair; assets[].owners",
		About: "A member may vote on its own matter, and where it provides the chair it decides on assets of its own. " +
			"Require recusal.",
		run: recusal,
	},
}

var meChecks = []*Check{
	{
		ID: "ME01", Title: "refusal of members at will", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a pool must be open to every owner of relevant rights on objective criteria")},
		Needs: "membership.accession.form, criteria, reasoned_refusal; deal.kind",
		About: "A candidate may be refused without a reason from a list of criteria. " +
			"Require stated reasons; in a pool for a standard this is an error.",
		run: refusalAtWill,
	},
	{
		ID: "ME02", Title: "accession that changes no figures", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "membership.accession.recheck",
		About: "A new member changes market shares, the grant matrix, credits and risks, and none of them is worked out again. " +
			"Set recheck.",
		run: recheck,
	},
	{
		ID: "ME03", Title: "withdrawal that strands products", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "membership.withdrawal.grants_continue",
		About: "A leaver's grants end even for products already on the market, on which others have relied. " +
			"Set grants_continue.",
		run: stranded,
	},
	{
		ID: "ME04", Title: "expulsion without a hearing", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether the law of associations or of the contract demands a hearing before expulsion")},
		Needs: "membership.expulsion.hearing_days and accused_votes",
		About: "A member may be expelled without being heard, or votes on its own expulsion. " +
			"Give days of notice of a hearing, and exclude its vote.",
		run: expulsion,
	},
	{
		ID: "ME05", Title: "rights sold free of the licences", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a licence binds the buyer of a patent without the seller's doing, in each country concerned")},
		Needs: "membership.transfer.rule",
		About: "A contributed right may be transferred free of the deal, so that its buyer could sue the members. " +
			"Make transfers subject to the licences.",
		run: freeTransfer,
	},
}

func noCommittee(f *facts, r *report) {
	if f.pooled() && f.seats() == 0 && !f.outLicence() {
		r.errorf("/governance/committee", "give governance.committee.seats_per_member", "this %s has no committee", f.Deal.Kind)
	}
}

// outLicence reports whether the deal is the licence that a pool gives to somebody
// outside: fewer than two members are party to it.
func (f *facts) outLicence() bool { return len(f.Members()) < 2 }

// seats is the number of seats on the committee.
func (f *facts) seats() int {
	c := f.Governance.Committee
	if len(c.Members) > 0 {
		return len(c.Members)
	}
	if c.SeatsPerMember != nil {
		return *c.SeatsPerMember * len(f.Members())
	}
	return 0
}

func functions(f *facts, r *report) {
	c := f.Governance.Committee
	if len(c.Functions) == 0 && len(c.Members) == 0 {
		return // the committee clause then asks for all four
	}
	covered := slices.Clone(c.Functions)
	for _, s := range c.Members {
		covered = append(covered, s.Function)
	}
	var missing []string
	for _, want := range []string{"IP", "R&D", "compliance", "business-development"} {
		if !slices.Contains(covered, want) {
			missing = append(missing, want)
		}
	}
	if len(missing) > 0 {
		r.warnf("/governance/committee/functions", "add them to functions", "the committee lacks: %s", strings.Join(missing, ", "))
	}
}

func voteArithmetic(f *facts, r *report) {
	c := f.Governance.Committee
	if f.seats() == 0 {
		return
	}
	if left := f.seats() - f.recused(); left < 1 {
		r.warnf("/governance/committee/competitor_rule", "give seats to members that do not compete, or let a clean team or the administrator decide",
			"all seats belong to members that compete, so that a matter in which they all do leaves nobody to decide once they are recused")
	}
	if o, s := c.Votes.OrdinaryPct, c.Votes.SpecialPct; o != nil && s != nil && o.GreaterThan(s.Decimal) {
		r.errorf("/governance/committee/votes/ordinary", "make the special majority the greater", "the ordinary majority of %s is greater than the special majority of %s", *o, *s)
	}
	if len(c.Votes.Unanimous) > 0 && (c.Deadlock == "" || c.Deadlock == "none") {
		r.errorf("/governance/committee/deadlock", "give governance.committee.deadlock", "%s must be decided by all, and nothing breaks a deadlock",
			count(len(c.Votes.Unanimous), "matter", "matters"))
	}
}

// recused is the number of seats of members that compete with another member,
// where such members are recused. The seats of the recused are not counted, so
// that a percentage can be reached while one seat remains.
func (f *facts) recused() int {
	c := f.Governance.Committee
	if c.CompetitorRule != "recuse" {
		return 0
	}
	competes := map[string]bool{}
	for _, p := range f.Members() {
		for _, q := range f.Members() {
			competes[p.ID] = competes[p.ID] || f.competitors(p.ID, q.ID)
		}
	}
	recused := 0
	for _, s := range c.Members {
		if competes[s.Member] {
			recused++
		}
	}
	if len(c.Members) == 0 {
		for _, p := range f.Members() {
			if competes[p.ID] {
				recused += *c.SeatsPerMember
			}
		}
	}
	return recused
}

func docket(f *facts, r *report) {
	d := f.Governance.Docket
	if !f.pooled() {
		return
	}
	if d.EntryDays == nil && len(d.Columns) == 0 && d.Keeper == "" {
		r.warnf("/governance/docket", "give governance.docket", "there is no docket of ownership and licences")
		return
	}
	if d.EntryDays != nil && *d.EntryDays > 30 {
		r.warnf("/governance/docket/entry_days", "shorten it, or waive this with the reason", "an entry in the docket may take %s (more than 30 days: a rule of thumb)", *d.EntryDays)
	}
	if missing := lacking(d.Columns, "owner", "status", "licences"); missing != "" {
		r.warnf("/governance/docket/columns", "add them to columns", "the docket has no column for: %s", missing)
	}
}

// lacking names those of some words that a list lacks.
func lacking(list []string, wanted ...string) string {
	return strings.Join(slices.DeleteFunc(wanted, func(w string) bool { return slices.Contains(list, w) }), ", ")
}

const auditMonths = 24 // between audits: a rule of thumb

func audits(f *facts, r *report) {
	a := f.Governance.Audits
	if !f.pooled() {
		return
	}
	interval := func(n *schema.Months, member, what string) {
		switch pointer := "/governance/audits/" + member; {
		case n == nil:
			r.warnf(pointer, "give governance.audits."+member, "there is no audit of %s", what)
		case *n > auditMonths:
			r.warnf(pointer, "shorten it, or waive this with the reason", "%s is audited only every %s (more than %d months: a rule of thumb)", what, *n, auditMonths)
		}
	}
	interval(a.ComplianceMonths, "compliance_months", "compliance")
	interval(a.IPMonths, "ip_months", "title")
	if _, ok := f.party[a.Auditor]; !ok {
		return
	}
	for _, m := range f.Members() {
		if m.ID == a.Auditor || f.competitors(m.ID, a.Auditor) {
			r.warnf("/governance/audits/auditor", "name an auditor that is neither a member nor a competitor", "the auditor %s is a member or competes with one", a.Auditor)
			return
		}
	}
}

func review(f *facts, r *report) {
	if !f.pooled() {
		return
	}
	if f.Governance.ReviewMonths == nil {
		r.warnf("/governance/review_months", "give governance.review_months", "fields, carve-outs, exclusivity and rates are never reviewed")
	}
	if !slices.Contains(f.Governance.ReviewEvents, "accession") {
		r.warnf("/governance/review_events", "add accession to governance.review_events", "the accession of a member brings no review")
	}
}

func updates(f *facts, r *report) {
	u := f.Governance.Updates
	if !f.pooled() {
		return
	}
	var missing []string
	if u.Period == "" {
		missing = append(missing, "period")
	}
	if len(u.Topics) == 0 {
		missing = append(missing, "topics")
	}
	if len(missing) > 0 {
		r.warnf("/governance/updates", "give what is missing", "the members' updates have no %s", strings.Join(missing, " and no "))
	}
	if len(u.Topics) > 0 && f.anyCompetitors() && !is(u.AntitrustFilter) {
		r.warnf("/governance/updates/antitrust_filter", "have counsel filter the updates", "competitors update each other, and nobody filters what they say")
	}
}

const retentionYears = 6 // of the decision log: a rule of thumb

func decisionLog(f *facts, r *report) {
	l := f.Governance.Log
	if !f.pooled() {
		return
	}
	if missing := lacking(l.Fields, "rationale", "recusals"); missing != "" {
		r.warnf("/governance/log/fields", "add them to fields", "the decision log does not record: %s", missing)
	}
	switch {
	case l.RetentionYears == nil:
		r.warnf("/governance/log/retention_years", "give governance.log.retention_years", "nothing says how long the decision log is kept")
	case *l.RetentionYears < retentionYears:
		r.warnf("/governance/log/retention_years", "lengthen it, or waive this with the reason", "the decision log is kept for %s (less than %d years: a rule of thumb)",
			*l.RetentionYears, retentionYears)
	}
}

func recusal(f *facts, r *report) {
	if f.seats() == 0 || is(f.Governance.Conflicts.Recusal) || f.Governance.Committee.CompetitorRule == "recuse" {
		return
	}
	what := "a member may vote on its own matter"
	chair := f.Governance.Committee.Chair
	if slices.ContainsFunc(f.Assets, func(a schema.Asset) bool { return chair != "" && a.OwnedBy(chair) }) {
		what += "; " + chair + ", which provides the chair, owns licensed assets"
	}
	r.warnf("/governance/conflicts/recusal", "set governance.conflicts.recusal", "%s", what)
}

func refusalAtWill(f *facts, r *report) {
	a := f.Membership.Accession
	if !f.pooled() || a.Form == "open" {
		return
	}
	severity := agreement.Warning
	if f.Deal.Kind == schema.StandardPool {
		severity = agreement.Error
	}
	switch {
	case a.Form == "invitation":
		r.find(severity, "/membership/accession/form", "admit whoever meets stated criteria", "members join by invitation only, so that others may be refused at will")
	case isNot(a.ReasonedRefusal):
		r.find(severity, "/membership/accession/reasoned_refusal", "require a reason from the list of criteria", "a candidate may be refused without stated reasons")
	case a.Form == "criteria" && len(a.Criteria) == 0:
		r.find(severity, "/membership/accession/criteria", "list the criteria", "members are admitted by criteria, and there are none")
	case a.ReasonedRefusal == nil && a.Form != "open":
		r.cannotAssess("/membership/accession/reasoned_refusal", "whether candidates may be refused at will", "membership.accession.reasoned_refusal")
	}
}

func recheck(f *facts, r *report) {
	switch {
	case !f.pooled():
	case isNot(f.Membership.Accession.Recheck):
		r.warnf("/membership/accession/recheck", "set membership.accession.recheck", "an accession does not bring shares, grant matrix, credits and risks up to date")
	case f.Membership.Accession.Recheck == nil:
		r.cannotAssess("/membership/accession/recheck", "whether an accession brings the figures up to date", "membership.accession.recheck")
	}
}

func stranded(f *facts, r *report) {
	switch {
	case !f.pooled():
	case isNot(f.Membership.Withdrawal.GrantsContinue):
		r.errorf("/membership/withdrawal/grants_continue", "set membership.withdrawal.grants_continue", "a leaver's grants end even for products already shipped")
	case f.Membership.Withdrawal.GrantsContinue == nil:
		r.cannotAssess("/membership/withdrawal", "whether a withdrawal strands products already shipped", "membership.withdrawal.grants_continue")
	}
}

func expulsion(f *facts, r *report) {
	e := f.Membership.Expulsion
	if !f.pooled() {
		return
	}
	if e.HearingDays == nil || *e.HearingDays == 0 {
		r.warnf("/membership/expulsion/hearing_days", "give membership.expulsion.hearing_days", "a member may be expelled without a hearing")
	}
	if e.AccusedVotes {
		r.warnf("/membership/expulsion/accused_votes", "exclude its vote", "the accused member votes on its own expulsion")
	}
}

func freeTransfer(f *facts, r *report) {
	switch {
	case f.Membership.Transfer.Rule == "free":
		r.errorf("/membership/transfer/rule", `set membership.transfer.rule to "subject-to"`, "rights may be transferred free of the licences, so that their buyer could sue the licensees")
	case f.Membership.Transfer.Rule == "" && f.pooled() && f.says(assemble.BindsBuyers) != "yes":
		r.cannotAssess("/membership/transfer", "whether licences bind whoever buys the rights", "membership.transfer.rule")
	}
}

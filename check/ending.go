package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

var teChecks = []*Check{
	{
		ID: "TE01", Title: "sunset of what has no end", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "term.sunsets; grants[].perpetual and irrevocable; the end of the term",
		About: "A right that is perpetual or irrevocable lapses on a sunset, or a sunset falls after the term. " +
			"Delete the one or the other, or move the day.",
		run: sunsetOfPerpetual,
	},
	{
		ID: "TE02", Title: "renewal that nobody can stop", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "term; term.renewal.notice_days and period; deal.signing_date",
		About: "Notice against renewal takes as long as the term or the renewal, or would fall before signing. " +
			"Shorten the notice.",
		run: renewalNotice,
	},
	{
		ID: "TE03", Title: "deal without an end", Severity: agreement.Note, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether an agreement without an end may be ended on notice, and on how much")},
		Needs: "term.length and end; termination.grounds of kind convenience; membership.withdrawal",
		About: "The term has no end, and nobody may leave without cause. " +
			"Give an end, a right to end it, or a withdrawal.",
		run: endless,
	},
	{
		ID: "TE04", Title: "sunset without a day or a decider", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "term.sunsets; projects[].end and end_decider",
		About: "A right lapses on an event that has no date and that nobody decides. " +
			"Give the day, or name who decides.",
		run: undatedSunset,
	},
}

var tmChecks = []*Check{
	{
		ID: "TM01", Title: "cure period outlasts notice", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "termination.grounds[].cure_days and notice_days",
		About: "A ground gives more days to cure than of notice, so that the right may end before the cure does. " +
			"Shorten the one or lengthen the other.",
		run: cureOutlastsNotice,
	},
	{
		ID: "TM02", Title: "termination for insolvency", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: basesFor("insolvency-termination"),
		Needs: "termination.grounds of kind insolvency: insolvency, against; the seats of the parties",
		About: "A party may be cut off for its insolvency alone, which the law of its seat may not allow. " +
			"Choose non-performance, or the variant that names prohibited acts.",
		run: insolvencyGround,
	},
	{
		ID: "TM03", Title: "ground for one side alone", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "termination.grounds[].by, in a deal between two",
		About: "One side alone may terminate on a ground. " +
			"Make it mutual, or record why not.",
		run: oneSidedGround,
	},
	{
		ID: "TM04", Title: "assignment and change of control at odds", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a merger in which a party survives, or is absorbed, assigns its licences")},
		Needs: "general.assign and change_of_control",
		About: "What the assignment clause asks for, the change-of-control clause gives away, or the other way round, so that a competitor may buy its way in. " +
			"Let both say the same.",
		run: assignmentAtOdds,
	},
	{
		ID: "TM05", Title: "gap in the exit table", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "termination.exits; whether the clause termination/exit-effects is in the agreement",
		About: "A way out has no row in the exit table, or a row that says nothing of what is kept, lost and paid. " +
			"Fill the row, or let the library's clause fill it.",
		run: exitGap,
	},
	{
		ID: "TM06", Title: "innocent party loses its licences", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "termination.innocent_keeps",
		About: "When one party defaults, the other loses its licences too. " +
			"Set innocent_keeps.",
		run: allFall,
	},
	{
		ID: "TM07", Title: "no time to sell stock", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "termination.sell_off_months; grants[].acts",
		About: "Licences to sell products may end, and stock that was lawfully made may not be sold. " +
			"Give sell_off_months.",
		run: noSellOff,
	},
	{
		ID: "TM08", Title: "one default ends it for all", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "termination.grounds[].scope; the number of members",
		About: "In a deal of three or more, the default of one ends the whole agreement. " +
			`Set scope to "party" or "licence".`,
		run: wholeEnds,
	},
	{
		ID: "TM09", Title: "lump sum without a rule on early end", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "payments.balancing[].refundable",
		About: "A fixed sum is paid for rights that may end early, and nothing says whether any of it comes back. " +
			"Give refundable.",
		run: noRefundRule,
	},
	{
		ID: "TM10", Title: "challenges in a pool", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{poolConditions},
		Needs: "termination.challenge; deal.kind",
		About: "Members and licensees of a pool may not challenge a right, or lose their licences if they do. " +
			`Set termination.challenge to "none".`,
		run: poolChallenge,
	},
	{
		ID: "TM11", Title: "withdrawal between two reports", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "membership.withdrawal.notice_days; payments.reports.period",
		About: "A member may be gone before the next royalty report is due. " +
			"Give notice of at least one period.",
		run: leavesBeforeReport,
	},
}

func sunsetOfPerpetual(f *facts, r *report) {
	end, ends := f.TermEnd()
	for i, s := range f.Term.Sunsets {
		n, ok := f.grant[s.Grant]
		if !ok {
			continue
		}
		g := &f.Grants[n]
		takes := s.Consequence == "lapse" || s.Consequence == "nonexclusive" || s.Consequence == ""
		switch p := at("term", "sunsets", i); {
		case takes && g.Perpetual:
			r.errorf(p, "delete the sunset, or perpetual", "%s is perpetual, and has a sunset", g.ID)
		case takes && g.Irrevocable && s.Consequence != "nonexclusive":
			r.errorf(p, "delete the sunset, or irrevocable", "%s is irrevocable, and has a sunset", g.ID)
		case ends && !s.Date.IsZero() && end.Before(s.Date) && (g.End == "" || g.End == schema.EndTerm):
			r.warnf(p+"/date", "move the day into the term", "the sunset of %s falls on %s, after the term has ended on %s", g.ID, s.Date.ISO(), end.ISO())
		}
	}
}

func renewalNotice(f *facts, r *report) {
	x := f.Term.Renewal
	end, ok := f.TermEnd()
	if x.NoticeDays == nil || !ok || !is(x.Auto) && x.Period == nil {
		return
	}
	const pointer, fix = "/term/renewal/notice_days", "shorten the notice"
	notice, term := int(*x.NoticeDays), f.TermStart().DaysUntil(end)+1
	signing := cmp.Or(f.Deal.SigningDate, f.Deal.EffectiveDate)
	switch deadline := end.AddDays(-notice); {
	case notice >= term:
		r.errorf(pointer, fix, "notice of %s, but the term is %d days", *x.NoticeDays, term)
	case deadline.Before(signing):
		r.errorf(pointer, fix, "notice against renewal would be due on %s, before signing on %s", deadline.ISO(), signing.ISO())
	case x.Period != nil && *x.Period > 0 && notice >= end.DaysUntil(end.AddMonths(int(*x.Period))):
		r.errorf(pointer, fix, "notice of %s, but a renewal is %s", *x.NoticeDays, *x.Period)
	}
}

func endless(f *facts, r *report) {
	leave := slices.ContainsFunc(f.Termination.Grounds, func(g schema.Ground) bool { return g.Kind == "convenience" })
	if _, ends := f.TermEnd(); ends || leave || f.Membership.Withdrawal.NoticeDays != nil || f.topics["membership/withdrawal-expulsion"] {
		return
	}
	r.notef("/term", "give term.length or end, or a ground of kind convenience", "the deal has no end, and nobody may leave it without cause")
}

func undatedSunset(f *facts, r *report) {
	for i, s := range f.Term.Sunsets {
		p := at("term", "sunsets", i)
		n, project := f.project[s.Project]
		switch {
		case !s.Date.IsZero() || s.Decider != "":
		case project:
			if x := f.Projects[n]; x.End.IsZero() && x.EndDecider == "" {
				r.warnf(p+"/project", "give the project's end, or its end_decider", "the sunset of %s waits for the end of %s, which has no date and no decider", s.Grant, x.ID)
			}
		case s.Event != "":
			r.warnf(p+"/event", "give a date, or decider", "the sunset of %s waits for %q, and nobody decides whether it has happened", s.Grant, short(s.Event))
		default:
			r.warnf(p, "give date, event or project", "the sunset of %s has no day and no event", s.Grant)
		}
	}
}

func cureOutlastsNotice(f *facts, r *report) {
	for i, g := range f.Termination.Grounds {
		if g.CureDays != nil && g.NoticeDays != nil && *g.CureDays > schema.Days(*g.NoticeDays) {
			r.errorf(at("termination", "grounds", i, "cure_days"), "give at least as long notice as time to cure", "%s: %s to cure, but only %s of notice", g.Kind, *g.CureDays, *g.NoticeDays)
		}
	}
}

func insolvencyGround(f *facts, r *report) {
	for i, g := range f.Termination.Grounds {
		if g.Kind != "insolvency" || g.Insolvency == "non-performance" || g.Insolvency == "" && f.topics["termination/insolvency"] {
			continue // the library's clause, left to itself, reaches no further than the law allows
		}
		against := f.shielded(g.Against)
		if len(against) == 0 {
			continue
		}
		p := at("termination", "grounds", i, "insolvency")
		const fix = `choose "non-performance", or "prohibited-action"`
		switch g.Insolvency {
		case "filing":
			r.warnf(p, fix, "termination for insolvency against %s may have no effect there", some(against, 6))
		case "permitted-by-law", "prohibited-action":
			r.notef(p, "ask counsel there how far the ground reaches", "termination for insolvency (%s) against %s works only as far as the law there allows", g.Insolvency, some(against, 6))
		default:
			r.cannotAssess(p, "termination for insolvency against "+some(against, 6), "termination.grounds[].insolvency")
		}
	}
}

// shielded are the parties, each with its seat, whose insolvency law may set
// aside termination for insolvency.
func (f *facts) shielded(against []string) []string {
	var laws countrySet
	for _, c := range codesFor("insolvency-termination") {
		laws = laws.or(f.world.of(c))
	}
	ids := f.expand(against)
	if len(against) == 0 {
		ids = f.Expand(schema.AllMembers)
	}
	var named []string
	for _, id := range ids {
		if c := f.seat(id); !f.world.set([]schema.Country{c}).and(laws).empty() {
			named = append(named, id+" ("+string(c)+")")
		}
	}
	return named
}

func oneSidedGround(f *facts, r *report) {
	if f.pooled() {
		return
	}
	for i, g := range f.Termination.Grounds {
		if by := f.expand(g.By); len(by) == 1 && len(f.Members()) > 1 {
			r.notef(at("termination", "grounds", i, "by"), "make it mutual, or record why not", "%s alone may terminate for %s", by[0], g.Kind)
		}
	}
}

func assignmentAtOdds(f *facts, r *report) {
	assign, control := f.General.Assign, f.General.ChangeOfControl
	if control == "" && f.topics["termination/change-of-control"] {
		return // the library's clause restricts a change of control unless told otherwise
	}
	open := control == "" || control == "none"
	const pointer, fix = "/general/change_of_control", "let both clauses ask for the same"
	switch {
	case assign == "free" && open:
		r.errorf(pointer, "restrict assignment, and say what a change of control entails", "anybody, competitors too, may take over the licences: assignment is free, and a change of control has no consequence")
	case assign == "free":
		r.warnf("/general/assign", fix, "assignment is free, but a change of control is not (%s): a buyer takes an assignment instead", control)
	case assign == "consent" && open:
		r.warnf(pointer, fix, "assignment needs consent, but a change of control has no consequence: a buyer takes the shares instead")
	}
}

// whole reports whether the document is the agreement itself, not an amendment
// or an accession.
func (f *facts) whole() bool { return f.Deal.Instrument == "" || f.Deal.Instrument == "agreement" }

func exitGap(f *facts, r *report) {
	const topic = "termination/exit-effects"
	if f.whole() && (f.Clauses[topic].Omit || f.topics != nil && !f.topics[topic]) {
		r.errorf(at("clauses", topic), "put the clause back", "no exit table: nothing says what a party that leaves keeps, loses and pays")
	}
	for i, x := range f.Termination.Exits {
		if x.Kept == "" && x.Lost == "" && x.Paid == "" {
			r.errorf(at("termination", "exits", i), "give kept, lost and paid, or delete the row", "the row for %s says nothing of what is kept, lost and paid", x.Ground)
		}
	}
}

func allFall(f *facts, r *report) {
	if isNot(f.Termination.InnocentKeeps) {
		r.warnf("/termination/innocent_keeps", "set innocent_keeps", "a party loses its licences when another is in default")
	}
}

func noSellOff(f *facts, r *report) {
	n := f.Termination.SellOffMonths
	if n != nil && *n > 0 || n == nil && (f.topics["termination/exit-effects"] || !f.whole()) {
		return
	}
	for i := range f.grants {
		if g := &f.grants[i]; slices.Contains(g.Acts, "sell") && !g.Irrevocable {
			r.warnf("/termination/sell_off_months", "give sell_off_months", "when %s ends, stock that was lawfully made may not be sold", g.ID)
			return
		}
	}
}

func wholeEnds(f *facts, r *report) {
	n := len(f.Members())
	for i, g := range f.Termination.Grounds {
		if g.Scope == "whole" && n > 2 && g.Kind != "force-majeure" {
			r.warnf(at("termination", "grounds", i, "scope"), `set scope to "party" or "licence"`, "%s by one of %d ends the agreement for all", g.Kind, n)
		}
	}
}

func noRefundRule(f *facts, r *report) {
	for i, b := range f.Payments.Balancing {
		if b.Refundable == nil {
			r.notef(at("payments", "balancing", i, "refundable"), "give refundable", "nothing says whether any of the %s from %s to %s comes back if rights end early", b.Total, b.From, b.To)
		}
	}
}

func poolChallenge(f *facts, r *report) {
	if !f.pooled() {
		return
	}
	switch term, pointer := f.challengeTerm(); term {
	case "no-challenge", "terminate", "terminate-exclusive":
		r.errorf(pointer, `set termination.challenge to "none"`, "those who license into the pool or from it must be free to challenge its rights")
	}
}

func leavesBeforeReport(f *facts, r *report) {
	period := map[string]int{"quarter": 90, "half": 180, "year": 365}[f.Payments.Reports.Period]
	if n := f.Membership.Withdrawal.NoticeDays; n != nil && int(*n) < period && f.pooled() {
		r.warnf("/membership/withdrawal/notice_days", "give notice of at least one reporting period", "a member leaves on notice of %s, and reports cover a %s", *n, f.Payments.Reports.Period)
	}
}

package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
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
		Needs: "term.length and end; how the clause on the term ends it; termination.grounds of kind convenience; membership.withdrawal",
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
		About: "A ground gives more days to cure than of notice, so that the right may end before the cure does; for a breach or non-payment it only warns where the clauses give notice after the time to cure. " +
			"Shorten the one or lengthen the other.",
		run: cureOutlastsNotice,
	},
	{
		ID: "TM02", Title: "termination for insolvency", Severity: agreement.Warning, Jurisdictions: everywhere,
		Facts: "insolvency-termination",
		Needs: "termination.grounds of kind insolvency: insolvency, against; the seats of the parties",
		About: "A party may be cut off for its insolvency alone, which the law of its seat may not allow. " +
			"Choose non-performance, or the variant that names prohibited acts.",
		run: insolvencyGround,
	},
	{
		ID: "TM03", Title: "ground for one side alone", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "termination.grounds[].by and against",
		About: "Some members alone may terminate on a ground, or only some may be terminated against; grounds of one kind are read together, and an administrator acts for all. " +
			"Give it to every party, or record why not.",
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
		Needs: "termination.exits; whether a clause on exit is in the agreement",
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
		Needs: "membership.withdrawal.notice_days; payments.reports.period and royalties",
		About: "A member may be gone before the next royalty report is due. " +
			"Give notice of at least one period.",
		run: leavesBeforeReport,
	},
	{
		ID: "TM12", Title: "right to end a licence of nobody", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "termination.grounds[].by, against and scope; grants[].from and to",
		About: "A ground lets a party end or suspend the licences that it has granted, and it has granted none to anybody against whom it has the ground. " +
			"Let it end the whole, or take the party out.",
		run: emptyGround,
	},
}

func sunsetOfPerpetual(f *facts, r *report) {
	for i, s := range f.Term.Sunsets {
		n, ok := f.grant[s.Grant]
		if !ok {
			continue
		}
		g := &f.Grants[n]
		// Without exclusivity, or under review, the right itself goes on.
		lapses := s.Consequence == "lapse" || s.Consequence == ""
		p := at("term", "sunsets", i)
		switch {
		case lapses && g.Perpetual:
			r.errorf(p, "delete the sunset, or perpetual", "%s is perpetual, and has a sunset on which it lapses", g.ID)
		case lapses && g.Irrevocable:
			r.errorf(p, "delete the sunset, or irrevocable", "%s is irrevocable, and has a sunset on which it lapses", g.ID)
		default:
			f.sunsetTooLate(r, p, &s, g)
		}
	}
}

// sunsetTooLate looks for a sunset of what has ended by then.
func (f *facts) sunsetTooLate(r *report, pointer string, s *schema.Sunset, g *schema.Grant) {
	falls, member := s.Date, "/date"
	if n, ok := f.project[s.Project]; ok && falls.IsZero() {
		falls, member = f.Projects[n].End, "/project"
	}
	end, open := f.GrantEnd(g)
	switch {
	case falls.IsZero():
	case !open && end.Before(falls):
		r.warnf(pointer+member, "move the day to before the end of the grant", "the sunset of %s falls on %s, after the grant has ended on %s", g.ID, falls.ISO(), end.ISO())
	case open && g.End == schema.EndLastToExpire && !g.Perpetual:
		r.cannotAssess(pointer+member, "whether the sunset of "+g.ID+" falls before the last of its patents expires", "assets[].expiry_date of each of them")
	}
}

func renewalNotice(f *facts, r *report) {
	x := f.Term.Renewal
	end, ok := f.TermEnd()
	const pointer, fix = "/term/renewal/notice_days", "shorten the notice"
	if x.NoticeDays == nil || !is(x.Auto) && x.Period == nil {
		return
	}
	if f.endless() {
		return // no renewal
	}
	if !ok {
		r.cannotAssess(pointer, "whether notice against renewal can be given in time", "term.length or term.end")
		return
	}
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

// endless reports whether the agreement lasts without a term: until notice, or as
// long as the last right.
func (f *facts) endless() bool {
	how := f.says(assemble.Renewal)
	return how == "evergreen" || how == "last-expiry"
}

func endless(f *facts, r *report) {
	leave := slices.ContainsFunc(f.Termination.Grounds, func(g schema.Ground) bool { return g.Kind == "convenience" })
	if f.endless() { // it says how it ends
		return
	}
	if _, ends := f.TermEnd(); ends || leave || f.Membership.Withdrawal.NoticeDays != nil {
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
			if x := f.Projects[n]; x.End.IsZero() && x.EndDecider == "" && f.says(assemble.ProjectEnd) != "decided" {
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
	for i, g := range f.stated.Termination.Grounds { // a default for one of the two contradicts nobody
		if g.CureDays != nil && g.NoticeDays != nil && *g.CureDays > schema.Days(*g.NoticeDays) {
			p := at("termination", "grounds", i, "cure_days")
			if (g.Kind == "breach" || g.Kind == "non-payment") && f.says(assemble.CureFirst) == "yes" { // the clauses that may say so
				r.warnf(p, "see that this is what was agreed, and not notice that runs while there is still time to cure", "%s: the end comes after %s to cure and then %s of notice, one after the other", g.Kind, *g.CureDays, *g.NoticeDays)
				continue
			}
			r.errorf(p, "give at least as long notice as time to cure", "%s: %s to cure, but only %s of notice", g.Kind, *g.CureDays, *g.NoticeDays)
		}
	}
}

// An ipsoFacto is a right to terminate for insolvency, stated or taken from
// the library.
type ipsoFacto struct {
	how     string // as termination.grounds[].insolvency, or "" where nothing says
	against []string
	pointer string
}

// ipsoFactos are the rights to terminate for insolvency, of the grounds and of the
// clause, which has the last word on how they are worded.
func (f *facts) ipsoFactos() []ipsoFacto {
	clause := f.said(assemble.Insolvency)
	var all []ipsoFacto
	for i, g := range f.Termination.Grounds {
		if g.Kind != "insolvency" {
			continue
		}
		p := at("termination", "grounds", i)
		if g.Insolvency != "" || clause.Value == "" {
			p += "/insolvency"
		}
		all = append(all, ipsoFacto{cmp.Or(clause.Value, g.Insolvency), g.Against, cmp.Or(clause.Pointer, p)})
	}
	if len(all) == 0 && clause.Value != "" {
		all = append(all, ipsoFacto{clause.Value, nil, cmp.Or(clause.Pointer, "/termination/grounds")})
	}
	return all
}

func insolvencyGround(f *facts, r *report) {
	const fix = `choose "non-performance", or "prohibited-action"`
	for _, x := range f.ipsoFactos() {
		against, seats := f.shielded(x.against)
		if len(against) == 0 {
			continue
		}
		r.in(seats...)
		named := some(against, 6)
		switch x.how {
		case "non-performance", "none":
		case "filing":
			r.warnf(x.pointer, fix, "termination for insolvency alone, against %s, may have no effect there", named)
		case "permitted-by-law":
			r.warnf(x.pointer, fix, "termination for insolvency against %s has effect only as far as the law there allows, which may be not at all", named)
		case "prohibited-action":
			r.notef(x.pointer, "ask counsel there how far the ground reaches", "termination for an act that is prohibited in insolvency, against %s, works only as far as the law there allows", named)
		default:
			r.cannotAssess(x.pointer, "termination for insolvency against "+named, "termination.grounds[].insolvency")
		}
	}
}

// shielded are the parties, each with its seat, whose insolvency law may set
// aside termination for insolvency, and their seats.
func (f *facts) shielded(against []string) (named, seats []string) {
	var laws countrySet
	for _, c := range codesFor("insolvency-termination") {
		laws = laws.or(f.world.of(c))
	}
	ids := f.expand(against)
	if len(against) == 0 {
		ids = f.Expand(schema.AllMembers)
	}
	for _, id := range ids {
		if c := f.seat(id); !f.world.set([]schema.Country{c}).and(laws).empty() {
			named = append(named, id+" ("+string(c)+")")
			if !slices.Contains(seats, string(c)) {
				seats = append(seats, string(c))
			}
		}
	}
	return named, seats
}

// union is the words of two lists, each once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// containsAll reports whether a list holds each of some words.
func containsAll(list, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(list, w) })
}

func assignmentAtOdds(f *facts, r *report) {
	assign := cmp.Or(f.says(assemble.Assignment), f.General.Assign)
	control := cmp.Or(f.says(assemble.ControlChange), f.General.ChangeOfControl)
	const pointer, fix = "/general/change_of_control", "let both clauses ask for the same"
	restrict := control != "" && control != "none" && control != "notice"
	switch {
	case assign == "free" && restrict:
		r.errorf("/general/assign", fix, "assignment is free, but a change of control is not (%s): a buyer takes an assignment instead", control)
	case assign == "free" && control != "notice":
		find := r.errorf
		if f.General.Assign == "" && f.General.ChangeOfControl == "" {
			find = r.warnf // the standard, whose clauses keep the buyer's own products out
		}
		find(pointer, "restrict assignment, or say what a change of control entails", "assignment is free, and a change of control has no consequence: a competitor may take over the licences either way")
	case assign == "consent" && !restrict && control != "notice":
		r.warnf(pointer, fix, "assignment needs consent, but a change of control has no consequence: a buyer takes the shares instead")
	case assign == "":
		r.cannotAssess("/general/assign", "whether a competitor may take over the licences", "general.assign")
	}
}

func exitGap(f *facts, r *report) {
	if f.whole() && f.says(assemble.Exit) != "yes" {
		r.errorf("/termination", "put the clause on exit back", "no exit table: nothing says what a party that leaves keeps, loses and pays")
	}
	for i, x := range f.Termination.Exits {
		if x.Kept == "" && x.Lost == "" && x.Paid == "" {
			r.errorf(at("termination", "exits", i), "give kept, lost and paid, or delete the row", "the row for %s says nothing of what is kept, lost and paid", x.Ground)
		}
	}
}

func allFall(f *facts, r *report) {
	clause := f.said(assemble.InnocentKeeps)
	const what = "a party loses its licences when another is in default"
	switch {
	case clause.Value == "no" && clause.Pointer != "":
		r.warnf(clause.Pointer, "choose another variant, or delete it", what)
	case clause.Value == "no" || isNot(f.Termination.InnocentKeeps):
		r.warnf("/termination/innocent_keeps", "set termination.innocent_keeps", what)
	case f.Termination.InnocentKeeps == nil && clause.Value == "":
		r.cannotAssess("/termination/innocent_keeps", "whether a party keeps its licences when another is in default", "termination.innocent_keeps")
	}
}

func noSellOff(f *facts, r *report) {
	n := f.Termination.SellOffMonths
	if n != nil && *n > 0 || n == nil && f.says(assemble.Exit) == "yes" {
		return
	}
	for i := range f.grants {
		g := &f.grants[i]
		switch sells := slices.Contains(g.Acts, "sell") || slices.Contains(g.Acts, "make"); {
		case !sells || g.Irrevocable && (g.Perpetual || g.End == schema.EndLastToExpire):
			continue // it does not end while anything can be infringed
		case n == nil:
			r.cannotAssess("/termination/sell_off_months", "whether stock may still be sold when "+g.ID+" ends", "termination.sell_off_months")
		default:
			r.warnf("/termination/sell_off_months", "give a month or more in termination.sell_off_months", "when %s ends, stock that was lawfully made may not be sold: sell_off_months is 0", g.ID)
		}
		return
	}
}

func wholeEnds(f *facts, r *report) {
	n := len(f.Members())
	if n < 3 {
		return
	}
	said := false
	for i, g := range f.Termination.Grounds {
		if g.Scope == "whole" && g.Kind != "force-majeure" { // nobody's default
			said = said || g.Kind == "breach"
			r.warnf(at("termination", "grounds", i, "scope"), `set scope to "party" or "licence"`, "%s by one of %d ends the agreement for all", g.Kind, n)
		}
	}
	if clause := f.said(assemble.BreachEnds); clause.Value == "whole" && !said {
		r.warnf(cmp.Or(clause.Pointer, "/termination/grounds"), `give a ground of kind breach with the scope "party" or "licence"`, "breach by one of %d ends the agreement for all", n)
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
	const fix = `set termination.challenge to "none"`
	switch term, pointer := f.challengeTerm(); term {
	case "no-challenge":
		r.errorf(pointer, fix, "those who license into the pool or from it may not challenge its rights, as they must be free to")
	case "terminate", "terminate-exclusive":
		r.errorf(pointer, fix, "those who challenge a right in the pool lose their licences (%s), and must be free to challenge", term)
	case "rate-step-up":
		r.warnf(pointer, fix, "those who challenge a right in the pool pay more (%s), and must be free to challenge", term)
	}
}

func leavesBeforeReport(f *facts, r *report) {
	if !f.pooled() {
		return
	}
	n, period := f.Membership.Withdrawal.NoticeDays, f.Payments.Reports.Period
	days := map[string]int{"quarter": 90, "half": 180, "year": 365}[period]
	const pointer, what = "/membership/withdrawal/notice_days", "whether a member may leave before its report is due"
	switch {
	case n != nil && int(*n) < days:
		r.warnf(pointer, "give notice of at least one reporting period", "a member leaves on notice of %s, and each report covers a %s", *n, map[string]string{"quarter": "quarter", "half": "half-year", "year": "year"}[period])
	case n == nil && days > 0:
		r.cannotAssess(pointer, what, "membership.withdrawal.notice_days")
	case n != nil && period == "" && len(f.Payments.Royalties) > 0:
		r.cannotAssess("/payments/reports/period", what, "payments.reports.period")
	}
}

package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

var stChecks = []*Check{
	{
		ID: "ST01", Title: "reference to something undeclared", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "every id, wherever one is used: parties[].id, assets[].id, grants[].from, to and so on",
		About: "Each id must be declared once, in the list that holds objects of its kind. " +
			"Declare it or correct the spelling; other findings about the object wait until then.",
		run: undeclared,
	},
	{
		ID: "ST02", Title: "one id or name for two things", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "the ids of all objects; the names, register numbers and affiliations of the parties",
		About: "Two objects with one id, two parties with one name or one short name leave it open who or what is meant. " +
			"Names are compared without case, punctuation and width; where only the form of company differs, the finding is a warning.",
		run: sameTwice,
	},
	{
		ID: "ST03", Title: "a party deals with itself", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "the two sides of each grant, payment and deposit, and the escrow agent",
		About: "Nobody can license, pay or hold escrow for itself. " +
			"Correct one of the two sides.",
		run: selfDealing,
	},
	{
		ID: "ST04", Title: "dates in the wrong order", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "the dates of the deal, the term, the grants, royalties, projects, instalments and assets",
		About: "What ends must have begun before, and nothing licensed or paid begins before the agreement does. " +
			"An effective date before signing is a warning, because parties do agree to look back.",
		run: dateOrder,
	},
	{
		ID: "ST05", Title: "ambiguous time", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants[].end; periods in Business Days; interpretation.business_day_places",
		About: "A grant ends on an ISO date, with the term, or with the last asset to expire; nothing else is a date. " +
			"Where periods run in Business Days and the parties sit in several countries, the agreement must say whose days count.",
		run: ambiguousTime,
	},
	{
		ID: "ST06", Title: "gap in ownership", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "assets[].owners and encumbrances; who grants which asset",
		About: "Each asset has owners whose shares add up to 100 percent, and whoever licenses it owns it or holds it under a licence that is recorded. " +
			"Correct the owner, or record the licence as an encumbrance.",
		run: ownerGap,
	},
	{
		ID: "ST07", Title: "alternatives left open", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants, term, sunsets, and the choices in clauses",
		About: "Where the term sheet offers alternatives, exactly one must be taken: a royalty or none, an end or a length, a variant or omission. " +
			"Delete all but one.",
		run: openAlternatives,
	},
	{
		ID: "ST08", Title: "clause left out that the facts need", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "clauses.NAME.omit, and the facts that the clause would print",
		About: "A clause is left out although the term sheet states facts that only this clause gives effect to. " +
			"Put the clause back or delete the facts.",
		run: omittedClause,
	},
	{
		ID: "ST09", Title: "currency", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "every sum of money; payments.currency and conversion",
		About: "A sum needs an ISO 4217 code and no more decimals than that currency has; royalty rates may be finer. " +
			"Where sums are in several currencies, the agreement must say which rate of which day converts them.",
		run: currencies,
	},
	{
		ID: "ST10", Title: "parts that do not add up", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "payments.balancing[].instalments, payments.distribution: shares, credit weights; every sum of money",
		About: "Instalments add up to the total they are parts of, shares and weights to 100 percent, and a sum that is to be paid is more than nothing. " +
			"Correct a part or the whole; nothing is rounded away.",
		run: sums,
	},
	{
		ID: "ST11", Title: "amendment without a clear parent", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "deal.instrument and deal.amends",
		About: "An amendment or accession names the agreement it changes, follows it in time, restates nothing, keeps earlier amendments in the order of their dates, and does not change the parties in passing. " +
			"Complete deal.amends.",
		run: lineage,
	},
	{
		ID: "ST12", Title: "survival of what is not there", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "termination.survival, and the clauses in the agreement",
		About: "Only a clause of the agreement can survive its end, and some must: confidentiality, liability, disputes, the effects of exit. " +
			"Delete the name from the list, or put the clause back.",
		run: survivalTargets,
	},
	{
		ID: "ST13", Title: "identity of a party in doubt", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "parties[].legal_name, native_name, romanised_name, reg_no, address, individual",
		About: "A company is identified by its registered name, number and seat, and its name must read as what it is: no hidden characters, no letters of two scripts in one word, Latin letters beside another script. " +
			"Hidden characters are an error, the rest a warning.",
		run: identity,
	},
	{
		ID: "ST14", Title: "nobody to sign or to notify", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{
			ask("whether a Chinese party needs its seal, its registered legal representative, or both"),
			ask("whether the signatory of each company may bind it alone"),
		},
		Needs: "parties[].signatory, second_signatory, notices, address, seal, joint_representation",
		About: "Each party that signs needs a signatory and an address for notices; one represented jointly needs two signatories. " +
			"Names may come later, but an execution copy with blanks for them invites the wrong hand.",
		run: signatories,
	},
	{
		ID: "ST15", Title: "language", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "deal.language, disputes.forum.language, general.translations, interpretation.translations_binding",
		About: "A tribunal that works in another language than the agreement decides on a translation, and two versions without a rule are two agreements. " +
			"Align the languages or say which version controls.",
		run: languages,
	},
	{
		ID: "ST16", Title: "declared and never used", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "all declared objects (parties, assets, fields, territories) and all references",
		About: "An object that nothing refers to is often a forgotten grant. " +
			"Use it or delete it.",
		run: unused,
	},
	{
		ID: "ST17", Title: "a figure that looks like the wrong unit", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "every percentage and period; payments.royalties[].tiers and unit_price",
		About: "Percentages above 100, periods of decades and 12, 24 or 36 in a field of years usually mean another unit. " +
			"The limits are the tool's own rules of thumb, not law: correct the figure or waive the warning.",
		run: units,
	},
	{
		ID: "ST18", Title: "something left over", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "every text of the term sheet",
		About: "A blank, a bracket, a field of a form, an error of a spreadsheet, letters read in a wrong encoding or the starter's own words would be printed as they stand. " +
			"Write what is meant, or delete the field.",
		run: leftover,
	},
	{
		ID: "ST19", Title: "one patent twice", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "assets[].kind, office, number",
		About: "Two assets have one number, however it is written, so that shares, credits and royalties count it twice. " +
			"List it once, or correct a number.",
		run: patentTwice,
	},
	{
		ID: "ST20", Title: "patent whose office, number and dates do not fit", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "assets[].kind, office, number, filing_date, expiry_date",
		About: "A number that begins with another office's code, or a life longer than any patent's, is a slip that licenses the wrong right. " +
			"Correct it; the longest life is the tool's own rule of thumb.",
		run: patentParts,
	},
}

func undeclared(f *facts, r *report) {
	for _, d := range f.dangling {
		if d.id == schema.TheAdministrator {
			r.errorf(d.pointer, `give a party the role "administrator", or name somebody else`, "%s names the administrator, and no party has that role", dotted(d.pointer))
			continue
		}
		r.errorf(d.pointer, r.declare(d.list), "%s refers to %q, which %s does not declare", dotted(d.pointer), short(d.id), d.list)
	}
}

// declare says how to mend a reference to a list.
func (r *report) declare(list string) string {
	declared := r.facts.declared(list)
	if len(declared) == 0 {
		return "declare it in " + list
	}
	return "declare it in " + list + ", or name one of " + names(declared)
}

// dotted is a JSON Pointer as a reader of JSON writes it: "grants[3].to".
func dotted(pointer string) string {
	var b strings.Builder
	for _, token := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case strings.Contains(token, "~1"): // the name of a clause
			b.WriteString(`."` + strings.ReplaceAll(token, "~1", "/") + `"`)
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}

func selfDealing(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.licensors) == 1 && slices.Contains(g.licensees, g.licensors[0]) {
			r.errorf(g.at+"/to", "name another licensee or licensor", "%s licenses %s to itself", g.ID, g.licensors[0])
		}
	}
	for i, b := range f.Payments.Balancing {
		if b.From == b.To {
			r.errorf(at("payments", "balancing", i, "to"), "name another payer or payee", "%s pays %s to itself", b.From, b.Total)
		}
	}
	for i, fee := range f.Payments.Fees {
		if fee.Payer == fee.Payee {
			r.errorf(at("payments", "fees", i, "payee"), "name another payer or payee", "%s pays fee %s to itself", fee.Payer, fee.ID)
		}
	}
	for i, y := range f.Payments.Royalties {
		if y.Payer == y.Payee {
			r.errorf(at("payments", "royalties", i, "payee"), "name another payer or payee", "%s pays royalty %s to itself", y.Payer, y.ID)
		}
	}
	selfEscrow(f, r)
}

func selfEscrow(f *facts, r *report) {
	agent := f.Escrow.Agent
	for i, d := range f.Escrow.Deposits {
		pointer := at("escrow", "deposits", i, "beneficiaries")
		if slices.Contains(d.Beneficiaries, d.Depositor) {
			r.errorf(pointer, "take the depositor out of the beneficiaries", "%s deposits %s for itself", d.Depositor, d.ID)
		}
		if agent != "" && (d.Depositor == agent || slices.Contains(d.Beneficiaries, agent)) {
			r.errorf(at("escrow", "agent"), "name an agent that is neither depositor nor beneficiary",
				"the escrow agent %s is itself a party to deposit %s", agent, d.ID)
		}
	}
}

func omittedClause(f *facts, r *report) {
	for _, o := range f.omissions {
		if o.Value != "" {
			r.errorf(at("clauses", o.Topic, "omit"), "put the clause back, or delete "+o.Value, "%s is left out, but %s needs it", o.Topic, o.Value)
		}
	}
}

func survivalTargets(f *facts, r *report) {
	for i, topic := range f.Termination.Survival {
		if f.Clauses[topic].Omit || !f.has(topic) {
			r.errorf(at("termination", "survival", i), "delete it from the list, or put the clause into the agreement",
				"%s is to survive, but is not in this agreement", short(topic))
		}
	}
	for _, o := range f.omissions {
		if o.Missed != "" {
			r.warnf(at("clauses", o.Topic, "omit"), "put it back, or waive this with the reason", "%s is left out, so that %s", o.Topic, o.Missed)
		}
	}
}

func openAlternatives(f *facts, r *report) {
	for i := range f.grants {
		grantAlternatives(&f.grants[i], r)
	}
	if end, length := f.stated.Term.End, f.stated.Term.Length; length != nil && !end.IsZero() && !f.TermStart().IsZero() {
		byLength := f.TermStart().Through(int(*length))
		if byLength != end {
			r.errorf("/term/end", "give the end or the length, not both",
				"the term ends on %s by its date and on %s by its length of %s", end.ISO(), byLength.ISO(), *length)
		}
	}
	for i, s := range f.Term.Sunsets {
		if !s.Date.IsZero() && (s.Event != "" || s.Project != "") {
			r.errorf(at("term", "sunsets", i), "keep one of date, event and project", "the sunset of %s has both a date and an event", s.Grant)
		}
	}
	if g := f.stated.General.ChangeOfControl; (g == "none" || g == "notice") && slices.ContainsFunc(f.stated.Termination.Grounds, func(g schema.Ground) bool { return g.Kind == "change-of-control" }) {
		r.errorf("/general/change_of_control", `write "terminate-option", or delete one of the two`,
			"by general.change_of_control a change of control ends nothing, and by termination.grounds it is a ground")
	}
	if l := &f.stated.Remedies.Liability; l.Form == "none" && (l.Cap != nil || l.Multiple != nil) {
		r.errorf("/remedies/liability/form", "delete form, or the limit", "by its form liability is not limited, and a limit is stated")
	}
	for _, topic := range slices.Sorted(maps.Keys(f.Clauses)) {
		if c := f.Clauses[topic]; c.Omit && (c.Include || c.Variant != "") {
			r.errorf(at("clauses", topic), "keep omit or delete it", "%s is both left out and chosen", short(topic))
		}
	}
}

func grantAlternatives(g *grant, r *report) {
	if len(g.Assets) == 0 && g.Class == "" && g.Capture == (schema.Capture{}) {
		r.errorf(g.at, "give assets, class or capture", "%s licenses nothing: it names no assets, class or capture window", g.ID)
	}
	if g.Acts != nil && len(g.Acts) == 0 {
		r.errorf(g.at+"/acts", "name the acts, or delete acts for those of the standard", "%s licenses nothing: its list of acts is empty", g.ID)
	}
	if g.RoyaltyFree && g.Royalty != "" {
		r.errorf(g.at+"/royalty", "delete royalty or royalty_free", "%s is royalty-free and bears royalty %s", g.ID, g.Royalty)
	}
	if g.Perpetual && g.End != "" {
		r.errorf(g.at+"/end", "delete end or perpetual", "%s is perpetual and ends (%s)", g.ID, short(string(g.End)))
	}
}

func unused(f *facts, r *report) {
	used := usedIDs(f)
	var idle []string
	note := func(list, what string) {
		if len(idle) > 0 {
			r.notef(at(list), "use or delete what is listed", "%s: declared and never used: %s", what, some(idle, 8))
		}
		idle = nil
	}
	for _, p := range f.Parties {
		if !used["parties/"+p.ID] {
			idle = append(idle, p.ID)
		}
	}
	note("parties", "parties")
	for i, a := range f.Assets {
		if !used["assets/"+a.ID] && f.asset[a.ID] == i {
			idle = append(idle, a.ID)
		}
	}
	note("assets", "assets")
	for _, x := range f.Fields {
		if !used["fields/"+x.ID] && len(x.ReservedTo) == 0 {
			idle = append(idle, x.ID)
		}
	}
	note("fields", "fields of use")
	for _, t := range f.Territories {
		if !used["territories/"+t.ID] {
			idle = append(idle, t.ID)
		}
	}
	note("territories", "territories")
}

// usedIDs are the ids that something refers to, each after the name of its list. A
// broken grant uses what it names; what parties say of each other is no use of them.
func usedIDs(f *facts) map[string]bool {
	used := map[string]bool{}
	mark := func(list string, ids ...string) {
		for _, id := range ids {
			used[list+"/"+id] = true
		}
	}
	f.References(func(r *schema.Reference, id string, at func() string) {
		if r.To != "parties" || !strings.HasPrefix(at(), "/parties/") {
			mark(r.To, id)
		}
	})
	for i := range f.grants { // what a class, a capture or a reserved word comes to
		mark("parties", f.grants[i].licensors...)
		mark("parties", f.grants[i].licensees...)
		for _, a := range f.grants[i].assets {
			mark("assets", f.Assets[a].ID)
		}
	}
	for _, p := range f.Parties {
		if len(p.Roles) > 0 || f.pooled() {
			mark("parties", p.ID) // its roles say what it does
		}
	}
	regions := map[string]bool{}
	for _, r := range f.Payments.Royalties {
		for _, x := range r.Regions {
			regions[x.Region] = true
		}
	}
	for _, t := range f.Territories {
		if regions[t.Region] {
			mark("territories", t.ID)
		}
	}
	return used
}

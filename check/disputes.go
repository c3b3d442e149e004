package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var diChecks = []*Check{
	{
		ID: "DI01", Title: "country without a single law of contract", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "disputes.governing_law",
		About: "The governing law names a country whose parts have laws of their own, so that nobody can tell which applies. " +
			"Name the part: GB-ENG, US-NY, CA-ON.",
		run: noLawDistrict,
	},
	{
		ID: "DI02", Title: "law and forum of different countries", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether courts abroad may decide on the validity of a registered right, between the parties or at all")},
		Needs: "disputes.governing_law, forum, carve_outs, split_reason; the patents licensed",
		About: "The tribunal sits in one country and applies the law of another, which must then be proved; or, an error, the courts of one country alone decide on the validity of patents of another. " +
			"Give split_reason if the first is meant, and keep validity out of the courts' power.",
		run: lawForumSplit,
	},
	{
		ID: "DI03", Title: "escalation that leads nowhere", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "disputes.steps, mediation",
		About: "There is no mediation or expert before the tribunal, a step has no days or no rules, or the steps take more than 180 days (a rule of thumb). " +
			"Give what is missing, or shorten the steps.",
		run: escalation,
	},
	{
		ID: "DI04", Title: "courts and arbitrators for one dispute", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "disputes.forum, carve_outs",
		About: "Both a court and a tribunal have the last word on the same disputes. " +
			`Choose one, or set forum.kind to "split" with carve_outs.`,
		run: courtAndArbitration,
	},
	{
		ID: "DI05", Title: "tribunal that cannot be formed fairly", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether an award may be set aside where several sides had to share the appointment of one arbitrator")},
		Needs: "disputes.forum.arbitrators, appointment; the number of members",
		About: "The number of arbitrators is even, or more than two sides appoint three: an error where no clause says what holds if they do not agree. " +
			"Take one or three, and let the institution appoint all.",
		run: evenTribunal,
	},
	{
		ID: "DI06", Title: "validity before a tribunal", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a tribunal may rule on the validity of a patent there, and whether an award on a patent of the United States must be notified to its office")},
		Needs: "disputes.forum.ip_validity; the patents licensed; regulatory.filings",
		About: "A tribunal may rule on the validity of patents, and nothing says that it binds the parties alone; for patents of the United States a note asks who notifies an award. " +
			`Set ip_validity to "inter-partes" or "courts".`,
		run: validityRulings,
	},
	{
		ID: "DI07", Title: "no court for urgent relief", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "disputes.forum.kind, carve_outs; remedies.injunction",
		About: "Urgent relief is foreseen, and the arbitration clause leaves no court that could give it, or the courts decide everything and only an emergency arbitrator is named. " +
			"Add interim-relief to carve_outs, or set interim_forum.",
		run: noInterimRelief,
	},
	{
		ID: "DI08", Title: "rules and seat of the arbitration", Severity: agreement.Warning, Jurisdictions: everywhere,
		Facts: "award-enforcement",
		Needs: "disputes.forum.rules, seat, seat_country",
		About: "The arbitration has no rules or no seat, or sits where awards may not be enforced abroad. " +
			"Give what is missing, or another seat.",
		run: rulesAndSeat,
	},
}

func noLawDistrict(f *facts, r *report) {
	part := map[schema.Jurisdiction]string{"GB": "GB-ENG", "US": "US-NY", "CA": "CA-ON", "AU": "AU-NSW"}
	switch l := f.Disputes.GoverningLaw; {
	case part[l] != "":
		r.errorf("/disputes/governing_law", "name the part, such as "+part[l], "%s has no single law of contract", schema.JurisdictionName(l))
	case l == "":
		r.cannotAssess("/disputes/governing_law", "what the law makes of this deal", "disputes.governing_law")
	}
}

func lawForumSplit(f *facts, r *report) {
	x := f.Disputes.Forum
	law := f.Disputes.GoverningLaw.Country()
	differs := func(which string, place schema.Country) {
		if law != "" && place != "" && law != place && f.Disputes.SplitReason == "" {
			r.warnf("/disputes/split_reason", "give disputes.split_reason if that is meant", "the law is that of %s, and the %s is in %s",
				schema.JurisdictionName(f.Disputes.GoverningLaw), which, schema.JurisdictionName(schema.Jurisdiction(place)))
		}
	}
	if x.Kind != "courts" {
		differs("seat", x.SeatCountry) // where it is missing, DI08 says so
	}
	if x.Kind != "courts" && x.Kind != "split" {
		return
	}
	differs("court", x.CourtCountry)
	if x.Courts != "" && x.CourtCountry == "" {
		r.cannotAssess("/disputes/forum/court_country", "whether the courts apply their own law", "disputes.forum.court_country")
	}
	f.foreignValidity(r)
}

// foreignValidity looks for courts that alone decide, also on rights that the
// courts or offices of another country alone can revoke.
func (f *facts) foreignValidity(r *report) {
	x := f.Disputes.Forum
	reserved := x.Kind == "split" || x.IPValidity != "" || slices.Contains(f.Disputes.CarveOuts, "validity") || f.says(assemble.Validity) != ""
	if reserved || !is(x.ExclusiveCourts) || x.CourtCountry == "" {
		return
	}
	home := f.world.of(string(x.CourtCountry))
	for _, n := range f.shared((*schema.Asset).IsPatent) {
		a := &f.Assets[n]
		if abroad := f.world.set(append(slices.Clone(a.Countries), schema.Country(a.Office))).without(home); !abroad.empty() {
			r.errorf("/disputes/forum/exclusive_courts", `add "validity" to carve_outs`, "the courts of %s alone decide, also on the validity of %s, which is registered in %s",
				schema.JurisdictionName(schema.Jurisdiction(x.CourtCountry)), a.ID, f.world.codeList(abroad))
			return
		}
	}
}

const longEscalation = 180 // days: a rule of thumb

func escalation(f *facts, r *report) {
	d := f.Disputes
	byClause := f.says(assemble.DatedSteps) == "yes"
	outside := slices.ContainsFunc(d.Steps, func(s schema.DisputeStep) bool { return s.Kind == "mediation" || s.Kind == "expert" })
	if !outside && !byClause {
		r.warnf("/disputes/steps", "add a step of kind mediation or expert", "nothing stands between the parties and the tribunal")
	}
	total := 0
	for i, s := range d.Steps {
		if s.Days != nil {
			total += int(*s.Days)
		} else if !byClause {
			r.warnf(at("disputes", "steps", i, "days"), "give days", "the step %s has no end", s.Kind)
		}
		if s.Kind == "mediation" && d.Mediation.Rules == "" && d.Mediation.Appointing == "" {
			r.warnf("/disputes/mediation", "give disputes.mediation.rules or disputes.mediation.appointing", "the mediation has no rules, and nobody appoints the mediator")
		}
	}
	if total > longEscalation {
		r.warnf("/disputes/steps", "shorten the steps", "%d days pass before a tribunal can be seised: more than %d (a rule of thumb)", total, longEscalation)
	}
}

func courtAndArbitration(f *facts, r *report) {
	x := f.Disputes.Forum
	switch {
	case len(f.Disputes.CarveOuts) > 0:
	case x.Kind == "arbitration" && (is(x.ExclusiveCourts) || x.Courts != ""):
		r.errorf("/disputes/forum", `choose one, or set kind to "split"`, "arbitration has the last word, and so have courts (%s)", cmp.Or(short(x.Courts), "exclusive_courts"))
	case x.Kind == "" && x.Rules != "" && x.Courts != "":
		r.errorf("/disputes/forum", "set disputes.forum.kind, and delete what does not belong to it", "arbitration under the rules of %s is named, and so are courts (%s): nothing says which decides", x.Rules, short(x.Courts))
	case x.Kind == "courts" && x.Rules != "":
		r.errorf("/disputes/forum", `choose one, or set kind to "split"`, "courts have the last word, and so has arbitration under the rules of %s", x.Rules)
	}
}

func evenTribunal(f *facts, r *report) {
	x := f.Disputes.Forum
	if x.Kind == "courts" || x.Arbitrators == nil {
		return
	}
	appointment := f.stated.Disputes.Forum.Appointment // what a clause takes for two sides is no word on more
	switch n, sides := *x.Arbitrators, len(f.Members()); {
	case n%2 == 0:
		r.errorf("/disputes/forum/arbitrators", "take one or three", "%d arbitrators can be of two minds", n)
	case n > 1 && sides > 2 && appointment == "parties" && f.says(assemble.Forum) != "":
		r.warnf("/disputes/forum/appointment", `set appointment to "institution", or waive this with the reason`,
			"%d arbitrators are appointed by the parties, and there may be %d sides: those that do not agree on one leave it to the institution", n, sides)
	case n > 1 && sides > 2 && appointment == "parties":
		r.errorf("/disputes/forum/appointment", `set appointment to "institution"`, "%d arbitrators are appointed by the parties, and there may be %d sides", n, sides)
	case n > 1 && sides > 2 && appointment == "" && f.says(assemble.Forum) == "": // each of the clauses leaves it to the institution
		r.cannotAssess("/disputes/forum/appointment", "how "+count(sides, "side", "sides")+" would share the appointment of "+count(n, "arbitrator", "arbitrators"), "disputes.forum.appointment")
	}
}

// arbitration reports whether a tribunal decides, in whole or in part. Where
// the term sheet says nothing the clause does.
func (f *facts) arbitration() bool {
	k := cmp.Or(f.Disputes.Forum.Kind, f.says(assemble.Forum))
	return k == "arbitration" || k == "split"
}

func validityRulings(f *facts, r *report) {
	x := f.Disputes.Forum
	patents := f.shared((*schema.Asset).IsPatent)
	if !f.arbitration() || len(patents) == 0 || x.Kind == "split" || x.IPValidity == "courts" || f.says(assemble.Validity) == "courts" {
		return
	}
	if x.IPValidity == "" && f.says(assemble.Validity) == "" {
		r.warnf("/disputes/forum/ip_validity", `set it to "inter-partes" or "courts"`, "a tribunal may rule on the validity of patents, and nothing says for whom")
	}
	american := func(n int) bool { return f.Assets[n].Office == "US" }
	if i := slices.IndexFunc(patents, american); i >= 0 && !f.files("other", "US") {
		r.notef("/regulatory/filings", `ask counsel, and add a filing of kind "other" in the United States if it is needed`,
			"a tribunal may rule on %s, a patent of the United States, and nothing says who notifies its office of the award", f.Assets[patents[i]].ID)
	}
}

func noInterimRelief(f *facts, r *report) {
	x, stated := f.Remedies.Injunction, f.stated.Remedies.Injunction.InterimForum
	if f.Disputes.Forum.Kind == "courts" && stated != "" && stated != "court" {
		r.errorf("/remedies/injunction/interim_forum", `set it to "court"`, "the courts decide all disputes, so no emergency arbitrator can give urgent relief")
	}
	if !f.arbitration() || len(x.Scope) == 0 || slices.Contains(f.Disputes.CarveOuts, "interim-relief") {
		return
	}
	switch {
	case x.InterimForum == "emergency-arbitrator":
		r.warnf("/remedies/injunction/interim_forum", `set it to "both"`, "urgent relief is foreseen from an emergency arbitrator alone, and no court may give it")
	case x.InterimForum == "":
		r.warnf("/disputes/carve_outs", `add "interim-relief"`, "urgent relief is foreseen, and no court is left to give it")
	}
}

func rulesAndSeat(f *facts, r *report) {
	x := f.Disputes.Forum
	if !f.arbitration() {
		return
	}
	if x.Rules == "" {
		r.warnf("/disputes/forum/rules", "give disputes.forum.rules", "the arbitration has no rules")
	}
	switch {
	case x.Seat == "" && x.SeatCountry == "":
		r.warnf("/disputes/forum/seat", "give disputes.forum.seat and disputes.forum.seat_country", "the arbitration has no seat")
	case x.SeatCountry == "":
		r.cannotAssess("/disputes/forum/seat", "where an award can be enforced", "disputes.forum.seat_country")
	case slices.Contains(codesFor("award-enforcement"), string(x.SeatCountry)):
		r.warnf("/disputes/forum/seat_country", "choose another seat, or ask counsel", "the seat is in %s, and its awards may not be enforced abroad", schema.JurisdictionName(schema.Jurisdiction(x.SeatCountry)))
	}
}

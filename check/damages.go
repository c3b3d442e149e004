package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
	"github.com/shopspring/decimal"
)

var ldChecks = []*Check{
	{
		ID: "LD01", Title: "damages for what is allowed", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{cite("Cavendish [2015] UKSC 67: the rule against penalties looks at what is due on breach")},
		Needs: "remedies.ld[].trigger",
		About: "Liquidated damages fall on a lawful event, such as a withdrawal. " +
			"Make it an exit cost.",
		run: noBreach,
	},
	{
		ID: "LD02", Title: "agreed sum without an estimate", Severity: agreement.Error, Jurisdictions: everywhere,
		Facts: "agreed-sum-estimate",
		Needs: "remedies.ld[].estimate and basis; disputes.governing_law",
		About: "A sum is agreed for a breach, and the record does not say what loss was foreseen or why it is hard to prove. " +
			"Record both; under some laws the sum falls without them.",
		run: noEstimate,
	},
	{
		ID: "LD03", Title: "agreed sum far above the estimate", Severity: agreement.Error, Jurisdictions: everywhere,
		Facts: "agreed-sum-estimate",
		Needs: "remedies.ld[].amount, multiple, estimate, basis; disputes.governing_law",
		About: "A sum is more than 1.5 times the loss estimated, or 3 times under English law and its like, or more than 5 times, which is an error; these multiples are this tool's rules of thumb, not law. " +
			"Lower the sum, or correct the estimate.",
		run: farAboveEstimate,
	},
	{
		ID: "LD04", Title: "one sum for breaches great and small", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a single sum for breaches of different gravity is presumed to be a penalty")},
		Needs: "remedies.ld[].trigger and amount",
		About: "The same fixed sum falls on a late paper and on a leak or an unlicensed sale. " +
			"Set each sum by the loss that it stands for.",
		run: oneSumForAll,
	},
	{
		ID: "LD05", Title: "sum that runs without a ceiling", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "remedies.ld[].form, per, amount, cap; payments.fees and royalties",
		About: "A sum by day or unit has no cap, a cap that is reached only after a year or, where members pay fees and no royalties, a cap above 10% of the fees for a year (rules of thumb). " +
			"Give a cap.",
		run: noCeiling,
	},
	{
		ID: "LD06", Title: "agreed sum beside other remedies", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{
			cite("Swiss Code of Obligations, article 161(2): damage beyond the penalty is due only on proof of fault"),
			cite("Lefemine v. Baron, 573 So. 2d 326 (Fla. 1991): an option between the sum and actual damages makes the sum a penalty"),
			ask("whether the injured party may choose between the sum and its damages, or have both; states of the United States differ"),
		},
		Needs: "remedies.ld[].exclusive and credit; remedies.cumulative; disputes.governing_law",
		About: "A sum is the sole remedy in money while all remedies are cumulative, or is due beside damages for the same loss without credit, or at the choice of the injured party. " +
			`Set cumulative to "except-ld", or credit.`,
		run: doubleRecovery,
	},
	{
		ID: "LD07", Title: "agreed sum above the limit of liability", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "remedies.ld[].cap and amount; remedies.liability.cap and ld_inside_cap",
		About: "Liquidated damages count toward the limit of liability, and one of them can exceed it. " +
			"Lower the cap of the sum, or take liquidated damages out of the limit.",
		run: aboveLiability,
	},
	{
		ID: "LD08", Title: "court that changes the sum", Severity: agreement.Error, Jurisdictions: everywhere,
		Facts: "agreed-sum-reduction",
		Needs: "disputes.governing_law; remedies.ld[].amount, cap, trigger and estimate; payments.balancing and fees; parties[].individual and roles",
		About: "Under the governing law a court may change an agreed sum; under Chinese law a sum above 130% of the loss is commonly cut, in the practice of courts as reported, and under Brazilian law a sum above the obligation secured is an error. " +
			"Keep the sum near the estimate, and the record of how it was found.",
		run: courtChanges,
	},
	{
		ID: "LD09", Title: "multiple of no royalty", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "remedies.ld[].multiple and royalty; payments.royalties[].base and tiers",
		About: "A sum is a multiple of the royalty on a unit, and no royalty is due on units. " +
			"Name a royalty on units, or give an amount.",
		run: multipleOfNothing,
	},
	{
		ID: "LD10", Title: "two sanctions for one late payment", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether acceleration and an agreed sum for the same delay are a penalty together")},
		Needs: "remedies.ld of trigger late-payment; payments.balancing[].acceleration",
		About: "A late payment makes the whole sum due and costs liquidated damages as well. " +
			"Drop the one or the other; interest covers delay.",
		run: doubleSanction,
	},
	{
		ID: "LD11", Title: "figures due for review", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "remedies.ld[].review_date; term.start and renewals_used; deal.effective_date",
		About: "The day on which a figure was to be looked at again is past when the term begins, as after a renewal. " +
			"Look at it, and give the next day.",
		run: reviewPast,
	},
	{
		ID: "LD12", Title: "penalty under a law that refuses it", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{
			cite("Cavendish [2015] UKSC 67: a sum out of all proportion to a legitimate interest in performance is a penalty, and not enforced"),
			ask("whether a sum that the agreement itself calls a penalty is enforced in the other countries whose law comes from the common law"),
		},
		Needs: "remedies.ld[].form; disputes.governing_law",
		About: "A sum is stated as a contractual penalty, and the governing law does not enforce penalties, so that the words of the clause would defeat it. " +
			"State it as a fixed sum, by day or by unit, with the loss foreseen.",
		run: refusedPenalty,
	},
	{
		ID: "LD13", Title: "sum above its own estimate", Severity: agreement.Warning, Jurisdictions: everywhere,
		Facts: "agreed-sum-estimate",
		Needs: "remedies.ld[].amount and estimate; disputes.governing_law",
		About: "A sum is above the loss that the term sheet itself foresees; the schedule then says so, and whoever owes the sum will too; it is a note, but a warning under a law that tests a sum by what was foreseen. " +
			"Lower it to the estimate, or correct the estimate.",
		run: aboveOwnEstimate,
	},
}

func aboveOwnEstimate(f *facts, r *report) {
	for i := range f.Remedies.LD {
		if d := &f.Remedies.LD[i]; money.Above(d, decimal.NewFromInt(100)) {
			tell := r.notef
			if slices.Contains(strictOnSums, f.law()) {
				tell = r.warnf
			}
			tell(at("remedies", "ld", i, "amount"), "lower the sum to the estimate, or correct the estimate", "%s: %s is above its own estimate of %s, and the schedule says so", d.ID, d.Amount, d.Estimate)
		}
	}
}

var reChecks = []*Check{
	{
		ID: "RE01", Title: "injunction against a willing licensee", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether an injunction is open on a right promised to all, or for a failure to pay, and what must be offered first")},
		Needs: "remedies.injunction; assets[].frand; regulatory.frand",
		About: "Injunctions are open on rights promised to all on fair terms, or irreparable harm is stipulated for a failure to pay. " +
			"Set willing_licensee_exception, or take payment out of the scope.",
		run: willingLicensee,
	},
	{
		ID: "RE02", Title: "gap in the ladder of remedies", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "remedies.ladder, audit_link, tolling",
		About: "An audit finding leads to no step, a step has no days, or the steps take more than a year while claims run out. " +
			"Set audit_link, give the days, or set tolling.",
		run: ladderGap,
	},
	{
		ID: "RE03", Title: "limit that reaches intent or fraud", Severity: agreement.Error, Jurisdictions: everywhere,
		Facts: "liability-for-intent",
		Needs: "remedies.liability.form and uncapped; disputes.governing_law",
		About: "The limit of liability covers intent or fraud, which the governing law may not allow. " +
			"Add them to uncapped.",
		run: limitsIntent,
	},
	{
		ID: "RE04", Title: "sublicences that nobody watches", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].sublicense.allowed; remedies.monitoring",
		About: "Sublicences are allowed, and there is neither a register of them nor a certificate of compliance. " +
			"Set register, or give certify.",
		run: unwatched,
	},
	{
		ID: "RE05", Title: "members liable for each other", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether members who owe one performance together are liable jointly unless they say otherwise")},
		Needs: "remedies.liability.several; deal.kind",
		About: "A pool or consortium does not say that its members are liable severally. " +
			"Set several.",
		run: jointLiability,
	},
}

func noBreach(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		if d.Trigger == "withdrawal" || d.Trigger == "option-lapse" {
			r.errorf(at("remedies", "ld", i, "trigger"), "make it payments.exit_cost", "%s is due on %s, which is no breach", d.ID, d.Trigger)
		}
	}
}

// law is the country whose law governs, or "".
func (f *facts) law() string { return string(f.Disputes.GoverningLaw.Country()) }

// strictOnSums are the laws under which an agreed sum is doubtful without an
// estimate; likeEngland those that ask for a legitimate interest instead.
var (
	strictOnSums = []string{"US", "SG", "IN", "IE"}
	likeEngland  = []string{"GB", "AU", "NZ", "HK"}
)

func refusedPenalty(f *facts, r *report) {
	if !slices.Contains(strictOnSums, f.law()) && !slices.Contains(likeEngland, f.law()) {
		return
	}
	name := schema.JurisdictionName(f.Disputes.GoverningLaw)
	for i, d := range f.Remedies.LD {
		if d.Form == "penalty" {
			r.errorf(at("remedies", "ld", i, "form"), `write "fixed", "per-day" or "per-unit", and record the loss foreseen`, "%s is stated as a penalty, which the courts of %s do not enforce", d.ID, name)
		}
	}
}

func noEstimate(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		var missing []string
		if d.Estimate == nil || !d.Estimate.Amount.IsPositive() {
			missing = append(missing, "estimate")
		}
		if strings.TrimSpace(d.Basis) == "" {
			missing = append(missing, "basis")
		}
		if len(missing) == 0 {
			continue
		}
		find := r.warnf
		if slices.Contains(strictOnSums, f.law()) {
			find = r.errorf
		}
		find(at("remedies", "ld", i), "record the loss foreseen, and why it is hard to prove", "%s, agreed for %s, states no %s", d.ID, d.Trigger, strings.Join(missing, " and no "))
	}
}

// Multiples of the loss estimated, in percent: rules of thumb of this tool.
var (
	usualMultiple   = decimal.NewFromInt(150)
	englishMultiple = decimal.NewFromInt(300)
	topMultiple     = decimal.NewFromInt(500)
	chineseMultiple = decimal.NewFromInt(130) // from the practice of courts, as reported
)

func farAboveEstimate(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		limit := usualMultiple
		if slices.Contains(likeEngland, f.law()) && strings.TrimSpace(d.Basis) != "" {
			limit = englishMultiple
		}
		f.againstEstimate(r, at("remedies", "ld", i), &d, limit)
	}
}

// againstEstimate compares one figure with the loss estimated. A multiple of
// the royalty is taken as a multiple of the loss, which is the royalty unpaid.
func (f *facts) againstEstimate(r *report, pointer string, d *schema.LiquidatedDamages, limit decimal.Decimal) {
	const rule = "above the line of %s (a rule of thumb of this tool, not law)"
	const fix = "lower the sum, or correct the estimate"
	grave := func(top bool) (func(pointer, fix, format string, args ...any), decimal.Decimal) {
		if top {
			return r.errorf, topMultiple
		}
		return r.warnf, limit
	}
	switch {
	case money.Above(d, limit):
		find, line := grave(money.Above(d, topMultiple))
		find(pointer+"/amount", fix, "%s: %s is %s times the estimate of %s, "+rule, d.ID, d.Amount, times(d), d.Estimate, line.Shift(-2))
	case d.Amount == nil && d.Multiple != nil && d.Multiple.GreaterThan(limit):
		find, line := grave(d.Multiple.GreaterThan(topMultiple))
		find(pointer+"/multiple", "lower the multiple", "%s: %s of the royalty that was not paid, "+rule, d.ID, d.Multiple, line.String()+"%")
	case d.Amount != nil && d.Estimate != nil && d.Amount.Currency != d.Estimate.Currency:
		r.cannotAssess(pointer+"/estimate", "how far "+d.ID+" exceeds the loss", "an estimate in "+string(d.Amount.Currency))
	}
}

// times is a figure as a multiple of the loss estimated, rounded up, so that
// what is above a line also looks so.
func times(d *schema.LiquidatedDamages) decimal.Decimal {
	return d.Amount.Amount.DivRound(d.Estimate.Amount.Decimal, 6).RoundUp(2)
}

// gravity is how grave a breach is: 1 for papers and payments that come late, 2
// for use and disclosure that were not allowed.
func gravity(trigger string) int {
	switch trigger {
	case "late-report", "late-payment", "late-deposit", "late-delivery", "missed-disclosure":
		return 1
	case "unauthorised-sublicence", "out-of-field-sale", "under-report", "tier3-leak":
		return 2
	}
	return 0
}

func oneSumForAll(f *facts, r *report) {
	type firsts [3]*schema.LiquidatedDamages // by gravity
	seen := map[string]*firsts{}
	for i := range f.Remedies.LD {
		d := &f.Remedies.LD[i]
		grave := gravity(d.Trigger)
		if grave == 0 || d.Amount == nil || runs(d) {
			continue
		}
		sum := string(d.Amount.Currency) + " " + d.Amount.Amount.Decimal.String()
		first := seen[sum]
		if first == nil {
			first = new(firsts)
			seen[sum] = first
		}
		if other := first[3-grave]; other != nil {
			r.errorf(at("remedies", "ld", i, "amount"), "set each sum by the loss that it stands for", "%s and %s cost the same %s, though one is %s and the other %s", other.ID, d.ID, d.Amount, other.Trigger, d.Trigger)
		} else if first[grave] == nil {
			first[grave] = d
		}
	}
}

// Rules of thumb on the ceiling of a sum that runs.
const farCeiling = 365 // days

var shareOfFees = decimal.NewFromInt(10) // percent of a member's fees for a year

// runs reports whether a sum is counted by the day or by the unit.
func runs(d *schema.LiquidatedDamages) bool {
	return d.Per == "day" || d.Per == "unit" || d.Form == "per-day" || d.Form == "per-unit"
}

func noCeiling(f *facts, r *report) {
	for i := range f.Remedies.LD {
		d := &f.Remedies.LD[i]
		if !runs(d) {
			continue
		}
		p := at("remedies", "ld", i, "cap")
		if d.Cap == nil {
			r.warnf(p, "give a cap", "%s runs without a ceiling", d.ID)
			continue
		}
		perDay := d.Per == "day" || d.Per == "" && d.Form == "per-day"
		switch fees := f.yearlyFees(d.Cap.Currency); {
		case perDay && d.Amount != nil && d.Amount.Currency == d.Cap.Currency && d.Cap.Amount.GreaterThan(d.Amount.Amount.Mul(decimal.NewFromInt(farCeiling))):
			r.warnf(p, "lower the cap", "%s reaches its cap of %s only after more than %d days at %s (a rule of thumb)", d.ID, d.Cap, farCeiling, d.Amount)
		case fees != nil && len(f.Payments.Royalties) == 0 && d.Cap.Amount.Mul(decimal.NewFromInt(100)).GreaterThan(fees.Amount.Mul(shareOfFees)):
			r.warnf(p, "lower the cap", "%s may reach %s, more than %s%% of a member's fees for a year, %s, and there are no royalties (a rule of thumb)", d.ID, d.Cap, shareOfFees, fees)
		}
	}
}

// electionRefused are the laws under which a choice between the sum and the
// damages is known to undo the sum.
var electionRefused = []schema.Jurisdiction{"US-FL"}

func doubleRecovery(f *facts, r *report) {
	law := f.Disputes.GoverningLaw
	const choose = `make it "sole-monetary", or "floor" with credit`
	for i, d := range f.Remedies.LD {
		p := at("remedies", "ld", i)
		switch {
		case d.Exclusive == "sole-monetary" && f.Remedies.Cumulative == "all":
			r.errorf(p+"/exclusive", `set remedies.cumulative to "except-ld", or delete remedies.cumulative`, "%s is the sole remedy in money here, but all remedies are cumulative", d.ID)
		case d.Exclusive == "floor" && isNot(d.Credit):
			r.errorf(p+"/credit", "set credit", "%s is due beside damages for the same loss, without credit", d.ID)
		case d.Exclusive == "floor" && d.Credit == nil && f.says(assemble.Credited) != "yes":
			r.cannotAssess(p+"/credit", "whether one loss is compensated twice under "+d.ID, "remedies.ld[].credit")
		case d.Exclusive == "elect" && slices.Contains(electionRefused, law):
			r.errorf(p+"/exclusive", choose, "the injured party may choose between %s and its damages, which undoes the sum under the law of %s", d.ID, schema.JurisdictionName(law))
		case d.Exclusive == "elect":
			r.warnf(p+"/exclusive", choose, "the injured party may choose between %s and its damages, so that the sum is no estimate of them", d.ID)
		}
	}
}

func aboveLiability(f *facts, r *report) {
	l := f.Remedies.Liability
	if !is(l.LDInsideCap) || l.Form == "none" {
		return
	}
	const fix = "lower it, or set ld_inside_cap to false"
	for i, d := range f.Remedies.LD {
		p := at("remedies", "ld", i)
		most, member := d.Cap, "/cap"
		if most == nil {
			most, member = d.Amount, "/amount"
		}
		switch {
		case most == nil:
		case l.Cap == nil && l.Form != "" || l.Cap != nil && l.Cap.Currency != most.Currency:
			r.cannotAssess("/remedies/liability/cap", "whether "+d.ID+" fits into the limit of liability in which it counts", "remedies.liability.cap in "+string(most.Currency))
		case exceeds(most, l.Cap) && d.Cap != nil:
			r.errorf(p+member, fix, "%s may reach %s, above the limit of liability of %s in which it counts", d.ID, most, l.Cap)
		case exceeds(most, l.Cap):
			r.errorf(p+member, fix, "%s costs %s, above the limit of liability of %s in which it counts", d.ID, most, l.Cap)
		}
	}
}

// raises are the laws under which a court may also raise an agreed sum.
var raises = []string{"CN", "FR"}

func courtChanges(f *facts, r *report) {
	law := f.law()
	i := slices.IndexFunc(regimes.Facts(), func(j regimes.Fact) bool { return j.Topic == "agreed-sum-reduction" && j.Code == law })
	if len(f.Remedies.LD) == 0 || i < 0 || law == "DE" && !f.anyNonMerchant() {
		return
	}
	change := "reduce"
	if slices.Contains(raises, law) {
		change = "raise or reduce"
	}
	name := schema.JurisdictionName(schema.Jurisdiction(law))
	if fact := regimes.Facts()[i]; fact.Seen() {
		r.in(law).notef("/remedies/ld", "keep the record of how each sum was found", "the law of %s governs the agreed sums: %s", name, fact.Text)
	} else {
		r.in(law).notef("/remedies/ld", "ask counsel there, and keep the record of how each sum was found", "the law of %s may let a court %s an agreed sum (not verified)", name, change)
	}
	for i := range f.Remedies.LD {
		d, p := &f.Remedies.LD[i], at("remedies", "ld", i)
		switch {
		case law == "CN" && money.Above(d, chineseMultiple):
			r.warnf(p+"/amount", "lower the sum", "%s: %s is %s times the estimate of %s, above the line of %s at which courts there commonly cut, as reported", d.ID, d.Amount, times(d), d.Estimate, chineseMultiple.Shift(-2))
		case law == "BR":
			f.abovePrincipal(r, p, d)
		}
	}
}

// anyNonMerchant reports whether a party is a person or body that is commonly
// no merchant.
func (f *facts) anyNonMerchant() bool {
	return slices.ContainsFunc(f.Parties, func(p schema.Party) bool { return p.Individual || p.Has(schema.RoleResearchOrg) })
}

// abovePrincipal compares a sum due for late payment with the greatest fixed
// sum that could be late.
func (f *facts) abovePrincipal(r *report, pointer string, d *schema.LiquidatedDamages) {
	most := d.Cap
	if most == nil {
		most = d.Amount
	}
	if most == nil {
		return
	}
	owed := schema.Money{Currency: most.Currency}
	for _, b := range f.Payments.Balancing {
		if exceeds(&b.Total, &owed) {
			owed = b.Total
		}
	}
	for _, x := range f.Payments.Fees {
		if exceeds(&x.Amount, &owed) {
			owed = x.Amount
		}
	}
	switch fixed := len(f.Payments.Royalties) == 0 && owed.Amount.IsPositive(); {
	case d.Trigger == "late-payment" && fixed && exceeds(most, &owed):
		r.errorf(pointer, "lower it, or ask counsel there", "%s may cost %s, more than the greatest sum that could be late, %s: under the law of Brazil the obligation secured may be the ceiling", d.ID, most, owed)
	case d.Trigger != "late-payment" || !fixed:
		r.notef(pointer, "ask counsel there", "cannot assess whether %s exceeds the obligation that it secures, which may be the ceiling under the law of Brazil: needs the value of that obligation, which a term sheet does not hold", d.ID)
	}
}

func multipleOfNothing(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		if d.Multiple == nil || d.Amount != nil {
			continue
		}
		if _, ok := money.UnitRoyalty(f.Royalty(d.Royalty), f.Payments.Currency); !ok {
			r.errorf(at("remedies", "ld", i, "multiple"), "name a royalty on units in royalty, or give amount", "%s is %s of a royalty on units, and there is none", d.ID, d.Multiple)
		}
	}
}

func doubleSanction(f *facts, r *report) {
	accelerates := slices.ContainsFunc(f.Payments.Balancing, func(b schema.Balancing) bool { return is(b.Acceleration) })
	for i, d := range f.Remedies.LD {
		if d.Trigger == "late-payment" && accelerates {
			r.warnf(at("remedies", "ld", i), "drop it, or the acceleration: interest covers delay", "a late payment makes the whole sum due and costs %s as well", d.ID)
		}
	}
}

func reviewPast(f *facts, r *report) {
	start := f.TermStart()
	for i, d := range f.Remedies.LD {
		p := at("remedies", "ld", i, "review_date")
		switch {
		case !d.ReviewDate.IsZero() && d.ReviewDate.Before(start):
			r.notef(p, "look at the figure, and give the next day", "%s was to be looked at on %s, before the term begins on %s", d.ID, d.ReviewDate.ISO(), start.ISO())
		case d.ReviewDate.IsZero() && f.Term.RenewalsUsed > 0:
			r.cannotAssess(p, "whether the figure of "+d.ID+" was looked at before the renewal", "remedies.ld[].review_date")
		}
	}
}

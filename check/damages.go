package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/compute"
	"github.com/engross/engross/schema"
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
		Basis: basesFor("agreed-sum-estimate"),
		Needs: "remedies.ld[].estimate and basis; disputes.governing_law",
		About: "A sum is agreed for a breach, and the record does not say what loss was foreseen or why it is hard to prove. " +
			"Record both; under some laws the sum falls without them.",
		run: noEstimate,
	},
	{
		ID: "LD03", Title: "agreed sum far above the estimate", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: basesFor("agreed-sum-estimate"),
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
		Needs: "remedies.ld[].form, per, amount, cap",
		About: "A sum by day or unit has no cap, or a cap that is reached only after a year (a rule of thumb). " +
			"Give a cap.",
		run: noCeiling,
	},
	{
		ID: "LD06", Title: "agreed sum beside other remedies", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{
			cite("Swiss Code of Obligations, article 161(2): damage beyond the penalty is due only on proof of fault"),
			ask("whether the injured party may choose between the sum and its damages, or have both"),
		},
		Needs: "remedies.ld[].exclusive and credit; remedies.cumulative",
		About: "A sum is the sole remedy in money while all remedies are cumulative, or is due beside damages for the same loss without credit. " +
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
		ID: "LD08", Title: "court that changes the sum", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: basesFor("agreed-sum-reduction"),
		Needs: "disputes.governing_law; remedies.ld[].amount and estimate",
		About: "Under the governing law a court may change an agreed sum; under Chinese law a sum above 130% of the loss is commonly cut, in the practice of courts as reported. " +
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
		Needs: "remedies.ld[].review_date; term.start; deal.effective_date",
		About: "The day on which a figure was to be looked at again is past when the term begins, as after a renewal. " +
			"Look at it, and give the next day.",
		run: reviewPast,
	},
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
		Basis: basesFor("liability-for-intent"),
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

func noEstimate(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		var missing []string
		if d.Estimate == nil {
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
		find(at("remedies", "ld", i), "record the loss foreseen, and why it is hard to prove", "%s states no %s", d.ID, strings.Join(missing, " and no "))
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
		p := at("remedies", "ld", i)
		switch pct, known := compute.Ratio(&d); {
		case known && compute.Above(&d, topMultiple):
			r.errorf(p+"/amount", "lower the sum, or correct the estimate", "%s: %s is %s of the estimate of %s, more than %s%% (a rule of thumb, not law)", d.ID, d.Amount, pct, d.Estimate, topMultiple)
		case known && compute.Above(&d, limit):
			r.warnf(p+"/amount", "lower the sum, or correct the estimate", "%s: %s is %s of the estimate of %s, more than %s%% (a rule of thumb, not law)", d.ID, d.Amount, pct, d.Estimate, limit)
		case d.Multiple != nil && d.Multiple.GreaterThan(limit):
			r.warnf(p+"/multiple", "lower the multiple", "%s: %s of the royalty that was lost, more than %s%% (a rule of thumb, not law)", d.ID, d.Multiple, limit)
		}
	}
}

// gravity is how grave a breach is: 1 for papers and payments that come late, 2
// for use and disclosure that were not allowed.
func gravity(trigger string) int {
	switch trigger {
	case "late-report", "late-payment", "late-deposit", "missed-disclosure":
		return 1
	case "unauthorised-sublicence", "out-of-field-sale", "under-report", "tier3-leak":
		return 2
	}
	return 0
}

func oneSumForAll(f *facts, r *report) {
	ld := f.Remedies.LD
	for i, d := range ld {
		for _, e := range ld[:i] {
			a, b := gravity(e.Trigger), gravity(d.Trigger)
			fixed := d.Amount != nil && e.Amount != nil && d.Per != "day" && e.Per != "day" && d.Per != "unit" && e.Per != "unit"
			if a != b && a > 0 && b > 0 && fixed && d.Amount.Currency == e.Amount.Currency && d.Amount.Amount.Equal(e.Amount.Amount.Decimal) {
				r.errorf(at("remedies", "ld", i, "amount"), "set each sum by the loss that it stands for", "%s and %s cost the same %s, though one is %s and the other %s", e.ID, d.ID, d.Amount, e.Trigger, d.Trigger)
				break
			}
		}
	}
}

const farCeiling = 365 // days or units: a rule of thumb

func noCeiling(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		runs := d.Per == "day" || d.Per == "unit" || d.Form == "per-day" || d.Form == "per-unit"
		p := at("remedies", "ld", i, "cap")
		switch {
		case !runs:
		case d.Cap == nil:
			r.warnf(p, "give a cap", "%s runs without a ceiling", d.ID)
		case d.Form == "per-day" && d.Amount != nil && d.Amount.Currency == d.Cap.Currency && d.Cap.Amount.GreaterThan(d.Amount.Amount.Mul(decimal.NewFromInt(farCeiling))):
			r.warnf(p, "lower the cap", "%s reaches its cap of %s only after more than %d days at %s (a rule of thumb)", d.ID, d.Cap, farCeiling, d.Amount)
		}
	}
}

func doubleRecovery(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		p := at("remedies", "ld", i)
		switch {
		case d.Exclusive == "sole-monetary" && f.Remedies.Cumulative == "all":
			r.errorf(p+"/exclusive", `set remedies.cumulative to "except-ld"`, "%s is the sole remedy in money here, but all remedies are cumulative", d.ID)
		case d.Exclusive == "floor" && !is(d.Credit):
			r.errorf(p+"/credit", "set credit", "%s is due beside damages for the same loss, without credit", d.ID)
		case d.Exclusive == "elect":
			find := r.warnf
			if f.law() == "US" {
				find = r.errorf
			}
			find(p+"/exclusive", `make it "sole-monetary", or "floor" with credit`, "the injured party may choose between %s and its damages, so that the sum is no estimate of them", d.ID)
		}
	}
}

func aboveLiability(f *facts, r *report) {
	l := f.Remedies.Liability
	for i, d := range f.Remedies.LD {
		if !is(l.LDInsideCap) {
			return
		}
		if exceeds(d.Cap, l.Cap) {
			r.errorf(at("remedies", "ld", i, "cap"), "lower it, or set ld_inside_cap to false", "%s may reach %s, above the limit of liability of %s in which it counts", d.ID, d.Cap, l.Cap)
		} else if d.Cap == nil && exceeds(d.Amount, l.Cap) {
			r.errorf(at("remedies", "ld", i, "amount"), "lower it, or set ld_inside_cap to false", "%s costs %s, above the limit of liability of %s in which it counts", d.ID, d.Amount, l.Cap)
		}
	}
}

func courtChanges(f *facts, r *report) {
	if len(f.Remedies.LD) == 0 || !slices.Contains(codesFor("agreed-sum-reduction"), f.law()) {
		return
	}
	r.notef("/remedies/ld", "keep the record of how each sum was found", "under the law of %s a court may change an agreed sum", schema.CountryName(schema.Country(f.law())))
	for i, d := range f.Remedies.LD {
		if pct, known := compute.Ratio(&d); known && f.law() == "CN" && compute.Above(&d, chineseMultiple) {
			r.warnf(at("remedies", "ld", i, "amount"), "lower the sum", "%s: %s is %s of the estimate, more than %s%%, which courts there commonly cut, as reported", d.ID, d.Amount, pct, chineseMultiple)
		}
	}
}

func multipleOfNothing(f *facts, r *report) {
	for i, d := range f.Remedies.LD {
		if d.Multiple == nil || d.Amount != nil {
			continue
		}
		if _, ok := compute.UnitRoyalty(f.Royalty(d.Royalty), f.Payments.Currency); !ok {
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
	for i, d := range f.Remedies.LD {
		if start := f.TermStart(); !d.ReviewDate.IsZero() && d.ReviewDate.Before(start) {
			r.notef(at("remedies", "ld", i, "review_date"), "look at the figure, and give the next day", "%s was to be looked at on %s, before the term begins on %s", d.ID, d.ReviewDate.ISO(), start.ISO())
		}
	}
}

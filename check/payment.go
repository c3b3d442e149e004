package check

import "github.com/engross/engross/agreement"

var paChecks = []*Check{
	{
		ID: "PA01", Title: "gap or overlap of royalty bands", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "payments.royalties[].tiers",
		About: "The bands of a royalty do not run from 0 upwards without gap or overlap, or the last has an end, so that some volume has no rate or two. " +
			"Let each band begin where the one before ends, and the last be open.",
		run: bandsFit,
	},
	{
		ID: "PA02", Title: "rates that rise, or a total that falls", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "payments.royalties[].tiers, marginal, success_linked",
		About: "A rate rises with volume though it is not success-linked, or the royalty on one unit more is less than on one unit fewer. " +
			"Say that it is success-linked, or make the bands marginal; the totals printed are exact.",
		run: bandsMonotone,
	},
	{
		ID: "PA03", Title: "minimum, cap and rate at odds", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "payments.royalties[].minimum, cap, enterprise_cap, regions[].cap, tiers",
		About: "A minimum is greater than the cap, a cap is less than what the first unit bears, or a region's cap is greater than that of the whole. " +
			"Correct one of the two sums.",
		run: capsAtOdds,
	},
	{
		ID: "PA04", Title: "royalty after the last patent", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{cite("Brulotte v. Thys (1964) and Kimble v. Marvel (2015), with the limits in Ares Trading v. Dyax (3d Cir. 2024) and C.R. Bard v. Atrium (9th Cir. 2024): no royalty in the United States for use after expiry")},
		Needs: "payments.royalties[].end, step_down, deferred_for_pre_expiry_use, support; the grants that bear it; assets[].expiry_date, office and countries",
		About: "In some country a royalty runs past the expiry of the last patent for which it is paid, and no know-how at a lower rate, other right or deferral supports it. " +
			"End it with the last patent, step it down for know-how, or name what supports it.",
		run: royaltyAfterExpiry,
	},
	{
		ID: "PA05", Title: "know-how that costs as much as the patents", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a hybrid royalty stays due in full when the patents in it have expired or were never granted")},
		Needs: "payments.royalties[].step_down, end, support; the kinds, expiry_date and status of the assets of the grants that bear it",
		About: "A royalty for patents and know-how stays the same when the patents have expired or are refused. " +
			"Give step_down, or end the royalty with the last patent.",
		run: hybridWithoutStep,
	},
	{
		ID: "PA06", Title: "royalty on what is free", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants[].royalty_free and royalty",
		About: "A grant is royalty-free and refers to a royalty. Delete the one or the other.",
		run:   royaltyOnFree,
	},
	{
		ID: "PA07", Title: "net sales not defined", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "payments.royalties[].net_sales of a royalty on net sales",
		About: "A royalty on net sales lists no deductions, does not cap them, or says nothing of combination products. " +
			"Give what is missing.",
		run: netSales,
	},
	{
		ID: "PA08", Title: "royalties stacked on one product", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a promise of reasonable royalties looks to the sum of all royalties on a product")},
		Needs: "grants[].royalty, field, territory, dates, licensees; payments.royalties[].tiers, stacking_cap, unit_price; valuation.aggregate_cap_pct",
		About: "The royalties that one licensee owes on products of one field, in one country and at one time, add up to more than the cap, or three or more meet without a cap. " +
			"Lower a rate, or give stacking_cap or aggregate_cap_pct.",
		run: stacked,
	},
	{
		ID: "PA09", Title: "time to pay, and interest", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether so long a time to pay is fair in Europe, and which rate of interest is usurious or required by statute")},
		Needs: "payments.pay_days and interest; the seats of those who pay",
		About: "A payer in the European Union or the United Kingdom has more than 60 days or bears less than 2 points above the reference when it is late, or anybody more than 15 (the points are rules of thumb of this tool). " +
			"Correct the figure, or waive this with the reason.",
		run: timeToPay,
	},
	{
		ID: "PA10", Title: "audit that outlasts the records", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "payments.audit",
		About: "An audit may reach further back than records are kept; or its notice, number or the shortfall that shifts the cost is out of the usual range (a rule of thumb). " +
			"Bring the figures into line.",
		run: auditReach,
	},
	{
		ID: "PA11", Title: "royalties after revocation", Severity: agreement.Note, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether royalties paid or due for a patent that is later revoked stay due")},
		Needs: "payments.invalidity",
		About: "Nothing says what becomes of royalties when a licensed patent is revoked or lapses. " +
			"Give payments.invalidity.",
		run: afterRevocation,
	},
	{
		ID: "PA12", Title: "withholding tax", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether tax is withheld on the payments, at which treaty rate, and what relieves it")},
		Needs: "payments.tax.withholding; the seats of payers and payees",
		About: "Money crosses a border and nothing says who bears tax that is withheld. " +
			"Give payments.tax.withholding.",
		run: withholding,
	},
	{
		ID: "PA13", Title: "exit cost that punishes", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a cost of leaving that exceeds what the others lose is a penalty")},
		Needs: "payments.exit_cost; payments.fees",
		About: "An exit cost is due on expulsion, or is more than the cost not recovered, or than a year's fees where that is not stated. " +
			"Confine it to withdrawal, or lower it; what a breach costs belongs in liquidated damages.",
		run: exitPunishes,
	},
	{
		ID: "PA14", Title: "acceleration without grace", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether acceleration for a single late instalment is a penalty")},
		Needs: "payments.balancing[].acceleration and acceleration_grace_days",
		About: "One late instalment makes the whole sum due at once. " +
			"Give days of grace; LD10 looks at liquidated damages beside it.",
		run: noGrace,
	},
	{
		ID: "PA15", Title: "one member with most of the money and the votes", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether one member controls the pool, and what follows for the protection of the others and for merger control")},
		Needs: "payments.distribution.by and shares; the seats of the committee; contributions[].opening_credits where credits decide income or carry votes",
		About: "One member takes more than half of the income and holds more than half of the votes. " +
			"Cap the one or the other.",
		run: oneRules,
	},
	{
		ID: "PA16", Title: "royalty that no grant bears", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "payments.royalties[].id; grants[].royalty",
		About: "A royalty is declared and no grant names it, so that one schedule charges what another says is free. " +
			"Name it in the grant that bears it, or delete it.",
		run: unnamedRoyalty,
	},
	{
		ID: "PA17", Title: "exit cost of a year in which nobody may leave", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "payments.exit_cost.schedule; membership.withdrawal.earliest",
		About: "The cost of leaving is stated for a year of membership in which no member may leave yet, so that its row can never apply. " +
			"Begin the schedule with the year in which a member may first leave, or let it leave sooner.",
		run: exitTooSoon,
	},
}

var vaChecks = []*Check{
	{
		ID: "VA01", Title: "credits without a rule", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "credits.uses, unit, ledger, award_rule; payments.distribution.by, royalties[].contribution_discount, exit_cost.credit_offset",
		About: "Credits decide income, discounts, votes or the cost of leaving, and nothing says what a credit is, who keeps count or how one is earned. " +
			"Give what is missing.",
		run: creditRules,
	},
	{
		ID: "VA02", Title: "reward for splitting patents", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "credits.counting, weights, cap_pct, evaluator; payments.distribution.by and cap_pct",
		About: "Patents are counted by raw number without cap or evaluator, so that five patents on one invention earn five times. " +
			"Count by family or essentiality, cap the share, or name an evaluator.",
		run: splitReward,
	},
	{
		ID: "VA03", Title: "contributed asset that nobody has classed", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{poolConditions},
		Needs: "assets[].class, value_driver, essential_to, evaluator; deal.kind",
		About: "An asset of a pool or consortium has no class or no value driver, or is called essential by a member alone. " +
			"Class it and say what makes it valuable, and name the evaluator.",
		run: unclassed,
	},
	{
		ID: "VA04", Title: "valuation without data", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "valuation.method, benchmarks, review_months; payments.royalties",
		About: "A valuation rests on no data, or on data without a day or, beside several royalties, without the royalty that they measure, or is not looked at again for more than 60 months (a rule of thumb). " +
			"Give benchmarks with their dates, and a review.",
		run: benchmarks,
	},
	{
		ID: "VA05", Title: "rates that one side may change", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a power to change the price at will is certain and fair enough to be enforced")},
		Needs: "valuation.rate_change and band_pct; membership.withdrawal; termination.grounds of kind convenience and who may use them",
		About: "The administrator or a licensor may change rates alone, with no limit and no way out for the others. " +
			"Give a band, or a right to leave.",
		run: ratesAtWill,
	},
}

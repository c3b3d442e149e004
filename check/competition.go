package check

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema/regimes"
)

// economicArea is the European Economic Area, where the block exemption of the
// European Union applies.
var economicArea = []string{"EU", "IS", "LI", "NO"}

// europe is where a block exemption for technology transfer sets the tone: the
// European Economic Area and the United Kingdom.
var europe = append(economicArea[:len(economicArea):len(economicArea)], "GB")

// competitionLaws are the jurisdictions whose competition law a licence is
// commonly assessed under.
var competitionLaws = regimes.CompetitionLaws

var (
	thresholds     = cite("Regulation (EU) 2026/877: market-share thresholds of 20% combined between competitors and 30% each otherwise")
	poolConditions = cite("European Commission, guidelines on technology transfer, conditions for technology pools, as reported in 2026")
)

var coChecks = []*Check{
	{
		ID: "CO01", Title: "combined share of competitors", Severity: agreement.Warning, Jurisdictions: economicArea,
		Basis: []Basis{thresholds},
		Needs: "parties[].competitor_of and shares",
		About: "Parties that compete hold together more than 20% of a market, so that the block exemption does not cover them and they must assess the deal themselves. " +
			"Record the self-assessment, and waive this with its reasons.",
		run: combinedShares,
	},
	{
		ID: "CO02", Title: "great share of one party", Severity: agreement.Warning, Jurisdictions: economicArea,
		Basis: []Basis{thresholds},
		Needs: "parties[].competitor_of and shares",
		About: "A party that competes with none of the others holds more than 30% of a market, so that the block exemption does not cover the deal. " +
			"Record the self-assessment, and waive this with its reasons.",
		run: singleShares,
	},
	{
		ID: "CO03", Title: "competitors that divide a market", Severity: agreement.Error, Jurisdictions: append([]string{"US"}, europe...),
		Basis: []Basis{
			cite("block exemptions for technology transfer of the European Union and the United Kingdom: allocation of markets between competitors is hardcore"),
			ask("whether reciprocal exclusivity between competitors is unlawful without more in the United States"),
		},
		Needs: "parties[].competitor_of; grants: licensor, licensees, exclusivity, field, territory",
		About: "Competitors license each other, and one grant is exclusive, or sole and split by field or territory; a sole grant without a split is a warning, and so is each where only the United States are touched. " +
			"Make the grants nonexclusive, or let only one side license.",
		run: dividedMarkets,
	},
	{
		ID: "CO04", Title: "exclusive grant-back", Severity: agreement.Error, Jurisdictions: []string{"EU", "IS", "LI", "NO", "GB", "IN", "CN", "US"},
		Basis: []Basis{
			cite("Regulation (EU) 2026/877, as reported: exclusive grant-backs remain excluded from the exemption"),
			ask("whether an exclusive or assigned grant-back is void or an abuse in China, India and the United Kingdom, and how it is weighed in the United States"),
		},
		Needs: "improvements.grant_back.kind",
		About: "Licensees give their own improvements back exclusively, or assign them, which takes away the reason to improve. " +
			"Make the grant-back nonexclusive.",
		run: exclusiveGrantBack,
	},
	{
		ID: "CO05", Title: "restraint on a party's own technology", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{poolConditions, ask("whether a bar on competing technology or own research is hardcore or excluded from the exemption that applies")},
		Needs: "regulatory.restraints; deal.kind",
		About: "A party may not use or develop technology of its own, or not in some field or territory, beyond what protects know-how from third parties: an error in a pool and in Europe, elsewhere a warning. " +
			"Delete the restraint, or confine it to the protection of know-how.",
		run: ownTechnology,
	},
	{
		ID: "CO06", Title: "passive sales barred", Severity: agreement.Error, Jurisdictions: europe,
		Basis: []Basis{ask("whether any exception allows passive sales inside the European Economic Area or the United Kingdom to be barred")},
		Needs: "grants[].passive_sales, licensor_territory, territory, assets; parties[].competitor_of",
		About: "A licensee in the European Economic Area or the United Kingdom may not answer orders that it did not seek from another country there. " +
			"Allow passive sales, or confine the bar to a territory that the licensor keeps for itself, where the licence is not reciprocal between competitors.",
		run: passiveSales,
	},
	{
		ID: "CO07", Title: "price or output fixed", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a minimum price, an output cap or a reciprocal royalty out of proportion fixes prices under the laws touched")},
		Needs: "grants[].resale_price_minimum and output_cap; unit royalties of reciprocal grants between competitors; valuation.benchmarks[].royalty and rate",
		About: "A grant fixes the licensee's least price, competitors cap each other's output, or competitors owe each other a unit royalty of more than three times the benchmark (a rule of thumb of this tool). " +
			"Delete the price or the cap, or bring the royalty to the benchmark.",
		run: pricesAndOutput,
	},
	{
		ID: "CO08", Title: "challenges to licensed rights", Severity: agreement.Error, Jurisdictions: append([]string{"US"}, europe...),
		Basis: []Basis{
			cite("technology transfer rules of the European Union: a duty not to challenge is excluded from the exemption, and a right to terminate tolerated for exclusive licences alone"),
			ask("whether a clause against challenges is enforceable in the United States, and when it must have been agreed"),
		},
		Needs: "termination.challenge; grounds of kind challenge; grants[].exclusivity",
		About: "A licensee may not challenge a licensed right, or loses a licence that is not exclusive if it does. " +
			"Give up the duty, or confine termination to exclusive licences; TM10 looks at pools.",
		run: challenges,
	},
	{
		ID: "CO09", Title: "sensitive information among competitors", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether the exchange of prices, output, customers or strategy among competitors is lawful in any form")},
		Needs: "governance.updates.topics; confidentiality.clean_team; governance.committee.competitor_rule; assets[].tier; grants and deposits between competitors",
		About: "Competitors tell each other prices, output or customers, or one licenses or deposits strategic know-how for another without a clean team. " +
			"Take the topics out, or set up a clean team.",
		run: sensitiveInformation,
	},
	{
		ID: "CO10", Title: "conditions of a pool", Severity: agreement.Warning, Jurisdictions: append([]string{"US"}, europe...),
		Basis: []Basis{poolConditions},
		Needs: "regulatory.pool_conditions and what the term sheet shows of them: accession, essentiality, exclusivity, challenges, restraints, publication",
		About: "The guidelines on pools look for open participation, essential rights alone, little exchange of information, nonexclusive grants, fair terms for all, freedom to challenge and to develop, disclosure and no double royalty. " +
			"Meet the condition that is named, and list it in pool_conditions.",
		run: poolConditionsMet,
	},
	{
		ID: "CO11", Title: "term beyond the exemption", Severity: agreement.Note, Jurisdictions: europe,
		Basis: []Basis{
			cite("Regulation (EU) 2026/877 applies from 1 May 2026 until 30 April 2038; agreements that met Regulation (EU) No 316/2014 are covered until 30 April 2027"),
			ask("whether and when the exemption of the United Kingdom ends"),
		},
		Needs: "deal.effective_date, or deal.amends.date of an amendment; term; a deal between two",
		About: "The deal outlasts the block exemption for technology transfer, or has no end. " +
			"Note the day by which it must be assessed again.",
		run: exemptionEnds,
	},
	{
		ID: "CO12", Title: "exemption for two, relied on by more", Severity: agreement.Warning, Jurisdictions: economicArea,
		Basis: []Basis{cite("Regulation (EU) 2026/877 exempts agreements between two undertakings; pools are assessed under the guidelines")},
		Needs: "regulatory.self_assessment; the number of parties that are not affiliated",
		About: "More than two undertakings rely on the technology transfer block exemption, which covers agreements between two. " +
			"Assess the deal under the guidelines on pools, and name them in self_assessment.",
		run: exemptionForTwo,
	},
	{
		ID: "CO13", Title: "substitutes under the test of the United Kingdom", Severity: agreement.Warning, Jurisdictions: []string{"GB"},
		Basis: []Basis{ask("whether the exemption order of the United Kingdom asks for at least three independently controlled substitute technologies")},
		Needs: "parties[].shares of kind independent-technologies, in a deal between two",
		About: "The order of the United Kingdom is reported to count independently controlled substitutes, and the term sheet states none, or fewer than three. " +
			"State the count, or record why the exemption is not needed.",
		run: substitutes,
	},
	{
		ID: "CO14", Title: "outside the safety zone of the United States", Severity: agreement.Note, Jurisdictions: []string{"US"},
		Basis: []Basis{cite("United States antitrust guidelines for the licensing of intellectual property (2017), section 4.3")},
		Needs: "parties[].shares",
		About: "The parties hold together more than 20% of a market, or fewer than four other independently controlled technologies exist. " +
			"The deal is not unlawful for that, but counsel should weigh it under the rule of reason.",
		run: safetyZone,
	},
	{
		ID: "CO15", Title: "core licence sold only in a bundle", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a licence of needed rights that is sold only with rights that are not needed is a tie under the laws touched")},
		Needs: "grants[].bundled and tier; assets[].essential_to",
		About: "A core licence is priced only together with others. " +
			"Offer it alone, at a lower royalty.",
		run: bundledCore,
	},
	{
		ID: "CO16", Title: "royalty on products that use nothing licensed", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a royalty on all sales, whether or not they use what is licensed, is hardcore or a misuse under the laws touched")},
		Needs: "payments.royalties[].products_scope and the grants that bear it; parties[].competitor_of",
		About: "A royalty falls on all sales, so that the licensee pays for technology of its own too. " +
			"Confine it to licensed products; between competitors in Europe this is an error.",
		run: allSales,
	},
	{
		ID: "CO17", Title: "joint research of strong competitors", Severity: agreement.Note, Jurisdictions: economicArea,
		Basis: []Basis{ask("whether the exemption for joint research and development, which ends at a quarter of the market between competitors, is available")},
		Needs: "deal.kind; projects; parties[].competitor_of and shares",
		About: "Competitors that research together hold more than 25% of a market, so that the exemption for research and development is not available. " +
			"Assess the projects themselves.",
		run: researchShares,
	},
	{
		ID: "CO18", Title: "promise to a standards body broken", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a promise to license on fair, reasonable and non-discriminatory terms allows exclusivity or refusal")},
		Needs: "assets[].frand; grants[].exclusivity; carve_outs of treatment not-licensed",
		About: "An asset promised to all on fair, reasonable and non-discriminatory terms is licensed exclusively or kept out of the deal. " +
			"License it nonexclusively; RE01 looks at injunctions.",
		run: promisedToAll,
	},
	{
		ID: "CO19", Title: "royalty paid twice", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{cite("European Commission guidelines on technology transfer of 2026, as reported: no double royalty beside a pool")},
		Needs: "grants: licensees, assets, field, territory, dates, royalty; payments.royalties[].double_payment_credit",
		About: "One licensee pays two royalties for one asset in one field and country at one time, and neither is credited against the other: an error where one of them is paid to a pool, otherwise a warning. " +
			"Set double_payment_credit, or take the asset out of one grant.",
		run: paidTwice,
	},
	{
		ID: "CO20", Title: "abuse of rights in China", Severity: agreement.Warning, Jurisdictions: []string{"CN"},
		Basis: []Basis{cite("SAMR Provisions in effect since 1 August 2023 on abuse of intellectual property rights that restricts competition")},
		Needs: "improvements.grant_back.kind and compensation; termination.challenge; grants[].bundled; the end of royalties beside the expiry of patents in China",
		About: "The deal reaches China with a free exclusive grant-back, a bar on challenges, royalties after expiry or a bundle. " +
			"Take the term that is named out for China, or ask counsel there.",
		run: chineseAbuse,
	},
}

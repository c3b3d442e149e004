package schema

// Governance says who decides and how decisions are recorded.
type Governance struct {
	// The standing committee.
	Committee Committee `json:"committee,omitzero"`
	// The docket of ownership and licences.
	Docket Docket `json:"docket,omitzero"`
	// Audits of compliance and of title.
	Audits GovernanceAudits `json:"audits,omitzero"`
	// The decision log.
	Log DecisionLog `json:"log,omitzero"`
	// Regular updates among the members.
	Updates Updates `json:"updates,omitzero"`
	// Conflicts of interest.
	Conflicts Conflicts `json:"conflicts,omitzero"`
	// Id of the administrator.
	Administrator string `json:"administrator,omitempty" ref:"parties" gone:"decide"`
	// Months between reviews of field, carve-outs, exclusivity and rates.
	ReviewMonths *Months `json:"review_months,omitempty"`
	// Events that bring a review forward.
	ReviewEvents []string `json:"review_events,omitempty" jsonschema:"enum=accession,enum=portfolio-growth,enum=law-change,enum=standard-version"`
}

// A Committee is the standing committee.
type Committee struct {
	// Seats for each member.
	SeatsPerMember *int `json:"seats_per_member,omitempty" jsonschema:"minimum=1,maximum=10"`
	// All seats, where they are not the same for each member.
	Members []CommitteeSeat `json:"members,omitempty"`
	// Functions that the seats must cover.
	Functions []string `json:"functions,omitempty" jsonschema:"enum=IP,enum=R&D,enum=compliance,enum=business-development,uniqueItems=true"`
	// Id of the member that provides the chair, or an independent person by name.
	Chair string `json:"chair,omitempty" ref:"parties?" gone:"decide"`
	// Months for which the chair serves.
	ChairTermMonths *Months `json:"chair_term_months,omitempty"`
	// Quorum, in percent of the seats.
	QuorumPct *Percent `json:"quorum,omitempty"`
	// Majorities.
	Votes Votes `json:"votes,omitzero"`
	// Matters reserved to a special majority, each in words.
	Reserved []string `json:"reserved,omitempty"`
	// What a member does where it competes in the matter.
	CompetitorRule string `json:"competitor_rule,omitempty" jsonschema:"enum=recuse,enum=clean-team,enum=administrator-decides"`
	// Months between ordinary meetings.
	MeetingMonths *Months `json:"meeting_months,omitempty"`
	// Days to decide on a licensing request.
	RequestDays *Days `json:"request_days,omitempty"`
	// How a deadlock is broken.
	Deadlock string `json:"deadlock,omitempty" jsonschema:"enum=escalate,enum=chair-casting,enum=expert,enum=none"`
}

// A CommitteeSeat is a seat on the committee.
type CommitteeSeat struct {
	// Id of the member.
	Member string `json:"member" jsonschema:"required" ref:"parties" gone:"holder"`
	// Function that it covers.
	Function string `json:"function,omitempty" jsonschema:"enum=IP,enum=R&D,enum=compliance,enum=business-development"`
	// Name of the person.
	Person string `json:"person,omitempty"`
}

// Votes are the majorities of the committee.
type Votes struct {
	// Ordinary majority, in percent of the votes cast.
	OrdinaryPct *Percent `json:"ordinary,omitempty"`
	// Special majority, in percent of all votes.
	SpecialPct *Percent `json:"special,omitempty"`
	// Matters that need all votes, each in words.
	Unanimous []string `json:"unanimous,omitempty"`
}

// Docket is the record of ownership and licences.
type Docket struct {
	// Days to make an entry.
	EntryDays *Days `json:"entry_days,omitempty"`
	// Columns.
	Columns []string `json:"columns,omitempty" jsonschema:"enum=id,enum=title,enum=owner,enum=inventors,enum=class,enum=field,enum=status,enum=licences,enum=encumbrances,enum=expiry,enum=export"`
	// Who keeps it: the id of a party, or an office.
	Keeper string `json:"keeper,omitempty" ref:"parties?" gone:"decide"`
	// Months between extracts.
	ExtractMonths *Months `json:"extract_months,omitempty"`
}

// GovernanceAudits are audits of compliance and of title.
type GovernanceAudits struct {
	// Months between compliance audits.
	ComplianceMonths *Months `json:"compliance_months,omitempty"`
	// Months between audits of title and overlap.
	IPMonths *Months `json:"ip_months,omitempty"`
	// Who audits: a name, or the id of a party.
	Auditor string `json:"auditor,omitempty" ref:"parties?" gone:"decide"`
	// Days to carry out corrections.
	CorrectiveDays *Days `json:"corrective_days,omitempty"`
}

// DecisionLog is the record of decisions and their reasons.
type DecisionLog struct {
	// Days to make an entry.
	EntryDays *Days `json:"entry_days,omitempty"`
	// What an entry holds.
	Fields []string `json:"fields,omitempty" jsonschema:"enum=question,enum=options,enum=rationale,enum=votes,enum=recusals,enum=conditions,enum=review"`
	// Years for which it is kept.
	RetentionYears *Years `json:"retention_years,omitempty"`
}

// Updates are regular updates among the members.
type Updates struct {
	// How often.
	Period string `json:"period,omitempty" jsonschema:"enum=month,enum=quarter,enum=half,enum=year"`
	// On what.
	Topics []string `json:"topics,omitempty" jsonschema:"enum=new-developments,enum=licensing-rounds,enum=membership,enum=regulatory,enum=strategy-at-aggregate,enum=prices,enum=output,enum=customers"`
	// Through what channel.
	Channel string `json:"channel,omitempty"`
	// Whether counsel filters them for sensitive information.
	AntitrustFilter *bool `json:"antitrust_filter,omitempty"`
}

// Conflicts says how conflicts of interest are handled.
type Conflicts struct {
	// When they are declared.
	Declare string `json:"declare,omitempty" jsonschema:"enum=year,enum=event,enum=both"`
	// Whether a conflicted member abstains.
	Recusal *bool `json:"recusal,omitempty"`
	// Percent of a counterparty held by a member that is a conflict.
	RelatedPartyPct *Percent `json:"related_party_pct,omitempty"`
	// Share of pool income set aside to reward shared outcomes, in percent.
	RecognitionFundPct *Percent `json:"recognition_fund_pct,omitempty"`
	// Months between lessons-learned sessions.
	LessonsReviewMonths *Months `json:"lessons_review_months,omitempty"`
}

// Disputes says how disputes are settled.
type Disputes struct {
	// Steps before a tribunal is seised, in order.
	Steps []DisputeStep `json:"steps,omitempty"`
	// Mediation.
	Mediation Mediation `json:"mediation,omitzero"`
	// Who decides finally.
	Forum Forum `json:"forum,omitzero"`
	// Law that governs the agreement: a country with one law, or a part of one: "DE", "GB-ENG", "US-NY".
	GoverningLaw Jurisdiction `json:"governing_law,omitempty" jsonschema:"example=GB-ENG"`
	// Why law and forum are of different countries.
	SplitReason string `json:"split_reason,omitempty" engross:"checks,the reason is for one side alone"`
	// What is kept out of the forum.
	CarveOuts []string `json:"carve_outs,omitempty" jsonschema:"enum=interim-relief,enum=validity,enum=debt,enum=expert-matters"`
	// Whether the limitation period stands still during the steps.
	Tolling *bool `json:"tolling,omitempty"`
	// Who decides formulae and essentiality as an expert.
	Expert string `json:"expert,omitempty"`
	// Days in which the expert decides.
	ExpertDays *Days `json:"expert_days,omitempty"`
}

// A DisputeStep is one step of escalation.
type DisputeStep struct {
	// What kind.
	Kind string `json:"kind" jsonschema:"required,enum=working-level,enum=executives,enum=mediation,enum=expert"`
	// Days for it.
	Days *Days `json:"days,omitempty" jsonschema:"minimum=1"`
}

// Mediation says how a mediator is found.
type Mediation struct {
	// Rules.
	Rules string `json:"rules,omitempty" jsonschema:"enum=WIPO,enum=ICC,enum=CEDR,enum=JAMS,enum=SIMC"`
	// Who appoints.
	Appointing string `json:"appointing,omitempty"`
}

// Forum says who decides finally.
type Forum struct {
	// Arbitration, courts, or both by subject.
	Kind string `json:"kind,omitempty" jsonschema:"enum=arbitration,enum=courts,enum=split"`
	// Seat of the arbitration: a city.
	Seat string `json:"seat,omitempty" jsonschema:"example=Geneva"`
	// Country of the seat.
	SeatCountry Country `json:"seat_country,omitempty" jsonschema:"example=CH"`
	// Arbitration rules.
	Rules string `json:"rules,omitempty" jsonschema:"enum=WIPO,enum=ICC,enum=LCIA,enum=SIAC,enum=DIS,enum=SCC,enum=HKIAC,enum=ICDR,enum=VIAC,enum=Swiss"`
	// Number of arbitrators.
	Arbitrators *int `json:"arbitrators,omitempty" jsonschema:"minimum=1,maximum=5"`
	// Who appoints them.
	Appointment string `json:"appointment,omitempty" jsonschema:"enum=parties,enum=institution"`
	// Courts, in words: "the courts of Munich".
	Courts string `json:"courts,omitempty"`
	// Country of the courts.
	CourtCountry Country `json:"court_country,omitempty" engross:"checks,the agreement names the courts; their country is for the checks"`
	// Whether the courts are the only ones.
	ExclusiveCourts *bool `json:"exclusive_courts,omitempty"`
	// Language of the proceedings.
	Language string `json:"language,omitempty" jsonschema:"example=English"`
	// Whether an emergency arbitrator may act.
	Emergency *bool `json:"emergency,omitempty"`
	// Whether proceedings among several parties may be joined.
	Consolidation *bool `json:"consolidation,omitempty"`
	// How validity is decided.
	IPValidity string `json:"ip_validity,omitempty" jsonschema:"enum=courts,enum=inter-partes"`
}

// Regulatory says which public rules the deal touches.
type Regulatory struct {
	// Whether the risk matrix is a schedule of the agreement that is signed. Left out, it is a paper for counsel alone: engross check --matrix.
	MatrixInAgreement bool `json:"matrix_in_agreement,omitempty"`
	// Rows of the risk matrix that the parties have looked at. What the deal touches besides is derived from seats, territories and offices.
	Jurisdictions []RiskRow `json:"jurisdictions,omitempty" engross:"private,how the parties grade their own risks is printed only where matrix_in_agreement says so"`
	// Filings to be made.
	Filings []Filing `json:"filings,omitempty"`
	// Competition counsel, by name.
	Counsel string `json:"counsel,omitempty"`
	// Change in law.
	ChangeInLaw ChangeInLaw `json:"change_in_law,omitzero"`
	// Export control and sanctions.
	Export Export `json:"export,omitzero"`
	// FRAND licensing of a standard.
	FRAND FRAND `json:"frand,omitzero"`
	// Terms that restrict what a party may do with its own technology.
	Restraints []Restraint `json:"restraints,omitempty"`
	// The exemption on which the parties rely: "Regulation (EU) 2026/877".
	SelfAssessment string `json:"self_assessment,omitempty"`
	// When they assessed it.
	SelfAssessmentDate Date `json:"self_assessment_date,omitzero"`
	// What is published.
	Publish []string `json:"publish,omitempty" jsonschema:"enum=licensors,enum=patents,enum=rates,enum=method"`
	// Conditions of a pool that the members meet.
	PoolConditions []string `json:"pool_conditions,omitempty" jsonschema:"enum=open-participation,enum=essential-only,enum=limited-information,enum=nonexclusive-in,enum=frand-out,enum=free-to-challenge,enum=free-to-develop,enum=disclosure,enum=no-double-royalty"`
	// Products sold in the United States are marked.
	MarkingDuty *bool `json:"marking_duty,omitempty"`
	// Government licence and manufacturing terms for funded inventions are included.
	FundingTerms []string `json:"funding_terms,omitempty" jsonschema:"enum=government-licence,enum=us-manufacture,enum=funder-objection"`
}

// A RiskRow is one row of the risk matrix.
type RiskRow struct {
	// Country (ISO 3166-1 alpha-2), or "EU".
	Code string `json:"code" jsonschema:"required,pattern=^[A-Z]{2}$,example=EU"`
	// The regime.
	Regime string `json:"regime" jsonschema:"required,enum=antitrust,enum=ip-formalities,enum=royalty-tax,enum=export,enum=funding,enum=data,enum=insolvency,enum=inventor-pay"`
	// Exposure, from 1 to 5.
	Exposure *int `json:"exposure,omitempty" jsonschema:"minimum=1,maximum=5" engross:"private,your own grading of risks; the agreement has it where regulatory.matrix_in_agreement says so"`
	// Likelihood, from 1 to 5.
	Likelihood *int `json:"likelihood,omitempty" jsonschema:"minimum=1,maximum=5" engross:"private,your own grading of risks; the agreement has it where regulatory.matrix_in_agreement says so"`
	// What controls it.
	Control string `json:"control,omitempty" engross:"private,your own grading of risks; the agreement has it where regulatory.matrix_in_agreement says so"`
	// Who answers for it: the id of a party, or an office.
	Owner string `json:"owner,omitempty" engross:"private,your own grading of risks; the agreement has it where regulatory.matrix_in_agreement says so" ref:"parties?" gone:"decide"`
	// When it is looked at again.
	ReviewDate Date `json:"review_date,omitzero" engross:"private,your own grading of risks; the agreement has it where regulatory.matrix_in_agreement says so"`
}

// A Filing is a registration, notification or report to an authority.
type Filing struct {
	// The authority.
	Authority string `json:"authority" jsonschema:"required"`
	// Country (ISO 3166-1 alpha-2), or "EU", "EP".
	Country string `json:"country,omitempty" jsonschema:"pattern=^[A-Z]{2}$" engross:"checks,the agreement names the authority; its country is for the checks"`
	// What is filed.
	Instrument string `json:"instrument" jsonschema:"required"`
	// Kind of filing, for the checks.
	Kind string `json:"kind,omitempty" jsonschema:"enum=licence-registration,enum=ncrpa,enum=merger-control,enum=technology-export,enum=royalty-remittance,enum=working-statement,enum=securities,enum=other" engross:"checks,whether a filing that a law asks for is missing"`
	// By when.
	Deadline Date `json:"deadline,omitzero"`
	// Who files: the id of a party, or an office.
	Owner string `json:"owner,omitempty" ref:"parties?" gone:"decide"`
}

// ChangeInLaw says what a change in law entails.
type ChangeInLaw struct {
	// How the agreement adapts.
	Rule string `json:"rule,omitempty" jsonschema:"enum=renegotiate,enum=minimum-adjustment,enum=committee,enum=terminate-affected"`
	// Days to negotiate.
	NegotiateDays *Days `json:"negotiate_days,omitempty"`
	// Whether affected duties stand still meanwhile.
	Standstill *bool `json:"standstill,omitempty"`
}

// Export is export control and sanctions.
type Export struct {
	// Countries to which nothing is transferred.
	Restricted []Country `json:"restricted,omitempty"`
	// Whether there is a technology control plan.
	Plan string `json:"plan,omitempty"`
	// Who holds licences: the id of a party.
	LicenceHolder string `json:"licence_holder,omitempty" ref:"parties" gone:"decide"`
}

// FRAND is the licensing of a standard on fair, reasonable and
// non-discriminatory terms.
type FRAND struct {
	// The standard.
	Standard string `json:"standard,omitempty"`
	// The standards body.
	SSO string `json:"sso,omitempty"`
	// Whether terms are FRAND or royalty-free.
	Terms string `json:"terms,omitempty" jsonschema:"enum=frand,enum=royalty-free"`
	// Days to make an offer.
	OfferDays *Days `json:"offer_days,omitempty"`
	// Days to answer it.
	CounterDays *Days `json:"counter_days,omitempty"`
	// Whether rates are published.
	PublishRates *bool `json:"publish_rates,omitempty"`
}

// A Restraint is a term that restricts what a party may do with its own
// technology.
type Restraint struct {
	// Id of the party restrained.
	Party string `json:"party" jsonschema:"required" ref:"parties,each,members" gone:"holder"`
	// What is restrained.
	Kind string `json:"kind" jsonschema:"required,enum=competing-technology,enum=own-research,enum=know-how-protection,enum=field,enum=territory"`
	// The restraint in words.
	Text string `json:"text,omitempty"`
}

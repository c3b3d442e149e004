package schema

// Confidentiality says what is secret, from whom and for how long.
type Confidentiality struct {
	// Years after disclosure for which information stays secret.
	TermYears *Years `json:"term_years,omitempty"`
	// Trade secrets stay secret for as long as they are secret.
	TradeSecretTail *bool `json:"trade_secret_tail,omitempty"`
	// Whether the terms of the agreement are secret too, with the usual exceptions.
	TermsSecret bool `json:"terms_secret,omitempty"`
	// Tiers of information (Schedule L).
	Tiers []InformationTier `json:"tiers,omitempty"`
	// What unaided memory may carry away.
	Residuals string `json:"residuals,omitempty" jsonschema:"enum=none,enum=narrow,enum=standard"`
	// What residuals never include.
	ResidualsExclude []string `json:"residuals_exclude,omitempty" jsonschema:"enum=trade-secrets-tier-3,enum=source-code,enum=patents,enum=copyright,enum=financial"`
	// What happens when people with access change employer.
	MoveProtocol MoveProtocol `json:"move_protocol,omitzero"`
	// Technical measures.
	DataControls []string `json:"data_controls,omitempty" jsonschema:"enum=SSO-MFA,enum=watermark,enum=no-export,enum=log,enum=key-escrow,enum=geo-block,enum=expiry"`
	// Whether licensed data may train models.
	AITraining string `json:"ai_training,omitempty" jsonschema:"enum=prohibited,enum=permitted-listed,enum=permitted"`
	// Terms and transfer tool for personal data.
	PersonalDataTerms string `json:"personal_data_terms,omitempty"`
	// Nothing prevents reports to regulators or by whistleblowers. The library's clause always says so.
	RegulatorException *bool `json:"regulator_exception,omitempty" engross:"checks,the clause always says so"`
	// Individuals are told of their immunity under United States law for disclosing trade secrets to the authorities.
	ImmunityNotice bool `json:"immunity_notice,omitempty"`
	// Confidentiality agreements that this one replaces, in words.
	Replaces []string `json:"replaces,omitempty"`
	// Whether competitors exchange information only through a clean team.
	CleanTeam bool `json:"clean_team,omitempty"`
}

// An InformationTier is one class of information.
type InformationTier struct {
	// Short name: "tier-3".
	ID string `json:"id" jsonschema:"required"`
	// Name printed: "Strategic".
	Name string `json:"name,omitempty"`
	// What belongs to it.
	Content string `json:"content,omitempty"`
	// Who may see it.
	Recipients string `json:"recipients,omitempty"`
	// How it is protected.
	Controls []string `json:"controls,omitempty"`
	// Whether residuals apply to it.
	Residuals bool `json:"residuals,omitempty"`
}

// MoveProtocol says what happens when people with access change employer.
type MoveProtocol struct {
	// Business days to give notice of a move.
	NoticeDays *BusinessDays `json:"notice_days,omitempty"`
	// Months for which a clean-team member keeps away from competing work.
	CoolingMonths *Months `json:"cooling_months,omitempty"`
	// Whether an exit interview is held.
	ExitInterview bool `json:"exit_interview,omitempty"`
	// The parties agree not to hire each other's people. Stated only to be refused by the checks.
	NoPoach bool `json:"no_poach,omitempty" engross:"checks,stated only to be refused"`
}

// Escrow says what is deposited, and when it is released.
type Escrow struct {
	// Who is party to the escrow.
	Kind string `json:"kind,omitempty" jsonschema:"enum=none,enum=two-party,enum=three-party,enum=multi-beneficiary,enum=keys-only,enum=saas-continuity"`
	// Id of the escrow agent, which is declared among the parties with the role escrow-agent.
	Agent string `json:"agent,omitempty" ref:"parties" gone:"decide"`
	// Country where the deposit is kept.
	Seat Country `json:"seat,omitempty"`
	// What is deposited.
	Deposits []Deposit `json:"deposits,omitempty"`
	// When it is released.
	Release []ReleaseCondition `json:"release,omitempty"`
	// Business days in which the depositor may object.
	ObjectionDays *BusinessDays `json:"objection_days,omitempty"`
	// Who decides on an objection.
	Resolver string `json:"resolver,omitempty" jsonschema:"enum=expedited-arbitration,enum=expert"`
	// Days in which the resolver decides.
	ResolverDays *Days `json:"resolver_days,omitempty"`
	// What a beneficiary may do with what is released.
	UseLicence UseLicence `json:"use_licence,omitzero"`
	// Who pays the agent.
	Fees EscrowFees `json:"fees,omitzero"`
	// When the escrow ends; left out, with the last licence that needs it.
	End Date `json:"end,omitzero"`
	// Months for which the agent keeps superseded deposits.
	RetentionMonths *Months `json:"retention_months,omitempty"`
	// The escrow agreement is stated to supplement this agreement, for 11 USC 365(n).
	Supplementary *bool `json:"supplementary,omitempty"`
}

// A Deposit is what one party deposits.
type Deposit struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=d1"`
	// Id of the party that deposits.
	Depositor string `json:"depositor" jsonschema:"required" ref:"parties" gone:"holder"`
	// Ids of the parties to which it may be released; or "members".
	Beneficiaries []string `json:"beneficiaries" jsonschema:"required,minItems=1" ref:"parties,members" gone:"list"`
	// Ids of the assets whose materials are deposited.
	Assets []string `json:"assets,omitempty" ref:"assets" gone:"list"`
	// What is deposited.
	Materials []string `json:"materials" jsonschema:"required,minItems=1,enum=source,enum=build,enum=keys,enum=test,enum=docs,enum=design,enum=formulae,enum=biological,enum=data,enum=people-list"`
	// Days from the effective date to the first deposit.
	InitialDays *Days `json:"initial_days,omitempty"`
	// Days between updates.
	UpdateDays *Days `json:"update_days,omitempty" jsonschema:"minimum=1"`
	// Each major release, which is one that adds or changes a function, is deposited too.
	EachRelease bool `json:"each_release,omitempty"`
	// What the deposit is for: release to the beneficiaries, or audit alone, and then never released.
	Purpose string `json:"purpose,omitempty" jsonschema:"enum=release,enum=audit"`
	// How thoroughly the deposit is verified: L1 inventory, L2 build, L3 function, L4 full use.
	Verification string `json:"verification,omitempty" jsonschema:"enum=L1,enum=L2,enum=L3,enum=L4"`
}

// A ReleaseCondition is one event on which materials are released.
type ReleaseCondition struct {
	// The event.
	Condition string `json:"condition" jsonschema:"required,enum=support-failure-uncured,enum=insolvency-with-nonperformance,enum=insolvency-filing,enum=business-cessation,enum=rejection-of-contract,enum=end-of-life-no-successor,enum=transfer-to-non-assuming-buyer,enum=material-breach,enum=order"`
	// What proves it.
	Evidence string `json:"evidence,omitempty"`
	// Days in which the depositor may cure after notice.
	CureDays *Days `json:"cure_days,omitempty"`
	// Ids of the deposits that it releases; left out, each that is for release.
	Deposits []string `json:"deposits,omitempty" ref:"escrow.deposits"`
}

// UseLicence is the licence to use released materials.
type UseLicence struct {
	// What is allowed.
	Uses []string `json:"uses,omitempty" jsonschema:"enum=maintain,enum=support,enum=make,enum=develop"`
	// When the licence is granted: now, exercisable on release, or only on bankruptcy.
	Granted string `json:"granted,omitempty" jsonschema:"enum=present,enum=on-release,enum=on-bankruptcy"`
	// Scope of the use, in words.
	Scope string `json:"scope,omitempty"`
	// Whether the materials go back when the condition has ended.
	StepBack *bool `json:"step_back,omitempty"`
}

// EscrowFees say who pays the agent.
type EscrowFees struct {
	// Who pays.
	Payer string `json:"payer,omitempty" jsonschema:"enum=depositor,enum=beneficiaries,enum=shared"`
	// Fee for a year.
	Annual *Money `json:"annual,omitempty"`
}

// Term says how long the agreement lasts.
type Term struct {
	// First day; left out, the effective date.
	Start Date `json:"start,omitzero"`
	// Length in months. Give this or end.
	Length *Months `json:"length,omitempty"`
	// Last day.
	End Date `json:"end,omitzero"`
	// Renewal.
	Renewal Renewal `json:"renewal,omitzero"`
	// Rights that lapse or are reviewed before the end.
	Sunsets []Sunset `json:"sunsets,omitempty"`
	// Renewals used so far.
	RenewalsUsed int `json:"renewals_used,omitempty" jsonschema:"minimum=0"`
}

// Renewal says how the term is renewed.
type Renewal struct {
	// Whether the agreement renews itself unless notice is given.
	Auto *bool `json:"auto,omitempty"`
	// Length of a renewal, in months.
	Period *Months `json:"period,omitempty"`
	// Days before the end of the term by which notice is given.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// Most renewals; left out, no limit; 0 for none.
	Max *int `json:"max,omitempty" jsonschema:"minimum=0,maximum=100"`
	// Most by which rates may rise at a renewal, in percent of the rate before.
	RateCapPct *Percent `json:"rate_cap_pct,omitempty"`
}

// A Sunset is the end, or the review, of one right.
type Sunset struct {
	// Id of the grant.
	Grant string `json:"grant" jsonschema:"required" ref:"grants" gone:"holder"`
	// The day. Give this or event.
	Date Date `json:"date,omitzero"`
	// The event, in words.
	Event string `json:"event,omitempty"`
	// Id of the project whose end it is.
	Project string `json:"project,omitempty" ref:"projects"`
	// Who decides whether the event has happened.
	Decider string `json:"decider,omitempty" ref:"parties?" gone:"decide"`
	// What happens. After a review the grant lapses, unless licensor and licensee agree that it goes on.
	Consequence string `json:"consequence,omitempty" jsonschema:"enum=lapse,enum=continue,enum=review,enum=nonexclusive"`
	// Months of grace after the date.
	GraceMonths *Months `json:"grace_months,omitempty"`
}

// Termination says how the agreement ends early.
type Termination struct {
	// Grounds for termination.
	Grounds []Ground `json:"grounds,omitempty"`
	// Months after the end in which those who were supplied under a licence may still be.
	WindDownMonths *Months `json:"wind_down_months,omitempty"`
	// Months in which stock may be sold.
	SellOffMonths *Months `json:"sell_off_months,omitempty"`
	// Topics of the library that survive, besides those that always do.
	Survival []string `json:"survival,omitempty"`
	// Rights that a leaver keeps.
	ResidualRights []string `json:"residual_rights,omitempty" jsonschema:"enum=shipped-products,enum=support-installed-base,enum=captured-patents,enum=improvements-before-exit"`
	// Whether the innocent party keeps its licences when the other is in default.
	InnocentKeeps *bool `json:"innocent_keeps,omitempty"`
	// What becomes of projects under way.
	OngoingProjects string `json:"ongoing_projects,omitempty" jsonschema:"enum=complete,enum=buy-out,enum=stop"`
	// Rows of the exit table (Schedule M) that differ from the standard.
	Exits []Exit `json:"exits,omitempty"`
	// What challenges to a licensed right entail.
	Challenge string `json:"challenge,omitempty" jsonschema:"enum=none,enum=no-challenge,enum=terminate,enum=terminate-exclusive,enum=rate-step-up,enum=notice"`
	// Days to return or destroy information.
	ReturnDays *Days `json:"return_days,omitempty"`
}

// A Ground is one ground for termination.
type Ground struct {
	// What kind of event.
	Kind string `json:"kind" jsonschema:"required,enum=breach,enum=non-payment,enum=insolvency,enum=challenge,enum=change-of-control,enum=convenience,enum=force-majeure"`
	// Ids of those who may terminate; left out, each party.
	By []string `json:"by,omitempty" ref:"parties,members" gone:"list"`
	// Ids of those against whom; left out, any party.
	Against []string `json:"against,omitempty" ref:"parties,members" gone:"list"`
	// How much ends.
	Scope string `json:"scope,omitempty" jsonschema:"enum=whole,enum=party,enum=licence,enum=suspension"`
	// Days to cure after notice.
	CureDays *Days `json:"cure_days,omitempty"`
	// Days of notice before the end; after the time to cure, where there is one.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// For change-of-control: percent of the votes that is control.
	ThresholdPct *Percent `json:"threshold_pct,omitempty"`
	// For convenience: months from the effective date before which notice may not be given.
	LockInMonths *Months `json:"lock_in_months,omitempty"`
	// How an insolvency ground works.
	Insolvency string `json:"insolvency,omitempty" jsonschema:"enum=filing,enum=permitted-by-law,enum=prohibited-action,enum=non-performance"`
}

// An Exit is one row of the exit table.
type Exit struct {
	// How the party leaves.
	Ground string `json:"ground" jsonschema:"required,enum=expiry,enum=breach,enum=non-payment,enum=insolvency,enum=challenge,enum=change-of-control,enum=convenience,enum=force-majeure,enum=withdrawal,enum=expulsion,enum=other"`
	// What the leaver keeps.
	Kept string `json:"kept,omitempty"`
	// What it loses.
	Lost string `json:"lost,omitempty"`
	// What is paid.
	Paid string `json:"paid,omitempty"`
	// When.
	Timing string `json:"timing,omitempty"`
}

// Membership says how members join and leave.
type Membership struct {
	// How a member joins.
	Accession Accession `json:"accession,omitzero"`
	// How a member leaves.
	Withdrawal Withdrawal `json:"withdrawal,omitzero"`
	// How a member is expelled.
	Expulsion Expulsion `json:"expulsion,omitzero"`
	// How contributed rights are transferred.
	Transfer Transfer `json:"transfer,omitzero"`
}

// Accession says how a member joins.
type Accession struct {
	// Who may join.
	Form string `json:"form,omitempty" jsonschema:"enum=open,enum=criteria,enum=invitation"`
	// Objective criteria, each in words.
	Criteria []string `json:"criteria,omitempty"`
	// Percent of the votes needed.
	VotePct *Percent `json:"vote_pct,omitempty"`
	// Whether refusal needs a stated reason from the list of criteria.
	ReasonedRefusal *bool `json:"reasoned_refusal,omitempty"`
	// Fee for joining.
	EntryFee *Money `json:"entry_fee,omitempty"`
	// Revenue below which the fee is waived.
	FeeWaivedBelow *Money `json:"fee_waived_below,omitempty"`
	// Whether shares, matrix, credits and risks are worked out again.
	Recheck *bool `json:"recheck,omitempty"`
	// For an accession deed: id of the acceding party.
	Acceding string `json:"acceding,omitempty" ref:"parties" gone:"self"`
}

// Withdrawal says how a member leaves.
type Withdrawal struct {
	// Days of notice.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// Months of membership before which it may not leave.
	EarliestMonths *Months `json:"earliest,omitempty"`
	// Months for which its grants go on.
	TailMonths *Months `json:"tail_months,omitempty"`
	// Whether grants made while a member go on for existing products.
	GrantsContinue *bool `json:"grants_continue,omitempty"`
	// What becomes of the licences it received.
	Received string `json:"received,omitempty" jsonschema:"enum=frozen,enum=end,enum=paid"`
}

// Expulsion says how a member is expelled.
type Expulsion struct {
	// Percent of the votes needed.
	VotePct *Percent `json:"vote_pct,omitempty"`
	// Days of notice of the hearing.
	HearingDays *Days `json:"hearing_days,omitempty"`
	// Whether the accused member votes.
	AccusedVotes bool `json:"accused_votes,omitempty"`
}

// Transfer says how contributed rights are transferred.
type Transfer struct {
	// On what terms.
	Rule string `json:"rule,omitempty" jsonschema:"enum=free,enum=subject-to,enum=consent,enum=first-refusal,enum=licence-on-transfer"`
	// Days of notice.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// Days for first refusal.
	FirstRefusalDays *Days `json:"first_refusal_days,omitempty"`
	// Whether licences are registered.
	Register *bool `json:"register,omitempty"`
	// Whether holders of charges are asked not to disturb licences.
	NonDisturbance *bool `json:"non_disturbance,omitempty"`
}

// General holds notices, amendment, assignment and the other general terms.
type General struct {
	// How the agreement is amended.
	Amend string `json:"amend,omitempty" jsonschema:"enum=all,enum=special-majority,enum=schedule-by-committee"`
	// Days after which consent to an assignment counts as given, except to a competitor. Left out, silence is no consent.
	DeemedConsentDays *Days `json:"deemed_consent_days,omitempty"`
	// How rights and duties under it may be assigned.
	Assign string `json:"assign,omitempty" jsonschema:"enum=consent,enum=with-business,enum=free"`
	// What becomes of it on a change of control.
	ChangeOfControl string `json:"change_of_control,omitempty" jsonschema:"enum=none,enum=notice,enum=terminate-option,enum=automatic,enum=freeze,enum=competitor-only"`
	// Languages into which it is translated.
	Translations []string `json:"translations,omitempty"`
	// Whether electronic signatures suffice.
	ESign *bool `json:"e_sign,omitempty"`
	// Earlier agreements that it replaces, in words.
	Replaces []string `json:"replaces,omitempty"`
	// What becomes of the rights of a business, or an affiliate, that leaves a party's group: they end, or continue for it.
	Spinoffs string `json:"spinoffs,omitempty" jsonschema:"enum=end,enum=continue"`
	// Months for which they continue; left out, as long as the licence.
	SpinoffMonths *Months `json:"spinoff_months,omitempty" jsonschema:"minimum=1"`
	// What must have happened before the agreement takes effect, each in words.
	ConditionsPrecedent []string `json:"conditions_precedent,omitempty"`
	// The day by which it must have happened; left out, a party may wait as long as it likes.
	ConditionsBy Date `json:"conditions_by,omitzero"`
	// Who receives legal documents for a party in the country of the forum.
	ProcessAgents []ProcessAgent `json:"process_agents,omitempty"`
	// Insurance that parties keep.
	Insurance []Insurance `json:"insurance,omitempty"`
	// Whether the parties promise each other to bribe nobody in connection with the agreement.
	AntiCorruption bool `json:"anti_corruption,omitempty"`
}

// A ProcessAgent receives legal documents for a party.
type ProcessAgent struct {
	// Id of the party.
	Party string `json:"party" jsonschema:"required" ref:"parties" gone:"holder"`
	// Name and address of the agent, as one line.
	Agent string `json:"agent" jsonschema:"required"`
}

// An Insurance is cover that a party keeps.
type Insurance struct {
	// Id of the party.
	Party string `json:"party" jsonschema:"required" ref:"parties,members,each" gone:"holder"`
	// What is covered: "product liability".
	Cover string `json:"cover" jsonschema:"required"`
	// Least sum insured for each claim.
	Amount Money `json:"amount" jsonschema:"required"`
	// Months after the end of the agreement for which it is kept.
	TailMonths *Months `json:"tail_months,omitempty"`
}

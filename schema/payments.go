package schema

// Payments say who pays what to whom.
type Payments struct {
	// Currency in which sums are stated and paid unless they say otherwise (ISO 4217).
	Currency Currency `json:"currency,omitempty" jsonschema:"example=EUR"`
	// Fixed sums that settle the difference between unequal portfolios.
	Balancing []Balancing `json:"balancing,omitempty"`
	// Fixed fees, once or each year.
	Fees []Fee `json:"fees,omitempty"`
	// Running royalties (Schedule D).
	Royalties []Royalty `json:"royalties,omitempty"`
	// What leaving costs.
	ExitCost ExitCost `json:"exit_cost,omitzero"`
	// How pool income is shared out.
	Distribution Distribution `json:"distribution,omitzero"`
	// Royalty reports.
	Reports Reports `json:"reports,omitzero"`
	// Days from the invoice or the report to payment.
	PayDays *Days `json:"pay_days,omitempty"`
	// Interest on late payment.
	Interest Interest `json:"interest,omitzero"`
	// Audit of books.
	Audit Audit `json:"audit,omitzero"`
	// Withholding tax and indirect taxes.
	Tax Tax `json:"tax,omitzero"`
	// How sums in other currencies are converted.
	Conversion Conversion `json:"conversion,omitzero"`
	// What happens to royalties when a licensed patent is revoked or lapses.
	Invalidity string `json:"invalidity,omitempty" jsonschema:"enum=no-refund,enum=reduce-prospectively,enum=refund,enum=escrow-pending"`
	// Limits that several royalties share.
	RoyaltyLimits []RoyaltyLimit `json:"royalty_limits,omitempty"`
	// Sums that two parties owe each other, due on one day in one currency, are netted: only the difference is paid.
	Netting *bool `json:"netting,omitempty"`
}

// A Balancing payment is a fixed sum from one party to another.
type Balancing struct {
	// What it is called, where there are several: "entry payment".
	Name string `json:"name,omitempty"`
	// Id of the payer.
	From string `json:"from" jsonschema:"required" ref:"parties" gone:"holder"`
	// Id of the payee.
	To string `json:"to" jsonschema:"required" ref:"parties" gone:"holder"`
	// The whole sum.
	Total Money `json:"total" jsonschema:"required"`
	// Its parts; they add up to the total. Left out, it is paid once, on the effective date.
	Instalments []Instalment `json:"instalments,omitempty"`
	// Whether default in one instalment makes the rest due. Left out, it does not.
	Acceleration *bool `json:"acceleration,omitempty"`
	// Days of grace before acceleration.
	AccelerationGraceDays *Days `json:"acceleration_grace_days,omitempty"`
	// Whether part of it is paid back when licences end early through no fault of the payer. Left out, nothing is.
	Refundable *bool `json:"refundable,omitempty"`
}

// An Instalment is one part of a sum.
type Instalment struct {
	// When it falls due.
	Date Date `json:"date" jsonschema:"required"`
	// How much.
	Amount Money `json:"amount" jsonschema:"required"`
}

// A Fee is a fixed sum, paid once or each year.
type Fee struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required"`
	// What it is for: "entry fee", "annual administration fee".
	Name string `json:"name" jsonschema:"required"`
	// Id of the payer, or "members".
	Payer string `json:"payer" jsonschema:"required" ref:"parties,members,licensees" gone:"holder"`
	// Id of the payee.
	Payee string `json:"payee" jsonschema:"required" ref:"parties,members,administrator" gone:"decide"`
	// How much.
	Amount Money `json:"amount" jsonschema:"required"`
	// How often. Left out, once.
	Per string `json:"per,omitempty" jsonschema:"enum=once,enum=year"`
	// For a fee paid once, the day on which it falls due; for a yearly fee, its first day. Left out, the effective date.
	Start Date `json:"start,omitzero"`
	// For a yearly fee: its last day. Left out, the last day of the agreement.
	End Date `json:"end,omitzero"`
	// For a yearly fee: whether its years begin on its first day and the anniversaries of it (the default), or are calendar years.
	Year string `json:"year,omitempty" jsonschema:"enum=anniversary,enum=calendar"`
	// For a yearly fee: what is payable for a year of which only a part is within its time: by the days (the default), in full, or nothing.
	BrokenYear string `json:"broken_year,omitempty" jsonschema:"enum=by-days,enum=full,enum=none"`
	// For a yearly fee: days from the first day of each of its years to the day on which it falls due. Left out, 30.
	DueDays *Days `json:"due_days,omitempty"`
}

// A Royalty is a running payment for the use of licensed rights.
type Royalty struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=r1"`
	// Name of the royalty: "traction battery royalty".
	Name string `json:"name,omitempty"`
	// Id of the payer, or "licensees".
	Payer string `json:"payer" jsonschema:"required" ref:"parties,members,licensees" gone:"holder"`
	// Id of the payee, often the administrator.
	Payee string `json:"payee" jsonschema:"required" ref:"parties,members,administrator,licensors" gone:"decide"`
	// What it is measured on.
	Base RoyaltyBase `json:"base" jsonschema:"required,enum=unit,enum=net-sales,enum=gross-margin"`
	// For net-sales and gross-margin: how they are reckoned.
	NetSales NetSales `json:"net_sales,omitzero"`
	// For unit: what a unit is: "battery pack".
	Unit string `json:"unit,omitempty"`
	// Stated price of a unit, for the checks.
	UnitPrice *Money `json:"unit_price,omitempty" engross:"checks,whether a rate fits the price"`
	// Currency of the rates and sums (ISO 4217); left out, payments.currency.
	Currency Currency `json:"currency,omitempty"`
	// Bands of the yearly volume, from 0 upwards without gap; the last has no "to".
	Tiers []Tier `json:"tiers,omitempty"`
	// Whether each rate applies only to the volume in its band (the default), or the rate of the band reached applies to all of it.
	Marginal *bool `json:"marginal,omitempty"`
	// The rates rise with volume on purpose.
	SuccessLinked bool `json:"success_linked,omitempty"`
	// Factors by region: the rates apply in full where a region has none.
	Regions []RegionRate `json:"regions,omitempty"`
	// Least sum for a year.
	Minimum *Money `json:"minimum,omitempty"`
	// Most for a year, for each payer.
	Cap *Money `json:"cap,omitempty"`
	// Most for a year, for each payer together with its affiliates.
	EnterpriseCap *Money `json:"enterprise_cap,omitempty"`
	// Discount for members by their credits, in percent of the royalty.
	ContributionDiscount *Percent `json:"contribution_discount,omitempty"`
	// Rate after the last patent in a country has expired, in percent of the full rate, for know-how and other rights that remain.
	StepDown *Percent `json:"step_down,omitempty"`
	// Cap on all royalties for one product, in percent of net sales.
	StackingCap *Percent `json:"stacking_cap,omitempty"`
	// First day; left out, the effective date.
	Start Date `json:"start,omitzero"`
	// Last day. It ends earlier in a country in which no valid claim is left, or was, unless step_down or support says what remains.
	End Date `json:"end,omitzero"`
	// An event, in words: the royalty ends on the last day or on the day of the event, whichever is later: "the grant of marketing authorisation in Japan".
	EndEvent string `json:"end_event,omitempty"`
	// Payments after expiry are deferred price of use before it.
	DeferredForPreExpiryUse bool `json:"deferred_for_pre_expiry_use,omitempty"`
	// What still supports payment after the last patent has expired: the name of another right.
	Support string `json:"support,omitempty"`
	// Whether royalty is due only on products that use licensed rights, or on all sales.
	ProductsScope string `json:"products_scope,omitempty" jsonschema:"enum=licensed,enum=all-sales"`
	// Royalty paid by the same licensee for the same asset elsewhere is credited.
	DoublePaymentCredit *bool `json:"double_payment_credit,omitempty"`
	// Discount for licensees who sign by a date.
	EarlyRate EarlyRate `json:"early_rate,omitzero"`
}

// A RoyaltyLimit is a limit that several royalties share.
type RoyaltyLimit struct {
	// Ids of the royalties.
	Royalties []string `json:"royalties" jsonschema:"required,minItems=2" ref:"payments.royalties" gone:"list"`
	// Most for a calendar year for all of them together, for each payer with its affiliates.
	Cap *Money `json:"cap,omitempty"`
	// No royalty is payable for a calendar year in which all of them together come to less.
	WaivedBelow *Money `json:"waived_below,omitempty"`
}

// RoyaltyBase is what a royalty is measured on.
type RoyaltyBase string

const (
	PerUnit       RoyaltyBase = "unit"
	OnNetSales    RoyaltyBase = "net-sales"
	OnGrossMargin RoyaltyBase = "gross-margin"
)

// A Tier is one band of the yearly volume and its rate. The band begins with
// "from" and ends just before "to": a volume equal to "to" fills the band.
type Tier struct {
	// Volume at which the band begins: units, or sums in the royalty's currency.
	From Decimal `json:"from" jsonschema:"required" jsonschema_extras:"examples=0,examples=100000"`
	// Volume at which it ends; left out, it has no end.
	To *Decimal `json:"to,omitempty"`
	// Rate: a sum of money for each unit, or percent of the base.
	Rate Decimal `json:"rate" jsonschema:"required" jsonschema_extras:"examples=0.20,examples=2.5"`
}

// A RegionRate is the rate in one region.
type RegionRate struct {
	// The region, as territories name it.
	Region string `json:"region" jsonschema:"required"`
	// Percent of the full rate.
	Pct Percent `json:"pct" jsonschema:"required"`
	// Cap for a year in the region.
	Cap *Money `json:"cap,omitempty"`
}

// EarlyRate is a discount for licensees who sign early.
type EarlyRate struct {
	// Last day of signing.
	Until Date `json:"until,omitzero"`
	// Discount, in percent of the royalty.
	Pct *Percent `json:"pct,omitempty"`
}

// NetSales says how net sales are reckoned.
type NetSales struct {
	// What is deducted from gross invoiced sums, each in words.
	Deductions []string `json:"deductions,omitempty"`
	// Cap on all deductions, in percent of gross sales.
	DeductionsCapPct *Percent `json:"deductions_cap_pct,omitempty"`
	// How the share of a licensed part in a combination product is found.
	Combination string `json:"combination,omitempty"`
}

// ExitCost is what leaving costs.
type ExitCost struct {
	// How it is reckoned.
	Form string `json:"form,omitempty" jsonschema:"enum=none,enum=declining,enum=unrecovered-cost,enum=notice-based"`
	// Sum from which it is reckoned.
	Base *Money `json:"base,omitempty"`
	// Share of the base payable in each year of membership.
	Schedule []ExitYear `json:"schedule,omitempty"`
	// Most that is payable.
	Cap *Money `json:"cap,omitempty"`
	// What the pool has spent for the leaver and not recovered, as estimated at signing; the checks compare the cost with it.
	Unrecovered *Money `json:"unrecovered,omitempty" engross:"checks,whether the cost of leaving fits the loss"`
	// When nothing is payable.
	WaiveIf []string `json:"waive_if,omitempty" jsonschema:"enum=breach-by-others,enum=change-in-law,enum=merger-control"`
	// Whether credits are set against it.
	CreditOffset *bool `json:"credit_offset,omitempty"`
	// Whether it is payable on expulsion too.
	OnExpulsion bool `json:"on_expulsion,omitempty"`
}

// An ExitYear is the share payable by who leaves in one year.
type ExitYear struct {
	// Year of membership, from 1.
	Year int `json:"year" jsonschema:"required,minimum=1,maximum=50"`
	// Percent of the base.
	Pct Percent `json:"pct" jsonschema:"required"`
}

// Distribution says how pool income is shared out.
type Distribution struct {
	// By what key.
	By string `json:"by,omitempty" jsonschema:"enum=credits,enum=patent-count,enum=equal,enum=fixed"`
	// Administrator's fee, in percent of pool income.
	AdminFeePct *Percent `json:"admin_fee_pct,omitempty"`
	// Reserve, in percent of what remains.
	ReservePct *Percent `json:"reserve_pct,omitempty"`
	// Fixed shares; they add up to 100.
	Shares []DistributionShare `json:"shares,omitempty"`
	// Months between final accounts.
	TrueUpMonths *Months `json:"true_up_months,omitempty"`
	// Most for one member, in percent.
	CapPct *Percent `json:"cap_pct,omitempty"`
	// Whether disputed sums are held back.
	HoldOnDispute *bool `json:"hold_on_dispute,omitempty"`
}

// A DistributionShare is one member's share of pool income.
type DistributionShare struct {
	// Id of the member.
	Member string `json:"member" jsonschema:"required" ref:"parties" gone:"holder"`
	// Its share, in percent of what is distributed.
	Pct Percent `json:"pct" jsonschema:"required"`
}

// Reports are royalty reports.
type Reports struct {
	// What period a report covers.
	Period string `json:"period,omitempty" jsonschema:"enum=quarter,enum=half,enum=year"`
	// Days from the end of the period to the report.
	DueDays *Days `json:"due_days,omitempty"`
}

// Interest is interest on late payment.
type Interest struct {
	// Reference rate: "the main refinancing rate of the European Central Bank".
	Reference string `json:"reference,omitempty"`
	// Added to it, in percentage points a year.
	MarginPct *Percent `json:"margin_pct,omitempty"`
}

// Audit is the audit of books.
type Audit struct {
	// Audits in a calendar year without cause.
	PerYear *int `json:"per_year,omitempty" jsonschema:"minimum=0,maximum=12"`
	// Days of notice.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// Months back that an audit may reach.
	LookbackMonths *Months `json:"lookback,omitempty"`
	// Shortfall, in percent of what was due, above which the audited party pays for the audit.
	ShortfallPct *Percent `json:"shortfall_pct,omitempty"`
	// Years for which records are kept.
	RecordYears *Years `json:"record_years,omitempty"`
}

// Tax says who bears taxes.
type Tax struct {
	// Who bears withholding tax.
	Withholding string `json:"withholding,omitempty" jsonschema:"enum=reduce,enum=gross-up,enum=share"`
}

// Conversion says how sums are converted.
type Conversion struct {
	// Where the rate is taken from.
	Source string `json:"source,omitempty"`
	// Which day's rate: "last Business Day of the period".
	Date string `json:"date,omitempty"`
}

// Remedies say what a breach costs.
type Remedies struct {
	// Injunctions and other urgent relief.
	Injunction Injunction `json:"injunction,omitzero"`
	// Steps of enforcement, in order.
	Ladder []LadderStep `json:"ladder,omitempty"`
	// How sublicensing and channels are watched.
	Monitoring Monitoring `json:"monitoring,omitzero"`
	// Liquidated damages (Schedule F).
	LD []LiquidatedDamages `json:"ld,omitempty"`
	// Months between reviews of the figures.
	LDReviewMonths *Months `json:"ld_review_months,omitempty"`
	// Limits of liability.
	Liability Liability `json:"liability,omitzero"`
	// Indemnities.
	Indemnities []Indemnity `json:"indemnities,omitempty"`
	// Whether remedies are cumulative, and whether the liquidated-damages clause is an exception.
	Cumulative string `json:"cumulative,omitempty" jsonschema:"enum=all,enum=except-ld"`
	// Whether the limitation period stands still during the ladder.
	Tolling *bool `json:"tolling,omitempty"`
	// Audit findings lead to the first step of the ladder.
	AuditLink *bool `json:"audit_link,omitempty"`
}

// Injunction says where urgent relief may be sought.
type Injunction struct {
	// Breaches for which damages may be inadequate.
	Scope []string `json:"scope,omitempty" jsonschema:"enum=confidentiality,enum=scope,enum=sublicence,enum=escrow,enum=payment"`
	// Whether irreparable harm is stipulated.
	Stipulated bool `json:"stipulated,omitempty"`
	// Whether security may be required.
	Bond string `json:"bond,omitempty" jsonschema:"enum=court,enum=none"`
	// Where.
	InterimForum string `json:"interim_forum,omitempty" jsonschema:"enum=court,enum=emergency-arbitrator,enum=both"`
	// No injunction is sought against a willing licensee of a FRAND-committed asset.
	WillingLicenseeException *bool `json:"willing_licensee_exception,omitempty"`
}

// A LadderStep is one step of graduated enforcement.
type LadderStep struct {
	// The measure.
	Measure string `json:"measure" jsonschema:"required,enum=notice,enum=corrective-plan,enum=credit-loss,enum=suspension,enum=liquidated-damages,enum=termination"`
	// Days after the step before.
	AfterDays *Days `json:"after_days,omitempty"`
	// Who decides.
	Decider string `json:"decider,omitempty" jsonschema:"enum=licensor,enum=committee,enum=administrator,enum=expert,enum=tribunal"`
}

// Monitoring says how sublicensing and channels are watched.
type Monitoring struct {
	// A register of sublicences is kept.
	Register *bool `json:"register,omitempty"`
	// How often an officer certifies compliance.
	Certify string `json:"certify,omitempty" jsonschema:"enum=year,enum=half"`
	// Days to cure an unauthorised channel.
	CureDays *Days `json:"cure_days,omitempty"`
}

// LiquidatedDamages is a sum agreed beforehand for one kind of breach.
type LiquidatedDamages struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=ld-report"`
	// The breach.
	Trigger string `json:"trigger" jsonschema:"required,enum=late-report,enum=late-payment,enum=late-deposit,enum=unauthorised-sublicence,enum=out-of-field-sale,enum=under-report,enum=tier3-leak,enum=missed-disclosure,enum=late-delivery,enum=downtime,enum=withdrawal,enum=option-lapse"`
	// How the sum is reckoned.
	Form string `json:"form" jsonschema:"required,enum=fixed,enum=per-day,enum=per-unit,enum=formula,enum=declining,enum=penalty"`
	// The sum for each event, day or unit.
	Amount *Money `json:"amount,omitempty"`
	// What the sum is counted for.
	Per string `json:"per,omitempty" jsonschema:"enum=event,enum=day,enum=unit"`
	// For per-unit: percent of the royalty that would have been due.
	Multiple *Percent `json:"multiple,omitempty"`
	// Id of the royalty that the multiple is of.
	Royalty string `json:"royalty,omitempty" ref:"payments.royalties" gone:"holder"`
	// Days of grace before the sum runs.
	GraceDays *Days `json:"grace_days,omitempty"`
	// Most that is payable for one event or chain of events.
	Cap *Money `json:"cap,omitempty"`
	// The loss foreseen at signing.
	Estimate *Money `json:"estimate,omitempty"`
	// How the figure was arrived at, and why the loss is hard to prove.
	Basis string `json:"basis,omitempty"`
	// What becomes of other remedies for the same loss.
	Exclusive string `json:"exclusive,omitempty" jsonschema:"enum=sole-monetary,enum=floor,enum=elect"`
	// Whether the sum is set against actual damages for the same loss.
	Credit *bool `json:"credit,omitempty"`
	// For declining: percent by which the sum falls each year.
	DeclinePct *Percent `json:"decline_pct,omitempty"`
	// When the figure is looked at again.
	ReviewDate Date `json:"review_date,omitzero"`
}

// Liability limits liability.
type Liability struct {
	// How the cap is set.
	Form string `json:"form,omitempty" jsonschema:"enum=fixed,enum=multiple-of-fees,enum=share-of-project,enum=none"`
	// The cap, for all events together.
	Cap *Money `json:"cap,omitempty"`
	// For multiple-of-fees: percent of the sums paid and payable in the twelve months before.
	Multiple *Percent `json:"multiple,omitempty"`
	// A higher cap for confidentiality and intellectual property, for all events together.
	Supercap *Money `json:"supercap,omitempty"`
	// What is not limited.
	Uncapped []string `json:"uncapped,omitempty" jsonschema:"enum=intent,enum=gross-negligence,enum=death-injury,enum=fraud,enum=payment,enum=deliberate-scope-breach,enum=confidentiality"`
	// Heads of loss that are excluded.
	ExcludedHeads []string `json:"excluded_heads,omitempty" jsonschema:"enum=loss-of-profit,enum=indirect,enum=loss-of-data,enum=goodwill"`
	// Whether liquidated damages count toward the cap.
	LDInsideCap *bool `json:"ld_inside_cap,omitempty"`
	// Whether members are liable severally, not jointly.
	Several *bool `json:"several,omitempty"`
}

// An Indemnity holds somebody harmless against claims of others.
type Indemnity struct {
	// Id of the party that indemnifies, or "each".
	By string `json:"by" jsonschema:"required" ref:"parties,each" gone:"holder"`
	// Ids of those indemnified; left out, all others.
	To []string `json:"to,omitempty" ref:"parties,members" gone:"list"`
	// Against what.
	Heads []string `json:"heads" jsonschema:"required,enum=title,enum=know-how,enum=product-liability,enum=infringement"`
	// Most that is payable.
	Cap *Money `json:"cap,omitempty"`
}

// Warranty is what the parties state about their rights.
type Warranty struct {
	// The statements made.
	Statements []string `json:"statements,omitempty" jsonschema:"enum=authority,enum=title,enum=no-conflicting-grant,enum=no-encumbrance,enum=schedule-accurate,enum=no-debarment,enum=non-infringement"`
	// How far a statement about infringement is limited by knowledge.
	Knowledge string `json:"knowledge,omitempty" jsonschema:"enum=none,enum=actual,enum=inquiry"`
	// What licensed or deposited software holds of programs under open source licences: nothing, or what is listed.
	OpenSource string `json:"open_source,omitempty" jsonschema:"enum=none,enum=listed"`
	// Those programs, each with its licence: "zlib 1.3 (zlib licence)".
	OpenSourceList []string `json:"open_source_list,omitempty"`
	// Months for which claims on the statements may be brought; left out, as long as the law allows.
	SurviveMonths *Months `json:"survive_months,omitempty"`
}

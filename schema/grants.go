package schema

// An Asset is one right or thing that the deal is about.
type Asset struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=p1"`
	// What it is.
	Kind AssetKind `json:"kind" jsonschema:"required,enum=patent,enum=application,enum=software,enum=copyright,enum=know-how,enum=trade-secret,enum=database,enum=design,enum=mask-work,enum=data-set,enum=mark"`
	// Title of the patent, or a name for the thing. A trade secret is named, never described.
	Title string `json:"title,omitempty" jsonschema:"maxLength=400"`
	// Who owns it, with shares in percent that add up to 100. One owner without a share owns all.
	Owners []Owner `json:"owners,omitempty"`
	// The office where it is registered or pending, as a WIPO ST.3 code: "EP", "US", "CN", "JP".
	Office string `json:"office,omitempty" jsonschema:"pattern=^[A-Z]{2}$,example=EP"`
	// Number of the patent, application or registration, as the office writes it.
	Number string `json:"number,omitempty" jsonschema:"example=EP 3 456 789 B1"`
	// Countries in which a regional patent is in force (ISO 3166-1 alpha-2).
	Countries []Country `json:"countries,omitempty"`
	// Filing date.
	FilingDate Date `json:"filing_date,omitzero"`
	// Last day of protection if all fees are paid.
	ExpiryDate Date `json:"expiry_date,omitzero"`
	// Where the right stands.
	Status string `json:"status,omitempty" jsonschema:"enum=pending,enum=granted,enum=lapsed,enum=refused,enum=opposed,enum=revoked"`
	// What it is to the deal.
	Class AssetClass `json:"class,omitempty" jsonschema:"enum=core,enum=peripheral,enum=enabling,enum=background,enum=foreground,enum=improvement"`
	// For improvements and foreground: the policy class.
	ImprovementClass string `json:"improvement_class,omitempty" jsonschema:"enum=foundational,enum=exclusive,enum=co-owned"`
	// What makes it valuable: "range per charge", "licence income".
	ValueDriver string `json:"value_driver,omitempty"`
	// The standard or pool purpose to which it is essential.
	EssentialTo string `json:"essential_to,omitempty"`
	// Who found it essential: a named evaluator, or "declared" by the owner.
	Evaluator string `json:"evaluator,omitempty"`
	// Rights of others in it.
	Encumbrances []Encumbrance `json:"encumbrances,omitempty"`
	// Public funding of the work behind it: "US federal", "Horizon Europe".
	Funding string `json:"funding,omitempty"`
	// Country whose employer's inventors made it, where their pay is regulated.
	InventorCountries []Country `json:"inventor_countries,omitempty"`
	// Export control classification: "EAR 3E001", "EU 3E001".
	ExportClass string `json:"export_class,omitempty"`
	// The licensing commitment made to a standards body.
	FRAND FRANDCommitment `json:"frand,omitzero"`
	// Docket number, by which a trade secret is identified.
	Docket string `json:"docket,omitempty"`
	// Id of the information tier to which its contents belong.
	Tier string `json:"tier,omitempty" ref:"confidentiality.tiers"`
	// For a data set: it contains personal data.
	PersonalData bool `json:"personal_data,omitempty"`
	// Patent family, where several assets protect one invention.
	Family string `json:"family,omitempty"`
}

// AssetKind is what an asset is in law.
type AssetKind string

const (
	Patent      AssetKind = "patent"
	Application AssetKind = "application"
	Software    AssetKind = "software"
	Copyright   AssetKind = "copyright"
	KnowHow     AssetKind = "know-how"
	TradeSecret AssetKind = "trade-secret"
	Database    AssetKind = "database"
	Design      AssetKind = "design"
	MaskWork    AssetKind = "mask-work"
	DataSet     AssetKind = "data-set"
	Mark        AssetKind = "mark"
)

// AssetClass is what an asset is to the deal.
type AssetClass string

const (
	Core        AssetClass = "core"
	Peripheral  AssetClass = "peripheral"
	Enabling    AssetClass = "enabling"
	Background  AssetClass = "background"
	Foreground  AssetClass = "foreground"
	Improvement AssetClass = "improvement"
)

// An Owner owns an asset, or a share of it.
type Owner struct {
	// Id of the party, or the name of somebody outside the deal.
	Party string `json:"party" jsonschema:"required" ref:"parties?"`
	// Share, in percent of the whole asset.
	Share *Percent `json:"share,omitempty"`
}

// An Encumbrance is a right of somebody in an asset.
type Encumbrance struct {
	// What kind of right it is: licence-in means that the asset's owner here holds it under licence.
	Kind string `json:"kind" jsonschema:"required,enum=licence-in,enum=licence-out,enum=security,enum=option,enum=court-order"`
	// Who holds the right, or for licence-in, who granted it.
	Holder string `json:"holder" jsonschema:"required" ref:"parties?"`
	// For licence-in: whether sublicences may be granted.
	Sublicense *bool `json:"sublicense,omitempty"`
	// For a licence: whether it is exclusive.
	Exclusive bool `json:"exclusive,omitempty"`
	// Id of the field it covers; left out, all fields.
	Field string `json:"field,omitempty" ref:"fields"`
	// Id of the territory it covers; left out, the world.
	Territory string `json:"territory,omitempty" ref:"territories"`
	// When it ends.
	Until Date `json:"until,omitzero"`
}

// A FRANDCommitment is a promise to a standards body to license on fair,
// reasonable and non-discriminatory terms.
type FRANDCommitment struct {
	// The standard.
	Standard string `json:"standard,omitempty"`
	// The standards body.
	SSO string `json:"sso,omitempty"`
	// When the commitment was declared.
	Date Date `json:"date,omitzero"`
}

// A Field is a field of use: products, described by what they do.
type Field struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=ev-traction"`
	// Name printed in the agreement.
	Name string `json:"name" jsonschema:"required,example=Electric vehicle traction batteries"`
	// Closed definition by technical function and product; printed after the words "means".
	Definition string `json:"definition,omitempty" jsonschema:"maxLength=2000"`
	// Id of the wider field of which this one is a part.
	Parent string `json:"parent,omitempty" ref:"fields"`
	// What it includes, for the avoidance of doubt.
	Includes []string `json:"includes,omitempty"`
	// What it leaves out.
	Excludes []string `json:"excludes,omitempty"`
	// The field is reserved to these parties and licensed to nobody.
	ReservedTo []string `json:"reserved_to,omitempty" ref:"parties" gone:"element"`
}

// A Territory is a named group of countries.
type Territory struct {
	// Short name used everywhere in the term sheet. "world" is always declared.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=eea-ch"`
	// Name printed in the agreement.
	Name string `json:"name" jsonschema:"required,example=EEA and Switzerland"`
	// Countries (ISO 3166-1 alpha-2), or a group: "EU", "EEA", "EPC", "UPC", "world".
	Countries []string `json:"countries,omitempty" jsonschema:"format=engross-country-or-group,example=DE" ref:"territories"`
	// Id of a wider territory of which this one is a part.
	Parent string `json:"parent,omitempty" ref:"territories"`
	// Countries or territory ids added.
	Includes []string `json:"includes,omitempty" ref:"territories"`
	// Countries or territory ids taken away.
	Excludes []string `json:"excludes,omitempty" ref:"territories"`
	// Royalty region to which it belongs: "1".
	Region string `json:"region,omitempty"`
}

// A Project is joint work under the agreement.
type Project struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$"`
	// Name printed in the agreement.
	Name string `json:"name" jsonschema:"required"`
	// What is done, in a sentence.
	Description string `json:"description,omitempty"`
	// Ids of the parties that take part; left out, all.
	Participants []string `json:"participants,omitempty" ref:"parties" gone:"list"`
	// First day.
	Start Date `json:"start,omitzero"`
	// Last day.
	End Date `json:"end,omitzero"`
	// Who decides when it has ended, where no date is given.
	EndDecider string `json:"end_decider,omitempty" ref:"parties?" gone:"decide"`
}

// A Grant is one licence: a row of Schedule C.
type Grant struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=g1"`
	// Id of the licensor, or "members": each member for itself.
	From string `json:"from" jsonschema:"required,example=alpha" ref:"parties,members" gone:"holder"`
	// Ids of the licensees, or "members": every member but the licensor, or "administrator".
	To []string `json:"to" jsonschema:"required,minItems=1,example=beta" ref:"parties,members,administrator" gone:"list"`
	// Ids of the assets licensed. Give these, or class, or capture.
	Assets []string `json:"assets,omitempty" ref:"assets" gone:"list,class,capture"`
	// All the licensor's assets of this class that are listed; for foreground, also those that arise later in joint work.
	Class AssetClass `json:"class,omitempty" jsonschema:"enum=core,enum=peripheral,enum=enabling,enum=background,enum=foreground,enum=improvement"`
	// What the licensee may do.
	Acts []string `json:"acts,omitempty" jsonschema:"enum=make,enum=have-made,enum=use,enum=sell,enum=offer,enum=import,enum=reproduce,enum=modify,enum=distribute,enum=perform-services,uniqueItems=true"`
	// Id of the field of use; left out, every field.
	Field string `json:"field,omitempty" ref:"fields"`
	// Id of the territory; left out, the world.
	Territory string `json:"territory,omitempty" ref:"territories"`
	// Id of the territory in which the licensee may make, where it differs from territory.
	MakeTerritory string `json:"make_territory,omitempty" ref:"territories"`
	// Who else may practise and who else may be licensed. Left out, nonexclusive.
	Exclusivity Exclusivity `json:"exclusivity,omitempty" jsonschema:"enum=nonexclusive,enum=coexclusive,enum=sole,enum=exclusive"`
	// Why it is not nonexclusive: needed for every other degree.
	Justification string `json:"justification,omitempty"`
	// For coexclusive: the greatest number of licensees.
	ClassSize *int `json:"class_size,omitempty" jsonschema:"minimum=2,maximum=10"`
	// Ids of the grants to which it is subject.
	SubjectTo []string `json:"subject_to,omitempty" ref:"grants" gone:"element"`
	// Existing licences of others to which it is subject, in words.
	ExistingLicences []string `json:"existing_licences,omitempty"`
	// What the owner keeps for itself under an exclusive grant.
	OwnerReserved []string `json:"owner_reserved,omitempty" jsonschema:"enum=research,enum=teaching,enum=service-parent,enum=internal"`
	// The committee has designated the field a critical platform that the members fund jointly.
	SelectivePlatform bool `json:"selective_platform,omitempty"`
	// For a selective platform: the joint investment.
	JointInvestment *Money `json:"joint_investment,omitempty"`
	// Strategic tier of the licence.
	Tier string `json:"tier,omitempty" jsonschema:"enum=core,enum=optional,enum=supplementary"`
	// For an optional licence: months in which it may be taken up.
	OptionWindowMonths *Months `json:"option_window_months,omitempty" jsonschema:"minimum=1"`
	// Price of taking up an optional licence.
	ExerciseFee *Money `json:"exercise_fee,omitempty"`
	// The tier is priced only together with others.
	Bundled bool `json:"bundled,omitempty" engross:"checks,whether core rights are to be had alone"`
	// First day; left out, the effective date.
	Start Date `json:"start,omitzero"`
	// Last day: a date, "term" (the default: with the agreement) or "last-to-expire" (with the last asset).
	End GrantEnd `json:"end,omitempty"`
	// Patents captured: those first filed in this window.
	Capture Capture `json:"capture,omitzero"`
	// Sublicences.
	Sublicense Sublicense `json:"sublicense,omitzero"`
	// Whether the licensee may have products made by others. Left out, only where have-made is among the acts.
	HaveMade string `json:"have_made,omitempty" jsonschema:"enum=none,enum=own-design,enum=any"`
	// What the licensee must achieve to keep the grant, or its exclusivity.
	Diligence []Milestone `json:"diligence,omitempty"`
	// Least royalty or spending in a year that keeps exclusivity.
	Minimum *Money `json:"minimum,omitempty"`
	// What happens when a milestone or a minimum is missed; plan: a plan that makes it good.
	Loss string `json:"loss,omitempty" jsonschema:"enum=plan,enum=nonexclusive,enum=field-cut,enum=terminate,enum=buy-up"`
	// Day from which an exclusive or sole grant is nonexclusive.
	StepDown Date `json:"step_down,omitzero"`
	// Id of the royalty payable.
	Royalty string `json:"royalty,omitempty" ref:"payments.royalties" gone:"decide"`
	// No royalty is payable: the grant is fully paid.
	RoyaltyFree bool `json:"royalty_free,omitempty"`
	// It cannot be terminated.
	Irrevocable bool `json:"irrevocable,omitempty"`
	// It has no end.
	Perpetual bool `json:"perpetual,omitempty"`
	// Sales in answer to unsolicited orders from outside the territory.
	PassiveSales string `json:"passive_sales,omitempty" jsonschema:"enum=allowed,enum=restricted"`
	// Id of the territory that the licensor keeps for itself alone; passive sales into it may be barred where they may be elsewhere.
	LicensorTerritory string `json:"licensor_territory,omitempty" ref:"territories"`
	// Least price at which the licensee may sell. Stated only to be refused by the checks.
	ResalePriceMinimum *Money `json:"resale_price_minimum,omitempty" engross:"checks,stated only to be refused"`
	// Most that the licensee may make in a year, in units.
	OutputCap *int64 `json:"output_cap,omitempty" jsonschema:"minimum=1"`
	// Whether the licence covers a claim to a combination of a licensed product with something else that is not licensed.
	Combinations string `json:"combinations,omitempty" jsonschema:"enum=licensed,enum=not-licensed"`
	// The licensee is promised terms as good as anybody's.
	MostFavoured bool `json:"most_favoured,omitempty"`
	// The licensee receives the source code of licensed software.
	SourceCode bool `json:"source_code,omitempty"`
	// How a licensed mark's quality is controlled.
	QualityControl string `json:"quality_control,omitempty"`
}

// Exclusivity is the degree of exclusivity of a grant.
type Exclusivity string

const (
	Nonexclusive Exclusivity = "nonexclusive"
	Coexclusive  Exclusivity = "coexclusive"
	Sole         Exclusivity = "sole"
	Exclusive    Exclusivity = "exclusive"
)

// GrantEnd is when a grant ends: an ISO date, "term" or "last-to-expire".
type GrantEnd string

const (
	EndTerm         GrantEnd = "term"
	EndLastToExpire GrantEnd = "last-to-expire"
)

// Capture is the window in which a patent must first have been filed to be
// licensed.
type Capture struct {
	// First day.
	From Date `json:"from,omitzero"`
	// Last day.
	To Date `json:"to,omitzero"`
}

// Sublicense says whether and how a licensee may sublicense.
type Sublicense struct {
	// Whether sublicences are allowed at all.
	Allowed *bool `json:"allowed,omitempty"`
	// How many levels of sublicence: 1 means that a sublicensee may not sublicense.
	Depth *int `json:"depth,omitempty" jsonschema:"minimum=0,maximum=3"`
	// What consent each sublicence needs.
	Consent string `json:"consent,omitempty" jsonschema:"enum=none,enum=affiliates-only,enum=licensor,enum=administrator" ref:"parties?,administrator"`
	// What a sublicence must pass on. Left out, what the clause on sublicences states.
	FlowDown []string `json:"flow_down,omitempty" jsonschema:"enum=scope,enum=audit,enum=confidentiality,enum=termination,enum=no-further-sublicence,enum=export"`
	// Licensor's share of what a sublicensee pays, in percent of that income.
	IncomeShare *Percent `json:"income_share,omitempty"`
	// What becomes of a sublicence when the licence above it ends.
	Survive string `json:"survive_head_termination,omitempty" jsonschema:"enum=fall,enum=convert,enum=attorn"`
}

// A Milestone is something to be achieved by a date.
type Milestone struct {
	// What must be achieved, as an objective fact.
	What string `json:"what" jsonschema:"required"`
	// By when.
	By Date `json:"by" jsonschema:"required"`
	// What proves it.
	Evidence string `json:"evidence,omitempty"`
	// Price of an extension.
	ExtensionFee *Money `json:"extension_fee,omitempty"`
}

// A CarveOut is something kept out of the grants.
type CarveOut struct {
	// Short name used everywhere in the term sheet.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=x1"`
	// Id of the party that owns it.
	Owner string `json:"owner" jsonschema:"required" ref:"parties" gone:"holder"`
	// Ids of the assets, where they are listed.
	Assets []string `json:"assets,omitempty" ref:"assets" gone:"list,description"`
	// What it is, where it is not listed. A trade secret is named by its docket number, never described.
	Description string `json:"description,omitempty" jsonschema:"maxLength=400"`
	// Ids of the grants it is kept out of. Left out, all.
	Grants []string `json:"grants,omitempty" ref:"grants" gone:"list"`
	// Why it is kept out.
	Reason string `json:"reason" jsonschema:"required,enum=enabling,enum=trade-secret,enum=third-party,enum=export,enum=competitive"`
	// How it is treated.
	Treatment string `json:"treatment" jsonschema:"required,enum=not-licensed,enum=case-by-case,enum=escrow-only"`
	// When it is looked at again.
	ReviewDate Date `json:"review_date,omitzero"`
}

// Improvements says who owns improvements and who may use them.
type Improvements struct {
	// Who owns new rights.
	Ownership string `json:"ownership,omitempty" jsonschema:"enum=developer,enum=joint,enum=pool,enum=by-subject,enum=university"`
	// Whether an improvement that can be used without the licensed rights is treated apart.
	SeverableRule *bool `json:"severable_rule,omitempty"`
	// Days from the record of an invention to its disclosure.
	DisclosureDays *Days `json:"disclosure_days,omitempty"`
	// How title is moved where it must be: by present assignment, or by a promise to assign.
	AssignmentForm string `json:"assignment_form,omitempty" jsonschema:"enum=present,enum=promise"`
	// Rules for joint ownership.
	Joint JointRules `json:"joint,omitzero"`
	// On what terms the others may use foreground that everyone who uses the licensed assets needs. Left out, they have no licence of it beyond the grants.
	Foundational string `json:"foundational,omitempty" jsonschema:"enum=royalty-free,enum=fair"`
	// For ownership by a university: whether the others may use its foreground free of charge for research.
	ResearchLicence *bool `json:"research_licence,omitempty"`
	// For ownership by a university: months in which a party that paid for the work may ask for a licence.
	OptionMonths *Months `json:"option_months,omitempty" jsonschema:"minimum=1"`
	// Access of the others to improvements.
	Access Access `json:"access,omitzero"`
	// What licensees give back.
	GrantBack GrantBack `json:"grant_back,omitzero"`
	// Who bears the statutory remuneration of inventors: the owner of the invention, or its owner and those that use it, by their use. Left out, the employer.
	InventorRemuneration string `json:"inventor_remuneration,omitempty" jsonschema:"enum=owner-pays,enum=shared"`
	// Days for review before publication.
	PublicationReviewDays *Days `json:"publication_review_days,omitempty"`
}

// JointRules are the rules for what is owned jointly.
type JointRules struct {
	// How shares are set.
	Shares string `json:"shares,omitempty" jsonschema:"enum=equal,enum=contribution"`
	// What a joint owner must do before exploiting.
	Exploit string `json:"exploit,omitempty" jsonschema:"enum=free,enum=notice,enum=consent"`
	// What a joint owner must do before licensing.
	License string `json:"license,omitempty" jsonschema:"enum=free,enum=notice-compensation,enum=consent"`
	// Days of notice to the other joint owners.
	NoticeDays *Days `json:"notice_days,omitempty"`
	// Who enforces.
	Enforce string `json:"enforce,omitempty" jsonschema:"enum=each,enum=jointly,enum=lead"`
	// How costs are shared.
	Costs string `json:"costs,omitempty" jsonschema:"enum=by-share,enum=equal"`
	// Whether joint owners account to each other for income.
	Accounting *bool `json:"accounting,omitempty"`
}

// Access is the right of the others to use improvements.
type Access struct {
	// On what terms.
	Terms string `json:"terms,omitempty" jsonschema:"enum=royalty-free,enum=fair,enum=tier"`
	// Id of the field, where it is confined.
	Field string `json:"field,omitempty" ref:"fields"`
	// What brings an improvement within the right.
	Trigger string `json:"trigger,omitempty" jsonschema:"enum=needed,enum=derived-from-pool,enum=all"`
	// Days to answer a request.
	ResponseDays *Days `json:"response_days,omitempty"`
	// Months of head start for the developer.
	EmbargoMonths *Months `json:"embargo_months,omitempty"`
	// Months after which an improvement neither exploited nor offered is open to access.
	AntiHoardingMonths *Months `json:"anti_hoarding_months,omitempty"`
	// Who sets the price where the parties do not agree.
	Expert string `json:"expert,omitempty"`
}

// GrantBack is what a licensee gives back on its own improvements.
type GrantBack struct {
	// What kind of right.
	Kind string `json:"kind,omitempty" jsonschema:"enum=none,enum=nonexclusive,enum=sole,enum=exclusive,enum=assignment"`
	// On which improvements.
	Scope string `json:"scope,omitempty" jsonschema:"enum=essential,enum=severable,enum=all"`
	// For what price.
	Compensation string `json:"compensation,omitempty" jsonschema:"enum=free,enum=fair,enum=share"`
}

// A Contribution is what a member brings besides its assets.
type Contribution struct {
	// Id of the member.
	Member string `json:"member" jsonschema:"required" ref:"parties" gone:"holder"`
	// Ids of the assets contributed.
	Assets []string `json:"assets,omitempty" ref:"assets" gone:"element"`
	// Work contributed, in words: "12 person-months of characterisation".
	Effort string `json:"effort,omitempty"`
	// Money contributed.
	Money *Money `json:"money,omitempty"`
	// Credits with which the member opens.
	OpeningCredits *Decimal `json:"opening_credits,omitempty"`
}

// Credits say how contributions are counted.
type Credits struct {
	// What a credit is called: "point".
	Unit string `json:"unit,omitempty"`
	// Who keeps the ledger: the id of a party, or an office.
	Keeper string `json:"ledger,omitempty" ref:"parties?" gone:"decide"`
	// Credits for each kind of contribution, in percent; they add up to 100.
	Weights []Weight `json:"weights,omitempty"`
	// Rule by which credits are awarded, in a sentence.
	AwardRule string `json:"award_rule,omitempty"`
	// Months after which a credit expires; 0 for never.
	ExpiryMonths *Months `json:"expiry,omitempty"`
	// What credits do.
	Uses []string `json:"uses,omitempty" jsonschema:"enum=royalty-share,enum=discount,enum=votes,enum=priority"`
	// Most credits that one member may hold, in percent of all.
	CapPct *Percent `json:"cap_pct,omitempty"`
	// Who evaluates contributions.
	Evaluator string `json:"evaluator,omitempty" ref:"parties?" gone:"decide"`
	// How patents are counted: by raw number, by family, or by evaluated essentiality.
	Counting string `json:"counting,omitempty" jsonschema:"enum=count,enum=family,enum=essentiality"`
}

// A Weight is the weight of one kind of contribution.
type Weight struct {
	// The kind.
	Kind string `json:"kind" jsonschema:"required,enum=core,enum=peripheral,enum=improvement,enum=know-how,enum=data,enum=effort"`
	// Its weight, in percent.
	Pct Percent `json:"pct" jsonschema:"required"`
}

// Valuation says how contributions and rates are valued.
type Valuation struct {
	// The method.
	Method string `json:"method,omitempty" jsonschema:"enum=comparable-licences,enum=cost,enum=income,enum=top-down,enum=expert"`
	// Data on which it rests.
	Benchmarks []Benchmark `json:"benchmarks,omitempty" engross:"private,evidence for rates; it is sent where a clause prints it"`
	// Months between reviews.
	ReviewMonths *Months `json:"review_months,omitempty"`
	// Tolerance, in percent of the benchmark.
	BandPct *Percent `json:"band_pct,omitempty"`
	// Cap on all royalties for one product, in percent of net sales.
	AggregateCapPct *Percent `json:"aggregate_cap_pct,omitempty"`
	// Who decides where the parties do not agree.
	Expert string `json:"expert,omitempty" ref:"parties?" gone:"decide"`
	// What the entry of a member does to rates.
	NewEntryRule string `json:"new_entry_rule,omitempty" jsonschema:"enum=no-increase,enum=formula,enum=renegotiate"`
	// Who may change rates without the agreement of the others.
	RateChange string `json:"rate_change,omitempty" jsonschema:"enum=agreement,enum=committee,enum=administrator,enum=licensor"`
}

// A Benchmark is one figure on which a valuation rests.
type Benchmark struct {
	// What it is.
	Name string `json:"name" jsonschema:"required"`
	// Where it comes from.
	Source string `json:"source,omitempty"`
	// The figure, in words and numbers.
	Value string `json:"value,omitempty"`
	// The figure as a rate that the checks compare: a sum of money for each unit, or percent of the base.
	Rate *Decimal `json:"rate,omitempty" engross:"checks,the agreement prints the figure in words; the rate is what the checks compare"`
	// Id of the royalty with which the rate is compared.
	Royalty string `json:"royalty,omitempty" ref:"payments.royalties" gone:"self"`
	// The day of the data.
	Date Date `json:"date,omitzero"`
}

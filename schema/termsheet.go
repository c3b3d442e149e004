package schema

// A TermSheet is everything the parties have agreed, or propose: the facts of
// the deal and the choices it makes among the clauses of the library. What it
// leaves out is taken from the defaults of the clauses chosen, for the position
// named by deal.position.
type TermSheet struct {
	// Address of the JSON Schema, for editors that complete and check as you type. It has no effect on the agreement.
	Schema string `json:"$schema,omitempty" engross:"checks,for editors"`
	// The deal as a whole: what it is called, of what kind it is, when it takes effect.
	Deal Deal `json:"deal" jsonschema:"required"`
	// Who is bound, in the order in which the agreement names them, and the escrow agents that it names: from 2 parties to 200 members.
	Parties []Party `json:"parties" jsonschema:"required,minItems=2,maxItems=250"`
	// Statements of the commercial background, one sentence or two each, printed as recitals. They create no duty.
	Recitals []string `json:"recitals,omitempty" jsonschema:"maxItems=30"`
	// How the agreement is to be read: business days, order of precedence, language.
	Interpretation Interpretation `json:"interpretation,omitzero"`
	// The patents, software, know-how and other rights the deal is about (Schedule A).
	Assets []Asset `json:"assets,omitempty" jsonschema:"maxItems=20000"`
	// Fields of use, each a closed description of products by what they do.
	Fields []Field `json:"fields,omitempty"`
	// Named groups of countries in which rights are granted.
	Territories []Territory `json:"territories,omitempty"`
	// Joint projects whose results the agreement allocates.
	Projects []Project `json:"projects,omitempty"`
	// Who licenses what to whom (Schedule C): one member for each grant.
	Grants []Grant `json:"grants,omitempty" jsonschema:"maxItems=10000"`
	// What is kept out of every grant (Schedule A, part 2).
	CarveOuts []CarveOut `json:"carve_outs,omitempty"`
	// Past claims given up, and promises not to sue. Left out, there are none.
	Settlement Settlement `json:"settlement,omitzero"`
	// Who owns improvements, and who may use them.
	Improvements Improvements `json:"improvements,omitzero"`
	// What each member brings to the pool besides the assets listed.
	Contributions []Contribution `json:"contributions,omitempty"`
	// How contributions are counted.
	Credits Credits `json:"credits,omitzero"`
	// How contributions and rates are valued.
	Valuation Valuation `json:"valuation,omitzero"`
	// Who pays what to whom, when, and how it is verified.
	Payments Payments `json:"payments,omitzero"`
	// Maintenance, support and hosting, with their service levels.
	Services Services `json:"services,omitzero"`
	// What is secret, from whom, and for how long.
	Confidentiality Confidentiality `json:"confidentiality,omitzero"`
	// What is deposited with an escrow agent and when it is released (Schedule E).
	Escrow Escrow `json:"escrow,omitzero"`
	// How long the agreement lasts and how it is renewed.
	Term Term `json:"term,omitzero"`
	// How it ends early, and what survives (Schedule M).
	Termination Termination `json:"termination,omitzero"`
	// What a breach costs.
	Remedies Remedies `json:"remedies,omitzero"`
	// What the parties state about their rights.
	Warranty Warranty `json:"warranty,omitzero"`
	// Who decides, and how decisions are recorded (Schedule G).
	Governance Governance `json:"governance,omitzero"`
	// How disputes are settled, under which law.
	Disputes Disputes `json:"disputes,omitzero"`
	// Which public rules the deal touches (Schedule I).
	Regulatory Regulatory `json:"regulatory,omitzero"`
	// How members join, leave and transfer what they contributed.
	Membership Membership `json:"membership,omitzero"`
	// Notices, amendment, assignment and the other general terms.
	General General `json:"general,omitzero"`
	// Choices among the clauses of the library, by topic: {"escrow/release": {"variant": "demand"}}.
	Clauses map[string]Choice `json:"clauses,omitempty"`
	// Words that were negotiated, in the place of those of the library. They are read as the words of a clause are, and checked alike.
	Wording []Wording `json:"wording,omitempty" jsonschema:"maxItems=2000"`
	// What was asked for in a draft that came back and is not in this one, and what to say to it: a comment in the next Word draft.
	Answers []Answer `json:"answers,omitempty" jsonschema:"maxItems=2000" engross:"checks,it is said in comments beside the agreement and not in it"`
	// Findings of the checks that the parties accept, each with the reason, which the report prints.
	Waivers []Waiver `json:"waivers,omitempty" engross:"checks,the reasons for which one side accepts a finding of its own checks"`
}

// A Deal says what is being agreed.
type Deal struct {
	// The parties' own reference for the deal; it is printed in the header of every page and names the output.
	ID string `json:"id" jsonschema:"required,minLength=1,maxLength=60,example=ALPHA-BETA-2027-01"`
	// The title printed on the agreement. Left out, the template's own title is used.
	Title string `json:"title,omitempty" jsonschema:"maxLength=200,example=Patent Cross-Licence Agreement"`
	// The shape of the deal, which picks the template.
	Kind DealKind `json:"kind" jsonschema:"required,enum=bilateral,enum=pool,enum=consortium,enum=standard-pool"`
	// The form of agreement, by the name of its template, where the library has several for the kind: "cross-licence" for a short licence of patents. Left out, the standard form of the kind. engross templates lists them.
	Template string `json:"template,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=cross-licence"`
	// What the document is: the agreement itself (the default), an amendment of an earlier one, or a deed by which a new member accedes to one.
	Instrument string `json:"instrument,omitempty" jsonschema:"enum=agreement,enum=amendment,enum=accession"`
	// The day on which the agreement takes effect.
	EffectiveDate Date `json:"effective_date" jsonschema:"required"`
	// The day on which it is, or is to be, signed. Left out, it is the effective date.
	SigningDate Date `json:"signing_date,omitzero"`
	// Language of the text as a BCP 47 tag. The library is written in English.
	Language string `json:"language,omitempty" jsonschema:"format=engross-language,example=en-GB"`
	// Whose interest the defaults serve: L licensor, B balanced (the default), E licensee. It picks the default of every parameter left out.
	Position Position `json:"position,omitempty" jsonschema:"enum=L,enum=B,enum=E" engross:"checks,it picks defaults; the agreement states the values picked"`
	// Numbering scheme: decimal (1. / 1.1 / (a) / (i)) or article (Article I / Section 1.01 / (a)). Left out, the template's.
	Numbering string `json:"numbering,omitempty" jsonschema:"enum=decimal,enum=article"`
	// Whether a page of key terms stands before the parties: who licenses what, when, for how much, each with the provision that says it. Left out, there is none.
	KeyTerms string `json:"key_terms,omitempty" jsonschema:"enum=page"`
	// Whether a schedule lists the days on which something begins, ends or falls due, each with the provision that says it. Left out, there is none.
	KeyDates string `json:"key_dates,omitempty" jsonschema:"enum=schedule"`
	// The earlier agreement that this document amends, restates or is acceded to.
	Amends Amends `json:"amends,omitzero"`
}

// DealKind is the shape of a deal.
type DealKind string

const (
	Bilateral    DealKind = "bilateral"
	Pool         DealKind = "pool"
	Consortium   DealKind = "consortium"
	StandardPool DealKind = "standard-pool"
)

// DealKinds are all kinds of deal, and Instruments what a document can be.
var (
	DealKinds   = []DealKind{Bilateral, Pool, Consortium, StandardPool}
	Instruments = []string{"agreement", "amendment", "accession"}
)

// Position says whose interest the defaults serve.
type Position string

const (
	Licensor Position = "L"
	Balanced Position = "B"
	Licensee Position = "E"
)

// Amends names an earlier agreement and what becomes of it.
type Amends struct {
	// Reference of the earlier agreement (its deal.id).
	ID string `json:"id,omitempty"`
	// Title of the earlier agreement.
	Title string `json:"title,omitempty"`
	// Its date.
	Date Date `json:"date,omitzero"`
	// Ids of its parties, where they differ from the parties of this document; one that is a party no longer is named by its legal name.
	Parties []string `json:"parties,omitempty"`
	// Whether this document restates the whole agreement or amends parts of it.
	Form string `json:"form,omitempty" jsonschema:"enum=restated,enum=amendment" engross:"fact,an amendment or an accession restates nothing, and says so by what it is"`
	// Earlier amendments, in the order of their dates.
	History []Amendment `json:"history,omitempty"`
	// Whether the provisions after one that is inserted or deleted are renumbered, as engross renew does it. Otherwise the others keep their numbers, and the number of one that is deleted is not used again.
	Renumber bool `json:"renumber,omitempty"`
	// What this document replaces, provision by provision.
	Supersedes []Superseded `json:"supersedes,omitempty"`
}

// An Amendment is an earlier amendment of the same agreement.
type Amendment struct {
	// Its reference.
	ID string `json:"id" jsonschema:"required"`
	// Its date.
	Date Date `json:"date" jsonschema:"required"`
}

// A Superseded is one change that an amendment makes to the earlier agreement.
type Superseded struct {
	// The provision of the earlier agreement, by its number there: "4.2(b)"; or in words what has no number of its own: "the table in Schedule D".
	Provision string `json:"provision" jsonschema:"required,example=4.2(b)"`
	// Heading of that provision, for the reader.
	Heading string `json:"heading,omitempty"`
	// Whether the provision is replaced, deleted, or a new one is inserted after it or at its beginning.
	Action string `json:"action,omitempty" jsonschema:"enum=replace,enum=delete,enum=insert-after,enum=insert-first,enum=replace-words"`
	// The words replaced, where only some words are.
	Old string `json:"old,omitempty"`
	// The new words, or the whole new provision.
	New string `json:"new,omitempty"`
	// The whole new provision where it is more than one paragraph, or a table; instead of new.
	Passages []Passage `json:"passages,omitempty"`
}

// A Passage is one paragraph, or one table, of a new provision.
type Passage struct {
	// The words of the paragraph, with the number it bears.
	Text string `json:"text,omitempty"`
	// The head of the table.
	Head []string `json:"head,omitempty"`
	// The rows of the table, each with as many cells as the head.
	Rows [][]string `json:"rows,omitempty"`
}

// Where cites the provision: "Section 4.2(b)", or the words that name it.
func (s Superseded) Where() string {
	if s.Numbered() {
		return "Section " + s.Provision
	}
	return s.Provision
}

// Numbered reports whether the provision is given by its number alone.
func (s Superseded) Numbered() bool {
	return s.Provision != "" && '0' <= s.Provision[0] && s.Provision[0] <= '9'
}

// A Party is a legal person bound by the agreement, or the escrow agent or
// administrator that it names.
type Party struct {
	// Short name used everywhere in the term sheet: lower case letters, digits and hyphens.
	ID string `json:"id" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]{0\\,39}$,example=alpha"`
	// Full legal name, letter for letter as registered, with the form of company. In Latin script where the agreement is; otherwise give native_name too.
	LegalName string `json:"legal_name" jsonschema:"required,minLength=1,maxLength=300,example=Łódź Technologies Sp. z o.o."`
	// Registered name in its own script, where that is not Latin. It prevails for identity.
	NativeName string `json:"native_name,omitempty" jsonschema:"maxLength=300,example=Ελληνική Εταιρεία Α.Ε."`
	// The name in Latin letters, where the legal name is in another script.
	RomanisedName string `json:"romanised_name,omitempty" jsonschema:"maxLength=300"`
	// The defined term by which the agreement calls the party.
	ShortName string `json:"short_name" jsonschema:"required,minLength=1,maxLength=40,example=Alpha"`
	// Legal form in words: "private limited company", "public research university".
	EntityType string `json:"entity_type,omitempty" jsonschema:"example=private limited company"`
	// Country of incorporation (ISO 3166-1 alpha-2), or a part of it with a law of its own (ISO 3166-2): "DE", "US-DE", "GB-ENG".
	Jurisdiction Jurisdiction `json:"jurisdiction" jsonschema:"required,example=DE"`
	// Number in the register of companies.
	RegNo string `json:"reg_no,omitempty"`
	// The register: "Commercial Register of the Local Court of Munich".
	Register string `json:"register,omitempty"`
	// Registered seat, as one line.
	Address string `json:"address,omitempty"`
	// What the party does in the deal. Left out: member in a pool, licensor and licensee in a bilateral deal.
	Roles []Role `json:"roles,omitempty" jsonschema:"enum=member,enum=administrator,enum=licensor,enum=licensee,enum=escrow-agent,enum=research-org,enum=coordinator,uniqueItems=true" engross:"fact,who licenses whom is in the grants; roles tell the checks and some clauses who does what"`
	// Ids of the parties with which it competes, actually or potentially, in a licensed field.
	CompetitorOf []string `json:"competitor_of,omitempty" ref:"parties" gone:"element" engross:"fact,on which the competition checks and some clauses hang"`
	// Market shares, for the competition checks.
	Shares []MarketShare `json:"shares,omitempty" engross:"checks,facts about markets for the competition checks"`
	// Whether, and by whom, its work in the deal is publicly funded: "US federal", "Horizon Europe".
	PublicFunding string `json:"public_funding,omitempty" engross:"checks,whether the terms of its funder are missing"`
	// Id of the party that controls it, or that controls both.
	AffiliateOf []string `json:"affiliate_of,omitempty" ref:"parties" gone:"element" engross:"fact,whether an escrow agent is independent and two parties are one"`
	// It has no factory of its own and has its products made.
	Fabless bool `json:"fabless,omitempty" engross:"checks,whether have-made rights are missing"`
	// It is a natural person.
	Individual bool `json:"individual,omitempty"`
	// Its organs bind it only jointly, so that two persons sign.
	JointRepresentation bool `json:"joint_representation,omitempty"`
	// It signs with a seal or chop as well.
	Seal bool `json:"seal,omitempty"`
	// Revenue of the last year, where fees depend on it.
	Revenue *Money `json:"revenue,omitempty" engross:"checks,whether a fee fits its payer"`
	// Who signs.
	Signatory Signatory `json:"signatory,omitzero"`
	// A second person who signs.
	SecondSignatory Signatory `json:"second_signatory,omitzero"`
	// Where notices to it go.
	Notices Notices `json:"notices,omitzero"`
}

// Role is what a party does in the deal.
type Role string

const (
	RoleMember        Role = "member"
	RoleAdministrator Role = "administrator"
	RoleLicensor      Role = "licensor"
	RoleLicensee      Role = "licensee"
	RoleEscrowAgent   Role = "escrow-agent"
	RoleResearchOrg   Role = "research-org"
	RoleCoordinator   Role = "coordinator"
)

// A MarketShare is one party's share of one market in one year.
type MarketShare struct {
	// The market, in words.
	Market string `json:"market" jsonschema:"required"`
	// What kind of market it is; independent-technologies states the number of independently controlled substitutes in count.
	Kind string `json:"kind,omitempty" jsonschema:"enum=product,enum=technology,enum=innovation,enum=independent-technologies"`
	// Share of the market, in percent.
	Pct *Percent `json:"pct,omitempty"`
	// Number of independently controlled substitute technologies besides the parties'.
	Count *int `json:"count,omitempty" jsonschema:"minimum=0"`
	// Calendar year of the figure.
	Year int `json:"year,omitempty" jsonschema:"minimum=1990,maximum=2200"`
}

// A Signatory is the person who signs for a party.
type Signatory struct {
	// Name of the person.
	Name string `json:"name,omitempty"`
	// The person's office: "Managing Director".
	Title string `json:"title,omitempty"`
	// The person is the legal representative registered with the authorities, as in China.
	LegalRepresentative bool `json:"legal_representative,omitempty"`
}

// Notices says where notices to a party go.
type Notices struct {
	// Person or office to whose attention they are sent.
	Attention string `json:"attention,omitempty"`
	// Postal address, as one line. Left out, the party's address.
	Address string `json:"address,omitempty"`
	// E-mail address.
	Email string `json:"email,omitempty" jsonschema:"format=email"`
	// Who else receives a copy, as one line; a copy alone is not notice.
	Copy string `json:"copy,omitempty"`
}

// Interpretation says how the agreement is to be read.
type Interpretation struct {
	// Places whose business days count: "Munich", "Tokyo".
	BusinessDayPlaces []string `json:"business_day_places,omitempty"`
	// Time zone in which times of day are read, as an IANA name: "Europe/Berlin".
	TimeZone string `json:"time_zone,omitempty" jsonschema:"pattern=^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$,example=Europe/Berlin"`
	// Documents in descending order of precedence.
	Precedence []string `json:"precedence,omitempty" jsonschema:"enum=cover-sheet,enum=special-terms,enum=clauses,enum=schedules,enum=policy-documents"`
	// Whether translations bind, or are for convenience only.
	TranslationsBinding *bool `json:"translations_binding,omitempty"`
	// Whether headings affect the meaning.
	HeadingsOperative *bool `json:"headings_operative,omitempty"`
	// Whether, and which, affiliates of a party are bound and benefit.
	BindAffiliates string `json:"bind_affiliates,omitempty" jsonschema:"enum=none,enum=controlled,enum=all"`
	// Whether the affiliates that are bound may use their party's rights too.
	AffiliateBenefit *bool `json:"affiliate_benefit,omitempty"`
	// Share of the voting rights, in percent, above which a person controls another.
	ControlThreshold *Percent `json:"control_threshold,omitempty"`
	// Terms special to this deal, one sentence or more each, that prevail over the standard clauses. Plain words: no markup, no cross-references.
	SpecialTerms []string `json:"special_terms,omitempty"`
}

// A Choice is what the term sheet decides about one topic of the library.
type Choice struct {
	// The variant of the clause to use.
	Variant string `json:"variant,omitempty"`
	// Leave the clause out.
	Omit bool `json:"omit,omitempty"`
	// Put the clause in, though the template would leave it out.
	Include bool `json:"include,omitempty"`
	// Values of the clause's parameters that have no place of their own in the term sheet.
	Parameters map[string]any `json:"parameters,omitempty"`
}

// A Waiver accepts a finding of the checks.
type Waiver struct {
	// Id of the check: "EX05".
	Check string `json:"check" jsonschema:"required,pattern=^[A-Z]{2}[0-9]{2}$,example=EX05"`
	// JSON Pointer of the finding, where only one of several is accepted.
	Pointer string `json:"pointer,omitempty"`
	// Why it is accepted; printed in the report and in the annex of departures.
	Reason string `json:"reason" jsonschema:"required,minLength=10"`
	// Who accepted it.
	By string `json:"by,omitempty"`
}

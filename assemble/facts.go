package assemble

// A Fact is something that code has to know of the words of a clause: which sums
// they give, who may leave by them, what they leave to courts. The variant that says
// it declares it in its front matter, so that no code knows a clause by name.
type Fact string

// What a variant may declare. [Declarables] says what each means and may be.
const (
	SharesBy       Fact = "shares-by"
	KeyTerms       Fact = "key-terms"
	KeyDates       Fact = "key-dates"
	Affiliates     Fact = "affiliates"
	Contributions  Fact = "contributions"
	ExitCost       Fact = "exit-cost"
	ExitWaived     Fact = "exit-cost-waived"
	ExitSetOff     Fact = "exit-cost-set-off"
	Credits        Fact = "credits"
	CreditsCap     Fact = "credits-cap"
	Netting        Fact = "netting"
	RoyaltiesEnd   Fact = "royalties-end-with-patents"
	Grace          Fact = "acceleration-grace"
	Assignment     Fact = "assignment"
	ControlChange  Fact = "change-of-control"
	BindsBuyers    Fact = "binds-buyers"
	Renewal        Fact = "renewal"
	ProjectEnd     Fact = "project-end"
	BreachEnds     Fact = "breach-ends"
	Insolvency     Fact = "insolvency"
	Challenge      Fact = "challenge"
	Exit           Fact = "exit"
	InnocentKeeps  Fact = "innocent-keeps"
	WayOut         Fact = "way-out"
	AssetList      Fact = "asset-list"
	BetterTerms    Fact = "better-terms"
	FairTerms      Fact = "fair-terms"
	Benchmarks     Fact = "benchmarks"
	DepositUpdates Fact = "deposit-updates"
	DepositTests   Fact = "deposit-verification"
	InfoTiers      Fact = "information-tiers"
	Marking        Fact = "marking"
	ChangeInLaw    Fact = "change-in-law"
	BusinessDays   Fact = "business-days"
	DelayEnd       Fact = "delay-end"
	Credited       Fact = "damages-credited"
	SparesWilling  Fact = "spares-willing-licensees"
	DatedSteps     Fact = "dated-steps"
	Forum          Fact = "forum"
	Validity       Fact = "validity"
	MinimumTerm    Fact = "minimum-term"
	DayRoll        Fact = "day-roll"
	EmailReceipt   Fact = "email-receipt"
	EndingNotice   Fact = "ending-notice"
	MinimumDue     Fact = "minimum-due"
	Shortfall      Fact = "shortfall"
	Ending         Fact = "ending"
	CureFirst      Fact = "cure-first"
)

// anyText is the values of a fact that are not coded.
var anyText []string

var yesNo = []string{"yes", "no"}

// A Declarable is a fact that variants may declare.
type Declarable struct {
	Fact   Fact
	About  string   // a phrase
	Values []string // what it may be; nil where it is the value of a parameter
}

// Declarables are all facts that variants may declare, in the order of the README of
// the clauses.
func Declarables() []Declarable { return declarables }

var declarables = []Declarable{
	{SharesBy, "by what the income of a pool is shared: shares that the term sheet states (equal ones where it states none), equal shares, credits, or patents", []string{"stated", "equal", "credits", "patents"}},
	{Affiliates, "whether members that are affiliates of each other have one share together", []string{"once", "each"}},
	{Contributions, "whether money that members contributed comes back first", []string{"come-back-first", "stay"}},
	{ExitCost, "the form of what a member pays that leaves", []string{"none", "declining", "unrecovered-cost", "notice-based"}},
	{ExitWaived, "the cases in which nothing is payable on leaving", anyText},
	{ExitSetOff, "whether credits are set against the cost of leaving", anyText},
	{Credits, "whether contributions are counted in credits", []string{"counted", "none"}},
	{CreditsCap, "the most credits that one member may hold, as a share of all", anyText},
	{Netting, "whether sums that two parties owe each other on one day are set off", yesNo},
	{RoyaltiesEnd, "whether a royalty without an end of its own ends with the patents, country by country", yesNo},
	{Grace, "the days of grace before a late instalment makes the rest due, for a balancing payment that states none", anyText},
	{Assignment, "on what an assignment of the agreement depends", []string{"consent", "with-business", "free"}},
	{ControlChange, "what a change of control entails, as in general.change_of_control", []string{"none", "notice", "terminate-option", "automatic", "freeze", "competitor-only"}},
	{BindsBuyers, "whether whoever buys a licensed right takes it subject to the licences", yesNo},
	{Renewal, "how the term ends or goes on", []string{"fixed", "auto-renew", "evergreen", "last-expiry", "by-amendment"}},
	{ProjectEnd, "whether the clause itself settles when a project has ended", []string{"decided", "open"}},
	{BreachEnds, "what ends for a breach that is not cured", []string{"whole", "party", "licence", "suspension"}},
	{Insolvency, "on what a right to end for insolvency depends, as in termination.grounds[].insolvency", []string{"none", "filing", "permitted-by-law", "prohibited-action", "non-performance"}},
	{Challenge, "what a challenge to a licensed right entails, as in termination.challenge", []string{"none", "notice", "own-cost", "rate-step-up", "terminate"}},
	{Exit, "whether it is said what a party that leaves keeps, loses and pays", yesNo},
	{InnocentKeeps, "whether a party keeps its licences when another is in default", yesNo},
	{WayOut, "whether the owner of an excluded asset that blocks a licence must offer a way out", anyText},
	{BetterTerms, "whether this says how a licensee gets terms that another has and that are better", yesNo},
	{AssetList, "whether this is the list of the licensed assets, to which tables refer", yesNo},
	{FairTerms, "what follows where access to an improvement on fair terms is refused", []string{"compulsory-access", "credit-loss", "expert-terms"}},
	{Benchmarks, "whether somebody finds the data on which a valuation rests, where the term sheet gives none", yesNo},
	{DepositUpdates, "the longest time between updates of a deposit that states none", anyText},
	{DepositTests, "how far a deposit is verified that states nothing of it", []string{"L1", "L2", "L3", "L4", "none"}},
	{InfoTiers, "whether information is parted by how secret it is", yesNo},
	{Marking, "whether products have to be marked with the patents", yesNo},
	{ChangeInLaw, "whether it is said what a change in law entails, and by when", yesNo},
	{BusinessDays, "whether it is said whose days count as Business Days", yesNo},
	{DelayEnd, "the days after which a sum for each day of delay that has no cap no longer runs", anyText},
	{Credited, "whether an agreed sum is part of the damages for the same loss", yesNo},
	{SparesWilling, "whether there is no injunction against a willing licensee of rights promised to all", yesNo},
	{DatedSteps, "whether a dispute passes through steps that each have an end", yesNo},
	{Forum, "who decides disputes in the end", []string{"arbitration", "courts", "split"}},
	{Validity, "who decides on the validity of a registered right", []string{"courts", "between-parties"}},
	{MinimumTerm, "the months from the beginning before which no notice ends an agreement without a stated end", anyText},
	{DayRoll, "what becomes of the last day for an act that is not a Business Day: the next Business Day counts, or it stays", []string{"next", "none"}},
	{EmailReceipt, "the Business Days after which a notice sent by e-mail counts as received; none where e-mail does not suffice", anyText},
	{EndingNotice, "whether a notice that ends a right has to be delivered on paper too", []string{"delivered", "as-any"}},
	{KeyDates, "whether it is the list of days, which repeats what other provisions say", yesNo},
	{KeyTerms, "whether it is the page of key terms, of which a summary is made", yesNo},
	{Ending, "the event by which the agreement or a part of it ends under this clause, as in termination.exits[].ground; effects is what any end brings", []string{"expiry", "breach", "non-payment", "insolvency", "challenge", "change-of-control", "convenience", "force-majeure", "membership", "sunset", "effects"}},
	{CureFirst, "whether notice of termination can be given only once the time to cure or to pay is over", yesNo},
	{MinimumDue, "when the difference to a yearly minimum royalty is paid: when the last royalty for the year falls due", []string{"last-royalty", "none"}},
	{Shortfall, "what follows where a milestone of a licence is missed that states nothing of it", anyText},
}

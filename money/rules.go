package money

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// Rules are what the clauses of an agreement say about its sums. The schedules, the
// checks and the command reckon by the same rules.
type Rules struct {
	Shares     string          // by what pool income is shared: "stated", "equal", "credits", "patents"; "" where there is none
	GroupsOnce bool            // members that are affiliates of each other have one share together
	BackFirst  bool            // money contributed comes back first
	ExitForm   string          // "declining", "unrecovered-cost", "notice-based"; "none" or "" where leaving costs nothing
	SetOff     bool            // credits are set against the cost of leaving
	Waived     []string        // cases in which leaving costs nothing
	Counted    bool            // contributions are counted in credits
	CreditsCap *schema.Percent // the most that one member may hold
	Net        bool            // sums that two parties owe each other on one day are set off
	DelayEnd   int             // days after which a sum for each day of delay that has no cap no longer runs; 0 for never
}

// An InputError is something given that the agreement has no use for, or something
// missing on which a sum depends.
type InputError struct {
	Inputs  []string // "Weights": fields of what was given
	Missing bool
	Message string
}

func (e *InputError) Error() string { return e.Message }

func needless(message string, inputs ...string) error {
	return &InputError{Inputs: inputs, Message: message}
}

func wanted(message string, inputs ...string) error {
	return &InputError{Inputs: inputs, Missing: true, Message: message}
}

// Distribution shares out pool income of one quarter by the rules of the agreement.
// Weights left out are those that the term sheet states; Received is what members
// have received back of the money they contributed. See [Distribute].
func Distribution(t *schema.TermSheet, r *Rules, in Income, received []Holding) (*Split, error) {
	if r.Shares == "" {
		return nil, wanted("the agreement shares out no pool income")
	}
	weights, note, err := sharedBy(t, r, in.Weights)
	if err != nil {
		return nil, err
	}
	in.Weights = weights
	if r.BackFirst {
		if in.Owed, err = owed(t, in.Sum.Currency, received); err != nil {
			return nil, err
		}
	} else if len(received) > 0 {
		return nil, needless("the agreement pays no contributions back", "Received")
	}
	s, err := Distribute(&t.Payments.Distribution, in)
	if err == nil && note != "" {
		s.note("%s", note)
	}
	return s, err
}

// sharedBy is the weights by which members share; nil stands for the shares of the
// term sheet.
func sharedBy(t *schema.TermSheet, r *Rules, given []Holding) (list []Holding, note string, err error) {
	stated := len(t.Payments.Distribution.Shares) > 0
	switch {
	case given != nil && r.Shares == "stated" && stated:
		return nil, "", needless("the agreement shares by the fixed shares of the term sheet", "Weights")
	case given != nil:
		return given, "", nil
	case r.Shares == "equal" || r.Shares == "stated" && !stated:
		return equalWeights(t, r.GroupsOnce), "members share equally; give the weight of each, in days, where one was no member for the whole quarter", nil
	case stated && r.Shares != "stated":
		return nil, "the shares are those that the term sheet states for the effective date; give the weights of the quarter for others", nil
	case stated:
		return nil, "", nil
	case r.Shares == "credits":
		if list = Opening(t); list != nil {
			return list, "the credits are those with which the members open; give the weights of the quarter for others", nil
		}
	}
	return nil, "", wanted("the agreement shares by what the term sheet does not state: the credits or patents of each member", "Weights")
}

// Opening is the credits with which members open.
func Opening(t *schema.TermSheet) []Holding {
	var list []Holding
	for _, x := range t.Contributions {
		if x.OpeningCredits != nil {
			list = append(list, Holding{Member: x.Member, Weight: x.OpeningCredits.Decimal})
		}
	}
	return list
}

// owed is the money that members contributed, less what they have received back.
func owed(t *schema.TermSheet, c schema.Currency, received []Holding) ([]Holding, error) {
	list, err := contributed(t, c)
	if err != nil {
		return nil, err
	}
	for _, x := range received {
		i := slices.IndexFunc(list, func(h Holding) bool { return h.Member == x.Member })
		if i < 0 {
			return nil, needless(x.Member+" has contributed no money that could come back", "Received")
		}
		list[i].Weight = decimal.Max(decimal.Zero, list[i].Weight.Sub(x.Weight))
	}
	return list, nil
}

// CreditsHeld applies the cap of the agreement on what one member may hold; see
// [Credits]. Credits left out are those with which members open.
func CreditsHeld(t *schema.TermSheet, r *Rules, earned []Holding) ([]Credit, error) {
	if !r.Counted {
		return nil, wanted("the agreement counts no credits")
	}
	if earned == nil {
		if earned = Opening(t); earned == nil {
			return nil, wanted("no credits: neither what each member has earned nor with what it opened", "Earned")
		}
	}
	return Credits(r.CreditsCap, earned)
}

// Leave reckons what a member pays that leaves, by the form that the agreement has;
// see [Exit]. What another form needs is refused, and so are credits that are not
// set off.
func Leave(t *schema.TermSheet, r *Rules, l Leaving) (*Statement, error) {
	if r.ExitForm == "" || r.ExitForm == "none" {
		return nil, wanted("leaving costs nothing under this agreement")
	}
	if err := l.fits(r); err != nil {
		return nil, err
	}
	s, err := Exit(&t.Payments.ExitCost, r.ExitForm, l)
	if err != nil {
		return nil, err
	}
	if len(r.Waived) > 0 {
		s.note("nothing is payable by a member that leaves for one of these reasons: %s", plainList(r.Waived))
	}
	if r.setsOff() && l.Credits == nil {
		s.note("credits are set against the cost; none are given")
	}
	return s, nil
}

func (r *Rules) setsOff() bool { return r.SetOff && r.Counted }

// fits tells what a form of exit cost needs, and that nothing else is given.
func (l *Leaving) fits(r *Rules) error {
	var year, unrecovered, notice bool // whether the form depends on it
	switch r.ExitForm {
	case "declining":
		year = true
	case "unrecovered-cost":
		unrecovered = true
	case "notice-based":
		notice = true
	}
	switch {
	case year && l.Year < 1:
		return wanted("the cost depends on the year of membership", "Year")
	case !year && l.Year != 0:
		return needless("the cost does not depend on the year of membership", "Year")
	case unrecovered && (l.Unrecovered == nil || l.Share == nil):
		return wanted("the cost is a share of unrecovered joint cost", "Unrecovered", "Share")
	case !unrecovered && (l.Unrecovered != nil || l.Share != nil):
		return needless("the cost is no share of unrecovered joint cost", "Unrecovered", "Share")
	case notice && l.Yearly == nil:
		return wanted("the cost is what is owed for months of notice that are missing", "Yearly", "Months")
	case !notice && (l.Yearly != nil || l.Months != 0):
		return needless("the cost does not depend on notice", "Yearly", "Months")
	case l.Credits != nil && !r.setsOff():
		return needless("the agreement sets no credits against the cost", "Credits")
	}
	return nil
}

// ExampleIncome is pool income for a worked example, in the currency of the deal.
func ExampleIncome(t *schema.TermSheet) Income {
	code := cmp.Or(t.Payments.Currency, "EUR")
	return Income{Sum: moneyOf(decimal.NewFromInt(1_000_000), code)}
}

package serve

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func moneyOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "compute", Title: "Reckon what the money comes to",
			About: "Reckons a royalty, the fixed sums, a distribution of pool income, credits, liquidated damages or an exit cost by the rules of the agreement, with the working. Sums are in the currency of what is reckoned."}, compute),
	}
}

type computeRequest struct {
	Source
	What   string `json:"what" jsonschema:"enum=royalty,enum=instalments,enum=distribution,enum=credits,enum=damages,enum=exit"`
	ID     string `json:"id,omitempty" jsonschema_description:"Of the royalty or of the figure of liquidated damages, where there are several."`
	Year   int    `json:"year,omitempty" jsonschema_description:"Of the calendar, for royalty and instalments; of membership, from 1, for exit."`
	Volume string `json:"volume,omitempty" jsonschema_description:"Of a royalty: units, or net sales, of the year, as a decimal number."`
	Early  bool   `json:"early,omitempty" jsonschema_description:"Of a royalty: the payer signed in time for the early rate."`
	Grant  string `json:"grant,omitempty" jsonschema_description:"Of a royalty: the grant that bears it, instead of id."`
	// Regions are parts of the volume.
	Regions      []regionVolume `json:"regions,omitempty" jsonschema_description:"Of a royalty: how much of the volume falls to each region; the rest falls to none."`
	Credits      string         `json:"credits,omitempty" jsonschema_description:"Of a royalty with a discount for contribution: the payer's share of all credits at the end of the year before."`
	MostCredits  string         `json:"most_credits,omitempty" jsonschema_description:"The largest share of credits that any payer of the royalty then held."`
	Others       []named        `json:"others,omitempty" jsonschema_description:"Of a royalty that shares a limit: what the payer owes for the year in each other one, by its id."`
	ReserveHeld  string         `json:"reserve_held,omitempty" jsonschema_description:"Of a distribution: reserve held from earlier quarters."`
	EarlierFees  string         `json:"earlier_fees,omitempty" jsonschema_description:"Of a distribution: administrative fees of the nine months before."`
	Weights      []named        `json:"weights,omitempty" jsonschema_description:"Of a distribution: what the share of each member is counted by."`
	Received     []named        `json:"received,omitempty" jsonschema_description:"Of a distribution: contributed money that each member has received back."`
	Earned       []named        `json:"earned,omitempty" jsonschema_description:"Of credits: what each member has earned; left out, the opening credits."`
	Paid         string         `json:"paid,omitempty" jsonschema_description:"Of damages that take the place of a royalty: what was paid of it on the units."`
	CreditsWorth string         `json:"credits_worth,omitempty" jsonschema_description:"Of an exit: value of the credits that are set against the cost."`
	Income       string         `json:"income,omitempty" jsonschema_description:"Of a distribution: pool income of the quarter."`
	Charges      string         `json:"charges,omitempty" jsonschema_description:"Of a distribution: taxes, bank charges and refunds that come first."`
	Count        int64          `json:"count,omitempty" jsonschema_description:"Of damages: days of delay, units or events."`
	FullYears    int            `json:"full_years,omitempty" jsonschema_description:"Of damages that decline: full years from the effective date to the event."`
	Unrecovered  string         `json:"unrecovered,omitempty" jsonschema_description:"Of an exit by unrecovered cost: that cost on the exit date."`
	SharePct     string         `json:"share_pct,omitempty" jsonschema_description:"Of an exit by unrecovered cost: the leaver's share, in percent."`
	Yearly       string         `json:"yearly,omitempty" jsonschema_description:"Of an exit by notice: what 12 months after notice would have cost."`
	Months       int            `json:"months,omitempty" jsonschema_description:"Of an exit by notice: full months from notice to the exit date."`
}

// A named is a number by the id of the royalty or member that it is of.
type named struct {
	ID     string `json:"id"`
	Amount string `json:"amount"`
}

type regionVolume struct {
	Region  string `json:"region"`
	Volume  string `json:"volume"`
	Reduced bool   `json:"reduced,omitempty" jsonschema_description:"No valid claim covers the product there any more."`
}

type computeAnswer struct {
	Title string      `json:"title"`
	Steps []step      `json:"steps" jsonschema_description:"The working."`
	Due   string      `json:"due,omitempty" jsonschema_description:"What is due, rounded to the minor unit."`
	Limit string      `json:"limit,omitempty" jsonschema_description:"What limited a royalty: minimum, cap or enterprise cap."`
	Sums  []fixedSum  `json:"sums" jsonschema_description:"Fixed sums, by date."`
	Parts []memberSum `json:"parts" jsonschema_description:"The parts of the members in a distribution, or their credits."`
	Notes []string    `json:"notes"`
}

type step struct {
	What    string `json:"what"`
	Working string `json:"working"`
	Sum     string `json:"sum,omitempty"`
}

type fixedSum struct {
	Date    string `json:"date"`
	Payer   string `json:"payer"`
	Payee   string `json:"payee"`
	What    string `json:"what"`
	Working string `json:"working,omitempty"`
	Sum     string `json:"sum"`
}

type memberSum struct {
	Member  string `json:"member"`
	Working string `json:"working"`
	Sum     string `json:"sum"`
}

func compute(_ context.Context, w *Workbench, in *computeRequest) (*computeAnswer, error) {
	deal, err := in.resolve(w)
	if err != nil {
		return nil, err
	}
	var out *computeAnswer
	switch in.What {
	case "royalty":
		out, err = in.royalty(deal)
	case "instalments":
		out = in.instalments(deal)
	case "distribution":
		out, err = in.distribution(deal)
	case "credits":
		out, err = in.credits(deal)
	case "damages":
		out, err = in.damages(deal)
	case "exit":
		out, err = in.exit(deal)
	default:
		return nil, &Refusal{400, "there is no reckoning of " + quoted(in.What), "give royalty, instalments, distribution, credits, damages or exit"}
	}
	if err != nil {
		return nil, incomputable(err)
	}
	out.Notes = append(out.Notes, money.Notice)
	return out, nil
}

// incomputable is an error of package money as a refusal with what to give.
func incomputable(err error) error {
	var input *money.InputError
	if !errors.As(err, &input) {
		return err
	}
	hint := "leave out " + strings.ToLower(strings.Join(input.Inputs, " and "))
	if input.Missing {
		hint = "give " + strings.ToLower(strings.Join(input.Inputs, " and "))
	}
	return &Refusal{422, input.Error(), hint}
}

// number reads a decimal; "" is zero, and absent.
func number(name, value string) (d decimal.Decimal, given bool, err error) {
	if value == "" {
		return d, false, nil
	}
	x, err := schema.ReadDecimal(value)
	if err != nil || x.IsNegative() {
		return d, false, &Refusal{400, name + " is " + quoted(value), "give a number from 0 upwards, with a point for decimals"}
	}
	return x.Decimal, true, nil
}

// sum reads an amount in a currency; nil where none is given.
func sum(name, value string, code schema.Currency) (*schema.Money, error) {
	d, given, err := number(name, value)
	if !given {
		return nil, err
	}
	return &schema.Money{Amount: schema.Decimal{Decimal: d}, Currency: code}, nil
}

func statement(s *money.Statement) *computeAnswer {
	out := &computeAnswer{Title: s.Title, Notes: slices.Clone(s.Notes)}
	for _, x := range s.Steps {
		y := step{What: x.What, Working: x.Working}
		if x.Amount != nil {
			y.Sum = x.Amount.String()
		}
		out.Steps = append(out.Steps, y)
	}
	if s.Due != nil {
		out.Due = s.Due.String()
	}
	return out
}

// pick is the one with an id or, where none is given, the only one.
func pick[T any](list []T, id, noun string, idOf func(*T) string) (*T, error) {
	var ids []string
	for i := range list {
		if x := idOf(&list[i]); x == id || id == "" && len(list) == 1 {
			return &list[i], nil
		} else {
			ids = append(ids, x)
		}
	}
	switch {
	case ids == nil:
		return nil, &Refusal{422, "the term sheet has no " + noun, "declare one first"}
	case id == "":
		return nil, &Refusal{422, "the term sheet has more than one " + noun, "give id, one of " + strings.Join(ids, ", ")}
	}
	return nil, &Refusal{422, "there is no " + noun + " " + quoted(id), "give one of " + strings.Join(ids, ", ")}
}

func (in *computeRequest) royalty(deal *assemble.Deal) (*computeAnswer, error) {
	t := deal.Sheet
	id, err := in.royaltyID(t)
	if err != nil {
		return nil, err
	}
	r, err := pick(t.Payments.Royalties, id, "royalty", func(r *schema.Royalty) string { return r.ID })
	if err != nil {
		return nil, err
	}
	if len(r.Tiers) == 0 {
		return nil, &Refusal{422, "royalty " + r.ID + " has no bands, so there is nothing to reckon", "give tiers in payments.royalties"}
	}
	if in.Early && r.EarlyRate.Pct == nil {
		return nil, &Refusal{422, "royalty " + r.ID + " has no early rate", "leave out early"}
	}
	u := money.Usage{Early: in.Early}
	if u.Uses, err = in.uses(); err != nil {
		return nil, err
	}
	if in.Year != 0 {
		if u.Part, err = money.RunsIn(r, t.Deal.EffectiveDate, in.Year); err != nil {
			return nil, err
		}
	}
	if err := in.discount(r, &u); err != nil {
		return nil, err
	}
	res, err := money.Royalty(r, t.Payments.Currency, u)
	if err != nil {
		return nil, err
	}
	if err := in.together(t, r, res); err != nil {
		return nil, err
	}
	out := statement(&res.Statement)
	out.Title, out.Limit = or(r.Name, "royalty "+r.ID), res.Limit
	if len(r.Regions) > 0 && len(in.Regions) == 0 {
		out.Notes = append(out.Notes, "no volume is given to a region, so the full rate is applied to all of it")
	}
	out.Notes = append(out.Notes, money.NotReckoned(r)...)
	if unknown := in.unknownOthers(t, r.ID); len(unknown) > 0 {
		out.Notes = append(out.Notes, "a limit that it shares is not reckoned: it depends on what other royalties come to; give others: "+strings.Join(unknown, ", "))
	}
	return out, nil
}

// unknownOthers are the royalties that share a limit with one and are not given.
func (in *computeRequest) unknownOthers(t *schema.TermSheet, id string) []string {
	return slices.DeleteFunc(money.SharingLimits(t.Payments.RoyaltyLimits, id), func(other string) bool {
		return slices.ContainsFunc(in.Others, func(x named) bool { return x.ID == other })
	})
}

// royaltyID is the royalty that is asked for, by itself or by a grant that bears it.
func (in *computeRequest) royaltyID(t *schema.TermSheet) (string, error) {
	if in.Grant == "" {
		return in.ID, nil
	}
	switch g := t.Grant(in.Grant); {
	case g == nil:
		return "", &Refusal{422, "there is no grant " + quoted(in.Grant), "give an id from grants"}
	case g.Royalty == "":
		return "", &Refusal{422, "grant " + in.Grant + " bears no royalty", "a grant names its royalty in grants[].royalty"}
	case in.ID != "" && in.ID != g.Royalty:
		return "", &Refusal{422, "grant " + in.Grant + " bears royalty " + g.Royalty + ", not " + in.ID, "give one of grant and id"}
	default:
		return g.Royalty, nil
	}
}

// discount takes what a discount for contribution depends on.
func (in *computeRequest) discount(r *schema.Royalty, u *money.Usage) error {
	credits, some, err := number("credits", in.Credits)
	if err != nil {
		return err
	}
	most, largest, err := number("most_credits", in.MostCredits)
	switch {
	case err != nil:
		return err
	case !some && !largest:
		return nil
	case !some || !largest || most.IsZero():
		return &Refusal{422, "a contribution discount needs the payer's share of credits and the largest share", "give credits and most_credits"}
	case r.ContributionDiscount == nil:
		return &Refusal{422, "royalty " + r.ID + " has no contribution discount", "leave out credits and most_credits"}
	}
	u.Credits, u.MostCredits = credits, most
	return nil
}

// together applies the limits that a royalty shares with the others that are given.
func (in *computeRequest) together(t *schema.TermSheet, r *schema.Royalty, res *money.Result) error {
	owed := []money.Owed{{Royalty: r.ID, Sum: res.Money()}}
	for _, other := range in.Others {
		x := t.Royalty(other.ID)
		if x == nil || !slices.Contains(money.SharingLimits(t.Payments.RoyaltyLimits, r.ID), other.ID) {
			return &Refusal{422, "royalty " + r.ID + " shares no limit with " + quoted(other.ID), "limits that royalties share are in payments.royalty_limits"}
		}
		m, err := sum("others of "+other.ID, other.Amount, cmp.Or(x.Currency, t.Payments.Currency))
		if err != nil {
			return err
		}
		if m == nil {
			return &Refusal{422, "what is owed in " + other.ID + " is not given", "give amount"}
		}
		owed = append(owed, money.Owed{Royalty: other.ID, Sum: *m})
	}
	if len(owed) == 1 {
		return nil
	}
	owed, steps, err := money.Together(t.Payments.RoyaltyLimits, owed)
	if err != nil {
		return err
	}
	res.Steps, res.Due = append(res.Steps, steps.Steps...), &owed[0].Sum
	return nil
}

// holdings are numbers by member.
func holdings(t *schema.TermSheet, name string, list []named) ([]money.Holding, error) {
	var all []money.Holding
	for _, x := range list {
		if t.Party(x.ID) == nil {
			return nil, &Refusal{422, name + ": there is no party " + quoted(x.ID), "the members are " + strings.Join(t.Expand(schema.AllMembers), ", ")}
		}
		n, _, err := number(name+" of "+x.ID, x.Amount)
		if err != nil {
			return nil, err
		}
		all = append(all, money.Holding{Member: x.ID, Weight: n})
	}
	return all, nil
}

// uses is the volume by region.
func (in *computeRequest) uses() ([]money.Use, error) {
	whole, given, err := number("volume", in.Volume)
	if err != nil {
		return nil, err
	}
	if !given && in.Regions == nil {
		return nil, &Refusal{422, "no volume is given", "give volume: the units or net sales of the year"}
	}
	var list []money.Use
	rest := whole
	for _, x := range in.Regions {
		v, _, err := number("volume of "+x.Region, x.Volume)
		if err != nil {
			return nil, err
		}
		rest = rest.Sub(v)
		list = append(list, money.Use{Region: x.Region, Volume: v, Reduced: x.Reduced})
	}
	if given && rest.IsNegative() {
		return nil, &Refusal{422, "the volumes of the regions exceed the whole", "correct regions, or leave volume out"}
	}
	if given && rest.IsPositive() || list == nil {
		list = append(list, money.Use{Volume: rest})
	}
	return list, nil
}

func (in *computeRequest) instalments(deal *assemble.Deal) *computeAnswer {
	list := money.FixedSums(deal.Sheet, in.Year)
	if deal.Rules().Net {
		list = money.Net(list)
	}
	out := &computeAnswer{Title: "fixed sums"}
	for _, x := range list {
		out.Sums = append(out.Sums, fixedSum{x.Date.ISO(), x.Payer, x.Payee, x.What, x.Working, x.Amount.String()})
	}
	return out
}

func (in *computeRequest) distribution(deal *assemble.Deal) (*computeAnswer, error) {
	t := deal.Sheet
	income, err := sum("income", in.Income, schema.Currency(or(string(t.Payments.Currency), "EUR")))
	if err != nil {
		return nil, err
	}
	if income == nil {
		return nil, &Refusal{422, "no income is given", "give income, the pool income of the quarter"}
	}
	from := money.Income{Sum: *income}
	for _, x := range []struct {
		name, value string
		to          *decimal.Decimal
	}{{"charges", in.Charges, &from.Charges}, {"reserve_held", in.ReserveHeld, &from.Held}, {"earlier_fees", in.EarlierFees, &from.Fees}} {
		if *x.to, _, err = number(x.name, x.value); err != nil {
			return nil, err
		}
	}
	if from.Weights, err = holdings(t, "weights", in.Weights); err != nil {
		return nil, err
	}
	received, err := holdings(t, "received", in.Received)
	if err != nil {
		return nil, err
	}
	split, err := money.Distribution(t, deal.Rules(), from, received)
	if err != nil {
		return nil, err
	}
	out := statement(&split.Statement)
	for _, x := range split.Shares {
		out.Parts = append(out.Parts, memberSum{x.Member, x.Working, x.Amount.String()})
	}
	return out, nil
}

func (in *computeRequest) credits(deal *assemble.Deal) (*computeAnswer, error) {
	earned, err := holdings(deal.Sheet, "earned", in.Earned)
	if err != nil {
		return nil, err
	}
	list, err := money.CreditsHeld(deal.Sheet, deal.Rules(), earned)
	if err != nil {
		return nil, err
	}
	out := &computeAnswer{Title: "credits"}
	for _, c := range list {
		share := ""
		if c.Share != nil {
			share = c.Share.String()
		}
		out.Parts = append(out.Parts, memberSum{c.Member, share, c.Awarded.String()})
	}
	return out, nil
}

func (in *computeRequest) damages(deal *assemble.Deal) (*computeAnswer, error) {
	t := deal.Sheet
	ld, err := pick(t.Remedies.LD, in.ID, "figure of liquidated damages", func(x *schema.LiquidatedDamages) string { return x.ID })
	if err != nil {
		return nil, err
	}
	b := money.Breach{Count: max(1, in.Count), Years: in.FullYears, Longest: deal.Rules().DelayEnd}
	royalty, code := t.Royalty(ld.Royalty), t.Payments.Currency
	if royalty != nil {
		code = cmp.Or(royalty.Currency, code)
	}
	if b.Paid, err = sum("paid", in.Paid, code); err != nil {
		return nil, err
	}
	res, err := money.Damages(ld, royalty, t.Payments.Currency, b)
	if err != nil {
		return nil, err
	}
	out := statement(&res.Statement)
	out.Title = "liquidated damages " + ld.ID
	return out, nil
}

func (in *computeRequest) exit(deal *assemble.Deal) (*computeAnswer, error) {
	t := deal.Sheet
	l := money.Leaving{Year: in.Year, Months: in.Months}
	code := t.Payments.Currency
	if base := t.Payments.ExitCost.Base; base != nil {
		code = base.Currency
	}
	var err error
	if l.Unrecovered, err = sum("unrecovered", in.Unrecovered, code); err != nil {
		return nil, err
	}
	if l.Yearly, err = sum("yearly", in.Yearly, code); err != nil {
		return nil, err
	}
	if l.Credits, err = sum("credits_worth", in.CreditsWorth, code); err != nil {
		return nil, err
	}
	if share, given, err := number("share_pct", in.SharePct); err != nil {
		return nil, err
	} else if given {
		l.Share = &schema.Percent{Decimal: share}
	}
	s, err := money.Leave(t, deal.Rules(), l)
	if err != nil {
		return nil, err
	}
	out := statement(s)
	out.Title = "exit cost"
	return out, nil
}

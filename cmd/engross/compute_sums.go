package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func (a *app) computeInstalments() *cobra.Command {
	var year int
	c := &cobra.Command{
		Use:   "instalments TERM-SHEET",
		Short: "The fixed sums by date: balancing payments, instalments, fees, what is paid for releases",
		Long: `Instalments lists the sums that fall due on days that the term sheet states:
balancing payments and their instalments, fees paid once, what is paid for releases,
and with --year the yearly fees too.
Where the agreement nets sums that two parties owe each other, the net sums follow.`,
		Example: "  engross compute instalments deal.json --year 2028",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.instalments(args[0], year) },
	}
	c.Flags().IntVar(&year, "year", 0, "calendar year; left out, all but the yearly fees")
	return c
}

func (a *app) instalments(name string, year int) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	list := money.FixedSums(t, year)
	var net []money.FixedSum
	if resolved.Rules().Net {
		net = money.Net(list)
	}
	totals := totalsOf(list)
	if a.format == "json" {
		return a.printJSON(struct {
			Year   int              `json:"year,omitempty"`
			Sums   []money.FixedSum `json:"sums"`
			Net    []money.FixedSum `json:"net,omitempty"`
			Totals []directedTotal  `json:"totals"`
			Notice string           `json:"notice"`
		}{year, listed(list), net, totals, money.Notice})
	}
	if len(list) == 0 {
		fmt.Fprintln(a.out, "nothing falls due on a stated day")
		return a.printNotes(nil)
	}
	rows := fixedRows(t, list)
	for _, m := range totals {
		total := "total"
		if m.Payer == schema.AllMembers {
			total += ", for each member"
		}
		rows = append(rows, []string{"", calledParty(t, m.Payer), calledParty(t, m.Payee), total, "", m.Amount.String()})
	}
	head := []string{"DUE", "PAYER", "PAYEE", "WHAT", "WORKING", "SUM"}
	if err := a.printRows(head, rows); err != nil {
		return err
	}
	if net != nil {
		fmt.Fprint(a.out, "\nnet, as the agreement sets off sums of one day:\n")
		if err := a.printRows(head, fixedRows(t, net)); err != nil {
			return err
		}
	}
	var notes []string
	if year == 0 && slices.ContainsFunc(t.Payments.Fees, func(f schema.Fee) bool { return f.Per == "year" }) {
		notes = append(notes, "yearly fees are left out; give --year")
	}
	return a.printNotes(notes)
}

func fixedRows(t *schema.TermSheet, list []money.FixedSum) [][]string {
	var rows [][]string
	for _, x := range list {
		rows = append(rows, []string{x.Date.ISO(), calledParty(t, x.Payer), calledParty(t, x.Payee), x.What, x.Working, x.Amount.String()})
	}
	return rows
}

// A directedTotal is what one payer pays one payee in one currency.
type directedTotal struct {
	Payer  string       `json:"payer"`
	Payee  string       `json:"payee"`
	Amount schema.Money `json:"amount"`
}

// totalsOf adds up sums that run in the same direction, by currency, in the
// order in which they come.
func totalsOf(list []money.FixedSum) []directedTotal {
	totals := []directedTotal{}
	for _, x := range list {
		i := slices.IndexFunc(totals, func(t directedTotal) bool {
			return t.Payer == x.Payer && t.Payee == x.Payee && t.Amount.Currency == x.Amount.Currency
		})
		if i < 0 {
			totals = append(totals, directedTotal{x.Payer, x.Payee, x.Amount})
		} else {
			totals[i].Amount.Amount = schema.Decimal{Decimal: totals[i].Amount.Amount.Add(x.Amount.Amount.Decimal)}
		}
	}
	return totals
}

// distributionFlags are the facts on which a distribution depends besides the
// term sheet.
type distributionFlags struct {
	income, charges, held, fees string
	weights, received           []string
}

func (a *app) computeDistribution() *cobra.Command {
	var f distributionFlags
	c := &cobra.Command{
		Use:   "distribution TERM-SHEET",
		Short: "How pool income of one quarter is shared out",
		Long: `Distribution shares out the pool income of one calendar quarter in the order of
the agreement: charges, the administrator's fee, the reserve until it equals the
fees of twelve months, then the members' shares, up to the cap on one of them.

Members share by what the agreement says. --weight MEMBER=N gives what it counts by:
credits, patents in force in the country that the income is attributed to, or days
of membership. Left out, the shares that the term sheet states apply, or equal ones
where it shares equally, or the opening credits where it shares by credits.`,
		Example: `  engross compute distribution deal.json --income 1000000
  engross compute distribution deal.json --income 250000 --weight alpha=120 --weight beta=80 --reserve-held 15000`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.distribution(args[0], f) },
	}
	c.Flags().StringVar(&f.income, "income", "", "pool income of the quarter")
	c.Flags().StringVar(&f.charges, "charges", "", "taxes, bank charges and refunds, which come first")
	c.Flags().StringVar(&f.held, "reserve-held", "", "reserve held from earlier quarters")
	c.Flags().StringVar(&f.fees, "earlier-fees", "", "administrative fees of the nine months before")
	listVar(c, &f.weights, "weight", "MEMBER=N: what a member's share is counted by; may be repeated")
	listVar(c, &f.received, "received", "MEMBER=SUM: contributed money that a member has received back; may be repeated")
	return c
}

func (a *app) distribution(name string, f distributionFlags) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	in, err := f.sums(t)
	if err != nil {
		return err
	}
	if in.Weights, err = holdings(t, "weight", f.weights); err != nil {
		return err
	}
	received, err := holdings(t, "received", f.received)
	if err != nil {
		return err
	}
	split, err := money.Distribution(t, resolved.Rules(), in, received)
	if err != nil {
		return cannotCompute(err)
	}
	return a.printSplit(t, split)
}

// sums reads the income and what it is lessened by.
func (f *distributionFlags) sums(t *schema.TermSheet) (money.Income, error) {
	var in money.Income
	code := cmp.Or(t.Payments.Currency, "EUR")
	income, err := sumFlag("income", f.income, code)
	if err != nil {
		return in, err
	}
	if income == nil {
		return in, &usageError{message: "no income", hint: "give --income, the pool income of the quarter"}
	}
	in.Sum = *income
	for _, x := range []struct {
		name, value string
		to          *decimal.Decimal
	}{{"charges", f.charges, &in.Charges}, {"reserve-held", f.held, &in.Held}, {"earlier-fees", f.fees, &in.Fees}} {
		d, err := decimalFlag(x.name, x.value)
		if err != nil {
			return in, err
		}
		if d != nil {
			*x.to = d.Decimal
		}
	}
	return in, nil
}

func (a *app) printSplit(t *schema.TermSheet, split *money.Split) error {
	split.Title = "distribution of pool income"
	if split.Left.Amount.IsPositive() {
		split.Notes = append(split.Notes, fmt.Sprintf("%s that rounding left is in the share of %s", split.Left, calledParty(t, split.LeftTo)))
	}
	if a.format == "json" {
		type share struct {
			Member  string       `json:"member"`
			Working string       `json:"working"`
			Amount  schema.Money `json:"amount"`
		}
		out := struct {
			*money.Statement
			Distribution schema.Money `json:"distribution"`
			Shares       []share      `json:"shares"`
			Notice       string       `json:"notice"`
		}{Statement: &split.Statement, Distribution: split.Rest, Notice: money.Notice}
		for _, s := range split.Shares {
			out.Shares = append(out.Shares, share(s))
		}
		return a.printJSON(out)
	}
	for i, s := range split.Shares {
		split.Shares[i].Member = calledParty(t, s.Member)
	}
	return a.printStatement(&split.Statement, split.Shares...)
}

func (a *app) computeCredits() *cobra.Command {
	var earned []string
	c := &cobra.Command{
		Use:   "credits TERM-SHEET",
		Short: "Credits under the cap on what one member may hold, and each member's share",
		Long: `Credits applies the cap on what one member may hold of all credits: what is above
it is not awarded, so that all is less too. --credit MEMBER=N gives what a member
has earned; left out, the opening credits of the term sheet are taken.`,
		Example: "  engross compute credits deal.json --credit alpha=120 --credit beta=80 --credit gamma=40",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.credits(args[0], earned) },
	}
	listVar(c, &earned, "credit", "MEMBER=N: what a member has earned; may be repeated")
	return c
}

func (a *app) credits(name string, values []string) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	earned, err := holdings(t, "credit", values)
	if err != nil {
		return err
	}
	rules := resolved.Rules()
	list, err := money.CreditsHeld(t, rules, earned)
	if err != nil {
		return cannotCompute(err)
	}
	if a.format == "json" {
		return a.printJSON(struct {
			Cap     *schema.Percent `json:"cap_pct"`
			Credits []money.Credit  `json:"credits"`
			Notice  string          `json:"notice"`
		}{rules.CreditsCap, list, money.Notice})
	}
	fmt.Fprintf(a.out, "credits, of which no member holds more than %s\n\n", rules.CreditsCap)
	rows := [][]string{}
	for _, c := range list {
		rows = append(rows, []string{calledParty(t, c.Member), c.Earned.String(), c.Awarded.String(), strings.TrimSpace(c.Share.String())})
	}
	if err := a.printRows([]string{"MEMBER", "EARNED", "AWARDED", "SHARE"}, rows); err != nil {
		return err
	}
	return a.printNotes(nil)
}

package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// damagesFlags are the facts on which liquidated damages depend besides the term
// sheet.
type damagesFlags struct {
	ref   string
	count int64
	on    string
	paid  string
}

func (a *app) computeDamages() *cobra.Command {
	var f damagesFlags
	c := &cobra.Command{
		Use:   "damages TERM-SHEET",
		Short: "Liquidated damages for one breach",
		Long: `Damages reckons liquidated damages for one breach, or one chain of connected
breaches, by the figure with the reference --ref: a sum for each day of delay after
the days of grace, for each unit or for each event, up to its cap.`,
		Example: "  engross compute damages deal.json --ref ld-report --count 35",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.damages(args[0], f) },
	}
	c.Flags().StringVar(&f.ref, "ref", "", "id of the figure, where there are several")
	c.Flags().Int64Var(&f.count, "count", 1, "days of delay, units or events, as the figure is counted")
	c.Flags().StringVar(&f.on, "on", "", "day of the event, YYYY-MM-DD, for a figure that declines")
	c.Flags().StringVar(&f.paid, "paid", "", "royalty already paid on the units, where the figure takes its place")
	return c
}

func (a *app) damages(name string, f damagesFlags) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	ld, err := pickFigure(t, f.ref)
	if err != nil {
		return err
	}
	royalty := t.Royalty(ld.Royalty)
	b := money.Breach{Count: f.count, Longest: resolved.Rules().DelayEnd}
	if b.Years, err = f.years(t, ld); err != nil {
		return err
	}
	code := t.Payments.Currency
	if royalty != nil {
		code = cmp.Or(royalty.Currency, code)
	}
	if b.Paid, err = sumFlag("paid", f.paid, code); err != nil {
		return err
	}
	res, err := money.Damages(ld, royalty, t.Payments.Currency, b)
	if err != nil {
		return cannotCompute(err)
	}
	res.Title = fmt.Sprintf("liquidated damages %s, %s, for %d %s", ld.ID, strings.ReplaceAll(ld.Trigger, "-", " "), f.count, money.Counts(ld))
	if b.Over(ld) {
		res.Notes = append(res.Notes, fmt.Sprintf("the sum no longer runs after %d days of delay", b.Longest))
	}
	if a.format == "json" {
		return a.printJSON(struct {
			Ref string `json:"ref"`
			*money.Statement
			Working string `json:"working"`
			Notice  string `json:"notice"`
		}{ld.ID, &res.Statement, res.Working, money.Notice})
	}
	return a.printStatement(&res.Statement)
}

// pickFigure is the figure with a reference, or the only one.
func pickFigure(t *schema.TermSheet, ref string) (*schema.LiquidatedDamages, error) {
	var ids []string
	for i := range t.Remedies.LD {
		ld := &t.Remedies.LD[i]
		if ld.ID == ref || ref == "" && len(t.Remedies.LD) == 1 {
			return ld, nil
		}
		ids = append(ids, ld.ID)
	}
	switch {
	case len(ids) == 0:
		return nil, &usageError{message: "the term sheet has no liquidated damages", hint: "they are declared in remedies.ld"}
	case ref == "":
		return nil, &usageError{message: fmt.Sprintf("the term sheet has %d figures of liquidated damages", len(ids)), hint: "give --ref, one of " + strings.Join(ids, ", ")}
	}
	return nil, &usageError{message: fmt.Sprintf("there are no liquidated damages %q", ref), hint: "the references are " + strings.Join(ids, ", ")}
}

// years are the full years from the effective date to the event.
func (f *damagesFlags) years(t *schema.TermSheet, ld *schema.LiquidatedDamages) (int, error) {
	declines := ld.Form == "declining" && ld.DeclinePct != nil
	switch {
	case f.on == "" && declines:
		return 0, &usageError{message: "the figure " + ld.ID + " declines with time", hint: "give --on, the day of the event"}
	case f.on == "":
		return 0, nil
	case !declines:
		return 0, &usageError{message: "the figure " + ld.ID + " does not depend on the day of the event", hint: "leave out --on"}
	}
	on, err := dateFlag("on", f.on)
	if err != nil {
		return 0, err
	}
	return yearsBetween(t.Deal.EffectiveDate, on)
}

func dateFlag(name, value string) (schema.Date, error) {
	d, err := schema.ParseDate(value)
	if err != nil {
		return d, &usageError{message: fmt.Sprintf("--%s: %v", name, err), hint: "write it like 2027-03-05"}
	}
	return d, nil
}

// yearsBetween is the number of full years from one day to another.
func yearsBetween(from, to schema.Date) (int, error) {
	if from.IsZero() || to.Before(from) {
		return 0, &usageError{message: fmt.Sprintf("%s is before the effective date, %s", to, from), hint: "give a later day"}
	}
	n := to.Year - from.Year
	if to.Before(from.AddMonths(12 * n)) {
		n--
	}
	return n, nil
}

// exitFlags are the facts on which an exit cost depends besides the term sheet.
type exitFlags struct {
	year                                int
	on                                  string
	unrecovered, share, yearly, credits string
	notice                              int
}

func (a *app) computeExit() *cobra.Command {
	var f exitFlags
	c := &cobra.Command{
		Use:   "exit TERM-SHEET",
		Short: "What a member pays that leaves",
		Long: `Exit reckons the cost of leaving by the form that the agreement has: a share of a
sum that declines with the years of membership, a share of unrecovered joint cost, or
what is owed for months of notice that are missing. It is for leaving lawfully; what
a breach costs is reckoned by engross compute damages.`,
		Example: "  engross compute exit deal.json --on 2029-06-30",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.exit(args[0], f) },
	}
	c.Flags().StringVar(&f.on, "on", "", "exit date, YYYY-MM-DD, of a member from the effective date")
	c.Flags().IntVar(&f.year, "membership-year", 0, "year of membership in which the exit date falls, from 1, instead of --on")
	c.Flags().StringVar(&f.unrecovered, "unrecovered", "", "unrecovered joint cost on the exit date")
	c.Flags().StringVar(&f.share, "share", "", "the leaver's share in the contributions to joint cost, in percent")
	c.Flags().StringVar(&f.yearly, "yearly", "", "fees and contributions that the leaver would have owed for 12 months after its notice")
	c.Flags().IntVar(&f.notice, "notice", 0, "full months from notice to the exit date")
	c.Flags().StringVar(&f.credits, "credits-worth", "", "value of the credits that are set against the cost")
	return c
}

func (a *app) exit(name string, f exitFlags) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	rules := resolved.Rules()
	l, err := f.leaving(t)
	if err != nil {
		return err
	}
	s, err := money.Leave(t, rules, l)
	if err != nil {
		return cannotCompute(err)
	}
	s.Title = "exit cost, " + strings.ReplaceAll(rules.ExitForm, "-", " ")
	if a.format == "json" {
		return a.printJSON(struct {
			Form string `json:"form"`
			*money.Statement
			Notice string `json:"notice"`
		}{rules.ExitForm, s, money.Notice})
	}
	return a.printStatement(s)
}

// leaving turns the flags into what an exit cost depends on.
func (f *exitFlags) leaving(t *schema.TermSheet) (money.Leaving, error) {
	l := money.Leaving{Year: f.year, Months: f.notice}
	code := t.Payments.Currency
	if base := t.Payments.ExitCost.Base; base != nil {
		code = base.Currency
	}
	var err error
	if f.on != "" && f.year != 0 {
		return l, &usageError{message: "the year of membership is given twice", hint: "give one of --on and --membership-year"}
	}
	if f.on != "" {
		on, err := dateFlag("on", f.on)
		if err != nil {
			return l, err
		}
		years, err := yearsBetween(t.Deal.EffectiveDate, on)
		if err != nil {
			return l, err
		}
		l.Year = years + 1
	}
	if l.Unrecovered, err = sumFlag("unrecovered", f.unrecovered, code); err != nil {
		return l, err
	}
	if l.Yearly, err = sumFlag("yearly", f.yearly, code); err != nil {
		return l, err
	}
	if l.Credits, err = sumFlag("credits-worth", f.credits, code); err != nil {
		return l, err
	}
	share, err := decimalFlag("share", f.share)
	if share != nil {
		l.Share = &schema.Percent{Decimal: share.Decimal}
	}
	return l, err
}

package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

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
	resolved, err := a.resolve(name)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	ld, err := pickFigure(t, f.ref)
	if err != nil {
		return err
	}
	royalty := t.Royalty(ld.Royalty)
	b := money.Breach{Count: f.count}
	if longest, ok := resolved.Parameter("liquidated-damages/regime", "longest").(schema.Days); ok {
		b.Longest = int(longest)
	}
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
	if b.Longest > 0 && f.count > int64(b.Longest) {
		res.Notes = append(res.Notes, fmt.Sprintf("the sum no longer runs after %d days of delay", b.Longest))
	}
	if a.format == "json" {
		return a.printJSON(struct {
			Ref string `json:"ref"`
			*money.Statement
			Working string `json:"working"`
			Notice  string `json:"notice"`
		}{ld.ID, &res.Statement, res.Working, computeNotice})
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
	resolved, err := a.resolve(name)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	form := map[string]string{"declining-schedule": "declining"}[resolved.Variant("payments/exit-cost")]
	form = cmp.Or(form, resolved.Variant("payments/exit-cost"))
	if form == "" || form == "none" {
		return &usageError{message: "leaving costs nothing under this agreement", hint: "a cost is stated in payments.exit_cost"}
	}
	l, err := f.leaving(t, form)
	if err != nil {
		return err
	}
	s, err := money.Exit(&t.Payments.ExitCost, form, l)
	if err != nil {
		return cannotCompute(err)
	}
	s.Title = "exit cost, " + strings.ReplaceAll(form, "-", " ")
	if waive, _ := resolved.Parameter("payments/exit-cost", "waive_if").([]string); len(waive) > 0 {
		s.Notes = append(s.Notes, "nothing is payable by a member that leaves for one of these reasons: "+strings.ReplaceAll(strings.Join(waive, ", "), "-", " "))
	}
	if offset, _ := resolved.Parameter("payments/exit-cost", "offset").(bool); offset && l.Credits == nil && resolved.Variant("value/credits") != "none" {
		s.Notes = append(s.Notes, "credits are set against the cost; give --credits-worth")
	}
	if a.format == "json" {
		return a.printJSON(struct {
			Form string `json:"form"`
			*money.Statement
			Notice string `json:"notice"`
		}{form, s, computeNotice})
	}
	return a.printStatement(s)
}

// leaving turns the flags into what the form needs, and refuses those of another.
func (f *exitFlags) leaving(t *schema.TermSheet, form string) (money.Leaving, error) {
	l := money.Leaving{Year: f.year, Months: f.notice}
	code := t.Payments.Currency
	if base := t.Payments.ExitCost.Base; base != nil {
		code = base.Currency
	}
	var err error
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
	switch {
	case form == "declining" && l.Year < 1:
		return l, &usageError{message: "the cost depends on the year of membership", hint: "give --on, the exit date, or --membership-year"}
	case form == "unrecovered-cost" && (f.unrecovered == "" || f.share == ""):
		return l, &usageError{message: "the cost is a share of unrecovered joint cost", hint: "give --unrecovered and --share"}
	case form == "notice-based" && f.yearly == "":
		return l, &usageError{message: "the cost is what is owed for months of notice that are missing", hint: "give --yearly and --notice"}
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

package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func (a *app) computeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "compute",
		Short: "Reckon what the money of a term sheet comes to, with the working",
		Long: `Compute reckons sums from a term sheet by the code that fills the schedules of
the agreement, and prints the working step by step. Arithmetic is exact; a sum is
rounded once, at the end, to the minor unit of its currency, half up.

Numbers are plain decimals, such as 6000000 or 0.25. Sums are in the currency of
what is reckoned. With --format json the working is printed as JSON.`,
		Example: `  engross compute royalty deal.json --units 6000000 --year 2027
  engross compute distribution deal.json --income 1000000`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return &usageError{message: "say what to compute", hint: "royalty, instalments, distribution, credits, damages or exit; engross compute --help"}
		},
	}
	c.AddCommand(a.computeRoyalty(), a.computeInstalments(), a.computeDistribution(), a.computeCredits(), a.computeDamages(), a.computeExit())
	for _, sub := range c.Commands() {
		a.sheetFlags(sub)
	}
	return c
}

// resolve loads a term sheet and makes the choices of the library for it, so that
// defaults which the agreement states are reckoned with.
func (a *app) resolve(name string, how func(*assemble.Library, *schema.File) (*assemble.Deal, error)) (*assemble.Deal, error) {
	a.openAhead()
	sheet, err := a.load(name)
	if err != nil {
		return nil, err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return nil, err
	}
	return how(lib, sheet)
}

// inputFlags name the flags by what they give to package money.
var inputFlags = map[string]string{
	"Weights": "--weight", "Received": "--received", "Credits": "--credits-worth", "Year": "--membership-year or --on",
	"Unrecovered": "--unrecovered", "Share": "--share", "Yearly": "--yearly", "Months": "--notice", "Earned": "--credit",
}

// cannotCompute is a usage error from one of package money.
func cannotCompute(err error) error {
	e := &usageError{message: err.Error()}
	var input *money.InputError
	if !errors.As(err, &input) {
		return e
	}
	var flags []string
	for _, name := range input.Inputs {
		flags = append(flags, inputFlags[name])
	}
	switch {
	case len(flags) == 0:
		e.hint = "engross check says what the term sheet has"
	case input.Missing:
		e.hint = "give " + strings.Join(flags, " and ")
	default:
		e.hint = "leave out " + strings.Join(flags, " and ")
	}
	return e
}

// decimalFlag reads a flag that is a number; "" is absent.
func decimalFlag(name, value string) (*schema.Decimal, error) {
	if value == "" {
		return nil, nil
	}
	d, err := schema.ReadDecimal(value)
	switch {
	case err != nil:
		return nil, &usageError{message: fmt.Sprintf("--%s: %v", name, err), hint: "write digits alone, with a point for decimals"}
	case d.IsNegative():
		return nil, &usageError{message: fmt.Sprintf("--%s is negative: %s", name, d), hint: "give a number from 0 upwards"}
	}
	return &d, nil
}

// sumFlag reads a flag that is a sum in a currency; "" is absent.
func sumFlag(name, value string, code schema.Currency) (*schema.Money, error) {
	d, err := decimalFlag(name, value)
	if d == nil || err != nil {
		return nil, err
	}
	return &schema.Money{Amount: *d, Currency: code}, nil
}

// A keyed is one value of a flag such as --region west=4000000.
type keyed struct {
	key   string
	value schema.Decimal
}

// keyedFlag reads a flag that is given as NAME=NUMBER, once for each name.
func keyedFlag(flag string, values []string) ([]keyed, error) {
	var list []keyed
	for _, v := range values {
		key, number, ok := strings.Cut(v, "=")
		if !ok || key == "" {
			return nil, &usageError{message: fmt.Sprintf("--%s %q names nothing", flag, v), hint: fmt.Sprintf("write --%s NAME=NUMBER", flag)}
		}
		d, err := decimalFlag(flag, cmp.Or(number, "?"))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(k keyed) bool { return k.key == key }) {
			return nil, &usageError{message: fmt.Sprintf("--%s gives %s twice", flag, key), hint: "give each once"}
		}
		list = append(list, keyed{key, *d})
	}
	return list, nil
}

// holdings are the values of a flag that names members.
func holdings(t *schema.TermSheet, flag string, values []string) ([]money.Holding, error) {
	list, err := keyedFlag(flag, values)
	if err != nil {
		return nil, err
	}
	var all []money.Holding
	for _, k := range list {
		if t.Party(k.key) == nil {
			return nil, &usageError{message: fmt.Sprintf("--%s: there is no party %q", flag, k.key), hint: "the members are " + strings.Join(t.Expand(schema.AllMembers), ", ")}
		}
		all = append(all, money.Holding{Member: k.key, Weight: k.value.Decimal})
	}
	return all, nil
}

// calledParty is the short name of a party, or words for a group of them.
func calledParty(t *schema.TermSheet, id string) string {
	switch p := t.Party(id); {
	case p != nil:
		return p.ShortName
	case id == schema.AllMembers:
		return "each member"
	case id == "licensees":
		return "each licensee"
	}
	return id
}

// printStatement prints a working as a table: what, how, how much.
func (a *app) printStatement(s *money.Statement, more ...money.Share) error {
	fmt.Fprintf(a.out, "%s\n\n", s.Title)
	var rows [][]string
	for _, step := range s.Steps {
		amount := ""
		if step.Amount != nil {
			amount = step.Amount.String()
		}
		rows = append(rows, []string{step.What, step.Working, amount})
	}
	for _, x := range more {
		rows = append(rows, []string{x.Member, x.Working, x.Amount.String()})
	}
	if s.Due != nil {
		rows = append(rows, []string{"Due", "rounded to the minor unit", s.Due.String()})
	}
	if err := a.printRows([]string{"STEP", "WORKING", "SUM"}, rows); err != nil {
		return err
	}
	return a.printNotes(s.Notes)
}

// printRows prints a table whose last column is flush right.
func (a *app) printRows(head []string, rows [][]string) error {
	rows = append([][]string{head}, rows...)
	last, width := len(head)-1, 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r[last]))
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r[:last], "\t")+"\t"+strings.Repeat(" ", width-utf8.RuneCountInString(r[last]))+r[last])
	}
	return w.Flush()
}

func (a *app) printNotes(notes []string) error {
	fmt.Fprintln(a.out)
	for _, n := range notes {
		fmt.Fprintln(a.out, "note: "+n)
	}
	_, err := fmt.Fprintln(a.out, money.Notice)
	return err
}

package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/check"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

func (a *app) checkCommand() *cobra.Command {
	var explain string
	var matrix, defaults bool
	c := &cobra.Command{
		Use:   "check TERM-SHEET...",
		Short: "Say all that is wrong or risky in a term sheet, and where it departs from the balanced standard",
		Long: `Check loads a term sheet, tries the agreement that it describes, and runs every
semantic check over it. All findings come in one run, each at its line, on
standard error; the table of departures from the balanced standard is printed on
standard output, and what was taken from the standard because the term sheet is
silent: money, rights and time, with --defaults everything. An error stops an execution copy; a warning does not stop a
draft, and can be accepted in the term sheet under "waivers".

With --matrix the regulatory risk matrix is printed instead, as Markdown or as JSON:
the rows of the term sheet and those derived from the deal, by jurisdiction, with
questions for counsel and the findings that concern it. It is for your own counsel;
Schedule I of the agreement has the rows without questions and findings.

With --format sarif the findings are printed as one SARIF log on standard output, for
services that show them beside the lines of a change.

TERM-SHEET may be an agreement instead, a Word file (.docx) or Markdown (.md) that
somebody has edited: then its words are checked, for terms that are not defined any
more, references that lead nowhere, what was left over, and what is undecided.

The exit code is 1 where there are errors or warnings.`,
		Example: "  engross check deal.json\n  engross check returned.docx\n  engross check --explain EX01\n  engross check deal.json --matrix > matrix.md",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case explain != "":
				return a.explain(explain)
			case len(args) == 0:
				return &usageError{message: "no term sheet", hint: "usage: " + c.UseLine()}
			}
			return a.checkEach(args, matrix, defaults)
		},
	}
	a.sheetFlags(c)
	c.Flags().BoolVar(&matrix, "matrix", false, "print the regulatory risk matrix, for counsel")
	c.Flags().BoolVar(&defaults, "defaults", false, "list every value that was taken from the standard, not only money, rights and time")
	c.Flags().StringVar(&a.side, "side", "", "whose side you are on, licensor, licensee or the id of a party: what is against it comes first")
	c.Flags().StringVar(&explain, "explain", "", "explain one check, by its id, and exit")
	return c
}

func (a *app) explain(id string) error {
	text := check.Explain(id)
	if text == "" {
		return &usageError{message: fmt.Sprintf("there is no check %q", id), hint: "an id is two capital letters and two digits, such as EX01"}
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		wrapped(&b, widthOf(a.out), "", "", line)
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// checkEach checks term sheets one after the other; one that cannot be read does
// not keep the others from being checked.
func (a *app) checkEach(names []string, matrix, defaults bool) error {
	var failed error
	for _, name := range names {
		done, err := a.checkText(name)
		if !done {
			err = a.check(name, matrix, defaults)
		}
		var problems agreement.Problems
		if errors.As(err, &problems) && (len(names) > 1 || a.format == "sarif") {
			a.report(problems)
			err = errProblems
		}
		if err != nil && !errors.Is(err, errProblems) {
			return err
		}
		failed = cmp.Or(failed, err)
	}
	if a.format == "sarif" {
		if err := a.printJSON(sarifOf(a.gathered)); err != nil {
			return err
		}
	}
	return failed
}

func (a *app) check(name string, matrix, defaults bool) error {
	a.openAhead()
	sheet, unread := a.load(name)
	if sheet == nil {
		return unread
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	deal, err := lib.ResolveTraced(sheet)
	if deal == nil && unread != nil {
		return unread
	} else if deal == nil {
		return err
	}
	if err := knownSide(deal.Sheet, a.side); err != nil {
		return err
	}
	report := draft.Examine(deal)
	if unread != nil {
		return a.checkRest(sheet, unread, report.Problems)
	}
	if matrix {
		err = a.printMatrix(deal.Sheet, check.MatrixOf(deal.Sheet, report.Report))
	} else {
		a.report(report.Problems)
		if a.format == "text" {
			fmt.Fprintln(a.err, tally(report.Problems))
		}
		if a.format != "sarif" {
			err = a.printDepartures(deal, report, defaults)
		}
	}
	if err != nil {
		return err
	}
	if report.Problems.Count(agreement.Error)+report.Problems.Count(agreement.Warning) > 0 {
		return errProblems
	}
	return nil
}

// checkRest reports what is wrong with values that could not be read, and what the
// checks find in the others. What may follow from a value that was left out is
// not said.
func (a *app) checkRest(sheet *schema.File, unread error, found agreement.Problems) error {
	var problems agreement.Problems
	if !errors.As(unread, &problems) {
		return unread
	}
	problems = slices.Clone(problems)
	for _, p := range found {
		follows := p.Pos.Filename != sheet.Name || p.Severity == agreement.Note || p.ID == "absent-value" || p.ID == "no-effect" || p.Pointer == "" || p.ID == "ST01"
		for _, left := range problems {
			follows = follows || strings.HasPrefix(left.Pointer+"/", p.Pointer+"/") || strings.HasPrefix(p.Pointer+"/", left.Pointer+"/")
		}
		if !follows {
			problems.Add(p)
		}
	}
	problems.Sort()
	a.report(problems)
	if a.format == "text" {
		fmt.Fprintln(a.err, tally(problems)+"; mend what cannot be read, and check again for what hangs on it")
	}
	return errProblems
}

// tally is how much was found, by severity.
func tally(ps agreement.Problems) string {
	if len(ps) == 0 {
		return "nothing found"
	}
	var parts []string
	for _, s := range []struct {
		severity agreement.Severity
		noun     string
	}{{agreement.Error, "error"}, {agreement.Warning, "warning"}, {agreement.Note, "note"}} {
		if n := ps.Count(s.severity); n > 0 {
			parts = append(parts, plural(n, s.noun, s.noun+"s"))
		}
	}
	return "found: " + strings.Join(parts, ", ")
}

// findings prints what the checks find in a deal that is drafted, as engross check
// does, and gives the number of errors; for an execution copy one is too many.
func (a *app) findings(report *draft.Examination, final bool) (errs int, err error) {
	errs = report.Problems.Count(agreement.Error)
	if final && errs > 0 {
		report.Problems.Add(&agreement.Problem{ID: "not-final", Message: "no execution copy while there are errors", Hint: "mend them, or leave out --final for a draft"})
		return errs, report.Problems
	}
	a.report(report.Problems)
	if a.format == "text" && len(report.Problems) > 0 {
		fmt.Fprintln(a.err, tally(report.Problems))
	}
	return errs, nil
}

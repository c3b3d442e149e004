package main

import (
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/schema"
)

func (a *app) checkCommand() *cobra.Command {
	var explain string
	c := &cobra.Command{
		Use:   "check TERM-SHEET",
		Short: "Say all that is wrong or risky in a term sheet, and where it departs from the balanced standard",
		Long: `Check loads a term sheet, tries the agreement that it describes, and runs every
semantic check over it. All findings come in one run, each at its line, on
standard error; the table of departures from the balanced standard is printed on
standard output. An error stops an execution copy; a warning does not stop a
draft, and can be accepted in the term sheet under "waivers".

The exit code is 1 where there are errors or warnings.`,
		Example: "  engross check deal.json\n  engross check --explain EX01",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case explain != "":
				return a.explain(explain)
			case len(args) == 0:
				return &usageError{message: "no term sheet", hint: "usage: " + c.UseLine()}
			}
			return a.check(args[0])
		},
	}
	c.Flags().StringVar(&explain, "explain", "", "explain one check, by its id, and exit")
	return c
}

func (a *app) explain(id string) error {
	text := check.Explain(id)
	if text == "" {
		return &usageError{message: fmt.Sprintf("there is no check %q", id), hint: "an id is two capital letters and two digits, such as EX01"}
	}
	_, err := fmt.Fprint(a.out, text)
	return err
}

func (a *app) check(name string) error {
	sheet, err := a.load(name)
	if err != nil {
		return err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	resolved, report, err := examine(lib, sheet)
	if err != nil {
		return err
	}
	a.report(report.Problems)
	if err := a.printDeviations(resolved.Deviations, report.Waived); err != nil {
		return err
	}
	if report.Problems.Count(agreement.Error)+report.Problems.Count(agreement.Warning) > 0 {
		return errProblems
	}
	return nil
}

// examine resolves a term sheet, tries the agreement, and runs the checks. The
// problems of all three are in the report; the error says that there is no
// agreement to speak of.
func examine(lib *assemble.Library, sheet *schema.File) (*assemble.Resolved, *check.Report, error) {
	resolved, err := lib.Resolve(sheet)
	if resolved == nil {
		return nil, nil, err
	}
	report := check.Run(sheet, resolved.Sheet, resolved.Topics)
	var assembly agreement.Problems
	if res, err := lib.Assemble(sheet, assemble.Options{}); err == nil {
		assembly = res.Problems
	} else if !errors.As(err, &assembly) {
		return nil, nil, err
	}
	report.Problems = append(report.Problems, assembly...)
	report.Problems.Sort()
	return resolved, report, nil
}

// mayBeFinal refuses an execution copy while the checks find errors.
func (a *app) mayBeFinal(lib *assemble.Library, sheet *schema.File, final bool) error {
	if !final {
		return nil
	}
	_, report, err := examine(lib, sheet)
	if err != nil {
		return err
	}
	wrong := slices.DeleteFunc(report.Problems, func(p *agreement.Problem) bool { return p.Severity != agreement.Error })
	if len(wrong) == 0 {
		return nil
	}
	wrong.Add(&agreement.Problem{ID: "not-final", Message: "no execution copy while there are errors", Hint: "mend them, or leave out --final for a draft"})
	return wrong
}

func (a *app) printDeviations(list []assemble.Deviation, waived []check.Waived) error {
	if a.format == "json" {
		type waivedJSON struct {
			Finding jsonProblem `json:"finding"`
			Reason  string      `json:"reason"`
		}
		out := struct {
			Deviations []assemble.Deviation `json:"deviations"`
			Waived     []waivedJSON         `json:"waived"`
		}{Deviations: list}
		for _, w := range waived {
			out.Waived = append(out.Waived, waivedJSON{problemJSON(w.Problem), w.Waiver.Reason})
		}
		return a.printJSON(out)
	}
	for _, w := range waived {
		fmt.Fprintf(a.out, "accepted: %s [%s]\n  reason: %s\n", w.Problem.Message, w.Problem.ID, w.Waiver.Reason)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(a.out, "no departures from the balanced standard")
		return err
	}
	fmt.Fprintln(a.out, "departures from the balanced standard:")
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CLAUSE\tTERM\tHERE\tBALANCED\tGAINS\tFALLBACK")
	for _, d := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", d.Topic, d.What, d.Value, d.Balanced, d.Gains, d.Fallback)
	}
	return w.Flush()
}

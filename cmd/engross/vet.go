package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/cmd/library"
)

func (a *app) vetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "vet [DIR]",
		Short: "Find the mistakes of a clause library, without a term sheet",
		Long: `Vet type-checks every action of every clause against the term sheet, looks up
every parameter, phrase and path, and proves for each template that every
cross-reference, required clause and defined term resolves under every
combination of conditions. It also points out wording against the house rules of
drafting.

DIR is a folder with clauses/ and templates/, or a folder of clauses; it is laid
over the built-in library. Without DIR the built-in library itself is vetted.`,
		Example: "  engross vet my-library",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := a.library
			if len(args) == 1 {
				dir = args[0]
			}
			return a.vet(dir)
		},
	}
}

func (a *app) vet(dir string) error {
	lib, err := a.openLibrary()
	name := func(p *agreement.Problem) {}
	if dir != "" {
		own, err2 := library.FoldersIn(dir)
		if err2 != nil {
			return noLibrary(dir, err2)
		}
		lib, err = own.Open()
		name = func(p *agreement.Problem) { p.Pos.Filename = own.Path(p.Pos.Filename) }
	}
	var problems agreement.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if lib != nil { // else it could not be read at all
		problems = append(problems, lib.Vet()...)
	}
	problems.Sort()
	for _, p := range problems {
		name(p)
	}
	a.report(problems)
	if len(problems) > 0 {
		return errProblems
	}
	if a.format == "json" {
		return a.printJSON(map[string]int{"clauses": countVariants(lib), "topics": len(lib.Topics()), "templates": len(lib.Templates())})
	}
	fmt.Fprintf(a.out, "%d clauses in %d topics and %d templates: no problems\n", countVariants(lib), len(lib.Topics()), len(lib.Templates()))
	return nil
}

func countVariants(lib *assemble.Library) int {
	n := 0
	for _, t := range lib.Topics() {
		n += len(t.Variants)
	}
	return n
}

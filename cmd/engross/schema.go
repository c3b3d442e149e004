package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [term-sheet|rules|accept|index]",
		Short: "Print the JSON Schema of term sheets, rules or index files",
		Long: `Schema prints the JSON Schema (draft 2020-12) of term sheets or, named, of the rules
of engross renew or engross accept, or of a file of index values. Save it beside your files and name it
in their "$schema" member, and your editor completes and checks as you type.`,
		Example: "  engross schema > term-sheet.schema.json\n  engross schema rules > rules.schema.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			of := "term-sheet"
			if len(args) > 0 {
				of = args[0]
			}
			schemas := map[string]func() []byte{"term-sheet": schema.JSON, "rules": renew.RulesSchema, "accept": draft.AcceptRulesSchema, "index": renew.IndexSchema}
			if schemas[of] == nil {
				return &usageError{message: fmt.Sprintf("there is no schema of %q", of), hint: "give term-sheet, rules, accept or index; engross explain " + of + " says what a value means"}
			}
			return a.emit(schemas[of]())
		},
	}
}

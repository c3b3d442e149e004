package main

import (
	"github.com/spf13/cobra"

	"github.com/engross/engross/schema"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of term sheets",
		Long: `Schema prints the JSON Schema (draft 2020-12) of term sheets. Save it beside your
term sheets and name it in their "$schema" member, and your editor completes and
checks as you type.`,
		Example: "  engross schema > term-sheet.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(schema.JSON())
			return err
		},
	}
}

package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/engross/engross/assemble"
)

// manCommand writes the manual pages, for those who package engross.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the manual pages to a folder",
		Args:   cobra.ExactArgs(1),
		Hidden: true,
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return &usageError{message: "cannot make the folder " + args[0] + ": " + cause(err)}
			}
			c.Root().DisableAutoGenTag = true // no date: the same pages every time
			return doc.GenManTree(c.Root(), &doc.GenManHeader{Title: "ENGROSS", Section: "1", Source: "engross " + assemble.Version, Manual: "engross"}, args[0])
		},
	}
}

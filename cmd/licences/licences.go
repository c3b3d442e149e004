// Package licences is what goes with the programs by the terms of others: the licences
// of the modules, fonts and patterns that they are made with.
package licences

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// text is written by the test, with -update, from what the programs link.
//
//go:embed licences.txt
var text string

// Command prints the licences of what a program is made with.
func Command(out io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "licences",
		Short: "Print the licences of the modules, fonts and patterns in this program",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(out, text)
			return err
		},
	}
}

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of engross and the digest of its clause library",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			lib, err := a.openLibrary()
			if err != nil {
				return err
			}
			if a.format == "json" {
				return a.printJSON(map[string]string{"version": assemble.Version, "library": lib.Hash()})
			}
			_, err = fmt.Fprintf(a.out, "engross %s\nclause library %.12s\n", assemble.Version, lib.Hash())
			return err
		},
	}
}

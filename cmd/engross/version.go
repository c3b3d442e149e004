package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/templates"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of engross and the digest of its clause library",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			hash := ""
			if a.library == "" {
				hash = assemble.IndexedHash(templates.FS)
			}
			if hash == "" {
				lib, err := a.openLibrary()
				if err != nil {
					return err
				}
				hash = lib.Hash()
			}
			if a.format == "json" {
				return a.printJSON(map[string]string{"version": assemble.Version, "library": hash})
			}
			_, err := fmt.Fprintf(a.out, "engross %s\nclause library %.12s\n", assemble.Version, hash)
			return err
		},
	}
}

package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of engross and of its clause library",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			lib, err := assemble.Open(clauses.FS, templates.FS)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "engross %s\nclause library %.12s\n", version(), lib.Hash())
			return nil
		},
	}
}

// version is the version of the module as the go command built it, or "devel".
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

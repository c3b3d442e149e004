package main

import (
	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{Use: "check TERM-SHEET", Args: cobra.ExactArgs(1)}
}

func (a *app) mayBeFinal(*schema.File, *assemble.Result, bool) error { return nil }

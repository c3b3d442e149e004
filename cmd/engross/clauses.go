package main

import "github.com/spf13/cobra"

func (a *app) clausesCommand() *cobra.Command   { return &cobra.Command{Use: "clauses"} }
func (a *app) templatesCommand() *cobra.Command { return &cobra.Command{Use: "templates"} }

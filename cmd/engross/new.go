package main

import "github.com/spf13/cobra"

func (a *app) newCommand() *cobra.Command { return &cobra.Command{Use: "new"} }

package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// A listFlag is a flag that may be given several times; each value stands as it was
// given. The library of flags has one too, which writes each as CSV whenever it is
// defined: a tenth of the time that a command takes to start.
type listFlag struct {
	to    *[]string
	given bool
}

func (l *listFlag) Set(value string) error {
	if !l.given {
		*l.to, l.given = nil, true
	}
	*l.to = append(*l.to, value)
	return nil
}

func (l *listFlag) Type() string   { return "stringArray" }
func (l *listFlag) String() string { return strings.Join(*l.to, ",") }

// listVar defines a flag that may be given several times.
func listVar(c *cobra.Command, to *[]string, name, usage string) {
	c.Flags().Var(&listFlag{to: to}, name, usage)
}

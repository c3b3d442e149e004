package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
			return writePages(c.Root(), args[0])
		},
	}
}

// writePages writes the pages of a command and of those below it.
func writePages(c *cobra.Command, dir string) error {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			if err := writePages(sub, dir); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(filepath.Join(dir, pageName(c)+".1"), manPage(c), 0o666)
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage is the page of a command. It bears no date: the same pages every time.
func manPage(c *cobra.Command) []byte {
	c.InitDefaultHelpCmd()
	c.InitDefaultHelpFlag()
	var b bytes.Buffer
	fmt.Fprintf(&b, ".TH \"ENGROSS\" \"1\" \"\" \"engross %s\" \"engross\"\n", assemble.Version)
	section := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, ".SH %s\n%s\n", name, strings.TrimRight(text, "\n"))
		}
	}
	section("NAME", roff(pageName(c)+" - "+c.Short))
	section("SYNOPSIS", `\fB`+roff(c.UseLine())+`\fP`)
	section("DESCRIPTION", roff(c.Long))
	section("OPTIONS", manOptions(c.NonInheritedFlags()))
	section("OPTIONS OF EVERY COMMAND", manOptions(c.InheritedFlags()))
	if c.Example != "" {
		section("EXAMPLE", ".EX\n"+roff(c.Example)+"\n.EE")
	}
	section("SEE ALSO", strings.Join(manNeighbours(c), ", "))
	return b.Bytes()
}

// manNeighbours names the pages of the command above and of those below.
func manNeighbours(c *cobra.Command) []string {
	var names []string
	name := func(c *cobra.Command) { names = append(names, `\fB`+roff(pageName(c))+`\fP(1)`) }
	if c.HasParent() {
		name(c.Parent())
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			name(sub)
		}
	}
	return names
}

func manOptions(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		b.WriteString(".TP\n")
		if f.Shorthand != "" {
			fmt.Fprintf(&b, `\fB\-%s\fP, `, f.Shorthand)
		}
		value, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(&b, "\\fB%s\\fP", roff("--"+f.Name))
		if value != "" {
			fmt.Fprintf(&b, " \\fI%s\\fP", roff(strings.TrimSuffix(value, "Array")))
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
			usage += " (default " + strings.Trim(f.DefValue, "[]") + ")"
		}
		fmt.Fprintf(&b, "\n%s\n", roff(usage))
	})
	return b.String()
}

// roff is text as roff prints it: nothing in it is a request, and paragraphs are parted.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n\n", "\n.PP\n").Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if line != ".PP" && (strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'")) {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

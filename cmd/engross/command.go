package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/cmd/licences"
	"github.com/engross/engross/draft"
)

// Exit codes of every command.
const (
	exitDone     = 0 // done, and nothing to say
	exitProblems = 1 // problems found, drafts differ, some of a batch failed
	exitUsage    = 2 // wrong usage or unreadable input, nothing of a batch could be done
)

// An app is what the subcommands share: the streams and the global flags.
type app struct {
	in       io.Reader
	out      io.Writer // what a person reads; for the bytes of a file see emit
	err      io.Writer
	format   string   // of problems: "text" or "json"
	library  string   // folder of the user's own clauses and templates, or ""
	over     []string // term sheets laid over the one that is read
	set      []string // values laid over it: "escrow.objection_days=12"
	opening  func() (*assemble.Library, error)
	opened   *assemble.Library
	side     string             // whose eyes departures are ranked for: "licensor", "licensee", the id of a party, or ""
	gathered agreement.Problems // for SARIF
}

// errProblems says that problems have been reported and the exit code is 1.
var errProblems = errors.New("problems found")

// errNothing says that problems have been reported, that nothing could be done, and
// that the exit code is 2.
var errNothing = errors.New("nothing could be done")

// A usageError is a mistake in how the command was called, or input that cannot
// be read.
type usageError struct {
	message string
	hint    string
}

func (e *usageError) Error() string { return e.message }

func newApp(in io.Reader, out, errs io.Writer) *app {
	a := &app{in: in, out: &shown{w: out}, err: &shown{w: errs}}
	a.opening = sync.OnceValues(func() (*assemble.Library, error) { return openIn(a.library) })
	return a
}

// run carries out one command line and gives its exit code.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	a := newApp(in, out, errs)
	root := a.root()
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) { // the user's shell asks
		complete(root, a.completable())
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.Execute()
	var problems agreement.Problems
	var usage *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.Is(err, errNothing):
		return exitUsage
	case errors.As(err, &problems):
		a.report(problems)
		return exitProblems
	case !errors.As(err, &usage):
		usage = &usageError{message: err.Error(), hint: "engross --help lists the commands"}
	}
	if a.format == "json" {
		a.report(agreement.Problems{{ID: "usage", Message: usage.message, Hint: usage.hint}})
		return exitUsage
	}
	fmt.Fprintln(a.err, "engross: "+usage.message)
	if usage.hint != "" {
		fmt.Fprintln(a.err, "  hint: "+usage.hint)
	}
	return exitUsage
}

func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "engross",
		Short: "Make, check, compare and renew cross-licensing agreements",
		Long: `engross makes agreements by which firms license pooled inventions to one
another: a library of standard clauses is filled from a JSON term sheet, checked,
numbered and printed as Markdown and PDF.

Its output is not legal advice; have it reviewed by counsel.`,
		Example: `  engross new --kind pool --parties 5 > deal.json    a commented term sheet to fill in
  engross check deal.json                             all that is wrong or risky in it
  engross draft deal.json --to out                    the agreement, as Markdown and PDF`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if a.format != "text" && a.format != "json" && (a.format != "sarif" || c.Name() != "check") {
				return &usageError{message: fmt.Sprintf("--format is %q", a.format), hint: "give text or json; engross check knows sarif too"}
			}
			return nil
		},
	}
	c.PersistentFlags().StringVar(&a.format, "format", "text", "how problems are printed: text or json")
	c.PersistentFlags().StringVar(&a.library, "library", "", "folder with clauses/ and templates/ of your own, laid over the built-in ones")
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{message: err.Error(), hint: "engross " + c.Name() + " --help lists the flags"}
	})
	c.AddCommand(
		a.newCommand(),
		a.explainCommand(),
		a.checkCommand(),
		a.traceCommand(),
		a.summaryCommand(),
		a.draftCommand(),
		a.diffCommand(),
		a.acceptCommand(),
		a.respondCommand(),
		a.renewCommand(),
		a.batchCommand(),
		a.calendarCommand(),
		a.portfolioCommand(),
		a.assetsCommand(),
		a.computeCommand(),
		a.verifyCommand(),
		a.extractCommand(),
		a.clausesCommand(),
		a.templatesCommand(),
		a.schemaCommand(),
		a.vetCommand(),
		a.serveCommand(),
		a.mcpCommand(),
		a.versionCommand(),
		licences.Command(a.out),
		a.manCommand(),
	)
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
	return c
}

// wrapArgs makes a wrong number of arguments a usage error with a hint.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return &usageError{message: err.Error(), hint: "usage: " + c.UseLine()}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}

// unverifiedFlag adds the flag to a command that takes term sheets out of agreements.
func unverifiedFlag(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "unverified", false, "take the term sheet out of a file that engross verify does not call unaltered, and say so")
}

// opener takes term sheets out of agreements that were made with the fonts of a
// folder.
func opener(lib *assemble.Library, fontFolder string, unverified bool) (draft.Opener, error) {
	fonts, err := loadFonts(fontFolder)
	return draft.Opener{Library: lib, Fonts: fonts, Unverified: unverified}, err
}

// read is the contents of a file, or of standard input for "-".
func (a *app) read(name string) (string, io.ReadCloser, error) {
	if name == "-" {
		return "<standard input>", &bounded{io.NopCloser(a.in), mostBytes}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return name, nil, unreadable(name, err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return name, nil, &usageError{message: name + " is a folder", hint: "name a file, or - for standard input"}
	}
	return name, &bounded{f, mostBytes}, nil
}

// mostBytes is more than any agreement has; a stream without end is no agreement.
const mostBytes = 256 << 20

// bounded is a file of which no more than so many bytes are read.
type bounded struct {
	io.ReadCloser
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, fmt.Errorf("it has more than %d MB", mostBytes>>20)
	}
	return n, err
}

func unreadable(name string, err error) error {
	e := &usageError{message: "cannot read " + name + ": " + cause(err)}
	if errors.Is(err, os.ErrNotExist) {
		e.hint = "check the path, or make a term sheet with engross new"
	}
	return e
}

// cause is the last part of an error about a file: "no such file or directory".
func cause(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return strings.TrimSpace(err.Error())
}

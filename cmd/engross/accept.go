package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// acceptFlags are the choices of engross accept.
type acceptFlags struct {
	to     string
	refuse []string
	only   []string
	author []string
	ask    bool
	by     string
	why    string
	date   string
	force  bool
}

func (a *app) acceptCommand() *cobra.Command {
	var f acceptFlags
	c := &cobra.Command{
		Use:   "accept TERM-SHEET RETURNED",
		Short: "Bring the changes of a draft that came back into the term sheet",
		Long: `Accept compares the agreement of TERM-SHEET with the draft that came back, a Word
file or Markdown, and writes the next term sheet: a changed value goes to its path,
changed words become negotiated wording ("wording"), which is read and checked like
the words of the library. Comments and the order of the term sheet stay.

The result is proved: the next term sheet is drafted and compared with what came
back. What could not be brought home is listed, and the exit code is then 1.

All changes are accepted but those that --refuse names by number or id, or those
that --only and --author leave out. With --ask each is asked for.`,
		Example: `  engross accept deal.json returned.docx --to next.json
  engross accept deal.json returned.docx --to next.json --refuse 12.3 --refuse escrow/release
  engross accept deal.json returned.docx --to next.json --author "Jane Roe" --why "agreed in the call of 5 March"`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return a.accept(args[0], args[1], f) },
	}
	c.Flags().StringVar(&f.to, "to", "", "file for the next term sheet; without it nothing is written and what would be is told")
	c.Flags().StringArrayVar(&f.refuse, "refuse", nil, "provision whose changes are refused, by number or id")
	c.Flags().StringArrayVar(&f.only, "only", nil, "provision whose changes alone are accepted, by number or id")
	c.Flags().StringArrayVar(&f.author, "author", nil, "accept only what this author tracked, and nothing untracked")
	c.Flags().BoolVar(&f.ask, "ask", false, "ask for each change")
	c.Flags().StringVar(&f.by, "asked-by", "", "who asked for the words, for the term sheet (default: the author of the tracked changes, if there is one alone)")
	c.Flags().StringVar(&f.why, "why", "", "why they are accepted, for the term sheet")
	c.Flags().StringVar(&f.date, "date", "", "the day on which they are accepted, as YYYY-MM-DD, for the term sheet")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite a file that exists")
	return c
}

func (a *app) accept(sheet, returnedName string, f acceptFlags) error {
	how := draft.Acceptance{AskedBy: f.by, Why: f.why}
	if f.date != "" {
		day, err := schema.ParseDate(f.date)
		if err != nil {
			return &usageError{message: fmt.Sprintf("--date is %q", f.date), hint: "give a day as YYYY-MM-DD"}
		}
		how.Date = day
	}
	file, err := a.load(sheet)
	if err != nil {
		return err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	sent, err := assembled(lib, file)
	if err != nil {
		return err
	}
	open, err := opener(lib, "", false)
	if err != nil {
		return err
	}
	back, err := a.readDraft(open, returnedName, sent.doc)
	if err != nil {
		return err
	}
	if how.Accept, err = a.accepts(sent, back, f, &how); err != nil {
		return err
	}
	home, err := draft.Accept(lib, file, back.doc, how)
	if err != nil {
		return err
	}
	if a.format == "json" {
		err = a.printJSON(home)
	} else {
		printHome(a.out, home)
	}
	if err != nil {
		return err
	}
	if f.to != "" {
		if err := writeFiles([]outFile{{f.to, home.Sheet}}, f.force); err != nil {
			return err
		}
	}
	if len(home.Left) > 0 {
		return errProblems
	}
	return nil
}

// accepts is which changes are accepted.
func (a *app) accepts(sent, back *draftInput, f acceptFlags, how *draft.Acceptance) (func(*redline.Change) bool, error) {
	tracked := map[string][]word.Tracked{}
	untracked := map[string]bool{}
	if back.word != nil {
		hands, err := draft.Return(sent.doc, back.word)
		if err != nil {
			return nil, err
		}
		for _, t := range hands.Tracked {
			tracked[t.ID] = append(tracked[t.ID], t)
		}
		for _, c := range hands.Untracked {
			untracked[c.ClauseID] = true
		}
		if names := authors(hands.Tracked); len(names) == 1 && names[0].name != nobody {
			how.AskedBy = cmp.Or(how.AskedBy, names[0].name)
		}
	} else if len(f.author) > 0 {
		return nil, &usageError{message: "--author needs a Word file with tracked changes", hint: "name provisions with --only"}
	}
	ask := func(*redline.Change) bool { return true }
	if f.ask {
		ask = asker(bufio.NewReader(a.in), a.err)
	}
	return func(c *redline.Change) bool {
		switch {
		case named(f.refuse, c):
			return false
		case len(f.only) > 0 && !named(f.only, c):
			return false
		case len(f.author) > 0 && (untracked[c.ClauseID] || !byAuthors(tracked[c.ClauseID], f.author)):
			return false
		}
		return ask(c)
	}, nil
}

// named reports that a list names the provision of a change, or one around it.
func named(list []string, c *redline.Change) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		if s == c.ClauseID || strings.HasPrefix(c.ClauseID, s+".") {
			return true
		}
		for _, number := range []string{c.OldNumber, c.NewNumber} {
			rest, ok := strings.CutPrefix(number, s)
			if ok && s != "" && (rest == "" || strings.IndexAny(rest, ".(,") == 0) {
				return true
			}
		}
		return false
	})
}

// byAuthors reports that all of some tracked changes are by these authors.
func byAuthors(list []word.Tracked, names []string) bool {
	for _, t := range list {
		if !slices.Contains(names, t.Author) {
			return false
		}
	}
	return len(list) > 0
}

// asker asks on a terminal for each change.
func asker(in *bufio.Reader, out io.Writer) func(*redline.Change) bool {
	return func(c *redline.Change) bool {
		for {
			fmt.Fprintf(out, "%s\n  accept? [y/n] ", untracked(c))
			line, err := in.ReadString('\n')
			switch strings.ToLower(strings.TrimSpace(line)) {
			case "y", "yes":
				return true
			case "n", "no":
				return false
			}
			if errors.Is(err, io.EOF) {
				return false
			}
		}
	}
}

func printHome(w io.Writer, home *draft.Home) {
	for _, v := range home.Values {
		fmt.Fprintf(w, "value    %s: %s → %s\n", v.Path, cmp.Or(v.Before, "none"), v.After)
	}
	for _, x := range home.Wordings {
		fmt.Fprintf(w, "wording  %s: %s %s\n", x.Provision, cmp.Or(x.Action, schema.Replace), quoted(strings.Join(x.Words, " ")))
	}
	for _, c := range home.Refused {
		fmt.Fprintln(w, "refused  "+untracked(&c))
	}
	for _, c := range home.Left {
		fmt.Fprintln(w, "NOT HOME "+untracked(&c))
	}
	if len(home.Values)+len(home.Wordings)+len(home.Refused)+len(home.Left) == 0 {
		fmt.Fprintln(w, "nothing was changed")
	}
}

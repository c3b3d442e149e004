package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// acceptFlags are the choices of engross accept.
type acceptFlags struct {
	to     string
	rules  string
	side   string
	refuse []string
	open   []string
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
another variant, or a clause left out, to "clauses", and changed words become
negotiated wording ("wording"), which is read and checked like the words of the
library. Comments and the order of the term sheet stay.

The result is proved: the next term sheet is drafted and compared with what came
back. What could not be brought home is listed, and the exit code is then 1.

All changes are accepted but those that --refuse or --open name by number or id, or
those that --only and --author leave out, which stay open. With --ask each is asked
for; with --rules a file decides (engross schema accept describes it), also by how
a change stands to the library's positions. What is refused or open is noted under
"answers", and the next Word draft says it in a comment.`,
		Example: `  engross accept deal.json returned.docx --to next.json
  engross accept deal.json returned.docx --to next.json --refuse 12.3 --open escrow/release
  engross accept deal.json returned.docx --to next.json --rules house.json --side alpha
  engross accept deal.json returned.docx --to next.json --author "Jane Roe" --why "agreed in the call of 5 March"`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return a.accept(args[0], args[1], f) },
	}
	c.Flags().StringVar(&f.to, "to", "", "file for the next term sheet; without it nothing is written and what would be is told")
	c.Flags().StringVar(&f.rules, "rules", "", "file of rules that decide on the changes which no flag names")
	c.Flags().StringVar(&f.side, "side", "", "for --rules and --ask, the side to judge for: licensor, licensee, or a party")
	listVar(c, &f.refuse, "refuse", "provision whose changes are refused, by number or id")
	listVar(c, &f.open, "open", "provision whose changes are left open, by number or id")
	listVar(c, &f.only, "only", "provision whose changes alone are accepted, by number or id")
	listVar(c, &f.author, "author", "accept only what this author tracked, and nothing untracked")
	c.Flags().BoolVar(&f.ask, "ask", false, "ask for each change")
	c.Flags().StringVar(&f.by, "asked-by", "", "who asked for the changes, for the term sheet (default: who tracked them)")
	c.Flags().StringVar(&f.why, "why", "", "why, for the term sheet; never printed")
	c.Flags().StringVar(&f.date, "date", "", "the day of the decision, as YYYY-MM-DD, for the term sheet")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite a file that exists")
	a.sheetFlags(c)
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
	sides, lib, file, err := a.sentAndBack(sheet, returnedName)
	if err != nil {
		return err
	}
	x, err := a.chooser(lib, file, sides[0], sides[1], f)
	if err != nil {
		return err
	}
	how.Decide, how.Keep = x.decide, x.keeps
	how.AskedBy = cmp.Or(f.by, soleAuthor(x.hands))
	home, err := draft.Accept(lib, file, sides[1].doc, how)
	if err != nil {
		return err
	}
	lost := lostOf(sides[1])
	if a.format == "json" {
		err = a.printJSON(struct {
			*draft.Home
			Lost []string `json:"lost"`
		}{home, lost})
	} else {
		printHome(a.out, home, lost)
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

// lostOf is what a draft that came back has besides words: it cannot come home.
func lostOf(back *draftInput) []string {
	list := []string{}
	if back.word == nil {
		return list
	}
	for _, x := range back.word.Formatted {
		list = append(list, "format alone: "+formatted(x))
	}
	if n := len(back.word.Comments); n > 0 {
		list = append(list, plural(n, "comment", "comments")+", which engross diff prints")
	}
	for _, p := range back.word.Problems {
		list = append(list, p.Message)
	}
	return list
}

// tornNote says why a change is not home that another place contradicts.
func tornNote(home *draft.Home, c *redline.Change) string {
	for i := range home.Torn {
		if t := &home.Torn[i]; t.Left.ClauseID == c.ClauseID && t.Left.After == c.After {
			return fmt.Sprintf(": %s is printed in two places that came back otherwise, and %s is taken", t.Path, quoted(t.Home.After))
		}
	}
	return ""
}

func printHome(w io.Writer, home *draft.Home, lost []string) {
	for _, v := range home.Values {
		fmt.Fprintf(w, "value    %s: %s → %s\n", v.Path, cmp.Or(v.Before, "none"), v.After)
	}
	for _, x := range home.Follows {
		fmt.Fprintf(w, "follows  %s: %s is printed here too\n", changeLine(&x.Change), x.Path)
	}
	for _, x := range home.Wordings {
		fmt.Fprintf(w, "wording  %s: %s %s\n", x.Provision, cmp.Or(x.Action, schema.Replace), quoted(strings.Join(x.Words, " ")))
	}
	for _, c := range home.Refused {
		fmt.Fprintln(w, "refused  "+changeLine(&c))
	}
	for _, c := range home.Open {
		fmt.Fprintln(w, "open     "+changeLine(&c))
	}
	for _, c := range home.Besides {
		fmt.Fprintln(w, "not yet  "+changeLine(&c)+", which cannot be parted from one that is refused or open")
	}
	for _, c := range home.Left {
		fmt.Fprintln(w, "NOT HOME "+changeLine(&c)+tornNote(home, &c))
	}
	for _, s := range lost {
		fmt.Fprintln(w, "not home "+s)
	}
	if len(home.Values)+len(home.Wordings)+len(home.Refused)+len(home.Open)+len(home.Left) == 0 {
		fmt.Fprintln(w, "nothing was changed")
	}
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
)

// diffFlags are the choices of engross diff.
type diffFlags struct {
	as     string
	to     string
	date   string
	labels []string
	color  string
	full   bool
	brief  bool
	paper  string
	author string
	at     string
	fonts  string
	sent   string
	force  bool

	unverified bool
}

func (a *app) diffCommand() *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what changed between two drafts, and why",
		Long: `Diff compares two drafts word by word. Renumbering is not a change; moved clauses
are found; everything else that differs is shown, and the comparison is proved:
without the insertions it is OLD, without the deletions NEW.

OLD and NEW are each a term sheet (.json), a Markdown agreement (written by
engross, edited by hand, or from elsewhere with numbers typed out), a Word file
(.docx, whoever saved it), a PDF written by engross, - for standard input, or the word standard: the other side's deal at
the balanced defaults. Where both are term sheets, or PDFs that carry one, each
change is traced to the values that caused it; where OLD alone is one, each value
that was printed and changed by hand is named.

Where NEW is a Word file, what was changed without tracking is listed first, then what
was tracked, by whom, and what is formatting alone.

The exit code is 0 where the drafts are the same, 1 where they differ, if only in
where a link leads or how words are marked, 2 in trouble.`,
		Example: `  engross diff last-year.json this-year.json
  engross diff standard deal.json
  engross diff ours.json theirs.json --side licensor
  engross diff agreement.md edited.md --as pdf --date "5 March 2027" --to redline.pdf`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			err := a.diff(args[0], args[1], f)
			var ps agreement.Problems
			if errors.As(err, &ps) { // 1 would say that the drafts differ
				a.report(ps)
				return errNothing
			}
			return err
		},
	}
	c.Flags().StringVar(&f.as, "as", "text", "text, md, critic (CriticMarkup), html, pdf, docx (tracked changes) or json")
	c.Flags().StringVar(&f.to, "to", "", "file to write to, instead of standard output")
	c.Flags().StringVar(&f.date, "date", "", "date of the comparison, printed on the cover as given")
	listVar(c, &f.labels, "label", "name to print instead of OLD, and a second time instead of NEW")
	c.Flags().StringVar(&f.color, "color", "auto", "as text, mark changes by colour: auto (on a terminal), always or never")
	c.Flags().StringVar(&f.author, "author", "", "as docx, who made the changes")
	c.Flags().StringVar(&f.at, "at", "", "as docx, when they were made, as YYYY-MM-DD or 2027-03-05T14:30:00Z")
	c.Flags().BoolVar(&f.full, "full", false, "as text, print the whole agreement and not only what changed")
	c.Flags().BoolVar(&f.brief, "changes-only", false, "as md or pdf, print only the provisions that changed, under their headings")
	c.Flags().StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	c.Flags().StringVar(&f.sent, "sent", "", "where NEW is a Word file: the file that was sent, if it had tracked changes, to tell which were accepted")
	c.Flags().StringVar(&f.fonts, "fonts", "", fontsUsage)
	c.Flags().BoolVar(&f.force, "force", false, "overwrite a file that exists")
	unverifiedFlag(c, &f.unverified)
	a.layFlags(c, "the term sheet NEW: what if")
	c.Flags().StringVar(&a.side, "side", "", "between term sheets, as text: say besides what changed against the balanced standard, who gains, and what this side (licensor, licensee or the id of a party) falls back to and walks away from; not for the other side")
	return c
}

func (a *app) diff(oldName, newName string, f diffFlags) error {
	if a.format == "json" && f.as == "text" {
		f.as = "json"
	}
	if err := f.check(oldName, newName); err != nil {
		return err
	}
	open := sync.OnceValues(func() (draft.Opener, error) {
		lib, err := a.openLibrary()
		if err != nil {
			return draft.Opener{}, err
		}
		return opener(lib, f.fonts, f.unverified)
	})
	if a.library != "" || f.fonts != "" { // what is named is looked at, though Markdown needs neither
		if _, err := open(); err != nil {
			return err
		}
	}
	sides, err := a.bothSides(open, oldName, newName)
	if err != nil {
		return err
	}
	res, err := compare(open, sides[0], sides[1])
	if err != nil {
		return err
	}
	res.Date = f.date
	copy(res.Document.Compared, f.labels)
	redlined, err := a.redlined(f.sent, sides[0].doc)
	if err != nil {
		return err
	}
	back, err := returned(sides, redlined)
	if err != nil {
		return err
	}
	var besides strings.Builder
	if a.side != "" {
		if sides[0].file == nil || sides[1].file == nil || f.as != "text" || f.to != "" {
			return &usageError{message: "--side with what is no comparison of term sheets on the screen", hint: "it is for two term sheets, as text and without --to, so that it is in no file that could be sent; engross respond judges a draft that came back"}
		}
		if err := a.printForSide(&besides, open, sides); err != nil {
			return err
		}
	}
	if err := a.writeRedline(res, sides, back, f); err != nil {
		return err
	}
	if _, err := io.WriteString(a.out, besides.String()); err != nil {
		return err
	}
	if len(res.Changes) > 0 || back != nil && len(back.Formatting)+len(back.Declined) > 0 {
		return errProblems
	}
	return nil
}

// check reports what cannot be asked for.
func (f *diffFlags) check(oldName, newName string) error {
	switch {
	case oldName == "standard" && newName == "standard":
		return &usageError{message: "both sides are standard", hint: "name a term sheet on one side"}
	case oldName == "-" && newName == "-":
		return &usageError{message: "both sides are standard input", hint: "name a file on one side"}
	case f.brief && f.as != "md" && f.as != "pdf":
		return &usageError{message: "--changes-only is for --as md and --as pdf", hint: "text shows only what changed unless --full is given, and html has a box for it"}
	case len(f.labels) > 2:
		return &usageError{message: fmt.Sprintf("--label is given %d times", len(f.labels)), hint: "give it once for OLD and once for NEW"}
	}
	for _, choice := range []struct {
		flag, value string
		of          []string
	}{
		{"--as", f.as, redlineFormats}, {"--color", f.color, []string{"auto", "always", "never"}}, {"--paper", f.paper, []string{"a4", "letter"}},
	} {
		if !slices.Contains(choice.of, choice.value) {
			return &usageError{message: fmt.Sprintf("%s is %q", choice.flag, choice.value), hint: "give one of " + strings.Join(choice.of, ", ")}
		}
	}
	return nil
}

// compare makes the redline and, where a side is a term sheet, explains it.
func compare(open opening, old, new *draftInput) (*redline.Result, error) {
	var lib *assemble.Library
	if old.file != nil {
		opened, err := open()
		if err != nil {
			return nil, err
		}
		lib = opened.Library
	}
	names := shownNames(old.name, new.name)
	return draft.Compare(lib, draft.Compared{Name: names[0], Document: old.doc, File: old.file}, draft.Compared{Name: names[1], Document: new.doc, File: new.file})
}

var redlineFormats = []string{"text", "md", "critic", "html", "pdf", "docx", "json"}

func (a *app) writeRedline(res *redline.Result, sides [2]*draftInput, back *draft.Returned, f diffFlags) error {
	data, err := a.redlineAs(res, sides, back, f)
	if err != nil {
		return err
	}
	if f.to != "" {
		return writeFiles([]outFile{{f.to, data}}, f.force)
	}
	if f.as == "text" {
		_, err = a.out.Write(data)
		return err
	}
	return a.emit(data)
}

// redlineAs is a redline in the form that was asked for.
func (a *app) redlineAs(res *redline.Result, sides [2]*draftInput, back *draft.Returned, f diffFlags) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch f.as {
	case "text":
		if back != nil {
			printReturned(&b, back)
		}
		err = redline.Text(&b, res, redline.TextOptions{Color: f.color == "always" || f.color == "auto" && f.to == "" && isTerminal(a.out), Full: f.full})
	case "critic":
		err = redline.CriticMarkup(&b, res)
	case "json":
		if err = redline.JSON(&b, res, sides[0].text, sides[1].text); err == nil && back != nil {
			err = addReturned(&b, back)
		}
	default:
		return a.redlineFile(res, f)
	}
	return b.Bytes(), err
}

// redlineFile is a redline in a format of agreements, in the house style of the library
// where that is at hand.
func (a *app) redlineFile(res *redline.Result, f diffFlags) ([]byte, error) {
	fonts, err := loadFonts(f.fonts)
	if err != nil {
		return nil, err
	}
	by, err := f.reviser()
	if err != nil {
		return nil, err
	}
	o := draft.Options{Paper: papers[f.paper], Fonts: fonts}
	if a.opened != nil {
		o.House = a.opened.House()
	}
	return draft.Redline(f.shown(res), draft.Format(f.as), o, by)
}

// shown is the redline, or what changed in it alone.
func (f *diffFlags) shown(res *redline.Result) *redline.Result {
	if f.brief {
		return redline.Excerpt(res)
	}
	return res
}

// shownNames is what the two sources are called on paper: by the names of their
// files, and by no more of where they are kept than tells them apart.
func shownNames(old, new string) []string {
	a, b := filepath.ToSlash(old), filepath.ToSlash(new)
	for n := 1; ; n++ {
		x, y := lastParts(a, n), lastParts(b, n)
		if x != y || a == b || n > strings.Count(a, "/")+strings.Count(b, "/") {
			return []string{x, y}
		}
	}
}

// lastParts is the last n parts of a path.
func lastParts(path string, n int) string {
	parts := strings.Split(path, "/")
	return strings.Join(parts[max(0, len(parts)-n):], "/")
}

// reviser is who made the changes of a Word file and when.
func (f *diffFlags) reviser() (draft.Reviser, error) {
	by := draft.Reviser{Author: f.author}
	if f.at == "" {
		return by, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, f.at); err == nil {
			by.Date = at
			return by, nil
		}
	}
	return by, &usageError{message: fmt.Sprintf("--at is %q", f.at), hint: "give a day, 2027-03-05, or a moment, 2027-03-05T14:30:00Z"}
}

// isTerminal reports whether w is a terminal on which colours are welcome (see
// https://no-color.org).
func isTerminal(w io.Writer) bool {
	return terminal(w) != nil && os.Getenv("NO_COLOR") == ""
}

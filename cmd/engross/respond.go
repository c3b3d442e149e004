package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// respondFlags are the choices of engross respond.
type respondFlags struct {
	side   string
	as     string
	to     string
	author string
	paper  string
	force  bool
}

func (a *app) respondCommand() *cobra.Command {
	var f respondFlags
	c := &cobra.Command{
		Use:   "respond TERM-SHEET RETURNED --side SIDE",
		Short: "Judge each change of the other side by the library's positions and fallbacks",
		Long: `Respond compares the agreement of TERM-SHEET with the draft that came back, a Word
file or Markdown, and says of each change how it stands to what the clause library
says that your side may take:

  within position    no worse than what was sent, or than the side's own position
  within fallback    no worse than the fallback of the playbook
  new matter         the library says nothing of it
  beyond fallback    not within the fallback; who approves is said
  beyond walk-away   what the side does not sign

with what in the library says so, its notes, and the provision to offer instead.
Nothing is judged without a source in the library. SIDE is licensor, licensee, or
a party, by its id or name; where it stands on both sides of a clause, the worse of
two judgements counts.

The table is internal, and so is the Word file of --as docx: a redline with an answer
beside each change. The exit code is 1 where a change is not within the fallback.`,
		Example: `  engross respond deal.json returned.docx --side alpha
  engross respond deal.json returned.docx --side licensor --as docx --to review.docx`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return a.respond(args[0], args[1], f) },
	}
	c.Flags().StringVar(&f.side, "side", "", "licensor, licensee, or a party by its id or name")
	c.Flags().StringVar(&f.as, "as", "text", "text, json or docx (a redline with comments, to review)")
	c.Flags().StringVar(&f.to, "to", "", "file to write to, instead of standard output")
	c.Flags().StringVar(&f.author, "author", "", "as docx, who the changes are marked as made by (default: their author, if there is one alone)")
	c.Flags().StringVar(&f.paper, "paper", "a4", "as docx, paper: a4 or letter")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite a file that exists")
	a.sheetFlags(c)
	return c
}

func (a *app) respond(sheet, returnedName string, f respondFlags) error {
	if a.format == "json" && f.as == "text" {
		f.as = "json"
	}
	switch {
	case f.side == "":
		return &usageError{message: "for whom is not said", hint: "give --side licensor, --side licensee, or a party"}
	case f.as != "text" && f.as != "json" && f.as != "docx":
		return &usageError{message: fmt.Sprintf("--as is %q", f.as), hint: "give text, json or docx"}
	case f.paper != "a4" && f.paper != "letter":
		return &usageError{message: fmt.Sprintf("--paper is %q", f.paper), hint: "give a4 or letter"}
	}
	sides, lib, file, err := a.sentAndBack(sheet, returnedName)
	if err != nil {
		return err
	}
	side, err := sideOf(file, f.side)
	if err != nil {
		return err
	}
	hands, err := returned(sides, nil)
	if err != nil {
		return err
	}
	r, err := draft.Respond(lib, file, sides[1].doc, hands, side)
	if err != nil {
		return err
	}
	r.Redline.Document.Compared = shownNames(sides[0].name, sides[1].name)
	var b bytes.Buffer
	switch f.as {
	case "json":
		err = writeJSON(&b, responseJSON{f.side, standingCounts(r), r.Answers})
	case "docx":
		by := draft.Reviser{Author: cmp.Or(f.author, soleAuthor(hands)), Remarks: r.Remarks()}
		var data []byte
		data, err = draft.Redline(r.Redline, draft.Word, draft.Options{Paper: papers[f.paper], House: lib.House()}, by)
		b.Write(data)
	default:
		var text strings.Builder
		printResponse(&text, r, f.side, widthOf(a.out))
		b.WriteString(text.String())
	}
	if err != nil {
		return err
	}
	if f.to != "" {
		err = writeFiles([]outFile{{f.to, b.Bytes()}}, f.force)
	} else if f.as == "text" {
		_, err = a.out.Write(b.Bytes())
	} else {
		err = a.emit(b.Bytes())
	}
	if err == nil && r.Count(assemble.WithinPosition)+r.Count(assemble.WithinFallback) < len(r.Answers) {
		return errProblems
	}
	return err
}

// sentAndBack is the agreement of a term sheet, and the draft that came back.
func (a *app) sentAndBack(sheet, returnedName string) (sides [2]*draftInput, lib *assemble.Library, file *schema.File, err error) {
	a.openAhead()
	if file, err = a.load(sheet); err != nil {
		return sides, nil, nil, err
	}
	if lib, err = a.openLibrary(); err != nil {
		return sides, nil, nil, err
	}
	if sides[0], err = assembled(lib, file); err != nil {
		return sides, nil, nil, err
	}
	if sides[1], err = a.readDraft(opened(lib), returnedName, sides[0].doc); err != nil {
		return sides, lib, file, err
	}
	if p := draft.Foreign(sides[0].doc, sides[1].doc); p != nil {
		p.Pos.Filename = returnedName
		err = agreement.Problems{p}
	}
	return sides, lib, file, err
}

// sideOf is the side to judge for.
func sideOf(file *schema.File, name string) (draft.Side, error) {
	side, known, ok := draft.SideOf(file.Sheet, name)
	if !ok {
		return side, &usageError{message: fmt.Sprintf("--side is %q", name), hint: "give licensor, licensee, or one of " + strings.Join(known, ", ")}
	}
	return side, nil
}

// soleAuthor is who tracked the changes, if it was one alone.
func soleAuthor(hands *draft.Returned) string {
	if hands == nil {
		return ""
	}
	if names := authors(hands.Tracked); len(names) == 1 && names[0].name != nobody {
		return names[0].name
	}
	return ""
}

type responseJSON struct {
	As      string         `json:"as"`
	Counts  map[string]int `json:"counts"`
	Answers []draft.Answer `json:"answers"`
}

func standingCounts(r *draft.Response) map[string]int {
	n := map[string]int{}
	for i, name := range assemble.Standings() {
		n[name] = r.Count(assemble.Standing(i))
	}
	return n
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/produce"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/render"
	"github.com/engross/engross/schema"
)

// diffFlags are the choices of engross diff.
type diffFlags struct {
	as    string
	to    string
	date  string
	full  bool
	force bool
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
engross, edited by hand, or from elsewhere with numbers typed out), a PDF written
by engross, or the word standard: the other side's deal at the balanced defaults.
Where both are term sheets, each change is traced to the values that caused it.

The exit code is 0 where the drafts are the same, 1 where they differ, 2 in trouble.`,
		Example: `  engross diff last-year.json this-year.json
  engross diff standard deal.json
  engross diff agreement.md edited.md --as pdf --date "5 March 2027" --to redline.pdf`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], f) },
	}
	c.Flags().StringVar(&f.as, "as", "text", "text, md, critic (CriticMarkup), html, pdf or json")
	c.Flags().StringVar(&f.to, "to", "", "file to write to, instead of standard output")
	c.Flags().StringVar(&f.date, "date", "", "date of the comparison, printed on the cover as given")
	c.Flags().BoolVar(&f.full, "full", false, "as text, print the whole agreement and not only what changed")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite a file that exists")
	return c
}

// A draftInput is one side of a comparison.
type draftInput struct {
	name string
	doc  *agreement.Document
	text string       // the Markdown that was read or would be printed
	file *schema.File // the term sheet, where there is one
}

func (a *app) diff(oldName, newName string, f diffFlags) error {
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	if oldName == "standard" && newName == "standard" {
		return &usageError{message: "both sides are standard", hint: "name a term sheet on one side"}
	}
	sides, err := a.bothSides(lib, oldName, newName)
	if err != nil {
		return err
	}
	res, err := compare(lib, sides[0], sides[1])
	if err != nil {
		return err
	}
	res.Date = f.date
	if err := a.writeRedline(res, sides, f); err != nil {
		return err
	}
	if len(res.Changes) > 0 {
		return errProblems
	}
	return nil
}

// bothSides reads both drafts, and makes the standard of the one for the other.
func (a *app) bothSides(lib *assemble.Library, oldName, newName string) ([2]*draftInput, error) {
	var sides [2]*draftInput
	for i, name := range []string{oldName, newName} {
		if name == "standard" {
			continue
		}
		side, err := a.readDraft(lib, name)
		if err != nil {
			return sides, err
		}
		sides[i] = side
	}
	for i := range sides {
		if sides[i] == nil {
			other := sides[1-i]
			if other.file == nil {
				return sides, &usageError{message: "standard needs a term sheet on the other side", hint: other.name + " carries none"}
			}
			side, err := standardOf(lib, other.file)
			if err != nil {
				return sides, err
			}
			sides[i] = side
		}
	}
	return sides, nil
}

func (a *app) readDraft(lib *assemble.Library, name string) (*draftInput, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 5)
	n, _ := io.ReadFull(r, head)
	rest := io.MultiReader(bytes.NewReader(head[:n]), r)
	switch {
	case string(head[:n]) == "%PDF-":
		data, err := io.ReadAll(rest)
		if err != nil {
			return nil, unreadable(name, err)
		}
		carried, err := produce.Extract(shown, data)
		if err != nil {
			return nil, err
		}
		return sheetDraft(lib, shown, carried.TermSheet)
	case strings.HasSuffix(strings.ToLower(name), ".md"), strings.HasSuffix(strings.ToLower(name), ".markdown"), strings.HasPrefix(string(head[:n]), "#"):
		data, err := io.ReadAll(rest)
		if err != nil {
			return nil, unreadable(name, err)
		}
		doc, err := redline.Read(shown, data)
		if err != nil {
			return nil, err
		}
		return &draftInput{name: shown, doc: doc, text: string(data)}, nil
	}
	file, err := schema.Read(shown, rest)
	if err != nil {
		return nil, err
	}
	return assembled(lib, file)
}

func sheetDraft(lib *assemble.Library, name string, sheet []byte) (*draftInput, error) {
	file, err := schema.Load(name, sheet)
	if err != nil {
		return nil, err
	}
	return assembled(lib, file)
}

func assembled(lib *assemble.Library, file *schema.File) (*draftInput, error) {
	res, err := lib.Assemble(file, assemble.Options{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := render.Markdown(&b, res.Document); err != nil {
		return nil, err
	}
	return &draftInput{name: file.Name, doc: res.Document, text: b.String(), file: file}, nil
}

// standardOf is the same deal at the balanced defaults: its facts, without the
// values and choices for which the library has a balanced default.
func standardOf(lib *assemble.Library, file *schema.File) (*draftInput, error) {
	sheet, err := lib.Standard(file)
	if err != nil {
		return nil, err
	}
	data, err := schema.Canonical(sheet)
	if err != nil {
		return nil, err
	}
	return sheetDraft(lib, "balanced standard of "+file.Name, data)
}

// compare makes the redline and, where both sides are term sheets, explains it.
func compare(lib *assemble.Library, old, new *draftInput) (*redline.Result, error) {
	res, err := redline.Diff(old.doc, new.doc)
	if err != nil {
		return nil, err
	}
	res.Document.Compared = []string{old.name, new.name}
	if old.file == nil || new.file == nil {
		return res, nil
	}
	var terms []redline.TermChange
	for _, c := range schema.Changes(old.file, new.file) {
		terms = append(terms, redline.TermChange{Pointer: c.Pointer, Path: c.Path, Before: schema.Plain(c.Before), After: schema.Plain(c.After)})
	}
	err = redline.Explain(res, terms, func(subset []int) (*agreement.Document, error) {
		file, err := schema.Mix(old.file, new.file, subset)
		if err != nil {
			return nil, err
		}
		res, err := lib.Assemble(file, assemble.Options{})
		if err != nil {
			return nil, err
		}
		return res.Document, nil
	})
	return res, err
}

var redlineFormats = []string{"text", "md", "critic", "html", "pdf", "json"}

func (a *app) writeRedline(res *redline.Result, sides [2]*draftInput, f diffFlags) error {
	if !slices.Contains(redlineFormats, f.as) {
		return &usageError{message: fmt.Sprintf("--as is %q", f.as), hint: "give one of " + strings.Join(redlineFormats, ", ")}
	}
	var b bytes.Buffer
	var err error
	switch f.as {
	case "text":
		err = redline.Text(&b, res, redline.TextOptions{Color: f.to == "" && isTerminal(a.out), Full: f.full})
	case "md":
		err = render.Markdown(&b, redline.WithCover(res))
	case "critic":
		err = redline.CriticMarkup(&b, res)
	case "html":
		err = redline.HTML(&b, res)
	case "pdf":
		err = render.PDF(&b, redline.WithCover(res), render.PDFOptions{})
	case "json":
		err = redline.JSON(&b, res, sides[0].text, sides[1].text)
	}
	if err != nil {
		return err
	}
	if f.to != "" {
		return writeFiles([]outFile{{f.to, b.Bytes()}}, f.force)
	}
	_, err = a.out.Write(b.Bytes())
	return err
}

// isTerminal reports whether w is a terminal on which colours are welcome (see
// https://no-color.org).
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(f.Fd()))
}

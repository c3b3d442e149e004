package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/produce"
	"github.com/engross/engross/redline"
)

func (a *app) verifyCommand() *cobra.Command {
	var sheet, fonts string
	c := &cobra.Command{
		Use:   "verify FILE",
		Short: "Prove that a PDF or Markdown agreement is what engross made of its term sheet",
		Long: `Verify makes the agreement again and compares. A PDF carries the term sheet it was
made from; for Markdown name it with --sheet. Verify says that the file is
unaltered; that it was altered, and where; or that it was made by another version
of engross or of the clause library, and what differs.

The exit code is 0 where the file is unaltered, 1 where it is not.`,
		Example: "  engross verify agreement.pdf\n  engross verify agreement.md --sheet deal.json",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.verify(args[0], sheet, fonts) },
	}
	c.Flags().StringVar(&sheet, "sheet", "", "for Markdown: the term sheet that it was made from")
	c.Flags().StringVar(&fonts, "fonts", "", "for a PDF: the folder of fonts with which it was made")
	return c
}

func (a *app) verify(name, sheet, fontFolder string) error {
	shown, r, err := a.read(name)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return unreadable(name, err)
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	var v *produce.Verdict
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		fonts, err2 := loadFonts(fontFolder)
		if err2 != nil {
			return err2
		}
		v, err = produce.VerifyPDF(lib, shown, data, fonts)
	} else {
		v, err = a.verifyMarkdown(lib, shown, data, sheet)
	}
	if err != nil {
		return err
	}
	return a.printVerdict(shown, data, v)
}

func (a *app) verifyMarkdown(lib *assemble.Library, name string, text []byte, sheet string) (*produce.Verdict, error) {
	if sheet == "" {
		return nil, &usageError{message: "Markdown does not carry its term sheet", hint: "name it with --sheet"}
	}
	file, err := a.load(sheet)
	if err != nil {
		return nil, err
	}
	return produce.VerifyMarkdown(lib, name, text, file)
}

func (a *app) printVerdict(name string, data []byte, v *produce.Verdict) error {
	if a.format == "json" {
		out := struct {
			File    string   `json:"file"`
			Verdict string   `json:"verdict"`
			Reasons []string `json:"reasons"`
		}{name, v.Finding.String(), v.Reasons}
		if err := a.printJSON(out); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%s: %s\n", name, v.Finding)
		for _, r := range v.Reasons {
			fmt.Fprintln(a.out, "  "+r)
		}
		if v.Finding == produce.Altered && !bytes.HasPrefix(data, []byte("%PDF-")) {
			if err := a.showAlterations(name, data, v.Again.Document); err != nil {
				return err
			}
		}
	}
	if v.Finding != produce.Unaltered {
		return errProblems
	}
	return nil
}

// showAlterations prints the redline of the text that was made against the text
// at hand.
func (a *app) showAlterations(name string, text []byte, made *agreement.Document) error {
	got, err := redline.Read(name, text)
	if err != nil {
		return err
	}
	res, err := redline.Diff(made, got)
	if err != nil {
		return err
	}
	return redline.Text(a.out, res, redline.TextOptions{Color: isTerminal(a.out)})
}

func (a *app) extractCommand() *cobra.Command {
	var to string
	var resolved, force bool
	c := &cobra.Command{
		Use:     "extract FILE.pdf",
		Short:   "Give back the term sheet that a PDF carries",
		Example: "  engross extract agreement.pdf > deal.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			shown, r, err := a.read(args[0])
			if err != nil {
				return err
			}
			defer r.Close()
			data, err := io.ReadAll(r)
			if err != nil {
				return unreadable(args[0], err)
			}
			carried, err := produce.Extract(shown, data)
			if err != nil {
				return err
			}
			out := carried.TermSheet
			if resolved {
				out = carried.Resolved
			}
			if to != "" {
				return writeFiles([]outFile{{filepath.Clean(to), out}}, force)
			}
			_, err = a.out.Write(out)
			return err
		},
	}
	c.Flags().StringVar(&to, "to", "", "file to write to, instead of standard output")
	c.Flags().BoolVar(&resolved, "resolved", false, "the term sheet as resolved, with the defaults that were taken")
	c.Flags().BoolVar(&force, "force", false, "overwrite a file that exists")
	return c
}

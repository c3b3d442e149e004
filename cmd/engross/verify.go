package main

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

func (a *app) verifyCommand() *cobra.Command {
	var sheet, fonts, roots string
	c := &cobra.Command{
		Use:   "verify FILE",
		Short: "Prove that an agreement is what engross made of its term sheet",
		Long: `Verify makes the agreement again and compares. A PDF and a Word file carry the term
sheet they were made from. Markdown does not: name the term sheet with --sheet, or leave the PDF
that was made with it beside it.

Verify says that the file is

  unaltered   byte for byte what engross makes of the term sheet
  unaltered and signed
              the same, followed by nothing but signatures, which hold, and what was
              filled in beside them; with who signed, when, and what came after
  altered     of Markdown and Word: with a redline of the words
  not proved  a Word file of the same words that a word processor has saved, or
              a PDF that is anything else, with the pages and words that differ as far
              as they can be read; what a viewer shows may be something else still
  not proved: made by another version, and not compared
              of engross or of the clause library, and what differs

Who stands behind a certificate is judged only against roots that you name with --roots. Whether
a certificate was withdrawn is not looked at.

The exit code is 0 where the file is unaltered, signed or not, 1 where it is not.`,
		Example: "  engross verify agreement.pdf\n  engross verify signed.pdf --roots our-trust.pem\n  engross verify agreement.md --sheet deal.json",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.verify(args[0], sheet, fonts, roots) },
	}
	c.Flags().StringVar(&sheet, "sheet", "", "for Markdown: the term sheet that it was made from")
	c.Flags().StringVar(&fonts, "fonts", "", "for a PDF: the folder of fonts with which it was made")
	c.Flags().StringVar(&roots, "roots", "", "for a signed PDF: file of the certificates (PEM) that you trust")
	return c
}

// loadRoots reads certificates in PEM; nil where none are named.
func loadRoots(name string) (*x509.CertPool, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, &usageError{message: name + " holds no certificate in PEM", hint: "its lines begin with -----BEGIN CERTIFICATE-----"}
	}
	return pool, nil
}

func (a *app) verify(name, sheet, fontFolder, rootsFile string) error {
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
	var v *draft.Verdict
	if sortOf(name, data) == wordDraft {
		v, err = draft.VerifyWord(lib, shown, data)
	} else if bytes.HasPrefix(data, []byte("%PDF-")) {
		fonts, err2 := loadFonts(fontFolder)
		if err2 != nil {
			return err2
		}
		roots, err2 := loadRoots(rootsFile)
		if err2 != nil {
			return err2
		}
		v, err = draft.VerifyPDF(lib, shown, data, fonts, roots)
	} else {
		v, err = a.verifyMarkdown(lib, shown, data, sheet)
	}
	if err != nil {
		return err
	}
	return a.printVerdict(shown, data, v)
}

func (a *app) verifyMarkdown(lib *assemble.Library, name string, text []byte, sheet string) (*draft.Verdict, error) {
	if sheet == "" {
		return a.verifyBeside(lib, name, text)
	}
	file, err := a.load(sheet)
	if err != nil {
		return nil, err
	}
	return draft.VerifyMarkdown(lib, name, text, file)
}

// verifyBeside takes the term sheet from the PDF beside a Markdown file.
func (a *app) verifyBeside(lib *assemble.Library, name string, text []byte) (*draft.Verdict, error) {
	none := &usageError{message: "Markdown does not carry its term sheet", hint: "name it with --sheet"}
	beside := strings.TrimSuffix(name, filepath.Ext(name)) + ".pdf"
	pdf, err := os.ReadFile(beside)
	if err != nil {
		return nil, none
	}
	carried, err := draft.Extract(beside, pdf)
	if err != nil {
		return nil, none
	}
	file, err := schema.Load(beside+": term sheet", carried.Best())
	if err != nil {
		return nil, err
	}
	return draft.VerifyMarkdown(lib, name, text, file)
}

// mostShown is how many places where a PDF differs are printed.
const mostShown = 30

func (a *app) printVerdict(name string, data []byte, v *draft.Verdict) error {
	if a.format == "json" {
		out := struct {
			File       string             `json:"file"`
			Verdict    string             `json:"verdict"`
			Reasons    []string           `json:"reasons"`
			Where      []draft.Difference `json:"where,omitempty"`
			Signatures []draft.Signed     `json:"signatures,omitempty"`
			Fields     []draft.Filled     `json:"fields,omitempty"`
		}{name, v.Finding.String(), v.Reasons, v.Where, v.Signatures, v.Fields}
		if err := a.printJSON(out); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%s: %s\n", name, v.Finding)
		for _, s := range v.Signatures {
			fmt.Fprintln(a.out, "  "+s.String())
		}
		for _, f := range v.Fields {
			fmt.Fprintln(a.out, "  "+f.String())
		}
		for _, r := range v.Reasons {
			fmt.Fprintln(a.out, "  "+strings.ReplaceAll(r, "\n", "\n    "))
		}
		for _, d := range v.Where[:min(len(v.Where), mostShown)] {
			fmt.Fprintln(a.out, "  "+d.String())
		}
		if n := len(v.Where) - mostShown; n > 0 {
			fmt.Fprintf(a.out, "  and %d more places; --format json has them all\n", n)
		}
		if v.Finding == draft.Altered && !bytes.HasPrefix(data, []byte("%PDF-")) {
			if err := a.showAlterations(name, data, v); err != nil {
				return err
			}
		}
	}
	if !v.Finding.Proved() {
		return errProblems
	}
	return nil
}

// showAlterations prints the redline of the text that was made against the text
// at hand.
func (a *app) showAlterations(name string, text []byte, v *draft.Verdict) error {
	got := v.Text
	if got == nil {
		var err error
		if got, err = markdown.Read(name, text); err != nil {
			return err
		}
	}
	res, err := redline.Diff(v.Again.Document, got)
	if err != nil {
		return err
	}
	return redline.Text(a.out, res, redline.TextOptions{Color: isTerminal(a.out)})
}

func (a *app) extractCommand() *cobra.Command {
	var to, fonts string
	var resolved, force, unverified bool
	c := &cobra.Command{
		Use:     "extract FILE",
		Short:   "Give back the term sheet that a PDF or a Word file carries",
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
			lib, err := a.openLibrary()
			if err != nil {
				return err
			}
			open, err := opener(lib, fonts, unverified)
			if err != nil {
				return err
			}
			take := open.PDF
			if sortOf(args[0], data) == wordDraft {
				take = open.Word
			}
			carried, err := take(shown, data)
			if err != nil {
				return err
			}
			if carried.Unproved != nil {
				a.report(agreement.Problems{carried.Unproved})
			}
			out := carried.Best()
			if resolved {
				out = carried.Resolved
			}
			if to != "" {
				return writeFiles([]outFile{{filepath.Clean(to), out}}, force)
			}
			return a.emit(out)
		},
	}
	c.Flags().StringVar(&to, "to", "", "file to write to, instead of standard output")
	c.Flags().BoolVar(&resolved, "resolved", false, "the term sheet as resolved, with the defaults that were taken")
	c.Flags().StringVar(&fonts, "fonts", "", "the folder of fonts with which the PDF was made")
	c.Flags().BoolVar(&force, "force", false, "overwrite a file that exists")
	unverifiedFlag(c, &unverified)
	return c
}

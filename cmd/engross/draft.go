package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/render"
	"github.com/engross/engross/schema"
)

// draftFlags are the choices of engross draft.
type draftFlags struct {
	to    string
	html  bool
	annex bool
	final bool
	force bool
	only  string
}

func (a *app) draftCommand() *cobra.Command {
	var f draftFlags
	c := &cobra.Command{
		Use:   "draft TERM-SHEET",
		Short: "Write the agreement that a term sheet describes",
		Long: `Draft writes agreement.md and agreement.pdf, and with --html agreement.html, to
a folder. With --only md, html or pdf it writes that one format to standard output.

TERM-SHEET is a file, or - for standard input.`,
		Example: `  engross draft deal.json --to out
  engross draft deal.json --only md | less`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.draft(args[0], f) },
	}
	c.Flags().StringVar(&f.to, "to", ".", "folder to write to; it is made if it does not exist")
	c.Flags().BoolVar(&f.html, "html", false, "write agreement.html too")
	c.Flags().BoolVar(&f.annex, "annex", false, "append the table of departures from the balanced standard")
	c.Flags().BoolVar(&f.final, "final", false, "an execution copy, without the draft mark; refused while the checks find errors")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite files that exist")
	c.Flags().StringVar(&f.only, "only", "", "write one format, md, html or pdf, to standard output")
	return c
}

// load reads a term sheet and assembles it.
func (a *app) load(name string) (*schema.File, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return schema.Read(shown, r)
}

func (a *app) draft(name string, f draftFlags) error {
	printer, single := printers[f.only]
	if f.only != "" && !single {
		return &usageError{message: fmt.Sprintf("--only is %q", f.only), hint: "give md, html or pdf"}
	}
	sheet, err := a.load(name)
	if err != nil {
		return err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	res, err := lib.Assemble(sheet, assemble.Options{Final: f.final, Annex: f.annex})
	if err != nil {
		return err
	}
	a.report(res.Problems)
	if err := a.mayBeFinal(lib, sheet, f.final); err != nil {
		return err
	}
	if single {
		return printer(a.out, res.Document)
	}
	formats := []string{"md", "pdf"}
	if f.html {
		formats = append(formats, "html")
	}
	return a.writeFormats(res.Document, f, formats)
}

// printers are the formats of an agreement.
var printers = map[string]func(io.Writer, *agreement.Document) error{
	"md":   render.Markdown,
	"html": render.HTML,
	"pdf":  func(w io.Writer, d *agreement.Document) error { return render.PDF(w, d, render.PDFOptions{}) },
}

// writeFormats prints every format before it writes the first, so that a
// document which one printer refuses leaves nothing behind.
func (a *app) writeFormats(d *agreement.Document, f draftFlags, formats []string) error {
	var files []outFile
	for _, format := range formats {
		var b bytes.Buffer
		if err := printers[format](&b, d); err != nil {
			return err
		}
		files = append(files, outFile{filepath.Join(f.to, "agreement."+format), b.Bytes()})
	}
	if err := os.MkdirAll(f.to, 0o777); err != nil {
		return &usageError{message: "cannot make the folder " + f.to + ": " + cause(err)}
	}
	if err := writeFiles(files, f.force); err != nil {
		return err
	}
	for _, file := range files {
		fmt.Fprintln(a.out, file.name)
	}
	return nil
}

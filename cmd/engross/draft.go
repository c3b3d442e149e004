package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
)

// draftFlags are the choices of engross draft.
type draftFlags struct {
	to      string
	formats []string
	html    bool
	annex   bool
	source  bool
	final   bool
	force   bool
	only    string
	paper   string
	fonts   string
	style   string
	anchors bool
}

// onlyOne refuses what --only would leave without effect.
func (f *draftFlags) onlyOne(c *cobra.Command) error {
	for _, flag := range []string{"to", "formats", "html", "force"} {
		if f.only != "" && c.Flags().Changed(flag) {
			return &usageError{message: "--only with --" + flag, hint: "--only writes one format to standard output: redirect it, or leave --only out and name formats with --formats"}
		}
	}
	return nil
}

func (a *app) draftCommand() *cobra.Command {
	var f draftFlags
	c := &cobra.Command{
		Use:   "draft TERM-SHEET",
		Short: "Write the agreement that a term sheet describes",
		Long: `Draft writes agreement.md and agreement.pdf, or what --formats names, to a folder.
With --only it writes one format to standard output. The Word file (docx) has live
numbers and cross-references, and can be read back; see engross diff. The PDF carries what the term sheet states of the agreement, without comments and what is for
the checks only, and a manifest of what made it; see engross verify.

TERM-SHEET is a file, or - for standard input.`,
		Example: `  engross draft deal.json --to out
  engross draft deal.json --to out --formats pdf,docx
  engross draft deal.json --only md | less`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.onlyOne(c); err != nil {
				return err
			}
			return a.draft(args[0], f)
		},
	}
	a.sheetFlags(c)
	c.Flags().StringVar(&f.to, "to", ".", "folder to write to; it is made if it does not exist")
	c.Flags().StringSliceVar(&f.formats, "formats", defaultFormats, "what to write: md, pdf, docx, html")
	c.Flags().BoolVar(&f.html, "html", false, "write agreement.html too")
	c.Flags().BoolVar(&f.annex, "annex", false, "append the table of departures from the balanced standard; marked internal, and the PDF carries the term sheet as given")
	c.Flags().BoolVar(&f.source, "with-source", false, "let the PDF carry the term sheet as given too, with comments and what is for the checks only; not for the other side")
	c.Flags().BoolVar(&f.final, "final", false, "an execution copy, without the draft mark; refused while the checks find errors")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite files that exist")
	c.Flags().StringVar(&f.only, "only", "", "write one format, md, html, pdf or docx, to standard output")
	c.Flags().StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	styleFlag(c.Flags(), &f.style)
	c.Flags().BoolVar(&f.anchors, "anchors", false, "with --final, the PDF holds the name of each field to sign or fill in, such as /party1_signature/, in words that no eye sees, for services that look for such words")
	c.Flags().StringVar(&f.fonts, "fonts", "", fontsUsage)
	return c
}

// defaultFormats are what an agreement is written as where nothing is said.
var defaultFormats = []string{"md", "pdf"}

// options turns flags into what to make.
func (f *draftFlags) options() (draft.Options, error) {
	o := draft.Options{Final: f.final, Annex: f.annex, Source: f.source, TextAnchors: f.anchors}
	for _, name := range f.formats {
		format, err := draft.ParseFormat(strings.TrimSpace(name))
		if err != nil {
			return o, &usageError{message: fmt.Sprintf("--formats has %q", name), hint: "give some of md, pdf, docx and html, separated by commas"}
		}
		if !slices.Contains(o.Formats, format) {
			o.Formats = append(o.Formats, format)
		}
	}
	if f.html && !slices.Contains(o.Formats, draft.HTML) {
		o.Formats = append(o.Formats, draft.HTML)
	}
	if f.anchors && !f.final {
		return o, &usageError{message: "--anchors without --final", hint: "only an execution copy has fields to sign: add --final, or leave --anchors out"}
	}
	if f.only != "" {
		format, err := draft.ParseFormat(f.only)
		if err != nil {
			return o, &usageError{message: fmt.Sprintf("--only is %q", f.only), hint: "give md, html, pdf or docx"}
		}
		o.Formats = []draft.Format{format}
	}
	err := onPaper(&o, f.paper, f.style, f.fonts)
	return o, err
}

var papers = map[string]pdf.Paper{"a4": pdf.A4, "letter": pdf.Letter}

// onPaper puts what --paper, --style and --fonts say into options.
func onPaper(o *draft.Options, paper, style, fonts string) (err error) {
	var ok bool
	if o.Paper, ok = papers[paper]; !ok {
		return &usageError{message: fmt.Sprintf("--paper is %q", paper), hint: "give a4 or letter"}
	}
	if o.Style, err = loadStyle(style); err != nil {
		return err
	}
	o.Fonts, err = loadFonts(fonts)
	return err
}

func styleFlag(flags *pflag.FlagSet, to *string) {
	flags.StringVar(to, "style", "", "for docx: a Word file of your own, whose styles, header, footer, fonts and margins the agreement has")
}

// loadStyle reads the reference document of a Word file, if one is named.
func loadStyle(name string) (*word.Reference, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return word.ReadReference(name, data)
}

const fontsUsage = "folder of TrueType fonts for scripts that the built-in ones lack, such as Chinese and Japanese"

func loadFonts(dir string) (*pdf.Fonts, error) {
	if dir == "" {
		return nil, nil
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, unreadable(dir, err)
	}
	return pdf.LoadFonts(os.DirFS(dir))
}

func (a *app) draft(name string, f draftFlags) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	deal, err := a.resolve(name, (*assemble.Library).ResolveTraced)
	if err != nil {
		return err
	}
	x, p, failed := draft.MakeExamined(deal, o)
	errs, err := a.findings(x, f.final)
	if err := cmp.Or(err, untold(failed, x.Problems)); err != nil {
		return err
	}
	if errs > 0 && a.format == "text" {
		fmt.Fprintf(a.err, "this draft has %s; no execution copy is made of it\n", plural(errs, "error", "errors"))
	}
	if f.only != "" {
		return a.emit(p.Files[0].Data)
	}
	return a.writeProduct(p, f.to, f.force)
}

// untold is an error without the problems that were told already.
func untold(err error, told agreement.Problems) error {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(ps), func(p *agreement.Problem) bool {
		return slices.ContainsFunc(told, func(q *agreement.Problem) bool { return p.ID == q.ID && p.Pos == q.Pos && p.Message == q.Message })
	})
	if len(rest) == 0 {
		return errProblems
	}
	return rest
}

// writeProduct writes the files of an agreement to a folder and names them.
func (a *app) writeProduct(p *draft.Product, dir string, force bool) error {
	var files []outFile
	for _, f := range p.Files {
		files = append(files, outFile{filepath.Join(dir, "agreement."+string(f.Format)), f.Data})
	}
	return a.writeInto(dir, files, force)
}

// writeInto writes files of a folder, which is made, and names them.
func (a *app) writeInto(dir string, files []outFile, force bool) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return &usageError{message: "cannot make the folder " + dir + ": " + cause(err)}
	}
	if err := writeFiles(files, force); err != nil {
		return err
	}
	if a.format == "json" {
		names := []string{}
		for _, file := range files {
			names = append(names, file.name)
		}
		return a.printJSON(map[string][]string{"files": names})
	}
	for _, file := range files {
		fmt.Fprintln(a.out, file.name)
	}
	return nil
}

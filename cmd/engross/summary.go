package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/draft/summary"
	"github.com/engross/engross/schema"
)

func (a *app) summaryCommand() *cobra.Command {
	f := draftFlags{formats: defaultFormats}
	var o summary.Options
	c := &cobra.Command{
		Use:   "summary TERM-SHEET",
		Short: "Say on a page or two what is agreed, with drawings and the provisions that say it",
		Long: `Summary says who licenses what to whom, where, until when, for how much, how it ends,
what sits in escrow and what a breach costs, each with the provision of the agreement
that says it; with drawings of the licences, of the days and of each royalty. The same
page stands in the agreement itself where the term sheet states deal.key_terms.

It is printed as Markdown, or written to the folder of --to as --formats says. With
--internal it ends with the departures from the balanced standard, ranked by weight,
who gains by each and what the playbook says: that one is not for the other side.`,
		Example: `  engross summary deal.json
  engross summary deal.json --to out --formats pdf,docx
  engross summary deal.json --internal --side nordlys --to out`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case f.to == "" && f.only == "" && (c.Flags().Changed("formats") || f.force):
				return &usageError{message: "--formats and --force without --to", hint: "name a folder with --to, or one format for standard output with --only"}
			case o.Side != "" && !o.Internal:
				return &usageError{message: "--side without --internal", hint: "who gains is said in the internal summary alone: add --internal, or leave --side out"}
			}
			if err := f.onlyOne(c); err != nil {
				return err
			}
			return a.summary(args[0], f, o)
		},
	}
	c.Flags().StringVar(&f.to, "to", "", "folder to write to; it is made if it does not exist")
	c.Flags().StringSliceVar(&f.formats, "formats", defaultFormats, "what to write: md, pdf, docx, html")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite files that exist")
	c.Flags().StringVar(&f.only, "only", "", "write one format, md, html, pdf or docx, to standard output")
	c.Flags().StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	c.Flags().StringVar(&f.fonts, "fonts", "", fontsUsage)
	c.Flags().BoolVar(&o.Internal, "internal", false, "add departures, who gains and what the playbook says; not for the other side")
	a.sheetFlags(c)
	c.Flags().StringVar(&o.Side, "side", "", "with --internal, whose summary it is: licensor, licensee or the id of a party")
	return c
}

func (a *app) summary(name string, f draftFlags, o summary.Options) error {
	if f.to == "" && f.only == "" {
		f.only = string(draft.Markdown)
	}
	options, err := f.options()
	if err != nil {
		return err
	}
	deal, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	if err := knownSide(deal.Sheet, o.Side); err != nil {
		return err
	}
	doc, err := summary.Of(deal, o)
	if err != nil {
		return err
	}
	base := "summary."
	if o.Internal {
		base = "summary-internal."
	}
	options.House = deal.Library().House()
	var files []outFile
	for _, format := range options.Formats {
		data, err := draft.Print(doc, format, options)
		if err != nil {
			return err
		}
		files = append(files, outFile{filepath.Join(f.to, base+string(format)), data})
	}
	switch {
	case f.only == "":
		return a.writeInto(f.to, files, f.force)
	case a.format == "json" && options.Formats[0].IsText():
		return a.printJSON(map[string]string{"summary": string(files[0].data)})
	}
	return a.emit(files[0].data)
}

// knownSide refuses a side that the deal does not have.
func knownSide(t *schema.TermSheet, side string) error {
	if side == "" || side == "licensor" || side == "licensee" || t.Party(side) != nil {
		return nil
	}
	var ids []string
	for _, p := range t.Parties {
		ids = append(ids, p.ID)
	}
	if len(ids) > 12 {
		ids = append(ids[:12], "...")
	}
	return &usageError{message: fmt.Sprintf("--side is %q", side), hint: "give licensor, licensee or a party of the deal: " + strings.Join(ids, ", ")}
}

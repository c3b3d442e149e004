package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/portfolio/docket"
	"github.com/engross/engross/schema"
)

func (a *app) assetsCommand() *cobra.Command {
	c := &cobra.Command{Use: "assets", Short: "Bring the rights of a firm into a term sheet"}
	c.AddCommand(a.assetsImportCommand(), a.assetsMappingCommand())
	return c
}

// assetsFlags are the flags of an import as they are typed.
type assetsFlags struct {
	into, mapping, aliases, dates string
	dryRun, validRows             bool
}

func (a *app) assetsImportCommand() *cobra.Command {
	var f assetsFlags
	c := &cobra.Command{
		Use:   "import TABLE --into TERM-SHEET",
		Short: "Bring the rights of a table into the assets of a term sheet",
		Long: `Import reads the patents and applications of a workbook (.xlsx) or CSV and puts them
among the assets of TERM-SHEET, whose comments and order stay. Exports of Lens and
Google Patents are known by their columns; of any other table a file says what its
columns are (engross assets mapping shows how).

Publications of one application are put together, and the granted one counts. An asset
that has a number of a right, however it is written, is that right: what the table says
otherwise is changed and listed, and what it does not say stays. Nothing is taken away.

Numbers of digits that a spreadsheet lost, wrong check digits (EP, CN), rows that are
there twice, owners who are no party, and dates that may be read in two ways are
told with their rows. With an error in a row nothing is written, unless --valid-rows
leaves such rows out. An expiry is taken from the table alone; where it has none, the
last day that the rule of the office allows is told, and not written.`,
		Example: `  engross assets import lens-export.csv --into deal.json
  engross assets import docket.xlsx --into deal.json --mapping our-docket.json --dates dmy --dry-run`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.importAssets(args[0], f) },
	}
	c.Flags().StringVar(&f.into, "into", "", "the term sheet (required)")
	c.Flags().StringVar(&f.mapping, "mapping", "", "file that says what the columns are, or the name of a shipped mapping: "+strings.Join(mappingNames(), ", "))
	c.Flags().StringVar(&f.aliases, "aliases", "", `file of names that are one party: {"parties": [["North GmbH", "North G.m.b.H."]]}`)
	c.Flags().StringVar(&f.dates, "dates", "", "the order of dates in text: dmy, mdy or ymd")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "write nothing, and tell what would be changed")
	c.Flags().BoolVar(&f.validRows, "valid-rows", false, "leave out rows with errors, and write the others")
	return c
}

// mappingNames are the names of the shipped mappings, as files.
func mappingNames() []string { return []string{"lens", "google-patents", "appcoll"} }

func (a *app) assetsMappingCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "mapping [" + strings.Join(mappingNames(), "|") + "]",
		Short:     "Print a mapping of columns, to begin one's own with",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: mappingNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "lens"
			if len(args) > 0 {
				name = args[0]
			}
			src := docket.ShippedSource(name)
			if src == nil {
				return &usageError{message: fmt.Sprintf("there is no mapping %q", name), hint: "there are " + strings.Join(mappingNames(), ", ")}
			}
			_, err := a.out.Write(src)
			return err
		},
	}
}

func (a *app) importAssets(name string, f assetsFlags) error {
	if f.into == "" {
		return &usageError{message: "--into is missing", hint: "name the term sheet: engross assets import " + name + " --into deal.json"}
	}
	sheet, err := a.load(f.into)
	if err != nil {
		return err
	}
	o, err := a.docketOptions(sheet, f)
	if err != nil {
		return err
	}
	src, err := a.readAll(name)
	if err != nil {
		return err
	}
	d, err := docket.Read(name, src, o)
	if err != nil {
		return err
	}
	im, err := d.Into(sheet)
	if err != nil {
		return err
	}
	a.report(d.Problems)
	errs := d.Problems.Err() != nil
	write := !f.dryRun && (!errs || f.validRows)
	if err := a.printImport(d, im, f, write); err != nil {
		return err
	}
	if write && len(im.Added)+len(im.Changed) > 0 {
		if _, err := schema.Load(f.into, im.Source); err != nil {
			return err // of a value that no term sheet may hold
		}
		if err := writeFiles([]outFile{{f.into, im.Source}}, true); err != nil {
			return err
		}
	}
	if errs {
		return errProblems
	}
	return nil
}

func (a *app) docketOptions(sheet *schema.File, f assetsFlags) (o docket.Options, err error) {
	o.Sheet = sheet.Sheet
	if o.Aliases, err = readAs(a, f.aliases, portfolio.ReadAliases); err != nil {
		return o, err
	}
	if src := docket.ShippedSource(f.mapping); src != nil {
		o.Mapping, err = docket.ReadMapping(src)
	} else {
		o.Mapping, err = readAs(a, f.mapping, docket.ReadMapping)
	}
	if err != nil {
		return o, err
	}
	o.Dates, err = dateOrder(f.dates)
	return o, err
}

func dateOrder(text string) (schema.DateOrder, error) {
	for _, o := range schema.DateOrders {
		if strings.EqualFold(text, string(o)) {
			return o, nil
		}
	}
	return "", &usageError{message: fmt.Sprintf("--dates is %q", text), hint: "give dmy, mdy or ymd"}
}

// An importReport is what an import does, as JSON.
type importReport struct {
	Mapping string          `json:"mapping"`
	RowsAre docket.RowsAre  `json:"rows_are"`
	Rows    int             `json:"rows"`
	Written bool            `json:"written"`
	Rights  []importedRight `json:"rights"`
	Changed []docket.Change `json:"changed,omitempty"`
	Absent  []string        `json:"absent,omitempty"`
	Unused  []string        `json:"unused_columns,omitempty"`
}

type importedRight struct {
	ID     string      `json:"id"`
	Raw    string      `json:"raw"`
	Office string      `json:"office"`
	Sort   docket.Sort `json:"number_of"`
	Digits string      `json:"digits"`
	Number string      `json:"number"`
	Rows   []int       `json:"rows"`
	Expiry string      `json:"expiry,omitempty"`
	Bound  string      `json:"expiry_no_later_than,omitempty"`
	Rule   string      `json:"expiry_rule"`
}

func (a *app) printImport(d *docket.Docket, im *docket.Import, f assetsFlags, written bool) error {
	if a.format == "json" {
		r := importReport{Mapping: d.Mapping.Name, RowsAre: d.Mapping.Rows, Rows: d.Rows, Written: written, Changed: im.Changed, Absent: im.Absent, Unused: d.Unused}
		for i, x := range d.Rights {
			r.Rights = append(r.Rights, importedRight{im.IDs[i], x.Raw, x.Asset.Office, x.Sort, x.Digits, x.Asset.Number, x.Rows, isoOf(x.Asset.ExpiryDate), isoOf(x.Bound), x.Rule})
		}
		return a.printJSON(r)
	}
	_, err := io.WriteString(a.out, importWords(d, im, f.into, written))
	return err
}

func isoOf(d schema.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.ISO()
}

// importWords is what an import does, in words.
func importWords(d *docket.Docket, im *docket.Import, into string, written bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, taken as %s: %s\n", d.Mapping.Name, plural(d.Rows, "row", "rows"), d.Mapping.Rows, plural(len(d.Rights), "right", "rights"))
	if d.Mapping.Proposal != "" {
		fmt.Fprintf(&b, "the mapping is a proposal: %s\n", d.Mapping.Proposal)
	}
	one, many := "is", "are"
	if !written {
		one, many = "would be", "would be"
	}
	fmt.Fprintf(&b, "%s added to %s, %s changed, %s there already\n", plural(len(im.Added), "right "+one, "rights "+many), into, plural(len(im.Changed), "value "+one, "values "+many), plural(im.Same, "right is", "rights are"))
	for _, c := range im.Changed {
		fmt.Fprintf(&b, "  %s, %s: %s → %s (row %d)\n", c.Asset, c.Field, orNothing(c.Before), c.After, c.Row)
	}
	if len(im.Absent) > 0 {
		fmt.Fprintf(&b, "assets that the table does not have, which stay: %s\n", someOf(im.Absent))
	}
	if len(d.Unused) > 0 {
		fmt.Fprintf(&b, "columns of which nothing is taken: %s\n", someOf(d.Unused))
	}
	writeBounds(&b, d)
	if !written {
		fmt.Fprintf(&b, "nothing was written\n")
	}
	return b.String()
}

// someOf is a list, cut where it is long.
func someOf(list []string) string {
	if len(list) <= shownLines {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:shownLines], ", ") + fmt.Sprintf(" and %d more", len(list)-shownLines)
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// writeBounds lists the rules of the expiries that the table does not give, with what
// they come to.
func writeBounds(b *strings.Builder, d *docket.Docket) {
	var rules []string
	of := map[string][]*docket.Right{}
	for _, x := range d.Rights {
		if x.Asset.ExpiryDate.IsZero() {
			if of[x.Rule] == nil {
				rules = append(rules, x.Rule)
			}
			of[x.Rule] = append(of[x.Rule], x)
		}
	}
	if len(rules) > 0 {
		fmt.Fprintln(b, "expiries that the table does not give, and that are not written:")
	}
	for _, rule := range rules {
		list := of[rule]
		fmt.Fprintf(b, "  %s, %s\n", plural(len(list), "right", "rights"), rule)
		for i, x := range list {
			if i == shownLines {
				fmt.Fprintf(b, "    and %d more: --format json has all\n", len(list)-i)
				break
			}
			if !x.Bound.IsZero() {
				fmt.Fprintf(b, "    %s: no later than %s\n", x.Asset.Number, x.Bound.ISO())
			}
		}
	}
}

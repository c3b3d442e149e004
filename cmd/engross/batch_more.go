package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/engross/engross/batch"
	"github.com/engross/engross/schema"
)

func (a *app) batchTemplateCommand() *cobra.Command {
	var kind string
	var parties int
	var book bool
	c := &cobra.Command{
		Use:   "template [TERM-SHEET]",
		Short: "Print a table to begin a batch with",
		Long: `Template prints a CSV file with a column for each value of a term sheet and one
row, which engross batch makes as it stands: of TERM-SHEET or, without it, of the
one that engross new prints. With --xlsx it prints a workbook, in which lists have
sheets of their own, cells are chosen from lists, and a sheet explains each column.

A column that is the same for every deal can be left out where the term sheet is
given with --base. A blank cell leaves the value to the base and, where it has
none, to the balanced default of the clause.`,
		Example: `  engross batch template > deals.csv
  engross batch template --xlsx > deals.xlsx
  engross batch template last-year.json > deals.csv
  engross batch deals.csv --base last-year.json --to agreements`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			sheet, err := a.templateSheet(c, args, kind, parties)
			if err != nil {
				return err
			}
			write := batch.Template
			if book {
				write = batch.TemplateBook
			}
			text, err := write(sheet)
			if err != nil {
				return err
			}
			return a.emit(text)
		},
	}
	c.Flags().BoolVar(&book, "xlsx", false, "a workbook instead of a CSV file")
	c.Flags().StringVar(&kind, "kind", "bilateral", "bilateral, pool, consortium or standard-pool")
	c.Flags().IntVar(&parties, "parties", 2, "how many parties license each other, from 2 to 200 (5 for anything but bilateral)")
	a.sheetFlags(c)
	return c
}

func (a *app) templateSheet(c *cobra.Command, args []string, kind string, parties int) (*schema.TermSheet, error) {
	if len(args) == 1 {
		if c.Flags().Changed("kind") || c.Flags().Changed("parties") {
			return nil, &usageError{message: "--kind and --parties are of a term sheet that is not given", hint: "leave them out, or leave out " + args[0]}
		}
		f, err := a.load(args[0])
		if err != nil {
			return nil, err
		}
		return f.Sheet, nil
	}
	if a.lays() {
		return nil, &usageError{message: "--set or --over without a term sheet", hint: "name the term sheet that they change"}
	}
	text, err := a.starter(c, kind, "", parties, nil)
	if err != nil {
		return nil, err
	}
	f, err := schema.Load("template", text)
	if err != nil {
		return nil, err
	}
	return f.Sheet, nil
}

func (a *app) batchReviewCommand() *cobra.Command {
	var f reviewFlags
	c := &cobra.Command{
		Use:   "review MANIFEST",
		Short: "Group the agreements of a batch by what changed against last year's",
		Long: `Review compares each agreement of a batch with last year's and puts together those
with the same changes: five hundred renewals that changed alike are one entry, and
the odd ones stand out. Names, references and dates that are each deal's own are
told by what they are, dates and sums of money by how far they moved.

MANIFEST is the manifest.jsonl of the batch, or its folder. Without --against, what
the batch found when it renewed (--renew) is told.

With --approve the groups of these numbers, as they are listed, are noted as approved
by --who, in the file approvals.review beside the manifest, which the workbench reads
too. A group that has grown since, or changed, is seen to have.

The exit code is 1 where some agreements could not be compared, or rows failed.`,
		Example: `  engross batch review agreements
  engross batch review agreements --against last-year/
  engross batch review agreements --approve 1,3 --who "Ada Berg"`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.review(manifestIn(args[0]), f) },
	}
	c.Flags().StringVar(&f.Against, "against", "", "folder of last year's agreements (.md, .pdf) or term sheets (.json)")
	unverifiedFlag(c, &f.Unverified)
	c.Flags().IntVar(&f.Workers, "workers", 0, "how many agreements are compared at a time (default: one for each processor)")
	c.Flags().IntSliceVar(&f.approve, "approve", nil, "numbers of the groups that are approved")
	c.Flags().StringVar(&f.who, "who", "", "who approves them")
	return c
}

func (a *app) batchImpactCommand() *cobra.Command {
	var was string
	var workers int
	c := &cobra.Command{
		Use:   "impact MANIFEST --library NEW",
		Short: "Say which agreements of a batch another clause library would change, and how",
		Long: `Impact makes each agreement of a batch again with the library NEW, compares it with
the one that stands in the folder, and puts together those that would change alike.
Nothing is written. The batch must have written json or pdf, which hold the term
sheets.

MANIFEST is the manifest.jsonl of the batch, or its folder. Where the batch wrote
no Markdown, --was names the library that it was made from, unless that is the
built-in one.

The exit code is 1 where an agreement would change or could not be compared.`,
		Example: "  engross batch impact agreements --library new-clauses/",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			g, err := a.impact(manifestIn(args[0]), was, workers)
			if err != nil {
				return a.nothing(err)
			}
			if err := a.printGrouping(g, "not touched"); err != nil {
				return err
			}
			for _, x := range g.Groups {
				if len(x.Changes) > 0 {
					return errProblems
				}
			}
			if len(g.Unknown) > 0 {
				return errProblems
			}
			return nil
		},
	}
	c.Flags().StringVar(&was, "was", "", "folder of the library that the batch was made from, laid over the built-in one")
	c.Flags().IntVar(&workers, "workers", 0, "how many agreements are compared at a time (default: one for each processor)")
	return c
}

func (a *app) impact(manifest, was string, workers int) (*batch.Grouping, error) {
	now, err := a.openLibrary()
	if err != nil {
		return nil, err
	}
	before, err := openIn(was)
	if err != nil {
		return nil, err
	}
	return batch.Impact(context.Background(), before, now, manifest, workers)
}

// manifestIn is the manifest of a batch, given as itself or as its folder.
func manifestIn(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, batch.Shard{}.ManifestName())
	}
	return path
}

func (a *app) batchMergeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "merge FOLDER",
		Short: "Join the manifests of the shards of a batch",
		Long: `Merge joins the manifests of the shards of a batch in FOLDER into one manifest.jsonl,
in the order of the rows, and their lists of failures into one. The shards' own are
left as they are.

The exit code is 1 where a shard is missing, rows failed or were not reached.`,
		Example: "  engross batch merge agreements",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			m, err := batch.MergeFolder(args[0])
			if err != nil {
				return a.nothing(err)
			}
			return a.printMerged(m)
		},
	}
}

func (a *app) printMerged(m *batch.Merged) error {
	if a.format == "json" {
		if err := a.printJSON(m); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%s: %s of %s, %s failed\n", m.Manifest, plural(m.Rows, "row", "rows"), plural(m.Shards, "shard", "shards"), group(m.Failed))
		for _, s := range m.Absent {
			fmt.Fprintf(a.out, "there is no manifest of shard %d of %d\n", s.Index, s.Count)
		}
		if m.Missing > 0 {
			fmt.Fprintf(a.out, "%s in none of the manifests\n", plural(m.Missing, "row is", "rows are"))
		}
		if m.Failures != "" {
			fmt.Fprintln(a.out, "failures: "+m.Failures)
		}
	}
	if m.Failed > 0 || m.Missing > 0 || len(m.Absent) > 0 {
		return errProblems
	}
	return nil
}

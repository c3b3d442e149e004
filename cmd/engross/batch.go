package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/draft"
)

// batchFlags are the choices of engross batch.
type batchFlags struct {
	to          string
	formats     []string
	base, group string
	dates       string
	decimal     string
	renew       string
	indices     []string
	today       string
	final       bool
	annex       bool
	source      bool // the PDFs carry the term sheets as given too
	paper       string
	style       string
	anchors     bool
	fonts       string
	workers     int
	shard       string
	shards      int
	maxFailures int
	dryRun      bool
	force       bool
	unverified  bool
}

func (a *app) batchCommand() *cobra.Command {
	var f batchFlags
	c := &cobra.Command{
		Use:   "batch INPUT",
		Short: "Make the agreements of many term sheets",
		Long: `Batch makes an agreement of each term sheet of INPUT:

  a folder     each term sheet (.json) or PDF written by engross in it
  FILE.xlsx    each row of its first sheet; other sheets are lists (engross batch template --xlsx)
  FILE.csv     each row; columns are paths in the term sheet (engross batch template)
  FILE.jsonl   each line
  FILE.txt     each file it names, one a line

Every row is loaded, checked and named before the first file is written. A row
that is at fault stops no other: it goes, with the reason, into a list of failures
that can be mended and run alone. The files of a row are named after its deal.id.
Each is written whole or not at all, and manifest.jsonl says what stands in the
folder. A batch that was stopped, or whose input has changed, is run again with the
same command: what is done is kept, the rest is made.

On many machines, each makes a shard (--shard), or engross-fleet has the rows made
by workers.

The exit code is 0 where all rows are done, 1 where some failed or were not
reached, 2 where nothing could be done.`,
		Example: `  engross batch template > deals.csv
  engross batch deals.csv --to agreements --dry-run
  engross batch deals.csv --to agreements
  engross batch sheets/ --to agreements --formats md,pdf,json --workers 8
  engross batch last-year/ --renew rules.json --to renewals --formats md,pdf,json`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.batch(args[0], f) },
	}
	c.Flags().StringVar(&f.to, "to", "", "folder to write to; it is made if it does not exist (required)")
	c.Flags().StringSliceVar(&f.formats, "formats", []string{"md", "pdf"}, "what to write for each row: md, pdf, docx, html, and json for its term sheet")
	c.Flags().StringVar(&f.base, "base", "", "of a table: the term sheet that gives what the columns leave out")
	c.Flags().StringVar(&f.group, "group", "", "of a table: the column whose equal values make one term sheet of several lines")
	c.Flags().StringVar(&f.dates, "dates", "", "of a table: the order of dates in text, dmy, mdy or ymd (default: YYYY-MM-DD)")
	c.Flags().StringVar(&f.decimal, "decimal", "", "of a table: comma where numbers in text are written 1.250,50")
	c.Flags().StringVar(&f.renew, "renew", "", "renew each: the rows are last year's agreements, and this file has the rules")
	c.Flags().StringSliceVar(&f.indices, "index", nil, "with --renew: files of index values that the rules name")
	c.Flags().StringVar(&f.today, "today", "", "with --renew: the day on which it is asked whether a renewal is too late, as YYYY-MM-DD (default: today)")
	c.Flags().BoolVar(&f.final, "final", false, "execution copies, without the draft mark; a row in which the checks find errors fails")
	c.Flags().BoolVar(&f.annex, "annex", false, "append to each the table of departures from the balanced standard")
	c.Flags().BoolVar(&f.source, "with-source", false, "let the PDFs carry the term sheets as given too, comments and all; not for the other side")
	styleFlag(c.Flags(), &f.style)
	c.Flags().BoolVar(&f.anchors, "anchors", false, "with --final, the PDF holds the name of each field to sign, such as /party1_signature/, in words that no eye sees")
	c.Flags().StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	c.Flags().StringVar(&f.fonts, "fonts", "", "folder of TrueType fonts for scripts that the built-in ones lack, such as Chinese and Japanese")
	c.Flags().IntVar(&f.workers, "workers", 0, "how many rows are worked on at a time (default: one for each processor, and one more)")
	c.Flags().StringVar(&f.shard, "shard", "", "make one part of the rows: 3/8 is the third of eight (default: what the array job says)")
	c.Flags().IntVar(&f.shards, "shards", 0, "how many shards there are, where the array job does not say (Kubernetes)")
	c.Flags().IntVar(&f.maxFailures, "max-failures", -1, "stop when more rows than this have failed (-1: never)")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "write nothing; print what would be done")
	unverifiedFlag(c, &f.unverified)
	c.Flags().BoolVar(&f.force, "force", false, "overwrite files that are not of this batch, or were changed since")
	c.AddCommand(a.batchTemplateCommand(), a.batchReviewCommand(), a.batchImpactCommand(), a.batchMergeCommand(), a.batchStatusCommand())
	return c
}

func (a *app) batch(name string, f batchFlags) error {
	if f.to == "" {
		return &usageError{message: "no folder to write to", hint: "give one with --to"}
	}
	o, err := f.options()
	if err != nil {
		return err
	}
	shard, err := shardOf(f.shard, f.shards, os.Getenv)
	if err != nil {
		return err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return a.nothing(err)
	}
	in, err := a.openInput(lib, name, f)
	if err != nil {
		return a.nothing(err)
	}
	renewer, err := a.renewer(lib, f)
	if err != nil {
		return a.nothing(err)
	}
	p := a.newProgress(f.dryRun, shard)
	ctx, release := interruptible(p)
	defer release()
	collectSeldom(48 << 20) // with the program itself, 80 MB in all
	sum, err := batch.Run(ctx, in, batch.NewMaker(lib, o, renewer), f.to, batch.Options{
		Workers: f.workers, Shard: shard, MaxFailures: f.maxFailures, DryRun: f.dryRun, Force: f.force, Now: time.Now, Report: p.report,
	})
	p.end()
	outcome := batchOutcome{Summary: sum, Input: name, Interrupted: ctx.Err() != nil, Again: p.again}
	if !f.dryRun {
		outcome.Manifest = standing(filepath.Join(f.to, shard.ManifestName()))
		outcome.Failures = standing(filepath.Join(f.to, batch.FailuresName(in, shard)))
	}
	if err := a.printOutcome(&outcome, f); err != nil {
		return err
	}
	return a.batchResult(&outcome, err)
}

func (a *app) openInput(lib *assemble.Library, name string, f batchFlags) (*batch.Input, error) {
	trust, err := opener(lib, f.fonts, f.unverified)
	if err != nil {
		return nil, err
	}
	o := batch.InputOptions{Trust: trust, Group: f.group}
	if o.Writing, err = batch.ParseWriting(f.dates, f.decimal); err != nil {
		return nil, &usageError{message: err.Error(), hint: "leave it out for YYYY-MM-DD and decimal points"}
	}
	if f.base != "" {
		base, err := a.load(f.base)
		if err != nil {
			return nil, err
		}
		o.Base = base
	}
	return batch.Open(name, o)
}

// options turns flags into what to make.
func (f *batchFlags) options() (draft.Options, error) {
	o := draft.Options{Final: f.final, Annex: f.annex, Source: f.source, TextAnchors: f.anchors}
	for _, name := range f.formats {
		format := draft.Format(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(batch.Formats, format) {
			return o, &usageError{message: fmt.Sprintf("--formats has %q", name), hint: "give some of md, pdf, docx, html and json, separated by commas"}
		}
		if !slices.Contains(o.Formats, format) {
			o.Formats = append(o.Formats, format)
		}
	}
	if len(o.Formats) == 0 {
		return o, &usageError{message: "--formats is empty", hint: "give some of md, pdf, docx, html and json, separated by commas"}
	}
	if f.workers < 0 {
		return o, &usageError{message: fmt.Sprintf("--workers is %d", f.workers), hint: "give a number from 1, or leave it out for one for each processor and one more"}
	}
	err := onPaper(&o, f.paper, f.style, f.fonts)
	return o, err
}

// interruptible is a context that ends with the first SIGINT or SIGTERM: the rows
// that were begun are finished. The second signal ends the process.
func interruptible(p *progress) (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; ok {
			signal.Stop(signals)
			p.say("interrupted: the rows that were begun are finished; interrupt again to stop at once")
			cancel()
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
	}
}

// standing is the path of a file where there is one, or "".
func standing(path string) string {
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// nothing reports why a batch could not begin: the exit code is 2.
func (a *app) nothing(err error) error {
	var problems agreement.Problems
	if !errors.As(err, &problems) {
		return err
	}
	a.report(problems)
	return errNothing
}

// batchResult is the exit code of a batch: err is why it could not go on.
func (a *app) batchResult(o *batchOutcome, err error) error {
	done := o.Made + o.Remade + o.Kept
	var problems agreement.Problems
	switch {
	case errors.As(err, &problems):
		a.report(problems)
	case err != nil:
		return err
	}
	switch {
	case err == nil && o.Failed == 0 && !o.Stopped:
		return nil
	case done == 0:
		return errNothing
	}
	return errProblems
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/batch/fleet"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

type coordinatorFlags struct {
	fleet.Access
	means          meansFlags
	listen         fleet.Listen
	to, base       string
	group          string
	formats        []string
	final, annex   bool
	source         bool
	anchors        bool
	paper, style   string
	unverified     bool
	rules, today   string
	indices        []string
	dates, decimal string
	inFlight       int
	maxFailures    int
	force          bool
}

func coordinatorCommand() *cobra.Command {
	var f coordinatorFlags
	c := &cobra.Command{
		Use:   "coordinator INPUT --to FOLDER",
		Short: "Have the agreements of a batch made by workers",
		Long: `Coordinator goes over the rows of INPUT as engross batch does, and has each made by a
worker. It keeps the queue itself, at --listen, or uses that of a NATS cluster with
JetStream, at --nats. Stopped or killed, the same command goes on where it was.`,
		Example: `  engross-fleet coordinator deals.xlsx --to agreements
  engross-fleet coordinator last-year/ --renew rules.json --to renewals --formats md,pdf,json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return coordinate(c.Context(), args[0], &f) },
	}
	c.Flags().StringVar(&f.to, "to", "", "folder to write to; it is made if it does not exist (required)")
	c.Flags().StringSliceVar(&f.formats, "formats", []string{"md", "pdf"}, "what to write for each row: md, pdf, docx, html, and json for its term sheet")
	c.Flags().StringVar(&f.base, "base", "", "of a table: the term sheet that gives what the columns leave out")
	c.Flags().StringVar(&f.group, "group", "", "of a table: the column whose equal values make one term sheet of several lines")
	c.Flags().StringVar(&f.dates, "dates", "", "of a table: the order of dates in text, dmy, mdy or ymd")
	c.Flags().StringVar(&f.decimal, "decimal", "", "of a table: comma where numbers in text are written 1.250,50")
	c.Flags().StringVar(&f.rules, "renew", "", "renew each: the rows are last year's agreements, and this file has the rules")
	c.Flags().StringSliceVar(&f.indices, "index", nil, "with --renew: files of index values that the rules name")
	c.Flags().StringVar(&f.today, "today", "", "with --renew: the day on which it is asked whether a renewal is too late (default: today)")
	c.Flags().BoolVar(&f.final, "final", false, "execution copies, without the draft mark")
	c.Flags().BoolVar(&f.annex, "annex", false, "append to each the table of departures from the balanced standard")
	c.Flags().BoolVar(&f.source, "with-source", false, "let the PDFs carry the term sheets as given too; not for the other side")
	c.Flags().BoolVar(&f.anchors, "anchors", false, "with --final, the PDF holds the name of each field to sign, such as /party1_signature/, in words that no eye sees")
	c.Flags().StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	c.Flags().StringVar(&f.style, "style", "", "for docx: a Word file of your own, whose styles, header, footer, fonts and margins the agreement has")
	c.Flags().BoolVar(&f.unverified, "unverified", false, "take the term sheet out of a file that engross verify does not call unaltered, and say so")
	c.Flags().IntVar(&f.inFlight, "in-flight", 64, "how many rows are in the queue or with workers at a time")
	c.Flags().IntVar(&f.maxFailures, "max-failures", -1, "stop when more rows than this have failed (-1: never)")
	c.Flags().BoolVar(&f.force, "force", false, "overwrite files that are not of this batch, or were changed since")
	c.Flags().StringVar(&f.URL, "nats", "", "address of a NATS cluster with JetStream (default: the coordinator keeps the queue)")
	accessFlags(c, &f.Access)
	f.means.add(c)
	c.Flags().StringVar(&f.listen.Address, "listen", "127.0.0.1:4222", "address of the queue that the coordinator keeps")
	c.Flags().StringVar(&f.listen.Store, "store", "", "folder of that queue (default: the folder of the batch with .queue after its name)")
	c.Flags().StringVar(&f.listen.CertFile, "tls-cert", "", "certificate of that queue; needed beyond this machine")
	c.Flags().StringVar(&f.listen.KeyFile, "tls-key", "", "key of the certificate")
	return c
}

func coordinate(ctx context.Context, input string, f *coordinatorFlags) error {
	if f.to == "" {
		return errors.New("no folder to write to: give one with --to")
	}
	means, err := f.means.open()
	if err != nil {
		return err
	}
	settings, err := f.settings(&means)
	if err != nil {
		return err
	}
	maker, err := settings.Maker(means)
	if err != nil {
		return err
	}
	in, err := f.open(&means, input)
	if err != nil {
		return err
	}
	if f.URL == "" {
		stop, err := f.serve()
		if err != nil {
			return err
		}
		defer stop()
	}
	nc, err := fleet.Connect(f.Access, "engross-fleet coordinator")
	if err != nil {
		return err
	}
	defer nc.Close()
	c, err := fleet.Coordinate(ctx, nc, settings)
	if err != nil {
		return err
	}
	defer c.Close()
	say("the queue is at " + f.URL)
	sum, err := batch.Run(ctx, in, maker, f.to, batch.Options{Workers: f.inFlight, MaxFailures: f.maxFailures, Force: f.force, Now: time.Now, Report: report(), Elsewhere: c.Make})
	fmt.Printf("%s: rows: %d, made: %d, made again: %d, kept: %d, failed: %d\n", input, sum.Rows, sum.Made, sum.Remade, sum.Kept, sum.Failed)
	switch {
	case err != nil:
		return err
	case sum.Failed > 0 || sum.Stopped:
		return errFailed
	}
	return nil
}

// serve starts the queue of the coordinator.
func (f *coordinatorFlags) serve() (stop func(), err error) {
	l := f.listen
	if l.Token = f.TokenFile; l.Store == "" {
		l.Store = filepath.Clean(f.to) + ".queue"
	}
	if err := os.MkdirAll(l.Store, 0o700); err != nil {
		return nil, err
	}
	s, err := fleet.Serve(l)
	if err != nil {
		return nil, err
	}
	if f.URL = s.ClientURL(); l.CertFile != "" {
		f.URL = "tls://" + strings.TrimPrefix(f.URL, "nats://")
	}
	return func() {
		s.Shutdown()
		_ = os.RemoveAll(filepath.Join(l.Store, "jetstream")) // it holds term sheets, and nothing that could not be made again
		_ = os.Remove(l.Store)                                // where nothing else is in it
	}, nil
}

func (f *coordinatorFlags) open(m *fleet.Means, input string) (*batch.Input, error) {
	o := batch.InputOptions{Trust: draft.Opener{Library: m.Library, Fonts: m.Fonts, Unverified: f.unverified}, Group: f.group}
	var err error
	if o.Writing, err = batch.ParseWriting(f.dates, f.decimal); err != nil {
		return nil, err
	}
	if f.base != "" {
		text, err := os.ReadFile(f.base)
		if err != nil {
			return nil, err
		}
		if o.Base, err = schema.Load(f.base, text); err != nil {
			return nil, err
		}
	}
	return batch.Open(input, o)
}

func (f *coordinatorFlags) settings(m *fleet.Means) (*fleet.Settings, error) {
	s := m.Settings()
	s.Final, s.Annex, s.Source, s.Anchors, s.Letter = f.final, f.annex, f.source, f.anchors, f.paper == "letter"
	if f.paper != "a4" && f.paper != "letter" {
		return nil, fmt.Errorf("--paper is %q: give a4 or letter", f.paper)
	}
	if f.style != "" {
		var err error
		if s.Style, err = os.ReadFile(f.style); err != nil {
			return nil, err
		}
		s.StyleName = filepath.Base(f.style)
	}
	for _, name := range f.formats {
		format := draft.Format(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(batch.Formats, format) {
			return nil, fmt.Errorf("--formats has %q: give some of md, pdf, docx, html and json", name)
		}
		s.Formats = append(s.Formats, format)
	}
	if f.rules == "" {
		return s, nil
	}
	var err error
	if s.Rules, err = os.ReadFile(f.rules); err != nil {
		return nil, err
	}
	for _, name := range f.indices {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		s.Indices = append(s.Indices, text)
	}
	now := time.Now()
	s.Today = schema.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}
	if f.today != "" {
		s.Today, err = schema.ParseDate(f.today)
	}
	return s, err
}

// report tells failures in full, and now and then how far the batch is.
func report() func(batch.Event) {
	done, told := 0, time.Now()
	return func(e batch.Event) {
		for _, p := range e.Problems {
			if p.Severity == agreement.Error {
				say(fmt.Sprintf("row %d (%s): %s", e.Row, e.Name, p.Error()))
			}
		}
		if e.Phase != batch.Making {
			return
		}
		if done++; time.Since(told) > 10*time.Second {
			told = time.Now()
			say(fmt.Sprintf("%d of %d rows", done, e.Of))
		}
	}
}

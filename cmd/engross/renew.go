package main

import (
	"bytes"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// renewFlags are the choices of engross renew. Those that are rules too prevail
// over the file of rules.
type renewFlags struct {
	to, rules           string
	today               string
	form                string
	id, title           string
	signing             string
	months              int
	end, start          string
	then                string
	most                int
	percent             string
	byIndex             string
	atMost              string
	atLeast             string
	round               string
	indices             []string
	drop                []string
	dropAssets          []string
	keepExpired         bool
	set                 []string
	terminated          string
	notices             []string
	agreed              bool
	pinLibrary          bool
	pinDefaults         bool
	dryRun              bool
	final, html         bool
	formats             []string
	paper, fonts, style string
	force               bool
	unverified          bool
	given               func(flag string) bool
}

func (a *app) renewCommand() *cobra.Command {
	var f renewFlags
	c := &cobra.Command{
		Use:   "renew LAST-YEAR",
		Short: "Make next year's term sheet, agreement and redline from last year's",
		Long: `Renew rolls the term of an agreement, lifts its sums, lets members and assets come
and go, and carries everything else forward with the author's comments. LAST-YEAR
is a term sheet, or a PDF written by engross, which carries the term sheet and what
the agreement was made of. What is to change is said by flags, or in a file of
rules (JSON; engross schema rules); flags prevail.

A restated agreement is the whole text, which amends and restates last year's. An
amendment holds only what changes, in operative words; the rest remains in force.

Renew writes to a folder: the new term sheet, the document to be signed as Markdown
and PDF, the redline against last year's agreement, and a report of what was done
to each value, and why. It refuses where the facts do not allow a renewal: the
agreement was terminated or has ended, the time to propose a renewal has passed,
the renewals are used up, or none is provided for.`,
		Example: `  engross renew deal-2027.json --signing 2036-11-02 --percent 3 --to 2037
  engross renew agreement.pdf --rules renewal.json --index hicp.json --to 2037
  engross renew deal-2027.json --form amendment --set escrow.objection_days=15 --dry-run`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.given = c.Flags().Changed
			return a.renew(args[0], f)
		},
	}
	s := c.Flags()
	s.StringVar(&f.to, "to", ".", "folder to write to; it is made if it does not exist")
	s.StringVar(&f.rules, "rules", "", "file of renewal rules")
	s.StringVar(&f.today, "today", "", "the day as of which it is asked whether the agreement can be renewed (default: today)")
	s.StringVar(&f.form, "form", "", "restated (the default) or amendment")
	s.StringVar(&f.id, "id", "", "reference of the new document (default: made from last year's)")
	s.StringVar(&f.title, "title", "", "title of the new document")
	s.StringVar(&f.signing, "signing", "", "the day on which it is to be signed, as YYYY-MM-DD")
	s.IntVar(&f.months, "months", 0, "length of the renewal in months (default: as last year's agreement says)")
	s.StringVar(&f.end, "end", "", "last day of the renewal, instead of --months")
	s.StringVar(&f.start, "start", "", "first day of the renewal of an agreement without an end")
	s.StringVar(&f.then, "then", "", "how it is renewed in its turn: fixed, auto-renew or evergreen (default: as last year)")
	s.IntVar(&f.most, "max", 0, "most renewals from now on (default: as last year)")
	s.StringVar(&f.percent, "percent", "", "lift sums by so many percent")
	s.StringVar(&f.byIndex, "by-index", "", "lift sums by a price index: ID:BASE:MONTH, such as hicp:2026-09:2031-09")
	s.StringVar(&f.atMost, "cap", "", "most by which --percent or --by-index lifts, in percent")
	s.StringVar(&f.atLeast, "floor", "", "least by which they lift, in percent")
	s.StringVar(&f.round, "round", "", "round what they lift to a multiple of this: 0.01, 1, 500")
	listVar(c, &f.indices, "index", "file with the values of a price index")
	listVar(c, &f.drop, "drop", "id of a member that leaves")
	listVar(c, &f.dropAssets, "drop-asset", "id of an asset that is taken out")
	s.BoolVar(&f.keepExpired, "keep-expired", false, "keep assets that have expired")
	s.StringVar(&f.terminated, "terminated", "", "the day on which last year's agreement was terminated: the renewal is then refused")
	listVar(c, &f.notices, "notice", "notice of non-renewal: PARTY=DATE")
	listVar(c, &f.set, "set", "any other value: PATH=VALUE, such as governance.committee.chair=beta; VALUE is JSON, or else a text; null takes it away")
	s.BoolVar(&f.agreed, "agreed", false, "all parties have agreed to renew, though it is too late or not provided for")
	s.BoolVar(&f.pinLibrary, "pin-library", false, "refuse unless the words of the clauses are those of last year")
	s.BoolVar(&f.pinDefaults, "pin-defaults", false, "keep the values that last year's agreement took from the library, though it now gives others (needs the PDF)")
	s.BoolVar(&f.dryRun, "dry-run", false, "print the report and write nothing")
	s.BoolVar(&f.final, "final", false, "an execution copy, without the draft mark; refused while the checks find errors")
	s.StringSliceVar(&f.formats, "formats", defaultFormats, "what to write the document and the redline as: md, pdf, docx, html")
	s.BoolVar(&f.html, "html", false, "write the document and the redline as HTML too")
	styleFlag(s, &f.style)
	s.StringVar(&f.paper, "paper", "a4", "paper of the PDF: a4 or letter")
	s.StringVar(&f.fonts, "fonts", "", "folder of TrueType fonts for scripts that the built-in ones lack")
	s.BoolVar(&f.force, "force", false, "overwrite files that exist")
	unverifiedFlag(c, &f.unverified)
	return c
}

func (a *app) renew(name string, f renewFlags) error {
	o, err := (&draftFlags{formats: f.formats, html: f.html, final: f.final, paper: f.paper, fonts: f.fonts, style: f.style}).options()
	if err != nil {
		return err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	open, err := opener(lib, f.fonts, f.unverified)
	if err != nil {
		return err
	}
	last, err := a.readLast(open, name)
	if err != nil {
		return err
	}
	rules, indices, err := a.readRules(f)
	if err != nil {
		return err
	}
	today, err := day("--today", f.today)
	if err != nil {
		return err
	}
	if today.IsZero() {
		now := time.Now()
		today = schema.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}
	}
	r, err := renew.Renew(last, rules, renew.Options{Library: lib, Today: today, Indices: indices, Name: filepath.Join(f.to, nextSheet)})
	if err != nil {
		return err
	}
	deal, err := lib.Resolve(r.Document)
	if err != nil {
		return err
	}
	if f.final {
		if _, err := a.findings(draft.Examine(deal), true); err != nil {
			return err
		}
	}
	a.report(r.Problems)
	if f.dryRun {
		return a.printRenewal(r.Report)
	}
	return a.writeRenewal(deal, last, r, o, f)
}

// readLast reads last year's term sheet, or the PDF that carries it.
func (a *app) readLast(open draft.Opener, name string) (*renew.Last, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 5)
	n, _ := io.ReadFull(r, head)
	rest := io.MultiReader(bytes.NewReader(head[:n]), r)
	if string(head[:n]) != "%PDF-" {
		sheet, err := schema.Read(shown, rest)
		if err != nil {
			return nil, err
		}
		return &renew.Last{Sheet: sheet}, nil
	}
	data, err := io.ReadAll(rest)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return renew.FromPDF(open, shown, data)
}

// readRules reads the file of rules and those of indices, and lays the flags over
// the rules.
func (a *app) readRules(f renewFlags) (*renew.Rules, []*renew.Index, error) {
	rules := &renew.Rules{}
	if f.rules != "" {
		src, err := a.readAll(f.rules)
		if err == nil {
			rules, err = renew.LoadRules(f.rules, src)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	var indices []*renew.Index
	for _, name := range f.indices {
		src, err := a.readAll(name)
		if err != nil {
			return nil, nil, err
		}
		x, err := renew.LoadIndex(name, src)
		if err != nil {
			return nil, nil, err
		}
		indices = append(indices, x)
	}
	if err := f.over(rules); err != nil {
		return nil, nil, err
	}
	return rules, indices, rules.Check()
}

func (a *app) readAll(name string) ([]byte, error) {
	_, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, schema.MaxBytes+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return src, nil
}

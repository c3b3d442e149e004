package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// calendarFlags are the flags of the calendar as they are typed.
type calendarFlags struct {
	from, to, today string
	party, as       string
	previous        string
	holidays        string
	fonts           string
	undated         bool
	redact          bool
	unverified      bool
}

func (a *app) calendarCommand() *cobra.Command {
	var f calendarFlags
	c := &cobra.Command{
		Use:   "calendar TERM-SHEET|PDF|FOLDER...",
		Short: "What falls due under agreements: who, what, by which day, under which provision",
		Long: `Calendar lists every obligation and right with a time: what the term sheet states
with a day (payments, instalments, fees, royalty reports, minimums, milestones, the
term and the days of notice before its end, licences, assets, reviews, filings), and
what the words of the agreement count from a day that is known. What counts from an
event that has not happened is listed without a day, with the event.

Each entry has its provision, who owes whom, what, the sum, the rule by which the day
follows, by when it may still be done where the day is no Business Day and the
agreement gives the next one, when a notice has to be sent to be received in time,
and what moves the day. Nothing rolls unless the agreement says so, and a day counted
backward never does.

Days off are those of the places that the agreement names, as far as they are known;
the list says how far. --holidays gives your own:
  {"places": [{"place": "Munich", "off": ["2027-11-01"], "worked": [],
    "source": "…", "from": "2027-01-01", "valid_through": "2027-12-31"}]}

With --today the entries that are overdue by that day, as far as it is known, and
those of the next 90 days are listed. With --as ics a file is written that calendar
programs read: a whole-day event for each day; --previous names the file of last
time, so that what moved is moved, and what is gone is cancelled; --redact leaves out
parties, sums and words.`,
		Example: "  engross calendar deal.json --today 2027-05-01\n  engross calendar signed/ --as ics --previous old.ics > agreements.ics\n  engross calendar deal.json --party alpha --as xlsx > deal.xlsx",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.calendar(args, f) },
	}
	c.Flags().StringVar(&f.from, "from", "", "first day wanted")
	c.Flags().StringVar(&f.to, "to", "", "last day wanted; left out, what recurs is listed up to the end of the term")
	c.Flags().StringVar(&f.today, "today", "", "list what is overdue on this day, and the next 90 days")
	c.Flags().StringVar(&f.party, "party", "", "only what concerns this party, by its id")
	c.Flags().StringVar(&f.as, "as", "table", "table, md, csv, xlsx or ics")
	c.Flags().StringVar(&f.previous, "previous", "", "with --as ics: the file written last time")
	c.Flags().StringVar(&f.holidays, "holidays", "", "file with your own days off")
	c.Flags().BoolVar(&f.undated, "undated", false, "in a table: list what has no day too")
	c.Flags().BoolVar(&f.redact, "redact", false, "with --as ics: no parties, sums or words of the agreement")
	c.Flags().StringVar(&f.fonts, "fonts", "", "folder of the fonts with which PDFs were made")
	unverifiedFlag(c, &f.unverified)
	a.layFlags(c, "each term sheet")
	return c
}

var calendarForms = []string{"table", "md", "csv", "xlsx", "ics"}

// upcomingDays is how far the view of a day looks ahead, and pastDays how far back.
const (
	upcomingDays = 90
	pastDays     = 365
)

func (a *app) calendar(names []string, f calendarFlags) error {
	o, today, err := a.calendarOptions(f)
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
	files, err := sheetFiles(names)
	if err != nil {
		return err
	}
	var list []*calendar.Calendar
	failed := false
	for _, name := range files {
		c, err := a.calendarOf(lib, open, name, o)
		if err != nil && len(files) == 1 {
			return err
		}
		if err != nil {
			a.reportOne(err)
			failed = true
			continue
		}
		list = append(list, c)
	}
	if err := a.printCalendar(list, today, o, f); err != nil {
		return err
	}
	if failed {
		return errProblems
	}
	return nil
}

// reportOne says why one file of several is left out.
func (a *app) reportOne(err error) {
	var problems agreement.Problems
	if errors.As(err, &problems) {
		a.report(problems)
		return
	}
	fmt.Fprintln(a.err, "engross: "+err.Error())
}

func (a *app) calendarOptions(f calendarFlags) (o calendar.Options, today schema.Date, err error) {
	if !slices.Contains(calendarForms, f.as) {
		return o, today, &usageError{message: fmt.Sprintf("--as is %q", f.as), hint: "give table, md, csv, xlsx or ics"}
	}
	if f.previous != "" && f.as != "ics" || f.redact && f.as != "ics" {
		return o, today, &usageError{message: "--previous and --redact are for --as ics", hint: "leave them out, or give --as ics"}
	}
	for _, x := range []struct {
		flag, text string
		to         *schema.Date
	}{{"from", f.from, &o.From}, {"to", f.to, &o.To}, {"today", f.today, &today}} {
		if x.text == "" {
			continue
		}
		if *x.to, err = schema.ParseDate(x.text); err != nil {
			return o, today, &usageError{message: "--" + x.flag + ": " + err.Error(), hint: "write it like 2027-03-31"}
		}
	}
	if !today.IsZero() && (!o.From.IsZero() || !o.To.IsZero()) {
		return o, today, &usageError{message: "--today has its own days", hint: "leave out --from and --to, or --today"}
	}
	if !today.IsZero() {
		o.From, o.To = today.AddDays(-pastDays), today.AddDays(upcomingDays)
	}
	if !o.To.IsZero() && o.To.Before(o.From) {
		return o, today, &usageError{message: "--to is before --from", hint: "give a later day"}
	}
	o.Party = f.party
	if f.holidays != "" {
		src, err := a.readAll(f.holidays)
		if err != nil {
			return o, today, err
		}
		if o.Holidays, err = calendar.ReadHolidays(src); err != nil {
			return o, today, &usageError{message: f.holidays + ": " + err.Error()}
		}
	}
	return o, today, nil
}

func (a *app) calendarOf(lib *assemble.Library, open draft.Opener, name string, o calendar.Options) (*calendar.Calendar, error) {
	sheet, err := a.openLaid(open, name)
	if err != nil {
		return nil, err
	}
	if o.Party != "" && sheet.Sheet.Party(o.Party) == nil {
		var ids []string
		for _, p := range sheet.Sheet.Parties {
			ids = append(ids, p.ID)
		}
		return nil, &usageError{message: fmt.Sprintf("%s has no party %q", name, o.Party), hint: "its parties are " + strings.Join(ids, ", ")}
	}
	res, err := lib.Assemble(sheet, assemble.Options{Trace: true})
	if err != nil {
		return nil, err
	}
	return calendar.Of(res, o)
}

func (a *app) printCalendar(list []*calendar.Calendar, today schema.Date, o calendar.Options, f calendarFlags) error {
	lines := calendar.Lines(list)
	switch {
	case a.format == "json":
		return a.printJSON(list)
	case f.as == "md":
		return a.emit(calendar.Markdown(list, lines))
	case f.as == "csv":
		var b bytes.Buffer
		if err := calendar.CSV(&b, lines); err != nil {
			return err
		}
		return a.emit(b.Bytes())
	case f.as == "xlsx":
		return a.emitCalendarBook(list, lines)
	case f.as == "ics":
		return a.emitICS(list, o, f)
	case !today.IsZero():
		return a.printToday(list, lines, today)
	}
	return a.printTable(list, lines, f.undated)
}

func (a *app) emitICS(list []*calendar.Calendar, o calendar.Options, f calendarFlags) error {
	ics := calendar.ICSOptions{Redact: f.redact, From: o.From, To: o.To}
	if f.previous != "" {
		var err error
		if ics.Previous, err = os.ReadFile(f.previous); err != nil {
			return unreadable(f.previous, err)
		}
	}
	data, err := calendar.ICS(list, ics)
	if err != nil {
		return &usageError{message: f.previous + ": " + err.Error(), hint: "--previous names the file that engross calendar --as ics wrote last time"}
	}
	return a.emit(data)
}

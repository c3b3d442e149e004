package batch

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// book writes a workbook by another library: sheets by name, rows of values.
func book(t testing.TB, sheets ...any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	day := "d.m.yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(sheets); i += 2 {
		name := sheets[i].(string)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range sheets[i+1].([][]any) {
			for c, v := range row {
				ref, _ := excelize.CoordinatesToCellName(c+1, n+1)
				if d, ok := v.(schema.Date); ok {
					v = float64(schema.Date{Year: 1899, Month: 12, Day: 30}.DaysUntil(d))
					if err := f.SetCellStyle(name, ref, ref, style); err != nil {
						t.Fatal(err)
					}
				}
				if err := f.SetCellValue(name, ref, v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	path := filepath.Join(t.TempDir(), "deals.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func openBook(t testing.TB, path string, o InputOptions) *Input {
	t.Helper()
	in, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestWorkbookIsRead reads dates, numbers and lists as the spreadsheet knows them.
func TestWorkbookIsRead(t *testing.T) {
	path := book(t,
		"Deals", [][]any{
			{"deal.id", "deal.effective_date", "term.length", "clauses.escrow/release.omit", "parties[1].legal_name", "error"},
			{2027, schema.Date{Year: 2027, Month: 4, Day: 3}, 5.0 * 12, true, "=Beta & Co", "", " ", "\u00a0"},
			{},
			{"B", "2027-05-06", "", "", "Gamma"},
		},
		"assets", [][]any{{"id", "deal.id", "filing_date", "title", "error"}, {"p1", "B", schema.Date{Year: 2020, Month: 1, Day: 2}, "One", "was wrong"}, {"p2", 2027, "", "Two"}, {"p3", "B", "", "Three"}},
		"Help", [][]any{{"anything"}},
	)
	sheets := partly(t, openBook(t, path, InputOptions{Base: base(t)}))
	if len(sheets) != 2 {
		t.Fatal(len(sheets))
	}
	a, b := sheets[0], sheets[1]
	if a.Deal.ID != "2027" || a.Deal.EffectiveDate.ISO() != "2027-04-03" || *a.Term.Length != 60 || !a.Clauses["escrow/release"].Omit || a.Parties[1].LegalName != "=Beta & Co" {
		t.Errorf("%+v", a)
	}
	if len(a.Assets) != 1 || a.Assets[0].Title != "Two" || len(b.Assets) != 2 || b.Assets[0].FilingDate.ISO() != "2020-01-02" || b.Assets[1].ID != "p3" {
		t.Errorf("%+v %+v", a.Assets, b.Assets)
	}
}

// TestPercentageOfMonths: a number of months that a workbook shows in percent is told.
func TestPercentageOfMonths(t *testing.T) {
	path := book(t, "Deals", [][]any{{"deal.id", "term.length"}, {"A", 60}, {"B", 0.6}})
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 9})
	if err := errors.Join(err, f.SetCellStyle("Deals", "B3", "B3", style), f.Save()); err != nil {
		t.Fatal(err)
	}
	if _, problems := loadAll(t, openBook(t, path, InputOptions{Base: base(t)})); !strings.Contains(problems, "Deals!B3") || !strings.Contains(problems, "is no percentage, and the cell shows 60%") {
		t.Error(problems)
	}
}

// TestHiddenRowsAreTold: a filter hides rows that are still in the workbook.
func TestHiddenRowsAreTold(t *testing.T) {
	path := book(t, "Deals", [][]any{{"deal.id"}, {"A"}, {"B"}})
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetRowVisible("Deals", 3, false); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if _, problems := loadAll(t, openBook(t, path, InputOptions{Base: base(t)})); !strings.HasPrefix(problems, "3:1  Deals!A3: the row is hidden") {
		t.Error(problems)
	}
}

func TestWorkbookSaysWhichCellIsWrong(t *testing.T) {
	id := []any{"deal.id", "term.length", "deal.effective_date"}
	for _, c := range []struct {
		name   string
		sheets []any
		want   string
	}{
		{"a cell", []any{"Deals", [][]any{id, {"A", "ten"}}}, `2:2 /term/length Deals!B2: term.length must be a whole number`},
		{"a fraction", []any{"Deals", [][]any{id, {"A", 10.5}}}, `2:2 /term/length Deals!B2: term.length`},
		{"a time of day", []any{"Deals", [][]any{{"deal.id", "deal.effective_date"}, {"A", "2027-01-01T10:00:00"}}}, `2:2 /deal/effective_date Deals!B2: deal.effective_date`},
		{"more digits than it keeps", []any{"Deals", [][]any{{"deal.id", "parties[1].register"}, {"A", 12345678901234567.0}}}, `2:2  Deals!B2: the number 12345678901234500 has more digits`},
		{"beside the table", []any{"Deals", [][]any{{"deal.id"}, {"A", "x"}}}, `2:2  Deals!B2: the cell stands in a column without a name: "x"`},
		{"of a list", []any{"Deals", [][]any{id, {"A"}}, "assets", [][]any{{"deal.id", "filing_date"}, {"A", "02.30.2020"}}}, `2:2 /assets/0/filing_date assets!B2: assets[0].filing_date`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := loadAll(t, openBook(t, book(t, c.sheets...), InputOptions{Base: base(t)}))
			if !strings.HasPrefix(problems, c.want) {
				t.Errorf("got  %s\nwant %s", problems, c.want)
			}
		})
	}
}

// TestACellThatDoesNotFitSaysHowToWriteIt tells of each odd cell what would fit there.
func TestACellThatDoesNotFitSaysHowToWriteIt(t *testing.T) {
	for _, c := range []struct {
		column string
		cell   any
		want   string
	}{
		{"deal.effective_date", time.Date(2027, 1, 2, 12, 0, 0, 0, time.UTC), "give it the day alone, without a time of day"},
		{"deal.effective_date", 46388, "format the cell as a date: as it stands it is a number"},
		{"deal.effective_date", "01/02/2027", "give --dates dmy where the day comes first, or --dates mdy where the month does"},
		{"deal.effective_date", "13.02.2027", "give --dates dmy"},
		{"deal.effective_date", "2027-06-31", "mend the cell: there is no such day"},
		{"deal.effective_date", "46174", "show the column as dates in the spreadsheet, and save the file again: this is how a spreadsheet counts days"},
		{"deal.effective_date", "1. Juni 2027", "write the day as YYYY-MM-DD: 2027-06-01"},
		{"payments.interest.margin_pct", "4%", "write its digits alone, with a point before decimals: 1250.50; what a number is in, its place says"},
		{"payments.fees[0].amount.amount", "1 250", "write its digits alone, with a point before decimals: 1250.50; what a number is in, its place says"},
		{"term.length", "12.5", "mend the cell, or leave it blank for the default"},
		{"term.length", "1,5", "give --decimal comma where the comma stands before decimals; otherwise take it out"},
		{"regulatory.marking_duty", 1, "write TRUE or FALSE, or leave the cell blank for the default"},
		{"regulatory.marking_duty", "WAHR", "write TRUE or FALSE, or leave the cell blank for the default"},
		{"clauses.escrow/release.omit", "yes", "write TRUE or FALSE, or leave the cell blank for the default"},
	} {
		in := openBook(t, book(t, "Deals", [][]any{{"deal.id", c.column}, {"A", c.cell}}), InputOptions{Base: base(t)})
		for row, err := range in.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			_, err = row.load()
			if ps := row.placed(err); len(ps) != 1 || ps[0].Hint != c.want {
				t.Errorf("%v in %s: %v, want the hint %q", c.cell, c.column, ps, c.want)
			}
		}
	}
	// names under a title are not the names of the columns
	_, err := Open(book(t, "Deals", [][]any{{"Deals of 2027"}, {"deal.id"}, {"A"}}), InputOptions{Base: base(t)})
	var ps agreement.Problems
	if !errors.As(err, &ps) || !strings.Contains(ps[0].Hint, "delete the rows above the names") {
		t.Errorf("a title above the names: %v", err)
	}
}

func TestWorkbookAsAWhole(t *testing.T) {
	id := []any{"deal.id"}
	for _, c := range []struct {
		name   string
		sheets []any
		want   string
	}{
		{"a sheet of another kind", []any{"Deals", [][]any{id, {"A"}}, "Notes", [][]any{{"x"}}}, `the sheet "Notes" is no list of a term sheet`},
		{"a list without the key", []any{"Deals", [][]any{id, {"A"}}, "assets", [][]any{{"id"}, {"p"}}}, `the sheet "assets" has no column "deal.id"`},
		{"no deal of that key", []any{"Deals", [][]any{id, {"A"}}, "assets", [][]any{{"deal.id", "id"}, {"B", "p"}}}, `assets!A2: no row of the sheet "Deals" has the deal.id "B"`},
		{"no key", []any{"Deals", [][]any{id, {"A"}}, "assets", [][]any{{"deal.id", "id"}, {"", "p"}}}, `assets!A2: it is not said to which deal`},
		{"a column that is nowhere", []any{"Deals", [][]any{{"deal.id", "deal.titel"}, {"A", "x"}}}, `Deals!B1: the column "deal.titel"`},
		{"nothing", []any{"Deals", [][]any{}}, "no sheet of it that is seen"},
	} {
		_, err := Open(book(t, c.sheets...), InputOptions{Base: base(t)})
		var ps agreement.Problems
		if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) || ps[0].Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestFailuresOfAWorkbookRunAgain mends a cell of the workbook of failures and runs it.
func TestFailuresOfAWorkbookRunAgain(t *testing.T) {
	path := book(t,
		"Deals", [][]any{{"deal.id", "deal.effective_date"}, {"A", schema.Date{Year: 2027, Month: 4, Day: 3}}, {"B", "soon"}, {"C", schema.Date{Year: 2028, Month: 4, Day: 3}}},
		"assets", [][]any{{"deal.id", "id", "kind"}, {"A", "p1", "software"}, {"C", "p2", "patentt"}},
	)
	dir := t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	for i, want := range []int{1, 2} {
		s, events := mustRun(t, openBook(t, path, InputOptions{Base: base(t)}), m, dir, Options{MaxFailures: -1})
		if s.Made+s.Kept != want || i == 0 && s.Failed != 2 {
			t.Fatalf("%+v %v", s, events)
		}
		if i == 1 {
			break
		}
		path = filepath.Join(dir, "failures.xlsx")
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := f.GetCellValue("Deals", "B3")
		why, _ := f.GetCellValue("Deals", "C3")
		notes, _ := f.GetComments("assets")
		if day != "2028-04-03" || !strings.Contains(why, "patentt") || len(notes) != 1 || notes[0].Cell != "C2" || !strings.Contains(notes[0].Text, "patent") {
			t.Errorf("%q %q %+v", day, why, notes)
		}
		if err := errors.Join(f.SetCellValue("assets", "C2", "software"), f.SetCellValue("Deals", "B2", "2027-01-01"), f.SaveAs(path), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestShardsOfAWorkbookAreMerged(t *testing.T) {
	path := book(t, "Deals", [][]any{{"deal.id", "deal.effective_date"}, {"A", "x"}, {"B", "y"}, {"C", schema.Date{Year: 2027, Month: 1, Day: 2}}})
	dir := t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	for i := 1; i <= 2; i++ {
		mustRun(t, openBook(t, path, InputOptions{Base: base(t)}), m, dir, Options{MaxFailures: -1, Shard: Shard{i, 2}})
	}
	merged, err := MergeFolder(dir)
	if err != nil || merged.Failed != 2 || filepath.Base(merged.Failures) != "failures.xlsx" {
		t.Fatalf("%+v %v", merged, err)
	}
	if _, problems := loadAll(t, openBook(t, merged.Failures, InputOptions{Base: base(t)})); strings.Count(problems, "effective_date must be") != 2 {
		t.Error(problems)
	}
}

// TestTemplateBookIsTheTermSheet makes a workbook of examples and reads it back.
func TestTemplateBookIsTheTermSheet(t *testing.T) {
	for _, name := range []string{"bilateral-semiconductor", "pool-five", "names", "amendment"} {
		src, err := os.ReadFile(filepath.Join("../testdata/examples", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := schema.Load(name, src)
		if err != nil {
			t.Fatal(err)
		}
		text, err := TemplateBook(f.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		got, problems := loadAll(t, input(t, "rows.xlsx", string(text), InputOptions{}))
		if len(got) != 1 {
			t.Errorf("%s: %s", name, problems)
			continue
		}
		want, _ := schema.Canonical(f.Sheet)
		again, _ := schema.Canonical(got[0])
		if d := cmp.Diff(string(want), string(again)); d != "" {
			t.Errorf("%s (-term sheet +workbook):\n%s", name, d)
		}
		r, err := excelize.OpenReader(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		rules, err := r.GetDataValidations("Deals")
		if err != nil || len(rules) == 0 {
			t.Errorf("%s: Deals has no rules: %v", name, err)
		}
		r.Close()
	}
}

func TestWriting(t *testing.T) {
	german := Writing{Dates: schema.DayFirst, DecimalComma: true}
	for _, c := range []struct {
		w          Writing
		kind       valueKind
		text, want string
	}{
		{german, dayValue, "3.4.2027", "2027-04-03"},
		{german, dayValue, "03/04/2027", "2027-04-03"},
		{german, dayValue, "2027-04-03", "2027-04-03"},
		{german, dayValue, "31.4.2027", `!is no date that exists, day, month and year: "31.4.2027"`},
		{german, dayValue, "3.4.27", "!needs a year of four digits"},
		{german, dayValue, "soon", "!is no date of three numbers"},
		{Writing{Dates: schema.MonthFirst}, dayValue, "3/4/2027", "2027-03-04"},
		{Writing{Dates: schema.YearFirst}, dayValue, "2027.4.3", "2027-04-03"},
		{german, numberValue, "1.250,50", "1250.50"},
		{german, numberValue, "1.250", "1250"},
		{german, numberValue, "-0,5", "-0.5"},
		{german, numberValue, "1 250 000,5", "1250000.5"},
		{german, numberValue, "1250.50", "!is no number with a decimal comma"},
		{german, anyValue, "3.4.2027", "3.4.2027"},
		{Writing{}, dayValue, "3.4.2027", "3.4.2027"},
	} {
		got, err := c.w.read(c.kind, cellValue{text: c.text})
		if err != nil {
			got = "!" + err.Error()
		}
		if got != c.want && !(c.want[0] == '!' && strings.HasPrefix(got, c.want)) {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
	if got, _ := german.read(numberValue, cellValue{"1.25", excel.Number}); got != "1.25" {
		t.Error(got)
	}
}

// TestADayWrittenAsItsFirstMoment is that day, as programs write tables.
func TestADayWrittenAsItsFirstMoment(t *testing.T) {
	for text, want := range map[string]string{"2027-06-01 00:00:00": "2027-06-01", "2027-06-01T00:00:00Z": "2027-06-01", "2027-06-01 10:00": "2027-06-01 10:00"} {
		if got, err := (Writing{}).read(dayValue, cellValue{text: text}); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if got, err := (Writing{Dates: schema.DayFirst}).read(dayValue, cellValue{text: "1.6.2027 0:00"}); err != nil || got != "2027-06-01" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestColumnsThatNeedAnOption are told once, with the option to give.
func TestColumnsThatNeedAnOption(t *testing.T) {
	for _, c := range []struct{ cells, want string }{
		{"02.01.2027|13.01.2027|05.01.2027", `3 cells of deal.effective_date look like "02.01.2027": give --dates dmy`},
		{"1/2/2027|1/13/2027|1/5/2027|", `3 cells of deal.effective_date look like "1/2/2027": give --dates mdy`},
		{"1/2/2027|1/3/2027|1/5/2027", "give --dates dmy where the day comes first, or --dates mdy"},
		{"2027/1/2|2027/1/3|2027/1/4", "give --dates ymd"},
		{"13/1/2027|1/13/2027|1/5/2027", "write all as YYYY-MM-DD"},
		{"02.01.2027|2027-01-13|2027-01-05|2027-01-06", ""},
		{"13.01.2027 00:00:00|14.01.2027 0:00|15.01.2027", `look like "13.01.2027 00:00:00": give --dates dmy`},
		{"1/13/2027 12:00:00 AM|1/14/2027 12:00 AM|1/15/2027", "give --dates mdy"},
		{"2027-01-13T00:00:00+01:00|2027-01-14 00:00|2027-01-15T00:00Z", ""},
		{"2027-01-13 09:30|2027-01-14T10:00:00Z|2027-01-15 11:15", `look like "2027-01-13 09:30": give it the day alone, without a time of day`},
		{"46388|46389|46390", "show the column as dates"},
		{"1 January 2027|2-Jan-27|Jan. 3", "write the day as YYYY-MM-DD"},
		{"2027-02-30|2027-02-31|2027-02-30", ""}, // each row says that there is no such day
	} {
		text := "deal.id,deal.effective_date\n"
		for i, cell := range strings.Split(c.cells, "|") {
			text += string(rune('A'+i)) + "," + cell + "\n"
		}
		path := filepath.Join(t.TempDir(), "rows.csv")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, InputOptions{Base: base(t)})
		if c.want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		var ps agreement.Problems
		if !errors.As(err, &ps) || len(ps) != 1 || !strings.Contains(ps[0].Message+": "+ps[0].Hint, c.want) {
			t.Errorf("%s: %v", c.cells, err)
		}
	}
	path := filepath.Join(t.TempDir(), "rows.csv")
	text := "deal.id;payments.fees[0].amount.amount\nA;1.250,50\nB;0,5\nC;7,25\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, InputOptions{}); err == nil || !strings.Contains(err.Error(), `look like "1.250,50"`) {
		t.Error(err)
	}
}

// TestCellsThatASpreadsheetWouldRun leave with an apostrophe and come back without.
func TestCellsThatASpreadsheetWouldRun(t *testing.T) {
	cells := []string{"=1+1", "+cmd|' /C calc'!A0", "-5", "-5,25", "-x", "@SUM", "\tx", "'=x", "''=x", "'x", "", "a=b"}
	out := excel.Guarded(cells)
	for i, want := range []string{"'=1+1", "'+cmd|' /C calc'!A0", "-5", "-5,25", "'-x", "'@SUM", "'\tx", "''=x", "'''=x", "'x", "", "a=b"} {
		if out[i] != want {
			t.Errorf("%q leaves as %q", cells[i], out[i])
		}
	}
	if d := cmp.Diff(cells, excel.Bare(out)); d != "" {
		t.Error(d)
	}
	in := input(t, "rows.csv", "deal.id,parties[1].legal_name\nA,'=Evil\n../B,'@Evil\n", InputOptions{Base: base(t)})
	dir := t.TempDir()
	mustRun(t, in, NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: -1})
	if list, _ := os.ReadFile(filepath.Join(dir, "failures.csv")); !strings.Contains(string(list), "../B,'@Evil,") {
		t.Errorf("%s", list)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "A.md")); !strings.Contains(string(text), "=Evil") || strings.Contains(string(text), "'=Evil") {
		t.Error("the apostrophe is printed")
	}
}

package excel

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func written(t testing.TB, b *Workbook) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// shown are the cells of a sheet, one row a line, each with its kind.
func shown(t testing.TB, data []byte, sheet int) string {
	t.Helper()
	r, err := Open("book.xlsx", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for row, err := range r.Rows(sheet) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d:", row.Number)
		for _, c := range row.Cells {
			fmt.Fprintf(&b, " %s%q", "_wnpdmtf"[c.Kind:c.Kind+1], c.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// sample has a cell of each kind and look.
func sample() *Workbook {
	return &Workbook{Title: "Deals <1>", Description: "Not legal advice.", Sheets: []Sheet{
		{Name: "Help & more", Rows: [][]Cell{{Text("Help").Styled(Title)}}},
		{Name: "Deals", Columns: []Column{{Width: 12}, {}, {Width: 40.5, Wrap: true}}, Frozen: 1, Filter: true,
			Rows: [][]Cell{
				Heads("deal.id", "day", "words"),
				{Text("A-1").To("A-1 ü.md"), Date("2027-01-31"), Text("=1+1\n<b>&\"_x0041_\x0b\r\n tail ")},
				{Count(-12), {Kind: Number, Text: "1250.50", Style: Sum}, {Kind: Percent, Text: "2.5"}},
				{},
				{{Kind: Truth, Text: "true"}, Text("@x").Noted("why\nso"), Date("1899-12-31"), {Kind: Number, Text: "1234567890123456"}},
				{Text("page").To("https://example.com/?a=1&b=2"), Text("Help").To("#'Help & more'!A1")},
			},
			Rules: []Rule{
				{Column: 0, From: 2, To: 100, List: []string{"a,b", "c & d"}, Prompt: "one of these"},
				{Column: 1, From: 2, To: 100, Allows: AnyDay},
				{Column: 2, From: 2, To: 100, Allows: AnyNumber, Advise: true},
			}},
	}}
}

const wanted = `1: w"deal.id" w"day" w"words"
2: w"A-1" d"2027-01-31" w"=1+1\n<b>&\"_x0041_\v\r\n tail "
3: n"-12" n"1250.5" p"2.5"
5: t"true" w"@x" w"1899-12-31" w"1234567890123456"
6: w"page" w"Help"
`

func TestWrittenIsRead(t *testing.T) {
	data := written(t, sample())
	if d := cmp.Diff(wanted, shown(t, data, 1)); d != "" {
		t.Error(d)
	}
	if !bytes.Equal(data, written(t, sample())) {
		t.Error("the same workbook has other bytes")
	}
	r, err := Open("book.xlsx", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]SheetInfo{{"Help & more", false}, {"Deals", false}, {"Lists", true}}, r.Sheets); d != "" {
		t.Error(d)
	}
}

// TestAnotherLibraryReadsIt asks a library that we did not write.
func TestAnotherLibraryReadsIt(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for ref, want := range map[string]string{"A2": "A-1", "B2": "2027-01-31", "C2": "=1+1\n<b>&\"_x0041_\v\r\n tail ", "A3": "-12", "B3": "1,250.50", "C3": "2.5%", "A5": "TRUE", "D5": "1234567890123456"} {
		if got, err := f.GetCellValue("Deals", ref); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", ref, got, want, err)
		}
		if formula, _ := f.GetCellFormula("Deals", ref); formula != "" {
			t.Errorf("%s is the formula %q", ref, formula)
		}
	}
	if ok, to, err := f.GetCellHyperLink("Deals", "A2"); err != nil || !ok || to != "A-1%20%C3%BC.md" {
		t.Errorf("%v %q %v", ok, to, err)
	}
	if _, to, _ := f.GetCellHyperLink("Deals", "B6"); to != "'Help & more'!A1" {
		t.Error(to)
	}
	notes, err := f.GetComments("Deals")
	if err != nil || len(notes) != 1 || notes[0].Cell != "B5" || notes[0].Text != "why\nso" {
		t.Errorf("%+v %v", notes, err)
	}
	rules, err := f.GetDataValidations("Deals")
	if err != nil || len(rules) != 3 || rules[0].Formula1 != "Lists!$A$1:$A$2" || rules[1].Type != "date" {
		t.Errorf("%+v %v", rules, err)
	}
	if v, _ := f.GetCellValue("Lists", "A1"); v != "a,b" {
		t.Error(v)
	}
	if p, err := f.GetPanes("Deals"); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := f.GetDocProps(); err != nil || p.Title != "Deals <1>" || p.Creator != "engross" {
		t.Errorf("%+v %v", p, err)
	}
	if hidden, _ := f.GetSheetVisible("Lists"); hidden {
		t.Error("the lists are seen")
	}
}

func TestWhatNoSpreadsheetOpensIsNotWritten(t *testing.T) {
	for _, names := range [][]string{{"a/b"}, {""}, {strings.Repeat("x", 32)}, {"A", "a"}, {"'a"}, {"History"}} {
		b := &Workbook{}
		for _, n := range names {
			b.Sheets = append(b.Sheets, Sheet{Name: n})
		}
		if Write(&bytes.Buffer{}, b) == nil {
			t.Errorf("%q are written", names)
		}
	}
	long := &Workbook{Sheets: []Sheet{{Name: "A", Rows: [][]Cell{{Text(strings.Repeat("ü", 40000))}}}}}
	if got := shown(t, written(t, long), 0); !strings.HasSuffix(got, " [the rest is too long for a cell]\"\n") {
		t.Error(got[len(got)-60:])
	}
}

// TestReadsWhatAnotherLibraryWrote reads cells as a person sees them.
func TestReadsWhatAnotherLibraryWrote(t *testing.T) {
	for _, c := range []struct {
		name   string
		value  any
		format string // of numbers
		want   string
	}{
		{"text", "=SUM(A1)", "", `w"=SUM(A1)"`},
		{"a number", 5.1, "", `n"5.1"`},
		{"the sum of two", 0.1 + 0.2, "", `n"0.3"`},
		{"a large one", 7184220000000.0, "", `n"7184220000000"`},
		{"below nothing", -0.5, "", `n"-0.5"`},
		{"true", true, "", `t"true"`},
		{"a day", 46055.0, "yyyy-mm-dd", `d"2026-02-02"`},
		{"a day in another order", 46055.0, `[$-407]d\.\ mmmm\ yyyy;@`, `d"2026-02-02"`},
		{"a day and time", 46055.5, "dd/mm/yyyy hh:mm", `m"2026-02-02T12:00:00"`},
		{"just before midnight", 46055.99999, "dd/mm/yyyy hh:mm", `m"2026-02-02T23:59:59"`},
		{"a time", 0.25, "hh:mm", `m"06:00:00"`},
		{"an amount of time", 1.5, "[h]:mm", `n"1.5"`},
		{"a day that was none", 60.0, "yyyy-mm-dd", `f"60, shown as a date"`},
		{"the day before", 59.0, "yyyy-mm-dd", `d"1900-02-28"`},
		{"no day", -1.0, "yyyy-mm-dd", `f"-1, shown as a date"`},
		{"a percentage", 0.025, "0.0%", `p"2.5"`},
		{"a third", 1.0 / 3, "0%", `p"33.3333333333333"`},
		{"zeros before it", 7054.0, "0000000", `n"0007054"`},
		{"euros in red", 5.0, `[Red]"due on day" #,##0.00\ "€";-0`, `n"5"`},
		{"thousands", 1250.0, `#,##0 [$EUR]`, `n"1250"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := excelize.NewFile()
			defer f.Close()
			if err := f.SetCellValue("Sheet1", "A1", c.value); err != nil {
				t.Fatal(err)
			}
			if c.format != "" {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStyle("Sheet1", "A1", "A1", style); err != nil {
					t.Fatal(err)
				}
			}
			b, err := f.WriteToBuffer()
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(t, b.Bytes(), 0); got != "1: "+c.want+"\n" {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestOtherThingsOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	yes, format := true, "yyyy-mm-dd"
	if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err := f.SetCellStyle("Sheet1", "A1", "A1", style); err != nil {
		t.Fatal(err)
	}
	for ref, v := range map[string]any{"A1": 44593.0, "B2": "group", "C3": "x", "C2": "y", "E9": "last"} {
		if err := f.SetCellValue("Sheet1", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "B2", "B4"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellRichText("Sheet1", "A3", []excelize.RichTextRun{{Text: "one "}, {Text: "two", Font: &excelize.Font{Bold: true}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Second"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("Second", false); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := "1: d\"2026-02-02\"\n2: _\"\" w\"group\" w\"y\"\n3: w\"one two\" w\"group\" w\"x\"\n9: _\"\" _\"\" _\"\" _\"\" w\"last\"\n"
	if d := cmp.Diff(want, shown(t, b.Bytes(), 0)); d != "" {
		t.Error(d)
	}
	r, err := Open("b.xlsx", bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(r.Sheets) != 2 || !r.Sheets[1].Hidden {
		t.Errorf("%+v %v", r, err)
	}
}

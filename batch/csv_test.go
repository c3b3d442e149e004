package batch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// loadAll are the term sheets of an input, and the problems of its rows, one a line.
func loadAll(t testing.TB, in *Input) (sheets []*schema.TermSheet, problems string) {
	t.Helper()
	var b strings.Builder
	for row, err := range in.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		f, err := row.load()
		if err != nil {
			for _, p := range row.placed(err) {
				fmt.Fprintf(&b, "%d:%d %s %s\n", p.Pos.Line, p.Pos.Column, p.Pointer, p.Message)
				if p.Hint == "" {
					t.Errorf("no hint: %v", p)
				}
			}
			continue
		}
		sheets = append(sheets, f.Sheet.Sheet)
	}
	return sheets, b.String()
}

func utf16LE(text string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// A table that a spreadsheet saved as Unicode text is no list of files, and a
// workbook is told from a single term sheet.
func TestSpreadsheetFiles(t *testing.T) {
	in := input(t, "rows.txt", utf16LE("deal.id\tdeal.title\r\nA\tOne\r\n"), InputOptions{Base: base(t)})
	if sheets, problems := loadAll(t, in); len(sheets) != 1 || sheets[0].Deal.Title != "One" {
		t.Errorf("%v %s", sheets, problems)
	}
	path := filepath.Join(t.TempDir(), "rows.xlsx")
	if err := os.WriteFile(path, []byte("PK"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path, InputOptions{Base: base(t)})
	if ps, ok := errors.AsType[agreement.Problems](err); !ok || !strings.Contains(ps[0].Message, "cut off, or damaged") {
		t.Error(err)
	}
}

func base(t testing.TB) *schema.File {
	t.Helper()
	f, err := schema.Load("base.json", []byte(sheet("BASE", "Base GmbH")))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCSV(t *testing.T) {
	for _, c := range []struct {
		name, text, group string
		want              []string // deal.id, then the legal name of the second party
	}{
		{name: "blanks mean the base", text: "deal.id,parties[1].legal_name\nA,\nB,Gamma Ltd\n", want: []string{"A Base GmbH", "B Gamma Ltd"}},
		{name: "pointers", text: "/deal/id,/parties/1/legal_name\nA,Gamma Ltd\n", want: []string{"A Gamma Ltd"}},
		{name: "selectors", text: "deal.id,parties[id=beta].legal_name\nA,Gamma Ltd\n", want: []string{"A Gamma Ltd"}},
		{name: "a spreadsheet's", text: "\ufeffdeal.id;parties[1].legal_name\r\nA;Gamma, Ltd\r\nB;\"Delta; Ltd\"\r\n", want: []string{"A Gamma, Ltd", "B Delta; Ltd"}},
		{name: "rows and columns of nothing but separators", text: "deal.id,parties[1].legal_name,,\nA,Gamma,,\n,,,\n , ,\nB,Delta, ,\n,,,\n", want: []string{"A Gamma", "B Delta"}},
		{name: "the separator said", text: "sep=;\r\ndeal.id;parties[1].legal_name\r\nA;Gamma, Ltd\r\n", want: []string{"A Gamma, Ltd"}},
		{name: "UTF-16", text: utf16LE("deal.id\tparties[1].legal_name\r\nA\tGämma\r\n\t\r\nB\tΔ\r\n"), want: []string{"A Gämma", "B Δ"}},
		{name: "tabs", text: "deal.id\tparties[1].legal_name\nA\tGamma\n", want: []string{"A Gamma"}},
		{name: "the list of failures", text: "deal.id,error\nA,\"mend\nthis\"\n", want: []string{"A Base GmbH"}},
		{name: "no line feed at the end", text: "deal.id\nA", want: []string{"A Base GmbH"}},
		{name: "several lines of one deal", group: "deal.id", text: "deal.id,parties[1].legal_name,assets[].id\nA,Gamma,p1\nA,,p2\nB,Delta,p1\n", want: []string{"A Gamma p1 p2", "B Delta p1"}},
		{name: "a group column of its own", group: "no.", text: "no.,deal.id,assets[].id\n1,A,p1\n1,,p2\n2,B,\n", want: []string{"A Base GmbH p1 p2", "B Base GmbH"}},
		{name: "the next element of a list", text: "deal.id,parties[2].id,parties[2].legal_name,parties[2].short_name,parties[2].jurisdiction\nA,c,C Ltd,C,GB\nB,,,,\n", want: []string{"A Base GmbH", "B Base GmbH"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, "rows.csv", c.text, InputOptions{Base: base(t), Group: c.group})
			sheets, problems := loadAll(t, in)
			if strings.Contains(c.text, "assets") {
				problems = "" // these assets lack what assets need; what is wanted of them is their place
				sheets = partly(t, in)
			}
			var got []string
			for _, s := range sheets {
				line := s.Deal.ID + " " + s.Parties[1].LegalName
				for _, a := range s.Assets {
					line += " " + a.ID
				}
				got = append(got, line)
			}
			if d := cmp.Diff(c.want, got); d != "" || problems != "" {
				t.Errorf("%s%s", d, problems)
			}
		})
	}
}

// partly are the term sheets of an input whatever is wrong with them.
func partly(t testing.TB, in *Input) (sheets []*schema.TermSheet) {
	t.Helper()
	for row := range in.Rows() {
		f, _ := row.load()
		sheets = append(sheets, f.Sheet.Sheet)
	}
	return sheets
}

func TestCSVSaysWhichCellIsWrong(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a date", "deal.id,deal.effective_date\nA,2027-02-30\n", `2:3 /deal/effective_date deal.effective_date must be`},
		{"an enum", "deal.id,deal.kind\nA,bilaterel\n", `2:3 /deal/kind deal.kind`},
		{"a number", "deal.id,term.length\nA,ten\n", `2:3 /term/length term.length`},
		{"of the third line", "deal.id,parties[1].legal_name,term.length\nA,\"B\nC\",x\n", `3:4 /term/length`},
		{"what only the whole says", "parties[0].jurisdiction,deal.id\nXX,A\n", `2:1 /parties/0/jurisdiction`},
		{"true", "deal.id,clauses.escrow/release.omit\nA,maybe\n", `2:3 /clauses/escrow~1release/omit clauses.escrow/release.omit must be true or false, not "maybe"`},
		{"thousands", "deal.id,payments.fees[0].amount\nA,\"{\"\"amount\"\": \"\"740.000\"\", \"\"currency\"\": \"\"EUR\"\"}\"\n", `2:3 /payments/fees/0/amount payments.fees[0].amount has a wrong amount, which is not clear: 740.000 can be read in two ways; write 740, or 740000`},
		{"another unit", "deal.id,term.length\nA,7 years\n", `2:3 /term/length term.length must be a whole number, not the text "7 years"; write 84: it is in months`},
		{"a column without a name", "deal.id,\nA,B\n", `2:3  the cell stands in a column without a name: "B"`},
		{"too few cells", "deal.id,term.length\nA\n", `2:1  the line has 1 cells and the first line 2`},
		{"a stray quotation mark", "deal.id,deal.title\nA,a \"b\n", `2:1  the line is not CSV: bare "`},
		{"not UTF-8", "deal.id,deal.title\nA,caf\xe9\n", `2:3  the cell is not UTF-8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := loadAll(t, input(t, "rows.csv", c.text, InputOptions{Base: base(t)}))
			if !strings.HasPrefix(problems, c.want) {
				t.Errorf("got  %s\nwant %s", problems, c.want)
			}
		})
	}
}

func TestCSVHeaderIsChecked(t *testing.T) {
	for _, c := range []struct{ text, group, want string }{
		{"deal.idd\nA\n", "", `did you mean "id"?`},
		{"deal.id,/deal/id\nA,B\n", "", "says the same as"},
		{"deal.id,grants[].acts[]\nA,B\n", "", "a list within a list"},
		{"clauses.escrow/release.colour\nA\n", "", "no choice among the clauses"},
		{"deal.id\nA\n", "client", `no column "client" to group by`},
		{"\xff\xfed\x00\n", "", "is not UTF-8"}, // half a character of UTF-16
		{"", "", "it is empty"},
		{"\"deal.id\nA\n" + strings.Repeat("x", 100), "", "not CSV"},
	} {
		path := filepath.Join(t.TempDir(), "rows.csv")
		if err := os.WriteFile(path, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, InputOptions{Group: c.group})
		var ps agreement.Problems
		if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if ps[0].Hint == "" || ps[0].Pos.Filename != path {
			t.Errorf("%q: %+v", c.text, ps[0])
		}
	}
}

// TestTemplateIsTheTermSheet makes a CSV file of each example and reads it back.
func TestTemplateIsTheTermSheet(t *testing.T) {
	for _, name := range []string{"bilateral-semiconductor", "pool-five", "pool-forty", "names", "amendment"} {
		src, err := os.ReadFile(filepath.Join("../testdata/examples", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := schema.Load(name, src)
		if err != nil {
			t.Fatal(err)
		}
		text, err := Template(f.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		got, problems := loadAll(t, input(t, "rows.csv", string(text), InputOptions{}))
		if len(got) != 1 {
			t.Errorf("%s: %s", name, problems)
			continue
		}
		want, err := schema.Canonical(f.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		again, err := schema.Canonical(got[0])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(again)); d != "" {
			t.Errorf("%s (-term sheet +CSV):\n%s", name, d)
		}
	}
}

// TestFailuresOfCSVRunAgain takes the list of failures as it is, mends its cells,
// and finds the rows.
func TestFailuresOfCSVRunAgain(t *testing.T) {
	text := "\ufeffdeal.id;parties[1].legal_name\r\nA;Gamma\r\n../B;\"Delta; \"\"D\"\"\"\r\nC;x;y\r\nD;a \"b\r\n"
	in := input(t, "rows.csv", text, InputOptions{Base: base(t)})
	dir := t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	if s, _ := mustRun(t, in, m, dir, Options{MaxFailures: -1}); s.Made != 1 || s.Failed != 3 {
		t.Fatalf("%+v", s)
	}
	list, err := os.ReadFile(filepath.Join(dir, "failures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(list), "\n")
	for i, want := range []string{"\ufeffdeal.id;parties[1].legal_name;error", `../B;"Delta; ""D""";"rows.csv:3:1: /deal/id: `, "C;x;", `D;"a ""b";`} {
		if !strings.HasPrefix(strings.Replace(lines[i], filepath.Dir(in.Name)+"/", "", 1), want) {
			t.Errorf("line %d: %s, want %s", i+1, lines[i], want)
		}
	}
	mended := lines[0] + "\n" + strings.Replace(lines[1], "../B", "B", 1) + "\n"
	again := input(t, "failures.csv", mended, InputOptions{Base: base(t)})
	if s, events := mustRun(t, again, m, dir, Options{MaxFailures: -1}); s.Made != 1 {
		t.Errorf("%+v %v\n%s", s, events, mended)
	}
	agrees(t, dir)
}

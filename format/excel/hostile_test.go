package excel

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// packed is a workbook of one sheet, given as XML.
func packed(t testing.TB, sheet string, others map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	files := map[string]string{
		"xl/workbook.xml":            `<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="S" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="rId2" Type="x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="x/sharedStrings" Target="t.xml"/></Relationships>`,
		"xl/worksheets/s.xml":        sheet,
	}
	for name, text := range others {
		files[name] = text
	}
	for _, name := range []string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/s.xml", "xl/styles.xml", "xl/t.xml"} {
		if files[name] == "" {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// refusal is why a workbook cannot be read.
func refusal(data []byte) error {
	r, err := Open("b.xlsx", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for i := range r.Sheets {
		for _, err := range r.Rows(i) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func TestOddButRight(t *testing.T) {
	sheet := `<?xml version="1.0"?><!-- by hand --><x:worksheet xmlns:x='m'><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a &lt;&#228;&amp;</x:t><x:rPh><x:t>heard</x:t></x:rPh></x:is></x:c>` +
		`<x:c t="str"><x:f>"a>b"</x:f><x:v>x</x:v></x:c><x:c/><x:c t="d"><x:v>2027-01-31T00:00:00Z</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:f>TODAY()</x:f></x:c><x:c t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row><x:row r='7' hidden="1"><x:c r="C7"><x:v>1.2345678901234567E+16</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	want := "1: w\"a <ä&\" w\"x\" _\"\" d\"2027-01-31\" f\"#N/A\" f\"a formula without its result\"\n7: _\"\" _\"\" n\"12345678901234600\"\n"
	data := packed(t, sheet, nil)
	if got := shown(t, data, 0); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	r, err := Open("b", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for row := range r.Rows(0) {
		if row.Number == 1 && !row.Cells[1].Formula || row.Number == 7 && !(row.Hidden && row.Cells[2].Inexact) {
			t.Errorf("%+v", row)
		}
	}
}

func TestRefusals(t *testing.T) {
	whole := written(t, sample())
	table := func(rows string) []byte {
		return packed(t, "<worksheet><sheetData>"+rows+"</sheetData></worksheet>", nil)
	}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"nothing", "it is empty", nil},
		{"an old workbook", "(.xls), or one with a password", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx")},
		{"HTML", "a page of HTML", []byte("\n<HTML><table>")},
		{"a table in text", "it is no workbook", []byte("deal.id,title\n")},
		{"cut off", "cut off, or damaged", whole[:len(whole)/2]},
		{"another archive", "there is no workbook in it", func() []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			_, _ = z.Create("hello.txt")
			_ = z.Close()
			return b.Bytes()
		}()},
		{"a table that does not end", "cut off, or damaged", packed(t, `<worksheet><sheetData><row><c><v>1</v></c></row>`, nil)},
		{"a document type", "document type", packed(t, `<!DOCTYPE x [<!ENTITY a "aa">]><worksheet><sheetData/></worksheet>`, nil)},
		{"rows out of order", "has the number", table(`<row r="5"/><row r="4"/>`)},
		{"a row beyond the last", "has the number", table(`<row r="1048577"/>`)},
		{"cells out of order", "is called", table(`<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`)},
		{"a cell beyond the last", "is called", table(`<row><c r="XFE1"><v>1</v></c></row>`)},
		{"a text that is not there", "A1: the workbook is damaged: the text of a cell is missing", table(`<row><c t="s"><v>4</v></c></row>`)},
		{"a kind of cell that is not there", `of the type "q"`, table(`<row><c t="q"><v>4</v></c></row>`)},
		{"a cell that does not begin", "ends that did not begin", table(`<row r="1"></c></row>`)},
		{"an open quotation mark", "cut off, or damaged", packed(t, `<worksheet><sheetData a="`, nil)},
		{"a text without end", "damaged", packed(t, strings.Repeat("x", 2<<20), nil)},
		{"too many cells", "more than 10000000 cells", table(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 700))},
		{"rows packed small", "unpacks to more", table(strings.Repeat(`<row><c><v>1</v></c></row>`, 600_000))},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := refusal(c.data)
			var ps agreement.Problems
			if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v", err)
			}
			if ps[0].Hint == "" || ps[0].Pos.Filename != "b.xlsx" {
				t.Errorf("%+v", ps[0])
			}
		})
	}
}

func TestManyMergedCells(t *testing.T) {
	var b strings.Builder
	b.WriteString("<worksheet><sheetData>")
	for i := range 3000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>1</v></c><c r="D%d"><v>2</v></c></row>`, i+1, i+1, i+1)
	}
	b.WriteString("</sheetData><mergeCells>")
	for i := 0; i < 3000; i += 3 {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:C%d"/>`, i+1, i+3)
	}
	b.WriteString(`<mergeCell ref="nonsense"/></mergeCells></worksheet>`)
	got := shown(t, packed(t, b.String(), nil), 0)
	if want := "3000: n\"1\" n\"1\" n\"1\" n\"2\"\n"; !strings.HasSuffix(got, want) {
		t.Error(got[len(got)-100:])
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(written(f, sample()))
	f.Add(packed(f, `<worksheet><sheetData><row><c t="b"><v>1</v></c></row></sheetData><mergeCell ref="A1:B2"/></worksheet>`, nil))
	f.Fuzz(func(t *testing.T, data []byte) { _ = refusal(data) })
}

// FuzzSheet reads any table that is XML or not.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>46054.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`, `yyyy\-mm"x"[$-407];@`)
	f.Fuzz(func(t *testing.T, sheet, format string) {
		styles := `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="` + attribute(format) + `"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>`
		_ = refusal(packed(t, sheet, map[string]string{"xl/styles.xml": styles}))
	})
}

// FuzzText writes any text and reads it.
func FuzzText(f *testing.F) {
	f.Add("_x0041_ =1 \x00\r\n<&>")
	f.Add("_x0041\r\n") // what follows is written with the mark that ends it
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		if s == "" || len(s) > longestText {
			return
		}
		data := written(t, &Workbook{Sheets: []Sheet{{Name: "A", Rows: [][]Cell{{Text(s)}}}}})
		if got := shown(t, data, 0); got != fmt.Sprintf("1: w%q\n", s) {
			t.Errorf("%q is read as %s", s, got)
		}
	})
}

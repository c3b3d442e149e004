package docket

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestCases reads a table, "table.csv" or "table.xlsx", into "deal.json", once and
// again, and compares what is said and what is written with "want". The cells of a
// workbook are written here as text, after "n:" as a number and after "d:" as a date,
// between bars. "mapping.json", or "mapping" with the name of
// a shipped one, and "aliases.json" may be given; the first word of the
// comment may be an order of dates.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := tell(t, ar)
			for i := range ar.Files {
				if ar.Files[i].Name != "want" {
					continue
				}
				if *update {
					ar.Files[i].Data = []byte(got)
					if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
						t.Fatal(err)
					}
				} else if d := cmp.Diff(string(ar.Files[i].Data), got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
				return
			}
			t.Error("the case wants nothing")
		})
	}
}

func tell(t *testing.T, ar *txtar.Archive) string {
	t.Helper()
	in := map[string][]byte{}
	for _, f := range ar.Files {
		in[f.Name] = f.Data
	}
	name, src := "table.csv", in["table.csv"]
	if x := in["table.xlsx"]; x != nil {
		name, src = "table.xlsx", workbook(t, x)
	}
	sheet, err := schema.Load("deal.json", in["deal.json"])
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Sheet: sheet.Sheet}
	if word, _, _ := strings.Cut(string(ar.Comment), " "); word == "dmy" || word == "mdy" {
		o.Dates = schema.DateOrder(word)
	}
	if m := in["mapping.json"]; m != nil {
		if o.Mapping, err = ReadMapping(m); err != nil {
			return err.Error() + "\n"
		}
	}
	if name := strings.TrimSpace(string(in["mapping"])); name != "" {
		if o.Mapping, err = ReadMapping(ShippedSource(name)); err != nil {
			t.Fatal(err)
		}
	}
	if a := in["aliases.json"]; a != nil {
		if o.Aliases, err = portfolio.ReadAliases(a); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	d, err := Read(name, src, o)
	if err != nil {
		said(&b, err)
		return b.String()
	}
	fmt.Fprintf(&b, "%s: %d rows of %s\n", d.Mapping.Name, d.Rows, d.Mapping.Rows)
	for _, x := range d.Rights {
		fmt.Fprintf(&b, "%v %s: %s of %s, digits %s", x.Rows, x.Asset.Number, x.Sort, x.Raw, x.Digits)
		if !x.Bound.IsZero() {
			fmt.Fprintf(&b, "; no later than %s", x.Bound.ISO())
		}
		fmt.Fprintf(&b, "; %s\n", x.Rule)
	}
	if len(d.Problems) > 0 {
		said(&b, d.Problems)
	}
	im, err := d.Into(sheet)
	if err != nil {
		said(&b, err)
		return b.String()
	}
	fmt.Fprintf(&b, "added %v, same %d, absent %v\n", im.Added, im.Same, im.Absent)
	for _, c := range im.Changed {
		fmt.Fprintf(&b, "%s %s: %q to %q\n", c.Asset, c.Field, c.Before, c.After)
	}
	next, err := schema.Load("next.json", im.Source)
	if err != nil {
		t.Errorf("what was written is no term sheet: %v\n%s", err, im.Source)
		return b.String()
	}
	if again, err := d.Into(next); err != nil || len(again.Added)+len(again.Changed) > 0 || !bytes.Equal(again.Source, im.Source) {
		t.Errorf("the same table changes the term sheet again: %+v %v", again, err)
	}
	b.WriteString(changedLines(in["deal.json"], im.Source))
	return b.String()
}

func said(b *strings.Builder, err error) {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		fmt.Fprintln(b, err)
		return
	}
	for _, p := range ps {
		fmt.Fprintf(b, "%v\n    %s\n", p, p.Hint)
	}
}

// changedLines are the lines of a term sheet that an import wrote.
func changedLines(before, after []byte) string {
	had := map[string]bool{}
	for line := range bytes.Lines(before) {
		had[string(line)] = true
	}
	var b strings.Builder
	for line := range bytes.Lines(after) {
		if !had[string(line)] {
			b.Write(line)
		}
	}
	return b.String()
}

// workbook is a workbook of lines of cells between bars.
func workbook(t *testing.T, text []byte) []byte {
	t.Helper()
	sheet := excel.Sheet{Name: "Rights"}
	for line := range strings.Lines(string(text)) {
		var row []excel.Cell
		for cell := range strings.SplitSeq(strings.TrimRight(line, "\n"), "|") {
			c := excel.Text(strings.TrimSpace(cell))
			if n, ok := strings.CutPrefix(c.Text, "n:"); ok {
				c = excel.Cell{Kind: excel.Number, Text: n}
			} else if d, ok := strings.CutPrefix(c.Text, "d:"); ok {
				c = excel.Date(d)
			} else if c.Text == "space" {
				c = excel.Text(" ")
			}
			row = append(row, c)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	var b bytes.Buffer
	if err := excel.Write(&b, &excel.Workbook{Sheets: []excel.Sheet{sheet}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

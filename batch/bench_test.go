package batch

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// BenchmarkBatch runs whole batches from JSON Lines to files on disk, preflight and
// manifest included: of the shipped bilateral agreement, which prints as 120 kB of
// Markdown and 60 pages of PDF, and of a small one of two sections.
func BenchmarkBatch(b *testing.B) {
	whole, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		b.Fatal(err)
	}
	rules, err := renew.LoadRules("rules", []byte(`{"signing_date": "2037-03-01"}`))
	if err != nil {
		b.Fatal(err)
	}
	renewer := func(last *renew.Last) (*renew.Renewal, error) {
		return renew.Renew(last, rules, renew.Options{Library: whole})
	}
	example := func(b *testing.B, n int) *Input { return exampleRows(b, "bilateral-semiconductor", n) }
	small := func(b *testing.B, n int) *Input { return jsonLines(b, sheets(n)) }
	for _, c := range []struct {
		name   string
		rows   func(*testing.B, int) *Input
		lib    *assemble.Library
		format draft.Format
		renew  Renewer
	}{
		{"small/md", small, library(b, someWords), draft.Markdown, nil},
		{"bilateral/md", example, whole, draft.Markdown, nil},
		{"bilateral/pdf", example, whole, draft.PDF, nil},
		{"bilateral/renewed", example, whole, draft.Markdown, renewer},
	} {
		for _, rows := range []int{100, 1000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, rows), func(b *testing.B) {
				in, m := c.rows(b, rows), NewMaker(c.lib, draft.Options{Formats: []draft.Format{c.format}}, c.renew)
				for b.Loop() {
					s, err := Run(context.Background(), in, m, b.TempDir(), Options{MaxFailures: -1})
					if err != nil || s.Made != rows {
						b.Fatalf("%+v, %v", s, err)
					}
				}
				b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "agreements/s")
			})
		}
	}
}

// exampleRows is an example so many times, each with a reference of its own.
func exampleRows(b *testing.B, example string, n int) *Input {
	source, err := os.ReadFile(filepath.Join("../testdata/examples", example+".json"))
	if err != nil {
		b.Fatal(err)
	}
	f, err := schema.Load(example, source)
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	for i := range n {
		t := f.Sheet.Clone()
		t.Deal.ID = fmt.Sprintf("%s-%05d", t.Deal.ID, i+1)
		line, err := schema.Canonical(t)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(bytes.ReplaceAll(line, []byte("\n"), nil))
		text.WriteByte('\n')
	}
	return input(b, "rows.jsonl", text.String(), InputOptions{})
}

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
	"github.com/engross/engross/produce"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// BenchmarkBatch runs whole batches of a shipped example from JSON Lines to
// files on disk, preflight and manifest included. Beside the time it gives
// agreements a second and the memory that was allocated for each.
func BenchmarkBatch(b *testing.B) {
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		b.Fatal(err)
	}
	for _, example := range []string{"bilateral-semiconductor"} {
		for _, formats := range [][]produce.Format{{produce.Markdown}, {produce.PDF}} {
			for _, rows := range []int{100, 1000, 10_000} {
				b.Run(fmt.Sprintf("%s/%s/%d", example, formats[0], rows), func(b *testing.B) {
					in := exampleRows(b, example, rows)
					m := NewMaker(lib, produce.Options{Formats: formats}, nil)
					for b.Loop() {
						dir := b.TempDir()
						s, err := Run(context.Background(), in, m, dir, Options{MaxFailures: -1})
						if err != nil || s.Made != rows {
							b.Fatalf("%+v, %v", s, err)
						}
						b.StopTimer()
						if err := os.RemoveAll(dir); err != nil {
							b.Fatal(err)
						}
						b.StartTimer()
					}
					b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "agreements/s")
				})
			}
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

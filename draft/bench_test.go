package draft_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// deals are the agreements that the benchmarks make: a short one of 18 pages, one
// between two parties, of some 20,000 words, and two pools of twice as many.
var deals = []string{"short-exclusive-licence", "bilateral-semiconductor", "pool-five", "pool-forty"}

// BenchmarkOpen is the library with every text parsed, as a user's own is opened.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := assemble.Open(clauses.FS, templates.FS); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStages is what each step on the way from a term sheet to its files
// takes, with a library that is open.
func BenchmarkStages(b *testing.B) {
	lib := library(b)
	for _, deal := range deals {
		file := "../testdata/examples/" + deal + ".json"
		src, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		sheet := load(b, file)
		made, err := lib.Assemble(sheet, assemble.Options{})
		if err != nil {
			b.Fatal(err)
		}
		traced, err := lib.Assemble(sheet, assemble.Options{Trace: true})
		if err != nil {
			b.Fatal(err)
		}
		var docx bytes.Buffer
		if err := word.Write(&docx, made.Document, word.Options{}); err != nil {
			b.Fatal(err)
		}
		for _, stage := range []struct {
			name string
			run  func() error
		}{
			{"load", func() error { _, err := schema.Load("x", src); return err }},
			{"resolve", func() error { _, err := lib.Resolve(sheet); return err }},
			{"check", func() error { check.Run(made.Deal); return nil }},
			{"assemble", func() error { _, err := made.Deal.Assemble(assemble.Options{}); return err }},
			{"trace", func() error { _, err := lib.Assemble(sheet, assemble.Options{Trace: true}); return err }},
			{"silent", func() error { traced.Trace.Silent(); return nil }},
			{"markdown", func() error { return markdown.Write(io.Discard, made.Document) }},
			{"layout", func() error { _, err := pdf.Layout(made.Document, pdf.Options{}); return err }},
			{"pdf", func() error { return pdf.Write(io.Discard, made.Document, pdf.Options{}) }},
			{"word", func() error { return word.Write(io.Discard, made.Document, word.Options{}) }},
			{"word-read", func() error { _, err := word.Read("x.docx", docx.Bytes(), made.Document); return err }},
		} {
			b.Run(deal+"/"+stage.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := stage.run(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkMake is all of it for one agreement of a batch: term sheet in, files
// out. On all cores, as a batch does.
func BenchmarkMake(b *testing.B) {
	lib := library(b)
	for _, deal := range deals {
		src, err := os.ReadFile("../testdata/examples/" + deal + ".json")
		if err != nil {
			b.Fatal(err)
		}
		for _, format := range []draft.Format{draft.Markdown, draft.PDF, draft.Word} {
			b.Run(deal+"/"+string(format), func(b *testing.B) {
				b.ReportAllocs()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						sheet, err := schema.Load("x", src)
						if err != nil {
							b.Fatal(err)
						}
						if _, err := draft.Make(resolved(b, lib, sheet), draft.Options{Formats: []draft.Format{format}}); err != nil {
							b.Fatal(err)
						}
					}
				})
			})
		}
	}
}

// BenchmarkOpenVetted is what a command pays once, whatever it makes.
func BenchmarkOpenVetted(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := assemble.OpenVetted(clauses.FS, templates.FS); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCold is what a command does: open the library, and make one agreement.
func BenchmarkCold(b *testing.B) {
	for _, deal := range deals[:2] {
		src, err := os.ReadFile("../testdata/examples/" + deal + ".json")
		if err != nil {
			b.Fatal(err)
		}
		for _, format := range []draft.Format{draft.Markdown, draft.PDF} {
			b.Run(deal+"/"+string(format), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
					if err != nil {
						b.Fatal(err)
					}
					sheet, err := schema.Load("x", src)
					if err != nil {
						b.Fatal(err)
					}
					deal, err := lib.ResolveTraced(sheet)
					if err != nil {
						b.Fatal(err)
					}
					if _, _, err := draft.MakeExamined(deal, draft.Options{Formats: []draft.Format{format}}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

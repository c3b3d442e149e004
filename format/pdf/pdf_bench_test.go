package pdf

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/go-pdf/fpdf"

	"github.com/engross/engross/agreement"
)

// BenchmarkPDF prints one bilateral agreement of eighteen pages.
func BenchmarkPDF(b *testing.B) { benchmarkPDF(b, eighteenPages()) }

func eighteenPages() *agreement.Document {
	d := bilateral()
	d.Body = slices.Delete(d.Body, 5, 10)
	return d
}

// BenchmarkPDF1000Pages prints one agreement of about a thousand pages.
func BenchmarkPDF1000Pages(b *testing.B) {
	d := bilateral()
	body := d.Body
	for range 47 {
		d.Body = append(d.Body, body...)
	}
	benchmarkPDF(b, d)
}

// BenchmarkLayout stops short of drawing.
func BenchmarkLayout(b *testing.B) {
	d := eighteenPages()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Layout(d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkPDF(b *testing.B, d *agreement.Document) {
	pages, err := Layout(d, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := Write(&buf, d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(pages.pages)), "pages")
	b.ReportMetric(float64(buf.Len())/1000, "kB")
}

// BenchmarkFaces prints one page in three faces through fpdf: with fpdf's own
// Unicode fonts, and with ours, which are cut beforehand.
func BenchmarkFaces(b *testing.B) {
	const words = "Each Party grants to the other Party a non-exclusive licence."
	page := func(b *testing.B, add func(f *fpdf.Fpdf, face faceID)) {
		f := fpdf.New("P", "pt", "A4", "")
		f.AddPage()
		for face := range faceCount {
			add(f, face)
			f.SetFont(family(fontID(face)), "", 10.5)
			f.Text(72, 72+20*float64(face), words)
		}
		if err := f.Output(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("unicode", func(b *testing.B) {
		b.ReportAllocs()
		whole := [faceCount][]byte{liberationserifregular.TTF, liberationserifbold.TTF, liberationserifitalic.TTF}
		for b.Loop() {
			page(b, func(f *fpdf.Fpdf, face faceID) {
				f.AddUTF8FontFromBytes(family(fontID(face)), "", slices.Clone(whole[face]))
			})
		}
	})
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			page(b, func(f *fpdf.Fpdf, face faceID) {
				if err := addBuiltIn(f, fontID(face)*pagesPerFace, family(fontID(face))); err != nil {
					b.Fatal(err)
				}
			})
		}
	})
}

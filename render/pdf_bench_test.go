package render

import (
	"bytes"
	"testing"

	"github.com/engross/engross/agreement"
)

// BenchmarkPDF prints one bilateral agreement; its pages are reported.
func BenchmarkPDF(b *testing.B) { benchmarkPDF(b, bilateral()) }

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
	d := bilateral()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Layout(d, PDFOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkPDF(b *testing.B, d *agreement.Document) {
	pages, err := Layout(d, PDFOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		if err := PDF(&buf, d, PDFOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(pages.pages)), "pages")
	b.ReportMetric(float64(buf.Len())/1000, "kB")
}

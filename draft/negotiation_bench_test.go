package draft_test

import (
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// negotiated is an agreement of some 20,000 words as it comes back with three figures
// and four sentences changed.
func negotiated(b *testing.B) (*assemble.Library, *schema.File, *agreement.Document) {
	lib := library(b)
	f := load(b, "../testdata/examples/bilateral-semiconductor.json")
	made, err := lib.Assemble(f, assemble.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, x := range [][3]string{
		{"grant/carve-outs", "60 days", "75 days"},
		{"ip/foreground", "45 days", "50 days"},
		{"improvements/access", "30 days", "20 days"},
		{"payments/balancing.early", "10 days", "12 days"},
		{"ip/foreground", "chosen for that purpose", "so chosen"},
		{"ip/foreground", "They bear the costs by their shares.", "They bear the costs equally."},
		{"payments/balancing.early", "It earns no discount", "It earns a discount of 2 per cent"},
	} {
		retype(b, made.Document, x[0], x[1], x[2])
	}
	return lib, f, made.Document
}

// BenchmarkAccept brings such an agreement home.
func BenchmarkAccept(b *testing.B) {
	lib, f, back := negotiated(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := draft.Accept(lib, f, back, draft.Acceptance{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRespond judges each of its changes.
func BenchmarkRespond(b *testing.B) {
	lib, f, back := negotiated(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := draft.Respond(lib, f, back, nil, draft.Side{As: schema.Licensor}); err != nil {
			b.Fatal(err)
		}
	}
}

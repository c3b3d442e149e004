package assemble_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// TestTraceChangesNoWord assembles every example with a trace and without: the same
// agreement, but for the origins.
func TestTraceChangesNoWord(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	lib = lib.WithDating(calendar.KeyDates)
	files, err := filepath.Glob("../testdata/examples/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := schema.Load(file, src)
		plain, err := lib.Assemble(f, assemble.Options{})
		if err != nil {
			continue // an example of what is refused
		}
		traced, err := lib.Assemble(f, assemble.Options{Trace: true})
		if err != nil {
			t.Errorf("%s with a trace: %v", file, err)
			continue
		}
		if n := forget(traced.Document); n < 10 {
			t.Errorf("%s: %d origins, want more", file, n)
		}
		if !reflect.DeepEqual(plain.Document, traced.Document) {
			t.Errorf("%s: the agreement with a trace is another", file)
		}
	}
}

// forget takes the origins out of a document. It tells how many there were.
func forget(d *agreement.Document) (n int) {
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			b.Conditions = nil
		case *agreement.Paragraph:
			b.Conditions = nil
		case *agreement.Table:
			b.Conditions = nil
		case *agreement.Signatures:
			for i := range b.Blocks {
				b.Blocks[i].Origin = nil
			}
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				switch x := x.(type) {
				case *agreement.Text:
					if x.Origin != nil {
						n++
					}
					x.Origin = nil
				case *agreement.Define:
					x.Origin = nil
				}
			}
		})
		return true
	})
	return n
}

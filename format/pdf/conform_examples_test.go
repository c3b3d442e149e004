package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

var (
	whole = flag.Bool("whole", false, "check every example on both papers, as a draft and to be signed, in place of one of these each")
	files = flag.String("files", "", "PDFs to check, as a pattern")
)

// TestConforms checks agreements against PDF/UA-1 and PDF/A-3a, as far as a machine can,
// and that who listens hears every word of them once and in order.
func TestConforms(t *testing.T) {
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	lib = lib.WithDating(calendar.KeyDates)
	sheets, err := filepath.Glob("../../testdata/examples/*.json")
	if err != nil || len(sheets) < 5 {
		t.Fatal("no examples", err)
	}
	var documents []*agreement.Document
	for i, sheet := range sheets {
		called := strings.TrimSuffix(filepath.Base(sheet), ".json")
		if called == "mistakes" || called == "rejected-pool" {
			continue
		}
		for k, o := range []draft.Options{{Final: true}, {Paper: pdf.Letter, Annex: true}, {}, {Final: true, Paper: pdf.Letter}} {
			if !*whole && (k != i%4 || called == "pool-forty") {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", called, k), func(t *testing.T) {
				src, err := os.ReadFile(sheet)
				if err != nil {
					t.Fatal(err)
				}
				f, err := schema.Load(called, src)
				if err != nil {
					t.Fatal(err)
				}
				deal, err := lib.Resolve(f)
				if err != nil {
					t.Fatal(err)
				}
				o.Formats = []draft.Format{draft.PDF}
				p, err := draft.Make(deal, o)
				if err != nil {
					t.Fatal(err)
				}
				documents = append(documents, p.Document)
				hears(t, pdf.Conform(t, p.Files[0].Data), p.Document)
			})
		}
	}
	t.Run("redline", func(t *testing.T) {
		for i := range documents {
			if i > 1 && !*whole {
				break
			}
			res, err := redline.Diff(documents[i], documents[(i+1)%len(documents)])
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := pdf.Write(&b, res.Document, pdf.Options{}); err != nil {
				t.Fatal(err)
			}
			pdf.Conform(t, b.Bytes())
		}
	})
	named, err := filepath.Glob(*files)
	if err != nil || *files != "" && len(named) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range named {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			pdf.Conform(t, data)
		})
	}
}

// hears fails where a listener does not hear the words of a document, after the title
// page and the contents.
func hears(t *testing.T, heard string, d *agreement.Document) {
	t.Helper()
	want, got := pdf.Letters(pdf.InOrder(d)), pdf.Letters(strings.Fields(heard))
	for len(got) > len(want) && !slices.Equal(got[:3], want[:3]) {
		got = got[1:]
	}
	for at := range want {
		if at >= len(got) || got[at] != want[at] {
			t.Fatalf("after %d of %d words it reads %q, where the agreement has %q", at, len(want), got[min(at, len(got)):min(at+12, len(got))], want[at:min(at+12, len(want))])
		}
	}
}

package markdown_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

// TestOursIsSetAsItSeems reads agreements that we wrote: no line of them is set
// otherwise than it seems, and nothing stands beside their words but the rule.
func TestOursIsSetAsItSeems(t *testing.T) {
	names, err := filepath.Glob("../../testdata/agreements/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no agreements: %v", err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := markdown.Read(name, src)
		if err != nil {
			t.Fatal(err)
		}
		agreement.Walk(d.Body, func(b agreement.Block) bool {
			agreement.Inlines(b, func(in []agreement.Inline) {
				for _, x := range in {
					if w, ok := x.(*agreement.Text); ok && w.Mark != "" {
						t.Errorf("%s: %q is marked %s", name, w.Text, w.Mark)
					}
				}
			})
			return true
		})
		for _, a := range d.Asides {
			if a.Kind != "rule" {
				t.Errorf("%s: %s %s", name, a.Kind, a.Text)
			}
		}
	}
}

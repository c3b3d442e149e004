package draft_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/engross/engross/check"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestBuiltInGo drafts term sheets that a program built, which have no places: the
// words are those of the same sheet loaded, and a mistake is a problem.
func TestBuiltInGo(t *testing.T) {
	lib := library(t)
	for _, file := range examples(t) {
		t.Run(nameOf(file), func(t *testing.T) {
			f := load(t, file)
			built := new(schema.TermSheet)
			if err := json.Unmarshal(f.JSON, built); err != nil {
				t.Fatal(err)
			}
			o := draft.Options{Formats: []draft.Format{draft.Markdown}}
			want, err := draft.Make(resolved(t, lib, f), o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := draft.Make(resolved(t, lib, &schema.File{Sheet: built}), o)
			if err != nil {
				t.Fatal(err)
			}
			if text := func(p *draft.Product) string { return p.Manifest.Text }; text(got) != text(want) {
				t.Error("the words differ")
			}
			if !bytes.Contains(got.Files[0].Data, []byte(got.Document.Title)) {
				t.Error("the agreement has no title")
			}
		})
	}
	for name, spoil := range map[string]func(*schema.TermSheet){
		"nothing":           func(s *schema.TermSheet) { *s = schema.TermSheet{} },
		"an unknown kind":   func(s *schema.TermSheet) { s.Deal.Kind = "handshake" },
		"an unknown clause": func(s *schema.TermSheet) { s.Clauses = map[string]schema.Choice{"no/such": {Include: true}} },
		"a clause of no use": func(s *schema.TermSheet) {
			s.Clauses = map[string]schema.Choice{"governance/docketing": {Variant: "rotating"}}
		},
		"an unknown party": func(s *schema.TermSheet) { s.Grants[0].From = "nobody" },
	} {
		sheet := load(t, "../testdata/examples/bilateral-semiconductor.json").Sheet.Clone()
		spoil(sheet)
		deal, err := lib.Resolve(&schema.File{Sheet: sheet})
		if err == nil {
			check.Run(deal)
			_, err = draft.Make(deal, draft.Options{Formats: draft.Formats})
		}
		if err == nil {
			t.Errorf("%s: no problem", name)
		}
	}
	if _, err := lib.Resolve(&schema.File{}); err == nil {
		t.Error("no sheet: no problem")
	}
}

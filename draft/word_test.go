package draft_test

import (
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// TestWordReadsBack says that the Word file of every example, read back, is the
// agreement that was written: no word, number, reference or ID is another.
func TestWordReadsBack(t *testing.T) {
	lib := library(t)
	for _, file := range examples(t) {
		t.Run(nameOf(file), func(t *testing.T) {
			p, err := draft.Make(resolved(t, lib, load(t, file)), draft.Options{Formats: []draft.Format{draft.Word}})
			if err != nil {
				t.Fatal(err)
			}
			r, err := word.Read("agreement.docx", p.Files[0].Data, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Changes)+len(r.Comments)+len(r.Problems) > 0 {
				t.Error(r.Changes, r.Comments, r.Problems)
			}
			res, err := redline.Diff(p.Document, r.Accepted)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range res.Changes {
				if i < 12 {
					t.Errorf("%v %v %s: %q became %q", c.Kind, c.Scope, c.Where(), c.Before, c.After)
				}
			}
		})
	}
}

// TestWordRedlines makes the redline of every pair of examples: Redline proves each.
func TestWordRedlines(t *testing.T) {
	lib := library(t)
	var docs []*agreement.Document
	var names []string
	for _, file := range examples(t) {
		if nameOf(file) == "pool-forty" { // as large as all others together
			continue
		}
		p, err := draft.Make(resolved(t, lib, load(t, file)), draft.Options{})
		if err != nil {
			t.Fatal(err)
		}
		docs, names = append(docs, p.Document), append(names, nameOf(file))
	}
	for i := range docs {
		for j := range docs {
			if testing.Short() && (i+j)%5 > 0 {
				continue
			}
			t.Run(names[i]+" to "+names[j], func(t *testing.T) {
				t.Parallel()
				res, err := redline.Diff(docs[i], docs[j])
				if err != nil {
					t.Fatal(err)
				}
				res.Document.Compared = []string{names[i], names[j]}
				if _, err := draft.Redline(res, draft.Word, draft.Options{}, draft.Reviser{}); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

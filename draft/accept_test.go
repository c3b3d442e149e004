package draft_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// retype replaces words in one provision of a document, as somebody does who types.
func retype(t testing.TB, d *agreement.Document, id, old, new string) {
	t.Helper()
	done, body := false, d.Body
	if id != "" {
		body = nil
		agreement.Walk(d.Body, func(b agreement.Block) bool {
			if agreement.BlockID(b) == id {
				body = []agreement.Block{b}
			}
			return body == nil
		})
	}
	agreement.Walk(body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if w, ok := x.(*agreement.Text); ok && !done && strings.Contains(w.Text, old) {
					w.Text, done = strings.Replace(w.Text, old, new, 1), true
				}
			}
		})
		return !done
	})
	if !done {
		t.Fatalf("%s does not say %q", id, old)
	}
}

func findClause(d *agreement.Document, id string) (parent, c *agreement.Clause) {
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if p, ok := b.(*agreement.Clause); ok {
			for _, q := range p.Body {
				if q, ok := q.(*agreement.Clause); ok && q.ID == id {
					parent, c = p, q
				}
			}
		}
		return c == nil
	})
	return parent, c
}

// TestAcceptBringsHome edits an agreement as the other side does, brings the edits
// home, and drafts again: the agreement is the one that came back.
func TestAcceptBringsHome(t *testing.T) {
	lib := library(t)
	for _, c := range []struct {
		name string
		edit func(t *testing.T, d *agreement.Document)
		want string // a path of a value, or a provision with what its wording does
	}{
		{"a default", func(t *testing.T, d *agreement.Document) {
			retype(t, d, "termination/exit-effects", "45 days", "50 days")
		},
			`clauses."termination/exit-effects".parameters.settle-days`},
		{"words", func(t *testing.T, d *agreement.Document) {
			retype(t, d, "grant/sublicensing.copy", "black out prices", "remove prices")
		},
			"grant/sublicensing.copy replace"},
		{"markup in words", func(t *testing.T, d *agreement.Document) {
			retype(t, d, "grant/sublicensing.copy", "black out prices", "black out *prices*, <b>sums</b> & {{ .Deal.ID }} [x](#y)")
		}, "grant/sublicensing.copy replace"},
		{"a provision goes", func(t *testing.T, d *agreement.Document) {
			p, q := findClause(d, "grant/sublicensing.copy")
			p.Body = slices.DeleteFunc(p.Body, func(b agreement.Block) bool { return b == agreement.Block(q) })
		}, "grant/sublicensing.copy delete"},
		{"provisions come", func(t *testing.T, d *agreement.Document) {
			p, q := findClause(d, "grant/sublicensing.copy")
			i := slices.Index(p.Body, agreement.Block(q))
			p.Body = slices.Insert(p.Body, i+1,
				agreement.Block(&agreement.Clause{ID: "~91", Label: "6.6", Number: "6.6", Heading: []agreement.Inline{&agreement.Text{Text: "Records."}}, Body: []agreement.Block{
					&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "The Licensee shall keep for six years:"}}},
					&agreement.Clause{ID: "~91.~1", Label: "(a)", Number: "6.6(a)", Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "each sublicence; and"}}}}},
					&agreement.Clause{ID: "~91.~2", Label: "(b)", Number: "6.6(b)", Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "each report on it."}}}}},
				}}),
				agreement.Block(&agreement.Clause{ID: "~92", Label: "6.7", Number: "6.7", Body: []agreement.Block{
					&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "1. is how this one begins; see "}, &agreement.Ref{Target: "grant/sublicensing.copy", Text: "Section 6.5"}, &agreement.Text{Text: "."}}}}}))
		}, "grant/sublicensing.copy after"},
		{"a definition", func(t *testing.T, d *agreement.Document) {
			agreement.Walk(d.Body, func(b agreement.Block) bool {
				if q, ok := b.(*agreement.Paragraph); ok && q.ID == "term:Affiliate" {
					q.Text = []agreement.Inline{&agreement.Define{Term: "Affiliate"}, &agreement.Text{Text: " means, for any person, another person of the same group."}}
				}
				return true
			})
		}, "term:Affiliate replace"},
		{"the title", func(_ *testing.T, d *agreement.Document) { d.Title = "Mutual Licence of Software" }, "deal.title"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := load(t, "../testdata/examples/software-escrow.json")
			p, err := lib.Assemble(f, assemble.Options{})
			if err != nil {
				t.Fatal(err)
			}
			back := p.Document
			c.edit(t, back)
			home, err := draft.Accept(lib, f, back, draft.Acceptance{AskedBy: "Jane Roe"})
			if err != nil {
				t.Fatal(err)
			}
			if len(home.Left) > 0 {
				t.Errorf("not home: %+v", home.Left[0])
			}
			var got []string
			for _, v := range home.Values {
				got = append(got, v.Path)
			}
			for _, w := range home.Wordings {
				action := w.Action
				if action == "" {
					action = "replace"
				}
				got = append(got, w.Provision+" "+action)
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("home are %q, not %q", got, c.want)
			}
			next, err := schema.Load("next.json", home.Sheet)
			if err != nil {
				t.Fatal(err)
			}
			again, err := lib.Assemble(next, assemble.Options{})
			if err != nil {
				t.Fatal(err)
			}
			again.Renumber(back) // as a word processor does
			res, err := redline.Diff(back, again.Document)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range res.Changes {
				if x.Kind != redline.Consequential {
					t.Errorf("%s: %q became %q", x.Where(), x.Before, x.After)
				}
			}
		})
	}
}

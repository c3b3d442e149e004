package redline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
)

// A scripted edit of an agreement of the library: what was done where, and the
// provisions that have to be shown as moved.
type scripted struct {
	doc   *agreement.Document
	moved []string // headings of what stands elsewhere
	told  []string // words that have to be in a change
}

// TestOwnClauses edits an agreement of the library as a negotiation would, so that
// nearly every provision is renumbered, and measures the redline: what moved is
// found and nothing else, no edit is missed, and few places are marked beside them.
func TestOwnClauses(t *testing.T) {
	for _, ids := range []bool{true, false} {
		t.Run(fmt.Sprintf("ids=%v", ids), func(t *testing.T) {
			old := examples(t)[0]
			s := negotiate(t, redline.Accept(old))
			if !ids {
				old, s.doc = withoutIDs(old, "a"), withoutIDs(s.doc, "b")
			}
			res, err := redline.Diff(old, s.doc)
			if err != nil {
				t.Fatal(err)
			}
			var moved []string
			var all strings.Builder
			places := 0
			for _, c := range res.Changes {
				if c.Kind == redline.Consequential {
					continue
				}
				places++
				fmt.Fprintf(&all, "%s\n%s\n", c.Before, c.After)
				if c.Kind == redline.Moved {
					moved = append(moved, c.Heading)
				}
			}
			slices.Sort(moved)
			t.Logf("%d places for %d edits, %v", places, len(s.moved)+len(s.told), res.Stats)
			if !slices.Equal(moved, s.moved) {
				t.Errorf("moved: %q, want %q", moved, s.moved)
			}
			for _, words := range s.told {
				if !strings.Contains(all.String(), words) {
					t.Errorf("%q is shown nowhere", words)
				}
			}
			if most := len(s.moved) + len(s.told); places > most {
				t.Errorf("%d places are marked for %d edits:\n%s", places, most, all.String())
			}
			if res.Stats.Renumbered < 100 {
				t.Errorf("only %d provisions are renumbered", res.Stats.Renumbered)
			}
		})
	}
}

// negotiate edits doc in place.
func negotiate(t *testing.T, doc *agreement.Document) *scripted {
	t.Helper()
	section := func(title string) *agreement.Clause {
		i := slices.IndexFunc(doc.Body, func(b agreement.Block) bool {
			c, ok := b.(*agreement.Clause)
			return ok && agreement.Words(c.Heading) == title
		})
		if i < 0 {
			t.Fatalf("there is no section %q", title)
		}
		return doc.Body[i].(*agreement.Clause)
	}
	take := func(from *agreement.Clause, heading string) *agreement.Clause {
		i := slices.IndexFunc(from.Body, func(b agreement.Block) bool {
			c, ok := b.(*agreement.Clause)
			return ok && agreement.Words(c.Heading) == heading
		})
		if i < 0 {
			t.Fatalf("there is no %q", heading)
		}
		c := from.Body[i].(*agreement.Clause)
		from.Body = slices.Delete(from.Body, i, i+1)
		return c
	}
	text := func(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }
	s := &scripted{doc: doc, moved: []string{"Currency", "Retention"}}

	// A section near the front renumbers nearly all.
	extra := &agreement.Clause{ID: "house/inspection", Label: "0.", Heading: text("Inspection of premises"), Body: []agreement.Block{
		&agreement.Clause{ID: "house/inspection.right", Heading: text("Right."), Label: "0.1",
			Body: []agreement.Block{&agreement.Paragraph{Text: text("A Licensor may look at the premises in which Licensed Products are made.")}}}}}
	at := slices.Index(doc.Body, agreement.Block(section("Grant of licences")))
	doc.Body = slices.Insert(doc.Body, at, agreement.Block(extra))
	s.told = append(s.told, "A Licensor may look at the premises")

	payment, secrecy, deposit := section("Payment"), section("Confidentiality"), section("Deposit of critical materials")
	currency := take(payment, "Currency.") // moved
	secrecy.Body = append(secrecy.Body, currency)
	retention := take(deposit, "Retention.") // moved and edited
	p := retention.Body[0].(*agreement.Paragraph)
	p.Text = append(p.Text, text(" It must log each access.")...)
	section("Release of deposit materials").Body = append(section("Release of deposit materials").Body, retention)
	s.told = append(s.told, "It must log each access.")

	take(deposit, "Failed Verification.") // deleted
	s.told = append(s.told, "A Depositor whose deposit fails Verification")
	loss := take(secrecy, "Loss.") // worded otherwise
	q := loss.Body[0].(*agreement.Paragraph)
	q.Text = append(text("Without delay and in writing: "), q.Text...)
	secrecy.Body = append([]agreement.Block{loss}, secrecy.Body...)
	s.moved = append(s.moved, "Loss")
	s.told = append(s.told, "Without delay and in writing:")
	// Two sections change places: the lighter one moved.
	x, y := slices.Index(doc.Body, agreement.Block(section("Injunctive relief"))), slices.Index(doc.Body, agreement.Block(section("Limits of liability")))
	doc.Body[x], doc.Body[y] = doc.Body[y], doc.Body[x]
	s.moved = append(s.moved, "Injunctive relief")

	// A definition more, a table cell and a row, a paragraph split in two.
	definitions := section("Definitions and interpretation").Body[0].(*agreement.Clause)
	definitions.Body = append(definitions.Body, &agreement.Paragraph{ID: "term:Zone", Text: append([]agreement.Inline{&agreement.Define{Term: "Zone"}}, text(" means a place set apart for tests.")...)})
	s.told = append(s.told, "means a place set apart for tests.")
	agreement.Walk(section("Balancing payments").Body, func(b agreement.Block) bool {
		if table, ok := b.(*agreement.Table); ok {
			table.Rows[1].Cells[3] = text("USD 12,345,678")
			table.Rows = append(table.Rows, agreement.Row{Cells: []agreement.Cell{text("Meridian"), text("Nordlys"), text("31 January 2032"), text("USD 1")}})
		}
		return true
	})
	s.told = append(s.told, "USD 12,345,678", "31 January 2032")
	settles := take(section("Balancing payments"), "What it settles.")
	first, second := *settles.Body[0].(*agreement.Paragraph), agreement.Paragraph{}
	before, after, _ := strings.Cut(agreement.Words(first.Text), ". ")
	first.Text, second.Text = text(before+"."), text(after)
	settles.Body = []agreement.Block{&first, &second}
	section("Balancing payments").Body = slices.Insert(section("Balancing payments").Body, 1, agreement.Block(settles))
	s.told = append(s.told, "¶")

	// A term with another name, in the singular wherever it stands.
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		if p, ok := b.(*agreement.Paragraph); ok && p.ID == "term:Licensed Field" {
			p.ID = "term:Field of Use"
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				switch x := x.(type) {
				case *agreement.Text:
					x.Text = strings.ReplaceAll(x.Text, "Licensed Field", "Field of Use")
				case *agreement.Define:
					x.Term = strings.ReplaceAll(x.Term, "Licensed Field", "Field of Use")
				case *agreement.Ref:
				}
			}
		})
		return true
	})
	s.told = append(s.told, "Field of Use")
	slices.Sort(s.moved)
	renumber(doc)
	return s
}

// renumber numbers sections and sub-sections as they stand; references follow.
func renumber(doc *agreement.Document) {
	cited := map[string][2]string{}
	n := 0
	for _, b := range doc.Body {
		c, ok := b.(*agreement.Clause)
		if !ok || c.Kind != agreement.Numbered {
			continue
		}
		n++
		old := c.Number
		c.Number, c.Label = fmt.Sprint(n), fmt.Sprintf("%d.", n)
		cited[c.ID] = [2]string{old, c.Number}
		k := 0
		for _, b := range c.Body {
			if sub, ok := b.(*agreement.Clause); ok {
				k++
				was := sub.Number
				sub.Number = fmt.Sprintf("%d.%d", n, k)
				sub.Label = sub.Number
				cited[sub.ID] = [2]string{was, sub.Number}
				agreement.Walk(sub.Body, func(b agreement.Block) bool {
					if x, ok := b.(*agreement.Clause); ok {
						before := x.Number
						x.Number = sub.Number + strings.TrimPrefix(x.Number, was)
						cited[x.ID] = [2]string{before, x.Number}
					}
					return true
				})
			}
		}
	}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if r, ok := x.(*agreement.Ref); ok {
					if c, ok := cited[r.Target]; ok {
						r.Text = strings.Replace(r.Text, "Section "+c[0], "Section "+c[1], 1)
					}
				}
			}
		})
		return true
	})
}

// withoutIDs is d with ids that hang on the place alone, as a draft from another
// office has.
func withoutIDs(d *agreement.Document, side string) *agreement.Document {
	d = redline.Accept(d)
	ids := map[string]string{}
	id := func(old string) string {
		if old == "" {
			return ""
		}
		if ids[old] == "" {
			ids[old] = fmt.Sprintf("%s.~%d", side, len(ids))
		}
		return ids[old]
	}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			b.ID = id(b.ID)
		case *agreement.Paragraph:
			b.ID = id(b.ID)
		case *agreement.Table:
			b.ID = id(b.ID)
		case *agreement.Signatures:
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if r, ok := x.(*agreement.Ref); ok {
					r.Target = id(r.Target)
				}
			}
		})
		return true
	})
	return d
}

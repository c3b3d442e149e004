// Package summary makes a paper of a page or two about a deal: who licenses what to
// whom, until when, for how much, how it ends, what sits in escrow and what a breach
// costs.
//
// It says only what the agreement says, in the agreement's words: it is the page of
// key terms of the form, assembled with the agreement, whose provisions it cites. What
// one side thinks of the deal is in the internal summary alone.
package summary

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/schema"
)

// Options say what a summary holds besides the terms.
type Options struct {
	Internal bool   // departures from the balanced standard, who gains, and what the playbook says: not for the other side
	Side     string // whose summary it is: "licensor", "licensee" or the id of a party; "" for nobody's
}

// mostDepartures is how many departures an internal summary lists.
const mostDepartures = 15

// Of is the summary of a deal. The error is [agreement.Problems].
func Of(deal *assemble.Deal, o Options) (*agreement.Document, error) {
	page, whole, err := page(deal)
	if err != nil {
		return nil, err
	}
	doc := &agreement.Document{
		Title: "Summary of " + whole.Title, Kind: "summary", Reference: whole.Reference, Language: whole.Language, Date: whole.Date,
		Status: whole.Status, Notice: whole.Notice, Brief: true, Body: page.Body,
	}
	if o.Internal {
		book, err := deal.Library().Playbook()
		if err != nil {
			return nil, err
		}
		made, err := deal.Assemble(assemble.Options{Trace: true})
		if err != nil {
			return nil, err
		}
		doc.Title = "INTERNAL: s" + doc.Title[1:]
		doc.Body = append(doc.Body, departures(made, book, o.Side))
	}
	return doc, nil
}

// page is the page of key terms, with plain citations in the place of references, and
// the agreement that it is of.
func page(deal *assemble.Deal) (*agreement.Clause, *agreement.Document, error) {
	f := *deal.File
	f.Sheet = f.Sheet.Clone()
	f.Sheet.Deal.KeyTerms = "page"
	asked, err := deal.Library().Resolve(&f)
	if err != nil {
		return nil, nil, err
	}
	res, err := asked.Assemble(assemble.Options{})
	if err != nil {
		return nil, nil, err
	}
	for _, b := range res.Document.Body {
		c, ok := b.(*agreement.Clause)
		if !ok || c.Source == nil || c.Source.Topic != asked.Says(assemble.KeyTerms).Topic {
			continue
		}
		agreement.Walk(c.Body, func(b agreement.Block) bool {
			agreement.Inlines(b, cited)
			return true
		})
		return c, res.Document, nil
	}
	return nil, nil, agreement.Problems{{ID: "no-key-terms", Pos: f.Pos("/deal"), Pointer: "/deal", Message: fmt.Sprintf("the form %s has no page of key terms, of which a summary is made", asked.Template.Name),
		Hint: `summarise the agreement itself, or list the clause of key terms, with when: eq .Deal.KeyTerms "page", under front: in the form`}}
}

// cited puts words in the place of references, which lead nowhere in a summary.
func cited(in []agreement.Inline) {
	for i, x := range in {
		if r, ok := x.(*agreement.Ref); ok {
			in[i] = &agreement.Text{Text: r.Text}
		}
	}
}

// departures is where the deal departs from the balanced standard, what hangs on most
// first.
func departures(made *assemble.Result, book *assemble.Playbook, side string) *agreement.Clause {
	list := book.Ranked(made.Sheet, made.Deviations(), side)
	c := &agreement.Clause{ID: "departures", Kind: agreement.Front, Heading: words("Departures from the balanced standard")}
	if len(list) == 0 {
		c.Body = append(c.Body, &agreement.Paragraph{Text: words("There are none.")})
		return c
	}
	t := &agreement.Table{ID: "departures.table"}
	for _, h := range []string{"Weight", "Term", "Here", "Balanced", "Who gains", "Fallback", "Who approves"} {
		t.Head = append(t.Head, words(h))
		t.Align = append(t.Align, agreement.Left)
	}
	for _, d := range list[:min(mostDepartures, len(list))] {
		fallback, approve := cmp.Or(d.Fallback, "–"), "–"
		if p := book.Play(d.Topic, d.Parameter, loser(d)); p != nil {
			fallback, approve = p.Shown(p.Fallback), cmp.Or(p.Approve, "–")
		}
		var row agreement.Row
		for _, s := range []string{string(book.Weight(d)), d.Title + ": " + d.What, d.Value, d.Balanced, book.Gainers(made.Sheet, d), fallback, approve} {
			row.Cells = append(row.Cells, agreement.Cell{&agreement.Text{Text: s, Value: true}})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Drawing = drawing.Dial("Who gains, by clause", leans(list))
	c.Body = append(c.Body, t)
	if more := len(list) - mostDepartures; more > 0 {
		c.Body = append(c.Body, &agreement.Paragraph{Text: words(fmt.Sprintf("And %d more: engross check lists them.", more))})
	}
	return c
}

// leans are which way each clause leans, those that lean most first.
func leans(list []assemble.Deviation) []drawing.Lean {
	var all []drawing.Lean
	for _, d := range list {
		i := slices.IndexFunc(all, func(l drawing.Lean) bool { return l.Title == d.Title })
		if i < 0 {
			i = len(all)
			all = append(all, drawing.Lean{Title: d.Title})
		}
		switch d.Gains {
		case "licensor":
			all[i].Licensor++
		case "licensee":
			all[i].Licensee++
		default:
			all[i].Neither++
		}
	}
	lean := func(l drawing.Lean) int { return max(l.Licensor, l.Licensee) }
	slices.SortStableFunc(all, func(a, b drawing.Lean) int { return lean(b) - lean(a) })
	return slices.DeleteFunc(all, func(l drawing.Lean) bool { return lean(l) == 0 })
}

// loser is the side that falls back where the other has gained.
func loser(d assemble.Deviation) schema.Position {
	if d.Gains == "licensor" {
		return schema.Licensee
	}
	return schema.Licensor
}

func words(s string) []agreement.Inline {
	return []agreement.Inline{&agreement.Text{Text: s}}
}

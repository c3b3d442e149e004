package redline

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// WithCover is the marked document of res between a first page that says what was
// compared, and an annex that lists every change: for printers that have no list
// of their own. [Accept] and [Reject] are for the document without it.
func WithCover(res *Result) *agreement.Document {
	d := *res.Document
	d.Body = append([]agreement.Block{Cover(res)}, d.Body...)
	d.Body = append(d.Body, ChangeList(res))
	return &d
}

// Cover says what was compared and how changes are marked, counts them, and says
// why the drafts differ where that is known.
func Cover(res *Result) *agreement.Clause {
	compared := grid("Compared", "Source")
	compared.row("Old draft", res.Document.Compared[0])
	compared.row("New draft", res.Document.Compared[1])
	if res.Date != "" {
		compared.row("Date of comparison", res.Date)
	}
	c := &agreement.Clause{ID: "redline:cover", Kind: agreement.Front, Heading: plainText("Redline"), Body: []agreement.Block{
		compared.table(), legend(), statistics(res.Stats).table()}}
	terms, library := reasonsOnPaper(res)
	if len(terms) > 0 {
		t := grid("Term", "Old value", "New value", "Where it shows")
		for _, r := range terms {
			t.row(r.cause.name(), stated(r.cause.Before), stated(r.cause.After), r.where())
		}
		c.Body = append(c.Body, paragraph("The term sheets of the two drafts differ in these terms:"), t.table())
	}
	if len(library) > 0 {
		t := grid("Clause of the library", "Old", "New", "Where it shows")
		for _, r := range library {
			t.row(r.cause.name(), stated(r.cause.Before), stated(r.cause.After), r.where())
		}
		c.Body = append(c.Body, paragraph("The drafts use other texts of these clauses of the library:"), t.table())
	}
	if shared(terms, library) {
		c.Body = append(c.Body, paragraph(sharedNote+"."))
	}
	if s := res.untold(); s != "" {
		c.Body = append(c.Body, paragraph(s))
	}
	c.Body = append(c.Body, paragraph("Numbers and cross-references that merely follow a change elsewhere are not marked as changes. "+
		"The last annex lists every change."), paragraph(notice))
	return c
}

// legend shows how each kind of change is marked, marked so.
func legend() *agreement.Paragraph {
	p := &agreement.Paragraph{Text: plainText("How changes are marked: ")}
	for i, x := range []agreement.Text{
		{Text: "words inserted", Change: agreement.Inserted}, {Text: "words deleted", Change: agreement.Deleted},
		{Text: "words moved from here", Change: agreement.MovedFrom}, {Text: "words moved to here", Change: agreement.MovedTo},
	} {
		if i > 0 {
			p.Text = append(p.Text, &agreement.Text{Text: "; "})
		}
		p.Text = append(p.Text, &x)
	}
	p.Text = append(p.Text, &agreement.Text{Text: "."})
	return p
}

func statistics(s Stats) *gridBuilder {
	g := grid("Changes", "Number")
	for _, x := range []struct {
		name string
		n    int
	}{
		{"Insertions", s.Insertions}, {"Deletions", s.Deletions}, {"Moves", s.Moves}, {"Table rows inserted", s.RowsInserted},
		{"Table rows deleted", s.RowsDeleted}, {"Marks of words, links and images", s.Markup}, {"Changes of structure", s.Structure}, {"Words inserted", s.WordsIn}, {"Words deleted", s.WordsOut},
		{"Provisions renumbered (not marked)", s.Renumbered}, {"Cross-references that followed (not marked)", s.References},
	} {
		g.row(x.name, fmt.Sprint(x.n))
	}
	g.align[1] = agreement.Right
	return g
}

// ChangeList is an annex with every change of res by clause, its causes where they
// are known, and then the numbers that followed.
func ChangeList(res *Result) *agreement.Clause {
	c := &agreement.Clause{ID: "redline:changes", Kind: agreement.Annex, Heading: plainText("List of changes")}
	changes := grid("Clause", "Kind", "Before", "After", "Why")
	followed := grid("Old number", "New number", "References that followed")
	for _, x := range renumbered(res.Changes) {
		followed.row(x.Before, x.After, standing(x.Occurrences))
	}
	for _, x := range res.Changes {
		if x.Kind == Consequential {
			continue
		}
		changes.row(strings.TrimSpace(x.Where()+" "+x.Heading), kindText(&x), quotedWords(&x, true), quotedWords(&x, false), becauseOf(x.Causes))
	}
	if len(changes.rows) == 0 {
		c.Body = append(c.Body, paragraph(sameWords+"."))
	} else {
		c.Body = append(c.Body, changes.table())
	}
	if len(followed.rows) > 0 {
		c.Body = append(c.Body, paragraph("These numbers follow from changes elsewhere and are not marked. What stands under a provision follows its number:"), followed.table())
	}
	return c
}

// quotedWords is the words that went or came with the words beside them in their
// draft, without which a number says nothing; of a table, with the row and the column.
func quotedWords(c *Change, old bool) string {
	words, left, q := c.After, c.Left, c.quote[1]
	if old {
		words, left, q = c.Before, was(c.OldLeft, c.Left), c.quote[0]
	}
	switch {
	case words == "":
		return ""
	case strings.Contains(left, " | "):
		return left + ": " + shorten(words)
	case c.Scope != Words || c.Kind == Markup:
		return shorten(words)
	}
	if words := strings.TrimSpace(q.words); words != "" { // the white space around them is not theirs to lose
		at := strings.Index(q.words, words)
		q.left, q.right = q.left+q.words[:at], q.words[at+len(words):]+q.right
	}
	q.words = shorten(q.words)
	return q.String()
}

// kindText is a change's kind, and in how many places it shows where there are several.
func kindText(c *Change) string {
	if n := len(c.Occurrences); n > 1 {
		return fmt.Sprintf("%s, %d places", c.Kind, n)
	}
	return c.Kind.String()
}

// standing is where references stand, in the new draft.
func standing(places []Occurrence) string {
	var out []string
	for _, o := range places {
		out = append(out, o.NewNumber)
	}
	return strings.Join(out, ", ")
}

func becauseOf(causes []Cause) string {
	causes = onPaper(causes)
	out := make([]string, len(causes))
	for i, w := range causes {
		out[i] = w.name()
	}
	return strings.Join(out, "; ")
}

// A gridBuilder builds a table of plain words.
type gridBuilder struct {
	head  []agreement.Cell
	align []agreement.Align
	rows  []agreement.Row
}

func grid(head ...string) *gridBuilder {
	return &gridBuilder{head: cells(head), align: make([]agreement.Align, len(head))}
}

func (g *gridBuilder) row(words ...string) {
	g.rows = append(g.rows, agreement.Row{Cells: cells(words)})
}

func (g *gridBuilder) table() *agreement.Table {
	return &agreement.Table{Align: g.align, Head: g.head, Rows: g.rows}
}

func cells(words []string) []agreement.Cell {
	out := make([]agreement.Cell, len(words))
	for i, w := range words {
		out[i] = plainText(w)
	}
	return out
}

func paragraph(s string) *agreement.Paragraph { return &agreement.Paragraph{Text: plainText(s)} }

// plainText is s as words, safe in any document.
func plainText(s string) []agreement.Inline {
	if s == "" {
		return nil
	}
	return []agreement.Inline{&agreement.Text{Text: printable(s), Value: true}}
}

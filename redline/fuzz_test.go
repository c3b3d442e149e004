package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// FuzzDiff compares random drafts with random edits of them. Diff proves itself,
// so an error is a failure; a draft compared with itself has no changes; and the
// same drafts give the same redline.
func FuzzDiff(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, uint8(seed%12), seed%2 == 0, "§ “x” ¶ 1,000 {a} \u202e")
	}
	f.Fuzz(func(t *testing.T, seed uint64, edits uint8, ids bool, words string) {
		g := &garden{rng: rand.New(rand.NewPCG(seed, 7)), ids: ids, hostile: strings.ToValidUTF8(words, "?")}
		old := g.document()
		new := g.edit(old, int(edits%16))
		res, err := Diff(old, new)
		if err != nil {
			t.Fatalf("Diff: %v", err)
		}
		again, err := Diff(old, new)
		if err != nil || show(again.Document) != show(res.Document) || showChanges(again) != showChanges(res) {
			t.Fatalf("the same drafts give another redline (error %v)", err)
		}
		same, err := Diff(new, new)
		if err != nil || len(same.Changes) > 0 {
			t.Fatalf("a draft compared with itself: %d changes, error %v\n%s\n%s", len(same.Changes), err, showChanges(same), show(same.Document))
		}
	})
}

// A garden grows random trees.
type garden struct {
	rng     *rand.Rand
	ids     bool
	hostile string
	count   int
}

func (g *garden) document() *agreement.Document {
	d := &agreement.Document{Title: "Agreement " + g.words(1)}
	for range 1 + g.rng.IntN(6) {
		d.Body = append(d.Body, g.clause(0))
	}
	renumber(d)
	return d
}

// vocabulary is small, so that words repeat and alignment is hard.
var vocabulary = strings.Fields("the the of and Licensee Licensor shall pay grant 30 45.5% EUR 1,000 notice Product, term; (a) 12 March 2027 “Term” a. b-c")

func (g *garden) words(n int) string {
	w := make([]string, n)
	for i := range w {
		w[i] = vocabulary[g.rng.IntN(len(vocabulary))]
	}
	if g.rng.IntN(20) == 0 {
		w = append(w, g.hostile)
	}
	return strings.Join(w, strings.Repeat(" ", 1+g.rng.IntN(20)/19))
}

func (g *garden) inlines(n int) (in []agreement.Inline) {
	for range n {
		switch g.rng.IntN(8) {
		case 0:
			in = append(in, &agreement.Ref{Target: fmt.Sprintf("c%d", g.rng.IntN(12)), Text: "Section " + g.words(1)})
		case 1:
			in = append(in, &agreement.Define{Term: g.words(1)})
		default:
			in = append(in, &agreement.Text{Text: g.words(g.rng.IntN(8)) + " ", Value: g.rng.IntN(5) == 0})
		}
	}
	return in
}

func (g *garden) clause(depth int) *agreement.Clause {
	g.count++
	c := &agreement.Clause{ID: fmt.Sprintf("c%d", g.count), Kind: agreement.Kind(g.rng.IntN(20) / 16), Label: "?"}
	if !g.ids {
		c.ID = fmt.Sprintf("c.~%d", g.count)
	}
	if g.rng.IntN(2) == 0 {
		c.Heading = g.inlines(1)
	}
	for range g.rng.IntN(4) {
		c.Body = append(c.Body, g.block(depth+1))
	}
	return c
}

func (g *garden) block(depth int) agreement.Block {
	switch k := g.rng.IntN(10); {
	case k < 4 && depth < 4:
		return g.clause(depth)
	case k == 4:
		return g.table()
	case k == 5:
		return &agreement.Signatures{Lead: g.inlines(1), Blocks: []agreement.Signatory{{Party: g.words(1)}, {Party: "B", Name: g.words(1)}}}
	}
	return &agreement.Paragraph{Text: g.inlines(g.rng.IntN(5))}
}

func (g *garden) table() *agreement.Table {
	columns := 1 + g.rng.IntN(3)
	t := &agreement.Table{Head: g.cells(columns), Align: make([]agreement.Align, columns)}
	for range g.rng.IntN(5) {
		t.Rows = append(t.Rows, agreement.Row{Cells: g.cells(columns)})
	}
	return t
}

func (g *garden) cells(n int) []agreement.Cell {
	cells := make([]agreement.Cell, n)
	for i := range cells {
		cells[i] = g.inlines(g.rng.IntN(3))
	}
	return cells
}

// edit is a copy of d with n random edits, numbered anew.
func (g *garden) edit(d *agreement.Document, n int) *agreement.Document {
	out := Accept(d)
	for range n {
		body := g.somewhere(&out.Body)
		if len(*body) == 0 {
			*body = append(*body, g.block(1))
			continue
		}
		i := g.rng.IntN(len(*body))
		x := (*body)[i]
		switch g.rng.IntN(6) {
		case 0:
			*body = append((*body)[:i:i], (*body)[i+1:]...)
		case 1:
			*body = append((*body)[:i:i], append([]agreement.Block{g.block(1)}, (*body)[i:]...)...)
		case 2: // moves, perhaps into another clause
			*body = append((*body)[:i:i], (*body)[i+1:]...)
			to := g.somewhere(&out.Body)
			*to = append([]agreement.Block{x}, *to...)
		case 3:
			g.split(body, i)
		default:
			g.reword(x)
		}
	}
	renumber(out)
	return out
}

// somewhere is the body of the document or of a random clause in it.
func (g *garden) somewhere(body *[]agreement.Block) *[]agreement.Block {
	bodies := []*[]agreement.Block{body}
	agreement.Walk(*body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			bodies = append(bodies, &c.Body)
		}
		return true
	})
	return bodies[g.rng.IntN(len(bodies))]
}

func (g *garden) split(body *[]agreement.Block, i int) {
	p, ok := (*body)[i].(*agreement.Paragraph)
	if !ok || len(p.Text) < 2 {
		return
	}
	at := 1 + g.rng.IntN(len(p.Text)-1)
	first, second := &agreement.Paragraph{Text: p.Text[:at]}, &agreement.Paragraph{Text: p.Text[at:]}
	*body = append((*body)[:i:i], append([]agreement.Block{first, second}, (*body)[i+1:]...)...)
}

func (g *garden) reword(b agreement.Block) {
	swap := func(in []agreement.Inline) []agreement.Inline {
		if len(in) == 0 {
			return g.inlines(1)
		}
		i := g.rng.IntN(len(in))
		return append(append(in[:i:i], g.inlines(g.rng.IntN(3))...), in[i+1:]...)
	}
	switch b := b.(type) {
	case *agreement.Clause:
		b.Heading = swap(b.Heading)
	case *agreement.Paragraph:
		b.Text = swap(b.Text)
	case *agreement.Table:
		if len(b.Rows) > 0 {
			i := g.rng.IntN(len(b.Rows))
			b.Rows[i].Cells[0] = swap(b.Rows[i].Cells[0])
			b.Rows = append(b.Rows, agreement.Row{Cells: g.cells(len(b.Head))})
		}
	case *agreement.Signatures:
		b.Lead = swap(b.Lead)
		b.Blocks[0].Name = g.words(1)
	}
}

// renumber labels the clauses of d as they stand.
func renumber(d *agreement.Document) {
	var clauses func(body []agreement.Block, parent string)
	clauses = func(body []agreement.Block, parent string) {
		n := 0
		for _, b := range body {
			if c, ok := b.(*agreement.Clause); ok {
				n++
				c.Number = fmt.Sprintf("%s%d.", parent, n)
				c.Label = c.Number
				clauses(c.Body, c.Number)
			}
		}
	}
	clauses(d.Body, "")
}

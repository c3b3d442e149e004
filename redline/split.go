package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// uncut is a document as it is.
func uncut(d *agreement.Document) cutting {
	return cutting{doc: d, continued: map[agreement.Block]bool{}, became: map[agreement.Block]agreement.Block{}}
}

// divide is both drafts with what the other divided cut like it, and whether
// anything was. Two agreements of ours are not cut: their ids say what is what.
func (m *merger) divide() (old, new cutting, any bool) {
	if m.old.doc.Kind != "" && m.new.doc.Kind != "" {
		return old, new, false
	}
	old, new = m.names.cut(m.old, m.new), m.names.cut(m.new, m.old)
	return old, new, len(old.continued)+len(new.continued) > 0
}

// cut is the document of d with its paragraphs cut where other has them in pieces.
func (ns names) cut(d, other *draft) cutting {
	c := uncut(d.doc)
	loose := func(n node) bool { return n.sort == "paragraph" && n.mate < 0 }
	if !slices.ContainsFunc(other.nodes, loose) {
		return c
	}
	c.places, c.others = map[agreement.Block][]int{}, map[agreement.Block][]agreement.Block{}
	for i := range d.nodes {
		n := &d.nodes[i]
		if n.sort != "paragraph" || len(n.text.tokens) < 2 {
			continue
		}
		if pieces := ns.pieces(d, other, i); len(pieces) > 1 {
			c.places[n.block] = ns.seams(other.texts(pieces), n.text)
			for _, k := range pieces {
				c.others[n.block] = append(c.others[n.block], other.nodes[k].block)
			}
		}
	}
	out := *d.doc
	out.Body = c.blocks(d.doc.Body)
	c.doc = &out
	return c
}

// pieces is the paragraphs of other, in reading order and with nothing between them
// but what only other has, that put together hold the words of paragraph i of d;
// none where they stand beside one another in one provision.
func (ns names) pieces(d, other *draft, i int) []int {
	at := d.nodes[i].mate
	if at < 0 {
		if at = other.looseAfter(d, i); at < 0 {
			return nil
		}
	}
	const far = 3 // paragraphs that were put in between
	found := []int{at}
	for _, step := range []int{1, -1} {
		between := 0
		for k := at + step; k > 0 && k < len(other.nodes) && between <= far; k += step {
			n := &other.nodes[k]
			if n.clause() && (n.mate < 0 || step < 0 && other.within(at, k)) {
				continue
			}
			if n.mate >= 0 || n.sort != "paragraph" {
				break
			}
			longer := append(slices.Clone(found), k)
			slices.Sort(longer)
			if holds(ns.join(other.texts(longer)), d.nodes[i].text, slices.Index(longer, k)) {
				found, between = longer, 0
			} else {
				between++
			}
		}
	}
	if other.together(found) || d.nodes[i].mate < 0 && !holds(ns.join(other.texts(found)), d.nodes[i].text, slices.Index(found, at)) {
		return nil
	}
	return found
}

// together reports nodes that stand beside one another.
func (d *draft) together(nodes []int) bool {
	for k := 1; k < len(nodes); k++ {
		if d.sibling(nodes[k], -1) != nodes[k-1] {
			return false
		}
	}
	return true
}

// pieces aligns the pieces of what was cut with what they became.
func (a *aligner) pieces(old, new cutting) {
	if len(old.became)+len(new.became) == 0 {
		return
	}
	at := map[agreement.Block]int{}
	for j := range a.new.nodes {
		at[a.new.nodes[j].block] = j
	}
	for i := range a.old.nodes {
		b := a.old.nodes[i].block
		if j, ok := at[old.became[b]]; ok && i > 0 && j > 0 {
			a.pair(i, j)
		}
		at[b] = i
	}
	for j := range a.new.nodes {
		if i, ok := at[new.became[a.new.nodes[j].block]]; ok && i > 0 && j > 0 {
			a.pair(i, j)
		}
	}
}

// looseAfter is the first paragraph after the counterpart of what stands before i,
// where it has no counterpart itself; otherwise -1.
func (d *draft) looseAfter(other *draft, i int) int {
	for i--; i >= 0; i-- {
		if j := other.nodes[i].mate; j >= 0 || i == 0 {
			for j = max(j, 0) + 1; j < len(d.nodes); j++ {
				if n := &d.nodes[j]; n.mate >= 0 || n.sort == "paragraph" {
					if n.mate >= 0 {
						return -1
					}
					return j
				}
			}
			return -1
		}
	}
	return -1
}

// within reports that node i is in node k.
func (d *draft) within(i, k int) bool {
	for ; i > k; i = d.nodes[i].parent {
	}
	return i == k
}

// seams is where in the words of whole each of the pieces but the first begins.
func (ns names) seams(pieces []*stream, whole *stream) (offsets []int) {
	joined := ns.join(pieces)
	in := make([]int, len(joined.tokens)) // the piece that each token is of
	p := 0
	for k, t := range joined.tokens {
		in[k] = p
		if t.class == breaks {
			p++
		}
	}
	first, end := make([]int, len(pieces)), make([]int, len(pieces)) // of its words, in whole
	for _, m := range common(keys(joined), keys(whole)) {
		for k := range m.n {
			switch p := in[m.a+k]; {
			case joined.tokens[m.a+k].class.telling():
				if end[p] == 0 {
					first[p] = m.b + k
				}
				end[p] = m.b + k + 1
			case end[p] == m.b+k && end[p] > 0 && joined.tokens[m.a+k].class == mark: // a mark after its last word
				end[p]++
			}
		}
	}
	for p := 1; p < len(pieces); p++ {
		at := end[p-1]
		for at < first[p] && whole.tokens[at].class == mark && whole.tokens[at].space == whole.tokens[at].start {
			at++
		}
		offsets = append(offsets, whole.tokens[at].start)
	}
	return offsets
}

// blocks is body with its paragraphs cut.
func (c *cutting) blocks(body []agreement.Block) []agreement.Block {
	out := make([]agreement.Block, 0, len(body))
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			x := *b
			x.Body = c.blocks(b.Body)
			out = append(out, &x)
		case *agreement.Paragraph:
			out = append(out, c.paragraph(b)...)
		case *agreement.Table, *agreement.Signatures:
			out = append(out, b)
		}
	}
	return out
}

func (c *cutting) paragraph(p *agreement.Paragraph) (out []agreement.Block) {
	rest, passed := p.Text, 0
	for k, at := range c.places[p] {
		head := *p
		head.Text, rest = cutAt(rest, at-passed)
		passed = at
		if len(out) > 0 {
			head.ID = ""
			c.continued[&head] = true
		}
		c.became[&head] = c.others[p][k]
		out = append(out, &head)
	}
	if len(out) == 0 {
		return []agreement.Block{p}
	}
	tail := *p
	tail.ID, tail.Text = "", rest
	c.continued[&tail], c.became[&tail] = true, c.others[p][len(out)]
	return append(out, &tail)
}

// cutAt parts inlines at an offset into their words.
func cutAt(in []agreement.Inline, at int) (head, tail []agreement.Inline) {
	for i, x := range in {
		w := width(x)
		if t, ok := x.(*agreement.Text); ok && 0 < at && at < w {
			before, after := *t, *t
			before.Text, after.Text = t.Text[:at], t.Text[at:]
			return append(slices.Clone(in[:i]), &before), append([]agreement.Inline{&after}, in[i+1:]...)
		}
		if at <= 0 {
			return slices.Clone(in[:i]), in[i:]
		}
		at -= w
	}
	return in, nil
}

// undivided reports that a paragraph which was cut stands otherwise than in place,
// each piece beside a paragraph that the other draft did not cut.
func (m *merger) undivided() bool {
	for _, side := range []struct{ d, other *draft }{{m.old, m.new}, {m.new, m.old}} {
		for i := range side.d.nodes {
			if n := &side.d.nodes[i]; n.continued && (!n.stays || n.joined || len(n.parts) > 0 || side.other.nodes[n.mate].continued || len(side.other.nodes[n.mate].parts) > 0) {
				return true
			}
		}
	}
	return false
}

// divided begins the words of a paragraph that only one draft has as one of its own.
func (m *merger) divided(o, n *node, words []agreement.Inline) []agreement.Inline {
	change := agreement.Inserted
	switch {
	case n.continued:
		change = agreement.Deleted
	case !o.continued:
		return words
	}
	return append([]agreement.Inline{&agreement.Text{Text: "¶", Break: true, Change: change}}, words...)
}

// shell reports a provision of one draft without words of its own: what was in it, or
// is, stands beside it.
func shell(b agreement.Block) bool {
	c, ok := b.(*agreement.Clause)
	return ok && c.Change != agreement.Unchanged && len(c.Heading)+len(c.Body) == 0
}

// inlinesOf is the words of a paragraph; none of another block.
func inlinesOf(b agreement.Block) []agreement.Inline {
	if p, ok := b.(*agreement.Paragraph); ok {
		return p.Text
	}
	return nil
}

// goesOn reports words that begin with a mark of the end of a paragraph, as those do
// that the other draft has together with the paragraph before.
func goesOn(in []agreement.Inline) bool {
	if len(in) == 0 {
		return false
	}
	t, ok := in[0].(*agreement.Text)
	return ok && t.Break
}

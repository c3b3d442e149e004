package redline

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// untitled is both drafts with the titles that run into their words, and that the other
// draft has as plain first words of the same provision, as bold words: that a title is set
// as none, or words as one, changes how they are marked, and they are not deleted and
// inserted. It reports whether there was one.
func (m *merger) untitled() (old, new *agreement.Document, any bool) {
	was, is := map[agreement.Block]bool{}, map[agreement.Block]bool{}
	for i := range m.old.nodes {
		o := &m.old.nodes[i]
		if o.mate < 0 || !o.clause() {
			continue
		}
		switch n := &m.new.nodes[o.mate]; {
		case runsInto(m.old, o, m.new, n):
			was[o.block] = true
		case runsInto(m.new, n, m.old, o):
			is[n.block] = true
		}
	}
	if len(was)+len(is) == 0 {
		return m.old.doc, m.new.doc, false
	}
	return withoutTitles(m.old.doc, was), withoutTitles(m.new.doc, is), true
}

// runsInto reports a title with which the words of the other begin, which has none: it
// stands before words, or is all that the other says.
func runsInto(d *draft, titled *node, other *draft, plain *node) bool {
	if !titled.heading() || plain.heading() || len(plain.kids) == 0 {
		return false
	}
	first := &other.nodes[plain.kids[0]]
	if first.sort != "paragraph" {
		return false
	}
	title, begin := keys(titled.text), keys(first.text)
	if len(titled.kids) == 0 || d.nodes[titled.kids[0]].sort != "paragraph" {
		return slices.Equal(begin, title)
	}
	title = title[:len(title)-1] // without the end of the stream
	return len(begin) > len(title) && slices.Equal(begin[:len(title)], title)
}

// withoutTitles is a copy of d in which the titles of some clauses are the first words of
// the paragraphs after them.
func withoutTitles(d *agreement.Document, clauses map[agreement.Block]bool) *agreement.Document {
	out := *d
	out.Body = demoted(d.Body, clauses)
	return &out
}

func demoted(body []agreement.Block, clauses map[agreement.Block]bool) []agreement.Block {
	body = slices.Clone(body)
	for k, b := range body {
		c, ok := b.(*agreement.Clause)
		if !ok {
			continue
		}
		x := *c
		x.Body = demoted(c.Body, clauses)
		if clauses[b] {
			title := bold(c.Heading)
			if first, ok := runIn(c.Body); ok {
				p := *first
				p.Text = slices.Concat(title, []agreement.Inline{&agreement.Text{Text: " "}}, p.Text)
				x.Body[0] = &p
			} else {
				x.Body = append([]agreement.Block{&agreement.Paragraph{Text: title}}, x.Body...)
			}
			x.Heading = nil
		}
		body[k] = &x
	}
	return body
}

// bold is words as a title shows them.
func bold(in []agreement.Inline) []agreement.Inline {
	in = slices.Clone(in)
	for k, x := range in {
		if t, ok := x.(*agreement.Text); ok {
			c := *t
			if c.Mark = "bold"; t.Mark != "" {
				c.Mark += "; " + t.Mark
			}
			in[k] = &c
		}
	}
	return in
}

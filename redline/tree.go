package redline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A node is a block of a draft and what alignment knows of it.
type node struct {
	block  agreement.Block // nil for the root, which stands for the whole draft
	parent int             // index in the draft; -1 for the root
	place  int             // index among the parent's kids
	kids   []int
	sort   string  // nodes are aligned only with their like
	id     string  // stable id, or ""
	text   *stream // a clause's heading, a paragraph's words, a signature page's lead; nil for a table
	cells  [][]*stream
	words  int    // in it and the nodes under it
	own    uint64 // hash of its own words, without the clauses under it; 0 where it has none
	whole  uint64 // hash of its words and those of the nodes under it
	bag    []int32
	mate   int // the node of the other draft it is aligned with, or -1

	stays     bool // aligned, and in the same place
	move      int  // number of the move that it is a root of, or 0
	continued bool // it goes on with the paragraph before it, which was cut: see [cutting]
	joined    bool // a part of a paragraph split or merged, shown with the paragraph it is a part of
	parts     []int
}

// A draft is a document as nodes, in reading order.
type draft struct {
	doc   *agreement.Document
	nodes []node
	byID  map[string]int // every id, stable or not; -1 where two nodes have it
}

// draft reads doc as nodes.
func (ns names) draft(c cutting) *draft {
	doc := c.doc
	blocks := 0
	agreement.Walk(doc.Body, func(agreement.Block) bool { blocks++; return true })
	d := &draft{doc: doc, byID: make(map[string]int, blocks), nodes: make([]node, 0, blocks+1)}
	d.nodes = append(d.nodes, node{parent: -1, mate: -1, sort: "root"})
	ns.blocks(d, 0, doc.Body)
	for i := len(d.nodes) - 1; i >= 0; i-- { // children stand after their parents
		d.nodes[i].continued = c.continued[d.nodes[i].block]
		d.finish(i)
	}
	return d
}

func (ns names) blocks(d *draft, parent int, body []agreement.Block) {
	for _, b := range body {
		i := len(d.nodes)
		d.nodes = append(d.nodes, ns.node(b, parent, len(d.nodes[parent].kids)))
		d.nodes[parent].kids = append(d.nodes[parent].kids, i)
		d.index(agreement.BlockID(b), i)
		if c, ok := b.(*agreement.Clause); ok {
			ns.blocks(d, i, c.Body)
		}
	}
}

func (d *draft) index(id string, i int) {
	if id == "" {
		return
	}
	if _, taken := d.byID[id]; taken {
		i = -1
	}
	d.byID[id] = i
}

func (ns names) node(b agreement.Block, parent, place int) node {
	n := node{block: b, parent: parent, place: place, mate: -1}
	if id := agreement.BlockID(b); !agreement.Positional(id) {
		n.id = id
	}
	switch b := b.(type) {
	case *agreement.Clause:
		n.sort = "clause"
		if b.Kind != agreement.Numbered && b.Kind != agreement.Front {
			n.sort += " " + strconv.Itoa(int(b.Kind))
		}
		n.text = ns.read(b.Heading)
	case *agreement.Paragraph:
		n.sort = "paragraph"
		n.text = ns.read(b.Text)
	case *agreement.Table:
		n.sort = "table"
		n.cells = append(n.cells, ns.row(b.Head))
		for _, row := range b.Rows {
			n.cells = append(n.cells, ns.row(row.Cells))
		}
	case *agreement.Signatures:
		n.sort = "signatures"
		n.text = ns.read(b.Lead)
	}
	return n
}

func (ns names) row(cells []agreement.Cell) []*stream {
	row := make([]*stream, len(cells))
	for i, c := range cells {
		row[i] = ns.read(c)
	}
	return row
}

// finish computes what is known of node i once its children are finished.
func (d *draft) finish(i int) {
	n := &d.nodes[i]
	n.bag = n.tokens()
	n.words = n.count()
	for _, k := range n.kids {
		kid := &d.nodes[k]
		n.words += kid.words
		if !kid.clause() {
			n.bag = append(n.bag, kid.bag...)
		}
	}
	if len(n.bag) > 0 {
		n.own = hashStart
		for _, key := range n.bag {
			n.own = hash(n.own, uint64(key))
		}
	}
	n.whole = hash(hashStart, n.own)
	for _, b := range []byte(n.sort) {
		n.whole = hash(n.whole, uint64(b))
	}
	for _, k := range n.kids {
		n.whole = hash(n.whole, d.nodes[k].whole)
	}
}

// hash mixes v into h, by the multipliers of the SplitMix64 generator. A hash
// only proposes that two nodes are one; their words are compared all the same.
func hash(h, v uint64) uint64 {
	h = (h^h>>30)*0xbf58476d1ce4e5b9 + v
	return (h ^ h>>27) * 0x94d049bb133111eb
}

const hashStart = 0x9e3779b97f4a7c15

// tokens is the keys of the node's own words, references masked.
func (n *node) tokens() []int32 {
	size := 0
	n.streams(func(s *stream) { size += len(s.tokens) - 1 })
	keys := make([]int32, 0, size)
	add := func(s *stream) {
		for _, t := range s.tokens {
			if t.class != terminal {
				keys = append(keys, t.key)
			}
		}
	}
	n.streams(add)
	return keys
}

// streams calls f with each stream of the node's own words.
func (n *node) streams(f func(*stream)) {
	if n.text != nil {
		f(n.text)
	}
	for _, row := range n.cells {
		for _, cell := range row {
			f(cell)
		}
	}
}

// count is how many words the node has itself.
func (n *node) count() (words int) {
	n.streams(func(s *stream) { words += countWords(s.tokens) })
	return words
}

// clause reports that the node is a clause rather than words in one.
func (n *node) clause() bool {
	_, ok := n.block.(*agreement.Clause)
	return ok
}

// heading reports that the node is a clause with a heading.
func (n *node) heading() bool { return n.clause() && len(n.text.tokens) > 1 }

func keys(s *stream) []int32 {
	ks := make([]int32, len(s.tokens))
	for i, t := range s.tokens {
		ks[i] = t.key
	}
	return ks
}

func (d *draft) texts(nodes []int) []*stream {
	texts := make([]*stream, len(nodes))
	for k, i := range nodes {
		texts[k] = d.nodes[i].text
	}
	return texts
}

// moved reports that the node has a counterpart elsewhere.
func (n *node) moved() bool { return n.mate >= 0 && !n.stays }

// heaviest is the increasing subsequence of places, all different and below
// limit, with the greatest sum of weights: the indices of its members.
func heaviest(places, weights []int, limit int) []int {
	type entry struct{ sum, last int }
	tree := make([]entry, limit+1) // Fenwick tree of the best sum that ends at or below a place
	for i := range tree {
		tree[i].last = -1
	}
	before := make([]int, len(places))
	best := entry{0, -1}
	for k, p := range places {
		top := entry{0, -1}
		for i := p; i > 0; i -= i & -i {
			if tree[i].sum > top.sum {
				top = tree[i]
			}
		}
		before[k] = top.last
		e := entry{top.sum + weights[k], k}
		if e.sum > best.sum {
			best = e
		}
		for i := p + 1; i <= limit; i += i & -i {
			if e.sum > tree[i].sum {
				tree[i] = e
			}
		}
	}
	var members []int
	for k := best.last; k >= 0; k = before[k] {
		members = append(members, k)
	}
	slices.Reverse(members)
	return members
}

// holds reports that, of the paragraphs put together in parts, most words of the
// one at index part are words of whole, at their place.
func holds(parts, whole *stream, part int) bool {
	at := make([]int, len(parts.tokens)) // which paragraph each token is in
	words, kept, p := 0, 0, 0
	for k, t := range parts.tokens {
		at[k] = p
		if t.class == breaks {
			p++
		} else if p == part && t.class != mark {
			words++
		}
	}
	for _, m := range common(keys(parts), keys(whole)) {
		for k := m.a; k < m.a+m.n; k++ {
			if at[k] == part && parts.tokens[k].class != mark {
				kept++
			}
		}
	}
	return kept >= 3 && 5*kept >= 3*words
}

// title is a clause's heading, in the new draft where it has one, without the
// full stop of a run-in heading.
func title(c *agreement.Clause) string {
	for _, want := range []selection{presentWords, formerWords} {
		if s := strings.TrimSpace(text(c.Heading, want)); s != "" {
			return strings.TrimSuffix(s, ".")
		}
	}
	return ""
}

func partyName(p agreement.Party) string {
	return strings.Join(strings.Fields(p.Name+" "+p.Native+" ("+p.Short+")"), " ")
}

func statusName(s agreement.Status) string {
	if s == agreement.Final {
		return "final"
	}
	return "draft"
}

// runIn is the paragraph that goes on after the label and heading of a clause.
func runIn(body []agreement.Block) (*agreement.Paragraph, bool) {
	if len(body) == 0 {
		return nil, false
	}
	first, ok := body[0].(*agreement.Paragraph)
	return first, ok && first.Move == 0
}

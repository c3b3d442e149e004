package redline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// An aligner finds which node of the new draft each node of the old one became:
// first by stable id, then by identical words, then by likeness, each time in
// the whole draft, so that what moved is found wherever it went. The order of
// the steps and the sorting of candidates by likeness over the whole draft
// follow S. S. Chawathe and others, "Change Detection in Hierarchically
// Structured Information", SIGMOD 1996, and J.-R. Falleri and others,
// "Fine-grained and Accurate Source Code Differencing", ASE 2014.
type aligner struct {
	old, new *draft
	likeness *likeness
}

const (
	// sure and alike are the least likeness of two nodes that are one: where
	// nothing else speaks for it, and where their neighbours or parents do.
	sure  = 0.6
	alike = 0.3
	// sameLabel speaks for two provisions between the same neighbours being one.
	sameLabel = 0.15
	// distinctive and repeated are the fewest words that, found once in each
	// draft or as often in each, show where a provision went.
	distinctive = 5
	repeated    = 8
)

func newAligner(old, new *draft, tokens int) *aligner {
	return &aligner{old: old, new: new, likeness: newLikeness(old, new, tokens)}
}

func (a *aligner) align() {
	a.pair(0, 0)
	a.byID()
	a.byHash(func(n *node) uint64 { return n.whole })
	a.byHash(func(n *node) uint64 { return n.own })
	a.descend(sure)
	a.byLikeness((*node).clause)
	a.openings()
	a.containers()
	a.descend(alike)
	a.inReadingOrder()
	a.byLikeness(func(n *node) bool { return n.sort == "paragraph" })
}

// pair aligns old node i with new node j, unless they are different things.
func (a *aligner) pair(i, j int) bool {
	o, n := &a.old.nodes[i], &a.new.nodes[j]
	if o.mate >= 0 || n.mate >= 0 || o.sort != n.sort || a.apart(o, n) || o.cells != nil && !sameTable(o, n) || a.openElsewhere(i, j) {
		return false
	}
	o.mate, n.mate = j, i
	return true
}

// definition begins the id of a definition, which goes with the term's name.
const definition = "term:"

// apart reports provisions of our own agreements that are others, as their ids say,
// however like their words are: one took the place of the other.
func (a *aligner) apart(o, n *node) bool {
	if o.own == n.own || a.old.doc.Kind == "" || a.new.doc.Kind == "" {
		return false
	}
	was, is := a.old.known(o), a.new.known(n)
	renamed := strings.HasPrefix(was, definition) && strings.HasPrefix(is, definition)
	return was != "" && is != "" && was != is && !renamed
}

// known is the id of a node or, where it has none, of the nearest that it is in.
func (d *draft) known(n *node) string {
	for n.id == "" && n.parent > 0 {
		n = &d.nodes[n.parent]
	}
	return n.id
}

func (a *aligner) byID() {
	for i := range a.old.nodes {
		id := a.old.nodes[i].id
		if id == "" || a.old.byID[id] != i {
			continue
		}
		if j, ok := a.new.byID[id]; ok && j >= 0 {
			a.pair(i, j)
		}
	}
}

// byHash aligns nodes with the same words, the first with the first and so on,
// where both drafts hold them equally often. The largest are aligned first, and
// all that is in them with them.
func (a *aligner) byHash(of func(*node) uint64) {
	olds, news := a.old.groups(of), a.new.groups(of)
	for i := range a.old.nodes {
		h := of(&a.old.nodes[i])
		from, to := olds[h], news[h]
		if len(from) == 0 || from[0] != i {
			continue
		}
		from, to = a.old.unmated(from), a.new.unmated(to)
		if len(from) != len(to) || len(from) == 0 || !telling(&a.old.nodes[from[0]], len(from)) {
			continue
		}
		for k := range from {
			a.pairAll(from[k], to[k])
		}
	}
}

// telling reports that n, which each draft holds count times, is enough to know
// a provision by.
func telling(n *node, count int) bool {
	if count > 1 {
		return n.words >= repeated
	}
	return n.words >= distinctive || n.heading()
}

func (d *draft) groups(of func(*node) uint64) map[uint64][]int {
	groups := map[uint64][]int{}
	for i := range d.nodes {
		if n := &d.nodes[i]; n.mate < 0 && n.own != 0 {
			groups[of(n)] = append(groups[of(n)], i)
		}
	}
	return groups
}

func (d *draft) unmated(nodes []int) []int {
	return slices.DeleteFunc(slices.Clone(nodes), func(i int) bool { return d.nodes[i].mate >= 0 })
}

// pairAll aligns two nodes and, where all their words agree, what is in them.
func (a *aligner) pairAll(i, j int) {
	a.pair(i, j)
	o, n := &a.old.nodes[i], &a.new.nodes[j]
	if o.whole != n.whole || len(o.kids) != len(n.kids) {
		return
	}
	for k := range o.kids {
		a.pairAll(o.kids[k], n.kids[k])
	}
}

// descend aligns the children of aligned nodes, parents first: those with the
// same words in order, then those at least as like as least between them.
func (a *aligner) descend(least float64) {
	for i := range a.old.nodes {
		j := a.old.nodes[i].mate
		if j < 0 || len(a.old.nodes[i].kids) == 0 || len(a.new.nodes[j].kids) == 0 {
			continue
		}
		a.sameInOrder(i, j, func(n *node) uint64 { return n.whole })
		a.sameInOrder(i, j, func(n *node) uint64 { return n.own })
		a.gaps(i, j, least)
	}
}

// sameInOrder aligns the children of i and j that have the same hash, in order,
// between those that are aligned with each other already.
func (a *aligner) sameInOrder(i, j int, of func(*node) uint64) {
	const pairKey, hashKey, oldKey, newKey = 0, 1, 2, 3 // the last two are like nothing else
	from, to := a.old.nodes[i].kids, a.new.nodes[j].kids
	ids := map[[2]uint64]int32{}
	id := func(key [2]uint64) int32 {
		if _, ok := ids[key]; !ok {
			ids[key] = int32(len(ids))
		}
		return ids[key]
	}
	olds, news := make([]int32, len(from)), make([]int32, len(to))
	for k, x := range from {
		switch n := &a.old.nodes[x]; {
		case n.mate >= 0 && a.new.nodes[n.mate].parent == j:
			olds[k] = id([2]uint64{pairKey, uint64(x)})
		case n.mate < 0 && of(n) != 0:
			olds[k] = id([2]uint64{hashKey, of(n)})
		default:
			olds[k] = id([2]uint64{oldKey, uint64(x)})
		}
	}
	for k, y := range to {
		switch n := &a.new.nodes[y]; {
		case n.mate >= 0 && a.old.nodes[n.mate].parent == i:
			news[k] = id([2]uint64{pairKey, uint64(n.mate)})
		case n.mate < 0 && of(n) != 0:
			news[k] = id([2]uint64{hashKey, of(n)})
		default:
			news[k] = id([2]uint64{newKey, uint64(y)})
		}
	}
	for _, m := range common(olds, news) {
		for k := range m.n {
			a.pairAll(from[m.a+k], to[m.b+k])
		}
	}
}

// gaps aligns, between each two neighbouring pairs of children of i and j, those
// that are alike, in order.
func (a *aligner) gaps(i, j int, least float64) {
	from, to := a.old.nodes[i].kids, a.new.nodes[j].kids
	olds, news := make([]int32, len(from)), make([]int32, len(to))
	for k, o := range from {
		olds[k] = int32(o)
	}
	for k, n := range to {
		news[k] = int32(a.new.nodes[n].mate)
		if news[k] < 0 {
			news[k] = int32(-1 - n)
		}
	}
	x, y := 0, 0
	for _, m := range append(common(olds, news), match{len(from), len(to), 0}) {
		a.gap(a.old.unmated(from[x:m.a]), a.new.unmated(to[y:m.b]), least)
		x, y = m.a+m.n, m.b+m.n
	}
}

// gap aligns from and to, the unaligned nodes between two aligned neighbours.
func (a *aligner) gap(from, to []int, least float64) {
	const tooMany = 1 << 14 // pairs to weigh; the search over the whole draft does the rest
	if len(from) == 0 || len(to) == 0 || len(from)*len(to) > tooMany {
		return
	}
	pairs := inOrder(len(from), len(to), func(x, y int) float64 {
		s := a.like(from[x], to[y])
		if s < least {
			return 0
		}
		return s
	})
	for _, p := range pairs {
		a.pair(from[p[0]], to[p[1]])
	}
	a.alone(a.old.unmated(from), a.new.unmated(to), least)
}

// alone aligns the only paragraph, table or signature page left on each side:
// that it was rewritten altogether does not make it another.
func (a *aligner) alone(from, to []int, least float64) {
	if least <= alike && len(from) == 1 && len(to) == 1 {
		o, n := &a.old.nodes[from[0]], &a.new.nodes[to[0]]
		if o.clause() && n.clause() && o.id == "" && n.id == "" && o.label() == n.label() && n.label() != "" && o.heading() == n.heading() {
			a.pair(from[0], to[0]) // the section of that number under another title, the item with other words
		}
	}
	leaf := func(d *draft) func(int) bool {
		return func(i int) bool { return d.nodes[i].clause() }
	}
	from = slices.DeleteFunc(from, leaf(a.old))
	to = slices.DeleteFunc(to, leaf(a.new))
	if least <= alike && len(from) == 1 && len(to) == 1 {
		a.pair(from[0], to[0])
	}
}

// label is what a clause is labelled.
func (n *node) label() string {
	if c, ok := n.block.(*agreement.Clause); ok {
		return c.Label
	}
	return ""
}

// like is the likeness of two nodes between the same neighbours.
func (a *aligner) like(i, j int) float64 {
	o, n := &a.old.nodes[i], &a.new.nodes[j]
	if o.sort != n.sort || a.openElsewhere(i, j) {
		return 0
	}
	s := a.likeness.of(i, j)
	if label := o.label(); s >= alike && label != "" && label != agreement.Bullet && label == n.label() {
		s += sameLabel
	}
	if o.text != nil && strings.EqualFold(o.text.text, n.text.text) && o.text.text != "" {
		s = max(s, sure) // a capital makes no other line
	}
	if o.heading() && n.heading() && slices.Equal(keys(o.text), keys(n.text)) {
		s = max(s, sure)
	}
	return s
}

// A candidate is a pair of nodes that may be one.
type candidate struct {
	old, new int
	score    float64
}

// byLikeness aligns what is left among the nodes that are wanted, the likest
// pair in the whole draft first.
func (a *aligner) byLikeness(wanted func(*node) bool) {
	left := func(d *draft) (nodes []int) {
		for i := range d.nodes {
			if n := &d.nodes[i]; n.mate < 0 && len(n.bag) >= distinctive && wanted(n) {
				nodes = append(nodes, i)
			}
		}
		return nodes
	}
	var found []candidate
	a.likeness.candidates(left(a.old), left(a.new), func(i, j int) {
		if a.old.nodes[i].sort != a.new.nodes[j].sort {
			return
		}
		if s := a.likeness.of(i, j); s >= alike {
			if s += a.company(i, j); s >= sure {
				found = append(found, candidate{i, j, s})
			}
		}
	})
	slices.SortFunc(found, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.old, y.old), cmp.Compare(x.new, y.new))
	})
	for _, c := range found {
		a.pair(c.old, c.new)
	}
}

// company is what the parents and neighbours of two nodes say for their being one.
func (a *aligner) company(i, j int) float64 {
	o, n := &a.old.nodes[i], &a.new.nodes[j]
	bonus := 0.0
	if a.old.nodes[o.parent].mate == n.parent {
		bonus += 0.1
	}
	for _, step := range []int{-1, 1} {
		x, y := a.old.sibling(i, step), a.new.sibling(j, step)
		if x >= 0 && y >= 0 && a.old.nodes[x].mate == y {
			bonus += 0.05
		}
	}
	return bonus
}

// sibling is the node that many places after i under the same parent, or -1.
func (d *draft) sibling(i, step int) int {
	if i == 0 {
		return -1
	}
	kids := d.nodes[d.nodes[i].parent].kids
	at := d.nodes[i].place + step
	if at < 0 || at >= len(kids) {
		return -1
	}
	return kids[at]
}

// inReadingOrder aligns what has the same words between the same neighbours,
// whatever it stands in: an item of a list that went a level deeper, words that were
// taken out of a provision.
func (a *aligner) inReadingOrder() {
	ids := map[[2]uint64]int32{}
	id := func(key [2]uint64) int32 {
		if _, ok := ids[key]; !ok {
			ids[key] = int32(len(ids))
		}
		return ids[key]
	}
	const pairKey, hashKey, oldKey, newKey = 0, 1, 2, 3
	key := func(n *node, old, i int, other uint64) int32 {
		switch {
		case n.mate >= 0:
			return id([2]uint64{pairKey, uint64(old)})
		case n.own == 0:
			return id([2]uint64{other, uint64(i)})
		}
		return id([2]uint64{hashKey, hash(n.own, uint64(len(n.sort)))})
	}
	olds, news := make([]int32, len(a.old.nodes)), make([]int32, len(a.new.nodes))
	for i := range a.old.nodes {
		olds[i] = key(&a.old.nodes[i], i, i, oldKey)
	}
	for j := range a.new.nodes {
		news[j] = key(&a.new.nodes[j], a.new.nodes[j].mate, j, newKey)
	}
	for _, m := range common(olds, news) {
		for k := range m.n {
			if a.old.nodes[m.a+k].mate < 0 && a.new.nodes[m.b+k].mate < 0 {
				a.pairAll(m.a+k, m.b+k)
			}
		}
	}
}

// containers aligns clauses by what is in them: where most of the words of one,
// and most of the words of the other, are in children aligned with each other.
func (a *aligner) containers() {
	for i := len(a.old.nodes) - 1; i > 0; i-- {
		o := &a.old.nodes[i]
		if o.mate >= 0 || !o.clause() {
			continue
		}
		shared := map[int]int{}
		best := -1
		for _, k := range o.kids {
			mate := a.old.nodes[k].mate
			if mate < 0 {
				continue
			}
			p := a.new.nodes[mate].parent
			shared[p] += a.old.nodes[k].words
			if best < 0 || shared[p] > shared[best] {
				best = p
			}
		}
		if best > 0 && 2*shared[best] > max(o.words, a.new.nodes[best].words) {
			a.pair(i, best)
		}
	}
}

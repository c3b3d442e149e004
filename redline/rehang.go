package redline

import "slices"

// rehang makes two drafts that differ in their structure comparable: where a
// heading came or went above provisions, or stands at another level, or a list is
// another kind of list, what stands in it has not moved. It hangs the nodes that
// both drafts have in the same reading order under the same parents, and reports
// whether it had to. Reading order stays in both; what is in what is that of the
// new draft, without clauses that only one draft has around what both have.
//
// Two agreements of ours say by their ids what is what, and keep their structure.
func rehang(old, new *draft) bool {
	if old.doc.Kind != "" && new.doc.Kind != "" {
		return false
	}
	inOrder := steady(old, new)
	if fits(old, new, inOrder) {
		return false
	}
	flatten(old, inOrder)
	inNew := map[int]bool{}
	for i := range inOrder {
		inNew[old.nodes[i].mate] = true
	}
	flatten(new, inNew)
	adopt(old, new, inOrder)
	return true
}

// steady is the old nodes that both drafts have in the same reading order: the
// heaviest such run, by words.
func steady(old, new *draft) map[int]bool {
	var nodes, places, weights []int
	for i := 1; i < len(old.nodes); i++ {
		if n := &old.nodes[i]; n.mate >= 0 {
			weight := 1 + len(n.bag)
			if n.heading() { // a provision moves across a heading, not a heading across it
				weight = 1 + n.words
			}
			nodes, places, weights = append(nodes, i), append(places, n.mate), append(weights, weight)
		}
	}
	in := map[int]bool{}
	for _, k := range heaviest(places, weights, len(new.nodes)) {
		in[nodes[k]] = true
	}
	return in
}

// fits reports that all of the nodes are under parents that are one.
func fits(old, new *draft, inOrder map[int]bool) bool {
	for i := range inOrder {
		if old.nodes[old.nodes[i].parent].mate != new.nodes[old.nodes[i].mate].parent {
			return false
		}
	}
	return true
}

// flatten takes what both drafts have out of the clauses that they do not both
// have in that place, and puts it after them.
func flatten(d *draft, kept map[int]bool) {
	holds := make([]bool, len(d.nodes)) // nodes with a kept one under them
	for i := len(d.nodes) - 1; i > 0; i-- {
		if holds[i] || kept[i] {
			holds[d.nodes[i].parent] = true
		}
	}
	parents := make([]int, len(d.nodes))
	freed := make([]bool, len(d.nodes)) // what follows a kept node in such a clause leaves it too
	for i := 1; i < len(d.nodes); i++ {
		p := d.nodes[i].parent
		if p > 0 && !kept[p] && (kept[i] || holds[i] || freed[p]) {
			freed[p] = true
			p = parents[p]
			for p > 0 && !kept[p] && freed[p] {
				p = parents[p]
			}
		}
		parents[i] = p
	}
	d.hang(parents)
}

// adopt hangs the old nodes as their mates hang in the new draft, and the others
// where they stood or, where that would part what both have, beside it.
func adopt(old, new *draft, inOrder map[int]bool) {
	next := make([]int, len(old.nodes)+1) // the parent that the next node in order needs
	next[len(old.nodes)] = -1
	for i := len(old.nodes) - 1; i >= 0; i-- {
		next[i] = next[i+1]
		if inOrder[i] {
			next[i] = new.nodes[new.nodes[old.nodes[i].mate].parent].mate
		}
	}
	parents := make([]int, len(old.nodes))
	path := []int{0} // the node before and what it is in
	for i := 1; i < len(old.nodes); i++ {
		p := old.nodes[i].parent
		if inOrder[i] {
			p = next[i]
		} else if need := next[i]; need >= 0 {
			at, want := slices.Index(path, p), slices.Index(path, need)
			if at < 0 || want > at {
				p = need
			}
		}
		at := slices.Index(path, p)
		if at < 0 {
			at = 0
		}
		parents[i] = path[at]
		path = append(path[:at+1], i)
	}
	old.hang(parents)
}

// hang puts every node under the parent given, in reading order.
func (d *draft) hang(parents []int) {
	for i := range d.nodes {
		d.nodes[i].kids = nil
	}
	for i := 1; i < len(d.nodes); i++ {
		p := &d.nodes[parents[i]]
		d.nodes[i].parent, d.nodes[i].place = parents[i], len(p.kids)
		p.kids = append(p.kids, i)
	}
}

// parents is what each node is in.
func (d *draft) parents() []int {
	in := make([]int, len(d.nodes))
	for i := range d.nodes {
		in[i] = d.nodes[i].parent
	}
	return in
}

// depths is how deep each node is, and inItems how deep in lists alone.
func (d *draft) depths() []int {
	depth := make([]int, len(d.nodes))
	for i := 1; i < len(d.nodes); i++ {
		depth[i] = depth[d.nodes[i].parent] + 1
	}
	return depth
}

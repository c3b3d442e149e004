package redline

import "slices"

// layout says of every aligned node whether it stays or moved, numbers the
// moves, and finds the paragraphs that were split or merged.
func layout(ns names, old, new *draft) {
	for i := range old.nodes {
		if j := old.nodes[i].mate; j >= 0 {
			stay(old, new, i, j)
		}
	}
	if dropSmallMoves(old, new) {
		clearStays(old, new)
		for i := range old.nodes {
			if j := old.nodes[i].mate; j >= 0 {
				stay(old, new, i, j)
			}
		}
	}
	old.nodes[0].stays, new.nodes[0].stays = true, true
	numberMoves(old, new)
	for j := range new.nodes {
		if n := &new.nodes[j]; n.stays && n.sort == "paragraph" && !n.joined {
			join(ns, old, new, n.mate, j)
		}
	}
}

// stay finds which children of the pair i, j stay where they are: the heaviest
// run of them, by words, that stands in the same order in both drafts. So of two
// provisions that changed places it is the lighter that moved.
func stay(old, new *draft, i, j int) {
	var pairs []int // children of i aligned with children of j
	for _, o := range old.nodes[i].kids {
		if n := old.nodes[o].mate; n >= 0 && new.nodes[n].parent == j {
			pairs = append(pairs, o)
		}
	}
	places := make([]int, len(pairs))
	weights := make([]int, len(pairs))
	for k, o := range pairs {
		places[k] = new.nodes[old.nodes[o].mate].place
		weights[k] = 1 + old.nodes[o].words
	}
	for _, k := range heaviest(places, weights, len(new.nodes[j].kids)) {
		o := pairs[k]
		old.nodes[o].stays, new.nodes[old.nodes[o].mate].stays = true, true
	}
}

// dropSmallMoves parts the nodes that moved and are too small to be known
// again, or have other words now: to a reader they are words deleted here and words inserted there. It
// reports whether there were any.
func dropSmallMoves(old, new *draft) bool {
	dropped := false
	for i := 1; i < len(old.nodes); i++ {
		o := &old.nodes[i]
		if o.mate < 0 || o.stays || !negligible(o) && keptWords(old, new, i) {
			continue
		}
		old.part(new, i)
		dropped = true
	}
	return dropped
}

// negligible reports a node too small to be known again.
func negligible(o *node) bool { return o.words < distinctive && o.id == "" && !o.heading() }

// keptWords reports that most words of old node i, with what is in it, are words of
// its counterpart: what has others now has not moved, it was replaced.
func keptWords(old, new *draft, i int) bool {
	const most, of = 3, 5
	if o, n := &old.nodes[i], &new.nodes[old.nodes[i].mate]; o.id == "" && o.words < distinctive && o.own != n.own {
		return false // a short heading that was edited is another
	}
	was, is := old.under(i, nil), new.under(old.nodes[i].mate, nil)
	count := map[int32]int{}
	for _, k := range was {
		count[k]++
	}
	kept := 0
	for _, k := range is {
		if count[k] > 0 {
			count[k]--
			kept++
		}
	}
	return kept*of >= min(len(was), len(is))*most && kept*of >= max(len(was), len(is))
}

// under is the tokens of node i and of what is in it.
func (d *draft) under(i int, keys []int32) []int32 {
	keys = append(keys, d.nodes[i].tokens()...)
	for _, k := range d.nodes[i].kids {
		keys = d.under(k, keys)
	}
	return keys
}

func (d *draft) part(other *draft, i int) {
	n := &d.nodes[i]
	if n.mate >= 0 {
		other.nodes[n.mate].mate = -1
		n.mate = -1
	}
	for _, k := range n.kids {
		d.part(other, k)
	}
}

func clearStays(drafts ...*draft) {
	for _, d := range drafts {
		for i := range d.nodes {
			d.nodes[i].stays = false
		}
	}
}

// numberMoves gives every moved node its number, in the order of the new draft;
// neighbours in both drafts, save for what was inserted or deleted between
// them, share one.
func numberMoves(old, new *draft) {
	moves := 0
	for j := range new.nodes {
		n := &new.nodes[j]
		if !n.moved() {
			continue
		}
		if before := new.neighbour(j); before >= 0 && new.nodes[before].moved() &&
			old.neighbour(n.mate) == new.nodes[before].mate {
			n.move = new.nodes[before].move
		} else {
			moves++
			n.move = moves
		}
		old.nodes[n.mate].move = n.move
	}
}

// neighbour is the sibling before i that both drafts have, or -1.
func (d *draft) neighbour(i int) int {
	for k := d.sibling(i, -1); k >= 0; k = d.sibling(k, -1) {
		if d.nodes[k].mate >= 0 {
			return k
		}
	}
	return -1
}

// join finds whether the paragraph that stays as i and j was split in the new
// draft or merged there with others: whether a paragraph beside it that only one
// draft has holds words of it.
func join(ns names, old, new *draft, i, j int) {
	if join := halves(ns, new, j, old.nodes[i].text); len(join) > 1 {
		new.adopt(j, join)
	} else if join := halves(ns, old, i, new.nodes[j].text); len(join) > 1 {
		old.adopt(i, join)
	}
}

func (d *draft) adopt(i int, parts []int) {
	for _, p := range parts {
		d.nodes[p].joined = p != i
	}
	d.nodes[i].parts = parts
}

// halves is i and the unaligned paragraphs next to it in d that, put together
// with it, hold the words of the one paragraph other of the other draft.
func halves(ns names, d *draft, i int, other *stream) []int {
	parts := []int{i}
	for _, step := range []int{1, -1} {
		for k := d.sibling(i, step); k >= 0; k = d.sibling(k, step) {
			n := &d.nodes[k]
			if n.mate >= 0 || n.joined || n.sort != "paragraph" || !d.mayJoin(i, k) {
				break
			}
			longer := append(slices.Clone(parts), k)
			slices.Sort(longer)
			if !holds(ns.join(d.texts(longer)), other, slices.Index(longer, k)) {
				break
			}
			parts = longer
		}
	}
	return parts
}

// mayJoin reports whether nodes i and k, put together, would lose no id that is known
// elsewhere. That a paragraph of a draft from elsewhere defines a term is seen in it.
func (d *draft) mayJoin(i, k int) bool {
	if d.doc.Kind == "" {
		return true
	}
	return d.nodes[k].id == "" && (k > i || d.nodes[i].id == "")
}

package redline

import "slices"

// openings aligns provisions by their title and first words: a provision is where its
// beginning is, however much of it became another.
func (a *aligner) openings() {
	for i := range a.old.nodes {
		if j := a.old.opening(a.new, i); j >= 0 {
			a.pair(i, j)
		}
	}
}

// opening is the provision of other that has no counterpart and begins with the title,
// if any, and the first words of provision i of d; or -1.
func (d *draft) opening(other *draft, i int) int {
	n := &d.nodes[i]
	if !n.clause() || len(n.kids) == 0 {
		return -1
	}
	first := d.nodes[n.kids[0]].mate
	if first < 0 {
		return -1
	}
	p := other.nodes[first].parent
	if at := &other.nodes[max(p, 0)]; at.clause() && at.sort == n.sort && at.mate < 0 && at.kids[0] == first && slices.Equal(keys(at.text), keys(n.text)) {
		return p
	}
	return -1
}

// openElsewhere reports that one of two provisions begins as a third does.
func (a *aligner) openElsewhere(i, j int) bool {
	p, q := a.old.opening(a.new, i), a.new.opening(a.old, j)
	return p >= 0 && p != j || q >= 0 && q != i
}

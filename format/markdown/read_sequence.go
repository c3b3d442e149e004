package markdown

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A counter tells labels from numbers that happen to stand where one would: a
// label is the first of a sequence, or the next one of a sequence that is open.
type counter struct{ open []agreement.Numeral }

// takes reports whether l goes on or begins a sequence, and goes on with it.
// Where gaps may be, a few numbers may be left out.
func (c *counter) takes(l label, gaps bool) bool {
	next := agreement.ReadNumeral(l.text)
	k := c.placeOf(next, l.unsure, gaps)
	if k < 0 {
		return false
	}
	const deepest = 48
	c.open = append(c.open[:k], next)
	if len(c.open) > deepest {
		c.open = append(c.open[:deepest/2], c.open[deepest/2+1:]...)
	}
	return true
}

// repeats reports whether l is the one at which an open sequence stands, as it is where
// somebody typed the next number over one.
func (c *counter) repeats(l label) bool {
	return slices.Contains(c.open, agreement.ReadNumeral(l.text))
}

// place is how many of the open sequences stay so when l is added, or -1 where it
// belongs to none and begins none.
func (c *counter) place(l label, gaps bool) int {
	return c.placeOf(agreement.ReadNumeral(l.text), l.unsure, gaps)
}

func (c *counter) placeOf(next agreement.Numeral, unsure, gaps bool) int {
	for k := len(c.open) - 1; k >= 0; k-- {
		if next.Follows(c.open[k]) || gaps && next.Skips(c.open[k]) {
			return k
		}
		if next.Below(c.open[k]) && (next.Begins() || gaps) {
			return k + 1
		}
	}
	if next.Begins() && !unsure {
		return len(c.open)
	}
	return -1
}

// confirmLabels makes words of what was taken for a label and goes on with no
// sequence, nor begins one that another goes on with.
func (r *reader) confirmLabels() {
	var c counter
	known, schedule := r.record.labels(), ""
	for i, it := range r.items {
		if it.labelled && it.label.style == titled {
			schedule = it.label.text
		}
		if !it.labelled || it.label.style == titled || it.label.style == bulleted {
			continue
		}
		if it.label.scheduled() && strings.HasSuffix(schedule, " "+it.label.text[:1]) {
			it.label.unsure = false // B.1 in Schedule B
		}
		gaps := !it.bullet && (it.level > 0 || strings.HasSuffix(it.label.text, ")") || len(it.heading) > 0 || len(it.label.path) > 1 || r.record != nil && it.label.style == decimal)
		if c.takes(it.label, gaps) {
			continue
		}
		if it.label.style == bracketed && strings.HasSuffix(it.label.text, ")") && c.repeats(it.label) {
			continue
		}
		if known[it.label.text] || it.label.sure || (!it.bullet || it.label.style == bracketed) && r.followed(i) {
			c.open = append(c.open, agreement.ReadNumeral(it.label.text))
			continue
		}
		it.unlabelled = true
		if it.level > 0 {
			r.labelHeading(it)
		} else {
			it.words, it.heading = it.first, nil
			r.labelParagraph(it)
		}
	}
	r.countLazily()
}

// followed reports whether the label of item i is the first of a sequence, though
// it does not look it.
func (r *reader) followed(i int) bool {
	const far = 80
	it := r.items[i]
	for _, next := range r.items[i+1 : min(len(r.items), i+far)] {
		if !next.labelled || (next.level > 0) != (it.level > 0) {
			continue
		}
		from, to := agreement.ReadNumeral(it.label.text), agreement.ReadNumeral(next.label.text)
		if to.Follows(from) || it.level > 0 && it.label.unsure && to.Skips(from) {
			return true
		}
	}
	return false
}

// countLazily numbers the items of lists that are all numbered alike, which count
// where they are printed: 1. 1. 1. is 1. 2. 3.
func (r *reader) countLazily() {
	if r.record != nil {
		return
	}
	type list struct {
		raw           string
		indent, count int
	}
	var open []list
	for _, it := range r.items {
		if it.level > 0 || !it.labelled && it.indent == 0 {
			open = nil
			continue
		}
		for len(open) > 0 && open[len(open)-1].indent > it.indent+1 {
			open = open[:len(open)-1]
		}
		if !it.labelled || !it.standing.item || it.label.style != decimal || len(it.label.path) != 1 || !strings.HasSuffix(it.label.text, ".") || len(it.heading) > 0 && digits(string(r.src[it.first:it.end]), 1) == 0 { // **1. Title**, no item of a list
			continue
		}
		if k := len(open) - 1; k >= 0 && open[k].indent >= it.indent-1 && open[k].raw == it.label.text {
			open[k].count++
			it.label.path = []int{open[k].count}
			it.label.text = strconv.Itoa(open[k].count) + "."
			continue
		}
		open = append(open, list{it.label.text, it.indent, it.label.path[0]})
	}
}

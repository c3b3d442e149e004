package redline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// A sequence is the labels at which a draft's numbering stands, outermost first.
type sequence struct{ open []agreement.Numeral }

// takes reports whether a label goes on or begins a sequence, and goes on with it.
func (s *sequence) takes(text string) bool {
	const deepest = 48
	label := agreement.ReadNumeral(text)
	for k := len(s.open) - 1; k >= 0; k-- {
		if label.Follows(s.open[k]) {
			if strings.HasPrefix(text, "Part ") { // sections count on through the parts
				s.open[k] = label
			} else {
				s.open = append(s.open[:k], label)
			}
			return true
		}
	}
	if len(s.open) > deepest {
		s.open = append(s.open[:deepest/2], s.open[deepest/2+1:]...)
	}
	s.open = append(s.open, label)
	return label.Begins()
}

// A numbering tells labels that follow, because something before them came, went
// or moved, from labels that somebody changed.
type numbering struct {
	was, is sequence
	last    map[*agreement.Clause]string // the last label under a clause of the new draft
}

// pass passes a clause of the marked document, which stands in another or is nil, and
// says what its label did.
func (n *numbering) pass(c, in *agreement.Clause) relabelling {
	old, new := was(c.Was, c.Label), c.Label
	if old == agreement.Unlabelled {
		old = ""
	}
	inOld := c.Change != agreement.Inserted && c.Change != agreement.MovedTo
	inNew := c.Change != agreement.Deleted && c.Change != agreement.MovedFrom
	follows := true
	if inOld && counted(old) {
		follows = n.was.takes(old)
	}
	if inNew && counted(new) {
		label, before := agreement.ReadNumeral(new), agreement.ReadNumeral(n.last[in])
		follows = follows || n.last[in] == old // a list that begins at (X), as the one put before it now does
		follows = n.is.takes(new) && follows && !label.Skips(before)
		n.last[in] = new
	}
	switch {
	case !inOld || !inNew || c.Was == "":
		return unchangedLabel
	case old == "" || new == "" || !counted(old) || !counted(new):
		return restyledLabel
	case agreement.SamePlace(old, new),
		begins(old) && begins(new), follows && manner(old) != manner(new):
		return restyledLabel
	case follows:
		return followedLabel
	}
	return retypedLabel
}

// begins reports the first label of a list: "(a)", not "4.1".
func begins(label string) bool {
	return agreement.Begins(label) && !strings.Contains(strings.TrimSuffix(label, "."), ".")
}

// counted reports a label that counts: not that of an item without a number.
func counted(label string) bool {
	return label != "" && agreement.ReadNumeral(label).Counts()
}

// A relabelling says why a clause has another label.
type relabelling uint8

const (
	unchangedLabel relabelling = iota // it has not
	followedLabel                     // something before it came, went or moved
	restyledLabel                     // it counts to the same place, or no longer counts
	retypedLabel                      // somebody changed it
)

// restyle lists a clause whose number is written otherwise, all that are so in the
// same way as one change.
func (l *lister) restyle(c *agreement.Clause) {
	l.rewritten[c] = true
	old, new := was(c.Was, c.Label), was(c.Label, agreement.Unlabelled)
	if c.Label == "" {
		new = agreement.Unlabelled
	}
	l.structure("numbers", pattern(old)+pattern(new), old, new, c)
}

// inRewritten reports that the number of what a clause is in is written otherwise, and
// is else the same: so is its own.
func (l *lister) inRewritten(in *agreement.Clause) bool {
	return in != nil && (l.rewritten[in] || in.Was == "" && in.WasNumber != "" && l.inRewritten(l.parentOf(in)))
}

// parentOf is what a clause that the walk is in stands in.
func (l *lister) parentOf(c *agreement.Clause) *agreement.Clause {
	if k := slices.Index(l.under, c); k > 0 {
		return l.under[k-1]
	}
	return nil
}

// manner is how a label is written, whatever it counts to and however deep it is.
func manner(label string) string {
	p := pattern(label)
	for strings.Contains(p, "1.1") {
		p = strings.Replace(p, "1.1", "1", 1)
	}
	return p
}

// pattern is how a label is written, whatever it counts to.
func pattern(label string) string {
	if label == agreement.Unlabelled {
		return label
	}
	if word, count, ok := strings.Cut(label, " "); ok {
		return word + " " + pattern(count)
	}
	var b strings.Builder
	digits := false
	if strings.HasPrefix(label, "(") || len(label) <= len("viii.") {
		label = strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
				return '1'
			}
			return r
		}, label)
	}
	for _, r := range label {
		isDigit := '0' <= r && r <= '9'
		switch {
		case isDigit && !digits:
			b.WriteRune('1')
		case isDigit:
		default:
			b.WriteRune(r)
		}
		digits = isDigit
	}
	return b.String()
}

// structure lists a change of structure that is not of place, those of one sort as
// one change.
func (l *lister) structure(what, sort, before, after string, b agreement.Block) {
	o := Occurrence{Before: before, After: after, at: l.place(b)}
	if c, ok := b.(*agreement.Clause); ok {
		o.ClauseID = c.ID
		o.OldNumber, o.NewNumber = citations(c)
	}
	if i, ok := l.restyled[what+sort]; ok {
		l.changes[i].Occurrences = append(l.changes[i].Occurrences, o)
		return
	}
	l.restyled[what+sort] = len(l.changes)
	l.add(Change{Kind: Structure, Scope: Clause, Heading: what, Before: before, After: after, Occurrences: []Occurrence{o}, at: o.at})
}

// levels lists the blocks that stand deeper or less deep than they did.
func (l *lister) levels(m *merger) {
	for j := 1; j < len(m.new.nodes); j++ {
		n := &m.new.nodes[j]
		if n.mate < 0 || !n.stays || n.parent < 0 || n.continued || m.old.nodes[n.mate].continued {
			continue
		}
		i := n.mate
		was, is := m.oldDepth[i], m.newDepth[j]
		o := &m.old.nodes[i]
		shift := 0 // that of what it is in
		if p := n.parent; p > 0 && m.new.nodes[p].mate == o.parent {
			shift = m.newDepth[p] - m.oldDepth[o.parent]
		}
		if is == was || m.hung[j] == was || is-was == shift || n.block == nil || freed(m.old, o, n) && is-was == -1 || freed(m.new, n, o) && is-was == 1 ||
			overtaken(m.old, m.new, m.oldIn, m.newIn, i) || overtaken(m.new, m.old, m.newIn, m.oldIn, j) {
			continue
		}
		l.under, l.block = nil, m.merged[j]
		for p := n.parent; p > 0; p = m.new.nodes[p].parent {
			if c, ok := m.merged[p].(*agreement.Clause); ok {
				l.under = append([]*agreement.Clause{c}, l.under...)
			}
		}
		before, after := fmt.Sprintf("level %d", was), fmt.Sprintf("level %d", is)
		if c, ok := m.merged[j].(*agreement.Clause); ok && c.Label != "" && len(c.Heading) == 0 { // an item of a list: each counts
			l.add(Change{Kind: Structure, Scope: Clause, ClauseID: c.ID, Heading: "levels", Before: opening(c) + " (" + before + ")", After: opening(c) + " (" + after + ")", at: l.place(c)})
			continue
		}
		l.structure("levels", before+after, before, after, m.merged[j])
	}
	l.under = nil
}

// freed reports words that stood in a provision which only their draft has, and now
// stand in what that was in: to say that the provision went says so.
func freed(d *draft, o, n *node) bool {
	if o.clause() || o.parent <= 0 {
		return false
	}
	p := &d.nodes[o.parent]
	return p.mate < 0 && p.parent >= 0 && d.nodes[p.parent].mate == n.parent
}

// overtaken reports a provision that stands beside what it stood in, because the number
// of that was typed over: nothing else about it changed.
func overtaken(d, other *draft, in, otherIn []int, i int) bool {
	n, p := &d.nodes[i], &d.nodes[in[i]]
	if in[i] <= 0 || p.mate < 0 || otherIn[p.mate] != otherIn[n.mate] {
		return false
	}
	label := other.nodes[p.mate].label()
	return label != p.label() && counted(label) && agreement.ReadNumeral(n.label()).Below(agreement.ReadNumeral(p.label()))
}

// opening is the first words of a clause.
func opening(c *agreement.Clause) string {
	const enough = 60
	words := strings.Fields(text(c.Heading, presentWords))
	if len(c.Body) > 0 {
		if p, ok := c.Body[0].(*agreement.Paragraph); ok {
			words = append(words, strings.Fields(text(p.Text, presentWords))...)
		}
	}
	s := strings.TrimSpace(c.Label + " " + strings.Join(words[:min(len(words), 8)], " "))
	return strings.ToValidUTF8(s[:min(len(s), enough)], "")
}

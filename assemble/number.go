package assemble

import (
	"iter"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A scheme says how sections and their provisions are labelled and cited.
type scheme struct {
	count     func(n int) string                 // number of a section
	section   func(number string) string         // label of a section
	sections  string                             // before the number where a section is cited
	number    func(section string, i int) string // number of a provision, for that of its section in figures and its place
	provision string                             // before the number in the label of a provision
}

var schemes = map[string]scheme{
	"decimal": {
		count: strconv.Itoa, section: func(number string) string { return number + "." }, sections: "Section ",
		number: func(section string, i int) string { return section + "." + strconv.Itoa(i) },
	},
	"article": {
		count: roman, section: func(number string) string { return "Article " + number }, sections: "Article ",
		number: func(section string, i int) string {
			if i < 10 {
				return section + ".0" + strconv.Itoa(i)
			}
			return section + "." + strconv.Itoa(i)
		},
		provision: "Section ",
	},
}

// number labels every provision of a document and tells how each is cited. What
// is left out has left no gap, for numbers are given here, after conditions
// have dropped clauses.
func number(doc *agreement.Document, name string, letters map[string]string) map[*agreement.Clause]string {
	n := numberer{scheme: schemes[name], letters: letters, cited: map[*agreement.Clause]string{}}
	for _, b := range doc.Body {
		if c, ok := b.(*agreement.Clause); ok {
			n.top(c)
		}
	}
	return n.cited
}

type numberer struct {
	scheme
	letters map[string]string // of schedules, by ID
	cited   map[*agreement.Clause]string
	parts   int
	section int
}

func (n *numberer) top(c *agreement.Clause) {
	switch c.Kind {
	case agreement.Part:
		n.parts++
		c.Label = "Part " + alpha(n.parts, 'A')
		c.Number, n.cited[c] = c.Label, c.Label
	case agreement.Numbered:
		n.section++
		c.Number = n.count(n.section)
		c.Label, n.cited[c] = n.scheme.section(c.Number), n.sections+c.Number
		section := strconv.Itoa(n.section)
		for i, p := range children(c) {
			p.Number = n.number(section, i+1)
			p.Label = n.provision + p.Number
			n.below(p, citing{before: "Section "}, 1)
		}
	case agreement.Schedule:
		c.Label = "Schedule " + n.letters[c.ID]
		c.Number, n.cited[c] = c.Label, c.Label
		for i, p := range children(c) {
			p.Number = strconv.Itoa(i + 1)
			p.Label = p.Number + "."
			n.below(p, citing{full: c.Label + ", paragraph ", before: "paragraph ", after: " of " + c.Label}, 1)
		}
	case agreement.Front:
		n.front(c)
	case agreement.Annex:
		c.Label, c.Number = "Annex", "Annex"
	}
}

// front labels the parties (1), (2) and the recitals (A), (B).
func (n *numberer) front(c *agreement.Clause) {
	recitals := strings.HasSuffix(c.ID, "/recitals")
	for i, p := range children(c) {
		number, what := strconv.Itoa(i+1), "party "
		if recitals {
			number, what = alpha(i+1, 'A'), "recital "
		}
		p.Number = "(" + number + ")"
		p.Label = p.Number
		n.below(p, citing{before: what}, 1)
	}
}

// citing is what stands around a number: in a full citation before it, and where
// other words refer to it before and after.
type citing struct{ full, before, after string }

// below labels the provisions under p, whose own number is set, (a), (i), (A),
// and completes the numbers of all of them with what goes before.
func (n *numberer) below(p *agreement.Clause, c citing, depth int) {
	for i, q := range children(p) {
		q.Label = levelLabel(depth, i+1)
		q.Number = p.Number + q.Label
		n.below(q, c, depth+1)
	}
	n.cited[p] = c.before + p.Number + c.after
	p.Number = c.full + p.Number
}

func levelLabel(depth, n int) string {
	switch depth {
	case 1:
		return "(" + alpha(n, 'a') + ")"
	case 2:
		return "(" + strings.ToLower(roman(n)) + ")"
	case 3:
		return "(" + alpha(n, 'A') + ")"
	}
	return "(" + strconv.Itoa(n) + ")"
}

// children are the provisions under c, counted from 0.
func children(c *agreement.Clause) iter.Seq2[int, *agreement.Clause] {
	return func(yield func(int, *agreement.Clause) bool) {
		i := 0
		for _, b := range c.Body {
			if p, ok := b.(*agreement.Clause); ok {
				if !yield(i, p) {
					return
				}
				i++
			}
		}
	}
}

// alpha counts a, b, ... z, aa, ab, ...
func alpha(n int, first rune) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(first+rune((n-1)%26)) + s
	}
	return s
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value  int
		letter string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.letter)
		}
	}
	return b.String()
}

package pdf

import (
	"slices"
	"strings"
)

// Lines are broken as TeX breaks them: Knuth and Plass, "Breaking paragraphs
// into lines", Software: Practice and Experience 11, 1981. Whole numbers
// throughout; widths are in thousandths of the type size.

// A breakpoint is a place where a line may end.
type breakpoint struct {
	end     int // the line that ends here is glyphs up to end
	next    int // the line after begins at glyph next
	width   int // of all glyphs up to end, with a hyphen where the break adds one
	after   int // of all glyphs up to next
	spaces  int // among the glyphs up to end
	skipped int // spaces among the glyphs up to next
	penalty int
	hyphen  bool // a hyphen is added
	flagged bool // two such lines in a row look bad
}

// A node is the best way to end some line at a breakpoint.
type node struct {
	at       int // index of the breakpoint, -1 for the start of the paragraph
	prev     int // index of the node of the line before
	line     int
	fitness  int
	demerits int
}

// A hyphenation says which words may be hyphenated.
type hyphenation uint8

const (
	unhyphenated hyphenation = iota
	hyphenateText
	hyphenateValues // and values of the term sheet
)

// A breaker breaks paragraphs. It keeps its storage from one to the next.
type breaker struct {
	patterns trie
	points   []breakpoint
	nodes    []node
	active   []int
}

// Prices, in TeX's units.
const (
	linePenalty      = 10
	hyphenPenalty    = 60
	dashPenalty      = 30
	slashPenalty     = 200
	emergencyPenalty = 3000 // inside a word that is wider than the measure
	doubleHyphen     = 15_000
	unevenLines      = 8_000
	lonelyWord       = 100_000 // one word alone on the last line
	shortWord        = 200_000 // and more, where it is shorter than shortLine
)

// shortLine is the width of a last line that looks like a mistake.
const shortLine = 4000

// lonelyTolerance is how loose lines may become to give the last word company.
const lonelyTolerance = 400

// Spaces stretch by a half and shrink by a third of their width, as in TeX's
// own typeface. Source Serif's space is 237.
const (
	spaceStretch = 118
	spaceShrink  = 72
)

// mostGap is how much a space may grow, in thousandths of the size. A line that would gape
// more keeps its spaces and ends short.
const mostGap = 300

// mostGapAlone is the same for the first of two lines: no other full line makes it look
// like a habit.
const mostGapAlone = 130

// protrusion is how far a glyph may hang out of the measure on the right, so
// that the edge looks straight.
func protrusion(g glyph) int {
	switch g.char {
	case '.', ',':
		return int(g.advance) * 6 / 10
	case '-', '\u201D', '\u2019':
		return int(g.advance) * 5 / 10
	case ';', ':', '–':
		return int(g.advance) * 3 / 10
	}
	return 0
}

// tries are how loose lines may be and what may be hyphenated, from what is
// best to what is bearable. A citation or a name is left whole until then.
var tries = [...]struct {
	tolerance int
	hyphens   hyphenation
}{{150, unhyphenated}, {200, hyphenateText}, {450, hyphenateText}, {450, hyphenateValues}, {1200, hyphenateValues}, {5000, hyphenateValues}, {12_000, hyphenateValues}}

// justify breaks a paragraph into lines of one measure, both edges straight
// but for the end of the last line.
func (b *breaker) justify(p *paragraph, measure length) {
	target := measure * 1000 / p.style.size
	b.scan(p, target, unhyphenated)
	p.lines = p.lines[:0]
	for i, try := range tries {
		if i == 0 || try.hyphens != tries[i-1].hyphens {
			b.scan(p, target, try.hyphens)
		}
		tolerance := try.tolerance
		best := b.best(p, target, tolerance)
		if best < 0 {
			continue
		}
		lonely := b.lonely(best)
		if !lonely || len(p.lines) == 0 {
			b.set(p, best, target)
		}
		if !lonely || tolerance > lonelyTolerance {
			return
		}
	}
	if len(p.lines) == 0 {
		b.fill(p, target, true)
	}
}

// ragged breaks a paragraph into lines with natural spaces.
func (b *breaker) ragged(p *paragraph, measure length) {
	target := measure * 1000 / p.style.size
	if p.first+p.width(0, len(p.glyphs)) <= target {
		p.oneLine()
		return
	}
	b.scan(p, target, unhyphenated)
	if slices.ContainsFunc(b.points, func(q breakpoint) bool { return q.penalty >= emergencyPenalty }) {
		b.scan(p, target, hyphenateText)
	}
	b.fill(p, target, false)
}

// balanced breaks a paragraph into as few lines as go on the measure, about as
// long as one another.
func (b *breaker) balanced(p *paragraph, measure length) {
	b.ragged(p, measure)
	n := len(p.lines)
	if n < 2 {
		return
	}
	fits, narrow := measure, measure/2
	for fits-narrow > pt {
		middle := (fits + narrow) / 2
		if b.ragged(p, middle); len(p.lines) > n {
			narrow = middle
		} else {
			fits = middle
		}
	}
	b.ragged(p, fits)
}

// scan finds the breakpoints of a paragraph, the last of which is its end.
func (b *breaker) scan(p *paragraph, target int, h hyphenation) {
	b.points = b.points[:0]
	sum, spaces := p.first, 0
	since := 0 // width since the last breakpoint
	for i := range p.glyphs {
		g := &p.glyphs[i]
		if since+int(g.advance) > target && since > 0 {
			b.point(breakpoint{end: i, next: i, width: sum, after: sum, spaces: spaces, skipped: spaces, penalty: emergencyPenalty})
			since = 0
		}
		q := breakpoint{end: i + 1, next: i + 1, spaces: spaces, skipped: spaces}
		advance := int(g.advance) + int(g.kern)
		switch g.class {
		case letter:
			if h != unhyphenated && (i == 0 || p.glyphs[i-1].class == space || p.glyphs[i-1].class == tie) {
				b.hyphenate(p, i, sum, spaces, h)
			}
		case tie:
			spaces++
		case space:
			spaces++
			if n := len(b.points); n > 0 && b.points[n-1].next == i && b.points[n-1].end < i {
				b.points[n-1].next, b.points[n-1].after, b.points[n-1].skipped = i+1, sum+advance, spaces
				break
			}
			b.point(breakpoint{end: i, next: i + 1, width: sum, after: sum + advance, spaces: spaces - 1, skipped: spaces})
		case dash, slash, ideograph:
			q.width, q.after = sum+int(g.advance), sum+advance
			q.penalty, q.flagged = g.class.price(), g.class == dash
			if i+1 < len(p.glyphs) && p.glyphs[i+1].class != space && !clings(p.glyphs[i+1]) && (g.class == ideograph || i > 0 && p.glyphs[i-1].class == letter) {
				b.point(q)
			}
		case softHyphen:
			q.width, q.after = sum+hyphenWidth, sum
			q.penalty, q.hyphen, q.flagged = hyphenPenalty, true, true
			b.point(q)
		}
		sum += advance
		since += advance
		if n := len(b.points); n > 0 && b.points[n-1].next > i {
			since = 0
		}
	}
	slices.SortStableFunc(b.points, func(x, y breakpoint) int { return x.next - y.next })
	b.point(breakpoint{end: len(p.glyphs), next: len(p.glyphs), width: sum, after: sum, spaces: spaces, skipped: spaces})
}

func (b *breaker) point(q breakpoint) { b.points = append(b.points, q) }

// clings reports whether a glyph may not begin a line: Japanese and Chinese
// closing marks and small letters.
func clings(g glyph) bool {
	return g.font >= firstExtra && strings.ContainsRune("ー々、。，．：；！？）」』】〉》ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ", rune(g.char))
}

// price is the penalty of ending a line after a glyph of the class.
func (c glyphClass) price() int {
	switch c {
	case dash:
		return dashPenalty
	case slash:
		return slashPenalty
	case letter, space, tie, softHyphen, ideograph:
		return 0
	}
	panic("render: no such glyph class")
}

// hyphenWidth is about the width of a hyphen in every face.
const hyphenWidth = 330

// hyphenate adds breakpoints in the word that begins at glyph at.
func (b *breaker) hyphenate(p *paragraph, at, sum, spaces int, h hyphenation) {
	if b.patterns == "" {
		return
	}
	var word [longestWord + 2]byte
	word[0] = 1
	n := 1
	start := at
	for start < len(p.glyphs) && p.glyphs[start].class == letter && letterOf(rune(p.glyphs[start].char)) == 0 {
		sum += int(p.glyphs[start].advance) + int(p.glyphs[start].kern)
		start++
	}
	end := start
	for ; end < len(p.glyphs) && n <= longestWord; end++ {
		c := letterOf(rune(p.glyphs[end].char))
		if c == 0 {
			break
		}
		word[n] = c
		n++
	}
	if n < 1+hyphenLeft+hyphenRight || n > longestWord || p.keepsWhole(start, end, h) {
		return
	}
	word[n] = 1
	var breaks [longestWord + 3]bool
	b.patterns.points(word[:n+1], &breaks)
	for i := 1; i < n; i++ {
		if breaks[i] {
			g := start + i - 1 // the first glyph after the hyphen
			b.point(breakpoint{
				end: g, next: g, width: sum + hyphenWidth, after: sum, spaces: spaces, skipped: spaces,
				penalty: hyphenPenalty, hyphen: true, flagged: true,
			})
		}
		sum += int(p.glyphs[start+i-1].advance) + int(p.glyphs[start+i-1].kern)
	}
}

// keepsWhole reports whether the word from glyph start to glyph end is not to
// be hyphenated: an abbreviation, part of a compound that has a hyphen, a word
// tied to the next, such as that before the number of a citation, or a value of
// the term sheet, unless it is a plain word and there is no other way.
func (p *paragraph) keepsWhole(start, end int, h hyphenation) bool {
	second := p.glyphs[start+1].char
	if second >= 'A' && second <= 'Z' {
		return true
	}
	if end < len(p.glyphs) && (p.glyphs[end].class == dash || p.glyphs[end].class == tie) {
		return true
	}
	if !p.runs[p.glyphs[start].run].verbatim {
		return false
	}
	return h < hyphenateValues ||
		start > 0 && p.glyphs[start-1].class == letter ||
		end < len(p.glyphs) && p.glyphs[end].class == letter && p.glyphs[end].char != ',' && p.glyphs[end].char != ')'
}

// badness is 100 times the cube of how far spaces stretch or shrink, of what
// they are meant to; -1 where they cannot shrink so far.
func badness(short, spaces int) int {
	if short == 0 {
		return 0
	}
	if short < 0 {
		if -short > spaces*spaceShrink {
			return -1
		}
		r := -short * 1000 / (spaces * spaceShrink)
		return r * r * r / 10_000_000
	}
	if spaces == 0 {
		return 100_000
	}
	r := min(short*1000/(spaces*spaceStretch), 10_000)
	return r * r * r / 10_000_000
}

// fitness sorts lines into tight, even, loose and very loose ones.
func fitness(short, bad int) int {
	switch {
	case short < 0 && bad > 12:
		return 0
	case short < 0 || bad <= 12:
		return 1
	case bad <= 100:
		return 2
	}
	return 3
}

// best finds the lines with the fewest demerits among those whose badness is
// within tolerance, as the node of the last line; -1 where there are none.
func (b *breaker) best(p *paragraph, target, tolerance int) int {
	b.nodes = append(b.nodes[:0], node{at: -1, prev: -1, fitness: 1})
	b.active = append(b.active[:0], 0)
	for i := range b.points {
		var found [4]node
		for f := range found {
			found[f].demerits = -1
		}
		kept := b.active[:0]
		for _, a := range b.active {
			n, within := b.try(p, a, i, target, tolerance)
			if within {
				kept = append(kept, a)
			}
			if n.demerits >= 0 && (found[n.fitness].demerits < 0 || n.demerits < found[n.fitness].demerits) {
				found[n.fitness] = n
			}
		}
		b.active = kept
		for _, n := range found {
			if n.demerits >= 0 {
				b.nodes = append(b.nodes, n)
				b.active = append(b.active, len(b.nodes)-1)
			}
		}
		if len(b.active) == 0 {
			return -1
		}
	}
	best := -1
	for _, a := range b.active {
		if b.nodes[a].at == len(b.points)-1 && (best < 0 || b.nodes[a].demerits < b.nodes[best].demerits) {
			best = a
		}
	}
	return best
}

// try ends the line that follows node a at breakpoint i. The node has negative
// demerits where that is no line; within says whether a later breakpoint may
// still end the line.
func (b *breaker) try(p *paragraph, a, i, target, tolerance int) (n node, within bool) {
	from, q := &b.nodes[a], &b.points[i]
	width, spaces, start := b.span(from.at, i)
	if q.end > start && !q.hyphen {
		width -= protrusion(p.glyphs[q.end-1])
	} else if q.hyphen {
		width -= hyphenWidth / 2
	}
	short := target - width
	last := i == len(b.points)-1
	bad := badness(short, spaces)
	if bad < 0 {
		return node{demerits: -1}, false
	}
	if last && short > 0 {
		bad = 0
	}
	if bad > tolerance {
		return node{demerits: -1}, true
	}
	n = node{at: i, prev: a, line: from.line + 1, fitness: fitness(short, bad)}
	if last && short > 0 {
		n.fitness = 1
	}
	n.demerits = from.demerits + (linePenalty+bad)*(linePenalty+bad) + q.penalty*q.penalty
	if diff := n.fitness - from.fitness; diff > 1 || diff < -1 {
		n.demerits += unevenLines
	}
	flagged := from.at >= 0 && b.points[from.at].flagged
	switch {
	case flagged && q.flagged:
		n.demerits += doubleHyphen
	case last && spaces == 0 && flagged:
		return node{demerits: -1}, false // part of a word alone on the last line
	case last && spaces == 0 && from.at >= 0:
		n.demerits += lonelyWord
		if width < shortLine {
			n.demerits += shortWord
		}
	case last && flagged:
		n.demerits += doubleHyphen / 2
	}
	return n, !last
}

// span is the width, the number of spaces and the first glyph of a line from
// one breakpoint (-1 for the start) to another.
func (b *breaker) span(from, to int) (width, spaces, start int) {
	q := &b.points[to]
	if from < 0 {
		return q.width, q.spaces, 0
	}
	f := &b.points[from]
	return q.width - f.after, q.spaces - f.skipped, f.next
}

// lonely reports whether the last line of a solution is one word.
func (b *breaker) lonely(best int) bool {
	n := b.nodes[best]
	_, spaces, _ := b.span(b.nodes[n.prev].at, n.at)
	return n.line > 1 && spaces == 0
}

// set gives a paragraph the lines of a solution.
func (b *breaker) set(p *paragraph, best, target int) {
	p.lines = slices.Grow(p.lines[:0], b.nodes[best].line)[:b.nodes[best].line]
	for best > 0 {
		n := b.nodes[best]
		p.lines[n.line-1] = b.line(p, b.nodes[n.prev].at, n.at, target)
		best = n.prev
	}
	if len(p.lines) == 2 && p.lines[0].gap > mostGapAlone*p.style.size/1000 {
		p.lines[0].gap = 0
	}
}

// line is the line from one breakpoint to another, its spaces justified.
func (b *breaker) line(p *paragraph, from, to, target int) line {
	width, spaces, start := b.span(from, to)
	q := &b.points[to]
	ln := line{from: start, to: q.end, hyphen: q.hyphen}
	if q.hyphen {
		width -= hyphenWidth / 2
	} else if q.end > start {
		width -= protrusion(p.glyphs[q.end-1])
	}
	short := target - width
	if spaces > 0 && (short < 0 || to < len(b.points)-1) {
		ln.gap = short * p.style.size / 1000 / spaces
	}
	if ln.gap > mostGap*p.style.size/1000 {
		ln.gap = 0
	}
	return ln
}

// fill puts as much on each line as will go. Where it justifies, spaces that
// would have to grow beyond all measure stay as they are.
func (b *breaker) fill(p *paragraph, target int, justify bool) {
	p.lines = p.lines[:0]
	from := -1
	for from < len(b.points)-1 {
		to := from + 1
		for next := to + 1; next < len(b.points); next++ {
			if width, _, _ := b.span(from, next); width > target {
				break
			}
			to = next
		}
		ln := b.line(p, from, to, target)
		if !justify || ln.gap < -p.style.size/10 {
			ln.gap = 0
		}
		p.lines = append(p.lines, ln)
		from = to
	}
}

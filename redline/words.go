package redline

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// words merges the words of two streams. What both have carries the change.
func (m *merger) words(a, b *stream, change agreement.Change) []agreement.Inline {
	p := painter{a: a, b: b, same: change}
	x, y := 0, 0
	for _, h := range append(edits(a, b), hunk{len(a.tokens), len(a.tokens), len(b.tokens), len(b.tokens)}) {
		for ; x < h.a0; x, y = x+1, y+1 {
			p.keep(a.tokens[x], b.tokens[y])
		}
		if sameWording(a, b, h) {
			s, t := spanning(a, h.a0, h.a1), spanning(b, h.b0, h.b1)
			p.keep(s, t)
			if was, is := m.leads(a.inline(s.start), b.inline(t.start)); was != is && h.a1-h.a0 == 1 && h.b1-h.b0 == 1 {
				p.lead(was, is, t)
			}
			x, y = h.a1, h.b1
			continue
		}
		x, y, p.pending = h.a1, h.b1, true
	}
	p.add(b, p.atB, p.keptB, change)
	for _, x := range p.out {
		if r, ok := x.(*agreement.Ref); ok && r.Change == agreement.Deleted {
			m.retarget([]agreement.Inline{r})
		}
	}
	return p.out
}

// leads is what two references with the same words lead to, in the old draft and in
// the new, where both lead to a provision and it is another.
func (m *merger) leads(x, y agreement.Inline) (was, is string) {
	r, ok := x.(*agreement.Ref)
	s, and := y.(*agreement.Ref)
	if !ok || !and {
		return "", ""
	}
	i, known := m.old.byID[r.Target]
	j, too := m.new.byID[s.Target]
	if !known || !too || i < 0 || j < 0 || m.old.nodes[i].mate == j {
		return "", ""
	}
	was, is = cite(m.old.nodes[i].block), cite(m.new.nodes[j].block)
	if was == "" || is == "" || was == is {
		return "", ""
	}
	return leading + was, leading + is
}

// leading begins the mark of a reference that leads elsewhere than it did.
const leading = "link to "

// cite is the number and the title of a provision.
func cite(b agreement.Block) string {
	c, ok := b.(*agreement.Clause)
	if !ok {
		return ""
	}
	if t := title(c); t != "" && c.Number != "" {
		return c.Number + " (" + t + ")"
	} else if t != "" {
		return t
	}
	return c.Number
}

// A painter writes the inlines of the marked words. It works on offsets into the
// texts rather than on tokens, so that all white space is kept; where white space
// differs it is a change too, and part of the change beside it if there is one.
type painter struct {
	a, b         *stream
	same         agreement.Change
	atA, atB     int  // written so far
	keptA, keptB int  // up to here the texts agree
	pending      bool // tokens were passed over that differ
	out          []agreement.Inline
}

// keep takes a token that both texts have.
func (p *painter) keep(s, t lexeme) {
	alike := p.a.text[s.space:s.start] == p.b.text[t.space:t.start]
	switch {
	case !alike:
		p.flush(s.start, t.start)
	case p.pending:
		p.flush(s.space, t.space)
	}
	if t.class == refer && s.class == refer {
		was, is := p.a.text[s.start:s.end], p.b.text[t.start:t.end]
		p.b.segment(t.start).was = differing(was, is)
	}
	if t.class != terminal && !sameLook(p.a, p.b, s, t) {
		if was, is := p.a.marks(s), p.b.marks(t); was != is && !(p.refers(s, t) && sameBut(was, is)) {
			p.remark(was, t)
		}
	}
	p.keptA, p.keptB = s.end, t.end
}

// lead marks the reference t, which has been kept, as leading elsewhere, after how it
// is marked.
func (p *painter) lead(was, is string, t lexeme) {
	if p.atB < t.end {
		p.remark("", t)
	}
	if r, ok := p.out[len(p.out)-1].(*agreement.Ref); ok {
		r.WasMark, r.Mark = strings.TrimPrefix(wasMark(r.WasMark, r.Mark)+"; "+was, "; "), strings.TrimPrefix(r.Mark+"; "+is, "; ")
	}
}

// unled is how a reference is marked, without that it leads elsewhere.
func unled(mark string) string {
	if i := strings.Index(mark, leading); i >= 0 {
		return strings.TrimSuffix(mark[:i], "; ")
	}
	return mark
}

// remark writes what is kept so far, and then the token t, which is marked
// otherwise than it was.
func (p *painter) remark(was string, t lexeme) {
	p.add(p.b, p.atB, t.start, p.same)
	from, before := len(p.out), 0
	if from > 0 {
		before = width(p.out[from-1])
	}
	p.add(p.b, t.start, t.end, p.same)
	if from > 0 && width(p.out[from-1]) > before { // it went on the text before
		x := *p.out[from-1].(*agreement.Text)
		head := x
		head.Text, x.Text = x.Text[:before], x.Text[before:]
		p.out[from-1] = &head
		p.out = slices.Insert(p.out, from, agreement.Inline(&x))
	}
	for _, x := range p.out[from:] {
		if markOf(x) == was {
			continue // part of the word
		}
		switch x := x.(type) {
		case *agreement.Text:
			x.WasMark = was
		case *agreement.Define:
			x.WasMark = was
		case *agreement.Ref:
			x.WasMark = was
		}
	}
	p.atB = t.end
}

// marks is how the words of a token are marked.
func (s *stream) marks(t lexeme) string {
	list := []string{}
	for at := t.start; at < t.end; {
		g := s.segment(at)
		mark := markOf(g.inline)
		if !slices.Contains(list, mark) {
			list = append(list, mark)
		}
		at = g.end
	}
	return strings.Join(list, "; ")
}

// refers reports that one of two tokens is a reference to a provision.
func (p *painter) refers(s, t lexeme) bool {
	_, was := p.a.inline(s.start).(*agreement.Ref)
	_, is := p.b.inline(t.start).(*agreement.Ref)
	return was || is
}

// sameBut reports that a reference is marked alike, but for that it leads to an anchor in
// one file and, where a program dropped that, to its name in the other.
func sameBut(was, is string) bool {
	from, old := parted(was)
	to, new := parted(is)
	return (from == "" || to == "" || from == to) && old == new
}

// within begins the mark of words that lead to a place in the same file.
const within = "link #"

// parted is marks as where they lead within the file, and the others.
func parted(marks string) (to, rest string) {
	list := strings.Split(marks, "; ")
	list = slices.DeleteFunc(list, func(m string) bool {
		if strings.HasPrefix(m, within) {
			to = m
			return true
		}
		return m == agreement.Plain
	})
	return to, strings.Join(list, "; ")
}

// sameLook is a quick test of two tokens, each of one inline.
func sameLook(a, b *stream, s, t lexeme) bool {
	g, h := a.segment(s.start), b.segment(t.start)
	return s.end <= g.end && t.end <= h.end && markOf(g.inline) == markOf(h.inline)
}

// sameWording reports that the words of a change are the same on both sides, which tells
// them apart only as a reference, a definition or plain words.
func sameWording(a, b *stream, h hunk) bool {
	if h.a0 == h.a1 || h.b0 == h.b1 {
		return false
	}
	s, t := spanning(a, h.a0, h.a1), spanning(b, h.b0, h.b1)
	if a.text[s.start:s.end] != b.text[t.start:t.end] {
		return false
	}
	mixed := func(s *stream, from, to int) bool {
		return to-from > 1 && slices.ContainsFunc(s.tokens[from:to], func(t lexeme) bool {
			return t.class == breaks || t.class == defined && s.text[t.start] == '"'
		})
	}
	if a.defines(s) != b.defines(t) && (a.segment(s.start).end < s.end || b.segment(t.start).end < t.end) {
		return false // a definition became words that are marked in several ways
	}
	return !mixed(a, h.a0, h.a1) && !mixed(b, h.b0, h.b1)
}

// defines reports a token that is a definition.
func (s *stream) defines(t lexeme) bool {
	_, ok := s.inline(t.start).(*agreement.Define)
	return ok
}

// spanning is tokens from to before to as one.
func spanning(s *stream, from, to int) lexeme {
	t := s.tokens[from]
	if to-from > 1 {
		t.class = word
	}
	t.end = s.tokens[to-1].end
	return t
}

// flush writes what agrees, then what differs up to the offsets given.
func (p *painter) flush(toA, toB int) {
	p.add(p.b, p.atB, p.keptB, p.same)
	del, ins := p.a.text[p.keptA:toA], p.b.text[p.keptB:toB]
	space := 0
	if del != "" && ins != "" {
		space = sharedSpace(del, ins)
	}
	p.add(p.b, p.keptB, p.keptB+space, p.same)
	p.add(p.a, p.keptA+space, toA, agreement.Deleted)
	p.add(p.b, p.keptB+space, toB, agreement.Inserted)
	p.atA, p.atB, p.keptA, p.keptB, p.pending = toA, toB, toA, toB, false
}

// sharedSpace is the length of the white space that both begin with.
func sharedSpace(s, t string) int {
	n := 0
	for n < len(s) && n < len(t) && s[n] == t[n] && s[n] == ' ' {
		n++
	}
	return n
}

// add writes the inlines of s.text[from:to], marked.
func (p *painter) add(s *stream, from, to int, change agreement.Change) {
	k, _ := slices.BinarySearchFunc(s.segments, from, func(g segment, at int) int {
		if g.end <= at {
			return -1
		}
		return 1
	})
	for ; k < len(s.segments) && s.segments[k].start < to; k++ {
		g := &s.segments[k]
		x := markOne(g.inline, change)
		switch x := x.(type) {
		case *agreement.Text:
			if !x.Break {
				x.Text = s.text[max(from, g.start):min(to, g.end)]
			}
			if p.extend(x) {
				continue
			}
		case *agreement.Ref:
			if change != agreement.Deleted && change != agreement.Inserted {
				x.Was = g.was
			}
		case *agreement.Define:
		}
		p.out = append(p.out, x)
	}
}

// extend lengthens the text last written by x where nothing tells them apart.
func (p *painter) extend(x *agreement.Text) bool {
	if len(p.out) == 0 || x.Text == "" {
		return x.Text == ""
	}
	last, ok := p.out[len(p.out)-1].(*agreement.Text)
	if !ok || last.Change != x.Change || last.Value != x.Value || last.Break || x.Break || last.Mark != x.Mark || last.WasMark != x.WasMark {
		return false
	}
	last.Text += x.Text
	return true
}

// segment is the one that an offset is in. Offsets are asked for in order, so it is
// mostly the one of last time or the next.
func (s *stream) segment(at int) *segment {
	if k := s.near; k < len(s.segments) && s.segments[k].start <= at && at < s.segments[k].end {
		return &s.segments[k]
	}
	s.near, _ = slices.BinarySearchFunc(s.segments, at, func(g segment, at int) int {
		if g.end <= at {
			return -1
		}
		return 1
	})
	return &s.segments[s.near]
}

// inlines is what the stream was read from.
func (s *stream) inlines() []agreement.Inline {
	in := make([]agreement.Inline, len(s.segments))
	for i, g := range s.segments {
		in[i] = g.inline
	}
	return in
}

// inline is what wrote the text at an offset.
func (s *stream) inline(at int) agreement.Inline { return s.segment(at).inline }

// A hunk says that a.tokens[a0:a1] became b.tokens[b0:b1].
type hunk struct{ a0, a1, b0, b1 int }

// edits is how a became b: the fewest tokens marked, then put so that a reader
// sees words, phrases and sentences change, not letters of a puzzle.
func edits(a, b *stream) []hunk {
	var hunks []hunk
	x, y := 0, 0
	for _, m := range common(keys(a), keys(b)) {
		if m.a > x || m.b > y {
			hunks = append(hunks, hunk{x, m.a, y, m.b})
		}
		x, y = m.a+m.n, m.b+m.n
	}
	if len(hunks) == 0 {
		return nil
	}
	hunks = fold(hunks, a, b)
	hunks = rewritten(hunks, a, b)
	hunks = recast(hunks, a, b)
	for i := range hunks {
		slide(hunks, i, a, b)
	}
	return fold(hunks, a, b)
}

// fold joins changes that are parted by no more than a word or two too short to
// mean anything alone, where each is larger than what parts it.
func fold(hunks []hunk, a, b *stream) []hunk {
	out := hunks[:1]
	for _, h := range hunks[1:] {
		last := &out[len(out)-1]
		if stranded(a, last.a1, h.a0, last.size(a, b), h.size(a, b)) {
			last.a1, last.b1 = h.a1, h.b1
		} else {
			out = append(out, h)
		}
	}
	return out
}

// size is the words on the longer side of a change.
func (h hunk) size(a, b *stream) int {
	return max(countWords(a.tokens[h.a0:h.a1]), countWords(b.tokens[h.b0:h.b1]))
}

// stranded reports that the tokens from x to y, which both texts have, would
// stand alone between changes of before and after words.
func stranded(a *stream, x, y, before, after int) bool {
	const most, longest = 2, 4 // words, letters
	for _, t := range a.tokens[x:y] {
		switch t.class {
		case word:
			if utf8.RuneCountInString(a.text[t.start:t.end]) > longest {
				return false
			}
		case mark:
		case number, defined, refer, breaks, terminal:
			return false
		}
	}
	n := countWords(a.tokens[x:y])
	return n <= most && y-x <= most+1 && min(before, after) > max(n, 1) && before+after > 2*(n+1)
}

// rewritten is one change of everything where so little of the text is left that
// the words kept are there by chance.
func rewritten(hunks []hunk, a, b *stream) []hunk {
	const few, share = 6, 4 // words; one word in share must be kept
	kept, words, x := 0, 0, 0
	for _, h := range hunks {
		kept += telltale(a, x, h.a0)
		words += countWords(a.tokens[x:h.a0])
		x = h.a1
	}
	kept += telltale(a, x, len(a.tokens))
	words += countWords(a.tokens[x:])
	if grown(words, a.tokens, b.tokens) {
		return hunks
	}
	total := max(telltale(a, 0, len(a.tokens)), telltale(b, 0, len(b.tokens)))
	if min(len(a.tokens), len(b.tokens)) <= few || kept*share >= total {
		return hunks
	}
	return []hunk{{0, len(a.tokens) - 1, 0, len(b.tokens) - 1}}
}

// grown reports that so many words kept are nearly all of the shorter of two texts,
// which were then lengthened and not written anew, or a third of the longer.
func grown(kept int, a, b []lexeme) bool {
	const most, of, part = 4, 5, 3
	was, is := countWords(a), countWords(b)
	return kept*of >= min(was, is)*most || kept*part >= max(was, is)
}

// telltale counts the tokens from x to y that are not found in any sentence.
func telltale(s *stream, x, y int) int {
	const short = 4
	n := 0
	for _, t := range s.tokens[x:y] {
		switch t.class {
		case word:
			if utf8.RuneCountInString(s.text[t.start:t.end]) > short {
				n++
			}
		case number, defined, refer:
			n++
		case mark, breaks, terminal:
		}
	}
	return n
}
